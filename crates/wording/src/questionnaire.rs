//! Questionnaires of others in words: what one scores, and a change beside the error of measurement.

use crate::entry::Fact;
use crate::{answered, count, names};
use supple_care::questionnaire::{Change, Score, change, questionnaire, score, ticked};
use supple_diary::Questionnaire;
use supple_guidance::embedded;
use supple_guidance::questionnaire::ScoreError;

/// What a questionnaire that was filled in says in one line.
pub(crate) fn headline(said: &Questionnaire) -> String {
    let name =
        questionnaire(said.which.as_str()).map_or_else(|| names::of(said.which.as_str()), |one| one.short.clone());
    match score(said) {
        Some(Score { points, of }) => format!("{name}: {points} of {of}"),
        None => format!("{name}: no score"),
    }
}

/// Which sentences are so, by their numbers: as a part of a line.
pub(crate) fn numbers(said: &Questionnaire) -> Option<String> {
    let numbers: Vec<String> = ticked(said)?.iter().map(ToString::to_string).collect();
    (!numbers.is_empty()).then(|| answered("Ticked", &numbers.join(", ")))
}

/// Each sentence that is so, and that the others are not.
pub(crate) fn facts(said: &Questionnaire) -> Vec<Fact> {
    let yes = "Yes".to_owned();
    let (Some(one), Some(ticked)) = (questionnaire(said.which.as_str()), ticked(said)) else {
        let kept = said.answers.iter().map(|(name, is)| (name.to_owned(), if *is { "Yes" } else { "No" }.to_owned()));
        return std::iter::once(("Which".to_owned(), names::of(said.which.as_str()))).chain(kept).collect();
    };
    let so = ticked.iter().filter_map(|number| one.sentences.get(number - 1));
    let others = one.sentences.len() - ticked.len();
    let no = (others > 0).then(|| (format!("The other {}", count(others, "sentence")), "No".to_owned()));
    let no = no.map(|fact| if ticked.is_empty() { ("All sentences".to_owned(), fact.1) } else { fact });
    let score = ("Score".to_owned(), format!("{} of {}", ticked.len(), one.sentences.len()));
    std::iter::once(score).chain(so.map(|text| (text.clone(), yes.clone()))).chain(no).collect()
}

/// How many points an error is, such as "4 to 5 points".
pub fn points(error: &ScoreError) -> String {
    if error.least == error.most {
        count(usize::try_from(error.most).unwrap_or(usize::MAX), "point")
    } else {
        format!("{} to {} points", error.least, error.most)
    }
}

/// A change of a score, beside its error.
///
/// ```
/// let error = supple_care::questionnaire::error("roland-morris").unwrap();
/// let told = |from, to| supple_wording::questionnaire::changed(Some(error), from, to);
/// assert_eq!(told(13, 9), "4 fewer, at the edge of the error of 4 to 5 points");
/// assert_eq!(told(9, 12), "3 more, within the error of 4 to 5 points");
/// assert_eq!(told(9, 9), "no change");
/// assert_eq!(supple_wording::questionnaire::changed(None, 1, 2), "1 more, of an error that is not known");
/// ```
pub fn changed(error: Option<&ScoreError>, from: u32, to: u32) -> String {
    if from == to {
        return "no change".to_owned();
    }
    let by = format!("{} {}", from.abs_diff(to), if to > from { "more" } else { "fewer" });
    let Some(error) = error else { return format!("{by}, of an error that is not known") };
    let how = match change(error, from, to) {
        Change::Within => "within",
        Change::AtTheEdge => "at the edge of",
        Change::Beyond => "beyond",
    };
    format!("{by}, {how} the error of {}", points(error))
}

/// Who measured these errors, each once, in brackets.
pub fn measured_by<'e>(errors: impl IntoIterator<Item = &'e ScoreError>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for source in errors.into_iter().flat_map(|error| &error.sources).filter_map(|id| embedded().source(id)) {
        if !names.contains(&source.short.as_str()) {
            names.push(&source.short);
        }
    }
    names.join(", ")
}

/// That a score near an end of the scale can hardly show a change; nothing for one in the middle.
pub fn at_an_end(error: &ScoreError, score: u32) -> Option<String> {
    match (error.from, error.to) {
        (Some(from), _) if score < from => {
            Some(format!("Below {from} points it can hardly show that something gets better."))
        }
        (_, Some(to)) if score > to => Some(format!("Above {to} points it can hardly show that something gets worse.")),
        _ => None,
    }
}
