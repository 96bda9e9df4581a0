//! One connection, many who ask.
//!
//! Each connection has a queue and a thread that works it off. Appends that wait at the same time go into one
//! transaction, so that they share one write to the disk: the more there are, the less each one costs.
//!
//! Waking a thread and being woken by it takes a good part of the time in which a drive of today makes a write durable.
//! So where a database is near (a file), whoever asks for something short does it at once if the connection is free.
//! That takes as long as the disk does; waiting for another program and long reading are left to the thread.

use crate::{Answer, Appended, Cause, Found, Record, Store, StoreError};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError, mpsc};
use std::thread::{self, JoinHandle};
use tokio::sync::oneshot;

/// The most appends that share a transaction, and the most bytes of lines.
const MOST_APPENDS: usize = 256;
const MOST_BYTES: usize = 4 << 20;

/// The most that someone does for others before leaving the rest to the thread.
const MOST_ROUNDS: usize = 2;

/// Records that are added together.
pub(crate) struct Batch {
    /// The only diary that may take them; none if any may.
    pub(crate) diary: Option<[u8; 16]>,
    pub(crate) records: Vec<Record>,
}

/// What a database has to be able to do. It may block.
pub(crate) trait Backend: Send {
    /// Whether what is short may be done by who asks for it.
    const IS_NEAR: bool;
    /// Whether to wait for other programs, or to say at once that the database is held.
    fn be_patient(&mut self, patient: bool);
    /// Adds each of the appends as a whole or not at all, all in one transaction. When it returns without an error,
    /// what it says is on the disk.
    fn append(&mut self, group: &[Batch]) -> Result<Vec<Result<Appended, StoreError>>, StoreError>;
    fn look(&mut self, after: u64) -> Result<Found, StoreError>;
    fn position(&mut self) -> Result<u64, StoreError>;
    fn identity(&mut self, fresh: [u8; 16]) -> Result<[u8; 16], StoreError>;
    fn adopt(&mut self, identity: [u8; 16]) -> Result<(), StoreError>;
    fn rewrite(&mut self, last: u64, records: &[Record]) -> Result<bool, StoreError>;
    fn erase(&mut self) -> Result<(), StoreError>;
    /// Whether there is something to tidy up, and doing it. Nobody waits for it.
    fn is_untidy(&self) -> bool;
    fn tidy(&mut self);
}

type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

enum Job {
    Append(Batch, Reply<Appended>),
    Look(u64, Reply<Found>),
    Position(Reply<u64>),
    Identity([u8; 16], Reply<[u8; 16]>),
    Adopt([u8; 16], Reply<()>),
    Rewrite(u64, Vec<Record>, Reply<bool>),
    Erase(Reply<()>),
    Tidy,
}

impl Job {
    fn is_short(&self) -> bool {
        matches!(self, Job::Append(..) | Job::Position(_))
    }

    /// Whether it changes nothing, and nobody waits for its answer any more.
    fn is_forsaken(&self) -> bool {
        match self {
            Job::Look(_, reply) => reply.is_closed(),
            Job::Position(reply) => reply.is_closed(),
            _ => false,
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Job::Append(batch, _) => batch.records.iter().map(|record| record.line.len()).sum(),
            _ => 0,
        }
    }
}

/// What waits, and whether more may come.
#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    is_closed: bool,
}

struct Shared<B> {
    queue: Mutex<Queue>,
    news: Condvar,
    backend: Mutex<B>,
}

/// A way to a connection.
pub(crate) struct Worker<B> {
    shared: Arc<Shared<B>>,
    thread: Option<JoinHandle<()>>,
}

