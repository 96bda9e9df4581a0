//! The person's own clock.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use supple_diary::{Diary, Moment};

/// The zone of the person's clock: their own choice, else that of the machine, else UTC. A zone that nobody knows is none.
pub fn zone(diary: &Diary, machine: &str) -> String {
    let chosen = diary.profile().zone.as_ref().map(ToString::to_string);
    let is_known = |zone: &String| Moment::in_zone(Timestamp::UNIX_EPOCH, zone).is_ok();
    chosen.into_iter().chain([machine.to_owned()]).find(is_known).unwrap_or_else(|| "UTC".to_owned())
}

/// The time on the clock of a zone; in UTC where nobody knows the zone.
pub fn on_clock(at: Timestamp, zone: &str) -> Zoned {
    at.in_tz(zone).unwrap_or_else(|_| at.to_zoned(TimeZone::UTC))
}

/// The time on the person's clock, as an entry keeps it.
pub fn moment(diary: &Diary, at: Timestamp, machine: &str) -> Moment {
    Moment::from(&on_clock(at, &zone(diary, machine)))
}
