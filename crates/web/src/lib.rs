//! The pages of Supple: one [`Router`], the same on a server and inside a browser.
//!
//! Every page is a function of the request, the embedded guidance, and the entries, clock and zone of a [`Journal`].
//! Nothing here reads a clock, a file or the network by itself. What someone says travels by POST, so that it never
//! stands in an address or a history, and every POST is answered with the way to a page, so that loading it again stores
//! nothing twice.
//!
//! A sentence about health comes from [`supple_guidance::embedded`], with its source. A sentence that only leads
//! through the pages stands in the template of its page.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod about_you;
mod activity;
mod app;
mod asking;
mod assets;
mod charts;
mod check;
mod check_in;
mod country;
mod devices;
mod diary;
mod disagreements;
mod entry;
mod fields;
mod floor;
mod form;
mod gate;
mod guide;
mod headers;
mod home;
mod icons;
mod insight;
mod keep;
mod kinds;
mod known_facts;
mod layout;
mod log;
mod look;
mod mark;
mod medicine;
mod notice;
mod now;
mod origin;
pub mod pairing;
mod percent;
mod places;
mod problem;
mod profile;
mod situation;
mod sources;
mod timer;
mod treatments;
mod urgency;
mod verdict;
mod visit;
mod when;
mod without;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, map_response};
use axum::routing::{get, post};
use std::sync::Arc;
use supple_journal::Journal;
use supple_wording::{self as tell, answers as picks, check as words, names};

pub use devices::Caller;
pub use insight::shown;
pub use keep::MAX_COPY_BYTES;
pub use problem::is_too_large;
pub use visit::MAX_DIARY_FORM_BYTES;
pub use without::without;

/// The largest form outside the diary that is read: 64 KiB. The answers of a whole check take about 2.
pub const MAX_FORM_BYTES: usize = supple_triage::MAX_JSON_BYTES;

/// The whole app, on this diary.
pub fn router(journal: Arc<Journal>) -> Router {
    Router::new()
        .route("/", get(home::page))
        .route("/check", get(check::first).post(check::post))
        .route("/now", get(now::page).post(now::tell))
        .route("/now/fit", get(now::fit))
        .route("/now/decide", post(now::decide))
        .route("/timer", post(timer::begin))
        .route("/timer/{id}", get(timer::page))
        .route("/timer/{id}/{what}", post(timer::act))
        .route("/diary/entry/{id}/another", post(entry::another))
        .route("/spasm", get(app::spasm).post(entry::spasm_now))
        .route("/spasm/{id}", get(entry::spasm).post(entry::spasm_details))
        .route("/log", get(log::index))
        .route("/log/{what}", get(log::form).post(log::store))
        .route("/log/{what}/after", get(log::after).post(log::answer))
        .route("/check-in", get(check_in::today).post(check_in::store_today))
        .route("/check-in/{day}", get(check_in::of_day).post(check_in::store_day))
        .route("/diary", get(diary::timeline))
        .route("/diary/day/{day}", get(diary::day))
        .route("/diary/calendar", get(look::calendar))
        .route("/diary/pain", get(look::pain))
        .route("/diary/episodes", get(look::episodes))
        .route("/diary/entry/{id}", get(entry::page))
        .route("/diary/entry/{id}/edit", get(entry::edit).post(entry::change))
        .route("/diary/entry/{id}/words", get(verdict::plain))
        .route("/diary/entry/{id}/sheet", get(verdict::sheet))
        .route("/diary/entry/{id}/remove", post(entry::remove))
        .route("/diary/entry/{id}/undo/{change}", post(entry::take_back))
        .route(insight::ADDRESS, get(insight::page))
        .route(insight::OFTEN, get(insight::page))
        .route(insight::LONG, get(insight::page))
        .route(insight::RELIEF, get(insight::page))
        .route(insight::since::ADDRESS, get(insight::since::page))
        .route("/insight/trigger/{id}", get(insight::page))
        .route("/floor", get(floor::page).post(floor::answer))
        .route("/medicine", get(medicine::index))
        .route("/medicine/about-you", get(about_you::page).post(about_you::store))
        .route("/medicine/take", get(medicine::take).post(medicine::answer))
        .route("/medicine/taken", post(medicine::taken))
        .route("/medicine/{id}", get(medicine::one))
        .route("/treatments", get(treatments::index))
        .route("/treatments/questions", get(treatments::sheet))
        .route("/treatments/{id}", get(treatments::one))
        .route("/activity", get(activity::index).post(activity::answer))
        .route("/activity/step", post(activity::step))
        .route("/keep", get(keep::page))
        .route(keep::OPEN_COPY, get(keep::open_copy))
        .route("/keep/copy", post(keep::locked_copy))
        .route("/keep/restore", get(keep::restoring).post(keep::restore).layer(DefaultBodyLimit::max(MAX_COPY_BYTES)))
        .route("/keep/restored", get(keep::restored))
        .route("/keep/anew", post(keep::anew))
        .route("/keep/erase", get(keep::erasing).post(keep::erase))
        .route("/keep/erased", get(keep::erased))
        .route(app::MANIFEST, get(app::manifest))
        .route(app::SHARE, post(app::share))
        .route("/profile", get(profile::page).post(profile::store))
        .route("/devices", get(devices::page))
        .route("/devices/pair", post(devices::pair))
        .route("/devices/unpair", post(devices::unpair))
        .route("/reconcile", post(devices::reconcile))
        .route("/guide", get(guide::index))
        .route("/guide/{topic}", get(guide::topic))
        .route("/guide/disagreements", get(disagreements::index))
        .route("/guide/disagreements/{id}", get(disagreements::page))
        .route("/sources", get(sources::page))
        .route("/country", get(country::page).post(country::choose))
        .merge(assets::routes())
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn(origin::same))
        .layer(map_response(headers::strict))
        .with_state(journal)
}

