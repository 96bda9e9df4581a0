//! `supple exercise --start`: today's practice, one exercise at a time, with a count. What is done is in the diary by itself.

use crate::exercise;
use crate::floor::{Kept, lines};
use crate::place::Place;
use crate::problem::Problem;
use crate::terminal::Out;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;
use supple_care::moment::clock;
use supple_diary::{Correction, Draft, Exercise as Entry, Kind, Level};
use supple_guidance::embedded;
use supple_programme::count;
use supple_programme::day::{self, Part, Said};
use supple_programme::practice::{self, Much};
use supple_wording::programme as wording;

/// How often the count looks whether something is typed.
const LOOK: Duration = Duration::from_millis(200);

/// Leads through today's programme.
pub(crate) fn run(said: Said, place: impl FnOnce() -> Result<Place, Problem>, out: &mut Out) -> Result<(), Problem> {
    let kept = Kept::open(place)?;
    Practice { said, lines: lines(), kept: &kept, out }.lead()?;
    out.flush()?;
    kept.tell()
}

struct Practice<'a> {
    said: Said,
    lines: Receiver<std::io::Result<String>>,
    kept: &'a Kept,
    out: &'a mut Out,
}

/// How an exercise was left.
enum Left {
    /// It is in the diary, as this entry.
    Done(Entry),
    /// Another one is wanted in its place.
    Another,
    /// No more today, or the input has ended.
    Stop,
}

