//! The rule: when it looks, and what it says.
//!
//! It goes through spasms in the order of their numbers. A pair is complete when both arms have one more answer. From the
//! second pair on, each complete pair is looked at for harm; from the fourth to the tenth for a verdict. A last look comes when
//! all 20 spasms are settled. The first look that decides stands, whatever comes later.
//!
//! The model is the one of `supple_stats::trial`, with errors as the version of the protocol has them: alike by order from the
//! second on, independent in the first. The others are for [`crate::sensitivity()`]: by time, more than 5 % of verdicts are wrong
//! where errors are independent. `docs/trials.md` has the tables.

use crate::bout::{Bout, BoutError, in_order};
use crate::protocol::{
    Arm, FIRST_HARM, FIRST_LOOK, HARM_MEAN_TENTHS, HARM_SURE, LAST_LOOK, LEAN_SURE, MOST_BOUTS, Protocol,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use supple_stats::trial::{Allocated, Posterior, posterior};

/// Whether the person ended a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It goes on, as far as the person is concerned.
    GoesOn,
    /// The person stopped it.
    StoppedByPerson,
}

/// What the rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Fewer pairs than the first look needs.
    TooEarly,
    /// It looked, and nothing is decided. What it saw is not told: who sees it may stop at a chance peak.
    GoesOn,
    /// This measure is better.
    Better(Arm),
    /// Neither is better by the margin.
    AboutTheSame,
    /// All spasms are over, and nothing is decided.
    NoClearDifference {
        /// The measure that was better with at least nine in ten, if any.
        leans: Option<Arm>,
    },
    /// All spasms are over, with too few answers to look.
    TooFewAnswers,
    /// After this measure pain rose.
    StoppedForHarm(Arm),
    /// The person stopped it. No verdict.
    StoppedByPerson,
}

impl Verdict {
    /// Whether nothing more is drawn.
    pub fn is_over(self) -> bool {
        !matches!(self, Verdict::TooEarly | Verdict::GoesOn)
    }
}

/// How far pain fell after one spasm of each arm, in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// After A.
    pub a: i8,
    /// After B.
    pub b: i8,
}

/// What is known of the difference: how much further pain falls after B than after A, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// From how many spasms.
    pub spasms: usize,
    /// Its mean.
    pub mean: f64,
    /// Between this and `high` it lies with 95 %.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// The probability that B is better.
    pub b_better: f64,
    /// The probability that B is better by more than the margin.
    pub b_by_margin: f64,
    /// The probability that A is better by more than the margin.
    pub a_by_margin: f64,
}

impl Estimate {
    pub(crate) fn of(found: &Posterior, spasms: usize, margin: f64) -> Estimate {
        Estimate {
            spasms,
            mean: found.mean_delta(),
            low: found.quantile(0.025),
            high: found.quantile(0.975),
            b_better: found.above(0.0),
            b_by_margin: found.above(margin),
            a_by_margin: found.below(-margin),
        }
    }

    /// The probability that this measure is better.
    pub fn better(&self, arm: Arm) -> f64 {
        if arm == Arm::B { self.b_better } else { 1.0 - self.b_better }
    }
}

/// What came out of a trial so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What the rule says.
    pub verdict: Verdict,
    /// The number of the spasm after which it said so; of the last one, where it has not.
    pub after: u8,
    /// The answers, pair by pair, up to that spasm. These may be shown at any time.
    pub pairs: Vec<Pair>,
    /// The numbers, up to that spasm, without an answer.
    pub unanswered: Vec<u8>,
    /// Those whose answer was late.
    pub late: Vec<u8>,
    /// What is known of the difference. Only of a trial that is over, with the pairs that a look needs.
    pub estimate: Option<Estimate>,
}

/// Judges a trial by its rule. Spasms whose draws were dropped are left out by the caller.
///
/// # Errors
/// A number out of range, or twice.
pub fn judge(protocol: &Protocol, bouts: &[Bout], now: Timestamp, ending: Ending) -> Result<Report, BoutError> {
    let bouts = in_order(bouts)?;
    let mut seen = Seen::default();
    for bout in &bouts {
        let is_pair = seen.take(bout, now);
        let is_end = bout.number == MOST_BOUTS && bouts.iter().all(|bout| bout.is_settled(now));
        if !is_pair && !is_end {
            continue;
        }
        if let Some((verdict, found)) = seen.look(protocol, is_end) {
            return Ok(seen.report(protocol, verdict, found.as_ref()));
        }
    }
    if ending == Ending::StoppedByPerson {
        let found = if seen.pairs() < FIRST_LOOK { None } else { seen.posterior(protocol) };
        return Ok(seen.report(protocol, Verdict::StoppedByPerson, found.as_ref()));
    }
    let verdict = if seen.pairs() < FIRST_LOOK { Verdict::TooEarly } else { Verdict::GoesOn };
    Ok(seen.report(protocol, verdict, None))
}

