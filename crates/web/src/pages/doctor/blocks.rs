//! A sheet as HTML. The words are the report's: nothing is counted or worded here.

use crate::ui::drawn;
use maud::{Markup, html};
use supple_report::sheet::{Block, Sheet};

/// The whole sheet as an article.
pub(super) fn article(sheet: &Sheet) -> Markup {
    html! {
        article class="card paper" {
            h2 dir="auto" { (sheet.title) }
            @for block in &sheet.first { (shown(block)) }
        }
        @for annex in &sheet.annexes {
            article class="card paper annex" {
                h2 { (annex.title) }
                @for block in &annex.blocks { (shown(block)) }
            }
        }
    }
}

fn shown(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Lead(words) => p class="lead" { b { (words) } },
            Block::Heading(words) => h3 { (words) },
            Block::Words(words) => p { (words) },
            Block::Quote { words, written } => blockquote { p dir="auto" { "“" (words) "”" } p class="soft" { (written) } },
            Block::List(items) => ul { @for item in items { li dir="auto" { (item) } } },
            Block::Facts(facts) => dl class="facts" {
                @for fact in facts { div { dt dir="auto" { (fact.name) } dd dir="auto" { (fact.value) } } }
            },
            Block::Table { caption, head, rows } => div class="wide-table" tabindex="0" role="group" aria-label=(caption) {
                // A narrow screen stacks the cells of a row, so each says its column. Roles keep it a table for who hears it.
                table role="table" {
                    thead role="rowgroup" { tr role="row" { @for name in head { th role="columnheader" scope="col" { (name) } } } }
                    tbody role="rowgroup" {
                        @for row in rows {
                            tr role="row" { @for (place, cell) in row.iter().enumerate() {
                                @if place == 0 {
                                    th role="rowheader" scope="row" dir="auto" { (cell) }
                                } @else {
                                    td role="cell" dir="auto" data-name=[head.get(place)] { (cell) }
                                }
                            } }
                        }
                    }
                }
            },
            Block::Picture(scene) => (drawn::picture(scene, "fig")),
            Block::Small(words) => p class="src" { (words) },
        }
    }
}
