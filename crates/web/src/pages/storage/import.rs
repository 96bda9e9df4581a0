//! Entries from a table of another app: looked at first, taken as a whole, and taken back as a whole.
//!
//! The file travels with the form, so that nothing of it is kept before it is taken, and no script is needed.

use crate::http::query::{part, query};
use crate::http::remedy::Remedy;
use crate::http::visit::{FormRequest, Visit, failure, see_other};
use crate::pages::storage::copies::NAMED;
use crate::pages::storage::restore::entries;
use crate::tell::count;
use crate::ui::icons;
use crate::ui::layout::sentence;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, Query, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};
use std::collections::BTreeMap;
use supple_diary::{Draft, Item, Removal};
use supple_intake::{
    Becomes, Clock, Dates, Judged, Plan, Reader, Sheet, Source, Unsettled, Why, last_together, recognise, together_with,
};
use supple_journal::RefusedLines;
use supple_wording::{Here, in_list, time};
use uuid::Uuid;

/// Where the page is.
pub(crate) const ADDRESS: &str = "/keep/import";

/// Where entries are taken back.
pub(super) const UNDO: &str = "/keep/import/undo";

/// The largest table that is read: 8 MiB, some 100,000 rows. The form carries it in letters, which are a third more.
const MAX_TABLE_BYTES: usize = 8 * 1024 * 1024;

/// The largest form with such a table.
pub(super) const MAX_FORM_BYTES: usize = MAX_TABLE_BYTES / 3 * 4 + 256 * 1024;

/// How many entries are shown before they are taken.
const SHOWN: usize = 5;

type Pairs = Vec<(String, String)>;

/// The page: which file, and the last that was taken.
pub(crate) async fn page(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let pairs = query(pairs);
    let number = |name| part(&pairs, name).parse::<usize>().ok();
    let done = html! {
        @if let Some(new) = number("new") {
            p class="card" role="status" {
                b { (entries(new)) " taken." }
                @if let Some(known @ 1..) = number("known") { " " (entries(known)) " stood in your diary already." }
                @if let Some(left @ 1..) = number("left") { " " (count(left, "row")) " left out." }
            }
        }
        @if let Some(back) = number("back") {
            p class="card" role="status" { b { (entries(back)) " taken back." } " Your diary is as it was before." }
        }
    };
    choosing(&visit, StatusCode::OK, &done)
}

fn choosing(visit: &Visit, status: StatusCode, above: &Markup) -> Response {
    let last = last_together(&visit.diary);
    let main = html! {
        div class="stack measure" {
            h1 { "From another app" }
            (above)
        }
        form class="card says" method="post" action=(ADDRESS) enctype="multipart/form-data" {
            div class="stack line" {
                label for="table-field" { "A table that the app saved (CSV)" }
                input id="table-field" type="file" name="table" accept=".csv,.tsv,.txt,text/csv" required;
                p class="soft" { "You see what would be taken first. Nothing leaves this device." }
            }
            button class="btn big" { "Look into it" (icons::onward()) }
        }
        (taken_last(visit, &last))
        div class="folds measure" {
            details {
                summary { "Which apps" }
                p { "Loop Habit Tracker, Track & Graph, Daylio, openScale and wger are known. So are tables that Supple itself wrote." }
                p { "Any other table works if one column says when. Save it as “CSV UTF-8”." }
            }
        }
    };
    (status, visit.keep_page("From another app", &main)).into_response()
}

/// The table that was taken last, and the way to take it back.
fn taken_last(visit: &Visit, last: &[&Item]) -> Markup {
    html! {
        @if let Some(first) = last.first() {
            section class="card stack measure" id="last" {
                h2 { "Taken last" }
                p { (entries(last.len())) ", " (time::recorded(first.first().recorded(), Here::from(visit))) "." }
                (undo(first.id(), last))
            }
        }
    }
}

