//! A trial of two measures is told as R and JAGS tell it, and as it would be by hand.

use crate::common::{close, expected, numbers, table};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json, to_value};
use supple_stats::trial::{Allocated, Difference, Errors, Periods, difference, posterior, ratio};
use supple_stats::{RowError, StatsError};

fn reference() -> Vec<Allocated> {
    let (header, rows) = table("nof1_a");
    let of = |row: &[f64], name: &str| row[header.iter().position(|other| other == name).unwrap()];
    rows.iter()
        .map(|row| Allocated {
            time: of(row, "day"),
            is_b: of(row, "arm") == 1.0,
            before: of(row, "pain0"),
            fall: of(row, "relief"),
        })
        .collect()
}

#[test]
fn the_posterior_is_that_of_r_over_the_whole_matrix() {
    let ours = to_value(difference(&reference()).unwrap()).unwrap();
    let theirs = &expected("nof1_a")["bayes_grid"];
    for key in ["mean_delta", "sd_delta", "p_gt0", "p_gt1", "p_lt_m1", "mean_sigma", "mean_rho"] {
        close(key, &ours[key], &theirs[key], 1e-10);
    }
    for key in ["p", "x"] {
        close(key, &ours["q"][key], &theirs["q"][key], 1e-8);
    }
}

#[test]
fn the_posterior_is_that_of_jags_but_for_its_chance() {
    let ours = to_value(difference(&reference()).unwrap()).unwrap();
    let theirs = expected("jags_nof1_a");
    let chance = 4.0 * theirs["mcse_mean_delta"].as_f64().unwrap() + 1e-3;
    for key in ["mean_delta", "sd_delta", "p_gt0", "p_gt1", "p_lt_m1", "mean_sigma", "mean_rho"] {
        close(key, &ours[key], &theirs[key], chance);
    }
}

const OTHERS: [(Errors, &str, &str); 2] =
    [(Errors::Independent, "independent", "jags_independent"), (Errors::ByOrder, "by_order", "jags_by_order")];

/// All that is told with these errors, and of each arm the probability that pain falls by less than a point.
fn told(errors: Errors) -> Value {
    let found = posterior(&reference(), errors).unwrap();
    let mut told = to_value(found.difference()).unwrap();
    told["a_below_1"] = json!(found.arm_below(false, 1.0));
    told["b_below_1"] = json!(found.arm_below(true, 1.0));
    told
}

const NUMBERS: [&str; 9] =
    ["mean_delta", "sd_delta", "p_gt0", "p_gt1", "p_lt_m1", "mean_sigma", "mean_rho", "a_below_1", "b_below_1"];

#[test]
fn with_independent_errors_and_errors_alike_by_order_the_posterior_is_that_of_r_over_the_whole_matrix() {
    for (errors, by_r, _) in OTHERS {
        let (ours, theirs) = (told(errors), &expected("trial_errors_nof1_a")[by_r]);
        // By order R sums over other points: so much do two rules of summing differ.
        let rule = if errors == Errors::ByOrder { 2e-7 } else { 1e-10 };
        for key in NUMBERS {
            close(key, &ours[key], &theirs[key], rule);
        }
        close("q", &ours["q"]["x"], &theirs["q"]["x"], f64::max(rule, 1e-8));
    }
}

#[test]
fn with_these_errors_too_the_posterior_is_that_of_jags_but_for_its_chance() {
    for (errors, _, by_jags) in OTHERS {
        let (ours, theirs) = (told(errors), &expected("trial_errors_nof1_a")[by_jags]);
        let chance = 4.0 * theirs["mcse_mean_delta"].as_f64().unwrap() + 1e-3;
        for key in NUMBERS {
            close(key, &ours[key], &theirs[key], chance);
        }
    }
}

