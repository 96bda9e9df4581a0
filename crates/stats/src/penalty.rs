//! What is known before the data: penalties on coefficients.

use crate::StatsError;
use crate::number::{ln_1p_exp, logistic};
use serde::{Deserialize, Serialize};

/// What is taken off the log likelihood for coefficients far from 0. Each coefficient is penalised by itself, except by
/// Firth's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Penalty {
    /// Nothing: maximum likelihood.
    None,
    /// log-F(m, m): `m/2 b - m ln(1 + e^b)`. The same as m/2 matched pairs added in each direction.
    LogF(f64),
    /// A normal prior with this standard deviation, on the log odds ratio: `-b^2 / (2 sd^2)`.
    Normal(f64),
    /// Half the logarithm of the determinant of the information.
    Firth,
}

impl Default for Penalty {
    /// log-F(2, 2): odds ratios outside 1/39 to 39 have a chance of 5 % beforehand.
    fn default() -> Penalty {
        Penalty::LogF(2.0)
    }
}

impl Penalty {
    /// Whether it can be used.
    ///
    /// ```
    /// use supple_stats::Penalty;
    ///
    /// assert!(Penalty::LogF(1.0).check().is_ok() && Penalty::LogF(-1.0).check().is_err());
    /// ```
    ///
    /// # Errors
    /// For a size that is not above 0.
    pub fn check(self) -> Result<(), StatsError> {
        match self {
            Penalty::LogF(size) | Penalty::Normal(size) if !(size.is_finite() && size > 0.0) => {
                Err(StatsError::Penalty)
            }
            _ => Ok(()),
        }
    }

    /// The value, the first derivative and the second times -1, for one coefficient; up to a constant, as the
    /// logarithms above are. Firth's is not of this kind and gives nothing here.
    ///
    /// ```
    /// use supple_stats::Penalty;
    ///
    /// assert_eq!(Penalty::Normal(1.0).at(2.0), (-2.0, -2.0, 1.0));
    /// ```
    pub fn at(self, b: f64) -> (f64, f64, f64) {
        match self {
            Penalty::None | Penalty::Firth => (0.0, 0.0, 0.0),
            Penalty::LogF(m) => {
                let e = logistic(b);
                (m / 2.0 * b - m * ln_1p_exp(b), m / 2.0 - m * e, m * e * (1.0 - e))
            }
            Penalty::Normal(sd) => (-0.5 * b * b / (sd * sd), -b / (sd * sd), 1.0 / (sd * sd)),
        }
    }

    /// How much information about a coefficient the penalty stands for, at 0.
    pub(crate) fn information(self) -> Option<f64> {
        match self {
            Penalty::None | Penalty::Firth => None,
            Penalty::LogF(_) | Penalty::Normal(_) => Some(self.at(0.0).2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_f_of_size_two_puts_95_percent_between_odds_of_1_to_39_and_39() {
        // With m = 2 its density is that of the logistic distribution.
        let within = logistic(crate::number::ln(39.0)) - logistic(-crate::number::ln(39.0));
        assert!((within - 0.95).abs() < 1e-15);
        let density = crate::number::exp(Penalty::LogF(2.0).at(1.3).0);
        assert!((density - logistic(1.3) * (1.0 - logistic(1.3))).abs() < 1e-15);
    }

    #[test]
    fn derivatives_are_those_of_the_value() {
        let h = 1e-5;
        for penalty in [Penalty::LogF(1.0), Penalty::LogF(2.0), Penalty::Normal(0.5)] {
            for b in [-30.0, -2.0, 0.0, 0.7, 5.0] {
                let (_, slope, curvature) = penalty.at(b);
                assert!(
                    ((penalty.at(b + h).0 - penalty.at(b - h).0) / (2.0 * h) - slope).abs() < 1e-8 * (1.0 + b.abs())
                );
                assert!(((penalty.at(b - h).1 - penalty.at(b + h).1) / (2.0 * h) - curvature).abs() < 1e-8);
            }
        }
    }

    #[test]
    fn a_penalty_without_meaning_is_refused() {
        for size in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Penalty::LogF(size).check(), Err(StatsError::Penalty));
            assert_eq!(Penalty::Normal(size).check(), Err(StatsError::Penalty));
        }
    }
}
