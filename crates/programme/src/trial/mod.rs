//! Trials of one person over days, read from the diary: what runs, what today is, and what came out.
//!
//! What such a trial is and by which rule it decides is `supple_trial::days`' business. Here its entries become the values of that
//! crate:
//!
//! - A period has the days from the one on which its arm was drawn. A draw that was taken back stays drawn; a trial whose beginning
//!   was taken back is none. Of two draws of one number, by two devices, the one that was recorded first counts.
//! - Spasms are counted as insight counts them for how often they come: the bouts of the days whose check-in says whether there was
//!   a spasm. A day that nobody answered is unknown, never quiet. What was told later than two days after a day does not count, so
//!   that nobody can change what came out (`days`).
//! - A period is looked at once its last day can be told no more.
//! - One trial over days runs at a time: of two that were begun on two devices, the first. A trial of single spasms may run beside
//!   it: how far pain falls after a measure and how often spasms come are two questions.
//!
//! `part` says what comes before the trial: help, an episode, what speaks against the habit. `acts` makes the entry of what someone
//! does.

mod acts;
mod days;
mod part;

pub use acts::{Refused, begin, day, next, protocol, stop};
pub use days::{LATE_DAYS, Rate, rate};
pub use part::{Hold, holds};

use days::Counts;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, Zoned};
use supple_diary::{DaysDone, DaysPeriod, DaysTrial, Diary, Exercise, Item, Kind, TrialEnd};
use supple_guidance::embedded;
use supple_guidance::trial::DaysOf;
use supple_trial::days::{
    DayFacts, DaysReport, HabitProtocol, HabitTrial, MayBegin, NotYet, Period, RevealedDays, judge_days,
};
use supple_trial::{Arm, Commitment, Drawn, Ending, NotAsPromised, Seed, Verdict};
use uuid::Uuid;

/// How many days a period can have; the first unless the person says otherwise.
pub const PERIODS: [u8; 2] = [7, 14];

/// What can be tried over days.
pub fn offered() -> &'static [DaysOf] {
    &embedded().trials.days
}

/// A period whose arm was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Which one, from 1.
    pub number: u8,
    /// Without the habit (A) or with it (B).
    pub arm: Arm,
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// The entry of its draw.
    pub entry: Uuid,
}

/// A trial over days in the diary.
#[derive(Clone, Debug)]
pub struct InDiary<'d> {
    /// Its beginning.
    pub item: &'d Item,
    /// What is tried.
    pub of: &'static DaysOf,
    /// Its seed and its rule.
    pub trial: HabitTrial,
    /// The periods that were drawn and count, in the order of their numbers.
    pub begun: Vec<Begun>,
    /// How many draws do not count, since two devices drew one number.
    pub dropped: usize,
    /// Those of them that are over and can be told no more.
    pub over: Vec<Period>,
    /// What came out so far.
    pub report: DaysReport,
    /// The day on which the person stopped it.
    pub stopped: Option<Date>,
    /// Whether another trial over days was begun before this one and still ran.
    pub is_second: bool,
}

/// A trial of which something cannot be read, or is not as promised: nothing is drawn in it and nothing said of it.
#[derive(Clone, Debug)]
pub struct Unreadable<'d> {
    /// Its beginning.
    pub item: &'d Item,
    /// Why, in a few words.
    pub why: String,
}

/// What is due in a trial that runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Due {
    /// A period may begin now: chance chooses.
    Begins(MayBegin),
    /// One would begin, but something comes first.
    Held(Vec<Hold>),
    /// A period goes on.
    Goes {
        /// Which.
        begun: Begun,
        /// The day of it, from 1.
        day: u8,
        /// Whether the habit was done today; none where nobody said.
        did: Option<bool>,
        /// What comes before the trial today. Where there is any, nothing is asked for, and nothing is to be left out.
        holds: Vec<Hold>,
    },
    /// All periods are over. Until the end of this day the last one can still be told.
    Waits(Date),
}

/// On how many days it was done as chance chose, up to yesterday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adherence {
    /// As chance chose.
    pub as_drawn: usize,
    /// Otherwise.
    pub otherwise: usize,
    /// Nobody said.
    pub unknown: usize,
}

