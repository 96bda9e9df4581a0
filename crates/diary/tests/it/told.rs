//! What is not taken says what is: the words that a person reads beside a field, and where the limits are.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use super::bad_input::{line, problem};
use supple_diary::{Entry, EntryError, KindName, MAX_LINE_BYTES, Moment, Prose, Words};

const ID: &str = "019aa957-4463-7000-8000-000000000000";

#[test]
fn a_value_of_another_kind_is_answered_with_what_the_field_takes() {
    for (kind, rest, says) in [
        ("pain", r#""level":true"#, r#""level" takes a whole number from 0 to 10, not boolean true"#),
        ("spasm", r#""where":"left""#, r#""where" takes a list of regions such as ["low-left"], not string "left""#),
        ("spasm", r#""came_with":7"#, r#""came_with" takes an object from name to answer, not integer 7"#),
        ("spasm", r#""doing":7"#, r#""doing" takes a text of up to 200 characters on one line, not integer 7"#),
        ("note", r#""text":7"#, r#""text" takes a text of up to 20000 characters, not integer 7"#),
        (
            "medicine",
            r#""what":"x","milligrams":"much""#,
            r#""milligrams" takes a number from 0 to 1000000, not string "much""#,
        ),
        (
            "check-in",
            r#""date":"2026-02-28","answers":{"sleep":"well"}"#,
            r#""answers.sleep" takes true, false or a number from 0 to 1000000, not string "well""#,
        ),
        (
            "exposure",
            r#""what":7,"present":true"#,
            r#""what" takes a text of up to 200 characters on one line, or {"own": such a text}, not integer 7"#,
        ),
        (
            "exposure",
            r#""what":"x","present":true,"until":7"#,
            r#""until" takes a date and time with its offset, such as 2026-11-22T03:10:00+01:00[Europe/Berlin], not integer 7"#,
        ),
        ("removal", r#""of":7"#, r#""of" takes an id such as 0193b3f0-6f2a-7c4e-8a51-3f9d2b7c6e10, not integer 7"#),
        (
            "correction",
            r#""of":"019aa957-4463-7000-8000-000000000000","entry":7"#,
            r#""entry" takes an object with "happened", "kind" and the fields of that kind, not integer 7"#,
        ),
        // A timer has one state: neither two at once nor none.
        (
            "measure",
            r#""what":"ice","timer":{"step":"x","seconds":900,"state":{"paused":5,"done":5}}"#,
            r#""timer.state" takes one of "running", "paused", "done", "worse", not map"#,
        ),
        (
            "measure",
            r#""what":"ice","timer":{"step":"x","seconds":900,"state":{}}"#,
            r#""timer.state" takes one of "running", "paused", "done", "worse", not map"#,
        ),
    ] {
        assert_eq!(problem(&line(kind, &format!(",{rest}"))), says);
    }
    let nameless = line("spasm", "").replace(r#""kind":"spasm""#, r#""kind":7"#);
    assert_eq!(problem(&nameless), r#""kind" takes the name of a kind of entry, not integer 7"#);
}

#[test]
fn an_error_names_its_field_so_that_a_form_can_mark_it() {
    let error = |kind: &str, rest: &str| Entry::parse(&line(kind, rest)).expect_err("is bad");
    for (kind, rest, field) in [
        ("pain", r#","level":11"#, Some("level")),
        ("pain", r#","level":3,"mood":4"#, Some("mood")),
        ("pain", r#","level":3,"level":3"#, Some("level")),
        ("pain", r#","level":3,"id":"x""#, Some("id")),
        ("pain", "", Some("level")),
        ("spasm", r#","came_with":{"fever":"no"}"#, Some("came_with.fever")),
        ("check-in", r#","date":"2026-03-02""#, Some("date")),
        ("check-in", r#","date":"1899-12-31""#, Some("date")),
        ("exposure", r#","what":"x","present":true,"until":"2026-03-01T06:59:59Z""#, Some("until")),
        ("headache", "", None),
    ] {
        assert_eq!(error(kind, rest).field(), field, "{kind}{rest}");
    }
    let early = line("spasm", "").replace("2026-03-01T07:00:00.000Z", "1970-01-01T00:00:00Z");
    assert_eq!(Entry::parse(&early).unwrap_err().field(), Some("recorded"));
    assert_eq!(EntryError::NotText.field(), None);
}

#[test]
fn a_form_that_is_filled_in_is_read_like_a_line_and_its_values_come_back() {
    let fields = |json: &str| serde_json::from_str(json).unwrap();
    let pain = KindName::Pain.read(&fields(r#"{"level":7,"note":"after lifting"}"#)).unwrap();
    let values: Vec<_> = pain.values().into_iter().map(|(field, value)| (field.name, value.to_string())).collect();
    assert_eq!(values, [("level", "7".to_owned()), ("note", r#""after lifting""#.to_owned())]);
    let error = KindName::Pain.read(&fields("{}")).unwrap_err();
    assert_eq!(error, EntryError::Missing { field: "level".into() });
}

#[test]
fn an_entry_as_long_as_the_limit_is_kept_and_one_byte_more_is_refused() {
    // Four bytes for each of most characters, so that the limit of characters is not the one that is met.
    let bare = line("note", r#","text":"""#).len();
    let text = |bytes: usize| "\u{1F9CA}".repeat((bytes - bare) / 4) + &"x".repeat((bytes - bare) % 4);
    let of = |bytes: usize| line("note", &format!(r#","text":"{}""#, text(bytes)));
    assert_eq!(of(MAX_LINE_BYTES).len(), 65_536);
    assert_eq!(Entry::parse(&of(MAX_LINE_BYTES)).unwrap().line().len(), MAX_LINE_BYTES);
    assert_eq!(Entry::parse(&of(MAX_LINE_BYTES + 1)), Err(EntryError::TooLong));
}

#[test]
fn a_second_line_break_does_not_make_up_for_the_first() {
    let good = line("spasm", "");
    for broken in ["\n\n\"kind\"", "\t\t\"kind\"", "\r\n\"kind\""] {
        assert_eq!(Entry::parse(&good.replace("\"kind\"", broken)), Err(EntryError::NotOneLine), "{broken:?}");
    }
}

#[test]
fn the_first_moment_at_which_there_can_be_a_diary_is_one_of_it() {
    let at = |recorded: &str| {
        let line = line("spasm", "").replace("2026-03-01T07:00:00.000Z", recorded);
        Entry::parse(&line.replace("2026-03-01T08:00:00+01:00[Europe/Berlin]", "2019-12-31T08:00:00Z"))
    };
    assert!(at("2020-01-01T00:00:00.000Z").is_ok());
    assert!(matches!(at("2019-12-31T23:59:59.000Z"), Err(EntryError::RecordedTooEarly(_))));
}

#[test]
fn a_time_with_a_long_name_of_its_zone_is_read_up_to_the_limit() {
    let long = |bytes: usize| {
        let time = "2026-07-01T00:30:00+09:00";
        format!("{time}[{}]", "x".repeat(bytes - time.len() - 2))
    };
    assert_eq!(Moment::parse(&long(200)).unwrap().to_string(), long(200));
    assert!(Moment::parse(&long(201)).is_err() && Moment::parse(&long(250)).is_err());
}

#[test]
fn words_stand_on_one_line_and_a_note_may_have_several_but_no_hidden_control() {
    assert!(Prose::new("one\ntwo\r\n\tthree").is_ok());
    for text in ["one\ntwo", "one\ttwo", "one\rtwo", "one\u{7}two"] {
        assert!(Words::new(text).unwrap_err().to_string().contains("control character"), "{text:?}");
    }
    for text in ["one\u{7}two", "one\u{1b}[2J", "one\u{0}"] {
        assert!(Prose::new(text).unwrap_err().to_string().contains("control character"), "{text:?}");
    }
}

#[test]
fn what_a_newer_program_changed_is_told_with_what_it_changes() {
    let newer = |kind: &str, rest: &str| {
        let line = line(kind, rest).replace(r#""schema":1"#, &format!(r#""schema":{}"#, supple_diary::SCHEMA + 1));
        Entry::parse(&line).unwrap()
    };
    let of = format!(r#","of":"{ID}""#);
    for (kind, changes) in [("removal", true), ("correction", true), ("dream", false), ("pain", false)] {
        let entry = newer(kind, &of);
        let read = entry.newer().unwrap();
        assert_eq!((read.kind(), read.changes()), (kind, changes.then(|| ID.parse().unwrap())));
    }
    assert_eq!(newer("removal", "").newer().unwrap().changes(), None);
}
