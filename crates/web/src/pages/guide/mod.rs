//! The guide, where sources disagree, and the sources.
//!
//! - `topics`: its first page, chapters, short pages. `statements`: what these are made of. `signs`: the rules of the check.
//! - `search`: which texts have the words that someone looks for.

pub(crate) mod disagreements;
pub(crate) mod search;
pub(crate) mod signs;
pub(crate) mod sources;
pub(crate) mod statements;
pub(crate) mod topics;

use crate::pages::Page;
use axum::routing::get;
use supple_guidance::embedded;

pub(crate) const PAGES: [Page; 5] = [
    Page::at("/guide", || get(topics::index)).listed().open(),
    Page::at("/guide/{topic}", || get(topics::page)).each(|| {
        let chapters = embedded().topics.iter().map(|topic| &topic.id);
        chapters.chain(embedded().short_pages.iter().map(|page| &page.id)).map(|id| topics::address(id)).collect()
    }),
    Page::at("/guide/disagreements", || get(disagreements::index)).listed(),
    Page::at("/guide/disagreements/{id}", || get(disagreements::page))
        .each(|| embedded().disagreements.iter().map(|one| disagreements::address(&one.id)).collect()),
    Page::at("/sources", || get(sources::page)).listed().open(),
];
