//! How a connection to a PostgreSQL server is encrypted: `sslmode` and its companions, as libpq reads them
//! (PostgreSQL documentation, "SSL Support" of libpq).
//!
//! The client library knows three of the six modes and none of the files. So they are taken off an address before it reads it.

use crate::AddressFault;
use percent_encoding::percent_decode_str;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What libpq calls `sslmode`, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SslMode {
    /// Never encrypted.
    Disable,
    /// Encrypted where the server takes nothing else.
    Allow,
    /// Encrypted where that can be had, and in clear otherwise.
    Prefer,
    /// Encrypted. The certificate of the server is checked as in `VerifyCa` where there are roots, and not at all otherwise.
    Require,
    /// Encrypted, to a server whose certificate is by one of the roots.
    VerifyCa,
    /// As `VerifyCa`, and the certificate is for the host of the address.
    VerifyFull,
}

impl SslMode {
    fn read(value: &str) -> Result<SslMode, AddressFault> {
        Ok(match value {
            "disable" => SslMode::Disable,
            "allow" => SslMode::Allow,
            "prefer" => SslMode::Prefer,
            "require" => SslMode::Require,
            "verify-ca" => SslMode::VerifyCa,
            "verify-full" => SslMode::VerifyFull,
            _ => return Err(AddressFault::SslMode),
        })
    }

    /// Whether a server counts only once its certificate was checked.
    pub(crate) fn verifies(self) -> bool {
        self >= SslMode::VerifyCa
    }
}

/// What the certificate of a server is checked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Roots {
    /// The authorities that the system trusts.
    System,
    /// Those in a file.
    File(PemFile),
}

/// A file in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PemFile {
    pub(crate) path: PathBuf,
    /// Whether someone named it. The usual one may be missing.
    pub(crate) is_named: bool,
}

impl PemFile {
    /// Whether to read it: one that was named has to be there.
    pub(crate) fn counts(&self) -> bool {
        self.is_named || !matches!(self.path.try_exists(), Ok(false))
    }
}

/// How a connection is encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encryption {
    pub(crate) mode: SslMode,
    pub(crate) roots: Roots,
    /// What this program shows of itself where a server asks for it.
    pub(crate) certificate: PemFile,
    pub(crate) key: PemFile,
}

/// What counts where an address says nothing.
pub(crate) struct Surroundings<'s> {
    /// A variable of the environment.
    pub(crate) variable: &'s dyn Fn(&str) -> Option<OsString>,
    /// Where this person keeps what is for PostgreSQL.
    pub(crate) folder: PathBuf,
}

/// Where libpq looks for its files: `~/.postgresql`, on Windows `%APPDATA%\postgresql`.
pub(crate) fn usual_folder() -> PathBuf {
    if cfg!(windows) {
        return std::env::var_os("APPDATA").map(PathBuf::from).unwrap_or_default().join("postgresql");
    }
    std::env::home_dir().unwrap_or_default().join(".postgresql")
}

/// The parameters that are taken off an address, each with the variable that counts where it is not there.
const TAKEN: [(&str, &str); 4] =
    [("sslmode", "PGSSLMODE"), ("sslrootcert", "PGSSLROOTCERT"), ("sslcert", "PGSSLCERT"), ("sslkey", "PGSSLKEY")];

/// Takes what is about encryption off an address. Gives what is left of it, too.
///
/// # Errors
/// [`AddressFault::SslMode`] for a mode that is none, [`AddressFault::SystemRoots`] for one that does not go with the roots of
/// the system, [`AddressFault::NotPostgreSql`] for what cannot be decoded.
pub(crate) fn take(address: &str, around: &Surroundings<'_>) -> Result<(String, Encryption), AddressFault> {
    let mut given: [Option<OsString>; 4] = Default::default();
    // As the library reads an address: what stands before the first @ is user and password.
    let host = address.find('@').map_or(0, |at| at + 1);
    let query = address.get(host..).and_then(|rest| rest.find('?')).map(|at| host + at);
    let mut rest = address.get(..query.unwrap_or(address.len())).unwrap_or_default().to_owned();
    let parameters = query.and_then(|at| address.get(at + 1..)).unwrap_or_default();
    let mut joint = '?';
    for parameter in parameters.split('&').filter(|parameter| !parameter.is_empty()) {
        let taken = parameter.split_once('=').and_then(|(name, value)| {
            let name = percent_decode_str(name).decode_utf8().ok()?;
            Some((TAKEN.iter().position(|(taken, _)| *taken == name)?, value))
        });
        if let Some((place, value)) = taken {
            if let Some(given) = given.get_mut(place) {
                *given = Some(decoded(value)?);
            }
        } else {
            rest.push(joint);
            rest.push_str(parameter);
            joint = '&';
        }
    }
    // What is empty says nothing.
    let mut values = given
        .into_iter()
        .zip(TAKEN)
        .map(|(given, (_, variable))| given.or_else(|| (around.variable)(variable)).filter(|value| !value.is_empty()));
    let (mode, roots) = (values.next().flatten(), values.next().flatten());
    let file = |named: Option<OsString>, usual: &str| match named {
        Some(path) => PemFile { path: path.into(), is_named: true },
        None => PemFile { path: around.folder.join(usual), is_named: false },
    };
    let mode = mode.map(|mode| SslMode::read(&mode.to_string_lossy())).transpose()?;
    let (mode, roots) = if roots.as_deref().is_some_and(|roots| roots == "system") {
        // Whoever owns any name gets a certificate by one of them, so the name has to be checked.
        let mode = mode.unwrap_or(SslMode::VerifyFull);
        if mode != SslMode::VerifyFull {
            return Err(AddressFault::SystemRoots);
        }
        (mode, Roots::System)
    } else {
        (mode.unwrap_or(SslMode::Prefer), Roots::File(file(roots, "root.crt")))
    };
    let certificate = file(values.next().flatten(), "postgresql.crt");
    let key = file(values.next().flatten(), "postgresql.key");
    Ok((rest, Encryption { mode, roots, certificate, key }))
}

