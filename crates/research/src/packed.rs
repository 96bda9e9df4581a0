//! The rows of many people, a word of bits each.
//!
//! Rows stand in chunks of about 4096 sets, so that threads have something to share out and nothing is moved when more
//! people come. A row takes 4 bytes with up to 32 columns, otherwise 8; a set 4 bytes more, a person 4 more.

use crate::{LEAST_PEOPLE, ResearchError};
use supple_stats::StatsError;
use supple_stats::bits::{ones, varying};
use supple_stats::clogit::ExactSets;

/// A chunk is closed when it has so many sets. It must not have more people than [`super::exact::MOST_ADDED`], and each
/// person in it has a set.
const CHUNK: usize = super::exact::MOST_ADDED;

/// The sets of one person.
///
/// ```
/// use supple_research::{Person, Pool};
///
/// let mut person = Person::default();
/// // A day with a spasm on which bit 0 was so, and two other days on which it was not.
/// person.add(&[0b01], &[0b00, 0b10])?;
/// let mut pool = Pool::new(&["lifting", "stress"])?;
/// pool.add(&person)?;
/// assert_eq!((pool.people(), pool.sets()), (1, 1));
/// # Ok::<(), supple_research::ResearchError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Person {
    rows: Vec<u64>,
    sets: Vec<Size>,
    /// Bits that vary within a set.
    varying: u64,
    cases: u64,
}

/// How large a set is. Its cases come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) rows: u16,
    pub(super) cases: u16,
}

impl Person {
    /// Adds a set: the rows that are cases, and the others. Bit k of a row is column k. A set without the one or the other
    /// can tell nothing and is left out.
    ///
    /// # Errors
    /// For more than 65,535 rows.
    pub fn add(&mut self, cases: &[u64], others: &[u64]) -> Result<(), ResearchError> {
        if cases.is_empty() || others.is_empty() {
            return Ok(());
        }
        let rows = cases.len() + others.len();
        let too_large = |_| StatsError::SetTooLarge { cases: cases.len(), rows };
        self.sets.push(Size { rows: u16::try_from(rows).map_err(too_large)?, cases: cases.len() as u16 });
        let from = self.rows.len();
        self.rows.extend(cases.iter().chain(others));
        // Their order must not matter, to the last bit.
        self.rows[from..from + cases.len()].sort_unstable();
        self.rows[from + cases.len()..].sort_unstable();
        self.varying |= varying(self.rows[from..].iter().copied());
        self.cases += cases.len() as u64;
        Ok(())
    }

    /// Forgets everything, for the next person.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.sets.clear();
        (self.varying, self.cases) = (0, 0);
    }

    /// Whether nothing can be compared.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }
}

/// The people of a part, or of all parts.
#[derive(Clone, Debug)]
pub struct Pool {
    names: Vec<String>,
    pub(super) chunks: Chunks,
    people: usize,
    /// For each two columns, the first not after the second, of how many people both can tell something; row by row.
    telling: Vec<u32>,
    sets: u64,
    rows: u64,
    cases: u64,
}

/// Rows as wide as they have to be.
#[derive(Clone, Debug)]
pub(super) enum Chunks {
    Narrow(Vec<Chunk<u32>>),
    Wide(Vec<Chunk<u64>>),
}

#[derive(Clone, Debug)]
pub(super) struct Chunk<W> {
    pub(super) rows: Vec<W>,
    pub(super) sets: Vec<Size>,
    /// How many sets each person has.
    pub(super) people: Vec<u32>,
}

impl Pool {
    /// Nobody yet, with these columns.
    ///
    /// # Errors
    /// Without a column, and with more than 64.
    pub fn new(names: &[&str]) -> Result<Pool, ResearchError> {
        let chunks = match names.len() {
            0 => return Err(StatsError::NoColumns.into()),
            1..=32 => Chunks::Narrow(Vec::new()),
            33..=64 => Chunks::Wide(Vec::new()),
            many => return Err(ResearchError::TooManyColumns(many)),
        };
        let telling = vec![0; names.len() * names.len()];
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Ok(Pool { names, chunks, people: 0, telling, sets: 0, rows: 0, cases: 0 })
    }

    /// Adds a person. Someone with nothing to compare is nobody. Bits that no column stands for are left out.
    ///
    /// # Errors
    /// For a set with more cases, and rows that are none, than the exact likelihood can take. Nothing was added then.
    pub fn add(&mut self, person: &Person) -> Result<(), ResearchError> {
        if person.is_empty() {
            return Ok(());
        }
        for size in &person.sets {
            let (rows, cases) = (usize::from(size.rows), usize::from(size.cases));
            if !ExactSets::fits(rows, cases, self.names.len()) {
                return Err(StatsError::SetTooLarge { cases, rows }.into());
            }
        }
        let known = u64::MAX >> (64 - self.names.len());
        match &mut self.chunks {
            Chunks::Narrow(chunks) => add_to(chunks, person, |bits| (bits & known) as u32),
            Chunks::Wide(chunks) => add_to(chunks, person, |bits| bits & known),
        }
        self.people += 1;
        for a in ones(person.varying & known) {
            ones(person.varying & known & u64::MAX << a).for_each(|b| self.telling[a * self.names.len() + b] += 1);
        }
        self.sets += person.sets.len() as u64;
        self.rows += person.rows.len() as u64;
        self.cases += person.cases;
        Ok(())
    }

