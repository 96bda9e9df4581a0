//! Devices. On a server: those that may come in, and a code for one more. In a browser with a diary of its own: the server
//! that it syncs with. Which of the two it is, the machine says.

use crate::http::percent::encoded;
use crate::http::problem::Problem;
use crate::http::remedy::Remedy;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::tell::{self, count};
use crate::ui::drawn::picture;
use axum::extract::{Extension, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::cmp::Ordering;
use supple_diary::{SCHEMA, isolated};
use supple_journal::{Devices, Forked, Invitation, LetInBy, Link, PairedDevice, Peer, let_in_by};
use supple_pictures::squares::code;

/// Where the page is.
pub(crate) const ADDRESS: &str = "/devices";

/// Who asks a server, as the program that serves the pages knows it. It stands among the extensions of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The id of the paired device; none where nobody has to be paired.
    pub device: Option<String>,
    /// Under which address this server was asked, such as `https://supple.home`.
    pub address: String,
}

/// What is said once, after something was done.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Done {
    /// The name of the device that was unpaired.
    removed: Option<String>,
    /// Its id, where it had let others in.
    was: Option<String>,
    /// How many were unpaired with it.
    also: Option<usize>,
    /// Whether this very browser was just paired.
    #[serde(default)]
    welcome: Option<String>,
    /// How many entries of a diary that went two ways were just brought together with the others.
    reconciled: Option<usize>,
}

pub(crate) async fn page(visit: Visit, caller: Option<Extension<Caller>>, Query(done): Query<Done>) -> Response {
    let caller = caller.map(|Extension(caller)| caller);
    let machine = visit.journal.host();
    // Where the diary cannot be read, the page tells of the devices all the same.
    let forks = visit.journal.forks().await.unwrap_or_default();
    match (machine.devices(), machine.link()) {
        (Some(devices), _) => match of_server(&visit, devices, caller.as_ref(), &done, &forks) {
            Ok(main) => visit.page("Devices", ADDRESS, &main),
            Err(line) => cannot(&visit, &format!("{}.", crate::ui::layout::sentence(&line))),
        },
        (None, Some(link)) => match visit.journal.found().await {
            Ok(found) => visit.page("Devices", ADDRESS, &of_browser(&visit, &link, found.log.len(), &done, &forks)),
            Err(error) => cannot(&visit, &error.told()),
        },
        (None, None) => Problem::not_found().page(visit.help),
    }
}

/// Brings the two ways of a diary together, in a browser. On a server its owner does it, by a command that keeps a copy.
pub(crate) async fn reconcile(post: FormRequest) -> Response {
    let journal = &post.visit.journal;
    if journal.host().link().is_none() {
        return Problem::not_found().page(post.visit.help);
    }
    match journal.reconcile().await {
        Ok(moved) => see_other(&format!("{ADDRESS}?reconciled={}", moved.len())),
        Err(error) => post.failed(&error),
    }
}

/// That the diary goes two ways, and the way out.
fn two_ways(visit: &Visit, forks: &[Forked], is_server: bool) -> Markup {
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
                a class="btn quiet" href="/keep" { "Save a copy first" }
            }
        }
    }
}

/// Makes a code for one more device.
pub(crate) async fn pair(caller: Option<Extension<Caller>>, post: FormRequest) -> Response {
    let by = caller.and_then(|Extension(caller)| caller.device);
    act(&post, |devices| devices.invite(by.as_deref()).map(|()| format!("{ADDRESS}#code")))
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
            return Ok(format!("{ADDRESS}?also={also}"));
        }
        let Some(gone) = devices.unpair(post.fields.get("device"))? else { return Ok(ADDRESS.to_owned()) };
        let was = !let_in_by(&gone.id, &devices.paired()?).is_empty();
        let was = if was { format!("&was={}", encoded(&gone.id)) } else { String::new() };
        Ok(format!("{ADDRESS}?removed={}{was}", encoded(&gone.name)))
    })
}

fn act(post: &FormRequest, what: impl FnOnce(&dyn Devices) -> Result<String, String>) -> Response {
    let Some(devices) = post.visit.journal.host().devices() else {
        return Problem::not_found().page(post.visit.help);
    };
    match what(devices) {
        Ok(to) => see_other(&to),
        Err(line) => cannot(&post.visit, &line),
    }
}

