//! A plan for the moment.

use crate::kinds::Object;
use crate::kinds::field::kind;
use crate::values::Words;

kind! {
    /// A plan for the moment. Happened-at is when it was asked for. Since schema 2.
    Plan since 2 {
        /// What was said of the moment: the JSON object that the planner reads.
        situation: Object,
        /// How soon help was due, as the plan said it then.
        urgency: Words,
        /// The ids of the steps that were shown for now.
        [default] steps: Vec<Words>,
    }
}
