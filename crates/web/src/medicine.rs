//! The guard over medicines on pages: what was counted, what is against it, and when the labels end.
//!
//! What the guard says, and all that is known of a medicine, is data with its sources. These pages lead through it. They
//! never say that something may be taken. A dose that someone is about to take is looked at before anything is stored: the
//! form goes to [`answer`], which stores nothing of the dose, and what it shows holds the same fields for [`taken`], which
//! does. Questions that decide about that dose and have no answer are asked there first, and kept as they are answered.
//! Nothing calm is said unless the guard is calm.

use crate::about_you;
use crate::fields::{Fields, Reader, Trouble};
use crate::form::Form;
use crate::headers::NO_STORE;
use crate::layout::{Frame, Room, cite, sentence};
use crate::problem::Problem;
use crate::visit::{Post, Visit};
use crate::when::{Typed, WHICH};
use crate::{entry, icons, names, urgency};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use maud::{Markup, html};
use supple_care::moment::review::{Beside, beside as beside_dose, review};
use supple_care::{Dose, Guard, Next, Truth, Unknown, Which, amount, headline, health};
use supple_diary::{Amount, Choice, Draft, Item, Medicine as Taken, Moment, Precision, Profile, isolated};
use supple_guidance::medicines::{Label, Medicine, Reason, Route, Sign};
use supple_guidance::{Claim, Guidance, Urgency, embedded};
use supple_journal::JournalError;
use supple_wording::medicine::{self as wording, Until};

/// Where the medicines are.
pub(crate) const ADDRESS: &str = "/medicine";

const TAKE: &str = "/medicine/take";

/// What is offered again of what was taken before.
const RECENT: usize = 4;

/// The addresses of all pages of the medicines.
pub(crate) fn paths() -> impl Iterator<Item = String> {
    let fixed = [ADDRESS, TAKE, about_you::ADDRESS].map(str::to_owned);
    let medicines = embedded().medicines.medicines.iter().map(address);
    fixed.into_iter().chain(medicines)
}

fn address(medicine: &Medicine) -> String {
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
fn look(visit: &Visit, proposed: Option<&Dose>) -> Guard<'static> {
    review(&visit.diary, visit.today(), visit.now.at(), proposed)
}

// ---------------------------------------------------------------- what the guard says

/// The code of the person's own country.
fn country(visit: &Visit) -> Option<String> {
    visit.diary.profile().country.map(|country| country.code().to_owned())
}

/// What must be read first: too much, then every stop with its reason.
fn stops(guard: &Guard<'_>, visit: &Visit) -> Markup {
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
fn holding(guard: &Guard<'_>) -> Markup {
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

fn urgency_mark() -> Markup {
    icons::shape(Urgency::SeeDoctor)
}

fn judged(judgement: Option<&str>) -> Markup {
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
fn until_next(guard: &Guard<'_>, next: &Next<'_>, visit: &Visit) -> Markup {
    until(wording::until(guard, next, visit.into(), visit.now.at()).as_ref())
}

/// What counts of the last 24 hours, and when the labels end.
fn counted(guard: &Guard<'_>, visit: &Visit) -> Markup {
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
                        div { a class="btn quiet" href=(about_you::ADDRESS) { "Answer them once" (icons::onward()) } }
                    }
                } @else {
                    a class="btn quiet" href=(about_you::ADDRESS) { "What you said about you" }
                }
            }
        }
        div class="measure stack" { (holding(&guard)) }
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
        (crate::treatments::links())
    };
    let title = if told { headline(&guard) } else { "Medicines".to_owned() };
    page(&visit, &title, ADDRESS, &main)
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
fn also(medicine: &Medicine) -> String {
    // Only names that stand for nothing else; mixes have names of their own.
    let families = embedded().medicines.families.iter().filter(|family| !family.open && family.may_hold.len() == 1);
    let families = families.filter(|family| family.may_hold[0].substance == medicine.id);
    let products = embedded().medicines.products.iter().filter(|product| product.holds.len() == 1);
    let products = products.filter(|product| product.holds[0].substance == medicine.id);
    let brands = families.map(|family| &family.names).chain(products.map(|product| &product.names));
    let brands = brands.filter_map(|names| names.first());
    medicine.also.iter().take(1).chain(brands).take(6).map(String::as_str).collect::<Vec<_>>().join(", ")
}

