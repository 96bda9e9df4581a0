//! Which medicine someone means by the words that they wrote.
//!
//! Case, spaces, hyphens and accents do not matter. A name is found anywhere in the words; where one name lies within
//! another, as "ibuprofen" in "ibuprofen gel", the longer one counts. What is not found is not guessed.

use supple_guidance::Guidance;
use supple_guidance::medicines::{Holds, Medicine, Relative};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// From this many letters on, a name is also found inside a longer word, as in "Ibuprofentabletten".
const LONG_NAME: usize = 7;

/// A bare number from here on is a strength in milligrams, as in "Ibuprofen 400".
const LEAST_STRENGTH: f64 = 50.0;

/// A bare number up to here is how many were taken, as in "2 paracetamol".
const MOST_UNITS: f64 = 20.0;

/// What is in something that was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Substance<'g> {
    /// A medicine with a label that can be counted.
    Labelled(&'g Medicine),
    /// One whose dose a doctor sets; only its kind is known.
    Prescribed(&'g Relative),
}

impl<'g> Substance<'g> {
    /// Its name within a sentence.
    pub fn name(self) -> &'g str {
        match self {
            Substance::Labelled(medicine) => &medicine.name,
            Substance::Prescribed(relative) => &relative.name,
        }
    }

    /// Its id, which differs from that of every other substance.
    pub fn id(self) -> &'g str {
        match self {
            Substance::Labelled(medicine) => &medicine.id,
            Substance::Prescribed(relative) => &relative.name,
        }
    }

    /// The id of its group.
    pub fn group(self) -> &'g str {
        match self {
            Substance::Labelled(medicine) => &medicine.group,
            Substance::Prescribed(relative) => &relative.group,
        }
    }

    /// The medicine, if it has a label.
    pub fn medicine(self) -> Option<&'g Medicine> {
        match self {
            Substance::Labelled(medicine) => Some(medicine),
            Substance::Prescribed(_) => None,
        }
    }
}

/// One substance in what was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part<'g> {
    /// Which.
    pub substance: Substance<'g>,
    /// Milligrams of it in one unit, where the name settles that.
    pub unit_mg: Option<f64>,
}

/// What some words mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found<'g> {
    /// The substances, each once. Empty: the words are not known.
    pub parts: Vec<Part<'g>>,
    /// The strength that the words name, in milligrams, as in "400 mg".
    pub strength_mg: Option<f64>,
    /// How many units the words name, as in "2 x".
    pub units: Option<f64>,
}

/// Finds the medicines that words name.
///
/// ```
/// let guidance = supple_guidance::embedded();
/// let found = supple_care::find(guidance, "2x NUROFÈN 400mg");
/// assert_eq!(found.parts[0].substance.id(), "ibuprofen");
/// assert_eq!((found.units, found.strength_mg), (Some(2.0), Some(400.0)));
/// assert!(supple_care::find(guidance, "the green ones").parts.is_empty());
/// ```
pub fn find<'g>(guidance: &'g Guidance, words: &str) -> Found<'g> {
    Names::of(guidance).find(words)
}

/// Every name that is known, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Names<'g> {
    /// The name without spaces, and what it stands for.
    names: Vec<(String, Vec<Part<'g>>)>,
}

