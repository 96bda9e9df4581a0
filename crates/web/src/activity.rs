//! The way back to work and sport: where someone stands, what the next step asks for, and when to go a step back.
//!
//! The step that someone is on is kept as an entry of the kind `exercise` whose `what` is the id of the rung behind
//! [`Exercise::WAY_BACK`], with the pain before it in `before`; `way-back:rest` is rest, below the first. A new episode begins at the bottom again. What the diary knows (the last
//! check, a spasm since, the pain of now) is not asked. The other answers hold for the moment and are not kept: they
//! travel with the form, and the step is looked at again before it is written.

use crate::fields::{Fields, Reader, Trouble};
use crate::form::{Form, place};
use crate::headers::NO_STORE;
use crate::layout::{Frame, Room, cite};
use crate::visit::{Post, Visit, see_other};
use crate::{entry, icons, medicine, tell};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use maud::{Markup, html};
use std::collections::BTreeMap;
use supple_care::{Activity, Criterion, Standing, State, activity};
use supple_diary::{Check, Exercise, Item, KindName, Level, PainAbout, Symptom, Words, same_name};
use supple_guidance::activity::{Ladder, Measure, Rung};
use supple_guidance::{Urgency, embedded};
use supple_journal::JournalError;
use supple_triage::Answer;

/// The address.
pub(crate) const ADDRESS: &str = "/activity";

/// Below the first rung.
const REST: &str = "rest";

/// For how long a check speaks for the moment.
const CHECK_HOLDS: SignedDuration = SignedDuration::from_hours(24);

/// For how long a pain level speaks for the moment.
const PAIN_HOLDS: SignedDuration = SignedDuration::from_hours(3);

/// For how long a spasm or a symptom that was written down speaks for the moment.
const SYMPTOM_HOLDS: SignedDuration = SignedDuration::from_hours(24);

const WORST: &str = "0 is none, 10 the worst you know.";

const NO_WARNING_SIGN: &str = "no-warning-sign";
const NO_NEW_SPASM: &str = "no-new-spasm";
const NO_SYMPTOMS: &str = "no-symptoms";

fn ladder() -> &'static Ladder {
    &embedded().ladder
}

/// What the diary knows.
struct Known<'v> {
    state: State,
    /// The entry of the rung that one is on.
    since: Option<&'v Item>,
    /// From where it is known, by the id of a criterion.
    from: BTreeMap<&'static str, String>,
    /// The pain of now, and when it was told.
    pain: Option<(Level, String)>,
}

fn known(visit: &Visit) -> Known<'_> {
    let (diary, now) = (&visit.diary, visit.now.at());
    let episode = diary.open_episode(now);
    let mut marks = diary.all::<Exercise>().filter(|(_, exercise)| exercise.way_back().is_some());
    let mark = marks.next_back().filter(|(item, _)| {
        // A new episode begins at the bottom.
        episode.is_none_or(|episode| item.happened().at() >= episode.onset.at())
    });
    let rung = mark.and_then(|(_, exercise)| exercise.way_back());
    let rung = rung.filter(|id| ladder().place(id).is_some());
    let days = episode.map(|episode| episode.since.date().until(visit.today()).map_or(0, |span| span.get_days()));
    let mut state = State {
        reached: rung.map(str::to_owned),
        days: days.and_then(|days| u32::try_from(days).ok()),
        pain_before: mark.and_then(|(_, exercise)| exercise.before).and_then(small),
        ..State::default()
    };
    let mut from = BTreeMap::new();
    if let Some((item, check)) = diary.latest::<Check>(now)
        && now.duration_since(item.happened().at()) <= CHECK_HOLDS
    {
        let answer = match check.urgency.as_str() {
            id if id == Urgency::SelfCare.id() => Some(Answer::Yes),
            id if id == Urgency::SeeDoctor.id() => None,
            _ => Some(Answer::No),
        };
        if let Some(answer) = answer {
            state.answers.insert(NO_WARNING_SIGN.to_owned(), answer);
            from.insert(NO_WARNING_SIGN, format!("By your check, {}.", tell::moment(item.draft(), visit)));
        }
    }
    // Only a spasm that was written down is known: a diary without one is no answer.
    let since = mark.map(|(item, _)| item);
    let last = diary.of(KindName::Spasm).last();
    if let (Some(mark), Some(spasm)) = (since.filter(|_| rung.is_some()), last)
        && spasm.happened().at() > mark.happened().at()
    {
        state.answers.insert(NO_NEW_SPASM.to_owned(), Answer::No);
        from.insert(NO_NEW_SPASM, format!("By your diary: {}.", tell::moment(spasm.draft(), visit)));
    }
    if let Some(item) = symptom(visit) {
        state.answers.insert(NO_SYMPTOMS.to_owned(), Answer::No);
        let what = tell::headline(item.kind());
        from.insert(NO_SYMPTOMS, format!("By your diary: {what}, {}.", tell::moment(item.draft(), visit)));
    }
    let pain = diary.pains().iter().rev().find(|pain| pain.about != PainAbout::Day && pain.at <= now);
    // The pain before a step is not told again as the pain after it.
    let pain = pain
        .filter(|pain| now.duration_since(pain.at) <= PAIN_HOLDS && since.is_none_or(|mark| mark.id() != pain.item));
    state.pain = pain.and_then(|pain| small(pain.level));
    let pain = pain.map(|pain| (pain.level, tell::recorded(pain.at, visit)));
    Known { state, since, from, pain }
}

