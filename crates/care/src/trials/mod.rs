//! Trials of one person, read from the diary: what runs, which measure is due, who takes part, and what came out.
//!
//! What a trial is and by which rule it decides is `supple_trial`'s business. Here its entries become the values of that crate:
//!
//! - Pain, draws and what was done count as they were first written, at the time at which they were recorded: a time that is
//!   given later cannot move an answer into the half hour.
//! - Harm that was told decides nothing. Taken back, it was not told.
//! - A draw that was taken back stays drawn. A trial whose beginning was taken back is none.
//! - One trial runs at a time: of two that were begun on two devices, the first.
//!
//! `harms` gathers the harm that someone told of a measure. `part` says whether a spasm takes part, and which steps of the plan its measures would be. `found` gives what the plan makes of
//! a result. `acts` makes the entry of what someone does. `testing`, with the feature of this name, makes trials up.

mod acts;
mod found;
mod harms;
mod part;
#[cfg(feature = "testing")]
pub mod testing;

pub use acts::{Refused, after, before, did, draw, harm, stop};
pub(crate) use found::is_shown;
pub use found::{Finding, of_decision};
pub use harms::{Harm, Harms, harm_label, harms_of};
pub use part::{Hold, part, step_of};

use crate::medicine::may_be_painkiller;
use jiff::{SignedDuration, Timestamp};
use supple_diary::{Diary, Id, Item, Kind, Level, Medicine, Object, TrialDraw, TrialEnd, TrialPain, Whole, Words};
use supple_guidance::trial::{ArmOf, TrialOf, Trials};
use supple_trial::{
    Answer, Arm, Bout, Commitment, Done, Draw, Ending, Kept, MeasureId, NotAsPromised, Pain, Protocol, Recorded,
    Report, Revealed, Seed, Trial, Verdict, judge, kept,
};
use uuid::Uuid;

/// What difference counts unless the person says otherwise, in tenths of a point.
pub const USUAL_MARGIN: u8 = 10;

/// From so many minutes after a draw on, the first answer is asked for; then the second one; then nothing more.
const ASKS: [i64; 3] = [20, 45, 90];

/// When the first answer is due, in minutes after the draw, and the second.
const DUE: i64 = 30;
const DUE_AGAIN: i64 = 60;

/// How long after a draw something is asked of it.
pub(crate) fn asks_for() -> SignedDuration {
    SignedDuration::from_mins(ASKS[2])
}

/// What can be compared.
pub fn offered() -> &'static Trials {
    &supple_guidance::embedded().trials
}

/// The arm of a trial, as the guidance has it.
pub fn arm(of: &TrialOf, arm: Arm) -> &ArmOf {
    match arm {
        Arm::A => &of.a,
        Arm::B => &of.b,
    }
}

/// A trial in the diary.
#[derive(Clone, Debug)]
pub struct InDiary<'d> {
    /// Its beginning.
    pub item: &'d Item,
    /// What is compared.
    pub of: &'static TrialOf,
    /// Its seed and its rule.
    pub trial: Trial,
    /// All draws that were stored.
    pub stored: Vec<Recorded>,
    /// Those that count, and those that two devices made of one number.
    pub kept: Kept,
    /// The spasms of the draws that count.
    pub bouts: Vec<Bout>,
    /// What came out so far.
    pub report: Report,
    /// What harm was told, by the measure that was done. It decides nothing.
    pub harms: Vec<Harms>,
    /// Whether another trial was begun before this one and still ran.
    pub is_second: bool,
}

/// A trial of which something cannot be read, or is not as promised: nothing is drawn in it and nothing said of it.
#[derive(Clone, Debug)]
pub struct Unreadable<'d> {
    /// Its beginning.
    pub item: &'d Item,
    /// Why, in a few words.
    pub why: String,
    /// Whether seed and protocol are those that were promised: then it is only not understood.
    pub is_as_promised: bool,
}

/// All trials of the diary, in the order in which they were begun.
pub fn all(diary: &Diary, now: Timestamp) -> Vec<Result<InDiary<'_>, Unreadable<'_>>> {
    let mut begun: Vec<&Item> = diary.all::<supple_diary::Trial>().map(|(item, _)| item).collect();
    begun.sort_by_key(|item| (item.first().recorded(), item.id()));
    let mut found: Vec<Result<InDiary<'_>, Unreadable<'_>>> = Vec::with_capacity(begun.len());
    for item in begun {
        let is_as_promised = is_as_promised(item);
        let read = if is_as_promised { read(diary, item, now) } else { Err(NotAsPromised.to_string()) };
        let mut read = read.map_err(|why| Unreadable { item, why, is_as_promised });
        if let Ok(read) = &mut read {
            let at = item.first().recorded();
            read.is_second = found.iter().flatten().any(|other| !other.is_second && other.ran_at(diary, at));
        }
        found.push(read);
    }
    found
}

