//! What was said of the moment, and what the diary knows of it besides.

use crate::validity::{length, windows};
use crate::{Situation, embedded, profile, spoke_since};
use jiff::Timestamp;
use std::collections::BTreeSet;
use supple_diary::{Diary, Plan, Region, Spasm};
use supple_guidance::{Mobility, Part};

/// A situation that still holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// What was said, with the onset as the diary has it where none was said.
    pub situation: Situation,
    /// When. The times of a plan count from here, so that what comes next does come.
    pub at: Timestamp,
}

/// What was said of the moment, if it still holds: it is not too long ago, and the body did not speak again.
pub fn said(diary: &Diary, now: Timestamp) -> Option<Said> {
    let (item, plan) = diary.latest::<Plan>(now)?;
    let at = item.happened().at();
    // Once the body spoke again, "it is over" would be wrong in the worst way.
    let holds = at >= now - length(&windows().situation) && !spoke_since(diary, at, now);
    let situation = Situation::from_json(embedded(), plan.situation.json()).ok().filter(|_| holds)?;
    let cautions = profile::with_cautions(situation.cautions.clone(), Some(at), diary, now);
    Some(Said {
        situation: Situation { onset: situation.onset.or_else(|| onset(diary, now)), cautions, ..situation },
        at,
    })
}

/// What is known before anything is said: the onset, where it hurts, and the answers to cautions that last.
pub fn remembered(diary: &Diary, now: Timestamp) -> Situation {
    let since = now - length(&windows().lasting_caution);
    let lasting = |id: &str| embedded().relief().cautions.iter().any(|caution| caution.id == id && caution.lasting);
    let last = diary.latest::<Plan>(now).filter(|(item, _)| item.happened().at() >= since);
    let earlier = last.and_then(|(_, plan)| Situation::from_json(embedded(), plan.situation.json()).ok());
    let mut cautions = earlier.map(|earlier| earlier.cautions).unwrap_or_default();
    cautions.retain(|id, _| lasting(id));
    let cautions = profile::with_cautions(cautions, last.map(|(item, _)| item.happened().at()), diary, now);
    Situation { onset: onset(diary, now), parts: parts(diary, now), cautions, ..Situation::default() }
}

/// What is known of the moment, said or remembered: what is said now comes on top.
pub fn so_far(diary: &Diary, now: Timestamp) -> Situation {
    said(diary, now).map_or_else(|| remembered(diary, now), |said| said.situation)
}

/// The situation of now: what is said now on top of what is known. Where nothing is said, what was said and still holds.
pub fn situation(diary: &Diary, spoken: Option<Situation>, now: Timestamp) -> Said {
    match spoken {
        Some(spoken) => Said { situation: begun(diary, so_far(diary, now).updated(spoken), now), at: now },
        None => said(diary, now).unwrap_or_else(|| Said { situation: remembered(diary, now), at: now }),
    }
}

/// A situation of which nothing was said of what is at hand: whoever can get up has what they have at home. On the floor
/// only what lies there is within reach, and what was said of this moment stands.
pub fn begun(diary: &Diary, situation: Situation, now: Timestamp) -> Situation {
    let is_open = situation.at_hand.is_empty() && said(diary, now).is_none();
    if is_open && situation.mobility == Some(Mobility::CanStand) {
        return Situation { at_hand: profile::at_home(diary), ..situation };
    }
    situation
}

/// The onset: of the open episode, or else of the last bout. One that a wrong clock put ahead is now: the help stays.
pub fn onset(diary: &Diary, now: Timestamp) -> Option<Timestamp> {
    let open = diary.open_episode(now).map(|episode| episode.since.at().min(now));
    let bout = diary.bouts().iter().rfind(|bout| bout.onset.at() <= now).map(|bout| bout.onset.at());
    let since = now - length(&windows().onset);
    open.into_iter().chain(bout).find(|onset| *onset >= since)
}

/// Where it hurts, as the last spasm of this moment had it.
fn parts(diary: &Diary, now: Timestamp) -> BTreeSet<Part> {
    let since = now - length(&windows().situation);
    let last = diary.latest::<Spasm>(now).filter(|(item, _)| item.happened().at() >= since);
    let regions = last.into_iter().flat_map(|(_, spasm)| spasm.regions.iter());
    regions.filter_map(part).collect()
}

fn part(region: Region) -> Option<Part> {
    match region {
        Region::LowLeft | Region::LowRight => Some(Part::Low),
        Region::MiddleLeft | Region::MiddleRight => Some(Part::Middle),
        Region::UpperLeft | Region::UpperRight | Region::Neck => Some(Part::Upper),
        Region::SeatLeft | Region::SeatRight | Region::ThighLeft | Region::ThighRight => None,
    }
}
