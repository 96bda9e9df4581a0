//! The spare copy of a browser: a database that Chromium deletes comes back from it, and what was erased does not.

use crate::browser::Browser;
use crate::indexed_db::delete;
use crate::{Place, lines, records, wait};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use supple_store::{Record, Store, erased_between};

/// The folder in which Chromium keeps IndexedDB of the page, as LevelDB.
fn level_db(profile: &Path) -> PathBuf {
    profile.join("Default/IndexedDB/https_supple.test_0.indexeddb.leveldb")
}

/// Leaves the head of a record without the record behind what was written: a check sum, a length, a kind. So does a browser that
/// is killed between the two writes.
fn tear(profile: &Path) {
    let files = fs::read_dir(level_db(profile)).unwrap().map(|entry| entry.unwrap().path());
    let mut logs: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "log")).collect();
    logs.sort();
    let mut log = OpenOptions::new().append(true).open(logs.last().unwrap()).unwrap();
    log.write_all(&[0x44, 0x89, 0x02, 0xf6, 0xaa, 0x00, 0x01]).unwrap();
}

#[test]
fn a_diary_that_chromium_finds_damaged_and_deletes_comes_back_with_its_positions_and_its_identity() {
    let profile = tempfile::tempdir().unwrap();
    let appended = |what: [Vec<Record>; 2]| {
        let browser = Arc::new(Browser::start(profile.path()));
        let store = browser.open("diary");
        let identity = wait(store.identity([7; 16])).unwrap();
        for records in what {
            wait(store.append(records)).unwrap();
        }
        let position = wait(store.position()).unwrap();
        browser.kill("KILL");
        (identity, position)
    };
    let first = appended([records(1, 0..3), records(1, 3..5)]);
    tear(profile.path());
    let second = appended([records(2, 0..1), records(2, 1..4)]);
    assert_eq!((first, second), (([7; 16], 5), ([7; 16], 9)));

    let browser = Arc::new(Browser::start(profile.path()));
    let store = browser.open("diary");
    assert_eq!(lines(&store), [records(1, 0..5), records(2, 0..4)].concat());
    assert_eq!((wait(store.identity([8; 16])).unwrap(), wait(store.position()).unwrap()), second);
    assert_eq!(wait(store.read(5)).unwrap().len(), 4, "whoever had read up to a position goes on behind it");
    let log = fs::read_to_string(level_db(profile.path()).join("LOG")).unwrap();
    assert!(log.contains("Creating DB"), "Chromium deleted it, else this shows nothing: {log}");
}

#[test]
fn what_was_erased_or_rewritten_does_not_come_back_when_the_database_is_deleted() {
    let place = Place::indexed_db();
    let store = place.open();
    wait(store.append(records(1, 0..5))).unwrap();
    wait(store.erase()).unwrap();
    assert_eq!(pieces(&place), 0);
    delete(&place);
    let store = place.open();
    assert_eq!(lines(&*store), []);

    wait(store.append(records(2, 0..5))).unwrap();
    assert_eq!(wait(store.rewrite(5, records(3, 0..2))), Ok(true));
    wait(store.append(records(3, 2..3))).unwrap();
    let position = wait(store.position()).unwrap();
    assert!(erased_between(5, position));
    delete(&place);
    let store = place.open();
    assert_eq!(lines(&*store), records(3, 0..3));
    assert_eq!(wait(store.position()), Ok(position));

    // A rewrite that came too late changes nothing, here and there.
    assert_eq!(wait(store.rewrite(1, vec![])), Ok(false));
    delete(&place);
    assert_eq!(lines(&*place.open()), records(3, 0..3));
}

#[test]
fn an_erase_removes_what_was_on_its_way_into_the_copy() {
    let place = Place::indexed_db();
    for round in 0..10 {
        let store = place.open();
        let store = &*store;
        std::thread::scope(|scope| {
            for device in [round, round + 100] {
                scope.spawn(move || wait(store.append(records(device, 0..3))).unwrap());
            }
            wait(store.erase()).unwrap();
        });
        let left = lines(store);
        delete(&place);
        assert_eq!(lines(&*place.open()), left);
        wait(place.open().erase()).unwrap();
    }
}

