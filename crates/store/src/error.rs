//! What can go wrong. Each line says what happened; what to do there, whoever shows it adds.

use std::fmt;

/// Why the store cannot do what it was asked to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The address of the database is not understood. It is not repeated, since it may hold a password.
    #[error("the database address is not understood ({0})")]
    Address(AddressFault),
    /// A record with this id is there and says something else.
    #[error("the entry {id} is there already and says something else")]
    Differs {
        /// The id.
        id: Bytes,
    },
    /// The device has another record at this place.
    #[error("another program has just written entry {sequence} of the device {device}")]
    Taken {
        /// The device.
        device: Bytes,
        /// The place.
        sequence: u64,
    },
    /// The records are of another diary than the one that is here. Nothing was taken.
    #[error("{place} holds another diary now (it was erased, or joined with another)")]
    OtherDiary {
        /// Where the records are.
        place: String,
    },
    /// Another program holds the database.
    #[error("{place} is held by another program")]
    Busy {
        /// Where the records are.
        place: String,
    },
    /// The file is no longer the one that was opened: what is written would go into a file that nobody finds again.
    #[error("{place} was removed or replaced while Supple was running, so nothing is stored any more")]
    Replaced {
        /// The file.
        place: String,
    },
    /// There is no room for more.
    #[error("there is no room left at {place}")]
    Full {
        /// Where the records are.
        place: String,
    },
    /// The records are gone, but traces of them are still in the files.
    #[error("everything is erased, but another program still holds old pages of {place}")]
    Traces {
        /// Where the records were.
        place: String,
    },
    /// The records are gone, but there is no room to write the files anew without their traces.
    #[error("everything is erased, but traces of it may be left in {place}, since there is no room to remove them")]
    NoRoomForTraces {
        /// Where the records were.
        place: String,
    },
    /// The database was written by a newer version. It was not touched.
    #[error("{place} was written by a newer Supple (version {found}, this one reads up to {known})")]
    Newer {
        /// Where the records are.
        place: String,
        /// The version found.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// What is there is not what was written.
    #[error("{place} is damaged ({why})")]
    Damaged {
        /// Where the records are.
        place: String,
        /// How it shows.
        why: String,
    },
    /// The file is no database, or one of another program.
    #[error("{place} is not a database of Supple ({why})")]
    NotOurs {
        /// The file.
        place: String,
        /// What it is instead.
        why: String,
    },
    /// The server does not answer.
    #[error("{place} cannot be reached ({why})")]
    Unreachable {
        /// The server.
        place: String,
        /// What was heard.
        why: String,
    },
    /// It was asked, and has not answered in time. What it was asked may still be done.
    #[error("{place} does not answer")]
    Silent {
        /// Where the records are.
        place: String,
    },
    /// The server does not let this user in.
    #[error("{place} refuses the login ({why})")]
    Login {
        /// The server.
        place: String,
        /// What was heard.
        why: String,
    },
    /// The server has no such database.
    #[error("{place} does not exist yet")]
    NoDatabase {
        /// The database.
        place: String,
        /// Its name.
        database: String,
    },
    /// The system, the disk or the server refuses for another reason.
    #[error("{place} cannot be used: {why}")]
    Cannot {
        /// Where the records are.
        place: String,
        /// What was heard.
        why: String,
        /// What it is about, as far as that is known: what to do follows from it.
        cause: Cause,
    },
    /// The thread of the store has ended, which is a mistake in Supple.
    #[error("the store has stopped working")]
    Stopped,
}

impl StoreError {
    /// Whether another program wrote for the same device first: read again, then try again.
    pub fn is_taken(&self) -> bool {
        matches!(self, StoreError::Taken { .. })
    }

    /// Whether another diary is here than the one that was meant.
    pub fn is_other_diary(&self) -> bool {
        matches!(self, StoreError::OtherDiary { .. })
    }

    /// Whether trying the very same again later may succeed.
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            StoreError::Busy { .. }
                | StoreError::Full { .. }
                | StoreError::Replaced { .. }
                | StoreError::Traces { .. }
                | StoreError::NoRoomForTraces { .. }
                | StoreError::Unreachable { .. }
                | StoreError::Silent { .. }
        )
    }

    /// Whether all records are gone, though not their last traces.
    pub fn is_erased(&self) -> bool {
        matches!(self, StoreError::Traces { .. } | StoreError::NoRoomForTraces { .. })
    }

    /// Whether a backup is needed.
    pub fn is_damaged(&self) -> bool {
        matches!(self, StoreError::Damaged { .. })
    }
}

/// Why the address of a database is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// It begins like none that there is.
    #[error("it starts neither with sqlite: nor with postgres://")]
    Kind,
    /// There is no path of a file.
    #[error("the path is missing")]
    NoPath,
    /// The path is none that a file can have.
    #[error("the path holds a zero byte")]
    ZeroByte,
    /// The library does not read it. Why, it may say with parts of the address, so that is not passed on.
    #[error("it is no PostgreSQL address")]
    NotPostgreSql,
    /// There is no host.
    #[error("the host is missing")]
    NoHost,
    /// There are several hosts.
    #[error("it names more than one host")]
    ManyHosts,
    /// The password ends in the middle, so that the rest of it would be taken for the host.
    #[error("there is an @ in the password")]
    At,
    /// There is no user.
    #[error("the user is missing")]
    NoUser,
    /// It asks for a connection that is encrypted.
    #[error("Supple speaks to PostgreSQL without encryption")]
    Encrypted,
}

/// What a refusal of the system, the disk or the server is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The path of the file is not one where Supple may write.
    Path,
    /// The file may be read and not written to.
    ReadOnly,
    /// The file cannot be opened.
    NotOpened,
    /// The folder of the file allows no log beside it.
    NoLog,
    /// The disk reports an error.
    Disk,
    /// The server has as many connections as it takes.
    Connections,
    /// The user of the server may not make tables.
    Rights,
    /// The server is a copy that takes no writes.
    Standby,
    /// The server would lose in a power cut what it has acknowledged.
    Unsafe,
    /// Whoever asks is not paired with the server.
    NotPaired,
    /// Nothing of these.
    Other,
}

/// Sixteen bytes, shown in the usual form of a UUID.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bytes(pub [u8; 16]);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, byte) in self.0.iter().enumerate() {
            if matches!(place, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