/// What a server puts round the app, under the same rules as its pages: no other site sends anything to it, and its
/// answers carry the same headers.
pub fn strict(router: Router) -> Router {
    router.layer(from_fn(origin::same)).layer(map_response(headers::strict))
}

/// Whether an address shows nothing of the diary: what a person in pain may need, and what such a page loads.
pub fn is_for_everyone(path: &str) -> bool {
    let is_below = |page: &str| path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    path == "/"
        || ["/check", "/floor", "/now", "/guide", "/sources", "/country"].into_iter().any(is_below)
        || files().iter().any(|file| file == path)
}

/// Gives every answer the headers of a page that has none of its own, also one that never came as far as a page.
pub fn with_headers(router: Router) -> Router {
    router.layer(map_response(headers::strict))
}

/// The address of every page that can be opened with GET on any diary, for tests that visit them all.
pub fn paths() -> Vec<String> {
    let guidance = supple_guidance::embedded();
    let fixed = ["/", "/check", "/guide", "/guide/disagreements", "/sources", "/country", "/floor"];
    let diary = [
        "/now",
        "/now/fit",
        "/diary",
        "/diary/calendar",
        "/diary/pain",
        "/diary/episodes",
        "/log",
        "/check-in",
        "/profile",
        "/spasm",
        "/keep",
        "/keep/restore",
        "/keep/erase",
    ];
    let fixed = fixed.into_iter().chain(diary).map(str::to_owned).chain(log::paths());
    let fixed = fixed.chain(medicine::paths()).chain(treatments::paths()).chain([activity::ADDRESS.to_owned()]);
    let fixed = fixed.chain(insight::paths());
    let topics = guidance.topics.iter().map(|topic| guide::address(&topic.id));
    let disagreements = guidance.disagreements.iter().map(|disagreement| disagreements::address(&disagreement.id));
    fixed.chain(topics).chain(disagreements).collect()
}

/// The address of every file that pages load, for those who serve them without this Router.
pub fn files() -> Vec<String> {
    assets::addresses().chain([app::MANIFEST.to_owned()]).collect()
}
