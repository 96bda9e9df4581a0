//! One sync with another place, seen from the side that asks: which message to send next, and when it is done.

use crate::{Journal, JournalError};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use supple_sync::{Chains, Fault, Fork, Message, Refused, Stuck, VersionVector};
use uuid::Uuid;

/// How many entries before the end of a chain the search for a fork begins, and by how much it goes back further each
/// time: most forks are young.
const BACK: u64 = 64;

/// A message that brings as many entries was full: as many fit into each, however long they are.
const FULL: usize = 8;

/// The most messages of one exchange that are not full, and after which no less is left to send. A side that always claims
/// to have something new would keep it going for ever; and one that is being written to is asked again by the next sync.
const MOST_IDLE: usize = 8;

/// A message that brings nothing at all counts for as many of these: whoever is written to brings at least something.
const NOTHING: usize = 3;

/// A sync under way. Send what [`Exchange::next`] gives, hand the answer to [`Exchange::take`], until there is no next.
///
/// It keeps nothing that is needed later: when it breaks off, another one begins where this one was.
///
/// ```
/// # use supple_journal::{Exchange, Journal, JournalError};
/// async fn sync(here: &Journal, there: &Journal) -> Result<usize, JournalError> {
///     let mut exchange = Exchange::new(None);
///     while let Some(message) = exchange.next(here).await? {
///         // Over a network in earnest.
///         let received = there.receive(&message).await?;
///         exchange.take(here, &received.answer).await?;
///     }
///     Ok(exchange.outcome().pending)
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    theirs: Option<VersionVector>,
    is_answered: bool,
    /// What was here when the last message was made.
    asked: VersionVector,
    /// What both sides had when the last message was made.
    before: Option<(VersionVector, VersionVector)>,
    /// The search for where a chain goes two ways, one chain at a time.
    search: Option<Search>,
    /// A fork that was found, whose branch on the other side is not known yet: it is asked for.
    ask: Option<Fork>,
    /// The chains whose branch was asked for, and whether the last message did so for the first time: it brings nothing, and
    /// there are no more of them than chains.
    asked_for: BTreeSet<Uuid>,
    is_asking: bool,
    /// The chains that were searched.
    searched: BTreeSet<Uuid>,
    /// How many messages moved little, and the least that was left to send after one.
    idle: usize,
    least: Option<usize>,
    outcome: Outcome,
}

/// Where a chain is being looked for a fork: the other side is sent what stands behind the first `from` entries, as though
/// it had these, and says which it does not take.
#[derive(Clone, Copy, Debug)]
struct Search {
    device: Uuid,
    from: u64,
    /// How far to go back next.
    back: u64,
    /// Whether both sides are known to have what stands before `from`.
    is_common: bool,
    /// How many entries the chain has here.
    entries: u64,
    /// How many of them were sent last.
    sent: u64,
}

/// What a sync has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Outcome {
    /// How many entries came from the other side.
    pub taken: usize,
    /// How many entries the other side has taken.
    pub sent: usize,
    /// How many entries the other side still lacks.
    pub pending: usize,
    /// What was not taken here.
    pub refused: Vec<Refused>,
    /// What the other side did not take.
    pub refused_there: Vec<Refused>,
    /// What cannot be sent.
    pub stuck: Vec<Stuck>,
    /// The chains that go another way on the other side, and that are told of in none of the lists above.
    pub forks: Vec<Split>,
    /// Whether the other side went on to say that it has more, and did not send it. Then this sync was given up.
    pub has_given_up: bool,
    /// The newest schema of entries that the other side reads, where it has said so: what carries the messages knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_there: Option<u64>,
}

/// A chain that goes another way on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Split {
    /// Where.
    #[serde(flatten)]
    pub fork: Fork,
    /// How many entries only this side has of it.
    pub entries: usize,
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Split { fork: Fork { device, common, .. }, entries } = self;
        let entries = if *entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") };
        write!(
            f,
            "the entries of device {device} go another way here than there, from number {common} on, as after one of the \
             two diaries was put back to an older copy and written on; {entries} of this side wait"
        )
    }
}

