//! An address of the person or of a contact.

use crate::letter::Words;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::net::Ipv6Addr;

/// The longest address, in characters: RFC 5321 has 254 for e-mail, and push services stay below this.
const LONGEST: usize = 1_000;

/// The longest part before the `@`, in bytes (RFC 5321, section 4.5.3.1.1). Programs that send mail take no more.
const LONGEST_LOCAL: usize = 64;

/// The longest name of a server, in bytes (RFC 1035, section 2.3.4, without the marks of its parts).
const LONGEST_SERVER: usize = 253;

/// A way to reach someone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// What it is known by, also in keys of letters.
    pub id: String,
    /// Whose it is, in the person's words.
    pub name: String,
    /// Where it leads.
    pub to: To,
    /// Whether it is switched on.
    pub is_on: bool,
    /// Whether it takes reminders, too, beside what a check says.
    #[serde(default)]
    pub reminds: bool,
}

/// Where a way leads. Built by its functions, which check it; what was written by hand into a file is checked when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum To {
    /// E-mail, over the server in [`State::mail`](crate::State::mail).
    Mail {
        /// The address.
        address: String,
    },
    /// A topic of ntfy, on its public server or on one's own.
    Ntfy {
        /// The address of the topic.
        url: String,
    },
    /// A program that takes JSON by POST.
    Webhook {
        /// Its address.
        url: String,
    },
    /// The push service of a browser (RFC 8030).
    Push {
        /// The subscription, as the browser gave it: JSON.
        subscription: String,
    },
    /// A notification on the desktop of the computer that the server runs on.
    Desktop,
}

/// The server that sends e-mail (RFC 5321).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its name.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: Security,
    /// Who signs in; none where it asks for no one.
    pub user: Option<String>,
    /// With which password.
    pub password: Option<String>,
    /// Who it says the letter is from.
    pub from: String,
}

/// How a connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// From the first byte, on port 465 (RFC 8314).
    Tls,
    /// After STARTTLS, which it has to offer, on port 587 (RFC 3207).
    StartTls,
    /// Not at all: for a server on this machine only.
    None,
}

/// Why an address is none, in one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WayFault {
    /// It is no e-mail address.
    #[error("\"{0}\" is no e-mail address; one looks like ann@example.org")]
    Mail(String),
    /// It is no web address.
    #[error("\"{0}\" is no address to send to; one begins with https:// and names a server")]
    Url(String),
    /// It holds a user and a password.
    #[error("an address with a user and a password before @ is not taken: others could read them in lists")]
    Credentials,
    /// It is no topic of ntfy.
    #[error("a topic of ntfy has at most 64 letters, digits, - and _, and nothing follows it")]
    Topic,
    /// It is too long.
    #[error("it is longer than {LONGEST} characters")]
    Long,
    /// A password would travel openly.
    #[error("without encryption only a mail server on this machine is used: choose TLS or STARTTLS")]
    Open,
    /// A contact sits elsewhere.
    #[error("a notification on this computer reaches only you: a contact needs another way")]
    Here,
    /// A field is empty.
    #[error("{0} is missing")]
    Missing(&'static str),
}

impl To {
    /// E-mail to this address.
    ///
    /// # Errors
    /// If it is none: one `@`, something before it, a name after it, and no space or control character.
    pub fn mail(address: &str) -> Result<To, WayFault> {
        Ok(To::Mail { address: mail_address(address)? })
    }

    /// The ntfy topic at this address.
    ///
    /// # Errors
    /// If it is no web address, or names no topic. A topic is what ntfy takes: `[-_A-Za-z0-9]{1,64}`.
    pub fn ntfy(url: &str) -> Result<To, WayFault> {
        let url = web_address(url)?;
        let topic = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, topic)| topic);
        if topic.trim_matches('/').is_empty() {
            return Err(WayFault::Missing("the name of the topic after the server, such as https://ntfy.sh/MY-TOPIC,"));
        }
        let topic = topic.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        if url.contains('?') || topic.len() > 64 || !topic.chars().all(is_plain) {
            return Err(WayFault::Topic);
        }
        Ok(To::Ntfy { url })
    }

    /// The program at this address.
    ///
    /// # Errors
    /// If it is no web address.
    pub fn webhook(url: &str) -> Result<To, WayFault> {
        Ok(To::Webhook { url: web_address(url)? })
    }

    /// What a browser compares with its own subscription: SHA-256 of its endpoint, in base64url. None for other ways.
    pub fn push_hash(&self) -> Option<String> {
        let To::Push { subscription } = self else { return None };
        let value: serde_json::Value = serde_json::from_str(subscription).ok()?;
        let endpoint = value.get("endpoint")?.as_str()?;
        Some(URL_SAFE_NO_PAD.encode(Sha256::digest(endpoint.as_bytes())))
    }

    /// What the channel is called.
    pub fn called(&self) -> &'static str {
        match self {
            To::Mail { .. } => "e-mail",
            To::Ntfy { .. } => "ntfy",
            To::Webhook { .. } => "webhook",
            To::Push { .. } => "browser notification",
            To::Desktop => "notification",
        }
    }

    /// Where it leads, for lists: of a secret address no more than its server.
    pub fn shown(&self) -> String {
        match self {
            To::Mail { address } => address.clone(),
            To::Ntfy { url } | To::Webhook { url } => host_of(url).to_owned(),
            To::Desktop => "on the computer of the server".to_owned(),
            To::Push { subscription } => {
                let endpoint = serde_json::from_str::<serde_json::Value>(subscription).ok();
                let endpoint = endpoint.as_ref().and_then(|value| value.get("endpoint")?.as_str());
                endpoint.map_or("", host_of).to_owned()
            }
        }
    }
}

