//! Which exercise a person can do and may do. Every test here only takes one away.

use crate::asked::Asked;
use supple_care::Truth;
use supple_guidance::exercise::{Condition, Exercise, Need, Unless};
use supple_guidance::{Guidance, Unknown};

/// Why an exercise is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Out<'g> {
    /// Something about the person is against it, or may be.
    Condition(&'g Condition),
    /// Nobody has answered whether something is against it that must be known.
    Unanswered(&'g Condition),
    /// A move that it needs hurts.
    Hurts(Need),
    /// It is done elsewhere.
    Elsewhere,
    /// The person put it aside.
    PutAside,
    /// It is for later on the way back to activity.
    Later,
    /// Its muscles rest today.
    RestDay,
    /// It was too much, and rests: today, or for some days at its easiest.
    TooMuch,
    /// It takes a weight, which is for later on the way back to activity.
    Load,
}

/// How an exercise is done otherwise, and the condition for which.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Changed<'g> {
    /// The condition.
    pub condition: &'g Condition,
    /// How it is done.
    pub how: &'g str,
}

/// What about a person bears on one exercise.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Borne<'g> {
    pub(crate) changes: Vec<Changed<'g>>,
    /// What stays in view, since nobody has answered.
    pub(crate) minds: Vec<&'g Condition>,
}

/// Whether a condition holds. What is not sure counts as so.
pub(crate) fn holds(guidance: &Guidance, asked: &Asked<'_>, condition: &Condition) -> Option<bool> {
    match asked.about.any(guidance, &condition.any) {
        Truth::Yes => Some(true),
        Truth::No => Some(false),
        Truth::Open { unsure, .. } if !unsure.is_empty() => Some(true),
        Truth::Open { .. } => None,
    }
}

/// What of the person changes an exercise, or the reason to leave it out. A condition that the guidance does not know
/// leaves it out whole.
pub(crate) fn borne<'g>(guidance: &'g Guidance, asked: &Asked<'_>, unless: &'g [Unless]) -> Result<Borne<'g>, Out<'g>> {
    let mut borne = Borne::default();
    for one in unless {
        let condition = guidance.exercises.condition(&one.condition).ok_or(Out::Later)?;
        let change = one.change.as_deref().map(|how| Changed { condition, how });
        match (holds(guidance, asked, condition), condition.unknown, change) {
            (Some(false), _, _) => {}
            (Some(true), _, Some(change)) | (None, Unknown::LeaveOut, Some(change)) => borne.changes.push(change),
            (Some(true), _, None) => return Err(Out::Condition(condition)),
            (None, Unknown::LeaveOut, None) => return Err(Out::Unanswered(condition)),
            (None, Unknown::Show, _) => borne.minds.push(condition),
        }
    }
    Ok(borne)
}

/// Whether the person can do it here and may do it.
pub(crate) fn fit<'g>(guidance: &'g Guidance, asked: &Asked<'_>, exercise: &'g Exercise) -> Result<Borne<'g>, Out<'g>> {
    let borne = borne(guidance, asked, &exercise.unless)?;
    if let Some(need) = exercise.needs.iter().find(|need| asked.hurts.contains(need)) {
        return Err(Out::Hurts(*need));
    }
    if asked.place.is_some_and(|place| !exercise.places.contains(&place)) {
        return Err(Out::Elsewhere);
    }
    if asked.put_aside.contains(exercise.id.as_str()) {
        return Err(Out::PutAside);
    }
    Ok(borne)
}
