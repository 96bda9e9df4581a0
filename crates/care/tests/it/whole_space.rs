//! Every plan, over the whole space of situations: something to do, nothing that the person cannot do, nothing that
//! breaks a limit, and help before everything else.
//!
//! What a step asks of a person is read off its words and its kind here, and what a limit forbids is written down once
//! more, so that a slip in the data shows up as well as one in the code. The space is too large for one product (3^12
//! states of the cautions alone), so it is covered in parts. That is enough, because whether a step is shown depends on
//! no more than: urgency, stage, mobility, place, what is at hand, company, pattern, where and when it hurts, the
//! cautions that it names itself and the decisions that it names itself. Each part below varies some of these fully.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Zoned};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;
use supple_care::{Asked, Known, Plan, Planned, Preferences, Situation, Spasm, When, embedded};
use supple_guidance::{Mobility, Part, Pattern, Place, Stage, StepKind, Thing, Urgency, Worse};
use supple_triage::Verdict;

fn now() -> Zoned {
    "2026-11-22T03:10:00+01:00[Europe/Berlin]".parse().unwrap()
}

fn verdict(urgency: Urgency) -> Verdict<'static> {
    Verdict { urgency, certain: true, fired: Vec::new(), open: Vec::new(), unsure: Vec::new() }
}

/// Minutes since the onset, and how the spasm is: every stage, in every way of getting there.
const MOMENTS: [(Option<i64>, Option<Spasm>, Stage); 15] = [
    (Some(5), None, Stage::FirstMinutes),
    (Some(5), Some(Spasm::Now), Stage::FirstMinutes),
    (Some(5), Some(Spasm::Eased), Stage::FirstMinutes),
    (None, None, Stage::First48Hours),
    (None, Some(Spasm::Eased), Stage::First48Hours),
    (Some(600), Some(Spasm::Now), Stage::First48Hours),
    (Some(600), Some(Spasm::Eased), Stage::First48Hours),
    (Some(48 * 60), Some(Spasm::Now), Stage::From48To72Hours),
    (Some(50 * 60), Some(Spasm::Eased), Stage::From48To72Hours),
    (Some(80 * 60), Some(Spasm::Now), Stage::After72Hours),
    (Some(80 * 60), Some(Spasm::Eased), Stage::After72Hours),
    (Some(200 * 60), Some(Spasm::Eased), Stage::Recovery),
    (Some(60), Some(Spasm::Over), Stage::Recovery),
    (None, Some(Spasm::Over), Stage::Recovery),
    (Some(90 * 60), Some(Spasm::Over), Stage::Prevention),
];

const MOBILITIES: [Option<Mobility>; 4] =
    [None, Some(Mobility::CannotMove), Some(Mobility::CanTurn), Some(Mobility::CanStand)];

const PLACES: [Option<Place>; 5] =
    [None, Some(Place::Floor), Some(Place::Bed), Some(Place::Chair), Some(Place::Standing)];

const ALONE: [Option<bool>; 3] = [None, Some(false), Some(true)];

/// Every subset of a list, by number.
fn subset<T: Copy + Ord>(all: &[T], number: usize) -> BTreeSet<T> {
    all.iter().enumerate().filter(|(place, _)| number >> place & 1 == 1).map(|(_, member)| *member).collect()
}

/// All cautions, answered alike.
fn cautions(answer: Option<bool>) -> BTreeMap<String, bool> {
    let all = embedded().relief().cautions.iter();
    answer.map(|answer| all.map(|caution| (caution.id.clone(), answer)).collect()).unwrap_or_default()
}

/// Someone who can do everything, has everything and need mind nothing.
fn able() -> Situation {
    Situation {
        mobility: Some(Mobility::CanStand),
        place: Some(Place::Bed),
        alone: Some(false),
        at_hand: Thing::ALL.into_iter().collect(),
        cautions: cautions(Some(false)),
        ..Situation::default()
    }
}

fn at(moment: &(Option<i64>, Option<Spasm>, Stage), situation: &mut Situation) {
    situation.onset = moment.0.map(|minutes| now().timestamp() - SignedDuration::from_mins(minutes));
    situation.spasm = moment.1;
}

/// Plans and checks.
fn check(urgency: Urgency, situation: &Situation, preferences: &Preferences, now: &Zoned) {
    let plan = embedded().plan(&verdict(urgency), situation, preferences, now);
    let problem = problem(urgency, situation, preferences, &plan, now);
    assert!(problem.is_none(), "{}\nat {urgency} with {preferences:?} for {situation:?}\n{plan:#?}", problem.unwrap());
}

