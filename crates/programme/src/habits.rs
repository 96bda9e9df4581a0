//! Which habits are offered to a person, and why.

use std::collections::BTreeSet;
use supple_care::{About, Truth};
use supple_guidance::Guidance;
use supple_guidance::habit::{Habit, Offer};

/// A habit that is offered, with the reason.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offered<'g> {
    /// The habit.
    pub habit: &'g Habit,
    /// Why it is offered.
    pub offer: &'g Offer,
}

/// The habits that are offered to a person: those for a reason of their own first. `exposures` are the ids of what stands in
/// the diary as something that sets a spasm off, or may.
///
/// Who is not sure whether a habit is not for them is not offered it.
pub fn habits<'g>(guidance: &'g Guidance, about: &About, exposures: &BTreeSet<String>) -> Vec<Offered<'g>> {
    let is_open = |habit: &Habit| match about.any(guidance, &habit.not_for) {
        Truth::Yes => false,
        Truth::No => true,
        Truth::Open { unsure, .. } => unsure.is_empty(),
    };
    let holds = |offer: &&Offer| {
        offer.everyone
            || (!offer.any.is_empty() && about.any(guidance, &offer.any) == Truth::Yes)
            || offer.exposures.iter().any(|exposure| exposures.contains(exposure.as_str()))
    };
    let offered = guidance.habits.iter().filter(|habit| is_open(habit)).filter_map(|habit| {
        let offer = habit.offer.iter().find(holds)?;
        Some(Offered { habit, offer })
    });
    let mut offered: Vec<Offered<'g>> = offered.collect();
    offered.sort_by_key(|one| one.offer.everyone);
    offered
}
