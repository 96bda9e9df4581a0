//! Made-up trials, as entries that someone writes: for the tests of whatever reads a trial. Only with the feature `testing`.
#![allow(clippy::expect_used, reason = "a generator that fails is a test that fails")]

use super::{begin, offered, word_of};
use jiff::{SignedDuration, Timestamp};
use supple_diary::{Draft, Entry, Id, Kind, Level, Moment, Tail, TrialDone, TrialDraw, TrialEnd, TrialPain, Whole};
use supple_trial::{
    Answer, Arm, Baseline, Bout, Commitment, Done, Eligible, Ending, Facts, Pain, Protocol, Recorded, Seed, Trial,
    judge,
};
use uuid::Uuid;

/// A trial that someone runs: a spasm a day, until its rule ends it, its spasms are used up, or they stop it.
#[derive(Clone, Debug)]
pub struct MadeUp {
    /// The id of what is compared, such as `heat-or-cold`.
    pub which: String,
    /// What difference counts, in tenths of a point.
    pub margin_tenths: u8,
    /// What all draws follow from.
    pub seed: [u8; 32],
    /// The spasms, in their order.
    pub spasms: Vec<Spasm>,
    /// Whether they stop it after the last of these.
    pub is_stopped: bool,
}

/// A spasm of a made-up trial.
#[derive(Clone, Debug)]
pub struct Spasm {
    /// The pain before, 4 to 10.
    pub before: u8,
    /// The pain after A and after B, of which chance chooses one; none where nothing was answered.
    pub after: Option<[u8; 2]>,
    /// How many minutes after the draw the answer comes.
    pub minutes: u8,
    /// What was done.
    pub done: Done,
}

impl MadeUp {
    /// Its entries, as a device of their own writes them.
    pub fn entries(&self, begun: Timestamp, device: Uuid, zone: &str) -> Vec<Entry> {
        let mut tail = Tail::new(device);
        let mut entries = Vec::new();
        self.write(begun, |at, kind| {
            let mut chance = [0; 10];
            chance[..2].copy_from_slice(&(entries.len() as u16).to_be_bytes());
            chance[2..].copy_from_slice(&device.as_bytes()[8..]);
            let draft = Draft::new(Moment::in_zone(at, zone).expect("is a zone"), kind);
            let entry = tail.write(draft, at, chance, None).expect("is an entry");
            entries.push(entry.clone());
            entry.id()
        });
        entries
    }

    /// Writes it, from this time on. `write` keeps an entry as of a time, and gives its id.
    pub fn write(&self, begun: Timestamp, mut write: impl FnMut(Timestamp, Kind) -> Uuid) {
        let of = offered().get(&self.which).expect("can be compared");
        let entry = begin(of, self.margin_tenths, self.seed).expect("is a margin");
        let protocol = Protocol::read(entry.protocol.json().as_bytes()).expect("is a protocol");
        let promised = Commitment::from_hex(entry.promised.as_str()).expect("is a promise");
        let trial = Trial::resume(protocol.clone(), Seed::new(self.seed), promised).expect("is as promised");
        let id = write(begun, entry.into());
        let (mut stored, mut bouts) = (Vec::new(), Vec::new());
        let mut at = begun;
        for spasm in &self.spasms {
            at += SignedDuration::from_hours(24);
            let level = |pain: u8| Level::new(pain.into()).expect("is in range");
            let baseline = write(at, TrialPain { of: id, level: level(spasm.before) }.into());
            let facts = Facts {
                at,
                pain: Pain::new(spasm.before).expect("is in range"),
                no_sign: true,
                allowed: [true; 2],
                awake: true,
                last_application: None,
            };
            let eligible = Eligible::judge(&facts).expect("takes part");
            let Ok(draw) = trial.draw(&stored, &eligible, &Baseline::stored(baseline, at)) else { return };
            let arm = if draw.arm == Arm::A { "a" } else { "b" };
            let entry = TrialDraw {
                trial: id,
                number: Whole::new(draw.number.into()).expect("is in range"),
                arm: Id::new(arm).expect("is an id"),
                measure: Id::new(draw.measure.as_str()).expect("is an id"),
                baseline,
            };
            let entry = write(at, entry.into());
            let device = Uuid::nil();
            stored.push(Recorded { number: draw.number, arm: draw.arm, baseline, at, device, entry });
            if spasm.done != Done::AsDrawn {
                let done = Id::new(word_of(spasm.done)).expect("is an id");
                write(at + SignedDuration::from_mins(5), TrialDone { draw: entry, done }.into());
            }
            let after = spasm.after.map(|pains| pains[usize::from(draw.arm == Arm::B)]);
            if let Some(after) = after {
                let then = at + SignedDuration::from_mins(spasm.minutes.into());
                write(then, TrialPain { of: entry, level: level(after) }.into());
            }
            let answer = |pain| Answer { minutes: spasm.minutes.into(), pain: Pain::new(pain).expect("is in range") };
            bouts.push(Bout {
                number: draw.number,
                arm: draw.arm,
                at,
                before: facts.pain,
                answers: after.map(answer).into_iter().collect(),
                rescue_minutes: None,
                done: spasm.done,
            });
            let later = at + SignedDuration::from_hours(2);
            let so_far = judge(&protocol, &bouts, later, Ending::GoesOn).expect("has its numbers");
            if so_far.verdict.is_over() {
                return;
            }
        }
        if self.is_stopped {
            write(at + SignedDuration::from_hours(3), TrialEnd { trial: id }.into());
        }
    }
}
