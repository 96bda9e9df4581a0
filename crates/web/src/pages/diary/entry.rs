//! One entry: what it says, how it came to say so, and the ways to change it, take it back and undo that.

use crate::forms::form::Form;
use crate::forms::when;
use crate::forms::written::{AGAIN, ENTRIES, address, refused, stored};
use crate::http::fields::{FieldError, Fields, Reader};
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::names;
use crate::pages::diary::entry_forms;
use crate::pages::diary::log;
use crate::tell;
use crate::tell::Fact;
use crate::ui::icons;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use maud::{Markup, html};
use supple_diary::{Change, Check, CheckIn, Correction, Draft, Item, Kind, KindName, Measure, Removal, Seconds, Spasm};
use supple_journal::JournalError;
use uuid::Uuid;

/// Below which address spasms stand that were tapped, to have details added.
const TAPPED: &str = "/spasm";

/// It came twice and is stored once: whether that was right is asked, since nobody else can know.
fn again(item: &Item, query: Option<&str>, visit: &Visit) -> Markup {
    html! {
        @if query == Some(AGAIN) {
            form class="card trouble" method="post" action={ (address(item.id())) "/another" } role="status" {
                (visit.tap())
                p { b { "It is stored once." } " The same came twice within a minute. Was it another one?" }
                button class="btn quiet" { "Yes, store another one" }
            }
        }
    }
}

/// Another one of the same, of now if the first was.
pub(crate) async fn another(Path(id): Path<String>, post: FormRequest) -> Response {
    match find(&post.visit, &id) {
        Some((item, false)) if entry_forms::is_editable(item.name()) && item.name() != KindName::CheckIn => {
            let first = item.as_written().clone();
            let first_tapped = first.precision.is_none() && item.name() == KindName::Spasm;
            let happened = if first.precision.is_none() { post.visit.now.clone() } else { first.happened };
            match post.write(Draft { happened, ..first }).await {
                Ok(written) => stored(&written, if first_tapped { TAPPED } else { ENTRIES }),
                Err(error) => post.failed(&error),
            }
        }
        Some((item, _)) => see_other(&address(item.id())),
        None => Problem::not_found().page(post.visit.help),
    }
}

/// An item by the id in an address, also one that was removed.
fn find<'v>(visit: &'v Visit, id: &str) -> Option<(&'v Item, bool)> {
    let id = Uuid::try_parse(id).ok()?;
    let removed = || visit.diary.removed().iter().find(|item| item.id() == id);
    visit.diary.get(id).map(|item| (item, false)).or_else(|| removed().map(|item| (item, true)))
}

