//! `supple insight`: what the diary shows, as sentences or as the numbers that they are made from.

use crate::machine;
use crate::place::{self, Place, wait};
use crate::pool;
use crate::problem::Problem;
use crate::terminal::{Out, how_soon};
use crate::when;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use supple_care::moment::clock;
use supple_diary::{Draft, Words};
use supple_guidance::Urgency;
use supple_insight::findings::{Map, Since, Trigger};
use supple_insight::{About, Findings, Sentence, starts};
use supple_wording::findings::{self as wording, Raised};
use supple_wording::starts as wording_of_starts;
use supple_wording::text::sources;
use supple_wording::{plain, sentence};

/// Options of `supple insight`.
#[derive(Debug, Args)]
pub(crate) struct Insight {
    /// Print one JSON object: all numbers, and the sentences made from them
    #[arg(long)]
    pub(crate) json: bool,
    /// Compare how often spasms came before and since a day, such as 2026-03-01: the first exercises, a new chair
    #[arg(long, value_name = "DAY", conflicts_with_all = ["pool", "combine"])]
    since: Option<String>,
    /// Let chance choose the first day of something that you will begin with, such as "a new chair", to compare before and since
    #[arg(long, value_name = "WHAT", conflicts_with_all = ["pool", "combine", "since"])]
    begin: Option<String>,
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
    check: Vec<Fired<'f>>,
}

/// What is printed as JSON of a day that was named.
#[derive(Serialize)]
struct Compared<'s> {
    #[serde(flatten)]
    since: &'s Since,
    sentence: String,
    check: Vec<Fired<'s>>,
}

/// A rule of the check that the diary fires by itself.
#[derive(Serialize)]
pub(crate) struct Fired<'f> {
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
            None if options.begin.is_some() => {
                begin(options.begin.as_deref().unwrap_or_default(), options.json, &place()?, out)
            }
            None => of_one(options, &place()?, out),
        },
        (None, parts) => pool::add_up(options, parts, out),
    }
}

fn of_one(options: &Insight, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let diary = place::read(&place.look()?)?;
    let findings = Findings::of(&diary, &machine::zoned());
    let (sentences, rules) = (findings.sentences(), wording::raised(&findings.answers, crate::number::to_dial(&diary)));
    if options.json {
        return out.json(&Whole { findings: &findings, sentences, check: fired(&rules) });
    }
    out.heading(wording::TITLE)?;
    out.say(&wording::looked_at(&findings))?;
    out.gap()?;
    say(&rules, out)?;
    let readable = wording::readable(&findings);
    for (at, part) in wording::parts(&readable).iter().enumerate() {
        if let Some(title) = part.title {
            if at > 0 {
                out.gap()?;
            }
            out.heading(title)?;
        }
        for sentence in &part.sentences {
            out.item(if part.about == About::Trigger { "- " } else { "" }, &plain(&sentence.text))?;
            let trigger = |one: &&Trigger| part.about == About::Trigger && Some(&one.id) == sentence.id.as_ref();
            let trigger = readable.triggers.each.iter().find(trigger);
            if let Some(to_do) = trigger.and_then(wording::to_do) {
                out.item("  ", &to_do)?;
            }
        }
        match part.about {
            About::Frequency => wording::gaps(&readable).map_or(Ok(()), |gaps| out.say(&gaps))?,
            About::Trigger => map(&readable, out)?,
            About::Rhythm | About::Overall | About::Durations | About::Relief => {}
        }
    }
    let needed = wording::needed(&readable);
    if !needed.is_empty() {
        out.gap()?;
        out.heading(wording::NEEDED)?;
        needed.iter().try_for_each(|line| out.item("- ", line))?;
    }
    Ok(())
}

/// Compares before and since a day.
fn since(day: &str, json: bool, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let now = machine::zoned();
    let zone = now.time_zone().iana_name().unwrap_or("UTC");
    let date = when::read_day(day, now.timestamp(), zone)?;
    if date > now.date() {
        return Err(Problem::WrongUse(format!("{date} is yet to come; name a day that is past")));
    }
    let diary = place::read(&place.look()?)?;
    let since = Since::of(&diary, &now, date);
    let rules = wording::raised(&since.answers, crate::number::to_dial(&diary));
    if json {
        return out.json(&Compared { since: &since, sentence: since.sentence(), check: fired(&rules) });
    }
    say(&rules, out)?;
    out.say(&since.sentence())?;
    since.chosen.as_ref().map_or(Ok(()), |chosen| out.say(&wording_of_starts::since_decided(chosen)))
}

/// Has chance choose the first day of something, and writes it down.
fn begin(what: &str, json: bool, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let what = Words::new(what.trim()).map_err(|error| Problem::WrongUse(format!("what you begin with {error}")))?;
    let journal = place.open()?;
    let diary = place::read(&journal)?;
    let now = clock::moment(&diary, machine::now(), &journal.host().zone());
    if let Some((_, chosen)) = starts::ahead(&diary, now.date()) {
        return Err(Problem::Cannot(format!("{} {}", wording_of_starts::ahead(chosen), wording_of_starts::ONCE)));
    }
    let chosen = starts::choose(&diary, what, journal.chance(), now.date());
    let chosen = chosen.ok_or_else(|| Problem::Cannot("there is no such day in this calendar".to_owned()))?;
    wait(journal.decide(Draft::new(now, chosen.clone())))?;
    if json {
        return out.json(&chosen);
    }
    out.say(&wording_of_starts::ahead(&chosen))?;
    out.say(wording_of_starts::UNTIL)
}

/// The rules that the diary fires, for JSON.
pub(crate) fn fired(rules: &[Raised]) -> Vec<Fired<'static>> {
    let one = |raised: &Raised| Fired {
        rule: &raised.rule.id,
        urgency: raised.urgency,
        because: &raised.rule.because,
        sources: &raised.rule.sources,
    };
    rules.iter().map(one).collect()
}

/// The rules that the diary fires, above all else.
pub(crate) fn say(rules: &[Raised], out: &mut Out) -> Result<(), Problem> {
    for Raised { urgency, headline, rule } in rules {
        let how_soon = how_soon(*urgency, headline);
        out.say(&format!("{how_soon}. {} [{}]", rule.because, sources(&rule.sources)))?;
    }
    if !rules.is_empty() {
        out.say("`supple check` asks what else there is.")?;
        out.gap()?;
    }
    Ok(())
}

/// The map of triggers: what raises, what lowers, what shows no link.
fn map(findings: &Findings, out: &mut Out) -> Result<(), Problem> {
    let each = &findings.triggers.each;
    if each.is_empty() {
        return Ok(());
    }
    out.gap()?;
    out.heading(wording::MAP)?;
    out.say(&format!("{} {}", wording::LINKED, wording::how_sure()))?;
    for (place, title, meaning) in wording::GROUPS {
        let those: Vec<_> = each.iter().filter(|one| one.map == place).collect();
        if those.is_empty() {
            continue;
        }
        out.say(&format!("{title}. {meaning}"))?;
        if let Some(to_tell) = wording::to_tell(findings).filter(|_| place == Map::NotYet) {
            out.say(&to_tell)?;
        }
        for one in those {
            let standing = wording::standing(findings, one);
            out.item("- ", &plain(&format!("{}: {standing}", sentence(&one.words))))?;
        }
    }
    Ok(())
}
