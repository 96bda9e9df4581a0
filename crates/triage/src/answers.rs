//! What a person said about findings, and how it is read from JSON.

use crate::Triage;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;
use supple_guidance::{Finding, Kind};
use supple_text::{IN_A_MESSAGE, shorten, told};

/// The largest JSON text that is read as answers: 64 KiB. All findings together take about 2.
pub const MAX_JSON_BYTES: usize = 64 * 1024;

/// What a person said about one finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not sure, also after the quick way to find out.
    Unsure,
    /// A number, in the unit of the finding.
    Number(f64),
    /// An option of a choice, by its place in the list of options (the worst first).
    Option(u8),
}

/// Answers to some of the findings. What is absent was not asked: never a no.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    given: Vec<Option<Answer>>,
}

/// Why an answer is not taken. Each names the finding; what to do there, whoever shows it adds.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AnswerError {
    /// No finding has this id.
    #[error("there is no finding \"{0}\"")]
    UnknownFinding(String),
    /// The value is not of the finding's kind.
    #[error("\"{finding}\" takes {takes}, not {got}")]
    WrongKind {
        /// The id of the finding.
        finding: String,
        /// What it takes.
        takes: String,
        /// What was given.
        got: String,
    },
    /// The same finding is answered twice.
    #[error("\"{0}\" is answered twice")]
    Twice(String),
    /// The text is not a JSON object.
    #[error("the answers are not a JSON object from finding to answer: {0}")]
    NotAnObject(String),
    /// The text is too long to be answers.
    #[error("the answers are longer than {} KiB; a full set takes about 2", MAX_JSON_BYTES / 1024)]
    TooLong,
}

impl Answers {
    /// Nothing asked yet.
    pub fn none_yet(triage: &Triage<'_>) -> Answers {
        Answers { given: vec![None; triage.guidance().findings.len()] }
    }

    /// The answer to the finding at this place in the guidance, if it was asked.
    pub fn get(&self, finding: usize) -> Option<Answer> {
        self.given.get(finding).copied().flatten()
    }

    /// All answers given, with the place of their finding.
    pub fn given(&self) -> impl Iterator<Item = (usize, Answer)> + '_ {
        self.given.iter().enumerate().filter_map(|(finding, answer)| Some((finding, (*answer)?)))
    }

    /// Sets the answer to a finding by its id.
    ///
    /// ```
    /// # use supple_triage::{Answer, Answers, embedded};
    /// let triage = embedded();
    /// let mut answers = Answers::none_yet(triage);
    /// answers.set(triage, "temperature", Answer::Number(38.4)).unwrap();
    /// let error = answers.set(triage, "temperature", Answer::Number(384.0)).unwrap_err();
    /// assert!(error.to_string().contains("temperature"));
    /// assert_eq!(answers.get(triage.place("temperature").unwrap()), Some(Answer::Number(38.4)), "it stays as it was");
    /// ```
    ///
    /// # Errors
    /// Names the finding if it is unknown, or if the answer is not of its kind or out of its range.
    pub fn set(&mut self, triage: &Triage<'_>, id: &str, answer: Answer) -> Result<(), AnswerError> {
        let finding = triage.place(id).ok_or_else(|| AnswerError::UnknownFinding(id.to_owned()))?;
        self.set_at(triage, finding, answer)
    }

    /// Sets the answer to the finding at this place in the guidance.
    ///
    /// # Errors
    /// As [`Answers::set`].
    pub fn set_at(&mut self, triage: &Triage<'_>, finding: usize, answer: Answer) -> Result<(), AnswerError> {
        let Some(asked) = triage.guidance().findings.get(finding) else {
            return Err(AnswerError::UnknownFinding(format!("number {finding}")));
        };
        if !fits(asked, answer) {
            return Err(wrong_kind(asked, describe(answer)));
        }
        self.given[finding] = Some(answer);
        Ok(())
    }

    /// Forgets the answer to the finding at this place.
    pub fn clear(&mut self, finding: usize) {
        if let Some(answer) = self.given.get_mut(finding) {
            *answer = None;
        }
    }

    /// Takes each of these findings that is not answered as no.
    pub fn none_of(&mut self, triage: &Triage<'_>, findings: &[usize]) {
        for finding in findings {
            if self.given[*finding].is_none() {
                self.given[*finding] = Some(triage.no(*finding));
            }
        }
    }

    /// Takes everything unanswered as no. Returns how many answers that adds.
    ///
    /// Only for someone who said so: what was not asked is not a no.
    ///
    /// ```
    /// # use supple_guidance::Urgency;
    /// # use supple_triage::{Answers, embedded};
    /// let triage = embedded();
    /// let mut answers = Answers::none_yet(triage);
    /// assert_ne!(triage.verdict(&answers).urgency, Urgency::SelfCare, "nothing is known");
    /// assert_eq!(answers.assume_no(triage), triage.guidance().findings.len());
    /// assert_eq!(triage.verdict(&answers).urgency, Urgency::SelfCare);
    /// ```
    pub fn assume_no(&mut self, triage: &Triage<'_>) -> usize {
        let open: Vec<usize> = (0..self.given.len()).filter(|finding| self.given[*finding].is_none()).collect();
        self.none_of(triage, &open);
        open.len()
    }

    /// The answers as a JSON object, sorted by finding: what [`Answers::from_json`] reads.
    pub fn to_json(&self, triage: &Triage<'_>) -> String {
        let mut object = serde_json::Map::new();
        for (place, answer) in self.given() {
            let finding = &triage.guidance().findings[place];
            object.insert(finding.id.to_string(), write(finding, answer));
        }
        Value::Object(object).to_string()
    }

    /// Reads a JSON object from finding to `true`, `false`, `"unsure"`, a number or the id of an option.
    ///
    /// ```
    /// # use supple_triage::{Answers, embedded};
    /// let triage = embedded();
    /// assert!(Answers::from_json(triage, r#"{"temperature": 38.4, "injury": "minor", "stuck": "unsure"}"#).is_ok());
    /// let error = Answers::from_json(triage, r#"{"temprature": 38.4}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "there is no finding \"temprature\"");
    /// ```
    ///
    /// # Errors
    /// Nothing is guessed: an unknown finding, a value of the wrong kind or out of range, a finding answered twice and
    /// broken JSON are errors that name what is wrong.
    pub fn from_json(triage: &Triage<'_>, json: &str) -> Result<Answers, AnswerError> {
        if json.len() > MAX_JSON_BYTES {
            return Err(AnswerError::TooLong);
        }
        let pairs: Pairs = serde_json::from_str(json).map_err(|error| AnswerError::NotAnObject(told(&error)))?;
        let mut answers = Answers::none_yet(triage);
        for (id, value) in pairs.0 {
            let finding = triage.place(&id).ok_or_else(|| AnswerError::UnknownFinding(shorten(&id, IN_A_MESSAGE)))?;
            let asked = &triage.guidance().findings[finding];
            let answer =
                read(asked, &value).ok_or_else(|| wrong_kind(asked, shorten(&value.to_string(), LONGEST_VALUE)))?;
            if answers.given[finding].is_some() {
                return Err(AnswerError::Twice(id));
            }
            answers.set_at(triage, finding, answer)?;
        }
        Ok(answers)
    }

    /// Reads answers that were kept, perhaps by an earlier version that asked in other words. What is no longer asked, or
    /// asked for another kind of answer, is as good as not asked; the rest counts.
    ///
    /// ```
    /// # use supple_triage::{Answer, Answers, embedded};
    /// let triage = embedded();
    /// let kept = Answers::from_kept(triage, r#"{"once-asked": true, "chest-pain": true}"#);
    /// assert_eq!(kept.get(triage.place("chest-pain").unwrap()), Some(Answer::Yes));
    /// assert_eq!(kept.given().count(), 1);
    /// ```
    pub fn from_kept(triage: &Triage<'_>, json: &str) -> Answers {
        let mut answers = Answers::none_yet(triage);
        let pairs: Pairs = serde_json::from_str(json).unwrap_or(Pairs(Vec::new()));
        for (id, value) in pairs.0 {
            let Some(finding) = triage.place(&id) else { continue };
            if let Some(answer) = read(&triage.guidance().findings[finding], &value) {
                // A value out of the range of today is left out like any other that no longer fits.
                let _ = answers.set_at(triage, finding, answer);
            }
        }
        answers
    }
}