pub(crate) async fn page(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let Some((item, removed)) = find(&visit, &id) else { return Problem::not_found().page(visit.help) };
    let (draft, history) = (item.draft(), visit.diary.history(item.id()));
    let fresh = !removed && is_fresh(item, &visit) && history.is_empty();
    let title = match (removed, fresh) {
        (true, _) => "Removed".to_owned(),
        (false, true) => format!("Stored at {}", tell::recorded(item.first().recorded(), &visit)),
        (false, false) => tell::headline(item.kind()),
    };
    let (medicine, questions) =
        if removed { Default::default() } else { crate::pages::medicine::review::beside(item, &visit) };
    let main = html! {
        div class="stack measure" {
            h1 { (title) }
            @if !removed { (again(item, query.as_deref(), &visit)) }
            @if removed {
                div class="card calm" role="status" {
                    p { (tell::mentioned(draft, &visit)) ". It no longer counts. The history below keeps it." }
                    @for change in history.iter().filter(|change| is_removal_of(change, item.id())) {
                        (undo(item.id(), change, "Undo: put it back"))
                    }
                }
            } @else if fresh {
                p class="lead" { (tell::mentioned(draft, &visit)) "." }
            }
            @if !removed && item.first().is_ahead(visit.now.at()) { (ahead()) }
            @if !removed { (signs(item.kind())) (next(item)) (felt_wrong(item, &visit)) }
            @if let Some(check) = item.get::<Check>().filter(|_| !removed) { (crate::pages::check::verdict::of_entry(check, item.id(), visit.help)) }
            (medicine)
        }
        div class="cols even" {
            section class="card" {
                h2 { "What it says" }
                (facts(&tell::all_facts(draft, &visit)))
                @if !removed {
                    div class="row" {
                        @if entry_forms::is_editable(item.name()) {
                            a class="btn quiet" href={ (address(item.id())) "/edit" } { "Change it" }
                        } @else if item.name() == KindName::Profile {
                            a class="btn quiet" href="/profile" { "Change it" }
                        }
                        form method="post" action={ (address(item.id())) "/remove" } {
                            button class="btn quiet" { (icons::undo()) @if fresh { "Undo" } @else { "Remove it" } }
                        }
                    }
                }
            }
            (past(item, history, &visit))
            @if !removed { (crate::pages::storage::import::came_with(item, &visit)) }
        }
        (questions)
        div class="row" {
            @if let Some(another) = log::path_of(item.name()).filter(|_| fresh) { a class="btn quiet" href=(another) { "Write another" } }
            a class="btn quiet" href={ "/diary/day/" (day_of(item)) } { "The whole day" }
            a class="btn quiet" href="/diary" { (icons::diary()) "My diary" }
        }
    };
    visit.page(&title, &address(item.id()), &main)
}

fn day_of(item: &Item) -> jiff::civil::Date {
    item.get::<CheckIn>().map_or_else(|| item.happened().date(), |check_in| check_in.date)
}

/// What it says, one fact a line.
pub(crate) fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl class="facts" {
            @for (what, value) in facts { div { dt dir="auto" { (what) } dd dir="auto" { (value) } } }
        }
    }
}

/// It was recorded by a clock that was ahead: it is kept, and its time is what has to be looked at.
fn ahead() -> Markup {
    html! {
        div class="card trouble" role="status" {
            p { b { (tell::entry::AHEAD) } " So its time may be wrong. You can change it below." }
        }
    }
}

/// What came with a spasm and is a sign that the check looks at.
fn signs(kind: &Kind) -> Markup {
    html! {
        @if let Some((signs, what)) = tell::signs(kind) {
            div class="card trouble" role="status" {
                p { b { (signs) } " " (what) }
                a class="btn" href="/check" { (icons::check()) "Start the check" }
            }
        }
    }
}

/// What may be said next, and never has to.
fn next(item: &Item) -> Markup {
    html! {
        @if item.get::<Measure>().is_some_and(is_open) {
            a class="btn" href={ "/log/" (item.id()) "/after" } { "Did it help?" (icons::onward()) }
        }
    }
}

/// Of a spasm of the last day: one tap says whether the back had already felt wrong. Later nobody remembers it well.
fn felt_wrong(item: &Item, visit: &Visit) -> Markup {
    let ago = visit.now.at().duration_since(item.happened().at());
    let is_open = item.get::<Spasm>().is_some_and(|spasm| spasm.felt_wrong.is_none());
    html! {
        @if is_open && ago < SignedDuration::from_hours(24) {
            form class="card" method="post" action={ (TAPPED) "/" (item.id()) "/felt" } {
                (visit.tap())
                p { (entry_forms::felt_wrong()) }
                div class="row" {
                    @for (value, word) in [("yes", "Yes"), ("no", "No")] {
                        button class="btn quiet" name=(entry_forms::FELT_WRONG) value=(value) { (word) }
                    }
                }
            }
        }
    }
}

/// Whether nobody has said yet how a measure turned out.
pub(crate) fn is_open(measure: &Measure) -> bool {
    measure.after.is_none() && measure.helped.is_none()
}

fn is_removal_of(change: &Change, id: Uuid) -> bool {
    !change.removed && change.entry.get::<Removal>().is_some_and(|removal| removal.of == id)
}

