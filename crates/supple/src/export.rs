//! `supple export`: the whole truth as lines, or the diary as tables.

use crate::files::{Replace, in_place};
use crate::place::{self, Place, name_damage, wait};
use crate::problem::{Context, Problem};
use crate::terminal::{Out, harmless};
use clap::Args;
use serde_json::json;
use std::borrow::Cow;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use supple_diary::{Entry, KindName, Log, Profile};
use supple_intake::columns;
use supple_journal::{Found, Journal};
use supple_wording::counted;
use supple_wording::profile::IT_NAMES_SOMEONE;

/// Options of `supple export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write; - or nothing for standard output
    file: Option<PathBuf>,
    /// Write tables into this folder instead: a CSV file for each kind, as the diary stands now
    #[arg(long, value_name = "FOLDER", conflicts_with = "file")]
    csv: Option<PathBuf>,
    /// Print one JSON object that says what was written
    #[arg(long)]
    json: bool,
}

/// Writes every entry as it was first written, one a line, in the order in which they happened, and names what is damaged.
pub(crate) fn run(options: &Export, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let to_file = options.file.as_deref().filter(|path| *path != Path::new("-"));
    if options.json && to_file.is_none() && options.csv.is_none() {
        return Err(Problem::WrongUse(
            "what is exported to standard output is JSON already; leave out --json".to_owned(),
        ));
    }
    let journal = place.look()?;
    let Found { log, damaged } = wait(journal.found())?;
    if let Some(folder) = &options.csv {
        tables(folder, options.json, &journal, out)?;
    } else {
        lines(to_file, options.json, &log, out)?;
    }
    name_damage(&damaged, log.len(), out)
}

fn lines(to_file: Option<&Path>, json: bool, log: &Log, out: &mut Out) -> Result<(), Problem> {
    let text = log.to_lines();
    let Some(path) = to_file else {
        // To a file or another program as it is, byte for byte; a terminal would do what stands in it.
        let text = if std::io::stdout().is_terminal() { harmless(&text) } else { Cow::Borrowed(&*text) };
        out.write_all(text.as_bytes())?;
        return Ok(());
    };
    write(path, text.as_bytes())?;
    if json {
        return out.json(&json!({"file": path, "entries": log.len()}));
    }
    out.say(&format!("Exported: {} to {}.", counted(log.len(), "entry", "entries"), path.display()))?;
    // Each line is exported as it was first written, also what was taken out since.
    let names_someone = |entry: &Entry| entry.get::<Profile>().is_some_and(|profile| profile.contact.is_some());
    tell_of_contact(log.iter().any(names_someone), out)
}

fn tables(folder: &Path, json: bool, journal: &Journal, out: &mut Out) -> Result<(), Problem> {
    let diary = place::read(journal)?;
    let mut written = Vec::new();
    for kind in KindName::ALL.into_iter().filter(|kind| !kind.is_change()) {
        let items = diary.of(kind);
        if items.is_empty() {
            continue;
        }
        let broken = format!("the entries of the kind {kind} cannot be exported");
        let rows = columns::rows(kind, items).context(&broken)?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        for row in &rows {
            let cells = row.iter().map(|cell| columns::harmless(cell));
            writer.write_record(cells.map(Cow::into_owned)).context(&broken)?;
        }
        let bytes = writer.into_inner().context(&broken)?;
        let path = folder.join(format!("{kind}.csv"));
        write(&path, &bytes)?;
        written.push((path, items.len()));
    }
    if json {
        let files: Vec<_> = written.iter().map(|(file, rows)| json!({"file": file, "rows": rows})).collect();
        return out.json(&files);
    }
    if written.is_empty() {
        return out.say("There is nothing to export yet.");
    }
    for (path, rows) in written {
        out.line(&format!("Exported: {} to {}.", counted(rows, "row", "rows"), path.display()))?;
    }
    tell_of_contact(diary.profile().contact.is_some(), out)
}

/// Says that the number of someone else leaves the diary.
fn tell_of_contact(is_named: bool, out: &mut Out) -> Result<(), Problem> {
    if is_named { out.say(IT_NAMES_SOMEONE) } else { Ok(()) }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    in_place(path, bytes, Replace::Old).context(format_args!("{} cannot be written", path.display()))
}
