//! The report by a code: in short for any camera, which needs no server; or as a link under which the whole waits encrypted.

use crate::http::fields::Fields;
use crate::http::headers::NO_STORE;
use crate::http::printer::Press;
use crate::http::sharing::{Ask, Made, Shared, Waiting};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::doctor::{asked, files, report};
use crate::pages::storage::devices::{Caller, cannot};
use crate::tell::{self, count};
use crate::ui::drawn::picture;
use crate::ui::layout::{Frame, Room};
use axum::Extension;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use maud::{Markup, html};
use supple_journal::leads_to_itself;
use supple_pictures::squares::{code, holding};
use supple_report::Summary;
use supple_report::text::brief;

/// The address.
pub(crate) const ADDRESS: &str = "/doctor/link";

/// Where a link is ended.
pub(super) const STOP: &str = "/doctor/link/stop";

/// How long a link may last: its id, its hours, its words. The second is the usual one.
const LASTS: [(&str, i64, &str); 3] = [("hour", 1, "One hour"), ("day", 24, "One day"), ("week", 7 * 24, "One week")];

/// The shortest passcode, in characters. Ten tries are all that there are: what no one would try first is not guessed.
const SHORTEST: usize = 4;

/// The longest passcode.
const LONGEST: usize = 60;

/// What the server adds to a page: who asks, and who makes links there.
type Server = (Option<Extension<Caller>>, Option<Extension<Shared>>);

pub(crate) async fn page(
    visit: Visit,
    caller: Option<Extension<Caller>>,
    shared: Option<Extension<Shared>>,
) -> Response {
    shown(&visit, &Fields::default(), &(caller, shared), Outcome::Nothing).await
}

pub(crate) async fn send(
    caller: Option<Extension<Caller>>,
    shared: Option<Extension<Shared>>,
    press: Option<Extension<Press>>,
    post: FormRequest,
) -> Response {
    let FormRequest { visit, fields, .. } = &post;
    let server = (caller, shared);
    if !fields.has("make", "yes") {
        return shown(visit, fields, &server, Outcome::Nothing).await;
    }
    let (Some(Extension(caller)), Some(Extension(Shared(sharer))), Some(Extension(Press(printer)))) =
        (&server.0, &server.1, press)
    else {
        return shown(visit, fields, &server, Outcome::Nothing).await;
    };
    let passcode = Some(fields.get("passcode").trim()).filter(|words| !words.is_empty());
    let length = passcode.map_or(SHORTEST, |words| words.chars().count());
    if !(SHORTEST..=LONGEST).contains(&length) {
        let line = format!("A passcode has {SHORTEST} to {LONGEST} characters. Nothing was shared.");
        return shown(visit, fields, &server, Outcome::Trouble(line)).await;
    }
    let summary = match files::summary(visit, &asked::asked(visit, fields)).await {
        Ok(summary) => summary,
        Err(response) => return response,
    };
    let hours = LASTS.into_iter().find(|(id, ..)| *id == fields.get("lasts")).map_or(LASTS[1].1, |(_, hours, _)| hours);
    let content = match summary.print(asked::asked(visit, fields).paper) {
        Ok(print) => match printer.print(print).await {
            Ok(pdf) => summary.shared_json(pdf).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        },
        Err(error) => Err(error.to_string()),
    };
    let made = content.and_then(|content| {
        let (label, lasts) = (summary.title(), SignedDuration::from_hours(hours));
        sharer.share(Ask { content, label: &label, lasts, passcode, server: &caller.address })
    });
    match made {
        Ok(made) => shown(visit, fields, &server, Outcome::Made(made, passcode.is_some())).await,
        Err(line) => shown(visit, fields, &server, Outcome::Trouble(format!("No link was made: {line}."))).await,
    }
}

/// Ends a link.
pub(crate) async fn stop(shared: Option<Extension<Shared>>, post: FormRequest) -> Response {
    let Some(Extension(Shared(sharer))) = shared else {
        return cannot(&post.visit, "your server cannot be reached now, so the link was not stopped");
    };
    match sharer.stop(post.fields.get("link")) {
        Ok(_) => see_other(&format!("{ADDRESS}#links")),
        Err(line) => cannot(&post.visit, &line),
    }
}

/// What has just been done.
enum Outcome {
    Nothing,
    Made(Made, bool),
    Trouble(String),
}

