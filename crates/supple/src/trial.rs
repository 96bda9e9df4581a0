//! `supple trial`: which of two measures works for this person, chosen by chance for each spasm; or whether a habit does, over
//! days (`trial_days`).

use crate::machine;
use crate::now::Spoken;
use crate::place::{self, Place, wait};
use crate::problem::Problem;
use crate::terminal::Out;
use crate::trial_days::{self, OfDay};
use crate::trial_files::Files;
use crate::trial_harm;
use clap::{Args, Subcommand};
use jiff::Zoned;
use jiff::civil::Date;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use supple_care::moment::{self, clock};
use supple_care::trials::{self, Asks, Hold, InDiary, Refused, offered, part, step_of};
use supple_diary::{Diary, Draft, Entry, Kind, Level, Moment};
use supple_guidance::trial::{DaysOf, TrialOf};
use supple_journal::Journal;
use supple_programme::trial as days;
use supple_trial::{Done, sensitivity};
use supple_wording::trial as wording;
use supple_wording::trial_days as over_days;
use supple_wording::trial_harm as harms;
use supple_wording::{Here, answered, plain};

/// Options of `supple trial`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
    /// Print one JSON object
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// What can be compared; with a name, how it goes and what it can find
    Plan {
        /// The name of a trial
        trial: Option<String>,
        #[command(flatten)]
        weeks: Weeks,
    },
    /// Begin a trial
    Start {
        /// The name of a trial, as `supple trial plan` prints it
        trial: String,
        /// How many points better is worth it, of a trial of single spasms: 0.5, 1 (unless you say so), 1.5 or 2
        #[arg(long, value_name = "POINTS", value_parser = margin)]
        margin: Option<u8>,
        #[command(flatten)]
        weeks: Weeks,
    },
    /// In a spasm: say how bad it is, and chance chooses the measure
    Bout {
        /// How bad it is now, 0 to 10
        #[arg(long, value_name = "0-10", value_parser = level)]
        pain: Level,
        #[command(flatten)]
        said: Box<Spoken>,
    },
    /// After a measure: say how bad it is now
    After {
        /// How bad it is now, 0 to 10
        #[arg(long, value_name = "0-10", value_parser = level)]
        pain: Level,
    },
    /// Say that you did something else than chance chose: other or neither
    Did {
        /// What you did: as-drawn, other or neither
        #[arg(value_parser = done)]
        what: Done,
    },
    /// After a measure, also once the trial is over: say that it did you harm; without an answer, what can be said
    Harm(trial_harm::Options),
    /// Over days: what today is; where the next part is due, chance chooses
    Day {
        /// You did it
        #[arg(long, conflicts_with = "not_done")]
        done: bool,
        /// You did not do it
        #[arg(long)]
        not_done: bool,
        /// Of which day that is said, such as 2026-12-01; of today unless you say so
        #[arg(long, value_name = "DATE")]
        date: Option<Date>,
    },
    /// How far it is, and what is asked now
    Status {
        /// The name of a trial; the one that runs unless you say so
        trial: Option<String>,
    },
    /// What came out
    Result {
        /// The name of a trial; the one that runs, or else the last one, unless you say so
        trial: Option<String>,
        /// Write the rules, the seed and the draws of a trial that is over to this file, so that anyone can check it
        #[arg(long, value_name = "FILE")]
        draws: Option<PathBuf>,
        /// Write the spasms of the trial to this file as a table, for R and its like, once it is over
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
    /// Stop the trial that runs; what was known then is shown, without a verdict
    Stop {
        /// The name of a trial, where one of single spasms and one over days run
        trial: Option<String>,
    },
}

/// How long the periods of a trial over days are.
#[derive(Clone, Copy, Debug, Args)]
struct Weeks {
    /// How many weeks chance chooses for at a time, of a trial over days: 1 or 2
    #[arg(long, value_name = "WEEKS", default_value = "1", value_parser = clap::value_parser!(u8).range(1..=2))]
    weeks: u8,
}

