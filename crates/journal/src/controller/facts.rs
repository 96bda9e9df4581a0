//! What is written down of a sync, so that the next start knows of it.

use crate::{Link, VersionVector};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What was written down of the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What the other side had when it last answered.
    pub theirs: Option<VersionVector>,
    /// Whether what the other side has is here, or it was found out that nothing comes from there.
    pub is_ready: bool,
    /// Whether the person wants no sync any more.
    pub has_left: bool,
    /// Whether the other side is still to be told that this one is paired no more.
    pub unpairs: bool,
    /// What is told of the other side.
    pub link: Link,
}

impl Facts {
    /// What a browser has written down: an object of JSON with each fact by its name ([`Note::name`]). What cannot be read
    /// any more is as though it were not there: it costs a message, or the person is asked again.
    ///
    /// ```
    /// use supple_journal::{Facts, Peer};
    /// let facts = Facts::read(r#"{"left": true, "link": {"peer": "server", "synced": 1790000000000}}"#);
    /// assert!(facts.has_left && facts.link.peer == Peer::Server);
    /// assert_eq!(Facts::read("?"), Facts::default());
    /// ```
    pub fn read(json: &str) -> Facts {
        let all: Value = serde_json::from_str(json).unwrap_or_default();
        let is = |name: &str| all.get(name) == Some(&Value::Bool(true));
        Facts {
            theirs: all.get("theirs").and_then(Value::as_str).and_then(|text| serde_json::from_str(text).ok()),
            is_ready: is("ready"),
            has_left: is("left"),
            unpairs: is("unpairs"),
            link: part(&all, "link").unwrap_or_default(),
        }
    }
}

fn part<T: DeserializeOwned>(all: &Value, name: &str) -> Option<T> {
    all.get(name).and_then(|value| T::deserialize(value).ok())
}

/// A fact to write down, in place of what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// What the other side has; none if that is not known.
    Theirs(Option<VersionVector>),
    /// [`Facts::is_ready`]. It stays so.
    Ready,
    /// [`Facts::has_left`].
    Left(bool),
    /// [`Facts::unpairs`].
    Unpairs(bool),
    /// [`Facts::link`].
    Link(Box<Link>),
}

impl Note {
    /// The name of the fact.
    pub fn name(&self) -> &'static str {
        match self {
            Note::Theirs(_) => "theirs",
            Note::Ready => "ready",
            Note::Left(_) => "left",
            Note::Unpairs(_) => "unpairs",
            Note::Link(_) => "link",
        }
    }

    /// The fact as JSON; none if it is to be removed.
    ///
    /// ```
    /// use supple_journal::Note;
    /// assert_eq!(Note::Left(true).json().as_deref(), Some("true"));
    /// assert_eq!(Note::Left(false).json(), None);
    /// ```
    pub fn json(&self) -> Option<String> {
        let value = match self {
            // A text, since it is handed back as one.
            Note::Theirs(Some(theirs)) => serde_json::to_string(theirs).map(Value::String),
            Note::Ready | Note::Left(true) | Note::Unpairs(true) => Ok(Value::Bool(true)),
            Note::Link(link) => serde_json::to_value(link),
            Note::Theirs(None) | Note::Left(false) | Note::Unpairs(false) => return None,
        };
        // Nothing in them can fail to be written.
        value.ok().map(|value| value.to_string())
    }
}
