//! What tests of several modules need: whom they ask about, a diary, and the reasons of stops in a word each.

use jiff::{SignedDuration, Timestamp, ToSpan};
use supple_care::{About, Dose, MedicineReview, Stop, Unknown, Why, find, medicine_review};
use supple_diary::{Diary, Draft, Kind, Log, Moment, Tail};
use supple_guidance::embedded;
use supple_triage::Answer;

/// Someone of 40 who answered no to everything, in this country.
pub(crate) fn nothing_against(country: &str) -> About {
    let guidance = embedded();
    let mut about = About::nothing_yet();
    about.set_country(Some(country));
    for question in &guidance.medicines.questions {
        let no = question.number.as_ref().map_or(Answer::No, |range| Answer::Number(range.min));
        about.set(guidance, &question.id, no).unwrap();
    }
    for id in ["blood-thinner", "pregnant", "steroids", "diabetes"] {
        about.set(guidance, id, Answer::No).unwrap();
    }
    about.set(guidance, "age", Answer::Number(40.0)).unwrap();
    about
}

/// When a [`diary`] begins.
pub(crate) const START: &str = "2026-01-10T09:00:00Z";

/// A diary of these entries, each so many days after the start.
pub(crate) fn diary(entries: Vec<(i64, Kind)>) -> Diary {
    let mut writer = Writer::new();
    for (day, kind) in entries {
        writer.write(24 * 60 * day, kind);
    }
    writer.diary()
}

/// Why each stop is told, in a word.
pub(crate) fn reasons(told: &MedicineReview<'_>) -> Vec<&'static str> {
    let name = |stop: &Stop<'_>| match stop.why {
        Why::Dose { .. } => "dose",
        Why::Window { hours: 24, .. } => "day",
        Why::Window { .. } => "hours",
        Why::Times { .. } => "times",
        Why::Gap { .. } => "gap",
        Why::Days { .. } => "days",
        Why::SameKind { .. } => "same kind",
        Why::Together { .. } => "together",
        Why::MustNot(_) => "must not",
    };
    told.stops.iter().map(name).collect()
}

/// What a dose that was just taken counts as: each medicine with its milligrams, a "?" behind what is not sure, then what is not
/// known besides amounts.
pub(crate) fn counts(country: &str, dose: &Dose) -> String {
    let told = medicine_review(embedded(), &nothing_against(country), std::slice::from_ref(dose), dose.at, None);
    let counted = told.counted.iter().filter_map(|one| {
        let sure = if one.at_least { "?" } else { "" };
        one.mg.map(|mg| format!("{} {mg}{sure}", one.substance.id()))
    });
    let unknown = told.unknown.iter().filter_map(|unknown| match unknown {
        Unknown::Words { .. } => Some("words"),
        Unknown::NotAll { .. } => Some("not all"),
        Unknown::Pack { .. } => Some("pack"),
        Unknown::Form { .. } => Some("form"),
        Unknown::Unread { .. } => Some("unread"),
        Unknown::Ahead { .. } => Some("ahead"),
        Unknown::NoLabel { .. } | Unknown::Amount { .. } => None,
    });
    counted.chain(unknown.map(str::to_owned)).collect::<Vec<String>>().join(" ")
}

/// What a name means: each substance with its milligrams in one unit (`<` the most that one can hold, `-` where neither is known),
/// how many units it names, then what is open.
pub(crate) fn named(country: &str, words: &str) -> String {
    let found = find(embedded(), Some(country), words);
    let mut said: Vec<String> = Vec::new();
    for part in &found.parts {
        let mg = match (part.unit_mg, part.most_mg) {
            (Some(mg), _) => mg.to_string(),
            (None, Some(most)) => format!("<{most}"),
            (None, None) => "-".to_owned(),
        };
        said.push(format!("{} {mg}", part.substance.id()));
    }
    said.extend(found.units.map(|units| format!("x{units}")));
    said.extend(found.open.then(|| "pack?".to_owned()));
    said.extend(found.either_way.then(|| "form?".to_owned()));
    said.extend((!found.left.is_empty()).then(|| format!("left {}", found.left.join(" "))));
    said.extend(found.mean.map(|name| format!("mean {name}")));
    said.join(", ")
}

/// So many minutes after the [`START`].
pub(crate) fn minute(minutes: i64) -> Timestamp {
    START.parse::<Timestamp>().unwrap() + minutes.minutes()
}

/// The next moment after this one that can be told from it.
pub(crate) fn just_after(at: Timestamp) -> Timestamp {
    at + SignedDuration::from_nanos(1)
}

/// The last moment before this one that can be told from it.
pub(crate) fn just_before(at: Timestamp) -> Timestamp {
    at - SignedDuration::from_nanos(1)
}

/// A device that writes entries.
#[derive(Clone)]
pub(crate) struct Writer {
    tail: Tail,
    log: Log,
    written: u8,
}

impl Writer {
    pub(crate) fn new() -> Writer {
        Writer { tail: Tail::new(uuid::Uuid::from_u128(6)), log: Log::new(), written: 0 }
    }

    /// Writes what happens in this minute after the [`START`].
    pub(crate) fn write(&mut self, at: i64, kind: impl Into<Kind>) -> uuid::Uuid {
        self.write_at(minute(at), minute(at), kind)
    }

    /// Writes what happened then, and is recorded at another time.
    pub(crate) fn write_at(&mut self, happened: Timestamp, recorded: Timestamp, kind: impl Into<Kind>) -> uuid::Uuid {
        self.draft(Draft::new(Moment::in_zone(happened, "Europe/Berlin").unwrap(), kind.into()), recorded)
    }

    /// Writes this draft.
    pub(crate) fn draft(&mut self, draft: Draft, recorded: Timestamp) -> uuid::Uuid {
        self.written += 1;
        let entry = self.tail.write(draft, recorded, [self.written; 10], None).unwrap();
        let id = entry.id();
        self.log.insert(entry);
        id
    }

    pub(crate) fn diary(&self) -> Diary {
        Diary::fold(&self.log)
    }
}
