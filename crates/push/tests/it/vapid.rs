use crate::browser::{coded, decoded};
use jiff::Timestamp;
use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use supple_push::{EndpointError, PushError, VapidKey};

const NOW: i64 = 1_772_438_400;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

/// The token of a header: its claims, if the key of the header signed them.
fn claims(authorization: &str) -> (Value, String) {
    let (token, key) = authorization.strip_prefix("vapid t=").unwrap().split_once(",k=").unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = decoded(signature);
    assert_eq!(signature.len(), 64, "r and s, of 32 bytes each");
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decoded(key));
    public.verify(signed.as_bytes(), &signature).unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let parsed = |part: &str| serde_json::from_slice::<Value>(&decoded(part)).unwrap();
    assert_eq!(parsed(header), json!({"typ": "JWT", "alg": "ES256"}));
    (parsed(claims), key.to_owned())
}

#[test]
fn a_token_names_the_push_service_and_who_is_responsible_and_ends_in_half_a_day() {
    let chance = SystemRandom::new();
    let key = VapidKey::new(&chance).unwrap();
    for (endpoint, audience) in [
        ("https://push.example:8443/p/1?x=2", "https://push.example:8443"),
        ("https://push.example:443/p/1", "https://push.example"),
    ] {
        let header = key.authorization(endpoint, "mailto:me@supple.example", now(), &chance).unwrap();
        let (claims, public) = claims(&header);
        let expected = json!({"aud": audience, "exp": NOW + 12 * 3_600, "sub": "mailto:me@supple.example"});
        assert_eq!(claims, expected);
        assert_eq!(public, key.public());
    }
}

#[test]
fn a_key_that_was_kept_is_the_same_key() {
    let chance = SystemRandom::new();
    let key = VapidKey::new(&chance).unwrap();
    let again = VapidKey::from_pkcs8(key.pkcs8(), &chance).unwrap();
    assert_eq!(again.public(), key.public());
    assert_eq!(key.public().len(), 87);
    assert_eq!(decoded(&key.public())[0], 4);
    assert_ne!(VapidKey::new(&chance).unwrap().public(), key.public());
}

#[test]
fn the_secret_key_is_not_printed() {
    let key = VapidKey::new(&SystemRandom::new()).unwrap();
    assert_eq!(format!("{key:?}"), format!("VapidKey {{ public: {:?}, .. }}", key.public()));
}

#[test]
fn a_damaged_key_is_refused() {
    let chance = SystemRandom::new();
    let key = VapidKey::new(&chance).unwrap();
    let whole = key.pkcs8();
    assert_eq!(VapidKey::from_pkcs8(&[], &chance).unwrap_err(), PushError::Key);
    assert_eq!(VapidKey::from_pkcs8(&whole[..whole.len() - 1], &chance).unwrap_err(), PushError::Key);
    let mut changed = whole.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(VapidKey::from_pkcs8(&changed, &chance).unwrap_err(), PushError::Key);
}

#[test]
fn only_who_can_be_reached_is_responsible() {
    let chance = SystemRandom::new();
    let key = VapidKey::new(&chance).unwrap();
    let asked = |subject: &str| key.authorization("https://push.example/p", subject, now(), &chance).map(drop);
    assert_eq!(asked("mailto:me@supple.example"), Ok(()));
    assert_eq!(asked("https://supple.example/contact"), Ok(()));
    let long = format!("https://{}", "a".repeat(300));
    for wrong in ["", "me@supple.example", "http://supple.example", "mailto:", "https://", "mailto:a b@c", &long] {
        assert_eq!(asked(wrong), Err(PushError::Subject), "{wrong}");
    }
    let refused = key.authorization("ftp://push.example", "mailto:a@b", now(), &chance);
    assert_eq!(refused, Err(PushError::Endpoint(EndpointError::NotHttps)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_token_always_has_the_signature_of_its_key_and_lasts_no_longer_than_a_day(
        second in -1_000_000_000_i64..100_000_000_000, host in "[a-z]{1,20}", path in "[a-zA-Z0-9_:-]{0,60}",
    ) {
        let chance = SystemRandom::new();
        let key = VapidKey::new(&chance).unwrap();
        let endpoint = format!("https://{host}.example/{path}");
        let now = Timestamp::from_second(second).unwrap();
        let header = key.authorization(&endpoint, "https://supple.example", now, &chance).unwrap();
        let (claims, _) = claims(&header);
        prop_assert_eq!(claims["aud"].as_str().unwrap(), format!("https://{host}.example"));
        let lasts = claims["exp"].as_i64().unwrap() - second;
        prop_assert!((1..=86_400).contains(&lasts));
    }

    #[test]
    fn no_bytes_that_were_kept_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(VapidKey::from_pkcs8(&bytes, &SystemRandom::new()).is_err(), "{}", coded(&bytes));
    }
}
