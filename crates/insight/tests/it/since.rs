//! Before and since a day that the person names.

use crate::story::{Day, Story, nights};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;
use supple_diary::testing::some_words;
use supple_diary::{ChosenStart, Diary, Log};
use supple_insight::findings::{FrequencyVerdict, Since, SinceMethod};
use supple_insight::starts::{ahead, choose, come};

/// What changed since a day of a story, counted from 0.
fn since(story: &Story, day: i64) -> Since {
    Since::of(&story.diary(), &story.now(), crate::story::date(day))
}

/// So many days with a check-in, with a spasm on each of these.
fn with_spasms_on(days: i64, spasms: &'static [i64]) -> Story {
    Story::of(days, |day| Day { spasms: if spasms.contains(&day) { vec![12] } else { vec![] }, answers: Some(vec![]) })
}

/// A spasm on each `before`th day up to a day, and on each `after`th from then on.
fn turning(days: i64, turn: i64, before: i64, after: i64) -> Story {
    Story::of(days, |day| nights(if day < turn { before } else { after }, 0, 0)(day))
}

#[test]
fn spasms_that_become_fewer_at_a_day_are_fewer_since_then() {
    let since = since(&turning(240, 120, 3, 12), 120);
    assert_eq!((since.method, since.verdict), (SinceMethod::Weeks, FrequencyVerdict::LessOften));
    assert_eq!((since.before.days, since.before.bouts, since.after.days, since.after.bouts), (120, 40, 120, 10));
    assert_eq!((since.before.from, since.before.to), (crate::story::date(0), crate::story::date(119)));
    assert_eq!((since.after.from, since.after.to), (crate::story::date(120), crate::story::date(239)));
    // 40 and 10 in 120 days each, drawn a little together by the prior.
    assert!((since.before.rate.unwrap() - 28.0 / 3.0).abs() < 0.3, "{since:?}");
    assert!((since.after.rate.unwrap() - 28.0 / 12.0).abs() < 0.3, "{since:?}");
    let ratio = since.ratio.unwrap();
    assert!((ratio.ratio.unwrap() - since.after.rate.unwrap() / since.before.rate.unwrap()).abs() < 1e-9);
    assert!(ratio.lower < 0.25 && ratio.upper.unwrap() < 0.6, "{ratio:?}");
    assert!(since.p_more_often.unwrap() < 0.001 && since.answers.is_empty());
    let said = since.sentence();
    assert!(said.starts_with("Since 6 May 2025 your spasms come less often: about 2."), "{said}");
    assert!(said.contains("Linked, not proven"), "{said}");
}

#[test]
fn spasms_that_become_more_lead_into_the_check_while_that_lasts() {
    let story = turning(240, 120, 12, 3);
    let now = since(&story, 120);
    assert_eq!(now.verdict, FrequencyVerdict::MoreOften);
    assert_eq!(now.answers, ["more-often"]);
    // Half a year since a day that is long past is not about now.
    let story = turning(600, 120, 12, 3);
    let past = since(&story, 120);
    assert_eq!((past.verdict, past.after.days), (FrequencyVerdict::MoreOften, 182));
    assert_eq!(past.after.to, crate::story::date(120 + 181));
    assert!(past.answers.is_empty());
}

#[test]
fn a_steady_rate_has_no_clear_change_since_any_day() {
    let story = turning(300, 0, 9, 9);
    for day in [60, 100, 150, 200, 240] {
        let since = since(&story, day);
        assert_eq!((since.method, since.verdict), (SinceMethod::Weeks, FrequencyVerdict::NoClearChange), "{day}");
        assert!(since.sentence().starts_with("We see no clear change since "));
    }
}