/// What can be begun, by its name.
#[derive(Clone, Copy)]
enum Known {
    Bouts(&'static TrialOf),
    Days(&'static DaysOf),
}

/// A trial of the diary.
pub(crate) enum Found<'d> {
    Bouts(Box<InDiary<'d>>),
    Days(Box<days::InDiary<'d>>),
}

fn margin(text: &str) -> Result<u8, String> {
    match text {
        "0.5" => Ok(5),
        "1" => Ok(10),
        "1.5" => Ok(15),
        "2" => Ok(20),
        _ => Err("give 0.5, 1, 1.5 or 2".to_owned()),
    }
}

fn level(text: &str) -> Result<Level, String> {
    text.parse().ok().and_then(|level| Level::new(level).ok()).ok_or_else(|| "give a number from 0 to 10".to_owned())
}

fn done(text: &str) -> Result<Done, String> {
    trials::done(text).ok_or_else(|| "give as-drawn, other or neither".to_owned())
}

/// Does one of these.
pub(crate) fn run(
    options: Options,
    place: impl FnOnce() -> Result<Place, Problem>,
    out: &mut Out,
) -> Result<(), Problem> {
    let json = options.json;
    match options.what {
        What::Plan { trial: None, .. } => list(json, out),
        What::Plan { trial: Some(trial), weeks: Weeks { weeks } } => match known(&trial)? {
            Known::Bouts(of) => plan(of, json, out),
            Known::Days(of) => {
                // What it can find depends on how often spasms come, where a diary is there that says so.
                let place = place()?;
                let at = if place.is_there()? { Some(At::of(&place.look()?)?) } else { None };
                trial_days::plan(of, weeks, at.as_ref(), json, out)
            }
        },
        What::Start { trial, margin, weeks: Weeks { weeks } } => {
            let of = known(&trial)?;
            if matches!(of, Known::Days(_)) && margin.is_some() {
                return Err(Problem::WrongUse(
                    "a trial over days has its own margin, a ratio; leave --margin out".to_owned(),
                ));
            }
            let place = place()?;
            let journal = place.open()?;
            match of {
                Known::Bouts(of) => start(&journal, of, margin.unwrap_or(trials::USUAL_MARGIN))?,
                Known::Days(of) => trial_days::start(&journal, of, weeks)?,
            }
            let at = At::of(&journal)?;
            shown(&at, at.found(Some(&trial))?, json, out)
        }
        What::Day { done, not_done, date } => {
            if date.is_some() && !done && !not_done {
                return Err(Problem::WrongUse("say --done or --not-done of that day".to_owned()));
            }
            let place = place()?;
            let journal = place.open()?;
            trial_days::day(&journal, &OfDay { did: (done || not_done).then_some(done), date })?;
            let at = At::of(&journal)?;
            let trial = days::running(&at.diary, &at.now).map(|trial| Found::Days(Box::new(trial)));
            shown(&at, trial, json, out)
        }
        What::Bout { pain, said } => {
            let place = place()?;
            let journal = place.open()?;
            bout(&journal, pain, &said)?;
            let at = At::of(&journal)?;
            let trial = at.trial().map(|trial| Found::Bouts(Box::new(trial)));
            shown(&at, trial, json, out)
        }
        What::After { pain } => write(&place()?, |at| trials::after(&at.diary, pain, at.now.timestamp()), json, out),
        What::Did { what } => write(&place()?, |at| trials::did(&at.diary, what, at.now.timestamp()), json, out),
        What::Harm(told) => trial_harm::run(&place()?, &told, json, out),
        What::Stop { trial } => stop(&place()?, trial.as_deref(), json, out),
        What::Status { trial } => {
            let at = At::of(&place()?.look()?)?;
            shown(&at, at.found(trial.as_deref())?, json, out)
        }
        What::Result { trial, draws, csv } => {
            let at = At::of(&place()?.look()?)?;
            let to = Files { draws, csv };
            match at.found(trial.as_deref())? {
                Some(Found::Days(trial)) => trial_days::result(&at, &trial, &to, json, out),
                Some(Found::Bouts(trial)) => result(&at, Some(&trial), &to, json, out),
                None => result(&at, None, &to, json, out),
            }
        }
    }
}

/// How far a trial is.
fn shown(at: &At, trial: Option<Found<'_>>, json: bool, out: &mut Out) -> Result<(), Problem> {
    match trial {
        Some(Found::Days(trial)) => trial_days::status(at, &trial, json, out)?,
        Some(Found::Bouts(trial)) => status(at, Some(&trial), json, out)?,
        None => status(at, None, json, out)?,
    }
    if json { Ok(()) } else { unread(at, out) }
}

/// Ends the trial of this name; without a name the one that runs, if it is the only one.
fn stop(place: &Place, name: Option<&str>, json: bool, out: &mut Out) -> Result<(), Problem> {
    let journal = place.open()?;
    let at = At::of(&journal)?;
    let bouts = trials::running(&at.diary, at.now.timestamp()).map(|trial| trial.of.id.as_str());
    let over_days = days::running(&at.diary, &at.now).map(|trial| trial.of.id.as_str());
    let name = match (name, bouts, over_days) {
        (None, Some(bouts), Some(over_days)) => {
            return Err(Problem::WrongUse(format!("two trials go on; say which: {bouts} or {over_days}")));
        }
        (name, bouts, over_days) => name.or(bouts).or(over_days),
    };
    if let Some(name) = name {
        known(name)?;
    }
    if over_days.is_some() && name == over_days {
        trial_days::stop(&journal)?;
    } else {
        let end = if name == bouts { trials::stop(&at.diary, at.now.timestamp()) } else { Err(Refused::NoTrial) };
        write_decided(&journal, &at.now, end.map_err(|why| refused(&at, why))?)?;
    }
    let name = name.map(str::to_owned);
    let at = At::of(&journal)?;
    shown(&at, at.found(name.as_deref())?, json, out)
}

/// The diary, and the time of the person.
pub(crate) struct At {
    pub(crate) diary: Arc<Diary>,
    pub(crate) now: Zoned,
}

impl At {
    pub(crate) fn of(journal: &Journal) -> Result<At, Problem> {
        let diary = place::read(journal)?;
        let zone = clock::zone(&diary, &machine::zone(&machine::zoned()));
        let now = clock::on_clock(journal.host().now(), &zone);
        Ok(At { diary, now })
    }

    pub(crate) fn here(&self) -> Here<'_> {
        Here { today: self.now.date(), zone: self.now.time_zone().iana_name().unwrap_or("UTC") }
    }

    /// The trial that counts: the one that runs, or the last one.
    pub(crate) fn trial(&self) -> Option<InDiary<'_>> {
        let all =
            || trials::all(&self.diary, self.now.timestamp()).into_iter().flatten().filter(|trial| !trial.is_second);
        all().find(InDiary::runs).or_else(|| all().next_back())
    }

    /// The trial of this name; without one, that of single spasms if it runs, or else the one over days if that runs, or else the
    /// one that was begun last.
    pub(crate) fn found(&self, name: Option<&str>) -> Result<Option<Found<'_>>, Problem> {
        let name = name.map(known).transpose()?;
        let bouts = match name {
            Some(Known::Bouts(of)) => trials::last(&self.diary, of, self.now.timestamp()),
            Some(Known::Days(_)) => None,
            None => self.trial(),
        };
        let over_days = match name {
            Some(Known::Days(of)) => days::last(&self.diary, of, &self.now),
            Some(Known::Bouts(_)) => None,
            None => days::running(&self.diary, &self.now)
                .or_else(|| days::all(&self.diary, &self.now).into_iter().flatten().rfind(|trial| !trial.is_second)),
        };
        let is_later = |one: &InDiary<'_>, other: &days::InDiary<'_>| {
            one.runs() || (!other.runs() && one.item.first().recorded() >= other.item.first().recorded())
        };
        Ok(match (bouts, over_days) {
            (Some(bouts), Some(over_days)) if is_later(&bouts, &over_days) => Some(Found::Bouts(Box::new(bouts))),
            (_, Some(over_days)) => Some(Found::Days(Box::new(over_days))),
            (bouts, None) => bouts.map(|trial| Found::Bouts(Box::new(trial))),
        })
    }
}

