//! The controller of a sync on walks by chance: whatever is wished for and whatever answers, some things always hold.

use crate::support::talk::{answer, message, now, refusal};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::json;
use supple_journal::{
    Answer, Controller, Did, Facts, JournalError, Note, Progress, Request, Step, VersionVector, Wish,
};
use supple_store::StoreError;
use uuid::Uuid;

const HERE: Uuid = Uuid::from_u128(1);
const THERE: Uuid = Uuid::from_u128(2);

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Event {
    Wish(Wish),
    Leave(bool),
    /// So many seconds go by.
    Wait(i64),
    /// A step is done, or begun.
    Go(World),
}

/// How the world is when a step is done.
#[derive(Clone, Copy, Debug)]
struct World {
    network: Network,
    is_empty: bool,
    has_more: bool,
    is_good: bool,
}

#[derive(Clone, Copy, Debug)]
enum Network {
    Away,
    Login,
    Server,
    Other,
    Stranger,
    Broken,
    Nonsense,
}

fn world() -> impl Strategy<Value = World> {
    use Network::{Away, Broken, Login, Nonsense, Other, Server, Stranger};
    let network = prop_oneof![
        6 => Just(Server), 1 => Just(Away), 1 => Just(Login), 1 => Just(Other), 1 => Just(Stranger), 1 => Just(Broken),
        1 => Just(Nonsense),
    ];
    (network, any::<bool>(), any::<bool>(), prop::bool::weighted(0.9))
        .prop_map(|(network, is_empty, has_more, is_good)| World { network, is_empty, has_more, is_good })
}

fn event() -> impl Strategy<Value = Event> {
    let wish = prop_oneof![
        6 => Just(Wish::News),
        2 => Just(Wish::Network),
        1 => Just(Wish::Unpair),
        1 => Just(Wish::Again),
        1 => Just(Wish::Welcome),
        1 => Just(Wish::Join),
    ];
    prop_oneof![
        3 => wish.prop_map(Event::Wish),
        1 => any::<bool>().prop_map(Event::Leave),
        1 => (0..15_i64).prop_map(Event::Wait),
        16 => world().prop_map(Event::Go),
    ]
}

