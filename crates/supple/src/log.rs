//! `supple log` and `supple remove`: one entry into the diary, and back out.

mod adapters;
mod described;
#[cfg(test)]
mod every_kind;

use crate::place::{Place, wait};
use crate::problem::Problem;
use crate::remedy::Told;
use crate::terminal::Out;
use crate::when;
use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, Subcommand};
use described::Against;
use supple_care::moment::clock;
use supple_care::moment::review::{self, Beside};
use supple_care::{PainkillerDays, Stop, Truth, health, painkiller_days};
use supple_diary::{Country, Draft, Entry, EntryError, Kind, KindName, Removal};
use supple_guidance::embedded;
use supple_journal::{Journal, JournalError};
use supple_wording::medicine as wording;
use supple_wording::text::sources;
use supple_wording::time::happened;
use supple_wording::{Here, mentioned, names, plain, signs};
use uuid::Uuid;

/// Options of `supple log`.
#[derive(Debug, Args)]
pub(crate) struct Log {
    #[command(subcommand)]
    what: What,
    /// When it happened: 03:00, 3pm, "about 3 this morning", "yesterday 21:15", "2026-11-20 07:30", 2026-11-20, "2h ago"
    #[arg(long, value_name = "WHEN", global = true)]
    at: Option<String>,
    /// Print the entry as JSON
    #[arg(long, global = true)]
    json: bool,
}

/// What happened: a kind of entry, and what was given for it.
#[derive(Debug)]
struct What {
    kind: KindName,
    given: ArgMatches,
    /// What came from standard input.
    input: Option<String>,
}

/// A command for each kind. One that no hand writes is told so by it.
impl Subcommand for What {
    fn augment_subcommands(log: Command) -> Command {
        log.subcommands(KindName::ALL.map(|kind| {
            match adapters::refused(kind) {
                None => adapters::command(kind, described::command(kind)),
                Some(_) => Command::new(kind.id())
                    .hide(true)
                    .arg(Arg::new("given").num_args(0..).trailing_var_arg(true).allow_hyphen_values(true).hide(true)),
            }
        }))
    }

    fn augment_subcommands_for_update(log: Command) -> Command {
        What::augment_subcommands(log)
    }

    fn has_subcommand(name: &str) -> bool {
        KindName::from_id(name).is_some()
    }
}

impl FromArgMatches for What {
    fn from_arg_matches(log: &ArgMatches) -> Result<What, clap::Error> {
        let given = log.subcommand().and_then(|(id, given)| Some((KindName::from_id(id)?, given)));
        let (kind, given) = given.ok_or_else(|| clap::Error::new(ErrorKind::MissingSubcommand))?;
        Ok(What { kind, given: given.clone(), input: None })
    }

    fn update_from_arg_matches(&mut self, log: &ArgMatches) -> Result<(), clap::Error> {
        *self = What::from_arg_matches(log)?;
        Ok(())
    }
}

impl What {
    /// Refuses what no hand writes, and takes a text from standard input if it is to come from there.
    fn read_input(self) -> Result<What, Problem> {
        match adapters::refused(self.kind) {
            Some(why) => Err(Problem::WrongUse(why)),
            None => Ok(What { input: described::input(self.kind, &self.given)?, ..self }),
        }
    }

    fn kind(&self, beside: &Against<'_>) -> Result<Kind, Problem> {
        let mut fields = described::fields(self.kind, &self.given, self.input.as_deref(), beside)?;
        adapters::adapt(self.kind, &self.given, beside, &mut fields)?;
        self.kind.read(&fields).map_err(|error| Problem::WrongUse(refused(&error)))
    }
}

/// Writes one entry.
pub(crate) fn run(options: Log, place: &Place, out: &mut Out) -> Result<(), Problem> {
    // What can be refused is refused before there is a diary.
    let what = options.what.read_input()?;
    store(Log { what, ..options }, &place.open()?, out)
}

