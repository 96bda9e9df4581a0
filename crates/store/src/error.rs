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
    /// The connection to the server is not as safe as the address asks for.
    #[error("{place} cannot be reached over TLS ({fault})")]
    Tls {
        /// The server.
        place: String,
        /// What is wrong with it.
        fault: TlsFault,
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
    /// What it or `PGSSLMODE` says of encryption is none of the modes of libpq.
    #[error("its sslmode is none of disable, allow, prefer, require, verify-ca and verify-full")]
    SslMode,
    /// The roots of the system are asked for in a mode that does not check the name of the server.
    #[error("sslrootcert=system goes with sslmode=verify-full only")]
    SystemRoots,
    /// TLS without a word before is asked for in a mode that may do without TLS.
    #[error("sslnegotiation=direct goes with sslmode=require, verify-ca and verify-full only")]
    Direct,
}

/// Why a connection to a server is not as safe as `sslmode` asks for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// The server takes no TLS.
    #[error("the server offers no encryption")]
    NotOffered,
    /// Its certificate is by no authority that counts, and is none itself.
    #[error("its certificate is by nobody who is trusted here")]
    Untrusted,
    /// Its certificate is for other hosts. A common name alone (without a subject alternative name) counts for none.
    #[error("its certificate is not for the host of this address")]
    OtherName,
    /// Its certificate was good until a time that has been.
    #[error("its certificate has expired")]
    Expired,
    /// Its certificate is good from a time that is still to come.
    #[error("its certificate is not valid yet")]
    NotYetValid,
    /// A check is asked for, and there is no file of roots to check by.
    #[error("there are no root certificates at {0} to check it by")]
    NoRoots(String),
    /// The roots of the system are asked for, and it has none.
    #[error("this system has no root certificates")]
    NoSystemRoots,
    /// A file cannot be read.
    #[error("{file} cannot be read: {why}")]
    File {
        /// The file.
        file: String,
        /// What the system says.
        why: String,
    },
    /// A file has no certificates in PEM, or one that is damaged.
    #[error("{0} holds no certificate in PEM")]
    NoCertificate(String),
    /// A file has no private key in PEM that is not encrypted.
    #[error("{0} holds no private key in PEM without a passphrase")]
    NoKey(String),
    /// A private key is not for its owner only.
    #[error("the private key {0} can be read by others")]
    KeyIsOpen(String),
    /// The server lets in only who shows a certificate.
    #[error("the server asks for a certificate of this client")]
    ClientWanted,
    /// The server does not take the certificate that was shown.
    #[error("the server does not take the certificate of this client")]
    ClientRefused,
    /// Anything else, such as versions of TLS that do not meet.
    #[error("{0}")]
    Other(String),
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
