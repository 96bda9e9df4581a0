//! Diaries that are written day by day, for tests.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test file uses a part of it")]

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, Zoned};
use supple_diary::testing::{check_in, some_words};
use supple_diary::{CheckIn, Diary, Draft, Kind, Log, Moment, Precision, Said, Seconds, Spasm, Tail};
use supple_insight::Findings;
use uuid::Uuid;

/// A diary from Monday, 6 January 2025, on.
pub struct Story {
    tail: Tail,
    log: Log,
    written: u64,
    days: i64,
}

/// What happened on a day.
#[derive(Clone, Default)]
pub struct Day {
    /// The hours in which a spasm began.
    pub spasms: Vec<i64>,
    /// What was answered in the check-in of the evening; none: no check-in.
    pub answers: Option<Vec<(&'static str, Said)>>,
}

pub fn date(day: i64) -> Date {
    Date::constant(2025, 1, 6).checked_add(day.days()).unwrap()
}

pub fn moment(day: i64, hour: i64, minute: i64) -> Moment {
    Moment::parse(&format!("{}T{hour:02}:{minute:02}:00+00:00[UTC]", date(day))).unwrap()
}

impl Story {
    pub fn new() -> Story {
        Story { tail: Tail::new(Uuid::from_u128(1)), log: Log::new(), written: 0, days: 0 }
    }

    /// So many days, each told by its number.
    pub fn of(days: i64, tell: impl Fn(i64) -> Day) -> Story {
        let mut story = Story::new();
        for day in 0..days {
            let told = tell(day);
            for hour in &told.spasms {
                story.say(moment(day, *hour, 0), Spasm { felt_wrong: Some(false), ..Spasm::default() });
            }
            if let Some(answers) = told.answers {
                let answers = answers.into_iter().map(|(id, said)| (some_words(id), said)).collect();
                let spasm = Some(!told.spasms.is_empty());
                story.say(moment(day, 22, 0), CheckIn { answers, ..check_in(&date(day).to_string(), spasm) });
            }
        }
        story.days = days;
        story
    }

    pub fn say(&mut self, happened: Moment, kind: impl Into<Kind>) {
        let recorded = happened.at();
        self.write(happened, recorded, kind);
    }

    /// Something of which the time is known no better than so.
    pub fn say_roughly(&mut self, happened: Moment, precision: Precision, kind: impl Into<Kind>) {
        let recorded = happened.at();
        self.seal(Draft { precision: Some(precision), ..Draft::new(happened, kind) }, recorded);
    }

    /// It is the evening of this day.
    pub fn until(mut self, day: i64) -> Story {
        self.days = day + 1;
        self
    }

    pub fn say_late(&mut self, happened: Moment, recorded: &Moment, kind: impl Into<Kind>) {
        self.write(happened, recorded.at(), kind);
    }

    fn write(&mut self, happened: Moment, recorded: Timestamp, kind: impl Into<Kind>) {
        self.seal(Draft::new(happened, kind), recorded);
    }

    fn seal(&mut self, draft: Draft, recorded: Timestamp) {
        self.written += 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.written.to_be_bytes());
        let entry = self.tail.write(draft, recorded, random, None).unwrap();
        self.log.insert(entry);
    }

    pub fn log(&self) -> Log {
        self.log.clone()
    }

    pub fn diary(&self) -> Diary {
        Diary::fold(&self.log)
    }

    /// The evening of the last day.
    pub fn now(&self) -> Zoned {
        date((self.days - 1).max(0)).at(23, 0, 0, 0).in_tz("UTC").unwrap()
    }

    pub fn findings(&self) -> Findings {
        Findings::of(&self.diary(), &self.now())
    }
}

/// Eight spasms of seconds in 60 days, each gap shorter than the one before, the last this morning.
pub fn ever_closer() -> Story {
    let mut story = Story::new();
    for (day, seconds) in [(0, 8), (14, 10), (26, 9), (36, 12), (44, 10), (50, 11), (54, 14), (56, 10)] {
        let seconds = Seconds::new(seconds).ok();
        story.say(moment(day, 8, 10), Spasm { seconds, ..Spasm::default() });
    }
    story.until(56)
}

/// Numbers from 0 to 99 that look random, the same for the same day and salt.
pub fn percent(day: i64, salt: i64) -> i64 {
    let mut x = (day * 1_000_003 + salt * 7_919 + 12_345) as u64;
    x = (x ^ (x >> 13)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((x ^ (x >> 32)) % 100) as i64
}

/// A day with a spasm at noon on each `every`th day, after a bad night with a chance of `with` percent, and of `without`
/// percent on other days; and with something that has nothing to do with it.
pub fn nights(every: i64, with: i64, without: i64) -> impl Fn(i64) -> Day {
    move |day| {
        let spasm = day % every == every - 1;
        let bad_night = percent(day, 1) < if spasm { with } else { without };
        let answers = vec![("poor-sleep", Said::Is(bad_night)), ("own-thing", Said::Is(percent(day, 2) < 40))];
        Day { spasms: if spasm { vec![12] } else { vec![] }, answers: Some(answers) }
    }
}

/// The same, told at seven in the morning, before any spasm of the day; and of each spasm that the back had not felt wrong before.
pub fn mornings(days: i64, told: impl Fn(i64) -> Day) -> Story {
    let mut story = Story::new();
    for day in 0..days {
        let told = told(day);
        let answers = told.answers.unwrap_or_default();
        let answers = answers.into_iter().map(|(id, said)| (some_words(id), said)).collect();
        let check_in = CheckIn { answers, ..check_in(&date(day).to_string(), Some(!told.spasms.is_empty())) };
        story.say(moment(day, 7, 0), check_in);
        for hour in told.spasms {
            story.say(moment(day, hour, 0), Spasm { felt_wrong: Some(false), ..Spasm::default() });
        }
    }
    story.until(days - 1)
}
