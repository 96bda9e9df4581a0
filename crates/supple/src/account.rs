//! Which account of this machine asks.
//!
//! A port of the loopback address can be reached by every account of the machine, and by a proxy that speaks for the whole
//! world. The kernel knows whose each connection is: Linux lists it in `/proc/net/tcp`. So the account that runs Supple is
//! known without a password, and everyone else is a stranger. Where that cannot be told, nobody is known by it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Whom a server for its own machine trusts without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Nobody: every device has to be paired.
    Nobody,
    /// The account with this number, which runs the server.
    Account(u32),
    /// Whoever reaches the port, since the person said so.
    Anyone,
}

impl Trust {
    /// Whom to trust at a port that only this machine reaches: the account that runs this, where the system tells it.
    pub(crate) fn own_account() -> Trust {
        own().map_or(Trust::Nobody, Trust::Account)
    }

    /// Whether anyone may come in without being paired.
    pub(crate) fn is_open(self) -> bool {
        self != Trust::Nobody
    }
}

/// Who asks at a listener.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker {
    pub(crate) trust: Trust,
    /// The address that is listened to.
    pub(crate) here: SocketAddr,
}

/// What is known of a connection, as an extension of each of its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// It comes from whom the server trusts.
    Trusted,
    /// It has to show that it is paired.
    Stranger,
}

impl Asker {
    /// What is known of a connection from this address.
    pub(crate) fn of(self, peer: SocketAddr) -> Known {
        let is_trusted = match self.trust {
            Trust::Nobody => false,
            Trust::Anyone => true,
            Trust::Account(account) => owner(peer, self.here) == Some(account),
        };
        if is_trusted { Known::Trusted } else { Known::Stranger }
    }
}

/// The account that this program runs as, if connections can be told apart by it. That is tried out: a list may be missing, be
/// closed to us, or not hold what it should (as in some sandboxes), and then the person would be a stranger without a word.
#[cfg(target_os = "linux")]
fn own() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    let account = std::fs::metadata("/proc/self").ok()?.uid();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").ok()?;
    let here = listener.local_addr().ok()?;
    let asks = std::net::TcpStream::connect(here).ok()?;
    (owner(asks.local_addr().ok()?, here) == Some(account)).then_some(account)
}

#[cfg(not(target_os = "linux"))]
fn own() -> Option<u32> {
    None
}

/// The account at the other end of a connection on this machine. None if it cannot be told.
fn owner(peer: SocketAddr, here: SocketAddr) -> Option<u32> {
    // The lists are read in pieces while they change: one that has just moved within them is there the next time.
    (0..3).find_map(|_| {
        ["/proc/net/tcp", "/proc/net/tcp6"]
            .into_iter()
            .filter_map(|list| std::fs::read_to_string(list).ok())
            .find_map(|list| listed(&list, peer, here))
    })
}

/// The account of the connection that goes from `peer` to `here`, in a list of the kernel's.
fn listed(list: &str, peer: SocketAddr, here: SocketAddr) -> Option<u32> {
    let ends = [[short(peer), short(here)], [long(peer), long(here)]];
    list.lines().find_map(|line| {
        let mut columns = line.split_ascii_whitespace().skip(1);
        let (from, to) = (columns.next()?, columns.next()?);
        let is_it = ends.iter().any(|[peer, here]| peer.as_deref() == Some(from) && here.as_deref() == Some(to));
        if !is_it {
            return None;
        }
        let account = columns.nth(4)?.parse().ok()?;
        // One that its program has closed already belongs to nobody, which is written as the account 0 with no file.
        columns.nth(1).filter(|file| *file != "0").map(|_| account)
    })
}

/// An address of the old kind as the kernel writes it: the four bytes as one number of this machine, and the port.
fn short(address: SocketAddr) -> Option<String> {
    match address.ip().to_canonical() {
        IpAddr::V4(ip) => Some(format!("{:08X}:{:04X}", u32::from_ne_bytes(ip.octets()), address.port())),
        IpAddr::V6(_) => None,
    }
}

/// The same for the new kind, as four such numbers. A program may use one for an address of the old kind as well.
fn long(address: SocketAddr) -> Option<String> {
    let octets = match address.ip().to_canonical() {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().octets(),
        IpAddr::V6(ip) => Ipv6Addr::octets(&ip),
    };
    let numbers: String =
        octets.as_chunks().0.iter().map(|number| format!("{:08X}", u32::from_ne_bytes(*number))).collect();
    Some(format!("{numbers}:{:04X}", address.port()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use std::net::{TcpListener, TcpStream};

    #[cfg(target_endian = "little")]
    #[test]
    fn the_account_of_a_connection_is_that_of_the_end_which_asks() {
        let list = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
            \u{20}  0: 0100007F:1EC6 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0\n\
            \u{20}  1: 0100007F:1EC6 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4\n\
            \u{20}  2: 0100007F:C350 0100007F:1EC6 01 00000000:00000000 00:00000000 00000000    33        0 3 1 0 20 4\n\
            \u{20}  3: 0000000000000000FFFF00000100007F:C351 0000000000000000FFFF00000100007F:1EC6 01 \
             00000000:00000000 00:00000000 00000000    34        0 4 1 0 20 4\n\
            \u{20}  4: 00000000000000000000000001000000:C352 00000000000000000000000001000000:1EC6 01 \
             00000000:00000000 00:00000000 00000000    35        0 5 1 0 20 4\n\
            \u{20}  5: 0100007F:C353 0100007F:1EC6 01\n\
            \u{20}  6: 0100007F:C354 0100007F:1EC6 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4\n";
        let of = |peer: &str, here: &str| listed(list, peer.parse().unwrap(), here.parse().unwrap());
        assert_eq!(of("127.0.0.1:50000", "127.0.0.1:7878"), Some(33));
        assert_eq!(of("127.0.0.1:50001", "127.0.0.1:7878"), Some(34), "an address of the old kind in the new form");
        assert_eq!(of("[::1]:50002", "[::1]:7878"), Some(35));
        for unknown in ["127.0.0.1:50003", "127.0.0.1:50004", "127.0.0.1:50005", "127.0.0.2:50000"] {
            assert_eq!(of(unknown, "127.0.0.1:7878"), None, "{unknown}");
        }
        assert_eq!(of("127.0.0.1:50000", "127.0.0.1:7879"), None, "it goes elsewhere");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn our_own_connections_are_known_as_ours_and_as_nobody_elses() {
        for address in ["127.0.0.1:0", "[::1]:0"] {
            // A machine may lack the new kind of address.
            let Ok(listener) = TcpListener::bind(address) else { continue };
            let here = listener.local_addr().unwrap();
            let _asks = TcpStream::connect(here).unwrap();
            let (_answers, peer) = listener.accept().unwrap();
            let Trust::Account(own) = Trust::own_account() else { panic!("this system tells it") };
            let of = |trust| Asker { trust, here }.of(peer);
            assert_eq!(of(Trust::Account(own)), Known::Trusted);
            assert_eq!(of(Trust::Account(own + 1)), Known::Stranger);
            assert_eq!((of(Trust::Nobody), of(Trust::Anyone)), (Known::Stranger, Known::Trusted));
        }
    }
}
