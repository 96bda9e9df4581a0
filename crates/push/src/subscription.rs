//! What a browser says when it agrees to notifications.

use crate::endpoint::{self, EndpointError};
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::digest::{SHA256, digest};
use ring::rand::SecureRandom;
use serde::Deserialize;
use std::fmt;

/// Where a browser takes messages, and the keys that only this browser can open them with (W3C Push API,
/// `PushSubscription`).
///
/// Whoever has it can send to the browser, so it is kept like a secret, and `Debug` shows none of it but the origin.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The address at the push service ("push resource").
    pub endpoint: String,
    /// The browser's public key, a point of P-256 (SEC 1, section 2.3.3, not compressed).
    pub p256dh: [u8; 65],
    /// What authenticates a message to the browser ("authentication secret").
    pub auth: [u8; 16],
}

impl fmt::Debug for Subscription {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = endpoint::origin(&self.endpoint).unwrap_or_default();
        out.debug_struct("Subscription").field("origin", &origin).finish_non_exhaustive()
    }
}

/// Why a text is no subscription.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubscriptionError {
    /// Not what `PushSubscription.toJSON()` gives.
    #[error("the subscription is not what a browser writes as JSON")]
    NotJson,
    /// Not an address that is posted to.
    #[error("the subscription: {0}")]
    Endpoint(#[from] EndpointError),
    /// Not base64url, another length, or no point of the curve.
    #[error("the subscription's key p256dh is no point of P-256")]
    Key,
    /// Not base64url, or another length.
    #[error("the subscription's secret auth is not 16 bytes")]
    Auth,
    /// The system gives no chance.
    #[error("the system gave no random numbers")]
    Chance,
}

#[derive(Deserialize)]
struct Written {
    endpoint: String,
    keys: Keys,
}

#[derive(Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

/// base64url (RFC 4648, section 5), with padding or without: browsers leave it out, some libraries do not.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Subscription {
    /// Reads the JSON of the browser's `PushSubscription.toJSON()`. `expirationTime`, which none of them sets, is left out:
    /// a subscription is over when the push service says so.
    ///
    /// Chance is for a key that shows whether `p256dh` is a point: ring tells only of two keys together.
    ///
    /// # Errors
    /// If it is not one, or its address is neither https nor http on this machine.
    pub fn read(json: &str, chance: &dyn SecureRandom) -> Result<Subscription, SubscriptionError> {
        let written: Written = serde_json::from_str(json).map_err(|_| SubscriptionError::NotJson)?;
        endpoint::origin(&written.endpoint)?;
        let p256dh = bytes(&written.keys.p256dh).ok_or(SubscriptionError::Key)?;
        let auth = bytes(&written.keys.auth).ok_or(SubscriptionError::Auth)?;
        let trial = EphemeralPrivateKey::generate(&ECDH_P256, chance).map_err(|_| SubscriptionError::Chance)?;
        let point = UnparsedPublicKey::new(&ECDH_P256, p256dh);
        agree_ephemeral(trial, &point, |_| ()).map_err(|_| SubscriptionError::Key)?;
        Ok(Subscription { endpoint: written.endpoint, p256dh, auth })
    }

    /// The same JSON again, to be kept: [`Subscription::read`] reads it.
    pub fn to_json(&self) -> String {
        let keys = serde_json::json!({
            "p256dh": URL_SAFE_NO_PAD.encode(self.p256dh),
            "auth": URL_SAFE_NO_PAD.encode(self.auth),
        });
        serde_json::json!({"endpoint": self.endpoint, "keys": keys}).to_string()
    }

    /// SHA-256 of the address, as 43 letters of base64url: by it a page knows whether its browser still has the
    /// subscription that the server has, and nobody can send with it.
    pub fn endpoint_hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.endpoint.as_bytes()))
    }
}

/// Just so many bytes, of base64url.
fn bytes<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    // Nothing longer is decoded: four letters are three bytes.
    let decoded = (text.len() <= LENGTH * 2).then(|| LENIENT.decode(text))?;
    decoded.ok()?.try_into().ok()
}