/// A spasm or a symptom of the last day: then not all symptoms are gone. None written down is no answer.
fn symptom(visit: &Visit) -> Option<&Item> {
    let is_recent = |item: &&Item| visit.now.at().duration_since(item.happened().at()) <= SYMPTOM_HOLDS;
    let spasm = visit.diary.of(KindName::Spasm).iter().rev().find(is_recent);
    let told = || visit.diary.all::<Symptom>().rev();
    // What was last said of each symptom counts.
    let present = told().find(|(item, symptom)| {
        let last = told().find(|(_, other)| same_name(other.what.as_str(), symptom.what.as_str()));
        symptom.present && is_recent(item) && last.is_some_and(|(last, _)| last.id() == item.id())
    });
    spasm.or(present.map(|(item, _)| item))
}

fn small(level: Level) -> Option<u8> {
    u8::try_from(level.get()).ok()
}

/// Reads the answers of the form on top of what the diary knows.
fn read(reader: &mut Reader<'_>, known: &Known<'_>) -> State {
    let mut state = known.state.clone();
    let fields = reader.fields;
    for (id, _) in fields.under("is.") {
        let asked = ladder().criterion(id).is_some_and(|criterion| criterion.test == Measure::Yes);
        if !asked {
            reader.wrong("", format!("The form asks nothing about {}.", crate::problem::quoted(id)));
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
                let line = format!("Tap yes, no or not sure. {} is none of them.", crate::problem::quoted(other));
                reader.wrong(&name, line);
                continue;
            }
        };
        // What the diary knows is not overruled by a tap.
        if !known.from.contains_key(criterion.id.as_str()) {
            state.answers.insert(criterion.id.clone(), answer);
        }
    }
    if known.pain.is_none() {
        state.pain = reader.level("pain").and_then(small);
    }
    state
}

fn field(id: &str) -> String {
    format!("is.{id}")
}

fn page(visit: &Visit, title: &str, main: &Markup) -> Response {
    let frame = Frame { title, room: Room::Activity, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(main)).into_response()
}

pub(crate) async fn index(visit: Visit) -> Response {
    show(&visit, &Fields::default(), &[])
}

fn show(visit: &Visit, fields: &Fields, troubles: &[Trouble]) -> Response {
    let known = known(visit);
    let now = activity(embedded(), &known.state);
    let form = Form { fields, troubles, visit, edited: false };
    let main = html! {
        div class="stack measure" {
            h1 { "The way back" }
            (form.summary())
            (standing(&now, &known, visit))
            (stuck(&now))
        }
        @if known.since.is_none() && now.rung.is_none() { (where_now(form, &known)) }
        (questions(form, &now, &known))
        (ladder_drawn(&now))
        (foot(&now))
    };
    page(visit, "The way back", &main)
}

fn standing(now: &Activity<'_>, known: &Known<'_>, visit: &Visit) -> Markup {
    html! {
        @match (now.rung, known.since) {
            (Some(rung), Some(item)) => {
                p class="lead" { "You are on: " b { (rung.title) } ", since " (tell::moment(item.draft(), visit)) "." }
                p { (rung.how) }
                p class="src" { "From: " (cite(&rung.sources)) }
            }
            (None, Some(item)) => p class="lead" { "You are at rest, since " (tell::moment(item.draft(), visit)) "." },
            _ => p class="lead" { "From the first moves to work and sport, one step at a time." },
        }
        @if let Some(days) = known.state.days {
            p class="soft" { "Your diary says that it began " (tell::count(usize::try_from(days).unwrap_or(0), "day")) " ago." }
        }
    }
}

