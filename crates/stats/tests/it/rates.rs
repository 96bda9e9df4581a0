//! Rates, worked by hand and held to their definitions.

use proptest::collection::vec;
use proptest::prelude::*;
use supple_stats::clogit::Penalty;
use supple_stats::rates::{Counts, TrendWarning, Week, negative_binomial, poisson, quasi_poisson, recurrence, trend};
use supple_stats::{RowError, StatsError};

fn weeks(counts: &[u64]) -> Vec<Week> {
    counts
        .iter()
        .enumerate()
        .map(|(week, count)| Week { week: week as f64, days_observed: 7.0, count: *count })
        .collect()
}

/// ln Gamma of a positive number, by Stirling's series after some steps up.
fn ln_gamma(x: f64) -> f64 {
    let steps = 20;
    let down: f64 = (0..steps).map(|k| (x + f64::from(k)).ln()).sum();
    let z = x + f64::from(steps);
    let series = 1.0 / (12.0 * z) - 1.0 / (360.0 * z.powi(3)) + 1.0 / (1260.0 * z.powi(5));
    (z - 0.5) * z.ln() - z + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - down
}

fn negative_binomial_loglik(counts: &[u64], mu: impl Fn(usize) -> f64, theta: f64) -> f64 {
    let each = counts.iter().enumerate().map(|(place, count)| {
        let (y, mu) = (*count as f64, mu(place));
        ln_gamma(y + theta) - ln_gamma(theta) - ln_gamma(y + 1.0)
            + theta * (theta / (theta + mu)).ln()
            + y * (mu / (theta + mu)).ln()
    });
    each.sum()
}

#[test]
fn a_step_is_the_ratio_of_the_two_rates() {
    // 4 in 20 days before, 18 in 30 days after.
    let (x, days) = ([0.0, 0.0, 1.0, 1.0, 1.0], [10.0, 10.0, 10.0, 10.0, 10.0]);
    let counts = Counts::new(&x, &days, &[1, 3, 6, 5, 7]).unwrap();
    let fit = poisson(&counts).unwrap();
    assert!((fit.coef[0] - 0.2_f64.ln()).abs() < 1e-10);
    assert!((fit.coef[1] - 3_f64.ln()).abs() < 1e-10);
    assert!((fit.se[0] - 0.5).abs() < 1e-10, "1 / sqrt(4)");
    assert!((fit.se[1] - (1.0 / 4.0 + 1.0 / 18.0_f64).sqrt()).abs() < 1e-10);
    // A limit: the rates that are best for this ratio, with both totals.
    let loglik = |ratio: f64| {
        let before = 22.0 / (20.0 + 30.0 * ratio);
        4.0 * before.ln() + 18.0 * (before * ratio).ln() - before * (20.0 + 30.0 * ratio)
    };
    for limit in fit.profile95_t {
        assert!((2.0 * (loglik(3.0) - loglik(limit.exp())) - 3.841_458_820_694_124).abs() < 1e-8);
    }
    // Residuals 1, 3 about 2 and 6, 5, 7 about 6: Pearson 1/2 + 1/2 + 0 + 1/6 + 1/6, over 3 degrees.
    let quasi = quasi_poisson(&fit);
    assert!((quasi.dispersion - (1.0 + 1.0 / 3.0) / 3.0).abs() < 1e-10);
    assert!((quasi.se[1] - fit.se[1] * quasi.dispersion.sqrt()).abs() < 1e-15);
}

/// `MASS::glm.nb(count ~ since + offset(log(days)))`, R 4, iterated until nothing changed.
#[test]
fn a_step_among_scattered_counts_is_that_of_r_and_mass() {
    let count = [3, 0, 5, 1, 2, 7, 0, 4, 1, 0, 2, 0, 3, 0, 1, 1, 0];
    let days = [7, 7, 6, 5, 7, 7, 4, 7, 7, 7, 6, 7, 5, 7, 7, 3, 7].map(f64::from);
    let since = [[0.0; 8].as_slice(), &[1.0; 9]].concat();
    let fit = negative_binomial(&Counts::new(&since, &days, &count).unwrap(), Penalty::None).unwrap();
    for (ours, theirs) in [
        (fit.coef[0], -0.845950969322108),
        (fit.coef[1], -1.053728507987664),
        (fit.se[0], 0.315126324355138),
        (fit.se[1], 0.516152562326473),
        (fit.loglik, -28.8945658412602),
    ] {
        assert!((ours - theirs).abs() < 1e-6, "{ours} is not {theirs}");
    }
    assert!((fit.theta.unwrap() / 2.41066479862484 - 1.0).abs() < 1e-4, "{:?}", fit.theta);
}