#[test]
fn errors_that_are_opposed_are_seen_as_such_by_order_alone() {
    // After each good one a bad one, while chance put two of a kind together.
    let rows: Vec<Allocated> = (0..20)
        .map(|place| {
            let wave = if place % 2 == 0 { 1.5 } else { -1.5 } + 0.1 * f64::from(place % 5);
            Allocated { time: f64::from(place), is_b: place / 2 % 2 == 0, before: 6.0, fall: 2.0 + wave }
        })
        .collect();
    let rho = |errors| posterior(&rows, errors).unwrap().mean_rho();
    assert!(rho(Errors::ByOrder) < -0.6 && rho(Errors::ByTime) > 0.0 && rho(Errors::Independent) == 0.0);
}

/// One spasm a day, A and B in turn; B takes away more by this much.
fn in_turn(many: usize, more: f64, scatter: f64) -> Vec<Allocated> {
    (0..many)
        .map(|place| {
            let is_b = place % 2 == 1;
            let noise = scatter * [1.0, -0.5, -1.0, 0.5, 0.25, -0.25][place % 6];
            let fall = 2.0 + if is_b { more } else { 0.0 } + noise;
            Allocated { time: 3.0 * place as f64, is_b, before: 5.0 + (place % 3) as f64, fall }
        })
        .collect()
}

#[test]
fn a_clear_difference_is_told_and_an_equal_one_is_not() {
    let clear = difference(&in_turn(20, 3.0, 1.0)).unwrap();
    assert!(clear.p_gt0 > 0.99 && clear.p_gt1 > 0.95 && (clear.mean_delta - 3.0).abs() < 0.5, "{clear:?}");
    let equal = difference(&in_turn(20, 0.0, 1.0)).unwrap();
    assert!(equal.p_gt0 < 0.95 && equal.p_gt0 > 0.05 && equal.p_gt1 < 0.1 && equal.p_lt_m1 < 0.1, "{equal:?}");
}

#[test]
fn two_spasms_tell_little_more_than_was_known_beforehand() {
    let few = difference(&in_turn(2, 0.0, 0.0)).unwrap();
    assert!(few.sd_delta > 1.0 && (few.p_gt0 - 0.5).abs() < 0.1, "{few:?}");
}

#[test]
fn what_is_no_trial_is_refused_with_the_reason() {
    assert_eq!(difference(&[]), Err(StatsError::NoRows));
    let mut rows = in_turn(4, 1.0, 1.0);
    rows[2].fall = f64::NAN;
    assert_eq!(
        difference(&rows),
        Err(StatsError::Row { row: 2, error: RowError::NotANumber { column: "the fall".to_owned() } })
    );
    rows[2] = Allocated { time: rows[1].time, ..in_turn(4, 1.0, 1.0)[2] };
    assert_eq!(difference(&rows), Err(StatsError::Row { row: 2, error: RowError::SameTime }));
    let one: Vec<Allocated> = in_turn(4, 1.0, 1.0).into_iter().filter(|one| one.is_b).collect();
    assert_eq!(difference(&one), Err(StatsError::OneMeasure));
}

#[test]
fn the_ratio_of_rates_is_that_of_r_by_integration() {
    let all = expected("trial_ratio");
    for (name, theirs) in all.as_object().unwrap() {
        let of = |key: &str| numbers(&theirs[key]);
        let (a, b, days_a, days_b) = (of("a"), of("b"), of("days_a"), of("days_b"));
        let pair = |place: usize| Periods { a: (a[place] as u64, days_a[place]), b: (b[place] as u64, days_b[place]) };
        let found = ratio(&(0..a.len()).map(pair).collect::<Vec<_>>()).unwrap();
        for (ratio, below) in of("ratios").into_iter().zip(of("below")) {
            assert!((found.below(ratio) - below).abs() < 1e-4, "{name} {ratio}: {} {below}", found.below(ratio));
        }
        for (share, x) in of("p").into_iter().zip(of("x")) {
            assert!((found.quantile(share) / x - 1.0).abs() < 4e-3, "{name} {share}: {} {x}", found.quantile(share));
        }
        assert!((found.mean() - theirs["mean"].as_f64().unwrap()).abs() < 1e-4, "{name}");
    }
}

