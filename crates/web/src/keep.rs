//! Where the diary is kept and what becomes of it: copies, the way back from one, and the end.
//!
//! A browser may delete what it keeps. So these pages say what it promised, how old the last copy is, and, where a diary
//! was here and is gone, that it is: an empty diary is never shown as a new one then.

use crate::country::Help;
use crate::fields::{Fields, Trouble};
use crate::form::Form;
use crate::headers::NO_STORE;
use crate::layout::{Frame, Room};
use crate::look::{part, query};
use crate::problem::Problem;
use crate::visit::{Post, Visit, failure, see_other};
use crate::{devices, icons, origin, tell};
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, Query, Request};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use supple_journal::{Backups, Found, Judged, Keeping, Loss, Lost, Peer, RefusedLines};
use supple_seal::{LEAST_LETTERS, NotOpened, SecretString, WORK};
use tokio::sync::Semaphore;

/// Where it is.
pub(crate) const ADDRESS: &str = "/keep";

/// Where the copy is that everyone can read.
pub(crate) const OPEN_COPY: &str = "/keep/diary.jsonl";

/// Where a copy is given back.
const RESTORE: &str = "/keep/restore";

/// Where the diary is erased.
const ERASE: &str = "/keep/erase";

/// The largest copy that is read: 64 MiB, a diary of some 200,000 entries.
pub const MAX_COPY_BYTES: usize = 64 * 1024 * 1024;

/// What has to be typed before everything is erased.
const WORDS: &str = "erase everything";

/// After this many days without a copy the diary reminds of it.
const COPY_GROWS_OLD: i64 = 30;

/// How many refused lines are named.
const NAMED: usize = 20;

/// The longest passphrase that is taken, in bytes.
const LONGEST_PASSPHRASE: usize = 4_096;

/// The pages of a diary that are of use before there is one.
const AT_ONCE: [&str; 3] = ["/now", "/floor", "/spasm"];

// ---------------------------------------------------------------- what other pages say

/// What comes first on every page of a diary that is gone.
pub(crate) fn notice(lost: Lost) -> Markup {
    html! {
        section class="card trouble" id="lost" aria-label="Your diary" {
            p { b { (what_became(lost.how)) (how_much(lost)) "." } }
            p { "Perhaps you can get it back. What you write down now is kept." }
            a class="btn" href=(RESTORE) { "Get it back" (icons::onward()) }
        }
    }
}

/// What became of the diary, as the beginning of a sentence.
fn what_became(how: Loss) -> &'static str {
    match how {
        Loss::Deleted => "This browser has deleted the diary that was kept here",
        Loss::Gone => "The diary that was kept here is gone",
        Loss::Older => "This is an older copy of your diary, and it lacks what came later",
        Loss::Other => "This is another diary than the one that was kept here",
    }
}

/// How much was lost, as far as it is known, in the middle of a sentence.
fn how_much(lost: Lost) -> String {
    let entries = lost.entries.map(|entries| match entries {
        1 => "1 entry".to_owned(),
        entries => format!("{entries} entries"),
    });
    let until = lost.since.map(|at| format!("the last from {}", at.to_zoned(TimeZone::UTC).strftime("%-d %B %Y")));
    let known: Vec<String> = entries.into_iter().chain(until).collect();
    if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) }
}

/// The line in the diary that reminds of a copy, once there is something to lose and no fresh copy of it.
pub(crate) fn reminder(visit: &Visit) -> Markup {
    let machine = visit.journal.machine();
    let words = match machine.backups() {
        _ if visit.diary.items().is_empty() => None,
        Backups::NotKept => None,
        Backups::Never => {
            Some(format!("No copy of your diary yet. If this {} fails, it is gone.", it(&machine.keeping())))
        }
        Backups::Last(at) => match days_since(at, visit) {
            ..COPY_GROWS_OLD => None,
            days => Some(format!("The last copy of your diary is {days} days old.")),
        },
    };
    html! {
        @if let Some(words) = words {
            p class="soft" id="backup" { (words) " " a href=(ADDRESS) { "Save a copy" } }
        }
    }
}

