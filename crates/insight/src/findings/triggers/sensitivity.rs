//! The sensitivity analyses: the same comparison, done otherwise, and what it holds against a link.

use super::fit::{Fitted, options, plan, sets};
use super::{Changed, Check, Doubt, LEAST_FOR_HINTS};
use crate::design::{Also, Controls, Design, Plan, Signs, Window};
use crate::findings::Settings;
use supple_stats::distributions::Z_975;
use supple_stats::number::{exp, ln};

/// The sensitivity analyses, done.
pub(super) struct Others<'d> {
    design: &'d Design,
    settings: &'d Settings,
    places: &'d [usize],
    also: &'d [Also],
    done: Vec<(Changed, Refitted)>,
}

impl<'d> Others<'d> {
    pub(super) fn of(design: &'d Design, settings: &'d Settings, found: &'d Fitted) -> Others<'d> {
        let mut others = Others { design, settings, places: &found.places, also: &found.also, done: Vec::new() };
        let shown = plan(settings, &found.places, &found.also);
        let by_day = found.places.iter().any(|place| design.exposures[*place].window == Window::Day);
        let plans = [
            (true, Changed::PastOnly, Plan { controls: Controls::PastOnly, ..shown }),
            (by_day, Changed::SameDay, Plan { same_day: true, ..shown }),
            (true, Changed::NoWashout, Plan { washout: settings.washout - 1, ..shown }),
            (true, Changed::LongWashout, Plan { washout: settings.washout + 1, ..shown }),
        ];
        for (is_wanted, changed, plan) in plans {
            if let Some(refitted) = is_wanted.then(|| others.fit(&plan)).flatten() {
                others.done.push((changed, refitted));
            }
        }
        others
    }

    fn fit(&self, plan: &Plan<'_>) -> Option<Refitted> {
        let table = self.design.table(plan);
        if table.spasm_days < LEAST_FOR_HINTS {
            return None;
        }
        let sets = sets(self.design, self.places, self.also, &table)?;
        let estimates = sets.estimates(&options(self.settings)).ok()?;
        let each = estimates.coef().iter().zip(estimates.se()).map(|(coef, se)| coef.zip(*se)).collect();
        Some(Refitted { each, spasm_days: table.spasm_days })
    }

    pub(super) fn checks(&self, column: usize) -> Vec<Check> {
        let exposure = self.places.get(column).map(|place| &self.design.exposures[*place]);
        let by_day = exposure.is_some_and(|exposure| exposure.window == Window::Day);
        let applies = |changed: Changed| changed != Changed::SameDay || by_day;
        let done = self.done.iter().filter(|(changed, _)| applies(*changed));
        done.filter_map(|(changed, refitted)| refitted.check(*changed, column)).collect()
    }

    /// Without spasms of which it was said that the back had already felt wrong, as far as that is asked of a link.
    pub(super) fn without_signs(&self, column: usize, may_be_sign: bool) -> Option<Check> {
        let signs = if may_be_sign { Signs::SurelyNot } else { Signs::NotFelt };
        let refitted = self.fit(&Plan { signs, ..plan(self.settings, self.places, self.also) })?;
        refitted.check(Changed::WithoutSigns, column)
    }

    pub(super) fn without_late(&self, column: usize) -> Option<Check> {
        let plan = Plan { without_late: Some(column), ..plan(self.settings, self.places, self.also) };
        self.fit(&plan)?.check(Changed::WithoutLate, column)
    }
}

/// The same columns, fitted to other rows.
struct Refitted {
    /// The coefficient and standard error of each column.
    each: Vec<Option<(f64, f64)>>,
    spasm_days: usize,
}

impl Refitted {
    fn check(&self, what: Changed, column: usize) -> Option<Check> {
        let (b, se) = self.each[column]?;
        let limit = |direction: f64| exp(b + direction * Z_975 * se);
        Some(Check { what, odds_ratio: exp(b), lower: limit(-1.0), upper: limit(1.0), spasm_days: self.spasm_days })
    }
}

/// So many standard errors a link has to be from none without spasms that had announced themselves: one time in ten by chance.
const LEAST_LEFT: f64 = 1.28;

impl Check {
    /// How many standard errors it is from none.
    fn z(&self) -> f64 {
        let se = (ln(self.upper) - ln(self.lower)) / (2.0 * Z_975);
        ln(self.odds_ratio) / se
    }
}

/// What the sensitivity analyses hold against a link. They have fewer days to go by, so they cannot be asked to show it
/// as surely; but they must point the same way, days before the spasm alone must leave it possible, and at least half of
/// it (on the log scale) must be left without answers that were typed after the spasm, and without spasms before which the back had
/// already felt wrong. Of these last the rest must also be more than chance, and clearly so of what may be an early sign: few of them may
/// be left, and half of a strong link is soon found in a few.
pub(super) fn doubts(checks: &[Check], odds_ratio: f64, may_be_sign: bool) -> Vec<Doubt> {
    let least_left = if may_be_sign { Z_975 } else { LEAST_LEFT };
    let mut doubts = Vec::new();
    let is_halved = |check: &Check| ln(check.odds_ratio) / ln(odds_ratio) < 0.5;
    for check in checks {
        let turns = (check.odds_ratio > 1.0) != (odds_ratio > 1.0);
        let excludes = !(check.lower..=check.upper).contains(&odds_ratio);
        let doubt = match check.what {
            Changed::PastOnly if turns || excludes => Doubt::PastOnly,
            Changed::WithoutLate if is_halved(check) => Doubt::WithoutLate,
            Changed::WithoutSigns if is_halved(check) || check.z().abs() < least_left => Doubt::EarlySign,
            Changed::NoWashout | Changed::LongWashout if turns => Doubt::Washout,
            _ => continue,
        };
        if !doubts.contains(&doubt) {
            doubts.push(doubt);
        }
    }
    doubts
}
