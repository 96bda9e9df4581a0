//! Estimates: where the likelihood has its top, and how sharp it is there. What a fit has beyond them takes several times as long.

use super::firth::firth;
use super::likelihood::{Derivatives, Likelihood};
use super::newton::{Drift, Point, SETTLED, SETTLED_ROUGHLY, Spread, Top, climb};
use super::{Options, Penalty, Sets, Ties, Warning};
use crate::StatsError;
use crate::matrix::{Cholesky, Symmetric};
use std::fmt;

/// Less than this share of what a column varies, beyond what others explain, is rounding.
const OWN_SHARE: f64 = 1e-10;

/// Columns that correlate more than this within sets are named.
const TOGETHER: f64 = 0.9;

/// Coefficients and standard errors, from which [`Estimates::fit`] makes the whole fit.
pub struct Estimates<'s> {
    pub(super) sets: &'s Sets,
    pub(super) options: Options,
    pub(super) likelihood: Likelihood<'s>,
    /// With all coefficients 0.
    pub(super) null: Derivatives,
    /// The columns that were fitted.
    pub(super) free: Vec<usize>,
    pub(super) spread: Spread,
    pub(super) top: Top,
    /// Of the columns that were fitted.
    pub(super) covariance: Option<Symmetric>,
    pub(super) coef: Vec<Option<f64>>,
    pub(super) se: Vec<Option<f64>>,
    pub(super) warnings: Vec<Warning>,
}

impl fmt::Debug for Estimates<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Estimates").field("coef", &self.coef).field("se", &self.se).finish_non_exhaustive()
    }
}

impl Estimates<'_> {
    /// The log odds ratios for one unit of each column.
    pub fn coef(&self) -> &[Option<f64>] {
        &self.coef
    }

    /// Their standard errors.
    pub fn se(&self) -> &[Option<f64>] {
        &self.se
    }

    /// What was left out or is in doubt, as far as it is known without limits.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

impl Top {
    /// The covariance of two free columns, as far as both have a coefficient.
    pub(super) fn covariance(&self, all: &Symmetric, a: usize, b: usize) -> Option<f64> {
        (self.drift[a].is_none() && self.drift[b].is_none()).then(|| all.get(a, b))
    }
}

impl Sets {
    /// The first part of [`Sets::fit`], where coefficients and standard errors are enough.
    ///
    /// ```
    /// use supple_stats::clogit::{Options, Rows, Sets};
    ///
    /// let (set, case) = ([1, 1, 2, 2, 3, 3], [true, false, true, false, true, false]);
    /// let x = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0];
    /// let sets = Sets::new(&Rows { names: &["x"], set: &set, case: &case, x: &x })?;
    /// let estimates = sets.estimates(&Options::default())?;
    /// let (coef, se) = (estimates.coef()[0], estimates.se()[0]);
    /// let fit = estimates.fit();
    /// assert_eq!((fit.coef[0], fit.se[0]), (coef, se));
    /// # Ok::<(), supple_stats::StatsError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Sets::fit`].
    pub fn estimates(&self, options: &Options) -> Result<Estimates<'_>, StatsError> {
        options.penalty.check()?;
        if options.profile && options.penalty == Penalty::Firth {
            return Err(StatsError::NoProfileForFirth);
        }
        let mut likelihood = Likelihood::new(self, options.ties)?;
        let zero = vec![0.0; self.names.len()];
        let null = likelihood.at(&zero);
        let mut warnings = Vec::new();
        let free = self.free(options, &null.information, &mut warnings)?;
        let spread = self.spread(&null.information);

        let penalty = options.penalty;
        let top = if penalty == Penalty::Firth {
            let start = firth(&mut likelihood, &free, &spread, &zero);
            climb(|b| firth(&mut likelihood, &free, &spread, b), (zero, start), &free, &spread, SETTLED_ROUGHLY)?
        } else {
            let start = penalised(null.clone(), penalty, &free, &zero);
            climb(|b| penalised(likelihood.at(b), penalty, &free, b), (zero, start), &free, &spread, SETTLED)?
        };

