//! What the diary says of this moment: what was said and still holds, the check as an entry and what it need not ask, the
//! timers, the review beside a dose, the number to call and the person's clock.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::shared::{Writer, just_after, just_before, minute};
use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_care::moment::check::{Ahead, entry, known_ahead, known_facts, same, twin};
use supple_care::moment::start::{State, start};
use supple_care::moment::timers::{all, is_on_skin, measure_of, rests_until, running, under_way};
use supple_care::moment::{call, clock, onset, remembered, review, said, situation, so_far};
use supple_care::{Dose, Situation, embedded};
use supple_diary::{
    Check, Correction, Country, EpisodeMark, Exercise, Kind, Measure, Medicine, Phase, Plan, Profile, Region, Regions,
    Reminder, Seconds, Spasm, Timer, TimerState, Words,
};
use supple_guidance::{Mobility, Part, StepKind, Thing, Urgency};
use supple_triage::{Answer, Answers, Step};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

fn today() -> Date {
    clock::on_clock(minute(0), "Europe/Berlin").date()
}

fn words(text: &str) -> Words {
    Words::new(text).unwrap()
}

// ---------------------------------------------------------------- what was said

fn plan(situation: &str) -> Kind {
    let situation = supple_diary::Object::new(situation).unwrap();
    Plan { situation, urgency: words("self-care"), steps: Vec::new() }.into()
}

fn spasm() -> Kind {
    Spasm::default().into()
}

