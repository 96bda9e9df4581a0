//! What reaches out of this server: its state and its letters, kept beside the diary and never in it.
//!
//! - `desk` (here): reads, acts and ticks, each in one transaction, so that several servers on one database come to one answer.
//! - `clock`: what goes on by itself while the server runs. `send`: each letter over its channel.
//! - `routes`: secret addresses, which take a spasm, give the calendar, or let a contact say that they have seen it.
//!
//! Nothing is made before something is switched on: looking at a desk that was never used makes no file.

mod clock;
mod desktop;
mod routes;
mod send;

pub(crate) use clock::run as keep_time;
pub(crate) use routes::routes;
pub(crate) use send::{one as send_one, push_key};

use crate::machine;
use crate::place::Place;
use crate::remedy::Told as _;
pub(crate) use desktop::IS_THERE as HAS_DESKTOP;
use jiff::Timestamp;
use ring::rand::SystemRandom;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use supple_push::Subscription;
use supple_reach::{Act, DoorKind, Effects, Letter, NewWay, Notice, State, To, apply};
use supple_store::outbox::{Change, Fate, Kept, Letter as Stored, Outbox};
use supple_web::desk::{Deed, Desk as Port, Seen, Shown, Stage};

/// The document that holds the state.
const STATE: &str = "reach";

/// The document that says when a server ran last.
const ALIVE: &str = "alive";

/// How often a change is tried again that another was quicker than.
const TRIES: u32 = 20;

/// How long what was sent stays in the list, in milliseconds: 30 days.
const REMEMBERED: i64 = 30 * 86_400_000;

/// The state and the letters of a place.
#[derive(Debug)]
pub(crate) struct Desk {
    place: Place,
    /// The latest time that was seen, and when that was on a clock that nobody sets.
    latest: Mutex<Option<(Timestamp, Instant)>>,
}

impl Desk {
    pub(crate) fn of(place: &Place) -> Desk {
        Desk { place: place.clone(), latest: Mutex::default() }
    }

    /// The outbox; made where there is none.
    pub(crate) fn outbox(&self) -> Result<Arc<dyn Outbox>, String> {
        self.place.open_outbox().map_err(|error| error.told())
    }

    /// The outbox, unless it was never used.
    pub(crate) fn known(&self) -> Result<Option<Arc<dyn Outbox>>, String> {
        if self.place.has_outbox() { self.outbox().map(Some) } else { Ok(None) }
    }

    /// The time, which never goes back while the program runs: a clock that is set back in the middle of a countdown must not
    /// make contacts wait.
    pub(crate) fn now(&self) -> Timestamp {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = |(at, since): (Timestamp, Instant)| {
            let passed = jiff::SignedDuration::try_from(since.elapsed()).unwrap_or_default();
            at.checked_add(passed).unwrap_or(at)
        };
        let now = latest.map_or(Timestamp::MIN, gone).max(machine::now());
        *latest = Some((now, Instant::now()));
        now
    }

    /// Says that a server runs here, for commands that leave the sending to it.
    fn beat(&self, outbox: &dyn Outbox) -> Result<(), String> {
        let revision = outbox.document(ALIVE).map_err(|error| error.told())?.map_or(0, |document| document.revision);
        let now = machine::now().as_millisecond();
        let value = now.to_string();
        let change = Change { name: ALIVE, revision, value: Some(&value), lay: &[], cancel: &[] };
        // Another server may have been quicker: then it was said.
        outbox.commit(&change, now).map(drop).map_err(|error| error.told())
    }

    /// Whether a server has run here within the last minute.
    pub(crate) fn is_alive(&self) -> bool {
        let known = self.known().ok().flatten();
        let said = known.and_then(|outbox| outbox.document(ALIVE).ok().flatten());
        let said = said.and_then(|document| document.value.parse::<i64>().ok());
        said.is_some_and(|said| machine::now().as_millisecond().abs_diff(said) < 60_000)
    }

    /// Whether anything was ever switched on. The outbox may be there for the devices alone.
    fn is_used(outbox: &dyn Outbox) -> Result<bool, String> {
        outbox.document(STATE).map(|state| state.is_some()).map_err(|error| error.told())
    }

    /// The state with its revision.
    fn read(&self, outbox: &dyn Outbox) -> Result<(State, u64), String> {
        match outbox.document(STATE).map_err(|error| error.told())? {
            None => Ok((State::default(), 0)),
            Some(document) => {
                let state = serde_json::from_str(&document.value).map_err(|error| {
                    format!("what {} holds of channels cannot be read ({error})", outbox.describe())
                })?;
                Ok((state, document.revision))
            }
        }
    }

    /// The state as it is.
    pub(crate) fn state(&self) -> Result<State, String> {
        self.known()?.map_or(Ok(State::default()), |outbox| self.read(&*outbox).map(|(state, _)| state))
    }

    /// State and letters, for a page or a list.
    pub(crate) fn look(&self) -> Result<Seen, String> {
        let has_desktop = desktop::IS_THERE;
        let Some(outbox) = self.known()? else { return Ok(Seen { has_desktop, ..Seen::default() }) };
        let (state, _) = self.read(&*outbox)?;
        let letters = outbox.letters("").map_err(|error| error.told())?.iter().filter_map(shown).collect();
        Ok(Seen { state, letters, has_desktop })
    }