/// What was seen up to a spasm.
#[derive(Default)]
struct Seen {
    after: u8,
    rows: Vec<Allocated>,
    falls: [Vec<i8>; 2],
    unanswered: Vec<u8>,
    late: Vec<u8>,
}

impl Seen {
    /// Takes a spasm in; whether it completes a pair.
    fn take(&mut self, bout: &Bout, now: Timestamp) -> bool {
        self.after = bout.number;
        let Some(fall) = bout.fall() else {
            if bout.is_settled(now) {
                self.unanswered.push(bout.number);
            }
            return false;
        };
        if fall.is_late {
            self.late.push(bout.number);
        }
        let before = self.pairs();
        let is_b = bout.arm == Arm::B;
        self.falls[usize::from(is_b)].push(fall.points);
        self.rows.push(row(self.rows.len(), is_b, bout, fall.points));
        self.pairs() > before
    }

    fn pairs(&self) -> u8 {
        self.falls[0].len().min(self.falls[1].len()) as u8
    }

    fn posterior(&self, protocol: &Protocol) -> Option<Posterior> {
        posterior(&self.rows, protocol.errors()).ok()
    }

    /// Looks: the verdict, if there is one.
    fn look(&self, protocol: &Protocol, is_end: bool) -> Option<(Verdict, Option<Posterior>)> {
        let pairs = self.pairs();
        let at_end = |verdict, found| is_end.then_some((verdict, found));
        if pairs < FIRST_HARM {
            return at_end(Verdict::TooFewAnswers, None);
        }
        let Some(found) = self.posterior(protocol) else { return at_end(Verdict::TooFewAnswers, None) };
        let harm = f64::from(HARM_MEAN_TENTHS) / 10.0;
        let harms = |arm: &Arm| found.arm_below(*arm == Arm::B, harm) > share(HARM_SURE);
        if let Some(arm) = [Arm::A, Arm::B].into_iter().find(harms) {
            return Some((Verdict::StoppedForHarm(arm), (pairs >= FIRST_LOOK).then_some(found)));
        }
        if pairs < FIRST_LOOK {
            return at_end(Verdict::TooFewAnswers, None);
        }
        if pairs > LAST_LOOK {
            return at_end(Verdict::NoClearDifference { leans: None }, Some(found));
        }
        let b_better = found.above(0.0);
        let surer = if b_better > 0.5 { (Arm::B, b_better) } else { (Arm::A, 1.0 - b_better) };
        if surer.1 > share(protocol.better_sure()) {
            return Some((Verdict::Better(surer.0), Some(found)));
        }
        let doubt = share(protocol.same_doubt());
        if found.above(protocol.margin()) < doubt && found.below(-protocol.margin()) < doubt {
            return Some((Verdict::AboutTheSame, Some(found)));
        }
        let leans = (surer.1 >= share(LEAN_SURE)).then_some(surer.0);
        at_end(Verdict::NoClearDifference { leans }, Some(found))
    }

    fn report(self, protocol: &Protocol, verdict: Verdict, found: Option<&Posterior>) -> Report {
        let [a, b] = &self.falls;
        Report {
            verdict,
            after: self.after,
            pairs: a.iter().zip(b).map(|(&a, &b)| Pair { a, b }).collect(),
            estimate: found.map(|found| Estimate::of(found, self.rows.len(), protocol.margin())),
            unanswered: self.unanswered,
            late: self.late,
        }
    }
}

/// A share that is written in ten thousandths.
pub(crate) fn share(of_ten_thousand: u16) -> f64 {
    f64::from(of_ten_thousand) / 10_000.0
}

/// A spasm as the model takes it. By order alone: neither model that decides knows time.
fn row(place: usize, is_b: bool, bout: &Bout, fall: i8) -> Allocated {
    Allocated { time: place as f64, is_b, before: f64::from(bout.before.get()), fall: f64::from(fall) }
}
