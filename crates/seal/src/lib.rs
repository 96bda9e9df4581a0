//! The whole diary in one file that only a passphrase opens.
//!
//! The file is an export, encrypted in the format of age (age-encryption.org/v1) with a passphrase. So `age --decrypt`
//! opens it too, with nothing of Supple at hand.
//!
//! It compiles for a browser too, where it works less hard.
//!
//! ```
//! let passphrase = supple_seal::SecretString::from("three plain words");
//! let sealed = supple_seal::seal(b"a diary", &passphrase, 10)?;
//! assert!(supple_seal::is_sealed(&sealed));
//! assert_eq!(supple_seal::open(&sealed, &passphrase).unwrap(), b"a diary");
//! # Ok::<(), supple_seal::NotSealed>(())
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use age::DecryptError;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use unicode_normalization::UnicodeNormalization;

pub use age::secrecy::{ExposeSecret, SecretString};

/// What every file of age begins with.
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// How much work each guess at the passphrase takes, as a power of two.
///
/// On a machine of one's own it is what age itself takes: 2^18, about a second and 256 MiB of memory. In a browser it is
/// 2^17, the least that OWASP recommends for scrypt (Password Storage Cheat Sheet). Measured in node on WebAssembly,
/// scrypt alone and compiled for size as in the app: 2^16 takes 0.7 s and 65 MiB, 2^17 1.6 s and 129 MiB, 2^18 3.1 s and
/// 257 MiB, 2^20 10.6 s and 1 GiB. A phone is slower, may end a worker that asks
/// for so much, and gets none of the memory back before the worker ends.
pub const WORK: u8 = if cfg!(target_family = "wasm") { 17 } else { 18 };

/// The most work that is done to open a file, since a file that someone forged says by itself how much it takes: 2^20, some 4
/// seconds and 1 GiB of memory. That is four times what any file of Supple asks for, and fits into the memory of a browser.
pub const MOST_WORK: u8 = 20;

/// The fewest letters of a passphrase, blanks not counted.
pub const LEAST_LETTERS: usize = 8;

/// The fewest letters of it that differ.
const LEAST_DIFFERENT: usize = 4;

/// Whether a passphrase is too short, or too much of one letter, to lock anything with. Whoever has the file can try a
/// thousand words in an hour, however much work each of them takes.
pub fn is_weak(passphrase: &str) -> bool {
    let letters: Vec<char> = passphrase.chars().filter(|letter| !letter.is_whitespace()).collect();
    let different: BTreeSet<char> = letters.iter().copied().collect();
    letters.len() < LEAST_LETTERS || different.len() < LEAST_DIFFERENT
}

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error)]
#[error("the encryption did not work ({0})")]
pub struct NotSealed(String);

/// Why a file does not open. Each is the end of a sentence that begins with the name of the file. What to do about it differs
/// from face to face, so each says it in its own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    /// It is no file of age.
    #[error("is not a backup of Supple")]
    Foreign,
    /// It is cut short or damaged.
    #[error("is cut short or damaged")]
    Damaged,
    /// Another passphrase locks it.
    #[error("does not open with this passphrase")]
    WrongPassphrase,
    /// Something else than a passphrase locks it.
    #[error("was not locked with a passphrase")]
    NoPassphrase,
    /// It asks for more work than [`MOST_WORK`].
    #[error("asks for more work than Supple does")]
    TooMuchWork,
    /// The library knows more.
    #[error("cannot be opened ({0})")]
    Other(String),
}

/// Whether these bytes begin like a sealed file.
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A passphrase in the forms in which the same letters can be typed, the one that seals first, each once.
///
/// One system writes "ü" as one character, another as a "u" with dots: on the screen they are the same. A file may begin with
/// a byte order mark, which nobody typed.
fn forms(passphrase: &SecretString) -> Vec<SecretString> {
    let raw = passphrase.expose_secret();
    let typed = raw.strip_prefix('\u{feff}').unwrap_or(raw);
    let mut forms: Vec<String> = Vec::new();
    for form in [typed.nfc().collect(), typed.nfd().collect(), typed.to_owned(), raw.to_owned()] {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms.into_iter().map(SecretString::from).collect()
}

/// Seals a text with a passphrase; each guess at it will take 2^`work` units of work, usually [`WORK`].
///
/// # Errors
/// If the machine gives no random numbers.
///
/// # Panics
/// If `work` is not between 1 and 63.
pub fn seal(text: &[u8], passphrase: &SecretString, work: u8) -> Result<Vec<u8>, NotSealed> {
    let passphrase = forms(passphrase).into_iter().next().unwrap_or_else(|| passphrase.clone());
    let mut recipient = age::scrypt::Recipient::new(passphrase);
    recipient.set_work_factor(work);
    age::encrypt(&recipient, text).map_err(|error| NotSealed(one_line(&error.to_string())))
}

/// Opens a sealed file, however the letters of the passphrase are written.
///
/// # Errors
/// If it is none, is damaged, or is locked with something else.
pub fn open(sealed: &[u8], passphrase: &SecretString) -> Result<Vec<u8>, NotOpened> {
    if !is_sealed(sealed) {
        let is_cut = sealed.is_empty() || MAGIC.starts_with(sealed);
        return Err(if is_cut { NotOpened::Damaged } else { NotOpened::Foreign });
    }
    let mut opened = Err(NotOpened::WrongPassphrase);
    for form in forms(passphrase) {
        opened = open_with(sealed, form);
        if opened != Err(NotOpened::WrongPassphrase) {
            break;
        }
    }
    opened
}

fn open_with(sealed: &[u8], passphrase: SecretString) -> Result<Vec<u8>, NotOpened> {
    let mut identity = age::scrypt::Identity::new(passphrase);
    identity.set_max_work_factor(MOST_WORK);
    age::decrypt(&identity, sealed).map_err(|error| match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::InvalidMac => {
            NotOpened::WrongPassphrase
        }
        DecryptError::NoMatchingKeys => NotOpened::NoPassphrase,
        DecryptError::Io(error) if error.kind() == ErrorKind::UnexpectedEof => NotOpened::Damaged,
        DecryptError::Io(_) | DecryptError::InvalidHeader => NotOpened::Damaged,
        DecryptError::ExcessiveWork { .. } => NotOpened::TooMuchWork,
        error => NotOpened::Other(one_line(&error.to_string())),
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
