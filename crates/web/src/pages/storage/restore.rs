//! The way back from a copy, judged before anything of it is taken.

use crate::forms::form::Form;
use crate::http::fields::{FieldError, Fields};
use crate::http::query::{part, query};
use crate::http::remedy::Remedy;
use crate::http::visit::{FormRequest, Visit, failure, see_other};
use crate::pages::storage::copies::{LONGEST_PASSPHRASE, NAMED, apart};
use crate::tell;
use crate::ui::icons;
use crate::ui::lost::RESTORE;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, Query, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::html;
use supple_journal::{Judged, RefusedLines};
use supple_seal::{NotOpened, SecretString};

pub(crate) async fn restoring(visit: Visit) -> Response {
    asking(&visit, StatusCode::OK, &[], &RefusedLines::default())
}

fn asking(visit: &Visit, status: StatusCode, troubles: &[FieldError], refused: &RefusedLines) -> Response {
    let fields = Fields::default();
    let form = Form { fields: &fields, troubles, visit, edited: false };
    let lost = visit.lost().is_some();
    let main = html! {
        div class="stack measure" {
            h1 { @if lost { "Get your diary back" } @else { "I have a copy" } }
            @if !troubles.is_empty() {
                div class="card trouble" role="alert" {
                    p { b { "Nothing was taken over." } }
                    @for trouble in troubles { p { (trouble.line) } }
                    @if !refused.is_empty() {
                        ul class="lines" {
                            @for line in refused.told().iter().take(NAMED) { li { "Line " (line.line) ": " (line.why) "." } }
                            @if refused.len() > NAMED { li { "And " (refused.len() - NAMED) " more." } }
                        }
                    }
                }
            }
            @if lost { h2 { "From a copy that you saved" } }
        }
        form class="card says" method="post" action=(RESTORE) enctype="multipart/form-data" {
            div class="stack line" id="copy" {
                label for="copy-field" { "The file of the copy" }
                (form.note("copy"))
                input id="copy-field" type="file" name="copy" required;
                p class="soft" { "Its name is like supple-2026-11-22.jsonl or supple-2026-11-22.age." }
            }
            div class="stack line" id="passphrase" {
                label for="passphrase-field" { "Its words, if it is locked" }
                (form.note("passphrase"))
                input id="passphrase-field" type="text" name="passphrase" dir="auto" autocomplete="off" autocapitalize="none"
                    spellcheck="false";
            }
            @if !refused.is_empty() {
                label class="tick" {
                    input type="checkbox" name="rest" value="yes";
                    span { "Leave those lines out, and take all the others" }
                }
            }
            button class="btn big" { "Restore" (icons::onward()) }
            p class="soft" { "What is in your diary already stays as it is." }
        }
        @if lost {
            section class="card measure" {
                h2 { "From another device" }
                p { "Is your diary on another phone or computer as well? Then that one can send it here." }
                div class="row" { a class="btn quiet" href="/keep#where" { "My devices" } }
            }
            section class="card measure" {
                h2 { "Begin anew" }
                p { "If there is no copy and no other device, your diary begins with what you write now." }
                form method="post" action="/keep/anew" { button class="btn quiet" { "Begin anew" } }
            }
        }
    };
    (status, visit.keep_page(if lost { "Get your diary back" } else { "I have a copy" }, &main)).into_response()
}

/// What someone sends to get a diary back.
#[derive(Default)]
struct Sent {
    copy: Vec<u8>,
    passphrase: String,
    rest: bool,
}

/// Why a form with a file cannot be read.
enum Unread {
    /// It is larger than [`MAX_COPY_BYTES`](crate::pages::storage::copies::MAX_COPY_BYTES).
    TooLarge,
    /// It broke off, or is no form of ours.
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
            match field.name() {
                Some("copy") => sent.copy = field.bytes().await?.into(),
                // `Field::text` knows every old encoding, whose tables are 130 KB in the browser. Our pages send UTF-8.
                Some("passphrase") => {
                    sent.passphrase = String::from_utf8(field.bytes().await?.into()).map_err(|_| Unread::Broken)?;
                }
                Some("rest") => sent.rest = field.bytes().await? == "yes",
                _ => {}
            }
        }
        Ok(sent)
    }

    /// The entries in the copy as lines, or what is wrong with it.
    async fn open(self) -> Result<Vec<u8>, FieldError> {
        let wrong = |field: &str, line: String| FieldError { field: field.to_owned(), line };
        if self.copy.is_empty() {
            return Err(wrong("copy", "Choose the file first. An empty file holds no diary.".to_owned()));
        }
        if !supple_seal::is_sealed(&self.copy) {
            return Ok(self.copy);
        }
        if self.passphrase.is_empty() || self.passphrase.len() > LONGEST_PASSPHRASE {
            return Err(wrong("passphrase", "This copy is locked. Give the words that it was locked with.".to_owned()));
        }
        // The form for a locked copy takes away blanks around the words; the command line keeps them.
        let passphrases = [SecretString::from(self.passphrase.trim()), SecretString::from(self.passphrase.as_str())];
        let differ = self.passphrase.trim() != self.passphrase;
        let opened = apart(move || match supple_seal::open(&self.copy, &passphrases[0]) {
            Err(NotOpened::WrongPassphrase) if differ => supple_seal::open(&self.copy, &passphrases[1]),
            opened => opened,
        });
        match opened.await {
            Some(Ok(text)) => Ok(text),
            Some(Err(why)) => {
                let field = if why == NotOpened::WrongPassphrase { "passphrase" } else { "copy" };
                Err(wrong(field, format!("This copy {why}. {}", why.remedy())))
            }
            None => Err(wrong("", "The copy could not be opened just now. Please try again.".to_owned())),
        }
    }
}