// ---------------------------------------------------------------- one medicine

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
            section class="card" {
                h2 { "What it does, and what not" }
                (claims(guidance, &medicine.does))
            }
            div class="stack" {
                section class="card" id="label" {
                    h2 { "What labels allow" }
                    p class="soft" { "For adults, without a doctor." }
                    @if let Some(line) = wording::no_own_label(medicine, about.country()) { p class="soft" { (line) } }
                    @for label in labels(medicine, about.country()) { (label_card(label, medicine)) }
                }
                form class="card" method="post" action=(TAKE) {
                    h2 { "About to take it?" }
                    p { "We look at it before anything is stored." }
                    input type="hidden" name="what" value=(medicine.name);
                    (how_much(Form { fields: &start(), troubles: &[], visit: &visit, edited: false }))
                    button class="btn" { "Look first" (icons::onward()) }
                }
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
                    @for notice in &medicine.stop_if {
                        li class="stack" {
                            (urgency::tag(notice.urgency))
                            p { (notice.text) }
                            p class="src" { "From: " (cite(&notice.sources)) }
                            (judged(notice.judgement.as_deref()))
                        }
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
                p class="src" { "From: " (cite(&medicine.too_much.sources)) }
                (judged(medicine.too_much.judgement.as_deref()))
            }
        }
        div class="row" {
            a class="btn quiet" href=(about_you::ADDRESS) { "What you said about you" }
            a class="btn quiet" href="/guide/medicines" { (icons::guide()) "The guide on medicines" }
        }
        (links_back())
    };
    page(&visit, &name, &address(medicine), &main)
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
                    p class="src" { b { (claim.strength.plain()) } ": " (cite(&claim.sources)) }
                }
            }
        }
    }
}

