//! How many by when, over many people: the mean cumulative function.
//!
//! # What it is
//! At each time t the expected number of events so far grows by `events at t / people under observation at t` (Nelson;
//! Lawless and Nadeau, Technometrics 1995). People may come and go, and have as many events as they have.
//!
//! # How sure
//! Someone with many spasms goes on having many, so events are not independent, but people are. With Y people under
//! observation and m the growth at each time, person i moves the curve by `sum of (events_i - m) / Y` over the times
//! at which she was under observation; the squares of that, added up over people, are the *robust* variance (the
//! infinitesimal jackknife by person of R's `survfit`). The variance that takes events as independent, `sum of
//! events / Y^2`, is there for comparison. Limits are symmetric on the scale of the logarithm.

use super::ties::{distinct, place};
use crate::distributions::Z_975;
use crate::number::{exp, is_sound};
use crate::{RowError, StatsError};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::collections::BTreeMap;

/// A stretch of time in which a person was under observation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Who. The label has no meaning but equality.
    pub id: u64,
    /// When it began; what happened just then does not belong to it.
    pub start: f64,
    /// When it ended.
    pub stop: f64,
    /// Whether there was an event at its end.
    pub event: bool,
}

/// The mean number of events by each time. Lists have an item for each distinct end of an interval.
///
/// In JSON the standard error stands under `std_err` and, as in R, under `robust_se`.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanCumulative {
    /// The times.
    pub time: Vec<f64>,
    /// How many people were under observation just before.
    pub n_risk: Vec<usize>,
    /// How many events there were.
    pub n_event: Vec<usize>,
    /// The mean number of events for each person so far.
    pub mcf: Vec<f64>,
    /// Its robust standard error.
    pub std_err: Vec<f64>,
    /// The standard error if events were independent.
    pub poisson_se: Vec<f64>,
    /// The lower 95 % limit, robust; none while there was no event.
    pub lower: Vec<Option<f64>>,
    /// The upper 95 % limit, robust; none while there was no event.
    pub upper: Vec<Option<f64>>,
}

