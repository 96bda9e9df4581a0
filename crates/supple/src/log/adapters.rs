//! What some kinds take from a terminal beside their description: shorter ways to say the same, and what must fit.

use super::described::{Against, name_once};
use crate::problem::Problem;
use crate::remedy::Told;
use crate::values::{said, words};
use crate::when;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Map, Value, json};
use supple_care::moment::{clock, review};
use supple_care::questionnaire::{filled, questionnaire, questionnaires};
use supple_care::{Preferences, embedded, health, profile};
use supple_diary::{Health, KindName, Moment, Words};
use supple_wording::names;

/// All questions that the medicines of the last day leave open.
const OTHERS: &str = "others";

/// The command with its shorter ways.
pub(super) fn command(kind: KindName, described: Command) -> Command {
    match kind {
        KindName::Spasm => described
            .about("A spasm; everything about it can be left out")
            .mut_arg("came_with", |arg| arg.hide(true))
            .arg(
                list("with", "SYMPTOM", "What came with it (such as leg-pain; several with commas)")
                    .value_parser(words),
            )
            .arg(list("without", "SYMPTOM", "What did not come with it (several with commas)").value_parser(words)),
        KindName::Exposure => is_so(described, "It was not so").mut_arg("unit", |arg| arg.requires("amount")),
        KindName::Symptom => is_so(described, "It is not there"),
        KindName::EpisodeMark => described.about("The beginning or the end of an episode"),
        KindName::CheckIn => described.mut_arg("date", |arg| {
            arg.long("date").display_order(0).value_name("DAY").required(false).help(
                "The day that it is about (such as yesterday or 2026-11-20); otherwise the day of --at, which is today",
            )
        }),
        KindName::Questionnaire => described
            .about("A questionnaire that doctors know, filled in")
            .after_help(sentences())
            .mut_arg("answers", |arg| arg.hide(true))
            .arg(
                list("so", "NUMBER", "The sentences that are so today (several with commas); the others are not so")
                    .value_parser(clap::value_parser!(usize)),
            )
            .arg(Arg::new("none").long("none").help("None of them is so today").action(ArgAction::SetTrue)),
        KindName::Profile => described
            .about("Facts about you, which make answers fit better")
            .mut_arg("health", |arg| arg.hide(true))
            .arg(
                list("yes", "QUESTION", "What is so, of what medicines ask (several with commas)")
                    .value_parser(question),
            )
            .arg(
                list(
                    "no",
                    "QUESTION",
                    "What is not so (several with commas; \"others\" for all that your medicines leave open)",
                )
                .value_parser(question_or_others),
            )
            .arg(list("unsure", "QUESTION", "What you are not sure of (several with commas)").value_parser(question))
            .arg(
                Arg::new("says")
                    .long("says")
                    .value_name("TEXT")
                    .requires("contact")
                    .value_parser(words)
                    .help("What a text to your person says, with --contact"),
            )
            .arg(
                Arg::new("due")
                    .long("due")
                    .value_name("DAY")
                    .help("The day on which a child is due (such as 2026-11-20)"),
            ),
        _ => described,
    }
}

fn list(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help).value_delimiter(',').action(ArgAction::Append)
}

/// It is so unless it is said not to be.
fn is_so(described: Command, help: &'static str) -> Command {
    let not = Arg::new("not").long("not").help(help).action(ArgAction::SetTrue).conflicts_with("present");
    described.mut_arg("present", |arg| arg.hide(true).required(false)).arg(not)
}

