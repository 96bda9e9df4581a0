//! A plan on a terminal.

use crate::problem::Problem;
use crate::terminal::{Out, how_soon};
use supple_wording::lower;
use supple_wording::plan::{AVOID, Basis, DECISIONS, LATER, NEXT, Plan, Step, WATCH};
use supple_wording::text::sources;

/// Above whom to reach.
const FIRST: &str = "First";

/// Above the steps for this moment.
const NOW: &str = "Now";

/// Prints a plan. `call` is the number to call, `not_said` what was not said of the moment.
pub(crate) fn tell(plan: &Plan<'_>, call: &str, not_said: &[&str], out: &mut Out) -> Result<(), Problem> {
    out.gap()?;
    if let Some(soon) = &plan.how_soon {
        out.heading(&how_soon(soon.urgency, &soon.headline))?;
    }
    basis(&plan.basis, call, out)?;
    for recheck in &plan.recheck {
        let (word, because, from) = (recheck.word, &recheck.rule.because, sources(&recheck.rule.sources));
        out.item("! ", &format!("{word}. {because} [{from}] Do the check again: `supple check`."))?;
    }
    out.gap()?;
    out.say(plan.headline)?;
    if !plan.lead.is_empty() {
        out.say(plan.lead)?;
    }
    if let Some(said) = &plan.said {
        out.say(said)?;
    }
    steps(FIRST, &plan.help, out)?;
    steps(NOW, &plan.now, out)?;
    steps(NEXT, &plan.next, out)?;
    steps(LATER, &plan.later, out)?;
    let avoid = plan.avoid.iter().map(|avoid| format!("{} [{}]", avoid.text, sources(&avoid.sources)));
    list(AVOID, avoid, out)?;
    list(WATCH, plan.watch.iter().map(|watch| format!("{} {}", watch.text, watch.then)), out)?;
    list(DECISIONS, plan.decisions.iter().map(|decided| format!("{} ({})", decided.line, lower(decided.by))), out)?;
    if let Some(review) = &plan.review {
        out.gap()?;
        let end = if review.is_due { "" } else { "." };
        out.say(&format!("{}{end} {}", review.line, review.text))?;
    }
    if !not_said.is_empty() {
        out.gap()?;
        let flags = not_said.iter().map(|what| match *what {
            "mobility" => "--can",
            "place" => "--place",
            "onset" => "--onset",
            _ => "--situation",
        });
        let flags: Vec<&str> = flags.collect();
        out.say(&format!("Not said, so steps may be missing: {}.", flags.join(", ")))?;
    }
    Ok(())
}

/// What the plan stands on, and the way to know more.
fn basis(basis: &Basis, call: &str, out: &mut Out) -> Result<(), Problem> {
    match basis {
        Basis::Check { line, open } => {
            let line = [line.as_deref(), *open].into_iter().flatten().collect::<Vec<_>>().join(" ");
            if line.is_empty() { Ok(()) } else { out.say(&line) }
        }
        Basis::Earlier { unasked, line } => out.say(&format!("{unasked} {line} `supple check` asks.")),
        Basis::Owed { unasked } => out.say(&format!("{unasked} `supple check` asks.")),
        Basis::Passed { line, waits } => out.say(&format!("{line} {waits} `supple check`.")),
        Basis::Asking { unasked, ask, signs } => {
            out.heading(unasked)?;
            out.say(ask)?;
            for sign in *signs {
                out.item("- ", &sign.ask)?;
            }
            out.say(&format!(
                "If one is so, or you are not sure: `supple check` now. If you feel in danger, call {call}. None of \
                 these? `supple now --none-of-these`."
            ))
        }
    }
}

/// Lines under a heading; nothing where there are none.
fn list(title: &str, mut lines: impl Iterator<Item = String>, out: &mut Out) -> Result<(), Problem> {
    let Some(first) = lines.next() else { return Ok(()) };
    out.gap()?;
    out.heading(title)?;
    std::iter::once(first).chain(lines).try_for_each(|line| out.item("- ", &line))
}

fn steps(title: &str, steps: &[Step<'_>], out: &mut Out) -> Result<(), Problem> {
    if steps.is_empty() {
        return Ok(());
    }
    out.gap()?;
    out.heading(title)?;
    for told in steps {
        match told.together {
            Some(together) => {
                out.item("- ", &format!("{together}:"))?;
                step("  either: ", told, out)?;
            }
            None => step("- ", told, out)?,
        }
        for other in &told.or {
            step("  or: ", other, out)?;
        }
    }
    Ok(())
}

fn step(mark: &str, step: &Step<'_>, out: &mut Out) -> Result<(), Problem> {
    let mut text = step.title.to_owned();
    if let Some(when) = &step.when {
        text.push_str(&format!(" ({})", lower(when)));
    }
    text.push_str(&format!(". {}", step.how));
    if let Some(often) = step.often {
        text.push_str(&format!(" How often: {often}"));
    }
    if let Some(length) = &step.length {
        text.push_str(&format!(" At most {length}."));
    }
    if let Some(half) = step.half_time {
        text.push_str(&format!(" Half-way: {half}"));
    }
    text.push_str(&format!(" When to stop: {}", step.stop_when));
    for limit in &step.limits {
        text.push_str(&format!(" {limit}"));
    }
    let judgement = step.judgement.map(|judgement| format!(" Our own judgement: {judgement}")).unwrap_or_default();
    text.push_str(&format!("{judgement} [{}: {}]", step.sureness, sources(step.sources)));
    out.item(mark, &text)
}
