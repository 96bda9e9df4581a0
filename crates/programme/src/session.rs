//! The programme of a day: whether there is one, which exercises, and how many in the time there is.

use crate::asked::{Asked, Done, Phase, days};
use crate::fit::{Borne, Changed, Out, fit, holds};
use crate::ladder::{Bar, Ladder, Stand, Step, Why};
use crate::walk::{self, WEEK, Walk};
use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_guidance::exercise::{Class, Condition, Dose, Exercise, Exercises, Stop};
use supple_guidance::{Guidance, Urgency};

/// The programme of a day. It has a walk or an exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme<'g> {
    /// The walk, which comes first.
    pub walk: Option<Walk<'g>>,
    /// The exercises, in their order.
    pub exercises: Vec<Chosen<'g>>,
    /// When to stop.
    pub stop: &'g [Stop],
    /// The exercises that are not for this person today, with the reason.
    pub left_out: Vec<LeftOut<'g>>,
    /// What has no answer, and leaves an exercise out until it has one.
    pub open: Vec<&'g Condition>,
    /// Whether it is short, for a bad day.
    pub is_short: bool,
    /// Whether the pain of the sessions is no better after so long that someone should be asked.
    pub ask_for_help: bool,
}

/// An exercise of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen<'g> {
    /// The exercise.
    pub exercise: &'g Exercise,
    /// Its class: what it is for.
    pub class: &'g Class,
    /// The rung: how much of it.
    pub dose: &'g Dose,
    /// Where it goes.
    pub step: Step,
    /// Why it goes there.
    pub why: Why,
    /// How it is done otherwise.
    pub changes: Vec<Changed<'g>>,
    /// What stays in view, since nobody has answered.
    pub minds: Vec<&'g Condition>,
    /// How long it takes once, in seconds, with the time to get ready.
    pub seconds: u32,
}

/// An exercise that is not for this person today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeftOut<'g> {
    /// The exercise.
    pub exercise: &'g Exercise,
    /// Why not.
    pub why: Out<'g>,
}

/// Why there is no programme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pause<'g> {
    /// The check found something for today or now.
    WarningSign(Urgency),
    /// The muscle is tight, or the person is down: the plan for now comes first.
    Spasm,
    /// Something about the person that someone else decides.
    Condition(&'g Condition),
    /// No check that counts, and nothing practised since the last episode.
    CheckFirst,
    /// An episode, and the way back to activity has not come far enough.
    Episode,
    /// There is no time.
    NoTime,
    /// Neither a walk nor an exercise is left for this person, here and today.
    NothingFits,
}

impl Programme<'_> {
    /// How long it takes, in seconds.
    pub fn seconds(&self) -> u32 {
        let walk = self.walk.as_ref().map_or(0, |walk| walk.minutes * 60);
        self.exercises.iter().fold(walk, |sum, chosen| sum + chosen.seconds)
    }
}

/// The programme of the day, or why there is none.
///
/// # Errors
/// Says why it pauses.
pub fn programme<'g>(guidance: &'g Guidance, asked: &Asked<'_>) -> Result<Programme<'g>, Pause<'g>> {
    let limit = may_begin(guidance, asked)?;
    let known = &guidance.exercises;
    let rules = &known.rules;
    let minutes = if asked.bad_day { asked.minutes.min(rules.bad_day_minutes.is) } else { asked.minutes };
    let mut left_out = Vec::new();
    let mut candidates = Vec::new();
    for exercise in &known.exercises {
        match candidate(guidance, asked, limit, exercise) {
            Ok(candidate) => candidates.push(candidate),
            Err(why) => left_out.push(LeftOut { exercise, why }),
        }
    }
    let session = Session { guidance, asked, candidates };

    let budget = minutes.saturating_mul(60);
    let open = walk::open(guidance, asked);
    // The walk takes half of the time at most, where an exercise fits into the rest.
    let half = |full: u32| full.min(minutes.div_ceil(2));
    let due = open.as_ref().ok().filter(|open| open.is_due).map(|open| (open, half(open.full)));
    let exercises = session.choose(budget - due.as_ref().map_or(0, |(_, minutes)| minutes * 60));
    let walk = match due {
        Some((open, _)) if exercises.is_empty() => Some(open.of(open.full.min(minutes))),
        Some((open, minutes)) => Some(open.of(minutes)),
        // On a day without a walk of the plan, a short one is better than nothing.
        None if exercises.is_empty() => open.as_ref().ok().map(|open| open.of(open.full.min(minutes))),
        None => None,
    };
    if walk.is_none() && exercises.is_empty() {
        return Err(Pause::NothingFits);
    }
    Ok(Programme {
        walk,
        exercises,
        stop: &known.stop,
        open: unanswered(&left_out),
        left_out,
        is_short: asked.bad_day,
        ask_for_help: is_no_better(guidance, asked),
    })
}

