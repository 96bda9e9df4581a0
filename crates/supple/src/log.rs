//! `supple log` and `supple remove`: one entry into the diary, and back out.

use crate::place::{Place, wait};
use crate::problem::Problem;
use crate::terminal::Out;
use crate::values::{amount, answer, birth_year, country, level, milligrams, prose, region, repetitions, words};
use crate::{text, when};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use std::path::Path;
use supple_care::moment::clock;
use supple_care::moment::review::{self, Beside};
use supple_care::{Stop, Truth, health};
use supple_diary::{
    Amount, BirthYear, CheckIn, Country, Diary, Draft, Entry, EntryError, EpisodeMark, Exercise, Exposure, Health,
    Kind, Label, Level, Measure, Medicine, Named, Note, Pain, Phase, Profile, Prose, Region, Regions, Removal,
    Repetitions, Said, Seconds, Spasm, Symptom, Words,
};
use supple_journal::{Journal, JournalError};
use supple_wording::medicine as wording;
use supple_wording::text::sources;
use supple_wording::time::happened;
use supple_wording::{Here, mentioned, names, plain, signs};
use uuid::Uuid;

/// The longest note, in bytes: 20,000 characters of at most four bytes each.
const LONGEST_NOTE: usize = 80_000;

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

/// What happened.
#[derive(Debug, Subcommand)]
enum What {
    /// A spasm; everything about it can be left out
    Spasm {
        /// How strong, from 0 to 10
        #[arg(long, value_name = "LEVEL", value_parser = level)]
        intensity: Option<Level>,
        /// Where, such as low-left; several with commas
        #[arg(long = "where", value_name = "REGION", value_delimiter = ',', value_parser = region)]
        regions: Vec<Region>,
        /// How long, such as 30s or 15m
        #[arg(long = "for", value_name = "LENGTH", value_parser = when::read_length)]
        length: Option<Seconds>,
        /// What you were doing
        #[arg(long, value_name = "TEXT", value_parser = words)]
        doing: Option<Words>,
        /// What came with it, such as leg-pain; several with commas
        #[arg(long, value_name = "SYMPTOM", value_delimiter = ',', value_parser = words)]
        with: Vec<Words>,
        /// What did not come with it; several with commas
        #[arg(long, value_name = "SYMPTOM", value_delimiter = ',', value_parser = words)]
        without: Vec<Words>,
        /// Anything else
        #[arg(long, value_name = "TEXT", value_parser = prose)]
        note: Option<Prose>,
    },
    /// How much it hurts
    Pain {
        /// From 0 to 10
        #[arg(value_parser = level, allow_negative_numbers = true)]
        level: Level,
        /// Where, such as low-left; several with commas
        #[arg(long = "where", value_name = "REGION", value_delimiter = ',', value_parser = region)]
        regions: Vec<Region>,
        /// Anything else
        #[arg(long, value_name = "TEXT", value_parser = prose)]
        note: Option<Prose>,
    },
    /// Something done for relief, such as heat or a walk
    Measure {
        /// What
        #[arg(value_parser = words)]
        what: Words,
        /// How long, such as 15m
        #[arg(long = "for", value_name = "LENGTH", value_parser = when::read_length)]
        length: Option<Seconds>,
        /// Pain before, from 0 to 10
        #[arg(long, value_name = "LEVEL", value_parser = level)]
        before: Option<Level>,
        /// Pain after, from 0 to 10
        #[arg(long, value_name = "LEVEL", value_parser = level)]
        after: Option<Level>,
        /// Whether it helped
        #[arg(long)]
        helped: Option<YesNo>,
        /// Anything else
        #[arg(long, value_name = "TEXT", value_parser = prose)]
        note: Option<Prose>,
    },
    /// Something that might set a spasm off, such as lifting
    Exposure {
        /// What
        #[arg(value_parser = words)]
        what: Words,
        /// It was not so
        #[arg(long)]
        not: bool,
        /// How much
        #[arg(long, value_name = "NUMBER", value_parser = amount)]
        amount: Option<Amount>,
        /// Of what, such as kg
        #[arg(long, value_name = "UNIT", value_parser = words, requires = "amount")]
        unit: Option<Words>,
        /// When it ended
        #[arg(long, value_name = "WHEN")]
        until: Option<String>,
    },
    /// A medicine taken
    Medicine {
        /// What, as it says on the pack
        #[arg(value_parser = words)]
        what: Words,
        /// The substance
        #[arg(long, value_name = "NAME", value_parser = words)]
        substance: Option<Words>,
        /// Milligrams of the substance, all together
        #[arg(long, value_name = "NUMBER", value_parser = milligrams)]
        mg: Option<Amount>,
        /// How many tablets, drops or patches
        #[arg(long, value_name = "NUMBER", value_parser = amount)]
        units: Option<Amount>,
        /// Anything else
        #[arg(long, value_name = "TEXT", value_parser = prose)]
        note: Option<Prose>,
    },
    /// An exercise done
    Exercise {
        /// What
        #[arg(value_parser = words)]
        what: Words,
        /// How long, such as 10m
        #[arg(long = "for", value_name = "LENGTH", value_parser = when::read_length)]
        length: Option<Seconds>,
        /// How often
        #[arg(long, value_name = "NUMBER", value_parser = repetitions)]
        times: Option<Repetitions>,
        /// Pain before, from 0 to 10
        #[arg(long, value_name = "LEVEL", value_parser = level)]
        before: Option<Level>,
        /// Pain after, from 0 to 10
        #[arg(long, value_name = "LEVEL", value_parser = level)]
        after: Option<Level>,
        /// Anything else
        #[arg(long, value_name = "TEXT", value_parser = prose)]
        note: Option<Prose>,
    },
    /// The short daily question; what is left out was not asked
    CheckIn {
        /// The day that it is about; today otherwise
        #[arg(long, value_name = "DAY")]
        date: Option<String>,
        /// Whether there was a spasm
        #[arg(long)]
        spasm: Option<YesNo>,
        /// Pain over the day, from 0 to 10
        #[arg(long, value_name = "LEVEL", value_parser = level)]
        pain: Option<Level>,
        /// Anything else: a name and yes, no or a number, such as sleep=5; several with commas
        #[arg(long = "answer", value_name = "NAME=ANSWER", value_delimiter = ',', value_parser = answer)]
        answers: Vec<(Words, Said)>,
    },
    /// A symptom that is there, or is not
    Symptom {
        /// Which
        #[arg(value_parser = words)]
        what: Words,
        /// It is not there
        #[arg(long)]
        not: bool,
    },
    /// The beginning or the end of an episode
    Episode {
        /// Which of the two
        phase: PhaseName,
    },
    /// Free words
    Note {
        /// The words; - takes them from standard input
        text: String,
    },
    /// Facts about you, which make answers fit better
    Profile {
        /// The year of birth
        #[arg(long, value_name = "YEAR", value_parser = birth_year)]
        born: Option<BirthYear>,
        /// Where you live, as two letters
        #[arg(long, value_name = "CODE", value_parser = country)]
        country: Option<Country>,
        /// Exposures of your own that are asked about, all of them; several with commas
        #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = words)]
        own_exposures: Option<Vec<Words>>,
        /// Where help has to come to
        #[arg(long, value_name = "TEXT", value_parser = words)]
        place: Option<Words>,
        /// What is so, of what medicines ask; several with commas
        #[arg(long, value_name = "QUESTIONS", value_delimiter = ',', value_parser = question)]
        yes: Vec<Words>,
        /// What is not so; "others" for all that your medicines leave open
        #[arg(long, value_name = "QUESTIONS", value_delimiter = ',', value_parser = question_or_others)]
        no: Vec<Words>,
        /// What you are not sure of
        #[arg(long, value_name = "QUESTIONS", value_delimiter = ',', value_parser = question)]
        unsure: Vec<Words>,
        /// The day on which a child is due
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
    },
}

