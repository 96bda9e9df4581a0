//! A database that is not where it was opened: nothing is acknowledged that nobody will find again, and nothing is made by
//! asking whether it is there.

use crate::{Place, on_each_kind, records, wait};
use supple_store::is_there;

on_each_kind!(a_database_is_there_once_it_was_opened_and_asking_makes_none);

fn a_database_is_there_once_it_was_opened_and_asking_makes_none(place: &Place) {
    for _ in 0..2 {
        assert_eq!(is_there(&place.address), Ok(false));
    }
    drop(place.open());
    assert_eq!(is_there(&place.address), Ok(true));
}

#[test]
fn an_empty_file_and_a_folder_that_is_missing_are_no_database() {
    let place = Place::sqlite();
    let folder = place.folder.as_ref().unwrap().path();
    std::fs::write(folder.join("empty.db"), "").unwrap();
    assert_eq!(is_there(&format!("sqlite:{}", folder.join("empty.db").display())), Ok(false));
    assert_eq!(is_there(&format!("sqlite:{}", folder.join("missing/diary.db").display())), Ok(false));
    assert_eq!(is_there(&format!("sqlite:{}", folder.join("empty.db/diary.db").display())), Ok(false));
    assert!(is_there("mysql://here").is_err());
}

#[cfg(unix)]
#[test]
fn a_store_whose_file_was_replaced_reads_on_and_refuses_to_write() {
    for name in ["diary.db", "diary.db-wal"] {
        for is_replaced in [false, true] {
            let place = Place::sqlite();
            let file = place.folder.as_ref().unwrap().path().join(name);
            let store = place.open();
            wait(store.append(records(1, 0..3))).unwrap();
            std::fs::rename(&file, file.with_extension("aside")).unwrap();
            if is_replaced {
                std::fs::copy(file.with_extension("aside"), &file).unwrap();
            }
            let refused = wait(store.append(records(1, 3..4))).unwrap_err();
            assert!(refused.may_pass() && refused.to_string().contains("was removed or replaced"), "{refused}");
            assert!(wait(store.erase()).is_err(), "what is erased would come back");
            assert_eq!(wait(store.read(0)).unwrap().len(), 3, "what was kept can be saved elsewhere");
            // The very file is back.
            std::fs::rename(file.with_extension("aside"), &file).unwrap();
            wait(store.append(records(1, 3..4))).unwrap();
            assert_eq!(wait(store.read(0)).unwrap().len(), 4);
        }
    }
}
