//! `supple log KIND` by the description of the kind: an option for each of its fields, its help, and how it is read.
//!
//! The first field is given without a name where no entry is without it. Each other one is an option by its own name, or by
//! the one that the description says is typed.

use crate::problem::Problem;
use crate::values::{amount, country, milligrams, pair, prose, region, said, whole, words, yes_no};
use crate::{text, when};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::path::Path;
use supple_diary::{Diary, Field, KindName, PhoneNumber, Shape};
use supple_insight::names::label;

/// The longest text that is read from standard input, in bytes: 20,000 characters of at most four bytes each.
const LONGEST_TEXT: usize = 80_000;

/// The option that a field without a name is read from when it is given so: standard input.
const INPUT: &str = "-";

/// What an entry is read against: the diary so far, and the person's clock.
pub(super) struct Against<'a> {
    pub(super) diary: &'a Diary,
    pub(super) now: Timestamp,
    pub(super) zone: &'a str,
    /// The day on which it happened.
    pub(super) day: Date,
}

/// What was typed for a field, as far as it can be read without a clock.
#[derive(Clone, Debug)]
enum Typed {
    Value(Value),
    Named(String, Value),
    When(String),
    Day(String),
    /// A longer text, which is no part of a message.
    Text(String),
}

/// The command that writes down an entry of this kind.
pub(super) fn command(kind: KindName) -> Command {
    let fields = kind.fields().iter();
    Command::new(kind.id()).about(first_words(kind.about())).args(fields.map(|field| argument(kind, field)))
}

/// Whether the field is given without a name.
fn is_first(kind: KindName, field: &Field) -> bool {
    field.required && kind.fields().first() == Some(field)
}

/// The field that may come from standard input: a longer text that is given without a name.
fn text_of(kind: KindName) -> Option<&'static Field> {
    kind.fields().first().filter(|field| field.required && matches!(field.shape, Shape::Text { lines: true, .. }))
}

fn argument(kind: KindName, field: &'static Field) -> Arg {
    let arg = Arg::new(field.name).help(help(kind, field)).required(field.required);
    let arg = match is_first(kind, field) {
        true => arg.value_name(field.name.to_uppercase()),
        false => arg.long(option(field)).value_name(value_name(field)),
    };
    let arg = match field.shape {
        Shape::Whole { .. } | Shape::Amount => arg.allow_negative_numbers(true),
        Shape::Regions | Shape::List | Shape::Truths | Shape::Answers | Shape::Named | Shape::Health => {
            arg.value_delimiter(',').action(ArgAction::Append)
        }
        // What the app itself keeps in parts is for programs.
        Shape::Timer | Shape::Object | Shape::Draft | Shape::Entry => arg.hide(true),
        _ => arg,
    };
    match field.shape {
        Shape::Truth => arg.value_parser(yes_no().map(|yes| Typed::Value(yes.into()))),
        Shape::Choice(ids) => arg.value_parser(PossibleValuesParser::new(ids).map(|id| Typed::Value(id.into()))),
        _ => arg.value_parser(move |text: &str| read(kind, field, text)),
    }
}

/// The name of the option of a field.
pub(super) fn option(field: &Field) -> String {
    field.typed.unwrap_or(field.name).replace('_', "-")
}

fn value_name(field: &Field) -> &'static str {
    match field.shape {
        Shape::Whole { least: 0, most: 10 } => "LEVEL",
        Shape::Whole { .. } if field.unit == Some("s") => "LENGTH",
        Shape::Whole { .. } | Shape::Amount => "NUMBER",
        Shape::Text { .. } | Shape::Label | Shape::List => "TEXT",
        Shape::Truth | Shape::Choice(_) => "ANSWER",
        Shape::Moment => "WHEN",
        Shape::Day => "DAY",
        Shape::Country => "CODE",
        Shape::Regions => "REGION",
        Shape::Truths | Shape::Answers | Shape::Health => "NAME=ANSWER",
        Shape::Named => "NAME=TEXT",
        Shape::Contact => "NAME=NUMBER",
        Shape::Id | Shape::Entry => "ID",
        Shape::Timer | Shape::Object | Shape::Draft => "JSON",
    }
}

/// What a field asks, and what it takes.
fn help(kind: KindName, field: &Field) -> String {
    let words = field.asked.map_or_else(|| first_words(field.about), str::to_owned);
    match takes(kind, field) {
        Some(takes) => format!("{words} ({takes})"),
        None => words,
    }
}

