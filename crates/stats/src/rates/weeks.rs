//! Weeks, and what to do with those of which little is known.

use serde::{Deserialize, Serialize};

/// A week of the diary.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Week {
    /// Which week, counted from anywhere. A merged one is the mean of its weeks, weighted by days.
    pub week: f64,
    /// Days with a check-in.
    pub days_observed: f64,
    /// Bouts on those days.
    pub count: u64,
}

/// Merges each week with fewer days with a check-in than this into a neighbour: the one before, or the first ones into
/// the one after. Weeks without any day disappear.
///
/// ```
/// use supple_stats::rates::{Week, merge_thin_weeks};
///
/// let week = |week, days_observed, count| Week { week, days_observed, count };
/// let merged = merge_thin_weeks(&[week(0.0, 7.0, 2), week(1.0, 1.0, 1), week(2.0, 7.0, 0)], 3.0);
/// assert_eq!(merged, [week(0.125, 8.0, 3), week(2.0, 7.0, 0)]);
/// ```
pub fn merge_thin_weeks(weeks: &[Week], least_days: f64) -> Vec<Week> {
    let mut merged: Vec<Week> = Vec::with_capacity(weeks.len());
    for week in weeks.iter().filter(|week| week.days_observed > 0.0) {
        match merged.last_mut() {
            Some(last) if week.days_observed < least_days || last.days_observed < least_days => {
                *last = together(last, week);
            }
            _ => merged.push(*week),
        }
    }
    merged
}

fn together(a: &Week, b: &Week) -> Week {
    let days_observed = a.days_observed + b.days_observed;
    Week {
        week: (a.week * a.days_observed + b.week * b.days_observed) / days_observed,
        days_observed,
        count: a.count + b.count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(week: f64, days_observed: f64, count: u64) -> Week {
        Week { week, days_observed, count }
    }

    #[test]
    fn thin_weeks_join_a_neighbour_and_nothing_is_lost() {
        let weeks = [week(0.0, 1.0, 1), week(1.0, 7.0, 2), week(2.0, 0.0, 0), week(3.0, 2.0, 3), week(4.0, 5.0, 0)];
        let merged = merge_thin_weeks(&weeks, 3.0);
        assert_eq!(merged, [week(13.0 / 10.0, 10.0, 6), week(4.0, 5.0, 0)]);
    }
}
