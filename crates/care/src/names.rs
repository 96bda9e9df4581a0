//! Which medicine someone means by the words that they wrote, and what is in it.
//!
//! The longest name that is known counts, and exact names of packs are names like any other: "Advil Dual Action" is found
//! before "Advil". Case, spaces, hyphens and accents do not matter. Then every word that is left has to be understood: an
//! amount, a form, a shop. If one is not, what else is in the pack is not known, and whoever counts it says so. A name that
//! stands for several packs never settles how much there is. Nothing is guessed from a name that is only close to one that
//! is known; that is at most asked.

mod found;
mod meaning;
mod slips;
mod strengths;
#[cfg(test)]
mod tests;

pub use found::{Found, Part, Substance};

use crate::amount::{self, Form, Shape};
use crate::pieces::{Piece, cut, key};
use found::merge;
use slips::slips;
use std::collections::BTreeMap;
use supple_guidance::Guidance;
use supple_guidance::medicines::{Family, Medicines, Product};

/// From this many letters on, a name is also found inside a longer word, as in "Ibuprofentabletten".
const LONG_NAME: usize = 7;

/// From this many letters on, a word that is close to a name is asked about.
const SHORTEST_SLIP: usize = 5;

/// The longest name, in pieces.
const MOST_PIECES: usize = 14;

