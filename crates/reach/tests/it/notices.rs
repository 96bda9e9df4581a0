//! Reminders that are due: who hears of them, and who stays undisturbed.

use crate::outbox::Outbox;
use crate::world::at;
use jiff::civil::time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::{prop_assert, prop_assert_eq, proptest};
use supple_reach::{Act, LATE, NewWay, Notice, NoticeOf, Quiet, State, To, apply};

const NOON: &str = "2026-12-01T12:00:00Z";

fn notice(of: NoticeOf, at: Timestamp) -> Notice {
    let on_clock = at.to_zoned(TimeZone::get("Europe/Berlin").unwrap()).time();
    Notice { of, uid: format!("{of:?}@supple.invalid"), at, on_clock }
}

/// One of each kind, now.
pub(crate) fn some(now: Timestamp) -> Vec<Notice> {
    let kinds = [NoticeOf::Practice, NoticeOf::Break, NoticeOf::CheckIn, NoticeOf::Visit, NoticeOf::Trial];
    kinds.map(|of| Notice { on_clock: time(12, 0, 0, 0), at: now, uid: format!("{of:?}"), of }).to_vec()
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// A phone that takes reminders, and an address that does not; looked at a minute before noon.
fn state() -> State {
    let mut state = State::default();
    let ways = [("Phone", To::ntfy("https://ntfy.sh/mine").unwrap()), ("Letters", To::mail("me@example.org").unwrap())];
    for (number, (name, to)) in ways.into_iter().enumerate() {
        let new = NewWay { name: name.to_owned(), to };
        apply(&mut state, Act::AddMine(new), at(NOON), &format!("{number:064}")).unwrap();
    }
    let ann = NewWay { name: "Ann".to_owned(), to: To::ntfy("https://ntfy.sh/ann").unwrap() };
    apply(&mut state, Act::AddContact(ann), at(NOON), &format!("{:064}", 9)).unwrap();
    assert!(state.remind(&[], at(NOON) - minutes(1), false).changed);
    state
}

fn laid(state: &mut State, notices: &[Notice], now: Timestamp, in_episode: bool) -> usize {
    state.remind(notices, now, in_episode).lay.len()
}

#[test]
fn a_reminder_goes_to_each_way_that_takes_reminders_and_to_no_contact() {
    let mut state = state();
    let letters = state.remind(&[notice(NoticeOf::Practice, at(NOON))], at(NOON), false).lay;
    let phone = &state.mine[0].id;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].key, format!("{phone}/reminder/Practice@supple.invalid/{}", at(NOON).as_second()));
    assert_eq!((letters[0].due, letters[0].until), (at(NOON), Some(at(NOON) + LATE)));
}

#[test]
fn ways_that_are_off_or_take_no_reminders_hear_nothing_and_what_waits_is_cancelled() {
    for off in [Act::Switch(String::new(), false), Act::Reminds(String::new(), false)] {
        let mut state = state();
        let id = state.mine[0].id.clone();
        let act = match off {
            Act::Switch(..) => Act::Switch(id.clone(), false),
            _ => Act::Reminds(id.clone(), false),
        };
        let mut outbox = Outbox::default();
        outbox.commit(&state.remind(&[notice(NoticeOf::Break, at(NOON))], at(NOON), false).lay, &[]);
        let effects = apply(&mut state, act, at(NOON), &"0".repeat(64)).unwrap();
        outbox.commit(&effects.lay, &effects.cancel);
        assert_eq!(outbox.waiting(&id), [""; 0]);
        assert_eq!(
            laid(&mut state, &[notice(NoticeOf::Trial, at(NOON) + minutes(1))], at(NOON) + minutes(1), false),
            0
        );
    }
}

#[test]
fn the_first_look_lays_nothing() {
    let mut state = State { noticed: None, ..state() };
    assert_eq!(laid(&mut state, &some(at(NOON)), at(NOON), false), 0);
    assert_eq!(state.noticed, Some(at(NOON)));
}

