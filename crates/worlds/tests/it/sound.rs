//! Every diary is a good one.

use std::collections::BTreeSet;
use supple_diary::{CheckIn, Diary, Log, verify};
use supple_worlds::{Course, worlds};

#[test]
fn there_are_many_worlds_and_each_has_a_name_of_its_own() {
    let worlds = worlds();
    assert!(worlds.len() >= 20, "{}", worlds.len());
    for names in [worlds.iter().map(|one| one.id).collect::<BTreeSet<_>>(), worlds.iter().map(|one| one.name).collect()]
    {
        assert_eq!(names.len(), worlds.len());
    }
    for world in &worlds {
        assert!(world.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", world.id);
        assert!((180..=365).contains(&world.days), "{}", world.id);
        let ids: BTreeSet<&str> = world.things.iter().map(|thing| thing.id).collect();
        assert_eq!(ids.len(), world.things.len(), "{}", world.id);
        assert!(world.things.len() >= 8);
    }
    assert!(worlds.iter().any(|world| world.course == Course::Falls));
}

#[test]
fn a_world_says_how_a_person_would_notice_just_where_a_claim_does_not_hold() {
    for world in worlds() {
        let claims = world.claims;
        let holds = claims.coverage && claims.likely && claims.rate && claims.turn && claims.since && claims.finds;
        assert_eq!(world.noticed.is_none(), holds, "{}", world.id);
        assert!(world.noticed.is_none_or(|noticed| noticed.ends_with('.') && noticed.len() < 120), "{}", world.id);
    }
}

#[test]
fn a_truth_without_a_number_is_a_trigger_and_an_early_sign_is_none() {
    for world in worlds() {
        for truth in &world.things {
            let linked = truth.log_ratio.is_none_or(|log_ratio| log_ratio != 0.0);
            assert_eq!(truth.trigger, linked, "{}: {truth:?}", world.id);
        }
    }
    let stiff = worlds().into_iter().find(|world| world.id == "stiff-days").unwrap();
    let sign = stiff.things.iter().find(|truth| truth.id == "a stiff back").unwrap();
    assert!(!sign.trigger && sign.log_ratio == Some(0.0));
}

#[test]
fn every_diary_folds_without_loss_in_order_and_on_its_days() {
    for world in worlds() {
        for number in 0..3 {
            let made = world.person(5, number).unwrap();
            let name = format!("{} {number}", world.id);
            assert_eq!(verify(made.log.iter()), [], "{name}");
            // By their ids, which sort by time.
            let recorded: Vec<_> = made.log.iter().map(supple_diary::Entry::recorded).collect();
            assert!(recorded.is_sorted() && recorded.iter().all(|at| *at <= made.now.timestamp()), "{name}");
            let diary = Diary::fold(&made.log);
            assert_eq!(diary.items().len(), made.log.len(), "{name}");
            assert_eq!((diary.removed().len(), diary.loose().len(), diary.newer().len()), (0, 0, 0), "{name}");
            let last = made.now.date();
            let first = last.saturating_sub(jiff::ToSpan::days(world.days - 1));
            assert!(diary.days().keys().all(|date| (first..=last).contains(date)), "{name}");
            let begun = *diary.days().keys().next().unwrap();
            assert!(begun <= first.saturating_add(jiff::ToSpan::days(7)), "{name} {begun}");
            assert!(made.named > first && made.named < last, "{name}");
            let asked = diary.all::<CheckIn>().flat_map(|(_, check_in)| check_in.answers.iter());
            let known: BTreeSet<&str> = made.truths.iter().map(|truth| truth.id).collect();
            assert!(asked.map(|(id, _)| id).all(|id| known.contains(id)), "{name}");
            // What is written out is read again as it was.
            let (again, refused) = Log::from_lines(&made.log.to_lines());
            assert!(refused.is_empty() && again.len() == made.log.len(), "{name}");
        }
    }
}

#[test]
fn the_same_seed_and_number_give_the_same_bytes_and_others_do_not() {
    for world in worlds() {
        let lines = |seed: u64, number: u64| world.person(seed, number).unwrap().log.to_lines();
        let one = lines(1, 2);
        assert_eq!(one, lines(1, 2), "{}", world.id);
        assert_ne!(one, lines(2, 2), "{}", world.id);
        assert_ne!(one, lines(1, 3), "{}", world.id);
    }
}
