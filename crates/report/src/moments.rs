//! The worst moments, in the person's own words.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_diary::{Diary, Kind, Level, Precision, Seconds};

/// Own words of a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWords {
    /// As they were written.
    pub words: String,
    /// On which day it was.
    pub on: Date,
    /// How exactly that is known; to the minute if `None`.
    #[serde(skip)]
    pub precision: Option<Precision>,
    /// How long after it happened it was written, in seconds; below 0 where a clock was wrong.
    pub written_after: i64,
}

/// What people call bad: they could not get up, it was strong, it was long.
type Badness = (bool, u32, u32);

/// Own words beside spasms and pain, the worst first.
pub(crate) fn moments(diary: &Diary) -> Vec<OwnWords> {
    let mut all: Vec<(Badness, OwnWords)> = Vec::new();
    for item in diary.items() {
        let (bad, words) = match item.kind() {
            Kind::Spasm(spasm) => {
                let Some(words) = &spasm.note else { continue };
                let stuck = spasm.came_with.about(crate::course::STUCK) == Some(&true);
                ((stuck, spasm.intensity.map_or(0, Level::get), spasm.seconds.map_or(0, Seconds::get)), words)
            }
            Kind::Pain(pain) => {
                let Some(words) = &pain.note else { continue };
                ((false, pain.level.get(), 0), words)
            }
            _ => continue,
        };
        let after = item.first().recorded().duration_since(item.happened().at());
        let words = OwnWords {
            words: words.as_str().to_owned(),
            on: item.happened().date(),
            precision: item.precision(),
            written_after: after.as_secs(),
        };
        all.push((bad, words));
    }
    // Of two that are as bad, the later one: it is nearer to today.
    all.sort_by(|(bad, one), (worse, other)| worse.cmp(bad).then_with(|| other.on.cmp(&one.on)));
    all.into_iter().map(|(_, words)| words).collect()
}
