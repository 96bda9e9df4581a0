//! What is sealed opens again, whole, and only with its passphrase.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use supple_seal::{NotOpened, NotSealed, SecretString, is_sealed};

fn seal(text: &[u8], passphrase: &str, work: u8) -> Result<Vec<u8>, NotSealed> {
    supple_seal::seal(text, &SecretString::from(passphrase), work)
}

fn open(sealed: &[u8], passphrase: &str) -> Result<Vec<u8>, NotOpened> {
    supple_seal::open(sealed, &SecretString::from(passphrase))
}

/// Enough to show the format, and quick.
const LITTLE: u8 = 4;

#[test]
fn what_is_sealed_opens_with_its_passphrase_and_no_other() {
    let text = "a spasm, and an ä\n".repeat(10_000);
    let sealed = seal(text.as_bytes(), "drei Wörter hier", LITTLE).unwrap();
    assert!(is_sealed(&sealed));
    assert!(!sealed.windows(7).any(|bytes| bytes == b"a spasm"));
    assert_eq!(open(&sealed, "drei Wörter hier").unwrap(), text.as_bytes());
    for wrong in ["", "drei wörter hier", "drei Wörter hier "] {
        assert_eq!(open(&sealed, wrong), Err(NotOpened::WrongPassphrase), "{wrong}");
    }
}

#[test]
fn a_file_that_is_cut_at_any_place_is_never_taken_for_whole() {
    let sealed = seal(b"one\ntwo\n", "words", LITTLE).unwrap();
    for length in 0..sealed.len() {
        assert_eq!(open(&sealed[..length], "words"), Err(NotOpened::Damaged), "the first {length} bytes");
    }
}

#[test]
fn a_file_with_any_byte_changed_does_not_open() {
    let sealed = seal(b"one\ntwo\n", "words", LITTLE).unwrap();
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(open(&changed, "words").is_err(), "byte {at}");
    }
}

#[test]
fn what_is_no_sealed_file_is_told_apart() {
    assert_eq!(open(b"{\"schema\":2}\n", "words"), Err(NotOpened::Foreign));
    assert!(!is_sealed(b"{\"schema\":2}\n"));
    // The work that a file asks for stands in its first lines, before anything that the passphrase guards.
    let mut forged = seal(b"one\n", "words", LITTLE).unwrap();
    let at = forged.windows(3).position(|bytes| bytes == b" 4\n").unwrap();
    forged.splice(at..at + 2, *b" 40");
    assert_eq!(open(&forged, "words"), Err(NotOpened::TooMuchWork), "it would take weeks");
    forged.splice(at..at + 3, *b" 21");
    assert_eq!(open(&forged, "words"), Err(NotOpened::TooMuchWork), "it would take 2 GiB of memory");
}

#[test]
fn a_passphrase_that_can_be_guessed_is_weak() {
    for weak in
        ["", "a", " ", "\t \u{a0}\u{3000}", "1234567", "a b c d e f g", "aaaaaaaaaaaa", "abababababab", "wörter "]
    {
        assert!(supple_seal::is_weak(weak), "{weak:?}");
    }
    for good in
        ["three plain words", "drei kurze Wörter", "12345678", "correct horse battery staple", "背中の痛みがつらい日"]
    {
        assert!(!supple_seal::is_weak(good), "{good:?}");
    }
}
