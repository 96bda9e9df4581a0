//! A form as it was sent: its fields, what is wrong with them, and the way back to the form with all of it kept.

use jiff::civil::{Date, DateTime};
use supple_diary::{Amount, Level, Prose, Seconds, Whole, Words};

/// The fields of a form, in the order in which they were sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads what a browser sends. Text that is not UTF-8 is refused: repaired, it would no longer be what was written.
    pub(crate) fn decode(body: &[u8]) -> Result<Fields, NotText> {
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            Ok((text(name)?, text(value)?))
        });
        Ok(Fields(pairs.collect::<Result<_, NotText>>()?))
    }

    /// Adds a field with what it holds; nothing where it holds nothing.
    #[allow(clippy::needless_pass_by_value, reason = "texts, numbers and what is made for it are all put the same way")]
    pub(crate) fn put(&mut self, name: impl Into<String>, value: impl ToString) {
        let value = value.to_string();
        if !value.is_empty() {
            self.0.push((name.into(), value));
        }
    }

    /// The fields in their order, each with what it holds.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a field; empty if it was not sent. Of several the last counts.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(other, _)| other == name).map_or("", |(_, value)| value.as_str())
    }

    /// Whether a field holds this value.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|other| other == value)
    }

    /// Every value of a field.
    pub(crate) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The fields whose name begins so, with the rest of their names.
    pub(crate) fn under<'f>(&'f self, beginning: &'f str) -> impl Iterator<Item = (&'f str, &'f str)> {
        self.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(beginning)?, value.as_str())))
    }

    /// All fields.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A form that is not text in UTF-8.
#[derive(Debug, PartialEq)]
pub(crate) struct NotText;

fn text(sent: &[u8]) -> Result<String, NotText> {
    let mut bytes = Vec::with_capacity(sent.len());
    let mut rest = sent;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match (first, rest) {
            (b'+', _) => b' ',
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    high << 4 | low
                }
                _ => b'%',
            },
            (byte, _) => *byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| NotText)
}

fn digit(hex: u8) -> Option<u8> {
    char::from(hex).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// What is wrong with a field, as a sentence that says what to do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FieldError {
    /// The name of the field, which is also the id of its place on the page.
    pub(crate) field: String,
    /// The sentence.
    pub(crate) line: String,
}

/// Reads fields and gathers what is wrong with them, so that all of it is said at once.
pub(crate) struct Reader<'f> {
    /// The form.
    pub(crate) fields: &'f Fields,
    troubles: Vec<FieldError>,
}

impl<'f> Reader<'f> {
    pub(crate) fn new(fields: &'f Fields) -> Reader<'f> {
        Reader { fields, troubles: Vec::new() }
    }

    /// The value if nothing was wrong, else all that was.
    pub(crate) fn done<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        match value {
            Some(value) if self.troubles.is_empty() => Ok(value),
            _ => Err(self.troubles),
        }
    }

    /// Notes what is wrong with a field.
    pub(crate) fn wrong(&mut self, field: &str, line: impl Into<String>) {
        self.troubles.push(FieldError { field: field.to_owned(), line: line.into() });
    }

    fn read<T>(&mut self, field: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        match self.fields.get(field).trim() {
            "" => None,
            text => read(text).map_err(|line| self.wrong(field, line)).ok(),
        }
    }

    /// A pain level or an intensity.
    pub(crate) fn level(&mut self, field: &str) -> Option<Level> {
        self.whole(field, "The level is a whole number from 0 to 10")
    }

    /// A whole number in a range; `takes` says which, as the beginning of a sentence.
    pub(crate) fn whole<const MIN: u32, const MAX: u32>(
        &mut self,
        field: &str,
        takes: &str,
    ) -> Option<Whole<MIN, MAX>> {
        self.read(field, |text| {
            let number = text.parse::<i64>().ok().and_then(|number| Whole::new(number).ok());
            number.ok_or_else(|| format!("{takes}, not {}.", crate::http::problem::quoted(text)))
        })
    }

    /// A number with or without a fraction; a comma is a point.
    pub(crate) fn amount(&mut self, field: &str) -> Option<Amount> {
        self.read(field, |text| {
            // A comma before three digits groups thousands; any other is a point.
            let grouped = supple_care::number(text);
            let number = grouped.or_else(|| text.replace(',', ".").parse::<f64>().ok());
            let number = number.and_then(|number| Amount::new(number).ok());
            number.ok_or_else(|| {
                format!(
                    "Give a number from 0 to 1,000,000 here, such as 400, not {}.",
                    crate::http::problem::quoted(text)
                )
            })
        })
    }

    /// Milligrams, as people write them: "1,500", "0,5 g". What can be read in two ways is refused, never read low.
    pub(crate) fn milligrams(&mut self, field: &str) -> Option<Amount> {
        self.said(field, supple_care::milligrams)
    }

    /// How many, as people write it: "2", "1½", "two tablets".
    pub(crate) fn how_many(&mut self, field: &str) -> Option<Amount> {
        self.said(field, supple_care::how_many)
    }

