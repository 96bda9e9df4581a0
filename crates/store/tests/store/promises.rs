//! What every store promises.

use crate::{Place, lines, on_every_store, record, records, wait};
use std::sync::Arc;
use supple_store::{Appended, Bytes, Record, Store, StoreError, erased_between};

on_every_store!(
    what_was_appended_is_read_back_in_the_order_of_arrival,
    appending_again_changes_nothing,
    an_id_with_another_content_is_refused,
    a_place_that_is_taken_is_refused,
    an_append_is_taken_as_a_whole_or_not_at_all,
    nothing_appended_is_nothing_done,
    concurrent_appends_are_each_there_once,
    appends_that_wait_together_do_not_share_a_refusal,
    two_handles_see_each_other,
    two_handles_that_write_for_one_device_are_put_in_order,
    any_text_comes_back_as_it_was,
    numbers_at_their_limits_come_back_as_they_were,
    many_records_at_once,
    reopening_finds_everything,
    erasing_leaves_nothing_and_gives_no_position_twice,
    an_erased_store_takes_the_same_records_again,
    a_rewritten_store_holds_the_new_records_only_and_stays_the_same_diary,
    a_rewrite_that_has_not_seen_all_or_is_refused_changes_nothing,
    opening_a_new_database_many_times_at_once,
    a_dropped_future_does_not_take_the_append_back,
);

fn what_was_appended_is_read_back_in_the_order_of_arrival(place: &Place) {
    let store = place.open();
    assert_eq!(wait(store.position()), Ok(0));
    assert_eq!(wait(store.read(0)), Ok(vec![]));
    // The order of arrival is not the order of ids or sequences.
    let arrived = [record(9, 5), record(1, 7), record(9, 0)];
    for record in &arrived {
        assert_eq!(wait(store.append(vec![record.clone()])), Ok(Appended { taken: 1, known: 0 }));
    }
    let read = wait(store.read(0)).unwrap();
    assert_eq!(read, [(1, arrived[0].clone()), (2, arrived[1].clone()), (3, arrived[2].clone())]);
    assert_eq!(wait(store.read(2)).unwrap(), [(3, arrived[2].clone())]);
    assert_eq!(wait(store.read(3)).unwrap(), []);
    assert_eq!(wait(store.read(u64::MAX)).unwrap(), []);
    assert_eq!(wait(store.position()), Ok(3));
}

fn appending_again_changes_nothing(place: &Place) {
    let store = place.open();
    wait(store.append(records(1, 0..3))).unwrap();
    assert_eq!(wait(store.append(records(1, 1..5))), Ok(Appended { taken: 2, known: 2 }));
    assert_eq!(wait(store.append(records(1, 0..5))), Ok(Appended { taken: 0, known: 5 }));
    let twice = vec![record(1, 5), record(1, 5)];
    assert_eq!(wait(store.append(twice)), Ok(Appended { taken: 1, known: 1 }));
    assert_eq!(lines(&*store), records(1, 0..6));
    assert_eq!(wait(store.position()), Ok(6));
}

fn an_id_with_another_content_is_refused(place: &Place) {
    let store = place.open();
    let first = record(1, 0);
    wait(store.append(vec![first.clone()])).unwrap();
    let differs = Err(StoreError::Differs { id: Bytes(first.id) });
    assert_eq!(wait(store.append(vec![Record { line: "{}".to_owned(), ..first.clone() }])), differs);
    assert_eq!(wait(store.append(vec![Record { sequence: 1, ..first.clone() }])), differs);
    assert_eq!(wait(store.append(vec![Record { device: [2; 16], ..first.clone() }])), differs);
    let second = record(1, 1);
    let other = Record { line: "{}".to_owned(), ..second.clone() };
    assert_eq!(wait(store.append(vec![second.clone(), other])), Err(StoreError::Differs { id: Bytes(second.id) }));
    assert_eq!(lines(&*store), [first]);
}

fn a_place_that_is_taken_is_refused(place: &Place) {
    let store = place.open();
    wait(store.append(vec![record(1, 0)])).unwrap();
    let other = Record { id: [7; 16], ..record(1, 0) };
    let refused = wait(store.append(vec![other.clone()])).unwrap_err();
    assert_eq!(refused, StoreError::Taken { device: Bytes([1; 16]), sequence: 0 });
    assert!(refused.is_taken());
    let both = vec![record(1, 1), Record { sequence: 1, ..other }];
    assert_eq!(wait(store.append(both)), Err(StoreError::Taken { device: Bytes([1; 16]), sequence: 1 }));
    assert_eq!(lines(&*store), [record(1, 0)]);
}