#[test]
fn a_few_spasms_are_compared_exactly() {
    let story = with_spasms_on(56, &[10, 30, 40, 50]);
    let since = since(&story, 28);
    assert_eq!((since.method, since.verdict), (SinceMethod::Exact, FrequencyVerdict::CannotTell));
    assert_eq!((since.before.rate, since.after.rate), (Some(1.0), Some(3.0)));
    let ratio = since.ratio.unwrap();
    assert!((ratio.ratio.unwrap() - 3.0).abs() < 1e-12 && (ratio.lower - 0.24).abs() < 0.005, "{ratio:?}");
    assert_eq!(
        since.sentence(),
        "We cannot tell yet what changed since 3 February 2025: about 3 in 4 weeks, before it about 1. That is too \
         little to tell how much."
    );
}

#[test]
fn nothing_before_has_no_number_of_times() {
    let since = since(&with_spasms_on(56, &[30, 33, 36, 40, 45, 50]), 28);
    assert_eq!((since.method, since.verdict), (SinceMethod::Exact, FrequencyVerdict::MoreOften));
    let said = since.sentence();
    assert!(
        said.contains("about 6 in 4 weeks, before it about 0. It could be 1.2 times as often, or far more."),
        "{said}"
    );
}

#[test]
fn it_is_told_how_many_days_are_missing_and_they_are_enough() {
    let spasms = &[5, 20, 30];
    let early = since(&with_spasms_on(31, spasms), 25);
    assert_eq!((early.method, early.more_days), (SinceMethod::TooFewSince, 4));
    assert_eq!(
        early.sentence(),
        "We cannot tell yet what changed since 31 January 2025. We need about 4 more days with a check-in."
    );
    assert_eq!(since(&with_spasms_on(34, spasms), 25).method, SinceMethod::TooFewSince);
    assert_eq!(since(&with_spasms_on(35, spasms), 25).method, SinceMethod::Exact);
}

#[test]
fn no_more_days_are_asked_for_than_could_still_count() {
    // Ten days before, then 5 days with a check-in, and 26 weeks are long over.
    let story = |days: i64| {
        Story::of(days, |day| Day {
            spasms: if day == 3 { vec![12] } else { vec![] },
            answers: (day < 15).then(Vec::new),
        })
    };
    let over = since(&story(300), 10);
    assert_eq!((over.method, over.after.days, over.more_days), (SinceMethod::TooFewSince, 5, 0));
    assert_eq!(
        over.sentence(),
        "We cannot compare: in the 26 weeks from 16 January 2025 on only 5 days have a check-in."
    );
    // The stretch has the days 10 to 191: with five of them left it can still be, with four it cannot.
    assert_eq!(since(&story(187), 10).more_days, 5);
    assert_eq!(since(&story(188), 10).more_days, 0);
}

#[test]
fn days_without_a_check_in_are_neither_quiet_nor_counted() {
    let story = Story::of(60, |day| Day {
        spasms: if day % 5 == 0 { vec![12] } else { vec![] },
        answers: (day < 30 || day % 2 == 0).then(Vec::new),
    });
    let since = since(&story, 30);
    assert_eq!((since.before.days, since.after.days, since.after.bouts), (30, 15, 3), "of days 30, 40 and 50");
}

#[test]
fn what_cannot_be_compared_says_why() {
    let story = with_spasms_on(60, &[30]);
    assert_eq!(since(&story, 1).sentence(), "We cannot compare: before 7 January 2025 only 1 day has a check-in.");
    for day in [-1000, -1, 0] {
        assert_eq!(since(&story, day).method, SinceMethod::TooFewBefore, "{day}");
        assert_eq!(since(&story, day).before.days, 0);
        assert!(since(&story, day).sentence().starts_with("We cannot compare: no day before "));
    }
    for day in [60, 61] {
        let since = since(&story, day);
        assert_eq!((since.method, since.after.days), (SinceMethod::TooFewSince, 0), "a day that is yet to come");
    }
    assert_eq!(since(&with_spasms_on(60, &[]), 30).method, SinceMethod::NoSpasm);
    assert!(since(&with_spasms_on(60, &[]), 30).sentence().starts_with("There is nothing to compare"));
    let empty = Story::new();
    assert_eq!(since(&empty, 0).method, SinceMethod::TooFewBefore);
    let ends = [jiff::civil::Date::MIN, jiff::civil::Date::MAX];
    for date in ends.into_iter().chain([crate::story::date(30).saturating_add(1.days())]) {
        let _ = Since::of(&story.diary(), &story.now(), date).sentence();
    }
}

