//! Message encryption for Web Push (RFC 8291): the content coding aes128gcm (RFC 8188) with keys from an agreement on
//! P-256 and the subscription's secret.

use crate::{PushError, Subscription};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::rand::SecureRandom;

/// The longest message, in bytes: a push service need not take more than 4,096 bytes in all (RFC 8030, section 7.2), of
/// which 86 are the header, 1 the delimiter and 16 the tag (RFC 8291, section 4).
pub const LONGEST_PLAINTEXT: usize = 3_993;

/// The length that shorter messages are filled up to, in bytes, so that their length tells nothing. Longer ones are filled up
/// to [`LONGEST_PLAINTEXT`]. Some push services, Firefox's for Android among them, hand on a good deal less than 4,096.
pub const PADDED: usize = 2_048;

/// The record size that the header names: the one record is shorter, so it is the last (RFC 8188, section 2).
const RECORD: u32 = 4_096;

/// The delimiter of the last record (RFC 8188, section 2).
const LAST: u8 = 2;

/// The body of a push message: header, one record, its tag.
///
/// ```
/// # use ring::rand::SystemRandom;
/// # use supple_push::{PADDED, Subscription, encrypt};
/// # let chance = SystemRandom::new();
/// # let subscription = Subscription::read(r#"{"endpoint": "https://push.example.net/p", "keys": {
/// #     "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
/// #     "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}"#, &chance)?;
/// let body = encrypt(&subscription, b"When I grow up, I want to be a watermelon", &chance)?;
/// assert_eq!(body.len(), 86 + PADDED + 1 + 16);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the message has more than [`LONGEST_PLAINTEXT`] bytes, the subscription's key is no point of P-256, or the system
/// gives no chance.
pub fn encrypt(subscription: &Subscription, plaintext: &[u8], chance: &dyn SecureRandom) -> Result<Vec<u8>, PushError> {
    if plaintext.len() > LONGEST_PLAINTEXT {
        return Err(PushError::TooLong(plaintext.len()));
    }
    let padded = if plaintext.len() <= PADDED { PADDED } else { LONGEST_PLAINTEXT };
    let mut salt = [0; 16];
    chance.fill(&mut salt).map_err(|_| PushError::Chance)?;
    let ours = EphemeralPrivateKey::generate(&ECDH_P256, chance).map_err(|_| PushError::Chance)?;
    let public = ours.compute_public_key().map_err(|_| PushError::Chance)?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, subscription.p256dh);
    let sealed = agree_ephemeral(ours, &theirs, |secret| {
        Keys { subscription, secret, public: public.as_ref(), salt }.seal(plaintext, padded)
    });
    sealed.map_err(|_| PushError::Point)?
}

/// What a message is encrypted with.
struct Keys<'k> {
    subscription: &'k Subscription,
    /// What both sides agreed on.
    secret: &'k [u8],
    /// Our public key, made for this message.
    public: &'k [u8],
    salt: [u8; 16],
}

impl Keys<'_> {
    /// The body, with the message filled up to so many bytes.
    fn seal(&self, plaintext: &[u8], padded: usize) -> Result<Vec<u8>, PushError> {
        let (key, nonce) = self.derived()?;
        let mut record = plaintext.to_vec();
        record.push(LAST);
        record.resize(padded.max(plaintext.len()) + 1, 0);
        key.seal_in_place_append_tag(nonce, Aad::empty(), &mut record)
            .map_err(|_| PushError::TooLong(plaintext.len()))?;

        let mut body = Vec::with_capacity(86 + record.len());
        body.extend(self.salt);
        body.extend(RECORD.to_be_bytes());
        body.push(u8::try_from(self.public.len()).unwrap_or_default());
        body.extend(self.public);
        body.extend(record);
        Ok(body)
    }

    /// Key and nonce (RFC 8291, section 3.4). A nonce serves once: salt and key are new with each message.
    fn derived(&self) -> Result<(LessSafeKey, Nonce), PushError> {
        let context = Salt::new(HKDF_SHA256, &self.subscription.auth).extract(self.secret);
        let info: [&[u8]; 3] = [b"WebPush: info\0", &self.subscription.p256dh, self.public];
        let input: [u8; 32] = derive(&context, &info)?;
        let content = Salt::new(HKDF_SHA256, &self.salt).extract(&input);
        let key: [u8; 16] = derive(&content, &[b"Content-Encoding: aes128gcm\0"])?;
        let nonce: [u8; NONCE_LEN] = derive(&content, &[b"Content-Encoding: nonce\0"])?;
        let key = UnboundKey::new(&AES_128_GCM, &key).map_err(|_| PushError::Point)?;
        Ok((LessSafeKey::new(key), Nonce::assume_unique_for_key(nonce)))
    }
}

/// How many bytes are derived.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// HKDF-Expand (RFC 5869). A length of at most 255 hashes, as all here are, never fails.
fn derive<const LENGTH: usize>(from: &Prk, info: &[&[u8]]) -> Result<[u8; LENGTH], PushError> {
    let mut derived = [0; LENGTH];
    let filled = from.expand(info, Length(LENGTH)).and_then(|okm| okm.fill(&mut derived));
    filled.map(|()| derived).map_err(|_| PushError::Point)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn bytes<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
        URL_SAFE_NO_PAD.decode(text).unwrap().try_into().unwrap()
    }

    /// RFC 8291, section 5 and appendix A.
    #[test]
    fn the_example_of_the_standard_comes_out_byte_for_byte() {
        let subscription = Subscription {
            endpoint: "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV".to_owned(),
            p256dh: bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
        };
        let secret: [u8; 32] = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let public: [u8; 65] =
            bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        let keys = Keys {
            subscription: &subscription,
            secret: &secret,
            public: &public,
            salt: bytes("DGv6ra1nlYgDCS1FRnbzlw"),
        };
        let body = keys.seal(b"When I grow up, I want to be a watermelon", 0).unwrap();
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml\
                        mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT\
                        pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(URL_SAFE_NO_PAD.encode(body), expected);
    }
}
