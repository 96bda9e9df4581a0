//! Copies that a passphrase locks.

use super::nothing;
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::Seen;
use supple_diary::Log;
use supple_seal::{SecretString, is_sealed, open};

pub(super) const COPY: Target = Target {
    name: "copy",
    shape: Shape::Bytes,
    tokens: &[
        "age-encryption.org/v1\n",
        "-> scrypt ",
        "-> X25519 ",
        "-> x-grease ",
        "\n--- ",
        " 1\n",
        " 0\n",
        " 21\n",
        " 64\n",
        " 255\n",
        "-> ssh-ed25519 ",
    ],
    most: 16 << 10,
    made: nothing,
    judge: copy,
};

/// What the kept copies were locked with.
const PASSPHRASE: &str = "correct horse battery";

/// The most work that is done for an input, as a power of two. A forged head may ask for up to
/// [`MOST_WORK`](supple_seal::MOST_WORK), which takes seconds by design; beyond that it is refused, and this is tried.
const MOST_WORK: u64 = 10;

/// A locked copy. It opens to just what was locked, or is refused with a line: there is no third. What is inside is judged by
/// [`lines`](super::lines).
pub fn copy(bytes: &[u8]) -> Seen {
    if (MOST_WORK + 1..=u64::from(supple_seal::MOST_WORK)).contains(&work(bytes)) {
        return Seen::of("work");
    }
    match open(bytes, &SecretString::from(PASSPHRASE.to_owned())) {
        Ok(opened) => {
            assert!(is_sealed(bytes), "it was locked");
            let (log, refused) = Log::from_bytes(&opened);
            assert!(refused.is_empty(), "what opens is as it was locked");
            Seen::of(&format!("opened {}", log.len()))
        }
        Err(why) => Seen::refused(&format!("the file {why}")),
    }
}

/// How much work the head asks for.
fn work(bytes: &[u8]) -> u64 {
    let lines = bytes.split(|byte| *byte == b'\n').take(64);
    let asks = lines.filter_map(|line| std::str::from_utf8(line).ok()?.strip_prefix("-> scrypt "));
    asks.filter_map(|rest| rest.split(' ').nth(1)?.parse().ok()).max().unwrap_or_default()
}
