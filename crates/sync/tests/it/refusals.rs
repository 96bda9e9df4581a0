//! What is not taken, by what name.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support;

use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use supple_diary::{BirthYear, Draft, Level, LineHash, Moment, Pain, Profile};
use supple_sync::{
    ChainSegment, Chains, Fault, Held, MAX_DEVICES, MAX_ENTRIES, MAX_LINES_BYTES, MAX_MESSAGE_BYTES, Message,
    MessageError, VersionVector,
};
use support::{Side, now, sent, settle};
use uuid::Uuid;

/// A phone with some entries, and a laptop that has the first of them.
fn phone_and_laptop(first: usize, then: usize) -> (Side, Side) {
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    phone.write_many(first);
    settle(&mut phone, &mut laptop);
    phone.write_many(then);
    (phone, laptop)
}

fn lines_of(message: &mut Message) -> &mut Vec<String> {
    &mut message.entries[0].lines
}

#[test]
fn any_change_of_any_field_of_any_line_is_refused_and_named_and_the_true_lines_come_through_afterwards() {
    let (phone, laptop) = phone_and_laptop(2, 3);
    let message = phone.message(&laptop.chains.have(), Vec::new());
    let other = json!({
        "schema": [1, 3, 0, "2"],
        "id": ["019aa957-4463-7000-8000-00000000ffff", "x", null],
        "device": ["019aa957-0000-7000-8000-000000000001", 7],
        "sequence": [0, 1, 2, 3, 4, 5, 77, u64::MAX, -1],
        "previous": [null, LineHash::of("another").to_string(), ""],
        "happened": ["2026-01-02T03:04:05+01:00[Europe/Berlin]", "today"],
        "recorded": ["2026-11-01T00:00:00.000Z", "2030-01-01T00:00:00.000Z", "1999-01-01T00:00:00.000Z"],
        "kind": ["note", "nothing", 3],
        "level": [0, 1, 2, 3, 4, 11, "7"],
        "text": ["another text", ""],
    });
    let mut changes = 0;
    for place in 0..3 {
        let line = lines_of(&mut message.clone())[place].clone();
        let parsed: Value = serde_json::from_str(&line).unwrap();
        for (field, values) in other.as_object().unwrap() {
            for value in values.as_array().unwrap() {
                let Some(old) = parsed.get(field).filter(|old| *old != value) else { continue };
                let with = |value: &Value| format!("\"{field}\":{value}");
                let changed = line.replacen(&with(old), &with(value), 1);
                assert_ne!(changed, line, "{field}");
                let mut tampered = message.clone();
                lines_of(&mut tampered)[place] = changed.clone();

                let mut laptop = laptop.clone();
                let refused = laptop.take(&sent(&tampered));
                let what = format!("line {place}, {field} is {value}");
                assert!(!refused.is_empty(), "{what}");
                assert!(laptop.log.iter().all(|entry| entry.line() != changed), "{what}");
                let id = parsed["id"].as_str().unwrap().parse::<Uuid>().ok();
                let is_named = |one: &supple_sync::Refused| {
                    (one.id == id || field == "id") && !one.passes() || one.device != Some(phone.device())
                };
                // A line that stands elsewhere now waits there. A link that was changed has two ends, and nobody can
                // tell which of the two was: the first is named.
                let is_named = match field.as_str() {
                    "sequence" | "device" => true,
                    "previous" => refused.iter().any(|one| !one.passes()),
                    _ => refused.iter().any(is_named),
                };
                assert!(is_named, "{what}: {refused:?}");
                assert!(refused.iter().all(|one| one.to_string().lines().count() == 1 && one.why.len() < 400));
                // Nothing is spoilt: the message as it should be is taken whole.
                assert_eq!(laptop.take(&message), []);
                assert_eq!(laptop.log, phone.log);
                changes += 1;
            }
        }
    }
    assert!(changes > 60, "{changes}");
}

