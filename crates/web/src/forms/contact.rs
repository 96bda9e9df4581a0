//! The person to call or text: the links that reach them, and the form that names them.

use crate::http::fields::{Fields, Reader};
use crate::http::percent::encoded;
use crate::ui::icons;
use maud::{Markup, html};
use supple_diary::{Contact, PhoneNumber, Profile, Text};
use supple_wording::profile as wording;

/// Where they are named.
pub(crate) const ADDRESS: &str = "/profile#contact";

/// The address that calls (RFC 3966).
pub(crate) fn tel(contact: &Contact) -> String {
    format!("tel:{}", contact.number.to_dial())
}

/// The address that opens a text message with these words (RFC 5724), to nobody yet where nobody is named.
///
/// Android reads the words after `?`, iPhones after `&`; `?&` is read by both, and without a number both let one choose.
pub(crate) fn sms(contact: Option<&Contact>, text: &str) -> String {
    format!("sms:{}?&body={}", contact.map(|contact| contact.number.to_dial()).unwrap_or_default(), encoded(text))
}

/// "Call Anna" and "Text Anna"; nothing where nobody is named.
pub(crate) fn ways(profile: &Profile) -> Markup {
    html! {
        @if let Some(contact) = &profile.contact {
            div class="row noprint" {
                a class="btn quiet" href=(tel(contact)) { (icons::call()) (wording::call(contact)) }
                a class="btn quiet" href=(sms(Some(contact), &wording::message(profile))) { (wording::write(Some(contact))) }
            }
        }
    }
}

/// Where someone alone lets others look after them.
pub(crate) const CHECK_ON_ME: &str = "/check-on-me";

/// The same, or one line that offers to name someone.
pub(crate) fn ways_or_offer(profile: &Profile) -> Markup {
    html! {
        @if profile.contact.is_some() { (ways(profile)) } @else {
            p class="soft noprint" { a href=(ADDRESS) { (wording::NAME_SOMEONE) } }
        }
    }
}

/// The same in a plan, with what tells others when nobody calls.
pub(crate) fn ways_and_check(profile: &Profile) -> Markup {
    html! {
        (ways_or_offer(profile))
        p class="soft noprint" { a href=(CHECK_ON_ME) { "Alone? Have someone check on you" } }
    }
}

/// What is known, as fields of the form.
pub(crate) fn fill(fields: &mut Fields, contact: &Contact) {
    fields.put("name", &contact.name);
    fields.put("number", &contact.number);
    fields.put("says", contact.says.as_ref().map_or("", Text::as_str));
}

/// The person of a form.
pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Contact> {
    let (name, number) = (reader.fields.get("name").trim().to_owned(), reader.fields.get("number").trim().to_owned());
    if name.is_empty() {
        reader.wrong("name", "Give a name, so that the button says whom it calls.");
    }
    let name = Text::new(name.as_str()).map_err(|_| {
        if !name.is_empty() {
            reader.wrong("name", "Give a name of up to 60 letters, on one line and without hidden marks.");
        }
    });
    let number = PhoneNumber::new(&number).map_err(|_| {
        reader.wrong("number", "Give a phone number of 3 to 15 digits, such as +44 20 7946 0123.");
    });
    let says = reader.words("says");
    Some(Contact { name: name.ok()?, number: number.ok()?, says })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn anna(number: &str) -> Contact {
        Contact { name: Text::new("Anna").unwrap(), number: PhoneNumber::new(number).unwrap(), says: None }
    }

    #[test]
    fn the_text_message_holds_its_words_whatever_they_are() {
        let words = "body=%C5%81%C3%B3d%C5%BA%20%26%202nd%20floor%3F";
        assert_eq!(sms(None, "Łódź & 2nd floor?"), format!("sms:?&{words}"));
        assert_eq!(sms(Some(&anna("+49 (0)30 901820")), "Łódź & 2nd floor?"), format!("sms:+4930901820?&{words}"));
    }

    #[test]
    fn a_call_dials_digits_alone() {
        assert_eq!(tel(&anna("+49 (0)30 901-820")), "tel:+4930901820");
        assert_eq!(tel(&anna("(020) 7946.0123")), "tel:02079460123");
    }
}
