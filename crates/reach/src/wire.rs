//! What travels, byte for byte, but for what a protocol adds on its way.

use crate::letter::Letter;
use crate::way::To;
use serde_json::json;

/// What is handed to a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wire {
    /// A letter for a mail server.
    Mail(Post),
    /// A request by HTTP, always POST.
    Http(Http),
    /// A word for a push service: it is encrypted for the browser before it leaves.
    Push {
        /// The browser's subscription.
        subscription: String,
        /// The title.
        title: String,
        /// The text.
        body: String,
        /// Where a tap leads.
        path: String,
        /// What makes a later one take the place of an earlier one.
        tag: String,
        /// Whether someone waits for it.
        is_urgent: bool,
    },
    /// A notification on this computer: nothing leaves it.
    Desktop {
        /// The title.
        title: String,
        /// The text.
        body: String,
        /// Whether someone waits for it.
        is_urgent: bool,
    },
}

/// An e-mail, before it is set by RFC 5322.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The Message-ID, the same for each try: mail servers and readers drop the second of two.
    pub message_id: String,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// Where it goes.
    pub url: String,
    /// Its headers, beside those of HTTP itself.
    pub headers: Vec<(&'static str, String)>,
    /// Its body.
    pub body: String,
}

/// What a letter becomes. `server` is the address of this server, for what a tap leads to.
pub fn wire(letter: &Letter, server: Option<&str>) -> Wire {
    let words = &letter.words;
    let link = server.filter(|_| !words.path.is_empty()).map(|server| format!("{server}{}", words.path));
    let as_json = ("content-type", "application/json".to_owned());
    match &letter.to {
        To::Mail { address } => {
            let text = match link {
                Some(link) => format!("{}\n\n{link}", words.text),
                None => words.text.clone(),
            };
            let message_id = message_id(&letter.key);
            Wire::Mail(Post { to: address.clone(), subject: words.subject.clone(), text, message_id })
        }
        To::Ntfy { url } => {
            // Published as JSON at the root of the server: a header could not carry every letter.
            let (server, topic) = url.trim_end_matches('/').rsplit_once('/').unwrap_or((url, ""));
            let priority = if words.is_urgent { 5 } else { 3 };
            let mut body =
                json!({ "topic": topic, "title": words.subject, "message": words.text, "priority": priority });
            if let (Some(link), Some(fields)) = (link, body.as_object_mut()) {
                fields.insert("click".to_owned(), link.into());
            }
            Wire::Http(Http { url: format!("{server}/"), headers: vec![as_json], body: body.to_string() })
        }
        To::Webhook { url } => {
            let body = json!({
                "id": letter.key, "subject": words.subject, "text": words.text, "link": link, "urgent": words.is_urgent,
            });
            let headers = vec![as_json, ("idempotency-key", letter.key.clone())];
            Wire::Http(Http { url: url.clone(), headers, body: body.to_string() })
        }
        To::Desktop => {
            Wire::Desktop { title: words.subject.clone(), body: words.text.clone(), is_urgent: words.is_urgent }
        }
        To::Push { subscription } => Wire::Push {
            subscription: subscription.clone(),
            title: words.subject.clone(),
            body: words.text.clone(),
            path: words.path.clone(),
            tag: letter.key.split('/').nth(1).unwrap_or_default().to_owned(),
            is_urgent: words.is_urgent,
        },
    }
}

/// The Message-ID of a letter (RFC 5322, 3.6.4): from its key alone.
///
/// ```
/// assert_eq!(supple_reach::message_id("c1/check/k2/told/3"), "<c1.check.k2.told.3@supple.invalid>");
/// ```
pub fn message_id(key: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '.' };
    format!("<{}@supple.invalid>", key.chars().map(plain).collect::<String>())
}