fn read(finding: &Finding, value: &Value) -> Option<Answer> {
    match (value, &finding.kind) {
        (Value::String(word), _) if word == "unsure" => Some(Answer::Unsure),
        (Value::Bool(yes), Kind::YesNo) => Some(if *yes { Answer::Yes } else { Answer::No }),
        (Value::Number(number), Kind::Number(_)) => number.as_f64().map(Answer::Number),
        (Value::String(word), Kind::Choice(choice)) => {
            let place = choice.options.iter().position(|option| option.id == *word)?;
            u8::try_from(place).ok().map(Answer::Option)
        }
        _ => None,
    }
}

fn write(finding: &Finding, answer: Answer) -> Value {
    match (answer, &finding.kind) {
        (Answer::Yes, _) => Value::Bool(true),
        (Answer::No, _) => Value::Bool(false),
        (Answer::Number(number), _) => Value::from(number),
        (Answer::Option(place), Kind::Choice(choice)) => {
            choice.options.get(usize::from(place)).map_or(Value::Null, |option| Value::from(option.id.as_str()))
        }
        (Answer::Unsure | Answer::Option(_), _) => Value::from("unsure"),
    }
}

fn fits(finding: &Finding, answer: Answer) -> bool {
    match (answer, &finding.kind) {
        (Answer::Unsure, _) | (Answer::Yes | Answer::No, Kind::YesNo) => true,
        (Answer::Number(value), Kind::Number(number)) => (number.min..=number.max).contains(&value),
        (Answer::Option(place), Kind::Choice(choice)) => usize::from(place) < choice.options.len(),
        _ => false,
    }
}

fn wrong_kind(finding: &Finding, got: String) -> AnswerError {
    let takes = match &finding.kind {
        Kind::YesNo => "true, false or \"unsure\"".to_owned(),
        Kind::Number(number) => {
            format!("a number from {} to {} ({}) or \"unsure\"", number.min, number.max, number.unit)
        }
        Kind::Choice(choice) => {
            let options: Vec<String> = choice.options.iter().map(|option| format!("\"{}\"", option.id)).collect();
            format!("{} or \"unsure\"", options.join(", "))
        }
    };
    AnswerError::WrongKind { finding: finding.id.to_string(), takes, got }
}

/// So many characters of a value stand in a message.
const LONGEST_VALUE: usize = 40;

fn describe(answer: Answer) -> String {
    match answer {
        Answer::Yes => "true".to_owned(),
        Answer::No => "false".to_owned(),
        Answer::Unsure => "\"unsure\"".to_owned(),
        Answer::Number(number) => number.to_string(),
        Answer::Option(place) => format!("option number {place}"),
    }
}

/// An object as pairs in their order, so that a key that stands twice is seen.
struct Pairs(Vec<(String, Value)>);

impl<'de> serde::Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pairs, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object such as {\"chest-pain\": false}")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}
