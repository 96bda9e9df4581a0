//! What the controller does about a wish, and about what came of a step.

use super::{Answer, At, Controller, Did, Joins, MOST_MESSAGES, Note, Progress, Request, Run, Stage, Step, Stop, Wish};
use crate::{Link, Peer};
use jiff::Timestamp;

impl Controller {
    /// What came of the step that was handed out last.
    pub fn did(&mut self, did: Did, now: Timestamp) {
        match (std::mem::take(&mut self.stage), did) {
            (Stage::Telling(then), Did::Answered(answer)) => match answer_of(answer).and_then(|answer| answer.left()) {
                Ok(needed) => {
                    self.may_clear = needed;
                    let mut notes = self.settle();
                    if then.is_some() {
                        notes.extend(self.come_back());
                    }
                    self.then(Stage::Noting(then), Step::Note(notes));
                }
                Err(stop) => {
                    self.rest(now);
                    self.facts.link.problem = Some((self.told)(&stop));
                    self.then(Stage::Noting(None), Step::CallBack);
                }
            },
            (Stage::Noting(Some(joins)), _) => self.run(joins),
            (Stage::Run(run, at), did) => self.go(run, at, did, now),
            // What could not be written down is asked for again by the next start.
            (Stage::Idle | Stage::Left | Stage::Noting(None) | Stage::Telling(_), _) => {}
        }
    }

    fn then(&mut self, stage: Stage, step: Step) {
        self.stage = stage;
        self.todo = Some(step);
    }

    pub(super) fn begin(&mut self, wish: Wish, now: Timestamp) {
        match wish {
            Wish::News if self.rests(now) => {}
            Wish::News | Wish::Network | Wish::Unpair if self.facts.unpairs => self.tell(None),
            Wish::News | Wish::Network if self.may_sync() => self.run(Joins::None),
            Wish::News | Wish::Network | Wish::Unpair => {}
            Wish::Again => self.again(Joins::None),
            Wish::JoinAny => self.again(Joins::Any),
            Wish::Join => {
                if let Some(other) = self.facts.link.other {
                    self.again(Joins::This(other));
                }
            }
            Wish::Welcome => {
                let mut notes = self.settle();
                notes.extend(self.come_back());
                self.then(Stage::Noting(Some(Joins::None)), Step::Note(notes));
            }
        }
    }

    /// Tells the other side to let this one in no more.
    fn tell(&mut self, then: Option<Joins>) {
        self.then(Stage::Telling(then), Step::Ask(Request::Leave));
    }

    /// Nothing is left to tell the other side. Gives what to write down.
    fn settle(&mut self) -> Vec<Note> {
        self.facts.unpairs = false;
        self.facts.link.owes = false;
        self.facts.link.problem = None;
        vec![Note::Unpairs(false), Note::Link(Box::new(self.facts.link.clone()))]
    }

    /// Syncs since the person asks for it. What the other side is still to be told comes first.
    fn again(&mut self, joins: Joins) {
        if self.facts.unpairs {
            self.tell(Some(joins));
        } else {
            let note = self.come_back();
            self.then(Stage::Noting(Some(joins)), Step::Note(note.into_iter().collect()));
        }
    }

    /// The person wants to sync: it begins with who is there. Gives what to write down.
    fn come_back(&mut self) -> Option<Note> {
        self.facts.has_left = false;
        self.has_met = false;
        self.rests_until = None;
        Some(Note::Left(false))
    }

    /// Begins a sync.
    fn run(&mut self, joins: Joins) {
        self.stopped = None;
        let link = Link { has_left: false, ..self.facts.link.clone() };
        let run = Box::new(Run { link, joins, has_joined: false, messages: 0, taken: 0 });
        if self.has_met {
            self.exchange(run);
        } else {
            self.then(Stage::Run(run, At::Meeting), Step::Ask(Request::State));
        }
    }

    /// Message by message until both have the same.
    fn exchange(&mut self, mut run: Box<Run>) {
        run.taken = 0;
        let theirs = self.facts.theirs.clone();
        self.then(Stage::Run(run, At::Beginning), Step::Begin(theirs));
    }