#[test]
fn what_was_said_holds_for_twelve_hours_and_until_the_body_speaks() {
    let mut writer = Writer::new();
    writer.write(0, plan(r#"{"mobility": "can-turn"}"#));
    let of = |writer: &Writer, at| said(&writer.diary(), at).and_then(|said| said.situation.mobility);
    assert_eq!(of(&writer, minute(12 * HOUR)), Some(Mobility::CanTurn));
    assert_eq!(of(&writer, just_after(minute(12 * HOUR))), None);
    assert_eq!(so_far(&writer.diary(), minute(1)).mobility, Some(Mobility::CanTurn));
    assert_eq!(said(&writer.diary(), minute(1)).unwrap().at, minute(0));
    writer.write(30, spasm());
    assert_eq!(of(&writer, minute(29)), Some(Mobility::CanTurn));
    assert_eq!(of(&writer, minute(30)), None);
    assert_eq!(so_far(&writer.diary(), minute(31)).mobility, None);
}

#[test]
fn what_is_said_now_stands_on_what_was_said_and_counts_from_now() {
    let mut writer = Writer::new();
    writer.write(0, plan(r#"{"mobility": "can-turn", "alone": true}"#));
    let spoken = Situation { alone: Some(false), ..Situation::default() };
    let now = situation(&writer.diary(), Some(spoken), minute(5));
    assert_eq!(
        (now.at, now.situation.mobility, now.situation.alone),
        (minute(5), Some(Mobility::CanTurn), Some(false))
    );
    let before = situation(&writer.diary(), None, minute(5));
    assert_eq!((before.at, before.situation.alone), (minute(0), Some(true)));
    let nothing = situation(&writer.diary(), None, minute(2 * DAY));
    assert_eq!((nothing.at, nothing.situation.mobility), (minute(2 * DAY), None));
}

#[test]
fn of_the_last_plan_only_the_answers_that_last_are_remembered_and_for_ninety_days() {
    let mut writer = Writer::new();
    writer.write(0, plan(r#"{"mobility": "can-stand", "cautions": {"poor-circulation": true, "fever": true}}"#));
    let diary = writer.diary();
    let of = |at| remembered(&diary, at);
    let last = minute(90 * DAY);
    assert_eq!(of(last).cautions.into_iter().collect::<Vec<_>>(), [("poor-circulation".to_owned(), true)]);
    assert!(of(just_after(last)).cautions.is_empty());
    assert_eq!(of(last).mobility, None);
    writer.write(90 * DAY, spasm());
    assert_eq!(remembered(&writer.diary(), minute(90 * DAY + 1)).onset, Some(minute(90 * DAY)));
}

#[test]
fn what_the_profile_says_since_counts_with_what_was_said_of_the_moment() {
    let mut writer = Writer::new();
    writer.write(0, plan(r#"{"mobility": "can-stand", "cautions": {"fever": true}}"#));
    writer.write(1, supple_care::profile::answered("poor-circulation", supple_diary::Health::Is(true)));
    let cautions = said(&writer.diary(), minute(2)).unwrap().situation.cautions;
    assert_eq!(
        cautions.into_iter().collect::<Vec<_>>(),
        [("fever".to_owned(), true), ("poor-circulation".to_owned(), true)]
    );
}

#[test]
fn whoever_can_get_up_has_what_is_at_home_until_they_say_what_is_at_hand() {
    let home = Profile { at_hand: Some(vec![words("chair"), words("phone")]), ..Profile::default() };
    let mut writer = Writer::new();
    writer.write(0, home);
    let has = |writer: &Writer, mobility, at_hand: &[Thing]| {
        let spoken = Situation { mobility, at_hand: at_hand.iter().copied().collect(), ..Situation::default() };
        situation(&writer.diary(), Some(spoken), minute(10)).situation.at_hand
    };
    assert_eq!(has(&writer, Some(Mobility::CanStand), &[]), [Thing::Chair, Thing::Phone].into());
    assert_eq!(has(&writer, Some(Mobility::CanTurn), &[]), BTreeSet::new(), "on the floor nothing of it is in reach");
    assert_eq!(has(&writer, None, &[]), BTreeSet::new());
    assert_eq!(has(&writer, Some(Mobility::CanStand), &[Thing::Chair]), [Thing::Chair].into());
    writer.write(5, plan(r#"{"mobility": "can-turn"}"#));
    assert_eq!(has(&writer, Some(Mobility::CanStand), &[]), BTreeSet::new(), "nothing was at hand, and that was said");
}

#[test]
fn the_onset_is_that_of_the_episode_or_of_the_last_bout_of_two_weeks() {
    let mut writer = Writer::new();
    writer.write(0, Spasm { seconds: Some(Seconds::new(30).unwrap()), ..Spasm::default() });
    writer.write(10, EpisodeMark { phase: Phase::Recovery });
    assert_eq!(onset(&writer.diary(), just_before(minute(0))), None, "it has not begun");
    assert_eq!(onset(&writer.diary(), minute(0)), Some(minute(0)));
    assert_eq!(onset(&writer.diary(), minute(14 * DAY)), Some(minute(0)));
    assert_eq!(onset(&writer.diary(), just_after(minute(14 * DAY))), None);
    writer.write(2 * DAY, EpisodeMark { phase: Phase::Onset });
    writer.write(3 * DAY, spasm());
    let of_episode = writer.diary().open_episode(minute(3 * DAY)).unwrap().since.at();
    assert_eq!(onset(&writer.diary(), minute(3 * DAY)), Some(of_episode));
    assert_eq!(said(&writer.diary(), minute(3 * DAY)), None);
    writer.write(3 * DAY + 1, plan(r#"{"mobility": "can-turn"}"#));
    assert_eq!(said(&writer.diary(), minute(3 * DAY + 1)).unwrap().situation.onset, Some(of_episode));
}

#[test]
fn no_onset_lies_ahead() {
    let mut writer = Writer::new();
    writer.write(0, spasm());
    for ahead in [5, DAY] {
        let now = minute(-ahead);
        assert_eq!(onset(&writer.diary(), now), Some(now), "a clock was {ahead} minutes ahead");
        assert_eq!(remembered(&writer.diary(), now).onset, Some(now));
    }
    let now = minute(-DAY);
    assert_eq!(start(&writer.diary(), now).state, State::Episode { since: now });
}

#[test]
fn where_it_hurts_is_where_the_last_spasm_of_this_moment_was() {
    let of = |regions: &[Region], at| {
        let mut writer = Writer::new();
        let regions = regions.iter().copied().collect::<Regions>();
        writer.write(0, Spasm { regions, ..Spasm::default() });
        remembered(&writer.diary(), at).parts
    };
    assert_eq!(of(&[Region::LowLeft, Region::SeatLeft], minute(12 * HOUR)), [Part::Low].into());
    assert_eq!(of(&[Region::LowLeft], just_after(minute(12 * HOUR))), BTreeSet::new());
    assert_eq!(of(&[Region::MiddleRight, Region::Neck], minute(0)), [Part::Middle, Part::Upper].into());
    assert_eq!(of(&[Region::ThighLeft], minute(0)), BTreeSet::new());
}

// ---------------------------------------------------------------- the check

fn check(answers: &[(&str, Answer)]) -> Check {
    let triage = supple_triage::embedded();
    let mut given = Answers::none_yet(triage);
    for (id, answer) in answers {
        given.set(triage, id, *answer).unwrap();
    }
    entry(&given, &triage.verdict(&given)).unwrap()
}

#[test]
fn a_check_is_kept_with_its_answers_its_urgency_and_the_rules_that_said_so() {
    let grave = check(&[("stuck", Answer::Yes), ("stuck-over-an-hour", Answer::Yes)]);
    assert_eq!(grave.urgency.as_str(), "emergency");
    let triage = supple_triage::embedded();
    let answers = Answers::from_kept(triage, grave.answers.json());
    assert_eq!(answers.get(triage.place("stuck").unwrap()), Some(Answer::Yes));
    let rules: Vec<String> = triage.verdict(&answers).fired.iter().map(|fired| fired.rule.id.to_string()).collect();
    assert!(!rules.is_empty());
    assert_eq!(grave.rules.iter().map(ToString::to_string).collect::<Vec<_>>(), rules);
}

#[test]
fn the_same_check_within_the_hour_was_sent_twice() {
    let (one, other) = (check(&[("stuck", Answer::Yes)]), check(&[("stuck", Answer::No)]));
    let mut writer = Writer::new();
    let first = writer.write(0, one.clone());
    let diary = writer.diary();
    let last = minute(HOUR);
    let is_same = |check| same(&diary, check).map(supple_diary::Item::id);
    let is_twin = |check, now| twin(&diary, check, now).map(supple_diary::Item::id);
    assert_eq!((is_same(&one), is_same(&other)), (Some(first), None));
    assert_eq!((is_twin(&one, just_before(last)), is_twin(&one, last)), (Some(first), None));
    assert_eq!(is_twin(&other, minute(1)), None);
    writer.write(10, other);
    assert_eq!(twin(&writer.diary(), &one, minute(11)), None, "between them another one was made");
}

/// The answers of someone who denied everything until this screen was next.
fn denied_until(screen: &str) -> Answers {
    let triage = supple_triage::embedded();
    let mut answers = Answers::none_yet(triage);
    while let Step::Ask { screen: next, findings } = triage.next(&answers) {
        if next.id == screen {
            return answers;
        }
        answers.none_of(triage, &findings);
    }
    panic!("{screen} is never asked")
}

/// A diary with a check in which someone denied all that was asked.
fn all_denied() -> Writer {
    let triage = supple_triage::embedded();
    let mut answers = denied_until("you");
    answers.set(triage, "age", Answer::Number(40.0)).unwrap();
    while let Step::Ask { findings, .. } = triage.next(&answers) {
        answers.none_of(triage, &findings);
    }
    let mut writer = Writer::new();
    writer.write(0, entry(&answers, &triage.verdict(&answers)).unwrap());
    writer
}

#[test]
fn what_lasts_is_offered_on_its_own_screen_and_not_once_it_was_answered() {
    let triage = supple_triage::embedded();
    let place = triage.place("weak-immunity").unwrap();
    let diary = all_denied().diary();
    let none = Answers::none_yet(triage);
    assert!(known_facts(&diary, today(), &denied_until("nerves"), &none).is_empty());
    let before = denied_until("you");
    let facts = known_facts(&diary, today(), &before, &none);
    assert_eq!(facts.answers.get(place), Some(Answer::No));
    let is_lasting = |place: usize| triage.guidance().findings[place].lasting;
    assert!(facts.answers.given().all(|(place, _)| is_lasting(place)));
    let mut answered = none.clone();
    answered.set(triage, "weak-immunity", Answer::Yes).unwrap();
    let facts = known_facts(&diary, today(), &before, &answered);
    assert_eq!(facts.answers.get(place), None);
    assert!(!facts.is_empty(), "the rest still is");
}

#[test]
fn what_lasts_stands_beside_the_second_screen_and_no_other() {
    let screens: Vec<&str> =
        supple_triage::embedded().guidance().screens.iter().map(|screen| screen.id.as_str()).collect();
    assert_eq!(Ahead::of(&denied_until(screens[0])), None);
    let ahead = Ahead::of(&denied_until(screens[1])).unwrap();
    assert_eq!(ahead.screen.id, "you");
    assert_eq!(Ahead::of(&denied_until(screens[2])), None);
    assert_eq!(Ahead::of(&denied_until("you")), None);
}

#[test]
fn what_passes_is_asked_anew_beside_what_lasts() {
    let triage = supple_triage::embedded();
    let ahead = Ahead::of(&denied_until("inside")).unwrap();
    let of_you: Vec<usize> = (0..triage.guidance().findings.len()).filter(|place| ahead.asks(*place)).collect();
    let names = |places: &[usize]| -> Vec<String> {
        places.iter().map(|place| triage.guidance().findings[*place].id.to_string()).collect()
    };
    let (you, anew) = (names(&of_you), names(&ahead.anew()));
    assert!(you.contains(&"weak-immunity".to_owned()) && you.contains(&"weight-loss".to_owned()), "{you:?}");
    assert!(!you.contains(&"saddle-numbness".to_owned()), "{you:?}");
    assert!(anew.contains(&"weight-loss".to_owned()) && !anew.contains(&"weak-immunity".to_owned()), "{anew:?}");
    assert!(anew.len() < you.len());
}

#[test]
fn what_lasts_is_offered_ahead_only_where_all_of_it_is_known() {
    let triage = supple_triage::embedded();
    let (diary, none) = (all_denied().diary(), Answers::none_yet(triage));
    let before = denied_until("inside");
    let (ahead, facts) = known_ahead(&diary, today(), &before, &none).unwrap();
    assert!(ahead.is_known(&facts.answers) && !ahead.is_known(&none));
    assert_eq!(known_ahead(&diary, today(), &denied_until("nerves"), &none), None);
    assert_eq!(known_ahead(&Writer::new().diary(), today(), &before, &none), None);
    let mut answered = none.clone();
    answered.set(triage, "weak-immunity", Answer::No).unwrap();
    assert_eq!(known_ahead(&diary, today(), &before, &answered), None, "it was answered on its own screen");
}

// ---------------------------------------------------------------- timers

fn timed(step: &str, state: TimerState) -> Measure {
    let mut measure: Measure = serde_json::from_str(r#"{"what":"heat"}"#).unwrap();
    measure.timer = Some(Timer { step: words(step), seconds: Seconds::new(900).unwrap(), state });
    measure
}

fn runs(step: &str, at: i64) -> Measure {
    timed(step, TimerState::Running(minute(at + 15)))
}

#[test]
fn each_kind_of_step_is_called_what_the_diary_compares() {
    use StepKind::{
        Ask, Bath, Breathing, Cold, Exercise, Heat, Help, Massage, Medicine, Movement, Position, Rise, Sleep, Stretch,
        Walk,
    };
    for (kinds, name) in [
        (&[Heat][..], "heat"),
        (&[Cold], "ice"),
        (&[Bath], "bath"),
        (&[Breathing], "breathing"),
        (&[Walk], "walk"),
        (&[Stretch], "stretch"),
        (&[Massage], "massage"),
        (&[Movement], "movement"),
        (&[Exercise], "exercise"),
        (&[Position, Rise, Sleep], "position"),
        (&[Help, Medicine, Ask], "other"),
    ] {
        assert!(kinds.iter().all(|kind| measure_of(*kind) == name), "{name}");
    }
}

#[test]
fn the_skin_rests_from_heat_and_cold_and_from_nothing_else() {
    for step in &embedded().relief().steps {
        let on_skin = matches!(step.kind, StepKind::Heat | StepKind::Cold | StepKind::Bath);
        assert_eq!(is_on_skin(step.kind), on_skin, "{}", step.id);
    }
}

#[test]
fn timers_are_read_the_newest_first_and_only_of_steps_that_are_there() {
    let mut writer = Writer::new();
    writer.write(0, runs("heat-pack", 0));
    writer.write(20, runs("a-step-of-old", 20));
    writer.write(40, runs("cold-pack", 40));
    writer.write(41, serde_json::from_str::<Measure>(r#"{"what":"rest"}"#).unwrap());
    let diary = writer.diary();
    let steps: Vec<&str> = all(&diary).map(|(_, _, step)| step.id.as_str()).collect();
    assert_eq!(steps, ["cold-pack", "heat-pack"]);
}

#[test]
fn a_timer_is_under_way_until_its_end_and_a_second_tap_on_its_button_is_the_same_start() {
    let step = |id| embedded().relief().step(id).unwrap();
    let mut writer = Writer::new();
    let heat = writer.write(0, runs("heat-pack", 0));
    let diary = writer.diary();
    let under = |now| under_way(&diary, now).map(|(item, ..)| item.id());
    assert_eq!((under(minute(14)), under(minute(15))), (Some(heat), None));
    let again = |id, now| running(&diary, step(id), now).map(supple_diary::Item::id);
    assert_eq!((again("heat-pack", minute(14)), again("heat-pack", minute(15))), (Some(heat), None));
    assert_eq!(again("cold-pack", minute(14)), None);
    // A timer that rests is under way however long.
    let mut writer = Writer::new();
    let rests = writer.write(0, timed("heat-pack", TimerState::Paused(Seconds::new(60).unwrap())));
    assert_eq!(under_way(&writer.diary(), minute(600)).map(|(item, ..)| item.id()), Some(rests));
    assert_eq!(rests_until(&writer.diary(), minute(600)), None, "the rest of the skin begins when it ends");
}

#[test]
fn the_skin_rests_twenty_minutes_from_the_end_of_the_last_heat_or_cold() {
    let mut writer = Writer::new();
    writer.write(0, runs("heat-pack", 0));
    let until = |writer: &Writer, now| rests_until(&writer.diary(), now);
    assert_eq!(until(&writer, minute(14)), None, "it still runs");
    assert_eq!(until(&writer, minute(15)), Some(minute(35)));
    assert_eq!(until(&writer, just_before(minute(35))), Some(minute(35)));
    assert_eq!(until(&writer, minute(35)), None);
    writer.write(16, runs("walk", 16));
    assert_eq!(until(&writer, minute(34)), Some(minute(35)), "a walk does nothing to the skin");

    // Ended early: the rest counts from the correction that says so.
    let left = Seconds::new(300).unwrap();
    for state in [TimerState::Done(left), TimerState::Worse(left)] {
        let mut writer = Writer::new();
        let item = writer.write(0, runs("heat-pack", 0));
        let mut draft = writer.diary().get(item).unwrap().draft().clone();
        draft.kind = timed("heat-pack", state).into();
        writer.write(10, Correction { of: item, entry: Box::new(draft) });
        assert_eq!(until(&writer, minute(11)), Some(minute(30)));
        let mut at_once = Writer::new();
        at_once.write(5, timed("heat-pack", state));
        assert_eq!(until(&at_once, minute(11)), Some(minute(25)));
    }

    // Of two the later rest counts.
    let mut writer = Writer::new();
    writer.write(0, timed("cold-pack", TimerState::Running(minute(30))));
    writer.write(1, timed("heat-pack", TimerState::Running(minute(16))));
    assert_eq!(until(&writer, minute(31)), Some(minute(50)));
}

// ---------------------------------------------------------------- a dose

fn ibuprofen(mg: i32) -> Medicine {
    serde_json::from_str(&format!(r#"{{"what":"ibuprofen","milligrams":{mg},"units":1}}"#)).unwrap()
}

#[test]
fn a_dose_of_three_days_is_judged_as_of_now_and_an_older_one_with_the_day_after_it() {
    let mut writer = Writer::new();
    let id = writer.write(0, ibuprofen(4000));
    let diary = writer.diary();
    let item = diary.get(id).unwrap();
    let last = minute(3 * DAY);
    let now = review::beside(&diary, item, today(), last).unwrap();
    assert!(now.is_recent && now.is_against() && !now.guard.too_much.is_empty());
    let late = review::beside(&diary, item, today(), just_after(last)).unwrap();
    assert!(!late.is_recent && late.is_against(), "what passed a limit then is told");
    assert_eq!(late.guard.too_much.len(), 0, "what to do was for then");
    // So are the questions that decide.
    let soon = review::beside(&diary, item, today(), minute(1)).unwrap();
    assert!(!soon.open_questions().is_empty());
    assert_eq!(soon.open_questions(), soon.guard.open_questions());
    assert!(review::Beside { is_recent: false, ..soon }.open_questions().is_empty());

    let mut writer = Writer::new();
    let id = writer.write(0, ibuprofen(200));
    let spasm = writer.write(1, spasm());
    let diary = writer.diary();
    let item = diary.get(id).unwrap();
    assert!(!review::beside(&diary, item, today(), minute(2)).unwrap().is_against());
    assert_eq!(review::beside(&diary, diary.get(spasm).unwrap(), today(), minute(2)), None);
}

#[test]
fn a_stop_or_too_much_is_against_a_dose_each_by_itself() {
    let mut writer = Writer::new();
    let id = writer.write(0, ibuprofen(4000));
    let diary = writer.diary();
    let mut beside = review::beside(&diary, diary.get(id).unwrap(), today(), minute(1)).unwrap();
    let stops = std::mem::take(&mut beside.guard.stops);
    assert!(!stops.is_empty() && beside.is_against(), "too much alone");
    beside.guard.too_much.clear();
    assert!(!beside.is_against());
    beside.guard.stops = stops;
    assert!(beside.is_against(), "a stop alone");
}

#[test]
fn a_review_counts_the_doses_of_the_diary_and_the_one_that_is_about_to_be_taken() {
    let mut writer = Writer::new();
    writer.write(0, ibuprofen(400));
    let told = |proposed: Option<Dose>| review::review(&writer.diary(), today(), minute(60), proposed.as_ref());
    assert!(told(None).stops.is_empty());
    assert!(!told(Some(Dose::new(minute(60), "ibuprofen").mg(400.0))).stops.is_empty(), "one hour after the last");
}

// ---------------------------------------------------------------- the number, the clock

#[test]
fn the_number_to_call_is_that_of_the_country_chosen_or_of_language_and_clock_together() {
    let mut writer = Writer::new();
    let number =
        |writer: &Writer, region, machine| call::of(&writer.diary(), region, machine).map(|n| n.country.clone());
    let dial = |writer: &Writer, region, machine| call::to_dial(call::of(&writer.diary(), region, machine));
    assert_eq!(number(&writer, Some("US"), "America/New_York").as_deref(), Some("US"));
    assert_eq!(
        (number(&writer, Some("US"), "Europe/Berlin"), dial(&writer, Some("US"), "Europe/Berlin")),
        (None, "112")
    );
    writer.write(0, Profile { zone: Some(words("America/New_York")), ..Profile::default() });
    assert_eq!(dial(&writer, Some("US"), "Europe/Berlin"), "911", "the clock of the person counts, not of the machine");
    writer.write(1, Profile { country: Some(Country::new("JP").unwrap()), ..Profile::default() });
    assert_eq!(dial(&writer, Some("US"), "Europe/Berlin"), "119");
}

#[test]
fn the_clock_is_the_one_chosen_else_of_the_machine_else_utc() {
    let with = |zone: Option<&str>, machine| {
        let mut writer = Writer::new();
        writer.write(0, Profile { zone: zone.map(words), ..Profile::default() });
        let diary = writer.diary();
        (clock::zone(&diary, machine), clock::moment(&diary, minute(0), machine).to_string())
    };
    let time = |zone: &str| supple_diary::Moment::in_zone(minute(0), zone).unwrap().to_string();
    for (chosen, machine, zone) in [
        (Some("Asia/Tokyo"), "Europe/Berlin", "Asia/Tokyo"),
        (Some("Nowhere/There"), "Europe/Berlin", "Europe/Berlin"),
        (None, "Europe/Berlin", "Europe/Berlin"),
        (None, "Nowhere/There", "UTC"),
    ] {
        assert_eq!(with(chosen, machine), (zone.to_owned(), time(zone)), "{chosen:?} {machine}");
    }
    assert_eq!(clock::on_clock(minute(0), "Asia/Tokyo").to_string(), "2026-01-10T18:00:00+09:00[Asia/Tokyo]");
    assert_eq!(clock::on_clock(minute(0), "Nowhere/There").to_string(), "2026-01-10T09:00:00+00:00[UTC]");
}

// ---------------------------------------------------------------- what stands first

#[test]
fn a_spasm_may_hold_for_three_hours_or_for_its_own_length() {
    let state = |spasm: Spasm, now| {
        let mut writer = Writer::new();
        writer.write(0, spasm);
        let diary = writer.diary();
        matches!(start(&diary, now).state, State::Spasm(_))
    };
    let last = minute(3 * HOUR);
    assert!(state(Spasm::default(), just_before(last)) && !state(Spasm::default(), last));
    let long = |seconds| Spasm { seconds: Some(Seconds::new(seconds).unwrap()), ..Spasm::default() };
    assert!(state(long(600), just_before(minute(10))) && !state(long(600), minute(10)));
}

#[test]
fn over_an_episode_is_told_for_two_weeks() {
    let mut writer = Writer::new();
    writer.write(0, EpisodeMark { phase: Phase::Onset });
    writer.write(DAY, EpisodeMark { phase: Phase::Recovery });
    let diary = writer.diary();
    let last = minute(15 * DAY);
    assert_eq!(start(&diary, last).state, State::Recovered { since: minute(DAY) });
    assert_eq!(start(&diary, just_after(last)).state, State::Well { last: None });
}

#[test]
fn help_that_was_asked_for_is_an_episode_since_its_onset() {
    let mut writer = Writer::new();
    writer.write(0, plan(r#"{"mobility": "can-stand"}"#));
    assert_eq!(start(&writer.diary(), minute(5)).state, State::Episode { since: minute(0) });
    let onset = minute(-90).to_string();
    writer.write(6, plan(&format!(r#"{{"mobility": "can-stand", "onset": "{onset}"}}"#)));
    assert_eq!(start(&writer.diary(), minute(7)).state, State::Episode { since: minute(-90) });
    assert_eq!(start(&writer.diary(), minute(7)).emergency, None);
}

#[test]
fn a_check_that_found_an_emergency_stands_above_and_no_other_does() {
    for (answers, urgency) in [
        (&[("stuck", Answer::Yes), ("stuck-over-an-hour", Answer::Yes)][..], Some(Urgency::Emergency)),
        (&[("stuck", Answer::Yes)], None),
    ] {
        let mut writer = Writer::new();
        writer.write(0, check(answers));
        let found = start(&writer.diary(), minute(1)).emergency.map(|checked| checked.verdict.urgency);
        assert_eq!(found, urgency);
    }
}

#[test]
fn what_only_tells_of_the_person_or_of_what_may_be_leaves_supple_new() {
    let of = |kind: Kind| {
        let mut writer = Writer::new();
        writer.write(0, kind);
        matches!(start(&writer.diary(), minute(2 * DAY)).state, State::New)
    };
    assert!(
        of(Profile::default().into()) && of(check(&[]).into()) && of(plan("{}")) && of(runs("heat-pack", 0).into())
    );
    let reminder = r#"{"what":"break","on":true,"from":600}"#;
    assert!(of(serde_json::from_str::<Reminder>(reminder).unwrap().into()), "it is about what is to come");
    assert!(!of(serde_json::from_str::<Exercise>(r#"{"what":"walking"}"#).unwrap().into()));
}
