//! Copies to take away: the whole diary in one file, open or locked.

use crate::http::csrf;
use crate::http::fields::FieldError;
use crate::http::headers::NO_STORE;
use crate::http::visit::{FormRequest, Visit, failure};
use crate::pages::storage::keep;
use crate::ui::layout::{Frame, Room};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_journal::{Found, StorageStatus};
use supple_seal::{LEAST_LETTERS, SecretString, WORK};
use tokio::sync::Semaphore;

/// Where the page is that tells of the diary and of its copies.
pub(crate) const ADDRESS: &str = "/keep";

/// Where the copy is that everyone can read.
pub(crate) const OPEN_COPY: &str = "/keep/diary.jsonl";

/// Where the diary is erased.
pub(super) const ERASE: &str = "/keep/erase";

/// The largest copy that is read: 64 MiB, a diary of some 200,000 entries.
pub const MAX_COPY_BYTES: usize = 64 * 1024 * 1024;

/// What has to be typed before everything is erased.
pub(super) const WORDS: &str = "erase everything";

/// How many refused lines are named.
pub(super) const NAMED: usize = 20;

/// The longest passphrase that is taken, in bytes.
pub(super) const LONGEST_PASSPHRASE: usize = 4_096;

impl Visit {
    pub(super) fn keep_page(&self, title: &str, main: &Markup) -> Response {
        let frame = Frame { title, room: Room::Keep, path: ADDRESS, help: self.help, lost: self.lost() };
        (NO_STORE, frame.around(main)).into_response()
    }
}

/// The way to a copy that can be read by everyone. The script says what was asked for, in the line that is empty here.
pub(super) fn open(visit: &Visit) -> Markup {
    html! {
        a class="btn big" id="copy" href=(OPEN_COPY) { "Save a copy" }
        p id="asked" role="status" data-asked={
            "You asked for " (file_name(visit, "jsonl")) " just now. Look for it in your downloads."
        } {}
        p class="soft" { "Whoever has the file can read it. This page counts it the next time." }
        @if visit.diary.profile().contact.is_some() { p class="soft" { (supple_wording::profile::IT_NAMES_SOMEONE) } }
    }
}

/// The way to a copy that only its words open.
pub(super) fn locked(keeping: &StorageStatus) -> Markup {
    html! {
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
        @if matches!(keeping, StorageStatus::Server { .. }) {
            p class="soft" { code { "supple backup" } " makes locked copies, too." }
        }
    }
}

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
        return keep::shown(visit, None, &[FieldError { field: "passphrase".to_owned(), line }]).await;
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
        Some(Err(error)) => refused(visit, format!("No copy was made: {error}. Please try again.")).await,
        None => refused(visit, "No copy was made. Please try again.".to_owned()).await,
    }
}

async fn refused(visit: &Visit, line: String) -> Response {
    keep::shown(visit, None, &[FieldError { field: String::new(), line }]).await
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
}
