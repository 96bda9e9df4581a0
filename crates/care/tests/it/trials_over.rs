//! Trials at their edges: what is asked when, what a trial found once it is over, and what of it is not as promised.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use crate::trials::{Devices, minutes, pain};

use jiff::Timestamp;
use supple_care::trials::{self, Asks, Hold, USUAL_MARGIN, offered};
use supple_care::{By, Gate, Situation, embedded};
use supple_diary::{
    Check, Id, Label, Level, Medicine, Object, Plan, TrialDone, TrialDraw, TrialEnd, TrialHarm, Whole, Words,
};
use supple_guidance::trial::TrialOf;
use supple_guidance::{Mobility, Thing};
use supple_trial::{Arm, Baseline, Done, Eligible, Facts, NotEligible, Pain, Verdict};
use uuid::Uuid;

const DAY: i64 = 24 * 60;

fn heat_or_cold() -> &'static TrialOf {
    offered().get("heat-or-cold").unwrap()
}

/// A draw of this side, whatever chance says.
fn drawn(devices: &mut Devices, device: usize, at: i64, trial: Uuid, number: i64, side: (&str, &str)) -> Uuid {
    let baseline = devices.write(device, at, pain(trial, 7));
    let (arm, measure) = (Id::new(side.0).unwrap(), Id::new(side.1).unwrap());
    devices.write(device, at, TrialDraw { trial, number: Whole::new(number).unwrap(), arm, measure, baseline })
}

/// A trial with so much pain after A and after B, up to its end, and when its last draw was.
fn over(after: [i64; 2]) -> (Devices, Uuid, i64) {
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    for number in 1..=40 {
        let is_b = matches!(number % 4, 2 | 3);
        let at = number * DAY;
        let side = if is_b { ("b", "heat") } else { ("a", "ice") };
        let draw = drawn(&mut devices, 0, at, trial, number, side);
        devices.write(0, at + 30, pain(draw, after[usize::from(is_b)]));
        devices.write(0, at + 60, pain(draw, after[usize::from(is_b)]));
        let diary = devices.diary();
        let all = trials::all(&diary, minutes(at + 120));
        if all[0].as_ref().unwrap().report.verdict.is_over() {
            return (devices, trial, at);
        }
    }
    panic!("it goes on");
}

#[test]
fn the_plan_starts_with_what_was_better_and_not_with_what_did_harm() {
    let decision = heat_or_cold().decision.as_str();
    for (after, better, other_harmed) in [([1, 7], Arm::A, false), ([7, 1], Arm::B, false), ([10, 7], Arm::B, true)] {
        let (devices, _, at) = over(after);
        let (diary, now) = (devices.diary(), minutes(at + 120));
        let found = trials::of_decision(&diary, decision, now).expect("it found something");
        assert_eq!((found.better, found.other_harmed), (better, other_harmed), "{after:?}");
        assert_eq!(i64::from(found.spasms), at / DAY);
        assert_eq!(found.measure(), if better == Arm::A { &heat_or_cold().a } else { &heat_or_cold().b });
        assert_eq!(found.measure(), trials::arm(heat_or_cold(), better));
        assert_eq!(trials::of_decision(&diary, "another-decision", now), None);
        let last = trials::last(&diary, heat_or_cold(), now).unwrap();
        assert!(last.revealed().is_some(), "anyone can check it once it is over");
    }
}

#[test]
fn a_trial_that_found_nothing_or_still_runs_starts_no_plan() {
    let decision = heat_or_cold().decision.as_str();
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    devices.draw(0, 10, trial, 1);
    let diary = devices.diary();
    assert_eq!(trials::of_decision(&diary, decision, minutes(20)), None);
    assert!(trials::running(&diary, minutes(20)).unwrap().revealed().is_none(), "nothing is told while it runs");
    devices.write(0, 30, TrialEnd { trial });
    assert_eq!(trials::of_decision(&devices.diary(), decision, minutes(40)), None);
}

