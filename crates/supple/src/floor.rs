//! `supple now --floor`: one step at a time, for someone before a terminal on the floor.
//!
//! Where someone is stands in the diary, as on the page: what one began on a phone goes on here, and the other way round
//! (see [`floor_run`]). Nobody on the floor waits for a store: each answer counts at once and is written when the store
//! takes it. The end says whether it did.

use crate::now::{self, NO_CHECK_COUNTS, Now};
use crate::number;
use crate::place::{self, Place};
use crate::problem::Problem;
use crate::remedy::Told;
use crate::terminal::{Out, how_soon};
use jiff::{Timestamp, Zoned};
use std::cell::Cell;
use std::io::{BufRead, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use supple_care::FloorAnswer;
use supple_care::moment::clock;
use supple_care::moment::floor_run::{self, Run, Say, Shown, Standing};
use supple_diary::{Diary, Draft, Kind};
use supple_guidance::{FloorLimit, FloorStep, Track, Urgency};
use supple_journal::Journal;
use supple_triage::{Answer, Answers};
use supple_wording::profile::message_from_the_floor;
use supple_wording::text::sources;
use supple_wording::verdict::headline;
use supple_wording::{Here, recorded};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// How long the first look into the diary may take, and the last word to it.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long an answer waits for the store.
const SOON: Duration = Duration::from_millis(80);

/// Leads up from the floor.
pub(crate) fn run(options: &Now, place: impl FnOnce() -> Result<Place, Problem>, out: &mut Out) -> Result<(), Problem> {
    if options.reads_standard_input() {
        return Err(Problem::WrongUse(
            "--floor reads your answers from standard input: give --situation a file".into(),
        ));
    }
    // What can be refused is refused before there is a diary.
    options.spoken(&Zoned::now())?;
    let kept = Kept::open(place)?;
    OnTheFloor { call: number::to_dial(&kept.diary()), lines: lines(), kept: &kept, out }.lead(options)?;
    out.flush()?;
    kept.tell()
}

/// The diary of someone who must not wait for it.
pub(crate) struct Kept {
    runtime: Runtime,
    journal: Arc<Journal>,
    /// Whether this is the diary; otherwise it could not be opened, and what is said is kept in memory alone.
    is_diary: bool,
    /// Whether anything was said.
    wrote: Cell<bool>,
}

impl Kept {
    pub(crate) fn open(place: impl FnOnce() -> Result<Place, Problem>) -> Result<Kept, Problem> {
        match place().and_then(|place| place.open()) {
            Ok(journal) => {
                let kept = Kept::on(Arc::new(journal), true)?;
                let glance = kept.runtime.block_on(kept.journal.glance(PATIENCE));
                match glance.trouble {
                    Some(trouble) => place::without_a_diary(NO_CHECK_COUNTS, &trouble.told())?,
                    None => place::tell_of_newer(&glance.diary)?,
                }
                Ok(kept)
            }
            Err(problem) => {
                place::without_a_diary(NO_CHECK_COUNTS, &problem.to_string())?;
                let memory = supple_store::open("sqlite::memory:")?;
                let machine = Arc::new(crate::machine::ThisMachine::of_nobody());
                Kept::on(Arc::new(Journal::new(memory, Uuid::nil(), machine)), false)
            }
        }
    }

    /// On a journal that is open.
    pub(crate) fn on(journal: Arc<Journal>, is_diary: bool) -> Result<Kept, Problem> {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_time().build();
        let runtime = runtime.map_err(|error| Problem::Cannot(format!("Supple cannot start: {error}")))?;
        Ok(Kept { runtime, journal, is_diary, wrote: Cell::new(false) })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.journal.host().now()
    }

    /// The zone of this machine.
    pub(crate) fn zone(&self) -> String {
        self.journal.host().zone()
    }

    /// The diary as it is known in memory.
    pub(crate) fn diary(&self) -> Arc<Diary> {
        self.journal.known().diary
    }

    /// The diary with what other devices wrote, where the store answers soon.
    pub(crate) fn fresh(&self) -> Arc<Diary> {
        self.runtime.block_on(self.journal.glance(SOON)).diary
    }

    pub(crate) fn write(&self, kind: impl Into<Kind>) -> Result<(), Problem> {
        let now = clock::moment(&self.diary(), self.now(), &self.journal.host().zone());
        let kept = self.runtime.block_on(self.journal.keep(Draft::new(now, kind), SOON));
        self.wrote.set(true);
        kept.map(drop).map_err(|error| Problem::Cannot(crate::log::refused(&error)))
    }

    /// Says aside whether what was said is stored; nothing where nothing was.
    pub(crate) fn tell(&self) -> Result<(), Problem> {
        if !self.wrote.get() {
            return Ok(());
        }
        let glance = self.runtime.block_on(self.journal.glance(PATIENCE));
        let mut aside = Out::aside();
        match (self.is_diary, glance.waiting.is_empty()) {
            (true, true) => aside.line("What you said here is in your diary.")?,
            (true, false) => {
                let why = glance.refused.or(glance.trouble).map(|why| format!(": {}", why.told())).unwrap_or_default();
                aside.line(&format!("supple: what you said here is not in your diary{why}"))?;
            }
            (false, _) => aside.line("supple: what you said here is not in your diary")?,
        }
        aside.finish()
    }
}

/// Someone on the floor, before a terminal.
pub(crate) struct OnTheFloor<'a> {
    pub(crate) call: &'a str,
    pub(crate) lines: Receiver<std::io::Result<String>>,
    pub(crate) kept: &'a Kept,
    pub(crate) out: &'a mut Out,
}

