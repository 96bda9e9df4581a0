//! What came out of many trials.

use super::setting::Setting;
use crate::bout::BoutError;
use crate::protocol::Arm;
use crate::rule::{Report, Verdict};
use serde::Serialize;

/// A share of trials, with its Monte Carlo standard error; both from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The share.
    pub share: f64,
    /// Its standard error.
    pub error: f64,
}

impl Share {
    pub(crate) fn of(many: u64, all: u64) -> Option<Share> {
        let share = many as f64 / all as f64;
        (all > 0).then(|| Share { share, error: (share * (1.0 - share) / all as f64).sqrt() })
    }
}

/// What came out of many trials of a setting: each has one of the first six.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Trials.
    pub trials: u64,
    /// Wrong verdicts: see the module.
    pub wrong: u64,
    /// Of these, the wrong measure, or any where there is no difference; the others are "about the same".
    pub wrong_better: u64,
    /// The better measure was called so.
    pub right: u64,
    /// "About the same", and rightly so.
    pub same: u64,
    /// Nothing was decided until the end.
    pub undecided: u64,
    /// Of these, the ones that lean to the better measure, or to any where there is no difference.
    pub leans: u64,
    /// Stopped for harm.
    pub harm: u64,
    /// Stopped by the person.
    pub stopped: u64,
    /// The sum of spasms until the verdict or the end, and of their squares.
    pub spasms: u64,
    /// See `spasms`.
    pub spasms_squared: u64,
    /// Right verdicts after at most 12, 16 and 20 spasms.
    pub right_by: [u64; 3],
    /// Estimates of trials that are over, and those whose 95 % interval holds the difference as it can be written down.
    pub estimates: u64,
    /// See `estimates`.
    pub covered: u64,
}

impl Tally {
    pub(super) fn add(&mut self, setting: &Setting, written: Option<f64>, report: Result<&Report, &BoutError>) {
        self.trials += 1;
        let Ok(report) = report else { return };
        let after = u64::from(report.after);
        self.spasms += after;
        self.spasms_squared += after * after;
        let margin = f64::from(setting.margin_tenths) / 10.0;
        match report.verdict {
            Verdict::Better(Arm::B) if setting.difference > 0.0 => {
                self.right += 1;
                for (many, by) in self.right_by.iter_mut().zip([12, 16, 20]) {
                    *many += u64::from(after <= by);
                }
            }
            Verdict::Better(_) => {
                self.wrong += 1;
                self.wrong_better += 1;
            }
            Verdict::AboutTheSame if setting.difference >= margin => self.wrong += 1,
            Verdict::AboutTheSame => self.same += 1,
            Verdict::NoClearDifference { leans } => {
                self.undecided += 1;
                self.leans += u64::from(leans == Some(Arm::B) || leans.is_some() && setting.difference == 0.0);
            }
            Verdict::TooEarly | Verdict::GoesOn | Verdict::TooFewAnswers => self.undecided += 1,
            Verdict::StoppedForHarm(_) => self.harm += 1,
            Verdict::StoppedByPerson => self.stopped += 1,
        }
        if let (Some(truth), Some(estimate)) = (written, report.estimate) {
            self.estimates += 1;
            self.covered += u64::from(estimate.low <= truth && truth <= estimate.high);
        }
    }

    /// Adds what came out of other trials of the same setting.
    pub fn merge(&mut self, other: &Tally) {
        self.trials += other.trials;
        self.wrong += other.wrong;
        self.wrong_better += other.wrong_better;
        self.right += other.right;
        self.same += other.same;
        self.undecided += other.undecided;
        self.leans += other.leans;
        self.harm += other.harm;
        self.stopped += other.stopped;
        self.spasms += other.spasms;
        self.spasms_squared += other.spasms_squared;
        for (many, more) in self.right_by.iter_mut().zip(other.right_by) {
            *many += more;
        }
        self.estimates += other.estimates;
        self.covered += other.covered;
    }

    /// The share of so many of its trials.
    pub fn share(&self, many: u64) -> Option<Share> {
        Share::of(many, self.trials)
    }

    /// The share of intervals that hold the truth.
    pub fn coverage(&self) -> Option<Share> {
        Share::of(self.covered, self.estimates)
    }

