//! A browser: it subscribes, and opens what comes. It has its own reading of RFC 8291 and RFC 8188.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hmac::{self, HMAC_SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};
use supple_push::Subscription;

pub(crate) fn coded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

pub(crate) struct Browser {
    private: EphemeralPrivateKey,
    public: Vec<u8>,
    auth: [u8; 16],
}

impl Browser {
    pub(crate) fn new() -> Browser {
        let chance = SystemRandom::new();
        let private = EphemeralPrivateKey::generate(&ECDH_P256, &chance).unwrap();
        let public = private.compute_public_key().unwrap().as_ref().to_vec();
        let mut auth = [0; 16];
        chance.fill(&mut auth).unwrap();
        Browser { private, public, auth }
    }

    /// What it writes of a subscription.
    pub(crate) fn json(&self, endpoint: &str) -> Value {
        let keys = json!({"p256dh": coded(&self.public), "auth": coded(self.auth)});
        json!({"endpoint": endpoint, "expirationTime": null, "keys": keys})
    }

    pub(crate) fn subscription(&self) -> Subscription {
        let json = self.json("https://push.example.net/p/1").to_string();
        Subscription::read(&json, &SystemRandom::new()).unwrap()
    }

    /// Opens a message, once: the key is used up.
    pub(crate) fn open(self, body: &[u8]) -> Option<Vec<u8>> {
        let (salt, rest) = body.split_at(16);
        let (size, rest) = rest.split_at(4);
        assert_eq!(rest[0], 65, "the key of the server names itself");
        let (sender, record) = rest[1..].split_at(65);
        assert!(record.len() < u32::from_be_bytes(size.try_into().unwrap()) as usize, "one record, so it is the last");

        let theirs = UnparsedPublicKey::new(&ECDH_P256, sender.to_vec());
        let shared = agree_ephemeral(self.private, &theirs, <[u8]>::to_vec).unwrap();
        // HKDF by hand: extract is one HMAC, and expand is one more for what is not longer than a hash.
        let mac = |key: &[u8], parts: &[&[u8]]| {
            hmac::sign(&hmac::Key::new(HMAC_SHA256, key), &parts.concat()).as_ref().to_vec()
        };
        let input = mac(&mac(&self.auth, &[&shared]), &[b"WebPush: info\0", &self.public, sender, &[1]]);
        let content = mac(salt, &[&input]);
        let key = mac(&content, &[b"Content-Encoding: aes128gcm\0", &[1]]);
        let nonce = mac(&content, &[b"Content-Encoding: nonce\0", &[1]]);
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key[..16]).unwrap());
        let nonce = Nonce::try_assume_unique_for_key(&nonce[..12]).unwrap();
        let mut record = record.to_vec();
        let opened = key.open_in_place(nonce, Aad::empty(), &mut record).ok()?;
        let end = opened.iter().rposition(|byte| *byte != 0)?;
        assert_eq!(opened[end], 2, "the delimiter of the last record");
        Some(opened[..end].to_vec())
    }
}
