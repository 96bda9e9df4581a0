//! What a fit does with ordinary, odd and bad data.

use crate::common::Matched;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::to_value;
use supple_stats::clogit::{Fit, Options, Penalty, Rows, Sets, Ties, Warning};
use supple_stats::{RowError, StatsError};

const PLAIN: Options = Options { ties: Ties::Exact, penalty: Penalty::None, profile: false, adjusted: 0 };
const PLAIN_LIMITS: Options = Options { profile: true, ..PLAIN };
const SHOWN: Options = Options { ties: Ties::Exact, penalty: Penalty::LogF(2.0), profile: true, adjusted: 0 };

/// Rows as (set, case, values).
fn of(names: &[&str], rows: &[(u64, bool, &[f64])]) -> Matched {
    Matched {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        set: rows.iter().map(|row| row.0).collect(),
        case: rows.iter().map(|row| row.1).collect(),
        x: rows.iter().flat_map(|row| row.2.to_vec()).collect(),
    }
}

/// Pairs in which only the case was exposed, and pairs in which only the other was.
fn pairs(case_exposed: u64, other_exposed: u64) -> Matched {
    let mut data = of(&["lifting"], &[]);
    for set in 0..case_exposed + other_exposed {
        let exposed = f64::from(u8::from(set < case_exposed));
        data.set.extend([set, set]);
        data.case.extend([true, false]);
        data.x.extend([exposed, 1.0 - exposed]);
    }
    data
}

fn fit(data: &Matched, options: &Options) -> Fit {
    data.sets().fit(options).unwrap()
}

#[track_caller]
fn near(ours: Option<f64>, theirs: f64, tolerance: f64) {
    let ours = ours.unwrap();
    assert!((ours - theirs).abs() <= tolerance, "{ours} and {theirs} differ by {:e}", (ours - theirs).abs());
}

// Worked by hand.

#[test]
fn pairs_give_the_ratio_of_the_two_kinds_of_disagreement() {
    let fit = fit(&pairs(9, 3), &PLAIN_LIMITS);
    near(fit.coef[0], 3_f64.ln(), 1e-9);
    near(fit.se[0], (1.0 / 9.0 + 1.0 / 3.0_f64).sqrt(), 1e-9);
    assert!((fit.loglik - (9.0 * 0.75_f64.ln() + 3.0 * 0.25_f64.ln())).abs() < 1e-12);
    assert!((fit.loglik_null - 12.0 * 0.5_f64.ln()).abs() < 1e-12);
    // The limits of a binomial share, by its likelihood.
    let loss = |b: f64| {
        let p = 1.0 / (1.0 + (-b).exp());
        2.0 * (fit.loglik - 9.0 * p.ln() - 3.0 * (1.0 - p).ln())
    };
    for limit in [&fit.profile95_lo, &fit.profile95_hi] {
        let limit = limit.as_ref().unwrap()[0].unwrap();
        assert!((loss(limit) - 3.841_458_820_694_124).abs() < 1e-9, "{limit}");
    }
    assert!(fit.profile95_lo.unwrap()[0] < fit.profile95_hi.unwrap()[0]);
}

#[test]
fn two_cases_among_four_are_the_hypergeometric_chance() {
    // Two of four exposed, of the two cases one: e^b C(2,1)C(2,1) of 1 + 4 e^b + e^2b, for each of the four such choices.
    let rows: [(u64, bool, &[f64]); 4] = [(1, true, &[1.0]), (1, true, &[0.0]), (1, false, &[1.0]), (1, false, &[0.0])];
    let sets = of(&["x"], &rows).sets();
    let b = 0.7_f64;
    let all = 1.0 + 4.0 * b.exp() + (2.0 * b).exp();
    let at = sets.evaluate(Ties::Exact, &[b]).unwrap();
    assert!((at.loglik - (b - all.ln())).abs() < 1e-14);
    let mean = (4.0 * b.exp() + 2.0 * (2.0 * b).exp()) / all;
    assert!((at.score[0] - (1.0 - mean)).abs() < 1e-14);
    let square = (4.0 * b.exp() + 4.0 * (2.0 * b).exp()) / all;
    assert!((at.information.get(0, 0) - (square - mean * mean)).abs() < 1e-14);
}

