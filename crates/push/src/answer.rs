//! What the answer of a push service means.

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};

/// The longest that a push service may put us off: a day. More is taken as this.
pub const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The push service has it, and delivers it when it can (RFC 8030, section 5).
    Accepted,
    /// The subscription is over (RFC 8030, section 7.3): it is deleted, and the person is told on the next visit.
    Gone,
    /// It may be tried again.
    Later {
        /// Not before this, if the push service said how long; never negative, at most [`LONGEST_WAIT`].
        after: Option<SignedDuration>,
    },
    /// It is of no use to try this again. Why, for a log: what the push service answered, in one sentence.
    Refused(String),
}

/// What an answer means: its status, and its header `Retry-After` (RFC 9110, section 10.2.3), as seconds or as a date.
///
/// ```
/// use jiff::{SignedDuration, Timestamp};
/// use supple_push::{Outcome, answer};
/// let now: Timestamp = "2026-03-02T08:00:00Z".parse()?;
/// assert_eq!(answer(201, None, now), Outcome::Accepted);
/// assert_eq!(answer(410, None, now), Outcome::Gone);
/// assert_eq!(answer(429, Some("120"), now), Outcome::Later { after: Some(SignedDuration::from_secs(120)) });
/// # Ok::<(), jiff::Error>(())
/// ```
pub fn answer(status: u16, retry_after: Option<&str>, now: Timestamp) -> Outcome {
    let why = match status {
        200..=299 => return Outcome::Accepted,
        404 | 410 => return Outcome::Gone,
        408 | 425 | 429 | 500..=599 => {
            let after = retry_after.and_then(|text| wait(text.trim(), now));
            return Outcome::Later { after: after.map(|wait| wait.clamp(SignedDuration::ZERO, LONGEST_WAIT)) };
        }
        300..=399 => "it wants the message elsewhere, and is not followed",
        400 => "it finds the request malformed",
        401 | 403 => "it does not take messages for this subscription from the key of this server",
        413 => "the message is too long for it",
        _ => "it did not take the message",
    };
    Outcome::Refused(format!("the push service answered {status}: {why}"))
}

fn wait(text: &str, now: Timestamp) -> Option<SignedDuration> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number beyond all seconds is a long time, too.
        return Some(text.parse().map_or(LONGEST_WAIT, SignedDuration::from_secs));
    }
    let date = DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(date.duration_since(now))
}