    /// The mean number of spasms, and its standard error.
    pub fn mean_spasms(&self) -> Option<(f64, f64)> {
        let all = self.trials as f64;
        let mean = self.spasms as f64 / all;
        let variance = (self.spasms_squared as f64 / all - mean * mean).max(0.0);
        (self.trials > 0).then(|| (mean, (variance / all).sqrt()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::setting::settings;
    use super::*;
    use crate::rule::Estimate;

    fn counted(difference: f64, margin_tenths: u8, verdict: Verdict, after: u8) -> Tally {
        let setting = Setting { difference, margin_tenths, ..settings().swap_remove(0) };
        let (pairs, unanswered, late) = Default::default();
        let report = Report { verdict, after, pairs, unanswered, late, estimate: None };
        let mut tally = Tally::default();
        tally.add(&setting, None, Ok(&report));
        tally
    }

    #[test]
    fn a_verdict_is_right_or_wrong_by_the_true_difference() {
        let none = Tally { trials: 1, spasms: 18, spasms_squared: 324, ..Tally::default() };
        let right = Tally { right: 1, right_by: [0, 0, 1], ..none.clone() };
        let wrong_same = Tally { wrong: 1, ..none.clone() };
        let wrong = Tally { wrong_better: 1, ..wrong_same.clone() };
        let same = Tally { same: 1, ..none.clone() };
        let undecided = Tally { undecided: 1, ..none.clone() };
        let leans = Tally { leans: 1, ..undecided.clone() };
        let leaning = |leans| Verdict::NoClearDifference { leans };
        for (difference, margin_tenths, verdict, expected) in [
            (2.0, 10, Verdict::Better(Arm::B), &right),
            (2.0, 10, Verdict::Better(Arm::A), &wrong),
            (0.0, 10, Verdict::Better(Arm::B), &wrong),
            (0.0, 10, Verdict::AboutTheSame, &same),
            (1.0, 10, Verdict::AboutTheSame, &wrong_same),
            (2.0, 10, Verdict::AboutTheSame, &wrong_same),
            (1.0, 15, Verdict::AboutTheSame, &same),
            (1.5, 15, Verdict::AboutTheSame, &wrong_same),
            (2.0, 10, leaning(Some(Arm::B)), &leans),
            (2.0, 10, leaning(Some(Arm::A)), &undecided),
            (2.0, 10, leaning(None), &undecided),
            (0.0, 10, leaning(Some(Arm::A)), &leans),
            (0.0, 10, leaning(None), &undecided),
            (0.0, 10, Verdict::TooEarly, &undecided),
            (0.0, 10, Verdict::GoesOn, &undecided),
            (0.0, 10, Verdict::TooFewAnswers, &undecided),
            (0.0, 10, Verdict::StoppedForHarm(Arm::A), &Tally { harm: 1, ..none.clone() }),
            (0.0, 10, Verdict::StoppedByPerson, &Tally { stopped: 1, ..none.clone() }),
        ] {
            let found = counted(difference, margin_tenths, verdict, 18);
            assert_eq!(found, *expected, "{difference} {margin_tenths} {verdict:?}");
        }
        let mut unjudged = Tally::default();
        unjudged.add(&settings()[0], None, Err(&BoutError::Number(21)));
        assert_eq!(unjudged, Tally { trials: 1, ..Tally::default() });
    }

    #[test]
    fn a_right_verdict_counts_for_each_number_of_spasms_within_which_it_came() {
        for (after, by) in
            [(8, [1, 1, 1]), (12, [1, 1, 1]), (13, [0, 1, 1]), (16, [0, 1, 1]), (17, [0, 0, 1]), (20, [0, 0, 1])]
        {
            assert_eq!(counted(2.0, 10, Verdict::Better(Arm::B), after).right_by, by, "{after}");
        }
    }

    #[test]
    fn an_interval_counts_as_right_where_the_truth_lies_in_it_or_at_its_end() {
        let estimate =
            Estimate { spasms: 8, mean: 1.5, low: 1.0, high: 2.0, b_better: 0.9, b_by_margin: 0.8, a_by_margin: 0.0 };
        let holds = |truth, estimate| {
            let (pairs, unanswered, late) = Default::default();
            let report = Report { verdict: Verdict::GoesOn, after: 8, pairs, unanswered, late, estimate };
            let mut tally = Tally::default();
            tally.add(&settings()[0], truth, Ok(&report));
            (tally.estimates, tally.covered)
        };
        assert_eq!((holds(Some(1.5), None), holds(None, Some(estimate))), ((0, 0), (0, 0)));
        for (truth, is_inside) in [(0.9, 0), (1.0, 1), (1.5, 1), (2.0, 1), (2.1, 0)] {
            assert_eq!(holds(Some(truth), Some(estimate)), (1, is_inside), "{truth}");
        }
    }

    #[test]
    fn parts_of_a_table_add_up_number_by_number() {
        let tally = |by: u64| Tally {
            trials: by,
            wrong: 2 * by,
            wrong_better: 3 * by,
            right: 5 * by,
            same: 7 * by,
            undecided: 11 * by,
            leans: 13 * by,
            harm: 17 * by,
            stopped: 19 * by,
            spasms: 23 * by,
            spasms_squared: 29 * by,
            right_by: [31 * by, 37 * by, 41 * by],
            estimates: 43 * by,
            covered: 47 * by,
        };
        let mut sum = tally(10);
        sum.merge(&tally(3));
        assert_eq!(sum, tally(13));
    }

    #[test]
    fn shares_and_means_are_told_with_the_error_that_chance_gives_them() {
        // Verdicts after 8, 12, 16 and 20 spasms: 14 in the mean, with a variance of 20.
        let tally =
            Tally { trials: 4, spasms: 56, spasms_squared: 864, estimates: 16, covered: 12, ..Tally::default() };
        assert_eq!(tally.share(2), Some(Share { share: 0.5, error: 0.25 }));
        let coverage = tally.coverage().unwrap();
        assert!(coverage.share == 0.75 && (coverage.error - 0.108_253).abs() < 1e-6, "{coverage:?}");
        let (mean, error) = tally.mean_spasms().unwrap();
        assert!(mean == 14.0 && (error - 5.0_f64.sqrt()).abs() < 1e-12, "{mean} {error}");
        let none = Tally::default();
        assert_eq!((none.share(0), none.coverage(), none.mean_spasms()), (None, None, None));
    }
}
