//! The count of an exercise: what is done in which second of its timer.

use supple_guidance::exercise::{Dose, Exercise, Rules};

/// What is done in one second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Beat {
    /// To get ready.
    Ready,
    /// To move into it.
    Move,
    /// To hold it.
    Hold,
    /// To come back.
    Back,
    /// To rest between two sets.
    Rest,
}

/// Where a count stands. All numbers begin at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// What is done now.
    pub beat: Beat,
    /// How long this goes on, in seconds.
    pub left: u32,
    /// The set; in a rest the next one.
    pub set: u32,
    /// How often it is done in this set, with this time.
    pub repetition: u32,
    /// Whether it is the other side's turn.
    pub other_side: bool,
}

/// How long an exercise is counted at a dose, in seconds: the time to get ready, and all of its sets.
pub fn seconds(exercise: &Exercise, dose: &Dose, rules: &Rules) -> u32 {
    rules.count_in_seconds.is + exercise.seconds(dose, rules)
}

/// How long one moves into an exercise, holds it, and comes back, in seconds.
pub fn parts(exercise: &Exercise, dose: &Dose) -> [(Beat, u32); 3] {
    let into = exercise.pace.div_ceil(2);
    [(Beat::Move, into), (Beat::Hold, dose.hold), (Beat::Back, exercise.pace - into)]
}

/// Where the count stands after so many seconds; `None` once it is over. Sides take turns.
///
/// ```
/// use supple_guidance::embedded;
/// use supple_programme::count::{self, Beat};
/// let known = &embedded().exercises;
/// let bridge = known.exercise("bridge").unwrap();
/// let dose = &bridge.rungs[0];
/// let first = count::at(bridge, dose, &known.rules, 0).unwrap();
/// assert_eq!((first.beat, first.left), (Beat::Ready, 5));
/// assert_eq!(count::at(bridge, dose, &known.rules, 5).unwrap().beat, Beat::Move);
/// assert_eq!(count::at(bridge, dose, &known.rules, count::seconds(bridge, dose, &known.rules)), None);
/// ```
pub fn at(exercise: &Exercise, dose: &Dose, rules: &Rules, after: u32) -> Option<Count> {
    let ready = rules.count_in_seconds.is;
    let Some(after) = after.checked_sub(ready) else {
        return Some(Count { beat: Beat::Ready, left: ready - after, set: 1, repetition: 1, other_side: false });
    };
    let sides = if dose.sides { 2 } else { 1 };
    let once = exercise.pace + dose.hold;
    let set = dose.repetitions * sides * once;
    let with_rest = set + rules.between_sets_seconds.is;
    if after >= exercise.seconds(dose, rules) || once == 0 {
        return None;
    }
    let (sets_done, in_set) = (after / with_rest, after % with_rest);
    if in_set >= set {
        let left = with_rest - in_set;
        return Some(Count { beat: Beat::Rest, left, set: sets_done + 2, repetition: 1, other_side: false });
    }
    let (turns, mut within) = (in_set / once, in_set % once);
    let (mut beat, mut left) = (Beat::Back, 1);
    for (part, lasts) in parts(exercise, dose) {
        if within < lasts {
            (beat, left) = (part, lasts - within);
            break;
        }
        within -= lasts;
    }
    let (repetition, other_side) = (turns / sides + 1, turns % sides == 1);
    Some(Count { beat, left, set: sets_done + 1, repetition, other_side })
}

/// How often an exercise was done in so many seconds of its count, over all sets; what was begun is not counted.
pub fn times(exercise: &Exercise, dose: &Dose, rules: &Rules, after: u32) -> u32 {
    match at(exercise, dose, rules, after) {
        None => dose.sets * dose.repetitions,
        Some(count) => (count.set - 1) * dose.repetitions + count.repetition - 1,
    }
}
