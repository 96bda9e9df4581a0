//! A check on the person, told as it goes.

use crate::outbox::Try;
use crate::world::{Step, World};
use supple_reach::{Act, Begin, Ending, Refused};

fn begun(contacts: usize) -> World {
    let mut world = World::new(1, contacts);
    let begin =
        Begin { minutes: 30, said: "I hurt my back".to_owned(), place: "Flat 4".to_owned(), ..Begin::default() };
    world.act(Act::BeginCheck(begin)).unwrap();
    world
}

/// So far that contacts were told, and their letters went out.
fn telling(contacts: usize) -> World {
    let mut world = begun(contacts);
    world.pass(30 * 60);
    world.tick();
    world.pass(5 * 60);
    assert_eq!(world.tick().len(), contacts);
    world.outbox.send(&[Try::Sent]);
    world
}

fn keys(letters: &[supple_reach::Letter]) -> Vec<&str> {
    letters.iter().map(|letter| letter.key.as_str()).collect()
}

fn contact(world: &World, number: usize) -> String {
    world.state.contacts[number].id.clone()
}

fn secret(world: &World, number: usize) -> String {
    world.secret(&contact(world, number)).unwrap()
}

#[test]
fn nobody_is_told_of_a_person_who_is_all_right_in_time() {
    let mut world = begun(2);
    world.pass(30 * 60);
    assert_eq!(world.tick().len(), 1, "the person is warned");
    world.pass(5 * 60 - 1);
    assert_eq!(world.act(Act::AllRight).unwrap(), []);
    for _ in 0..100 {
        world.pass(3600);
        assert_eq!(world.tick(), []);
    }
}

#[test]
fn a_word_that_still_waits_when_the_person_is_all_right_is_not_sent() {
    let mut world = begun(2);
    world.pass(30 * 60);
    world.tick();
    world.pass(5 * 60);
    world.tick();
    assert_eq!(world.outbox.waiting("").len(), 3);
    world.act(Act::AllRight).unwrap();
    assert_eq!(world.outbox.waiting(""), [""; 0]);
    assert_eq!(world.tick(), [], "nobody was told, so nobody hears of the end");
}

#[test]
fn words_come_six_times_at_ten_minutes_then_each_hour_for_a_day() {
    let mut world = begun(1);
    let begun = world.now;
    let mut minutes = Vec::new();
    for _ in 0..3000 {
        if world.tick().iter().any(|letter| letter.key.contains("/told/")) {
            minutes.push(world.now.duration_since(begun).as_secs() / 60);
        }
        world.pass(60);
    }
    let expected = (0..6).map(|soon| 35 + soon * 10).chain((1..=24).map(|later| 85 + later * 60));
    assert_eq!(minutes, expected.collect::<Vec<_>>());
    assert_eq!(world.state.check.unwrap().ended.unwrap().1, Ending::NoAnswer);
}

#[test]
fn a_person_who_answers_after_everyone_was_told_in_vain_is_still_heard() {
    let mut world = telling(1);
    for _ in 0..3000 {
        world.pass(60);
        world.tick();
    }
    assert_eq!(world.act(Act::PutOff(30)), Err(Refused::NoneRuns));
    world.act(Act::AllRight).unwrap();
    let id = world.state.check.as_ref().unwrap().id.clone();
    assert_eq!(keys(&world.tick()), [format!("{}/check/{id}/all-right", contact(&world, 0))]);
}

#[test]
fn everyone_hears_of_the_end_also_after_a_standstill_of_weeks() {
    let mut world = telling(2);
    world.act(Act::AllRight).unwrap();
    world.pass(20 * 86_400);
    assert_eq!(world.tick().len(), 2);
    assert_eq!(world.tick(), []);
}