/// The button that takes a change back.
fn undo(item: Uuid, change: &Change, words: &str) -> Markup {
    html! {
        form method="post" action={ (address(item)) "/undo/" (change.entry.id()) } {
            button class="btn quiet" { (icons::undo()) (words) }
        }
    }
}

/// How it came to say what it says: nothing that was changed disappears.
fn past(item: &Item, history: &[Change], visit: &Visit) -> Markup {
    let first = item.first();
    let mut before = tell::all_facts(item.as_written(), visit);
    let mut changed: Vec<(&str, Vec<String>)> = Vec::with_capacity(history.len());
    for change in history {
        changed.push(match change.entry.kind() {
            Some(Kind::Correction(correction)) => {
                let after = tell::all_facts(&correction.entry, visit);
                let lines = differences(&before, &after);
                let words = if only_adds(&before, &after) { "Details added" } else { "Changed" };
                // What was taken back is not what the next change began with.
                if !change.removed {
                    before = after;
                }
                (words, lines)
            }
            _ => (removal_words(change, item, history), Vec::new()),
        });
    }
    html! {
        section class="card" {
            h2 { "Its history" }
            ol class="past" {
                li {
                    p { b { "Written " (tell::recorded(first.recorded(), visit)) } }
                    @if !history.is_empty() { p class="soft" { (tell::headline(&item.as_written().kind)) } }
                }
                @for (change, (words, lines)) in history.iter().zip(&changed) {
                    li {
                        p {
                            b { (words) " " (tell::recorded(change.entry.recorded(), visit)) }
                            @if change.removed { ", and taken back" }
                        }
                        @if !lines.is_empty() { ul { @for line in lines { li dir="auto" { (line) } } } }
                        @if is_removal_of(change, item.id()) {
                            (undo(item.id(), change, "Undo: put it back"))
                        } @else if !change.removed && change.entry.name() == Some(KindName::Correction) {
                            (undo(item.id(), change, "Undo this change"))
                        }
                    }
                }
            }
        }
    }
}

/// Whether a correction only says more, and nothing else than before.
fn only_adds(before: &[Fact], after: &[Fact]) -> bool {
    after.len() > before.len() && before.iter().all(|fact| after.contains(fact))
}

/// Whether an item says something else than when it was first written. More details are no such change.
pub(crate) fn says_otherwise(item: &Item, visit: &Visit) -> bool {
    item.correction().is_some()
        && !only_adds(&tell::all_facts(item.as_written(), visit), &tell::all_facts(item.draft(), visit))
}

fn removal_words(change: &Change, item: &Item, history: &[Change]) -> &'static str {
    let Some(removal) = change.entry.get::<Removal>() else { return "Changed" };
    let named = history.iter().find(|other| other.entry.id() == removal.of);
    match named.map(|named| (named.entry.name(), named.entry.get::<Removal>())) {
        _ if removal.of == item.id() => "Removed",
        Some((Some(KindName::Correction), _)) => "A change taken back",
        Some((_, Some(named))) if named.of == item.id() => "Put back",
        _ => "Taken back",
    }
}

/// What differs, in sentences: "How strong: was 7 of 10, changed to 5 of 10".
fn differences(before: &[Fact], after: &[Fact]) -> Vec<String> {
    let value = |facts: &[Fact], name: &str| {
        let mut values = facts.iter().filter(|(other, _)| other == name).map(|(_, value)| value.clone());
        values.next()
    };
    let names = before.iter().chain(after.iter().filter(|(name, _)| value(before, name).is_none()));
    let mut lines: Vec<String> = Vec::new();
    for (name, _) in names {
        let line = match (value(before, name), value(after, name)) {
            (Some(was), Some(is)) if was != is => format!("{name}: was {was}, changed to {is}"),
            (Some(was), None) => format!("{name} taken out: was {was}"),
            (None, Some(is)) => format!("{name} added: {is}"),
            _ => continue,
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if lines.is_empty() {
        lines.push("It says the same as before.".to_owned());
    }
    lines
}

/// The page on which an entry is changed.
pub(crate) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id) {
        Some((item, false)) if entry_forms::is_editable(item.name()) => {
            let fields = entry_forms::fill(item.kind());
            editing(&visit, item, &fields, &[], &format!("{}/edit", address(item.id())), &html! {})
        }
        Some((item, _)) => see_other(&address(item.id())),
        None => Problem::not_found().page(visit.help),
    }
}

