//! A sync with the server. The script sends what [`Exchange::next`] gives and hands the answer to [`Exchange::take`].

use std::sync::Arc;
use supple_journal::{Journal, Message, VersionVector};
use supple_web::Remedy;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A sync under way.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Exchange {
    journal: Arc<Journal>,
    exchange: supple_journal::Exchange,
}

impl Exchange {
    pub(crate) fn new(journal: Arc<Journal>, theirs: Option<&str>) -> Exchange {
        Exchange { journal, exchange: supple_journal::Exchange::new(theirs.and_then(have)) }
    }
}

/// What happened and what to do, as the page of devices shows it.
pub(crate) fn told(error: impl Remedy) -> JsError {
    JsError::new(&error.told())
}

/// What the server had, as it was written down. What cannot be read any more only costs a message.
pub(crate) fn have(text: &str) -> Option<VersionVector> {
    serde_json::from_str(text).ok()
}

#[wasm_bindgen]
impl Exchange {
    /// The message to send next, as JSON; none when it is done.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    pub async fn next(&mut self) -> Result<Option<String>, JsError> {
        Ok(self.exchange.next(&self.journal).await.map_err(told)?.map(|message| message.write()))
    }

    /// Takes what the server has answered.
    ///
    /// # Errors
    /// If it is no message, or one of another diary, or what it brings cannot be kept.
    pub async fn take(&mut self, answer: Vec<u8>) -> Result<(), JsError> {
        let answer = Message::read(&answer).map_err(told)?;
        self.exchange.take(&self.journal, &answer).await.map_err(told)
    }

    /// What it has done so far, as JSON: `taken`, `sent`, `pending`, and `refused`, a sentence each.
    pub fn outcome(&self) -> String {
        let outcome = self.exchange.outcome();
        let here = outcome.refused.iter().map(ToString::to_string);
        let there = outcome.refused_there.iter().map(ToString::to_string);
        let stuck = outcome.stuck.iter().map(ToString::to_string);
        // What goes two ways is told, with the way out, by the page itself.
        let given_up =
            outcome.has_given_up.then(|| "the server goes on saying that it has more, and does not send it".to_owned());
        let refused: Vec<String> = here.chain(there).chain(stuck).chain(given_up).collect();
        let (taken, sent, pending) = (outcome.taken, outcome.sent, outcome.pending);
        serde_json::json!({"taken": taken, "sent": sent, "pending": pending, "refused": refused}).to_string()
    }

    /// What the server had when it last answered, as JSON.
    pub fn theirs(&self) -> Option<String> {
        self.exchange.theirs().and_then(|have| serde_json::to_string(have).ok())
    }
}