#[test]
fn after_a_contact_has_seen_it_nobody_is_told_again_and_the_others_and_the_person_hear_that() {
    let mut world = telling(2);
    let (me, id) = (world.state.mine[0].id.clone(), world.state.check.as_ref().unwrap().id.clone());
    let seen = Act::Seen(secret(&world, 0));
    assert_eq!(keys(&world.act(seen.clone()).unwrap()), [format!("{me}/check/{id}/seen/1")]);
    let heard = world.tick();
    assert_eq!(keys(&heard), [format!("{}/check/{id}/seen/1", contact(&world, 1))]);
    assert_eq!(world.act(seen), Ok(Vec::new()), "a second tap does nothing");
    for _ in 0..100 {
        world.pass(3600);
        assert_eq!(world.tick(), []);
    }
    assert!(world.state.check.as_ref().unwrap().is_open(), "the person can still say that they are all right");
}

#[test]
fn the_others_hear_each_time_that_one_has_seen_it() {
    let mut world = telling(2);
    world.act(Act::Seen(secret(&world, 0))).unwrap();
    assert_eq!(world.tick().len(), 1);
    world.act(Act::PutOff(30)).unwrap();
    world.pass(30 * 60);
    world.tick();
    world.pass(5 * 60);
    assert_eq!(world.tick().len(), 2);
    assert_eq!(world.act(Act::Seen(secret(&world, 1))).unwrap().len(), 1);
    let id = world.state.check.as_ref().unwrap().id.clone();
    assert_eq!(keys(&world.tick()), [format!("{}/check/{id}/seen/2", contact(&world, 0))]);
}

#[test]
fn whoever_was_told_hears_once_that_the_person_has_answered_and_asked_for_more_time() {
    let mut world = telling(2);
    let id = world.state.check.as_ref().unwrap().id.clone();
    let to_each = |world: &World, what: &str| [0, 1].map(|at| format!("{}/check/{id}/{what}", contact(world, at)));
    world.act(Act::PutOff(30)).unwrap();
    let letters = world.tick();
    assert_eq!(keys(&letters), to_each(&world, "more/1"));
    assert!(letters[0].words.text.contains("asked for more time, until 21:05"), "{:?}", letters[0].words);
    assert_eq!(world.tick(), []);
    world.act(Act::PutOff(60)).unwrap();
    assert_eq!(keys(&world.tick()), to_each(&world, "more/2"));
    world.pass(60 * 60);
    world.tick();
    world.pass(5 * 60);
    assert_eq!(keys(&world.tick()), to_each(&world, "told/2"), "and is told again, if no answer comes");
}

#[test]
fn someone_of_whom_no_word_went_out_hears_nothing_of_more_time() {
    let mut world = begun(1);
    world.act(Act::PutOff(30)).unwrap();
    assert_eq!(world.tick(), []);
}

#[test]
fn a_link_from_before_the_check_was_put_off_does_not_silence_what_comes_after() {
    let mut world = telling(2);
    world.act(Act::PutOff(30)).unwrap();
    assert_eq!(world.act(Act::Seen(secret(&world, 0))), Err(Refused::NoLink));
    world.pass(30 * 60);
    assert_eq!(world.act(Act::Seen(secret(&world, 0))), Err(Refused::NoLink));
    world.tick();
    world.pass(5 * 60);
    assert_eq!(world.tick().len(), 2);
}

#[test]
fn wrong_empty_and_old_secrets_do_nothing() {
    let mut world = telling(1);
    let old = secret(&world, 0);
    for wrong in ["", "0", &old[..63], &old.to_uppercase(), &format!("{old} ")] {
        assert_eq!(world.act(Act::Seen(wrong.to_owned())), Err(Refused::NoLink), "{wrong}");
    }
    world.act(Act::AllRight).unwrap();
    assert_eq!(world.act(Act::Seen(old.clone())), Ok(Vec::new()), "it is over");
    world.step(&Step::Begin { minutes: 30, grace: None });
    assert_eq!(world.act(Act::Seen(old)), Err(Refused::NoLink));
}