/// The way to a copy from the start, for someone whose diary is empty.
pub(crate) fn have_a_copy(visit: &Visit) -> Markup {
    let is_new = visit.diary.items().is_empty() && visit.lost().is_none();
    html! {
        @if is_new && visit.journal.machine().keeping() != Keeping::Site {
            div class="row" { a class="btn quiet" href=(RESTORE) { "I have a copy of my diary" } }
        }
    }
}

/// What holds the diary, in one word.
fn it(keeping: &Keeping) -> &'static str {
    match keeping {
        Keeping::Server { .. } => "machine",
        Keeping::Browser { .. } | Keeping::Site => "browser",
    }
}

fn days_since(at: Timestamp, visit: &Visit) -> i64 {
    visit.now.at().duration_since(at).as_hours() / 24
}

/// Whether a page of the diary can be shown before there is a diary.
pub(crate) fn needs_no_diary(path: &str) -> bool {
    AT_ONCE.contains(&path)
}

/// The page in place of one that needs the diary, while the part that keeps it is still on its way into the browser.
pub(crate) fn waiting(help: Help) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "One moment" }
            p class="lead" { "The first time, Supple has to move into this browser. That takes a few seconds." }
            p { "Then this page shows your diary, which stays on this device." }
            noscript {
                p class="card trouble" { "JavaScript is off in this browser. Without it, no diary can be kept here." }
            }
            div class="row" {
                a class="btn" href="" { "Try again" }
                a class="btn quiet" href="/guide" { (icons::guide()) "Open the guide" }
            }
        }
    };
    let frame = Frame { title: "One moment", room: Room::Keep, path: "/", help, lost: None };
    (NO_STORE, frame.around(&main)).into_response()
}

// ---------------------------------------------------------------- the page

impl Visit {
    fn keep_page(&self, title: &str, main: &Markup) -> Response {
        let frame = Frame { title, room: Room::Keep, path: ADDRESS, help: self.help, lost: self.lost() };
        (NO_STORE, frame.around(main)).into_response()
    }
}

pub(crate) async fn page(visit: Visit) -> Response {
    shown(&visit, &[])
}

fn shown(visit: &Visit, troubles: &[Trouble]) -> Response {
    let keeping = visit.journal.machine().keeping();
    let main = html! {
        div class="stack measure" {
            h1 { "Keep your diary safe" }
            @for trouble in troubles { p class="card trouble" role="alert" { (trouble.line) } }
        }
        div class="cols even" {
            section class="card" id="where" {
                h2 { "Where it is" }
                (place(&keeping, visit))
            }
            (copies(visit, &keeping))
        }
        section class="card" {
            h2 { "Get a diary back" }
            p { "From a copy that you saved, on this device or on another one. What is here already stays." }
            div class="row" { a class="btn quiet" href=(RESTORE) { "I have a copy" } }
        }
        @if matches!(keeping, Keeping::Browser { .. }) {
            section class="card" {
                h2 { "When a browser may delete it" }
                (dangers())
            }
        }
        section class="card" {
            h2 { "On your home screen" }
            p { "There, Supple opens like an app. You can get to it with one tap." }
            ul {
                li { b { "iPhone, iPad: " } "in Safari, tap Share, then “Add to Home Screen”." }
                li { b { "Android: " } "open the menu of the browser, then tap “Add to Home screen” or “Install”." }
                li { b { "Computer: " } "in Chrome or Edge, open the menu and look for “Install”." }
            }
        }
        p class="soft" { a href=(ERASE) { "Erase everything" } " takes the whole diary away, for good." }
    };
    let status = if troubles.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.keep_page("Keep your diary safe", &main)).into_response()
}

