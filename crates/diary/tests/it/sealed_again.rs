//! An entry that stands again in another chain says what it said, and a device goes on where it ended.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use supple_diary::testing::{Keeper, now, of_tomorrow, pain};
use supple_diary::{Draft, Entry, LineHash, Moment, Tail, verify};
use uuid::Uuid;

fn draft(level: i64) -> Draft {
    Draft::new(Moment::parse("2026-03-01T08:00:00Z").unwrap(), pain(level))
}

fn changed(entry: &Entry, from: &str, to: &str) -> Entry {
    assert!(entry.line().contains(from));
    Entry::parse(&entry.line().replacen(from, to, 1)).unwrap()
}

/// Two entries of one device.
fn two() -> [Entry; 2] {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", pain(3));
    keeper.say("2026-03-01T09:00:00Z", pain(4));
    keeper.entries.try_into().unwrap()
}

#[test]
fn the_chain_of_a_branch_follows_from_the_hash_of_its_first_entry() {
    // SHA-256 of "abc" begins with ba7816bf8f01cfea414140de5dae2223; version and variant are those of RFC 9562.
    let hash = LineHash::of("abc");
    assert_eq!(hash.branch().to_string(), "ba7816bf-8f01-8fea-8141-40de5dae2223");
    assert_eq!(hash.bytes()[..4], [0xba, 0x78, 0x16, 0xbf]);
}

#[test]
fn a_hash_with_one_wrong_digit_is_none() {
    let text = LineHash::of("abc").to_string();
    for place in 0..64 {
        for wrong in ["g", "A", " ", "/", ":"] {
            let mut other = text.clone();
            other.replace_range(place..=place, wrong);
            assert!(other.parse::<LineHash>().is_err(), "{other}");
        }
    }
}

#[test]
fn an_entry_that_is_sealed_again_changes_its_place_and_nothing_else() {
    let [first, second] = two();
    let branch = first.hash().branch();
    let again = [
        first.sealed_again(branch, 0, None).unwrap(),
        second.sealed_again(branch, 1, Some(first.sealed_again(branch, 0, None).unwrap().hash())).unwrap(),
    ];
    assert_eq!(verify(&again), []);
    for (place, (entry, again)) in (0..).zip([&first, &second].into_iter().zip(&again)) {
        assert_eq!((again.device(), again.sequence()), (branch, place));
        assert_eq!((again.id(), again.recorded(), again.draft()), (entry.id(), entry.recorded(), entry.draft()));
        assert!(again.is_same_as(entry) && entry.is_same_as(again) && entry.is_same_as(entry) && again != entry);
    }
    assert_eq!((again[0].previous(), again[1].previous()), (None, Some(again[0].hash())));
    // Where a chain goes two ways behind its first entry, the second is the first of its branch.
    let alone = second.sealed_again(second.hash().branch(), 0, None).unwrap();
    assert_eq!((alone.sequence(), alone.previous(), verify([&alone])), (0, None, vec![]));
}

#[test]
fn an_entry_that_says_something_else_or_is_another_one_is_not_the_same() {
    let [first, second] = two();
    let branch = first.hash().branch();
    let again = first.sealed_again(branch, 0, None).unwrap();
    // Only a branch seals again. In the chain of any other device the entry was changed.
    assert!(!first.is_same_as(&first.sealed_again(Uuid::from_u128(7), 0, None).unwrap()));
    assert!(!first.is_same_as(&changed(&again, "\"level\":3", "\"level\":4")));
    assert!(!changed(&again, "\"level\":3", "\"level\":4").is_same_as(&first));
    assert!(!first.is_same_as(&second) && !second.sealed_again(branch, 1, None).unwrap().is_same_as(&first));
    let other_id = changed(&again, &first.id().to_string(), &second.id().to_string());
    assert!(!first.is_same_as(&other_id));
    let recorded = serde_json::from_str::<Value>(first.line()).unwrap()["recorded"].as_str().unwrap().to_owned();
    let later = serde_json::from_str::<Value>(second.line()).unwrap()["recorded"].as_str().unwrap().to_owned();
    assert!(!first.is_same_as(&changed(&again, &recorded, &later)), "it was recorded at another time");
    // The order of its fields says nothing.
    let value: Value = serde_json::from_str(again.line()).unwrap();
    let fields =
        value.as_object().unwrap().iter().rev().filter(|(name, _)| !["kind", "level"].contains(&name.as_str()));
    let fields: Vec<String> = fields.map(|(name, value)| format!("\"{name}\":{value}")).collect();
    let turned = format!("{{{},\"kind\":\"pain\",\"level\":3}}", fields.join(","));
    let turned = Entry::parse(&turned).unwrap();
    assert!(turned.line() != again.line() && first.is_same_as(&turned));
}

#[test]
fn what_a_newer_program_wrote_is_the_same_when_it_is_sealed_again_and_not_when_it_was_changed() {
    let mut tail = Tail::new(Uuid::from_u128(1));
    let newer = of_tomorrow(&mut tail, draft(3), now(0), [1; 10]);
    assert!(newer.draft().is_none());
    let again = newer.sealed_again(newer.hash().branch(), 0, None).unwrap();
    assert!(newer.is_same_as(&again) && again.is_same_as(&newer) && again != newer);
    let other = changed(&again, "\"days\":3", "\"days\":4");
    assert!(!newer.is_same_as(&other) && !other.is_same_as(&newer));
}

#[test]
fn a_device_follows_what_another_program_wrote_for_it_and_nothing_that_is_older_or_of_others() {
    let [first, second] = two();
    let device = first.device();
    let mut tail = Tail::new(device);
    tail.follow(&first);
    let mut written = Tail::new(device);
    written.write(first.draft().unwrap().clone(), first.recorded(), [9; 10], None).unwrap();
    assert_eq!((tail.next_sequence(), written.next_sequence()), (1, 1));
    tail.follow(&second);
    assert_eq!(tail.next_sequence(), 2);
    let next = tail.clone().write(draft(5), now(900_000), [3; 10], None).unwrap();
    assert_eq!((next.sequence(), next.previous()), (2, Some(second.hash())));
    // What is known already moves nothing back.
    let before = tail.clone();
    tail.follow(&first);
    tail.follow(&second);
    assert_eq!(tail, before);
    // Neither does what another device wrote.
    let mut other = Keeper::new(2);
    for level in 0..5 {
        other.say("2026-03-01T08:00:00Z", pain(level));
    }
    tail.follow(&other.entries[4]);
    assert_eq!(tail, before);
    // Entries before it may not have arrived yet.
    let mut ahead = Tail::new(device);
    ahead.follow(&second);
    assert_eq!(ahead.next_sequence(), 2);
}
