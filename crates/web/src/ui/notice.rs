//! That something is not stored, or that the diary cannot be read: one line, on top of every page that it is true of.
//!
//! What someone wrote is there all the same: the journal has it in memory, and the page says what follows from it.

use maud::{Markup, html};
use supple_journal::{Glance, Journal, JournalError, StorageStatus};
use supple_store::StoreError;

/// What the person has to know of the diary on this page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Notice {
    /// Something that was said is not stored.
    Unstored(Why),
    /// It is no entry that the diary can take: the clock is wrong.
    NotTaken,
    /// This browser has no diary here that anything could be stored in.
    NotPaired,
    /// So many entries cannot be read.
    Damaged(usize),
    /// So many entries were written by a newer Supple.
    Newer(usize),
    /// The diary cannot be read. If it never was, the page knows nothing of it.
    Unread(Why, bool),
}

/// Why, in words for anyone. The page of the diary says the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Why {
    Silent,
    Full,
    Held,
    Damaged,
    Away,
    Replaced,
    Refused,
}

impl Why {
    fn of(error: &JournalError) -> Why {
        match error {
            JournalError::Rewound { .. } | JournalError::Store(StoreError::Replaced { .. }) => Why::Replaced,
            JournalError::Store(error) => match error {
                StoreError::Silent { .. } => Why::Silent,
                StoreError::Full { .. } => Why::Full,
                StoreError::Busy { .. } => Why::Held,
                StoreError::Damaged { .. } | StoreError::NotOurs { .. } => Why::Damaged,
                StoreError::Unreachable { .. }
                | StoreError::Tls { .. }
                | StoreError::Login { .. }
                | StoreError::NoDatabase { .. } => Why::Away,
                _ => Why::Refused,
            },
            JournalError::Entry(_) | JournalError::OtherDiary { .. } => Why::Refused,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Why::Silent => "The diary does not answer.",
            Why::Full => "There is no room left on the disk.",
            Why::Held => "Another program holds the diary.",
            Why::Damaged => "The diary is damaged.",
            Why::Away => "The diary cannot be reached.",
            Why::Replaced => "Another file stands in the place of the diary.",
            Why::Refused => "The diary takes nothing now.",
        }
    }
}

impl Notice {
    /// What there is to say, as far as the journal knows.
    pub(crate) fn of(journal: &Journal, glance: &Glance) -> Option<Notice> {
        let why = |error: Option<&JournalError>| error.map_or(Why::Silent, Why::of);
        if !glance.waiting.is_empty() {
            return Some(match journal.host().keeping() {
                StorageStatus::Site => Notice::NotPaired,
                _ => Notice::Unstored(why(glance.trouble.as_ref().or(glance.refused.as_ref()))),
            });
        }
        let unread = glance.trouble.as_ref().map(|error| Notice::Unread(Why::of(error), glance.is_read));
        let newer = glance.diary.newer().len();
        unread
            .or_else(|| (glance.damaged > 0).then_some(Notice::Damaged(glance.damaged)))
            .or_else(|| (newer > 0).then_some(Notice::Newer(newer)))
    }

    /// The line.
    pub(crate) fn line(self) -> Markup {
        html! {
            p class="card trouble noprint" id="notice" role="status" {
                @match self {
                    Notice::Unstored(why) => {
                        b { "This could not be stored." } " " (why.words())
                        " Supple remembers it while it runs, and stores it when it can. "
                        a href="/diary" { "What to do" }
                    }
                    Notice::NotTaken => {
                        b { "This could not be stored." } " The time of this machine does not fit your diary."
                    }
                    Notice::NotPaired => {
                        b { "This could not be stored." } " This device is not paired with this server. "
                        a href="/pair" { "Pair it" }
                    }
                    Notice::Damaged(entries) => {
                        @if entries == 1 { b { "One entry of your diary is damaged." } }
                        @else { b { (entries) " entries of your diary are damaged." } }
                        " All others are whole, and shown. " code { "supple verify" } " names it. A copy from before may have it. "
                        a href="/keep" { "Your copies" }
                    }
                    Notice::Newer(entries) => {
                        @if entries == 1 { b { "One entry was written by a newer Supple." } }
                        @else { b { (entries) " entries were written by a newer Supple." } }
                        " This version keeps them, and cannot read them: nothing on this page knows of them. Update Supple here."
                    }
                    Notice::Unread(why, is_read) => {
                        b { "Your diary cannot be read now." } " " (why.words()) " "
                        @if is_read { "This page goes by what was read last. " } @else { "This page goes without it. " }
                        a href="/diary" { "What to do" }
                    }
                }
            }
        }
    }
}
