//! With the database locked, frozen, gone, damaged, full or read-only, whether before the server starts or while it runs:
//! the check, the guide, the floor script and the number to call answer, say what is not stored, and nothing that was
//! acknowledged is lost. On SQLite and on PostgreSQL, with the program as it is.
//!
//! `cargo xtask faults` runs it several times, holds it to the limit of a quiet machine, and prints the table.
//! `SUPPLE_FAULT_ROUNDS` says how many times; without it, once, and with a limit that a busy machine keeps.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::kept::Kept;
use shared::served::{Answer, Server};
use shared::{Home, out};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use supple_diary::verify;
use supple_store::testing::Cluster;

/// Within this much each of them has to answer on a quiet machine.
const AT_ONCE: Duration = Duration::from_millis(200);

/// On a machine that does much else at the same time.
const BUSY: Duration = Duration::from_secs(3);

/// How long a server may take to end.
const END: Duration = Duration::from_secs(8);

/// How long a diary may take to come back once the fault is over.
const BACK: Duration = Duration::from_secs(30);

const NOT_STORED: &str = "This could not be stored.";

fn rounds() -> Option<u32> {
    std::env::var("SUPPLE_FAULT_ROUNDS").ok().map(|text| text.parse().expect("SUPPLE_FAULT_ROUNDS takes a number"))
}

fn limit() -> Duration {
    if rounds().is_some() { AT_ONCE } else { BUSY }
}

/// What a fault did to the pages.
#[derive(Debug, Default)]
struct Row {
    fault: String,
    check: Duration,
    guide: Duration,
    floor: Duration,
    number: Duration,
    stored_later: &'static str,
    ended: Duration,
}

impl Row {
    fn print(rows: &[Row]) {
        eprintln!(
            "{:46} {:>6} {:>6} {:>6} {:>6}  {:18} {:>6}",
            "fault", "check", "guide", "floor", "number", "what was said", "end"
        );
        for row in rows {
            let ms = |took: Duration| format!("{} ms", took.as_millis());
            let (check, guide, floor, number) = (ms(row.check), ms(row.guide), ms(row.floor), ms(row.number));
            eprintln!(
                "{:46} {check:>6} {guide:>6} {floor:>6} {number:>6}  {:18} {:>6}",
                row.fault,
                row.stored_later,
                ms(row.ended)
            );
        }
        eprintln!("each has to be there within {} ms", limit().as_millis());
    }
}

/// All that someone needs in this minute, in the fault that there is.
fn everything_answers(fault: &str, server: &Server) -> Row {
    let mut row = Row { fault: fault.to_owned(), ..Row::default() };
    let there = |asked: &str, answer: Answer, status: u16, slowest: &mut Duration| {
        assert_eq!(answer.status, status, "{fault}: {asked}: {}", answer.body);
        assert!(answer.took < limit(), "{fault}: {asked} took {:?}", answer.took);
        *slowest = answer.took.max(*slowest);
        answer.body
    };
    for path in ["/", "/check"] {
        assert!(there(path, server.get(path), 200, &mut row.check).contains("href=\"tel:"), "{fault}: {path}");
    }
    let verdict = there("a form to /check", server.post("/check", "saddle-numbness=yes&rest=no"), 200, &mut row.check);
    assert!(verdict.contains("data-urgency=\"emergency\"") && verdict.contains(NOT_STORED), "{fault}: {verdict}");
    for path in ["/guide", "/guide/relief"] {
        there(path, server.get(path), 200, &mut row.guide);
    }
    there("a form to /floor", server.post("/floor", "alone=yes"), 303, &mut row.floor);
    let mut page = there("/floor", server.get("/floor"), 200, &mut row.floor);
    let heading = |page: &str| page.split("<h1 id=\"what\">").nth(1).unwrap().split("</h1>").next().unwrap().to_owned();
    for _ in 0..3 {
        assert!(page.contains(NOT_STORED), "{fault}: {page}");
        let before = heading(&page);
        let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        there("a form to /floor", server.post("/floor", &format!("seen={seen}&say=done")), 303, &mut row.floor);
        page = there("/floor", server.get("/floor"), 200, &mut row.floor);
        assert!(heading(&page) != before, "{fault}: the next instruction is there");
    }
    there("a form to /country", server.post("/country", "country=JP&to=/guide"), 303, &mut row.number);
    for path in ["/country", "/guide"] {
        assert!(there(path, server.get(path), 200, &mut row.number).contains("tel:119"), "{fault}: {path}");
    }
    row
}

