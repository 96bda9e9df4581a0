//! Exercises as what a spasm may follow: what is found, what is not blamed, and what is said of it.

use crate::story::{Day, Story, moment, percent};
use supple_diary::{Diary, Exercise, Level};
use supple_insight::findings::{Looked, Map, Stage, State, Trigger, Verdict, What};
use supple_insight::simulate::{Evaluation, Setting, evaluate, person, settings};
use supple_insight::{About, Findings, Settings};

fn exercise(name: &str) -> Exercise {
    Exercise::of(supple_diary::testing::some_label(name))
}

fn of<'f>(findings: &'f Findings, name: &str) -> &'f Trigger {
    findings.triggers.each.iter().find(|one| one.exercise.as_deref() == Some(name)).unwrap()
}

fn setting(name: &str) -> Setting {
    settings().into_iter().find(|setting| setting.name == name).unwrap()
}

fn triggers() -> Setting {
    setting("a year, 4 exercises, one of them a trigger, 2 triggers of 4 other things")
}

fn answers() -> Setting {
    setting("a year, 4 exercises done because of spasms that cluster, no trigger")
}

fn usual(setting: &Setting, people: u64) -> Evaluation {
    evaluate(setting, &[Settings::default()], 21, 0, people).unwrap().remove(0)
}

/// How many people with verdicts are told of a likely link with more spasms, of an exercise of which this is true.
fn blamed(setting: &Setting, people: u64, which: impl Fn(&Trigger) -> bool) -> (u32, u32) {
    let findings = (0..people).map(|number| {
        let person = person(setting, 5, number).unwrap();
        Findings::of(&Diary::fold(&person.log), &person.now)
    });
    let told = findings.filter(|findings| findings.triggers.overall.stage == Stage::Verdicts);
    told.fold((0, 0), |(blamed, all), findings| {
        let mut exercises = findings.triggers.each.iter().filter(|one| one.exercise.is_some() && which(one));
        let is_blamed = exercises.any(|one| one.verdict == Verdict::Likely && one.raises() == Some(true));
        (blamed + u32::from(is_blamed), all + 1)
    })
}

#[test]
fn an_exercise_that_truly_sets_spasms_off_is_found() {
    let (found, all) = blamed(&triggers(), 60, |one| one.exercise.as_deref() == Some("bridge"));
    assert!(all >= 40 && 3 * found >= all, "{found} of {all}");
    let evaluation = usual(&triggers(), 60);
    let coverage = evaluation.coverage.value().unwrap();
    assert!((0.91..=0.985).contains(&coverage), "{coverage}");
    assert!(evaluation.false_discoveries.value().unwrap() <= 0.1, "{:?}", evaluation.false_discoveries);
}

#[test]
fn an_exercise_that_answers_spasms_is_not_blamed_for_the_next_ones() {
    let (found, all) = blamed(&answers(), 60, |_| true);
    assert!(all >= 45 && 10 * found <= all, "{found} of {all}");
    let evaluation = usual(&answers(), 60);
    assert!(evaluation.false_discoveries.value().unwrap() <= 0.1, "{:?}", evaluation.false_discoveries);
}

/// A spasm at noon on every tenth day, and the exercise so many hours before or after it; beside that, on some other days.
fn every_tenth(hours: i64) -> Findings {
    let mut story = Story::of(400, |day| Day {
        spasms: if day % 10 == 9 { vec![12] } else { Vec::new() },
        answers: Some(Vec::new()),
    });
    for day in 0..400 {
        let (is_spasm, is_day_after) = (day % 10 == 9, day % 10 == 0);
        if is_spasm && percent(day, 3) < 80 {
            let minutes = 12 * 60 + hours * 60 + day * 24 * 60;
            story.say(moment(minutes / 1440, minutes % 1440 / 60, 0), exercise("bridge"));
        } else if !is_day_after && percent(day, 4) < 25 {
            story.say(moment(day, 17, 0), exercise("bridge"));
        }
    }
    story.findings()
}

#[test]
fn what_came_before_spasms_is_linked_and_what_came_after_them_is_not() {
    let before = every_tenth(-4);
    let bridge = of(&before, "bridge");
    assert_eq!(
        (bridge.verdict, bridge.map, bridge.looked),
        (Verdict::Likely, Map::Raises, Looked::Hours { hours: 24.0 })
    );
    let text = before.sentence_of(bridge);
    assert!(text.starts_with("\u{201c}Bridge\u{201d} goes with more spasms: likely linked, not proven. "), "{text}");
    assert!(
        text.contains("in the 24 hours after it.") && text.contains("You did it in the 24 hours before "),
        "{text}"
    );
    assert!(text.ends_with(&supple_guidance::embedded().advice.practice.chosen), "who chose the days is said: {text}");
    let after = every_tenth(2);
    let bridge = of(&after, "bridge");
    assert_ne!(bridge.map, Map::Raises, "{}", after.sentence_of(bridge));
}

#[test]
fn what_is_practised_on_all_days_cannot_be_compared_and_that_is_said() {
    let mut story = Story::of(200, |day| Day {
        spasms: if day % 8 == 7 { vec![20] } else { Vec::new() },
        answers: Some(Vec::new()),
    });
    for day in 0..200 {
        story.say(moment(day, 8, 0), exercise("walking"));
        if [20, 90].contains(&day) {
            story.say(moment(day, 9, 0), exercise("cello"));
        }
    }
    let findings = story.findings();
    let (walk, cello) = (of(&findings, "walking"), of(&findings, "cello"));
    assert!(matches!(walk.state, State::Unseen { always: true }), "{:?}", walk.state);
    assert!(findings.sentence_of(walk).contains("You do it on nearly all days"), "{}", findings.sentence_of(walk));
    let mut story = Story::of(200, |day| Day {
        spasms: if day % 8 == 7 { vec![20] } else { Vec::new() },
        answers: Some(Vec::new()),
    });
    for day in (0..200).filter(|day| day / 20 % 2 == 0) {
        story.say(moment(day, 8, 0), exercise("walking"));
    }
    let on_end = story.findings();
    assert_eq!(of(&on_end, "walking").state, State::LongLasting);
    let text = on_end.sentence_of(of(&on_end, "walking"));
    assert!(text.contains("You do it for more than a week on end"), "{text}");
    assert_eq!(cello.state, State::Unseen { always: false });
    assert!(findings.sentence_of(cello).contains("You hardly ever did it"), "{}", findings.sentence_of(cello));
}

#[test]
fn the_same_exercises_are_told_as_relief_by_their_names() {
    let mut story = Story::of(10, |_| Day::default());
    let level = |level| Level::new(level).ok();
    for day in [1, 2, 3] {
        story.say(moment(day, 9, 0), Exercise { before: level(5), after: level(3), ..exercise("cat-cow") });
        story.say(moment(day, 10, 0), Exercise { before: level(5), after: level(4), ..exercise("the cello") });
    }
    let findings = story.findings();
    let said: Vec<String> =
        findings.sentences().into_iter().filter(|one| one.about == About::Relief).map(|one| one.text).collect();
    assert!(findings.relief.iter().all(|one| one.what == What::Exercise));
    let cat = &supple_guidance::embedded().exercises.exercise("cat-cow").unwrap().name;
    for name in [cat.as_str(), "the cello"] {
        let begins = format!("After \u{201c}{name}\u{201d} (3 times), pain went from 5 to ");
        assert!(said.iter().any(|text| text.starts_with(&begins)), "{said:?}");
    }
}
