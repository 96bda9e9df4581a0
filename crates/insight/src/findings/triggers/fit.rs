//! The joint fit of what can be compared.
//!
//! Beside the exposures it has columns that take up what would else be laid to them: a day of the week (workdays and weekends are
//! apart by their strata, so the other days are counted from Monday and from Saturday), and check-ins that are missing.

use super::also::{ALSO_ANY_FALSE, Tried, tried};
use super::{ANY_FALSE, NO_DAY_BEFORE};
use crate::design::{Also, Design, Plan, Table, weekday};
use crate::findings::Settings;
use supple_stats::clogit::{Fit, Options, Penalty, Rows, Sets, Ties, Warning};
use supple_stats::discovery::needed;
use supple_stats::number::exp;

/// The days of the week that have a column, by their number from Monday on.
pub(crate) const WEEKDAYS: [(usize, &str); 5] =
    [(1, "on Tuesdays"), (2, "on Wednesdays"), (3, "on Thursdays"), (4, "on Fridays"), (6, "on Sundays")];

/// To be seen four times in five, a link has to be so many standard errors beyond what it takes to be called likely.
const FOUR_IN_FIVE: f64 = 0.84;

pub(super) fn plan<'p>(settings: &Settings, exposures: &'p [usize], also: &'p [Also]) -> Plan<'p> {
    Plan { washout: settings.washout, block: settings.block, also, ..Plan::shown(exposures) }
}

/// The joint fit of what can be compared.
pub(super) struct Fitted {
    /// The places of the exposures, in the order of the first columns.
    pub(super) places: Vec<usize>,
    /// What the columns after them are made of.
    pub(super) also: Vec<Also>,
    /// What else was tried, and how many standard errors from 0 it is.
    pub(super) tried: Vec<Tried>,
    /// Exposures that go together with another one: their place, and the place of the other.
    pub(super) together: Vec<(usize, usize)>,
    pub(super) table: Table,
    pub(super) fit: Fit,
}

impl Fitted {
    pub(super) fn column(&self, place: usize) -> Option<usize> {
        self.places.iter().position(|other| *other == place)
    }

    /// What the data know of a coefficient, without the penalty.
    pub(super) fn information(&self, column: usize) -> Option<f64> {
        let assumed = self.fit.prior_weight.as_ref().and_then(|all| all[column])?;
        let Penalty::LogF(m) = self.fit.penalty else { return None };
        (assumed > 0.0).then(|| m / 4.0 * (1.0 / assumed - 1.0))
    }

    /// How many standard errors from 0 a link has to be to be called likely four times in five, where it is the only one.
    pub(super) fn seen_at(&self, column: usize) -> f64 {
        let needed = match column < self.places.len() {
            true => needed(self.places.len(), 1, ANY_FALSE),
            false => needed(self.tried.len(), 1, ALSO_ANY_FALSE),
        };
        needed + FOUR_IN_FIVE
    }

    /// The odds ratio that would have been called likely four times in five.
    pub(super) fn would_be_seen(&self, column: usize) -> Option<f64> {
        let information = self.information(column).filter(|information| *information > 0.0)?;
        Some(exp(self.seen_at(column) / information.sqrt()))
    }
}

/// The rows of a table with all columns of a fit, ready to be fitted.
pub(super) fn sets(design: &Design, places: &[usize], also: &[Also], table: &Table) -> Option<Sets> {
    let exposure = |place: &usize| design.exposures[*place].id.as_str();
    let made: Vec<String> =
        also.iter().map(|also| format!("{}, {:?}", exposure(&places[also.column]), also.shape)).collect();
    let names: Vec<&str> = places
        .iter()
        .map(exposure)
        .chain(made.iter().map(String::as_str))
        .chain([NO_DAY_BEFORE])
        .chain(WEEKDAYS.iter().map(|(_, name)| *name))
        .collect();
    let set: Vec<u64> = table.rows.iter().map(|row| row.set).collect();
    let case: Vec<bool> = table.rows.iter().map(|row| row.is_case).collect();
    let mut x = Vec::with_capacity(names.len() * table.rows.len());
    for (row, values) in table.rows.iter().zip(table.x.chunks_exact(places.len() + also.len() + 1)) {
        x.extend_from_slice(values);
        let today = weekday(row.day);
        x.extend(WEEKDAYS.iter().map(|(day, _)| f64::from(u8::from(*day == today))));
    }
    Sets::new(&Rows { names: &names, set: &set, case: &case, x: &x }).ok()
}

/// How it is fitted.
pub(super) fn options(settings: &Settings) -> Options {
    let adjusted = WEEKDAYS.len() + 1;
    Options { ties: Ties::Exact, penalty: Penalty::LogF(settings.log_f), profile: true, adjusted }
}

/// Fits what can be compared; of two that nearly always go together only the first. The table of these places may be there already.
/// With `may_try`, what else may be made of an exposure is tried, and what stands out is fitted with the rest.
pub(super) fn fit(
    design: &Design,
    settings: &Settings,
    mut places: Vec<usize>,
    mut table: Option<Table>,
    may_try: bool,
) -> Option<Fitted> {
    let mut together = Vec::new();
    loop {
        let table = table.take().unwrap_or_else(|| design.table(&plan(settings, &places, &[])));
        let usual = sets(design, &places, &[], &table)?;
        let rough = usual.estimates(&options(settings)).ok()?;
        let place_of = |id: &str| places.iter().copied().find(|place| design.exposures[*place].id == id);
        let pair = rough.warnings().iter().find_map(|warning| match warning {
            Warning::Together { first, second, .. } => Some((place_of(first)?, place_of(second)?)),
            _ => None,
        });
        if let Some((first, second)) = pair {
            together.push((second, first));
            places.retain(|place| *place != second);
            continue;
        }
        let tried =
            if may_try { tried(design, settings, &places, rough.coef()).unwrap_or_default() } else { Vec::new() };
        let also: Vec<Also> = tried.iter().filter(|one| one.stands_out).map(|one| one.also).collect();
        let (table, fit) = if also.is_empty() {
            (table, rough.fit())
        } else {
            let table = design.table(&plan(settings, &places, &also));
            let fit = sets(design, &places, &also, &table)?.fit(&options(settings)).ok()?;
            (table, fit)
        };
        return Some(Fitted { places, also, tried, together, table, fit });
    }
}