    fn go(&mut self, mut run: Box<Run>, at: At, did: Did, now: Timestamp) {
        let stop = match (at, did) {
            (At::Meeting, Did::Answered(answer)) => match answer_of(answer).and_then(|answer| answer.state()) {
                Ok(state) => {
                    self.has_met = true;
                    run.link.peer = Peer::Server;
                    run.link.name = state.name;
                    return match state.diary {
                        Some(there) => self.then(Stage::Run(run, At::Looking(there)), Step::Look(there)),
                        None => self.exchange(run),
                    };
                }
                Err(stop) => stop,
            },
            (At::Looking(there), Did::Found { diary, is_empty }) => {
                let is_wished = run.joins == Joins::Any || run.joins == Joins::This(there);
                if diary == there {
                    return self.exchange(run);
                } else if run.has_joined || !(is_empty || is_wished) {
                    Stop::OtherDiary { there }
                } else {
                    // Nothing of one's own yet: then it is the other diary that is meant.
                    self.has_adopted |= is_empty;
                    self.facts.theirs = None;
                    run.has_joined = true;
                    return self.then(Stage::Run(run, At::Adopting), Step::Adopt(there));
                }
            }
            (At::Adopting, Did::Done) => return self.exchange(run),
            (At::Beginning | At::Keeping, Did::Done) => {
                return self.then(Stage::Run(run, At::Making), Step::Make);
            }
            (At::Making, Did::Made(Some(message), progress)) if run.messages < MOST_MESSAGES => {
                self.taken += progress.taken.saturating_sub(run.taken);
                run.taken = progress.taken;
                run.messages += 1;
                return self.then(Stage::Run(run, At::Sending), Step::Ask(Request::Sync(message)));
            }
            (At::Making, Did::Made(message, progress)) => {
                self.taken += progress.taken.saturating_sub(run.taken);
                run.taken = progress.taken;
                if message.is_none() && !progress.has_given_up {
                    return self.finish(run, progress, now);
                }
                Stop::GivenUp
            }
            (At::Sending, Did::Answered(answer)) => match answer_of(answer) {
                Ok(answer) => match answer.message() {
                    Ok(message) => {
                        run.link.schema = answer.schema;
                        return self.then(Stage::Run(run, At::Taking), Step::Take(Box::new(message)));
                    }
                    // It was another one a moment ago.
                    Err(Stop::OtherDiary { there }) => {
                        return self.then(Stage::Run(run, At::Looking(there)), Step::Look(there));
                    }
                    Err(stop) => stop,
                },
                Err(stop) => stop,
            },
            (At::Taking, Did::Took(theirs)) => {
                self.facts.theirs.clone_from(&theirs);
                return self.then(Stage::Run(run, At::Keeping), Step::Note(vec![Note::Theirs(theirs)]));
            }
            (At::Counting, did) => {
                run.link.pending = if let Did::Counted(pending) = did { Some(pending) } else { None };
                if run.link.pending.is_some_and(|pending| pending > 0) {
                    return self.then(Stage::Run(run, At::Closing), Step::CallBack);
                }
                return self.close(&run);
            }
            (At::Arriving | At::Closing, _) => return self.close(&run),
            (_, Did::Failed(error)) => Stop::Here(error),
            (_, Did::NotNoted(line)) => Stop::NotNoted(line),
            // Nothing else comes of these steps.
            (_, _) => return,
        };
        self.stop(run, stop, now);
    }

    /// Both have the same, or nothing moves any more.
    fn finish(&mut self, mut run: Box<Run>, progress: Progress, now: Timestamp) {
        self.is_near = true;
        self.rests_until = None;
        self.facts.is_ready = true;
        let link = &mut run.link;
        link.peer = Peer::Server;
        (link.problem, link.other) = (None, None);
        link.pending = Some(progress.pending);
        link.refused = progress.refused;
        if progress.pending == 0 {
            link.synced = Some(now);
        }
        if progress.taken > 0 {
            let has_adopted = self.has_adopted;
            return self.then(Stage::Run(run, At::Arriving), Step::Arrived { has_adopted });
        }
        self.close(&run);
    }

    /// It has come to its end too early. What came is kept; the next one goes on from there.
    fn stop(&mut self, mut run: Box<Run>, stop: Stop, now: Timestamp) {
        self.rest(now);
        self.has_met &= !stop.is_of_the_answer();
        let link = &mut run.link;
        // A server that keeps another diary, or does not know this side, leaves it with a diary of its own.
        if let Some(peer) = stop.peer() {
            self.facts.is_ready = true;
            link.peer = peer;
        }
        link.problem = Some((self.told)(&stop));
        link.other = match stop {
            Stop::OtherDiary { there } => Some(there),
            _ => link.other.filter(|_| link.peer == Peer::OtherDiary),
        };
        self.stopped = Some(stop);
        match self.facts.theirs.clone() {
            Some(theirs) => self.then(Stage::Run(run, At::Counting), Step::Count(theirs)),
            None => {
                link.pending = None;
                self.close(&run);
            }
        }
    }

    /// Writes down how it went.
    fn close(&mut self, run: &Run) {
        self.facts.link.clone_from(&run.link);
        let mut notes = vec![Note::Link(Box::new(run.link.clone()))];
        if self.facts.is_ready {
            notes.push(Note::Ready);
        }
        self.then(Stage::Noting(None), Step::Note(notes));
    }
}

/// What was answered, if anything was.
fn answer_of(answer: Result<Answer, String>) -> Result<Answer, Stop> {
    answer.map_err(Stop::Unreachable)
}
