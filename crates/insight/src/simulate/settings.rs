//! The kinds of people that are made up.

use serde::Serialize;
use supple_stats::number::ln;

/// A kind of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setting {
    /// A name for tables.
    pub name: &'static str,
    /// How long they keep a diary, in days.
    pub days: i64,
    /// What they are asked about.
    pub habits: Vec<Habit>,
    /// New episodes in a year at risk, at the beginning and with everything at its mean.
    pub episodes_a_year: f64,
    /// How many times the rate becomes over the whole diary.
    pub rises: f64,
    /// The chance of a further bout on the next day, again and again.
    pub flares: f64,
    /// The chance that a day has a check-in.
    pub checks_in: f64,
    /// The chance that a check-in is filled in on the next morning, and that something with a time is typed in the
    /// evening only.
    pub late: f64,
    /// The chance that something with a time is not written down at all, unless a spasm follows it: then it is
    /// remembered afterwards.
    pub forgets: f64,
    /// For how many days after a spasm less is done, and sleep is worse.
    pub spared_days: i64,
    /// The chance that something is left out on such a day.
    pub spares: f64,
    /// The chance that the end of an episode is written down.
    pub says_recovery: f64,
    /// The chance that a spasm is only told in the check-in, without its time.
    pub untimed: f64,
    /// The chance that an exercise is done because of a spasm: an hour after it, and on the day after it.
    pub answers: f64,
    /// How many times as often a new episode begins in the three days in which one can again.
    pub clusters: f64,
}

/// Something that a person is asked about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Habit {
    /// Its id in the diary.
    pub id: String,
    /// Which time counts.
    pub kind: Kind,
    /// On what share of days it is so.
    pub share: f64,
    /// How much it carries over from a day to the next: the correlation of the variable behind it.
    pub lasts: f64,
    /// How much of it is shared with the other habits of a day: the correlation with what they share.
    pub shared: f64,
    /// The log rate ratio: what the method should find. 0 where there is no link.
    pub b: f64,
}

/// Which time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The two hours before.
    Hours,
    /// The night before.
    Night,
    /// The day before.
    Day,
    /// The 24 hours before: an exercise, which is written down when it is done, and which no check-in asks about.
    Exercise,
}

/// Ids that the guidance knows, then the person's own. Three of eight have a time of their own.
const IDS: [(&str, Kind); 8] = [
    ("poor-sleep", Kind::Night),
    ("lifting", Kind::Hours),
    ("stress", Kind::Day),
    ("long-sitting", Kind::Hours),
    ("low-water", Kind::Day),
    ("twisting", Kind::Hours),
    ("exercise", Kind::Day),
    ("own-7", Kind::Day),
];

/// So many habits, the first few with these rate ratios, the rest without a link.
fn habits(many: usize, ratios: &[f64]) -> Vec<Habit> {
    let shares = [0.3, 0.6, 0.25, 0.7, 0.35, 0.45, 0.4, 0.2];
    (0..many)
        .map(|place| {
            let (id, kind) = match IDS.get(place) {
                Some((id, kind)) => ((*id).to_owned(), *kind),
                None => (format!("own-{place}"), if place % 4 == 0 { Kind::Hours } else { Kind::Day }),
            };
            let ratio = ratios.get(place).copied().unwrap_or(1.0);
            Habit { id, kind, share: shares[place % shares.len()], lasts: 0.4, shared: 0.4, b: ln(ratio) }
        })
        .collect()
}

/// Four things that are asked about, two of them triggers, and four exercises on about every third day, which go together as a
/// programme does; the first of them with this rate ratio.
fn practised(ratio: f64) -> Vec<Habit> {
    let exercises = ["bridge", "cat-cow", "walking", "cello"].into_iter().zip([0.3, 0.35, 0.45, 0.2]);
    let exercises = exercises.enumerate().map(|(place, (id, share))| Habit {
        id: id.to_owned(),
        kind: Kind::Exercise,
        share,
        lasts: 0.2,
        shared: 0.6,
        b: ln(if place == 0 { ratio } else { 1.0 }),
    });
    let mut habits = habits(4, &[3.0, 4.0]);
    if ratio == 1.0 {
        habits.iter_mut().for_each(|habit| habit.b = 0.0);
    }
    habits.into_iter().chain(exercises).collect()
}

/// The kinds of people that the evaluation looks at.
pub fn settings() -> Vec<Setting> {
    let usual = Setting {
        name: "a year, 8 things, 3 of them triggers",
        days: 365,
        habits: habits(8, &[3.0, 4.0, 2.0]),
        episodes_a_year: 48.0,
        rises: 1.0,
        flares: 0.3,
        checks_in: 0.85,
        late: 0.1,
        forgets: 0.0,
        spared_days: 2,
        spares: 0.5,
        says_recovery: 0.3,
        untimed: 0.0,
        answers: 0.0,
        clusters: 1.0,
    };
    let none = Setting {
        name: "a year, 20 things, no trigger",
        habits: habits(20, &[]),
        episodes_a_year: 80.0,
        ..usual.clone()
    };
    vec![
        Setting {
            name: "half a year, 12 things, 3 of them triggers",
            days: 182,
            habits: habits(12, &[3.0, 4.0, 2.0]),
            ..usual.clone()
        },
        Setting {
            name: "two years, 20 things, 4 of them triggers",
            days: 730,
            habits: habits(20, &[3.0, 4.0, 2.0, 2.5]),
            ..usual.clone()
        },
        none.clone(),
        Setting {
            name: "a year, habits change for 5 days after a spasm, 3 triggers of 8",
            spared_days: 5,
            spares: 0.7,
            ..usual.clone()
        },
        Setting {
            name: "a year, habits change for 5 days after a spasm, no trigger of 20",
            spared_days: 5,
            spares: 0.7,
            ..none.clone()
        },
        Setting {
            name: "a year, half of the check-ins missed, late and untimed, 3 triggers of 8",
            checks_in: 0.5,
            late: 0.4,
            untimed: 0.3,
            episodes_a_year: 90.0,
            ..usual.clone()
        },
        Setting {
            name: "a year, half forgotten unless a spasm follows, no trigger of 8",
            habits: habits(8, &[]),
            forgets: 0.5,
            ..usual.clone()
        },
        Setting {
            name: "a year, spasms three times as often at its end, 3 triggers of 8",
            rises: 3.0,
            ..usual.clone()
        },
        Setting { name: "a year, no trigger of 8, long flares", habits: habits(8, &[]), flares: 0.6, ..usual.clone() },
        usual.clone(),
        Setting {
            name: "a year, 4 exercises, one of them a trigger, 2 triggers of 4 other things",
            habits: practised(3.0),
            ..usual.clone()
        },
        Setting {
            name: "a year, 4 exercises done because of spasms that cluster, no trigger",
            habits: practised(1.0),
            answers: 0.8,
            clusters: 3.0,
            ..usual.clone()
        },
    ]
}
