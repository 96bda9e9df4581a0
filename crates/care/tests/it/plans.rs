//! Plans for people, and what must hold of any.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::Zoned;
use std::collections::BTreeSet;
use supple_care::{
    By, Known, MAX_JSON_BYTES, Plan, Planned, PreferenceError, Preferences, Situation, SituationError, When, embedded,
};
use supple_guidance::{Kind, StepKind, Urgency};
use supple_triage::{Answer, Answers, Verdict};

const ABLE: &str = r#"{"spasm": "eased", "mobility": "can-stand", "place": "bed", "alone": false,
    "at-hand": ["ice", "heat", "pillow", "phone", "chair", "bath", "wall"]"#;

fn now() -> Zoned {
    "2026-11-22T03:10:00+01:00[Europe/Berlin]".parse().unwrap()
}

/// The verdict on these answers, with everything else no.
fn verdict(answers: &str) -> Verdict<'static> {
    let triage = supple_triage::embedded();
    let mut answers = Answers::from_json(triage, answers).unwrap();
    answers.assume_no(triage);
    triage.verdict(&answers)
}

fn situation(json: &str) -> Situation {
    Situation::from_json(embedded(), json).unwrap()
}

/// Someone who can do and has everything, and this.
fn able(more: &str) -> Situation {
    situation(&format!("{ABLE}, {more}}}"))
}

fn preferences(decisions: &[(&str, &str)]) -> Preferences {
    let mut preferences = Preferences::default();
    for (decision, option) in decisions {
        preferences.set(embedded(), decision, option).unwrap();
    }
    preferences
}

fn plan(answers: &str, situation: &Situation) -> Plan<'static> {
    embedded().plan(&verdict(answers), situation, &Preferences::default(), &now())
}

fn planned<'p>(plan: &'p Plan<'static>, id: &str) -> Option<&'p Planned<'static>> {
    plan.steps().find(|planned| planned.step.id == id)
}

