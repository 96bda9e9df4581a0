//! What must hold of every programme, written apart from the code and from its data: by hand, where it is about harm.

use crate::shared::day;
use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_care::About;
use supple_guidance::exercise::Need;
use supple_guidance::{Urgency, embedded};
use supple_programme::{Asked, Done, Pause, Phase, Programme, Step};
use supple_triage::Answer;

/// What is never done with this, said or not sure.
const NEVER: [(&[&str], &[&str]); 10] = [
    (
        &["pregnant"],
        &[
            "knee-roll",
            "pelvic-tilt",
            "knee-hug",
            "bottom-to-heels",
            "prone-elbows",
            "standing-back-bend",
            "seated-bend",
            "belly-brace",
            "heel-slide",
            "dead-bug",
            "curl-up",
            "side-bridge",
            "bird-dog",
            "bridge",
            "leg-lift-front",
            "leg-back",
            "side-leg-lift",
            "hamstring",
            "hip-flexor",
            "hip-flexor-standing",
            "one-leg-stand",
            "heel-to-toe",
        ],
    ),
    (&["osteoporosis", "steroids", "stiff-spine"], &["knee-hug", "bottom-to-heels", "seated-bend", "curl-up"]),
    (&["legs-ease-sitting"], &["prone-elbows", "standing-back-bend", "leg-lift-front"]),
    (&["leg-pain", "leg-numbness"], &["hamstring", "hip-hinge"]),
    (
        &["sore-hip"],
        &[
            "knee-hug",
            "bottom-to-heels",
            "seated-bend",
            "dead-bug",
            "side-bridge",
            "clam",
            "hamstring",
            "hip-flexor",
            "hip-flexor-standing",
        ],
    ),
    (&["sore-knee"], &["wall-squat", "hip-flexor"]),
    (&["sore-shoulder"], &["prone-elbows", "side-bridge"]),
    (&["sore-neck"], &["curl-up"]),
    (
        &["unsteady-feet"],
        &[
            "standing-back-bend",
            "seated-bend",
            "wall-tilt",
            "leg-back",
            "side-leg-lift",
            "wall-squat",
            "mini-squat",
            "hip-hinge",
            "hip-flexor",
            "hip-flexor-standing",
            "one-leg-stand",
            "heel-to-toe",
        ],
    ),
    (&["pressure-high"], &["side-bridge"]),
];

/// What is done only another way with this, said or not sure.
const OTHERWISE: [(&[&str], &[&str]); 7] = [
    (&["pregnant"], &["cat-cow", "clam", "wall-squat", "hip-hinge"]),
    (
        &["osteoporosis", "steroids", "stiff-spine"],
        &["knee-roll", "cat-cow", "prone-elbows", "standing-back-bend", "side-bend", "seated-turn", "hip-hinge"],
    ),
    (&["sore-wrist"], &["bottom-to-heels", "cat-cow", "bird-dog", "side-bridge"]),
    (&["sore-knee"], &["sit-to-stand", "mini-squat", "bottom-to-heels", "cat-cow", "bird-dog"]),
    (&["sore-shoulder"], &["bird-dog", "dead-bug"]),
    (&["unsteady-feet"], &["sit-to-stand", "heel-raise", "sideways-walk", "bird-dog", "side-bend"]),
    (&["pressure-high"], &["bridge", "wall-squat", "curl-up", "bird-dog", "belly-brace"]),
];

/// What must be known to be a no before what it forbids is shown.
const KNOWN_FIRST: [&str; 3] = ["osteoporosis", "steroids", "stiff-spine"];

/// What is not done while this hurts.
const HURTS: [(Need, &[&str]); 4] = [
    (Need::Bending, &["knee-hug", "bottom-to-heels", "cat-cow", "seated-bend", "curl-up", "hip-hinge", "hamstring"]),
    (Need::Arching, &["prone-elbows", "standing-back-bend", "leg-lift-front", "hip-flexor", "hip-flexor-standing"]),
    (Need::Turning, &["knee-roll", "side-bend", "seated-turn"]),
    (Need::Kneeling, &["bottom-to-heels", "cat-cow", "bird-dog", "hip-flexor"]),
];

/// Classes that are easy enough for a bad day and for the first days of the way back.
const GENTLE: [&str; 1] = ["mobility"];

/// Classes of which the muscles rest a day.
const STRENGTH: [&str; 5] = ["core", "back", "hips", "legs", "hinge"];

