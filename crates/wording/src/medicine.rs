//! What the guard over medicines says, in words.
//!
//! Each sentence about a medicine is one of [`supple_care`] or of the guidance. This puts them in their order, with their
//! sources, and tells the times on the reader's clock. Nothing here says that something may be taken.

use crate::time::{Here, short_day};
use crate::{names, sentence, urgency};
use jiff::{SignedDuration, Timestamp};
use supple_care::{
    Ask, Counted, MedicineReview, Next, PainkillerDays, SET_BY_A_DOCTOR, Truth, Why, amount, headline, say_ask,
    say_counted, say_stop, say_too_much, say_unknown,
};
use supple_diary::Moment;
use supple_guidance::Urgency;
use supple_guidance::medicines::{Label, Mark, Medicine};

/// The line above a look back at a dose of long ago that passed a limit.
pub const PASSED_THEN: &str = "A limit was passed then";

/// Above whom to ask.
pub const ASK_FIRST: &str = "Ask first";

/// Above what cannot be counted.
pub const CANNOT_COUNT: &str = "What we cannot count";

/// Above our own judgement in what was too much.
pub const HOW_COUNTED: &str = "How we count it";

/// Of a medicine of which nothing counts in the last day.
pub const NOTHING_COUNTED: &str = "Nothing is written down for the last 24 hours.";

/// What the guard says, in the order in which it must be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The line above everything else.
    pub headline: String,
    /// Whether something calm may be said.
    pub is_calm: bool,
    /// What was too much, and what to do.
    pub too_much: Vec<TooMuch>,
    /// Every stop with its reason.
    pub stops: Vec<Stop>,
    /// What stands below the stops: of a dose that a doctor set. Nothing without a stop.
    pub by_a_doctor: Option<&'static str>,
    /// Whom to ask first, where the person said that it is so, or is not sure.
    pub asks: Vec<Sourced>,
    /// What cannot be counted.
    pub unknown: Vec<String>,
}

impl Review {
    /// Whether there is something against it.
    pub fn is_against(&self) -> bool {
        !self.too_much.is_empty() || !self.stops.is_empty()
    }
}

/// A sentence with who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced {
    /// The sentence.
    pub text: String,
    /// Who says so.
    pub sources: Vec<String>,
}

/// Too much of one medicine.
#[derive(Clone, Debug, PartialEq)]
pub struct TooMuch {
    /// How soon help is needed.
    pub urgency: Urgency,
    /// How soon, and of what.
    pub headline: String,
    /// What to do.
    pub text: String,
    /// Who says so.
    pub sources: Vec<String>,
    /// Our own judgement in how it is counted.
    pub judgement: Option<String>,
}

/// A reason not to take something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// "Stop.", "Wait." or, where it is about another medicine than was asked about, "Also:".
    pub mark: &'static str,
    /// The reason.
    pub text: String,
    /// That it is by the label of another country, where it is.
    pub foreign: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
}

/// What the guard says. `country` is the code of the person's own country, where they said it.
pub fn review(guard: &MedicineReview<'_>, country: Option<&str>) -> Review {
    let too_much = guard.too_much.iter().map(|one| TooMuch {
        urgency: one.advice.urgency,
        headline: format!("{}: {}", urgency::word(one.advice.urgency), one.medicine.name),
        text: say_too_much(one),
        sources: one.advice.sources.clone(),
        judgement: one.advice.judgement.clone(),
    });
    let stops = guard.said_stops().into_iter().map(|stop| {
        let other = !guard.asked.is_empty() && !guard.is_asked(stop.substance);
        Stop {
            mark: match (other, stop.certain) {
                (true, _) => "Also:",
                (false, true) => "Stop.",
                (false, false) => "Wait.",
            },
            text: say_stop(stop),
            foreign: of_label(&stop.why).and_then(|label| foreign(label, country)),
            sources: stop.sources.to_vec(),
        }
    });
    let asks = guard.asks.iter().filter(|ask| is_said(ask));
    Review {
        headline: headline(guard),
        is_calm: guard.is_calm(),
        too_much: too_much.collect(),
        stops: stops.collect(),
        by_a_doctor: (!guard.stops.is_empty()).then_some(SET_BY_A_DOCTOR),
        asks: asks.map(|ask| Sourced { text: say_ask(ask), sources: ask.about.sources().to_vec() }).collect(),
        unknown: guard.unknown.iter().map(say_unknown).collect(),
    }
}

/// Whether the person said what a reason to ask first is about, or is not sure of it.
fn is_said(ask: &Ask<'_>) -> bool {
    match &ask.truth {
        Truth::Yes => true,
        Truth::Open { unsure, .. } => !unsure.is_empty(),
        Truth::No => false,
    }
}

fn of_label<'w>(why: &Why<'w>) -> Option<&'w Label> {
    match why {
        Why::Dose { label, .. }
        | Why::Window { label, .. }
        | Why::Times { label, .. }
        | Why::Gap { label, .. }
        | Why::Days { label, .. } => Some(label),
        _ => None,
    }
}

