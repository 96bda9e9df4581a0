//! Requests of a sync and their answers: what is asked, and which answer is one of a Supple.

use crate::{JournalError, Message, MessageError, Peer};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use supple_diary::SCHEMA;
use uuid::Uuid;

/// The most bytes of an answer that are read, 2 MiB: a message has fewer
/// ([`MAX_MESSAGE_BYTES`](crate::MAX_MESSAGE_BYTES)), and whatever is longer is none.
pub const MOST_ANSWER_BYTES: usize = 2 * 1024 * 1024;

/// What is sent and answered is JSON.
const JSON: &str = "application/json";

/// A request to the other side. `docs/openapi.json` describes each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Who is there, and whether this side is let in.
    State,
    /// A message of a sync, as JSON.
    Sync(String),
    /// This side is to be let in no more.
    Leave,
}

impl Request {
    /// Its path.
    ///
    /// ```
    /// assert_eq!(supple_journal::Request::State.path(), "/pair/state");
    /// ```
    pub fn path(&self) -> &'static str {
        match self {
            Request::State => "/pair/state",
            Request::Sync(_) => "/sync",
            Request::Leave => "/pair/leave",
        }
    }

    /// Its method of HTTP.
    pub fn method(&self) -> &'static str {
        match self {
            Request::State => "GET",
            Request::Sync(_) | Request::Leave => "POST",
        }
    }

    /// Its headers, beside those of whoever carries it. A message says the newest schema that is read here.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![("accept", JSON.to_owned())];
        if let Request::Sync(_) = self {
            headers.push(("content-type", JSON.to_owned()));
            headers.push((crate::SCHEMA_HEADER, SCHEMA.to_string()));
        }
        headers
    }

    /// Its body.
    pub fn body(&self) -> Option<&str> {
        match self {
            Request::Sync(message) => Some(message),
            Request::State | Request::Leave => None,
        }
    }
}

/// What came as an answer, from whomever. A redirect is one, too: no other place is asked in its stead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP; 0 where the carrier hides it.
    pub status: u16,
    /// The header `content-type`; empty for none.
    pub content_type: String,
    /// The header [`SCHEMA_HEADER`](crate::SCHEMA_HEADER): the newest schema of entries that is read there.
    pub schema: Option<u64>,
    /// Its body. One with more than [`MOST_ANSWER_BYTES`] may be cut behind these.
    pub body: Vec<u8>,
}

/// Why a sync has come to its end too early. Each line says what happened, without a full stop; what to do there, whoever
/// shows it adds.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Stop {
    /// No answer came, or not all of it in time. What the carrier says of it is for whoever can mend it.
    #[error("the server cannot be reached")]
    Unreachable(String),
    /// Something else answers: a login page of a hotel, an error page of a proxy, half an answer. It says nothing of the
    /// server, and passes.
    #[error("something else answers in the place of your server, such as a login page of this network")]
    NotTheServer {
        /// The status of what answers.
        status: u16,
    },
    /// The other side lets in by a code, and not this one.
    #[error("the server does not know this device")]
    NotPaired,
    /// The other side keeps another diary, and there is one here. Nothing was sent or taken.
    #[error("the server keeps another diary")]
    OtherDiary {
        /// The identity of that diary.
        there: Uuid,
    },
    /// The other side refuses, and says why.
    #[error("{line}")]
    Refused {
        /// The status of its answer.
        status: u16,
        /// Why, as it says itself, cut to a sensible length.
        line: String,
    },
    /// The other side answers in the form of a message, and it is none that can be read here.
    #[error("{0}")]
    Unreadable(MessageError),
    /// The other side goes on saying that it has more, and does not send it.
    #[error("the server tells of entries that it does not send, so the sync was broken off")]
    GivenUp,
    /// The diary here cannot be read or written.
    #[error("{0}")]
    Here(JournalError),
    /// What is to be known the next time cannot be written down.
    #[error("{0}")]
    NotNoted(String),
}

