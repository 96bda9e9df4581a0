//! One sync with another place, seen from the side that asks: which message to send next, and when it is done.

use crate::{Journal, JournalError};
use supple_sync::{Have, Message, Refused, Stuck};

/// A sync under way. Send what [`Exchange::next`] gives, hand the answer to [`Exchange::take`], until there is no next.
///
/// It keeps nothing that is needed later: when it breaks off, another one begins where this one was.
///
/// ```
/// # use supple_journal::{Exchange, Journal, JournalError};
/// async fn sync(here: &Journal, there: &Journal) -> Result<usize, JournalError> {
///     let mut exchange = Exchange::new(None);
///     while let Some(message) = exchange.next(here).await? {
///         // Over a network in earnest.
///         let received = there.receive(&message).await?;
///         exchange.take(here, &received.answer).await?;
///     }
///     Ok(exchange.outcome().pending)
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    theirs: Option<Have>,
    is_answered: bool,
    /// What was here when the last message was made.
    asked: Have,
    /// What both sides had when the last message was made.
    before: Option<(Have, Have)>,
    outcome: Outcome,
}

/// What a sync has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Outcome {
    /// How many entries came from the other side.
    pub taken: usize,
    /// How many entries the other side has taken.
    pub sent: usize,
    /// How many entries the other side still lacks.
    pub pending: usize,
    /// What was not taken here.
    pub refused: Vec<Refused>,
    /// What the other side did not take.
    pub refused_there: Vec<Refused>,
    /// What cannot be sent.
    pub stuck: Vec<Stuck>,
}

impl Outcome {
    /// Whether both sides have the same now.
    pub fn is_whole(&self) -> bool {
        self.pending == 0 && self.refused.is_empty() && self.refused_there.is_empty() && self.stuck.is_empty()
    }
}

impl Exchange {
    /// A sync with a place. `theirs` is what it had the last time, if that is known: it saves one message. If it is wrong,
    /// the first answer mends it.
    pub fn new(theirs: Option<Have>) -> Exchange {
        Exchange { theirs, ..Exchange::default() }
    }

    /// The message to send next; none when it is done. It is also done when the last message changed nothing on either
    /// side, as where everything that is left was refused.
    ///
    /// # Errors
    /// As [`Journal::offer`].
    pub async fn next(&mut self, journal: &Journal) -> Result<Option<Message>, JournalError> {
        if let Some(theirs) = self.theirs.as_ref().filter(|_| self.is_answered) {
            let have = {
                let _turn = journal.current().await?;
                let mut state = journal.state();
                let chains = state.chains();
                let pending = chains.pending(theirs);
                self.outcome.pending = pending;
                self.outcome.stuck = chains.stuck(theirs);
                if pending == 0 && !chains.lacks(theirs) {
                    return Ok(None);
                }
                chains.have()
            };
            let now = Some((have, theirs.clone()));
            if now == self.before {
                return Ok(None);
            }
            self.before = now;
        }
        let message = journal.offer(self.theirs.as_ref()).await?;
        self.asked = message.have.clone();
        Ok(Some(message))
    }

    /// Takes what the other side has answered.
    ///
    /// # Errors
    /// As [`Journal::receive`].
    pub async fn take(&mut self, journal: &Journal, answer: &Message) -> Result<(), JournalError> {
        let taken = journal.take_message(answer).await?;
        self.outcome.taken += taken.taken;
        add(&mut self.outcome.refused, &taken.refused);
        add(&mut self.outcome.refused_there, &answer.refused);
        if let Some(theirs) = &self.theirs {
            let sent = answer.have.gained(theirs, &self.asked);
            self.outcome.sent += usize::try_from(sent).unwrap_or(usize::MAX);
        }
        self.outcome.pending = journal.pending(&answer.have).await?;
        self.theirs = Some(answer.have.clone());
        self.is_answered = true;
        Ok(())
    }

    /// What it has done so far.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What the other side had when it last answered.
    pub fn theirs(&self) -> Option<&Have> {
        self.theirs.as_ref()
    }
}

/// Remembers what was refused, each once. What only waits for an entry before it is not worth telling: either that one
/// is refused, which is told, or both are sent again.
fn add(all: &mut Vec<Refused>, refused: &[Refused]) {
    for one in refused {
        if !one.passes() && !all.contains(one) {
            all.push(one.clone());
        }
    }
}
