//! The conditional likelihood of sets, with its first and second derivatives.
//!
//! # Exact, one case
//! B_1 is the sum of u_i, so the set is a softmax: with w_i = u_i / B_1 the score is `x_case - mean`, the information
//! the covariance of x under w.
//!
//! # Exact, d cases
//! Rows are taken one by one. B_r is the sum, over all choices of r rows among those taken, of the product of their u.
//! Under the chance that is proportional to that product, let M_r be the mean and S_r the mean square (a matrix) of the
//! sum of x over the chosen rows. A row with u and x is chosen with chance w_r, and
//!
//! ```text
//! w_r  = u B_{r-1} / (B_r + u B_{r-1})
//! M_r += w_r (M_{r-1} + x - M_r)
//! S_r += w_r (S_{r-1} + x M_{r-1}' + M_{r-1} x' + x x' - S_r)
//! ```
//!
//! for r from high to low, so that r - 1 is still as it was. The polynomials themselves can be as small or large as they
//! like; only the ratios q_r = B_r / B_{r-1} are kept. With q as it was before the row,
//!
//! ```text
//! w_r = u / (q_r + u);   q_r := q_{r-1} (q_r + u) / (q_{r-1} + u),   q_1 := q_1 + u
//! ```
//!
//! All terms are positive, so nothing cancels. u is taken relative to its d-th largest, so that the rows between which
//! there is a choice are near 1. At the end ln B_d is the sum of ln q_r, the score of the set `sum over
//! the cases of x - M_d`, the information `S_d - M_d M_d'`. Where more than half of the rows are cases, the others are
//! chosen instead, with -x.
//!
//! # Breslow, Efron
//! `sum over the cases of x'b - d ln S` with S the sum of u; and `sum over the cases of x'b - sum over k < d of
//! ln(S - k/d S_cases)`. A set with cases only is certain, and adds nothing to the exact likelihood; to these two it
//! does, and it is counted in, as other programs do.
//!
//! # Order of summation
//! Sets are added up in chunks of [`CHUNK`], and the chunks in their order. So parts may be computed anywhere and at any
//! time, and the sum has the same bits.

use super::exact::Sums;
use super::sets::{Set, Sets};
use super::unpacked::Unpacked;
use crate::StatsError;
use crate::matrix::{Symmetric, triangle};
use crate::number::{exp, ln};
use serde::{Deserialize, Serialize};

/// Sets that are added up before they join the total.
const CHUNK: usize = 4096;

/// The most numbers that the recursion may keep for one set: 128 MB.
const MOST_KEPT: usize = 1 << 24;

/// Sets with no more values than this among them stay unpacked from pass to pass: 2 MB, and many years of one person.
const MOST_UNPACKED: usize = 1 << 17;

/// How the denominator of a set with several cases is computed. With one case in each set there is no difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// All choices of cases, as it should be.
    #[default]
    Exact,
    /// Efron's approximation, for comparison. Too near to 0 with many cases in a set.
    Efron,
    /// Breslow's approximation, for comparison. Still nearer to 0.
    Breslow,
}

/// The log likelihood at some coefficients, and how it changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Derivatives {
    /// The natural logarithm of the conditional likelihood.
    pub loglik: f64,
    /// Its gradient, in the order of the names.
    pub score: Vec<f64>,
    /// Its second derivatives, times -1.
    pub information: Symmetric,
}

impl Sets {
    /// The log likelihood and its derivatives at these coefficients, one for each name. Values that are too large give
    /// a log likelihood that is not finite.
    ///
    /// In R: `clogit(..., init = coefficients, iter.max = 0)`, and its `loglik`, `score` and `var`.
    ///
    /// ```
    /// use supple_stats::clogit::{Rows, Sets, Ties};
    ///
    /// let rows = Rows { names: &["x"], set: &[1, 1], case: &[true, false], x: &[1.0, 0.0] };
    /// let at = Sets::new(&rows)?.evaluate(Ties::Exact, &[0.0])?;
    /// assert_eq!((at.loglik, at.score[0], at.information.get(0, 0)), (0.5_f64.ln(), 0.5, 0.25));
    /// # Ok::<(), supple_stats::StatsError>(())
    /// ```
    ///
    /// # Errors
    /// With another number of coefficients than columns, and for a set too large for the exact recursion.
    pub fn evaluate(&self, ties: Ties, coefficients: &[f64]) -> Result<Derivatives, StatsError> {
        let (got, expected) = (coefficients.len(), self.names.len());
        if got != expected {
            return Err(StatsError::Length { what: "the list of coefficients", got, expected });
        }
        Ok(Likelihood::new(self, ties)?.at(coefficients))
    }
}

