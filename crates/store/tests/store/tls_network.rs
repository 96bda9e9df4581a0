//! What a network sees of an encrypted connection, and what a lost one costs.

use crate::server::{goes_on_after_a_lost_connection, pass_on};
use crate::tls::Site;
use crate::{lines, records, wait};
use postgres::{Client, NoTls};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use supple_store::{Appended, open};

/// A network that passes on what it sees, and asks each time whether it may.
fn network(server: u16, may_pass: impl Fn(&[u8], bool) -> bool + Clone + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), TcpStream::connect(("127.0.0.1", server)).unwrap());
            let (from_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            let (up, down) = (may_pass.clone(), may_pass.clone());
            std::thread::spawn(move || pass_on(from_client, to_server, |bytes| up(bytes, true)));
            std::thread::spawn(move || pass_on(server, client, |bytes| down(bytes, false)));
        }
    });
    port
}

fn through(address: &str, site: &Site, port: u16) -> String {
    address.replace(&format!(":{}/", site.cluster.port()), &format!(":{port}/"))
}

#[test]
fn no_line_of_a_record_stands_on_the_wire_where_tls_is_required_and_each_does_where_it_is_disabled() {
    let site = Site::new();
    for (mode, is_read_along) in [("disable", true), ("require", false), ("verify-full", false)] {
        let seen: Arc<Mutex<[Vec<u8>; 2]>> = Arc::default();
        let kept = seen.clone();
        let port = network(site.cluster.port(), move |bytes, is_up| {
            kept.lock().unwrap()[usize::from(is_up)].extend_from_slice(bytes);
            true
        });
        let address = through(&site.fresh(), &site, port);
        let store = open(&format!("{address}?sslmode={mode}&sslrootcert={}", site.file("root.crt"))).unwrap();
        wait(store.append(records(1, 0..20))).unwrap();
        assert_eq!(lines(&*store), records(1, 0..20));
        drop(store);
        let seen = seen.lock().unwrap();
        for (way, bytes) in seen.iter().enumerate() {
            assert!(bytes.len() > 2_000, "{mode}: all of it went this way");
            for part in [&records(1, 0..20)[7].line[..], "Rückenschmerz", "schema", "supple.entry"] {
                // The names of tables go up only.
                let stands_there = bytes.windows(part.len()).any(|bytes| bytes == part.as_bytes());
                assert_eq!(stands_there, is_read_along && (way == 1 || part != "supple.entry"), "{mode} {way}: {part}");
            }
        }
    }
}

#[test]
fn a_lost_connection_is_made_again_over_tls_and_a_new_certificate_of_the_server_counts() {
    let mut site = Site::new();
    let parameters = format!("?sslmode=verify-full&sslrootcert={}", site.file("root.crt"));
    goes_on_after_a_lost_connection(&site.cluster, &site.fresh(), &parameters);

    let store = open(&format!("{}{parameters}", site.fresh())).unwrap();
    wait(store.append(records(1, 0..3))).unwrap();
    for n in 1..3 {
        let (certificate, key) = site.authority.certificate(&["localhost"]);
        site.cluster.offer_tls(&certificate, &key, None).unwrap();
        site.cluster.restart().unwrap();
        assert_eq!(wait(store.append(records(1, 0..n + 3))), Ok(Appended { taken: 1, known: n as usize + 2 }));
        assert_eq!(lines(&*store), records(1, 0..n + 3));
    }
    // A server that is no longer the one that was asked for gets nothing.
    let (certificate, key) = crate::tls::Authority::new("one").certificate(&["localhost"]);
    site.cluster.offer_tls(&certificate, &key, None).unwrap();
    site.cluster.restart().unwrap();
    let error = wait(store.append(records(2, 0..1))).unwrap_err();
    assert!(error.to_string().contains("its certificate is by nobody who is trusted here"), "{error}");
    let (certificate, key) = site.authority.certificate(&["localhost"]);
    site.cluster.offer_tls(&certificate, &key, None).unwrap();
    assert_eq!(wait(store.append(records(2, 0..1))).unwrap().taken, 1, "it comes back by itself");
}

#[test]
fn an_append_whose_fate_was_lost_with_an_encrypted_connection_is_there_once_and_counts_as_new() {
    let site = Site::new();
    let is_cut = Arc::new(AtomicBool::new(false));
    let cut = is_cut.clone();
    // Nothing of what goes over it can be read, so it is told when to lose what the server says.
    let port = network(site.cluster.port(), move |_, is_up| is_up || !cut.swap(false, Ordering::SeqCst));
    let address = site.fresh();
    let parameters = format!("?sslmode=verify-full&sslrootcert={}", site.file("root.crt"));
    let store = open(&format!("{}{parameters}", through(&address, &site, port))).unwrap();
    wait(store.append(records(1, 0..3))).unwrap();
    let mut client = Client::connect(&address, NoTls).unwrap();
    // A commit that takes its time, and shows that it has begun.
    client
        .batch_execute(
            "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN PERFORM pg_advisory_xact_lock(77); PERFORM pg_sleep(0.2); RETURN NULL; END $$;
             CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON supple.entry DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW EXECUTE FUNCTION linger();",
        )
        .unwrap();
    for n in 1..3 {
        let answer = store.append(records(1, n * 3 - 1..n * 3 + 3));
        let until = Instant::now() + Duration::from_secs(20);
        let begun = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77";
        while client.query_one(begun, &[]).unwrap().get::<_, i64>(0) == 0 {
            assert!(Instant::now() < until, "it commits");
            std::thread::sleep(Duration::from_millis(2));
        }
        is_cut.store(true, Ordering::SeqCst);
        assert_eq!(wait(answer), Ok(Appended { taken: 3, known: 1 }));
        assert!(!is_cut.load(Ordering::SeqCst), "the connection was lost");
        assert_eq!(lines(&*open(&format!("{address}{parameters}")).unwrap()), records(1, 0..n * 3 + 3));
    }
}