/// On the page of an entry that came in with a table: which one it was, and the way to take all of it back. Nothing for any other
/// entry.
pub(crate) fn came_with(item: &Item, visit: &Visit) -> Markup {
    let group = together_with(&visit.diary, item.id());
    html! {
        @if group.len() > 1 {
            section class="card stack" id="table" {
                h2 { "It came with a table" }
                p {
                    "Taken " (time::recorded(item.first().recorded(), Here::from(visit))) ", "
                    (entries(group.len())) " in all. "
                    a href=(ADDRESS) { "From another app" }
                }
                (undo(item.id(), &group))
            }
        }
    }
}

/// The button that takes back what was written together with an entry, and what goes with it.
fn undo(id: Uuid, group: &[&Item]) -> Markup {
    let changed = group.iter().filter(|item| item.correction().is_some()).count();
    html! {
        p class="soft" {
            "This takes out all of them, and what you changed in them since"
            @match changed {
                0 => { ": so far nothing." }
                1 => { ": 1 was changed." }
                _ => { ": " (changed) " were changed." }
            }
        }
        form method="post" action=(UNDO) {
            input type="hidden" name="of" value=(id);
            button class="btn quiet" { "Take all " (group.len()) " entries back" }
        }
    }
}

/// Takes entries back that were taken together.
pub(crate) async fn take_back(post: FormRequest) -> Response {
    let visit = &post.visit;
    let group = Uuid::parse_str(post.fields.get("of")).map(|id| together_with(&visit.diary, id)).unwrap_or_default();
    let drafts: Vec<Draft> =
        group.iter().map(|item| Draft::new(visit.now.clone(), Removal { of: item.id() })).collect();
    if drafts.is_empty() {
        return see_other(ADDRESS);
    }
    let back = drafts.len();
    match visit.journal.write_all(drafts).await {
        Ok(_) => see_other(&format!("{ADDRESS}?back={back}")),
        Err(error) => post.failed(&error),
    }
}

/// What was sent with a table.
#[derive(Default)]
struct Sent {
    table: Vec<u8>,
    fields: BTreeMap<String, String>,
}

/// Why a form did not arrive.
enum Unread {
    TooLarge,
    Broken,
}

impl From<MultipartError> for Unread {
    fn from(error: MultipartError) -> Unread {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Unread::TooLarge } else { Unread::Broken }
    }
}

impl From<MultipartRejection> for Unread {
    fn from(_: MultipartRejection) -> Unread {
        Unread::Broken
    }
}

impl Sent {
    async fn read(request: Request) -> Result<Sent, Unread> {
        let mut form = Multipart::from_request(request, &()).await?;
        let mut sent = Sent::default();
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await?;
            match name.as_str() {
                "table" => sent.table = bytes.into(),
                "held" => sent.table = STANDARD.decode(&bytes).map_err(|_| Unread::Broken)?,
                _ => {
                    let text = String::from_utf8(bytes.into()).map_err(|_| Unread::Broken)?;
                    sent.fields.insert(name, text);
                }
            }
        }
        if sent.table.len() > MAX_TABLE_BYTES { Err(Unread::TooLarge) } else { Ok(sent) }
    }

    fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn dates(&self) -> Option<Dates> {
        match self.get("dates") {
            "dmy" => Some(Dates::Dmy),
            "mdy" => Some(Dates::Mdy),
            _ => None,
        }
    }
}

/// A table that was looked into.
struct Looked<'s> {
    sent: &'s Sent,
    plan: Plan,
    /// What was found; else what has to be said of its days first.
    judged: Result<Judged, Unsettled>,
    refused: RefusedLines<String>,
}

impl Looked<'_> {
    fn sources(&self) -> &[Source] {
        match &self.plan {
            Plan::Fields(_) => &[],
            Plan::Names(names) => &names.sources,
        }
    }

    /// What is chosen, as it was shown: only this is taken.
    fn chosen(&self) -> String {
        let ids: Vec<&str> = self.sources().iter().map(|source| source.becomes.id()).collect();
        format!("{} {}", self.sent.get("dates"), ids.join(" "))
    }
}

