//! From the diary to what is said of it: each state, each verdict, each part.

use crate::story::{Day, Story, moment, mornings, nights, percent};
use jiff::ToSpan;
use supple_diary::testing::{exposure, level, measure};
use supple_diary::{Diary, EpisodeMark, Exercise, Log, Measure, Phase, Said, Seconds, Spasm};
use supple_guidance::Urgency;
use supple_insight::Findings;
use supple_insight::findings::{
    Changed, Doubt, FrequencyVerdict, FrequencyWarning, Map, Method, Stage, State, Trigger, Verdict,
};
use supple_triage::{Answer, Answers};

fn trigger<'f>(findings: &'f Findings, id: &str) -> &'f Trigger {
    findings.triggers.each.iter().find(|trigger| trigger.id == id).unwrap()
}

fn near(value: Option<f64>, expected: f64, tolerance: f64) {
    let value = value.unwrap();
    assert!((value - expected).abs() < tolerance, "{value} is not {expected}");
}

// ---------------------------------------------------------------- states

#[test]
fn with_four_spasm_days_it_is_too_early_and_one_more_is_needed() {
    let findings = Story::of(59, nights(12, 90, 20)).findings();
    let overall = &findings.triggers.overall;
    assert_eq!((findings.triggers.spasm_days, overall.stage), (4, Stage::TooEarly));
    assert_eq!((overall.more_spasms, overall.more_days), (1, 0));
    let poor_sleep = trigger(&findings, "poor-sleep");
    assert_eq!((&poor_sleep.state, poor_sleep.more_spasms), (&State::TooEarly, Some(1)));
    assert_eq!((poor_sleep.odds_ratio, poor_sleep.map), (None, Map::NotYet));
    assert_eq!(Story::of(60, nights(12, 90, 20)).findings().triggers.overall.stage, Stage::Hints, "with the fifth");
}

#[test]
fn with_27_days_at_risk_it_is_too_early_and_one_more_is_needed() {
    // Each spasm takes out the day after it: of 32 days 27 are left.
    let findings = Story::of(32, nights(6, 90, 20)).findings();
    assert_eq!((findings.triggers.days_at_risk, findings.triggers.spasm_days), (27, 5));
    assert_eq!(findings.triggers.overall.stage, Stage::TooEarly);
    assert_eq!(findings.triggers.overall.more_days, 1);
    assert_eq!(Story::of(33, nights(6, 90, 20)).findings().triggers.overall.stage, Stage::Hints);
}

#[test]
fn what_was_there_on_two_days_or_on_all_but_two_cannot_be_judged() {
    let seen_on = |days: &'static [i64], always: bool| {
        Story::of(100, move |day| {
            let is = days.contains(&day) != always;
            Day { answers: Some(vec![("poor-sleep", Said::Is(is))]), ..nights(10, 0, 0)(day) }
        })
        .findings()
    };
    for always in [false, true] {
        let findings = seen_on(&[3, 22], always);
        assert_eq!(trigger(&findings, "poor-sleep").state, State::Unseen { always });
        assert_eq!(trigger(&findings, "poor-sleep").odds_ratio, None);
        assert_ne!(trigger(&seen_on(&[3, 22, 44], always), "poor-sleep").state, State::Unseen { always });
    }
}

#[test]
fn up_to_23_spasm_days_there_is_no_verdict() {
    let findings = Story::of(23 * 8, nights(8, 95, 15)).findings();
    assert_eq!((findings.triggers.spasm_days, findings.triggers.overall.stage), (23, Stage::Hints));
    let poor_sleep = trigger(&findings, "poor-sleep");
    assert_eq!((&poor_sleep.state, poor_sleep.verdict), (&State::Hint, Verdict::CannotTell));
    assert!(poor_sleep.lower.unwrap() > 2.0, "however strong it looks: {poor_sleep:?}");
    assert_eq!(findings.triggers.overall.more_spasms, 1);
    assert!(findings.triggers.each.iter().all(|one| one.more_spasms.is_none_or(|more| more >= 1)));

    let findings = mornings(24 * 8, nights(8, 95, 15)).findings();
    assert_eq!((findings.triggers.spasm_days, findings.triggers.overall.stage), (24, Stage::Verdicts));
    let poor_sleep = trigger(&findings, "poor-sleep");
    assert_eq!((&poor_sleep.state, poor_sleep.verdict, poor_sleep.map), (&State::Usable, Verdict::Likely, Map::Raises));
    assert_eq!(poor_sleep.more_spasms, Some(0));
    assert_eq!((findings.triggers.overall.likely, findings.triggers.overall.compared), (1, 2));
    assert_eq!(findings.triggers.each[0].id, "poor-sleep", "the likely one stands first");
}

