//! What the diary shows, in words: parts with a title, their sentences, and the map of triggers.
//!
//! The sentences are those of [`Findings::sentences`]. They are about links in one person's diary: none speaks of causes.

use crate::{check, count, count_more, short_day, verdict};
use std::borrow::Cow;
use supple_diary::isolated;
use supple_guidance::{Rule, Urgency};
use supple_insight::figures::times;
use supple_insight::findings::{Frequency, Gap, Map, Method, State, Trigger, Verdict};
use supple_insight::{About, Findings};

/// The title of all of it.
pub const TITLE: &str = "What your diary shows";

/// Above the map of triggers.
pub const MAP: &str = "All in one view";

/// Below [`MAP`].
pub const LINKED: &str = "Linked, not proven.";

/// What stands where too little has ended to say how long things last.
const DURATIONS_NEEDED: &str = "We cannot tell yet. It takes three that have ended.";

/// What is said of relief while nothing can be.
pub const RELIEF_NEEDED: &str =
    "We cannot tell yet. It takes three times of the same thing, each with the pain before and after it.";

/// The groups of the map: what each is called, and what that means.
pub const GROUPS: [(Map, &str, &str); 4] = [
    (Map::Raises, "Raises", "Spasms began more often after these."),
    (Map::Lowers, "Lowers", "Spasms began less often after these."),
    (Map::NoLinkSeen, "No strong link seen", "If there is a link, it is probably a weak one."),
    (Map::NotYet, "Not yet", "Your diary cannot tell yet."),
];

/// Sentences that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What they are about.
    pub about: About,
    /// Their title; nothing where they go on under the one before.
    pub title: Option<&'static str>,
    /// The sentences.
    pub sentences: Vec<String>,
    /// What is still needed before anything, or more, can be said.
    pub needed: Option<String>,
}

/// All that findings say, part by part, in the order in which it should be read.
pub fn parts(findings: &Findings) -> Vec<Part> {
    let sentences = findings.sentences();
    let all = [About::Frequency, About::Overall, About::Trigger, About::Durations, About::Relief];
    let part = |about: About| {
        let those = sentences.iter().filter(|sentence| sentence.about == about);
        let sentences: Vec<String> = those.map(|sentence| sentence.text.clone()).collect();
        let needed = needed(findings, about, sentences.is_empty());
        Part { about, title: title(about), sentences, needed }
    };
    all.map(part).into_iter().filter(|part| part.title.is_some() || !part.sentences.is_empty()).collect()
}

/// The title of the sentences about something.
pub fn title(about: About) -> Option<&'static str> {
    match about {
        About::Frequency => Some("How often"),
        About::Overall => Some("What goes with it"),
        About::Trigger => None,
        About::Durations => Some("How long"),
        About::Relief => Some("What was followed by relief"),
    }
}

fn needed(findings: &Findings, about: About, is_empty: bool) -> Option<String> {
    match about {
        About::Frequency => rate_needed(&findings.frequency),
        About::Durations => is_empty.then(|| DURATIONS_NEEDED.to_owned()),
        About::Relief => findings.relief.is_empty().then(|| RELIEF_NEEDED.to_owned()),
        About::Overall | About::Trigger => None,
    }
}

/// What is needed before anything can be said of a rate.
pub fn rate_needed(frequency: &Frequency) -> Option<String> {
    let stored = match (frequency.stored, frequency.bouts) {
        (1.., 0) => " None of your spasms stands on one yet.",
        _ => "",
    };
    match (frequency.method, frequency.more_days) {
        (Method::None, 0) => Some(
            "In the last 8 weeks no spasm stands on a day with a check-in, so there is nothing to compare.".to_owned(),
        ),
        (Method::None, more) => Some(format!("It takes about {} with a check-in.{stored}", count_more(more, "day"))),
        _ => None,
    }
}

/// The findings with own words that keep to themselves within a sentence, whichever way they are read.
pub fn readable(findings: &Findings) -> Findings {
    let mut findings = findings.clone();
    let triggers = findings.triggers.each.iter_mut().map(|trigger| &mut trigger.words);
    for words in triggers.chain(findings.relief.iter_mut().map(|relief| &mut relief.words)) {
        if let Cow::Owned(isolated) = isolated(words) {
            *words = isolated;
        }
    }
    findings
}

