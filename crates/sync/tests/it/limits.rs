//! What is told of chains and messages, to the entry and to the byte.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support;

use std::sync::Arc;
use supple_diary::{Entry, LineHash};
use supple_sync::{
    ChainSegment, Chains, Fault, Held, MAX_DEVICES, MAX_ENTRIES, MAX_LINES_BYTES, MAX_MESSAGE_BYTES, MAX_REFUSED,
    Message, MessageError, Refused, Stuck, VersionVector,
};
use support::{Side, sent, settle};
use uuid::Uuid;

fn sequences(entries: &[Arc<Entry>]) -> Vec<u64> {
    entries.iter().map(|entry| entry.sequence()).collect()
}

/// The entry with another text, as after someone changed it in a database.
fn changed(entry: &Entry) -> Arc<Entry> {
    let line = entry.line();
    let other = line.replace("\"level\":2", "\"level\":9").replace("ü", "u");
    assert_ne!(other, line);
    Arc::new(Entry::parse(&other).unwrap())
}

#[test]
fn what_waits_to_be_sent_is_counted_to_the_entry() {
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    phone.write_many(3);
    laptop.write_many(2);
    assert_eq!(phone.chains.pending(&VersionVector::default()), 3);
    assert_eq!(phone.chains.pending(&laptop.chains.have()), 3);
    settle(&mut phone, &mut laptop);
    assert_eq!(phone.chains.pending(&VersionVector::default()), 5);
    assert_eq!(phone.chains.pending(&laptop.chains.have()), 0);
    phone.write_many(4);
    assert_eq!(phone.chains.pending(&laptop.chains.have()), 4);
    assert_eq!(laptop.chains.pending(&phone.chains.have()), 0);
    assert_eq!(Chains::of(phone.log.shared()).have(), phone.chains.have());
}

#[test]
fn two_chains_of_one_length_that_differ_are_seen_from_both_sides() {
    let mut phone = Side::new(0);
    phone.write_many(3);
    let mut copy = phone.clone();
    copy.ahead = 60;
    phone.write_many(2);
    copy.write_many(2);
    for (one, other) in [(&phone, &copy), (&copy, &phone)] {
        let theirs = other.chains.have();
        assert_eq!(one.chains.forked(&theirs).collect::<Vec<_>>(), [phone.device()]);
        assert_eq!(one.chains.forks(&theirs).len(), 1);
        assert_eq!(one.chains.offer(&theirs), []);
        assert!(!one.chains.lacks(&theirs), "it has not more of it, but something else");
    }
}

#[test]
fn what_the_other_side_has_and_is_not_here_is_noticed() {
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    let entries = phone.write_many(6);
    assert!(laptop.chains.lacks(&phone.chains.have()), "a device that is not here at all");
    assert!(!phone.chains.lacks(&laptop.chains.have()) && !phone.chains.lacks(&phone.chains.have()));
    entries[..4].iter().for_each(|entry| laptop.add(entry));
    assert!(laptop.chains.lacks(&phone.chains.have()), "its last entries are not here");
    assert!(!phone.chains.lacks(&laptop.chains.have()), "the other one has less");
    // What stands behind a gap is here, and only the entry of the gap is not.
    laptop.add(&entries[5]);
    assert!(laptop.chains.lacks(&phone.chains.have()));
    laptop.add(&entries[4]);
    assert!(!laptop.chains.lacks(&phone.chains.have()));
    // Behind a break all is here: to ask for it again would mend nothing.
    let mut damaged = Side::new(2);
    entries[..2].iter().chain([&changed(&entries[2])]).chain(&entries[3..]).for_each(|entry| damaged.add(entry));
    assert_eq!(damaged.chains.have().entries(phone.device()), 3);
    assert!(!damaged.chains.lacks(&phone.chains.have()));
}