/// What was said by the shorter ways, put into the fields; and what does not fit is refused.
pub(super) fn adapt(
    kind: KindName,
    given: &ArgMatches,
    beside: &Against<'_>,
    fields: &mut Map<String, Value>,
) -> Result<(), Problem> {
    match kind {
        KindName::Spasm => {
            for (option, there) in [("with", true), ("without", false)] {
                for name in all(given, option) {
                    name_once(fields, "came_with", name.as_str(), there.into())?;
                }
            }
        }
        KindName::Exposure | KindName::Symptom => {
            fields.entry("present").or_insert_with(|| (!given.get_flag("not")).into());
        }
        KindName::CheckIn => {
            if !["spasm", "pain", "answers"].iter().any(|name| fields.contains_key(*name)) {
                return Err(Problem::WrongUse(
                    "nothing was answered: give --spasm yes or no, --pain LEVEL or --answer NAME=ANSWER".to_owned(),
                ));
            }
            fields.entry("date").or_insert_with(|| beside.day.to_string().into());
        }
        KindName::Questionnaire => of_a_questionnaire(given, fields)?,
        KindName::Profile => of_a_person(given, beside, fields)?,
        _ => {}
    }
    Ok(())
}

fn all<'g>(given: &'g ArgMatches, option: &str) -> impl Iterator<Item = &'g Words> {
    given.get_many::<Words>(option).into_iter().flatten()
}

/// The sentences of each questionnaire by their numbers.
fn sentences() -> String {
    let each = questionnaires().iter().map(|one| {
        let lines = (1..).zip(&one.sentences).map(|(number, text)| format!("  {number:>2}  {text}"));
        format!("{} ({}):\n{}", one.id, one.name, lines.collect::<Vec<_>>().join("\n"))
    });
    each.collect::<Vec<_>>().join("\n\n")
}

/// Which sentences are so; the others are not.
fn of_a_questionnaire(given: &ArgMatches, fields: &mut Map<String, Value>) -> Result<(), Problem> {
    let which = fields.get("which").and_then(Value::as_str).unwrap_or_default();
    let Some(one) = questionnaire(which) else {
        let known: Vec<&str> = questionnaires().iter().map(|one| one.id.as_str()).collect();
        let which = when::shorten(which);
        return Err(Problem::WrongUse(format!("no questionnaire is called \"{which}\"; give {}", known.join(" or "))));
    };
    let so: Vec<usize> = given.get_many("so").into_iter().flatten().copied().collect();
    let wrong = |told: String| Err(Problem::WrongUse(told));
    match (so.is_empty(), given.get_flag("none"), fields.contains_key("answers")) {
        (true, false, true) => return Ok(()),
        (true, false, false) => return wrong("nothing was answered: give --so NUMBERS, or --none".to_owned()),
        (false, false, false) | (true, true, false) => {}
        _ => return wrong("give only one of --so, --none and --answers".to_owned()),
    }
    let Some(said) = filled(one, &so) else {
        return wrong(format!("the sentences have the numbers 1 to {}", one.sentences.len()));
    };
    let answers: Map<String, Value> = said.answers.iter().map(|(name, is)| (name.to_owned(), (*is).into())).collect();
    fields.insert("answers".to_owned(), answers.into());
    Ok(())
}

fn of_a_person(given: &ArgMatches, beside: &Against<'_>, fields: &mut Map<String, Value>) -> Result<(), Problem> {
    let given_ids = |option: &'static str| all(given, option).map(Words::as_str).filter(|id| *id != OTHERS);
    for (option, answer) in [("yes", json!({"is": true})), ("no", json!({"is": false})), ("unsure", json!("unsure"))] {
        for id in given_ids(option) {
            name_once(fields, "health", id, answer.clone())?;
        }
    }
    if all(given, "no").any(|id| id.as_str() == OTHERS) {
        let today = clock::on_clock(beside.now, beside.zone).date();
        for id in review::review(beside.diary, today, beside.now, None).open_questions() {
            let is_said = fields.get("health").is_some_and(|health| health.get(id).is_some());
            if question(id).is_ok() && !is_said {
                name_once(fields, "health", id, json!({"is": false}))?;
            }
        }
    }
    let week = health::pregnancy().week.as_str();
    if let Some(due) = given.get_one::<String>("due") {
        let due = when::read_day(due, beside.now, beside.zone)?;
        name_once(fields, "health", week, json!({ "on": due }))?;
    }
    if let (Some(says), Some(contact)) = (given.get_one::<Words>("says"), fields.get_mut("contact")) {
        contact["says"] = says.as_str().into();
    }
    if fields.is_empty() {
        return Err(Problem::WrongUse(
            "nothing was given: give --born, --country, --zone, --own-exposures, --place, --contact, --at-hand, --decide, --yes, \
             --no, --unsure or --due"
                .to_owned(),
        ));
    }
    fits(fields, beside).map_err(Problem::WrongUse)
}

