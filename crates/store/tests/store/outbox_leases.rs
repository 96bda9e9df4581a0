//! Leases of letters, what cancels them, and clocks that jump.

use crate::outbox::{LEASE, NOW, cancel, given_up, kept, later, lay, letter, taken};
use crate::{Place, on_every_outbox};
use supple_store::outbox::{Fate, LONGEST_RETRY, OVERTAKING, Outbox, Outcome, Taken};

on_every_outbox!(
    a_letter_is_nobody_elses_until_its_lease_ends,
    whoever_comes_after_the_lease_settles_and_the_one_before_does_not,
    an_outcome_counts_after_the_lease_if_nobody_came,
    an_outcome_counts_once,
    a_waiting_letter_is_cancelled_at_once,
    a_letter_that_is_sent_or_given_up_is_not_cancelled,
    a_letter_that_is_being_sent_ends_as_sent_or_as_cancelled,
    a_letter_that_was_cancelled_while_it_was_sent_by_a_dead_program_is_not_sent_again,
    a_letter_of_a_dead_program_is_cancelled_and_may_have_gone_out,
    a_clock_that_is_set_back_ends_a_lease,
    a_call_that_was_overtaken_takes_nothing_away,
    a_clock_that_is_set_forward_ends_a_lease_and_fencing_holds,
    a_retry_is_not_lost_in_the_future,
    a_letter_for_another_year_is_not_sent_before,
);

fn take(outbox: &dyn Outbox, now: i64) -> Taken {
    outbox.take(&[], now, LEASE).unwrap().unwrap()
}

fn state(outbox: &dyn Outbox, key: &str) -> (Fate, bool) {
    let kept = kept(outbox, key);
    (kept.fate, kept.is_taken)
}

/// An outbox with one letter that is due.
fn with_one(place: &Place) -> (Box<dyn Outbox>, i64) {
    let outbox = place.outbox();
    lay(&*outbox, &[letter("a", NOW)]);
    (outbox, NOW)
}

fn a_letter_is_nobody_elses_until_its_lease_ends(place: &Place) {
    let (outbox, mut now) = with_one(place);
    let other = place.outbox();
    let first = take(&*outbox, now);
    assert_eq!(state(&*other, "a"), (Fate::Waiting, true));
    assert_eq!((taken(&*outbox, now), taken(&*other, now)), (None, None));
    place.pass(&mut now, LEASE - 5_000);
    assert_eq!(taken(&*other, now), None);
    place.pass(&mut now, 5_000);
    let second = take(&*other, now);
    assert_eq!((first.tries, second.tries), (1, 2));
    assert!(second.token > first.token);
    assert_eq!(taken(&*outbox, now), None, "it has a lease of its own");
    assert_eq!(state(&*outbox, "a"), (Fate::Waiting, true));
}

fn whoever_comes_after_the_lease_settles_and_the_one_before_does_not(place: &Place) {
    let (outbox, mut now) = with_one(place);
    let first = take(&*outbox, now);
    place.pass(&mut now, LEASE);
    let second = take(&*outbox, now);
    for outcome in [Outcome::Sent, later(now), given_up()] {
        assert_eq!(outbox.settle(&first, &outcome, now), Ok(false));
        assert_eq!(state(&*outbox, "a"), (Fate::Waiting, true));
    }
    assert_eq!(outbox.settle(&second, &Outcome::Sent, now + 1), Ok(true));
    assert_eq!(outbox.settle(&first, &later(now), now), Ok(false));
    assert_eq!(state(&*outbox, "a"), (Fate::Sent(now + 1), false));
}

fn an_outcome_counts_after_the_lease_if_nobody_came(place: &Place) {
    let (outbox, mut now) = with_one(place);
    let first = take(&*outbox, now);
    place.pass(&mut now, LEASE * 100);
    assert_eq!(state(&*outbox, "a"), (Fate::Waiting, true), "until then it may have gone out");
    assert_eq!(outbox.settle(&first, &Outcome::Sent, now), Ok(true));
    assert_eq!(state(&*outbox, "a"), (Fate::Sent(now), false));
    assert_eq!(taken(&*outbox, now), None);
}

