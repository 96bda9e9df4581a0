//! A run of a target: kept inputs, changes of them, limits, and the smallest input that still fails.

use crate::chance::Dice;
use crate::mutate::{Pool, Shape, mutated};
use crate::outcome::Seen;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::{Duration, Instant};

/// The seed of a run that names none.
pub const SEED: u64 = 20_261_128;

/// The most inputs that are kept during a run.
const MOST_KEPT: usize = 4_000;

/// The most tries to make a failing input smaller.
const MOST_TRIES: usize = 4_000;

/// How long a failing input is made smaller.
const MADE_SMALLER: Duration = Duration::from_secs(20);

/// A parser, and what must hold of it.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, also of the folder of its kept inputs.
    pub name: &'static str,
    /// What its inputs look like, by which they are changed.
    pub shape: Shape,
    /// Words that mean something to it.
    pub tokens: &'static [&'static str],
    /// The longest input that is made, in bytes.
    pub most: usize,
    /// Inputs that are made from what the program writes now, beside those that are kept.
    pub made: fn() -> Vec<Vec<u8>>,
    /// Judges an input; it panics where something does not hold.
    pub judge: fn(&[u8]) -> Seen,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("name", &self.name).finish_non_exhaustive()
    }
}

/// How the memory of the program is measured, in bytes. An allocator of the test program knows.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// What is in use.
    pub now: fn() -> usize,
    /// Begins to look for the most.
    pub reset: fn(),
    /// The most that was in use since.
    pub peak: fn() -> usize,
}

/// How far a run goes, and what one input may cost.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// The seed of its chance.
    pub seed: u64,
    /// How long it goes on once the kept inputs are through.
    pub lasts: Duration,
    /// The most time of the processor for one input.
    pub longest: Duration,
    /// After so long an input is taken to hang.
    pub hangs: Duration,
    /// The most memory for one input, in bytes; a byte of the input may take a thousand more.
    pub most_memory: usize,
    /// What measures it.
    pub memory: Option<Memory>,
}

impl Default for Effort {
    fn default() -> Effort {
        Effort {
            seed: SEED,
            lasts: Duration::from_millis(300),
            longest: Duration::from_secs(2),
            hangs: Duration::from_secs(120),
            most_memory: 96 << 20,
            memory: None,
        }
    }
}

/// What a run that found nothing has done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    /// How many inputs were judged.
    pub inputs: u64,
    /// How many of them stood in the folder, or were made from what the program writes.
    pub kept: usize,
    /// How many different ways they went, by what was said of them.
    pub ways: usize,
    /// How long it took.
    pub took: Duration,
    /// The most time of the processor that one input took.
    pub slowest: Duration,
    /// The most memory that one input took, in bytes; 0 where it is not measured.
    pub memory: usize,
}

/// An input for which something does not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The smallest input that was found to fail.
    pub input: Vec<u8>,
    /// The input as it was found.
    pub found: Vec<u8>,
    /// Why the smallest one fails.
    pub why: String,
    /// Which input of the run it was, from 0.
    pub number: u64,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { input, found, why, number } = self;
        let text = String::from_utf8_lossy(input);
        write!(f, "{why}\nInput {number} of the run, {} bytes, made smaller to {}: {text:?}", found.len(), input.len())
    }
}

/// The inputs that a folder keeps, by their names.
///
/// # Panics
/// If a file cannot be read.
pub fn kept(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file of the folder").path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a kept input can be read")).collect()
}

/// What the runner says of the input that it is at, for who watches over it.
#[derive(Default)]
struct Watched {
    number: AtomicU64,
    input: Mutex<Vec<u8>>,
}

/// Runs a target. It goes on a thread of its own, so that an input that hangs is told all the same.
///
/// # Errors
/// The first input for which something does not hold, made smaller.
pub fn run(target: &Target, kept: &[Vec<u8>], effort: &Effort) -> Result<Report, Box<Failure>> {
    quiet_where_it_is_caught();
    let watched = Arc::new(Watched::default());
    let (done, result) = channel();
    let (its, kept, target, effort) = (Arc::clone(&watched), kept.to_vec(), *target, *effort);
    // Deep recursion of a parser shows as it would in a thread of a server.
    let runner = std::thread::Builder::new().name(target.name.to_owned()).stack_size(2 << 20);
    let runner = runner.spawn(move || drop(done.send(Run::new(&target, &effort, &its).go(&kept)))).expect("a thread");
    let mut last = (u64::MAX, Instant::now());
    loop {
        match result.recv_timeout(Duration::from_millis(50)) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Disconnected) => {
                let why = runner.join().err().map_or_else(|| "the runner ended".to_owned(), |why| said(&*why));
                return Err(Box::new(stuck(&watched, why)));
            }
            Err(RecvTimeoutError::Timeout) => {
                let number = watched.number.load(Ordering::Relaxed);
                if number != last.0 {
                    last = (number, Instant::now());
                } else if last.1.elapsed() > effort.hangs {
                    return Err(Box::new(stuck(&watched, format!("it hangs for {} s", effort.hangs.as_secs()))));
                }
            }
        }
    }
}

