//! Which check counts: the newest, for a day, and by the rules of today.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use supple_care::{Asked, Gate, Known, Situation, check_counts, checked, embedded, found_counts, gate_counts, known};
use supple_diary::{Check, Diary, Draft, Kind, Label, Log, Moment, Object, Pain, Spasm, Symptom, Tail, Words};
use supple_guidance::Urgency;
use uuid::Uuid;

fn start() -> Timestamp {
    "2026-11-22T02:10:00Z".parse().unwrap()
}

/// A diary with these checks, so many hours after the start.
fn diary(checks: &[(i64, &str, &str)]) -> Diary {
    let write = |(device, (hours, answers, urgency)): (u128, &(i64, &str, &str))| {
        let at = start() + SignedDuration::from_hours(*hours);
        let check =
            Check { answers: Object::new(answers).unwrap(), urgency: Words::new(*urgency).unwrap(), rules: Vec::new() };
        let draft = Draft::new(Moment::in_zone(at, "Europe/Berlin").unwrap(), check);
        Tail::new(Uuid::from_u128(device)).write(draft, at, [0; 10], None).unwrap()
    };
    Diary::fold(&(1..).zip(checks).map(write).collect::<Log>())
}

fn urgency(diary: &Diary, now: Timestamp) -> Option<Urgency> {
    checked(diary, now).map(|checked| checked.verdict.urgency)
}

const EMERGENCY: &str = r#"{"stuck": true, "stuck-over-an-hour": true}"#;

