//! What the rule says, and when.

use crate::common::{at, bout, first_version, pairs, protocol};
use jiff::Timestamp;
use proptest::prelude::*;
use supple_trial::{Answer, Arm, Bout, BoutError, Ending, Estimate, Pain, Pair, Protocol, Report, Verdict, judge};

fn judged(bouts: &[Bout]) -> Report {
    judge(&protocol(), bouts, Timestamp::MAX, Ending::GoesOn).unwrap()
}

/// B takes away four points more, with some scatter.
const CLEAR: [(i8, i8); 10] = [(0, 4), (1, 4), (0, 5), (1, 5), (0, 4), (1, 4), (0, 5), (1, 4), (0, 4), (1, 5)];

/// Nothing differs, and falls scatter much.
const UNCLEAR: [(i8, i8); 10] = [(4, 1), (0, 3), (2, 5), (5, 0), (1, 2), (3, 3), (0, 4), (4, 1), (3, 0), (1, 3)];

#[test]
fn before_the_fourth_pair_nothing_is_told_but_the_pairs() {
    for many in 0..4 {
        let report = judged(&pairs(&CLEAR[..many]));
        assert_eq!((report.verdict, report.estimate), (Verdict::TooEarly, None));
        assert_eq!(report.pairs, CLEAR[..many].iter().map(|&(a, b)| Pair { a, b }).collect::<Vec<_>>());
        assert!(!report.verdict.is_over());
    }
    // Seven spasms make three pairs.
    assert_eq!(judged(&pairs(&CLEAR)[..7]).verdict, Verdict::TooEarly);
}

#[test]
fn a_clear_difference_is_told_at_the_first_look() {
    let report = judged(&pairs(&CLEAR[..4]));
    assert_eq!((report.verdict, report.after), (Verdict::Better(Arm::B), 8));
    let estimate = report.estimate.unwrap();
    assert!(
        estimate.spasms == 8 && estimate.low > 1.5 && estimate.high < 6.0 && estimate.b_by_margin > 0.98,
        "{estimate:?}"
    );
    assert!(report.verdict.is_over());
}

/// The same trial by the rule of the first version.
fn judged_by_the_first(bouts: &[Bout]) -> Report {
    let written = String::from_utf8(protocol().canonical()).unwrap();
    let first = Protocol::read(first_version(&written).as_bytes()).unwrap();
    judge(&first, bouts, Timestamp::MAX, Ending::GoesOn).unwrap()
}

#[test]
fn a_trial_that_began_by_the_first_version_is_judged_by_it_to_its_end() {
    // Numbers as they were told before there was a second version.
    let report = judged_by_the_first(&pairs(&CLEAR[..4]));
    assert_eq!((report.verdict, report.after), (Verdict::Better(Arm::B), 8));
    let estimate = report.estimate.unwrap();
    assert!(estimate.low > 2.0 && estimate.high < 5.5 && estimate.b_by_margin > 0.99, "{estimate:?}");
    assert_ne!(estimate, judged(&pairs(&CLEAR[..4])).estimate.unwrap());
}

#[test]
fn while_it_goes_on_what_the_looks_saw_is_not_told() {
    assert_eq!(
        judged(&pairs(&UNCLEAR[..4])).verdict,
        Verdict::GoesOn,
        "from the first look on it is no longer too early"
    );
    let report = judged(&pairs(&UNCLEAR[..7]));
    assert_eq!((report.verdict, report.estimate, report.after), (Verdict::GoesOn, None, 14));
}

#[test]
fn two_measures_that_do_the_same_are_about_the_same() {
    let report = judged(&pairs(&[(2, 2); 10]));
    assert_eq!((report.verdict, report.after), (Verdict::AboutTheSame, 8));
    let Estimate { low, high, a_by_margin, b_by_margin, .. } = report.estimate.unwrap();
    assert!(low > -1.0 && high < 1.0 && a_by_margin < 0.02 && b_by_margin < 0.02);
}

