//! The guide, where sources disagree, and the sources.

pub(crate) mod disagreements;
pub(crate) mod sources;
pub(crate) mod topics;

use crate::pages::Page;
use axum::routing::get;
use supple_guidance::embedded;

pub(crate) const PAGES: [Page; 5] = [
    Page::at("/guide", || get(topics::index)).listed().open(),
    Page::at("/guide/{topic}", || get(topics::topic))
        .each(|| embedded().topics.iter().map(|topic| topics::address(&topic.id)).collect()),
    Page::at("/guide/disagreements", || get(disagreements::index)).listed(),
    Page::at("/guide/disagreements/{id}", || get(disagreements::page))
        .each(|| embedded().disagreements.iter().map(|one| disagreements::address(&one.id)).collect()),
    Page::at("/sources", || get(sources::page)).listed().open(),
];
