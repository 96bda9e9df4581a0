//! The list of devices for a server, which must not wait for its store: whoever asks waits for a moment only.
//!
//! One thread asks the store, so that a store that hangs holds that thread and no other. The list is read anew for each request
//! that shows a token, so a device that was removed anywhere is refused at once. Where the store does not answer in a moment, the
//! list counts that was read last, if that was just now ([`COUNTS`]); after that, nobody comes in until the store answers.

use super::Known;
use super::shelf::{Shelf, Trouble};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How long a request waits for the store, if something else can be gone by.
const MOMENT: Duration = Duration::from_millis(30);

/// How long a list counts that cannot be read anew.
const COUNTS: Duration = Duration::from_secs(10);

/// How long someone waits who has nothing else to go by, and may wait.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a change is waited for.
const PATIENCE_OF_CHANGES: Duration = Duration::from_secs(10);

type Read = Result<Arc<Known>, Trouble>;

type Work = Box<dyn FnOnce(&Shelf, &Last) + Send>;

enum Job {
    Look(Box<dyn FnOnce(Read) + Send>),
    Change(Work),
}

/// What was read last, and what is being done.
#[derive(Debug, Default)]
struct Last {
    /// The list, and when reading it began.
    read: Mutex<Option<(Arc<Known>, Instant)>>,
    /// Since when the thread is at something.
    busy: Mutex<Option<Instant>>,
}

impl Last {
    fn note(&self, known: Arc<Known>, since: Instant) {
        let mut read = lock(&self.read);
        if read.as_ref().is_none_or(|(_, before)| *before <= since) {
            *read = Some((known, since));
        }
    }

    fn young(&self) -> Option<Arc<Known>> {
        lock(&self.read).as_ref().filter(|(_, since)| since.elapsed() <= COUNTS).map(|(known, _)| Arc::clone(known))
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether someone may be kept waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// For a moment only.
    No,
    /// For some seconds, where nothing else can be gone by.
    Yes,
}

/// The list, and the thread that asks for it.
#[derive(Debug)]
pub(super) struct Served {
    jobs: Sender<Job>,
    last: Arc<Last>,
}

impl Served {
    pub(super) fn of(shelf: Shelf) -> Served {
        let (jobs, waiting) = mpsc::channel();
        let last = Arc::new(Last::default());
        let noted = Arc::clone(&last);
        // Without a thread nobody answers, and nobody comes in.
        let _ = thread::Builder::new().name("supple-devices".to_owned()).spawn(move || work(&shelf, &noted, &waiting));
        Served { jobs, last }
    }

    /// What was read is forgotten, since everything was erased.
    pub(super) fn forget(&self) {
        *lock(&self.last.read) = None;
    }

    /// The list as it is, or as it was just now.
    pub(super) async fn look(&self, wait: Wait) -> Result<Arc<Known>, String> {
        let Some(moment) = self.moment(wait) else { return self.go_on_without() };
        let (tell, mut told) = oneshot::channel();
        let _ = self.jobs.send(Job::Look(Box::new(move |read| drop(tell.send(read)))));
        match tokio::time::timeout(moment, &mut told).await {
            Ok(Ok(read)) => return self.judge(read),
            Ok(Err(_)) => return Err(SILENT.to_owned()),
            Err(_) => {}
        }
        match self.go_on_without() {
            Err(_) if wait == Wait::Yes => match tokio::time::timeout(PATIENCE, told).await {
                Ok(Ok(read)) => self.judge(read),
                _ => Err(SILENT.to_owned()),
            },
            found => found,
        }
    }

    /// The same for whoever cannot await.
    pub(super) fn look_here(&self, wait: Wait) -> Result<Arc<Known>, String> {
        let Some(moment) = self.moment(wait) else { return self.go_on_without() };
        let (tell, told) = mpsc::channel();
        let _ = self.jobs.send(Job::Look(Box::new(move |read| drop(tell.send(read)))));
        match told.recv_timeout(moment) {
            Ok(read) => return self.judge(read),
            Err(RecvTimeoutError::Disconnected) => return Err(SILENT.to_owned()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        match self.go_on_without() {
            Err(_) if wait == Wait::Yes => match beside_the_runtime(|| told.recv_timeout(PATIENCE)) {
                Ok(read) => self.judge(read),
                Err(_) => Err(SILENT.to_owned()),
            },
            found => found,
        }
    }

    /// Changes the list, and waits until that is written.
    pub(super) fn change<T: Send + 'static>(
        &self,
        change: impl Fn(&mut Known) -> T + Send + 'static,
    ) -> Result<T, String> {
        let (tell, told) = mpsc::channel();
        self.begin(change, move |done| drop(tell.send(done)));
        beside_the_runtime(|| told.recv_timeout(PATIENCE_OF_CHANGES)).unwrap_or_else(|_| Err(SILENT.to_owned()))
    }

    /// Changes the list when that can be done. Nobody waits for it.
    pub(super) fn begin<T: Send + 'static>(
        &self,
        change: impl Fn(&mut Known) -> T + Send + 'static,
        then: impl FnOnce(Result<T, String>) + Send + 'static,
    ) {
        let job = move |shelf: &Shelf, last: &Last| {
            let done = shelf.change(change).map(|(done, known)| {
                last.note(Arc::new(known), Instant::now());
                done
            });
            then(done.map_err(Trouble::told));
        };
        let _ = self.jobs.send(Job::Change(Box::new(job)));
    }

    /// How long to wait before something else is gone by. None: the store is known to hang, and asking once more helps nobody.
    fn moment(&self, wait: Wait) -> Option<Duration> {
        let hangs = lock(&self.last.busy).is_some_and(|since| since.elapsed() > MOMENT);
        match (hangs, wait) {
            (false, _) => Some(MOMENT),
            (true, Wait::Yes) => Some(Duration::ZERO),
            (true, Wait::No) => None,
        }
    }

    fn judge(&self, read: Read) -> Result<Arc<Known>, String> {
        match read {
            Ok(known) => Ok(known),
            Err(trouble) if trouble.may_pass() => self.last.young().ok_or_else(|| trouble.told()),
            Err(trouble) => Err(trouble.told()),
        }
    }

    fn go_on_without(&self) -> Result<Arc<Known>, String> {
        self.last.young().ok_or_else(|| SILENT.to_owned())
    }
}

const SILENT: &str =
    "the list of devices cannot be read: its database does not answer, so no paired device comes in until it does";

/// Does what is asked, until nobody asks any more. All who look at one time share one reading, which begins after they asked.
fn work(shelf: &Shelf, last: &Last, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        *lock(&last.busy) = Some(Instant::now());
        let mut looks = Vec::new();
        for job in std::iter::once(first).chain(jobs.try_iter()) {
            match job {
                Job::Look(tell) => looks.push(tell),
                Job::Change(change) => change(shelf, last),
            }
        }
        if !looks.is_empty() {
            let began = Instant::now();
            let read = shelf.read().map(Arc::new);
            match &read {
                Ok(known) => last.note(Arc::clone(known), began),
                Err(trouble) if trouble.may_pass() => {}
                Err(_) => *lock(&last.read) = None,
            }
            looks.into_iter().for_each(|tell| tell(read.clone()));
        }
        *lock(&last.busy) = None;
    }
}

/// Waits where waiting holds no other request up.
fn beside_the_runtime<T>(wait: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current() {
        Ok(runtime) if runtime.runtime_flavor() == RuntimeFlavor::MultiThread => tokio::task::block_in_place(wait),
        _ => wait(),
    }
}