/// The likelihood of sets, with the memory that a pass needs.
pub(super) struct Likelihood<'s> {
    sets: &'s Sets,
    ties: Ties,
    /// All sets in their order, where they may stay unpacked.
    kept: Vec<Unpacked>,
    /// Where they may not, the one that is looked at.
    unpacked: Unpacked,
    /// The coefficients in the order of work.
    beta: Vec<f64>,
    work: Work,
    chunk: Sums,
    total: Sums,
}

/// What a pass writes into while it looks at one set.
pub(super) struct Work {
    /// x'b of each row, then exp of it, then weights.
    u: Vec<f64>,
    sorted: Vec<f64>,
    /// For each column, its place among those that vary within the set.
    place: Vec<u32>,
    /// 0 for columns that do not vary within the set.
    mean: Vec<f64>,
    case_mean: Vec<f64>,
    ratios: Vec<f64>,
    means: Vec<f64>,
    squares: Vec<f64>,
    starts: Vec<usize>,
}

impl<'s> Likelihood<'s> {
    pub(super) fn new(sets: &'s Sets, ties: Ties) -> Result<Likelihood<'s>, StatsError> {
        let columns = sets.order.len();
        let most_rows = sets.sets.iter().chain(&sets.only_cases).map(|set| set.rows as usize).max().unwrap_or(0);
        let mut deepest = 0;
        if ties == Ties::Exact {
            for set in &sets.sets {
                let (rows, cases) = (set.rows as usize, set.cases as usize);
                let depth = cases.min(rows - cases);
                if is_too_deep(depth, columns) {
                    return Err(StatsError::SetTooLarge { cases, rows });
                }
                deepest = deepest.max(depth);
            }
        }
        let values = sets.bits.iter().map(|row| row.count_ones() as usize).sum::<usize>() + sets.numbers.len();
        let unpack = |set| {
            let mut unpacked = Unpacked::default();
            unpacked.look_at(sets, set);
            unpacked
        };
        let of_ties = sets.sets.iter().chain(sets.only_cases_of(ties));
        let kept = if values <= MOST_UNPACKED { of_ties.map(unpack).collect() } else { Vec::new() };
        let mut work = Work::new(columns, most_rows);
        work.make_room(deepest);
        let (chunk, total) = (Sums::zero(columns), Sums::zero(columns));
        Ok(Likelihood { sets, ties, kept, unpacked: Unpacked::default(), beta: vec![0.0; columns], work, chunk, total })
    }

    pub(super) fn at(&mut self, coefficients: &[f64]) -> Derivatives {
        for (beta, column) in self.beta.iter_mut().zip(&self.sets.order) {
            *beta = coefficients[*column];
        }
        self.total.clear();
        let mut kept = self.kept.iter_mut();
        for chunk in self.sets.sets.chunks(CHUNK).chain(self.sets.only_cases_of(self.ties).chunks(CHUNK)) {
            self.chunk.clear();
            for set in chunk {
                let unpacked = kept.next().unwrap_or_else(|| {
                    self.unpacked.look_at(self.sets, set);
                    &mut self.unpacked
                });
                self.work.multiply(unpacked, &self.beta);
                let cases = set.cases as usize;
                match self.ties {
                    Ties::Exact if cases == 1 => self.work.one_case(unpacked, &mut self.chunk),
                    Ties::Exact => self.work.exact(unpacked, cases, &mut self.chunk),
                    Ties::Breslow => self.work.breslow(unpacked, cases, &mut self.chunk),
                    Ties::Efron => self.work.efron(unpacked, cases, &mut self.chunk),
                }
            }
            self.total.add(&self.chunk);
        }

        let columns = self.sets.order.len();
        let mut score = vec![0.0; columns];
        let mut information = Symmetric::zero(columns);
        for (a, &row) in self.sets.order.iter().enumerate() {
            score[row] = self.total.score[a];
            for (b, &column) in self.sets.order.iter().enumerate().skip(a) {
                information.set(row, column, self.total.information[a * columns + b]);
            }
        }
        Derivatives { loglik: self.total.loglik, score, information }
    }
}

impl Sets {
    /// What is certain can neither support nor contradict anything; only the approximations are not sure of it.
    fn only_cases_of(&self, ties: Ties) -> &[Set] {
        if ties == Ties::Exact { &[] } else { &self.only_cases }
    }
}

impl Work {
    /// For this many columns, and sets of about this many rows.
    pub(super) fn new(columns: usize, most_rows: usize) -> Work {
        Work {
            u: Vec::with_capacity(most_rows),
            sorted: Vec::with_capacity(most_rows),
            place: vec![0; columns],
            mean: vec![0.0; columns],
            case_mean: vec![0.0; columns],
            ratios: Vec::new(),
            means: Vec::new(),
            squares: Vec::new(),
            starts: Vec::with_capacity(columns),
        }
    }

