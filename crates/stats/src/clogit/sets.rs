//! Rows, sorted and packed once for many passes.
//!
//! A 0/1 column is one bit of a word for each row; other columns are numbers beside it. The rows of a set stand
//! together, its cases first, in an order that depends on their values only. So a pass reads memory from front to back,
//! and the result does not depend on the order in which the rows came, to the last bit.

use super::MAX_COLUMNS;
use crate::number::is_sound;
use crate::{RowError, StatsError};
use std::cmp::Ordering;

/// Rows as they come. The rows of a set need not stand together.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// The names of the columns.
    pub names: &'a [&'a str],
    /// For each row, the set that it belongs to. The label has no meaning but equality.
    pub set: &'a [u64],
    /// For each row, whether it is a case.
    pub case: &'a [bool],
    /// The values, one row after the other.
    pub x: &'a [f64],
}

/// Rows, ready for fits.
#[derive(Clone, Debug)]
pub struct Sets {
    pub(super) names: Vec<String>,
    /// The columns in the order of work: those of the bits, then those of the numbers.
    pub(super) order: Vec<usize>,
    pub(super) bit_columns: usize,
    /// For each row of an informative set, bit k is the column `order[k]`.
    pub(super) bits: Vec<u64>,
    /// For each row the other columns, as the difference to the first row of its set: a constant within a set changes
    /// nothing but rounding.
    pub(super) numbers: Vec<f64>,
    /// The informative sets.
    pub(super) sets: Vec<Set>,
    /// Sets with cases only. They carry no information, but the approximations to the likelihood believe so.
    pub(super) only_cases: Vec<Set>,
    pub(super) counts: Counts,
}

/// A set with at least one case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Set {
    pub(super) start: u32,
    pub(super) rows: u32,
    /// Its first rows are its cases.
    pub(super) cases: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) rows: usize,
    pub(super) sets: usize,
    pub(super) cases: usize,
    pub(super) without_case: usize,
}

impl Sets {
    /// Sorts and packs rows. Takes time in proportion to n log n and memory to n. In a formula of R:
    /// `case ~ x1 + x2 + strata(set)`.
    ///
    /// ```
    /// use supple_stats::clogit::{Rows, Sets};
    ///
    /// let rows = Rows { names: &["x"], set: &[1, 1, 2], case: &[true, false, false], x: &[1.0, 0.0, 1.0] };
    /// let sets = Sets::new(&rows)?;
    /// assert_eq!((sets.rows(), sets.sets(), sets.informative_sets(), sets.cases()), (3, 2, 1, 1));
    /// assert!(sets.names().eq(["x"]));
    /// # Ok::<(), supple_stats::StatsError>(())
    /// ```
    ///
    /// # Errors
    /// Without rows or columns, with lengths that do not fit together, with a value that is not a number between -1e100
    /// and 1e100, and where no set has both a case and a row that is none.
    pub fn new(rows: &Rows<'_>) -> Result<Sets, StatsError> {
        check(rows)?;
        let columns = rows.names.len();
        let (order, bit_columns) = work_order(rows.x, columns);
        let row_bits: Vec<u64> = rows
            .x
            .chunks_exact(columns)
            .map(|row| {
                let bit_of = |k: usize| u64::from(row[order[k]] == 1.0) << k;
                (0..bit_columns).map(bit_of).fold(0, |bits, bit| bits | bit)
            })
            .collect();
        let number = |row: u32, column: usize| rows.x[row as usize * columns + column];

        let mut places: Vec<u32> = (0..rows.set.len()).map(|place| place as u32).collect();
        if !rows.set.is_sorted() {
            places.sort_unstable_by_key(|place| rows.set[*place as usize]);
        }
        let canonical = |a: &u32, b: &u32| -> Ordering {
            let (case_a, case_b) = (rows.case[*a as usize], rows.case[*b as usize]);
            let numbers = || {
                let mut pairs =
                    order[bit_columns..].iter().map(|column| number(*a, *column).total_cmp(&number(*b, *column)));
                pairs.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
            };
            case_b.cmp(&case_a).then_with(|| row_bits[*a as usize].cmp(&row_bits[*b as usize])).then_with(numbers)
        };

        let mut packed = Sets {
            names: rows.names.iter().map(|name| (*name).to_owned()).collect(),
            bits: Vec::with_capacity(rows.set.len()),
            numbers: Vec::with_capacity(rows.set.len() * (columns - bit_columns)),
            sets: Vec::new(),
            only_cases: Vec::new(),
            counts: Counts { rows: rows.set.len(), ..Counts::default() },
            bit_columns,
            order: order.clone(),
        };
        let mut from = 0;
        while from < places.len() {
            let set = rows.set[places[from] as usize];
            let many = places[from..].iter().take_while(|place| rows.set[**place as usize] == set).count();
            let members = &mut places[from..from + many];
            from += many;
            let cases = members.iter().filter(|place| rows.case[**place as usize]).count();
            packed.counts.sets += 1;
            packed.counts.cases += cases;
            packed.counts.without_case += usize::from(cases == 0);
            if cases == 0 {
                continue;
            }
            members.sort_unstable_by(canonical);
            let kind = if cases == many { &mut packed.only_cases } else { &mut packed.sets };
            kind.push(Set { start: packed.bits.len() as u32, rows: many as u32, cases: cases as u32 });
            packed.bits.extend(members.iter().map(|place| row_bits[*place as usize]));
            let first = members[0];
            for place in members.iter() {
                for column in &packed.order[bit_columns..] {
                    packed.numbers.push(number(*place, *column) - number(first, *column));
                }
            }
        }
        if packed.sets.is_empty() {
            return Err(StatsError::NothingToCompare);
        }
        Ok(packed)
    }

