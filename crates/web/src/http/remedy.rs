//! What to do about an error, on a page. The core says what happened; the way on is another one here than in the terminal.
//!
//! Each match names every error, so that a new one must be given what to do, or that nothing is to be done. A remedy names
//! pages and buttons, never a command, and fits a phone.

use crate::ui::layout::sentence;
use std::fmt::Display;
use supple_care::{PreferenceError, SituationError};
use supple_diary::EntryError;
use supple_intake::Why;
use supple_journal::{JournalError, MessageError, Stop};
use supple_seal::NotOpened;
use supple_store::{Cause, StoreError};

/// An error for which a page knows what to do.
pub trait Remedy: Display {
    /// What to do, as whole sentences; empty where nothing is to be done.
    fn remedy(&self) -> &'static str;

    /// What happened, and what to do, as whole sentences.
    fn told(&self) -> String {
        let happened = sentence(&self.to_string());
        match self.remedy() {
            "" => format!("{happened}."),
            remedy => format!("{happened}. {remedy}"),
        }
    }
}

impl Remedy for JournalError {
    fn remedy(&self) -> &'static str {
        match self {
            JournalError::Store(error) => error.remedy(),
            JournalError::Entry(error) => error.remedy(),
            JournalError::OtherDiary { .. } => "Pair the two devices to make one diary of both.",
            JournalError::Rewound { .. } => "Stop Supple, put the right file back, and start it again.",
        }
    }
}

impl Remedy for StoreError {
    fn remedy(&self) -> &'static str {
        match self {
            StoreError::Address(_) | StoreError::Login { .. } => "Whoever set Supple up has to mend the address.",
            StoreError::Differs { .. } => "What is written is never changed. Edit the entry in your diary instead.",
            StoreError::Taken { .. } => "Try again.",
            StoreError::OtherDiary { .. } => "Pair this device again.",
            StoreError::Busy { .. } => "Close the other program, then try again.",
            StoreError::Replaced { .. } => {
                "Save a copy of what you still see. Then stop Supple, put the right file back, and start it again."
            }
            StoreError::Full { .. } => "Free some space, then try again. All that was stored before is safe.",
            StoreError::Traces { .. } => "Close the other program, then erase again.",
            StoreError::NoRoomForTraces { .. } => "Free some space, then erase again.",
            StoreError::Newer { .. } => "Nothing was changed. Update Supple here.",
            StoreError::Damaged { .. } => "Leave it as it is. Whoever set Supple up can restore a copy.",
            StoreError::NotOurs { .. } => {
                "Leave it as it is. Whoever set Supple up has to give the right file, or restore a copy."
            }
            StoreError::Unreachable { .. } => "See that the database runs, then try again.",
            StoreError::Tls { .. } => "Whoever looks after the database has to mend its certificate, or the address.",
            StoreError::Silent { .. } => "Try again. If it stays so, see that the disk and the database are well.",
            StoreError::NoDatabase { .. } => "Whoever set Supple up has to make it first.",
            StoreError::Cannot { cause, .. } => of_cause(*cause),
            StoreError::Stopped => "Start Supple again. All that was stored before is safe.",
        }
    }
}

fn of_cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Path | Cause::ReadOnly | Cause::NotOpened => "Supple needs the right to write there.",
        Cause::NoLog => "Keep the diary in a folder on a disk of this machine.",
        Cause::Disk => "See that the disk is well, and that you have a copy.",
        Cause::Connections => "Close another program that uses the database, then try again.",
        Cause::Rights | Cause::Standby | Cause::Unsafe => "Whoever looks after the database has to change that.",
        Cause::NotPaired => "Pair this device first.",
        Cause::Other => "Try again.",
    }
}

impl Remedy for EntryError {
    fn remedy(&self) -> &'static str {
        match self {
            EntryError::NotText | EntryError::NotOneLine | EntryError::NotAnObject(_) | EntryError::Order { .. } => {
                "Choose the file as Supple saved it."
            }
            EntryError::TooLong => "Please shorten what you wrote.",
            EntryError::Newer(_) | EntryError::UnknownKind(_) => "Update Supple first.",
            EntryError::UnknownField { .. } => "Open the page again.",
            EntryError::Missing { .. } => "Please fill it in.",
            EntryError::Twice { .. } => "Please keep one.",
            // What is taken stands in the line itself.
            EntryError::Value { .. } => "",
            EntryError::Future { .. } => "Give a time that has been.",
            EntryError::BeforeBirth { .. } => "Give a time within your life.",
            EntryError::EndsBeforeStart => "Give an end after the beginning.",
            EntryError::Decided => "Answer them on its own page.",
            EntryError::RecordedTooEarly(_) => "Set the clock of this device right.",
        }
    }
}

impl Remedy for Why {
    fn remedy(&self) -> &'static str {
        match self {
            Why::Entry(error) => error.remedy(),
            Why::Field { why, .. } => why.remedy(),
            Why::Unclear(_) => "Write the time with its offset, such as 2026-10-25T02:30:00+02:00.",
            Why::StillToCome(_) => "Give a time that has been.",
            // What is taken stands in the line itself.
            Why::NotText
            | Why::Cells { .. }
            | Why::NoTime
            | Why::NotATime(_)
            | Why::NeitherYesNorNo { .. }
            | Why::Length(_)
            | Why::Twice { .. }
            | Why::NotFor { .. }
            | Why::Missing { .. }
            | Why::Newer
            | Why::Json(_) => "",
        }
    }
}

