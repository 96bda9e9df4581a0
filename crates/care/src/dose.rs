//! What was taken, and how much of each substance that is.

use crate::amount::{self, Amount, Shape, believed};
use crate::medicine::Unknown;
use crate::names::{Found, Names, Part, Substance};
use crate::pieces::cut;
use jiff::{SignedDuration, Timestamp};
use supple_diary::{Diary, Item, Medicine as Entered, Precision};
use supple_guidance::medicines::{Holds, Medicine};

/// A medicine taken, or about to be taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// When.
    pub at: Timestamp,
    /// How far the true time may lie before or after `at`. Zero if it is known.
    pub within: SignedDuration,
    /// The product or the substance, in the person's own words.
    pub words: String,
    /// The substance, where it was given apart.
    pub substance: Option<String>,
    /// Milligrams of the substance, all units together.
    pub milligrams: Option<f64>,
    /// How many tablets, layers, …
    pub units: Option<f64>,
    /// How much, in the person's own words: "2 x 500 mg".
    pub amount: Option<String>,
}

impl Dose {
    /// So many units of something, at a time that is known.
    pub fn new(at: Timestamp, words: impl Into<String>) -> Dose {
        let within = SignedDuration::ZERO;
        Dose { at, within, words: words.into(), substance: None, milligrams: None, units: None, amount: None }
    }

    /// The same, with the milligrams of all units together.
    #[must_use]
    pub fn mg(self, milligrams: f64) -> Dose {
        Dose { milligrams: Some(milligrams), ..self }
    }

    /// The same, with how many units.
    #[must_use]
    pub fn units(self, units: f64) -> Dose {
        Dose { units: Some(units), ..self }
    }

    /// The same, with how much in words.
    #[must_use]
    pub fn amount(self, words: impl Into<String>) -> Dose {
        Dose { amount: Some(words.into()), ..self }
    }

    /// The dose that an entry of the diary tells of, as it stands now.
    pub fn of(item: &Item) -> Option<Dose> {
        let Entered { what, substance, milligrams, units, note: _ } = item.get()?;
        // To the minute is as exact as a person reads a clock.
        let within = match item.draft().precision {
            None | Some(Precision::Minute) => SignedDuration::ZERO,
            Some(precision) => SignedDuration::from_secs(precision.seconds()),
        };
        Some(Dose {
            at: item.happened().at(),
            within,
            words: what.as_str().to_owned(),
            substance: substance.as_ref().map(|words| words.as_str().to_owned()),
            milligrams: milligrams.map(supple_diary::Amount::get),
            units: units.map(supple_diary::Amount::get),
            amount: None,
        })
    }
}

/// All doses of a diary, in order. Removed entries are not there, and corrected ones as they stand now.
pub fn doses(diary: &Diary) -> Vec<Dose> {
    diary.of(supple_diary::KindName::Medicine).iter().filter_map(Dose::of).collect()
}

/// One substance of one dose.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Intake<'g, 'd> {
    pub(crate) substance: Substance<'g>,
    pub(crate) dose: &'d Dose,
    /// Whether it is only about to be taken.
    pub(crate) proposed: bool,
    /// Milligrams; `None` where they mean nothing, as with a gel.
    pub(crate) mg: Option<f64>,
    /// Milligrams in one unit, if known.
    pub(crate) strength: Option<f64>,
    /// Whether the milligrams are assumed.
    pub(crate) assumed: bool,
    /// The pack that it was in, if the words name it.
    pub(crate) pack: Option<&'g Holds>,
    /// Which of the names in the words it is from.
    pub(crate) name: usize,
}

impl Intake<'_, '_> {
    /// The earliest time that it can have been.
    pub(crate) fn early(&self) -> Timestamp {
        self.dose.at.saturating_sub(self.dose.within).unwrap_or(Timestamp::MIN)
    }

    /// The latest time that it can have been.
    pub(crate) fn late(&self) -> Timestamp {
        self.dose.at.saturating_add(self.dose.within).unwrap_or(Timestamp::MAX)
    }

    /// Whether the time is as the person said.
    pub(crate) fn is_timed(&self) -> bool {
        self.dose.within == SignedDuration::ZERO
    }

    /// Whether both time and amount are as the person said.
    pub(crate) fn certain(&self) -> bool {
        !self.assumed && self.is_timed()
    }
}

