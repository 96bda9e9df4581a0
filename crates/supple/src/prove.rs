//! `supple prove`: the proof as a table.

use crate::problem::Problem;
use crate::terminal::Out;
use std::time::Instant;
use supple_triage::{embedded, prove};

/// Proves, prints, and fails if a property does not hold.
pub(crate) fn run(json: bool, out: &mut Out) -> Result<(), Problem> {
    let start = Instant::now();
    let proof = prove(embedded());
    if json {
        out.json(&proof)?;
    } else {
        for property in &proof.properties {
            let mark = if property.holds { "holds  " } else { "FAILS  " };
            out.item(mark, &format!("{}.", sentence(property.name)))?;
            out.item("       ", &format!("{}. States: {}.", sentence(&property.how), property.states))?;
            out.gap()?;
        }
        let states: u64 = proof.properties.iter().map(|property| property.states).sum();
        let rules = embedded().guidance().rules.len();
        let findings = embedded().guidance().findings.len();
        let told = if proof.all { "Everything holds" } else { "NOT EVERYTHING HOLDS" };
        out.say(&format!(
            "{told}: {findings} findings, {rules} rules, {states} states in {:.1} seconds.",
            start.elapsed().as_secs_f64()
        ))?;
    }
    if proof.all { Ok(()) } else { Err(out.then_fail()) }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
