//! What can go wrong, as one plain line, and the exit code that goes with it. What to do there is said in [`remedy`](crate::remedy).

use crate::remedy::Told;
use crate::terminal::harmless;
use crate::when::NotATime;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;
use supple_diary::{EntryError, ValueError};
use supple_fhir::ResponseError;
use supple_journal::{JournalError, MessageError};
use supple_research::ResearchError;
use supple_store::StoreError;
use supple_triage::AnswerError;

/// A problem of a command.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// It cannot be done. Exit code 1.
    #[error("{0}")]
    Cannot(String),
    /// The command was used in a wrong way. Exit code 2.
    #[error("{0}")]
    WrongUse(String),
    /// What was to be shown has been shown, and what it says is a failure. Exit code 1, and no further line.
    #[error("")]
    Shown,
    /// Nobody reads the output any more, as with `supple check --list | head`. That is no failure.
    #[error("")]
    NoReader,
}

impl Problem {
    /// Prints the line and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Problem::NoReader => ExitCode::SUCCESS,
            Problem::Shown => ExitCode::FAILURE,
            Problem::Cannot(line) => {
                complain(line);
                ExitCode::FAILURE
            }
            Problem::WrongUse(line) => {
                complain(line);
                ExitCode::from(2)
            }
        }
    }
}

/// Tells what is wrong. Where nobody can be told, that is no further failure.
fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "supple: {}", harmless(line));
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Problem {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Problem::NoReader,
            _ => Problem::Cannot(format!("the output cannot be written: {error}")),
        }
    }
}

/// Errors that are told by themselves: what happened, and what to do.
macro_rules! cannot {
    ($($error:ty),*) => {
        $(impl From<$error> for Problem {
            fn from(error: $error) -> Problem {
                Problem::Cannot(error.told())
            }
        })*
    };
}

cannot!(
    AnswerError,
    ResponseError,
    StoreError,
    JournalError,
    EntryError,
    MessageError,
    ValueError,
    ResearchError,
    serde_json::Error
);

impl From<NotATime> for Problem {
    fn from(time: NotATime) -> Problem {
        Problem::WrongUse(time.to_string())
    }
}

/// An error with what it was about, where its own line does not say it.
pub(crate) trait Context<T> {
    /// "`what`: the error", such as "FILE cannot be read: why".
    fn context(self, what: impl Display) -> Result<T, Problem>;
}

impl<T, E: Told> Context<T> for Result<T, E> {
    fn context(self, what: impl Display) -> Result<T, Problem> {
        self.map_err(|error| Problem::Cannot(format!("{what}: {}", error.told())))
    }
}
