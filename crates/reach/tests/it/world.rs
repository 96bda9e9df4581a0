//! A server with its state, outbox and clock, to which things happen.

use crate::outbox::{Outbox, Try};
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use supple_reach::{Act, Begin, Effects, Letter, NewWay, Refused, State, To, apply};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Something that happens. Contacts and ways are named by a number, as far as there are so many.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Wait(i64),
    SetBack(i64),
    Tick,
    Send(Vec<Try>),
    Begin { minutes: i64, grace: Option<i64> },
    PutOff(i64),
    AllRight,
    Seen(Secret),
    SwitchContact(usize, bool),
    SwitchMine(usize, bool),
    Remove(usize),
    AddContact,
    Test,
}

/// What a link ends with.
#[derive(Clone, Debug)]
pub(crate) enum Secret {
    Of(usize),
    /// A contact's of an earlier check.
    Old(usize),
    Wrong(String),
}

pub(crate) fn waits() -> impl Strategy<Value = Step> {
    let soon = 0_i64..900;
    prop_oneof![4 => soon, 3 => 900_i64..7200, 1 => 7200_i64..400_000, 1 => select(vec![1_i64, 60, 300, 600, 3600])]
        .prop_map(Step::Wait)
}

fn tries() -> impl Strategy<Value = Step> {
    let how = prop_oneof![4 => Just(Try::Sent), 2 => Just(Try::Failed), 1 => Just(Try::Died)];
    vec(how, 1..5).prop_map(Step::Send)
}

fn acts() -> impl Strategy<Value = Step> {
    let secret = prop_oneof![
        8 => (0_usize..4).prop_map(Secret::Of),
        2 => (0_usize..4).prop_map(Secret::Old),
        1 => "[0-9a-f]{0,64}".prop_map(Secret::Wrong),
    ];
    let grace = prop_oneof![2 => Just(None), 1 => (-5_i64..900).prop_map(Some)];
    prop_oneof![
        6 => (1_i64..90, grace).prop_map(|(minutes, grace)| Step::Begin { minutes, grace }),
        3 => (1_i64..60).prop_map(Step::PutOff),
        2 => Just(Step::AllRight),
        3 => secret.prop_map(Step::Seen),
        2 => (0_usize..4, any::<bool>()).prop_map(|(at, is_on)| Step::SwitchContact(at, is_on)),
        1 => (0_usize..3, any::<bool>()).prop_map(|(at, is_on)| Step::SwitchMine(at, is_on)),
        1 => (0_usize..4).prop_map(Step::Remove),
        1 => Just(Step::AddContact),
        1 => Just(Step::Test),
    ]
}

/// What happens one after the other. Mostly time passes and the clock ticks.
pub(crate) fn history() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![5 => waits(), 8 => Just(Step::Tick), 4 => tries(), 5 => acts()];
    vec(step, 0..90)
}

/// What came of a step.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) step: Step,
    pub(crate) now: Timestamp,
    /// Which contact or way it was about.
    pub(crate) who: String,
    pub(crate) refused: Option<Refused>,
    /// What was laid, in the order in which it was; also what has a key that was there.
    pub(crate) laid: Vec<Letter>,
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) outbox: Outbox,
    pub(crate) now: Timestamp,
    /// The secrets of contacts of earlier checks.
    old: Vec<String>,
    drawn: u32,
}

impl World {
    /// So many ways of the person and contacts, all switched on.
    pub(crate) fn new(mine: usize, contacts: usize) -> World {
        let mut world = World {
            state: State::default(),
            outbox: Outbox::default(),
            now: at("2026-12-01T20:00:00Z"),
            old: Vec::new(),
            drawn: 0,
        };
        for number in 0..mine {
            let to = To::webhook(&format!("https://me.example/{number}")).unwrap();
            world.act(Act::AddMine(NewWay { name: format!("Phone {number}"), to })).unwrap();
        }
        for _ in 0..contacts {
            world.add_contact();
        }
        world
    }

    fn add_contact(&mut self) -> Vec<Letter> {
        let to = To::mail(&format!("person{}@example.org", self.drawn)).unwrap();
        let name = format!("Person {}", self.drawn);
        self.act(Act::AddContact(NewWay { name, to })).unwrap_or_default()
    }

    fn commit(&mut self, effects: Effects) -> Vec<Letter> {
        self.outbox.commit(&effects.lay, &effects.cancel);
        effects.lay
    }

