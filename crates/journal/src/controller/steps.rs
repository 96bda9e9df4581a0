//! What is told to the controller, what it has done, and what is told of that.

use super::{Answer, Note, Request};
use crate::{JournalError, Message, VersionVector};
use uuid::Uuid;

/// What someone wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// News, before or after a page: a sync, or what the other side is still to be told, unless it rests.
    News,
    /// The network is back: what the rest was for has passed.
    Network,
    /// The other side is to let this one in no more, if it is still to be told so: a new pairing begins.
    Unpair,
    /// The person asks for a sync. It is the way back, too, after [`leave`](crate::Controller::leave).
    Again,
    /// It was just paired: what was still to be told of an older pairing is settled by that.
    Welcome,
    /// The person makes this diary one with the other that was told of ([`other`](crate::Link::other)), and with no third.
    Join,
    /// The person makes this diary one with whichever is there.
    JoinAny,
}

/// What to do next. What comes of it is handed to [`did`](crate::Controller::did).
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Ask the other side: [`Did::Answered`].
    Ask(Request),
    /// See whether the diary is this one, and if not, whether anything is in it: [`Did::Found`].
    Look(Uuid),
    /// Take over this identity: [`Did::Done`].
    Adopt(Uuid),
    /// Begin an exchange with what the other side had, as far as is known: [`Did::Done`].
    Begin(Option<VersionVector>),
    /// Make the next message: [`Did::Made`].
    Make,
    /// Take a message: [`Did::Took`].
    Take(Box<Message>),
    /// Count what the other side lacks of the diary: [`Did::Counted`].
    Count(VersionVector),
    /// Write these down, all at once: [`Did::Done`].
    Note(Vec<Note>),
    /// Have the machine call when the network is back, where it can: [`Did::Done`].
    CallBack,
    /// Entries have come: what was lost here may be among them. [`Did::Done`].
    Arrived {
        /// Whether nothing was here before: the diary of the other side is the one that was.
        has_adopted: bool,
    },
}

/// What came of a step.
#[derive(Clone, Debug)]
pub enum Did {
    /// What was answered; or why nothing was, for whoever can mend it.
    Answered(Result<Answer, String>),
    /// What is here.
    Found {
        /// The identity of the diary.
        diary: Uuid,
        /// Whether nothing was ever written or taken. It counts only where the diary is another one.
        is_empty: bool,
    },
    /// The next message, as JSON, and how far the exchange has come; no message when it is done.
    Made(Option<String>, Progress),
    /// The message was taken: what the other side has now.
    Took(Option<VersionVector>),
    /// How many entries the other side lacks.
    Counted(usize),
    /// It is done.
    Done,
    /// The diary cannot be read or written.
    Failed(JournalError),
    /// It cannot be written down, and why.
    NotNoted(String),
}

/// How far an exchange has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many entries came.
    pub taken: usize,
    /// How many entries the other side still lacks.
    pub pending: usize,
    /// What was refused on either side, a sentence each.
    pub refused: Vec<String>,
    /// Whether it was ended since the other side always claims to have more.
    pub has_given_up: bool,
}
