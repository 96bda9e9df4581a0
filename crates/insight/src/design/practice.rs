//! Exercises as exposures: what was practised in the hours before a spasm, and before the same time of other days.
//!
//! `guidance/exposures.toml` says how many hours are looked at. An exercise is an exposure of its own kind, for three reasons:
//! - **Reverse causation.** A spasm makes people exercise. What was done on a day with a spasm after it had begun, in an episode
//!   or on the day after one, answers a spasm: whether the next one followed it tells nothing. Such a time is unclear, and a day
//!   that looks back on nothing else is not compared. That choice depends on the past alone, so it leaves the likelihood valid.
//! - **An unknown hour.** Of an exercise of which only the day is known it is unclear whether it lies within the hours.
//! - **Confounding by indication.** People choose the days on which they exercise. The sentences say so.

use super::days::{Days, day_number, minute_of};
use super::exposures::{DAY, Exposure, Time, recorded};
use crate::names::{Groups, known_exercise};
use std::ops::Range;
use supple_diary::{Diary, Exercise, Precision};

/// For so many days after an episode, exercise still answers it: as many as are left out of the comparison.
const ANSWERS: i64 = 1;

#[derive(Default)]
struct Gathered {
    times: Vec<Time>,
    unclear: Vec<Range<i64>>,
}

/// All exercises that the diary speaks of.
pub(super) fn all(diary: &Diary, days: &Days) -> Vec<Exposure> {
    let minutes = i64::from(supple_guidance::embedded().advice.practice.hours) * 60;
    let mut gathered: Groups<'_, Gathered> = Groups::new(known_exercise);
    for (item, exercise) in diary.all::<Exercise>() {
        let number = day_number(item.happened().date());
        let Some(day) = days.get(number) else { continue };
        let minute = minute_of(item.happened());
        let of = gathered.of(exercise.what.as_str(), item.happened().at());
        let begins = (number - days.first) * DAY;
        let at = begins + minute;
        let follows = day.onset.is_some_and(|onset| onset.minute.is_none_or(|onset| onset <= minute));
        let answers = follows || day.is_under_way || day.since_recovery.is_some_and(|since| since <= ANSWERS);
        if item.precision() == Some(Precision::Day) {
            of.unclear.push(begins..begins + DAY);
        } else if answers {
            of.unclear.push(at..at + 1);
        } else {
            let waited = recorded(item).duration_since(item.happened().at()).as_mins();
            of.times.push(Time { from: at, to: at, said: at + waited, recorded: recorded(item) });
        }
    }
    let practised = |(name, of): (&str, Gathered)| Exposure::practised(name, minutes, of.times, of.unclear, days);
    gathered.all().map(practised).collect()
}
