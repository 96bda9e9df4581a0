//! A verdict in words: how soon, what to do, what to say, why, and who says so.

use crate::text::Line;
use crate::{answered, answers as picks, check, lower, sentence, urgency};
use supple_guidance::{Claim, Guidance, Rule, Urgency};
use supple_triage::{Answer, Answers, Fired, embedded};

/// The claim that serious causes are rare, for those whom we send to a doctor and who will mostly be well.
const RARE: &str = "warning-signs.rare";

/// The red flag of rules that send someone to a doctor whose spasm does not settle.
const PERSISTENT: &str = "rf.persistent";

/// Above what the person was not sure of.
pub const OPEN: &str = "What you were not sure about";

/// What an open answer would make of the verdict by itself.
const BECOMES: &str = "If it turns out to be so, this becomes an emergency.";

/// The same with others.
const COULD_BECOME: &str = "If it turns out to be so, this could become an emergency.";

/// Above the signs of [`Verdict::gravest`].
pub const GRAVEST: &str = "Call at once if one of these comes";

/// Above the signs of [`Verdict::watch`].
pub const WATCH: &str = "All signs to watch for";

/// The lead of [`WATCH`].
pub const WATCH_LEAD: &str = "Come back to the check, or call, if any of these comes:";

/// Above what should be seen although it can be cared for at home.
pub const SEE_DOCTOR: &str = "When to see a doctor";

/// Above [`Verdict::stricter`].
pub const STRICTER: &str = "Where some lists are stricter";

/// Above [`Verdict::doctor_sooner`].
pub const DOCTOR_SOONER: &str = "Where some lists say doctor sooner";

/// Above [`Verdict::reasons`].
pub const WHY: &str = "Why we say this";

/// Above [`Verdict::positions`].
pub const WHO_SAYS: &str = "Who says how soon";

/// Below [`Verdict::positions`].
pub const MOST_URGENT: &str =
    "When sources differ, we go with the most urgent, but for signs that studies find to tell nothing alone.";

/// Of a rule that no source gives a time for.
pub const OWN_TIME: &str = "No source gives a time for this. It is our own judgement.";

/// Above [`Verdict::calm`].
pub const CALM: &str = "Most often it is not that";

/// A verdict, as every face tells it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// How soon.
    pub urgency: Urgency,
    /// How soon, in a word.
    pub word: &'static str,
    /// The one thing to do.
    pub headline: String,
    /// How to do it, and what else.
    pub lead: Vec<String>,
    /// What the person was not sure of, and what it would change.
    pub open: Vec<Open>,
    /// What was not asked and could still make it more urgent.
    pub not_asked: Vec<&'static str>,
    /// The title of the words for a doctor.
    pub say_title: &'static str,
    /// What to read out or to hand over, a paragraph each. Nothing for someone who can stay at home.
    pub say: Vec<String>,
    /// Why, rule by rule. Nothing for someone who can stay at home.
    pub reasons: Vec<Reason>,
    /// What the sources say of how soon, for the rules that decide.
    pub positions: Vec<Positions>,
    /// Signs that a list calls more urgent by themselves than we do.
    pub stricter: Vec<Stricter>,
    /// The same of signs for which a list says to see a doctor.
    pub doctor_sooner: Vec<Stricter>,
    /// At home: the gravest signs to watch for.
    pub gravest: Vec<&'static str>,
    /// At home: all signs to watch for, under the names of their screens.
    pub watch: Vec<(&'static str, Vec<&'static str>)>,
    /// At home: when a spasm that does not settle should be seen all the same.
    pub see_doctor: Vec<&'static Rule>,
    /// Where someone is sent to a doctor: that it is mostly nothing grave.
    pub calm: Option<&'static Claim>,
}

/// Something that the person was not sure of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// What was asked.
    pub ask: &'static str,
    /// What it would change.
    pub then: &'static str,
    /// A quick way to find out.
    pub find_out: Option<&'static str>,
}

