//! The verdicts, and the order in which exposures are shown.

use super::also::{ALSO_ANY_FALSE, Tried};
use super::by_day;
use super::fit::Fitted;
use super::sensitivity::{Others, doubts};
use super::{ANY_FALSE, Check, Doubt, Looked, Map, NOT_STRONG, Stage, State, Trigger, Verdict};
use crate::design::{Design, Shape};
use crate::findings::{Claiming, Settings};
use supple_stats::discovery::{ONE_IN_TEN, claims, holm, needed, two_sided, unpicked};
use supple_stats::distributions::normal_quantile;
use supple_stats::number::exp;

/// From so many standard errors on, what else was tried keeps an exposure from being called no strong link.
const SUSPICIOUS: f64 = 1.645;

/// One column, judged.
struct Judged {
    is_likely: bool,
    /// The odds ratio, less what it owes to having been picked.
    told: f64,
    checks: Vec<Check>,
    doubts: Vec<Doubt>,
}

/// Gives the verdicts.
pub(super) fn judge(design: &Design, settings: &Settings, found: &Fitted, stage: Stage, each: &mut [Trigger]) {
    let columns = found.places.len() + found.also.len();
    let value = |list: &Option<Vec<Option<f64>>>, column: usize| list.as_ref().and_then(|list| list[column]);
    let is_told = |place: &usize| {
        let one = each.iter().find(|one| one.id == design.exposures[*place].id);
        one.is_some_and(|one| one.odds_ratio.is_some())
    };
    let p_raises: Vec<Option<f64>> = (0..columns)
        .map(|column| {
            let told = found.places.get(column).is_none_or(is_told);
            value(&found.fit.p_positive, column).filter(|_| told)
        })
        .collect();
    let (usual, also) = p_raises.split_at(found.places.len());
    let on_the_list = [on_the_list(usual, settings.claims), vec![true; also.len()]].concat();
    let many = |column: usize| match column < found.places.len() {
        true => needed(
            usual.iter().flatten().count(),
            on_the_list[..usual.len()].iter().filter(|on| **on).count(),
            ANY_FALSE,
        ),
        false => needed(found.tried.len(), also.len(), ALSO_ANY_FALSE),
    };
    let others = Others::of(design, settings, found);
    let any_signs = design.days.iter().any(|(_, day)| day.onset.is_some_and(|onset| onset.felt_wrong == Some(true)));
    let judged: Vec<Option<Judged>> = (0..columns)
        .map(|column| {
            let (b, p) = (found.fit.coef[column]?, p_raises[column]?);
            let (lower, upper) = (value(&found.fit.profile95_lo, column)?, value(&found.fit.profile95_hi, column)?);
            let z = normal_quantile(p.clamp(1e-300, 1.0 - 1e-16)).abs();
            let needed = many(column);
            let is_picked = on_the_list[column] && (lower > 0.0 || upper < 0.0);
            let is_picked = is_picked && (column < found.places.len() || z >= needed);
            let mut checks = others.checks(column);
            let mut doubts = Vec::new();
            if is_picked && stage == Stage::Verdicts {
                let counts = found.table.compared[column];
                let without_late = if counts.late > 0 { others.without_late(column) } else { None };
                checks.extend(without_late);
                let place = found.places.get(column).copied();
                let place = place.or_else(|| {
                    let also = found.also.get(column - found.places.len())?;
                    found.places.get(also.column).copied()
                });
                let may_be_sign = place.is_some_and(|place| design.exposures[place].may_be_sign);
                let without_signs =
                    if may_be_sign || any_signs { others.without_signs(column, may_be_sign) } else { None };
                checks.extend(without_signs);
                doubts = self::doubts(&checks, exp(b), may_be_sign);
                // A check that cannot be made does not speak for a link.
                let is_unchecked = counts.late > 0 && without_late.is_none();
                if (may_be_sign || any_signs) && without_signs.is_none() {
                    doubts.push(Doubt::EarlySign);
                }
                if 2 * counts.late > counts.cases {
                    doubts.retain(|doubt| *doubt != Doubt::WithoutLate);
                    doubts.push(Doubt::NotedAfter);
                } else if is_unchecked {
                    doubts.push(Doubt::WithoutLate);
                }
            }
            let is_likely = is_picked && stage == Stage::Verdicts && doubts.is_empty();
            let told =
                exp(unpicked(b, b.abs() / z.max(f64::MIN_POSITIVE), needed.max(super::Z_975)).clamp(lower, upper));
            Some(Judged { is_likely, told: if is_likely { told } else { exp(b) }, checks, doubts })
        })
        .collect();
    for (column, place) in found.places.iter().enumerate() {
        let exposure = &design.exposures[*place];
        let Some(trigger) = each.iter_mut().find(|one| one.id == exposure.id) else { continue };
        if trigger.odds_ratio.is_none() {
            continue;
        }
        let made = (0..found.also.len()).filter(|made| found.also[*made].column == column);
        let made = made.map(|made| (found.places.len() + made, found.also[made].shape));
        let is_likely = |column: usize| judged[column].as_ref().is_some_and(|judged| judged.is_likely);
        // What is in doubt as it is usually looked at is not claimed as something else.
        let is_settled = is_likely(column) || judged[column].as_ref().is_some_and(|judged| !judged.doubts.is_empty());
        let shown = made.into_iter().find(|(made, _)| !is_settled && is_likely(*made));
        if let Some((made, shape)) = shown {
            trigger.take(found, made);
            trigger.by_day = by_day(design, settings, *place, Some(shape));
            match shape {
                Shape::DaysBefore(days) => trigger.looked = Looked::DaysBefore { days },
                Shape::UpperThird => {
                    let (mean, two_sd) = exposure.scale.unwrap_or((0.0, 1.0));
                    trigger.above = Some(mean + two_sd * exposure.upper_third);
                }
                Shape::With(_) => {}
            }
        }
        let shown = shown.map_or(column, |(made, _)| made);
        let Some(Judged { is_likely, told, checks, doubts }) = &judged[shown] else { continue };
        (trigger.told, trigger.checks, trigger.doubts) = (Some(*told), checks.clone(), doubts.clone());
        let suspicious = |tried: &&Tried| tried.also.column == column && tried.z.is_some_and(|z| z.abs() >= SUSPICIOUS);
        let counts = found.table.compared[column];
        trigger.verdict = match stage {
            Stage::Verdicts if *is_likely => Verdict::Likely,
            Stage::Verdicts
                if doubts.is_empty()
                    && trigger.upper.is_some_and(|upper| upper < NOT_STRONG)
                    && 2 * counts.late <= counts.cases
                    && !found.tried.iter().any(|tried| suspicious(&tried)) =>
            {
                Verdict::ProbablyNot
            }
            Stage::TooEarly | Stage::Hints | Stage::Verdicts => Verdict::CannotTell,
        };
        trigger.map = match trigger.verdict {
            Verdict::Likely if *told > 1.0 => Map::Raises,
            Verdict::Likely => Map::Lowers,
            Verdict::ProbablyNot => Map::NoLinkSeen,
            Verdict::CannotTell => Map::NotYet,
        };
        if trigger.verdict != Verdict::CannotTell {
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
        Claiming::StepDown => {
            let two_sided: Vec<Option<f64>> = p_raises.iter().map(|p| p.map(two_sided)).collect();
            holm(&two_sided, ANY_FALSE)
        }
    }
}

/// The order in which exposures are shown.
pub(super) fn rank(trigger: &Trigger) -> f64 {
    let wrong = trigger.p_raises.map_or(0.5, |p| p.min(1.0 - p));
    let group = match (trigger.verdict, &trigger.state) {
        (Verdict::Likely, _) => 0.0,
        (Verdict::CannotTell, _) if !trigger.doubts.is_empty() => 1.0,
        (Verdict::CannotTell, State::Hint | State::Usable) => 2.0,
        (Verdict::ProbablyNot, _) => 3.0,
        (Verdict::CannotTell, _) => 4.0,
    };
    group + wrong
}
