//! A diary that was put back to an older copy and written on becomes one with the others again.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::support;

use std::collections::BTreeMap;
use std::sync::Arc;
use supple_diary::{Correction, Draft, Entry, Level, Log, Note, Pain, Removal, Text, verify};
use supple_journal::{Exchange, Journal, Message, Outcome};
use supple_store::testing::Cluster;
use support::Ticking;
use uuid::Uuid;

fn of_device(address: &str, seed: u64, device: u64) -> Journal {
    let machine = Arc::new(Ticking::new(seed));
    Journal::new(supple_store::open(address).unwrap(), Uuid::from_u128(u128::from(device)), machine)
}

fn journal(seed: u64) -> Journal {
    of_device("sqlite::memory:", seed, seed)
}

async fn write(journal: &Journal, levels: impl IntoIterator<Item = i64>) -> Vec<Arc<Entry>> {
    let at = journal.host().moment().unwrap();
    let pain = |level| Pain { level: Level::new(level).unwrap(), regions: Default::default(), note: None };
    journal.write_all(levels.into_iter().map(|level| Draft::new(at.clone(), pain(level))).collect()).await.unwrap()
}

async fn sync(here: &Journal, there: &Journal) -> Outcome {
    let mut exchange = Exchange::new(None);
    for _ in 0..100 {
        let Some(message) = exchange.next(here).await.unwrap() else { return exchange.outcome().clone() };
        let message = Message::read(message.write().as_bytes()).unwrap();
        let answer = there.receive(&message).await.unwrap().answer;
        exchange.take(here, &Message::read(answer.write().as_bytes()).unwrap()).await.unwrap();
    }
    panic!("it comes to an end");
}

/// What a diary says, by id: nothing of it may be lost, changed or doubled.
async fn said(journal: &Journal) -> BTreeMap<Uuid, String> {
    let log = journal.log().await.unwrap();
    assert_eq!(verify(log.iter()), []);
    let said = |entry: &Entry| (entry.id(), format!("{} {:?}", entry.recorded(), entry.draft()));
    let by_id: BTreeMap<Uuid, String> = log.iter().map(said).collect();
    assert_eq!(by_id.len(), log.len(), "an id is there twice");
    by_id
}

/// The same diary, put back to its first so many entries, and written on.
async fn put_back(address: &str, seed: u64, device: u64, journal: &Journal, entries: u64) -> Journal {
    let older = of_device(address, seed, device);
    older.adopt(journal.identity().await.unwrap()).await.unwrap();
    let device = Uuid::from_u128(u128::from(device));
    let kept = journal.log().await.unwrap();
    let kept: Log = kept.shared().filter(|entry| entry.device() == device && entry.sequence() < entries).collect();
    older.take(&kept).await.unwrap();
    older
}

/// A server whose database was put back, a phone that has what it lacks, and all that was ever written.
async fn forked(address: &str, common: usize, lost: usize, new: usize) -> (Journal, Journal, BTreeMap<Uuid, String>) {
    let (old, phone) = (journal(2), journal(1));
    phone.adopt(old.identity().await.unwrap()).await.unwrap();
    write(&old, (0..common as i64).map(|n| n % 11)).await;
    write(&old, (0..lost as i64).map(|n| n % 11)).await;
    write(&phone, [9]).await;
    assert!(sync(&phone, &old).await.is_whole());
    let server = put_back(address, 20, 2, &old, common as u64).await;
    write(&server, (0..new as i64).map(|n| n % 11)).await;
    let mut all = said(&phone).await;
    all.extend(said(&server).await);
    assert_eq!(all.len(), common + lost + new + 1);
    (server, phone, all)
}

async fn are_one(journals: &[&Journal], all: &BTreeMap<Uuid, String>) {
    let first = journals[0].log().await.unwrap();
    for journal in journals {
        assert_eq!(said(journal).await, *all);
        assert!(journal.log().await.unwrap() == first, "line for line");
    }
}

#[derive(Clone, Copy, Debug)]
enum By {
    Server,
    Phone,
    Both,
}

