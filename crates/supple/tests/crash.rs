//! What was answered is there, whatever happens: the server is killed at random moments while many write, and the disk
//! runs full.
//!
//! `SUPPLE_CRASH_KILLS` says how many kills in all, half of them on each kind of database; without it, a few.
//! `SUPPLE_CRASH_SEED` repeats the choices of a run, though not its timing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::{Home, fails, out};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::{Duration, Instant};
use supple_diary::{KindName, verify};
use supple_store::testing::Cluster;
use uuid::Uuid;

/// How many writes are answered in a run, at least.
const WRITES: usize = 2_000;

/// How many write at the same time.
const CLIENTS: usize = 8;

/// How long a server may take to come up, and a client to be answered.
const PATIENCE: Duration = Duration::from_secs(60);

/// The server, as a process that can be killed.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(home: &Home) -> Server {
        let mut child = home.command(&["serve", "--listen", "127.0.0.1:0"]).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(". ").next());
        let Some(address) = address else {
            let mut error = String::new();
            child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
            panic!("the server did not start: {line}{error}");
        };
        Server { address: address.parse().unwrap(), child }
    }

    /// Ends it at once, without a chance to tidy up: SIGKILL.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What the server said to one tap on "Spasm now".
enum Said {
    /// It is stored, under this id.
    Stored(Uuid),
    /// Another answer.
    Else(String),
    /// Nothing, or not all of an answer.
    Nothing,
}

static PAGES: AtomicU64 = AtomicU64::new(0);

/// One tap on "Spasm now".
fn tap(address: SocketAddr) -> Said {
    let mut answer = Vec::new();
    let asked = TcpStream::connect_timeout(&address, PATIENCE).and_then(|mut stream| {
        stream.set_read_timeout(Some(PATIENCE))?;
        // Each tap is on a page of its own.
        let page = PAGES.fetch_add(1, Ordering::Relaxed);
        let request = format!(
            "POST /spasm HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 24\r\nConnection: close\r\n\r\ntap={page:020x}"
        );
        stream.write_all(request.as_bytes())?;
        stream.read_to_end(&mut answer)
    });
    let answer = String::from_utf8_lossy(&answer).into_owned();
    // A connection that breaks once the head of the answer is here has been answered all the same.
    let Some((head, _)) = answer.split_once("\r\n\r\n") else {
        return Said::Nothing;
    };
    let location = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
    });
    match location {
        Some(location) if head.starts_with("HTTP/1.1 303") => {
            let id = location.strip_prefix("/spasm/").unwrap_or(&location).get(..36).and_then(|id| id.parse().ok());
            Said::Stored(id.unwrap_or_else(|| panic!("the id is in the address: {location}")))
        }
        _ if asked.is_err() && head.is_empty() => Said::Nothing,
        _ => Said::Else(answer),
    }
}

/// Numbers that look random: a linear congruential generator.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below.max(1)
    }
}

fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} takes a number")))
}

/// Every entry that was answered is there, every record is whole, and every chain holds.
fn look(home: &Home, answered: &Mutex<BTreeSet<Uuid>>) -> usize {
    let expected = answered.lock().unwrap().clone();
    // This fails if a record cannot be read.
    let log = home.log();
    for id in &expected {
        let entry = log.get(*id).unwrap_or_else(|| panic!("{id} was answered and is not there"));
        assert_eq!(entry.name(), Some(KindName::Spasm));
    }
    assert_eq!(verify(log.iter()), []);
    log.len()
}

