//! `supple import`: entries from a file, every line judged, nothing half-taken.

use crate::log::refused as in_words;
use crate::place::{Place, wait};
use crate::problem::Problem;
use crate::sentence::count;
use crate::table::{self, Column};
use crate::terminal::Out;
use crate::{timeline, when};
use clap::Args;
use csv::ByteRecord;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use supple_diary::{Draft, Entry, KindName, Moment, Precision, turning_mark};
use supple_journal::{Journal, Judged, RefusedLine};
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
    /// called like the fields
    #[arg(long, value_name = "COLUMN=FIELD", value_delimiter = ',', requires = "csv", value_parser = pair)]
    map: Vec<(String, String)>,
    /// Take what is good although some lines are refused
    #[arg(long)]
    take_the_rest: bool,
    /// Print the report as JSON, with every refused line
    #[arg(long)]
    json: bool,
}

/// What was found in the file.
#[derive(Debug, Default)]
struct Report {
    read: usize,
    taken: usize,
    known: usize,
    refused: Vec<RefusedLine>,
    ignored: Vec<String>,
}

/// Takes entries over, all or none, unless told to take the rest.
pub(crate) fn run(options: &Import, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let bytes = std::fs::read(&options.file)
        .map_err(|error| Problem::Cannot(format!("{} cannot be read: {error}", options.file.display())))?;
    let journal = if options.dry_run && !place.is_there()? { Place::nowhere().open()? } else { place.open()? };
    let mut report = Report::default();
    match options.csv {
        None => {
            let Judged { read, known, good, refused } = wait(journal.judge(&bytes))?;
            report = Report { read, taken: good.len(), known, refused, ignored: Vec::new() };
            if is_wanted(options, &report) {
                wait(journal.take(&good))?;
            }
        }
        Some(kind) => {
            let drafts = rows(&bytes, kind, options, &journal, &mut report)?;
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
    let Report { read, taken, known, refused, ignored } = report;
    if options.json {
        let refused: Vec<Value> = refused.iter().map(|one| json!({"line": one.line, "why": one.why})).collect();
        out.json(&json!({
            "read": read,
            "taken": if is_taken { *taken } else { 0 },
            "would_take": taken,
            "known": known,
            "refused": refused,
            "ignored_columns": ignored,
            "dry_run": options.dry_run,
        }))?;
    } else {
        let rows = if options.csv.is_some() { ("row", "rows") } else { ("line", "lines") };
        let would = if is_taken { "taken" } else { "would be taken" };
        out.say(&format!(
            "{} read: {taken} {would}, {known} known already, {} refused.",
            count(*read, rows.0, rows.1),
            refused.len()
        ))?;
        if !ignored.is_empty() {
            out.say(&format!("Columns that were not asked for: {}.", ignored.join(", ")))?;
        }
        for one in refused.iter().take(SHOWN) {
            out.item("- ", &format!("line {}: {}", one.line, one.why))?;
        }
        if refused.len() > SHOWN {
            out.item("- ", &format!("and {} more; --json prints them all", refused.len() - SHOWN))?;
        }
        if options.dry_run {
            out.say("Nothing was written: this was a dry run.")?;
        } else if !is_taken {
            out.say("Nothing was taken. Mend the lines above, or give --take-the-rest to leave them out.")?;
        }
    }
    if is_good { Ok(()) } else { Err(out.then_fail()) }
}

/// Judges the rows of a table, and gives what is new and good.
fn rows(
    bytes: &[u8],
    kind: KindName,
    options: &Import,
    journal: &Journal,
    report: &mut Report,
) -> Result<Vec<Draft>, Problem> {
    let name = options.file.display();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(delimiter(bytes)).from_reader(bytes);
    let mut header = ByteRecord::new();
    let unreadable = |error: csv::Error| Problem::Cannot(format!("{name} cannot be read as a table: {error}"));
    if !reader.read_byte_record(&mut header).map_err(unreadable)? {
        return Err(Problem::Cannot(format!("{name} is empty; the first row has to name the columns")));
    }
    let titles: Vec<String> = header
        .iter()
        .map(|cell| std::str::from_utf8(cell).map(|cell| table::as_meant(cell.trim()).to_owned()))
        .collect::<Result<_, _>>()
        .map_err(|_| Problem::Cannot(format!("{name} is not UTF-8 text; save it as \"CSV UTF-8\" and try again")))?;
    let columns = columns(&titles, kind, &options.map, report)?;

    let zone = journal.machine().zone();
    let now = journal.machine().now();
    let diary = wait(journal.diary())?;
    let birth_year = diary.profile().birth_year;
    // Equal rows of one file are as many entries: ten doses at one time are ten. Each entry that is there is one row known.
    let mut known: HashMap<String, usize> = HashMap::new();
    for there in diary.of(kind).iter().filter_map(|item| serde_json::to_string(item.draft()).ok()) {
        *known.entry(there).or_default() += 1;
    }
    let mut drafts = Vec::new();
    let mut record = ByteRecord::new();
    let mut place = LineNumber { line: 1, byte: 0 };
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(unreadable(error)),
        }
        let line = place.at(bytes, record.position().map_or(0, csv::Position::byte));
        if record.iter().all(|cell| cell.iter().all(u8::is_ascii_whitespace)) {
            continue;
        }
        report.read += 1;
        let draft = row(&record, &titles, kind, &columns, &zone, now)
            .and_then(|entry| entry.check(birth_year).map(|()| entry).map_err(|error| in_words(&error)))
            .and_then(|entry| {
                let text = serde_json::to_string(entry.draft()).map_err(|error| error.to_string())?;
                Ok((entry.draft().clone(), text))
            });
        match draft {
            Ok((draft, text)) => match known.get_mut(&text).filter(|left| **left > 0) {
                Some(left) => {
                    *left -= 1;
                    report.known += 1;
                }
                None => match turning_mark(&text) {
                    Some(mark) => report.refused.push(RefusedLine { line, why: hidden(mark) }),
                    None => drafts.push(draft),
                },
            },
            Err(why) => report.refused.push(RefusedLine { line, why }),
        }
    }
    report.taken = drafts.len();
    Ok(drafts)
}

