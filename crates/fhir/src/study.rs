//! A randomised trial of one person: a ResearchStudy, and what came out as an Observation about it.
//!
//! A trial that runs has no Observation. What ended before its rule came to its end is `administratively-completed` and says why
//! in words: no code of the standard means that a person stopped, or that pain rose.

use crate::codes::{ICD_10_CM, canonical};
use crate::content::{Trial, TrialState};
use crate::document::{Making, asserted, counted, period};
use crate::resource::{Component, Effective, Note, Objective, Observation, ResearchStudy, Since, StudyArm};
use crate::types::{CodeableConcept, Coding, Identifier, Reference, Value};

/// The trial (ResearchStudy of R4). `problem` is what the trouble is called.
pub(crate) fn study(trial: &Trial, problem: &str) -> ResearchStudy {
    let coded = |system: &str, code: &str| -> CodeableConcept {
        Coding::bare(&format!("http://terminology.hl7.org/CodeSystem/research-study-{system}"), code).into()
    };
    let (status, reason_stopped) = match &trial.state {
        TrialState::Runs => ("active", None),
        TrialState::Ended => ("completed", None),
        TrialState::Stopped(why) => ("administratively-completed", Some(CodeableConcept::text(why))),
    };
    ResearchStudy {
        meta: asserted(),
        identifier: [Identifier { system: canonical("trial-hash"), value: trial.promised.clone() }],
        title: trial.title.clone(),
        status: status.to_owned(),
        primary_purpose_type: coded("prim-purp-type", "treatment"),
        condition: vec![CodeableConcept::coded(Coding::of(ICD_10_CM, "M62.830", "Muscle spasm of back"), problem)],
        keyword: vec![CodeableConcept::text(&trial.kind)],
        description: trial.goes.join("\n\n"),
        period: Since { start: trial.begun.to_string(), end: trial.ended.map(|ended| ended.to_string()) },
        reason_stopped,
        note: trial.notes.iter().map(|text| Note { text: text.clone() }).collect(),
        arm: trial.arms.iter().map(|arm| StudyArm { name: arm.name.clone(), description: arm.does.clone() }).collect(),
        objective: [Objective { name: trial.title.clone(), kind: coded("objective-type", "primary") }],
    }
}

/// What came out (Observation of R4); none while it runs.
pub(crate) fn result(made: &Making<'_>, trial: &Trial, study: &str) -> Option<Observation> {
    let found = trial.result.as_ref()?;
    let when = Effective::In(period((trial.begun, trial.ended.unwrap_or(trial.begun))));
    let code = CodeableConcept::text("Result of a randomised trial of one person");
    let component = |number: &crate::content::Count| Component {
        code: CodeableConcept::text(&number.name),
        value: counted(number),
    };
    Some(Observation {
        focus: vec![Reference::to(study)],
        method: Some(CodeableConcept::text(&trial.kind)),
        component: found.numbers.iter().map(component).collect(),
        ..made.observation(code, when, Value::String(found.verdict.clone()))
    })
}
