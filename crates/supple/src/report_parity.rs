//! One report in five forms: what the PDF, FHIR, the tables, the text and the page say of a diary is the same.
//!
//! `SUPPLE_REPORT_CASES` says with how many diaries (`cargo xtask reports` takes 1,000).
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::parity::{Event, ZONE, cases, diaries, filled, now};
use crate::report::{Report, csv, summary};
use crate::support::{App, runtime};
use axum::http::StatusCode;
use clap::Parser;
use jiff::SignedDuration;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::Config;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use supple_care::trials::offered;
use supple_care::trials::testing::{MadeUp, Spasm};
use supple_diary::testing::some_words;
use supple_diary::{Ability, Draft, Kind, Label, Level, Moment, TrialHarm, Words};
use supple_intake::columns::as_meant;
use supple_report::sheet::Block;
use supple_report::{Summary, tables, text};
use supple_trial::Done;
use supple_wording::questionnaire::changed;
use tokio::runtime::Runtime;

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
        // What came out of a trial has its numbers in components, which are compared apart.
        if it["resourceType"] != "Observation" || it["effectivePeriod"].is_null() || it["focus"].is_array() {
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

/// The trials of the Bundle: the state of each, what is said of it, and the numbers of its outcome.
fn trials_of_bundle(json: &str) -> Vec<(String, String, Option<Vec<f64>>)> {
    let bundle: Value = serde_json::from_str(json).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    let studies = entries.iter().filter(|entry| entry["resource"]["resourceType"] == "ResearchStudy");
    let told = |study: &Value| {
        let about = |it: &&Value| it["resource"]["focus"][0]["reference"] == study["fullUrl"];
        let number = |it: &Value| it["valueQuantity"]["value"].as_f64().unwrap();
        let outcome = entries.iter().find(about).map(|entry| &entry["resource"]["component"]);
        let outcome = outcome.map(|it| it.as_array().unwrap().iter().map(number).collect());
        let state = study["resource"]["status"].as_str().unwrap().to_owned();
        (state, study["resource"]["note"].to_string(), outcome)
    };
    studies.map(told).collect()
}

/// The columns of the table of trials that are numbers, and those that are empty while a trial runs.
const NUMBERS: std::ops::Range<usize> = 8..29;
const OUTCOME: std::ops::Range<usize> = 17..29;

/// Each trial of the tables: its row, and its numbers in the order of the Bundle.
fn trials_of_tables(folder: &std::path::Path) -> Vec<(Vec<String>, Vec<f64>)> {
    if !folder.join("trials.csv").exists() {
        return Vec::new();
    }
    let numbers = |cells: &[String]| cells.iter().filter_map(|cell| as_meant(cell).parse().ok()).collect::<Vec<f64>>();
    let (pairs, looks) = (table(folder, "trial-pairs"), table(folder, "trial-looks"));
    let whole = |row: Vec<String>| {
        let of = |rows: &[Vec<String>]| -> Vec<f64> {
            rows.iter().filter(|other| other[0] == row[0]).flat_map(|other| numbers(&other[2..])).collect()
        };
        let all = [numbers(&row[NUMBERS]), of(&pairs), of(&looks)].concat();
        (row, all)
    };
    table(folder, "trials").into_iter().map(whole).collect()
}

/// Trials that ended, were stopped, or run: in half of all diaries none.
fn trials() -> impl Strategy<Value = Vec<MadeUp>> {
    let which: Vec<String> = offered().each.iter().map(|of| of.id.clone()).collect();
    let done = select(vec![Done::AsDrawn, Done::AsDrawn, Done::AsDrawn, Done::Other, Done::Neither]);
    let of_spasm = (4u8..=10, [0u8..=2, 0u8..=2], proptest::bool::weighted(0.9), 20u8..70, done);
    // How much pain is left after each measure, but for chance.
    let left = select(vec![[1u8, 6], [6, 1], [3, 3], [8, 8]]);
    let trial = (select(which), 5u8..=20, any::<[u8; 32]>(), left, vec(of_spasm, 0..=20), any::<bool>());
    let trial = trial.prop_map(|(which, margin_tenths, seed, [a, b], spasms, is_stopped)| {
        let spasm = |(before, [more_a, more_b], is_answered, minutes, done): (u8, [u8; 2], bool, u8, Done)| {
            let after = [a + more_a, b + more_b];
            Spasm { before, after: Some(after).filter(|_| is_answered), minutes, done }
        };
        MadeUp { which, margin_tenths, seed, spasms: spasms.into_iter().map(spasm).collect(), is_stopped }
    });
    prop_oneof![Just(Vec::new()), vec(trial, 1..=3)]
}

/// An app in which these trials were run, one after the other, before all else.
fn tried(runtime: &Runtime, trials: &[MadeUp]) -> App {
    let app = App::new();
    for (at, trial) in trials.iter().enumerate() {
        let begun = now() - SignedDuration::from_hours(24 * (150 - 22 * at as i64));
        let is_last = at + 1 == trials.len();
        let trial = MadeUp { is_stopped: trial.is_stopped || !is_last, ..trial.clone() };
        trial.write(begun, |at, kind| {
            app.at(&at.to_string());
            let draft = Draft::new(Moment::in_zone(at, ZONE).unwrap(), kind);
            let is_harmed = matches!(draft.kind, Kind::TrialDraw(ref draw) if draw.number.get() % 3 == 0);
            let written = runtime.block_on(app.journal.decide(draft)).unwrap().id();
            if is_harmed {
                let what = Label::plain(Words::new("burn").unwrap());
                let told = TrialHarm { draw: written, what };
                let draft = Draft::new(Moment::in_zone(at, ZONE).unwrap(), told);
                runtime.block_on(app.journal.decide(draft)).unwrap();
            }
            written
        });
    }
    app
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
    fn pdf_fhir_tables_text_and_page_say_the_same(trials in trials(), events in diaries(), scored in scored()) {
        let runtime = runtime();
        let mut events = [scored, events].concat();
        events.sort_by_key(|(ago, ..)| -ago);
        let app: App = filled(tried(&runtime, &trials), &runtime, &events);
        let folder = tempfile::tempdir().unwrap();
        let typed = Typed::parse_from(["report", "--annexes", "weeks,spasms,doses,trials,answers"]);
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

        let in_tables = trials_of_tables(folder.path());
        let harms: usize = whole.trials.each.iter().flat_map(|trial| &trial.harms).map(|harms| harms.told.len()).sum();
        let rows = if in_tables.is_empty() { 0 } else { table(folder.path(), "trial-harms").len() };
        prop_assert_eq!(rows, harms, "harm in the tables");
        let of_fhir = trials_of_bundle(&json);
        prop_assert_eq!((in_tables.len(), of_fhir.len()), (whole.trials.each.len(), whole.trials.each.len()), "trials");
        for ((row, numbers), (state, notes, outcome)) in in_tables.iter().zip(&of_fhir) {
            let drawn = format!("{} of up to {} drawn", row[10], row[9]);
            prop_assert!(notes.contains(&drawn), "{}: {}", drawn, notes);
            prop_assert_eq!(outcome.is_none(), state == "active", "a trial that runs has no outcome");
            match outcome {
                Some(outcome) => prop_assert_eq!(outcome, numbers, "a trial in FHIR and tables"),
                None => prop_assert!(row[OUTCOME].iter().all(String::is_empty), "{:?}", row),
            }
        }

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
        for (row, _) in &in_tables {
            let mut says = vec![format!("{} of up to {} drawn", row[10], row[9])];
            says.extend(as_meant(&row[23]).parse::<f64>().ok().map(|difference| format!("about {:.1} points", difference.abs())));
            says.extend(row[26].parse::<f64>().ok().map(|b| match b.max(1.0 - b) {
                sure if sure > 0.999 => "eases further: over 99.9 %".to_owned(),
                // Pain may have fallen further after one measure, and be the likelier to after the other.
                _ => "eases further: ".to_owned(),
            }));
            for said in says {
                prop_assert!(told.contains(&said) && bare(&pdf).contains(&bare(&said)), "{}: {}", said, told);
            }
        }
        let lead = format!("{} spasm", numbers["spasms"]);
        prop_assert!(told.contains(&lead) && json.contains(&lead), "{}", told);

        let page = runtime.block_on(app.get("/doctor/report"));
        prop_assert_eq!(page.status, StatusCode::OK);
        let on_page = pieces(&one_page);
        prop_assert_eq!(lacks(&bare(&page.text()), &on_page), None, "page");
    }
}