fn problem(
    urgency: Urgency,
    situation: &Situation,
    preferences: &Preferences,
    plan: &Plan<'_>,
    now: &Zoned,
) -> Option<String> {
    if plan.help.is_empty() && plan.now.is_empty() {
        return Some("there is nothing to do".to_owned());
    }
    if plan.urgency < urgency {
        return Some("the plan is calmer than the verdict".to_owned());
    }
    if plan.help.iter().any(|planned| planned.step.kind != StepKind::Help) {
        return Some("something else stands among the help".to_owned());
    }
    let first = plan.help.first().map(|planned| planned.step.id.as_str());
    let owed = match plan.urgency {
        Urgency::Emergency => Some("call-emergency"),
        Urgency::SameDay => Some("call-today"),
        Urgency::SeeDoctor => Some("book-visit"),
        Urgency::SelfCare => None,
    };
    if owed.is_some() && first != owed {
        return Some(format!("help begins with {first:?}"));
    }
    if plan.urgency == Urgency::Emergency && plan.review_at.is_some() {
        return Some("an emergency is told to look again later".to_owned());
    }
    let mut last = None;
    for planned in &plan.next {
        if let When::At(at) = &planned.when {
            if at <= now || last.is_some_and(|last| at < last) {
                return Some(format!("{} comes next at {at}", planned.step.id));
            }
            last = Some(at);
        }
    }
    if plan.now.iter().any(|planned| planned.when != When::Now) {
        return Some("something in `now` is not for now".to_owned());
    }
    let cramped = !matches!(situation.spasm, Some(Spasm::Eased | Spasm::Over));
    if cramped && preferences.iter().next().is_none() {
        let at_once = plan.now.iter().flat_map(|planned| std::iter::once(planned).chain(&planned.or));
        let mut too_early = at_once
            .filter(|planned| matches!(planned.step.kind, StepKind::Stretch | StepKind::Walk | StepKind::Massage));
        if let Some(planned) = too_early.next() {
            return Some(format!("{} is for now, while the spasm is there", planned.step.id));
        }
    }
    plan.steps().find_map(|planned| {
        cannot(situation, planned)
            .or_else(|| not_while_waiting(plan.urgency, planned))
            .or_else(|| breaks_a_limit(situation, planned))
            .map(|why| format!("{}: {why}", planned.step.id))
    })
}

/// The words of each step, in small letters.
static WORDS: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
    let words = |step: &supple_guidance::Step| format!(" {} {} ", step.title, step.how).to_lowercase();
    embedded().relief().steps.iter().map(|step| (step.id.as_str(), words(step))).collect()
});

/// What the person cannot do, read off the words and the kind of the step.
fn cannot(situation: &Situation, planned: &Planned<'_>) -> Option<String> {
    let step = planned.step;
    let words = &WORDS[step.id.as_str()];
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    let mobility = situation.mobility.unwrap_or(Mobility::CannotMove);
    let needs = match step.kind {
        StepKind::Walk | StepKind::Bath => Mobility::CanStand,
        StepKind::Help
        | StepKind::Breathing
        | StepKind::Position
        | StepKind::Movement
        | StepKind::Medicine
        | StepKind::Ask => Mobility::CannotMove,
        _ => Mobility::CanTurn,
    };
    if mobility < needs {
        return Some(format!("{mobility:?} is not enough"));
    }
    let turns = ["lie on your back", "roll onto", "hands and knees", "bend your knees. "];
    if says(&turns) && mobility < Mobility::CanTurn {
        return Some("one must turn for it".to_owned());
    }
    if says(&["stand or sit", "sit up and wait", "lie down for a while", "swim", "your sport", "small task"])
        && mobility < Mobility::CanStand
    {
        return Some("one must stand for it".to_owned());
    }
    // What is not named as at hand has to be fetched.
    if says(&["take something"]) && mobility < Mobility::CanStand {
        return Some("one must fetch it".to_owned());
    }
    let lies = matches!(situation.place, Some(Place::Floor | Place::Bed));
    if says(&["lie on your back", "hands and knees", "roll onto the side"]) && !lies && mobility < Mobility::CanStand {
        return Some("one must lie for it".to_owned());
    }
    if step.title.contains("from the floor") && situation.place != Some(Place::Floor)
        || step.title.contains("out of bed") && situation.place != Some(Place::Bed)
    {
        return Some("one is not there".to_owned());
    }
    let emergency_call = step.id == "call-emergency";
    let things: [(&[&str], Thing); 7] = [
        (&["pillow"], Thing::Pillow),
        (&[" ice ", "cold pack"], Thing::Ice),
        (&["heating pad", "warm pack", "wring a towel"], Thing::Heat),
        (&["shower", " bath"], Thing::Bath),
        (&["chair"], Thing::Chair),
        (&["call or text"], Thing::Phone),
        (&["on the wall"], Thing::Wall),
    ];
    let missing = things.iter().find(|(words, thing)| says(words) && !situation.at_hand.contains(thing));
    if let Some((_, thing)) = missing.filter(|_| !emergency_call) {
        return Some(format!("{thing:?} is not at hand"));
    }
    if says(&["ask someone"]) && situation.alone != Some(false) {
        return Some("nobody may be there".to_owned());
    }
    let hurts = [
        (Worse::Walking, ["easy pace", "walking plan"]),
        (Worse::Bending, ["one knee to your chest", "round your back"]),
        (Worse::Breathing, ["count to four", "ten times"]),
    ];
    let hurt = hurts.iter().find(|(worse, words)| says(words) && situation.worse.contains(worse));
    hurt.map(|(worse, _)| format!("{worse:?} makes it worse"))
}

