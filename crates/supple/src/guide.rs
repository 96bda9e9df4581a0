//! `supple guide`: what is known, with its sources.

use crate::Guide;
use crate::problem::Problem;
use crate::terminal::Out;
use supple_guidance::{Claim, Coverage, Disagreement, Guidance, Source, Topic, embedded};
use supple_wording::text::sources as sources_of;
use supple_wording::{lower, urgency};

/// Prints a chapter, the list of chapters, the disagreements, the sources, or the coverage.
pub(crate) fn run(options: &Guide, out: &mut Out) -> Result<(), Problem> {
    let guidance = embedded();
    if options.coverage {
        return coverage(guidance, options.json, out);
    }
    match options.topic.as_deref() {
        None => contents(guidance, options.json, out),
        Some("disagreements") => disagreements(guidance, options.json, out),
        Some("sources") => sources(guidance, options.json, out),
        Some(id) => match guidance.topics.iter().find(|topic| topic.id == id) {
            Some(topic) => chapter(guidance, topic, options.json, out),
            None => Err(Problem::WrongUse(format!(
                "there is no chapter \"{id}\" in the guide; `supple guide` lists them all"
            ))),
        },
    }
}

fn coverage(guidance: &Guidance, json: bool, out: &mut Out) -> Result<(), Problem> {
    let coverage = Coverage::of(guidance);
    if json {
        return out.json(&coverage);
    }
    out.say(&format!("The four articles hold {} statements and requests.", coverage.items))?;
    out.item("- ", &format!("{} are carried by a claim, a rule or a disagreement.", coverage.shown))?;
    out.item("- ", &format!("{} are not shown, each with a reason:", coverage.not_shown))?;
    for entry in &guidance.not_shown {
        out.item("    ", &format!("{}: {}", entry.items.join(", "), entry.reason))?;
    }
    out.item("- ", &format!("{} are left out.", coverage.uncovered.len()))
}

fn contents(guidance: &Guidance, json: bool, out: &mut Out) -> Result<(), Problem> {
    if json {
        return out.json(&guidance.topics);
    }
    out.heading("The guide")?;
    let width = guidance.topics.iter().map(|topic| topic.id.len()).max().unwrap_or(0).max("disagreements".len());
    let mut line = |id: &str, title: &str, lead: &str| out.item(&format!("{id:width$}  "), &format!("{title}. {lead}"));
    for topic in &guidance.topics {
        line(&topic.id, &topic.title, &topic.lead)?;
    }
    line("disagreements", "Where sources disagree", "Who says what, what we start with, and why.")?;
    line("sources", "Sources", "Where every sentence comes from.")?;
    out.gap()?;
    out.say("Print a chapter with `supple guide` and its name, such as `supple guide relief`.")
}

fn chapter(guidance: &Guidance, topic: &Topic, json: bool, out: &mut Out) -> Result<(), Problem> {
    let claims: Vec<&Claim> = guidance.claims.iter().filter(|claim| claim.topic == topic.id).collect();
    if json {
        return out.json(&claims);
    }
    out.heading(&topic.title)?;
    out.say(&topic.lead)?;
    for claim in claims {
        out.gap()?;
        out.item("- ", &claim.text)?;
        if let Some(caution) = &claim.caution {
            out.item("  ! ", caution)?;
        }
        out.item("  ", &format!("[{}: {}]", claim.strength.plain(), sources_of(&claim.sources)))?;
    }
    Ok(())
}

fn disagreements(guidance: &Guidance, json: bool, out: &mut Out) -> Result<(), Problem> {
    if json {
        return out.json(&guidance.disagreements);
    }
    for disagreement in &guidance.disagreements {
        one_disagreement(disagreement, out)?;
        out.gap()?;
    }
    Ok(())
}

fn one_disagreement(disagreement: &Disagreement, out: &mut Out) -> Result<(), Problem> {
    out.heading(&disagreement.question)?;
    for side in &disagreement.positions {
        let who = sources_of(&side.sources);
        let who = if side.reader { format!("A reader of {who}") } else { who };
        let urgency =
            side.urgency.map(|urgency| format!(" ({})", lower(urgency::opinion(urgency)))).unwrap_or_default();
        out.item("- ", &format!("{who}: {}{urgency}", side.says))?;
    }
    let sources = match disagreement.best_sources.as_slice() {
        [] => String::new(),
        sources => format!(" [{}]", sources_of(sources)),
    };
    out.say(&format!("Best evidence: {}{sources}", disagreement.best_evidence))?;
    out.say(&format!("We start with: {}", disagreement.default))?;
    out.say(&format!("Why: {}", disagreement.reason))
}

fn sources(guidance: &Guidance, json: bool, out: &mut Out) -> Result<(), Problem> {
    if json {
        return out.json(&guidance.sources);
    }
    for Source { short, citation, kind, address, seen, .. } in &guidance.sources {
        out.item("- ", &format!("{short} ({kind}; {seen}). {citation}"))?;
        if let Some(address) = address {
            out.item("  ", address)?;
        }
    }
    Ok(())
}
