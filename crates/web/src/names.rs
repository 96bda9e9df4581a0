//! What things of the diary are called: the words that are offered, and the words for what was stored.

use crate::layout::sentence;
use supple_diary::{KindName, Label, Region, isolated};
pub(crate) use supple_insight::names::{DAILY, EXPOSURES, MEASURES};

/// Things with an id of their own: id, words.
type Names = [(&'static str, &'static str)];

/// What someone does when a spasm comes. There is no id: these are words like any others.
pub(crate) const DOING: [&str; 6] =
    ["Getting up", "Bending", "Lifting", "Turning in bed", "Sneezing or coughing", "Resting"];

/// What may come with a spasm: findings of the check, by their ids, in fewer words.
pub(crate) const CAME_WITH: [(&str, &str); 7] = [
    ("breath-catch", "A breath hurt or set it off"),
    ("leg-pain", "Pain down one leg or into the buttock"),
    ("leg-numbness", "Tingling or numbness in a leg or foot"),
    ("both-legs", "Pain, tingling or weakness down both legs"),
    ("leg-weakness", "One leg weaker than usual"),
    ("saddle-numbness", "Numb or odd feeling between your legs"),
    ("stuck", "You could not get up or move"),
];

/// What was answered in a check-in, where earlier or other programs asked it.
const MORE: [(&str, &str); 2] = [("sleep", "Sleep"), ("child-pose", "Child’s pose")];

/// The words for an id; what is no id is the person's own and stands as it is.
pub(crate) fn of(id: &str) -> String {
    let known = |names: &'static Names| names.iter().find(|(known, _)| *known == id).map(|(_, words)| *words);
    let daily = || DAILY.iter().find(|(known, _, _)| *known == id).map(|(_, _, words)| *words);
    let names = known(&CAME_WITH).or_else(daily).or_else(|| known(&EXPOSURES)).or_else(|| known(&MEASURES));
    let finding = || {
        let triage = supple_triage::embedded();
        triage.place(id).map(|place| triage.guidance().findings[place].ask.as_str())
    };
    if let Some(name) = crate::about_you::name(id) {
        return name;
    }
    names.or_else(|| known(&MORE)).or_else(finding).map_or_else(|| own(id), str::to_owned)
}

/// What an entry is about.
pub(crate) fn label(label: &Label) -> String {
    match label {
        Label::Known(id) => of(id.as_str()),
        Label::Own(words) => own(words.as_str()),
    }
}

/// A name in the person's own words, as it begins a line.
pub(crate) fn own(name: &str) -> String {
    isolated(&sentence(name)).into_owned()
}

/// The words for something that might set a spasm off: as an exposure it is called otherwise than in the daily question.
pub(crate) fn exposure(id: &str) -> String {
    let known = EXPOSURES.iter().find(|(known, _)| *known == id);
    known.map_or_else(|| of(id), |(_, words)| (*words).to_owned())
}

/// A region of the body.
pub(crate) fn region(region: Region) -> &'static str {
    match region {
        Region::Neck => "Neck",
        Region::UpperLeft => "Upper left",
        Region::UpperRight => "Upper right",
        Region::MiddleLeft => "Middle left",
        Region::MiddleRight => "Middle right",
        Region::LowLeft => "Low left",
        Region::LowRight => "Low right",
        Region::SeatLeft => "Seat left",
        Region::SeatRight => "Seat right",
        Region::ThighLeft => "Thigh left",
        Region::ThighRight => "Thigh right",
    }
}

/// A kind of entry, for headings and filters.
pub(crate) fn kind(kind: KindName) -> &'static str {
    match kind {
        KindName::Spasm => "Spasm",
        KindName::Pain => "Pain",
        KindName::EpisodeMark => "Episode",
        KindName::Symptom => "Symptom",
        KindName::Exposure => "What may set it off",
        KindName::Measure => "Relief",
        KindName::Medicine => "Medicine",
        KindName::Exercise => "Exercise",
        KindName::CheckIn => "Check-in",
        KindName::Check => "Safety check",
        KindName::Note => "Note",
        KindName::Profile => "About you",
        KindName::Plan => "Plan",
        KindName::ReturnStep => "Way back",
        KindName::Correction => "Change",
        KindName::Removal => "Removal",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn what_comes_with_a_spasm_is_what_the_check_asks() {
        for (id, _) in CAME_WITH {
            assert!(supple_triage::embedded().place(id).is_some(), "{id}");
        }
    }

    #[test]
    fn whatever_is_asked_or_offered_is_looked_at() {
        let known = |id: &str| supple_guidance::embedded().exposures.iter().any(|exposure| exposure.id == id);
        for id in EXPOSURES.iter().map(|(id, _)| *id).chain(DAILY.iter().map(|(id, ..)| *id)) {
            assert!(known(id), "{id}");
        }
    }

    #[test]
    fn own_words_stand_as_they_are() {
        assert_eq!(of("cello"), "Cello");
        assert_eq!(of("ice"), "Ice");
        assert_eq!(of("urine-retention"), "Hard to start to pee, or you cannot feel it flow");
    }
}
