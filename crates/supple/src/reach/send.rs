//! Each letter over its channel, at least once.

use crate::reach::{Desk, desktop};
use crate::remedy::Told as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Message, SmtpTransport, Transport};
use ring::rand::SystemRandom;
use std::time::Duration;
use supple_push::{Delivery, Outcome as Pushed, Sender, Subscription, Urgency, VapidKey};
use supple_reach::{Act, Http, Letter, Mail, Post, Security, State, Wire, again, gives_up, wire};
use supple_store::outbox::{Outbox, Outcome, Taken};
use ureq::{Agent, Timeout};

/// How long a letter may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long nobody else takes a letter that is being sent, in milliseconds: longer than it may take.
const LEASE: i64 = 60_000;

/// How long it may take until someone is there: shorter, so that it is known that nothing was sent.
const KNOCKING: Duration = Duration::from_secs(10);

/// How long a push service keeps a word for a browser that is away, in seconds.
const KEPT: u32 = 3_600;

/// How a try ended that did not come through.
struct Failed {
    why: String,
    /// Whether it is worth another try.
    may_pass: bool,
    /// Whether it may have arrived all the same: only the answer is missing.
    may_be_out: bool,
    /// When at the earliest, where the other side says so, in seconds.
    wait: Option<u64>,
}

impl Failed {
    fn passing(why: impl std::fmt::Display) -> Failed {
        Failed { why: why.to_string(), may_pass: true, may_be_out: false, wait: None }
    }

    /// No answer came to what was sent.
    fn unsure(why: impl std::fmt::Display) -> Failed {
        Failed { may_be_out: true, ..Failed::passing(why) }
    }

    fn for_good(why: impl std::fmt::Display) -> Failed {
        Failed { may_pass: false, ..Failed::passing(why) }
    }
}

/// Sends the letter that has waited longest. Gives whether there was one.
pub(crate) fn one(desk: &Desk, outbox: &dyn Outbox) -> Result<bool, String> {
    let now = desk.now();
    let Some(taken) = outbox.take(&[], now.as_millisecond(), LEASE).map_err(|error| error.told())? else {
        return Ok(false);
    };
    outbox.settle(&taken, &settled(desk, &taken, now), desk.now().as_millisecond()).map_err(|error| error.told())?;
    Ok(true)
}

/// What became of a letter.
fn settled(desk: &Desk, taken: &Taken, now: Timestamp) -> Outcome {
    let Ok(letter) = serde_json::from_str::<Letter>(&taken.letter.content) else {
        return Outcome::GivenUp { why: "a newer Supple wrote it".to_owned(), may_be_out: false };
    };
    if letter.until.is_some_and(|until| until < now) {
        return Outcome::GivenUp { why: "its time was over".to_owned(), may_be_out: false };
    }
    let failed = match desk.state().map_err(Failed::passing).and_then(|state| sent(&state, &letter, now)) {
        Ok(()) => return Outcome::Sent,
        Err(failed) => failed,
    };
    if !failed.may_pass || gives_up(taken.tries) {
        return Outcome::GivenUp { why: failed.why, may_be_out: failed.may_be_out };
    }
    let wait = again(taken.tries).as_millis().max(i128::from(failed.wait.unwrap_or(0).min(3_600)) * 1_000);
    let next = desk.now().as_millisecond().saturating_add(i64::try_from(wait).unwrap_or(i64::MAX));
    Outcome::Later { next, why: failed.why, may_be_out: failed.may_be_out }
}

fn sent(state: &State, letter: &Letter, now: Timestamp) -> Result<(), Failed> {
    match wire(letter, state.address.as_deref()) {
        Wire::Mail(post) => mailed(state.mail.as_ref(), post),
        Wire::Http(http) => posted(&http),
        Wire::Desktop { title, body, is_urgent } => desktop::show(&title, &body, is_urgent).map_err(Failed::passing),
        Wire::Push { subscription, title, body, path, tag, is_urgent } => {
            let chance = SystemRandom::new();
            let subscription = Subscription::read(&subscription, &chance).map_err(Failed::for_good)?;
            let key = state.vapid.as_deref().ok_or_else(|| Failed::for_good("there is no key for push services"))?;
            let key = key_of(key).map_err(Failed::for_good)?;
            let origin = state.address.clone().unwrap_or_else(|| "http://localhost".to_owned());
            let subject = if origin.starts_with("https://") { origin.clone() } else { NOBODY.to_owned() };
            let message = supple_push::Message { origin, title, body, navigate: path, tag, silent: false };
            let urgency = if is_urgent { Urgency::High } else { Urgency::Normal };
            let delivery = Delivery { ttl: KEPT, urgency, topic: None };
            let sender = Sender { key: &key, subject: &subject };
            let request = supple_push::request(&subscription, &message, sender, &delivery, now, &chance);
            let request = request.map_err(Failed::for_good)?;
            let mut post = agent().post(&request.url);
            for (name, value) in &request.headers {
                post = post.header(*name, value);
            }
            let answer = post.send(&request.body[..]).map_err(unanswered)?;
            let wait = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
            match supple_push::answer(answer.status().as_u16(), wait, now) {
                Pushed::Accepted => Ok(()),
                Pushed::Gone => {
                    Err(Failed::for_good("this browser has ended its subscription: switch it on there again"))
                }
                Pushed::Later { after } => {
                    let wait = after.and_then(|after| u64::try_from(after.as_secs()).ok());
                    Err(Failed { wait, ..Failed::passing(format!("the push service answers {}", answer.status())) })
                }
                Pushed::Refused(why) => Err(Failed::for_good(why)),
            }
        }
    }
}

