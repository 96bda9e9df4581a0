//! What an outbox promises on both kinds of database, be it the first of its database or another.

use crate::{Place, on_every_outbox};
use std::sync::Mutex;
use supple_store::DiaryKey;
use supple_store::outbox::{Change, Document, Fate, Kept, Letter, Outbox, Outboxes, Outcome};

on_every_outbox!(
    a_change_lays_its_letters_with_its_document,
    a_change_that_comes_too_late_does_nothing,
    a_key_that_is_there_is_skipped_whatever_became_of_its_letter,
    what_a_change_lays_it_does_not_cancel,
    no_two_states_of_a_name_share_a_revision,
    any_text_comes_back_as_it_was,
    prefixes_are_taken_word_for_word_and_bytes_decide,
    the_letter_that_has_waited_longest_goes_first,
    only_the_named_channels_are_served,
    a_failed_letter_waits_for_its_next_time_and_gives_way_meanwhile,
    what_may_be_out_may_be_out_for_ever,
    finished_letters_are_forgotten_and_others_are_not,
    an_erased_outbox_is_empty_and_old_letters_settle_nothing,
    times_at_their_limits_do_no_harm,
    opening_a_new_outbox_many_times_at_once,
    reopening_finds_everything,
    changes_of_one_document_on_eight_threads_lose_nothing,
    eight_threads_with_two_handles_take_each_letter_once,
);

/// A moment of the tests.
pub(crate) const NOW: i64 = 1_750_000_000_000;
pub(crate) const LEASE: i64 = 30_000;

/// A diary beside the first.
pub(crate) const OTHER: DiaryKey = DiaryKey([0xB5; 16]);

