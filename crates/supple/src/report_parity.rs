//! One report in five forms: what the PDF, FHIR, the tables, the text and the page say of a diary is the same.
//!
//! `SUPPLE_REPORT_CASES` says with how many diaries (`cargo xtask reports` takes 1,000).
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::parity::{Event, app, cases, diaries};
use crate::report::{Report, csv, summary};
use crate::support::{App, runtime};
use axum::http::StatusCode;
use clap::Parser;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::Config;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use supple_diary::testing::some_words;
use supple_diary::{Ability, Kind, Level};
use supple_report::sheet::Block;
use supple_report::{Summary, tables, text};
use supple_wording::questionnaire::changed;

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    report: Report,
}

fn diary_cases() -> Config {
    let many = std::env::var("SUPPLE_REPORT_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    Config { cases: many, ..cases() }
}

type Numbers = BTreeMap<String, f64>;

/// Spasms and the worst pain of each week, by its first day.
type Weeks = BTreeMap<String, (Option<u64>, Option<u64>)>;

fn of_summary(summary: &Summary) -> Numbers {
    tables::numbers_of(summary).iter().filter_map(|one| Some((one.id.to_owned(), one.value?))).collect()
}

/// The numbers of the Bundle, and those of each week: the first day, spasms and the worst pain.
fn of_bundle(json: &str) -> (Numbers, Weeks) {
    let bundle: Value = serde_json::from_str(json).unwrap();
    let (mut numbers, mut weeks) = (Numbers::new(), Weeks::new());
    for entry in bundle["entry"].as_array().unwrap() {
        let it = &entry["resource"];
        if it["resourceType"] != "Observation" || it["effectivePeriod"].is_null() {
            continue;
        }
        let what = it["code"]["text"].as_str().unwrap();
        let week = || it["effectivePeriod"]["start"].as_str().unwrap().to_owned();
        match what {
            "Back muscle spasms, number in a week" => weeks.entry(week()).or_default().0 = it["valueInteger"].as_u64(),
            "Worst pain of a week, from 0 to 10" => {
                weeks.entry(week()).or_default().1 = it["valueQuantity"]["value"].as_f64().map(|value| value as u64);
            }
            _ => drop(numbers.insert(what.to_owned(), it["valueQuantity"]["value"].as_f64().unwrap())),
        }
    }
    (numbers, weeks)
}

/// Scores by their names, each with its day, in the order in which they stand.
type Scores = Vec<(String, String, f64)>;

/// The scores of the Bundle: what has a day, and is of so many points.
fn scores_of_bundle(json: &str) -> Scores {
    let bundle: Value = serde_json::from_str(json).unwrap();
    let all = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    let of_a_day = all.filter(|it| it["resourceType"] == "Observation" && it["effectiveDateTime"].is_string());
    let scores = of_a_day.filter(|it| it["valueQuantity"]["unit"].as_str().is_some_and(|unit| unit.starts_with("of ")));
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let told = |it: &Value| {
        (text(&it["code"]["text"]), text(&it["effectiveDateTime"]), it["valueQuantity"]["value"].as_f64().unwrap())
    };
    scores.map(told).collect()
}

/// The scores of the tables, the earlier one first; and how each change is told.
fn scores_of_tables(folder: &std::path::Path) -> (Scores, Vec<String>) {
    let (mut scores, mut changes) = (Scores::new(), Vec::new());
    let mut add = |name: &str, of: &str, before: Option<(&str, &str)>, now: (&str, &str)| {
        for (score, day) in before.into_iter().chain([now]) {
            scores.push((name.to_owned(), day.to_owned(), score.parse().unwrap()));
        }
        let (error, to) = (supple_care::questionnaire::error(of), now.0.parse().unwrap());
        changes.extend(before.map(|(from, _)| changed(error, from.parse().unwrap(), to)));
    };
    for row in table(folder, "abilities") {
        let before = (row[5] != "1").then_some((&*row[1], &*row[2]));
        let name = format!("Patient-Specific Functional Scale: {}", supple_wording::plain(&row[0]));
        add(&name, "ability", before, (&row[3], &row[4]));
    }
    for row in table(folder, "questionnaires") {
        let before = (!row[4].is_empty()).then_some((&*row[4], &*row[5]));
        add(&supple_care::questionnaire::questionnaire(&row[0]).unwrap().name, &row[0], before, (&row[1], &row[3]));
    }
    (scores, changes)
}

/// What someone wants to do, and a questionnaire filled in, some weeks apart.
fn scored() -> impl Strategy<Value = Vec<Event>> {
    let ability = (0i64..=10).prop_map(|points| {
        Kind::from(Ability { what: some_words("Garden"), level: Level::new(points).unwrap(), note: None })
    });
    let filled = subsequence((1..=24usize).collect::<Vec<_>>(), 0..=24).prop_map(|so| {
        let one = supple_care::questionnaire::questionnaire("roland-morris").unwrap();
        Kind::from(supple_care::questionnaire::filled(one, &so).unwrap())
    });
    let events = vec((20 * 24 * 60i64..80 * 24 * 60, prop_oneof![ability, filled]), 0..6);
    events.prop_map(|events| events.into_iter().map(|(ago, kind)| (ago, None, kind)).collect())
}

fn table(folder: &std::path::Path, name: &str) -> Vec<Vec<String>> {
    let rows = csv::Reader::from_path(folder.join(name).with_extension("csv")).unwrap().into_records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Letters and digits alone, as every form of a text has them: where it is broken into lines says nothing.
fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The pieces of a sheet, in the order in which they are read; none that hold letters of another script, which paper may
/// set from right to left or show as a stand-in.
fn pieces(summary: &Summary) -> Vec<String> {
    let sheet = summary.sheet();
    let annexes = sheet.annexes.into_iter().flat_map(|annex| annex.blocks);
    let all = sheet.first.into_iter().chain(annexes).flat_map(|block| match block {
        Block::Lead(words) | Block::Heading(words) | Block::Words(words) | Block::Small(words) => vec![words],
        Block::Quote { words, written } => vec![words, written],
        Block::List(items) => items,
        Block::Facts(facts) => facts.into_iter().flat_map(|fact| [fact.name, fact.value]).collect(),
        Block::Table { rows, .. } => rows.into_iter().flatten().collect(),
        Block::Picture(_) => Vec::new(),
    });
    all.filter(|piece| piece.is_ascii()).map(|piece| bare(&piece)).collect()
}

/// The first piece that is not where it should be: after the one before it.
fn lacks<'p>(text: &str, pieces: &'p [String]) -> Option<&'p str> {
    let mut rest = text;
    for piece in pieces {
        let Some(place) = rest.find(piece.as_str()) else { return Some(piece) };
        rest = &rest[place + piece.len()..];
    }
    None
}