#[tokio::test]
async fn a_server_that_was_put_back_to_an_older_copy_and_its_phone_become_one_whoever_mends_it() {
    for (common, lost, new) in [(2, 3, 2), (0, 1, 1), (3, 2, 200), (1, 300, 1), (70, 1, 70)] {
        for by in [By::Server, By::Phone, By::Both] {
            let (server, phone, all) = forked("sqlite::memory:", common, lost, new).await;
            let outcome = sync(&phone, &server).await;
            assert_eq!((outcome.taken, outcome.sent), (0, 1), "{common} {lost} {new} {by:?}");
            assert_eq!(outcome.forks.len(), 1, "{outcome:?}");
            assert_eq!((outcome.forks[0].fork.common, outcome.forks[0].entries), (common as u64, lost));
            assert!(!outcome.is_whole() && outcome.refused_there.is_empty() && outcome.stuck.is_empty(), "{outcome:?}");

            // Both sides know of it from this one sync.
            for (side, own) in [(&server, new), (&phone, lost)] {
                let told = side.forks().await.unwrap();
                assert_eq!((told.len(), told[0].entries), (1, own), "{common} {lost} {new} {by:?}");
            }
            let mended: &[(&Journal, usize)] = match by {
                By::Server => &[(&server, new)],
                By::Phone => &[(&phone, lost)],
                By::Both => &[(&server, new), (&phone, lost)],
            };
            for (side, own) in mended {
                let before = said(side).await;
                assert_eq!(side.reconcile().await.unwrap().len(), *own);
                assert_eq!(said(side).await, before, "nothing is lost, changed or doubled");
                assert_eq!(side.reconcile().await.unwrap().len(), 0, "a second time does nothing more");
                assert_eq!(side.forks().await.unwrap(), []);
            }
            assert!(sync(&phone, &server).await.is_whole(), "{common} {lost} {new} {by:?}");
            are_one(&[&phone, &server], &all).await;
            // And they go on from there.
            let mut all = all;
            write(&server, [1]).await;
            write(&phone, [2]).await;
            assert!(sync(&phone, &server).await.is_whole());
            all.extend(said(&phone).await);
            are_one(&[&phone, &server], &all).await;
            assert_eq!(all.len(), common + lost + new + 3);
            for side in [&phone, &server] {
                assert_eq!(side.forks().await.unwrap(), []);
                assert_eq!(side.reconcile().await.unwrap().len(), 0);
            }
        }
    }
}

#[tokio::test]
async fn a_phone_that_was_put_back_to_an_older_copy_becomes_one_with_its_server_and_with_others() {
    for by_phone in [true, false] {
        let (server, old_phone, tablet) = (journal(2), journal(1), journal(3));
        for side in [&old_phone, &tablet] {
            side.adopt(server.identity().await.unwrap()).await.unwrap();
        }
        write(&old_phone, [1, 2, 3, 4, 5]).await;
        sync(&old_phone, &server).await;
        sync(&tablet, &server).await;
        let phone = put_back("sqlite::memory:", 10, 1, &old_phone, 3).await;
        write(&phone, [6, 7]).await;
        let mut all = said(&server).await;
        all.extend(said(&phone).await);
        assert_eq!(all.len(), 7);
        assert_eq!(sync(&phone, &server).await.forks.len(), 1);
        let side = if by_phone { &phone } else { &server };
        assert_eq!(side.reconcile().await.unwrap().len(), 2);
        assert!(sync(&phone, &server).await.is_whole());
        // Where the server gave way, the tablet has its old branch: it seals the same again.
        let outcome = sync(&tablet, &server).await;
        assert_eq!(outcome.is_whole(), by_phone, "{outcome:?}");
        if !by_phone {
            assert_eq!(tablet.reconcile().await.unwrap().len(), 2);
            assert!(sync(&tablet, &server).await.is_whole());
        }
        are_one(&[&phone, &server, &tablet], &all).await;
    }
}

