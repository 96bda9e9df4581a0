//! Someone is about to take something: what is asked, and what the guard says to it.

use crate::forms::dose::{how_much, read_how_much};
use crate::forms::form::Form;
use crate::forms::when::{Typed, WHICH};
use crate::http::fields::{FieldError, Fields, Reader};
use crate::http::visit::{FormRequest, Visit};
use crate::pages::medicine::health_profile;
use crate::pages::medicine::review::{
    ADDRESS, RECENT, TAKE, counted, holding, links_back, look, page, stops, until_next,
};
use crate::ui::icons;
use crate::ui::layout::sentence;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use maud::{Markup, html};
use supple_care::{Dose, MedicineReview, Unknown, Which, amount, headline};
use supple_diary::{Amount, Choice, Draft, Medicine as Taken, Moment, Precision, Profile, isolated};
use supple_guidance::embedded;
use supple_journal::JournalError;
use supple_wording::medicine::{self as wording};

/// A form for one of now.
pub(super) fn start() -> Fields {
    let mut fields = Fields::default();
    fields.put("units", 1);
    fields
}

pub(crate) async fn take(visit: Visit) -> Response {
    asking(&visit, &start(), &[])
}

fn asking(visit: &Visit, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: false };
    let recent = visit.diary.recent(Choice::Medicine, RECENT);
    let names: Vec<(String, String)> =
        embedded().medicines.medicines.iter().map(|one| (one.name.clone(), sentence(&one.name))).collect();
    let offered: Vec<(&str, &str)> = names.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let main = html! {
        div class="stack measure" {
            h1 { "About to take…" }
            (form.summary())
            p class="lead" { "We look at it first. Nothing is stored before you say so." }
        }
        form class="stack says" method="post" action=(TAKE) novalidate {
            (form.choice("what", "Which?", &recent, &offered))
            (how_much(form))
            (when(form))
            button class="btn big" { "Look first" (icons::onward()) }
        }
        (links_back())
    };
    page(visit, "About to take…", TAKE, &main)
}

fn when(form: Form<'_>) -> Markup {
    let chosen = if form.fields.get("when") == "exact" { "exact" } else { "now" };
    html! {
        fieldset class="card when" id="when" {
            legend { "When?" }
            (form.note("when"))
            div class="pick free" {
                @for (value, words) in [("now", "Now"), ("exact", "At this time")] {
                    label { input type="radio" name="when" value=(value) checked[value == chosen]; span { (words) } }
                }
            }
            (Typed::any().ask(form))
        }
    }
}

/// What someone is about to take.
struct Proposal {
    entry: Taken,
    happened: Moment,
    /// Whether the time was given; otherwise it is now.
    given: bool,
}

impl Proposal {
    fn read(reader: &mut Reader<'_>, visit: &Visit) -> Option<Proposal> {
        let what = reader.choice("what");
        if what.is_none() && reader.fields.get("what").trim().is_empty() {
            let own = reader.fields.get("what-own").trim().is_empty();
            if own {
                reader.wrong("what", "Tap which medicine, or write it as you call it.");
            }
        }
        let (milligrams, units) = read_how_much(reader);
        let (happened, given) = read_when(reader, visit)?;
        let entry = Taken { what: what?, substance: None, milligrams, units, note: None };
        Some(Proposal { entry, happened, given })
    }

    fn is_ahead(&self, visit: &Visit) -> bool {
        self.happened.at() > visit.now.at()
    }

    fn dose(&self) -> Dose {
        Dose {
            at: self.happened.at(),
            within: SignedDuration::ZERO,
            words: self.entry.what.as_str().to_owned(),
            substance: None,
            milligrams: self.entry.milligrams.map(Amount::get),
            units: self.entry.units.map(Amount::get),
            amount: None,
        }
    }

    /// "2 × 200 mg of ibuprofen, now".
    fn words(&self, visit: &Visit) -> String {
        let Taken { what, milligrams, units, .. } = &self.entry;
        let what = isolated(what.as_str());
        let count = units.map(Amount::get);
        let much = match (count, milligrams.map(Amount::get)) {
            (Some(count), Some(mg)) if (count - 1.0).abs() > 1e-9 => format!("{count} of {what}, {}", amount(mg)),
            (_, Some(mg)) => format!("{what}, {}", amount(mg)),
            (Some(count), None) => format!("{count} of {what}"),
            (None, None) => what.to_string(),
        };
        if self.given {
            format!("{much}, {}", wording::not_before(self.happened.at(), visit.into()))
        } else {
            format!("{much}, now")
        }
    }
}

fn read_when(reader: &mut Reader<'_>, visit: &Visit) -> Option<(Moment, bool)> {
    match reader.fields.get("when") {
        "" | "now" => Some((visit.now.clone(), false)),
        "exact" => {
            let moment = Typed::any().read(reader, visit)?;
            let days = moment.date().since(visit.today()).map_or(i32::MAX, |span| span.get_days());
            if !(-MOST_DAYS..=MOST_DAYS).contains(&days) {
                reader.wrong("at", "Give a time within a week of now.");
                return None;
            }
            Some((moment, true))
        }
        other => {
            reader.wrong("when", format!("{} is none of the times. Tap one.", crate::http::problem::quoted(other)));
            None
        }
    }
}

/// How far from now a dose can be looked at. What lies further back is written into the diary by its own form.
const MOST_DAYS: i32 = 7;

