//! The words of a check: what to say to a doctor, what to watch for, and how sources are split.

use crate::time::short_day;
use crate::urgency::{degree, stance};
use crate::{answers as picks, in_words};
use jiff::civil::Date;
use supple_care::health::KnownFacts;
use supple_guidance::{Atom, Condition, Finding, Kind, Rule, Test, Urgency};
use supple_triage::{Answer, Answers, Fired, Step, Triage, Verdict, embedded};

/// What to read out on the phone or to hand over, one paragraph each: what is so, what it could be, what is not so.
pub fn to_say(answers: &Answers, verdict: &Verdict<'_>) -> Vec<String> {
    [Some(is_so(answers)), told(verdict), not_so(answers)].into_iter().flatten().collect()
}

/// Before the words for the place of a sign.
pub const WHERE: &str = "Where is that?";

/// So many signs that are denied are read out one by one. Of more, nobody listens to all.
const SHORT: usize = 8;

/// What the person said yes to or is not sure of, in words for a doctor.
pub fn is_so(answers: &Answers) -> String {
    let mut said = vec!["I have a back spasm or back pain."];
    said.extend(answers.given().filter_map(|(place, answer)| picks::chosen(place, answer)?.say));
    said.join(" ")
}

/// What a doctor will think of, for the rules that decide.
pub fn told(verdict: &Verdict<'_>) -> Option<String> {
    let mut concerns: Vec<&str> = Vec::new();
    for fired in deciding(verdict) {
        if !concerns.contains(&fired.rule.concern.as_str()) {
            concerns.push(&fired.rule.concern);
        }
    }
    if concerns.is_empty() || verdict.urgency == Urgency::SelfCare {
        return None;
    }
    Some(format!("A checklist (Supple) says to ask about: {}.", concerns.join("; ")))
}

/// The danger signs that were answered with no, under the names of their screens: those that alone would be for today.
pub fn denied(answers: &Answers) -> Vec<(&'static str, Vec<&'static str>)> {
    let triage = embedded();
    by_screen(|place, finding| {
        let denied = answers.get(place) == Some(triage.no(place)) && danger(place);
        finding.deny.as_deref().filter(|_| denied)
    })
}

