//! A fit: coefficients, how sure they are, and what is in doubt.

use super::estimates::{Estimates, penalised};
use super::profile::{Limits, limits};
use super::{Penalty, Sets, Ties, Warning};
use crate::StatsError;
use crate::matrix::dot;
use serde::Serialize;

/// How to fit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Options {
    /// How sets with several cases are computed.
    pub ties: Ties,
    /// What is known beforehand.
    pub penalty: Penalty,
    /// Whether to compute profile limits and chances, which takes a few times as long again for each column.
    pub profile: bool,
    /// How many of the last columns are there to be adjusted for, and get no profile of their own.
    pub adjusted: usize,
}

/// A fit of a conditional logistic regression. Lists are in the order of the names.
///
/// What has no value, for a reason that a warning names, is none, and null in JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fit {
    /// How sets with several cases were computed.
    pub ties: Ties,
    /// The penalty that was used.
    pub penalty: Penalty,
    /// The names of the columns.
    pub names: Vec<String>,
    /// The log odds ratios for one unit of each column.
    pub coef: Vec<Option<f64>>,
    /// Their standard errors.
    pub se: Vec<Option<f64>>,
    /// Their covariances.
    pub cov: Vec<Vec<Option<f64>>>,
    /// The log likelihood at the coefficients, without the penalty.
    pub loglik: f64,
    /// The log likelihood with all coefficients 0.
    pub loglik_null: f64,
    /// The penalty at the coefficients, up to a constant. With Firth's, half the logarithm of the determinant of the
    /// information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_penalty: Option<f64>,
    /// Twice the gain in log likelihood over all coefficients 0. None with a penalty.
    pub lr_chisq: Option<f64>,
    /// The score test of all coefficients 0: `U' I^-1 U` there, of the columns that were fitted.
    pub score_chisq: Option<f64>,
    /// The Wald test of all coefficients 0: `b' I b`. None with a penalty or under separation.
    pub wald_chisq: Option<f64>,
    /// How many steps the search took.
    pub iter: usize,
    /// The lower 95 % profile limits, where asked for; none also where there is no lower limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile95_lo: Option<Vec<Option<f64>>>,
    /// The upper 95 % profile limits, where asked for; none also where there is no upper limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile95_hi: Option<Vec<Option<f64>>>,
    /// P(b > 0), by the signed root of the profile, where profiles were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p_positive: Option<Vec<Option<f64>>>,
    /// With log-F or normal penalty: how much of what is known about the coefficient stems from the penalty, 0 to 1.
    /// Above 1/2 the answer is mostly assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prior_weight: Option<Vec<Option<f64>>>,
    /// All rows that came.
    pub rows: usize,
    /// All sets that came.
    pub sets: usize,
    /// The sets with both a case and a row that is none; only they count.
    pub informative_sets: usize,
    /// All cases that came.
    pub cases: usize,
    /// What was left out or is in doubt.
    pub warnings: Vec<Warning>,
}

impl Sets {
    /// Fits all columns together: `survival::clogit(method = "exact")` of R, or `"efron"` and `"breslow"` by
    /// [`Options::ties`]. A penalty log-F(m, m) is m/2 matched pairs added each way there. The example stands at the top of
    /// this crate.
    ///
    /// ```
    /// use supple_stats::clogit::{Options, Penalty, Rows, Sets};
    ///
    /// // Without a penalty a pair that is 2 to 1 has the odds ratio 2.
    /// let (set, case) = ([1, 1, 2, 2, 3, 3], [true, false, true, false, true, false]);
    /// let x = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0];
    /// let sets = Sets::new(&Rows { names: &["x"], set: &set, case: &case, x: &x })?;
    /// let fit = sets.fit(&Options { penalty: Penalty::None, ..Options::default() })?;
    /// assert!((fit.coef[0].unwrap() - 2.0_f64.ln()).abs() < 1e-9);
    /// # Ok::<(), supple_stats::StatsError>(())
    /// ```
    ///
    /// # Errors
    /// For a penalty without meaning, for Firth's with profile limits, where no column varies within a set, for a set too
    /// large for the exact recursion, and when the search does not settle.
    pub fn fit(&self, options: &Options) -> Result<Fit, StatsError> {
        Ok(self.estimates(options)?.fit())
    }
}

impl Estimates<'_> {
    /// The whole fit: also how much of it the penalty is, and the profile limits if the options have them. It is that of
    /// [`Sets::fit`], and the search is not done again.
    pub fn fit(self) -> Fit {
        let Estimates { sets, options, mut likelihood, null, free, spread, top, covariance, coef, se, mut warnings } =
            self;
        let penalty = options.penalty;
        let in_order = |value: &dyn Fn(usize) -> Option<f64>| sets.in_order(&free, value);
        let covariance = covariance.as_ref();
        let mut cov = vec![vec![None; sets.names.len()]; sets.names.len()];
        for (place, column) in free.iter().enumerate() {
            cov[*column] =
                in_order(&|other| covariance.and_then(|covariance| top.covariance(covariance, place, other)));
        }

        let mut of_data = top.at.information.clone();
        for &column in &free {
            of_data.add_to_diagonal(column, -penalty.at(top.coefficients[column]).2);
        }
        let prior_weight = penalty.information().map(|prior| {
            in_order(&|place| {
                let own = of_data.own_part(free[place], free.iter().copied());
                Some(prior / (prior + own))
            })
        });
        let (mut lo, mut hi, mut positive) = (None, None, None);
        if options.profile {
            let mut all = Vec::with_capacity(free.len());
            for place in 0..free.len() {
                if free[place] + options.adjusted >= sets.names.len() {
                    all.push(Limits::default());
                    continue;
                }
                let function = |b: &[f64]| penalised(likelihood.at(b), penalty, &free, b);
                let limits = limits(function, &top, &free, &spread, place, penalty == Penalty::None);
                if !limits.complete {
                    warnings.push(Warning::LimitsIncomplete { column: sets.names[free[place]].clone() });
                }
                all.push(limits);
            }
            lo = Some(in_order(&|place| all[place].lower));
            hi = Some(in_order(&|place| all[place].upper));
            positive = Some(in_order(&|place| all[place].positive));
        }

        let free_score: Vec<f64> = free.iter().map(|column| null.score[*column]).collect();
        let free_best: Vec<f64> = free.iter().map(|column| top.coefficients[*column]).collect();
        let unpenalised = penalty == Penalty::None;
        let separated = top.drift.iter().any(Option::is_some);
        Fit {
            ties: options.ties,
            penalty,
            names: sets.names.clone(),
            coef,
            se,
            cov,
            loglik: top.at.loglik,
            loglik_null: null.loglik,
            log_penalty: (!unpenalised).then_some(top.at.value - top.at.loglik),
            lr_chisq: unpenalised.then_some(2.0 * (top.at.loglik - null.loglik)),
            score_chisq: null.information.part(&free).cholesky().map(|factor| {
                let solved = factor.solve(&free_score);
                dot(&free_score, &solved)
            }),
            wald_chisq: (unpenalised && !separated).then(|| of_data.part(&free).quadratic(&free_best)),
            iter: top.rounds,
            profile95_lo: lo,
            profile95_hi: hi,
            p_positive: positive,
            prior_weight,
            rows: sets.counts.rows,
            sets: sets.counts.sets,
            informative_sets: sets.sets.len(),
            cases: sets.counts.cases,
            warnings,
        }
    }
}
