//! `supple import`: entries from a file, every line judged, nothing half-taken.

use crate::csv_columns::{self, Column, Shape};
use crate::dates::{self, Clock, Dates};
use crate::log::refused as in_words;
use crate::place::{Place, wait};
use crate::problem::{Context, Problem};
use crate::remedy::Told;
use crate::sheet::Sheet;
use crate::terminal::Out;
use crate::values::said;
use crate::{timeline, when};
use clap::Args;
use csv::StringRecord;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use supple_diary::{Draft, Entry, EntryError, KindName, Moment, Precision, SCHEMA};
use supple_insight::names::labelled;
use supple_journal::{Journal, Judged, RefusedLines};
use supple_wording::counted;
use uuid::Uuid;

/// How many refused lines are printed.
const SHOWN: usize = 20;

/// Options of `supple import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file: an export of Supple, or with --csv a table
    file: PathBuf,
    /// Only say what would be taken and what refused
    #[arg(long)]
    dry_run: bool,
    /// The file is a table of entries of this kind, such as spasm
    #[arg(long, value_name = "KIND", value_parser = timeline::kind)]
    csv: Option<KindName>,
    /// Which column is which field, such as Date=happened,Time=happened,Strength=intensity; without it the columns are
    /// called like the fields. A field may also have one value for all rows, such as present=true
    #[arg(long, value_name = "COLUMN=FIELD", value_delimiter = ',', requires = "csv", value_parser = pair)]
    map: Vec<(String, String)>,
    /// What a cell of a field means, such as present:2=true; with nothing behind the = its row is left out
    #[arg(long, value_name = "FIELD:CELL=VALUE", value_delimiter = ',', requires = "csv", value_parser = meaning)]
    values: Vec<(String, String, String)>,
    /// Whether the day or the month comes first in dates such as 11/12/2026, where no row tells
    #[arg(long, value_enum, value_name = "ORDER", requires = "csv")]
    dates: Option<Dates>,
    /// Take what is good although some lines are refused
    #[arg(long)]
    take_the_rest: bool,
    /// Print the report as JSON, with the first ten thousand refused lines
    #[arg(long)]
    json: bool,
}

/// What was found in the file.
#[derive(Debug, Default)]
struct Report {
    read: usize,
    taken: usize,
    known: usize,
    refused: RefusedLines<String>,
    /// The rows that were left out as the person said.
    left_out: usize,
    ignored: Vec<String>,
}

/// Takes entries over, all or none, unless told to take the rest.
pub(crate) fn run(options: &Import, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let unread = format!("{} cannot be read", options.file.display());
    // Before anything is made.
    let file = std::fs::File::open(&options.file).context(&unread)?;
    let journal = if options.dry_run && !place.is_there()? { Place::nowhere().open()? } else { place.open()? };
    let mut report = Report::default();
    match options.csv {
        None => {
            let judged = wait(journal.judge_from(std::io::BufReader::new(file)))?;
            let Judged { read, known, good, refused } = judged.context(&unread)?;
            let refused = refused.map(|why| why.told());
            report = Report { read, taken: good.len(), known, refused, ..Report::default() };
            if is_wanted(options, &report) {
                wait(journal.take(&good))?;
            }
        }
        Some(kind) if kind.is_decided() => {
            return Err(Problem::WrongUse(format!("{kind}: {}", in_words(&EntryError::Decided))));
        }
        Some(kind) => {
            let drafts = rows(kind, options, &journal, &mut report)?;
            if is_wanted(options, &report) && !drafts.is_empty() {
                wait(journal.write_all(drafts))?;
            }
        }
    }
    tell(options, &report, out)
}

/// Whether anything is to be written.
fn is_wanted(options: &Import, report: &Report) -> bool {
    !options.dry_run && (report.refused.is_empty() || options.take_the_rest)
}

