//! `supple now`: the plan for this moment, or one step at a time for someone on the floor. It stores nothing.

use crate::place::{self, Place};
use crate::problem::Problem;
use crate::terminal::{Out, how_soon};
use crate::{plan, text, when};
use clap::Args;
use jiff::{Timestamp, Zoned};
use serde::de::DeserializeOwned;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use supple_care::{Floor, FloorAnswer, Gate, MAX_JSON_BYTES, Preferences, Situation, Turn, checked, embedded, known};
use supple_diary::Diary;
use supple_guidance::{FloorLimit, FloorStep, Mobility, Thing, Track, Urgency, Worse};
use supple_triage::{Answer, Answers};
use supple_wording::Here;
use supple_wording::plan as wording;
use supple_wording::text::sources;
use supple_wording::verdict::headline;

/// Options of `supple now`.
#[derive(Debug, Args)]
pub(crate) struct Now {
    /// What is said of the moment, from a JSON file (- for standard input); the options below come on top
    #[arg(long, value_name = "FILE")]
    situation: Option<PathBuf>,
    /// How far you can move: stand, turn or not-move
    #[arg(long, value_name = "HOW", value_parser = mobility)]
    can: Option<Mobility>,
    /// Where you are: floor, bed, chair or standing
    #[arg(long, value_name = "PLACE", value_parser = word::<supple_guidance::Place>)]
    place: Option<supple_guidance::Place>,
    /// What is within reach: ice, heat, wall, chair, phone, pillow, bath
    #[arg(long, value_name = "THINGS", value_delimiter = ',', value_parser = word::<Thing>)]
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
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = word::<Worse>)]
    worse: Vec<Worse>,
    /// You have none of the signs that a plan asks about first, as `supple now` lists them
    #[arg(long)]
    none_of_these: bool,
    /// One step at a time, for someone on the floor
    #[arg(long)]
    floor: bool,
    /// Print one JSON object
    #[arg(long, conflicts_with = "floor")]
    json: bool,
}

/// Prints the plan, or leads up from the floor.
pub(crate) fn run(options: &Now, place: impl FnOnce() -> Result<Place, Problem>, out: &mut Out) -> Result<(), Problem> {
    if options.floor && options.situation.as_deref() == Some(Path::new("-")) {
        return Err(Problem::WrongUse(
            "--floor reads your answers from standard input: give --situation a file".into(),
        ));
    }
    let now = Zoned::now();
    let situation = situation(options, &now)?;
    // A diary that cannot be opened must not keep anyone from help.
    let diary = match place().and_then(|place| {
        // Whoever never wrote anything has nothing to be told of.
        let is_new = !place.is_named() && !place.had_one() && !place.is_there()?;
        if is_new { Ok(Arc::default()) } else { place::read(&place.look()?) }
    }) {
        Ok(diary) => diary,
        Err(problem) => {
            let mut aside = Out::aside();
            aside.line(&format!("supple: your diary cannot be opened, so no check in it counts: {problem}"))?;
            aside.finish()?;
            Arc::default()
        }
    };
    let call = call(&diary);
    if options.floor {
        let urgency = checked(&diary, now.timestamp()).map_or(Urgency::SameDay, |checked| checked.verdict.urgency);
        return OnTheFloor { call, urgency, lines: lines(), out }.run(situation);
    }
    let known = known(&diary, &situation, now.timestamp());
    let plan = embedded().plan_made(&known, &situation, &preferences(&diary), &now, now.timestamp());
    if options.json {
        return out.json(&plan);
    }
    let at = now.timestamp();
    let here = Here { today: now.date(), zone: now.time_zone().iana_name().unwrap_or("UTC") };
    plan::tell(&wording::plan(&plan, &known, &situation, call, here, at), call, &plan.not_said, out)
}

/// The number to call: that of the profile's country, else of the language settings.
fn call(diary: &Diary) -> &'static str {
    let country = diary.profile().country;
    let number = country.and_then(|country| supple_guidance::embedded().number(country.code()));
    let spoken = || crate::check::number(None).ok().flatten();
    crate::check::call(number.or_else(spoken))
}

/// What the person decided. A decision that is no longer there decides nothing.
fn preferences(diary: &Diary) -> Preferences {
    let mut preferences = Preferences::default();
    for (decision, option) in diary.profile().decisions.iter() {
        let _ = preferences.set(embedded(), decision, option.as_str());
    }
    preferences
}

// ---------------------------------------------------------------- what is said of the moment

fn situation(options: &Now, now: &Zoned) -> Result<Situation, Problem> {
    let mut situation = match &options.situation {
        Some(path) => read(path)?,
        None => Situation::default(),
    };
    let zone = now.time_zone().iana_name().unwrap_or("UTC");
    let time = |text: &Option<String>| match text {
        Some(text) => {
            when::read(text, now.timestamp(), zone).map(|(moment, _)| Some(moment.at())).map_err(Problem::WrongUse)
        }
        None => Ok(None),
    };
    situation.onset = time(&options.onset)?.or(situation.onset);
    situation.down_since = time(&options.down_since)?.or(situation.down_since);
    situation.mobility = options.can.or(situation.mobility);
    situation.place = options.place.or(situation.place);
    situation.at_hand.extend(&options.at_hand);
    situation.worse.extend(&options.worse);
    if options.alone || options.with_someone {
        situation.alone = Some(options.alone);
    }
    if options.none_of_these {
        let no_to = embedded().relief().gate.findings().map(str::to_owned).collect();
        situation.gate = Some(Gate { at: now.timestamp(), no_to });
    }
    Ok(situation)
}

