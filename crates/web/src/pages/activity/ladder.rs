//! The way back to work and sport: where someone stands, what the next step asks for, and when to go a step back.
//!
//! What the diary knows (the last check, a spasm since, the pain of now) is not asked. The other answers hold for the
//! moment and are not kept: they travel with the form, and the step is decided again before it is written.

use crate::forms::form::{Form, place};
use crate::http::fields::{FieldError, Fields, Reader};
use crate::http::headers::NO_STORE;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::medicine::leaflet;
use crate::tell;
use crate::ui::icons;
use crate::ui::layout::{Frame, Room, cite};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::collections::BTreeMap;
use supple_care::{Activity, ActivityKnown, Criterion, REST, Standing, State, StepRefused, activity, take_step};
use supple_diary::{KindName, ReturnStep};
use supple_guidance::activity::{FromDiary, Ladder, Measure, Rung};
use supple_guidance::{CriterionId, Urgency, embedded};
use supple_journal::JournalError;
use supple_triage::Answer;

/// The address.
pub(crate) const ADDRESS: &str = "/activity";

const WORST: &str = "0 is none, 10 the worst you know.";

fn ladder() -> &'static Ladder {
    &embedded().ladder
}

/// What the diary knows, and in words from where.
struct Known<'v> {
    of: ActivityKnown<'v>,
    from: BTreeMap<String, String>,
}

fn known(visit: &Visit) -> Known<'_> {
    let of = ActivityKnown::of(embedded(), &visit.diary, visit.now.at(), visit.today());
    let from = of.from.iter().map(|(criterion, item)| {
        let when = tell::moment(item.draft(), visit);
        let words = match item.name() {
            KindName::Check => format!("By your check, {when}."),
            KindName::Spasm
                if ladder().criterion(criterion).is_some_and(|one| one.diary == Some(FromDiary::SpasmSince)) =>
            {
                format!("By your diary: {when}.")
            }
            _ => format!("By your diary: {}, {when}.", tell::headline(item.kind())),
        };
        (criterion.clone(), words)
    });
    Known { from: from.collect(), of }
}

/// Reads the answers of the form on top of what the diary knows.
fn read(reader: &mut Reader<'_>, known: &Known<'_>) -> State {
    let mut state = known.of.state.clone();
    let fields = reader.fields;
    for (id, _) in fields.under("is.") {
        let asked = ladder().criterion(id).is_some_and(|criterion| criterion.test == Measure::Yes);
        if !asked {
            reader.wrong("", format!("The form asks nothing about {}.", crate::http::problem::quoted(id)));
        }
    }
    for criterion in ladder().criteria.iter().filter(|criterion| criterion.test == Measure::Yes) {
        let name = field(&criterion.id);
        let answer = match fields.get(&name) {
            "yes" => Answer::Yes,
            "no" => Answer::No,
            "unsure" => Answer::Unsure,
            "" => continue,
            other => {
                let line = format!("Tap yes, no or not sure. {} is none of them.", crate::http::problem::quoted(other));
                reader.wrong(&name, line);
                continue;
            }
        };
        // What the diary knows is not overruled by a tap.
        if !known.of.answers_itself(&criterion.id) {
            state.answers.insert(criterion.id.to_string(), answer);
        }
    }
    if known.of.pain.is_none() {
        state.pain = reader.level("pain").and_then(|level| u8::try_from(level.get()).ok());
    }
    state
}

fn field(id: &str) -> String {
    format!("is.{id}")
}

fn page(visit: &Visit, title: &str, main: &Markup) -> Response {
    let frame = Frame { title, room: Room::Exercise, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(main)).into_response()
}

pub(crate) async fn index(visit: Visit) -> Response {
    show(&visit, &Fields::default(), &[])
}

fn show(visit: &Visit, fields: &Fields, troubles: &[FieldError]) -> Response {
    let known = known(visit);
    let now = activity(embedded(), &known.of.state);
    let form = Form { fields, troubles, visit, edited: false };
    // Whoever was never on a step says what they do already; the questions for the first one can wait.
    let began = known.of.on.is_some() || now.rung.is_some();
    let main = html! {
        div class="stack measure" {
            h1 { "Getting active" }
            (form.summary())
            (standing(&now, &known, visit))
            (stuck(&now))
            @if !began { (where_now(form, &known)) }
        }
        @if began { (questions(form, &now, &known)) }
        @else {
            div class="folds measure" {
                details open[fields.iter().any(|(name, value)| name.starts_with("is.") && !value.is_empty()) || !troubles.is_empty()] {
                    summary { "Or answer questions, and begin with the first step" }
                    (questions(form, &now, &known))
                }
            }
        }
        (ladder_drawn(&now))
        (foot(&now))
    };
    page(visit, "Getting active", &main)
}