/// What was looked at, in a line.
pub fn looked_at(findings: &Findings) -> String {
    match findings.from {
        Some(from) if findings.check_in_days + findings.bouts > 0 => format!(
            "From {} to {}: {}{}. These are links. They are not proof.",
            short_day(from, findings.to),
            short_day(findings.to, findings.to),
            spasms(findings),
            match findings.check_in_days {
                0 => String::new(),
                days => format!(", {} with a check-in", count(days, "day")),
            },
        ),
        _ => {
            "Here you will see what goes with your spasms, if they come more often, and how long they last.".to_owned()
        }
    }
}

/// How many spasms are stored, and how they count.
fn spasms(findings: &Findings) -> String {
    let stored = count(findings.spasms, "spasm");
    match findings.spasms > findings.bouts {
        true => format!("{stored}, counted as {} (less than 2 hours apart is one)", findings.bouts),
        false => stored,
    }
}

/// The gaps between spasms in a line, the newest last; nothing where there are none.
pub fn gaps(findings: &Findings) -> Option<String> {
    let gaps: Vec<String> = findings.gaps.gaps.iter().map(Gap::words).collect();
    let open = findings.gaps.open.filter(|_| !gaps.is_empty())?;
    Some(format!("The gaps, the newest last: {}; {} since the last.", gaps.join(", "), open.words()))
}

/// What an exposure is called within a sentence.
pub fn words<'f>(findings: &'f Findings, id: &'f str) -> &'f str {
    findings.triggers.each.iter().find(|one| one.id == id).map_or(id, |one| &one.words)
}

/// How an exposure stands, in a few words with the numbers.
pub fn standing(findings: &Findings, trigger: &Trigger) -> String {
    let times_as_often = match (trigger.odds_ratio, trigger.lower, trigger.upper) {
        (Some(ratio), Some(lower), Some(upper)) => {
            Some((times(ratio), format!("{} to {}", times(lower), times(upper))))
        }
        _ => None,
    };
    let more = trigger.more_spasms.filter(|more| *more > 0);
    let more = more.map_or_else(String::new, |more| format!(", about {}", count_more(more, "spasm day")));
    match (trigger.verdict, &trigger.state, times_as_often) {
        (Verdict::Likely, _, Some((ratio, range))) => format!("Likely: {ratio} times as often ({range})"),
        (Verdict::Possible, _, Some((ratio, range))) => format!("Possible: {ratio} times as often ({range})"),
        (Verdict::ProbablyNot, _, Some((ratio, range))) => format!("{ratio} times as often ({range})"),
        (_, _, Some(_)) if !trigger.doubts.is_empty() => "It looks linked, but something speaks against it".to_owned(),
        (_, _, Some((_, range))) => format!("Could be {range} times as often{more}"),
        (_, State::TooEarly, _) => "Too early to compare".to_owned(),
        (_, State::Unseen { always: true }, _) => format!("You nearly always have it{more}"),
        (_, State::Unseen { always: false }, _) => format!("You hardly ever have it{more}"),
        (_, State::LongLasting, _) => "It stays too long to compare days".to_owned(),
        (_, State::Together { with }, _) => format!("It nearly always comes with {}", words(findings, with)),
        _ => format!("Too little to go by{more}"),
    }
}

/// A rule of the check that the diary fires by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Raised {
    /// How soon.
    pub urgency: Urgency,
    /// The one thing to do.
    pub headline: String,
    /// The rule.
    pub rule: &'static Rule,
}

/// What the check says to what the diary itself answers, the most urgent first. `call` is the number to call.
pub fn raised(answers: &[String], call: &str) -> Vec<Raised> {
    let raised =
        |rule: &'static Rule| Raised { urgency: rule.urgency, headline: verdict::headline(rule.urgency, call), rule };
    check::raised(answers).into_iter().map(raised).collect()
}
