//! What to do about an error, in the terminal. The core says what happened; the way on is another one here than on a page.
//!
//! Each match names every error, so that a new one must be given what to do, or that nothing is to be done.

use std::fmt::Display;
use std::io;
use supple_care::{PreferenceError, SituationError};
use supple_diary::{EntryError, Moment, Unclear, ValueError};
use supple_journal::{Fault, JournalError, LineFault, MessageError, Refused, Stuck};
use supple_research::{PartError, ResearchError};
use supple_seal::NotOpened;
use supple_stats::clogit::Warning;
use supple_stats::{RowError, StatsError};
use supple_store::{AddressFault, Cause, StoreError, TlsFault};
use supple_triage::AnswerError;

/// An error that can be told in one line.
pub(crate) trait Told: Display {
    /// What happened, and what to do.
    fn told(&self) -> String {
        self.to_string()
    }
}

/// What happened and what to do, joined; what happened alone where nothing is to be done.
fn joined(error: &impl Display, joint: &str, remedy: &str) -> String {
    if remedy.is_empty() { error.to_string() } else { format!("{error}{joint}{remedy}") }
}

/// Errors of the machine and of libraries, whose own line says all that is known.
macro_rules! says_all {
    ($($error:ty),* $(,)?) => { $(impl Told for $error {})* };
}

says_all!(
    io::Error,
    serde_json::Error,
    csv::Error,
    csv::IntoInnerError<csv::Writer<Vec<u8>>>,
    getrandom::Error,
    rustls::Error,
    axum::Error,
    axum::http::Error,
    supple_fhir::ResponseError,
    supple_paper::PaperError,
    supple_seal::NotSealed,
    crate::held::HeldError,
    ValueError,
    SituationError,
    PreferenceError,
    String,
    &str,
);

impl<E: Told> Told for &E {
    fn told(&self) -> String {
        (**self).told()
    }
}

impl Told for StoreError {
    fn told(&self) -> String {
        let remedy = match self {
            StoreError::Address(fault) => of_address(*fault),
            StoreError::Differs { .. } => "an entry is never changed, so add a correction instead",
            StoreError::Taken { .. } => "read again, then try again",
            StoreError::OtherDiary { .. } => "pair the device again",
            StoreError::Busy { .. } => "close it (a second Supple, a backup, a database browser) and try again",
            StoreError::Replaced { .. } => {
                "save a copy of what you still see, stop Supple, put the right file back, and start it again"
            }
            StoreError::Full { .. } => "free some space and try again; everything stored before is safe",
            StoreError::Traces { .. } => "close it, then erase again",
            StoreError::NoRoomForTraces { .. } => "free some space, then erase again",
            StoreError::Newer { .. } => "update Supple first; nothing was changed",
            StoreError::Damaged { .. } => {
                "keep it as it is, and restore your last backup with `supple restore BACKUP --database sqlite:NEW`"
            }
            StoreError::NotOurs { .. } => {
                "give another path; if it should be one, restore your last backup with `supple restore BACKUP --database \
                 sqlite:NEW`"
            }
            StoreError::Unreachable { .. } => "start the server, or mend the address",
            StoreError::Tls { fault, .. } => of_tls(fault),
            StoreError::Silent { .. } => "see that its disk or its server is well, then try again",
            StoreError::Login { .. } => "mend user and password in the address, or set PGPASSWORD",
            StoreError::NoDatabase { database, .. } => {
                &format!("create it with `createdb {database}`, as a user who may")
            }
            StoreError::Cannot { cause, .. } => return joined(self, "; ", of_cause(*cause)),
            StoreError::Stopped => "start Supple again; everything stored before is safe",
        };
        joined(self, ": ", remedy)
    }
}

fn of_address(fault: AddressFault) -> &'static str {
    match fault {
        AddressFault::Kind
        | AddressFault::NoPath
        | AddressFault::ZeroByte
        | AddressFault::NoHost
        | AddressFault::ManyHosts
        | AddressFault::NoUser => "give sqlite:PATH or postgres://USER@HOST/DATABASE",
        AddressFault::NotPostgreSql => {
            "give postgres://USER@HOST/DATABASE, and write : / ? # @ % in a password as %3A %2F %3F %23 %40 %25"
        }
        AddressFault::At => "write an @ in a password as %40",
        AddressFault::SslMode | AddressFault::SystemRoots | AddressFault::Direct => {
            "give sslmode=verify-full, with the roots in sslrootcert=FILE; PGSSLMODE counts where the address says nothing"
        }
    }
}