fn takes(kind: KindName, field: &Field) -> Option<String> {
    Some(match (field.shape, field.unit) {
        (Shape::Whole { .. }, Some("s")) => "such as 30s or 15m".to_owned(),
        (Shape::Whole { least, most }, None) => format!("{least} to {most}"),
        (Shape::Whole { least, most }, Some(unit)) => format!("{least} to {most} {unit}"),
        (Shape::Label, _) => "in your own words".to_owned(),
        (Shape::Amount, Some("mg")) => "such as 400".to_owned(),
        (Shape::Amount, Some(unit)) => format!("a number, in {unit}"),
        (Shape::Amount, None) => "a number".to_owned(),
        (Shape::Regions, _) => "such as low-left; several with commas".to_owned(),
        (Shape::Moment, _) => "such as 3pm or \"2h ago\"".to_owned(),
        (Shape::Day, _) => "such as yesterday or 2026-11-20".to_owned(),
        (Shape::Country, _) => "two letters, such as GB".to_owned(),
        (Shape::Truths, _) => "such as leg-pain=no; several with commas".to_owned(),
        (Shape::Answers, _) => "such as sleep=5 or lifting=no; several with commas".to_owned(),
        (Shape::List | Shape::Named, _) => "several with commas".to_owned(),
        (Shape::Contact, _) => "such as \"Anna=+44 20 7946 0123\"".to_owned(),
        (Shape::Health, _) => "yes, no, unsure or a day; several with commas".to_owned(),
        (Shape::Text { lines: true, .. }, _) if is_first(kind, field) => "- takes standard input".to_owned(),
        _ => return None,
    })
}

/// The first sentence of a description, as help has it: without what it says for programs.
fn first_words(about: &[&str]) -> String {
    let lines: Vec<&str> = about.iter().map(|line| line.trim()).collect();
    let text = lines.join(" ").replace('`', "");
    let end = text.find(". ").or_else(|| text.find(": ")).unwrap_or(text.len());
    text[..end].split(": ").next().unwrap_or_default().trim_end_matches('.').to_owned()
}

/// Reads one value of a field.
fn read(kind: KindName, field: &Field, text: &str) -> Result<Typed, String> {
    Ok(Typed::Value(match field.shape {
        Shape::Text { lines: true, .. } if is_first(kind, field) => return Ok(Typed::Text(text.to_owned())),
        Shape::Text { lines: true, .. } => prose(text)?.as_str().into(),
        Shape::Text { .. } | Shape::List | Shape::Id => words(text)?.as_str().into(),
        Shape::Label => said(serde_json::to_value(label(kind, words(text)?)))?,
        Shape::Whole { .. } if field.unit == Some("s") => when::read_length(text)?.get().into(),
        Shape::Whole { least, most } => whole(least, most, text)?.into(),
        Shape::Amount if field.unit == Some("mg") => said(serde_json::to_value(milligrams(text)?))?,
        Shape::Amount => said(serde_json::to_value(amount(text)?))?,
        Shape::Moment => return Ok(Typed::When(text.to_owned())),
        Shape::Day => return Ok(Typed::Day(text.to_owned())),
        Shape::Country => said(serde_json::to_value(country(text)?))?,
        Shape::Regions => region(text)?.id().into(),
        Shape::Truths => return named(text, "a name and yes or no, such as leg-pain=no", truth),
        Shape::Answers => {
            return named(text, "a name and an answer, such as sleep=5 or lifting=no", |answer| match truth(answer) {
                Ok(truth) => Ok(truth),
                Err(_) => {
                    let number = amount(answer).map_err(|_| "takes yes, no or a number after the =")?;
                    said(serde_json::to_value(number))
                }
            });
        }
        Shape::Named => return named(text, "a name and a text", |text| Ok(words(text)?.as_str().into())),
        Shape::Health => return named(text, "a question and yes, no, unsure or a day", health),
        Shape::Contact => contact(text)?,
        Shape::Truth | Shape::Choice(_) | Shape::Entry => text.into(),
        Shape::Timer | Shape::Object | Shape::Draft => {
            serde_json::from_str(text).map_err(|error| format!("takes JSON: {error}"))?
        }
    }))
}