#[test]
fn what_comes_with_fewer_spasms_lowers() {
    let findings = mornings(400, nights(8, 10, 80)).findings();
    let poor_sleep = trigger(&findings, "poor-sleep");
    assert_eq!((poor_sleep.verdict, poor_sleep.map), (Verdict::Likely, Map::Lowers));
    assert!(poor_sleep.upper.unwrap() < 1.0 && poor_sleep.p_raises.unwrap() < 0.01);
}

#[test]
fn what_has_no_link_is_not_called_one_and_with_enough_spasms_it_says_so() {
    let findings = mornings(2000, nights(8, 40, 40)).findings();
    let own = trigger(&findings, "own-thing");
    assert!(own.upper.unwrap() < 1.5, "{own:?}");
    assert_eq!((own.verdict, own.map), (Verdict::ProbablyNot, Map::NoLinkSeen));
    assert_eq!(findings.triggers.overall.likely, 0);
    assert!(own.would_be_seen.unwrap() < 2.0, "{own:?}");
}

#[test]
fn an_answer_that_would_be_mostly_assumption_is_not_given() {
    // On 3 of 40 weeks there was one day with it, and a spasm in only one of their strata.
    let findings = Story::of(70, |day| {
        let is = [3, 33, 66].contains(&day);
        Day { answers: Some(vec![("poor-sleep", Said::Is(is))]), ..nights(12, 0, 0)(day) }
    })
    .findings();
    let poor_sleep = trigger(&findings, "poor-sleep");
    assert_eq!(poor_sleep.state, State::MostlyAssumed, "{poor_sleep:?}");
    assert!(poor_sleep.assumed.unwrap() > 0.5);
    assert_eq!((poor_sleep.odds_ratio, poor_sleep.lower, poor_sleep.verdict), (None, None, Verdict::CannotTell));
    assert_eq!(poor_sleep.more_spasms, None, "no cap is told as an estimate");
}

#[test]
fn what_lasts_for_weeks_is_refused() {
    let findings = Story::of(200, |day| {
        let answers = vec![("new-chair", Said::Is(day / 20 % 2 == 1))];
        Day { answers: Some(answers), ..nights(10, 0, 0)(day) }
    })
    .findings();
    assert_eq!(trigger(&findings, "new-chair").state, State::LongLasting);
    assert_eq!(trigger(&findings, "new-chair").more_spasms, None, "more spasms would not help");
}

#[test]
fn of_two_that_always_go_together_one_is_compared_and_the_other_names_it() {
    let findings = Story::of(300, |day| {
        let told = nights(8, 60, 30)(day);
        let bad_night = told.answers.as_ref().unwrap()[0].1;
        Day { answers: Some(vec![("awake-at-3", bad_night), ("poor-sleep", bad_night)]), ..told }
    })
    .findings();
    // What is looked at by another day is another thing; so both are the person's own here.
    assert_eq!(trigger(&findings, "poor-sleep").state, State::Usable);
    let findings = Story::of(300, |day| {
        let told = nights(8, 60, 30)(day);
        let bad_night = told.answers.as_ref().unwrap()[0].1;
        Day { answers: Some(vec![("awake-at-3", bad_night), ("woke-at-3", bad_night)]), ..told }
    })
    .findings();
    assert_eq!(trigger(&findings, "woke-at-3").state, State::Together { with: "awake-at-3".to_owned() });
    assert_eq!(trigger(&findings, "awake-at-3").state, State::Usable);
}

// ---------------------------------------------------------------- what is found

#[test]
fn the_counts_and_the_interval_are_those_of_the_days() {
    let findings = Story::of(400, nights(8, 80, 20)).findings();
    let poor_sleep = trigger(&findings, "poor-sleep");
    let with = (0..400).filter(|day| day % 8 == 7 && percent(*day, 1) < 80).count();
    assert_eq!((poor_sleep.counts.spasm_days, poor_sleep.counts.spasm_days_with), (50, with));
    let share = poor_sleep.counts.other_times_with as f64 / poor_sleep.counts.other_times as f64;
    assert!((share - 0.2).abs() < 0.05, "{share}");
    let (odds, lower, upper) = (poor_sleep.odds_ratio.unwrap(), poor_sleep.lower.unwrap(), poor_sleep.upper.unwrap());
    assert!(lower < 16.0 && upper > 16.0, "the odds are 4 with and 1/4 without: {lower} to {upper}");
    assert!(lower < odds && odds < upper);
    assert_eq!(
        findings.triggers.spasm_days + findings.triggers.days_at_risk,
        50 + 350 + 1,
        "less the days after spasms"
    );
}

