//! What is particular to an outbox on a server: clocks that differ, lost connections, versions.

use crate::outbox::{LEASE, NOW, OTHER, cancel, kept, later, lay, letter, taken, write};
use crate::server::unlucky_network;
use crate::{Place, cluster, lines, records, wait};
use postgres::{Client, NoTls};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use supple_store::outbox::{Fate, Outbox, Outboxes, Outcome, open_outbox};
use supple_store::{DiaryKey, StoreError, is_there};

fn connect(address: &str) -> Client {
    Client::connect(address, NoTls).unwrap()
}

#[test]
fn servers_whose_clocks_differ_do_not_take_a_letter_from_each_other() {
    let place = Place::postgresql();
    let (behind, ahead) = (place.outbox(), place.outbox());
    let ahead_by = 10 * 60_000;
    lay(&*behind, &[letter("a", NOW), letter("b", NOW), letter("c", NOW + 1)]);
    let first = behind.take(&[], NOW, LEASE).unwrap().unwrap();
    let second = ahead.take(&[], NOW + ahead_by, LEASE).unwrap().unwrap();
    assert_eq!((first.letter.key.as_str(), second.letter.key.as_str()), ("a", "b"));
    assert_eq!(taken(&*behind, NOW), None, "by its clock, the other lease begins in the future");
    assert_eq!(taken(&*ahead, NOW + ahead_by).as_deref(), Some("c"), "due is what is due by one's own clock");
    assert_eq!(taken(&*ahead, NOW + ahead_by), None, "by its clock, the first lease is over");
    cancel(&*ahead, "a", NOW + ahead_by);
    assert_eq!(kept(&*behind, "a").fate, Fate::Waiting, "it is being sent");
    assert_eq!(behind.settle(&first, &Outcome::Sent, NOW), Ok(true));
    assert_eq!(ahead.settle(&second, &Outcome::Sent, NOW + ahead_by), Ok(true));
}

#[test]
fn tables_of_the_first_version_are_read_with_what_they_kept_in_words() {
    let place = Place::postgresql();
    let outbox = place.outbox();
    lay(&*outbox, &[letter("refused", NOW), letter("unanswered", NOW)]);
    for _ in 0..2 {
        let taken = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
        assert_eq!(outbox.settle(&taken, &later(NOW + 9), NOW), Ok(true));
    }
    drop(outbox);
    // What the second version added is taken away again, and a trouble is told as the first one told it.
    let sql = "ALTER TABLE supple.letter DROP COLUMN unsure;
        DROP TABLE supple.writer;
        UPDATE supple.outbox SET version = 1;
        UPDATE supple.letter SET trouble = 'it may have arrived: '::bytea || trouble WHERE key = 'unanswered';";
    connect(&place.address).batch_execute(sql).unwrap();
    let outbox = place.outbox();
    let told = |key| (kept(&*outbox, key).trouble, kept(&*outbox, key).may_be_out);
    assert_eq!(told("refused"), (Some("no answer".to_owned()), false));
    assert_eq!(told("unanswered"), (Some("no answer".to_owned()), true));
}

#[test]
fn a_lease_ends_by_itself_on_a_server() {
    let place = Place::postgresql();
    let outbox = place.outbox();
    lay(&*outbox, &[letter("a", NOW)]);
    outbox.take(&[], NOW, 400).unwrap().unwrap();
    assert_eq!(taken(&*outbox, NOW), None);
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(taken(&*outbox, NOW).as_deref(), Some("a"));
}

#[test]
fn a_lost_connection_is_made_again() {
    for key in [DiaryKey::FIRST, OTHER] {
        is_made_again(key);
    }
}

fn is_made_again(key: DiaryKey) {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    let database = address.rsplit('/').next().unwrap();
    let outbox = Outboxes::at(&address).unwrap().of(key).unwrap();
    let cut = || {
        let sql = format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}'");
        cluster.run_sql(&sql).unwrap();
    };
    for n in 0..3 {
        cut();
        assert!(write(&*outbox, "d", n, Some("x")));
        cut();
        assert_eq!(outbox.document("d").unwrap().unwrap().revision, n + 1);
        lay(&*outbox, &[letter("a", NOW)]);
        cut();
        let taken = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
        cut();
        assert_eq!(outbox.settle(&taken, &later(NOW), NOW), Ok(true));
    }
    assert_eq!(kept(&*outbox, "a").tries, 3);
}

#[test]
fn what_was_committed_when_the_connection_was_lost_is_done_once_and_counts() {
    for key in [DiaryKey::FIRST, OTHER] {
        is_done_once(key);
    }
}

fn is_done_once(key: DiaryKey) {
    let cluster = cluster();
    let is_armed = Arc::new(AtomicBool::new(false));
    let address = cluster.fresh_database().unwrap();
    let port = unlucky_network(cluster.port(), is_armed.clone());
    let address = address.replace(&format!(":{}/", cluster.port()), &format!(":{port}/"));
    let outbox = Outboxes::at(&address).unwrap().of(key).unwrap();
    let unlucky = |work: &mut dyn FnMut()| {
        is_armed.store(true, Ordering::SeqCst);
        work();
        assert!(!is_armed.load(Ordering::SeqCst), "the connection was lost");
    };
    for n in 0..3 {
        unlucky(&mut || assert!(write(&*outbox, "d", n, Some("x"))));
        assert_eq!(outbox.document("d").unwrap().unwrap().revision, n + 1);
    }
    unlucky(&mut || assert!(write(&*outbox, "d", 3, None)));
    unlucky(&mut || lay(&*outbox, &[letter("a", NOW), letter("b", NOW)]));
    for key in ["a", "b"] {
        let mut first = None;
        unlucky(&mut || first = outbox.take(&[], NOW, LEASE).unwrap());
        let first = first.unwrap();
        assert_eq!((first.letter.key.as_str(), first.tries), (key, 1));
        unlucky(&mut || assert_eq!(outbox.settle(&first, &Outcome::Sent, NOW), Ok(true)));
        assert_eq!(kept(&*outbox, key).fate, Fate::Sent(NOW));
    }
    unlucky(&mut || assert_eq!(outbox.forget_before(NOW + 1), Ok(2)));
}

