//! The rules of the check as a PlanDefinition of the type `eca-rule`.
//!
//! Each level of urgency is an action, the most urgent first; below it stand its rules. A rule that is not ruled out
//! contributes same-day at most, so a rule that is more urgent stands twice: where it holds, and where it may hold. The
//! verdict is the first level with a rule that applies, or self-care where none does. The context of every condition is a
//! QuestionnaireResponse to our Questionnaire, in its groups.

use crate::codes::{self, canonical};
use crate::path::{self, Cut};
use crate::questionnaire::address;
use crate::types::{CodeableConcept, Coding, RelatedArtifact};
use jiff::civil::Date;
use serde::Serialize;
use supple_guidance::{Condition, FindingId, Guidance, Rule, Source, Urgency};

/// A PlanDefinition of FHIR R4.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "resourceType", rename_all = "camelCase")]
pub struct PlanDefinition {
    /// Its canonical address.
    pub url: String,
    /// Its version: that of the check.
    pub version: String,
    /// Its name for programs.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// `eca-rule`.
    #[serde(rename = "type")]
    pub kind: CodeableConcept,
    /// `active`.
    pub status: String,
    /// The day on which it was written.
    pub date: String,
    /// How it is read.
    pub description: String,
    /// The Questionnaire, and the sources.
    pub related_artifact: Vec<RelatedArtifact>,
    /// The levels of urgency.
    pub action: Vec<Action>,
}

/// A level of urgency, or a rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// Its id: a level, or a rule with its part, such as `night-pain.in-company.may`.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Why, in plain words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `stat`, `asap` or `routine`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// The level that it gives.
    pub code: Vec<CodeableConcept>,
    /// The sources of a rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documentation: Vec<RelatedArtifact>,
    /// When it applies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub condition: Vec<Applies>,
    /// The rules of a level.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub action: Vec<Action>,
}

/// When an action applies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Applies {
    /// `applicability`.
    pub kind: String,
    /// The condition.
    pub expression: Expression,
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expression {
    /// `text/fhirpath`.
    pub language: String,
    /// The expression.
    pub expression: String,
}

/// The rules as a PlanDefinition, as of this day.
///
/// ```
/// let plan = supple_fhir::plan_definition(supple_guidance::embedded(), jiff::civil::date(2026, 1, 2));
/// assert_eq!((plan.action[0].id.as_str(), plan.action[0].action[0].id.as_str()), ("emergency", "saddle-numbness"));
/// ```
pub fn plan_definition(guidance: &Guidance, date: Date) -> PlanDefinition {
    let version = codes::version(guidance);
    let of = RelatedArtifact {
        kind: "depends-on".to_owned(),
        display: Some("The questions".to_owned()),
        citation: None,
        url: Some(format!("{}|{version}", address())),
    };
    let named = |source: &&Source| guidance.rules.iter().any(|rule| rule.sources.contains(&source.id));
    let sources = guidance.sources.iter().filter(named).map(cited);
    PlanDefinition {
        url: canonical("PlanDefinition/check"),
        version: version.clone(),
        name: "SuppleCheckRules".to_owned(),
        title: "How soon back pain needs help".to_owned(),
        kind: Coding::of("http://terminology.hl7.org/CodeSystem/plan-definition-type", "eca-rule", "ECA Rule").into(),
        status: "active".to_owned(),
        date: date.to_string(),
        description: "The verdict is the first level with an action that applies; self-care where none does. The context \
                      of each condition is a QuestionnaireResponse. What was not asked or is not sure rules nothing out."
            .to_owned(),
        related_artifact: std::iter::once(of).chain(sources).collect(),
        action: Urgency::ALL.into_iter().rev().map(|urgency| level(guidance, urgency)).collect(),
    }
}

fn cited(source: &Source) -> RelatedArtifact {
    RelatedArtifact {
        kind: "citation".to_owned(),
        display: Some(source.short.clone()),
        citation: Some(source.citation.clone()),
        url: source.address.clone().filter(|address| address.starts_with("http")),
    }
}

fn level(guidance: &Guidance, urgency: Urgency) -> Action {
    let (title, priority) = match urgency {
        Urgency::Emergency => ("Call the emergency number, or go to an emergency department, now", Some("stat")),
        Urgency::SameDay => ("Speak to a doctor or an urgent care line today", Some("asap")),
        Urgency::SeeDoctor => ("Book a doctor within days", Some("routine")),
        Urgency::SelfCare => ("Care for it at home, and watch", None),
    };
    let rules = guidance.rules.iter().flat_map(|rule| parts(guidance, rule));
    Action {
        id: urgency.id().to_owned(),
        title: title.to_owned(),
        description: None,
        priority: priority.map(str::to_owned),
        code: vec![CodeableConcept::text(urgency.id())],
        documentation: Vec::new(),
        condition: Vec::new(),
        action: rules.filter(|part| part.urgency == urgency).map(action(guidance)).collect(),
    }
}

/// A part of a rule: at which level it counts, and when.
struct Part<'g> {
    rule: &'g Rule,
    id: String,
    urgency: Urgency,
    when: String,
}

fn parts<'g>(guidance: &Guidance, rule: &'g Rule) -> Vec<Part<'g>> {
    let when = |condition: &Condition, cut| path::condition(guidance, condition, cut);
    let mut parts = Vec::new();
    let mut push = |name: &str, urgency: Urgency, holds: String, possible: String| {
        let part = |end: &str, urgency, when| Part { rule, id: format!("{}{name}{end}", rule.id), urgency, when };
        parts.push(part("", urgency, holds));
        parts.push(part(".may", urgency.min(Urgency::SameDay), possible));
    };
    let sign = |cut| when(&rule.when, cut);
    let Some(weak) = &rule.weak else {
        push("", rule.urgency, sign(Cut::Holds), sign(Cut::Possible));
        return parts;
    };
    let company = |cut| when(&weak.company, cut);
    let shared = shared(&rule.when, &weak.company);
    let firm = Cut::Firm(&shared);
    // Two doubts are no company: one of the two must rest on more than what is not sure.
    let possible =
        format!("(({} and {}) or ({} and {}))", sign(Cut::Possible), company(firm), sign(firm), company(Cut::Possible));
    let holds = format!("({} and {})", sign(Cut::Holds), company(Cut::Holds));
    push(".in-company", rule.urgency, holds, possible);
    push(".alone", weak.alone, sign(Cut::Holds), sign(Cut::Possible));
    parts
}

/// The findings that both conditions look at: not sure of one thing is one doubt, not two.
fn shared<'g>(sign: &'g Condition, company: &'g Condition) -> Vec<&'g FindingId> {
    let (mut in_sign, mut both) = (Vec::new(), Vec::new());
    sign.atoms(&mut |atom| in_sign.push(&atom.finding));
    company.atoms(&mut |atom| both.extend(Some(&atom.finding).filter(|own| in_sign.contains(own))));
    both
}

fn action(guidance: &Guidance) -> impl Fn(Part<'_>) -> Action {
    |part| Action {
        id: part.id,
        title: part.rule.concern.clone(),
        description: Some(part.rule.because.clone()),
        priority: None,
        code: vec![CodeableConcept::text(part.urgency.id())],
        documentation: part.rule.sources.iter().filter_map(|id| guidance.source(id)).map(cited).collect(),
        condition: vec![Applies {
            kind: "applicability".to_owned(),
            expression: Expression { language: "text/fhirpath".to_owned(), expression: part.when },
        }],
        action: Vec::new(),
    }
}