    /// The names of the columns.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// How many people have something to compare.
    pub fn people(&self) -> usize {
        self.people
    }

    /// How many sets can be compared.
    pub fn sets(&self) -> u64 {
        self.sets
    }

    /// How many rows they have.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many of them are cases.
    pub fn cases(&self) -> u64 {
        self.cases
    }

    /// Of how many people both columns can tell something.
    pub(super) fn telling_both(&self, a: usize, b: usize) -> usize {
        self.telling[a.min(b) * self.names.len() + a.max(b)] as usize
    }

    /// For each column, of how many people it can tell something; none where they are too few to be told.
    pub(super) fn telling(&self) -> Vec<Option<usize>> {
        let many = (0..self.names.len()).map(|column| self.telling_both(column, column));
        many.map(|many| Some(many).filter(|many| *many >= LEAST_PEOPLE)).collect()
    }

    /// The same for what leaves this place. There is a sum for each two columns, too; where that would rest on too few
    /// people, the column of fewer people is withheld.
    pub(super) fn telling_others(&self) -> Vec<Option<usize>> {
        let mut telling = self.telling();
        let mut order: Vec<usize> = (0..telling.len()).filter(|column| telling[*column].is_some()).collect();
        order.sort_by_key(|column| std::cmp::Reverse(telling[*column]));
        let mut kept: Vec<usize> = Vec::new();
        for column in order {
            if kept.iter().any(|other| (1..LEAST_PEOPLE).contains(&self.telling_both(column, *other))) {
                telling[column] = None;
            } else {
                kept.push(column);
            }
        }
        telling
    }
}

fn add_to<W>(chunks: &mut Vec<Chunk<W>>, person: &Person, word: impl Fn(u64) -> W) {
    if chunks.last().is_none_or(|last| last.sets.len() >= CHUNK) {
        if let Some(full) = chunks.last_mut() {
            full.rows.shrink_to_fit();
            full.sets.shrink_to_fit();
            full.people.shrink_to_fit();
        }
        chunks.push(Chunk { rows: Vec::new(), sets: Vec::new(), people: Vec::new() });
    }
    if let Some(chunk) = chunks.last_mut() {
        chunk.rows.extend(person.rows.iter().map(|bits| word(*bits)));
        chunk.sets.extend(&person.sets);
        chunk.people.push(person.sets.len() as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_takes_four_bytes_up_to_32_columns_and_eight_from_33_on() {
        let mut person = Person::default();
        person.add(&[u64::MAX], &[0, 1]).unwrap();
        for (columns, narrow) in [(1, true), (32, true), (33, false), (64, false)] {
            let mut pool = Pool::new(&vec!["x"; columns]).unwrap();
            pool.add(&person).unwrap();
            match &pool.chunks {
                Chunks::Narrow(chunks) => {
                    assert!(narrow);
                    assert_eq!(chunks[0].rows, [u32::MAX >> (32 - columns), 0, 1]);
                }
                Chunks::Wide(chunks) => {
                    assert!(!narrow);
                    assert_eq!(chunks[0].rows, [u64::MAX >> (64 - columns), 0, 1]);
                }
            }
        }
        assert_eq!(Pool::new(&vec!["x"; 65]).err(), Some(ResearchError::TooManyColumns(65)));
        assert_eq!(Pool::new(&[]).err(), Some(StatsError::NoColumns.into()));
    }

    #[test]
    fn a_chunk_never_has_more_people_than_its_sums_take() {
        let mut person = Person::default();
        person.add(&[1], &[0]).unwrap();
        let mut pool = Pool::new(&["x"]).unwrap();
        (0..CHUNK + 1).for_each(|_| pool.add(&person).unwrap());
        let Chunks::Narrow(chunks) = &pool.chunks else { panic!("one column") };
        assert_eq!(chunks.iter().map(|chunk| chunk.people.len()).collect::<Vec<_>>(), [CHUNK, 1]);
    }

    #[test]
    fn sets_that_can_tell_nothing_are_left_out() {
        let mut person = Person::default();
        person.add(&[1], &[]).unwrap();
        person.add(&[], &[1, 0]).unwrap();
        let mut pool = Pool::new(&["x"]).unwrap();
        pool.add(&person).unwrap();
        assert_eq!((pool.people(), pool.sets(), pool.rows(), pool.cases()), (0, 0, 0, 0));
    }

    #[test]
    fn a_set_that_the_recursion_cannot_hold_is_refused_and_leaves_nothing_behind() {
        let mut person = Person::default();
        person.add(&vec![1; 20_000], &vec![0; 20_000]).unwrap();
        let mut pool = Pool::new(&vec!["x"; 64]).unwrap();
        assert_eq!(pool.add(&person), Err(StatsError::SetTooLarge { cases: 20_000, rows: 40_000 }.into()));
        assert_eq!((pool.people(), pool.sets()), (0, 0));
        assert!(person.add(&vec![1; 40_000], &vec![0; 40_000]).is_err());
    }
}
