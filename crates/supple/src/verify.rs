//! `supple verify`: whether everything is as it was written.

use crate::backup::devices;
use crate::machine;
use crate::place::{Place, wait};
use crate::problem::{Context, Problem};
use crate::remedy::{self, Told as _};
use crate::terminal::Out;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};
use supple_care::trials;
use supple_diary::{Diary, Log, verify};
use supple_journal::Found;
use supple_report::Proof;
use supple_report::judged::{NO_REPORT, Told};
use supple_wording::counted;

/// Options of `supple verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// An export to look at instead of the diary
    file: Option<PathBuf>,
    /// Whether the diary still holds what this report was made from: its PDF, or its Bundle
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    report: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Says whether the diary still holds what a report was made from.
fn of_report(path: &Path, json: bool, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let bytes = std::fs::read(path).context(format_args!("{} cannot be read", path.display()))?;
    let proof = Proof::read(&bytes).map_err(|_| Problem::WrongUse(format!("{}: {NO_REPORT}", path.display())))?;
    let found = wait(place.look()?.found())?;
    // A chain that was broken since holds no head of the report either: the whole is looked at.
    let broken = verify(found.log.iter());
    let told = Told::of(&proof.judge(&found.log), &proof.code());
    let is_good = told.is_good && broken.is_empty();
    if json {
        out.json(&json!({"good": is_good, "code": proof.code(), "heads": proof.heads, "says": told.line}))?;
    } else {
        out.say(&told.line)?;
        if !broken.is_empty() {
            out.say("But not all entries are as they were written: supple verify says which.")?;
        }
    }
    if is_good { Ok(()) } else { Err(out.then_fail()) }
}

/// Checks the chains of all devices, and names the first bad entry.
pub(crate) fn run(options: &Verify, place: &Place, out: &mut Out) -> Result<(), Problem> {
    if let Some(report) = &options.report {
        return of_report(report, options.json, place, out);
    }
    let (log, refused, damaged) = match &options.file {
        Some(path) => {
            let bytes = std::fs::read(path).context(format_args!("{} cannot be read", path.display()))?;
            let (log, refused) = Log::from_bytes(&bytes);
            (log, refused, Vec::new())
        }
        None if place.is_there()? => {
            let Found { log, damaged } = wait(place.open_quietly()?.found())?;
            (log, Vec::new(), damaged)
        }
        None => return Err(place.no_diary()),
    };
    let broken = verify(log.iter());
    // A chain that lacks its end looks whole: only what this device knew of tells.
    let lost = if options.file.is_none() { place.lost() } else { None };
    // Each draw of a trial again, from its seed.
    let diary = Diary::fold(&log);
    let over_days = supple_programme::trial::audit(&diary);
    let drawn: Vec<String> = trials::audit(&diary, machine::now()).into_iter().chain(over_days).collect();
    let is_good = refused.is_empty() && broken.is_empty() && damaged.is_empty() && lost.is_none() && drawn.is_empty();
    let devices = devices(&log);
    if options.json {
        let refused: Vec<_> = refused.iter().map(|line| json!({"line": line.line, "why": line.why.told()})).collect();
        let broken: Vec<_> = broken
            .iter()
            .map(|broken| {
                json!({"id": broken.id, "device": broken.device, "sequence": broken.sequence, "why": broken.fault.to_string()})
            })
            .collect();
        let damaged: Vec<_> = damaged
            .iter()
            .map(|damaged| {
                json!({"id": damaged.id(), "recorded": damaged.recorded(), "position": damaged.position(), "why": damaged.why()})
            })
            .collect();
        out.json(&json!({
            "good": is_good, "entries": log.len(), "devices": devices, "broken": broken, "refused": refused,
            "damaged": damaged, "lost": lost, "trials": drawn,
        }))?;
    } else if is_good {
        out.say(&format!(
            "{} of {}: all as they were written.",
            counted(log.len(), "entry", "entries"),
            counted(devices, "device", "devices")
        ))?;
    } else {
        if let Some(lost) = &lost {
            out.line(&format!("Not as it was written: {}; {}.", lost.in_words(), place.way_back(lost)))?;
        }
        // What cannot be read is the reason for a gap, so it comes first.
        let damaged = damaged.iter().map(ToString::to_string);
        let unread = damaged.chain(refused.iter().map(remedy::Told::told));
        let mut faults = unread.chain(broken.iter().map(ToString::to_string)).chain(drawn.iter().cloned());
        if let Some(first) = faults.next() {
            out.line(&format!("Not as it was written: {first}"))?;
        }
        let more = faults.count();
        if more > 0 {
            out.line(&format!(
                "And more: {}. `supple verify --json` names them all.",
                counted(more, "fault", "faults")
            ))?;
        }
    }
    if is_good { Ok(()) } else { Err(out.then_fail()) }
}
