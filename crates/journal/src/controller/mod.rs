//! The controller of a sync, sans I/O: when the other side is asked, what its answers mean, and what is written down.
//!
//! A state machine. It is told what someone wishes ([`Controller::wish`]), says what to do next ([`Controller::step`]), and
//! is told what came of it ([`Controller::did`]); the time is an argument. Terminal and browser share it, so each decision of
//! a sync stands here once. [`Courier`](crate::Courier) does its steps.
//!
//! A sync meets the other side, sees that both keep one diary, and goes on message by message until [`Exchange`] has no
//! more. One step is under way at a time. Only [`Controller::leave`] waits for none: what comes of a step after that is
//! not looked at.
//!
//! [`Exchange`]: crate::Exchange

mod answer;
mod facts;
mod run;
mod steps;

pub use answer::{Answer, MOST_ANSWER_BYTES, Request, Stop};
pub use facts::{Facts, Note};
pub use steps::{Did, Progress, Step, Wish};

use crate::{Link, Peer};
use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;
use std::time::Duration;
use uuid::Uuid;

/// After a sync that broke off, nothing is asked of the other side for so long, unless the person asks.
const REST: SignedDuration = SignedDuration::from_secs(10);

/// The longest that a page waits for news, where the other side has answered the last time.
const PATIENCE: Duration = Duration::from_millis(80);

/// The most messages of one sync. With half a megabyte in each, no diary needs so many.
const MOST_MESSAGES: usize = 2_000;

/// The controller of the syncs with one other side.
///
/// ```
/// use jiff::Timestamp;
/// use supple_journal::{Controller, Did, Facts, Request, Step, Wish};
///
/// let mut controller = Controller::new(false, ToString::to_string);
/// controller.recall(Facts::default());
/// controller.wish(Wish::News);
/// assert_eq!(controller.step(Timestamp::UNIX_EPOCH), Some(Step::Ask(Request::State)));
/// controller.did(Did::Answered(Err("no route".to_owned())), Timestamp::UNIX_EPOCH);
/// // It writes down why, and rests.
/// assert!(matches!(controller.step(Timestamp::UNIX_EPOCH), Some(Step::Note(_))));
/// assert_eq!(controller.link().problem.as_deref(), Some("the server cannot be reached"));
/// assert!(!controller.may_try(Timestamp::UNIX_EPOCH));
/// ```
#[derive(Clone, Debug)]
pub struct Controller {
    /// How a stop is told to the person.
    told: fn(&Stop) -> String,
    /// Whether the host only sends files: there is nobody to ask.
    is_alone: bool,
    /// Whether is known what was written down: without it, what was erased here might come back.
    is_known: bool,
    facts: Facts,
    /// Whether the other side was met, in the life of this controller.
    has_met: bool,
    /// Whether the other side answered the last time, so that waiting for it is worth while.
    is_near: bool,
    rests_until: Option<Timestamp>,
    /// Whether the diary of the other side was taken over where there was none.
    has_adopted: bool,
    /// Whether the other side lets in by a code, and has heard that this one is out.
    may_clear: bool,
    /// How many entries came, in the life of this controller.
    taken: usize,
    /// Why the last sync came to its end too early.
    stopped: Option<Stop>,
    wishes: VecDeque<Wish>,
    stage: Stage,
    /// What to do next, until it is handed out.
    todo: Option<Step>,
}

/// What is under way.
#[derive(Clone, Debug, Default)]
enum Stage {
    #[default]
    Idle,
    /// A step of a sync that the person has left meanwhile.
    Left,
    /// Something is written down; then comes a sync, if one was wished for.
    Noting(Option<Joins>),
    /// The other side is told that this one is paired no more; then comes a sync, if one was wished for.
    Telling(Option<Joins>),
    /// A sync.
    Run(Box<Run>, At),
}

/// With which diary the person makes the one that is here one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joins {
    None,
    This(Uuid),
    Any,
}

/// A sync.
#[derive(Clone, Debug)]
struct Run {
    /// What will be told of the other side.
    link: Link,
    joins: Joins,
    has_joined: bool,
    messages: usize,
    taken: usize,
}

/// Where a sync is.
#[derive(Clone, Debug)]
enum At {
    Meeting,
    /// The other side keeps this diary.
    Looking(Uuid),
    Adopting,
    Beginning,
    Making,
    Sending,
    Taking,
    /// What the other side has was written down.
    Keeping,
    Arriving,
    Counting,
    /// Whatever comes of the step, all that is left is to write down how it went.
    Closing,
}

impl Controller {
    /// A controller of which nothing is known yet: it asks nobody before [`Controller::recall`]. `is_alone` where the host
    /// only sends files; `told` puts a stop in words for the person.
    pub fn new(is_alone: bool, told: fn(&Stop) -> String) -> Controller {
        let mut controller = Controller {
            told,
            is_alone,
            is_known: false,
            facts: Facts::default(),
            has_met: false,
            is_near: true,
            rests_until: None,
            has_adopted: false,
            may_clear: false,
            taken: 0,
            stopped: None,
            wishes: VecDeque::new(),
            stage: Stage::Idle,
            todo: None,
        };
        controller.settle_peer();
        controller
    }

