//! The newest check in the diary, as far as it still counts.

use jiff::{SignedDuration, Timestamp};
use supple_diary::{Check, Diary};
use supple_guidance::Urgency;
use supple_triage::{Answers, Verdict};
use uuid::Uuid;

/// How long a check counts. What was so yesterday need not be so now.
pub const CHECK_COUNTS: SignedDuration = SignedDuration::from_hours(24);

/// A check in the diary, and what it says by the rules of today.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// When it was done.
    pub at: Timestamp,
    /// The entry that keeps it.
    pub entry: Uuid,
    /// How it comes out.
    pub verdict: Verdict<'static>,
}

/// The newest check that still counts, if there is one. It is never calmer than what it said then: answers that can no
/// longer be read are as good as not asked, but its urgency stands.
///
/// A check whose clock was ahead counts from now.
pub fn checked(diary: &Diary, now: Timestamp) -> Option<Checked> {
    let triage = supple_triage::embedded();
    let (item, check) = diary.last::<Check>()?;
    let at = item.happened().at().min(now);
    if now.duration_since(at) > CHECK_COUNTS {
        return None;
    }
    let answers = Answers::from_kept(triage, check.answers.json());
    let mut verdict = triage.verdict(&answers);
    let said = Urgency::ALL.into_iter().find(|urgency| urgency.id() == check.urgency.as_str());
    verdict.urgency = verdict.urgency.max(said.unwrap_or(verdict.urgency));
    Some(Checked { at, entry: item.id(), verdict })
}
