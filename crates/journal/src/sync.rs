//! What the journal says to another one, and what it takes from it.

use crate::{Journal, JournalError, State, TRIES, fresh, record};
use supple_sync::{Admitted, Fork, MAX_REFUSED, Message, Refused, Stuck, VERSION, VersionVector};
use uuid::Uuid;

/// What became of a message, and what to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// How many entries were new, and are on the disk now.
    pub taken: usize,
    /// What was not taken.
    pub refused: Vec<Refused>,
    /// What to answer: what is here now, what the sender lacks, and what was refused.
    pub answer: Message,
}

/// What was taken of a message.
pub(crate) struct Taken {
    pub(crate) taken: usize,
    pub(crate) refused: Vec<Refused>,
    pub(crate) forks: Vec<Fork>,
}

impl Journal {
    /// The identity of this diary, made when it is first asked for. After an erase it is another one.
    ///
    /// # Errors
    /// If the store cannot be asked.
    pub async fn identity(&self) -> Result<Uuid, JournalError> {
        let identity = self.store.identity(fresh(&*self.host).into_bytes()).await?;
        Ok(Uuid::from_bytes(identity))
    }

    /// Makes this diary one with another: it takes over the other's identity, and messages of the other are taken from
    /// now on. Only when the person has asked for it in so many words. The entries of both are united by the next sync;
    /// devices that were paired with this diary under its old identity are refused until they are paired again.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn adopt(&self, identity: Uuid) -> Result<(), JournalError> {
        self.store.adopt(identity.into_bytes()).await?;
        Ok(())
    }

    /// What is here: of each device the entries without a hole.
    ///
    /// # Errors
    /// As [`Journal::diary`].
    pub async fn have(&self) -> Result<VersionVector, JournalError> {
        let _turn = self.current().await?;
        Ok(self.state().chains().have())
    }

    /// A message with what the other side lacks, as far as it goes into one. Without knowing what the other side has, it
    /// only says what is here.
    ///
    /// # Errors
    /// As [`Journal::diary`].
    pub async fn offer(&self, theirs: Option<&VersionVector>) -> Result<Message, JournalError> {
        let diary = self.identity().await?;
        let _turn = self.current().await?;
        Ok(message(&mut self.state(), diary, theirs, Vec::new()))
    }

    /// How many entries the other side lacks that can be sent to it.
    ///
    /// # Errors
    /// As [`Journal::diary`].
    pub async fn pending(&self, theirs: &VersionVector) -> Result<usize, JournalError> {
        let _turn = self.current().await?;
        Ok(self.state().chains().pending(theirs))
    }

    /// What the other side lacks that cannot be sent to it, for a person to mend.
    ///
    /// # Errors
    /// As [`Journal::diary`].
    pub async fn stuck(&self, theirs: &VersionVector) -> Result<Vec<Stuck>, JournalError> {
        let _turn = self.current().await?;
        Ok(self.state().chains().stuck(theirs))
    }

    /// Takes what is good of a message. It is on the disk when this answers; the same message again changes nothing.
    ///
    /// # Errors
    /// [`JournalError::OtherDiary`] if it is a message of another diary, and as [`Journal::write_all`].
    pub async fn receive(&self, message: &Message) -> Result<Received, JournalError> {
        let Taken { taken, mut refused, .. } = self.take_message(message).await?;
        let _turn = self.current().await?;
        let mut state = self.state();
        for fork in state.chains().forks(&message.have) {
            let is_told = refused.iter().any(|one| one.device == fork.device && one.fault == fork.fault);
            if !is_told && refused.len() < MAX_REFUSED {
                refused.push(fork);
            }
        }
        let answer = self::message(&mut state, message.diary, Some(&message.have), refused.clone());
        Ok(Received { taken, refused, answer })
    }

    /// As [`Journal::receive`], without an answer.
    pub(crate) async fn take_message(&self, message: &Message) -> Result<Taken, JournalError> {
        let mut tries = TRIES;
        loop {
            let here = self.identity().await?;
            if message.diary != here {
                return Err(JournalError::OtherDiary { here, theirs: message.diary });
            }
            let _turn = self.current().await?;
            let admitted = self.state().admit(message);
            self.note_forks(admitted.forks.iter().copied());
            let Admitted { entries, refused, forks } = admitted;
            if entries.is_empty() {
                return Ok(Taken { taken: 0, refused, forks });
            }
            let records = entries.iter().map(|entry| record(entry)).collect();
            match self.store.append_to(here.into_bytes(), records).await {
                Ok(appended) => {
                    self.refresh().await?;
                    return Ok(Taken { taken: appended.taken, refused, forks });
                }
                // Another program wrote or erased in between: judge anew on what is here now.
                Err(error) if (error.is_taken() || error.is_other_diary()) && tries > 1 => tries -= 1,
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl State {
    fn admit(&mut self, message: &Message) -> Admitted {
        self.chains();
        let State { log, chains, .. } = self;
        chains.as_ref().map(|chains| chains.admit(log, &message.entries)).unwrap_or_default()
    }
}

fn message(state: &mut State, diary: Uuid, theirs: Option<&VersionVector>, refused: Vec<Refused>) -> Message {
    let chains = state.chains();
    let entries = theirs.map(|theirs| chains.offer(theirs)).unwrap_or_default();
    Message { version: VERSION, diary, have: chains.have(), entries, refused }
}
