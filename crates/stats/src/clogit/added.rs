//! What a column that is not in the model would add to it: Rao's score test.

use super::likelihood::Likelihood;
use super::{Penalty, Sets, Ties};
use crate::StatsError;

/// A column that has less than this share of its own information left, beyond what the model explains, adds nothing.
const OWN_SHARE: f64 = 1e-6;

impl Sets {
    /// For each column whose coefficient is none: how many standard errors from 0 its score is, with all others at the
    /// coefficients given, which should be those of a fit with this penalty. None for the others, and for a column that
    /// varies in no set or is a combination of them.
    ///
    /// One pass over the rows tries any number of columns, each by itself. It is `add1(fit, test = "Rao")` of R, signed, where
    /// there is no penalty.
    ///
    /// ```
    /// use supple_stats::clogit::{Penalty, Rows, Sets, Ties};
    ///
    /// // Of 3 pairs that differ, 2 have it in the case: (2 - 3/2) / sqrt(3/4).
    /// let (set, case) = ([1, 1, 2, 2, 3, 3], [true, false, true, false, true, false]);
    /// let x = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0];
    /// let sets = Sets::new(&Rows { names: &["x"], set: &set, case: &case, x: &x })?;
    /// let z = sets.added(Ties::Exact, Penalty::None, &[None])?;
    /// assert!((z[0].unwrap() - 0.5 / 0.75_f64.sqrt()).abs() < 1e-12);
    /// # Ok::<(), supple_stats::StatsError>(())
    /// ```
    ///
    /// # Errors
    /// With another number of coefficients than columns, for a penalty without meaning, and for a set too large for the exact
    /// recursion.
    pub fn added(
        &self,
        ties: Ties,
        penalty: Penalty,
        coefficients: &[Option<f64>],
    ) -> Result<Vec<Option<f64>>, StatsError> {
        penalty.check()?;
        let (got, expected) = (coefficients.len(), self.names.len());
        if got != expected {
            return Err(StatsError::Length { what: "the list of coefficients", got, expected });
        }
        let at: Vec<f64> = coefficients.iter().map(|coefficient| coefficient.unwrap_or(0.0)).collect();
        let mut found = Likelihood::new(self, ties)?.at(&at);
        let held = |column: &usize| coefficients[*column].is_some() && found.information.get(*column, *column) > 0.0;
        let held: Vec<usize> = (0..expected).filter(held).collect();
        for &column in &held {
            found.information.add_to_diagonal(column, penalty.at(at[column]).2);
        }
        let model = found.information.part(&held).cholesky();
        let z = |column: usize| -> Option<f64> {
            let own = found.information.get(column, column);
            let with: Vec<f64> = held.iter().map(|other| found.information.get(column, *other)).collect();
            let explained =
                if held.is_empty() { 0.0 } else { crate::matrix::dot(&with, &model.as_ref()?.solve(&with)) };
            let left = own - explained;
            (left > OWN_SHARE * own).then(|| found.score[column] / left.sqrt())
        };
        Ok((0..expected).map(|column| if coefficients[column].is_some() { None } else { z(column) }).collect())
    }
}
