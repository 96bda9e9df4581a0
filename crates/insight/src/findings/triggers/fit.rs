//! The joint fit of what can be compared.

use super::{NO_DAY_BEFORE, STANDARD_ERRORS};
use crate::design::{Design, Plan, Table};
use crate::findings::Settings;
use supple_stats::clogit::{Fit, Options, Penalty, Rows, Sets, Ties, Warning};
use supple_stats::number::exp;

pub(super) fn plan<'p>(settings: &Settings, exposures: &'p [usize]) -> Plan<'p> {
    Plan { washout: settings.washout, block: settings.block, ..Plan::shown(exposures) }
}

/// The joint fit of what can be compared.
pub(super) struct Fitted {
    /// The places of the exposures, in the order of the columns.
    pub(super) places: Vec<usize>,
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

    pub(super) fn would_be_seen(&self) -> Option<f64> {
        let mut all: Vec<f64> = (0..self.places.len()).filter_map(|column| self.information(column)).collect();
        all.sort_by(f64::total_cmp);
        let middle = all.get(all.len() / 2).filter(|information| **information > 0.0)?;
        Some(exp((STANDARD_ERRORS / middle.sqrt()).min(10.0)))
    }
}

pub(super) fn run(design: &Design, places: &[usize], table: &Table, log_f: f64, profile: bool) -> Option<Fit> {
    let mut names: Vec<&str> = places.iter().map(|place| design.exposures[*place].id.as_str()).collect();
    names.push(NO_DAY_BEFORE);
    let set: Vec<u64> = table.rows.iter().map(|row| row.set).collect();
    let case: Vec<bool> = table.rows.iter().map(|row| row.is_case).collect();
    let sets = Sets::new(&Rows { names: &names, set: &set, case: &case, x: &table.x }).ok()?;
    sets.fit(&Options { ties: Ties::Exact, penalty: Penalty::LogF(log_f), profile }).ok()
}

/// Fits what can be compared; of two that nearly always go together only the first.
pub(super) fn fit(design: &Design, settings: &Settings, mut places: Vec<usize>) -> Option<Fitted> {
    let mut together = Vec::new();
    loop {
        let table = design.table(&plan(settings, &places));
        let rough = run(design, &places, &table, settings.log_f, false)?;
        let pair = rough.warnings.iter().find_map(|warning| match warning {
            Warning::Together { first, second, .. } => Some((first.as_str(), second.as_str())),
            _ => None,
        });
        let place_of = |id: &str| places.iter().copied().find(|place| design.exposures[*place].id == id);
        match pair.and_then(|(first, second)| Some((place_of(first)?, place_of(second)?))) {
            Some((first, second)) => {
                together.push((second, first));
                places.retain(|place| *place != second);
            }
            None => {
                let fit = run(design, &places, &table, settings.log_f, true)?;
                return Some(Fitted { places, together, table, fit });
            }
        }
    }
}