/// What the guard says of the dose, of which nothing is stored. Answers to the questions beside it are kept first.
pub(crate) async fn answer(mut post: FormRequest) -> Response {
    let mut reader = Reader::new(&post.fields);
    let proposal = Proposal::read(&mut reader, &post.visit);
    let asked = health_profile::shown(&post.fields);
    let said = health_profile::read(&mut reader, &post.visit, &asked);
    match reader.done(proposal) {
        Ok(proposal) => {
            if !asked.is_empty() && said != Profile::default() {
                if let Err(error) = post.write_now(said).await {
                    return post.failed(&error);
                }
                match post.visit.journal.diary().await {
                    Ok(diary) => post.visit.diary = diary,
                    Err(error) => return post.failed(&error),
                }
            }
            answered(&post.visit, &post.fields, &proposal)
        }
        Err(troubles) => {
            (StatusCode::UNPROCESSABLE_ENTITY, asking(&post.visit, &post.fields, &troubles)).into_response()
        }
    }
}

/// The fields of a dose.
const DOSE: [&str; 7] = ["what", "what-own", "units", "mg", "when", "at", WHICH];

fn answered(visit: &Visit, fields: &Fields, proposal: &Proposal) -> Response {
    let mut guard = look(visit, Some(&proposal.dose()));
    let (title, calm, open) = (headline(&guard), guard.is_calm(), guard.open_questions());
    // Whom to ask about what was taken already stands on the overview.
    let asked = guard.asked.clone();
    guard.asks.retain(|ask| asked.iter().any(|one| one.id() == ask.substance.id()));
    let against = !guard.stops.is_empty() || !guard.too_much.is_empty();
    let ahead = proposal.is_ahead(visit);
    let own = guard.next.iter().find(|next| guard.stops.iter().any(|stop| stop.substance.id() == next.medicine.id));
    let main = html! {
        div class="stack measure" {
            h1 { (title) }
            p class="lead" { (sentence(&proposal.words(visit))) }
            (strengths(&guard, fields))
            (stops(&guard, visit))
            @if let (true, Some(next)) = (guard.stops.iter().any(|stop| stop.which == Which::Proposed), own) {
                (until_next(&guard, next, visit))
            }
            @if !against { (deciding(&open, TAKE, &carried(fields), visit)) }
            @if calm { p class="card" { "It is no advice to take it. Read the leaflet in the pack too." } }
            (holding(&guard))
            div class="ends decide" {
                @if against { (will_not("btn big")) }
                @if ahead {
                    p { "This time is still to come. Once you have taken it, write it down." }
                    a class="btn quiet" href="/log/medicine" { "I took something" }
                } @else {
                    form method="post" action="/medicine/taken" {
                        (visit.tap())
                        (carried(fields))
                        button class={ "btn " @if calm { "big" } @else { "quiet" } } {
                            @if against { "I took it anyway: write it down" } @else { "I took it: write it down" }
                        }
                    }
                }
                @if !against { (will_not("btn quiet")) }
            }
        }
        @if !guard.counted.is_empty() {
            section class="stack" { h2 { "The last 24 hours, without this" } (counted(&guard, visit)) }
        }
        (links_back())
    };
    page(visit, &title, TAKE, &main)
}

/// The dose, unchanged, in the next form.
fn carried(fields: &Fields) -> Markup {
    html! {
        @for name in DOSE {
            @if !fields.get(name).is_empty() { input type="hidden" name=(name) value=(fields.get(name)); }
        }
    }
}

/// How much is in one, where the name does not say: one tap in place of looking for a field.
fn strengths(guard: &MedicineReview<'_>, fields: &Fields) -> Markup {
    let unknown = guard.unknown.iter().skip(guard.unknown_taken);
    let sold = unknown.filter_map(|unknown| match unknown {
        Unknown::Amount { strengths, .. } if strengths.len() > 1 => Some(strengths),
        _ => None,
    });
    html! {
        @for strengths in sold {
            form class="card" method="post" action=(TAKE) novalidate {
                h2 { "How much is in one?" }
                p { "It stands on the front of the pack." }
                (carried(fields))
                div class="row" {
                    @for mg in strengths { button class="btn quiet" name="mg" value=(mg) { (amount(*mg)) } }
                }
            }
        }
    }
}

/// The questions that decide and have no answer, most dangerous first.
pub(super) fn deciding(open: &[&str], action: &str, carried: &Markup, visit: &Visit) -> Markup {
    // What was tapped before stands in the diary by now: every question here is a new one.
    let blank = Fields::default();
    let form = Form { fields: &blank, troubles: &[], visit, edited: false };
    html! {
        @if !open.is_empty() {
            form class="stack asks" method="post" action=(action) id="about" novalidate {
                button name="rest" value="" hidden { "Only what I tapped" }
                (carried)
                h2 { "Is one of these so?" }
                p class="soft" { "The most dangerous come first. We ask once and keep it." }
                (health_profile::some(form, open))
                (health_profile::buttons("Only what I tapped", "Look again"))
            }
        }
    }
}

fn will_not(class: &str) -> Markup {
    html! { a class=(class) href=(ADDRESS) { "I will not take it" } }
}

/// It was taken: an entry, whatever the guard says.
pub(crate) async fn taken(post: FormRequest) -> Response {
    let visit = &post.visit;
    let mut reader = Reader::new(&post.fields);
    let proposal = Proposal::read(&mut reader, visit);
    if proposal.as_ref().is_some_and(|proposal| proposal.is_ahead(visit)) {
        reader.wrong("at", "This time has not been yet. Write it down once you have taken it.");
    }
    let troubles = match reader.done(proposal) {
        Ok(proposal) => {
            let precision = proposal.given.then_some(Precision::Minute);
            let draft = Draft { happened: proposal.happened, precision, kind: proposal.entry.into() };
            match post.write(draft).await {
                Ok(written) => return crate::forms::written::stored(&written, crate::forms::written::ENTRIES),
                Err(JournalError::Entry(error)) => vec![crate::forms::written::refused(&error)],
                Err(error) => return post.failed(&error),
            }
        }
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, asking(visit, &post.fields, &troubles)).into_response()
}