/// The substances of a dose, and what of it is not known.
pub(crate) fn understand<'g, 'd>(
    names: &Names<'g>,
    country: Option<&str>,
    dose: &'d Dose,
    proposed: bool,
) -> (Vec<Intake<'g, 'd>>, Vec<Unknown<'g>>) {
    let named = dose.substance.as_ref().map(|substance| names.find(country, substance));
    let meant: Vec<&str> = named.iter().flat_map(|named| &named.parts).map(|part| part.substance.id()).collect();
    let found = names.find(country, &dose.words);
    let found = match named {
        Some(named) => found.and(named),
        None => found,
    };
    let taken = Taken::of(dose, &found);
    let mut unknown = missing(dose, &found, &taken);
    let mut intakes = Vec::new();
    let mut said_amount = false;
    for part in &found.parts {
        let usual = part.substance.medicine().and_then(|medicine| usual(medicine, country));
        let (mg, strength, assumed) = match usual {
            Some(usual) => taken.of_part(part, usual, found.parts.len() == 1, meant.contains(&part.substance.id())),
            None => (None, None, false),
        };
        if let (Some(counts_mg), true) = (mg, assumed) {
            said_amount = true;
            let (substance, words) = (part.substance, dose.words.clone());
            let alone = found.parts.len() == 1 && part.unit_mg.is_none() && dose.milligrams.is_none();
            let strengths = if alone { names.strengths_of(country, part) } else { Vec::new() };
            unknown.push(Unknown::Amount { substance, words, counts_mg, strengths, at: dose.at });
        }
        intakes.push(Intake {
            substance: part.substance,
            dose,
            proposed,
            mg,
            strength,
            assumed,
            pack: part.pack,
            name: part.name,
        });
    }
    // Where nothing is counted it still matters that the amount was not understood.
    let other = found.parts.iter().find(|part| matches!(part.substance, Substance::Other(_)));
    if let Some(part) = other.filter(|_| !said_amount && !taken.is_said()) {
        unknown.push(Unknown::Unread { substance: part.substance, words: dose.words.clone(), at: dose.at });
    }
    (intakes, unknown)
}

/// What of the words is not known.
fn missing<'g>(dose: &Dose, found: &Found<'g>, taken: &Taken) -> Vec<Unknown<'g>> {
    let (words, at, mean) = (dose.words.clone(), dose.at, found.mean);
    let mut missing = Vec::new();
    if found.parts.is_empty() {
        missing.push(Unknown::Words { words, at, mean });
    } else if taken.hides && found.left.is_empty() {
        let left = dose.amount.iter().cloned().collect();
        missing.push(Unknown::NotAll { words, at, left, mean });
    } else if !found.left.is_empty() {
        missing.push(Unknown::NotAll { words, at, left: found.left.clone(), mean });
    } else if found.open {
        missing.push(Unknown::Pack { words, at });
    } else if found.either_way && !taken.is_swallowed {
        missing.push(Unknown::Form { words, at });
    }
    missing
}

/// Milligrams in the usual unit of a medicine; `None` where milligrams mean nothing.
fn usual(medicine: &Medicine, country: Option<&str>) -> Option<f64> {
    let own = medicine.usual.iter().find(|usual| Some(usual.country.as_str()) == country);
    medicine.unit_mg.map(|mg| own.map_or(mg, |own| own.mg))
}

/// How much was taken, from all that was said of it: the words of the name, the words of the amount, and the numbers.
#[derive(Debug, Default)]
struct Taken {
    /// How many units.
    count: Option<f64>,
    /// Milligrams of each.
    each: Option<f64>,
    /// Milligrams all together.
    total: Option<f64>,
    /// Milligrams that may be those of each or of all of so many.
    beside: Option<(f64, f64)>,
    /// Whether all of that is as it was written, read in the only way.
    clear: bool,
    /// Whether more strengths are named than there are names.
    hides: bool,
    /// Whether milligrams or the kind of unit show that it was swallowed.
    is_swallowed: bool,
}