/// What is not safe, or comes before the help, while one waits.
fn not_while_waiting(urgency: Urgency, planned: &Planned<'_>) -> Option<String> {
    let kind = planned.step.kind;
    let safe: &[StepKind] = match urgency {
        Urgency::Emergency => &[StepKind::Help, StepKind::Breathing, StepKind::Position],
        Urgency::SameDay => &[
            StepKind::Help,
            StepKind::Breathing,
            StepKind::Position,
            StepKind::Heat,
            StepKind::Cold,
            StepKind::Movement,
            StepKind::Rise,
            StepKind::Sleep,
            StepKind::Ask,
        ],
        Urgency::SeeDoctor if kind == StepKind::Massage => &[],
        Urgency::SeeDoctor | Urgency::SelfCare => &StepKind::ALL,
    };
    (!safe.contains(&kind)).then(|| format!("{kind:?} at {urgency}"))
}

/// What breaks a limit of skin, sleep, numb areas, wounds, pregnancy, fever or bleeding.
fn breaks_a_limit(situation: &Situation, planned: &Planned<'_>) -> Option<String> {
    let answer = |id: &str| situation.cautions.get(id).copied();
    let limit = |words: &str| planned.limits.iter().any(|limit| limit.contains(words));
    let words = &WORDS[planned.step.id.as_str()];
    let kind = planned.step.kind;
    // By its words, so that a step of the wrong kind does not slip through.
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    let warm = matches!(kind, StepKind::Heat | StepKind::Bath)
        || says(&["heating pad", "warm pack", "in warm water", "shower", " bath", "hot water"]);
    let cold = kind == StepKind::Cold || says(&[" ice ", "cold pack"]);
    let back = planned.step.title.starts_with("On your back") || says(&["lie on your back"]);
    let on_the_skin = warm || cold;
    // The one stretch that the health service teaches in pregnancy.
    let all_fours = says(&["hands and knees. round your back up, then let it come back until it is straight"]);

    let forbidden: [(bool, &str, &str); 12] = [
        (on_the_skin || kind == StepKind::Massage, "numb-skin", "numb skin"),
        (on_the_skin || kind == StepKind::Massage, "broken-skin", "open or sore skin"),
        (on_the_skin, "poor-circulation", "poor blood flow"),
        (on_the_skin, "sleepy", "fall asleep"),
        (warm, "cancer-there", "cancer"),
        (warm || matches!(kind, StepKind::Massage | StepKind::Exercise), "fever", "fever"),
        (cold, "cold-sets-it-off", "cold sets"),
        (kind == StepKind::Stretch && !all_fours || back, "pregnant", "are pregnant"),
        (kind == StepKind::Massage, "swollen", "swollen"),
        (kind == StepKind::Massage || says(&["round your back", "knee up slowly"]), "fragile-bones", "weak bones"),
        (kind == StepKind::Massage, "blood-thinner", "blood thinner"),
        (matches!(kind, StepKind::Bath | StepKind::Walk | StepKind::Rise | StepKind::Exercise), "unsteady", "unsteady"),
    ];
    for (applies, caution, words) in forbidden {
        if applies && answer(caution) != Some(false) {
            if answer(caution) == Some(true) {
                return Some(format!("is forbidden by {caution}"));
            }
            if !limit(words) {
                return Some(format!("hides the limit of {caution}, which nobody has answered"));
            }
        }
    }
    if kind == StepKind::Massage && answer("blood-thinner") != Some(false) {
        return Some("hands while a blood thinner is not ruled out".to_owned());
    }
    if warm && answer("pregnant") != Some(false) && !(limit("off your belly") && limit("warm, not hot")) {
        return Some("heat without a word on the belly, or on how warm".to_owned());
    }
    if on_the_skin {
        let Some(timer) = planned.timer else { return Some("no timer on the skin".to_owned()) };
        let longest = if answer("less-feeling") == Some(false) { 20 * 60 } else { 10 * 60 };
        if timer.seconds == 0 || timer.seconds > longest {
            return Some(format!("{} s on the skin", timer.seconds));
        }
        if timer.half_time.is_none() || timer.rest_seconds.is_none_or(|rest| rest < 20 * 60) {
            return Some("no look at the skin, or no break for it".to_owned());
        }
        if kind != StepKind::Bath && !words.contains("cloth") && !words.contains("wrap") {
            return Some("nothing between it and the skin".to_owned());
        }
    }
    let too_long = kind == StepKind::Stretch && planned.timer.is_none_or(|timer| timer.seconds > 30);
    too_long.then(|| "a stretch of over 30 seconds".to_owned())
}

