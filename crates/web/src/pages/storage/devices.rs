//! The devices that a server lets in: the list, who let whom in, and the way out. And a diary that goes two ways between
//! devices.

use crate::http::percent::encoded;
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::storage::copies::{ADDRESS as KEEP, OPEN_COPY};
use crate::pages::storage::link::other_schema;
use crate::pages::storage::phone;
use crate::tell::{self, count};
use crate::ui::layout::sentence;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_diary::isolated;
use supple_journal::{Devices, Forked, LetInBy, PairedDevice, let_in_by};

/// Where the page of devices was. It leads on.
pub(crate) const OLD_ADDRESS: &str = "/devices";

/// Where a device is let in no more.
pub(super) const UNPAIR: &str = "/keep/unpair";

/// Who asks a server, as the program that serves the pages knows it. It stands among the extensions of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The id of the paired device; none where nobody has to be paired.
    pub device: Option<String>,
    /// Under which address this server was asked, such as `https://supple.home`.
    pub address: String,
}

/// Leads on from where the page was.
pub(crate) async fn moved(uri: Uri) -> Response {
    see_other(&uri.query().map_or(KEEP.to_owned(), |query| format!("{KEEP}?{query}")))
}

/// Brings the two ways of a diary together, in a browser. On a server its owner does it, by a command that keeps a copy.
pub(crate) async fn reconcile(post: FormRequest) -> Response {
    let journal = &post.visit.journal;
    if journal.host().link().is_none() {
        return Problem::not_found().page(post.visit.help);
    }
    match journal.reconcile().await {
        Ok(moved) => see_other(&format!("{KEEP}?reconciled={}", moved.len())),
        Err(error) => post.failed(&error),
    }
}

/// That the diary goes two ways, and the way out.
pub(super) fn two_ways(visit: &Visit, forks: &[Forked], is_server: bool) -> Markup {
    let (Some(first), Some(last)) =
        (forks.iter().map(|fork| fork.first).min(), forks.iter().map(|fork| fork.last).max())
    else {
        return html! {};
    };
    let entries: usize = forks.iter().map(|fork| fork.entries).sum();
    html! {
        div id="two-ways" class="card trouble stack" {
            h2 { "Your diary goes two ways" }
            p {
                "One of your devices was put back to an older copy and written on. "
                @if entries == 1 { "1 entry is" } @else { (entries) " entries are" }
                " only here, from " (tell::recorded(first, visit))
                @if first != last { " to " (tell::recorded(last, visit)) }
                ". Another device has other ones in their place."
            }
            p { "Nothing is lost. Both can come together: all entries stay as you wrote them, each once." }
            @if is_server {
                p { "To do it, stop Supple on this computer, and run this:" }
                p { code { "supple reconcile" } }
                p class="src" { "It says what it will do, and keeps a copy. Then start Supple again." }
            } @else {
                form method="post" action="/reconcile" { button class="btn big" { "Bring both together" } }
                a class="btn quiet" href=(OPEN_COPY) { "Save a copy first" }
            }
        }
    }
}

/// Lets a device in no more.
pub(crate) async fn unpair(post: FormRequest) -> Response {
    act(&post, |devices| {
        let by = post.fields.get("by");
        if !by.is_empty() {
            let all = devices.paired()?;
            let mut also = 0;
            for device in let_in_by(by, &all) {
                also += usize::from(devices.unpair(&device.id)?.is_some());
            }
            return Ok(format!("{}?also={also}", phone::ADDRESS));
        }
        let gone = devices.unpair(post.fields.get("device"))?;
        let Some(gone) = gone else { return Ok(phone::ADDRESS.to_owned()) };
        let was = !let_in_by(&gone.id, &devices.paired()?).is_empty();
        let was = if was { format!("&was={}", encoded(&gone.id)) } else { String::new() };
        Ok(format!("{}?removed={}{was}", phone::ADDRESS, encoded(&gone.name)))
    })
}

