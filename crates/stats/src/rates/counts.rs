//! Counts, checked.

use crate::number::{is_above_zero, is_sound};
use crate::{RowError, StatsError};

/// The largest count of one period that is believed.
pub const MAX_COUNT: u64 = 1_000_000;

/// How often something happened in periods, and how long each was watched.
#[derive(Clone, Copy, Debug)]
pub struct Counts<'a> {
    x: &'a [f64],
    exposure: &'a [f64],
    count: &'a [u64],
}

impl<'a> Counts<'a> {
    /// Takes periods: where each stands on x, how long it was watched (days with a check-in), and the count. In a formula of
    /// R: `count ~ x + offset(log(exposure))`.
    ///
    /// ```
    /// use supple_stats::rates::Counts;
    ///
    /// let counts = Counts::new(&[0.0, 1.0, 2.0], &[7.0, 7.0, 6.0], &[2, 0, 1])?;
    /// assert_eq!((counts.periods(), counts.events(), counts.exposure()), (3, 3, 20.0));
    /// # Ok::<(), supple_stats::StatsError>(())
    /// ```
    ///
    /// # Errors
    /// With lengths that differ, with an x that is no number, an exposure that is not above 0, a count above
    /// [`MAX_COUNT`], fewer than two periods, one x for all, or no event.
    pub fn new(x: &'a [f64], exposure: &'a [f64], count: &'a [u64]) -> Result<Counts<'a>, StatsError> {
        for (what, got) in [("the column of days", exposure.len()), ("the column of counts", count.len())] {
            if got != x.len() {
                return Err(StatsError::Length { what, got, expected: x.len() });
            }
        }
        for row in 0..x.len() {
            if !is_sound(x[row]) {
                return Err(StatsError::Row { row, error: RowError::NotANumber { column: "the time".to_owned() } });
            }
            if !is_above_zero(exposure[row]) {
                return Err(StatsError::Row { row, error: RowError::NotPositive { column: "the number of days" } });
            }
            if count[row] > MAX_COUNT {
                return Err(StatsError::Row { row, error: RowError::CountTooLarge { count: count[row] } });
            }
        }
        if x.len() < 2 {
            return Err(StatsError::TooFewPeriods { got: x.len(), needed: 2 });
        }
        if x.iter().all(|other| *other == x[0]) {
            return Err(StatsError::OneTime);
        }
        let counts = Counts { x, exposure, count };
        if counts.events() == 0 {
            return Err(StatsError::NoEvents);
        }
        Ok(counts)
    }

    /// The number of periods.
    pub fn periods(&self) -> usize {
        self.x.len()
    }

    /// The number of events in all periods.
    pub fn events(&self) -> u64 {
        self.count.iter().sum()
    }

    /// The exposure of all periods together.
    pub fn exposure(&self) -> f64 {
        self.exposure.iter().sum()
    }

    pub(super) fn x(&self) -> &'a [f64] {
        self.x
    }

    /// Exposure and count of each period.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (f64, u64)> {
        self.exposure.iter().copied().zip(self.count.iter().copied())
    }

    /// Whether all events have the smallest x, or all the largest: then the best slope is infinite.
    pub(super) fn all_at_one_end(&self) -> bool {
        let (least, most) = self.ends();
        let with_events = || self.x.iter().zip(self.count).filter(|(_, count)| **count > 0).map(|(x, _)| *x);
        with_events().all(|x| x == least) || with_events().all(|x| x == most)
    }

    /// The smallest and the largest x.
    pub(super) fn ends(&self) -> (f64, f64) {
        self.x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), x| (least.min(*x), most.max(*x)))
    }
}
