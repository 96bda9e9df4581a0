//! When spasms come, how long things last, and what was followed by relief.

use super::count;
use crate::figures::{duration, number, of_so_many};
use crate::findings::{Durations, Lasting, Outlook, Relief, Rhythm};

const DAY: f64 = 86_400.0;

const WEEKDAYS: [&str; 7] = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/// The quarters of a day.
const HOURS: [&str; 4] = [
    "at night, from midnight to 6",
    "in the morning, from 6 to 12",
    "in the afternoon, from 12 to 6",
    "in the evening, from 6 to midnight",
];

impl Rhythm {
    /// What is said of days and times; nothing while there are too few to look at.
    pub(super) fn sentences(&self) -> Vec<String> {
        let mut all = Vec::new();
        let (weekdays, hours) = (&self.weekdays, &self.hours);
        match weekdays.most.and_then(|place| Some((place, WEEKDAYS.get(place)?, weekdays.parts.get(place)?))) {
            Some((place, name, part)) => {
                let (spasms, days) = weekdays.others(place);
                all.push(format!(
                    "{name} have most: {} of {} had a spasm. Of the other days it was {spasms} of {days}.",
                    part.spasm_days, part.days
                ));
            }
            None if weekdays.p.is_some() => all.push("No day of the week stands out.".to_owned()),
            None => {}
        }
        match hours.most.and_then(|place| Some((HOURS.get(place)?, hours.parts.get(place)?))) {
            Some((name, part)) => {
                all.push(format!("Spasms begin most often {name}: on {} of {} days.", part.spasm_days, part.days))
            }
            None if hours.p.is_some() => all.push("No time of day stands out.".to_owned()),
            None => {}
        }
        all
    }
}

impl Outlook {
    /// What is said of the next day; nothing where the shares are told by the same number.
    pub(super) fn sentence(&self) -> Option<String> {
        let (of, [these, all]) = of_so_many(self.shares()).filter(|(_, [these, all])| *these.min(all) > 0)?;
        let when = match (self.from, self.to) {
            (_, Some(1)) => "the day after your last one".to_owned(),
            (from, Some(to)) => format!("{from} to {to} days after your last one"),
            (from, None) => format!("{from} days or more after your last one"),
        };
        Some(format!(
            "If no spasm comes before, tomorrow is {when}. Of {of} such days in your diary, about {these} had a spasm; \
             of {of} days of any kind, about {all}. That is how it was, no promise."
        ))
    }
}

impl Durations {
    /// How long things last, each with its key. What cannot be told has none.
    pub(super) fn sentences(&self) -> Vec<(&'static str, String)> {
        let longest = "The longest took";
        let (episode, free) = (&self.episode_days, &self.free_days);
        let (between, spasm) = (&self.between_bouts_days, &self.spasm_minutes);
        let said = [
            ("episode_days", lasts(episode, DAY, ["Half of your episodes were over within", "", longest])),
            (
                "free_days",
                lasts(
                    free,
                    DAY,
                    [
                        "Once you were well, the next episode came within",
                        " half of the time",
                        "The longest time without took",
                    ],
                ),
            ),
            (
                "between_bouts_days",
                lasts(between, DAY, ["From one spasm to the next it took, half of the time, less than", "", longest]),
            ),
            ("spasm_minutes", lasts(spasm, 60.0, ["Half of your spasms let go within", "", longest])),
        ];
        said.into_iter().filter_map(|(key, text)| Some((key, text?))).collect()
    }
}

/// By when half have ended and how long the longest took, in a unit of so many seconds. The words stand before and behind the
/// first, and before the second.
fn lasts(lasting: &Lasting, unit: f64, [begin, end, longest]: [&str; 3]) -> Option<String> {
    let half = duration(lasting.median? * unit);
    let most = lasting.longest.map(|longest| (duration(longest.time * unit), longest.ended));
    let most = match most {
        Some((most, true)) if most != half => format!(" {longest} {most}."),
        Some((most, false)) => format!(" One still goes on after {most}."),
        _ => String::new(),
    };
    Some(format!("{begin} {half}{end}.{most}"))
}

impl Relief {
    /// How the pain went on.
    pub fn sentence(&self) -> String {
        let relief = self;
        let mut text = format!(
            "After {} ({}), pain went from {} to {} on average. In {} of them it fell by 2 or more.",
            relief.words,
            count(relief.times, "time", "times"),
            number(relief.before),
            number(relief.after),
            relief.fell_by_two,
        );
        if relief.asked > 0 {
            text.push_str(&format!(
                " You said that it helped {} of {}.",
                relief.helped,
                count(relief.asked, "time", "times")
            ));
        }
        text.push_str(" Pain also falls by itself, so this does not show what did it.");
        text
    }
}