impl Outcome {
    /// Whether both sides have the same now.
    pub fn is_whole(&self) -> bool {
        let is_told = self.refused.is_empty() && self.refused_there.is_empty() && self.stuck.is_empty();
        self.pending == 0 && is_told && self.forks.is_empty() && !self.has_given_up
    }
}

impl Exchange {
    /// A sync with a place. `theirs` is what it had the last time, if that is known: it saves one message. If it is wrong,
    /// the first answer mends it.
    pub fn new(theirs: Option<VersionVector>) -> Exchange {
        Exchange { theirs, ..Exchange::default() }
    }

    /// The message to send next; none when it is done. It is also done when the last message changed nothing on either
    /// side, as where everything that is left was refused.
    ///
    /// # Errors
    /// As [`Journal::offer`].
    pub async fn next(&mut self, journal: &Journal) -> Result<Option<Message>, JournalError> {
        if let Some(theirs) = self.theirs.as_ref().filter(|_| self.is_answered) {
            let have = {
                let _turn = journal.current().await?;
                let mut state = journal.state();
                let chains = state.chains();
                let pending = chains.pending(theirs);
                self.outcome.pending = pending;
                if self.search.is_none() {
                    self.search = begin(chains, theirs, &self.outcome, &self.searched);
                }
                self.outcome.stuck = chains.stuck(theirs);
                let told: Vec<Uuid> = self.outcome.forks.iter().map(|split| split.fork.device).collect();
                self.outcome.stuck.retain(|stuck| stuck.missing.is_some() || !told.contains(&stuck.device));
                if pending == 0 && !chains.lacks(theirs) && self.search.is_none() && self.ask.is_none() {
                    return Ok(None);
                }
                chains.have()
            };
            let now = Some((have, theirs.clone()));
            if now == self.before && self.search.is_none() && self.ask.is_none() {
                return Ok(None);
            }
            if self.idle > MOST_IDLE {
                self.outcome.has_given_up = true;
                return Ok(None);
            }
            self.before = now;
        }
        let theirs = match (&self.theirs, self.search) {
            (Some(theirs), Some(search)) => {
                let held = journal.state().chains().held(search.device, search.from);
                Some(theirs.with(search.device, held))
            }
            (theirs, _) => theirs.clone(),
        };
        let mut message = journal.offer(theirs.as_ref()).await?;
        self.asked = message.have.clone();
        self.is_asking = false;
        if let Some(fork) = self.ask.take() {
            self.is_asking = self.asked_for.insert(fork.device);
            let held = journal.state().chains().held(fork.device, fork.common);
            message.have = message.have.with(fork.device, held);
        }
        if let Some(search) = &mut self.search {
            let sent = message.count_of(search.device);
            search.sent = sent;
        }
        Ok(Some(message))
    }

    /// Takes what the other side has answered.
    ///
    /// # Errors
    /// As [`Journal::receive`].
    pub async fn take(&mut self, journal: &Journal, answer: &Message) -> Result<(), JournalError> {
        let taken = journal.take_message(answer).await?;
        self.outcome.taken += taken.taken;
        add(&mut self.outcome.refused, &taken.refused);
        add(&mut self.outcome.refused_there, &answer.refused);
        if let Some(theirs) = &self.theirs {
            let sent = answer.have.gained(theirs, &self.asked);
            self.outcome.sent += usize::try_from(sent).unwrap_or(usize::MAX);
        }
        let pending = journal.pending(&answer.have).await?;
        let is_less = self.least.is_none_or(|least| pending < least);
        if is_less {
            self.least = Some(pending);
        } else if taken.taken < FULL && self.search.is_none() && !self.is_asking {
            self.idle += if taken.taken == 0 { NOTHING } else { 1 };
        }
        self.outcome.pending = pending;
        self.theirs = Some(answer.have.clone());
        self.is_answered = true;
        self.look_for_forks(journal, &answer.refused);
        let known: Vec<Fork> = self.outcome.forks.iter().map(|split| split.fork).chain(taken.forks).collect();
        for fork in known {
            self.tell(journal, fork);
        }
        Ok(())
    }

