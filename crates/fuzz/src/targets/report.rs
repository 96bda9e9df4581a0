//! A report that is given back: which diary it was made from.

use super::nothing;
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::{Seen, clear};
use std::sync::LazyLock;
use supple_diary::Log;
use supple_report::{Head, Judged, Proof};

pub(super) const REPORT: Target = Target {
    name: "report",
    shape: Shape::Bytes,
    tokens: &["urn:supple:heads|", ",", ".", "0193b3f0-0000-7000-8000-000000000011.6.", "%PDF-1.7", "\u{feff}"],
    most: 16 << 10,
    made: nothing,
    judge: report,
};

/// The diary that reports are compared with.
static HERE: LazyLock<Log> = LazyLock::new(|| Log::from_lines(include_str!("../../seeds/lines/days-trial.jsonl")).0);

/// The file of a report, or any other. The heads that it names come back equal when they are written; a diary says one of
/// four things to them, and whole only to heads that it has.
pub fn report(bytes: &[u8]) -> Seen {
    let proof = match Proof::read(bytes) {
        Ok(proof) => proof,
        Err(why) => return Seen::refused(&format!("the file {why}")),
    };
    assert_eq!(Proof::read(proof.named().as_bytes()).as_ref(), Ok(&proof), "the heads come back");
    clear(&proof.code());
    assert_eq!(proof.code().len(), "0000 0000 0000".len());
    let judged = proof.judge(&HERE);
    match &judged {
        Judged::Whole { .. } => {
            let held = |head: &Head| {
                HERE.iter().any(|entry| entry.device() == head.device && entry.sequence() == head.sequence)
            };
            assert!(!proof.heads.is_empty() && proof.heads.iter().all(held), "it holds each head");
        }
        Judged::Changed(heads) | Judged::Missing(heads) => assert!(!heads.is_empty()),
        Judged::Empty => assert!(proof.heads.is_empty()),
    }
    let name = format!("{judged:?}");
    Seen::of(name.split([' ', '(']).next().unwrap_or_default()).and(Seen::of(&proof.heads.len().min(5).to_string()))
}