#[test]
fn what_cannot_be_sent_is_named_with_the_entry_that_is_missing_before_it() {
    let mut phone = Side::new(0);
    let entries = phone.write_many(10);
    let device = phone.device();
    let here = |places: &[u64]| Chains::of(entries.iter().filter(|one| places.contains(&one.sequence())).cloned());
    let told = |chains: &Chains, has: u64| {
        chains.stuck(&VersionVector::default().with(device, phone.chains.held(device, has)))
    };
    let stuck = |sequence, entries, missing| vec![Stuck { device, sequence, entries, missing }];
    // A gap: the entry is not here.
    let gap = here(&[0, 1, 2, 3, 5, 6, 7, 8, 9]);
    assert_eq!(told(&gap, 0), stuck(5, 5, Some(4)));
    assert_eq!(told(&gap, 7), stuck(7, 3, Some(4)), "the other side has the first of what stands behind it");
    assert_eq!(told(&gap, 10), []);
    // A break: the entry is here, and was changed.
    let mut all = entries.clone();
    all[3] = changed(&all[3]);
    let broken = Chains::of(all);
    assert_eq!(broken.stuck(&VersionVector::default()), stuck(4, 6, Some(3)));
    // Another chain there: what stands behind a gap is counted, too.
    let other = Some(Held { entries: 3, last: LineHash::of("another") });
    let found = gap.stuck(&VersionVector::default().with(device, other));
    assert_eq!(found, stuck(2, 7, None));
    assert!(found[0].to_string().starts_with(&format!("7 of device {device} cannot be sent, from number 2 on: ")));
}

#[test]
fn the_first_entries_of_a_chain_are_told_as_one_who_has_them_would() {
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    let entries = phone.write_many(4);
    let device = phone.device();
    for (count, entry) in (1..).zip(&entries) {
        laptop.add(entry);
        assert_eq!(phone.chains.held(device, count), laptop.chains.have().of(device));
        assert_eq!(laptop.chains.held(device, count), laptop.chains.have().of(device));
    }
    assert_eq!(phone.chains.held(device, 0), None, "who has nothing tells of nothing");
    assert_eq!(phone.chains.held(device, 5), None, "there are not so many");
    assert_eq!(phone.chains.held(Uuid::from_u128(77), 1), None);
}

#[test]
fn a_message_says_how_many_entries_it_brings_and_an_answer_how_many_were_taken() {
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    laptop.write_many(2);
    settle(&mut phone, &mut laptop);
    phone.write_many(3);
    let message = phone.message(&VersionVector::default(), Vec::new());
    assert_eq!((message.count(), message.count_of(phone.device()), message.count_of(laptop.device())), (5, 3, 2));
    assert_eq!(message.count_of(Uuid::from_u128(77)), 0);
    let before = laptop.chains.have();
    laptop.take(&message);
    let (after, all) = (laptop.chains.have(), phone.chains.have());
    assert_eq!((after.gained(&before, &all), after.gained(&after, &all), before.gained(&before, &all)), (3, 0, 0));
    assert_eq!(after.gained(&VersionVector::default(), &all), 5);
    let sent_two = all.with(phone.device(), phone.chains.held(phone.device(), 2));
    assert_eq!(after.gained(&before, &sent_two), 2, "what others sent meanwhile is not counted");
    assert_eq!((after.devices(), before.devices(), VersionVector::default().devices()), (2, 1, 0));
    assert_eq!(after.with(laptop.device(), None), all.with(laptop.device(), None));
    assert_eq!(after.with(laptop.device(), None).of(laptop.device()), None);
}