/// What the cache holds of a place, as the number of its pieces.
fn pieces(place: &Place) -> u64 {
    let name = format!("spare-of-{}", place.address);
    let count = format!(
        "caches.open('{name}').then((cache) => cache.keys()) \
         .then((all) => all.filter(({{ url }}) => url.includes('/entries/')).length)"
    );
    place.browser.as_ref().unwrap().run(&count).as_u64().unwrap()
}

/// Waits until a copy is in so many pieces.
fn until_it_has(place: &Place, many: u64) {
    let until = Instant::now() + Duration::from_secs(60);
    while pieces(place) != many {
        assert!(Instant::now() < until, "{} pieces and not {many}", pieces(place));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn many_pieces_become_one_when_the_store_is_opened_and_nothing_is_lost_by_that() {
    let place = Place::indexed_db();
    let store = place.open();
    wait(store.identity([1; 16])).unwrap();
    for n in 0..70 {
        wait(store.append(records(1, n..n + 1))).unwrap();
    }
    assert_eq!(pieces(&place), 70);
    let again = place.open();
    wait(again.position()).unwrap();
    until_it_has(&place, 1);
    wait(again.append(records(1, 70..72))).unwrap();
    assert_eq!(pieces(&place), 2);
    delete(&place);
    assert_eq!(lines(&*place.open()), records(1, 0..72));
}

#[test]
fn a_copy_that_lacks_something_is_made_whole_and_a_damaged_record_of_it_is_left_out() {
    let place = Place::indexed_db();
    let browser = place.browser.as_ref().unwrap();
    let store = place.open();
    wait(store.identity([1; 16])).unwrap();
    for n in 0..4 {
        wait(store.append(records(1, n..n + 1))).unwrap();
    }
    let in_cache = |what: &str| {
        browser.run(&format!("caches.open('spare-of-{}').then((cache) => {what}).then(() => 0)", place.address));
    };
    in_cache("cache.delete('/entries/2-2')");
    let again = place.open();
    wait(again.position()).unwrap();
    until_it_has(&place, 1);
    in_cache(
        "cache.match('/entries/1-4').then((it) => it.json()).then((rows) => { rows[2][4] = 'other'; rows.push([9, null], 7); \
         return cache.put('/entries/1-4', Response.json(rows)); })",
    );
    in_cache("cache.put('/entries/5-5', new Response('[[5, '))");
    delete(&place);
    let found = wait(place.open().look(0)).unwrap();
    let whole: Vec<Record> = found.records.into_iter().map(|(_, record)| record).collect();
    assert_eq!(whole, [records(1, 0..2), records(1, 3..4)].concat());
    assert_eq!(found.damaged.len(), 1, "that it is missing is told: {:?}", found.damaged);
}

#[test]
fn what_an_older_supple_erased_leaves_no_copy_and_what_it_could_not_read_stands_for_no_entry() {
    let place = Place::indexed_db();
    let browser = place.browser.as_ref().unwrap();
    let store = place.open();
    wait(store.append(records(1, 0..3))).unwrap();
    // It knows of no copy.
    browser.tamper(&place.address, "(entry) => entry.clear()");
    let again = place.open();
    wait(again.position()).unwrap();
    until_it_has(&place, 0);
    wait(again.erase()).unwrap();

    wait(again.append(records(2, 0..3))).unwrap();
    let piece = "caches.open(NAME).then(async (cache) => { \
         const [{ url }] = (await cache.keys()).filter((it) => it.url.includes('/entries/')); \
         await cache.put(url, new Response('[[')); return 0; })";
    browser.run(&piece.replace("NAME", &format!("'spare-of-{}'", place.address)));
    delete(&place);
    let new = place.open();
    assert_eq!(lines(&*new), []);
    for n in 0..3 {
        wait(new.append(records(3, n..n + 1))).unwrap();
    }
    delete(&place);
    assert_eq!(lines(&*place.open()), records(3, 0..3));
}

#[test]
fn a_diary_of_before_is_copied_when_it_is_opened() {
    let place = Place::indexed_db();
    let store = place.open();
    wait(store.append(records(1, 0..20))).unwrap();
    place.browser.as_ref().unwrap().run(&format!("caches.delete('spare-of-{}').then(() => 0)", place.address));
    assert_eq!(pieces(&place), 0);
    let again = place.open();
    wait(again.position()).unwrap();
    until_it_has(&place, 1);
    delete(&place);
    assert_eq!(lines(&*place.open()), records(1, 0..20));
}
