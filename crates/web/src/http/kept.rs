//! What a diary shows, kept until the diary changes: it takes the most of all that pages make, and a person looks at
//! several pages of it, one after the other.

use jiff::Zoned;
use jiff::civil::Date;
use std::sync::{Arc, Mutex, PoisonError};
use supple_diary::Diary;
use supple_insight::Findings;

/// The findings that were made last, with what they were made of. One diary is open at a time, so one is kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept(Arc<Mutex<Option<Made>>>);

#[derive(Debug)]
struct Made {
    /// Held, so that no other diary comes to stand at its place in memory.
    diary: Arc<Diary>,
    hour: Hour,
    findings: Arc<Findings>,
}

/// The hour of a person's own clock. Findings tell of days, and of hours where something still goes on.
#[derive(Debug, PartialEq)]
struct Hour(Date, i8, Option<String>);

impl Hour {
    fn of(now: &Zoned) -> Hour {
        Hour(now.date(), now.hour(), now.time_zone().iana_name().map(str::to_owned))
    }
}

impl Kept {
    /// What this diary shows in this hour. It is made where it is not kept; who asks meanwhile waits for it and makes
    /// none.
    pub(crate) fn findings(&self, diary: &Arc<Diary>, now: &Zoned) -> Arc<Findings> {
        // Whoever broke off in the middle has put nothing in.
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hour = Hour::of(now);
        match &*last {
            Some(made) if Arc::ptr_eq(&made.diary, diary) && made.hour == hour => Arc::clone(&made.findings),
            _ => {
                let findings = Arc::new(Findings::of(diary, now));
                *last = Some(Made { diary: Arc::clone(diary), hour, findings: Arc::clone(&findings) });
                findings
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use supple_diary::Log;

    #[test]
    fn findings_are_made_anew_for_another_diary_another_hour_and_another_clock_only() {
        let kept = Kept::default();
        let now: Zoned = "2026-11-22T10:05[Europe/Berlin]".parse().unwrap();
        let diary = Arc::new(Diary::fold(&Log::new()));
        let (same, first_hour) = (Arc::clone(&diary), now.clone());
        let first = kept.findings(&diary, &now);
        let is_kept = |diary: &Arc<Diary>, now: &str| {
            let kept = Kept(Arc::new(Mutex::new(Some(Made {
                diary: Arc::clone(&same),
                hour: Hour::of(&first_hour),
                findings: Arc::clone(&first),
            }))));
            Arc::ptr_eq(&first, &kept.findings(diary, &now.parse().unwrap()))
        };
        assert!(is_kept(&diary, "2026-11-22T10:59[Europe/Berlin]"));
        assert!(!is_kept(&diary, "2026-11-22T11:00[Europe/Berlin]"));
        assert!(!is_kept(&diary, "2026-11-23T10:05[Europe/Berlin]"));
        assert!(!is_kept(&diary, "2026-11-22T10:05[Europe/Lisbon]"));
        assert!(!is_kept(&Arc::new(Diary::fold(&Log::new())), "2026-11-22T10:05[Europe/Berlin]"));
    }
}
