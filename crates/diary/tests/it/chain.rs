//! A later change or a gap is seen, and the first bad entry is named.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use supple_diary::testing::{Keeper, now, pain};
use supple_diary::{Broken, Diary, Draft, Entry, Fault, LineHash, Log, Moment, Tail, verify};
use uuid::Uuid;

fn five(device: u128) -> Vec<Entry> {
    let mut keeper = Keeper::new(device);
    for level in 0..5 {
        keeper.say("2026-03-01T08:00:00Z", pain(level));
    }
    keeper.entries
}

fn broken(entry: &Entry, fault: Fault) -> Broken {
    Broken { id: entry.id(), device: entry.device(), sequence: entry.sequence(), fault }
}

fn changed(entry: &Entry, from: &str, to: &str) -> Entry {
    assert!(entry.line().contains(from));
    Entry::parse(&entry.line().replace(from, to)).unwrap()
}

#[test]
fn a_chain_as_it_was_written_is_whole() {
    let mut entries = five(1);
    entries.extend(five(2));
    assert_eq!(verify(&entries), []);
    entries.reverse();
    assert_eq!(verify(entries.iter().chain(&entries)), [], "neither order nor doubles matter");
    assert_eq!(verify([]), []);
}

#[test]
fn the_hash_is_the_sha_256_of_the_line() {
    assert_eq!(LineHash::of("abc").to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let hash = LineHash::of("abc");
    assert_eq!(hash.to_string().parse(), Ok(hash));
    assert!(hash.to_string().to_uppercase().parse::<LineHash>().is_err());
    assert!("zz".repeat(32).parse::<LineHash>().is_err());
    assert!("é".repeat(32).parse::<LineHash>().is_err());
    let entries = five(1);
    assert_eq!(entries[0].previous(), None);
    assert_eq!(entries[1].previous(), Some(LineHash::of(entries[0].line())));
}

#[test]
fn a_change_shows_in_the_entry_that_follows() {
    let mut entries = five(1);
    entries[2] = changed(&entries[2], "\"level\":2", "\"level\":9");
    assert_eq!(verify(&entries), [broken(&entries[3], Fault::Previous)]);
}

#[test]
fn a_gap_is_named_with_what_is_missing() {
    let entries = five(1);
    for gone in 0..4 {
        let rest = entries.iter().enumerate().filter(|(place, _)| *place != gone).map(|(_, entry)| entry);
        assert_eq!(verify(rest), [broken(&entries[gone + 1], Fault::Gap(gone as u64))]);
    }
    let message = verify(&entries[1..])[0].to_string();
    assert!(message.contains(&entries[1].id().to_string()) && message.contains("entry number 0"), "{message}");
}

#[test]
fn two_entries_with_one_number_are_a_fork() {
    let mut entries = five(1);
    let log: Log = entries[..3].iter().cloned().collect();
    let draft = Draft::new(Moment::parse("2026-03-01T08:00:00Z").unwrap(), pain(9));
    let fork = Tail::of(&log, Uuid::from_u128(1)).write(draft, now(900_000), [9; 10], None).unwrap();
    assert_eq!(fork.sequence(), 3);
    entries.push(fork.clone());
    assert_eq!(verify(&entries), [broken(&fork, Fault::Fork)]);
}

#[test]
fn two_versions_of_one_entry_are_both_kept_and_named() {
    let entries = five(1);
    let other = changed(&entries[4], "\"level\":4", "\"level\":1");
    let mut log: Log = entries.iter().cloned().collect();
    assert!(log.insert(other.clone()));
    assert_eq!(log.len(), 6);
    assert_eq!(verify(log.iter()), [broken(&other, Fault::Versions)]);
    assert!(other.line() < entries[4].line());
    assert_eq!(log.get(other.id()).map(|entry| entry.line()), Some(other.line()), "everyone sees the same one");
    let diary = Diary::fold(&log);
    assert_eq!(diary.items().len(), 5);
    assert_eq!(diary.get(other.id()).map(|item| item.kind().clone()), Some(pain(1).into()));
}

#[test]
fn each_device_names_its_own_first_fault_and_the_earliest_comes_first() {
    let (mut one, two) = (five(1), five(2));
    one[3] = changed(&one[3], "\"level\":3", "\"level\":9");
    let found = verify(one.iter().chain(&two[1..]));
    assert_eq!(found, [broken(&two[1], Fault::Gap(0)), broken(&one[4], Fault::Previous)]);
}

#[test]
fn a_tail_carries_on_where_the_log_ends() {
    let entries = five(1);
    let log: Log = entries.iter().cloned().collect();
    let tail = Tail::of(&log, Uuid::from_u128(1));
    assert_eq!(tail.next_sequence(), 5);
    assert_eq!(Tail::of(&log, Uuid::from_u128(2)), Tail::new(Uuid::from_u128(2)));
    let draft = Draft::new(Moment::parse("2026-03-01T08:00:00Z").unwrap(), pain(9));
    let next = tail.clone().write(draft.clone(), now(0), [7; 10], None).unwrap();
    assert_eq!(verify(entries.iter().chain([&next])), []);
    assert_eq!(next, tail.clone().write(draft, now(0), [7; 10], None).unwrap(), "nothing in it is chance");
    assert_eq!(next.id().get_version_num(), 7);
}
