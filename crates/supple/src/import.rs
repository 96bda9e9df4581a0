//! `supple import`: entries from a file, every line judged, nothing half-taken.

use crate::log::refused as in_words;
use crate::place::{Place, wait};
use crate::problem::{Context, Problem};
use crate::remedy::Told;
use crate::sheet::{self, Sheet};
use crate::terminal::Out;
use crate::{questionnaire, timeline, when};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;
use supple_diary::{Draft, EntryError, KindName};
use supple_intake::columns::{Column, as_meant};
use supple_intake::{Becomes, Clock, Fields, NoTimes, Plan, Reader, Source, Unsettled, Why, recognise};
use supple_journal::{Journal, Judged, RefusedLines};
use supple_wording::counted;

/// How many refused lines are printed.
const SHOWN: usize = 20;

/// Which comes first in days such as 11/12/2026.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Dates {
    /// Day, month, year: 20/11/2026
    Dmy,
    /// Month, day, year: 11/20/2026
    Mdy,
}

impl From<Dates> for supple_intake::Dates {
    fn from(dates: Dates) -> supple_intake::Dates {
        match dates {
            Dates::Dmy => supple_intake::Dates::Dmy,
            Dates::Mdy => supple_intake::Dates::Mdy,
        }
    }
}

/// Options of `supple import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file: an export of Supple, a QuestionnaireResponse of FHIR, or with --csv a table
    file: PathBuf,
    /// Only say what would be taken and what refused
    #[arg(long)]
    dry_run: bool,
    /// The file is a table of entries of this kind, such as spasm
    #[arg(long, value_name = "KIND", value_parser = timeline::kind)]
    csv: Option<KindName>,
    /// The file is a table of another program: Supple recognises it, and says what becomes of each name in it
    #[arg(long, conflicts_with = "csv")]
    table: bool,
    /// What becomes of a name in the table: pain, spasm, exposure, measure, medicine, exercise, answer, note or nothing
    #[arg(long, value_name = "NAME=WHAT", value_delimiter = ',', requires = "table", value_parser = becomes)]
    becomes: Vec<(String, Becomes)>,
    /// Which column is which field, such as Date=happened,Time=happened,Strength=intensity; without it the columns are
    /// called like the fields. A field may also have one value for all rows, such as present=true
    #[arg(long, value_name = "COLUMN=FIELD", value_delimiter = ',', requires = "csv", value_parser = pair)]
    map: Vec<(String, String)>,
    /// What a cell of a field means, such as present:2=true; with nothing behind the = its row is left out
    #[arg(long, value_name = "FIELD:CELL=VALUE", value_delimiter = ',', requires = "csv", value_parser = meaning)]
    values: Vec<(String, String, String)>,
    /// Whether the day or the month comes first in dates such as 11/12/2026, where no row tells
    #[arg(long, value_enum, value_name = "ORDER")]
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
pub(crate) struct Report {
    read: usize,
    taken: usize,
    known: usize,
    pub(crate) refused: RefusedLines<String>,
    /// The rows that were left out as the person said.
    left_out: usize,
    ignored: Vec<String>,
    /// The program that has written it, if it is known.
    form: Option<&'static str>,
    /// What the table says something of, and what becomes of it.
    sources: Vec<Source>,
}

