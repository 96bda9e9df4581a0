//! The way back to activity as the diary knows it: what it answers by itself, and to which step one may go.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::{Writer, just_after, minute};
use jiff::Timestamp;
use jiff::civil::Date;
use supple_care::{ActivityKnown, REST, State, StepRefused, take_step};
use supple_diary::{
    Check, Diary, EpisodeMark, Exercise, Id, Kind, Level, Object, Pain, Phase, Regions, ReturnStep, Spasm, Symptom,
    Words,
};
use supple_guidance::embedded;
use supple_triage::Answer;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

fn date(at: Timestamp) -> Date {
    at.in_tz("Europe/Berlin").unwrap().date()
}

fn known(diary: &Diary, now: Timestamp) -> ActivityKnown<'_> {
    ActivityKnown::of(embedded(), diary, now, date(now))
}

fn step(id: &str, pain: Option<i64>) -> Kind {
    ReturnStep { step: Id::new(id).unwrap(), pain: pain.map(level), note: None }.into()
}

fn level(pain: i64) -> Level {
    Level::new(pain).unwrap()
}

fn pain(of: i64) -> Kind {
    Pain { level: level(of), regions: Regions::default(), note: None }.into()
}

fn symptom(what: &str, present: bool) -> Kind {
    let words = serde_json::to_string(what).unwrap();
    serde_json::from_str::<Symptom>(&format!(r#"{{"what":{words},"present":{present}}}"#)).unwrap().into()
}

fn check(answers: &str, urgency: &str) -> Kind {
    Check { answers: Object::new(answers).unwrap(), urgency: Words::new(urgency).unwrap(), rules: Vec::new() }.into()
}

/// How the diary answers a criterion.
fn answer(writer: &Writer, criterion: &str, now: Timestamp) -> Option<Answer> {
    let diary = writer.diary();
    let known = known(&diary, now);
    let answer = known.state.answers.get(criterion).copied();
    assert_eq!(known.answers_itself(criterion), answer.is_some(), "what the diary knows is not asked");
    answer
}

#[test]
fn a_step_is_known_with_the_pain_before_it_until_a_new_episode_begins() {
    let mut writer = Writer::new();
    writer.write(0, EpisodeMark { phase: Phase::Onset });
    writer.write(0, step("first-walk", Some(4)));
    let reached = |writer: &Writer, at: i64| {
        let diary = writer.diary();
        let known = known(&diary, minute(at));
        (known.state.reached.clone(), known.state.pain_before, known.on.is_some())
    };
    assert_eq!(
        reached(&writer, 1),
        (Some("first-walk".to_owned()), Some(4), true),
        "the step of the very minute counts"
    );
    writer.write(2, EpisodeMark { phase: Phase::Recovery });
    writer.write(20 * DAY, EpisodeMark { phase: Phase::Onset });
    assert_eq!(reached(&writer, 20 * DAY + 1), (None, None, false));
    writer.write(20 * DAY + 2, step("daily-life", None));
    writer.write(20 * DAY + 3, step("work", None));
    assert_eq!(reached(&writer, 20 * DAY + 4), (Some("work".to_owned()), None, true));
    writer.write(20 * DAY + 5, step("rest", None));
    assert_eq!(reached(&writer, 20 * DAY + 6), (None, None, true), "rest is below the first rung");
}

#[test]
fn the_days_of_an_episode_are_those_of_the_calendar() {
    let mut writer = Writer::new();
    assert_eq!(known(&writer.diary(), minute(0)).state.days, None);
    writer.write(0, EpisodeMark { phase: Phase::Onset });
    for (at, days) in [(0, 0), (13 * HOUR, 0), (14 * HOUR, 1), (8 * DAY, 8)] {
        assert_eq!(known(&writer.diary(), minute(at)).state.days, Some(days), "after {at} minutes");
    }
}

#[test]
fn the_pain_of_now_is_the_last_one_of_three_hours_and_never_that_before_the_step() {
    let mut writer = Writer::new();
    writer.write(0, pain(6));
    let of = |writer: &Writer, now| {
        let diary = writer.diary();
        let known = known(&diary, now);
        assert_eq!(known.pain.map(|pain| pain.level), known.state.pain.map(|pain| level(pain.into())));
        known.state.pain
    };
    let last = minute(3 * HOUR);
    assert_eq!((of(&writer, minute(0)), of(&writer, last), of(&writer, just_after(last))), (Some(6), Some(6), None));
    writer.write(10, pain(2));
    assert_eq!((of(&writer, minute(9)), of(&writer, minute(10))), (Some(6), Some(2)), "what is to come says nothing");
    writer.write(20, step("first-walk", Some(5)));
    assert_eq!(of(&writer, minute(21)), None, "it was told as the pain before the step");
    writer.write(30, pain(3));
    assert_eq!(of(&writer, minute(31)), Some(3));
    // What a day was like on the whole is not how it is now.
    let day = serde_json::from_str::<supple_diary::CheckIn>(r#"{"date":"2026-01-10","pain":9}"#).unwrap();
    writer.write(31, day);
    assert_eq!(of(&writer, minute(2 * HOUR + 20)), Some(3));
}

#[test]
fn a_check_answers_for_warning_signs_but_see_a_doctor_answers_neither_way() {
    let of = |answers: &str, urgency: &str, now| {
        let mut writer = Writer::new();
        writer.write(0, check(answers, urgency));
        answer(&writer, "no-warning-sign", now)
    };
    let triage = supple_triage::embedded();
    let mut denied = supple_triage::Answers::none_yet(triage);
    denied.assume_no(triage);
    let calm = denied.to_json(triage);
    assert_eq!(of(&calm, "self-care", minute(1)), Some(Answer::Yes));
    assert_eq!(of(&calm, "see-doctor", minute(1)), None);
    assert_eq!(of(&calm, "same-day", minute(1)), Some(Answer::No));
    assert_eq!(of(r#"{"stuck": true, "stuck-over-an-hour": true}"#, "emergency", minute(1)), Some(Answer::No));
    assert_eq!(of(&calm, "self-care", just_after(minute(DAY))), None, "it counts no longer");
    assert_eq!(answer(&Writer::new(), "no-warning-sign", minute(0)), None);
}

#[test]
fn a_spasm_since_the_step_answers_no_and_none_written_down_answers_nothing() {
    let mut writer = Writer::new();
    writer.write(0, Spasm::default());
    assert_eq!(answer(&writer, "no-new-spasm", minute(1)), None, "there is no step yet");
    writer.write(0, step("first-walk", None));
    assert_eq!(answer(&writer, "no-new-spasm", minute(1)), None, "it was before the step");
    let mut rests = writer.clone();
    writer.write(5, Spasm::default());
    assert_eq!(answer(&writer, "no-new-spasm", minute(6)), Some(Answer::No));
    rests.write(2, step(REST, None));
    rests.write(5, Spasm::default());
    assert_eq!(answer(&rests, "no-new-spasm", minute(6)), None, "below the first rung nothing has to stay so");
}

#[test]
fn a_spasm_or_a_symptom_of_the_last_day_is_no_end_of_all_symptoms() {
    let of = |entries: &[(i64, Kind)], now| {
        let mut writer = Writer::new();
        for (at, kind) in entries {
            writer.write(*at, kind.clone());
        }
        answer(&writer, "no-symptoms", now)
    };
    let spasm = || -> Kind { Spasm::default().into() };
    let last = minute(DAY);
    assert_eq!(of(&[], minute(0)), None);
    assert_eq!(of(&[(0, spasm())], last), Some(Answer::No));
    assert_eq!(of(&[(0, spasm())], just_after(last)), None);
    assert_eq!(of(&[(0, symptom("stiff", true))], last), Some(Answer::No));
    assert_eq!(of(&[(0, symptom("stiff", true))], just_after(last)), None);
    assert_eq!(of(&[(0, symptom("stiff", false))], last), None);
    assert_eq!(of(&[(0, symptom("stiff", true)), (5, symptom("Stiff", false))], last), None, "it has gone");
    assert_eq!(of(&[(0, symptom("stiff", false)), (5, symptom("stiff", true))], last), Some(Answer::No));
    assert_eq!(
        of(&[(0, symptom("stiff", true)), (5, symptom("numb", false))], last),
        Some(Answer::No),
        "another one has gone"
    );
    let exercise: Exercise = serde_json::from_str(r#"{"what":"walking"}"#).unwrap();
    assert_eq!(of(&[(0, exercise.into())], minute(1)), None);
}

// ---------------------------------------------------------------- going to a step

fn take(
    entries: &[(i64, Kind)],
    state: impl FnOnce(&mut State),
    to: &str,
) -> Result<(String, Option<u32>), StepRefused> {
    let mut writer = Writer::new();
    for (at, kind) in entries {
        writer.write(*at, kind.clone());
    }
    let diary = writer.diary();
    let known = known(&diary, minute(100));
    let mut own = known.state.clone();
    state(&mut own);
    take_step(embedded(), &known, &own, to).map(|step| (step.step.as_str().to_owned(), step.pain.map(Level::get)))
}

fn ok(id: &str) -> Result<(String, Option<u32>), StepRefused> {
    Ok((id.to_owned(), None))
}

/// Every criterion is answered with yes, and nothing hurts.
fn fine(state: &mut State) {
    let criteria = &embedded().ladder.criteria;
    state.answers = criteria.iter().map(|criterion| (criterion.id.to_string(), Answer::Yes)).collect();
    state.pain = Some(0);
}

#[test]
fn rest_and_every_step_up_to_the_present_one_are_open() {
    let on_work = [(0, step("work", None))];
    for to in [REST, "first-moves", "first-walk", "daily-life", "work"] {
        assert_eq!(take(&on_work, |_| (), to), ok(to));
    }
    assert_eq!(take(&on_work, |_| (), "exercise"), Err(StepRefused::NotMet));
    assert_eq!(take(&[], |_| (), REST), ok(REST));
    assert_eq!(take(&[(0, step(REST, None))], |_| (), REST), ok(REST));
}

#[test]
fn up_it_goes_by_one_rung_where_all_that_it_asks_for_is_met() {
    let on_work = [(0, step("work", None))];
    let told = |to: &str| take(&on_work, fine, to).map(|(step, _)| step);
    assert_eq!(told("exercise"), Ok("exercise".to_owned()));
    assert_eq!(told("lifting"), Err(StepRefused::NotMet));
    let rests = [(0, step(REST, None))];
    assert_eq!(take(&rests, |_| (), "first-moves"), Err(StepRefused::NotMet));
    assert_eq!(take(&rests, fine, "first-moves").map(|(step, _)| step), Ok("first-moves".to_owned()));
}

#[test]
fn who_has_no_step_yet_may_say_where_they_are_short_of_the_last_rung() {
    let rungs: Vec<&str> = embedded().ladder.rungs.iter().map(|rung| rung.id.as_str()).collect();
    let (last, others) = rungs.split_last().unwrap();
    for rung in others {
        assert_eq!(take(&[], |_| (), rung), ok(rung));
    }
    assert_eq!(take(&[], |_| (), last), Err(StepRefused::NotMet));
}

#[test]
fn what_is_no_step_is_refused_and_the_pain_of_now_is_kept_as_that_before_it() {
    assert_eq!(take(&[], |_| (), "flying"), Err(StepRefused::NoStep));
    let hurts = take(&[(0, step("work", None)), (99, pain(4))], |_| (), "daily-life");
    assert_eq!(hurts, Ok(("daily-life".to_owned(), Some(4))));
}
