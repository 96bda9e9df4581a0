//! Whom several tests of the medicines ask about.

use supple_care::About;
use supple_guidance::embedded;
use supple_triage::Answer;

/// Someone of 40 who answered no to everything, in this country.
pub(crate) fn nothing_against(country: &str) -> About {
    let guidance = embedded();
    let mut about = About::nothing_yet();
    about.set_country(Some(country));
    for question in &guidance.medicines.questions {
        let no = question.number.as_ref().map_or(Answer::No, |range| Answer::Number(range.min));
        about.set(guidance, &question.id, no).unwrap();
    }
    for id in ["blood-thinner", "pregnant", "steroids", "diabetes"] {
        about.set(guidance, id, Answer::No).unwrap();
    }
    about.set(guidance, "age", Answer::Number(40.0)).unwrap();
    about
}
