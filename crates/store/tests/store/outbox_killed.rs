//! What an outbox acknowledged is there after the end of the program, or of the server, at any moment.

use crate::outbox::{NOW, letter};
use crate::{Place, again, on_every_outbox};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use supple_store::DiaryKey;
use supple_store::outbox::{Change, Document, Fate, Outbox, Outboxes, Outcome, open_outbox};
use supple_store::testing::Cluster;

const ADDRESS: &str = "SUPPLE_OUTBOX_ADDRESS";
/// Each byte of the key of the diary.
const KEY: &str = "SUPPLE_OUTBOX_KEY";
const ROUNDS: usize = 12;
const LEASE: i64 = 3_600_000;

/// The key of the letter that is laid with this revision of the document.
fn key(revision: u64) -> String {
    format!("{revision:06}")
}

fn revision(document: &Option<Document>) -> u64 {
    document.as_ref().map_or(0, |document| document.revision)
}

/// Changes the document, from what was seen, and lays a letter with it.
fn count_on(outbox: &dyn Outbox, seen: u64) -> Result<bool, supple_store::StoreError> {
    let (value, letters) = ((seen + 1).to_string(), [letter(&key(seen + 1), NOW)]);
    outbox.commit(&Change { name: "count", revision: seen, value: Some(&value), lay: &letters, cancel: &[] }, NOW)
}

/// The other process: lays, takes and settles until it is killed, and says each thing that was acknowledged.
#[test]
fn writes_without_end_when_asked_to() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let say = |what: String| std::io::stderr().write_all(format!("{what}\n").as_bytes()).unwrap();
    let diary = DiaryKey([std::env::var(KEY).unwrap().parse().unwrap(); 16]);
    let outbox = Outboxes::at(&address).unwrap().of(diary).unwrap();
    loop {
        let seen = revision(&outbox.document("count").unwrap());
        // A server may still be doing what the one before asked for with its last word.
        if !count_on(&*outbox, seen).unwrap() {
            continue;
        }
        say(format!("laid {}", key(seen + 1)));
        let Some(taken) = outbox.take(&[], NOW, LEASE).unwrap() else { continue };
        say(format!("taken {} {}", taken.letter.key, taken.token));
        assert!(outbox.settle(&taken, &Outcome::Sent, NOW).unwrap());
        say(format!("sent {}", taken.letter.key));
    }
}

on_every_outbox!(nothing_acknowledged_is_lost_when_the_program_is_killed);

fn nothing_acknowledged_is_lost_when_the_program_is_killed(place: &Place) {
    let (mut laid, mut taken, mut sent) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut tokens = BTreeSet::new();
    let mut seed = 0x9E37_79B9_u32;
    for round in 0..ROUNDS {
        let mut child = again("outbox_killed::writes_without_end_when_asked_to")
            .env(ADDRESS, &place.address)
            .env(KEY, place.key.0[0].to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        output.read_line(&mut said).unwrap();
        // However busy the machine is, one was sent.
        while round == 0 && !said.contains("sent ") {
            output.read_line(&mut said).unwrap();
        }
        // Some microseconds to some tens of milliseconds after the first, other ones each time.
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        std::thread::sleep(Duration::from_micros(u64::from(seed >> 17)));
        child.kill().unwrap();
        output.read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        for line in said.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["laid", key] => assert!(laid.insert((*key).to_owned()), "laid twice: {line}"),
                ["sent", key] => assert!(sent.insert((*key).to_owned()), "sent twice: {line}"),
                ["taken", key, token] => {
                    assert!(tokens.insert(token.parse::<i64>().unwrap()), "a token twice: {line}");
                    assert!(taken.insert((*key).to_owned()), "taken twice within a lease: {line}");
                }
                _ => panic!("{said}"),
            }
        }

        let outbox = place.outbox();
        let (letters, last) = loop {
            let found = (outbox.letters("").unwrap(), revision(&outbox.document("count").unwrap()));
            if outbox.letters("").as_ref() == Ok(&found.0) {
                break found;
            }
        };
        let keys: Vec<String> = letters.iter().map(|kept| kept.letter.key.clone()).collect();
        assert_eq!(keys, (1..=last).map(key).collect::<Vec<_>>(), "a document and its letter are one");
        assert!(laid.iter().all(|key| keys.contains(key)));
        for kept in &letters {
            let key = &kept.letter.key;
            let is_sent = kept.fate == Fate::Sent(NOW);
            assert!(is_sent || kept.fate == Fate::Waiting, "{kept:?}");
            assert!(is_sent || !sent.contains(key), "{kept:?}");
            assert!(is_sent || kept.is_taken || !taken.contains(key), "{kept:?}");
        }
    }
    assert!(laid.len() >= ROUNDS && !sent.is_empty(), "it did send: {} of {}", sent.len(), laid.len());

    // Those that the dead held come back once their leases are over, each once.
    let (outbox, mut now) = (place.outbox(), NOW);
    let held: Vec<String> = outbox
        .letters("")
        .unwrap()
        .into_iter()
        .filter(|kept| kept.fate == Fate::Waiting)
        .map(|kept| kept.letter.key)
        .collect();
    place.pass(&mut now, LEASE);
    let mut back: Vec<String> =
        std::iter::from_fn(|| outbox.take(&[], now, LEASE).unwrap()).map(|taken| taken.letter.key).collect();
    back.sort();
    assert_eq!(back, held);
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_and_the_outbox_goes_on_by_itself() {
    let mut cluster = Cluster::start().unwrap_or_else(|error| panic!("{error}"));
    let outbox = open_outbox(&cluster.fresh_database().unwrap()).unwrap();
    let (done, is_done) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::SeqCst) {
                // On a busy machine it may take longer to start than the outbox waits. What was not acknowledged is looked up.
                let seen = loop {
                    match outbox.document("count") {
                        Ok(found) => break revision(&found),
                        Err(error) => assert!(error.may_pass(), "{error}"),
                    }
                };
                assert!(seen >= done.load(Ordering::SeqCst));
                match count_on(&*outbox, seen) {
                    Ok(is_counted) => {
                        assert!(is_counted, "nobody else counts");
                        done.store(seen + 1, Ordering::SeqCst);
                    }
                    Err(error) => assert!(error.may_pass(), "{error}"),
                }
            }
        });
        let wait_for = |count| {
            let until = Instant::now() + Duration::from_secs(120);
            while done.load(Ordering::SeqCst) < count && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(1));
            }
        };
        for round in 0..4 {
            wait_for(done.load(Ordering::SeqCst) + 10);
            std::thread::sleep(Duration::from_micros(370 * round));
            cluster.kill(if round % 2 == 0 { "KILL" } else { "QUIT" }).unwrap();
            cluster.restart().unwrap();
        }
        wait_for(done.load(Ordering::SeqCst) + 3);
        is_done.store(true, Ordering::SeqCst);
    });
    let last = revision(&outbox.document("count").unwrap());
    assert_eq!(last, done.into_inner());
    let keys: Vec<String> = outbox.letters("").unwrap().into_iter().map(|kept| kept.letter.key).collect();
    assert_eq!(keys, (1..=last).map(key).collect::<Vec<_>>());
    assert!(last > 40, "{last}");
}
