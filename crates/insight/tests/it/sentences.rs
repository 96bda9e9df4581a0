//! What is said is made from the numbers that are printed, in plain words, and never says more than they do.

use crate::story::{Day, Story, ever_closer, moment, mornings, nights};
use supple_diary::{Diary, Said, Spasm};
use supple_guidance::reading::Reading;
use supple_insight::simulate::{person, settings};
use supple_insight::{About, Findings, Sentence};

const GRADE: f64 = 7.0;

/// Findings of many kinds: too early, hints, verdicts, made-up people.
fn all() -> Vec<Findings> {
    let mut all = vec![
        Story::of(20, nights(8, 90, 20)).findings(),
        Story::of(50, nights(8, 90, 20)).findings(),
        Story::of(120, nights(8, 90, 20)).findings(),
        Story::of(400, nights(8, 90, 20)).findings(),
        Story::of(400, nights(8, 10, 80)).findings(),
        Story::of(1400, nights(9, 40, 40)).findings(),
        Story::of(200, |day| Day {
            answers: Some(vec![("new-chair", Said::Is(day / 20 % 2 == 1))]),
            ..nights(10, 0, 0)(day)
        })
        .findings(),
    ];
    // Gaps that fall, fell, rise, are in no order, and are few.
    all.push(ever_closer().findings());
    all.push(ever_closer().until(90).findings());
    for days in [&[0, 2, 6, 12, 20, 30][..], &[0, 5, 7, 14, 16, 24, 27, 33], &[0, 3, 9], &[0, 7, 14, 21, 28, 35]] {
        let mut story = Story::new();
        for day in days {
            story.say(moment(*day, 8, 0), Spasm::default());
        }
        all.push(story.until(36).findings());
    }
    for setting in settings() {
        let person = person(&setting, 3, 0).unwrap();
        all.push(Findings::of(&Diary::fold(&person.log), &person.now));
    }
    all
}

fn of(sentences: &[Sentence], about: About) -> Vec<&str> {
    sentences.iter().filter(|one| one.about == about).map(|one| one.text.as_str()).collect()
}

#[test]
fn each_sentence_is_made_from_what_json_prints() {
    for findings in all() {
        let printed = serde_json::to_string(&findings).unwrap();
        let read: Findings = serde_json::from_str(&printed).unwrap();
        assert_eq!(read.sentences(), findings.sentences());
    }
}

#[test]
fn another_number_gives_another_sentence() {
    let findings = mornings(400, nights(8, 90, 20)).findings();
    let mut printed = serde_json::to_value(&findings).unwrap();
    for (key, number) in [("told", 77.0), ("lower", 55.0), ("upper", 99.0)] {
        printed["triggers"]["each"][0][key] = number.into();
    }
    printed["triggers"]["each"][0]["by_day"]["with_spasm"] = 82.into();
    printed["triggers"]["each"][0]["by_day"]["with"] = 91.into();
    let read: Findings = serde_json::from_value(printed).unwrap();
    let sentences = read.sentences();
    let text = of(&sentences, About::Trigger)[0];
    assert!(
        text.contains(" 77 times as often")
            && text.contains("55 to 99")
            && text.contains("Of 100 days after it, about 90 had"),
        "{text}"
    );
}

#[test]
fn whatever_is_said_of_triggers_is_linked_and_not_proven() {
    let mut seen = 0;
    for findings in all() {
        for one in findings.sentences().iter().filter(|one| matches!(one.about, About::Trigger | About::Overall)) {
            assert!(one.text.contains("linked, not proven"), "{}", one.text);
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn nothing_claims_a_cause_or_an_effect() {
    for findings in all() {
        for one in findings.sentences() {
            let text = one.text.replace("not proven to cause", "");
            for word in ["cause", "effect", "because of", "due to", "works", "prevents", "risk"] {
                assert!(!text.contains(word), "{word:?} in {text}");
            }
        }
    }
}

#[test]
fn every_sentence_is_of_grade_7_at_most() {
    let mut hard = Vec::new();
    for findings in all() {
        for one in findings.sentences() {
            let grade = Reading::naming(&one.text, &["trigger", "safety"]).grade();
            if grade > GRADE {
                hard.push(format!("{grade:.1}: {}", one.text));
            }
        }
    }
    hard.sort();
    hard.dedup();
    assert!(hard.is_empty(), "too hard to read:\n{}", hard.join("\n"));
}

#[test]
fn what_is_said_at_each_stage() {
    let early = Story::of(50, nights(16, 90, 20)).findings().sentences();
    assert_eq!(
        of(&early, About::Overall),
        [
            "It is too early to see what goes with your spasms. Keep logging: we need about 2 more spasm days. This can only \
          show what is linked, not proven to cause."
        ]
    );
    assert!(of(&early, About::Trigger).is_empty());

    let hints = Story::of(120, nights(8, 90, 20)).findings().sentences();
    assert_eq!(
        of(&hints, About::Overall),
        ["These are first hints from 15 spasm days: linked, not proven. To judge them we need about 9 more."]
    );
    assert!(of(&hints, About::Trigger)[0].starts_with("A bad night: cannot tell yet. It could be "));

    // Told in the evening, when the spasm of noon was known: the numbers are as clear, the claim is not.
    let evenings = Story::of(400, nights(8, 90, 20)).findings().sentences();
    assert!(of(&evenings, About::Overall)[0].starts_with("No trigger stands out."));
    assert!(of(&evenings, About::Overall)[0].contains(" 1 thing looks linked, but we cannot be sure. "));
    let one = of(&evenings, About::Trigger)[0];
    assert!(
        one.starts_with(
            "A bad night looks linked with more spasms, but we cannot tell yet. But you mostly wrote it down "
        ),
        "{one}"
    );

    let verdicts = mornings(400, nights(8, 90, 20)).findings().sentences();
    assert!(
        of(&verdicts, About::Overall)[0].starts_with("1 of the 2 things we looked at is likely linked, not proven.")
    );
    let one = of(&verdicts, About::Trigger)[0];
    assert!(
        one.starts_with("A bad night goes with more spasms: likely linked, not proven. Spasms began about "),
        "{one}"
    );

    let none = Story::of(1400, nights(9, 40, 40)).findings().sentences();
    assert!(
        of(&none, About::Overall)[0].starts_with("No trigger stands out. We looked at 2 things on 155 spasm days and ")
    );
}
