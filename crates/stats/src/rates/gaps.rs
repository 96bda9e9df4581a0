//! The order of gaps: do events come closer together, by a test that needs nothing but the events.
//!
//! **Kendall's rank correlation** of the length of each gap with its place (Kendall, Biometrika 1938; Mann, Econometrica
//! 1945). A pair of gaps counts as *shorter* where the later one is shorter, as *longer* where it is longer. If nothing
//! changed, each order of the gaps is as likely as any other, whatever their lengths; so the number of pairs has an exact
//! distribution that knows nothing of rates, weeks or days of watching.
//!
//! # The distribution
//! The number of shorter pairs is the number of inversions of a random order of a multiset. Lengths of which `m_1, m_2, …`
//! gaps share the same one have `n! / (m_1! m_2! …)` orders, and of these as many have `d` inversions as the Gaussian
//! multinomial coefficient has at `q^d` (MacMahon, Combinatory Analysis, 1915). It is a product: the inversions between
//! lengths that were placed and the next length are Mann and Whitney's U (Annals of Mathematical Statistics 1947), and those of
//! different lengths are independent. So ties need no correction, and without ties it is R's `cor.test(method = "kendall",
//! exact = TRUE)`. All terms are sums of positive numbers, so that small tails keep their digits.
//!
//! # Gaps that are not known exactly
//! A gap may be known as a range. A pair counts only where the ranges do not touch, so that no true lengths within them
//! could turn it round. The true lengths then have at least as many shorter pairs, and a distribution without ties has
//! more inversions than one with them; so the true p is never above the one that is given.
//!
//! # What it takes for granted
//! That each event is known (one that is missing makes one long gap out of two), and that gaps do not hang together: where
//! short gaps follow short ones, as in flares, orders are not all alike.

use crate::number::is_sound;
use crate::{RowError, StatsError};
use serde::{Deserialize, Serialize};

/// The most gaps that are looked at together. The work grows with the fourth power.
pub const MOST_GAPS: usize = 120;

/// How long a gap is: exactly, or from the least to the most that it could be. Any unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GapLength {
    /// It is at least so long.
    pub least: f64,
    /// It is at most so long; the same where it is known exactly.
    pub most: f64,
}

impl GapLength {
    /// A gap that is known exactly. See the example at [`gap_order`].
    pub fn exact(length: f64) -> GapLength {
        GapLength { least: length, most: length }
    }
}

/// What the order of gaps shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GapOrder {
    /// The number of gaps.
    pub n: usize,
    /// Pairs of which it is known which gap is longer: at most n (n - 1) / 2.
    pub pairs: usize,
    /// Those of which the later gap is shorter.
    pub shorter: usize,
    /// Those of which the later gap is longer.
    pub longer: usize,
    /// The chance of at least so many shorter pairs, if each order is as likely as any other.
    pub p_shorter: f64,
    /// The same for longer pairs.
    pub p_longer: f64,
    /// The smallest chance that any order of these gaps could have: what can be reached at all.
    pub p_reachable: f64,
}

/// Looks whether gaps become shorter or longer, in the order in which they were: R's `cor.test(place, gap, method =
/// "kendall", exact = TRUE)`, and exact with ties, too.
///
/// ```
/// use supple_stats::rates::{GapLength, gap_order};
///
/// // Of the 5040 orders of seven gaps one falls all the way.
/// let found = gap_order(&[9.0, 7.0, 6.0, 5.0, 3.0, 2.0, 1.0].map(GapLength::exact))?;
/// assert_eq!((found.shorter, found.pairs), (21, 21));
/// assert!((found.p_shorter - 1.0 / 5040.0).abs() < 1e-15);
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// With no gap, with more than [`MOST_GAPS`], with a length below 0 or that is no number, and with a range that ends before
/// it begins.
pub fn gap_order(gaps: &[GapLength]) -> Result<GapOrder, StatsError> {
    check(gaps)?;
    Ok(order(gaps, &Inversions::none().with(&ties(gaps))))
}

/// The same of gaps, and of them with one more that is still open: what they share is worked out once.
///
/// ```
/// use supple_stats::rates::{GapLength, gap_order, gap_orders};
///
/// let gaps = [9.0, 7.0, 6.0, 5.0].map(GapLength::exact);
/// let [known, with_open] = gap_orders(&gaps[..3], gaps[3])?;
/// assert_eq!((known, with_open), (gap_order(&gaps[..3])?, gap_order(&gaps)?));
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// As [`gap_order`], of either.
pub fn gap_orders(gaps: &[GapLength], open: GapLength) -> Result<[GapOrder; 2], StatsError> {
    let all = [gaps, &[open]].concat();
    check(gaps)?;
    check(&all)?;
    let (before, after) = (ties(gaps), ties(&all));
    let known = Inversions::none().with(&before);
    let first = order(gaps, &known);
    let with_open = match after.strip_prefix(before.as_slice()) {
        Some(more) => known.with(more),
        None => Inversions::none().with(&after),
    };
    Ok([first, order(&all, &with_open)])
}

