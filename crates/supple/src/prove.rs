//! `supple prove`: the proof as a table.

use crate::problem::Problem;
use crate::terminal::Out;
use std::time::Instant;
use supple_guidance::Urgency;
use supple_triage::{embedded, prove};
use supple_wording::text::sources;

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
        out.heading("Exceptions to \"never below a source's urgency\", by name")?;
        for exception in &proof.exceptions {
            let told = format!(
                "{} by a source, {} alone (by {})",
                exception.urgency,
                exception.alone,
                sources(&exception.evidence)
            );
            out.item(&format!("{:<20} ", exception.rule), &told)?;
        }
        out.gap()?;
        let states: u64 = proof.properties.iter().map(|property| property.states).sum();
        let rules = embedded().guidance().rules.len();
        let findings = embedded().guidance().findings.len();
        let told = if proof.all { "Everything holds" } else { "NOT EVERYTHING HOLDS" };
        out.say(&format!(
            "{told}: {findings} findings, {rules} rules with {} exceptions, {states} states in {:.1} seconds.",
            proof.exceptions.len(),
            start.elapsed().as_secs_f64()
        ))?;
    }
    if proof.all { Ok(()) } else { Err(out.then_fail()) }
}

/// What every single answer gives with all else ordinary, as a page in Markdown: `docs/single-answers.md`.
pub(crate) fn singles(out: &mut Out) -> Result<(), Problem> {
    let singles = supple_triage::singles(embedded());
    let count = |sure: bool, urgency: Urgency| {
        let of_kind = singles.iter().filter(|one| one.is_said() == sure && one.asked);
        of_kind.filter(|one| one.verdict.urgency == urgency).count()
    };
    let counts = |sure: bool| {
        let told = Urgency::ALL.into_iter().rev().map(|urgency| format!("{} {urgency}", count(sure, urgency)));
        told.collect::<Vec<_>>().join(", ")
    };
    out.line("# What one single answer gives")?;
    out.line("")?;
    out.line("Everything else is ordinary: a person of 40, on the first day, with pain of 5. Made by `supple prove --single`;")?;
    out.line(
        "a test keeps it true. *Alone* names the weak rules whose source is stricter, and whose company is missing.",
    )?;
    out.line("What is asked in company only, of people who said something else before, is marked so.")?;
    out.line("")?;
    out.line(&format!("- One single answer: {}.", counts(true)))?;
    out.line(&format!("- One single \"not sure\": {}.", counts(false)))?;
    out.line("")?;
    out.line("| question | answer | gives | why |")?;
    out.line("|---|---|---|---|")?;
    for one in &singles {
        let rules = |alone: bool| {
            let fired = one.verdict.fired.iter().filter(|fired| fired.alone == alone);
            fired.map(|fired| format!("`{}`", fired.rule.id)).collect::<Vec<_>>().join(", ")
        };
        let (holds, alone) = (rules(false), rules(true));
        let mut why: Vec<String> = Vec::new();
        if !one.asked {
            why.push("asked in company only".to_owned());
        }
        if !holds.is_empty() {
            why.push(holds);
        }
        if !alone.is_empty() {
            why.push(format!("*alone:* {alone}"));
        }
        if why.is_empty() {
            why.push("no rule turns on it alone".to_owned());
        }
        let row = format!("| {} | {} | {} | {} |", one.finding.ask, one.answer, one.verdict.urgency, why.join("; "));
        out.line(&row)?;
    }
    Ok(())
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