/// Writes one entry into a journal, and says what the review makes of a medicine.
pub(crate) fn store(options: Log, journal: &Journal, out: &mut Out) -> Result<(), Problem> {
    let Log { what, at, json } = options;
    let machine = journal.host();
    let diary = wait(journal.diary())?;
    let (now, zone) = (machine.now(), clock::zone(&diary, &machine.zone()));
    let (happened, precision) = when::read(at.as_deref().unwrap_or("now"), now, &zone)?;
    let kind = what.kind(&Against { diary: &diary, now, zone: &zone, day: happened.date() })?;
    let entry = wait(journal_write(journal, Draft { happened, precision, kind }))??;
    let diary = wait(journal.diary())?;
    let today = clock::on_clock(now, &zone).date();
    let beside = diary.get(entry.id()).and_then(|item| review::beside(&diary, item, today, now));
    let often = beside.as_ref().and_then(|_| painkiller_days(embedded(), &diary, today));
    if json {
        return match &beside {
            Some(beside) => out.line(&with_guard(entry.line(), beside, often.as_ref())),
            None => out.line(entry.line()),
        };
    }
    let here = clock::moment(&diary, now, &machine.zone());
    let here = Here { today: here.date(), zone: &zone };
    out.say(&format!("Stored: {}.", told_of(&entry, here)))?;
    out.line(&format!("Id: {0} (`supple remove {0}` takes it back)", entry.id()))?;
    if let Some((signs, what)) = entry.kind().and_then(signs) {
        out.item("! ", &plain(&format!("{signs} {what} `supple check` asks what it means.")))?;
    }
    let Some(beside) = beside else { return Ok(()) };
    tell_guard(&beside, diary.profile().country.as_ref().map(Country::code), out)?;
    match often.filter(|days| days.reached().is_some()) {
        Some(days) => tell_often(&wording::often(&days), out),
        None => Ok(()),
    }
}

/// That painkillers were taken often, with the marks.
fn tell_often(often: &wording::Often, out: &mut Out) -> Result<(), Problem> {
    out.gap()?;
    out.say(&often.line)?;
    let reached = often.reached.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    out.item("! ", &format!("{reached} [{}]", sources(&often.sources)))?;
    out.say(&often.marks)?;
    often.unsure.as_deref().map_or(Ok(()), |line| out.say(line))
}

/// What an entry says in one line, and when.
pub(crate) fn told_of(entry: &Entry, here: Here<'_>) -> String {
    match entry.draft() {
        Some(draft) => plain(&mentioned(draft, here)),
        None => format!("An entry that a newer Supple wrote, {}", happened(entry.happened(), None, here)),
    }
}

/// The entry with what the guard says, as one line of JSON.
fn with_guard(entry: &str, beside: &Beside, often: Option<&PainkillerDays<'_>>) -> String {
    let guard = &beside.guard;
    let stops: Vec<serde_json::Value> = guard.stops.iter().map(told).collect();
    let too_much = guard.too_much.iter().map(|one| {
        serde_json::json!({
            "medicine": one.medicine.id, "urgency": one.advice.urgency.id(), "text": supple_care::say_too_much(one),
            "certain": one.certain, "sources": one.advice.sources,
        })
    });
    let too_much: Vec<serde_json::Value> = too_much.collect();
    let asks: Vec<String> = guard.asks.iter().filter(|ask| ask.truth == Truth::Yes).map(supple_care::say_ask).collect();
    let unknown: Vec<String> = guard.unknown.iter().map(supple_care::say_unknown).collect();
    let told = serde_json::json!({
        "headline": headline(beside), "too_much": too_much, "stops": stops, "ask_first": asks,
        "unknown": unknown, "calm": guard.is_calm(), "not_asked": beside.open_questions(),
        "painkiller_days": often.map(|found| serde_json::json!({
            "days": found.days, "of": found.often.days, "reached": found.reached().map(|mark| mark.days),
            "unsure": found.unsure,
        })),
    });
    // An entry is an object on one line; the guard comes last in it.
    let open = entry.trim_end();
    format!("{},\"guard\":{told}}}", open.strip_suffix('}').unwrap_or(open))
}

fn told(stop: &Stop<'_>) -> serde_json::Value {
    serde_json::json!({
        "medicine": stop.substance.id(), "text": supple_care::say_stop(stop), "certain": stop.certain,
        "sources": stop.sources,
    })
}

/// What comes first. Of a dose long past only that a limit was passed then.
fn headline(beside: &Beside) -> Option<String> {
    match (beside.is_recent, beside.is_against()) {
        (true, _) => Some(supple_care::headline(&beside.guard)),
        (false, true) => Some(wording::PASSED_THEN.to_owned()),
        (false, false) => None,
    }
}