#[test]
fn what_is_read_back_says_the_same() {
    let since = since(&turning(240, 120, 3, 12), 120);
    let printed = serde_json::to_string(&since).unwrap();
    assert_eq!(serde_json::from_str::<Since>(&printed).unwrap().sentence(), since.sentence());
}

/// A start for which someone decided on a day of a story, counted from 0, and which chance chose for another.
fn chosen(decided: i64, start: i64) -> ChosenStart {
    ChosenStart {
        what: some_words("a new chair"),
        decided: crate::story::date(decided),
        start: crate::story::date(start),
    }
}

#[test]
fn where_chance_chose_the_day_only_days_since_the_decision_are_before_it() {
    // Bad weeks up to day 100, on which the person decides; then it gets better by itself.
    let rate = |day: i64| if day < 100 { 2 } else { 8 };
    let mut story = Story::of(240, |day| nights(rate(day), 0, 0)(day));
    assert_eq!(since(&story, 125).verdict, FrequencyVerdict::LessOften, "a day that was named follows the worst");
    story.say(crate::story::moment(100, 12, 0), chosen(100, 125));
    let since = since(&story, 125);
    assert_eq!(since.chosen.as_ref().map(|chosen| chosen.decided), Some(crate::story::date(100)));
    assert_eq!((since.before.from, since.before.days), (crate::story::date(100), 25));
    assert_ne!(since.verdict, FrequencyVerdict::LessOften, "{since:?}");
}

#[test]
fn what_comes_less_often_since_a_day_that_chance_chose_did_not_follow_the_worst() {
    let mut story = turning(240, 120, 3, 14);
    story.say(crate::story::moment(80, 12, 0), chosen(80, 120));
    let since = since(&story, 120);
    assert_eq!(since.verdict, FrequencyVerdict::LessOften);
    let said = since.sentence();
    assert!(said.contains("chance chose the day") && !said.contains("when it is worst"), "{said}");
}

#[test]
fn chance_chooses_each_day_of_four_weeks_alike_and_only_once() {
    let today = crate::story::date(0);
    let none = Diary::fold(&Log::new());
    let what = || some_words("a new chair");
    let days: BTreeSet<Date> = (0..28).map(|chance| choose(&none, what(), chance, today).unwrap().start).collect();
    assert_eq!(days, (14..42).map(crate::story::date).collect());
    let mut story = Story::new();
    story.say(crate::story::moment(0, 12, 0), chosen(0, 20));
    let diary = story.diary();
    for day in [0, 5, 19] {
        assert_eq!(choose(&diary, what(), 3, crate::story::date(day)), None, "day {day}");
        assert!(ahead(&diary, crate::story::date(day)).is_some() && come(&diary, crate::story::date(day)).is_empty());
    }
    assert!(choose(&diary, what(), 3, crate::story::date(20)).is_some());
    assert_eq!(come(&diary, crate::story::date(20)).len(), 1);
}

#[test]
fn of_two_that_two_devices_chose_apart_the_first_stands_and_one_before_its_decision_never_does() {
    let mut story = Story::new();
    story.say(crate::story::moment(0, 12, 0), chosen(0, 30));
    story.say(crate::story::moment(1, 12, 0), chosen(1, 18));
    story.say(crate::story::moment(2, 12, 0), chosen(9, 9));
    let diary = story.diary();
    assert_eq!(ahead(&diary, crate::story::date(2)).map(|(_, chosen)| chosen.start), Some(crate::story::date(30)));
    assert_eq!(come(&diary, crate::story::date(40)).len(), 2);
}