impl Taken {
    fn of(dose: &Dose, found: &Found<'_>) -> Taken {
        let real = |value: Option<f64>| value.filter(|value| value.is_finite() && *value > 0.0);
        let said = dose.amount.as_deref().map(|text| amount::read(&cut(text))).unwrap_or_default();
        let mut taken = Taken { clear: !found.unclear, ..Taken::default() };
        let units = real(dose.units).filter(|units| *units >= believed().smallest_part);
        taken.clear &= dose.units.is_none() || units.is_some();
        let mut shape = said.form.shape;
        let mut count = None;
        match said.strictly() {
            Amount::Nothing => {}
            // With a count beside it, an amount is that of each.
            Amount::Mass(mg) if units.is_some() || found.units.is_some() => taken.each = Some(mg),
            Amount::Mass(mg) => taken.total = Some(mg),
            Amount::Each(mg, many) => (taken.each, count) = (Some(mg), many),
            Amount::Count(many, of) => {
                count = Some(many);
                shape = of.or(shape);
            }
            Amount::Bare(number) if number >= believed().least_strength_mg && found.parts.len() == 1 => {
                taken.total = Some(number);
                taken.clear = false;
            }
            Amount::Bare(number) => count = Some(number),
            Amount::Beside(many, mg, of) => {
                taken.beside = Some((many, mg));
                shape = of.or(shape);
            }
            Amount::Volume(ml) => match (found.rate, found.ml) {
                (Some((mg, per)), _) => taken.total = Some(ml * mg / per),
                (None, Some(per)) => count = Some(ml / per),
                (None, None) => taken.clear = false,
            },
            Amount::VolumeOf(ml, (mg, per)) => taken.total = Some(ml * mg / per),
            Amount::Rate(..) => taken.clear = false,
            Amount::List(all, many) => {
                count = many;
                taken.total = all.into_iter().reduce(f64::max);
                taken.clear = false;
            }
            Amount::Unclear(mg, many) => {
                (taken.each, count) = (mg, many);
                taken.clear = false;
            }
        }
        // "2" of two things may be two of each or one of each.
        let names = found.parts.iter().map(|part| part.name).max().unwrap_or(0) + 1;
        if names > 1 && count.is_some_and(|count| count > 1.0) && !said.each {
            taken.clear = false;
        }
        if said.strokes && found.parts.len() == 1 {
            taken.hides = true;
        }
        if shape.is_some_and(|shape| !fits(shape, found)) {
            taken.clear = false;
        }
        // Each count multiplies the others: what was meant may be less, never more. One of them is no news.
        let counts: Vec<f64> = [count, units, found.units].into_iter().flatten().collect();
        taken.clear &= counts.iter().filter(|count| **count > 1.0).count() < 2;
        if !counts.is_empty() {
            taken.count = Some(counts.iter().product());
        } else if let Some(pack) = found.pack.filter(|_| taken.total.is_none() && dose.milligrams.is_none()) {
            taken.count = Some(pack);
            taken.clear = false;
        }
        if dose.milligrams.is_some() {
            let given = real(dose.milligrams);
            taken.clear &= given.is_some();
            taken.total = given.or(taken.total);
        }
        if found.rate.is_some() && taken.total.is_none() {
            // So many spoons of a liquid: nobody knows which spoon.
            taken.clear = false;
        }
        taken.clear &= taken.count.is_none_or(|count| count <= believed().most_units);
        let solid = matches!(shape, Some(Shape::Solid | Shape::Suppository));
        let has_mass = taken.each.or(taken.total).or(taken.beside.map(|(_, mg)| mg)).is_some();
        taken.is_swallowed = solid || (has_mass && taken.clear);
        taken
    }

    /// Whether it was said how much, in a way that was understood.
    fn is_said(&self) -> bool {
        self.clear && (self.count.is_some() || self.each.is_some() || self.total.is_some() || self.beside.is_some())
    }

    /// Milligrams of one substance, the strength of one unit, and whether the milligrams are assumed.
    ///
    /// `alone`: nothing else is in it. `is_meant`: milligrams that were given are about this substance.
    fn of_part(&self, part: &Part<'_>, usual: f64, alone: bool, is_meant: bool) -> (Option<f64>, Option<f64>, bool) {
        let is_meant = alone || is_meant;
        // A strength beside a mix says nothing of one part of it.
        let each = self.each.filter(|_| alone);
        let differ = matches!((each, part.unit_mg), (Some(a), Some(b)) if (a - b).abs() > 0.01 * b);
        let strength = match (each, part.unit_mg) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (each, own) => each.or(own),
        };
        // What counts as the strongest that is sold is held to the label of that.
        let of_label = strength.or(part.most_mg);
        let by_units = self.count.unwrap_or(1.0) * strength.or(part.most_mg).unwrap_or(usual);
        let by_units_assumed = self.count.is_none() || strength.is_none() || differ || !self.clear;
        if let Some((count, mg)) = self.beside {
            // "2 tabs (1000 mg)": the strength shows that it is all of them.
            let fits =
                alone && strength.is_some_and(|one| (one * count - mg).abs() <= 0.01 * mg) && self.count.is_none();
            let most = (count * strength.unwrap_or(mg)).max(count * mg) * self.count.unwrap_or(1.0);
            return if fits { (Some(mg), strength, !self.clear) } else { (Some(most), strength, true) };
        }
        let given = self.total.or(self.each.filter(|_| !alone).map(|mg| mg * self.count.unwrap_or(1.0)));
        match given.filter(|mg| *mg >= usual * believed().smallest_part) {
            // Of a mix, milligrams alone may mean any of its parts: each counts in full.
            Some(mg) if is_meant || self.count.is_none() => {
                let parts = part.unit_mg.map(|one| mg / (one * believed().part_of_a_tablet));
                let fits = self.count.is_some() || parts.is_none_or(|parts| (parts - parts.round()).abs() < 0.02);
                let strength = strength.or(self.count.map(|count| mg / count));
                let assumed = !is_meant || !self.clear || !fits || mg > believed().most_mg;
                (Some(mg), strength, assumed)
            }
            // Milligrams that cannot be meant so are an amount that is not known.
            _ => {
                let low = by_units < usual * believed().smallest_part;
                let mg = if low { self.count.unwrap_or(1.0) * usual } else { by_units };
                let assumed = by_units_assumed || low || (given.is_some() && is_meant) || mg > believed().most_mg;
                (Some(mg), of_label, assumed)
            }
        }
    }
}