#[test]
fn a_refusal_names_the_entry_as_far_as_it_can_be_read_and_says_whether_someone_has_to_care() {
    let laptop = Side::new(1);
    let (id, device) = (Uuid::from_u128(5), Uuid::from_u128(6));
    let cases = [
        (
            format!(r#"{{"id":"{id}","device":"{device}","sequence":3}}"#),
            format!("entry {id} (number 3 of device {device}) "),
        ),
        (format!(r#"{{"id":"{id}","sequence":3}}"#), format!("entry {id} cannot")),
        (format!(r#"{{"id":"{id}","device":"{device}"}}"#), format!("entry {id} cannot")),
        (format!(r#"{{"device":"{device}","sequence":3}}"#), format!("entry number 3 of device {device} cannot")),
        (r#"{"sequence":3}"#.to_owned(), "an entry cannot be read: ".to_owned()),
        ("no entry".to_owned(), "an entry cannot be read: ".to_owned()),
    ];
    for (line, begins) in cases {
        let run = ChainSegment { last: LineHash::of(&line), lines: vec![line] };
        let refused = laptop.chains.admit(&laptop.log, &[run]).refused;
        assert!(refused[0].to_string().starts_with(&begins), "{}", refused[0]);
        assert!(refused[0].fault == Fault::Unreadable && !refused[0].passes());
    }
}

#[test]
fn no_more_is_refused_by_name_than_goes_into_an_answer() {
    let laptop = Side::new(1);
    for (lines, named) in
        [(MAX_REFUSED - 1, MAX_REFUSED - 1), (MAX_REFUSED, MAX_REFUSED), (MAX_REFUSED + 1, MAX_REFUSED)]
    {
        let run = ChainSegment { last: LineHash::of(""), lines: vec![String::new(); lines] };
        assert_eq!(laptop.chains.admit(&laptop.log, &[run]).refused.len(), named);
    }
}

#[test]
fn a_message_at_each_limit_is_read_and_one_beyond_it_is_not() {
    let mut phone = Side::new(0);
    phone.write();
    let message = phone.message(&VersionVector::default(), Vec::new());
    let is_read = |message: &Message| Message::read(message.write().as_bytes()).is_ok();
    let beyond = |message: &Message, what: &str| {
        let told = Message::read(message.write().as_bytes()).unwrap_err();
        assert!(matches!(told, MessageError::TooMuch { what: found, .. } if found == what), "{told}");
    };

    let held = phone.chains.have().of(phone.device());
    let devices = |count: usize| {
        let none = VersionVector::default();
        let have = (0..count).fold(none, |have, device| have.with(Uuid::from_u128(device as u128), held));
        Message { have, ..message.clone() }
    };
    assert!(is_read(&devices(MAX_DEVICES)));
    beyond(&devices(MAX_DEVICES + 1), "devices");

    let run = |lines: Vec<String>| ChainSegment { lines, last: LineHash::of("") };
    let runs = |count: usize| Message { entries: vec![run(Vec::new()); count], ..message.clone() };
    assert!(is_read(&runs(MAX_DEVICES)));
    beyond(&runs(MAX_DEVICES + 1), "devices");

    let lines = |lines: Vec<String>| Message { entries: vec![run(lines)], ..message.clone() };
    assert!(is_read(&lines(vec![String::new(); MAX_ENTRIES])));
    beyond(&lines(vec![String::new(); MAX_ENTRIES + 1]), "entries");
    assert!(is_read(&lines(vec!["x".repeat(MAX_LINES_BYTES / 2); 2])));
    beyond(&lines(vec!["x".repeat(MAX_LINES_BYTES / 2), "x".repeat(MAX_LINES_BYTES / 2 + 1)]), "bytes of entries");

    let one = Refused { id: None, device: None, sequence: None, fault: Fault::Gap, why: "waits".to_owned() };
    let refused = |count: usize| Message { refused: vec![one.clone(); count], ..message.clone() };
    assert!(is_read(&refused(MAX_REFUSED)));
    beyond(&refused(MAX_REFUSED + 1), "refusals");

    let text = message.write();
    let padded = |bytes: usize| text.clone() + &" ".repeat(bytes - text.len());
    assert_eq!(Message::read(padded(MAX_MESSAGE_BYTES).as_bytes()), Ok(sent(&message)));
    assert_eq!(Message::read(padded(MAX_MESSAGE_BYTES + 1).as_bytes()), Err(MessageError::TooLarge));
}

#[test]
fn what_one_message_brings_is_half_a_megabyte_and_no_line_of_it_is_cut() {
    let (mut phone, laptop) = (Side::new(0), Side::new(1));
    phone.write_many(400);
    let message = sent(&phone.message(&laptop.chains.have(), Vec::new()));
    let bytes: usize = message.entries[0].lines.iter().map(String::len).sum();
    let entries = laptop.admit(&message).entries;
    let next = phone.chains.offer(
        &VersionVector::default().with(phone.device(), phone.chains.held(phone.device(), message.count() as u64)),
    );
    assert!(bytes <= MAX_LINES_BYTES && bytes + next[0].lines[0].len() > MAX_LINES_BYTES, "{bytes}");
    assert_eq!(MAX_LINES_BYTES, 524_288);
    assert_eq!(sequences(&entries), (0..message.count() as u64).collect::<Vec<_>>());
}
