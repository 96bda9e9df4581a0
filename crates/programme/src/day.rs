//! The programme of a day, from a diary: what pages and terminal share.

use crate::asked::{Asked, Done, Phase};
use crate::session::{Pause, Programme, programme};
use jiff::Zoned;
use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_care::moment::{self, start};
use supple_care::{ActivityKnown, checked, health};
use supple_diary::{Diary, Exercise, Exposure, Level, Whole};
use supple_guidance::embedded;
use supple_guidance::exercise::{Need, Setting};

/// What a person says of the day. Everything else stands in the diary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// How much time there is, in minutes.
    pub minutes: u32,
    /// Where it is to be done; `None` means anywhere.
    pub place: Option<Setting>,
    /// What hurts, beside what was said for a plan.
    pub hurts: BTreeSet<Need>,
    /// The ids of the exercises that were put aside.
    pub put_aside: BTreeSet<String>,
    /// Whether it is a bad day.
    pub bad_day: bool,
}

/// The programme for someone with this diary at this time.
///
/// # Errors
/// Says why it pauses.
pub fn today(diary: &Diary, now: &Zoned, said: &Said) -> Result<Programme<'static>, Pause<'static>> {
    let (guidance, at, today) = (embedded(), now.timestamp(), now.date());
    let known = ActivityKnown::of(guidance, diary, at, today);
    let plan = moment::said(diary, at);
    let worse = plan.iter().flat_map(|plan| &plan.situation.worse).filter_map(|worse| Need::of(*worse));
    let began = diary.episodes().iter().map(|episode| episode.onset.date()).filter(|on| *on <= today).max();
    let history = history(diary);
    let asked = Asked {
        about: &health::about(diary, today),
        urgency: checked(diary, at).map(|checked| checked.verdict.urgency),
        phase: Phase::from(&start::start(diary, at).state),
        rung: known.state.reached.as_deref(),
        episode: began,
        place: said.place,
        hurts: &said.hurts.iter().copied().chain(worse).collect(),
        put_aside: &said.put_aside,
        bad_day: said.bad_day,
        minutes: said.minutes,
        history: &history,
        today,
    };
    programme(guidance, &asked)
}

/// What was practised, the oldest first. What the guidance does not know is own words, and no part of it.
pub fn history(diary: &Diary) -> Vec<Done> {
    let small = |level: Option<Level>| level.and_then(|level| u8::try_from(level.get()).ok());
    let practised = diary.all::<Exercise>().filter_map(|(item, exercise)| {
        let on: Date = item.happened().date();
        Some(Done {
            on,
            exercise: exercise.what.known()?.to_owned(),
            rung: exercise.rung.as_ref().map(|rung| rung.as_str().to_owned()),
            sets: exercise.sets.map(Whole::get),
            repetitions: exercise.repetitions.map(Whole::get),
            seconds: exercise.seconds.map(Whole::get),
            before: small(exercise.before),
            after: small(exercise.after),
            too_much: exercise.too_much == Some(true),
        })
    });
    let mut practised: Vec<Done> = practised.collect();
    practised.sort_by_key(|done| done.on);
    practised
}

/// The ids of what stands in the diary as something that sets a spasm off, or may.
pub fn exposures(diary: &Diary) -> BTreeSet<String> {
    let present = diary.all::<Exposure>().filter(|(_, exposure)| exposure.present);
    present.filter_map(|(_, exposure)| Some(exposure.what.known()?.to_owned())).collect()
}
