//! What a person said about themselves: answers to the questions of medicines and exercises, and to findings of the check.

use crate::names::Substance;
use std::collections::BTreeMap;
use supple_guidance::Guidance;
use supple_guidance::Kind;
use supple_guidance::medicines::{Reason, Sign};
use supple_triage::{Answer, Answers, Triage};

/// What is known about the person who takes a medicine or exercises. What is absent was not asked: never a no.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    answers: BTreeMap<String, Answer>,
    country: Option<String>,
}

/// Why an answer is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AboutError {
    /// Nothing of this id is asked.
    #[error("there is no question \"{0}\" about a person who takes a medicine")]
    UnknownQuestion(String),
    /// The answer is not of its kind, or out of its range.
    #[error("\"{question}\" takes {takes}")]
    WrongKind {
        /// The id of the question.
        question: String,
        /// What it takes.
        takes: String,
    },
}

/// Whether something is so, as far as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth<'g> {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// That is open.
    Open {
        /// What was answered with "not sure".
        unsure: Vec<&'g str>,
        /// What was not asked yet.
        not_asked: Vec<&'g str>,
    },
}

impl About {
    /// Nothing asked yet.
    pub fn nothing_yet() -> About {
        About::default()
    }

    /// Takes over what the check already asked, so that nobody is asked twice.
    pub fn take_over(&mut self, triage: &Triage<'_>, answers: &Answers) {
        for (place, answer) in answers.given() {
            self.answers.insert(triage.guidance().findings[place].id.to_string(), answer);
        }
    }

    /// Sets the country, by its two letters in either case: its own labels count then. Without one, the strictest
    /// label that is known counts.
    pub fn set_country(&mut self, country: Option<&str>) {
        self.country = country.map(str::to_ascii_uppercase);
    }

    /// The country, in capitals.
    pub fn country(&self) -> Option<&str> {
        self.country.as_deref()
    }

    /// Sets the answer to a question of medicines or exercises, or to a finding of the check.
    ///
    /// ```
    /// use supple_care::About;
    /// use supple_triage::Answer;
    ///
    /// let guidance = supple_guidance::embedded();
    /// let mut about = About::nothing_yet();
    /// assert!(about.set(guidance, "age", Answer::Number(71.0)).is_ok());
    /// let wrong = about.set(guidance, "age", Answer::Yes).unwrap_err();
    /// assert!(wrong.to_string().starts_with("\"age\" takes a number from "));
    /// assert!(about.set(guidance, "shoe-size", Answer::Yes).is_err());
    /// ```
    ///
    /// # Errors
    /// Names the question if it is unknown, or if the answer is not of its kind or out of its range.
    pub fn set(&mut self, guidance: &Guidance, id: &str, answer: Answer) -> Result<(), AboutError> {
        let wrong = |takes: String| Err(AboutError::WrongKind { question: id.to_owned(), takes });
        let question = guidance.medicines.question(id).or_else(|| guidance.exercises.question(id));
        let number = if let Some(question) = question {
            question.number.as_ref().map(|range| (range.min, range.max, range.unit.as_str()))
        } else {
            match guidance.finding(id).map(|finding| &finding.kind) {
                Some(Kind::YesNo) => None,
                Some(Kind::Number(number)) => Some((number.min, number.max, number.unit.as_str())),
                Some(Kind::Choice(_)) | None => return Err(AboutError::UnknownQuestion(id.to_owned())),
            }
        };
        match (number, answer) {
            (_, Answer::Unsure) | (None, Answer::Yes | Answer::No) => {}
            (Some((min, max, _)), Answer::Number(value)) if (min..=max).contains(&value) => {}
            (Some((min, max, unit)), _) => {
                return wrong(format!("a number from {min} to {max} ({unit}) or \"not sure\""));
            }
            (None, _) => return wrong("yes, no or \"not sure\"".to_owned()),
        }
        self.answers.insert(id.to_owned(), answer);
        Ok(())
    }

    /// What the medicines that were taken answer: a logged blood thinner beats a "no" that was said before.
    ///
    /// Each of the lists of kinds behind a question must have one among `taken`.
    pub(crate) fn with_taken(&self, guidance: &Guidance, taken: &[Substance<'_>]) -> About {
        let mut about = self.clone();
        for answered in &guidance.medicines.answered {
            let is_taken = |kinds: &Vec<String>| taken.iter().any(|one| kinds.iter().any(|kind| one.is(kind)));
            if answered.by.iter().all(is_taken) {
                about.answers.insert(answered.question.clone(), Answer::Yes);
            }
        }
        about
    }

    /// The answer, if it was asked.
    pub fn get(&self, id: &str) -> Option<Answer> {
        self.answers.get(id).copied()
    }

    /// Whether a reason holds: any of its signs does.
    pub fn holds<'g>(&self, guidance: &'g Guidance, reason: &'g Reason) -> Truth<'g> {
        self.any(guidance, &reason.any)
    }

    /// Whether any of these signs holds.
    pub fn any<'g>(&self, guidance: &'g Guidance, signs: &'g [Sign]) -> Truth<'g> {
        let (mut unsure, mut not_asked) = (Vec::new(), Vec::new());
        for sign in signs {
            match self.sign(guidance, sign) {
                Truth::Yes => return Truth::Yes,
                Truth::No => {}
                Truth::Open { unsure: more_unsure, not_asked: more } => {
                    unsure.extend(more_unsure);
                    not_asked.extend(more);
                }
            }
        }
        if unsure.is_empty() && not_asked.is_empty() {
            return Truth::No;
        }
        not_asked.dedup();
        Truth::Open { unsure, not_asked }
    }

    fn sign<'g>(&self, guidance: &'g Guidance, sign: &'g Sign) -> Truth<'g> {
        let id = sign.finding.as_str();
        let not_asked = |id| Truth::Open { unsure: Vec::new(), not_asked: vec![id] };
        match self.get(id) {
            Some(Answer::Yes) => return Truth::Yes,
            Some(Answer::Number(value)) => {
                let reached = sign.at_least.is_some_and(|limit| value >= limit);
                let below = sign.below.is_some_and(|limit| value < limit);
                return if reached || below { Truth::Yes } else { Truth::No };
            }
            Some(Answer::No | Answer::Option(_)) => return Truth::No,
            Some(Answer::Unsure) | None => {}
        }
        // What hangs on something else is out of the question if that is a clear no, and comes after it otherwise.
        let parent = guidance.medicines.question(id).and_then(|question| question.only_if.as_deref());
        match (parent, parent.and_then(|parent| self.get(parent))) {
            (Some(_), Some(Answer::No)) => Truth::No,
            (Some(parent), None) => not_asked(parent),
            _ if self.get(id) == Some(Answer::Unsure) => Truth::Open { unsure: vec![id], not_asked: Vec::new() },
            _ => not_asked(id),
        }
    }
}
