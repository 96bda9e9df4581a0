//! Trials as they are told: protocols, seeds, promises, and what is revealed.

use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::Seen;
use serde::de::DeserializeOwned;
use std::fmt::Display;
use supple_trial::days::{HabitProtocol, HabitTrial, RevealedDays};
use supple_trial::{Commitment, MeasureId, Protocol, Revealed, Seed, Trial};

pub(super) const TRIAL: Target = Target {
    name: "trial",
    shape: Shape::Json,
    tokens: &[
        "protocol",
        "seed",
        "commitment",
        "draws",
        "number",
        "arm",
        "a",
        "b",
        "version",
        "margin_tenths",
        "period_days",
        "walk",
        "habit",
    ],
    most: 16 << 10,
    made,
    judge: trial,
};

fn made() -> Vec<Vec<u8>> {
    let measure = |id: &str| MeasureId::new(id).unwrap();
    let seed = || Seed::new([7; 32]);
    let protocol = Protocol::new(measure("heat"), measure("walk")).unwrap();
    let days = HabitProtocol::new(measure("walk"), 7).unwrap();
    let told = Trial::begin(protocol.clone(), seed()).reveal(&[]);
    let told_days = HabitTrial::begin(days.clone(), seed()).reveal(&[]);
    vec![
        protocol.canonical(),
        days.canonical(),
        serde_json::to_vec(&told).unwrap(),
        serde_json::to_vec(&told_days).unwrap(),
        seed().to_hex().into_bytes(),
    ]
}

/// What is told of a trial. A protocol is read only if its canonical bytes say the same again, with the same promise; what is
/// revealed is judged and comes back.
pub fn trial(bytes: &[u8]) -> Seen {
    let bouts = match Protocol::read(bytes) {
        Ok(protocol) => {
            let canonical = protocol.canonical();
            assert_eq!(Protocol::read(&canonical).as_ref(), Ok(&protocol), "a protocol comes back");
            let promise = Seed::new([1; 32]).commitment(&protocol);
            assert_eq!(promise, Seed::new([1; 32]).promise(&canonical), "what is promised follows from its bytes");
            Seen::of("protocol")
        }
        Err(why) => Seen::refused(&why.to_string()),
    };
    let days = match HabitProtocol::read(bytes) {
        Ok(protocol) => {
            assert_eq!(HabitProtocol::read(&protocol.canonical()).as_ref(), Ok(&protocol), "a protocol comes back");
            Seen::of("over days")
        }
        Err(why) => Seen::refused(&why.to_string()),
    };
    let hex = std::str::from_utf8(bytes).map_or(Seen::of("no text"), |text| {
        match (Seed::from_hex(text), Commitment::from_hex(text)) {
            (Ok(seed), Ok(commitment)) => {
                assert_eq!((seed.to_hex().as_str(), commitment.to_hex().as_str()), (text, text));
                Seen::of("hex")
            }
            (Err(why), Err(_)) => Seen::refused(&why.to_string()),
            _ => panic!("a seed and a commitment look alike"),
        }
    });
    bouts
        .and(days)
        .and(hex)
        .and(revealed::<Revealed, _>(bytes, Revealed::audit))
        .and(revealed::<RevealedDays, _>(bytes, RevealedDays::audit))
}

/// What is told when a trial is over: it comes back, and where it is not as promised it is said how.
fn revealed<T, E>(bytes: &[u8], audit: impl Fn(&T) -> Result<(), E>) -> Seen
where
    T: DeserializeOwned + serde::Serialize + PartialEq,
    E: Display,
{
    let Ok(told) = serde_json::from_slice::<T>(bytes) else { return Seen::of("nothing revealed") };
    let written = serde_json::to_vec(&told).expect("it is written");
    assert!(serde_json::from_slice::<T>(&written).is_ok_and(|again| again == told), "what is told comes back");
    match audit(&told) {
        Ok(()) => Seen::of("as promised"),
        Err(why) => Seen::refused(&why.to_string()),
    }
}