fn tell(options: &Import, report: &Report, out: &mut Out) -> Result<(), Problem> {
    let is_taken = is_wanted(options, report);
    let is_good = report.refused.is_empty() || options.take_the_rest;
    let Report { read, taken, known, refused, left_out, ignored } = report;
    if options.json {
        let told: Vec<Value> = refused.told().iter().map(|one| json!({"line": one.line, "why": one.why})).collect();
        out.json(&json!({
            "read": read,
            "taken": if is_taken { *taken } else { 0 },
            "would_take": taken,
            "known": known,
            "refused": told,
            "refused_lines": refused.len(),
            "left_out": left_out,
            "ignored_columns": ignored,
            "dry_run": options.dry_run,
        }))?;
    } else {
        let rows = if options.csv.is_some() { ("row", "rows") } else { ("line", "lines") };
        let would = if is_taken { "taken" } else { "would be taken" };
        out.say(&format!(
            "{} read: {taken} {would}, {known} known already, {} refused.",
            counted(*read, rows.0, rows.1),
            refused.len()
        ))?;
        if !ignored.is_empty() {
            out.say(&format!("Columns that were not asked for: {}.", ignored.join(", ")))?;
        }
        if *left_out > 0 {
            out.say(&format!("{} left out, as you said.", counted(*left_out, rows.0, rows.1)))?;
        }
        show_refused(refused, out)?;
        if options.dry_run {
            out.say("Nothing was written: this was a dry run.")?;
        } else if !is_taken {
            out.say("Nothing was taken. Mend the lines above, or give --take-the-rest to leave them out.")?;
        }
    }
    if is_good { Ok(()) } else { Err(out.then_fail()) }
}