/// One exercise for this person today, whether or not the programme of the day has it.
///
/// # Errors
/// Says why it is left out. Who has no programme at all ([`Pause`]) is told by [`programme`].
pub fn single<'g>(guidance: &'g Guidance, asked: &Asked<'_>, exercise: &'g Exercise) -> Result<Chosen<'g>, Out<'g>> {
    let limit = may_begin(guidance, asked).map_err(|_| Out::Later)?;
    let one = candidate(guidance, asked, limit, exercise)?;
    Ok(Session { guidance, asked, candidates: Vec::new() }.dosed(&one))
}

/// Whether there may be a programme at all; up to which rung of the way back, where that limits it.
pub(crate) fn may_begin<'g>(guidance: &'g Guidance, asked: &Asked<'_>) -> Result<Option<usize>, Pause<'g>> {
    let known = &guidance.exercises;
    if let Some(urgency) = asked.urgency.filter(|urgency| *urgency >= Urgency::SameDay) {
        return Err(Pause::WarningSign(urgency));
    }
    if asked.phase == Phase::Spasm {
        return Err(Pause::Spasm);
    }
    let pauses = known.conditions.iter().filter(|condition| condition.pauses);
    if let Some(condition) = pauses.into_iter().find(|one| holds(guidance, asked, one) == Some(true)) {
        return Err(Pause::Condition(condition));
    }
    if asked.urgency.is_none() && !has_begun(guidance, asked) {
        return Err(Pause::CheckFirst);
    }
    let place = asked.rung.and_then(|rung| guidance.ladder.place(rung));
    let lowest = known.classes.iter().filter_map(|class| guidance.ladder.place(&class.from)).min().unwrap_or(0);
    let limit = match asked.phase {
        Phase::Episode if place.is_none_or(|place| place < lowest) => return Err(Pause::Episode),
        Phase::Episode | Phase::Recovered => Some(place.map_or(lowest, |place| place.max(lowest))),
        Phase::Well | Phase::Spasm => None,
    };
    if asked.minutes == 0 {
        return Err(Pause::NoTime);
    }
    Ok(limit)
}

/// Whether something of the programme was practised since the last episode began.
fn has_begun(guidance: &Guidance, asked: &Asked<'_>) -> bool {
    let is_known = |id: &str| id == guidance.walking.id || guidance.exercises.exercise(id).is_some();
    let is_since = |on: Date| on <= asked.today && asked.episode.is_none_or(|began| on > began);
    asked.history.iter().any(|done| is_known(&done.exercise) && is_since(done.on))
}

/// An exercise that this person can do here today.
struct Candidate<'g> {
    exercise: &'g Exercise,
    class: &'g Class,
    dose: &'g Dose,
    stand: Stand,
    borne: Borne<'g>,
    /// When it was done last.
    last: Option<Date>,
}

