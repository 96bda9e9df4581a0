//! What a page of the diary starts from: the diary as it is now, the clock, and the number to call.

use crate::http::fields::Fields;
use crate::http::headers::NO_STORE;
use crate::http::kept::Kept;
use crate::http::problem::{Problem, is_too_large};
use crate::http::remedy::Remedy;
use crate::http::waiting;
use crate::ui::help::{Help, SOON};
use crate::ui::layout::{Frame, Room};
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Zoned;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use supple_care::moment;
use supple_diary::{Diary, Draft, Kind, Moment};
use supple_insight::Findings;
use supple_journal::{Arrival, DataLoss, Glance, Journal, JournalError, Sent, StorageStatus, Token, Written};
use supple_store::StoreError;
use supple_wording::Here;
use uuid::Uuid;

/// The largest form of the diary that is read: 256 KiB. A note of 20,000 characters takes at most 240.
pub const MAX_DIARY_FORM_BYTES: usize = 256 * 1024;

/// How long every other page waits before it says that the diary does not answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The pages of a diary that must not wait for it: they are needed in the very minute in which a disk is full or a server
/// stands still. They go by what is known in memory, and say so. All pages without a [`Visit`] are such pages, too.
const NEVER_WAIT: [&str; 8] =
    ["/", "/check-on-me", "/floor", "/now", "/now/fit", "/now/decide", "/doctor", "/doctor/card"];

/// Someone looks into the diary.
#[derive(Debug)]
pub(crate) struct Visit {
    /// Where the diary is kept.
    pub(crate) journal: Arc<Journal>,
    /// The diary as it is now.
    pub(crate) diary: Arc<Diary>,
    /// The time now, on the person's own clock.
    pub(crate) now: Moment,
    /// The zone of that clock.
    pub(crate) zone: String,
    /// The number to call.
    pub(crate) help: Help,
    /// Under which name the page was asked for, with its port; empty where the request does not say.
    pub(crate) host: String,
    /// Whether the diary was ever read: if not, it holds only what was said since.
    pub(crate) is_read: bool,
    /// What is not known to be stored. It is part of the diary on a page that must not wait, and of no other.
    waiting: BTreeSet<Uuid>,
    /// What was found in it last.
    kept: Kept,
}

impl<'v> From<&'v Visit> for Here<'v> {
    fn from(visit: &'v Visit) -> Here<'v> {
        Here { today: visit.today(), zone: &visit.zone }
    }
}

impl Visit {
    /// Reads the diary, as long as the page may wait for it, and the clock.
    pub(crate) async fn open(journal: &Arc<Journal>, headers: &HeaderMap, path: &str) -> Result<Visit, JournalError> {
        let glance = if NEVER_WAIT.contains(&path) {
            journal.glance(SOON).await
        } else {
            let diary = journal.diary_within(PATIENCE).await?;
            Glance { diary, ..journal.known() }
        };
        Ok(Visit::on(journal, glance, headers))
    }

    /// As [`Visit::open`], on the start.
    pub(crate) async fn start(journal: &Arc<Journal>, headers: &HeaderMap) -> Visit {
        Visit::on(journal, journal.glance(SOON).await, headers)
    }

    fn on(journal: &Arc<Journal>, glance: Glance, headers: &HeaderMap) -> Visit {
        let diary = Arc::clone(&glance.diary);
        let at = journal.host().now();
        let zone = moment::clock::zone(&diary, &journal.host().zone());
        let now = Moment::from(&moment::clock::on_clock(at, &zone));
        let help = Help::at(journal, &glance, headers);
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
        let Glance { is_read, waiting, .. } = glance;
        Visit { journal: Arc::clone(journal), diary, now, zone, help, host, is_read, waiting, kept: Kept::default() }
    }

    /// Whether an entry is stored, as far as is known.
    pub(crate) fn is_stored(&self, entry: Uuid) -> bool {
        !self.waiting.contains(&entry)
    }

    /// The day that it is for the person.
    pub(crate) fn today(&self) -> Date {
        self.now.date()
    }

    /// The time now with the zone of that clock.
    pub(crate) fn zoned(&self) -> Zoned {
        moment::clock::on_clock(self.now.at(), &self.zone)
    }

    /// What the diary shows as of now.
    pub(crate) fn findings(&self) -> Arc<Findings> {
        self.kept.findings(&self.diary, &self.zoned())
    }

    /// That the diary which was here is gone, if it is.
    pub(crate) fn lost(&self) -> Option<DataLoss> {
        self.journal.host().keeping().lost()
    }

    /// A page of the diary. Nothing of it is kept by the browser.
    pub(crate) fn page(&self, title: &str, path: &str, main: &Markup) -> Response {
        let frame = Frame { title, room: Room::Diary, path, help: self.help, lost: self.lost() };
        (NO_STORE, frame.around(main)).into_response()
    }

    /// What tells one tap from two, for a form whose entry may come twice. A page that is written once for all has none.
    pub(crate) fn tap(&self) -> Markup {
        html! {
            @if self.journal.host().keeping() != StorageStatus::Site {
                input type="hidden" name=(TAP) value=(self.journal.token());
            }
        }
    }

    /// Takes something that happened now, and waits for the store no longer than a page that must not wait may. The page
    /// that follows goes by it, and says so if it is not stored.
    pub(crate) async fn keep_now(&self, kind: impl Into<Kind>) -> Result<(), JournalError> {
        self.journal.keep(Draft::new(self.now.clone(), kind), SOON).await?;
        Ok(())
    }
}

