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
    let holds = |offer: &&Offer| {
        offer.everyone
            || (!offer.any.is_empty() && about.any(guidance, &offer.any) == Truth::Yes)
            || offer.exposures.iter().any(|exposure| exposures.contains(exposure.as_str()))
    };
    let offered = open(guidance, about).filter_map(|habit| {
        let offer = habit.offer.iter().find(holds)?;
        Some(Offered { habit, offer })
    });
    let mut offered: Vec<Offered<'g>> = offered.collect();
    offered.sort_by_key(|one| one.offer.everyone);
    offered
}

/// The habits that nothing of the person asks for, for who wants to see them all: those that are not against them.
pub fn other_habits<'g>(guidance: &'g Guidance, about: &About, offered: &[Offered<'g>]) -> Vec<&'g Habit> {
    let is_offered = |habit: &Habit| offered.iter().any(|one| one.habit.id == habit.id);
    open(guidance, about).filter(|habit| !is_offered(habit)).collect()
}

fn open<'g>(guidance: &'g Guidance, about: &About) -> impl Iterator<Item = &'g Habit> {
    guidance.habits.iter().filter(|habit| match about.any(guidance, &habit.not_for) {
        Truth::Yes => false,
        Truth::No => true,
        Truth::Open { unsure, .. } => unsure.is_empty(),
    })
}
