//! One pass over all people: what a round of the climb needs.

use super::exact::{Halves, Sums};
use super::packed::{Chunk, Chunks, Size};
use supple_stats::bits::{ones, varying};
use supple_stats::clogit::{ExactSets, Sums as OfPerson};
use supple_stats::matrix::triangle;
use supple_stats::number::{exp, ln};

/// Where what stands in a list of sums: the log likelihood, the score, and the upper triangles, row by row, of the
/// information and of the sum of `U_k U_k'`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    pub(super) columns: usize,
}

impl Places {
    pub(super) const LOGLIK: usize = 0;

    pub(super) fn many(self) -> usize {
        1 + self.columns + 2 * triangle(self.columns)
    }

    pub(super) fn score(self, column: usize) -> usize {
        1 + column
    }

    pub(super) fn information(self, a: usize, b: usize) -> usize {
        let (a, b) = (a.min(b), a.max(b));
        1 + self.columns + a * self.columns + b - a * (a + 1) / 2
    }

    pub(super) fn meat(self, a: usize, b: usize) -> usize {
        triangle(self.columns) + self.information(a, b)
    }
}

/// The sums at these coefficients, looking only at the columns of `keep`; none where a number grew too large.
pub(super) fn pass(chunks: &Chunks, coefficients: &[f64], keep: u64) -> Option<Sums> {
    let ready = Ready::new(coefficients, keep);
    match chunks {
        Chunks::Narrow(chunks) => over(chunks, &ready),
        Chunks::Wide(chunks) => over(chunks, &ready),
    }
}

#[cfg(not(feature = "parallel"))]
fn over<W: Copy + Into<u64>>(chunks: &[Chunk<W>], ready: &Ready) -> Option<Sums> {
    let (mut of_chunk, mut total) = (OfChunk::new(ready.columns), Sums::zero(ready.places().many()));
    chunks.iter().all(|chunk| of_chunk.add_to(&mut total, chunk, ready)).then_some(total)
}

/// The sums are the same in whatever order and grouping, so threads may take chunks as they come.
#[cfg(feature = "parallel")]
fn over<W: Copy + Into<u64> + Sync>(chunks: &[Chunk<W>], ready: &Ready) -> Option<Sums> {
    use rayon::prelude::*;
    let zero = || Sums::zero(ready.places().many());
    chunks
        .par_iter()
        .fold(
            || (OfChunk::new(ready.columns), Some(zero())),
            |(mut of_chunk, total), chunk| {
                let total = total.and_then(|mut total| of_chunk.add_to(&mut total, chunk, ready).then_some(total));
                (of_chunk, total)
            },
        )
        .map(|(_, total)| total)
        .reduce(
            || Some(zero()),
            |a, b| {
                let (mut a, b) = (a?, b?);
                a.add(&b).then_some(a)
            },
        )
}

/// What all threads read.
struct Ready {
    columns: usize,
    beta: Vec<f64>,
    keep: u64,
    /// For each byte of a row, x'b of each of its values.
    etas: Vec<[f64; 256]>,
}

impl Ready {
    fn new(coefficients: &[f64], keep: u64) -> Ready {
        let beta: Vec<f64> =
            coefficients.iter().enumerate().map(|(column, b)| if keep >> column & 1 == 1 { *b } else { 0.0 }).collect();
        let of_byte = |betas: &[f64]| {
            let mut etas = [0.0; 256];
            for (value, eta) in etas.iter_mut().enumerate() {
                *eta = ones(value as u64).filter_map(|bit| betas.get(bit)).sum();
            }
            etas
        };
        Ready { columns: coefficients.len(), etas: beta.chunks(8).map(of_byte).collect(), beta, keep }
    }

    fn places(&self) -> Places {
        Places { columns: self.columns }
    }

    fn eta(&self, bits: u64) -> f64 {
        self.etas.iter().zip(bits.to_le_bytes()).map(|(etas, byte)| etas[usize::from(byte)]).sum()
    }
}

/// What one thread writes into.
struct OfChunk {
    exact: ExactSets,
    person: OfPerson,
    halves: Halves,
    weights: Vec<f64>,
    mean: Vec<f64>,
}

