//! Made-up trials of a habit, with known truth. Wrong is a verdict
//! - that calls one arm better, where the ratio is 1 or the other arm is better;
//! - "about the same", where the ratio is at most 0.8.
//!
//! Spasms come at random within a period, at a rate that is another one in each period: log-normal, alike from one period to
//! the next. That is not the mechanism of the model, on purpose.

use super::{DaysReport, HabitProtocol, LAST_LOOK, Period, PeriodError, judge_days};
use crate::chance::Dice;
use crate::protocol::{Arm, MeasureId, ProtocolError};
use crate::rule::{Ending, Verdict};
use crate::schedule::periods;
use crate::seed::Seed;
use crate::simulate::Share;
use serde::Serialize;

/// What trials over days are made up from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Setting {
    /// Spasms a day without the habit.
    pub per_day: f64,
    /// How many times as often they come with it; at most 1.
    pub ratio: f64,
    /// The standard deviation of the log of the rate, from period to period.
    pub scatter: f64,
    /// How alike that is from one period to the next.
    pub correlation: f64,
    /// How many times the rate at the end is that of the beginning.
    pub drift: f64,
    /// The share of days that are not observed.
    pub unobserved: f64,
    /// How many days a period has.
    pub period_days: u8,
}

/// Nothing special, with periods of a week.
const PLAIN: Setting =
    Setting { per_day: 0.4, ratio: 1.0, scatter: 0.0, correlation: 0.0, drift: 1.0, unobserved: 0.0, period_days: 7 };

/// The settings of the table of fortnights.
pub fn fortnights() -> Vec<Setting> {
    let rates = [0.15, 0.4, 1.0].into_iter();
    let of_rate = |per_day| [1.0, 0.5].map(|ratio| Setting { per_day, ratio, scatter: 0.4, period_days: 14, ..PLAIN });
    rates.flat_map(of_rate).collect()
}

/// All settings of the table of weeks.
pub fn settings() -> Vec<Setting> {
    let plain = PLAIN;
    let mut all = Vec::new();
    for per_day in [0.15, 0.4, 1.0] {
        for scatter in [0.0, 0.4, 0.7] {
            for ratio in [1.0, 0.8, 0.5] {
                all.push(Setting { per_day, ratio, scatter, ..plain });
            }
        }
    }
    for ratio in [1.0, 0.8, 0.5] {
        all.push(Setting { ratio, scatter: 0.5, correlation: 0.6, ..plain });
        all.push(Setting { ratio, scatter: 0.5, correlation: -0.3, ..plain });
        all.push(Setting { ratio, scatter: 0.3, drift: 0.33, ..plain });
        all.push(Setting { ratio, scatter: 0.3, unobserved: 0.3, ..plain });
    }
    all
}

/// What came out of many trials of a setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Trials.
    pub trials: u64,
    /// Wrong verdicts.
    pub wrong: u64,
    /// The habit was called better, and is.
    pub right: u64,
    /// "About the same", and rightly so.
    pub same: u64,
    /// Nothing was decided.
    pub undecided: u64,
    /// The sum of pairs until the verdict or the end.
    pub pairs: u64,
    /// Estimates, and those whose 95 % interval holds the truth.
    pub estimates: u64,
    /// See `estimates`.
    pub covered: u64,
}

impl Tally {
    fn add(&mut self, setting: &Setting, report: Result<&DaysReport, &PeriodError>) {
        self.trials += 1;
        let Ok(report) = report else { return };
        self.pairs += u64::from(report.after / 2);
        match report.verdict {
            Verdict::Better(Arm::B) if setting.ratio < 1.0 => self.right += 1,
            Verdict::Better(_) => self.wrong += 1,
            Verdict::AboutTheSame if setting.ratio <= 0.8 => self.wrong += 1,
            Verdict::AboutTheSame => self.same += 1,
            _ => self.undecided += 1,
        }
        if let Some(estimate) = report.estimate {
            self.estimates += 1;
            self.covered += u64::from(estimate.low <= setting.ratio && setting.ratio <= estimate.high);
        }
    }

    /// The share of so many of its trials.
    pub fn share(&self, many: u64) -> Option<Share> {
        Share::of(many, self.trials)
    }

    /// The share of intervals that hold the truth.
    pub fn coverage(&self) -> Option<Share> {
        Share::of(self.covered, self.estimates)
    }
}

