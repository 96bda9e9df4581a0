//! What Supple is, and what it is not.

use crate::ui::help::Help;
use crate::ui::layout::{Frame, Room};
use maud::{Markup, html};
use supple_guidance::embedded;

/// The page that every footer leads to.
pub(crate) async fn page(help: Help) -> Markup {
    let guidance = embedded();
    let main = html! {
        div class="stack measure" {
            h1 { "What Supple is" }
            section class="card answer" {
                ul {
                    li { "No clinician has reviewed Supple." }
                    li { "It does not replace your own doctor, and it does not tell you what you have." }
                    li { "If you are worried, call. A doctor who can see you knows more." }
                }
            }
            section class="stack" {
                h2 { "Where it takes its facts from" }
                p {
                    "From " (guidance.sources.len()) " sources: guidelines, studies, labels of medicines, and the four "
                    "articles about back spasms from which Supple began. Each statement names its own. Where no source says "
                    "a thing, Supple says that it is its own judgement."
                }
                p { a href="/sources" { "All sources" } }
            }
            section class="stack" {
                h2 { "Who it is for" }
                p { "For adults with muscle spasms of the back. Not for children, and not for pain in the chest or the belly." }
            }
            section class="stack" {
                h2 { "What is yours" }
                p {
                    "What you write stays where Supple runs. There is no account. It loads nothing from other sites, and "
                    "tells no one that you were here. It works with no network."
                }
                p { a href="/keep" { "Where your diary is" } }
            }
        }
    };
    Frame { title: "What Supple is", room: Room::About, path: "/about", help, lost: None }.around(&main)
}
