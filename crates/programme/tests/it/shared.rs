//! What the tests share: people, sessions, chance that is the same each time.

use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_care::About;
use supple_guidance::exercise::Need;
use supple_guidance::{Urgency, embedded};
use supple_programme::{Asked, Done};
use supple_triage::Answer;

pub(crate) static NOTHING: BTreeSet<Need> = BTreeSet::new();

/// What the programme asks about a person, by hand: where it asks for more, the test of people fails.
pub(crate) const ASKED: [&str; 18] = [
    "pregnant",
    "osteoporosis",
    "steroids",
    "stiff-spine",
    "legs-ease-sitting",
    "leg-pain",
    "leg-numbness",
    "sore-hip",
    "sore-knee",
    "sore-wrist",
    "sore-shoulder",
    "sore-neck",
    "unsteady-feet",
    "pressure-high",
    "operation-lately",
    "spinal-procedure",
    "heart-surgery",
    "smokes",
];

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Someone of whom all that is asked is a no, but for what is named.
pub(crate) fn about(but: &[(&str, Answer)]) -> About {
    let mut about = About::nothing_yet();
    for id in ASKED {
        about.set(embedded(), id, Answer::No).unwrap();
    }
    for (id, answer) in but {
        about.set(embedded(), id, *answer).unwrap();
    }
    about
}

/// Someone well who did the check, with so many minutes.
pub(crate) fn asked<'a>(about: &'a About, minutes: u32, today: &str) -> Asked<'a> {
    Asked { urgency: Some(Urgency::SelfCare), ..Asked::well(about, &NOTHING, minutes, day(today)) }
}

/// All of a dose, done on a day.
pub(crate) fn done(exercise: &str, rung: &str, on: Date, pain: (u8, u8)) -> Done {
    let known = embedded().exercises.exercise(exercise).unwrap();
    let dose = &known.rungs[known.place(rung).unwrap()];
    Done {
        on,
        exercise: exercise.to_owned(),
        rung: Some(rung.to_owned()),
        sets: Some(dose.sets),
        repetitions: Some(dose.repetitions),
        seconds: None,
        before: Some(pain.0),
        after: Some(pain.1),
        too_much: false,
    }
}

pub(crate) fn walked(level: &str, on: Date, minutes: u32, pain: (u8, u8)) -> Done {
    Done {
        on,
        exercise: embedded().walking.id.clone(),
        rung: Some(level.to_owned()),
        sets: None,
        repetitions: None,
        seconds: Some(minutes * 60),
        before: Some(pain.0),
        after: Some(pain.1),
        too_much: false,
    }
}

/// Chance that is the same for the same seed (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn of(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }

    /// Whether it happens, with so many chances of a hundred.
    pub(crate) fn percent(&mut self, chances: u64) -> bool {
        self.below(100) < chances
    }

    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}
