//! What one single answer gives, with everything else ordinary: a person of 40, on the first day, with pain of 5.

use crate::{Answer, Answers, Step, Triage, Verdict};
use supple_guidance::{Finding, Kind, Number};

/// What one answer to one finding gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Single<'g> {
    /// The finding.
    pub finding: &'g Finding,
    /// The answer in words: `yes`, `not sure`, or the label of an option or a band.
    pub answer: &'g str,
    /// What it gives.
    pub verdict: Verdict<'g>,
    /// Whether someone in whom everything is ordinary is asked; else it is asked in company only.
    pub asked: bool,
}

impl Single<'_> {
    /// Whether it is a plain yes.
    pub fn is_yes(&self) -> bool {
        self.answer == YES
    }

    /// Whether it says something, rather than that someone is not sure.
    pub fn is_said(&self) -> bool {
        self.answer != NOT_SURE
    }
}

const YES: &str = "yes";
const NOT_SURE: &str = "not sure";

/// Every single answer that is not "no", with everything else ordinary, in the order of the guidance.
pub fn singles<'g>(triage: &Triage<'g>) -> Vec<Single<'g>> {
    let ordinary = ordinary(triage);
    let on_the_way = on_the_way(triage, &ordinary);
    let mut singles = Vec::new();
    for (place, finding) in triage.guidance().findings.iter().enumerate() {
        let asked = on_the_way.contains(&place);
        for (answer, words) in answers(finding) {
            let mut given = ordinary.clone();
            if given.get(place) == Some(answer) || given.set_at(triage, place, answer).is_err() {
                continue;
            }
            singles.push(Single { finding, answer: words, verdict: triage.verdict(&given), asked });
        }
    }
    singles
}

fn ordinary(triage: &Triage<'_>) -> Answers {
    let mut answers = Answers::none_yet(triage);
    for (place, finding) in triage.guidance().findings.iter().enumerate() {
        let Kind::Number(Number { ordinary: Some(value), .. }) = &finding.kind else { continue };
        // The build sees to it that the value is in range; one that were not would be asked about as "no".
        let _ = answers.set_at(triage, place, Answer::Number(*value));
    }
    answers.assume_no(triage);
    answers
}

/// What someone is asked in whom everything is ordinary.
fn on_the_way(triage: &Triage<'_>, ordinary: &Answers) -> Vec<usize> {
    let (mut answers, mut asked) = (Answers::none_yet(triage), Vec::new());
    while let Step::Ask { findings, .. } = triage.next(&answers) {
        for place in &findings {
            let same = ordinary.get(*place).map(|answer| answers.set_at(triage, *place, answer));
            debug_assert!(matches!(same, Some(Ok(()))), "an ordinary answer to everything");
        }
        asked.extend(findings);
    }
    asked
}

/// Every answer that a tap can give and that is not "no".
fn answers(finding: &Finding) -> Vec<(Answer, &str)> {
    let mut answers: Vec<(Answer, &str)> = match &finding.kind {
        Kind::YesNo => vec![(Answer::Yes, YES)],
        Kind::Number(number) => {
            let bands = number.bands.iter().filter(|band| band.value != number.no);
            bands.map(|band| (Answer::Number(band.value), band.label.as_str())).collect()
        }
        Kind::Choice(choice) => {
            let options = (0..).zip(&choice.options).take(choice.options.len().saturating_sub(1));
            options.map(|(place, option)| (Answer::Option(place), option.label.as_str())).collect()
        }
    };
    answers.push((Answer::Unsure, NOT_SURE));
    answers
}
