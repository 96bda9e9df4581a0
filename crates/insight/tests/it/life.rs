//! What a diary meets in life: days of the week, early signs, answers that come late, things that act later or only where there is
//! much of them, and check-ins that fade.

use crate::story::{Day, Story, date, moment, mornings, nights, percent};
use supple_diary::testing::{check_in, some_words};
use supple_diary::{Amount, CheckIn, Exposure, Label, Said, Spasm};
use supple_insight::Findings;
use supple_insight::findings::{Doubt, FrequencyVerdict, FrequencyWarning, Looked, Map, Trigger, Verdict};

fn trigger<'f>(findings: &'f Findings, id: &str) -> &'f Trigger {
    findings.triggers.each.iter().find(|one| one.id == id).unwrap()
}

/// Days on which something was so, and a spasm at noon on some, by what was so on the days before.
fn days_of(spasm: impl Fn(i64) -> bool, answers: impl Fn(i64) -> Vec<(&'static str, Said)>) -> impl Fn(i64) -> Day {
    move |day| Day { spasms: if spasm(day) { vec![12] } else { Vec::new() }, answers: Some(answers(day)) }
}

#[test]
fn spasms_of_one_day_of_the_week_are_not_laid_to_a_habit_of_the_day_before() {
    // A spasm on two Mondays of three, and on few other days; a bad night mostly before Mondays.
    let spasm = |day: i64| percent(day, 1) < if day % 7 == 0 { 66 } else { 8 };
    let bad = |day: i64| percent(day, 2) < if day % 7 == 0 { 80 } else { 10 };
    let findings = mornings(700, days_of(spasm, |day| vec![("poor-sleep", Said::Is(bad(day)))])).findings();
    let night = trigger(&findings, "poor-sleep");
    assert_ne!(night.verdict, Verdict::Likely, "{night:?}");
    let days = night.by_day.unwrap();
    let share = |spasms: usize, all: usize| spasms as f64 / all as f64;
    let times = share(days.with_spasm, days.with) / share(days.without_spasm, days.without);
    assert!(times > 2.5, "whoever only counts days is fooled: {times}");
    assert!((night.lower.unwrap()..=night.upper.unwrap()).contains(&1.0), "{night:?}");
}

/// Stress on the day before most spasms, and what was said of the back before each.
fn stressed(felt_wrong: Option<bool>) -> Findings {
    let mut story = Story::new();
    for day in 0..400 {
        let spasm = day % 8 == 7;
        let stress = percent(day, 1) < if (day + 1) % 8 == 7 { 85 } else { 25 };
        let answers = [(some_words("stress"), Said::Is(stress))].into_iter().collect();
        story.say(moment(day, 21, 0), CheckIn { answers, ..check_in(&date(day).to_string(), Some(spasm)) });
        if spasm {
            story.say(moment(day, 12, 0), Spasm { felt_wrong, ..Spasm::default() });
        }
    }
    story.until(399).findings()
}

#[test]
fn what_may_be_an_early_sign_is_likely_only_where_the_back_is_known_to_have_felt_well() {
    let stress = |felt_wrong| trigger(&stressed(felt_wrong), "stress").clone();
    assert_eq!(stress(Some(false)).verdict, Verdict::Likely);
    for felt_wrong in [None, Some(true)] {
        let stress = stress(felt_wrong);
        assert_eq!((stress.verdict, &*stress.doubts), (Verdict::CannotTell, &[Doubt::EarlySign][..]), "{stress:?}");
        let text = stressed(felt_wrong).sentence_of(&stress);
        let early_sign = &supple_guidance::embedded().advice.early_sign;
        assert!(text.contains(&early_sign.may_be) && text.contains(&early_sign.tell), "{text}");
    }
}

#[test]
fn a_load_is_taken_for_no_early_sign_unless_most_spasms_announced_themselves() {
    let lifted = |felt_wrong: fn(i64) -> Option<bool>| {
        let mut story = Story::of(400, |day| Day { spasms: Vec::new(), ..nights(8, 0, 0)(day) });
        for day in 0..400 {
            if day % 8 == 7 {
                story.say(moment(day, 12, 0), Spasm { felt_wrong: felt_wrong(day), ..Spasm::default() });
            }
            if percent(day, 3) < if day % 8 == 7 { 80 } else { 25 } {
                story.say(
                    moment(day, 11, 0),
                    Exposure {
                        what: Label::plain(some_words("lifting")),
                        present: true,
                        amount: None,
                        unit: None,
                        until: None,
                    },
                );
            }
        }
        trigger(&story.findings(), "lifting").clone()
    };
    assert_eq!(lifted(|_| None).verdict, Verdict::Likely);
    assert_eq!(lifted(|day| Some(day % 16 == 7)).verdict, Verdict::Likely);
    let always = lifted(|_| Some(true));
    assert_eq!((always.verdict, &*always.doubts), (Verdict::CannotTell, &[Doubt::EarlySign][..]), "{always:?}");
}

#[test]
fn a_thing_that_acts_two_days_later_is_found_and_said_so() {
    let had = |day: i64| percent(day, 2) < 30;
    let spasm = move |day: i64| percent(day, 1) < if had(day - 2) { 40 } else { 8 };
    let findings = mornings(400, days_of(spasm, |day| vec![("low-water", Said::Is(had(day)))])).findings();
    let water = trigger(&findings, "low-water");
    assert_eq!(
        (water.verdict, water.map, water.looked),
        (Verdict::Likely, Map::Raises, Looked::DaysBefore { days: 2 })
    );
    let text = findings.sentence_of(water);
    assert!(text.contains(" 2 days after it."), "{text}");
}

#[test]
fn a_number_that_acts_only_where_there_is_much_of_it_is_told_by_its_level() {
    // From 0 to 9, and spasms only from 7 on, so that a line through all levels misses it.
    let hours = |day: i64| percent(day, 2) / 10;
    let spasm = move |day: i64| percent(day, 1) < if hours(day - 1) >= 7 { 45 } else { 9 };
    let said = |day| vec![("sleep", Said::Number(Amount::new(hours(day) as f64).unwrap()))];
    let findings = mornings(500, days_of(move |day| spasm(day + 1), said)).findings();
    let sleep = trigger(&findings, "sleep");
    assert_eq!((sleep.verdict, sleep.map), (Verdict::Likely, Map::Raises), "{sleep:?}");
    let text = findings.sentence_of(sleep);
    assert!(text.contains("with more than 6 of it") || text.contains("of it as with"), "{text}");
}

#[test]
fn check_ins_that_fade_on_quiet_days_make_no_rise() {
    // A spasm on one day in seven; the others are written down less and less.
    let findings = Story::of(360, |day| {
        let spasm = percent(day, 1) < 14;
        let answers = (spasm || percent(day, 2) < 100 - day / 4).then(Vec::new);
        Day { spasms: if spasm { vec![12] } else { Vec::new() }, answers }
    })
    .findings();
    let frequency = &findings.frequency;
    assert!(frequency.p_more_often.unwrap() > 0.975, "days with a check-in alone show a rise: {frequency:?}");
    assert_eq!(frequency.verdict, FrequencyVerdict::NoClearChange);
    assert!(frequency.warnings.contains(&FrequencyWarning::OnlyWhereLogged { rises: true }));
    let text = &findings.sentences()[0].text;
    assert!(text.contains("Counted by the calendar there are not.") && !text.contains("come more often"), "{text}");
    assert_eq!(text.matches("how you log").count(), 1, "{text}");
}

#[test]
fn a_likely_link_is_told_smaller_than_it_was_found_and_never_beyond_its_range() {
    for days in [200, 300, 400, 800] {
        let findings = mornings(days, nights(8, 70, 30)).findings();
        let night = trigger(&findings, "poor-sleep");
        let (found, told) = (night.odds_ratio.unwrap(), night.told.unwrap());
        assert!(night.lower.unwrap() <= told && told <= night.upper.unwrap(), "{night:?}");
        assert_eq!(night.verdict == Verdict::Likely, told < found, "{night:?}");
    }
}

/// Days between the first days of periods, one after the other.
const CYCLES: [i64; 7] = [28, 27, 30, 26, 29, 28, 31];

/// The first days of periods among so many days.
fn firsts(days: i64) -> Vec<i64> {
    let mut first = 9;
    let each = CYCLES.iter().cycle().map(|length| {
        first += length;
        first - length
    });
    each.take_while(|first| *first < days).collect()
}

/// Someone who notes the first day of each period, with a spasm on so many of 100 days around it and on so many of the others.
fn with_periods(days: i64, person: i64, around: i64, otherwise: i64) -> Story {
    let firsts = firsts(days);
    let is_around = |day: i64| firsts.iter().any(|first| (first - 2..=first + 2).contains(&day));
    let spasm = |day: i64| percent(day, 100 + person) < if is_around(day) { around } else { otherwise };
    mornings(days, days_of(spasm, |day| vec![("period", Said::Is(firsts.contains(&day)))]))
}

#[test]
fn spasms_around_the_start_of_a_period_are_seen_from_its_first_days_alone() {
    let findings = with_periods(500, 0, 45, 8).findings();
    let period = trigger(&findings, "period");
    assert_eq!(
        (period.verdict, period.map, period.looked),
        (Verdict::Likely, Map::Raises, Looked::Cycle { before: 2, after: 2 }),
        "{period:?}"
    );
    let told = findings.sentence_of(period);
    assert!(told.starts_with("The start of a period goes with more spasms: likely linked, not proven."), "{told}");
    assert!(told.contains("on the days around it") && told.contains("days around it, about"), "{told}");
}

#[test]
fn of_people_whose_spasms_do_not_follow_their_periods_few_are_told_of_a_link() {
    let people = 60;
    let told = (1..=people).filter(|person| {
        let findings = with_periods(300, *person, 12, 12).findings();
        trigger(&findings, "period").verdict == Verdict::Likely
    });
    let told = told.count();
    assert!(told <= 6, "{told} of {people}");
}

#[test]
fn someone_who_noted_one_period_is_asked_for_the_first_days_of_more() {
    let spasm = |day: i64| day % 6 == 5;
    let findings = mornings(200, days_of(spasm, |day| vec![("period", Said::Is(day == 20))])).findings();
    let told = findings.sentence_of(trigger(&findings, "period"));
    assert!(told.contains("Note the first day of each."), "{told}");
}
