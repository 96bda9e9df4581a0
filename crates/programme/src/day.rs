//! The programme of a day, from a diary: what pages and terminal share.
//!
//! It is made from what was practised before the day, so that it stays the same all day: what is done today is ticked off,
//! and counts from tomorrow on.

use crate::asked::{Asked, Done, Phase};
use crate::fit::Out;
use crate::session::{Chosen, Pause, Programme, programme, single};
use crate::walk::Walk;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, Zoned};
use std::collections::BTreeSet;
use supple_care::moment::{self, start};
use supple_care::{ActivityKnown, Situation, health};
use supple_diary::{Diary, Exercise, Exposure, Item, Level, PainAbout, Timer, Whole};
use supple_guidance::exercise::{Need, Setting};
use supple_guidance::{Urgency, embedded, exercise};

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
    asked(diary, now, said, |asked| programme(embedded(), asked))
}

/// One exercise for this person today, whether or not the programme has it.
///
/// # Errors
/// Says why it is left out.
pub fn one(
    diary: &Diary,
    now: &Zoned,
    said: &Said,
    exercise: &'static exercise::Exercise,
) -> Result<Chosen<'static>, Out<'static>> {
    if was_too_much(&done_today(diary, now), exercise.id.as_str()) {
        return Err(Out::TooMuch);
    }
    // Where it is done is shown, and leaves nothing out that someone looks for by its name.
    let said = Said { place: None, put_aside: BTreeSet::new(), minutes: said.minutes.max(1), ..said.clone() };
    asked(diary, now, &said, |asked| single(embedded(), asked, exercise))
}

/// The walk of today, unless it was too much today.
pub fn walk(diary: &Diary, now: &Zoned, said: &Said) -> Option<Walk<'static>> {
    let rests = was_too_much(&done_today(diary, now), embedded().walking.id.as_str());
    today(diary, now, said).ok().filter(|_| !rests)?.walk
}

/// What a check owes that comes before everything else.
pub(crate) fn owed(diary: &Diary, now: Timestamp) -> Option<Urgency> {
    urgency(diary, now).filter(|owed| *owed >= Urgency::SameDay)
}

/// What is made of all that is known of a person on a day.
pub(crate) fn asked<T>(diary: &Diary, now: &Zoned, said: &Said, made: impl FnOnce(&Asked<'_>) -> T) -> T {
    let (guidance, at, today) = (embedded(), now.timestamp(), now.date());
    let known = ActivityKnown::of(guidance, diary, at, today);
    let plan = moment::said(diary, at);
    let worse = plan.iter().flat_map(|plan| &plan.situation.worse).filter_map(|worse| Need::of(*worse));
    let began = diary.episodes().iter().map(|episode| episode.onset.date()).filter(|on| *on <= today).max();
    let mut history = history(diary, at);
    history.retain(|done| done.on < today);
    made(&Asked {
        about: &health::about(diary, today),
        urgency: urgency(diary, at),
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
    })
}

/// What a check says that still counts. What an older one found is owed until a newer check takes it back.
fn urgency(diary: &Diary, now: Timestamp) -> Option<Urgency> {
    let known = supple_care::known(diary, &Situation::default(), now);
    let is_checked = known.asked == supple_care::Asked::Check;
    Some(known.owed).filter(|owed| is_checked || *owed >= Urgency::SameDay)
}

/// A part of a programme: the walk, or an exercise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part<'p> {
    /// The walk.
    Walk(&'p Walk<'static>),
    /// An exercise.
    Exercise(&'p Chosen<'static>),
}

impl Part<'_> {
    /// The id that entries carry.
    pub fn id(&self) -> &'static str {
        match self {
            Part::Walk(walk) => walk.plan.id.as_str(),
            Part::Exercise(chosen) => chosen.exercise.id.as_str(),
        }
    }

    /// How many times a day it is meant for.
    pub fn times(&self) -> u32 {
        match self {
            Part::Walk(_) => 1,
            Part::Exercise(chosen) => chosen.dose.times,
        }
    }
}

/// The parts of a programme, in their order.
pub fn parts<'p>(programme: &'p Programme<'static>) -> impl Iterator<Item = Part<'p>> {
    programme.walk.iter().map(Part::Walk).chain(programme.exercises.iter().map(Part::Exercise))
}