/// Takes entries over, all or none, unless told to take the rest.
pub(crate) fn run(options: &Import, place: &Place, out: &mut Out) -> Result<(), Problem> {
    if options.dates.is_some() && options.csv.is_none() && !options.table {
        return Err(Problem::WrongUse("--dates tells of a table: give --table, or --csv KIND".to_owned()));
    }
    let unread = format!("{} cannot be read", options.file.display());
    // Before anything is made.
    let file = std::fs::File::open(&options.file).context(&unread)?;
    let is_other = options.csv.is_some() || options.table;
    let response = if is_other { None } else { questionnaire::response(&options.file) };
    let journal = if options.dry_run && !place.is_there()? { Place::nowhere().open()? } else { place.open()? };
    let mut report = Report::default();
    match options.csv {
        None if let Some(text) = &response => {
            let check = questionnaire::check(text, &journal)
                .map_err(|problem| Problem::Cannot(format!("{}: {problem}", options.file.display())))?;
            let new = usize::from(check.is_some());
            report = Report { read: 1, taken: new, known: 1 - new, ..Report::default() };
            if is_wanted(options, &report) {
                wait(journal.write_all(check.into_iter().collect()))?;
            }
        }
        None if !options.table => {
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
        _ => {
            let drafts = rows(options, &journal, &mut report)?;
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
    let Report { read, taken, known, refused, left_out, ignored, form, sources } = report;
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
            "recognised": form,
            "names": sources.iter().map(|one| json!({"name": one.name, "becomes": one.becomes.id()})).collect::<Vec<_>>(),
            "dry_run": options.dry_run,
        }))?;
    } else {
        let rows = if options.csv.is_some() || options.table { ("row", "rows") } else { ("line", "lines") };
        let would = if is_taken { "taken" } else { "would be taken" };
        out.say(&format!(
            "{} read: {taken} {would}, {known} known already, {} refused.",
            counted(*read, rows.0, rows.1),
            refused.len()
        ))?;
        if let Some(form) = form {
            out.say(&format!("It is an export of {form}."))?;
        }
        for Source { name, cells, looks, becomes } in sources {
            let cells = counted(*cells, "cell", "cells");
            out.item("- ", &format!("{}: {cells}, {}: {}", when::shorten(name), looks.words(), becomes.id()))?;
        }
        if sources.iter().any(|one| one.becomes == Becomes::Nothing) {
            out.say("Nothing becomes of some of them: say what they are with --becomes NAME=WHAT.")?;
        }
        if !ignored.is_empty() {
            out.say(&format!("Columns that were not asked for: {}.", ignored.join(", ")))?;
        }
        if *left_out > 0 {
            let why = if options.table { "they say nothing of what is taken" } else { "as you said" };
            out.say(&format!("{} left out, {why}.", counted(*left_out, rows.0, rows.1)))?;
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

/// Which columns of the file are which fields.
fn columns(titles: &[String], kind: KindName, options: &Import, report: &mut Report) -> Result<Fields, Problem> {
    let map = &options.map;
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
    Ok(Fields { kind, columns, constants, values: options.values.clone() })
}

/// How the table is read: by the kind that was named, or as it is recognised.
fn plan(sheet: &Sheet, options: &Import, zone: &str, report: &mut Report) -> Result<Plan, Problem> {
    let Some(kind) = options.csv else { return recognised(sheet, options, zone, report) };
    let titles: Vec<String> = sheet.titles.iter().map(|title| as_meant(title).to_owned()).collect();
    let fields = columns(&titles, kind, options, report)?;
    let is_column = |field: &str| fields.columns.iter().any(|(_, one)| one.is(field));
    if let Some((field, ..)) = options.values.iter().find(|(field, ..)| !is_column(field)) {
        return Err(Problem::WrongUse(format!(
            "no column is the field \"{}\", of which --values tells: see --map",
            when::shorten(field)
        )));
    }
    Ok(Plan::Fields(fields))
}

/// The table as it is recognised, and what becomes of each name in it.
fn recognised(sheet: &Sheet, options: &Import, zone: &str, report: &mut Report) -> Result<Plan, Problem> {
    let name = options.file.display();
    let mut plan =
        recognise(sheet, zone).map_err(|why| Problem::Cannot(format!("{name}: {why}; nothing was taken")))?;
    if let Plan::Names(names) = &mut plan {
        for (name, becomes) in &options.becomes {
            if !names.choose(name, *becomes) {
                let known: Vec<String> =
                    names.sources.iter().map(|one| format!("\"{}\"", when::shorten(&one.name))).collect();
                return Err(Problem::WrongUse(format!(
                    "the table says nothing of \"{}\"; it tells of {}",
                    when::shorten(name),
                    known.join(", ")
                )));
            }
        }
        report.form = names.preset.map(|preset| preset.name);
        report.sources = names.sources.clone();
    } else if let Some((name, _)) = options.becomes.first() {
        return Err(Problem::WrongUse(format!(
            "{}: an export of Supple says by itself what it is",
            when::shorten(name)
        )));
    }
    Ok(plan)
}

/// Judges the rows of a table, and gives what is new and good.
pub(crate) fn rows(options: &Import, journal: &Journal, report: &mut Report) -> Result<Vec<Draft>, Problem> {
    let name = options.file.display();
    let sheet = sheet::read(&options.file)?;
    let zone = journal.host().zone();
    let plan = plan(&sheet, options, &zone, report)?;
    let dates = match options.dates {
        Some(dates) => Some(dates.into()),
        None => {
            let settled = plan.dates(&sheet, &zone);
            settled.map_err(|why| Problem::Cannot(format!("{name}: {}; nothing was taken", why.told())))?
        }
    };
    let diary = wait(journal.diary())?;
    let clock = Clock { zone: &zone, dates };
    let reader = Reader { clock, now: journal.host().now(), birth_year: diary.profile().birth_year };
    let judged = plan.judge(&sheet, &reader, &diary, &mut |line, why| report.refused.push(line, why.told()));
    let judged = judged.map_err(|NoTimes { first }| {
        let first = first.map(|(line, why)| format!("line {line}: {}", why.told())).unwrap_or_default();
        Problem::Cannot(format!(
            "{name}: no row has a time that Supple understands ({first}); write the times in such a form, and nothing was taken"
        ))
    })?;
    (report.read, report.known, report.left_out) = (judged.rows, judged.known, judged.left_out);
    report.taken = judged.new.len();
    Ok(judged.new)
}

impl Told for Why {
    fn told(&self) -> String {
        match self {
            Why::NotText
            | Why::Cells { .. }
            | Why::NoTime
            | Why::NotATime(_)
            | Why::Length(_)
            | Why::Newer
            | Why::NotFor { .. }
            | Why::Json(_) => self.to_string(),
            Why::Unclear(unclear) => unclear.told(),
            Why::StillToCome(_) => format!("{self}: give a time that has been"),
            Why::NeitherYesNorNo { field, cell } => {
                let cell = when::shorten(cell);
                format!(
                    "{self}; say what it means with --values {field}:{cell}=true, or leave such rows out with --values \
                     {field}:{cell}="
                )
            }
            Why::Field { field, why } => format!("\"{field}\": {}", why.told()),
            Why::Twice { .. } => format!("{self}; map one of them"),
            Why::Missing { field } => {
                format!("{self}: map a column to it, or give all rows the same value with --map {field}=VALUE")
            }
            Why::Entry(error) => in_words(error),
        }
    }
}

impl Told for Unsettled {
    fn told(&self) -> String {
        let say = "say which with --dates dmy (the day first) or --dates mdy (the month first)";
        match self {
            Unsettled::Both { .. } => format!("{self}: {say}, or write 2026-11-20"),
            Unsettled::Neither { .. } => format!("{self}: {say}"),
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((column, field)) if !column.trim().is_empty() && !field.trim().is_empty() => {
            Ok((column.trim().to_owned(), field.trim().to_owned()))
        }
        _ => Err("takes COLUMN=FIELD, such as Date=happened".to_owned()),
    }
}

fn becomes(text: &str) -> Result<(String, Becomes), String> {
    let takes = || {
        let ids = Becomes::ALL.map(Becomes::id);
        format!("takes NAME=WHAT, where WHAT is one of {}", ids.join(", "))
    };
    let (name, what) = text.rsplit_once('=').ok_or_else(takes)?;
    Ok((name.trim().to_owned(), Becomes::from_id(what.trim()).ok_or_else(takes)?))
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