impl<'g> Names<'g> {
    pub(crate) fn of(guidance: &'g Guidance) -> Names<'g> {
        let medicines = &guidance.medicines;
        let mut names: Vec<(String, Vec<Part<'g>>)> = Vec::new();
        for medicine in &medicines.medicines {
            let part = Part { substance: Substance::Labelled(medicine), unit_mg: None };
            let own = medicine.also.iter().chain([&medicine.name, &medicine.id]);
            names.extend(own.map(|name| (joined(name), vec![part])));
        }
        for relative in &medicines.relatives {
            let part = Part { substance: Substance::Prescribed(relative), unit_mg: None };
            names.extend(relative.also.iter().chain([&relative.name]).map(|name| (joined(name), vec![part])));
        }
        for product in &medicines.products {
            let part = |holds: &Holds| {
                let substance = Substance::Labelled(medicines.medicine(&holds.medicine)?);
                Some(Part { substance, unit_mg: holds.mg })
            };
            let parts: Vec<Part<'g>> = product.holds.iter().filter_map(part).collect();
            names.extend(product.names.iter().map(|name| (joined(name), parts.clone())));
        }
        Names { names }
    }

    pub(crate) fn find(&self, words: &str) -> Found<'g> {
        let tokens = tokens(words);
        let found_at = |(name, parts): &'_ (String, Vec<Part<'g>>)| {
            let (from, to) = place(&tokens, name)?;
            Some(Match { from, to, parts: parts.clone() })
        };
        let matches: Vec<Match<'g>> = self.names.iter().filter_map(found_at).collect();
        let mut found = numbers(&tokens);
        for one in &matches {
            if !matches.iter().any(|other| other.swallows(one)) {
                one.parts.iter().for_each(|part| add(&mut found.parts, *part));
            }
        }
        found
    }
}

impl<'g> Found<'g> {
    /// Adds what other words for the same thing mean: "Nurofen" and "ibuprofen" are one part.
    pub(crate) fn and(mut self, other: &Found<'g>) -> Found<'g> {
        other.parts.iter().for_each(|part| add(&mut self.parts, *part));
        self.strength_mg = self.strength_mg.or(other.strength_mg);
        self.units = self.units.or(other.units);
        self
    }
}

/// Adds a part; of one substance there is one part, with its milligrams if any name settles them.
fn add<'g>(parts: &mut Vec<Part<'g>>, part: Part<'g>) {
    match parts.iter_mut().find(|known| known.substance.id() == part.substance.id()) {
        Some(known) => known.unit_mg = known.unit_mg.or(part.unit_mg),
        None => parts.push(part),
    }
}

struct Match<'g> {
    from: usize,
    to: usize,
    parts: Vec<Part<'g>>,
}

impl Match<'_> {
    /// Whether the other lies within this one, and is shorter.
    fn swallows(&self, other: &Match<'_>) -> bool {
        self.from <= other.from && other.to <= self.to && other.to - other.from < self.to - self.from
    }
}

/// Letters and digits in lower case without accents, split where letters, digits and everything else meet.
fn tokens(words: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = ' ';
    let plain: Vec<char> = words.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    for (place, &c) in plain.iter().enumerate() {
        let next_is_digit = plain.get(place + 1).is_some_and(char::is_ascii_digit);
        let point = matches!(c, '.' | ',') && last.is_ascii_digit() && next_is_digit;
        let goes_on = match c {
            _ if point => true,
            c if c.is_ascii_digit() => last.is_ascii_digit() || matches!(last, '.' | ','),
            c if c.is_alphabetic() => last.is_alphabetic(),
            _ => false,
        };
        match tokens.last_mut() {
            Some(token) if goes_on => token.push(if point { '.' } else { c }),
            _ if c.is_alphanumeric() || matches!(c, '%' | '×') => tokens.push(c.to_string()),
            _ => {}
        }
        last = if c.is_alphanumeric() || point { c } else { ' ' };
    }
    tokens
}

fn joined(name: &str) -> String {
    tokens(name).concat()
}

/// Where a name stands in the joined tokens: over whole words (a plural s may follow), or, if it is long, within one.
fn place(tokens: &[String], name: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    for from in 0..tokens.len() {
        let mut text = String::new();
        for token in &tokens[from..] {
            text.push_str(token);
            if text == name || text.strip_suffix('s').is_some_and(|text| text == name) {
                return Some((start, start + name.len()));
            }
            if text.len() > name.len() {
                break;
            }
        }
        start += tokens[from].len();
    }
    let long = name.chars().count() >= LONG_NAME;
    long.then(|| tokens.concat().find(name)).flatten().map(|from| (from, from + name.len()))
}