/// A rule that speaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What it is about.
    pub headline: String,
    /// What was answered that speaks for it.
    pub said: Vec<Line>,
    /// Why it counts.
    pub because: &'static str,
    /// How soon by itself, where that is not the verdict.
    pub by_itself: Option<Urgency>,
    /// Whether it counts for less, as the person is not sure: [`UNSURE`] says so.
    pub unsure: bool,
    /// Our own judgement in it.
    pub judgement: Option<&'static str>,
    /// Who says so.
    pub sources: &'static [String],
}

/// Of a [`Reason`] that the person is not sure of.
pub const UNSURE: &str = "You are not sure, so we say today and not now.";

/// What the sources say of one sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Positions {
    /// What it is about.
    pub headline: String,
    /// The rule.
    pub rule: &'static Rule,
    /// Who says what of how soon, the most urgent first: a source and its own words.
    pub camps: Vec<(Urgency, Vec<Position>)>,
    /// How they are split; nothing where they agree.
    pub split: Option<String>,
}

/// A source, by its id, and its own words.
pub type Position = (&'static String, Option<&'static str>);

/// A sign that a list is stricter about than we are.
#[derive(Clone, Debug, PartialEq)]
pub struct Stricter {
    /// What was answered.
    pub said: Vec<Line>,
    /// Who is stricter, and what studies found.
    pub lines: Vec<String>,
    /// Where that is from.
    pub sources: &'static [String],
}

/// The one thing to do, by how soon. `call` is the number to call.
pub fn headline(urgency: Urgency, call: &str) -> String {
    match urgency {
        Urgency::Emergency => format!("Call {call} now"),
        Urgency::SameDay => "Speak to a doctor today".to_owned(),
        Urgency::SeeDoctor => "See a doctor within days".to_owned(),
        Urgency::SelfCare => "You can care for this at home".to_owned(),
    }
}

/// The title of the words for a doctor.
pub fn say_title(urgency: Urgency) -> &'static str {
    if urgency == Urgency::SeeDoctor { "What to tell the doctor" } else { "Read this out" }
}

/// All of a verdict in words. `call` is the number to call.
pub fn verdict(verdict: &supple_triage::Verdict<'static>, answers: &Answers, call: &str) -> Verdict {
    let urgency = verdict.urgency;
    let at_home = urgency == Urgency::SelfCare;
    let watched = if at_home { check::watch_for(answers) } else { Vec::new() };
    let grave = |place: usize| guidance().findings[place].unsure_is_yes;
    let signs = watched.iter().flat_map(|(_, signs)| signs);
    let away = |told: Vec<String>| if at_home { Vec::new() } else { told };
    Verdict {
        urgency,
        word: urgency::word(urgency),
        headline: headline(urgency, call),
        lead: lead(urgency, answers, call),
        open: open(verdict, answers),
        not_asked: not_asked(verdict),
        say_title: say_title(urgency),
        say: away(check::to_say(answers, verdict)),
        reasons: reasons(verdict, answers),
        positions: if at_home { Vec::new() } else { check::deciding(verdict).map(|one| positions(one.rule)).collect() },
        stricter: stricter(verdict, answers, |level| level > Urgency::SeeDoctor),
        doctor_sooner: stricter(verdict, answers, |level| level == Urgency::SeeDoctor),
        gravest: signs.filter(|(place, _)| grave(*place)).map(|(_, sign)| *sign).collect(),
        watch: watched.into_iter().map(|(of, signs)| (of, signs.into_iter().map(|(_, sign)| sign).collect())).collect(),
        see_doctor: if at_home { not_settling().collect() } else { Vec::new() },
        calm: if at_home { None } else { guidance().claims.iter().find(|claim| claim.id == RARE) },
    }
}

fn guidance() -> &'static Guidance {
    embedded().guidance()
}