fn standing(now: &Activity<'_>, known: &Known<'_>, visit: &Visit) -> Markup {
    html! {
        @match (now.rung, known.of.on) {
            (Some(rung), Some((item, _))) => {
                section class="card choice" {
                    p class="lead" { "You are on: " b { (rung.title) } ", since " (tell::moment(item.draft(), visit)) "." }
                    p { (rung.how) }
                    @if above(now).is_some() { a class="btn big" href="#next" { "Is it time for more?" } }
                    p class="src" { "From: " (cite(&rung.sources)) }
                }
            }
            (None, Some((item, _))) => p class="lead" { "You are at rest, since " (tell::moment(item.draft(), visit)) "." },
            _ => p class="lead" { "From the first moves to work and sport, one step at a time." },
        }
        @if let Some(days) = known.of.state.days {
            p class="soft" { "Your diary says that it began " (tell::count(usize::try_from(days).unwrap_or(0), "day")) " ago." }
        }
    }
}

fn stuck(now: &Activity<'_>) -> Markup {
    html! {
        @for stuck in &now.stuck {
            div class="card askfirst" data-urgency=(Urgency::SeeDoctor) {
                (crate::ui::urgency::tag(Urgency::SeeDoctor))
                p { (stuck.text) }
                p class="src" { "From: " (cite(&stuck.sources)) }
            }
        }
    }
}

/// Asked once. The last rung is not among them: it is reached by what it asks for.
fn where_now(form: Form<'_>, known: &Known<'_>) -> Markup {
    let rungs = &ladder().rungs;
    html! {
        form class="card says" method="post" action="/activity/step" {
            h2 id="where-now" { "What do you already do?" }
            p class="soft" { "Tap the highest one. Or answer the questions below and begin with the first." }
            @if known.of.pain.is_none() { (form.level("pain", "Pain now", WORST)) }
            div class="taps rungs" role="group" aria-labelledby="where-now" {
                @for rung in rungs.iter().take(rungs.len().saturating_sub(1)) {
                    button class="btn quiet" name="to" value=(rung.id) { (rung.title) }
                }
            }
        }
    }
}

/// The criteria that are not known, with the rung above that they are about.
fn questions(form: Form<'_>, now: &Activity<'_>, known: &Known<'_>) -> Markup {
    let above = above(now);
    let (asked, found): (Vec<&Criterion<'_>>, Vec<&Criterion<'_>>) = each(now)
        .into_iter()
        .filter(|one| one.known.test == Measure::Yes)
        .partition(|one| !known.from.contains_key(one.known.id.as_str()));
    html! {
        form class="stack says" method="post" action=(ADDRESS) novalidate {
            h2 id="next" {
                @match above {
                    Some(rung) => { "Is it time for: " (rung.title) "?" }
                    None => "Is all still well?",
                }
            }
            @for one in found {
                p class="card" {
                    (one.known.ask) " " b { @if one.standing == Standing::Met { "Yes." } @else { "No." } } " "
                    @if let Some(from) = known.from.get(one.known.id.as_str()) { (from) }
                }
            }
            fieldset class="card about" id="questions" {
                legend { "How is it now?" span { "What you leave out stays open. It never counts as a yes." } }
                @for one in asked { (question(form, one)) }
            }
            @match known.of.pain {
                Some(pain) => {
                    p class="card" {
                        "Pain: " b { (pain.level) " of 10" } ", told at " (tell::recorded(pain.at, form.visit)) ". "
                        a href="/log/pain" { "It is another now" }
                    }
                }
                // Where the first question is what is done already, it asks for the pain.
                None => @if known.of.on.is_some() { (form.level("pain", "Pain now", WORST)) },
            }
            button class="btn big" { "See what comes next" (icons::onward()) }
        }
    }
}

fn question(form: Form<'_>, one: &Criterion<'_>) -> Markup {
    let name = field(&one.known.id);
    let chosen = form.fields.get(&name).to_owned();
    html! {
        fieldset class="asked" id=(place(&name)) {
            legend { (one.known.ask) }
            (form.note(&name))
            div class="pick" {
                @for (value, words) in [("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")] {
                    label { input type="radio" name=(name) value=(value) checked[chosen == value]; span { (words) } }
                }
            }
            @if one.known.first { div { a class="btn quiet" href="/check" { (icons::check()) "Start the check" } } }
        }
    }
}

/// Every criterion that decides, each once: some must be so both to stay and to go on.
fn each<'a, 'g>(now: &'a Activity<'g>) -> Vec<&'a Criterion<'g>> {
    let mut each: Vec<&Criterion<'_>> = Vec::new();
    for one in &now.why {
        if !each.iter().any(|other| other.known.id == one.known.id) {
            each.push(one);
        }
    }
    each
}

