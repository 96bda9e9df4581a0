//! What people write, against what must come out: the table in `written_entries.toml`.
//!
//! The table was made by someone who had not seen the parser. Its head says how it is judged: to call something known or
//! certain that is not, to count too little, to lose an ingredient or to find a wrong one, and to be calm beside any of
//! that is wrong. To ask where the table says that it is clear is a burden, and safe; how many there are is measured.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test fails by panicking")]

use crate::shared;

use jiff::Timestamp;
use serde::Deserialize;
use shared::nothing_against;
use supple_care::{Dose, MedicineReview, NO_LIMIT_PASSED, Substance, Unknown, headline, medicine_review};
use supple_guidance::embedded;
use supple_guidance::medicines::Route;

#[derive(Deserialize)]
struct Table {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "the note is for whoever reads the table")]
#[serde(deny_unknown_fields)]
struct Row {
    kind: String,
    country: String,
    name: String,
    amount: String,
    #[serde(default)]
    how_many: Option<String>,
    #[serde(default)]
    counts: Vec<Much>,
    #[serde(default)]
    at_least: Vec<Much>,
    #[serde(default)]
    count_high: Vec<Much>,
    #[serde(default)]
    contains: Vec<String>,
    #[serde(default)]
    route: Option<String>,
    known: bool,
    amount_known: bool,
    sure: bool,
    note: String,
}

#[derive(Deserialize)]
struct Much {
    ingredient: String,
    mg: f64,
}

/// Rows of the table that are wrong themselves, by their place from 0, each with the reason.
const WRONG_IN_THE_TABLE: [(usize, &str); 0] = [];

/// How many rows may at most be asked about although the table calls them clear. Never to be raised.
const MOST_BURDENS: usize = 53;

fn rows() -> Vec<Row> {
    let text = include_str!("../written_entries.toml");
    toml::from_str::<Table>(text).unwrap().row
}

fn dose(row: &Row) -> Dose {
    let dose = Dose::new(Timestamp::UNIX_EPOCH, row.name.clone());
    let dose = if row.amount.is_empty() { dose } else { dose.amount(row.amount.clone()) };
    match &row.how_many {
        None => dose,
        Some(text) => match text.parse::<f64>() {
            Ok(units) => dose.units(units),
            Err(_) => dose.amount(text.clone()),
        },
    }
}

/// The ids that an ingredient of the table can have.
fn ids(ingredient: &str) -> Vec<&str> {
    match ingredient {
        "pyrilamine" => vec!["mepyramine"],
        "menthol" => vec!["levomenthol"],
        "diclofenac" => vec!["diclofenac", "diclofenac tablets"],
        "ibuprofen" => vec!["ibuprofen", "ibuprofen-gel"],
        other => vec![other],
    }
}

struct Judged {
    wrong: Vec<String>,
    burden: bool,
}

