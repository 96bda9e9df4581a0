//! Letters in plain words, from the same summary: for work, and for whoever lives with the person.
//!
//! What a letter always says tells nothing medical. Every line that does is offered, and stands in it only where it is ticked. A
//! line whose numbers are not known is not offered.

use crate::summary::Summary;
use crate::words::{could_not_get_up, dates};
use supple_guidance::embedded;
use supple_guidance::report::{Letter, Line};
use supple_insight::figures::duration;
use supple_wording::{count, lower, names, plain};

/// So many own activities and measures are named.
const NAMED: usize = 3;

/// At most this of 10 is hard for someone.
const HARD: u32 = 5;

/// A line that may be ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The id of the line.
    pub id: &'static str,
    /// What it tells, beside the box.
    pub tick: &'static str,
    /// The sentence, with its numbers.
    pub text: String,
}

/// The letters that there are.
pub fn letters() -> &'static [Letter] {
    &embedded().report.letters
}

/// The lines that can be told of this diary.
pub fn offers(summary: &Summary, letter: &'static Letter) -> Vec<Offer> {
    let told = |line: &'static Line| Some(Offer { id: &line.id, tick: &line.tick, text: filled(summary, &line.text)? });
    letter.lines.iter().filter_map(told).collect()
}

/// The letter with the lines that were ticked, by their ids.
pub fn letter(summary: &Summary, letter: &'static Letter, ticked: &[&str]) -> String {
    let lines = offers(summary, letter).into_iter().filter(|offer| ticked.contains(&offer.id)).map(|offer| offer.text);
    let name = summary.name.as_deref().map(plain);
    let always = [letter.greeting.clone(), letter.opening.clone()];
    let parts: Vec<String> = always.into_iter().chain(lines).chain([letter.close.clone()]).chain(name).collect();
    parts.join("\n\n")
}

/// A sentence with what the summary knows in place of each name in braces; none where it does not know one of them.
fn filled(summary: &Summary, text: &str) -> Option<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        filled.push_str(before);
        filled.push_str(&known(summary, name)?);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// Every name that a sentence may hold, for whoever checks the sentences.
pub const NAMES: [&str; 8] = ["period", "days", "lasts", "stuck", "hard", "nights", "helped", "worst"];

fn known(summary: &Summary, name: &str) -> Option<String> {
    let course = &summary.course;
    match name {
        "period" => Some(dates(summary.period.from, summary.period.to)),
        "days" => (course.spasm_days > 0).then(|| count(course.spasm_days, "day")),
        "lasts" => course.seconds.filter(|spread| spread.n >= 3).map(|spread| duration(spread.median)),
        "stuck" => could_not_get_up(course),
        "hard" => {
            let hard = summary.abilities.iter().filter(|ability| ability.last <= HARD).take(NAMED);
            listed(hard.map(|ability| lower(&plain(&ability.what))))
        }
        "nights" => (summary.nights.bad > 0)
            .then(|| format!("{} of {}", summary.nights.bad, count(summary.nights.asked, "night"))),
        "helped" => {
            let helped = summary.tried.iter().filter(|tried| tried.asked >= 3 && 2 * tried.helped > tried.asked);
            listed(helped.take(NAMED).map(|tried| lower(&plain(&names::of(&tried.what)))))
        }
        "worst" => summary.moments.first().map(|moment| plain(&moment.words)),
        _ => None,
    }
}

fn listed(words: impl Iterator<Item = String>) -> Option<String> {
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}
