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
