//! Why a question to the statistics has no answer, in one sentence that says what to do.

/// Why no statistic is given.
///
/// Rows count from 0, in the order in which they were handed over; whoever read them from a file knows the line.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StatsError {
    /// There are no rows.
    #[error("there are no rows; nothing can be computed from nothing")]
    NoRows,
    /// There are more rows than places can be counted.
    #[error("there are more than {} rows; split the data by set and add the parts up", u32::MAX)]
    TooManyRows,
    /// There is nothing to compare.
    #[error("no column to look at was named; name at least one")]
    NoColumns,
    /// More columns than a joint fit should have.
    #[error("{0} columns are more than {limit} that one fit takes; leave some out", limit = crate::clogit::MAX_COLUMNS)]
    TooManyColumns(usize),
    /// Two inputs that belong together differ in length.
    #[error("{what} has {got} values and should have {expected}; give one for each row")]
    Length {
        /// What differs.
        what: &'static str,
        /// How many there are.
        got: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A value is not finite, or too large to compute with.
    #[error(
        "row {row}: the value of {column} is not a number between -1e100 and 1e100; correct it or leave the row out"
    )]
    NotANumber {
        /// The row, from 0.
        row: usize,
        /// The column.
        column: String,
    },
    /// A value has to be above 0.
    #[error("row {row}: {column} has to be above 0; correct it or leave the row out")]
    NotPositive {
        /// The row, from 0.
        row: usize,
        /// The column.
        column: &'static str,
    },
    /// A time is below 0.
    #[error("row {row}: {column} is below 0; correct it or leave the row out")]
    Negative {
        /// The row, from 0.
        row: usize,
        /// The column.
        column: &'static str,
    },
    /// A count so large that it is surely a mistake.
    #[error("row {row}: a count of {count} is more than {limit}; correct it", limit = crate::rates::MAX_COUNT)]
    CountTooLarge {
        /// The row, from 0.
        row: usize,
        /// The count.
        count: u64,
    },
    /// No set has both a case and a row that is none.
    #[error("no set has both a case and a row that is none, so nothing can be compared; keep logging")]
    NothingToCompare,
    /// No column varies within a set.
    #[error("no column varies within any set, so nothing can be compared; choose other columns or keep logging")]
    NothingVaries,
    /// A set has so many cases that the exact likelihood would not fit into memory.
    #[error("a set with {cases} cases in {rows} rows is too large for the exact method; use efron, or smaller sets")]
    SetTooLarge {
        /// Cases in the set.
        cases: usize,
        /// Rows in the set.
        rows: usize,
    },
    /// The penalty has no meaning.
    #[error("the penalty has to be a number above 0; 2 is the usual choice for log-F")]
    Penalty,
    /// Limits were asked for that are not offered.
    #[error("Firth's penalty is there for comparison, without profile limits; use log-F for limits")]
    NoProfileForFirth,
    /// The search did not end.
    #[error("the search for the best fit did not settle after {0} rounds; use a penalty, or fewer columns")]
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
    #[error("{0} gaps are more than the {limit} that are looked at together; take the latest", limit = crate::rates::MOST_GAPS)]
    TooManyGaps(usize),
    /// All periods are at the same time.
    #[error("all rows have the same time, so there is no trend to see")]
    OneTime,
    /// Everything happened in the first or in the last period.
    #[error("all events are at one end of the time, so a slope has no finite estimate; compare two parts instead")]
    AllAtOneEnd,
    /// Periods do not follow one another.
    #[error("row {row}: each period has to come after the one before; sort them, and merge those of the same time")]
    OutOfOrder {
        /// The row, from 0.
        row: usize,
    },
    /// An event lies outside the time watched.
    #[error("row {row}: the time has to be above 0 and at most the time watched; correct it or leave the row out")]
    OutsideTheTime {
        /// The row, from 0.
        row: usize,
    },
    /// An interval is not longer than nothing.
    #[error("row {row}: stop has to be after start; correct it or leave the row out")]
    EmptyInterval {
        /// The row, from 0.
        row: usize,
    },
    /// Someone is under observation twice at the same time.
    #[error("row {row}: this overlaps another row of the same person; a time may count only once")]
    Overlap {
        /// The row, from 0.
        row: usize,
    },
    /// One person tells nothing about how people differ.
    #[error("a mean over people needs at least 2 people; for one person, look at the trend")]
    OnePerson,
    /// Two spasms of a trial at one time.
    #[error("row {row}: another row has the same time; correct it, or leave one of them out")]
    SameTime {
        /// The row, from 0.
        row: usize,
    },
    /// A trial with one measure only.
    #[error("only one of the two measures occurs, so nothing can be compared; go on with the trial")]
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
    /// Fewer people than may be told about.
    #[error(
        "fewer than {limit} people have spasm days that can be compared, and of so few nothing is told; add more diaries",
        limit = crate::pool::LEAST_PEOPLE
    )]
    TooFewPeople,
    /// More columns than a row of bits has.
    #[error("{0} columns are more than the 64 that many diaries can be compared by; leave some out")]
    TooManyBits(usize),
    /// Parts were to be added, and there is none.
    #[error("there is no part to add up; name at least one")]
    NoParts,
    /// A question was made by another version, or asks about something else.
    #[error(
        "this question was made by another version of Supple, or is about something else; use one version everywhere"
    )]
    OtherQuestion,
    /// A part was made by another version, or is none.
    #[error("part {place}: it was made by another version of Supple, or was changed; use one version everywhere")]
    OtherVersion {
        /// Its place, from 0.
        place: usize,
    },
    /// A part does not answer the same question as the first.
    #[error("part {place}: it belongs to another round than the first part; compute all parts from the same question")]
    OtherRound {
        /// Its place, from 0.
        place: usize,
    },
    /// The same part stands twice.
    #[error("parts {first} and {second} are the same; a diary may count only once, so leave one out")]
    SamePart {
        /// The place of the first, from 0.
        first: usize,
        /// The place of the second, from 0.
        second: usize,
    },
    /// A part does not hold together.
    #[error("part {place}: its lists do not fit together; compute it anew")]
    BrokenPart {
        /// Its place, from 0.
        place: usize,
    },
}