impl Stop {
    /// What this tells of the other side; none where it tells nothing of it.
    pub fn peer(&self) -> Option<Peer> {
        match self {
            Stop::NotPaired | Stop::Refused { status: 401, .. } => Some(Peer::NotPaired),
            Stop::OtherDiary { .. } | Stop::Refused { status: 409, .. } => Some(Peer::OtherDiary),
            Stop::GivenUp => Some(Peer::Server),
            Stop::Unreachable(_)
            | Stop::NotTheServer { .. }
            | Stop::Refused { .. }
            | Stop::Unreadable(_)
            | Stop::Here(_)
            | Stop::NotNoted(_) => None,
        }
    }

    /// Whether it came from the other side, or from what stands in its place: then that is asked anew who it is.
    pub(super) fn is_of_the_answer(&self) -> bool {
        !matches!(self, Stop::Unreachable(_) | Stop::Here(_) | Stop::NotNoted(_) | Stop::GivenUp)
    }
}

/// What the other side says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct State {
    /// Whether it lets in by a code.
    pub(super) needed: bool,
    /// Whether this side came in by one.
    #[serde(default)]
    pub(super) paired: bool,
    /// What this side is called there.
    #[serde(default)]
    pub(super) name: Option<String>,
    /// Which diary it keeps; told to whoever is let in.
    #[serde(default)]
    pub(super) diary: Option<Uuid>,
}

impl Answer {
    /// Who is there.
    pub(super) fn state(&self) -> Result<State, Stop> {
        self.good()?;
        let mut state: State = self.object().ok_or_else(|| self.not_the_server())?;
        // It is shown: whoever answers may say anything.
        state.name = state.name.map(|name| supple_text::told(&name.trim())).filter(|name| !name.is_empty());
        if state.needed && !state.paired { Err(Stop::NotPaired) } else { Ok(state) }
    }

    /// The message that it is.
    pub(super) fn message(&self) -> Result<Message, Stop> {
        #[derive(Deserialize)]
        struct Version {
            #[serde(rename = "version")]
            _version: serde_json::Number,
        }

        self.good()?;
        if !self.is_object() {
            return Err(self.not_the_server());
        }
        Message::read(&self.body).map_err(|error| match self.object::<Version>() {
            Some(_) => Stop::Unreadable(error),
            None => self.not_the_server(),
        })
    }

    /// Whether the other side lets in by a code: it has heard that this one is out.
    pub(super) fn left(&self) -> Result<bool, Stop> {
        #[derive(Deserialize)]
        struct Left {
            needed: bool,
        }

        self.good()?;
        let left: Left = self.object().ok_or_else(|| self.not_the_server())?;
        Ok(left.needed)
    }

    /// Whether it is a good one, as far as its status says.
    fn good(&self) -> Result<(), Stop> {
        #[derive(Deserialize)]
        struct Refusal {
            error: String,
        }
        #[derive(Deserialize)]
        struct Other {
            diary: Uuid,
        }

        if matches!(self.status, 200..=299) {
            return Ok(());
        }
        let Some(Refusal { error: line }) = self.object() else { return Err(self.not_the_server()) };
        if line.trim().is_empty() {
            return Err(self.not_the_server());
        }
        match self.object() {
            Some(Other { diary }) if self.status == 409 => Err(Stop::OtherDiary { there: diary }),
            _ => Err(Stop::Refused { status: self.status, line: supple_text::told(&line) }),
        }
    }

    fn not_the_server(&self) -> Stop {
        Stop::NotTheServer { status: self.status }
    }

    /// Whether it is as long as ours are, calls itself JSON, and begins like an object of it.
    fn is_object(&self) -> bool {
        self.body.len() <= MOST_ANSWER_BYTES
            && self.content_type.starts_with(JSON)
            && self.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
    }

    /// What it says, if that is such an object.
    fn object<T: DeserializeOwned>(&self) -> Option<T> {
        if self.is_object() { serde_json::from_slice(&self.body).ok() } else { None }
    }
}