impl<B: Backend + 'static> Worker<B> {
    /// Starts a thread and opens a connection there. (A connection to PostgreSQL cannot be opened on a thread that
    /// runs an executor.)
    pub(crate) fn start(open: impl FnOnce() -> Result<B, StoreError> + Send + 'static) -> Result<Self, StoreError> {
        let (opened, is_open) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("supple-store".to_owned())
            .spawn(move || {
                let shared = open().map(|backend| {
                    let (queue, news) = (Mutex::default(), Condvar::new());
                    Arc::new(Shared { queue, news, backend: Mutex::new(backend) })
                });
                let _ = opened.send(shared.clone());
                if let Ok(shared) = shared {
                    let _end = End(&shared);
                    shared.work_off();
                }
            })
            .map_err(|error| StoreError::Cannot {
                place: "the database".to_owned(),
                why: format!("no thread can be started ({error})"),
                cause: Cause::Other,
            })?;
        let shared = is_open.recv().unwrap_or(Err(StoreError::Stopped))?;
        Ok(Worker { shared, thread: Some(thread) })
    }

    fn ask<T: Send + 'static>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Answer<'static, T> {
        let (reply, answer) = oneshot::channel();
        self.shared.take(job(reply));
        // If the thread has come to an unplanned end, so has the reply.
        Box::pin(async { answer.await.unwrap_or(Err(StoreError::Stopped)) })
    }
}

impl<B> Drop for Worker<B> {
    fn drop(&mut self) {
        self.shared.queue().is_closed = true;
        self.shared.news.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// However the thread ends, nobody is left waiting for it.
struct End<'s, B>(&'s Shared<B>);

impl<B> Drop for End<'_, B> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.is_closed = true;
        queue.jobs.clear();
    }
}

impl<B> Shared<B> {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        // It is whole after a panic too: nothing is done under this lock that could end halfway.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<B: Backend> Shared<B> {
    /// Takes a job, and does it at once if it is short and the connection is free.
    fn take(&self, job: Job) {
        let is_short = job.is_short();
        {
            let mut queue = self.queue();
            if queue.is_closed {
                return;
            }
            // A database that stands still must not gather the questions of all who gave up on it.
            queue.jobs.retain(|job| !job.is_forsaken());
            queue.jobs.push_back(job);
        }
        if B::IS_NEAR && is_short {
            match self.backend.try_lock() {
                Ok(mut backend) => {
                    backend.be_patient(false);
                    self.rounds(&mut *backend);
                    if backend.is_untidy() {
                        self.queue().jobs.push_back(Job::Tidy);
                    }
                }
                // Whoever has it will not look at the queue again: the thread will.
                Err(TryLockError::WouldBlock | TryLockError::Poisoned(_)) => {}
            }
            if self.queue().jobs.is_empty() {
                return;
            }
        }
        self.news.notify_one();
    }

    /// Does what is short and waits, without waiting for other programs.
    fn rounds(&self, backend: &mut B) {
        for _ in 0..MOST_ROUNDS {
            let Some(group) = self.next(Job::is_short) else { return };
            if let Some(held) = perform(backend, group, false) {
                let mut queue = self.queue();
                held.into_iter().rev().for_each(|job| queue.jobs.push_front(job));
                return;
            }
        }
    }