    /// Does something.
    pub(crate) fn act(&self, act: &Act) -> Result<(), String> {
        if let Act::AddMine(NewWay { to: To::Push { subscription }, .. }) = act {
            Subscription::read(subscription, &SystemRandom::new()).map_err(|error| error.to_string())?;
        }
        if matches!(act, Act::AddMine(NewWay { to: To::Desktop, .. })) && !desktop::IS_THERE {
            return Err(desktop::MISSING.to_owned());
        }
        let fresh = hex(&machine::random::<32>()?);
        let outbox = match self.known()? {
            Some(outbox) => outbox,
            // What is refused makes no file: anyone may try the link of a contact.
            None => {
                apply(&mut State::default(), act.clone(), self.now(), &fresh).map_err(|refused| refused.to_string())?;
                self.outbox()?
            }
        };
        if matches!(act, Act::BeginCheck(_)) {
            // Whoever was told in the last one hears its end before another takes its place.
            self.tick(&*outbox)?;
        }
        self.change(&*outbox, |state, now| {
            apply(state, act.clone(), now, &fresh).map_err(|refused| refused.to_string())
        })
    }

    /// Opens a secret address, and gives its secret, which is kept nowhere.
    pub(crate) fn open_door(&self, kind: DoorKind, name: &str) -> Result<String, String> {
        let secret = supple_shlink::token(machine::random()?);
        self.act(&Act::OpenDoor(kind, name.to_owned(), secret.clone())).map(|()| secret)
    }

    /// What the clock does: a check goes on, and whoever was told hears how it went on.
    fn tick(&self, outbox: &dyn Outbox) -> Result<(), String> {
        let told = self.told(outbox)?;
        self.change(outbox, |state, now| {
            let mut effects = state.tick(now);
            let after = state.follow_up(now, &told);
            effects.lay.extend(after.lay);
            effects.changed |= after.changed;
            Ok(effects)
        })
    }

    /// The contacts of whose letters about the check one went out, or may have.
    fn told(&self, outbox: &dyn Outbox) -> Result<Vec<String>, String> {
        let (state, _) = self.read(outbox)?;
        let Some(check) = &state.check else { return Ok(Vec::new()) };
        let mut told = Vec::new();
        for contact in check.contacts.iter().filter(|contact| contact.attempts > 0) {
            let letters = outbox.letters(&format!("{}/check/{}/told/", contact.id, check.id));
            if letters.map_err(|error| error.told())?.iter().any(|kept| kept.may_be_out) {
                told.push(contact.id.clone());
            }
        }
        Ok(told)
    }

    /// Lays letters for reminders that are due.
    fn remind(&self, outbox: &dyn Outbox, notices: &[Notice], in_episode: bool) -> Result<(), String> {
        self.change(outbox, |state, now| Ok(state.remind(notices, now, in_episode)))
    }

    /// Compare-and-swap: changes the state and what follows from it in one transaction, again and again while another is quicker.
    fn change(
        &self,
        outbox: &dyn Outbox,
        change: impl Fn(&mut State, Timestamp) -> Result<Effects, String>,
    ) -> Result<(), String> {
        for _ in 0..TRIES {
            let (mut state, revision) = self.read(outbox)?;
            let now = self.now();
            let Effects { lay, cancel, changed } = change(&mut state, now)?;
            if !changed && lay.is_empty() && cancel.is_empty() {
                return Ok(());
            }
            let value = serde_json::to_string(&state).map_err(|error| error.to_string())?;
            let lay = lay.iter().map(stored).collect::<Result<Vec<_>, _>>()?;
            let change = Change { name: STATE, revision, value: Some(&value), lay: &lay, cancel: &cancel };
            if outbox.commit(&change, now.as_millisecond()).map_err(|error| error.told())? {
                return Ok(());
            }
        }
        Err("others change the channels again and again; try it once more".to_owned())
    }

    /// Forgets what was sent long ago.
    fn tidy(outbox: &dyn Outbox) -> Result<(), String> {
        let before = machine::now().as_millisecond() - REMEMBERED;
        outbox.forget_before(before).map(drop).map_err(|error| error.told())
    }
}

/// A letter as the outbox keeps it.
fn stored(letter: &Letter) -> Result<Stored, String> {
    let content = serde_json::to_string(letter).map_err(|error| error.to_string())?;
    Ok(Stored { key: letter.key.clone(), channel: letter.way.clone(), due: letter.due.as_millisecond(), content })
}

fn shown(kept: &Kept) -> Option<Shown> {
    let letter: Letter = serde_json::from_str(&kept.letter.content).ok()?;
    let at = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    let stage = match kept.fate {
        Fate::Waiting => Stage::Waiting { next: at(kept.next) },
        Fate::Sent(when) => Stage::Sent(at(when)),
        Fate::GivenUp(when) => Stage::GivenUp(at(when)),
        Fate::Cancelled(when) => Stage::Cancelled(at(when)),
    };
    let (tries, trouble, may_be_out) = (kept.tries, kept.trouble.clone(), kept.may_be_out);
    Some(Shown { letter, stage, tries, trouble, may_be_out })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The desk as pages ask for it: what blocks is done on a thread that may.
#[derive(Debug)]
pub(crate) struct Counter(pub(crate) Arc<Desk>);

impl Counter {
    fn work<T: Send + 'static>(&self, work: impl FnOnce(&Desk) -> Result<T, String> + Send + 'static) -> Deed<T> {
        let desk = Arc::clone(&self.0);
        Box::pin(async move {
            let done = tokio::task::spawn_blocking(move || work(&desk)).await;
            done.unwrap_or_else(|error| Err(error.to_string()))
        })
    }
}

impl Port for Counter {
    fn look(&self) -> Deed<Seen> {
        self.work(Desk::look)
    }

    fn act(&self, act: Act) -> Deed<()> {
        self.work(move |desk| desk.act(&act))
    }

    fn open_door(&self, kind: DoorKind, name: String) -> Deed<String> {
        self.work(move |desk| desk.open_door(kind, &name))
    }

    fn push_key(&self) -> Deed<String> {
        self.work(push_key)
    }
}
