//! Every drawing: the mark, the shapes of the four urgencies, and the small signs on buttons and rooms.
//!
//! Elements are closed one by one (`path … {}`): inside a drawing HTML knows no void elements, and an open one would
//! swallow the next.
//!
//! All of them stand beside a word and say nothing that the word does not, so all are hidden from screen readers.

use crate::ui::mark::{BAR, SPINE};
use maud::{Markup, html};
use supple_diary::KindName;
use supple_guidance::Urgency;
use supple_insight::findings::Map;

/// A drawing to be made where it is shown.
pub(crate) type Icon = fn() -> Markup;

fn spine() -> Markup {
    html! {
        @for (x, y, width) in SPINE {
            rect x=(x) y=(y) width=(width) height=(BAR) rx=(BAR / 2.0) {}
        }
    }
}

/// The mark: a spine of soft bars.
pub(crate) fn mark() -> Markup {
    html! { svg class="logo" viewBox="0 0 40 40" aria-hidden="true" { (spine()) } }
}

/// The mark as a file of its own, on a ground that holds in a light and in a dark browser.
pub(crate) fn mark_file() -> Markup {
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 56 56" {
            rect x="-8" y="-8" width="56" height="56" rx="14" fill="#0d4a3b" {}
            g fill="#d3e7dc" { (spine()) }
        }
    }
}

fn line(path: &str) -> Markup {
    html! { svg class="i" viewBox="0 0 24 24" aria-hidden="true" { path d=(path) {} } }
}

pub(crate) fn call() -> Markup {
    line(
        "M6 3h4l1.5 5L9 10a12 12 0 0 0 5 5l2-2.5 5 1.5v4c0 1.5-1 2.5-2.5 2.5C10.5 20.5 3.5 13.5 3.5 5.5 3.5 4 4.5 3 6 3Z",
    )
}

pub(crate) fn start() -> Markup {
    line("M4 11 12 4l8 7M6.5 9.5V20h11V9.5M10 20v-5h4v5")
}

pub(crate) fn check() -> Markup {
    line("M12 3 20 6v6c0 4.5-3 7.5-8 9-5-1.5-8-4.5-8-9V6ZM8.5 12l2.5 2.5 4.5-5")
}

/// Words for someone else.
pub(crate) fn speech() -> Markup {
    line("M4 4h16v11h-8l-5 5v-5H4ZM8 8h8M8 11h5")
}

pub(crate) fn guide() -> Markup {
    line("M12 6C10 4.5 7 4 3 4v14c4 0 7 .5 9 2 2-1.5 5-2 9-2V4c-4 0-7 .5-9 2ZM12 6v14")
}

pub(crate) fn differ() -> Markup {
    line("M4 8h14l-4-4M20 16H6l4 4")
}

/// A curve that rests, rises and rests: what the body did.
pub(crate) fn spasm() -> Markup {
    line("M1.5 12H7l2.5-8L14 20l3-8h5.5")
}

pub(crate) fn diary() -> Markup {
    line("M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2ZM9 9h6M9 13h6")
}

/// A range with what lies in its middle.
pub(crate) fn insight() -> Markup {
    line("M2 12h5M17 12h5M7 7v10M17 7v10M9.5 12a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0")
}

/// Where something stands on the map of triggers: up, down, level, or not known.
pub(crate) fn map(place: Map) -> Markup {
    html! {
        svg class="mark" viewBox="0 0 48 48" aria-hidden="true" {
            @match place {
                Map::Raises => { path d="M24 6 44 40H4Z" {} }
                Map::Lowers => { path d="M24 42 4 8h40Z" {} }
                Map::NoLinkSeen => { path d="M6 14h36v6H6ZM6 29h36v6H6Z" {} }
                Map::NotYet => { circle class="gaps" cx="24" cy="24" r="19" {} }
            }
        }
    }
}

/// The mark of an entry in a list: a bar is what the body did, a disc what was done, a ring what was said.
pub(crate) fn entry(kind: KindName) -> Markup {
    html! {
        svg class="dot" viewBox="0 0 28 28" aria-hidden="true" {
            @match kind {
                KindName::Spasm => { rect class="plum" x="2" y="9" width="24" height="10" rx="5" {} }
                KindName::Measure | KindName::Medicine | KindName::Exercise => { circle class="pine" cx="14" cy="14" r="7" {} }
                KindName::Pain | KindName::Symptom | KindName::EpisodeMark => { circle class="plum" cx="14" cy="14" r="5" {} }
                _ => { circle class="open" cx="14" cy="14" r="6" {} }
            }
        }
    }
}

/// A capsule.
pub(crate) fn pill() -> Markup {
    line("M10.5 20a4.5 4.5 0 0 1-6.4-6.4l9.5-9.5a4.5 4.5 0 0 1 6.4 6.4ZM8.8 8.8l6.4 6.4")
}

/// Steps that lead up.
pub(crate) fn ladder() -> Markup {
    line("M3 20h5v-5h5v-5h5V5h3")
}

/// The shape of a stop: eight corners and a bar across.
pub(crate) fn halt() -> Markup {
    html! {
        svg class="mark" viewBox="0 0 48 48" aria-hidden="true" {
            path d="M16 4h16l12 12v16L32 44H16L4 32V16Z" {}
            path class="in" d="M14 24h20" {}
        }
    }
}

/// How something stands that must be so: a tick, a cross, or an empty ring.
pub(crate) fn standing(standing: supple_care::Standing) -> Markup {
    use supple_care::Standing::{Met, Open, Unmet};
    html! {
        svg class="i" viewBox="0 0 24 24" aria-hidden="true" {
            @match standing {
                Met => { path d="m5 12.5 5 5 9-11" {} }
                Unmet => { path d="M6 6l12 12M18 6 6 18" {} }
                Open => { circle cx="12" cy="12" r="8" stroke-dasharray="3 3" {} }
            }
        }
    }
}

pub(crate) fn undo() -> Markup {
    line("M9 7 4 12l5 5M4 12h11a5 5 0 0 1 0 10h-2")
}

pub(crate) fn back() -> Markup {
    line("M20 12H5M11 6l-6 6 6 6")
}

pub(crate) fn onward() -> Markup {
    line("M4 12h15M13 6l6 6-6 6")
}

/// Someone who lies on their back with the knees up.
pub(crate) fn lying() -> Markup {
    html! {
        svg class="i" viewBox="0 0 48 48" aria-hidden="true" {
            path d="M5 40h38M7 32c7-5 12-5 17-1l12-16 6 17" {}
            circle cx="10" cy="23" r="4.5" {}
        }
    }
}

/// The shape of an urgency: the sharper, the sooner.
pub(crate) fn shape(urgency: Urgency) -> Markup {
    html! {
        svg class="mark" viewBox="0 0 48 48" aria-hidden="true" {
            @match urgency {
                Urgency::Emergency => { path d="M24 5 45 42H3Z" {} path class="in" d="M24 18v11M24 35.5v.1" {} }
                Urgency::SameDay => { path d="M24 4 44 24 24 44 4 24Z" {} path class="in" d="M24 15v9l6 5" {} }
                Urgency::SeeDoctor => { path d="M7 6H41V42H7Z" {} path class="in" d="M15 16h18M15 24h18M15 32h10" {} }
                Urgency::SelfCare => { circle cx="24" cy="24" r="20" {} path class="in" d="m14 25 7 7 13-15" {} }
            }
        }
    }
}
