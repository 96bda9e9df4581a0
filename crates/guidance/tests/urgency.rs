//! One sign, one urgency: where a claim of the guide names rules of the check, what it says of their urgency is what they say.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use supple_guidance::{Claim, Guidance, Urgency, embedded};

/// Words that say how urgent a thing is. "Do the check" says nothing of it: the check does.
const SAID: [(&str, Urgency); 10] = [
    ("emergency", Urgency::Emergency),
    ("get help now", Urgency::Emergency),
    ("at once", Urgency::Emergency),
    ("right away", Urgency::Emergency),
    ("straight away", Urgency::Emergency),
    ("today", Urgency::SameDay),
    ("same day", Urgency::SameDay),
    ("see a doctor", Urgency::SeeDoctor),
    ("book a visit", Urgency::SeeDoctor),
    ("care for it at home", Urgency::SelfCare),
];

fn said(claim: &Claim) -> BTreeSet<Urgency> {
    let text = format!("{} {}", claim.text, claim.caution.as_deref().unwrap_or_default()).to_lowercase();
    SAID.iter().filter(|(word, _)| text.contains(word)).map(|(_, urgency)| *urgency).collect()
}

/// Where a claim and its rules disagree. A weak rule has two urgencies: in company, and alone.
fn disagrees(claim: &Claim, guidance: &Guidance) -> Option<String> {
    let rules = || guidance.rules.iter().filter(|rule| claim.rules.contains(&rule.id));
    let mut may: BTreeSet<Urgency> = rules().map(|rule| rule.urgency).collect();
    let said = said(claim);
    if let Some(unsaid) = may.difference(&said).next() {
        return Some(format!("{}: a rule says {unsaid:?}, the claim does not", claim.id));
    }
    may.extend(rules().filter_map(|rule| rule.weak.as_ref()).map(|weak| weak.alone));
    said.difference(&may).next().map(|other| format!("{}: the claim says {other:?}, no rule does", claim.id))
}

#[test]
fn a_claim_says_of_a_sign_what_its_rules_say() {
    let guidance = embedded();
    let linked: Vec<&Claim> = guidance.claims.iter().filter(|claim| !claim.rules.is_empty()).collect();
    assert!(linked.len() >= 30, "{} claims name a rule", linked.len());
    let wrong: Vec<String> = linked.iter().filter_map(|claim| disagrees(claim, guidance)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_claim_that_sends_someone_somewhere_names_the_rules() {
    let guidance = embedded();
    let urgent = |claim: &&Claim| said(claim).iter().any(|urgency| *urgency >= Urgency::SameDay);
    let open: BTreeSet<&str> = guidance
        .claims
        .iter()
        .filter(urgent)
        .filter(|claim| claim.rules.is_empty())
        .map(|claim| claim.id.as_str())
        .collect();
    assert_eq!(open, OF_NO_RULE.into(), "link each to its rules, or name it here");
}

/// Claims that speak of urgency in general, of a number to call, or of what no rule of the check asks.
const OF_NO_RULE: [&str; 8] = [
    "causes.nausea-medicine",
    "conditions.low-calcium",
    "conditions.other-emergencies",
    "doctor.crisis-line",
    "relief.driving",
    "relief.stop",
    "warning-signs.emergency-call",
    "warning-signs.recent-infection",
];

#[test]
fn a_claim_that_says_another_urgency_is_found() {
    let guidance = embedded();
    let mut claim = guidance.claim("conditions.keeps-coming-back").unwrap().clone();
    assert_eq!(disagrees(&claim, guidance), None);
    claim.text += " It is an emergency.";
    assert!(disagrees(&claim, guidance).unwrap().contains("the claim says Emergency"));
    claim.text = "Spasms can return.".to_owned();
    assert!(disagrees(&claim, guidance).unwrap().contains("a rule says SeeDoctor"));
}