/// What is denied, in the person's own words: all of it where that is short; else what a doctor asks first, the nerves, and
/// that all the others were denied, where they were.
fn not_so(answers: &Answers) -> Option<String> {
    let mut denied = denied(answers);
    let short = denied.iter().map(|(_, denies)| denies.len()).sum::<usize>() <= SHORT;
    if !short {
        let first = embedded().guidance().screens.first().map(|screen| screen.title.as_str());
        denied.retain(|(screen, _)| Some(*screen) == first);
    }
    let told: Vec<String> = denied.iter().flat_map(|(_, denies)| denies).map(|deny| format!("no {deny}")).collect();
    let told = (!told.is_empty()).then(|| format!("I have {}.", told.join(", ")));
    let others = (!short && no_to_all_others(answers))
        .then(|| "I said no to all other warning signs that I was asked about.".to_owned());
    let sentences: Vec<String> = told.into_iter().chain(others).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Whether every sign that was asked about and is not told as so, or as not sure, was denied: nothing that was shown was
/// left open.
pub fn no_to_all_others(answers: &Answers) -> bool {
    let triage = embedded();
    let told_or_denied = |(place, answer): (usize, Answer)| {
        triage.guidance().findings[place].deny.is_none()
            || picks::chosen(place, answer).is_some_and(|pick| pick.say.is_some() || pick.answer == triage.no(place))
    };
    answers.given().all(told_or_denied) && nothing_left_open(answers)
}

/// Whether on each screen that was answered everything was: the interview is gone through once more.
fn nothing_left_open(answers: &Answers) -> bool {
    let triage = embedded();
    let mut before = Answers::none_yet(triage);
    while let Step::Ask { findings, .. } = triage.next(&before) {
        let given: Vec<(usize, Answer)> =
            findings.iter().filter_map(|place| Some((*place, answers.get(*place)?))).collect();
        if given.len() < findings.len() {
            return given.is_empty();
        }
        for (place, answer) in given {
            if before.set_at(triage, place, answer).is_err() {
                return false;
            }
        }
    }
    true
}

/// The question in which the check confirms what it knows of a person.
pub const STILL_SO: &str = "Still so?";

/// The answer to it that is no yes.
pub const CHANGED: &str = "Something changed";

/// What the check knows of a person, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownWords {
    /// What is so: what was asked, and the answer.
    pub so: Vec<(&'static str, String)>,
    /// What is not so, as one sentence.
    pub not: Option<String>,
    /// When the person said it, as a sentence.
    pub said: Option<String>,
}

/// What the check knows of a person, to be confirmed as one "Still so?".
pub fn known(facts: &KnownFacts, today: Date) -> KnownWords {
    let triage = embedded();
    let finding = |place: usize| -> &'static Finding { &triage.guidance().findings[place] };
    let (mut so, mut denied) = (Vec::new(), Vec::new());
    for (place, answer) in facts.answers.given() {
        match (finding(place).deny.as_deref(), answer) {
            (Some(deny), answer) if answer == triage.no(place) => denied.push(deny),
            (_, Answer::Yes) => so.push((finding(place).ask.as_str(), "yes".to_owned())),
            (_, answer) => {
                let label = picks::chosen(place, answer).map_or("", |pick| pick.label);
                so.push((finding(place).ask.as_str(), label.to_owned()));
            }
        }
    }
    let not = (!denied.is_empty()).then(|| format!("No {}.", denied.join(", no ")));
    let day = |date| short_day(date, today);
    let said = facts.said.map(|(first, last)| {
        if first == last {
            format!("You said so on {}.", day(first))
        } else {
            format!("You said so from {} to {}.", day(first), day(last))
        }
    });
    KnownWords { so, not, said }
}

/// What "None of these" says of the findings at these places.
pub fn denial(places: &[usize]) -> String {
    let findings = places.iter().filter_map(|place| embedded().guidance().findings.get(*place));
    let denies: Vec<&str> = findings.filter_map(|finding| finding.deny.as_deref()).collect();
    match denies.as_slice() {
        [] => String::new(),
        [one] => format!("No {one}."),
        [most @ .., last] => format!("No {}, or {last}.", most.join(", ")),
    }
}

/// Whether a finding in its worst form is at least for today, with all else no.
fn danger(place: usize) -> bool {
    picks::of(place).iter().any(|pick| pick.danger)
}

/// The findings that one screen of the check asks for, each with its place in the guidance.
pub fn on_screen<'g>(triage: &Triage<'g>, screen: &str) -> impl Iterator<Item = (usize, &'g Finding)> {
    triage.guidance().findings.iter().enumerate().filter(move |(_, finding)| finding.screen == screen)
}

fn by_screen<T>(told: impl Fn(usize, &'static Finding) -> Option<T>) -> Vec<(&'static str, Vec<T>)> {
    let screens = embedded().guidance().screens.iter();
    let of = |id: &str| on_screen(embedded(), id).filter_map(|(place, finding)| told(place, finding)).collect();
    screens
        .map(|screen| (screen.title.as_str(), of(&screen.id)))
        .filter(|(_, told): &(_, Vec<T>)| !told.is_empty())
        .collect()
}

/// What to watch for at home, each with its place in the guidance: the signs that were denied, or not asked about, and that would change the verdict to today or
/// now, given all else that was said.
pub fn watch_for(answers: &Answers) -> Vec<(&'static str, Vec<(usize, &'static str)>)> {
    let triage = embedded();
    by_screen(|place, finding| {
        let no = answers.get(place).is_none_or(|answer| answer == triage.no(place));
        // A fact about a person does not come overnight, and a number that must be given is no sign.
        let sign = finding.deny.is_some() && !finding.lasting;
        let worse = |pick: &picks::Pick| {
            let mut then = answers.clone();
            then.set_at(triage, place, pick.answer).is_ok() && triage.established_by(&then) >= Urgency::SameDay
        };
        let certain = picks::of(place).iter().filter(|pick| pick.answer != Answer::Unsure);
        (no && sign && certain.clone().any(worse)).then_some((place, finding.ask.as_str()))
    })
}