#[test]
fn the_newest_check_counts_for_a_day() {
    let diary = diary(&[(0, EMERGENCY, "emergency"), (2, r#"{"stuck": true}"#, "same-day")]);
    let newest = start() + SignedDuration::from_hours(2);
    assert_eq!(checked(&diary, newest).map(|checked| checked.at), Some(newest));
    assert_eq!(urgency(&diary, newest + check_counts()), Some(Urgency::SameDay));
    assert_eq!(urgency(&diary, newest + check_counts() + SignedDuration::from_nanos(1)), None);
}

#[test]
fn without_a_check_nothing_was_asked() {
    assert_eq!(checked(&Diary::default(), start()), None);
}

#[test]
fn a_check_counts_by_the_rules_of_today_and_is_never_calmer_than_it_was() {
    assert_eq!(urgency(&diary(&[(0, EMERGENCY, "self-care")]), start()), Some(Urgency::Emergency));
    assert_eq!(urgency(&diary(&[(0, r#"{"stuck": true}"#, "emergency")]), start()), Some(Urgency::Emergency));
    // What can no longer be read was not asked: it may be today.
    let unread = |said| urgency(&diary(&[(0, r#"{"a-finding-of-old": true}"#, said)]), start());
    assert_eq!(unread("emergency"), Some(Urgency::Emergency));
    assert_eq!(unread("self-care"), Some(Urgency::SameDay));
    assert_eq!(unread("an-urgency-of-old"), Some(Urgency::SameDay));
}

#[test]
fn a_check_of_a_clock_that_was_ahead_counts_from_now() {
    let before = start() - SignedDuration::from_mins(4);
    assert_eq!(checked(&diary(&[(0, EMERGENCY, "emergency")]), before).map(|checked| checked.at), Some(before));
}

/// For days or years a clock that was ahead would otherwise have the last word.
#[test]
fn a_check_of_a_clock_that_was_ahead_is_never_a_calm_one() {
    let years = 24 * 400;
    for calm in [r#"{"stuck": false}"#, "{}"] {
        let ahead = diary(&[(years, calm, "self-care")]);
        assert_eq!(
            checked(&ahead, start()).filter(|checked| checked.verdict.urgency < Urgency::SameDay),
            None,
            "{calm}"
        );
        // It does not hide what a check of the day found.
        let both = diary(&[(years, calm, "self-care"), (0, EMERGENCY, "emergency")]);
        assert_eq!(urgency(&both, start()), Some(Urgency::Emergency));
    }
    // What was found still counts, until the same device has a newer check.
    let found = diary(&[(years, EMERGENCY, "emergency")]);
    assert_eq!(urgency(&found, start()), Some(Urgency::Emergency));
    let mut tail = Tail::new(Uuid::from_u128(1));
    let mut write = |hours: i64, answers: &str, urgency: &str| {
        let at = start() + SignedDuration::from_hours(hours);
        let check =
            Check { answers: Object::new(answers).unwrap(), urgency: Words::new(urgency).unwrap(), rules: Vec::new() };
        let random = [u8::try_from(hours % 7).unwrap(); 10];
        tail.write(Draft::new(Moment::in_zone(at, "Europe/Berlin").unwrap(), check), at, random, None).unwrap()
    };
    let one_device =
        Diary::fold(&[write(years, EMERGENCY, "emergency"), write(0, "{}", "same-day")].into_iter().collect::<Log>());
    assert_eq!(urgency(&one_device, start()), Some(Urgency::SameDay), "the newer one of the device");
}

// ---------------------------------------------------------------- the gate

/// "None of these" at the start, to all signs of the gate.
fn none_of_these() -> Situation {
    let no_to = embedded().relief().gate.findings().map(str::to_owned).collect();
    Situation { gate: Some(Gate { at: start(), no_to }), ..Situation::default() }
}

/// A diary with this, so many seconds after the start.
fn with(kind: impl Into<Kind>, seconds: i64) -> Diary {
    let at = start() + SignedDuration::from_secs(seconds);
    let draft = Draft::new(Moment::in_zone(at, "Europe/Berlin").unwrap(), kind.into());
    Diary::fold(&[Tail::new(Uuid::from_u128(9)).write(draft, at, [0; 10], None).unwrap()].into_iter().collect::<Log>())
}

#[test]
fn each_sign_of_the_gate_is_for_today_or_now_by_itself_by_the_rules_of_the_check() {
    let triage = supple_triage::embedded();
    for id in embedded().relief().gate.findings() {
        let place = triage.place(id).unwrap();
        let finding = &triage.guidance().findings[place];
        let worst = match &finding.kind {
            supple_guidance::Kind::YesNo => supple_triage::Answer::Yes,
            supple_guidance::Kind::Number(number) => supple_triage::Answer::Number(number.max),
            supple_guidance::Kind::Choice(_) => supple_triage::Answer::Option(0),
        };
        assert!(triage.alone(place, worst) >= Urgency::SameDay, "{id} would only frighten");
    }
}

#[test]
fn what_the_gate_says_waits_for_the_check_does_wait_for_it() {
    let relief = embedded().relief();
    use supple_guidance::StepKind::{Exercise, Medicine, Stretch, Walk};
    for (kind, word) in [(Walk, "Walks"), (Stretch, "stretches"), (Exercise, "exercise"), (Medicine, "painkillers")] {
        assert!(relief.gate.waits.contains(word));
        assert!(relief.steps.iter().all(|step| step.kind != kind || step.up_to < Urgency::SameDay), "{word}");
    }
}

#[test]
fn none_of_these_is_no_check_and_denies_nothing_but_what_was_asked() {
    let (now, triage) = (start(), supple_triage::embedded());
    let passed = known(&Diary::default(), &none_of_these(), now);
    assert_eq!((passed.asked, passed.owed, passed.at), (Asked::Gate, Urgency::SelfCare, None));
    assert_eq!(passed.verdict.urgency, Urgency::SameDay, "what was not asked may be so");
    assert!(!passed.verdict.certain && passed.verdict.fired.is_empty());
    let asked: Vec<&str> = embedded().relief().gate.findings().collect();
    assert!(asked.iter().all(|id| !passed.verdict.open.contains(id)));
    for id in ["sexual-function", "severe-belly-pain", "no-relief", "cancer-history", "blood-thinner", "pregnant"] {
        assert!(passed.verdict.open.contains(&id), "{id} was not asked");
    }

    // Whoever claims to have denied everything has answered the gate, and no more.
    let all = triage.guidance().findings.iter().map(|finding| finding.id.to_string()).collect();
    let everything = Situation { gate: Some(Gate { at: now, no_to: all }), ..Situation::default() };
    assert_eq!(known(&Diary::default(), &everything, now), passed);
    // And whoever was asked less than all of the gate has not.
    for id in &asked {
        let mut less = none_of_these();
        less.gate.as_mut().unwrap().no_to.remove(*id);
        assert_eq!(known(&Diary::default(), &less, now), Known::unchecked(false), "without {id}");
    }
}

#[test]
fn none_of_these_holds_for_the_moment_and_not_once_the_body_spoke_again() {
    let asked = |diary: &Diary, after: SignedDuration| known(diary, &none_of_these(), start() + after).asked;
    let nothing = Diary::default();
    assert_eq!(asked(&nothing, gate_counts()), Asked::Gate);
    assert_eq!(asked(&nothing, gate_counts() + SignedDuration::from_nanos(1)), Asked::Nothing);
    let hour = SignedDuration::from_hours(1);
    let spoke = |seconds| {
        let symptom = |present| Symptom { what: Label::plain(Words::new("leg-numbness").unwrap()), present };
        let level = supple_diary::Level::new(7).unwrap();
        [
            (with(Spasm::default(), seconds), true),
            (with(Pain { level, regions: Default::default(), note: None }, seconds), true),
            (with(symptom(true), seconds), true),
            (with(symptom(false), seconds), false),
        ]
    };
    for (diary, voids) in spoke(60) {
        assert_eq!(asked(&diary, hour), if voids { Asked::Nothing } else { Asked::Gate });
    }
    for (diary, _) in spoke(-60) {
        assert_eq!(asked(&diary, hour), Asked::Gate, "what was before the gate was known then");
    }
}

#[test]
fn a_check_counts_before_the_gate_and_what_an_older_one_found_is_still_owed() {
    let at = |diary: &Diary, after: SignedDuration| {
        let now = start() + after;
        let mut situation = none_of_these();
        situation.gate.as_mut().unwrap().at = now;
        let known = known(diary, &situation, now);
        (known.asked, known.owed)
    };
    let day = check_counts() + SignedDuration::from_mins(1);
    for said in ["same-day", "emergency"] {
        let found = diary(&[(0, r#"{"stuck": true}"#, said)]);
        let fresh = at(&found, SignedDuration::ZERO);
        assert_eq!((fresh.0, fresh.1.id()), (Asked::Check, said), "no gate makes a check milder");
        assert_eq!(at(&found, day), (Asked::Gate, Urgency::SameDay));
        assert_eq!(at(&found, found_counts()), (Asked::Gate, Urgency::SameDay));
        assert_eq!(at(&found, found_counts() + SignedDuration::from_mins(1)), (Asked::Gate, Urgency::SelfCare));
    }
    let mut all = supple_triage::Answers::none_yet(supple_triage::embedded());
    all.assume_no(supple_triage::embedded());
    let well = all.to_json(supple_triage::embedded());
    let cleared = diary(&[(0, r#"{"stuck": true}"#, "emergency"), (1, &well, "self-care")]);
    assert_eq!(at(&cleared, day + day), (Asked::Gate, Urgency::SelfCare), "a newer check ends it");
}

/// Its time would be now, and its answers those of a clock that was wrong.
#[test]
fn a_check_of_a_clock_that_was_ahead_does_not_stand_in_place_of_one_that_found_as_much() {
    let (years, stuck) = (24 * 400, r#"{"stuck": true}"#);
    let later = start() + SignedDuration::from_hours(1);
    let at = |ahead: &str| {
        let both = diary(&[(years, stuck, ahead), (0, stuck, "same-day")]);
        checked(&both, later).map(|checked| (checked.at, checked.verdict.urgency))
    };
    assert_eq!(at("same-day"), Some((start(), Urgency::SameDay)));
    assert_eq!(at("emergency"), Some((later, Urgency::Emergency)));
}

#[test]
fn what_is_known_says_of_which_check_it_is() {
    let found = diary(&[(0, r#"{"stuck": true}"#, "same-day")]);
    let known = |after: SignedDuration| known(&found, &Situation::default(), start() + after).at;
    assert_eq!(known(SignedDuration::from_hours(1)), Some(start()));
    assert_eq!(known(check_counts() + SignedDuration::from_hours(1)), Some(start()), "the one that is still owed");
    assert_eq!(known(found_counts() + SignedDuration::from_hours(1)), None);
}

#[test]
fn the_body_speaks_after_a_moment_and_no_later_than_now() {
    let spoke = |seconds: i64| {
        let diary = with(Spasm::default(), seconds);
        supple_care::spoke_since(&diary, start(), start() + SignedDuration::from_secs(60))
    };
    assert_eq!([-1, 0, 1, 60, 61].map(spoke), [false, false, true, true, false]);
}

#[test]
fn only_a_newer_check_of_the_same_device_ends_what_a_clock_that_was_ahead_found() {
    let mut tails = [1, 2].map(|device| Tail::new(Uuid::from_u128(device)));
    let mut write = |device: usize, hours: i64, answers: &str, urgency: &str| {
        let at = start() + SignedDuration::from_hours(hours);
        let check =
            Check { answers: Object::new(answers).unwrap(), urgency: Words::new(urgency).unwrap(), rules: Vec::new() };
        let random = [u8::try_from(hours % 7).unwrap(); 10];
        tails[device].write(Draft::new(Moment::in_zone(at, "Europe/Berlin").unwrap(), check), at, random, None).unwrap()
    };
    let ahead = write(0, 24 * 400, EMERGENCY, "emergency");
    let other = [write(1, 0, r#"{"stuck": true}"#, "same-day"), write(1, 1, r#"{"stuck": true}"#, "same-day")];
    let diary = Diary::fold(&[ahead].into_iter().chain(other).collect::<Log>());
    assert_eq!(urgency(&diary, start() + SignedDuration::from_hours(2)), Some(Urgency::Emergency));
}
