//! That the diary which was here is gone: it is said before anything else, on every page of it.

use crate::ui::icons;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use supple_journal::{DataLoss, Loss};

/// Where a diary comes back from a copy.
pub(crate) const RESTORE: &str = "/keep/restore";

/// What comes first on every page of a diary that is gone.
pub(crate) fn notice(lost: DataLoss) -> Markup {
    html! {
        section class="card trouble" id="lost" aria-label="Your diary" {
            p { b { (what_became(lost.how)) (how_much(lost)) "." } }
            p { "Perhaps you can get it back. What you write down now is kept." }
            a class="btn" href=(RESTORE) { "Get it back" (icons::onward()) }
        }
    }
}

/// What became of the diary, as the beginning of a sentence.
fn what_became(how: Loss) -> &'static str {
    match how {
        Loss::Deleted => "This browser has deleted the diary that was kept here",
        Loss::Gone => "The diary that was kept here is gone",
        Loss::Older => "This is an older copy of your diary, and it lacks what came later",
        Loss::Other => "This is another diary than the one that was kept here",
    }
}

/// How much was lost, as far as it is known, in the middle of a sentence.
fn how_much(lost: DataLoss) -> String {
    let entries = lost.entries.map(|entries| match entries {
        1 => "1 entry".to_owned(),
        entries => format!("{entries} entries"),
    });
    let until = lost.since.map(|at| format!("the last from {}", at.to_zoned(TimeZone::UTC).strftime("%-d %B %Y")));
    let known: Vec<String> = entries.into_iter().chain(until).collect();
    if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_is_said_as_far_as_it_is_known() {
        let since = "2026-11-22T20:12:00Z".parse().ok();
        assert_eq!(
            how_much(DataLoss { since, entries: Some(12), ..DataLoss::default() }),
            " (12 entries, the last from 22 November 2026)"
        );
        assert_eq!(how_much(DataLoss { entries: Some(1), ..DataLoss::default() }), " (1 entry)");
        assert_eq!(how_much(DataLoss::default()), "");
    }
}
