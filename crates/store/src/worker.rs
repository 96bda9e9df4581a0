//! Few connections, many who ask.
//!
//! There is one queue for writing and one for reading, with threads that work it off, each on a connection of its own: one for a
//! file, up to a handful for a server, made when they are needed. What is asked of one diary is done in its order, one after
//! the other; what is asked of another one does not wait for it. Appends that wait at the same time go into one
//! transaction, so that they share one write to the disk: the more there are, the less each one costs.
//!
//! Waking a thread and being woken by it takes a good part of the time in which a drive of today makes a write durable.
//! So where a database is near (a file), whoever asks for something short does it at once if the connection is free.
//! That takes as long as the disk does; waiting for another program and long reading are left to the thread.

use crate::{Answer, Appended, Cause, DiaryKey, Found, Record, Store, StoreError};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError, mpsc};
use std::thread::{self, JoinHandle};
use tokio::sync::oneshot;

/// The most appends that share a transaction, and the most bytes of lines.
const MOST_APPENDS: usize = 256;
const MOST_BYTES: usize = 4 << 20;

/// The most that someone does for others before leaving the rest to the thread.
const MOST_ROUNDS: usize = 2;

/// A diary of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Diary {
    pub(crate) key: DiaryKey,
    /// What its tables are known by: 1 for the first, and counting on.
    pub(crate) number: i32,
}

/// Records that are added together.
pub(crate) struct Batch {
    pub(crate) diary: Diary,
    /// The only identity with which the diary may take them; none if it may with any.
    pub(crate) identity: Option<[u8; 16]>,
    pub(crate) records: Vec<Record>,
}

/// What a database has to be able to do. It may block.
pub(crate) trait Backend: Send {
    /// Whether what is short may be done by who asks for it, and appends to several diaries go into one transaction.
    const IS_NEAR: bool;
    /// The most connections for one queue.
    const MOST_CONNECTIONS: usize;
    /// Whether to wait for other programs, or to say at once that the database is held.
    fn be_patient(&mut self, patient: bool);
    /// The diary with this key, made where it is missing.
    fn make(&mut self, key: DiaryKey) -> Result<Diary, StoreError>;
    fn diaries(&mut self) -> Result<Vec<DiaryKey>, StoreError>;
    /// Adds each of the appends as a whole or not at all, all in one transaction. When it returns without an error,
    /// what it says is on the disk. They are for one diary, unless the database is near.
    fn append(&mut self, group: &[Batch]) -> Result<Vec<Result<Appended, StoreError>>, StoreError>;
    fn look(&mut self, diary: Diary, after: u64) -> Result<Found, StoreError>;
    fn position(&mut self, diary: Diary) -> Result<u64, StoreError>;
    fn identity(&mut self, diary: Diary, fresh: [u8; 16]) -> Result<[u8; 16], StoreError>;
    fn adopt(&mut self, diary: Diary, identity: [u8; 16]) -> Result<(), StoreError>;
    fn rewrite(&mut self, diary: Diary, last: u64, records: &[Record]) -> Result<bool, StoreError>;
    fn erase(&mut self, diary: Diary) -> Result<(), StoreError>;
    /// Whether there is something to tidy up, and doing it. Nobody waits for it.
    fn is_untidy(&self) -> bool;
    fn tidy(&mut self);
}

type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

/// To someone who waits on a thread.
type Said<T> = mpsc::Sender<Result<T, StoreError>>;

enum Job {
    Make(DiaryKey, Said<Diary>),
    Diaries(Said<Vec<DiaryKey>>),
    Append(Batch, Reply<Appended>),
    Look(Diary, u64, Reply<Found>),
    Position(Diary, Reply<u64>),
    Identity(Diary, [u8; 16], Reply<[u8; 16]>),
    Adopt(Diary, [u8; 16], Reply<()>),
    Rewrite(Diary, u64, Vec<Record>, Reply<bool>),
    Erase(Diary, Reply<()>),
    Tidy,
}

impl Job {
    fn is_short(&self) -> bool {
        matches!(self, Job::Append(..) | Job::Position(..))
    }

    fn is_append(&self) -> bool {
        matches!(self, Job::Append(..))
    }

    /// The number of the diary that it is about. 0 for none.
    fn number(&self) -> i32 {
        match self {
            Job::Make(..) | Job::Diaries(_) | Job::Tidy => 0,
            Job::Append(Batch { diary, .. }, _)
            | Job::Look(diary, ..)
            | Job::Position(diary, _)
            | Job::Identity(diary, ..)
            | Job::Adopt(diary, ..)
            | Job::Rewrite(diary, ..)
            | Job::Erase(diary, _) => diary.number,
        }
    }