impl OfChunk {
    fn new(columns: usize) -> OfChunk {
        OfChunk {
            exact: ExactSets::new(columns),
            person: OfPerson::zero(columns),
            halves: Halves::zero(Places { columns }.many()),
            weights: Vec::new(),
            mean: vec![0.0; columns],
        }
    }

    /// Adds a chunk to a total. False where a number grew too large.
    fn add_to<W: Copy + Into<u64>>(&mut self, total: &mut Sums, chunk: &Chunk<W>, ready: &Ready) -> bool {
        self.halves.clear();
        let (mut rows, mut sets) = (chunk.rows.as_slice(), chunk.sets.as_slice());
        for many in &chunk.people {
            let (of_person, later) = sets.split_at(*many as usize);
            sets = later;
            self.person.clear();
            for size in of_person {
                let (of_set, later) = rows.split_at(usize::from(size.rows));
                rows = later;
                if size.cases == 1 {
                    self.one_case(of_set, ready);
                } else {
                    self.several_cases(of_set, *size, ready);
                }
            }
            self.add_person(ready.places());
        }
        total.take(&self.halves)
    }

    /// A softmax; see the top of `clogit/likelihood.rs` of `stats`.
    fn one_case<W: Copy + Into<u64>>(&mut self, rows: &[W], ready: &Ready) {
        let mixed = varying(rows.iter().map(|bits| (*bits).into())) & ready.keep;
        self.weights.clear();
        let mut most = f64::NEG_INFINITY;
        for bits in rows {
            let eta = ready.eta((*bits).into() & mixed);
            most = most.max(eta);
            self.weights.push(eta);
        }
        let case = self.weights[0];
        let mut sum = 0.0;
        for weight in &mut self.weights {
            // One of them is the largest, and for equal rows there is nothing to compute.
            *weight = if *weight == most { 1.0 } else { exp(*weight - most) };
            sum += *weight;
        }
        let OfPerson { loglik, score, information } = &mut self.person;
        *loglik += case - most - ln(sum);
        let columns = ready.columns;
        for (bits, weight) in rows.iter().zip(&self.weights) {
            let (weight, mut left) = (weight / sum, (*bits).into() & mixed);
            while left != 0 {
                let a = left.trailing_zeros() as usize;
                self.mean[a] += weight;
                let into = &mut information[a * columns..(a + 1) * columns];
                ones(left).for_each(|b| into[b] += weight);
                left &= left - 1;
            }
        }
        ones(rows[0].into() & mixed).for_each(|column| score[column] += 1.0);
        let mut left = mixed;
        while left != 0 {
            let a = left.trailing_zeros() as usize;
            let mean = self.mean[a];
            score[a] -= mean;
            let into = &mut information[a * columns..(a + 1) * columns];
            ones(left).for_each(|b| into[b] -= mean * self.mean[b]);
            left &= left - 1;
            // Not read again: later columns look only at those after them.
            self.mean[a] = 0.0;
        }
    }

    fn several_cases<W: Copy + Into<u64>>(&mut self, rows: &[W], size: Size, ready: &Ready) {
        let bits = rows.iter().map(|bits| (*bits).into());
        self.exact.add(bits, usize::from(size.cases), ready.keep, &ready.beta, &mut self.person);
    }

    fn add_person(&mut self, places: Places) {
        let OfPerson { loglik, score, information } = &self.person;
        let columns = places.columns;
        self.halves.add(Places::LOGLIK, *loglik);
        score.iter().enumerate().for_each(|(column, value)| self.halves.add(places.score(column), *value));
        let (mut into_information, mut into_meat) = (places.information(0, 0), places.meat(0, 0));
        for a in 0..columns {
            for b in a..columns {
                self.halves.add(into_information, information[a * columns + b]);
                self.halves.add(into_meat, score[a] * score[b]);
                into_information += 1;
                into_meat += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sum_has_a_place_of_its_own() {
        let places = Places { columns: 5 };
        let mut all = vec![Places::LOGLIK];
        all.extend((0..5).map(|column| places.score(column)));
        for a in 0..5 {
            all.extend((a..5).flat_map(|b| [places.information(a, b), places.meat(b, a)]));
        }
        all.sort_unstable();
        assert_eq!(all, (0..places.many()).collect::<Vec<_>>());
        assert_eq!(Places { columns: 20 }.many(), 1 + 20 + 210 + 210);
    }
}
