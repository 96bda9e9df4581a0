//! What the plan makes of a result: it starts with what was better.

use super::part::shown;
use super::{InDiary, all, arm};
use crate::Plan;
use jiff::Timestamp;
use supple_diary::Diary;
use supple_guidance::trial::{ArmOf, TrialOf};
use supple_trial::{Arm, Verdict};

/// What a trial found of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The trial.
    pub of: &'static TrialOf,
    /// The arm that the plan starts with.
    pub better: Arm,
    /// Whether it was stopped since pain rose after the other one.
    pub other_harmed: bool,
    /// After how many spasms.
    pub spasms: u8,
}

impl Finding {
    fn of(trial: &InDiary<'_>) -> Option<Finding> {
        let (better, other_harmed) = match trial.report.verdict {
            Verdict::Better(arm) => (arm, false),
            Verdict::StoppedForHarm(arm) => (arm.other(), true),
            _ => return None,
        };
        (!trial.is_second).then_some(Finding { of: trial.of, better, other_harmed, spasms: trial.report.after })
    }

    /// The measure that the plan starts with.
    pub fn measure(&self) -> &'static ArmOf {
        arm(self.of, self.better)
    }
}

/// Whether the plan shows the measure that was better: who has none at hand is not left without the other one.
pub(crate) fn is_shown(plan: &Plan<'static>, found: &Finding) -> bool {
    found.measure().steps.is_empty() || shown(plan, found.measure()).is_some()
}

/// What the last trial of this decision found, if it found something. Where two equal measures are, the plan stays as it was.
pub fn of_decision(diary: &Diary, decision: &str, now: Timestamp) -> Option<Finding> {
    let is_over =
        |trial: &InDiary<'_>| trial.of.decision == decision && !trial.is_second && trial.report.verdict.is_over();
    all(diary, now).into_iter().flatten().rfind(is_over).as_ref().and_then(Finding::of)
}
