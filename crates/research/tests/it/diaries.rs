//! From diaries to the pool: what is compared is what each diary compares.

use crate::story::{Day, Story, moment, nights, percent};
use supple_diary::{Amount, EpisodeMark, Phase, Said, Spasm};
use supple_insight::Settings;
use supple_insight::simulate::{person as made_up, settings};
use supple_research::{Column, Pool, Pooled, Seen, names, person};
use supple_stats::clogit::Penalty;

/// Ten people with the same diary, each of whom counts.
fn ten_of(story: &Story) -> Pool {
    let mut pool = Pool::new(&names()).unwrap();
    let person = person(&story.log()).unwrap();
    (0..10).for_each(|_| pool.add(&person).unwrap());
    pool
}

fn column<'p>(pooled: &'p Pooled, id: &str) -> &'p Column {
    pooled.columns.iter().find(|column| column.id == id).unwrap()
}

/// Two habits that the guidance knows, and nights as in `nights`.
fn two_habits(day: i64) -> Day {
    let told = nights(6, 70, 30)(day);
    let answers = told.answers.map(|answers| {
        let poor_sleep = answers.into_iter().next().unwrap();
        vec![poor_sleep, ("low-water", Said::Is(percent(day, 5) < 40))]
    });
    Day { answers, ..told }
}

/// Ten times the likelihood with ten times the penalty has its top where one has it.
#[test]
fn ten_equal_diaries_give_what_one_of_them_shows() {
    let story = Story::of(400, two_habits);
    let log_f = Settings::default().log_f;
    let pooled = ten_of(&story).fit(Penalty::LogF(10.0 * log_f)).unwrap();
    let findings = story.findings();
    for id in ["poor-sleep", "low-water"] {
        let alone = findings.triggers.each.iter().find(|trigger| trigger.id == id).unwrap();
        let (alone, together) = (alone.odds_ratio.unwrap(), column(&pooled, id).odds_ratio.unwrap());
        assert!((alone / together - 1.0).abs() < 1e-9, "{id}: {alone} {together}");
    }
    assert_eq!((pooled.people, pooled.cases), (10, 10 * findings.triggers.spasm_days as u64));
}

#[test]
fn what_someone_added_on_their_own_is_no_column() {
    let with = Story::of(200, nights(6, 70, 30));
    let without = Story::of(200, |day| {
        let told = nights(6, 70, 30)(day);
        let known =
            |answers: Vec<(&'static str, Said)>| answers.into_iter().filter(|(id, _)| *id != "own-thing").collect();
        Day { answers: told.answers.map(known), ..told }
    });
    assert!(!names().contains(&"own-thing"));
    let fit = |story: &Story| ten_of(story).fit(Penalty::LogF(1.0)).unwrap();
    assert_eq!(fit(&with), fit(&without));
}

#[test]
fn a_number_counts_as_above_the_persons_own_mean() {
    let story = |said: fn(bool) -> Said| {
        Story::of(300, move |day| {
            let stress = percent(day, 3) < if day % 6 == 4 { 70 } else { 30 };
            Day { answers: Some(vec![("stress", said(stress))]), ..nights(6, 0, 0)(day) }
        })
    };
    let numbers = ten_of(&story(|much| Said::Number(Amount::new(if much { 9.0 } else { 2.0 }).unwrap())))
        .fit(Penalty::LogF(1.0))
        .unwrap();
    let words = ten_of(&story(Said::Is)).fit(Penalty::LogF(1.0)).unwrap();
    assert!(column(&numbers, "stress").b.is_some_and(|b| b > 0.3));
    assert_eq!(column(&numbers, "stress"), column(&words, "stress"));
}

#[test]
fn what_lasts_for_weeks_and_an_empty_diary_tell_nothing() {
    let weeks = Story::of(300, |day| Day {
        answers: Some(vec![("stress", Said::Is(day % 40 < 20)), ("poor-sleep", Said::Is(percent(day, 1) < 40))]),
        ..nights(6, 0, 0)(day)
    });
    let pooled = ten_of(&weeks).fit(Penalty::LogF(1.0)).unwrap();
    assert_eq!((column(&pooled, "stress").people, column(&pooled, "poor-sleep").people), (None, Some(10)));
    let nobody = Story::new();
    assert!(person(&nobody.log()).unwrap().is_empty());
}

/// An episode that goes on where the diary ends: its days cannot be compared, however long ago that was.
#[test]
fn a_diary_is_read_as_of_its_last_entry() {
    let story = |answers_after: bool| {
        let told = nights(6, 70, 30);
        let mut story = Story::of(200, |day| Day {
            answers: told(day).answers.filter(|_| day < 189 || answers_after),
            ..Day::default()
        });
        for day in (5..175).step_by(6) {
            story.say(moment(day, 12, 0), Spasm::default());
        }
        story.say(moment(188, 13, 0), EpisodeMark { phase: Phase::Onset });
        story
    };
    let fit = |story: &Story| ten_of(story).fit(Penalty::LogF(1.0)).unwrap();
    assert_eq!(fit(&story(true)), fit(&story(false)));
}

/// The limits of so many people leave out 1 for some of what has no link: sleep is worse and less is done after a spasm.
#[test]
fn what_only_the_narrow_limits_of_many_people_show_is_not_told_as_a_link() {
    let pooled = |kind: &str, people: u64| {
        let setting = settings().into_iter().find(|setting| setting.name == kind).unwrap();
        let mut pool = Pool::new(&names()).unwrap();
        for number in 0..people {
            let made_up = made_up(&setting, 3, number).unwrap();
            pool.add(&person(&made_up.log).unwrap()).unwrap();
        }
        pool.fit(Penalty::LogF(1.0)).unwrap()
    };
    let none = pooled("a year, 20 things, no trigger", 150);
    let known: Vec<&Column> = none.columns.iter().filter(|one| one.people.is_some()).collect();
    assert!(known.iter().any(|one| one.upper.unwrap() < 1.0 || one.lower.unwrap() > 1.0), "the test needs such a one");
    assert!(known.iter().all(|one| matches!(one.seen, Seen::NoStrongLink | Seen::CannotTell)), "{known:?}");
    let some = pooled("a year, 8 things, 3 of them triggers", 60);
    for one in some.columns.iter().filter(|one| one.people.is_some()) {
        let is_trigger = ["poor-sleep", "lifting", "stress"].contains(&one.id.as_str());
        assert_eq!(one.seen == Seen::MoreOften, is_trigger, "{one:?}");
        assert_ne!(one.seen, Seen::LessOften, "{one:?}");
    }
}