#[test]
fn at_the_end_an_undecided_trial_may_lean() {
    let report = judged(&pairs(&UNCLEAR));
    assert_eq!((report.verdict, report.after), (Verdict::NoClearDifference { leans: None }, 20));
    let leaning: Vec<(i8, i8)> = UNCLEAR.iter().map(|&(a, b)| (a - 1, b + 1)).collect();
    let report = judged(&pairs(&leaning));
    assert_eq!(report.verdict, Verdict::NoClearDifference { leans: Some(Arm::B) });
    assert!((0.9..0.994).contains(&report.estimate.unwrap().better(Arm::B)));
    // The last spasm is not settled while its answer may still come.
    let mut waiting = pairs(&UNCLEAR);
    waiting[19].answers.clear();
    let judged = |now| judge(&protocol(), &waiting, now, Ending::GoesOn).unwrap();
    let drawn = waiting[19].at;
    assert_eq!(judged(drawn).verdict, Verdict::GoesOn);
    assert_eq!(judged(drawn).unanswered, Vec::<u8>::new());
    let late = judged(drawn + jiff::SignedDuration::from_mins(91));
    assert_eq!((late.verdict, late.unanswered), (Verdict::NoClearDifference { leans: None }, vec![20]));
}

#[test]
fn a_measure_after_which_pain_rises_is_stopped_and_named() {
    let report = judged(&pairs(&[(2, -4), (1, -4), (2, -3), (1, -4)]));
    assert_eq!((report.verdict, report.after), (Verdict::StoppedForHarm(Arm::B), 6));
    assert_eq!(report.estimate, None);
}

#[test]
fn a_measure_that_harms_much_is_stopped_after_the_second_pair_and_not_by_a_single_one() {
    let bouts: Vec<Bout> =
        (1..=4).map(|number| bout(number, [Arm::A, Arm::B][usize::from(number % 2)], 2, -8)).collect();
    let report = judged(&bouts);
    assert_eq!((report.verdict, report.after, report.estimate), (Verdict::StoppedForHarm(Arm::A), 4, None));
    assert_eq!(judged(&bouts[..3]).verdict, Verdict::TooEarly);
}

#[test]
fn pain_that_rises_by_a_single_point_is_no_harm() {
    let report = judged(&pairs(&[(2, -1), (3, -1), (2, -1), (3, -1), (2, -1), (3, -1), (2, -1), (3, -1)]));
    assert_eq!(report.verdict, Verdict::Better(Arm::A));
}

#[test]
fn a_trial_that_the_person_stops_has_no_verdict() {
    let stopped = |bouts: &[Bout]| judge(&protocol(), bouts, at(0), Ending::StoppedByPerson).unwrap();
    let early = stopped(&pairs(&CLEAR[..3]));
    assert_eq!((early.verdict, early.estimate, early.pairs.len()), (Verdict::StoppedByPerson, None, 3));
    let later = stopped(&pairs(&UNCLEAR[..6]));
    assert_eq!((later.verdict, later.estimate.unwrap().spasms), (Verdict::StoppedByPerson, 12));
    let at_the_first_look = stopped(&pairs(&UNCLEAR[..4]));
    assert_eq!(at_the_first_look.estimate.unwrap().spasms, 8, "what a look would have seen is told");
    // What was decided before stays so.
    assert_eq!(stopped(&pairs(&CLEAR)).verdict, Verdict::Better(Arm::B));
}

#[test]
fn a_spasm_without_an_answer_makes_no_pair_and_a_late_one_is_named() {
    let mut bouts = pairs(&CLEAR[..5]);
    bouts[2].answers.clear();
    bouts[5].answers = vec![Answer { minutes: 61, pain: Pain::new(1).unwrap() }];
    let report = judged(&bouts);
    assert_eq!((report.verdict, report.after), (Verdict::Better(Arm::B), 9));
    assert_eq!((report.unanswered, report.late), (vec![3], vec![6]));
    let mut silent = pairs(&CLEAR);
    silent.iter_mut().filter(|bout| bout.arm == Arm::A).for_each(|bout| bout.answers.clear());
    assert_eq!(judged(&silent).verdict, Verdict::TooFewAnswers);
}