/// The trial that runs.
pub fn running(diary: &Diary, now: Timestamp) -> Option<InDiary<'_>> {
    all(diary, now).into_iter().flatten().find(InDiary::runs)
}

/// The trial of this comparison that counts: the last one that was begun.
pub fn last<'d>(diary: &'d Diary, of: &TrialOf, now: Timestamp) -> Option<InDiary<'d>> {
    all(diary, now).into_iter().flatten().rfind(|trial| trial.of.id == of.id && !trial.is_second)
}

/// What can be compared where these sources disagree.
pub fn about(disagreement: &str) -> Option<&'static TrialOf> {
    let decisions = &supple_guidance::embedded().relief.decisions;
    let is_of_it = |of: &&TrialOf| {
        decisions.iter().any(|decision| decision.id == of.decision && decision.disagreement == disagreement)
    };
    offered().each.iter().find(is_of_it)
}

/// Whether the seed and the bytes of the protocol have the hash that was promised. What was made a trial by a correction
/// promised nothing.
fn is_as_promised(item: &Item) -> bool {
    let Kind::Trial(begun) = &item.as_written().kind else { return true };
    let (seed, promised) = (Seed::from_hex(begun.seed.as_str()), Commitment::from_hex(begun.promised.as_str()));
    let (Ok(seed), Ok(promised)) = (seed, promised) else { return false };
    seed.promise(begun.protocol.json().as_bytes()) == promised
}

fn read<'d>(diary: &'d Diary, item: &'d Item, now: Timestamp) -> Result<InDiary<'d>, String> {
    let Kind::Trial(begun) = &item.as_written().kind else { return Err("it was changed".to_owned()) };
    let of = offered().get(begun.which.as_str()).ok_or("this Supple does not know what it compares")?;
    let protocol = Protocol::read(begun.protocol.json().as_bytes()).map_err(|error| error.to_string())?;
    let measures = [&of.a, &of.b].map(|arm| arm.measure.as_str());
    if measures != [Arm::A, Arm::B].map(|arm| protocol.measure(arm).as_str()) {
        return Err("its measures are not those that this Supple knows".to_owned());
    }
    let seed = Seed::from_hex(begun.seed.as_str()).map_err(|error| error.to_string())?;
    let promised = Commitment::from_hex(begun.promised.as_str()).map_err(|error| error.to_string())?;
    let trial = Trial::resume(protocol, seed, promised).map_err(|error| error.to_string())?;
    let stored: Vec<Recorded> = stored(diary, item.id()).collect();
    let kept = kept(&stored);
    let bouts: Vec<Bout> = kept.draws.iter().filter_map(|draw| bout(diary, draw)).collect();
    let ending = if stopped(diary, item.id()).is_some() { Ending::StoppedByPerson } else { Ending::GoesOn };
    let report = judge(trial.protocol(), &bouts, now, ending).map_err(|error| error.to_string())?;
    let harms = harms::harms(diary, &stored);
    Ok(InDiary { item, of, trial, stored, kept, bouts, report, harms, is_second: false })
}

/// The draws of a trial, also those that were taken back.
fn stored(diary: &Diary, trial: Uuid) -> impl Iterator<Item = Recorded> {
    diary.items().iter().chain(diary.removed()).filter_map(move |item| {
        let Kind::TrialDraw(draw) = &item.as_written().kind else { return None };
        let arm = match draw.arm.as_str() {
            "a" => Arm::A,
            "b" => Arm::B,
            _ => return None,
        };
        let first = item.first();
        (draw.trial == trial).then_some(Recorded {
            number: u8::try_from(draw.number.get()).ok()?,
            arm,
            baseline: draw.baseline,
            at: first.recorded(),
            device: first.device(),
            entry: first.id(),
        })
    })
}

fn stopped(diary: &Diary, trial: Uuid) -> Option<&Item> {
    diary.all::<TrialEnd>().find(|(_, end)| end.trial == trial).map(|(item, _)| item)
}