#[test]
fn a_link_that_only_the_days_after_a_spasm_make_is_in_doubt() {
    // Someone who never lifts for 6 days after a spasm, and lifts half of the time otherwise, whatever comes.
    let findings = Story::of(1_500, |day| {
        let spasm = day % 15 == 14;
        let spared = day > 14 && (1..=6).contains(&((day + 1) % 15));
        let answers = vec![("stress", Said::Is(!spared && percent(day, 5) < 55))];
        Day { spasms: if spasm { vec![12] } else { vec![] }, answers: Some(answers) }
    })
    .findings();
    let stress = trigger(&findings, "stress");
    assert!(stress.lower.unwrap() > 1.0, "the comparison with days after it is fooled: {stress:?}");
    assert!(stress.checks.iter().any(|check| check.what == Changed::PastOnly));
    assert_ne!(stress.verdict, Verdict::Likely, "{stress:?}");
}

#[test]
fn what_is_only_remembered_after_a_spasm_is_no_link() {
    // Lifting at 9 on two days of five, mostly written down in the evening; on a spasm day it is always "remembered".
    let mut story = Story::of(300, nights(8, 0, 0));
    for day in 0..300 {
        let spasm = day % 8 == 7;
        if spasm || percent(day, 3) < 15 {
            let late = moment(day, 20, 0);
            story.say_late(moment(day, 11, 0), &late, exposure("lifting", true));
        }
    }
    let findings = story.findings();
    let lifting = trigger(&findings, "lifting");
    assert_eq!(lifting.counts.typed_after, lifting.counts.spasm_days);
    assert!(lifting.lower.unwrap() > 1.0);
    // Without them there is no spasm day left to compare, so it cannot be checked, and it says how it was told.
    let text = findings.sentences().into_iter().find(|one| one.id.as_deref() == Some("lifting")).unwrap().text;
    assert!(text.contains("you mostly wrote it down once the spasm had begun"), "{text}");
    assert!(!text.contains("likely linked"), "{text}");
    assert_eq!((lifting.verdict, &*lifting.doubts), (Verdict::CannotTell, &[Doubt::NotedAfter][..]));

    // Where more than half was written down before the spasm, the others are put to the test.
    let mut story = Story::of(600, nights(8, 0, 0));
    for day in 0..600 {
        let spasm = day % 8 == 7;
        let was = percent(day, 3) < 85;
        if was && percent(day, 4) < 60 {
            story.say(moment(day, 11, 0), exposure("lifting", true));
        } else if was || spasm {
            story.say_late(moment(day, 11, 0), &moment(day, 20, 0), exposure("lifting", true));
        }
    }
    let findings = story.findings();
    let lifting = trigger(&findings, "lifting");
    assert!(lifting.lower.unwrap() > 1.0, "{lifting:?}");
    assert!(lifting.doubts.contains(&Doubt::WithoutLate), "{lifting:?}");
    assert_eq!((lifting.verdict, lifting.map), (Verdict::CannotTell, Map::NotYet));
}

#[test]
fn the_same_day_stands_beside_the_day_before() {
    let findings = Story::of(300, |day| {
        let told = nights(8, 0, 0)(day);
        Day {
            answers: Some(vec![
                ("stress", Said::Is(percent(day, 6) < 40)),
                ("poor-sleep", Said::Is(percent(day, 7) < 40)),
            ]),
            ..told
        }
    })
    .findings();
    let has = |id: &str, what: Changed| trigger(&findings, id).checks.iter().any(|check| check.what == what);
    assert!(has("stress", Changed::SameDay));
    assert!(!has("poor-sleep", Changed::SameDay), "a night is of the same day already");
    for what in [Changed::PastOnly, Changed::NoWashout, Changed::LongWashout] {
        assert!(has("stress", what) && has("poor-sleep", what), "{what:?}");
    }
}

