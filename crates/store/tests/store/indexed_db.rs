//! What is said of IndexedDB alone: a browser that ends, a database that is deleted, damaged, newer or full. What its spare copy is
//! for is said in `spare_copy`.

use crate::browser::Browser;
use crate::{Place, lines, record, records, wait};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use supple_store::{Appended, Record, Store, StoreError, erased_between};

/// Deletes the database of a place, as a browser does.
pub(crate) fn delete(place: &Place) {
    place.browser.as_ref().unwrap().run(&format!("given(indexedDB.deleteDatabase('{}')).then(() => 0)", place.address));
}

/// How often the browser is killed while it appends.
const ROUNDS: u8 = 6;

/// An append of a few records, told apart by the round.
fn some(round: u8, n: u64) -> Vec<Record> {
    (0..=n % 3).map(|part| record(round, n * 3 + part)).collect()
}

/// Appends until the browser answers no more, and gives how many appends were acknowledged.
fn until_it_ends(browser: &Arc<Browser>, database: &str, round: u8, after: Duration) -> u64 {
    let (acknowledged, has_ended) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let store = browser.open(database);
            while wait(store.append(some(round, acknowledged.load(Ordering::SeqCst)))).is_ok() {
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            has_ended.store(true, Ordering::SeqCst);
        });
        let until = Instant::now() + Duration::from_secs(60);
        while acknowledged.load(Ordering::SeqCst) < 3 && !has_ended.load(Ordering::SeqCst) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(after);
        browser.kill("KILL");
    });
    acknowledged.into_inner()
}

#[test]
fn nothing_acknowledged_is_lost_when_the_browser_is_killed() {
    let profile = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    let mut identity = None;
    for round in 0..ROUNDS {
        let browser = Arc::new(Browser::start(profile.path()));
        {
            let store = browser.open("diary");
            let there = lines(&store);
            for (round, done) in (0..).zip(&acknowledged) {
                let of_round: Vec<Record> = there.iter().filter(|r| r.device == [round; 16]).cloned().collect();
                let whole: Vec<Record> = (0..*done).flat_map(|n| some(round, n)).collect();
                assert!(of_round.starts_with(&whole), "round {round}: {} of {}", of_round.len(), whole.len());
                // More than was acknowledged may be there: the append that was under way, but only as a whole.
                let more = &of_round[whole.len()..];
                assert!(more.is_empty() || *more == some(round, *done), "round {round}: half an append");
            }
            let now = wait(store.identity([round + 1; 16])).unwrap();
            assert_eq!(*identity.get_or_insert(now), now, "it stays the same diary");
        }
        acknowledged.push(until_it_ends(&browser, "diary", round, Duration::from_micros(3_700 * u64::from(round))));
    }
    assert!(acknowledged.iter().all(|done| *done >= 3), "it did append: {acknowledged:?}");
}

#[test]
fn what_was_rewritten_or_erased_stays_so_when_the_browser_starts_again() {
    let profile = tempfile::tempdir().unwrap();
    let places = |browser: &Arc<Browser>| ["erased", "rewritten"].map(|name| browser.open(name));
    let positions = {
        let browser = Arc::new(Browser::start(profile.path()));
        let [erased, rewritten] = places(&browser);
        for store in [&erased, &rewritten] {
            wait(store.identity([1; 16])).unwrap();
            wait(store.append(records(1, 0..50))).unwrap();
        }
        wait(erased.erase()).unwrap();
        assert_eq!(wait(rewritten.rewrite(50, records(2, 0..20))), Ok(true));
        let positions = [&erased, &rewritten].map(|store| wait(store.position()).unwrap());
        browser.kill("KILL");
        positions
    };
    let browser = Arc::new(Browser::start(profile.path()));
    let [erased, rewritten] = places(&browser);
    assert_eq!([&erased, &rewritten].map(|store| wait(store.position()).unwrap()), positions);
    assert!(positions.iter().all(|position| erased_between(50, *position)));
    assert_eq!((lines(&erased), lines(&rewritten)), (vec![], records(2, 0..20)));
    let identities = [&erased, &rewritten].map(|store| wait(store.identity([2; 16])).unwrap());
    assert_eq!(identities, [[2; 16], [1; 16]]);
}

#[test]
fn whatever_a_store_is_asked_first_waits_until_it_is_open() {
    let place = Place::indexed_db();
    assert_eq!(wait(place.open().position()), Ok(0));
    assert_eq!(wait(place.open().read(0)), Ok(vec![]));
    assert_eq!(wait(place.open().append(records(1, 0..3))), Ok(Appended { taken: 3, known: 0 }));
    assert_eq!(wait(place.open().rewrite(3, records(1, 0..2))), Ok(true));
    assert_eq!(wait(place.open().identity([1; 16])), Ok([1; 16]));
    assert_eq!(wait(place.open().append_to([1; 16], records(1, 2..4))), Ok(Appended { taken: 2, known: 0 }));
    assert_eq!(wait(place.open().adopt([2; 16])), Ok(()));
    assert_eq!(wait(place.open().erase()), Ok(()));
}

