//! The part of an address after the question mark.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;

pub(crate) type Pairs = Vec<(String, String)>;

/// The parts of an address after the question mark.
pub(crate) fn query(query: Result<Query<Pairs>, QueryRejection>) -> Pairs {
    query.map(|Query(pairs)| pairs).unwrap_or_default()
}

/// One part of an address after the question mark.
pub(crate) fn part<'q>(pairs: &'q Pairs, name: &str) -> &'q str {
    pairs.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value.trim())
}

// ---------------------------------------------------------------- the calendar
