//! Habits for the time between spasms: the types of `habits.toml`.

use crate::guide::Strength;
use crate::id::ExposureId;
use crate::medicines::Sign;
use serde::{Deserialize, Serialize};

/// A habit, with what is known of it and to whom it is offered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habit {
    /// A unique id.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// What to do.
    pub steps: Vec<String>,
    /// The positions, sequences or movements that show it.
    #[serde(default)]
    pub figures: Vec<String>,
    /// What is known of it, and how sure that is.
    pub known: String,
    /// The strongest kind of source behind what is known.
    pub strength: Strength,
    /// How long it takes, in minutes, where it is done once.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Whom a doctor told otherwise, in words that always stand with it.
    #[serde(default)]
    pub opt_out: Option<String>,
    /// Who is not offered it.
    #[serde(default)]
    pub not_for: Vec<Sign>,
    /// To whom it is offered, and why. The first that holds is told.
    pub offer: Vec<Offer>,
    /// Who says so.
    pub sources: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// The items of the inventory that it carries.
    #[serde(default)]
    pub items: Vec<String>,
}

/// To whom a habit is offered: to everyone, with a yes to one of the signs, or where the diary has one of the exposures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// To everyone.
    #[serde(default)]
    pub everyone: bool,
    /// Where one of these is so.
    #[serde(default)]
    pub any: Vec<Sign>,
    /// Where one of these stands in the diary.
    #[serde(default)]
    pub exposures: Vec<ExposureId>,
    /// Why it is offered, to be told.
    pub because: String,
}
