//! Days of the week and times of the day: a pattern is told where it holds, and not where chance would give it.

use crate::story::{Day, Story, moment, percent};
use supple_diary::{Diary, Precision, Spasm};
use supple_insight::findings::{LEAST_FOR_RHYTHM, Rhythm};
use supple_insight::simulate::{person, settings};
use supple_insight::{About, Findings};

fn said(findings: &Findings) -> Vec<String> {
    findings.sentences().into_iter().filter(|one| one.about == About::Rhythm).map(|one| one.text).collect()
}

/// A check-in each day, and spasms on these days at this hour. Day 0 is a Monday.
fn on(days: i64, hour: i64, is: impl Fn(i64) -> bool) -> Findings {
    let day = |day: i64| Day { spasms: if is(day) { vec![hour] } else { vec![] }, answers: Some(vec![]) };
    Story::of(days, day).findings()
}

#[test]
fn mondays_and_mornings_stand_out_where_they_do() {
    let findings = on(140, 7, |day| day % 7 == 0 || day % 31 == 3);
    assert_eq!(findings.rhythm.weekdays.most, Some(0));
    assert_eq!(findings.rhythm.hours.most, Some(1));
    let said = said(&findings);
    assert!(said[0].starts_with("Mondays have most: 20 of 20 had a spasm."), "{said:?}");
    assert!(said[1].starts_with("Spasms begin most often in the morning, from 6 to 12: on "), "{said:?}");
    let monday = findings.rhythm.weekdays.parts[0];
    assert_eq!((monday.spasm_days, monday.days), (20, 20));
    // (0.025)^(1/20) = 0.8316, and up to all.
    assert!((monday.lower - 0.8316).abs() < 1e-4 && monday.upper == 1.0, "{monday:?}");
}

#[test]
fn each_time_of_day_is_told_within_two_lines_of_a_phone() {
    for (hour, name) in [(2, "at night"), (9, "in the morning"), (15, "in the afternoon"), (20, "in the evening")] {
        let said = said(&on(400, hour, |day| percent(day, 5) < 25));
        let told = said.iter().find(|text| text.contains(name)).unwrap_or_else(|| panic!("{name}: {said:?}"));
        assert!(told.len() <= 84, "{} letters: {told}", told.len());
    }
}

#[test]
fn with_few_spasms_nothing_is_looked_for_and_nothing_is_said() {
    let findings = on(60, 7, |day| day % 7 == 0);
    let rhythm: &Rhythm = &findings.rhythm;
    assert_eq!((rhythm.weekdays.spasm_days, rhythm.weekdays.more), (9, LEAST_FOR_RHYTHM - 9));
    assert!(rhythm.weekdays.parts.is_empty() && rhythm.hours.parts.is_empty());
    assert_eq!(said(&findings), [""; 0]);
}

#[test]
fn where_no_day_stands_out_it_is_said_so() {
    let findings = on(210, 7, |day| percent(day, 5) < 25);
    assert_eq!(findings.rhythm.weekdays.most, None);
    assert_eq!(said(&findings)[0], "No day of the week stands out.");
}

#[test]
fn days_that_nobody_knows_make_no_weekday_quiet() {
    // Check-ins on Mondays only: of the other days nothing is known, so nothing can be compared.
    let findings = Story::of(210, |day| Day {
        spasms: if day % 2 == 0 { vec![7] } else { vec![] },
        answers: (day % 7 == 0).then(Vec::new),
    })
    .findings();
    let parts = &findings.rhythm.weekdays.parts;
    assert!(parts.iter().skip(1).all(|part| part.days == 0), "{parts:?}");
    assert_eq!(findings.rhythm.weekdays.most, None);
}

#[test]
fn a_spasm_that_is_known_to_the_day_has_no_time_of_day() {
    let mut story = Story::new();
    for day in 0..20 {
        story.say_roughly(moment(day * 3, 12, 0), Precision::Day, Spasm::default());
    }
    assert_eq!(story.until(60).findings().rhythm.hours.spasm_days, 0);
}

#[test]
fn the_calendar_begins_on_a_monday_and_knows_what_is_not_known() {
    let findings = on(200, 7, |day| day == 199);
    let rhythm = &findings.rhythm;
    assert_eq!(rhythm.monday.unwrap().weekday(), jiff::civil::Weekday::Monday);
    assert_eq!(rhythm.calendar.last().map(|day| day.bouts), Some(1));
    assert!(rhythm.calendar.len() > 70 && rhythm.calendar.len() <= 77, "{}", rhythm.calendar.len());
    // What was given up is shown as far as it goes.
    let given_up = on(100, 7, |day| day % 10 == 0);
    let mut story =
        Story::of(100, |day| Day { spasms: if day % 10 == 0 { vec![7] } else { vec![] }, answers: Some(vec![]) });
    story = story.until(300);
    assert_eq!(story.findings().rhythm.calendar, given_up.rhythm.calendar);
    assert!(Story::new().until(3).findings().rhythm.calendar.is_empty());
}

#[test]
fn people_without_a_pattern_are_seldom_told_of_one() {
    let (mut people, mut told, mut by_day) = (0, 0, 0);
    for (kind, setting) in settings().iter().enumerate().filter(|(_, setting)| setting.days == 365) {
        for number in 0..12 {
            let person = person(setting, 400 + kind as u64, number).unwrap();
            let rhythm = Findings::of(&Diary::fold(&person.log), &person.now).rhythm;
            people += 1;
            told += usize::from(rhythm.weekdays.most.is_some());
            // By the truth of these people few begin at night.
            assert!(rhythm.hours.most.is_none_or(|place| place != 0), "{:?}", rhythm.hours);
            by_day += usize::from(rhythm.hours.most.is_some());
        }
    }
    assert!(people >= 80 && told * 20 <= people, "{told} of {people}");
    assert!(by_day * 5 > people, "{by_day} of {people}");
}

#[test]
fn times_of_no_pattern_are_seldom_told_as_one() {
    let told = (0..300).filter(|diary: &i64| {
        let mut story = Story::new();
        for place in 0..30 {
            let hour = (percent(place, 7 * diary + 1) * 100 + percent(place, 11 * diary + 2)) % 24;
            story.say(moment(place * 5, hour, 0), Spasm::default());
        }
        story.until(160).findings().rhythm.hours.most.is_some()
    });
    let told = told.count();
    assert!(told <= 9, "{told} of 300");
}
