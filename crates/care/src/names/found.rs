//! What words mean: substances, how much of each, and what was not understood.

use crate::amount::Shape;
use supple_guidance::medicines::{Holds, Medicine, Medicines, Relative, Route};

/// What is in something that was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Substance<'g> {
    /// A medicine with a label that can be counted.
    Labelled(&'g Medicine),
    /// One that is not counted; only its kinds are known.
    Other(&'g Relative),
}

impl<'g> Substance<'g> {
    pub(super) fn of(medicines: &'g Medicines, id: &str) -> Option<Substance<'g>> {
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

    pub(super) fn on_skin(self) -> Option<&'g str> {
        match self {
            Substance::Labelled(medicine) => medicine.on_skin.as_deref(),
            Substance::Other(relative) => relative.on_skin.as_deref(),
        }
    }

    pub(super) fn is_for_skin(self) -> bool {
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

pub(super) fn merge<'g>(parts: &mut Vec<Part<'g>>, part: Part<'g>) {
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

/// How much two strengths may differ and still be one: 324 and 325.
const SAME: f64 = 0.01;

pub(super) fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.abs().max(b.abs())
}