/// The check, the four steps of the floor and the country are stored, once, in one unbroken chain.
fn everything_is_stored(fault: &str, server: &Server, home: &Home, before: usize) {
    let until = Instant::now() + BACK;
    while server.get("/floor").body.contains("id=\"notice\"") {
        assert!(Instant::now() < until, "{fault}: the diary comes back");
        std::thread::sleep(Duration::from_millis(100));
    }
    let log = home.log();
    assert_eq!((log.len(), verify(log.iter())), (before + 6, Vec::new()), "{fault}");
}

/// A diary with three entries.
fn three(home: Home) -> Home {
    for level in ["3", "4", "5"] {
        home.done(&["log", "pain", level]);
    }
    home
}

/// What ends a fault.
type Over<'f> = Box<dyn FnOnce() + 'f>;

/// Whether a fault is there before the server is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Before,
    While,
}

/// One fault that passes: with the server up, and before it starts.
fn passes<'f>(rows: &mut Vec<Row>, name: &str, home: &dyn Fn() -> Home, begin: &dyn Fn(&Home) -> Over<'f>) {
    for when in [When::While, When::Before] {
        passes_at(rows, name, when, home, begin);
    }
}

fn passes_at<'f>(
    rows: &mut Vec<Row>,
    name: &str,
    when: When,
    home: &dyn Fn() -> Home,
    begin: &dyn Fn(&Home) -> Over<'f>,
) {
    let home = &three(home());
    let before = home.log().len();
    let up = (when == When::While).then(|| {
        let server = Server::start(home);
        assert_eq!(server.post("/spasm", "").status, 303, "it is well");
        server
    });
    let before = before + usize::from(up.is_some());
    let over = begin(home);
    let mut server = up.unwrap_or_else(|| Server::start(home));
    let name = format!("{name}{}", if when == When::Before { ", at the start" } else { "" });
    let mut row = everything_answers(&name, &server);
    over();
    everything_is_stored(&name, &server, home, before);
    row.stored_later = "stored after it";
    end(&mut row, &mut server);
    rows.push(row);
}

/// It ends when it is asked to.
fn end(row: &mut Row, server: &mut Server) {
    let began = Instant::now();
    assert!(server.terminate(END).is_some(), "{}: the server ends", row.fault);
    row.ended = began.elapsed();
}

/// One fault that stays: what was there is untouched or named, and what was said is said to be nowhere.
fn stays(rows: &mut Vec<Row>, name: &str, home: &Home, begin: impl FnOnce()) {
    begin();
    let mut server = Server::start(home);
    let mut row = everything_answers(name, &server);
    row.stored_later = "said: not stored";
    end(&mut row, &mut server);
    rows.push(row);
}

#[test]
fn on_sqlite() {
    let mut rows = Vec::new();
    for _ in 0..rounds().unwrap_or(1) {
        passes(&mut rows, "SQLite, held by another program", &Home::new, &|home| {
            let held = rusqlite::Connection::open(home.diary()).unwrap();
            held.busy_timeout(BACK).unwrap();
            held.execute_batch("BEGIN EXCLUSIVE").unwrap();
            Box::new(move || held.execute_batch("ROLLBACK").unwrap())
        });
        passes(&mut rows, "SQLite, takes nothing", &Home::new, &|home| {
            let other = rusqlite::Connection::open(home.diary()).unwrap();
            let trigger = "CREATE TRIGGER no BEFORE INSERT ON entry BEGIN SELECT raise(ABORT, 'read-only'); END";
            other.execute_batch(trigger).unwrap();
            Box::new(move || other.execute_batch("DROP TRIGGER no").unwrap())
        });
        let whole = fs::read(three(Home::new()).diary()).unwrap();
        for (name, spoil) in [
            ("SQLite, its first page is gone", (|bytes| bytes[..4096].fill(0)) as fn(&mut Vec<u8>)),
            ("SQLite, cut in half", |bytes| bytes.truncate(bytes.len() / 2)),
            ("SQLite, garbage", |bytes| bytes.fill(0xA5)),
            ("SQLite, of a newer Supple", |bytes| bytes[60..64].copy_from_slice(&9_u32.to_be_bytes())),
        ] {
            let home = Home::new();
            fs::create_dir(home.path("supple")).unwrap();
            let mut bytes = whole.clone();
            spoil(&mut bytes);
            stays(&mut rows, name, &home, || fs::write(home.diary(), &bytes).unwrap());
            assert!(fs::read(home.diary()).unwrap() == bytes, "{name}: nothing was written into it");
        }
    }
    Row::print(&rows);
}