/// What comes next of a programme: what was done least often today, as long as it is meant to be done again. What was too much
/// today rests: it is smaller from tomorrow on.
pub fn next<'p>(programme: &'p Programme<'static>, done: &[Done]) -> Option<Part<'p>> {
    let often = |part: &Part<'_>| {
        u32::try_from(done.iter().filter(|done| done.exercise == part.id()).count()).unwrap_or(u32::MAX)
    };
    let goes_on = |part: &Part<'_>| often(part) < part.times() && !was_too_much(done, part.id());
    parts(programme).filter(goes_on).min_by_key(often)
}

/// What was practised on the day of this time, the oldest first.
pub fn done_today(diary: &Diary, now: &Zoned) -> Vec<Done> {
    let mut done = history(diary, now.timestamp());
    done.retain(|done| done.on == now.date());
    done
}

/// Whether this was too much today.
pub fn was_too_much(done: &[Done], exercise: &str) -> bool {
    done.iter().any(|done| done.exercise == exercise && done.too_much)
}

/// Whether it is enough for today: the pain rose by as much as counts since it was lowest before an exercise. So it is seen
/// too where it rises a little with each.
pub fn is_enough(done: &[Done]) -> bool {
    let points = embedded().exercises.rules.worse_points.is;
    let mut lowest: Option<u8> = None;
    done.iter().any(|done| {
        lowest = lowest.into_iter().chain(done.before).min();
        lowest.zip(done.after).is_some_and(|(lowest, after)| u32::from(after) >= u32::from(lowest) + points)
    })
}

/// The exercise whose timer runs or rests now.
pub fn under_way(diary: &Diary, now: Timestamp) -> Option<(&Item, &Exercise, &Timer)> {
    diary.all::<Exercise>().rev().take(NEWEST).find_map(|(item, exercise)| {
        let timer = exercise.timer.as_deref().filter(|timer| !timer.is_over(now))?;
        Some((item, exercise, timer))
    })
}

/// What is looked at of the newest timers.
const NEWEST: usize = 5;

/// The pain before an exercise: what was told last, lately.
pub fn pain(diary: &Diary, now: Timestamp) -> Option<Level> {
    let lately = SignedDuration::from_mins(embedded().exercises.rules.pain_minutes.is.into());
    let told = diary.pains().iter().rev().find(|pain| pain.about != PainAbout::Day && pain.at <= now)?;
    (now.duration_since(told.at) <= lately).then_some(told.level)
}

/// What was practised until now, the oldest first. What the guidance does not know is own words, and no part of it; what is
/// being counted is not done yet. A count that ran out while nobody looked was done.
pub fn history(diary: &Diary, now: Timestamp) -> Vec<Done> {
    let practised = diary.all::<Exercise>().filter_map(|(item, exercise)| of_entry(item, exercise, now));
    let mut practised: Vec<Done> = practised.collect();
    practised.sort_by_key(|done| done.on);
    practised
}

/// What an entry says that was done; `None` while it is counted, and for own words.
pub fn of_entry(item: &Item, exercise: &Exercise, now: Timestamp) -> Option<Done> {
    let small = |level: Option<Level>| level.and_then(|level| u8::try_from(level.get()).ok());
    let on: Date = item.happened().date();
    let timer = exercise.timer.as_ref();
    if timer.is_some_and(|timer| !timer.is_over(now)) {
        return None;
    }
    Some(Done {
        on,
        exercise: exercise.what.known()?.to_owned(),
        rung: exercise.rung.as_ref().map(|rung| rung.as_str().to_owned()),
        sets: exercise.sets.map(Whole::get),
        repetitions: exercise.repetitions.map(Whole::get),
        seconds: exercise.seconds.or_else(|| timer.map(|timer| timer.ran(now))).map(Whole::get),
        before: small(exercise.before),
        after: small(exercise.after),
        too_much: exercise.too_much == Some(true),
    })
}

/// The ids of what stands in the diary as something that sets a spasm off, or may.
pub fn exposures(diary: &Diary) -> BTreeSet<String> {
    let present = diary.all::<Exposure>().filter(|(_, exposure)| exposure.present);
    present.filter_map(|(_, exposure)| Some(exposure.what.known()?.to_owned())).collect()
}