fn an_append_is_taken_as_a_whole_or_not_at_all(place: &Place) {
    let store = place.open();
    wait(store.append(vec![record(1, 3)])).unwrap();
    let mut some = records(1, 0..3);
    some.push(Record { line: "other".to_owned(), ..record(1, 3) });
    wait(store.append(some)).unwrap_err();
    assert_eq!(lines(&*store), [record(1, 3)]);
    // The refusal has left no hole.
    wait(store.append(records(1, 0..2))).unwrap();
    assert_eq!(wait(store.position()), Ok(3));
}

fn nothing_appended_is_nothing_done(place: &Place) {
    let store = place.open();
    assert_eq!(wait(store.append(vec![])), Ok(Appended::default()));
    assert_eq!(wait(store.position()), Ok(0));
}

fn on_many_threads<T: Send + 'static>(tasks: Vec<impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    runtime.block_on(async {
        let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
        let mut done = Vec::new();
        for task in tasks {
            done.push(task.await.unwrap());
        }
        done
    })
}

fn concurrent_appends_are_each_there_once(place: &Place) {
    let store: Arc<dyn Store> = Arc::from(place.open());
    let tasks = (0..40_u8).map(|device| {
        let store = store.clone();
        async move {
            for sequence in 0..10 {
                let now = store.append(vec![record(device, sequence)]).await.unwrap();
                assert_eq!(now, Appended { taken: 1, known: 0 });
                let read = store.read(0).await.unwrap();
                assert!(read.iter().any(|(_, there)| *there == record(device, sequence)), "one reads what one wrote");
            }
        }
    });
    on_many_threads(tasks.collect());
    let read = wait(store.read(0)).unwrap();
    assert!(read.iter().map(|(position, _)| *position).eq(1..=400));
    for device in 0..40 {
        let of_device: Vec<Record> = read.iter().map(|(_, r)| r.clone()).filter(|r| r.device == [device; 16]).collect();
        assert_eq!(of_device, records(device, 0..10), "each device's records in their order");
    }
}

fn appends_that_wait_together_do_not_share_a_refusal(place: &Place) {
    let store: Arc<dyn Store> = Arc::from(place.open());
    wait(store.append(vec![record(1, 0)])).unwrap();
    let tasks = (0..60_u64).map(|n| {
        let store = store.clone();
        async move {
            // Every third one is refused at its second record.
            let mut some = vec![record(2, n)];
            if n % 3 == 0 {
                some.push(Record { line: "other".to_owned(), ..record(1, 0) });
            }
            store.append(some).await.is_ok()
        }
    });
    for (n, taken) in on_many_threads(tasks.collect()).into_iter().enumerate() {
        assert_eq!(taken, n % 3 != 0);
    }
    assert_eq!(wait(store.position()), Ok(41));
    assert_eq!(wait(store.read(0)).unwrap().len(), 41);
}

fn two_handles_see_each_other(place: &Place) {
    let (one, other) = (place.open(), place.open());
    wait(one.append(vec![record(1, 0)])).unwrap();
    assert_eq!(wait(other.position()), Ok(1));
    wait(other.append(vec![record(2, 0)])).unwrap();
    assert_eq!(wait(one.position()), Ok(2));
    assert_eq!(wait(one.read(1)).unwrap(), [(2, record(2, 0))]);
    assert_eq!(wait(one.append(vec![record(2, 0)])), Ok(Appended { taken: 0, known: 1 }));
}

fn two_handles_that_write_for_one_device_are_put_in_order(place: &Place) {
    let handles: [Arc<dyn Store>; 2] = [Arc::from(place.open()), Arc::from(place.open())];
    let tasks = (0..6_u8).map(|writer| {
        let store = handles[usize::from(writer % 2)].clone();
        async move {
            for n in 0..15_u8 {
                let mut id = [writer; 16];
                id[0] = n;
                loop {
                    let sequence = store.read(0).await.unwrap().len() as u64;
                    let mine = Record { id, device: [9; 16], sequence, line: format!("{writer} {n}") };
                    match store.append(vec![mine]).await {
                        Ok(appended) => break assert_eq!(appended.taken, 1),
                        Err(error) => assert!(error.is_taken(), "{error}"),
                    }
                }
            }
        }
    });
    on_many_threads(tasks.collect());
    let sequences: Vec<u64> = lines(&*handles[0]).iter().map(|record| record.sequence).collect();
    assert_eq!(sequences, (0..90).collect::<Vec<u64>>());
}