/// A plain word for a label of another country than the person's own.
fn foreign(label: &Label, country: Option<&str>) -> Option<String> {
    let place = names::country(&label.country);
    (country? != label.country).then(|| format!("This is the label of {place}. We know none of your country."))
}

/// That a medicine has no label of the person's own country, in plain words.
pub fn no_own_label(medicine: &Medicine, country: Option<&str>) -> Option<String> {
    let own = country?;
    if medicine.labels.iter().any(|label| label.country == own) {
        return None;
    }
    let mut places: Vec<&str> = medicine.labels.iter().map(|label| names::country(&label.country)).collect();
    places.dedup();
    Some(format!("We know no label of your country. What counts is that of {}.", places.join(" or ")))
}

/// What counts of one substance in the last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The substance.
    pub headline: String,
    /// Whether it may be more.
    pub at_least: bool,
    /// How much, where that can be counted.
    pub amount: Option<String>,
    /// The same in a sentence, with the entries that it is from.
    pub text: String,
    /// That there is no label of the person's own country.
    pub no_own_label: Option<String>,
    /// When its limits end.
    pub until: Option<Until>,
}

/// When the limits of a label end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Until {
    /// When.
    pub line: String,
    /// For what, where there is a time to wait for.
    pub of: Option<String>,
}

/// What counts of the last 24 hours, and when the labels end.
pub fn counted(guard: &MedicineReview<'_>, country: Option<&str>, here: Here<'_>, now: Timestamp) -> Vec<Sum> {
    let sum = |one: &Counted<'_>| {
        let next = guard.next.iter().find(|next| next.medicine.id == one.substance.id());
        Sum {
            headline: sentence(one.substance.name()),
            at_least: one.at_least,
            amount: one.mg.map(amount),
            text: say_counted(one),
            no_own_label: one.substance.medicine().and_then(|medicine| no_own_label(medicine, country)),
            until: next.and_then(|next| until(guard, next, here, now)),
        }
    };
    guard.counted.iter().map(sum).collect()
}

/// When the limits end for one more, unless it was too much already: then there is nothing to wait for.
///
/// That enough time has passed is a calm word: it is left out unless the guard is calm.
pub fn until(guard: &MedicineReview<'_>, next: &Next<'_>, here: Here<'_>, now: Timestamp) -> Option<Until> {
    let much = guard.too_much.iter().any(|one| one.medicine.id == next.medicine.id);
    let is_over = next.not_before.is_some_and(|at| at <= now);
    if is_over && !much && !guard.is_calm() {
        return None;
    }
    let line = match next.not_before {
        _ if much => "It was too much. Get help first.".to_owned(),
        None => "No more without asking a pharmacist or doctor.".to_owned(),
        Some(_) if is_over => "Enough time has passed, by the label.".to_owned(),
        Some(at) => format!("By the label, not before {}.", not_before(at, here)),
    };
    let waits = next.not_before.is_some() && !much;
    let of = waits.then(|| format!("For one {} more. It is no advice to take more.", next.medicine.unit));
    Some(Until { line, of })
}

/// A time to come, rounded up to the minute: a limit never ends early.
pub fn not_before(at: Timestamp, here: Here<'_>) -> String {
    let up = at.checked_add(SignedDuration::from_secs(59)).unwrap_or(at);
    let Ok(moment) = Moment::in_zone(up, here.zone) else { return at.to_string() };
    let time = moment.clock().strftime("%H:%M");
    match moment.date() {
        date if date == here.today => time.to_string(),
        date if Some(date) == here.today.tomorrow().ok() => format!("tomorrow {time}"),
        date => format!("{}, {time}", short_day(date, here.today)),
    }
}

/// Above the days with painkillers.
pub const OFTEN: &str = "Painkillers";

/// On how many days painkillers were taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Often {
    /// How many, of how many.
    pub line: String,
    /// Each mark, with how far it is.
    pub marks: String,
    /// What a mark that is reached means, and what to do.
    pub reached: Option<[String; 2]>,
    /// That some days are not sure, where they are not.
    pub unsure: Option<String>,
    /// Who gives the marks.
    pub sources: Vec<String>,
    /// Our own part.
    pub judgement: String,
}

/// On how many of the last days painkillers were taken, and from how many on it is often.
pub fn often(found: &PainkillerDays<'_>) -> Often {
    let mark = |(mark, days): &(&Mark, usize)| format!("with {}, {} days or more (now {days})", mark.of, mark.days);
    let marks: Vec<String> = found.marks.iter().map(mark).collect();
    let unsure = match found.unsure {
        0 => None,
        1 => Some("On 1 more day you took something that we do not know.".to_owned()),
        days => Some(format!("On {days} more days you took something that we do not know.")),
    };
    Often {
        line: format!("Painkillers on {} of the last {} days.", found.days, found.often.days),
        marks: format!("Often is: {}.", marks.join("; ")),
        reached: found.reached().map(|mark| [mark.text.clone(), found.often.to_do.clone()]),
        unsure,
        sources: found.often.sources.clone(),
        judgement: found.often.judgement.clone(),
    }
}
