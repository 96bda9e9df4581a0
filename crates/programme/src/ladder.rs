//! The rung of an exercise, from what was practised: up, down or as it was. This is the one place that decides it.
//!
//! Down goes before up, and each is one rung. Up needs that all is known and went well; what is not known keeps one where
//! one is. Down needs one bad session alone.

use crate::asked::{Done, days};
use jiff::civil::Date;
use supple_guidance::exercise::Rules;

/// Where an exercise goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// It begins.
    Start,
    /// As it was.
    Stay,
    /// One rung up.
    Up,
    /// One rung down.
    Down,
}

/// Why it goes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It was never done.
    New,
    /// It went well, often enough and for long enough.
    WentWell,
    /// It has to go well more often, or for longer.
    NotYet,
    /// It went well, and no rung above is open.
    AtTop,
    /// It was too much.
    TooMuch,
    /// The pain rose by as much as counts.
    Worse,
    /// A spasm came since.
    SpasmSince,
    /// It was long ago.
    LongAgo,
    /// It is a bad day.
    BadDay,
}

/// Where an exercise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stand {
    pub(crate) place: usize,
    pub(crate) step: Step,
    pub(crate) why: Why,
    /// Whether it was too much at its easiest, so lately that it rests.
    pub(crate) rests: bool,
}

/// What the next rung takes.
pub(crate) struct Bar {
    /// So many days on which it went well.
    pub(crate) sessions: u32,
    /// So many days since the first of them.
    pub(crate) days: u32,
    /// Whether nothing may lie between them.
    pub(crate) in_a_row: bool,
}

/// A ladder, and what was practised on it.
pub(crate) struct Ladder<'a> {
    /// The rung to begin with.
    pub(crate) start: usize,
    /// The rungs that are open, from the easiest on: at least one.
    pub(crate) open: usize,
    /// What was practised, each with its rung, the oldest first.
    pub(crate) done: Vec<(usize, &'a Done)>,
    pub(crate) rules: &'a Rules,
    pub(crate) today: Date,
    /// When the last episode began.
    pub(crate) episode: Option<Date>,
    /// Whether it is a day on which nothing goes up.
    pub(crate) bad_day: bool,
}

impl Ladder<'_> {
    /// Where it stands. `complete` says whether what was done on one day at a rung is all of its dose.
    pub(crate) fn stand(&self, bar: impl Fn(usize) -> Bar, complete: impl Fn(usize, &[&Done]) -> bool) -> Stand {
        let at = |place, step, why| Stand { place, step, why, rests: false };
        let Some((place, last)) = self.done.last().map(|(place, last)| (*place, *last)) else {
            return at(self.start.min(self.open.saturating_sub(1)), Step::Start, Why::New);
        };
        let ago = days(last.on, self.today);
        if let Some(why) = self.down(last.on) {
            return match place.checked_sub(1) {
                Some(below) => at(below, Step::Down, why),
                None => Stand {
                    rests: matches!(why, Why::TooMuch | Why::Worse) && ago < self.rules.rest_days.is,
                    ..at(0, Step::Stay, why)
                },
            };
        }
        let above = place + 1;
        match self.went_well(place, &bar(place), complete) {
            false => at(place, Step::Stay, Why::NotYet),
            true if above >= self.open => at(place, Step::Stay, Why::AtTop),
            true if self.bad_day => at(place, Step::Stay, Why::BadDay),
            true => at(above, Step::Up, Why::WentWell),
        }
    }

    /// Why to go one down, if there is a reason: by all that was done on the last day with it.
    fn down(&self, last: Date) -> Option<Why> {
        let on_last_day = || self.done.iter().map(|(_, done)| *done).filter(|done| done.on == last);
        if on_last_day().any(|done| done.too_much) {
            return Some(Why::TooMuch);
        }
        if on_last_day().any(|done| self.is_worse(done)) {
            return Some(Why::Worse);
        }
        if self.episode.is_some_and(|began| began >= last && began <= self.today) {
            return Some(Why::SpasmSince);
        }
        (days(last, self.today) > self.rules.break_days.is).then_some(Why::LongAgo)
    }

    fn is_worse(&self, done: &Done) -> bool {
        let rose = |(before, after): (u8, u8)| u32::from(after) >= u32::from(before) + self.rules.worse_points.is;
        done.before.zip(done.after).is_some_and(rose)
    }

    /// Whether a session is one of those that lead up: nothing unknown, and nothing against it.
    fn is_good(&self, done: &Done) -> bool {
        let calm = done.after.is_some_and(|after| u32::from(after) <= self.rules.most_pain.is);
        done.before.is_some() && calm && !done.too_much && !self.is_worse(done)
    }

    fn went_well(&self, place: usize, bar: &Bar, complete: impl Fn(usize, &[&Done]) -> bool) -> bool {
        let run = self.done.iter().rev().take_while(|(at, _)| *at == place).map(|(_, done)| *done);
        let run: Vec<&Done> = run.collect();
        let is_good_day = |day: &[&Done]| day.iter().all(|done| self.is_good(done)) && complete(place, day);
        let mut by_day = run.chunk_by(|one, other| one.on == other.on).map(is_good_day).peekable();
        if by_day.peek() != Some(&true) {
            return false;
        }
        let good =
            if bar.in_a_row { by_day.take_while(|good| *good).count() } else { by_day.filter(|good| *good).count() };
        let long = run.last().map_or(0, |first| days(first.on, self.today));
        u32::try_from(good).unwrap_or(u32::MAX) >= bar.sessions && long >= bar.days
    }
}
