//! The signs that the check looks for, rule by rule.

use crate::tell;
use crate::ui::layout::{answered, cite, lower};
use crate::ui::urgency;
use crate::words;
use maud::{Markup, html};
use supple_guidance::{Atom, Condition, Guidance, Kind, Rule, Test, Urgency};

/// Every rule of the check, the most urgent first.
pub(crate) fn rules(guidance: &Guidance) -> Markup {
    html! {
        section class="stack" {
            h2 { "All signs that the check looks for" }
            div class="folds" {
                @for urgency in Urgency::ALL.into_iter().rev() {
                    @let of_this: Vec<&Rule> = guidance.rules.iter().filter(|rule| rule.urgency == urgency).collect();
                    @if !of_this.is_empty() {
                        details data-urgency=(urgency) {
                            summary { span { (urgency::tag(urgency)) small { (tell::counted(of_this.len(), "sign", "signs")) } } }
                            div class="stack signs" { @for rule in of_this { (one(rule, guidance)) } }
                        }
                    }
                }
            }
        }
    }
}

fn one(rule: &Rule, guidance: &Guidance) -> Markup {
    html! {
        article class="card" id=(rule.id) {
            (condition(&rule.when, guidance))
            @if let Some(weak) = &rule.weak {
                p { "Together with " (words::company(&weak.company)) "." }
                p { b { "Alone: " } (urgency::tag(weak.alone)) }
                p { (weak.because) }
            }
            p { (rule.because) }
            @if let Some(judgement) = &rule.judgement { p class="soft" { "Our own judgement: " (judgement) } }
            p class="src" { "From: " (cite(&rule.sources)) }
        }
    }
}

/// When a rule holds, in the words of the questions.
fn condition(when: &Condition, guidance: &Guidance) -> Markup {
    let several = |says: &str, parts: &[Condition]| {
        html! {
            p { (says) ":" }
            ul { @for part in parts { li { (condition(part, guidance)) } } }
        }
    };
    match when {
        Condition::Atom(atom) => html! { b { (sign(atom, guidance)) } },
        Condition::All(parts) => several("All of these", parts),
        Condition::Any(parts) => several("One of these", parts),
        Condition::AtLeast(n, parts) => several(&format!("At least {} of these", tell::in_words(*n)), parts),
    }
}

fn sign(atom: &Atom, guidance: &Guidance) -> String {
    let Some(finding) = guidance.finding(&atom.finding) else { return String::new() };
    let ask = &finding.ask;
    match (&atom.test, &finding.kind) {
        (Test::AtLeast(limit), Kind::Number(number)) => answered(ask, &format!("{limit} {} or more", number.unit)),
        (Test::Below(limit), Kind::Number(number)) => answered(ask, &format!("under {limit} {}", number.unit)),
        (Test::OrWorse(option), Kind::Choice(choice)) => {
            let milder = choice.options.iter().position(|known| known.id == *option).unwrap_or_default();
            let labels: Vec<String> =
                choice.options.iter().take(milder + 1).map(|option| lower(&option.label)).collect();
            answered(ask, &labels.join(" or "))
        }
        _ => ask.clone(),
    }
}