#[test]
fn whatever_the_verdict_the_stage_the_mobility_and_what_is_at_hand() {
    let (now, none) = (now(), Preferences::default());
    let mut plans = 0;
    for answer in [None, Some(false), Some(true)] {
        let mut situation = Situation { cautions: cautions(answer), ..Situation::default() };
        for things in 0..1 << Thing::ALL.len() {
            situation.at_hand = subset(&Thing::ALL, things);
            for moment in &MOMENTS {
                at(moment, &mut situation);
                for mobility in MOBILITIES {
                    situation.mobility = mobility;
                    for place in PLACES {
                        situation.place = place;
                        for alone in ALONE {
                            situation.alone = alone;
                            for urgency in Urgency::ALL {
                                check(urgency, &situation, &none, &now);
                                plans += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    assert_eq!(plans, 3 * 128 * 15 * 4 * 5 * 3 * 4);
}

/// No plan without a check is milder than that of a check that says today: it has the same steps, limits, times and
/// warnings. Only the call is left out, and only where nothing that was said asks for it; an earlier check that found
/// something keeps even that.
#[test]
fn without_a_check_the_plan_is_that_of_today_but_for_a_call_that_nothing_asks_for() {
    let (now, none) = (now(), Preferences::default());
    let made = now.timestamp();
    let [nothing, passed] = [false, true].map(Known::unchecked);
    assert_eq!((nothing.asked, passed.asked), (Asked::Nothing, Asked::Gate));
    let found = Known { owed: Urgency::SameDay, ..nothing.clone() };
    let mut plans = 0;
    for answer in [None, Some(false), Some(true)] {
        let mut situation = Situation { cautions: cautions(answer), ..Situation::default() };
        for things in 0..1 << Thing::ALL.len() {
            situation.at_hand = subset(&Thing::ALL, things);
            for moment in &MOMENTS {
                at(moment, &mut situation);
                for mobility in MOBILITIES {
                    situation.mobility = mobility;
                    for place in PLACES {
                        situation.place = place;
                        situation.alone = ALONE[plans % 3];
                        let today = embedded().plan(&verdict(Urgency::SameDay), &situation, &none, &now);
                        let said = embedded().plan(&verdict(Urgency::SelfCare), &situation, &none, &now);
                        for known in [&nothing, &passed, &found] {
                            let plan = embedded().plan_made(known, &situation, &none, &now, made);
                            let owes = said.urgency.max(known.owed);
                            let help = if owes > said.urgency { &today.help } else { &said.help };
                            let expected = Plan { asked: known.asked, owed: owes, help: help.clone(), ..today.clone() };
                            assert_eq!(plan, expected, "for {situation:?}");
                            assert!(plan.urgency >= Urgency::SameDay, "a short look earns no self-care");
                            plans += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(plans, 3 * 128 * 15 * 4 * 5 * 3);
}

#[test]
fn whatever_the_person_decides() {
    let now = now();
    let decisions = &embedded().relief().decisions;
    let all: usize = decisions.iter().map(|decision| decision.options.len()).product();
    let mut plans = 0;
    for number in 0..all {
        let mut preferences = Preferences::default();
        let mut rest = number;
        for decision in decisions {
            let option = &decision.options[rest % decision.options.len()].id;
            rest /= decision.options.len();
            preferences.set(embedded(), &decision.id, option).unwrap();
        }
        for answer in [None, Some(false), Some(true)] {
            let mut situation = Situation { cautions: cautions(answer), ..able() };
            for moment in &MOMENTS {
                at(moment, &mut situation);
                for urgency in Urgency::ALL {
                    check(urgency, &situation, &preferences, &now);
                    plans += 1;
                }
            }
        }
    }
    assert_eq!(plans, 5_184 * 3 * 15 * 4);
}

#[test]
fn whatever_makes_it_worse_and_wherever_and_however_it_comes() {
    let (now, none) = (now(), Preferences::default());
    let mut situation = able();
    let mut plans = 0;
    for worse in 0..1 << Worse::ALL.len() {
        situation.worse = subset(&Worse::ALL, worse);
        for parts in 0..1 << Part::ALL.len() {
            situation.parts = subset(&Part::ALL, parts);
            for pattern in Pattern::ALL {
                situation.pattern = Some(pattern);
                for moment in &MOMENTS {
                    at(moment, &mut situation);
                    for mobility in MOBILITIES {
                        situation.mobility = mobility;
                        for urgency in Urgency::ALL {
                            check(urgency, &situation, &none, &now);
                            plans += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(plans, 64 * 8 * 4 * 15 * 4 * 4);
}

/// A step is shown by the cautions that it names itself and by no others; so it is enough to try all states of those.
#[test]
fn whatever_is_answered_to_the_cautions_of_a_step() {
    let (now, none) = (now(), Preferences::default());
    let mut plans = 0;
    let mut sets = BTreeSet::new();
    for step in &embedded().relief().steps {
        let named = step.never.iter().chain(&step.shorter).chain(&step.mind).cloned();
        sets.insert(named.collect::<BTreeSet<String>>());
    }
    for set in sets {
        for others in [None, Some(false)] {
            for state in 0..3_usize.pow(set.len() as u32) {
                let mut situation = Situation { cautions: cautions(others), ..able() };
                let mut rest = state;
                for id in &set {
                    match rest % 3 {
                        0 => drop(situation.cautions.remove(id)),
                        1 => drop(situation.cautions.insert(id.clone(), false)),
                        _ => drop(situation.cautions.insert(id.clone(), true)),
                    }
                    rest /= 3;
                }
                at(&MOMENTS[10], &mut situation);
                for urgency in [Urgency::SelfCare, Urgency::SameDay] {
                    check(urgency, &situation, &none, &now);
                    plans += 1;
                }
            }
        }
    }
    assert_eq!(plans, 321_016);
}

#[test]
fn every_step_is_shown_to_somebody() {
    let now = now();
    let mut unseen: BTreeSet<&str> = embedded().relief().steps.iter().map(|step| step.id.as_str()).collect();
    let mut preferences = vec![Preferences::default()];
    for decision in &embedded().relief().decisions {
        for option in &decision.options {
            let mut some = Preferences::default();
            some.set(embedded(), &decision.id, &option.id).unwrap();
            preferences.push(some);
        }
    }
    for moment in &MOMENTS {
        for place in PLACES {
            for pattern in Pattern::ALL {
                for worse in [None, Some(Worse::Walking), Some(Worse::Breathing)] {
                    for mobility in Mobility::ALL {
                        for alone in ALONE {
                            for preferences in &preferences {
                                for (urgency, named) in Urgency::ALL.iter().flat_map(|u| [(*u, true), (*u, false)]) {
                                    let mut situation = Situation {
                                        place,
                                        mobility: Some(mobility),
                                        pattern: Some(pattern),
                                        alone,
                                        worse: worse.into_iter().collect(),
                                        ..able()
                                    };
                                    if !named {
                                        situation.at_hand.clear();
                                    }
                                    at(moment, &mut situation);
                                    let plan = embedded().plan(&verdict(urgency), &situation, preferences, &now);
                                    for planned in plan.steps() {
                                        unseen.remove(planned.step.id.as_str());
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    assert_eq!(unseen, BTreeSet::new(), "nobody ever sees these");
}
