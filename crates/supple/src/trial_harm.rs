//! `supple trial harm`: what harm a measure of a trial did, as the person tells it.

use crate::place::Place;
use crate::problem::Problem;
use crate::terminal::Out;
use crate::trial::{At, Found, refused, write_decided};
use clap::Args;
use serde_json::{Value, json};
use supple_care::trials::{self, Harm, InDiary, Refused, harm_label, harms_of};
use supple_diary::Words;
use supple_trial::Arm;
use supple_wording::{answered, plain, trial_harm as wording};

/// Options of `supple trial harm`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// What it was: one of the names that are printed without an answer, or your own words
    #[arg(value_parser = words)]
    what: Option<Words>,
    /// In which spasm of the trial; the last one unless you say so
    #[arg(long, value_name = "NUMBER")]
    spasm: Option<u8>,
    /// The name of a trial; the one that runs, or else the last one, unless you say so
    #[arg(long, value_name = "NAME")]
    trial: Option<String>,
}

fn words(text: &str) -> Result<Words, String> {
    Words::new(text).map_err(|error| error.to_string())
}

/// Writes one, or says what can be told.
pub(crate) fn run(place: &Place, options: &Options, json: bool, out: &mut Out) -> Result<(), Problem> {
    let Some(what) = &options.what else {
        let at = At::of(&place.look()?)?;
        return offered(&of(&at, options)?, json, out);
    };
    let journal = place.open()?;
    let at = At::of(&journal)?;
    let trial = of(&at, options)?;
    let mut draws = trial.kept.draws.iter();
    let draw = match options.spasm {
        Some(number) => draws.find(|draw| draw.number == number),
        None => draws.max_by_key(|draw| draw.at),
    };
    let told = draw.ok_or(Refused::NoSpasm);
    let told = told.and_then(|draw| trials::harm(&trial, draw.entry, harm_label(trial.of, what.clone())));
    write_decided(&journal, &at.now, told.map_err(|why| refused(&at, why))?)?;
    let at = At::of(&journal)?;
    let trial = of(&at, options)?;
    if json {
        return out.json(&json!({"trial": trial.of.id, "harms": as_json(&trial)}));
    }
    told_so_far(&at, &trial, out)?;
    for advice in wording::advice(&trial) {
        out.say(&answered("What the plan says", advice.says))?;
        out.say(&answered("From", &supple_wording::text::sources(advice.sources)))?;
    }
    match trial.told_harms().any(|harm| harm.asks_for_the_check(at.now.timestamp())) {
        true => out.say(&format!("{} `supple check` asks it.", wording::CHECK)),
        false => Ok(()),
    }
}

/// The trial that is meant, of those of single spasms.
fn of<'a>(at: &'a At, options: &Options) -> Result<InDiary<'a>, Problem> {
    let found = match &options.trial {
        Some(name) => at.found(Some(name))?,
        None => at.trial().map(|trial| Found::Bouts(Box::new(trial))),
    };
    match found {
        Some(Found::Bouts(trial)) => Ok(*trial),
        Some(Found::Days(_)) => Err(Problem::WrongUse("harm is told of a trial of single spasms alone".to_owned())),
        None => Err(refused(at, Refused::NoTrial)),
    }
}

/// What can be told.
fn offered(trial: &InDiary<'_>, json: bool, out: &mut Out) -> Result<(), Problem> {
    if json {
        let offered: Vec<_> = harms_of(trial.of).collect();
        return out.json(&json!({"trial": trial.of.id, "offered": offered, "harms": as_json(trial)}));
    }
    out.heading(wording::ASK)?;
    harms_of(trial.of).try_for_each(|harm| out.item("- ", &answered(&harm.id, &harm.name)))?;
    out.gap()?;
    out.say("`supple trial harm NAME` writes it down, or your own words in quotes. Nothing to say? Then leave it.")?;
    out.say(wording::CHECK)
}

/// What was told, for whoever reads how far a trial is: of one that runs only what there is.
pub(crate) fn told(at: &At, trial: &InDiary<'_>, out: &mut Out) -> Result<(), Problem> {
    let lines = wording::lines(trial, at.here());
    if lines.is_empty() {
        return Ok(());
    }
    out.gap()?;
    told_so_far(at, trial, out)
}

fn told_so_far(at: &At, trial: &InDiary<'_>, out: &mut Out) -> Result<(), Problem> {
    out.heading(wording::HEADING)?;
    wording::lines(trial, at.here()).iter().try_for_each(|line| out.say(line))
}

/// What was told in JSON: by the measure that was done, which is none where neither of the two was.
pub(crate) fn as_json(trial: &InDiary<'_>) -> Value {
    let told = |harm: &Harm| json!({"number": harm.number, "drawn": harm.drawn, "told": harm.told, "what": harm.what, "named": plain(&wording::named(&harm.what))});
    let each = trial.harms.iter().map(|harms| {
        json!({
            "arm": harms.arm.map(|arm| if arm == Arm::A { "a" } else { "b" }),
            "measure": harms.arm.map(|arm| &trials::arm(trial.of, arm).measure),
            "spasms": harms.spasms, "not_told": harms.not_told,
            "told": harms.told.iter().map(told).collect::<Vec<_>>(),
        })
    });
    each.collect()
}