fn named(text: &str, takes: &str, answer: impl Fn(&str) -> Result<Value, String>) -> Result<Typed, String> {
    let (name, said) = pair(text, takes)?;
    Ok(Typed::Named(name.as_str().to_owned(), answer(said.trim())?))
}

fn truth(answer: &str) -> Result<Value, String> {
    match answer.to_lowercase().as_str() {
        "yes" => Ok(true.into()),
        "no" => Ok(false.into()),
        _ => Err("takes yes or no after the =".to_owned()),
    }
}

fn contact(text: &str) -> Result<Value, String> {
    let (name, number) = text.rsplit_once('=').ok_or("takes a name and a number, such as \"Anna=+44 20 7946 0123\"")?;
    let name: supple_diary::Text<60, false> =
        supple_diary::Text::new(name.trim()).map_err(|error| error.to_string())?;
    let number = PhoneNumber::new(number).map_err(|error| error.to_string())?;
    said(serde_json::to_value(supple_diary::Contact { name, number, says: None }))
}

fn health(answer: &str) -> Result<Value, String> {
    match (truth(answer), answer.parse::<Date>()) {
        (Ok(is), _) => Ok(json!({ "is": is })),
        (_, Ok(day)) => Ok(json!({ "on": day })),
        _ if answer == "unsure" => Ok(answer.into()),
        _ => Err("takes yes, no, unsure or a day such as 2026-11-20 after the =".to_owned()),
    }
}

/// The text that stands without a name, where it is to come from standard input. What it must not be is refused here, before
/// there is a diary.
pub(super) fn input(kind: KindName, given: &ArgMatches) -> Result<Option<String>, Problem> {
    let typed = text_of(kind).and_then(|field| given.get_one::<Typed>(field.name));
    let Some(Typed::Text(typed)) = typed else { return Ok(None) };
    if typed != INPUT {
        return checked(kind, typed).map(|()| None);
    }
    let (_, bytes) = text::bytes(Path::new(INPUT), LONGEST_TEXT)?;
    match bytes.map(String::from_utf8) {
        None => Err(Problem::WrongUse(format!(
            "the {kind} takes a text of up to 20000 characters, not a longer one; shorten it"
        ))),
        Some(Err(_)) => Err(Problem::WrongUse(format!("the {kind} is not UTF-8 text; save it as UTF-8"))),
        Some(Ok(text)) => {
            let text = text.trim_end().to_owned();
            checked(kind, &text)?;
            Ok(Some(text))
        }
    }
}

fn checked(kind: KindName, text: &str) -> Result<(), Problem> {
    prose(text).map(drop).map_err(|error| Problem::WrongUse(format!("the {kind} {error}")))
}

/// The fields that were given, as they stand in an entry.
pub(super) fn fields(
    kind: KindName,
    given: &ArgMatches,
    input: Option<&str>,
    beside: &Against<'_>,
) -> Result<Map<String, Value>, Problem> {
    let mut fields = Map::new();
    for field in kind.fields() {
        for typed in given.get_many::<Typed>(field.name).into_iter().flatten() {
            let value = match typed {
                Typed::Named(name, value) => {
                    name_once(&mut fields, field.name, name, value.clone())?;
                    continue;
                }
                Typed::Value(value) => value.clone(),
                Typed::Text(text) => {
                    let text = input.unwrap_or(text);
                    checked(kind, text)?;
                    text.into()
                }
                Typed::When(text) => {
                    let (moment, _) = when::read(text, beside.now, beside.zone)?;
                    moment.to_string().into()
                }
                Typed::Day(text) => {
                    let day = when::read_day(text, beside.now, beside.zone)?;
                    day.to_string().into()
                }
            };
            match field.shape {
                Shape::Regions | Shape::List => {
                    let list = fields.entry(field.name).or_insert_with(|| json!([]));
                    if let Value::Array(list) = list
                        && !(field.shape == Shape::Regions && list.contains(&value))
                    {
                        list.push(value);
                    }
                }
                _ => drop(fields.insert(field.name.to_owned(), value)),
            }
        }
    }
    Ok(fields)
}

/// Puts an answer under its name, each name once.
pub(super) fn name_once(fields: &mut Map<String, Value>, field: &str, name: &str, value: Value) -> Result<(), Problem> {
    let named = fields.entry(field).or_insert_with(|| json!({}));
    if named.get(name).is_some() {
        return Err(Problem::WrongUse(format!("\"{name}\" is given twice; give it once")));
    }
    named[name] = value;
    Ok(())
}
