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

/// What is made of each of many diaries, in their order: on all cores with the feature `parallel`, where to fold a diary
/// and to lay out its days takes more than all that comes after. Each may be read within `make`, so that only as many are
/// in memory as there are cores.
///
/// ```
/// use supple_diary::Log;
/// use supple_research::{each, person};
///
/// let people = each(&[Log::new(), Log::new()], person);
/// assert_eq!(people.len(), 2);
/// ```
pub fn each<T: Sync, P: Send>(diaries: &[T], make: impl Fn(&T) -> P + Send + Sync) -> Vec<P> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        diaries.par_iter().map(make).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        diaries.iter().map(make).collect()
    }
}
