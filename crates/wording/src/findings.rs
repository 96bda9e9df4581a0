//! What the diary shows, in words: parts with a title, their sentences, and the map of triggers.
//!
//! The sentences are those of [`Findings::sentences`]. They are about links in one person's diary: none speaks of causes.

use crate::{check, count, count_more, lower, short_day, verdict};
use std::borrow::Cow;
use supple_diary::isolated;
use supple_guidance::{Exposure, Rule, Urgency, embedded};
use supple_insight::figures::as_often;
use supple_insight::findings::{Doubt, Frequency, Gap, Map, Method, Relief, State, Trigger, Verdict, What};
use supple_insight::names::known_exercise;
use supple_insight::{About, Findings, Sentence};

/// The title of all of it.
pub const TITLE: &str = "What your diary shows";

/// Above the map of triggers.
pub const MAP: &str = "All in one view";

/// Below [`MAP`].
pub const LINKED: &str = "Linked, not proven.";

/// What the word means that says how sure a link is.
pub fn how_sure() -> String {
    let told = embedded().advice.likely.told_of_100;
    format!(
        "“Likely” means: chance alone would seldom look like this, even with all that we looked at. Of 100 people in whom nothing sets \
         it off, about {told} would be told of something."
    )
}

/// What is said of relief while nothing can be.
pub const RELIEF_NEEDED: &str =
    "We cannot tell yet. It takes three times of the same thing, each with the pain before and after it.";

/// The title of what is still missing.
pub const NEEDED: &str = "What more it takes";

/// The groups of the map: what each is called, and what that means.
pub const GROUPS: [(Map, &str, &str); 4] = [
    (Map::Raises, "More spasms with these", "Spasms began more often after these."),
    (Map::Lowers, "Fewer spasms with these", "Spasms began less often after these."),
    (Map::NoLinkSeen, "No strong link seen", "If there is a link, it is probably a weak one."),
    (Map::NotYet, "Cannot tell yet", "Your diary cannot tell yet."),
];

/// Sentences that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What they are about.
    pub about: About,
    /// Their title; nothing where they go on under the one before.
    pub title: Option<&'static str>,
    /// The sentences, each with what it is about where that is one thing.
    pub sentences: Vec<Sentence>,
}

/// All that findings say, part by part, in the order in which it should be read. What nothing is said of has no part.
pub fn parts(findings: &Findings) -> Vec<Part> {
    let sentences = findings.sentences();
    let all = [About::Frequency, About::Rhythm, About::Overall, About::Trigger, About::Durations, About::Relief];
    let part = |about: About| {
        let those = sentences.iter().filter(|sentence| sentence.about == about);
        Part { about, title: title(about), sentences: those.cloned().collect() }
    };
    all.map(part).into_iter().filter(|part| !part.sentences.is_empty()).collect()
}

/// The title of the sentences about something.
pub fn title(about: About) -> Option<&'static str> {
    match about {
        About::Frequency => Some("How often"),
        About::Rhythm => Some("When they come"),
        About::Overall => Some("What goes with it"),
        About::Trigger => None,
        About::Durations => Some("How long"),
        About::Relief => Some("What was followed by relief"),
    }
}

