//! Sums that do not depend on the order in which they are formed.
//!
//! A number is cut to a multiple of 2^-56 and added as an integer, in two halves so that it stays within what a processor
//! adds at once. What is cut off is less than 1.4e-17 for each person, far below what a sum of floating numbers loses.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// From here on a number is too large to be added. One person's sums never come near unless coefficients are absurd.
const TOO_LARGE: f64 = (1_u64 << 26) as f64;

const HIGH: f64 = (1_u64 << 24) as f64;
const LOW: f64 = (1_u64 << 32) as f64;

/// 2^-56, what the integer 1 stands for.
const UNIT: f64 = 1.0 / ((1_u64 << 56) as f64);

/// The most numbers that halves take before they have to be put together: 2^12 times 2^50 is a half of what fits.
pub(super) const MOST_ADDED: usize = 1 << 12;

/// Sums in the making, of at most [`MOST_ADDED`] numbers each.
#[derive(Clone, Debug)]
pub(super) struct Halves {
    halves: Vec<(i64, i64)>,
    /// Whether a number was too large, or none.
    is_broken: bool,
}

impl Halves {
    pub(super) fn zero(many: usize) -> Halves {
        Halves { halves: vec![(0, 0); many], is_broken: false }
    }

    pub(super) fn clear(&mut self) {
        self.halves.fill((0, 0));
        self.is_broken = false;
    }

    pub(super) fn add(&mut self, place: usize, value: f64) {
        self.is_broken |= value.is_nan() || value.abs() >= TOO_LARGE;
        let scaled = value * HIGH;
        let high = scaled as i64;
        // Exact: the difference has no more digits than the number.
        let low = ((scaled - high as f64) * LOW) as i64;
        let (highs, lows) = &mut self.halves[place];
        *highs = highs.wrapping_add(high);
        *lows = lows.wrapping_add(low);
    }
}

/// Sums of any size.
///
/// Serialises as a list of integers in text, since a reader of JSON may cut long numbers; each stands for so many times
/// 2^-56.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sums {
    sums: Vec<i128>,
}

impl Sums {
    pub(super) fn zero(many: usize) -> Sums {
        Sums { sums: vec![0; many] }
    }

    pub(super) fn len(&self) -> usize {
        self.sums.len()
    }

    /// The value in a place, rounded once.
    pub(super) fn get(&self, place: usize) -> f64 {
        self.sums[place] as f64 * UNIT
    }

    /// Adds other sums. False where the integers are too large, which no true part makes them.
    pub(super) fn add(&mut self, other: &Sums) -> bool {
        let mut fits = true;
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            let (both, overflows) = sum.overflowing_add(*more);
            (*sum, fits) = (both, fits && !overflows);
        }
        fits
    }

    /// Adds halves. False where one of their numbers was none, or too large.
    pub(super) fn take(&mut self, halves: &Halves) -> bool {
        for (sum, (high, low)) in self.sums.iter_mut().zip(&halves.halves) {
            *sum += (i128::from(*high) << 32) + i128::from(*low);
        }
        !halves.is_broken
    }
}

impl Serialize for Sums {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.sums.iter().map(ToString::to_string))
    }
}

impl<'d> Deserialize<'d> for Sums {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Sums, D::Error> {
        let read = |text: String| text.parse().map_err(|_| D::Error::custom("a sum is no whole number"));
        let sums = Vec::<String>::deserialize(deserializer)?.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Sums { sums })
    }
}

/// Numbers as text, in JSON: what is read is what was written, to the last bit.
pub(super) mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(values: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(ToString::to_string))
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
        let read = |text: String| text.parse().map_err(|_| D::Error::custom("a coefficient is no number"));
        Vec::<String>::deserialize(deserializer)?.into_iter().map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(values: &[f64]) -> Sums {
        let mut total = Sums::zero(1);
        for part in values.chunks(3) {
            let mut halves = Halves::zero(1);
            part.iter().for_each(|value| halves.add(0, *value));
            assert!(total.take(&halves));
        }
        total
    }

    #[test]
    fn any_order_gives_the_same_sum_where_floating_numbers_do_not() {
        let values = [1e7, 0.1, -3.7e-9, 0.3, -1e7, 2.0_f64.sqrt(), -0.1, 1e-15];
        let reversed: Vec<f64> = values.iter().rev().copied().collect();
        assert_ne!(values.iter().sum::<f64>(), reversed.iter().sum::<f64>());
        assert_eq!(sum(&values), sum(&reversed));
        assert!((sum(&values).get(0) - (0.3 - 3.7e-9 + 2.0_f64.sqrt() + 1e-15)).abs() < 3e-16);
    }

    #[test]
    fn a_number_and_its_negative_are_nothing() {
        for value in [0.1, 1.0 / 3.0, 6e7, 1e-16, 12_345.678_9] {
            assert_eq!(sum(&[value, -value]), Sums::zero(1));
        }
    }

    #[test]
    fn the_most_and_largest_numbers_that_are_taken_fit() {
        let mut halves = Halves::zero(1);
        let largest = 67_108_863.999_999_99;
        (0..MOST_ADDED).for_each(|_| halves.add(0, -largest));
        let mut total = Sums::zero(1);
        assert!(total.take(&halves));
        assert!((total.get(0) / (MOST_ADDED as f64) + largest).abs() < 1e-7);
    }

    #[test]
    fn what_is_no_number_or_too_large_is_noticed() {
        for bad in [f64::NAN, f64::INFINITY, -1e8] {
            let mut halves = Halves::zero(1);
            halves.add(0, bad);
            assert!(!Sums::zero(1).take(&halves), "{bad}");
            halves.clear();
            assert!(Sums::zero(1).take(&halves));
        }
    }
}