/// The rung above the present one, whether or not its criteria are met.
fn above(now: &Activity<'_>) -> Option<&'static Rung> {
    let place = now.rung.and_then(|rung| ladder().place(&rung.id));
    ladder().rungs.get(place.map_or(0, |place| place + 1))
}

// ---------------------------------------------------------------- what comes next

/// Looks at the answers. Nothing is stored.
pub(crate) async fn answer(post: FormRequest) -> Response {
    let visit = &post.visit;
    let known = known(visit);
    let mut reader = Reader::new(&post.fields);
    let state = read(&mut reader, &known);
    match reader.done(Some(state)) {
        Ok(state) => result(visit, &post.fields, &known, &state),
        Err(troubles) => (StatusCode::UNPROCESSABLE_ENTITY, show(visit, &post.fields, &troubles)).into_response(),
    }
}

fn result(visit: &Visit, fields: &Fields, known: &Known<'_>, state: &State) -> Response {
    let now = activity(embedded(), state);
    let lost = now.why.iter().any(|one| one.stay && one.standing == Standing::Unmet && !one.known.first);
    let title = match () {
        () if now.first.is_some_and(|first| is_lost(&now, &first.id)) => "Get help first".to_owned(),
        () if now.back.is_some() => "A step back for now".to_owned(),
        () if now.first.is_some() => "The check comes first".to_owned(),
        () => match (now.next, now.rung) {
            (Some(next), _) => format!("Next: {}", next.title),
            (None, Some(rung)) if above(&now).is_none() => format!("You are at the top: {}", rung.title),
            (None, Some(rung)) => format!("Stay with: {}", rung.title),
            (None, None) => "Not yet".to_owned(),
        },
    };
    let carried = html! {
        @for (name, value) in fields.iter().filter(|(name, value)| !value.is_empty() && (name.starts_with("is.") || *name == "pain")) {
            input type="hidden" name=(name) value=(value);
        }
    };
    let main = html! {
        div class="stack measure" {
            h1 { (title) }
            @if let Some(first) = now.first {
                div class="card trouble" role="status" {
                    p { (first.unmet) }
                    p class="src" { "From: " (cite(&first.sources)) }
                    a class="btn" href="/check" { (icons::check()) "Start the check" }
                }
            }
            @if let (Some(back), true) = (now.back, lost) {
                div class="card trouble" role="status" {
                    @for one in now.why.iter().filter(|one| one.stay && one.standing == Standing::Unmet && !one.known.first) {
                        p { (one.known.unmet) }
                        p class="src" { "From: " (cite(&one.known.sources)) }
                        (judged(one.known.judgement.as_deref()))
                    }
                    form method="post" action="/activity/step" {
                        (carried)
                        @match back {
                            Some(rung) => { button class="btn" name="to" value=(rung.id) { "Back to: " (rung.title) } }
                            None => { button class="btn" name="to" value=(REST) { "Back to rest" } }
                        }
                    }
                }
            }
            @let open = now.why.iter().any(|one| one.standing == Standing::Open);
            @if now.next.is_none() && now.back.is_none() && now.first.is_none() && open {
                p { "Not all is known yet, so this is no step up. Go back and answer more, or stay with this for now." }
            }
            @if let (Some(rung), None, Some(pain)) = (now.rung, state.pain_before, state.pain.filter(|pain| *pain > 0)) {
                div class="card" {
                    p { "We do not know how the pain was before this step. We can count from now on." }
                    form method="post" action="/activity/step" {
                        (carried)
                        button class="btn quiet" name="to" value=(rung.id) { "Count from pain " (pain) }
                    }
                }
            }
            @if let (Some(next), None) = (now.next, now.back) {
                div class="card choice" {
                    p { (next.how) }
                    p class="src" { "From: " (cite(&next.sources)) }
                    (judged(next.judgement.as_deref()))
                    form method="post" action="/activity/step" {
                        (carried)
                        button class="btn big" name="to" value=(next.id) { "I start with this" (icons::onward()) }
                    }
                }
            }
        }
        section class="card measure" {
            h2 { "What decides" }
            ul class="criteria" { @for one in each(&now) { (criterion(one)) } }
        }
        div class="measure stack" { (stuck(&now)) }
        div class="row" {
            a class="btn quiet" href=(ADDRESS) { (icons::back()) "The whole way" }
            @if known.of.on.is_some() { a class="btn quiet" href="/diary" { (icons::diary()) "My diary" } }
        }
    };
    page(visit, &title, &main)
}

/// Whether this is clearly not met.
fn is_lost(now: &Activity<'_>, id: &str) -> bool {
    now.why.iter().any(|one| one.known.id == id && one.standing == Standing::Unmet)
}

fn judged(judgement: Option<&str>) -> Markup {
    html! { @if let Some(judgement) = judgement { p class="src" { "Our own part: " (judgement) } } }
}

/// A criterion with how it stands, in a word and a shape.
fn criterion(one: &Criterion<'_>) -> Markup {
    let (class, word) = match one.standing {
        Standing::Met => ("met", "So"),
        Standing::Unmet => ("unmet", "Not so"),
        Standing::Open => ("open", "Not known"),
    };
    html! {
        li class=(class) {
            (icons::standing(one.standing))
            div {
                p { b { (word) ": " } (one.known.ask) }
                @if one.standing == Standing::Unmet { p { (one.known.unmet) } }
                p class="src" { "From: " (cite(&one.known.sources)) }
            }
        }
    }
}

/// All rungs, the lowest first. Whoever is on one sees the others on a tap.
fn ladder_drawn(now: &Activity<'_>) -> Markup {
    let at = now.rung.and_then(|rung| ladder().place(&rung.id));
    let rungs = html! {
        ol class="ladder" {
            @for (place, one) in ladder().rungs.iter().enumerate() {
                @let here = at == Some(place);
                li class=(if here { "folds here" } else if at.is_some_and(|at| place < at) { "folds done" } else { "folds" })
                    id=(one.id) aria-current=[here.then_some("step")] { (rung(one, here)) }
            }
        }
    };
    html! {
        section class="stack" {
            h2 { "All steps" }
            @match at {
                Some(at) => details { summary { "You are on step " (at + 1) " of " (ladder().rungs.len()) } (rungs) },
                None => (rungs),
            }
        }
    }
}

/// A rung as a row that opens: what it is, what it asks for, and who says so.
fn rung(rung: &Rung, here: bool) -> Markup {
    html! {
        details {
            summary { h3 { (rung.title) @if here { span class="soft" { " · you are here" } } } }
            div class="stack" {
                p { (rung.how) }
                h4 { "Before it" }
                (wants(&rung.enter, false))
                h4 { "Go a step back if" }
                (wants(&rung.stay, true))
                (leaflet::claims(embedded(), &rung.claims))
                p class="src" { "From: " (cite(&rung.sources)) }
                (judged(rung.judgement.as_deref()))
            }
        }
    }
}

fn wants(ids: &[CriterionId], lost: bool) -> Markup {
    html! {
        ul {
            @for criterion in ids.iter().filter_map(|id| ladder().criterion(id)) {
                li { @if lost { (criterion.unmet) } @else { (criterion.ask) } }
            }
        }
    }
}

fn foot(now: &Activity<'_>) -> Markup {
    html! {
        @if let Some(rung) = now.rung {
            @let place = ladder().place(&rung.id).unwrap_or(0);
            form class="row" method="post" action="/activity/step" {
                @match place.checked_sub(1).and_then(|place| ladder().rungs.get(place)) {
                    Some(below) => { button class="btn quiet" name="to" value=(below.id) { (icons::back()) "Back to: " (below.title) } }
                    None => { button class="btn quiet" name="to" value=(REST) { (icons::back()) "Back to rest" } }
                }
            }
        }
        div class="row" {
            a class="btn quiet" href="/guide/return" { (icons::guide()) "The guide on getting active" }
            a class="btn quiet" href="/diary" { (icons::diary()) "My diary" }
        }
    }
}

// ---------------------------------------------------------------- a step up or back

pub(crate) async fn step(post: FormRequest) -> Response {
    let visit = &post.visit;
    let known = known(visit);
    let mut reader = Reader::new(&post.fields);
    let state = read(&mut reader, &known);
    let to = target(&mut reader, &known, &state);
    let troubles = match reader.done(to) {
        // It was sent twice, unless it says how the pain is that was not known.
        Ok(to)
            if known.of.state.reached.as_deref() == Some(to.step.as_str())
                && (known.of.state.pain_before.is_some() || state.pain.is_none()) =>
        {
            return see_other(ADDRESS);
        }
        Ok(to) => match post.write_decided(to).await {
            Ok(_) => return see_other(ADDRESS),
            Err(JournalError::Entry(error)) => vec![crate::forms::written::refused(&error)],
            Err(error) => return post.failed(&error),
        },
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, show(visit, &post.fields, &troubles)).into_response()
}

/// The step to write, as the criteria allow it.
fn target(reader: &mut Reader<'_>, known: &Known<'_>, state: &State) -> Option<ReturnStep> {
    let to = reader.fields.get("to");
    match take_step(embedded(), &known.of, state, to) {
        Ok(step) => Some(step),
        Err(StepRefused::NoStep) => {
            reader.wrong("", format!("{} is none of the steps.", crate::http::problem::quoted(to)));
            None
        }
        Err(StepRefused::NotMet) => {
            reader.wrong(
                "questions",
                "What this step asks for is not met yet, or not known. Answer the questions first.",
            );
            None
        }
    }
}
