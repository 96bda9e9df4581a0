//! Reading the address of a database.

use crate::sslmode::{self, Encryption, SslMode, Surroundings};
use crate::{AddressFault, StoreError};
use postgres::Config;
use postgres::config::{Host, SslNegotiation};
use std::path::PathBuf;
use std::str::FromStr;
use supple_text::shorten;

/// Where the records are to be kept.
#[derive(Debug)]
pub(crate) enum Address {
    Memory,
    File(PathBuf),
    Server(Box<Server>),
}

/// A database on a PostgreSQL server.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) config: Config,
    pub(crate) encryption: Encryption,
    /// What messages call it.
    pub(crate) place: String,
    pub(crate) database: String,
}

impl Address {
    pub(crate) fn parse(address: &str) -> Result<Address, StoreError> {
        if let Some(path) = address.strip_prefix("sqlite:") {
            return match path {
                "" => Err(StoreError::Address(AddressFault::NoPath)),
                ":memory:" => Ok(Address::Memory),
                path if path.contains('\0') => Err(StoreError::Address(AddressFault::ZeroByte)),
                path => Ok(Address::File(PathBuf::from(path))),
            };
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Address::Server(Box::new(Server::parse(address)?)));
        }
        Err(StoreError::Address(AddressFault::Kind))
    }
}

impl Server {
    fn parse(address: &str) -> Result<Server, StoreError> {
        let wrong = StoreError::Address;
        // The message of the library may repeat parts of the address, so it is not passed on.
        let around = Surroundings { variable: &|name| std::env::var_os(name), folder: sslmode::usual_folder() };
        let (address, mut encryption) = sslmode::take(address, &around).map_err(wrong)?;
        let mut config = Config::from_str(&address).map_err(|_| wrong(AddressFault::NotPostgreSql))?;
        let host = match config.get_hosts() {
            [Host::Tcp(host)] => host.clone(),
            #[cfg(unix)]
            [Host::Unix(folder)] => folder.display().to_string(),
            [] => return Err(wrong(AddressFault::NoHost)),
            [_, _, ..] => return Err(wrong(AddressFault::ManyHosts)),
        };
        if host.contains('@') {
            // It is the rest of a password: say nothing of it.
            return Err(wrong(AddressFault::At));
        }
        let Some(user) = config.get_user().map(str::to_owned) else {
            return Err(wrong(AddressFault::NoUser));
        };
        #[cfg(unix)]
        if matches!(config.get_hosts(), [Host::Unix(_)]) {
            // What goes through a socket of this machine is never encrypted, whatever is asked for (as libpq has it).
            encryption.mode = SslMode::Disable;
        }
        if config.get_ssl_negotiation() == SslNegotiation::Direct && encryption.mode < SslMode::Require {
            return Err(wrong(AddressFault::Direct));
        }
        if config.get_password().is_none()
            && let Some(password) = std::env::var_os("PGPASSWORD")
        {
            config.password(password.into_encoded_bytes());
        }
        let port = config.get_ports().first().copied().unwrap_or(5432);
        let database = config.get_dbname().unwrap_or(&user).to_owned();
        // PostgreSQL itself cuts names after 63 bytes; in a message they stand on one line.
        let [called, of] = [&database, &user].map(|name| shorten(name, 63));
        let place = format!("the PostgreSQL database \"{called}\" of {of} at {}:{port}", shorten(&host, 255));
        Ok(Server { config, encryption, place, database })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn refused(address: &str) -> String {
        Address::parse(address).unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_address_is_refused_with_what_is_wrong_in_it() {
        for (address, fault) in [
            ("", AddressFault::Kind),
            ("diary.db", AddressFault::Kind),
            ("mysql://u:secret@h/d", AddressFault::Kind),
            ("sqlite:", AddressFault::NoPath),
            ("sqlite:a\0b", AddressFault::ZeroByte),
            ("postgres://", AddressFault::NoHost),
            ("postgres:///d", AddressFault::NoHost),
            ("postgres://h/d", AddressFault::NoUser),
            ("postgres://u:secret@h:port/d", AddressFault::NotPostgreSql),
            ("postgres://u:se@cret@h/d", AddressFault::At),
            ("postgres://u:secret@a,b/d", AddressFault::ManyHosts),
            ("postgres://u:secret@h/d?sslmode=secret", AddressFault::SslMode),
            ("postgres://u:secret@h/d?sslrootcert=system&sslmode=require", AddressFault::SystemRoots),
            ("postgres://u:secret@h/d?sslnegotiation=direct", AddressFault::Direct),
            ("postgres://u:secret@h/d?sslcert=a%00b", AddressFault::ZeroByte),
            ("postgres://u:secret@h/d?sslpassword=secret", AddressFault::NotPostgreSql),
        ] {
            assert_eq!(Address::parse(address).unwrap_err(), StoreError::Address(fault), "{address}");
        }
    }

    #[test]
    fn no_part_of_a_password_is_ever_shown() {
        for address in [
            "postgres://u:se@cret@h/d",
            "postgres://u:secret@h:port/d",
            "postgres://u:secret@h/d?cret=1",
            "postgres://u:secret@h/d?sslmode=secret",
            "postgres://u:secret@h/d?sslpassword=secret",
            "postgresql://u:secret@a,b/d",
        ] {
            let says = format!("{} {:?}", refused(address), Address::parse(address));
            assert!(!says.contains("cret"), "{address}: {says}");
        }
        let Ok(Address::Server(server)) = Address::parse("postgres://u:secret@h/d") else { panic!("is understood") };
        assert_eq!(server.place, "the PostgreSQL database \"d\" of u at h:5432");
        assert!(!format!("{server:?}").contains("secret"), "{server:?}");
    }

    #[test]
    fn a_name_breaks_no_line_of_a_message_and_is_cut() {
        let address = format!("postgres://a%0Ab%1B%5B2J@h/{}", "x".repeat(2_000));
        let Ok(Address::Server(server)) = Address::parse(&address) else { panic!("is understood") };
        assert!(!server.place.contains(char::is_control) && server.place.len() < 200, "{}", server.place);
    }

    #[test]
    fn a_path_is_taken_as_it_stands() {
        for path in ["diary.db", "/a b/ü?mode=ro#x.db", "file:x", "//server/x"] {
            let Ok(Address::File(taken)) = Address::parse(&format!("sqlite:{path}")) else { panic!("is a path") };
            assert_eq!(taken, PathBuf::from(path));
        }
    }
}
