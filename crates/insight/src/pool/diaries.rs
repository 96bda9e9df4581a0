//! What of a person's diary goes into the pool.

use super::Person;
use crate::StatsError;
use crate::design::{Design, Plan};
use crate::findings::{LONGEST_RUN, NO_DAY_BEFORE};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use supple_diary::{Diary, Entry, Log};

/// The columns of the pool of diaries: the ids of the exposures that the guidance knows, and a last one that takes up
/// check-ins that are missing. What people add on their own is not among them.
pub fn names() -> Vec<&'static str> {
    let known = supple_guidance::embedded().exposures.iter().map(|known| known.id.as_str());
    known.chain([NO_DAY_BEFORE]).collect()
}

/// The sets of a diary, as of its last entry and on the clock of who wrote it: the same as in
/// [`Findings`](crate::Findings), with a number read as "above this person's own mean". An exposure that usually lasts
/// longer than a week cannot be judged this way and is left out.
///
/// The day on which someone looks has no say. Rounds may be days apart, in places far apart, and must be about the same.
///
/// # Errors
/// For more days of one kind in four weeks than there are.
pub fn person(log: &Log) -> Result<Person, StatsError> {
    let written = |entry: &Entry| entry.recorded().max(entry.happened().at());
    let Some(last) = log.iter().max_by_key(|entry| (written(entry), entry.id())) else { return Ok(Person::default()) };
    let as_of = written(last).to_zoned(TimeZone::fixed(last.happened().offset()));
    let design = Design::of(&Diary::fold(log), &as_of);
    let names = names();
    let place_of = |id: &str| names.iter().position(|name| *name == id);
    let (exposures, bits): (Vec<usize>, Vec<usize>) = design
        .exposures
        .iter()
        .enumerate()
        .filter(|(_, one)| one.median_run(&design.days).is_none_or(|run| run <= LONGEST_RUN))
        .filter_map(|(place, one)| Some((place, place_of(&one.id)?)))
        .unzip();
    let bits: Vec<usize> = bits.into_iter().chain([names.len() - 1]).collect();
    let table = design.table(&Plan::shown(&exposures));

    let mut sets: BTreeMap<u64, [Vec<u64>; 2]> = BTreeMap::new();
    for (row, x) in table.rows.iter().zip(table.x.chunks_exact(bits.len())) {
        let on = |(x, bit): (&f64, &usize)| u64::from(*x > 0.0) << bit;
        let word = x.iter().zip(&bits).map(on).fold(0, |word, bit| word | bit);
        sets.entry(row.set).or_default()[usize::from(row.is_case)].push(word);
    }
    let mut person = Person::default();
    for [others, cases] in sets.values() {
        person.add(cases, others)?;
    }
    Ok(person)
}
