//! Journals that become one over messages.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::support;

use std::sync::Arc;
use supple_diary::{Draft, Level, Pain, verify};
use supple_journal::{Exchange, Journal, JournalError, Message, Outcome};
use supple_store::testing::Cluster;
use support::Ticking;
use uuid::Uuid;

fn on(address: &str, seed: u64) -> Journal {
    of_device(address, seed, seed)
}

fn of_device(address: &str, seed: u64, device: u64) -> Journal {
    let machine = Arc::new(Ticking::new(seed));
    Journal::new(supple_store::open(address).unwrap(), Uuid::from_u128(u128::from(device)), machine)
}

fn journal(seed: u64) -> Journal {
    on("sqlite::memory:", seed)
}

async fn write(journal: &Journal, count: usize) {
    let pain = Pain { level: Level::new(3).unwrap(), regions: Default::default(), note: None };
    let draft = Draft::new(journal.host().moment().unwrap(), pain);
    journal.write_all(vec![draft; count]).await.unwrap();
}

/// Over a wire that loses the message or the answer where it is told to, and then begins anew.
async fn sync(here: &Journal, there: &Journal, lose: &[usize]) -> Outcome {
    let mut message_number = 0;
    'anew: loop {
        let mut exchange = Exchange::new(None);
        while let Some(message) = exchange.next(here).await.unwrap() {
            message_number += 1;
            assert!(message_number < 200, "it comes to an end");
            let message = Message::read(message.write().as_bytes()).unwrap();
            if lose.contains(&(2 * message_number)) {
                continue 'anew;
            }
            let answer = there.receive(&message).await.unwrap().answer;
            if lose.contains(&(2 * message_number + 1)) {
                continue 'anew;
            }
            exchange.take(here, &Message::read(answer.write().as_bytes()).unwrap()).await.unwrap();
        }
        return exchange.outcome().clone();
    }
}

async fn paired(one: &Journal, other: &Journal) {
    one.adopt(other.identity().await.unwrap()).await.unwrap();
}

async fn are_one(journals: &[&Journal]) {
    let first = journals[0].log().await.unwrap();
    for journal in journals {
        let log = journal.log().await.unwrap();
        assert!(log == first, "{} and {} entries", log.len(), first.len());
        assert_eq!(verify(log.iter()), []);
        assert_eq!(journal.diary().await.unwrap().items().len(), first.len());
    }
}

#[tokio::test]
async fn two_journals_become_one_and_a_second_sync_moves_nothing() {
    let (phone, server) = (journal(1), journal(2));
    paired(&phone, &server).await;
    write(&phone, 5).await;
    write(&server, 3).await;
    let outcome = sync(&phone, &server, &[]).await;
    assert_eq!((outcome.taken, outcome.sent, outcome.pending), (3, 5, 0));
    assert!(outcome.is_whole(), "{outcome:?}");
    are_one(&[&phone, &server]).await;
    assert_eq!(sync(&phone, &server, &[]).await, Outcome::default());
    write(&phone, 1).await;
    let theirs = server.have().await.unwrap();
    assert_eq!(phone.pending(&theirs).await.unwrap(), 1);
    assert_eq!(phone.offer(Some(&theirs)).await.unwrap().count(), 1);
}

#[tokio::test]
async fn lost_messages_and_lost_answers_only_cost_time() {
    for lose in [vec![2], vec![3], vec![4, 7], vec![5], (2..12).collect()] {
        let (phone, server) = (journal(1), journal(2));
        paired(&phone, &server).await;
        write(&phone, 9_000).await;
        write(&server, 6_000).await;
        sync(&phone, &server, &lose).await;
        are_one(&[&phone, &server]).await;
    }
}

#[tokio::test]
async fn what_the_other_side_had_last_time_saves_a_message_and_harms_nothing_when_it_is_wrong() {
    let (phone, server, new_server) = (journal(1), journal(2), journal(3));
    paired(&phone, &server).await;
    write(&phone, 5).await;
    sync(&phone, &server, &[]).await;
    let theirs = server.have().await.unwrap();
    write(&phone, 1).await;
    let mut exchange = Exchange::new(Some(theirs.clone()));
    let message = exchange.next(&phone).await.unwrap().unwrap();
    exchange.take(&phone, &server.receive(&message).await.unwrap().answer).await.unwrap();
    assert_eq!(exchange.next(&phone).await.unwrap(), None, "one message was enough");
    assert_eq!((exchange.outcome().sent, exchange.outcome().pending), (1, 0));

    // The server was set up anew from nothing: it has less than it had.
    paired(&new_server, &phone).await;
    let mut exchange = Exchange::new(Some(theirs));
    while let Some(message) = exchange.next(&phone).await.unwrap() {
        exchange.take(&phone, &new_server.receive(&message).await.unwrap().answer).await.unwrap();
    }
    assert!(exchange.outcome().is_whole());
    are_one(&[&phone, &server, &new_server]).await;
}

#[test]
fn three_devices_meet_through_a_server_on_sqlite_and_one_on_postgresql() {
    // The database's client has an executor of its own, so it must not be opened or closed on one.
    let cluster = Cluster::shared().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let phone = on(&format!("sqlite:{}", folder.path().join("phone.db").display()), 1);
    let (laptop, server) = (on(&cluster.fresh_database().unwrap(), 2), journal(3));
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        paired(&phone, &server).await;
        paired(&laptop, &server).await;
        for round in 1..4 {
            write(&phone, 3).await;
            write(&laptop, 700).await;
            write(&server, 1).await;
            sync(&phone, &server, &[3]).await;
            sync(&laptop, &server, &[4]).await;
            sync(&phone, &server, &[]).await;
            are_one(&[&phone, &laptop, &server]).await;
            assert_eq!(phone.log().await.unwrap().len(), 704 * round);
        }
    });
}