fn stuck(now: &Activity<'_>) -> Markup {
    html! {
        @for stuck in &now.stuck {
            div class="card askfirst" data-urgency=(Urgency::SeeDoctor) {
                (crate::urgency::tag(Urgency::SeeDoctor))
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
            @if known.pain.is_none() { (form.level("pain", "Pain now", WORST)) }
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
            h2 {
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
            @match &known.pain {
                Some((level, at)) => {
                    p class="card" { "Pain: " b { (level) " of 10" } ", told at " (at) ". " a href="/log/pain" { "It is another now" } }
                }
                // Where the first question is what is done already, it asks for the pain.
                None => @if known.since.is_some() { (form.level("pain", "Pain now", WORST)) },
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
pub(crate) async fn answer(post: Post) -> Response {
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
            @if known.since.is_some() { a class="btn quiet" href="/diary" { (icons::diary()) "My diary" } }
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

/// All rungs, the lowest first.
fn ladder_drawn(now: &Activity<'_>) -> Markup {
    let at = now.rung.and_then(|rung| ladder().place(&rung.id));
    html! {
        section class="stack" {
            h2 { "All steps" }
            ol class="ladder" {
                @for (place, rung) in ladder().rungs.iter().enumerate() {
                    @let here = at == Some(place);
                    li class=(if here { "card here" } else if at.is_some_and(|at| place < at) { "card done" } else { "card" })
                        id=(rung.id) aria-current=[here.then_some("step")] {
                        h3 { (rung.title) @if here { span class="soft" { " · you are here" } } }
                        p { (rung.how) }
                        details {
                            summary { "What it asks for" }
                            div class="stack" {
                                h4 { "Before it" }
                                (wants(&rung.enter, false))
                                h4 { "Go a step back if" }
                                (wants(&rung.stay, true))
                                (medicine::claims(embedded(), &rung.claims))
                            }
                        }
                        p class="src" { "From: " (cite(&rung.sources)) }
                        (judged(rung.judgement.as_deref()))
                    }
                }
            }
        }
    }
}

fn wants(ids: &[String], lost: bool) -> Markup {
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
            a class="btn quiet" href="/guide/return" { (icons::guide()) "The guide on the way back" }
            a class="btn quiet" href="/diary" { (icons::diary()) "My diary" }
        }
    }
}

// ---------------------------------------------------------------- a step up or back

pub(crate) async fn step(post: Post) -> Response {
    let visit = &post.visit;
    let known = known(visit);
    let mut reader = Reader::new(&post.fields);
    let state = read(&mut reader, &known);
    let to = target(&mut reader, &known, &state);
    let troubles = match reader.done(to) {
        // It was sent twice, unless it says how the pain is that was not known.
        Ok(to)
            if known.state.reached.as_deref() == Some(to)
                && (known.state.pain_before.is_some() || state.pain.is_none()) =>
        {
            return see_other(ADDRESS);
        }
        Ok(to) => {
            let before = state.pain.and_then(|pain| Level::new(pain.into()).ok());
            let Ok(what) = Words::new(format!("{}{to}", Exercise::WAY_BACK)) else { return see_other(ADDRESS) };
            let exercise = Exercise { what, seconds: None, repetitions: None, before, after: None, note: None };
            match post.write_now(exercise).await {
                Ok(_) => return see_other(ADDRESS),
                Err(JournalError::Entry(error)) => vec![entry::refused(&error)],
                Err(error) => return post.failed(&error),
            }
        }
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, show(visit, &post.fields, &troubles)).into_response()
}

/// The rung to write: back is always open; up is what the criteria allow; and who has none yet may say where they are,
/// short of the last.
fn target<'f>(reader: &mut Reader<'f>, known: &Known<'_>, state: &State) -> Option<&'f str> {
    let fields: &'f Fields = reader.fields;
    let to = fields.get("to");
    if to == REST {
        return Some(to);
    }
    let Some(place) = ladder().place(to) else {
        reader.wrong("", format!("{} is none of the steps.", crate::problem::quoted(to)));
        return None;
    };
    let at = state.reached.as_ref().and_then(|id| ladder().place(id));
    let back = at.is_some_and(|at| place <= at);
    let said = known.since.is_none() && place + 1 < ladder().rungs.len();
    let up = activity(embedded(), state).next.is_some_and(|next| next.id == to);
    if back || said || up {
        return Some(to);
    }
    reader.wrong("questions", "What this step asks for is not met yet, or not known. Answer the questions first.");
    None
}