/// The number of a line, counted on from the row before. The reader itself stands before the line break where it has two
/// characters, and before empty lines.
struct LineNumber {
    line: u64,
    byte: usize,
}

impl LineNumber {
    fn at(&mut self, bytes: &[u8], position: u64) -> u64 {
        let mut to = usize::try_from(position).unwrap_or(usize::MAX).clamp(self.byte, bytes.len());
        to += bytes[to..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        for _ in bytes[self.byte..to].iter().filter(|byte| **byte == b'\n') {
            self.line += 1;
        }
        self.byte = to;
        self.line
    }
}

/// What is wrong with a mark that turns the direction of what follows.
fn hidden(mark: char) -> String {
    format!("it has the hidden mark U+{:04X}, which turns how the rest is read; write it without", u32::from(mark))
}

/// Which columns of the file are which fields.
fn columns(
    titles: &[String],
    kind: KindName,
    map: &[(String, String)],
    report: &mut Report,
) -> Result<Vec<(usize, Column)>, Problem> {
    let find = |field: &str| {
        Column::find(kind, field).ok_or_else(|| {
            Problem::WrongUse(format!(
                "there is no field \"{}\" in entries of the kind {kind}; there are {}",
                when::shorten(field),
                Column::names(kind)
            ))
        })
    };
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
    if !columns.iter().any(|(_, column)| is_dated(column)) {
        return Err(Problem::WrongUse(
            "no column says when it happened; name it with --map COLUMN=happened".to_owned(),
        ));
    }
    let own = titles.iter().enumerate().filter(|(place, _)| !columns.iter().any(|(used, _)| used == place));
    report.ignored = own.map(|(_, title)| when::shorten(title)).collect();
    Ok(columns)
}

/// One row as an entry. It is not sealed: the place in a chain is made up, and only the draft counts.
fn row(
    record: &ByteRecord,
    titles: &[String],
    kind: KindName,
    columns: &[(usize, Column)],
    zone: &str,
    now: jiff::Timestamp,
) -> Result<Entry, String> {
    if record.len() != titles.len() {
        return Err(format!(
            "it has {}, and the first row names {}",
            count(record.len(), "cell", "cells"),
            titles.len()
        ));
    }
    let mut happened = Vec::new();
    let mut precision = String::new();
    let mut named: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut fields: BTreeMap<&str, String> = BTreeMap::new();
    for (place, column) in columns {
        let cell = std::str::from_utf8(&record[*place])
            .map_err(|_| "it is not UTF-8 text; save the file as \"CSV UTF-8\"".to_owned())?;
        let cell = table::as_meant(cell);
        if cell.trim().is_empty() {
            continue;
        }
        match column {
            Column::Happened => happened.push(cell.trim()),
            Column::Precision => cell.trim().clone_into(&mut precision),
            Column::Field(field, shape) => {
                let value = table::json(*shape, cell, zone).map_err(|why| format!("\"{field}\": {why}"))?;
                if fields.insert(field, value).is_some() {
                    return Err(format!("two columns say \"{field}\"; map one of them"));
                }
            }
            Column::Named(field, shape, name) => {
                let value = table::json(*shape, cell, zone).map_err(|why| format!("\"{field}\": {why}"))?;
                named.entry(field).or_default().push(format!("{}:{value}", Value::String(name.clone())));
            }
        }
    }
    for (field, values) in named {
        fields.insert(field, format!("{{{}}}", values.join(",")));
    }
    let date = fields.get("date").filter(|_| kind == KindName::CheckIn).map(|date| date.trim_matches('"').to_owned());
    let said = match (happened.is_empty(), date) {
        (false, _) => happened.join(" "),
        (true, Some(date)) => date,
        (true, None) => return Err("it does not say when it happened".to_owned()),
    };
    let (moment, known) = table::happened(&said, zone)?;
    // A time that is known to the day may be a little later than now, but not on a later day.
    if moment.at() > now && Moment::in_zone(now, zone).is_ok_and(|now| moment.date() > now.date()) {
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
    let text = |text: &str| Value::String(text.to_owned()).to_string();
    let mut line = format!(
        r#"{{"schema":1,"id":"00000000-0000-7000-8000-000000000000","device":"{}","sequence":0,"previous":null,"happened":{}"#,
        Uuid::nil(),
        text(&moment.to_string())
    );
    if !precision.is_empty() {
        line.push_str(&format!(r#","precision":{}"#, text(&precision)));
    }
    line.push_str(&format!(r#","recorded":"{now:.3}","kind":"{kind}""#));
    for (field, _) in table::fields(kind) {
        if let Some(value) = fields.get(field) {
            line.push_str(&format!(r#","{field}":{value}"#));
        }
    }
    line.push('}');
    Entry::parse(&line).map_err(|error| in_words(&error))
}

/// What stands between the cells: a comma, or what the first row has more of. Spreadsheets differ by country.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| first.iter().filter(|byte| **byte == delimiter).count();
    [b';', b'\t']
        .into_iter()
        .filter(|other| count(*other) > count(b','))
        .max_by_key(|other| count(*other))
        .unwrap_or(b',')
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((column, field)) if !column.trim().is_empty() && !field.trim().is_empty() => {
            Ok((column.trim().to_owned(), field.trim().to_owned()))
        }
        _ => Err("takes COLUMN=FIELD, such as Date=happened".to_owned()),
    }
}
