//! A SMART Health Link (HL7 SMART Health Cards and Links 1.0.0, STU 1): one address, mostly seen as a QR code, that leads to
//! an encrypted file and holds the key to it.
//!
//! [`Link`] is what stands in the address. [`Envelope`] is the JWE (RFC 7516, compact) round the file: `dir`, `A256GCM`, not
//! zipped, since not every reader unzips. [`manifest`] is what is answered where a passcode is needed.
//!
//! It is pure: whoever encrypts has the cipher and the chance.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// The media type of what a link of Supple leads to.
pub const CONTENT_TYPE: &str = "application/fhir+json";

/// The media type of an envelope.
pub const JOSE: &str = "application/jose";

/// The longest address that a link may hold, in characters.
pub const LONGEST_URL: usize = 128;

/// The longest label of a link, in characters.
pub const LONGEST_LABEL: usize = 80;

/// How a link is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Flag `U`: GET gives the one file.
    Direct,
    /// Flag `P`: POST with a passcode gives a manifest.
    Passcode,
}

impl Opening {
    fn flag(self) -> &'static str {
        match self {
            Opening::Direct => "U",
            Opening::Passcode => "P",
        }
    }
}

/// Why there is no link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The server has too long a name.
    #[error("the address {0} is longer than the {LONGEST_URL} characters of a SMART Health Link")]
    TooLong(String),
}

/// What stands in a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where the file is: at most [`LONGEST_URL`] characters, with 256 bits that nobody guesses.
    pub url: String,
    /// The key to the file.
    pub key: [u8; 32],
    /// When it ends; a hint to readers, since the server ends it.
    pub until: Timestamp,
    /// How it is opened.
    pub opening: Opening,
    /// What it is, for whoever opens it. What is beyond [`LONGEST_LABEL`] characters is cut.
    pub label: String,
}

#[derive(Serialize)]
struct Payload<'l> {
    url: &'l str,
    key: String,
    exp: i64,
    flag: &'l str,
    label: String,
}

impl Link {
    /// The link itself: `shlink:/` and its payload.
    ///
    /// ```
    /// use supple_shlink::{Link, Opening};
    /// let link = Link {
    ///     url: "https://supple.example/shl/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
    ///     key: [0; 32],
    ///     until: jiff::Timestamp::from_second(1_800_000_000)?,
    ///     opening: Opening::Direct,
    ///     label: "My back".to_owned(),
    /// };
    /// assert!(link.uri()?.starts_with("shlink:/eyJ1cmwiOiJodHRwczovL3N1cHBsZS5leGFtcGxlL3NobC9"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the address is too long.
    pub fn uri(&self) -> Result<String, LinkError> {
        if self.url.chars().count() > LONGEST_URL {
            return Err(LinkError::TooLong(self.url.clone()));
        }
        let payload = Payload {
            url: &self.url,
            key: URL_SAFE_NO_PAD.encode(self.key),
            exp: self.until.as_second(),
            flag: self.opening.flag(),
            label: self.label.chars().take(LONGEST_LABEL).collect(),
        };
        // A map of texts and a number can always be written.
        let payload = serde_json::to_string(&payload).unwrap_or_default();
        Ok(format!("shlink:/{}", URL_SAFE_NO_PAD.encode(payload)))
    }

    /// The link behind the address of a viewer, which any camera opens in a browser. What stands behind the `#` never
    /// reaches a server.
    ///
    /// # Errors
    /// If the address is too long.
    pub fn viewed_at(&self, viewer: &str) -> Result<String, LinkError> {
        Ok(format!("{viewer}#{}", self.uri()?))
    }
}

/// The envelope of a file on its way: what the cipher is to authenticate besides, and how the parts come together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    header: String,
}

impl Default for Envelope {
    fn default() -> Envelope {
        let header = format!("{{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"cty\":\"{CONTENT_TYPE}\"}}");
        Envelope { header: URL_SAFE_NO_PAD.encode(header) }
    }
}

impl Envelope {
    /// What AES-GCM authenticates besides the file ("additional authenticated data").
    pub fn authenticated(&self) -> &[u8] {
        self.header.as_bytes()
    }

    /// The whole envelope: `sealed` is the encrypted file with its tag of 16 bytes behind it, `nonce` what it was
    /// encrypted with. A nonce is never used twice with one key.
    pub fn around(&self, nonce: [u8; 12], sealed: &[u8]) -> String {
        let (file, tag) = sealed.split_at(sealed.len().saturating_sub(16));
        let coded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        // No encrypted key stands between the header and the nonce: the link has the key itself.
        format!("{}..{}.{}.{}", self.header, coded(&nonce), coded(file), coded(tag))
    }
}

/// 32 bytes as they stand in an address: 43 letters.
pub fn token(bytes: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// How a manifest gives its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given<'f> {
    /// The envelope itself.
    Embedded(&'f str),
    /// An address from which it can be fetched for a short time.
    At(&'f str),
}

/// What is answered to a right passcode: the one file, which does not change.
pub fn manifest(given: Given<'_>) -> Value {
    let file = match given {
        Given::Embedded(envelope) => json!({"contentType": CONTENT_TYPE, "embedded": envelope}),
        Given::At(address) => json!({"contentType": CONTENT_TYPE, "location": address}),
    };
    json!({"status": "finalized", "files": [file]})
}
