//! How long what a person said holds, and what is read out of it: the types of `validity.toml`.

use serde::{Deserialize, Serialize};

/// How long answers hold, when something began, and which answers about a person pass.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// How long what was said holds.
    pub window: Windows,
    /// When it began, in words to choose from; the nearest first.
    pub onset: Vec<OnsetChoice>,
    /// Which answers about a person pass.
    pub person: Person,
    /// How a pregnancy is counted.
    pub pregnancy: Pregnancy,
}

/// How long each thing that was said holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Windows {
    /// A check.
    pub check: Window,
    /// A check that found something for today or now, for the call that it asks for.
    pub found: Window,
    /// "None of these" at the gate of a plan.
    pub gate: Window,
    /// What was said of the moment, for a plan.
    pub situation: Window,
    /// A spasm of which nobody said that it let go, for the start.
    pub in_spasm: Window,
    /// The end of an episode, for the start.
    pub just_recovered: Window,
    /// An answer to a caution that lasts.
    pub lasting_caution: Window,
    /// An onset in the diary, for a plan.
    pub onset: Window,
    /// A way up from the floor, since the last word about it.
    pub way_up: Window,
    /// The end of a way up, as long as it is shown.
    pub way_up_end: Window,
    /// What was said for a plan, on the way up from the floor.
    pub way_up_known: Window,
    /// A check, for the same answers to be the same check sent twice.
    pub same_check: Window,
    /// The time after a dose that is judged with it, where it was written down late.
    pub late_dose: Window,
    /// A no to what comes and goes.
    pub no_that_passes: Window,
    /// An age that a check was told.
    pub told_age: Window,
    /// Entries of one medicine this close together are one dose.
    pub same_dose: Window,
    /// The time after a limit of a medicine was passed in which that is still told.
    pub passed_limit: Window,
    /// The time without a dose that ends a row of days.
    pub row_of_days: Window,
    /// A medicine that was taken, as an answer to a question about the person.
    pub taken_answers: Window,
    /// A fact about the person that may change, until it is asked again.
    pub still_so: Window,
    /// A measure, for the question whether it helped.
    pub did_it_help: Window,
    /// What is kept in another place, for it to count as new.
    pub kept_elsewhere: Window,
}

impl Windows {
    /// Each window with its id, as the file has them.
    pub fn all(&self) -> [(&'static str, &Window); 22] {
        [
            ("check", &self.check),
            ("found", &self.found),
            ("gate", &self.gate),
            ("situation", &self.situation),
            ("in-spasm", &self.in_spasm),
            ("just-recovered", &self.just_recovered),
            ("lasting-caution", &self.lasting_caution),
            ("onset", &self.onset),
            ("way-up", &self.way_up),
            ("way-up-end", &self.way_up_end),
            ("way-up-known", &self.way_up_known),
            ("same-check", &self.same_check),
            ("late-dose", &self.late_dose),
            ("no-that-passes", &self.no_that_passes),
            ("told-age", &self.told_age),
            ("same-dose", &self.same_dose),
            ("passed-limit", &self.passed_limit),
            ("row-of-days", &self.row_of_days),
            ("taken-answers", &self.taken_answers),
            ("still-so", &self.still_so),
            ("did-it-help", &self.did_it_help),
            ("kept-elsewhere", &self.kept_elsewhere),
        ]
    }
}

/// How long something holds, and why. Its length is hours and minutes together.
///
/// ```
/// use supple_guidance_schema::validity::Window;
/// let window = Window { hours: 48, ..Window::default() };
/// assert_eq!((window.length_in_minutes(), window.days()), (2880, 2));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Whole hours.
    #[serde(default)]
    pub hours: u32,
    /// Minutes, for what is shorter than an hour.
    #[serde(default)]
    pub minutes: u32,
    /// Who says so; may be empty where `judgement` says why.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
}

impl Window {
    /// The window in minutes; above 0 in a guidance that was checked.
    pub fn length_in_minutes(&self) -> i64 {
        i64::from(self.hours) * 60 + i64::from(self.minutes)
    }

    /// The window in whole days, for what is said of a day.
    pub fn days(&self) -> i32 {
        i32::try_from(self.hours / 24).unwrap_or(i32::MAX)
    }
}

/// When it began, in words, and about how long ago that is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnsetChoice {
    /// A unique id.
    pub id: String,
    /// The words on the button.
    pub words: String,
    /// About how many hours ago.
    pub hours_ago: u32,
}

/// What medicines ask about a person, by how long an answer holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The finding that is the age.
    pub age: String,
    /// The questions and findings about what comes and goes: a no to them is asked again.
    pub passing: Vec<String>,
    /// Those of them that are about one day: any answer but a yes or no of that day is none.
    pub today: Vec<String>,
    /// What is our own judgement in it.
    pub judgement: String,
    /// What can be so of a person, in groups.
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
}

/// Questions about a person that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What they are about.
    pub title: String,
    /// The ids of findings, questions of the medicines, or lasting cautions.
    pub asks: Vec<String>,
}

impl Person {
    /// All that can be so of a person, by the groups.
    pub fn asks(&self) -> impl Iterator<Item = &String> {
        self.groups.iter().flat_map(|group| &group.asks)
    }

    /// Whether this is about what comes and goes.
    pub fn passes(&self, id: &str) -> bool {
        self.passing.iter().any(|passing| passing == id)
    }

    /// Whether this is about one day alone.
    pub fn is_of_today(&self, id: &str) -> bool {
        self.today.iter().any(|today| today == id)
    }
}

/// How a pregnancy is counted. It is kept as the day on which the child is due.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pregnancy {
    /// The question or finding that it is.
    pub question: String,
    /// The question that is its week.
    pub week: String,
    /// Days from the first day of the last period to the day on which the child is due.
    pub term_days: i32,
    /// So many days after that day nobody is pregnant any more.
    pub overdue_days: i32,
    /// What is our own judgement in it.
    pub judgement: String,
}
