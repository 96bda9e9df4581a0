//! What a person says about the moment, and how it is read from JSON.

use crate::Planner;
use jiff::Timestamp;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use supple_guidance::{Mobility, Part, Pattern, Place, Thing, Worse};
use supple_text::{IN_A_MESSAGE, shorten, told};

/// The largest JSON text that is read as a situation: 16 KiB. A full one takes less than 1.
pub const MAX_JSON_BYTES: usize = 16 * 1024;

/// What a person says about the moment. What is absent was not asked, and never adds a step.
///
/// In JSON: `{"onset": "2026-11-22T03:10:00+01:00", "spasm": "now", "mobility": "can-turn", "place": "floor",
/// "alone": true, "at-hand": ["phone", "heat"], "worse": ["bending"], "parts": ["low"], "pattern": "recurring",
/// "cautions": {"numb-skin": false, "pregnant": true}, "gate": {"at": "2026-11-22T03:12:00Z", "no-to": ["chest-pain"]}}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Situation {
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset: Option<Timestamp>,
    /// How the spasm is now. Not said counts as still there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spasm: Option<Spasm>,
    /// How the spasms come. Not said counts as a single one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
    /// How far the person can move. Not said counts as not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobility: Option<Mobility>,
    /// Where the person is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Since when the person has been down and could not get up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub down_since: Option<Timestamp>,
    /// Whether nobody is there. Not said counts as alone for help, and as nobody's hands for massage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alone: Option<bool>,
    /// What is within reach, or can be brought by someone.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub at_hand: BTreeSet<Thing>,
    /// What makes it worse.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub worse: BTreeSet<Worse>,
    /// Where it hurts. None named counts as anywhere.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub parts: BTreeSet<Part>,
    /// Answers to cautions, by their id: yes or no. What is absent was not asked: never a no.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "each_once")]
    pub cautions: BTreeMap<String, bool>,
    /// "None of these" at the gate. It is no check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<Gate>,
}

/// What was said at the gate of a plan: no to these signs, and to no others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gate {
    /// When.
    pub at: Timestamp,
    /// The ids of the findings that were asked about and denied.
    pub no_to: BTreeSet<String>,
}

/// How the spasm is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spasm {
    /// The muscle is tight.
    Now,
    /// It has let go, and the back is sore.
    Eased,
    /// It is gone.
    Over,
}

impl Spasm {
    /// All three.
    pub const ALL: [Spasm; 3] = [Spasm::Now, Spasm::Eased, Spasm::Over];
}

/// Why a situation is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SituationError {
    /// The text is not a situation; says what is wrong and where.
    #[error("this is no situation: {0}")]
    NotASituation(String),
    /// No caution has this id.
    #[error("there is no caution \"{id}\"; there are {known}")]
    UnknownCaution {
        /// The id that was given.
        id: String,
        /// The ids that there are.
        known: String,
    },
    /// The gate names a sign that the check does not know.
    #[error("there is no sign \"{0}\" that the gate could ask about")]
    UnknownSign(String),
    /// The text is too long to be a situation.
    #[error("the situation is longer than {} KiB; a full one takes less than 1", MAX_JSON_BYTES / 1024)]
    TooLong,
}

/// Reads answers of which none stands twice: of two, the one that warns could be the one that is lost.
fn each_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, bool>, D::Error> {
    struct Once;
    impl<'de> Visitor<'de> for Once {
        type Value = BTreeMap<String, bool>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object from caution to yes or no")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut answers = BTreeMap::new();
            while let Some((id, answer)) = map.next_entry::<String, bool>()? {
                if answers.contains_key(&id) {
                    return Err(A::Error::custom(format!("\"{}\" is answered twice", shorten(&id, IN_A_MESSAGE))));
                }
                answers.insert(id, answer);
            }
            Ok(answers)
        }
    }
    deserializer.deserialize_map(Once)
}

impl Situation {
    /// The situation with what is said now on top: what is said replaces what was known, what is left out stands. A list
    /// that is named replaces the whole list; of cautions, each answer its own.
    ///
    /// ```
    /// # use supple_care::{Situation, embedded};
    /// let read = |text| Situation::from_json(embedded(), text).unwrap();
    /// let known = read(r#"{"mobility": "can-turn", "at-hand": ["heat"], "alone": true}"#);
    /// let now = known.updated(read(r#"{"at-hand": ["ice"]}"#));
    /// assert_eq!(now, read(r#"{"mobility": "can-turn", "at-hand": ["ice"], "alone": true}"#));
    /// ```
    #[must_use]
    pub fn updated(self, said: Situation) -> Situation {
        fn or<T: Ord>(said: BTreeSet<T>, known: BTreeSet<T>) -> BTreeSet<T> {
            if said.is_empty() { known } else { said }
        }
        let mut cautions = self.cautions;
        cautions.extend(said.cautions);
        Situation {
            onset: said.onset.or(self.onset),
            spasm: said.spasm.or(self.spasm),
            pattern: said.pattern.or(self.pattern),
            mobility: said.mobility.or(self.mobility),
            place: said.place.or(self.place),
            down_since: said.down_since.or(self.down_since),
            alone: said.alone.or(self.alone),
            at_hand: or(said.at_hand, self.at_hand),
            worse: or(said.worse, self.worse),
            parts: or(said.parts, self.parts),
            cautions,
            gate: said.gate.or(self.gate),
        }
    }

    /// Reads a situation from JSON. Nothing is guessed: an unknown field, word or caution is an error that names it.
    ///
    /// # Errors
    /// Says what is wrong and, where there is a list to choose from, what would do.
    ///
    /// ```
    /// # use supple_care::{Situation, embedded};
    /// let read = |text| Situation::from_json(embedded(), text).map_err(|error| error.to_string());
    /// assert!(read(r#"{"mobility": "can-turn", "cautions": {"fever": false}}"#).is_ok());
    /// assert!(read(r#"{"mobility": "can-fly"}"#).unwrap_err().contains("unknown variant `can-fly`"));
    /// assert!(read(r#"{"cautions": {"fevre": false}}"#).unwrap_err().starts_with("there is no caution \"fevre\""));
    /// ```
    pub fn from_json(planner: &Planner<'_>, text: &str) -> Result<Situation, SituationError> {
        if text.len() > MAX_JSON_BYTES {
            return Err(SituationError::TooLong);
        }
        let situation: Situation =
            serde_json::from_str(text).map_err(|error| SituationError::NotASituation(told(&error)))?;
        let denied = situation.gate.iter().flat_map(|gate| &gate.no_to);
        if let Some(id) = denied.into_iter().find(|id| planner.guidance().finding(id).is_none()) {
            return Err(SituationError::UnknownSign(shorten(id, IN_A_MESSAGE)));
        }
        let cautions = &planner.relief().cautions;
        match situation.cautions.keys().find(|id| !cautions.iter().any(|known| known.id == **id)) {
            None => Ok(situation),
            Some(id) => {
                let known: Vec<&str> = cautions.iter().map(|caution| caution.id.as_str()).collect();
                Err(SituationError::UnknownCaution { id: shorten(id, IN_A_MESSAGE), known: known.join(", ") })
            }
        }
    }
}