impl Place {
    pub(crate) fn outboxes(&self) -> Outboxes {
        Outboxes::at(&self.address).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn outbox(&self) -> Box<dyn Outbox> {
        self.outboxes().of(self.key).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Lets time pass, or sets clocks back: that of the callers, and that of a server, by which its leases go.
    pub(crate) fn pass(&self, now: &mut i64, milliseconds: i64) {
        *now += milliseconds;
        if self.address.starts_with("postgres") {
            let mut client = postgres::Client::connect(&self.address, postgres::NoTls).unwrap();
            let sql = format!("UPDATE {} SET taken = taken - $1, until = until - $1", table("letter", self.key));
            client.execute(&sql, &[&milliseconds]).unwrap();
        }
    }
}

/// A table of the outbox of this diary on a server.
pub(crate) fn table(what: &str, key: DiaryKey) -> String {
    let suffix = match key {
        DiaryKey::FIRST => String::new(),
        key => format!("_{}", key.to_string().replace('-', "")),
    };
    format!("supple.{what}{suffix}")
}

/// Does a test with the outbox of another diary, where that of the first holds what tests work with: it stays as it was.
pub(crate) fn beside_another(mut place: Place, test: fn(&Place)) {
    let first = place.outbox();
    lay(&*first, &["", "a", "b", "old", "first", "watch/1", "000001"].map(|key| letter(key, NOW - 1)));
    for name in ["d", "watch", "nothing", "count"] {
        assert!(write(&*first, name, 0, Some("of the first")));
    }
    assert_eq!(taken(&*first, NOW).as_deref(), Some(""));
    let all = || (first.letters("").unwrap(), first.documents("").unwrap());
    let before = all();
    place.key = OTHER;
    test(&place);
    assert_eq!(all(), before);
}

pub(crate) fn letter(key: &str, due: i64) -> Letter {
    Letter { key: key.to_owned(), channel: "mail".to_owned(), due, content: format!("Word of {key}") }
}

/// Lays letters without a document.
pub(crate) fn lay(outbox: &dyn Outbox, letters: &[Letter]) {
    let change = Change { name: "nothing", revision: 0, value: None, lay: letters, cancel: &[] };
    assert_eq!(outbox.commit(&change, NOW), Ok(true));
}

pub(crate) fn cancel(outbox: &dyn Outbox, prefix: &str, now: i64) {
    let change = Change { name: "nothing", revision: 0, value: None, lay: &[], cancel: &[prefix.to_owned()] };
    assert_eq!(outbox.commit(&change, now), Ok(true));
}

pub(crate) fn write(outbox: &dyn Outbox, name: &str, revision: u64, value: Option<&str>) -> bool {
    outbox.commit(&Change { name, revision, value, lay: &[], cancel: &[] }, NOW).unwrap()
}

/// The key of the letter whose turn it is.
pub(crate) fn taken(outbox: &dyn Outbox, now: i64) -> Option<String> {
    outbox.take(&[], now, LEASE).unwrap().map(|taken| taken.letter.key)
}

pub(crate) fn kept(outbox: &dyn Outbox, key: &str) -> Kept {
    outbox.letters(key).unwrap().into_iter().find(|kept| kept.letter.key == key).unwrap()
}

pub(crate) fn later(next: i64) -> Outcome {
    Outcome::Later { next, why: "no answer".to_owned(), may_be_out: false }
}

pub(crate) fn given_up() -> Outcome {
    Outcome::GivenUp { why: "no such address".to_owned(), may_be_out: false }
}

fn keys(outbox: &dyn Outbox, prefix: &str) -> Vec<String> {
    outbox.letters(prefix).unwrap().into_iter().map(|kept| kept.letter.key).collect()
}

fn names(outbox: &dyn Outbox, prefix: &str) -> Vec<String> {
    outbox.documents(prefix).unwrap().into_iter().map(|document| document.name).collect()
}

fn document(name: &str, revision: u64, value: &str) -> Document {
    Document { name: name.to_owned(), revision, value: value.to_owned() }
}

fn a_change_lays_its_letters_with_its_document(place: &Place) {
    let outbox = place.outbox();
    assert_eq!(outbox.document("watch"), Ok(None));
    let letters = [letter("watch/2", NOW + 5), letter("watch/1", NOW)];
    let change = Change { name: "watch", revision: 0, value: Some("on"), lay: &letters, cancel: &[] };
    assert_eq!(outbox.commit(&change, NOW), Ok(true));
    assert_eq!(outbox.document("watch"), Ok(Some(document("watch", 1, "on"))));
    let fresh = |letter: &Letter| Kept {
        letter: letter.clone(),
        tries: 0,
        next: letter.due,
        trouble: None,
        fate: Fate::Waiting,
        is_taken: false,
        may_be_out: false,
    };
    assert_eq!(outbox.letters(""), Ok(vec![fresh(&letters[1]), fresh(&letters[0])]));
    assert!(write(&*outbox, "watch", 1, Some("off")));
    assert_eq!(outbox.documents(""), Ok(vec![document("watch", 2, "off")]));
}

fn a_change_that_comes_too_late_does_nothing(place: &Place) {
    let outbox = place.outbox();
    lay(&*outbox, &[letter("old", NOW)]);
    let all = ["".to_owned()];
    let late = |revision, value| {
        let change = Change { name: "watch", revision, value, lay: &[letter("new", NOW)], cancel: &all };
        assert_eq!(outbox.commit(&change, NOW), Ok(false));
    };
    late(1, Some("b"));
    assert!(write(&*outbox, "watch", 0, Some("a")));
    for revision in [0, 2, u64::MAX] {
        late(revision, Some("b"));
        late(revision, None);
    }
    assert_eq!(outbox.document("watch"), Ok(Some(document("watch", 1, "a"))));
    assert_eq!(keys(&*outbox, ""), ["old"]);
    assert_eq!(kept(&*outbox, "old").fate, Fate::Waiting);
}

fn a_key_that_is_there_is_skipped_whatever_became_of_its_letter(place: &Place) {
    let outbox = place.outbox();
    let first: Vec<Letter> =
        ["cancelled", "given up", "sent", "taken", "waiting"].iter().map(|key| letter(key, NOW)).collect();
    lay(&*outbox, &first);
    cancel(&*outbox, "cancelled", NOW);
    for _ in 0..3 {
        let taken = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
        match taken.letter.key.as_str() {
            "sent" => assert_eq!(outbox.settle(&taken, &Outcome::Sent, NOW), Ok(true)),
            "given up" => assert_eq!(outbox.settle(&taken, &given_up(), NOW), Ok(true)),
            key => assert_eq!(key, "taken"),
        }
    }
    let before = outbox.letters("").unwrap();
    let again: Vec<Letter> =
        first.iter().map(|letter| Letter { content: "other".to_owned(), due: 0, ..letter.clone() }).collect();
    lay(&*outbox, &again);
    lay(&*outbox, &[letter("twice", NOW + 1), letter("twice", NOW + 2)]);
    assert_eq!(kept(&*outbox, "twice").letter.due, NOW + 1);
    assert_eq!(
        outbox.letters("").unwrap().into_iter().filter(|kept| kept.letter.key != "twice").collect::<Vec<_>>(),
        before
    );
    assert_eq!(
        before.iter().map(|kept| kept.fate).collect::<Vec<_>>(),
        [Fate::Cancelled(NOW), Fate::GivenUp(NOW), Fate::Sent(NOW), Fate::Waiting, Fate::Waiting]
    );
}

fn what_a_change_lays_it_does_not_cancel(place: &Place) {
    let outbox = place.outbox();
    lay(&*outbox, &[letter("ask/1", NOW), letter("ask/2", NOW), letter("other", NOW)]);
    let change = Change {
        name: "plan",
        revision: 0,
        value: Some("new"),
        lay: &[letter("ask/2", NOW), letter("ask/3", NOW)],
        cancel: &["ask/".to_owned(), "ask".to_owned(), "nobody".to_owned()],
    };
    assert_eq!(outbox.commit(&change, NOW + 1), Ok(true));
    let fates: Vec<Fate> = outbox.letters("").unwrap().into_iter().map(|kept| kept.fate).collect();
    assert_eq!(fates, [Fate::Cancelled(NOW + 1), Fate::Cancelled(NOW + 1), Fate::Waiting, Fate::Waiting]);
}

fn no_two_states_of_a_name_share_a_revision(place: &Place) {
    let outbox = place.outbox();
    assert!(write(&*outbox, "a", 0, None), "what is not there may stay away");
    assert!(
        write(&*outbox, "a", 0, Some("1")) && write(&*outbox, "a", 1, Some("2")) && write(&*outbox, "a", 2, Some("3"))
    );
    assert!(write(&*outbox, "a", 3, None));
    assert_eq!(outbox.document("a"), Ok(None));
    assert!(write(&*outbox, "a", 0, Some("1")));
    let again = outbox.document("a").unwrap().unwrap();
    assert!(again.revision > 3, "{again:?}");
    assert!(!write(&*outbox, "a", 1, Some("x")), "whoever saw the first is too late");
    outbox.erase().unwrap();
    assert!(write(&*outbox, "a", 0, Some("1")));
    assert!(outbox.document("a").unwrap().unwrap().revision > again.revision);
}

fn any_text_comes_back_as_it_was(place: &Place) {
    let outbox = place.outbox();
    let texts = ["", "\0", "a\0b", "Rückenschmerz 🩹", "'; DROP TABLE letter; --", "\u{10ffff}\r\n\t\\", "%_?*[a]"];
    for text in texts {
        let sent = Letter { key: text.to_owned(), channel: text.to_owned(), due: NOW, content: text.to_owned() };
        let change =
            Change { name: text, revision: 0, value: Some(text), lay: std::slice::from_ref(&sent), cancel: &[] };
        assert_eq!(outbox.commit(&change, NOW), Ok(true));
        assert_eq!(outbox.document(text), Ok(Some(document(text, 1, text))));
        let taken = outbox.take(&[text], NOW, LEASE).unwrap().unwrap();
        assert_eq!(taken.letter, sent);
        assert_eq!(outbox.settle(&taken, &Outcome::GivenUp { why: text.to_owned(), may_be_out: false }, NOW), Ok(true));
        assert_eq!(kept(&*outbox, text).trouble.as_deref(), Some(text));
    }
    assert_eq!(outbox.documents("").unwrap().len(), texts.len());
    let long = "x".repeat(3 << 20);
    lay(&*outbox, &[Letter { content: long.clone(), ..letter("long", NOW) }]);
    assert_eq!(outbox.take(&["mail"], NOW, LEASE).unwrap().unwrap().letter.content, long);
}

fn prefixes_are_taken_word_for_word_and_bytes_decide(place: &Place) {
    let outbox = place.outbox();
    // In the order of their bytes, which is that of no language.
    let all =
        ["", "%", "%a", "A", "Z", "_", "_a", "a", "a%", "a%b", "a_b", "ab", "axb", "z", "ä", "äb", "é", "\u{10ffff}"];
    for name in all.iter().rev() {
        assert!(write(&*outbox, name, 0, Some("here")));
        lay(&*outbox, &[letter(name, NOW)]);
    }
    for prefix in all.iter().chain(&["b", "a%c", "Ä", "\u{10fffe}"]) {
        let expected: Vec<&str> = all.into_iter().filter(|name| name.starts_with(prefix)).collect();
        assert_eq!(names(&*outbox, prefix), expected, "{prefix:?}");
        assert_eq!(keys(&*outbox, prefix), expected, "{prefix:?}");
    }
    cancel(&*outbox, "a%", NOW);
    cancel(&*outbox, "_", NOW);
    let cancelled: Vec<String> = outbox
        .letters("")
        .unwrap()
        .into_iter()
        .filter(|kept| kept.fate != Fate::Waiting)
        .map(|kept| kept.letter.key)
        .collect();
    assert_eq!(cancelled, ["_", "_a", "a%", "a%b"]);
    cancel(&*outbox, "", NOW);
    assert_eq!(taken(&*outbox, NOW), None, "the empty beginning is that of all");
}

fn the_letter_that_has_waited_longest_goes_first(place: &Place) {
    let outbox = place.outbox();
    lay(&*outbox, &[letter("late", NOW - 1), letter("b", NOW - 9), letter("a", NOW - 9), letter("future", NOW + 1)]);
    lay(&*outbox, &[letter("early", NOW - 20), letter("now", NOW)]);
    let order: Vec<String> = std::iter::from_fn(|| taken(&*outbox, NOW)).collect();
    assert_eq!(order, ["early", "b", "a", "late", "now"]);
    assert_eq!(taken(&*outbox, NOW + 1).as_deref(), Some("future"));
}

fn only_the_named_channels_are_served(place: &Place) {
    let outbox = place.outbox();
    let on = |key, channel: &str| Letter { channel: channel.to_owned(), ..letter(key, NOW) };
    lay(&*outbox, &[on("1", "push"), on("2", "mail"), on("3", "sms"), on("4", "Mail"), on("5", "push")]);
    let take = |channels: &[&str]| outbox.take(channels, NOW, LEASE).unwrap().map(|taken| taken.letter.key);
    assert_eq!(take(&["fax", "pus", "%"]), None);
    assert_eq!(take(&["mail", "fax"]).as_deref(), Some("2"));
    assert_eq!(take(&["sms", "push", "push"]).as_deref(), Some("1"));
    assert_eq!(take(&["sms", "push"]).as_deref(), Some("3"));
    assert_eq!(take(&["mail"]), None);
    assert_eq!(take(&[]).as_deref(), Some("4"));
}

fn a_failed_letter_waits_for_its_next_time_and_gives_way_meanwhile(place: &Place) {
    let outbox = place.outbox();
    lay(&*outbox, &[letter("first", NOW), letter("second", NOW + 1)]);
    let first = outbox.take(&[], NOW + 1, LEASE).unwrap().unwrap();
    assert_eq!(outbox.settle(&first, &later(NOW + 50), NOW + 2), Ok(true));
    let failed = kept(&*outbox, "first");
    assert_eq!((failed.tries, failed.next, failed.fate, failed.is_taken), (1, NOW + 50, Fate::Waiting, false));
    assert!(!failed.may_be_out, "it was refused");
    assert_eq!(failed.trouble.as_deref(), Some("no answer"));
    lay(&*outbox, &[letter("third", NOW + 60)]);
    let order: Vec<String> = std::iter::from_fn(|| taken(&*outbox, NOW + 49)).collect();
    assert_eq!(order, ["second"]);
    let again = outbox.take(&[], NOW + 60, LEASE).unwrap().unwrap();
    assert_eq!((again.letter.key.as_str(), again.tries), ("first", 2));
    assert_eq!(outbox.settle(&again, &Outcome::Sent, NOW + 61), Ok(true));
    let sent = kept(&*outbox, "first");
    assert_eq!((sent.tries, sent.trouble, sent.fate, sent.is_taken), (2, None, Fate::Sent(NOW + 61), false));
    assert_eq!(taken(&*outbox, NOW + 60).as_deref(), Some("third"));
}

fn what_may_be_out_may_be_out_for_ever(place: &Place) {
    let outbox = place.outbox();
    let unsure = |next| Outcome::Later { next, why: "no answer".to_owned(), may_be_out: true };
    lay(&*outbox, &["answerless", "forsaken", "refused"].map(|key| letter(key, NOW)));
    let mut now = NOW;
    for key in ["answerless", "forsaken", "refused"] {
        let taken = outbox.take(&[], now, LEASE).unwrap().unwrap();
        assert_eq!(taken.letter.key, key);
        assert!(kept(&*outbox, key).may_be_out, "someone is sending it");
        match key {
            "answerless" => assert_eq!(outbox.settle(&taken, &unsure(NOW + 1), NOW), Ok(true)),
            "refused" => assert_eq!(outbox.settle(&taken, &later(NOW + 1), NOW), Ok(true)),
            _ => {}
        }
    }
    place.pass(&mut now, LEASE);
    for _ in 0..3 {
        let taken = outbox.take(&[], now, LEASE).unwrap().unwrap();
        assert_eq!(outbox.settle(&taken, &given_up(), now), Ok(true));
    }
    let may_be_out = |key| kept(&*outbox, key).may_be_out;
    assert!(may_be_out("answerless"), "the later try does not undo the first");
    assert!(may_be_out("forsaken"), "whoever took it first never said what became of it");
    assert!(!may_be_out("refused"));
}

fn finished_letters_are_forgotten_and_others_are_not(place: &Place) {
    let outbox = place.outbox();
    lay(&*outbox, &["1", "2", "3", "4", "5"].map(|key| letter(key, NOW)));
    for (at, outcome) in [(NOW + 10, Outcome::Sent), (NOW + 20, given_up()), (NOW + 30, later(NOW + 40))] {
        let taken = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
        assert_eq!(outbox.settle(&taken, &outcome, at), Ok(true));
    }
    cancel(&*outbox, "5", NOW + 30);
    assert_eq!(outbox.forget_before(NOW + 10), Ok(0));
    assert_eq!(outbox.forget_before(NOW + 11), Ok(1));
    assert_eq!(keys(&*outbox, ""), ["2", "3", "4", "5"]);
    assert_eq!(outbox.forget_before(i64::MAX), Ok(2));
    assert_eq!(keys(&*outbox, ""), ["3", "4"]);
    lay(&*outbox, &[letter("1", NOW)]);
    assert_eq!(kept(&*outbox, "1").fate, Fate::Waiting, "a forgotten key may be laid again");
}

fn an_erased_outbox_is_empty_and_old_letters_settle_nothing(place: &Place) {
    let outbox = place.outbox();
    lay(&*outbox, &[letter("a", NOW)]);
    assert!(write(&*outbox, "d", 0, Some("x")));
    let old = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
    outbox.erase().unwrap();
    assert_eq!((outbox.letters(""), outbox.documents("")), (Ok(vec![]), Ok(vec![])));
    assert_eq!(outbox.settle(&old, &Outcome::Sent, NOW), Ok(false));
    lay(&*outbox, &[letter("a", NOW)]);
    let new = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
    assert!(new.token > old.token && new.tries == 1, "{new:?}");
    assert_eq!(outbox.settle(&old, &Outcome::Sent, NOW), Ok(false));
    outbox.erase().unwrap();
    outbox.erase().unwrap();
}

fn times_at_their_limits_do_no_harm(place: &Place) {
    let outbox = place.outbox();
    for (number, now) in [i64::MIN, -1, 0, i64::MAX].into_iter().enumerate() {
        let key = number.to_string();
        lay(&*outbox, &[letter(&key, i64::MIN)]);
        let taken = outbox.take(&[], now, i64::MAX).unwrap().unwrap();
        assert_eq!(taken.letter.key, key);
        cancel(&*outbox, "nobody", now);
        assert_eq!(outbox.settle(&taken, &later(i64::MAX), now), Ok(true));
        cancel(&*outbox, "", now);
        assert_eq!(kept(&*outbox, &key).fate, Fate::Cancelled(now));
    }
    lay(&*outbox, &[letter("x", NOW)]);
    let first = outbox.take(&[], NOW, i64::MIN).unwrap().unwrap();
    assert_eq!(taken(&*outbox, NOW).as_deref(), Some("x"), "a lease of nothing has ended");
    assert_eq!(outbox.settle(&first, &Outcome::Sent, NOW), Ok(false));
}

fn opening_a_new_outbox_many_times_at_once(place: &Place) {
    std::thread::scope(|scope| {
        for number in 0..6 {
            scope.spawn(move || lay(&*place.outbox(), &[letter(&number.to_string(), NOW)]));
        }
    });
    assert_eq!(keys(&*place.outbox(), ""), ["0", "1", "2", "3", "4", "5"]);
}

fn reopening_finds_everything(place: &Place) {
    let outbox = place.outbox();
    lay(&*outbox, &["a", "b", "c"].map(|key| letter(key, NOW)));
    assert!(write(&*outbox, "d", 0, Some("x")));
    let first = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
    assert_eq!(outbox.settle(&first, &later(NOW + 7), NOW), Ok(true));
    let second = outbox.take(&[], NOW, LEASE).unwrap().unwrap();
    let before = (outbox.letters(""), outbox.documents(""));
    drop(outbox);
    let outbox = place.outbox();
    assert_eq!((outbox.letters(""), outbox.documents("")), before);
    assert_eq!(outbox.settle(&second, &Outcome::Sent, NOW), Ok(true), "a lease outlives the handle");
}

fn changes_of_one_document_on_eight_threads_lose_nothing(place: &Place) {
    const EACH: usize = 15;
    let handles = [place.outbox(), place.outbox()];
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let outbox = &*handles[thread % 2];
            scope.spawn(move || {
                for n in 0..EACH {
                    let letters = [letter(&format!("{thread}/{n}"), NOW)];
                    loop {
                        let found = outbox.document("sum").unwrap();
                        let (revision, sum) =
                            found.map_or((0, 0), |found| (found.revision, found.value.parse().unwrap()));
                        let value = (sum + 1_u64).to_string();
                        let change = Change { name: "sum", revision, value: Some(&value), lay: &letters, cancel: &[] };
                        if outbox.commit(&change, NOW).unwrap() {
                            break;
                        }
                    }
                }
            });
        }
    });
    let sum = 8 * EACH;
    assert_eq!(handles[0].document("sum"), Ok(Some(document("sum", sum as u64, &sum.to_string()))));
    assert_eq!(handles[1].letters("").unwrap().len(), sum);
}

