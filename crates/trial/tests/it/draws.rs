//! A measure is drawn for a spasm that may take part, once, in its order, and for nothing else.

use crate::common::{at, day, draw, drawn, eligible, facts, id, protocol, recorded, trial};
use jiff::SignedDuration;
use proptest::prelude::*;
use supple_trial::{Arm, Baseline, DrawError, Eligible, Facts, NotEligible, Pain, Seed, Trial};

#[test]
fn each_thing_that_speaks_against_a_spasm_is_named() {
    let now = at(100);
    assert!(Eligible::judge(&facts(now)).is_ok());
    let washed_out = Facts { last_application: Some(at(96)), ..facts(now) };
    assert!(Eligible::judge(&washed_out).is_ok());
    let just_enough = Facts { pain: Pain::new(protocol().least_pain()).unwrap(), ..facts(now) };
    assert!(Eligible::judge(&just_enough).is_ok());
    let just_short = at(96) + SignedDuration::from_secs(1);
    let against = Facts {
        at: now,
        pain: Pain::new(3).unwrap(),
        no_sign: false,
        allowed: [false; 2],
        awake: false,
        last_application: Some(just_short),
    };
    assert_eq!(
        Eligible::judge(&against).unwrap_err(),
        [
            NotEligible::Sign,
            NotEligible::LittlePain,
            NotEligible::NotAllowed(Arm::A),
            NotEligible::NotAllowed(Arm::B),
            NotEligible::Asleep,
            NotEligible::Washout
        ]
    );
    for single in [
        Facts { no_sign: false, ..facts(now) },
        Facts { pain: Pain::new(3).unwrap(), ..facts(now) },
        Facts { allowed: [true, false], ..facts(now) },
        Facts { awake: false, ..facts(now) },
        Facts { last_application: Some(just_short), ..facts(now) },
        // An application in the future: a clock was set back.
        Facts { last_application: Some(at(101)), ..facts(now) },
    ] {
        assert_eq!(Eligible::judge(&single).unwrap_err().len(), 1, "{single:?}");
    }
}

#[test]
fn a_pain_before_that_is_old_or_from_the_future_draws_nothing() {
    let trial = Trial::begin(protocol(), Seed::new([1; 32]));
    let minutes = |minutes| Baseline::stored(id(1), at(50) - SignedDuration::from_mins(minutes));
    assert!(trial.draw(&[], &eligible(at(50)), &minutes(15)).is_ok());
    for stale in [minutes(16), minutes(-1)] {
        assert_eq!(trial.draw(&[], &eligible(at(50)), &stale), Err(DrawError::StaleBaseline));
    }
}

#[test]
fn nothing_is_drawn_twice_too_soon_or_after_the_end() {
    let trial = Trial::begin(protocol(), Seed::new([2; 32]));
    let stored = drawn(&trial, 20);
    assert_eq!(draw(&trial, &stored, day(21), id(250)), Err(DrawError::Over));
    let five = &stored[..5];
    assert_eq!(draw(&trial, five, day(6), five[2].baseline), Err(DrawError::AlreadyDrawn(3)));
    assert_eq!(draw(&trial, five, day(5) + SignedDuration::from_mins(239), id(250)), Err(DrawError::TooSoon));
    assert!(draw(&trial, five, day(5) + SignedDuration::from_mins(240), id(250)).is_ok());
    // A device whose clock was a year ahead stops nothing for a year.
    let mut ahead = five.to_vec();
    ahead[4].at += SignedDuration::from_hours(24 * 365);
    assert!(draw(&trial, &ahead, day(6), id(250)).is_ok());
    let with_a_gap = [&stored[..2], &stored[3..5]].concat();
    assert_eq!(draw(&trial, &with_a_gap, day(9), id(250)), Err(DrawError::Missing(3)));
}

#[test]
fn a_trial_is_resumed_only_as_it_was_promised() {
    let trial = Trial::begin(protocol(), Seed::new([3; 32]));
    let resume = |protocol, seed| Trial::resume(protocol, Seed::new(seed), trial.commitment());
    assert!(resume(protocol(), [3; 32]).is_ok());
    assert!(resume(protocol(), [4; 32]).is_err());
    assert!(resume(protocol().with_margin_tenths(9).unwrap(), [3; 32]).is_err());
}

proptest! {
    #[test]
    fn a_draw_that_was_not_stored_is_drawn_again_and_never_another(trial in trial(), many in 0_u8..20, later in 0_i64..500) {
        let stored = drawn(&trial, many);
        let next = day(many + 1);
        let first = draw(&trial, &stored, next, id(200)).unwrap();
        let again = draw(&trial, &stored, next + SignedDuration::from_hours(later), id(201)).unwrap();
        prop_assert_eq!((first.number, first.arm), (many + 1, again.arm));
        prop_assert_eq!(&first.measure, trial.protocol().measure(first.arm));
        // Whatever was done with it, it keeps its number.
        let with_it = [stored, vec![recorded(&first, next, 1, 99)]].concat();
        if many < 19 {
            prop_assert_eq!(draw(&trial, &with_it, next + SignedDuration::from_hours(4), id(201)).unwrap().number, many + 2);
        }
    }

    #[test]
    fn arms_are_balanced_from_block_to_block(trial in trial()) {
        let mut ahead = 0_i32;
        for (place, draw) in (1..).zip(drawn(&trial, 20)) {
            ahead += if draw.arm == Arm::B { 1 } else { -1 };
            prop_assert!(ahead.abs() <= 2, "{}", place);
        }
        prop_assert_eq!(ahead, 0);
    }
}

#[test]
fn over_seeds_each_place_of_a_trial_is_as_often_a_as_b() {
    const SEEDS: u32 = 4000;
    let mut of_b = [0_u32; 20];
    for number in 0..SEEDS {
        let mut seed = [9; 32];
        seed[28..].copy_from_slice(&number.to_be_bytes());
        let trial = Trial::begin(protocol(), Seed::new(seed));
        // Ask for the first ten numbers.
        for (many, draw) in of_b.iter_mut().zip(drawn(&trial, 10)) {
            *many += u32::from(draw.arm == Arm::B);
        }
    }
    for many in &of_b[..10] {
        assert!(f64::from(many.abs_diff(SEEDS / 2)) < 4.0 * (f64::from(SEEDS) / 4.0).sqrt(), "{of_b:?}");
    }
}