fn stuck(watched: &Watched, why: String) -> Failure {
    let input = watched.input.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Failure { found: input.clone(), input, why, number: watched.number.load(Ordering::Relaxed) }
}

/// What is wrong with an input.
enum Wrong {
    /// Something does not hold.
    Fails(String),
    /// It costs more than it may.
    Costs(String),
}

struct Run<'r> {
    target: &'r Target,
    effort: &'r Effort,
    watched: &'r Watched,
    report: Report,
    ways: BTreeSet<Seen>,
}

impl<'r> Run<'r> {
    fn new(target: &'r Target, effort: &'r Effort, watched: &'r Watched) -> Run<'r> {
        Run { target, effort, watched, report: Report::default(), ways: BTreeSet::new() }
    }

    fn go(mut self, kept: &[Vec<u8>]) -> Result<Report, Box<Failure>> {
        let begun = Instant::now();
        let mut pool = Pool::new(self.target.tokens);
        for input in kept.iter().cloned().chain((self.target.made)()).chain([Vec::new()]) {
            self.take(&input)?;
            pool.add(input);
        }
        self.report.kept = pool.len() - 1;
        let mut dice = Dice::new(self.effort.seed, self.target.name);
        let changing = Instant::now();
        while changing.elapsed() < self.effort.lasts {
            let input = mutated(&pool, self.target.shape, self.target.most, &mut dice);
            if self.take(&input)? && pool.len() < MOST_KEPT {
                pool.add(input);
            }
        }
        Ok(Report { ways: self.ways.len(), took: begun.elapsed(), ..self.report })
    }

    /// Judges an input; gives whether it went a new way.
    fn take(&mut self, input: &[u8]) -> Result<bool, Box<Failure>> {
        let number = self.report.inputs;
        self.report.inputs += 1;
        let first = match self.judged(input) {
            Ok(seen) => return Ok(self.ways.insert(seen)),
            Err(first) => first,
        };
        // What is made once, such as the tables of the guidance, costs the first input alone.
        if let (Wrong::Costs(_), Ok(seen)) = (&first, self.judged(input)) {
            return Ok(self.ways.insert(seen));
        }
        let smallest = self.smaller(input);
        let (Wrong::Costs(why) | Wrong::Fails(why)) = self.judged(&smallest).err().unwrap_or(first);
        Err(Box::new(Failure { input: smallest, found: input.to_vec(), why, number }))
    }

    /// What holds of an input, within the limits.
    fn judged(&mut self, input: &[u8]) -> Result<Seen, Wrong> {
        *self.watched.input.lock().unwrap_or_else(PoisonError::into_inner) = input.to_vec();
        self.watched.number.fetch_add(1, Ordering::Relaxed);
        let before = self.effort.memory.map_or(0, |memory| {
            (memory.reset)();
            (memory.now)()
        });
        let begun = processor_time();
        let judge = self.target.judge;
        QUIET.set(true);
        let seen = catch_unwind(AssertUnwindSafe(|| judge(input)));
        QUIET.set(false);
        let took = processor_time().saturating_sub(begun);
        let memory = self.effort.memory.map_or(0, |memory| (memory.peak)().saturating_sub(before));
        let seen = seen.map_err(|_| Wrong::Fails(WHY.take()))?;
        let costs = |what: String| Err(Wrong::Costs(what));
        if took > self.effort.longest {
            return costs(format!("it takes {} ms of the processor", took.as_millis()));
        }
        if memory > self.effort.most_memory + 1_000 * input.len() {
            return costs(format!("it takes {} KiB of memory", memory >> 10));
        }
        self.report.slowest = self.report.slowest.max(took);
        self.report.memory = self.report.memory.max(memory);
        Ok(seen)
    }

    /// The smallest input that still fails: pieces are left out while it does.
    fn smaller(&mut self, input: &[u8]) -> Vec<u8> {
        let begun = Instant::now();
        let mut smallest = input.to_vec();
        let mut piece = (smallest.len() / 2).max(1);
        let mut tries = 0;
        while piece > 0 {
            let before = smallest.len();
            let mut from = 0;
            while from < smallest.len() {
                tries += 1;
                if tries > MOST_TRIES || begun.elapsed() > MADE_SMALLER {
                    return smallest;
                }
                let to = (from + piece).min(smallest.len());
                let without = [&smallest[..from], &smallest[to..]].concat();
                if self.judged(&without).is_err() {
                    smallest = without;
                } else {
                    from = to;
                }
            }
            if piece > 1 || smallest.len() == before {
                piece /= 2;
            }
        }
        smallest
    }
}

thread_local! {
    /// Whether a panic of this thread is caught and told with its input.
    static QUIET: Cell<bool> = const { Cell::new(false) };
    /// What it said.
    static WHY: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Has a panic that a run catches kept for its report instead of printed.
fn quiet_where_it_is_caught() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if QUIET.get() {
                let place = panic.location().map(ToString::to_string).unwrap_or_default();
                WHY.set(format!("{} ({place})", said(panic.payload())));
            } else {
                before(panic);
            }
        }));
    });
}