fn eight_threads_with_two_handles_take_each_letter_once(place: &Place) {
    const ALL: usize = 120;
    let handles = [place.outbox(), place.outbox()];
    let letters: Vec<Letter> = (0..ALL).map(|n| letter(&format!("{n:03}"), NOW)).collect();
    lay(&*handles[0], &letters);
    let all = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for thread in 0..8_usize {
            let (outbox, all) = (&*handles[thread % 2], &all);
            scope.spawn(move || {
                // Each asks for the time a little earlier than the one before, and may get its turn later.
                let now = NOW + 100 - thread as i64;
                loop {
                    match outbox.take(&[], now, LEASE).unwrap() {
                        Some(taken) => {
                            if thread % 3 == 0 {
                                assert_eq!(outbox.settle(&taken, &Outcome::Sent, now), Ok(true));
                            }
                            all.lock().unwrap().push((taken.letter.key, taken.token));
                        }
                        // One that passes over what others hold in this moment may find nothing.
                        None if all.lock().unwrap().len() < ALL => std::thread::yield_now(),
                        None => break,
                    }
                }
            });
        }
    });
    let mut all = all.into_inner().unwrap();
    all.sort();
    let expected: Vec<String> = letters.into_iter().map(|letter| letter.key).collect();
    assert_eq!(all.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(), expected);
    all.sort_by_key(|(_, token)| *token);
    all.dedup_by_key(|(_, token)| *token);
    assert_eq!(all.len(), ALL, "no token twice");
}
