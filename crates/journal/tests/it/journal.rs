//! The diary in a real database, written by more than one program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::support;

use std::collections::BTreeSet;
use std::sync::Arc;
use supple_diary::{BirthYear, Correction, Draft, EntryError, Level, Moment, Pain, Profile, verify};
use supple_journal::{Journal, JournalError, Sent, Written};
use support::Ticking;
use uuid::Uuid;

const DEVICE: Uuid = Uuid::from_u128(7);

fn journal(address: &str, seed: u64) -> Journal {
    Journal::new(supple_store::open(address).unwrap(), DEVICE, Arc::new(Ticking::new(seed)))
}

fn pain(journal: &Journal, level: i64) -> Draft {
    let pain = Pain { level: Level::new(level).unwrap(), regions: Default::default(), note: None };
    Draft::new(journal.host().moment().unwrap(), pain)
}

fn file(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("diary.db").display())
}

#[tokio::test]
async fn what_was_written_is_in_the_diary_also_after_opening_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let written = {
        let journal = journal(&file(&folder), 1);
        let entry = journal.write(pain(&journal, 7)).await.unwrap();
        assert_eq!(journal.diary().await.unwrap().items().len(), 1);
        entry
    };
    let again = journal(&file(&folder), 2);
    assert_eq!(again.log().await.unwrap().get(written.id()).unwrap().line(), written.line());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_that_write_for_one_device_at_once_keep_one_unbroken_chain() {
    let folder = tempfile::tempdir().unwrap();
    let programs = [Arc::new(journal(&file(&folder), 1)), Arc::new(journal(&file(&folder), 2))];
    let mut tasks = Vec::new();
    for write in 0..60_usize {
        let journal = Arc::clone(&programs[write % 2]);
        tasks.push(tokio::spawn(async move {
            let draft = pain(&journal, 5);
            journal.write(draft).await.map(|entry| entry.id())
        }));
    }
    let mut ids = BTreeSet::new();
    for task in tasks {
        ids.insert(task.await.unwrap().unwrap());
    }
    for journal in programs {
        let log = journal.log().await.unwrap();
        assert_eq!(
            log.iter().map(supple_diary::Entry::id).collect::<BTreeSet<_>>(),
            ids,
            "each sees what the other wrote"
        );
        assert_eq!(verify(log.iter()), []);
        assert_eq!(journal.diary().await.unwrap().items().len(), 60);
    }
}

#[tokio::test]
async fn an_entry_that_cannot_be_taken_changes_nothing() {
    let journal = journal("sqlite::memory:", 1);
    journal.write(pain(&journal, 3)).await.unwrap();
    let later = Moment::in_zone("2030-01-01T00:00:00Z".parse().unwrap(), "Europe/Berlin").unwrap();
    let future = Draft { happened: later, ..pain(&journal, 4) };
    let refused = journal.write_all(vec![pain(&journal, 4), future]).await.unwrap_err();
    assert!(matches!(refused, JournalError::Entry(EntryError::Future { .. })), "{refused}");
    assert_eq!(journal.diary().await.unwrap().items().len(), 1, "all or none");
    journal.write(pain(&journal, 5)).await.unwrap();
    assert_eq!(verify(journal.log().await.unwrap().iter()), []);
}

#[tokio::test]
async fn entries_from_elsewhere_are_taken_once() {
    let (here, there) = (journal("sqlite::memory:", 1), journal("sqlite::memory:", 2));
    there.write(pain(&there, 6)).await.unwrap();
    let log = there.log().await.unwrap();
    assert_eq!(here.take(&log).await.unwrap(), 1);
    assert_eq!(here.take(&log).await.unwrap(), 0);
    assert_eq!(here.diary().await.unwrap().items().len(), 1);
}

