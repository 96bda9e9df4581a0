//! What is asked at a time of its own.

use crate::names::{daily, exposure};
use jiff::{ToSpan, Zoned};
use supple_diary::{CheckInState, Diary};
use supple_guidance::{When, embedded};

/// A question of the daily ones, with the id that its answer carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The id of an exposure.
    pub id: &'static str,
    /// The question, to be answered with yes or no.
    pub ask: &'static str,
}

/// The question about the night that has just passed: in the morning, once, of someone who keeps a diary, and not after a
/// spasm of the day. `guidance/offered.toml` says when.
///
/// In the evening a spasm of the day colours what is remembered of the night before it, and looks like its result.
pub fn about_the_night(diary: &Diary, now: &Zoned) -> Option<Question> {
    let morning = &embedded().offered.morning;
    let hour = u8::try_from(now.hour()).ok()?;
    let today = now.date();
    let first = today.checked_sub(i64::from(morning.days).days()).ok()?;
    let is_kept = diary.days().range(first..today).any(|(_, day)| day.check_in != CheckInState::None);
    let known = diary.day(today);
    if !(morning.from..morning.until).contains(&hour) || !is_kept || known.is_some_and(|day| day.spasm() == Some(true))
    {
        return None;
    }
    let is_night = |id: &str| embedded().exposures.iter().any(|one| one.when == When::Night && *one.id == *id);
    let is_known = |id: &str| {
        known.is_some_and(|day| {
            let answered = day.answers.iter().any(|(said, _)| exposure(said) == id);
            answered || day.all::<supple_diary::Exposure>().any(|(_, one)| exposure(one.what.as_str()) == id)
        })
    };
    let mut asked = daily().filter(|(id, _, _)| is_night(id) && !is_known(id));
    asked.next().map(|(id, ask, _)| Question { id, ask })
}
