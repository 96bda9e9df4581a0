//! A report knows the diary that it was made from, and notices a changed one.

use proptest::prelude::*;
use supple_diary::Log;
use supple_diary::testing::diaries;
use supple_report::{Judged, heads};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_diary_that_only_grew_still_holds_its_report(entries in diaries(30), at in 0usize..30) {
        let at = at.min(entries.len());
        let proof = heads(&Log::from_iter(entries[..at].to_vec()));
        let whole = Log::from_iter(entries.clone());
        match proof.judge(&whole) {
            Judged::Empty => prop_assert!(proof.heads.is_empty()),
            Judged::Whole { since } => prop_assert!(since <= entries.len()),
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn a_diary_without_the_last_entry_of_a_device_is_not_the_one_of_the_report(entries in diaries(30)) {
        prop_assume!(!entries.is_empty());
        let proof = heads(&Log::from_iter(entries.clone()));
        let last = proof.heads.last().unwrap().clone();
        let less = entries.into_iter().filter(|e| e.device() != last.device || e.sequence() < last.sequence);
        let judged = proof.judge(&Log::from_iter(less));
        prop_assert!(matches!(judged, Judged::Missing(ref missing) if missing.contains(&last)), "{judged:?}");
    }
}
