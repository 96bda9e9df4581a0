//! `supple now`: the plan for this moment, as the page makes it. It stores nothing; `--floor` does, see [`floor`].

use crate::place::{self, Place};
use crate::problem::{Context, Problem};
use crate::terminal::Out;
use crate::values::name;
use crate::{floor, machine, number, plan, text, when};
use clap::Args;
use jiff::{Timestamp, Zoned};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use supple_care::moment::{self, Said, clock as person};
use supple_care::trials;
use supple_care::{By, Gate, Known, MAX_JSON_BYTES, Plan, Situation, embedded};
use supple_diary::Diary;
use supple_guidance::{Mobility, Thing, Worse};
use supple_wording::plan as wording;
use supple_wording::{Here, plain};

/// What follows for a plan where the diary cannot be read.
pub(crate) const NO_CHECK_COUNTS: &str = "no check in it counts";

/// Options of `supple now`.
#[derive(Debug, Args)]
pub(crate) struct Now {
    #[command(flatten)]
    said: Spoken,
    /// One step at a time, for someone on the floor; your answers go into your diary
    #[arg(long)]
    floor: bool,
    /// On the floor, after "stop here": once more from the start
    #[arg(long, requires = "floor", conflicts_with = "up")]
    pub(crate) again: bool,
    /// On the floor, after "stop here": you got up by other means
    #[arg(long, requires = "floor")]
    pub(crate) up: bool,
    /// Print one JSON object
    #[arg(long, conflicts_with = "floor")]
    json: bool,
}

/// What is said of the moment.
#[derive(Debug, Args)]
pub(crate) struct Spoken {
    /// What is said of the moment, from a JSON file (- for standard input); the options below come on top
    #[arg(long, value_name = "FILE")]
    situation: Option<PathBuf>,
    /// How far you can move: stand, turn or not-move
    #[arg(long, value_name = "HOW", value_parser = mobility)]
    can: Option<Mobility>,
    /// Where you are: floor, bed, chair or standing
    #[arg(long, value_name = "PLACE", value_parser = name::<supple_guidance::Place>)]
    place: Option<supple_guidance::Place>,
    /// What is within reach: ice, heat, wall, chair, phone, pillow, bath
    #[arg(long, value_name = "THINGS", value_delimiter = ',', value_parser = name::<Thing>)]
    at_hand: Vec<Thing>,
    /// Nobody is with you
    #[arg(long, conflicts_with = "with_someone")]
    alone: bool,
    /// Someone is with you
    #[arg(long)]
    with_someone: bool,
    /// When it began, such as "2h ago" or 03:00
    #[arg(long, value_name = "WHEN")]
    onset: Option<String>,
    /// Since when you are down and cannot get up, such as "20m ago"
    #[arg(long, value_name = "WHEN")]
    down_since: Option<String>,
    /// What makes it worse: breathing, bending, coughing, turning, walking, sitting
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = name::<Worse>)]
    worse: Vec<Worse>,
    /// You have none of the signs that a plan asks about first, as `supple now` lists them
    #[arg(long)]
    none_of_these: bool,
}

/// Prints the plan, or leads up from the floor.
pub(crate) fn run(options: &Now, place: impl FnOnce() -> Result<Place, Problem>, out: &mut Out) -> Result<(), Problem> {
    if options.floor {
        return floor::run(options, place, out);
    }
    // A diary that cannot be opened must not keep anyone from help.
    let diary = match place().and_then(|place| {
        // Whoever never wrote anything has nothing to be told of.
        let is_new = !place.is_named() && !place.had_one() && !place.is_there()?;
        if is_new { Ok(Arc::default()) } else { place::read(&place.look()?) }
    }) {
        Ok(diary) => diary,
        Err(problem) => {
            place::without_a_diary(NO_CHECK_COUNTS, &problem.to_string())?;
            Arc::default()
        }
    };
    let (situation, plan, known, now) = made(options, &diary, machine::now(), &machine::zone(&machine::zoned()))?;
    if options.json {
        return out.json(&plan);
    }
    let (call, at) = (number::to_dial(&diary), now.timestamp());
    let here = Here { today: now.date(), zone: now.time_zone().iana_name().unwrap_or("UTC") };
    plan::tell(&wording::plan(&plan, &known, &situation, call, here, at), call, &plan.not_said, out)?;
    found(&diary, &plan, at, out)?;
    reach(&diary, &supple_wording::profile::message(diary.profile()), out)
}

