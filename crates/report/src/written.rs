//! How the record was written: what as it happened, what later, what was changed.

use crate::request::Period;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use supple_diary::{Diary, Item, Spasm};
use supple_guidance::report::Report;

/// How the record was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Within so many minutes counts as written as it happened.
    pub prompt_minutes: u32,
    /// Spasms that were written as they happened, or as they ended.
    pub prompt: usize,
    /// Spasms that were written later, or of a time that is not known to the minute.
    pub later: usize,
    /// Entries of the period that were corrected; both versions are kept.
    pub corrected: usize,
    /// Entries of the period that were taken out; they are kept, too.
    pub removed: usize,
}

/// Of a diary that holds nothing but the period; `whole` has what was taken out.
pub(crate) fn written(diary: &Diary, whole: &Diary, period: Period, rules: &Report) -> Written {
    let prompt = diary.all::<Spasm>().filter(|(item, spasm)| is_prompt(item, spasm, rules)).count();
    Written {
        prompt_minutes: rules.prompt_minutes,
        prompt,
        later: diary.all::<Spasm>().count() - prompt,
        corrected: diary.items().iter().filter(|item| item.correction().is_some()).count(),
        removed: whole.removed().iter().filter(|item| period.has(item.happened().date())).count(),
    }
}

/// Whether a spasm was written as it happened. One that was corrected to another time later was not written at that time.
fn is_prompt(item: &Item, spasm: &Spasm, rules: &Report) -> bool {
    let lasted = SignedDuration::from_secs(spasm.seconds.map_or(0, |seconds| i64::from(seconds.get())));
    let after = item.first().recorded().duration_since(item.happened().at());
    let most = lasted + SignedDuration::from_mins(i64::from(rules.prompt_minutes));
    let as_written = item.as_written();
    item.precision().is_none() && as_written.happened.at() == item.happened().at() && after <= most
}
