//! `supple insight`: what the diary shows, as sentences or as the numbers that they are made from.

use crate::guide::shorts;
use crate::place::{self, Place};
use crate::pool;
use crate::problem::Problem;
use crate::terminal::Out;
use crate::when;
use clap::Args;
use jiff::Zoned;
use serde::Serialize;
use std::path::PathBuf;
use supple_guidance::{Rule, Urgency};
use supple_insight::findings::{Gap, Map, Since};
use supple_insight::{About, Findings, Sentence};
use supple_web::words;

/// Options of `supple insight`.
#[derive(Debug, Args)]
pub(crate) struct Insight {
    /// Print one JSON object: all numbers, and the sentences made from them
    #[arg(long)]
    pub(crate) json: bool,
    /// Compare how often spasms came before and since a day, such as 2026-03-01: the first exercises, a new chair
    #[arg(long, value_name = "DAY", conflicts_with_all = ["pool", "combine"])]
    since: Option<String>,
    /// Look at many diaries together: all exports (.jsonl) in this folder, in place of your own diary
    #[arg(long, value_name = "FOLDER")]
    pool: Option<PathBuf>,
    /// Print only the sums of the pool, as JSON, to add up with those of other places; without a file it is the first round
    #[arg(long, value_name = "QUESTION", requires = "pool", conflicts_with = "json")]
    pub(crate) partial: Option<Option<PathBuf>>,
    /// Add up the sums of all places: prints the next question for --partial as JSON, or in the end the result
    #[arg(long, value_name = "PART", num_args = 1.., conflicts_with_all = ["pool", "partial"])]
    combine: Vec<PathBuf>,
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Whole<'f> {
    #[serde(flatten)]
    findings: &'f Findings,
    sentences: Vec<Sentence>,
    /// What the safety check says to what the diary itself answers.
    check: Vec<Raised<'f>>,
}

/// What is printed as JSON of a day that was named.
#[derive(Serialize)]
struct Compared<'s> {
    #[serde(flatten)]
    since: &'s Since,
    sentence: String,
    check: Vec<Raised<'s>>,
}

/// A rule of the check that the diary fires by itself.
#[derive(Serialize)]
struct Raised<'f> {
    rule: &'f str,
    urgency: Urgency,
    because: &'f str,
    sources: &'f [String],
}

/// Prints what the diary shows, or many diaries.
pub(crate) fn run(
    options: &Insight,
    place: impl FnOnce() -> Result<Place, Problem>,
    out: &mut Out,
) -> Result<(), Problem> {
    match (&options.pool, options.combine.as_slice()) {
        (Some(folder), _) => pool::run(options, folder, out),
        (None, []) => match &options.since {
            Some(day) => since(day, options.json, &place()?, out),
            None => of_one(options, &place()?, out),
        },
        (None, parts) => pool::add_up(options, parts, out),
    }
}

fn of_one(options: &Insight, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let diary = place::read(&place.look()?)?;
    let findings = Findings::of(&diary, &Zoned::now());
    let (sentences, rules) = (findings.sentences(), words::raised(&findings.answers));
    if options.json {
        return out.json(&Whole { findings: &findings, sentences, check: fired(&rules) });
    }
    say(&rules, out)?;
    let parts = [
        ("How often", About::Frequency),
        ("What goes with it", About::Overall),
        ("", About::Trigger),
        ("How long", About::Durations),
        ("What was followed by relief", About::Relief),
    ];
    for (title, about) in parts {
        let mut part = sentences.iter().filter(|sentence| sentence.about == about).peekable();
        if part.peek().is_some() && !title.is_empty() {
            out.gap()?;
            out.heading(title)?;
        }
        for sentence in part {
            out.item(if about == About::Trigger { "- " } else { "" }, &sentence.text)?;
        }
        match about {
            About::Frequency => gaps(&findings, out)?,
            About::Trigger => map(&findings, out)?,
            About::Overall | About::Durations | About::Relief => {}
        }
    }
    Ok(())
}

/// Compares before and since a day.
fn since(day: &str, json: bool, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let now = Zoned::now();
    let zone = now.time_zone().iana_name().unwrap_or("UTC");
    let date = when::read_day(day, now.timestamp(), zone).map_err(Problem::WrongUse)?;
    if date > now.date() {
        return Err(Problem::WrongUse(format!("{date} is yet to come; name a day that is past")));
    }
    let diary = place::read(&place.look()?)?;
    let since = Since::of(&diary, &now, date);
    let rules = words::raised(&since.answers);
    if json {
        return out.json(&Compared { since: &since, sentence: since.sentence(), check: fired(&rules) });
    }
    say(&rules, out)?;
    out.say(&since.sentence())
}

/// The rules that the diary fires, for JSON.
fn fired(rules: &[&'static Rule]) -> Vec<Raised<'static>> {
    let one = |rule: &&'static Rule| Raised {
        rule: &rule.id,
        urgency: rule.urgency,
        because: &rule.because,
        sources: &rule.sources,
    };
    rules.iter().map(one).collect()
}

/// The rules that the diary fires, above all else.
fn say(rules: &[&'static Rule], out: &mut Out) -> Result<(), Problem> {
    for rule in rules {
        let how_soon = match rule.urgency {
            Urgency::Emergency => "EMERGENCY",
            Urgency::SameDay => "TODAY: speak to a doctor or an urgent care line today",
            Urgency::SeeDoctor => "SEE A DOCTOR SOON: within days, at most two weeks",
            Urgency::SelfCare => "SELF-CARE",
        };
        let because = &rule.because;
        out.say(&format!("{how_soon}. {because} [{}]", shorts(supple_guidance::embedded(), &rule.sources)))?;
    }
    if !rules.is_empty() {
        out.say("`supple check` asks what else there is.")?;
        out.gap()?;
    }
    Ok(())
}

/// The gaps between spasms, the newest last.
fn gaps(findings: &Findings, out: &mut Out) -> Result<(), Problem> {
    let gaps = &findings.gaps;
    let words: Vec<String> = gaps.gaps.iter().map(Gap::words).collect();
    match gaps.open {
        Some(open) if !words.is_empty() => {
            out.say(&format!("The gaps, the newest last: {}; {} since the last.", words.join(", "), open.words()))
        }
        _ => Ok(()),
    }
}

/// The map of triggers: what raises, what lowers, what shows no link.
fn map(findings: &Findings, out: &mut Out) -> Result<(), Problem> {
    let places = [
        (Map::Raises, "Raises"),
        (Map::Lowers, "Lowers"),
        (Map::NoLinkSeen, "No strong link"),
        (Map::NotYet, "Not yet"),
    ];
    let each = &findings.triggers.each;
    if each.is_empty() {
        return Ok(());
    }
    out.gap()?;
    out.say("All in one view (linked, not proven):")?;
    for (place, title) in places {
        let words: Vec<&str> = each.iter().filter(|one| one.map == place).map(|one| one.words.as_str()).collect();
        if !words.is_empty() {
            out.item(&format!("{title}: "), &words.join(", "))?;
        }
    }
    Ok(())
}