    /// The thread: does everything until no more can come.
    fn work_off(&self) {
        loop {
            let mut queue = self.queue();
            while queue.jobs.is_empty() {
                if queue.is_closed {
                    return;
                }
                queue = self.news.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
            drop(queue);
            // A connection on which something panicked is not used again.
            let Ok(mut backend) = self.backend.lock() else { return };
            backend.be_patient(true);
            while let Some(group) = self.next(|_| true) {
                perform(&mut *backend, group, true);
            }
        }
    }

    /// The next job, with the other appends behind it if it is one.
    fn next(&self, may_be: impl FnOnce(&Job) -> bool) -> Option<Vec<Job>> {
        let mut queue = self.queue();
        if !may_be(queue.jobs.front()?) {
            return None;
        }
        let mut bytes = 0;
        let appends = queue.jobs.iter().take(MOST_APPENDS).take_while(|job| {
            let fits = bytes < MOST_BYTES;
            bytes += job.bytes();
            fits && matches!(job, Job::Append(..))
        });
        let count = appends.count().max(1);
        Some(queue.jobs.drain(..count).collect())
    }
}

/// Does a job, or some appends, and answers. Gives them back if another program holds the database and there is
/// someone more patient.
fn perform(backend: &mut impl Backend, jobs: Vec<Job>, is_last: bool) -> Option<Vec<Job>> {
    let mut group = Vec::with_capacity(jobs.len());
    let mut replies = Vec::with_capacity(jobs.len());
    for job in jobs {
        // Nobody may be waiting for an answer any more; that is no failure.
        match job {
            Job::Append(batch, reply) => {
                group.push(batch);
                replies.push(reply);
            }
            Job::Look(after, reply) => drop(reply.send(backend.look(after))),
            Job::Position(reply) => match backend.position() {
                Err(StoreError::Busy { .. }) if !is_last => return Some(vec![Job::Position(reply)]),
                position => drop(reply.send(position)),
            },
            Job::Identity(fresh, reply) => drop(reply.send(backend.identity(fresh))),
            Job::Adopt(identity, reply) => drop(reply.send(backend.adopt(identity))),
            Job::Rewrite(last, records, reply) => drop(reply.send(backend.rewrite(last, &records))),
            Job::Erase(reply) => drop(reply.send(backend.erase())),
            Job::Tidy => backend.tidy(),
        }
    }
    if group.is_empty() {
        return None;
    }
    match backend.append(&group) {
        Err(StoreError::Busy { .. }) if !is_last => {
            let jobs = group.into_iter().zip(replies).map(|(batch, reply)| Job::Append(batch, reply));
            return Some(jobs.collect());
        }
        // One that is too large must not keep the others out.
        Err(StoreError::Full { .. }) if group.len() > 1 => {
            for (alone, reply) in group.chunks(1).zip(replies) {
                answer(vec![reply], backend.append(alone));
            }
        }
        outcome => answer(replies, outcome),
    }
    if is_last && backend.is_untidy() {
        backend.tidy();
    }
    None
}

fn answer(replies: Vec<Reply<Appended>>, outcome: Result<Vec<Result<Appended, StoreError>>, StoreError>) {
    match outcome {
        Ok(each) => {
            for (reply, outcome) in replies.into_iter().zip(each) {
                let _ = reply.send(outcome);
            }
        }
        Err(error) => {
            for reply in replies {
                let _ = reply.send(Err(error.clone()));
            }
        }
    }
}

/// A store on one connection that writes and one that reads, so that reading does not wait for writing.
pub(crate) struct Shelf<B> {
    // The reader is closed first: the last to close an SQLite database tidies up, and must be allowed to write.
    pub(crate) reader: Option<Worker<B>>,
    pub(crate) writer: Worker<B>,
    pub(crate) place: String,
}

impl<B> std::fmt::Debug for Shelf<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("place", &self.place).finish_non_exhaustive()
    }
}

impl<B> Shelf<B> {
    fn reader(&self) -> &Worker<B> {
        self.reader.as_ref().unwrap_or(&self.writer)
    }
}

impl<B: Backend + 'static> Shelf<B> {
    fn add(&self, diary: Option<[u8; 16]>, records: Vec<Record>) -> Answer<'static, Appended> {
        self.writer.ask(|reply| Job::Append(Batch { diary, records }, reply))
    }
}

impl<B: Backend + 'static> Store for Shelf<B> {
    fn append(&self, records: Vec<Record>) -> Answer<'_, Appended> {
        if records.is_empty() {
            return Box::pin(async { Ok(Appended::default()) });
        }
        self.add(None, records)
    }

    fn append_to(&self, diary: [u8; 16], records: Vec<Record>) -> Answer<'_, Appended> {
        self.add(Some(diary), records)
    }

    fn identity(&self, fresh: [u8; 16]) -> Answer<'_, [u8; 16]> {
        self.writer.ask(|reply| Job::Identity(fresh, reply))
    }

    fn adopt(&self, identity: [u8; 16]) -> Answer<'_, ()> {
        self.writer.ask(|reply| Job::Adopt(identity, reply))
    }

    fn look(&self, after: u64) -> Answer<'_, Found> {
        self.reader().ask(|reply| Job::Look(after, reply))
    }

    fn position(&self) -> Answer<'_, u64> {
        self.reader().ask(Job::Position)
    }

    fn rewrite(&self, last: u64, records: Vec<Record>) -> Answer<'_, bool> {
        self.writer.ask(|reply| Job::Rewrite(last, records, reply))
    }

    fn erase(&self) -> Answer<'_, ()> {
        self.writer.ask(Job::Erase)
    }

    fn describe(&self) -> String {
        self.place.clone()
    }
}
