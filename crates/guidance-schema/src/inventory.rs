//! The statements of the four articles that Supple began with, and where they contradict each other.

use crate::urgency::Urgency;
use serde::{Deserialize, Serialize};

/// Who made a statement of the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// The text of the article.
    Article,
    /// A clinician whom the article quotes.
    Clinician,
    /// A reader, in a comment.
    Reader,
    /// A notice of the site.
    Site,
}

/// One statement or request of the four articles, by its id `S<article>-<kind>-<number>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The id.
    pub id: String,
    /// Who says it.
    pub voice: Voice,
    /// The statement in our own words.
    pub says: String,
    /// On warning signs: the most urgent level that any of the four articles gives this sign.
    pub urgency: Option<Urgency>,
}

/// Items that are no statement of the guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotShown {
    /// The ids of the items.
    pub items: Vec<String>,
    /// Why they are not shown.
    pub reason: String,
}

/// A disagreement found between the four articles, to be carried by a [`Disagreement`](crate::Disagreement).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The id, `C01` to `C52`.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The items on its sides.
    pub items: Vec<String>,
}
