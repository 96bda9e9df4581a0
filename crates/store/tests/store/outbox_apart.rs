//! The outboxes of one database: no call for one returns or changes anything of another, and none waits for another.

use crate::erase::with_traces;
use crate::outbox::{LEASE, NOW, OTHER, kept, lay, letter, table, taken, write};
use crate::outbox_files::fill_with_marks;
use crate::outbox_model::{Command, Watched, cases, command, long_command};
use crate::refusals::files;
use crate::{Place, cluster, on_each_kind};
use postgres::{Client, NoTls};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use supple_store::outbox::{Fate, Letter, Outbox, Outboxes, Outcome, open_outbox};
use supple_store::{DiaryKey, StoreError};

on_each_kind!(
    many_who_open_the_same_outboxes_at_once_get_the_same_ones,
    the_same_keys_and_names_stand_in_each_and_what_was_taken_of_one_settles_nothing_of_another,
    an_outbox_is_there_once_it_was_opened_and_asking_makes_none,
    what_knows_of_one_diary_goes_on_with_the_first,
);

fn connect(place: &Place) -> Client {
    Client::connect(&place.address, NoTls).unwrap()
}

fn folder(place: &Place) -> &Path {
    place.folder.as_ref().unwrap().path()
}

fn file(place: &Place, key: DiaryKey) -> PathBuf {
    let name = if key == DiaryKey::FIRST { String::new() } else { format!(".{key}") };
    folder(place).join(format!("diary.db{name}.outbox"))
}

fn many_who_open_the_same_outboxes_at_once_get_the_same_ones(place: &Place) {
    let keys = [OTHER, DiaryKey([3; 16]), DiaryKey::FIRST];
    std::thread::scope(|scope| {
        for n in 0..8 {
            scope.spawn(move || {
                let outboxes = place.outboxes();
                for key in keys {
                    lay(&*outboxes.of(key).unwrap(), &[letter(&n.to_string(), NOW)]);
                }
            });
        }
    });
    for key in keys {
        assert_eq!(place.outboxes().of(key).unwrap().letters("").unwrap().len(), 8, "{key}");
    }
}

fn the_same_keys_and_names_stand_in_each_and_what_was_taken_of_one_settles_nothing_of_another(place: &Place) {
    let outboxes = place.outboxes();
    let [first, second] = [DiaryKey::FIRST, OTHER].map(|key| outboxes.of(key).unwrap());
    for (outbox, says) in [(&first, "one"), (&second, "two")] {
        assert!(write(&**outbox, "d", 0, Some(says)));
        lay(&**outbox, &[Letter { content: says.to_owned(), ..letter("a", NOW) }]);
    }
    let of_first = first.take(&[], NOW, LEASE).unwrap().unwrap();
    let of_second = second.take(&[], NOW, LEASE).unwrap().unwrap();
    assert_eq!((of_first.letter.content.as_str(), of_second.letter.content.as_str()), ("one", "two"));
    // The very same key and token: it settles that of its own outbox, and each once.
    assert_eq!(of_first.token, of_second.token);
    assert_eq!(first.settle(&of_first, &Outcome::Sent, NOW), Ok(true));
    assert!(kept(&*second, "a").is_taken);
    assert_eq!(first.settle(&of_second, &Outcome::Sent, NOW), Ok(false), "once");
    assert_eq!(second.settle(&of_second, &Outcome::Sent, NOW), Ok(true));
    first.erase().unwrap();
    assert_eq!(second.document("d").unwrap().unwrap().value, "two");
    assert_eq!(kept(&*second, "a").fate, Fate::Sent(NOW));
}

fn an_outbox_is_there_once_it_was_opened_and_asking_makes_none(place: &Place) {
    let outboxes = place.outboxes();
    for _ in 0..2 {
        assert_eq!((outboxes.has(DiaryKey::FIRST), outboxes.has(OTHER)), (Ok(false), Ok(false)));
    }
    drop(outboxes.of(OTHER).unwrap());
    assert_eq!((place.outboxes().has(OTHER), outboxes.has(DiaryKey([3; 16]))), (Ok(true), Ok(false)));
}