fn cannot(visit: &Visit, line: &str) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "This did not work" }
            p id="problem" { (line) }
            a class="btn quiet" href=(ADDRESS) { "Try again" }
        }
    };
    (StatusCode::INTERNAL_SERVER_ERROR, visit.page("Devices", ADDRESS, &main)).into_response()
}

fn of_server(
    visit: &Visit,
    devices: &dyn Devices,
    caller: Option<&Caller>,
    done: &Done,
    forks: &[Forked],
) -> Result<Markup, String> {
    let paired = devices.paired()?;
    let invitation = devices.invitation(caller.map_or("", |caller| caller.address.as_str()))?;
    let this = caller.and_then(|caller| caller.device.as_deref());
    Ok(html! {
        div class="stack measure" {
            h1 { "Devices" }
            @if let Some(name) = &done.removed {
                div class="card" role="status" {
                    p { b { (isolated(name)) " is unpaired." } " It can no longer read this diary here or write in it." }
                    p { "What it has of its own stays on it. To undo this, pair it again with a new code." }
                }
            }
            @if let Some(was) = &done.was { (let_in(was, &paired)) }
            @if let Some(also) = done.also {
                div class="card" role="status" {
                    p { b { (count(also, "more device")) @if also == 1 { " is" } @else { " are" } " unpaired." } }
                }
            }
            @if done.welcome.is_some() {
                div class="card calm" role="status" { p { b { "This device is paired." } " It may read this diary and write in it." } }
            }
            (two_ways(visit, forks, true))
            @if devices.is_open() {
                p { "This server answers this computer only, and knows you there. So nothing has to be paired." }
                p { "To use it from a phone, start it with " code { "--host" } " and the name of this computer." }
            } @else {
                p { "These may read this diary and write in it. No other device can." }
                @if let Some(invitation) = &invitation {
                    (open_code(visit, invitation))
                } @else {
                    form method="post" action="/devices/pair" {
                        button class="btn big" { "Pair a phone" }
                    }
                }
            }
        }
        @if !paired.is_empty() {
            section class="stack measure" {
                h2 { (count(paired.len(), "paired device")) }
                @for device in &paired { (one(visit, device, &paired, this == Some(device.id.as_str()))) }
            }
        } @else if !devices.is_open() {
            p class="measure soft" { "No device is paired yet." }
        }
    })
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
                form method="post" action="/devices/unpair" {
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
            form method="post" action="/devices/unpair" {
                input type="hidden" name="device" value=(device.id);
                button class="btn quiet" { "Unpair " (isolated(&device.name)) }
            }
            @if is_this { p class="src" { "Then this one needs a new code to come back." } }
        }
    }
}

/// Where the other side reads other entries than this one.
fn other_schema(there: Option<u64>) -> Option<&'static str> {
    match there?.cmp(&SCHEMA) {
        Ordering::Less => Some("An older one. It keeps all, and shows what it knows. Update it to see all there."),
        Ordering::Greater => Some("A newer one. What only it knows is kept here. Update Supple here to see all."),
        Ordering::Equal => None,
    }
}

fn open_code(visit: &Visit, invitation: &Invitation) -> Markup {
    html! {
        div id="code" class="card stack" {
            h2 { "Pair a phone" }
            @if invitation.address.is_some() {
                p { "Point its camera at this:" }
                (picture(&code(&invitation.squares, "A QR code with the address and the code below"), "qr"))
                p { "Or type the address into its browser:" }
            } @else {
                p { "Open the address of this server on the phone, with " code { "/pair" } " behind it. Then type this code:" }
            }
            @if let Some(address) = &invitation.address { p class="address" { (address) } }
            p { "The code is" }
            p class="code" { (invitation.code) }
            p class="soft" { "It works once, until " (tell::recorded(invitation.until, visit)) "." }
            a class="btn quiet" href=(ADDRESS) { "Done? Show the list" }
        }
    }
}