fn printed(summary: &Summary, folder: &std::path::Path) -> (String, String) {
    let path = folder.join("report.pdf");
    fs::write(&path, supple_paper::pdf(&summary.print(Default::default()).unwrap()).unwrap().bytes).unwrap();
    let said = |program: &str, before: &[&str], after: &[&str]| {
        let output = Command::new(program).args(before).arg(&path).args(after).output();
        let output = output.unwrap_or_else(|error| panic!("{program}: {error}: run `cargo xtask setup`"));
        String::from_utf8(output.stdout).unwrap()
    };
    let text = said("pdftotext", &["-raw", "-enc", "UTF-8"], &["-"]);
    let bundle = said("qpdf", &["--show-attachment=report.fhir.json"], &[]);
    (text, bundle)
}

proptest! {
    #![proptest_config(diary_cases())]

    #[test]
    fn pdf_fhir_tables_text_and_page_say_the_same(events in diaries(), scored in scored()) {
        let runtime = runtime();
        let mut events = [scored, events].concat();
        events.sort_by_key(|(ago, ..)| -ago);
        let app: App = app(&runtime, &events);
        let folder = tempfile::tempdir().unwrap();
        let typed = Typed::parse_from(["report", "--annexes", "weeks,spasms,doses,answers"]);
        let whole = summary(&typed.report, &app.journal).unwrap();
        let one_page = summary(&Typed::parse_from(["report"]).report, &app.journal).unwrap();
        let numbers = of_summary(&whole);

        let json = whole.bundle_json().unwrap();
        let (in_bundle, weeks) = of_bundle(&json);
        prop_assert_eq!(&in_bundle, &numbers, "FHIR");
        let known = whole.course.weeks.iter().filter(|week| week.known > 0 || week.spasms > 0 || week.worst.is_some());
        let expected: Weeks = known
            .map(|week| {
                let spasms = (week.known > 0 || week.spasms > 0).then_some(week.spasms as u64);
                (week.from.to_string(), (spasms, week.worst.map(u64::from)))
            })
            .collect();
        prop_assert_eq!(weeks, expected, "FHIR by week");

        csv(&whole, folder.path()).unwrap();
        let in_table: Numbers = table(folder.path(), "numbers")
            .into_iter()
            .filter_map(|row| Some((row[0].clone(), row[1].parse().ok()?)))
            .collect();
        prop_assert_eq!(&in_table, &numbers, "tables");
        let spasms: usize = table(folder.path(), "weeks").iter().map(|row| row[2].parse::<usize>().unwrap()).sum();
        prop_assert_eq!(spasms as f64, numbers["spasms"], "table of weeks");

        let (scores, changes) = scores_of_tables(folder.path());
        prop_assert_eq!(&scores_of_bundle(&json), &scores, "scores");

        let (pdf, attached) = printed(&whole, folder.path());
        prop_assert_eq!(&attached, &json, "what is inside the PDF");
        let pieces_of_all = pieces(&whole);
        prop_assert_eq!(lacks(&bare(&pdf), &pieces_of_all), None, "PDF");
        let told = text::text(&whole.sheet());
        for piece in &pieces_of_all {
            prop_assert!(bare(&told).to_lowercase().contains(&piece.to_lowercase()), "text lacks {}", piece);
        }
        // More own activities than the first page has stand in the table alone.
        let told_changes = if whole.abilities.len() <= 3 { &*changes } else { &[] };
        for change in told_changes {
            prop_assert!(told.contains(change) && json.contains(change) && bare(&pdf).contains(&bare(change)), "{}", change);
        }
        let lead = format!("{} spasm", numbers["spasms"]);
        prop_assert!(told.contains(&lead) && json.contains(&lead), "{}", told);

        let page = runtime.block_on(app.get("/doctor/report"));
        prop_assert_eq!(page.status, StatusCode::OK);
        let on_page = pieces(&one_page);
        prop_assert_eq!(lacks(&bare(&page.text()), &on_page), None, "page");
    }
}
