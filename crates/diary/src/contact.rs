//! Whom to reach: a name, a number that can be dialled, and the words of a text.

use crate::values::{Text, ValueError, Words};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// One person to call or text. The three are one fact, so that no number ever stands beside the name of someone else.
/// Since schema 4.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What the person is called.
    pub name: Text<60, false>,
    /// Their number.
    pub number: PhoneNumber,
    /// What a text to them says; without it, words of the guidance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<Words>,
}

/// The most characters of a number as it is written.
pub(crate) const MOST: usize = 40;

/// A phone number as someone wrote it, which can be dialled: 3 to 15 digits (the most of E.164), a plus sign before them at
/// most, and signs between them that only make it easier to read (the visual separators of RFC 3966).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(Box<str>);

const TAKES: &str = "a phone number of 3 to 15 digits, such as +44 20 7946 0123";

impl PhoneNumber {
    /// A number as it was typed or pasted. Blanks and hyphens of other kinds become plain ones, and marks that nobody sees,
    /// which lists of contacts put round a number, are left out.
    ///
    /// ```
    /// # use supple_diary::PhoneNumber;
    /// let number = PhoneNumber::new("\u{202a}+49\u{a0}(0)30\u{2011}901 820\u{202c}").unwrap();
    /// assert_eq!((number.as_str(), number.to_dial().as_str()), ("+49 (0)30-901 820", "+4930901820"));
    /// assert_eq!(PhoneNumber::new("020 7946 0123").unwrap().to_dial(), "02079460123");
    /// assert!(PhoneNumber::new("ask Anna").is_err());
    /// ```
    ///
    /// # Errors
    /// Says what is taken where anything else stands in it, since a wrong number reaches nobody.
    pub fn new(text: &str) -> Result<PhoneNumber, ValueError> {
        let seen = |letter: &char| !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        let plain = |letter: char| match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            letter if letter.is_whitespace() => ' ',
            letter => letter,
        };
        let text: String = text.chars().filter(seen).map(plain).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        PhoneNumber::read(&text)
            .ok_or_else(|| ValueError::new(TAKES, format_args!("\"{}\"", crate::values::shorten(&text))))
    }

    fn read(text: &str) -> Option<PhoneNumber> {
        let is_plain = |byte: u8| byte.is_ascii_digit() || b"+ ()./-".contains(&byte);
        let number = PhoneNumber(text.into());
        let dial = number.to_dial();
        let digits = dial.strip_prefix('+').unwrap_or(&dial);
        let is_number = text.len() <= MOST
            && text.bytes().all(is_plain)
            && (3..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(number)
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What to dial: the digits, and the plus sign. The zero in brackets of an international number is dialled only at home.
    pub fn to_dial(&self) -> String {
        let text = if self.0.contains('+') { self.0.replacen("(0)", "", 1) } else { self.0.to_string() };
        text.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PhoneNumber, D::Error> {
        let text = String::deserialize(deserializer)?;
        PhoneNumber::read(&text).ok_or_else(|| {
            D::Error::custom(ValueError::new(TAKES, format_args!("\"{}\"", crate::values::shorten(&text))))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn a_number_is_dialled_as_it_is_meant() {
        for (written, dialled) in [
            ("+44 20 7946 0123", "+442079460123"),
            ("(+44) 20/7946.0123", "+442079460123"),
            ("+44 (0) 20 7946 0123", "+442079460123"),
            ("(020) 7946-0123", "02079460123"),
            ("0049 30 901820", "004930901820"),
            ("(0)30 901820", "030901820"),
            ("112", "112"),
        ] {
            let number = PhoneNumber::new(written).unwrap();
            assert_eq!((number.to_dial().as_str(), number.as_str()), (dialled, written));
            assert_eq!(number.to_string(), written, "it is shown as it was written");
        }
    }

    #[test]
    fn what_reaches_nobody_is_refused() {
        for text in [
            "",
            " ",
            "12",
            "+",
            "1234567890123456",
            "030 12x4",
            "030 1234 ext 5",
            "+49+30",
            "030+49",
            "*31#030123",
            "٠٣٠١٢٣",
            "030\n1234;",
        ] {
            assert!(PhoneNumber::new(text).is_err(), "{text}");
        }
    }
}