    /// Whether it changes nothing, and nobody waits for its answer any more.
    fn is_forsaken(&self) -> bool {
        match self {
            Job::Look(_, _, reply) => reply.is_closed(),
            Job::Position(_, reply) => reply.is_closed(),
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
    /// The diaries of which something is being done: of these nothing else is begun.
    busy: BTreeSet<i32>,
    /// How many connections there are, with those that are just being made.
    connections: usize,
    is_closed: bool,
}

impl Queue {
    /// Where the first job is that may be begun.
    fn first(&self) -> Option<usize> {
        self.jobs.iter().position(|job| !self.busy.contains(&job.number()))
    }
}

type Open<B> = Box<dyn Fn() -> Result<B, StoreError> + Send + Sync>;

struct Shared<B> {
    queue: Mutex<Queue>,
    /// For who works: there is something to do.
    news: Condvar,
    /// For who waits until something is done.
    done: Condvar,
    /// The first connection; the others belong to their threads.
    backend: Mutex<B>,
    open: Open<B>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// A way to a database.
pub(crate) struct Worker<B> {
    shared: Arc<Shared<B>>,
}

impl<B: Backend + 'static> Worker<B> {
    /// Starts a thread and opens a connection there. (A connection to PostgreSQL cannot be opened on a thread that
    /// runs an executor.)
    pub(crate) fn start(open: impl Fn() -> Result<B, StoreError> + Send + Sync + 'static) -> Result<Self, StoreError> {
        let (opened, is_open) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("supple-store".to_owned())
            .spawn(move || {
                let shared = open().map(|backend| {
                    let queue = Mutex::new(Queue { connections: 1, ..Queue::default() });
                    let (news, done, threads) = (Condvar::new(), Condvar::new(), Mutex::default());
                    Arc::new(Shared { queue, news, done, backend: Mutex::new(backend), open: Box::new(open), threads })
                });
                let _ = opened.send(shared.clone());
                if let Ok(shared) = shared {
                    let _end = End(&shared);
                    shared.work_off(&shared.backend);
                }
            })
            .map_err(|error| StoreError::Cannot {
                place: "the database".to_owned(),
                why: format!("no thread can be started ({error})"),
                cause: Cause::Other,
            })?;
        let shared = is_open.recv().unwrap_or(Err(StoreError::Stopped))?;
        shared.threads().push(thread);
        Ok(Worker { shared })
    }

    /// Asks, and waits for the answer on this thread.
    fn demand<T>(&self, job: impl FnOnce(Said<T>) -> Job) -> Result<T, StoreError> {
        let (reply, answer) = mpsc::channel();
        self.shared.take(job(reply));
        answer.recv().unwrap_or(Err(StoreError::Stopped))
    }

    /// Waits until all is done that was asked of this diary.
    fn settle(&self, diary: Diary) {
        let mut queue = self.shared.queue();
        let waits = |queue: &Queue| {
            let is_about_it = |job: &Job| job.number() == diary.number;
            !queue.is_closed && (queue.busy.contains(&diary.number) || queue.jobs.iter().any(is_about_it))
        };
        while waits(&queue) {
            queue = self.shared.done.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
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
        self.shared.news.notify_all();
        let threads = std::mem::take(&mut *self.shared.threads());
        for thread in threads {
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
        self.0.news.notify_all();
        self.0.done.notify_all();
    }
}

/// The diaries of which something is being done. They are free again however that ends.
struct Busy<'s, B> {
    shared: &'s Shared<B>,
    numbers: BTreeSet<i32>,
}

impl<B> Drop for Busy<'_, B> {
    fn drop(&mut self) {
        let mut queue = self.shared.queue();
        queue.busy.retain(|number| !self.numbers.contains(number));
        if queue.is_closed || !queue.jobs.is_empty() {
            self.shared.news.notify_all();
        }
        self.shared.done.notify_all();
    }
}

impl<B> Shared<B> {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        // It is whole after a panic too: nothing is done under this lock that could end halfway.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn threads(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<B: Backend + 'static> Shared<B> {
    /// Takes a job, and does it at once if it is short and the connection is free.
    fn take(self: &Arc<Self>, job: Job) {
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
        self.grow();
    }

    /// Makes one connection more where a diary would wait for another one, and there may be one.
    fn grow(self: &Arc<Self>) {
        if B::MOST_CONNECTIONS == 1 {
            return;
        }
        {
            let mut queue = self.queue();
            let numbers: BTreeSet<i32> = queue.jobs.iter().map(Job::number).collect();
            // A connection is at work for one diary at a time. One that is not comes to what waits by itself.
            let wanted = numbers.union(&queue.busy).count();
            if wanted <= queue.connections || queue.connections >= B::MOST_CONNECTIONS || queue.is_closed {
                return;
            }
            queue.connections += 1;
        }
        let shared = self.clone();
        let work = move || {
            match (shared.open)() {
                Ok(backend) => {
                    let _end = End(&shared);
                    shared.work_off(&Mutex::new(backend));
                }
                // Those that are there do what they can.
                Err(_) => shared.queue().connections -= 1,
            }
        };
        match thread::Builder::new().name("supple-store".to_owned()).spawn(work) {
            Ok(thread) => self.threads().push(thread),
            Err(_) => self.queue().connections -= 1,
        }
    }

    /// Does what is short and waits, without waiting for other programs.
    fn rounds(&self, backend: &mut B) {
        for _ in 0..MOST_ROUNDS {
            let Some((group, busy)) = self.next(Job::is_short) else { return };
            let mut busy = Some(busy);
            if let Some(held) = perform(backend, group, &mut busy, false) {
                let mut queue = self.queue();
                held.into_iter().rev().for_each(|job| queue.jobs.push_front(job));
                return;
            }
        }
    }

    /// A thread: does everything until no more can come.
    fn work_off(&self, backend: &Mutex<B>) {
        loop {
            let mut queue = self.queue();
            while queue.first().is_none() {
                if queue.is_closed && queue.jobs.is_empty() {
                    return;
                }
                queue = self.news.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
            drop(queue);
            // A connection on which something panicked is not used again.
            let Ok(mut backend) = backend.lock() else { return };
            backend.be_patient(true);
            while let Some((group, busy)) = self.next(|_| true) {
                perform(&mut *backend, group, &mut Some(busy), true);
            }
        }
    }

    /// The next job that may be begun, with the other appends behind it if it is one.
    fn next(&self, may_be: impl FnOnce(&Job) -> bool) -> Option<(Vec<Job>, Busy<'_, B>)> {
        let mut queue = self.queue();
        let at = queue.first()?;
        let first = queue.jobs.get(at).filter(|job| may_be(job))?;
        let (number, mut bytes, mut places) = (first.number(), first.bytes(), vec![at]);
        if first.is_append() {
            let behind = queue.jobs.iter().enumerate().skip(at + 1);
            for (place, job) in behind.filter(|(_, job)| B::IS_NEAR || job.number() == number) {
                if !job.is_append() || places.len() == MOST_APPENDS || bytes >= MOST_BYTES {
                    break;
                }
                bytes += job.bytes();
                places.push(place);
            }
        }
        let mut group: Vec<Job> = places.iter().rev().filter_map(|place| queue.jobs.remove(*place)).collect();
        group.reverse();
        let numbers: BTreeSet<i32> = group.iter().map(Job::number).collect();
        queue.busy.extend(&numbers);
        Some((group, Busy { shared: self, numbers }))
    }
}

/// Does a job, or some appends, and answers. Gives them back if another program holds the database and there is
/// someone more patient. The diary is free before anyone hears that it is done: who asks for more then needs no other connection.
fn perform<B: Backend>(
    backend: &mut B,
    jobs: Vec<Job>,
    busy: &mut Option<Busy<'_, B>>,
    is_last: bool,
) -> Option<Vec<Job>> {
    let mut group = Vec::with_capacity(jobs.len());
    let mut replies = Vec::with_capacity(jobs.len());
    for job in jobs {
        // Nobody may be waiting for an answer any more; that is no failure.
        match job {
            Job::Append(batch, reply) => {
                group.push(batch);
                replies.push(reply);
            }
            Job::Make(key, said) => drop(said.send(free(busy, backend.make(key)))),
            Job::Diaries(said) => drop(said.send(free(busy, backend.diaries()))),
            Job::Look(diary, after, reply) => drop(reply.send(free(busy, backend.look(diary, after)))),
            Job::Position(diary, reply) => match backend.position(diary) {
                Err(StoreError::Busy { .. }) if !is_last => return Some(vec![Job::Position(diary, reply)]),
                position => drop(reply.send(free(busy, position))),
            },
            Job::Identity(diary, fresh, reply) => drop(reply.send(free(busy, backend.identity(diary, fresh)))),
            Job::Adopt(diary, identity, reply) => drop(reply.send(free(busy, backend.adopt(diary, identity)))),
            Job::Rewrite(diary, last, records, reply) => {
                drop(reply.send(free(busy, backend.rewrite(diary, last, &records))));
            }
            Job::Erase(diary, reply) => drop(reply.send(free(busy, backend.erase(diary)))),
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
            let outcomes: Vec<_> = group.chunks(1).map(|alone| backend.append(alone)).collect();
            for (outcome, reply) in free(busy, outcomes).into_iter().zip(replies) {
                answer(vec![reply], outcome);
            }
        }
        outcome => answer(replies, free(busy, outcome)),
    }
    if is_last && backend.is_untidy() {
        backend.tidy();
    }
    None
}

/// Lets others begin, and gives what was done.
fn free<B, T>(busy: &mut Option<Busy<'_, B>>, done: T) -> T {
    *busy = None;
    done
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

/// A database, with a queue for writing and one for reading, so that reading does not wait for writing.
pub(crate) struct Hall<B> {
    // The reader is closed first: the last to close an SQLite database tidies up, and must be allowed to write.
    pub(crate) reader: Option<Worker<B>>,
    pub(crate) writer: Worker<B>,
    pub(crate) place: String,
}

impl<B> std::fmt::Debug for Hall<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("place", &self.place).finish_non_exhaustive()
    }
}

impl<B> Hall<B> {
    fn reader(&self) -> &Worker<B> {
        self.reader.as_ref().unwrap_or(&self.writer)
    }
}

impl<B: Backend + 'static> Hall<B> {
    /// The diary with this key, made where it is missing.
    pub(crate) fn diary(hall: &Arc<Hall<B>>, key: DiaryKey) -> Result<Shelf<B>, StoreError> {
        let diary = hall.writer.demand(|said| Job::Make(key, said))?;
        Ok(Shelf { hall: hall.clone(), diary })
    }

    pub(crate) fn diaries(&self) -> Result<Vec<DiaryKey>, StoreError> {
        self.reader().demand(Job::Diaries)
    }
}

/// A diary of a database.
pub(crate) struct Shelf<B: Backend + 'static> {
    hall: Arc<Hall<B>>,
    diary: Diary,
}

