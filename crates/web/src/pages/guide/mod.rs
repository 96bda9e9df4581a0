//! The guide, where sources disagree, and the sources.

pub(crate) mod disagreements;
pub(crate) mod sources;
pub(crate) mod topics;

use crate::pages::{Page, Room, Section};
use crate::ui::icons;
use axum::routing::get;
use supple_guidance::embedded;

pub(crate) const SECTION: Section =
    Section { room: Room::Guide, door: Some(("/guide", "Guide", icons::guide)), assets: &[], pages: &TOPICS };

pub(crate) const DIFFER: Section = Section {
    room: Room::Differ,
    door: Some(("/guide/disagreements", "Who says what", icons::differ)),
    assets: &[],
    pages: &DISAGREEMENTS,
};

pub(crate) const SOURCES: Section = Section {
    room: Room::Sources,
    door: Some(("/sources", "Sources", icons::sources)),
    assets: &[],
    pages: &[Page::at("/sources", || get(sources::page)).listed().open()],
};

const TOPICS: [Page; 2] = [
    Page::at("/guide", || get(topics::index)).listed().open(),
    Page::at("/guide/{topic}", || get(topics::topic))
        .each(|| embedded().topics.iter().map(|topic| topics::address(&topic.id)).collect()),
];

const DISAGREEMENTS: [Page; 2] = [
    Page::at("/guide/disagreements", || get(disagreements::index)).listed(),
    Page::at("/guide/disagreements/{id}", || get(disagreements::page))
        .each(|| embedded().disagreements.iter().map(|one| disagreements::address(&one.id)).collect()),
];
