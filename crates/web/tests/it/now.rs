//! The plan for the moment and its timers, through whole requests.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page};
use axum::http::StatusCode;
use proptest::prelude::*;
use proptest::sample::select;
use supple_diary::{Draft, Kind, KindName, Measure, Object, Plan, TimerState, Words};

/// A finished check with these answers and no to everything else, as the check page writes it.
async fn checked(app: &App, yes: &[&str]) {
    let triage = supple_triage::embedded();
    let mut answers = supple_triage::Answers::none_yet(triage);
    for finding in yes {
        answers.set(triage, finding, supple_triage::Answer::Yes).unwrap();
    }
    answers.assume_no(triage);
    let verdict = triage.verdict(&answers);
    let check = supple_diary::Check {
        answers: Object::new(&answers.to_json(triage)).unwrap(),
        urgency: Words::new(verdict.urgency.id()).unwrap(),
        rules: Vec::new(),
    };
    let moment = app.journal.host().moment().unwrap();
    app.journal.write(Draft::new(moment, Kind::from(check))).await.unwrap();
}

/// Where in a page a text stands first.
#[track_caller]
fn place(page: &Page, text: &str) -> usize {
    page.body.find(text).unwrap_or_else(|| panic!("{text} is not in {}", page.text()))
}

const NO_TO_ALL: [(&str, &str); 12] = [
    ("caution.numb-skin", "no"),
    ("caution.less-feeling", "no"),
    ("caution.broken-skin", "no"),
    ("caution.poor-circulation", "no"),
    ("caution.cancer-there", "no"),
    ("caution.sleepy", "no"),
    ("caution.pregnant", "no"),
    ("caution.fever", "no"),
    ("caution.blood-thinner", "no"),
    ("caution.swollen", "no"),
    ("caution.cold-sets-it-off", "no"),
    ("caution.unsteady", "no"),
];

/// Someone who can stand, with ice at hand and nothing that forbids it.
async fn with_ice() -> App {
    let app = App::new();
    checked(&app, &[]).await;
    let mut form = vec![("mobility", "can-stand"), ("alone", "no"), ("at-hand", "ice"), ("onset", "hours")];
    form.extend(NO_TO_ALL);
    app.store("/now", &form).await;
    app.store("/now/decide", &[("decision", "heat-or-cold"), ("option", "cold")]).await;
    app
}

/// Starts the timer of the cold step, and gives its address.
async fn cold_timer(app: &App) -> String {
    let (to, page) = app.store("/timer", &[("step", cold_step(app).await.as_str())]).await;
    assert!(to.starts_with("/timer/") && page.body.contains("id=\"clock\""), "{to}");
    to
}