impl Remedy for MessageError {
    fn remedy(&self) -> &'static str {
        match self {
            MessageError::TooLarge | MessageError::TooMuch { .. } => "Update Supple here and on the server.",
            MessageError::Newer(_) => "Update Supple here.",
            MessageError::NotOne(_) => "See that the address is right.",
        }
    }
}

impl Remedy for Stop {
    fn remedy(&self) -> &'static str {
        match self {
            Stop::Unreadable(error) => error.remedy(),
            Stop::Here(error) => error.remedy(),
            // The page that shows it has a button for each way on.
            Stop::Unreachable(_)
            | Stop::NotTheServer { .. }
            | Stop::NotPaired
            | Stop::OtherDiary { .. }
            | Stop::Refused { .. }
            | Stop::GivenUp
            | Stop::NotNoted(_) => "",
        }
    }
}

impl Remedy for SituationError {
    fn remedy(&self) -> &'static str {
        match self {
            SituationError::NotASituation(_)
            | SituationError::UnknownCaution { .. }
            | SituationError::UnknownSign(_)
            | SituationError::TooLong => "Open the page again.",
        }
    }
}

impl Remedy for PreferenceError {
    fn remedy(&self) -> &'static str {
        match self {
            PreferenceError::UnknownDecision { .. } | PreferenceError::UnknownOption { .. } => "Open the page again.",
        }
    }
}

impl Remedy for NotOpened {
    fn remedy(&self) -> &'static str {
        match self {
            NotOpened::Foreign | NotOpened::NoPassphrase | NotOpened::TooMuchWork => {
                "Choose the file that you saved from here."
            }
            NotOpened::Damaged => "Choose another copy, or an older one.",
            NotOpened::WrongPassphrase => "Try again, letter by letter.",
            NotOpened::Other(_) => "Choose an older copy.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use supple_store::{AddressFault, Bytes, TlsFault};

    /// More does not fit beside what happened on the screen of a phone.
    const MOST_LETTERS: usize = 120;

    fn place() -> String {
        "/data/diary.db".to_owned()
    }

    fn of_the_store() -> Vec<StoreError> {
        let (id, device, why) = (Bytes([0; 16]), Bytes([1; 16]), || "it says so".to_owned());
        let causes = [
            Cause::Path,
            Cause::ReadOnly,
            Cause::NotOpened,
            Cause::NoLog,
            Cause::Disk,
            Cause::Connections,
            Cause::Rights,
            Cause::Standby,
            Cause::Unsafe,
            Cause::NotPaired,
            Cause::Other,
        ];
        let mut errors = vec![
            StoreError::Address(AddressFault::NoPath),
            StoreError::Differs { id },
            StoreError::Taken { device, sequence: 7 },
            StoreError::OtherDiary { place: place() },
            StoreError::Busy { place: place() },
            StoreError::Replaced { place: place() },
            StoreError::Full { place: place() },
            StoreError::Traces { place: place() },
            StoreError::NoRoomForTraces { place: place() },
            StoreError::Newer { place: place(), found: 3, known: 2 },
            StoreError::Damaged { place: place(), why: why() },
            StoreError::NotOurs { place: place(), why: why() },
            StoreError::Unreachable { place: place(), why: why() },
            StoreError::Tls { place: place(), fault: TlsFault::Expired },
            StoreError::Silent { place: place() },
            StoreError::Login { place: place(), why: why() },
            StoreError::NoDatabase { place: place(), database: "diary".to_owned() },
            StoreError::Stopped,
        ];
        errors.extend(causes.map(|cause| StoreError::Cannot { place: place(), why: why(), cause }));
        errors
    }

    #[test]
    fn every_trouble_of_a_store_has_a_way_on_that_fits_a_phone_and_names_no_command() {
        for error in of_the_store() {
            let (remedy, told) = (error.remedy(), error.told());
            assert!(remedy.ends_with('.') && remedy.chars().count() <= MOST_LETTERS, "{remedy}");
            assert!(told.starts_with(&sentence(&error.to_string())) && told.ends_with(remedy), "{told}");
            for command in ["`", "supple ", "createdb", "sqlite:", "postgres://", "PGPASSWORD", "GRANT", "--"] {
                assert!(!told.contains(command), "{told}");
            }
        }
    }

    #[test]
    fn what_happened_is_one_sentence_and_what_to_do_another() {
        let full = JournalError::from(StoreError::Full { place: place() });
        let says = "There is no room left at /data/diary.db. Free some space, then try again. All that was stored before is safe.";
        assert_eq!(full.told(), says);
        assert_eq!(
            EntryError::EndsBeforeStart.told(),
            "\"until\" is before \"happened\". Give an end after the beginning."
        );
        let value = EntryError::Value { field: "level".to_owned(), problem: "takes a number".to_owned() };
        assert_eq!(value.told(), "\"level\" takes a number.", "what is taken is what to do");
    }
}
