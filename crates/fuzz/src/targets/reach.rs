//! Addresses to which something is sent, and what push services say and answer.

use super::now;
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::{Seen, clear};
use axum::http::Uri;
use lettre::message::Mailbox;
use ring::rand::SystemRandom;
use std::fmt::Display;
use supple_push::{LONGEST_WAIT, Outcome, Subscription, Topic, answer};
use supple_reach::{Mail, Security, To, clock_time};

pub(super) const REACH: Target = Target {
    name: "reach",
    shape: Shape::Json,
    tokens: &[
        "endpoint",
        "keys",
        "p256dh",
        "auth",
        "expirationTime",
        "https://",
        "http://",
        "http://localhost:",
        "http://[::1]/",
        "https://push.example/x",
        "https://user:pass@",
        "https://ntfy.sh/my-topic",
        "ann@example.org",
        "@",
        "mailto:",
        ":443",
        ":65536",
        ":0",
        "?up=1",
        "#x",
        "7:30",
        "23:59",
        "24:00",
        "120",
        "Wed, 21 Oct 2026 07:28:00 GMT",
        "smtp.example.org",
        "..",
        "xn--",
        "[::",
        "]",
        "%2f",
    ],
    most: 4 << 10,
    made,
    judge: reach,
};

/// A point of P-256 and a secret (RFC 8291, section 5).
fn made() -> Vec<Vec<u8>> {
    let keys = r#""keys":{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"}"#;
    let subscription = format!(r#"{{"endpoint":"https://push.example/send/abc","expirationTime":null,{keys}}}"#);
    let others = [
        "ann@example.org",
        "https://ntfy.sh/my-topic",
        "http://localhost:8080/hook?x=1",
        "07:30",
        "120",
        "smtp.example.org",
    ];
    others.iter().map(|text| text.as_bytes().to_vec()).chain([subscription.into_bytes()]).collect()
}

/// A text as each of these. An address that is taken can be sent to: other readers understand it, too. It comes back equal,
/// and lists show no more of it than its server.
pub fn reach(bytes: &[u8]) -> Seen {
    let Ok(text) = std::str::from_utf8(bytes) else { return Seen::of("no text") };
    let mail = taken(To::mail(text), |to| {
        let To::Mail { address } = to else { panic!("another way") };
        assert_eq!(To::mail(address).as_ref(), Ok(to), "an address comes back");
        clear(address);
        let mailbox: Result<Mailbox, _> = address.parse();
        assert!(
            mailbox.is_ok_and(|mailbox| mailbox.email.to_string() == *address),
            "{address:?} is no address for a mail server"
        );
    });
    let ntfy = taken(To::ntfy(text), |to| {
        let To::Ntfy { url } = to else { panic!("another way") };
        assert_eq!(To::ntfy(url).as_ref(), Ok(to), "an address comes back");
        is_sent_to(url);
        clear(&to.shown());
    });
    let hook = taken(To::webhook(text), |to| {
        let To::Webhook { url } = to else { panic!("another way") };
        assert_eq!(To::webhook(url).as_ref(), Ok(to), "an address comes back");
        is_sent_to(url);
        clear(&to.shown());
    });
    let server = Mail {
        server: text.to_owned(),
        port: 587,
        security: Security::StartTls,
        user: Some("ann".to_owned()),
        password: None,
        from: "ann@example.org".to_owned(),
    };
    let server = taken(server.checked(), |mail| {
        assert_eq!(mail.clone().checked().as_ref(), Ok(mail), "a server comes back");
        clear(&mail.server);
    });
    let subscription = taken(Subscription::read(text, &SystemRandom::new()), |subscription| {
        let again = Subscription::read(&subscription.to_json(), &SystemRandom::new());
        assert_eq!(again.as_ref(), Ok(subscription), "a subscription comes back");
        is_sent_to(&subscription.endpoint);
        assert_eq!(subscription.endpoint_hash().len(), 43);
        let shown = format!("{subscription:?}");
        assert!(shown.len() < 400, "no more than the origin is shown: {shown}");
    });
    let topic = taken(Topic::new(text), |_| ());
    let clock = clock_time(text).map_or(Seen::of("no time"), |time| {
        assert_eq!(clock_time(&time.strftime("%H:%M").to_string()), Some(time), "a time of day comes back");
        Seen::of("a time")
    });
    let waits = match answer(503, Some(text), now()) {
        Outcome::Later { after: Some(after) } => {
            assert!(!after.is_negative() && after <= LONGEST_WAIT, "nobody puts us off for longer than a day");
            Seen::of("waits")
        }
        Outcome::Later { after: None } => Seen::of("later"),
        _ => panic!("503 passes"),
    };
    mail.and(ntfy).and(hook).and(server).and(subscription).and(topic).and(clock).and(waits)
}

fn taken<T, E: Display>(read: Result<T, E>, holds: impl Fn(&T)) -> Seen {
    match read {
        Ok(value) => {
            holds(&value);
            Seen::of("taken")
        }
        Err(why) => Seen::refused(&why.to_string()),
    }
}

/// Whether a client of HTTP can send to it: what is taken and then never sent to would be found out too late.
fn is_sent_to(url: &str) {
    let uri: Uri = url.parse().unwrap_or_else(|why| panic!("{url:?} is no address for a client: {why}"));
    assert!(uri.host().is_some_and(|host| !host.is_empty()), "{url:?} names no host for a client");
    let port = uri.authority().and_then(|authority| authority.as_str().rsplit_once(':'));
    if let Some((_, digits)) = port.filter(|(_, digits)| !digits.ends_with(']')) {
        assert!(digits.parse::<u16>().is_ok_and(|port| port > 0), "{url:?} names no port");
    }
}