#[cfg(unix)]
fn decoded(value: &str) -> Result<OsString, AddressFault> {
    let bytes: Vec<u8> = percent_decode_str(value).collect();
    if bytes.contains(&0) {
        return Err(AddressFault::ZeroByte);
    }
    Ok(std::os::unix::ffi::OsStringExt::from_vec(bytes))
}

#[cfg(not(unix))]
fn decoded(value: &str) -> Result<OsString, AddressFault> {
    let text = percent_decode_str(value).decode_utf8().map_err(|_| AddressFault::NotPostgreSql)?;
    if text.contains('\0') {
        return Err(AddressFault::ZeroByte);
    }
    Ok(text.into_owned().into())
}

/// What messages call a file.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn taken_with(address: &str, variables: &[(&str, &str)]) -> Result<(String, Encryption), AddressFault> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| OsString::from(value))
        };
        take(address, &Surroundings { variable: &variable, folder: PathBuf::from("/home/.postgresql") })
    }

    fn named(path: &str) -> PemFile {
        PemFile { path: path.into(), is_named: true }
    }

    fn usual(name: &str) -> PemFile {
        PemFile { path: Path::new("/home/.postgresql").join(name), is_named: false }
    }

    #[test]
    fn each_mode_of_libpq_is_read_and_prefer_is_what_counts_without_one() {
        for (value, mode) in [
            ("", SslMode::Prefer),
            ("?sslmode=disable", SslMode::Disable),
            ("?sslmode=allow", SslMode::Allow),
            ("?sslmode=prefer", SslMode::Prefer),
            ("?sslmode=require", SslMode::Require),
            ("?sslmode=verify-ca", SslMode::VerifyCa),
            ("?sslmode=verify-full", SslMode::VerifyFull),
            ("?sslmode=disable&sslmode=verify%2Dfull", SslMode::VerifyFull),
        ] {
            let (rest, encryption) = taken_with(&format!("postgres://u:p@h/d{value}"), &[]).unwrap();
            assert_eq!((rest.as_str(), encryption.mode), ("postgres://u:p@h/d", mode), "{value}");
        }
        for wrong in ["VERIFY-FULL", "verify_full", "on", "require ", "%FF"] {
            let refused = taken_with(&format!("postgres://u:p@h/d?sslmode={wrong}"), &[]).map(drop);
            assert_eq!(refused, Err(AddressFault::SslMode), "{wrong}");
        }
    }

    #[test]
    fn what_is_about_encryption_is_taken_off_and_all_else_stays_as_it_was() {
        let address = "postgres://u:p?sslmode=x@h/d?connect_timeout=3&sslrootcert=/a%20b/r%26.crt&options=-c%20x%3D1\
                       &sslcert=c.crt&sslkey=k.key&sslmode=verify-ca&keepalives=0";
        let (rest, encryption) = taken_with(address, &[]).unwrap();
        assert_eq!(rest, "postgres://u:p?sslmode=x@h/d?connect_timeout=3&options=-c%20x%3D1&keepalives=0");
        let (roots, certificate, key) = (Roots::File(named("/a b/r&.crt")), named("c.crt"), named("k.key"));
        assert_eq!(encryption, Encryption { mode: SslMode::VerifyCa, roots, certificate, key });
    }

    #[test]
    fn the_environment_counts_where_the_address_says_nothing_and_then_the_usual_files() {
        let around = [("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", "/r"), ("PGSSLCERT", "/c"), ("PGSSLKEY", "")];
        let (_, encryption) = taken_with("postgres://u@h/d", &around).unwrap();
        let (roots, certificate, key) = (Roots::File(named("/r")), named("/c"), usual("postgresql.key"));
        assert_eq!(encryption, Encryption { mode: SslMode::VerifyFull, roots, certificate, key });
        let (_, encryption) = taken_with("postgres://u@h/d?sslmode=disable&sslrootcert=/s", &around).unwrap();
        assert_eq!((encryption.mode, encryption.roots), (SslMode::Disable, Roots::File(named("/s"))));
        let (_, encryption) = taken_with("postgres://u@h/d?sslrootcert=", &[]).unwrap();
        assert_eq!(encryption.roots, Roots::File(usual("root.crt")));
        assert_eq!(encryption.certificate, usual("postgresql.crt"));
        assert_eq!(taken_with("postgres://u@h/d", &[("PGSSLMODE", "yes")]).map(drop), Err(AddressFault::SslMode));
    }

    #[test]
    fn the_roots_of_the_system_go_with_a_check_of_the_name_only() {
        let (_, encryption) = taken_with("postgres://u@h/d?sslrootcert=system", &[]).unwrap();
        assert_eq!((encryption.mode, encryption.roots), (SslMode::VerifyFull, Roots::System));
        for mode in ["disable", "allow", "prefer", "require", "verify-ca"] {
            let refused = taken_with(&format!("postgres://u@h/d?sslrootcert=system&sslmode={mode}"), &[]).map(drop);
            assert_eq!(refused, Err(AddressFault::SystemRoots), "{mode}");
        }
        let refused = taken_with("postgres://u@h/d?sslrootcert=system", &[("PGSSLMODE", "require")]).map(drop);
        assert_eq!(refused, Err(AddressFault::SystemRoots));
    }
}