    /// Learns of the entries that were refused since another one has their place.
    fn look_for_forks(&mut self, journal: &Journal, refused: &[Refused]) {
        // Of each chain the first entry that was refused. Where both sides have all before it, there is the fork.
        let mut first: BTreeMap<Uuid, (u64, Uuid, Fault)> = BTreeMap::new();
        for one in refused.iter().filter(|one| matches!(one.fault, Fault::Fork | Fault::Broken | Fault::Gap)) {
            if let (Some(device), Some(sequence), Some(id)) = (one.device, one.sequence, one.id) {
                let place = first.entry(device).or_insert((sequence, id, one.fault));
                if sequence < place.0 {
                    *place = (sequence, id, one.fault);
                }
            }
        }
        if let Some(search) = &mut self.search {
            match first.get(&search.device) {
                Some((sequence, ..)) if *sequence <= search.from && !search.is_common => {
                    first.remove(&search.device);
                    search.from = search.from.saturating_sub(search.back);
                    search.back = search.back.saturating_mul(BACK);
                    search.is_common = search.from == 0;
                }
                // The other side has all that was sent: it is further on.
                None if search.sent > 0 && search.from + search.sent < search.entries => {
                    search.from += search.sent;
                    search.is_common = true;
                }
                _ => {
                    self.searched.insert(search.device);
                    self.search = None;
                }
            }
        }
        first.retain(|_, (_, _, fault)| *fault == Fault::Fork);
        for (device, (sequence, id, _)) in first {
            if let Some(fork) = journal.note_fork_at(device, sequence, id) {
                self.tell(journal, fork);
                let known = journal.state().forks.get(&device).and_then(|known| known.theirs);
                self.ask = self.ask.or(Some(fork).filter(|_| known.is_none()));
            }
        }
    }

    /// Tells of a fork once, in place of what was refused of that chain, or of the same as others have sealed it again.
    fn tell(&mut self, journal: &Journal, fork: Fork) {
        let branch = journal.state().chains().branch(&fork);
        let Some(first) = branch.first() else { return };
        let (entries, again) = (branch.len(), first.hash().branch());
        let is_of_it = |one: &Refused| {
            matches!(one.fault, Fault::Fork | Fault::Broken)
                && one.device.is_some_and(|device| device == fork.device || device == again)
        };
        self.outcome.refused.retain(|one| !is_of_it(one));
        self.outcome.refused_there.retain(|one| !is_of_it(one));
        self.outcome.forks.retain(|split| split.fork.device != fork.device);
        self.outcome.forks.push(Split { fork, entries });
    }

    /// What it has done so far.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What the other side had when it last answered.
    pub fn theirs(&self) -> Option<&VersionVector> {
        self.theirs.as_ref()
    }
}

/// The next search: in a chain that is another one on the other side, as far as can be seen from here or from there.
fn begin(chains: &Chains, theirs: &VersionVector, outcome: &Outcome, searched: &BTreeSet<Uuid>) -> Option<Search> {
    let is_broken = |one: &&Refused| matches!(one.fault, Fault::Fork | Fault::Broken);
    let told = outcome.refused.iter().chain(&outcome.refused_there).filter(is_broken).filter_map(|one| one.device);
    let have = chains.have();
    let mut devices = chains.forked(theirs).chain(told);
    let device = devices.find(|device| have.entries(*device) > 0 && !searched.contains(device))?;
    let entries = have.entries(device);
    let from = entries.saturating_sub(BACK);
    Some(Search { device, from, back: BACK * BACK, is_common: from == 0, entries, sent: 0 })
}

/// Remembers what was refused, each once. What only waits for an entry before it is not worth telling: either that one
/// is refused, which is told, or both are sent again.
fn add(all: &mut Vec<Refused>, refused: &[Refused]) {
    for one in refused {
        if !one.passes() && !all.contains(one) {
            all.push(one.clone());
        }
    }
}