/// The version is as it was, so a program from before there could be several reads and writes its own as ever.
fn what_knows_of_one_diary_goes_on_with_the_first(place: &Place) {
    let outboxes = place.outboxes();
    lay(&*outboxes.of(OTHER).unwrap(), &[letter("other", NOW)]);
    lay(&*open_outbox(&place.address).unwrap(), &[letter("first", NOW)]);
    lay(&*outboxes.of(OTHER).unwrap(), &[letter("more", NOW)]);
    let first = open_outbox(&place.address).unwrap();
    assert_eq!(taken(&*first, NOW).as_deref(), Some("first"));
    first.erase().unwrap();
    assert_eq!(outboxes.of(OTHER).unwrap().letters("").unwrap().len(), 2);
    let version: i64 = match &place.folder {
        Some(_) => Connection::open(file(place, DiaryKey::FIRST))
            .unwrap()
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap(),
        None => connect(place).query_one("SELECT version FROM supple.outbox", &[]).unwrap().get(0),
    };
    assert_eq!(version, 2);
}

/// All rows of an outbox as they stand in the database.
fn rows(place: &Place, key: DiaryKey) -> Vec<String> {
    if place.folder.is_some() {
        let connection = Connection::open(file(place, key)).unwrap();
        let all = |sql: &str| -> Vec<String> {
            let mut statement = connection.prepare(sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        let columns: Vec<String> = all("SELECT name FROM pragma_table_info('letter')");
        let columns: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let letters = all(&format!("SELECT {} FROM letter ORDER BY laid", columns.join(" || ',' || ")));
        let documents = all("SELECT quote(name) || revision || quote(value) FROM document ORDER BY name");
        return [letters, documents, all("SELECT revision || ' ' || token FROM given")].concat();
    }
    let mut client = connect(place);
    let [letter, document, token] = ["letter", "document", "letter_token"].map(|what| table(what, key));
    let given = table(if key == DiaryKey::FIRST { "outbox" } else { "given" }, key);
    let all = [
        format!("SELECT kept::text FROM {letter} AS kept ORDER BY laid"),
        format!("SELECT kept::text FROM {document} AS kept ORDER BY name"),
        format!("SELECT revision::text FROM {given}"),
        format!("SELECT last_value || ' ' || is_called FROM {token}"),
    ];
    all.iter()
        .flat_map(|sql| client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect::<Vec<String>>())
        .collect()
}

/// Has random commands done in turn on two outboxes of one database: each says and holds what it would alone.
fn keeps_apart(place: fn() -> Place, command: BoxedStrategy<Command>, times: u32) {
    let commands = prop::collection::vec((prop::bool::ANY, command), 10..40);
    let outcome = TestRunner::new(cases(times)).run(&commands, |commands| {
        let place = place();
        let (here, there) = (place.at(DiaryKey::FIRST), place.at(OTHER));
        let outboxes = place.outboxes();
        let [first, second] = [DiaryKey::FIRST, OTHER].map(|key| outboxes.of(key).unwrap());
        let mut watched = [Watched::new(&here, &*first), Watched::new(&there, &*second)];
        for (is_first, command) in commands {
            let (mine, others) = if is_first { (0, OTHER) } else { (1, DiaryKey::FIRST) };
            let before = rows(&place, others);
            watched[mine].perform(&command);
            assert_eq!(rows(&place, others), before, "{command:?}");
        }
        watched.iter().for_each(Watched::compare);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn no_call_for_one_outbox_beside_a_file_gives_or_changes_a_byte_of_another() {
    keeps_apart(Place::sqlite, command().boxed(), 30);
}

#[test]
fn no_call_for_one_outbox_of_a_server_gives_or_changes_a_byte_of_another() {
    keeps_apart(Place::postgresql, long_command().boxed(), 10);
}

#[test]
fn beside_a_file_each_is_a_file_of_its_own_and_an_erase_rewrites_no_other() {
    let place = Place::sqlite();
    let outboxes = place.outboxes();
    lay(&*outboxes.of(DiaryKey::FIRST).unwrap(), &[letter("a", NOW)]);
    lay(&*outboxes.of(OTHER).unwrap(), &[letter("a", NOW)]);
    let before = files(folder(&place));
    let names: Vec<PathBuf> = before.keys().cloned().collect();
    let other = folder(&place).join("diary.db.b5b5b5b5-b5b5-b5b5-b5b5-b5b5b5b5b5b5.outbox");
    assert_eq!(names, [other.clone(), file(&place, DiaryKey::FIRST)]);
    let erased = outboxes.of(OTHER).unwrap();
    assert_eq!(erased.describe(), other.display().to_string());
    fill_with_marks(&*erased);
    erased.erase().unwrap();
    drop(erased);
    assert_eq!(with_traces(folder(&place)), Vec::<PathBuf>::new());
    let after = files(folder(&place));
    assert!(after[&names[1]] == before[&names[1]], "byte for byte");
}

#[test]
fn an_erased_outbox_of_a_server_leaves_no_trace_and_the_files_of_the_others_stay() {
    let place = Place::postgresql();
    let outboxes = place.outboxes();
    let keys = [DiaryKey::FIRST, DiaryKey([3; 16])];
    let others = keys.map(|key| outboxes.of(key).unwrap());
    others.iter().for_each(|other| lay(&**other, &[letter("a", NOW)]));
    let erased = outboxes.of(OTHER).unwrap();
    fill_with_marks(&*erased);
    let mut client = connect(&place);
    client.batch_execute("ANALYZE; CHECKPOINT").unwrap();
    let samples = "SELECT count(*) FROM pg_stats WHERE schemaname = 'supple' AND tablename ~ '^(letter|document)'";
    assert_eq!(client.query_one(samples, &[]).unwrap().get::<_, i64>(0), 0, "the planner keeps no samples");
    let oid: u32 =
        client.query_one("SELECT oid FROM pg_database WHERE datname = current_database()", &[]).unwrap().get(0);
    let base = place._cluster.as_ref().unwrap().data().join("base").join(oid.to_string());
    assert!(!with_traces(&base).is_empty(), "the test can find a trace");
    let nodes = |client: &mut Client| {
        keys.map(|key| {
            ["letter", "document"].map(|what| {
                let sql = format!("SELECT pg_relation_filenode('{}')", table(what, key));
                client.query_one(&sql, &[]).unwrap().get::<_, u32>(0)
            })
        })
    };
    let before = nodes(&mut client);
    erased.erase().unwrap();
    client.batch_execute("CHECKPOINT").unwrap();
    assert_eq!(with_traces(&base), Vec::<PathBuf>::new());
    assert_eq!(nodes(&mut client), before, "only its own files are new");
    assert!(others.iter().all(|other| other.letters("").unwrap().len() == 1));
}

#[test]
fn the_tables_of_each_outbox_of_a_server_are_those_of_the_first() {
    let place = Place::postgresql();
    drop(place.outboxes().of(OTHER).unwrap());
    let mut client = connect(&place);
    let suffix = table("", OTHER).replace("supple.", "");
    for what in ["letter", "document"] {
        let mut told = |name: &str| -> Vec<String> {
            let sql = format!(
                "SELECT attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull || ' ' || coalesce(attstattarget::text, '')
                     || ' ' || attidentity::text || ' ' || coalesce(pg_get_expr(adbin, adrelid), '')
                 FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                 WHERE attrelid = '{name}'::regclass AND attnum > 0 AND NOT attisdropped
                 UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '{name}'::regclass
                 UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = '{name}'::regclass"
            );
            let rows = client.query(&sql, &[]).unwrap();
            // The names of indexes that PostgreSQL gives end in what they are for.
            let mut told: Vec<String> = rows.iter().map(|row| row.get::<_, String>(0).replace(&suffix, "")).collect();
            told.sort();
            told
        };
        let first = told(&table(what, DiaryKey::FIRST));
        assert!(first.len() > 4, "{first:?}");
        assert_eq!(told(&table(what, OTHER)), first);
    }
}

#[test]
fn the_outboxes_of_a_server_share_a_few_connections_and_one_that_is_held_keeps_others_free() {
    let place = Place::postgresql();
    let outboxes = place.outboxes();
    let all: Vec<_> = (0..10).map(|n| outboxes.of(DiaryKey([n; 16])).unwrap()).collect();
    all.iter().for_each(|outbox| lay(&**outbox, &[letter("a", NOW)]));
    let mut client = connect(&place);
    let count =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'supple'";
    assert_eq!(client.query_one(count, &[]).unwrap().get::<_, i64>(0), 4);
    drop(all);
    let [held, free] = [OTHER, DiaryKey([3; 16])].map(|key| outboxes.of(key).unwrap());
    let hold = format!("BEGIN; LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", table("letter", OTHER));
    client.batch_execute("SET idle_in_transaction_session_timeout = '20s'").unwrap();
    client.batch_execute(&hold).unwrap();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| held.letters("").unwrap().len());
        let begun = Instant::now();
        for n in 0..10 {
            assert!(write(&*free, "d", n, Some("x")));
        }
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
        client.batch_execute("COMMIT").unwrap();
        assert_eq!(waits.join().unwrap(), 0);
    });
}

#[test]
fn in_memory_each_is_found_again_as_long_as_the_database_is_open() {
    let outboxes = Outboxes::at("sqlite::memory:").unwrap();
    for n in 0..20_u64 {
        let outbox = outboxes.of(DiaryKey([n as u8; 16])).unwrap();
        lay(&*outbox, &[letter(&n.to_string(), NOW)]);
    }
    for n in 0..20_u64 {
        let found = outboxes.clone().of(DiaryKey([n as u8; 16])).unwrap().letters("").unwrap();
        assert_eq!(found.iter().map(|kept| kept.letter.key.as_str()).collect::<Vec<_>>(), [n.to_string()]);
    }
    let other: Box<dyn Outbox> = Outboxes::at("sqlite::memory:").unwrap().of(DiaryKey([1; 16])).unwrap();
    assert_eq!(other.letters(""), Ok(vec![]));
}

#[test]
fn a_newer_file_of_one_diary_is_refused_and_costs_no_other() {
    let place = Place::sqlite();
    let outboxes = place.outboxes();
    drop((outboxes.of(OTHER).unwrap(), outboxes.of(DiaryKey::FIRST).unwrap()));
    Connection::open(file(&place, OTHER)).unwrap().pragma_update(None, "user_version", 3).unwrap();
    let error = outboxes.of(OTHER).map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 3, known: 2, .. }), "{error}");
    lay(&*outboxes.of(DiaryKey::FIRST).unwrap(), &[letter("a", NOW)]);
}