    fn said(&mut self, field: &str, said: impl FnOnce(&str) -> Option<f64>) -> Option<Amount> {
        self.read(field, |text| {
            let zero = supple_care::number(text).filter(|number| *number == 0.0);
            let number = said(text).or(zero).and_then(|number| Amount::new(number).ok());
            number.ok_or_else(|| {
                let text = crate::http::problem::quoted(text);
                format!("Give a number from 0 to 1,000,000 here, such as 400. We cannot read {text} for certain.")
            })
        })
    }

    /// A few words on one line.
    pub(crate) fn words(&mut self, field: &str) -> Option<Words> {
        self.read(field, words)
    }

    /// A longer text. Line ends are written as browsers do not.
    pub(crate) fn prose(&mut self, field: &str) -> Option<Prose> {
        self.read(field, |text| {
            Prose::new(text.replace("\r\n", "\n")).map_err(|error| match text.chars().count() {
                0..=20_000 if hidden(text).is_some() => hidden(text).unwrap_or_default(),
                0..=20_000 => format!("This note {error}."),
                count => format!("A note takes up to 20,000 characters. This one has {count}. Please shorten it."),
            })
        })
    }

    /// Yes or no.
    pub(crate) fn yes_no(&mut self, field: &str) -> Option<bool> {
        self.read(field, |text| match text {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => {
                Err(format!("Tap yes or no, or neither. {} is none of them.", crate::http::problem::quoted(other)))
            }
        })
    }

    /// A date and a time on the clock. A date alone says no time, and an offset would be lost: both are refused.
    pub(crate) fn clock(&mut self, field: &str) -> Option<DateTime> {
        self.read(field, |text| {
            let shaped = text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_digit() || b"-T :.".contains(&byte));
            let shaped = shaped && text.trim_start_matches('-').matches('-').count() == 2;
            text.parse().ok().filter(|_| shaped).ok_or_else(|| {
                format!("Give a date and a time such as 2026-11-22 03:10, not {}.", crate::http::problem::quoted(text))
            })
        })
    }

    /// How long: a tapped length, or an exact number with its unit, which counts where both are given.
    pub(crate) fn length(&mut self) -> Option<Seconds> {
        let exact = self.amount("long-number");
        let Some(exact) = exact else {
            return self.whole("long", "A length is up to 31 days in seconds");
        };
        let unit = match self.fields.get("long-unit") {
            "seconds" => 1.0,
            "hours" => 3_600.0,
            _ => 60.0,
        };
        #[allow(clippy::cast_possible_truncation, reason = "an amount of hours fits")]
        let seconds = (exact.get() * unit).round() as i64;
        Seconds::new(seconds).map_err(|_| self.wrong("long-number", "Give a length of at most 31 days.")).ok()
    }

    /// A tapped choice, or the person's own words, which count where both are given.
    pub(crate) fn choice(&mut self, field: &str) -> Option<Words> {
        let own = format!("{field}-own");
        if self.fields.get(&own).trim().is_empty() { self.words(field) } else { self.words(&own) }
    }
}

/// What to do about marks that nobody sees: a text of nothing else, and one that turns how the rest is read.
fn hidden(text: &str) -> Option<String> {
    if supple_diary::key(text).is_empty() {
        return Some("Nothing of this can be seen. Write a word, or leave it empty.".to_owned());
    }
    let mark = supple_diary::turning_mark(text)?;
    Some(format!(
        "There is a hidden mark in this (U+{:04X}). It turns how the rest is read. Type the words here by hand.",
        u32::from(mark)
    ))
}

/// A few words on one line.
pub(crate) fn words(text: &str) -> Result<Words, String> {
    Words::new(text).map_err(|_| match text.chars().count() {
        0..=200 if hidden(text).is_some() => hidden(text).unwrap_or_default(),
        0..=200 => "Write this on one line, without special control characters.".to_owned(),
        count => format!("This takes up to 200 characters. It has {count}. Please shorten it, or use the note."),
    })
}

/// A day as it stands in an address or a field.
pub(crate) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("Give a day such as 2026-11-22, not {}.", crate::http::problem::quoted(text)))
}

/// A month as it stands in an address: its first day.
pub(crate) fn month(text: &str) -> Result<Date, String> {
    let first = if text.len() == "2026-11".len() { date(&format!("{text}-01")).ok() } else { None };
    first.ok_or_else(|| format!("Give a month such as 2026-11, not {}.", crate::http::problem::quoted(text)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_write_it() {
        let fields = Fields::decode(b"a=1&where=neck&where=low-left&note=%C3%A4+b%0D%0Ac&empty=&100%=x&&=y").unwrap();
        assert_eq!(fields.get("note"), "ä b\r\nc");
        assert_eq!(fields.all("where").collect::<Vec<_>>(), ["neck", "low-left"]);
        assert_eq!((fields.get("empty"), fields.get("none"), fields.get("100%")), ("", "", "x"));
    }

    #[test]
    fn broken_text_is_refused_and_not_repaired() {
        for body in [&b"note=%FF"[..], b"note=\xC3", b"%C3=1", b"note=%ED%A0%80"] {
            assert_eq!(Fields::decode(body), Err(NotText));
        }
    }
}