#[test]
fn with_all_coefficients_zero_only_the_number_of_choices_counts() {
    // ln C(2000, 1000) is far beyond what a product of numbers can hold.
    let names = ["x"];
    let case: Vec<bool> = (0..2000).map(|row| row % 2 == 0).collect();
    let x: Vec<f64> = (0..2000).map(|row| f64::from(row % 7)).collect();
    let sets = Sets::new(&Rows { names: &names, set: &[5; 2000], case: &case, x: &x }).unwrap();
    let choices: f64 = (1..=1000).map(|k| f64::from(1000 + k).ln() - f64::from(k).ln()).sum();
    let at = sets.evaluate(Ties::Exact, &[0.0]).unwrap();
    assert!((at.loglik + choices).abs() < 1e-9 * choices, "{} {choices}", at.loglik);
    assert!(sets.fit(&PLAIN).unwrap().coef[0].unwrap().abs() < 0.1);
}

// Laws.

/// Up to 6 sets of up to 8 rows, with two 0/1 columns and a number.
fn data() -> impl Strategy<Value = Matched> {
    vec((0_u64..6, any::<bool>(), any::<bool>(), any::<bool>(), -2.0..2.0_f64), 12..=48)
        .prop_map(|rows| {
            let mut data = of(&["a", "b", "c"], &[]);
            for (set, case, a, b, c) in rows {
                if data.set.iter().filter(|other| **other == set).count() < 8 {
                    data.set.push(set);
                    data.case.push(case);
                    data.x.extend([f64::from(u8::from(a)), f64::from(u8::from(b)), c]);
                }
            }
            data
        })
        .prop_filter("all columns vary within sets", |data| {
            data.try_sets().is_ok_and(|sets| {
                sets.fit(&Options::default()).is_ok_and(|fit| {
                    !fit.warnings.iter().any(|w| matches!(w, Warning::Constant { .. } | Warning::Combination { .. }))
                })
            })
        })
}

fn reordered(data: &Matched, order: &[usize]) -> Matched {
    let columns = data.names.len();
    Matched {
        names: data.names.clone(),
        set: order.iter().map(|row| data.set[*row]).collect(),
        case: order.iter().map(|row| data.case[*row]).collect(),
        x: order.iter().flat_map(|row| data.x[row * columns..(row + 1) * columns].to_vec()).collect(),
    }
}

