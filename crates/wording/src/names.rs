//! What things of the diary are called: the words that are offered, and the words for what was stored.

use crate::sentence;
use supple_care::{REST, health};
use supple_diary::{KindName, Label, Region, isolated};
use supple_guidance::embedded;
pub use supple_insight::names::{buttons, daily, exposures, measures, on_request};

/// What someone does when a spasm comes. There is no id: these are words like any others.
pub fn doing() -> impl Iterator<Item = &'static str> {
    embedded().offered.doing.iter().map(String::as_str)
}

/// What may come with a spasm: findings of the check, by their ids, in fewer words.
pub fn came_with() -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
    buttons(&embedded().offered.came_with)
}

/// What was answered in a check-in, where earlier or other programs asked it.
const MORE: [(&str, &str); 3] = [("sleep", "Sleep"), ("child-pose", "Child’s pose"), ("without", "Going without")];

/// The words for an id; what is no id is the person's own and stands as it is.
pub fn of(id: &str) -> String {
    let came_with = came_with().find(|(known, _)| *known == id).map(|(_, words)| words);
    let daily = || daily().chain(on_request()).find(|(known, _, _)| *known == id).map(|(_, _, words)| words);
    let exposure = || exposures().find(|(known, _)| *known == id).map(|(_, words)| words);
    let measure = || measures().find(|(known, _)| *known == id).map(|(_, words)| words);
    let more = || MORE.iter().find(|(known, _)| *known == id).map(|(_, words)| *words);
    let exercise = || {
        let guidance = embedded();
        let walking = Some(guidance.walking.name.as_str()).filter(|_| guidance.walking.id == id);
        walking.or_else(|| guidance.exercises.exercise(id).map(|exercise| exercise.name.as_str()))
    };
    let names = came_with.or_else(daily).or_else(exposure).or_else(measure).or_else(exercise);
    let finding = || {
        let triage = supple_triage::embedded();
        triage.place(id).map(|place| triage.guidance().findings[place].ask.as_str())
    };
    if let Some(name) = of_health(id) {
        return name;
    }
    names.or_else(more).or_else(finding).map_or_else(|| own(id), str::to_owned)
}

/// What an entry is about.
pub fn label(label: &Label) -> String {
    match label {
        Label::Known(id) => of(id.as_str()),
        Label::Own(words) => own(words.as_str()),
    }
}

/// A name in the person's own words, as it begins a line.
pub fn own(name: &str) -> String {
    isolated(&sentence(name)).into_owned()
}

/// The words for something that might set a spasm off: as an exposure it is called otherwise than in the daily question.
pub fn exposure(id: &str) -> String {
    let known = exposures().find(|(known, _)| *known == id);
    known.map_or_else(|| of(id), |(_, words)| words.to_owned())
}

/// A step of the way back.
pub fn return_step(id: &str) -> String {
    let rung = embedded().ladder.rungs.iter().find(|rung| rung.id == id);
    let title = rung.map_or(if id == REST { "Rest" } else { id }, |rung| rung.title.as_str());
    format!("Way back: {title}")
}

/// What the profile keeps of what medicines, plans and exercises ask.
fn of_health(id: &str) -> Option<String> {
    if id == health::pregnancy().week {
        return Some("The child is due".to_owned());
    }
    let guidance = embedded();
    let of_a_plan = || {
        let mut cautions = guidance.relief.cautions.iter();
        cautions.find(|caution| caution.lasting && caution.id == id).map(|caution| caution.ask.clone())
    };
    let is_finding = guidance.finding(id).is_some();
    let question = guidance.medicines.question(id).or_else(|| guidance.exercises.question(id));
    question.map(|question| question.ask.clone()).or_else(|| of_a_plan().filter(|_| !is_finding))
}

/// Where sources disagree and the person decided: what it is about.
pub fn decision(id: &str) -> String {
    embedded().relief.decision(id).map_or_else(|| own(id), |decision| decision.ask.clone())
}

/// What the person decided.
pub fn option(decision: &str, id: &str) -> String {
    let known = embedded().relief.decision(decision);
    let option = known.and_then(|decision| decision.options.iter().find(|option| option.id == id));
    option.map_or_else(|| own(id), |option| option.label.clone())
}

/// A step of a plan, or an instruction of the way up from the floor: either may stand in what a plan showed.
pub fn step(id: &str) -> String {
    let relief = &embedded().relief;
    let of_floor = || relief.floor.iter().find(|step| step.id == id).map(|step| &step.title);
    relief.step(id).map(|step| &step.title).or_else(of_floor).map_or_else(|| own(id), Clone::clone)
}

/// What a rule of the check is about.
pub fn concern(rule: &str) -> String {
    embedded().rules.iter().find(|known| known.id == rule).map_or_else(|| own(rule), |rule| sentence(&rule.concern))
}

/// A country, by its code.
pub fn country(code: &str) -> &str {
    embedded().number(code).map_or(code, |number| number.name.as_str())
}

/// A question about the person, of the check, of the medicines, of the exercises or of the plan, and what is meant by it.
pub fn asks(id: &str) -> Option<(&'static str, Option<&'static str>)> {
    let guidance = embedded();
    let known = || guidance.medicines.question(id).or_else(|| guidance.exercises.question(id));
    let own = || known().map(|question| (question.ask.as_str(), question.hint.as_deref()));
    let finding = embedded().finding(id).map(|finding| (finding.ask.as_str(), finding.hint.as_deref()));
    let mut cautions = embedded().relief.cautions.iter();
    finding.or_else(own).or_else(|| Some((cautions.find(|caution| caution.id == id)?.ask.as_str(), None)))
}

/// The words in which something is asked about the person.
pub fn question(id: &str) -> Option<&'static str> {
    if id == health::age_id() { Some("How old are you?") } else { asks(id).map(|(ask, _)| ask) }
}

/// A region of the body.
pub fn region(region: Region) -> &'static str {
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
///
/// A kind that has no words of its own here is called as its description says.
pub fn kind(kind: KindName) -> &'static str {
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
        #[allow(unreachable_patterns, reason = "a kind that is described alone comes here")]
        other => other.called().unwrap_or("Entry"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn what_comes_with_a_spasm_is_what_the_check_asks() {
        for (id, _) in came_with() {
            assert!(supple_triage::embedded().place(id).is_some(), "{id}");
        }
    }

    #[test]
    fn whatever_is_asked_or_offered_is_looked_at() {
        let known = |id: &str| embedded().exposures.iter().any(|exposure| exposure.id == id);
        for id in exposures().map(|(id, _)| id).chain(daily().map(|(id, ..)| id)) {
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