#[test]
fn even_counts_have_no_trend_and_no_spread_beyond_chance() {
    let trend = trend(&weeks(&[2; 30]), Penalty::None).unwrap();
    assert!(trend.negbin.coef[1].abs() < 1e-10);
    assert!((trend.negbin.coef[0] - (2.0_f64 / 7.0).ln()).abs() < 1e-10);
    assert_eq!((trend.negbin.theta, trend.negbin.theta_se), (None, None));
    assert!(trend.negbin.note.unwrap().contains("Poisson"));
    assert!((trend.negbin.p_increasing - 0.5).abs() < 1e-6);
    assert!((trend.negbin.loglik - trend.poisson.loglik).abs() < 1e-12);
    assert_eq!(trend.negbin.doubling(), None);
    assert!(trend.warnings.is_empty());
}

#[test]
fn a_short_diary_cannot_explode_with_a_prior() {
    let few = weeks(&[0, 0, 0, 2]);
    let (x, days, count) = ([0.0, 1.0, 2.0, 3.0], [7.0; 4], [0, 0, 0, 2]);
    let counts = Counts::new(&x, &days, &count).unwrap();
    assert_eq!(negative_binomial(&counts, Penalty::None), Err(StatsError::AllAtOneEnd));
    assert_eq!(trend(&few, Penalty::None), Err(StatsError::AllAtOneEnd));
    let fit = negative_binomial(&counts, Penalty::LogF(2.0)).unwrap();
    let [lower, upper] = fit.profile95_t.unwrap();
    assert!(fit.coef[1] > 0.0 && lower < 0.0 && upper.is_finite(), "{fit:?}");
    assert!(fit.p_increasing > 0.7 && fit.p_increasing < 0.97, "{}", fit.p_increasing);
}

#[test]
fn the_prior_is_on_the_change_over_the_whole_time() {
    // The Poisson limit, so that the penalised likelihood is at hand.
    let (x, days, count) = ([0.0, 2.0, 4.0, 6.0], [7.0; 4], [2, 1, 3, 3]);
    let fit = negative_binomial(&Counts::new(&x, &days, &count).unwrap(), Penalty::LogF(2.0)).unwrap();
    assert_eq!(fit.theta, None);
    let [a, b] = fit.coef;
    let mu = |x: f64| 7.0 * (a + b * x).exp();
    let slope: f64 = x.iter().zip(count).map(|(x, y)| x * (y as f64 - mu(*x))).sum();
    let change = 6.0 * b;
    let penalty = 6.0 * (1.0 - 2.0 / (1.0 + (-change).exp()));
    assert!((slope + penalty).abs() < 1e-7, "{slope} {penalty}");
}

#[test]
fn a_slope_is_told_for_four_weeks_and_as_doubling_time() {
    let counts: Vec<u64> = (0..40).map(|week| 1 + week / 5).collect();
    let fit = trend(&weeks(&counts), Penalty::LogF(2.0)).unwrap().negbin;
    let four_weeks = fit.ratio_over(4.0 / 52.0).unwrap();
    assert!((four_weeks.ratio - (fit.coef[1] * 4.0 / 52.0).exp()).abs() < 1e-12);
    assert!(1.0 < four_weeks.lower && four_weeks.lower < four_weeks.ratio && four_weeks.ratio < four_weeks.upper);
    assert!(((fit.coef[1] * fit.doubling().unwrap()).exp() - 2.0).abs() < 1e-12);
}