#[test]
fn a_hundred_things_are_too_many_at_once_and_the_rarest_wait() {
    let findings = Story::of(200, |day| {
        let names: [&str; 100] =
            std::array::from_fn(|place| Box::leak(format!("own-{place:03}").into_boxed_str()) as &str);
        let share = |place: usize| 10 + place as i64 / 2;
        let answers = names.iter().enumerate();
        let answers =
            answers.map(|(place, name)| (*name, Said::Is(percent(day, place as i64) < share(place)))).collect();
        Day { answers: Some(answers), ..nights(8, 0, 0)(day) }
    })
    .findings();
    let waiting = |place: usize| trigger(&findings, &format!("own-{place:03}")).odds_ratio.is_none();
    assert_eq!(findings.triggers.each.iter().filter(|one| one.odds_ratio.is_some()).count(), 40);
    assert!(waiting(0) && waiting(5) && !waiting(98) && !waiting(99));
    assert_eq!(trigger(&findings, "own-000").state, State::MostlyAssumed);
}

#[test]
fn an_empty_diary_says_that_it_is_too_early() {
    let findings = Findings::of(&Diary::fold(&Log::new()), &crate::story::date(3).at(9, 0, 0, 0).in_tz("UTC").unwrap());
    assert_eq!(findings.triggers.overall.stage, Stage::TooEarly);
    assert_eq!((findings.triggers.overall.more_spasms, findings.triggers.overall.more_days), (5, 28));
    assert_eq!((findings.from, findings.check_in_days, findings.bouts), (None, 0, 0));
    assert_eq!(findings.frequency.verdict, FrequencyVerdict::CannotTell);
    assert!(findings.relief.is_empty() && findings.answers.is_empty());
}

#[test]
fn spasms_without_any_check_in_tell_nothing_of_triggers_nor_of_frequency() {
    let findings = Story::of(200, |day| Day { answers: None, ..nights(4, 50, 50)(day) }).findings();
    assert_eq!((findings.bouts, findings.check_in_days, findings.triggers.days_at_risk), (50, 0, 0));
    assert_eq!(findings.frequency.method, Method::None);
}

// ---------------------------------------------------------------- how often

/// Spasms whose distance shrinks from 20 days to 2 over a year.
fn rising() -> Story {
    let mut next = 5.0;
    let mut days = Vec::new();
    while next < 364.0 {
        days.push(next as i64);
        next += 20.0 - 18.0 * next / 364.0;
    }
    Story::of(364, move |day| Day {
        spasms: if days.contains(&day) { vec![12] } else { vec![] },
        answers: Some(vec![]),
    })
}