fn known(trial: &str) -> Result<Known, Problem> {
    let bouts = offered().get(trial).map(Known::Bouts);
    bouts.or_else(|| offered().over_days(trial).map(Known::Days)).ok_or_else(|| {
        let bouts = offered().each.iter().map(|of| of.id.as_str());
        let names: Vec<&str> = bouts.chain(days::offered().iter().map(|of| of.id.as_str())).collect();
        Problem::WrongUse(format!("no trial is called \"{}\"; there is {}", plain(trial), names.join(", ")))
    })
}

fn list(json: bool, out: &mut Out) -> Result<(), Problem> {
    if json {
        return out.json(&json!({"bouts": offered().each, "days": days::offered()}));
    }
    out.heading(wording::TITLE)?;
    out.say(wording::LEAD)?;
    out.gap()?;
    offered().each.iter().try_for_each(|of| out.item("- ", &answered(&of.id, &of.title)))?;
    out.gap()?;
    out.heading(over_days::TITLE)?;
    out.say(over_days::LEAD)?;
    out.gap()?;
    days::offered().iter().try_for_each(|of| out.item("- ", &answered(&of.id, &of.title)))?;
    out.gap()?;
    out.say("`supple trial plan NAME` says how one goes and what it can find, `supple trial start NAME` begins it.")
}

