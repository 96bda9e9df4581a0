//! People whom others made up: a very small part of the evaluation over all their worlds.

use crate::of_worlds::OfWorld;
use supple_diary::Diary;
use supple_insight::simulate::{Evaluation, evaluate, links, rates};
use supple_insight::{Findings, Settings};
use supple_worlds::{World, worlds};

fn evaluated(world: World, people: u64) -> Evaluation<OfWorld> {
    evaluate(&OfWorld(world), &[Settings::default()], 3, 0, people).unwrap().remove(0)
}

fn world(id: &str) -> World {
    worlds().into_iter().find(|world| world.id == id).unwrap()
}

#[test]
fn people_of_every_world_can_be_judged() {
    let all: Vec<_> = worlds().into_iter().map(|world| evaluated(world, 1)).collect();
    for found in &all {
        let id = found.setting.0.id;
        assert_eq!(found.people, 1, "{id}");
        assert!(found.spasm_days.value().unwrap() >= 2.0, "{id}");
        let asked = found.setting.0.things.len() as f64;
        assert!(found.coverage.of() <= asked && found.noise.of() + found.denied.of() <= asked, "{id}");
        let rates = [&found.more_often, &found.less_often, &found.turn, &found.more_since, &found.less_since];
        assert!(rates.into_iter().all(|share| share.of() == 1.0), "{id}");
    }
    for table in [links(&all), rates(&all)] {
        assert_eq!(table.lines().count(), all.len() + 2);
        assert!(all.iter().all(|one| table.contains(one.setting.0.name)));
    }
}

#[test]
fn what_is_found_is_about_what_is_true() {
    // By its id, in own words, and as an exercise.
    for id in ["clean", "stiff-days", "exercise-first", "above-a-level"] {
        let made = world(id).person(3, 1).unwrap();
        let found = Findings::of(&Diary::fold(&made.log), &made.now);
        for truth in &made.truths {
            let about = |one: &&supple_insight::findings::Trigger| match &one.exercise {
                Some(exercise) => truth.is_exercise && exercise == truth.id,
                None => !truth.is_exercise && one.id == truth.id,
            };
            assert_eq!(found.triggers.each.iter().filter(about).count(), 1, "{id}: {truth:?}");
        }
        assert_eq!(found.triggers.each.len(), made.truths.len(), "{id}");
    }
}

#[test]
fn a_clean_world_is_judged_well() {
    let found = evaluated(world("clean"), 12);
    // 95 % of about 90 intervals, give or take four errors.
    assert!(found.coverage.value().unwrap() > 0.85, "{:?}", found.coverage);
    assert!(found.seen.value().unwrap() > 0.15, "{:?}", found.seen);
    assert!(found.more_often.value().unwrap() < 0.4, "{:?}", found.more_often);
}