#[test]
fn a_rising_frequency_is_told_and_leads_to_the_check() {
    let findings = rising().findings();
    let frequency = &findings.frequency;
    assert_eq!((frequency.method, frequency.verdict), (Method::Trend, FrequencyVerdict::MoreOften));
    assert!(frequency.rate_to.unwrap() > 2.0 * frequency.rate_from.unwrap());
    assert!(frequency.ratio.unwrap().lower > 1.0 && frequency.doubling_weeks.unwrap() > 0.0);
    assert_eq!((frequency.weeks.len(), frequency.trend.len()), (52, 52));
    assert_eq!(
        (frequency.trend.first(), frequency.trend.last()),
        (frequency.rate_from.as_ref(), frequency.rate_to.as_ref())
    );
    assert!(frequency.trend.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(findings.answers, ["recurrent", "more-often"]);

    let triage = supple_triage::embedded();
    let mut answers = Answers::none_yet(triage);
    for finding in &findings.answers {
        answers.set(triage, finding, Answer::Yes).expect("the check asks it");
    }
    let verdict = triage.verdict(&answers);
    let fired: Vec<&str> =
        verdict.fired.iter().filter(|fired| fired.holds).map(|fired| fired.rule.id.as_str()).collect();
    assert_eq!(fired, ["recurrent", "more-often"]);
    assert!(verdict.urgency >= Urgency::SeeDoctor);
    // Even if everything else is answered with no.
    answers.assume_no(triage);
    assert_eq!(triage.verdict(&answers).urgency, Urgency::SeeDoctor);
}

#[test]
fn a_steady_frequency_has_no_clear_change() {
    let findings = Story::of(364, nights(9, 0, 0)).findings();
    assert_eq!(findings.frequency.verdict, FrequencyVerdict::NoClearChange);
    near(findings.frequency.rate_from, 28.0 / 9.0, 0.5);
    assert_eq!(findings.frequency.doubling_weeks, None);
    assert_eq!(findings.answers, ["recurrent"]);
}

#[test]
fn what_rose_in_an_earlier_year_does_not_rise() {
    let findings =
        Story::of(728, |day| if day < 364 { nights(40, 0, 0)(day) } else { nights(8, 0, 0)(day) }).findings();
    assert_eq!(
        (findings.frequency.weeks.len(), findings.frequency.bouts),
        (52, 46),
        "of the days 367, 375 and so on up to 727"
    );
    assert_eq!(findings.frequency.verdict, FrequencyVerdict::NoClearChange);
}

#[test]
fn few_bouts_are_compared_exactly() {
    let spasms = [10, 30, 40, 50];
    let story = Story::of(56, |day| Day {
        spasms: if spasms.contains(&day) { vec![12] } else { vec![] },
        answers: Some(vec![]),
    });
    let frequency = story.findings().frequency;
    assert_eq!((frequency.method, frequency.verdict), (Method::LastWeeks, FrequencyVerdict::CannotTell));
    assert_eq!((frequency.rate_from, frequency.rate_to), (Some(1.0), Some(3.0)));
    near(frequency.ratio.unwrap().ratio, 3.0, 1e-12);
    assert!((frequency.ratio.unwrap().lower - 0.24).abs() < 0.005, "as worked out for 3 after 1");
}

#[test]
fn more_logging_is_not_more_spasms() {
    // The same spasms, and in the second half twice the days with a check-in.
    let findings = Story::of(364, |day| {
        let logged = day >= 182 || percent(day, 9) < 50;
        let told = nights(9, 0, 0)(day);
        if logged { told } else { Day { answers: None, ..told } }
    })
    .findings();
    assert_eq!(findings.frequency.verdict, FrequencyVerdict::NoClearChange);
    let [FrequencyWarning::CheckInsChanged { ratio }] = findings.frequency.warnings[..] else { panic!("it is named") };
    assert!((ratio - 2.0).abs() < 0.3, "{ratio}");
}

#[test]
fn weeks_have_a_date() {
    // The first check-in stands on day 2, in the week that begins before the diary does.
    let story = Story::of(80, |day| Day { answers: (day >= 2).then(Vec::new), ..nights(9, 0, 0)(day) });
    let frequency = story.findings().frequency;
    let monday = frequency.first_week.unwrap();
    assert_eq!(monday.weekday(), jiff::civil::Weekday::Monday);
    assert!((monday..monday.saturating_add(7.days())).contains(&crate::story::date(2)), "{monday}");
    assert_eq!(Story::of(9, |_| Day::default()).findings().frequency.first_week, None);
}

#[test]
fn it_is_told_after_how_many_days_more_the_frequency_can_be_told() {
    let logged = |days: i64| {
        let spasm = |day: i64| if day == 3 { vec![12] } else { vec![] };
        // Nothing from day 8 to day 12.
        Story::of(days, move |day| Day { spasms: spasm(day), answers: (!(8..13).contains(&day)).then(Vec::new) })
    };
    let frequency = logged(20).findings().frequency;
    assert_eq!(frequency.method, Method::None);
    assert!(frequency.more_days > 10, "{}", frequency.more_days);
    let more = frequency.more_days as i64;
    assert_eq!(logged(20 + more - 1).findings().frequency.method, Method::None, "not a day earlier");
    let later = logged(20 + more).findings().frequency;
    assert_eq!((later.method, later.more_days), (Method::LastWeeks, 0));
    let empty = Findings::of(&Diary::fold(&Log::new()), &crate::story::date(3).at(9, 0, 0, 0).in_tz("UTC").unwrap());
    // Of today nothing is known, so today can be the first.
    assert_eq!(empty.frequency.more_days, 38);
}

// ---------------------------------------------------------------- how long, and relief

#[test]
fn durations_are_those_of_the_episodes() {
    let mut story = Story::of(101, |_| Day { answers: Some(vec![]), ..Day::default() });
    // Episodes of 1, 2, 3 and 4 days, each 20 days after the one before; the last is not over.
    for (place, days) in [1, 2, 3, 4].into_iter().enumerate() {
        let begins = 20 * place as i64;
        let spasm = Spasm { seconds: Some(Seconds::new(60 * (place as i64 + 1)).unwrap()), ..Spasm::default() };
        story.say(moment(begins, 8, 0), spasm);
        story.say(moment(begins + days, 8, 0), EpisodeMark { phase: Phase::Recovery });
    }
    story.say(moment(90, 22, 0), EpisodeMark { phase: Phase::Onset });
    let durations = story.findings().durations;
    assert_eq!((durations.episode_days.n, durations.episode_days.ended), (5, 4));
    near(durations.episode_days.median, 3.0, 1e-9);
    assert_eq!((durations.free_days.n, durations.free_days.ended), (4, 4));
    // 19, 18, 17, and from day 64 at 8 to day 90 at 22.
    near(durations.free_days.median, 18.5, 1e-9);
    assert_eq!((durations.between_bouts_days.n, durations.between_bouts_days.ended), (4, 3));
    near(durations.between_bouts_days.median, 20.0, 1e-9);
    near(durations.spasm_minutes.median, 2.5, 1e-9);
    let left: Vec<(f64, usize, f64)> =
        durations.spasm_minutes.curve.iter().map(|step| (step.time, step.at_risk, step.left)).collect();
    assert_eq!(left, [(1.0, 4, 0.75), (2.0, 3, 0.5), (3.0, 2, 0.25), (4.0, 1, 0.0)]);
    assert_eq!(durations.spasm_minutes.more, 0);
}

#[test]
fn a_long_curve_is_told_in_few_steps_that_end_where_it_ends() {
    let mut story = Story::of(101, |_| Day { answers: Some(vec![]), ..Day::default() });
    for place in 0..1000 {
        let spasm = Spasm { seconds: Some(Seconds::new(10 + place).unwrap()), ..Spasm::default() };
        story.say(moment(place / 12, 2 * (place % 12), 0), spasm);
    }
    let minutes = story.findings().durations.spasm_minutes;
    assert!((30..=60).contains(&minutes.curve.len()), "{}", minutes.curve.len());
    let last = minutes.curve.last().unwrap();
    assert_eq!((last.time, last.at_risk, last.left), (1009.0 / 60.0, 1, 0.0));
    assert!(minutes.curve.windows(2).all(|pair| pair[0].time < pair[1].time && pair[0].left > pair[1].left));
}

#[test]
fn where_nobody_said_when_it_was_over_an_episode_has_no_end() {
    let findings = Story::of(200, nights(30, 0, 0)).findings();
    assert_eq!((findings.durations.episode_days.n, findings.durations.episode_days.ended), (6, 0));
    assert_eq!(findings.durations.episode_days.median, None);
    assert_eq!((findings.durations.episode_days.more, findings.durations.episode_days.curve.len()), (3, 0));
    near(findings.durations.between_bouts_days.median, 30.0, 1e-9);
}

#[test]
fn relief_is_counted_and_described() {
    let mut story = Story::of(10, |_| Day::default());
    for (day, before, after) in [(1, 7, 4), (2, 6, 5), (3, 8, 6), (4, 5, 5)] {
        let ice = Measure {
            before: Some(level(before)),
            after: Some(level(after)),
            helped: Some(after < 5),
            ..measure("ice")
        };
        story.say(moment(day, 9, 0), ice);
    }
    story.say(moment(5, 9, 0), Measure { before: Some(level(5)), ..measure("ice") });
    for day in [6, 7] {
        story.say(moment(day, 9, 0), Measure { before: Some(level(5)), after: Some(level(1)), ..measure("heat") });
    }
    for day in [6, 7, 8] {
        let walk = Exercise {
            before: Some(level(4)),
            after: Some(level(3)),
            ..Exercise::of(supple_diary::testing::some_label("walk"))
        };
        story.say(moment(day, 10, 0), walk);
    }
    for day in [6, 7, 8] {
        // Which step of the way back someone is on is no exercise.
        let step = supple_diary::testing::some_label("way-back:first-walk");
        let (before, after) = (Some(level(4)), Some(level(3)));
        story.say(moment(day, 11, 0), Exercise { before, after, ..Exercise::of(step) });
    }
    for day in [1, 2, 3] {
        story.say(moment(day, 12, 0), Measure { before: Some(level(5)), after: Some(level(4)), ..measure("position") });
    }
    let findings = story.findings();
    let ids: Vec<&str> = findings.relief.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["ice", "position", "walk"], "two times are too few to describe");
    assert!(findings.sentences().iter().any(|one| one.text.starts_with("After an easy position (3 times), ")));
    let ice = &findings.relief[0];
    assert_eq!((ice.times, ice.before, ice.after), (4, 6.5, 5.0));
    assert_eq!((ice.fell_by_two, ice.asked, ice.helped), (2, 4, 1));
    assert!(
        findings.sentences().iter().any(|one| one.text.starts_with("After ice (4 times), pain went from 6.5 to 5 "))
    );
}
