//! `supple log` and `supple remove`: one entry into the diary, and back out.

use crate::place::{Place, wait};
use crate::problem::Problem;
use crate::terminal::Out;
use crate::when;
use clap::{Args, Subcommand, ValueEnum};
use jiff::{SignedDuration, Timestamp};
use std::io::Read;
use supple_care::{Guard, Stop, Truth};
use supple_diary::{
    Amount, BirthYear, CheckIn, Country, Draft, Entry, EntryError, EpisodeMark, Exercise, Exposure, Health, Kind,
    Label, Level, Measure, Medicine, Named, Note, Pain, Phase, Profile, Prose, Region, Regions, Removal, Repetitions,
    Said, Seconds, Spasm, Symptom, ValueError, Words,
};
use supple_journal::{Journal, JournalError};
use supple_wording::medicine as wording;
use supple_wording::text::sources;
use supple_wording::time::happened;
use supple_wording::{Here, mentioned, names, plain, signs};
use uuid::Uuid;

/// The longest note, in bytes: 20,000 characters of at most four bytes each.
const LONGEST_NOTE: u64 = 80_000;

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

/// The question whose answer is the day on which a child is due.
const WEEK: &str = "pregnancy-week";

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
    let Log { what, at, json } = options;
    // What can be refused is refused before there is a diary.
    let what = what.read_input()?;
    let journal = place.open()?;
    let machine = journal.machine();
    let (now, zone) = (machine.now(), machine.zone());
    let what = what.with_others(&journal, now)?;
    let (happened, precision) = when::read(at.as_deref().unwrap_or("now"), now, &zone).map_err(Problem::WrongUse)?;
    let kind = supple_insight::names::labelled(what.kind(now, &zone, happened.date())?);
    let entry = wait(journal_write(&journal, Draft { happened, precision, kind }))??;
    let guard = match entry.kind() {
        Some(Kind::Medicine(_)) => Some(guarded(&journal, entry.happened().at())?),
        _ => None,
    };
    if json {
        return match &guard {
            Some(guard) => out.line(&with_guard(entry.line(), guard)),
            None => out.line(entry.line()),
        };
    }
    let now = machine.moment().map_err(|error| Problem::Cannot(error.to_string()))?;
    out.say(&format!("Stored: {}.", told_of(&entry, Here { today: now.date(), zone: &zone })))?;
    out.line(&format!("Id: {0} (`supple remove {0}` takes it back)", entry.id()))?;
    if let Some((signs, what)) = entry.kind().and_then(signs) {
        out.item("! ", &plain(&format!("{signs} {what} `supple check` asks what it means.")))?;
    }
    let country = wait(journal.diary())?.profile().country;
    guard.map_or(Ok(()), |guard| tell_guard(&guard, country.as_ref().map(Country::code), out))
}

/// What an entry says in one line, and when.
pub(crate) fn told_of(entry: &Entry, here: Here<'_>) -> String {
    match entry.draft() {
        Some(draft) => plain(&mentioned(draft, here)),
        None => format!("An entry that a newer Supple wrote, {}", happened(entry.happened(), None, here)),
    }
}

/// What the guard over medicines says of the diary once the entry is in it.
///
/// It looks at now. Of what was taken longer ago than it looks back, it looks at the day after.
fn guarded(journal: &Journal, taken: Timestamp) -> Result<Guard<'static>, Problem> {
    let diary = wait(journal.diary())?;
    let machine = journal.machine();
    let today = machine.moment().map_err(|error| Problem::Cannot(error.to_string()))?.date();
    let about = supple_web::about(&diary, today);
    let now = machine.now();
    let day_after = taken.checked_add(SignedDuration::from_hours(24)).unwrap_or(taken);
    let recent = now.duration_since(taken) <= supple_care::LOOK_BACK;
    let at = if recent { now } else { day_after };
    let guard = supple_care::guard(supple_guidance::embedded(), &about, &supple_care::doses(&diary), at, None);
    // What to do about too much is for the same day, and not for long ago.
    Ok(if recent { guard } else { Guard { too_much: Vec::new(), ..guard } })
}