fn any_text_comes_back_as_it_was(place: &Place) {
    let store = place.open();
    let large = "Kreuz ✚ \u{1F9D8} ".repeat(300_000);
    let texts =
        ["", " ", "\u{0}", "a\u{0}b", "\\x00", "\r\n\t", "'; DROP TABLE entry; --", "\u{FEFF}é e\u{301}", &large];
    let all: Vec<Record> =
        texts.iter().zip(0..).map(|(text, n)| Record { line: (*text).to_owned(), ..record(1, n) }).collect();
    wait(store.append(all.clone())).unwrap();
    assert!(lines(&*store) == all);
    assert_eq!(wait(store.append(all)), Ok(Appended { taken: 0, known: texts.len() }));
}

fn numbers_at_their_limits_come_back_as_they_were(place: &Place) {
    let store = place.open();
    let sequences = [0, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX];
    let all: Vec<Record> = sequences.iter().map(|sequence| record(1, *sequence)).collect();
    wait(store.append(all.clone())).unwrap();
    wait(store.append(vec![Record { id: [0; 16], device: [0xFF; 16], ..record(1, 0) }])).unwrap();
    assert_eq!(lines(&*store)[..4], all);
    let taken = wait(store.append(vec![Record { id: [1; 16], ..record(1, u64::MAX) }])).unwrap_err();
    assert_eq!(taken, StoreError::Taken { device: Bytes([1; 16]), sequence: u64::MAX });
}

fn many_records_at_once(place: &Place) {
    let store = place.open();
    wait(store.append(records(2, 0..10))).unwrap();
    let mut many = records(1, 0..5_000);
    many.extend(records(2, 5..15));
    assert_eq!(wait(store.append(many.clone())), Ok(Appended { taken: 5_005, known: 5 }));
    many.truncate(4_000);
    many.push(Record { line: "other".to_owned(), ..record(1, 4_500) });
    wait(store.append(many)).unwrap_err();
    assert_eq!(wait(store.read(0)).unwrap().len(), 5_015);
}

fn reopening_finds_everything(place: &Place) {
    for round in 0..3 {
        let store = place.open();
        assert_eq!(lines(&*store), records(1, 0..round * 100));
        for sequence in round * 100..(round + 1) * 100 {
            wait(store.append(vec![record(1, sequence)])).unwrap();
        }
    }
}

fn erasing_leaves_nothing_and_gives_no_position_twice(place: &Place) {
    let (store, other) = (place.open(), place.open());
    wait(store.append(records(1, 0..20))).unwrap();
    let before = wait(other.position()).unwrap();
    wait(store.erase()).unwrap();
    assert_eq!(wait(other.read(0)), Ok(vec![]));
    let empty = wait(other.position()).unwrap();
    assert!(erased_between(before, empty));
    wait(store.append(records(2, 0..20))).unwrap();
    let after = wait(other.position()).unwrap();
    assert!(after > empty && !erased_between(empty, after) && erased_between(before, after));
    // Whoever reads on from before the erase gets what came after it, and all of it.
    assert_eq!(wait(other.read(before)).unwrap().len(), 20);
    wait(other.erase()).unwrap();
    wait(other.erase()).unwrap();
    assert!(erased_between(after, wait(store.position()).unwrap()));
}

fn an_erased_store_takes_the_same_records_again(place: &Place) {
    let store = place.open();
    for _ in 0..3 {
        assert_eq!(wait(store.append(records(1, 0..50))).unwrap().taken, 50);
        assert_eq!(lines(&*store), records(1, 0..50));
        wait(store.erase()).unwrap();
    }
    drop(store);
    assert_eq!(lines(&*place.open()), []);
}

fn opening_a_new_database_many_times_at_once(place: &Place) {
    std::thread::scope(|scope| {
        for device in 0..8 {
            scope.spawn(move || wait(place.open().append(records(device, 0..5))).unwrap());
        }
    });
    assert_eq!(lines(&*place.open()).len(), 40);
}

