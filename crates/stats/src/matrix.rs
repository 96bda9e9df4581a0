//! Symmetric matrices of the few rows that a fit has columns, and their Cholesky factors.
//!
//! At most 60 columns and exact control over what counts as singular: a general library would be larger than the need.

use serde::{Serialize, Serializer};

/// The number of places in the upper triangle of a square, its diagonal included.
///
/// ```
/// assert_eq!(supple_stats::matrix::triangle(3), 6);
/// ```
pub fn triangle(size: usize) -> usize {
    size * (size + 1) / 2
}

/// A symmetric matrix.
///
/// Serialises as an array of rows.
///
/// ```
/// use supple_stats::Symmetric;
///
/// let mut matrix = Symmetric::zero(2);
/// matrix.set(0, 0, 2.0);
/// matrix.set(0, 1, 1.0);
/// matrix.add_to_diagonal(1, 2.0);
/// assert_eq!((matrix.size(), matrix.get(1, 0)), (2, 1.0));
/// assert!(matrix.diagonal().eq([2.0, 2.0]));
/// assert_eq!(matrix.quadratic(&[1.0, 1.0]), 6.0);
/// assert_eq!(matrix.times(2.0).part(&[1]).get(0, 0), 4.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Symmetric {
    size: usize,
    values: Vec<f64>,
}

impl Symmetric {
    /// All zeros, with this many rows.
    pub fn zero(size: usize) -> Symmetric {
        Symmetric { size, values: vec![0.0; size * size] }
    }

    /// The number of rows.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The value in a row and a column, both from 0.
    ///
    /// # Panics
    /// Outside the matrix.
    pub fn get(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.size + column]
    }

    /// Puts a value into a row and a column, and where they are swapped.
    ///
    /// # Panics
    /// Outside the matrix.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.size + column] = value;
        self.values[column * self.size + row] = value;
    }

    /// Adds a value at a place of the diagonal.
    ///
    /// # Panics
    /// Outside the matrix.
    pub fn add_to_diagonal(&mut self, place: usize, value: f64) {
        self.values[place * self.size + place] += value;
    }

    /// The diagonal, from the first row: `diag` of R.
    pub fn diagonal(&self) -> impl Iterator<Item = f64> {
        (0..self.size).map(|place| self.get(place, place))
    }

    /// Each value times a factor.
    pub fn times(&self, factor: f64) -> Symmetric {
        Symmetric { size: self.size, values: self.values.iter().map(|value| value * factor).collect() }
    }

    /// The rows and columns that are kept, in this order.
    pub fn part(&self, keep: &[usize]) -> Symmetric {
        let mut part = Symmetric::zero(keep.len());
        for (a, &row) in keep.iter().enumerate() {
            for (b, &column) in keep.iter().enumerate() {
                part.values[a * keep.len() + b] = self.get(row, column);
            }
        }
        part
    }

    /// v' A v.
    pub fn quadratic(&self, v: &[f64]) -> f64 {
        self.values.chunks_exact(self.size.max(1)).zip(v).map(|(row, v_row)| v_row * dot(row, v)).sum()
    }

    /// The Cholesky factor, or none if the matrix is not positive definite by more than rounding: `chol` of R.
    ///
    /// ```
    /// use supple_stats::Symmetric;
    ///
    /// let mut matrix = Symmetric::zero(2);
    /// (matrix.set(0, 0, 4.0), matrix.set(0, 1, 2.0), matrix.set(1, 1, 5.0));
    /// let factor = matrix.cholesky().unwrap();
    /// assert_eq!(factor.solve(&[8.0, 12.0]), [1.0, 2.0]);
    /// assert_eq!(factor.inverse().get(0, 0), 5.0 / 16.0);
    /// assert!((factor.ln_determinant() - 16.0_f64.ln()).abs() < 1e-14);
    /// matrix.set(0, 1, 5.0);
    /// assert!(matrix.cholesky().is_none());
    /// ```
    pub fn cholesky(&self) -> Option<Cholesky> {
        let factor = self.factor(1e-14);
        factor.singular.is_empty().then_some(factor)
    }

    /// The columns that are, but for rounding, combinations of columns before them: less than this share of what they
    /// vary is their own.
    pub(crate) fn combinations(&self, own_share: f64) -> Vec<usize> {
        self.factor(own_share).singular
    }

    /// What the last of these columns varies beyond what the others explain: its Schur complement. 0 where the others
    /// explain it all.
    pub(crate) fn own_part(&self, column: usize, others: impl Iterator<Item = usize>) -> f64 {
        let mut order: Vec<usize> = others.filter(|other| *other != column).collect();
        order.push(column);
        let factor = self.part(&order).factor(1e-12);
        let last = order.len() - 1;
        if factor.singular.contains(&last) { 0.0 } else { factor.row(last)[last] * factor.row(last)[last] }
    }

    fn factor(&self, own_share: f64) -> Cholesky {
        let size = self.size;
        let mut lower = vec![0.0; size * size];
        let mut singular = Vec::new();
        // By columns: no row waits for another one, so that a processor can work on several at once.
        for column in 0..size {
            let rest = |row: usize, lower: &[f64]| {
                let (this, pivot) = (row * size, column * size);
                self.get(row, column) - dot(&lower[this..this + column], &lower[pivot..pivot + column])
            };
            let own = rest(column, &lower);
            // A skipped column explains nothing of the later ones.
            if !own.is_finite() || own <= own_share * self.get(column, column).max(0.0) {
                singular.push(column);
                continue;
            }
            let pivot = own.sqrt();
            lower[column * size + column] = pivot;
            for row in column + 1..size {
                lower[row * size + column] = rest(row, &lower) / pivot;
            }
        }
        Cholesky { size, lower, singular }
    }
}

