//! Trials to test with.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use supple_trial::{
    Answer, Arm, Baseline, Bout, Done, Draw, DrawError, Eligible, Facts, MeasureId, Pain, Protocol, Recorded, Seed,
    Trial,
};
use uuid::Uuid;

pub(crate) fn protocol() -> Protocol {
    Protocol::new(MeasureId::new("cold-pack").unwrap(), MeasureId::new("heat-pack").unwrap()).unwrap()
}

/// The same as the first version wrote it.
pub(crate) fn first_version(protocol: &str) -> String {
    let rule = [(r#""better_sure":9940"#, r#""better_sure":9925"#), (r#""version":2"#, r#""version":1"#)];
    rule.into_iter().fold(protocol.to_owned(), |text, (now, then)| text.replace(now, then))
}

pub(crate) fn at(hours: i64) -> Timestamp {
    "2026-03-01T06:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
}

/// The time of the spasm of this number: one a day.
pub(crate) fn day(number: u8) -> Timestamp {
    at(24 * i64::from(number))
}

pub(crate) fn id(number: u8) -> Uuid {
    Uuid::from_u128(u128::from(number))
}

pub(crate) fn facts(at: Timestamp) -> Facts {
    let pain = Pain::new(6).unwrap();
    Facts { at, pain, no_sign: true, allowed: [true; 2], awake: true, last_application: None }
}

pub(crate) fn eligible(at: Timestamp) -> Eligible {
    Eligible::judge(&facts(at)).unwrap()
}

/// Draws at this time, for a pain before that was stored just now.
pub(crate) fn draw(trial: &Trial, stored: &[Recorded], at: Timestamp, baseline: Uuid) -> Result<Draw, DrawError> {
    trial.draw(stored, &eligible(at), &Baseline::stored(baseline, at))
}

pub(crate) fn recorded(draw: &Draw, at: Timestamp, device: u8, entry: u8) -> Recorded {
    Recorded { number: draw.number, arm: draw.arm, baseline: draw.baseline, at, device: id(device), entry: id(entry) }
}

/// So many draws of a trial, one a day.
pub(crate) fn drawn(trial: &Trial, many: u8) -> Vec<Recorded> {
    let mut stored = Vec::new();
    for number in 1..=many {
        let draw = draw(trial, &stored, day(number), id(100 + number)).unwrap();
        stored.push(recorded(&draw, day(number), 1, number));
    }
    stored
}

/// A trial of any seed, with a margin.
pub(crate) fn trial() -> impl Strategy<Value = Trial> {
    (any::<[u8; 32]>(), 5_u8..=20)
        .prop_map(|(seed, tenths)| Trial::begin(protocol().with_margin_tenths(tenths).unwrap(), Seed::new(seed)))
}

/// A spasm with an answer after half an hour.
pub(crate) fn bout(number: u8, arm: Arm, before: u8, fall: i8) -> Bout {
    let pain = Pain::new((before as i8 - fall).clamp(0, 10) as u8).unwrap();
    Bout {
        number,
        arm,
        at: day(number),
        before: Pain::new(before).unwrap(),
        answers: vec![Answer { minutes: 30, pain }],
        rescue_minutes: None,
        done: Done::AsDrawn,
    }
}

/// Spasms in pairs, A and B in turn, with these falls.
pub(crate) fn pairs(falls: &[(i8, i8)]) -> Vec<Bout> {
    let each = falls.iter().flat_map(|&(a, b)| [(Arm::A, a), (Arm::B, b)]);
    (1..).zip(each).map(|(number, (arm, fall))| bout(number, arm, 5 + number % 3, fall)).collect()
}
