//! The rule of a trial over days: a look after each pair of periods, from the fourth to the tenth.

use super::{
    BETTER_SURE, FIRST_LOOK, HabitProtocol, LAST_LOOK, LEAN_SURE, MARGIN_HUNDREDTHS, Period, PeriodError, SAME_DOUBT,
};
use crate::protocol::Arm;
use crate::rule::{Ending, Verdict, share};
use serde::{Deserialize, Serialize};
use supple_stats::trial::{Periods, Ratio, ratio};

/// What is known of how many times as often spasms come with the habit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DaysEstimate {
    /// From how many pairs.
    pub pairs: usize,
    /// Its geometric mean.
    pub mean: f64,
    /// Between this and `high` it lies with 95 %.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// The probability that spasms come less often with the habit.
    pub less_often: f64,
    /// The probability that they come less often by more than the margin: below 0.8 times.
    pub less_by_margin: f64,
    /// The probability that they come more often by more than the margin: above 1.25 times.
    pub more_by_margin: f64,
}

/// What came out of a trial over days so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DaysReport {
    /// What the rule says. Better is the arm in which spasms come less often: B with the habit, A without.
    pub verdict: Verdict,
    /// The number of the period after which it said so; of the last one, where it has not.
    pub after: u8,
    /// The pairs with enough observed days in both periods: first without the habit, then with it.
    pub pairs: Vec<[Period; 2]>,
    /// What is known of the ratio. Only of a trial that is over, with the pairs that a look needs.
    pub estimate: Option<DaysEstimate>,
}

/// Judges a trial over days by its rule. A pair counts when half of the days of both periods are observed.
///
/// # Errors
/// Where periods are not those from the first on, each pair with both arms, or where one has more days than it can have.
pub fn judge_days(protocol: &HabitProtocol, over: &[Period], ending: Ending) -> Result<DaysReport, PeriodError> {
    for (number, period) in (1..).zip(over) {
        if period.number != number {
            return Err(PeriodError::Missing(number));
        }
        if period.observed_days > protocol.period_days {
            return Err(PeriodError::Days(number));
        }
        if number > 2 * LAST_LOOK {
            return Err(PeriodError::Over);
        }
    }
    let mut pairs = Vec::new();
    let mut after = 0;
    for two in over.chunks(2) {
        after = two.last().map_or(after, |last| last.number);
        let &[first, second] = two else { break };
        let pair = match (first.arm, second.arm) {
            (Arm::A, Arm::B) => [first, second],
            (Arm::B, Arm::A) => [second, first],
            (Arm::A, Arm::A) | (Arm::B, Arm::B) => return Err(PeriodError::Arm(second.number)),
        };
        let is_known = |period: &Period| 2 * period.observed_days >= protocol.period_days;
        let counts = pair.iter().all(is_known);
        if counts {
            pairs.push(pair);
        }
        let is_end = second.number == 2 * LAST_LOOK;
        if (counts || is_end)
            && let Some((verdict, found)) = look(&pairs, is_end)
        {
            return Ok(report(verdict, after, pairs, found.as_ref()));
        }
    }
    let enough = pairs.len() >= FIRST_LOOK.into();
    if ending == Ending::StoppedByPerson {
        let found = if enough { posterior(&pairs) } else { None };
        return Ok(report(Verdict::StoppedByPerson, after, pairs, found.as_ref()));
    }
    Ok(report(if enough { Verdict::GoesOn } else { Verdict::TooEarly }, after, pairs, None))
}

fn posterior(pairs: &[[Period; 2]]) -> Option<Ratio> {
    let counted = |period: &Period| (u64::from(period.spasms), f64::from(period.observed_days));
    let rows: Vec<Periods> = pairs.iter().map(|[a, b]| Periods { a: counted(a), b: counted(b) }).collect();
    ratio(&rows).ok()
}

fn margins() -> [f64; 2] {
    let margin = f64::from(MARGIN_HUNDREDTHS) / 100.0;
    [margin, 1.0 / margin]
}

/// Looks: the verdict, if there is one.
fn look(pairs: &[[Period; 2]], is_end: bool) -> Option<(Verdict, Option<Ratio>)> {
    let few = || is_end.then_some((Verdict::TooFewAnswers, None));
    if pairs.len() < FIRST_LOOK.into() {
        return few();
    }
    let Some(found) = posterior(pairs) else { return few() };
    let less = found.below(1.0);
    let surer = if less > 0.5 { (Arm::B, less) } else { (Arm::A, 1.0 - less) };
    let [low, high] = margins();
    if surer.1 > share(BETTER_SURE) {
        return Some((Verdict::Better(surer.0), Some(found)));
    }
    if found.below(low) < share(SAME_DOUBT) && 1.0 - found.below(high) < share(SAME_DOUBT) {
        return Some((Verdict::AboutTheSame, Some(found)));
    }
    let leans = (surer.1 >= share(LEAN_SURE)).then_some(surer.0);
    is_end.then_some((Verdict::NoClearDifference { leans }, Some(found)))
}

fn report(verdict: Verdict, after: u8, pairs: Vec<[Period; 2]>, found: Option<&Ratio>) -> DaysReport {
    let [low, high] = margins();
    let estimate = found.map(|found| DaysEstimate {
        pairs: pairs.len(),
        mean: found.mean(),
        low: found.quantile(0.025),
        high: found.quantile(0.975),
        less_often: found.below(1.0),
        less_by_margin: found.below(low),
        more_by_margin: 1.0 - found.below(high),
    });
    DaysReport { verdict, after, pairs, estimate }
}