fn plan(of: &'static TrialOf, json: bool, out: &mut Out) -> Result<(), Problem> {
    let protocol = trials::protocol(of, trials::USUAL_MARGIN).map_err(Problem::Cannot)?;
    let told = wording::consent(of, &protocol);
    if json {
        let value = json!({"kind": wording::KIND, "trial": of, "protocol": protocol, "goes": told.goes, "finds": told.finds, "judgement": told.judgement,
            "harms": {"asked": harms::ASK, "offered": trials::harms_of(of).collect::<Vec<_>>()}});
        return out.json(&value);
    }
    out.heading(&of.title)?;
    told.goes.iter().try_for_each(|line| out.item("- ", line))?;
    out.gap()?;
    out.heading("What it can find")?;
    told.finds.iter().try_for_each(|line| out.item("- ", line))?;
    out.gap()?;
    told.judgement.iter().try_for_each(|line| out.say(&answered("Our own judgement", line)))
}

/// What criteria have decided just now.
pub(crate) fn write_decided(journal: &Journal, now: &Zoned, kind: impl Into<Kind>) -> Result<Arc<Entry>, Problem> {
    wait(journal.decide(Draft::new(Moment::from(now), kind)))
}

fn start(journal: &Journal, of: &'static TrialOf, margin: u8) -> Result<(), Problem> {
    let at = At::of(journal)?;
    if let Some(running) = trials::running(&at.diary, at.now.timestamp()) {
        let title = &running.of.title;
        return Err(Problem::Cannot(format!("a trial goes on: {title} One at a time; `supple trial stop` ends it")));
    }
    let begun = trials::begin(of, margin, journal.seed()).map_err(Problem::Cannot)?;
    write_decided(journal, &at.now, begun).map(|_| ())
}

/// What was said of the moment is kept first, as the plan of the app keeps it. Then the pain before, then the draw.
fn bout(journal: &Journal, pain: Level, said: &Spoken) -> Result<(), Problem> {
    let at = At::of(journal)?;
    if let Some(situation) = said.situation(&at.now)? {
        let said = moment::situation(&at.diary, Some(situation), at.now.timestamp());
        let (plan, _) = moment::plan(&at.diary, &said.situation, &at.now, said.at);
        let steps = plan.now.iter().map(|planned| planned.step.id.as_str());
        if let Some(entry) = moment::plan_entry(&said.situation, plan.urgency, steps) {
            wait(journal.write(Draft::new(Moment::from(&at.now), entry)))?;
        }
    }
    let at = At::of(journal)?;
    let refused = |why| refused(&at, why);
    let before = trials::before(&at.diary, pain, &at.now).map_err(refused)?;
    let written = write_decided(journal, &at.now, before)?;
    let stored = (written.id(), written.recorded());
    let at = At::of(journal)?;
    let drawn = trials::draw(&at.diary, stored, pain, &at.now).map_err(|why| self::refused(&at, why))?;
    write_decided(journal, &at.now, drawn).map(|_| ())
}