/// What it takes until more can be told, each once. What it takes to see what goes with spasms stands with that.
pub fn needed(findings: &Findings) -> Vec<String> {
    let durations = findings.sentences().iter().all(|one| one.about != About::Durations);
    [
        rate_needed(&findings.frequency).map(|needed| format!("How often: {}", lower(&needed))),
        durations.then(|| "How long: it takes three that have ended.".to_owned()),
        findings.relief.is_empty().then(|| {
            "What was followed by relief: it takes three times of the same thing, with the pain before and after."
                .to_owned()
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What it takes to tell more of the things of which nothing can be told yet, once for all of them. Nothing where there are
/// none, or where it is too early for any.
pub fn to_tell(findings: &Findings) -> Option<String> {
    let each = &findings.triggers.each;
    let not_yet = || each.iter().filter(|one| one.map == Map::NotYet && one.state != State::TooEarly);
    not_yet().next()?;
    let mut text = embedded().advice.unclear.clone();
    if let Some(more) = not_yet().filter_map(|one| one.more_spasms).filter(|more| *more > 0).min() {
        text += &format!(" The first of them may take about {}.", count_more(more, "spasm day"));
    }
    if not_yet().any(|one| matches!(one.state, State::Unseen { .. })) {
        text += " What you hardly ever have takes a few days with it. What you always have takes a few without.";
    }
    Some(text)
}

/// The one thing to do about a link, or nothing where nothing can be told yet.
pub fn to_do(trigger: &Trigger) -> Option<String> {
    let advice = &embedded().advice;
    let known = exposure(trigger);
    let about = match trigger.raises() {
        Some(true) if trigger.exercise.is_some() => &advice.practice.to_do,
        _ if trigger.exercise.is_some() => &advice.practice.keep,
        Some(true) => known.map_or(&advice.own, |exposure| &exposure.to_do),
        _ => known.and_then(|exposure| exposure.keep.as_ref()).unwrap_or(&advice.keep),
    };
    match trigger.verdict {
        Verdict::Likely => Some(format!("To do: {about}")),
        Verdict::ProbablyNot => Some(format!("To do: {}", advice.no_link)),
        Verdict::CannotTell => None,
    }
}

/// What the guidance knows of what a trigger is; nothing of what the person named.
pub fn exposure(trigger: &Trigger) -> Option<&'static Exposure> {
    embedded().exposures.iter().find(|exposure| exposure.id == trigger.id)
}

/// The claims of the guide that [`to_do`] stands on; none for what the person named.
pub fn claims(trigger: &Trigger) -> &'static [String] {
    match trigger.exercise {
        Some(_) => &embedded().advice.practice.claims,
        None => exposure(trigger).map(|exposure| exposure.claims.as_slice()).unwrap_or_default(),
    }
}

/// What a diary shows of one exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfExercise {
    /// Whether spasms followed it more or less often than other days, or why that cannot be told.
    pub link: Option<String>,
    /// The one thing to do about the link.
    pub to_do: Option<String>,
    /// How the pain went on after it.
    pub relief: Option<String>,
}

/// What the diary shows of an exercise of the programme, by its id; nothing where it says nothing of it.
///
/// ```
/// use supple_insight::Findings;
/// # let now = "2026-11-22T21:00:00+01:00[Europe/Berlin]".parse().unwrap();
/// # let diary = supple_diary::Diary::fold(&supple_diary::Log::new());
/// let findings = Findings::of(&diary, &now);
/// assert_eq!(supple_wording::findings::of_exercise(&findings, "bridge"), None);
/// ```
pub fn of_exercise(findings: &Findings, id: &str) -> Option<OfExercise> {
    let is_it = |name: &str| name == id || known_exercise(name) == Some(id);
    let trigger = findings.triggers.each.iter().find(|one| one.exercise.as_deref().is_some_and(is_it));
    let relief = findings.relief.iter().find(|one| one.what == What::Exercise && is_it(&one.id));
    (trigger.is_some() || relief.is_some()).then(|| OfExercise {
        link: trigger.map(|trigger| findings.sentence_of(trigger)),
        to_do: trigger.and_then(to_do),
        relief: relief.map(Relief::sentence),
    })
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
            "{}: {}{}. These are links. They are not proof.",
            match from == findings.to {
                true => format!("On {}", short_day(from, findings.to)),
                false => format!("From {} to {}", short_day(from, findings.to), short_day(findings.to, findings.to)),
            },
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

/// How an exposure stands, in a few words.
pub fn standing(findings: &Findings, trigger: &Trigger) -> String {
    let how_often = trigger.told.map(as_often).unwrap_or_default();
    match (trigger.verdict, &trigger.state) {
        (Verdict::Likely, _) => format!("Likely: {how_often}"),
        (Verdict::ProbablyNot, _) => format!("No strong link: {how_often}"),
        (Verdict::CannotTell, _) if trigger.doubts.contains(&Doubt::EarlySign) => "It may be an early sign".to_owned(),
        (Verdict::CannotTell, _) if !trigger.doubts.is_empty() => {
            "It looks linked, but something speaks against it".to_owned()
        }
        (Verdict::CannotTell, State::TooEarly) => "Too early to compare".to_owned(),
        (Verdict::CannotTell, State::Unseen { .. }) if trigger.counts.is_hardly_known() => {
            "Known on too few days".to_owned()
        }
        (Verdict::CannotTell, State::Unseen { always: true }) if trigger.exercise.is_some() => {
            "You do it on nearly all days".to_owned()
        }
        (Verdict::CannotTell, State::LongLasting) if trigger.exercise.is_some() => {
            "You do it for more than a week on end".to_owned()
        }
        (Verdict::CannotTell, State::Unseen { always: false }) if trigger.exercise.is_some() => {
            "You hardly ever did it".to_owned()
        }
        (Verdict::CannotTell, State::Unseen { always: true }) => "You nearly always have it".to_owned(),
        (Verdict::CannotTell, State::Unseen { always: false }) => "You hardly ever have it".to_owned(),
        (Verdict::CannotTell, State::LongLasting) => "It stays too long to compare days".to_owned(),
        (Verdict::CannotTell, State::Together { with }) => {
            format!("It nearly always comes with {}", words(findings, with))
        }
        (Verdict::CannotTell, _) => "Too little to tell".to_owned(),
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