pub(crate) async fn change(Path(id): Path<String>, post: FormRequest) -> Response {
    match find(&post.visit, &id) {
        Some((item, false)) if entry_forms::is_editable(item.name()) => {
            let path = format!("{}/edit", address(item.id()));
            correct(&post, item, &path).await
        }
        Some((item, _)) => see_other(&address(item.id())),
        None => Problem::not_found().page(post.visit.help),
    }
}

/// One tap: the spasm is stored before anything is shown or asked.
pub(crate) async fn spasm_now(post: FormRequest) -> Response {
    match post.write_now(Spasm::default()).await {
        Ok(written) => stored(&written, TAPPED),
        Err(error) => post.failed(&error),
    }
}

/// What there is to add to a spasm that is stored.
pub(crate) async fn spasm(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    match find(&visit, &id) {
        Some((item, false)) if item.name() == KindName::Spasm => {
            let again = again(item, query.as_deref(), &visit);
            editing(&visit, item, &entry_forms::fill(item.kind()), &[], &format!("/spasm/{}", item.id()), &again)
        }
        Some((item, _)) => see_other(&address(item.id())),
        None => Problem::not_found().page(visit.help),
    }
}

pub(crate) async fn spasm_details(Path(id): Path<String>, post: FormRequest) -> Response {
    match find(&post.visit, &id) {
        Some((item, false)) if item.name() == KindName::Spasm => {
            let path = format!("/spasm/{}", item.id());
            correct(&post, item, &path).await
        }
        Some((item, _)) => see_other(&address(item.id())),
        None => Problem::not_found().page(post.visit.help),
    }
}

/// It has let go: the spasm lasted until now, where nobody said before how long.
pub(crate) async fn spasm_over(Path(id): Path<String>, post: FormRequest) -> Response {
    let Some((item, false)) = find(&post.visit, &id) else { return Problem::not_found().page(post.visit.help) };
    let Some(spasm) = item.get::<Spasm>().filter(|spasm| spasm.seconds.is_none()) else {
        return see_other(&address(item.id()));
    };
    let lasted = post.visit.now.at().duration_since(item.happened().at()).as_secs();
    let Ok(seconds) = Seconds::new(lasted) else {
        return see_other(&format!("/spasm/{}", item.id()));
    };
    say_more(&post, item, Spasm { seconds: Some(seconds), ..spasm.clone() }).await
}

/// The answer to whether the back had already felt wrong, unless it is answered.
pub(crate) async fn spasm_felt(Path(id): Path<String>, post: FormRequest) -> Response {
    let Some((item, false)) = find(&post.visit, &id) else { return Problem::not_found().page(post.visit.help) };
    let said = match post.fields.get(entry_forms::FELT_WRONG) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let open = item.get::<Spasm>().filter(|spasm| spasm.felt_wrong.is_none()).zip(said);
    let Some((spasm, said)) = open else { return see_other(&address(item.id())) };
    say_more(&post, item, Spasm { felt_wrong: Some(said), ..spasm.clone() }).await
}

/// Writes what one tap has added to a spasm, at the time at which it stands.
async fn say_more(post: &FormRequest, item: &Item, spasm: Spasm) -> Response {
    let kind = Kind::Spasm(spasm);
    let correction = Correction { of: item.id(), entry: Box::new(Draft { kind, ..item.draft().clone() }) };
    match post.write_now(correction).await {
        Ok(_) => see_other(&address(item.id())),
        Err(error) => post.failed(&error),
    }
}