/// The spasm of a draw; none where its pain before is not here yet.
fn bout(diary: &Diary, draw: &Recorded) -> Option<Bout> {
    let before = diary.items().iter().chain(diary.removed()).find(|item| item.id() == draw.baseline)?;
    let minutes = |item: &Item| {
        let after = item.first().recorded().duration_since(draw.at);
        (!after.is_negative()).then(|| u16::try_from(after.as_mins()).ok()).flatten()
    };
    let told = diary.all::<TrialPain>().filter_map(|(item, _)| Some((item, of_pain(item)?)));
    let answers = told
        .filter(|(_, pain)| pain.of == draw.entry)
        .filter_map(|(item, pain)| Some(Answer { minutes: minutes(item)?, pain: points(pain.level)? }));
    let taken = diary.all::<Medicine>().filter(|(_, taken)| may_be_painkiller(diary, taken));
    let rescue = taken.filter_map(|(item, _)| {
        let after = item.happened().at().duration_since(draw.at);
        (!after.is_negative()).then(|| u16::try_from(after.as_mins()).ok()).flatten()
    });
    Some(Bout {
        number: draw.number,
        arm: draw.arm,
        at: draw.at,
        before: points(of_pain(before)?.level)?,
        answers: answers.collect(),
        rescue_minutes: rescue.filter(|minutes| i64::from(*minutes) <= ASKS[2]).min(),
        done: harms::done_after(diary, draw.entry),
    })
}

/// Pain as it was first written.
fn of_pain(item: &Item) -> Option<&TrialPain> {
    match &item.as_written().kind {
        Kind::TrialPain(pain) => Some(pain),
        _ => None,
    }
}

fn points(level: Level) -> Option<Pain> {
    Pain::new(u8::try_from(level.get()).ok()?).ok()
}

/// What was done, by its word.
pub fn done(word: &str) -> Option<Done> {
    [Done::AsDrawn, Done::Other, Done::Neither].into_iter().find(|done| word_of(*done) == word)
}

/// The word of what was done.
pub fn word_of(done: Done) -> &'static str {
    match done {
        Done::AsDrawn => "as-drawn",
        Done::Other => "other",
        Done::Neither => "neither",
    }
}

/// What is asked of a spasm whose measure was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Nothing yet: the measure is to be done. The next answer is due at this time.
    NotYet(Timestamp),
    /// How bad it is now, after half an hour.
    First,
    /// The same after an hour. `is_late` where nothing was said after half an hour.
    Second {
        /// Whether this is the first answer, and late.
        is_late: bool,
    },
}