/// The rungs of the way back from the lowest on which there is a programme, and from the one with weights.
const WAY_BACK: [&str; 8] =
    ["first-moves", "first-walk", "daily-life", "work", "exercise", "lifting", "sport", "contact-sport"];

fn is_so(about: &About, id: &str) -> bool {
    matches!(about.get(id), Some(Answer::Yes | Answer::Unsure))
}

fn reached(asked: &Asked<'_>) -> usize {
    asked.rung.and_then(|rung| WAY_BACK.iter().position(|known| *known == rung)).map_or(0, |place| place + 1)
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// Whether the person may begin at all, apart from the time there is.
fn may_begin(asked: &Asked<'_>) -> bool {
    let about = asked.about;
    let fever = matches!(about.get("temperature"), Some(Answer::Number(value)) if value >= 38.0)
        || about.get("temperature") == Some(Answer::Unsure);
    let operated = ["operation-lately", "spinal-procedure", "heart-surgery"].iter().any(|id| is_so(about, id));
    let since = |done: &&Done| done.on <= asked.today && asked.episode.is_none_or(|began| done.on > began);
    let begun = asked.history.iter().any(|done| since(&done));
    let in_way_back = asked.phase != Phase::Episode || reached(asked) >= 3;
    let warned = matches!(asked.urgency, Some(Urgency::SameDay | Urgency::Emergency));
    !warned && asked.phase != Phase::Spasm && !fever && !operated && (asked.urgency.is_some() || begun) && in_way_back
}

/// What is wrong with the outcome for this person; nothing if it is right.
pub(crate) fn faults(asked: &Asked<'_>, outcome: &Result<Programme<'_>, Pause<'_>>) -> Vec<String> {
    let mut faults = Vec::new();
    match outcome {
        Err(pause) => {
            let explained = match pause {
                Pause::NoTime => asked.minutes == 0,
                Pause::NothingFits => is_so(asked.about, "unsteady-feet"),
                _ => !may_begin(asked),
            };
            if !explained {
                faults.push(format!("pauses for no reason: {pause:?}"));
            }
        }
        Ok(programme) => {
            if !may_begin(asked) || asked.minutes == 0 {
                faults.push("has a programme where it must pause".to_owned());
            }
            if programme.walk.is_none() && programme.exercises.is_empty() {
                faults.push("is empty".to_owned());
            }
            time(asked, programme, &mut faults);
            harm(asked, programme, &mut faults);
            grading(asked, programme, &mut faults);
            steps(asked, programme, &mut faults);
        }
    }
    faults
}

fn time(asked: &Asked<'_>, programme: &Programme<'_>, faults: &mut Vec<String>) {
    let mut seconds = programme.walk.as_ref().map_or(0, |walk| walk.minutes * 60);
    for one in &programme.exercises {
        let (dose, pace) = (one.dose, one.exercise.pace);
        let each = dose.repetitions * (pace + dose.hold) * if dose.sides { 2 } else { 1 };
        seconds += each * dose.sets + (dose.sets - 1) * 60 + 30;
    }
    let minutes = if asked.bad_day { asked.minutes.min(5) } else { asked.minutes };
    if seconds > minutes * 60 || seconds != programme.seconds() {
        faults.push(format!("takes {seconds} s of {minutes} minutes"));
    }
    if programme.walk.as_ref().is_some_and(|walk| walk.minutes == 0 || walk.minutes > walk.level.minutes) {
        faults.push("walks for no time, or for longer than its level".to_owned());
    }
    let most = if asked.bad_day { 2 } else { 4 };
    let ids: BTreeSet<&str> = programme.exercises.iter().map(|one| one.exercise.id.as_str()).collect();
    if programme.exercises.len() > most || ids.len() != programme.exercises.len() {
        faults.push(format!("has {} exercises: {ids:?}", programme.exercises.len()));
    }
}

fn harm(asked: &Asked<'_>, programme: &Programme<'_>, faults: &mut Vec<String>) {
    let about = asked.about;
    for one in &programme.exercises {
        let id = one.exercise.id.as_str();
        for (signs, never) in NEVER {
            if !never.contains(&id) {
                continue;
            }
            if let Some(sign) = signs.iter().find(|sign| is_so(about, sign)) {
                faults.push(format!("{id} with {sign}"));
            }
            let open = |sign: &&&str| KNOWN_FIRST.contains(*sign) && about.get(sign).is_none();
            if let Some(sign) = signs.iter().find(open) {
                faults.push(format!("{id}, and nobody asked for {sign}"));
            }
        }
        for (signs, otherwise) in OTHERWISE {
            let so = |sign: &&&str| is_so(about, sign) || (KNOWN_FIRST.contains(*sign) && about.get(sign).is_none());
            let changed = |sign: &str| one.changes.iter().any(|c| c.condition.any.iter().any(|s| s.finding == *sign));
            if otherwise.contains(&id)
                && let Some(sign) = signs.iter().find(so)
                && !changed(sign)
            {
                faults.push(format!("{id} with {sign}, unchanged"));
            }
        }
        for (need, never) in HURTS {
            if asked.hurts.contains(&need) && never.contains(&id) {
                faults.push(format!("{id} while {need:?} hurts"));
            }
        }
        if asked.place.is_some_and(|place| !one.exercise.places.contains(&place)) {
            faults.push(format!("{id} at {:?}", asked.place));
        }
        if asked.put_aside.contains(id) {
            faults.push(format!("{id}, which was put aside"));
        }
    }
    if let Some(walk) = &programme.walk {
        if is_so(about, "unsteady-feet") {
            faults.push("walks unsteady".to_owned());
        }
        if (asked.hurts.contains(&Need::Walking) || asked.bad_day) && walk.minutes > 3 {
            faults.push(format!("walks {} minutes where it hurts, or on a bad day", walk.minutes));
        }
    }
}

fn grading(asked: &Asked<'_>, programme: &Programme<'_>, faults: &mut Vec<String>) {
    let gentle = |class: &str| GENTLE.contains(&class);
    for one in &programme.exercises {
        let class = one.class.id.as_str();
        let way_back = matches!(asked.phase, Phase::Episode | Phase::Recovered);
        if way_back && reached(asked) < 5 && !gentle(class) {
            faults.push(format!("{} before the rung of exercise", one.exercise.id));
        }
        if asked.bad_day && !gentle(class) {
            faults.push(format!("{} on a bad day", one.exercise.id));
        }
        if one.dose.load && reached(asked) < 6 {
            faults.push(format!("{} with a weight before the rung of lifting", one.exercise.id));
        }
        let of_class = |done: &&Done| {
            embedded().exercises.exercise(&done.exercise).is_some_and(|exercise| exercise.class == *class)
        };
        let near = |done: &Done| (0..=1).contains(&days(done.on, asked.today));
        if STRENGTH.contains(&class) && asked.history.iter().filter(of_class).any(near) {
            faults.push(format!("{} with no day of rest", one.exercise.id));
        }
    }
}

/// One rung at a time, up only where all went well, down where it must.
fn steps(asked: &Asked<'_>, programme: &Programme<'_>, faults: &mut Vec<String>) {
    for one in &programme.exercises {
        let exercise = one.exercise;
        let dose = |done: &Done| exercise.rungs.iter().position(|dose| Some(&dose.id) == done.rung.as_ref());
        let shown = exercise.rungs.iter().position(|dose| dose == one.dose).unwrap();
        let complete = |place: usize, day: &[&Done]| {
            let dose = &exercise.rungs[place];
            day.iter().any(|done| {
                done.repetitions.is_some_and(|often| often * done.sets.unwrap_or(1) >= dose.repetitions * dose.sets)
                    || done
                        .seconds
                        .is_some_and(|seconds| seconds >= exercise.seconds(dose, &embedded().exercises.rules))
            })
        };
        let ways =
            Ways { name: &exercise.id, shown, top: exercise.rungs.len(), step: one.step, is_short: asked.bad_day };
        let open = |place: usize| !exercise.rungs[place].load || reached(asked) >= 6;
        judge(asked, &ways, (3, 7, true), &exercise.id, dose, complete, open, faults);
    }
    if let Some(walk) = &programme.walk {
        let plan = walk.plan;
        let place = |done: &Done| plan.levels.iter().position(|level| Some(&level.id) == done.rung.as_ref());
        let shown = plan.levels.iter().position(|level| level == walk.level).unwrap();
        let complete = |place: usize, day: &[&Done]| {
            day.iter().map(|done| done.seconds.unwrap_or(0)).sum::<u32>() >= plan.levels[place].minutes * 60
        };
        let last = asked.history.iter().rev().filter(|done| done.exercise == plan.id).find_map(place).unwrap_or(0);
        let level = &plan.levels[last];
        let bar = ((level.days - 1) * level.weeks, 7 * i32::try_from(level.weeks).unwrap(), false);
        let is_short = asked.bad_day || asked.hurts.contains(&Need::Walking);
        let ways = Ways { name: "walking", shown, top: plan.levels.len(), step: walk.step, is_short };
        judge(asked, &ways, bar, &plan.id, place, complete, |_| true, faults);
    }
}

struct Ways<'a> {
    name: &'a str,
    shown: usize,
    top: usize,
    step: Step,
    is_short: bool,
}

