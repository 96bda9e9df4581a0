//! A chain that goes two ways, as after a copy was put back and written on: how it is seen, and how it becomes one.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support;

use std::collections::BTreeSet;
use std::sync::Arc;
use supple_diary::{Entry, verify};
use supple_sync::{ChainSegment, Fault, Fork, Stuck, VersionVector};
use support::{Side, settle};
use uuid::Uuid;

/// A copy of a phone that was put back to its first `common` entries and has written two others, and a laptop that has what
/// the phone wrote meanwhile. The two hold two entries of a third device besides.
fn put_back(common: usize, meanwhile: usize) -> (Side, Side) {
    let (mut phone, mut laptop, mut tablet) = (Side::new(0), Side::new(1), Side::new(2));
    tablet.write_many(2);
    phone.write_many(common);
    settle(&mut tablet, &mut phone);
    let mut copy = phone.clone();
    copy.ahead = 60;
    phone.write_many(meanwhile);
    copy.write_many(2);
    settle(&mut phone, &mut laptop);
    (copy, laptop)
}

/// What one side sends to another that says it has only the first `common` entries of the chain of the phone.
fn offered_from(side: &Side, common: u64, other: &Side) -> Vec<ChainSegment> {
    let phone = Side::new(0).device();
    side.chains.offer(&other.chains.have().with(phone, side.chains.held(phone, common)))
}

/// The side with these entries in place of its own.
fn rewritten(side: &Side, entries: &[Arc<Entry>]) -> Side {
    let mut anew = side.clone();
    (anew.log, anew.chains) = Default::default();
    for entry in entries {
        assert_eq!(anew.chains.have().entries(entry.device()), entry.sequence(), "in an order to be written in");
        anew.add(entry);
    }
    anew
}

/// What a person said, each once.
fn said(side: &Side) -> BTreeSet<String> {
    side.log.iter().map(|entry| format!("{} {} {:?}", entry.id(), entry.recorded(), entry.draft())).collect()
}

#[test]
fn a_copy_that_was_put_back_and_written_on_becomes_one_with_the_rest_and_nothing_is_lost_or_doubled() {
    let (copy, mut laptop) = put_back(3, 4);
    let device = copy.device();
    let (ours, theirs) = (copy.chains.held(device, 4).unwrap().last, laptop.chains.held(device, 4).unwrap().last);

    // Each side finds where the chain goes two ways, by what the other sends.
    let found = copy.chains.admit(&copy.log, &offered_from(&laptop, 3, &copy));
    let here = Fork { device, common: 3, ours, theirs: Some(theirs) };
    assert_eq!((found.entries.len(), found.forks), (0, vec![here]));
    let faults: Vec<Fault> = found.refused.iter().map(|one| one.fault).collect();
    assert_eq!(faults, [Fault::Fork, Fault::Fork, Fault::Broken, Fault::Gap]);
    let found = laptop.chains.admit(&laptop.log, &offered_from(&copy, 3, &laptop));
    let there = Fork { device, common: 3, ours: theirs, theirs: Some(ours) };
    assert_eq!((found.entries.len(), found.forks), (0, vec![there]));
    assert!(copy.chains.has(&here) && laptop.chains.has(&there));
    assert!(!copy.chains.has(&Fork { ours: theirs, ..here }), "that entry is not the one that is here");

    // It is mended: what only this side has stands in a chain of its own, in which nothing but its place is another.
    let branch = copy.chains.branch(&here);
    assert_eq!(branch.iter().map(|entry| entry.sequence()).collect::<Vec<_>>(), [3, 4]);
    let done = copy.chains.reconciled(&[here]).unwrap();
    let places: Vec<_> = done.moved.iter().map(|entry| (entry.device(), entry.sequence())).collect();
    assert_eq!(places, [(ours.branch(), 0), (ours.branch(), 1)]);
    assert!(done.moved.iter().zip(&branch).all(|(moved, entry)| moved.is_same_as(entry) && moved != entry));
    assert_eq!(done.entries.len(), 3 + 2 + 2, "the third device keeps its chain");
    let mut mended = rewritten(&copy, &done.entries);
    assert_eq!((said(&mended), verify(mended.log.iter())), (said(&copy), vec![]));
    assert!(!mended.chains.has(&here) && mended.chains.branch(&here).is_empty(), "it is mended once");

    settle(&mut mended, &mut laptop);
    assert_eq!(laptop.log, mended.log);
    assert_eq!((laptop.log.len(), verify(laptop.log.iter())), (3 + 2 + 4 + 2, vec![]));
    assert!(!laptop.chains.has(&there), "the other side sees that it was mended");
}

#[test]
fn a_diary_without_forks_stays_as_it_is_when_it_is_mended() {
    let (copy, laptop) = put_back(3, 4);
    let device = copy.device();
    let of_others = laptop.chains.fork(device, 3, None).unwrap();
    for forks in [vec![], vec![of_others]] {
        let done = copy.chains.reconciled(&forks).unwrap();
        assert_eq!(rewritten(&copy, &done.entries).log, copy.log);
        assert_eq!(done.moved, []);
    }
    assert_eq!(copy.chains.fork(device, 5, None), None, "there is no such entry");
    assert_eq!(copy.chains.fork(Uuid::from_u128(77), 0, None), None, "there is no such device");
}

