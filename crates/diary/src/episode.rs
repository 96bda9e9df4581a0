//! Spasms gathered into bouts, and bouts into episodes.
//!
//! **Bout.** Spasms in the order of their onset; one that begins less than two hours after the one before belongs to the
//! same bout. So a bout may last longer than two hours.
//!
//! **Episode.** It begins with an onset that the person records, or with a bout outside any episode. It ends
//! 1. when the person records a recovery, or
//! 2. unsaid: when 14 days or more have passed since its last onset of a spasm (or since its recorded onset, if that is
//!    later) and then another onset or bout comes, which begins the next episode;
//! 3. otherwise it is open.
//!
//! An onset recorded while an episode is under way confirms it and begins no other. A recovery outside any episode
//! changes nothing. A bout belongs, as a whole, to the episode in which it begins; so each bout is in exactly one.
//!
//! **Whether it goes on** turns on the time at which that is asked ([`Episode::state`]), since silence is no sign:
//! - An episode whose onset the person recorded goes on for 14 days after its last sign: that onset, a spasm, or pain above
//!   0. After that nobody said when it was over.
//! - One that is only implied by spasms *has passed* once each of them has ended, where the length of each is known. A spasm
//!   of seconds is over after seconds; nothing says that anything went on.
//! - One that is implied by a spasm of unknown length may go on for 14 days after the last spasm, and no longer.

use crate::item::Item;
use crate::kinds::{EpisodeMark, Phase, Spasm};
use crate::moment::Moment;
use crate::values::{Level, Seconds};
use jiff::{SignedDuration, Timestamp};
use std::ops::Range;
use uuid::Uuid;

/// Spasms whose onsets are less than this apart belong to one bout.
pub const BOUT_GAP: SignedDuration = SignedDuration::from_hours(2);

/// Without a spasm for this long, the next one begins another episode.
pub const QUIET: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Spasms less than two hours apart, onset to onset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bout {
    /// When the first spasm began.
    pub onset: Moment,
    /// When the last spasm began.
    pub last_onset: Moment,
    /// When the last spasm to end had ended; a spasm of unknown length counts as its onset.
    pub end: Timestamp,
    /// Whether the length of each of its spasms is known, so that it was over at `end`.
    pub is_end_known: bool,
    /// The strongest intensity, where any was given.
    pub worst: Option<Level>,
    /// Its spasms: places in `Diary::of(KindName::Spasm)`.
    pub spasms: Range<usize>,
    first: Uuid,
}

/// From onset to recovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// When it began: the recorded onset or the first spasm, whichever came first.
    pub onset: Moment,
    /// Whether the person recorded an onset; otherwise it is implied by its first bout.
    pub said: bool,
    /// How it ended, as far as entries say; whether it goes on at some time is its [`state`](Episode::state).
    pub ending: Ending,
    /// From when it would go on, if it does: its onset; or, where spasms before had all ended by themselves and the onset is
    /// not recorded, the first that is not known to have.
    pub since: Moment,
    /// Its bouts: places in `Diary::bouts`.
    pub bouts: Range<usize>,
    /// Its spasms: places in `Diary::of(KindName::Spasm)`.
    pub spasms: Range<usize>,
    /// Its course of pain: places in `Diary::pains`, from its onset to its recovery, or for as long as it was under way
    /// where nobody said when it ended.
    pub pains: Range<usize>,
    /// The last onset of a spasm, or the recorded onset, if that is later.
    last: Moment,
    /// The last that shows that it goes on.
    sign: Timestamp,
    /// When its last spasm had ended, where the length of each is known.
    ended: Option<Timestamp>,
}

/// What is known of an episode at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EpisodeState {
    /// The person recorded a recovery at this time.
    Recovered(Moment),
    /// It goes on, as far as is known.
    Open,
    /// Each of its spasms had ended by itself; the last began at this time.
    Passed(Moment),
    /// Nobody said when it was over. This is the last that is known of it.
    Unsaid(Moment),
}

