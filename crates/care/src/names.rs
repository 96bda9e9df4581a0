//! Which medicine someone means by the words that they wrote, and what is in it.
//!
//! The longest name that is known counts, and exact names of packs are names like any other: "Advil Dual Action" is found
//! before "Advil". Case, spaces, hyphens and accents do not matter. Then every word that is left has to be understood: an
//! amount, a form, a shop. If one is not, what else is in the pack is not known, and whoever counts it says so. A name that
//! stands for several packs never settles how much there is. Nothing is guessed from a name that is only close to one that
//! is known; that is at most asked.

use crate::amount::{self, Amount, Form, LEAST_STRENGTH, Shape};
use crate::pieces::{Piece, cut, key};
use std::collections::{BTreeSet, HashMap};
use supple_guidance::Guidance;
use supple_guidance::medicines::{Family, Holds, Medicine, Medicines, Product, Relative, Route};

/// From this many letters on, a name is also found inside a longer word, as in "Ibuprofentabletten".
const LONG_NAME: usize = 7;

/// From this many letters on, a word that is close to a name is asked about.
const SHORTEST_SLIP: usize = 5;

/// The longest name, in pieces.
const MOST_PIECES: usize = 14;

/// Fewer tablets than this are no pack: "Advil 2 tablets" says how many were taken.
const FEWEST_IN_A_PACK: f64 = 3.0;

/// How much two strengths may differ and still be one: 324 and 325.
const SAME: f64 = 0.01;

/// What is in something that was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Substance<'g> {
    /// A medicine with a label that can be counted.
    Labelled(&'g Medicine),
    /// One that is not counted; only its kinds are known.
    Other(&'g Relative),
}

impl<'g> Substance<'g> {
    fn of(medicines: &'g Medicines, id: &str) -> Option<Substance<'g>> {
        let labelled = medicines.medicine(id).map(Substance::Labelled);
        labelled.or_else(|| medicines.relative(id).map(Substance::Other))
    }

    /// Its name within a sentence.
    pub fn name(self) -> &'g str {
        match self {
            Substance::Labelled(medicine) => &medicine.name,
            Substance::Other(relative) => &relative.name,
        }
    }

    /// Its id, which differs from that of every other substance.
    pub fn id(self) -> &'g str {
        match self {
            Substance::Labelled(medicine) => &medicine.id,
            Substance::Other(relative) => &relative.name,
        }
    }

    /// The ids of the kinds that it belongs to.
    pub fn groups(self) -> &'g [String] {
        match self {
            Substance::Labelled(medicine) => std::slice::from_ref(&medicine.group),
            Substance::Other(relative) => &relative.groups,
        }
    }

    /// Whether it is of this kind.
    pub fn is(self, group: &str) -> bool {
        self.groups().iter().any(|own| own == group)
    }

    /// The medicine, if it has a label.
    pub fn medicine(self) -> Option<&'g Medicine> {
        match self {
            Substance::Labelled(medicine) => Some(medicine),
            Substance::Other(_) => None,
        }
    }

    fn on_skin(self) -> Option<&'g str> {
        match self {
            Substance::Labelled(medicine) => medicine.on_skin.as_deref(),
            Substance::Other(relative) => relative.on_skin.as_deref(),
        }
    }

    fn is_for_skin(self) -> bool {
        self.medicine().is_some_and(|medicine| medicine.route == Route::Skin)
    }
}

/// One substance in what was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part<'g> {
    /// Which.
    pub substance: Substance<'g>,
    /// Milligrams of it in one unit, where the words settle that.
    pub unit_mg: Option<f64>,
    /// The most that one unit sold under the name holds, where they do not.
    pub most_mg: Option<f64>,
    /// The strengths that are sold under a name that stands for several packs.
    pub(crate) sold: &'g [f64],
    /// The pack that it is in, as the words name it.
    pub(crate) pack: Option<&'g Holds>,
    /// Which of the names it is from: what one pack holds was put together on purpose.
    pub(crate) name: usize,
}

/// What some words mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found<'g> {
    /// The substances, each once. Empty: the words are not known.
    pub parts: Vec<Part<'g>>,
    /// The words that were not understood: what else is in it is not known.
    pub left: Vec<String>,
    /// Whether the name stands for packs that hold different things.
    pub open: bool,
    /// Whether it may be for the skin or to swallow.
    pub either_way: bool,
    /// A name that a word which was not understood is close to.
    pub mean: Option<&'g str>,
    /// How many units the words name, as in "2 x".
    pub units: Option<f64>,
    /// How many the pack holds, or how many were taken: "500 mg 16 tablets".
    pub(crate) pack: Option<f64>,
    /// Whether a strength or a count in the words is not clear.
    pub(crate) unclear: bool,
    /// Milligrams in so many millilitres.
    pub(crate) rate: Option<(f64, f64)>,
    /// Millilitres that hold the strengths.
    pub(crate) ml: Option<f64>,
    /// What one unit is, by the pack or by the words.
    pub(crate) shape: Option<Shape>,
}

