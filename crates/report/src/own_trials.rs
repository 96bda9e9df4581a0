//! Randomised trials that the person did on themselves, as the rule of each judged it.
//!
//! A trial is one thing: it is told as it stands when the report is made, also where it began before the period or ended after
//! it. While it runs nothing is known here that its person does not see: no arm has a number, and there is no outcome.

use crate::own_days::{OwnDaysTrial, own_days};
use crate::request::Period;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use supple_care::trials::{self, Harms, InDiary, arm};
use supple_diary::{Diary, Label};
use supple_trial::{Arm, Done, Estimate, Eyes, Pair, Report, Verdict, sensitivity};
use supple_wording::{trial as wording, trial_harm};

/// The trials of a period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnTrials {
    /// Each: those that are over before those that run, and the last one first.
    pub each: Vec<OwnTrial>,
    /// Those over days, in the same order.
    #[serde(default)]
    pub over_days: Vec<OwnDaysTrial>,
    /// How many more were begun in the period of which nothing is said: they cannot be read, or another one ran.
    pub untold: usize,
}

impl OwnTrials {
    /// Whether none is told.
    pub fn is_empty(&self) -> bool {
        self.each.is_empty() && self.over_days.is_empty()
    }
}

/// A randomised trial of the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnTrial {
    /// The id of what is compared.
    pub id: String,
    /// What is asked, in the words of someone in pain.
    pub title: String,
    /// Measure A and measure B.
    pub arms: [OwnArm; 2],
    /// The day on which it was begun.
    pub begun: Date,
    /// The day on which it came to its end; none while it runs.
    pub ended: Option<Date>,
    /// What difference counts, in points of 10.
    pub margin: f64,
    /// The most spasms.
    pub most: usize,
    /// How it goes, as it was told before it began.
    pub goes: Vec<String>,
    /// SHA-256 of seed and protocol, written before the first spasm, in hexadecimal digits.
    pub promised: String,
    /// What of its draws is not as promised; none where each is derived again from the seed.
    pub broken: Option<String>,
    /// For how many spasms chance chose.
    pub drawn: usize,
    /// In how many of them it was done as chance chose.
    pub as_drawn: usize,
    /// In how many of them the other measure was done.
    pub other: usize,
    /// How many of them were left out: neither measure was done.
    pub left_out: usize,
    /// How many have no answer.
    pub unanswered: usize,
    /// How many have a late one.
    pub late: usize,
    /// How many draws do not count, since two devices chose for one number.
    pub dropped: usize,
    /// What the person was told of it, a sentence or two each.
    pub told: Vec<String>,
    /// What harm they told, by the measure that was done.
    #[serde(default)]
    pub harms: Vec<OwnHarms>,
    /// What came out; none while it runs.
    pub outcome: Option<Outcome>,
}

/// What harm the person told of a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnHarms {
    /// What the diary calls it; `neither` where neither of the two was done.
    pub measure: String,
    /// Its name.
    pub name: String,
    /// In how many spasms it was done.
    pub spasms: usize,
    /// Of how many of them nothing was told, which is not the same as no harm.
    pub not_told: usize,
    /// What was told.
    pub told: Vec<OwnHarm>,
}

/// Harm that was told of a spasm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnHarm {
    /// Which spasm of the trial.
    pub number: u8,
    /// Its day.
    pub day: Date,
    /// The id of a harm, or own words.
    pub what: Label,
}

/// A measure of a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnArm {
    /// What the diary calls it.
    pub measure: String,
    /// Its name.
    pub name: String,
    /// Its name within a sentence.
    pub named: String,
    /// What is done, in one line.
    pub does: String,
}

/// What came out of a trial that is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What its rule says.
    pub verdict: Verdict,
    /// The number of the spasm after which it said so.
    pub after: u8,
    /// How far pain fell, pair by pair.
    pub pairs: Vec<Pair>,
    /// What is known of the difference. None where too little is, and where the person stopped: what was known then is no verdict.
    pub estimate: Option<Estimate>,
    /// The same with other eyes, of which none decides; only beside an estimate.
    pub looks: Vec<Look>,
}

/// A trial seen with other eyes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// With which.
    pub eyes: Eyes,
    /// What is looked at, and what is known then, in words.
    pub told: [String; 2],
    /// What is known of the difference then; none where too little is.
    pub estimate: Option<Estimate>,
}

