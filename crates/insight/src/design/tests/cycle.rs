//! Days around the first day of a period.

use super::*;

/// What is known of the period at noon of a day.
fn at(story: &Story, day: Date) -> Reading {
    let design = story.design();
    let period = design.exposures.iter().find(|one| one.id == "period").unwrap();
    period.at(&design.days, crate::design::day_number(day), Some(12 * 60), None, How::Usual)
}

fn known(x: f64) -> Reading {
    Reading::Known { x, is_late: false }
}

#[test]
fn the_days_around_a_first_day_count_and_days_on_which_one_may_be_missing_do_not() {
    let mut story = Story::until(date(2026, 6, 30));
    let begun = |day: Date| [("period", Said::Is(true))].map(|said| (day, said));
    for (day, said) in [date(2026, 1, 10), date(2026, 2, 7), date(2026, 4, 20)].into_iter().flat_map(begun) {
        story.day(day, false, &[said]);
    }
    story.quiet([date(2026, 1, 2), date(2026, 6, 29)]);
    for (day, expected) in [
        (date(2026, 1, 7), Reading::Unknown),
        (date(2026, 1, 8), known(1.0)),
        (date(2026, 1, 10), known(1.0)),
        (date(2026, 1, 12), known(1.0)),
        (date(2026, 1, 13), known(0.0)),
        (date(2026, 2, 4), known(0.0)),
        (date(2026, 2, 5), known(1.0)),
        // Three weeks after it no other is expected; then one may have come that nobody noted.
        (date(2026, 2, 25), known(0.0)),
        (date(2026, 2, 26), Reading::Unknown),
        (date(2026, 4, 17), Reading::Unknown),
        (date(2026, 4, 18), known(1.0)),
        (date(2026, 5, 8), known(0.0)),
        (date(2026, 5, 9), Reading::Unknown),
    ] {
        assert_eq!(at(&story, day), expected, "{day}");
    }
}

#[test]
fn days_that_are_noted_one_after_the_other_are_one_period() {
    let mut story = Story::until(date(2026, 3, 30));
    for day in 10..=14 {
        story.day(date(2026, 1, day), false, &[("period", Said::Is(true))]);
    }
    story.quiet([date(2026, 1, 2), date(2026, 3, 29)]);
    assert_eq!(at(&story, date(2026, 1, 12)), known(1.0));
    assert_eq!(at(&story, date(2026, 1, 13)), known(0.0), "the fourth day of bleeding lies outside");
}

#[test]
fn a_first_day_counts_as_well_by_an_entry_and_what_is_told_a_week_later_is_late() {
    let first = |story: &mut Story, recorded: &str| {
        story.say_late("2026-01-10T08:00:00", recorded, exposure("period", true));
        story.quiet([date(2026, 1, 2), date(2026, 3, 29)]);
    };
    let read = |recorded: &str| {
        let mut story = Story::until(date(2026, 3, 30));
        first(&mut story, recorded);
        let design = story.design();
        let onset = Some(moment("2026-01-09T12:00:00").at());
        let period = design.exposures.iter().find(|one| one.id == "period").unwrap();
        period.at(&design.days, crate::design::day_number(date(2026, 1, 9)), Some(12 * 60), onset, How::Usual)
    };
    assert_eq!(read("2026-01-11T08:00:00"), known(1.0));
    assert_eq!(read("2026-01-17T08:00:00"), Reading::Known { x: 1.0, is_late: true });
}

#[test]
fn the_last_answer_of_a_day_counts_and_a_no_to_all_takes_no_entry_of_its_own_back() {
    let mut story = Story::until(date(2026, 3, 30));
    story.quiet([date(2026, 1, 2), date(2026, 3, 29)]);
    for (day, hour, said) in [(10, "08", true), (10, "22", false), (12, "08", false), (12, "22", true)] {
        let answers = [(some_words("period"), Said::Is(said))].into_iter().collect();
        let day = date(2026, 1, day);
        story.say(&format!("{day}T{hour}:00:00"), CheckIn { answers, ..check_in(&day.to_string(), None) });
    }
    assert_eq!(at(&story, date(2026, 1, 9)), Reading::Unknown, "what was taken back on the 10th begins nothing");
    assert_eq!(at(&story, date(2026, 1, 10)), known(1.0), "two days before the 12th");
    story.say("2026-02-10T08:00:00", exposure("period", true));
    story.day(date(2026, 2, 10), false, &[("period", Said::Is(false))]);
    assert_eq!(at(&story, date(2026, 2, 9)), known(1.0), "an entry of its own stands");
}
