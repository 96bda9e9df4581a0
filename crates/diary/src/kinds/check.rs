//! A safety check.

use crate::kinds::Object;
use crate::kinds::field::kind;
use crate::values::Words;

kind! {
    /// A safety check, as it was answered and as it came out then.
    Check since 1 {
        /// What was answered: the JSON object that triage reads.
        answers: Object,
        /// How soon, as the verdict said it then.
        urgency: Words,
        /// The ids of the rules that fired.
        [default] rules: Vec<Words>,
    }
}