fn of_tls(fault: &TlsFault) -> &'static str {
    match fault {
        TlsFault::NotOffered => "set ssl = on there; sslmode=disable is for this machine and for tunnels",
        TlsFault::Untrusted => "give the certificate of its authority, or its own, as sslrootcert=FILE",
        TlsFault::OtherName => {
            "give the host as its certificate names it, or have it made for this one (subjectAltName)"
        }
        TlsFault::Expired => "have it renewed, and see that the clock here is right",
        TlsFault::NotYetValid => "see that the clock here is right",
        TlsFault::NoRoots(_) => {
            "put the certificate of its authority there, or give sslrootcert=FILE or sslrootcert=system"
        }
        TlsFault::NoSystemRoots => "install ca-certificates, or give sslrootcert=FILE",
        TlsFault::File { .. } => "mend sslrootcert, sslcert and sslkey in the address",
        TlsFault::NoCertificate(_) => "give a file that begins with -----BEGIN CERTIFICATE-----",
        TlsFault::NoKey(_) => "give a key in PEM; take a passphrase off with `openssl pkey -in KEY -out NEW`",
        TlsFault::KeyIsOpen(_) => "keep it from them with `chmod 600`",
        TlsFault::ClientWanted => "give one that it knows, with sslcert=FILE and sslkey=FILE",
        TlsFault::ClientRefused => "give one that it knows and that has not expired, with sslcert=FILE and sslkey=FILE",
        TlsFault::Other(_) => "compare the settings of TLS on both sides",
    }
}

fn of_cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Path => "give a path where you may write",
        Cause::ReadOnly => "give yourself the right to write to it and its folder",
        Cause::NotOpened => "see that you may read and write it",
        Cause::NoLog => "use a folder on a local disk",
        Cause::Disk => "look after the disk and your backups",
        Cause::Connections => "close another program or raise max_connections",
        Cause::Rights => "let its owner GRANT CREATE ON DATABASE to this user",
        Cause::Standby => "give the address of the server that takes writes",
        Cause::Unsafe => "set fsync = on",
        Cause::NotPaired => "open /pair to change that",
        Cause::Other => "",
    }
}

impl Told for JournalError {
    fn told(&self) -> String {
        match self {
            JournalError::Store(error) => error.told(),
            JournalError::Entry(error) => error.told(),
            JournalError::OtherDiary { .. } => joined(self, "; ", "to make one of the two, pair them"),
            JournalError::Rewound { .. } => {
                joined(self, "; ", "stop Supple, put the right one back, and start it again")
            }
        }
    }
}

impl Told for EntryError {
    fn told(&self) -> String {
        let remedy = match self {
            EntryError::NotText | EntryError::NotOneLine => "take the file as Supple exported it",
            EntryError::TooLong => "shorten its texts",
            EntryError::Newer(_) => "update Supple first",
            EntryError::UnknownKind(_) => "check how it is written, or update Supple",
            EntryError::UnknownField { .. } => "remove it, or check how it is written",
            EntryError::Missing { .. } => "add it",
            EntryError::Twice { .. } => "keep one",
            EntryError::Future { .. } => "give a time that has been",
            EntryError::BeforeBirth { .. } => "give a time within the person's life",
            EntryError::EndsBeforeStart => "give an end after the beginning",
            EntryError::RecordedTooEarly(_) => "set the clock of the device right",
            // What is taken in its place stands in the line itself.
            EntryError::NotAnObject(_) | EntryError::Order { .. } | EntryError::Value { .. } => "",
            EntryError::Decided => return joined(self, ": ", "answer them in the app, which `supple serve` opens"),
        };
        joined(self, "; ", remedy)
    }
}

impl Told for Unclear {
    fn told(&self) -> String {
        match self {
            Unclear::Twice(twice) => {
                let full = |moment: &Moment| moment.to_string().split('[').next().unwrap_or_default().to_owned();
                let remedy = format!("write {} or {}", full(&twice.first), full(&twice.second));
                joined(self, ": ", &remedy)
            }
            Unclear::Never(never) => {
                let (before, from) = never.edges();
                joined(self, "; ", &format!("give a time before {before}, or from {from} on"))
            }
            // What is taken stands in the line itself.
            Unclear::Unknown(_) => self.to_string(),
        }
    }
}