#[test]
fn quiet_hours_go_over_midnight() {
    let night = Quiet { hours: Some((time(22, 0, 0, 0), time(7, 0, 0, 0))), snoozed_until: None };
    let at_clock = |hour, minute| night.holds(at(NOON), time(hour, minute, 0, 0));
    for (hour, minute, is_quiet) in
        [(21, 59, false), (22, 0, true), (23, 59, true), (0, 0, true), (6, 59, true), (7, 0, false), (12, 0, false)]
    {
        assert_eq!(at_clock(hour, minute), is_quiet, "{hour}:{minute}");
    }
    let day = Quiet { hours: Some((time(9, 0, 0, 0), time(17, 0, 0, 0))), snoozed_until: None };
    assert!(day.holds(at(NOON), time(9, 0, 0, 0)) && !day.holds(at(NOON), time(17, 0, 0, 0)));
    let none = Quiet { hours: Some((time(9, 0, 0, 0), time(9, 0, 0, 0))), snoozed_until: None };
    assert!((0..24).all(|hour| !none.holds(at(NOON), time(hour, 0, 0, 0))));
}

#[test]
fn what_comes_in_quiet_hours_on_the_persons_own_clock_is_left_out() {
    let mut state = state();
    // Noon in UTC is one in Berlin.
    state.quiet.hours = Some((time(13, 0, 0, 0), time(14, 0, 0, 0)));
    let now = at(NOON) + minutes(2);
    assert_eq!(laid(&mut state, &[notice(NoticeOf::Break, at(NOON))], now, false), 0);
    state.quiet.hours = Some((time(12, 0, 0, 0), time(13, 0, 0, 0)));
    assert_eq!(laid(&mut state, &[notice(NoticeOf::Break, at(NOON))], now, false), 1);
}

#[test]
fn a_pause_holds_until_its_end() {
    let mut state = state();
    state.quiet.snoozed_until = Some(at(NOON) + minutes(5));
    let both = [notice(NoticeOf::Break, at(NOON) + minutes(4)), notice(NoticeOf::Trial, at(NOON) + minutes(5))];
    let letters = state.remind(&both, at(NOON) + minutes(6), false).lay;
    assert_eq!(letters.iter().map(|letter| letter.due).collect::<Vec<_>>(), [at(NOON) + minutes(5)]);
}

#[test]
fn in_an_episode_exercises_and_breaks_pause_and_nothing_else() {
    let mut state = state();
    let kinds: Vec<Notice> = some(at(NOON));
    let letters = state.remind(&kinds, at(NOON), true).lay;
    let subjects: Vec<&str> = letters.iter().map(|letter| letter.words.subject.as_str()).collect();
    assert_eq!(subjects, ["How was today?", "You have a visit", "A look at your trial"]);
}

#[test]
fn what_is_later_than_a_quarter_of_an_hour_is_dropped() {
    for (late, expected) in [(0, 1), (15 * 60, 1), (15 * 60 + 1, 0), (86_400, 0)] {
        let now = at(NOON) + SignedDuration::from_secs(late);
        assert_eq!(laid(&mut state(), &[notice(NoticeOf::Break, at(NOON))], now, false), expected, "{late}");
    }
}

#[test]
fn what_is_still_to_come_is_not_laid() {
    assert_eq!(laid(&mut state(), &[notice(NoticeOf::Break, at(NOON) + minutes(1))], at(NOON), false), 0);
}

#[test]
fn a_clock_that_is_set_back_lays_nothing_twice_and_makes_nothing_wait() {
    let (mut state, mut outbox) = (state(), Outbox::default());
    let noon = [notice(NoticeOf::Break, at(NOON))];
    assert_eq!(outbox.commit(&state.remind(&noon, at(NOON), false).lay, &[]).len(), 1);
    let before = at(NOON) - minutes(60);
    assert!(state.remind(&noon, before, false).changed);
    assert_eq!(state.noticed, Some(before));
    let earlier = [notice(NoticeOf::Trial, before + minutes(5)), noon[0].clone()];
    assert_eq!(outbox.commit(&state.remind(&earlier, before + minutes(5), false).lay, &[]).len(), 1);
    assert_eq!(outbox.commit(&state.remind(&earlier, at(NOON), false).lay, &[]).len(), 0, "noon comes a second time");
}

