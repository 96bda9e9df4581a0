//! `supple now`: the plan for this moment, as the page makes it. It stores nothing; `--floor` does, see [`floor`].

use crate::guide::shorts;
use crate::place::{self, Place};
use crate::problem::Problem;
use crate::terminal::Out;
use crate::{floor, machine, text, when};
use clap::Args;
use jiff::{Timestamp, Zoned};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use supple_care::moment::{self, Said, clock as person};
use supple_care::{Asked, Gate, Known, MAX_JSON_BYTES, Plan, Planned, Situation, When, embedded};
use supple_diary::Diary;
use supple_guidance::{Guidance, Mobility, Thing, Urgency, Worse};
use supple_insight::figures::duration;

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
            place::without_a_diary(&problem)?;
            Arc::default()
        }
    };
    let (plan, known, now) = made(options, &diary, Timestamp::now(), &machine::zone(&Zoned::now()))?;
    if options.json {
        return out.json(&plan);
    }
    Telling { guidance: embedded().guidance(), call: call(&diary), out }.tell(&plan, &known, &now)
}

/// The plan, as the page makes it of the same diary after the same words, and the time on the person's clock.
pub(crate) fn made(
    options: &Now,
    diary: &Diary,
    at: Timestamp,
    machine: &str,
) -> Result<(Plan<'static>, Known<'static>, Zoned), Problem> {
    let now = person::on_clock(at, &person::zone(diary, machine));
    let Said { situation, at } = moment::situation(diary, options.spoken(&now)?, at);
    let (plan, known) = moment::plan(diary, &situation, &now, at);
    Ok((plan, known, now))
}

/// The number to call: that of the profile's country, else of the language settings.
pub(crate) fn call(diary: &Diary) -> &'static str {
    let country = diary.profile().country;
    let number = country.and_then(|country| supple_guidance::embedded().number(country.code()));
    let spoken = || crate::check::number(None).ok().flatten();
    crate::check::call(number.or_else(spoken))
}

// ---------------------------------------------------------------- what is said of the moment

impl Now {
    /// What is said of the moment by this command; `None` where nothing is.
    pub(crate) fn spoken(&self, now: &Zoned) -> Result<Option<Situation>, Problem> {
        let mut said = match &self.situation {
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

    /// Whether what is said comes from standard input.
    pub(crate) fn reads_standard_input(&self) -> bool {
        self.situation.as_deref() == Some(Path::new("-"))
    }
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

// ---------------------------------------------------------------- the plan in words

fn gate() -> &'static supple_guidance::Gate {
    &embedded().relief().gate
}

struct Telling<'a> {
    guidance: &'a Guidance,
    call: &'a str,
    out: &'a mut Out,
}

impl Telling<'_> {
    fn tell(&mut self, plan: &Plan<'_>, known: &Known<'_>, now: &Zoned) -> Result<(), Problem> {
        self.out.gap()?;
        if plan.asked == Asked::Check || plan.owed >= Urgency::SameDay {
            self.how_soon(plan)?;
        }
        match (plan.asked, known.at) {
            (Asked::Check, at) => {
                let at = at.unwrap_or(now.timestamp()).to_zoned(now.time_zone().clone());
                let certain = if known.verdict.certain { "" } else { " Some questions in it are open." };
                self.out.say(&format!("By your check of {}.{certain}", clock(&at, now)))?;
            }
            (_, Some(at)) => {
                let at = at.to_zoned(now.time_zone().clone());
                self.out.say(&format!(
                    "{} Your check of {} said that someone should look at it soon. Only a new check can tell otherwise: \
                     `supple check`.",
                    gate().unasked,
                    clock(&at, now)
                ))?;
            }
            (Asked::Gate, None) => self.out.say(&format!("{} {} `supple check`.", gate().passed, gate().waits))?,
            // Where a call is owed, the gate could not take it back: the check can.
            (Asked::Nothing, None) if plan.owed >= Urgency::SameDay => {
                self.out.say(&format!("{} `supple check` asks.", gate().unasked))?;
            }
            (Asked::Nothing, None) => self.ask_the_gate()?,
        }
        for recheck in &plan.recheck {
            self.out.item("! ", &format!("{} Do the check again: `supple check`.", recheck.rule.because))?;
        }
        if let Some(about) = plan.about {
            self.out.gap()?;
            self.out.say(&format!("{}: {}", about.title, about.lead))?;
        }
        self.steps("First", &plan.help, now)?;
        self.steps("Now", &plan.now, now)?;
        self.steps("Next", &plan.next, now)?;
        self.steps("Later", &plan.later, now)?;
        if !plan.avoid.is_empty() {
            self.out.gap()?;
            self.out.heading("Avoid")?;
            for avoid in &plan.avoid {
                self.out.item("- ", &format!("{} [{}]", avoid.text, shorts(self.guidance, &avoid.sources)))?;
            }
        }
        if !plan.watch.is_empty() {
            self.out.gap()?;
            self.out.heading("Watch for")?;
            for watch in &plan.watch {
                self.out.item("- ", &format!("{} {}", watch.text, watch.then))?;
            }
        }
        for decided in &plan.decisions {
            self.out.gap()?;
            let who = if decided.by_the_person { "You decided" } else { "Sources differ. Supple starts with this" };
            self.out.say(&format!("{who}: {}", decided.option.line))?;
        }
        if let Some(at) = &plan.review_at {
            self.out.gap()?;
            self.out.say(&format!("Look again at {}.", clock(at, now)))?;
        }
        if !plan.not_said.is_empty() {
            self.out.gap()?;
            let flags = plan.not_said.iter().map(|what| match *what {
                "mobility" => "--can",
                "place" => "--place",
                "onset" => "--onset",
                _ => "--situation",
            });
            let flags: Vec<&str> = flags.collect();
            self.out.say(&format!("Not said, so steps may be missing: {}.", flags.join(", ")))?;
        }
        Ok(())
    }

