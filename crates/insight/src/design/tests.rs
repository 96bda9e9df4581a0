//! The rules of the design, each on a diary small enough to work out by hand. All days are of January and February 2026;
//! the 5th of January is a Monday, and a block begins with it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod cycle;
mod practice;

use super::exposures::{How, Reading};
use super::*;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use supple_diary::testing::{check_in, exposure, level, some_words};
use supple_diary::{
    Amount, CheckIn, Draft, EpisodeMark, Kind, Log, Moment, Phase, Precision, Said, Seconds, Spasm, Tail,
};
use uuid::Uuid;

/// A diary that is written day by day.
struct Story {
    tail: Tail,
    log: Log,
    written: u64,
    now: Date,
}

impl Story {
    /// A diary that is looked at late on this day.
    fn until(now: Date) -> Story {
        Story { tail: Tail::new(Uuid::from_u128(1)), log: Log::new(), written: 0, now }
    }

    /// Writes that something happened, recorded at once.
    fn say(&mut self, happened: &str, kind: impl Into<Kind>) {
        self.say_late(happened, happened, kind);
    }

    fn say_late(&mut self, happened: &str, recorded: &str, kind: impl Into<Kind>) {
        self.write(recorded, Draft::new(moment(happened), kind));
    }

    fn write(&mut self, recorded: &str, draft: Draft) {
        self.written += 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.written.to_be_bytes());
        self.log.insert(self.tail.write(draft, moment(recorded).at(), random, None).unwrap());
    }

    /// A check-in at 22:00 of each of these days without anything else.
    fn quiet(&mut self, days: impl IntoIterator<Item = Date>) {
        for day in days {
            self.say(&format!("{day}T22:00:00"), check_in(&day.to_string(), Some(false)));
        }
    }

    /// A check-in at 22:00 with answers.
    fn day(&mut self, day: Date, spasm: bool, answers: &[(&str, Said)]) {
        let answers = answers.iter().map(|(id, said)| (some_words(id), *said)).collect();
        self.say(&format!("{day}T22:00:00"), CheckIn { answers, ..check_in(&day.to_string(), Some(spasm)) });
    }

    fn design(&self) -> Design {
        let now = self.now.at(23, 0, 0, 0).in_tz("UTC").unwrap();
        Design::of(&Diary::fold(&self.log), &now)
    }
}

fn moment(clock: &str) -> Moment {
    Moment::parse(&format!("{clock}+00:00[UTC]")).unwrap()
}

fn at(clock: &str) -> Timestamp {
    moment(clock).at()
}

fn january(day: i8) -> Date {
    date(2026, 1, day)
}

fn days(from: Date, to: Date) -> Vec<Date> {
    from.series(1.day()).take_while(|day| *day <= to).collect()
}

/// The days at risk, by their dates.
fn at_risk(design: &Design, washout: i64) -> Vec<Date> {
    design.days.at_risk(washout).map(dated).collect()
}

fn dated(number: i64) -> Date {
    Date::constant(1970, 1, 1) + number.days()
}

fn spasm() -> Spasm {
    Spasm::default()
}

fn yes(id: &str) -> (&str, Said) {
    (id, Said::Is(true))
}

fn no(id: &str) -> (&str, Said) {
    (id, Said::Is(false))
}

/// What is known of the only exposure as of a time of a day.
fn reading(design: &Design, day: Date, clock: Option<(i64, i64)>) -> Reading {
    let minute = clock.map(|(hour, minute)| hour * 60 + minute);
    design.exposures[0].at(&design.days, day_number(day), minute, None, How::Usual)
}

fn known(x: f64) -> Reading {
    Reading::Known { x, is_late: false }
}

// ---------------------------------------------------------------- days at risk

#[test]
fn a_day_without_a_check_in_is_never_compared_with() {
    let mut story = Story::until(january(10));
    story.quiet([january(5), january(6), january(9)]);
    story.say("2026-01-07T12:00:00", check_in("2026-01-07", None));
    story.say("2026-01-08T12:00:00", supple_diary::testing::pain(2));
    assert_eq!(at_risk(&story.design(), 1), [january(5), january(6), january(9)]);
}

#[test]
fn a_spasm_on_a_day_without_a_check_in_is_no_case() {
    let mut story = Story::until(january(10));
    story.quiet(days(january(5), january(7)));
    story.say("2026-01-09T12:00:00", spasm());
    let table = story.design().table(&Plan::shown(&[]));
    assert_eq!((table.spasm_days, table.rows.len()), (0, 0));
}

