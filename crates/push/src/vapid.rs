//! Voluntary Application Server Identification (RFC 8292): the push service knows who sends, and takes messages for a
//! subscription only from the key that the subscription was made for.

use crate::{PushError, endpoint};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use ring::rand::SecureRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use std::fmt;

/// How long a token is good. RFC 8292, section 2, allows 24 hours; half of it leaves room for clocks that go wrong.
pub const TOKEN_LASTS: SignedDuration = SignedDuration::from_hours(12);

/// The longest name of whoever is responsible, in bytes.
pub const LONGEST_SUBJECT: usize = 254;

/// The key of a server, made once and kept: with another one, every subscription would have to be made anew.
pub struct VapidKey {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
}

impl fmt::Debug for VapidKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("VapidKey").field("public", &self.public()).finish_non_exhaustive()
    }
}

impl VapidKey {
    /// A new key.
    ///
    /// # Errors
    /// If the system gives no chance.
    pub fn new(chance: &dyn SecureRandom) -> Result<VapidKey, PushError> {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, chance);
        VapidKey::from_pkcs8(pkcs8.map_err(|_| PushError::Chance)?.as_ref(), chance)
    }

    /// A key that was kept. Chance is for the signatures.
    ///
    /// # Errors
    /// If it is no P-256 key in PKCS#8 (RFC 5958) with its public key.
    pub fn from_pkcs8(pkcs8: &[u8], chance: &dyn SecureRandom) -> Result<VapidKey, PushError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, chance);
        Ok(VapidKey { pair: pair.map_err(|_| PushError::Key)?, pkcs8: pkcs8.to_vec() })
    }

    /// The key as it is kept, in PKCS#8. It is secret.
    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public key as a browser takes it (`applicationServerKey`): 65 bytes, as 87 letters of base64url.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key())
    }

    /// The header `Authorization` for a message to this address: `vapid t=TOKEN,k=KEY` (RFC 8292, section 3). The token is
    /// a JWT (RFC 7519) signed by ES256 (RFC 7518, section 3.4) for the origin of the address, good for [`TOKEN_LASTS`].
    ///
    /// The subject is where the push service turns when messages go wrong: `mailto:` or `https:`. It sees it.
    ///
    /// # Errors
    /// If the address or the subject is none, or the system gives no chance.
    pub fn authorization(
        &self,
        endpoint: &str,
        subject: &str,
        now: Timestamp,
        chance: &dyn SecureRandom,
    ) -> Result<String, PushError> {
        let audience = endpoint::origin(endpoint)?;
        if !is_subject(subject) {
            return Err(PushError::Subject);
        }
        let until = now.as_second().saturating_add(TOKEN_LASTS.as_secs());
        let header = serde_json::json!({"typ": "JWT", "alg": "ES256"});
        let claims = serde_json::json!({"aud": audience, "exp": until, "sub": subject});
        let coded = |part: &serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", coded(&header), coded(&claims));
        let signature = self.pair.sign(chance, signed.as_bytes()).map_err(|_| PushError::Chance)?;
        Ok(format!("vapid t={signed}.{},k={}", URL_SAFE_NO_PAD.encode(signature), self.public()))
    }
}

fn is_subject(subject: &str) -> bool {
    let is_plain = subject.len() <= LONGEST_SUBJECT && subject.bytes().all(|byte| byte.is_ascii_graphic());
    let is_mail = subject.strip_prefix("mailto:").is_some_and(|mail| mail.contains('@'));
    let is_page = subject.strip_prefix("https://").is_some_and(|page| !page.is_empty());
    is_plain && (is_mail || is_page)
}
