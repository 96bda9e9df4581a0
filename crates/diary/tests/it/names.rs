//! Names that people wrote: which are one, and which are none.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use supple_diary::testing::{Keeper, check_in, exposure, some_words};
use supple_diary::{Choice, Entry, Prose, Said, Words, isolated, key, same_name, turning_mark};

#[test]
fn names_that_look_the_same_or_differ_in_case_are_one_and_others_are_not() {
    for same in [
        &["coffee", "Coffee", "COFFEE", " coffee ", "coffee.", "\"Coffee\"", "co\u{ad}ffee", "ｃｏｆｆｅｅ"][..],
        &["long sitting", "long-sitting", "Long  sitting", "long\u{a0}sitting", "long\u{2011}sitting", "LONG_SITTING"],
        &["caf\u{e9}", "cafe\u{301}", "CAFE\u{301}\u{200b}", "\u{feff}Caf\u{e9}", "caf\u{e9}\u{200d}"],
        &["Straße", "STRASSE", "strasse", "straße", "STRAẞE"],
        &["Σίσυφος", "ΣΊΣΥΦΟΣ"],
        &["mother's day", "Mother’s day"],
        &["שלום", "שלום.", "\u{200f}שלום"],
    ] {
        for one in same {
            for other in same {
                assert!(same_name(one, other), "{one:?} and {other:?}: {:?}, {:?}", key(one), key(other));
            }
        }
    }
    for (one, other) in
        [("schon", "schön"), ("C", "C++"), ("lift", "lifting"), ("tea", "tee"), ("bed 1", "bed 2"), ("☕", "🍵")]
    {
        assert!(!same_name(one, other), "{one} and {other}");
    }
}

#[test]
fn a_letter_of_any_script_is_one_name_in_either_case() {
    for letter in ('\0'..=char::MAX).filter(|c| c.is_lowercase() || c.is_uppercase()) {
        let text = letter.to_string();
        let once = key(&text).into_owned();
        assert_eq!(key(&once), once, "{letter:?}");
        for other in [text.to_uppercase(), text.to_lowercase()] {
            assert!(same_name(&text, &other), "{letter:?} and {other:?}");
        }
    }
}

#[test]
fn two_names_are_one_just_when_their_keys_are_however_they_are_hyphenated() {
    let parts = ["", "-", "--", "a", "a1", "b", " "];
    let names: Vec<String> = parts
        .iter()
        .flat_map(|one| parts.iter().flat_map(move |two| parts.map(|three| format!("{one}{two}{three}"))))
        .collect();
    for one in &names {
        for other in &names {
            assert_eq!(same_name(one, other), key(one) == key(other), "{one:?} and {other:?}");
        }
    }
    assert!(
        same_name("long--sitting", "long-sitting")
            && same_name("-tea-", "tea")
            && !same_name("long-sitting", "longsitting")
    );
}

#[test]
fn a_tab_parts_words_and_a_control_mark_that_nobody_sees_does_not() {
    assert_eq!(key("Long\tsitting"), key("long sitting"));
    assert_eq!(key("long\r\nsitting"), key("long sitting"));
    assert_eq!(key("cof\u{7}fee"), key("coffee"));
}

#[test]
fn what_was_chosen_is_offered_once_as_it_was_written_last() {
    let mut keeper = Keeper::new(1);
    for (minute, name) in ["Coffee", "coffee.", "lifting", "COFFEE", "long-sitting", "Long sitting"].iter().enumerate()
    {
        keeper.say(&format!("2026-11-20T07:{minute:02}:00+01:00[Europe/Berlin]"), exposure(name, true));
    }
    let diary = keeper.diary();
    assert_eq!(diary.recent(Choice::Exposure, 9), ["Long sitting", "COFFEE", "lifting"]);
    let (from, to) = ("2026-11-20T05:00:00Z".parse().unwrap(), "2026-11-20T07:00:00Z".parse().unwrap());
    assert_eq!(diary.exposed("coffee", from, to), Some(true));
    assert_eq!(diary.items().len(), 6, "the entries are as they were written");
}

#[test]
fn a_later_answer_of_a_day_counts_however_the_question_is_written() {
    let mut keeper = Keeper::new(1);
    for (hour, name, said) in [(8, "sleep", true), (9, "Cello", true), (10, "Sleep", false)] {
        let mut told = check_in("2026-11-20", None);
        told.answers.insert(some_words(name), Said::Is(said));
        keeper.say(&format!("2026-11-20T{hour:02}:00:00+01:00[Europe/Berlin]"), told);
    }
    let diary = keeper.diary();
    let answers = &diary.day("2026-11-20".parse().unwrap()).unwrap().answers;
    assert_eq!(answers.iter().collect::<Vec<_>>(), [("Cello", &Said::Is(true)), ("Sleep", &Said::Is(false))]);
    assert_eq!(answers.about("sleep"), Some(&Said::Is(false)));
}

#[test]
fn a_name_of_nothing_that_is_seen_is_refused() {
    for text in ["\u{200b}", " \u{200b} ", "\u{feff}", "\u{ad}\u{2060}", "\u{3164}", "\u{e0020}", "  ", "\u{2800}"] {
        assert!(Words::new(text).unwrap_err().to_string().contains("nothing can be seen"), "{text:?}");
        assert!(Prose::new(text).is_err(), "{text:?}");
    }
}

#[test]
fn a_mark_that_turns_what_follows_is_refused_and_in_older_entries_harmless() {
    for mark in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
        let text = format!("{mark}cello");
        assert_eq!(turning_mark(&text), Some(mark));
        let error = Words::new(text.as_str()).unwrap_err().to_string();
        assert!(error.contains(&format!("U+{:04X}", u32::from(mark))), "{error}");
        assert!(Prose::new(text.as_str()).is_err());
        assert_eq!(isolated(&text), "cello");
        // An entry that has one from before still opens.
        let mut keeper = Keeper::new(1);
        keeper.say("2026-11-20T07:00:00+01:00[Europe/Berlin]", exposure("cello", true));
        let line = keeper.log().to_lines().trim().replace("cello", &text);
        assert_eq!(Entry::parse(&line).unwrap().line(), line);
    }
    for text in ["\u{200e}cello", "\u{200f}שלום", "\u{61c}مرحبا"] {
        assert!(Words::new(text).is_ok(), "these say only how they stand themselves");
    }
}

proptest! {
    #[test]
    fn the_key_of_a_key_is_itself_and_says_nothing_of_case_or_blanks(name in any::<String>()) {
        let once = key(&name).into_owned();
        prop_assert_eq!(key(&once).into_owned(), once.clone(), "{:?}", name);
        let spaced = format!("  {name}\u{200b}. ");
        if !once.is_empty() && once.chars().any(char::is_alphanumeric) {
            prop_assert_eq!(key(&spaced).into_owned(), once, "{:?}", name);
        }
    }
}
