use crate::browser::{Browser, coded};
use proptest::prelude::*;
use ring::rand::SystemRandom;
use serde_json::{Value, json};
use supple_push::{EndpointError, Subscription, SubscriptionError};

fn read(json: &Value) -> Result<Subscription, SubscriptionError> {
    Subscription::read(&json.to_string(), &SystemRandom::new())
}

#[test]
fn what_a_browser_writes_is_read_and_written_back_the_same() {
    let json = Browser::new().json("https://fcm.googleapis.com/fcm/send/abc:APA91-_");
    let subscription = read(&json).unwrap();
    assert_eq!(subscription.endpoint, json["endpoint"]);
    assert_eq!(coded(subscription.p256dh), json["keys"]["p256dh"]);
    assert_eq!(coded(subscription.auth), json["keys"]["auth"]);
    let again = Subscription::read(&subscription.to_json(), &SystemRandom::new()).unwrap();
    assert_eq!(again, subscription);
}

#[test]
fn padding_of_base64_makes_no_difference() {
    let mut json = Browser::new().json("https://push.example/p");
    let subscription = read(&json).unwrap();
    for (key, padding) in [("p256dh", "="), ("auth", "==")] {
        let padded = json["keys"][key].as_str().unwrap().to_owned() + padding;
        json["keys"][key] = padded.into();
    }
    assert_eq!(read(&json).unwrap(), subscription);
}

#[test]
fn what_is_wrong_is_named_in_one_line() {
    let whole = Browser::new().json("https://push.example/p");
    let with = |pointer: &str, value: Value| {
        let mut json = whole.clone();
        *json.pointer_mut(pointer).unwrap() = value;
        read(&json).unwrap_err()
    };
    let mut no_point = [0; 65];
    no_point[0] = 4;
    let cases = [
        (with("/endpoint", "http://push.example/p".into()), SubscriptionError::Endpoint(EndpointError::NotHttps)),
        (
            with("/endpoint", "https://a:b@push.example/p".into()),
            SubscriptionError::Endpoint(EndpointError::Credentials),
        ),
        (
            with("/endpoint", format!("https://{}example/p", "a.".repeat(124)).into()),
            SubscriptionError::Endpoint(EndpointError::Host),
        ),
        (with("/endpoint", "https://push.example:0/p".into()), SubscriptionError::Endpoint(EndpointError::Host)),
        (with("/endpoint", json!(7)), SubscriptionError::NotJson),
        (with("/keys", json!({})), SubscriptionError::NotJson),
        (with("/keys/p256dh", "".into()), SubscriptionError::Key),
        (with("/keys/p256dh", "not base64!".into()), SubscriptionError::Key),
        (with("/keys/p256dh", coded([4; 64]).into()), SubscriptionError::Key),
        (with("/keys/p256dh", coded([4; 65]).into()), SubscriptionError::Key),
        (with("/keys/p256dh", coded(no_point).into()), SubscriptionError::Key),
        (with("/keys/p256dh", "A".repeat(1_000_000).into()), SubscriptionError::Key),
        (with("/keys/auth", coded([1; 15]).into()), SubscriptionError::Auth),
        (with("/keys/auth", coded([1; 17]).into()), SubscriptionError::Auth),
    ];
    for (error, expected) in cases {
        assert_eq!(error, expected);
        assert_eq!(error.to_string().lines().count(), 1);
    }
    let nothing = Subscription::read("", &SystemRandom::new()).unwrap_err();
    assert_eq!(nothing.to_string(), "the subscription is not what a browser writes as JSON");
}

#[test]
fn the_hash_of_the_address_is_what_a_browser_computes() {
    let subscription = read(&Browser::new().json("https://push.example.net/push/1")).unwrap();
    // printf %s https://push.example.net/push/1 | openssl dgst -sha256 -binary | basenc --base64url
    assert_eq!(subscription.endpoint_hash(), "Add_PmLWg9ONIvPgDmViaqan_GvzfXmKTbWPCW-HTVQ");
}

#[test]
fn what_is_printed_of_it_for_a_log_has_no_secret() {
    let subscription = read(&Browser::new().json("https://push.example.net/push/secret")).unwrap();
    assert_eq!(format!("{subscription:?}"), "Subscription { origin: \"https://push.example.net\", .. }");
}

proptest! {
    #[test]
    fn nothing_that_is_sent_as_a_subscription_panics(
        text in ".{0,200}", endpoint in "(https?://)?[a-z@:/\\[\\]\\.0-9é]{0,40}", key in "[A-Za-z0-9_=-]{0,90}",
    ) {
        let _ = Subscription::read(&text, &SystemRandom::new());
        let mut json = Browser::new().json(&endpoint);
        let _ = read(&json);
        json["endpoint"] = "https://push.example/p".into();
        json["keys"]["p256dh"] = key.into();
        prop_assert_eq!(read(&json), Err(SubscriptionError::Key));
    }
}