#[test]
fn each_fault_has_its_name() {
    let (mut phone, laptop) = phone_and_laptop(2, 3);
    let message = phone.message(&laptop.chains.have(), Vec::new());
    let faults = |message: &Message| -> Vec<Fault> {
        laptop.admit(message).refused.into_iter().map(|refused| refused.fault).collect()
    };
    let with = |place: usize, from: &str, to: &str| {
        let mut message = message.clone();
        let line = lines_of(&mut message)[place].replacen(from, to, 1);
        lines_of(&mut message)[place] = line;
        message
    };
    assert_eq!(faults(&message), []);
    assert_eq!(faults(&with(0, "\"level\":2", "\"level\":99")), [Fault::Unreadable, Fault::Gap, Fault::Gap]);
    assert_eq!(faults(&with(0, "\"level\":2", "\"level\":3")), [Fault::Altered, Fault::Gap, Fault::Gap]);
    assert_eq!(faults(&with(2, "\"level\":4", "\"level\":3")), [Fault::Altered]);
    // It could be carried, but its chain tells that it was changed on the way.
    assert_eq!(faults(&with(2, "\"schema\":1", "\"schema\":99")), [Fault::Altered]);
    assert_eq!(faults(&with(2, "\"schema\":1,\"id\"", "\"schema\":99,\"name\"")), [Fault::Newer]);
    let with_previous = |hash: &str| with(0, &LineHash::of(laptop_line(&laptop)).to_string(), hash);
    assert_eq!(faults(&with_previous(&LineHash::of("x").to_string()))[0], Fault::Broken);

    let mut late = message.clone();
    lines_of(&mut late).remove(0);
    assert_eq!(faults(&late), [Fault::Gap, Fault::Gap]);
    assert!(laptop.admit(&late).refused.iter().all(supple_sync::Refused::passes));

    assert_eq!(laptop.chains.admit(&laptop.log, &message.entries).refused, []);

    // One id, two texts.
    let mut twin = Side::new(0);
    let mut other = Side::new(1);
    twin.write();
    other.add(&twin.log.shared().next().unwrap());
    let stolen =
        twin.log.iter().next().unwrap().line().replace(&twin.device().to_string(), &phone.device().to_string());
    let stolen = stolen.replace("-000000000001\",\"sequence\"", "-000000000009\",\"sequence\"");
    let run = ChainSegment { last: LineHash::of(&stolen), lines: vec![stolen] };
    let refused = other.chains.admit(&other.log, &[run]).refused;
    assert_eq!(refused[0].fault, Fault::Versions, "{refused:?}");

    // One place, two texts.
    let mut copy = laptop.clone();
    let mut fork = Side::new(0);
    fork.write_draft(Draft::new(Moment::in_zone(now(), "UTC").unwrap(), Profile::default()));
    let refused = copy.take(&fork.message(&VersionVector::default(), Vec::new()));
    assert_eq!(refused[0].fault, Fault::Fork);
    assert!(refused[0].to_string().contains("number 0 of device"), "{}", refused[0]);
    phone.write();
}

/// The last line of the phone that the laptop has.
fn laptop_line(laptop: &Side) -> &str {
    laptop.log.iter().max_by_key(|entry| entry.sequence()).unwrap().line()
}

#[test]
fn a_year_of_birth_that_came_first_keeps_nothing_out() {
    // Otherwise two diaries would differ for ever by what came first.
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    let birth_year = Some(BirthYear::new(1980).unwrap());
    let moment = |text: &str| Moment::parse(text).unwrap();
    phone.write_draft(Draft::new(
        moment("2026-01-01T00:00:00+01:00[Europe/Berlin]"),
        Profile { birth_year, ..Profile::default() },
    ));
    laptop.write_draft(Draft::new(
        moment("1975-01-01T00:00:00+01:00[Europe/Berlin]"),
        Pain { level: Level::new(3).unwrap(), regions: Default::default(), note: None },
    ));
    settle(&mut phone, &mut laptop);
    assert_eq!(phone.log.len(), 2);
    assert_eq!(phone.log, laptop.log);
}

#[test]
fn the_largest_message_that_is_made_is_read() {
    let mut phone = Side::new(0);
    let happened = Moment::in_zone(now(), "UTC").unwrap();
    for _ in 0..12 {
        let text = supple_diary::Text::new("\"".repeat(19_000)).unwrap();
        phone.write_draft(Draft::new(happened.clone(), supple_diary::Note { text }));
    }
    for device in 100..250 {
        let mut side = Side::new(device);
        side.write_many(3);
        side.log.shared().for_each(|entry| phone.add(&entry));
    }
    let message = sent(&phone.message(&VersionVector::default(), Vec::new()));
    let bytes: usize = message.entries.iter().flat_map(|run| &run.lines).map(String::len).sum();
    assert!(bytes <= MAX_LINES_BYTES && message.count() > 400, "{bytes} {}", message.count());
    assert!(message.write().len() <= MAX_MESSAGE_BYTES);
}