    /// What was written down of the last time.
    pub fn recall(&mut self, facts: Facts) {
        self.facts = facts;
        self.facts.is_ready |= self.is_alone;
        self.settle_peer();
        self.is_known = true;
    }

    /// That a host only sends files is known from the host itself: no server tells that of itself.
    fn settle_peer(&mut self) {
        if self.is_alone {
            self.facts.link.peer = Peer::Nobody;
        } else if self.facts.link.peer == Peer::Nobody {
            self.facts.link.peer = Peer::Unmet;
        }
    }

    /// What is known of the other side.
    pub fn link(&self) -> &Link {
        &self.facts.link
    }

    /// What is known that the next start has to know.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Whether it is of use to wish for news now.
    pub fn may_try(&self, now: Timestamp) -> bool {
        self.may_sync() && !self.rests(now)
    }

    /// Whether the other side is still to be told that this one is paired no more, and can be told now.
    pub fn owes(&self, now: Timestamp) -> bool {
        self.facts.unpairs && !self.rests(now)
    }

    /// Whether there is a server that this side is one of the devices of.
    pub fn has_server(&self) -> bool {
        self.may_sync() && self.facts.link.peer == Peer::Server
    }

    /// Whether the other side lets in by a code and has heard that this one is out, so that it may have the browser delete
    /// its files.
    pub fn may_clear(&self) -> bool {
        self.may_clear
    }

    /// How long a page waits for news; none where it does not, since the other side was away the last time.
    pub fn patience(&self) -> Option<Duration> {
        self.is_near.then_some(PATIENCE)
    }

    /// News did not come within [`Controller::patience`].
    pub fn late(&mut self) {
        self.is_near = false;
    }

    /// How many entries came, in the life of this controller.
    pub fn taken(&self) -> usize {
        self.taken
    }

    /// Why the last sync came to its end too early; none if it did not.
    pub fn stopped(&self) -> Option<&Stop> {
        self.stopped.as_ref()
    }

    /// How many entries the other side lacks was counted, or is not known.
    pub fn counted(&mut self, pending: Option<usize>) {
        self.facts.link.pending = pending;
    }

    /// Someone wishes something. Whoever wishes for news while a sync is under way gets what that one brings.
    pub fn wish(&mut self, wish: Wish) {
        let is_on_its_way = matches!(self.stage, Stage::Run(..)) && matches!(wish, Wish::News | Wish::Network);
        if self.is_known && !self.is_alone && !is_on_its_way && !self.wishes.contains(&wish) {
            self.wishes.push_back(wish);
        }
    }

    /// The person wants no sync any more until they ask for one: what was erased here must not come back by itself. With
    /// `unpairs`, the other side is told to let this one in no more, now or when it can be reached. Gives what to write
    /// down at once; whatever is under way is not waited for, and nothing comes of it.
    #[must_use = "what is not written down is forgotten by the next start"]
    pub fn leave(&mut self, unpairs: bool) -> Vec<Note> {
        self.wishes.clear();
        match &mut self.stage {
            Stage::Telling(then) => *then = None,
            Stage::Idle | Stage::Left => {}
            Stage::Run(..) | Stage::Noting(_) => {
                self.stage = if self.todo.take().is_some() { Stage::Idle } else { Stage::Left };
            }
        }
        let facts = &mut self.facts;
        facts.has_left = true;
        facts.is_ready = true;
        facts.theirs = None;
        // What was once owed is owed until it is told.
        facts.unpairs |= unpairs && !self.is_alone;
        facts.link = Link { has_left: true, owes: facts.unpairs, ..Link::default() };
        self.settle_peer();
        let facts = &self.facts;
        let mut notes =
            vec![Note::Left(true), Note::Theirs(None), Note::Link(Box::new(facts.link.clone())), Note::Ready];
        if facts.unpairs {
            notes.push(Note::Unpairs(true));
        }
        notes
    }

    /// Whoever did the steps has gone away in the middle of one: nothing will come of it.
    pub fn break_off(&mut self) {
        if self.todo.is_none() {
            self.stage = Stage::Idle;
        }
    }

    /// What to do next; none when nothing is left to do, or a step is under way.
    pub fn step(&mut self, now: Timestamp) -> Option<Step> {
        while self.todo.is_none() && matches!(self.stage, Stage::Idle) {
            let wish = self.wishes.pop_front()?;
            self.begin(wish, now);
        }
        self.todo.take()
    }

    fn may_sync(&self) -> bool {
        self.is_known && !self.is_alone && !self.facts.has_left
    }

    fn rests(&self, now: Timestamp) -> bool {
        // A clock that was put back makes no rest longer.
        self.rests_until.is_some_and(|until| now < until && until.duration_since(now) <= REST)
    }

    fn rest(&mut self, now: Timestamp) {
        self.rests_until = now.checked_add(REST).ok();
        self.is_near = false;
    }
}
