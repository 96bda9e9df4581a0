//! `supple diary`: what happened, day by day.

use crate::place::{Place, name_damage, wait};
use crate::problem::Problem;
use crate::terminal::Out;
use crate::{sentence, when};
use clap::Args;
use supple_diary::{Draft, Item, KindName};
use supple_journal::Journal;
use uuid::Uuid;

/// Options of `supple diary`.
#[derive(Debug, Args)]
pub(crate) struct Timeline {
    /// From which day on: how many days, such as 14d, or a day such as 2026-11-20
    #[arg(long, value_name = "SINCE", default_value = "14d")]
    since: String,
    /// Only entries of this kind, such as spasm
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<KindName>,
    /// Print the id of each entry, too
    #[arg(long)]
    ids: bool,
    /// Print JSON: a list of entries as they stand now
    #[arg(long)]
    json: bool,
}

/// An entry as it stands, for other programs.
#[derive(serde::Serialize)]
struct Line<'i> {
    id: Uuid,
    changed: bool,
    #[serde(flatten)]
    draft: &'i Draft,
}

/// Prints the timeline, and names what is damaged.
pub(crate) fn run(options: &Timeline, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let journal = place.look()?;
    print(options, &journal, out)?;
    let found = wait(journal.found())?;
    name_damage(&found.damaged, found.log.len(), out)
}

fn print(options: &Timeline, journal: &Journal, out: &mut Out) -> Result<(), Problem> {
    let machine = journal.machine();
    let now = machine.now();
    let since = when::read_since(&options.since, now, &machine.zone()).map_err(Problem::WrongUse)?;
    let diary = wait(journal.diary())?;
    let is_wanted = |item: &&Item| options.kind.is_none_or(|kind| item.name() == kind);
    let days = diary.days().range(since..).map(|(_, day)| day);
    if options.json {
        let items = days.flat_map(|day| day.items.iter().filter(is_wanted));
        let lines: Vec<Line<'_>> = items
            .map(|item| Line { id: item.id(), changed: item.correction().is_some(), draft: item.draft() })
            .collect();
        return out.json(&lines);
    }
    let mut is_empty = true;
    for day in days {
        let mut items = day.items.iter().filter(is_wanted).peekable();
        if items.peek().is_none() {
            continue;
        }
        if !is_empty {
            out.gap()?;
        }
        is_empty = false;
        out.heading(&day.date.strftime("%A, %Y-%m-%d").to_string())?;
        for item in items {
            let changed = if item.correction().is_some() { " (changed)" } else { "" };
            let clock = format!("{:<12} ", sentence::clock(item.happened(), item.precision()));
            let ahead = if item.first().is_ahead(now) { " (written by a clock that was ahead)" } else { "" };
            out.item(&clock, &format!("{}{changed}{ahead}", sentence::whole(item.kind())))?;
            if options.ids {
                out.line(&format!("{:<12} {}", "", item.id()))?;
            }
        }
    }
    if is_empty {
        let kind = options.kind.map_or_else(String::new, |kind| format!(" of the kind {kind}"));
        out.say(&format!("Nothing{kind} since {since}. `supple log spasm` stores a spasm."))?;
    }
    Ok(())
}

/// Reads the name of a kind.
pub(crate) fn kind(id: &str) -> Result<KindName, String> {
    KindName::from_id(id).filter(|kind| !kind.is_change()).ok_or_else(|| {
        let ids: Vec<&str> = KindName::ALL.iter().filter(|kind| !kind.is_change()).map(|kind| kind.id()).collect();
        format!("takes one of {}", ids.join(", "))
    })
}
