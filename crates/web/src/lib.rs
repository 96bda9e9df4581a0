//! The pages of Supple: one [`Router`], the same on a server and inside a browser.
//!
//! Every page is a function of the request and the embedded guidance. Nothing here reads a clock, a file or the
//! network, and nothing is kept: the answers of the check travel inside its own form, by POST, so that they never stand
//! in an address or a history.
//!
//! A sentence about health comes from [`supple_guidance::embedded`], with its source. A sentence that only leads
//! through the pages stands in the template of its page.

mod assets;
mod check;
mod country;
mod disagreements;
mod guide;
mod headers;
mod home;
mod icons;
mod layout;
mod picks;
mod problem;
mod sources;
mod urgency;
mod verdict;
pub mod words;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::map_response;
use axum::routing::get;

/// The largest form that is read: 64 KiB. The answers of a whole check take about 2.
pub const MAX_FORM_BYTES: usize = supple_triage::MAX_JSON_BYTES;

/// The whole app.
pub fn router() -> Router {
    Router::new()
        .route("/", get(home::page))
        .route("/check", get(check::first).post(check::post))
        .route("/guide", get(guide::index))
        .route("/guide/{topic}", get(guide::topic))
        .route("/guide/disagreements", get(disagreements::index))
        .route("/guide/disagreements/{id}", get(disagreements::page))
        .route("/sources", get(sources::page))
        .route("/country", get(country::page).post(country::choose))
        .route("/icon.svg", get(assets::icon))
        .route(assets::stylesheet(), get(assets::style))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(map_response(headers::strict))
}

/// The address of every page that can be opened with GET, for tests that visit them all.
pub fn paths() -> Vec<String> {
    let guidance = supple_guidance::embedded();
    let fixed = ["/", "/check", "/guide", "/guide/disagreements", "/sources", "/country"].map(str::to_owned);
    let topics = guidance.topics.iter().map(|topic| guide::address(&topic.id));
    let disagreements = guidance.disagreements.iter().map(|disagreement| disagreements::address(&disagreement.id));
    fixed.into_iter().chain(topics).chain(disagreements).collect()
}