#[test]
fn the_last_trial_of_a_comparison_counts_and_one_begun_beside_another_never() {
    let mut devices = Devices::new();
    let of = heat_or_cold();
    assert!(trials::last(&devices.diary(), of, minutes(0)).is_none());
    let first = devices.begin(0, 0);
    devices.begin(1, 10);
    let last = |devices: &Devices, at| trials::last(&devices.diary(), of, minutes(at)).map(|trial| trial.id());
    assert_eq!(last(&devices, 20), Some(first));
    devices.write(0, 30, TrialEnd { trial: first });
    let next = devices.begin(0, 40);
    assert_eq!(last(&devices, 50), Some(next));
    let other = offered().each.iter().find(|other| other.id != of.id).unwrap();
    assert!(trials::last(&devices.diary(), other, minutes(50)).is_none());
}

#[test]
fn another_trial_may_begin_from_the_last_answer_of_one_that_is_over() {
    let second_at = |after: i64| {
        let (mut devices, _, at) = over([1, 7]);
        devices.begin(1, at + after);
        let diary = devices.diary();
        let all = trials::all(&diary, minutes(at + DAY));
        let first = all[0].as_ref().unwrap();
        assert_eq!(first.ended(&diary), Some(minutes(at + 60)));
        all[1].as_ref().unwrap().is_second
    };
    assert_eq!([59, 60].map(second_at), [true, false]);
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    devices.begin(1, 0);
    let diary = devices.diary();
    let ids: Vec<(Uuid, bool)> =
        trials::all(&diary, minutes(1)).into_iter().flatten().map(|it| (it.id(), it.is_second)).collect();
    assert_eq!(ids.iter().filter(|(_, second)| *second).count(), 1, "of two of one time one counts");
    let found = trials::running(&diary, minutes(1)).unwrap();
    assert_eq!(found.ended(&diary), None);
    let counts = found.id();
    devices.write(0, 5, TrialEnd { trial: counts });
    let diary = devices.diary();
    let of_it = trials::all(&diary, minutes(6)).into_iter().flatten().find(|it| it.id() == counts).unwrap();
    assert_eq!((of_it.ended(&diary), of_it.report.verdict), (Some(minutes(5)), Verdict::StoppedByPerson));
    assert!(trial == counts || ids.iter().any(|(id, _)| *id == trial));
}

#[test]
fn what_is_asked_changes_at_the_minute_and_an_answer_in_the_last_one_ends_it() {
    let asks = |answers: &[i64], at: i64| {
        let mut devices = Devices::new();
        let trial = devices.begin(0, 0);
        let draw = devices.draw(0, 10, trial, 1);
        for after in answers {
            devices.write(0, 10 + after, pain(draw, 4));
        }
        let diary = devices.diary();
        let found = trials::running(&diary, minutes(10 + at)).unwrap();
        found.pending(minutes(10 + at)).map(|(_, asks)| asks)
    };
    let later = |after: i64| Some(Asks::NotYet(minutes(10 + after)));
    assert_eq!(asks(&[], -5), None, "of a draw that is still to come");
    assert_eq!((asks(&[], 0), asks(&[], 19), asks(&[], 20)), (later(30), later(30), Some(Asks::First)));
    assert_eq!((asks(&[], 44), asks(&[], 45)), (Some(Asks::First), Some(Asks::Second { is_late: true })));
    assert_eq!((asks(&[20], 44), asks(&[44], 45)), (later(60), Some(Asks::Second { is_late: false })));
    assert_eq!(asks(&[19], 44), Some(Asks::First), "told before it was asked");
    assert_eq!((asks(&[], 90), asks(&[], 91)), (Some(Asks::Second { is_late: true }), None));
    assert_eq!((asks(&[45], 60), asks(&[90], 90)), (None, None));
}