    pub(crate) fn act(&mut self, act: Act) -> Result<Vec<Letter>, Refused> {
        self.drawn += 1;
        let fresh = format!("{:064}", self.drawn);
        let before = self.state.clone();
        let done = apply(&mut self.state, act, self.now, &fresh);
        match done {
            Ok(effects) => {
                assert_eq!(effects.changed, self.state != before);
                Ok(self.commit(effects))
            }
            Err(refused) => {
                assert_eq!(self.state, before, "what is refused changes nothing");
                Err(refused)
            }
        }
    }

    /// Of whose letters about the check one went out, or may have: as a server finds it.
    pub(crate) fn told(&self) -> Vec<String> {
        let Some(check) = &self.state.check else { return Vec::new() };
        let is_told = |id: &String| self.outbox.may_be_out(&format!("{id}/check/{}/told/", check.id));
        check.contacts.iter().map(|contact| contact.id.clone()).filter(is_told).collect()
    }

    /// The clock ticks, on one server or on several that read the same.
    pub(crate) fn tick(&mut self) -> Vec<Letter> {
        let (before, told) = (self.state.clone(), self.told());
        let once = |state: &mut State, now: Timestamp| {
            let mut effects = state.tick(now);
            let after = state.follow_up(now, &told);
            effects.lay.extend(after.lay);
            effects.changed |= after.changed;
            effects
        };
        let effects = once(&mut self.state, self.now);
        assert_eq!(effects.changed, self.state != before);
        // Another server reads the same, a moment later, and writes second: what it lays has the same keys.
        let later = self.now + SignedDuration::from_millis(300);
        let other = once(&mut before.clone(), later);
        let keys = |effects: &Effects| effects.lay.iter().map(|letter| letter.key.clone()).collect::<Vec<_>>();
        assert!(keys(&effects).iter().all(|key| keys(&other).contains(key)), "{effects:?} {other:?}");
        // And once more at the same time, on what was written.
        let mut again = self.state.clone();
        assert_eq!(once(&mut again, self.now), Effects::default(), "a second tick at one time does nothing");
        assert_eq!(again, self.state);
        self.commit(effects)
    }

    fn contact(&self, number: usize) -> String {
        self.state.contacts.get(number).map_or_else(|| "nobody".to_owned(), |way| way.id.clone())
    }

    pub(crate) fn secret(&self, id: &str) -> Option<String> {
        let check = self.state.check.as_ref()?;
        check.contacts.iter().find(|contact| contact.id == id).map(|contact| contact.secret.clone())
    }

    pub(crate) fn pass(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    pub(crate) fn step(&mut self, step: &Step) -> Done {
        let mut who = String::new();
        let result = match step {
            Step::Wait(seconds) => {
                self.pass(*seconds);
                Ok(Vec::new())
            }
            Step::SetBack(seconds) => {
                self.pass(-seconds);
                Ok(Vec::new())
            }
            Step::Tick => Ok(self.tick()),
            Step::Send(tries) => {
                self.outbox.send(tries);
                Ok(Vec::new())
            }
            Step::Begin { minutes, grace } => {
                if let Some(check) = self.state.check.as_ref().filter(|check| !check.is_open()) {
                    self.old.extend(check.contacts.iter().map(|contact| contact.secret.clone()));
                }
                let begin = Begin { minutes: *minutes, grace: *grace, ..Begin::default() };
                self.act(Act::BeginCheck(begin))
            }
            Step::PutOff(minutes) => self.act(Act::PutOff(*minutes)),
            Step::AllRight => self.act(Act::AllRight),
            Step::Seen(secret) => {
                let secret = match secret {
                    Secret::Of(number) => {
                        who = self.contact(*number);
                        self.secret(&who).unwrap_or_default()
                    }
                    Secret::Old(number) => self.old.get(*number).cloned().unwrap_or_default(),
                    Secret::Wrong(text) => text.clone(),
                };
                self.act(Act::Seen(secret))
            }
            Step::SwitchContact(number, is_on) => {
                who = self.contact(*number);
                self.act(Act::Switch(who.clone(), *is_on))
            }
            Step::SwitchMine(number, is_on) => {
                who = self.state.mine.get(*number).map_or_else(|| "nobody".to_owned(), |way| way.id.clone());
                self.act(Act::Switch(who.clone(), *is_on))
            }
            Step::Remove(number) => {
                who = self.contact(*number);
                self.act(Act::RemoveWay(who.clone()))
            }
            Step::AddContact => {
                let known = self.state.contacts.len();
                let laid = self.add_contact();
                who = self.contact(known);
                Ok(laid)
            }
            Step::Test => self.act(Act::Test),
        };
        let (laid, refused) = match result {
            Ok(laid) => (laid, None),
            Err(refused) => (Vec::new(), Some(refused)),
        };
        Done { step: step.clone(), now: self.now, who, refused, laid }
    }
}
