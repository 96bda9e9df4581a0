//! The address of a subscription at its push service.

/// The longest address that is taken, in bytes. Those of push services have a few hundred.
pub const LONGEST_ENDPOINT: usize = 2_048;

/// The longest name of a host, in bytes (RFC 1035, section 2.3.4, without the marks of its parts).
const LONGEST_HOST: usize = 253;

/// What is wrong with the address of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Longer than [`LONGEST_ENDPOINT`].
    #[error("its address has more than {LONGEST_ENDPOINT} characters")]
    TooLong,
    /// A space, a letter beyond ASCII, a backslash, or a fragment.
    #[error("its address has a character that none of a push service has")]
    Character,
    /// RFC 8030, section 8: nothing else than https.
    #[error("its address is not https")]
    NotHttps,
    /// A user or a password.
    #[error("its address has a user or a password in it")]
    Credentials,
    /// No host, or none that can be one.
    #[error("its address names no host")]
    Host,
}

/// The origin of an address (RFC 6454, section 6.2): scheme, host, and the port where it is not the usual one.
///
/// It is https, or http on this machine, for tests.
///
/// # Errors
/// If the address is not of a push service.
pub(crate) fn origin(address: &str) -> Result<String, EndpointError> {
    if address.len() > LONGEST_ENDPOINT {
        return Err(EndpointError::TooLong);
    }
    if !address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\#\"<>".contains(&byte)) {
        return Err(EndpointError::Character);
    }
    let (is_https, rest) = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return Err(EndpointError::NotHttps),
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(EndpointError::Credentials);
    }
    let (host, port) = parted(authority).ok_or(EndpointError::Host)?;
    if !is_https && !is_here(host) {
        return Err(EndpointError::NotHttps);
    }
    let (scheme, usual) = if is_https { ("https", 443) } else { ("http", 80) };
    let host = host.to_ascii_lowercase();
    Ok(match port {
        Some(port) if port != usual => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    })
}

/// Host and port of an authority, if it has the form of one (RFC 3986, section 3.2).
fn parted(authority: &str) -> Option<(&str, Option<u16>)> {
    let colon = match authority.rfind(']') {
        Some(end) => authority[end..].find(':').map(|place| end + place),
        None => authority.find(':'),
    };
    let (host, port) = match colon {
        Some(place) => (&authority[..place], Some(&authority[place + 1..])),
        None => (authority, None),
    };
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    let is_name = (1..=LONGEST_HOST).contains(&host.len()) && host.bytes().all(is_known);
    let is_v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).is_some_and(is_address);
    let port = match port {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(digits.parse().ok().filter(|port| *port > 0)?)
        }
        Some(_) => return None,
        None => None,
    };
    (is_name || is_v6).then_some((host, port))
}

fn is_address(text: &str) -> bool {
    text.parse::<std::net::Ipv6Addr>().is_ok()
}

/// Whether a host is this machine.
fn is_here(host: &str) -> bool {
    let is_loopback = host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    is_loopback || host == "localhost" || host == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_an_unusual_port() {
        let cases = [
            ("https://fcm.googleapis.com/fcm/send/abc:def", "https://fcm.googleapis.com"),
            ("https://web.push.apple.com/QA?x=1", "https://web.push.apple.com"),
            ("https://Push.Example:443/p", "https://push.example"),
            ("https://push.example:8443?p", "https://push.example:8443"),
            ("https://[2001:db8::1]:99/p", "https://[2001:db8::1]:99"),
            ("http://127.0.0.1:4000/p", "http://127.0.0.1:4000"),
            ("http://localhost:80", "http://localhost"),
            ("http://[::1]/", "http://[::1]"),
        ];
        for (address, expected) in cases {
            assert_eq!(origin(address).as_deref(), Ok(expected), "{address}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_push_service_is_refused_by_name() {
        let cases = [
            ("", EndpointError::NotHttps),
            ("ftp://push.example/p", EndpointError::NotHttps),
            ("http://push.example/p", EndpointError::NotHttps),
            ("http://127.0.0.1.example/p", EndpointError::NotHttps),
            ("http://10.0.0.1/p", EndpointError::NotHttps),
            ("HTTPS://push.example/p", EndpointError::NotHttps),
            ("https:///p", EndpointError::Host),
            ("https://push.example:http/p", EndpointError::Host),
            ("https://push.example:99999/p", EndpointError::Host),
            ("https://push.example:1:2/p", EndpointError::Host),
            ("https://push.example:/p", EndpointError::Host),
            ("https://[::g]/p", EndpointError::Host),
            ("https://[::1]x/p", EndpointError::Host),
            ("https://me:secret@push.example/p", EndpointError::Credentials),
            ("https://127.0.0.1@push.example/p", EndpointError::Credentials),
            ("https://push.example/a b", EndpointError::Character),
            ("https://push.example/p\r\nHost: other", EndpointError::Character),
            ("https://push.example\\@other.example/", EndpointError::Character),
            ("https://push.example/p#f", EndpointError::Character),
            ("https://pusch.exämple/p", EndpointError::Character),
        ];
        for (address, expected) in cases {
            assert_eq!(origin(address), Err(expected), "{address}");
        }
        let long = format!("https://push.example/{}", "a".repeat(LONGEST_ENDPOINT));
        assert_eq!(origin(&long), Err(EndpointError::TooLong));
    }
}
