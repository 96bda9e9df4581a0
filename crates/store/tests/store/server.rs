//! What is particular to a server: logins, rights, versions, and messages that never show a password.

use crate::{again, cluster, lines, record, records, wait};
use postgres::{Client, NoTls};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use supple_store::testing::Cluster;
use supple_store::{Appended, Cause, StoreError, open};

pub(crate) fn refused(address: &str) -> StoreError {
    let error = open(address).map(drop).unwrap_err();
    let says = format!("{error} {error:?}");
    assert!(!says.contains("p@ss") && !says.contains("p%40ss") && !says.contains("secret"), "{says}");
    assert_eq!(error.to_string().lines().count(), 1, "{error}");
    error
}

#[test]
fn a_wrong_password_and_a_missing_one_are_told_apart_from_a_missing_database() {
    let cluster = cluster();
    let port = cluster.port();
    let error = refused(&format!("postgres://supple:secret@127.0.0.1:{port}/postgres"));
    assert!(matches!(error, StoreError::Login { .. }), "{error}");
    let error = refused(&format!("postgres://supple@127.0.0.1:{port}/postgres"));
    assert!(matches!(error, StoreError::Login { .. }) && error.to_string().contains("asks for a password"), "{error}");
    let error = refused(&format!("postgres://stranger:secret@127.0.0.1:{port}/postgres"));
    assert!(matches!(error, StoreError::Login { .. }), "{error}");
    let error = refused(&cluster.address("nowhere"));
    assert!(matches!(&error, StoreError::NoDatabase { database, .. } if database == "nowhere"), "{error}");
}

#[test]
fn a_server_that_does_not_answer_is_unreachable() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = refused(&format!("postgres://supple:secret@{free}/diary"));
    assert!(matches!(error, StoreError::Unreachable { .. }) && error.may_pass(), "{error}");
    assert!(error.to_string().contains("cannot be reached ("), "{error}");
    let error = refused("postgres://supple:secret@host.invalid/diary");
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
}

#[test]
fn the_description_shows_no_password() {
    let cluster = cluster();
    let store = open(&cluster.fresh_database().unwrap()).unwrap();
    let says = format!("{} {store:?}", store.describe());
    assert!(says.contains("of supple at 127.0.0.1:") && !says.contains("p@ss") && !says.contains("p%40"), "{says}");
}

#[test]
fn a_password_may_stand_in_the_environment() {
    let cluster = cluster();
    let with = cluster.fresh_database().unwrap();
    let without = with.replace(":p%40ss%2Fw%3Ard@", "@");
    assert_ne!(with, without);
    let other = again("server::opens_with_the_password_of_the_environment_when_asked_to")
        .env("SUPPLE_STORE_WITHOUT_PASSWORD", without)
        .env("PGPASSWORD", "p@ss/w:rd")
        .output()
        .unwrap();
    assert!(other.status.success(), "{other:?}");
    assert_eq!(lines(&*open(&with).unwrap()), records(1, 0..3));
}

/// The other process.
#[test]
fn opens_with_the_password_of_the_environment_when_asked_to() {
    let Ok(address) = std::env::var("SUPPLE_STORE_WITHOUT_PASSWORD") else { return };
    wait(open(&address).unwrap().append(records(1, 0..3))).unwrap();
}

#[test]
fn a_newer_version_is_refused_and_left_alone() {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    drop(open(&address).unwrap());
    let mut client = Client::connect(&address, NoTls).unwrap();
    client.batch_execute("UPDATE supple.store SET version = 4").unwrap();
    let error = refused(&address);
    assert!(matches!(error, StoreError::Newer { found: 4, known: 3, .. }), "{error}");
}

#[test]
fn an_entry_cannot_be_changed_or_deleted_by_other_means_either() {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    let store = open(&address).unwrap();
    wait(store.append(records(1, 0..5))).unwrap();
    let mut client = Client::connect(&address, NoTls).unwrap();
    for sql in ["UPDATE supple.entry SET line = 'x'", "DELETE FROM supple.entry", "TRUNCATE supple.entry"] {
        let error = client.batch_execute(sql).unwrap_err();
        assert!(error.as_db_error().unwrap().message().contains("never changed or deleted"), "{error}");
    }
    assert_eq!(lines(&*store), records(1, 0..5));
}

#[test]
fn what_was_changed_with_the_guards_off_is_reported_as_damage() {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    let store = open(&address).unwrap();
    wait(store.append(records(1, 0..5))).unwrap();
    let mut client = Client::connect(&address, NoTls).unwrap();
    client
        .batch_execute(
            "ALTER TABLE supple.entry DISABLE TRIGGER USER; UPDATE supple.entry SET line = 'x' WHERE position = 3",
        )
        .unwrap();
    let error = wait(store.read(0)).unwrap_err();
    assert!(error.is_damaged() && error.to_string().contains("position 3"), "{error}");
    client.batch_execute("DELETE FROM supple.entry WHERE position = 2").unwrap();
    assert!(wait(store.read(0)).unwrap_err().is_damaged());
    let found = wait(store.look(0)).unwrap();
    let why: Vec<&str> = found.damaged.iter().map(|damage| damage.why.as_str()).collect();
    assert!(why[0].contains("position 3") && why[1].contains("missing between positions 1 and 4"), "{why:?}");
    let positions: Vec<u64> = found.records.iter().map(|(position, _)| *position).collect();
    assert_eq!(positions, [1, 4, 5], "one that is damaged costs no other");
}