impl<B: Backend + 'static> std::fmt::Debug for Shelf<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (place, key) = (&self.hall.place, &self.diary.key);
        f.debug_struct("Store").field("place", place).field("diary", key).finish_non_exhaustive()
    }
}

impl<B: Backend + 'static> Drop for Shelf<B> {
    fn drop(&mut self) {
        self.hall.writer.settle(self.diary);
    }
}

impl<B: Backend + 'static> Shelf<B> {
    fn add(&self, identity: Option<[u8; 16]>, records: Vec<Record>) -> Answer<'static, Appended> {
        let diary = self.diary;
        self.hall.writer.ask(|reply| Job::Append(Batch { diary, identity, records }, reply))
    }
}

impl<B: Backend + 'static> Store for Shelf<B> {
    fn append(&self, records: Vec<Record>) -> Answer<'_, Appended> {
        if records.is_empty() {
            return Box::pin(async { Ok(Appended::default()) });
        }
        self.add(None, records)
    }

    fn append_to(&self, identity: [u8; 16], records: Vec<Record>) -> Answer<'_, Appended> {
        self.add(Some(identity), records)
    }

    fn identity(&self, fresh: [u8; 16]) -> Answer<'_, [u8; 16]> {
        self.hall.writer.ask(|reply| Job::Identity(self.diary, fresh, reply))
    }

    fn adopt(&self, identity: [u8; 16]) -> Answer<'_, ()> {
        self.hall.writer.ask(|reply| Job::Adopt(self.diary, identity, reply))
    }

    fn look(&self, after: u64) -> Answer<'_, Found> {
        self.hall.reader().ask(|reply| Job::Look(self.diary, after, reply))
    }

    fn position(&self) -> Answer<'_, u64> {
        self.hall.reader().ask(|reply| Job::Position(self.diary, reply))
    }

    fn rewrite(&self, last: u64, records: Vec<Record>) -> Answer<'_, bool> {
        self.hall.writer.ask(|reply| Job::Rewrite(self.diary, last, records, reply))
    }

    fn erase(&self) -> Answer<'_, ()> {
        self.hall.writer.ask(|reply| Job::Erase(self.diary, reply))
    }

    fn describe(&self) -> String {
        self.hall.place.clone()
    }
}