pub(crate) fn tell_guard(beside: &Beside, country: Option<&str>, out: &mut Out) -> Result<(), Problem> {
    let Some(headline) = headline(beside) else { return Ok(()) };
    let told = wording::review(&beside.guard, country);
    out.gap()?;
    out.say(&headline)?;
    for one in &told.too_much {
        let how = one.judgement.as_ref().map(|how| format!(" {}: {how}", wording::HOW_COUNTED)).unwrap_or_default();
        out.item("! ", &format!("{}. {} [{}]{how}", one.headline, one.text, sources(&one.sources)))?;
    }
    for stop in &told.stops {
        let foreign = stop.foreign.as_ref().map(|line| format!(" {line}")).unwrap_or_default();
        out.item("! ", &format!("{} {} [{}]{foreign}", stop.mark, stop.text, sources(&stop.sources)))?;
    }
    if let Some(by_a_doctor) = told.by_a_doctor {
        out.say(by_a_doctor)?;
    }
    // Whom to ask, and what cannot be counted, is about now.
    if !beside.is_recent {
        return Ok(());
    }
    if !told.asks.is_empty() {
        out.say(wording::ASK_FIRST)?;
    }
    for ask in &told.asks {
        out.item("- ", &format!("{} [{}]", ask.text, sources(&ask.sources)))?;
    }
    if !told.unknown.is_empty() {
        out.say(wording::CANNOT_COUNT)?;
    }
    for unknown in &told.unknown {
        out.item("- ", unknown)?;
    }
    let open = beside.open_questions();
    if !open.is_empty() {
        out.say("Not asked yet, the most dangerous first. A yes to any of these can change what is said here:")?;
        for id in &open {
            out.item("? ", &format!("{id}: {}", names::question(id).unwrap_or(id)))?;
        }
        let born = if open.contains(&health::age_id()) { " --born YEAR" } else { "" };
        out.say("Answer them once, with those that are so in place of ID:")?;
        out.line(&format!("supple log profile{born} --yes ID,ID --no others"))?;
    }
    Ok(())
}

/// Tells what the person gave that cannot be from what the store cannot do.
async fn journal_write(
    journal: &Journal,
    draft: Draft,
) -> Result<Result<std::sync::Arc<supple_diary::Entry>, Problem>, JournalError> {
    // The year of birth is known once the diary has been read.
    journal.diary().await?;
    match journal.write(draft).await {
        Err(JournalError::Entry(error)) => Ok(Err(Problem::WrongUse(refused(&error)))),
        other => other.map(Ok),
    }
}

/// Why an entry is not taken, in words for someone who did not type it as JSON.
pub(crate) fn refused(error: &EntryError) -> String {
    match error {
        EntryError::Future { at, .. } => {
            let day = at.split('[').next().unwrap_or(at).replace('T', " ");
            format!("{day} is still to come: give a time that has been")
        }
        EntryError::BeforeBirth { year, first_year, .. } => {
            format!(
                "the year {year} is before {first_year}, in which your life in this diary begins: give a later time"
            )
        }
        EntryError::EndsBeforeStart => "the end is before the beginning: give an end after it".to_owned(),
        error => error.told(),
    }
}

/// Options of `supple remove`.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The id of the entry, as `supple log` and `supple diary --ids` print it
    #[arg(value_parser = id)]
    id: Uuid,
    /// Print the removal as JSON
    #[arg(long)]
    json: bool,
}

fn id(text: &str) -> Result<Uuid, String> {
    text.trim().parse().map_err(|_| "takes an id as `supple diary --ids` prints it".to_owned())
}

/// Takes an entry back. Taking back a removal restores.
pub(crate) fn remove(options: &Remove, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let journal = place.look()?;
    let id = options.id;
    let log = wait(journal.found())?.log;
    let Some(entry) = log.get(id) else {
        return Err(Problem::Cannot(format!(
            "there is no entry {id} in {}; `supple diary --ids` prints them",
            journal.place()
        )));
    };
    let before = wait(journal.diary())?;
    if before.removed().iter().any(|item| item.id() == id) {
        return Err(Problem::Cannot(format!("the entry {id} is removed already; removing its removal restores it")));
    }
    let now = journal.host().moment()?;
    let removal = wait(journal.write(Draft::new(now.clone(), Removal { of: id })))?;
    if options.json {
        return out.line(removal.line());
    }
    let zone = journal.host().zone();
    let here = Here { today: now.date(), zone: &zone };
    let after = wait(journal.diary())?;
    if entry.is_change() {
        let back = after.items().iter().find(|item| before.get(item.id()) != Some(item));
        let gone = before.items().iter().find(|item| after.get(item.id()).is_none());
        match (back, gone) {
            (Some(item), _) => {
                out.say(&format!("Restored: {}.", plain(&mentioned(item.draft(), here))))?;
            }
            (None, Some(item)) => {
                out.say(&format!("Removed again: {}.", plain(&mentioned(item.draft(), here))))?;
            }
            (None, None) => out.say("Removed. It made no difference to what stands.")?,
        }
    } else {
        out.say(&format!("Removed: {}.", told_of(entry, here)))?;
    }
    out.line(&format!("Id: {0} (`supple remove {0}` takes this back)", removal.id()))
}