/// Makes so many trials of a setting, from this number on, and judges them.
///
/// # Errors
/// With periods that a protocol cannot have.
pub fn run(setting: &Setting, seed: u64, from: u64, many: u64) -> Result<Tally, ProtocolError> {
    let protocol = HabitProtocol::new(MeasureId::new("walk")?, setting.period_days)?;
    let mut tally = Tally::default();
    for number in from..from + many {
        tally.add(setting, judge_days(&protocol, &made(setting, seed, number), Ending::GoesOn).as_ref());
    }
    Ok(tally)
}

/// One made-up trial: its periods as they were counted.
pub fn made(setting: &Setting, seed: u64, number: u64) -> Vec<Period> {
    let mut dice = Dice::new(seed, number);
    let arms = periods(&Seed::new(dice.bytes()), LAST_LOOK.into());
    let mut error: Option<f64> = None;
    let most = arms.len() as f64 - 1.0;
    let period = |(place, arm): (usize, Arm)| {
        let fresh = dice.normal();
        let share = setting.correlation;
        let now = error.map_or(fresh, |before| share * before + (1.0 - share * share).sqrt() * fresh);
        error = Some(now);
        let drift = libm::pow(setting.drift, place as f64 / most);
        let habit = if arm == Arm::B { setting.ratio } else { 1.0 };
        let rate = setting.per_day
            * drift
            * habit
            * libm::exp(setting.scatter * now - 0.5 * setting.scatter * setting.scatter);
        let observed_days = (0..setting.period_days).filter(|_| !dice.yes(setting.unobserved)).count() as u8;
        let mut spasms = 0;
        let mut day = dice.wait() / rate;
        while day < f64::from(observed_days) {
            spasms += 1;
            day += dice.wait() / rate;
        }
        Period { number: place as u8 + 1, arm, observed_days, spasms }
    };
    arms.into_iter().enumerate().map(period).collect()
}

#[cfg(test)]
mod tests {
    use super::super::DaysEstimate;
    use super::*;

    fn report(verdict: Verdict, after: u8, interval: Option<(f64, f64)>) -> DaysReport {
        let estimate = interval.map(|(low, high)| DaysEstimate {
            pairs: 4,
            mean: 0.5,
            low,
            high,
            less_often: 0.5,
            less_by_margin: 0.5,
            more_by_margin: 0.5,
        });
        DaysReport { verdict, after, pairs: Vec::new(), estimate }
    }

    fn counted(ratio: f64, report: Result<&DaysReport, &PeriodError>) -> Tally {
        let mut tally = Tally::default();
        tally.add(&Setting { ratio, ..PLAIN }, report);
        tally
    }

    #[test]
    fn a_verdict_is_right_or_wrong_by_how_often_spasms_truly_come() {
        let none = Tally { trials: 1, pairs: 4, ..Tally::default() };
        let (wrong, right) = (Tally { wrong: 1, ..none }, Tally { right: 1, ..none });
        let (same, undecided) = (Tally { same: 1, ..none }, Tally { undecided: 1, ..none });
        for (ratio, verdict, expected) in [
            (0.5, Verdict::Better(Arm::B), right),
            (0.5, Verdict::Better(Arm::A), wrong),
            (1.0, Verdict::Better(Arm::B), wrong),
            (1.0, Verdict::AboutTheSame, same),
            (0.9, Verdict::AboutTheSame, same),
            (0.8, Verdict::AboutTheSame, wrong),
            (0.5, Verdict::NoClearDifference { leans: Some(Arm::B) }, undecided),
            (1.0, Verdict::TooFewAnswers, undecided),
        ] {
            assert_eq!(counted(ratio, Ok(&report(verdict, 9, None))), expected, "{ratio} {verdict:?}");
        }
        assert_eq!(counted(0.5, Err(&PeriodError::Over)), Tally { trials: 1, ..Tally::default() });
    }

    #[test]
    fn an_interval_counts_as_right_where_the_truth_lies_in_it_or_at_its_end() {
        let holds = |ratio, interval| {
            let tally = counted(ratio, Ok(&report(Verdict::GoesOn, 8, interval)));
            (tally.estimates, tally.covered)
        };
        assert_eq!(holds(0.5, None), (0, 0));
        for (ratio, is_inside) in [(0.39, 0), (0.4, 1), (0.5, 1), (0.6, 1), (0.61, 0)] {
            assert_eq!(holds(ratio, Some((0.4, 0.6))), (1, is_inside), "{ratio}");
        }
    }

    #[test]
    fn shares_are_of_all_trials_and_those_of_intervals_of_all_intervals() {
        let tally = Tally { trials: 8, estimates: 4, covered: 3, ..Tally::default() };
        assert_eq!((tally.share(2).unwrap().share, tally.coverage().unwrap().share), (0.25, 0.75));
        assert_eq!((Tally::default().share(0), Tally::default().coverage()), (None, None));
    }
}