/// The words of a panic.
fn said(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("it panicked").to_owned()
}

/// How long the processor has worked for this thread: a busy machine makes no input slow.
#[cfg(unix)]
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or_default(), time.tv_nsec.try_into().unwrap_or_default())
}

/// How long it is since the first call, where nothing tells what a thread has worked.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    static FIRST: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(judge: fn(&[u8]) -> Seen) -> Target {
        let made = || vec![b"{\"level\": 1, \"note\": \"abc\"}".to_vec()];
        Target { name: "wrong", shape: Shape::Json, tokens: &["needle"], most: 4_096, made, judge }
    }

    fn effort() -> Effort {
        Effort { lasts: Duration::from_secs(20), ..Effort::default() }
    }

    fn contains(bytes: &[u8], what: &[u8]) -> bool {
        bytes.windows(what.len()).any(|window| window == what)
    }

    #[test]
    fn a_target_that_is_wrong_is_caught_and_its_input_made_as_small_as_it_can_be() {
        let target = wrong(|bytes| {
            assert!(!contains(bytes, b"needle"), "found it");
            Seen::default()
        });
        let failure = run(&target, &[], &effort()).unwrap_err();
        assert_eq!(failure.input, b"needle", "{failure}");
        assert!(failure.why.starts_with("found it (") && failure.found.len() >= 6, "{failure}");
    }

    #[test]
    fn a_round_trip_that_loses_something_is_caught() {
        let target = wrong(|bytes| {
            let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes) else { return Seen::default() };
            // Reads a number as one of 32 bits.
            let level = value.get("level").and_then(serde_json::Value::as_u64).unwrap_or_default();
            assert_eq!(u64::from(u32::try_from(level & 0xffff_ffff).unwrap()), level, "a number came back as another");
            Seen::default()
        });
        let failure = run(&target, &[], &effort()).unwrap_err();
        assert!(failure.why.contains("a number came back as another"), "{failure}");
        assert!(failure.input.len() < 32, "{failure}");
    }

    #[test]
    fn an_input_that_takes_too_long_too_much_memory_or_for_ever_is_caught() {
        let slow = wrong(|bytes| {
            let begun = processor_time();
            while contains(bytes, b"needle") && processor_time() - begun < Duration::from_millis(30) {}
            Seen::default()
        });
        let limits = Effort { longest: Duration::from_millis(25), ..effort() };
        let failure = run(&slow, &[b"a needle".to_vec()], &limits).unwrap_err();
        assert!(failure.why.contains("ms of the processor"), "{failure}");

        let memory = Memory { now: || 0, reset: || (), peak: || 200 << 20 };
        let failure = run(&wrong(|_| Seen::default()), &[], &Effort { memory: Some(memory), ..effort() }).unwrap_err();
        assert!(failure.why.contains("KiB of memory"), "{failure}");

        let stuck = wrong(|bytes| {
            if bytes == b"for ever" {
                loop {
                    std::thread::park();
                }
            }
            Seen::default()
        });
        let limits = Effort { hangs: Duration::from_millis(200), ..effort() };
        let failure = run(&stuck, &[b"for ever".to_vec()], &limits).unwrap_err();
        assert_eq!((failure.why.as_str(), &failure.input[..]), ("it hangs for 0 s", &b"for ever"[..]));
    }

    #[test]
    fn the_same_seed_gives_the_same_inputs_in_the_same_order() {
        let target = wrong(|bytes| {
            assert!(bytes.len() < 40 || !crate::hash(bytes).is_multiple_of(499), "one of many");
            Seen::of(&bytes.len().to_string())
        });
        let found = |seed| {
            let failure = run(&target, &[], &Effort { seed, ..effort() }).unwrap_err();
            (failure.number, failure.found)
        };
        assert_eq!(found(1), found(1));
        assert_ne!(found(1), found(2));
    }
}
