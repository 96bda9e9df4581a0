//! Why a question to the statistics has no answer. Each line says what happened; what to do, whoever shows it adds.

/// Why no statistic is given.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StatsError {
    /// One row cannot be computed with.
    ///
    /// Whoever read the rows from a file knows the line, and says [`RowError`] with that.
    #[error("row {row}: {error}")]
    Row {
        /// Which row, from 0, in the order in which they were handed over.
        row: usize,
        /// What is wrong with it.
        error: RowError,
    },
    /// There are no rows.
    #[error("there are no rows to compute from")]
    NoRows,
    /// There are more rows than places can be counted.
    #[error("there are more than {} rows", u32::MAX)]
    TooManyRows,
    /// There is nothing to compare.
    #[error("no column to look at was named")]
    NoColumns,
    /// More columns than a joint fit should have.
    #[error("{0} columns are more than {limit} that one fit takes", limit = crate::clogit::MAX_COLUMNS)]
    TooManyColumns(usize),
    /// Two inputs that belong together differ in length.
    #[error("{what} has {got} values and should have {expected}")]
    Length {
        /// What differs.
        what: &'static str,
        /// How many there are.
        got: usize,
        /// How many there should be.
        expected: usize,
    },
    /// No set has both a case and a row that is none.
    #[error("no set has both a case and a row that is none, so nothing can be compared")]
    NothingToCompare,
    /// No column varies within a set.
    #[error("no column varies within any set, so nothing can be compared")]
    NothingVaries,
    /// A set has so many cases that the exact likelihood would not fit into memory.
    #[error("a set with {cases} cases in {rows} rows is too large for the exact method")]
    SetTooLarge {
        /// Cases in the set.
        cases: usize,
        /// Rows in the set.
        rows: usize,
    },
    /// The penalty has no meaning.
    #[error("the penalty has to be a number above 0")]
    Penalty,
    /// Limits were asked for that are not offered.
    #[error("Firth's penalty is there for comparison, without profile limits")]
    NoProfileForFirth,
    /// The search did not end.
    #[error("the search for the best fit did not settle after {0} rounds")]
    NotSettled(usize),
    /// Fewer periods than a trend needs.
    #[error("{got} periods are too few; at least {needed} are needed")]
    TooFewPeriods {
        /// How many there are.
        got: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Nothing happened, so there is no rate to follow.
    #[error("nothing was counted, so there is no trend to see")]
    NoEvents,
    /// Too few events.
    #[error("{got} events are too few; at least {needed} are needed")]
    TooFewEvents {
        /// How many there are.
        got: u64,
        /// How many are needed.
        needed: u64,
    },
    /// More gaps than are looked at together.
    #[error("{0} gaps are more than the {limit} that are looked at together", limit = crate::rates::MOST_GAPS)]
    TooManyGaps(usize),
    /// All periods are at the same time.
    #[error("all rows have the same time, so there is no trend to see")]
    OneTime,
    /// Everything happened in the first or in the last period.
    #[error("all events are at one end of the time, so a slope has no finite estimate")]
    AllAtOneEnd,
    /// One person tells nothing about how people differ.
    #[error("a mean over people needs at least 2 people")]
    OnePerson,
    /// A trial with one measure only.
    #[error("only one of the two measures occurs, so nothing can be compared")]
    OneMeasure,
    /// Fewer than two groups.
    #[error("a comparison needs at least 2 groups")]
    OneGroup,
    /// Not a probability.
    #[error("item {place}: {value} is not a probability, which lies between 0 and 1")]
    NotAProbability {
        /// The place in the list, from 0.
        place: usize,
        /// What stood there.
        value: f64,
    },
}

/// What is wrong with one row, without saying which.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RowError {
    /// A value is not finite, or too large to compute with.
    #[error("the value of {column} is not a number between -1e100 and 1e100")]
    NotANumber {
        /// The column.
        column: String,
    },
    /// A value has to be above 0.
    #[error("{column} has to be above 0")]
    NotPositive {
        /// The column.
        column: &'static str,
    },
    /// A time is below 0.
    #[error("{column} is below 0")]
    Negative {
        /// The column.
        column: &'static str,
    },
    /// A count so large that it is surely a mistake.
    #[error("a count of {count} is more than {limit}", limit = crate::rates::MAX_COUNT)]
    CountTooLarge {
        /// The count.
        count: u64,
    },
    /// Periods do not follow one another.
    #[error("each period has to come after the one before")]
    OutOfOrder,
    /// An event lies outside the time watched.
    #[error("the time has to be above 0 and at most the time watched")]
    OutsideTheTime,
    /// An interval is not longer than nothing.
    #[error("stop has to be after start")]
    EmptyInterval,
    /// Someone is under observation twice at the same time.
    #[error("this overlaps another row of the same person, and a time may count only once")]
    Overlap,
    /// Two spasms of a trial at one time.
    #[error("another row has the same time")]
    SameTime,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_named_once_and_what_is_wrong_with_it_stands_alone() {
        let error = RowError::Negative { column: "the time" };
        assert_eq!(error.to_string(), "the time is below 0");
        let of_row = StatsError::Row { row: 3, error };
        assert_eq!(of_row.to_string(), "row 3: the time is below 0");
    }
}
