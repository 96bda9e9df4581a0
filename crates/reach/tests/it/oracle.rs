//! What has to happen, written apart from the code: from what was done, when, and what went out.

use crate::world::{Done, Secret, Step, World};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// A check as the people in it know it.
#[derive(Debug)]
struct Case {
    id: String,
    deadline: Timestamp,
    grace: SignedDuration,
    warned: Option<Timestamp>,
    /// How often the person was warned.
    round: u32,
    /// When each contact was told, and in which round.
    told: BTreeMap<String, Vec<(Timestamp, u32)>>,
    seen_by: Option<String>,
    /// How it ended: whether the person is all right.
    over: Option<bool>,
    know_the_end: BTreeSet<String>,
    know_of_another: BTreeSet<(String, u32)>,
    /// How often it was put off, and who is to hear of the last time.
    extensions: u32,
    hear_of_more: BTreeSet<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Oracle {
    contacts: BTreeMap<String, bool>,
    mine: BTreeMap<String, bool>,
    case: Option<Case>,
    laid: BTreeSet<String>,
}

impl Case {
    /// After the first five times the next one follows in ten minutes, then in an hour.
    fn next(&self, who: &str) -> Option<Timestamp> {
        let times = self.told.get(who)?;
        let (last, _) = times.last().filter(|(_, round)| self.warned.is_some() && *round == self.round)?;
        Some(*last + SignedDuration::from_mins(if times.len() <= 5 { 10 } else { 60 }))
    }

    fn times(&self, who: &str) -> usize {
        self.told.get(who).map_or(0, Vec::len)
    }
}

fn on(ways: &BTreeMap<String, bool>) -> impl Iterator<Item = &String> {
    ways.iter().filter(|(_, is_on)| **is_on).map(|(id, _)| id)
}

impl Oracle {
    pub(crate) fn new(world: &World) -> Oracle {
        let ids = |ways: &[supple_reach::Way]| ways.iter().map(|way| (way.id.clone(), way.is_on)).collect();
        Oracle { contacts: ids(&world.state.contacts), mine: ids(&world.state.mine), ..Oracle::default() }
    }

    /// Whether contacts may be told now.
    pub(crate) fn is_open(&self) -> bool {
        self.case.as_ref().is_some_and(|case| case.over.is_none())
    }

    /// Whether everyone who is on was told since the person was last warned.
    pub(crate) fn is_everyone_told(&self) -> bool {
        self.case.as_ref().is_some_and(|case| {
            let was = |who: &String| case.told.get(who).is_some_and(|times| times.last().unwrap().1 == case.round);
            on(&self.contacts).all(|who| was(who) || case.times(who) >= 30)
        })
    }

    /// Takes a step and judges what came of it.
    pub(crate) fn judge(&mut self, done: &Done, before: &World, after: &World) {
        let expected = self.take(done, before, after);
        let keys: BTreeSet<String> = done.laid.iter().map(|letter| letter.key.clone()).collect();
        assert_eq!(keys.len(), done.laid.len(), "one key twice at one time");
        if !matches!(done.step, Step::Test) {
            assert_eq!(keys, expected, "{:?} at {}", done.step, done.now);
        }
        for letter in &done.laid {
            assert!(self.laid.insert(letter.key.clone()), "{} was laid before", letter.key);
            let is_on = self.contacts.get(&letter.way).or(self.mine.get(&letter.way));
            assert_eq!(is_on, Some(&true), "{} is not on", letter.way);
            assert!(letter.key.starts_with(&format!("{}/", letter.way)));
            assert_eq!(letter.due, done.now);
        }
        if done.refused.is_some() {
            assert_eq!(before.state, after.state);
        }
    }

