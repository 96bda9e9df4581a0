//! The cycle: which days lie around the first day of a period, from the first days that were noted.
//!
//! A first day is noted, the days around it follow. So a day is one of three: within the window of a first day; surely outside, between
//! two first days that follow each other, or so soon after the last one that no other is expected; or unknown. Where a first day may be
//! missing, none of the days in its place counts as one without.
//!
//! The two days before a first day are known only once it has come. That makes no answer late: the day on which a period begins does
//! not follow from a spasm. What is written down days after it is late, as with anything else.

use super::exposures::{Answer, DAY};
use jiff::Timestamp;
use std::ops::RangeInclusive;
use supple_guidance::Cycle;

/// A day that was noted as the first of a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted {
    /// The number of the day.
    pub(super) day: i64,
    /// The minute in which it was written down, counted from the beginning of the day.
    pub(super) said: i64,
    pub(super) recorded: Timestamp,
    /// Whether it was the answer of a check-in.
    pub(super) is_answer: bool,
}

/// What is known of each of these days, one after the other: 1 within the window of a first day, 0 surely outside; unknown ones are left out.
pub(super) fn days(noted: &[Noted], cycle: &Cycle, among: RangeInclusive<i64>) -> Vec<(i64, Answer)> {
    let [before, after, same, shortest, longest] =
        [cycle.before, cycle.after, cycle.same, cycle.shortest, cycle.longest].map(i64::from);
    let firsts = firsts(noted, same);
    let mut known = Vec::new();
    for day in among {
        let next = firsts.partition_point(|first| first.day <= day);
        let last = next.checked_sub(1).and_then(|last| firsts.get(last));
        let next = firsts.get(next);
        let within =
            last.filter(|last| day - last.day <= after).or_else(|| next.filter(|next| next.day - day <= before));
        let (value, of) = match (within, last) {
            (Some(first), _) => (1.0, first),
            (None, Some(last)) => {
                let none_expected = day - last.day < shortest - before;
                let is_between = next.is_some_and(|next| next.day - last.day <= longest);
                if !none_expected && !is_between {
                    continue;
                }
                (0.0, last)
            }
            (None, None) => continue,
        };
        // Within the window it is no memory yet.
        let is_prompt = of.said < (after + 1) * DAY;
        let recorded = if is_prompt { Timestamp::MIN } else { of.recorded };
        known.push((day, Answer { minute: 0, value, recorded }));
    }
    known
}

/// The first days: of what was noted close together only the earliest.
fn firsts(noted: &[Noted], same: i64) -> Vec<Noted> {
    let mut all = noted.to_vec();
    all.sort_by_key(|one| (one.day, one.recorded));
    let mut firsts: Vec<Noted> = Vec::new();
    for one in all {
        if firsts.last().is_none_or(|last| one.day - last.day > same) {
            firsts.push(one);
        }
    }
    firsts
}
