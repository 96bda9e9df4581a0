//! How safe the diary of a visit is: the facts of its machine, judged once for all pages.

use crate::http::visit::Visit;
use crate::tell::keeping::{Held, advice, headline};
use crate::ui::drawn::ornament;
use maud::{Markup, html};
use supple_care::keeping::{Holder, Safety, safety};
use supple_journal::{Here, Peer, StorageStatus, facts, leads_to_itself};
use supple_pictures::keeping::{self as pictures, Beside};

/// How safe the diary is, and what it stands and falls with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged {
    pub(super) safety: Safety,
    pub(super) held: Held,
}

impl Judged {
    /// `is_forked` if the diary goes two ways.
    pub(super) fn of(visit: &Visit, is_forked: bool) -> Judged {
        let machine = visit.journal.host();
        let is_with_server = leads_to_itself(&visit.host);
        let here = Here { is_with_server, is_forked, is_begun: !visit.diary.items().is_empty() };
        let has_server = machine.link().is_some_and(|link| link.peer == Peer::Server);
        let held = match machine.keeping() {
            StorageStatus::Server { .. } => Held::Machine,
            StorageStatus::Browser { .. } if has_server && is_with_server => Held::Computer,
            StorageStatus::Browser { .. } | StorageStatus::Site => Held::Browser,
        };
        Judged { safety: safety(&facts(machine, here), visit.now.at()), held }
    }

    /// The sentence.
    pub(super) fn headline(self) -> String {
        headline(self.safety, self.held)
    }

    /// The shape, the sentence, and what to do.
    pub(super) fn shown(self) -> Markup {
        let headline = self.headline();
        html! {
            div class="safe" {
                (ornament(&pictures::safety(beside(self.safety), &headline), "places"))
                div class="stack" {
                    p { b { (headline) } }
                    @if let Some(advice) = advice(self.safety) { p { (advice) } }
                }
            }
        }
    }
}

/// What is drawn beside the place where the diary is.
fn beside(safety: Safety) -> Beside {
    match safety {
        Safety::Empty | Safety::Missing | Safety::Untold | Safety::OnePlace => Beside::Nothing,
        Safety::Old { .. } => Beside::Old,
        Safety::Copied { holder: Holder::Backup | Holder::Copy, .. } => Beside::File,
        Safety::Copied { .. } | Safety::Places { .. } => Beside::Place,
    }
}
