//! A connection to a server with a thread of its own: the client must not be used on one that runs an executor, and a
//! server that hangs must not hold whoever asks for ever.

use crate::StoreError;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long to wait for an answer, in which a lost connection can be made again.
const PATIENCE: Duration = Duration::from_secs(30);

type Job<C> = Box<dyn FnOnce(&mut C) + Send>;

/// A way to a connection.
pub(super) struct Line<C> {
    place: String,
    jobs: Mutex<Option<mpsc::Sender<Job<C>>>>,
    thread: Option<JoinHandle<()>>,
    patience: Duration,
    /// Whether something was waited for in vain.
    is_silent: AtomicBool,
}

impl<C: 'static> Line<C> {
    /// Starts the thread and opens the connection there.
    pub(super) fn start(
        place: String,
        open: impl FnOnce() -> Result<C, StoreError> + Send + 'static,
    ) -> Result<Line<C>, StoreError> {
        let (sender, jobs) = mpsc::channel::<Job<C>>();
        let (opened, is_open) = mpsc::channel();
        let work = move || {
            let mut connection = match open() {
                Ok(connection) => connection,
                Err(error) => return drop(opened.send(Err(error))),
            };
            let _ = opened.send(Ok(()));
            while let Ok(job) = jobs.recv() {
                job(&mut connection);
            }
        };
        let thread = thread::Builder::new().name("supple-outbox".to_owned()).spawn(work);
        let thread = thread.map_err(|_| StoreError::Stopped)?;
        is_open.recv().map_err(|_| StoreError::Stopped)??;
        let (jobs, is_silent) = (Mutex::new(Some(sender)), AtomicBool::new(false));
        Ok(Line { place, jobs, thread: Some(thread), patience: PATIENCE, is_silent })
    }

    /// Has the thread do this, and waits for it.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut C) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = mpsc::channel();
        let is_forsaken = Arc::new(AtomicBool::new(false));
        let forsaken = is_forsaken.clone();
        let job: Job<C> = Box::new(move |connection| {
            // Nobody waits for it any more, and nothing of it was begun.
            if !forsaken.load(Ordering::SeqCst) {
                let _ = reply.send(work(connection));
            }
        });
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        jobs.and_then(|jobs| jobs.send(job).ok()).ok_or(StoreError::Stopped)?;
        answer.recv_timeout(self.patience).unwrap_or_else(|error| match error {
            mpsc::RecvTimeoutError::Disconnected => Err(StoreError::Stopped),
            mpsc::RecvTimeoutError::Timeout => {
                is_forsaken.store(true, Ordering::SeqCst);
                self.is_silent.store(true, Ordering::SeqCst);
                Err(StoreError::Silent { place: self.place.clone() })
            }
        })
    }
}

impl<C> Drop for Line<C> {
    fn drop(&mut self) {
        *self.jobs.lock().unwrap_or_else(PoisonError::into_inner) = None;
        // One that hangs ends when its server says something.
        if !self.is_silent.load(Ordering::SeqCst)
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

impl<C> fmt::Debug for Line<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").field("place", &self.place).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_in_vain_is_told_and_what_was_not_begun_is_not_done() {
        let mut line = Line::start("there".to_owned(), || Ok(Vec::<i32>::new())).unwrap();
        line.patience = Duration::from_millis(50);
        let silent = Err(StoreError::Silent { place: "there".to_owned() });
        let (go, may_go) = mpsc::channel::<()>();
        let hangs = line.ask(move |done| {
            let _ = may_go.recv();
            done.push(1);
            Ok(())
        });
        assert_eq!(hangs, silent);
        let waits = line.ask(|done| {
            done.push(2);
            Ok(())
        });
        assert_eq!(waits, silent);
        go.send(()).unwrap();
        line.patience = PATIENCE;
        assert_eq!(line.ask(|done| Ok(done.clone())), Ok(vec![1]));
    }

    #[test]
    fn what_cannot_be_opened_is_said_and_a_thread_that_ended_is_too() {
        let refused = Line::<()>::start("there".to_owned(), || Err(StoreError::Stopped)).map(drop);
        assert_eq!(refused, Err(StoreError::Stopped));
        let line = Line::start("there".to_owned(), || Ok(())).unwrap();
        let ended: Result<(), StoreError> = line.ask(|()| panic!("a mistake"));
        assert_eq!(ended, Err(StoreError::Stopped));
        assert_eq!(line.ask(|()| Ok(())), Err(StoreError::Stopped));
    }
}
