//! `supple report`: what a doctor reads in one minute, as text, as tables, and whatever else it is asked for as.

use crate::files::{Replace, in_place};
use crate::place::{self, Place, wait};
use crate::problem::{Context, Problem};
use crate::terminal::Out;
use crate::when;
use clap::Args;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use supple_care::moment::clock;
use supple_intake::columns;
use supple_journal::Journal;
use supple_report::print::Paper;
use supple_report::{Annex, Part, Period, Request, Summary, heads, tables, text};

/// Options of `supple report`.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// From which day on: how many days, such as 90d, or a day such as 2026-06-01; a year, or since the first entry, if left out
    #[arg(long, value_name = "SINCE")]
    since: Option<String>,
    /// Up to which day, such as 2026-11-20; today if left out
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// What stands on the first page (several with commas); all if left out
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = part)]
    parts: Vec<Part>,
    /// What follows it: weeks, spasms, doses, trials, answers (several with commas)
    #[arg(long, value_name = "ANNEX", value_delimiter = ',', value_parser = annex)]
    annexes: Vec<Annex>,
    /// Your name, if it shall stand on it; it is not stored
    #[arg(long)]
    name: Option<String>,
    /// A question to take along; may be given several times
    #[arg(long, value_name = "QUESTION")]
    ask: Vec<String>,
    /// Write it as text to this file; - for standard output, which is what happens when nothing else is asked for
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// Write it as a PDF with the same as FHIR inside
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// The paper of the PDF
    #[arg(long, value_name = "PAPER", default_value = "a4", value_parser = paper)]
    paper: Paper,
    /// Write it as a Bundle of FHIR R4
    #[arg(long, value_name = "FILE")]
    fhir: Option<PathBuf>,
    /// Write its numbers as tables into this folder
    #[arg(long, value_name = "FOLDER")]
    csv: Option<PathBuf>,
    /// Write the questions of the check as a Questionnaire of FHIR R4; needs no diary
    #[arg(long, value_name = "FILE")]
    questionnaire: Option<PathBuf>,
    /// Write the rules of the check as a PlanDefinition of FHIR R4; needs no diary
    #[arg(long, value_name = "FILE")]
    plan_definition: Option<PathBuf>,
}

fn part(id: &str) -> Result<Part, String> {
    let all = Part::ALL.map(Part::id).join(", ");
    Part::from_id(id).ok_or_else(|| format!("there is no such part; there are {all}"))
}

fn annex(id: &str) -> Result<Annex, String> {
    let all = Annex::ALL.map(Annex::id).join(", ");
    Annex::from_id(id).ok_or_else(|| format!("there is no such annex; there are {all}"))
}

fn paper(id: &str) -> Result<Paper, String> {
    let all = Paper::ALL.map(Paper::id).join(", ");
    Paper::from_id(id).ok_or_else(|| format!("there is no such paper; there are {all}"))
}

impl Report {
    /// Whether anything of the diary is asked for.
    fn is_of_diary(&self) -> bool {
        let rules = self.questionnaire.is_some() || self.plan_definition.is_some();
        let diary = [&self.text, &self.csv, &self.pdf, &self.fhir].iter().any(|path| path.is_some());
        diary || !rules
    }
}

/// Makes the report and writes it as it was asked for.
pub(crate) fn run(options: &Report, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let mut written = rules(options)?;
    if options.is_of_diary() {
        written.extend(of_diary(options, place, out)?);
    }
    written.iter().try_for_each(|path| out.line(&format!("Written: {}", path.display())))
}

/// The check as others can run it.
fn rules(options: &Report) -> Result<Vec<PathBuf>, Problem> {
    let guidance = supple_triage::embedded().guidance();
    let today = crate::machine::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut written = Vec::new();
    if let Some(path) = &options.questionnaire {
        let json = serde_json::to_vec_pretty(&supple_fhir::questionnaire(guidance, today))?;
        written.push(file(path, &json)?);
    }
    if let Some(path) = &options.plan_definition {
        let json = serde_json::to_vec_pretty(&supple_fhir::plan_definition(guidance, today))?;
        written.push(file(path, &json)?);
    }
    Ok(written)
}

/// The summary that is asked for.
pub(crate) fn summary(options: &Report, journal: &Journal) -> Result<Summary, Problem> {
    let diary = place::read(journal)?;
    let found = wait(journal.found())?;
    let machine = journal.host();
    let zone = clock::zone(&diary, &machine.zone());
    let now = clock::on_clock(machine.now(), &zone);
    let usual = Period::usual(&diary, now.date());
    let since = options.since.as_deref().map(|text| when::read_since(text, now.timestamp(), &zone)).transpose()?;
    let until = options.until.as_deref().map(|text| when::read_day(text, now.timestamp(), &zone)).transpose()?;
    let period = Period { from: since.unwrap_or(usual.from), to: until.unwrap_or(usual.to).min(now.date()) };
    if period.to < period.from {
        let line = format!(
            "the period ends on {}, before it begins on {}; give --since and --until anew",
            period.to, period.from
        );
        return Err(Problem::WrongUse(line));
    }
    let all = || Part::ALL.into_iter().collect();
    let parts: BTreeSet<Part> = if options.parts.is_empty() { all() } else { options.parts.iter().copied().collect() };
    let request = Request {
        period,
        parts,
        annexes: options.annexes.iter().copied().collect(),
        name: options.name.clone(),
        ask: options.ask.clone(),
    };
    Ok(Summary::of(&diary, &request, heads(&found.log), &now))
}

fn of_diary(options: &Report, place: &Place, out: &mut Out) -> Result<Vec<PathBuf>, Problem> {
    let summary = summary(options, &place.look()?)?;
    let mut written = Vec::new();
    if let Some(path) = &options.pdf {
        let printed = supple_paper::pdf(&summary.print(options.paper)?).context("the PDF cannot be made")?;
        written.push(file(path, &printed.bytes)?);
    }
    if let Some(path) = &options.fhir {
        written.push(file(path, summary.bundle_json()?.as_bytes())?);
    }
    if let Some(folder) = &options.csv {
        written.extend(csv(&summary, folder)?);
    }
    let words = text::text(&summary.sheet());
    match options.text.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => written.push(file(path, words.as_bytes())?),
        None if written.is_empty() || options.text.is_some() => {
            words.lines().try_for_each(|line| if line.is_empty() { out.gap() } else { out.say(line) })?;
        }
        None => {}
    }
    Ok(written)
}

pub(crate) fn csv(summary: &Summary, folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    std::fs::create_dir_all(folder).context(format_args!("{} cannot be made", folder.display()))?;
    let mut written = Vec::new();
    for table in tables::tables(summary) {
        let broken = format!("the table {} cannot be written", table.name);
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(table.head).context(&broken)?;
        for row in &table.rows {
            writer
                .write_record(row.iter().map(|cell| columns::harmless(cell)).map(Cow::into_owned))
                .context(&broken)?;
        }
        let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error).context(&broken)?;
        written.push(file(&folder.join(table.name).with_extension("csv"), &bytes)?);
    }
    Ok(written)
}

fn file(path: &Path, bytes: &[u8]) -> Result<PathBuf, Problem> {
    in_place(path, bytes, Replace::Old).context(format_args!("{} cannot be written", path.display()))?;
    Ok(path.to_owned())
}
