//! Am I safe? Answers in, a verdict out.
//!
//! The rules are data ([`supple_guidance`]); this crate compiles them into a [`Triage`], evaluates them in three-valued
//! logic ([`Triage::verdict`]), walks a person through them worst first ([`Triage::next`]) and proves that nothing can
//! slip through ([`prove()`]). It is pure: no input or output, no clock, no chance.
//!
//! # Modules
//! - `answers`: what a person said, from and to JSON; nothing is guessed.
//! - `engine`: rules compiled to tests on *levels* of findings. A weak rule is two: its sign alone, its sign in
//!   company.
//! - `verdict`: the maximum of what rules contribute, with reasons, what is open, and which weak signs stand alone.
//! - `interview`: what to ask next. There is no script: a finding is asked while some rule above the established
//!   urgency still turns on it. Checklist and terminal interview are this one function.
//! - `prove`: the proof, its argument at the top of the file; `support` is the table of one rule in every state that
//!   it can tell apart, `ways` the ways to fulfil a condition.
//! - `single`: what one single answer gives, all else ordinary (`supple prove --single`, `docs/single-answers.md`).
//!
//! `tests/cases.toml` has the cases that the check is measured on, each with its source; `tests/it/cases.rs` counts
//! them.
//!
//! ```
//! use supple_triage::{Answer, Answers, embedded};
//! use supple_guidance::Urgency;
//!
//! let triage = embedded();
//! let mut answers = Answers::none_yet(triage);
//! answers.set(triage, "saddle-numbness", Answer::Unsure).unwrap();
//! let verdict = triage.verdict(&answers);
//! assert_eq!(verdict.urgency, Urgency::Emergency, "not sure counts as a yes for this sign");
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod answers;
mod engine;
mod interview;
mod prove;
mod single;
mod support;
mod verdict;
mod ways;

pub use answers::{Answer, AnswerError, Answers, MAX_JSON_BYTES};
pub use engine::{Triage, TriageError};
pub use interview::Step;
pub use prove::{Exception, Proof, Property, holds, prove};
pub use single::{Single, singles};
pub use verdict::{Fired, Verdict};

use std::sync::LazyLock;

static EMBEDDED: LazyLock<Triage<'static>> = LazyLock::new(|| match Triage::new(supple_guidance::embedded()) {
    Ok(triage) => triage,
    // The build has checked the same data.
    Err(error) => panic!("{error}"),
});

/// The triage of the embedded guidance.
pub fn embedded() -> &'static Triage<'static> {
    &EMBEDDED
}
