//! `supple reconcile`: a diary that was put back to an older copy and written on becomes one with the others again.
//!
//! Which entries that concerns is noticed by a sync, whichever side asked for it, and lies beside the diary. The command
//! says it, keeps a copy of the diary as it is, and lets [`Journal::reconcile`](supple_journal::Journal::reconcile) do it.

use crate::files::{Replace, in_place};
use crate::place::{Place, wait};
use crate::problem::{Context, Problem};
use crate::terminal::Out;
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use std::io::IsTerminal;
use supple_journal::Forked;
use supple_wording::counted;

/// What goes on in another program.
const SERVERS: &str = "If `supple serve` is running on this diary, stop it first.";

/// Options of `supple reconcile`.
#[derive(Debug, Args)]
pub(crate) struct Reconcile {
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Says what will be done, and does it.
pub(crate) fn run(options: &Reconcile, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let journal = place.look()?;
    let forks = wait(journal.forks())?;
    if forks.is_empty() {
        if options.json {
            return out.json(&json!({"forks": [], "moved": 0}));
        }
        return out.say(
            "There is nothing to reconcile: no sync has found that this diary goes another way than another one. If one \
             should, sync first.",
        );
    }
    if !options.json {
        for fork in &forks {
            out.say(&in_words(fork))?;
        }
        out.say(
            "What is only here stays as it was said, with its times, corrections and removals, in a chain of its own. The \
             rest comes from the other device with the next sync. Nothing is lost, and nothing is there twice.",
        )?;
        out.say(SERVERS)?;
    }
    if !options.yes {
        if options.json || !std::io::stdin().is_terminal() {
            return Err(Problem::WrongUse("nothing is done yet: to do it, give --yes".to_owned()));
        }
        out.prompt("Do it? Type \"yes\":")?;
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).context("your answer cannot be read")?;
        if line.trim() != "yes" {
            return Err(Problem::Cannot("nothing was done".to_owned()));
        }
    }
    let copy = place.reconciled_file();
    if let Some(copy) = &copy {
        let lines = wait(journal.log())?.to_lines();
        in_place(copy, lines.as_bytes(), Replace::Old).map_err(|error| {
            Problem::Cannot(format!("{} cannot be written ({error}), so nothing was done", copy.display()))
        })?;
    }
    // First: the chain of this device may be cut, and must not be carried on.
    place.forget_device()?;
    let moved = wait(journal.reconcile())?.len();
    place.forget_forks()?;
    if options.json {
        return out.json(&json!({"forks": forks, "moved": moved, "copy": copy}));
    }
    let copy = copy.map(|copy| format!(" The diary as it was is in {}.", copy.display())).unwrap_or_default();
    out.say(&format!("Done: {} now in a chain of their own.{copy}", counted(moved, "entry is", "entries are")))?;
    out.say("Now sync: `supple sync`, or from the other device.")
}

fn in_words(forked: &Forked) -> String {
    let day = |at: Timestamp| at.to_zoned(TimeZone::system()).strftime("%-d %B %Y, %H:%M").to_string();
    let Forked { fork, entries, first, last } = forked;
    let when =
        if first == last { format!("on {}", day(*first)) } else { format!("from {} to {}", day(*first), day(*last)) };
    format!(
        "{} only here, recorded {when}: behind the first {} of device {}, another device has other ones.",
        counted(*entries, "entry is", "entries are"),
        fork.common,
        fork.device
    )
}
