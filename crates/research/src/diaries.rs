//! What of a person's diary goes into the pool.

use crate::{Person, ResearchError};
use supple_diary::Log;
use supple_insight::shared;

/// The columns of the pool of diaries: the ids of the exposures that the guidance knows, and a last one that takes up
/// check-ins that are missing. What people add on their own is not among them.
pub fn names() -> Vec<&'static str> {
    shared::columns()
}

/// The sets of a diary ([`shared::sets`]), ready to be added up.
///
/// ```
/// let nobody = supple_research::person(&supple_diary::Log::new())?;
/// assert!(nobody.is_empty());
/// # Ok::<(), supple_research::ResearchError>(())
/// ```
///
/// # Errors
/// For more days of one kind in four weeks than there are.
pub fn person(log: &Log) -> Result<Person, ResearchError> {
    let mut person = Person::default();
    for set in shared::sets(log) {
        person.add(&set.cases, &set.others)?;
    }
    Ok(person)
}