/// Whether Supple knows what the profile names, so that nothing is stored that nothing ever looks at.
fn fits(fields: &Map<String, Value>, beside: &Against<'_>) -> Result<(), String> {
    let week = health::pregnancy().week.as_str();
    let named = |field: &str| fields.get(field).and_then(Value::as_object).into_iter().flatten();
    for (id, answer) in named("health") {
        match serde_json::from_value(answer.clone()) {
            Ok(Health::On(due)) if id == week => {
                if !health::can_be_due(due, beside.day) {
                    return Err(format!(
                        "no child can be due on {due}: give a day from three weeks ago to 40 weeks ahead"
                    ));
                }
            }
            Ok(Health::On(_)) => return Err(format!("\"{id}\" takes yes, no or unsure, not a day")),
            _ => drop(question(id).map_err(|error| format!("\"{id}\": {error}"))?),
        }
    }
    for (decision, option) in named("decisions") {
        let option = option.as_str().unwrap_or_default();
        said(Preferences::default().set(embedded(), decision, option))?;
    }
    let things = fields.get("at_hand").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    if let Some(other) = things.into_iter().find(|id| profile::thing(id).is_none()) {
        let known: Vec<String> = supple_guidance::Thing::ALL.into_iter().map(profile::thing_id).collect();
        return Err(format!(
            "nothing at hand is called \"{}\"; give some of {}",
            when::shorten(other),
            known.join(", ")
        ));
    }
    match fields.get("zone").and_then(Value::as_str) {
        Some(zone) if Moment::in_zone(beside.now, zone).is_err() => {
            Err(format!("there is no time zone \"{}\"; give one such as Europe/London", when::shorten(zone)))
        }
        _ => Ok(()),
    }
}

/// A question about the person that takes yes and no.
fn question(id: &str) -> Result<Words, String> {
    let known = ![&health::pregnancy().week, health::age_id()].contains(&id)
        && (names::question(id).is_some() || profile::is_asked(id));
    if !known {
        return Err("no medicine asks this; take an id as `supple profile --questions` prints it".to_owned());
    }
    words(id)
}

fn question_or_others(id: &str) -> Result<Words, String> {
    if id == OTHERS { words(id) } else { question(id) }
}

/// Why a kind is not written by hand, where it is not, and what to do in its place.
pub(super) fn refused(kind: KindName) -> Option<String> {
    Some(match kind {
        KindName::Profile | KindName::Questionnaire => return None,
        kind if kind.is_said() => return None,
        KindName::Check => "a check is not written by hand: `supple check` asks its questions and stores it".to_owned(),
        KindName::Plan => "a plan is not written by hand: `supple now` makes one and stores it".to_owned(),
        KindName::Removal => "a removal is not logged: `supple remove ID` takes an entry back".to_owned(),
        KindName::Correction => {
            "a correction is not logged: edit the entry in the app, or take it back with `supple remove ID` and log it anew"
                .to_owned()
        }
        kind if kind.is_of_a_trial() => {
            "what belongs to a trial is not written by hand: `supple trial` asks and draws".to_owned()
        }
        kind if kind.is_of_a_reminder() => {
            "a reminder is not logged: `supple reminders` sets one".to_owned()
        }
        KindName::ChosenStart => {
            "a start that chance chooses is not logged: `supple insight --begin WHAT` has it chosen".to_owned()
        }
        kind if kind.is_decided() => {
            supple_diary::EntryError::Decided.told()
        }
        kind => format!("a {kind} is not written by hand"),
    })
}
