//! `supple outbox`: what was sent, what waits, and why.

use crate::machine;
use crate::place::Place;
use crate::problem::Problem;
use crate::reach::Desk;
use crate::terminal::Out;
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use supple_reach::State;
use supple_web::desk::{Shown, Stage};

/// Options of `supple outbox`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Lists the letters, the newest first.
pub(crate) fn run(options: &Options, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let desk = Desk::of(place);
    let seen = desk.look().map_err(Problem::Cannot)?;
    let mut letters: Vec<&Shown> = seen.letters.iter().collect();
    letters.sort_by_key(|shown| std::cmp::Reverse((shown.letter.due, &shown.letter.key)));
    if options.json {
        let letters: Vec<Value> = letters.iter().map(|shown| as_json(&seen.state, shown)).collect();
        return out.json(&json!({ "letters": letters, "server_runs": desk.is_alive() }));
    }
    if letters.is_empty() {
        return out.say("Nothing was ever sent, and nothing waits.");
    }
    for shown in letters {
        out.item("- ", &in_words(&seen.state, shown))?;
    }
    if seen.letters.iter().any(|shown| matches!(shown.stage, Stage::Waiting { .. })) && !desk.is_alive() {
        out.gap()?;
        out.say(NO_SERVER)?;
    }
    Ok(())
}

/// That nothing goes by itself.
pub(crate) const NO_SERVER: &str =
    "No server runs here, so nothing is sent by itself. Start one with `supple serve`, and leave it running.";

/// A letter in a line.
pub(crate) fn in_words(state: &State, shown: &Shown) -> String {
    let name = state.way(&shown.letter.way).map_or("a removed address", |way| way.name.as_str());
    let why = shown.why().map(|why| format!(": {why}")).unwrap_or_default();
    let stage = match shown.stage {
        Stage::Waiting { next } if shown.tries == 0 => format!("waits, from {}", on_clock(next)),
        Stage::Waiting { next } => format!("not sent yet, next try {}{why}", on_clock(next)),
        Stage::Sent(at) => format!("sent {}", on_clock(at)),
        Stage::GivenUp(at) => format!("not sent, given up {}{why}", on_clock(at)),
        Stage::Cancelled(at) if shown.may_be_out => format!("called off {}; it may have arrived before", on_clock(at)),
        Stage::Cancelled(at) => format!("not sent, called off {}", on_clock(at)),
    };
    format!("\"{}\" to {name} by {}: {stage}", shown.letter.words.subject, shown.letter.to.called())
}

/// A letter for programs.
pub(crate) fn as_json(state: &State, shown: &Shown) -> Value {
    let (stage, at) = match shown.stage {
        Stage::Waiting { next } => ("waiting", next),
        Stage::Sent(at) => ("sent", at),
        Stage::GivenUp(at) => ("given-up", at),
        Stage::Cancelled(at) => ("cancelled", at),
    };
    json!({
        "key": shown.letter.key,
        "to": state.way(&shown.letter.way).map(|way| way.name.clone()),
        "channel": shown.letter.to.called(),
        "subject": shown.letter.words.subject,
        "due": shown.letter.due,
        "stage": stage,
        "at": at,
        "tries": shown.tries,
        "trouble": shown.trouble,
        "may_have_arrived": shown.may_be_out,
    })
}

/// A time on the clock of this machine.
pub(crate) fn on_clock(at: Timestamp) -> String {
    let there = at.to_zoned(TimeZone::system());
    let is_today = there.date() == machine::zoned().date();
    there.strftime(if is_today { "at %H:%M:%S" } else { "on %-d %B %Y at %H:%M" }).to_string()
}
