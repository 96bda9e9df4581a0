//! What is told of triggers: the numbers and verdicts, exposure by exposure.

use super::LEAST_EXPOSED;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What goes with spasms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Triggers {
    /// Days on which a spasm could begin, as far as is known: with a check-in, and not in or just after an episode.
    pub days_at_risk: usize,
    /// Those on which one began.
    pub spasm_days: usize,
    /// All of them together.
    pub overall: Overall,
    /// Each exposure: likely links first, then the others by how sure they are.
    pub each: Vec<Trigger>,
    /// Two likely links that act otherwise together than apart.
    pub pairs: Vec<Pair>,
    /// What the statistics have to say about themselves.
    pub warnings: Vec<String>,
}

/// Two likely links on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The id of one.
    pub first: String,
    /// The id of the other.
    pub second: String,
    /// Whether spasms begin still more often with both than each alone would give; else less.
    pub is_more: bool,
}

/// What is to be said of all exposures together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overall {
    /// How far the diary has come.
    pub stage: Stage,
    /// How many exposures could be compared.
    pub compared: usize,
    /// How many are likely linked.
    pub likely: usize,
    /// About how many more spasm days the next stage needs; 0 at the last.
    pub more_spasms: usize,
    /// How many more days at risk the first stage needs.
    pub more_days: usize,
}

/// How far a diary has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Nothing can be compared yet.
    TooEarly,
    /// There are hints, and no verdicts.
    Hints,
    /// There are verdicts.
    Verdicts,
}

/// One exposure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its id in the diary; of an exercise, marked as one.
    pub id: String,
    /// Where it is an exercise, its id in the guidance, or the person's own words for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<String>,
    /// What it is called within a sentence.
    pub words: String,
    /// What can be said of it.
    pub state: State,
    /// What is said of it.
    pub verdict: Verdict,
    /// Where it stands on the map of triggers.
    pub map: Map,
    /// How many times as often a spasm began with it as without: per unit for a number, see `per`. None where it was not
    /// compared, or is mostly assumption.
    pub odds_ratio: Option<f64>,
    /// The ratio as it is told: of a likely link, less what it owes to having been picked for being clear.
    pub told: Option<f64>,
    /// The lower 95 % limit.
    pub lower: Option<f64>,
    /// The upper 95 % limit.
    pub upper: Option<f64>,
    /// The odds ratio that would by now have been called likely four times in five; none where nothing was compared.
    pub would_be_seen: Option<f64>,
    /// The probability that it raises the odds.
    pub p_raises: Option<f64>,
    /// How much of the answer is assumption, 0 to 1.
    pub assumed: Option<f64>,
    /// For a number, the step that the odds ratio is for: two standard deviations.
    pub per: Option<f64>,
    /// For a number, a low and a high level that are this step apart, as people feel them.
    pub levels: Option<[f64; 2]>,
    /// For a number that acts only where there is much of it, the level above which; the ratio is then for above it, not for a step.
    pub above: Option<f64>,
    /// Which time was compared.
    pub looked: Looked,
    /// What was counted.
    pub counts: Counts,
    /// Days with it and without it, and how many of them had a spasm; none for what is looked at by hours.
    pub by_day: Option<ByDay>,
    /// About how many more spasm days are needed before it can be judged; 0 where it can. None where that cannot be said, where
    /// it takes more than anyone can wait for, and where it takes days with it, or without it, and not spasms.
    pub more_spasms: Option<usize>,
    /// The same without its most likely confusions, for who wants to look closer.
    pub checks: Vec<Check>,
    /// Why a link that would be likely is not called so.
    pub doubts: Vec<Doubt>,
}

/// What can be said of an exposure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum State {
    /// Too few spasm days, or days at risk.
    TooEarly,
    /// It was there, or not there, on fewer than three of the days compared.
    Unseen {
        /// Whether it was nearly always there; else hardly ever.
        always: bool,
    },
    /// It usually lasts for more than a week on end, which this comparison cannot judge.
    LongLasting,
    /// It nearly always goes together with another one, and is not told apart from it.
    Together {
        /// The id of the other.
        with: String,
    },
    /// What is known is mostly the assumption that we began with.
    MostlyAssumed,
    /// A hint: an order and an interval, and no verdict.
    Hint,
    /// Verdicts are allowed.
    Usable,
}

