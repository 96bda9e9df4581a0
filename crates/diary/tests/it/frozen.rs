//! Entries of every released schema version open for ever: the files in `tests/frozen` never change.
//!
//! The example files were written once, with their hashes, by another program than this one. What this program makes
//! of them is pinned beside them; that may only change when the rules of folding are meant to change.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write;
use supple_diary::{Diary, Draft, KindName, Level, LineHash, Log, SCHEMA, verify};

fn json(draft: &Draft) -> String {
    serde_json::to_string(draft).unwrap()
}

/// Everything that the diary says, as text.
fn summary(diary: &Diary) -> String {
    let mut text = String::new();
    let out = &mut text;
    for (date, day) in diary.days() {
        writeln!(out, "day {date}: {:?}, spasm {:?}, pain {:?}", day.check_in, day.spasm(), day.pain.map(Level::get))
            .unwrap();
        for item in &day.items {
            writeln!(out, "  {} {}", item.happened().at(), json(item.draft())).unwrap();
        }
        for (name, said) in day.answers.iter() {
            writeln!(out, "  answered {name}: {said:?}").unwrap();
        }
    }
    for bout in diary.bouts() {
        let worst = bout.worst.map(Level::get);
        writeln!(out, "bout {} to {}: {} spasms, worst {worst:?}", bout.onset, bout.end, bout.spasms.len()).unwrap();
    }
    for episode in diary.episodes() {
        let said = if episode.said { "said" } else { "implied" };
        let counts = (episode.bouts.len(), episode.spasms.len(), episode.pains.len());
        writeln!(out, "episode {} ({said}), {:?}", episode.onset, episode.ending).unwrap();
        writeln!(out, "  {} bouts, {} spasms, {} pains", counts.0, counts.1, counts.2).unwrap();
    }
    for pain in diary.pains() {
        writeln!(out, "pain {} {} {:?}", pain.at, pain.level, pain.about).unwrap();
    }
    for item in diary.items().iter().chain(diary.removed()).filter(|item| !diary.history(item.id()).is_empty()) {
        let there = if diary.get(item.id()).is_some() { "stands" } else { "is removed" };
        writeln!(out, "changed {} first {} {there}", item.id(), json(item.first().draft().unwrap())).unwrap();
        for change in diary.history(item.id()) {
            let undone = if change.removed { ", undone" } else { "" };
            writeln!(out, "  {} {}{undone}", change.entry.recorded(), change.entry.name().unwrap()).unwrap();
        }
    }
    for entry in diary.loose() {
        writeln!(out, "loose {} {}", entry.id(), entry.name().unwrap()).unwrap();
    }
    writeln!(out, "profile {}", serde_json::to_string(diary.profile()).unwrap()).unwrap();
    text
}

/// An example file of a schema version, and what is pinned of it.
struct Example {
    lines: &'static str,
    sha_256: &'static str,
    folded: &'static str,
}

const EXAMPLES: [Example; 10] = [
    Example {
        lines: include_str!("../frozen/schema-1.jsonl"),
        sha_256: "a1bba575ff9b265816a4a9c75783a50f5714a52c7e7a5a15e40a2612ea33215b",
        folded: include_str!("../frozen/schema-1.txt"),
    },
    // What schema 2 added: the timer of a measure, decisions and health in a profile, plans.
    Example {
        lines: include_str!("../frozen/schema-2.jsonl"),
        sha_256: "f3ea2519d97b7498e519a30100c767f22835c049960264a7e1d4679dc9ba841c",
        folded: include_str!("../frozen/schema-2.txt"),
    },
    // What schema 3 added: steps of the return to activity, which had been exercises of a name, and own words that look
    // like an id.
    Example {
        lines: include_str!("../frozen/schema-3.jsonl"),
        sha_256: "391b43df2f363c2558c12a47d53e1609a1d1fb62f826cd0815aede5ce25decaa",
        folded: include_str!("../frozen/schema-3.txt"),
    },
    // What schema 4 added: in a profile, whom to reach and what is at hand; how well something can be done; of an exercise, its
    // rung, its sets, whether it was too much, and its timer.
    Example {
        lines: include_str!("../frozen/schema-4.jsonl"),
        sha_256: "150330931641fd360e49a97b42356b721638f6fcd481f0f4829b2d171e6b3e10",
        folded: include_str!("../frozen/schema-4.txt"),
    },
    // What schema 5 added: questionnaires of others.
    Example {
        lines: include_str!("../frozen/schema-5.jsonl"),
        sha_256: "2937f0e35f12adca63ee1eb60f4600c50a4929b648f5bc059e38d3d66bde9c60",
        folded: include_str!("../frozen/schema-5.txt"),
    },
    // What schema 6 added: trials of one person.
    Example {
        lines: include_str!("../frozen/schema-6.jsonl"),
        sha_256: "7fa50811ab2812ab8a4509e97c3084b4a95c5017c9279c060515b0bb4ae52f80",
        folded: include_str!("../frozen/schema-6.txt"),
    },
    // What schema 7 added: reminders.
    Example {
        lines: include_str!("../frozen/schema-7.jsonl"),
        sha_256: "76c04c5d5bcbec2a4301139eb7773f26e6e9560c773383516c8847f0cb329746",
        folded: include_str!("../frozen/schema-7.txt"),
    },
    // What schema 8 added: the kinds of a trial over days.
    Example {
        lines: include_str!("../frozen/schema-8.jsonl"),
        sha_256: "accf8b99ff481a43b3811b0285d258b5a3a36301d2199943d2dab2bedead338c",
        folded: include_str!("../frozen/schema-8.txt"),
    },
    // What schema 9 added: harm in a trial.
    Example {
        lines: include_str!("../frozen/schema-9.jsonl"),
        sha_256: "040d2f15fb43917d10b42b282dd8db592ab442cb2d419ad69953b2628251e606",
        folded: include_str!("../frozen/schema-9.txt"),
    },
    // What schema 10 added: starts that chance chose.
    Example {
        lines: include_str!("../frozen/schema-10.jsonl"),
        sha_256: "115d6db177184478bc901f49bc52756b2bbd3afdc251f9637689789aa3deba2b",
        folded: include_str!("../frozen/schema-10.txt"),
    },
];

#[test]
fn the_examples_are_the_ones_that_were_released() {
    for example in EXAMPLES {
        assert_eq!(LineHash::of(example.lines).to_string(), example.sha_256, "this file must never change");
    }
    assert_eq!(EXAMPLES.len() as u64, SCHEMA, "every schema version has its example");
}

#[test]
fn the_examples_open_and_are_whole() {
    let mut kinds: BTreeSet<KindName> = BTreeSet::new();
    for example in EXAMPLES {
        let (log, refused) = Log::from_lines(example.lines);
        assert_eq!(refused, []);
        assert_eq!(verify(log.iter()), []);
        let mut kept: Vec<&str> = log.iter().map(supple_diary::Entry::line).collect();
        let mut lines: Vec<&str> = example.lines.lines().collect();
        kept.sort_unstable();
        lines.sort_unstable();
        assert_eq!(kept, lines, "lines are kept as they were written");
        kinds.extend(log.iter().filter_map(supple_diary::Entry::name));
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), KindName::ALL, "there is an example of every kind");
}

#[test]
fn the_examples_fold_into_what_they_did_when_they_were_released() {
    for example in EXAMPLES {
        let folded = summary(&Diary::fold(&Log::from_lines(example.lines).0));
        assert!(folded == example.folded, "it folds into something else now:\n{folded}");
    }
}
