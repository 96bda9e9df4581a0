//! The report in short, for a code that a camera reads.

use jiff::Zoned;
use proptest::prelude::*;
use supple_diary::testing::diaries;
use supple_diary::{Diary, Log};
use supple_report::text::{BRIEF_BYTES, brief, text};
use supple_report::{Period, Proof, Request, Summary};

fn summary(diary: &Diary) -> Summary {
    let now: Zoned = "2026-11-22T21:00:00+01:00[Europe/Berlin]".parse().unwrap();
    Summary::of(diary, &Request::of(Period::usual(diary, now.date())), Proof::default(), &now)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_brief_fits_a_code_and_says_nothing_that_the_text_does_not(entries in diaries(60)) {
        let sheet = summary(&Diary::fold(&Log::from_iter(entries))).sheet();
        let (brief, whole) = (brief(&sheet), text(&sheet));
        prop_assert!(brief.len() <= BRIEF_BYTES, "{} bytes", brief.len());
        prop_assert!(brief.starts_with(&sheet.title));
        let whole: Vec<&str> = whole.lines().collect();
        for line in brief.lines().filter(|line| *line != "(The whole page says more.)") {
            prop_assert!(whole.contains(&line), "{line}");
        }
        let left_out = whole.iter().any(|line| !brief.lines().any(|said| said == *line));
        prop_assert_eq!(left_out, brief.contains("The whole page says more"), "what is left out is told of");
    }
}
