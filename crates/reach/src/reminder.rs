//! The reminders of a diary: as they stand, as events of a calendar, and as what is due.

use crate::notice::Notice;
use crate::words::{NoticeOf, notice_words};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use supple_calendar::{Calendar, CalendarError, Event, Rule, When};
use supple_diary::{Diary, Reminder, ReminderSkip};
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
        let (id, at) = (reminder.changes.unwrap_or(item.id()), item.first().recorded());
        let since = item.happened().date();
        let new = || ((at, item.id()), Standing { id, reminder, changes: 0, changed: at, since, skips: Vec::new() });
        let (last, known) = standing.entry(id).or_insert_with(new);
        if *last != (at, item.id()) {
            known.changes += 1;
            known.since = known.since.min(since);
        }
        if *last < (at, item.id()) {
            *last = (at, item.id());
            known.reminder = reminder;
            known.changed = at;
        }
    }
    for (item, skip) in diary.all::<ReminderSkip>() {
        if let Some((_, known)) = standing.get_mut(&skip.reminder) {
            known.changes += 1;
            known.changed = known.changed.max(item.first().recorded());
            known.skips.push(skip.day);
        }
    }
    standing.into_values().map(|(_, known)| known).collect()
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

/// The reminders as a calendar. One that is off stays in it as called off, so that programs take it away.
///
/// # Errors
/// If the zone has no name that a calendar knows.
pub fn calendar(reminders: &[Standing<'_>], zone: TimeZone, now: Timestamp) -> Result<Calendar, CalendarError> {
    let events = reminders.iter().flat_map(events).collect();
    let calendar = Calendar { name: "Supple".to_owned(), zone, now, events };
    calendar.write()?;
    Ok(calendar)
}

/// What is due after `from` and up to `to`.
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
        let calendar = Calendar { name: String::new(), zone: zone.clone(), now: to, events: events(of) };
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

fn events(of: &Standing<'_>) -> Vec<Event> {
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
    let several = times.len() > 1;
    let event = |minutes: i64| {
        let time = Time::midnight() + SignedDuration::from_mins(minutes);
        let start = reminder.day.unwrap_or(of.since).to_datetime(time);
        let uid = if several {
            format!("{}-{minutes:04}@supple.invalid", of.id)
        } else {
            format!("{}@supple.invalid", of.id)
        };
        let rule = reminder.day.is_none().then(|| Rule { days: days.clone(), every_weeks: 1, until: reminder.until });
        Event {
            sequence: of.changes,
            description: words.as_ref().map(|words| words.text.clone()).unwrap_or_default(),
            rule,
            exceptions: of.skips.iter().map(|day| day.to_datetime(time)).collect(),
            alarm: Some(if is_visit { BEFORE_A_VISIT } else { SignedDuration::ZERO }),
            cancelled: !reminder.on || reminder.day.is_some_and(|day| of.skips.contains(&day)),
            ..Event::new(&uid, &summary, of.changed, When::At { start, minutes: if is_visit { 60 } else { 10 } })
        }
    };
    times.into_iter().map(event).collect()
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
