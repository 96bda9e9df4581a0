//! Clocks that are set back and forward while a check runs.

use crate::world::{Step, World, history};
use jiff::SignedDuration;
use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_oneof};
use proptest::{prop_assert, proptest};
use std::collections::BTreeSet;

fn set_back() -> impl Strategy<Value = Step> {
    prop_oneof![3 => 1_i64..7200, 1 => 7200_i64..100_000_000].prop_map(Step::SetBack)
}

/// A history in which the clock is set back in between.
fn with_clocks() -> impl Strategy<Value = Vec<Step>> {
    (history(), vec((0_usize..90, set_back()), 1..8)).prop_map(|(mut steps, clocks)| {
        for (place, clock) in clocks {
            steps.insert(place.min(steps.len()), clock);
        }
        steps
    })
}

proptest! {
    #[test]
    fn with_a_clock_that_is_set_back_nobody_is_told_too_early_and_no_key_comes_twice(steps in with_clocks()) {
        let mut world = World::new(1, 3);
        let mut keys = BTreeSet::new();
        // Seconds that really passed, which no clock shows.
        let (mut passed, mut from, mut warned) = (0, None::<(i64, i64)>, None::<i64>);
        for step in &steps {
            if let Step::Wait(seconds) = step {
                passed += seconds;
            }
            let done = world.step(step);
            match step {
                _ if done.refused.is_some() => {}
                Step::Begin { minutes, .. } | Step::PutOff(minutes) => (from, warned) = (Some((passed, minutes * 60)), None),
                Step::AllRight => (from, warned) = (None, None),
                _ => {}
            }
            for letter in &done.laid {
                prop_assert!(keys.insert(letter.key.clone()), "{} was laid before", letter.key);
                let grace = world.state.check.as_ref().map_or(0, |check| check.grace);
                if letter.key.contains("/warned/") {
                    let (since, length) = from.expect("a check runs");
                    prop_assert!(passed - since >= length);
                    warned = Some(passed);
                }
                if letter.key.contains("/told/") {
                    let (since, length) = from.expect("a check runs");
                    prop_assert!(passed - since >= length + grace);
                    prop_assert!(warned.is_none_or(|warned| passed - warned >= grace));
                }
            }
        }
    }

    #[test]
    fn wherever_the_clock_was_set_to_everyone_is_told_in_time(
        minutes in 1_i64..=1440,
        jumps in vec((0_i64..5000, -2_000_000_000_i64..2_000_000_000), 1..6),
    ) {
        let mut world = World::new(1, 2);
        world.step(&Step::Begin { minutes, grace: None });
        for (wait, jump) in &jumps {
            world.pass(*wait);
            world.tick();
            world.pass(*jump);
            world.tick();
        }
        // From here on the clock goes right. At most a day passes until the person is warned, and five minutes until contacts are told.
        let told = |world: &World| world.outbox.letters().filter(|kept| kept.letter.key.contains("/told/")).count();
        let (mut left, before) = (24 * 60 + 6, told(&world));
        while told(&world) < before + 2 && left > 0 {
            world.pass(60);
            world.tick();
            left -= 1;
        }
        // Whoever was told already is told again within the hour, as ever.
        prop_assert!(told(&world) >= before + 2 || !world.state.check.as_ref().unwrap().is_open());
    }
}

#[test]
fn a_clock_that_was_ahead_when_the_check_began_makes_nobody_wait_for_years() {
    let mut world = World::new(0, 1);
    world.pass(400 * 86_400);
    world.step(&Step::Begin { minutes: 30, grace: None });
    world.pass(-400 * 86_400);
    assert_eq!(world.tick(), []);
    let check = world.state.check.clone().unwrap();
    assert_eq!(check.deadline, world.now + SignedDuration::from_mins(30));
    world.pass(30 * 60);
    world.tick();
    world.pass(5 * 60);
    assert_eq!(world.tick().len(), 1);
}

#[test]
fn a_clock_that_was_ahead_when_the_person_was_warned_makes_nobody_wait_for_years() {
    let mut world = World::new(0, 1);
    world.step(&Step::Begin { minutes: 30, grace: None });
    world.pass(400 * 86_400);
    world.tick();
    world.pass(-400 * 86_400);
    assert_eq!(world.tick(), []);
    world.pass(5 * 60);
    assert_eq!(world.tick().len(), 1, "the grace began anew when the clock was set right");
    world.pass(400 * 86_400);
    assert_eq!(world.tick().len(), 1);
    world.pass(-400 * 86_400);
    assert_eq!(world.tick(), []);
    world.pass(10 * 60);
    assert_eq!(world.tick().len(), 1, "and so did the wait between two words");
}
