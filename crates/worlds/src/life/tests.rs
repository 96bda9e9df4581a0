//! What is true, counted in what happened.

use super::*;
use crate::catalogue::worlds;
use crate::dice::Of;
use crate::model::{Kind, Model};
use std::collections::BTreeMap;

/// So many people are enough to see what is told here.
const PEOPLE: u64 = 120;

fn lives(id: &str) -> (Model, Vec<Life>) {
    let world = worlds().into_iter().find(|world| world.id == id).unwrap();
    let model = world.model().clone();
    let lives = (0..PEOPLE).map(|number| live(&model, world.days, &mut Dice::new(1, id, number, Of::Life))).collect();
    (model, lives)
}

/// Whether a thing was so in its time, at a minute of the life: written apart from the rate.
fn was_on(model: &Model, life: &Life, place: usize, minute: i64) -> bool {
    let day = |back: i64| {
        let number = (minute - back).div_euclid(DAY);
        usize::try_from(number).ok().and_then(|number| life.days.get(number)).is_some_and(|day| day.is[place])
    };
    let times = || {
        let near = [minute.div_euclid(DAY), minute.div_euclid(DAY) - 1].into_iter();
        let of = |number: i64| usize::try_from(number).ok().and_then(|number| Some((number, life.days.get(number)?)));
        near.filter_map(of).flat_map(|(number, day)| day.at[place].iter().map(move |at| number as i64 * DAY + at))
    };
    match model.things[place].kind {
        Kind::Hours => times().any(|at| (at..at + 120).contains(&minute)),
        Kind::Exercise => times().any(|at| (at..at + DAY).contains(&minute)),
        Kind::Night => day(6 * 60),
        Kind::Day | Kind::Level => day(22 * 60),
    }
}

/// Spasms and time in each stratum, which has the hour of the week in it: counted in tens of minutes.
fn tally(lives: &[Life], stratum: impl Fn(&Life, i64) -> u64) -> BTreeMap<(u64, i64), (f64, f64)> {
    let mut strata: BTreeMap<(u64, i64), (f64, f64)> = BTreeMap::new();
    for life in lives {
        for minute in (0..life.days.len() as i64 * DAY).step_by(10) {
            let weekday = i64::from(life.date(minute.div_euclid(DAY)).weekday().to_monday_zero_offset());
            let hour = weekday * 24 + minute.rem_euclid(DAY) / 60;
            let of = strata.entry((stratum(life, minute), hour)).or_default();
            of.0 += life.spasms_in(minute..minute + 10).len() as f64;
            of.1 += 1.0;
        }
    }
    strata
}

/// The log of how many times as often spasms begin with something, and its standard error, by Mantel and Haenszel: of spasms
/// and time without and with, in each stratum.
fn log_ratio(strata: impl Iterator<Item = [(f64, f64); 2]>) -> (f64, f64) {
    let (mut top, mut bottom, mut variance) = (0.0, 0.0, 0.0);
    for [(without, time_without), (with, time_with)] in strata {
        let time = time_without + time_with;
        top += with * time_without / time;
        bottom += without * time_with / time;
        variance += (with + without) * time_with * time_without / (time * time);
    }
    (libm::log(top / bottom), libm::sqrt(variance / (top * bottom)))
}

/// The same for what is so at a minute, within strata.
fn counted(lives: &[Life], stratum: impl Fn(&Life, i64) -> u64, is_on: impl Fn(&Life, i64) -> bool) -> (f64, f64) {
    let strata = tally(lives, |life, minute| 2 * stratum(life, minute) + u64::from(is_on(life, minute)));
    let mut pairs: BTreeMap<(u64, i64), [(f64, f64); 2]> = BTreeMap::new();
    for ((stratum, hour), count) in strata {
        pairs.entry((stratum / 2, hour)).or_default()[(stratum % 2) as usize] = count;
    }
    log_ratio(pairs.into_values())
}

/// What is so at a minute, a bit for each thing.
fn bits(model: &Model, life: &Life, minute: i64) -> u64 {
    (0..model.things.len()).map(|place| u64::from(was_on(model, life, place, minute)) << place).sum()
}

