//! Harm that a measure did, as the person told it. Nothing is judged by it, and where nothing was told it is not known: never
//! that there was none.
//!
//! Harm belongs to what was done, not to what chance chose: who took the other measure was harmed by that one. Every draw
//! counts, also one that two devices made of one number.

use super::{asks_for, done, offered};
use jiff::Timestamp;
use supple_diary::{Diary, Kind, Label, TrialDone, TrialHarm, Words};
use supple_guidance::trial::{HarmOf, TrialOf};
use supple_trial::{Arm, Done, Recorded};
use uuid::Uuid;

/// Harm that was told of a spasm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harm {
    /// The entry that tells it.
    pub entry: Uuid,
    /// The entry of the draw.
    pub draw: Uuid,
    /// Which spasm of the trial.
    pub number: u8,
    /// When chance chose.
    pub drawn: Timestamp,
    /// When it was told.
    pub told: Timestamp,
    /// What it was.
    pub what: Label,
}

impl Harm {
    /// What the guidance has of it; none where it was told in own words.
    pub fn known(&self) -> Option<&'static HarmOf> {
        offered().harm(self.what.known()?)
    }

    /// Whether it was told just now, and the warning signs are looked at again: what is told in own words may be anything.
    pub fn asks_for_the_check(&self, now: Timestamp) -> bool {
        now.duration_since(self.told) <= asks_for() && self.known().is_none_or(|known| known.looks_again)
    }
}

/// What was told of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harms {
    /// The measure that was done; none where neither of the two was.
    pub arm: Option<Arm>,
    /// In how many spasms.
    pub spasms: usize,
    /// Of how many of them nothing was told.
    pub not_told: usize,
    /// What was told, in the order of the spasms.
    pub told: Vec<Harm>,
}

/// What of a trial can be told by one tap.
pub fn harms_of(of: &TrialOf) -> impl Iterator<Item = &'static HarmOf> {
    let id = of.id.clone();
    offered().harms.iter().filter(move |harm| harm.is_of(&id))
}

/// What these words tell: the id of a harm that this trial offers, else own words.
pub fn harm_label(of: &TrialOf, words: Words) -> Label {
    let is_known = harms_of(of).any(|harm| harm.id == words.as_str());
    if is_known { Label::plain(words) } else { Label::Own(words) }
}

/// What was done after this draw: what chance chose, unless something else was told.
pub(super) fn done_after(diary: &Diary, draw: Uuid) -> Done {
    let told = diary.all::<TrialDone>().rfind(|(_, done)| done.draw == draw);
    told.and_then(|(_, told)| done(told.done.as_str())).unwrap_or(Done::AsDrawn)
}

/// What was told of these draws: of both measures, and of neither where something was told there.
pub(super) fn harms(diary: &Diary, draws: &[Recorded]) -> Vec<Harms> {
    let mut draws: Vec<&Recorded> = draws.iter().collect();
    draws.sort_by_key(|draw| (draw.at, draw.entry));
    let arm_of = |draw: &Recorded| match done_after(diary, draw.entry) {
        Done::AsDrawn => Some(draw.arm),
        Done::Other => Some(draw.arm.other()),
        Done::Neither => None,
    };
    let done: Vec<(&Recorded, Option<Arm>)> = draws.into_iter().map(|draw| (draw, arm_of(draw))).collect();
    let of = |arm: Option<Arm>| {
        let of_it: Vec<Vec<Harm>> =
            done.iter().filter(|(_, done)| *done == arm).map(|(draw, _)| told(diary, draw)).collect();
        let not_told = of_it.iter().filter(|told| told.is_empty()).count();
        Harms { arm, spasms: of_it.len(), not_told, told: of_it.into_iter().flatten().collect() }
    };
    let neither = Some(of(None)).filter(|neither| !neither.told.is_empty());
    [Some(Arm::A), Some(Arm::B)].into_iter().map(of).chain(neither).collect()
}

/// What was told of a draw: each harm once, as it was first written.
fn told(diary: &Diary, draw: &Recorded) -> Vec<Harm> {
    let mut each: Vec<Harm> = Vec::new();
    let written = diary.all::<TrialHarm>().filter_map(|(item, _)| match &item.as_written().kind {
        Kind::TrialHarm(harm) if harm.draw == draw.entry => Some((item, harm)),
        _ => None,
    });
    for (item, harm) in written {
        if each.iter().all(|other| other.what != harm.what) {
            each.push(Harm {
                entry: item.id(),
                draw: draw.entry,
                number: draw.number,
                drawn: draw.at,
                told: item.first().recorded(),
                what: harm.what.clone(),
            });
        }
    }
    each
}
