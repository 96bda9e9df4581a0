//! The guard over medicines on pages: what was counted, what is against it, and when the labels end.
//!
//! What the guard says, and all that is known of a medicine, is data with its sources. These pages lead through it. They
//! never say that something may be taken. A dose that someone is about to take is looked at before anything is stored: the
//! form goes to [`answer`](super::take::answer), which stores nothing of the dose, and what it shows holds the same fields for [`taken`](super::take::taken), which
//! does. Questions that decide about that dose and have no answer are asked there first, and kept as they are answered.
//! Nothing calm is said unless the guard is calm.

use crate::http::headers::NO_STORE;
use crate::http::visit::Visit;
use crate::pages::medicine::health_profile;
use crate::pages::medicine::take::deciding;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, cite, sentence};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_care::moment::review::{Beside, beside as beside_dose, review};
use supple_care::{Dose, MedicineReview, Next, headline, health, painkiller_days};
use supple_diary::Item;
use supple_guidance::medicines::{Medicine, Route};
use supple_guidance::{Urgency, embedded};
use supple_wording::medicine::{self as wording, Until};

/// Where the medicines are.
pub(crate) const ADDRESS: &str = "/medicine";

pub(super) const TAKE: &str = "/medicine/take";

/// What is offered again of what was taken before.
pub(super) const RECENT: usize = 4;

/// The addresses of all pages of the medicines.
pub(crate) fn paths() -> impl Iterator<Item = String> {
    let fixed = [ADDRESS, TAKE, health_profile::ADDRESS].map(str::to_owned);
    let medicines = embedded().medicines.medicines.iter().map(address);
    fixed.into_iter().chain(medicines)
}

pub(super) fn address(medicine: &Medicine) -> String {
    format!("{ADDRESS}/{}", medicine.id)
}

/// A page of the medicines.
pub(crate) fn page(visit: &Visit, title: &str, path: &str, main: &Markup) -> Response {
    let frame = Frame { title, room: Room::Medicine, path, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(main)).into_response()
}

/// The ways on at the foot of these pages.
pub(crate) fn links_back() -> Markup {
    html! {
        div class="row noprint" {
            a class="btn quiet" href=(ADDRESS) { (icons::pill()) "Medicines" }
            a class="btn quiet" href="/diary" { (icons::diary()) "My diary" }
        }
    }
}

/// What the guard says now, or of a dose that is about to be taken.
pub(super) fn look(visit: &Visit, proposed: Option<&Dose>) -> MedicineReview<'static> {
    review(&visit.diary, visit.today(), visit.now.at(), proposed)
}

// ---------------------------------------------------------------- what the guard says

/// The code of the person's own country.
pub(super) fn country(visit: &Visit) -> Option<String> {
    visit.diary.profile().country.map(|country| country.code().to_owned())
}

/// What must be read first: too much, then every stop with its reason.
pub(super) fn stops(guard: &MedicineReview<'_>, visit: &Visit) -> Markup {
    let told = wording::review(guard, country(visit).as_deref());
    html! {
        @for one in &told.too_much {
            section class="card toomuch" data-urgency=(one.urgency) {
                (icons::shape(one.urgency))
                div class="stack" {
                    p class="word" { (one.headline) }
                    p class="lead" { (one.text) }
                    @if one.urgency == Urgency::Emergency {
                        a class="btn big fill-red" href={ "tel:" (visit.help.number()) } {
                            (icons::call()) "Call " (visit.help.number())
                        }
                    }
                    p class="src" { "From: " (cite(&one.sources)) }
                    @if let Some(judgement) = &one.judgement {
                        details { summary { (wording::HOW_COUNTED) } p { (judgement) } }
                    }
                }
            }
        }
        @if let Some(by_a_doctor) = told.by_a_doctor {
            section class="card halt" {
                (icons::halt())
                ul class="stack" {
                    @for stop in &told.stops {
                        li {
                            p { b { (stop.mark) " " } (stop.text) }
                            p class="src" { "From: " (cite(&stop.sources)) }
                            @if let Some(line) = &stop.foreign { p class="soft" { (line) } }
                        }
                    }
                    li class="soft" { (by_a_doctor) }
                }
            }
        }
    }
}

