//! When something happened: asked in few taps, kept as exactly as it is known.

use crate::forms::form::Form;
use crate::http::fields::Reader;
use crate::http::visit::Visit;
use crate::ui::layout::sentence;
use jiff::civil::{Date, DateTime, Time, time};
use jiff::{SignedDuration, Span};
use maud::{Markup, html};
use supple_diary::{BirthYear, Draft, FIRST_YEAR, Moment, Precision, Twice, Unclear};

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

/// What most entries say: these stand open in every form, the other answers behind a row that opens.
const NEAR: [&str; 2] = ["now", "hour"];

/// How much of the question stands open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    /// Every answer: what is written down lies in the past.
    All,
    /// What most entries say.
    Near,
}

/// The question. `stands` is what an entry that is edited says now.
pub(crate) fn ask(form: Form<'_>, stands: Option<&Draft>, open: Open) -> Markup {
    let Form { fields, visit, .. } = form;
    let chosen = match fields.get("when") {
        "" if stands.is_some() => "keep",
        "" => "now",
        chosen => chosen,
    };
    let dawned = visit.now.clock().time() >= MORNING;
    let troubled = form.troubles.iter().any(|trouble| matches!(trouble.field.as_str(), "when" | "at" | WHICH));
    let all = stands.is_some() || open == Open::All;
    let taps = TAPS.iter().filter(|(value, _)| *value != "morning" || dawned);
    let (near, far): (Vec<_>, Vec<_>) = taps.partition(|(value, _)| all || NEAR.contains(value));
    let typed = html! {
        (tap("about", "About this time", chosen))
        (tap("exact", "Exactly", chosen))
    };
    let question = html! {
        fieldset class="card when" id="when" {
            legend { "When?" }
            (form.note("when"))
            div class="pick free" {
                @if let Some(stands) = stands {
                    (tap("keep", &format!("As it is: {}", crate::tell::moment(stands, visit)), chosen))
                }
                @for (value, words) in near { (tap(value, words, chosen)) }
                @if all { (typed) }
            }
            @if all { (Typed::past(stands).ask(form)) }
            @else {
                details open[!NEAR.contains(&chosen) || troubled] {
                    summary { "Yesterday, or another time" }
                    div class="pick free" {
                        @for (value, words) in far { (tap(value, words, chosen)) }
                        (typed)
                    }
                    (Typed::past(stands).ask(form))
                }
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

/// The field that says which of two is meant. It holds the whole time, so that it answers for no other.
pub(crate) const WHICH: &str = "at-which";

/// The field of a day and a time, on one clock.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'d> {
    /// What stands, in an entry that is edited: its clock is the one that counts.
    stands: Option<&'d Moment>,
    /// Whether only what has been can be meant.
    past: bool,
}

impl<'d> Typed<'d> {
    /// A time that has been.
    pub(crate) fn past(stands: Option<&'d Draft>) -> Typed<'d> {
        Typed { stands: stands.map(|stands| &stands.happened), past: true }
    }

    /// A time that may be still to come.
    pub(crate) fn any() -> Typed<'d> {
        Typed { stands: None, past: false }
    }

    /// The field, which names its clock where that is another one, and the question which of two is meant.
    pub(crate) fn ask(self, form: Form<'_>) -> Markup {
        let now = self.stands.map_or_else(|| form.visit.now.clone(), |stands| form.visit.now.on_clock_of(stands));
        let shown = |moment: &Moment| moment.clock().strftime("%Y-%m-%dT%H:%M").to_string();
        let filled = match form.fields.get("at") {
            "" => shown(self.stands.unwrap_or(&now)),
            filled => filled.to_owned(),
        };
        let zone = self.stands.and_then(|stands| crate::tell::elsewhere(stands, &form.visit.zone));
        html! {
            div class="typed" id="at" {
                (form.note("at"))
                div class="row" {
                    label for="at-field" { "Day and time" @if let Some(zone) = &zone { ", " (zone) } }
                    input id="at-field" type="datetime-local" name="at" max=[self.past.then(|| shown(&now))]
                        value=(filled);
                }
                (self.which(form))
            }
        }
    }

    fn which(self, form: Form<'_>) -> Markup {
        let filled = Reader::new(form.fields).clock("at");
        let Some(Err(Unclear::Twice(twice))) = filled.map(|filled| self.on_clock(filled, form.visit)) else {
            return html! {};
        };
        let Twice { first, second } = &*twice;
        let answered = form.fields.get(WHICH);
        // Whoever corrects the minutes of the second hour most likely means it still.
        let stood = |moment: &Moment| self.stands.is_some_and(|stands| stands.offset() == moment.offset());
        html! {
            fieldset class="stack" id=(WHICH) aria-describedby=[form.has_trouble(WHICH).then(|| format!("{WHICH}-note"))] {
                legend { "The first " (crate::tell::clock(first, None)) ", or the second?" }
                (form.note(WHICH))
                div class="pick free" {
                    @for (moment, words) in [(first, "The first"), (second, "The second")] {
                        @let value = moment.to_string();
                        label {
                            input type="radio" name=(WHICH) value=(value)
                                checked[if answered.is_empty() { stood(moment) } else { answered == value }];
                            span { (words) small { (crate::tell::offset(moment.offset())) } }
                        }
                    }
                }
            }
        }
    }

    fn on_clock(self, shown: DateTime, visit: &Visit) -> Result<Moment, Unclear> {
        let read = match self.stands {
            Some(stands) => stands.corrected(shown),
            None => Moment::on_clock(shown, &visit.zone),
        };
        read.or_else(|unclear| if self.past { unclear.by(visit.now.at()) } else { Err(unclear) })
    }

    /// Reads the field. A time that the clock showed twice is asked about, one that it never showed refused: whatever is
    /// stored as exact was said exactly.
    pub(crate) fn read(self, reader: &mut Reader<'_>, visit: &Visit) -> Option<Moment> {
        let shown = reader.clock("at");
        if shown.is_none() && reader.fields.get("at").trim().is_empty() {
            reader.wrong("at", "Give the day and the time.");
        }
        match self.on_clock(shown?, visit) {
            Ok(moment) => Some(moment),
            Err(Unclear::Twice(twice)) => {
                let answered = reader.fields.get(WHICH);
                let meant = [&twice.first, &twice.second].into_iter().find(|moment| moment.to_string() == answered);
                if meant.is_none() {
                    let line = sentence(&twice.to_string());
                    reader.wrong(WHICH, format!("{line}. Tap whether you mean the first or the second."));
                }
                meant.cloned()
            }
            // Only the first and the last hours of all time are out of every range.
            Err(Unclear::Unknown(_)) => {
                let shown = shown?;
                if shown > visit.now.clock() {
                    reader.wrong("at", NOT_YET);
                } else {
                    in_lifetime(reader, visit, shown.date())?;
                }
                None
            }
            Err(Unclear::Never(never)) => {
                let (before, from) = never.edges();
                let happened = sentence(&never.to_string());
                reader.wrong("at", format!("{happened}. Give a time before {before}, or from {from} on."));
                None
            }
        }
    }
}

/// Reads the answer: when, and how exactly that is known.
pub(crate) fn read(reader: &mut Reader<'_>, visit: &Visit, stands: Option<&Draft>) -> Option<When> {
    let today = visit.today();
    let yesterday = today.yesterday().unwrap_or(today);
    let dawned = visit.now.clock().time() >= MORNING;
    // What was tapped was never said to the minute.
    let at = |clock: DateTime| {
        let happened = Moment::around(clock, &visit.zone).ok()?;
        Some(When { happened, precision: Some(Precision::Day) })
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
            at(eight)
        }
        ("morning", _) => {
            reader.wrong("when", "This morning has not come yet. Tap another time.");
            None
        }
        ("night", _) => {
            let night = if dawned { today.at(3, 0, 0, 0) } else { yesterday.at(23, 0, 0, 0) };
            at(night)
        }
        ("yesterday", _) => at(yesterday.at(12, 0, 0, 0)),
        (given @ ("about" | "exact"), _) => {
            let happened = Typed::past(stands).read(reader, visit)?;
            let precision = if given == "about" { Precision::Hour } else { Precision::Minute };
            match stands {
                // An untouched time that was known exactly stays so.
                Some(stands) if stands.happened == happened && given == "exact" => {
                    let precision = stands.precision.map(|known| known.min(precision));
                    Some(When { happened, precision })
                }
                Some(stands) if stands.happened == happened => Some(When { happened, precision: Some(precision) }),
                _ => {
                    checked(reader, visit, &happened)?;
                    Some(When { happened, precision: Some(precision) })
                }
            }
        }
        (other, _) => {
            let line = format!("{} is none of the times. Tap one.", crate::http::problem::quoted(other));
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

/// Refuses a time that has not been, and one before the person. The diary checks this too; here it is said kindly.
fn checked(reader: &mut Reader<'_>, visit: &Visit, happened: &Moment) -> Option<()> {
    if happened.at() > visit.now.at() + SignedDuration::from_mins(1) {
        reader.wrong("at", NOT_YET);
        return None;
    }
    in_lifetime(reader, visit, happened.date())
}

fn in_lifetime(reader: &mut Reader<'_>, visit: &Visit, date: Date) -> Option<()> {
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