/// Shows the refused lines, those with the same reason as one.
fn show_refused(refused: &RefusedLines<String>, out: &mut Out) -> Result<(), Problem> {
    const NUMBERS: usize = 5;
    let mut reasons: Vec<(&str, Vec<u64>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for one in refused.told() {
        let place = *places.entry(&one.why).or_insert(reasons.len());
        match reasons.get_mut(place) {
            Some((_, lines)) => lines.push(one.line),
            None => reasons.push((&one.why, vec![one.line])),
        }
    }
    let mut shown = 0;
    for (why, lines) in reasons.iter().take(SHOWN) {
        shown += lines.len();
        let first: Vec<String> = lines.iter().take(NUMBERS).map(u64::to_string).collect();
        let which = match &first[..] {
            [one] => format!("line {one}"),
            [before @ .., last] if lines.len() <= NUMBERS => format!("lines {} and {last}", before.join(", ")),
            _ => format!("lines {} and {} more", first.join(", "), lines.len() - first.len()),
        };
        out.item("- ", &format!("{which}: {why}"))?;
    }
    if refused.len() > shown {
        out.item("- ", &format!("and {} more; --json prints the first ten thousand", refused.len() - shown))?;
    }
    Ok(())
}

/// Which columns of a table are which fields, and what is the same for all rows.
struct Plan {
    columns: Vec<(usize, Column)>,
    constants: Vec<(Column, String)>,
}

/// Judges the rows of a table, and gives what is new and good.
fn rows(kind: KindName, options: &Import, journal: &Journal, report: &mut Report) -> Result<Vec<Draft>, Problem> {
    let name = options.file.display();
    let sheet = Sheet::read(&options.file)?;
    let titles: Vec<String> = sheet.titles.iter().map(|title| csv_columns::as_meant(title).to_owned()).collect();
    let plan = columns(&titles, kind, &options.map, report)?;
    if let Some((field, ..)) =
        options.values.iter().find(|(field, ..)| !plan.columns.iter().any(|(_, one)| one.is(field)))
    {
        return Err(Problem::WrongUse(format!(
            "no column is the field \"{}\", of which --values tells: see --map",
            when::shorten(field)
        )));
    }

    let zone = journal.host().zone();
    let now = journal.host().now();
    let dates = match options.dates {
        Some(dates) => Some(dates),
        None => {
            let times = sheet.rows.iter().filter_map(|row| row.cells.as_ref().ok()).flat_map(|cells| plan.times(cells));
            let times: Vec<String> = times.collect();
            let settled = dates::settle(times.iter().map(String::as_str), &zone);
            settled.map_err(|why| Problem::Cannot(format!("{name}: {why}; nothing was taken")))?
        }
    };
    let clock = Clock { zone: &zone, dates };
    let diary = wait(journal.diary())?;
    let birth_year = diary.profile().birth_year;
    // Equal rows of one file are as many entries: ten doses at one time are ten. Each entry that is there is one row known.
    let mut known: HashMap<String, usize> = HashMap::new();
    for (_, there) in diary.of(kind).iter().filter_map(|item| as_compared(item.draft()).ok()) {
        *known.entry(there).or_default() += 1;
    }
    let mut drafts = Vec::new();
    let mut without_time = 0;
    for one in &sheet.rows {
        report.read += 1;
        let Ok(cells) = &one.cells else {
            report.refused.push(one.line, "it is not UTF-8 text; save the file as \"CSV UTF-8\"");
            continue;
        };
        if plan.leaves_out(cells, &options.values) {
            report.left_out += 1;
            continue;
        }
        without_time += usize::from(plan.times(cells).any(|time| dates::happened(&time, clock).is_err()));
        let draft = row(cells, &titles, kind, &plan, &options.values, clock, now)
            .and_then(|entry| entry.check(birth_year).map(|()| entry).map_err(|error| in_words(&error)))
            .and_then(|entry| {
                let draft = entry.draft().ok_or("a table has no entries of a newer Supple")?;
                if draft.kind.is_decided() {
                    return Err(in_words(&EntryError::Decided));
                }
                as_compared(draft)
            });
        match draft {
            Ok((draft, text)) => match known.get_mut(&text).filter(|left| **left > 0) {
                Some(left) => {
                    *left -= 1;
                    report.known += 1;
                }
                None => drafts.push(draft),
            },
            Err(why) => report.refused.push(one.line, why),
        }
    }
    // Then it is the form, and not a row.
    if without_time > 1 && without_time == report.read {
        let first = report.refused.told().first().map(|first| format!("line {}: {}", first.line, first.why));
        return Err(Problem::Cannot(format!(
            "{name}: no row has a time that Supple understands ({}); write the times in such a form, and nothing was taken",
            first.unwrap_or_default()
        )));
    }
    report.taken = drafts.len();
    Ok(drafts)
}

/// What is written, and the text by which a row is known: a table cannot tell an id from own words, so both sides are
/// labelled anew.
fn as_compared(draft: &Draft) -> Result<(Draft, String), String> {
    let draft = Draft { kind: labelled(draft.kind.clone()), ..draft.clone() };
    let text = said(serde_json::to_string(&draft))?;
    Ok((draft, text))
}

impl Plan {
    /// The times of a row, as they are written.
    fn times<'c>(&'c self, cells: &'c StringRecord) -> impl Iterator<Item = String> + 'c {
        let of = |wanted: fn(&Column) -> bool| {
            let cells = self
                .columns
                .iter()
                .filter(move |(_, column)| wanted(column))
                .filter_map(|(place, _)| cells.get(*place));
            cells.map(|cell| csv_columns::as_meant(cell).trim()).filter(|cell| !cell.is_empty())
        };
        let happened = of(|column| matches!(column, Column::Happened)).collect::<Vec<_>>().join(" ");
        let others = of(|column| matches!(column, Column::Field(_, Shape::Moment | Shape::Day)));
        others.map(str::to_owned).chain(Some(happened).filter(|happened| !happened.is_empty()))
    }

    /// Whether the person has said to leave rows with such a cell out.
    fn leaves_out(&self, cells: &StringRecord, values: &[(String, String, String)]) -> bool {
        self.columns.iter().any(|(place, column)| {
            let cell = cells.get(*place).map_or("", |cell| csv_columns::as_meant(cell).trim());
            values.iter().any(|(field, from, to)| to.is_empty() && column.is(field) && cell == from)
        })
    }
}

/// Which columns of the file are which fields.
fn columns(titles: &[String], kind: KindName, map: &[(String, String)], report: &mut Report) -> Result<Plan, Problem> {
    let find = |field: &str| {
        Column::find(kind, field).ok_or_else(|| {
            Problem::WrongUse(format!(
                "there is no field \"{}\" in entries of the kind {kind}; there are {}",
                when::shorten(field),
                Column::names(kind)
            ))
        })
    };
    // What is no column, but a field with something that is none, has one value for all rows.
    let constant = |(left, right): &(String, String)| {
        let is_one = !titles.contains(left) && Column::find(kind, right).is_none();
        Column::find(kind, left).filter(|_| is_one).map(|column| (column, right.clone()))
    };
    let constants: Vec<(Column, String)> = map.iter().filter_map(constant).collect();
    let map: Vec<&(String, String)> = map.iter().filter(|pair| constant(pair).is_none()).collect();
    let mut columns = Vec::new();
    if map.is_empty() {
        for (place, title) in
            titles.iter().enumerate().filter(|(_, title)| !matches!(title.as_str(), "id" | "recorded"))
        {
            let column = Column::find(kind, title).ok_or_else(|| {
                Problem::WrongUse(format!(
                    "the column \"{}\" is no field of entries of the kind {kind}; say which column is which with --map COLUMN=FIELD; the fields are {}",
                    when::shorten(title),
                    Column::names(kind)
                ))
            })?;
            columns.push((place, column));
        }
    }
    for (title, field) in map {
        let place = titles.iter().position(|own| own == title).ok_or_else(|| {
            let own: Vec<String> = titles.iter().map(|title| format!("\"{}\"", when::shorten(title))).collect();
            Problem::WrongUse(format!(
                "there is no column \"{}\" in the file; there are {}",
                when::shorten(title),
                own.join(", ")
            ))
        })?;
        columns.push((place, find(field)?));
    }
    let is_dated = |column: &Column| {
        matches!(column, Column::Happened) || (kind == KindName::CheckIn && matches!(column, Column::Field("date", _)))
    };
    if !columns.iter().map(|(_, column)| column).chain(constants.iter().map(|(column, _)| column)).any(is_dated) {
        return Err(Problem::WrongUse(
            "no column says when it happened; name it with --map COLUMN=happened".to_owned(),
        ));
    }
    let own = titles.iter().enumerate().filter(|(place, _)| !columns.iter().any(|(used, _)| used == place));
    report.ignored = own.map(|(_, title)| when::shorten(title)).collect();
    Ok(Plan { columns, constants })
}

/// A row as the line of an entry. It is not sealed: the place in a chain is made up, and only the draft counts.
#[derive(Serialize)]
struct Line {
    schema: u64,
    id: Uuid,
    device: Uuid,
    sequence: u64,
    previous: Option<String>,
    happened: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    precision: String,
    recorded: String,
    kind: String,
    /// The fields of the kind, in the order of the kind.
    #[serde(flatten)]
    fields: Pairs<&'static str>,
}

/// An object whose values are JSON. A name that stands twice is kept twice, for the entry to refuse.
struct Pairs<N>(Vec<(N, Box<RawValue>)>);

impl<N: Serialize> Serialize for Pairs<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// One row as an entry.
fn row(
    record: &StringRecord,
    titles: &[String],
    kind: KindName,
    plan: &Plan,
    values: &[(String, String, String)],
    clock: Clock<'_>,
    now: jiff::Timestamp,
) -> Result<Entry, String> {
    if record.len() != titles.len() {
        return Err(format!(
            "it has {}, and the first row names {}",
            counted(record.len(), "cell", "cells"),
            titles.len()
        ));
    }
    let mut happened = Vec::new();
    let mut precision = String::new();
    let mut named: BTreeMap<&str, Vec<(String, Box<RawValue>)>> = BTreeMap::new();
    let mut fields: BTreeMap<&str, Box<RawValue>> = BTreeMap::new();
    let as_json = |value: String| said(RawValue::from_string(value));
    let value = |field: &str, shape: Shape, cell: &str| {
        let value = csv_columns::json(shape, cell, clock).map_err(|why| format!("\"{field}\": {why}"))?;
        // A text that stands for neither yes nor no.
        if matches!(shape, Shape::Truth | Shape::Truths) && value.starts_with('"') {
            let cell = when::shorten(cell.trim());
            return Err(format!(
                "\"{field}\" takes true or false, not \"{cell}\"; say what it means with --values {field}:{cell}=true, or \
                 leave such rows out with --values {field}:{cell}="
            ));
        }
        as_json(value)
    };
    let cells = plan
        .columns
        .iter()
        .map(|(place, column)| (column, csv_columns::as_meant(record.get(*place).unwrap_or_default())));
    for (column, cell) in cells.chain(plan.constants.iter().map(|(column, cell)| (column, cell.as_str()))) {
        let meant = values.iter().find(|(field, from, _)| column.is(field) && cell.trim() == from);
        let cell = meant.map_or(cell, |(.., to)| to.as_str());
        if cell.trim().is_empty() {
            continue;
        }
        match column {
            Column::Happened => happened.push(cell.trim()),
            Column::Precision => cell.trim().clone_into(&mut precision),
            Column::Field(field, shape) => {
                let value = value(field, *shape, cell)?;
                if fields.insert(field, value).is_some() {
                    return Err(format!("two columns say \"{field}\"; map one of them"));
                }
            }
            Column::Named(field, shape, name) => {
                let value = value(&format!("{field}:{name}"), *shape, cell)?;
                named.entry(field).or_default().push((name.clone(), value));
            }
        }
    }
    for (field, values) in named {
        fields.insert(field, said(serde_json::value::to_raw_value(&Pairs(values)))?);
    }
    let date =
        fields.get("date").filter(|_| kind == KindName::CheckIn).map(|date| date.get().trim_matches('"').to_owned());
    let said = match (happened.is_empty(), date) {
        (false, _) => happened.join(" "),
        (true, Some(date)) => date,
        (true, None) => return Err("it does not say when it happened".to_owned()),
    };
    let (moment, known) = dates::happened(&said, clock)?;
    // A time that is known to the day may be a little later than now, but not on a later day.
    if moment.at() > now && Moment::in_zone(now, clock.zone).is_ok_and(|now| moment.date() > now.date()) {
        return Err(format!("{} is still to come: give a time that has been", when::shorten(&said)));
    }
    if precision.is_empty() {
        precision = match known {
            None => String::new(),
            Some(Precision::Minute) => "minute".to_owned(),
            Some(Precision::Hour) => "hour".to_owned(),
            Some(Precision::Day) => "day".to_owned(),
        };
    }
    let line = Line {
        schema: SCHEMA,
        id: Uuid::from_u64_pair(0x7000, 0x8000_0000_0000_0000),
        device: Uuid::nil(),
        sequence: 0,
        previous: None,
        happened: moment.to_string(),
        precision,
        recorded: format!("{now:.3}"),
        kind: kind.to_string(),
        fields: Pairs(csv_columns::fields(kind).filter_map(|(name, _)| Some((name, fields.remove(name)?))).collect()),
    };
    let line = crate::values::said(serde_json::to_string(&line))?;
    Entry::parse(&line).map_err(|error| match &error {
        EntryError::Missing { field } => format!(
            "the field \"{field}\" is missing: map a column to it, or give all rows the same value with --map {field}=VALUE"
        ),
        error => in_words(error),
    })
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((column, field)) if !column.trim().is_empty() && !field.trim().is_empty() => {
            Ok((column.trim().to_owned(), field.trim().to_owned()))
        }
        _ => Err("takes COLUMN=FIELD, such as Date=happened".to_owned()),
    }
}

