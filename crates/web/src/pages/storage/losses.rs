//! What other pages say of a diary that is gone, and of copies that are missing.

use crate::http::visit::Visit;
use crate::pages::storage::copies::ADDRESS;
use crate::ui::lost::RESTORE;
use jiff::Timestamp;
use maud::{Markup, html};
use supple_journal::{Backups, StorageStatus};

/// The line in the diary that reminds of a copy, once there is something to lose and no fresh copy of it.
pub(crate) fn reminder(visit: &Visit) -> Markup {
    let machine = visit.journal.host();
    let words = match machine.backups() {
        _ if visit.diary.items().is_empty() => None,
        Backups::NotKept => None,
        Backups::Never => {
            Some(format!("No copy of your diary yet. If this {} fails, it is gone.", it(&machine.keeping())))
        }
        Backups::Last(at) => match days_since(at, visit) {
            ..crate::pages::storage::copies::COPY_GROWS_OLD => None,
            days => Some(format!("The last copy of your diary is {days} days old.")),
        },
    };
    html! {
        @if let Some(words) = words {
            p class="soft" id="backup" { (words) " " a href=(ADDRESS) { "Save a copy" } }
        }
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

pub(super) fn days_since(at: Timestamp, visit: &Visit) -> i64 {
    visit.now.at().duration_since(at).as_hours() / 24
}