#[test]
fn on_postgresql() {
    let mut rows = Vec::new();
    for _ in 0..rounds().unwrap_or(1) {
        let cluster = &std::cell::RefCell::new(Cluster::start().unwrap());
        let home = || Home::with(&cluster.borrow().fresh_database().unwrap());
        let client = |home: &Home| postgres::Client::connect(home.database().unwrap(), postgres::NoTls).unwrap();
        passes(&mut rows, "PostgreSQL, its table is locked", &home, &|home| {
            let mut client = client(home);
            client.batch_execute("BEGIN; LOCK TABLE supple.entry IN ACCESS EXCLUSIVE MODE").unwrap();
            Box::new(move || drop(client))
        });
        passes(&mut rows, "PostgreSQL, frozen", &home, &|_| {
            let frozen = Frozen::new(cluster.borrow());
            Box::new(move || drop(frozen))
        });
        passes(&mut rows, "PostgreSQL, gone", &home, &|_| {
            cluster.borrow().kill("QUIT").unwrap();
            Box::new(|| cluster.borrow_mut().restart().unwrap())
        });
        passes(&mut rows, "PostgreSQL, takes nothing", &home, &|home| {
            let mut other = client(home);
            let no = "CREATE FUNCTION supple.no() RETURNS trigger LANGUAGE plpgsql AS \
                      $$ BEGIN RAISE read_only_sql_transaction; END $$; \
                      CREATE TRIGGER no BEFORE INSERT ON supple.entry EXECUTE FUNCTION supple.no()";
            other.batch_execute(no).unwrap();
            Box::new(move || other.batch_execute("DROP TRIGGER no ON supple.entry; DROP FUNCTION supple.no").unwrap())
        });
        let newer = three(home());
        stays(&mut rows, "PostgreSQL, of a newer Supple", &newer, || {
            client(&newer).batch_execute("UPDATE supple.store SET version = 9").unwrap();
        });
        let lost = Home::with(&cluster.borrow().address("nothing_of_this_name"));
        stays(&mut rows, "PostgreSQL, no such database", &lost, || {});
    }
    Row::print(&rows);
}

/// A server that stands still. It goes on however the test ends, since whoever ends it waits for it.
struct Frozen<'c>(std::cell::Ref<'c, Cluster>);

impl<'c> Frozen<'c> {
    fn new(cluster: std::cell::Ref<'c, Cluster>) -> Frozen<'c> {
        cluster.freeze(true).unwrap();
        Frozen(cluster)
    }
}

impl Drop for Frozen<'_> {
    fn drop(&mut self) {
        self.0.freeze(false).unwrap();
    }
}

#[test]
fn a_server_ends_while_postgresql_stands_still() {
    let cluster = std::cell::RefCell::new(Cluster::start().unwrap());
    let home = three(Home::with(&cluster.borrow().fresh_database().unwrap()));
    let mut server = Server::start(&home);
    assert_eq!(server.post("/spasm", "").status, 303);
    let frozen = Frozen::new(cluster.borrow());
    let mut row = everything_answers("PostgreSQL, frozen to the end", &server);
    end(&mut row, &mut server);
    drop(frozen);
    assert!(home.log().len() >= 4, "what was acknowledged is there");
}

// ---------------------------------------------------------------- full and read-only file systems

/// Where the other process has a file system of its own.
const FOLDER: &str = "SUPPLE_FAULT_FOLDER";

#[test]
fn on_a_file_system_that_is_full_or_may_only_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut command) = shared::mounting(folder.path(), "size=200m,mode=1777") else {
        eprintln!("no file system may be mounted here: this needs one");
        return;
    };
    let output = command
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "uses_the_file_system_when_asked_to", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder.path())
        .env("TMPDIR", folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && out(&output).contains("1 passed"), "{}{said}", out(&output));
    eprintln!("{said}");
}

