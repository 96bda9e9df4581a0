//! Plans at their edges: what of a situation belongs into the check, when to look again, what comes once more and when, and in
//! which order.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp, Zoned};
use std::collections::BTreeSet;
use supple_care::{Known, Plan, Planner, Preferences, Situation, Timer, When, embedded};
use supple_guidance::{Stage, StepKind, Urgency};
use supple_triage::Verdict;

fn now() -> Zoned {
    "2026-11-22T03:10:00+01:00[Europe/Berlin]".parse().unwrap()
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn ago(time: SignedDuration) -> Timestamp {
    now().timestamp() - time
}

fn verdict(urgency: Urgency) -> Verdict<'static> {
    Verdict { urgency, certain: true, fired: Vec::new(), open: Vec::new(), unsure: Vec::new() }
}

fn situation(json: &str) -> Situation {
    Situation::from_json(embedded(), json).unwrap()
}

fn plan_at(situation: &Situation, after: SignedDuration) -> Plan<'static> {
    let (made, zone) = (now().timestamp(), now().time_zone().clone());
    let known = Known::by_check(verdict(Urgency::SelfCare));
    embedded().plan_made(&known, situation, &Preferences::default(), &(made + after).to_zoned(zone), made)
}

fn plan(situation: &Situation) -> Plan<'static> {
    plan_at(situation, SignedDuration::ZERO)
}

/// Someone in a fresh spasm who can stand and has warmth and cold.
fn fresh() -> Situation {
    situation(
        r#"{"spasm": "now", "mobility": "can-stand", "at-hand": ["ice", "heat"], "onset": "2026-11-22T00:10:00+01:00",
            "cautions": {"less-feeling": false, "numb-skin": false, "broken-skin": false, "poor-circulation": false,
            "cancer-there": false, "sleepy": false, "fever": false, "cold-sets-it-off": false}}"#,
    )
}

// ---------------------------------------------------------------- what belongs into the check

