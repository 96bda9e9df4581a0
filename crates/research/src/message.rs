//! How messages are read: their head first, so that a later protocol is known as such whatever its body is like.

use crate::{MessageError, PROTOCOL};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A kind of message.
pub(crate) struct Format {
    /// What stands under `format`.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) what: &'static str,
}

/// What every message has, of any protocol.
#[derive(Deserialize)]
struct Head {
    format: String,
    #[serde(default = "first")]
    protocol: u32,
}

/// The protocol of messages that name none: they were written before there was a second.
pub(crate) fn first() -> u32 {
    1
}

/// Reads a message of a format.
pub(crate) fn read<T: DeserializeOwned>(json: &[u8], wanted: &Format) -> Result<T, MessageError> {
    let other = |why| MessageError::Other { wanted: wanted.what, why };
    let head: Head = serde_json::from_slice(json).map_err(|error| other(Some(error)))?;
    if head.format != wanted.name {
        return Err(other(None));
    }
    if head.protocol > PROTOCOL {
        return Err(MessageError::Newer { theirs: head.protocol });
    }
    serde_json::from_slice(json).map_err(|error| other(Some(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ask, Part};
    use supple_stats::Penalty;

    fn ask() -> serde_json::Value {
        serde_json::to_value(Ask::first(&["x"], Penalty::LogF(1.0)).unwrap()).unwrap()
    }

    #[test]
    fn a_message_names_its_protocol_and_is_read_as_it_was_written() {
        let first = ask();
        assert_eq!(first["protocol"], PROTOCOL);
        let read = Ask::from_json(first.to_string().as_bytes()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), first);
    }

    #[test]
    fn a_newer_message_is_refused_by_one_line_whatever_else_stands_in_it() {
        let mut newer = ask();
        newer["protocol"] = 2.into();
        newer["names"] = 7.into();
        newer["something"] = "new".into();
        let said = Ask::from_json(newer.to_string().as_bytes()).unwrap_err().to_string();
        assert_eq!(said, "was written by a newer version of Supple (protocol 2, this one reads 1)");
    }

    #[test]
    fn a_message_that_names_no_protocol_follows_the_first() {
        let mut old = ask();
        old.as_object_mut().unwrap().remove("protocol");
        assert!(Ask::from_json(old.to_string().as_bytes()).is_ok());
    }

    #[test]
    fn what_is_no_such_message_is_named() {
        for (json, said) in [
            (ask().to_string(), "is no part of a pool"),
            ("{}".to_owned(), "is no part of a pool (missing field `format`"),
            ("no".to_owned(), "is no part of a pool (expected"),
            (r#"{"format": "supple-pool-part"}"#.to_owned(), "is no part of a pool (missing field"),
        ] {
            let found = Part::from_json(json.as_bytes()).unwrap_err().to_string();
            assert!(found.starts_with(said), "{found}");
        }
    }
}
