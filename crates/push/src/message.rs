//! What a notification says.

use crate::{PushError, endpoint};
use serde::Serialize;

/// A notification: the payload of a push message, in the JSON of Declarative Web Push (W3C Push API, "declarative push
/// message"). Safari shows it by itself; the service worker reads the same JSON in every other browser.
///
/// It lies on a locked screen, so it says nothing that others may not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The origin of the app, `https://supple.example`: Safari reads only whole addresses, and the browser opens none of
    /// another origin.
    pub origin: String,
    /// The first line. Not empty.
    pub title: String,
    /// What stands below it.
    pub body: String,
    /// The path of the page that a tap opens, from one `/` on.
    pub navigate: String,
    /// A notification takes the place of the one with the same tag. Empty: it stands by itself.
    pub tag: String,
    /// Neither sound nor vibration.
    pub silent: bool,
}

#[derive(Serialize)]
struct Payload<'m> {
    web_push: u16,
    notification: Notification<'m>,
}

#[derive(Serialize)]
struct Notification<'m> {
    title: &'m str,
    lang: &'m str,
    dir: &'m str,
    body: &'m str,
    navigate: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    tag: &'m str,
    silent: bool,
}

impl Message {
    /// The JSON. Its number 8030 tells a declarative message from other JSON.
    ///
    /// ```
    /// let message = supple_push::Message {
    ///     origin: "https://supple.example".to_owned(),
    ///     title: "Supple".to_owned(),
    ///     body: "How was today?".to_owned(),
    ///     navigate: "/log".to_owned(),
    ///     tag: "evening".to_owned(),
    ///     silent: true,
    /// };
    /// assert_eq!(
    ///     message.payload()?,
    ///     "{\"web_push\":8030,\"notification\":{\"title\":\"Supple\",\"lang\":\"en\",\"dir\":\"ltr\",\
    ///      \"body\":\"How was today?\",\"navigate\":\"https://supple.example/log\",\"tag\":\"evening\",\"silent\":true}}",
    /// );
    /// # Ok::<(), supple_push::PushError>(())
    /// ```
    ///
    /// # Errors
    /// If there is no title, or the origin or the path is none.
    pub fn payload(&self) -> Result<String, PushError> {
        if self.title.trim().is_empty() {
            return Err(PushError::Title);
        }
        let navigate = format!("{}{}", origin_of(&self.origin)?, path_of(&self.navigate)?);
        let notification = Notification {
            title: &self.title,
            lang: "en",
            dir: "ltr",
            body: &self.body,
            navigate,
            tag: &self.tag,
            silent: self.silent,
        };
        // A map of texts, a number and a flag can always be written.
        Ok(serde_json::to_string(&Payload { web_push: 8030, notification }).unwrap_or_default())
    }
}

/// The origin itself, with nothing behind it.
fn origin_of(text: &str) -> Result<String, PushError> {
    let origin = endpoint::origin(text).map_err(|_| PushError::Origin)?;
    // Host names are compared without case, and a browser writes them small.
    let is_bare = !text.trim_start_matches("https://").trim_start_matches("http://").contains(['/', '?']);
    if is_bare { Ok(origin) } else { Err(PushError::Origin) }
}

/// A path of our own. Two slashes, or one that leans the other way, would lead to another host.
fn path_of(text: &str) -> Result<&str, PushError> {
    let is_path = text.starts_with('/') && !text.starts_with("//");
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_plain { Ok(text) } else { Err(PushError::Navigate) }
}
