//! What a person can be asked about, screen by screen.

use crate::id::FindingId;
use serde::{Deserialize, Serialize};

/// One screen of the check. Clearing it clears one danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// The id that findings name.
    pub id: String,
    /// Its name in two or three words.
    pub title: String,
    /// The question above the list.
    pub ask: String,
    /// Why it is asked.
    pub why: String,
    /// Who says so.
    pub sources: Vec<String>,
}

/// One thing that a person can be asked about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The id used in rules, answers and JSON.
    pub id: FindingId,
    /// The screen on which it is asked.
    pub screen: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Whether "not sure" counts as a yes (bladder, bowel, saddle, leg strength, chest and breathing signs).
    pub unsure_is_yes: bool,
    /// The question, in as few words as will do.
    pub ask: String,
    /// What is meant, below the question.
    pub hint: Option<String>,
    /// A quick way to find out, for someone who is not sure.
    pub find_out: Option<String>,
    /// What a "yes" means, in words that can be read out to a doctor.
    pub say: Option<String>,
    /// What "not sure" means, in words that can be read out.
    pub say_unsure: String,
    /// The sign as it is denied: a noun phrase that reads well behind "no". None where "none of these" says nothing about
    /// it, as for an age.
    pub deny: Option<String>,
    /// Whether the quick way to find out is shown before the answer, because it decides.
    pub test_first: bool,
    /// Whether it stays so from one check to the next, and is asked again as "still so?".
    pub lasting: bool,
}

/// The kind of answer that a finding takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// Yes, no or not sure.
    YesNo,
    /// A number, offered as bands so that it is one tap.
    Number(Number),
    /// One of several options, the worst first.
    Choice(Choice),
}

/// A finding that is a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// The unit, such as "°C" or "days".
    pub unit: String,
    /// The smallest value that is believed.
    pub min: f64,
    /// The largest value that is believed.
    pub max: f64,
    /// What "no" means, as when everything unanswered is taken as no.
    pub no: f64,
    /// Whether it must be answered by itself: "none of these" says nothing about an age.
    pub required: bool,
    /// The number of an ordinary first day, for what must be answered by itself.
    pub ordinary: Option<f64>,
    /// The bands in the order in which they are offered.
    pub bands: Vec<Band>,
}

/// A stretch of a number, from `from` up to the next higher band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// The smallest value of the band.
    pub from: f64,
    /// The value that a tap on the band stands for.
    pub value: f64,
    /// What the button says.
    pub label: String,
    /// The band in words that can be read out, where it matters.
    pub say: Option<String>,
}

/// A finding that is one of several options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The options, the worst first; the last one is "no".
    pub options: Vec<Said>,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The id used in rules, answers and JSON.
    pub id: String,
    /// What the button says.
    pub label: String,
    /// The option in words that can be read out, where it matters.
    pub say: Option<String>,
}