fn a_dropped_future_does_not_take_the_append_back(place: &Place) {
    let store = place.open();
    drop(store.append(records(1, 0..5)));
    drop(store);
    assert_eq!(lines(&*place.open()), records(1, 0..5));
}

/// How many commits stand in the log of an SQLite database. (A handle of the log holds no locks that could be lost.)
fn commits(log: &std::path::Path) -> usize {
    let frames = std::fs::read(log).unwrap_or_default();
    let is_commit = |frame: &&[u8]| frame[4..8] != [0; 4];
    frames.get(32..).unwrap_or_default().chunks_exact(24 + 4096).filter(is_commit).count()
}

#[test]
fn appends_that_wait_for_the_same_thing_share_one_commit() {
    let place = Place::sqlite();
    let store = place.open();
    let path = place.folder.as_ref().unwrap().path().join("diary.db");
    wait(store.append(vec![record(1, 0)])).unwrap();
    let before = commits(&path.with_extension("db-wal"));
    assert!(before > 0);

    let mut other = rusqlite::Connection::open(&path).unwrap();
    let held = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let asked = std::time::Instant::now();
    let answers: Vec<_> = (1..=50).map(|sequence| store.append(vec![record(1, sequence)])).collect();
    assert!(asked.elapsed() < std::time::Duration::from_secs(1), "asking does not wait for another program");
    std::thread::sleep(std::time::Duration::from_millis(200));
    drop(held);
    for answer in answers {
        assert_eq!(wait(answer).unwrap().taken, 1);
    }
    assert_eq!(lines(&*store), records(1, 0..51), "and they keep their order");
    let shared = commits(&path.with_extension("db-wal")) - before;
    assert!(shared <= 2, "50 appends took {shared} commits");
}

#[test]
fn a_database_in_memory_keeps_the_same_promises_while_it_is_open() {
    let store = supple_store::open("sqlite::memory:").unwrap();
    wait(store.append(records(1, 0..5))).unwrap();
    assert_eq!(lines(&*store), records(1, 0..5));
    wait(store.erase()).unwrap();
    assert_eq!(lines(&*store), []);
    drop(store);
    assert_eq!(lines(&*supple_store::open("sqlite::memory:").unwrap()), []);
}

fn a_rewritten_store_holds_the_new_records_only_and_stays_the_same_diary(place: &Place) {
    let (store, other) = (place.open(), place.open());
    let identity = wait(store.identity([7; 16])).unwrap();
    wait(store.append(records(1, 0..3))).unwrap();
    let last = wait(other.position()).unwrap();
    let new: Vec<Record> = records(1, 0..1).into_iter().chain(records(2, 0..1_500)).collect();
    assert_eq!(wait(store.rewrite(last, new.clone())), Ok(true));
    assert_eq!((lines(&*store), lines(&*other)), (new.clone(), new));
    let now = wait(other.position()).unwrap();
    assert!(erased_between(last, now), "whoever has read the old records reads anew");
    assert_eq!(wait(other.identity([8; 16])), Ok(identity));
    // What has gone may come anew, and nothing else may be changed.
    assert_eq!(wait(other.append(records(1, 0..3))), Ok(Appended { taken: 2, known: 1 }));
    drop((store, other));
    assert_eq!(lines(&*place.open()).len(), 1_503);
}

fn a_rewrite_that_has_not_seen_all_or_is_refused_changes_nothing(place: &Place) {
    let (store, other) = (place.open(), place.open());
    let identity = wait(store.identity([7; 16])).unwrap();
    wait(store.append(records(1, 0..3))).unwrap();
    let seen = wait(store.position()).unwrap();
    wait(other.append(records(1, 3..4))).unwrap();
    assert_eq!(wait(store.rewrite(seen, records(2, 0..2))), Ok(false));
    let seen = wait(store.position()).unwrap();
    let twice = vec![record(2, 0), Record { id: [9; 16], ..record(2, 0) }];
    assert!(matches!(wait(store.rewrite(seen, twice)), Err(StoreError::Taken { .. })));
    assert_eq!(lines(&*store), records(1, 0..4));
    assert_eq!(wait(store.position()), Ok(seen));
    assert_eq!(wait(store.identity([8; 16])), Ok(identity));
}