impl FromRequestParts<Arc<Journal>> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, journal: &Arc<Journal>) -> Result<Visit, Response> {
        let help = Help::without_a_diary(journal, &parts.headers);
        if journal.host().keeping() == StorageStatus::Site && !waiting::needs_no_diary(parts.uri.path()) {
            return Err(waiting::waiting(help));
        }
        let mut visit = Visit::open(journal, &parts.headers, parts.uri.path()).await;
        if let (Ok(visit), Some(kept)) = (&mut visit, parts.extensions.get()) {
            visit.kept = Kept::clone(kept);
        }
        visit.map_err(|error| failure(&error, help, None))
    }
}

/// Someone sends a form of the diary.
#[derive(Debug)]
pub(crate) struct FormRequest {
    /// The diary before it.
    pub(crate) visit: Visit,
    /// What was sent.
    pub(crate) fields: Fields,
    /// Where it was sent to.
    path: String,
    /// What its sender could not know.
    arrival: Arrival,
}

/// The field that holds the token of the page.
pub(crate) const TAP: &str = "tap";

impl FormRequest {
    /// Writes an entry, unless the same tap has written it already.
    pub(crate) async fn write(&self, draft: Draft) -> Result<Written, JournalError> {
        self.visit.journal.write_once(draft, self.sent()).await
    }

    /// Writes what criteria have decided just now.
    pub(crate) async fn write_decided(&self, kind: impl Into<Kind>) -> Result<Written, JournalError> {
        self.visit.journal.write_decided(Draft::new(self.visit.now.clone(), kind), self.sent()).await
    }

    fn sent(&self) -> Sent {
        Sent { token: Token::parse(self.fields.get(TAP)), arrival: self.arrival.clone() }
    }

    /// Writes something that happened now, unless the same tap has written it already.
    pub(crate) async fn write_now(&self, kind: impl Into<Kind>) -> Result<Written, JournalError> {
        self.write(Draft::new(self.visit.now.clone(), kind)).await
    }

    /// The answer when the store refuses: what was filled in is kept on the page.
    pub(crate) fn failed(&self, error: &JournalError) -> Response {
        failure(error, self.visit.help, Some((&self.path, &self.fields)))
    }
}

impl FromRequest<Arc<Journal>> for FormRequest {
    type Rejection = Response;

    async fn from_request(request: Request, journal: &Arc<Journal>) -> Result<FormRequest, Response> {
        let arrival = journal.arrival();
        let (parts, body) = request.into_parts();
        let help = Help::without_a_diary(journal, &parts.headers);
        let bytes = to_bytes(body, MAX_DIARY_FORM_BYTES).await.map_err(|error| {
            if is_too_large(&error) { Problem::too_large() } else { Problem::broken_off() }.page(help)
        })?;
        let is_form = bytes.is_empty()
            || parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| {
                kind.as_bytes().to_ascii_lowercase().starts_with(b"application/x-www-form-urlencoded")
            });
        if !is_form {
            let line = "This was not sent by a form of Supple, so nothing was stored. Please open the page again.";
            return Err(Problem::bad_form(line).page(help));
        }
        let fields = Fields::decode(&bytes).map_err(|_| {
            let line = "Some of the letters came in damaged (they are not UTF-8), so nothing was stored. \
                        Please go back and send it again.";
            Problem::bad_form(line).page(help)
        })?;
        let path = parts.uri.path().to_owned();
        match Visit::open(journal, &parts.headers, &path).await {
            Ok(visit) => Ok(FormRequest { visit, fields, path, arrival }),
            Err(error) => Err(failure(&error, help, Some((&path, &fields)))),
        }
    }
}

/// On to another page, so that loading it again sends nothing twice.
pub(crate) fn see_other(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())], NO_STORE).into_response()
}

/// The page for a store that refuses: one sentence, what it means, and what was filled in.
pub(crate) fn failure(error: &JournalError, help: Help, sent: Option<(&str, &Fields)>) -> Response {
    let status = match error {
        JournalError::Store(store) if store.may_pass() => StatusCode::SERVICE_UNAVAILABLE,
        JournalError::Rewound { .. } => StatusCode::SERVICE_UNAVAILABLE,
        JournalError::Entry(_) => StatusCode::UNPROCESSABLE_ENTITY,
        JournalError::Store(_) | JournalError::OtherDiary { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    };
    // A connection that was lost may not be made again for either reason.
    let unsure = matches!(error, JournalError::Store(StoreError::Unreachable { .. } | StoreError::Tls { .. }));
    let main = html! {
        div class="stack measure" {
            h1 { @if sent.is_some() { "This could not be stored" } @else { "The diary cannot be opened" } }
            p id="problem" { (error.told()) }
            @if let Some((path, fields)) = sent {
                @if unsure {
                    p { b { "We cannot tell whether it was stored." } " Look into the diary before you send it again." }
                } @else {
                    p { b { "Nothing was stored." } }
                }
                form class="stack" method="post" action=(path) {
                    @for (name, value) in fields.iter() { input type="hidden" name=(name) value=(value); }
                    button class="btn" { "Try again" }
                }
                @if fields.iter().any(|(name, value)| name != TAP && !value.is_empty()) {
                    div class="card" {
                        h2 { "What you filled in" }
                        dl class="facts" {
                            @for (name, value) in fields.iter().filter(|(name, value)| *name != TAP && !value.is_empty()) {
                                div { dt { (name) } dd { (value) } }
                            }
                        }
                    }
                }
            }
            p { "The check and the guide work without the diary. If you feel unsafe, call." }
            div class="row" {
                a class="btn quiet" href="/check" { "Start the check" }
                a class="btn quiet" href="/guide" { "Open the guide" }
            }
        }
    };
    let frame = Frame { title: "Not stored", room: Room::Elsewhere, path: "/", help, lost: None };
    (status, NO_STORE, frame.around(&main)).into_response()
}
