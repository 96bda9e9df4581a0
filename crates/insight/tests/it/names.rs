//! One thing that was written in many ways is one thing, and its numbers are those of one that was always written alike.

use crate::story::{Day, Story, moment};
use supple_diary::testing::{exposure, level, measure};
use supple_diary::{Exercise, Measure, Said};
use supple_insight::{Findings, names};

const DAYS: i64 = 120;

/// The ways to write each thing; the first is the one that it goes by.
const COFFEE: [&str; 6] = ["coffee", "Coffee", "coffee.", " COFFEE ", "cof\u{200b}fee", "ｃｏｆｆｅｅ"];
const CAFE: [&str; 4] = ["café", "cafe\u{301}", "Café!", "café\u{200b}"];
const SITTING: [&str; 6] =
    ["long-sitting", "Long sitting", "LONG  SITTING", "Sat for long", "sat for long?", "long\u{a0}sitting"];
const LIFTING: [&str; 4] = ["lifting", "Lifting", "LIFTING.", "Lifting something heavy"];
const ICE: [&str; 3] = ["ice", "Ice", "ICE!"];
const BRIDGE: [&str; 3] = ["the bridge", "The bridge", "the-bridge"];

/// A diary whose things are written in so many ways, the last of them as they go by.
fn written_in(ways: usize) -> Findings {
    let way = |names: &'static [&'static str], day: i64| {
        names[usize::try_from(DAYS - 1 - day).unwrap() % names.len().min(ways)]
    };
    let mut story = Story::of(DAYS, |day| Day {
        spasms: if day % 7 == 3 || day % 11 == 5 { vec![15] } else { Vec::new() },
        answers: Some(vec![
            (way(&CAFE, day), Said::Is(day % 7 == 2 || day % 5 == 1)),
            (way(&SITTING, day), Said::Is(day % 3 == 0)),
        ]),
    });
    for day in 0..DAYS {
        if day % 7 == 3 || day % 9 == 0 || day == DAYS - 1 {
            story.say(moment(day, 14, 0), exposure(way(&COFFEE, day), true));
        }
        if day % 4 == 0 || day == DAYS - 1 {
            story.say(moment(day, 9, 0), exposure(way(&LIFTING, day), true));
        }
        let (before, after) = (Some(level(6)), Some(level(3 + day % 3)));
        story.say(moment(day, 17, 0), Measure { before, after, ..measure(way(&ICE, day)) });
        let what = supple_diary::testing::some_label(way(&BRIDGE, day));
        story.say(moment(day, 18, 0), Exercise { before, after, ..Exercise::of(what) });
    }
    story.until(DAYS - 1).findings()
}

#[test]
fn names_that_look_the_same_or_differ_in_case_have_the_numbers_of_one_name() {
    let (alike, mixed) = (written_in(1), written_in(usize::MAX));
    let ids: Vec<&str> = alike.triggers.each.iter().map(|trigger| trigger.id.as_str()).collect();
    for id in ["café", "coffee", "lifting", "long-sitting"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    assert_eq!(mixed, alike);
    assert_eq!(alike.relief.len(), 2);
}

#[test]
fn a_thing_of_ones_own_goes_by_the_name_that_was_written_last() {
    let mut story = Story::of(40, |_| Day::default());
    for (day, name) in [(1, "mri scan"), (5, "MRI scan"), (9, "MRI Scan"), (20, "mri-scan"), (30, "MRI scan")] {
        story.say(moment(day, 9, 0), exposure(name, true));
    }
    let findings = story.until(39).findings();
    let ids: Vec<&str> = findings.triggers.each.iter().map(|trigger| trigger.id.as_str()).collect();
    assert_eq!(ids.iter().filter(|id| id.to_lowercase().contains("mri")).collect::<Vec<_>>(), [&"MRI scan"]);
}

#[test]
fn whatever_is_offered_is_found_by_every_name_that_pages_give_it() {
    for exposure in &supple_guidance::embedded().exposures {
        for name in [exposure.id.as_str(), &exposure.words, &exposure.words.to_uppercase()] {
            assert_eq!(names::known_exposure(name), Some(exposure.id.as_str()), "{name}");
        }
    }
    for (id, words) in names::exposures() {
        assert_eq!(names::known_exposure(words), Some(id));
    }
    for (id, question, words) in names::daily() {
        assert_eq!((names::known_exposure(question), names::known_exposure(words)), (Some(id), Some(id)));
    }
    for (id, words) in names::measures() {
        assert_eq!(names::known_measure(&words.to_uppercase()), Some(id));
    }
    assert_eq!(names::known_exposure("schön"), None);
}
