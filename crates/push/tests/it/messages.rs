use proptest::prelude::*;
use serde_json::{Value, json};
use supple_push::{Message, PushError};

pub(crate) fn message() -> Message {
    Message {
        origin: "https://supple.example".to_owned(),
        title: "Supple".to_owned(),
        body: "You have something planned.".to_owned(),
        navigate: "/now?from=push".to_owned(),
        tag: "plan".to_owned(),
        silent: false,
    }
}

#[test]
fn the_payload_is_a_declarative_push_message() {
    let payload: Value = serde_json::from_str(&message().payload().unwrap()).unwrap();
    let notification = json!({
        "title": "Supple", "lang": "en", "dir": "ltr", "body": "You have something planned.",
        "navigate": "https://supple.example/now?from=push", "tag": "plan", "silent": false,
    });
    assert_eq!(payload, json!({"web_push": 8030, "notification": notification}));
}

#[test]
fn a_message_without_a_tag_stands_by_itself() {
    let payload = Message { tag: String::new(), ..message() }.payload().unwrap();
    assert!(!payload.contains("tag"), "{payload}");
}

#[test]
fn a_tap_leads_to_our_own_pages_only() {
    for wrong in
        ["", "now", "https://other.example/", "//other.example", "/\\other.example", "/a b", "/\n", "javascript:x"]
    {
        let refused = Message { navigate: wrong.to_owned(), ..message() }.payload();
        assert_eq!(refused, Err(PushError::Navigate), "{wrong:?}");
    }
    for wrong in ["", "supple.example", "http://supple.example", "https://supple.example/", "https://a@supple.example"]
    {
        let refused = Message { origin: wrong.to_owned(), ..message() }.payload();
        assert_eq!(refused, Err(PushError::Origin), "{wrong:?}");
    }
    let here = Message { origin: "http://127.0.0.1:7000".to_owned(), ..message() }.payload().unwrap();
    assert!(here.contains("http://127.0.0.1:7000/now"), "{here}");
}

#[test]
fn a_message_has_a_title() {
    assert_eq!(Message { title: " ".to_owned(), ..message() }.payload(), Err(PushError::Title));
}

proptest! {
    #[test]
    fn any_words_come_back_as_they_were(title in "\\PC{0,5}x\\PC{0,40}", body in ".{0,300}", silent in any::<bool>()) {
        let payload = Message { title: title.clone(), body: body.clone(), silent, ..message() }.payload().unwrap();
        let read: Value = serde_json::from_str(&payload).unwrap();
        prop_assert_eq!(read["notification"]["title"].as_str(), Some(title.as_str()));
        prop_assert_eq!(read["notification"]["body"].as_str(), Some(body.as_str()));
        prop_assert_eq!(read["notification"]["silent"].as_bool(), Some(silent));
    }

    #[test]
    fn wherever_a_message_leads_it_is_our_origin(path in "[/\\\\.:@?#a-z]{0,12}") {
        if let Ok(payload) = (Message { navigate: path, ..message() }).payload() {
            let read: Value = serde_json::from_str(&payload).unwrap();
            let address = read["notification"]["navigate"].as_str().unwrap();
            prop_assert!(address.starts_with("https://supple.example/"), "{}", address);
        }
    }
}
