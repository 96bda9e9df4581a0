//! Messages between two diaries.

use super::now;
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::{Seen, clear};
use std::sync::Arc;
use std::sync::LazyLock;
use supple_diary::{Draft, Entry, Level, Log, Moment, Note, Pain, Prose, Tail, verify};
use supple_sync::{Chains, MAX_ENTRIES, MAX_LINES_BYTES, Message, VERSION};
use uuid::Uuid;

pub(super) const SYNC: Target = Target {
    name: "sync",
    shape: Shape::Json,
    tokens: &[
        "version",
        "diary",
        "have",
        "entries",
        "refused",
        "lines",
        "last",
        "fault",
        "why",
        "id",
        "device",
        "sequence",
        "hash",
        "fork",
        "gap",
        "altered",
        "unreadable",
    ],
    most: 48 << 10,
    made,
    judge: sync,
};

pub(super) const DIARY: Uuid = Uuid::from_u128(0x0193_b3f0_0000_7000_8000_0000_0000_00d1);

/// The entries of a device, one chain.
pub(super) fn chain(who: u8, many: u8, words: &str) -> Vec<Arc<Entry>> {
    let mut tail = Tail::new(Uuid::from_u128(0x0193_b3f0_0000_7000_8000_0000_0000_0000 + u128::from(who)));
    let at = Moment::in_zone(now(), super::ZONE).unwrap();
    let draft = |number: u8| match number % 2 {
        0 => Draft::new(
            at.clone(),
            Pain { level: Level::new(number.into()).unwrap(), regions: Default::default(), note: None },
        ),
        _ => Draft::new(at.clone(), Note { text: Prose::new(format!("{words} {number}")).unwrap() }),
    };
    (0..many)
        .map(|number| {
            Arc::new(
                tail.write(draft(number), now(), [number, who, words.len() as u8, 0, 0, 0, 0, 0, 0, 0], None).unwrap(),
            )
        })
        .collect()
}

/// The diary that messages come to: six entries of one device, and three of another that it shares with the sender.
static HERE: LazyLock<(Log, Chains)> = LazyLock::new(|| {
    let entries = [chain(1, 6, "here"), chain(2, 3, "both")].concat();
    (entries.iter().cloned().collect(), Chains::of(entries))
});

/// What the sender has: more of the shared device, and one of its own.
fn theirs() -> Chains {
    Chains::of([chain(2, 6, "both"), chain(3, 4, "there")].concat())
}

fn made() -> Vec<Vec<u8>> {
    let (_, here) = &*HERE;
    let message = |of: &Chains, to: &Chains| Message {
        version: VERSION,
        diary: DIARY,
        have: of.have(),
        entries: of.offer(&to.have()),
        refused: Vec::new(),
    };
    let theirs = theirs();
    let whole = message(&theirs, here);
    let fork = message(&Chains::of(chain(1, 7, "fork")), here);
    let mut answer = message(here, &theirs);
    answer.refused = here.admit(&HERE.0, &fork.entries).refused;
    [whole, fork, answer].iter().map(|message| message.write().into_bytes()).collect()
}

/// A message. It is written again as it was read; only lines that it brings are taken, each new; with them all chains that
/// were whole are whole; what is refused is named; the answer is one that can be read.
pub fn sync(bytes: &[u8]) -> Seen {
    let message = match Message::read(bytes) {
        Ok(message) => message,
        Err(why) => return Seen::refused(&why.to_string()),
    };
    assert_eq!(Message::read(message.write().as_bytes()).as_ref(), Ok(&message), "it comes back");
    let (log, chains) = &*HERE;
    let admitted = chains.admit(log, &message.entries);
    for entry in &admitted.entries {
        let brings = message.entries.iter().flat_map(|run| &run.lines).any(|line| line == entry.line());
        assert!(brings, "only what was sent is taken");
        assert!(log.get(entry.id()).is_none(), "only what is new is taken");
    }
    let mut after = log.clone();
    after.extend(admitted.entries.iter().cloned());
    assert_eq!(after.len(), log.len() + admitted.entries.len(), "each is taken once");
    assert_eq!(verify(after.iter()), [], "all chains are whole");
    let mut with_them = chains.clone();
    admitted.entries.iter().for_each(|entry| with_them.add(Arc::clone(entry)));
    assert_eq!(with_them.have(), Chains::of(after.shared()).have(), "what is kept beside a log is what it says");
    admitted.refused.iter().for_each(|refused| clear(&refused.to_string()));
    let again = with_them.admit(&after, &message.entries);
    assert_eq!(again.entries, [], "a message that comes twice brings nothing");

    let offer = with_them.offer(&message.have);
    assert!(offer.iter().map(|run| run.lines.len()).sum::<usize>() <= MAX_ENTRIES);
    assert!(offer.iter().flat_map(|run| &run.lines).map(String::len).sum::<usize>() <= MAX_LINES_BYTES);
    let stuck = with_them.stuck(&message.have);
    stuck.iter().for_each(|stuck| clear(&stuck.to_string()));
    let forks = with_them.forks(&message.have);
    forks.iter().for_each(|fork| clear(&fork.to_string()));
    let pending = with_them.pending(&message.have);
    let answer = Message {
        version: VERSION,
        diary: DIARY,
        have: with_them.have(),
        entries: offer,
        refused: admitted.refused.iter().cloned().chain(forks.iter().cloned()).take(50).collect(),
    };
    assert_eq!(Message::read(answer.write().as_bytes()).as_ref(), Ok(&answer), "the answer can be read");
    let faults: Vec<String> = admitted.refused.iter().take(4).map(|refused| format!("{:?}", refused.fault)).collect();
    Seen::of(&format!("{} {faults:?} {}", admitted.entries.len(), admitted.forks.len())).and(Seen::of(&format!(
        "{} {} {} {} {}",
        answer.entries.len(),
        stuck.len(),
        forks.len(),
        pending,
        with_them.lacks(&message.have)
    )))
}