#[test]
fn days_of_an_episode_and_the_washout_after_it_are_left_out() {
    let mut story = Story::until(january(20));
    story.quiet(days(january(5), january(20)));
    story.say("2026-01-08T12:00:00", EpisodeMark { phase: Phase::Onset });
    story.say("2026-01-08T12:10:00", spasm());
    story.say("2026-01-11T09:00:00", EpisodeMark { phase: Phase::Recovery });
    let design = story.design();
    let left_out = |washout: i64| -> Vec<Date> {
        let at_risk = at_risk(&design, washout);
        days(january(5), january(20)).into_iter().filter(|day| !at_risk.contains(day)).collect()
    };
    // The day of the onset itself is at risk: that is where it began.
    assert_eq!(left_out(0), days(january(9), january(11)));
    assert_eq!(left_out(1), days(january(9), january(12)));
    assert_eq!(left_out(2), days(january(9), january(13)));
}

#[test]
fn what_nobody_said_does_not_last() {
    let mut story = Story::until(january(20));
    story.quiet(days(january(5), january(20)));
    story.say("2026-01-07T12:00:00", spasm());
    story.say("2026-01-13T12:00:00", spasm());
    story.say("2026-01-15T12:00:00", EpisodeMark { phase: Phase::Recovery });
    let left_out: Vec<Date> = {
        let at_risk = at_risk(&story.design(), 1);
        days(january(5), january(20)).into_iter().filter(|day| !at_risk.contains(day)).collect()
    };
    // One episode of the diary, but nobody said that it was under way between its bouts.
    assert_eq!(left_out, [january(8), january(14), january(15), january(16)]);
}

#[test]
fn an_onset_that_was_recorded_without_an_end_lasts_for_as_long_as_an_episode_can() {
    let mut story = Story::until(january(10));
    story.quiet(days(january(5), january(10)));
    story.say("2026-01-07T12:00:00", EpisodeMark { phase: Phase::Onset });
    assert_eq!(at_risk(&story.design(), 1), days(january(5), january(7)));
    story.now = january(31);
    story.quiet(days(january(11), january(31)));
    assert_eq!(at_risk(&story.design(), 1)[3..], days(january(9), january(31)), "after 14 quiet days it is over");
}

#[test]
fn a_bout_counts_once_and_one_past_midnight_leaves_out_the_next_day() {
    let mut story = Story::until(january(12));
    story.quiet(days(january(5), january(12)));
    for time in ["2026-01-08T22:30:00", "2026-01-08T23:50:00", "2026-01-09T01:00:00"] {
        story.say(time, Spasm { seconds: Some(Seconds::new(60).unwrap()), ..spasm() });
    }
    let design = story.design();
    assert_eq!(design.days.iter().map(|(_, day)| day.bouts).sum::<u32>(), 1);
    assert_eq!(at_risk(&design, 0).len(), 7, "the 9th began with it");
    assert!(!design.days.is_at_risk(day_number(january(10)), 1));
    let onset = design.days.get(day_number(january(8))).unwrap().onset.unwrap();
    assert_eq!((onset.minute, onset.at), (Some(22 * 60 + 30), Some(at("2026-01-08T22:30:00"))));
}

#[test]
fn two_bouts_of_a_day_are_one_spasm_day_at_the_time_of_the_first() {
    let mut story = Story::until(january(12));
    story.quiet(days(january(5), january(12)));
    story.say("2026-01-08T08:00:00", spasm());
    story.say("2026-01-08T15:00:00", spasm());
    let design = story.design();
    let day = design.days.get(day_number(january(8))).unwrap();
    assert_eq!((day.bouts, day.onset.unwrap().minute), (2, Some(8 * 60)));
    assert_eq!(design.table(&Plan::shown(&[])).spasm_days, 1);
}

#[test]
fn a_spasm_that_only_a_check_in_tells_of_has_a_day_and_no_time() {
    let mut story = Story::until(january(12));
    story.quiet(days(january(5), january(7)));
    story.day(january(8), true, &[]);
    story.quiet(days(january(9), january(12)));
    story.write("2026-01-10T20:00:00", Draft::new(moment("2026-01-10T12:00:00"), spasm()).about(Precision::Day));
    let design = story.design();
    let onset = |day: i8| design.days.get(day_number(january(day))).unwrap().onset.unwrap().minute;
    assert_eq!((onset(8), onset(10)), (None, None));
    assert_eq!(at_risk(&design, 1).len(), 8 - 2, "the days after them are left out");
}

