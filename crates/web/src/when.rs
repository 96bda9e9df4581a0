//! When something happened: asked in few taps, kept as exactly as it is known.

use crate::fields::{Fields, Reader};
use crate::form::Form;
use crate::visit::Visit;
use jiff::civil::{Date, DateTime, Time, time};
use jiff::{SignedDuration, Span};
use maud::{Markup, html};
use supple_diary::{BirthYear, Draft, FIRST_YEAR, Moment, Precision};

/// The answers that need no typing: value, words.
const TAPS: [(&str, &str); 5] = [
    ("now", "Now"),
    ("hour", "About an hour ago"),
    ("morning", "This morning"),
    ("night", "Last night"),
    ("yesterday", "Yesterday"),
];

/// Before this hour the morning has not been, and the last night is the one before midnight.
const MORNING: Time = time(6, 0, 0, 0);

/// The question. `stands` is what an entry that is edited says now.
pub(crate) fn ask(form: Form<'_>, stands: Option<&Draft>) -> Markup {
    let Form { fields, visit, .. } = form;
    let chosen = match fields.get("when") {
        "" if stands.is_some() => "keep",
        "" => "now",
        chosen => chosen,
    };
    let dawned = visit.now.clock().time() >= MORNING;
    let troubled = form.troubles.iter().any(|trouble| matches!(trouble.field.as_str(), "when" | "at"));
    let taps = TAPS.iter().filter(|(value, _)| *value != "morning" || dawned);
    let question = html! {
        fieldset class="card when" id="when" {
            legend { "When?" }
            (form.note("when"))
            (form.note("at"))
            div class="pick free" {
                @if let Some(stands) = stands {
                    (tap("keep", &format!("As it is: {}", crate::tell::moment(stands, visit)), chosen))
                }
                @for (value, words) in taps { (tap(value, words, chosen)) }
                (tap("about", "About this time", chosen))
                (tap("exact", "Exactly", chosen))
            }
            div class="typed row" id="at" {
                label for="at-field" { "Day and time" }
                input id="at-field" type="datetime-local" name="at" max=(latest(visit))
                    value=(typed(fields, visit, stands));
            }
        }
    };
    // The time of an entry that stands is seldom wrong, so it is folded away unless it was touched.
    html! {
        @match stands {
            Some(stands) => details open[chosen != "keep" || troubled] {
                summary { "When: " (crate::tell::moment(stands, visit)) }
                (question)
            },
            None => (question),
        }
    }
}

fn tap(value: &str, words: &str, chosen: &str) -> Markup {
    html! {
        label { input type="radio" name="when" value=(value) checked[value == chosen]; span { (words) } }
    }
}

fn latest(visit: &Visit) -> String {
    visit.now.clock().strftime("%Y-%m-%dT%H:%M").to_string()
}

fn typed(fields: &Fields, visit: &Visit, stands: Option<&Draft>) -> String {
    match (fields.get("at"), stands) {
        ("", Some(stands)) => stands.happened.clock().strftime("%Y-%m-%dT%H:%M").to_string(),
        ("", None) => latest(visit),
        (typed, _) => typed.to_owned(),
    }
}

/// Reads the answer: when, and how exactly that is known.
pub(crate) fn read(reader: &mut Reader<'_>, visit: &Visit, stands: Option<&Draft>) -> Option<When> {
    let today = visit.today();
    let yesterday = today.yesterday().unwrap_or(today);
    let dawned = visit.now.clock().time() >= MORNING;
    let at = |reader: &mut Reader<'_>, clock: DateTime, precision| {
        checked(reader, visit, clock.date())?;
        match Moment::on_clock(clock, &visit.zone) {
            Ok(happened) if happened.at() <= visit.now.at() + SignedDuration::from_mins(1) => {
                Some(When { happened, precision: Some(precision) })
            }
            Ok(_) => {
                reader.wrong("at", NOT_YET);
                None
            }
            Err(error) => {
                reader.wrong("at", format!("This time {error}."));
                None
            }
        }
    };
    match (reader.fields.get("when"), stands) {
        ("" | "keep", Some(stands)) => Some(When { happened: stands.happened.clone(), precision: stands.precision }),
        ("" | "now", _) => Some(When { happened: visit.now.clone(), precision: None }),
        ("hour", _) => {
            let ago = visit.now.at() - SignedDuration::from_hours(1);
            let happened = Moment::in_zone(ago, &visit.zone).ok()?;
            Some(When { happened, precision: Some(Precision::Hour) })
        }
        ("morning", _) if dawned => {
            let eight = today.at(8, 0, 0, 0).min(visit.now.clock());
            at(reader, eight, Precision::Day)
        }
        ("morning", _) => {
            reader.wrong("when", "This morning has not come yet. Tap another time.");
            None
        }
        ("night", _) => {
            let night = if dawned { today.at(3, 0, 0, 0) } else { yesterday.at(23, 0, 0, 0) };
            at(reader, night, Precision::Day)
        }
        ("yesterday", _) => at(reader, yesterday.at(12, 0, 0, 0), Precision::Day),
        (given @ ("about" | "exact"), _) => {
            let clock = reader.clock("at");
            if clock.is_none() && reader.fields.get("at").trim().is_empty() {
                reader.wrong("at", "Give the day and the time.");
            }
            at(reader, clock?, if given == "about" { Precision::Hour } else { Precision::Minute })
        }
        (other, _) => {
            let line = format!("{} is none of the times. Tap one.", crate::problem::quoted(other));
            reader.wrong("when", line);
            None
        }
    }
}

/// When something happened.
pub(crate) struct When {
    pub(crate) happened: Moment,
    pub(crate) precision: Option<Precision>,
}

const NOT_YET: &str = "This time has not been yet. Give one that has.";

/// Refuses a day that has not been, and one before the person. The diary checks this too; here it is said kindly.
fn checked(reader: &mut Reader<'_>, visit: &Visit, date: Date) -> Option<()> {
    if date > visit.today() {
        reader.wrong("at", NOT_YET);
        return None;
    }
    let born = visit.diary.profile().birth_year;
    let first = born.map_or(FIRST_YEAR, BirthYear::get);
    if u32::try_from(date.year()).is_ok_and(|year| year >= first) {
        return Some(());
    }
    let line = match born {
        Some(born) => format!("This is before {born}, the year of your birth. Give a later time."),
        None => format!("This is before {first}. Give a later time."),
    };
    reader.wrong("at", line);
    None
}

/// The day some days before another.
pub(crate) fn days_before(date: Date, days: i32) -> Date {
    date.saturating_sub(Span::new().days(days))
}
