//! The rooms: where the navigation leads, and what the pages of a room load.

use crate::ui::assets::{self, Asset};
use crate::ui::icons::{self, Icon};

/// The rooms that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    Start,
    Check,
    Now,
    Diary,
    Insight,
    Medicine,
    Activity,
    Guide,
    Differ,
    Sources,
    /// Where the diary is kept, copies, and the way back to it.
    Keep,
    /// A page that is in none of the rooms.
    Elsewhere,
}

/// The door to a room: its address, its name and its sign.
type Door = (Room, &'static str, &'static str, Icon);

/// Where the navigation leads, in this order.
pub(crate) const DOORS: [Door; 10] = [
    (Room::Start, "/", "Start", icons::start),
    (Room::Check, "/check", "Check", icons::check),
    (Room::Now, "/now", "What to do now", icons::lying),
    (Room::Diary, "/diary", "Diary", icons::diary),
    (Room::Insight, "/insight", "What it shows", icons::insight),
    (Room::Medicine, "/medicine", "Medicines", icons::pill),
    (Room::Activity, "/activity", "The way back", icons::ladder),
    (Room::Guide, "/guide", "Guide", icons::guide),
    (Room::Differ, "/guide/disagreements", "Who says what", icons::differ),
    (Room::Sources, "/sources", "Sources", icons::sources),
];

const DIARY: [&Asset; 2] = [&assets::DIARY_STYLE, &assets::MEDICINE_STYLE];
const NOW: [&Asset; 3] = [&assets::DIARY_STYLE, &assets::NOW_STYLE, &assets::NOW_SCRIPT];
const INSIGHT: [&Asset; 2] = [&assets::DIARY_STYLE, &assets::INSIGHT_STYLE];
const KEEP: [&Asset; 2] = [&assets::DIARY_STYLE, &assets::KEEP_STYLE];

impl Room {
    /// The files that its pages load, beside the style of all.
    pub(crate) fn assets(self) -> &'static [&'static Asset] {
        match self {
            Room::Now => &NOW,
            Room::Diary | Room::Medicine | Room::Activity => &DIARY,
            Room::Insight => &INSIGHT,
            Room::Keep => &KEEP,
            Room::Start | Room::Check | Room::Guide | Room::Differ | Room::Sources | Room::Elsewhere => &[],
        }
    }
}
