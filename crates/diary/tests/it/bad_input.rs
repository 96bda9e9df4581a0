//! What is not taken, and what is said about it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use supple_diary::testing::{Keeper, check_in, exposure, now, pain};
use supple_diary::{
    BirthYear, Draft, Entry, EntryError, Kind, Level, Log, Moment, Note, Precision, Prose, Spasm, Tail, Words,
};

/// A good entry with `rest` after its kind.
pub(super) fn line(kind: &str, rest: &str) -> String {
    format!(
        r#"{{"schema":1,"id":"019aa957-4463-7000-8000-000000000000","device":"00000000-0000-0000-0000-000000000001","sequence":0,"previous":null,"happened":"2026-03-01T08:00:00+01:00[Europe/Berlin]","recorded":"2026-03-01T07:00:00.000Z","kind":"{kind}"{rest}}}"#
    )
}

pub(super) fn problem(line: &str) -> String {
    Entry::parse(line).expect_err("is bad").to_string()
}

#[test]
fn every_kind_is_taken_with_what_it_must_have() {
    for (kind, rest) in [
        ("spasm", ""),
        ("pain", r#","level":0"#),
        ("episode", r#","phase":"recovery""#),
        ("symptom", r#","what":"fever","present":false"#),
        ("exposure", r#","what":"lifting","present":true"#),
        ("measure", r#","what":"ice""#),
        ("medicine", r#","what":"ibuprofen""#),
        ("exercise", r#","what":"bridge""#),
        ("check-in", r#","date":"2026-02-28""#),
        ("check", r#","answers":{},"urgency":"self-care""#),
        ("note", r#","text":"one\ntwo""#),
        ("profile", ""),
        ("removal", r#","of":"019aa957-4463-7000-8000-000000000000""#),
    ] {
        assert_eq!(Entry::parse(&line(kind, rest)).unwrap().name().unwrap().id(), kind);
    }
}

#[test]
fn a_value_of_the_wrong_kind_or_out_of_range_is_named() {
    for (kind, rest, says) in [
        ("pain", r#","level":11"#, r#""level" takes a whole number from 0 to 10, not 11"#),
        ("pain", r#","level":-1"#, r#""level" takes a whole number from 0 to 10, not -1"#),
        ("pain", r#","level":7.5"#, r#""level" takes a whole number from 0 to 10, not floating point 7.5"#),
        ("pain", r#","level":"7""#, r#""level" takes a whole number from 0 to 10, not string "7""#),
        ("pain", r#","level":null"#, r#""level" takes a whole number from 0 to 10, not null"#),
        ("pain", r#","level":99999999999999999999"#, "takes a whole number from 0 to 10"),
        ("spasm", r#","where":["left"]"#, r#""where" takes one of "neck", "upper-left""#),
        ("spasm", r#","seconds":2678401"#, r#""seconds" takes a whole number from 0 to 2678400"#),
        ("spasm", r#","came_with":{"fever":"no"}"#, r#""came_with.fever" takes true or false, not string "no""#),
        ("spasm", r#","came_with":{"fever":true,"fever":false}"#, r#"takes each name once"#),
        ("spasm", r#","doing":"""#, r#""doing" takes a text of up to 200 characters on one line"#),
        ("spasm", r#","doing":"a\u0000b""#, "control character"),
        ("episode", r#","phase":"a\nb""#, r#""phase" takes "onset" or "recovery", not "a\nb""#),
        ("episode", r#","phase":"middle""#, r#""phase" takes "onset" or "recovery", not "middle""#),
        ("medicine", r#","what":"x","milligrams":-5"#, r#""milligrams" takes a number from 0 to 1000000, not -5"#),
        (
            "medicine",
            r#","what":"x","milligrams":1e7"#,
            r#""milligrams" takes a number from 0 to 1000000, not 10000000"#,
        ),
        ("check-in", r#","date":"2026-02-30""#, r#""date" takes a day such as 2026-11-22, not "2026-02-30""#),
        ("measure", r#","what":"ice","timer":{"step":"x","seconds":900,"state":"late"}"#, r#""timer.state" takes "#),
        (
            "measure",
            r#","what":"ice","timer":{"step":"x","seconds":900,"state":{"running":"soon"}}"#,
            r#"takes a time in UTC"#,
        ),
        ("measure", r#","what":"ice","timer":{"step":"x","seconds":0,"state":"done"}"#, r#""timer.state.done" takes"#),
        ("profile", r#","health":{"ulcer":"perhaps"}"#, r#""health.ulcer" takes "#),
        ("profile", r#","health":{"due":{"on":"2026-02-30"}}"#, r#"takes a day such as"#),
        ("profile", r#","decisions":{"ice-or-heat":7}"#, r#""decisions.ice-or-heat" takes "#),
        ("plan", r#","situation":[],"urgency":"x""#, r#""situation" takes an object on one line"#),
        ("check", r#","answers":[],"urgency":"x""#, r#""answers" takes an object on one line"#),
        ("profile", r#","country":"Deutschland""#, r#""country" takes a country by its two letters"#),
        ("profile", r#","birth_year":1899"#, r#""birth_year" takes a whole number from 1900 to 2100, not 1899"#),
        ("removal", r#","of":"that one""#, r#""of" takes an id such as"#),
        (
            "exposure",
            r#","what":"x","present":true,"until":"later""#,
            r#""until" takes a date and time with its offset"#,
        ),
        (
            "correction",
            r#","of":"019aa957-4463-7000-8000-000000000000","entry":{"happened":"2026-03-01T08:00:00Z","kind":"pain","level":12}"#,
            r#""entry.level" takes a whole number from 0 to 10, not 12"#,
        ),
        (
            "correction",
            r#","of":"019aa957-4463-7000-8000-000000000000","entry":{"happened":"2026-03-01T08:00:00Z","kind":"removal","of":"019aa957-4463-7000-8000-000000000000"}"#,
            "not a correction or a removal",
        ),
    ] {
        let problem = problem(&line(kind, rest));
        assert!(problem.contains(says), "{rest}: {problem}");
    }
}

#[test]
fn unknown_missing_and_double_fields_are_named() {
    let cases = [
        (line("pain", r#","level":3,"mood":4"#), EntryError::UnknownField { field: "mood".into() }),
        (line("pain", ""), EntryError::Missing { field: "level".into() }),
        (line("pain", r#","level":3,"level":3"#), EntryError::Twice { field: "level".into() }),
        (line("headache", ""), EntryError::UnknownKind("headache".into())),
        (line("pain", r#","level":3,"id":"x""#), EntryError::Order { field: "id".into() }),
        (line("pain", "").replace("\"kind\"", "\"level\":3,\"kind\""), EntryError::Order { field: "level".into() }),
        (line("spasm", "").replace(r#""sequence":0,"#, ""), EntryError::Missing { field: "sequence".into() }),
        (line("spasm", "").replace(r#""previous":null,"#, ""), EntryError::Missing { field: "previous".into() }),
        (line("spasm", "").replace(r#","kind":"spasm""#, ""), EntryError::Missing { field: "kind".into() }),
        (
            line("correction", r#","of":"019aa957-4463-7000-8000-000000000000","entry":{"kind":"pain","level":1}"#),
            EntryError::Missing { field: "entry.happened".into() },
        ),
    ];
    for (line, error) in cases {
        assert_eq!(Entry::parse(&line), Err(error), "{line}");
    }
}

#[test]
fn what_every_entry_has_is_checked() {
    for (from, to, says) in [
        (r#""schema":1"#, r#""schema":0"#, r#""schema" takes a version from 1 to 10, not 0"#),
        ("019aa957-4463-7000", "019aa957-4463-4000", r#""id" takes a UUID of version 7"#),
        (r#""sequence":0"#, r#""sequence":-1"#, r#""sequence" takes a whole number from 0"#),
        (r#""previous":null"#, r#""previous":"abc""#, r#""previous" takes null or a hash of 64"#),
        ("+01:00[Europe/Berlin]", "", r#""happened" takes a date and time with its offset"#),
        ("2026-03-01T08:00:00+01:00", "2026-13-01T08:00:00+01:00", r#""happened" takes a date and time"#),
        ("2026-03-01T07:00:00.000Z", "yesterday", r#""recorded" takes a time in UTC"#),
        ("2026-03-01T07:00:00.000Z", "1970-01-01T00:00:00Z", "before Supple existed"),
        ("2026-03-01T08:00:00+01:00", "1899-12-31T08:00:00+01:00", "1899, before 1900"),
    ] {
        let problem = problem(&line("spasm", "").replace(from, to));
        assert!(problem.contains(says), "{to}: {problem}");
    }
}

#[test]
fn an_entry_of_a_newer_version_is_carried_whatever_it_holds_behind_what_every_entry_has() {
    for schema in [supple_diary::SCHEMA + 1, 17, u64::MAX] {
        let newer =
            |kind: &str, rest: &str| line(kind, rest).replace(r#""schema":1"#, &format!(r#""schema":{schema}"#));
        for carried in [
            newer("dream", r#","colour":"blue","of":[1,2]"#),
            newer("pain", r#","level":11"#),
            newer("pain", r#","level":7,"since":{"deep":[[]]}"#),
            newer("removal", r#","of":"019aa957-4463-7000-8000-000000000009","because":"of""#),
            newer("dream", "").replace(r#""kind""#, r#""mood":3,"kind""#),
        ] {
            let entry = Entry::parse(&carried).unwrap_or_else(|why| panic!("{carried}: {why}"));
            let read = entry.newer().unwrap();
            assert_eq!((entry.line(), read.schema()), (carried.as_str(), schema));
            assert_eq!((entry.kind(), entry.name(), entry.draft(), entry.is_change()), (None, None, None, false));
        }
    }
    // What every entry has is what it is carried by: without it, it could not be chained.
    for (from, to) in [
        (r#""sequence":0"#, r#""sequence":-1"#),
        (r#""kind":"dream""#, r#""kind":7"#),
        (r#""recorded":"#, r#""written":"#),
    ] {
        let line = line("dream", "").replace(r#""schema":1"#, r#""schema":17"#).replace(from, to);
        assert!(problem(&line).ends_with("was written by a newer Supple (schema 17)"), "{line}");
    }
}

#[test]
fn a_kind_or_field_that_no_known_version_has_is_an_error_in_one_of_a_known_version() {
    for schema in 1..=supple_diary::SCHEMA {
        let known = |line: String| line.replace(r#""schema":1"#, &format!(r#""schema":{schema}"#));
        assert!(problem(&known(line("dream", ""))).contains("there is no kind of entry"));
        assert!(problem(&known(line("pain", r#","level":7,"colour":"blue""#))).contains("there is no field"));
    }
}

#[test]
fn what_is_not_one_json_object_on_one_line_is_refused() {
    let good = line("spasm", "");
    assert_eq!(Entry::parse(&good.replace(",\"kind\"", ",\n\"kind\"")), Err(EntryError::NotOneLine));
    assert_eq!(Entry::parse(&format!("{good}\n")), Err(EntryError::NotOneLine));
    for line in ["", "null", "[]", "7", "{", "{}}", &good[..60], &format!("{good}{good}"), &format!(" {good}")] {
        let error = Entry::parse(line).expect_err("is bad");
        assert!(matches!(error, EntryError::NotAnObject(_)), "{line}: {error:?}");
    }
    assert_eq!(Entry::parse("{}"), Err(EntryError::Missing { field: "kind".into() }));
}

#[test]
fn long_texts_are_refused_before_they_are_read() {
    let note = |length| line("note", &format!(r#","text":"{}""#, "x".repeat(length)));
    assert!(Entry::parse(&note(20_000)).is_ok());
    assert!(problem(&note(20_001)).contains("up to 20000 characters, not 20001 characters"));
    assert_eq!(Entry::parse(&note(10_000_000)), Err(EntryError::TooLong));
    assert!(Words::new("ä".repeat(200)).is_ok(), "characters count, not bytes");
    assert!(Words::new("ä".repeat(201)).is_err());

    // Twenty thousand characters of four bytes each do not fit into a line; that is said, too.
    let note = Note { text: Prose::new("\u{1F9CA}".repeat(20_000)).unwrap() };
    let draft = Draft::new(Moment::in_zone(now(0), "UTC").unwrap(), note);
    let error = Tail::new(uuid::Uuid::nil()).write(draft, now(0), [0; 10], None).unwrap_err();
    assert_eq!(error, EntryError::TooLong);
}

#[test]
fn a_field_takes_a_limited_number_of_names() {
    let spasm = |names: usize| {
        let names: Vec<String> = (0..names).map(|name| format!("\"{name}\":true")).collect();
        line("spasm", &format!(r#","came_with":{{{}}}"#, names.join(",")))
    };
    assert!(Entry::parse(&spasm(200)).is_ok());
    assert_eq!(problem(&spasm(201)), "\"came_with\" takes at most 200 names, not more");
}

#[test]
fn deeply_nested_answers_do_not_overflow() {
    let nested = format!(r#","answers":{{"a":{}{}}},"urgency":"x""#, "[".repeat(20_000), "]".repeat(20_000));
    let _ = Entry::parse(&line("check", &nested));
    let _ = Entry::parse(&line("spasm", &format!(r#","came_with":{}"#, "[".repeat(20_000))));
}

/// What is said about an entry that happened at `happened`, written at 2026-11-22T02:11:07.123Z.
fn written(happened: &str, kind: impl Into<Kind>, precision: Option<Precision>) -> Result<Entry, EntryError> {
    let draft = Draft { precision, ..Draft::new(Moment::parse(happened).unwrap(), kind) };
    Tail::new(uuid::Uuid::nil()).write(draft, now(0), [0; 10], BirthYear::new(1980).ok())
}

#[test]
fn nothing_happens_after_it_was_written_down() {
    assert!(written("2026-11-22T02:16:07Z", Spasm::default(), None).is_ok(), "clocks may differ by five minutes");
    let error = written("2026-11-22T02:16:08Z", Spasm::default(), None).unwrap_err();
    assert!(matches!(&error, EntryError::Future { field, .. } if field == "happened"), "{error}");
    assert!(error.to_string().contains("more than 5 minutes after"), "{error}");

    // Noon stands for "some time today".
    assert!(written("2026-11-22T12:00:00Z", Spasm::default(), Some(Precision::Day)).is_ok());
    assert!(written("2026-11-22T12:00:00Z", Spasm::default(), Some(Precision::Hour)).is_err());

    assert!(written("2026-11-22T02:00:00Z", check_in("2026-11-22", None), None).is_ok());
    let error = written("2026-11-22T02:00:00Z", check_in("2026-11-23", None), None).unwrap_err();
    assert!(matches!(&error, EntryError::Future { field, .. } if field == "date"), "{error}");

    let until = |time| supple_diary::Exposure { until: Moment::parse(time).ok(), ..exposure("sitting", true) };
    let error = written("2026-11-22T02:00:00Z", until("2026-11-22T04:00:00Z"), None).unwrap_err();
    assert!(matches!(&error, EntryError::Future { field, .. } if field == "until"), "{error}");
    let error = written("2026-11-22T02:00:00Z", until("2026-11-22T01:00:00Z"), None).unwrap_err();
    assert_eq!(error, EntryError::EndsBeforeStart);
}

#[test]
fn nothing_happens_before_birth() {
    assert!(written("1980-01-01T00:00:00Z", Spasm::default(), None).is_ok());
    for (happened, kind, field) in [
        ("1979-12-31T23:59:59Z", Kind::from(pain(1)), "happened"),
        ("1980-01-01T00:00:00Z", Kind::from(check_in("1979-12-31", None)), "date"),
    ] {
        match written(happened, kind, None).unwrap_err() {
            EntryError::BeforeBirth { field: found, year: 1979, first_year: 1980 } => assert_eq!(found, field),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_correction_is_checked_like_what_it_corrects() {
    let correction = |happened| supple_diary::Correction {
        of: uuid::Uuid::nil(),
        entry: Box::new(Draft::new(Moment::parse(happened).unwrap(), pain(1))),
    };
    assert!(written("2026-11-22T02:00:00Z", correction("2026-11-22T02:00:00Z"), None).is_ok());
    assert!(written("2026-11-22T02:00:00Z", correction("2026-11-23T02:00:00Z"), None).is_err());
    assert!(written("2026-11-22T02:00:00Z", correction("1979-11-23T02:00:00Z"), None).is_err());
}

#[test]
fn an_entry_from_a_device_whose_clock_is_ahead_is_taken_and_known_as_that() {
    let entry = written("2026-11-22T02:00:00Z", Spasm::default(), None).unwrap();
    assert_eq!(entry.check(None), Ok(()));
    assert!(!entry.is_ahead(now(-300_000)) && entry.is_ahead(now(-300_001)));
}

#[test]
fn a_failed_write_leaves_the_chain_as_it_was() {
    let mut tail = Tail::new(uuid::Uuid::nil());
    let draft = |time| Draft::new(Moment::parse(time).unwrap(), Spasm::default());
    tail.write(draft("2026-11-22T02:00:00Z"), now(0), [0; 10], None).unwrap();
    let before = tail.clone();
    assert!(tail.write(draft("2036-11-22T02:00:00Z"), now(0), [1; 10], None).is_err());
    assert_eq!(tail, before);
    let ancient = "1969-01-01T00:00:00Z".parse().unwrap();
    assert!(matches!(
        tail.write(draft("1968-01-01T00:00:00Z"), ancient, [1; 10], None),
        Err(EntryError::RecordedTooEarly(_))
    ));
}

#[test]
fn an_import_takes_what_is_good_and_reports_the_rest_by_line() {
    let mut keeper = Keeper::new(1);
    keeper.say("2026-03-01T08:00:00Z", pain(1));
    keeper.say("2026-03-02T08:00:00Z", pain(2));
    let [one, two] = [0, 1].map(|place| keeper.entries[place].line().as_bytes());
    let bytes = [
        "\u{feff}".as_bytes(),
        two,
        b"\r\n\r\nnonsense\n",
        b"\xff\xfe broken\n",
        two,
        b"\n",
        line("pain", r#","level":11"#).as_bytes(),
        b"\n",
        one,
    ]
    .concat();
    let (log, refused) = Log::from_bytes(&bytes);
    assert_eq!(log, keeper.log(), "doubles are one");
    let refused: Vec<String> = refused.iter().map(ToString::to_string).collect();
    assert_eq!(refused.len(), 3);
    assert!(refused[0].starts_with("line 3: this is not an entry"), "{}", refused[0]);
    assert_eq!(refused[1], "line 4: this is not text in UTF-8");
    assert_eq!(refused[2], r#"line 6: "level" takes a whole number from 0 to 10, not 11"#);
}

#[test]
fn values_say_what_they_take() {
    assert_eq!(Level::new(-1).unwrap_err().to_string(), "takes a whole number from 0 to 10, not -1");
    assert!(supple_diary::Amount::new(f64::NAN).is_err());
    assert!(supple_diary::Amount::new(f64::INFINITY).is_err());
    assert!(supple_diary::Country::new("ß").is_err());
    assert!(supple_diary::Object::new("{}{}").is_err());
    assert!(supple_diary::Object::new("{\n}").is_err());
    assert!(Moment::parse(&"9".repeat(100_000)).is_err());
}