/// The other process.
#[test]
fn uses_the_file_system_when_asked_to() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let ballast = folder.join("ballast");
    let mut rows = Vec::new();
    let full = || -> Over<'_> {
        // To the last byte: what the database has put aside for itself is all that there is.
        let mut file = fs::File::create(&ballast).unwrap();
        for block in [1 << 20, 4096, 1] {
            while std::io::Write::write_all(&mut file, &vec![1; block]).is_ok() {}
        }
        Box::new(|| fs::remove_file(&ballast).unwrap())
    };
    for _ in 0..rounds().unwrap_or(1) {
        passes(&mut rows, "SQLite, disk full", &Home::new, &|_| full());
        // While it is open for writing, a file system does not become one that may only be read.
        passes_at(&mut rows, "SQLite, file system read-only", When::Before, &Home::new, &|home| {
            let folder = home.diary().parent().unwrap().to_owned();
            let run = |command: &str, arguments: &[&str]| {
                let done = Command::new(command).args(arguments).arg(&folder).output().unwrap();
                assert!(done.status.success(), "{done:?}");
            };
            run("mount", &["--bind", folder.to_str().unwrap()]);
            run("mount", &["-o", "remount,ro,bind"]);
            Box::new(move || drop(Command::new("umount").arg("-l").arg(&folder).output().unwrap()))
        });
    }
    Row::print(&rows);
}

// ---------------------------------------------------------------- losses

/// A loss, how it comes about, and what is said of it.
type Loss = (&'static str, fn(&Kept), &'static str);

/// How a diary is lost, or what is lost of it.
const LOSSES: [Loss; 4] = [
    ("gone", Kept::lose, "gone: 6 entries"),
    ("emptied", Kept::empty, "6 entries"),
    ("an older copy", |_| {}, "older than what this device wrote: 2 entries are missing"),
    ("one entry damaged", |kept| kept.damage("the very first of six"), "is damaged: "),
];

/// A loss is told by whatever reads, a good backup stays as it is, and it brings everything back.
#[test]
fn losses() {
    eprintln!("{:32} {:12} {:10} {:22} {:10}", "loss", "verify", "pages", "the good backup", "restored");
    for (loss, lose, says) in LOSSES {
        for kept in Kept::both() {
            let (home, what) = (kept.home(), format!("{}, {loss}", kept.name()));
            home.done(&["log", "note", "the very first of six"]);
            for _ in 0..3 {
                home.done(&["log", "pain", "5"]);
            }
            if loss == "an older copy" {
                kept.copy();
            }
            home.done(&["log", "pain", "6"]);
            home.done(&["log", "pain", "7"]);
            let whole = home.log();
            let (file, passphrase) = (home.path("good.age"), home.write("passphrase", "four plain quiet words\n"));
            let backup = ["backup", file.to_str().unwrap(), "--passphrase-file", &passphrase];
            home.done(&backup);
            let good = fs::read(&file).unwrap();
            if loss == "an older copy" {
                kept.swap();
            }
            lose(&kept);

            let verified = home.run(&["verify"]);
            let said = format!("{}{}", out(&verified), String::from_utf8_lossy(&verified.stderr));
            assert!(verified.status.code() == Some(1) && said.contains(says), "{what}: {said}");
            let refused = home.run(&backup);
            assert!(refused.status.code() == Some(1) && fs::read(&file).unwrap() == good, "{what}: {refused:?}");
            let server = Server::start(home);
            for path in ["/", "/diary", "/keep"] {
                let page = server.get(path).body;
                let told = ["It lacks", "it lacks what came later", "is damaged", "is gone", "is not here any more"];
                assert!(told.iter().any(|told| page.contains(told)), "{what}: {path}: {page}");
            }
            drop(server);
            let new = Home::with(&format!("sqlite:{}", home.path("new.db").display()));
            new.done(&["restore", file.to_str().unwrap(), "--passphrase-file", &passphrase]);
            assert_eq!(new.log(), whole, "{what}");
            eprintln!("{what:32} {:12} {:10} {:22} {:10}", "names it", "tell it", "stays as it was", "all of it");
        }
    }
}
