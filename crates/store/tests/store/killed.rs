//! What was acknowledged is there after the end of the program, or of the server, at any moment.

use crate::{Place, again, lines, on_each_kind, record, wait};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use supple_store::testing::Cluster;
use supple_store::{Record, Store, open};

const ADDRESS: &str = "SUPPLE_STORE_ADDRESS";
const ROUND: &str = "SUPPLE_STORE_ROUND";
const ROUNDS: u8 = 30;

/// An append of a few records, told apart by the round.
fn some(round: u8, n: u64) -> Vec<Record> {
    (0..=n % 3).map(|part| record(round, n * 3 + part)).collect()
}

/// The other process: appends until it is killed, and says each append that was acknowledged.
#[test]
fn appends_without_end_when_asked_to() {
    let (Ok(address), Ok(round)) = (std::env::var(ADDRESS), std::env::var(ROUND)) else { return };
    let round = round.parse().unwrap();
    let store = open(&address).unwrap();
    for n in 0.. {
        wait(store.append(some(round, n))).unwrap();
        std::io::stderr().write_all(format!("{n}\n").as_bytes()).unwrap();
    }
}

on_each_kind!(nothing_acknowledged_is_lost_when_the_program_is_killed);

fn nothing_acknowledged_is_lost_when_the_program_is_killed(place: &Place) {
    let mut acknowledged = Vec::new();
    let mut seed = 0x9E37_79B9_u32;
    for round in 0..ROUNDS {
        let mut child = again("killed::appends_without_end_when_asked_to")
            .env(ADDRESS, &place.address)
            .env(ROUND, round.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // Some microseconds to some tens of milliseconds after one of the first, other ones each time.
        for _ in 0..=(seed >> 16) % 4 {
            output.read_line(&mut said).unwrap();
        }
        std::thread::sleep(Duration::from_micros(u64::from(seed >> 17)));
        child.kill().unwrap();
        output.read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        let last = said.trim_end().rsplit('\n').next().unwrap();
        acknowledged.push(last.parse::<u64>().unwrap_or_else(|_| panic!("{said}")));

        // Opening looks for damage, reading for holes and wrong check sums.
        let there = lines(&*place.open());
        for (round, last) in (0..).zip(&acknowledged) {
            let of_round: Vec<&Record> = there.iter().filter(|record| record.device == [round; 16]).collect();
            let whole: Vec<Record> = (0..=*last).flat_map(|n| some(round, n)).collect();
            assert!(of_round.len() >= whole.len(), "round {round}: {} of {}", of_round.len(), whole.len());
            assert!(of_round.iter().zip(&whole).all(|(there, wanted)| **there == *wanted), "round {round}");
            // More than was acknowledged may be there: the append that was under way, but only as a whole.
            let more: Vec<Record> = of_round[whole.len()..].iter().map(|record| (*record).clone()).collect();
            assert!(more.is_empty() || more == some(round, last + 1), "round {round}: half an append");
        }
    }
    assert!(acknowledged.iter().sum::<u64>() > 30, "it did append: {acknowledged:?}");
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_and_the_store_goes_on_by_itself() {
    let mut cluster = Cluster::start().unwrap_or_else(|error| panic!("{error}"));
    let store = open(&cluster.fresh_database().unwrap()).unwrap();
    for round in 0..4 {
        let (done, is_done) = (AtomicU64::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !is_done.load(Ordering::SeqCst) {
                    appends_whatever_it_takes(&*store, &some(round, done.load(Ordering::SeqCst)));
                    done.fetch_add(1, Ordering::SeqCst);
                }
            });
            let wait_for = |count| {
                let until = Instant::now() + Duration::from_secs(120);
                while done.load(Ordering::SeqCst) < count && Instant::now() < until {
                    std::thread::sleep(Duration::from_millis(1));
                }
            };
            wait_for(10);
            std::thread::sleep(Duration::from_micros(370 * u64::from(round)));
            cluster.kill(if round % 2 == 0 { "KILL" } else { "QUIT" }).unwrap();
            cluster.restart().unwrap();
            wait_for(done.load(Ordering::SeqCst) + 3);
            is_done.store(true, Ordering::SeqCst);
        });
        let acknowledged = done.into_inner();
        let there: Vec<Record> = lines(&*store).into_iter().filter(|record| record.device == [round; 16]).collect();
        assert_eq!(there, (0..acknowledged).flat_map(|n| some(round, n)).collect::<Vec<Record>>());
    }
}

/// The store waits for a server that starts again, but on a busy machine that may take longer than it waits.
fn appends_whatever_it_takes(store: &dyn Store, some: &[Record]) {
    let mut is_first = true;
    loop {
        match wait(store.append(some.to_vec())) {
            // An append whose fate was lost with the connection is new all the same.
            Ok(appended) if is_first => return assert_eq!(appended.taken, some.len()),
            Ok(appended) => return assert_eq!(appended.taken + appended.known, some.len()),
            Err(error) => assert!(error.may_pass(), "{error}"),
        }
        is_first = false;
    }
}
