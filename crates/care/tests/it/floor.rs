//! The floor script, walked in every way: it asks nothing that was not shown to be possible, never sends anyone in
//! circles without an end, and knows when to stop.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use supple_care::{Floor, FloorAnswer, FloorError, FloorState, Situation, Turn, embedded};
use supple_guidance::{FindingId, FloorStep, Mobility, Thing, Track, Urgency};
use supple_triage::{Answer, Answers};

fn start() -> Timestamp {
    "2026-11-22T02:10:00Z".parse().unwrap()
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn situations() -> Vec<Situation> {
    let mut situations = Vec::new();
    for alone in [None, Some(true), Some(false)] {
        for things in [&[][..], &[Thing::Phone], &[Thing::Phone, Thing::Chair]] {
            situations.push(Situation { alone, at_hand: things.iter().copied().collect(), ..Situation::default() });
        }
    }
    situations
}

fn begin(situation: &Situation, urgency: Urgency) -> Floor<'static> {
    Floor::start(embedded(), situation, urgency, start()).unwrap()
}

/// Everywhere that a walk can lead without a limit running out, with what was shown on the way to be possible.
fn everywhere(floor: &Floor<'static>) -> BTreeMap<(String, Mobility), Floor<'static>> {
    let mut seen = BTreeMap::new();
    let mut open = vec![(floor.clone(), Mobility::CannotMove)];
    while let Some((floor, shown)) = open.pop() {
        if seen.insert((floor.instruction().id.clone(), shown), floor.clone()).is_some() {
            continue;
        }
        for answer in [FloorAnswer::Done, FloorAnswer::NotYet] {
            let mut next = floor.clone();
            let now_shown = match answer {
                FloorAnswer::Done => shown.max(floor.instruction().shows.unwrap_or(shown)),
                FloorAnswer::NotYet | FloorAnswer::Worse => shown,
            };
            if let Turn::Do(_) = next.next(answer, start()) {
                open.push((next, now_shown));
            }
        }
    }
    seen
}

#[test]
fn nothing_is_asked_before_it_was_shown_to_be_possible() {
    for situation in situations() {
        for urgency in Urgency::ALL {
            for ((id, shown), floor) in everywhere(&begin(&situation, urgency)) {
                let needs = floor.instruction().needs;
                assert!(needs <= shown, "{id} needs {needs:?} from someone who has shown {shown:?}");
                let words = format!("{} {}", floor.instruction().title, floor.instruction().how).to_lowercase();
                let stands = words.contains("stand up") || words.contains("walk");
                assert!(!stands || shown == Mobility::CanStand, "{id} is about standing");
                let crawls = ["onto your front", "hands and knees", "crawl"].iter().any(|word| words.contains(word));
                assert!(!crawls || shown >= Mobility::CanTurn, "{id} is about turning over");
            }
        }
    }
}

#[test]
fn help_comes_first_and_in_a_way_that_is_possible() {
    for situation in situations() {
        for urgency in Urgency::ALL {
            let floor = begin(&situation, urgency);
            let words = format!("{} {}", floor.instruction().title, floor.instruction().how).to_lowercase();
            assert!(["call", "shout", "ask"].iter().any(|word| words.contains(word)), "{words}");
            let with_phone = situation.at_hand.contains(&Thing::Phone);
            assert!(with_phone || !words.starts_with("call"), "no phone in reach: {words}");
            assert!(
                situation.alone == Some(false) || !words.contains("person with you"),
                "nobody may be there: {words}"
            );
        }
    }
}

#[test]
fn in_an_emergency_nothing_moves_the_back_and_help_stays_in_sight() {
    for situation in situations() {
        for floor in everywhere(&begin(&situation, Urgency::Emergency)).into_values() {
            let step = floor.instruction();
            assert_eq!(step.track, Track::Wait, "{}", step.id);
            assert_eq!(step.needs, Mobility::CannotMove, "{}", step.id);
            let words = format!("{} {}", step.title, step.how).to_lowercase();
            assert!(!["roll", "crawl", "bend", "sit", "rise"].iter().any(|word| words.contains(word)), "{words}");
            // From anywhere, worse means: call again.
            let mut worse = floor.clone();
            let Turn::Do(again) = worse.next(FloorAnswer::Worse, start()) else { panic!("{} gives up", step.id) };
            assert!(again.title.contains("help"), "{}", again.title);
        }
    }
}

#[test]
fn it_can_be_left_upwards_in_the_order_of_the_script() {
    let mut floor = begin(&Situation::default(), Urgency::SameDay);
    let mut way = vec![floor.instruction().id.as_str()];
    loop {
        match floor.next(FloorAnswer::Done, start()) {
            Turn::Do(step) => way.push(&step.id),
            Turn::Over(track) => break assert_eq!(track, Track::Rise),
            Turn::Check(limit) => panic!("{}", limit.id),
        }
    }
    let expected = "tell-by-voice breathe toes knees roll rest-on-the-side front hands-and-knees crawl lean one-foot \
                    push-up sit stand";
    assert_eq!(way.join(" "), expected);
}

#[test]
fn worse_sends_to_the_check_from_everywhere_below_an_emergency() {
    for situation in situations() {
        for floor in everywhere(&begin(&situation, Urgency::SelfCare)).into_values() {
            let mut worse = floor.clone();
            assert!(matches!(worse.next(FloorAnswer::Worse, start()), Turn::Check(limit) if limit.id == "worse"));
        }
    }
}

/// What the check says to someone who answers these findings with yes, and all others with no.
fn checked(findings: &[FindingId]) -> Urgency {
    let triage = supple_triage::embedded();
    let mut answers = Answers::none_yet(triage);
    for finding in findings {
        answers.set(triage, finding, Answer::Yes).unwrap();
    }
    answers.assume_no(triage);
    triage.verdict(&answers).urgency
}

#[test]
fn twenty_minutes_without_progress_send_to_the_check_from_everywhere() {
    let script: Vec<&FloorStep> = embedded().relief().floor.iter().filter(|step| step.track == Track::Rise).collect();
    for step in script.into_iter().filter(|step| step.needs < Mobility::CanStand) {
        let state = FloorState { at: step.id.clone(), down_since: start(), progress: start() };
        let mut floor = Floor::resume(embedded(), &state).unwrap();
        let just_before = start() + minutes(20) - SignedDuration::from_nanos(1);
        assert!(matches!(floor.clone().next(FloorAnswer::NotYet, just_before), Turn::Do(_)), "{}", step.id);
        assert_eq!(floor.deadline(), Some(start() + minutes(20)));
        let Turn::Check(limit) = floor.next(FloorAnswer::NotYet, start() + minutes(20)) else { panic!("{}", step.id) };
        assert_eq!(limit.id, "nothing-works");
        assert_eq!(checked(&limit.findings), Urgency::SameDay);
    }
}

#[test]
fn progress_starts_the_twenty_minutes_anew_but_not_the_hour() {
    let mut floor = begin(&Situation::default(), Urgency::SameDay);
    floor.next(FloorAnswer::Done, start());
    floor.next(FloorAnswer::Done, start() + minutes(10));
    assert_eq!(floor.instruction().id, "toes");
    assert!(matches!(floor.next(FloorAnswer::Done, start() + minutes(19)), Turn::Do(step) if step.id == "knees"));
    assert!(matches!(floor.next(FloorAnswer::Done, start() + minutes(38)), Turn::Do(step) if step.id == "roll"));
    assert!(
        matches!(floor.next(FloorAnswer::Done, start() + minutes(57)), Turn::Do(step) if step.needs == Mobility::CanTurn)
    );
    let Turn::Check(limit) = floor.next(FloorAnswer::Done, start() + minutes(60)) else { panic!("an hour is nothing") };
    assert_eq!(limit.id, "an-hour");
    assert_eq!(checked(&limit.findings), Urgency::Emergency);
}

#[test]
fn feeling_easier_is_no_progress_while_nothing_moves() {
    let mut floor = begin(&Situation::default(), Urgency::SameDay);
    floor.next(FloorAnswer::Done, start());
    for minute in 1..20 {
        assert_eq!(floor.instruction().id, "breathe");
        assert!(
            matches!(floor.next(FloorAnswer::Done, start() + minutes(minute)), Turn::Do(step) if step.id == "toes")
        );
        floor.next(FloorAnswer::NotYet, start() + minutes(minute));
    }
    assert!(matches!(floor.next(FloorAnswer::Done, start() + minutes(20)), Turn::Check(_)));
}

#[test]
fn an_hour_before_the_script_began_counts_too() {
    let situation = Situation { down_since: Some(start() - minutes(60)), ..Situation::default() };
    let floor = begin(&situation, Urgency::SameDay);
    assert_eq!(floor.due(start()).map(|limit| limit.id.as_str()), Some("an-hour"));
    let still_to_come = Situation { down_since: Some(start() + minutes(60)), ..Situation::default() };
    let after_an_hour = begin(&still_to_come, Urgency::SameDay).due(start() + minutes(60)).unwrap();
    assert_eq!(after_an_hour.id, "an-hour", "a clock that is wrong delays no warning");
}

#[test]
fn after_one_limit_the_next_one_counts() {
    let floor = begin(&Situation::default(), Urgency::SameDay);
    assert_eq!(floor.deadline_after(start()), Some(start() + minutes(20)));
    assert_eq!(floor.deadline_after(start() + minutes(20)), Some(start() + minutes(60)));
    assert_eq!(floor.deadline_after(start() + minutes(60)), None);
}

#[test]
fn worse_after_an_hour_says_what_is_more_urgent() {
    let mut floor = begin(&Situation::default(), Urgency::SameDay);
    let Turn::Check(limit) = floor.next(FloorAnswer::Worse, start() + minutes(61)) else { panic!() };
    assert_eq!(limit.id, "an-hour");
}

#[test]
fn someone_who_sits_is_no_longer_stuck() {
    let state = FloorState { at: "sit".to_owned(), down_since: start(), progress: start() };
    let mut floor = Floor::resume(embedded(), &state).unwrap();
    assert_eq!(floor.deadline(), None);
    assert!(matches!(floor.next(FloorAnswer::NotYet, start() + minutes(90)), Turn::Do(step) if step.id == "sit"));
}

#[test]
fn it_goes_on_where_it_was_and_refuses_what_is_not_there() {
    let mut floor = begin(&Situation::default(), Urgency::SameDay);
    floor.next(FloorAnswer::Done, start() + minutes(3));
    let json = serde_json::to_string(&floor.state()).unwrap();
    let state: FloorState = serde_json::from_str(&json).unwrap();
    assert_eq!(Floor::resume(embedded(), &state), Ok(floor));
    let lost = FloorState { at: "flying".to_owned(), ..state };
    assert_eq!(Floor::resume(embedded(), &lost), Err(FloorError::UnknownInstruction("flying".to_owned())));
}

#[test]
fn every_instruction_is_met_by_somebody() {
    let mut met = BTreeSet::new();
    for situation in situations() {
        for urgency in Urgency::ALL {
            met.extend(everywhere(&begin(&situation, urgency)).into_keys().map(|(id, _)| id));
        }
    }
    let all: BTreeSet<String> = embedded().relief().floor.iter().map(|step| step.id.clone()).collect();
    assert_eq!(met, all);
}