/// All trials over days of the diary, in the order in which they were begun.
pub fn all<'d>(diary: &'d Diary, now: &Zoned) -> Vec<Result<InDiary<'d>, Unreadable<'d>>> {
    let counts = Counts::of(diary, now.time_zone());
    let mut found: Vec<Result<InDiary<'d>, Unreadable<'d>>> = Vec::new();
    for item in beginnings(diary) {
        let mut read = read(diary, item, now, &counts).map_err(|why| Unreadable { item, why });
        if let Ok(read) = &mut read {
            let at = day_of(item.first().recorded(), now);
            read.is_second = found.iter().flatten().any(|other| !other.is_second && other.ran_on(at));
        }
        found.push(read);
    }
    found
}

/// The trial that runs.
pub fn running<'d>(diary: &'d Diary, now: &Zoned) -> Option<InDiary<'d>> {
    all(diary, now).into_iter().flatten().find(InDiary::runs)
}

/// The last trial of this habit that counts.
pub fn last<'d>(diary: &'d Diary, of: &DaysOf, now: &Zoned) -> Option<InDiary<'d>> {
    all(diary, now).into_iter().flatten().rfind(|trial| trial.of.id == of.id && !trial.is_second)
}

/// What is not as promised in the trials over days of a diary, one line each: for whoever verifies it.
pub fn audit(diary: &Diary) -> Vec<String> {
    let judged = |item: &Item| {
        let wrong = match promised(item) {
            Err(Unkept::Promise) => Some(NotAsPromised.to_string()),
            Err(Unkept::Read(_)) => None,
            Ok((_, trial)) => broken(diary, &trial, item.id()),
        };
        wrong.map(|wrong| format!("trial {}: {wrong}", item.id()))
    };
    beginnings(diary).into_iter().filter_map(judged).collect()
}

fn beginnings(diary: &Diary) -> Vec<&Item> {
    let mut begun: Vec<&Item> = diary.all::<DaysTrial>().map(|(item, _)| item).collect();
    begun.sort_by_key(|item| (item.first().recorded(), item.id()));
    begun
}

fn day_of(at: Timestamp, now: &Zoned) -> Date {
    at.to_zoned(now.time_zone().clone()).date()
}

/// So many days later.
fn later(day: Date, days: u8) -> Date {
    day.saturating_add(i64::from(days).days())
}

/// Why a beginning begins nothing here.
enum Unkept {
    /// It is not as promised.
    Promise,
    /// It is not understood.
    Read(String),
}

/// What was begun, if seed and protocol are those that were promised.
fn promised(item: &Item) -> Result<(&'static DaysOf, HabitTrial), Unkept> {
    let read = |why: String| Unkept::Read(why);
    let Kind::DaysTrial(begun) = &item.as_written().kind else { return Err(read("it was changed".to_owned())) };
    let (seed, promised) = (Seed::from_hex(begun.seed.as_str()), Commitment::from_hex(begun.promised.as_str()));
    let (Ok(seed), Ok(promised)) = (seed, promised) else { return Err(Unkept::Promise) };
    if seed.promise(begun.protocol.json().as_bytes()) != promised {
        return Err(Unkept::Promise);
    }
    let of = embedded().trials.over_days(begun.which.as_str());
    let of = of.ok_or_else(|| read("this Supple does not know what it tries".to_owned()))?;
    let protocol = HabitProtocol::read(begun.protocol.json().as_bytes()).map_err(|error| read(error.to_string()))?;
    if protocol.habit().as_str() != of.id {
        return Err(read("its habit is not the one that this Supple knows".to_owned()));
    }
    HabitTrial::resume(protocol, seed, promised).map(|trial| (of, trial)).map_err(|_| Unkept::Promise)
}

