//! A damaged file is reported, with the way to restore. Wrong content is never given out as right.

use crate::{Place, lines, records, wait};
use std::fs;
use supple_store::{Record, StoreError, open};

/// What opening and reading gives after `spoil` had its way with the file.
fn after(good: &[u8], spoil: impl FnOnce(&mut Vec<u8>)) -> Result<Vec<Record>, StoreError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diary.db");
    let mut bytes = good.to_vec();
    spoil(&mut bytes);
    fs::write(&path, bytes).unwrap();
    let store = open(&format!("sqlite:{}", path.display()))?;
    let read = wait(store.read(0))?;
    Ok(read.into_iter().map(|(_, record)| record).collect())
}

fn good() -> (Vec<u8>, Vec<Record>) {
    let place = Place::sqlite();
    let all = records(1, 0..400);
    wait(place.open().append(all.clone())).unwrap();
    let bytes = fs::read(place.folder.as_ref().unwrap().path().join("diary.db")).unwrap();
    assert!(bytes.len() > 80_000);
    (bytes, all)
}

/// Of each of these, whoever shows it says how to restore a backup.
fn asks_for_a_backup(error: &StoreError) -> bool {
    matches!(error, StoreError::Damaged { .. } | StoreError::NotOurs { .. }) && error.to_string().contains("diary.db")
}

#[test]
fn a_file_that_was_cut_off_is_reported() {
    let (bytes, _) = good();
    for length in [1, 50, 99, 100, 511, 4095, 4096, 5000, 8192, bytes.len() / 2, bytes.len() - 4096, bytes.len() - 1] {
        let error = after(&bytes, |bytes| bytes.truncate(length)).unwrap_err();
        assert!(asks_for_a_backup(&error), "cut to {length}: {error}");
    }
}

#[test]
fn a_page_of_zeroes_or_noise_is_reported() {
    let (bytes, all) = good();
    let mut reported = 0;
    let pages = bytes.len() / 4096;
    for page in 0..pages {
        for fill in [0_u8, 0xA5] {
            match after(&bytes, |bytes| bytes[page * 4096..(page + 1) * 4096].fill(fill)) {
                Err(error) => {
                    assert!(asks_for_a_backup(&error), "page {page}: {error}");
                    reported += 1;
                }
                Ok(read) => assert_eq!(read, all),
            }
        }
    }
    assert_eq!(reported, pages * 2, "every page is in use");
}

#[test]
fn no_flipped_bit_ever_changes_what_is_read() {
    let (bytes, all) = good();
    let (mut reported, mut unharmed) = (0, 0);
    // Every part of the file, each time another bit.
    for place in (0..bytes.len()).step_by(97) {
        match after(&bytes, |bytes| bytes[place] ^= 1 << (place % 8)) {
            Ok(read) => {
                assert_eq!(read, all, "byte {place}");
                unharmed += 1;
            }
            // The version and the mark of the file are in its first hundred bytes.
            Err(StoreError::Newer { .. }) if place < 100 => reported += 1,
            Err(error) => {
                assert!(asks_for_a_backup(&error), "byte {place}: {error}");
                reported += 1;
            }
        }
    }
    assert!(reported > unharmed, "{reported} of {} were noticed", reported + unharmed);
}

#[test]
fn a_letter_changed_by_other_means_is_reported() {
    let (bytes, _) = good();
    let text = "Rückenschmerz 200".as_bytes();
    let place = bytes.windows(text.len()).position(|part| part == text).unwrap();
    let error = after(&bytes, |bytes| bytes[place] = b'D').unwrap_err();
    assert!(error.is_damaged() && error.to_string().contains("check sum"), "{error}");
}

#[test]
fn a_record_taken_out_by_other_means_is_reported() {
    let place = Place::sqlite();
    wait(place.open().append(records(1, 0..10))).unwrap();
    let connection = rusqlite::Connection::open(place.folder.as_ref().unwrap().path().join("diary.db")).unwrap();
    connection.execute_batch("DROP TRIGGER entry_is_not_deleted; DELETE FROM entry WHERE position = 4").unwrap();
    drop(connection);
    let error = wait(place.open().read(0)).unwrap_err();
    assert!(error.is_damaged() && error.to_string().contains("missing between positions 3 and 5"), "{error}");
    assert!(lines_after(&place, 4).is_ok());
}

fn lines_after(place: &Place, position: u64) -> Result<usize, StoreError> {
    wait(place.open().read(position)).map(|read| read.len())
}

#[test]
fn a_log_that_was_cut_off_loses_nothing_but_its_end() {
    let place = Place::sqlite();
    let store = place.open();
    for record in records(1, 0..20) {
        wait(store.append(vec![record])).unwrap();
    }
    let folder = place.folder.as_ref().unwrap().path();
    let log = fs::read(folder.join("diary.db-wal")).unwrap();
    let copy = tempfile::tempdir().unwrap();
    for cut in [log.len() - 1, log.len() / 2, 100, 0] {
        let _ = fs::remove_file(copy.path().join("diary.db-shm"));
        // SQLite opens files only by itself in this process: the log is no such file.
        fs::write(copy.path().join("diary.db-wal"), &log[..cut]).unwrap();
        std::process::Command::new("cp").arg(folder.join("diary.db")).arg(copy.path()).status().unwrap();
        let there = lines(&*open(&format!("sqlite:{}", copy.path().join("diary.db").display())).unwrap());
        assert_eq!(there, records(1, 0..there.len() as u64));
    }
}