fn read(path: &Path) -> Result<Situation, Problem> {
    let (name, text) = text::read(path, MAX_JSON_BYTES)?;
    let too_long = || Problem::Cannot(format!("{name}: {}", supple_care::SituationError::TooLong));
    let text = text.ok_or_else(too_long)?;
    Situation::from_json(embedded(), &text).map_err(|error| Problem::Cannot(format!("{name}: {error}")))
}

/// One of the words that stand in a situation.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::from(text)).map_err(|error| {
        let says = error.to_string();
        says.replace("unknown variant", "there is no").replace(", expected", ": give")
    })
}

fn mobility(text: &str) -> Result<Mobility, String> {
    match text {
        "stand" => Ok(Mobility::CanStand),
        "turn" => Ok(Mobility::CanTurn),
        "not-move" => Ok(Mobility::CannotMove),
        _ => Err("give stand, turn or not-move".to_owned()),
    }
}

// ---------------------------------------------------------------- one step at a time

/// Someone on the floor, before a terminal.
struct OnTheFloor<'a> {
    call: &'a str,
    urgency: Urgency,
    lines: Receiver<std::io::Result<String>>,
    out: &'a mut Out,
}

/// The lines of standard input as they come. A reader of its own, so that the time runs while nobody types.
fn lines() -> Receiver<std::io::Result<String>> {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

impl OnTheFloor<'_> {
    fn run(mut self, situation: Situation) -> Result<(), Problem> {
        let situation = Situation { place: Some(supple_guidance::Place::Floor), ..situation };
        let mut floor = Floor::start(embedded(), &situation, self.urgency, Timestamp::now())
            .map_err(|error| Problem::Cannot(error.to_string()))?;
        self.out.say(&format!(
            "One step at a time. If you feel in danger, call {} now. Enter: done. n: not yet. w: worse, or something new. \
             q: stop.",
            self.call
        ))?;
        if let Some(limit) = floor.due(Timestamp::now()) {
            return self.back_to_the_check(limit);
        }
        loop {
            self.show(floor.instruction())?;
            let turn = match self.answer(&floor)? {
                Some(answer) => floor.next(answer, Timestamp::now()),
                None => match floor.due(Timestamp::now()) {
                    Some(limit) => Turn::Check(limit),
                    None => return self.left(),
                },
            };
            match turn {
                Turn::Do(_) => {}
                Turn::Check(limit) => return self.back_to_the_check(limit),
                Turn::Over(Track::Rise) => {
                    self.out.gap()?;
                    return self.out.say("You are up. Hold on for a moment. Next: `supple now --can stand`.");
                }
                Turn::Over(Track::Wait) => {
                    self.out.gap()?;
                    return self.out.say("Help is here. Let them lead now.");
                }
            }
        }
    }

    fn show(&mut self, step: &FloorStep) -> Result<(), Problem> {
        self.out.gap()?;
        self.out.heading(&step.title)?;
        self.out.say(&step.how)
    }

    /// What the person types; nothing when the input has ended, a limit runs out or they want to stop.
    fn answer(&mut self, floor: &Floor<'_>) -> Result<Option<FloorAnswer>, Problem> {
        let step = floor.instruction();
        loop {
            self.out.prompt(&format!(
                "[Enter: {}. n: {}. w: worse]",
                step.yes.to_lowercase(),
                step.no.to_lowercase()
            ))?;
            let line = match floor.deadline() {
                None => self.lines.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(deadline) => {
                    let left = Duration::try_from(deadline.duration_since(Timestamp::now())).unwrap_or_default();
                    self.lines.recv_timeout(left)
                }
            };
            let line = match line {
                Ok(line) => line.map_err(|error| Problem::Cannot(format!("your answer cannot be read: {error}")))?,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    self.out.gap()?;
                    return Ok(None);
                }
            };
            match line.trim().to_lowercase().as_str() {
                "" | "y" | "yes" | "done" => return Ok(Some(FloorAnswer::Done)),
                "n" | "no" => return Ok(Some(FloorAnswer::NotYet)),
                "w" | "worse" => return Ok(Some(FloorAnswer::Worse)),
                "q" | "quit" | "stop" => return Ok(None),
                _ => self.out.say("Press Enter for done, n for not yet, w for worse, or q to stop.")?,
            }
        }
    }

    /// A limit has run out: what the check says to what is known.
    fn back_to_the_check(&mut self, limit: &FloorLimit) -> Result<(), Problem> {
        let triage = supple_triage::embedded();
        let mut answers = Answers::none_yet(triage);
        for finding in &limit.findings {
            answers.set(triage, finding, Answer::Yes).map_err(|error| Problem::Cannot(error.to_string()))?;
        }
        self.out.gap()?;
        self.out.heading("Stop here. Get help.")?;
        self.out.say(&limit.says)?;
        self.out.gap()?;
        let verdict = triage.verdict(&answers);
        for fired in verdict.fired.iter().filter(|fired| fired.rule.id == limit.rule) {
            self.out.say(&format!("{} [{}]", fired.rule.because, sources(&fired.rule.sources)))?;
        }
        if verdict.urgency == Urgency::Emergency {
            self.out.say(&format!("{}.", how_soon(Urgency::Emergency, &headline(Urgency::Emergency, self.call))))?;
        } else {
            self.out.say(&format!("Then do the check: `supple check`. If you cannot, call {}.", self.call))?;
        }
        Ok(())
    }

    fn left(&mut self) -> Result<(), Problem> {
        self.out.say(&format!(
            "You stopped here. If you are still down, call {}. `supple now --floor --down-since \"20m ago\"` goes on.",
            self.call
        ))
    }
}