/// All questions that the medicines of the last day leave open.
const OTHERS: &str = "others";

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum YesNo {
    Yes,
    No,
}

/// The beginning or the end of an episode.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum PhaseName {
    Onset,
    Recovery,
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
    let what = what.with_others(&diary, now, &zone);
    let (happened, precision) = when::read(at.as_deref().unwrap_or("now"), now, &zone).map_err(Problem::WrongUse)?;
    let kind = supple_insight::names::labelled(what.kind(now, &zone, happened.date())?);
    let entry = wait(journal_write(journal, Draft { happened, precision, kind }))??;
    let diary = wait(journal.diary())?;
    let today = clock::on_clock(now, &zone).date();
    let beside = diary.get(entry.id()).and_then(|item| review::beside(&diary, item, today, now));
    if json {
        return match &beside {
            Some(beside) => out.line(&with_guard(entry.line(), beside)),
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
    let country = diary.profile().country;
    beside.map_or(Ok(()), |beside| tell_guard(&beside, country.as_ref().map(Country::code), out))
}

/// What an entry says in one line, and when.
pub(crate) fn told_of(entry: &Entry, here: Here<'_>) -> String {
    match entry.draft() {
        Some(draft) => plain(&mentioned(draft, here)),
        None => format!("An entry that a newer Supple wrote, {}", happened(entry.happened(), None, here)),
    }
}

/// The entry with what the guard says, as one line of JSON.
fn with_guard(entry: &str, beside: &Beside) -> String {
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
        error => error.to_string(),
    }
}

