//! How it went, week by week, in words. They tell what was written down; they neither praise nor blame.

use crate::{count, short_day};
use jiff::civil::Date;
use supple_diary::{Level, isolated};
use supple_insight::figures::number;
use supple_insight::progress::{Activity, Progress, Week};

/// The title.
pub const TITLE: &str = "How am I doing";

/// What is looked at.
pub const LEAD: &str = "The last 12 weeks, side by side. This shows what came together. It does not show what did it.";

/// What is said where the diary tells nothing of these weeks.
pub const EMPTY: &str =
    "Nothing is written of these weeks yet. What you write down shows up here: exercise, walks, pain and spasms.";

/// What an empty place means, and a ring.
pub const HOW_TO_READ: &str = "An empty place means that nothing was written down. That is just an empty week. A dashed ring means that nobody knows: \
                               it is never counted as none.";

/// What is counted, and how.
pub const COUNTED: &str = "A week is seven days up to today. Pain is the middle of its days, from 0 to 10. Spasms less than 2 hours apart count as \
                           one. That there was none is said of a week of which four days or more are known.";

/// What stands side by side.
pub const ROWS: [&str; 4] = ["Days with exercise", "Minutes walked", "Pain", "Spasms"];

/// What is not known.
const UNKNOWN: &str = "not known";

/// What is said of a week in each of the [`ROWS`].
///
/// ```
/// use supple_wording::progress::values;
/// let now = "2026-11-22T21:00:00+01:00[Europe/Berlin]".parse().unwrap();
/// let diary = supple_diary::Diary::fold(&supple_diary::Log::new());
/// let progress = supple_insight::progress::Progress::of(&diary, &now);
/// assert_eq!(values(&progress.weeks[0]), ["–", "–", "not known", "not known"]);
/// ```
pub fn values(week: &Week) -> [String; 4] {
    let walked = match (week.walks, week.walks_untimed) {
        (0, _) => "–".to_owned(),
        (_, 0) => number(week.minutes_walked.round()),
        (all, untimed) if all == untimed => format!("{}, no one knows how long", count(untimed, "walk")),
        (_, untimed) => format!("{}, and {}", number(week.minutes_walked.round()), count(untimed, "walk more")),
    };
    let practised = if week.practice_days == 0 { "–".to_owned() } else { week.practice_days.to_string() };
    let spasms = week.spasms.map(|spasms| match week.known_days {
        7.. => spasms.to_string(),
        known => format!("{spasms}, with {known} of 7 days known"),
    });
    let pain = week.pain.map(number);
    [practised, walked, pain.unwrap_or_else(|| UNKNOWN.to_owned()), spasms.unwrap_or_else(|| UNKNOWN.to_owned())]
}

/// From which day to which.
pub fn days(week: &Week, today: Date) -> String {
    format!("{} to {}", short_day(week.from, today), short_day(week.to, today))
}

/// A week in a line.
pub fn line(week: &Week, today: Date) -> String {
    let said = ROWS.iter().zip(values(week)).map(|(row, value)| format!("{}: {value}", row.to_lowercase()));
    format!("{}. {}.", days(week, today), crate::sentence(&said.collect::<Vec<_>>().join("; ")))
}

/// All of it for those who do not see the drawing.
pub fn described(progress: &Progress) -> String {
    let row = |(place, name): (usize, &&str)| {
        let each: Vec<String> =
            progress.weeks.iter().map(|week| values(week)[place].replace('–', "none written")).collect();
        format!("{name}: {}.", each.join("; "))
    };
    format!("Twelve weeks, the oldest first. {}", ROWS.iter().enumerate().map(row).collect::<Vec<_>>().join(" "))
}

/// The heading over what the person wants to do.
pub const ACTIVITIES: &str = "What I want to do";

/// What is told there.
pub const ACTIVITIES_ASK: &str =
    "Name two or three things that your back keeps you from. Tell now and then how well you can do them, from 0 to 10.";

/// How well someone could do something, first and last: "Put on my socks: 3 of 10 on 1 October, 6 of 10 on 20 November."
pub fn activity(activity: &Activity, today: Date) -> String {
    let told = |(on, level): (Date, Level)| format!("{level} of 10 on {}", short_day(on, today));
    let last = activity.last.map(|last| format!(", {}", told(last))).unwrap_or_default();
    format!("{}: {}{last}.", isolated(&activity.what), told(activity.first))
}

/// Since when there is exercise in the diary, and what changed in how often spasms come; nothing where there is none.
pub fn since(progress: &Progress, today: Date) -> Option<String> {
    let (began, since) = (progress.began?, progress.since.as_ref()?);
    let first = if began == today { "today".to_owned() } else { format!("on {}", short_day(began, today)) };
    Some(format!("You first wrote down exercise {first}. {}", since.sentence()))
}
