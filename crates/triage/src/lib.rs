//! Am I safe? Answers in, a verdict out.
//!
//! The rules are data ([`supple_guidance`]); this crate compiles them into a [`Triage`], evaluates them in three-valued
//! logic ([`Triage::verdict`]), walks a person through them worst first ([`Triage::next`]) and proves that nothing can
//! slip through ([`prove()`]). It is pure: no input or output, no clock, no chance.
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
