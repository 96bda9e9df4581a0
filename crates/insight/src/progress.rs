//! How it went: practice, walking, pain and spasms side by side, week by week, and what changed since the first practice.
//!
//! A description, never an effect, and no judgement: a week without an entry is an empty week. What nobody said is unknown and
//! never counts as none. Weeks are stretches of seven days up to today, so that none is cut short.

use crate::design::{Days, day_number};
use crate::findings::{MODEL, Since};
use crate::names::known_exercise;
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use serde::Serialize;
use std::collections::BTreeSet;
use supple_diary::{Ability, Diary, Exercise, Level, Pain, Whole};

/// So many weeks are looked at.
pub const WEEKS: usize = 12;

/// So many days of a week have to be known before it is said that there was no spasm in it.
const LEAST_KNOWN: usize = 4;

/// The last weeks, and what changed since the first practice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Progress {
    /// The version of the method.
    pub model: String,
    /// The last weeks, the oldest first.
    pub weeks: Vec<Week>,
    /// The day of the first exercise or walk in the diary.
    pub began: Option<Date>,
    /// How often spasms came before and since that day; the method is that of any day that is named.
    pub since: Option<Since>,
    /// What the person wants to do, in the order in which it was first told.
    pub activities: Vec<Activity>,
}

/// Something that a person wants to do, in their own words, and how well they could.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Activity {
    /// What, as it was written last.
    pub what: String,
    /// The day on which it was first told how well, and how well, from 0 to 10.
    pub first: (Date, Level),
    /// The same of the last time; none where it was told once.
    pub last: Option<(Date, Level)>,
}

/// The activities of a diary up to a day. Small and capital letters are the same.
fn activities(diary: &Diary, today: Date) -> Vec<Activity> {
    let mut activities: Vec<(String, Activity)> = Vec::new();
    for (item, ability) in diary.all::<Ability>() {
        let told = (item.happened().date(), ability.level);
        if told.0 > today {
            continue;
        }
        let (what, key) = (ability.what.as_str().trim().to_owned(), ability.what.as_str().trim().to_lowercase());
        match activities.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => (known.what, known.last) = (what, Some(told)),
            None => activities.push((key, Activity { what, first: told, last: None })),
        }
    }
    activities.into_iter().map(|(_, activity)| activity).collect()
}

/// Seven days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Week {
    /// The first of them.
    pub from: Date,
    /// The last of them.
    pub to: Date,
    /// Days on which an exercise was written down, the walk apart.
    pub practice_days: usize,
    /// Walks that were written down.
    pub walks: usize,
    /// How long those of them took of which that is known, in minutes.
    pub minutes_walked: f64,
    /// Walks of which nobody said how long they took.
    pub walks_untimed: usize,
    /// The median pain of the days of which it is known, 0 to 10; none where it is known of no day.
    pub pain: Option<f64>,
    /// Of how many days it is known.
    pub pain_days: usize,
    /// Bouts: spasms less than two hours apart count once. None where there is none in the diary, and too few days are known to
    /// say that there was none.
    pub spasms: Option<u32>,
    /// Days of which it is known whether there was a spasm.
    pub known_days: usize,
}

impl Progress {
    /// The weeks up to now on the person's own clock. Entries of later days are not looked at.
    ///
    /// ```
    /// use supple_diary::{Diary, Log};
    /// use supple_insight::progress::{Progress, WEEKS};
    ///
    /// let now = "2026-11-22T21:00:00+01:00[Europe/Berlin]".parse().unwrap();
    /// let progress = Progress::of(&Diary::fold(&Log::new()), &now);
    /// assert_eq!((progress.weeks.len(), progress.began), (WEEKS, None));
    /// assert!(progress.weeks.iter().all(|week| week.pain.is_none() && week.spasms.is_none()));
    /// ```
    pub fn of(diary: &Diary, now: &Zoned) -> Progress {
        let (days, today) = (Days::of(diary, now), now.date());
        let past = diary.all::<Exercise>().filter(|(item, _)| item.happened().date() <= today);
        let practised: Vec<Practised> = past
            .map(|(item, exercise)| Practised {
                on: item.happened().date(),
                is_walk: known_exercise(exercise.what.as_str()) == Some(walk()),
                seconds: exercise.seconds.map(Whole::get),
            })
            .collect();
        let began = practised.iter().map(|done| done.on).min();
        let week = |back: usize| {
            let to = today.saturating_sub((7 * back as i64).days());
            week(diary, &days, &practised, to)
        };
        Progress {
            model: MODEL.to_owned(),
            weeks: (0..WEEKS).rev().map(week).collect(),
            began,
            since: began.map(|began| Since::of(diary, now, began)),
            activities: activities(diary, today),
        }
    }

    /// Whether nothing is known of any of the weeks.
    pub fn is_empty(&self) -> bool {
        let is_empty = |week: &Week| {
            week.practice_days + week.walks + week.pain_days + week.known_days == 0 && week.spasms.is_none()
        };
        self.weeks.iter().all(is_empty)
    }
}

/// The walk of the programme.
fn walk() -> &'static str {
    supple_guidance::embedded().walking.id.as_str()
}

/// An exercise, as far as it is counted here.
struct Practised {
    on: Date,
    is_walk: bool,
    seconds: Option<u32>,
}

fn week(diary: &Diary, days: &Days, practised: &[Practised], to: Date) -> Week {
    let from = to.saturating_sub(6.days());
    let of_week = || practised.iter().filter(|done| (from..=to).contains(&done.on));
    let walks = || of_week().filter(|done| done.is_walk);
    let practice_days: BTreeSet<Date> = of_week().filter(|done| !done.is_walk).map(|done| done.on).collect();
    let seconds: f64 = walks().filter_map(|walk| walk.seconds).map(f64::from).sum();
    let mut pains: Vec<f64> = diary.days().range(from..=to).filter_map(|(_, day)| pain(day)).collect();
    let known: Vec<_> = (day_number(from)..=day_number(to)).filter_map(|number| days.get(number)).collect();
    let known_days = known.iter().filter(|day| day.is_known || day.bouts > 0).count();
    let bouts: u32 = known.iter().map(|day| day.bouts).sum();
    Week {
        from,
        to,
        practice_days: practice_days.len(),
        walks: walks().count(),
        minutes_walked: seconds / 60.0,
        walks_untimed: walks().filter(|walk| walk.seconds.is_none()).count(),
        pain_days: pains.len(),
        pain: median(&mut pains),
        spasms: (bouts > 0 || known_days >= LEAST_KNOWN).then_some(bouts),
        known_days,
    }
}

/// The pain of a day: what its check-in says of the whole day; without that, the median of what was noted on it.
fn pain(day: &supple_diary::Day) -> Option<f64> {
    let said = day.pain.map(|level| f64::from(level.get()));
    said.or_else(|| {
        let mut noted: Vec<f64> = day.all::<Pain>().map(|(_, pain)| f64::from(pain.level.get())).collect();
        median(&mut noted)
    })
}

/// The median; of an even number the mean of the two in the middle.
fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle)?;
    Some(if values.len() % 2 == 1 { *upper } else { (values[middle - 1] + upper) / 2.0 })
}