fn candidate<'g>(
    guidance: &'g Guidance,
    asked: &Asked<'_>,
    limit: Option<usize>,
    exercise: &'g Exercise,
) -> Result<Candidate<'g>, Out<'g>> {
    let known = &guidance.exercises;
    let ladder = &guidance.ladder;
    let borne = fit(guidance, asked, exercise)?;
    let class = known.class(&exercise.class).ok_or(Out::Later)?;
    let opens = ladder.place(&class.from).ok_or(Out::Later)?;
    if limit.is_some_and(|limit| opens > limit) || (asked.bad_day && !class.gentle) {
        return Err(Out::Later);
    }
    if rests(known, asked, class) {
        return Err(Out::RestDay);
    }
    let reached = asked.rung.and_then(|rung| ladder.place(rung));
    let may_load = ladder.place(&known.load_from).is_some_and(|load| reached.is_some_and(|place| place >= load));
    let open = exercise.rungs.iter().take_while(|dose| may_load || !dose.load).count();
    let stand = stand(known, asked, exercise, open);
    if stand.rests {
        return Err(Out::TooMuch);
    }
    // Someone who lifted before an episode goes down one rung at a time, and not with a weight.
    let dose = exercise.rungs.get(stand.place).filter(|_| stand.place < open).ok_or(Out::Load)?;
    let last = practised(asked).filter(|done| done.exercise == *exercise.id).map(|done| done.on).max();
    Ok(Candidate { exercise, class, dose, stand, borne, last })
}

fn practised<'a>(asked: &Asked<'a>) -> impl Iterator<Item = &'a Done> + use<'a> {
    let today = asked.today;
    asked.history.iter().filter(move |done| done.on <= today)
}

fn stand(known: &Exercises, asked: &Asked<'_>, exercise: &Exercise, open: usize) -> Stand {
    let rules = &known.rules;
    let of_it = practised(asked).filter(|done| done.exercise == *exercise.id);
    let mut done: Vec<(usize, &Done)> =
        of_it.filter_map(|done| Some((exercise.place(done.rung.as_deref()?)?, done))).collect();
    done.sort_by_key(|(_, done)| done.on);
    let ladder = Ladder {
        start: exercise.place(&exercise.start).unwrap_or(0),
        open,
        done,
        rules,
        today: asked.today,
        episode: asked.episode,
        bad_day: asked.bad_day,
    };
    let bar = |_| Bar { sessions: rules.sessions_before_up.is, days: rules.days_before_up.is, in_a_row: true };
    let complete = |place: usize, day: &[&Done]| {
        exercise.rungs.get(place).is_some_and(|dose| {
            let whole = |done: &&Done| {
                let counted = done.repetitions.map(|often| done.sets.unwrap_or(1).saturating_mul(often));
                counted.is_some_and(|counted| counted >= dose.sets * dose.repetitions)
                    || done.seconds.is_some_and(|seconds| seconds >= exercise.seconds(dose, rules))
            };
            day.iter().any(whole)
        })
    };
    ladder.stand(bar, complete)
}

/// Whether the muscles of a class rest today: by the days since, and by how many days of the last week it had.
fn rests(known: &Exercises, asked: &Asked<'_>, class: &Class) -> bool {
    let of_class = |done: &&Done| known.exercise(&done.exercise).is_some_and(|exercise| exercise.class == class.id);
    let lately = practised(asked).filter(of_class).map(|done| done.on);
    let lately: BTreeSet<Date> = lately.filter(|on| days(*on, asked.today) < WEEK).collect();
    let is_near = lately.last().is_some_and(|last| class.rest_days > 0 && days(*last, asked.today) <= class.rest_days);
    let before = lately.iter().filter(|on| **on < asked.today).count();
    is_near || u32::try_from(before).unwrap_or(WEEK) >= class.days_a_week
}

/// What of a day can be chosen from.
struct Session<'g, 'a> {
    guidance: &'g Guidance,
    asked: &'a Asked<'a>,
    candidates: Vec<Candidate<'g>>,
}

