//! `cargo run --package supple-push --example push -- FOLDER`: reads `FOLDER/subscriptions.json`, and writes for each a
//! message and what is posted for it into `FOLDER/pushes.json`, for programs that others wrote to judge. `tests/push` reads it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool of the tests")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::rand::SystemRandom;
use serde_json::{Map, Value, json};
use std::path::Path;
use supple_push::{Delivery, Message, Sender, Subscription, Topic, Urgency, VapidKey, request};

const SUBJECT: &str = "mailto:push@supple.example";

/// Messages from the shortest to nearly the longest, some with letters that JSON and UTF-8 write longer.
fn message(place: usize) -> Message {
    let piece = ["How was today? ", "„Rücken“ \"quoted\" \\ \n", "日本語 🦴 "][place % 3];
    Message {
        origin: "https://supple.example".to_owned(),
        title: format!("Supple {place}"),
        body: piece.repeat(place * 5),
        navigate: format!("/log?from={place}"),
        tag: if place.is_multiple_of(2) { format!("tag-{place}") } else { String::new() },
        silent: place.is_multiple_of(3),
    }
}

fn main() {
    let folder = std::env::args().nth(1).expect("the folder is the argument");
    let folder = Path::new(&folder);
    let subscriptions = std::fs::read(folder.join("subscriptions.json")).expect("decrypt.py makes it");
    let subscriptions: Vec<Value> = serde_json::from_slice(&subscriptions).unwrap();
    let chance = SystemRandom::new();
    let made = VapidKey::new(&chance).unwrap();
    // As a server has it: kept, and read again.
    let key = VapidKey::from_pkcs8(made.pkcs8(), &chance).unwrap();
    let sender = Sender { key: &key, subject: SUBJECT };
    let now = Timestamp::now();
    let pushes: Vec<Value> = subscriptions
        .iter()
        .enumerate()
        .map(|(place, json)| {
            let subscription = Subscription::read(&json.to_string(), &chance).unwrap();
            let message = message(place);
            let topic = place.is_multiple_of(2).then(|| Topic::new(&format!("topic-{place}")).unwrap());
            let delivery = Delivery { ttl: 3_600, urgency: Urgency::High, topic };
            let request = request(&subscription, &message, sender, &delivery, now, &chance).unwrap();
            let headers: Map<String, Value> =
                request.headers.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
            json!({
                "url": request.url,
                "headers": headers,
                "body": URL_SAFE_NO_PAD.encode(request.body),
                "payload": message.payload().unwrap(),
                "endpoint_hash": subscription.endpoint_hash(),
            })
        })
        .collect();
    let written = json!({"key": key.public(), "subject": SUBJECT, "now": now.as_second(), "pushes": pushes});
    std::fs::write(folder.join("pushes.json"), format!("{written:#}\n")).unwrap();
}