#[test]
fn a_diary_up_to_now_knows_nothing_of_later_days() {
    let mut story = Story::until(january(8));
    story.quiet(days(january(5), january(12)));
    story.say("2026-01-10T12:00:00", spasm());
    story.say("2026-01-11T12:00:00", exposure("lifting", true));
    let design = story.design();
    assert_eq!(at_risk(&design, 1), days(january(5), january(8)));
    assert!(design.exposures.is_empty());
}

// ---------------------------------------------------------------- exposures

/// A story with three exposures that have a time, so that it is looked at by hours.
fn lifting() -> Story {
    let mut story = Story::until(january(20));
    story.quiet(days(january(5), january(20)));
    for day in [6, 7, 8] {
        story.say(&format!("2026-01-0{day}T10:00:00"), exposure("lifting", true));
    }
    story
}

#[test]
fn two_hours_before_count_and_what_began_after_the_spasm_does_not() {
    let design = lifting().design();
    assert_eq!(design.exposures[0].window, Window::Minutes(120));
    let at = |hour, minute| reading(&design, january(7), Some((hour, minute)));
    assert_eq!(at(10, 0), known(0.0), "the onset came first");
    assert_eq!(at(10, 1), known(1.0));
    assert_eq!(at(12, 0), known(1.0), "just two hours");
    assert_eq!(at(12, 1), known(0.0));
    assert_eq!(reading(&design, january(9), Some((11, 0))), known(0.0), "another day");
}

#[test]
fn what_lasts_counts_until_two_hours_after_its_end() {
    let mut story = lifting();
    let until = Some(moment("2026-01-09T15:00:00"));
    story.say_late(
        "2026-01-09T10:00:00",
        "2026-01-09T15:00:00",
        supple_diary::Exposure { until, ..exposure("lifting", true) },
    );
    let design = story.design();
    let at = |hour, minute| reading(&design, january(9), Some((hour, minute)));
    assert_eq!([at(9, 59), at(15, 1), at(16, 59), at(17, 0)], [known(0.0), known(1.0), known(1.0), known(0.0)]);
    assert_eq!(at(12, 30), known(0.0), "it was not written down by then");
}

#[test]
fn before_the_first_entry_nobody_knows_and_a_denial_is_no() {
    let design = lifting().design();
    assert_eq!(reading(&design, january(5), Some((11, 0))), Reading::Unknown);
    assert_eq!(reading(&design, january(6), Some((8, 0))), known(0.0));
    let mut story = lifting();
    story.day(january(6), false, &[yes("lifting")]);
    story.day(january(12), false, &[yes("lifting")]);
    story.day(january(13), false, &[no("lifting")]);
    let design = story.design();
    // Asked in check-ins, too: what was so that day without a time may have been at any time.
    assert_eq!(reading(&design, january(12), Some((11, 0))), Reading::Unknown);
    assert_eq!(reading(&design, january(13), Some((11, 0))), known(0.0));
}

#[test]
fn what_is_mostly_told_in_check_ins_is_looked_at_by_day() {
    let mut story = lifting();
    for day in 9..=18 {
        story.day(january(day), false, &[yes("lifting")]);
    }
    let design = story.design();
    assert_eq!(design.exposures[0].window, Window::Day);
    assert_eq!(reading(&design, january(7), Some((9, 0))), known(1.0), "the entry of the day before");
}

#[test]
fn the_night_before_counts_and_before_six_the_one_before_that() {
    let mut story = Story::until(january(9));
    story.day(january(5), false, &[no("poor-sleep")]);
    story.day(january(6), false, &[yes("poor-sleep")]);
    story.day(january(8), false, &[]);
    let design = story.design();
    assert_eq!(reading(&design, january(6), Some((6, 0))), known(1.0));
    assert_eq!(reading(&design, january(6), Some((5, 59))), known(0.0), "a spasm may have spoilt this night");
    assert_eq!(reading(&design, january(6), None), known(1.0));
    assert_eq!(reading(&design, january(8), Some((5, 0))), Reading::NoDayBefore);
    assert_eq!(reading(&design, january(8), Some((9, 0))), Reading::Unknown, "not asked");
}