#[test]
fn a_thing_makes_spasms_as_many_times_as_frequent_as_is_stated() {
    for id in ["clean", "together-by-habit", "working-week", "for-weeks"] {
        let (model, lives) = lives(id);
        let strata = tally(&lives, |life, minute| bits(&model, life, minute));
        for (place, thing) in model.things.iter().enumerate() {
            let mut pairs: BTreeMap<(u64, i64), [(f64, f64); 2]> = BTreeMap::new();
            for ((bits, hour), count) in &strata {
                let pair = pairs.entry((bits & !(1 << place), *hour)).or_default();
                pair[usize::from(bits & (1 << place) != 0)] = *count;
            }
            let truth = libm::log(thing.effect.factor());
            let (found, error) = log_ratio(pairs.into_values());
            assert!(error < 0.1 && (found - truth).abs() < 4.0 * error, "{id}: {} {truth} {found} {error}", thing.id);
        }
    }
}

#[test]
fn what_works_later_above_a_level_or_together_does_so_and_not_otherwise() {
    let everywhere = |_: &Life, _: i64| 0;
    let is = |count: (f64, f64), times: f64| {
        assert!((count.0 - libm::log(times)).abs() < 4.0 * count.1, "{times} {count:?}");
    };
    let (_, two_days) = lives("two-days-later");
    let days_ago = |days: i64| {
        move |life: &Life, minute: i64| {
            let day = usize::try_from(minute.div_euclid(DAY) - days).ok().and_then(|day| life.days.get(day));
            day.is_some_and(|day| day.is[2])
        }
    };
    is(counted(&two_days, everywhere, days_ago(2)), 4.0);
    is(counted(&two_days, |life, minute| u64::from(days_ago(2)(life, minute)), days_ago(1)), 1.0);

    let (_, above) = lives("above-a-level");
    let sits = |life: &Life, minute: i64| {
        let told = usize::try_from((minute - 22 * 60).div_euclid(DAY)).ok().and_then(|day| life.days.get(day));
        told.map_or(0.0, |day| level(day.behind[7]))
    };
    is(counted(&above, everywhere, |life, minute| sits(life, minute) >= 7.0), 4.0);
    let half = |life: &Life, minute: i64| sits(life, minute) >= 4.0;
    is(counted(&above, |life, minute| u64::from(sits(life, minute) >= 7.0), half), 1.0);

    let (model, both) = lives("only-together");
    let on = |place: usize| move |model: &Model, life: &Life, minute: i64| was_on(model, life, place, minute);
    let together = |life: &Life, minute: i64| on(0)(&model, life, minute) && on(2)(&model, life, minute);
    is(counted(&both, everywhere, together), 6.0);
    // One alone, where the other is not.
    let alone = |life: &Life, minute: i64| on(0)(&model, life, minute) && !on(2)(&model, life, minute);
    is(counted(&both, |life, minute| u64::from(on(2)(&model, life, minute)), alone), 1.0);
}

/// A mean over people, and its standard error.
fn mean(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let values: Vec<f64> = values.collect();
    let many = values.len() as f64;
    let mean = values.iter().sum::<f64>() / many;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, libm::sqrt(squares / many / (many - 1.0)))
}

#[test]
fn warnings_come_before_a_stated_share_of_spasms_and_signs_in_them() {
    let (model, lives) = lives("stiff-days");
    let warns = model.warns.unwrap();
    let share = |life: &Life| {
        let warned = life.spasms.iter().filter(|spasm| spasm.warned).count();
        warned as f64 / life.spasms.len() as f64
    };
    let (found, error) = mean(lives.iter().map(share));
    assert!((found - warns.share).abs() < 4.0 * error, "{found} {error}");
    // On the day before a spasm that came with a warning, the stiff back is there far more often than usual.
    let [with, without] = [true, false].map(|warned| {
        let all = lives.iter().flat_map(|life| life.spasms.iter().map(move |spasm| (life, spasm)));
        let those = all.filter(|(_, spasm)| spasm.warned == warned && spasm.at >= DAY);
        mean(those.map(|(life, spasm)| f64::from(u8::from(life.days[(spasm.at / DAY - 1) as usize].is[7]))))
    });
    assert!(with.0 - without.0 > 0.2 + 4.0 * (with.1 + without.1), "{with:?} {without:?}");
}