#[test]
fn two_contacts_never_have_one_secret() {
    let world = begun(4);
    let all: std::collections::BTreeSet<String> = (0..4).map(|number| secret(&world, number)).collect();
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|secret| secret.len() == 64));
}

#[test]
fn a_contact_who_is_switched_off_is_told_nothing_and_on_again_is_told_again() {
    let mut world = begun(2);
    let off = contact(&world, 0);
    world.act(Act::Switch(off.clone(), false)).unwrap();
    world.pass(30 * 60);
    let warning = world.tick();
    assert!(!warning[0].words.text.contains("Person 1"), "{}", warning[0].words.text);
    world.pass(5 * 60);
    assert_eq!(world.tick().iter().map(|letter| &letter.way).collect::<Vec<_>>(), [&contact(&world, 1)]);
    world.act(Act::Switch(off.clone(), true)).unwrap();
    assert_eq!(world.tick().iter().map(|letter| &letter.way).collect::<Vec<_>>(), [&off]);
}

#[test]
fn a_contact_who_is_switched_off_after_the_end_does_not_hear_of_it() {
    let mut world = telling(2);
    world.act(Act::AllRight).unwrap();
    world.act(Act::Switch(contact(&world, 0), false)).unwrap();
    assert_eq!(world.tick().iter().map(|letter| &letter.way).collect::<Vec<_>>(), [&contact(&world, 1)]);
}

#[test]
fn a_contact_who_is_added_while_a_check_runs_is_told() {
    let mut world = begun(1);
    let done = world.step(&Step::AddContact);
    world.pass(30 * 60);
    world.tick();
    world.pass(5 * 60);
    assert!(world.tick().iter().any(|letter| letter.way == done.who));
}

#[test]
fn a_check_with_nobody_left_warns_the_person_and_goes_on() {
    let mut world = begun(1);
    world.step(&Step::Remove(0));
    world.pass(86_400);
    assert_eq!(world.tick().len(), 1);
    for _ in 0..50 {
        world.pass(3600);
        assert_eq!(world.tick(), []);
    }
    assert!(world.state.check.as_ref().unwrap().is_open());
}

#[test]
fn a_warning_is_dropped_once_contacts_are_told() {
    let mut world = begun(1);
    world.pass(30 * 60);
    let warning = world.tick();
    assert_eq!(warning[0].until, Some(world.state.check.as_ref().unwrap().tells_at()));
    world.pass(5 * 60);
    assert_eq!(world.tick()[0].until, None, "a contact is always told");
}

#[test]
fn two_ways_to_one_person_are_not_told_that_this_person_has_seen_it() {
    let mut world = telling(2);
    let name = world.state.check.as_ref().unwrap().contacts[0].name.clone();
    world.state.check.as_mut().unwrap().contacts[1].name = name;
    world.act(Act::Seen(secret(&world, 0))).unwrap();
    assert_eq!(world.tick(), []);
}

#[test]
fn a_check_takes_from_a_second_to_a_day() {
    for (minutes, seconds, is_one) in
        [(0, 0, false), (0, 1, true), (-1, 0, false), (1440, 0, true), (1440, 1, false), (i64::MAX, i64::MAX, false)]
    {
        let mut world = World::new(0, 1);
        let begin = Begin { minutes, seconds, ..Begin::default() };
        assert_eq!(world.act(Act::BeginCheck(begin)).is_ok(), is_one, "{minutes} {seconds}");
    }
}

#[test]
fn a_test_goes_to_everyone_who_is_on_and_only_the_person_is_led_into_supple() {
    let mut world = World::new(1, 2);
    world.step(&Step::SwitchContact(1, false));
    let letters = world.act(Act::Test).unwrap();
    assert_eq!(letters.iter().map(|letter| letter.words.path.as_str()).collect::<Vec<_>>(), ["/channels", ""]);
    let again = world.act(Act::Test).unwrap();
    assert!(again.iter().all(|letter| !keys(&letters).contains(&letter.key.as_str())), "each test is another");
}