fn read<'d>(diary: &'d Diary, item: &'d Item, now: &Zoned, counts: &Counts) -> Result<InDiary<'d>, String> {
    let (of, trial) = promised(item).map_err(|unkept| match unkept {
        Unkept::Promise => NotAsPromised.to_string(),
        Unkept::Read(why) => why,
    })?;
    let days = trial.protocol().period_days();
    let stored = stored(diary, item.id(), days);
    let many = stored.len();
    let begun = kept(stored);
    let dropped = many - begun.len();
    let ends = diary.all::<TrialEnd>().filter(|(_, end)| end.trial == item.id());
    let stopped = ends.map(|(item, _)| day_of(item.first().recorded(), now)).min();
    let is_over = |begun: &&Begun| {
        later(begun.last, LATE_DAYS) < now.date() && stopped.is_none_or(|stopped| begun.last < stopped)
    };
    let mut before: Option<Date> = None;
    let mut over = Vec::new();
    for begun in begun.iter().take_while(is_over) {
        // Where devices that were apart drew periods that overlap, a day belongs to the earlier number.
        let from = before.map_or(begun.first, |last| begun.first.max(later(last, 1)));
        let (observed_days, spasms) = counts.between(diary, from, begun.last);
        over.push(Period { number: begun.number, arm: begun.arm, observed_days, spasms });
        before = before.max(Some(begun.last));
    }
    let ending = if stopped.is_some() { Ending::StoppedByPerson } else { Ending::GoesOn };
    let report = judge_days(trial.protocol(), &over, ending).map_err(|error| error.to_string())?;
    Ok(InDiary { item, of, trial, begun, dropped, over, report, stopped, is_second: false })
}

/// The draws of a trial, also those that were taken back, by number and by when they were recorded.
fn stored(diary: &Diary, trial: Uuid, days: u8) -> Vec<Begun> {
    let all = diary.items().iter().chain(diary.removed());
    let of_trial = all.filter_map(|item| {
        let Kind::DaysPeriod(period) = &item.as_written().kind else { return None };
        (period.trial == trial).then_some((item, period))
    });
    let begun = of_trial.filter_map(|(item, period)| {
        let arm = match period.arm.as_str() {
            "a" => Arm::A,
            "b" => Arm::B,
            _ => return None,
        };
        let DaysPeriod { number, first, .. } = period;
        let number = u8::try_from(number.get()).ok()?;
        let begun = Begun { number, arm, first: *first, last: later(*first, days - 1), entry: item.id() };
        Some((number, item.first().recorded(), item.id(), begun))
    });
    let mut sorted: Vec<_> = begun.collect();
    sorted.sort_by_key(|(number, recorded, id, _)| (*number, *recorded, *id));
    sorted.into_iter().map(|(.., begun)| begun).collect()
}

/// One for each number: the first, as long as none is missing before it.
fn kept(stored: Vec<Begun>) -> Vec<Begun> {
    let mut kept: Vec<Begun> = Vec::new();
    for begun in stored {
        if usize::from(begun.number) == kept.len() + 1 {
            kept.push(begun);
        }
    }
    kept
}

/// What of its draws is not as promised, in a line.
fn broken(diary: &Diary, trial: &HabitTrial, id: Uuid) -> Option<String> {
    let stored = stored(diary, id, trial.protocol().period_days());
    let mut numbers: Vec<Drawn> = Vec::new();
    for begun in stored {
        match numbers.last() {
            Some(last) if last.number == begun.number && last.arm != begun.arm => {
                return Some(format!("two draws of period {} have different arms", begun.number));
            }
            Some(last) if last.number == begun.number => {}
            _ => numbers.push(Drawn { number: begun.number, arm: begun.arm }),
        }
    }
    trial.reveal(&numbers).audit().err().map(|wrong| wrong.to_string())
}