fn kill_while_many_write(home: &Home, name: &str) {
    let kills = number("SUPPLE_CRASH_KILLS", 24).div_ceil(2);
    let now = u64::from(std::process::id()) ^ u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap();
    let seed = number("SUPPLE_CRASH_SEED", usize::try_from(now % 1_000_000).unwrap());
    let mut dice = Dice(seed as u64);
    let answered = Mutex::new(BTreeSet::new());
    let (count, unanswered, is_over) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let mut server = Some(Server::start(home));
    let address = RwLock::new(server.as_ref().unwrap().address);

    std::thread::scope(|scope| {
        // A failure here must end the clients, too.
        let _over = Over(&is_over);
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let to = *address.read().unwrap();
                    match tap(to) {
                        Said::Stored(id) => {
                            assert!(answered.lock().unwrap().insert(id), "no id is given twice");
                            count.fetch_add(1, Ordering::Relaxed);
                        }
                        Said::Nothing => {
                            unanswered.fetch_add(1, Ordering::Relaxed);
                            std::thread::sleep(Duration::from_millis(2));
                        }
                        Said::Else(answer) => panic!("neither stored nor cut off: {answer}"),
                    }
                }
            });
        }
        for _ in 0..kills {
            // Some lives are too short for one write, some see many; the moment lies anywhere within a write.
            let writes = count.load(Ordering::Relaxed) + dice.roll(2 * WRITES / kills.max(1));
            let until = Instant::now() + PATIENCE;
            while count.load(Ordering::Relaxed) < writes {
                assert!(Instant::now() < until, "nothing is answered any more");
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(Duration::from_micros(dice.roll(4_000) as u64));
            server.take().unwrap().kill();
            look(home, &answered);
            let next = Server::start(home);
            *address.write().unwrap() = next.address;
            server = Some(next);
        }
        let until = Instant::now() + PATIENCE;
        while count.load(Ordering::Relaxed) < WRITES {
            assert!(Instant::now() < until, "nothing is answered any more");
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    server.take().unwrap().kill();
    let there = look(home, &answered);
    let answered = answered.lock().unwrap().len();
    assert!(answered >= WRITES);
    // Of those that were cut off some were stored, as a whole.
    assert!(there - answered <= unanswered.load(Ordering::Relaxed), "{there} entries of {answered} answered");
    eprintln!(
        "{name}: {kills} kills, {answered} writes answered and all there, {} more stored whole but cut off before the answer (seed {seed})",
        there - answered
    );
}

/// Says that it is over, however it ends.
struct Over<'o>(&'o AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn every_answered_entry_survives_kills_on_sqlite() {
    kill_while_many_write(&Home::new(), "SQLite");
}

#[test]
fn every_answered_entry_survives_kills_on_postgresql() {
    let cluster = Cluster::shared().unwrap();
    kill_while_many_write(&Home::with(&cluster.fresh_database().unwrap()), "PostgreSQL");
}

/// Where the other process has a small disk.
const FOLDER: &str = "SUPPLE_CRASH_FOLDER";

/// Whether files may not be long instead, and removing others makes no room.
const SHORT: &str = "SUPPLE_CRASH_SHORT";

fn is_short() -> bool {
    std::env::var_os(SHORT).is_some()
}

/// Runs the test below in a process that has a small file system, or else may not write long files.
#[test]
fn every_answered_entry_survives_a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (mut command, is_small) = match shared::mounting(folder.path(), "size=6m") {
        Some(command) => (command, "a file system of 6 MB"),
        None => {
            eprintln!("no file system may be mounted here: short files stand for a small disk");
            let mut command = Command::new("sh");
            command.args(["-c", r#"trap '' XFSZ; ulimit -f 4096 && exec "$@""#, "sh"]).env(SHORT, "yes");
            (command, "files of 2 MB")
        }
    };
    let output = command
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "fills_the_disk_when_asked_to", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let said = format!("{}{}", out(&output), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    eprintln!("On {is_small}: {}", said.lines().find(|line| line.contains("answered")).unwrap_or_default());
}

/// The other process.
#[test]
fn fills_the_disk_when_asked_to() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let home = Home::with(&format!("sqlite:{}", Path::new(&folder).join("diary.db").display()));
    let ballast = Path::new(&folder).join("ballast");
    // Enough for the database to take over its log, which comes first once there is room again.
    std::fs::write(&ballast, vec![1; if is_short() { 300_000 } else { 3 << 20 }]).unwrap();
    let server = Server::start(&home);
    let answered = Mutex::new(BTreeSet::new());
    // Programs that write long notes fill it, while the server stores spasms in between.
    let note = "x".repeat(20_000);
    let mut notes = BTreeSet::new();
    let refused = loop {
        assert!(notes.len() < 1_000, "the disk is not small");
        let mut child = home.command(&["log", "note", "-"]).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(note.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        if !output.status.success() {
            break output;
        }
        let id: Uuid = out(&output).split("Id: ").nth(1).unwrap()[..36].parse().unwrap();
        notes.insert(id);
        if let Said::Stored(id) = tap(server.address) {
            answered.lock().unwrap().insert(id);
        }
    };
    fails(&refused, 1, "there is no room left at");
    fails(&refused, 1, "free some space and try again; everything stored before is safe");
    // Until not even a spasm fits.
    let answer = loop {
        match tap(server.address) {
            Said::Stored(id) => assert!(answered.lock().unwrap().insert(id)),
            Said::Else(answer) => break answer,
            Said::Nothing => panic!("the server does not answer"),
        }
    };
    assert!(answer.starts_with("HTTP/1.1 5") && answer.contains("no room left"), "{answer}");
    let all_there = |more: usize| {
        let there = look(&home, &answered);
        let log = home.log();
        assert!(notes.iter().all(|id| log.get(*id).is_some_and(|entry| entry.line().contains(&note))));
        assert_eq!(there, notes.len() + answered.lock().unwrap().len() + more);
    };
    all_there(0);

    if is_short() {
        server.kill();
        all_there(0);
        eprintln!("\n{} writes answered and all there", notes.len() + answered.lock().unwrap().len());
        return;
    }

    // Once there is room, writing goes on, in the server that saw it full, after a kill, and in new programs.
    std::fs::remove_file(&ballast).unwrap();
    let goes_on = |server: &Server| match tap(server.address) {
        Said::Stored(id) => assert!(answered.lock().unwrap().insert(id)),
        Said::Else(answer) => panic!("{answer}"),
        Said::Nothing => panic!("the server does not answer"),
    };
    goes_on(&server);
    server.kill();
    all_there(0);
    let server = Server::start(&home);
    goes_on(&server);
    home.done(&["log", "spasm"]);
    all_there(1);
    server.kill();
    eprintln!("\n{} writes answered and all there", notes.len() + answered.lock().unwrap().len());
}