impl Mail {
    /// The same, if it can be used.
    ///
    /// # Errors
    /// If a field is missing or no address, or a password would travel openly to another machine.
    pub fn checked(self) -> Result<Mail, WayFault> {
        let server = self.server.trim().to_owned();
        let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || "/@:".contains(letter);
        if server.is_empty() || (server.contains(is_odd) && server.parse::<Ipv6Addr>().is_err()) {
            return Err(WayFault::Missing("the name of the mail server, such as smtp.example.org,"));
        }
        if server.len() > LONGEST_SERVER {
            return Err(WayFault::Long);
        }
        let is_here = matches!(server.as_str(), "localhost" | "127.0.0.1" | "::1");
        if self.security == Security::None && !is_here {
            return Err(WayFault::Open);
        }
        let given = |field: Option<String>| field.filter(|text| !text.trim().is_empty());
        Ok(Mail {
            from: mail_address(&self.from)?,
            server,
            user: given(self.user),
            password: given(self.password),
            ..self
        })
    }
}

/// A mail address as far as anyone can tell before sending to it (RFC 5321, the common forms).
fn mail_address(text: &str) -> Result<String, WayFault> {
    let text = text.trim();
    let fault = || WayFault::Mail(Words::cut(text));
    if text.chars().count() > 254 {
        return Err(WayFault::Long);
    }
    let (local, domain) = text.rsplit_once('@').ok_or_else(fault)?;
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || "<>()[],;:\\\"@".contains(letter);
    let is_name =
        |name: &str| !name.is_empty() && !name.starts_with('.') && !name.ends_with('.') && !name.contains("..");
    let is_long = local.len() > LONGEST_LOCAL;
    if is_long || local.contains(is_odd) || domain.contains(is_odd) || !is_name(local) || !is_name(domain) {
        return Err(fault());
    }
    if !in_ascii(domain).is_some_and(|domain| domain.len() <= LONGEST_SERVER && domain.split('.').all(is_label)) {
        return Err(fault());
    }
    Ok(text.to_owned())
}

/// The name of a server as it is asked for (UTS #46). Nothing where its letters name none: those that nobody sees are left out, and
/// nothing may remain; scripts that run in both directions may not be mixed.
#[cfg(not(target_family = "wasm"))]
fn in_ascii(domain: &str) -> Option<String> {
    idna::domain_to_ascii(domain).ok()
}

/// The same in a browser, where nobody's address is taken: it knows names of ASCII.
#[cfg(target_family = "wasm")]
fn in_ascii(domain: &str) -> Option<String> {
    domain.is_ascii().then(|| domain.to_owned())
}

/// Whether this is a part of the name of a server (RFC 5321, section 4.1.2).
fn is_label(label: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&label.len()) && label.bytes().all(is_known) && !label.starts_with('-') && !label.ends_with('-')
}

/// A web address that can be sent to.
fn web_address(text: &str) -> Result<String, WayFault> {
    let text = text.trim();
    let fault = || WayFault::Url(Words::cut(text));
    if text.len() > LONGEST {
        return Err(WayFault::Long);
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or_else(fault)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('@') {
        return Err(WayFault::Credentials);
    }
    let is_odd = |letter: char| !letter.is_ascii_graphic() || "\"<>\\^`{|}".contains(letter);
    if !names_a_server(host) || text.contains(is_odd) || text.contains('#') {
        return Err(fault());
    }
    Ok(text.to_owned())
}

/// Whether this is a host, and a port where one is given (RFC 3986, section 3.2). A client would send to the usual port in
/// place of one that is none, which is another server.
fn names_a_server(authority: &str) -> bool {
    let colon = match authority.rfind(']') {
        Some(end) => authority[end..].find(':').map(|place| end + place),
        None => authority.find(':'),
    };
    let (host, port) = match colon {
        Some(place) => (&authority[..place], Some(&authority[place + 1..])),
        None => (authority, None),
    };
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let is_name = (1..=LONGEST_SERVER).contains(&host.len()) && host.bytes().all(is_known);
    let is_v6 = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|host| host.parse::<Ipv6Addr>().is_ok());
    let is_port = |digits: &str| {
        digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok_and(|port| port > 0)
    };
    (is_name || is_v6) && port.is_none_or(is_port)
}

/// The server of an address.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}