/// The mean cumulative function of people. Their intervals may come in any order.
///
/// In R: the cumulative hazard of `survival::survfit(Surv(start, stop, event) ~ 1, id = id)`, with its robust error.
///
/// ```
/// use supple_stats::times::{Interval, mean_cumulative};
///
/// let of = |id, start, stop, event| Interval { id, start, stop, event };
/// let curve = mean_cumulative(&[of(1, 0.0, 1.0, true), of(1, 1.0, 3.0, false), of(2, 0.0, 2.0, true)])?;
/// // One event of two people, then another of two.
/// assert_eq!((curve.time.as_slice(), curve.mcf[1]), ([1.0, 2.0, 3.0].as_slice(), 1.0));
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// Without intervals, with times that are no numbers, an interval that ends before it has begun, two of one person that
/// overlap, and with fewer than two people: one person tells nothing about how people differ.
pub fn mean_cumulative(intervals: &[Interval]) -> Result<MeanCumulative, StatsError> {
    let people = people(intervals)?;
    // Starts belong to the grid too, so that one that differs from a stop by rounding is the same time.
    let grid = distinct(intervals.iter().flat_map(|interval| [interval.start, interval.stop]));
    let mut stops = vec![false; grid.len()];
    for interval in intervals {
        stops[place(&grid, interval.stop)] = true;
    }
    let time: Vec<f64> = grid.iter().zip(&stops).filter(|(_, stops)| **stops).map(|(time, _)| *time).collect();
    let mut many = 0;
    let stops_up_to: Vec<usize> = stops
        .iter()
        .map(|stops| {
            many += usize::from(*stops);
            many
        })
        .collect();
    // Under observation at a time: started before it, and stopping at it or later.
    let span = |interval: &Interval| {
        let last = stops_up_to[place(&grid, interval.stop)] - 1;
        stops_up_to[place(&grid, interval.start)].min(last)..=last
    };
    let (mut at_risk, mut events) = (vec![0_isize; time.len() + 1], vec![0_usize; time.len()]);
    for interval in intervals {
        let places = span(interval);
        at_risk[*places.start()] += 1;
        at_risk[*places.end() + 1] -= 1;
        events[*places.end()] += usize::from(interval.event);
    }
    let mut now = 0;
    let n_risk: Vec<usize> = at_risk[..time.len()]
        .iter()
        .map(|change| {
            now += change;
            now.unsigned_abs()
        })
        .collect();

    // The curve, its standard error if events were independent, and m / Y, by which someone without an event falls
    // short at each time.
    let (mut mcf, mut poisson_se, mut pull) = (Vec::new(), Vec::new(), Vec::new());
    let (mut sum, mut variance) = (0.0, 0.0);
    for (events, at_risk) in events.iter().zip(&n_risk) {
        let (d, y) = (*events as f64, *at_risk as f64);
        sum += d / y;
        variance += d / (y * y);
        mcf.push(sum);
        poisson_se.push(f64::sqrt(variance));
        pull.push(d / (y * y));
    }
    let mut robust = vec![0.0; time.len()];
    let mut moved = vec![0.0; time.len()];
    for places in people.values() {
        moved.fill(0.0);
        for interval in places.iter().map(|place| &intervals[*place]) {
            let places = span(interval);
            if interval.event {
                moved[*places.end()] += 1.0 / n_risk[*places.end()] as f64;
            }
            for at in places {
                moved[at] -= pull[at];
            }
        }
        let mut so_far = 0.0;
        for (moved, robust) in moved.iter().zip(&mut robust) {
            so_far += moved;
            *robust += so_far * so_far;
        }
    }
    let std_err: Vec<f64> = robust.into_iter().map(f64::sqrt).collect();
    let limit = |direction: f64| -> Vec<Option<f64>> {
        let pairs = mcf.iter().zip(&std_err);
        pairs.map(|(mcf, se)| (*mcf > 0.0).then(|| mcf * exp(direction * Z_975 * se / mcf))).collect()
    };
    let (lower, upper) = (limit(-1.0), limit(1.0));
    Ok(MeanCumulative { time, n_risk, n_event: events, mcf, std_err, poisson_se, lower, upper })
}

/// The places of each person's intervals, in the order of time.
fn people(intervals: &[Interval]) -> Result<BTreeMap<u64, Vec<usize>>, StatsError> {
    if intervals.is_empty() {
        return Err(StatsError::NoRows);
    }
    let mut people: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (row, interval) in intervals.iter().enumerate() {
        for (time, column) in [(interval.start, "start"), (interval.stop, "stop")] {
            if !is_sound(time) {
                return Err(StatsError::Row { row, error: RowError::NotANumber { column: column.to_owned() } });
            }
        }
        if interval.stop <= interval.start {
            return Err(StatsError::Row { row, error: RowError::EmptyInterval });
        }
        people.entry(interval.id).or_default().push(row);
    }
    if people.len() < 2 {
        return Err(StatsError::OnePerson);
    }
    for places in people.values_mut() {
        places.sort_by(|a, b| intervals[*a].start.total_cmp(&intervals[*b].start));
        for pair in places.windows(2) {
            if intervals[pair[1]].start < intervals[pair[0]].stop {
                return Err(StatsError::Row { row: pair[1], error: RowError::Overlap });
            }
        }
    }
    Ok(people)
}

impl Serialize for MeanCumulative {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("MeanCumulative", 9)?;
        object.serialize_field("time", &self.time)?;
        object.serialize_field("n_risk", &self.n_risk)?;
        object.serialize_field("n_event", &self.n_event)?;
        object.serialize_field("mcf", &self.mcf)?;
        object.serialize_field("std_err", &self.std_err)?;
        object.serialize_field("robust_se", &self.std_err)?;
        object.serialize_field("poisson_se", &self.poisson_se)?;
        object.serialize_field("lower", &self.lower)?;
        object.serialize_field("upper", &self.upper)?;
        object.end()
    }
}