/// Whom to ask first, and what cannot be counted.
pub(super) fn holding(guard: &MedicineReview<'_>) -> Markup {
    let told = wording::review(guard, None);
    html! {
        @if !told.asks.is_empty() {
            section class="card askfirst" data-urgency=(Urgency::SeeDoctor) {
                h2 { (urgency_mark()) (wording::ASK_FIRST) }
                ul class="stack" {
                    @for ask in &told.asks { li { p { (ask.text) } p class="src" { "From: " (cite(&ask.sources)) } } }
                }
            }
        }
        @if !told.unknown.is_empty() {
            section class="card" {
                h2 { (wording::CANNOT_COUNT) }
                ul class="stack" { @for unknown in &told.unknown { li { (unknown) } } }
            }
        }
    }
}

pub(super) fn urgency_mark() -> Markup {
    icons::shape(Urgency::SeeDoctor)
}

pub(super) fn judged(judgement: Option<&str>) -> Markup {
    html! { @if let Some(judgement) = judgement { p class="src" { "Our own part: " (judgement) } } }
}

/// When the limits end for one more.
fn until(told: Option<&Until>) -> Markup {
    html! {
        @if let Some(told) = told {
            p class="until" { b { (told.line) } }
            @if let Some(of) = &told.of { p class="soft" { (of) } }
        }
    }
}

/// When the limits end for one more of this medicine.
pub(super) fn until_next(guard: &MedicineReview<'_>, next: &Next<'_>, visit: &Visit) -> Markup {
    until(wording::until(guard, next, visit.into(), visit.now.at()).as_ref())
}

/// What counts of the last 24 hours, and when the labels end.
pub(super) fn counted(guard: &MedicineReview<'_>, visit: &Visit) -> Markup {
    let counted = wording::counted(guard, country(visit).as_deref(), visit.into(), visit.now.at());
    html! {
        @if counted.is_empty() {
            p { (wording::NOTHING_COUNTED) }
        } @else {
            ul class="counts" {
                @for one in &counted {
                    li class="card" {
                        h3 { (one.headline) }
                        @if let Some(amount) = &one.amount {
                            p class="sum" { @if one.at_least { "At least " } b { (amount) } }
                        }
                        p { (one.text) }
                        @if let Some(line) = &one.no_own_label { p class="soft" { (line) } }
                        (until(one.until.as_ref()))
                    }
                }
            }
        }
    }
}

// ---------------------------------------------------------------- the overview

pub(crate) async fn index(visit: Visit) -> Response {
    let guard = look(&visit, None);
    let open = health::open(&visit.diary, visit.today());
    let told = !guard.too_much.is_empty() || !guard.stops.is_empty();
    let main = html! {
        div class="stack measure" {
            h1 { @if told { (headline(&guard)) } @else { "Medicines" } }
            (stops(&guard, &visit))
        }
        div class="cols even" {
            section class="stack" {
                h2 { "The last 24 hours" }
                (counted(&guard, &visit))
                @if !told && !guard.counted.is_empty() { p class="soft" { (headline(&guard)) } }
                @if !guard.counted.is_empty() { (whose_labels(&visit)) }
            }
            section class="stack" {
                a class={ "btn " @if told { "quiet" } @else { "big" } } href=(TAKE) { "I am about to take…" }
                a class="btn quiet" href="/log/medicine" { "I took something" }
                @if open > 0 {
                    div class="card" {
                        h2 { "Before a medicine" }
                        p { "Some people must not take some of these, or ask first. " (open) " questions are open." }
                        div { a class="btn quiet" href=(health_profile::ADDRESS) { "Answer them once" (icons::onward()) } }
                    }
                } @else {
                    a class="btn quiet" href=(health_profile::KEPT) { "What you said about you" }
                }
            }
        }
        div class="measure stack" { (often(&visit)) (holding(&guard)) }
        section class="stack" {
            h2 { "What can be bought" }
            p class="measure" {
                "What each does for a spasm, what it does not, who must ask first, and what its label allows. "
                "It is information, not a prescription."
            }
            ul class="links tiles" {
                @for medicine in &embedded().medicines.medicines {
                    li {
                        a href=(address(medicine)) {
                            b { (sentence(&medicine.name)) }
                            span { (route(medicine)) }
                            @let names = also(medicine);
                            @if !names.is_empty() { small { "Also: " (names) } }
                        }
                    }
                }
                li {
                    a href="/treatments" {
                        b { "Other treatments" }
                        span { "On prescription, by needle, by hand, and others: what to ask." }
                    }
                }
            }
        }
        (crate::pages::medicine::treatments::links())
    };
    let title = if told { headline(&guard) } else { "Medicines".to_owned() };
    page(&visit, &title, ADDRESS, &main)
}

