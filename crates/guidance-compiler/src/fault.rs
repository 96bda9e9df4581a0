//! What is wrong in the guidance, in one line.

use std::fmt;

/// Something wrong in the guidance: where it is, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, such as `guidance/rules.toml`.
    pub file: String,
    /// The kind and id of the entry, such as `rule "fever"`; the place in the file where it cannot be read at all.
    pub entry: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.entry, self.problem)
    }
}
