//! One medicine: what it does, what is against it, and the labels.

use crate::forms::dose::how_much;
use crate::forms::form::Form;
use crate::http::problem::Problem;
use crate::http::visit::Visit;
use crate::names;
use crate::pages::guide::statements;
use crate::pages::medicine::health_profile;
use crate::pages::medicine::review::{
    TAKE, address, also, judged, links_back, look, page, stops, until_next, urgency_mark,
};
use crate::pages::medicine::take::start;
use crate::ui::icons;
use crate::ui::layout::{cite, sentence};
use crate::ui::urgency;
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use supple_care::{Truth, amount, health};
use supple_guidance::medicines::{Label, Medicine, Reason, Sign};
use supple_guidance::{Claim, Guidance, Urgency, embedded};
use supple_wording::medicine::{self as wording};

pub(crate) async fn one(visit: Visit, Path(id): Path<String>) -> Response {
    let Some(medicine) = embedded().medicines.medicine(&id) else { return Problem::not_found().page(visit.help) };
    let guidance = embedded();
    let about = health::about(&visit.diary, visit.today());
    let name = sentence(&medicine.name);
    let mut guard = look(&visit, None);
    guard.stops.retain(|stop| stop.substance.id() == medicine.id);
    guard.too_much.retain(|one| one.medicine.id == medicine.id);
    let next = guard.next.iter().find(|next| next.medicine.id == medicine.id);
    let own = |reasons: &'static [Reason]| {
        let mut reasons: Vec<(&Reason, Truth<'_>)> =
            reasons.iter().map(|reason| (reason, about.holds(guidance, reason))).collect();
        reasons.sort_by_key(|(_, truth)| *truth != Truth::Yes);
        reasons
    };
    let main = html! {
        div class="stack measure" {
            h1 { (name) }
            @let names = also(medicine);
            @if !names.is_empty() { p class="soft" { "Also: " (names) } }
            (stops(&guard, &visit))
            @if let Some(next) = next { (until_next(&guard, next, &visit)) }
        }
        div class="cols even" {
            form class="card" method="post" action=(TAKE) {
                h2 { "About to take it?" }
                p { "We look at it before anything is stored." }
                input type="hidden" name="what" value=(medicine.name);
                (how_much(Form { fields: &start(), troubles: &[], visit: &visit, edited: false }))
                button class="btn" { "Look first" (icons::onward()) }
            }
            section class="card" id="label" {
                h2 { "What labels allow" }
                p class="soft" { "For adults, without a doctor." }
                @if let Some(line) = wording::no_own_label(medicine, about.country()) { p class="soft" { (line) } }
                (label_cards(&labels(medicine, about.country()), medicine))
            }
        }
        section class="card halt" {
            (icons::halt())
            div class="stack" {
                h2 { "Who must not take it" }
                (reasons(&own(&medicine.must_not)))
            }
        }
        section class="card askfirst" data-urgency=(Urgency::SeeDoctor) {
            h2 { (urgency_mark()) "Who asks a pharmacist or doctor first" }
            (reasons(&own(&medicine.ask_first)))
        }
        div class="cols even" {
            section class="card" {
                h2 { "Stop, and get help, if" }
                ul class="watch plain" {
                    @for notice in &medicine.stop_if { li class="stack" { (urgency::tag(notice.urgency)) p { (notice.text) } } }
                }
                details {
                    summary { (WHO_SAYS_SO) }
                    @for notice in &medicine.stop_if {
                        p { (notice.text) }
                        (said_by(&notice.sources, notice.judgement.as_deref()))
                    }
                }
            }
            section class="card" data-urgency=(medicine.too_much.urgency) {
                h2 { "If it was too much" }
                (urgency::tag(medicine.too_much.urgency))
                p { (medicine.too_much.text) }
                @if !medicine.too_much.beyond.is_empty() {
                    ul {
                        @for window in &medicine.too_much.beyond {
                            li { "More than " (amount(window.mg)) " in " (hours(window.hours)) }
                        }
                    }
                }
                details {
                    summary { (WHO_SAYS_SO) }
                    (said_by(&medicine.too_much.sources, medicine.too_much.judgement.as_deref()))
                }
            }
        }
        section class="card" {
            h2 { "What it does, and what not" }
            (does(guidance, &medicine.does))
        }
        div class="row" {
            a class="btn quiet" href=(health_profile::KEPT) { "What you said about you" }
            a class="btn quiet" href="/guide/medicines" { (icons::guide()) "The guide on medicines" }
        }
        (links_back())
    };
    page(&visit, &name, &address(medicine), &main)
}

const WHO_SAYS_SO: &str = "Who says so";

/// Whose words they are, and our own part in them.
fn said_by(sources: &[String], judgement: Option<&str>) -> Markup {
    html! {
        p class="src" { "From: " (cite(sources)) }
        (judged(judgement))
    }
}