    fn take(&mut self, done: &Done, before: &World, after: &World) -> BTreeSet<String> {
        let now = done.now;
        let nothing_waits = |begin: String| assert_eq!(after.outbox.waiting(&begin), [""; 0], "{:?}", done.step);
        let mut expected = BTreeSet::new();
        match &done.step {
            Step::Tick => expected = self.tick(now, after),
            Step::Wait(_) | Step::SetBack(_) | Step::Send(_) | Step::Test => {}
            Step::Begin { minutes, grace } => {
                let is_possible = !self.is_open() && on(&self.contacts).next().is_some();
                assert_eq!(done.refused.is_none(), is_possible);
                if is_possible {
                    self.case = Some(Case {
                        id: after.state.check.as_ref().unwrap().id.clone(),
                        deadline: now + SignedDuration::from_mins(*minutes),
                        grace: SignedDuration::from_secs(grace.map_or(300, |grace| grace.max(1))),
                        warned: None,
                        round: 0,
                        told: BTreeMap::new(),
                        seen_by: None,
                        over: None,
                        know_the_end: BTreeSet::new(),
                        know_of_another: BTreeSet::new(),
                        extensions: 0,
                        hear_of_more: BTreeSet::new(),
                    });
                }
            }
            Step::PutOff(minutes) => {
                assert_eq!(done.refused.is_none(), self.is_open());
                if let Some(case) = self.case.as_mut().filter(|case| case.over.is_none()) {
                    (case.deadline, case.warned) = (now + SignedDuration::from_mins(*minutes), None);
                    case.seen_by = None;
                    case.extensions += 1;
                    case.hear_of_more = case.told.keys().cloned().collect();
                    self.nothing_of_it_waits(&nothing_waits);
                }
            }
            Step::AllRight => {
                assert_eq!(done.refused.is_none(), self.case.is_some());
                if let Some(case) = &mut self.case {
                    case.over = Some(true);
                    self.nothing_of_it_waits(&nothing_waits);
                }
            }
            Step::Seen(secret) => {
                let mine = &self.mine;
                let is_it = |case: &&mut Case| {
                    let is_told = case.warned.is_some() && case.next(&done.who).is_some();
                    matches!(secret, Secret::Of(_)) && is_told && case.over.is_none() && case.seen_by.is_none()
                };
                if let Some(case) = self.case.as_mut().filter(is_it) {
                    case.seen_by = Some(done.who.clone());
                    assert_eq!(done.refused, None);
                    expected = on(mine).map(|way| format!("{way}/check/{}/seen/{}", case.id, case.round)).collect();
                    for who in self.contacts.keys() {
                        nothing_waits(format!("{who}/check/{}/told/", case.id));
                    }
                } else {
                    assert_eq!(before.state, after.state, "{secret:?} does nothing");
                }
            }
            Step::SwitchContact(_, is_on) | Step::SwitchMine(_, is_on) => {
                if let Some(way) = self.contacts.get_mut(&done.who).or(self.mine.get_mut(&done.who)) {
                    *way = *is_on;
                    if !is_on {
                        nothing_waits(format!("{}/", done.who));
                    }
                } else {
                    assert!(done.refused.is_some());
                }
            }
            Step::Remove(_) => {
                let was_there = self.contacts.remove(&done.who).is_some();
                assert_eq!(done.refused.is_none(), was_there);
                nothing_waits(format!("{}/", done.who));
            }
            Step::AddContact => {
                if done.who != "nobody" {
                    self.contacts.insert(done.who.clone(), true);
                }
            }
        }
        expected
    }

    /// Neither a warning nor a word to a contact waits any more.
    fn nothing_of_it_waits(&self, nothing_waits: &impl Fn(String)) {
        let id = &self.case.as_ref().unwrap().id;
        for who in self.contacts.keys().chain(self.mine.keys()) {
            nothing_waits(format!("{who}/check/{id}/told/"));
            nothing_waits(format!("{who}/check/{id}/more/"));
            nothing_waits(format!("{who}/check/{id}/warned/"));
        }
    }

    fn tick(&mut self, now: Timestamp, world: &World) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        let Some(case) = &mut self.case else { return keys };
        let id = case.id.clone();
        if case.over.is_none() {
            match case.warned {
                None if now < case.deadline => {}
                None => {
                    case.warned = Some(now);
                    case.round += 1;
                    keys.extend(on(&self.mine).map(|way| format!("{way}/check/{id}/warned/{}", case.round)));
                }
                Some(warned) if now < warned + case.grace || case.seen_by.is_some() => {}
                Some(warned) => {
                    assert!(warned >= case.deadline && now >= case.deadline + case.grace);
                    for who in on(&self.contacts) {
                        if case.times(who) < 30 && case.next(who).is_none_or(|next| next <= now) {
                            case.told.entry(who.clone()).or_default().push((now, case.round));
                            case.hear_of_more.remove(who);
                            keys.insert(format!("{who}/check/{id}/told/{}", case.times(who)));
                        }
                    }
                    let is_in_vain =
                        |who: &String| case.times(who) >= 30 && case.next(who).is_none_or(|next| next <= now);
                    if on(&self.contacts).next().is_some() && on(&self.contacts).all(is_in_vain) {
                        case.over = Some(false);
                    }
                }
            }
        }
        let out = |who: &&String| world.outbox.may_be_out(&format!("{who}/check/{id}/told/"));
        for who in on(&self.contacts).filter(out) {
            if case.over == Some(true) && case.know_the_end.insert(who.clone()) {
                keys.insert(format!("{who}/check/{id}/all-right"));
            }
            if case.over.is_none() && case.warned.is_none() && case.hear_of_more.remove(who) {
                keys.insert(format!("{who}/check/{id}/more/{}", case.extensions));
            }
            let is_another = case.seen_by.as_ref().is_some_and(|seen_by| seen_by != who);
            if case.over.is_none() && is_another && case.know_of_another.insert((who.clone(), case.round)) {
                keys.insert(format!("{who}/check/{id}/seen/{}", case.round));
            }
        }
        keys
    }
}
