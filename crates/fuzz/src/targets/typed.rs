//! What someone types into a field: numbers, amounts, times, names, words.

use super::ZONE;
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::{Seen, clear};
use std::fmt::Display;
use supple_diary::{
    Country, Id, LineHash, Moment, Object, PhoneNumber, Prose, Words, isolated, key, same_name, turning_mark,
};
use supple_intake::{Clock, Dates, happened, read_length};

pub(super) const TYPED: Target = Target {
    name: "typed",
    shape: Shape::Bytes,
    tokens: &[
        "1,500 mg",
        "0,5 g",
        "1½",
        "two tablets",
        "2 x 400 mg",
        "400/30",
        "1.000,5",
        "1'000",
        "ten",
        "half a",
        "mg",
        "mcg",
        "µg",
        "ml",
        " of ",
        "ibuprofen",
        "paracetamol",
        "Ibuprofén 400",
        "co-codamol 8/500",
        "aspirin and",
        "+",
        "1h30m",
        "15m",
        "31d",
        "PT1H",
        "2026-11-20 07:30",
        "20.11.2026",
        "11/20/2026",
        "20 Nov 2026",
        "1763625600",
        "2026-11-20T07:30:00+01:00[Europe/Berlin]",
        "2026-11-20T07:30:00Z",
        "[UTC]",
        "+49 30 1234",
        "(030)",
        "ext. 5",
        "DE",
        "US",
        "{\"a\":1}",
        "am",
        "p.m.",
        "noon",
    ],
    most: 2 << 10,
    made,
    judge: typed,
};

fn made() -> Vec<Vec<u8>> {
    TYPED.tokens.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// A text in each field. Numbers are finite and not below nothing; what is taken is shown as it is kept, and read equal
/// again; what is refused is told in a line.
pub fn typed(bytes: &[u8]) -> Seen {
    let Ok(text) = std::str::from_utf8(bytes) else { return Seen::of("no text") };
    let numbers = [supple_care::number(text), supple_care::milligrams(text), supple_care::how_many(text)];
    for number in numbers.into_iter().flatten() {
        assert!(number.is_finite() && number >= 0.0, "{number} is no number of anything");
    }
    if let Some(mg) = numbers[1].filter(|mg| (1.0..=100_000.0).contains(mg)) {
        let shown = supple_care::amount(mg);
        let again = supple_care::milligrams(&shown);
        assert!(
            again.is_some_and(|again| (again - mg).abs() <= mg / 100.0),
            "{mg} mg is shown as {shown:?}: {again:?}"
        );
    }
    let found = supple_care::find(supple_guidance::embedded(), Some("GB"), text);
    let seen = Seen::of(&format!("{:?} {}", numbers.map(|number| number.is_some()), found.is_known()));

    let moment = kept(Moment::parse(text), Moment::to_string, |text| Moment::parse(text).ok());
    let mut times = moment;
    for dates in [None, Some(Dates::Dmy), Some(Dates::Mdy)] {
        times = times.and(match happened(text, Clock { zone: ZONE, dates }) {
            Ok((moment, precision)) => {
                assert_eq!(Moment::parse(&moment.to_string()).as_ref(), Ok(&moment), "a time comes back");
                Seen::of(&format!("{precision:?}"))
            }
            Err(why) => Seen::refused(&why.to_string()),
        });
    }
    let length = read_length(text).map_or_else(
        |why| Seen::refused(&why),
        |length| {
            assert!(length.get() <= 31 * 86_400);
            Seen::of("a length")
        },
    );

    let words = kept(Words::new(text), |words| words.as_str().to_owned(), |text| Words::new(text).ok());
    let prose = kept(Prose::new(text), |prose| prose.as_str().to_owned(), |text| Prose::new(text).ok());
    let id = kept(Id::new(text), |id| id.as_str().to_owned(), |text| Id::new(text).ok());
    let phone = kept(PhoneNumber::new(text), |phone| phone.as_str().to_owned(), |text| PhoneNumber::new(text).ok());
    if let Ok(phone) = PhoneNumber::new(text) {
        let dialled = phone.to_dial();
        let is_dialled = |letter: char| letter.is_ascii_digit() || "+*#,;".contains(letter);
        assert!(dialled.chars().all(is_dialled) && dialled.contains(|c: char| c.is_ascii_digit()), "{dialled:?}");
    }
    let country = kept(Country::new(text), |country| country.code().to_owned(), |text| Country::new(text).ok());
    let object = kept(Object::new(text), |object| object.json().to_owned(), |text| Object::new(text).ok());
    if let Ok(hash) = text.parse::<LineHash>() {
        assert_eq!(hash.to_string(), text.to_lowercase(), "a hash comes back");
    }

    // How names are compared.
    let name = key(text);
    assert_eq!(key(&name), name, "a name has one form");
    assert!(same_name(text, text), "it is the name that it is");
    assert!(isolated(text).contains(text.trim()) || turning_mark(text).is_some(), "a name is shown whole");
    clear(&format!("x{}", supple_text::shorten(text, 60)));
    [times, length, words, prose, id, phone, country, object].into_iter().fold(seen, Seen::and)
}

/// What is kept of a text is read equal again.
fn kept<T: PartialEq + std::fmt::Debug, E: Display>(
    read: Result<T, E>,
    written: impl Fn(&T) -> String,
    again: impl Fn(&str) -> Option<T>,
) -> Seen {
    match read {
        Ok(value) => {
            let written = written(&value);
            assert_eq!(again(&written).as_ref(), Some(&value), "{written:?} is read equal again");
            Seen::of("taken")
        }
        Err(why) => Seen::refused(&format!("it {why}")),
    }
}