#[test]
fn a_message_beyond_the_limits_is_refused_as_a_whole() {
    let (phone, laptop) = phone_and_laptop(2, 3);
    let good = phone.message(&laptop.chains.have(), Vec::new());
    let refused = |message: &Message| Message::read(message.write().as_bytes()).unwrap_err();
    let too_much = |error: &MessageError, what: &str| error.to_string().contains(what);

    let mut many = good.clone();
    many.entries[0].lines = vec![String::new(); MAX_ENTRIES + 1];
    assert!(too_much(&refused(&many), "entries"));
    let mut large = good.clone();
    large.entries[0].lines = vec!["x".repeat(MAX_LINES_BYTES + 1)];
    assert!(too_much(&refused(&large), "bytes of entries"));
    let mut devices = good.clone();
    devices.entries = vec![ChainSegment { lines: Vec::new(), last: LineHash::of("") }; MAX_DEVICES + 1];
    assert!(too_much(&refused(&devices), "devices"));
    let newer = good.write().replacen("\"version\":1", "\"version\":2,\"more\":[]", 1);
    assert_eq!(Message::read(newer.as_bytes()), Err(MessageError::Newer(2)));
    let huge = vec![b' '; MAX_MESSAGE_BYTES + 1];
    assert_eq!(Message::read(&huge), Err(MessageError::TooLarge));
    for text in ["", "{}", "[]", "null", "{\"version\":1}", "\u{0}", "{\"version\":-1}", "<html>"] {
        assert!(matches!(Message::read(text.as_bytes()), Err(MessageError::NotOne(_))), "{text}");
    }
    let none = good.write().replacen("\"entries\":5", "\"entries\":0", 1);
    assert!(matches!(Message::read(none.as_bytes()), Err(MessageError::NotOne(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_message_panics_whatever_it_claims(
        entries in prop::collection::vec(any::<u64>(), 0..4),
        lines in prop::collection::vec("\\PC{0,80}|\\{\"schema\":2,\"id\":\"[0-9a-f-]{36}\",\"sequence\":[0-9]{1,20}\\}", 0..6),
        shuffled in Just((0..5usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let (phone, mut laptop) = phone_and_laptop(2, 5);
        // Whatever the other side claims to have.
        let last = phone.chains.have().of(phone.device()).unwrap().last;
        let claims = entries.iter().enumerate().map(|(device, entries)| {
            (Uuid::from_u128(device as u128 + 1).to_string(), json!(Held { entries: *entries, last }))
        });
        let theirs: VersionVector = serde_json::from_value(Value::Object(claims.collect())).unwrap();
        let offered = phone.message(&theirs, Vec::new());
        prop_assert!(offered.count() <= 7);
        let _ = (phone.chains.pending(&theirs), phone.chains.stuck(&theirs), phone.chains.lacks(&theirs));
        // Whatever it sends, in any order.
        let mut message = phone.message(&laptop.chains.have(), Vec::new());
        let true_lines = message.entries[0].lines.clone();
        message.entries[0].lines = shuffled.iter().map(|place| true_lines[*place].clone()).chain(lines).collect();
        let message = sent(&message);
        laptop.take(&message);
        let known: BTreeSet<_> = phone.log.shared().collect();
        prop_assert!(laptop.log.shared().all(|entry| known.contains(&entry)));
        prop_assert_eq!(Chains::of(laptop.log.shared()).have(), laptop.chains.have());
    }

    #[test]
    fn random_bytes_are_no_message_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Message::read(&bytes).is_err());
    }
}

#[test]
fn what_stands_in_a_message_breaks_no_line_and_is_cut() {
    for name in ["a\\nb\\u001b[2J", &"x".repeat(100_000)] {
        let said = Message::read(format!("{{\"version\":1,\"{name}\":1}}").as_bytes()).unwrap_err().to_string();
        assert!(!said.contains(char::is_control) && said.chars().count() < 500, "{said}");
    }
}

/// One tap while the clock was ahead, then others with it right.
#[test]
fn an_entry_of_a_clock_that_was_ahead_keeps_nothing_out() {
    for ahead in [3_600, 86_400, 400 * 86_400, 40 * 365 * 86_400] {
        let (mut phone, mut server) = (Side::new(0), Side::new(1));
        phone.write();
        phone.ahead = ahead;
        phone.write();
        phone.ahead = 0;
        (0..5).for_each(|_| drop(phone.write()));
        let admitted = server.admit(&phone.message(&server.chains.have(), Vec::new()));
        assert_eq!((admitted.entries.len(), admitted.refused), (7, Vec::new()), "{ahead} seconds ahead");
        admitted.entries.iter().for_each(|entry| server.add(entry));
        assert_eq!(server.log, phone.log);
    }
}