/// Finds the medicines that words name. `country` is the person's own, in capitals: names of packs differ.
///
/// ```
/// let guidance = supple_guidance::embedded();
/// let found = supple_care::find(guidance, Some("US"), "2x ADVÍL 200mg");
/// assert_eq!(found.parts[0].substance.id(), "ibuprofen");
/// assert_eq!((found.units, found.parts[0].unit_mg), (Some(2.0), Some(200.0)));
/// assert!(!supple_care::find(guidance, Some("US"), "Advil Ultra Night").is_known());
/// assert!(supple_care::find(guidance, None, "the green ones").parts.is_empty());
/// ```
pub fn find<'g>(guidance: &'g Guidance, country: Option<&str>, words: &str) -> Found<'g> {
    Names::of(guidance).find(country, words)
}

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
enum Meaning<'g> {
    Substance(Substance<'g>),
    Product(&'g Product),
    Family(&'g Family),
}

/// Every name that is known, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Names<'g> {
    medicines: &'g Medicines,
    names: BTreeMap<String, Vec<(&'g str, Meaning<'g>)>>,
}

/// A name in the words, from one piece up to another.
struct Match<'n, 'g> {
    from: usize,
    to: usize,
    meanings: &'n [(&'g str, Meaning<'g>)],
    /// What is left of the word within which it stands.
    rest: String,
}

impl<'g> Names<'g> {
    pub(crate) fn of(guidance: &'g Guidance) -> Names<'g> {
        let medicines = &guidance.medicines;
        let mut names: BTreeMap<String, Vec<(&'g str, Meaning<'g>)>> = BTreeMap::new();
        let mut add = |name: &'g str, meaning| names.entry(key(name)).or_default().push((name, meaning));
        for medicine in &medicines.medicines {
            let meaning = Meaning::Substance(Substance::Labelled(medicine));
            medicine.also.iter().chain([&medicine.name]).for_each(|name| add(name, meaning));
        }
        for relative in &medicines.relatives {
            let meaning = Meaning::Substance(Substance::Other(relative));
            relative.also.iter().chain([&relative.name]).for_each(|name| add(name, meaning));
        }
        for product in &medicines.products {
            product.names.iter().for_each(|name| add(name, Meaning::Product(product)));
        }
        for family in &medicines.families {
            family.names.iter().for_each(|name| add(name, Meaning::Family(family)));
        }
        Names { medicines, names }
    }

    pub(crate) fn find(&self, country: Option<&str>, words: &str) -> Found<'g> {
        let pieces = cut(words);
        let mut matches = self.matches(&pieces);
        let mut found = Found::default();
        matches.retain(|one| !is_denied(&pieces, one));
        if matches.is_empty() {
            found.left = pieces.iter().map(Piece::shown).collect();
            found.mean = self.close_to(&found.left);
            return found;
        }
        let lead = amount::read(unjoined(&pieces[..matches[0].from]));
        let after = |place: usize| {
            let to = matches.get(place + 1).map_or(pieces.len(), |next| next.from);
            amount::read(unjoined(&pieces[matches[place].to..to]))
        };
        let tails: Vec<amount::Said> = (0..matches.len()).map(after).collect();
        let form = tails.iter().map(|tail| tail.form).fold(lead.form, Form::and);
        found.shape = form.shape;
        found.left.extend(lead.left.iter().cloned());
        let mut groups: Vec<Vec<Part<'g>>> = Vec::new();
        for (place, (one, tail)) in matches.iter().zip(&tails).enumerate() {
            found.left.extend(tail.left.iter().cloned().chain((!one.rest.is_empty()).then(|| one.rest.clone())));
            // The same name once more is not how people write.
            let is_again = |other: &Match<'_, 'g>| pieces[other.from..other.to] == pieces[one.from..one.to];
            if matches[..place].iter().any(is_again) {
                found.left.extend(pieces[one.from..one.to].iter().map(Piece::shown));
                found.left.dedup();
            }
            let parts = self.meaning(country, one, &tail.amount, form, place, &mut found);
            groups.push(parts);
        }
        self.strengths(&mut groups, &lead.amount, &tails, &mut found);
        // A shot or a drop is no measure, and how much is in a liquid is known by its millilitres only.
        found.unclear |= form.shape == Some(Shape::Other);
        found.unclear |= form.poured && form.shape != Some(Shape::Solid) && found.ml.is_none() && found.rate.is_none();
        let has_strength = groups.iter().flatten().any(|part| part.unit_mg.is_some());
        for part in groups.into_iter().flatten() {
            self.add(part, form, has_strength, &mut found);
        }
        found.left.retain(|word| !self.is_shop(word));
        found.left.dedup();
        found.mean = self.close_to(&found.left);
        found
    }

    /// The names in the pieces, each the longest from where it begins.
    fn matches(&self, pieces: &[Piece]) -> Vec<Match<'_, 'g>> {
        let keys: Vec<String> = pieces.iter().map(Piece::key).collect();
        let mut matches = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            let mut text = String::new();
            let mut longest = None;
            for to in at..pieces.len().min(at + MOST_PIECES) {
                text.push_str(&keys[to]);
                if keys[at].is_empty() || keys[to].is_empty() {
                    continue;
                }
                // One tablet or several: "Beechams Powders Capsule" is the pack of capsules.
                let named = self.names.get(&text).or_else(|| self.names.get(text.strip_suffix('s')?));
                let named = named.or_else(|| self.names.get(&format!("{text}s")));
                if let Some(meanings) = named {
                    // A strength at the end of a name keeps its unit.
                    let unit =
                        matches!(&pieces[to], Piece::Number(_)) && keys.get(to + 1).is_some_and(|key| key == "mg");
                    let to = to + 1 + usize::from(unit);
                    longest = Some(Match { from: at, to, meanings, rest: String::new() });
                }
            }
            let longest = longest.or_else(|| self.within(&keys[at], at));
            at = longest.as_ref().map_or(at + 1, |one| one.to);
            matches.extend(longest);
        }
        matches
    }

    /// A long name inside a word.
    fn within(&self, word: &str, at: usize) -> Option<Match<'_, 'g>> {
        if word.len() <= LONG_NAME {
            return None;
        }
        let inside = self.names.iter().filter(|(name, _)| name.len() >= LONG_NAME && word.contains(name.as_str()));
        let (name, meanings) = inside.max_by_key(|(name, _)| (name.len(), name.as_str()))?;
        let rest = word.replacen(name.as_str(), "", 1);
        let rest = if amount::shape_of(&rest).is_some() { String::new() } else { rest };
        Some(Match { from: at, to: at + 1, meanings, rest })
    }

    /// Adds a part, as the form makes it: of one substance there is one part, with its milligrams if any name settles them.
    fn add(&self, mut part: Part<'g>, form: Form, has_strength: bool, found: &mut Found<'g>) {
        let swallowed = has_strength || matches!(found.shape, Some(Shape::Solid | Shape::Suppository));
        if let Some(skin) = part.substance.on_skin() {
            if form.skin {
                if let Some(substance) = Substance::of(self.medicines, skin) {
                    part = Part { substance, unit_mg: None, most_mg: None, ..part };
                }
            } else if part.substance.medicine().is_none() && !swallowed {
                found.either_way = true;
            }
        } else if form.skin && part.substance.medicine().is_some() && !part.substance.is_for_skin() {
            found.left.push("on the skin".to_owned());
        }
        merge(&mut found.parts, part);
    }

    fn is_shop(&self, word: &str) -> bool {
        self.medicines.shops.iter().any(|shop| key(shop) == *word)
    }

    /// A name that is one slip away from a word, or two in a long word.
    fn close_to(&self, left: &[String]) -> Option<&'g str> {
        let words = left.iter().filter(|word| word.chars().count() >= SHORTEST_SLIP && !self.is_shop(word));
        let close = words.flat_map(|word| {
            let most = if word.chars().count() > LONG_NAME { 2 } else { 1 };
            let near = self.names.iter().filter(move |(name, _)| {
                name.len() >= SHORTEST_SLIP
                    && name.len().abs_diff(word.len()) <= most
                    && slips(name, word, most) <= most
            });
            near.map(move |(name, meanings)| (slips(name, word, most), meanings[0].0))
        });
        close.min().map(|(_, name)| name)
    }
}

/// Pieces without the signs that join names: "paracetamol / ibuprofen".
fn unjoined(mut pieces: &[Piece]) -> &[Piece] {
    let joins = |piece: &Piece| matches!(piece, Piece::Sign('/' | '+' | '-' | '–' | ','));
    while let [first, rest @ ..] = pieces
        && joins(first)
    {
        pieces = rest;
    }
    while let [rest @ .., last] = pieces
        && joins(last)
    {
        pieces = rest;
    }
    pieces
}

/// Whether the words say that it is not in it: "aspirin-free", "not ibuprofen".
fn is_denied(pieces: &[Piece], one: &Match<'_, '_>) -> bool {
    let words = |piece: &&Piece| matches!(piece, Piece::Word(_));
    let is =
        |piece: Option<&Piece>, all: &[&str]| matches!(piece, Some(Piece::Word(word)) if all.contains(&word.as_str()));
    let before = pieces[..one.from].iter().rev().find(words);
    let after = pieces[one.to..].iter().find(words);
    is(before, &["non", "not", "no", "without", "never"]) || is(after, &["free"])
}