/// On how many of the last days painkillers were taken: nothing where none was.
fn often(visit: &Visit) -> Markup {
    let told = painkiller_days(embedded(), &visit.diary, visit.today()).map(|days| wording::often(&days));
    html! {
        @if let Some(told) = told {
            h2 { (wording::OFTEN) }
            div class="card" {
                p { b { (told.line) } }
                @if let Some([text, to_do]) = &told.reached { p { (text) } p { (to_do) } }
                p class="soft" { (told.marks) }
                @if let Some(line) = &told.unsure { p class="soft" { (line) } }
                p class="src" { "From: " (cite(&told.sources)) }
                details { summary { (wording::HOW_COUNTED) } p { (told.judgement) } }
            }
        }
    }
}

/// Which labels count, where no country is chosen.
fn whose_labels(visit: &Visit) -> Markup {
    html! {
        @if visit.diary.profile().country.is_none() {
            p class="soft" {
                "You have not said which country you are in, so the strictest label counts. "
                a href="/country?to=/medicine" { "Choose it" }
            }
        }
    }
}

fn route(medicine: &Medicine) -> &'static str {
    match medicine.route {
        Route::Mouth => "To swallow",
        Route::Skin => "For the skin",
    }
}

/// Other names and brands of a medicine.
pub(super) fn also(medicine: &Medicine) -> String {
    // Only names that stand for nothing else; mixes have names of their own.
    let families = embedded().medicines.families.iter().filter(|family| !family.open && family.may_hold.len() == 1);
    let families = families.filter(|family| family.may_hold[0].substance == medicine.id);
    let products = embedded().medicines.products.iter().filter(|product| product.holds.len() == 1);
    let products = products.filter(|product| product.holds[0].substance == medicine.id);
    let brands = families.map(|family| &family.names).chain(products.map(|product| &product.names));
    let brands = brands.filter_map(|names| names.first());
    medicine.also.iter().take(1).chain(brands).take(6).map(String::as_str).collect::<Vec<_>>().join(", ")
}

// ---------------------------------------------------------------- beside an entry

/// What stands above the form of a medicine that was taken.
pub(crate) fn before_it() -> Markup {
    html! {
        div class="row" {
            a class="btn quiet" href=(TAKE) { "Not taken yet? Look first" }
        }
    }
}

/// What the guard says, on the page of an entry that tells of a medicine, and the questions that decide about it.
///
/// Which time it looks at is the late-dose policy, see [`beside_dose`].
pub(crate) fn beside(item: &Item, visit: &Visit) -> (Markup, Markup) {
    let review = beside_dose(&visit.diary, item, visit.today(), visit.now.at());
    let Some(review) = review else { return Default::default() };
    let (told, open) = (review.is_against(), review.open_questions());
    let Beside { guard, is_recent } = review;
    let said = html! {
        @if told {
            h2 { @if is_recent { (headline(&guard)) } @else { (wording::PASSED_THEN) } }
            (stops(&guard, visit))
        } @else if is_recent {
            p class="soft" { (headline(&guard)) }
        }
        @if !open.is_empty() { a class="btn quiet" href="#about" { "Some questions decide" (icons::onward()) } }
        @if is_recent { (holding(&guard)) }
        a class="btn quiet" href=(ADDRESS) { (icons::pill()) "What counts today" }
    };
    let asked = html! {
        @if !open.is_empty() {
            div class="measure" { (deciding(&open, health_profile::ADDRESS, &back_to(item), visit)) }
        }
    };
    (said, asked)
}

/// After the answers: back to the entry.
fn back_to(item: &Item) -> Markup {
    html! { input type="hidden" name=(health_profile::TO) value=(crate::forms::written::address(item.id())); }
}
