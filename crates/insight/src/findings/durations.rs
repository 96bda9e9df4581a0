//! How long episodes last, and how long until the next spasm.
//!
//! Kaplan and Meier's curve, so that what is still under way counts with the time that it has lasted so far. Where nobody
//! said when an episode was over, it is known to have lasted until its last spasm, and no more. Spasms that are each known to
//! have ended by themselves, and that the person does not call an episode, are none. The durations of one person describe her
//! diary; where a trend exists they are said to be "over the whole diary".

use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use supple_diary::{Diary, EpisodeState, Moment, Seconds, Spasm};
use supple_stats::times::{Limits, Observation, Survival, survival};

const DAY: f64 = 86_400.0;

/// Fewer ends than this give no median.
const LEAST: usize = 3;

/// At most so many steps of a curve are told: more could not be told apart on a phone.
const MOST_STEPS: usize = 60;

/// How long things last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Durations {
    /// From the onset of an episode to the recovery, in days.
    pub episode_days: Lasting,
    /// From a recovery to the next onset, in days.
    pub free_days: Lasting,
    /// From the onset of a bout to the onset of the next, in days.
    pub between_bouts_days: Lasting,
    /// How long a spasm lasts, in minutes, where it was said.
    pub spasm_minutes: Lasting,
}

/// How long something lasts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lasting {
    /// How many there were.
    pub n: usize,
    /// How many of them ended; the others are known to have lasted at least so long.
    pub ended: usize,
    /// The time by which half have ended; none with fewer than three ends, or where half last longer than was watched.
    pub median: Option<f64>,
    /// Its lower 95 % limit.
    pub lower: Option<f64>,
    /// Its upper 95 % limit; none where there is none.
    pub upper: Option<f64>,
    /// How many more ends are needed before there is a median or a curve; 0 where there is one.
    pub more: usize,
    /// The share that lasts longer, by time: at most 60 steps of the curve. Empty while `more` is above 0.
    pub curve: Vec<Step>,
    /// The longest of all; none without any.
    pub longest: Option<Lasted>,
    /// The latest 60, in the order in which they began.
    pub latest: Vec<Lasted>,
}

/// How long one of them lasted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lasted {
    /// How long, in the unit of what is told.
    pub time: f64,
    /// Whether it is known to have ended then; else it lasted at least so long.
    pub ended: bool,
}

/// A step of Kaplan and Meier's curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// When, in the unit of what is told.
    pub time: f64,
    /// How many were known to last until just before.
    pub at_risk: usize,
    /// The share that lasts longer, 0 to 1.
    pub left: f64,
    /// Its lower 95 % limit; none once nothing is left.
    pub lower: Option<f64>,
    /// Its upper 95 % limit; none once nothing is left.
    pub upper: Option<f64>,
}

pub(super) fn durations(diary: &Diary, now: &Zoned) -> Durations {
    let now = now.timestamp();
    let days = |from: &Moment, to: Timestamp| to.duration_since(from.at()).as_secs_f64() / DAY;
    // What is watched ends with the last thing that was written of it.
    let last_known = diary.items().iter().map(|item| item.happened().at()).filter(|at| *at <= now).max().unwrap_or(now);
    let past = |moment: &Moment| moment.at() <= now;

    let episodes: Vec<_> = diary.episodes().iter().filter(|episode| past(&episode.onset)).collect();
    let mut episode_days = Vec::new();
    let mut free_days = Vec::new();
    for (place, episode) in episodes.iter().enumerate() {
        let state = episode.state(now);
        let lasted = match &state {
            EpisodeState::Recovered(at) => Some((days(&episode.onset, at.at()), true)),
            EpisodeState::Unsaid(last) => Some((days(&episode.onset, last.at()), false)),
            EpisodeState::Open => {
                let bouts = diary.bouts().get(episode.bouts.clone()).unwrap_or_default();
                let last = if episode.said { last_known } else { bouts.last().map_or(last_known, |bout| bout.end) };
                Some((days(&episode.onset, last), false))
            }
            EpisodeState::Passed(_) => None,
        };
        episode_days.extend(lasted.map(|(time, ended)| Observation { time: time.max(0.0), ended }));
        if let EpisodeState::Recovered(at) = &state {
            let next = episodes.get(place + 1).map(|next| next.onset.at());
            let time = days(at, next.unwrap_or(last_known));
            free_days.push(Observation { time: time.max(0.0), ended: next.is_some() });
        }
    }
    let bouts: Vec<_> = diary.bouts().iter().filter(|bout| past(&bout.onset)).collect();
    let between = bouts.iter().enumerate().map(|(place, bout)| {
        let next = bouts.get(place + 1).map(|next| next.onset.at());
        Observation { time: days(&bout.onset, next.unwrap_or(last_known)).max(0.0), ended: next.is_some() }
    });
    let spasms = diary.all::<Spasm>().filter(|(item, _)| past(item.happened()));
    let minutes = spasms.filter_map(|(_, spasm)| spasm.seconds).map(Seconds::get);
    let minutes = minutes.map(|seconds| Observation { time: f64::from(seconds) / 60.0, ended: true });
    Durations {
        episode_days: lasting(&episode_days),
        free_days: lasting(&free_days),
        between_bouts_days: lasting(&between.collect::<Vec<_>>()),
        spasm_minutes: lasting(&minutes.collect::<Vec<_>>()),
    }
}

fn lasting(observations: &[Observation]) -> Lasting {
    let ended = observations.iter().filter(|one| one.ended).count();
    let more = LEAST.saturating_sub(ended);
    let each = observations.iter().map(|one| Lasted { time: one.time, ended: one.ended });
    let mut lasting = Lasting {
        n: observations.len(),
        ended,
        more,
        longest: each.clone().max_by(|one, other| one.time.total_cmp(&other.time)),
        latest: each.skip(observations.len().saturating_sub(MOST_STEPS)).collect(),
        ..Lasting::default()
    };
    if ended >= LEAST
        && let Ok(curve) = survival(observations, Limits::LogLog)
    {
        // The second of a quarter, half and three quarters.
        let middle = |list: &[Option<f64>]| list.get(1).copied().flatten();
        lasting.median = middle(&curve.quantiles.q);
        lasting.lower = lasting.median.and(middle(&curve.quantiles.lower));
        lasting.upper = lasting.median.and(middle(&curve.quantiles.upper));
        lasting.curve = steps(&curve);
    }
    lasting
}

/// The steps at which something ended; of too many, some at even distances, always with the last.
fn steps(curve: &Survival) -> Vec<Step> {
    let ends: Vec<usize> = (0..curve.time.len()).filter(|at| curve.n_event[*at] > 0).collect();
    let every = ends.len().div_ceil(MOST_STEPS).max(1);
    let kept = ends.iter().rev().step_by(every).rev();
    kept.map(|at| Step {
        time: curve.time[*at],
        at_risk: curve.n_risk[*at],
        left: curve.surv[*at],
        lower: curve.lower[*at],
        upper: curve.upper[*at],
    })
    .collect()
}