async fn shown(visit: &Visit, fields: &Fields, server: &Server, outcome: Outcome) -> Response {
    let asked = asked::asked(visit, fields);
    let summary = match files::summary(visit, &asked).await {
        Ok(summary) => summary,
        Err(response) => return response,
    };
    let main = html! {
        div class="stack measure" {
            h1 { "Hand it over by a code" }
            @match &outcome {
                Outcome::Nothing => {}
                Outcome::Trouble(line) => div class="card trouble" role="alert" { p id="problem" { (line) } },
                Outcome::Made(made, has_passcode) => (just_made(visit, made, *has_passcode)),
            }
            @if !matches!(outcome, Outcome::Made(..)) { (in_short(&summary)) }
            section class="card stack" id="whole" {
                h2 { "The whole report, as a link" }
                @match server {
                    (Some(Extension(caller)), Some(Extension(Shared(sharer)))) => {
                        @if !matches!(outcome, Outcome::Made(..)) { (offered(visit, &asked, fields, caller)) }
                        @match sharer.waiting() {
                            Ok(links) => (list(visit, &links)),
                            Err(line) => p id="unread" { "Your links cannot be listed now: " (line) "." },
                        }
                    }
                    _ => {
                        p { "A link needs your own server, and none can be reached now." }
                        p { "The code above needs none. Nor does the PDF: you can send it as you send a photo." }
                    }
                }
            }
            a class="btn quiet" href=(report::ADDRESS) { "Show the page, or save the PDF" }
        }
    };
    let title = "Hand it over by a code";
    let frame = Frame { title, room: Room::Doctor, path: ADDRESS, help: visit.help, lost: visit.lost() };
    (NO_STORE, frame.around(&main)).into_response()
}

/// The report in short, in a code that holds its words themselves.
fn in_short(summary: &Summary) -> Markup {
    let text = brief(&summary.sheet());
    html! {
        section class="card stack" id="short" {
            h2 { "In short, for any camera" }
            p { "The words are in the code itself. It works offline, and nothing is sent to anyone." }
            @if let Some(rows) = holding(&text) { (picture(&code(&rows, "A QR code with the words below"), "qr whole")) }
            details { summary { "What it says" } pre class="said" dir="auto" { (text) } }
        }
    }
}

/// What a link that was just made is, shown once.
fn just_made(visit: &Visit, made: &Made, has_passcode: bool) -> Markup {
    html! {
        section class="card one" id="made" {
            div class="stack" {
                h2 { "Let the practice scan this" }
                @if let Some(rows) = holding(&made.address) {
                    (picture(&code(&rows, "A QR code with the link to your report"), "qr whole"))
                }
                p {
                    "It opens your report until " b { (tell::recorded(made.until, visit)) } "."
                    @if has_passcode { " Tell them the passcode: it is not in the code." }
                }
                p { "The key is in this code alone. It is shown now, and never again." }
                details {
                    summary { "The link itself" }
                    p class="address" id="link" { (made.address) }
                    a class="btn quiet" href="#link" data-copy=(made.address) { "Copy" }
                }
            }
        }
    }
}

/// The form for a link.
fn offered(visit: &Visit, asked: &asked::Asked, fields: &Fields, caller: &Caller) -> Markup {
    let usual = if fields.get("lasts").is_empty() { LASTS[1].0 } else { fields.get("lasts") };
    html! {
        @if leads_to_itself(&caller.address) {
            div class="card trouble" { p { b { "A practice cannot reach this computer." } " Its address here, " (caller.address) ", leads to itself. Open Supple under a name that others reach, or give the PDF." } }
        }
        p { "It waits encrypted on your server. The key is in the code alone, so what lies there cannot be read without it." }
        @if visit.diary.items().is_empty() { p { "Your diary is empty: there is little to share yet." } }
        form class="stack" method="post" action=(ADDRESS) {
            (asked::hidden(asked))
            input type="hidden" name="make" value="yes";
            fieldset class="ticks" {
                legend { "It opens for" }
                @for (id, _, words) in LASTS {
                    label class="tick" { input type="radio" name="lasts" value=(id) checked[id == usual]; span { (words) } }
                }
            }
            label for="passcode" { "A passcode, if the code could fall into other hands" }
            input id="passcode" type="text" name="passcode" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength=(LONGEST);
            button class="btn big" { "Make the link" }
        }
    }
}

/// The links that lead somewhere yet.
fn list(visit: &Visit, links: &[Waiting]) -> Markup {
    html! {
        @if !links.is_empty() {
            h3 id="links" { "Open links" }
            @for link in links {
                form class="row" method="post" action=(STOP) {
                    input type="hidden" name="link" value=(link.id);
                    p {
                        "Made " (tell::recorded(link.made, visit)) ", until " (tell::recorded(link.until, visit))
                        @if link.has_passcode { ", with a passcode" }
                        ". "
                        @if link.is_locked { b { "Closed after too many wrong passcodes." } }
                        @else if let Some((at, by)) = link.opened.last() {
                            (count(link.opened.len(), "opening")) ", the last " (tell::recorded(*at, visit))
                            @if !by.is_empty() { " by “" bdi { (by) } "”" } "."
                        } @else { "Not opened yet." }
                    }
                    button class="btn quiet" { "Stop it" }
                }
            }
        }
    }
}