#[test]
fn what_may_be_a_painkiller_within_an_hour_and_a_half_of_a_draw_is_told_with_its_spasm() {
    let rescue = |taken: &[(i64, &str)]| {
        let mut devices = Devices::new();
        let trial = devices.begin(0, 0);
        devices.draw(0, 10, trial, 1);
        for (after, what) in taken {
            let what = Words::new(*what).unwrap();
            devices.write(0, 10 + after, Medicine { what, substance: None, milligrams: None, units: None, note: None });
        }
        trials::running(&devices.diary(), minutes(200)).unwrap().bouts[0].rescue_minutes
    };
    assert_eq!(rescue(&[(30, "ibuprofen")]), Some(30));
    assert_eq!(rescue(&[(40, "ibuprofen"), (20, "paracetamol")]), Some(20));
    assert_eq!(rescue(&[(30, "the blue ones")]), Some(30), "it may be one");
    assert_eq!(rescue(&[(30, "levothyroxine")]), None);
    assert_eq!(rescue(&[(30, "Voltarol gel")]), None);
    assert_eq!((rescue(&[(90, "ibuprofen")]), rescue(&[(91, "ibuprofen")])), (Some(90), None));
    assert_eq!(rescue(&[(-5, "ibuprofen")]), None, "taken before the draw");
    assert_eq!(rescue(&[(0, "ibuprofen")]), Some(0));
}

#[test]
fn an_audit_names_the_draw_that_is_not_as_promised() {
    let audit = |side: (&str, &str)| {
        let mut devices = Devices::new();
        let trial = devices.begin(0, 0);
        drawn(&mut devices, 0, 10, trial, 1, side);
        let diary = devices.diary();
        let broken = trials::running(&diary, minutes(20)).unwrap().broken(&diary);
        let told = trials::audit(&diary, minutes(20));
        assert_eq!(told, broken.iter().map(|why| format!("trial {trial}: {why}")).collect::<Vec<_>>());
        broken
    };
    let (ice, heat) = (audit(("a", "ice")), audit(("b", "heat")));
    let other = "spasm 1 of the trial has another measure than the seed gives".to_owned();
    assert!([&ice, &heat].contains(&&None) && [&ice, &heat].contains(&&Some(other)), "{ice:?}, {heat:?}");
    // The side of chance with the measure of the other.
    let named = audit(if ice.is_none() { ("a", "heat") } else { ("b", "ice") });
    assert_eq!(named.as_deref(), Some("spasm 1 of the trial names another measure than its side"));
}

#[test]
fn an_answer_and_what_was_done_are_written_of_the_draw_that_is_asked_about() {
    let mut devices = Devices::new();
    let trial = devices.begin(0, 0);
    let draw = devices.draw(0, 10, trial, 1);
    let level = Level::new(4).unwrap();
    let after = |at| trials::after(&devices.diary(), level, minutes(at));
    assert_eq!(after(45), Ok(pain(draw, 4)));
    assert_eq!((after(25), after(200)), (Err(trials::Refused::NotAsked), Err(trials::Refused::NotAsked)));
    let did = trials::did(&devices.diary(), Done::Neither, minutes(45)).unwrap();
    assert_eq!(did, TrialDone { draw, done: Id::new("neither").unwrap() });
    assert_eq!(trials::stop(&devices.diary(), minutes(45)), Ok(TrialEnd { trial }));
}

#[test]
fn harm_in_the_words_of_the_guidance_is_known_and_has_the_signs_looked_at_for_as_long_as_something_is_asked() {
    let told = |what: &str| {
        let mut devices = Devices::new();
        let trial = devices.begin(0, 0);
        let draw = devices.draw(0, 10, trial, 1);
        let what = trials::harm_label(heat_or_cold(), Words::new(what).unwrap());
        devices.write(0, 40, TrialHarm { draw, what });
        let diary = devices.diary();
        let found = trials::running(&diary, minutes(50)).unwrap();
        let mut told: Vec<_> = found.told_harms().cloned().collect();
        let other = trials::harm(&found, draw, Label::plain(Words::new("dizzy-drowsy").unwrap()));
        assert!(other.is_ok(), "another harm of one spasm is told too");
        assert_eq!(told.len(), 1);
        told.remove(0)
    };
    let (hurts, sore, own) = (told("hurt-more"), told("skin-sore"), told("My leg feels odd"));
    let ids = [&hurts, &sore, &own].map(|harm| harm.known().map(|known| known.id.as_str()));
    assert_eq!(ids, [Some("hurt-more"), Some("skin-sore"), None]);
    let asks = |at: Timestamp| [&hurts, &sore, &own].map(|harm| harm.asks_for_the_check(at));
    assert_eq!(asks(minutes(40 + 90)), [true, false, true]);
    assert_eq!(asks(minutes(40 + 91)), [false, false, false]);
}