/// Looks into a table. An error is a sentence that says why it cannot be.
fn look<'s>(visit: &Visit, sent: &'s Sent) -> Result<Looked<'s>, String> {
    let sheet = Sheet::of(sent.table.clone()).map_err(|why| format!("The file{why}."))?;
    let mut plan = recognise(&sheet, &visit.zone).map_err(|why| format!("{}.", sentence(&why.to_string())))?;
    if let Plan::Names(names) = &mut plan {
        for (place, source) in names.sources.iter_mut().enumerate() {
            source.becomes = Becomes::from_id(sent.get(&format!("what.{place}"))).unwrap_or(source.becomes);
        }
    }
    let mut refused = RefusedLines::default();
    let dates = match sent.dates().map_or_else(|| plan.dates(&sheet, &visit.zone), |dates| Ok(Some(dates))) {
        Ok(dates) => dates,
        Err(unsettled) => return Ok(Looked { sent, plan, judged: Err(unsettled), refused }),
    };
    let clock = Clock { zone: &visit.zone, dates };
    let reader = Reader { clock, now: visit.now.at(), birth_year: visit.diary.profile().birth_year };
    let judged = plan.judge(&sheet, &reader, &visit.diary, &mut |line, why: Why| refused.push(line, why.told()));
    let judged = judged.map_err(|none| {
        let first = none.first.map(|(line, why)| format!(" Line {line}: {}", why.told())).unwrap_or_default();
        format!("No row has a time that Supple understands.{first}")
    })?;
    Ok(Looked { sent, plan, judged: Ok(judged), refused })
}

/// A table was sent: to be looked into, or to be taken as it was shown.
pub(crate) async fn import(visit: Visit, request: Request) -> Response {
    let wrong = |line: &str| {
        let trouble = html! { div class="card trouble" role="alert" { p { b { "Nothing was taken." } } p { (line) } } };
        choosing(&visit, StatusCode::UNPROCESSABLE_ENTITY, &trouble)
    };
    let sent = match Sent::read(request).await {
        Ok(sent) if sent.table.is_empty() => return wrong("Choose the file first. An empty file holds no table."),
        Ok(sent) => sent,
        Err(Unread::TooLarge) => return wrong("The file is larger than 8 MB. Cut it into smaller ones."),
        Err(Unread::Broken) => return wrong("The file did not arrive as a whole. Please choose it again."),
    };
    let looked = match look(&visit, &sent) {
        Ok(looked) => looked,
        Err(why) => return wrong(&why),
    };
    let is_as_shown = sent.get("shown") == looked.chosen();
    let is_agreed = looked.refused.is_empty() || sent.get("rest") == looked.refused.len().to_string();
    match &looked.judged {
        Ok(judged) if sent.get("do") == "take" && is_as_shown && is_agreed => {
            let (new, known, left) = (judged.new.len(), judged.known, looked.refused.len());
            match visit.journal.write_all(judged.new.clone()).await {
                Ok(_) => see_other(&format!("{ADDRESS}?new={new}&known={known}&left={left}")),
                Err(error) => failure(&error, visit.help, None),
            }
        }
        _ => shown(&visit, &looked, sent.get("do") == "take" && is_as_shown),
    }
}

/// What would be taken. `is_refused` if the person wanted to take it, and has not said what is to be done with the rows that
/// cannot be.
fn shown(visit: &Visit, looked: &Looked<'_>, is_refused: bool) -> Response {
    let new = looked.judged.as_ref().map_or(0, |judged| judged.new.len());
    let main = html! {
        div class="stack measure" {
            h1 { "What would be taken" }
            (form_of(looked))
            @if is_refused {
                p class="card trouble" role="alert" { b { "Nothing was taken." } " Some rows cannot be: see below." }
            }
        }
        form class="card says" method="post" action=(ADDRESS) enctype="multipart/form-data" {
            input type="hidden" name="held" value=(STANDARD.encode(&looked.sent.table));
            input type="hidden" name="shown" value=(looked.chosen());
            @if looked.judged.is_err() || looked.sent.dates().is_some() { (days(looked)) }
            (choices(looked))
            @if let Ok(judged) = &looked.judged {
                (first(visit, judged))
                (cannot(looked))
                @if new > 0 {
                    button class="btn big" name="do" value="take" { "Take all " (new) (icons::onward()) }
                    p class="soft" { "You can take them back." }
                }
            }
            @if looked.judged.is_err() || !looked.sources().is_empty() {
                button class="btn quiet" name="do" value="look" { "Show again" }
            }
            a href=(ADDRESS) { "Another file" }
        }
    };
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, visit.keep_page("What would be taken", &main)).into_response()
}

