//! What stands first, as a table of states: what was written, how long ago, and what someone then needs first.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use supple_care::moment::start::{Start, State, start};
use supple_care::moment::{floor_run, plan_entry};
use supple_care::{Situation, embedded};
use supple_diary::{
    Check, CheckIn, Diary, Draft, EpisodeMark, Exercise, Kind, Level, Log, Moment, Pain, Phase, Profile, Regions,
    Removal, Seconds, Spasm, Tail, Words,
};
use supple_guidance::Urgency;
use uuid::Uuid;

fn now() -> Timestamp {
    "2026-11-22T18:00:00Z".parse().unwrap()
}

fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

fn plan(situation: &str) -> Kind {
    let situation = Situation::from_json(embedded(), situation).unwrap();
    Kind::Plan(plan_entry(&situation, Urgency::SelfCare, []).unwrap())
}

fn check(answers: &str, urgency: &str) -> Kind {
    let answers = supple_diary::Object::new(answers).unwrap();
    Kind::Check(Check { answers, urgency: Words::new(urgency).unwrap(), rules: Vec::new() })
}

/// One entry by its words: a spasm may say for how many seconds it lasted.
fn kind(words: &str) -> Kind {
    match words.split_once(' ').unwrap_or((words, "")) {
        ("spasm", seconds) => {
            let seconds = seconds.parse().ok().map(|seconds| Seconds::new(seconds).unwrap());
            Kind::Spasm(Spasm { seconds, ..Spasm::default() })
        }
        ("onset", _) => Kind::EpisodeMark(EpisodeMark { phase: Phase::Onset }),
        ("recovery", _) => Kind::EpisodeMark(EpisodeMark { phase: Phase::Recovery }),
        ("pain", level) => {
            let level = Level::new(level.parse().unwrap()).unwrap();
            Kind::Pain(Pain { level, regions: Regions::default(), note: None })
        }
        ("check-in", _) => serde_json::from_str::<CheckIn>(r#"{"date":"2026-11-21"}"#).map(Kind::CheckIn).unwrap(),
        ("profile", _) => Kind::Profile(Profile::default()),
        ("exercise", _) => serde_json::from_str::<Exercise>(r#"{"what":"walking"}"#).map(Kind::Exercise).unwrap(),
        ("emergency", _) => check(r#"{"stuck": true, "stuck-over-an-hour": true}"#, "emergency"),
        ("calm", _) => check("{}", "self-care"),
        ("stands", _) => plan(r#"{"mobility": "can-stand"}"#),
        ("cannot-move", _) => plan(r#"{"mobility": "cannot-move"}"#),
        ("can-turn", _) => plan(r#"{"mobility": "can-turn"}"#),
        ("over", _) => plan(r#"{"mobility": "can-stand", "spasm": "over"}"#),
        ("floor", _) => Kind::Plan(floor_run::start(&Diary::default(), Situation::default(), now()).unwrap()),
        other => panic!("{other:?}"),
    }
}

/// A diary of entries, each so many minutes ago. An entry that is called "removed" takes the one before it away.
fn diary(entries: &[(i64, &str)]) -> Diary {
    let mut tail = Tail::new(Uuid::from_u128(7));
    let mut log = Log::new();
    let mut last = None;
    for (at, (minutes, words)) in (0_u8..).zip(entries) {
        let happened = Moment::in_zone(ago(*minutes), "Europe/Berlin").unwrap();
        let kind = match (*words, last) {
            ("removed", Some(target)) => Kind::Removal(Removal { of: target }),
            _ => kind(words),
        };
        let entry = tail.write(Draft::new(happened, kind), ago(*minutes), [at; 10], None).unwrap();
        last = Some(entry.id());
        log.insert(entry);
    }
    Diary::fold(&log)
}

fn word(start: &Start<'_>) -> String {
    let state = match start.state {
        State::Down => "down",
        State::Spasm(_) => "spasm",
        State::Episode { .. } => "episode",
        State::Recovered { .. } => "recovered",
        State::Well { .. } => "well",
        State::New => "new",
    };
    if start.emergency.is_some() { format!("emergency, {state}") } else { state.to_owned() }
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

#[test]
fn what_stands_first_follows_from_what_was_written() {
    let table: &[(&str, &[(i64, &str)])] = &[
        // Never used, or only looked at.
        ("new", &[]),
        ("new", &[(DAY, "profile")]),
        ("new", &[(2 * DAY, "calm")]),
        ("new", &[(2 * DAY, "stands")]),
        ("new", &[(HOUR, "spasm"), (30, "removed")]),
        // A spasm that may still hold.
        ("spasm", &[(0, "spasm")]),
        ("spasm", &[(2 * HOUR + 59, "spasm")]),
        ("spasm", &[(5, "spasm 600")]),
        ("spasm", &[(DAY, "onset"), (20, "spasm")]),
        ("spasm", &[(40, "stands"), (20, "spasm")]),
        ("spasm", &[(40, "over"), (20, "spasm")]),
        ("spasm", &[(40, "recovery"), (20, "spasm")]),
        // It let go: by its own length, by what was said, or by the hours.
        ("recovered", &[(20, "spasm 30")]),
        ("recovered", &[(40, "spasm"), (20, "recovery")]),
        ("recovered", &[(DAY, "spasm 30"), (HOUR, "spasm 5")]),
        ("episode", &[(40, "spasm"), (20, "over")]),
        ("episode", &[(3 * HOUR, "spasm")]),
        // An episode, said or not.
        ("episode", &[(DAY, "onset")]),
        ("episode", &[(2 * DAY, "spasm")]),
        ("episode", &[(13 * DAY, "spasm")]),
        ("episode", &[(20 * DAY, "onset"), (13 * DAY, "pain 3")]),
        ("episode", &[(2 * DAY, "onset"), (20, "spasm 30")]),
        ("episode", &[(HOUR, "stands")]),
        // Down: said to be stuck, or on the way up.
        ("down", &[(HOUR, "cannot-move")]),
        ("down", &[(HOUR, "can-turn")]),
        ("down", &[(30, "spasm"), (20, "cannot-move")]),
        ("down", &[(10, "floor")]),
        ("spasm", &[(30, "cannot-move"), (20, "spasm")]),
        ("episode", &[(2 * DAY, "spasm"), (13 * HOUR, "cannot-move")]),
        // Over it, and well again.
        ("recovered", &[(9 * DAY, "onset"), (DAY, "recovery")]),
        ("recovered", &[(20 * DAY, "onset"), (14 * DAY, "recovery")]),
        ("well", &[(30 * DAY, "onset"), (15 * DAY, "recovery")]),
        ("well", &[(15 * DAY, "spasm")]),
        ("well", &[(400 * DAY, "spasm")]),
        ("well", &[(DAY, "check-in")]),
        ("well", &[(DAY, "exercise")]),
        // An emergency of today stands above each of them, and ends with a newer check or the day.
        ("emergency, new", &[(HOUR, "emergency")]),
        ("emergency, spasm", &[(HOUR, "emergency"), (20, "spasm")]),
        ("emergency, episode", &[(2 * DAY, "onset"), (HOUR, "emergency")]),
        ("emergency, down", &[(HOUR, "emergency"), (20, "cannot-move")]),
        ("emergency, well", &[(400 * DAY, "spasm"), (HOUR, "emergency")]),
        ("new", &[(HOUR, "emergency"), (30, "calm")]),
        ("new", &[(25 * HOUR, "emergency")]),
    ];
    for (expected, entries) in table {
        let diary = diary(entries);
        assert_eq!(word(&start(&diary, now())), *expected, "{entries:?}");
    }
}

#[test]
fn a_spasm_of_a_clock_that_was_ahead_keeps_nobody_from_help() {
    let diary = diary(&[(-DAY, "spasm")]);
    assert_eq!(
        word(&start(&diary, now())),
        "episode",
        "it lies ahead, so it is no spasm of now; nothing says that it is over"
    );
}