#[test]
fn a_draw_is_written_with_its_side_its_measure_and_the_pain_before() {
    let sides: Vec<&str> = (0..12)
        .map(|chance| {
            let mut devices = Devices::new();
            devices.write(0, 0, trials::begin(heat_or_cold(), USUAL_MARGIN, [chance; 32]).unwrap());
            let diary = devices.diary();
            let found = trials::running(&diary, minutes(10)).unwrap();
            let facts = Facts {
                at: minutes(10),
                pain: Pain::new(7).unwrap(),
                no_sign: true,
                allowed: [true; 2],
                awake: true,
                last_application: None,
            };
            let (eligible, baseline) = (Eligible::judge(&facts).unwrap(), Uuid::from_u128(77));
            let draw = found.trial.draw(&found.stored, &eligible, &Baseline::stored(baseline, minutes(10))).unwrap();
            let written = found.drawn(&draw).unwrap();
            let (side, measure) = if draw.arm == Arm::A { ("a", "ice") } else { ("b", "heat") };
            assert_eq!((written.arm.as_str(), written.measure.as_str()), (side, measure));
            assert_eq!((written.trial, written.baseline, written.number.get()), (found.id(), baseline, 1));
            side
        })
        .collect();
    assert!(sides.contains(&"a") && sides.contains(&"b"), "{sides:?}");
}

/// Someone who began a trial, and said at minute 1000 what is at hand and whether a sign of the gate is there.
fn with_plan(things: &[Thing], is_asked: bool) -> Devices {
    let mut devices = Devices::new();
    devices.begin(0, 0);
    let no_to = embedded().relief().gate.findings().map(str::to_owned).collect();
    let situation = Situation {
        gate: is_asked.then(|| Gate { at: minutes(1000), no_to }),
        mobility: Some(Mobility::CanStand),
        at_hand: things.iter().copied().collect(),
        ..Situation::default()
    };
    let situation = Object::new(&serde_json::to_string(&situation).unwrap()).unwrap();
    devices.write(0, 1000, Plan { situation, urgency: Words::new("self-care").unwrap(), steps: Vec::new() });
    devices
}

/// Whether a spasm a minute later takes part.
fn takes_part(devices: &Devices, level: Option<i64>) -> Result<(), Vec<Hold>> {
    let (diary, now) = (devices.diary(), minutes(1001).to_zoned(jiff::tz::TimeZone::UTC));
    let trial = trials::running(&diary, minutes(1001)).unwrap();
    trials::part(&diary, &trial, level.map(|level| Level::new(level).unwrap()), &now).map(|_| ())
}

const BOTH: [Thing; 2] = [Thing::Heat, Thing::Ice];