#[tokio::test]
async fn a_message_of_another_diary_is_refused_as_a_whole_and_named() {
    let (phone, server) = (journal(1), journal(2));
    write(&phone, 5).await;
    let have = server.have().await.unwrap();
    let message = phone.offer(Some(&have)).await.unwrap();
    assert_eq!(message.count(), 5);
    let refused = server.receive(&message).await.unwrap_err();
    let (here, theirs) = (server.identity().await.unwrap(), phone.identity().await.unwrap());
    assert!(matches!(refused, JournalError::OtherDiary { here: a, theirs: b } if a == here && b == theirs));
    assert!(
        refused.to_string().contains(&theirs.to_string()) && refused.to_string().ends_with("nothing was taken"),
        "{refused}"
    );
    assert_eq!(server.log().await.unwrap().len(), 0);
    // Once the person joins them, it is one diary.
    paired(&phone, &server).await;
    write(&server, 2).await;
    sync(&phone, &server, &[]).await;
    are_one(&[&phone, &server]).await;
    assert_eq!(server.log().await.unwrap().len(), 7);
}

#[tokio::test]
async fn an_erased_diary_does_not_come_back_from_a_phone_or_a_late_message() {
    let (phone, server) = (journal(1), journal(2));
    paired(&phone, &server).await;
    write(&phone, 5).await;
    sync(&phone, &server, &[]).await;
    let late = phone.offer(Some(&Default::default())).await.unwrap();
    server.erase().await.unwrap();
    assert!(matches!(server.receive(&late).await, Err(JournalError::OtherDiary { .. })));
    let mut exchange = Exchange::new(None);
    let message = exchange.next(&phone).await.unwrap().unwrap();
    assert!(server.receive(&message).await.is_err());
    assert_eq!(server.log().await.unwrap().len(), 0);
    assert_ne!(server.identity().await.unwrap(), phone.identity().await.unwrap());
    assert_eq!(phone.log().await.unwrap().len(), 5, "the phone keeps its own until it is told otherwise");
}

#[tokio::test]
async fn what_is_refused_ends_the_sync_and_is_named_on_the_side_that_asked() {
    let (phone, server) = (journal(1), journal(2));
    paired(&phone, &server).await;
    write(&phone, 3).await;
    sync(&phone, &server, &[]).await;
    // The file was copied, and both copies were written to.
    let copy = of_device("sqlite::memory:", 11, 1);
    paired(&copy, &server).await;
    copy.take(&phone.log().await.unwrap()).await.unwrap();
    write(&copy, 2).await;
    write(&phone, 1).await;
    let outcome = sync(&phone, &server, &[]).await;
    assert!(outcome.is_whole());
    let outcome = sync(&copy, &server, &[]).await;
    assert!(!outcome.is_whole(), "{outcome:?}");
    assert_eq!((outcome.forks.len(), outcome.forks[0].fork.common, outcome.forks[0].entries), (1, 3, 2));
    // An other device's entries go round it.
    let other = journal(9);
    paired(&other, &server).await;
    write(&other, 4).await;
    sync(&other, &copy, &[]).await;
    sync(&copy, &server, &[]).await;
    assert_eq!(server.log().await.unwrap().len(), 4 + 4);
}

#[tokio::test]
async fn a_shorter_fork_is_named_to_the_side_that_cannot_see_it() {
    let (phone, server) = (journal(1), journal(2));
    paired(&phone, &server).await;
    write(&phone, 3).await;
    let copy = of_device("sqlite::memory:", 11, 1);
    paired(&copy, &server).await;
    copy.take(&phone.log().await.unwrap()).await.unwrap();
    write(&copy, 1).await;
    write(&phone, 4).await;
    assert!(sync(&phone, &server, &[]).await.is_whole());
    let outcome = sync(&copy, &server, &[]).await;
    assert!(!outcome.is_whole(), "{outcome:?}");
    assert_eq!((outcome.forks.len(), outcome.forks[0].fork.common, outcome.forks[0].entries), (1, 3, 1));
    assert!(outcome.forks[0].to_string().contains("put back to an older copy"), "{}", outcome.forks[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_devices_sync_with_one_server_at_the_same_time_while_it_is_written_to() {
    let server = Arc::new(journal(100));
    let mut tasks = Vec::new();
    for seed in 1..6 {
        let server = Arc::clone(&server);
        tasks.push(tokio::spawn(async move {
            let phone = journal(seed);
            paired(&phone, &server).await;
            for _ in 0..10 {
                write(&phone, 7).await;
                write(&server, 1).await;
                sync(&phone, &server, &[]).await;
            }
            phone
        }));
    }
    let mut phones = Vec::new();
    for task in tasks {
        phones.push(task.await.unwrap());
    }
    for phone in &phones {
        sync(phone, &server, &[]).await;
    }
    let all: Vec<&Journal> = phones.iter().chain([&*server]).collect();
    are_one(&all).await;
    assert_eq!(server.log().await.unwrap().len(), 5 * 10 * 8);
}