    /// Has room for sets with so many cases, or so many rows that are none, whichever is fewer.
    pub(super) fn make_room(&mut self, deepest: usize) {
        let columns = self.mean.len();
        if self.ratios.len() <= deepest {
            self.ratios.resize(deepest + 1, 0.0);
            self.means.resize((deepest + 1) * columns, 0.0);
            self.squares.resize((deepest + 1) * triangle(columns), 0.0);
        }
    }

    /// x'b of each row of a set.
    pub(super) fn multiply(&mut self, set: &Unpacked, beta: &[f64]) {
        self.u.clear();
        self.u.extend(
            set.rows()
                .map(|entries| entries.iter().fold(0.0, |eta, &(column, value)| eta + beta[column as usize] * value)),
        );
    }

    /// Makes u of x'b, with the largest 1; returns what was taken away in the exponent. The sign is -1 to choose the
    /// rows that are no cases.
    fn exponentiate(&mut self, sign: f64) -> f64 {
        let most = self.u.iter().map(|eta| sign * eta).fold(f64::NEG_INFINITY, f64::max);
        for u in &mut self.u {
            *u = exp(sign * *u - most);
        }
        most
    }

    /// Makes u of x'b, with the d-th largest 1, and none further from it than e^300; returns what that takes away from
    /// ln B_d. Rows beyond are chosen, or not chosen, with a certainty that no number can tell from 1.
    fn exponentiate_around(&mut self, d: usize, sign: f64) -> f64 {
        const FAR: f64 = 300.0;
        self.sorted.clear();
        self.sorted.extend(self.u.iter().map(|eta| sign * eta));
        let (_, middle, _) = self.sorted.select_nth_unstable_by(d - 1, |a, b| b.total_cmp(a));
        let middle = *middle;
        let mut taken_away = d as f64 * middle;
        for u in &mut self.u {
            let off = sign * *u - middle;
            taken_away += (off - FAR).max(0.0);
            *u = exp(off.clamp(-FAR, FAR));
        }
        taken_away
    }

    fn one_case(&mut self, set: &Unpacked, sums: &mut Sums) {
        let case = self.u[0];
        let most = self.exponentiate(1.0);
        let sum: f64 = self.u.iter().sum();
        sums.loglik += case - most - ln(sum);
        self.u.iter_mut().for_each(|u| *u /= sum);
        self.weigh(set, sums);
        self.subtract_square(set, 1.0, sums);
        score_of_cases(set, 0..1, 1.0, sums);
        for column in &set.active {
            sums.score[*column as usize] -= self.mean[*column as usize];
        }
    }