#[test]
fn fewer_check_ins_in_the_second_half_are_named() {
    let mut diary = weeks(&[3; 30]);
    diary[15..].iter_mut().for_each(|week| week.days_observed = 4.0);
    let found = trend(&diary, Penalty::None).unwrap();
    let [TrendWarning::CheckInsChanged { ratio }] = found.warnings[..] else { panic!("{:?}", found.warnings) };
    assert!((ratio - 4.0 / 7.0).abs() < 1e-12);
    let short = trend(&diary[..20], Penalty::None).unwrap();
    assert_eq!((short.changepoint, &short.warnings[..]), (None, &[TrendWarning::TooLittleForAChange][..]));
    assert!(short.changepoint_poisson.is_some());
}

#[test]
fn what_cannot_be_a_trend_is_refused_with_the_reason() {
    let of = |x: &[f64], days: &[f64], count: &[u64]| Counts::new(x, days, count).err().unwrap();
    assert!(matches!(of(&[1.0], &[7.0, 7.0], &[1]), StatsError::Length { got: 2, expected: 1, .. }));
    assert!(matches!(of(&[1.0], &[7.0], &[1, 2]), StatsError::Length { got: 2, expected: 1, .. }));
    assert!(matches!(
        of(&[1.0, f64::NAN], &[7.0, 7.0], &[1, 2]),
        StatsError::Row { row: 1, error: RowError::NotANumber { .. } }
    ));
    assert!(matches!(
        of(&[1.0, 2.0], &[7.0, 0.0], &[1, 2]),
        StatsError::Row { row: 1, error: RowError::NotPositive { .. } }
    ));
    assert_eq!(
        of(&[1.0, 2.0], &[7.0, 7.0], &[1, 9_000_000]),
        StatsError::Row { row: 1, error: RowError::CountTooLarge { count: 9_000_000 } }
    );
    assert_eq!(of(&[1.0], &[7.0], &[1]), StatsError::TooFewPeriods { got: 1, needed: 2 });
    assert_eq!(of(&[1.0, 1.0], &[7.0, 7.0], &[1, 1]), StatsError::OneTime);
    assert_eq!(of(&[1.0, 2.0], &[7.0, 7.0], &[0, 0]), StatsError::NoEvents);
    assert_eq!(trend(&weeks(&[1, 2]), Penalty::None), Err(StatsError::TooFewPeriods { got: 2, needed: 3 }));
    let mut twice = weeks(&[1, 2, 3, 4]);
    twice[3].week = 2.0;
    assert_eq!(trend(&twice, Penalty::None), Err(StatsError::Row { row: 3, error: RowError::OutOfOrder }));

    assert_eq!(recurrence(&[1.0, 11.0], 10.0), Err(StatsError::Row { row: 1, error: RowError::OutsideTheTime }));
    assert_eq!(recurrence(&[1.0], 10.0), Err(StatsError::TooFewEvents { got: 1, needed: 2 }));
    assert!(recurrence(&[1.0, 2.0], f64::NAN).is_err());
}

