//! Questions and parts of a pool.

use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::Seen;
use std::sync::LazyLock;
use supple_research::{Ask, Part, Person, Pool, Round, combine};
use supple_stats::clogit::Penalty;

pub(super) const POOL: Target = Target {
    name: "pool",
    shape: Shape::Json,
    tokens: &[
        "format",
        "supple-pool-ask",
        "supple-pool-part",
        "protocol",
        "model",
        "names",
        "penalty",
        "round",
        "coefficients",
        "from",
        "people",
    ],
    most: 16 << 10,
    made,
    judge: pool,
};

/// Twenty people, of whom each can tell of two columns.
static HERE: LazyLock<Pool> = LazyLock::new(|| {
    let mut pool = Pool::new(&["lifting", "stress"]).unwrap();
    for who in 0..20_u64 {
        let mut person = Person::default();
        person.add(&[1 + who % 2], &[who % 4, (who + 1) % 3, 0]).unwrap();
        person.add(&[2 - who % 2], &[3, who % 2]).unwrap();
        pool.add(&person).unwrap();
    }
    pool
});

fn first() -> Ask {
    Ask::first(&["lifting", "stress"], Penalty::LogF(1.0)).unwrap()
}

fn made() -> Vec<Vec<u8>> {
    let ask = first();
    let part = HERE.part(&ask).unwrap();
    let second = combine(std::slice::from_ref(&part)).unwrap();
    let second = match second {
        Round::Next(ask) => serde_json::to_vec(&ask).unwrap(),
        Round::Done(_) => Vec::new(),
    };
    vec![serde_json::to_vec(&ask).unwrap(), serde_json::to_vec(&part).unwrap(), second]
}

/// A message of a pool. What is read is written again with the same bytes; a question is answered or refused with a line,
/// and so is a part that is added to one of ours.
pub fn pool(bytes: &[u8]) -> Seen {
    let ask = match Ask::from_json(bytes) {
        Ok(ask) => {
            let written = serde_json::to_vec(&ask).expect("a question is written");
            let again = Ask::from_json(&written).expect("it is read again");
            assert_eq!(serde_json::to_vec(&again).ok(), Some(written), "a question comes back");
            match HERE.part(&ask) {
                Ok(part) => {
                    let written = serde_json::to_vec(&part).expect("a part is written");
                    assert!(Part::from_json(&written).is_ok(), "an answer can be read");
                    Seen::of("answered").and(added(&[part]))
                }
                Err(why) => Seen::refused(&why.to_string()),
            }
        }
        Err(why) => Seen::refused(&format!("the file {why}")),
    };
    let part = match Part::from_json(bytes) {
        Ok(part) => {
            let written = serde_json::to_vec(&part).expect("a part is written");
            let again = Part::from_json(&written).expect("it is read again");
            assert_eq!(serde_json::to_vec(&again).ok(), Some(written), "a part comes back");
            let ours = HERE.part(&first()).expect("ours is a part");
            added(std::slice::from_ref(&part)).and(added(&[part, ours]))
        }
        Err(why) => Seen::refused(&format!("the file {why}")),
    };
    ask.and(part)
}

fn added(parts: &[Part]) -> Seen {
    match combine(parts) {
        Ok(Round::Next(ask)) => {
            assert!(ask.coefficients().iter().all(|value| value.is_finite()), "the next question has numbers");
            Seen::of("next")
        }
        Ok(Round::Done(_)) => Seen::of("done"),
        Err(why) => Seen::refused(&why.to_string()),
    }
}
