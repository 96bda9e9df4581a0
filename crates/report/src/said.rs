//! What the person said: to the last check, and about themselves.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_care::profile;
use supple_diary::{Check, Diary, Moment, ProfileFact};
use supple_guidance::{Kind, Urgency};
use supple_triage::{Answer, Answers, embedded};
use supple_wording::{Here, answers as picks, profile as facts};

/// What kind of answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerKind {
    /// It is so, or a number or a choice that says more than no.
    Yes,
    /// It is not so.
    No,
    /// The person was not sure.
    Unsure,
}

/// An answer of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The id of the finding.
    pub id: String,
    /// What was asked.
    pub ask: String,
    /// What was answered, in the words of the button.
    pub said: String,
    /// What kind of answer it is.
    pub is: AnswerKind,
    /// What is not so, to stand behind "no"; none where a no says nothing.
    pub deny: Option<String>,
    /// Whether a yes alone would be for today or now.
    pub is_grave: bool,
}

/// A check, as it was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// When.
    #[serde(skip)]
    pub at: Option<Moment>,
    /// On which day of the person's own clock.
    pub on: Date,
    /// How soon, as it came out then.
    pub urgency: Option<Urgency>,
    /// What was answered, in the order of the check.
    pub answers: Vec<Answered>,
    /// What was not asked, in the words of the question.
    pub not_asked: Vec<String>,
    /// The same answers, as triage reads them.
    #[serde(skip)]
    pub given: Option<Answers>,
}

/// The last check that happened by then.
pub(crate) fn checked(diary: &Diary, now: Timestamp) -> Option<Checked> {
    let (item, check) = diary.latest::<Check>(now)?;
    let triage = embedded();
    let given = Answers::from_kept(triage, check.answers.json());
    let mut answers = Vec::new();
    let mut not_asked = Vec::new();
    for (place, finding) in triage.guidance().findings.iter().enumerate() {
        let Some(answer) = given.get(place) else {
            not_asked.push(finding.ask.clone());
            continue;
        };
        let is = match answer {
            Answer::Unsure => AnswerKind::Unsure,
            answer if answer == triage.no(place) => AnswerKind::No,
            _ => AnswerKind::Yes,
        };
        let said = match (&finding.kind, answer) {
            (Kind::Number(number), Answer::Number(value)) => format!("{value} {}", number.unit).trim().to_owned(),
            _ => picks::chosen(place, answer).map_or("", |pick| pick.label).to_owned(),
        };
        answers.push(Answered {
            id: finding.id.to_string(),
            ask: finding.ask.clone(),
            said,
            is,
            deny: finding.deny.clone(),
            is_grave: picks::of(place).iter().any(|pick| pick.danger && pick.answer != Answer::Unsure),
        });
    }
    let urgency = Urgency::ALL.into_iter().find(|urgency| urgency.id() == check.urgency.as_str());
    Some(Checked {
        at: Some(item.happened().clone()),
        on: item.happened().date(),
        urgency,
        answers,
        not_asked,
        given: Some(given),
    })
}

/// Something that is so of the person, as the profile says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The id of the fact.
    pub id: String,
    /// What it is.
    pub what: String,
    /// What was said.
    pub said: String,
    /// When, where a clock was right.
    pub on: Option<Date>,
}

/// The answers about health that the person gave, but for what is a plain no.
pub(crate) fn health(diary: &Diary, today: Date, zone: &str) -> Vec<Fact> {
    let known = profile::known(diary, today).into_iter().filter(|known| known.holds);
    let told = known.filter_map(|known| {
        let ProfileFact::Health(id) = known.fact else { return None };
        let line = facts::of(diary, known.fact, Here { today, zone })?;
        Some(Fact { id: id.to_owned(), what: line.label, said: line.value, on: known.said })
    });
    told.collect()
}