/// What is known of it: the first statement in view, the others in a row that opens.
fn does(guidance: &Guidance, ids: &[String]) -> Markup {
    let (first, others) = ids.split_at(ids.len().min(1));
    html! {
        (claims(guidance, first))
        @if !others.is_empty() {
            div class="folds" { details { summary { "What studies and guidelines say" } (claims(guidance, others)) } }
        }
    }
}

/// Statements of the guide, each with how sure it is and who says so.
pub(crate) fn claims(guidance: &Guidance, ids: &[String]) -> Markup {
    let claims: Vec<&Claim> =
        ids.iter().filter_map(|id| guidance.claims.iter().find(|claim| claim.id == *id)).collect();
    html! {
        div class="claims" {
            @for claim in claims {
                article {
                    p { (claim.text) }
                    @if let Some(caution) = &claim.caution { p class="caution" { (caution) } }
                    (statements::behind(claim))
                    p class="src" { b { (claim.strength.plain()) } ": " (cite(&claim.sources)) }
                }
            }
        }
    }
}

/// A row for each reason. Whom it is about stands in view; why, and who says so, opens. What the person said of it stays in view.
fn reasons(reasons: &[(&Reason, Truth<'_>)]) -> Markup {
    html! {
        @if reasons.is_empty() { p { "The labels name nobody." } }
        div class="folds" {
            @for (reason, truth) in reasons {
                @let said = match truth {
                    Truth::Yes => Some("You said that this is so."),
                    Truth::Open { unsure, .. } if !unsure.is_empty() => Some("You are not sure of this."),
                    _ => None,
                };
                details open[matches!(truth, Truth::Yes)] {
                    summary { span { (signs(reason)) @if let Some(said) = said { small class="said" { (said) } } } }
                    p { (reason.because) }
                    (said_by(&reason.sources, reason.judgement.as_deref()))
                }
            }
        }
    }
}

/// What a reason is about, as its questions ask it.
fn signs(reason: &Reason) -> String {
    let mut words: Vec<String> = Vec::new();
    for sign in &reason.any {
        let own = sign_words(sign);
        if !words.contains(&own) {
            words.push(own);
        }
    }
    format!("{}.", words.join(". Or: "))
}

fn sign_words(sign: &Sign) -> String {
    let unit = |id: &str| if id == health::age_id() { "Age" } else { "Pregnant, week" };
    match (sign.at_least, sign.below) {
        (Some(from), _) => format!("{} {from} or more", unit(&sign.finding)),
        (_, Some(below)) => format!("{} under {below}", unit(&sign.finding)),
        _ => names::asks(&sign.finding).map_or_else(|| sentence(&sign.finding), |(ask, _)| ask.to_owned()),
    }
}

/// The labels of the person's country, or all that are known if there is none of it.
fn labels<'g>(medicine: &'g Medicine, country: Option<&str>) -> Vec<&'g Label> {
    let own: Vec<&Label> = medicine.labels.iter().filter(|label| Some(label.country.as_str()) == country).collect();
    if own.is_empty() { medicine.labels.iter().collect() } else { own }
}

/// One label in full; of several, a row each.
fn label_cards(labels: &[&Label], medicine: &Medicine) -> Markup {
    let name = |label: &Label| {
        html! {
            (names::country(&label.country))
            @if let Some(strength) = label.strength_mg { ", " (medicine.unit) "s of " (amount(strength)) }
        }
    };
    html! {
        @if let [label] = labels {
            h3 { (name(label)) }
            (label_card(label))
        } @else {
            div class="folds" {
                @for label in labels { details { summary { (name(label)) } (label_card(label)) } }
            }
        }
    }
}

fn label_card(label: &Label) -> Markup {
    html! {
        div class="label" {
            dl class="facts" {
                @if let Some(mg) = label.dose_mg { div { dt { "At one time" } dd { "At most " (amount(mg)) } } }
                @if let Some(gap) = label.gap_hours {
                    div { dt { "From one dose to the next" } dd { "At least " (hours(gap)) } }
                }
                @if let Some(minutes) = label.first_within_minutes {
                    div { dt { "The first dose" } dd { "May be taken in two parts within " (minutes) " minutes" } }
                }
                @for window in &label.windows {
                    div { dt { "In any " (hours(window.hours)) } dd { "At most " (amount(window.mg)) } }
                }
                @if let Some(times) = label.times {
                    div { dt { "Times in 24 hours" } dd { "At most " (times) } }
                }
                @if let Some(days) = label.days {
                    div { dt { "Days with no break" } dd { "At most " (days) ", then ask" } }
                }
            }
            (said_by(&label.sources, label.judgement.as_deref()))
        }
    }
}

pub(super) fn hours(hours: u32) -> String {
    if hours == 1 { "1 hour".to_owned() } else { format!("{hours} hours") }
}
