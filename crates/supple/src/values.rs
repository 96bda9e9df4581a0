//! Values of options, as a person types them: each is checked by its type, and refused in words.

use crate::when;
use supple_diary::{Amount, BirthYear, Country, Level, Prose, Region, Repetitions, Said, ValueError, Words};

fn said<T>(value: Result<T, ValueError>) -> Result<T, String> {
    value.map_err(|error| error.to_string())
}

fn whole<T>(text: &str, made: impl Fn(i64) -> Result<T, ValueError>) -> Result<T, String> {
    let Ok(number) = text.trim().parse::<i64>() else {
        return Err(format!("takes a whole number, not \"{}\"", when::shorten(text)));
    };
    said(made(number))
}

pub(crate) fn level(text: &str) -> Result<Level, String> {
    whole(text, Level::new)
}

pub(crate) fn repetitions(text: &str) -> Result<Repetitions, String> {
    whole(text, Repetitions::new)
}

pub(crate) fn birth_year(text: &str) -> Result<BirthYear, String> {
    whole(text, BirthYear::new)
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

pub(crate) fn answer(text: &str) -> Result<(Words, Said), String> {
    let (name, answer) = text.split_once('=').ok_or("takes a name and an answer, such as sleep=5 or lifting=no")?;
    let said = match answer.trim().to_lowercase().as_str() {
        "yes" => Said::Is(true),
        "no" => Said::Is(false),
        number => Said::Number(amount(number).map_err(|_| "takes yes, no or a number after the =".to_owned())?),
    };
    Ok((words(name)?, said))
}
