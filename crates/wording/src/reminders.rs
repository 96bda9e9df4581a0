//! Reminders in words.

use jiff::civil::Date;
use supple_diary::{Reminder, Whole};

/// What a reminder is of: its id, what it is called, and one line about it.
pub const WHATS: [(&str, &str, &str); 5] = [
    ("practice", "Exercises", "The round of the day."),
    ("break", "Standing up", "A break from sitting, again and again."),
    ("check-in", "The daily question", "A spasm or none, and how much it hurt."),
    ("visit", "A visit", "To a doctor or therapist."),
    ("trial", "My trial", "A look at how far it has come."),
];

/// The days of the week: id and name.
pub const DAYS: [(&str, &str); 7] = [
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
];

/// What a reminder is of.
pub fn what(id: &str) -> String {
    WHATS.iter().find(|(what, ..)| *what == id).map_or_else(|| id.to_owned(), |(_, called, _)| (*called).to_owned())
}

/// A reminder in a few words, without its name.
pub fn headline(reminder: &Reminder) -> String {
    let what = what(reminder.what.as_str());
    if reminder.on { format!("Reminder: {what}") } else { format!("Reminder off: {what}") }
}

/// When it comes.
///
/// ```
/// use supple_diary::{Id, Reminder, Whole};
/// let at = |minutes| Whole::new(minutes).unwrap();
/// let id = Id::new("break").unwrap();
/// let every_hour = Reminder {
///     what: id, changes: None, on: true, days: Vec::new(), day: None, from: at(9 * 60), to: Some(at(17 * 60)),
///     every: Some(Whole::new(60).unwrap()), until: None, name: None,
/// };
/// assert_eq!(supple_wording::reminders::when(&every_hour), "every day, every 60 minutes from 09:00 to 17:00");
/// ```
pub fn when(reminder: &Reminder) -> String {
    let days = match (reminder.day, reminder.days.is_empty()) {
        (Some(one), _) => day(one),
        (None, true) => "every day".to_owned(),
        (None, false) => {
            let named = reminder.days.iter().map(|day| {
                let known = DAYS.iter().find(|(id, _)| *id == day.as_str());
                known.map_or_else(|| day.as_str().to_owned(), |(_, name)| (*name).to_owned())
            });
            named.collect::<Vec<String>>().join(", ")
        }
    };
    let times = match (reminder.to, reminder.every) {
        (Some(to), Some(every)) => {
            format!("every {every} minutes from {} to {}", time(reminder.from), time(to))
        }
        _ => format!("at {}", time(reminder.from)),
    };
    let until = reminder.until.map(|until| format!(", until {}", day(until))).unwrap_or_default();
    format!("{days}, {times}{until}")
}

/// A day.
pub fn day(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

/// A time of day.
pub fn time(minutes: Whole<0, 1439>) -> String {
    let minutes = minutes.get();
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
