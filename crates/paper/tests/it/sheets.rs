//! Sheets to be set: one as it may be of a person, and one with an annex of many pages.

use jiff::Timestamp;
use jiff::civil::date;
use supple_drawing::Scene;
use supple_insight::findings::{Frequency, FrequencyVerdict, Method};
use supple_pictures::chart;
use supple_report::print::{Attachment, Paper, Print};
use supple_report::sheet::{Annex, Block, Fact, Sheet};
use supple_stats::rates::Week;

/// Made at a fixed time, with a file that goes along.
pub(crate) fn print(sheet: Sheet) -> Print {
    let made: Timestamp = "2026-11-25T21:07:00Z".parse().expect("a time");
    Print {
        sheet,
        paper: Paper::A4,
        made,
        author: None,
        creator: "Supple 0.1.0".to_owned(),
        keywords: vec!["urn:supple:heads|a-device.7.abcdef".to_owned()],
        attachment: Some(Attachment {
            name: "report.json".to_owned(),
            mime: "application/fhir+json".to_owned(),
            description: "The data of this report".to_owned(),
            text: r#"{"resourceType":"Bundle"}"#.to_owned(),
        }),
    }
}

fn words(words: &str) -> Block {
    Block::Words(words.to_owned())
}

fn heading(words: &str) -> Block {
    Block::Heading(words.to_owned())
}

fn facts(facts: &[(&str, &str)]) -> Block {
    Block::Facts(
        facts.iter().map(|(name, value)| Fact { name: (*name).to_owned(), value: (*value).to_owned() }).collect(),
    )
}

fn quote(words: &str, written: &str) -> Block {
    Block::Quote { words: words.to_owned(), written: written.to_owned() }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Bars of 25 weeks and the trend over them.
pub(crate) fn weeks() -> Scene {
    let counts = [1, 0, 2, 1, 1, 0, 1, 2, 0, 1, 2, 1, 1, 0, 2, 1, 2, 2, 1, 2, 3, 1, 2, 3, 2];
    let weeks: Vec<Week> =
        (0..).map(f64::from).zip(counts).map(|(week, count)| Week { week, count, days_observed: 7.0 }).collect();
    let trend = (0..25).map(|week| 3.2 + 0.22 * f64::from(week)).collect();
    let frequency = Frequency {
        method: Method::None,
        verdict: FrequencyVerdict::MoreOften,
        first_week: Some(date(2026, 6, 1)),
        weeks,
        stored: 36,
        bouts: 36,
        days: 175,
        rate_from: Some(3.2),
        rate_to: Some(8.0),
        trend,
        ratio: None,
        p_more_often: None,
        p_by_calendar: None,
        doubling_weeks: None,
        change: None,
        warnings: Vec::new(),
        more_days: 0,
    };
    chart::weeks(&frequency, "Spasms a week from 1 June to 22 November: about 1 at first, about 2 now.")
        .expect("a chart")
}

/// One page as a person may have it.
pub(crate) fn realistic() -> Sheet {
    let first = vec![
        Block::Small("1 June to 25 November 2026 · written by Jo Example with Supple".to_owned()),
        Block::Lead(
            "36 spasms in 25 weeks, now about 2 a week, up from 1. Half last under 4 minutes. 3 times could not stand, up to \
             7 hours. No emergency sign on 25 November."
                .to_owned(),
        ),
        heading("Pattern"),
        Block::Picture(Box::new(weeks())),
        facts(&[
            ("Each lasts", "half under 4 min; longest 50 min"),
            ("Worst pain", "middle 7 of 10 (4 to 9)"),
            ("Where", "low back left, buttock left; no leg"),
            ("Could not stand", "3 times: 2, 4 and 7 hours"),
            ("Days known", "131 of 178"),
        ]),
        heading("Worst moments, in own words"),
        quote(
            "Could not get up for 7 hours. My neighbour carried the phone to me.",
            "14 Oct, written at 19:20, as it happened",
        ),
        quote("Dropped the kettle. It grabbed when I turned.", "9 Nov, written 4 minutes after"),
        heading("What it takes from me"),
        facts(&[("Work", "14 days lost"), ("Lift my child", "3 of 10 (was 6 in June)"), ("Sleep", "woken on 22 nights")]),
        heading("Tried, and what followed"),
        Block::Table {
            caption: "Pain 30 minutes on. Not compared at random.".to_owned(),
            head: strings(&["What", "Times", "Change"]),
            rows: vec![
                strings(&["Moist heat", "14", "−2.1"]),
                strings(&["Cold", "11", "−1.6"]),
                strings(&["Ibuprofen 400 mg", "6", "−1.2"]),
                strings(&["Walking plan", "14", ""]),
            ],
        },
        heading("Goes with spasms"),
        words("Bad sleep: odds ratio 3.1 (1.4 to 7.0). Awkward lifting, 2 h: 4.9 (1.6 to 15). Case-crossover in one person; association only."),
        heading("Warning signs asked, 25 Nov 22:07"),
        facts(&[
            ("Yes", "more often; pain 7 or more"),
            ("Not sure", "none"),
            (
                "No",
                "saddle numbness, bladder, bowel, both legs, leg weakness, sexual function, chest, breath, tearing pain, \
                 belly, fever, injury, cancer, weight loss, steroids, clots, infection, night pain",
            ),
        ]),
        heading("Takes, and reacts to"),
        words("Ibuprofen as needed. No blood thinner. Allergy: penicillin."),
        heading("I want to ask"),
        Block::List(strings(&["Why more often?", "Would a physiotherapist help?", "What if I cannot get up?"])),
        Block::Small(
            "How it was written: 71 % of spasms within 15 minutes, 29 % later from memory. 2 entries corrected, both versions \
             kept. Check code 4F2A 91C7 D05E. Supple does not diagnose."
                .to_owned(),
        ),
    ];
    let title = "Back spasm record: Jo Example, born 1979".to_owned();
    Sheet { title, language: "en".to_owned(), first, annexes: Vec::new() }
}

/// The same with all entries in a table after it, so many rows.
pub(crate) fn with_annex(rows: usize) -> Sheet {
    let row = |number: usize| {
        strings(&[
            &format!("{} Oct, {:02}:{:02}", number % 31 + 1, number % 24, number * 7 % 60),
            ["Spasm", "Check-in", "Medicine"].get(number % 3).copied().unwrap_or_default(),
            &format!("{}", number % 10),
            "low back left; turned in bed, then lay on the floor until it let go",
        ])
    };
    let table = Block::Table {
        caption: "Every entry, the newest first.".to_owned(),
        head: strings(&["When", "What", "Pain", "Details"]),
        rows: (0..rows).map(row).collect(),
    };
    let blocks = vec![words("Each line is one entry as it was written."), heading("Entries"), table];
    Sheet { annexes: vec![Annex { title: "All entries".to_owned(), blocks }], ..realistic() }
}
