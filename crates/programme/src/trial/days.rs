//! How often spasms came on the days of a trial.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;
use supple_diary::{CheckIn, CheckInState, Day, Diary, KindName};

/// A day counts as it was told until the end of the day so many days later.
pub const LATE_DAYS: u8 = 2;

/// So many of the last days are looked at for [`rate`], of which so many must be answered.
const LOOK_BACK: i32 = 56;
const LEAST_DAYS: usize = 14;

/// Whether the check-in of a day says if there was a spasm.
pub(crate) fn is_answered(day: &Day) -> bool {
    matches!(day.check_in, CheckInState::Done { .. })
}

/// When a day can be told no more, so that it counts.
fn closes(day: Date, zone: &TimeZone) -> Timestamp {
    let after = day.saturating_add((i64::from(LATE_DAYS) + 1).days());
    after.to_zoned(zone.clone()).map_or(Timestamp::MAX, |at| at.timestamp())
}

/// The bouts of each day that were told in time.
pub(crate) struct Counts {
    zone: TimeZone,
    bouts: BTreeMap<Date, u32>,
}

impl Counts {
    pub(crate) fn of(diary: &Diary, zone: &TimeZone) -> Counts {
        let spasms = diary.of(KindName::Spasm);
        let mut bouts: BTreeMap<Date, u32> = BTreeMap::new();
        for bout in diary.bouts() {
            let day = bout.onset.date();
            let told = spasms.get(bout.spasms.clone()).unwrap_or_default().iter();
            if told.map(|item| item.first().recorded()).any(|recorded| recorded < closes(day, zone)) {
                *bouts.entry(day).or_default() += 1;
            }
        }
        Counts { zone: zone.clone(), bouts }
    }

    /// The days of a period that are known, and their spasms.
    pub(crate) fn between(&self, diary: &Diary, from: Date, to: Date) -> (u8, u32) {
        if from > to {
            return (0, 0);
        }
        let each = diary.between(from, to).filter_map(|day| self.on(day));
        each.fold((0, 0), |(days, spasms), bouts| (days + 1, spasms + bouts))
    }

    /// The spasms of a day; none where it is not known. A check-in may say that there was one that nobody stored.
    fn on(&self, day: &Day) -> Option<u32> {
        let closes = closes(day.date, &self.zone);
        let mut told = day.all::<CheckIn>().filter(|(_, said)| said.spasm.is_some());
        let in_time = told.any(|(item, _)| item.first().recorded() < closes);
        let stored = self.bouts.get(&day.date).copied().unwrap_or(0);
        (is_answered(day) && in_time).then_some(match day.check_in {
            CheckInState::Done { spasm: true } => stored.max(1),
            _ => stored,
        })
    }
}

/// How often spasms came lately.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Spasms a day, on the days that are known.
    pub per_day: f64,
    /// How many days are known.
    pub days: usize,
}

/// How often spasms came in the last eight weeks before a day; none where fewer than two weeks of days are known.
pub fn rate(diary: &Diary, today: Date) -> Option<Rate> {
    let from = today.saturating_sub(LOOK_BACK.days());
    let mut bouts = 0_u32;
    let mut days = 0;
    for day in diary.between(from, today.saturating_sub(1.day())).filter(|day| is_answered(day)) {
        let stored = diary.bouts().iter().filter(|bout| bout.onset.date() == day.date).count();
        let said = usize::from(day.check_in == CheckInState::Done { spasm: true });
        bouts = bouts.saturating_add(u32::try_from(stored.max(said)).unwrap_or(u32::MAX));
        days += 1;
    }
    (days >= LEAST_DAYS).then(|| Rate { per_day: f64::from(bouts) / days as f64, days })
}