fn ids(planned: &[Planned<'_>]) -> Vec<String> {
    planned.iter().map(|planned| planned.step.id.to_string()).collect()
}

#[test]
fn an_emergency_is_help_and_then_what_is_safe_while_waiting() {
    let plan = plan(r#"{"saddle-numbness": true}"#, &able(r#""cautions": {}"#));
    assert_eq!(plan.urgency, Urgency::Emergency);
    assert_eq!(ids(&plan.help), ["call-emergency"]);
    assert_eq!(ids(&plan.now), ["breathe", "stay-put"]);
    assert!(plan.next.is_empty() && plan.later.is_empty() && plan.review_at.is_none());
    assert!(plan.avoid.iter().any(|avoid| avoid.id == "waiting"));
    let json = serde_json::to_string(&plan).unwrap();
    assert!(json.find("\"help\"").unwrap() < json.find("\"now\"").unwrap(), "help stands above relief");
}

#[test]
fn someone_alone_on_the_floor_without_a_phone_is_given_what_needs_no_move() {
    let plan = plan("{}", &situation(r#"{"mobility": "cannot-move", "place": "floor", "alone": true}"#));
    assert_eq!(plan.urgency, Urgency::SameDay, "being stuck is a matter for today");
    assert_eq!(plan.recheck[0].rule.id, "stuck");
    assert_eq!(ids(&plan.help), ["call-today", "shout"]);
    assert_eq!(ids(&plan.now), ["breathe", "settle", "small-moves"]);
    let review = plan.review_at.unwrap();
    assert_eq!(review, "2026-11-22T04:10:00+01:00[Europe/Berlin]".parse().unwrap(), "before the hour is over");
}

#[test]
fn nobody_is_taken_to_have_company_for_help_or_for_a_massage() {
    let stuck = plan("{}", &situation(r#"{"mobility": "cannot-move", "place": "floor"}"#));
    assert_eq!(ids(&stuck.help), ["call-today", "shout"]);
    let with_company = plan("{}", &situation(r#"{"mobility": "cannot-move", "place": "floor", "alone": false}"#));
    assert_eq!(ids(&with_company.help), ["call-today"]);
    let massage = |alone: &str| {
        let json =
            format!(r#"{{"spasm": "eased", "mobility": "can-stand"{alone}, "cautions": {{"blood-thinner": false}}}}"#);
        planned(&plan("{}", &situation(&json)), "massage").is_some()
    };
    assert!(massage(r#", "alone": false"#) && !massage("") && !massage(r#", "alone": true"#));
}

#[test]
fn what_is_for_people_whom_something_makes_worse_is_for_them_only() {
    let shown = |worse: &str| {
        let plan = plan("{}", &able(&format!(r#""worse": [{worse}]"#)));
        let ids: Vec<bool> = ["walk", "walk-a-little", "breathe", "breathe-small"]
            .iter()
            .map(|id| planned(&plan, id).is_some())
            .collect();
        ids
    };
    assert_eq!(shown(""), [true, false, true, false]);
    assert_eq!(shown(r#""walking""#), [false, true, true, false]);
    // Breathing that makes it worse is ordinary by itself, so a walk stays; the deep breath gives way to the small one.
    assert_eq!(shown(r#""breathing""#), [true, false, false, true]);
}

#[test]
fn an_hour_on_the_floor_makes_it_an_emergency() {
    let stuck = |since: &str| {
        let json = format!(r#"{{"mobility": "can-turn", "place": "floor", "alone": true, "down-since": "{since}"}}"#);
        plan("{}", &situation(&json)).urgency
    };
    assert_eq!(stuck("2026-11-22T02:10:01+01:00"), Urgency::SameDay);
    assert_eq!(stuck("2026-11-22T02:10:00+01:00"), Urgency::Emergency);
}

/// What the situation says of a person can never make the plan calmer than the check: each line of this kind makes its
/// rule true in the check.
#[test]
fn what_belongs_into_the_check_raises_the_check_as_it_raises_the_plan() {
    let triage = supple_triage::embedded();
    for recheck in &embedded().relief().rechecks {
        let rule = triage.guidance().rules.iter().find(|rule| rule.id == recheck.rule).unwrap();
        let mut answers = Answers::none_yet(triage);
        for id in &recheck.findings {
            let finding = triage.guidance().finding(id).unwrap();
            let answer = match &finding.kind {
                Kind::YesNo => Answer::Yes,
                Kind::Number(_) if id == "days" => Answer::Number(recheck.days.unwrap().into()),
                Kind::Number(_) => Answer::Number(38.0),
                Kind::Choice(_) => Answer::Option(0),
            };
            answers.set(triage, id, answer).unwrap();
        }
        answers.assume_no(triage);
        let verdict = triage.verdict(&answers);
        assert!(verdict.fired.iter().any(|fired| fired.rule.id == rule.id), "{}", rule.id);
        assert!(verdict.urgency >= rule.by_itself());
    }
}

#[test]
fn what_the_check_has_found_is_not_asked_again() {
    let plan = plan(r#"{"stuck": true}"#, &situation(r#"{"mobility": "can-turn", "place": "bed", "alone": true}"#));
    assert!(plan.recheck.is_empty());
}

#[test]
fn what_the_check_has_found_counts_in_the_plan_whatever_was_said_here() {
    let heat = |answers| plan(answers, &able(r#""cautions": {"fever": false}"#));
    assert!(planned(&heat("{}"), "heat-pack").is_some());
    assert!(planned(&heat(r#"{"temperature": 38.2}"#), "heat-pack").is_none());
    assert!(planned(&heat(r#"{"temperature": 38.2}"#), "cold-pack").is_some());
}

#[test]
fn heat_waits_as_long_as_the_person_decided_and_to_the_minute() {
    let onset = able(r#""onset": "2026-11-20T04:00:00+01:00""#);
    let waits = embedded().plan(&verdict("{}"), &onset, &preferences(&[("heat-start", "after-48")]), &now());
    let heat = waits.next.iter().find(|planned| planned.step.id == "heat-pack").unwrap();
    assert_eq!(heat.when, When::At("2026-11-22T04:00:00+01:00[Europe/Berlin]".parse().unwrap()));
    assert!(ids(&waits.now).contains(&"cold-pack".to_owned()), "until then there is cold");

    let later: Zoned = "2026-11-22T04:00:00+01:00[Europe/Berlin]".parse().unwrap();
    let over = embedded().plan(&verdict("{}"), &onset, &preferences(&[("heat-start", "after-48")]), &later);
    assert!(ids(&over.now).contains(&"heat-pack".to_owned()));

    let unknown =
        embedded().plan(&verdict("{}"), &able(r#""parts": []"#), &preferences(&[("heat-start", "after-48")]), &now());
    assert_eq!(planned(&unknown, "heat-pack").unwrap().when, When::AfterOnset(2880));
}

#[test]
fn a_decision_is_kept_and_named_and_can_be_taken_back() {
    let fresh = able(r#""onset": "2026-11-22T01:00:00+01:00""#);
    let kinds = |preferences: &Preferences| -> BTreeSet<StepKind> {
        let plan = embedded().plan(&verdict("{}"), &fresh, preferences, &now());
        plan.steps().map(|planned| planned.step.kind).collect()
    };
    let mut decided = preferences(&[("heat-or-cold", "cold")]);
    assert!(!kinds(&decided).contains(&StepKind::Heat) && kinds(&decided).contains(&StepKind::Cold));
    let plan = embedded().plan(&verdict("{}"), &fresh, &decided, &now());
    let named = plan.decisions.iter().find(|known| known.decision.id == "heat-or-cold").unwrap();
    assert!(
        named.by == supple_care::By::Person
            && named.option.id == "cold"
            && named.decision.disagreement == "ice-or-heat"
    );
    decided.forget("heat-or-cold");
    assert!(kinds(&decided).contains(&StepKind::Heat) && kinds(&decided).contains(&StepKind::Cold));
}

#[test]
fn without_a_decision_the_plan_starts_with_the_default_of_the_disagreement() {
    let plan = plan("{}", &able(r#""cautions": {"less-feeling": false}"#));
    assert!(plan.decisions.iter().all(|decided| decided.by == supple_care::By::Default));
    let heat = planned(&plan, "heat-pack").unwrap();
    assert_eq!(heat.timer.unwrap().seconds, 15 * 60);
}

#[test]
fn swelling_starts_with_cold_and_cold_that_sets_it_off_is_left_out() {
    let first = |cautions: &str| {
        let plan = plan("{}", &able(&format!(r#""cautions": {{{cautions}}}"#)));
        let warm_or_cold = [StepKind::Heat, StepKind::Cold];
        plan.now.iter().find(|planned| warm_or_cold.contains(&planned.step.kind)).unwrap().step.id.clone()
    };
    assert_eq!(first(r#""swollen": false"#), "heat-pack");
    assert_eq!(first(r#""swollen": true"#), "cold-pack");
    assert_eq!(first(r#""swollen": true, "cold-sets-it-off": true"#), "heat-pack");
}

#[test]
fn who_can_stand_and_named_nothing_at_hand_is_offered_warmth_or_cold_with_its_questions_first() {
    let stands = |cautions: &str| situation(&format!(r#"{{"mobility": "can-stand", "cautions": {{{cautions}}}}}"#));
    let offered = |plan: &Plan<'static>| {
        plan.now.iter().find(|planned| matches!(planned.step.kind, StepKind::Heat | StepKind::Cold)).cloned()
    };
    for known in [Known::by_check(verdict("{}")), Known::unchecked(false), Known::unchecked(true)] {
        let made = |cautions: &str| {
            let now = now();
            embedded().plan_made(&known, &stands(cautions), &Preferences::default(), &now, now.timestamp())
        };
        let both = offered(&made("")).unwrap();
        assert_eq!(both.together, Some("Warmth or cold, whichever feels better"));
        assert_eq!((both.step.id.as_str(), ids(&both.or)), ("warm-it", vec!["cool-it".to_owned()]));
        assert_eq!(both.open[..3], ["numb-skin", "less-feeling", "broken-skin"], "the most important first");
        for way in std::iter::once(&both).chain(&both.or) {
            assert_eq!(way.timer.unwrap().seconds, 600, "nobody said that the skin feels as it should");
            assert!(way.limits.len() >= 5 && way.limits[0].starts_with("Not on numb skin."));
        }
        for forbids_both in ["numb-skin", "broken-skin", "poor-circulation", "sleepy"] {
            assert_eq!(offered(&made(&format!(r#""{forbids_both}": true"#))), None, "{forbids_both}");
        }
        let cold = offered(&made(r#""cancer-there": true"#)).unwrap();
        assert_eq!((cold.step.id.as_str(), cold.together), ("cool-it", None));
        let warm = offered(&made(r#""cold-sets-it-off": true"#)).unwrap();
        assert_eq!((warm.step.id.as_str(), warm.together), ("warm-it", None));
    }
    let turns = situation(r#"{"mobility": "can-turn"}"#);
    assert_eq!(offered(&plan("{}", &turns)), None, "it would have to be fetched");
    let has_ice = situation(r#"{"mobility": "can-stand", "at-hand": ["ice"]}"#);
    assert_eq!(offered(&plan("{}", &has_ice)).unwrap().step.id, "cold-pack", "what is at hand goes first");
}

#[test]
fn less_feeling_cuts_the_time_and_so_does_not_knowing() {
    let seconds = |cautions: &str| {
        let situation = able(&format!(r#""cautions": {{{cautions}}}"#));
        let long = preferences(&[("session", "minutes-20")]);
        let plan = embedded().plan(&verdict("{}"), &situation, &long, &now());
        planned(&plan, "heat-pack").unwrap().timer.unwrap().seconds
    };
    assert_eq!(seconds(r#""less-feeling": false"#), 1200);
    assert_eq!(seconds(r#""less-feeling": true"#), 600);
    assert_eq!(seconds(""), 600);
}

#[test]
fn a_timer_knows_its_half_its_end_and_when_it_may_start_again() {
    let plan = plan("{}", &able(r#""cautions": {"less-feeling": false}"#));
    let (timer, start) = (planned(&plan, "heat-pack").unwrap().timer.unwrap(), now().timestamp());
    assert_eq!(timer.half(start).to_string(), "2026-11-22T02:17:30Z");
    assert_eq!(timer.ends(start).to_string(), "2026-11-22T02:25:00Z");
    assert_eq!(timer.again_at(start).to_string(), "2026-11-22T02:45:00Z");
    let again = plan.next.iter().find(|planned| planned.again).unwrap();
    assert_eq!(again.when, When::At("2026-11-22T03:45:00+01:00[Europe/Berlin]".parse().unwrap()));
}

#[test]
fn spasms_that_keep_coming_have_their_own_path() {
    let plan = plan(
        "{}",
        &able(r#""pattern": "recurring", "onset": "2026-11-14T03:10:00+01:00", "cautions": {"fever": false}"#),
    );
    assert_eq!(plan.urgency, Urgency::SeeDoctor);
    for id in ["book-visit", "heat-for-lasting", "walk", "strengthen-when-it-keeps-coming", "ask-why-it-comes-back"] {
        assert!(planned(&plan, id).is_some(), "{id}");
    }
    assert!(planned(&plan, "heat-pack").is_none(), "one way to say it is enough");
}

#[test]
fn the_plan_is_looked_at_again_before_a_week_is_over() {
    let onset = able(r#""onset": "2026-11-15T08:00:00+01:00""#);
    let plan = plan("{}", &onset);
    assert_eq!(plan.urgency, Urgency::SelfCare);
    assert_eq!(plan.review_at.unwrap(), "2026-11-22T08:00:00+01:00[Europe/Berlin]".parse().unwrap());
}

#[test]
fn every_step_shown_says_how_when_to_stop_who_says_so_and_how_sure_it_is() {
    let plan = plan("{}", &able(r#""cautions": {}"#));
    let json = serde_json::to_value(&plan).unwrap();
    let mut steps = 0;
    for list in ["help", "now", "next", "later"] {
        for step in json[list].as_array().unwrap() {
            for step in [step].into_iter().chain(step["or"].as_array().unwrap()) {
                for field in ["title", "how", "stop_when", "sure"] {
                    assert!(!step[field].as_str().unwrap().is_empty(), "{field} of {}", step["id"]);
                }
                assert!(!step["sources"].as_array().unwrap().is_empty(), "{}", step["id"]);
                steps += 1;
            }
        }
    }
    assert!(steps > 15);
    assert_eq!(json["urgency"], "self-care");
    assert_eq!(json["stage"], "first-48-hours");
    assert!(json["avoid"][0]["sources"].is_array());
}

#[test]
fn a_situation_survives_the_way_through_json() {
    let full = able(r#""onset": "2026-11-22T01:00:00Z", "worse": ["bending"], "cautions": {"fever": true}"#);
    assert_eq!(situation(&serde_json::to_string(&full).unwrap()), full);
    assert_eq!(serde_json::to_string(&Situation::default()).unwrap(), "{}");
    assert_eq!(
        serde_json::to_string(&preferences(&[("session", "minutes-10")])).unwrap(),
        r#"{"session":"minutes-10"}"#
    );
}

#[test]
fn a_caution_that_is_answered_twice_is_refused_and_never_the_yes_is_lost() {
    for answers in [r#""numb-skin": true, "numb-skin": false"#, r#""numb-skin": false, "numb-skin": true"#] {
        let error = Situation::from_json(embedded(), &format!("{{\"cautions\": {{{answers}}}}}")).unwrap_err();
        assert!(error.to_string().contains("\"numb-skin\" is answered twice"), "{error}");
    }
}

#[test]
fn what_cannot_be_read_is_named_with_what_would_do() {
    let error = |text: &str| Situation::from_json(embedded(), text).unwrap_err().to_string();
    assert!(error(r#"{"mobilty": "can-turn"}"#).contains("unknown field `mobilty`"));
    assert!(error(r#"{"at-hand": ["axe"]}"#).contains("`axe`"));
    assert!(error(r#"{"cautions": {"numb": true}}"#).contains("numb-skin"));
    assert!(error("[").starts_with("this is no situation"));
    for odd in [
        r#"{"a\nb\u001b[2J": 1}"#.to_owned(),
        r#"{"gate": {"at": "2026-11-22T03:12:00Z", "no-to": ["a\nb"]}}"#.to_owned(),
        r#"{"cautions": {"a\nb": true}}"#.to_owned(),
        format!(r#"{{"place": "{}"}}"#, "x".repeat(10_000)),
    ] {
        assert!(!error(&odd).contains(char::is_control) && error(&odd).len() < 2_000, "{}", error(&odd));
    }
    let long = format!("{{\"place\": \"{}\"}}", "x".repeat(20_000));
    assert_eq!(Situation::from_json(embedded(), &long), Err(SituationError::TooLong));

    let mut preferences = Preferences::default();
    let unknown = preferences.set(embedded(), "ice", "cold").unwrap_err();
    assert!(
        matches!(&unknown, PreferenceError::UnknownDecision { .. }) && unknown.to_string().contains("heat-or-cold")
    );
    let option = preferences.set(embedded(), "session", "an-hour").unwrap_err().to_string();
    assert_eq!(option, "\"session\" takes minutes-10, minutes-12, minutes-15, minutes-20, not \"an-hour\"");
}

#[test]
fn an_option_that_no_longer_exists_falls_back_to_the_default() {
    let old: Preferences = serde_json::from_str(r#"{"session": "an-hour", "gone": "x"}"#).unwrap();
    let situation = able(r#""cautions": {"less-feeling": false}"#);
    let plan = embedded().plan(&verdict("{}"), &situation, &old, &now());
    assert_eq!(planned(&plan, "heat-pack").unwrap().timer.unwrap().seconds, 900);
    assert!(plan.decisions.iter().all(|decided| decided.by == supple_care::By::Default));
}

#[test]
fn the_times_of_a_plan_count_from_when_it_was_made_so_that_next_does_come() {
    let situation = situation(r#"{"spasm": "now", "mobility": "can-stand", "at-hand": ["ice", "heat"]}"#);
    let made = now().timestamp();
    let at = |minutes: i64| {
        let now = (made + jiff::SignedDuration::from_mins(minutes)).to_zoned(now().time_zone().clone());
        embedded().plan_made(&Known::by_check(verdict("{}")), &situation, &Preferences::default(), &now, made)
    };
    let first = at(0);
    assert_eq!(first, embedded().plan(&verdict("{}"), &situation, &Preferences::default(), &now()));
    let times = |plan: &Plan<'_>| -> Vec<(String, jiff::Timestamp)> {
        let timed = plan.next.iter().filter(|planned| !planned.again);
        timed
            .filter_map(|planned| match &planned.when {
                When::At(at) => Some((planned.step.id.to_string(), at.timestamp())),
                _ => None,
            })
            .collect()
    };
    let promised = times(&first);
    assert!(!promised.is_empty(), "something comes next");
    for (id, when) in times(&at(5)) {
        assert!(promised.contains(&(id.clone(), when)), "{id} is put off");
    }
    for (id, when) in promised {
        let minutes = when.duration_since(made).as_mins() + 1;
        let due = at(minutes)
            .now
            .iter()
            .flat_map(|planned| std::iter::once(planned).chain(&planned.or))
            .any(|planned| planned.step.id == id);
        assert!(due || times(&at(minutes)).iter().all(|(other, _)| *other != id), "{id} never comes");
    }
    let review = first.review_at.unwrap().timestamp();
    assert_eq!(at(5).review_at.unwrap().timestamp(), review, "nor is the time to look again put off");
    let late = review.duration_since(made).as_mins() + 10;
    assert_eq!(
        at(late).review_at.unwrap().timestamp(),
        made + jiff::SignedDuration::from_mins(late),
        "and then it is now"
    );
}

#[test]
fn what_a_trial_found_is_told_apart_from_what_the_person_decided_and_from_the_default() {
    let by = |preferences: &Preferences| ["cold", "heat"].map(|option| preferences.by("heat-or-cold", option));
    let mut found = Preferences::default();
    assert_eq!(by(&found), [By::Default; 2]);
    found.set_found(embedded(), "heat-or-cold", "cold").unwrap();
    assert_eq!(by(&found), [By::Trial, By::Default]);
    let mut decided = Preferences::default();
    decided.set(embedded(), "heat-or-cold", "heat").unwrap();
    decided.set_found(embedded(), "heat-or-cold", "cold").unwrap();
    assert_eq!(by(&decided), [By::Default, By::Person], "the person goes before a trial");
    let all = |preferences: &Preferences| preferences.iter().map(|(_, option)| option.to_owned()).collect::<Vec<_>>();
    assert_eq!((all(&found), all(&decided)), (vec!["cold".to_owned()], vec!["heat".to_owned()]));
    assert_eq!(decided.iter().next(), Some(("heat-or-cold", "heat")));
}

#[test]
fn a_situation_is_read_up_to_its_longest_text_and_says_what_its_answers_must_be() {
    let long = |bytes: usize| {
        let text = r#"{"mobility": "can-stand"}"#;
        Situation::from_json(embedded(), &format!("{text}{}", " ".repeat(bytes - text.len())))
    };
    assert_eq!(MAX_JSON_BYTES, 16_384);
    assert!(long(2000).is_ok() && long(MAX_JSON_BYTES).is_ok());
    assert_eq!(long(MAX_JSON_BYTES + 1), Err(SituationError::TooLong));
    let told = Situation::from_json(embedded(), r#"{"cautions": 3}"#).unwrap_err().to_string();
    assert!(told.contains("an object from caution to yes or no"), "{told}");
}