#[tokio::test]
async fn what_one_program_erases_is_gone_for_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (journal(&file(&folder), 1), journal(&file(&folder), 2));
    one.write(pain(&one, 7)).await.unwrap();
    assert_eq!(other.diary().await.unwrap().items().len(), 1);
    one.erase().await.unwrap();
    assert_eq!(other.diary().await.unwrap().items().len(), 0);
    other.write(pain(&other, 2)).await.unwrap();
    assert_eq!(verify(one.log().await.unwrap().iter()), [], "the chain begins anew");
}

#[tokio::test]
async fn an_export_from_before_an_erase_can_be_taken_back_beside_what_was_written_since() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (journal(&file(&folder), 1), journal(&file(&folder), 2));
    one.write(pain(&one, 7)).await.unwrap();
    let export = other.log().await.unwrap();
    one.erase().await.unwrap();
    // Both go on writing, the one that erased and the one that only noticed it.
    one.write(pain(&one, 1)).await.unwrap();
    other.write(pain(&other, 2)).await.unwrap();
    assert_eq!(other.take(&export).await.unwrap(), 1);
    let log = one.log().await.unwrap();
    assert_eq!(log.len(), 3);
    assert_eq!(verify(log.iter()), [], "no chain is forked");
}

#[tokio::test]
async fn the_year_of_birth_holds_in_a_program_that_has_just_started() {
    let folder = tempfile::tempdir().unwrap();
    let profile = |year| Profile { birth_year: Some(BirthYear::new(year).unwrap()), ..Profile::default() };
    let long_ago = Moment::in_zone("1979-06-01T00:00:00Z".parse().unwrap(), "Europe/Berlin").unwrap();
    let written = {
        let journal = journal(&file(&folder), 1);
        journal.write(Draft::new(journal.host().moment().unwrap(), profile(1980))).await.unwrap()
    };
    let fresh = journal(&file(&folder), 2);
    let early = Draft { happened: long_ago, ..pain(&fresh, 4) };
    let refused = fresh.write(early.clone()).await.unwrap_err();
    assert!(matches!(refused, JournalError::Entry(EntryError::BeforeBirth { .. })), "{refused}");
    // Once the year is corrected, the new one counts.
    let now = fresh.host().moment().unwrap();
    let correction = Correction { of: written.id(), entry: Box::new(Draft::new(now.clone(), profile(1975))) };
    fresh.write(Draft::new(now, correction)).await.unwrap();
    fresh.write(early).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tap_that_reaches_two_programs_or_one_after_a_restart_is_one_entry() {
    let folder = tempfile::tempdir().unwrap();
    let programs = [Arc::new(journal(&file(&folder), 1)), Arc::new(journal(&file(&folder), 2))];
    let token = Some(programs[0].token());
    let mut tasks = Vec::new();
    for place in 0..20_usize {
        let journal = Arc::clone(&programs[place % 2]);
        tasks.push(tokio::spawn(async move {
            let draft = pain(&journal, 5);
            let sent = Sent { token, arrival: journal.arrival() };
            journal.write_once(draft, sent).await.unwrap()
        }));
    }
    let mut stored = Vec::new();
    for task in tasks {
        if let Written::Stored(entry) = task.await.unwrap() {
            stored.push(entry.id());
        }
    }
    assert_eq!(stored.len(), 1, "one of twenty wrote");
    let restarted = journal(&file(&folder), 3);
    let sent = Sent { token, arrival: restarted.arrival() };
    let written = restarted.write_once(pain(&restarted, 5), sent).await.unwrap();
    assert!(matches!(written, Written::Already(entry) if entry.id() == stored[0]));
    // Another page, and another answer of the same page, are other entries.
    for (token, level) in [(Some(restarted.token()), 5), (token, 6)] {
        let sent = Sent { token, arrival: restarted.arrival() };
        assert!(matches!(restarted.write_once(pain(&restarted, level), sent).await.unwrap(), Written::Stored(_)));
    }
    assert_eq!(restarted.diary().await.unwrap().items().len(), 3);
    assert_eq!(verify(restarted.log().await.unwrap().iter()), []);
}
