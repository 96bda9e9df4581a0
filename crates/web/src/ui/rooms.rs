//! The rooms: where the navigation leads, and what the pages of a room load.

use crate::ui::assets::{self, Asset};
use crate::ui::icons::{self, Icon};

/// The part of Supple that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    Start,
    Check,
    /// What to do in this minute. Its door is the start.
    Now,
    Diary,
    /// What the diary shows.
    Patterns,
    Exercise,
    /// What to take along to a doctor.
    Doctor,
    Medicine,
    Guide,
    Differ,
    Sources,
    /// Where the diary is kept, copies, and getting it back.
    Keep,
    /// What reaches out: reminders, messages, secret addresses.
    Reach,
    /// What Supple is and is not.
    About,
    /// Which number to call.
    Country,
    /// What someone said about themselves.
    Person,
    /// A page that is in none of the rooms.
    Elsewhere,
}

/// The door to a room: its address, its name and its sign.
type Door = (Room, &'static str, &'static str, Icon);

/// The six rooms, in this order.
pub(crate) const DOORS: [Door; 6] = [
    (Room::Start, "/", "Now", icons::start),
    (Room::Check, "/check", "Check", icons::check),
    (Room::Diary, "/diary", "Diary", icons::diary),
    (Room::Patterns, "/insight", "Patterns", icons::insight),
    (Room::Exercise, "/exercise", "Exercise", icons::ladder),
    (Room::Doctor, "/doctor", "Doctor", icons::speech),
];

/// What is reached from everywhere, but is no room of its own. What Supple is stands behind the last line of each page.
pub(crate) const MORE: [(Room, &str, &str); 6] = [
    (Room::Medicine, "/medicine", "Medicines"),
    (Room::Guide, "/guide", "Guide"),
    (Room::Person, "/profile", "About you"),
    (Room::Keep, "/keep", "Keep it safe"),
    (Room::Sources, "/sources", "Sources"),
    (Room::Reach, "/channels", "Reminders"),
];

const START: [&Asset; 1] = [&assets::DOORS_STYLE];
const DIARY: [&Asset; 3] = [&assets::DOORS_STYLE, &assets::DIARY_STYLE, &assets::MEDICINE_STYLE];
const DOCTOR: [&Asset; 3] = [&assets::DOORS_STYLE, &assets::DIARY_STYLE, &assets::DOCTOR_STYLE];
const EXERCISE: [&Asset; 4] =
    [&assets::DOORS_STYLE, &assets::DIARY_STYLE, &assets::MEDICINE_STYLE, &assets::EXERCISE_STYLE];
const NOW: [&Asset; 4] = [&assets::DOORS_STYLE, &assets::DIARY_STYLE, &assets::NOW_STYLE, &assets::NOW_SCRIPT];
const PATTERNS: [&Asset; 3] = [&assets::DOORS_STYLE, &assets::DIARY_STYLE, &assets::INSIGHT_STYLE];
const GUIDE: [&Asset; 1] = [&assets::GUIDE_STYLE];
const REACH: [&Asset; 4] = [&assets::DOORS_STYLE, &assets::DIARY_STYLE, &assets::DOCTOR_STYLE, &assets::KEEP_STYLE];
const KEEP: [&Asset; 2] = [&assets::DIARY_STYLE, &assets::KEEP_STYLE];

impl Room {
    /// The room whose door leads here: what to do now is behind the start, disagreements stand in the guide.
    pub(crate) fn door(self) -> Room {
        match self {
            Room::Now => Room::Start,
            Room::Differ => Room::Guide,
            other => other,
        }
    }

    /// The files that its pages load, beside the style of all.
    pub(crate) fn assets(self) -> &'static [&'static Asset] {
        match self {
            Room::Now => &NOW,
            Room::Start => &START,
            Room::Doctor => &DOCTOR,
            Room::Diary | Room::Medicine | Room::Person => &DIARY,
            Room::Exercise => &EXERCISE,
            Room::Patterns => &PATTERNS,
            Room::Keep => &KEEP,
            Room::Reach => &REACH,
            Room::Guide | Room::Differ | Room::Sources => &GUIDE,
            Room::Check | Room::About | Room::Country | Room::Elsewhere => &[],
        }
    }
}