/// Whether every sign that was asked about was denied.
fn all_denied(answers: &Answers) -> bool {
    let triage = embedded();
    let findings = &triage.guidance().findings;
    answers.given().all(|(place, answer)| findings[place].deny.is_none() || answer == triage.no(place))
}

/// What self-care stands on, in one sentence that is true of the answers.
pub fn why_at_home(answers: &Answers) -> &'static str {
    if all_denied(answers) {
        "You said no to every warning sign that we asked about."
    } else {
        "By what you told us, nothing needs a doctor today."
    }
}

/// A weak sign that stands alone: who calls it urgent, what studies found, and with what it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alone {
    /// Who calls the sign urgent by itself, as a sentence.
    pub who: String,
    /// What studies or other guidelines found.
    pub because: &'static str,
    /// Where that is from.
    pub evidence: &'static [String],
    /// With what it would be as urgent as those sources say.
    pub company: String,
}

/// What is to be said of a rule that fired as a weak sign alone; nothing of any other.
pub fn alone(fired: &Fired<'static>) -> Option<Alone> {
    let weak = fired.rule.weak.as_ref().filter(|_| fired.alone)?;
    let guidance = embedded().guidance();
    let stricter = fired.rule.positions.iter().filter(|position| position.urgency == fired.rule.urgency);
    let names: Vec<&str> =
        stricter.filter_map(|position| Some(guidance.source(&position.source)?.short.as_str())).collect();
    let (level, by_itself) = (degree(fired.rule.urgency), "by itself");
    let who = match names.as_slice() {
        [] => format!("No list that we read calls this {level} {by_itself}."),
        [one] => format!("{one} calls this {level} {by_itself}."),
        [most @ .., last] => format!("{} and {last} call this {level} {by_itself}.", most.join(", ")),
    };
    let company = format!("It would be {level} with {}.", company(&weak.company));
    Some(Alone { who, because: &weak.because, evidence: &weak.evidence, company })
}

/// A condition as a list of what must be so.
pub fn company(condition: &Condition) -> String {
    match condition {
        Condition::Atom(atom) => told_of(atom),
        Condition::Any(parts) => match parts.iter().map(company).collect::<Vec<_>>().as_slice() {
            [one] => one.clone(),
            many => format!("any of these: {}", many.join("; ")),
        },
        Condition::All(parts) => parts.iter().map(company).collect::<Vec<_>>().join(", and "),
        Condition::AtLeast(n, parts) => {
            format!("at least {} of these: {}", in_words(*n), parts.iter().map(company).collect::<Vec<_>>().join("; "))
        }
    }
}