impl OwnTrial {
    fn of(diary: &Diary, trial: &InDiary<'_>, day: impl Fn(Timestamp) -> Date) -> OwnTrial {
        let (of, protocol) = (trial.of, trial.trial.protocol());
        let did = |done: Done| trial.bouts.iter().filter(|bout| bout.done == done).count();
        let arms = [Arm::A, Arm::B].map(|side| {
            let arm = arm(of, side);
            let (measure, name) = (arm.measure.clone(), arm.name.clone());
            OwnArm { measure, name, named: arm.named.clone(), does: arm.does.clone() }
        });
        OwnTrial {
            id: of.id.clone(),
            title: of.title.clone(),
            arms,
            begun: day(trial.item.first().recorded()),
            ended: trial.ended(diary).map(&day),
            margin: protocol.margin(),
            most: protocol.most_bouts().into(),
            goes: wording::consent(of, protocol).goes,
            promised: trial.trial.commitment().to_hex(),
            broken: trial.broken(diary),
            drawn: trial.kept.draws.len(),
            as_drawn: did(Done::AsDrawn),
            other: did(Done::Other),
            left_out: did(Done::Neither),
            unanswered: trial.report.unanswered.len(),
            late: trial.report.late.len(),
            dropped: trial.kept.dropped.len(),
            told: told(trial),
            harms: trial.harms.iter().map(|harms| told_of(trial, harms, &day)).collect(),
            outcome: outcome(trial),
        }
    }

    /// The measure of an arm.
    pub fn arm(&self, side: Arm) -> &OwnArm {
        let [a, b] = &self.arms;
        if side == Arm::A { a } else { b }
    }

    /// Whether it was stopped before its rule came to its end, by the person or for harm.
    pub fn is_stopped(&self) -> bool {
        let verdict = self.outcome.as_ref().map(|outcome| outcome.verdict);
        matches!(verdict, Some(Verdict::StoppedByPerson | Verdict::StoppedForHarm(_)))
    }
}

/// What of it may be told: of a trial that the person stopped the pairs, and no difference.
fn shown(report: &Report) -> Report {
    let is_stopped = report.verdict == Verdict::StoppedByPerson;
    Report { estimate: report.estimate.filter(|_| !is_stopped).map(rounded), ..report.clone() }
}

/// To six digits behind the point, so that any program that reads a number has the same one; a probability is never certain.
fn rounded(known: Estimate) -> Estimate {
    let round = |number: f64| (number * 1e6).round() / 1e6;
    let share = |share: f64| round(share).clamp(1e-6, 1.0 - 1e-6);
    Estimate {
        spasms: known.spasms,
        mean: round(known.mean),
        low: round(known.low),
        high: round(known.high),
        b_better: share(known.b_better),
        b_by_margin: share(known.b_by_margin),
        a_by_margin: share(known.a_by_margin),
    }
}

fn told_of(trial: &InDiary<'_>, of: &Harms, day: impl Fn(Timestamp) -> Date) -> OwnHarms {
    OwnHarms {
        measure: of.arm.map_or("neither", |side| arm(trial.of, side).measure.as_str()).to_owned(),
        name: trial_harm::done(trial, of).to_owned(),
        spasms: of.spasms,
        not_told: of.not_told,
        told: of
            .told
            .iter()
            .map(|harm| OwnHarm { number: harm.number, day: day(harm.drawn), what: harm.what.clone() })
            .collect(),
    }
}

fn told(trial: &InDiary<'_>) -> Vec<String> {
    let told = wording::outcome(trial.of, &shown(&trial.report));
    let headline = if trial.runs() { wording::state(trial.of, Some(trial)) } else { format!("{}.", told.headline) };
    std::iter::once(headline).chain(told.lines).collect()
}

fn outcome(trial: &InDiary<'_>) -> Option<Outcome> {
    let Report { verdict, after, pairs, estimate, .. } = shown(&trial.report);
    if !verdict.is_over() {
        return None;
    }
    let seen = estimate.and_then(|_| sensitivity(trial.trial.protocol(), &trial.bouts, &trial.report).ok());
    let seen: Vec<_> = seen.unwrap_or_default().into_iter().map(|(eyes, known)| (eyes, known.map(rounded))).collect();
    let looks = wording::eyes(trial.of, &seen).into_iter().zip(&seen);
    let looks = looks.map(|(told, (eyes, estimate))| Look { eyes: *eyes, told, estimate: *estimate }).collect();
    Some(Outcome { verdict, after, pairs, estimate, looks })
}

/// The trials that were begun in a period, or reach into it. The whole diary is looked at: a trial may be older than the period.
pub(crate) fn own_trials(diary: &Diary, period: Period, now: &Zoned) -> OwnTrials {
    let day = |at: Timestamp| at.to_zoned(now.time_zone().clone()).date();
    let mut found = OwnTrials::default();
    for trial in trials::all(diary, now.timestamp()).into_iter().rev() {
        match trial {
            Ok(trial) if !trial.is_second => {
                let ended = trial.ended(diary).map_or_else(|| now.date(), day);
                if day(trial.item.first().recorded()) <= period.to && ended >= period.from {
                    found.each.push(OwnTrial::of(diary, &trial, day));
                }
            }
            Ok(InDiary { item, .. }) | Err(trials::Unreadable { item, .. }) => {
                found.untold += usize::from(period.has(day(item.first().recorded())));
            }
        }
    }
    found.each.sort_by_key(|trial| trial.outcome.is_none());
    let (over_days, untold) = own_days(diary, period, now);
    found.over_days = over_days;
    found.untold += untold;
    found
}
