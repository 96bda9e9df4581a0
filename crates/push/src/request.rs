//! What is posted to a push service (RFC 8030, section 5).

use crate::{Message, PushError, Subscription, VapidKey, encrypt};
use jiff::Timestamp;
use ring::rand::SecureRandom;

/// The longest topic, in letters (RFC 8030, section 5.4).
pub const LONGEST_TOPIC: usize = 32;

/// The longest that a push service is asked to keep a message, in seconds: four weeks. More is taken as this.
pub const LONGEST_TTL: u32 = 2_419_200;

/// How urgent a message is (RFC 8030, section 5.3). A phone with little power may take only the urgent ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Urgency {
    /// On power and with a network that costs nothing.
    VeryLow,
    /// On power or with such a network.
    Low,
    /// On neither.
    #[default]
    Normal,
    /// Also with little power left.
    High,
}

impl Urgency {
    fn word(self) -> &'static str {
        match self {
            Urgency::VeryLow => "very-low",
            Urgency::Low => "low",
            Urgency::Normal => "normal",
            Urgency::High => "high",
        }
    }
}

/// A message takes the place of an earlier one with the same topic that was not delivered yet (RFC 8030, section 5.4). The
/// push service sees it, so it names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic(String);

impl Topic {
    /// A topic of 1 to [`LONGEST_TOPIC`] letters of base64url.
    ///
    /// # Errors
    /// If it is none.
    pub fn new(text: &str) -> Result<Topic, PushError> {
        let is_coded = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let fits = (1..=LONGEST_TOPIC).contains(&text.len());
        if is_coded && fits { Ok(Topic(text.to_owned())) } else { Err(PushError::Topic) }
    }
}

/// How a push service is to deliver a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// How long it tries, in seconds (RFC 8030, section 5.2); 0 means now or never.
    pub ttl: u32,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Which message it takes the place of.
    pub topic: Option<Topic>,
}

impl Default for Delivery {
    /// A day, of normal urgency, in no one's place.
    fn default() -> Delivery {
        Delivery { ttl: 86_400, urgency: Urgency::Normal, topic: None }
    }
}

/// Who sends.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'s> {
    /// The key of the server, the same with which the browser subscribed.
    pub key: &'s VapidKey,
    /// Who is responsible, as `mailto:` or `https:`; the push service sees it.
    pub subject: &'s str,
}

/// What is to be sent by POST. Redirects are not followed: the address is the push service's own.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The address of the subscription. It is a secret, and stands in no log.
    pub url: String,
    /// Name and value of each header; Content-Length is the client's.
    pub headers: Vec<(&'static str, String)>,
    /// The encrypted message.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let origin = crate::endpoint::origin(&self.url).unwrap_or_default();
        out.debug_struct("Request").field("origin", &origin).field("length", &self.body.len()).finish_non_exhaustive()
    }
}

/// A message, ready to be posted. Each call encrypts and signs anew: a request that was not taken is made again.
///
/// # Errors
/// If the message, the subject or the subscription is none, or the system gives no chance.
pub fn request(
    subscription: &Subscription,
    message: &Message,
    sender: Sender<'_>,
    delivery: &Delivery,
    now: Timestamp,
    chance: &dyn SecureRandom,
) -> Result<Request, PushError> {
    let authorization = sender.key.authorization(&subscription.endpoint, sender.subject, now, chance)?;
    let body = encrypt(subscription, message.payload()?.as_bytes(), chance)?;
    let mut headers = vec![
        ("TTL", delivery.ttl.min(LONGEST_TTL).to_string()),
        ("Urgency", delivery.urgency.word().to_owned()),
        ("Content-Encoding", "aes128gcm".to_owned()),
        ("Content-Type", "application/octet-stream".to_owned()),
        ("Authorization", authorization),
    ];
    headers.extend(delivery.topic.as_ref().map(|topic| ("Topic", topic.0.clone())));
    Ok(Request { url: subscription.endpoint.clone(), headers, body })
}
