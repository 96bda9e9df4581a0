//! The courier of a sync: does the steps of the controller, on a journal and on whatever carries its requests.

use crate::{
    Answer, Controller, Did, Exchange, Journal, JournalError, Message, Note, Outcome, Progress, Request, Step, Wish,
};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// The ways of a machine to another side, and where it writes down what the next start has to know. What a machine has no
/// way for keeps its default.
pub trait Ways: Sync {
    /// Asks the other side, and gives whatever answers. Nobody else is asked in its stead, so no redirect is followed.
    ///
    /// # Errors
    /// If no whole answer comes in time: why, for whoever can mend it.
    fn ask(&self, request: &Request) -> impl Future<Output = Result<Answer, String>> + Send;

    /// Writes these down. All are begun before it waits for the first.
    ///
    /// # Errors
    /// If one cannot be written down, and why.
    fn note(&self, _notes: &[Note]) -> impl Future<Output = Result<(), String>> + Send {
        std::future::ready(Ok(()))
    }

    /// Has the machine call when the network is back, where it can ([`Wish::Network`]).
    fn call_back(&self) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }

    /// Entries have come: what was lost here may be among them. `has_adopted` as in [`Step::Arrived`].
    fn arrived(&self, _has_adopted: bool) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}

/// The courier of a sync. One step is under way at a time, whoever wishes for what.
///
/// ```
/// use supple_journal::{Answer, Courier, Journal, Request, Ways, Wish};
///
/// struct Nowhere;
/// impl Ways for Nowhere {
///     async fn ask(&self, request: &Request) -> Result<Answer, String> {
///         Err(format!("no way to {}", request.path()))
///     }
/// }
///
/// async fn sync(courier: &Courier, journal: &Journal) -> usize {
///     courier.wish(Wish::Again, journal, &Nowhere).await
/// }
/// ```
#[derive(Debug)]
pub struct Courier {
    controller: Arc<Mutex<Controller>>,
    /// Whoever does the steps has it.
    exchange: tokio::sync::Mutex<Exchange>,
}

impl Courier {
    /// A courier of this controller. Others may look at it meanwhile, as a page does that tells of the other side.
    pub fn new(controller: Arc<Mutex<Controller>>) -> Courier {
        Courier { controller, exchange: tokio::sync::Mutex::default() }
    }

    /// The controller. It is never held while anyone is waited for.
    pub fn controller(&self) -> MutexGuard<'_, Controller> {
        self.controller.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what is wished for, and whatever else is to be done. Gives how many entries came meanwhile.
    pub async fn wish(&self, wish: Wish, journal: &Journal, ways: &impl Ways) -> usize {
        let before = {
            let mut controller = self.controller();
            controller.wish(wish);
            controller.taken()
        };
        let mut exchange = self.exchange.lock().await;
        // Whoever had it before may have gone away.
        self.controller().break_off();
        while let Some(step) = self.next(journal) {
            let did = perform(step, &mut exchange, journal, ways).await;
            self.controller().did(did, journal.host().now());
        }
        self.controller().taken() - before
    }

    fn next(&self, journal: &Journal) -> Option<Step> {
        self.controller().step(journal.host().now())
    }

    /// The person wants no sync any more ([`Controller::leave`]). It waits for no step that is under way.
    ///
    /// # Errors
    /// If it cannot be written down, and why: then it holds until the next start.
    pub async fn leave(&self, unpairs: bool, ways: &impl Ways) -> Result<(), String> {
        let notes = self.controller().leave(unpairs);
        ways.note(&notes).await
    }

    /// Counts anew what the other side lacks ([`Link::pending`](crate::Link::pending)). Until that is done, it is not known.
    pub async fn count(&self, journal: &Journal) {
        let theirs = {
            let mut controller = self.controller();
            controller.counted(None);
            controller.facts().theirs.clone()
        };
        if let Some(theirs) = theirs
            && let Ok(pending) = journal.pending(&theirs).await
        {
            self.controller().counted(Some(pending));
        }
    }

    /// What the last sync has done, as far as it came.
    pub async fn outcome(&self) -> Outcome {
        self.exchange.lock().await.outcome().clone()
    }
}

/// Does a step.
async fn perform(step: Step, exchange: &mut Exchange, journal: &Journal, ways: &impl Ways) -> Did {
    match step {
        Step::Ask(request) => Did::Answered(ways.ask(&request).await),
        Step::Look(there) => told(look(journal, there).await),
        Step::Adopt(identity) => told(journal.adopt(identity).await.map(|()| Did::Done)),
        Step::Begin(theirs) => {
            *exchange = Exchange::new(theirs);
            Did::Done
        }
        Step::Make => match exchange.next(journal).await {
            Ok(message) => Did::Made(message.map(|message| message.write()), progress(exchange.outcome())),
            Err(error) => Did::Failed(error),
        },
        Step::Take(message) => told(take(exchange, journal, &message).await),
        Step::Count(theirs) => told(journal.pending(&theirs).await.map(Did::Counted)),
        Step::Note(notes) => match ways.note(&notes).await {
            Ok(()) => Did::Done,
            Err(why) => Did::NotNoted(why),
        },
        Step::CallBack => {
            ways.call_back().await;
            Did::Done
        }
        Step::Arrived { has_adopted } => {
            ways.arrived(has_adopted).await;
            Did::Done
        }
    }
}

fn told(done: Result<Did, JournalError>) -> Did {
    done.unwrap_or_else(Did::Failed)
}

async fn look(journal: &Journal, there: Uuid) -> Result<Did, JournalError> {
    let diary = journal.identity().await?;
    if diary == there {
        return Ok(Did::Found { diary, is_empty: false });
    }
    let found = journal.found().await?;
    Ok(Did::Found { diary, is_empty: found.log.is_empty() && found.damaged.is_empty() })
}

async fn take(exchange: &mut Exchange, journal: &Journal, message: &Message) -> Result<Did, JournalError> {
    exchange.take(journal, message).await?;
    Ok(Did::Took(exchange.theirs().cloned()))
}

fn progress(outcome: &Outcome) -> Progress {
    let here = outcome.refused.iter().map(ToString::to_string);
    let there = outcome.refused_there.iter().map(ToString::to_string);
    let stuck = outcome.stuck.iter().map(ToString::to_string);
    // What goes two ways is told, with the way out, by whoever shows it.
    let refused = here.chain(there).chain(stuck).collect();
    Progress { taken: outcome.taken, pending: outcome.pending, refused, has_given_up: outcome.has_given_up }
}
