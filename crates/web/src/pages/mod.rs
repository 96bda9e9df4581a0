//! One table of pages: routes, the list of addresses and what is shown without a diary follow from it. Where the navigation
//! leads and what the pages of a room load stands in [`ui::rooms`](crate::ui::rooms).
//!
//! To add a page, write its handler in its room, and give it a line in the table of that room.

pub(crate) mod activity;
pub(crate) mod check;
pub(crate) mod diary;
pub(crate) mod doctor;
pub(crate) mod exercise;
pub(crate) mod guide;
pub(crate) mod insight;
pub(crate) mod medicine;
pub(crate) mod now;
pub(crate) mod profile;
pub(crate) mod reach;
pub(crate) mod start;
pub(crate) mod storage;

use axum::Router;
use axum::routing::MethodRouter;
use std::sync::Arc;
use supple_journal::Journal;

/// The pages of all rooms.
const PAGES: [&[Page]; 13] = [
    &start::PAGES,
    &check::PAGES,
    &now::PAGES,
    &diary::PAGES,
    &profile::PAGES,
    &insight::PAGES,
    &medicine::PAGES,
    &activity::PAGES,
    &exercise::PAGES,
    &doctor::PAGES,
    &guide::PAGES,
    &storage::PAGES,
    &reach::PAGES,
];

/// A page: an address with its handlers.
#[derive(Debug)]
pub(crate) struct Page {
    /// The address, as a pattern of the Router.
    path: &'static str,
    methods: fn() -> MethodRouter<Arc<Journal>>,
    listed: Listed,
    /// Whether it shows nothing of the diary: what a person in pain may need, whoever they are.
    is_open: bool,
}

/// Which addresses of a page open with GET on any diary.
#[derive(Clone, Copy, Debug)]
enum Listed {
    None,
    Itself,
    Each(fn() -> Vec<String>),
}

impl Page {
    /// A page that is a step on the way, or shows something that may not be there.
    pub(crate) const fn at(path: &'static str, methods: fn() -> MethodRouter<Arc<Journal>>) -> Page {
        Page { path, methods, listed: Listed::None, is_open: false }
    }

    /// The page opens with GET on any diary.
    pub(crate) const fn listed(self) -> Page {
        Page { listed: Listed::Itself, ..self }
    }

    /// It opens at these addresses.
    pub(crate) const fn each(self, addresses: fn() -> Vec<String>) -> Page {
        Page { listed: Listed::Each(addresses), ..self }
    }

    /// It shows nothing of the diary.
    pub(crate) const fn open(self) -> Page {
        Page { is_open: true, ..self }
    }
}

fn all() -> impl Iterator<Item = &'static Page> {
    PAGES.into_iter().flatten()
}

/// The routes to all pages.
pub(crate) fn routes() -> Router<Arc<Journal>> {
    all().fold(Router::new(), |router, page| router.route(page.path, (page.methods)()))
}

/// The address of every page that can be opened with GET on any diary.
pub(crate) fn addresses() -> impl Iterator<Item = String> {
    all().flat_map(|page| match page.listed {
        Listed::None => Vec::new(),
        Listed::Itself => vec![page.path.to_owned()],
        Listed::Each(addresses) => addresses(),
    })
}

/// Whether an address is that of an open page, or below one.
pub(crate) fn is_open(path: &str) -> bool {
    let is_below = |page: &Page| match page.path {
        "/" => path == "/",
        page => path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    };
    all().any(|page| page.is_open && is_below(page))
}