/// Why the plan starts with what a trial of the person found.
fn found(diary: &Diary, plan: &Plan<'_>, at: Timestamp, out: &mut Out) -> Result<(), Problem> {
    let by_trial = plan.decisions.iter().filter(|decided| decided.by == By::Trial);
    let found = by_trial.filter_map(|decided| trials::of_decision(diary, &decided.decision.id, at));
    found.map(|found| supple_wording::trial::why(&found)).collect::<Vec<_>>().iter().try_for_each(|why| {
        out.gap()?;
        out.say(why)
    })
}

/// Whom to reach, with their number and the words of a text; or the offer to name someone.
pub(crate) fn reach(diary: &Diary, message: &str, out: &mut Out) -> Result<(), Problem> {
    use supple_wording::profile::{NAME_SOMEONE, call, write};
    out.gap()?;
    match &diary.profile().contact {
        Some(contact) => {
            out.say(&plain(&format!("{}: {}.", call(contact), contact.number)))?;
            out.say(&plain(&format!("{}: “{message}”", write(Some(contact)))))
        }
        None => out.say(&format!("{NAME_SOMEONE}: `supple log profile --contact \"NAME=NUMBER\"`.")),
    }
}

/// What is said of the moment and the plan for it, as the page makes them of the same diary after the same words, and the
/// time on the person's clock.
pub(crate) fn made(
    options: &Now,
    diary: &Diary,
    at: Timestamp,
    machine: &str,
) -> Result<(Situation, Plan<'static>, Known<'static>, Zoned), Problem> {
    let now = person::on_clock(at, &person::zone(diary, machine));
    let Said { situation, at } = moment::situation(diary, options.spoken(&now)?, at);
    let (plan, known) = moment::plan(diary, &situation, &now, at);
    Ok((situation, plan, known, now))
}

// ---------------------------------------------------------------- what is said of the moment

impl Now {
    /// What is said of the moment by this command; `None` where nothing is.
    pub(crate) fn spoken(&self, now: &Zoned) -> Result<Option<Situation>, Problem> {
        self.said.situation(now)
    }

    /// Whether what is said comes from standard input.
    pub(crate) fn reads_standard_input(&self) -> bool {
        self.said.situation.as_deref() == Some(Path::new("-"))
    }
}

impl Spoken {
    /// What is said of the moment; `None` where nothing is.
    pub(crate) fn situation(&self, now: &Zoned) -> Result<Option<Situation>, Problem> {
        let mut said = match &self.situation {
            Some(path) => read(path)?,
            None => Situation::default(),
        };
        let zone = now.time_zone().iana_name().unwrap_or("UTC");
        let time = |text: &Option<String>| -> Result<Option<Timestamp>, Problem> {
            match text {
                Some(text) => Ok(Some(when::read(text, now.timestamp(), zone)?.0.at())),
                None => Ok(None),
            }
        };
        said.onset = time(&self.onset)?.or(said.onset);
        said.down_since = time(&self.down_since)?.or(said.down_since);
        said.mobility = self.can.or(said.mobility);
        said.place = self.place.or(said.place);
        said.at_hand.extend(&self.at_hand);
        said.worse.extend(&self.worse);
        if self.alone || self.with_someone {
            said.alone = Some(self.alone);
        }
        if self.none_of_these {
            let no_to = embedded().relief().gate.findings().map(str::to_owned).collect();
            said.gate = Some(Gate { at: now.timestamp(), no_to });
        }
        Ok((self.situation.is_some() || said != Situation::default()).then_some(said))
    }
}

fn read(path: &Path) -> Result<Situation, Problem> {
    let (name, text) = text::read(path, MAX_JSON_BYTES)?;
    let too_long = || Problem::Cannot(format!("{name}: {}", supple_care::SituationError::TooLong));
    let text = text.ok_or_else(too_long)?;
    Situation::from_json(embedded(), &text).context(format_args!("{name}"))
}

fn mobility(text: &str) -> Result<Mobility, String> {
    match text {
        "stand" => Ok(Mobility::CanStand),
        "turn" => Ok(Mobility::CanTurn),
        "not-move" => Ok(Mobility::CannotMove),
        _ => Err("give stand, turn or not-move".to_owned()),
    }
}
