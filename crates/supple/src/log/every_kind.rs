//! Every kind of entry that a hand may write is written by `supple log`, with each of its fields, by its description.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use super::{adapters, described};
use crate::support::{App, runtime};
use crate::terminal::Out;
use crate::values::{amount, milligrams};
use crate::{Cli, Command};
use clap::{CommandFactory, Parser};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;
use supple_diary::testing::{kinds, some_words};
use supple_diary::{Country, Field, Health, Kind, KindName, Moment, Profile, Prose, Shape, Words};

/// When everything happened.
const AT: &str = "2026-11-20T10:00:00+01:00[Europe/Berlin]";

fn at() -> Moment {
    Moment::parse(AT).unwrap()
}

/// How a value is typed; none where nobody can type it so that it is read as it stands.
fn typed(field: &Field, value: &Value) -> Option<String> {
    let plain = |text: &str| text.trim() == text && !text.contains([',', '=']) && Words::new(text).is_ok();
    let text = value.as_str().or_else(|| value.get("own").and_then(Value::as_str)).map(str::to_owned);
    let yes = |yes: &Value| if *yes == Value::Bool(true) { "yes" } else { "no" }.to_owned();
    let read_back = |read: Result<supple_diary::Amount, String>| {
        let number = value.to_string();
        read.is_ok_and(|read| Some(read.get()) == value.as_f64()).then_some(number)
    };
    match field.shape {
        Shape::Text { lines: true, .. } => text.filter(|text| Prose::new(text.as_str()).is_ok() && text != "-"),
        Shape::Text { .. } | Shape::Label => {
            text.filter(|text| text.trim() == text && Words::new(text.as_str()).is_ok())
        }
        Shape::Id | Shape::Choice(_) | Shape::Moment | Shape::Day | Shape::Country | Shape::Entry => text,
        Shape::Whole { .. } if field.unit == Some("s") => Some(format!("{value}s")),
        Shape::Amount if field.unit == Some("mg") => read_back(milligrams(&value.to_string())),
        Shape::Amount => read_back(amount(&value.to_string())),
        Shape::Truth => Some(yes(value)),
        Shape::Regions | Shape::List => {
            let all: Option<Vec<&str>> =
                value.as_array()?.iter().map(|one| one.as_str().filter(|one| plain(one))).collect();
            all.filter(|all| !all.is_empty()).map(|all| all.join(","))
        }
        Shape::Truths | Shape::Answers | Shape::Named | Shape::Health => {
            let answer = |answer: &Value| match answer {
                Value::Bool(_) => Some(yes(answer)),
                Value::Number(number) => amount(&number.to_string()).is_ok().then(|| number.to_string()),
                Value::String(text) => plain(text).then(|| text.clone()),
                Value::Object(health) => {
                    health.get("is").map(yes).or_else(|| Some(health.get("on")?.as_str()?.to_owned()))
                }
                _ => None,
            };
            let one = |(name, said): (&String, &Value)| plain(name).then_some(format!("{name}={}", answer(said)?));
            let all: Option<Vec<String>> = value.as_object()?.iter().map(one).collect();
            all.map(|all| all.join(","))
        }
        Shape::Contact => {
            let text = |name: &str| value.get(name).and_then(Value::as_str);
            let whole = text("says").is_none().then(|| (text("name"), text("number")));
            whole.and_then(|(name, number)| Some(format!("{}={}", name?, number?)))
        }
        Shape::Whole { .. } | Shape::Timer | Shape::Object | Shape::Draft => Some(value.to_string()),
    }
}

/// The arguments that describe an entry, by the description of its kind alone.
fn arguments(kind: &Kind) -> Option<Vec<String>> {
    let mut line = ["supple", "log", kind.name().id(), "--at", AT].map(str::to_owned).to_vec();
    let mut first = None;
    for (field, value) in kind.values() {
        let text = typed(field, &value)?;
        match field.required && kind.name().fields().first() == Some(field) && kind.name() != KindName::CheckIn {
            true => first = Some(text),
            false => line.push(format!("--{}={text}", described::option(field))),
        }
    }
    line.extend(first.into_iter().flat_map(|text| ["--".to_owned(), text]));
    Some(line)
}

/// What someone says about themselves that Supple knows.
fn profiles() -> BoxedStrategy<Kind> {
    let decisions = &supple_care::embedded().relief().decisions;
    let options = decisions.iter().flat_map(|one| one.options.iter().map(|option| (one.id.clone(), option.id.clone())));
    let decided = option::of(select(options.collect::<Vec<_>>()));
    let questions: Vec<&str> = supple_care::health::questions().collect();
    let health = vec((select(questions), select(vec![Health::Is(true), Health::Is(false), Health::Unsure])), 0..3);
    let country = option::of(select(vec!["DE", "gb"]));
    let given = kinds(&at()).prop_filter_map("of a person", |kind| match kind {
        Kind::Profile(given) => Some(given),
        _ => None,
    });
    (given, decided, health, country, any::<bool>(), option::of(select(vec!["Asia/Kathmandu", "UTC"])))
        .prop_map(|(given, decided, health, country, due, zone)| {
            let week = supple_care::health::pregnancy().week.as_str();
            let due = due.then(|| (some_words(week), Health::On("2027-03-01".parse().unwrap())));
            Kind::from(Profile {
                country: country.map(|code| Country::new(code).unwrap()),
                zone: zone.map(some_words),
                decisions: decided.iter().map(|(one, option)| (some_words(one), some_words(option))).collect(),
                at_hand: given.at_hand.as_ref().map(|_| vec![some_words("heat"), some_words("chair")]),
                health: health.into_iter().map(|(id, said)| (some_words(id), said)).chain(due).collect(),
                ..given
            })
        })
        .boxed()
}

