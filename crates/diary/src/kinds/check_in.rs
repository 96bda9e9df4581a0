//! The daily check-in.

use crate::kinds::field::kind;
use crate::values::{Level, Named, Said};
use jiff::civil;

kind! {
    /// The short daily question. Several on one day add up; the later one wins where both say something.
    CheckIn since 1 {
        /// The day that it is about. It may be filled in later than that.
        #[serde(deserialize_with = "crate::values::read_date")]
        date: civil::Date,
        /// Whether there was a spasm.
        [default] spasm: Option<bool>,
        /// Pain over the day.
        [default] pain: Option<Level>,
        /// Sleep, stress, and whatever else is asked, by the id of the question.
        [default] answers typed "answer": Named<Said>,
    }
}