        let covariance = top.factor.as_ref().map(Cholesky::inverse);
        self.note_separation(&free, &top, covariance.is_some(), &mut warnings);
        let variance = |place: usize| covariance.as_ref().and_then(|all| top.covariance(all, place, place));
        let coef = self.in_order(&free, &|place| variance(place).map(|_| top.coefficients[free[place]]));
        let se = self.in_order(&free, &|place| variance(place).map(f64::sqrt));
        Ok(Estimates {
            sets: self,
            options: *options,
            likelihood,
            null,
            free,
            spread,
            top,
            covariance,
            coef,
            se,
            warnings,
        })
    }

    /// A value for each free column, in the order of the names; none for the others.
    pub(super) fn in_order(&self, free: &[usize], value: &dyn Fn(usize) -> Option<f64>) -> Vec<Option<f64>> {
        let mut all = vec![None; self.names.len()];
        for (place, column) in free.iter().enumerate() {
            all[*column] = value(place);
        }
        all
    }

    /// The columns to fit.
    fn free(
        &self,
        options: &Options,
        information: &Symmetric,
        warnings: &mut Vec<Warning>,
    ) -> Result<Vec<usize>, StatsError> {
        let (without_case, certain) = (self.counts.without_case, self.only_cases.len());
        let only_cases = if options.ties == Ties::Exact { certain } else { 0 };
        if without_case + only_cases > 0 {
            warnings.push(Warning::SetsIgnored { without_case, only_cases });
        }
        if certain > only_cases {
            warnings.push(Warning::CertainSetsCounted { sets: certain });
        }
        let (mut varying, mut free) = (Vec::new(), Vec::new());
        for (column, name) in self.names.iter().enumerate() {
            if information.get(column, column) > 0.0 {
                varying.push(column);
            } else {
                warnings.push(Warning::Constant { column: name.clone() });
            }
        }
        if varying.is_empty() {
            return Err(StatsError::NothingVaries);
        }
        let combinations = information.part(&varying).combinations(OWN_SHARE);
        let fitted = matches!(options.penalty, Penalty::LogF(_) | Penalty::Normal(_));
        for (place, &column) in varying.iter().enumerate() {
            if combinations.contains(&place) {
                warnings.push(Warning::Combination { column: self.names[column].clone(), fitted });
                if !fitted {
                    continue;
                }
            }
            free.push(column);
        }
        for (place, &a) in free.iter().enumerate() {
            for &b in &free[place + 1..] {
                let correlation = information.get(a, b) / (information.get(a, a) * information.get(b, b)).sqrt();
                if correlation.abs() > TOGETHER {
                    let (first, second) = (self.names[a].clone(), self.names[b].clone());
                    warnings.push(Warning::Together { first, second, correlation });
                }
            }
        }
        Ok(free)
    }

    fn spread(&self, information: &Symmetric) -> Spread {
        let chosen: f64 = self.sets.iter().map(|set| f64::from(set.cases.min(set.rows - set.cases))).sum();
        let covariance = information.times(1.0 / chosen);
        let scale = covariance.diagonal().map(f64::sqrt).collect();
        Spread { covariance, scale }
    }

    fn note_separation(&self, free: &[usize], top: &Top, determined: bool, warnings: &mut Vec<Warning>) {
        for (&column, drift) in free.iter().zip(&top.drift) {
            let column = self.names[column].clone();
            match drift {
                Some(drift) => warnings.push(Warning::Separated { column, upward: *drift == Drift::Up }),
                None if !determined => warnings.push(Warning::Undetermined { column }),
                None => {}
            }
        }
    }
}

/// The likelihood at these coefficients, with a penalty on each free column.
pub(super) fn penalised(mut at: Derivatives, penalty: Penalty, free: &[usize], coefficients: &[f64]) -> Point {
    let mut value = at.loglik;
    for &column in free {
        let (more, slope, curvature) = penalty.at(coefficients[column]);
        value += more;
        at.score[column] += slope;
        at.information.add_to_diagonal(column, curvature);
    }
    Point { value, loglik: at.loglik, score: at.score, information: at.information }
}