#[test]
fn of_a_day_counts_what_was_said_before_the_spasm_else_the_day_before() {
    let mut story = Story::until(january(9));
    story.day(january(5), false, &[no("stress")]);
    story.say(
        "2026-01-06T09:00:00",
        CheckIn {
            answers: [(some_words("stress"), Said::Is(true))].into_iter().collect(),
            ..check_in("2026-01-06", None)
        },
    );
    story.day(january(6), false, &[no("stress")]);
    story.day(january(7), false, &[]);
    let design = story.design();
    assert_eq!(reading(&design, january(6), Some((8, 0))), known(0.0), "the answer of the 5th");
    assert_eq!(reading(&design, january(6), Some((10, 0))), known(1.0), "said an hour before");
    assert_eq!(reading(&design, january(6), Some((23, 0))), known(0.0), "the last word before it");
    assert_eq!(reading(&design, january(7), Some((10, 0))), known(0.0));
    assert_eq!(reading(&design, january(8), Some((10, 0))), Reading::Unknown, "not asked on the 7th");
    assert_eq!(reading(&design, january(5), Some((10, 0))), Reading::NoDayBefore);
    let same_day = design.exposures[0].at(&design.days, day_number(january(6)), Some(480), None, How::SameDay);
    assert_eq!(same_day, known(0.0), "the day itself, for comparison");
}

#[test]
fn a_check_in_of_the_next_morning_is_about_its_day_and_cannot_come_before_it() {
    let mut story = Story::until(january(9));
    story.day(january(5), false, &[no("stress")]);
    let answers = [(some_words("stress"), Said::Is(true))].into_iter().collect();
    story.say("2026-01-07T08:00:00", CheckIn { answers, ..check_in("2026-01-06", Some(false)) });
    let design = story.design();
    assert_eq!(reading(&design, january(6), Some((23, 59))), known(0.0), "it was said the next morning");
    assert_eq!(reading(&design, january(7), Some((7, 0))), known(1.0));
}

#[test]
fn a_number_is_centred_and_divided_by_two_standard_deviations() {
    let mut story = Story::until(january(8));
    for (day, hours) in [(5, 4.0), (6, 6.0), (7, 8.0), (8, 6.0)] {
        story.day(january(day), false, &[("sleep", Said::Number(Amount::new(hours).unwrap()))]);
    }
    let design = story.design();
    let two_sd = 2.0 * 2.0_f64.sqrt();
    assert_eq!(design.exposures[0].scale, Some((6.0, two_sd)));
    assert_eq!(reading(&design, january(7), Some((12, 0))), known(2.0 / two_sd));
}

#[test]
fn what_is_written_down_soon_counts_as_of_then() {
    let mut story = lifting();
    story.say_late("2026-01-09T10:00:00", "2026-01-09T12:30:00", exposure("lifting", true));
    story.say_late("2026-01-10T10:00:00", "2026-01-10T10:10:00", exposure("lifting", true));
    let design = story.design();
    let read = |day: i8, onset: Option<Timestamp>| {
        design.exposures[0].at(&design.days, day_number(january(day)), Some(11 * 60 + 30), onset, How::Usual)
    };
    // With a spasm or without one, it was not known by half past eleven.
    assert_eq!(read(9, None), known(0.0));
    assert_eq!(read(9, Some(at("2026-01-09T11:30:00"))), known(0.0));
    assert_eq!(read(10, Some(at("2026-01-10T11:30:00"))), known(1.0));
}

/// A story with lifting that is mostly written down in the evening.
fn lifting_told_in_the_evening() -> Story {
    let mut story = lifting();
    for day in 11..=16 {
        story.say_late(
            &format!("2026-01-{day}T10:00:00"),
            &format!("2026-01-{day}T21:00:00"),
            exposure("lifting", true),
        );
    }
    story
}

#[test]
fn what_was_typed_after_the_spasm_is_marked_where_most_is_typed_late() {
    let design = lifting_told_in_the_evening().design();
    let read = |day: i8| {
        let onset = Some(at(&format!("2026-01-{day:02}T11:30:00")));
        design.exposures[0].at(&design.days, day_number(january(day)), Some(11 * 60 + 30), onset, How::Usual)
    };
    assert_eq!(read(11), Reading::Known { x: 1.0, is_late: true });
    assert_eq!(read(7), Reading::Known { x: 1.0, is_late: false });
}