fn reasons(reasons: &[(&Reason, Truth<'_>)]) -> Markup {
    html! {
        @if reasons.is_empty() { p { "The labels name nobody." } }
        ul class="reasons" {
            @for (reason, truth) in reasons {
                li {
                    p { b { (signs(reason)) } " " (reason.because) }
                    @match truth {
                        Truth::Yes => p class="said" { "You said that this is so." },
                        Truth::Open { unsure, .. } if !unsure.is_empty() => p class="said" { "You are not sure of this." },
                        _ => {}
                    }
                    p class="src" { "From: " (cite(&reason.sources)) }
                    (judged(reason.judgement.as_deref()))
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
    let unit = |id: &str| match id {
        "age" => "Age",
        _ => "Pregnant, week",
    };
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

fn label_card(label: &Label, medicine: &Medicine) -> Markup {
    let place = names::country(&label.country);
    html! {
        div class="label" {
            h3 {
                (place)
                @if let Some(strength) = label.strength_mg { ", " (medicine.unit) "s of " (amount(strength)) }
            }
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
            p class="src" { "From: " (cite(&label.sources)) }
            (judged(label.judgement.as_deref()))
        }
    }
}

fn hours(hours: u32) -> String {
    if hours == 1 { "1 hour".to_owned() } else { format!("{hours} hours") }
}

// ---------------------------------------------------------------- about to take something

/// A form for one of now.
fn start() -> Fields {
    let mut fields = Fields::default();
    fields.put("units", 1);
    fields
}

pub(crate) async fn take(visit: Visit) -> Response {
    asking(&visit, &start(), &[])
}

fn asking(visit: &Visit, fields: &Fields, troubles: &[Trouble]) -> Response {
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

/// How much: units, and milligrams in one.
pub(crate) fn how_much(form: Form<'_>) -> Markup {
    html! {
        div class="card" {
            (form.line("units", "How many?", "decimal"))
            (form.line("mg", "Milligrams in one, as on the pack", "decimal"))
        }
    }
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

/// Milligrams of all units together, and how many units.
pub(crate) fn read_how_much(reader: &mut Reader<'_>) -> (Option<Amount>, Option<Amount>) {
    let units = more_than_none(reader, "units", Reader::how_many);
    let each = more_than_none(reader, "mg", Reader::milligrams);
    let mg = each.map(|each| Amount::new(each.get() * units.map_or(1.0, Amount::get)));
    if matches!(mg, Some(Err(_))) {
        reader.wrong("mg", "This is more than a kilogram all together. Give the milligrams in one.");
    }
    (mg.and_then(Result::ok), units)
}

/// How much as the form asks for it: units, and milligrams in one.
pub(crate) fn fill_how_much(fields: &mut Fields, milligrams: Option<Amount>, units: Option<Amount>) {
    let each = milligrams.map(|mg| mg.get() / units.map_or(1.0, Amount::get));
    let text = |number: Option<f64>| number.map_or(String::new(), |number| ((number * 1e3).round() / 1e3).to_string());
    fields.put("units", text(units.map(Amount::get)));
    fields.put("mg", text(each));
}

fn more_than_none<'f>(
    reader: &mut Reader<'f>,
    field: &str,
    read: impl FnOnce(&mut Reader<'f>, &str) -> Option<Amount>,
) -> Option<Amount> {
    let amount = read(reader, field)?;
    if amount.get() > 0.0 {
        return Some(amount);
    }
    reader.wrong(field, "Give a number above 0, or leave it empty if you do not know.");
    None
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
            reader.wrong("when", format!("{} is none of the times. Tap one.", crate::problem::quoted(other)));
            None
        }
    }
}

/// How far from now a dose can be looked at. What lies further back is written into the diary by its own form.
const MOST_DAYS: i32 = 7;

/// What the guard says of the dose, of which nothing is stored. Answers to the questions beside it are kept first.
pub(crate) async fn answer(mut post: Post) -> Response {
    let mut reader = Reader::new(&post.fields);
    let proposal = Proposal::read(&mut reader, &post.visit);
    let asked = about_you::shown(&post.fields);
    let said = about_you::read(&mut reader, &post.visit, &asked);
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
fn strengths(guard: &Guard<'_>, fields: &Fields) -> Markup {
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
fn deciding(open: &[&str], action: &str, carried: &Markup, visit: &Visit) -> Markup {
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
                (about_you::some(form, open))
                (about_you::buttons("Only what I tapped", "Look again"))
            }
        }
    }
}

fn will_not(class: &str) -> Markup {
    html! { a class=(class) href=(ADDRESS) { "I will not take it" } }
}

/// It was taken: an entry, whatever the guard says.
pub(crate) async fn taken(post: Post) -> Response {
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
                Ok(written) => return entry::stored(&written, entry::ENTRIES),
                Err(JournalError::Entry(error)) => vec![entry::refused(&error)],
                Err(error) => return post.failed(&error),
            }
        }
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, asking(visit, &post.fields, &troubles)).into_response()
}

// ---------------------------------------------------------------- beside an entry

/// What stands above the form of a medicine that was taken.
pub(crate) fn before_it() -> Markup {
    html! {
        div class="row" {
            a class="btn quiet" href=(TAKE) { "Not taken yet? Look first" }
            a class="btn quiet" href=(ADDRESS) { (icons::pill()) "Medicines" }
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
            div class="measure" { (deciding(&open, about_you::ADDRESS, &back_to(item), visit)) }
        }
    };
    (said, asked)
}

/// After the answers: back to the entry.
fn back_to(item: &Item) -> Markup {
    html! { input type="hidden" name=(about_you::TO) value=(entry::address(item.id())); }
}