#[test]
fn of_two_forks_of_one_chain_the_earlier_one_is_mended_with_all_behind_it() {
    let (copy, _) = put_back(3, 4);
    let [early, late] = [3, 4].map(|place| copy.chains.fork(copy.device(), place, None).unwrap());
    for forks in [[early, late], [late, early]] {
        let done = copy.chains.reconciled(&forks).unwrap();
        assert_eq!(done.moved.len(), 2);
        assert!(done.moved.iter().all(|entry| entry.device() == early.ours.branch()));
    }
}

#[test]
fn another_copy_that_still_has_the_branch_learns_of_the_fork_and_takes_nothing_twice() {
    let (copy, _) = put_back(3, 4);
    let fork = copy.chains.fork(copy.device(), 3, None).unwrap();
    let mended = rewritten(&copy, &copy.chains.reconciled(&[fork]).unwrap().entries);
    let sent = mended.chains.offer(&VersionVector::default());
    let found = copy.chains.admit(&copy.log, &sent);
    assert_eq!((found.entries.len(), found.forks), (0, vec![fork]), "told once, by the first of the branch");
    assert_eq!(
        found.refused.iter().map(|one| (one.fault, one.sequence)).collect::<Vec<_>>(),
        [(Fault::Fork, Some(0)), (Fault::Fork, Some(1))]
    );
    let said = found.refused[0].to_string();
    assert!(said.ends_with(&format!("is here already, as number 3 of device {}", copy.device())), "{said}");
    // It makes the same chain of it as the one that was first.
    let again = rewritten(&copy, &copy.chains.reconciled(&found_forks(&copy, &sent)).unwrap().entries);
    assert_eq!(again.log, mended.log);
}

fn found_forks(side: &Side, sent: &[ChainSegment]) -> Vec<Fork> {
    side.chains.admit(&side.log, sent).forks
}

#[test]
fn an_entry_that_was_sealed_again_in_a_chain_that_does_not_follow_from_it_is_no_fork() {
    let (copy, _) = put_back(3, 4);
    let entry = copy.chains.branch(&copy.chains.fork(copy.device(), 4, None).unwrap())[0].clone();
    let strange = supple_diary::LineHash::of("something else").branch();
    let again = entry.sealed_again(strange, 0, None).unwrap();
    let run = ChainSegment { lines: vec![again.line().to_owned()], last: again.hash() };
    let found = copy.chains.admit(&copy.log, &[run]);
    assert_eq!((found.refused.len(), found.refused[0].fault, found.forks), (1, Fault::Fork, vec![]));
}

#[test]
fn an_entry_that_was_changed_is_no_fork_and_the_two_texts_are_named() {
    let (mut phone, mut laptop) = (Side::new(0), Side::new(1));
    phone.write_many(4);
    settle(&mut phone, &mut laptop);
    let changed = laptop.log.iter().max_by_key(|entry| entry.sequence()).unwrap();
    let text = phone.log.iter().max_by_key(|entry| entry.sequence()).unwrap().line().replace("ü", "u");
    let run = ChainSegment { last: supple_diary::LineHash::of(&text), lines: vec![text] };
    let found = laptop.chains.admit(&laptop.log, &[run]);
    assert_eq!((found.refused[0].fault, found.forks), (Fault::Fork, vec![]));
    let said = found.refused[0].to_string();
    let start = format!("entry {} (number 3 of device {}) is refused", changed.id(), phone.device());
    assert!(said.starts_with(&start) && said.contains(&format!("another entry ({})", changed.id())), "{said}");
}

#[test]
fn only_the_side_that_has_more_of_a_forked_chain_can_see_it_and_it_tells_the_other() {
    let (copy, laptop) = put_back(3, 4);
    let device = copy.device();
    let (short, long) = (copy.chains.have(), laptop.chains.have());
    assert_eq!(copy.chains.forked(&long).count(), 0);
    assert_eq!(copy.chains.forks(&long), []);
    assert_eq!(laptop.chains.forked(&short).collect::<Vec<_>>(), [device]);
    let told = laptop.chains.forks(&short);
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].id, told[0].device, told[0].sequence, told[0].fault),
        (None, Some(device), Some(4), Fault::Fork)
    );
    let said = told[0].to_string();
    assert!(said.starts_with(&format!("entry number 4 of device {device} goes another way there")), "{said}");
    assert!(!told[0].passes(), "someone has to mend it");
    // Neither sends what the other would refuse; what waits is counted and named.
    assert_eq!((copy.chains.pending(&long), laptop.chains.pending(&short)), (0, 0));
    let stuck = laptop.chains.stuck(&short);
    assert_eq!(stuck, [Stuck { device, sequence: 4, entries: 3, missing: None }]);
    let said = stuck[0].to_string();
    assert!(said.starts_with(&format!("3 of device {device} cannot be sent, from number 4 on: the other")), "{said}");
    // A chain that is the same so far is no fork.
    assert_eq!(laptop.chains.forks(&long), []);
    assert_eq!(laptop.chains.forked(&VersionVector::default()).count(), 0);
}