#[test]
fn a_correction_counts_from_when_it_was_written() {
    let mut story = lifting_told_in_the_evening();
    story.say("2026-01-09T10:00:00", exposure("lifting", false));
    let id = story.log.iter().last().unwrap().id();
    let entry = Box::new(Draft::new(moment("2026-01-09T10:00:00"), exposure("lifting", true)));
    story.say("2026-01-09T13:00:00", supple_diary::Correction { of: id, entry });
    let design = story.design();
    let onset = Some(at("2026-01-09T11:30:00"));
    let read = design.exposures[0].at(&design.days, day_number(january(9)), Some(11 * 60 + 30), onset, How::Usual);
    assert_eq!(read, Reading::Known { x: 1.0, is_late: true });
}

#[test]
fn what_lasts_for_weeks_has_long_runs_and_unknown_days_do_not_end_them() {
    let mut story = Story::until(date(2026, 2, 10));
    for (place, day) in days(january(5), date(2026, 2, 10)).into_iter().enumerate() {
        if place != 4 {
            story.day(
                day,
                false,
                &[if (2..12).contains(&place) || place == 20 { yes("new-chair") } else { no("new-chair") }],
            );
        }
    }
    let design = story.design();
    assert_eq!(design.exposures[0].median_run(&design.days), Some(9), "of runs of 1 and of 9 known days");
}

// ---------------------------------------------------------------- sets

/// Four weeks of quiet days with an answer, from a Monday on.
fn four_weeks() -> Story {
    let mut story = Story::until(date(2026, 2, 1));
    for day in days(january(5), date(2026, 2, 1)) {
        story.day(day, false, &[no("poor-sleep")]);
    }
    story
}

#[test]
fn a_spasm_is_compared_with_the_other_days_of_its_kind_in_its_block() {
    let mut story = four_weeks();
    story.say("2026-01-14T12:00:00", spasm());
    let table = story.design().table(&Plan::shown(&[0]));
    assert_eq!((table.spasm_days, table.other_days), (1, 18), "20 workdays less the spasm day and the one after it");
    assert!(table.rows.iter().all(|row| row.set == table.rows[0].set));
    assert!(table.rows.iter().all(|row| row.day < day_number(january(17)) || row.day > day_number(january(18))));
}

#[test]
fn each_spasm_is_compared_at_its_own_time_with_days_on_which_nothing_had_begun() {
    let mut story = four_weeks();
    story.say("2026-01-06T09:00:00", spasm());
    story.say("2026-01-14T15:00:00", spasm());
    let table = story.design().table(&Plan::shown(&[0]));
    let days_of =
        |set: u64| -> Vec<i64> { table.rows.iter().filter(|row| row.set == set).map(|row| row.day).collect() };
    let (first, second) = (table.rows[0].set, table.rows[table.rows.len() - 1].set);
    let [a, b] = [january(6), january(14)].map(day_number);
    assert!(days_of(first).contains(&b), "at 9 nothing had begun on the 14th");
    assert!(!days_of(second).contains(&a), "at 15 something had begun on the 6th");
    assert_eq!((days_of(first).len(), days_of(second).len()), (18, 17));
    assert_eq!(table.rows.iter().filter(|row| row.is_case).map(|row| row.day).collect::<Vec<_>>(), [a, b]);
}

#[test]
fn spasms_without_a_time_are_ties_that_come_last() {
    let mut story = four_weeks();
    story.say("2026-01-06T09:00:00", spasm());
    for day in [13, 20] {
        story.write(
            &format!("2026-01-{day}T20:00:00"),
            Draft::new(moment(&format!("2026-01-{day}T12:00:00")), spasm()).about(Precision::Day),
        );
    }
    let table = story.design().table(&Plan::shown(&[0]));
    let cases_of = |set: u64| table.rows.iter().filter(|row| row.set == set && row.is_case).count();
    assert_eq!([cases_of(table.rows[0].set), cases_of(table.rows[table.rows.len() - 1].set)], [1, 2]);
    assert_eq!(table.spasm_days, 3);
    let at_nine = table.rows.iter().filter(|row| row.set == table.rows[0].set).map(|row| dated(row.day));
    let at_nine: Vec<Date> = at_nine.collect();
    assert!(!at_nine.contains(&january(13)) && at_nine.contains(&january(12)), "by 9 it may have begun");
}

#[test]
fn only_days_before_are_compared_with_where_that_is_asked() {
    let mut story = four_weeks();
    story.say("2026-01-14T12:00:00", spasm());
    let plan = Plan { controls: Controls::PastOnly, ..Plan::shown(&[0]) };
    let table = story.design().table(&plan);
    let days: Vec<Date> = table.rows.iter().map(|row| dated(row.day)).collect();
    assert_eq!(days, [january(14), january(13), january(12), january(7)]);
}

