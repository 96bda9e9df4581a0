//! Web Push (RFC 8030): a notification on a device whose browser is closed.
//!
//! A browser makes a [`Subscription`]: an address at its push service, and keys that this service does not have. A
//! [`Message`] is encrypted to these keys ([`encrypt`], RFC 8291), signed with the key of our server ([`VapidKey`],
//! RFC 8292), and becomes a [`Request`]. Whoever sends it asks [`answer()`] what the push service's answer means.
//!
//! The push service learns that there is a message, when, for which subscription, and its [`Urgency`] and [`Topic`]; not
//! what it says, nor how long it is.
//!
//! Nothing is sent here. The clock is an argument, and so is chance: ring's `SystemRandom`, as its trait.
//!
//! ```
//! use jiff::Timestamp;
//! use ring::rand::SystemRandom;
//! use supple_push::{Delivery, Message, Sender, Subscription, VapidKey, request};
//!
//! let chance = SystemRandom::new();
//! let subscription = Subscription::read(r#"{
//!     "endpoint": "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
//!     "keys": {
//!         "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
//!         "auth": "BTBZMqHH6r4Tts7J_aSIgg"
//!     }
//! }"#, &chance)?;
//! let message = Message {
//!     origin: "https://supple.example".to_owned(),
//!     title: "Supple".to_owned(),
//!     body: "You have something planned.".to_owned(),
//!     navigate: "/now".to_owned(),
//!     tag: "plan".to_owned(),
//!     silent: false,
//! };
//! let sender = Sender { key: &VapidKey::new(&chance)?, subject: "mailto:me@supple.example" };
//! let now: Timestamp = "2026-03-02T08:00:00Z".parse()?;
//! let request = request(&subscription, &message, sender, &Delivery::default(), now, &chance)?;
//! assert_eq!(request.url, "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod answer;
mod encryption;
mod endpoint;
mod message;
mod request;
mod subscription;
mod vapid;

pub use answer::{LONGEST_WAIT, Outcome, answer};
pub use encryption::{LONGEST_PLAINTEXT, PADDED, encrypt};
pub use endpoint::{EndpointError, LONGEST_ENDPOINT};
pub use message::Message;
pub use request::{Delivery, LONGEST_TOPIC, LONGEST_TTL, Request, Sender, Topic, Urgency, request};
pub use subscription::{Subscription, SubscriptionError};
pub use vapid::{LONGEST_SUBJECT, TOKEN_LASTS, VapidKey};

/// Why there is nothing to post.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// RFC 8291, section 4: a push service takes no more.
    #[error("the message has {0} bytes; at most {LONGEST_PLAINTEXT} can be pushed")]
    TooLong(usize),
    /// RFC 8030, section 5.4.
    #[error("the topic of a push is 1 to {LONGEST_TOPIC} letters, digits, hyphens and underscores")]
    Topic,
    /// RFC 8292, section 2.1.
    #[error("whoever is responsible for a push is named as mailto: or https:, in at most {LONGEST_SUBJECT} characters")]
    Subject,
    /// The origin has no https, or more behind it than a port.
    #[error("a notification belongs to the origin of an app: https:// and a host, or http:// on this machine")]
    Origin,
    /// A notification opens pages of our own.
    #[error("a notification opens a path of the app that begins with one /")]
    Navigate,
    /// Safari shows nothing without one.
    #[error("a notification has a title")]
    Title,
    /// Someone made or changed the subscription by hand.
    #[error("the subscription: {0}")]
    Endpoint(#[from] EndpointError),
    /// Someone made or changed the subscription by hand.
    #[error("the subscription's key p256dh is no point of P-256")]
    Point,
    /// What was kept is no key, or a damaged one.
    #[error("the kept key of this server is no P-256 key in PKCS#8")]
    Key,
    /// The system gives no chance.
    #[error("the system gave no random numbers")]
    Chance,
}
