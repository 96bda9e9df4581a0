//! Which days can be compared: those of which it is known whether a spasm began, and on which one could begin.
//!
//! A day is *at risk* if its check-in says whether there was a spasm, no episode was under way at its start, and it is
//! not within the washout after one. After a spasm people do less of everything; comparing with those days would make
//! everything look like a trigger.
//!
//! An episode lasts from the onset to the recovery that the person records. What nobody said does not count: without a
//! recorded onset it lasts from its last bout to the recovery, and without either each bout is over with its last spasm.
//! The diary keeps bouts less than 14 days apart in one episode; if that were taken as being under way, someone with a
//! spasm a week would never be at risk again.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use supple_diary::{CheckInState, Diary, EpisodeState, Item, KindName, Moment, Precision, Spasm};

/// All days from the first that the diary knows of to today.
#[derive(Clone, Debug)]
pub(crate) struct Days {
    /// The number of the first day, counted from 1970-01-01.
    pub(crate) first: i64,
    pub(crate) days: Vec<Day>,
}

/// A day as far as comparisons go.
#[derive(Clone, Debug, Default)]
pub(crate) struct Day {
    /// Whether there is a check-in at all.
    pub(crate) has_check_in: bool,
    /// Whether a check-in says if there was a spasm.
    pub(crate) is_known: bool,
    /// The first spasm that began on this day; also where only a check-in says that there was one.
    pub(crate) onset: Option<Onset>,
    /// How many bouts began.
    pub(crate) bouts: u32,
    /// Whether an episode was under way at the start of the day.
    pub(crate) is_under_way: bool,
    /// How many days ago the last episode ended: 0 on the next day is 1.
    pub(crate) since_recovery: Option<i64>,
}

/// When a spasm began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Onset {
    /// The minute of the day on the person's clock; none where only the day is known.
    pub(crate) minute: Option<i64>,
    /// The time; none where only a check-in says that there was a spasm.
    pub(crate) at: Option<Timestamp>,
    /// Whether the back had already felt wrong; none where nobody said.
    pub(crate) felt_wrong: Option<bool>,
}

/// The number of a day, counted from 1970-01-01.
pub(crate) fn day_number(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}

/// The minute of the day that a clock showed.
pub(super) fn minute_of(moment: &Moment) -> i64 {
    let clock = moment.clock();
    i64::from(clock.hour()) * 60 + i64::from(clock.minute())
}

impl Days {
    pub(crate) fn of(diary: &Diary, now: &Zoned) -> Days {
        let today = day_number(now.date());
        let first = diary.days().keys().next().map_or(today, |date| day_number(*date).min(today));
        let many = usize::try_from(today - first + 1).unwrap_or(0);
        let mut days = Days { first, days: vec![Day::default(); many] };
        // An episode or a bout, from day to day.
        let mut stretches: Vec<(i64, i64)> = Vec::new();
        for (date, known) in diary.days() {
            let Some(day) = days.get_mut(day_number(*date)) else { continue };
            day.has_check_in = known.check_in != CheckInState::None;
            day.is_known = matches!(known.check_in, CheckInState::Done { .. });
            if known.spasms == 0 && known.spasm() == Some(true) {
                day.onset = Some(Onset { minute: None, at: None, felt_wrong: None });
                day.bouts = 1;
                stretches.push((day_number(*date), day_number(*date)));
            }
        }
        let spasms = diary.of(KindName::Spasm);
        for bout in diary.bouts() {
            let began = day_number(bout.onset.date());
            let ended = day_number(bout.onset.offset().to_datetime(bout.end).date());
            stretches.push((began, ended));
            if let Some(day) = days.get_mut(began) {
                day.bouts += 1;
                let first = spasms.get(bout.spasms.start);
                let by_day = first.and_then(Item::precision) == Some(Precision::Day);
                let minute = (!by_day).then(|| minute_of(&bout.onset));
                let felt_wrong = first.and_then(Item::get::<Spasm>).and_then(|spasm| spasm.felt_wrong);
                day.onset.get_or_insert(Onset { minute, at: Some(bout.onset.at()), felt_wrong });
            }
        }
        for episode in diary.episodes() {
            let began = day_number(episode.onset.date());
            let last = diary.bouts().get(episode.bouts.clone()).and_then(<[_]>::last);
            match episode.state(now.timestamp()) {
                EpisodeState::Recovered(at) => {
                    let last = last.map_or(began, |bout| day_number(bout.onset.date()));
                    stretches.push((if episode.said { began } else { last }, day_number(at.date())));
                }
                EpisodeState::Unsaid(last) if episode.said => stretches.push((began, day_number(last.date()))),
                EpisodeState::Open if episode.said => stretches.push((began, today)),
                EpisodeState::Unsaid(_) | EpisodeState::Open | EpisodeState::Passed(_) => {}
            }
        }
        days.mark(&stretches);
        days
    }

    fn mark(&mut self, stretches: &[(i64, i64)]) {
        let mut ends = vec![false; self.days.len()];
        for &(began, ended) in stretches {
            for number in began + 1..=ended.min(self.first + self.days.len() as i64 - 1) {
                if let Some(day) = self.get_mut(number) {
                    day.is_under_way = true;
                }
            }
            if let Some(end) = usize::try_from(ended - self.first).ok().and_then(|place| ends.get_mut(place)) {
                *end = true;
            }
        }
        let mut since = None;
        for (day, ends) in self.days.iter_mut().zip(ends) {
            day.since_recovery = since;
            since = if ends { Some(1) } else { since.map(|days| days + 1) };
        }
    }

    /// The day of this number.
    pub(crate) fn get(&self, number: i64) -> Option<&Day> {
        usize::try_from(number - self.first).ok().and_then(|place| self.days.get(place))
    }

    fn get_mut(&mut self, number: i64) -> Option<&mut Day> {
        usize::try_from(number - self.first).ok().and_then(|place| self.days.get_mut(place))
    }

    /// Whether a spasm could begin on this day, as far as is known, with this many days left out after an episode.
    pub(crate) fn is_at_risk(&self, number: i64, washout: i64) -> bool {
        self.get(number).is_some_and(|day| {
            day.is_known && !day.is_under_way && day.since_recovery.is_none_or(|since| since > washout)
        })
    }

    /// The numbers of the days at risk.
    pub(crate) fn at_risk(&self, washout: i64) -> impl Iterator<Item = i64> {
        (self.first..).take(self.days.len()).filter(move |number| self.is_at_risk(*number, washout))
    }

    /// The days with their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (i64, &Day)> {
        (self.first..).zip(&self.days)
    }
}
