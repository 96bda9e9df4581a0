//! The time zone of a calendar (VTIMEZONE, RFC 5545, 3.6.5): each change of its offset, one by one. A rule would be shorter,
//! but some zones have none: Casablanca follows the moon.

use crate::expand::instant;
use crate::lines::Lines;
use jiff::civil::date;
use jiff::tz::{Dst, Offset, TimeZone};

/// What other programs call the zone. A name that came from elsewhere than the IANA database could break a line.
pub(crate) fn name(zone: &TimeZone) -> Option<&str> {
    let is_plain = |name: &str| {
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "/_+-".contains(letter))
    };
    zone.iana_name().filter(|name| !zone.is_unknown() && is_plain(name))
}

/// Writes what the clocks do in these years, from the first to the end of the last.
pub(crate) fn write(lines: &mut Lines, zone: &TimeZone, name: &str, years: (i16, i16)) {
    lines.put("BEGIN:VTIMEZONE");
    lines.put(&format!("TZID:{name}"));
    let start = date(years.0, 1, 1).at(0, 0, 0, 0);
    let end = instant(zone, date(years.1, 12, 31).at(23, 59, 59, 0));
    if let (Some(from), Some(to)) = (instant(zone, start), end) {
        let now = zone.to_offset_info(from);
        // What was in force before is of no matter to any event.
        let mut before = now.offset();
        let onset = before.to_datetime(from);
        observance(lines, (before, before), now.dst(), now.abbreviation(), onset);
        for change in zone.following(from).take_while(|change| change.timestamp() <= to) {
            // Where only the name changes, no clock does.
            if change.offset() != before {
                let onset = before.to_datetime(change.timestamp());
                observance(lines, (before, change.offset()), change.dst(), change.abbreviation(), onset);
                before = change.offset();
            }
        }
    }
    lines.put("END:VTIMEZONE");
}

/// An offset from an onset on, which is told in the local time before it.
fn observance(
    lines: &mut Lines,
    (from, to): (Offset, Offset),
    dst: Dst,
    abbreviation: &str,
    onset: jiff::civil::DateTime,
) {
    let kind = if dst.is_dst() { "DAYLIGHT" } else { "STANDARD" };
    lines.put(&format!("BEGIN:{kind}"));
    lines.put(&format!("DTSTART:{}", onset.strftime("%Y%m%dT%H%M%S")));
    lines.put(&format!("TZOFFSETFROM:{}", offset(from)));
    lines.put(&format!("TZOFFSETTO:{}", offset(to)));
    lines.text("TZNAME", abbreviation);
    lines.put(&format!("END:{kind}"));
}

/// An offset as hours and minutes, and seconds where it has some (3.3.14).
fn offset(offset: Offset) -> String {
    let sign = if offset.is_negative() { '-' } else { '+' };
    let seconds = offset.seconds().abs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}
