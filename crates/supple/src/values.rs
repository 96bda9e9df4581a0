//! Values of options, as a person types them: each is checked by its type, and refused in words.

use crate::remedy::Told;
use crate::when;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned};
use std::fmt::Display;
use supple_diary::{Amount, Country, Prose, Region, Words};

/// What a value says of a text, in words.
pub(crate) fn said<T>(value: Result<T, impl Told>) -> Result<T, String> {
    value.map_err(|error| error.told())
}

/// One of the names that a type has.
pub(crate) fn name<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    T::deserialize(StrDeserializer::<NotAName>::new(text)).map_err(|error| error.to_string())
}

/// Why a text is none of the names of a type.
#[derive(Debug, thiserror::Error)]
enum NotAName {
    #[error("there is no `{given}`: give {}", one_of(.known))]
    Unknown { given: String, known: &'static [&'static str] },
    #[error("{0}")]
    Other(String),
}

impl de::Error for NotAName {
    fn custom<T: Display>(why: T) -> NotAName {
        NotAName::Other(why.to_string())
    }

    fn unknown_variant(given: &str, known: &'static [&'static str]) -> NotAName {
        NotAName::Unknown { given: when::shorten(given), known }
    }
}

fn one_of(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [one] => one.clone(),
        [one, other] => format!("{one} or {other}"),
        all => format!("one of {}", all.join(", ")),
    }
}

/// A whole number in this range.
pub(crate) fn whole(least: u32, most: u32, text: &str) -> Result<u32, String> {
    let Ok(number) = text.trim().parse() else {
        return Err(format!("takes a whole number, not \"{}\"", when::shorten(text)));
    };
    said(supple_diary::whole(least, most, number))
}

/// Yes or no.
pub(crate) fn yes_no() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["yes", "no"]).map(|answer| answer == "yes")
}

pub(crate) fn country(text: &str) -> Result<Country, String> {
    said(Country::new(text))
}

pub(crate) fn amount(text: &str) -> Result<Amount, String> {
    // Much of the world writes 37,5.
    let grouped = supple_care::number(text);
    let Some(number) = grouped.or_else(|| text.trim().replace(',', ".").parse::<f64>().ok()) else {
        return Err(format!("takes a number, not \"{}\"", when::shorten(text)));
    };
    said(Amount::new(number))
}

/// Milligrams, which are refused where they can be read in two ways: "1.500" is never taken for one and a half.
pub(crate) fn milligrams(text: &str) -> Result<Amount, String> {
    let zero = supple_care::number(text).filter(|number| *number == 0.0);
    match supple_care::milligrams(text).or(zero) {
        Some(number) => said(Amount::new(number)),
        None => Err(format!("takes milligrams, such as 1000. \"{}\" cannot be read for certain", when::shorten(text))),
    }
}

pub(crate) fn words(text: &str) -> Result<Words, String> {
    said(Words::new(text.trim()))
}

pub(crate) fn prose(text: &str) -> Result<Prose, String> {
    said(Prose::new(text))
}

pub(crate) fn region(text: &str) -> Result<Region, String> {
    Region::from_id(text.trim()).ok_or_else(|| {
        let ids: Vec<&str> = Region::ALL.iter().map(|region| region.id()).collect();
        format!("takes one of {}", ids.join(", "))
    })
}

/// A name, and what stands behind the = after it.
pub(crate) fn pair<'t>(text: &'t str, takes: &str) -> Result<(Words, &'t str), String> {
    let (name, rest) = text.split_once('=').ok_or_else(|| format!("takes {takes}"))?;
    Ok((words(name)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_type_does_not_have_is_refused_with_those_that_it_has() {
        assert_eq!(name::<supple_diary::Phase>("onset"), Ok(supple_diary::Phase::Onset));
        let refused = name::<supple_diary::Phase>("middle");
        assert_eq!(refused, Err("there is no `middle`: give `onset` or `recovery`".to_owned()));
    }
}