#[test]
fn each_line_of_a_situation_that_is_a_sign_goes_into_the_check_and_no_other_does() {
    let onset = |ago: SignedDuration, spasm: &str| {
        let onset = self::ago(ago);
        situation(&format!(r#"{{"onset": "{onset}", "spasm": "{spasm}"}}"#))
    };
    let down = |mobility: &str, ago: SignedDuration| {
        let since = self::ago(ago);
        situation(&format!(r#"{{"mobility": "{mobility}", "down-since": "{since}"}}"#))
    };
    let second = SignedDuration::from_secs(1);
    let week = SignedDuration::from_hours(7 * 24);
    let said = |json: &str| situation(json);
    let cases: [(Situation, &[&str]); 25] = [
        (said("{}"), &[]),
        (said(r#"{"mobility": "can-stand"}"#), &[]),
        (said(r#"{"mobility": "can-turn"}"#), &["stuck"]),
        (said(r#"{"mobility": "cannot-move"}"#), &["stuck"]),
        (down("can-turn", minutes(60)), &["stuck", "stuck-in-danger"]),
        (down("can-turn", minutes(60) - second), &["stuck"]),
        (down("can-stand", minutes(600)), &[]),
        (said(r#"{"cautions": {"fever": true}}"#), &["fever"]),
        (said(r#"{"cautions": {"fever": false}}"#), &[]),
        (said(r#"{"cautions": {"numb-skin": true}}"#), &[]),
        (said(r#"{"cautions": {"blood-thinner": true}}"#), &["blood-thinner"]),
        (said(r#"{"cautions": {"pregnant": true}}"#), &["pregnant"]),
        (said(r#"{"cautions": {"pregnant": true, "fever": false}}"#), &["pregnant"]),
        (said(r#"{"worse": ["breathing"]}"#), &["breath-catch"]),
        (said(r#"{"worse": ["bending"]}"#), &[]),
        (said(r#"{"parts": ["middle"]}"#), &["upper-back"]),
        (said(r#"{"parts": ["low", "upper"]}"#), &["upper-back"]),
        (said(r#"{"parts": ["low"]}"#), &[]),
        (said(r#"{"pattern": "recurring"}"#), &["recurrent"]),
        (said(r#"{"pattern": "lasting"}"#), &["recurrent"]),
        (said(r#"{"pattern": "momentary"}"#), &[]),
        (onset(week, "now"), &["lasting"]),
        (onset(week - second, "now"), &[]),
        (onset(week, "over"), &[]),
        (onset(week * 2, "eased"), &["lasting"]),
    ];
    for (situation, rules) in cases {
        let plan = plan(&situation);
        let found: Vec<&str> = plan.recheck.iter().map(|recheck| recheck.rule.id.as_str()).collect();
        assert_eq!(found, rules, "{situation:?}");
        let worst = plan.recheck.iter().map(|recheck| recheck.rule.by_itself()).max().unwrap_or(Urgency::SelfCare);
        assert_eq!((plan.urgency, plan.owed), (worst, worst), "{situation:?}");
    }
}

// ---------------------------------------------------------------- when to look again

fn looks_again(situation: &Situation) -> Option<SignedDuration> {
    plan(situation).review_at.map(|at| at.timestamp().duration_since(now().timestamp()))
}

#[test]
fn the_plan_is_looked_at_again_as_the_stage_says_and_before_an_hour_down_or_a_week_is_over() {
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    let with = |more: &str, onset: SignedDuration| {
        let onset = ago(onset);
        situation(&format!(r#"{{"onset": "{onset}", {more}}}"#))
    };
    let down = |mobility: &str, since: SignedDuration, onset: SignedDuration| {
        let since = ago(since);
        with(&format!(r#""mobility": "{mobility}", "down-since": "{since}""#), onset)
    };
    for (situation, expected) in [
        (with(r#""spasm": "now", "mobility": "can-stand""#, minutes(5)), minutes(15)),
        (with(r#""spasm": "now", "mobility": "can-stand""#, minutes(60)), minutes(240)),
        (with(r#""spasm": "now", "mobility": "can-stand""#, days(2)), minutes(720)),
        (with(r#""spasm": "now", "mobility": "can-stand""#, days(4)), minutes(1440)),
        // Someone who should call looks again within hours, whatever the stage.
        (with(r#""spasm": "now", "mobility": "can-turn""#, days(4)), minutes(60)),
        (down("can-turn", minutes(20), minutes(90)), minutes(40)),
        (down("can-turn", minutes(-20), minutes(90)), minutes(60)),
        // Whoever can stand is not down.
        (down("can-stand", minutes(20), minutes(90)), minutes(240)),
        (with(r#""spasm": "now", "mobility": "can-stand""#, days(7) - minutes(30)), minutes(30)),
        // From then on it is said, and not counted down to.
        (with(r#""spasm": "now", "mobility": "can-stand""#, days(7)), minutes(1440)),
        // A spasm that is over lasts no week.
        (with(r#""spasm": "over", "mobility": "can-stand""#, days(7) - minutes(30)), minutes(2880)),
    ] {
        let expected =
            if plan(&situation).stage == Stage::Prevention { looks_again(&situation) } else { Some(expected) };
        assert_eq!(looks_again(&situation), expected, "{situation:?}");
    }
    assert_eq!(looks_again(&down("can-turn", minutes(60), minutes(90))), None, "that is an emergency");
}

// ---------------------------------------------------------------- what comes next

#[test]
fn warmth_comes_once_more_after_each_break_whenever_the_plan_is_looked_at() {
    let again = |after: SignedDuration| -> Vec<(StepKind, SignedDuration)> {
        let plan = plan_at(&fresh(), after);
        let of = plan.next.iter().filter(|planned| planned.again);
        of.filter_map(|planned| match &planned.when {
            When::At(at) => Some((planned.step.kind, at.timestamp().duration_since(now().timestamp()))),
            _ => None,
        })
        .collect()
    };
    let second = SignedDuration::from_secs(1);
    // 15 minutes of warmth, and 20 without.
    for (after, expected) in [(minutes(0), 35), (minutes(35) - second, 35), (minutes(35), 70), (minutes(200), 210)] {
        assert_eq!(again(after), [(StepKind::Heat, minutes(expected))], "after {after:#}");
    }
}

#[test]
fn a_timer_without_a_half_minute_is_halved_to_the_millisecond() {
    let timer = Timer { seconds: 5, half_time: None, rest_seconds: None };
    let start = now().timestamp();
    assert_eq!(timer.half(start), start + SignedDuration::from_millis(2500));
    assert_eq!(
        (timer.ends(start), timer.again_at(start)),
        (start + SignedDuration::from_secs(5), start + SignedDuration::from_secs(5))
    );
}

#[test]
fn what_comes_at_a_time_stands_before_what_waits_for_the_spasm_to_ease() {
    let mut seen = BTreeSet::new();
    for onset in [r#""onset": "2026-11-22T00:10:00+01:00", "#, ""] {
        let some =
            situation(&format!(r#"{{{onset}"spasm": "now", "mobility": "can-stand", "at-hand": ["ice", "heat"]}}"#));
        let mut late = Preferences::default();
        late.set(embedded(), "heat-start", "after-48").unwrap();
        for preferences in [Preferences::default(), late] {
            let plan = embedded().plan(&verdict(Urgency::SelfCare), &some, &preferences, &now());
            let rank = |when: &When| match when {
                When::Now => 0,
                When::At(_) => 1,
                When::AfterOnset(_) => 2,
                When::WhenEased => 3,
                When::Later => 4,
            };
            let ranks: Vec<u8> = plan.next.iter().map(|planned| rank(&planned.when)).collect();
            assert!(ranks.is_sorted(), "{ranks:?}");
            seen.extend(ranks);
        }
    }
    assert_eq!(seen, BTreeSet::from([1, 2, 3]));
}

#[test]
fn steps_that_do_the_same_are_one_with_other_ways_and_help_is_never_hidden_among_them() {
    let able = situation(
        r#"{"spasm": "eased", "mobility": "can-stand", "place": "bed", "alone": false,
            "at-hand": ["ice", "heat", "pillow", "phone", "chair", "bath", "wall"]}"#,
    );
    let warm = |kind| matches!(kind, StepKind::Heat | StepKind::Cold | StepKind::Bath);
    for (situation, urgency) in [(&able, Urgency::SelfCare), (&able, Urgency::SameDay), (&fresh(), Urgency::SelfCare)] {
        let plan = embedded().plan(&verdict(urgency), situation, &Preferences::default(), &now());
        for list in [&plan.now, &plan.next, &plan.later] {
            let own: Vec<_> = list.iter().filter(|planned| !planned.again).collect();
            for (place, one) in own.iter().enumerate() {
                for other in &own[place + 1..] {
                    let same = one.step.kind == other.step.kind || warm(one.step.kind) && warm(other.step.kind);
                    assert!(!same || one.when != other.when, "{} and {}", one.step.id, other.step.id);
                }
                for way in &one.or {
                    let same = one.step.kind == way.step.kind || warm(one.step.kind) && warm(way.step.kind);
                    assert!(same && one.when == way.when, "{} is no other way of {}", way.step.id, one.step.id);
                }
            }
        }
        assert!(plan.help.iter().all(|planned| planned.or.is_empty()));
        assert!(plan.next.iter().filter(|planned| planned.again).all(|planned| warm(planned.step.kind)));
        assert_eq!(plan.next.iter().filter(|planned| planned.again).count(), 1);
    }
}

#[test]
fn warmth_and_cold_are_called_by_one_name_only_where_both_are_shown() {
    let together = |things: &str| {
        let json = format!(r#"{{"spasm": "now", "mobility": "can-turn", "at-hand": [{things}]}}"#);
        let plan = plan(&situation(&json));
        let warm =
            plan.now.iter().find(|planned| matches!(planned.step.kind, StepKind::Heat | StepKind::Cold)).unwrap();
        warm.together
    };
    assert_eq!(together(r#""heat", "ice""#), Some("Warmth or cold, whichever feels better"));
    assert_eq!(together(r#""heat""#), None);
    assert_eq!(together(r#""ice""#), None);
}

// ---------------------------------------------------------------- what was not said, and what is asked

#[test]
fn what_was_not_said_is_named_and_nothing_else() {
    assert_eq!(plan(&situation("{}")).not_said, ["mobility", "place", "spasm", "onset"]);
    assert_eq!(plan(&situation(r#"{"mobility": "can-turn", "spasm": "now"}"#)).not_said, ["place", "onset"]);
    let full = r#"{"mobility": "can-turn", "spasm": "now", "place": "bed", "onset": "2026-11-22T00:10:00+01:00"}"#;
    assert_eq!(plan(&situation(full)).not_said, Vec::<&str>::new());
}

#[test]
fn a_caution_is_asked_just_if_it_is_open_and_a_step_that_is_shown_or_would_be_turns_on_it() {
    let answered = fresh();
    assert!(!plan(&answered).open.contains(&"numb-skin"));
    let mut open = answered.clone();
    open.cautions.remove("numb-skin");
    let plan = plan(&open);
    assert!(plan.open.contains(&"numb-skin") && !plan.open.contains(&"fever"), "{:?}", plan.open);
    let heat = plan.steps().find(|planned| planned.step.kind == StepKind::Heat);
    assert!(heat.is_none_or(|heat| heat.open.contains(&"numb-skin") && !heat.open.contains(&"fever")), "{heat:?}");
    let nothing_warm = situation(r#"{"mobility": "cannot-move", "spasm": "now"}"#);
    assert!(!self::plan(&nothing_warm).open.contains(&"cold-sets-it-off"), "nothing cold is within reach");
}

#[test]
fn who_decided_is_told_in_json_as_well() {
    let mut own = Preferences::default();
    own.set(embedded(), "heat-or-cold", "heat").unwrap();
    let plan = embedded().plan(&verdict(Urgency::SelfCare), &fresh(), &own, &now());
    let json = serde_json::to_value(&plan).unwrap();
    let of = |id: &str| {
        let all = json["decisions"].as_array().unwrap();
        let one = all.iter().find(|decision| decision["id"] == id).unwrap();
        (one["by_the_person"].as_bool().unwrap(), one["by_a_trial"].as_bool().unwrap())
    };
    assert_eq!((of("heat-or-cold"), of("heat-start")), ((true, false), (false, false)));
}

/// No step of the guidance comes both at a time of its own and held back by a decision; one that did would come at the later.
#[test]
fn what_is_held_back_and_comes_at_its_own_time_comes_at_the_later_of_both() {
    let mut guidance = supple_guidance::embedded().clone();
    let heat = guidance.relief.steps.iter_mut().find(|step| step.id == "heat-pack").unwrap();
    heat.next = std::mem::take(&mut heat.now);
    heat.after_minutes = Some(40);
    let planner = Planner::new(&guidance);
    let mut late = Preferences::default();
    late.set(embedded(), "heat-start", "after-48").unwrap();
    for (held, expected) in [(10, 40), (90, 90), (0, 40), (-10, 40)] {
        let mut some = fresh();
        some.onset = Some(ago(SignedDuration::from_hours(48) - minutes(held)));
        let plan = planner.plan(&verdict(Urgency::SelfCare), &some, &late, &now());
        let planned = plan.steps().find(|planned| planned.step.id == "heat-pack").unwrap();
        let at = (now().timestamp() + minutes(expected)).to_zoned(now().time_zone().clone());
        assert_eq!(planned.when, When::At(at), "held for {held} minutes");
    }
}

// ---------------------------------------------------------------- who can do it, and whom it is for

#[test]
fn what_is_done_lying_is_for_who_lies_or_can_lie_down() {
    let lies = |more: &str| {
        let plan = plan(&situation(&format!(r#"{{"spasm": "eased", "at-hand": ["pillow", "chair"], {more}}}"#)));
        plan.steps().any(|planned| planned.step.lying)
    };
    assert!(lies(r#""mobility": "can-turn", "place": "bed""#));
    assert!(lies(r#""mobility": "can-stand", "place": "standing""#) && lies(r#""mobility": "can-stand""#));
    assert!(!lies(r#""mobility": "can-turn", "place": "chair""#) && !lies(r#""mobility": "can-turn""#));
}

#[test]
fn what_is_for_one_part_of_the_back_is_left_out_only_where_another_part_is_named() {
    let relief = embedded().relief();
    let own: Vec<_> = relief.steps.iter().filter(|step| !step.parts.is_empty()).collect();
    let shown = |parts: &str| -> BTreeSet<&'static str> {
        let json = format!(
            r#"{{"spasm": "eased", "mobility": "can-stand", "place": "bed", "alone": false, "parts": [{parts}],
                "at-hand": ["ice", "heat", "pillow", "phone", "chair", "bath", "wall"],
                "cautions": {{"pregnant": false, "fragile-bones": false, "unsteady": false}}}}"#
        );
        let situation = situation(&json);
        let plan = embedded().plan(&verdict(Urgency::SelfCare), &situation, &Preferences::default(), &now());
        plan.steps().map(|planned| planned.step.id.as_str()).collect()
    };
    let (nowhere, low, neck_side) = (shown(""), shown(r#""low""#), shown(r#""upper""#));
    assert!(own.iter().any(|step| nowhere.contains(step.id.as_str())), "nobody said where it is");
    for step in own.iter().filter(|step| nowhere.contains(step.id.as_str())) {
        let is_low = step.parts.contains(&supple_guidance::Part::Low);
        assert_eq!(low.contains(step.id.as_str()), is_low, "{}", step.id);
    }
    assert!(low.contains("breathe") && neck_side.contains("breathe"), "what is for any part stays");
}

#[test]
fn without_a_check_nobody_is_sent_to_call_whom_nothing_asks_to() {
    let known = Known::unchecked(false);
    let plan = |situation: &Situation| {
        embedded().plan_made(&known, situation, &Preferences::default(), &now(), now().timestamp())
    };
    let nothing = plan(&fresh());
    assert!(nothing.help.is_empty() && nothing.urgency == Urgency::SameDay && nothing.owed == Urgency::SelfCare);
    assert!(!plan(&situation(r#"{"mobility": "can-turn"}"#)).help.is_empty(), "who is stuck should call");
}

#[test]
fn a_planner_is_of_the_guidance_that_it_was_made_of() {
    let guidance = supple_guidance::embedded();
    assert!(std::ptr::eq(embedded().guidance(), guidance) && std::ptr::eq(embedded().relief(), &guidance.relief));
}

#[test]
fn what_is_to_be_minded_stays_in_view_until_it_is_answered_with_no() {
    let relief = embedded().relief();
    let caution = |id: &str| relief.cautions.iter().find(|caution| caution.id == id).unwrap();
    let (feeling, pregnant) = (caution("less-feeling").limit.as_str(), caution("pregnant").mind.as_deref().unwrap());
    let limits = |answers: &[(&str, bool)]| -> Vec<&'static str> {
        let mut some = fresh();
        some.cautions.remove("less-feeling");
        some.cautions.extend(answers.iter().map(|(id, yes)| ((*id).to_owned(), *yes)));
        let plan = plan(&some);
        plan.steps().find(|planned| planned.step.id == "heat-pack").unwrap().limits.clone()
    };
    let seen = |answers: &[(&str, bool)]| [feeling, pregnant].map(|line| limits(answers).contains(&line));
    assert_eq!(seen(&[]), [true, true]);
    assert_eq!(seen(&[("less-feeling", true), ("pregnant", true)]), [true, true]);
    assert_eq!(seen(&[("less-feeling", false), ("pregnant", false)]), [false, false]);
}

#[test]
fn what_to_avoid_is_told_for_this_urgency_and_stage_and_for_what_the_plan_shows() {
    let avoid = |plan: &Plan<'static>| plan.avoid.iter().map(|avoid| avoid.id.as_str()).collect::<Vec<_>>();
    let with = |things: &str| {
        avoid(&plan(&situation(&format!(r#"{{"spasm": "now", "mobility": "can-turn", "at-hand": [{things}]}}"#))))
    };
    let (cold, warm, neither) = (with(r#""ice""#), with(r#""heat""#), with(""));
    assert!(cold.contains(&"bare-ice") && cold.contains(&"sleeping-on-heat"), "{cold:?}");
    assert!(!warm.contains(&"bare-ice") && warm.contains(&"sleeping-on-heat"), "{warm:?}");
    assert!(!neither.contains(&"bare-ice") && !neither.contains(&"sleeping-on-heat"), "{neither:?}");
    let of = |urgency, situation: &Situation| {
        avoid(&embedded().plan(&verdict(urgency), situation, &Preferences::default(), &now()))
    };
    assert!(of(Urgency::SelfCare, &fresh()).contains(&"long-bed-rest"));
    assert!(!of(Urgency::SameDay, &fresh()).contains(&"long-bed-rest"), "rest until help has looked");
    assert!(of(Urgency::Emergency, &fresh()).contains(&"waiting"));
    assert!(!of(Urgency::SelfCare, &fresh()).contains(&"waiting"));
    let mut past = fresh();
    (past.spasm, past.onset) = (Some(supple_care::Spasm::Over), Some(ago(SignedDuration::from_hours(80))));
    assert!(!of(Urgency::SelfCare, &past).contains(&"long-bed-rest"), "not once it is long over");
}
