//! Whatever becomes of the messages, the diaries become one.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support;

use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use supple_diary::{Draft, Entry, Moment, Profile, verify};
use supple_sync::{Message, VersionVector};
use support::{Side, sent, settle};
use uuid::Uuid;

/// Something that happens among three devices.
#[derive(Clone, Debug)]
enum Event {
    /// A device writes some entries.
    Write { device: usize, entries: usize },
    /// A device sends to another what that one seems to lack, as far as is known.
    Send { from: usize, to: usize },
    /// A message that is under way arrives. The place chooses which, so that they overtake each other.
    Arrive { which: usize },
    /// A message arrives and is still under way: it comes once more.
    ArriveTwice { which: usize },
    /// A message is lost.
    Lose { which: usize },
    /// A device ends and starts again from what it has on the disk.
    Restart { device: usize },
    /// The diary of a device is joined with another one, as after pairing.
    Adopt { device: usize, other: usize },
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let device = 0usize..3;
    let pair = || (0usize..3, 1usize..3).prop_map(|(from, step)| (from, (from + step) % 3));
    let event = prop_oneof![
        6 => (device.clone(), 1usize..8).prop_map(|(device, entries)| Event::Write { device, entries }),
        8 => pair().prop_map(|(from, to)| Event::Send { from, to }),
        8 => (0usize..64).prop_map(|which| Event::Arrive { which }),
        3 => (0usize..64).prop_map(|which| Event::ArriveTwice { which }),
        3 => (0usize..64).prop_map(|which| Event::Lose { which }),
        1 => device.prop_map(|device| Event::Restart { device }),
        1 => pair().prop_map(|(device, other)| Event::Adopt { device, other }),
    ];
    prop::collection::vec(event, 0..60)
}

/// How the three reach each other in the end: all with all, in a line, or through one that is a server.
fn links() -> impl Strategy<Value = Vec<(usize, usize)>> {
    let all = vec![vec![(0, 1), (1, 2), (2, 0)], vec![(0, 1), (1, 2)], vec![(0, 1), (0, 2)], vec![(2, 0), (2, 1)]];
    prop::sample::select(all).prop_shuffle()
}

struct Network {
    sides: Vec<Side>,
    /// What each knows of what each other has.
    known: Vec<Vec<VersionVector>>,
    under_way: Vec<(usize, usize, Message)>,
    arrived: usize,
}

impl Network {
    fn new(own_diaries: bool) -> Network {
        let mut sides: Vec<Side> = (0..3).map(Side::new).collect();
        // One of the three is ahead of the others: what they cannot read goes through them like anything else.
        sides[1].is_newer = true;
        if own_diaries {
            for (number, side) in sides.iter_mut().enumerate() {
                side.diary = Uuid::from_u128(500 + number as u128);
            }
        }
        Network { sides, known: vec![vec![VersionVector::default(); 3]; 3], under_way: Vec::new(), arrived: 0 }
    }

    fn send(&mut self, from: usize, to: usize) {
        let message = sent(&self.sides[from].message(&self.known[from][to], Vec::new()));
        self.under_way.push((from, to, message));
    }

    fn arrive(&mut self, from: usize, to: usize, message: &Message) {
        if message.diary != self.sides[to].diary {
            let before = self.sides[to].log.len();
            self.sides[to].take(message);
            assert_eq!(self.sides[to].log.len(), before, "nothing of another diary is taken");
            return;
        }
        self.arrived += 1;
        self.sides[to].take(message);
        self.known[to][from] = message.have.clone();
        // Every other message is answered, and the answers may be lost like anything else.
        if self.arrived.is_multiple_of(2) {
            self.send(to, from);
        }
    }

