use crate::browser::Browser;
use crate::messages::message;
use jiff::Timestamp;
use ring::rand::SystemRandom;
use supple_push::{Delivery, LONGEST_TTL, Message, PushError, Request, Sender, Topic, Urgency, VapidKey, request};

fn made(browser: &Browser, message: &Message, delivery: &Delivery) -> Result<Request, PushError> {
    let chance = SystemRandom::new();
    let key = VapidKey::new(&chance).unwrap();
    let sender = Sender { key: &key, subject: "mailto:me@supple.example" };
    request(&browser.subscription(), message, sender, delivery, Timestamp::UNIX_EPOCH, &chance)
}

fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let mut named = request.headers.iter().filter(|(header, _)| *header == name);
    let value = named.next().map(|(_, value)| value.as_str());
    assert_eq!(named.next(), None, "{name} stands there once");
    value
}

#[test]
fn a_request_has_what_a_push_service_wants_and_the_browser_reads_the_message() {
    let browser = Browser::new();
    let delivery = Delivery { ttl: 3_600, urgency: Urgency::High, topic: Some(Topic::new("plan-1_A").unwrap()) };
    let request = made(&browser, &message(), &delivery).unwrap();
    assert_eq!(request.url, "https://push.example.net/p/1");
    assert_eq!(header(&request, "TTL"), Some("3600"));
    assert_eq!(header(&request, "Urgency"), Some("high"));
    assert_eq!(header(&request, "Topic"), Some("plan-1_A"));
    assert_eq!(header(&request, "Content-Encoding"), Some("aes128gcm"));
    assert_eq!(header(&request, "Content-Type"), Some("application/octet-stream"));
    assert!(header(&request, "Authorization").unwrap().starts_with("vapid t="));
    assert_eq!(request.headers.len(), 6);
    assert_eq!(browser.open(&request.body).unwrap(), message().payload().unwrap().into_bytes());
}

#[test]
fn without_a_topic_none_is_named_and_a_message_is_kept_for_at_most_four_weeks() {
    let request = made(&Browser::new(), &message(), &Delivery { ttl: u32::MAX, ..Delivery::default() }).unwrap();
    assert_eq!(header(&request, "Topic"), None);
    assert_eq!(header(&request, "Urgency"), Some("normal"));
    assert_eq!(header(&request, "TTL"), Some(LONGEST_TTL.to_string().as_str()));
}

#[test]
fn the_words_of_urgency_are_those_of_the_standard() {
    let words = [Urgency::VeryLow, Urgency::Low, Urgency::Normal, Urgency::High].map(|urgency| {
        let request = made(&Browser::new(), &message(), &Delivery { urgency, ..Delivery::default() }).unwrap();
        header(&request, "Urgency").unwrap().to_owned()
    });
    assert_eq!(words, ["very-low", "low", "normal", "high"]);
}

#[test]
fn a_topic_is_at_most_32_letters_of_base64url() {
    for right in ["a", "-_", &"A9".repeat(16)] {
        assert!(Topic::new(right).is_ok(), "{right}");
    }
    for wrong in ["", "a b", "a=", "ä", "a\r\nb", &"a".repeat(33)] {
        assert_eq!(Topic::new(wrong), Err(PushError::Topic), "{wrong:?}");
    }
}

#[test]
fn a_message_that_is_too_long_is_refused() {
    let long = Message { body: "a".repeat(4_000), ..message() };
    assert!(matches!(made(&Browser::new(), &long, &Delivery::default()), Err(PushError::TooLong(_))));
}

#[test]
fn what_is_printed_of_it_for_a_log_has_no_address_and_no_token() {
    let request = made(&Browser::new(), &message(), &Delivery::default()).unwrap();
    assert_eq!(format!("{request:?}"), "Request { origin: \"https://push.example.net\", length: 2151, .. }");
}