/// The lines of standard input as they come. A reader of its own, so that the time runs while nobody types.
pub(crate) fn lines() -> Receiver<std::io::Result<String>> {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

impl OnTheFloor<'_> {
    pub(crate) fn lead(&mut self, options: &Now) -> Result<(), Problem> {
        self.out.say(&format!(
            "One step at a time. If you feel in danger, call {} now. Enter: done. n: not yet. w: worse, or something new. \
             q: stop.",
            self.call
        ))?;
        self.begin(options)?;
        self.reach()?;
        loop {
            let (diary, now) = (self.kept.diary(), self.kept.now());
            let run = match floor_run::standing(&diary, now) {
                Standing::Going(run) => run,
                Standing::Over(over) => return self.over(over.track),
                // The way was taken out of the diary elsewhere.
                Standing::Start(_) => return self.left(),
            };
            let step = match run.shown(now) {
                Shown::Check(limit) => return self.back_to_the_check(limit),
                Shown::Do(step) => step,
            };
            self.show(step)?;
            match self.answer(step, run.deadline(now))? {
                Some(answer) => self.say(&run, answer)?,
                // The next round shows the limit that has run out.
                None if matches!(run.shown(self.kept.now()), Shown::Check(_)) => {}
                None => return self.left(),
            }
        }
    }

    /// Whom to call or text, where someone is named.
    fn reach(&mut self) -> Result<(), Problem> {
        let (diary, now) = (self.kept.diary(), self.kept.now());
        if diary.profile().contact.is_none() {
            return Ok(());
        }
        let machine = self.kept.journal.host().zone();
        let zone = clock::zone(&diary, &machine);
        let here = Here { today: clock::moment(&diary, now, &machine).date(), zone: &zone };
        let message = match floor_run::standing(&diary, now) {
            Standing::Going(run) => {
                let waits = (run.track() == Track::Wait).then_some(self.call);
                message_from_the_floor(diary.profile(), waits, Some(&recorded(run.down_since(), here)))
            }
            Standing::Start(_) | Standing::Over(_) => message_from_the_floor(diary.profile(), None, None),
        };
        now::reach(&diary, &message, self.out)
    }

    /// Begins a way up, or goes on with the one that someone is on.
    fn begin(&mut self, options: &Now) -> Result<(), Problem> {
        let (diary, now) = (self.kept.fresh(), self.kept.now());
        let zone = clock::zone(&diary, &self.kept.journal.host().zone());
        let spoken = options.spoken(&clock::on_clock(now, &zone))?;
        let known = match floor_run::standing(&diary, now) {
            Standing::Going(run) => {
                let is_stopped = matches!(run.shown(now), Shown::Check(_));
                let said = spoken.map(|spoken| run.situation().clone().updated(spoken));
                match said.filter(|said| said != run.situation()) {
                    // Something is known that was not when the way began.
                    Some(said) if !is_stopped => said,
                    _ => return self.go_on(options, &run),
                }
            }
            Standing::Start(known) => known.updated(spoken.unwrap_or_default()),
            Standing::Over(_) => spoken.unwrap_or_default(),
        };
        match floor_run::start(&diary, known, now) {
            Some(plan) => self.kept.write(plan),
            None => Ok(()),
        }
    }

    fn go_on(&mut self, options: &Now, run: &Run<'_>) -> Result<(), Problem> {
        let now = self.kept.now();
        let correction = match run.shown(now) {
            _ if options.up => run.say(Say::Up, now),
            Shown::Check(limit) if options.again && !is_emergency(limit) => run.say(Say::Again, now),
            Shown::Check(_) => None,
            Shown::Do(_) => {
                self.out.say("You began before. This is where you are.")?;
                None
            }
        };
        correction.map_or(Ok(()), |correction| self.kept.write(correction))
    }

    /// Takes an answer, unless another device has led on meanwhile: then it was no answer to what is now.
    fn say(&mut self, asked: &Run<'_>, answer: FloorAnswer) -> Result<(), Problem> {
        let (diary, now) = (self.kept.fresh(), self.kept.now());
        match floor_run::standing(&diary, now) {
            Standing::Going(run) if run.seen == asked.seen => {
                run.say(Say::Answer(answer), now).map_or(Ok(()), |correction| self.kept.write(correction))
            }
            _ => Ok(()),
        }
    }

    fn over(&mut self, track: Track) -> Result<(), Problem> {
        self.out.gap()?;
        self.out.say(match track {
            Track::Rise => "You are up. Hold on for a moment. Next: `supple now --can stand`.",
            Track::Wait => "Help is here. Let them lead now.",
        })
    }

    fn show(&mut self, step: &FloorStep) -> Result<(), Problem> {
        self.out.gap()?;
        self.out.heading(&step.title)?;
        self.out.say(&step.how)
    }

    /// What the person types; nothing when the input has ended, a limit runs out or they want to stop.
    fn answer(&mut self, step: &FloorStep, deadline: Option<Timestamp>) -> Result<Option<FloorAnswer>, Problem> {
        loop {
            self.out.prompt(&format!(
                "[Enter: {}. n: {}. w: worse]",
                step.yes.to_lowercase(),
                step.no.to_lowercase()
            ))?;
            let line = match deadline {
                None => self.lines.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(deadline) => {
                    let left = Duration::try_from(deadline.duration_since(self.kept.now())).unwrap_or_default();
                    self.lines.recv_timeout(left)
                }
            };
            let line = match line {
                Ok(line) => line.map_err(|error| Problem::Cannot(format!("your answer cannot be read: {error}")))?,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    self.out.gap()?;
                    return Ok(None);
                }
            };
            match line.trim().to_lowercase().as_str() {
                "" | "y" | "yes" | "done" => return Ok(Some(FloorAnswer::Done)),
                "n" | "no" => return Ok(Some(FloorAnswer::NotYet)),
                "w" | "worse" => return Ok(Some(FloorAnswer::Worse)),
                "q" | "quit" | "stop" => return Ok(None),
                _ => self.out.say("Press Enter for done, n for not yet, w for worse, or q to stop.")?,
            }
        }
    }

    /// A limit has run out: what the check says to what is known.
    fn back_to_the_check(&mut self, limit: &FloorLimit) -> Result<(), Problem> {
        let triage = supple_triage::embedded();
        let mut answers = Answers::none_yet(triage);
        for finding in &limit.findings {
            answers.set(triage, finding, Answer::Yes)?;
        }
        self.out.gap()?;
        self.out.heading("Stop here. Get help.")?;
        if is_emergency(limit) {
            self.out.say(&format!("{}.", how_soon(Urgency::Emergency, &headline(Urgency::Emergency, self.call))))?;
        }
        self.out.say(&limit.says)?;
        self.out.gap()?;
        let verdict = triage.verdict(&answers);
        for fired in verdict.fired.iter().filter(|fired| fired.rule.id == limit.rule) {
            self.out.say(&format!("{} [{}]", fired.rule.because, sources(&fired.rule.sources)))?;
        }
        if is_emergency(limit) {
            self.out.say("Are you up? `supple now --floor --up` says so.")?;
        } else {
            self.out.say(
                "To start again: `supple now --floor --again`. If you got up: `supple now --floor --up` says so.",
            )?;
            self.out.say(&format!("Then do the check: `supple check`. If you cannot, call {}.", self.call))?;
        }
        Ok(())
    }

    fn left(&mut self) -> Result<(), Problem> {
        self.out.say(&format!(
            "You stopped here. If you are still down, call {}. `supple now --floor` goes on from here.",
            self.call
        ))
    }
}

/// Whether a limit that has run out is an emergency, by the rule that it names.
fn is_emergency(limit: &FloorLimit) -> bool {
    let rules = &supple_guidance::embedded().rules;
    rules.iter().any(|rule| rule.id == limit.rule && rule.urgency == Urgency::Emergency)
}