fn told_of(atom: &Atom) -> String {
    let Some(finding) = embedded().guidance().finding(&atom.finding) else { return atom.finding.to_string() };
    let Kind::Number(number) = &finding.kind else {
        return finding.deny.clone().unwrap_or_else(|| finding.ask.clone());
    };
    match (&atom.test, number.unit.as_str()) {
        (Test::Below(limit), "years") => format!("an age under {limit}"),
        (Test::AtLeast(limit), "years") => format!("an age of {limit} or more"),
        (Test::AtLeast(limit), "days") => format!("{limit} days or more of it"),
        (Test::AtLeast(limit), "out of 10") => format!("pain of {limit} or more"),
        (Test::AtLeast(limit), unit) => {
            format!("{} of {limit} {unit}", finding.deny.as_deref().unwrap_or(&finding.ask))
        }
        (_, _) => finding.ask.clone(),
    }
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
pub fn deciding<'a, 'g>(verdict: &'a Verdict<'g>) -> impl Iterator<Item = &'a Fired<'g>> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

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

    fn answered(json: &str) -> Answers {
        let mut answers = Answers::from_json(embedded(), json).unwrap();
        answers.assume_no(embedded());
        answers
    }

    #[test]
    fn every_finding_that_can_be_denied_reads_well_behind_no() {
        for finding in &embedded().guidance().findings {
            let Some(deny) = &finding.deny else { continue };
            let first = deny.split(' ').next().unwrap();
            assert!(!["no", "not", "a", "an", "the", "any"].contains(&first), "\"no {deny}\" ({})", finding.id);
            assert!(!deny.ends_with('.') && !deny.contains(['I', ';', ':']), "\"no {deny}\" ({})", finding.id);
        }
    }

    #[test]
    fn a_weak_sign_alone_says_who_is_stricter_what_was_found_and_what_would_make_it_so() {
        let verdict = embedded().verdict(&answered(r#"{"night-pain": true, "days": 1, "pain": 5}"#));
        let alone = alone(&verdict.fired[0]).unwrap();
        assert_eq!(alone.who, "Symptom guide and NHS England, back pain page call this a matter for today by itself.");
        assert!(alone.because.contains("213") && alone.evidence.contains(&"harding2005".to_owned()));
        assert_eq!(
            alone.company,
            "It would be a matter for today with any of these: an age of 60 or more; pain of 7 or more; thin bones; \
             fall, crash or blow; 7 days or more of it, and pain that stays the same despite care."
        );
        let strong = embedded().verdict(&answered(r#"{"chest-pain": true}"#));
        assert_eq!(super::alone(&strong.fired[0]), None);
    }

    #[test]
    fn nobody_who_said_yes_to_anything_is_told_that_they_denied_everything() {
        assert!(why_at_home(&answered("{}")).contains("no to every warning sign"));
        for yes in [
            r#"{"belly-pain": true}"#,
            r#"{"injury": "minor"}"#,
            r#"{"upper-back": true}"#,
            r#"{"upper-back": "unsure"}"#,
        ] {
            assert!(!why_at_home(&answered(yes)).contains("every"), "{yes}");
        }
    }

    #[test]
    fn what_to_watch_for_leaves_out_what_is_so_and_counts_what_was_said() {
        let signs = |json: &str| {
            let signs = watch_for(&answered(json)).into_iter().flat_map(|(_, signs)| signs);
            signs.map(|(_, sign)| sign).collect::<Vec<_>>()
        };
        assert!(signs("{}").contains(&"Numb or odd feeling between your legs or on a buttock"));
        let upper = embedded().guidance().finding("upper-back").unwrap().ask.as_str();
        let night = embedded().guidance().finding("night-pain").unwrap().ask.as_str();
        assert!(!signs("{}").contains(&night) && !signs("{}").contains(&upper));
        let with = signs(r#"{"upper-back": true}"#);
        assert!(
            with.contains(&night) && !with.contains(&upper),
            "night pain would matter now, and what is so is not watched for"
        );
    }

    #[test]
    fn no_to_all_others_is_said_only_of_what_was_asked_and_answered() {
        let triage = embedded();
        let said = |answers: &Answers| to_say(answers, &triage.verdict(answers)).join(" ");
        let all = "I said no to all other warning signs that I was asked about.";
        assert!(said(&answered(r#"{"leg-numbness": true}"#)).contains(all));
        assert!(
            said(&answered(r#"{"leg-numbness": true, "night-pain": "unsure"}"#))
                .contains("I am not sure if the pain wakes me")
        );
        let mut partly = answered(r#"{"leg-numbness": true}"#);
        partly.clear(triage.place("fever").or(triage.place("temperature")).unwrap());
        assert!(!said(&partly).contains("all other"), "one sign was left open");
        let mut first = Answers::from_json(triage, r#"{"urine-retention": true}"#).unwrap();
        assert!(
            !said(&first).contains("I have no ") && !no_to_all_others(&first),
            "nobody denied the rest of the screen"
        );
        let Step::Ask { findings, .. } = triage.next(&Answers::none_yet(triage)) else { panic!("it asks") };
        first.none_of(triage, &findings);
        assert!(no_to_all_others(&first) && said(&first).contains("no leak of pee or poo"));
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