impl What {
    /// Takes a note from standard input if it is to come from there.
    fn read_input(self) -> Result<What, Problem> {
        match self {
            What::Note { text } if text == "-" => {
                let (_, bytes) = text::bytes(Path::new("-"), LONGEST_NOTE)?;
                match bytes.map(String::from_utf8) {
                    None => Err(Problem::WrongUse(
                        "the note takes a text of up to 20000 characters, not a longer one; shorten it".to_owned(),
                    )),
                    Some(Err(_)) => Err(Problem::WrongUse("the note is not UTF-8 text; save it as UTF-8".to_owned())),
                    Some(Ok(text)) => {
                        let text = text.trim_end().to_owned();
                        checked_note(&text)?;
                        Ok(What::Note { text })
                    }
                }
            }
            What::Note { text } => {
                checked_note(&text)?;
                Ok(What::Note { text })
            }
            other => Ok(other),
        }
    }

    /// "No to the others" as the questions that it is about.
    fn with_others(mut self, diary: &Diary, now: Timestamp, zone: &str) -> What {
        if let What::Profile { yes, no, unsure, .. } = &mut self
            && no.iter().any(|id| id.as_str() == OTHERS)
        {
            let open = review::review(diary, clock::on_clock(now, zone).date(), now, None).open_questions();
            let is_asked =
                |id: &&str| question(id).is_ok() && !yes.iter().chain(&*unsure).any(|said| said.as_str() == *id);
            let others: Vec<Words> = open.into_iter().filter(is_asked).filter_map(|id| Words::new(id).ok()).collect();
            no.retain(|id| id.as_str() != OTHERS);
            let new = others.into_iter().filter(|id| !no.contains(id)).collect::<Vec<_>>();
            no.extend(new);
        }
        self
    }

