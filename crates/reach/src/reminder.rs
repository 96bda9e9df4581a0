//! The reminders of a diary: as they stand, as events of a calendar, and as what is due.

use crate::notice::Notice;
use crate::words::{NoticeOf, notice_words};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeMap;
use supple_calendar::{Calendar, CalendarError, Event, Rule, When, YEARS};
use supple_diary::{Diary, Item, KindName, Reminder, ReminderSkip};
use uuid::Uuid;

/// A reminder as it stands: what was said of it last.
#[derive(Clone, Debug)]
pub struct Standing<'d> {
    /// The entry that first set it, by which it is known for good.
    pub id: Uuid,
    /// What was said last.
    pub reminder: &'d Reminder,
    /// How often it was changed, or a day of it left out.
    pub changes: u32,
    /// When that was done last.
    pub changed: Timestamp,
    /// The day on which it was first set, on the person's clock.
    pub since: Date,
    /// The days on which it is left out.
    pub skips: Vec<Date>,
}

/// The reminders of a diary, in the order in which they were first set; those that are off, too.
///
/// ```
/// # let diary = supple_diary::Diary::fold(&supple_diary::Log::default());
/// assert_eq!(supple_reach::reminders(&diary).len(), 0, "each is off until it is switched on");
/// ```
pub fn reminders(diary: &Diary) -> Vec<Standing<'_>> {
    let mut standing: BTreeMap<Uuid, ((Timestamp, Uuid), Standing<'_>)> = BTreeMap::new();
    for (item, reminder) in diary.all::<Reminder>() {
        let (id, at) = (of(item, reminder), item.first().recorded());
        let since = item.happened().date();
        let new = || ((at, item.id()), Standing { id, reminder, changes: 0, changed: at, since, skips: Vec::new() });
        let (last, known) = standing.entry(id).or_insert_with(new);
        known.since = known.since.min(since);
        if *last < (at, item.id()) {
            *last = (at, item.id());
            known.reminder = reminder;
        }
    }
    for (_, skip) in diary.all::<ReminderSkip>() {
        if let Some((_, known)) = standing.get_mut(&skip.reminder) {
            known.skips.push(skip.day);
        }
    }
    // What was removed counts, too: else a program that has the later one would not take the earlier one back.
    let removed = || diary.removed().iter();
    let reminders = diary.of(KindName::Reminder).iter().chain(removed());
    let reminders = reminders.filter_map(|item| Some((of(item, item.get::<Reminder>()?), item)));
    let skips = diary.of(KindName::ReminderSkip).iter().chain(removed());
    let skips = skips.filter_map(|item| Some((item.get::<ReminderSkip>()?.reminder, item)));
    let mut written: BTreeMap<Uuid, u32> = BTreeMap::new();
    for (id, item) in reminders.chain(skips) {
        let Some((_, known)) = standing.get_mut(&id) else { continue };
        let history = diary.history(item.id());
        let count = written.entry(id).or_default();
        *count = count.saturating_add(1).saturating_add(u32::try_from(history.len()).unwrap_or(u32::MAX));
        known.changes = count.saturating_sub(1);
        let last = history.iter().map(|change| change.entry.recorded()).chain([item.first().recorded()]).max();
        known.changed = last.map_or(known.changed, |last| known.changed.max(last));
    }
    standing.into_values().map(|(_, known)| known).collect()
}

/// The entry that first set it.
fn of(item: &Item, reminder: &Reminder) -> Uuid {
    reminder.changes.unwrap_or(item.id())
}

/// What a reminder is of; none for what a later version may know.
pub fn notice_of(reminder: &Reminder) -> Option<NoticeOf> {
    Some(match reminder.what.as_str() {
        "practice" => NoticeOf::Practice,
        "break" => NoticeOf::Break,
        "check-in" => NoticeOf::CheckIn,
        "visit" => NoticeOf::Visit,
        "trial" => NoticeOf::Trial,
        _ => return None,
    })
}