    fn how_soon(&mut self, plan: &Plan<'_>) -> Result<(), Problem> {
        match plan.owed {
            Urgency::Emergency => self.out.heading(&format!("EMERGENCY: call {} now", self.call))?,
            Urgency::SameDay => self.out.heading("TODAY: speak to a doctor or an urgent care line today")?,
            Urgency::SeeDoctor => self.out.heading("SEE A DOCTOR SOON: within days, at most two weeks")?,
            Urgency::SelfCare => self.out.heading("SELF-CARE: you can care for this at home")?,
        }
        if plan.owed == Urgency::SameDay {
            self.out.say(&format!("If you cannot reach one today, or it gets worse, call {}.", self.call))?;
        }
        Ok(())
    }

    /// The signs of the gate. A yes is answered in the check, which says what it means.
    fn ask_the_gate(&mut self) -> Result<(), Problem> {
        self.out.heading(&gate().unasked)?;
        self.out.say(&gate().ask)?;
        for sign in &gate().signs {
            self.out.item("- ", &sign.ask)?;
        }
        self.out.say(&format!(
            "If one is so, or you are not sure: `supple check` now. If you feel in danger, call {}. None of these? \
             `supple now --none-of-these`.",
            self.call
        ))
    }

    fn steps(&mut self, title: &str, steps: &[Planned<'_>], now: &Zoned) -> Result<(), Problem> {
        if steps.is_empty() {
            return Ok(());
        }
        self.out.gap()?;
        self.out.heading(title)?;
        for step in steps {
            match step.together {
                Some(together) => {
                    self.out.item("- ", &format!("{together}:"))?;
                    self.step("  either: ", step, now)?;
                }
                None => self.step("- ", step, now)?,
            }
            for other in &step.or {
                self.step("  or: ", other, now)?;
            }
        }
        Ok(())
    }

    fn step(&mut self, mark: &str, planned: &Planned<'_>, now: &Zoned) -> Result<(), Problem> {
        let step = planned.step;
        let mut text = step.title.clone();
        if planned.again {
            text.push_str(" (once more)");
        }
        match &planned.when {
            When::At(at) => text.push_str(&format!(" (from {})", clock(at, now))),
            When::WhenEased => text.push_str(" (when the spasm has let go)"),
            When::AfterOnset(minutes) => text.push_str(&format!(" ({minutes} minutes after it began)")),
            When::Now | When::Later => {}
        }
        text.push_str(&format!(". {}", step.how));
        if let Some(timer) = planned.timer {
            text.push_str(&format!(" At most {}.", duration(f64::from(timer.seconds))));
            if let Some(half) = timer.half_time {
                text.push_str(&format!(" Half-way: {half}"));
            }
        }
        text.push_str(&format!(" {}", step.stop_when));
        for limit in &planned.limits {
            text.push_str(&format!(" {limit}"));
        }
        text.push_str(&format!(" [{}]", shorts(self.guidance, &step.sources)));
        self.out.item(mark, &text)
    }
}

/// A time on the clock, with the day where it is another one.
fn clock(at: &Zoned, now: &Zoned) -> String {
    if at.date() == now.date() { at.strftime("%H:%M").to_string() } else { at.strftime("%Y-%m-%d %H:%M").to_string() }
}
