//! Questionnaires of others: what one that was filled in scores, and whether a change of a score may be chance.

use supple_diary::{Diary, Id, Item, Named, Words};
use supple_guidance::embedded;
use supple_guidance::questionnaire::{Questionnaire, ScoreError};

/// What a questionnaire scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// How many of its sentences are so.
    pub points: u32,
    /// How many sentences it has: the most that it can score.
    pub of: u32,
}

/// A change of a score beside the error of measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It may be chance.
    Within,
    /// It depends on the score whether it may be.
    AtTheEdge,
    /// It is more than the error.
    Beyond,
}

/// The questionnaires that are offered.
pub fn questionnaires() -> &'static [Questionnaire] {
    &embedded().questionnaires.each
}

/// The questionnaire of this id.
pub fn questionnaire(id: &str) -> Option<&'static Questionnaire> {
    questionnaires().iter().find(|one| one.id == id)
}

/// A questionnaire filled in: the sentences of these numbers, from 1, are so, and the others are not. None where a number is of no
/// sentence.
pub fn filled(one: &Questionnaire, ticked: &[usize]) -> Option<supple_diary::Questionnaire> {
    if ticked.iter().any(|number| *number == 0 || *number > one.sentences.len()) {
        return None;
    }
    let answer = |number: usize| Some((Words::new(number.to_string()).ok()?, ticked.contains(&number)));
    let answers: Option<Named<bool>> = (1..=one.sentences.len()).map(answer).collect();
    Some(supple_diary::Questionnaire { which: Id::new(&one.id).ok()?, answers: answers? })
}

/// The numbers of the sentences that are so, from 1; none where it is no questionnaire that is known, where a sentence was left
/// unsaid, or where something was said of none of its sentences: what is not understood is not counted.
pub fn ticked(said: &supple_diary::Questionnaire) -> Option<Vec<usize>> {
    let one = questionnaire(said.which.as_str())?;
    let sentences = 1..=one.sentences.len();
    let answer = |number: usize| Some((number, *said.answers.about(&number.to_string())?));
    let each: Vec<(usize, bool)> = sentences.map(answer).collect::<Option<_>>()?;
    (said.answers.iter().count() == each.len())
        .then(|| each.into_iter().filter(|(_, is)| *is).map(|(number, _)| number).collect())
}

/// What it scores: how many sentences are so. None where [`ticked`] says nothing.
///
/// ```
/// use supple_care::questionnaire::{filled, questionnaire, score};
/// let roland = questionnaire("roland-morris").unwrap();
/// let said = filled(roland, &[3, 9]).unwrap();
/// assert_eq!(score(&said).map(|score| (score.points, score.of)), Some((2, 24)));
/// assert_eq!(score(&filled(roland, &[]).unwrap()).unwrap().points, 0, "none of them is an answer, too");
/// ```
pub fn score(said: &supple_diary::Questionnaire) -> Option<Score> {
    let points = u32::try_from(ticked(said)?.len()).ok()?;
    let of = u32::try_from(questionnaire(said.which.as_str())?.sentences.len()).ok()?;
    Some(Score { points, of })
}

/// The scores of a questionnaire in a diary, each with its entry, in the order in which it was filled in. One that scores nothing
/// is left out.
pub fn scores<'d>(diary: &'d Diary, id: &str) -> Vec<(&'d Item, Score)> {
    let all = diary.all::<supple_diary::Questionnaire>().filter(|(_, said)| said.which.as_str() == id);
    all.filter_map(|(item, said)| Some((item, score(said)?))).collect()
}

/// By how much a score may differ by chance: of a questionnaire by its id, of `pain`, of an `ability`.
pub fn error(of: &str) -> Option<&'static ScoreError> {
    embedded().questionnaires.errors.iter().find(|error| error.of == of)
}

/// A change from one score to another beside the error.
///
/// ```
/// use supple_care::questionnaire::{Change, change, error};
/// let roland = error("roland-morris").unwrap();
/// assert_eq!(change(roland, 12, 11), Change::Within, "one point may be chance");
/// assert_eq!(change(roland, 20, 2), Change::Beyond);
/// ```
pub fn change(error: &ScoreError, from: u32, to: u32) -> Change {
    match from.abs_diff(to) {
        points if points < error.least => Change::Within,
        points if points < error.most => Change::AtTheEdge,
        _ => Change::Beyond,
    }
}
