//! What other pages say of a diary that is gone, and of copies that are missing.

use crate::http::visit::Visit;
use crate::pages::storage::copies::ADDRESS;
use crate::pages::storage::safety::Judged;
use crate::ui::lost::RESTORE;
use maud::{Markup, html};
use supple_care::keeping::Safety;
use supple_journal::StorageStatus;

/// The line in the diary that reminds of a copy, once there is something to lose and nothing new of it anywhere else.
pub(crate) fn reminder(visit: &Visit) -> Markup {
    let judged = Judged::of(visit, !visit.journal.host().forks().is_empty());
    // A diary that is lost has a notice of its own. Where nobody keeps track of copies, none is asked for each day.
    let is_due = matches!(judged.safety, Safety::OnePlace | Safety::Old { .. });
    html! {
        @if is_due { p class="soft" id="backup" { (judged.headline()) " " a href=(ADDRESS) { "Save a copy" } } }
    }
}

/// The way to a copy from the start, for someone whose diary is empty.
pub(crate) fn have_a_copy(visit: &Visit) -> Markup {
    let is_new = visit.diary.items().is_empty() && visit.lost().is_none();
    html! {
        @if is_new && visit.journal.host().keeping() != StorageStatus::Site {
            div class="row" { a class="btn quiet" href=(RESTORE) { "I have a copy of my diary" } }
        }
    }
}

/// What holds the diary, in one word.
pub(super) fn it(keeping: &StorageStatus) -> &'static str {
    match keeping {
        StorageStatus::Server { .. } => "machine",
        StorageStatus::Browser { .. } | StorageStatus::Site => "browser",
    }
}