fn an_outcome_counts_once(place: &Place) {
    let (outbox, now) = with_one(place);
    let first = take(&*outbox, now);
    assert_eq!(outbox.settle(&first, &later(now + 5), now), Ok(true));
    assert_eq!(outbox.settle(&first, &Outcome::Sent, now), Ok(false));
    assert_eq!(state(&*outbox, "a"), (Fate::Waiting, false));
    let second = take(&*outbox, now + 5);
    assert_eq!(outbox.settle(&first, &Outcome::Sent, now), Ok(false));
    assert_eq!(outbox.settle(&second, &given_up(), now + 6), Ok(true));
    assert_eq!(outbox.settle(&second, &Outcome::Sent, now + 7), Ok(false));
    assert_eq!(state(&*outbox, "a"), (Fate::GivenUp(now + 6), false));
    assert_eq!(kept(&*outbox, "a").trouble.as_deref(), Some("no such address"));
}

fn a_waiting_letter_is_cancelled_at_once(place: &Place) {
    let (outbox, now) = with_one(place);
    let failed = take(&*outbox, now);
    assert_eq!(outbox.settle(&failed, &later(now + 1), now), Ok(true));
    cancel(&*outbox, "a", now + 2);
    cancel(&*outbox, "a", now + 3);
    assert_eq!(state(&*outbox, "a"), (Fate::Cancelled(now + 2), false));
    assert_eq!(taken(&*outbox, now + 9), None);
}

fn a_letter_that_is_sent_or_given_up_is_not_cancelled(place: &Place) {
    let (outbox, now) = with_one(place);
    lay(&*outbox, &[letter("b", NOW + 1)]);
    let (a, b) = (take(&*outbox, now), take(&*outbox, now + 1));
    assert_eq!(outbox.settle(&a, &Outcome::Sent, now + 2), Ok(true));
    assert_eq!(outbox.settle(&b, &given_up(), now + 3), Ok(true));
    cancel(&*outbox, "", now + 4);
    assert_eq!(state(&*outbox, "a"), (Fate::Sent(now + 2), false));
    assert_eq!(state(&*outbox, "b"), (Fate::GivenUp(now + 3), false));
}

fn a_letter_that_is_being_sent_ends_as_sent_or_as_cancelled(place: &Place) {
    let outbox = place.outbox();
    let cases = [
        (Outcome::Sent, Fate::Sent(NOW + 2), None),
        (later(NOW), Fate::Cancelled(NOW + 1), Some("no answer")),
        (given_up(), Fate::Cancelled(NOW + 1), Some("no such address")),
    ];
    for (number, (outcome, fate, trouble)) in cases.into_iter().enumerate() {
        let key = number.to_string();
        lay(&*outbox, &[letter(&key, NOW)]);
        let sending = take(&*outbox, NOW);
        cancel(&*outbox, &key, NOW + 1);
        assert_eq!(state(&*outbox, &key), (Fate::Waiting, true), "it stays: it may be out");
        cancel(&*outbox, &key, NOW + 2);
        assert_eq!(outbox.settle(&sending, &outcome, NOW + 2), Ok(true));
        assert_eq!(state(&*outbox, &key), (fate, false), "{outcome:?}");
        assert_eq!(kept(&*outbox, &key).trouble.as_deref(), trouble);
        assert_eq!(taken(&*outbox, NOW + 3), None);
    }
}

fn a_letter_that_was_cancelled_while_it_was_sent_by_a_dead_program_is_not_sent_again(place: &Place) {
    let (outbox, mut now) = with_one(place);
    let late = take(&*outbox, now);
    cancel(&*outbox, "a", now + 1);
    assert_eq!(taken(&*outbox, now + 2), None);
    assert_eq!(state(&*outbox, "a"), (Fate::Waiting, true));
    place.pass(&mut now, LEASE);
    assert_eq!(taken(&*outbox, now), None);
    assert_eq!(state(&*outbox, "a"), (Fate::Cancelled(NOW + 1), true), "it may have gone out");
    // It was not dead after all.
    assert_eq!(outbox.settle(&late, &Outcome::Sent, now), Ok(true));
    assert_eq!(state(&*outbox, "a"), (Fate::Sent(now), false));
}

