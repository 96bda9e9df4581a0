//! Random histories: whatever happens, in whatever order, the right people are told and nobody else.

use crate::oracle::Oracle;
use crate::outbox::Try;
use crate::world::{Step, World, history, waits};
use proptest::collection::vec;
use proptest::prelude::Strategy;
use proptest::{prop_assert, prop_assert_eq, proptest};
use supple_reach::State;

/// Takes steps, each judged. Whoever begins anew has let the clock tick after the last end.
fn take(world: &mut World, oracle: &mut Oracle, steps: &[Step]) {
    for step in steps {
        let all = if matches!(step, Step::Begin { .. }) { vec![Step::Tick, step.clone()] } else { vec![step.clone()] };
        for step in all {
            let before = world.clone();
            let done = world.step(&step);
            oracle.judge(&done, &before, world);
        }
    }
}

fn pauses() -> impl Strategy<Value = Vec<Step>> {
    vec(waits(), 1..20)
}

proptest! {
    #[test]
    fn whoever_is_told_has_to_be_told_and_nobody_else_is((mine, contacts) in (0_usize..3, 0_usize..4), steps in history()) {
        let mut world = World::new(mine, contacts);
        let mut oracle = Oracle::new(&world);
        take(&mut world, &mut oracle, &steps);
    }

    #[test]
    fn if_nobody_answers_everyone_who_is_on_is_told_however_the_clock_ticks(
        (mine, contacts) in (0_usize..3, 1_usize..4),
        steps in history(),
        pauses in pauses(),
    ) {
        let mut world = World::new(mine, contacts);
        let mut oracle = Oracle::new(&world);
        take(&mut world, &mut oracle, &steps);
        take(&mut world, &mut oracle, &[Step::AllRight, Step::AddContact, Step::Begin { minutes: 10, grace: None }]);
        prop_assert!(oracle.is_open());
        let mut ticks = 0;
        while !oracle.is_everyone_told() {
            take(&mut world, &mut oracle, &[pauses[ticks % pauses.len()].clone(), Step::Wait(1), Step::Tick]);
            ticks += 1;
            prop_assert!(ticks < 10_000, "someone is never told");
        }
    }

    #[test]
    fn everyone_of_whom_a_word_went_out_or_may_have_hears_that_the_person_is_all_right_once(
        contacts in 1_usize..4,
        steps in history(),
        pauses in pauses(),
    ) {
        let mut world = World::new(1, contacts);
        let mut oracle = Oracle::new(&world);
        take(&mut world, &mut oracle, &steps);
        let id = world.state.check.as_ref().map(|check| check.id.clone()).unwrap_or_default();
        take(&mut world, &mut oracle, &[Step::AllRight]);
        for pause in &pauses {
            take(&mut world, &mut oracle, &[pause.clone(), Step::Tick, Step::Send(vec![Try::Sent, Try::Failed])]);
        }
        for way in &world.state.contacts {
            let is_told = world.outbox.may_be_out(&format!("{}/check/{id}/told/", way.id));
            let hears = world.outbox.has(&format!("{}/check/{id}/all-right", way.id));
            prop_assert_eq!(is_told && way.is_on, hears && way.is_on);
            prop_assert!(is_told || !hears);
        }
    }

    #[test]
    fn a_person_who_is_warned_has_the_whole_grace_after_any_standstill(
        minutes in 1_i64..90,
        grace in 1_i64..1000,
        standstill in 0_i64..10_000_000,
        early in 0_i64..1000,
    ) {
        let mut world = World::new(2, 2);
        world.step(&Step::Begin { minutes, grace: Some(grace) });
        world.pass(minutes * 60 + standstill);
        let warned = world.tick();
        prop_assert!(warned.iter().all(|letter| letter.key.contains("/warned/")));
        prop_assert_eq!(warned.len(), 2);
        world.pass(early % grace);
        prop_assert_eq!(world.tick(), []);
        world.pass(grace - early % grace);
        prop_assert_eq!(world.tick().len(), 2);
    }

    #[test]
    fn a_state_that_nobody_touched_gives_no_letter_at_any_time(seconds in vec(-377_705_023_201_i64..253_402_207_200, 1..20)) {
        let mut state = State::default();
        for second in seconds {
            let now = jiff::Timestamp::from_second(second).unwrap();
            prop_assert_eq!(state.tick(now).lay, []);
            prop_assert_eq!(state.follow_up(now, &["c1".to_owned()]).lay, []);
            prop_assert_eq!(state.remind(&crate::notices::some(now), now, false).lay, []);
        }
        prop_assert!(!state.is_anything_on());
    }

    #[test]
    fn ways_and_contacts_alone_give_no_letter((mine, contacts) in (0_usize..3, 0_usize..4), pauses in pauses()) {
        let mut world = World::new(mine, contacts);
        for pause in &pauses {
            world.step(pause);
            prop_assert_eq!(world.tick(), []);
        }
    }

    #[test]
    fn a_state_is_read_as_it_was_written(steps in history()) {
        let mut world = World::new(2, 3);
        for step in &steps {
            world.step(step);
        }
        let written = serde_json::to_string(&world.state).unwrap();
        prop_assert_eq!(serde_json::from_str::<State>(&written).unwrap(), world.state);
        for kept in world.outbox.letters() {
            let written = serde_json::to_string(&kept.letter).unwrap();
            let read: supple_reach::Letter = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(&read, &kept.letter);
        }
    }
}
