//! A protocol is written in one way only, and read strictly.

use crate::common::{first_version, protocol};
use proptest::prelude::*;
use serde_json::{Value, json};
use supple_stats::trial::Errors;
use supple_trial::{MeasureId, Protocol, ProtocolError, Seed};

const WRITTEN: &str = r#"{"a":"cold-pack","b":"heat-pack","better_sure":9940,"blocks":[2,4],"first_harm":2,"first_look":4,"harm_mean_tenths":-10,"harm_sure":9500,"last_look":10,"lean_sure":9000,"least_pain":4,"margin_tenths":10,"most_bouts":20,"outcome_minutes":30,"same_doubt":200,"second_minutes":60,"version":2,"washout_minutes":240}"#;

#[test]
fn the_canonical_bytes_are_those_that_are_specified() {
    assert_eq!(String::from_utf8(protocol().canonical()).unwrap(), WRITTEN);
    let keys: Vec<&str> = WRITTEN[1..].split(",\"").map(|part| part.split('"').next().unwrap()).collect();
    assert!(keys[1..].is_sorted() && keys.len() == 18, "{keys:?}");
}

#[test]
fn the_promise_is_the_sha_256_of_seed_and_canonical_bytes() {
    // printf '\0%.0s' {1..32} | cat - protocol.json | sha256sum
    let promised = Seed::new([0; 32]).commitment(&protocol()).to_hex();
    assert_eq!(promised, "e3b311273a53f247e6183e572e71a2a8c66401683ac7dbe6a848b321ef420156");
}

#[test]
fn a_protocol_of_the_first_version_is_read_and_written_as_it_was() {
    let first = first_version(WRITTEN);
    let read = Protocol::read(first.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(read.canonical()).unwrap(), first);
    assert_eq!((read.errors(), protocol().errors()), (Errors::Independent, Errors::ByOrder));
    let promised = Seed::new([0; 32]).commitment(&read).to_hex();
    assert_eq!(promised, "b26c89d31087b6d2e6c561f61fce2bc66dbd23f3a6a1a2e5e3ae9acb4c328b5a");
}

fn protocol_as_value() -> Value {
    serde_json::to_value(protocol()).unwrap()
}

#[test]
fn a_changed_number_an_unknown_field_and_another_version_are_refused() {
    let read = |change: &dyn Fn(&mut Value)| {
        let mut value = protocol_as_value();
        change(&mut value);
        Protocol::read(value.to_string().as_bytes())
    };
    assert_eq!(read(&|_| ()), Ok(protocol()));
    assert_eq!(read(&|value| value["better_sure"] = json!(9000)), Err(ProtocolError::Numbers(2)));
    assert_eq!(read(&|value| value["same_doubt"] = json!(80)), Err(ProtocolError::Numbers(2)));
    assert_eq!(read(&|value| value["version"] = json!(3)), Err(ProtocolError::Version(3)));
    assert_eq!(read(&|value| value["margin_tenths"] = json!(21)), Err(ProtocolError::Margin(21)));
    assert_eq!(
        read(&|value| value["b"] = json!("cold-pack")),
        Err(ProtocolError::OneMeasure(MeasureId::new("cold-pack").unwrap()))
    );
    for broken in [json!({"b": "Heat"}), json!({"more": 1}), json!({"a\nb": 1}), json!({"blocks": [2]})] {
        let refused = read(&|value| value.as_object_mut().unwrap().extend(broken.as_object().unwrap().clone()));
        assert!(matches!(refused, Err(ProtocolError::Unreadable(_))), "{refused:?}");
        let said = refused.map_or_else(|error| error.to_string(), |_| String::new());
        assert!(!said.contains(char::is_control) && said.chars().count() < 500, "{said}");
    }
}

#[test]
fn what_a_person_is_told_of_a_protocol_is_what_it_promises() {
    let (made, value) = (protocol(), protocol_as_value());
    assert_eq!(value["most_bouts"], made.most_bouts());
    assert_eq!(value["least_pain"], made.least_pain());
    assert_eq!(value["washout_minutes"], made.washout_minutes());
    let fine = made.with_margin_tenths(5).unwrap();
    assert_eq!((fine.margin(), serde_json::to_value(&fine).unwrap()["margin_tenths"].clone()), (0.5, json!(5)));
    // A wider margin asks for less doubt.
    let doubt =
        |tenths| serde_json::to_value(protocol().with_margin_tenths(tenths).unwrap()).unwrap()["same_doubt"].clone();
    assert_eq!([5, 10, 11, 20].map(doubt), [json!(200), json!(200), json!(80), json!(80)]);
    let both = Protocol::new(MeasureId::new("cold-pack").unwrap(), MeasureId::new("cold-pack").unwrap());
    assert_eq!(both.unwrap_err().to_string(), "both measures are \"cold-pack\", so nothing can be compared");
}