fn a_letter_of_a_dead_program_is_cancelled_and_may_have_gone_out(place: &Place) {
    let (outbox, mut now) = with_one(place);
    let late = take(&*outbox, now);
    place.pass(&mut now, LEASE);
    cancel(&*outbox, "a", now);
    assert_eq!(state(&*outbox, "a"), (Fate::Cancelled(now), true));
    assert_eq!(taken(&*outbox, now), None);
    assert_eq!(outbox.settle(&late, &later(now), now), Ok(true));
    assert_eq!(state(&*outbox, "a"), (Fate::Cancelled(now), false), "it did not go out");
    assert_eq!(taken(&*outbox, now), None);
    assert_eq!(outbox.forget_before(now + 1), Ok(1));
}

fn a_clock_that_is_set_back_ends_a_lease(place: &Place) {
    let outbox = place.outbox();
    lay(&*outbox, &[letter("a", 0)]);
    let mut now = NOW;
    let first = outbox.take(&[], now, LEASE).unwrap().unwrap();
    place.pass(&mut now, -(OVERTAKING + 5_000));
    let second = take(&*outbox, now);
    assert!(second.token > first.token, "also against the clock");
    assert_eq!(outbox.settle(&first, &Outcome::Sent, now), Ok(false));
    assert_eq!(taken(&*outbox, now), None, "the new lease is one");
    // For a year, as when a machine begins without a battery.
    place.pass(&mut now, -365 * LONGEST_RETRY);
    cancel(&*outbox, "a", now);
    assert_eq!(state(&*outbox, "a"), (Fate::Cancelled(now), true));
}

fn a_call_that_was_overtaken_takes_nothing_away(place: &Place) {
    let (outbox, mut now) = with_one(place);
    place.pass(&mut now, 10_000);
    take(&*outbox, now);
    place.pass(&mut now, -5_000);
    assert_eq!(taken(&*outbox, now), None);
    cancel(&*outbox, "a", now);
    assert_eq!(state(&*outbox, "a"), (Fate::Waiting, true), "it is being sent");
}

fn a_clock_that_is_set_forward_ends_a_lease_and_fencing_holds(place: &Place) {
    let (outbox, mut now) = with_one(place);
    let first = take(&*outbox, now);
    place.pass(&mut now, 365 * LONGEST_RETRY);
    let second = take(&*outbox, now);
    assert_eq!(outbox.settle(&first, &Outcome::Sent, NOW), Ok(false));
    assert_eq!(outbox.settle(&second, &later(now + 60_000), now), Ok(true));
    // And back again: the retry is a year away.
    place.pass(&mut now, -365 * LONGEST_RETRY);
    let third = take(&*outbox, now);
    assert!(second.token < third.token && third.tries == 3, "{third:?}");
}

fn a_retry_is_not_lost_in_the_future(place: &Place) {
    let (outbox, mut now) = with_one(place);
    let first = take(&*outbox, now);
    assert_eq!(outbox.settle(&first, &later(i64::MAX), now), Ok(true));
    assert_eq!(kept(&*outbox, "a").next, now + LONGEST_RETRY, "it is brought forward");
    assert_eq!((taken(&*outbox, now), taken(&*outbox, now - OVERTAKING)), (None, None), "but it is a retry");
    place.pass(&mut now, LONGEST_RETRY);
    let second = take(&*outbox, now);
    assert_eq!(outbox.settle(&second, &later(now + 1_000), now), Ok(true));
    // Where the clock is set back so far that the letter would not be due, that counts.
    lay(&*outbox, &[letter("other", now - LONGEST_RETRY / 2)]);
    place.pass(&mut now, -2 * LONGEST_RETRY);
    assert_eq!(taken(&*outbox, now), None);
    place.pass(&mut now, LONGEST_RETRY);
    assert_eq!(taken(&*outbox, now), None, "a retry within a day is waited for");
    place.pass(&mut now, -OVERTAKING);
    assert_eq!(taken(&*outbox, now), None, "not due any more");
}

fn a_letter_for_another_year_is_not_sent_before(place: &Place) {
    let outbox = place.outbox();
    let far = NOW + 400 * LONGEST_RETRY;
    lay(&*outbox, &[letter("a", far)]);
    assert_eq!((taken(&*outbox, NOW), taken(&*outbox, far - 1)), (None, None));
    assert_eq!(taken(&*outbox, far).as_deref(), Some("a"));
}