fn judge(row: &Row) -> Judged {
    let taken = [dose(row)];
    let told: MedicineReview<'static> =
        medicine_review(embedded(), &nothing_against(&row.country), &taken, Timestamp::UNIX_EPOCH, None);
    let says = |test: &dyn Fn(&Unknown<'_>) -> bool| told.unknown.iter().any(test);
    let contents_open =
        says(&|one| matches!(one, Unknown::Words { .. } | Unknown::NotAll { .. } | Unknown::Pack { .. }));
    let amount_open =
        says(&|one| matches!(one, Unknown::Amount { .. } | Unknown::Unread { .. } | Unknown::Form { .. }));
    let asks = contents_open || amount_open;
    let mut wrong = Vec::new();
    let found = |ingredient: &str| {
        told.counted.iter().find(|one| ids(ingredient).contains(&one.substance.id())).map(|one| (one.substance, one.mg))
    };
    if !row.known && !contents_open {
        wrong.push("its contents are called known".to_owned());
    }
    if row.known && !row.amount_known && !asks {
        wrong.push("its amount is called known".to_owned());
    }
    for Much { ingredient, mg } in &row.counts {
        match found(ingredient) {
            None if !contents_open => wrong.push(format!("{ingredient} is lost")),
            Some((_, Some(counted))) if counted < mg * 0.99 && !asks => {
                wrong.push(format!("{ingredient} is counted as {counted}, not {mg}"));
            }
            _ => {}
        }
    }
    for Much { ingredient, mg } in &row.at_least {
        if let Some((_, Some(counted))) = found(ingredient)
            && counted < mg * 0.99
        {
            wrong.push(format!("{ingredient} is counted as {counted}, below {mg}"));
        }
    }
    for Much { ingredient, mg } in &row.count_high {
        if let Some((_, Some(counted))) = found(ingredient)
            && counted < mg * 0.99
            && !asks
        {
            wrong.push(format!("{ingredient} is counted as {counted}, below {mg}, and nothing is asked"));
        }
    }
    for ingredient in &row.contains {
        if found(ingredient).is_none() && !contents_open {
            wrong.push(format!("{ingredient} is lost"));
        }
    }
    // What nobody named must not be found, unless the name is one of several packs.
    let named: Vec<&str> = row.contains.iter().map(String::as_str).collect();
    let named = named
        .into_iter()
        .chain(row.counts.iter().chain(&row.at_least).chain(&row.count_high).map(|much| much.ingredient.as_str()));
    let named: Vec<&str> = named.flat_map(ids).collect();
    for one in &told.counted {
        let matters = !one.substance.groups().is_empty();
        let is_wrong = !named.contains(&one.substance.id()) && (!asks || row.kind == "not-that-one");
        if matters && is_wrong && !says(&|one| matches!(one, Unknown::Pack { .. })) {
            wrong.push(format!("{} is found", one.substance.id()));
        }
    }
    let skin = |substance: Substance<'_>| substance.medicine().is_some_and(|one| one.route == Route::Skin);
    for one in &told.counted {
        match row.route.as_deref() {
            Some("skin") if one.mg.is_some() => wrong.push(format!("{} is counted as swallowed", one.substance.id())),
            Some("mouth" | "rectal") if skin(one.substance) => {
                wrong.push(format!("{} is taken for a gel", one.substance.id()));
            }
            _ => {}
        }
    }
    if !(row.known && row.amount_known) && (told.is_calm() || headline(&told).contains(NO_LIMIT_PASSED)) {
        wrong.push("it is calm".to_owned());
    }
    Judged { wrong, burden: row.known && row.amount_known && asks }
}

#[test]
fn every_row_of_the_table_comes_out_right() {
    let rows = rows();
    let (mut judged, mut right, mut burdens, mut failures) = (0, 0, Vec::new(), Vec::new());
    for (place, row) in rows.iter().enumerate() {
        if !row.sure || WRONG_IN_THE_TABLE.iter().any(|(wrong, _)| *wrong == place) {
            continue;
        }
        judged += 1;
        let Judged { wrong, burden } = judge(row);
        let short = |text: &str| text.chars().take(60).collect::<String>();
        if burden {
            burdens.push(format!("{place} {} {} | {}", row.country, short(&row.name), short(&row.amount)));
        }
        if wrong.is_empty() {
            right += 1;
        } else {
            let line = wrong.join("; ");
            failures.push(format!("{place} {} {} | {}: {line}", row.country, short(&row.name), short(&row.amount)));
        }
    }
    println!("{right} of {judged} rows are right; {} are asked about although they are clear", burdens.len());
    println!("{}", burdens.join("\n"));
    assert!(judged >= 550, "the table is smaller than it was");
    assert!(failures.is_empty(), "{} wrong:\n{}", failures.len(), failures.join("\n"));
    assert!(burdens.len() <= MOST_BURDENS, "{} rows are asked about although they are clear", burdens.len());
}
