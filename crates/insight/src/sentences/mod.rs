//! What the findings say, in plain words.
//!
//! A sentence is made from [`Findings`] and nothing else, so it cannot say another number than a page or `--json` shows.
//! Each of those about triggers carries the words "linked, not proven": a diary watches, it does not try. No two say the
//! opposite, and none holds a range that tells nothing: `tests/it/no_contradiction.rs` looks at any number of diaries.
//!
//! `links` has what goes with spasms, `often` how often they come, `lasting` when they come, how long things last, and
//! what was followed by relief.

mod lasting;
mod links;
mod often;

use crate::figures::number;
use crate::findings::{Findings, Outlook, State};
use serde::{Deserialize, Serialize};

/// Something that the findings say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// What it is about.
    pub about: About,
    /// The id of the exposure, measure or exercise, where it is about one; of a duration, its key in
    /// [`Durations`](crate::findings::Durations).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The words: one sentence or a few that belong together.
    pub text: String,
}

/// What a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// All exposures together.
    Overall,
    /// One exposure.
    Trigger,
    /// How often spasms come.
    Frequency,
    /// On which days, and at which times of the day.
    Rhythm,
    /// How long things last.
    Durations,
    /// What was followed by relief.
    Relief,
}

impl Findings {
    /// What the findings say, in the order in which it should be read.
    pub fn sentences(&self) -> Vec<Sentence> {
        let one = |about: About, text: String| Sentence { about, id: None, text };
        let mut all: Vec<Sentence> = self.often().into_iter().map(|text| one(About::Frequency, text)).collect();
        all.extend(self.rhythm.sentences().into_iter().map(|text| one(About::Rhythm, text)));
        all.extend(self.outlook.iter().filter_map(Outlook::sentence).map(|text| one(About::Rhythm, text)));
        all.push(one(About::Overall, self.overall()));
        // Before anything can be compared, one sentence says so for all.
        let each = self.triggers.each.iter().filter(|trigger| trigger.state != State::TooEarly);
        all.extend(each.map(|trigger| Sentence {
            about: About::Trigger,
            id: Some(trigger.id.clone()),
            text: self.sentence_of(trigger),
        }));
        all.extend(self.durations.sentences().into_iter().map(|(key, text)| Sentence {
            about: About::Durations,
            id: Some(key.to_owned()),
            text,
        }));
        all.extend(self.relief.iter().map(|relief| Sentence {
            about: About::Relief,
            id: Some(relief.id.clone()),
            text: relief.sentence(),
        }));
        all
    }
}

pub(crate) fn count(many: usize, one: &str, more: &str) -> String {
    format!("{many} {}", if many == 1 { one } else { more })
}

pub(crate) fn count_of(many: f64, one: &str, more: &str) -> String {
    format!("{} {}", number(many), if many == 1.0 { one } else { more })
}

/// With its first letter large.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
