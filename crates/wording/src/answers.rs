//! The answers of the check: what each is called, what it means, and what to say of it.

use std::sync::LazyLock;
use supple_guidance::{Finding, Kind, Urgency};
use supple_triage::Answer;

/// One button of a finding.
#[derive(Debug)]
pub struct Pick {
    /// What the form sends.
    pub value: String,
    /// What the button says.
    pub label: &'static str,
    /// What it answers.
    pub answer: Answer,
    /// Whether this answer alone is an emergency.
    pub emergency: bool,
    /// Whether this answer alone is at least for today.
    pub danger: bool,
    /// What to read out to a doctor, where there is something to say.
    pub say: Option<&'static str>,
}

// Worked out once: which answers are an emergency by themselves takes an evaluation of all rules for each.
static PICKS: LazyLock<Vec<Vec<Pick>>> = LazyLock::new(|| {
    let findings = supple_triage::embedded().guidance().findings.iter();
    findings.enumerate().map(|(place, finding)| offered(place, finding)).collect()
});

/// The buttons of the finding at this place, in the order in which they are shown.
pub fn of(place: usize) -> &'static [Pick] {
    PICKS.get(place).map_or(&[], Vec::as_slice)
}

/// The button that stands for this answer.
pub fn chosen(place: usize, answer: Answer) -> Option<&'static Pick> {
    let Answer::Number(given) = answer else {
        return of(place).iter().find(|pick| pick.answer == answer);
    };
    let Kind::Number(number) = &supple_triage::embedded().guidance().findings.get(place)?.kind else {
        return None;
    };
    // A band reaches up to the next higher one.
    let at_or_below = number.bands.iter().zip(of(place)).filter(|(band, _)| band.from <= given);
    at_or_below.max_by(|(a, _), (b, _)| a.from.total_cmp(&b.from)).map(|(_, pick)| pick)
}

fn offered(place: usize, finding: &'static Finding) -> Vec<Pick> {
    let triage = supple_triage::embedded();
    let pick = |value: String, label, answer, say: Option<&'static String>| Pick {
        value,
        label,
        answer,
        emergency: triage.alone(place, answer) == Urgency::Emergency,
        danger: triage.alone(place, answer) >= Urgency::SameDay,
        say: say.map(String::as_str),
    };
    let mut picks: Vec<Pick> = match &finding.kind {
        Kind::YesNo => vec![
            pick("yes".to_owned(), "Yes", Answer::Yes, finding.say.as_ref()),
            pick("no".to_owned(), "No", Answer::No, None),
        ],
        Kind::Number(number) => {
            let bands = number.bands.iter();
            bands.map(|b| pick(b.value.to_string(), &b.label, Answer::Number(b.value), b.say.as_ref())).collect()
        }
        Kind::Choice(choice) => (0..)
            .zip(&choice.options)
            .map(|(at, option)| pick(option.id.clone(), &option.label, Answer::Option(at), option.say.as_ref()))
            .collect(),
    };
    // Everyone knows an age well enough for its bands.
    if finding.id != supple_care::health::age_id() {
        picks.push(pick("unsure".to_owned(), "Not sure", Answer::Unsure, Some(&finding.say_unsure)));
    }
    picks
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn place(id: &str) -> usize {
        supple_triage::embedded().place(id).unwrap()
    }

    #[test]
    fn a_number_falls_into_its_band() {
        let label = |id, number| chosen(place(id), Answer::Number(number)).map(|pick| pick.label);
        assert_eq!(label("temperature", 38.0), Some("38 to 38.9 °C"));
        assert_eq!(label("temperature", 36.0), Some("No"));
        assert_eq!(label("age", 5.0), Some("Under 6"));
        assert_eq!(label("age", 100.0), Some("70 or more"));
    }

    #[test]
    fn every_no_has_a_button() {
        let triage = supple_triage::embedded();
        for (at, finding) in triage.guidance().findings.iter().enumerate() {
            assert!(chosen(at, triage.no(at)).is_some(), "{}", finding.id);
        }
    }

    #[test]
    fn values_are_told_apart() {
        for (at, finding) in supple_triage::embedded().guidance().findings.iter().enumerate() {
            let mut values: Vec<&str> = of(at).iter().map(|pick| pick.value.as_str()).collect();
            values.sort_unstable();
            values.dedup();
            assert_eq!(values.len(), of(at).len(), "{}", finding.id);
        }
    }
}