#[test]
fn the_rate_goes_as_the_course_says() {
    // Spasms of the last third over those of the first.
    let ratio = |id: &str| {
        let (_, lives) = lives(id);
        let third = |life: &Life, third: i64| {
            let days = life.diary.end - life.diary.start;
            let from = life.diary.start + third * days / 3;
            life.spasms_in(from * DAY..(from + days / 3) * DAY).len() as f64
        };
        let sum = |which: i64| lives.iter().map(|life| third(life, which)).sum::<f64>();
        (sum(2) / sum(0), libm::sqrt(1.0 / sum(2) + 1.0 / sum(0)))
    };
    // Thirds lie two thirds of the diary apart; a step lies between the first and the last.
    for (id, expected) in
        [("steady-year", 1.0), ("rises", libm::cbrt(9.0)), ("falls", 1.0 / libm::cbrt(9.0)), ("steps-up", 3.0)]
    {
        let (found, error) = ratio(id);
        assert!((libm::log(found / expected)).abs() < 4.0 * error, "{id} {found} {expected} {error}");
    }
    for id in ["clusters", "better-and-worse", "winters"] {
        let (found, _) = ratio(id);
        assert!((0.85..1.18).contains(&found), "{id} {found}");
    }
    let (found, error) = ratio("begins-at-the-worst");
    assert!(found < 1.0 - 4.0 * error * found, "{found} {error}");
}

#[test]
fn spasms_cluster_where_they_bring_on_spasms_and_only_there() {
    // The variance of weekly counts over their mean.
    let dispersion = |id: &str| {
        let (_, lives) = lives(id);
        mean(lives.iter().map(|life| {
            let weeks = life.diary.end / 7;
            let count = |week: i64| life.spasms_in(week * 7 * DAY..(week + 1) * 7 * DAY).len() as f64;
            let mean = (0..weeks).map(count).sum::<f64>() / weeks as f64;
            (0..weeks).map(|week| (count(week) - mean).powi(2)).sum::<f64>() / (weeks - 1) as f64 / mean
        }))
    };
    let (steady, error) = dispersion("steady-year");
    assert!((steady - 1.0).abs() < 4.0 * error, "{steady} {error}");
    for id in ["clusters", "better-and-worse"] {
        let (clustered, error) = dispersion(id);
        assert!(clustered > 1.2 + 4.0 * error, "{id} {clustered} {error}");
    }
}

#[test]
fn mondays_and_winters_have_what_is_told() {
    let (_, lives) = lives("mondays");
    let on = |life: &Life, day: i64| life.spasms_in(day * DAY..(day + 1) * DAY).len() as f64;
    let days = || lives.iter().flat_map(|life| (0..life.days.len() as i64).map(move |day| (life, day)));
    let is_monday = |life: &Life, day: i64| life.date(day).weekday() == jiff::civil::Weekday::Monday;
    let (mondays, error) = mean(days().filter(|(life, day)| is_monday(life, *day)).map(|(life, day)| on(life, day)));
    let (others, small) = mean(days().filter(|(life, day)| !is_monday(life, *day)).map(|(life, day)| on(life, day)));
    let ratio = mondays / others;
    assert!((ratio - 4.0).abs() < 4.0 * ratio * (error / mondays + small / others), "{ratio}");
    // A habit of Sundays.
    let sundays = days().filter(|(life, day)| life.date(*day).weekday() == jiff::civil::Weekday::Sunday);
    let (habit, error) = mean(sundays.map(|(life, day)| f64::from(u8::from(life.days[day as usize].is[7]))));
    assert!((habit - 0.79).abs() < 0.02 + 4.0 * error, "{habit}");

    let (_, lives) = self::lives("winters");
    let spasms =
        || lives.iter().flat_map(|life| life.spasms.iter().map(move |spasm| life.date(spasm.at / DAY).month()));
    let (winter, summer) = (spasms().filter(|month| *month == 1).count(), spasms().filter(|month| *month == 7).count());
    let ratio = winter as f64 / summer as f64;
    assert!((1.7..2.4).contains(&ratio), "{ratio}");
}

#[test]
fn the_worst_weeks_are_the_worst() {
    let (_, lives) = lives("changes-after-the-worst");
    for life in &lives {
        let worst = life.spasm_days(life.named - 28..life.named);
        assert!((28..life.diary.end - 70).all(|start| life.spasm_days(start..start + 28) <= worst));
        assert!(life.named >= 56 && life.named < life.diary.end - 41);
    }
    let (_, lives) = self::lives("begins-at-the-worst");
    for life in &lives {
        let start = life.diary.start;
        let worst = life.spasm_days(start..start + 28);
        assert!((0..LEAD - 28).all(|start| life.spasm_days(start..start + 28) <= worst));
    }
}

#[test]
fn a_thing_that_stays_for_weeks_does() {
    let (_, lives) = lives("for-weeks");
    let (mut days, mut runs) = (0.0, 0.0);
    for life in &lives {
        for pair in life.days.windows(2).filter(|pair| pair[0].is[7]) {
            days += 1.0;
            runs += f64::from(u8::from(!pair[1].is[7]));
        }
    }
    assert!((15.0..30.0).contains(&(days / runs)), "{}", days / runs);
}
