//! Exact packs with all that is in them, and names that stand for several packs.

use super::Label;
use serde::{Deserialize, Serialize};

/// The exact name of a pack, and all that is in one unit of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// The country in which it is sold so, by its two letters.
    pub country: String,
    /// The name and its spellings.
    pub names: Vec<String>,
    /// What one unit is called, such as "tablet"; "ml" if it is poured.
    pub unit: String,
    /// Millilitres that hold the strengths below, if it is poured.
    #[serde(default)]
    pub ml: Option<f64>,
    /// Whether it lets go of its contents over many hours.
    #[serde(default)]
    pub slow: bool,
    /// Every ingredient.
    pub holds: Vec<Holds>,
    /// The page or row that says so.
    pub from: String,
    /// The sources in which that stands.
    pub sources: Vec<String>,
    /// What the pack says of how much and how often, where that was read.
    #[serde(default)]
    pub directions: Option<Directions>,
}

/// What a pack tells an adult of how much to take and how often.
///
/// It is about this pack only: what else was taken of the same substance counts for the labels of the substance. It counts
/// beside those, so the stricter of both holds, unless it counts [`alone`](Self::alone).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directions {
    /// The most units at one time; with a larger first dose, that one.
    pub at_once: f64,
    /// The least time from one dose to the next, in hours.
    pub hours: u32,
    /// The most units in 24 hours.
    pub in_day: f64,
    /// After so many days one must ask before going on.
    #[serde(default)]
    pub days: Option<u32>,
    /// Whether it counts in place of the labels of what is in the pack: they are for other strengths, and would stop what
    /// this pack allows.
    #[serde(default)]
    pub alone: bool,
    /// The page that says so.
    pub from: String,
    /// The sources in which that stands.
    pub sources: Vec<String>,
}

impl Product {
    /// Its id: its name with the country, since packs of one name differ from country to country.
    pub fn id(&self) -> String {
        let name = self.names.first().map_or("", String::as_str);
        format!("{name} ({})", self.country)
    }
}

/// One ingredient of a pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holds {
    /// The id of a medicine, or the name of a relative.
    pub substance: String,
    /// Milligrams in one unit.
    #[serde(default)]
    pub mg: Option<f64>,
    /// Or parts in a hundred, where it goes on the skin.
    #[serde(default)]
    pub percent: Option<f64>,
    /// The salt, if the strength is that of a salt.
    #[serde(default)]
    pub salt: Option<String>,
    /// The limits that the directions of the pack set. Worked out from them, never written.
    #[serde(default)]
    pub label: Option<Label>,
    /// Whether it counts in place of the labels of the substance.
    #[serde(default)]
    pub alone: bool,
}

/// A name that stands for several packs: it never settles how much there is, and asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The country in which the name means this; any if absent.
    #[serde(default)]
    pub country: Option<String>,
    /// The name and its spellings.
    pub names: Vec<String>,
    /// What the packs hold, in the order in which strengths are written after the name.
    pub may_hold: Vec<MayHold>,
    /// Whether what is in it differs from pack to pack; otherwise only how much.
    #[serde(default)]
    pub open: bool,
}

/// One ingredient of some pack of a family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MayHold {
    /// The id of a medicine, or the name of a relative.
    pub substance: String,
    /// The strengths in milligrams that are sold under the name.
    pub mg: Vec<f64>,
}