#[test]
fn a_look_that_finds_nothing_is_noted_every_ten_minutes() {
    let mut state = state();
    assert!(!state.remind(&[], at(NOON), false).changed);
    assert!(state.remind(&[], at(NOON) + minutes(9), false).changed);
}

#[test]
fn a_check_goes_on_in_quiet_hours() {
    let mut world = crate::world::World::new(1, 1);
    world.state.quiet =
        Quiet { hours: Some((time(0, 0, 0, 0), time(23, 59, 0, 0))), snoozed_until: Some(Timestamp::MAX) };
    world.step(&crate::world::Step::Begin { minutes: 30, grace: None });
    world.pass(30 * 60);
    assert_eq!(world.tick().len(), 1);
    world.pass(5 * 60);
    assert_eq!(world.tick().len(), 1);
}

proptest! {
    #[test]
    fn each_reminder_is_laid_once_at_the_first_look_after_it_unless_that_is_late(
        times in vec(0_i64..40_000, 0..30),
        looks in vec(1_i64..2000, 1..60),
        quiet in any::<bool>(),
        in_episode in any::<bool>(),
    ) {
        let mut state = state();
        let start = state.noticed.unwrap();
        if quiet {
            state.quiet.hours = Some((time(18, 0, 0, 0), time(6, 0, 0, 0)));
        }
        let kinds = [NoticeOf::Practice, NoticeOf::CheckIn];
        let mut all: Vec<Notice> = times.iter().enumerate()
            .map(|(number, second)| notice(kinds[number % 2], start + SignedDuration::from_secs(*second))).collect();
        all.sort_by_key(|notice| (notice.at, notice.uid.clone()));
        all.dedup_by_key(|notice| (notice.at, notice.uid.clone()));
        let mut now = start;
        let (mut keys, mut ticks) = (Vec::new(), Vec::new());
        for look in looks {
            now += SignedDuration::from_secs(look);
            ticks.push(now);
            keys.extend(state.remind(&all, now, in_episode).lay.into_iter().map(|letter| letter.key));
            prop_assert_eq!(state.remind(&all, now, in_episode).lay, [], "a second look at one time lays nothing");
        }
        let phone = &state.mine[0].id;
        let mut expected: Vec<String> = all.iter().filter(|notice| {
            let first = ticks.iter().find(|tick| **tick >= notice.at);
            let in_time = notice.at > start && first.is_some_and(|first| first.duration_since(notice.at) <= minutes(15));
            let is_night = quiet && !(6..18).contains(&notice.on_clock.hour());
            let pauses = in_episode && notice.of == NoticeOf::Practice;
            in_time && !is_night && !pauses
        }).map(|notice| format!("{phone}/reminder/{}/{}", notice.uid, notice.at.as_second())).collect();
        keys.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(keys, expected);
    }

    #[test]
    fn however_the_clock_is_set_no_reminder_comes_twice(
        steps in vec((-90_000_i64..90_000, any::<bool>()), 0..60),
        seconds in vec(0_i64..90_000, 0..20),
    ) {
        let (mut state, mut outbox) = (state(), Outbox::default());
        let mut now = at(NOON);
        let all: Vec<Notice> = seconds.iter().map(|second| notice(NoticeOf::Visit, at(NOON) + SignedDuration::from_secs(*second))).collect();
        let mut count = std::collections::BTreeMap::new();
        for (step, small) in steps {
            now += SignedDuration::from_secs(if small { step / 200 } else { step });
            for letter in outbox.commit(&state.remind(&all, now, false).lay, &[]) {
                *count.entry((letter.way, letter.due)).or_insert(0) += 1;
                prop_assert!(letter.due <= now && now.duration_since(letter.due) <= LATE);
            }
        }
        prop_assert!(count.values().all(|times| *times == 1));
    }
}