impl Practice<'_> {
    fn lead(&mut self) -> Result<(), Problem> {
        self.out.say("One at a time. Enter: start the count, and end it. d: done. t: too much. a: another one. q: stop.")?;
        let mut seen: BTreeSet<&'static str> = BTreeSet::new();
        loop {
            let (diary, now) = (self.kept.fresh(), self.now());
            let done = day::done_today(&diary, &now);
            let programme = match day::today(&diary, &now, &self.said) {
                Ok(programme) => programme,
                Err(pause) => return self.out.say(&wording::pause(&pause)),
            };
            if day::is_enough(&done) {
                return self.out.say("Enough for today: your pain went up. The next time it is smaller.");
            }
            // Once through is a practice; what is meant for more than once is there for later in the day.
            let Some(part) = day::next(&programme, &done).filter(|part| !seen.contains(part.id())) else {
                return self.out.say("Done for today.");
            };
            let before = match day::pain(&diary, now.timestamp()) {
                Some(known) => Some(known),
                None => self.level("How is your back now, from 0 to 10? Enter: I would rather not say.")?,
            };
            match self.part(&part, before)? {
                Left::Another => {
                    self.said.put_aside.insert(part.id().to_owned());
                }
                Left::Stop => return Ok(()),
                Left::Done(entry) => {
                    seen.insert(part.id());
                    self.afterwards(&entry)?;
                }
            }
        }
    }

    fn now(&self) -> jiff::Zoned {
        let zone = clock::zone(&self.kept.diary(), &self.kept.zone());
        clock::on_clock(self.at(), &zone)
    }

    fn at(&self) -> Timestamp {
        self.kept.now()
    }

    fn part(&mut self, part: &Part<'_>, before: Option<Level>) -> Result<Left, Problem> {
        self.out.gap()?;
        let much = match part {
            Part::Walk(walk) => {
                exercise::walk(walk, self.out)?;
                Much::of_walk(walk)
            }
            Part::Exercise(chosen) => {
                exercise::exercise(chosen, self.out)?;
                Much::of_exercise(chosen)
            }
        };
        loop {
            self.out.prompt("Enter, d, t, a or q: ")?;
            self.out.flush()?;
            let Some(line) = self.line(None)? else { return Ok(Left::Stop) };
            let entry = match line.trim() {
                "" => return self.count(&much, before),
                "d" => much.done(before),
                "t" => much.too_much(before),
                "a" => return Ok(Left::Another),
                "q" => return Ok(Left::Stop),
                _ => continue,
            };
            let Some(entry) = entry else { return Ok(Left::Stop) };
            self.kept.write(entry.clone())?;
            return Ok(Left::Done(entry));
        }
    }

    /// Counts, with a line for each change. The entry is in the diary from the first second.
    fn count(&mut self, much: &Much, before: Option<Level>) -> Result<Left, Problem> {
        let Some(entry) = much.counted(before, self.at()) else { return Ok(Left::Stop) };
        self.kept.write(entry.clone())?;
        let mut last = String::new();
        loop {
            let now = self.at();
            let Some(timer) = entry.timer.as_ref().filter(|timer| !timer.is_over(now)) else {
                self.out.say("That was it.")?;
                return self.end(practice::ended(&entry, now));
            };
            let told = match practice::dosed(&entry) {
                Some((exercise, dose)) => {
                    let at = count::at(exercise, dose, &embedded().exercises.rules, timer.ran(now).get());
                    at.map(|at| format!("{} {}", wording::beat(at.beat), wording::time(&at, dose))).unwrap_or_default()
                }
                None => format!("{} minutes left", timer.left(now).get().div_ceil(60)),
            };
            if told != last {
                self.out.line(&told)?;
                self.out.flush()?;
                last = told;
            }
            match self.line(Some(LOOK))?.as_deref().map(str::trim) {
                Some("t") => return self.end(practice::too_much(&entry, self.at())),
                Some("" | "d") => return self.end(practice::ended(&entry, self.at())),
                Some("q") => {
                    self.end(practice::ended(&entry, self.at()))?;
                    return Ok(Left::Stop);
                }
                _ => {}
            }
        }
    }

    /// Writes how a count ended.
    fn end(&mut self, ended: Entry) -> Result<Left, Problem> {
        self.correct(&ended)?;
        Ok(Left::Done(ended))
    }

    /// Writes what the newest exercise is now.
    fn correct(&mut self, to: &Entry) -> Result<(), Problem> {
        let diary = self.kept.diary();
        let newest = diary.all::<Entry>().rev().find(|(_, entry)| entry.what == to.what);
        let Some((item, _)) = newest else { return Ok(()) };
        let entry = Box::new(Draft { kind: Kind::Exercise(to.clone()), ..item.draft().clone() });
        self.kept.write(Correction { of: item.id(), entry })
    }

    fn afterwards(&mut self, entry: &Entry) -> Result<(), Problem> {
        let after = self.level("How is your back now, from 0 to 10? Enter: I would rather not say.")?;
        match after {
            Some(after) => self.correct(&Entry { after: Some(after), ..entry.clone() }),
            None => Ok(()),
        }
    }

    /// Asks for a level until it is one, or nothing.
    fn level(&mut self, ask: &str) -> Result<Option<Level>, Problem> {
        loop {
            self.out.prompt(&format!("{ask} "))?;
            self.out.flush()?;
            let Some(line) = self.line(None)? else { return Ok(None) };
            match line.trim() {
                "" => return Ok(None),
                level => match level.parse().ok().and_then(|level| Level::new(level).ok()) {
                    Some(level) => return Ok(Some(level)),
                    None => self.out.say("Pain is a whole number from 0 to 10.")?,
                },
            }
        }
    }

    /// The next line that was typed; `None` at the end of the input, or where nothing came in this time.
    fn line(&mut self, within: Option<Duration>) -> Result<Option<String>, Problem> {
        let line = match within {
            None => self.lines.recv().ok(),
            Some(within) => match self.lines.recv_timeout(within) {
                Ok(line) => Some(line),
                Err(RecvTimeoutError::Timeout) => None,
                // Nobody can type any more; the count goes on to its end.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(within);
                    None
                }
            },
        };
        line.transpose().map_err(|error| Problem::Cannot(format!("what was typed cannot be read: {error}")))
    }
}
