//! Randomised trials over days that the person did on themselves, as the rule of each judged it.
//!
//! As [`OwnTrial`](crate::OwnTrial): told as it stands when the report is made, and while it runs no arm has a number.

use crate::own_trials::OwnArm;
use crate::request;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use supple_diary::Diary;
use supple_programme::trial::{self, InDiary};
use supple_trial::days::{DaysEstimate, Period};
use supple_trial::{Arm, Verdict};
use supple_wording::{sentence, trial_days as wording};

/// A randomised trial over days of the person: a habit or none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnDaysTrial {
    /// The id of what is tried.
    pub id: String,
    /// What is asked, in the words of someone in pain.
    pub title: String,
    /// Without the habit, and with it.
    pub arms: [OwnArm; 2],
    /// The day on which it was begun.
    pub begun: Date,
    /// The day on which it came to its end; none while it runs.
    pub ended: Option<Date>,
    /// How many days a period has.
    pub period_days: u8,
    /// The most periods.
    pub most: usize,
    /// How it goes, as it was told before it began.
    pub goes: Vec<String>,
    /// SHA-256 of seed and protocol, written before the first day, in hexadecimal digits.
    pub promised: String,
    /// What of its draws is not as promised; none where each is derived again from the seed.
    pub broken: Option<String>,
    /// For how many periods chance chose.
    pub drawn: usize,
    /// On how many days it was done as chance chose.
    pub as_drawn: usize,
    /// On how many days otherwise.
    pub otherwise: usize,
    /// On how many days nobody said.
    pub unknown: usize,
    /// How many draws do not count, since two devices chose for one period.
    pub dropped: usize,
    /// What the person was told of it, a sentence or two each.
    pub told: Vec<String>,
    /// What came out; none while it runs.
    pub outcome: Option<DaysOutcome>,
}

/// What came out of a trial over days that is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DaysOutcome {
    /// What its rule says: better is the arm in which spasms come less often.
    pub verdict: Verdict,
    /// The number of the period after which it said so.
    pub after: u8,
    /// The pairs of periods that count: first without the habit, then with it.
    pub pairs: Vec<[Period; 2]>,
    /// How many times as often spasms come with the habit. None where too little is known, and where the person stopped.
    pub estimate: Option<DaysEstimate>,
}

/// To six digits behind the point, and a probability is never certain, as of single spasms.
fn rounded(known: DaysEstimate) -> DaysEstimate {
    let round = |number: f64| (number * 1e6).round() / 1e6;
    let share = |share: f64| round(share).clamp(1e-6, 1.0 - 1e-6);
    DaysEstimate {
        pairs: known.pairs,
        mean: round(known.mean),
        low: round(known.low),
        high: round(known.high),
        less_often: share(known.less_often),
        less_by_margin: share(known.less_by_margin),
        more_by_margin: share(known.more_by_margin),
    }
}

impl OwnDaysTrial {
    fn of(diary: &Diary, of_diary: &InDiary<'_>, begun: Date, now: &Zoned) -> OwnDaysTrial {
        let (of, protocol) = (of_diary.of, of_diary.trial.protocol());
        let arms =
            [(Arm::A, "without", &of.without), (Arm::B, of.id.as_str(), &of.does)].map(|(arm, measure, does)| {
                let named = wording::side(of, arm);
                OwnArm { measure: measure.to_owned(), name: sentence(&named), named, does: does.clone() }
            });
        let mut report = of_diary.report.clone();
        // Of a trial that the person stopped the pairs, and no ratio.
        report.estimate = report.estimate.filter(|_| report.verdict != Verdict::StoppedByPerson).map(rounded);
        let told = wording::outcome(of, &report);
        let runs = of_diary.runs();
        let headline = if runs { wording::state(of, Some(of_diary)) } else { format!("{}.", told.headline) };
        let done = of_diary.adherence(diary, now);
        let outcome = (!runs).then(|| DaysOutcome {
            verdict: report.verdict,
            after: report.after,
            pairs: report.pairs.clone(),
            estimate: report.estimate,
        });
        OwnDaysTrial {
            id: of.id.clone(),
            title: of.title.clone(),
            arms,
            begun,
            ended: of_diary.ended(),
            period_days: protocol.period_days(),
            most: 2 * usize::from(protocol.most_pairs()),
            goes: wording::consent(of, protocol, None).goes,
            promised: of_diary.trial.commitment().to_hex(),
            broken: of_diary.broken(diary),
            drawn: of_diary.begun.len(),
            as_drawn: done.as_drawn,
            otherwise: done.otherwise,
            unknown: done.unknown,
            dropped: of_diary.dropped,
            told: std::iter::once(headline).chain(told.lines).collect(),
            outcome,
        }
    }

    /// Whether the person stopped it.
    pub fn is_stopped(&self) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| outcome.verdict == Verdict::StoppedByPerson)
    }
}

/// The trials over days that were begun in a period or reach into it, and how many of it are not told.
pub(crate) fn own_days(diary: &Diary, period: request::Period, now: &Zoned) -> (Vec<OwnDaysTrial>, usize) {
    let day = |at: Timestamp| at.to_zoned(now.time_zone().clone()).date();
    let (mut each, mut untold) = (Vec::new(), 0);
    for found in trial::all(diary, now).into_iter().rev() {
        match found {
            Ok(found) if !found.is_second => {
                let begun = day(found.item.first().recorded());
                if begun <= period.to && found.ended().unwrap_or_else(|| now.date()) >= period.from {
                    each.push(OwnDaysTrial::of(diary, &found, begun, now));
                }
            }
            Ok(InDiary { item, .. }) | Err(trial::Unreadable { item, .. }) => {
                untold += usize::from(period.has(day(item.first().recorded())));
            }
        }
    }
    each.sort_by_key(|trial| trial.outcome.is_none());
    (each, untold)
}