    fn breslow(&mut self, set: &Unpacked, cases: usize, sums: &mut Sums) {
        let of_cases: f64 = self.u[..cases].iter().sum();
        let most = self.exponentiate(1.0);
        let sum: f64 = self.u.iter().sum();
        let d = cases as f64;
        sums.loglik += of_cases - d * (most + ln(sum));
        self.u.iter_mut().for_each(|u| *u *= d / sum);
        self.weigh(set, sums);
        // The weights add up to d, so the mean is d times too large, and its square is wanted d times.
        self.subtract_square(set, 1.0 / d, sums);
        score_of_cases(set, 0..cases, 1.0, sums);
        for column in &set.active {
            sums.score[*column as usize] -= self.mean[*column as usize];
        }
    }

    fn efron(&mut self, set: &Unpacked, cases: usize, sums: &mut Sums) {
        let of_cases: f64 = self.u[..cases].iter().sum();
        let most = self.exponentiate(1.0);
        let sum: f64 = self.u.iter().sum();
        let case_sum: f64 = self.u[..cases].iter().sum();
        let d = cases as f64;
        sums.loglik += of_cases - d * most;
        score_of_cases(set, 0..cases, 1.0, sums);

        // Sums of u x, over all rows and over the cases.
        self.mean.fill(0.0);
        self.case_mean.fill(0.0);
        for (row, entries) in set.rows().enumerate() {
            for &(column, value) in entries {
                self.mean[column as usize] += self.u[row] * value;
                if row < cases {
                    self.case_mean[column as usize] += self.u[row] * value;
                }
            }
        }
        // Round k leaves out k/d of each case.
        let (mut weight, mut case_weight) = (0.0, 0.0);
        let columns = self.mean.len();
        for k in 0..cases {
            let out = k as f64 / d;
            let rest = sum - out * case_sum;
            sums.loglik -= ln(rest);
            weight += 1.0 / rest;
            case_weight += (1.0 - out) / rest;
            for (at, &a) in set.active.iter().enumerate() {
                let mean_a = (self.mean[a as usize] - out * self.case_mean[a as usize]) / rest;
                sums.score[a as usize] -= mean_a;
                for &b in &set.active[at..] {
                    let mean_b = (self.mean[b as usize] - out * self.case_mean[b as usize]) / rest;
                    sums.information[a as usize * columns + b as usize] -= mean_a * mean_b;
                }
            }
        }
        for (row, u) in self.u.iter_mut().enumerate() {
            *u *= if row < cases { case_weight } else { weight };
        }
        self.weigh(set, sums);
    }

