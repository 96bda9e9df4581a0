//! A timer of a step: it holds when it ends, not its ticks.
//!
//! A phone that sleeps, a page that is loaded again and a browser that is closed change nothing. Starting it writes a
//! measure; pausing it, letting it run on and ending it are corrections of that measure.

use crate::values::{Seconds, Words};
use jiff::{SignedDuration, Timestamp};

/// A timer, as it stands. Since schema 2.
///
/// ```
/// # use supple_diary::{Seconds, Timer, Words};
/// let at = |minute: i64| jiff::Timestamp::from_second(1_790_000_000 + 60 * minute).unwrap();
/// let timer = Timer::start(Words::new("cold-pack").unwrap(), Seconds::new(900).unwrap(), at(0));
/// let rests = timer.paused(at(5));
/// assert_eq!(rests.left(at(60)).get(), 600, "a pause takes as long as it takes");
/// let runs = rests.resumed(at(60));
/// assert!(!runs.is_over(at(69)) && runs.is_over(at(70)));
/// assert_eq!(runs.done(at(62)).ran(at(62)).get(), 420);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timer {
    /// The id of the step in the plan.
    pub step: Words,
    /// How long it runs in all, pauses left out. It never runs for longer.
    pub seconds: Seconds,
    /// Whether it runs, rests or has ended.
    pub state: TimerState,
}

/// Whether a timer runs, rests or has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimerState {
    /// It runs, and ends then.
    Running(
        #[serde(serialize_with = "crate::values::write_time", deserialize_with = "crate::values::read_time")] Timestamp,
    ),
    /// It rests, and so much is left.
    Paused(Seconds),
    /// It ended, and so much was left: nothing where it ran to its end.
    Done(Seconds),
    /// The person stopped it since it made things worse, and so much was left.
    Worse(Seconds),
}

impl Timer {
    /// A timer that starts now.
    pub fn start(step: Words, seconds: Seconds, now: Timestamp) -> Timer {
        Timer { step, seconds, state: TimerState::Running(after(now, seconds)) }
    }

    /// How much is left.
    pub fn left(&self, now: Timestamp) -> Seconds {
        match self.state {
            TimerState::Running(ends) => {
                // What is begun of a second is left. A clock that was set back cannot make a timer longer than it is.
                let left = (ends.duration_since(now).as_millis().max(0) + 999) / 1000;
                i64::try_from(left)
                    .ok()
                    .and_then(|left| Seconds::new(left).ok())
                    .unwrap_or(self.seconds)
                    .min(self.seconds)
            }
            TimerState::Paused(left) | TimerState::Done(left) | TimerState::Worse(left) => left.min(self.seconds),
        }
    }

    /// How long it has run, pauses left out.
    pub fn ran(&self, now: Timestamp) -> Seconds {
        let ran = i64::from(self.seconds.get()) - i64::from(self.left(now).get());
        Seconds::new(ran).unwrap_or(self.seconds)
    }

    /// Whether it has run to its end, or was ended.
    pub fn is_over(&self, now: Timestamp) -> bool {
        match self.state {
            TimerState::Running(_) => self.left(now).get() == 0,
            TimerState::Paused(_) => false,
            TimerState::Done(_) | TimerState::Worse(_) => true,
        }
    }

    /// Whether half of its time is over.
    pub fn is_past_half(&self, now: Timestamp) -> bool {
        2 * self.left(now).get() <= self.seconds.get()
    }

    /// The timer at rest. One that is over stays over.
    #[must_use]
    pub fn paused(&self, now: Timestamp) -> Timer {
        match self.state {
            TimerState::Running(_) if !self.is_over(now) => self.in_state(TimerState::Paused(self.left(now))),
            _ => self.clone(),
        }
    }

    /// The timer running on. One that is over stays over.
    #[must_use]
    pub fn resumed(&self, now: Timestamp) -> Timer {
        match self.state {
            TimerState::Paused(left) => self.in_state(TimerState::Running(after(now, left))),
            _ => self.clone(),
        }
    }

    /// The timer ended, because it is over or because it is enough. One that was ended stays as it was ended.
    #[must_use]
    pub fn done(&self, now: Timestamp) -> Timer {
        match self.state {
            TimerState::Running(_) | TimerState::Paused(_) => self.in_state(TimerState::Done(self.left(now))),
            _ => self.clone(),
        }
    }

    /// The timer stopped since things got worse; also afterwards, for what shows only then.
    #[must_use]
    pub fn worse(&self, now: Timestamp) -> Timer {
        self.in_state(TimerState::Worse(self.left(now)))
    }

    fn in_state(&self, state: TimerState) -> Timer {
        Timer { state, ..self.clone() }
    }
}

fn after(now: Timestamp, seconds: Seconds) -> Timestamp {
    now.saturating_add(SignedDuration::from_secs(i64::from(seconds.get()))).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + seconds).unwrap()
    }

    fn seconds(seconds: i64) -> Seconds {
        Seconds::new(seconds).unwrap()
    }

    fn timer(length: i64) -> Timer {
        Timer::start(Words::new("cold-pack").unwrap(), seconds(length), at(0))
    }

    #[test]
    fn a_timer_ends_when_it_said_and_not_before() {
        let timer = timer(900);
        assert_eq!(timer.left(at(0)).get(), 900);
        assert!(!timer.is_past_half(at(449)) && timer.is_past_half(at(450)));
        assert!(!timer.is_over(at(899)) && timer.is_over(at(900)));
        assert_eq!(timer.left(at(100_000)).get(), 0);
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_timer_longer() {
        assert_eq!(timer(900).left(at(-3_600)).get(), 900);
        assert_eq!(timer(900).ran(at(-3_600)).get(), 0);
    }

    #[test]
    fn what_is_over_does_not_run_on() {
        let over = timer(900);
        assert_eq!(over.paused(at(901)), over);
        let done = over.done(at(901));
        assert_eq!(done.state, TimerState::Done(seconds(0)));
        assert_eq!(done.resumed(at(902)), done);
        assert_eq!(timer(900).worse(at(30)).done(at(40)).state, TimerState::Worse(seconds(870)), "worse stays worse");
    }

    proptest! {
        /// However often it is paused, looked at, and let run on, it runs for as long as it was set, and no longer.
        #[test]
        fn pauses_neither_lengthen_nor_shorten_it(length in 1i64..5_000, turns in prop::collection::vec((0i64..500, 0i64..5_000), 0..20)) {
            let (mut timer, mut now, mut ran) = (timer(length), 0, 0);
            for (runs, rests) in turns {
                now += runs;
                ran = (ran + runs).min(length);
                prop_assert_eq!(i64::from(timer.ran(at(now)).get()), ran);
                if timer.is_over(at(now)) {
                    break;
                }
                timer = timer.paused(at(now));
                now += rests;
                prop_assert_eq!(i64::from(timer.left(at(now)).get()), length - ran);
                timer = timer.resumed(at(now));
            }
            prop_assert!(timer.is_over(at(now + length)));
        }
    }
}
