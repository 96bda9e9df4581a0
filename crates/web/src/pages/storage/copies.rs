//! Where the diary is kept and what becomes of it: copies, the way back from one, and the end.
//!
//! A browser may delete what it keeps. So these pages say what it promised, how old the last copy is, and, where a diary
//! was here and is gone, that it is: an empty diary is never shown as a new one then.

use crate::http::csrf;
use crate::http::fields::FieldError;
use crate::http::headers::NO_STORE;
use crate::http::visit::{FormRequest, Visit, failure};
use crate::pages::storage::devices;
use crate::pages::storage::losses::days_since;
use crate::ui::layout::{Frame, Room};
use crate::ui::lost::RESTORE;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_journal::{Backups, Found, Peer, StorageStatus};
use supple_seal::{LEAST_LETTERS, SecretString, WORK};
use tokio::sync::Semaphore;

/// Where it is.
pub(crate) const ADDRESS: &str = "/keep";

/// Where the copy is that everyone can read.
pub(crate) const OPEN_COPY: &str = "/keep/diary.jsonl";

/// Where the diary is erased.
pub(super) const ERASE: &str = "/keep/erase";

/// The largest copy that is read: 64 MiB, a diary of some 200,000 entries.
pub const MAX_COPY_BYTES: usize = 64 * 1024 * 1024;

/// What has to be typed before everything is erased.
pub(super) const WORDS: &str = "erase everything";

/// After this many days without a copy the diary reminds of it.
pub(super) const COPY_GROWS_OLD: i64 = 30;

/// How many refused lines are named.
pub(super) const NAMED: usize = 20;

/// The longest passphrase that is taken, in bytes.
pub(super) const LONGEST_PASSPHRASE: usize = 4_096;

// ---------------------------------------------------------------- the page

impl Visit {
    pub(super) fn keep_page(&self, title: &str, main: &Markup) -> Response {
        let frame = Frame { title, room: Room::Keep, path: ADDRESS, help: self.help, lost: self.lost() };
        (NO_STORE, frame.around(main)).into_response()
    }
}

pub(crate) async fn page(visit: Visit) -> Response {
    shown(&visit, &[])
}

fn shown(visit: &Visit, troubles: &[FieldError]) -> Response {
    let keeping = visit.journal.host().keeping();
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
        @if matches!(keeping, StorageStatus::Browser { .. }) {
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
fn place(keeping: &StorageStatus, visit: &Visit) -> Markup {
    html! {
        @match keeping {
            StorageStatus::Server { place, offline, .. } => {
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
            StorageStatus::Browser { persisted, used, quota, .. } => {
                p { "Your diary is in this browser, on this device." }
                @if visit.journal.host().link().is_some_and(|link| link.peer == Peer::Server) {
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
            StorageStatus::Site => { p { "Nothing is kept yet. Supple is still moving into this browser." } }
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
pub(super) fn copies(visit: &Visit, keeping: &StorageStatus) -> Markup {
    let last = match visit.journal.host().backups() {
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
                @if visit.diary.profile().contact.is_some() { p { (supple_wording::profile::IT_NAMES_SOMEONE) } }
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
                @if matches!(keeping, StorageStatus::Server { .. }) {
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
    let is_saved = method == Method::GET && csrf::is_asked_for_here(&headers, &uri);
    // Nor does a copy count that lacks what is damaged, so that a whole one is asked for.
    if is_saved && !log.is_empty() && damaged.is_empty() {
        visit.journal.host().note_backup(visit.now.at());
    }
    attachment(&file_name(&visit, "jsonl"), log.to_lines().into_bytes())
}

/// The same, sealed with a passphrase.
pub(crate) async fn locked_copy(post: FormRequest) -> Response {
    let visit = &post.visit;
    let passphrase = post.fields.get("passphrase").trim();
    if supple_seal::is_weak(passphrase) || passphrase.len() > LONGEST_PASSPHRASE {
        let line = format!(
            "Give a few words that only you know, with {LEAST_LETTERS} letters or more. What is shorter can be guessed. No \
             copy was made."
        );
        return shown(visit, &[FieldError { field: "passphrase".to_owned(), line }]);
    }
    let Found { log, damaged } = match visit.journal.found().await {
        Ok(found) => found,
        Err(error) => return post.failed(&error),
    };
    let (text, passphrase) = (log.to_lines(), SecretString::from(passphrase));
    match apart(move || supple_seal::seal(text.as_bytes(), &passphrase, WORK)).await {
        Some(Ok(sealed)) => {
            if !log.is_empty() && damaged.is_empty() {
                visit.journal.host().note_backup(visit.now.at());
            }
            attachment(&file_name(visit, "age"), sealed)
        }
        Some(Err(error)) => shown(
            visit,
            &[FieldError { field: String::new(), line: format!("No copy was made: {error}. Please try again.") }],
        ),
        None => {
            shown(visit, &[FieldError { field: String::new(), line: "No copy was made. Please try again.".to_owned() }])
        }
    }
}

/// Whose turn it is to seal or to open a copy. Each takes 256 MiB of memory and more, and all of a processor: two at a time
/// are no quicker than one after the other, and many could take all that a machine has.
static TURN: Semaphore = Semaphore::const_new(1);

/// Does what takes a second or more and much memory on a thread of its own, where there are threads, so that other pages are
/// answered meanwhile; one at a time. None if it broke off.
#[expect(clippy::disallowed_methods, reason = "the one thread that pages begin, and only where there are threads")]
pub(super) async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
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
}
