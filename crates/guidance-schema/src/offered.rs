//! What is offered to write down: the types of `offered.toml`.

use serde::{Deserialize, Serialize};

/// What is offered to write down, in the words of buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// Why these.
    pub judgement: String,
    /// What a text to the person's own contact says, where they wrote no words of their own.
    pub text: String,
    /// What someone was doing when a spasm came: words without an id.
    pub doing: Vec<String>,
    /// What can have got worse when someone stops a timer over it: words without an id.
    pub stopped: Vec<String>,
    /// When the night is asked about.
    pub morning: Morning,
    /// What is asked every day.
    pub daily: Vec<Daily>,
    /// What is asked every day of who has chosen it.
    #[serde(rename = "on-request")]
    pub on_request: Vec<Daily>,
    /// What might set a spasm off.
    pub exposure: Vec<Button>,
    /// What is done for relief.
    pub measure: Vec<Button>,
    /// What may come with a spasm: findings of the check.
    pub came_with: Vec<Button>,
}

/// When the night that has just passed is asked about, by the person's own clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Morning {
    /// Why then.
    pub judgement: String,
    /// From this hour on.
    pub from: u8,
    /// Until this hour.
    pub until: u8,
    /// Only of someone with a check-in in so many days.
    pub days: u16,
}

/// A question of every day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Daily {
    /// The id of an exposure.
    pub id: String,
    /// The question.
    pub ask: String,
    /// What the answer yes is called.
    pub words: String,
}

/// Something that can be tapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    /// Its id.
    pub id: String,
    /// Its words.
    pub words: String,
}
