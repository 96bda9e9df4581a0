//! What is known of warning signs: the newest check in the diary as far as it still counts, else the gate.

use crate::validity::{length, windows};
use crate::{Situation, embedded, trials};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use supple_diary::{Check, Diary, Item, Kind, TimerState, TrialDraw, TrialHarm, TrialPain};
use supple_guidance::Urgency;
use supple_triage::{Answers, Verdict};
use uuid::Uuid;

/// How long a check counts. What was so yesterday need not be so now.
pub fn check_counts() -> SignedDuration {
    length(&windows().check)
}

/// How long "none of these" at the gate counts.
pub fn gate_counts() -> SignedDuration {
    length(&windows().gate)
}

/// How long a check that found something for today, or now, goes on to ask for a call. Only a newer check ends it sooner:
/// the gate asks too little to.
pub fn found_counts() -> SignedDuration {
    length(&windows().found)
}

/// A check in the diary, and what it says by the rules of today.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// When it was done.
    pub at: Timestamp,
    /// The entry that keeps it.
    pub entry: Uuid,
    /// How it comes out.
    pub verdict: Verdict<'static>,
}

/// The newest check that still counts, if there is one. It is never calmer than what it said then: answers that can no
/// longer be read are as good as not asked, but its urgency stands.
///
/// A check that lies ahead, since a clock was wrong, is never a calm one: it counts, from now, only where it found something
/// for today or graver.
pub fn checked(diary: &Diary, now: Timestamp) -> Option<Checked> {
    newest(diary, now).filter(|checked| now.duration_since(checked.at) <= check_counts())
}

fn newest(diary: &Diary, now: Timestamp) -> Option<Checked> {
    let of_now = diary.latest::<Check>(now);
    let ahead = diary.last::<Check>().filter(|(item, _)| of_now.is_none_or(|(newest, _)| !follows(newest, item)));
    let (of_now, ahead) = (of_now.map(|found| of(found, now)), ahead.map(|found| of(found, now)));
    // What was found counts, whenever it was; what was not found does not.
    let graver = |ahead: &Checked| {
        let calm =
            of_now.as_ref().map_or(Urgency::SeeDoctor, |checked| checked.verdict.urgency.max(Urgency::SeeDoctor));
        ahead.verdict.urgency > calm
    };
    ahead.filter(graver).or(of_now)
}

/// Whether the device of an item recorded it after another of its own, whatever its clock said.
fn follows(item: &Item, other: &Item) -> bool {
    let (item, other) = (item.first(), other.first());
    item.device() == other.device() && item.sequence() > other.sequence()
}

/// What a check in the diary says.
fn of((item, check): (&Item, &Check), now: Timestamp) -> Checked {
    let triage = supple_triage::embedded();
    let at = item.happened().at().min(now);
    let answers = Answers::from_kept(triage, check.answers.json());
    let mut verdict = triage.verdict(&answers);
    let said = Urgency::ALL.into_iter().find(|urgency| urgency.id() == check.urgency.as_str());
    verdict.urgency = verdict.urgency.max(said.unwrap_or(verdict.urgency));
    Checked { at, entry: item.id(), verdict }
}

/// How much of the check was asked of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// A check that still counts.
    Check,
    /// The signs of the gate, with no to each of them. What it does not ask is not known.
    Gate,
    /// Nothing that still counts.
    Nothing,
}

/// What is known of warning signs, on which a plan stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Known<'g> {
    /// How it comes out. What was not asked may be so: without a check it is never below same-day.
    pub verdict: Verdict<'g>,
    /// How much was asked.
    pub asked: Asked,
    /// How soon someone is to be reached. After a check as the verdict says; without one, what an earlier check found.
    pub owed: Urgency,
    /// When the check was done on which this stands, if there is one.
    pub at: Option<Timestamp>,
}