/// Reads a changed entry and writes the correction, unless it says what stands already.
async fn correct(post: &FormRequest, item: &Item, path: &str) -> Response {
    let (visit, kind) = (&post.visit, item.name());
    let mut reader = Reader::new(&post.fields);
    let when = when::read(&mut reader, visit, Some(item.draft()));
    let kind = entry_forms::read(kind, &mut reader, visit, Some(item.kind()));
    let draft = when.zip(kind).map(|(when, kind)| Draft { happened: when.happened, precision: when.precision, kind });
    let troubles = match reader.done(draft) {
        Ok(draft) if draft == *item.draft() => return see_other(&address(item.id())),
        Ok(draft) => {
            let correction = Correction { of: item.id(), entry: Box::new(draft) };
            match post.write_now(correction).await {
                Ok(_) => return see_other(&address(item.id())),
                Err(JournalError::Entry(error)) => vec![refused(&error)],
                Err(error) => return post.failed(&error),
            }
        }
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, editing(visit, item, &post.fields, &troubles, path, &html! {})).into_response()
}

fn editing(
    visit: &Visit,
    item: &Item,
    fields: &Fields,
    troubles: &[FieldError],
    path: &str,
    again: &Markup,
) -> Response {
    let form = Form { fields, troubles, visit, edited: true };
    let new = item.name() == KindName::Spasm && is_fresh(item, visit);
    let title = match (troubles.is_empty(), new) {
        (false, _) => "Not stored yet".to_owned(),
        (true, true) => format!("Stored at {}", tell::recorded(item.first().recorded(), visit)),
        (true, false) => format!("{}: change it", names::kind(item.name())),
    };
    let main = html! {
        div class="stack measure" {
            h1 { (title) }
            (again)
            (form.summary())
            @if new {
                p { "Your spasm is in the diary. You can leave any of this out." }
                (entry_forms::same_as_last(item.name(), form, Some(item.id()), path))
                div class="row" {
                    a class="btn quiet" href="/" { "Done" }
                    form method="post" action={ (address(item.id())) "/remove" } {
                        button class="btn quiet" { (icons::undo()) "Undo" }
                    }
                }
            } @else {
                p { (tell::mentioned(item.draft(), visit)) ". What it said stays in its history." }
            }
        }
        form class="stack says" method="post" action=(path) novalidate {
            (entry_forms::ask(item.name(), form))
            @if item.name() != KindName::CheckIn { (when::ask(form, Some(item.draft()), when::Open::All)) }
            (form.save())
        }
    };
    visit.page(&title, path, &main)
}

pub(crate) async fn remove(Path(id): Path<String>, post: FormRequest) -> Response {
    match find(&post.visit, &id) {
        Some((item, false)) => {
            let to = address(item.id());
            match post.write_now(Removal { of: item.id() }).await {
                Ok(_) => see_other(&to),
                Err(error) => post.failed(&error),
            }
        }
        // It was sent twice.
        Some((item, true)) => see_other(&address(item.id())),
        None => Problem::not_found().page(post.visit.help),
    }
}

pub(crate) async fn take_back(Path((id, change)): Path<(String, String)>, post: FormRequest) -> Response {
    let found = find(&post.visit, &id).and_then(|(item, _)| {
        let change = Uuid::try_parse(&change).ok()?;
        let history = post.visit.diary.history(item.id());
        Some((item.id(), history.iter().find(|other| other.entry.id() == change)?))
    });
    match found {
        Some((item, change)) if !change.removed => match post.write_now(Removal { of: change.entry.id() }).await {
            Ok(_) => see_other(&address(item)),
            Err(error) => post.failed(&error),
        },
        Some((item, _)) => see_other(&address(item)),
        None => Problem::not_found().page(post.visit.help),
    }
}

/// How long ago something was written is still a slip that can be undone at once.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(10);

/// Whether an item was just written, and not changed since.
fn is_fresh(item: &Item, visit: &Visit) -> bool {
    item.correction().is_none() && visit.now.at().duration_since(item.first().recorded()) < JUST_NOW
}
