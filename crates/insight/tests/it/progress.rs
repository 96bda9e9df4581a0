//! How it went, week by week: each number from a diary small enough to count by hand.

use crate::story::{Day, Story, date, moment};
use supple_diary::testing::{check_in, level, pain, some_label};
use supple_diary::{CheckIn, Exercise, Seconds, Spasm};
use supple_insight::findings::{Since, SinceMethod};
use supple_insight::progress::{Progress, WEEKS};

fn exercise(name: &str) -> Exercise {
    Exercise::of(some_label(name))
}

fn walked(minutes: i64) -> Exercise {
    Exercise { seconds: Seconds::new(60 * minutes).ok(), ..exercise("walking") }
}

fn of(story: &Story) -> Progress {
    Progress::of(&story.diary(), &story.now())
}

/// Twelve weeks; the last day of the first is day 6, and of the last day 83.
fn twelve() -> Story {
    Story::new().until(83)
}

#[test]
fn a_week_counts_days_of_practice_minutes_walked_and_spasms_and_has_the_median_pain() {
    let mut story = twelve();
    story.say(moment(0, 8, 0), exercise("bridge"));
    story.say(moment(0, 8, 5), exercise("cat-cow"));
    story.say(moment(0, 20, 0), exercise("bridge"));
    story.say(moment(3, 8, 0), exercise("cello"));
    story.say(moment(4, 8, 0), walked(10));
    story.say(moment(6, 8, 0), Exercise { seconds: Seconds::new(15 * 60).ok(), ..exercise("Walk") });
    story.say(moment(5, 8, 0), exercise("walking"));
    for (day, strength) in [(0, 2), (1, 7), (2, 3)] {
        story
            .say(moment(day, 22, 0), CheckIn { pain: Some(level(strength)), ..check_in(&date(day).to_string(), None) });
    }
    for strength in [4, 6, 9] {
        story.say(moment(3, 12, strength), pain(strength));
    }
    // What a check-in says of the day stands before what was noted on it.
    story.say(moment(0, 12, 0), pain(10));
    for (hour, minute) in [(6, 0), (7, 0), (12, 0)] {
        story.say(moment(6, hour, minute), Spasm::default());
    }
    let progress = of(&story.until(83));
    let first = &progress.weeks[0];
    assert_eq!((first.from, first.to, progress.weeks.len()), (date(0), date(6), WEEKS));
    assert_eq!((first.practice_days, first.walks, first.walks_untimed), (2, 3, 1));
    assert_eq!((first.minutes_walked, first.pain, first.pain_days), (25.0, Some(4.5), 4));
    assert_eq!(first.spasms, Some(2), "two less than two hours apart are one");
    assert_eq!(progress.weeks[WEEKS - 1].to, date(83));
}

#[test]
fn what_nobody_said_is_unknown_and_never_none() {
    let mut story = twelve();
    for day in (14..17).chain(21..25) {
        story.say(moment(day, 22, 0), check_in(&date(day).to_string(), Some(false)));
    }
    story.say(moment(29, 8, 0), Spasm::default());
    let weeks = of(&story.until(83)).weeks;
    let spasms: Vec<Option<u32>> = weeks.iter().take(6).map(|week| week.spasms).collect();
    assert_eq!(spasms, [None, None, None, Some(0), Some(1), None]);
    assert!(weeks.iter().all(|week| week.pain.is_none()), "no pain was told, and that is not 0");
    assert_eq!((weeks[2].known_days, weeks[3].known_days, weeks[4].known_days), (3, 4, 1));
}

#[test]
fn what_is_yet_to_come_or_lies_before_the_weeks_is_left_out() {
    let mut story = Story::new();
    story.say(moment(0, 8, 0), walked(5));
    story.say(moment(90, 8, 0), walked(7));
    story.say(moment(120, 8, 0), exercise("bridge"));
    let story = story.until(100);
    let progress = of(&story);
    let total: f64 = progress.weeks.iter().map(|week| week.minutes_walked).sum();
    assert_eq!((total, progress.began), (7.0, Some(date(0))));
    assert!(progress.weeks.iter().all(|week| week.practice_days == 0));
}

#[test]
fn since_one_began_is_what_any_named_day_would_say() {
    let mut story = Story::of(300, |day| Day {
        spasms: if day % if day < 150 { 5 } else { 15 } == 4 { vec![12] } else { Vec::new() },
        answers: Some(Vec::new()),
    });
    let progress = of(&story);
    assert_eq!((progress.began, progress.since), (None, None));
    story.say(moment(150, 8, 0), exercise("bridge"));
    let progress = of(&story);
    let since = progress.since.unwrap();
    assert_eq!(since, Since::of(&story.diary(), &story.now(), date(150)));
    assert_eq!(since.method, SinceMethod::Weeks);
}
