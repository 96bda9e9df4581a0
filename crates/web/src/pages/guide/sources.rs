//! Where every statement is from, and how it was read.

use crate::ui::help::Help;
use crate::ui::layout::{Frame, Room};
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

pub(crate) async fn page(help: Help) -> Markup {
    let sources = &embedded().sources;
    let main = html! {
        div class="stack measure" {
            h1 { "Sources" }
            p class="lead" { "Every line about health in Supple is from one of these, in our own words." }
            p {
                "Links lead away from Supple. The page that you open can then see that you came by. "
                "Nothing is loaded before you tap."
            }
        }
        @for (kind, title) in KINDS {
            section class="stack measure" {
                h2 { (title) }
                ul class="refs" { @for source in sources.iter().filter(|source| source.kind == kind) { (one(source)) } }
            }
        }
    };
    Frame { title: "Sources", room: Room::Sources, path: "/sources", help, lost: None }.around(&main)
}

fn one(source: &Source) -> Markup {
    html! {
        li id=(source.id) {
            h3 { (source.short) }
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