impl Serialize for Symmetric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.values.chunks_exact(self.size.max(1)))
    }
}

/// A = L L', with L a lower triangle.
#[derive(Debug)]
pub struct Cholesky {
    size: usize,
    lower: Vec<f64>,
    singular: Vec<usize>,
}

impl Cholesky {
    fn row(&self, row: usize) -> &[f64] {
        &self.lower[row * self.size..(row + 1) * self.size]
    }

    /// x with A x = b: `solve(A, b)` of R.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for row in 0..self.size {
            x[row] = (x[row] - dot(&self.row(row)[..row], &x[..row])) / self.row(row)[row];
        }
        for row in (0..self.size).rev() {
            let later: f64 = (row + 1..self.size).map(|below| self.row(below)[row] * x[below]).sum();
            x[row] = (x[row] - later) / self.row(row)[row];
        }
        x
    }

    /// The inverse of A: `chol2inv` of R.
    pub fn inverse(&self) -> Symmetric {
        let mut inverse = Symmetric::zero(self.size);
        let mut unit = vec![0.0; self.size];
        for column in 0..self.size {
            unit[column] = 1.0;
            for (row, value) in self.solve(&unit).into_iter().enumerate().skip(column) {
                inverse.set(row, column, value);
            }
            unit[column] = 0.0;
        }
        inverse
    }

    /// ln |A|.
    pub fn ln_determinant(&self) -> f64 {
        2.0 * (0..self.size).map(|row| crate::number::ln(self.row(row)[row])).sum::<f64>()
    }
}

/// The sum of the products: `crossprod` of R.
///
/// ```
/// assert_eq!(supple_stats::matrix::dot(&[1.0, 2.0], &[3.0, 4.0]), 11.0);
/// ```
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Symmetric {
        Symmetric { size: 3, values: vec![4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0] }
    }

    #[test]
    fn the_inverse_times_the_matrix_is_one() {
        let matrix = example();
        let inverse = matrix.cholesky().unwrap().inverse();
        for row in 0..3 {
            for column in 0..3 {
                let product: f64 = (0..3).map(|k| matrix.get(row, k) * inverse.get(k, column)).sum();
                assert!((product - f64::from(u8::from(row == column))).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn the_determinant_is_the_one_worked_by_hand() {
        // 4 (15 - 1) - 2 (6 - 0.6) + 0.6 (2 - 3) = 44.6
        assert!((crate::number::exp(example().cholesky().unwrap().ln_determinant()) - 44.6).abs() < 1e-12);
    }

    #[test]
    fn a_column_that_is_the_sum_of_two_others_is_found() {
        // x3 = x1 + x2 with x1, x2 uncorrelated of variance 1 and 2.
        let matrix = Symmetric { size: 3, values: vec![1.0, 0.0, 1.0, 0.0, 2.0, 2.0, 1.0, 2.0, 3.0] };
        assert_eq!(matrix.combinations(1e-10), vec![2]);
        assert!(matrix.cholesky().is_none());
        assert_eq!(matrix.own_part(2, 0..3), 0.0);
        assert!((matrix.own_part(0, 0..2) - 1.0).abs() < 1e-15);
    }
}