impl Found<'_> {
    /// Whether all that is in it is known.
    pub fn is_known(&self) -> bool {
        !self.parts.is_empty() && self.left.is_empty() && !self.open
    }
}

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
    names: HashMap<String, Vec<(&'g str, Meaning<'g>)>>,
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
        let mut names: HashMap<String, Vec<(&'g str, Meaning<'g>)>> = HashMap::new();
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

    /// What a name holds: by its own country first, then by what the words say of strength and form.
    fn meaning(
        &self,
        country: Option<&str>,
        one: &Match<'_, 'g>,
        tail: &Amount,
        form: Form,
        name: usize,
        found: &mut Found<'g>,
    ) -> Vec<Part<'g>> {
        let at_home = |meaning: &Meaning<'g>| match meaning {
            Meaning::Substance(_) => true,
            Meaning::Product(product) => Some(product.country.as_str()) == country,
            Meaning::Family(family) => family.country.is_none() || family.country.as_deref() == country,
        };
        let all: Vec<Meaning<'g>> = one.meanings.iter().map(|(_, meaning)| *meaning).collect();
        let narrow = |all: Vec<Meaning<'g>>, keep: &dyn Fn(&Meaning<'g>) -> bool| {
            let some: Vec<Meaning<'g>> = all.iter().copied().filter(|meaning| keep(meaning)).collect();
            if some.is_empty() { all } else { some }
        };
        let strength = match tail {
            Amount::Mass(mg) | Amount::Each(mg, _) | Amount::Beside(_, mg, _) => Some(*mg),
            _ => None,
        };
        let all = narrow(all, &at_home);
        let all = narrow(all, &|meaning| match (meaning, strength) {
            (Meaning::Product(product), Some(mg)) => {
                product.holds.iter().any(|holds| holds.mg.is_some_and(|own| is_same(own, mg)))
            }
            _ => false,
        });
        let all = narrow(all, &|meaning| match (meaning, form.shape) {
            (Meaning::Product(product), Some(shape)) => shape_of_product(product) == Some(shape),
            _ => false,
        });
        // Capsules of what is sold in sachets are another pack, of which nothing is known.
        found.open |= form.shape.is_some_and(|said| all.iter().all(|meaning| is_of_another_shape(meaning, said)));
        let mut each = all.iter().map(|meaning| self.parts(*meaning, form, name, found));
        let Some(first) = each.next() else { return Vec::new() };
        let others: Vec<Vec<Part<'g>>> = each.collect();
        let mut parts = first;
        for other in others {
            // Whether there is coffee in it or not matters to no limit.
            let ids = |parts: &[Part<'g>]| {
                let matter = parts.iter().filter(|part| !part.substance.groups().is_empty());
                matter.map(|part| part.substance.id()).collect::<BTreeSet<_>>()
            };
            found.open |= ids(&parts) != ids(&other);
            other.into_iter().for_each(|part| merge(&mut parts, part));
        }
        parts
    }

    fn parts(&self, meaning: Meaning<'g>, form: Form, name: usize, found: &mut Found<'g>) -> Vec<Part<'g>> {
        let part = |substance: &str, unit_mg, sold: &'g [f64]| {
            let substance = Substance::of(self.medicines, substance)?;
            let most_mg = sold.iter().copied().reduce(f64::max);
            Some(Part { substance, unit_mg, most_mg, sold, pack: None, name })
        };
        match meaning {
            Meaning::Substance(substance) => {
                vec![Part { substance, unit_mg: None, most_mg: None, sold: &[], pack: None, name }]
            }
            Meaning::Product(product) => {
                // A form that this pack does not have is another pack.
                let pours = product.ml.is_some();
                if form.poured && !pours && form.shape != Some(Shape::Solid) {
                    found.left.push("liquid".to_owned());
                }
                if form.slow && !product.slow {
                    found.left.push("slow release".to_owned());
                }
                found.ml = found.ml.or(product.ml);
                found.shape = shape_of_product(product).or(found.shape);
                let holds = product.holds.iter();
                let part = |holds: &'g Holds| {
                    part(&holds.substance, holds.mg, &[]).map(|part| Part { pack: Some(holds), ..part })
                };
                holds.filter_map(part).collect()
            }
            Meaning::Family(family) => {
                found.open |= family.open;
                family.may_hold.iter().filter_map(|holds| part(&holds.substance, None, &holds.mg)).collect()
            }
        }
    }

    /// What the words say of strengths: each belongs to the name before it, and a list to all of them in their order.
    fn strengths(&self, groups: &mut [Vec<Part<'g>>], lead: &Amount, tails: &[amount::Said], found: &mut Found<'g>) {
        let units = |count: f64, found: &mut Found<'g>| {
            // Two counts may be one written twice; the product is never too low.
            found.unclear |= found.units.is_some();
            found.units = Some(found.units.unwrap_or(1.0) * count);
        };
        match lead {
            Amount::Nothing => {}
            Amount::Bare(count) | Amount::Count(count, _) => units(*count, found),
            Amount::Each(mg, Some(count)) => {
                units(*count, found);
                self.strength(&mut groups[0], *mg, found);
            }
            Amount::Mass(mg) | Amount::Each(mg, None) => self.strength(&mut groups[0], *mg, found),
            _ => found.unclear = true,
        }
        let last = tails.len() - 1;
        for (place, tail) in tails.iter().enumerate() {
            if let Amount::List(_, Some(count)) = &tail.amount {
                units(*count, found);
            }
            match &tail.amount {
                Amount::Nothing => {}
                Amount::Mass(mg) | Amount::Each(mg, None) => self.strength(&mut groups[place], *mg, found),
                Amount::Each(mg, Some(count)) => {
                    units(*count, found);
                    self.strength(&mut groups[place], *mg, found);
                }
                Amount::Bare(number) if *number >= LEAST_STRENGTH => {
                    self.strength(&mut groups[place], *number, found);
                }
                Amount::Count(count, Some(Shape::Solid)) if *count > FEWEST_IN_A_PACK => found.pack = Some(*count),
                Amount::Bare(count) | Amount::Count(count, _) => units(*count, found),
                Amount::Beside(count, mg, _) => {
                    found.pack = Some(*count);
                    self.strength(&mut groups[place], *mg, found);
                }
                Amount::Rate(mg, ml) if groups[place].len() == 1 => found.rate = Some((*mg, *ml)),
                Amount::List(all, _) if groups[place].len() == all.len() => self.listed(&mut groups[place], all, found),
                Amount::List(all, _) if place == last && groups.len() == all.len() => {
                    for (group, mg) in groups.iter_mut().zip(all) {
                        self.strength(group, *mg, found);
                    }
                }
                Amount::List(all, _) => {
                    // More strengths than names: the others belong to what the name hides.
                    found.left.push(all.iter().map(f64::to_string).collect::<Vec<_>>().join("/"));
                    found.unclear = true;
                }
                // "10-325" after two names is no range.
                Amount::Unclear(..) if place == last && groups.len() == 2 => match tail.range {
                    Some(all) => {
                        for (group, mg) in groups.iter_mut().zip(all) {
                            self.strength(group, mg, found);
                        }
                    }
                    None => found.unclear = true,
                },
                Amount::Unclear(mg, count) => {
                    found.unclear = true;
                    if let Some(mg) = mg {
                        self.strength(&mut groups[place], *mg, found);
                    }
                    found.units = count.or(found.units);
                }
                Amount::Rate(..) | Amount::Volume(_) | Amount::VolumeOf(..) => found.unclear = true,
            }
        }
    }

    /// One strength, of the unit. In a mix it says nothing unless it is that of one part already.
    fn strength(&self, parts: &mut [Part<'g>], mg: f64, found: &mut Found<'g>) {
        match parts {
            [part] => match part.unit_mg {
                Some(own) if !is_same(own, mg) => {
                    // Of a salt more goes into a tablet than of what it is counted as; else it is another pack.
                    found.unclear = true;
                    part.unit_mg = Some(own.max(mg));
                }
                // A strength that is not sold under the name is a slip, or another pack.
                None if part.most_mg.is_some() && !self.is_sold_with(part, mg) => {
                    found.unclear = true;
                    part.unit_mg = part.most_mg.map(|most| most.max(mg));
                }
                _ => part.unit_mg = Some(mg),
            },
            parts => match parts.iter_mut().find(|part| self.is_sold_with(part, mg)) {
                Some(part) => part.unit_mg = Some(mg),
                None => found.unclear = true,
            },
        }
    }

    /// "8/500", in the order of what the name holds or turned round.
    fn listed(&self, parts: &mut [Part<'g>], all: &[f64], found: &mut Found<'g>) {
        let fits = |all: &[f64]| parts.iter().zip(all).all(|(part, mg)| self.is_sold_with(part, *mg));
        let turned: Vec<f64> = all.iter().rev().copied().collect();
        let order = if fits(all) { all } else { turned.as_slice() };
        found.unclear |= !fits(order);
        for (part, mg) in parts.iter_mut().zip(order) {
            part.unit_mg = Some(*mg);
        }
    }

    /// The strengths in which a substance is sold by itself: under this name, else in this country, the smallest first.
    pub(crate) fn strengths_of(&self, country: Option<&str>, part: &Part<'g>) -> Vec<f64> {
        let by_itself = |product: &&'g Product| {
            product.holds.len() == 1 && product.ml.is_none() && Some(product.country.as_str()) == country
        };
        let holds = self.medicines.products.iter().filter(by_itself).flat_map(|product| &product.holds);
        let of_country = holds.filter(|holds| holds.substance == part.substance.id()).filter_map(|holds| holds.mg);
        let mut strengths: Vec<f64> = if part.sold.is_empty() { of_country.collect() } else { part.sold.to_vec() };
        strengths.sort_by(f64::total_cmp);
        strengths.dedup();
        strengths
    }

    /// Whether a part of a pack or a family is sold with this strength.
    fn is_sold_with(&self, part: &Part<'g>, mg: f64) -> bool {
        let families = self.medicines.families.iter().flat_map(|family| &family.may_hold);
        let mut own = families.filter(|holds| holds.substance == part.substance.id()).flat_map(|holds| &holds.mg);
        match part.unit_mg {
            Some(own) => is_same(own, mg),
            None => own.any(|own| is_same(*own, mg)),
        }
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

impl<'g> Found<'g> {
    /// Adds what other words for the same thing mean: "Nurofen" and "ibuprofen" are one part.
    pub(crate) fn and(mut self, other: Found<'g>) -> Found<'g> {
        if self.parts.is_empty() {
            // A brand that is not known, with its substance: that says what it is.
            self.left.clear();
            self.mean = None;
        }
        other.parts.iter().for_each(|part| merge(&mut self.parts, *part));
        self.left.extend(other.left);
        self.open |= other.open;
        self.either_way |= other.either_way;
        self.unclear |= other.unclear;
        self.units = self.units.or(other.units);
        self
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

fn merge<'g>(parts: &mut Vec<Part<'g>>, part: Part<'g>) {
    match parts.iter_mut().find(|known| known.substance.id() == part.substance.id()) {
        Some(known) => {
            let differ = matches!((known.unit_mg, part.unit_mg), (Some(a), Some(b)) if !is_same(a, b));
            let most = [known.most_mg, part.most_mg, known.unit_mg, part.unit_mg];
            let most = most.into_iter().flatten().reduce(f64::max);
            known.unit_mg = if differ { None } else { known.unit_mg.or(part.unit_mg) };
            // Of two packs neither says what the other allows.
            known.pack = if differ { None } else { known.pack.or(part.pack) };
            known.most_mg = most;
        }
        None => parts.push(part),
    }
}

fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.abs().max(b.abs())
}

fn shape_of_product(product: &Product) -> Option<Shape> {
    product.unit.split(' ').rev().find_map(amount::shape_of)
}

fn is_of_another_shape(meaning: &Meaning<'_>, said: Shape) -> bool {
    matches!(meaning, Meaning::Product(product) if shape_of_product(product).is_some_and(|own| own != said))
}

/// How many letters have to be put in, taken out, changed or swapped to make one word of the other; more than `most` is
/// only said to be more.
fn slips(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = row[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            next[j] = change.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                next[j] = next[j].min(before[j - 2] + 1);
            }
        }
        if next.iter().all(|slips| *slips > most) {
            return most + 1;
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn found(words: &str) -> Found<'static> {
        find(supple_guidance::embedded(), Some("GB"), words)
    }

    fn ids(words: &str) -> Vec<&'static str> {
        found(words).parts.iter().map(|part| part.substance.id()).collect()
    }

    #[test]
    fn case_spaces_hyphens_and_accents_do_not_matter() {
        for words in ["Ibuprofen", "IBUPROFEN", "  ibu-profen ", "Ibuprofén", "ibuprofens", "Ｉｂｕｐｒｏｆｅｎ"]
        {
            assert_eq!(ids(words), ["ibuprofen"], "{words}");
            assert!(found(words).is_known(), "{words}");
        }
        assert_eq!(ids("Co Codamol"), ["codeine", "paracetamol"]);
        assert_eq!(ids("Acetylsalicylsaure"), ["aspirin"]);
        assert_eq!(ids("acetylsalicylsäure"), ["aspirin"]);
    }

    #[test]
    fn the_longer_name_counts() {
        assert_eq!(ids("ibuprofen gel"), ["ibuprofen-gel"]);
        assert_eq!(ids("Voltarol 12 Hour Emulgel"), ["diclofenac"]);
        assert_eq!(ids("Anadin Extra"), ["aspirin", "paracetamol", "caffeine"]);
        assert_eq!(ids("Anadin Ultra"), ["ibuprofen"]);
        assert_eq!(found("Nurofen Plus").parts[0].unit_mg, Some(200.0));
        let family = found("Nurofen");
        assert_eq!((family.parts[0].unit_mg, family.parts[0].most_mg), (None, Some(400.0)));
    }

    #[test]
    fn a_word_that_is_left_over_makes_the_contents_unknown() {
        for words in ["Tylenol Ultra", "ibuprofen plus", "aspirin night", "paracetamol 8 hour", "AleveX", "Panadol?"] {
            assert!(!found(words).is_known(), "{words}");
        }
        for words in ["Tesco paracetamol 500mg", "paracetamol 500 mg effervescent tablets", "naproxen 500mg EC"] {
            assert!(found(words).is_known(), "{words}: {:?}", found(words));
        }
        assert_eq!(found("ibuprofin").mean, Some("ibuprofen"));
        assert_eq!(found("paracetmol 500mg").mean, Some("paracetamol"));
    }

    #[test]
    fn a_name_that_stands_for_several_packs_asks_which() {
        assert!(found("Anadin").open && found("Lemsip").open);
        assert!(!found("Nurofen").open, "only how much is open");
    }

    #[test]
    fn all_that_is_named_is_found() {
        assert_eq!(ids("ibuprofen and paracetamol"), ["ibuprofen", "paracetamol"]);
        assert_eq!(ids("Ibuprofentabletten"), ["ibuprofen"]);
        assert_eq!(ids("meloxicam 15 mg"), ["meloxicam"]);
    }

    #[test]
    fn what_is_said_not_to_be_in_it_is_not_found() {
        for words in ["aspirin-free pain relief", "not ibuprofen, the other one", "nasal spray", "massage oil", ""] {
            assert_eq!(ids(words), Vec::<&str>::new(), "{words}");
            assert!(!found(words).is_known());
        }
    }

    #[test]
    fn by_mouth_and_on_the_skin_are_told_apart() {
        assert_eq!(ids("Diclofenac 50 mg tablets"), ["diclofenac tablets"]);
        assert_eq!(ids("Voltarol 75mg SR"), ["diclofenac tablets"]);
        assert_eq!(ids("diclofenac gel 1%"), ["diclofenac"]);
        assert_eq!(ids("Nurofen 200mg medicated plaster"), ["ibuprofen-gel"]);
        assert!(found("Voltarol").either_way && !found("Voltarol 75mg SR").either_way);
        assert!(!found("paracetamol gel").is_known());
    }

    #[test]
    fn strengths_belong_to_the_names_before_them() {
        let mg = |words: &str| found(words).parts.iter().map(|part| part.unit_mg).collect::<Vec<_>>();
        assert_eq!(mg("ibuprofen 400 mg"), [Some(400.0)]);
        assert_eq!(mg("Ibuprofen400"), [Some(400.0)]);
        assert_eq!(mg("paracetamol 0,5 g"), [Some(500.0)]);
        assert_eq!(mg("paracetamol 1,000 mg"), [Some(1000.0)]);
        assert_eq!(mg("co-codamol 8/500"), [Some(500.0), Some(8.0)]);
        assert_eq!(mg("Zapain 500/30"), [Some(30.0), Some(500.0)]);
        assert_eq!(mg("paracetamol 500mg + ibuprofen 200mg"), [Some(500.0), Some(200.0)]);
        assert_eq!(mg("hydrocodone-acetaminophen 10-325"), [Some(10.0), Some(325.0)]);
        assert_eq!(found("2 x 500mg paracetamol").units, Some(2.0));
        assert_eq!(found("paracetamol 500mg 16 tablets").pack, Some(16.0));
        assert!(found("paracetamol 1.000 mg").unclear);
    }
}
