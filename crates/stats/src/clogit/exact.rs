//! The exact likelihood of single sets, for whoever adds sets up on their own: person by person, say.

use super::likelihood::{Work, is_too_deep};
use super::unpacked::Unpacked;
use crate::bits::varying;
use std::fmt;

/// The log likelihood of some sets, and its derivatives.
///
/// Columns are as they are numbered; of the information, which lies row by row, only places (a, b) with a <= b are used.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    /// The natural logarithm of the conditional likelihood.
    pub loglik: f64,
    /// Its gradient.
    pub score: Vec<f64>,
    /// Its second derivatives, times -1.
    pub information: Vec<f64>,
}

impl Sums {
    /// Nothing yet, for this many columns.
    pub fn zero(columns: usize) -> Sums {
        Sums { loglik: 0.0, score: vec![0.0; columns], information: vec![0.0; columns * columns] }
    }

    /// Back to nothing.
    pub fn clear(&mut self) {
        self.loglik = 0.0;
        self.score.fill(0.0);
        self.information.fill(0.0);
    }

    pub(super) fn add(&mut self, other: &Sums) {
        self.loglik += other.loglik;
        self.score.iter_mut().zip(&other.score).for_each(|(sum, more)| *sum += more);
        self.information.iter_mut().zip(&other.information).for_each(|(sum, more)| *sum += more);
    }
}

/// The exact likelihood, set by set, of rows of bits. It keeps the memory that a set needs for the next one.
///
/// The sums over sets are those of [`Sets::evaluate`](super::Sets::evaluate) with [`Ties::Exact`](super::Ties::Exact);
/// R has them within `clogit(method = "exact")`.
///
/// ```
/// use supple_stats::clogit::{ExactSets, Sums};
///
/// // Three rows, two of them cases, and one column: with b = 0 each of the three choices is as likely.
/// let (mut sets, mut sums) = (ExactSets::new(1), Sums::zero(1));
/// sets.add([1, 1, 0].into_iter(), 2, 1, &[0.0], &mut sums);
/// assert!((sums.loglik - (1.0_f64 / 3.0).ln()).abs() < 1e-15);
/// assert!((sums.score[0] - 2.0 / 3.0).abs() < 1e-15);
/// ```
pub struct ExactSets {
    unpacked: Unpacked,
    work: Work,
    columns: usize,
}

impl fmt::Debug for ExactSets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExactSets").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl ExactSets {
    /// For this many columns, at most 64.
    pub fn new(columns: usize) -> ExactSets {
        ExactSets { unpacked: Unpacked::default(), work: Work::new(columns, 32), columns }
    }

    /// Whether the recursion can hold a set: its memory grows with the cases, or the other rows, whichever are fewer.
    ///
    /// ```
    /// use supple_stats::clogit::ExactSets;
    ///
    /// assert!(ExactSets::fits(28, 5, 20) && !ExactSets::fits(40_000, 20_000, 64));
    /// ```
    pub fn fits(rows: usize, cases: usize, columns: usize) -> bool {
        !is_too_deep(cases.min(rows.saturating_sub(cases)), columns)
    }

    /// Adds a set: its rows, of which so many, the first, are cases; looking only at the columns of `keep`. A set without
    /// a case, or with cases only, adds nothing. It must fit ([`ExactSets::fits`]), or takes its memory all the same.
    pub fn add(
        &mut self,
        rows: impl Iterator<Item = u64> + Clone,
        cases: usize,
        keep: u64,
        coefficients: &[f64],
        into: &mut Sums,
    ) {
        let many = rows.clone().count();
        if cases == 0 || cases >= many {
            return;
        }
        self.work.make_room(cases.min(many - cases));
        let moving = varying(rows.clone()) & keep;
        self.unpacked.look_at_bits(rows, moving);
        self.work.multiply(&self.unpacked, coefficients);
        self.work.exact(&mut self.unpacked, cases, into);
    }
}