fn values(list: &[Option<f64>]) -> Vec<f64> {
    list.iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

fn close(ours: &[Option<f64>], theirs: &[f64], tolerance: f64) -> Result<(), TestCaseError> {
    for (ours, theirs) in values(ours).iter().zip(theirs) {
        prop_assert!((ours - theirs).abs() < tolerance || (ours.is_nan() && theirs.is_nan()), "{ours} {theirs}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_order_of_rows_changes_nothing_at_all(data in data(), seed in vec(any::<u32>(), 48)) {
        let mut order: Vec<usize> = (0..data.set.len()).collect();
        order.sort_by_key(|row| seed[*row]);
        prop_assert_eq!(fit(&data, &SHOWN), fit(&reordered(&data, &order), &SHOWN));
    }

    #[test]
    fn the_labels_of_sets_have_no_meaning(data in data()) {
        let mut other = data.clone();
        other.set.iter_mut().for_each(|set| *set = (7 - *set) * 1_000_000_007);
        let (ours, theirs) = (fit(&data, &SHOWN), fit(&other, &SHOWN));
        close(&ours.coef, &values(&theirs.coef), 1e-10)?;
        close(&ours.se, &values(&theirs.se), 1e-10)?;
    }

    #[test]
    fn what_is_the_same_for_a_whole_set_drops_out(data in data(), shifts in vec(-50.0..50.0_f64, 18)) {
        let mut other = data.clone();
        for row in 0..other.set.len() {
            for column in 0..3 {
                other.x[row * 3 + column] += shifts[other.set[row] as usize * 3 + column];
            }
        }
        let (ours, theirs) = (fit(&data, &SHOWN), fit(&other, &SHOWN));
        close(&ours.coef, &values(&theirs.coef), 1e-9)?;
        close(&ours.se, &values(&theirs.se), 1e-9)?;
        prop_assert!((ours.loglik - theirs.loglik).abs() < 1e-9);
    }

    #[test]
    fn exchanging_cases_and_others_turns_the_signs(data in data()) {
        let mut other = data.clone();
        other.case.iter_mut().for_each(|case| *case = !*case);
        let (ours, theirs) = (fit(&data, &SHOWN), fit(&other, &SHOWN));
        let turned = |list: &Option<Vec<Option<f64>>>| -> Vec<f64> {
            values(list.as_ref().unwrap()).iter().map(|value| -value).collect()
        };
        close(&ours.coef, &values(&theirs.coef).iter().map(|b| -b).collect::<Vec<_>>(), 1e-9)?;
        close(&ours.se, &values(&theirs.se), 1e-9)?;
        close(ours.profile95_lo.as_ref().unwrap(), &turned(&theirs.profile95_hi), 1e-8)?;
        close(ours.profile95_hi.as_ref().unwrap(), &turned(&theirs.profile95_lo), 1e-8)?;
        let complement: Vec<f64> = values(theirs.p_positive.as_ref().unwrap()).iter().map(|p| 1.0 - p).collect();
        close(ours.p_positive.as_ref().unwrap(), &complement, 1e-8)?;
    }

    #[test]
    fn log_f_is_the_plain_fit_with_two_matched_pairs_added_for_each_column(data in data()) {
        let mut added = data.clone();
        for column in 0..3 {
            for (set, exposed_is_case) in [(100 + 2 * column, true), (101 + 2 * column, false)] {
                for exposed in [true, false] {
                    added.set.push(set as u64);
                    added.case.push(exposed == exposed_is_case);
                    added.x.extend((0..3).map(|other| f64::from(u8::from(exposed && other == column))));
                }
            }
        }
        let (ours, theirs) = (fit(&data, &SHOWN), fit(&added, &PLAIN_LIMITS));
        close(&ours.coef, &values(&theirs.coef), 1e-9)?;
        close(&ours.se, &values(&theirs.se), 1e-9)?;
        close(ours.profile95_lo.as_ref().unwrap(), &values(theirs.profile95_lo.as_ref().unwrap()), 1e-8)?;
        close(ours.profile95_hi.as_ref().unwrap(), &values(theirs.profile95_hi.as_ref().unwrap()), 1e-8)?;
        close(ours.p_positive.as_ref().unwrap(), &values(theirs.p_positive.as_ref().unwrap()), 1e-8)?;
    }

    #[test]
    fn the_fit_is_where_the_penalised_score_vanishes(data in data()) {
        let sets = data.sets();
        for m in [0.5, 1.0, 2.0] {
            let fit = sets.fit(&Options { penalty: Penalty::LogF(m), ..PLAIN }).unwrap();
            let b = values(&fit.coef);
            let at = sets.evaluate(Ties::Exact, &b).unwrap();
            for (score, b) in at.score.iter().zip(&b) {
                prop_assert!((score + m / 2.0 - m / (1.0 + (-b).exp())).abs() < 1e-7);
            }
            prop_assert_eq!(at.loglik, fit.loglik);
        }
    }

    #[test]
    fn one_case_in_each_set_makes_all_methods_the_same(data in data()) {
        let mut data = data;
        for set in 0..6 {
            let mut cases = (0..data.set.len()).filter(|row| data.set[*row] == set && data.case[*row]).collect::<Vec<_>>();
            cases.iter().skip(1).for_each(|row| data.case[*row] = false);
            cases.truncate(1);
        }
        if let Ok(sets) = data.try_sets() {
            let with = |ties: Ties| sets.evaluate(ties, &[0.4, -1.1, 0.8]).unwrap();
            let exact = with(Ties::Exact);
            for other in [with(Ties::Efron), with(Ties::Breslow)] {
                prop_assert!((exact.loglik - other.loglik).abs() < 1e-12);
                for j in 0..3 {
                    prop_assert!((exact.score[j] - other.score[j]).abs() < 1e-12);
                    for k in 0..3 {
                        prop_assert!((exact.information.get(j, k) - other.information.get(j, k)).abs() < 1e-12);
                    }
                }
            }
        }
    }
}

#[test]
fn profile_limits_and_chances_satisfy_their_equations() {
    let (whole, m) = (Matched::read("sep_small"), 2.0);
    // Two columns, so that the other one can be brought to its best by trying.
    let mut data = whole.clone();
    data.names.truncate(2);
    data.x = whole.x.chunks_exact(3).flat_map(|row| [row[0], row[2]]).collect();
    let sets = data.sets();
    let fit = sets.fit(&SHOWN).unwrap();
    let penalised = |b: [f64; 2]| -> f64 {
        let penalty: f64 = b.iter().map(|b| m / 2.0 * b - m * b.exp().ln_1p()).sum();
        sets.evaluate(Ties::Exact, &b).unwrap().loglik + penalty
    };
    let held = |column: usize, v: f64| -> f64 {
        let at = |other: f64| penalised(if column == 0 { [v, other] } else { [other, v] });
        let (mut low, mut high) = (-20.0, 20.0);
        for _ in 0..200 {
            let third = (high - low) / 3.0;
            if at(low + third) < at(high - third) { low += third } else { high -= third }
        }
        at(0.5 * (low + high))
    };
    let best = penalised([fit.coef[0].unwrap(), fit.coef[1].unwrap()]);
    for column in 0..2 {
        for limit in [&fit.profile95_lo, &fit.profile95_hi] {
            let limit = limit.as_ref().unwrap()[column].unwrap();
            assert!((2.0 * (best - held(column, limit)) - 3.841_458_820_694_124).abs() < 1e-8);
        }
        let root = (2.0 * (best - held(column, 0.0))).sqrt() * fit.coef[column].unwrap().signum();
        // Phi by Simpson's rule.
        let (steps, from) = (20_000, -10.0);
        let h = (root - from) / f64::from(steps);
        let weight = |k: i32| {
            if k == 0 || k == steps {
                1.0
            } else if k % 2 == 1 {
                4.0
            } else {
                2.0
            }
        };
        let density = |z: f64| (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let phi: f64 = (0..=steps).map(|k| weight(k) * density(from + f64::from(k) * h)).sum::<f64>() * h / 3.0;
        near(fit.p_positive.as_ref().unwrap()[column], phi, 1e-8);
    }
}

#[test]
fn the_prior_weighs_a_half_where_the_data_know_as_much_as_two_pairs() {
    // Two disagreeing pairs, one each way: information 2 / 4, as much as log-F(2, 2) has.
    near(fit(&pairs(1, 1), &SHOWN).prior_weight.unwrap()[0], 0.5, 1e-12);
    let much = fit(&pairs(60, 40), &SHOWN).prior_weight.unwrap()[0].unwrap();
    assert!(much < 0.03, "{much}");
    // Where one column follows from another the data know nothing of its own.
    let mut doubled = pairs(6, 3);
    doubled.names.push("same".to_owned());
    doubled.x = doubled.x.iter().flat_map(|x| [*x, *x]).collect();
    assert_eq!(fit(&doubled, &SHOWN).prior_weight.unwrap(), [Some(1.0), Some(1.0)]);
}

// Odd data.

#[test]
fn separation_is_named_without_a_penalty_and_finite_with_one() {
    let data = pairs(7, 0);
    let plain = fit(&data, &PLAIN_LIMITS);
    assert_eq!(plain.coef, [None]);
    assert_eq!((plain.se[0], plain.cov[0][0], plain.wald_chisq), (None, None, None));
    assert_eq!(plain.warnings, [Warning::Separated { column: "lifting".to_owned(), upward: true }]);
    assert!(plain.warnings[0].to_string().contains("lifting has no finite estimate"));
    // Below, the likelihood still draws a line: 7 ln(1 + e^-b) = 3.8415 / 2.
    near(plain.profile95_lo.unwrap()[0], -(3.841_458_820_694_124_f64 / 14.0).exp_m1().ln(), 1e-8);
    assert_eq!(plain.profile95_hi.unwrap(), [None]);

    let shown = fit(&data, &SHOWN);
    // log-F(2, 2) adds a pair each way: 8 to 1.
    near(shown.coef[0], 8_f64.ln(), 1e-9);
    assert!(shown.warnings.is_empty());
    assert!(shown.profile95_hi.unwrap()[0].unwrap().is_finite());

    let mut turned = data;
    turned.case.iter_mut().for_each(|case| *case = !*case);
    assert_eq!(fit(&turned, &PLAIN).warnings, [Warning::Separated { column: "lifting".to_owned(), upward: false }]);
}

#[test]
fn separation_by_two_columns_together_is_finite_with_a_penalty() {
    // Neither separates alone; a - b does.
    let mut rows: Vec<(u64, bool, &[f64])> = Vec::new();
    for set in 0..6 {
        let (case, other): (&[f64], &[f64]) =
            if set % 2 == 0 { (&[2.0, 1.0], &[1.0, 2.0]) } else { (&[1.0, 0.5], &[2.0, 2.5]) };
        rows.extend([(set, true, case), (set, false, other)]);
    }
    let data = of(&["a", "b"], &rows);
    let plain = fit(&data, &PLAIN);
    assert!(plain.warnings.iter().any(|warning| matches!(warning, Warning::Separated { .. })), "{:?}", plain.warnings);
    assert!(values(&fit(&data, &SHOWN).coef).iter().all(|b| b.is_finite()));
}

#[test]
fn sets_that_can_tell_nothing_are_counted_and_change_nothing() {
    let data = pairs(5, 2);
    let mut more = data.clone();
    more.set.extend([90, 90, 91, 91, 91, 92]);
    more.case.extend([false, false, true, true, true, true]);
    more.x.extend([1.0, 0.0, 1.0, 0.0, 1.0, 1.0]);
    let (without, with) = (fit(&data, &SHOWN), fit(&more, &SHOWN));
    assert_eq!((&with.coef, &with.se, with.loglik), (&without.coef, &without.se, without.loglik));
    assert_eq!((with.rows, with.sets, with.informative_sets, with.cases), (20, 10, 7, 11));
    assert_eq!(with.warnings, [Warning::SetsIgnored { without_case: 1, only_cases: 2 }]);
    assert!(without.warnings.is_empty());

    // The approximations are not sure of what is certain.
    let [without, with] = [&data, &more].map(|data| fit(data, &Options { ties: Ties::Efron, ..SHOWN }));
    assert_ne!(with.coef, without.coef);
    let counted = [Warning::SetsIgnored { without_case: 1, only_cases: 0 }, Warning::CertainSetsCounted { sets: 2 }];
    assert_eq!(with.warnings, counted);
}

#[test]
fn a_column_that_does_not_vary_within_sets_is_named_and_left_out() {
    let data = pairs(5, 2);
    let mut more = data.clone();
    more.names = ["season", "lifting", "always"].map(String::from).to_vec();
    more.x = data.x.iter().zip(&data.set).flat_map(|(x, set)| [*set as f64 * 0.1, *x, 1.0]).collect();
    for options in [PLAIN_LIMITS, SHOWN] {
        let (without, with) = (fit(&data, &options), fit(&more, &options));
        assert_eq!(with.coef, [None, without.coef[0], None]);
        assert_eq!(with.se, [None, without.se[0], None]);
        assert_eq!(with.profile95_lo.unwrap(), [None, without.profile95_lo.unwrap()[0], None]);
        let constant = |column: &str| Warning::Constant { column: column.to_owned() };
        assert_eq!(with.warnings, [constant("season"), constant("always")]);
    }
    more.names.truncate(1);
    more.x = data.set.iter().map(|set| *set as f64).collect();
    assert_eq!(more.sets().fit(&SHOWN), Err(StatsError::NothingVaries));
}

#[test]
fn columns_that_follow_from_one_another_are_named() {
    let data = Matched::read("cc_200x6");
    let mut more = data.clone();
    more.names.push("sum".to_owned());
    more.x = data.x.chunks_exact(6).flat_map(|row| [row, &[row[0] + row[1]]].concat()).collect();
    let (without, with) = (fit(&data, &PLAIN), fit(&more, &PLAIN));
    assert_eq!(with.coef[6], None);
    for column in 0..6 {
        near(with.coef[column], without.coef[column].unwrap(), 1e-9);
    }
    assert_eq!(with.warnings, [Warning::Combination { column: "sum".to_owned(), fitted: false }]);
    let shown = fit(&more, &SHOWN);
    assert!(values(&shown.coef).iter().all(|b| b.is_finite()));
    assert_eq!(shown.warnings, [Warning::Combination { column: "sum".to_owned(), fitted: true }]);
}

#[test]
fn columns_that_nearly_always_go_together_are_named() {
    let data = Matched::read("diary_40x8");
    let mut more = data.clone();
    more.names.push("nearly".to_owned());
    let with_nearly = data.x.chunks_exact(8).enumerate().flat_map(|(row, values)| {
        let nearly = if row % 200 == 0 { 1.0 - values[4] } else { values[4] };
        [values, &[nearly]].concat()
    });
    more.x = with_nearly.collect();
    let warnings = fit(&more, &SHOWN).warnings;
    let Warning::Together { first, second, correlation } = &warnings[0] else { panic!("{warnings:?}") };
    assert_eq!((first.as_str(), second.as_str(), warnings.len()), ("x5", "nearly", 1));
    assert!(*correlation > 0.9 && *correlation < 1.0);
}

#[test]
fn values_far_from_zero_and_of_any_size_give_the_same_odds() {
    let data = Matched::read("diary_40x8");
    let plain = fit(&data, &PLAIN_LIMITS);
    for (scale, shift) in [(1e-9, 0.0), (1e9, 0.0), (1.0, 1e7)] {
        let mut other = data.clone();
        other.x.iter_mut().skip(7).step_by(8).for_each(|x| *x = *x * scale + shift);
        let ours = fit(&other, &PLAIN_LIMITS);
        for column in 0..8 {
            let unit = if column == 7 { scale } else { 1.0 };
            let tolerance = if shift > 0.0 { 1e-6 } else { 1e-9 };
            near(ours.coef[column].map(|b| b * unit), plain.coef[column].unwrap(), tolerance);
            near(ours.se[column].map(|se| se * unit), plain.se[column].unwrap(), tolerance);
            let (ours, plain) = (ours.profile95_hi.as_ref().unwrap(), plain.profile95_hi.as_ref().unwrap());
            near(ours[column].map(|b| b * unit), plain[column].unwrap(), tolerance);
        }
    }
}

#[test]
fn a_hundred_thousand_sets_need_no_more_than_their_rows() {
    let many = 100_000_u64;
    // The two rows of a set stand far apart.
    let set: Vec<u64> = (0..many).chain(0..many).collect();
    let case: Vec<bool> = (0..2 * many).map(|row| row < many).collect();
    let x: Vec<f64> = (0..2 * many).flat_map(|row| [f64::from(u8::from(row % 3 == 0)), (row % 11) as f64]).collect();
    let sets = Sets::new(&Rows { names: &["a", "b"], set: &set, case: &case, x: &x }).unwrap();
    let fit = sets.fit(&SHOWN).unwrap();
    assert_eq!((fit.sets, fit.informative_sets), (100_000, 100_000));
    assert!(values(&fit.coef).iter().all(|b| b.is_finite()));
}

// Bad data.

#[test]
fn what_cannot_be_computed_is_refused_with_the_reason() {
    let try_rows =
        |names: &[&str], set: &[u64], case: &[bool], x: &[f64]| Sets::new(&Rows { names, set, case, x }).err().unwrap();
    let x = &["x"][..];
    assert_eq!(try_rows(x, &[], &[], &[]), StatsError::NoRows);
    assert_eq!(try_rows(&[], &[1], &[true], &[]), StatsError::NoColumns);
    assert_eq!(try_rows(&["x"; 257], &[1], &[true], &[0.0; 257]), StatsError::TooManyColumns(257));
    assert!(matches!(try_rows(x, &[1, 1], &[true], &[0.0, 1.0]), StatsError::Length { got: 1, expected: 2, .. }));
    assert!(matches!(try_rows(x, &[1, 1], &[true, false], &[0.0]), StatsError::Length { got: 1, expected: 2, .. }));
    for bad in [f64::NAN, f64::INFINITY, 1e101] {
        let error = try_rows(&["x", "y"], &[1, 1], &[true, false], &[0.0, 1.0, 0.0, bad]);
        assert_eq!(error, StatsError::Row { row: 1, error: RowError::NotANumber { column: "y".to_owned() } });
        assert!(error.to_string().starts_with("row 1: the value of y"));
    }
    assert_eq!(try_rows(x, &[1, 1, 2], &[true, true, false], &[0.0, 1.0, 1.0]), StatsError::NothingToCompare);

    let sets = pairs(3, 2).sets();
    for penalty in [Penalty::LogF(0.0), Penalty::LogF(f64::NAN), Penalty::Normal(-1.0)] {
        assert_eq!(sets.fit(&Options { penalty, ..PLAIN }), Err(StatsError::Penalty));
    }
    assert_eq!(sets.fit(&Options { penalty: Penalty::Firth, ..PLAIN_LIMITS }), Err(StatsError::NoProfileForFirth));
    assert!(matches!(sets.evaluate(Ties::Exact, &[]), Err(StatsError::Length { got: 0, expected: 1, .. })));
}

#[test]
fn a_set_too_large_for_the_exact_method_is_refused_and_efron_takes_it() {
    let names = ["x"; 60];
    let rows = 40_000;
    let x: Vec<f64> = (0..rows * 60).map(|place| f64::from(u8::from(place * 7919 % 13 == 0))).collect();
    let case: Vec<bool> = (0..rows).map(|row| row % 2 == 0).collect();
    let set = vec![1; rows];
    let sets = Sets::new(&Rows { names: &names, set: &set, case: &case, x: &x }).unwrap();
    assert_eq!(sets.evaluate(Ties::Exact, &[0.0; 60]), Err(StatsError::SetTooLarge { cases: 20_000, rows: 40_000 }));
    assert!(sets.evaluate(Ties::Breslow, &[0.0; 60]).unwrap().loglik.is_finite());
}

#[test]
fn the_json_has_the_keys_of_the_reference() {
    let json = to_value(fit(&pairs(5, 2), &SHOWN)).unwrap();
    for key in [
        "names",
        "coef",
        "se",
        "cov",
        "loglik",
        "loglik_null",
        "profile95_lo",
        "profile95_hi",
        "rows",
        "sets",
        "informative_sets",
        "cases",
        "warnings",
    ] {
        assert!(!json[key].is_null(), "{key}");
    }
    assert_eq!(json["penalty"], serde_json::json!({"log-f": 2.0}));
    assert_eq!(json["ties"], "exact");
}