#[test]
fn a_newer_version_is_refused_and_left_alone_and_the_diary_is_not_concerned() {
    let place = Place::postgresql();
    let outbox = place.outbox();
    lay(&*outbox, &[letter("a", NOW)]);
    drop(outbox);
    let mut client = connect(&place.address);
    client.batch_execute("UPDATE supple.outbox SET version = 3").unwrap();
    let error = open_outbox(&place.address).map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 3, known: 2, .. }), "{error}");
    let error = place.outboxes().of(OTHER).map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 3, known: 2, .. }), "one version for all: {error}");
    assert_eq!(place.outboxes().has(OTHER), Ok(false), "and none is made");
    drop(place.open());
    assert_eq!(client.query_one("SELECT count(*) FROM supple.letter", &[]).unwrap().get::<_, i64>(0), 1);
}

#[test]
fn a_diary_and_an_outbox_are_made_in_either_order_and_live_apart() {
    for is_diary_first in [true, false] {
        let place = Place::postgresql();
        if is_diary_first {
            drop(place.open());
        }
        let outbox = place.outbox();
        assert_eq!(is_there(&place.address), Ok(is_diary_first), "an outbox is no diary");
        let store = place.open();
        wait(store.append(records(1, 0..3))).unwrap();
        lay(&*outbox, &[letter("a", NOW)]);
        wait(store.erase()).unwrap();
        assert_eq!(outbox.letters("").unwrap().len(), 1);
        wait(store.append(records(1, 0..3))).unwrap();
        outbox.erase().unwrap();
        assert_eq!(lines(&*store), records(1, 0..3));
    }
}

#[test]
fn neither_the_collation_of_a_database_nor_its_encoding_is_asked() {
    let cluster = cluster();
    // One for which A and a are neighbours, and one that knows no letters beyond ASCII.
    for (name, how) in [
        ("outbox_icu", "LOCALE_PROVIDER icu ICU_LOCALE 'de' ENCODING 'UTF8'"),
        ("outbox_ascii", "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"),
    ] {
        cluster.run_sql(&format!("CREATE DATABASE {name} OWNER supple TEMPLATE template0 {how}")).unwrap();
        let outbox = open_outbox(&cluster.address(name)).unwrap();
        let keys = ["B", "a", "b", "ä"];
        lay(&*outbox, &keys.map(|key| letter(key, NOW)));
        let found: Vec<String> = outbox.letters("").unwrap().into_iter().map(|kept| kept.letter.key).collect();
        assert_eq!(found, keys);
        assert_eq!(outbox.letters("a").unwrap().len(), 1);
    }
}

#[test]
fn commits_are_put_on_the_disk_whatever_the_database_is_set_to() {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    let database = address.rsplit('/').next().unwrap();
    let mut client = connect(&address);
    for setting in [
        "synchronous_commit = off",
        "default_transaction_isolation = 'serializable'",
        "default_transaction_read_only = on",
    ] {
        client.batch_execute(&format!("ALTER DATABASE {database} SET {setting}")).unwrap();
    }
    let outbox = open_outbox(&address).unwrap();
    let mut client = connect(&address);
    client.batch_execute("SET default_transaction_read_only = off").unwrap();
    client
        .batch_execute(
            "CREATE TABLE said (how text);
             CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN INSERT INTO said VALUES (current_setting('synchronous_commit')); RETURN NULL; END
             $$;
             CREATE TRIGGER say AFTER INSERT OR UPDATE ON supple.letter FOR EACH STATEMENT EXECUTE FUNCTION say();",
        )
        .unwrap();
    lay(&*outbox, &[letter("a", NOW)]);
    let taken = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
    assert_eq!(outbox.settle(&taken, &Outcome::Sent, NOW), Ok(true));
    let said: Vec<String> = client.query("SELECT how FROM said", &[]).unwrap().iter().map(|row| row.get(0)).collect();
    assert!(said.len() >= 3 && said.iter().all(|how| how == "on"), "{said:?}");
}

#[test]
fn it_may_be_asked_and_closed_where_an_executor_runs() {
    let place = Place::postgresql();
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        let outbox: Box<dyn Outbox> = place.outbox();
        lay(&*outbox, &[letter("a", NOW)]);
        assert_eq!(outbox.letters("").unwrap().len(), 1);
        drop(outbox);
    });
}

#[test]
fn the_description_shows_no_password() {
    let place = Place::postgresql();
    let outbox = place.outbox();
    let says = format!("{} {outbox:?}", outbox.describe());
    assert!(says.contains("of supple at 127.0.0.1:") && !says.contains("p@ss") && !says.contains("p%40"), "{says}");
}