/// The strength and the count that words name. Of several, the largest, so that nothing is counted too low.
fn numbers<'g>(tokens: &[String]) -> Found<'g> {
    let mut found = Found::default();
    for (place, token) in tokens.iter().enumerate() {
        let Some(number) = token.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0) else {
            continue;
        };
        let most = |known: Option<f64>, new: f64| Some(known.map_or(new, |known: f64| known.max(new)));
        match tokens.get(place + 1).map(String::as_str) {
            Some("mg" | "milligram" | "milligrams" | "mgs") => found.strength_mg = most(found.strength_mg, number),
            Some("g" | "gram" | "grams" | "gramm") => found.strength_mg = most(found.strength_mg, number * 1000.0),
            Some("%" | "ml" | "mcg" | "µg" | "μg" | "h" | "hr" | "hour" | "hours" | "percent") => {}
            Some("x" | "×") => found.units = most(found.units, number),
            _ if number >= LEAST_STRENGTH => found.strength_mg = most(found.strength_mg, number),
            _ if number <= MOST_UNITS => found.units = most(found.units, number),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn ids(words: &str) -> Vec<&'static str> {
        find(supple_guidance::embedded(), words).parts.iter().map(|part| part.substance.id()).collect()
    }

    #[test]
    fn case_spaces_hyphens_and_accents_do_not_matter() {
        for words in ["Ibuprofen", "IBUPROFEN", "  ibu-profen ", "Ibuprofén", "ibuprofens", "Ｉｂｕｐｒｏｆｅｎ"]
        {
            assert_eq!(ids(words), ["ibuprofen"], "{words}");
        }
        assert_eq!(ids("Co Codamol"), ["paracetamol"]);
        assert_eq!(ids("Acetylsalicylsaure"), ["aspirin"]);
        assert_eq!(ids("acetylsalicylsäure"), ["aspirin"]);
    }

    #[test]
    fn the_longer_name_counts() {
        assert_eq!(ids("ibuprofen gel"), ["ibuprofen-gel"]);
        assert_eq!(ids("Voltaren Gel"), ["diclofenac"]);
        let plus = find(supple_guidance::embedded(), "Nurofen Plus");
        assert_eq!(plus.parts[0].unit_mg, Some(200.0));
        assert_eq!(find(supple_guidance::embedded(), "Nurofen").parts[0].unit_mg, None);
    }

    #[test]
    fn all_that_is_named_is_found() {
        assert_eq!(ids("ibuprofen and paracetamol"), ["ibuprofen", "paracetamol"]);
        assert_eq!(ids("Excedrin"), ["aspirin", "paracetamol"]);
        assert_eq!(ids("Ibuprofentabletten"), ["ibuprofen"]);
        assert_eq!(ids("meloxicam 15 mg"), ["meloxicam"]);
    }

    #[test]
    fn a_short_name_within_a_word_is_not_found() {
        assert_eq!(ids("nasal spray"), Vec::<&str>::new());
        assert_eq!(ids("massage oil"), Vec::<&str>::new());
        assert_eq!(ids(""), Vec::<&str>::new());
    }

    #[test]
    fn numbers_are_read_as_strength_or_as_count() {
        let read = |words| {
            let found = find(supple_guidance::embedded(), words);
            (found.units, found.strength_mg)
        };
        assert_eq!(read("ibuprofen 400 mg"), (None, Some(400.0)));
        assert_eq!(read("Ibuprofen400"), (None, Some(400.0)));
        assert_eq!(read("paracetamol 1g"), (None, Some(1000.0)));
        assert_eq!(read("paracetamol 0,5 g"), (None, Some(500.0)));
        assert_eq!(read("2 x 500mg paracetamol"), (Some(2.0), Some(500.0)));
        assert_eq!(read("2 paracetamol"), (Some(2.0), None));
        assert_eq!(read("diclofenac gel 1%"), (None, None));
        assert_eq!(read("Tylenol 8 hour"), (None, None));
    }
}
