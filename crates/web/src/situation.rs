//! What someone says about the moment, and what is remembered of it.
//!
//! It is written as a plan entry each time it is said, so that a reload, a closed tab or another device loses nothing,
//! and what was said an hour ago is not asked again.

use crate::fields::Fields;
use crate::gate;
use crate::visit::Visit;
use jiff::{SignedDuration, Timestamp, Zoned, tz::TimeZone};
use serde::Serialize;
use serde_json::{Map, Value, json};
use supple_care::{Known, Planner, Preferences, Situation, SituationError, embedded, spoke_since};
use supple_diary::{Plan, Region, Spasm};
use supple_guidance::Part;

/// For how long a situation counts as the one of this moment.
const FRESH: SignedDuration = SignedDuration::from_hours(12);

/// For how long an answer to a lasting caution, such as poor blood flow, is not asked again.
const LASTS: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How far back the diary is asked when it began.
const ONSET_WITHIN: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The id of a plain enum, as it stands in forms and in JSON.
pub(crate) fn id(member: impl Serialize) -> String {
    serde_json::to_value(member).ok().as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The time now as the planner takes it.
pub(crate) fn now(visit: &Visit) -> Zoned {
    let zone = jiff::tz::db().get(&visit.zone).unwrap_or(TimeZone::UTC);
    visit.now.at().to_zoned(zone)
}

/// What was said about the moment, if that is not too long ago and nothing came after it that makes it another moment. What
/// the diary knows besides is added.
pub(crate) fn current(visit: &Visit) -> Option<Situation> {
    let (item, plan) = visit.diary.latest::<Plan>(visit.now.at())?;
    let said = item.happened().at();
    // Once the body spoke again, "it is over" would be wrong in the worst way.
    let holds = said >= visit.now.at() - FRESH && !spoke_since(&visit.diary, said, visit.now.at());
    let situation = Situation::from_json(embedded(), plan.situation.json()).ok().filter(|_| holds)?;
    Some(Situation { onset: situation.onset.or_else(|| onset(visit)), ..situation })
}

/// A situation of which only that is known which lasts: what the diary knows, and cautions of the last months.
pub(crate) fn remembered(visit: &Visit) -> Situation {
    let since = visit.now.at() - LASTS;
    let lasting = |id: &str| embedded().relief().cautions.iter().any(|caution| caution.id == id && caution.lasting);
    let last = visit.diary.latest::<Plan>(visit.now.at()).filter(|(item, _)| item.happened().at() >= since);
    let earlier = last.and_then(|(_, plan)| Situation::from_json(embedded(), plan.situation.json()).ok());
    let mut cautions = earlier.map(|earlier| earlier.cautions).unwrap_or_default();
    cautions.retain(|id, _| lasting(id));
    Situation { onset: onset(visit), parts: parts(visit).into_iter().collect(), cautions, ..Situation::default() }
}

/// When it began, as the diary has it: the open episode, or else the last bout.
pub(crate) fn onset(visit: &Visit) -> Option<Timestamp> {
    let open = visit.diary.open_episode(visit.now.at()).map(|episode| episode.since.at());
    let bout = visit.diary.bouts().iter().rfind(|bout| bout.onset.at() <= visit.now.at()).map(|bout| bout.onset.at());
    let since = visit.now.at() - ONSET_WITHIN;
    open.into_iter().chain(bout).find(|onset| *onset >= since)
}

/// Where it hurts, as the last spasm of this episode had it.
fn parts(visit: &Visit) -> Vec<Part> {
    let since = visit.now.at() - FRESH;
    let last = visit.diary.latest::<Spasm>(visit.now.at()).filter(|(item, _)| item.happened().at() >= since);
    let regions = last.into_iter().flat_map(|(_, spasm)| spasm.regions.iter());
    let mut parts: Vec<Part> = regions.filter_map(part).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

fn part(region: Region) -> Option<Part> {
    match region {
        Region::LowLeft | Region::LowRight => Some(Part::Low),
        Region::MiddleLeft | Region::MiddleRight => Some(Part::Middle),
        Region::UpperLeft | Region::UpperRight | Region::Neck => Some(Part::Upper),
        Region::SeatLeft | Region::SeatRight | Region::ThighLeft | Region::ThighRight => None,
    }
}

/// What is known of warning signs: by the last check that still counts, else by the gate as this situation has it.
pub(crate) fn known(visit: &Visit, situation: &Situation) -> Known<'static> {
    supple_care::known(&visit.diary, situation, visit.now.at())
}

/// What the person decided where sources disagree. What the guidance no longer knows is left out.
pub(crate) fn preferences(visit: &Visit) -> Preferences {
    let mut preferences = Preferences::default();
    for (decision, option) in visit.diary.profile().decisions.iter() {
        let _ = preferences.set(embedded(), decision, option.as_str());
    }
    preferences
}

/// The plan for this moment, with what is known of warning signs, on which it stands. Its times count from when the
/// situation was `said`, so that what comes next does come.
pub(crate) fn plan(
    visit: &Visit,
    situation: &Situation,
    said: Timestamp,
) -> (supple_care::Plan<'static>, Known<'static>) {
    let known = known(visit, situation);
    let planner: &'static Planner<'static> = embedded();
    (planner.plan_made(&known, situation, &preferences(visit), &now(visit), said), known)
}

/// When the newest situation was said; now where none was.
pub(crate) fn said(visit: &Visit) -> Timestamp {
    visit.diary.latest::<Plan>(visit.now.at()).map_or(visit.now.at(), |(item, _)| item.happened().at())
}

/// When it began, in words that someone in pain can choose from, and about how long ago that is.
pub(crate) const ONSETS: [(&str, &str, SignedDuration); 5] = [
    ("now", "Just now", SignedDuration::ZERO),
    ("hours", "Some hours ago", SignedDuration::from_hours(6)),
    ("yesterday", "Yesterday", SignedDuration::from_hours(30)),
    ("days", "2 to 3 days ago", SignedDuration::from_hours(60)),
    ("longer", "Longer ago", SignedDuration::from_hours(5 * 24)),
];

/// The button that says no to the cautions that were asked with it and not tapped; it holds their ids.
pub(crate) const NO_TO_THE_OTHERS: &str = "no-to-the-others";

/// Reads a form on top of what is known. A field that was not sent changes nothing; one of several that was sent empty
/// (`at-hand=`) says that there is nothing of it.
pub(crate) fn read(fields: &Fields, known: &Situation, now: Timestamp) -> Result<Situation, SituationError> {
    let not_a_situation = |error: serde_json::Error| SituationError::NotASituation(error.to_string());
    let known = serde_json::to_value(known).map_err(not_a_situation)?;
    let Value::Object(mut said) = known else { return Ok(Situation::default()) };
    for name in ["mobility", "place", "spasm", "pattern"] {
        if !fields.get(name).is_empty() {
            said.insert(name.to_owned(), json!(fields.get(name)));
        }
    }
    match fields.get("alone") {
        "" => {}
        "yes" => drop(said.insert("alone".to_owned(), json!(true))),
        "no" => drop(said.insert("alone".to_owned(), json!(false))),
        other => return Err(SituationError::NotASituation(format!("alone takes yes or no, not {other}"))),
    }
    for name in ["at-hand", "worse", "parts"] {
        if fields.all(name).next().is_some() {
            let chosen: Vec<&str> = fields.all(name).filter(|value| !value.is_empty()).collect();
            said.insert(name.to_owned(), json!(chosen));
        }
    }
    match fields.get("onset") {
        "" => {}
        chosen => match ONSETS.iter().find(|(id, _, _)| *id == chosen) {
            Some((_, _, ago)) => drop(said.insert("onset".to_owned(), json!((now - *ago).to_string()))),
            None => return Err(SituationError::NotASituation(format!("{chosen} is no time that it may have begun"))),
        },
    }
    if let Some(denied) = fields.all(gate::FIELD).next() {
        match denied.split_whitespace().collect::<Vec<_>>() {
            // Taken back, so that it is asked again.
            none if none.is_empty() => drop(said.remove("gate")),
            denied => drop(said.insert("gate".to_owned(), json!({"at": now.to_string(), "no-to": denied}))),
        }
    }
    let mut cautions: Map<String, Value> = match said.remove("cautions") {
        Some(Value::Object(cautions)) => cautions,
        _ => Map::new(),
    };
    for (id, answer) in fields.under("caution.") {
        match answer {
            "yes" => drop(cautions.insert(id.to_owned(), json!(true))),
            "no" => drop(cautions.insert(id.to_owned(), json!(false))),
            "" => drop(cautions.remove(id)),
            other => return Err(SituationError::NotASituation(format!("{id} takes yes or no, not {other}"))),
        }
    }
    for id in fields.all(NO_TO_THE_OTHERS).flat_map(str::split_whitespace) {
        if fields.get(&format!("caution.{id}")).is_empty() {
            cautions.insert(id.to_owned(), json!(false));
        }
    }
    if !cautions.is_empty() {
        said.insert("cautions".to_owned(), Value::Object(cautions));
    }
    Situation::from_json(embedded(), &Value::Object(said).to_string())
}