/// What is said of an exposure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Likely linked.
    Likely,
    /// Probably no strong link.
    ProbablyNot,
    /// Cannot tell yet.
    CannotTell,
}

/// Where an exposure stands on the map of triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Map {
    /// Spasms began more often with it.
    Raises,
    /// Spasms began less often with it.
    Lowers,
    /// No link seen.
    NoLinkSeen,
    /// Not known yet.
    NotYet,
}

/// Which time before a spasm was compared with the same time on other days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Looked {
    /// The hours just before, on the clock.
    Hours {
        /// How many.
        hours: f64,
    },
    /// The night before.
    Night,
    /// The day before, or earlier on the same day.
    Day,
    /// The days around the first day of a period.
    Cycle {
        /// How many before it.
        before: u32,
        /// How many after it.
        after: u32,
    },
    /// The whole day that lies so many days back; of a night, the one that ended on it.
    DaysBefore {
        /// How many.
        days: i64,
    },
}

/// What was counted of an exposure. Of a number, "with it" is above its mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Spasm days that were compared.
    pub spasm_days: usize,
    /// Those with it.
    pub spasm_days_with: usize,
    /// Times on other days that they were compared with; a day counts once for each spasm of its stratum.
    pub other_times: usize,
    /// Those with it.
    pub other_times_with: usize,
    /// Different days with it among all of these.
    pub days_with: usize,
    /// Different days without it.
    pub days_without: usize,
    /// Spasm days for which the answer was typed after the spasm had begun.
    pub typed_after: usize,
}

/// Days at risk of which it is known whether it was so. Of a number, "with it" is above its mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByDay {
    /// Days with it.
    pub with: usize,
    /// Those on which a spasm began.
    pub with_spasm: usize,
    /// Days without it.
    pub without: usize,
    /// Those on which a spasm began.
    pub without_spasm: usize,
}

impl Counts {
    /// Whether there are too few days with it, and too few without it.
    pub fn is_hardly_known(&self) -> bool {
        self.days_with.max(self.days_without) < LEAST_EXPOSED
    }
}

impl Trigger {
    /// Whether spasms began more often with it; none where nothing was compared.
    pub fn raises(&self) -> Option<bool> {
        self.told.or(self.odds_ratio).map(|ratio| ratio > 1.0)
    }
}

/// The result of a sensitivity analysis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What was changed.
    pub what: Changed,
    /// The odds ratio then.
    pub odds_ratio: f64,
    /// Its lower 95 % limit, from the standard error.
    pub lower: f64,
    /// Its upper 95 % limit, from the standard error.
    pub upper: f64,
    /// The spasm days that were compared.
    pub spasm_days: usize,
}

/// What was changed for a sensitivity analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Changed {
    /// Compared only with days before the spasm.
    PastOnly,
    /// What was asked of days is taken from the same day.
    SameDay,
    /// No day after an episode is left out.
    NoWashout,
    /// Two days after an episode are left out.
    LongWashout,
    /// Without answers that were typed after the spasm had begun.
    WithoutLate,
    /// Without spasms before which the back had already felt wrong; of what may be an early sign, only spasms before which it had not.
    WithoutSigns,
}

/// Why a link that would be likely is not called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// The days before the spasm alone do not show it: what was done after spasms may look like a link.
    PastOnly,
    /// Without the answers that were typed after the spasm it is not seen.
    WithoutLate,
    /// Most of what speaks for it was typed once the spasm had begun: it is easy to blame it then.
    NotedAfter,
    /// It may be an early sign: it is not seen, or nothing is known, of spasms before which the back did not feel wrong.
    EarlySign,
    /// It points the other way when other days after an episode are left out.
    Washout,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Doubt::PastOnly => "the days before your spasms do not show it",
            Doubt::EarlySign => "it may be an early sign",
            Doubt::NotedAfter => "you mostly wrote it down once the spasm had begun, and it is easy to blame it then",
            Doubt::WithoutLate => "it is not seen without what you wrote down after the spasm began",
            Doubt::Washout => "it changes with how many days after a spasm we leave out",
        })
    }
}