#[test]
fn a_record_that_was_changed_by_other_means_is_damaged_and_costs_no_other() {
    let changes = [
        ("check sum", "async (entry) => entry.put({ ...await given(entry.get(4)), line: 'other' })"),
        ("check sum", "async (entry) => entry.put({ ...await given(entry.get(4)), sequence: 77 })"),
        ("check sum", "async (entry) => entry.put({ ...await given(entry.get(4)), sum: 1 })"),
        ("cannot be read", "async (entry) => entry.put({ ...await given(entry.get(4)), line: undefined })"),
        ("cannot be read", "async (entry) => entry.put({ position: 4 })"),
        ("missing between positions 3 and 5", "async (entry) => entry.delete(4)"),
    ];
    for (says, change) in changes {
        let place = Place::indexed_db();
        let store = place.open();
        wait(store.append(records(1, 0..10))).unwrap();
        place.browser.as_ref().unwrap().tamper(&place.address, change);
        let found = wait(store.look(0)).unwrap();
        let whole: Vec<Record> = found.records.into_iter().map(|(_, record)| record).collect();
        assert_eq!(whole, [records(1, 0..3), records(1, 4..10)].concat(), "{change}");
        assert!(found.damaged.len() == 1 && found.damaged[0].why.contains(says), "{change}: {:?}", found.damaged);
        assert!(wait(store.read(0)).is_err_and(|error| error.is_damaged()), "{change}");
        assert_eq!(wait(store.read(4)).unwrap().len(), 6, "{change}");
    }
}

#[test]
fn an_identity_that_was_changed_by_other_means_is_damaged() {
    let place = Place::indexed_db();
    let store = place.open();
    wait(store.identity([1; 16])).unwrap();
    place.browser.as_ref().unwrap().tamper(&place.address, "(entry, fact) => fact.put('nobody', 'identity')");
    assert!(wait(store.identity([2; 16])).is_err_and(|error| error.is_damaged()));
}

#[test]
fn a_store_whose_database_was_deleted_acknowledges_nothing_and_the_next_one_has_it_all() {
    let place = Place::indexed_db();
    let store = place.open();
    wait(store.append(records(1, 0..3))).unwrap();
    delete(&place);
    for refused in [wait(store.append(records(1, 3..4))).map(drop), wait(store.erase()), wait(store.read(0)).map(drop)]
    {
        assert!(matches!(refused, Err(StoreError::Cannot { .. })), "{refused:?}");
    }
    let again = place.open();
    assert_eq!(lines(&*again), records(1, 0..3));
    assert_eq!(wait(again.append(records(1, 0..4))), Ok(Appended { taken: 1, known: 3 }));
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_not_changed() {
    let place = Place::indexed_db();
    wait(place.open().append(records(1, 0..3))).unwrap();
    let browser = place.browser.as_ref().unwrap();
    let version = |open: &str| {
        browser.run(&format!(
            "given(indexedDB.open('{}'{open})).then((it) => {{ it.close(); return it.version; }})",
            place.address
        ))
    };
    assert_eq!(version(", 99"), 99);
    let store = place.open();
    for refused in
        [wait(store.append(records(1, 3..4))).map(drop), wait(store.erase()), wait(store.position()).map(drop)]
    {
        assert!(matches!(refused, Err(StoreError::Cannot { .. })), "{refused:?}");
    }
    assert_eq!(version(""), 99);
    let count = format!(
        "given(indexedDB.open('{}')).then((it) => given(it.transaction('entry').objectStore('entry').count()))",
        place.address
    );
    assert_eq!(browser.run(&count), 3);
}

/// A long text that no file system and no LevelDB makes shorter.
fn noise(seed: u64) -> String {
    let mut state = seed;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b' ' + (state >> 57) as u8 % 95)
    };
    (0..300_000).map(letter).collect()
}

#[test]
fn what_does_not_fit_is_refused_what_was_acknowledged_stays_and_it_goes_on_once_there_is_room() {
    let place = Place::of(Arc::new(Browser::fresh()));
    let (store, browser) = (place.open(), place.browser.as_ref().unwrap());
    let large = |n: u64| Record { line: noise(n), ..record(1, n) };
    browser.allow(Some(4 << 20));
    let mut kept = Vec::new();
    let refused = loop {
        let n = kept.len() as u64;
        assert!(n < 200, "it is full at last");
        match wait(store.append(vec![large(2 * n), large(2 * n + 1)])) {
            Ok(_) => kept.extend([large(2 * n), large(2 * n + 1)]),
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, StoreError::Full { .. }) && refused.may_pass(), "{refused}");
    assert!(lines(&*store) == kept, "what was acknowledged is there, and nothing of what was not");
    browser.allow(None);
    let until = Instant::now() + Duration::from_secs(60);
    // The browser notices after a while: it does not ask anew for each write.
    while wait(store.append(records(2, 0..3))).is_err() {
        assert!(Instant::now() < until, "there is room again");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(lines(&*store).len(), kept.len() + 3);
}