#[test]
fn events_in_the_middle_have_no_drift() {
    let even = recurrence(&[2.0, 5.0, 8.0], 10.0).unwrap();
    assert!(even.laplace_u.abs() < 1e-12 && even.loglinear_b.unwrap().abs() < 1e-12);
    // The mean of a rate growing as e^(b t) on (0, 10): solved the other way round.
    let b = 0.3_f64;
    let mean = 10.0 / (1.0 - (-10.0 * b).exp()) - 1.0 / b;
    let late = recurrence(&[mean - 1.0, mean + 1.0], 10.0).unwrap();
    assert!((late.loglinear_b.unwrap() - b).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_other_rate_is_likelier_than_the_negative_binomial_estimate(counts in vec(0_u64..9, 8..30), clump in 0_u64..20) {
        let mut counts = counts;
        counts[5] += clump;
        let diary = weeks(&counts);
        prop_assume!(counts.iter().filter(|count| **count > 0).count() > 2);
        let fit = trend(&diary, Penalty::None).unwrap().negbin;
        let at = |a: f64, b: f64, theta: f64| {
            negative_binomial_loglik(&counts, |week| 7.0 * (a + b * week as f64 / 52.0).exp(), theta)
        };
        let [a, b] = fit.coef;
        let theta = fit.theta.unwrap_or(1e7);
        let best = at(a, b, theta);
        let tolerance = if fit.theta.is_some() { 1e-8 } else { 1e-4 };
        prop_assert!((best - fit.loglik).abs() < tolerance);
        for (da, db, factor) in [(0.02, 0.0, 1.0), (-0.02, 0.0, 1.0), (0.0, 0.05, 1.0), (0.0, -0.05, 1.0), (0.0, 0.0, 1.1), (0.0, 0.0, 0.9), (0.3, -0.3, 0.2), (-0.3, 0.3, 5.0)] {
            prop_assert!(at(a + da, b + db, theta * factor) <= best + 1e-6, "{da} {db} {factor}");
        }
    }

    #[test]
    fn the_order_of_weeks_changes_nothing_but_rounding(counts in vec(0_u64..9, 30), seed in vec(any::<u32>(), 30)) {
        prop_assume!(counts.iter().filter(|count| **count > 0).count() > 2);
        let diary = weeks(&counts);
        let mut other = diary.clone();
        other.sort_by_key(|week| seed[week.week as usize]);
        let (ours, theirs) = (trend(&diary, Penalty::LogF(2.0)).unwrap(), trend(&other, Penalty::LogF(2.0)).unwrap());
        prop_assert!((ours.negbin.coef[1] - theirs.negbin.coef[1]).abs() < 1e-7);
        prop_assert_eq!(ours.changepoint, theirs.changepoint);
        prop_assert_eq!(ours.changepoint_poisson, theirs.changepoint_poisson);
    }
}

proptest! {
    // Searching by trying is slow.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn limits_of_the_slope_are_where_the_best_of_all_else_has_lost_enough(counts in vec(0_u64..6, 8..16)) {
        slope_limits_hold(&counts)?;
    }
}

fn slope_limits_hold(counts: &[u64]) -> Result<(), TestCaseError> {
    prop_assume!(counts.iter().filter(|count| **count > 0).count() > 2);
    let x: Vec<f64> = (0..counts.len()).map(|week| week as f64).collect();
    let days = vec![7.0; counts.len()];
    let fit = negative_binomial(&Counts::new(&x, &days, counts).unwrap(), Penalty::None).unwrap();
    let at =
        |a: f64, b: f64, theta: f64| negative_binomial_loglik(counts, |week| 7.0 * (a + b * week as f64).exp(), theta);
    // The best a by thirds within the best ln theta: a grid first, since the profile of ln theta can have
    // two peaks (one inside, one towards Poisson), then thirds about the highest place of the grid.
    let third = |f: &dyn Fn(f64) -> f64, from: f64, to: f64| {
        let (mut low, mut high) = (from, to);
        for _ in 0..45 {
            let part = (high - low) / 3.0;
            if f(low + part) < f(high - part) { low += part } else { high -= part }
        }
        f(0.5 * (low + high))
    };
    for b in fit.profile95_t.unwrap() {
        let held = |ln_theta: f64| third(&|a| at(a, b, ln_theta.exp()), -30.0, 10.0);
        let peak = (-6..=32)
            .map(|half| 0.5 * f64::from(half))
            .max_by(|one, other| held(*one).total_cmp(&held(*other)))
            .unwrap();
        let held = third(&held, peak - 0.5, peak + 0.5);
        prop_assert!((2.0 * (fit.loglik - held) - 3.841_458_820_694_124).abs() < 1e-4);
    }
    Ok(())
}

/// The profile of theta has two peaks at the lower limit of this diary.
#[test]
fn a_limit_with_two_peaks_of_theta_is_that_of_the_higher() {
    slope_limits_hold(&[4, 2, 0, 0, 0, 2, 1, 2]).unwrap();
}

/// At the upper limit of this diary the higher peak lies between two places of the walk, both lower than Poisson.
#[test]
fn a_limit_whose_peak_of_theta_lies_between_lower_places_is_found() {
    slope_limits_hold(&[3, 0, 0, 1, 2, 0, 0, 2, 5, 5]).unwrap();
}
