//! The pages of Supple: one [`Router`], the same on a server and inside a browser.
//!
//! Every page is a function of the request, the embedded guidance, and the entries, clock and zone of a [`Journal`].
//! Nothing here reads a clock, a file or the network by itself. What someone says travels by POST, so that it never
//! stands in an address or a history, and every POST is answered with the way to a page, so that loading it again stores
//! nothing twice.
//!
//! A sentence about health comes from [`supple_guidance::embedded`], with its source. A sentence that only leads
//! through the pages stands in the template of its page.
//!
//! # Modules
//! Each imports only what stands above it: no room imports another in a circle (`xtask/tests/rooms.rs`).
//! - `ui`: the parts that pages are drawn from: frame, icons, notices, files, rooms.
//! - `http`: fields of a form, headers, origin, troubles, and the visit that a page of the diary starts from.
//! - `forms`: the parts of forms.
//! - `pages`: one folder a room, each with its table of pages; routes, addresses and navigation follow from it.
//!
//! No page keeps anything: it is made anew from the entries, the guidance and the clock. `build.rs` draws the icons.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod forms;
mod http;
mod pages;
mod ui;

use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::{Extension, Router};
use http::printer::Press;
use http::{csrf, headers, problem};
use std::sync::Arc;
use supple_journal::Journal;
use supple_wording::{self as tell, answers as picks, check as words, names};
use tower::ServiceBuilder;
use tower::util::MapResponseLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;
use ui::assets;
use ui::layout::MANIFEST;

pub use http::desk;
pub use http::printer::{NotPrinted, Printer, Printing};
pub use http::problem::is_too_large;
pub use http::remedy::Remedy;
pub use http::sharing;
pub use http::visit::MAX_DIARY_FORM_BYTES;
pub use pages::doctor::viewer;
pub use pages::insight::shown;
pub use pages::reach::seen;
pub use pages::storage::copies::MAX_COPY_BYTES;
pub use pages::storage::devices::Caller;
pub use pages::storage::pairing;
pub use pages::storage::without::without;

/// The largest form outside the diary that is read: 64 KiB. The answers of a whole check take about 2.
pub const MAX_FORM_BYTES: usize = supple_triage::MAX_JSON_BYTES;

/// The whole app, on this diary.
pub fn router(journal: Arc<Journal>) -> Router {
    pages::routes()
        .merge(assets::routes())
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(
            // As one layer: each that a Router has boxes all its answers once more.
            ServiceBuilder::new()
                .layer(Extension(http::kept::Kept::default()))
                .layer(MapResponseLayer::new(headers::strict))
                .layer(ValidateRequestHeaderLayer::custom(csrf::same))
                .layer(DefaultBodyLimit::max(MAX_FORM_BYTES)),
        )
        .with_state(journal)
}

/// Lets the pages of a report give their PDF.
pub fn with_printer(router: Router, printer: Arc<dyn Printer>) -> Router {
    router.layer(Extension(Press(printer)))
}

/// Lets the pages of a report make links for a practice.
pub fn with_sharer(router: Router, sharer: Arc<dyn sharing::Sharer>) -> Router {
    router.layer(Extension(http::sharing::Shared(sharer)))
}

/// Lets pages show and change what reaches out of this server.
pub fn with_desk(router: Router, desk: Arc<dyn desk::Desk>) -> Router {
    router.layer(Extension(http::desk::AtDesk(desk)))
}

/// What a server puts round the app, under the same rules as its pages: no other site sends anything to it, and its
/// answers carry the same headers.
pub fn strict(router: Router) -> Router {
    let rules = ServiceBuilder::new().layer(MapResponseLayer::new(headers::strict));
    router.layer(rules.layer(ValidateRequestHeaderLayer::custom(csrf::same)))
}

/// Whether an address shows nothing of the diary: what a person in pain may need, and what such a page loads.
pub fn is_for_everyone(path: &str) -> bool {
    pages::is_open(path) || files().iter().any(|file| file == path)
}

/// An answer with the headers of a page where it has none of its own, also one that never came as far as a page.
pub fn with_headers(answer: Response) -> Response {
    headers::strict(answer)
}

/// The address of every page that can be opened with GET on any diary, for tests that visit them all.
pub fn paths() -> Vec<String> {
    pages::addresses().collect()
}

/// The address of every file that pages load, for those who serve them without this Router.
pub fn files() -> Vec<String> {
    assets::addresses().chain([MANIFEST.to_owned()]).collect()
}
