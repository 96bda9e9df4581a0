//! Hours in which nothing rings, and a pause.

use jiff::{Timestamp, civil::Time};
use serde::{Deserialize, Serialize};

/// When reminders stay silent. A check on the person does not go by it: it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quiet {
    /// The quiet hours, on the person's own clock: from, to. They may go over midnight.
    pub hours: Option<(Time, Time)>,
    /// Nothing rings before this.
    pub snoozed_until: Option<Timestamp>,
}

impl Quiet {
    /// Whether a reminder stays silent then.
    ///
    /// ```
    /// use jiff::civil::time;
    /// use supple_reach::Quiet;
    /// let night = Quiet { hours: Some((time(22, 0, 0, 0), time(7, 0, 0, 0))), ..Quiet::default() };
    /// let at = "2026-12-01T05:00:00Z".parse().unwrap();
    /// assert!(night.holds(at, time(6, 0, 0, 0)));
    /// assert!(!night.holds(at, time(7, 0, 0, 0)));
    /// ```
    pub fn holds(&self, at: Timestamp, on_clock: Time) -> bool {
        let is_night = self.hours.is_some_and(|(from, to)| {
            if from <= to { from <= on_clock && on_clock < to } else { from <= on_clock || on_clock < to }
        });
        is_night || self.snoozed_until.is_some_and(|until| at < until)
    }
}

/// The time of day that is written so: `7:30` or `07:30`.
pub fn clock_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |digits: &str, most: i8| {
        let is_one = (1..=2).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse().ok().filter(|number: &i8| is_one && *number <= most)
    };
    Time::new(number(hour, 23)?, number(minute, 59).filter(|_| minute.len() == 2)?, 0, 0).ok()
}