/// Where the diary is, and what the browser says about keeping it.
fn place(keeping: &Keeping, visit: &Visit) -> Markup {
    html! {
        @match keeping {
            Keeping::Server { place, offline, .. } => {
                @let place = place.clone().unwrap_or_else(|| visit.journal.place());
                p { "Your diary is on the machine that runs Supple. It stays there until you erase it." }
                p { code { (place) } }
                p class="soft" { "If that machine breaks, only a copy brings the diary back." }
                @if !offline {
                    p class="soft" {
                        "This Supple was built without its offline part, so it needs that machine each time. To have it work "
                        "with no network, build it with " code { "cargo xtask run" } "."
                    }
                }
            }
            Keeping::Browser { persisted, used, quota, .. } => {
                p { "Your diary is in this browser, on this device." }
                @if visit.journal.machine().link().is_some_and(|link| link.peer == Peer::Server) {
                    p { "It goes to your server, too. " a href=(devices::ADDRESS) { "See what is there" } "." }
                } @else {
                    p { "It is nowhere else, unless you put it there." }
                }
                p id="persisted" {
                    @match persisted {
                        Some(true) => (KEPT),
                        Some(false) => "The browser has not promised to keep it. It may delete it, as said below.",
                        None => "We do not know whether the browser keeps it for good.",
                    }
                }
                @if *persisted != Some(true) {
                    button class="btn" id="persist" type="button" data-kept=(KEPT) data-refused=(REFUSED) hidden {
                        "Ask to keep it"
                    }
                }
                @if let Some(used) = used {
                    p class="soft" {
                        "It takes " (size(*used)) @if let Some(quota) = quota { " of the " (size(*quota)) " that it may" } "."
                    }
                }
            }
            Keeping::Site => { p { "Nothing is kept yet. Supple is still moving into this browser." } }
        }
    }
}

const KEPT: &str = "The browser has promised to keep it. It goes only if you delete it.";

const REFUSED: &str = "The browser has not promised it this time. Put Supple on your home screen, or use it for some \
                       days, and ask again. Save a copy in any case.";

/// A number of bytes as people say it.
fn size(bytes: u64) -> String {
    let mut units = [(1_000_000_000, "GB"), (1_000_000, "MB")].into_iter();
    match units.find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => {
            let tenths = bytes / (unit / 10);
            if tenths >= 100 {
                format!("{} {name}", tenths / 10)
            } else {
                format!("{}.{} {name}", tenths / 10, tenths % 10)
            }
        }
        None => format!("{} kB", bytes.div_ceil(1_000)),
    }
}

/// When browsers delete what a site keeps.
fn dangers() -> Markup {
    html! {
        ul class="lines" {
            li {
                b { "Safari: " }
                "after seven days of use in which you do not open Supple. On the home screen this does not happen."
            }
            li { b { "Little space: " } "when the device is full, unless the browser has promised to keep it." }
            li { b { "A private window: " } "when you close it." }
            li { b { "By hand: " } "when you or a cleaning app delete the data of websites." }
        }
    }
}

/// The last copy, and the two ways to make one.
fn copies(visit: &Visit, keeping: &Keeping) -> Markup {
    let last = match visit.journal.machine().backups() {
        Backups::NotKept => None,
        Backups::Never => Some("No copy was saved yet.".to_owned()),
        Backups::Last(at) => Some(match days_since(at, visit) {
            ..=0 => "The last copy is less than a day old.".to_owned(),
            1 => "The last copy is a day old.".to_owned(),
            days => format!("The last copy is {days} days old."),
        }),
    };
    html! {
        section class="card" id="copies" {
            h2 { "Copies" }
            @if let Some(last) = last { p { b { (last) } } }
            @if visit.diary.items().is_empty() {
                p { "Your diary is empty. There is nothing to copy yet." }
            } @else {
                p { "A copy is one file with all that you wrote. Keep it on another device, or on a memory stick." }
                a class="btn big" href=(OPEN_COPY) { "Save a copy" }
                p class="soft" { "Whoever has this file can read it." }
                details {
                    summary { "A locked copy" }
                    form class="stack" method="post" action="/keep/copy" {
                        p { "Only who knows its words can open it." }
                        label for="passphrase" { "Think of a few words" }
                        input id="passphrase" type="text" name="passphrase" dir="auto" autocomplete="off" autocapitalize="none"
                            spellcheck="false" required maxlength=(LONGEST_PASSPHRASE / 4);
                        p class="soft" {
                            "You see what you type, so that no slip can lock you out. "
                            "Write the words down: without them nobody can open the copy, not even you."
                        }
                        button class="btn" { "Save a locked copy" }
                    }
                }
                @if matches!(keeping, Keeping::Server { .. }) {
                    p class="soft" { code { "supple backup" } " makes locked copies, too." }
                }
            }
        }
    }
}

