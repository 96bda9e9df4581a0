//! `supple guide`: what is known, with its sources.

use crate::Guide;
use crate::problem::Problem;
use crate::terminal::Out;
use supple_guidance::{Answer, Claim, Coverage, Disagreement, Guidance, Section, ShortPage, Source, Topic, embedded};
use supple_wording::text::sources as sources_of;
use supple_wording::{lower, urgency};

/// Prints a chapter, a short page, the list of both, the disagreements, the sources, or the coverage.
pub(crate) fn run(options: &Guide, out: &mut Out) -> Result<(), Problem> {
    let guidance = embedded();
    if options.coverage {
        return coverage(guidance, options.json, out);
    }
    match options.topic.as_deref() {
        None => contents(guidance, options.json, out),
        Some("disagreements") => disagreements(guidance, options.json, out),
        Some("sources") => sources(guidance, options.json, out),
        Some(id) => {
            let topic = guidance.topics.iter().find(|topic| topic.id == id);
            let short = guidance.short_pages.iter().find(|page| page.id == id);
            match (topic, short) {
                (Some(topic), _) => chapter(guidance, topic, options.json, out),
                (None, Some(page)) => short_page(guidance, page, options.json, out),
                (None, None) => Err(Problem::WrongUse(format!(
                    "there is no chapter \"{id}\" in the guide; `supple guide` lists them all"
                ))),
            }
        }
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
    let ids = guidance.topics.iter().map(|topic| &topic.id).chain(guidance.short_pages.iter().map(|page| &page.id));
    let width = ids.map(String::len).max().unwrap_or(0).max("disagreements".len());
    let mut line = |id: &str, title: &str, lead: &str| {
        let stop = if title.ends_with('?') { "" } else { "." };
        out.item(&format!("{id:width$}  "), &format!("{title}{stop} {lead}"))
    };
    for page in &guidance.short_pages {
        line(&page.id, &page.title, &page.lead)?;
    }
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
    told(guidance, &topic.title, &topic.lead, &topic.answer, &topic.sections, out)
}

fn short_page(guidance: &Guidance, page: &ShortPage, json: bool, out: &mut Out) -> Result<(), Problem> {
    if json {
        let named = page.sections.iter().flat_map(|section| &section.claims);
        let claims: Vec<&Claim> = named.filter_map(|id| guidance.claim(id)).collect();
        return out.json(&claims);
    }
    told(guidance, &page.title, &page.lead, &page.answer, &page.sections, out)
}

/// The answer first, then section by section.
fn told(
    guidance: &Guidance,
    title: &str,
    lead: &str,
    answer: &[Answer],
    sections: &[Section],
    out: &mut Out,
) -> Result<(), Problem> {
    out.heading(title)?;
    out.say(lead)?;
    out.gap()?;
    for line in answer {
        out.item("* ", &line.text)?;
    }
    for section in sections {
        out.gap()?;
        out.heading(&section.heading)?;
        for (at, id) in section.claims.iter().enumerate() {
            let Some(claim) = guidance.claim(id) else { continue };
            if at > 0 {
                out.gap()?;
            }
            statement(guidance, claim, out)?;
        }
    }
    out.gap()?;
    out.say(&guidance.articles)
}

fn statement(guidance: &Guidance, claim: &Claim, out: &mut Out) -> Result<(), Problem> {
    out.item("- ", &claim.text)?;
    if let Some(caution) = &claim.caution {
        out.item("  ! ", caution)?;
    }
    if let Some(who) = &claim.who {
        out.item("  Who says what: ", who)?;
    }
    let named = claim.disagreement.as_ref();
    if let Some(known) = named.and_then(|id| guidance.disagreements.iter().find(|known| known.id == *id)) {
        out.item("  ", &format!("Sources disagree: {} (supple guide disagreements)", known.question))?;
    }
    out.item("  ", &format!("[{}: {}]", claim.strength.plain(), sources_of(&claim.sources)))
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
    let detail = disagreement.detail.as_ref().map(|detail| format!(" {detail}")).unwrap_or_default();
    out.say(&format!("We start with: {}{detail}", disagreement.default))?;
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