/// Who is named to push services where this server has no address of its own: the field must be there.
const NOBODY: &str = "mailto:nobody@supple.invalid";

/// The agent of all requests: it follows to no other address.
fn agent() -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .timeout_connect(Some(KNOCKING))
        .http_status_as_error(false)
        .max_redirects(0);
    config.build().into()
}

/// A request to which no answer came: whether anything can have arrived.
fn unanswered(error: ureq::Error) -> Failed {
    use std::io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    match &error {
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::Tls(_)
        | ureq::Error::Rustls(_)
        | ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => Failed::passing(error),
        ureq::Error::Io(io) if matches!(io.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable) => {
            Failed::passing(error)
        }
        _ => Failed::unsure(error),
    }
}

fn retry_after<T>(answer: &ureq::http::Response<T>) -> Option<u64> {
    answer.headers().get("retry-after")?.to_str().ok()?.parse().ok()
}

fn posted(http: &Http) -> Result<(), Failed> {
    let mut post = agent().post(&http.url);
    for (name, value) in &http.headers {
        post = post.header(*name, value);
    }
    let answer = post.send(&http.body).map_err(unanswered)?;
    let (status, wait) = (answer.status(), retry_after(&answer));
    match status.as_u16() {
        200..=299 => Ok(()),
        // It will not have it however often it is asked. All else may pass: also a name that is there again tomorrow.
        400 | 401 | 403 | 405 | 410 | 413 => Err(Failed::for_good(format!("the server answers {status}"))),
        _ => Err(Failed { wait, ..Failed::passing(format!("the server answers {status}")) }),
    }
}

fn mailed(mail: Option<&Mail>, post: Post) -> Result<(), Failed> {
    let mail = mail.ok_or_else(|| Failed::passing("no mail server is set up"))?;
    let transport = match mail.security {
        Security::Tls => {
            let tls = TlsParameters::new(mail.server.clone()).map_err(Failed::passing)?;
            SmtpTransport::builder_dangerous(&mail.server).tls(Tls::Wrapper(tls))
        }
        Security::StartTls => {
            let tls = TlsParameters::new(mail.server.clone()).map_err(Failed::passing)?;
            SmtpTransport::builder_dangerous(&mail.server).tls(Tls::Required(tls))
        }
        Security::None => SmtpTransport::builder_dangerous(&mail.server),
    };
    let mut transport = transport.port(mail.port).timeout(Some(PATIENCE));
    if let (Some(user), Some(password)) = (&mail.user, &mail.password) {
        transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
    }
    let message = Message::builder()
        .from(mail.from.parse().map_err(Failed::for_good)?)
        .to(post.to.parse().map_err(Failed::for_good)?)
        .subject(post.subject)
        .message_id(Some(post.message_id))
        .raw_header(automatic())
        .header(ContentType::TEXT_PLAIN)
        .body(post.text)
        .map_err(Failed::for_good)?;
    match transport.build().send(&message) {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() => Err(Failed::for_good(error)),
        // It was refused, or nobody was there: for the latter, the library has only words.
        Err(error) if error.is_transient() || error.is_tls() || error.to_string().starts_with("Connection error") => {
            Err(Failed::passing(error))
        }
        Err(error) => Err(Failed::unsure(error)),
    }
}

/// That no person wrote it, so that no absent one answers (RFC 3834).
fn automatic() -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned())
}

/// The public key for push services; the key is made when it is first asked for.
pub(crate) fn push_key(desk: &Desk) -> Result<String, String> {
    if desk.state()?.vapid.is_none() {
        let fresh = VapidKey::new(&SystemRandom::new()).map_err(|error| error.to_string())?;
        desk.act(&Act::Vapid(URL_SAFE_NO_PAD.encode(fresh.pkcs8())))?;
    }
    // Another server may have been quicker: the one that is kept counts.
    let kept = desk.state()?.vapid.ok_or("the key for push services was not kept")?;
    key_of(&kept).map(|key| key.public())
}

fn key_of(kept: &str) -> Result<VapidKey, String> {
    let bytes = URL_SAFE_NO_PAD.decode(kept).map_err(|error| error.to_string())?;
    VapidKey::from_pkcs8(&bytes, &SystemRandom::new()).map_err(|error| error.to_string())
}