fn check(gaps: &[GapLength]) -> Result<(), StatsError> {
    if gaps.is_empty() {
        return Err(StatsError::NoRows);
    }
    if gaps.len() > MOST_GAPS {
        return Err(StatsError::TooManyGaps(gaps.len()));
    }
    for (row, gap) in gaps.iter().enumerate() {
        if !is_sound(gap.least) || !is_sound(gap.most) {
            return Err(StatsError::Row { row, error: RowError::NotANumber { column: "gap".to_owned() } });
        }
        if gap.least < 0.0 || gap.most < gap.least {
            return Err(StatsError::Row { row, error: RowError::Negative { column: "gap" } });
        }
    }
    Ok(())
}

fn order(gaps: &[GapLength], inversions: &Inversions) -> GapOrder {
    let (mut shorter, mut longer) = (0, 0);
    for (place, earlier) in gaps.iter().enumerate() {
        for later in &gaps[place + 1..] {
            shorter += usize::from(earlier.least > later.most);
            longer += usize::from(earlier.most < later.least);
        }
    }
    let chances = &inversions.chances;
    GapOrder {
        n: gaps.len(),
        pairs: shorter + longer,
        shorter,
        longer,
        p_shorter: at_least(chances, shorter),
        p_longer: at_least(chances, longer),
        p_reachable: at_least(chances, shorter + longer),
    }
}

/// How many gaps share each length. Where a length is not known exactly, none is taken to be shared.
fn ties(gaps: &[GapLength]) -> Vec<usize> {
    if gaps.iter().any(|gap| gap.least < gap.most) {
        return vec![1; gaps.len()];
    }
    let mut lengths: Vec<f64> = gaps.iter().map(|gap| gap.least).collect();
    lengths.sort_by(f64::total_cmp);
    lengths.chunk_by(|one, other| one == other).map(<[f64]>::len).collect()
}

/// The chance of each number of inversions in a random order of a multiset.
struct Inversions {
    chances: Vec<f64>,
    /// The size of the multiset.
    placed: usize,
}

impl Inversions {
    fn none() -> Inversions {
        Inversions { chances: vec![1.0], placed: 0 }
    }

    /// With more lengths, each shared by so many gaps.
    fn with(mut self, multiplicities: &[usize]) -> Inversions {
        for &next in multiplicities {
            self.chances = sum_of(&self.chances, &mann_whitney(self.placed, next));
            self.placed += next;
        }
        self
    }
}

/// The chance of each value of U, the number of pairs with the first above the second, of two samples in random order.
fn mann_whitney(first: usize, second: usize) -> Vec<f64> {
    // By the recursion of Mann and Whitney over the largest of all; a row for each size of the first sample.
    let mut by_first: Vec<Vec<f64>> = vec![vec![1.0]; first + 1];
    for many in 1..=second {
        let mut before: Vec<f64> = vec![1.0];
        for (size, slot) in by_first.iter_mut().enumerate().skip(1) {
            let all = (size + many) as f64;
            let mut chances = vec![0.0; size * many + 1];
            // The largest is of the second sample: nothing is above it.
            for (u, chance) in slot.iter().enumerate() {
                chances[u] += chance * many as f64 / all;
            }
            // It is of the first sample: it is above all of the second.
            for (u, chance) in before.iter().enumerate() {
                chances[u + many] += chance * size as f64 / all;
            }
            before.clone_from(&chances);
            *slot = chances;
        }
    }
    by_first.pop().unwrap_or_default()
}

/// The chances of a sum of two independent numbers.
fn sum_of(one: &[f64], other: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; one.len() + other.len() - 1];
    // The shorter one outside, so that the inner stretches are long; from its end, so that each sum goes through the longer one in order.
    for (more, other) in other.iter().enumerate().rev() {
        sum[more..].iter_mut().zip(one).for_each(|(sum, chance)| *sum += chance * other);
    }
    sum
}

/// The chance of at least so many.
fn at_least(chances: &[f64], least: usize) -> f64 {
    // From the far end, so that the smallest are added first.
    chances.iter().skip(least).rev().sum::<f64>().min(1.0)
}
