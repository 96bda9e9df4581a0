//! A spasm of a trial, and how far pain fell.

use crate::protocol::{Arm, MOST_BOUTS};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The minutes after the draw within which an answer is one after half an hour.
const ON_TIME: RangeInclusive<u16> = 20..=44;

/// The minutes within which one is the second answer, and a late first one where there is none on time.
const SECOND: RangeInclusive<u16> = 45..=90;

/// Pain, 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Pain(u8);

impl Pain {
    /// The pain.
    ///
    /// # Errors
    /// Above 10.
    pub fn new(points: u8) -> Result<Pain, BoutError> {
        if points <= 10 { Ok(Pain(points)) } else { Err(BoutError::Pain(points)) }
    }

    /// Its points.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Pain {
    type Error = BoutError;

    fn try_from(points: u8) -> Result<Pain, BoutError> {
        Pain::new(points)
    }
}

impl From<Pain> for u8 {
    fn from(pain: Pain) -> u8 {
        pain.0
    }
}

/// Why spasms cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoutError {
    /// A pain out of range.
    #[error("a pain of {0} lies outside 0 to 10")]
    Pain(u8),
    /// A number out of range.
    #[error("the number {0} of a spasm lies outside 1 to {MOST_BOUTS}")]
    Number(u8),
    /// Two spasms with one number.
    #[error("two spasms have the number {0}")]
    Twice(u8),
}

/// Pain that was told after a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// How many minutes after.
    pub minutes: u16,
    /// The pain.
    pub pain: Pain,
}

/// What the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// What was drawn.
    AsDrawn,
    /// The other measure of the trial.
    Other,
    /// Neither, or something else: the draw was declined.
    Neither,
}

/// A spasm of a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bout {
    /// Which one, from 1.
    pub number: u8,
    /// The arm that was drawn. It is analysed as this, whatever was done.
    pub arm: Arm,
    /// When it was drawn.
    pub at: Timestamp,
    /// Pain before.
    pub before: Pain,
    /// Pain after.
    pub answers: Vec<Answer>,
    /// How many minutes after the draw a painkiller was taken, if so.
    pub rescue_minutes: Option<u16>,
    /// What was done.
    pub done: Done,
}

/// How far pain fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fall {
    /// Points; below 0 where it rose.
    pub(crate) points: i8,
    /// How many minutes after the draw it was told.
    pub(crate) minutes: u16,
    /// Whether it was told too late to be one after half an hour.
    pub(crate) is_late: bool,
}

/// The answers of a spasm that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// After half an hour; without one, a late one.
    pub first: Option<Answer>,
    /// Whether the first one is late.
    pub is_late: bool,
    /// After an hour.
    pub second: Option<Answer>,
}

impl Bout {
    /// The answers that count.
    pub fn outcome(&self) -> Outcome {
        let on_time = self.nearest(&ON_TIME, 30);
        Outcome {
            first: on_time.or_else(|| self.late()).copied(),
            is_late: on_time.is_none() && self.late().is_some(),
            second: self.nearest(&SECOND, 60).copied(),
        }
    }

    fn late(&self) -> Option<&Answer> {
        self.answers.iter().filter(|one| SECOND.contains(&one.minutes)).min_by_key(|one| one.minutes)
    }

    /// How far pain fell within half an hour: by the answer on time that is nearest to 30 minutes, or else by the earliest late
    /// one.
    pub(crate) fn fall(&self) -> Option<Fall> {
        Some(self.by(&self.outcome().first?))
    }

    /// How far it fell within an hour.
    pub(crate) fn second_fall(&self) -> Option<Fall> {
        Some(self.by(&self.outcome().second?))
    }

    fn nearest(&self, within: &RangeInclusive<u16>, to: u16) -> Option<&Answer> {
        let inside = self.answers.iter().filter(|one| within.contains(&one.minutes));
        inside.min_by_key(|one| (one.minutes.abs_diff(to), one.minutes))
    }

    fn by(&self, answer: &Answer) -> Fall {
        let points = self.before.0 as i8 - answer.pain.0 as i8;
        Fall { points, minutes: answer.minutes, is_late: !ON_TIME.contains(&answer.minutes) }
    }

    /// Whether no answer can change how far pain fell.
    pub(crate) fn is_settled(&self, now: Timestamp) -> bool {
        let last = SignedDuration::from_mins((*SECOND.end()).into());
        self.nearest(&ON_TIME, 30).is_some() || now.duration_since(self.at) > last
    }
}

/// Spasms in the order of their numbers.
pub(crate) fn in_order(bouts: &[Bout]) -> Result<Vec<&Bout>, BoutError> {
    let mut sorted: Vec<&Bout> = bouts.iter().collect();
    sorted.sort_by_key(|bout| bout.number);
    if let Some(outside) = sorted.iter().find(|bout| bout.number == 0 || bout.number > MOST_BOUTS) {
        return Err(BoutError::Number(outside.number));
    }
    match sorted.windows(2).find(|pair| pair[0].number == pair[1].number) {
        Some(pair) => Err(BoutError::Twice(pair[0].number)),
        None => Ok(sorted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bout(answers: &[(u16, u8)]) -> Bout {
        let answers = answers.iter().map(|&(minutes, pain)| Answer { minutes, pain: Pain(pain) }).collect();
        let (at, before) = (Timestamp::UNIX_EPOCH, Pain(7));
        Bout { number: 1, arm: Arm::A, at, before, answers, rescue_minutes: None, done: Done::AsDrawn }
    }

    #[test]
    fn the_answer_nearest_to_half_an_hour_counts_and_a_late_one_only_without_it() {
        let fall = |answers: &[(u16, u8)]| bout(answers).fall().map(|fall| (fall.points, fall.is_late));
        assert_eq!(fall(&[(21, 6), (33, 4), (44, 9), (60, 1)]), Some((3, false)));
        assert_eq!(fall(&[(28, 6), (32, 4)]), Some((1, false)));
        assert_eq!(fall(&[(19, 6), (90, 2), (45, 9)]), Some((-2, true)));
        assert_eq!(fall(&[(19, 6), (91, 2)]), None);
        assert_eq!(bout(&[(30, 6), (50, 2), (62, 3)]).second_fall().map(|fall| fall.points), Some(4));
    }

    #[test]
    fn an_answer_is_called_late_only_where_none_came_on_time() {
        let first = |answers: &[(u16, u8)]| {
            let outcome = bout(answers).outcome();
            (outcome.first.map(|answer| answer.minutes), outcome.is_late)
        };
        assert_eq!(first(&[]), (None, false));
        assert_eq!(first(&[(30, 5)]), (Some(30), false));
        assert_eq!(first(&[(30, 5), (60, 4)]), (Some(30), false));
        assert_eq!(first(&[(60, 4)]), (Some(60), true));
    }

    #[test]
    fn a_spasm_is_settled_by_an_answer_on_time_or_by_the_end_of_waiting() {
        let at = |minutes| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        assert!(bout(&[(30, 5)]).is_settled(at(31)) && !bout(&[(50, 5)]).is_settled(at(60)));
        assert!(bout(&[]).is_settled(at(91)) && !bout(&[]).is_settled(at(90)));
    }
}