/// The entry with what the guard says, as one line of JSON.
fn with_guard(entry: &str, guard: &Guard<'_>) -> String {
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
        "headline": supple_care::headline(guard), "too_much": too_much, "stops": stops, "ask_first": asks,
        "unknown": unknown, "calm": guard.is_calm(), "not_asked": guard.open_questions(),
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

pub(crate) fn tell_guard(guard: &Guard<'_>, country: Option<&str>, out: &mut Out) -> Result<(), Problem> {
    let told = wording::review(guard, country);
    out.gap()?;
    out.say(&told.headline)?;
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
    let open = guard.open_questions();
    if !open.is_empty() {
        out.say("Not asked yet, the most dangerous first. A yes to any of these can change what is said here:")?;
        for id in &open {
            out.item("? ", &format!("{id}: {}", names::question(id).unwrap_or(id)))?;
        }
        let born = if open.contains(&"age") { " --born YEAR" } else { "" };
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
                let mut bytes = Vec::new();
                std::io::stdin()
                    .lock()
                    .take(LONGEST_NOTE + 2)
                    .read_to_end(&mut bytes)
                    .map_err(|error| Problem::Cannot(format!("standard input cannot be read: {error}")))?;
                let whole = u64::try_from(bytes.len()).is_ok_and(|length| length <= LONGEST_NOTE);
                let text = String::from_utf8(bytes);
                match (whole, text) {
                    (false, _) => Err(Problem::WrongUse(
                        "the note takes a text of up to 20000 characters, not a longer one; shorten it".to_owned(),
                    )),
                    (true, Err(_)) => Err(Problem::WrongUse("the note is not UTF-8 text; save it as UTF-8".to_owned())),
                    (true, Ok(text)) => {
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
    fn with_others(mut self, journal: &Journal, now: Timestamp) -> Result<What, Problem> {
        if let What::Profile { yes, no, unsure, .. } = &mut self
            && no.iter().any(|id| id.as_str() == OTHERS)
        {
            let open = guarded(journal, now)?.open_questions();
            let is_asked =
                |id: &&str| question(id).is_ok() && !yes.iter().chain(&*unsure).any(|said| said.as_str() == *id);
            let others: Vec<Words> = open.into_iter().filter(is_asked).filter_map(|id| Words::new(id).ok()).collect();
            no.retain(|id| id.as_str() != OTHERS);
            let new = others.into_iter().filter(|id| !no.contains(id)).collect::<Vec<_>>();
            no.extend(new);
        }
        Ok(self)
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
                    if !supple_web::can_be_due(due, day) {
                        return Err(Problem::WrongUse(format!(
                            "no child can be due on {due}: give a day from three weeks ago to 40 weeks ahead"
                        )));
                    }
                    let week = Words::new(WEEK).map_err(|error| Problem::Cannot(error.to_string()))?;
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
    let known = ![WEEK, "age"].contains(&id) && names::question(id).is_some();
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
    let now = journal.machine().moment().map_err(|error| Problem::Cannot(error.to_string()))?;
    let removal = wait(journal.write(Draft::new(now.clone(), Removal { of: id })))?;
    if options.json {
        return out.line(removal.line());
    }
    let zone = journal.machine().zone();
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

fn said<T>(value: Result<T, ValueError>) -> Result<T, String> {
    value.map_err(|error| error.to_string())
}

fn whole<T>(text: &str, made: impl Fn(i64) -> Result<T, ValueError>) -> Result<T, String> {
    let Ok(number) = text.trim().parse::<i64>() else {
        return Err(format!("takes a whole number, not \"{}\"", when::shorten(text)));
    };
    said(made(number))
}

fn level(text: &str) -> Result<Level, String> {
    whole(text, Level::new)
}

fn repetitions(text: &str) -> Result<Repetitions, String> {
    whole(text, Repetitions::new)
}

fn birth_year(text: &str) -> Result<BirthYear, String> {
    whole(text, BirthYear::new)
}

fn country(text: &str) -> Result<Country, String> {
    said(Country::new(text))
}

fn amount(text: &str) -> Result<Amount, String> {
    // Much of the world writes 37,5.
    let grouped = supple_care::number(text);
    let Some(number) = grouped.or_else(|| text.trim().replace(',', ".").parse::<f64>().ok()) else {
        return Err(format!("takes a number, not \"{}\"", when::shorten(text)));
    };
    said(Amount::new(number))
}

/// Milligrams, which are refused where they can be read in two ways: "1.500" is never taken for one and a half.
fn milligrams(text: &str) -> Result<Amount, String> {
    let zero = supple_care::number(text).filter(|number| *number == 0.0);
    match supple_care::milligrams(text).or(zero) {
        Some(number) => said(Amount::new(number)),
        None => Err(format!("takes milligrams, such as 1000. \"{}\" cannot be read for certain", when::shorten(text))),
    }
}

fn words(text: &str) -> Result<Words, String> {
    said(Words::new(text.trim()))
}

fn prose(text: &str) -> Result<Prose, String> {
    said(Prose::new(text))
}

fn region(text: &str) -> Result<Region, String> {
    Region::from_id(text.trim()).ok_or_else(|| {
        let ids: Vec<&str> = Region::ALL.iter().map(|region| region.id()).collect();
        format!("takes one of {}", ids.join(", "))
    })
}

fn answer(text: &str) -> Result<(Words, Said), String> {
    let (name, answer) = text.split_once('=').ok_or("takes a name and an answer, such as sleep=5 or lifting=no")?;
    let said = match answer.trim().to_lowercase().as_str() {
        "yes" => Said::Is(true),
        "no" => Said::Is(false),
        number => Said::Number(amount(number).map_err(|_| "takes yes, no or a number after the =".to_owned())?),
    };
    Ok((words(name)?, said))
}
