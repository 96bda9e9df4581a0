//! What of a diary can be added up over many people: exposures that mean the same for everybody, as bits.
//!
//! What a person adds under their own name has another meaning for each, so only the exposures of the guidance are columns;
//! a number counts as "above this person's own mean". An exposure that usually lasts longer than a week cannot be judged
//! this way and is left out.

use crate::design::{Design, Plan, weekday};
use crate::findings::{LONGEST_RUN, NO_DAY_BEFORE, WEEKDAYS};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use supple_diary::{Diary, Entry, Log};

/// A set of days of one person that are compared with one another; bit k of a day is column k of [`columns`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedSet {
    /// The days on which a spasm began.
    pub cases: Vec<u64>,
    /// The others.
    pub others: Vec<u64>,
}

/// The columns: the ids of the exposures that the guidance knows, and the last ones, which are no exposures: they take up check-ins
/// that are missing, and days of the week.
///
/// ```
/// let columns = supple_insight::shared::columns();
/// assert!(columns.contains(&"poor-sleep") && columns.len() <= 64);
/// ```
pub fn columns() -> Vec<&'static str> {
    let known = supple_guidance::embedded().exposures.iter().map(|known| known.id.as_str());
    known.chain([NO_DAY_BEFORE]).chain(WEEKDAYS.iter().map(|(_, name)| *name)).collect()
}

/// Whether a column is an exposure, and not what takes up missing check-ins or a day of the week.
pub fn is_exposure(column: &str) -> bool {
    column != NO_DAY_BEFORE && WEEKDAYS.iter().all(|(_, name)| column != *name)
}

/// The sets of a diary, as of its last entry and on the clock of who wrote it: the same as in
/// [`Findings`](crate::Findings).
///
/// The day on which someone looks has no say. Those who add up may look days apart, in places far apart, and must see the
/// same.
///
/// ```
/// assert!(supple_insight::shared::sets(&supple_diary::Log::new()).is_empty());
/// ```
pub fn sets(log: &Log) -> Vec<SharedSet> {
    let written = |entry: &Entry| entry.recorded().max(entry.happened().at());
    let Some(last) = log.iter().max_by_key(|entry| (written(entry), entry.id())) else { return Vec::new() };
    let as_of = written(last).to_zoned(TimeZone::fixed(last.happened().offset()));
    let design = Design::of(&Diary::fold(log), &as_of);
    let names = columns();
    let place_of = |id: &str| names.iter().position(|name| *name == id);
    let (exposures, bits): (Vec<usize>, Vec<usize>) = design
        .exposures
        .iter()
        .enumerate()
        .filter(|(_, one)| one.median_run(&design.days).is_none_or(|run| run <= LONGEST_RUN))
        .filter_map(|(place, one)| Some((place, place_of(&one.id)?)))
        .unzip();
    let weekdays = names.len() - WEEKDAYS.len();
    let bits: Vec<usize> = bits.into_iter().chain([weekdays - 1]).collect();
    let table = design.table(&Plan::shown(&exposures));

    let mut sets: BTreeMap<u64, SharedSet> = BTreeMap::new();
    for (row, x) in table.rows.iter().zip(table.x.chunks_exact(bits.len())) {
        let on = |(x, bit): (&f64, &usize)| u64::from(*x > 0.0) << bit;
        let today = weekday(row.day);
        let of_week = WEEKDAYS.iter().position(|(day, _)| *day == today).map_or(0, |place| 1 << (weekdays + place));
        let word = x.iter().zip(&bits).map(on).fold(of_week, |word, bit| word | bit);
        let set = sets.entry(row.set).or_default();
        let side = if row.is_case { &mut set.cases } else { &mut set.others };
        side.push(word);
    }
    sets.into_values().collect()
}
