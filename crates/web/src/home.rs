//! The first page: is it an emergency?

use crate::country::Help;
use crate::layout::{Frame, Room};
use crate::{guide, icons};
use maud::{Markup, html};
use supple_guidance::{Urgency, embedded};

/// The topics of the guide that help in this very hour.
const NOW: [(&str, icons::Icon); 2] = [("relief", icons::lying), ("warning-signs", icons::check)];

pub(crate) async fn page(help: Help) -> Markup {
    let guidance = embedded();
    let main = html! {
        h1 { "What do you need?" }
        a class="door" data-urgency=(Urgency::Emergency) href="/check" {
            (icons::shape(Urgency::Emergency))
            span { b { "Is it an emergency?" } "A short check. It starts with the worst." }
        }
        div class="trio" {
            @for (id, icon) in NOW {
                @for topic in guidance.topics.iter().filter(|topic| topic.id == id) {
                    a class="door small" href=(guide::address(id)) {
                        (icon())
                        span { b { (topic.title) } (topic.lead) }
                    }
                }
            }
            a class="door small" href="/guide/disagreements" {
                (icons::differ())
                span { b { "Who says what" } "Ice or heat? Rest or move? Where the sources disagree." }
            }
        }
        div class="cols even" {
            section class="card" {
                h2 { "The guide" }
                p {
                    (guidance.claims.len()) " statements on " (guidance.topics.len()) " topics. "
                    "Under each one stands who says it, and how sure it is."
                }
                div class="row" {
                    a class="btn" href="/guide" { "Open the guide" (icons::onward()) }
                    a class="btn quiet" href="/sources" { (guidance.sources.len()) " sources" }
                }
            }
            section class="card" {
                h2 { "Yours alone" }
                p {
                    "Supple keeps no answer that you give. "
                    "It loads nothing from other sites, and tells no one that you were here."
                }
                p class="soft" {
                    "It gives facts for adults and says where they are from. It does not tell you what you have."
                }
            }
        }
    };
    Frame { title: "Start", room: Room::Start, path: "/", help }.around(&main)
}

#[cfg(test)]
mod tests {
    use super::NOW;

    #[test]
    fn the_topics_are_in_the_guide() {
        for (id, _) in NOW {
            assert!(supple_guidance::embedded().topics.iter().any(|topic| topic.id == id), "{id}");
        }
    }
}