#[tokio::test]
async fn a_third_device_that_took_what_was_written_after_the_older_copy_sees_it_once_and_is_mended_the_same_way() {
    let (server, phone, mut all) = forked("sqlite::memory:", 2, 3, 2).await;
    let (tablet, laptop) = (journal(4), journal(5));
    for other in [&tablet, &laptop] {
        other.adopt(server.identity().await.unwrap()).await.unwrap();
    }
    assert!(sync(&tablet, &server).await.is_whole(), "the tablet has the new branch");
    let first_new = *said(&tablet).await.keys().last().unwrap();
    // It refers to what it took.
    let at = tablet.host().moment().unwrap();
    tablet.write(Draft::new(at.clone(), Removal { of: first_new })).await.unwrap();
    all.extend(said(&tablet).await);
    sync(&phone, &server).await;
    // The tablet has written on the new branch's server meanwhile: a longer part of it than the tablet has.
    write(&server, [8]).await;
    all.extend(said(&server).await);
    assert_eq!(server.reconcile().await.unwrap().len(), 3);
    assert!(sync(&phone, &server).await.is_whole());

    let before = said(&tablet).await;
    let outcome = sync(&tablet, &server).await;
    assert_eq!((outcome.forks.len(), outcome.forks[0].entries), (1, 2), "{outcome:?}");
    assert!(outcome.refused.is_empty() && outcome.refused_there.is_empty(), "{outcome:?}");
    let now = said(&tablet).await;
    assert!(before.iter().all(|(id, text)| now.get(id) == Some(text)), "nothing is doubled before it is mended");
    assert_eq!(tablet.reconcile().await.unwrap().len(), 2);
    assert!(sync(&tablet, &server).await.is_whole());
    assert!(sync(&phone, &server).await.is_whole());
    assert!(sync(&laptop, &server).await.is_whole(), "a new device needs nothing");
    are_one(&[&phone, &server, &tablet, &laptop], &all).await;
    let diary = laptop.diary().await.unwrap();
    assert!(diary.removed().iter().any(|item| item.id() == first_new), "the tablet's removal still fits");
}

#[tokio::test]
async fn corrections_removals_times_and_words_are_carried_over_as_they_were_said() {
    let (server, phone, _) = forked("sqlite::memory:", 2, 3, 2).await;
    let at = server.host().moment().unwrap();
    let written = write(&server, [4, 5]).await;
    let note = Note { text: Text::new("\"Rücken\" \\ 😀\u{2028} 1e3").unwrap() };
    let corrected = Draft::new(at.clone(), note);
    let of = written[0].id();
    server.write(Draft::new(at.clone(), Correction { of, entry: Box::new(corrected.clone()) })).await.unwrap();
    let gone = server.write(Draft::new(at, Removal { of: written[1].id() })).await.unwrap();
    sync(&phone, &server).await;
    let mut all = said(&phone).await;
    all.extend(said(&server).await);
    assert_eq!(server.reconcile().await.unwrap().len(), 6);
    assert!(sync(&phone, &server).await.is_whole());
    are_one(&[&phone, &server], &all).await;
    for side in [&phone, &server] {
        let diary = side.diary().await.unwrap();
        assert_eq!(*diary.get(of).unwrap().draft(), corrected);
        assert!(diary.removed().iter().any(|item| item.id() == written[1].id()));
        assert_eq!(side.log().await.unwrap().get(gone.id()).unwrap().recorded(), gone.recorded());
    }
}

#[tokio::test]
async fn a_fork_far_back_in_a_long_diary_is_found() {
    let (server, phone, all) = forked("sqlite::memory:", 9_000, 5_000, 6_000).await;
    let outcome = sync(&phone, &server).await;
    assert_eq!((outcome.forks[0].fork.common, outcome.forks[0].entries), (9_000, 5_000), "{outcome:?}");
    assert_eq!(server.reconcile().await.unwrap().len(), 6_000);
    assert!(sync(&phone, &server).await.is_whole());
    are_one(&[&phone, &server], &all).await;
}