impl<'g> Known<'g> {
    /// What a check says that was done now.
    pub fn by_check(verdict: Verdict<'g>) -> Known<'g> {
        Known { owed: verdict.urgency, verdict, asked: Asked::Check, at: None }
    }
}

impl Known<'static> {
    /// What is known without a check of the day: no to the signs of the gate, where all of them were asked.
    pub fn unchecked(passed: bool) -> Known<'static> {
        let triage = supple_triage::embedded();
        let mut answers = Answers::none_yet(triage);
        if passed {
            let asked: Vec<usize> = embedded().relief().gate.findings().filter_map(|id| triage.place(id)).collect();
            answers.none_of(triage, &asked);
        }
        let mut verdict = triage.verdict(&answers);
        // A short look earns no self-care, whatever the gate asks one day.
        verdict.urgency = verdict.urgency.max(Urgency::SameDay);
        let asked = if passed { Asked::Gate } else { Asked::Nothing };
        Known { verdict, asked, owed: Urgency::SelfCare, at: None }
    }
}

/// What is known of warning signs at this time: by a check that still counts, else by the gate, as the situation has it.
///
/// Where the newest check is too old and found something for today, or now, that call is still owed.
pub fn known(diary: &Diary, situation: &Situation, now: Timestamp) -> Known<'static> {
    if let Some(checked) = checked(diary, now) {
        return Known { at: Some(checked.at), ..Known::by_check(checked.verdict) };
    }
    let passed = situation.gate.as_ref().is_some_and(|gate| {
        let at = gate.at.min(now);
        let all = embedded().relief().gate.findings().all(|id| gate.no_to.contains(id));
        all && now.duration_since(at) <= gate_counts() && !spoke_since(diary, at, now)
    });
    let found = newest(diary, now).filter(|checked| now.duration_since(checked.at) <= found_counts());
    match found.filter(|checked| checked.verdict.urgency >= Urgency::SameDay) {
        Some(found) => Known { owed: Urgency::SameDay, at: Some(found.at), ..Known::unchecked(passed) },
        None => Known::unchecked(passed),
    }
}

/// Whether pain after a measure of a trial is higher than the one before it.
fn rose(diary: &Diary, after: &TrialPain) -> bool {
    let before = diary
        .get(after.of)
        .and_then(|draw| diary.get(draw.get::<TrialDraw>()?.baseline))
        .and_then(|item| item.get::<TrialPain>());
    before.is_some_and(|before| after.level > before.level)
}

/// Harm after a measure of a trial speaks of the time in which something is asked of its draw, even if it is told later; skin that is sore says
/// nothing of the back. What is told in own words may be anything.
fn harmed(diary: &Diary, told: &Item, harm: &TrialHarm) -> Option<Timestamp> {
    let known = harm.what.known().and_then(|id| trials::offered().harm(id));
    let drawn = diary.get(harm.draw)?.first().recorded();
    let until = drawn + trials::asks_for();
    known.is_none_or(|known| known.looks_again).then(|| told.happened().at().min(until))
}

/// Whether the body spoke again since then: a spasm, pain, a symptom that is there, or a step that made it worse. How far
/// someone can move, and that there was none of the signs, is then no longer known.
pub fn spoke_since(diary: &Diary, since: Timestamp, now: Timestamp) -> bool {
    diary.items().iter().any(|item| {
        let at = match item.kind() {
            Kind::Spasm(_) | Kind::Pain(_) => item.happened().at(),
            // After a measure of a trial it hurts more than before.
            Kind::TrialPain(pain) if rose(diary, pain) => item.happened().at(),
            Kind::TrialHarm(harm) => match harmed(diary, item, harm) {
                Some(at) => at,
                None => return false,
            },
            Kind::Symptom(symptom) if symptom.present => item.happened().at(),
            Kind::Measure(measure)
                if measure.timer.as_ref().is_some_and(|t| matches!(t.state, TimerState::Worse(_))) =>
            {
                item.correction().unwrap_or(item.first()).recorded()
            }
            _ => return false,
        };
        at > since && at <= now
    })
}