// ---------------------------------------------------------------- copies

/// A file for the person to save.
fn attachment(name: &str, bytes: Vec<u8>) -> Response {
    let kind = "application/octet-stream".to_owned();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

fn file_name(visit: &Visit, ending: &str) -> String {
    format!("supple-{}.{ending}", visit.today())
}

/// The whole diary as it was written, one entry a line.
pub(crate) async fn open_copy(visit: Visit, method: Method, headers: HeaderMap, uri: Uri) -> Response {
    let Found { log, damaged } = match visit.journal.found().await {
        Ok(found) => found,
        Err(error) => return failure(&error, visit.help, None),
    };
    // What another site asked for, what a browser fetches ahead, or only asks the size of, nobody has saved.
    let is_saved = method == Method::GET && origin::is_asked_for_here(&headers, &uri);
    // Nor does a copy count that lacks what is damaged, so that a whole one is asked for.
    if is_saved && !log.is_empty() && damaged.is_empty() {
        visit.journal.machine().note_backup(visit.now.at());
    }
    attachment(&file_name(&visit, "jsonl"), log.to_lines().into_bytes())
}

/// The same, sealed with a passphrase.
pub(crate) async fn locked_copy(post: Post) -> Response {
    let visit = &post.visit;
    let passphrase = post.fields.get("passphrase").trim();
    if supple_seal::is_weak(passphrase) || passphrase.len() > LONGEST_PASSPHRASE {
        let line = format!(
            "Give a few words that only you know, with {LEAST_LETTERS} letters or more. What is shorter can be guessed. No \
             copy was made."
        );
        return shown(visit, &[Trouble { field: "passphrase".to_owned(), line }]);
    }
    let Found { log, damaged } = match visit.journal.found().await {
        Ok(found) => found,
        Err(error) => return post.failed(&error),
    };
    let (text, passphrase) = (log.to_lines(), SecretString::from(passphrase));
    match apart(move || supple_seal::seal(text.as_bytes(), &passphrase, WORK)).await {
        Some(Ok(sealed)) => {
            if !log.is_empty() && damaged.is_empty() {
                visit.journal.machine().note_backup(visit.now.at());
            }
            attachment(&file_name(visit, "age"), sealed)
        }
        Some(Err(error)) => shown(
            visit,
            &[Trouble { field: String::new(), line: format!("No copy was made: {error}. Please try again.") }],
        ),
        None => {
            shown(visit, &[Trouble { field: String::new(), line: "No copy was made. Please try again.".to_owned() }])
        }
    }
}

/// Whose turn it is to seal or to open a copy. Each takes 256 MiB of memory and more, and all of a processor: two at a time
/// are no quicker than one after the other, and many could take all that a machine has.
static TURN: Semaphore = Semaphore::const_new(1);

/// Does what takes a second or more and much memory on a thread of its own, where there are threads, so that other pages are
/// answered meanwhile; one at a time. None if it broke off.
#[expect(clippy::disallowed_methods, reason = "the one thread that pages begin, and only where there are threads")]
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    if cfg!(target_family = "wasm") {
        return Some(work());
    }
    let turn = TURN.acquire().await.ok()?;
    let (done, answer) = tokio::sync::oneshot::channel();
    let begun = std::thread::Builder::new().name("copy".to_owned()).spawn(move || {
        let done = done.send(work()).is_ok();
        // Whoever asked may be gone by now: the turn ends with the work, not with the wait for it.
        drop(turn);
        done
    });
    begun.ok()?;
    answer.await.ok()
}

// ---------------------------------------------------------------- the way back