impl Told for LineFault {
    fn told(&self) -> String {
        match self {
            LineFault::Entry(error) => error.told(),
            // What is to be done about a chain is to be done about the file: the command says it once.
            LineFault::Differs(_) | LineFault::Broken(_) | LineFault::Behind(_) => self.to_string(),
        }
    }
}

impl Told for supple_diary::Refused {
    fn told(&self) -> String {
        format!("line {}: {}", self.line, self.why.told())
    }
}

impl Told for MessageError {
    fn told(&self) -> String {
        joined(
            self,
            ": ",
            match self {
                MessageError::TooLarge | MessageError::TooMuch { .. } => "update Supple on both sides",
                MessageError::Newer(_) => "update Supple on this side",
                MessageError::NotOne(_) => "look whether the address is right",
            },
        )
    }
}

impl Told for Refused {
    fn told(&self) -> String {
        let remedy = match self.fault {
            Fault::Newer => "update Supple first",
            // It is sent again, or mended by `supple reconcile`, which is said once; the rest is not mended by a command.
            Fault::Clock
            | Fault::Gap
            | Fault::Fork
            | Fault::Versions
            | Fault::Broken
            | Fault::Altered
            | Fault::Unreadable => "",
        };
        joined(self, "; ", remedy)
    }
}

impl Told for Stuck {
    fn told(&self) -> String {
        let remedy = match self.missing {
            Some(_) => "bring it back with `supple import` from an older export",
            // Where its fork was found, what to do is said of that; else nothing here mends it.
            None => "",
        };
        joined(self, "; ", remedy)
    }
}

impl Told for AnswerError {
    fn told(&self) -> String {
        let remedy = match self {
            AnswerError::UnknownFinding(_) => "`supple check --list` prints them all",
            AnswerError::Twice(_) => "keep one answer",
            AnswerError::WrongKind { .. } | AnswerError::NotAnObject(_) | AnswerError::TooLong => "",
        };
        joined(self, "; ", remedy)
    }
}

impl Told for StatsError {
    fn told(&self) -> String {
        let remedy = match self {
            StatsError::Row { error, .. } => of_row(error),
            StatsError::NoRows => "add some",
            StatsError::TooManyRows => "split the table by set, and add the parts up",
            StatsError::NoColumns => "name at least one",
            StatsError::TooManyColumns(_) => "leave some out",
            StatsError::Length { .. } => "give one for each row",
            StatsError::NothingToCompare => "keep logging",
            StatsError::NothingVaries => "choose other columns, or keep logging",
            StatsError::SetTooLarge { .. } => "use --ties efron, or smaller sets",
            StatsError::Penalty => "logf:2 is the usual choice",
            StatsError::NoProfileForFirth => "use --penalty logf:2 for limits",
            StatsError::NotSettled(_) => "use --penalty logf:2, or fewer columns",
            StatsError::TooManyGaps(_) => "take the latest",
            StatsError::AllAtOneEnd => "compare two parts instead",
            StatsError::OnePerson => "for one person, look at `supple stats trend`",
            StatsError::OneMeasure => "go on with the trial",
            // What is needed stands in the line itself.
            StatsError::TooFewPeriods { .. }
            | StatsError::NoEvents
            | StatsError::TooFewEvents { .. }
            | StatsError::OneTime
            | StatsError::OneGroup
            | StatsError::NotAProbability { .. } => "",
        };
        joined(self, "; ", remedy)
    }
}

impl Told for Warning {
    fn told(&self) -> String {
        let remedy = match self {
            Warning::CertainSetsCounted { .. } => "use --ties exact",
            Warning::Combination { fitted: true, .. } => "leave one out",
            Warning::Together { .. } => "merge them or leave one out",
            Warning::Separated { .. } | Warning::Undetermined { .. } => "use --penalty logf:2",
            Warning::LimitsIncomplete { .. } => "use --penalty logf:2, or fewer columns",
            Warning::SetsIgnored { .. } | Warning::Constant { .. } | Warning::Combination { fitted: false, .. } => "",
        };
        joined(self, "; ", remedy)
    }
}