impl Episode {
    /// What is known of it at this time.
    pub fn state(&self, now: Timestamp) -> EpisodeState {
        if let Ending::Recovered(at) = &self.ending {
            return EpisodeState::Recovered(at.clone());
        }
        if let Some(ended) = self.ended.filter(|_| !self.said) {
            let over = ended <= now || self.ending != Ending::Open;
            return if over { EpisodeState::Passed(self.last.clone()) } else { EpisodeState::Open };
        }
        match &self.ending {
            Ending::Open if now.duration_since(self.sign) < QUIET => EpisodeState::Open,
            _ => EpisodeState::Unsaid(self.last.clone()),
        }
    }
}

/// How an episode ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The person recorded a recovery at this time.
    Recovered(Moment),
    /// Nobody said when: 14 days without a spasm followed this, the last that is known of it.
    Unsaid(Moment),
    /// No entry says that it is over, or that another began.
    Open,
}

/// A pain level and when it was so, from whatever entry said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PainPoint {
    /// When.
    pub at: Timestamp,
    /// How much.
    pub level: Level,
    /// What it is about.
    pub about: PainAbout,
    /// The id of the item that says it.
    pub item: Uuid,
}

/// What a pain level is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PainAbout {
    /// The pain at that time.
    Now,
    /// Before a measure or an exercise.
    Before,
    /// After a measure or an exercise.
    After,
    /// A whole day, from the check-in; its time is noon of that day.
    Day,
}

/// Gathers spasms, which are sorted by onset, into bouts.
pub(crate) fn bouts(spasms: &[Item]) -> Vec<Bout> {
    let mut bouts: Vec<Bout> = Vec::new();
    for (place, item) in spasms.iter().enumerate() {
        let onset = item.happened();
        let spasm = item.get::<Spasm>();
        let seconds = spasm.and_then(|spasm| spasm.seconds);
        let end = after(onset.at(), seconds.map_or(0, Seconds::get));
        let worst = spasm.and_then(|spasm| spasm.intensity);
        match bouts.last_mut() {
            Some(bout) if onset.at().duration_since(bout.last_onset.at()) < BOUT_GAP => {
                bout.last_onset = onset.clone();
                bout.end = bout.end.max(end);
                bout.is_end_known &= seconds.is_some();
                bout.worst = bout.worst.max(worst);
                bout.spasms.end = place + 1;
            }
            _ => bouts.push(Bout {
                onset: onset.clone(),
                last_onset: onset.clone(),
                end,
                is_end_known: seconds.is_some(),
                worst,
                spasms: place..place + 1,
                first: item.id(),
            }),
        }
    }
    bouts
}

