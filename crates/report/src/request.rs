//! What a report is asked for.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use supple_diary::Diary;

/// A part of the first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// How spasms and pain went.
    Course,
    /// The worst moments in own words.
    Moments,
    /// What it takes from daily life.
    Life,
    /// What was tried, and what followed.
    Tried,
    /// What goes with spasms.
    Links,
    /// What the last check asked and heard.
    Check,
    /// What is so of the person: illnesses, medicines, pregnancy.
    Health,
    /// What the person wants to ask.
    Ask,
}

impl Part {
    /// All parts, in the order in which they are read.
    pub const ALL: [Part; 8] =
        [Part::Course, Part::Moments, Part::Life, Part::Tried, Part::Links, Part::Check, Part::Health, Part::Ask];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Part::Course => "course",
            Part::Moments => "moments",
            Part::Life => "life",
            Part::Tried => "tried",
            Part::Links => "links",
            Part::Check => "check",
            Part::Health => "health",
            Part::Ask => "ask",
        }
    }

    /// The part of this id.
    pub fn from_id(id: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.id() == id)
    }

    /// What it is called where it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Part::Course => "How often, how long, how bad",
            Part::Moments => "The worst, in your words",
            Part::Life => "What it takes from you",
            Part::Tried => "What you tried",
            Part::Links => "What goes with spasms",
            Part::Check => "Warning signs asked",
            Part::Health => "Illnesses and medicines",
            Part::Ask => "What you want to ask",
        }
    }
}

/// Pages that follow the first, by choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Annex {
    /// Each spasm.
    Spasms,
    /// Each answer of the last check.
    Answers,
    /// Each dose of a medicine.
    Doses,
    /// Each randomised trial of the person. It belongs to what was tried, and is nothing where there is none.
    Trials,
    /// Week by week.
    Weeks,
}

impl Annex {
    /// All annexes, in their order.
    pub const ALL: [Annex; 5] = [Annex::Weeks, Annex::Spasms, Annex::Doses, Annex::Trials, Annex::Answers];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Annex::Spasms => "spasms",
            Annex::Answers => "answers",
            Annex::Doses => "doses",
            Annex::Trials => "trials",
            Annex::Weeks => "weeks",
        }
    }

    /// The annex of this id.
    pub fn from_id(id: &str) -> Option<Annex> {
        Annex::ALL.into_iter().find(|annex| annex.id() == id)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Annex::Spasms => "Each spasm",
            Annex::Answers => "Each answer of the check",
            Annex::Doses => "Each dose",
            Annex::Trials => "Each trial",
            Annex::Weeks => "Week by week",
        }
    }
}

/// From one day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day; never before the first.
    pub to: Date,
}

impl Period {
    /// How many days.
    pub fn days(self) -> u32 {
        let days = self.from.until(self.to).map_or(0, |span| span.get_days());
        u32::try_from(days).unwrap_or(0) + 1
    }

    /// Whether a day is in it.
    pub fn has(self, date: Date) -> bool {
        (self.from..=self.to).contains(&date)
    }

    /// The period that is shown unless another is chosen: the last year up to today, or since the first entry, if that is
    /// later.
    pub fn usual(diary: &Diary, today: Date) -> Period {
        let year = today.saturating_sub(1.year()).saturating_add(1.day());
        let first = diary.days().keys().next().copied().unwrap_or(today);
        Period { from: first.clamp(year, today), to: today }
    }
}

/// What a report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Of which days.
    pub period: Period,
    /// What stands on the first page.
    pub parts: BTreeSet<Part>,
    /// What follows it.
    pub annexes: BTreeSet<Annex>,
    /// The person's name, where it is to stand on the report.
    pub name: Option<String>,
    /// What the person wants to ask.
    pub ask: Vec<String>,
}

impl Request {
    /// Everything of a period, without a name, without annexes and without a question.
    pub fn of(period: Period) -> Request {
        let parts = Part::ALL.into_iter().collect();
        Request { period, parts, annexes: BTreeSet::new(), name: None, ask: Vec::new() }
    }

    /// Whether a part is asked for.
    pub fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}