    fn happen(&mut self, event: &Event) {
        let place = |which: usize, under_way: &[_]| (!under_way.is_empty()).then(|| which % under_way.len());
        match *event {
            Event::Write { device, entries } => drop(self.sides[device].write_many(entries)),
            Event::Send { from, to } => self.send(from, to),
            Event::Arrive { which } => {
                if let Some(place) = place(which, &self.under_way) {
                    let (from, to, message) = self.under_way.remove(place);
                    self.arrive(from, to, &message);
                }
            }
            Event::ArriveTwice { which } => {
                if let Some(place) = place(which, &self.under_way) {
                    let (from, to, message) = self.under_way[place].clone();
                    self.arrive(from, to, &message);
                }
            }
            Event::Lose { which } => {
                if let Some(place) = place(which, &self.under_way) {
                    self.under_way.remove(place);
                }
            }
            Event::Restart { device } => {
                let chains = supple_sync::Chains::of(self.sides[device].log.shared());
                assert_eq!(chains.have(), self.sides[device].chains.have(), "nothing is known but what is on the disk");
                self.sides[device].chains = chains;
                self.known[device] = vec![VersionVector::default(); 3];
            }
            Event::Adopt { device, other } => self.sides[device].diary = self.sides[other].diary,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn three_devices_end_in_the_same_diary_whatever_is_lost_doubled_or_overtaken(
        events in events(),
        links in links(),
        own_diaries: bool,
    ) {
        let mut network = Network::new(own_diaries);
        for event in &events {
            network.happen(event);
        }
        // What still comes late changes nothing that matters.
        let late = std::mem::take(&mut network.under_way);
        let mut written: BTreeSet<Arc<Entry>> = BTreeSet::new();
        let diary = network.sides[0].diary;
        for side in &mut network.sides {
            written.extend(side.log.shared());
            side.diary = diary;
        }
        // Twice over the links: what the second link brings has to come back over the first.
        for (one, other) in links.iter().chain(&links) {
            let mut other_side = network.sides[*other].clone();
            settle(&mut network.sides[*one], &mut other_side);
            network.sides[*other] = other_side;
        }
        for (from, to, message) in late {
            network.arrive(from, to, &message);
        }
        for side in &network.sides {
            let there: BTreeSet<Arc<Entry>> = side.log.shared().collect();
            prop_assert_eq!(&there, &written);
            prop_assert_eq!(verify(side.log.iter()), []);
            prop_assert_eq!(side.chains.have(), network.sides[0].chains.have());
            prop_assert_eq!(side.chains.pending(&network.sides[0].chains.have()), 0);
        }
    }
}

#[test]
fn what_does_not_fit_into_one_message_comes_with_the_next_and_never_twice() {
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    phone.write_many(6_000);
    let (mut messages, mut lines) = (0, 0);
    while phone.chains.pending(&laptop.chains.have()) > 0 {
        let message = sent(&phone.message(&laptop.chains.have(), Vec::new()));
        lines += message.count();
        assert_eq!(laptop.take(&message), []);
        messages += 1;
        assert!(messages < 1_000);
        // The program ends here and begins again: only what is on the disk is known.
        laptop.chains = supple_sync::Chains::of(laptop.log.shared());
    }
    assert_eq!(lines, 6_000);
    assert!(messages > 20, "the notes alone have 20 MB: {messages}");
    assert_eq!(phone.log, laptop.log);
}

#[test]
fn one_entry_travels_in_one_message() {
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    phone.write_many(20);
    laptop.write_many(20);
    settle(&mut phone, &mut laptop);
    let entry = phone.write();
    let message = phone.message(&laptop.chains.have(), Vec::new());
    assert_eq!(message.count(), 1);
    assert_eq!(laptop.take(&sent(&message)), []);
    assert!(laptop.log.get(entry.id()).is_some());
}

#[test]
fn a_chain_with_a_gap_keeps_no_other_back_and_is_named() {
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    let entries = phone.write_many(10);
    let mut damaged = Side::new(2);
    for entry in entries.iter().filter(|entry| entry.sequence() != 4) {
        damaged.add(entry);
    }
    damaged.write_many(3);
    settle(&mut damaged, &mut laptop);
    assert_eq!(laptop.log.len(), 4 + 3);
    let stuck = damaged.chains.stuck(&laptop.chains.have());
    assert_eq!(stuck.len(), 1);
    assert_eq!((stuck[0].device, stuck[0].sequence, stuck[0].entries), (phone.device(), 5, 5));
    assert_eq!(stuck[0].missing, Some(4));
    assert!(stuck[0].to_string().contains("number 4 is missing"), "{}", stuck[0]);
    // The phone itself still has it: the gap closes, and everything moves on.
    settle(&mut damaged, &mut phone);
    settle(&mut damaged, &mut laptop);
    assert_eq!(damaged.log.len(), 13);
    assert_eq!((&damaged.log, &damaged.log), (&phone.log, &laptop.log));
    assert_eq!(damaged.chains.stuck(&laptop.chains.have()), []);
}

#[test]
fn a_gap_closes_also_by_a_message_that_brings_what_is_known_behind_it() {
    let mut phone = Side::new(0);
    let entries = phone.write_many(10);
    let mut laptop = Side::new(1);
    for entry in entries.iter().filter(|entry| !(4..6).contains(&entry.sequence())) {
        if entry.sequence() < 8 {
            laptop.add(entry);
        }
    }
    assert_eq!(laptop.chains.have().entries(phone.device()), 4);
    let message = phone.message(&laptop.chains.have(), Vec::new());
    assert_eq!(message.count(), 6);
    let admitted = laptop.admit(&message);
    assert_eq!(admitted.refused, []);
    assert_eq!(admitted.entries.iter().map(|entry| entry.sequence()).collect::<Vec<_>>(), [4, 5, 8, 9]);
    laptop.take(&message);
    assert_eq!(laptop.log, phone.log);
}

#[test]
fn a_chain_that_is_refused_keeps_no_other_back_however_long_it_is() {
    // Two copies of one database were both written to.
    let mut phone = Side::new(0);
    phone.write_many(3);
    let mut copy = phone.clone();
    phone.write();
    copy.write_draft(Draft::new(Moment::in_zone(support::now(), "UTC").unwrap(), Profile::default()));
    copy.write_many(400);
    let mut laptop = Side::new(1);
    settle(&mut phone, &mut laptop);
    let mut other = Side::new(2);
    other.write_many(5);
    settle(&mut other, &mut copy);

    settle(&mut copy, &mut laptop);
    assert_eq!(laptop.log.len(), 4 + 5, "the third device arrives beside the fork");
    // What the laptop has of that chain is not what the copy has, so the copy knows.
    let stuck = copy.chains.stuck(&laptop.chains.have());
    assert_eq!((stuck.len(), stuck[0].missing, stuck[0].sequence), (1, None, 3));
    assert_eq!(copy.chains.pending(&laptop.chains.have()), 0);
}
