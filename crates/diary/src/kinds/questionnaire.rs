//! A questionnaire of others that was filled in.

use crate::kinds::field::kind;
use crate::label::Id;
use crate::values::Named;

kind! {
    /// A questionnaire of others that was filled in: which of its sentences are so. What it scores follows from them, and from the
    /// questionnaire as the guidance has it.
    Questionnaire called "Questionnaire" since 5 {
        /// Which.
        which asked "Which questionnaire?": Id,
        /// What was said of each sentence, by its number from 1. One that was left without a tick is a no.
        [default] answers asked "Which sentences are so?": Named<bool>,
    }
}