    /// Adds a set of which so many rows, the first, are cases.
    pub(super) fn exact(&mut self, set: &mut Unpacked, cases: usize, sums: &mut Sums) {
        let rows = set.ends.len();
        let swapped = 2 * cases > rows;
        let (sign, chosen) = if swapped { (-1.0, cases..rows) } else { (1.0, 0..cases) };
        let d = chosen.len();
        let of_chosen: f64 = self.u[chosen.clone()].iter().map(|eta| sign * eta).sum();
        let taken_away = self.exponentiate_around(d, sign);
        for (place, column) in set.active.iter().enumerate() {
            self.place[*column as usize] = place as u32;
        }
        for entry in &mut set.entries {
            *entry = (self.place[entry.0 as usize], sign * entry.1);
        }

        let m = set.active.len();
        let square = triangle(m);
        self.starts.clear();
        // Row a of the upper triangle begins, less a, at this place: so (a, b) is at starts[a] + b.
        self.starts.extend((0..m).map(|a| a * m - a * (a + 1) / 2));
        self.ratios[..=d].fill(0.0);
        self.means[..(d + 1) * m].fill(0.0);
        self.squares[..(d + 1) * square].fill(0.0);
        for (row, entries) in set.rows().enumerate() {
            let u = self.u[row];
            // What cannot grow to d chosen rows any more is not needed, except in the ratios.
            let needed = d.saturating_sub(rows - 1 - row).max(1);
            for r in (1..=d.min(row + 1)).rev() {
                let with = self.ratios[r] + u;
                let w = u / with;
                self.ratios[r] = if r == 1 { with } else { self.ratios[r - 1] * with / (self.ratios[r - 1] + u) };
                if r < needed {
                    continue;
                }
                let (lower, upper) = self.squares.split_at_mut(r * square);
                let (before, now) = (&lower[(r - 1) * square..], &mut upper[..square]);
                for (now, before) in now.iter_mut().zip(before) {
                    *now += w * (before - *now);
                }
                let (lower, upper) = self.means.split_at_mut(r * m);
                let (mean_before, mean) = (&lower[(r - 1) * m..], &mut upper[..m]);
                for (at, &(a, value)) in entries.iter().enumerate() {
                    let (a, weighted) = (a as usize, w * value);
                    for (b, mean_b) in mean_before[..a].iter().enumerate() {
                        now[self.starts[b] + a] += weighted * mean_b;
                    }
                    let own_row = &mut now[self.starts[a] + a..self.starts[a] + m];
                    for (square, mean_b) in own_row.iter_mut().zip(&mean_before[a..]) {
                        *square += weighted * mean_b;
                    }
                    // x M' + M x' has the diagonal twice.
                    own_row[0] += weighted * (mean_before[a] + value);
                    for &(b, other) in &entries[at + 1..] {
                        now[self.starts[a] + b as usize] += weighted * other;
                    }
                }
                for (mean, before) in mean.iter_mut().zip(mean_before) {
                    *mean += w * (before - *mean);
                }
                for &(a, value) in entries {
                    mean[a as usize] += w * value;
                }
            }
        }

        let ln_b: f64 = self.ratios[1..=d].iter().map(|ratio| ln(*ratio)).sum();
        sums.loglik += of_chosen - taken_away - ln_b;
        let (mean, squares) = (&self.means[d * m..(d + 1) * m], &self.squares[d * square..(d + 1) * square]);
        let columns = self.mean.len();
        for (a, &column) in set.active.iter().enumerate() {
            sums.score[column as usize] -= mean[a];
            let into = &mut sums.information[column as usize * columns..];
            for (b, &other) in set.active.iter().enumerate().skip(a) {
                into[other as usize] += squares[self.starts[a] + b] - mean[a] * mean[b];
            }
        }
        for entry in &mut set.entries {
            *entry = (set.active[entry.0 as usize], sign * entry.1);
        }
        score_of_cases(set, chosen, sign, sums);
    }

    /// Adds w x x' to the information and leaves the sum of w x in `mean`.
    fn weigh(&mut self, set: &Unpacked, sums: &mut Sums) {
        let columns = self.mean.len();
        self.mean.fill(0.0);
        for (w, entries) in self.u.iter().zip(set.rows()) {
            for (at, &(a, value)) in entries.iter().enumerate() {
                let weighted = w * value;
                self.mean[a as usize] += weighted;
                let into = &mut sums.information[a as usize * columns..(a as usize + 1) * columns];
                for &(b, other) in &entries[at..] {
                    into[b as usize] += weighted * other;
                }
            }
        }
    }

    /// Takes this many times the square of `mean` off the information.
    fn subtract_square(&self, set: &Unpacked, times: f64, sums: &mut Sums) {
        let columns = self.mean.len();
        for a in set.active.iter().map(|column| *column as usize) {
            let mean_a = times * self.mean[a];
            // Also of columns that do not vary, whose mean is 0: a stretch without gaps is faster than the few of them cost.
            let into = &mut sums.information[a * columns + a..(a + 1) * columns];
            into.iter_mut().zip(&self.mean[a..]).for_each(|(into, mean_b)| *into -= mean_a * mean_b);
        }
    }
}

/// Adds the sign times x of these rows to the score.
fn score_of_cases(set: &Unpacked, rows: std::ops::Range<usize>, sign: f64, sums: &mut Sums) {
    for &(column, value) in set.of(rows) {
        sums.score[column as usize] += sign * value;
    }
}

/// Whether the recursion would keep too much for a set of this depth.
pub(super) fn is_too_deep(depth: usize, columns: usize) -> bool {
    depth.saturating_mul(triangle(columns)) > MOST_KEPT
}