#[allow(clippy::too_many_arguments, reason = "an oracle is told all that there is")]
fn judge(
    asked: &Asked<'_>,
    ways: &Ways<'_>,
    (sessions, least_days, in_a_row): (u32, i32, bool),
    id: &str,
    place: impl Fn(&Done) -> Option<usize>,
    complete: impl Fn(usize, &[&Done]) -> bool,
    open: impl Fn(usize) -> bool,
    faults: &mut Vec<String>,
) {
    let mine: Vec<(&Done, usize)> =
        asked.history.iter().filter(|done| done.exercise == id).filter_map(|done| Some((done, place(done)?))).collect();
    let name = ways.name;
    let Some((last, at)) = mine.last().copied() else {
        if ways.step != Step::Start {
            faults.push(format!("{name} goes {:?} and was never done", ways.step));
        }
        return;
    };
    if ways.shown.abs_diff(at) > 1 {
        faults.push(format!("{name} goes from {at} to {} at once", ways.shown));
    }
    let worse =
        |done: &Done| matches!((done.before, done.after), (Some(b), Some(a)) if i32::from(a) - i32::from(b) >= 2);
    let bad_day = mine.iter().filter(|(done, _)| done.on == last.on).any(|(done, _)| done.too_much || worse(done));
    let spasm = asked.episode.is_some_and(|began| began >= last.on);
    let long = days(last.on, asked.today) > 14;
    if bad_day || spasm || long {
        let below = at.saturating_sub(1);
        if ways.shown != below {
            faults.push(format!("{name} is at {} after a reason to go down from {at}", ways.shown));
        }
        if name != "walking" && at == 0 && bad_day && days(last.on, asked.today) < 3 {
            faults.push(format!("{name} does not rest after it was too much at its easiest"));
        }
        return;
    }
    // All days at this rung, back to the last other rung.
    let mut run: Vec<&Done> = mine.iter().rev().take_while(|(_, there)| *there == at).map(|(done, _)| *done).collect();
    run.reverse();
    let first = run.first().unwrap().on;
    let dates: BTreeSet<Date> = run.iter().map(|done| done.on).collect();
    let fine = |date: &Date| {
        let of_day: Vec<&Done> = run.iter().filter(|done| done.on == *date).copied().collect();
        let calm = |done: &&Done| done.before.is_some() && done.after.is_some_and(|after| after <= 4) && !done.too_much;
        of_day.iter().all(|done| calm(done) && !worse(done)) && complete(at, &of_day)
    };
    let newest_fine = dates.iter().next_back().is_some_and(fine);
    let good = if in_a_row {
        dates.iter().rev().take_while(|date| fine(date)).count()
    } else {
        dates.iter().filter(|date| fine(date)).count()
    };
    let earned = newest_fine && good >= sessions as usize && days(first, asked.today) >= least_days;
    let up = earned && !ways.is_short && at + 1 < ways.top && open(at + 1);
    let expected = if up { at + 1 } else { at };
    if ways.shown != expected {
        faults.push(format!("{name} is at {}, and {expected} is right (it was at {at})", ways.shown));
    }
    if (ways.step == Step::Up) != up {
        faults.push(format!("{name} calls it {:?}", ways.step));
    }
}

#[test]
fn the_oracle_knows_only_exercises_that_there_are() {
    let tables = NEVER
        .iter()
        .chain(&OTHERWISE)
        .flat_map(|(_, ids)| ids.iter())
        .chain(HURTS.iter().flat_map(|(_, ids)| ids.iter()));
    for id in tables {
        assert!(embedded().exercises.exercise(id).is_some(), "{id}");
    }
    let ladder: Vec<&str> = embedded().ladder.rungs.iter().map(|rung| rung.id.as_str()).collect();
    assert_eq!(ladder, WAY_BACK);
    assert_eq!(days(day("2026-02-27"), day("2026-03-01")), 2);
}