#[test]
fn an_id_is_small_letters_digits_and_single_hyphens() {
    for good in ["heat", "heat-pack", "tens-2", MeasureId::WITHOUT] {
        assert_eq!(MeasureId::new(good).unwrap().as_str(), good);
    }
    assert!(MeasureId::new(&"a".repeat(64)).is_ok());
    let long = "a".repeat(65);
    for bad in ["", "-", "a-", "-a", "a--b", "A", "ä", "a b", "a\"", long.as_str()] {
        assert_eq!(MeasureId::new(bad), Err(ProtocolError::Measure), "{bad}");
    }
}

#[test]
fn what_is_stored_of_a_trial_is_read_with_its_own_fields_only() {
    use serde::de::DeserializeOwned;
    fn reads<T: DeserializeOwned>(value: &Value) -> bool {
        serde_json::from_value::<T>(value.clone()).is_ok()
    }
    fn strict<T: DeserializeOwned>(mut value: Value) {
        assert!(reads::<T>(&value), "{value}");
        value["more"] = json!(1);
        assert!(!reads::<T>(&value), "{value}");
    }
    let id = "018f0000-0000-7000-8000-000000000001";
    let at = "2026-03-01T06:00:00Z";
    let answer = json!({"minutes": 30, "pain": 4});
    let bout = json!({"number": 1, "arm": "a", "at": at, "before": 6, "answers": [answer], "rescue_minutes": null, "done": "as-drawn"});
    strict::<supple_trial::Answer>(answer.clone());
    strict::<supple_trial::Bout>(bout.clone());
    strict::<supple_trial::Drawn>(json!({"number": 1, "arm": "b"}));
    strict::<supple_trial::Recorded>(
        json!({"number": 1, "arm": "b", "baseline": id, "at": at, "device": id, "entry": id}),
    );
    strict::<supple_trial::days::Period>(json!({"number": 1, "arm": "a", "observed_days": 7, "spasms": 2}));
    let stored = serde_json::from_value::<supple_trial::Bout>(bout.clone()).unwrap();
    assert_eq!(serde_json::to_value(stored).unwrap(), bout, "it is written again as it was read");
    // A pain beyond the scale is none.
    assert!(!reads::<supple_trial::Answer>(&json!({"minutes": 30, "pain": 11})));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(a in "[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", b in "[a-z0-9]{9,20}", tenths in 0_u8..40) {
        let of = |id: &str| MeasureId::new(id).unwrap();
        let made = Protocol::new(of(&a), of(&b)).unwrap().with_margin_tenths(tenths);
        prop_assert_eq!(made.is_ok(), (5..=20).contains(&tenths));
        if let Ok(made) = made {
            prop_assert_eq!(Protocol::read(&made.canonical()), Ok(made.clone()));
            let spaced = serde_json::to_string_pretty(&made).unwrap();
            prop_assert_eq!(Protocol::read(spaced.as_bytes()).unwrap().canonical(), made.canonical());
        }
    }

    #[test]
    fn a_seed_is_read_back_and_shows_nothing(bytes in any::<[u8; 32]>()) {
        let seed = Seed::new(bytes);
        prop_assert_eq!(Seed::from_hex(&seed.to_hex()), Ok(seed.clone()));
        prop_assert_eq!(format!("{seed:?}"), "Seed(..)");
        prop_assert!(Seed::from_hex(&seed.to_hex()[1..]).is_err());
        let no_digit = seed.to_hex().replacen(|_| true, "G", 1);
        prop_assert!(Seed::from_hex(&no_digit).is_err());
    }

    #[test]
    fn another_seed_or_protocol_is_another_promise(bytes in any::<[u8; 32]>(), place in 0_usize..32, bit in 0_u8..8) {
        let promised = Seed::new(bytes).commitment(&protocol());
        let mut other = bytes;
        other[place] ^= 1 << bit;
        prop_assert_ne!(promised, Seed::new(other).commitment(&protocol()));
        prop_assert_ne!(promised, Seed::new(bytes).commitment(&protocol().with_margin_tenths(11).unwrap()));
    }
}
