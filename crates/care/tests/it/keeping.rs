//! How safe a diary is kept, as a table and over all small sets of places.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use supple_care::keeping::{Elsewhere, Facts, Holder, Safety, safety};

const HOLDERS: [Holder; 4] = [Holder::Server, Holder::Device, Holder::Backup, Holder::Copy];

fn now() -> Timestamp {
    "2026-11-22T20:12:00Z".parse().unwrap()
}

/// A place that had everything so many days ago.
fn place(holder: Holder, days: i64) -> Elsewhere {
    Elsewhere { holder, as_of: now() - SignedDuration::from_hours(24 * days), lacks: None }
}

fn of(elsewhere: Vec<Elsewhere>) -> Safety {
    safety(&Facts { is_begun: true, elsewhere, ..Facts::default() }, now())
}

#[test]
fn each_set_of_places_has_its_safety() {
    use Holder::{Backup, Copy, Device, Server};
    let places = |holder, count| Safety::Places { holder, count, lacks: None };
    for (elsewhere, expected) in [
        (vec![], Safety::OnePlace),
        (vec![place(Copy, 0)], Safety::Copied { holder: Copy, days: 0 }),
        (vec![place(Copy, 29)], Safety::Copied { holder: Copy, days: 29 }),
        (vec![place(Copy, 30)], Safety::Old { holder: Copy, days: 30 }),
        (vec![place(Backup, 3)], Safety::Copied { holder: Backup, days: 3 }),
        (vec![place(Backup, 300)], Safety::Old { holder: Backup, days: 300 }),
        (vec![place(Copy, 40), place(Backup, 2)], Safety::Copied { holder: Backup, days: 2 }),
        (vec![place(Server, 0)], places(Server, 2)),
        (vec![place(Server, 29)], places(Server, 2)),
        (vec![place(Server, 30)], Safety::Old { holder: Server, days: 30 }),
        (vec![place(Server, 45), place(Copy, 90)], Safety::Old { holder: Server, days: 45 }),
        // An old server does not take away from a new copy, nor an old copy from a server.
        (vec![place(Server, 45), place(Copy, 1)], Safety::Copied { holder: Copy, days: 1 }),
        (vec![place(Server, 1), place(Copy, 90)], places(Server, 2)),
        (vec![place(Device, 1), place(Device, 5)], places(Device, 3)),
        (vec![place(Device, 1), place(Device, 31)], places(Device, 2)),
        (vec![place(Device, 1), place(Copy, 0)], places(Device, 2)),
        // A clock that runs ahead, here or there: nobody knows how old that is.
        (vec![place(Server, -1)], Safety::OnePlace),
        (vec![place(Copy, -400)], Safety::OnePlace),
    ] {
        assert_eq!(of(elsewhere.clone()), expected, "{elsewhere:?}");
    }
}

#[test]
fn what_another_place_lacks_is_told_of_the_one_that_heard_last() {
    let lacking = |days, lacks| Elsewhere { lacks: Some(lacks), ..place(Holder::Server, days) };
    assert_eq!(of(vec![lacking(2, 3)]), Safety::Places { holder: Holder::Server, count: 2, lacks: Some(3) });
    let two = vec![lacking(2, 3), place(Holder::Device, 0)];
    assert_eq!(of(two), Safety::Places { holder: Holder::Device, count: 3, lacks: None });
}

#[test]
fn nothing_is_safe_of_which_something_is_missing_and_nothing_is_lost_of_an_empty_diary() {
    for elsewhere in [vec![], vec![place(Holder::Server, 0)], vec![place(Holder::Copy, 0)]] {
        for is_begun in [false, true] {
            let facts = |is_missing| Facts { is_begun, is_missing, is_untold: false, elsewhere: elsewhere.clone() };
            assert_eq!(safety(&facts(true), now()), Safety::Missing);
            assert_eq!(safety(&facts(false), now()) == Safety::Empty, !is_begun);
        }
    }
}

#[test]
fn where_nobody_keeps_track_of_copies_there_may_be_one_and_that_is_not_calm() {
    let untold = |elsewhere| safety(&Facts { is_begun: true, is_untold: true, elsewhere, ..Facts::default() }, now());
    assert_eq!(untold(vec![]), Safety::Untold);
    assert!(!Safety::Untold.is_calm());
    assert_eq!(untold(vec![place(Holder::Server, 0)]), of(vec![place(Holder::Server, 0)]));
}

fn any_place() -> impl Strategy<Value = Elsewhere> {
    (0..HOLDERS.len(), -40..80_i64, proptest::option::of(0..9_usize))
        .prop_map(|(holder, days, lacks)| Elsewhere { lacks, ..place(HOLDERS[holder], days) })
}

proptest! {
    #[test]
    fn one_more_place_never_makes_it_less_safe_and_one_of_the_future_changes_nothing(
        places in proptest::collection::vec(any_place(), 0..5),
        more in any_place(),
    ) {
        let with = |more| of(places.iter().copied().chain([more]).collect());
        let (before, after) = (of(places.clone()), with(more));
        prop_assert!(!before.is_calm() || after.is_calm(), "{before:?} then {after:?}");
        let future = Elsewhere { as_of: now() + SignedDuration::from_mins(1), ..more };
        prop_assert_eq!(with(future), before);
    }

    #[test]
    fn it_is_calm_exactly_if_something_new_is_elsewhere(places in proptest::collection::vec(any_place(), 0..5)) {
        let is_new = |place: &Elsewhere| (0..30 * 24).contains(&now().duration_since(place.as_of).as_hours());
        prop_assert_eq!(of(places.clone()).is_calm(), places.iter().any(is_new));
    }
}