/// Whether units of this shape can be units of what was found.
fn fits(shape: Shape, found: &Found<'_>) -> bool {
    let skin = !found.parts.is_empty()
        && found.parts.iter().all(|part| part.substance.medicine().is_none_or(|one| one.unit_mg.is_none()));
    // What goes through the skin of a patch that a doctor sets is by the hour.
    let by_the_hour = found.parts.iter().any(|part| matches!(part.substance, Substance::Other(one) if !one.sold));
    match shape {
        Shape::Patch if by_the_hour => false,
        _ if skin => shape != Shape::Other,
        Shape::Solid => found.ml.is_none() && found.rate.is_none() && found.shape != Some(Shape::Powder),
        Shape::Powder => found.shape == Some(Shape::Powder),
        Shape::Suppository => true,
        Shape::Patch | Shape::Layer | Shape::Other => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn counted(dose: &Dose) -> Vec<(&'static str, Option<f64>, bool)> {
        let (intakes, _) = understand(&Names::of(supple_guidance::embedded()), Some("US"), dose, false);
        let counted = intakes.iter().filter(|intake| intake.substance.medicine().is_some());
        counted.map(|intake| (intake.substance.id(), intake.mg, intake.assumed)).collect()
    }

    fn dose(words: &str) -> Dose {
        Dose::new(Timestamp::UNIX_EPOCH, words)
    }

    #[test]
    fn milligrams_count_as_given() {
        assert_eq!(counted(&dose("ibuprofen").mg(600.0)), [("ibuprofen", Some(600.0), false)]);
        assert_eq!(counted(&dose("Advil").mg(600.0).units(3.0)), [("ibuprofen", Some(600.0), false)]);
    }

    #[test]
    fn units_count_by_the_strength_that_the_name_settles() {
        assert_eq!(counted(&dose("Advil").units(3.0)), [("ibuprofen", Some(600.0), false)]);
        assert_eq!(counted(&dose("Nurofen 400 mg").units(2.0)), [("ibuprofen", Some(800.0), false)]);
        let mix = [("paracetamol", Some(500.0), false), ("aspirin", Some(500.0), false)];
        assert_eq!(counted(&dose("Excedrin Migraine").units(2.0)), mix);
    }

    #[test]
    fn what_is_not_known_counts_as_one_usual_unit_and_is_marked() {
        assert_eq!(counted(&dose("ibuprofen")), [("ibuprofen", Some(200.0), true)]);
        assert_eq!(counted(&dose("ibuprofen").units(3.0)), [("ibuprofen", Some(600.0), true)]);
        assert_eq!(counted(&dose("ibuprofen").units(0.0)), [("ibuprofen", Some(200.0), true)]);
        assert_eq!(counted(&dose("ibuprofen").mg(f64::NAN)), [("ibuprofen", Some(200.0), true)]);
        assert_eq!(counted(&dose("paracetamol 500 mg")), [("paracetamol", Some(500.0), true)]);
    }

    #[test]
    fn half_a_milligram_of_paracetamol_is_not_believed() {
        assert_eq!(counted(&dose("paracetamol").mg(0.5)), [("paracetamol", Some(500.0), true)]);
        assert_eq!(counted(&dose("paracetamol 1 g").mg(1.0).units(2.0)), [("paracetamol", Some(2000.0), true)]);
    }

    #[test]
    fn milligrams_of_a_mix_count_in_full_for_each_part_unless_it_is_said_which() {
        let mut mix = dose("Excedrin Migraine").mg(500.0);
        assert_eq!(counted(&mix), [("paracetamol", Some(500.0), true), ("aspirin", Some(500.0), true)]);
        mix.substance = Some("acetaminophen".to_owned());
        assert_eq!(counted(&mix), [("paracetamol", Some(500.0), false), ("aspirin", Some(500.0), true)]);
    }

    #[test]
    fn a_gel_has_no_milligrams() {
        assert_eq!(counted(&dose("Voltarol gel").units(1.0)), [("diclofenac", None, false)]);
    }

    #[test]
    fn unknown_words_are_nothing_that_can_be_counted() {
        assert_eq!(counted(&dose("blue pill").mg(300.0)), []);
    }
}