impl Told for RowError {
    fn told(&self) -> String {
        joined(self, "; ", of_row(self))
    }
}

fn of_row(error: &RowError) -> &'static str {
    match error {
        RowError::NotANumber { .. }
        | RowError::NotPositive { .. }
        | RowError::Negative { .. }
        | RowError::CountTooLarge { .. }
        | RowError::OutsideTheTime
        | RowError::EmptyInterval
        | RowError::Overlap => "correct it or leave the row out",
        RowError::OutOfOrder => "sort them, and merge those of the same time",
        RowError::SameTime => "correct it, or leave one of them out",
    }
}

/// What to do where the diaries of a folder, or parts, have no answer together. They are compared in one way, which no option
/// changes.
fn of_pooled(error: &StatsError) -> &'static str {
    match error {
        StatsError::Row { .. } | StatsError::TooManyRows | StatsError::SetTooLarge { .. } => "leave this diary out",
        StatsError::NoRows
        | StatsError::NothingToCompare
        | StatsError::NothingVaries
        | StatsError::NotSettled(_)
        | StatsError::TooFewPeriods { .. }
        | StatsError::NoEvents
        | StatsError::TooFewEvents { .. }
        | StatsError::OneTime
        | StatsError::AllAtOneEnd
        | StatsError::OnePerson
        | StatsError::OneMeasure
        | StatsError::OneGroup => "add more diaries",
        // Nobody who names a folder can bring these about.
        StatsError::NoColumns
        | StatsError::TooManyColumns(_)
        | StatsError::Length { .. }
        | StatsError::Penalty
        | StatsError::NoProfileForFirth
        | StatsError::TooManyGaps(_)
        | StatsError::NotAProbability { .. } => "",
    }
}

impl Told for ResearchError {
    fn told(&self) -> String {
        let remedy = match self {
            ResearchError::Stats(error) => of_pooled(error),
            ResearchError::TooFewPeople => "add more diaries",
            ResearchError::TooManyColumns(_) => "leave some out",
            ResearchError::NoParts => "name at least one",
            ResearchError::OtherQuestion => "use one version everywhere",
            ResearchError::Part { error, .. } => of_part(*error),
            ResearchError::SamePart { .. } => "leave one out",
        };
        joined(self, "; ", remedy)
    }
}

impl Told for PartError {
    fn told(&self) -> String {
        joined(self, "; ", of_part(*self))
    }
}

fn of_part(error: PartError) -> &'static str {
    match error {
        PartError::OtherVersion => "use one version everywhere",
        PartError::OtherRound => "compute all parts from the same question",
        PartError::Broken => "compute it anew",
    }
}

