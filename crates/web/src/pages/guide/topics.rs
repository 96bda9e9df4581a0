//! The guide: every statement with how sure it is and who says so.

use crate::http::problem::Problem;
use crate::pages::guide::disagreements;
use crate::tell;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, answered, cite, lower};
use crate::ui::urgency;
use crate::words;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_guidance::{Atom, Claim, Condition, Guidance, Kind, Rule, Test, Topic, Urgency, embedded};

/// The topic that also lists the rules of the check.
const WARNING_SIGNS: &str = "warning-signs";

/// The topics that have pages of their own besides: topic, address, words.
const ROOMS: [(&str, &str, &str); 3] = [
    ("medicines", "/medicine", "Count what you took"),
    ("treatments", "/treatments", "What to ask about each"),
    ("return", "/activity", "Where you stand, and what comes next"),
];

/// The address of a topic.
pub(crate) fn address(topic: &str) -> String {
    format!("/guide/{topic}")
}

fn claims<'g>(guidance: &'g Guidance, topic: &Topic) -> impl Iterator<Item = &'g Claim> {
    guidance.claims.iter().filter(move |claim| claim.topic == topic.id)
}

pub(crate) async fn index(help: Help) -> Markup {
    let guidance = embedded();
    let main = html! {
        div class="stack measure" {
            h1 { "The guide" }
            p class="lead" { "What is known of back spasms. Under each line stands who says it, and how sure it is." }
        }
        ul class="links tiles" {
            @for topic in &guidance.topics {
                li {
                    a href=(address(&topic.id)) {
                        b { (topic.title) }
                        span { (topic.lead) }
                        small { (claims(guidance, topic).count()) " statements" }
                    }
                }
            }
            li {
                a href="/guide/disagreements" {
                    b { "Who says what" }
                    span { "Where the sources disagree, and what we start with." }
                    small { (guidance.disagreements.len()) " questions" }
                }
            }
            li {
                a href="/sources" {
                    b { "Sources" }
                    span { "Where every line is from, and how we read it." }
                    small { (guidance.sources.len()) " sources" }
                }
            }
        }
    };
    Frame { title: "Guide", room: Room::Guide, path: "/guide", help, lost: None }.around(&main)
}

pub(crate) async fn topic(help: Help, id: Result<Path<String>, PathRejection>) -> Response {
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let topics = &embedded().topics;
    match topics.iter().position(|topic| topic.id == id) {
        Some(at) => one(topics, at, help).into_response(),
        None => Problem::not_found().page(help),
    }
}

fn one(topics: &[Topic], at: usize, help: Help) -> Markup {
    let guidance = embedded();
    let topic = &topics[at];
    let (before, after) = (at.checked_sub(1).and_then(|at| topics.get(at)), topics.get(at + 1));
    let main = html! {
        div class="stack measure" {
            h1 { (topic.title) }
            p class="lead" { (topic.lead) }
            @if topic.id == WARNING_SIGNS {
                a class="btn" href="/check" { "Do the check" (icons::onward()) }
            }
            @if let Some((_, to, words)) = ROOMS.iter().find(|(id, _, _)| *id == topic.id) {
                a class="btn quiet" href=(to) { (words) (icons::onward()) }
            }
        }
        div class="claims measure" {
            @for claim in claims(guidance, topic) {
                article id=(claim.id) {
                    p { (claim.text) }
                    @if let Some(caution) = &claim.caution { p class="caution" { (caution) } }
                    (behind(claim))
                    p class="src" { b { (claim.strength.plain()) } ": " (cite(&claim.sources)) }
                }
            }
        }
        p class="soft measure" { (guidance.articles) }
        @if topic.id == WARNING_SIGNS { (rules(guidance)) }
        nav class="row" aria-label="Topics" {
            @if let Some(topic) = before {
                a class="btn quiet" rel="prev" href=(address(&topic.id)) { (icons::back()) (topic.title) }
            }
            @if let Some(topic) = after {
                a class="btn quiet" rel="next" href=(address(&topic.id)) { (topic.title) (icons::onward()) }
            }
        }
    };
    let path = address(&topic.id);
    Frame { title: &topic.title, room: Room::Guide, path: &path, help, lost: None }.around(&main)
}

/// Which source said what, and the disagreement that a statement is a part of.
pub(crate) fn behind(claim: &Claim) -> Markup {
    let named = claim.disagreement.as_ref();
    let known = named.and_then(|id| embedded().disagreements.iter().find(|known| known.id == *id));
    html! {
        @if let Some(who) = &claim.who { p class="soft" { (who) } }
        @if let Some(known) = known { p { a href=(disagreements::address(&known.id)) { (known.question) } } }
    }
}

/// Every rule of the check, the most urgent first.
fn rules(guidance: &Guidance) -> Markup {
    html! {
        section class="stack" {
            h2 { "All signs that the check looks for" }
            @for urgency in Urgency::ALL.into_iter().rev() {
                @let of_this: Vec<&Rule> = guidance.rules.iter().filter(|rule| rule.urgency == urgency).collect();
                @if !of_this.is_empty() {
                    section class="stack signs" data-urgency=(urgency) {
                        h3 { (urgency::tag(urgency)) }
                        @for rule in of_this {
                            article class="card" id=(rule.id) {
                                (condition(&rule.when, guidance))
                                @if let Some(weak) = &rule.weak {
                                    p { "Together with " (words::company(&weak.company)) "." }
                                    p { b { "Alone: " } (urgency::tag(weak.alone)) }
                                    p { (weak.because) }
                                }
                                p { (rule.because) }
                                @if let Some(judgement) = &rule.judgement {
                                    p class="soft" { "Our own judgement: " (judgement) }
                                }
                                p class="src" { "From: " (cite(&rule.sources)) }
                            }
                        }
                    }
                }
            }
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
