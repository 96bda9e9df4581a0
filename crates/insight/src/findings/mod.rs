//! What a diary shows: everything that may be said of it, as numbers.
//!
//! [`Findings::of`] goes the whole way from the diary to the verdicts. Pages, terminal and report say it in words
//! ([`Findings::sentences`]); what they say is made from these numbers and nothing else. All of it serialises, and the
//! names of the fields are the keys.
//!
//! It is about one person, and observed, not tried: a trigger is *linked*, never proven.

mod durations;
mod frequency;
mod gaps;
mod outlook;
mod relief;
mod rhythm;
mod since;
mod triggers;

pub use durations::{Durations, Lasted, Lasting, Step};
pub use frequency::{Change, Frequency, FrequencyVerdict, FrequencyWarning, Method, Ratio};
pub use gaps::{Gap, GapOnset, Gaps, GapsOf, GapsVerdict, LEAST_GAPS};
pub use outlook::Outlook;
pub use relief::{Relief, What};
pub use rhythm::{CalendarDay, LEAST_FOR_RHYTHM, Rhythm, Share, Timing};
pub use since::{Since, SinceMethod, Stretch};
pub use triggers::{
    ANY_FALSE, ByDay, Changed, Check, Counts, Doubt, LEAST_DAYS_AT_RISK, LEAST_EXPOSED, LEAST_FOR_HINTS,
    LEAST_FOR_VERDICTS, Looked, MEANINGLESS, Map, NOT_STRONG, Overall, Pair, Stage, State, Trigger, Triggers, Verdict,
};

pub(crate) use triggers::{LONGEST_RUN, NO_DAY_BEFORE, WEEKDAYS};
#[cfg(feature = "simulate")]
pub(crate) use {frequency::frequency, gaps::gaps, since::since, triggers::triggers};

use crate::design::Design;
use jiff::Zoned;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_diary::Diary;

/// The version of the method. It changes whenever the same diary could give other numbers.
pub const MODEL: &str = "supple-insight-6";

/// The finding of the safety check that spasms come more often.
const MORE_OFTEN: &str = "more-often";

/// What a diary shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// The version of the method.
    pub model: String,
    /// The first day that the diary knows of; none where it is empty.
    pub from: Option<Date>,
    /// The day up to which it was looked at.
    pub to: Date,
    /// Days with a check-in that says whether there was a spasm.
    pub check_in_days: usize,
    /// Spasms: each that was written down, and each day of which only a check-in says that there was one.
    pub spasms: usize,
    /// Bouts: spasms less than two hours apart count once.
    pub bouts: usize,
    /// Days with a spasm, but without a check-in that says whether there was one: they cannot be compared or make a rate.
    pub spasm_days_without_check_in: usize,
    /// What goes with spasms.
    pub triggers: Triggers,
    /// Whether spasms come more or less often.
    pub frequency: Frequency,
    /// Whether spasms come closer together.
    pub gaps: Gaps,
    /// On which days of the week, and at which times of the day, spasms come.
    pub rhythm: Rhythm,
    /// How often a spasm came as long after the last one as the next day is; none where that tells nothing.
    pub outlook: Option<Outlook>,
    /// How long episodes last, and how long until the next.
    pub durations: Durations,
    /// What was followed by how much relief.
    pub relief: Vec<Relief>,
    /// The findings of the safety check that the diary itself answers with yes. They can only raise its urgency.
    pub answers: Vec<String>,
}

/// What of the method can be varied, to see by simulation what it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The size m of the log-F(m, m) penalty. With 1, intervals of true triggers and of others hold the truth in 94 to
    /// 96 % of all settings of the evaluation, and estimates have hardly any bias; 2 and 4 pull strong links to 0, and
    /// their intervals are too wide where there is no link.
    pub log_f: f64,
    /// How many days after an episode are left out.
    pub washout: i64,
    /// How long a stratum is, in days: whole weeks.
    pub block: i64,
    /// How the list of likely links is drawn up.
    pub claims: Claiming,
    /// P(b > 0) from which spasms are said to come more often.
    pub rising: f64,
}

/// How the list of likely links is drawn up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claiming {
    /// Holm's step-down procedure at one in twenty.
    StepDown,
    /// The longest list of which one in ten is expected to be wrong about the direction; see [`supple_stats::discovery::claims()`].
    Bayesian,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { log_f: 1.0, washout: 1, block: crate::design::BLOCK, claims: Claiming::StepDown, rising: 0.975 }
    }
}

impl Findings {
    /// What a diary shows, as of now on the person's own clock. Entries of later days are not looked at.
    pub fn of(diary: &Diary, now: &Zoned) -> Findings {
        Findings::with(diary, now, &Settings::default())
    }

    /// The same by another method.
    pub fn with(diary: &Diary, now: &Zoned, settings: &Settings) -> Findings {
        let design = Design::of(diary, now);
        let frequency = frequency::frequency(&design.days, settings);
        let mut answers = Vec::new();
        if frequency::is_recurrent(&design.days) {
            answers.push("recurrent".to_owned());
        }
        let gaps = gaps::gaps(diary, now, settings);
        if frequency.verdict == FrequencyVerdict::MoreOften || gaps.is_more_often(&frequency) {
            answers.push(MORE_OFTEN.to_owned());
        }
        let days = || design.days.iter().map(|(_, day)| day);
        Findings {
            model: MODEL.to_owned(),
            from: diary.days().keys().next().copied(),
            to: now.date(),
            check_in_days: days().filter(|day| day.is_known).count(),
            spasms: spasms(diary, now),
            bouts: days().map(|day| day.bouts as usize).sum(),
            spasm_days_without_check_in: days().filter(|day| day.bouts > 0 && !day.is_known).count(),
            triggers: triggers::triggers(&design, settings),
            frequency,
            gaps,
            rhythm: rhythm::rhythm(&design.days),
            outlook: outlook::outlook(&design.days),
            durations: durations::durations(diary, now),
            relief: relief::relief(diary, now),
            answers,
        }
    }
}

/// How many spasms the diary knows of.
fn spasms(diary: &Diary, now: &Zoned) -> usize {
    let days = diary.days().range(..=now.date()).map(|(_, day)| day);
    days.map(|day| if day.spasm() == Some(true) { day.spasms.max(1) } else { 0 }).sum()
}
