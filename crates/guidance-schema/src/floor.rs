//! The floor script: one instruction at a time for someone who lies on the floor.

use crate::guide::Strength;
use crate::id::{FindingId, RuleId};
use crate::situation::{Mobility, Thing};
use crate::urgency::Urgency;
use serde::{Deserialize, Serialize};

/// One instruction of the floor script. Every instruction takes the same three answers: done, not yet, and worse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FloorStep {
    /// A unique id.
    pub id: String,
    /// Which way through the script it belongs to.
    pub track: Track,
    /// Whether the script may begin here. The first that fits the situation is taken.
    #[serde(default)]
    pub start: bool,
    /// The instruction, in a few words.
    pub title: String,
    /// How to do it.
    pub how: String,
    /// Seconds to breathe in and to breathe out, where there is a pace.
    #[serde(default)]
    pub pace: Option<(u8, u8)>,
    /// How long to stay with it, in seconds.
    pub seconds: u32,
    /// How far one must be able to move.
    pub needs: Mobility,
    /// How far one can move once it is done.
    #[serde(default)]
    pub shows: Option<Mobility>,
    /// What must be at hand.
    #[serde(default)]
    pub at_hand: Vec<Thing>,
    /// Whether it is only for someone alone (true) or only for someone who is not (false).
    #[serde(default)]
    pub alone: Option<bool>,
    /// Whether doing it brings one nearer to getting up, so that the clock of "nothing works" starts anew.
    #[serde(default)]
    pub progress: bool,
    /// What the button for "done" says.
    pub yes: String,
    /// What the button for "not yet" says.
    pub no: String,
    /// The instruction after "done"; none when one is up.
    #[serde(default)]
    pub done: Option<String>,
    /// The instruction after "not yet".
    pub not_yet: String,
    /// The ids of the claims that it stands on.
    pub claims: Vec<String>,
    /// Who says so: sources of those claims.
    pub sources: Vec<String>,
    /// How strong the evidence is: the strength of one of those claims, or none where it is our own judgement.
    #[serde(default)]
    pub strength: Option<Strength>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// The inventory items that it carries.
    #[serde(default)]
    pub items: Vec<String>,
}

/// The two ways through the floor script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Track {
    /// Help is called and one waits for it: nothing that moves the back.
    Wait,
    /// From lying to standing.
    Rise,
}

impl Track {
    /// The way for this urgency: in an emergency one waits for help.
    pub fn of(urgency: Urgency) -> Track {
        if urgency == Urgency::Emergency { Track::Wait } else { Track::Rise }
    }
}

/// When the floor script stops and sends back to the check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FloorLimit {
    /// A unique id.
    pub id: String,
    /// After how many minutes.
    pub minutes: u32,
    /// From when they count.
    pub since: Since,
    /// The findings that are then answered with yes in the check.
    pub findings: Vec<FindingId>,
    /// The rule that those findings make true.
    pub rule: RuleId,
    /// What the person is told.
    pub says: String,
    /// How someone says at the start that it has run out already, in their own words; only since they lie there.
    #[serde(default)]
    pub said: Option<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
}

/// From when a floor limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// Since the person came to lie there, or began the script if that is not known.
    Lying,
    /// Since something last worked.
    Progress,
    /// At once, when the person says that it is worse.
    Worse,
}