pub(crate) async fn restore(visit: Visit, request: Request) -> Response {
    let unread = |line: &str| {
        let trouble = FieldError { field: "copy".to_owned(), line: line.to_owned() };
        asking(&visit, StatusCode::UNPROCESSABLE_ENTITY, &[trouble], &RefusedLines::default())
    };
    let sent = match Sent::read(request).await {
        Ok(sent) => sent,
        Err(Unread::TooLarge) => return unread("The file is larger than 64 MB. No copy of a diary is."),
        Err(Unread::Broken) => return unread("The file did not arrive as a whole. Please choose it again."),
    };
    let rest = sent.rest;
    let text = match sent.open().await {
        Ok(text) => text,
        Err(trouble) => return asking(&visit, StatusCode::UNPROCESSABLE_ENTITY, &[trouble], &RefusedLines::default()),
    };
    let Judged { known, good, refused, .. } = match visit.journal.judge(&text).await {
        Ok(judged) => judged,
        Err(error) => return failure(&error, visit.help, None),
    };
    if good.is_empty() && known == 0 {
        let is_other = refused.told().first().is_some_and(|first| first.line == 1);
        if refused.is_empty() || is_other {
            return unread("This file is no copy of a diary of Supple. Choose the one that you saved from here.");
        }
    }
    if !refused.is_empty() && !rest {
        let line = match refused.len() {
            1 => "One line of the copy cannot be read as it stands:".to_owned(),
            lines => format!("{lines} lines of the copy cannot be read as they stand:"),
        };
        let trouble = FieldError { field: String::new(), line };
        return asking(&visit, StatusCode::UNPROCESSABLE_ENTITY, &[trouble], &refused);
    }
    match visit.journal.take(&good).await {
        Ok(taken) => {
            visit.journal.host().begin_anew();
            see_other(&format!("/keep/restored?new={taken}&known={known}&left={}", refused.len()))
        }
        Err(error) => failure(&error, visit.help, None),
    }
}

type Pairs = Vec<(String, String)>;

/// What was taken over. The numbers stand in the address: they say nothing of the person.
pub(crate) async fn restored(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let pairs = query(pairs);
    let number = |name| part(&pairs, name).parse::<usize>().unwrap_or_default();
    let (new, known, left) = (number("new"), number("known"), number("left"));
    let days = visit.diary.days();
    let main = html! {
        div class="stack measure" {
            h1 { "Your diary is back" }
            p class="lead" { (entries(new)) " taken over." }
            @if known > 0 { p { (entries(known)) " stood here already." } }
            @if left > 0 { p { (tell::count(left, "line")) " left out." } }
            @if let (Some(first), Some(last)) = (days.keys().next(), days.keys().next_back()) {
                p { (span(*first, *last)) }
            }
            div class="row" {
                a class="btn" href="/diary" { (icons::diary()) "My diary" }
                a class="btn quiet" href="/" { "Go to the start" }
            }
        }
    };
    visit.keep_page("Your diary is back", &main)
}

/// From which day to which a diary goes.
fn span(first: Date, last: Date) -> String {
    let words = |date: Date| date.strftime("%-d %B %Y").to_string();
    if first == last {
        format!("It is all from {}.", words(first))
    } else {
        format!("It goes from {} to {}.", words(first), words(last))
    }
}

pub(super) fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// The person knows that the old diary is gone.
pub(crate) async fn anew(post: FormRequest) -> Response {
    post.visit.journal.host().begin_anew();
    see_other("/diary")
}