#[test]
fn counts_are_those_of_the_days_compared() {
    let mut story = Story::until(date(2026, 2, 1));
    for day in days(january(5), date(2026, 2, 1)) {
        let bad_night = [7, 8, 14, 21].contains(&day.day());
        story.day(day, false, &[if bad_night { yes("poor-sleep") } else { no("poor-sleep") }]);
    }
    story.say("2026-01-14T12:00:00", spasm());
    story.say("2026-01-22T12:30:00", spasm());
    let table = story.design().table(&Plan::shown(&[0]));
    // 20 workdays, without the 15th and the 23rd. At 12:00 there are 17 others with the 22nd, at 12:30 16.
    let compared = table.compared[0];
    assert_eq!((compared.cases, compared.cases_exposed), (2, 1));
    assert_eq!((compared.others, compared.others_exposed), (17 + 16, 3 + 3));
    assert_eq!((compared.days_exposed, compared.days_unexposed), (4, 14));
    assert_eq!(compared.late, 2, "both check-ins were filled in when the spasm was over");
}

#[test]
fn a_missing_answer_leaves_out_the_day_unless_nobody_asked_for_weeks() {
    let mut story = Story::until(date(2026, 2, 1));
    for day in days(january(5), date(2026, 2, 1)) {
        let answers = [no("poor-sleep"), yes("new-habit")];
        let many = if day == january(8) {
            0
        } else if day < january(26) {
            1
        } else {
            2
        };
        story.day(day, false, &answers[..many]);
    }
    story.say("2026-01-14T12:00:00", spasm());
    let design = story.design();
    let place = |id: &str| design.exposures.iter().position(|exposure| exposure.id == id).unwrap();
    let places = [place("poor-sleep"), place("new-habit")];
    let table = design.table(&Plan::shown(&places));
    assert_eq!(
        table.other_days, 17,
        "the 8th is left out; the habit was asked for one week only, so it counts as not asked"
    );
    assert_eq!(table.compared[1], Compared::default());
    assert_eq!(table.x.len(), 3 * table.rows.len());
    assert!(table.x.chunks(3).all(|row| row[1] == 0.0));
}

#[test]
fn where_the_day_before_is_not_known_a_column_of_its_own_says_so() {
    let mut story = Story::until(date(2026, 2, 1));
    for day in days(january(5), date(2026, 2, 1)).into_iter().filter(|day| *day != january(8)) {
        story.day(day, false, &[yes("stress")]);
    }
    story.say("2026-01-14T12:00:00", spasm());
    let table = story.design().table(&Plan::shown(&[0]));
    let unknown: Vec<Date> =
        table.rows.iter().zip(table.x.chunks(2)).filter(|(_, x)| x[1] == 1.0).map(|(row, _)| dated(row.day)).collect();
    assert_eq!(unknown, [january(5), january(9)]);
    assert_eq!(table.compared[0].others, table.rows.len() - 1 - 2, "they are not counted");
}

#[test]
fn without_late_answers_only_what_was_written_down_by_then_counts_on_every_day() {
    let mut story = lifting_told_in_the_evening();
    story.say("2026-01-07T11:00:00", spasm());
    story.say("2026-01-15T11:00:00", spasm());
    let design = story.design();
    let compared = |without_late| design.table(&Plan { without_late, ..Plan::shown(&[0]) }).compared[0];
    let (with, without) = (compared(None), compared(Some(0)));
    assert_eq!((with.cases, with.cases_exposed, with.late), (2, 2, 1));
    assert_eq!((without.cases, without.cases_exposed, without.late), (2, 1, 0));
    assert!(without.others_exposed < with.others_exposed && without.others_exposed > 0);
}

#[test]
fn without_late_answers_of_a_night_their_spasm_days_are_left_out() {
    let mut story = four_weeks();
    story.say("2026-01-14T12:00:00", spasm());
    story.say("2026-01-22T23:00:00", spasm());
    let design = story.design();
    let spasm_days = |without_late| design.table(&Plan { without_late, ..Plan::shown(&[0]) }).spasm_days;
    // The check-in of 22:00 came after the one and before the other.
    assert_eq!((spasm_days(None), spasm_days(Some(0))), (2, 1));
}

#[test]
fn the_level_of_pain_is_no_exposure() {
    let mut story = Story::until(january(6));
    story.say("2026-01-05T22:00:00", CheckIn { pain: Some(level(4)), ..check_in("2026-01-05", Some(false)) });
    assert!(story.design().exposures.is_empty());
}