/// Gathers bouts and what the person recorded of episodes, both sorted by time, into episodes.
pub(crate) fn episodes(bouts: &[Bout], recorded: &[Item], pains: &[PainPoint]) -> Vec<Episode> {
    enum Event<'e> {
        Bout(usize, &'e Bout),
        Phase(Phase, &'e Moment),
    }
    let mut events: Vec<(Timestamp, Uuid, Event<'_>)> = Vec::with_capacity(bouts.len() + recorded.len());
    events
        .extend(bouts.iter().enumerate().map(|(place, bout)| (bout.onset.at(), bout.first, Event::Bout(place, bout))));
    events.extend(recorded.iter().filter_map(|item| {
        let episode = item.get::<EpisodeMark>()?;
        Some((item.happened().at(), item.id(), Event::Phase(episode.phase, item.happened())))
    }));
    events.sort_by_key(|(at, id, _)| (*at, *id));

    let mut gathered = Gathered { episodes: Vec::new(), last: None };
    for (_, _, event) in events {
        match event {
            Event::Bout(place, bout) => {
                let episode = gathered.under_way(&bout.onset, place, bout.spasms.start);
                let has_passed = !episode.said && episode.ended.is_some();
                if has_passed {
                    episode.since = bout.onset.clone();
                }
                if has_passed || episode.bouts.is_empty() {
                    episode.ended = bout.is_end_known.then(|| episode.ended.map_or(bout.end, |end| end.max(bout.end)));
                }
                episode.bouts.end = place + 1;
                episode.spasms.end = bout.spasms.end;
                episode.last = later(&episode.last, &bout.last_onset);
                gathered.last = Some(bout.last_onset.clone());
            }
            Event::Phase(Phase::Onset, moment) => {
                let bouts_so_far = gathered.episodes.last().map_or((0, 0), |last| (last.bouts.end, last.spasms.end));
                let episode = gathered.under_way(moment, bouts_so_far.0, bouts_so_far.1);
                // What had passed by itself some time before is not what began now.
                let had_passed = !episode.said && episode.ended.is_some();
                if had_passed && moment.at().duration_since(episode.last.at()) >= BOUT_GAP {
                    episode.since = moment.clone();
                }
                episode.said = true;
                episode.last = later(&episode.last, moment);
                if gathered.last.as_ref().is_none_or(|last| last.at() < moment.at()) {
                    gathered.last = Some(moment.clone());
                }
            }
            Event::Phase(Phase::Recovery, moment) => {
                if let Some(open) = gathered.open() {
                    open.ending = Ending::Recovered(moment.clone());
                }
                gathered.last = None;
            }
        }
    }

    let mut episodes = gathered.episodes;
    let onsets: Vec<Timestamp> = episodes.iter().map(|episode| episode.onset.at()).collect();
    for (place, episode) in episodes.iter_mut().enumerate() {
        let from = pains.partition_point(|pain| pain.at < episode.onset.at());
        let to = match &episode.ending {
            Ending::Recovered(moment) => pains.partition_point(|pain| pain.at <= moment.at()),
            Ending::Unsaid(last) => {
                let over = last.at().saturating_add(QUIET).unwrap_or(Timestamp::MAX);
                let next = onsets.get(place + 1).copied().unwrap_or(Timestamp::MAX);
                pains.partition_point(|pain| pain.at < over.min(next))
            }
            Ending::Open => pains.len(),
        };
        episode.pains = from..to.max(from);
        episode.sign = episode.last.at();
        let hurts = pains[episode.pains.clone()].iter().filter(|pain| pain.level.get() > 0);
        for pain in hurts.filter(|_| episode.said) {
            if pain.at.duration_since(episode.sign) < QUIET {
                episode.sign = episode.sign.max(pain.at);
            }
        }
    }
    episodes
}

/// The later of two.
fn later(one: &Moment, other: &Moment) -> Moment {
    if one.at() < other.at() { other.clone() } else { one.clone() }
}

struct Gathered {
    episodes: Vec<Episode>,
    /// The last onset in the episode under way; none if none is.
    last: Option<Moment>,
}

impl Gathered {
    fn open(&mut self) -> Option<&mut Episode> {
        self.episodes.last_mut().filter(|episode| episode.ending == Ending::Open)
    }

    /// The episode that is under way at this time: the open one, or one that begins now.
    fn under_way(&mut self, now: &Moment, bout: usize, spasm: usize) -> &mut Episode {
        let goes_on = self.last.as_ref().is_some_and(|last| now.at().duration_since(last.at()) < QUIET);
        if !goes_on {
            if let Some(last) = self.last.take()
                && let Some(open) = self.open()
            {
                open.ending = Ending::Unsaid(last);
            }
            self.episodes.push(Episode {
                onset: now.clone(),
                said: false,
                ending: Ending::Open,
                since: now.clone(),
                last: now.clone(),
                sign: now.at(),
                ended: None,
                bouts: bout..bout,
                spasms: spasm..spasm,
                pains: 0..0,
            });
        }
        let last = self.episodes.len() - 1;
        &mut self.episodes[last]
    }
}

/// A time some seconds later.
pub(crate) fn after(at: Timestamp, seconds: u32) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX)
}