/// The reminders as a calendar. One that is off stays in it as called off, so that programs take it away, and so does one whose
/// last day comes before its first. What no calendar can write, such as a year beyond its range, is left out: it must not keep
/// the others from anyone. With the address of the server, each leads to its page there: no more than a path stands in it.
///
/// # Errors
/// If the zone has no name that a calendar knows.
pub fn calendar(
    reminders: &[Standing<'_>],
    zone: TimeZone,
    now: Timestamp,
    server: Option<&str>,
) -> Result<Calendar, CalendarError> {
    let events = reminders.iter().flat_map(|one| events(one, server)).collect();
    let calendar = Calendar { name: "Supple".to_owned(), zone, now, events };
    calendar.write()?;
    Ok(calendar)
}

/// What is due at `from` or later and before `to`.
///
/// # Errors
/// As [`calendar`].
pub fn notices(
    reminders: &[Standing<'_>],
    zone: &TimeZone,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Notice>, CalendarError> {
    let mut due = Vec::new();
    for of in reminders.iter().filter(|of| of.reminder.on) {
        let Some(kind) = notice_of(of.reminder) else { continue };
        let calendar = Calendar { name: String::new(), zone: zone.clone(), now: to, events: events(of, None) };
        // A visit is told of an hour before.
        let ahead = if kind == NoticeOf::Visit { BEFORE_A_VISIT } else { SignedDuration::ZERO };
        let (Ok(first), Ok(last)) = (from.checked_add(ahead), to.checked_add(ahead)) else { continue };
        for occurrence in calendar.occurrences(first, last)? {
            let Ok(at) = occurrence.start.checked_sub(ahead) else { continue };
            due.push(Notice { of: kind, uid: occurrence.uid, at, on_clock: at.to_zoned(zone.clone()).time() });
        }
    }
    Ok(due)
}

/// How long before a visit its reminder comes.
pub const BEFORE_A_VISIT: SignedDuration = SignedDuration::from_hours(1);

/// The times of day of a reminder, in minutes after midnight.
fn times(reminder: &Reminder) -> Vec<i64> {
    let from = reminder.from.get();
    match (reminder.to, reminder.every) {
        (Some(to), Some(every)) => {
            let step = usize::try_from(every.get()).unwrap_or(usize::MAX).max(1);
            (from..=to.get()).step_by(step).map(i64::from).collect()
        }
        _ => vec![from.into()],
    }
}

fn events(of: &Standing<'_>, server: Option<&str>) -> Vec<Event> {
    let reminder = of.reminder;
    let words = notice_of(reminder).map(notice_words);
    let summary = match (&reminder.name, &words) {
        (Some(name), _) => name.as_str().to_owned(),
        (None, Some(words)) => words.subject.clone(),
        (None, None) => "Supple".to_owned(),
    };
    let days = weekdays(reminder);
    let is_visit = reminder.what.as_str() == "visit";
    let times = times(reminder);
    let description = words.as_ref().map_or_else(String::new, |words| match server {
        Some(server) => format!("{}\n{server}{}", words.text, words.path),
        None => words.text.clone(),
    });
    let event = |(place, minutes): (usize, i64)| {
        let time = Time::midnight() + SignedDuration::from_mins(minutes);
        let start = reminder.day.unwrap_or(of.since).to_datetime(time);
        // By its place, not by its time: at another time it is the same event.
        let uid = match place {
            0 => format!("{}@supple.invalid", of.id),
            _ => format!("{}-{place}@supple.invalid", of.id),
        };
        let first = start.date().series(1.day()).take(7).find(|day| days.contains(&day.weekday()));
        let ends_first = reminder.until.is_some_and(|until| first.is_some_and(|first| until < first));
        let never = reminder.day.is_none() && ends_first;
        let until = reminder.until.filter(|until| !never && until.year() <= *YEARS.end());
        let rule = reminder.day.is_none().then(|| Rule { days: days.clone(), every_weeks: 1, until });
        // An event without a rule takes no exceptions: its one day is called off.
        let skips = of.skips.iter().filter(|_| reminder.day.is_none());
        Event {
            sequence: of.changes,
            description: description.clone(),
            rule,
            exceptions: skips.map(|day| day.to_datetime(time)).collect(),
            alarm: Some(if is_visit { BEFORE_A_VISIT } else { SignedDuration::ZERO }),
            cancelled: !reminder.on || never || reminder.day.is_some_and(|day| of.skips.contains(&day)),
            ..Event::new(&uid, &summary, of.changed, When::At { start, minutes: if is_visit { 60 } else { 10 } })
        }
    };
    times.into_iter().enumerate().map(event).filter(can_be_written).collect()
}

fn can_be_written(event: &Event) -> bool {
    let alone = Calendar { name: String::new(), zone: TimeZone::UTC, now: event.changed, events: vec![event.clone()] };
    alone.occurrences(event.changed, event.changed).is_ok()
}

/// The days of the week on which it comes; all where none is named that anyone knows.
fn weekdays(reminder: &Reminder) -> Vec<Weekday> {
    let all = [
        ("mon", Weekday::Monday),
        ("tue", Weekday::Tuesday),
        ("wed", Weekday::Wednesday),
        ("thu", Weekday::Thursday),
        ("fri", Weekday::Friday),
        ("sat", Weekday::Saturday),
        ("sun", Weekday::Sunday),
    ];
    let is_named = |id: &str| reminder.days.iter().any(|day| day.as_str() == id);
    let named: Vec<Weekday> = all.iter().filter(|(id, _)| is_named(id)).map(|(_, day)| *day).collect();
    if named.is_empty() { all.map(|(_, day)| day).to_vec() } else { named }
}
