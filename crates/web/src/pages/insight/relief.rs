//! What was done, and how the pain went on: a description, never an effect.

use super::{RELIEF, of, views};
use crate::ui::layout::sentence;
use maud::{Markup, html};
use supple_insight::figures::number;
use supple_insight::{About, Findings};
use supple_wording::findings::RELIEF_NEEDED;

pub(super) fn page(findings: &Findings) -> Markup {
    let sentences = findings.sentences();
    html! {
        div class="stack measure" {
            (views(RELIEF))
            h1 { (super::title(About::Relief)) }
            p class="lead" {
                "This tells how your pain went on. It does not show what did it: pain also falls by itself, and you chose "
                "what fitted the moment."
            }
        }
        @if findings.relief.is_empty() {
            section class="card measure" {
                p { (RELIEF_NEEDED) }
                p { "Write down what you did and how strong the pain was. We ask later how it went on." }
                a class="btn quiet" href="/log/measure" { "Write down what you did" }
            }
        } @else {
            section class="card" {
                h2 { "Side by side" }
                (table(findings))
                p class="src" {
                    "Pain is the mean from 0 to 10. People notice a fall of about 2. What was done most often comes first: the "
                    "order says nothing of what is better."
                }
            }
            section class="card measure" {
                h2 { "In sentences" }
                ul class="said others" { @for one in of(&sentences, About::Relief) { li { (one.text) } } }
            }
        }
    }
}

fn table(findings: &Findings) -> Markup {
    html! {
        div class="wide-table" tabindex="0" role="region" aria-label="What was done, and how the pain went on" {
            table {
                thead { tr {
                    @for head in ["What you did", "Times", "Pain before", "Pain after", "Fell by 2 or more", "You said it helped"] {
                        th scope="col" { (head) }
                    }
                } }
                tbody {
                    @for relief in &findings.relief {
                        tr {
                            th scope="row" { (sentence(&relief.words)) }
                            td { (relief.times) }
                            td { (number(relief.before)) }
                            td { (number(relief.after)) }
                            td { (relief.fell_by_two) }
                            td { @if relief.asked > 0 { (relief.helped) " of " (relief.asked) } @else { "–" } }
                        }
                    }
                }
            }
        }
    }
}