#[test]
fn a_spasm_takes_part_only_with_both_measures_at_hand_enough_pain_and_no_sign() {
    let holds = |why| Err(vec![Hold::Not(why)]);
    let calm = with_plan(&BOTH, true);
    assert_eq!((takes_part(&calm, Some(7)), takes_part(&calm, None)), (Ok(()), Ok(())));
    assert_eq!(takes_part(&calm, Some(2)), holds(NotEligible::LittlePain));
    assert_eq!(takes_part(&with_plan(&BOTH[..1], true), Some(7)), holds(NotEligible::NotAllowed(Arm::A)));
    assert_eq!(takes_part(&with_plan(&BOTH[1..], true), Some(7)), holds(NotEligible::NotAllowed(Arm::B)));
    assert!(takes_part(&with_plan(&BOTH, false), Some(7)).unwrap_err().contains(&Hold::CheckFirst));
    let mut stuck = with_plan(&BOTH, true);
    let answers = Object::new(r#"{"stuck": true}"#).unwrap();
    stuck.write(0, 1000, Check { answers, urgency: Words::new("same-day").unwrap(), rules: Vec::new() });
    assert!(takes_part(&stuck, Some(7)).unwrap_err().contains(&Hold::Not(NotEligible::Sign)));
}

#[test]
fn the_measure_of_a_side_is_the_step_that_the_plan_shows_of_it() {
    let step = |devices: &Devices, arm| {
        let now = minutes(1001).to_zoned(jiff::tz::TimeZone::UTC);
        trials::step_of(&devices.diary(), heat_or_cold(), arm, &now).map(|way| way.step.id.to_string())
    };
    let both = with_plan(&BOTH, true);
    let of = [Arm::A, Arm::B].map(|arm| step(&both, arm));
    assert_eq!(of, [Some("cold-pack".to_owned()), Some("heat-pack".to_owned())]);
    assert_eq!(step(&with_plan(&BOTH[..1], true), Arm::A), None);
}

#[test]
fn what_was_done_or_taken_in_the_last_four_hours_may_still_work() {
    let medicine = |at: i64, what: &str| {
        let mut devices = with_plan(&BOTH, true);
        let what = Words::new(what).unwrap();
        devices.write(0, at, Medicine { what, substance: None, milligrams: None, units: None, note: None });
        takes_part(&devices, Some(7))
    };
    let measure = |at: i64, what: &str| {
        let mut devices = with_plan(&BOTH, true);
        let what = Label::plain(Words::new(what).unwrap());
        let (seconds, before, after, helped, note, timer) = (None, None, None, None, None, None);
        devices.write(0, at, supple_diary::Measure { what, seconds, before, after, helped, note, timer });
        takes_part(&devices, Some(7))
    };
    let washout = || Err(vec![Hold::Not(NotEligible::Washout)]);
    assert_eq!((medicine(900, "ibuprofen"), medicine(900, "the blue ones")), (washout(), washout()));
    assert_eq!(medicine(900, "levothyroxine"), Ok(()));
    assert_eq!((medicine(762, "ibuprofen"), medicine(761, "ibuprofen")), (washout(), Ok(())));
    assert_eq!(medicine(1100, "ibuprofen"), Ok(()), "it is still to come");
    assert_eq!((measure(900, "heat"), measure(900, "ice"), measure(900, "walk")), (washout(), washout(), Ok(())));
}

#[test]
fn the_plan_starts_with_what_was_better_only_where_it_is_at_hand() {
    let (devices, _, at) = over([1, 7]);
    let (diary, now) = (devices.diary(), minutes(at + 300));
    let by = |things: &[Thing]| {
        let no_to = embedded().relief().gate.findings().map(str::to_owned).collect();
        let situation = Situation {
            gate: Some(Gate { at: now, no_to }),
            mobility: Some(Mobility::CanStand),
            at_hand: things.iter().copied().collect(),
            ..Situation::default()
        };
        let zoned = now.to_zoned(jiff::tz::TimeZone::UTC);
        let (plan, _) = supple_care::moment::plan(&diary, &situation, &zoned, now);
        let decided = plan.decisions.iter().find(|decided| decided.decision.id == heat_or_cold().decision);
        decided.map(|decided| decided.by)
    };
    assert_eq!(by(&BOTH), Some(By::Trial), "cold was better, and ice is at hand");
    assert_ne!(by(&[Thing::Heat]), Some(By::Trial), "without ice nobody is left without warmth");
}

#[test]
fn a_trial_is_offered_where_its_sources_disagree() {
    for of in &offered().each {
        let decisions = &supple_guidance::embedded().relief.decisions;
        let decision = decisions.iter().find(|decision| decision.id == of.decision).unwrap();
        let offers: Vec<&str> = offered()
            .each
            .iter()
            .filter(|other| {
                decisions.iter().any(|it| it.id == other.decision && it.disagreement == decision.disagreement)
            })
            .map(|other| other.id.as_str())
            .collect();
        assert_eq!(trials::about(&decision.disagreement).map(|found| found.id.as_str()), offers.first().copied());
    }
    assert!(trials::about("tea-or-coffee").is_none());
    assert!(trials::begin(heat_or_cold(), USUAL_MARGIN, [7; 32]).is_ok());
}
