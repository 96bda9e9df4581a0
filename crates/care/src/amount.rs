//! How much someone wrote: "2 x 500 mg", "two tablets", "10 ml of 120 mg/5 ml", "a couple".
//!
//! Pieces become items (a mass, a count, a volume, a joint between them), and the row of items has to be one of the few
//! shapes that have one meaning. Everything else is [`Amount::Unclear`], with the highest reading that it bears: whoever
//! counts it says that it was not understood. A word that is not known makes an amount unclear, never smaller.

mod items;
mod meaning;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use words::shape_of;

use crate::pieces::Piece;
use items::{Item, Reader};
use meaning::shape;
use supple_guidance::medicines::Believed;

/// How much, as far as it was understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Amount {
    /// Nothing is said.
    #[default]
    Nothing,
    /// Milligrams, all together or of the only one.
    Mass(f64),
    /// Milligrams of each, and how many if that is said.
    Each(f64, Option<f64>),
    /// How many, with a word such as "tablets" or an "x".
    Count(f64, Option<Shape>),
    /// A number and no more.
    Bare(f64),
    /// A count beside milligrams: of each or in all is open.
    Beside(f64, f64, Option<Shape>),
    /// Millilitres.
    Volume(f64),
    /// Milligrams in so many millilitres.
    Rate(f64, f64),
    /// Millilitres of something with milligrams in so many millilitres.
    VolumeOf(f64, (f64, f64)),
    /// Strengths with strokes between them, and how many if that is said: "5/325 x 2".
    List(Vec<f64>, Option<f64>),
    /// Not understood. The highest milligrams and the highest count that it names.
    Unclear(Option<f64>, Option<f64>),
}

/// What one unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A tablet, a capsule and the like.
    Solid,
    /// A sachet or another powder in a paper.
    Powder,
    /// A suppository.
    Suppository,
    /// A patch or a plaster.
    Patch,
    /// A layer, or a use of a gel.
    Layer,
    /// Something that is no measure: drops, puffs, cups.
    Other,
}

/// What else the words say of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// It goes on the skin.
    pub(crate) skin: bool,
    /// What one unit is, where a word names it without a number.
    pub(crate) shape: Option<Shape>,
    /// It is poured.
    pub(crate) poured: bool,
    /// It lets go of its contents over many hours.
    pub(crate) slow: bool,
}

impl Form {
    /// What two places say together.
    pub(crate) fn and(self, other: Form) -> Form {
        Form {
            skin: self.skin || other.skin,
            shape: self.shape.or(other.shape),
            poured: self.poured || other.poured,
            slow: self.slow || other.slow,
        }
    }
}

/// An amount with everything that was found around it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) amount: Amount,
    pub(crate) form: Form,
    /// What was not understood.
    pub(crate) left: Vec<String>,
    /// Two numbers with a dash between them and nothing else: a range, or two strengths.
    pub(crate) range: Option<[f64; 2]>,
    /// Whether there are strokes between numbers that are no rate: "10/325".
    pub(crate) strokes: bool,
    /// Whether it is said to be of each.
    pub(crate) each: bool,
}

/// Which reading is believed, as `guidance/medicines.toml` has it.
pub(crate) fn believed() -> &'static Believed {
    &supple_guidance::embedded().medicines.believed
}

/// A number by itself, if it can be read in one way only: "1,500" is fifteen hundred, "0,5" a half. "1.500" may be either,
/// so it is none.
///
/// ```
/// use supple_care::number;
/// assert_eq!((number("1,500"), number("0,5"), number("1 000")), (Some(1500.0), Some(0.5), Some(1000.0)));
/// assert_eq!((number("1.500"), number("-5"), number("some")), (None, None, None));
/// ```
pub fn number(text: &str) -> Option<f64> {
    match crate::pieces::cut(text).as_slice() {
        [Piece::Number(number)] => number.certain().or(number.comma.then_some(number.high)),
        _ => None,
    }
}

/// Milligrams, if a text says them in a way that can be read in one way only. A number alone is milligrams.
///
/// ```
/// use supple_care::milligrams;
/// assert_eq!((milligrams("1,500 mg"), milligrams("0,5 g"), milligrams("400")), (Some(1500.0), Some(500.0), Some(400.0)));
/// assert_eq!((milligrams("1.500"), milligrams("2-3"), milligrams("")), (None, None, None));
/// ```
pub fn milligrams(text: &str) -> Option<f64> {
    match read(&crate::pieces::cut(text)).strictly() {
        Amount::Mass(mg) | Amount::Bare(mg) => Some(mg),
        _ => None,
    }
}

/// How many, if a text says it in a way that can be read in one way only.
///
/// ```
/// use supple_care::how_many;
/// assert_eq!((how_many("two tablets"), how_many("1½"), how_many("2")), (Some(2.0), Some(1.5), Some(2.0)));
/// assert_eq!((how_many("2-3"), how_many("a few"), how_many("0")), (None, None, None));
/// ```
pub fn how_many(text: &str) -> Option<f64> {
    match read(&crate::pieces::cut(text)).strictly() {
        Amount::Count(count, _) | Amount::Bare(count) => Some(count),
        _ => None,
    }
}

/// Reads how much pieces say.
pub(crate) fn read(pieces: &[Piece]) -> Said {
    let mut reader = Reader { pieces, at: 0, items: Vec::new(), said: Said::default() };
    reader.items();
    let Reader { items, mut said, .. } = reader;
    said.amount = shape(&items);
    let rate = matches!(said.amount, Amount::Rate(..) | Amount::VolumeOf(..));
    said.strokes = !rate && items.contains(&Item::Stroke);
    said.each = items.contains(&Item::Each);
    if let [from, Item::Range, to] = items.as_slice() {
        let value = |item: &Item| match item {
            Item::Bare(number) => number.certain(),
            Item::Mass(mg, true) => Some(*mg),
            _ => None,
        };
        said.range = value(from).zip(value(to)).map(|(from, to)| [from, to]);
    }
    said
}

impl Said {
    /// The amount, which is unclear if anything was not understood.
    pub(crate) fn strictly(&self) -> Amount {
        if self.left.is_empty() { self.amount.clone() } else { unclear(&self.amount) }
    }
}

fn unclear(amount: &Amount) -> Amount {
    match amount {
        Amount::Mass(mg) => Amount::Unclear(Some(*mg), None),
        Amount::Each(mg, count) => Amount::Unclear(Some(*mg), *count),
        Amount::Count(count, _) => Amount::Unclear(None, Some(*count)),
        Amount::Bare(number) if *number >= believed().least_strength_mg => Amount::Unclear(Some(*number), None),
        Amount::Bare(number) => Amount::Unclear(None, Some(*number)),
        Amount::Beside(count, mg, _) => Amount::Unclear(Some(*mg), Some(*count)),
        Amount::List(all, count) => Amount::Unclear(all.iter().copied().reduce(f64::max), *count),
        Amount::VolumeOf(ml, (mg, per)) => Amount::Unclear(Some(ml * mg / per), None),
        Amount::Nothing | Amount::Volume(_) | Amount::Rate(..) => Amount::Unclear(None, None),
        Amount::Unclear(mg, count) => Amount::Unclear(*mg, *count),
    }
}
