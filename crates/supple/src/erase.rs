//! `supple erase`: everything gone, without a trace.

use crate::place::{Place, wait};
use crate::problem::{Context, Problem};
use crate::terminal::Out;
use clap::Args;
use serde_json::json;
use std::io::IsTerminal;
use supple_journal::JournalError;
use supple_wording::counted;

/// What has to be typed.
const WORDS: &str = "erase everything";

/// Options of `supple erase`.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// Do not ask
    #[arg(long)]
    yes_erase_everything: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Erases everything, and says what is beyond its reach.
pub(crate) fn run(options: &Erase, place: &Place, out: &mut Out) -> Result<(), Problem> {
    if !options.yes_erase_everything && !std::io::stdin().is_terminal() {
        return Err(Problem::WrongUse(
            "there is nobody to ask: give --yes-erase-everything if you mean it; nothing was erased".to_owned(),
        ));
    }
    if !place.is_there()? && !place.had_one() {
        return Err(place.no_diary());
    }
    let journal = place.open_quietly()?;
    let there = wait(journal.log()).map(|log| log.len());
    if !options.yes_erase_everything {
        let what =
            there.as_ref().map_or_else(|_| "the whole diary".to_owned(), |there| counted(*there, "entry", "entries"));
        out.say(&format!("This erases {what} in {}. It cannot be undone.", journal.place()))?;
        out.prompt(&format!("Type \"{WORDS}\" to do it:"))?;
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).context("your answer cannot be read")?;
        if line.trim() != WORDS {
            return Err(Problem::Cannot("nothing was erased".to_owned()));
        }
    }
    let backup = place.last_backup();
    // What lies beside a diary that is erased goes with it, also where its last traces could not be removed yet.
    match wait(async { Ok::<_, Problem>(journal.erase().await) })? {
        Err(JournalError::Store(error)) if error.is_erased() => {
            drop(journal);
            place.forget()?;
            return Err(error.into());
        }
        erased => erased?,
    }
    let where_it_was = journal.place();
    drop(journal);
    place.forget()?;
    if options.json {
        let backup = backup.and_then(|backup| backup.file);
        return out.json(&json!({"erased": there.ok(), "place": where_it_was, "last_backup_not_erased": backup}));
    }
    out.say(&format!("Erased: nothing of the diary is left in {where_it_was}."))?;
    let backup = backup.and_then(|backup| backup.file);
    let backup = backup.map(|file| format!(" The last backup was {}.", file.display())).unwrap_or_default();
    out.say(&format!(
        "Beyond the reach of this command: backups, exports and reports that you made, copies and snapshots of your disk.{backup} Delete them yourself."
    ))?;
    out.say("If `supple serve` is still running, stop it and start it again.")
}
