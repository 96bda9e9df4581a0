//! Backoff: when a letter that did not arrive is tried again.

use jiff::SignedDuration;

/// The first pause.
const FIRST: SignedDuration = SignedDuration::from_secs(5);

/// The longest pause: whoever waits for a word is not helped by one that comes an hour after the network is back.
const LONGEST: SignedDuration = SignedDuration::from_mins(5);

/// How long to wait after so many tries that failed: 5 seconds, doubled each time, at most 5 minutes.
///
/// ```
/// use supple_reach::again;
/// assert_eq!([1, 2, 3, 20].map(|tries| again(tries).as_secs()), [5, 10, 20, 300]);
/// ```
pub fn again(tries: u32) -> SignedDuration {
    let doubled = FIRST.as_secs().saturating_mul(1i64.checked_shl(tries.saturating_sub(1).min(20)).unwrap_or(i64::MAX));
    SignedDuration::from_secs(doubled.min(LONGEST.as_secs()))
}

/// Whether a letter that has been tried so often is given up: after about two days.
pub fn gives_up(tries: u32) -> bool {
    tries >= 600
}
