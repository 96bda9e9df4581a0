//! Tables of other programs, as they come.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod samples;
mod whole;

use supple_diary::{Diary, Draft, Log};
use supple_intake::{Becomes, Clock, Judged, Plan, Reader, Sheet, recognise};

const ZONE: &str = "Europe/Berlin";

fn reader(dates: Option<supple_intake::Dates>) -> Reader<'static> {
    let now = "2026-11-22T20:12:00Z".parse().unwrap();
    Reader { clock: Clock { zone: ZONE, dates }, now, birth_year: None }
}

/// What a table becomes, with what was chosen of its names, and the rows that were refused.
fn judged(table: &[u8], choices: &[(&str, Becomes)]) -> (Plan, Judged, Vec<String>) {
    let sheet = Sheet::of(table.to_vec()).unwrap();
    let mut plan = recognise(&sheet, ZONE).unwrap();
    if let Plan::Names(names) = &mut plan {
        for (name, becomes) in choices {
            assert!(names.choose(name, *becomes), "there is no {name}: {:?}", names.sources);
        }
    }
    let dates = plan.dates(&sheet, ZONE).unwrap();
    let mut refused = Vec::new();
    let diary = Diary::fold(&Log::new());
    let mut refuse = |line, why: supple_intake::Why| refused.push(format!("{line}: {why}"));
    let judged = plan.judge(&sheet, &reader(dates), &diary, &mut refuse).unwrap();
    (plan, judged, refused)
}

/// An entry in short: its day and what it says.
fn short(draft: &Draft) -> String {
    let json = serde_json::to_value(&draft.kind).unwrap();
    let mut fields: Vec<String> =
        json.as_object().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
    fields.sort();
    format!("{} {}", draft.happened.date(), fields.join(" ").replace('"', ""))
}
