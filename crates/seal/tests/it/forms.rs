//! One passphrase, however its letters are written.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use supple_seal::{NotOpened, SecretString, open, seal};

/// Little work, so that the test is quick.
const WORK: u8 = 2;

#[test]
fn the_same_letters_open_a_copy_in_whichever_form_they_are_typed() {
    let composed = "R\u{fc}cken tut weh, \u{e9}\u{f1}\u{d55c}";
    let decomposed = "Ru\u{308}cken tut weh, e\u{301}n\u{303}\u{1112}\u{1161}\u{11ab}";
    let marked = format!("\u{feff}{composed}");
    for locked in [composed, decomposed, &marked] {
        let sealed = seal(b"a diary", &SecretString::from(locked.to_owned()), WORK).unwrap();
        for typed in [composed, decomposed, &marked] {
            assert_eq!(open(&sealed, &SecretString::from(typed.to_owned())).unwrap(), b"a diary", "{locked} {typed}");
        }
        for wrong in ["Rucken tut weh, en\u{d55c}", "", " R\u{fc}cken tut weh"] {
            let opened = open(&sealed, &SecretString::from(wrong.to_owned()));
            assert_eq!(opened, Err(NotOpened::WrongPassphrase), "{wrong}");
        }
    }
}

/// A copy that was locked before letters were brought into one form, by this program or by `age`.
#[test]
fn a_copy_that_was_locked_with_the_letters_as_typed_still_opens() {
    let decomposed = SecretString::from("Ru\u{308}cken".to_owned());
    let mut recipient = age::scrypt::Recipient::new(decomposed.clone());
    recipient.set_work_factor(WORK);
    let sealed = age::encrypt(&recipient, b"a diary").unwrap();
    for typed in [decomposed, SecretString::from("R\u{fc}cken".to_owned())] {
        assert_eq!(open(&sealed, &typed).unwrap(), b"a diary");
    }
}
