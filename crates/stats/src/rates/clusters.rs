//! Counts that come in clusters: how spread they are over long periods, and two stretches compared with that.
//!
//! A flare that reaches over the end of a week makes neighbouring weeks alike, so weeks that are taken as independent promise more
//! than they know. Periods that are long against a flare are nearly independent, and their spread holds the clusters.

use crate::distributions::student_cdf;
use crate::number::ln;
use serde::Serialize;

/// How many times as spread as Poisson counts are around what is expected: the sum of the squared Pearson residuals for each degree
/// of freedom, at least 1. Takes each period's count and what is expected of it, and how many parameters made the expectation. None
/// where no freedom is left.
///
/// ```
/// use supple_stats::rates::dispersion;
///
/// // (2 - 4)^2 / 4 + (6 - 4)^2 / 4 + 0 + (8 - 4)^2 / 4 over 3.
/// assert_eq!(dispersion(&[(2, 4.0), (6, 4.0), (4, 4.0), (8, 4.0)], 1), Some(2.0));
/// assert_eq!(dispersion(&[(4, 4.0), (4, 4.0)], 1), Some(1.0));
/// assert_eq!(dispersion(&[(4, 4.0)], 1), None);
/// ```
pub fn dispersion(periods: &[(u64, f64)], parameters: usize) -> Option<f64> {
    let freedom = periods.len().checked_sub(parameters).filter(|freedom| *freedom > 0)?;
    let squares = periods.iter().filter(|(_, expected)| *expected > 0.0);
    let sum: f64 = squares.map(|(count, expected)| squared(*count as f64 - expected) / expected).sum();
    Some((sum / freedom as f64).max(1.0))
}

fn squared(x: f64) -> f64 {
    x * x
}

/// Two stretches, compared by periods of each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stretches {
    /// The later rate over the earlier one. With nothing in one of them half an event is added to each.
    pub ratio: f64,
    /// The standard error of its logarithm.
    pub se: f64,
    /// How many times as spread as Poisson the periods of a stretch are, at least 1.
    pub dispersion: f64,
    /// The probability that the later rate is higher, by Student's distribution.
    pub p_increasing: f64,
}

/// Compares the rate in the periods of a later stretch with that of an earlier one. Each period is its exposure and its count. None
/// without two periods in each, and without an event.
///
/// It is `glm(count ~ later + offset(log(exposure)), family = quasipoisson)` of R, with a dispersion of at least 1.
///
/// ```
/// use supple_stats::rates::compare_stretches;
///
/// let found = compare_stretches(&[(28.0, 4), (28.0, 4), (28.0, 4)], &[(28.0, 8), (28.0, 8), (28.0, 8)]).unwrap();
/// assert!((found.ratio - 2.0).abs() < 1e-12 && found.dispersion == 1.0);
/// assert!((found.se - (1.0_f64 / 12.0 + 1.0 / 24.0).sqrt()).abs() < 1e-12);
/// assert!(found.p_increasing > 0.9);
/// ```
pub fn compare_stretches(earlier: &[(f64, u64)], later: &[(f64, u64)]) -> Option<Stretches> {
    let sums = [earlier, later].map(|periods| {
        periods.iter().fold((0.0, 0_u64), |(days, events), period| (days + period.0, events + period.1))
    });
    let [(days_before, before), (days_after, after)] = sums;
    if earlier.len().min(later.len()) < 2 || before + after == 0 || days_before <= 0.0 || days_after <= 0.0 {
        return None;
    }
    let added = if before == 0 || after == 0 { 0.5 } else { 0.0 };
    let (before, after) = (before as f64 + added, after as f64 + added);
    let of = |periods: &[(f64, u64)], rate: f64| -> Vec<(u64, f64)> {
        periods.iter().map(|(days, count)| (*count, days * rate)).collect()
    };
    let periods = [of(earlier, before / days_before), of(later, after / days_after)].concat();
    let dispersion = dispersion(&periods, 2)?;
    let ratio = (after / days_after) / (before / days_before);
    let se = (dispersion * (1.0 / before + 1.0 / after)).sqrt();
    let p_increasing = student_cdf(ln(ratio) / se, (periods.len() - 2) as f64)?;
    Some(Stretches { ratio, se, dispersion, p_increasing })
}
