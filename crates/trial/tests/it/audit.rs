//! Whoever changes something of a trial is found out, and where.

use crate::common::{drawn, trial};
use proptest::prelude::*;
use supple_trial::{Mismatch, Revealed, Seed};

proptest! {
    #[test]
    fn an_honest_trial_is_as_promised_and_is_read_back(trial in trial(), many in 0_u8..=20) {
        let revealed = trial.reveal(&drawn(&trial, many));
        prop_assert_eq!(revealed.audit(), Ok(()));
        let json = serde_json::to_string(&revealed).unwrap();
        prop_assert_eq!(serde_json::from_str::<Revealed>(&json).unwrap(), revealed);
    }

    #[test]
    fn a_changed_arm_is_named(trial in trial(), many in 1_u8..=20, place in any::<prop::sample::Index>()) {
        let mut revealed = trial.reveal(&drawn(&trial, many));
        let place = place.index(many.into());
        revealed.draws[place].arm = revealed.draws[place].arm.other();
        prop_assert_eq!(revealed.audit(), Err(Mismatch::Arm { number: place as u8 + 1 }));
    }

    #[test]
    fn a_changed_order_and_a_missing_draw_are_named(trial in trial(), many in 2_u8..=20, place in any::<prop::sample::Index>()) {
        let honest = trial.reveal(&drawn(&trial, many));
        let place = place.index(usize::from(many) - 1);
        let expected = Err(Mismatch::Order { place: place as u8 + 1, number: place as u8 + 2 });
        let mut swapped = honest.clone();
        swapped.draws.swap(place, place + 1);
        prop_assert_eq!(swapped.audit(), expected);
        let mut shorter = honest;
        shorter.draws.remove(place);
        prop_assert_eq!(shorter.audit(), expected);
    }

    #[test]
    fn a_changed_seed_or_protocol_breaks_the_promise(trial in trial(), many in 0_u8..=20, seed in any::<[u8; 32]>()) {
        let honest = trial.reveal(&drawn(&trial, many));
        let mut other = honest.clone();
        other.seed = Seed::new(seed);
        let broken = matches!(other.audit(), Err(Mismatch::Promise { .. }));
        prop_assert!(broken);
        let tenths = if honest.protocol.margin() > 1.0 { 5 } else { 20 };
        let mut other = honest.clone();
        other.protocol = honest.protocol.with_margin_tenths(tenths).unwrap();
        prop_assert_eq!(other.audit(), Err(Mismatch::Promise { first: None }));
    }

    #[test]
    fn a_draw_too_many_is_seen(trial in trial()) {
        let mut revealed = trial.reveal(&drawn(&trial, 20));
        revealed.draws.push(supple_trial::Drawn { number: 21, arm: supple_trial::Arm::A });
        prop_assert_eq!(revealed.audit(), Err(Mismatch::TooMany));
    }
}

#[test]
fn with_another_seed_the_first_spasm_that_differs_is_named() {
    let trial = supple_trial::Trial::begin(crate::common::protocol(), Seed::new([0; 32]));
    let honest = trial.reveal(&drawn(&trial, 20));
    let firsts: Vec<Option<u8>> = (1..40)
        .map(|byte| {
            let seed = Seed::new([byte; 32]);
            let other = supple_trial::Trial::begin(crate::common::protocol(), seed.clone()).reveal(&[]);
            let arms = drawn(&supple_trial::Trial::begin(crate::common::protocol(), seed.clone()), 20);
            let first = honest.draws.iter().zip(&arms).find(|(here, there)| here.arm != there.arm);
            let changed = Revealed { seed: other.seed, ..honest.clone() };
            assert_eq!(changed.audit(), Err(Mismatch::Promise { first: first.map(|(here, _)| here.number) }));
            first.map(|(here, _)| here.number)
        })
        .collect();
    assert!(firsts.contains(&Some(1)) && firsts.iter().any(|first| first.is_some_and(|first| first > 1)));
}