pub(crate) async fn restoring(visit: Visit) -> Response {
    asking(&visit, StatusCode::OK, &[], &RefusedLines::default())
}

fn asking(visit: &Visit, status: StatusCode, troubles: &[Trouble], refused: &RefusedLines) -> Response {
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
                div class="row" { a class="btn quiet" href="/devices" { "My devices" } }
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
    /// It is larger than [`MAX_COPY_BYTES`].
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
                Some("passphrase") => sent.passphrase = field.text().await?,
                Some("rest") => sent.rest = field.text().await? == "yes",
                _ => {}
            }
        }
        Ok(sent)
    }

    /// The entries in the copy as lines, or what is wrong with it.
    async fn open(self) -> Result<Vec<u8>, Trouble> {
        let wrong = |field: &str, line: String| Trouble { field: field.to_owned(), line };
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
            Some(Err(why @ NotOpened::WrongPassphrase)) => Err(wrong("passphrase", format!("This copy {why}."))),
            Some(Err(why)) => Err(wrong("copy", format!("This copy {why}."))),
            None => Err(wrong("", "The copy could not be opened just now. Please try again.".to_owned())),
        }
    }
}

pub(crate) async fn restore(visit: Visit, request: Request) -> Response {
    let unread = |line: &str| {
        let trouble = Trouble { field: "copy".to_owned(), line: line.to_owned() };
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
        let trouble = Trouble { field: String::new(), line };
        return asking(&visit, StatusCode::UNPROCESSABLE_ENTITY, &[trouble], &refused);
    }
    match visit.journal.take(&good).await {
        Ok(taken) => {
            visit.journal.machine().begin_anew();
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

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// The person knows that the old diary is gone.
pub(crate) async fn anew(post: Post) -> Response {
    post.visit.journal.machine().begin_anew();
    see_other("/diary")
}

// ---------------------------------------------------------------- the end

pub(crate) async fn erasing(visit: Visit) -> Response {
    confirm(&visit, &Fields::default(), &[])
}

fn confirm(visit: &Visit, fields: &Fields, troubles: &[Trouble]) -> Response {
    let form = Form { fields, troubles, visit, edited: false };
    let count = visit.diary.items().len();
    let main = html! {
        div class="stack measure" {
            h1 { "Erase everything" }
            p class="lead" {
                @match count {
                    0 => "Your diary holds nothing yet.",
                    1 => "This erases the one thing that you wrote down, for good.",
                    count => { "This erases all " (count) " things that you wrote down, for good." }
                }
            }
            p { "It cannot be undone. A copy that you saved before is the only way back." }
            ul {
                li { "What is on other devices stays there. Erase it there, too." }
                @if visit.journal.machine().link().is_some_and(|link| link.peer == Peer::Server && link.name.is_some()) {
                    li { "This device will be unpaired from your server. Then it needs a new code to come back." }
                }
                li { "Copies and backups that you saved stay where you put them. Delete them yourself." }
                @if matches!(visit.journal.machine().keeping(), Keeping::Server { .. }) {
                    li { "Everyone who shares this diary loses it." }
                }
            }
        }
        form class="card says" method="post" action=(ERASE) novalidate {
            (form.line("words", &format!("Type “{WORDS}”, then tap the button"), "text"))
            button class="btn fill-red" { "Erase everything" }
        }
        div class="row" {
            a class="btn quiet" href=(ADDRESS) { "Keep it" }
        }
    };
    let status = if troubles.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.keep_page("Erase everything", &main)).into_response()
}

pub(crate) async fn erase(post: Post) -> Response {
    let said = post.fields.get("words").trim().trim_matches(['“', '”', '"']).to_lowercase();
    if said != WORDS {
        let line = format!("Nothing was erased. Type exactly “{WORDS}” if you mean it.");
        return confirm(&post.visit, &post.fields, &[Trouble { field: "words".to_owned(), line }]);
    }
    let journal = &post.visit.journal;
    if let Err(error) = journal.erase().await {
        return post.failed(&error);
    }
    match journal.machine().forget() {
        Ok(()) => see_other("/keep/erased"),
        Err(what) => Problem::bad_form(format!("The diary is erased, but {what}.")).page(post.visit.help),
    }
}

pub(crate) async fn erased(visit: Visit) -> Response {
    let is_empty = visit.diary.items().is_empty();
    let machine = visit.journal.machine();
    let keeping = machine.keeping();
    let link = machine.link().filter(|link| link.owes);
    let main = html! {
        div class="stack measure" {
            @if is_empty {
                h1 { "Everything is erased" }
                @if let Keeping::Browser { .. } = keeping {
                    p class="lead" { "Supple in this browser has nothing of your diary any more." }
                    @if let Some(link) = &link {
                        (devices::owed(link))
                        form method="post" action="/keep/erased" { button class="btn" { "Try it now" } }
                    }
                    (traces())
                } @else {
                    p class="lead" { "Nothing of your diary is left in this " (it(&keeping)) "." }
                }
                p { b { "Not erased: " } "what is on your other devices, and copies and backups that you saved." }
            } @else {
                h1 { "Your diary is not empty" }
                p { "Something was written since it was erased." }
            }
            div class="row" { a class="btn quiet" href="/" { "Go to the start" } }
        }
    };
    visit.keep_page("Erased", &main)
}

/// What no page can promise: a database of a browser is emptied at once, and its file is tidied up whenever the browser
/// likes.
fn traces() -> Markup {
    html! {
        div class="card" id="traces" {
            p { b { "The browser itself may keep traces for a while." } }
            p {
                "It empties its files when it likes. Until then, someone with this device and the right tools could find "
                "deleted text in them."
            }
            p {
                "To be sure, open the settings of the browser, look for “site data”, and delete what it keeps for this site. "
                "Supple can come back at any time."
            }
            (tabs())
        }
    }
}

/// What belongs to the tabs of a browser and to no site: no answer of ours reaches it.
pub(crate) fn tabs() -> Markup {
    html! {
        p { "What you typed may also stand in the browser's list of tabs. Delete its history, too, if that matters to you." }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[expect(clippy::disallowed_methods, reason = "a copy that takes its time")]
    async fn copies_are_sealed_and_opened_one_at_a_time_also_when_nobody_waits_for_them() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NOW: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        static ALL: AtomicUsize = AtomicUsize::new(0);
        let work = || {
            MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(std::time::Duration::from_millis(20));
            NOW.fetch_sub(1, Ordering::SeqCst);
            ALL.fetch_add(1, Ordering::SeqCst);
        };
        // Every second client goes away as soon as its copy is begun.
        let asked: Vec<_> = (0..12)
            .map(|number| {
                tokio::spawn(async move {
                    let patience = std::time::Duration::from_millis(if number % 2 == 0 { 10_000 } else { 30 });
                    tokio::time::timeout(patience, apart(work)).await.is_ok()
                })
            })
            .collect();
        let mut answered = 0;
        for one in asked {
            answered += usize::from(one.await.is_ok_and(|answered| answered));
        }
        assert!(answered >= 6, "who waits is answered: {answered}");
        assert!(ALL.load(Ordering::SeqCst) >= answered);
        assert_eq!(MOST.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn sizes_are_said_in_round_numbers() {
        for (bytes, words) in [
            (0, "0 kB"),
            (1, "1 kB"),
            (999_000, "999 kB"),
            (1_000_000, "1.0 MB"),
            (2_340_000, "2.3 MB"),
            (45_600_000, "45 MB"),
            (1_250_000_000, "1.2 GB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }

    #[test]
    fn what_is_lost_is_said_as_far_as_it_is_known() {
        let since = "2026-11-22T20:12:00Z".parse().ok();
        assert_eq!(
            how_much(Lost { since, entries: Some(12), ..Lost::default() }),
            " (12 entries, the last from 22 November 2026)"
        );
        assert_eq!(how_much(Lost { entries: Some(1), ..Lost::default() }), " (1 entry)");
        assert_eq!(how_much(Lost::default()), "");
    }
}