impl InDiary<'_> {
    /// Its id: that of its beginning.
    pub fn id(&self) -> Uuid {
        self.item.id()
    }

    /// Whether periods are still drawn in it.
    pub fn runs(&self) -> bool {
        !self.is_second && !self.report.verdict.is_over()
    }

    /// The day on which it came to its end; none while it goes on.
    pub fn ended(&self) -> Option<Date> {
        if self.report.verdict == Verdict::StoppedByPerson {
            return self.stopped;
        }
        let last = self.begun.iter().find(|begun| begun.number == self.report.after);
        last.filter(|_| self.report.verdict.is_over()).map(|last| later(last.last, LATE_DAYS + 1))
    }

    fn ran_on(&self, day: Date) -> bool {
        self.ended().is_none_or(|ended| day < ended)
    }

    /// The draws that count.
    pub(crate) fn drawn(&self) -> Vec<Drawn> {
        self.begun.iter().map(|begun| Drawn { number: begun.number, arm: begun.arm }).collect()
    }

    /// What is due today.
    pub fn due(&self, diary: &Diary, now: &Zoned) -> Due {
        let today = now.date();
        let holds = holds(diary, self.of, now);
        let last = self.begun.iter().max_by_key(|begun| begun.last);
        if let Some(begun) = last.filter(|begun| begun.last >= today) {
            let day = begun.first.until(today).map_or(0, |span| span.get_days()).max(0);
            let day = u8::try_from(day).unwrap_or(0).saturating_add(1);
            return Due::Goes { begun: *begun, day, did: self.did(diary, today), holds };
        }
        if let Some(last) = last.filter(|_| self.begun.len() >= usize::from(2 * self.trial.protocol().most_pairs())) {
            return Due::Waits(later(last.last, LATE_DAYS));
        }
        let (no_sign, no_episode, allowed) = part::facts(&holds);
        let facts = DayFacts { today, last: last.map(|last| last.last), no_sign, no_episode, allowed };
        match MayBegin::judge(&facts) {
            Ok(may) => Due::Begins(may),
            Err(reasons) => {
                debug_assert!(!reasons.iter().any(|reason| matches!(reason, NotYet::GoesOn(_))));
                Due::Held(holds)
            }
        }
    }

    /// Whether the habit was done on a day: as the person last said, or since the diary has the exercise on it.
    pub fn did(&self, diary: &Diary, day: Date) -> Option<bool> {
        let said = diary.all::<DaysDone>().filter(|(_, done)| done.trial == self.id() && done.day == day);
        let said = said.max_by_key(|(item, _)| (item.first().recorded(), item.id())).map(|(_, done)| done.did);
        let id = self.of.exercise.as_deref();
        let practised = || {
            let of_day = diary.day(day)?;
            let mut done = of_day.all::<Exercise>().map(|(_, exercise)| exercise.what.known());
            done.any(|what| what.is_some() && what == id).then_some(true)
        };
        said.or_else(practised)
    }

    /// On how many days it was done as chance chose, up to yesterday and to the last period that counts.
    pub fn adherence(&self, diary: &Diary, now: &Zoned) -> Adherence {
        let mut found = Adherence::default();
        let is_over = self.report.verdict.is_over();
        let counts = |begun: &&Begun| !is_over || begun.number <= self.report.after;
        for begun in self.begun.iter().filter(counts) {
            let days = begun.first.series(1.day()).take_while(|day| *day <= begun.last && *day < now.date());
            for day in days {
                match self.did(diary, day) {
                    None => found.unknown += 1,
                    Some(did) if did == (begun.arm == Arm::B) => found.as_drawn += 1,
                    Some(_) => found.otherwise += 1,
                }
            }
        }
        found
    }

    /// The days of a period that are answered so far, and how many of it have passed.
    pub fn answered(&self, diary: &Diary, begun: &Begun, now: &Zoned) -> [usize; 2] {
        let last = begun.last.min(now.date());
        let is_known = |day: &Date| diary.day(*day).is_some_and(days::is_answered);
        let passed = begun.first.series(1.day()).take_while(|day| *day <= last).count();
        [begun.first.series(1.day()).take(passed).filter(is_known).count(), passed]
    }

    /// What is told when it is over, so that anyone can check it.
    pub fn revealed(&self) -> Option<RevealedDays> {
        self.report.verdict.is_over().then(|| self.trial.reveal(&self.drawn()))
    }

    /// What of its draws is not as promised, in a line; none where each is derived again from the seed.
    pub fn broken(&self, diary: &Diary) -> Option<String> {
        broken(diary, &self.trial, self.id())
    }
}