/// What the network says to a request.
fn answered(request: &Request, world: World) -> Result<Answer, String> {
    let state = |needed: bool, diary: Uuid| json!({"needed": needed, "paired": false, "diary": diary}).to_string();
    Ok(match (world.network, request) {
        (Network::Away, _) => return Err("no route".to_owned()),
        (Network::Login, _) => Answer { content_type: "text/html".to_owned(), ..answer(200, "<p>") },
        (Network::Broken, _) => refusal(503, "it is broken"),
        (Network::Nonsense, _) => answer(200, r#"{"version":7}"#),
        (Network::Stranger, Request::State) => answer(200, &state(true, HERE)),
        (Network::Stranger, _) => refusal(401, "not paired"),
        (Network::Other, Request::State) => answer(200, &state(false, THERE)),
        (Network::Other, Request::Sync(_)) => answer(409, &json!({"error": "another", "diary": THERE}).to_string()),
        (Network::Server, Request::State) => answer(200, &state(false, HERE)),
        (Network::Server, Request::Sync(_)) => answer(200, &message(HERE)),
        (Network::Server | Network::Other, Request::Leave) => answer(200, r#"{"needed":true,"left":true}"#),
    })
}

/// What comes of a step.
fn done(step: &Step, world: World) -> Did {
    let refused = || Did::Failed(JournalError::from(StoreError::Stopped));
    match step {
        Step::Ask(request) => Did::Answered(answered(request, world)),
        Step::Note(_) if !world.is_good => Did::NotNoted("full".to_owned()),
        Step::Note(_) | Step::CallBack | Step::Arrived { .. } | Step::Begin(_) => Did::Done,
        _ if !world.is_good => refused(),
        Step::Look(_) => Did::Found { diary: HERE, is_empty: world.is_empty },
        Step::Adopt(_) => Did::Done,
        Step::Make => Did::Made(
            world.has_more.then(String::new),
            Progress { taken: 1, pending: usize::from(world.has_more), ..Progress::default() },
        ),
        Step::Take(_) => Did::Took(Some(VersionVector::default())),
        Step::Count(_) => Did::Counted(1),
    }
}

/// A controller on its walk, with what is known of it from outside.
struct Walk {
    controller: Controller,
    now: Timestamp,
    /// The step that is under way.
    step: Option<Step>,
    has_left: bool,
    /// Whether the person has asked since the last time that nothing was left to do.
    is_asked: bool,
    may_join: bool,
    found_empty: bool,
}

impl Walk {
    fn new() -> Walk {
        let mut controller = Controller::new(false, ToString::to_string);
        controller.recall(Facts::default());
        let now = now();
        Walk { controller, now, step: None, has_left: false, is_asked: false, may_join: false, found_empty: false }
    }

    fn happens(&mut self, event: Event) -> Result<(), TestCaseError> {
        match event {
            Event::Wait(seconds) => self.now += SignedDuration::from_secs(seconds),
            Event::Leave(unpairs) => {
                let notes = self.controller.leave(unpairs);
                prop_assert!(notes.contains(&Note::Left(true)) && notes.contains(&Note::Theirs(None)));
                (self.has_left, self.is_asked) = (true, false);
            }
            Event::Wish(wish) => {
                if matches!(wish, Wish::Again | Wish::Welcome) {
                    self.has_left = false;
                }
                self.is_asked |= !matches!(wish, Wish::News);
                self.may_join |= wish == Wish::Join;
                self.controller.wish(wish);
            }
            Event::Go(world) => drop(self.goes(world)?),
        }
        Ok(())
    }

    /// Does the step that is under way, or begins the next. Gives whether there was one.
    fn goes(&mut self, world: World) -> Result<bool, TestCaseError> {
        if let Some(step) = self.step.take() {
            prop_assert_eq!(self.controller.step(self.now), None, "one step is under way at a time");
            let did = done(&step, world);
            self.found_empty = matches!(did, Did::Found { is_empty: true, .. });
            self.controller.did(did, self.now);
            return Ok(true);
        }
        let may_ask = self.controller.may_try(self.now) || self.controller.owes(self.now);
        let Some(step) = self.controller.step(self.now) else {
            self.is_asked = false;
            return Ok(false);
        };
        if let Step::Ask(Request::State | Request::Leave) = step {
            prop_assert!(may_ask || self.is_asked, "it rests");
        }
        if self.has_left {
            let is_of_leaving = match &step {
                Step::Note(notes) => {
                    notes.iter().all(|note| matches!(note, Note::Unpairs(false) | Note::Link(_)))
                        && self.controller.link().has_left
                }
                Step::Ask(request) => *request == Request::Leave,
                step => *step == Step::CallBack,
            };
            prop_assert!(is_of_leaving, "after leaving: {step:?}");
        }
        if let Step::Adopt(_) = step {
            prop_assert!(self.found_empty || self.may_join, "a diary is here");
        }
        self.step = Some(step);
        Ok(true)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// It syncs nothing and notes nothing of a sync after it was left, until the person asks; it takes over no diary where
    /// there is one, unless the person joins them; it asks nothing while it rests, unless the person asks or the network is
    /// back; one step is under way at a time; and it ends, whoever answers.
    #[test]
    fn whatever_happens_it_keeps_its_promises_and_ends(
        events in prop::collection::vec(event(), 0..80),
        last in prop::collection::vec(world(), 1..8),
        talks_on in prop::bool::weighted(0.02),
    ) {
        let mut walk = Walk::new();
        for event in events {
            walk.happens(event)?;
        }
        let endless = World { network: Network::Server, is_empty: true, has_more: true, is_good: true };
        let mut worlds = last.into_iter().cycle();
        let mut steps = 0;
        while walk.goes(if talks_on { endless } else { worlds.next().unwrap_or(endless) })? {
            steps += 1;
            prop_assert!(steps < 150_000, "it goes on and on");
        }
        prop_assert_eq!(walk.controller.step(walk.now), None);
    }
}