/// What the table was recognised as.
fn form_of(looked: &Looked<'_>) -> Markup {
    html! {
        @match &looked.plan {
            Plan::Fields(fields) => p { "A table of Supple: " b { (supple_wording::names::kind(fields.kind)) } "." },
            Plan::Names(names) => @match names.preset {
                Some(preset) => p { "An export of " b { (preset.name) } "." },
                None => p { "A table of an app that Supple does not know. Look well at what each column is." },
            },
        }
    }
}

/// Which comes first, the day or the month.
fn days(looked: &Looked<'_>) -> Markup {
    html! {
        fieldset class="stack line" {
            legend { "Which comes first in its dates?" }
            @if let Err(unsettled) = &looked.judged { p { (sentence(&unsettled.to_string())) "." } }
            div class="row" {
                @for (id, words) in [("dmy", "The day"), ("mdy", "The month")] {
                    label class="tick" {
                        input type="radio" name="dates" value=(id) checked[looked.sent.get("dates") == id];
                        span { (words) }
                    }
                }
            }
        }
    }
}

/// What becomes of each name.
fn choices(looked: &Looked<'_>) -> Markup {
    let sources = looked.sources();
    let left = sources.iter().filter(|source| source.becomes == Becomes::Nothing).count();
    html! {
        @if !sources.is_empty() {
            h2 { "What each one is" }
            @if left > 0 { p class="soft" { (left) " of " (sources.len()) " left out, until you say what it is." } }
            @for (place, source) in sources.iter().enumerate() {
                div class="stack line" {
                    label for={ "what-" (place) } dir="auto" { b { (source.name) } }
                    p class="soft" { (count(source.cells, "cell")) ", " (source.looks.words()) }
                    select id={ "what-" (place) } name={ "what." (place) } {
                        @for one in Becomes::ALL {
                            option value=(one.id()) selected[one == source.becomes] { (one.words()) }
                        }
                    }
                }
            }
        }
    }
}

/// The first entries, and how many there are.
fn first(visit: &Visit, judged: &Judged) -> Markup {
    html! {
        h2 { @if judged.new.is_empty() { "Nothing new" } @else { "The first of " (entries(judged.new.len())) } }
        ul class="lines" id="first" {
            @for draft in judged.new.iter().take(SHOWN) {
                li dir="auto" { (time::moment(draft, visit)) ": " (in_list(&draft.kind).line()) }
            }
        }
        @if judged.known > 0 { p { (entries(judged.known)) " of it " @if judged.known == 1 { "stands" } @else { "stand" } " in your diary already." } }
        @if judged.left_out > 0 { p { (count(judged.left_out, "row")) " of " (judged.rows) " say nothing of what is taken." } }
    }
}

/// The rows that cannot be taken, and the tick that leaves them out.
fn cannot(looked: &Looked<'_>) -> Markup {
    let refused = &looked.refused;
    html! {
        @if !refused.is_empty() {
            div class="card trouble stack" id="cannot" {
                p { b { (count(refused.len(), "row")) " cannot be taken." } }
                ul class="lines" {
                    @for one in refused.told().iter().take(NAMED) { li dir="auto" { "Line " (one.line) ": " (one.why) } }
                    @if refused.len() > NAMED { li { "And " (refused.len() - NAMED) " more." } }
                }
                label class="tick" {
                    input type="checkbox" name="rest" value=(refused.len());
                    span { "Leave " (if refused.len() == 1 { "this row".to_owned() } else { format!("these {} rows", refused.len()) }) " out, and take the rest" }
                }
            }
        }
    }
}