impl<'g> Session<'g, '_> {
    /// One exercise of each slot, then more of any class up to the least number, as far as they fit into the seconds.
    fn choose(&self, seconds: u32) -> Vec<Chosen<'g>> {
        let known = &self.guidance.exercises;
        let rules = &known.rules;
        let (least, most) = match self.asked.bad_day {
            true => (rules.bad_day_exercises.is, rules.bad_day_exercises.is),
            false => (rules.exercises_least.is, rules.exercises_most.is),
        };
        let (mut chosen, mut left): (Vec<Chosen<'g>>, u32) = (Vec::new(), seconds);
        let mut take = |one: &Candidate<'g>, chosen: &mut Vec<Chosen<'g>>| {
            let one = self.dosed(one);
            let fits = one.seconds <= left && chosen.iter().all(|other| other.exercise.id != one.exercise.id);
            if fits {
                left -= one.seconds;
                chosen.push(one);
            }
            fits
        };
        let len = |chosen: &[Chosen<'g>]| u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        for slot in &known.slots {
            if len(&chosen) >= most {
                break;
            }
            let of_slot = self.in_order(|one| slot.classes.contains(&one.class.id));
            let _ = of_slot.into_iter().find(|one| take(one, &mut chosen));
        }
        let any = self.in_order(|_| true);
        for one in any {
            if len(&chosen) >= least {
                break;
            }
            take(one, &mut chosen);
        }
        chosen
    }

    /// The candidates, in the order in which they are offered: what comes first for this person, the class that was done
    /// longest ago, and of a class what was practised last, until it is at its top: then the next.
    fn in_order(&self, which: impl Fn(&Candidate<'g>) -> bool) -> Vec<&Candidate<'g>> {
        let mut found: Vec<&Candidate<'g>> = self.candidates.iter().filter(|one| which(one)).collect();
        let last_of_class = |class: &Class| {
            self.candidates.iter().filter(|one| one.class.id == class.id).filter_map(|one| one.last).max()
        };
        let is_at_top = |one: &Candidate<'g>| one.stand.why == Why::AtTop;
        found.sort_by_key(|one| {
            (!self.is_first(one.class), last_of_class(one.class), is_at_top(one), std::cmp::Reverse(one.last))
        });
        found
    }

    fn is_first(&self, class: &Class) -> bool {
        let condition = class.first_for.as_ref().and_then(|id| self.guidance.exercises.condition(id));
        condition.is_some_and(|condition| holds(self.guidance, self.asked, condition) == Some(true))
    }

    fn dosed(&self, one: &Candidate<'g>) -> Chosen<'g> {
        let rules = &self.guidance.exercises.rules;
        let Candidate { exercise, class, dose, stand, borne, .. } = one;
        let Borne { changes, minds } = borne.clone();
        let seconds = exercise.seconds(dose, rules) + rules.change_over_seconds.is;
        Chosen { exercise, class, dose, step: stand.step, why: stand.why, changes, minds, seconds }
    }
}

/// The conditions that have no answer and leave an exercise out, each once.
fn unanswered<'g>(left_out: &[LeftOut<'g>]) -> Vec<&'g Condition> {
    let mut open: Vec<&'g Condition> = Vec::new();
    for one in left_out {
        if let Out::Unanswered(condition) = one.why
            && !open.iter().any(|known| known.id == condition.id)
        {
            open.push(condition);
        }
    }
    open
}

/// Whether the pain before a session is no lower than it was so many days ago, since the last episode.
fn is_no_better(guidance: &Guidance, asked: &Asked<'_>) -> bool {
    let is_known = |id: &str| id == guidance.walking.id || guidance.exercises.exercise(id).is_some();
    let told =
        practised(asked).filter(|done| is_known(&done.exercise) && asked.episode.is_none_or(|began| done.on >= began));
    let pains: Vec<(Date, u8)> = told.filter_map(|done| Some((done.on, done.before?))).collect();
    let (Some(first), Some(last)) = (pains.iter().min_by_key(|(on, _)| *on), pains.iter().max_by_key(|(on, _)| *on))
    else {
        return false;
    };
    days(first.0, last.0) >= guidance.exercises.rules.not_better_days.is && last.1 > 0 && last.1 >= first.1
}
