//! The verdicts, and the order in which exposures are shown.

use super::fit::Fitted;
use super::sensitivity::{Others, doubts};
use super::{FALSE_DISCOVERIES, MEANINGLESS, Map, NOT_STRONG, POSSIBLE, Stage, State, Trigger, Verdict};
use crate::design::Design;
use crate::findings::{Claiming, Settings};
use supple_stats::discovery::{ONE_IN_TEN, benjamini_hochberg, claims, two_sided};

/// Gives the verdicts.
pub(super) fn judge(design: &Design, settings: &Settings, found: &Fitted, stage: Stage, each: &mut [Trigger]) {
    let p_raises: Vec<Option<f64>> = found
        .places
        .iter()
        .map(|place| each.iter().find(|one| one.id == design.exposures[*place].id).and_then(|one| one.p_raises))
        .collect();
    let on_the_list = on_the_list(&p_raises, settings.claims);
    let others = Others::of(design, settings, found);
    for (column, place) in found.places.iter().enumerate() {
        let Some(trigger) = each.iter_mut().find(|one| one.id == design.exposures[*place].id) else { continue };
        let (Some(odds_ratio), Some(lower), Some(upper), Some(p)) =
            (trigger.odds_ratio, trigger.lower, trigger.upper, trigger.p_raises)
        else {
            continue;
        };
        trigger.checks = others.checks(column);
        let (raises, excludes_one) = (odds_ratio > 1.0, lower > 1.0 || upper < 1.0);
        let is_possible = p >= POSSIBLE || p <= 1.0 - POSSIBLE;
        let may_be_likely = stage == Stage::Verdicts && on_the_list[column] && excludes_one;
        if may_be_likely && trigger.counts.typed_after > 0 {
            trigger.checks.extend(others.without_late(column));
        }
        if may_be_likely {
            trigger.doubts = doubts(&trigger.checks, odds_ratio);
        }
        trigger.verdict = match stage {
            Stage::Verdicts if may_be_likely && trigger.doubts.is_empty() => Verdict::Likely,
            // The analyses contradict one another.
            _ if !trigger.doubts.is_empty() => Verdict::CannotTell,
            // So wide a range tells nothing, whatever its middle is.
            _ if is_possible && (excludes_one || upper / lower <= MEANINGLESS) => Verdict::Possible,
            Stage::Verdicts if upper < NOT_STRONG => Verdict::ProbablyNot,
            _ => Verdict::CannotTell,
        };
        trigger.map = match trigger.verdict {
            Verdict::Likely | Verdict::Possible if raises => Map::Raises,
            Verdict::Likely | Verdict::Possible => Map::Lowers,
            Verdict::ProbablyNot => Map::NoLinkSeen,
            Verdict::CannotTell => Map::NotYet,
        };
        if matches!(trigger.verdict, Verdict::Likely | Verdict::ProbablyNot) {
            trigger.more_spasms = Some(0);
        }
    }
}

/// Which of these links are on the list, by P(b > 0) of each.
fn on_the_list(p_raises: &[Option<f64>], how: Claiming) -> Vec<bool> {
    match how {
        Claiming::Bayesian => {
            let mut on = vec![false; p_raises.len()];
            for claim in claims(p_raises, ONE_IN_TEN).unwrap_or_default() {
                on[claim.place] = true;
            }
            on
        }
        Claiming::StepUp => {
            let two_sided: Vec<Option<f64>> = p_raises.iter().map(|p| p.map(two_sided)).collect();
            benjamini_hochberg(&two_sided, FALSE_DISCOVERIES)
        }
    }
}

/// The order in which exposures are shown.
pub(super) fn rank(trigger: &Trigger) -> f64 {
    let wrong = trigger.p_raises.map_or(0.5, |p| p.min(1.0 - p));
    let group = match (trigger.verdict, &trigger.state) {
        (Verdict::Likely, _) => 0.0,
        (Verdict::Possible, _) => 1.0,
        (Verdict::ProbablyNot, _) => 3.0,
        (Verdict::CannotTell, State::Hint | State::Usable) => 2.0,
        (Verdict::CannotTell, _) => 4.0,
    };
    group + wrong
}