#[test]
fn it_is_mended_on_sqlite_in_a_file_and_on_postgresql_and_other_programs_on_it_see_it() {
    let cluster = Cluster::shared().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    for address in [format!("sqlite:{}", folder.path().join("diary.db").display()), cluster.fresh_database().unwrap()] {
        // The database's client has an executor of its own, so it must not be opened on one.
        let other = of_device(&address, 21, 2);
        let server = of_device(&address, 20, 2);
        let (old, phone) = (journal(2), journal(1));
        runtime().block_on(async {
            phone.adopt(old.identity().await.unwrap()).await.unwrap();
            server.adopt(old.identity().await.unwrap()).await.unwrap();
            write(&old, [1, 2, 3]).await;
            sync(&phone, &old).await;
            let kept: Log = old.log().await.unwrap().shared().filter(|entry| entry.sequence() < 1).collect();
            server.take(&kept).await.unwrap();
            write(&other, [7]).await;
            write(&server, [8]).await;
            sync(&phone, &server).await;
            let mut all = said(&server).await;
            all.extend(said(&phone).await);
            assert_eq!(server.reconcile().await.unwrap().len(), 2);
            assert_eq!(server.identity().await.unwrap(), phone.identity().await.unwrap());
            // The other program had read the old chain, and carries on none that was cut.
            write(&other, [9]).await;
            all.extend(said(&other).await);
            assert!(sync(&phone, &server).await.is_whole());
            assert_eq!(all.len(), 6);
            are_one(&[&phone, &server, &other], &all).await;
        });
    }
}

#[tokio::test]
async fn an_entry_that_was_changed_is_no_fork_to_be_mended() {
    let (phone, server) = (journal(1), journal(2));
    phone.adopt(server.identity().await.unwrap()).await.unwrap();
    write(&phone, [1, 2, 3]).await;
    let changed: String = phone.log().await.unwrap().to_lines().replace("\"level\":3", "\"level\":4");
    let (changed, _) = Log::from_lines(&changed);
    server.take(&changed).await.unwrap();
    let outcome = sync(&phone, &server).await;
    assert!(!outcome.is_whole());
    assert_eq!(server.forks().await.unwrap(), []);
    assert_eq!(server.reconcile().await.unwrap().len(), 0);
    assert_eq!(server.log().await.unwrap(), changed);
}

#[tokio::test]
async fn a_sync_ends_where_the_other_side_always_claims_to_have_more() {
    for what in ["claims more each time", "claims less each time", "takes nothing", "refuses everything each time anew"]
    {
        let (phone, server) = (journal(1), journal(2));
        phone.adopt(server.identity().await.unwrap()).await.unwrap();
        write(&phone, [1, 2, 3]).await;
        write(&server, [1]).await;
        sync(&phone, &server).await;
        write(&phone, [4; 100]).await;
        let mut exchange = Exchange::new(None);
        let mut messages = 0_u64;
        while let Some(message) = exchange.next(&phone).await.unwrap() {
            messages += 1;
            assert!(messages < 100, "{what}");
            let mut answer = serde_json::to_value(server.receive(&message).await.unwrap().answer).unwrap();
            let held = |entries: u64| serde_json::json!({"entries": entries, "last": format!("{entries:064x}")});
            let own = Uuid::from_u128(1).to_string();
            match what {
                "claims more each time" => answer["have"][Uuid::from_u128(7).to_string()] = held(messages),
                "claims less each time" => answer["have"][Uuid::from_u128(7).to_string()] = held(1 << 40 >> messages),
                "takes nothing" => answer["have"][own] = held(1_000 + messages),
                _ => {
                    answer["have"][own.clone()] = held(messages);
                    let refusal = |n: u64| serde_json::json!({"id": Uuid::from_u64_pair(n, messages), "device": own, "sequence": n, "fault": "fork", "why": "is refused"});
                    answer["refused"] = (0..40).map(refusal).collect();
                }
            }
            let answer = Message::read(answer.to_string().as_bytes()).unwrap();
            exchange.take(&phone, &answer).await.unwrap();
        }
        assert!(!exchange.outcome().is_whole(), "{what}: {:?}", exchange.outcome());
    }
}