/// Why nothing was written, in one line.
pub(crate) fn refused(at: &At, why: Refused) -> Problem {
    let line = match why {
        Refused::NoTrial => "no trial runs; `supple trial plan` shows what can be compared".to_owned(),
        Refused::Pending => {
            "the last spasm of the trial is still asked about; `supple trial status` says when".to_owned()
        }
        Refused::NotAsked => "nothing is asked now; `supple trial status` says when".to_owned(),
        Refused::NoSpasm => "chance chose for no such spasm; `supple trial status` says how far it is".to_owned(),
        Refused::Told => "that was told of this spasm already".to_owned(),
        Refused::Draw(error) => format!("nothing was drawn: {error}"),
        Refused::Holds(holds) => {
            let Some(trial) = at.trial() else { return Problem::Cannot("no trial runs".to_owned()) };
            let lines = holds.iter().map(|hold| wording::hold(trial.of, *hold, trial.trial.protocol()));
            let way = match holds.first() {
                Some(Hold::SayFirst) => " Give it as `supple now` takes it, such as --can stand --none-of-these",
                Some(Hold::CheckFirst) => {
                    " `supple check` asks it; --none-of-these says no to the signs of `supple now`"
                }
                _ => "",
            };
            format!("nothing was drawn. {}{way}", lines.collect::<Vec<_>>().join(" "))
        }
    };
    Problem::Cannot(line)
}

fn write<K: Into<Kind>>(
    place: &Place,
    act: impl FnOnce(&At) -> Result<K, Refused>,
    json: bool,
    out: &mut Out,
) -> Result<(), Problem> {
    let journal = place.open()?;
    let at = At::of(&journal)?;
    let entry = act(&at).map_err(|why| refused(&at, why))?;
    write_decided(&journal, &at.now, entry)?;
    let at = At::of(&journal)?;
    let trial = at.trial();
    status(&at, trial.as_ref(), json, out)?;
    if json { Ok(()) } else { unread(&at, out) }
}

/// What a trial is in JSON.
fn as_json(at: &At, trial: &InDiary<'_>) -> serde_json::Value {
    let pending = trial.pending(at.now.timestamp()).map(|(draw, asks)| {
        let (asks, due) = match asks {
            Asks::NotYet(due) => ("nothing-yet", Some(due)),
            Asks::First => ("first", None),
            Asks::Second { is_late: false } => ("second", None),
            Asks::Second { is_late: true } => ("late", None),
        };
        json!({"number": draw.number, "arm": draw.arm, "measure": trials::arm(trial.of, draw.arm).measure, "asks": asks, "due": due})
    });
    json!({
        "kind": wording::KIND, "trial": trial.of.id, "entry": trial.id(), "begun": trial.item.first().recorded(), "runs": trial.runs(),
        "promised": trial.trial.commitment().to_hex(), "protocol": trial.trial.protocol(),
        "spasms": trial.kept.draws.len(), "dropped": trial.kept.dropped.len(), "pending": pending, "report": trial.report,
        "bouts": if trial.report.verdict.is_over() { json!(trial.bouts) } else { json!(null) },
        "harms": trial_harm::as_json(trial),
    })
}

