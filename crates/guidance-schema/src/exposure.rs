//! What might set a spasm off, and when it would have to come before one to count.

use crate::id::ExposureId;
use serde::{Deserialize, Serialize};

/// Something that might set a spasm off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// The id that entries of the diary carry.
    pub id: ExposureId,
    /// What it is called within a sentence, such as "lifting something heavy".
    pub words: String,
    /// The time before a spasm that is looked at.
    pub when: When,
    /// With [`When::Hours`], how many.
    #[serde(default)]
    pub hours: Option<u32>,
    /// With [`When::Cycle`], which days.
    #[serde(default)]
    pub cycle: Option<Cycle>,
    /// Whether a back that is about to cramp may bring it about, so that it may be an early sign in place of a trigger.
    #[serde(default, rename = "early-sign")]
    pub early_sign: bool,
    /// Who says that it might, or how long before.
    pub sources: Vec<String>,
    /// The one thing to do where a diary links it with more spasms.
    #[serde(rename = "do")]
    pub to_do: String,
    /// The same where a diary links it with fewer, if there is more to say than [`Advice::keep`].
    #[serde(default)]
    pub keep: Option<String>,
    /// The claims of the guide that this stands on.
    pub claims: Vec<String>,
}

/// What to do about a link that a diary shows, whatever it is a link with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Advice {
    /// Why this, and for how long.
    pub judgement: String,
    /// About what the person named, where spasms come more often with it.
    pub own: String,
    /// Where spasms come less often with it.
    pub keep: String,
    /// Where there is probably no strong link.
    pub no_link: String,
    /// Where nothing can be told yet.
    pub unclear: String,
    /// What a likely link means.
    pub likely: Likely,
    /// What is said of a link that may be an early sign.
    pub early_sign: EarlySign,
    /// About an exercise.
    pub practice: Practice,
}

/// How far a link that is called likely can be trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Likely {
    /// Of 100 people without any trigger, about how many are told of a likely link.
    pub told_of_100: u32,
    /// Where the number comes from.
    pub judgement: String,
}

/// What is said where a diary cannot part a trigger from an early sign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EarlySign {
    /// Why these and no others.
    pub judgement: String,
    /// What it may be instead.
    pub may_be: String,
    /// What would tell the two apart.
    pub tell: String,
}

/// How exercise is looked at as something that a spasm may follow, and what to do about such a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Practice {
    /// How many hours before a spasm are looked at.
    pub hours: u32,
    /// Why so many, and why the advice is what it is.
    pub judgement: String,
    /// The one thing to do where spasms come more often after it.
    #[serde(rename = "do")]
    pub to_do: String,
    /// The same where they come less often after it.
    pub keep: String,
    /// What makes or hides a link with exercise: people choose its days.
    pub chosen: String,
    /// The claims of the guide that the advice stands on.
    pub claims: Vec<String>,
}

/// The time before a spasm in which something would have to be to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Some hours before, on the clock.
    Hours,
    /// The night that has just passed.
    Night,
    /// The day before, or the same day where it was said before the spasm began.
    Day,
    /// The days around the first day of a period, of which only the first days are written down.
    Cycle,
}

/// Which days of a menstrual cycle are looked at, and on which of the others it is known that they are none of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// Why these.
    pub judgement: String,
    /// So many days before the first day of a period count with it.
    pub before: u32,
    /// So many days after it count with it.
    pub after: u32,
    /// What is noted within so many days of a first day is the same period.
    pub same: u32,
    /// For so many days after a first day no other is expected.
    pub shortest: u32,
    /// Between first days that lie further apart than so many days one may be missing.
    pub longest: u32,
}