    /// The names of the columns, in the order in which they came.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// How many rows there are, also in sets that carry no information.
    pub fn rows(&self) -> usize {
        self.counts.rows
    }

    /// How many sets there are, also those that carry no information.
    pub fn sets(&self) -> usize {
        self.counts.sets
    }

    /// How many sets have both a case and a row that is none.
    pub fn informative_sets(&self) -> usize {
        self.sets.len()
    }

    /// How many rows are cases, also in sets that carry no information.
    pub fn cases(&self) -> usize {
        self.counts.cases
    }

    /// How many numbers stand beside the bits of a row.
    pub(super) fn number_columns(&self) -> usize {
        self.order.len() - self.bit_columns
    }
}

fn check(rows: &Rows<'_>) -> Result<(), StatsError> {
    let (many, columns) = (rows.set.len(), rows.names.len());
    if many == 0 {
        return Err(StatsError::NoRows);
    }
    if u32::try_from(many).is_err() {
        return Err(StatsError::TooManyRows);
    }
    match columns {
        0 => return Err(StatsError::NoColumns),
        1..=MAX_COLUMNS => {}
        _ => return Err(StatsError::TooManyColumns(columns)),
    }
    if rows.case.len() != many {
        return Err(StatsError::Length { what: "the column of cases", got: rows.case.len(), expected: many });
    }
    if rows.x.len() != many * columns {
        return Err(StatsError::Length { what: "the table of values", got: rows.x.len(), expected: many * columns });
    }
    match rows.x.iter().position(|value| !is_sound(*value)) {
        None => Ok(()),
        Some(place) => Err(StatsError::Row {
            row: place / columns,
            error: RowError::NotANumber { column: rows.names[place % columns].to_owned() },
        }),
    }
}

/// The columns that hold 0 and 1 only, at most 64 of them, and after them the others; and how many the first are.
fn work_order(x: &[f64], columns: usize) -> (Vec<usize>, usize) {
    let mut binary = vec![true; columns];
    for row in x.chunks_exact(columns) {
        for (binary, value) in binary.iter_mut().zip(row) {
            *binary &= *value == 0.0 || *value == 1.0;
        }
    }
    let mut order: Vec<usize> = (0..columns).filter(|column| binary[*column]).take(64).collect();
    let bits = order.len();
    order.extend((0..columns).filter(|column| !order[..bits].contains(column)).collect::<Vec<_>>());
    (order, bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_set_stand_together_with_its_cases_first() {
        let sets = Sets::new(&Rows {
            names: &["number", "bit"],
            set: &[7, 3, 7, 3, 9],
            case: &[false, true, true, false, true],
            x: &[1.5, 0.0, 4.0, 1.0, 2.0, 1.0, 3.0, 1.0, 5.0, 0.0],
        })
        .unwrap();
        assert_eq!((sets.order.as_slice(), sets.bit_columns), ([1, 0].as_slice(), 1));
        assert_eq!(sets.bits, [1, 1, 1, 0, 0]);
        assert_eq!(sets.numbers, [0.0, -1.0, 0.0, -0.5, 0.0]);
        assert_eq!(sets.counts, Counts { rows: 5, sets: 3, cases: 3, without_case: 0 });
        assert_eq!(sets.only_cases.len(), 1);
        assert_eq!(
            sets.sets.iter().map(|set| (set.start, set.rows, set.cases)).collect::<Vec<_>>(),
            [(0, 2, 1), (2, 2, 1)]
        );
    }

    #[test]
    fn the_sixty_fifth_binary_column_is_kept_as_a_number() {
        let names = vec!["x"; 66];
        let mut x = vec![0.0; 132];
        x[65] = 1.0;
        let sets = Sets::new(&Rows { names: &names, set: &[1, 1], case: &[true, false], x: &x }).unwrap();
        assert_eq!((sets.bit_columns, sets.number_columns()), (64, 2));
        assert_eq!(sets.numbers, [0.0, 0.0, 0.0, -1.0]);
    }
}