fn lead(urgency: Urgency, answers: &Answers, call: &str) -> Vec<String> {
    match urgency {
        Urgency::Emergency => {
            vec!["Or go to an emergency department now. Do not wait to see if it passes.".to_owned()]
        }
        Urgency::SameDay => vec![
            "Call your doctor, or an urgent care line. Today, not tomorrow.".to_owned(),
            format!("If you cannot reach a doctor today, call {call} or go to an emergency department."),
        ],
        Urgency::SeeDoctor => {
            vec!["At most two weeks from now. If it gets worse or something new comes, do the check again.".to_owned()]
        }
        Urgency::SelfCare => {
            vec![format!("{} If something changes, do the check again.", check::why_at_home(answers))]
        }
    }
}

/// What the person was not sure of and what it would change.
fn open(verdict: &supple_triage::Verdict<'static>, answers: &Answers) -> Vec<Open> {
    let unsure = verdict.unsure.iter().filter(|id| verdict.open.contains(id));
    let places = unsure.filter_map(|id| embedded().place(id));
    let told = places.map(|place| {
        let finding = &guidance().findings[place];
        let then = if alone_an_emergency(answers, place) { BECOMES } else { COULD_BECOME };
        Open { ask: &finding.ask, then, find_out: finding.find_out.as_deref() }
    });
    told.collect()
}

/// What was not sure, in a line that stands where the rest is folded: the gravest that it could come to is never hidden.
pub fn open_in_short(open: &[Open]) -> String {
    let then = if open.iter().any(|one| one.then == BECOMES) { BECOMES } else { COULD_BECOME };
    match open {
        [one] => format!("{}. {then}", one.ask),
        many => format!("{} answers. {}", many.len(), then.replace("it turns", "one turns")),
    }
}

/// Whether this finding, were it so, would make an emergency of what else was said.
fn alone_an_emergency(answers: &Answers, place: usize) -> bool {
    picks::of(place).iter().any(|pick| {
        let mut answers = answers.clone();
        answers.set_at(embedded(), place, pick.answer).is_ok()
            && embedded().verdict(&answers).urgency == Urgency::Emergency
    })
}

fn not_asked(verdict: &supple_triage::Verdict<'static>) -> Vec<&'static str> {
    let open = verdict.open.iter().filter(|id| !verdict.unsure.contains(id));
    open.filter_map(|id| guidance().finding(id)).map(|finding| finding.ask.as_str()).collect()
}

fn reasons(verdict: &supple_triage::Verdict<'static>, answers: &Answers) -> Vec<Reason> {
    let fired = verdict.fired.iter().filter(|fired| fired.urgency > Urgency::SelfCare);
    let reason = |fired: &Fired<'static>| {
        let unsure = !fired.alone && fired.urgency < fired.rule.urgency;
        let by_itself = fired.alone || (!unsure && fired.urgency < verdict.urgency);
        Reason {
            headline: sentence(&fired.rule.concern),
            said: said(fired, answers),
            because: &fired.rule.because,
            by_itself: by_itself.then_some(fired.urgency),
            unsure,
            judgement: fired.rule.judgement.as_deref(),
            sources: &fired.rule.sources,
        }
    };
    fired.map(reason).collect()
}

/// What was answered that speaks for a rule.
fn said(fired: &Fired<'_>, answers: &Answers) -> Vec<Line> {
    let places = fired.findings.iter().filter_map(|id| embedded().place(id));
    let line = |place: usize| {
        let ask = &guidance().findings[place].ask;
        Some(match answers.get(place)? {
            Answer::Yes => Line::new("You said yes", lower(ask)),
            Answer::Unsure => Line::new("You were not sure", lower(ask)),
            answer => {
                let label = picks::chosen(place, answer).map_or("", |pick| pick.label);
                Line::new("You said", lower(&answered(ask, label)))
            }
        })
    };
    places.filter_map(line).collect()
}

/// What the sources say of one sign, the most urgent first, and how they are split.
fn positions(rule: &'static Rule) -> Positions {
    let camp = |urgency| {
        let those = rule.positions.iter().filter(move |position| position.urgency == urgency);
        those.map(|position| (&position.source, position.says.as_deref())).collect::<Vec<Position>>()
    };
    let camps = Urgency::ALL.into_iter().rev().map(|urgency| (urgency, camp(urgency)));
    Positions {
        headline: sentence(&rule.concern),
        rule,
        camps: camps.filter(|(_, camp)| !camp.is_empty()).collect(),
        split: check::split(rule),
    }
}