impl InDiary<'_> {
    /// Its id: that of its beginning.
    pub fn id(&self) -> Uuid {
        self.item.id()
    }

    /// Whether measures are still drawn in it.
    pub fn runs(&self) -> bool {
        !self.is_second && !self.report.verdict.is_over()
    }

    /// What was drawn last, as long as something is asked of it.
    pub fn pending(&self, now: Timestamp) -> Option<(&Recorded, Asks)> {
        let draw = self.kept.draws.iter().max_by_key(|draw| draw.at)?;
        let passed = now.duration_since(draw.at).as_mins();
        let bout = self.bouts.iter().find(|bout| bout.number == draw.number);
        let between = |from: i64, to: i64| {
            let answers = bout.map_or(&[][..], |bout| &bout.answers);
            answers.iter().any(|answer| (from..to).contains(&answer.minutes.into()))
        };
        let asks = match passed {
            ..0 => return None,
            passed if passed < ASKS[0] => Asks::NotYet(draw.at + SignedDuration::from_mins(DUE)),
            passed if passed < ASKS[1] && !between(ASKS[0], ASKS[1]) => Asks::First,
            passed if passed < ASKS[1] => Asks::NotYet(draw.at + SignedDuration::from_mins(DUE_AGAIN)),
            passed if (ASKS[1]..=ASKS[2]).contains(&passed) && !between(ASKS[1], ASKS[2] + 1) => {
                Asks::Second { is_late: !between(ASKS[0], ASKS[1]) }
            }
            _ => return None,
        };
        Some((draw, asks))
    }

    /// The harm that was told, whatever was done.
    pub fn told_harms(&self) -> impl Iterator<Item = &Harm> {
        self.harms.iter().flat_map(|harms| &harms.told)
    }

    /// When the rule came to its end, as far as its last answer says; none while it goes on.
    pub fn ended(&self, diary: &Diary) -> Option<Timestamp> {
        if !self.report.verdict.is_over() {
            return None;
        }
        if self.report.verdict == Verdict::StoppedByPerson {
            return stopped(diary, self.id()).map(|item| item.first().recorded());
        }
        let last = self.bouts.iter().find(|bout| bout.number == self.report.after)?;
        let minutes = last.answers.iter().map(|answer| answer.minutes).max().unwrap_or(0);
        Some(last.at + SignedDuration::from_mins(minutes.into()))
    }

    fn ran_at(&self, diary: &Diary, at: Timestamp) -> bool {
        self.item.first().recorded() <= at && self.ended(diary).is_none_or(|ended| at < ended)
    }

    /// The entry of this draw.
    pub fn drawn(&self, draw: &Draw) -> Option<TrialDraw> {
        let arm = if draw.arm == Arm::A { "a" } else { "b" };
        Some(TrialDraw {
            trial: self.id(),
            number: Whole::new(draw.number.into()).ok()?,
            arm: Id::new(arm).ok()?,
            measure: Id::new(draw.measure.as_str()).ok()?,
            baseline: draw.baseline,
        })
    }

    /// What is told when it is over, so that anyone can check it.
    pub fn revealed(&self) -> Option<Revealed> {
        self.report.verdict.is_over().then(|| self.trial.reveal(&self.stored))
    }

    /// What of its draws is not as promised, in a line; none where each is derived again from the seed.
    pub fn broken(&self, diary: &Diary) -> Option<String> {
        let wrong = self.trial.reveal(&self.stored).audit().err().map(|wrong| wrong.to_string());
        let differ = self.kept.dropped.iter().find(|dropped| dropped.arms_differ);
        let differ =
            differ.map(|dropped| format!("two draws of number {} have different measures", dropped.draw.number));
        let named = misnamed(diary, self);
        let named = named.map(|number| format!("spasm {number} of the trial names another measure than its side"));
        wrong.or(differ).or(named)
    }
}

/// What is fixed before a trial begins.
///
/// # Errors
/// With a margin out of range, in tenths of a point.
pub fn protocol(of: &TrialOf, margin_tenths: u8) -> Result<Protocol, String> {
    let measure = |arm: &ArmOf| MeasureId::new(&arm.measure);
    let protocol = measure(&of.a).and_then(|a| Protocol::new(a, measure(&of.b)?));
    protocol.and_then(|protocol| protocol.with_margin_tenths(margin_tenths)).map_err(|error| error.to_string())
}

/// The entry that begins a trial: its promise, before any spasm. `chance` is new chance of the machine.
///
/// # Errors
/// With a margin out of range, in tenths of a point.
pub fn begin(of: &TrialOf, margin_tenths: u8, chance: [u8; 32]) -> Result<supple_diary::Trial, String> {
    let trial = Trial::begin(protocol(of, margin_tenths)?, Seed::new(chance));
    let text = |error: supple_diary::ValueError| error.to_string();
    let canonical = String::from_utf8(trial.protocol().canonical()).map_err(|error| error.to_string())?;
    Ok(supple_diary::Trial {
        which: Id::new(&of.id).map_err(text)?,
        protocol: Object::new(&canonical).map_err(text)?,
        seed: Words::new(trial.seed().to_hex()).map_err(text)?,
        promised: Words::new(trial.commitment().to_hex()).map_err(text)?,
    })
}

/// The number of a draw whose measure is not that of its side.
fn misnamed(diary: &Diary, trial: &InDiary<'_>) -> Option<u8> {
    let of = |draw: &&Recorded| {
        let item = diary.items().iter().chain(diary.removed()).find(|item| item.id() == draw.entry)?;
        let Kind::TrialDraw(written) = &item.as_written().kind else { return None };
        (written.measure.as_str() != trial.trial.protocol().measure(draw.arm).as_str()).then_some(draw.number)
    };
    trial.stored.iter().find_map(|draw| of(&draw))
}

/// What is not as promised in the trials of a diary, one line each: for whoever verifies it.
pub fn audit(diary: &Diary, now: Timestamp) -> Vec<String> {
    let lines = all(diary, now).into_iter().filter_map(|found| match found {
        Err(unreadable) => {
            (!unreadable.is_as_promised).then(|| format!("trial {}: {}", unreadable.item.id(), unreadable.why))
        }
        Ok(found) => found.broken(diary).map(|wrong| format!("trial {}: {wrong}", found.id())),
    });
    lines.collect()
}
