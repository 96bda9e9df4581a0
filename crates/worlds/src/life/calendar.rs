//! When a life begins, and where the person is.

use super::day::{HOME, Stay};
use crate::dice::Dice;
use crate::model::DAY;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use supple_diary::Moment;

/// Where people travel to: six hours behind, and seven or eight ahead.
const AWAY: [&str; 2] = ["America/New_York", "Asia/Tokyo"];

/// Any of 560 days; even the longest life is past.
pub(super) fn first(dice: &mut Dice) -> Date {
    Date::constant(2022, 1, 3).saturating_add(dice.whole(0, 560).days())
}

/// Where the person is on each day. People fly by night, so that what happens is always on one clock: a flight to the west
/// makes the night longer, and after one to the east a day begins later.
pub(super) fn stays(first: Date, days: i64, travels: bool, dice: &mut Dice) -> Vec<Stay> {
    let mut zones = Vec::new();
    while (zones.len() as i64) < days {
        let left = days - zones.len() as i64;
        zones.extend(std::iter::repeat_n(HOME, dice.whole(20, 40).min(left) as usize));
        let away = AWAY[usize::from(dice.yes(0.5))];
        // Everyone is at home again at the end.
        let many = dice.whole(4, 13).min(days - zones.len() as i64 - 3);
        zones.extend(std::iter::repeat_n(if travels { away } else { HOME }, many.max(0) as usize));
    }
    let mut before = HOME;
    (0..)
        .zip(zones)
        .map(|(day, zone)| Stay { zone, begins: begins(first, day, std::mem::replace(&mut before, zone), zone) })
        .collect()
}

/// The minute of a day that the new clock shows when the old one shows midnight; 0 where that is on the day before.
fn begins(first: Date, day: i64, old: &str, new: &str) -> i64 {
    if old == new {
        return 0;
    }
    let date = first.saturating_add(day.days());
    let midnight = Moment::around(DateTime::from_parts(date, Time::midnight()), old);
    let shown = midnight.ok().and_then(|moment| Moment::in_zone(moment.at(), new).ok()).map(|moment| moment.clock());
    shown
        .filter(|shown| shown.date() == date)
        .map_or(0, |shown| (i64::from(shown.hour()) * 60 + i64::from(shown.minute())).min(DAY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Of;
    use std::collections::BTreeSet;

    #[test]
    fn a_traveller_is_home_at_the_end_and_loses_hours_to_the_east_alone() {
        let mut dice = Dice::new(1, "travel", 1, Of::Life);
        let first = first(&mut dice);
        let stays = stays(first, 365, true, &mut dice);
        assert_eq!(stays.len(), 365);
        assert!(stays.iter().rev().take(3).all(|stay| *stay == Stay { zone: HOME, begins: 0 }));
        let zones: BTreeSet<&str> = stays.iter().map(|stay| stay.zone).collect();
        assert_eq!(zones, BTreeSet::from([AWAY[0], AWAY[1], HOME]));
        for pair in stays.windows(2).filter(|pair| pair[0].zone != pair[1].zone) {
            let east = pair[1].zone == AWAY[1] || pair[0].zone == AWAY[0];
            assert_eq!(pair[1].begins > 0, east, "{pair:?}");
            assert!(pair[1].begins <= 8 * 60, "{pair:?}");
        }
    }
}