/// The weak signs that stand alone, of rules of these urgencies.
fn stricter(
    verdict: &supple_triage::Verdict<'static>,
    answers: &Answers,
    of: impl Fn(Urgency) -> bool,
) -> Vec<Stricter> {
    let fired = verdict.fired.iter().filter(|fired| of(fired.rule.urgency));
    let told = fired.filter_map(|fired| {
        let alone = check::alone(fired)?;
        let lines = vec![format!("{} Studies or guidelines do not: {}", alone.who, alone.because), alone.company];
        Some(Stricter { said: said(fired, answers), lines, sources: alone.evidence })
    });
    told.collect()
}

/// The rules that send someone to a doctor whose spasm does not settle.
fn not_settling() -> impl Iterator<Item = &'static Rule> {
    let persistent = |rule: &&Rule| rule.red_flags.iter().any(|red_flag| red_flag == PERSISTENT);
    guidance().rules.iter().filter(|rule| rule.urgency == Urgency::SeeDoctor).filter(persistent)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn told(json: &str) -> Verdict {
        let mut answers = Answers::from_json(embedded(), json).unwrap();
        answers.assume_no(embedded());
        verdict(&embedded().verdict(&answers), &answers, "112")
    }

    #[test]
    fn an_emergency_says_whom_to_call_and_why() {
        let told = told(r#"{"urine-retention": true}"#);
        assert_eq!((told.word, told.headline.as_str()), ("Emergency", "Call 112 now"));
        assert!(!told.reasons.is_empty() && told.reasons.iter().all(|reason| !reason.sources.is_empty()));
        assert_eq!(told.reasons[0].said[0].label, "You said yes");
        assert!(!told.positions.is_empty() && !told.say.is_empty() && told.calm.unwrap().text.contains("rare"));
        assert!(told.watch.is_empty() && told.see_doctor.is_empty());
    }

    #[test]
    fn at_home_there_is_what_to_watch_for_and_nothing_to_read_out() {
        let told = told("{}");
        assert_eq!((told.word, told.headline.as_str()), ("Self-care", "You can care for this at home"));
        assert!(told.lead[0].starts_with("You said no to every warning sign that we asked about."));
        assert!(!told.gravest.is_empty() && !told.see_doctor.is_empty() && told.calm.is_none());
        assert!(told.say.is_empty() && told.reasons.is_empty() && told.positions.is_empty());
        let all: Vec<&str> = told.watch.iter().flat_map(|(_, signs)| signs.iter().copied()).collect();
        assert!(told.gravest.iter().all(|sign| all.contains(sign)) && told.gravest.len() < all.len());
    }

    #[test]
    fn what_was_not_asked_is_told_apart_from_what_is_not_sure() {
        let answers = Answers::from_json(embedded(), r#"{"night-pain": "unsure"}"#).unwrap();
        let told = verdict(&embedded().verdict(&answers), &answers, "112");
        let night = guidance().finding("night-pain").unwrap().ask.as_str();
        assert!(!told.not_asked.contains(&night) && told.not_asked.len() > 5, "{:?}", told.not_asked);
        assert!(told.open.iter().all(|open| open.ask == night), "{:?}", told.open);
    }

    #[test]
    fn a_weak_sign_alone_names_who_is_stricter_under_what_was_said() {
        let told = told(r#"{"night-pain": true, "days": 1, "pain": 5}"#);
        let [one] = told.stricter.as_slice() else { panic!("{:?}", told.stricter) };
        assert!(one.lines[0].contains("call this a matter for today by itself. Studies or guidelines do not: "));
        assert!(one.lines[1].starts_with("It would be a matter for today with ") && !one.sources.is_empty());
        assert_eq!(one.said[0].label, "You said yes");
    }
}
