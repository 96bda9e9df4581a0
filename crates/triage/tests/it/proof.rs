//! The proof of the rules as they are.

use supple_guidance::embedded;
use supple_triage::{holds, prove};

#[test]
fn every_property_of_the_rules_as_they_are_holds() {
    let triage = supple_triage::embedded();
    let proof = prove(triage);
    for property in &proof.properties {
        assert!(property.holds, "{}: {}", property.name, property.how);
    }
    assert!(proof.all && holds(triage));
    assert_eq!(proof.exceptions.len(), embedded().rules.iter().filter(|rule| rule.weak.is_some()).count());
}