#[test]
fn a_ratio_of_no_pairs_no_days_and_impossible_counts_is_refused() {
    assert_eq!(ratio(&[]).unwrap_err(), StatsError::NoRows);
    let wrong = |pair: Periods| ratio(&[Periods { a: (1, 7.0), b: (1, 7.0) }, pair]).unwrap_err();
    let no_days = RowError::NotPositive { column: "the days" };
    assert_eq!(wrong(Periods { a: (1, 0.0), b: (1, 7.0) }), StatsError::Row { row: 1, error: no_days });
    let count = RowError::CountTooLarge { count: u64::MAX };
    assert_eq!(wrong(Periods { a: (1, 7.0), b: (u64::MAX, 7.0) }), StatsError::Row { row: 1, error: count });
}

fn rows() -> impl Strategy<Value = Vec<Allocated>> {
    vec((0.01..40.0, 0..=10, -10..=10), 3..20).prop_map(|rows| {
        let mut time = 0.0;
        let many = rows.into_iter().enumerate().map(|(place, (gap, before, fall))| {
            time += gap;
            Allocated { time, is_b: place % 2 == 0, before: f64::from(before), fall: f64::from(fall) }
        });
        many.collect()
    })
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn with_independent_errors_the_times_tell_nothing(rows in rows()) {
        let apart: Vec<Allocated> = rows.iter().enumerate().map(|(place, one)| Allocated { time: place as f64, ..*one }).collect();
        let told = |rows: &[Allocated]| posterior(rows, Errors::Independent).unwrap().difference();
        prop_assert_eq!(told(&rows), told(&apart));
    }

    #[test]
    fn the_order_of_rows_and_the_day_from_which_is_counted_change_nothing(rows in rows(), by in -500.0..500.0) {
        let here = difference(&rows).unwrap();
        let moved: Vec<Allocated> = rows.iter().rev().map(|one| Allocated { time: one.time + by, ..*one }).collect();
        let there = difference(&moved).unwrap();
        prop_assert!((here.mean_delta - there.mean_delta).abs() < 1e-6, "{:?} {:?}", here, there);
        prop_assert!((here.p_gt0 - there.p_gt0).abs() < 1e-6);
    }

    #[test]
    fn with_the_names_of_the_measures_changed_the_difference_is_the_other_way(rows in rows()) {
        let here = difference(&rows).unwrap();
        let swapped: Vec<Allocated> = rows.iter().map(|one| Allocated { is_b: !one.is_b, ..*one }).collect();
        let Difference { mean_delta, sd_delta, p_gt0, q, .. } = difference(&swapped).unwrap();
        prop_assert!(near(here.mean_delta, -mean_delta) && near(here.sd_delta, sd_delta) && near(here.p_gt0, 1.0 - p_gt0));
        prop_assert!((here.q.x[0] + q.x[4]).abs() < 1e-6);
    }

    #[test]
    fn with_the_periods_swapped_the_ratio_is_turned_over(
        pairs in vec(((0_u64..12, 1.0..8.0), (0_u64..12, 1.0..8.0)), 1..11),
        at in 0.1..9.0,
    ) {
        let found = ratio(&pairs.iter().map(|&(a, b)| Periods { a, b }).collect::<Vec<_>>()).unwrap();
        let swapped = ratio(&pairs.iter().map(|&(a, b)| Periods { a: b, b: a }).collect::<Vec<_>>()).unwrap();
        prop_assert!((found.below(at) + swapped.below(1.0 / at) - 1.0).abs() < 1e-9);
        prop_assert!((found.mean() * swapped.mean() - 1.0).abs() < 1e-9);
        prop_assert!(found.below(at) <= found.below(1.01 * at) && (found.below(found.quantile(0.3)) - 0.3).abs() < 1e-9);
    }

    #[test]
    fn quantiles_grow_and_chances_are_chances(rows in rows()) {
        let told = difference(&rows).unwrap();
        prop_assert!(told.q.x.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!((0.0..=1.0).contains(&told.p_gt0) && told.p_gt1 <= told.p_gt0 && told.p_lt_m1 <= 1.0 - told.p_gt0);
        prop_assert!(told.sd_delta > 0.0);
    }
}