fn meaning(text: &str) -> Result<(String, String, String), String> {
    let parts = text.rsplit_once('=').and_then(|(left, value)| {
        let (field, cell) = left.rsplit_once(':')?;
        Some((field.trim().to_owned(), cell.trim().to_owned(), value.trim().to_owned()))
    });
    parts
        .filter(|(field, ..)| !field.is_empty())
        .ok_or_else(|| "takes FIELD:CELL=VALUE, such as present:2=true".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn names_and_values_of_a_table_can_say_nothing_but_what_they_are() {
        let raw = |json: &str| RawValue::from_string(json.to_owned()).unwrap();
        let line = Line {
            schema: SCHEMA,
            id: Uuid::nil(),
            device: Uuid::nil(),
            sequence: 0,
            previous: None,
            happened: "\",\"kind\":\"note".to_owned(),
            precision: String::new(),
            recorded: "now".to_owned(),
            kind: "check-in".to_owned(),
            fields: Pairs(vec![(
                "answers",
                serde_json::value::to_raw_value(&Pairs(vec![("a\"}", raw("1.50")), ("a\"}", raw("2"))])).unwrap(),
            )]),
        };
        let text = serde_json::to_string(&line).unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&read["happened"], &read["kind"]), (&"\",\"kind\":\"note".into(), &"check-in".into()));
        // A number stays as it was written, and a name that stands twice is there twice, for the entry to refuse.
        assert!(text.ends_with(r#""kind":"check-in","answers":{"a\"}":1.50,"a\"}":2}}"#), "{text}");
    }
}