#[test]
fn a_user_who_may_not_make_tables_is_told_what_is_needed() {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    let database = address.rsplit('/').next().unwrap();
    cluster.run_sql(&format!("CREATE ROLE guest_{database} LOGIN PASSWORD 'secret'")).unwrap();
    let error = refused(&format!("postgres://guest_{database}:secret@127.0.0.1:{}/{database}", cluster.port()));
    assert!(matches!(error, StoreError::Cannot { cause: Cause::Rights, .. }), "{error}");
}

#[test]
fn a_commit_waits_for_the_disk_whatever_the_database_is_set_to() {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    let mut client = Client::connect(&address, NoTls).unwrap();
    let database = address.rsplit('/').next().unwrap();
    client.batch_execute(&format!("ALTER DATABASE {database} SET synchronous_commit = off")).unwrap();
    client
        .batch_execute(&format!("ALTER DATABASE {database} SET default_transaction_isolation = 'serializable'"))
        .unwrap();
    client.batch_execute(&format!("ALTER DATABASE {database} SET default_transaction_read_only = on")).unwrap();
    let store = open(&address).unwrap();
    let mut client = Client::connect(&address, NoTls).unwrap();
    client.batch_execute("SET default_transaction_read_only = off").unwrap();
    client
        .batch_execute(
            "CREATE TABLE said (how text);
             CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN INSERT INTO said VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
             CREATE TRIGGER say AFTER INSERT ON supple.entry FOR EACH STATEMENT EXECUTE FUNCTION say();",
        )
        .unwrap();
    wait(store.append(vec![record(1, 0)])).unwrap();
    let how: String = client.query_one("SELECT how FROM said", &[]).unwrap().get(0);
    assert_eq!(how, "on");
}

#[test]
fn a_program_that_holds_the_lock_is_waited_for_and_then_reported() {
    let cluster = cluster();
    let address = cluster.fresh_database().unwrap();
    let store = open(&address).unwrap();
    let mut client = Client::connect(&address, NoTls).unwrap();
    client.batch_execute("BEGIN; LOCK TABLE supple.entry IN SHARE MODE").unwrap();
    let error = wait(store.append(vec![record(1, 0)])).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }), "{error}");
    assert_eq!(lines(&*store), [], "reading goes on");
    client.batch_execute("COMMIT").unwrap();
    wait(store.append(vec![record(1, 0)])).unwrap();
}

#[test]
fn a_lost_connection_is_made_again() {
    let cluster = cluster();
    goes_on_after_a_lost_connection(&cluster, &cluster.fresh_database().unwrap(), "");
}

/// Writes and reads on over connections that the server ends, with these parameters behind the address.
pub(crate) fn goes_on_after_a_lost_connection(cluster: &Cluster, address: &str, parameters: &str) {
    let store = open(&format!("{address}{parameters}")).unwrap();
    wait(store.append(vec![record(1, 0)])).unwrap();
    for n in 1..4 {
        let database = address.rsplit('/').next().unwrap();
        cluster
            .run_sql(&format!(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}'"
            ))
            .unwrap();
        assert_eq!(wait(store.append(vec![record(1, n)])).unwrap().taken, 1);
        assert_eq!(lines(&*store), records(1, 0..n + 1));
    }
}

/// A network that once, when armed, loses a connection just after the server has committed and before it could say so.
pub(crate) fn unlucky_network(server: u16, is_armed: Arc<AtomicBool>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), TcpStream::connect(("127.0.0.1", server)).unwrap());
            let (is_armed, is_cut) = (is_armed.clone(), Arc::new(AtomicBool::new(false)));
            let cut = is_cut.clone();
            let (from_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || {
                pass_on(from_client, to_server, |bytes| {
                    let commits = bytes.windows(7).any(|part| part == b"COMMIT\0");
                    if commits && is_armed.swap(false, Ordering::SeqCst) {
                        is_cut.store(true, Ordering::SeqCst);
                    }
                    true
                });
            });
            std::thread::spawn(move || pass_on(server, client, |_| !cut.load(Ordering::SeqCst)));
        }
    });
    port
}

/// Passes bytes on until there are no more, or `may_pass` says no.
pub(crate) fn pass_on(mut from: TcpStream, mut to: TcpStream, mut may_pass: impl FnMut(&[u8]) -> bool) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if !may_pass(&bytes[..count]) || to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

#[test]
fn an_append_whose_fate_was_lost_with_the_connection_is_there_once_and_counts_as_new() {
    let cluster = cluster();
    let is_armed = Arc::new(AtomicBool::new(false));
    let address = cluster.fresh_database().unwrap();
    let port = unlucky_network(cluster.port(), is_armed.clone());
    let store = open(&address.replace(&format!(":{}/", cluster.port()), &format!(":{port}/"))).unwrap();
    wait(store.append(records(1, 0..3))).unwrap();
    for n in 1..4 {
        is_armed.store(true, Ordering::SeqCst);
        let some = records(1, n * 3 - 1..n * 3 + 3);
        assert_eq!(wait(store.append(some)), Ok(Appended { taken: 3, known: 1 }));
        assert!(!is_armed.load(Ordering::SeqCst), "the connection was lost");
        assert_eq!(lines(&*open(&address).unwrap()), records(1, 0..n * 3 + 3));
    }
}
