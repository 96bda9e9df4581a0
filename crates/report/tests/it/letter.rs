//! A letter tells what was ticked, and nothing else of the person.

use jiff::Zoned;
use proptest::prelude::*;
use supple_diary::testing::diaries;
use supple_diary::{Diary, Log};
use supple_report::letter::{NAMES, letter, letters, offers};
use supple_report::{Period, Proof, Request, Summary};

fn summary(diary: &Diary) -> Summary {
    let now: Zoned = "2026-11-22T21:00:00+01:00[Europe/Berlin]".parse().unwrap();
    let request = Request::of(Period::usual(diary, now.date()));
    Summary::of(diary, &request, Proof::default(), &now)
}

/// Words of illness, as a letter without a tick must not have them.
const MEDICAL: [&str; 6] = ["spasm", "muscle", "cramp", "pain", "doctor", "medicine"];

#[test]
fn without_a_tick_a_letter_tells_nothing_medical() {
    let summary = summary(&Diary::default());
    for which in letters() {
        let text = letter(&summary, which, &[]).to_lowercase();
        assert!(!text.contains(|letter: char| letter.is_ascii_digit()), "{text}");
        // Whoever lives with the person knows of the back; at work nobody has to.
        assert!(MEDICAL.iter().all(|word| !text.contains(word)), "{text}");
        assert!(which.id != "work" || !text.contains("back"), "{text}");
    }
}

#[test]
fn each_name_in_braces_is_one_that_the_diary_can_fill_in() {
    for line in letters().iter().flat_map(|letter| &letter.lines) {
        for rest in line.text.split('{').skip(1) {
            let name = rest.split('}').next().unwrap();
            assert!(NAMES.contains(&name), "{name} in {}", line.text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_letter_has_each_line_that_was_ticked_and_no_other(entries in diaries(30), bits in any::<u32>()) {
        let summary = summary(&Diary::fold(&Log::from_iter(entries)));
        for which in letters() {
            let offered = offers(&summary, which);
            let is_ticked = |place: usize| bits & (1 << (place % 32)) != 0;
            let ticked: Vec<&str> =
                offered.iter().enumerate().filter(|(place, _)| is_ticked(*place)).map(|(_, offer)| offer.id).collect();
            let text = letter(&summary, which, &ticked);
            for offer in &offered {
                let own_words = ["worst", "hard", "helped"].contains(&offer.id);
                prop_assert!(own_words || !offer.text.contains('{'), "{}", offer.id);
                prop_assert_eq!(text.contains(&offer.text), ticked.contains(&offer.id), "{}", offer.id);
            }
        }
    }
}