async fn cold_step(app: &App) -> String {
    let page = app.get("/now").await;
    let starts = page.body.split("name=\"step\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let steps = &supple_guidance::embedded().relief.steps;
    let is_cold = |id: &&str| steps.iter().any(|step| step.id == *id && step.kind == supple_guidance::StepKind::Cold);
    starts.into_iter().find(is_cold).expect("a timer for cold").to_owned()
}

async fn measure(app: &App) -> Measure {
    app.diary().await.last::<Measure>().unwrap().1.clone()
}

// ---------------------------------------------------------------- the plan

#[tokio::test]
async fn one_tap_makes_a_plan_and_stores_what_was_said() {
    let app = App::new();
    checked(&app, &[]).await;
    let question = app.get("/now").await;
    assert!(question.says("How far can you move?"));
    let (to, page) = app.store("/now", &[("mobility", "can-stand")]).await;
    assert_eq!(to, "/now");
    let diary = app.diary().await;
    let plan = diary.last::<Plan>().unwrap().1;
    assert_eq!(plan.situation.json(), r#"{"mobility":"can-stand"}"#);
    assert_eq!(plan.urgency.as_str(), "self-care");
    assert!(!plan.steps.is_empty());
    for step in &plan.steps {
        let title = &supple_guidance::embedded().relief.step(step.as_str()).unwrap().title;
        assert!(page.says(title), "{title}");
    }
}

#[tokio::test]
async fn the_plan_follows_from_the_entries_and_the_clock_alone() {
    let app = with_ice().await;
    let first = app.get("/now").await;
    let written = app.count().await;
    assert_eq!(app.get("/now").await.text(), first.text());
    assert_eq!(app.count().await, written, "looking writes nothing");
    app.later(13 * 3_600);
    assert!(app.get("/now").await.says("How far can you move?"), "what was said half a day ago is asked again");
    let fit = app.get("/now/fit").await;
    assert_eq!(fit.checked("caution.poor-circulation").as_deref(), Some("no"), "what lasts is not asked again");
    assert_eq!(fit.checked("caution.sleepy"), None, "what passes is");
}

#[tokio::test]
async fn an_emergency_shows_the_call_above_everything() {
    let app = App::new();
    checked(&app, &["bladder-bowel-loss"]).await;
    let question = app.get("/now").await;
    assert!(place(&question, "fill-red") < place(&question, "name=\"mobility\""), "also above the question");
    let (_, page) = app.store("/now", &[("mobility", "can-stand"), ("at-hand", "heat")]).await;
    let call = place(&page, "fill-red");
    let first_step = place(&page, "class=\"card step\"");
    assert!(call < first_step);
    assert!(page.says("Call 112 now") && page.says("While you wait"));
    assert!(!page.body.contains("Warm the muscle"), "no heat in an emergency");
}

#[tokio::test]
async fn for_someone_who_should_call_today_the_call_comes_first() {
    let app = App::new();
    checked(&app, &["stuck"]).await;
    let (_, page) = app.store("/now", &[("mobility", "cannot-move")]).await;
    assert!(place(&page, "data-urgency=\"same-day\"") < place(&page, "class=\"card step\""));
    let unchecked = App::new();
    let (_, page) = unchecked.store("/now", &[("mobility", "can-turn")]).await;
    assert_eq!(page.hidden("found").as_deref(), Some("stuck"), "the check is not asked again what was said here");
    assert_eq!(unchecked.post("/check", &[("found", "stuck")]).await.status, StatusCode::OK);
    assert!(page.body.contains("href=\"/floor\""), "someone who is down is led step by step");
}

const UNCHECKED: &str = "Not checked for warning signs today.";
const CALL_TODAY: &str = "Call a doctor or a health line today";

/// What "None of these" on this page sends.
#[track_caller]
fn none_of_these(page: &Page) -> String {
    let buttons = page.attributes("button", "value");
    buttons.into_iter().find(|value| value.starts_with("saddle-numbness ")).expect("the gate is on the page")
}

#[tokio::test]
async fn without_a_check_of_today_the_plan_says_so_in_one_line_asks_the_gate_and_has_its_steps_at_once() {
    let app = App::new();
    assert!(!app.get("/now").await.says(UNCHECKED), "one thing at a time");
    let (_, page) = app.store("/now", &[("mobility", "can-stand")]).await;
    assert!(place(&page, UNCHECKED) < place(&page, "Is any of this so?"));
    assert!(place(&page, "None of these") < place(&page, "class=\"card step\""), "the gate first, and then the steps");
    assert!(!page.says(CALL_TODAY), "nobody said anything that asks for it");
    assert_eq!(app.diary().await.last::<Plan>().unwrap().1.urgency.as_str(), "same-day", "it may be so all the same");
    for hidden in ["Go for a short walk", "id=\"massage\"", "id=\"painkiller"] {
        assert!(!page.body.contains(hidden), "{hidden} waits for the check");
    }
    checked(&app, &[]).await;
    assert!(!app.get("/now").await.says(UNCHECKED));
    app.later(25 * 3_600);
    app.store("/now", &[("mobility", "can-stand")]).await;
    assert!(app.get("/now").await.says(UNCHECKED), "a check of yesterday is no check of today");
}

#[tokio::test]
async fn none_of_these_is_kept_as_no_to_these_signs_and_is_never_called_a_check() {
    let app = App::new();
    let (_, page) = app.store("/now", &[("mobility", "can-stand")]).await;
    let none = none_of_these(&page);
    let (to, passed) = app.store("/now", &[("gate", none.as_str())]).await;
    assert_eq!(to, "/now");
    assert!(passed.says("The rest is not known.") && passed.body.contains("href=\"/check\""));
    assert!(!passed.says(UNCHECKED) && !passed.says(CALL_TODAY) && !passed.says("Is any of this so?"));
    assert!(!passed.says("every warning sign") && !passed.says("This plan stands on the check"));
    let diary = app.diary().await;
    assert!(diary.last::<supple_diary::Check>().is_none(), "it is no check");
    let plan = diary.last::<Plan>().unwrap().1;
    assert_eq!(plan.urgency.as_str(), "same-day", "and earns no self-care");
    let kept: serde_json::Value = serde_json::from_str(plan.situation.json()).unwrap();
    let denied: Vec<&str> = kept["gate"]["no-to"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    let mut asked: Vec<&str> = none.split(' ').collect();
    asked.sort_unstable();
    assert_eq!((denied, kept["mobility"].as_str()), (asked, Some("can-stand")));
    let (_, again) = app.store("/now", &[("gate", "")]).await;
    assert!(again.says(UNCHECKED) && again.says("Is any of this so?"), "it can be taken back");
}

#[tokio::test]
async fn the_gate_is_asked_again_after_half_a_day_and_after_a_new_spasm() {
    let app = App::new();
    let (_, page) = app.store("/now", &[("mobility", "can-stand")]).await;
    let none = none_of_these(&page);
    app.store("/now", &[("gate", none.as_str())]).await;
    app.later(11 * 3_600);
    app.store("/now", &[("alone", "yes")]).await;
    assert!(!app.get("/now").await.says(UNCHECKED), "what else is said leaves it as it is");
    app.later(2 * 3_600);
    assert!(app.get("/now").await.says(UNCHECKED), "and does not make it newer");
    app.store("/now", &[("gate", none.as_str())]).await;
    app.later(60);
    app.store("/spasm", &[]).await;
    app.later(60);
    let (_, page) = app.store("/now", &[("mobility", "can-stand")]).await;
    assert!(page.says(UNCHECKED));
}

#[tokio::test]
async fn a_yes_at_the_gate_leads_into_the_check_and_has_the_urgency_of_the_check() {
    let triage = supple_triage::embedded();
    let page = App::new().store("/now", &[("mobility", "can-stand")]).await.1;
    let found = page.attributes("button", "value").into_iter().filter(|value| value.contains('=')).collect::<Vec<_>>();
    for id in embedded_gate() {
        assert!(found.iter().any(|value| value.starts_with(&format!("{id}="))), "{id} has a yes");
    }
    for value in found {
        let (id, said) = value.split_once('=').unwrap();
        let said = if said == "yes" {
            "true".to_owned()
        } else {
            said.parse::<f64>().map_or(format!("\"{said}\""), |n| n.to_string())
        };
        let answers = supple_triage::Answers::from_json(triage, &format!("{{\"{id}\": {said}}}")).unwrap();
        let app = App::new();
        let page = app.post("/check", &[("found", &value)]).await;
        assert_eq!(page.status, StatusCode::OK, "{value}");
        match triage.next(&answers) {
            supple_triage::Step::Done(verdict) => {
                assert_eq!(page.verdict().as_deref(), Some(verdict.urgency.id()), "{value}")
            }
            supple_triage::Step::Ask { .. } => {
                assert_eq!(page.hidden("before"), Some(answers.to_json(triage)), "{value}")
            }
        }
        let emergency = triage.established_by(&answers) == supple_guidance::Urgency::Emergency;
        assert_eq!(page.says("Call 112 now"), emergency, "{value}");
        assert_eq!(app.diary().await.last::<supple_diary::Check>().is_some(), emergency, "{value}");
    }
    for wrong in ["chest-pain=no", "injury", "injury=none", "temperature=36.8", "chest-pain=", "=yes", "nothing"] {
        assert_eq!(App::new().post("/check", &[("found", wrong)]).await.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(App::new().post("/now", &[("gate", "chest-pain no-such-sign")]).await.status, StatusCode::BAD_REQUEST);
}

fn embedded_gate() -> impl Iterator<Item = &'static str> {
    supple_guidance::embedded().relief.gate.findings()
}

#[tokio::test]
async fn the_gate_takes_nothing_back_that_a_check_or_the_situation_asks_for() {
    let none = none_of_these(&App::new().store("/now", &[("mobility", "can-stand")]).await.1);
    for sign in ["stuck", "chest-pain"] {
        let app = App::new();
        checked(&app, &[sign]).await;
        let (_, page) = app.store("/now", &[("mobility", "can-stand"), ("gate", none.as_str())]).await;
        assert!(!page.says("The rest is not known.") && !page.says(UNCHECKED), "a check counts before the gate");
        assert!(page.says(CALL_TODAY) || page.says("Call 112 now"), "{sign}");
        app.later(25 * 3_600);
        let (_, page) = app.store("/now", &[("mobility", "can-stand"), ("gate", none.as_str())]).await;
        assert!(place(&page, CALL_TODAY) < place(&page, "class=\"card step\""), "only a newer check ends it");
        assert!(page.says("Only a new check can tell") && !page.says("Is any of this so?"));
    }
    let (_, page) = App::new().store("/now", &[("mobility", "can-turn"), ("gate", none.as_str())]).await;
    assert!(place(&page, CALL_TODAY) < place(&page, "class=\"card step\""), "whoever cannot get up should call");
}

#[tokio::test]
async fn what_is_answered_takes_limits_out_of_view_or_steps_out_of_the_plan() {
    let app = App::new();
    checked(&app, &[]).await;
    let (_, open) = app.store("/now", &[("mobility", "can-stand"), ("at-hand", "heat")]).await;
    assert!(open.says("Not on numb skin.") && open.says("First: is any of this so?"));
    let (_, answered) = app.store("/now", &NO_TO_ALL).await;
    assert!(!answered.says("Not on numb skin.") && answered.says("Start 15 minutes"));
    let (_, numb) = app.store("/now", &[("caution.numb-skin", "yes")]).await;
    assert!(!numb.body.contains("id=\"heat-pack\"") && !numb.says("Start 15 minutes"));
}

#[tokio::test]
async fn warmth_or_cold_is_offered_to_whoever_can_stand_with_the_skin_asked_about_on_the_step() {
    let app = App::new();
    let (_, page) = app.store("/now", &[("mobility", "can-stand")]).await;
    let title = place(&page, "Warmth or cold, whichever feels better");
    let questions = place(&page, "First: is any of this so?");
    let start = place(&page, "value=\"warm-it\"");
    assert!(
        title < questions
            && questions < place(&page, "Is the skin there numb?")
            && place(&page, "Is the skin there numb?") < start
    );
    assert!(page.says("Not on numb skin.") && page.says("Start 10 minutes") && page.says("Cool the sore place"));
    let asked = page.attributes("button", "value").into_iter().find(|value| value.starts_with("numb-skin ")).unwrap();
    assert!(!asked.contains("blood-thinner"), "only what the step turns on");

    let (_, none) = app.store("/now", &[("no-to-the-others", asked.as_str())]).await;
    assert!(
        !none.says("First: is any of this so?") && !none.says("Not on numb skin.") && none.says("Start 15 minutes")
    );
    let (to, timer) = app.store("/timer", &[("step", "warm-it")]).await;
    assert!(to.starts_with("/timer/") && timer.says("15:00"));

    let sore = App::new();
    sore.store("/now", &[("mobility", "can-stand")]).await;
    let (_, page) =
        sore.store("/now", &[("caution.cold-sets-it-off", "yes"), ("no-to-the-others", asked.as_str())]).await;
    assert!(
        page.says("Warm the sore place") && !page.says("Cool the sore place") && !page.says("whichever feels better")
    );
    let (_, page) = sore.store("/now", &[("caution.numb-skin", "yes")]).await;
    assert!(!page.says("Warm the sore place"), "a yes that forbids it takes it away");
    assert_eq!(sore.post("/now", &[("no-to-the-others", "numb-skni")]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_decision_is_shown_in_one_line_with_who_disagrees_and_is_remembered() {
    let app = App::new();
    checked(&app, &[]).await;
    let (_, page) = app
        .store("/now", &[("mobility", "can-stand"), ("at-hand", "heat"), ("at-hand", "ice"), ("onset", "now")])
        .await;
    assert!(page.says("Heat or cold: we show both, heat first.") && page.says("What we start with"));
    assert!(page.body.contains("/guide/disagreements/ice-or-heat"));
    let (to, page) = app.store("/now/decide", &[("decision", "heat-or-cold"), ("option", "cold")]).await;
    assert_eq!(to, "/now#decisions");
    assert!(page.says("Cold: we show cold, and leave heat out.") && page.says("Your choice"));
    app.later(20 * 24 * 3_600);
    let diary = app.diary().await;
    assert_eq!(diary.profile().decisions.get("heat-or-cold").map(Words::as_str), Some("cold"));
    let written = app.count().await;
    for (decision, option) in [("heat-or-cold", "fire"), ("colour", "blue"), ("", "")] {
        let page = app.post("/now/decide", &[("decision", decision), ("option", option)]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{decision} {option}");
    }
    assert_eq!(app.count().await, written);
}

#[tokio::test]
async fn what_makes_no_sense_gets_one_line_and_stores_nothing() {
    let app = App::new();
    for form in [
        [("mobility", "can-fly")],
        [("at-hand", "sword")],
        [("caution.fevre", "no")],
        [("caution.fever", "perhaps")],
        [("onset", "never")],
        [("alone", "maybe")],
    ] {
        let page = app.post("/now", &form).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{form:?}");
        assert!(page.body.contains("id=\"problem\""));
    }
    assert_eq!(app.count().await, 0);
}

// ---------------------------------------------------------------- timers

#[tokio::test]
async fn a_timer_of_fifteen_minutes_ends_after_fifteen_minutes_whatever_becomes_of_the_page() {
    let app = with_ice().await;
    let to = cold_timer(&app).await;
    let page = app.get(&to).await;
    assert!(page.says("15:00") && page.says("Ends at 21:27"), "{}", page.text());
    assert!(page.body.contains("http-equiv=\"refresh\"") && page.body.contains("hidden"), "half time is not yet");
    app.later(7 * 60 + 30);
    let page = app.get(&to).await;
    assert!(page.says("7:30") && page.says("Half of the time is over."));
    assert!(!page.body.contains("id=\"half\" hidden"));
    app.later(7 * 60 + 29);
    assert!(app.get(&to).await.says("0:01"));
    app.later(1);
    let page = app.get(&to).await;
    assert!(page.says("Time is up. Take it off.") && page.says("Did it help?"));
    assert!(!page.body.contains("http-equiv"), "it does not ask anew any more");
}

#[tokio::test]
async fn a_pause_takes_as_long_as_it_takes() {
    let app = with_ice().await;
    let to = cold_timer(&app).await;
    app.later(300);
    let (_, page) = app.store(&format!("{to}/pause"), &[]).await;
    assert!(page.says("10:00") && page.says("Paused."));
    app.later(3_600);
    assert!(app.get(&to).await.says("10:00"));
    let (_, page) = app.store(&format!("{to}/go-on"), &[]).await;
    assert!(page.says("10:00") && page.says("Ends at"));
    app.later(600);
    assert!(app.get(&to).await.says("Time is up."));
}

#[tokio::test]
async fn what_gets_worse_is_stopped_and_asked_why() {
    let app = with_ice().await;
    let to = cold_timer(&app).await;
    app.later(120);
    let (_, page) = app.store(&format!("{to}/worse"), &[]).await;
    assert!(page.says("Stopped") && page.says("What got worse?"));
    let stopped = measure(&app).await;
    assert_eq!((stopped.helped, stopped.seconds.map(supple_diary::Seconds::get)), (Some(false), Some(120)));
    let (_, page) = app.store(&format!("{to}/why"), &[("why", "It went numb")]).await;
    assert!(page.says("You said: It went numb") && page.body.contains("href=\"/check\""));
    assert_eq!(measure(&app).await.note.unwrap().as_str(), "It went numb");
    let (_, page) = app.store(&format!("{to}/go-on"), &[]).await;
    assert!(page.says("Stopped"), "what was stopped does not run on");
}

#[tokio::test]
async fn enough_is_enough_and_how_long_it_ran_is_kept() {
    let app = with_ice().await;
    let to = cold_timer(&app).await;
    app.later(400);
    app.store(&format!("{to}/done"), &[]).await;
    let done = measure(&app).await;
    assert_eq!(done.what.as_str(), "ice");
    assert_eq!(done.seconds.map(supple_diary::Seconds::get), Some(400));
    assert!(matches!(done.timer.unwrap().state, TimerState::Done(_)));
    app.later(60);
    app.store(&format!("{to}/done"), &[]).await;
    assert_eq!(measure(&app).await.seconds.map(supple_diary::Seconds::get), Some(400), "a second tap changes nothing");
}

#[tokio::test]
async fn the_skin_rests_before_the_next_round_whatever_is_tapped() {
    let app = with_ice().await;
    let step = cold_step(&app).await;
    cold_timer(&app).await;
    app.later(15 * 60 + 1);
    let written = app.count().await;
    let page = app.post("/timer", &[("step", &step)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Let your skin rest"), "{}", page.text());
    assert_eq!(app.count().await, written);
    app.later(20 * 60);
    app.store("/timer", &[("step", &step)]).await;
}

#[tokio::test]
async fn two_taps_on_start_are_one_timer_and_a_step_outside_the_plan_is_none() {
    let app = with_ice().await;
    let step = cold_step(&app).await;
    let (first, _) = app.store("/timer", &[("step", &step)]).await;
    let (second, _) = app.store("/timer", &[("step", &step)]).await;
    assert_eq!(first, second);
    let written = app.count().await;
    for step in ["heat-pack", "call-emergency", "nothing", ""] {
        let page = app.post("/timer", &[("step", step), ("seconds", "99999")]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{step}");
    }
    for address in ["/timer/x", "/timer/019aa957-4463-7000-8000-000000000000"] {
        assert_eq!(app.get(address).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(app.post(&format!("{first}/explode"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.count().await, written);
}

#[tokio::test]
async fn no_timer_runs_longer_than_its_limit_whatever_was_decided() {
    let app = with_ice().await;
    let relief = &supple_guidance::embedded().relief;
    let session = relief.decision("session").unwrap();
    for option in &session.options {
        app.store("/now/decide", &[("decision", "session"), ("option", &option.id)]).await;
        app.later(2 * 3_600);
        app.store("/now", &[("mobility", "can-stand"), ("at-hand", "ice"), ("onset", "hours")]).await;
        cold_timer(&app).await;
        let timer = measure(&app).await.timer.unwrap();
        assert!(timer.seconds.get() <= relief.limit("skin").unwrap().seconds, "{}", option.id);
        app.later(3_600);
    }
}

#[tokio::test]
async fn a_timer_that_runs_is_one_tap_away_from_the_start_and_the_plan() {
    let app = with_ice().await;
    let to = cold_timer(&app).await;
    for path in ["/", "/now"] {
        assert!(app.get(path).await.body.contains(&format!("href=\"{to}\"")), "{path}");
    }
    app.later(901);
    assert!(!app.get("/").await.body.contains(&format!("href=\"{to}\"")));
    let diary = app.diary().await;
    let item = diary.items().iter().find(|item| item.name() == KindName::Measure).unwrap();
    assert!(app.get(&format!("/diary/entry/{}", item.id())).await.says("Ice"));
}

// ---------------------------------------------------------------- whatever is sent

/// Fields and values that a form of the plan may hold, and some that it may not.
fn fields() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        select(vec!["mobility", "place", "alone", "spasm", "pattern", "onset", "at-hand", "worse", "parts"])
            .prop_map(str::to_owned),
        select(NO_TO_ALL.to_vec()).prop_map(|(name, _)| name.to_owned()),
        "[a-z.-]{0,12}",
    ];
    let value = prop_oneof![
        select(vec![
            "can-stand",
            "can-turn",
            "cannot-move",
            "floor",
            "bed",
            "chair",
            "standing",
            "yes",
            "no",
            "now",
            "eased",
            "over",
            "single",
            "recurring",
            "lasting",
            "hours",
            "days",
            "longer",
            "ice",
            "heat",
            "bath",
            "breathing",
            "coughing",
            "low",
            "upper",
            "",
        ])
        .prop_map(str::to_owned),
        ".{0,12}",
    ];
    prop::collection::vec((name, value), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is sent is either taken or refused with a page, and there is a plan to look at afterwards.
    #[test]
    fn no_form_breaks_the_plan(forms in prop::collection::vec(fields(), 1..4), minutes in 0i64..6_000) {
        crate::support::runtime().block_on(async {
            let app = App::new();
            checked(&app, &[]).await;
            for form in forms {
                let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let before = app.count().await;
                let plans = app.diary().await.all::<Plan>().count();
                let status = app.post("/now", &form).await.status;
                match status {
                    // What is said of the person for good is an entry of its own beside the plan.
                    StatusCode::SEE_OTHER => {
                        let asks_of_the_person = form.iter().any(|(name, value)| name.starts_with("caution.") && !value.is_empty());
                        let more = app.count().await - before;
                        assert_eq!(app.diary().await.all::<Plan>().count(), plans + 1);
                        assert!(more == 1 || (more == 2 && asks_of_the_person), "{form:?}: {more} entries");
                    }
                    StatusCode::BAD_REQUEST => assert_eq!(app.count().await, before),
                    status => panic!("{form:?}: {status}"),
                }
                app.later(minutes * 60);
                for path in ["/now", "/now/fit", "/", "/diary"] {
                    assert_eq!(app.get(path).await.status, StatusCode::OK, "{path}");
                }
            }
        });
    }
}

#[tokio::test]
async fn a_spasm_after_a_plan_makes_it_another_moment_and_is_asked_about_anew() {
    let app = App::new();
    app.post("/now", &[("mobility", "can-stand"), ("spasm", "over")]).await;
    assert!(!app.get("/now").await.says("How far can you move?"), "what was just said holds");
    app.later(60);
    app.store("/spasm", &[]).await;
    app.later(60);
    let page = app.get("/now").await;
    assert!(page.says("How far can you move?"), "{}", page.text());
    app.post("/now", &[("mobility", "can-stand")]).await;
    let plan = app.get("/now").await;
    assert!(!plan.says("it is over") && !plan.says("How far can you move?"), "{}", plan.text());
}

#[tokio::test]
async fn pain_after_a_plan_is_asked_about_anew_and_pain_of_before_is_not() {
    let app = App::new();
    app.store("/log/pain", &[("level", "3")]).await;
    app.later(60);
    app.post("/now", &[("mobility", "can-stand"), ("spasm", "over")]).await;
    assert!(!app.get("/now").await.says("How far can you move?"), "it was known when the plan was made");
    app.later(60);
    app.store("/log/pain", &[("level", "8")]).await;
    assert!(app.get("/now").await.says("How far can you move?"));
}

#[tokio::test]
async fn someone_who_cannot_get_up_is_led_into_floor_mode_and_at_an_emergency_sees_the_call_first() {
    for mobility in ["cannot-move", "can-turn"] {
        let app = App::new();
        let (to, _) = app.store("/now", &[("first", "1"), ("mobility", mobility)]).await;
        assert_eq!(to, "/floor", "{mobility}");
        assert!(app.get("/now").await.body.contains("href=\"/floor\""), "and the plan leads there, too");
        let urgent = App::new();
        checked(&urgent, &["chest-pain"]).await;
        let (to, page) = urgent.store("/now", &[("first", "1"), ("mobility", mobility)]).await;
        assert_eq!(to, "/now");
        assert!(page.says("Call 112 now"));
    }
    let able = App::new();
    assert_eq!(able.store("/now", &[("first", "1"), ("mobility", "can-stand")]).await.0, "/now");
    assert!(able.get("/").await.body.contains("href=\"/floor\""), "the door is on the start as well");
}

#[tokio::test]
async fn an_emergency_of_today_stands_above_the_start_until_a_newer_check_says_otherwise() {
    let app = App::new();
    let said = |page: &Page| page.says("Your check said: call 112 now");
    assert!(!said(&app.get("/").await));
    checked(&app, &["chest-pain"]).await;
    let start = app.get("/").await;
    assert!(said(&start) && place(&start, "Your check said") < place(&start, "Help me now"));
    let words = start.attributes("a", "href").into_iter().find(|to| to.starts_with("/diary/entry/")).unwrap();
    let entry = app.get(&words).await;
    assert!(entry.says("Read this out") && entry.says("I have chest pain"), "{}", entry.text());
    app.later(60);
    checked(&app, &[]).await;
    assert!(!said(&app.get("/").await), "a newer check counts");
    checked(&app, &["chest-pain"]).await;
    app.later(25 * 3_600);
    assert!(!said(&app.get("/").await), "and yesterday's does not");
}

#[tokio::test]
async fn look_again_is_not_put_off_by_looking() {
    let app = App::new();
    app.store("/now", &[("mobility", "can-stand"), ("spasm", "now")]).await;
    let look = |page: &Page| page.text().split("Look again at ").nth(1).map(|rest| rest[..5].to_owned());
    let first = look(&app.get("/now").await).unwrap();
    app.later(600);
    assert_eq!(look(&app.get("/now").await).as_ref(), Some(&first), "the same time on the clock");
    app.later(11 * 3_600);
    let late = app.get("/now").await;
    assert_eq!(look(&late), None);
    assert!(late.says("Time to look again: how is it now?"));
}

// ---------------------------------------------------------------- the words of a check

/// What stands in an address, as text again.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&rest[..2]).unwrap(), 16).unwrap());
            rest = &rest[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn copy_send_and_print_carry_the_same_words() {
    let app = App::new();
    let verdict = app.post("/check", &[("found", "urine-retention")]).await;
    let id = app.diary().await.last::<supple_diary::Check>().unwrap().0.id();
    let entry = app.get(&format!("/diary/entry/{id}")).await;
    let plain = app.get(&format!("/diary/entry/{id}/words")).await;
    assert_eq!(plain.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(plain.header("cache-control"), "no-store");
    let words = plain.body.trim_end().to_owned();
    assert!(words.starts_with("I have a back spasm or back pain. It is now hard for me to pee"), "{words}");
    let sheet = app.get(&format!("/diary/entry/{id}/sheet")).await;
    for paragraph in words.split("\n\n") {
        assert!(sheet.says(paragraph) && verdict.says(paragraph) && entry.says(paragraph), "{paragraph}");
    }
    for page in [&verdict, &entry] {
        let links = page.attributes("a", "href");
        assert!(
            links.contains(&format!("/diary/entry/{id}/words")) && links.contains(&format!("/diary/entry/{id}/sheet"))
        );
        let sent = links.iter().find_map(|link| link.strip_prefix("sms:?&body=")).expect("it can be sent");
        assert_eq!(decoded(sent), words, "and names no number");
        assert!(page.body.contains("data-copy=\"I have a back spasm"));
    }
    // Loading it again, or changing the country, stores nothing and keeps the ways.
    let written = app.count().await;
    let before = r#"{"urine-retention":true}"#;
    let again = app.post("/check", &[("before", before), ("country", "DE")]).await;
    assert!(again.body.contains(&format!("/diary/entry/{id}/sheet")));
    assert_eq!(app.count().await, written + 1, "the country alone");
    // What is removed, or is no check, or has nothing to say has no words.
    app.store(&format!("/diary/entry/{id}/remove"), &[]).await;
    checked(&app, &[]).await;
    let well = app.diary().await.last::<supple_diary::Check>().unwrap().0.id();
    for id in [id.to_string(), well.to_string(), "x".to_owned()] {
        for what in ["words", "sheet"] {
            assert_eq!(
                app.get(&format!("/diary/entry/{id}/{what}")).await.status,
                StatusCode::NOT_FOUND,
                "{id} {what}"
            );
        }
    }
}

#[tokio::test]
async fn many_signs_that_were_denied_are_one_sentence_to_say_and_a_list_to_unfold() {
    let app = App::new();
    checked(&app, &["leg-numbness"]).await;
    let id = app.diary().await.last::<supple_diary::Check>().unwrap().0.id();
    let entry = app.get(&format!("/diary/entry/{id}")).await;
    assert!(entry.says("I said no to all other warning signs that I was asked about."));
    assert!(entry.says("No to all other warning signs") && entry.says("no chest pain"), "the list is complete");
    let words = app.get(&format!("/diary/entry/{id}/words")).await;
    assert!(words.body.contains("I have no numb feeling between the legs") && !words.body.contains("chest pain"));
}
