//! The sentences that the pages and the terminal share: what to say to a doctor, and how sources are split.

use crate::layout::lower;
use crate::{check, picks};
use supple_guidance::{Rule, Screen, Urgency};
use supple_triage::{Answer, Answers, Fired, Verdict, embedded};

/// The screens that each clear a danger. A doctor wants to hear what was denied there, and someone at home what to
/// watch for.
const DANGERS: [&str; 3] = ["nerves", "inside", "harm"];

/// What stands before the dangers that were denied.
pub(crate) const DENIED: &str = "I said no to: ";

/// What to read out on the phone or to hand over, one paragraph each: what is so, what it could be, what is not so.
pub fn to_say(answers: &Answers, verdict: &Verdict<'_>) -> Vec<String> {
    let denied: Vec<String> =
        denied(answers).into_iter().map(|(danger, asks)| format!("{danger}: {}.", asks.join("; "))).collect();
    let denied = (!denied.is_empty()).then(|| format!("{DENIED}{}", denied.join(" ")));
    [Some(is_so(answers)), told(verdict), denied].into_iter().flatten().collect()
}

/// What the person said yes to or is not sure of, in words for a doctor.
pub(crate) fn is_so(answers: &Answers) -> String {
    let mut said = vec!["I have a back spasm or back pain."];
    said.extend(answers.given().filter_map(|(place, answer)| picks::chosen(place, answer)?.say));
    said.join(" ")
}

/// What a doctor will think of, for the rules that decide.
pub(crate) fn told(verdict: &Verdict<'_>) -> Option<String> {
    let mut concerns: Vec<&str> = Vec::new();
    for fired in deciding(verdict) {
        if !concerns.contains(&fired.rule.concern.as_str()) {
            concerns.push(&fired.rule.concern);
        }
    }
    match verdict.urgency {
        _ if concerns.is_empty() => None,
        Urgency::SelfCare => None,
        Urgency::SeeDoctor => Some(format!("I was told to ask about: {}.", concerns.join("; "))),
        Urgency::SameDay | Urgency::Emergency => Some(format!("I was told this could be: {}.", concerns.join(", or "))),
    }
}

/// The danger signs that were answered with no, under the names of their screens.
pub(crate) fn denied(answers: &Answers) -> Vec<(&'static str, Vec<String>)> {
    let triage = embedded();
    let no = |place: usize| answers.get(place) == Some(triage.no(place));
    let mut denied = Vec::new();
    for screen in dangers() {
        let findings = check::on_screen(triage, &screen.id).filter(|(place, _)| no(*place));
        let asks: Vec<String> = findings.map(|(_, finding)| lower(&finding.ask)).collect();
        if !asks.is_empty() {
            denied.push((screen.title.as_str(), asks));
        }
    }
    denied
}

/// The screens that each clear a danger.
pub(crate) fn dangers() -> impl Iterator<Item = &'static Screen> {
    embedded().guidance().screens.iter().filter(|screen| DANGERS.contains(&screen.id.as_str()))
}

/// What to watch for at home: the signs of each danger, under the names of their screens.
pub fn watch_for() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    dangers().map(|screen| {
        let signs = check::on_screen(embedded(), &screen.id).map(|(_, finding)| finding.ask.as_str());
        (screen.title.as_str(), signs.collect())
    })
}

/// The rules of the check that hold by these findings alone, the most urgent first.
pub fn raised(findings: &[String]) -> Vec<&'static Rule> {
    let mut answers = Answers::none_yet(embedded());
    for finding in findings {
        // A test sees to it that whatever the diary answers is asked by the check.
        let _ = answers.set(embedded(), finding, Answer::Yes);
    }
    embedded().verdict(&answers).fired.iter().filter(|fired| fired.holds).map(|fired| fired.rule).collect()
}

/// The rules that make the verdict what it is.
pub(crate) fn deciding<'a, 'g>(verdict: &'a Verdict<'g>) -> impl Iterator<Item = &'a Fired<'g>> {
    verdict.fired.iter().filter(|fired| fired.urgency == verdict.urgency)
}

/// How the sources of a rule are split on how soon, as one sentence; nothing where they agree.
pub fn split(rule: &Rule) -> Option<String> {
    let count = |urgency| rule.positions.iter().filter(|position| position.urgency == urgency).count();
    let camps: Vec<String> = Urgency::ALL
        .into_iter()
        .filter_map(|urgency| match count(urgency) {
            0 => None,
            1 => Some(format!("one {}", stance(urgency, true))),
            n => Some(format!("{} {}", in_words(n), stance(urgency, false))),
        })
        .collect();
    let (last, others) = camps.split_last()?;
    if others.is_empty() {
        return None;
    }
    Some(format!("Of {} sources, {} and {last}.", in_words(rule.positions.len()), others.join(", ")))
}

fn stance(urgency: Urgency, one: bool) -> &'static str {
    match (urgency, one) {
        (Urgency::SelfCare, true) => "calls this ordinary",
        (Urgency::SelfCare, false) => "call this ordinary",
        (Urgency::SeeDoctor, true) => "says to see a doctor soon",
        (Urgency::SeeDoctor, false) => "say to see a doctor soon",
        (Urgency::SameDay, true) => "wants it seen today",
        (Urgency::SameDay, false) => "want it seen today",
        (Urgency::Emergency, true) => "calls it an emergency",
        (Urgency::Emergency, false) => "call it an emergency",
    }
}

/// A count as it is written in running text.
pub(crate) fn in_words(count: usize) -> String {
    const WORDS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::{DANGERS, dangers, raised, split};
    use supple_guidance::Urgency;

    fn of(id: &str) -> Option<String> {
        split(supple_guidance::embedded().rules.iter().find(|rule| rule.id == id).unwrap())
    }

    #[test]
    fn what_a_diary_finds_out_is_asked_by_the_check_and_raises_its_rule() {
        for (finding, rule) in [("more-often", "more-often"), ("recurrent", "recurrent")] {
            let raised = raised(&[finding.to_owned()]);
            assert_eq!(raised.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), [rule]);
            assert!(raised[0].urgency >= Urgency::SeeDoctor && !raised[0].sources.is_empty());
        }
        assert!(raised(&[]).is_empty());
    }

    #[test]
    fn the_dangers_are_screens_of_the_check() {
        assert_eq!(dangers().count(), DANGERS.len());
    }

    #[test]
    fn a_split_is_counted_in_plain_words() {
        assert_eq!(
            of("lift-severe").as_deref(),
            Some(
                "Of five sources, three call this ordinary, one says to see a doctor soon and one calls it an emergency."
            )
        );
        assert_eq!(
            of("no-relief").as_deref(),
            Some("Of two sources, one wants it seen today and one calls it an emergency.")
        );
    }

    #[test]
    fn where_sources_agree_there_is_nothing_to_count() {
        assert_eq!(of("bladder-bowel-loss"), None);
        assert_eq!(of("blood-thinner"), None, "no source gives a time");
    }
}
