//! The identity of a diary: one for all who look, kept over everything but an erase.

use crate::{Place, lines, on_every_store, record, records, wait};
use supple_store::{Appended, StoreError};

on_every_store!(
    the_first_who_asks_gives_the_identity_and_it_stays,
    many_who_ask_at_once_hear_the_same,
    an_adopted_identity_takes_the_place_of_the_old_one,
    records_for_another_diary_are_not_taken,
    after_an_erase_there_is_another_identity_and_the_old_diary_does_not_come_back,
    a_refusal_of_one_append_leaves_the_others_alone,
);

fn the_first_who_asks_gives_the_identity_and_it_stays(place: &Place) {
    let store = place.open();
    assert_eq!(wait(store.identity([1; 16])), Ok([1; 16]));
    assert_eq!(wait(store.identity([2; 16])), Ok([1; 16]));
    wait(store.append(records(1, 0..3))).unwrap();
    drop(store);
    assert_eq!(wait(place.open().identity([3; 16])), Ok([1; 16]));
}

fn many_who_ask_at_once_hear_the_same(place: &Place) {
    drop(place.open());
    let heard: Vec<[u8; 16]> = std::thread::scope(|scope| {
        let ask = |n: u8| scope.spawn(move || wait(place.open().identity([n; 16])).unwrap());
        let asked: Vec<_> = (1..=8).map(ask).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(heard.iter().all(|one| *one == heard[0] && *one != [0; 16]), "{heard:?}");
}

fn an_adopted_identity_takes_the_place_of_the_old_one(place: &Place) {
    let (store, other) = (place.open(), place.open());
    wait(store.identity([1; 16])).unwrap();
    wait(store.append(records(1, 0..3))).unwrap();
    wait(store.adopt([7; 16])).unwrap();
    wait(store.adopt([7; 16])).unwrap();
    assert_eq!(wait(other.identity([2; 16])), Ok([7; 16]));
    assert_eq!(lines(&*other), records(1, 0..3), "the records stay");
    // Also where nobody has asked before.
    wait(other.erase()).unwrap();
    wait(other.adopt([8; 16])).unwrap();
    assert_eq!(wait(store.identity([2; 16])), Ok([8; 16]));
}

fn records_for_another_diary_are_not_taken(place: &Place) {
    let store = place.open();
    let refused = |diary| matches!(wait(store.append_to(diary, records(1, 0..3))), Err(StoreError::OtherDiary { .. }));
    assert!(refused([1; 16]), "a diary without an identity is nobody's yet");
    wait(store.identity([1; 16])).unwrap();
    assert!(refused([2; 16]));
    assert_eq!(lines(&*store), []);
    assert_eq!(wait(store.append_to([1; 16], records(1, 0..3))), Ok(Appended { taken: 3, known: 0 }));
    assert_eq!(wait(store.append_to([1; 16], records(1, 1..5))), Ok(Appended { taken: 2, known: 2 }));
    assert!(refused([2; 16]));
    assert_eq!(lines(&*store), records(1, 0..5));
}

fn after_an_erase_there_is_another_identity_and_the_old_diary_does_not_come_back(place: &Place) {
    let (store, other) = (place.open(), place.open());
    wait(store.identity([1; 16])).unwrap();
    wait(store.append_to([1; 16], records(1, 0..3))).unwrap();
    wait(other.erase()).unwrap();
    let back = wait(store.append_to([1; 16], records(1, 0..3)));
    assert!(matches!(back, Err(StoreError::OtherDiary { .. })), "{back:?}");
    assert_eq!(wait(store.identity([2; 16])), Ok([2; 16]));
    assert_eq!(lines(&*store), []);
}

fn a_refusal_of_one_append_leaves_the_others_alone(place: &Place) {
    let store = place.open();
    wait(store.identity([1; 16])).unwrap();
    // Asked before either is waited for, so that they may share a transaction.
    let answers: Vec<_> = (0..20).map(|n| store.append_to([1 + n % 2; 16], vec![record(n, 0)])).collect();
    let taken = answers.into_iter().map(wait).filter(Result::is_ok).count();
    assert_eq!(taken, 10);
    let devices: Vec<u8> = lines(&*store).iter().map(|record| record.device[0]).collect();
    assert_eq!(devices, (0..20).filter(|n| n % 2 == 0).collect::<Vec<u8>>());
}
