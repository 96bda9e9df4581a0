//! Rows of a set, unpacked: what of them a pass multiplies with coefficients.

use super::sets::{Set, Sets};
use crate::bits::{ones, varying};
use std::ops::Range;

/// What does not depend on coefficients, so that one look at a set serves every pass.
#[derive(Default)]
pub(super) struct Unpacked {
    /// The values other than 0 of the rows of the set, each with its column.
    pub(super) entries: Vec<(u32, f64)>,
    /// Where the entries of a row end.
    pub(super) ends: Vec<usize>,
    /// The columns that vary within the set, ascending.
    pub(super) active: Vec<u32>,
}

impl Unpacked {
    /// A set of nothing but bits, its cases first; `mixed` are those that vary in it.
    pub(super) fn look_at_bits(&mut self, rows: impl Iterator<Item = u64>, mixed: u64) {
        self.entries.clear();
        self.ends.clear();
        for row in rows {
            self.entries.extend(ones(row & mixed).map(|column| (column as u32, 1.0)));
            self.ends.push(self.entries.len());
        }
        self.active.clear();
        self.active.extend(ones(mixed).map(|column| column as u32));
    }

    /// A set of bits and numbers.
    pub(super) fn look_at(&mut self, sets: &Sets, set: &Set) {
        let rows = set.start as usize..(set.start + set.rows) as usize;
        let mixed = varying(sets.bits[rows.clone()].iter().copied());
        let numbers = sets.number_columns();

        self.entries.clear();
        self.ends.clear();
        let mut moving = 0_u64;
        for row in rows {
            self.entries.extend(ones(sets.bits[row] & mixed).map(|column| (column as u32, 1.0)));
            for (k, value) in sets.numbers[row * numbers..(row + 1) * numbers].iter().enumerate() {
                if *value != 0.0 {
                    self.entries.push(((sets.bit_columns + k) as u32, *value));
                    moving |= 1 << (k % 64);
                }
            }
            self.ends.push(self.entries.len());
        }

        self.active.clear();
        self.active.extend(ones(mixed).map(|column| column as u32));
        if moving != 0 {
            self.active
                .extend((0..numbers).filter(|k| moving >> (k % 64) & 1 == 1).map(|k| (sets.bit_columns + k) as u32));
        }
    }

    /// The entries of these rows, of which there is at least one.
    pub(super) fn of(&self, rows: Range<usize>) -> &[(u32, f64)] {
        let start = if rows.start == 0 { 0 } else { self.ends[rows.start - 1] };
        &self.entries[start..self.ends[rows.end - 1]]
    }

    /// The entries of each row.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[(u32, f64)]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.entries[start..*end])
    }
}
