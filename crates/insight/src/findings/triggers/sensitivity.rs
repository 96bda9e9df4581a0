//! The sensitivity analyses: the same comparison, done otherwise, and what it holds against a link.

use super::fit::{Fitted, plan, run};
use super::{Changed, Check, Doubt, LEAST_FOR_HINTS};
use crate::design::{Controls, Design, Plan, Window};
use crate::findings::Settings;
use supple_stats::clogit::Fit;
use supple_stats::distributions::Z_975;
use supple_stats::number::{exp, ln};

/// The sensitivity analyses, done.
pub(super) struct Others<'d> {
    design: &'d Design,
    settings: &'d Settings,
    places: &'d [usize],
    done: Vec<(Changed, Fit, usize)>,
}

impl<'d> Others<'d> {
    pub(super) fn of(design: &'d Design, settings: &'d Settings, found: &'d Fitted) -> Others<'d> {
        let mut others = Others { design, settings, places: &found.places, done: Vec::new() };
        let shown = plan(settings, &found.places);
        let by_day = found.places.iter().any(|place| design.exposures[*place].window == Window::Day);
        let plans = [
            (true, Changed::PastOnly, Plan { controls: Controls::PastOnly, ..shown }),
            (by_day, Changed::SameDay, Plan { same_day: true, ..shown }),
            (true, Changed::NoWashout, Plan { washout: settings.washout - 1, ..shown }),
            (true, Changed::LongWashout, Plan { washout: settings.washout + 1, ..shown }),
        ];
        for (is_wanted, changed, plan) in plans {
            if let Some((fit, spasm_days)) = is_wanted.then(|| others.fit(&plan)).flatten() {
                others.done.push((changed, fit, spasm_days));
            }
        }
        others
    }

    fn fit(&self, plan: &Plan<'_>) -> Option<(Fit, usize)> {
        let table = self.design.table(plan);
        if table.spasm_days < LEAST_FOR_HINTS {
            return None;
        }
        let fit = run(self.design, self.places, &table, self.settings.log_f, false)?;
        Some((fit, table.spasm_days))
    }

    pub(super) fn checks(&self, column: usize) -> Vec<Check> {
        let by_day = self.design.exposures[self.places[column]].window == Window::Day;
        let applies = |changed: Changed| changed != Changed::SameDay || by_day;
        let done = self.done.iter().filter(|(changed, ..)| applies(*changed));
        done.filter_map(|(changed, fit, spasm_days)| check(*changed, fit, column, *spasm_days)).collect()
    }

    pub(super) fn without_late(&self, column: usize) -> Option<Check> {
        let plan = Plan { without_late: Some(column), ..plan(self.settings, self.places) };
        let (fit, spasm_days) = self.fit(&plan)?;
        check(Changed::WithoutLate, &fit, column, spasm_days)
    }
}

fn check(what: Changed, fit: &Fit, column: usize, spasm_days: usize) -> Option<Check> {
    let (b, se) = (fit.coef[column]?, fit.se[column]?);
    let limit = |direction: f64| exp(b + direction * Z_975 * se);
    Some(Check { what, odds_ratio: exp(b), lower: limit(-1.0), upper: limit(1.0), spasm_days })
}

/// What the sensitivity analyses hold against a link. They have fewer days to go by, so they cannot be asked to show it
/// as surely; but they must point the same way, days before the spasm alone must leave it possible, and at least half of
/// it (on the log scale) must be left without answers that were typed after the spasm.
pub(super) fn doubts(checks: &[Check], odds_ratio: f64) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for check in checks {
        let turns = (check.odds_ratio > 1.0) != (odds_ratio > 1.0);
        let excludes = !(check.lower..=check.upper).contains(&odds_ratio);
        let doubt = match check.what {
            Changed::PastOnly if turns || excludes => Doubt::PastOnly,
            Changed::WithoutLate if ln(check.odds_ratio) / ln(odds_ratio) < 0.5 => Doubt::WithoutLate,
            Changed::NoWashout | Changed::LongWashout if turns => Doubt::Washout,
            _ => continue,
        };
        if !doubts.contains(&doubt) {
            doubts.push(doubt);
        }
    }
    doubts
}