fn of_browser(visit: &Visit, link: &Link, entries: usize, done: &Done, forks: &[Forked]) -> Markup {
    let tells_of_problems = !link.has_left && matches!(link.peer, Peer::Server | Peer::Unmet);
    html! {
        div class="stack measure" {
            h1 { "This device" }
            @if done.welcome.is_some() && link.peer == Peer::Server {
                div class="card calm" role="status" { p { b { "This device is paired." } " What is written on either side comes to the other." } }
            }
            dl class="facts" {
                div { dt { "Entries here" } dd { (entries) } }
                @if link.peer == Peer::Server {
                    div {
                        dt { "Not yet sent" }
                        dd { @match link.pending { Some(pending) => { (pending) } None => { "Not known yet" } } }
                    }
                    div {
                        dt { "Last synced" }
                        dd { @match link.synced { Some(at) => { (tell::recorded(at, visit)) } None => { "Not yet" } } }
                    }
                    @if let Some(line) = other_schema(link.schema) { div { dt { "Supple on the server" } dd { (line) } } }
                }
            }
            @if let Some(moved) = done.reconciled.filter(|_| forks.is_empty()) {
                div class="card calm" role="status" {
                    p { b { @if moved == 1 { "1 entry is" } @else { (moved) " entries are" } " ready to go." } " Sync now to bring the rest." }
                }
            }
            (two_ways(visit, forks, false))
            @if link.owes { (owed(link)) }
            @if let Some(problem) = link.problem.as_ref().filter(|_| tells_of_problems) {
                div class="card trouble" role="status" {
                    p { b { "The last sync did not come to its end." } }
                    p { (crate::ui::layout::sentence(problem.trim_end_matches('.'))) "." }
                    p { "Nothing is lost: all that you wrote is on this device." }
                }
            }
            @if !link.refused.is_empty() {
                div class="card trouble stack" {
                    h2 { "Not everything could be synced" }
                    ul { @for line in &link.refused { li { (crate::ui::layout::sentence(line)) } } }
                }
            }
            @match link.peer {
                Peer::Server => {
                    p {
                        "The diary on this device goes to the server by itself, and comes from there, when it can be reached."
                        @if let Some(name) = &link.name { " It knows this device as " b { (isolated(name)) } "." }
                    }
                    form method="post" action="/devices/sync" { button class="btn big" { "Sync now" } }
                    form method="post" action="/devices/leave" { button class="btn quiet" { "Stop syncing" } }
                    p class="src" { "Then the diary here stays as it is, and goes to the server no more." }
                }
                Peer::NotPaired => {
                    p { "The diary on this device is kept here, and goes nowhere else: the server does not know this device." }
                    a class="btn" href="/pair" { "Pair it with the server" }
                    p class="src" { "You need the code that the server shows." }
                }
                Peer::OtherDiary => {
                    div class="card stack" {
                        h2 { "The server keeps another diary" }
                        p { "It may be that of another person, or the one there was erased. So nothing goes there, and nothing comes from there." }
                        form method="post" action="/devices/join" { button class="btn quiet" { "Both are mine: make them one" } }
                        p class="src" { "Then all entries of both are in one diary, on both sides. This cannot be undone." }
                    }
                }
                Peer::Unmet | Peer::Nobody if link.has_left => {
                    p { "The diary on this device is kept here. It no longer goes to the server, as you asked." }
                    form method="post" action="/devices/sync" { button class="btn" { "Sync again" } }
                }
                Peer::Unmet => {
                    p { "The diary on this device is kept here. No server to sync with has answered yet." }
                    p { "Supple asks again by itself." }
                    form method="post" action="/devices/sync" { button class="btn" { "Sync now" } }
                }
                Peer::Nobody => {
                    p { "The diary on this device is kept here, and goes nowhere else." }
                    p { "To bring it to another device, save a copy and restore it there." }
                    a class="btn quiet" href="/keep" { "Save a copy" }
                }
            }
        }
    }
}

/// What the server does not know yet of a browser in which everything was erased.
pub(crate) fn owed(link: &Link) -> Markup {
    html! {
        div class="card trouble" role="status" {
            p { b { "Not done yet: the server still lets this device in." } }
            @if let Some(problem) = &link.problem { p { (crate::ui::layout::sentence(problem.trim_end_matches('.'))) "." } }
            p {
                "Supple tells the server as soon as it can be reached, before anything else. Nothing is synced until then. "
                "You can also unpair this device on the server, under Devices."
            }
        }
    }
}

/// A link to this page, where there is something to see on it.
pub(crate) fn door(visit: &Visit) -> Option<Markup> {
    let machine = visit.journal.host();
    let is_there = machine.devices().is_some() || machine.link().is_some();
    is_there.then(|| {
        html! {
            div class="card measure" {
                h2 { "Devices" }
                p { "Use one diary on your phone and your computer." }
                a class="btn quiet" href=(ADDRESS) { "Devices and sync" }
            }
        }
    })
}
