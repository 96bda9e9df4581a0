//! The count of every exercise at every dose.

use supple_guidance::embedded;
use supple_programme::count::{self, Beat, Count};

#[test]
fn every_second_of_every_dose_is_counted_once() {
    let known = &embedded().exercises;
    let rules = &known.rules;
    for exercise in &known.exercises {
        for dose in &exercise.rungs {
            let name = format!("{} {}", exercise.id, dose.id);
            let whole = count::seconds(exercise, dose, rules);
            let all: Vec<Count> = (0..whole).map(|at| count::at(exercise, dose, rules, at).expect(&name)).collect();
            assert_eq!(count::at(exercise, dose, rules, whole), None, "{name}");
            let lasts = |beat: Beat| all.iter().filter(|one| one.beat == beat).count();
            let turns = dose.sets * dose.repetitions * if dose.sides { 2 } else { 1 };
            let often = |seconds: u32| usize::try_from(turns * seconds).unwrap();
            assert_eq!(lasts(Beat::Hold), often(dose.hold), "{name}: held");
            assert_eq!(lasts(Beat::Move) + lasts(Beat::Back), often(exercise.pace), "{name}: moved");
            assert_eq!(lasts(Beat::Ready), 5, "{name}");
            let rests = usize::try_from((dose.sets - 1) * rules.between_sets_seconds.is).unwrap();
            assert_eq!(lasts(Beat::Rest), rests, "{name}: rested");
            for pair in all.windows(2) {
                let same = (pair[0].beat, pair[0].repetition, pair[0].other_side)
                    == (pair[1].beat, pair[1].repetition, pair[1].other_side);
                assert!(if same { pair[1].left + 1 == pair[0].left } else { pair[0].left == 1 }, "{name}: {pair:?}");
            }
            let last = all.last().unwrap();
            assert_eq!(
                (last.set, last.repetition, last.other_side),
                (dose.sets, dose.repetitions, dose.sides),
                "{name}"
            );
            assert_eq!(count::times(exercise, dose, rules, whole), dose.sets * dose.repetitions, "{name}");
            let half = count::times(exercise, dose, rules, whole / 2);
            assert!(half < dose.sets * dose.repetitions, "{name}: what was begun is not counted");
        }
    }
}