fn status(at: &At, trial: Option<&InDiary<'_>>, json: bool, out: &mut Out) -> Result<(), Problem> {
    let Some(trial) = trial else {
        if json {
            return out.json(&json!({"trial": null}));
        }
        return out.say("No trial was begun. `supple trial plan` shows what can be compared.");
    };
    if json {
        return out.json(&as_json(at, trial));
    }
    out.heading(&trial.of.title)?;
    out.say(&format!("{} {}", wording::progress(trial), wording::begun(trial.item.first().recorded(), at.here())))?;
    if let Some(line) = wording::dropped(trial) {
        out.say(&line)?;
    }
    if !trial.runs() {
        return result(at, Some(trial), &Files::default(), false, out);
    }
    pairs(trial, out)?;
    trial_harm::told(at, trial, out)?;
    out.gap()?;
    match trial.pending(at.now.timestamp()) {
        Some((draw, asks)) => {
            let told = wording::drawn(trial.of, draw.arm, draw.number);
            out.say(&told.headline)?;
            // Once an answer is in, the measure has had its time.
            let is_answered = trial.bouts.iter().any(|bout| bout.number == draw.number && !bout.answers.is_empty());
            let is_to_do = matches!(asks, Asks::NotYet(_)) && !is_answered;
            let step = step_of(&at.diary, trial.of, draw.arm, &at.now).filter(|_| is_to_do);
            if is_to_do && step.is_none() && !trials::arm(trial.of, draw.arm).steps.is_empty() {
                out.say(wording::GONE)?;
            } else {
                told.lines.iter().try_for_each(|line| out.say(line))?;
            }
            if let Some(step) = step {
                out.say(&step.step.how)?;
                step.limits.iter().try_for_each(|limit| out.say(limit))?;
                out.say(&answered("When to stop", &step.step.stop_when))?;
            }
            out.say(&wording::asks(asks, at.here()))?;
            out.say("`supple trial after --pain N` answers it.")?;
        }
        None => match part(&at.diary, trial, None, &at.now) {
            Ok(_) => out.say("In a spasm: `supple trial bout --pain N`, and chance chooses.")?,
            Err(holds) => {
                let protocol = trial.trial.protocol();
                holds.iter().try_for_each(|hold| out.say(&wording::hold(trial.of, *hold, protocol)))?;
            }
        },
    }
    Ok(())
}

/// A trial that cannot be read is never silent.
fn unread(at: &At, out: &mut Out) -> Result<(), Problem> {
    let bouts = trials::all(&at.diary, at.now.timestamp()).into_iter().filter_map(|found| Some(found.err()?.why));
    let over_days = days::all(&at.diary, &at.now).into_iter().filter_map(|found| Some(found.err()?.why));
    bouts
        .chain(over_days)
        .try_for_each(|why| out.say(&format!("A trial cannot be read, and nothing is said of it: {why}.")))
}

fn pairs(trial: &InDiary<'_>, out: &mut Out) -> Result<(), Problem> {
    let heads = wording::pair_heads(trial.of);
    trial.report.pairs.iter().enumerate().try_for_each(|(at, pair)| {
        let [place, a, b] = wording::pair(at, pair);
        out.item(
            "- ",
            &format!(
                "{} {place}: {} {a}, {} {b}",
                heads[0],
                supple_wording::lower(&heads[1]),
                supple_wording::lower(&heads[2])
            ),
        )
    })
}

fn result(at: &At, trial: Option<&InDiary<'_>>, to: &Files, json: bool, out: &mut Out) -> Result<(), Problem> {
    let Some(trial) = trial else {
        return Err(Problem::Cannot("no trial was begun; `supple trial plan` shows what can be compared".to_owned()));
    };
    let looks = if trial.report.verdict.is_over() {
        sensitivity(trial.trial.protocol(), &trial.bouts, &trial.report).unwrap_or_default()
    } else {
        Vec::new()
    };
    to.of_bouts(trial)?;
    if json {
        let mut value = as_json(at, trial);
        value["sensitivity"] = json!(looks);
        value["told"] = json!(wording::outcome(trial.of, &trial.report).lines);
        value["holds"] = json!(wording::HOLDS);
        return out.json(&value);
    }
    let told = wording::outcome(trial.of, &trial.report);
    out.heading(&told.headline)?;
    told.lines.iter().try_for_each(|line| out.say(line))?;
    pairs(trial, out)?;
    trial_harm::told(at, trial, out)?;
    let eyes = wording::eyes(trial.of, &looks);
    if trial.report.estimate.is_some() && !eyes.is_empty() {
        out.gap()?;
        out.heading("Looked at in other ways, of which none decides")?;
        eyes.iter().try_for_each(|[look, known]| out.item("- ", &answered(look, known)))?;
    }
    if let Some(path) = &to.draws {
        out.gap()?;
        out.say(&format!("The draws are in {}. `python3 docs/verify-trial.py` derives each again.", path.display()))?;
    }
    Ok(())
}
