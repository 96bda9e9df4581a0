//! A controller that is talked with, step by step.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use supple_journal::{Answer, Controller, Did, Facts, Message, Progress, Request, Step, VersionVector, Wish};
use uuid::Uuid;

/// A controller that knows of nothing, at one moment.
pub struct Talk {
    pub controller: Controller,
    pub now: Timestamp,
}

pub fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

pub fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

/// An answer in JSON.
pub fn answer(status: u16, body: &str) -> Answer {
    Answer { status, content_type: "application/json".to_owned(), schema: None, body: body.as_bytes().to_vec() }
}

pub fn refusal(status: u16, line: &str) -> Answer {
    answer(status, &json!({"error": line}).to_string())
}

/// A message of this diary that says that nothing is there.
pub fn message(diary: Uuid) -> String {
    let (version, have) = (1, VersionVector::default());
    Message { version, diary, have, entries: Vec::new(), refused: Vec::new() }.write()
}

impl Talk {
    pub fn new() -> Talk {
        let mut controller = Controller::new(false, ToString::to_string);
        controller.recall(Facts::default());
        Talk { controller, now: now() }
    }

    /// In a sync, after the server was met.
    pub fn met() -> Talk {
        let mut talk = Talk::new();
        talk.wish(Wish::News);
        talk.meet(Uuid::from_u128(1));
        talk
    }

    /// After a sync with a server that keeps this diary, where there is another one here.
    pub fn other(there: Uuid) -> Talk {
        let mut talk = Talk::new();
        talk.wish(Wish::News);
        talk.next(Step::Ask(Request::State));
        talk.answered(&json!({"needed": false, "paired": false, "diary": there}));
        talk.next(Step::Look(there));
        talk.did(Did::Found { diary: Uuid::from_u128(1), is_empty: false });
        talk.close();
        talk
    }

    pub fn wish(&mut self, wish: Wish) {
        self.controller.wish(wish);
    }

    pub fn step(&mut self) -> Option<Step> {
        self.controller.step(self.now)
    }

    #[track_caller]
    pub fn next(&mut self, step: Step) {
        assert_eq!(self.step(), Some(step));
    }

    /// Nothing is left to do.
    #[track_caller]
    pub fn nothing(&mut self) {
        assert_eq!(self.step(), None);
    }

    pub fn did(&mut self, did: Did) {
        self.controller.did(did, self.now);
    }

    pub fn answered(&mut self, said: &Value) {
        self.did(Did::Answered(Ok(answer(200, &said.to_string()))));
    }

    /// The server is met, and keeps this diary.
    #[track_caller]
    pub fn meet(&mut self, diary: Uuid) {
        self.next(Step::Ask(Request::State));
        self.answered(&json!({"needed": false, "paired": false, "name": null, "diary": diary}));
        self.next(Step::Look(diary));
        self.did(Did::Found { diary, is_empty: false });
    }

    /// The first message is sent.
    #[track_caller]
    pub fn send(&mut self) {
        self.next(Step::Begin(None));
        self.did(Did::Done);
        self.next(Step::Make);
        self.did(Did::Made(Some(String::new()), Progress::default()));
        self.next(Step::Ask(Request::Sync(String::new())));
    }

    /// The server answers with a message.
    pub fn message(&mut self, schema: Option<u64>) {
        let body = message(Uuid::from_u128(1));
        self.did(Did::Answered(Ok(Answer { schema, ..answer(200, &body) })));
    }

    /// The first message is answered, and the next one is to be made.
    #[track_caller]
    pub fn took(&mut self) {
        self.send();
        self.message(None);
        assert!(matches!(self.step(), Some(Step::Take(_))));
        self.did(Did::Took(Some(VersionVector::default())));
        assert!(matches!(self.step(), Some(Step::Note(_))));
        self.did(Did::Done);
        self.next(Step::Make);
    }

    /// Whatever is left of a sync is done.
    pub fn close(&mut self) {
        while let Some(step) = self.step() {
            assert!(matches!(step, Step::Note(_) | Step::Count(_) | Step::CallBack), "{step:?}");
            self.did(Did::Done);
        }
    }
}
