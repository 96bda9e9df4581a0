//! `supple diary`: what happened, day by day.

use crate::place::{Place, name_damage, wait};
use crate::problem::Problem;
use crate::terminal::Out;
use crate::when;
use clap::Args;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use supple_care::moment::clock;
use supple_diary::{Draft, Entry, Item, KindName};
use supple_journal::Journal;
use supple_wording::entry::{AHEAD, NEWER};
use supple_wording::time::short_day;
use supple_wording::{clock, day, elsewhere, in_full, listed_time, lower, plain};
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

/// Prints the timeline of a journal.
pub(crate) fn print(options: &Timeline, journal: &Journal, out: &mut Out) -> Result<(), Problem> {
    let machine = journal.host();
    let diary = wait(journal.diary())?;
    let (now, zone) = (machine.now(), clock::zone(&diary, &machine.zone()));
    let today = clock::moment(&diary, now, &zone).date();
    let since = when::read_since(&options.since, now, &zone)?;
    let is_wanted = |item: &&Item| options.kind.is_none_or(|kind| item.name() == kind);
    // What only a newer Supple can read is of no kind that anyone could ask for.
    let newer: BTreeMap<Date, Vec<&Arc<Entry>>> = match options.kind {
        Some(_) => BTreeMap::new(),
        None => diary.newer().iter().fold(BTreeMap::new(), |mut days, entry| {
            days.entry(entry.happened().date()).or_insert_with(Vec::new).push(entry);
            days
        }),
    };
    if options.json {
        let items = diary.days().range(since..).flat_map(|(_, day)| day.items.iter().filter(is_wanted));
        let lines: Vec<Line<'_>> = items
            .map(|item| Line { id: item.id(), changed: item.correction().is_some(), draft: item.draft() })
            .collect();
        return out.json(&lines);
    }
    let dates: BTreeSet<Date> =
        diary.days().range(since..).map(|(date, _)| *date).chain(newer.range(since..).map(|(date, _)| *date)).collect();
    let mut is_empty = true;
    for date in dates {
        let items: Vec<&Item> = diary.day(date).map_or(&[][..], |day| &day.items).iter().filter(is_wanted).collect();
        let newer = newer.get(&date).map_or(&[][..], Vec::as_slice);
        if items.is_empty() && newer.is_empty() {
            continue;
        }
        if !is_empty {
            out.gap()?;
        }
        is_empty = false;
        out.heading(&day(date, today))?;
        for item in items {
            let time = listed_time(item).unwrap_or_else(|| "–".to_owned());
            let mut line = in_full(item.kind()).line();
            let asides = [
                elsewhere(item.happened(), &zone),
                item.correction().map(|_| "changed".to_owned()),
                item.first().is_ahead(now).then(|| lower(AHEAD.trim_end_matches('.'))),
            ];
            line.extend(asides.into_iter().flatten().map(|aside| format!(" ({aside})")));
            out.item(&format!("{time:<12} "), &plain(&line))?;
            if options.ids {
                out.line(&format!("{:<12} {}", "", item.id()))?;
            }
        }
        for entry in newer {
            out.item(&format!("{:<12} ", clock(entry.happened(), None)), NEWER)?;
            if options.ids {
                out.line(&format!("{:<12} {}", "", entry.id()))?;
            }
        }
    }
    if is_empty {
        let kind = options.kind.map_or_else(String::new, |kind| format!(" of the kind {kind}"));
        out.say(&format!("Nothing{kind} since {}. `supple log spasm` stores a spasm.", short_day(since, today)))?;
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