#[test]
fn numbers_out_of_range_or_twice_are_refused() {
    let judged = |bouts: &[Bout]| judge(&protocol(), bouts, at(0), Ending::GoesOn).unwrap_err();
    assert_eq!(judged(&[bout(21, Arm::A, 5, 1)]), BoutError::Number(21));
    assert_eq!(judged(&[bout(0, Arm::A, 5, 1)]), BoutError::Number(0));
    assert_eq!(judged(&[bout(3, Arm::A, 5, 1), bout(3, Arm::B, 5, 1)]), BoutError::Twice(3));
    assert_eq!(Pain::new(11), Err(BoutError::Pain(11)));
}

/// A trial as chance could have it: arms in pairs of either order, any falls, some without an answer.
fn bouts() -> impl Strategy<Value = Vec<Bout>> {
    let pair = (any::<bool>(), -2_i8..=5, -2_i8..=5, 0_u8..10);
    proptest::collection::vec(pair, 0..=10).prop_map(|pairs| {
        let each = pairs.into_iter().flat_map(|(is_turned, a, b, silent)| {
            let (a, b) = ((Arm::A, a, silent == 0), (Arm::B, b, silent == 1));
            if is_turned { [b, a] } else { [a, b] }
        });
        (1..)
            .zip(each)
            .map(|(number, (arm, fall, is_silent))| {
                let mut bout = bout(number, arm, 5 + number % 4, fall);
                bout.answers.retain(|_| !is_silent);
                bout
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_first_decision_stands_whatever_comes_later(bouts in bouts()) {
        let whole = judged(&bouts);
        if whole.verdict.is_over() {
            for many in usize::from(whole.after)..bouts.len() {
                let early = judged(&bouts[..many]);
                if whole.after < 20 {
                    prop_assert_eq!(&early, &whole);
                }
            }
            // One spasm earlier it was not decided.
            prop_assert!(!judged(&bouts[..usize::from(whole.after) - 1]).verdict.is_over());
        }
    }

    #[test]
    fn the_order_of_the_list_changes_nothing(bouts in bouts(), by in 0_usize..20) {
        let mut turned = bouts.clone();
        turned.rotate_left(by.min(bouts.len()));
        turned.reverse();
        prop_assert_eq!(judged(&bouts), judged(&turned));
    }

    #[test]
    fn with_the_measures_swapped_the_verdict_is_swapped(bouts in bouts()) {
        let swapped: Vec<Bout> = bouts.iter().map(|bout| Bout { arm: bout.arm.other(), ..bout.clone() }).collect();
        let (here, there) = (judged(&bouts), judged(&swapped));
        let turned = match here.verdict {
            Verdict::Better(arm) => Verdict::Better(arm.other()),
            Verdict::NoClearDifference { leans } => Verdict::NoClearDifference { leans: leans.map(Arm::other) },
            // Where both harm, A is named first.
            Verdict::StoppedForHarm(_) => return Ok(()),
            same => same,
        };
        prop_assert_eq!(there.verdict, turned);
        prop_assert_eq!(here.after, there.after);
        if let (Some(here), Some(there)) = (here.estimate, there.estimate) {
            prop_assert!((here.mean + there.mean).abs() < 1e-9 && (here.low + there.high).abs() < 1e-6);
        }
    }

    #[test]
    fn a_verdict_says_what_its_estimate_says(bouts in bouts(), tenths in 5_u8..=20) {
        let protocol = protocol().with_margin_tenths(tenths).unwrap();
        let report = judge(&protocol, &bouts, Timestamp::MAX, Ending::GoesOn).unwrap();
        let told = |arm| report.estimate.unwrap().better(arm);
        match report.verdict {
            Verdict::Better(arm) => prop_assert!(told(arm) > 0.994),
            Verdict::AboutTheSame => {
                let estimate = report.estimate.unwrap();
                let doubt = if tenths > 10 { 0.008 } else { 0.02 };
                prop_assert!(estimate.a_by_margin < doubt && estimate.b_by_margin < doubt);
            }
            Verdict::NoClearDifference { leans: Some(arm) } => prop_assert!((0.9..=0.994).contains(&told(arm))),
            Verdict::NoClearDifference { leans: None } => prop_assert!(told(Arm::A).max(told(Arm::B)) < 0.9),
            Verdict::TooEarly | Verdict::GoesOn | Verdict::TooFewAnswers => prop_assert!(report.estimate.is_none()),
            Verdict::StoppedForHarm(_) | Verdict::StoppedByPerson => (),
        }
    }
}
