//! The reminders of a diary: as they stand, and as a calendar.

use crate::world::at;
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::{prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeMap;
use supple_calendar::{Calendar, Event};
use supple_diary::testing::{Keeper, some_words};
use supple_diary::{Diary, Entry, Id, Log, Reminder, ReminderSkip, Whole};
use supple_reach::{NoticeOf, calendar, notice_of, notices, reminders};
use uuid::Uuid;

const WHEN: &str = "2026-11-21T08:00:00+01:00[Europe/Berlin]";

fn minutes(of_day: i64) -> Whole<0, 1439> {
    Whole::new(of_day).unwrap()
}

fn daily(what: &str, from: i64) -> Reminder {
    Reminder {
        what: Id::new(what).unwrap(),
        changes: None,
        on: true,
        days: Vec::new(),
        day: None,
        from: minutes(from),
        to: None,
        every: None,
        until: None,
        name: None,
    }
}

fn a_break() -> Reminder {
    let days = ["mon", "tue", "wed", "thu", "fri"].map(some_words).to_vec();
    Reminder { to: Some(minutes(17 * 60)), every: Some(Whole::new(45).unwrap()), days, ..daily("break", 9 * 60) }
}

fn visit(day: Date) -> Reminder {
    Reminder { day: Some(day), ..daily("visit", 14 * 60) }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn events(diary: &Diary) -> Vec<Event> {
    calendar(&reminders(diary), zone("Europe/Berlin"), at("2026-11-23T00:00:00Z"), None).unwrap().events
}

fn uids(diary: &Diary) -> Vec<String> {
    events(diary).into_iter().map(|event| event.uid).collect()
}

/// When something is due, in one zone, on its clock.
fn due(diary: &Diary, in_zone: &str, from: &str, to: &str) -> Vec<String> {
    let zone = zone(in_zone);
    let found = notices(&reminders(diary), &zone, at(from), at(to)).unwrap();
    found.iter().map(|notice| notice.at.to_zoned(zone.clone()).strftime("%m-%d %H:%M").to_string()).collect()
}

#[test]
fn a_break_every_45_minutes_from_9_to_17_comes_eleven_times_on_a_working_day() {
    let mut keeper = Keeper::new(1);
    keeper.say(WHEN, a_break());
    let found = due(&keeper.diary(), "Europe/Berlin", "2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z");
    let times = "09:00 09:45 10:30 11:15 12:00 12:45 13:30 14:15 15:00 15:45 16:30";
    assert_eq!(found, times.split(' ').map(|time| format!("11-23 {time}")).collect::<Vec<_>>());
    assert!(
        due(&keeper.diary(), "Europe/Berlin", "2026-11-27T23:00:00Z", "2026-11-29T23:00:00Z").is_empty(),
        "a weekend"
    );
    let uids = uids(&keeper.diary());
    assert_eq!(uids.len(), 11);
    let id = uids[0].trim_end_matches("@supple.invalid");
    assert_eq!(uids[10], format!("{id}-10@supple.invalid"));
}

#[test]
fn what_ends_as_it_begins_comes_once() {
    let mut keeper = Keeper::new(1);
    keeper.say(WHEN, Reminder { to: Some(minutes(540)), ..a_break() });
    assert_eq!(due(&keeper.diary(), "UTC", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"), ["11-23 09:00"]);
}

#[test]
fn a_reminder_goes_by_the_clock_of_the_zone_in_which_the_person_is() {
    let mut keeper = Keeper::new(1);
    keeper.say(WHEN, daily("practice", 8 * 60));
    let diary = keeper.diary();
    let first = |name: &str| {
        notices(&reminders(&diary), &zone(name), at("2026-12-01T00:00:00Z"), at("2026-12-02T00:00:00Z")).unwrap()[0].at
    };
    assert_eq!(first("Europe/Berlin"), at("2026-12-01T07:00:00Z"));
    assert_eq!(first("America/New_York"), at("2026-12-01T13:00:00Z"));
    assert_eq!(first("Asia/Kathmandu"), at("2026-12-01T02:15:00Z"));
    assert_eq!(uids(&diary).len(), 1, "it is one event wherever it is read");
}

#[test]
fn a_reminder_comes_once_on_the_days_on_which_the_clocks_change() {
    let mut keeper = Keeper::new(1);
    keeper.say(WHEN, daily("practice", 2 * 60 + 30));
    let diary = keeper.diary();
    // The clocks of Berlin skip 02:30 on 28 March 2027 and show it twice on 31 October.
    let spring = due(&diary, "Europe/Berlin", "2027-03-26T23:00:00Z", "2027-03-29T22:00:00Z");
    assert_eq!(spring, ["03-27 02:30", "03-28 03:30", "03-29 02:30"]);
    let autumn = due(&diary, "Europe/Berlin", "2027-10-29T22:00:00Z", "2027-11-01T23:00:00Z");
    assert_eq!(autumn, ["10-30 02:30", "10-31 02:30", "11-01 02:30"]);
}

#[test]
fn what_was_said_last_stands_under_the_first_id() {
    let mut keeper = Keeper::new(1);
    let first = keeper.say(WHEN, daily("practice", 480));
    keeper.say(WHEN, Reminder { changes: Some(first), ..daily("practice", 600) });
    keeper.say(WHEN, Reminder { changes: Some(first), name: Some(some_words("Back")), ..daily("practice", 660) });
    let diary = keeper.diary();
    let standing = reminders(&diary);
    assert_eq!(standing.len(), 1);
    let one = &standing[0];
    assert_eq!((one.id, one.changes, one.reminder.from.get()), (first, 2, 660));
    assert_eq!(one.changed, keeper.entries[2].recorded());
    let event = &events(&diary)[0];
    assert_eq!((event.uid.as_str(), event.sequence), (format!("{first}@supple.invalid").as_str(), 2));
    assert_eq!(event.summary, "Back");
}

#[test]
fn what_is_off_stays_in_the_calendar_as_called_off_and_is_never_due() {
    let mut keeper = Keeper::new(1);
    let first = keeper.say(WHEN, a_break());
    let before = uids(&keeper.diary());
    keeper.say(WHEN, Reminder { changes: Some(first), on: false, ..a_break() });
    let off = events(&keeper.diary());
    assert!(off.iter().all(|event| event.cancelled && event.sequence == 1));
    assert_eq!(uids(&keeper.diary()), before);
    assert!(due(&keeper.diary(), "UTC", "2026-11-23T00:00:00Z", "2026-12-24T00:00:00Z").is_empty());
    let written =
        calendar(&reminders(&keeper.diary()), zone("UTC"), at("2026-11-23T00:00:00Z"), None).unwrap().write().unwrap();
    assert_eq!(written.matches("STATUS:CANCELLED").count(), 11);
    keeper.say(WHEN, Reminder { changes: Some(first), ..a_break() });
    assert!(events(&keeper.diary()).iter().all(|event| !event.cancelled && event.sequence == 2));
}

#[test]
fn a_day_that_is_left_out_is_left_out_alone() {
    let mut keeper = Keeper::new(1);
    let first = keeper.say(WHEN, daily("practice", 480));
    keeper.say(WHEN, ReminderSkip { reminder: first, day: date(2026, 11, 24) });
    let found = due(&keeper.diary(), "UTC", "2026-11-23T00:00:00Z", "2026-11-26T00:00:00Z");
    assert_eq!(found, ["11-23 08:00", "11-25 08:00"]);
    assert_eq!(events(&keeper.diary())[0].sequence, 1);
}

#[test]
fn a_visit_comes_an_hour_before_and_not_when_its_day_is_left_out() {
    let mut keeper = Keeper::new(1);
    let first = keeper.say(WHEN, visit(date(2026, 11, 24)));
    let find = |keeper: &Keeper| due(&keeper.diary(), "UTC", "2026-11-23T00:00:00Z", "2026-11-26T00:00:00Z");
    assert_eq!(find(&keeper), ["11-24 13:00"]);
    let event = &events(&keeper.diary())[0];
    assert_eq!((event.alarm, &event.rule), (Some(SignedDuration::from_hours(1)), &None));
    keeper.say(WHEN, ReminderSkip { reminder: first, day: date(2026, 11, 24) });
    assert_eq!(find(&keeper), [""; 0]);
    assert!(events(&keeper.diary())[0].cancelled);
}

#[test]
fn a_last_day_before_the_first_calls_a_reminder_off_and_leaves_the_others_alone() {
    let mut keeper = Keeper::new(1);
    keeper.say(WHEN, Reminder { until: Some(date(2026, 11, 1)), ..daily("practice", 480) });
    keeper.say(WHEN, daily("check-in", 480));
    assert_eq!(events(&keeper.diary()).iter().map(|event| event.cancelled).collect::<Vec<_>>(), [true, false]);
    assert_eq!(due(&keeper.diary(), "UTC", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"), ["11-23 08:00"]);
}

#[test]
fn a_reminder_that_no_calendar_can_write_keeps_no_other_from_anyone() {
    let mut keeper = Keeper::new(1);
    keeper.say(WHEN, visit(date(9000, 1, 1)));
    keeper.say(WHEN, Reminder { until: Some(date(9999, 12, 31)), ..daily("practice", 480) });
    keeper.say(WHEN, daily("something-new", 480));
    assert_eq!(events(&keeper.diary()).len(), 2);
    assert_eq!(
        due(&keeper.diary(), "UTC", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"),
        ["11-23 08:00"],
        "what is not known is not told"
    );
}

#[test]
fn a_change_that_was_taken_back_is_a_change() {
    let mut keeper = Keeper::new(1);
    let first = keeper.say(WHEN, daily("practice", 480));
    let change = keeper.say(WHEN, Reminder { changes: Some(first), ..daily("practice", 600) });
    let changed = events(&keeper.diary())[0].clone();
    keeper.remove(change);
    let back = events(&keeper.diary())[0].clone();
    assert_ne!(back.when, changed.when);
    assert!(back.sequence > changed.sequence && back.changed > changed.changed);
}

#[test]
fn each_kind_leads_somewhere_and_says_nothing_of_health() {
    let kinds = [
        ("practice", NoticeOf::Practice),
        ("break", NoticeOf::Break),
        ("check-in", NoticeOf::CheckIn),
        ("visit", NoticeOf::Visit),
        ("trial", NoticeOf::Trial),
    ];
    for (what, of) in kinds {
        assert_eq!(notice_of(&daily(what, 0)), Some(of));
        let words = supple_reach::notice_words(of);
        assert!(words.path.starts_with('/') && !words.is_urgent);
        for told in ["pain", "spasm", "back", "medicine", "supple"] {
            assert!(!format!("{} {}", words.subject, words.text).to_lowercase().contains(told), "{what} {told}");
        }
    }
    assert_eq!(notice_of(&daily("else", 0)), None);
}

/// What is written of reminders, in order. Numbers name what was written before.
#[derive(Clone, Debug)]
enum Said {
    New(Reminder),
    Change(usize, Reminder),
    Skip(usize, Date),
    Remove(usize),
}

fn some_day() -> impl Strategy<Value = Date> {
    (-30_i64..60).prop_map(|more| date(2026, 11, 21) + more.days())
}

fn some_reminder() -> impl Strategy<Value = Reminder> {
    let what = select(vec!["practice", "break", "check-in", "visit", "trial", "else"]);
    let days = vec(select(vec!["mon", "tue", "wed", "thu", "sat", "sun", "else"]), 0..4);
    let hours = option::weighted(0.3, (0_i64..1440, 15_i64..=480));
    let day = option::weighted(0.3, some_day());
    (what, days, day, 0_i64..1440, hours, option::weighted(0.3, some_day()), any::<bool>()).prop_map(
        |(what, days, day, from, hours, until, on)| Reminder {
            on,
            days: days.into_iter().map(some_words).collect(),
            day,
            to: hours.map(|(to, _)| minutes(to)),
            every: hours.map(|(_, every)| Whole::new(every).unwrap()),
            until,
            ..daily(what, from)
        },
    )
}

fn said() -> impl Strategy<Value = Vec<Said>> {
    let one = prop_oneof![
        3 => some_reminder().prop_map(Said::New),
        4 => (0_usize..20, some_reminder()).prop_map(|(of, to)| Said::Change(of, to)),
        3 => (0_usize..20, some_day()).prop_map(|(of, day)| Said::Skip(of, day)),
        1 => (0_usize..20).prop_map(Said::Remove),
    ];
    vec(one, 0..20)
}

fn written(said: &[Said]) -> Vec<Entry> {
    let mut keeper = Keeper::new(1);
    let mut set: Vec<Uuid> = Vec::new();
    for one in said {
        let of = |number: &usize| set.get(number % set.len().max(1)).copied().unwrap_or(Uuid::from_u128(7));
        match one {
            Said::New(reminder) => {
                let id = keeper.say(WHEN, reminder.clone());
                set.push(id);
            }
            Said::Change(number, to) => drop(keeper.say(WHEN, Reminder { changes: Some(of(number)), ..to.clone() })),
            Said::Skip(number, day) => drop(keeper.say(WHEN, ReminderSkip { reminder: of(number), day: *day })),
            Said::Remove(number) => {
                let entries = &keeper.entries;
                let entry = entries.get(number % entries.len().max(1)).map(Entry::id);
                if let Some(id) = entry.filter(|id| entries.iter().any(|entry| entry.id() == *id && !entry.is_change()))
                {
                    keeper.remove(id);
                }
            }
        }
    }
    keeper.entries
}

fn fold<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Diary {
    Diary::fold(&entries.into_iter().cloned().collect::<Log>())
}

/// What a reader of the calendar has of each event.
fn seen(diary: &Diary) -> BTreeMap<String, (u32, String)> {
    let all = events(diary).into_iter();
    all.map(|event| {
        let content =
            format!("{:?} {:?} {:?} {} {}", event.when, event.rule, event.exceptions, event.cancelled, event.summary);
        (event.uid, (event.sequence, content))
    })
    .collect()
}

/// When reminders are due, found day by day.
fn found_by_hand(diary: &Diary, zone: &TimeZone, from: Timestamp, to: Timestamp) -> Vec<(Timestamp, Uuid)> {
    let mut found = Vec::new();
    for one in reminders(diary).iter().filter(|one| one.reminder.on && notice_of(one.reminder).is_some()) {
        let reminder = one.reminder;
        let mut day = date(2026, 9, 1);
        while day < date(2027, 3, 1) {
            let name = match day.weekday() {
                Weekday::Monday => "mon",
                Weekday::Tuesday => "tue",
                Weekday::Wednesday => "wed",
                Weekday::Thursday => "thu",
                Weekday::Friday => "fri",
                Weekday::Saturday => "sat",
                Weekday::Sunday => "sun",
            };
            let known: Vec<&str> =
                reminder.days.iter().map(supple_diary::Text::as_str).filter(|day| *day != "else").collect();
            let is_one = match reminder.day {
                Some(only) => only == day,
                None => {
                    let is_named = known.is_empty() || known.contains(&name);
                    is_named && one.since <= day && reminder.until.is_none_or(|until| day <= until)
                }
            };
            if is_one && !one.skips.contains(&day) {
                let last = reminder.to.filter(|_| reminder.every.is_some()).unwrap_or(reminder.from).get();
                let mut time = reminder.from.get();
                while time <= last {
                    let local = day.at(0, 0, 0, 0) + i64::from(time).minutes();
                    let ahead = if reminder.what.as_str() == "visit" { 1 } else { 0 };
                    let at = local.to_zoned(zone.clone()).unwrap().timestamp() - SignedDuration::from_hours(ahead);
                    found.push((at, one.id));
                    time += reminder.every.map_or(1440, Whole::get);
                }
            }
            day = day.tomorrow().unwrap();
        }
    }
    found.retain(|(at, _)| from <= *at && *at < to);
    found.sort_unstable();
    found
}

proptest! {
    #[test]
    fn the_order_in_which_entries_arrive_makes_no_difference(
        (entries, shuffled) in said().prop_map(|said| written(&said)).prop_flat_map(|entries| {
            let shuffled = proptest::strategy::Just(entries.clone()).prop_shuffle();
            (proptest::strategy::Just(entries), shuffled)
        }),
    ) {
        let (one, other) = (fold(&entries), fold(&shuffled));
        prop_assert_eq!(format!("{:?}", reminders(&one)), format!("{:?}", reminders(&other)));
        prop_assert_eq!(events(&one), events(&other));
        // What counts is what was recorded last, of what was not removed.
        for standing in reminders(&one) {
            let of = |entry: &&Entry| entry.get::<Reminder>().is_some_and(|to| to.changes.unwrap_or(entry.id()) == standing.id);
            let last = entries.iter().rev().filter(of).find(|entry| one.get(entry.id()).is_some()).unwrap();
            prop_assert_eq!(standing.reminder, last.get::<Reminder>().unwrap());
        }
    }

    #[test]
    fn a_sequence_only_grows_however_late_entries_arrive_and_grows_with_each_change(
        shuffled in said().prop_flat_map(|said| proptest::strategy::Just(written(&said)).prop_shuffle()),
    ) {
        let mut before = BTreeMap::new();
        for arrived in 0..=shuffled.len() {
            let now = seen(&fold(&shuffled[..arrived]));
            for (uid, (sequence, content)) in &now {
                if let Some((old, known)) = before.get(uid) {
                    prop_assert!(sequence >= old, "{} went from {} to {}", uid, old, sequence);
                    prop_assert!(sequence > old || content == known, "{} changed in silence", uid);
                }
            }
            before.extend(now);
        }
    }

    #[test]
    fn reminders_are_due_when_a_count_by_hand_says(
        said in said(),
        name in select(vec!["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC"]),
        (from, hours) in (0_i64..2000, 0_i64..500),
    ) {
        let diary = fold(&written(&said));
        let from = at("2026-10-20T00:17:00Z") + SignedDuration::from_hours(from);
        let to = from + SignedDuration::from_hours(hours);
        let mut found: Vec<_> = notices(&reminders(&diary), &zone(name), from, to).unwrap().iter().map(|notice| {
            let id: Uuid = notice.uid[..36].parse().unwrap();
            (notice.at, id)
        }).collect();
        found.sort_unstable();
        prop_assert_eq!(found, found_by_hand(&diary, &zone(name), from, to));
    }

    #[test]
    fn what_is_due_is_what_the_calendar_has(said in said(), (from, hours) in (0_i64..2000, 0_i64..500)) {
        let diary = fold(&written(&said));
        let (standing, berlin) = (reminders(&diary), zone("Europe/Berlin"));
        let from = at("2026-10-20T00:00:00Z") + SignedDuration::from_hours(from);
        let to = from + SignedDuration::from_hours(hours);
        let written: Calendar = calendar(&standing, berlin.clone(), to, None).unwrap();
        let alarm = |uid: &str| written.events.iter().find(|event| event.uid == uid).unwrap().alarm.unwrap();
        let unknown: Vec<Uuid> = standing.iter().filter(|one| notice_of(one.reminder).is_none()).map(|one| one.id).collect();
        let ahead = SignedDuration::from_hours(1);
        let mut alarms: Vec<(Timestamp, String)> = written.occurrences(from, to + ahead).unwrap().into_iter()
            .map(|found| (found.start - alarm(&found.uid), found.uid))
            .filter(|(at, uid)| from <= *at && *at < to && !unknown.contains(&uid[..36].parse().unwrap()))
            .collect();
        let mut due: Vec<(Timestamp, String)> = notices(&standing, &berlin, from, to).unwrap().into_iter()
            .inspect(|notice| assert_eq!(notice.on_clock, notice.at.to_zoned(berlin.clone()).time()))
            .map(|notice| (notice.at, notice.uid)).collect();
        alarms.sort_unstable();
        due.sort_unstable();
        prop_assert_eq!(due, alarms);
    }

    #[test]
    fn any_diary_gives_a_calendar(entries in supple_diary::testing::diaries(40)) {
        let diary = fold(&entries);
        prop_assert!(calendar(&reminders(&diary), zone("Europe/Berlin"), at("2026-11-23T00:00:00Z"), None).is_ok());
        prop_assert!(notices(&reminders(&diary), &zone("Europe/Berlin"), at("2026-11-23T00:00:00Z"), at("2026-12-23T00:00:00Z")).is_ok());
    }
}