/// Does something with the list of devices, where this machine has one. Gives the page that shows it.
pub(super) fn act(post: &FormRequest, what: impl FnOnce(&dyn Devices) -> Result<String, String>) -> Response {
    let machine = post.visit.journal.host();
    let Some(devices) = machine.devices() else {
        return match machine.link() {
            Some(_) => cannot(&post.visit, "your server cannot be reached now, so nothing was changed there"),
            None => Problem::not_found().page(post.visit.help),
        };
    };
    match what(devices) {
        Ok(to) => see_other(&to),
        Err(line) => cannot(&post.visit, &line),
    }
}

pub(crate) fn cannot(visit: &Visit, line: &str) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "This did not work" }
            p id="problem" { (sentence(line)) "." }
            a class="btn quiet" href=(KEEP) { "Where my diary is" }
        }
    };
    (StatusCode::INTERNAL_SERVER_ERROR, visit.keep_page("Devices", &main)).into_response()
}

/// The row that opens: who may come in, on a server.
pub(super) fn fold(visit: &Visit, caller: Option<&Caller>) -> Markup {
    let Some(devices) = visit.journal.host().devices() else { return html! {} };
    html! {
        details {
            summary { "Devices" }
            @match devices.paired() {
                Ok(paired) if !paired.is_empty() => (list(visit, &paired, caller)),
                Ok(_) if devices.is_open() => p { "This server answers this computer only, and knows you there. So nothing has to be paired." },
                Ok(_) => p { "No device is paired yet." },
                Err(line) => p { (sentence(&line)) "." },
            }
        }
    }
}

/// The devices that may come in.
pub(super) fn list(visit: &Visit, paired: &[PairedDevice], caller: Option<&Caller>) -> Markup {
    let this = caller.and_then(|caller| caller.device.as_deref());
    html! {
        h2 { (count(paired.len(), "paired device")) }
        p { "These may read this diary and write in it. No other device can." }
        @for device in paired { (one(visit, device, paired, this == Some(device.id.as_str()))) }
    }
}

/// What was just done to the list.
pub(super) fn done(done: &phone::Done, paired: &[PairedDevice]) -> Markup {
    html! {
        @if let Some(name) = &done.removed {
            div class="card" role="status" {
                p { b { (isolated(name)) " is unpaired." } " It can no longer read this diary here or write in it." }
                p { "What it has of its own stays on it. To undo this, pair it again with a new code." }
            }
        }
        @if let Some(was) = &done.was { (let_in(was, paired)) }
        @if let Some(also) = done.also {
            div class="card" role="status" {
                p { b { (count(also, "more device")) @if also == 1 { " is" } @else { " are" } " unpaired." } }
            }
        }
    }
}

/// What to do about those that an unpaired device has let in: they come in as before.
fn let_in(by: &str, paired: &[PairedDevice]) -> Markup {
    let others = let_in_by(by, paired);
    html! {
        @if !others.is_empty() {
            div class="card trouble stack" {
                p { b { "It had let in others. They can still read your diary:" } }
                ul { @for device in &others { li { (isolated(&device.name)) } } }
                p { "Do you not know one of them? Or was the device lost? Then unpair them too." }
                form method="post" action=(UNPAIR) {
                    input type="hidden" name="by" value=(by);
                    button class="btn" { "Unpair them too" }
                }
            }
        }
    }
}

fn one(visit: &Visit, device: &PairedDevice, paired: &[PairedDevice], is_this: bool) -> Markup {
    let is_gone = |by: &LetInBy| paired.iter().all(|device| device.id != by.id);
    html! {
        div class="card stack" {
            h3 { (isolated(&device.name)) @if is_this { " (this one)" } }
            dl class="facts" {
                div { dt { "Paired" } dd { (tell::recorded(device.since, visit)) } }
                div { dt { "Last seen" } dd { (tell::recorded(device.seen, visit)) } }
                @if let Some(line) = other_schema(device.schema) { div { dt { "Supple there" } dd { (line) } } }
                @if let Some(by) = &device.by {
                    div { dt { "Let in by" } dd { (by.name) @if is_gone(by) { ", which is unpaired" } } }
                }
            }
            form method="post" action=(UNPAIR) {
                input type="hidden" name="device" value=(device.id);
                button class="btn quiet" { "Unpair " (isolated(&device.name)) }
            }
            @if is_this { p class="src" { "Then this one needs a new code to come back." } }
        }
    }
}