    fn kind(self, now: jiff::Timestamp, zone: &str, day: jiff::civil::Date) -> Result<Kind, Problem> {
        Ok(match self {
            What::Spasm { intensity, regions, length, doing, with, without, note } => {
                let came_with = named(
                    with.into_iter().map(|name| (name, true)).chain(without.into_iter().map(|name| (name, false))),
                )?;
                Spasm { intensity, regions: regions.into_iter().collect(), seconds: length, doing, came_with, note }
                    .into()
            }
            What::Pain { level, regions, note } => Pain { level, regions: Regions::from_iter(regions), note }.into(),
            What::Measure { what, length, before, after, helped, note } => {
                let helped = helped.map(|helped| helped == YesNo::Yes);
                Measure { what: Label::Own(what), seconds: length, before, after, helped, note, timer: None }.into()
            }
            What::Exposure { what, not, amount, unit, until } => {
                let until = until.map(|until| when::read(&until, now, zone)).transpose().map_err(Problem::WrongUse)?;
                Exposure { what: Label::Own(what), present: !not, amount, unit, until: until.map(|(moment, _)| moment) }
                    .into()
            }
            What::Medicine { what, substance, mg, units, note } => {
                Medicine { what, substance, milligrams: mg, units, note }.into()
            }
            What::Exercise { what, length, times, before, after, note } => {
                Exercise { what: Label::Own(what), seconds: length, repetitions: times, before, after, note }.into()
            }
            What::CheckIn { date, spasm, pain, answers } => {
                if spasm.is_none() && pain.is_none() && answers.is_empty() {
                    return Err(Problem::WrongUse(
                        "nothing was answered: give --spasm yes or no, --pain LEVEL or --answer NAME=ANSWER".to_owned(),
                    ));
                }
                let date = match date {
                    Some(date) => when::read_day(&date, now, zone).map_err(Problem::WrongUse)?,
                    None => day,
                };
                CheckIn { date, spasm: spasm.map(|spasm| spasm == YesNo::Yes), pain, answers: named(answers)? }.into()
            }
            What::Symptom { what, not } => Symptom { what: Label::Own(what), present: !not }.into(),
            What::Episode { phase } => {
                let phase = match phase {
                    PhaseName::Onset => Phase::Onset,
                    PhaseName::Recovery => Phase::Recovery,
                };
                EpisodeMark { phase }.into()
            }
            What::Note { text } => Note { text: checked_note(&text)? }.into(),
            What::Profile { born, country, own_exposures, place, yes, no, unsure, due } => {
                let said = |ids: Vec<Words>, health: Health| ids.into_iter().map(move |id| (id, health));
                let (is, is_not) = (Health::Is(true), Health::Is(false));
                let mut health = named(said(yes, is).chain(said(no, is_not)).chain(said(unsure, Health::Unsure)))?;
                if let Some(due) = due {
                    let due = when::read_day(&due, now, zone).map_err(Problem::WrongUse)?;
                    if !health::can_be_due(due, day) {
                        return Err(Problem::WrongUse(format!(
                            "no child can be due on {due}: give a day from three weeks ago to 40 weeks ahead"
                        )));
                    }
                    let week = Words::new(health::pregnancy().week.as_str())
                        .map_err(|error| Problem::Cannot(error.to_string()))?;
                    health.insert(week, Health::On(due));
                }
                let profile = Profile { birth_year: born, country, own_exposures, place, health, ..Profile::default() };
                if profile == Profile::default() {
                    return Err(Problem::WrongUse(
                        "nothing was given: give --born, --country, --own-exposures, --place, --yes, --no, --unsure or \
                         --due"
                            .to_owned(),
                    ));
                }
                profile.into()
            }
        })
    }
}

/// A question of the medicines that takes yes and no.
fn question(id: &str) -> Result<Words, String> {
    let known = ![&health::pregnancy().week, health::age_id()].contains(&id) && names::question(id).is_some();
    if !known {
        return Err("no medicine asks this; take an id as `supple log medicine` prints it".to_owned());
    }
    words(id)
}

fn question_or_others(id: &str) -> Result<Words, String> {
    if id == OTHERS { words(id) } else { question(id) }
}

fn checked_note(text: &str) -> Result<Prose, Problem> {
    Prose::new(text).map_err(|error| Problem::WrongUse(format!("the note {error}")))
}

/// Answers by name, each name once.
fn named<V>(pairs: impl IntoIterator<Item = (Words, V)>) -> Result<Named<V>, Problem> {
    let mut named = Named::new();
    for (name, value) in pairs {
        if named.get(name.as_str()).is_some() {
            return Err(Problem::WrongUse(format!("\"{name}\" is given twice; give it once")));
        }
        named.insert(name, value);
    }
    Ok(named)
}

/// Options of `supple remove`.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The id of the entry, as `supple log` and `supple diary --ids` print it
    id: Uuid,
    /// Print the removal as JSON
    #[arg(long)]
    json: bool,
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
    let now = journal.host().moment().map_err(|error| Problem::Cannot(error.to_string()))?;
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
