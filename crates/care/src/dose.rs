//! What was taken, and how much of each substance that is.

use crate::names::{Found, Names, Substance};
use jiff::{SignedDuration, Timestamp};
use supple_diary::{Diary, Item, Medicine as Entered, Precision};

/// Less than this part of a unit is not believed, in units as in milligrams: "0.5 mg" of paracetamol is half a gram.
const SMALLEST_PART: f64 = 0.1;

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
}

impl Dose {
    /// So many units of something, at a time that is known.
    pub fn new(at: Timestamp, words: impl Into<String>) -> Dose {
        let within = SignedDuration::ZERO;
        Dose { at, within, words: words.into(), substance: None, milligrams: None, units: None }
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
    /// Whether the milligrams are the least that it can have been, since they were not given.
    pub(crate) assumed: bool,
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

    /// Whether both time and amount are as the person said.
    pub(crate) fn certain(&self) -> bool {
        !self.assumed && self.dose.within == SignedDuration::ZERO
    }
}

/// The substances of a dose; empty if its words are not known.
pub(crate) fn intakes<'g, 'd>(names: &Names<'g>, dose: &'d Dose, proposed: bool) -> Vec<Intake<'g, 'd>> {
    let named = dose.substance.as_ref().map(|substance| names.find(substance));
    let found = match &named {
        Some(named) => names.find(&dose.words).and(named),
        None => names.find(&dose.words),
    };
    let alone = found.parts.len() == 1;
    let intake = |place: usize| {
        let part = found.parts[place];
        let medicine = part.substance.medicine();
        let is_meant = alone || named.as_ref().is_some_and(|named| is_part_of(named, part.substance));
        let usual = medicine.and_then(|medicine| medicine.unit_mg);
        let (mg, strength, assumed) = match usual {
            Some(usual) => amount(dose, &found, part.unit_mg, usual, alone, is_meant),
            None => (None, None, false),
        };
        Intake { substance: part.substance, dose, proposed, mg, strength, assumed }
    };
    (0..found.parts.len()).map(intake).collect()
}

fn is_part_of(named: &Found<'_>, substance: Substance<'_>) -> bool {
    named.parts.iter().any(|part| part.substance.id() == substance.id())
}

/// Milligrams of one substance, the strength of one unit, and whether the milligrams are assumed.
///
/// What is not known counts as the least that it can be: one unit of the usual strength. `alone`: nothing else is in the
/// product. `is_meant`: the milligrams that were entered are about this substance.
fn amount(
    dose: &Dose,
    found: &Found<'_>,
    fixed: Option<f64>,
    usual: f64,
    alone: bool,
    is_meant: bool,
) -> (Option<f64>, Option<f64>, bool) {
    let real = |value: Option<f64>| value.filter(|value| value.is_finite() && *value > 0.0);
    let units = real(dose.units).or(found.units).filter(|units| *units >= SMALLEST_PART);
    // A strength in the words is that of the whole tablet, so it says nothing of one part of a mix.
    let strength = if alone { real(found.strength_mg).or(fixed) } else { fixed };
    let by_units = units.unwrap_or(1.0) * strength.unwrap_or(usual);
    let given = real(dose.milligrams);
    match given.filter(|mg| *mg >= usual * SMALLEST_PART) {
        // Of a mix, milligrams alone may mean any of its parts: each counts in full.
        Some(mg) if is_meant || units.is_none() => {
            let strength = strength.or(units.map(|units| mg / units));
            (Some(mg), strength, !is_meant)
        }
        // Milligrams that cannot be meant so are an amount that is not known.
        _ => (Some(by_units), strength, units.is_none() || strength.is_none() || (given.is_some() && is_meant)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn counted(dose: &Dose) -> Vec<(&'static str, Option<f64>, bool)> {
        let intakes = intakes(&Names::of(supple_guidance::embedded()), dose, false);
        intakes.iter().map(|intake| (intake.substance.id(), intake.mg, intake.assumed)).collect()
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
        let mix = [("aspirin", Some(500.0), false), ("paracetamol", Some(500.0), false)];
        assert_eq!(counted(&dose("Excedrin").units(2.0)), mix);
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
        let mut mix = dose("Excedrin").mg(500.0);
        assert_eq!(counted(&mix), [("aspirin", Some(500.0), true), ("paracetamol", Some(500.0), true)]);
        mix.substance = Some("acetaminophen".to_owned());
        assert_eq!(counted(&mix), [("aspirin", Some(500.0), true), ("paracetamol", Some(500.0), false)]);
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
