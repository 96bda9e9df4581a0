//! Where every statement is from, and how it was read.

use crate::http::query::{Pairs, part, query};
use crate::pages::guide::search;
use crate::tell::counted;
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use maud::{Markup, html};
use supple_guidance::{Source, embedded};

/// The kinds of sources in words, in the order in which they are shown.
const KINDS: [(&str, &str); 13] = [
    ("source article", "The four articles that Supple began with"),
    ("guideline", "Guidelines and health services"),
    ("systematic review", "Reviews of many studies"),
    ("RCT", "Trials"),
    ("cohort", "Studies that followed people"),
    ("case-crossover", "Studies of people against themselves"),
    ("review", "Other reviews"),
    ("case series", "Series of cases"),
    ("case report", "Reports of single cases"),
    ("protocol", "Studies that were planned"),
    ("expert", "Experts and clinics"),
    ("label", "What the makers of medicines say"),
    ("data", "Data"),
];

pub(crate) async fn page(help: Help, pairs: Result<Query<Pairs>, QueryRejection>) -> Markup {
    let pairs = query(pairs);
    let words = part(&pairs, "q");
    let sources = &embedded().sources;
    let texts: Vec<String> = sources.iter().map(|source| format!("{} {}", source.short, source.citation)).collect();
    let found: Vec<&Source> = search::matching(words, &texts).into_iter().filter_map(|at| sources.get(at)).collect();
    let main = html! {
        div class="stack measure" {
            h1 { "Sources" }
            p class="lead" { "Every line about health in Supple is from one of these, in our own words. Only the questionnaire for the doctor is word for word." }
            (search::field("/sources", "Search the sources", words))
            @if !found.is_empty() {
                h2 { (counted(found.len(), "source", "sources")) }
                (list(&found))
                a class="btn quiet" href="/sources" { (icons::back()) "All sources" }
            } @else {
                @if !words.is_empty() { p class="lead" role="status" { "No source has these words." } }
                div class="folds" {
                    @for (kind, title) in KINDS {
                        @let of_this: Vec<&Source> = sources.iter().filter(|source| source.kind == kind).collect();
                        details {
                            summary { h2 { (title) small { (counted(of_this.len(), "source", "sources")) } } }
                            (list(&of_this))
                        }
                    }
                }
            }
            p class="soft" {
                "Links lead away from Supple. The page that you open can then see that you came by. "
                "Nothing is loaded before you tap."
            }
        }
    };
    Frame { title: "Sources", room: Room::Sources, path: "/sources", help, lost: None }.around(&main)
}

/// A row each; what it is, where it is and how it was read open on a tap. A link to a source opens its row by itself, as the
/// name that the link leads to stands inside.
fn list(sources: &[&Source]) -> Markup {
    html! {
        div class="folds" { @for source in sources { details { summary { (source.short) } (one(source)) } } }
    }
}

fn one(source: &Source) -> Markup {
    html! {
        div class="ref" id=(source.id) {
            p { (source.citation) }
            @if let Some(address) = &source.address {
                p {
                    @if address.starts_with("https://") || address.starts_with("http://") {
                        a href=(address) rel="noreferrer noopener" { (address) }
                    } @else { (address) }
                }
            }
            p class="src" { "How we read it: " (source.seen) "." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn every_kind_has_its_words() {
        for source in &supple_guidance::embedded().sources {
            assert!(KINDS.iter().any(|(kind, _)| *kind == source.kind), "{}: {}", source.id, source.kind);
        }
    }
}