/// What a command needs beside the description: a profile and a check-in say something, and a unit belongs to an amount.
fn is_whole(kind: &Kind) -> bool {
    match kind {
        Kind::Profile(profile) => *profile != Profile::default(),
        Kind::CheckIn(said) => said.spasm.is_some() || said.pain.is_some() || !said.answers.is_empty(),
        Kind::Questionnaire(said) => supple_care::questionnaire::score(said).is_some(),
        Kind::Exposure(exposure) => exposure.unit.is_none() || exposure.amount.is_some(),
        _ => true,
    }
}

fn entries(name: KindName) -> BoxedStrategy<(Kind, Vec<String>)> {
    let all = if name == KindName::Profile { profiles() } else { kinds(&at()) };
    all.prop_filter_map("of the kind, and typed", move |kind| {
        let typed = (kind.name() == name && is_whole(&kind)).then(|| arguments(&kind)).flatten()?;
        Some((kind, typed))
    })
    .boxed()
}

fn log(line: &[String], app: &App) -> Result<(), crate::Problem> {
    let Some(Command::Log(options)) =
        Cli::try_parse_from(line).unwrap_or_else(|error| panic!("{line:?}: {error}")).command
    else {
        unreachable!("it is log")
    };
    let what = options.what.read_input()?;
    super::store(super::Log { what, ..options }, &app.journal, &mut Out::into(std::io::sink()))
}

#[test]
fn every_kind_that_a_hand_writes_is_logged_with_each_of_its_fields() {
    let runtime = runtime();
    for name in KindName::ALL.into_iter().filter(|name| adapters::refused(*name).is_none()) {
        let app = App::new();
        let seen = RefCell::new(BTreeSet::new());
        let config = Config { cases: 60, failure_persistence: None, max_local_rejects: 1 << 20, ..Config::default() };
        let each = TestRunner::new(config).run(&entries(name), |(kind, line)| {
            seen.borrow_mut().extend(kind.values().into_iter().map(|(field, _)| field.name));
            let before = runtime.block_on(app.journal.found()).unwrap().log.len();
            log(&line, &app).unwrap_or_else(|problem| panic!("{line:?}: {problem}"));
            let found = runtime.block_on(app.journal.found()).unwrap().log;
            prop_assert_eq!(found.len(), before + 1);
            let written = found.iter().max_by_key(|entry| entry.sequence()).unwrap();
            prop_assert_eq!(written.kind(), Some(&supple_insight::names::labelled(kind)), "{:?}", line);
            prop_assert_eq!(written.happened(), &at());
            Ok(())
        });
        each.unwrap_or_else(|error| panic!("{name}: {error}"));
        let fields: BTreeSet<&str> = name.fields().iter().map(|field| field.name).collect();
        assert_eq!(seen.into_inner(), fields, "{name}: a field was never typed");
    }
}

#[test]
fn what_no_hand_writes_is_refused_in_one_line_that_says_where_it_comes_from() {
    for (name, says) in [
        (KindName::ReturnStep, "follows from its questions"),
        (KindName::Trial, "`supple trial`"),
        (KindName::TrialPain, "`supple trial`"),
        (KindName::TrialDraw, "`supple trial`"),
        (KindName::TrialDone, "`supple trial`"),
        (KindName::TrialEnd, "`supple trial`"),
        (KindName::TrialHarm, "`supple trial`"),
        (KindName::DaysTrial, "`supple trial`"),
        (KindName::DaysPeriod, "`supple trial`"),
        (KindName::DaysDone, "`supple trial`"),
        (KindName::Reminder, "`supple reminders`"),
        (KindName::ReminderSkip, "`supple reminders`"),
        (KindName::ChosenStart, "`supple insight --begin WHAT`"),
        (KindName::Check, "`supple check`"),
        (KindName::Plan, "`supple now`"),
        (KindName::Correction, "`supple remove ID`"),
        (KindName::Removal, "`supple remove ID`"),
    ] {
        let app = App::new();
        for given in [&[][..], &["contact-sport"], &["--urgency", "self-care"]] {
            let line: Vec<String> =
                ["supple", "log", name.id()].iter().chain(given).map(|part| (*part).to_owned()).collect();
            let told = log(&line, &app).unwrap_err().to_string();
            assert!(told.contains(says) && !told.contains('\n'), "{told}");
        }
        assert_eq!(runtime().block_on(app.journal.found()).unwrap().log.len(), 0);
    }
    let refused = KindName::ALL.into_iter().filter(|name| adapters::refused(*name).is_some());
    assert!(refused.clone().all(|name| !name.is_said()) && refused.count() == 17);
}

#[test]
fn the_options_of_every_kind_stand_beside_each_other() {
    Cli::command().debug_assert();
}
