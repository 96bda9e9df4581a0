//! Checks `validity.toml`: every window has a length and a reason, and every id that it names is asked.

use crate::model::Guidance;
use crate::source::{Fault, Reading};
use crate::validity::Window;

/// The windows with sources, for the check of sources.
pub(crate) fn sources(guidance: &Guidance) -> impl Iterator<Item = (&'static str, String, &[String])> {
    let windows = guidance.validity.window.all().into_iter().filter(|(_, window)| !window.sources.is_empty());
    windows.map(|(id, window)| ("window", id.to_owned(), window.sources.as_slice()))
}

/// All faults.
pub(crate) fn faults(reading: &Reading) -> Vec<Fault> {
    let (guidance, validity) = (&reading.guidance, &reading.guidance.validity);
    let mut faults: Vec<Fault> =
        validity.window.all().into_iter().filter_map(|(id, window)| fault(reading, id, window)).collect();
    let mut add = |kind: &'static str, id: &str, problem: String| faults.push(reading.fault(kind, id, problem));
    for onset in &validity.onset {
        if onset.words.trim().is_empty() {
            add("onset", &onset.id, "has empty `words`".to_owned());
        }
    }
    for (before, onset) in validity.onset.iter().zip(validity.onset.iter().skip(1)) {
        if before.hours_ago >= onset.hours_ago {
            add("onset", &onset.id, "must come after those that are less long ago".to_owned());
        }
    }
    let is_asked = |id: &str| guidance.finding(id).is_some() || guidance.medicines.question(id).is_some();
    let (person, pregnancy) = (&validity.person, &validity.pregnancy);
    let named = person.passing.iter().chain(&person.today).chain([&person.age]);
    for id in named.chain([&pregnancy.question, &pregnancy.week]).filter(|id| !is_asked(id)) {
        add("person", "passing", format!("\"{id}\" is neither a finding of the check nor a question of the medicines"));
    }
    for id in person.today.iter().chain([&pregnancy.question]).filter(|id| !person.passes(id)) {
        add("person", "passing", format!("lacks \"{id}\", which ends"));
    }
    if pregnancy.term_days <= 0 || pregnancy.overdue_days < 0 {
        add("pregnancy", &pregnancy.question, "needs `term_days` above 0 and `overdue_days` not below".to_owned());
    }
    for (kind, id, judgement) in
        [("person", "passing", &person.judgement), ("pregnancy", &pregnancy.question, &pregnancy.judgement)]
    {
        if judgement.trim().is_empty() {
            add(kind, id, "has an empty `judgement`".to_owned());
        }
    }
    faults
}

fn fault(reading: &Reading, id: &'static str, window: &Window) -> Option<Fault> {
    let judged = window.judgement.as_ref().is_some_and(|judgement| !judgement.trim().is_empty());
    let problem = match (window.hours, window.sources.is_empty() && !judged) {
        (0, _) => "needs `hours` above 0",
        (_, true) => "needs a source, or a `judgement` that says why",
        (_, false) => return None,
    };
    Some(reading.fault("window", id, problem))
}
