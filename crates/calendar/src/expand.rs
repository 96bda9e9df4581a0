//! When everything in a calendar happens.

use crate::error::CalendarError;
use crate::series::Series;
use crate::{Calendar, Occurrence, When};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

impl Calendar {
    /// Everything that begins at `from` or later and before `to`, in order. What was called off does not happen.
    ///
    /// # Errors
    /// If two events have one UID, or a field of an event cannot be written.
    pub fn occurrences(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Occurrence>, CalendarError> {
        let mut found = Vec::new();
        for series in self.series()?.iter().filter(|series| !series.event.cancelled) {
            let moved = series.moved();
            let left_out = series.exceptions();
            // An offset is at most a day, and so is what the clocks skip.
            let (first, last) = (around(&self.zone, from, -3), around(&self.zone, to, 3));
            let in_place = series.between(first, last).map(|time| (time, time));
            let in_place =
                in_place.filter(|(of, _)| !left_out.contains(of) && !moved.iter().any(|(other, _)| other == of));
            let all = in_place.chain(moved.iter().copied());
            let all = all.filter_map(|(of, time)| {
                let (start, end) = span(&self.zone, series, time)?;
                Some(Occurrence { start, end, uid: series.event.uid.clone(), of })
            });
            found.extend(all.filter(|occurrence| from <= occurrence.start && occurrence.start < to));
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// A local day, and so many days more.
fn around(zone: &TimeZone, at: Timestamp, days: i32) -> Date {
    zone.to_datetime(at).date().saturating_add(days.days())
}

/// When an event begins and ends that is set for a local time. None beyond what the clock can count, which no year that can be
/// written is.
fn span(zone: &TimeZone, series: &Series<'_>, time: DateTime) -> Option<(Timestamp, Timestamp)> {
    let start = instant(zone, time)?;
    let end = match series.event.when {
        When::At { minutes, .. } => start.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok()?,
        When::Day(_) => instant(zone, time.checked_add(1.day()).ok()?)?,
    };
    Some((start, end))
}

/// Local time as an instant, by RFC 5545, 3.3.5: in a gap with the offset before it, in a fold the first.
pub(crate) fn instant(zone: &TimeZone, time: DateTime) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(time).compatible().ok()
}