#[test]
fn a_guest_who_may_use_the_tables_of_the_first_comes_to_no_other() {
    let cluster = cluster();
    let place = Place::postgresql();
    drop((place.outboxes().of(DiaryKey::FIRST).unwrap(), place.outboxes().of(OTHER).unwrap()));
    let database = place.address.rsplit('/').next().unwrap().to_owned();
    let guest = format!("sender_of_{database}");
    let grant = format!(
        "CREATE ROLE {guest} LOGIN PASSWORD 'secret'; GRANT USAGE ON SCHEMA supple TO {guest};
         GRANT SELECT, INSERT, UPDATE, DELETE ON supple.letter, supple.document, supple.outbox, supple.writer TO {guest};
         GRANT USAGE ON ALL SEQUENCES IN SCHEMA supple TO {guest};"
    );
    connect(&place).batch_execute(&grant).unwrap();
    let outboxes = Outboxes::at(&format!("postgres://{guest}:secret@127.0.0.1:{}/{database}", cluster.port())).unwrap();
    lay(&*outboxes.of(DiaryKey::FIRST).unwrap(), &[letter("a", NOW)]);
    let other = outboxes.of(OTHER).unwrap();
    assert!(matches!(other.letters(""), Err(StoreError::Cannot { .. })));
    assert!(
        outboxes.of(DiaryKey([3; 16])).is_err_and(|error| matches!(error, StoreError::Cannot { .. })),
        "none is made"
    );
}