impl Told for NotOpened {
    fn told(&self) -> String {
        let remedy = match self {
            NotOpened::Foreign | NotOpened::NoPassphrase | NotOpened::TooMuchWork => {
                "give the file that `supple backup` wrote"
            }
            NotOpened::Damaged => "take another copy or an older backup",
            NotOpened::WrongPassphrase => "try again, letter by letter",
            NotOpened::Other(_) => "take an older backup",
        };
        joined(self, "; ", remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn place() -> String {
        "/data/diary.db".to_owned()
    }

    #[test]
    fn what_happened_is_followed_by_what_to_do_in_the_terminal() {
        let cannot = |cause| StoreError::Cannot { place: place(), why: "permission denied".to_owned(), cause };
        for (error, line) in [
            (
                StoreError::NoDatabase { place: "nowhere".to_owned(), database: "nowhere".to_owned() },
                "nowhere does not exist yet: create it with `createdb nowhere`, as a user who may",
            ),
            (
                StoreError::Newer { place: place(), found: 3, known: 2 },
                "/data/diary.db was written by a newer Supple (version 3, this one reads up to 2): update Supple first; nothing \
                 was changed",
            ),
            (
                StoreError::Busy { place: place() },
                "/data/diary.db is held by another program: close it (a second Supple, a backup, a database browser) and try \
                 again",
            ),
            (
                StoreError::Damaged { place: place(), why: "a hole".to_owned() },
                "/data/diary.db is damaged (a hole): keep it as it is, and restore your last backup with `supple restore BACKUP \
                 --database sqlite:NEW`",
            ),
            (
                StoreError::NotOurs { place: place(), why: "it is too short".to_owned() },
                "/data/diary.db is not a database of Supple (it is too short): give another path; if it should be one, restore \
                 your last backup with `supple restore BACKUP --database sqlite:NEW`",
            ),
            (
                StoreError::Unreachable { place: "the server".to_owned(), why: "refused".to_owned() },
                "the server cannot be reached (refused): start the server, or mend the address",
            ),
            (
                StoreError::Tls { place: "the server".to_owned(), fault: TlsFault::NotOffered },
                "the server cannot be reached over TLS (the server offers no encryption): set ssl = on there; sslmode=disable is \
                 for this machine and for tunnels",
            ),
            (
                StoreError::Address(AddressFault::Kind),
                "the database address is not understood (it starts neither with sqlite: nor with postgres://): give \
                 sqlite:PATH or postgres://USER@HOST/DATABASE",
            ),
            (
                StoreError::Address(AddressFault::At),
                "the database address is not understood (there is an @ in the password): write an @ in a password as %40",
            ),
            (
                cannot(Cause::Rights),
                "/data/diary.db cannot be used: permission denied; let its owner GRANT CREATE ON DATABASE to this user",
            ),
            (cannot(Cause::Other), "/data/diary.db cannot be used: permission denied"),
        ] {
            assert_eq!(error.told(), line);
            assert_eq!(JournalError::from(error).told(), line, "the journal passes it on");
        }
    }

    #[test]
    fn what_is_no_entry_or_message_is_told_with_what_to_do() {
        let (here, theirs) = (Uuid::nil(), Uuid::max());
        for (told, line) in [
            (EntryError::NotText.told(), "this is not text in UTF-8; take the file as Supple exported it".to_owned()),
            (EntryError::Missing { field: "level".to_owned() }.told(), "the field \"level\" is missing; add it".to_owned()),
            (
                EntryError::Decided.told(),
                "it follows from its questions, and is not written by hand: answer them in the app, which `supple serve` opens"
                    .to_owned(),
            ),
            (
                MessageError::Newer(2).told(),
                "the message was written by a newer Supple (version 2): update Supple on this side".to_owned(),
            ),
            (
                JournalError::OtherDiary { here, theirs }.told(),
                format!(
                    "this is another diary (its identity is {theirs}, the one here is {here}): nothing was taken; to make one \
                     of the two, pair them"
                ),
            ),
            (
                Stuck { device: here, sequence: 8, entries: 2, missing: Some(7) }.told(),
                format!(
                    "2 of device {here} cannot be sent, from number 8 on: number 7 is missing here or was changed; bring it \
                     back with `supple import` from an older export"
                ),
            ),
            (
                AnswerError::UnknownFinding("saddle".to_owned()).told(),
                "there is no finding \"saddle\"; `supple check --list` prints them all".to_owned(),
            ),
        ] {
            assert_eq!(told, line);
        }
    }

    #[test]
    fn what_has_no_statistic_is_told_with_what_can_be_done_there() {
        let cases = 20_000;
        let too_large = StatsError::SetTooLarge { cases, rows: 2 * cases };
        let happened = "a set with 20000 cases in 40000 rows is too large for the exact method";
        let column = || "lifting".to_owned();
        for (told, line) in [
            (too_large.told(), format!("{happened}; use --ties efron, or smaller sets")),
            (ResearchError::from(too_large).told(), format!("{happened}; leave this diary out")),
            (
                ResearchError::from(StatsError::NothingVaries).told(),
                "no column varies within any set, so nothing can be compared; add more diaries".to_owned(),
            ),
            (StatsError::OneGroup.told(), "a comparison needs at least 2 groups".to_owned()),
            (RowError::Negative { column: "gap" }.told(), "gap is below 0; correct it or leave the row out".to_owned()),
            (
                Warning::Undetermined { column: column() }.told(),
                "lifting has no estimate: the others separate so well that nothing is left; use --penalty logf:2"
                    .to_owned(),
            ),
            (
                Warning::Combination { column: column(), fitted: false }.told(),
                "lifting was not fitted: within sets it follows from other columns".to_owned(),
            ),
        ] {
            assert_eq!(told, line);
        }
    }
}
