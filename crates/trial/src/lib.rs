//! Which of two measures works for me: randomised trials of one person.
//!
//! Where sources disagree, one person can find out: chance chooses the measure for each spasm, pain is asked for before and
//! half an hour later, and a rule that was fixed beforehand says when there is enough. This crate is the whole of that but
//! entries, pages and words. It is pure: seed and times are arguments.
//!
//! | question | here |
//! |---|---|
//! | what is compared, by which rule? | [`Protocol`] |
//! | which measure now? | [`Trial::draw`], for an [`Eligible`] spasm with a stored [`Baseline`] |
//! | two devices drew at once: which draw counts? | [`kept`] |
//! | was it chance, and as was promised? | [`Trial::reveal`], [`Revealed::audit`]; `docs/verify-trial.py` |
//! | what came out? | [`judge`], [`sensitivity()`] |
//! | a habit, over days? | [`days`] |
//! | how often is that right? | [`simulate`], [`figures`]; `docs/trials.md` |
//!
//! # Chance, byte by byte
//! Whoever has the seed can do it again, with these six rules.
//!
//! 1. The **canonical bytes** of a protocol are its JSON (RFC 8259) in UTF-8: one object, its keys in the order of their
//!    bytes, no white space, whole numbers (two of them in a list, `blocks`; one below zero, `harm_mean_tenths`), and
//!    texts of small letters, digits and hyphens, so that nothing is escaped. Python writes the same with
//!    `json.dumps(protocol, sort_keys=True, separators=(",", ":"))`.
//! 2. The **commitment** is SHA-256 (FIPS 180-4) of the 32 bytes of the seed and the canonical bytes behind them. It is
//!    written before the first spasm of the trial, in small hexadecimal digits.
//! 3. The **keystream** is that of ChaCha20 (RFC 8439): the key is the seed, the nonce is 12 zero bytes, the counter begins
//!    at 0. Its bytes are used one by one, none twice, none skipped but by rule 4.
//! 4. A **number below n** takes the next byte. If the byte is at least 256 - (256 mod n) it is thrown away, and the next
//!    one is taken; else the number is the byte mod n. So each number is as likely as any other.
//! 5. A **block** has two spasms if only two of the 20 are left, which takes no byte; else a number below 2 is taken, and 0
//!    means two spasms, 1 means four. Its first half is A, its second half B. Then it is shuffled (Fisher and Yates): for
//!    each place i from the last down to the second, counted from 0, a number j below i + 1 is taken, and the places i and
//!    j are swapped.
//! 6. Blocks follow one another until 20 spasms have a measure.
//!
//! # No preview
//! The measure of a spasm cannot be had from here without its evidence: [`Trial::draw`] asks for a spasm that may take part and a
//! stored pain before, gives the next number only, and gives nothing twice. What was drawn keeps its number, whatever the
//! person then does; it is analysed as drawn.
//!
//! # Modules
//! - `protocol`: what is fixed beforehand. `seed`: the seed and what is promised of it. `schedule`: rules 3 to 6.
//! - `draw`: who may take part, and the draw. `devices`: which draw counts. `audit`: whether all was as promised.
//! - `bout`: a spasm of a trial, and how far pain fell. `rule`: looks and verdict. `sensitivity`: the same with other eyes.
//! - `days`: a trial of a habit, by periods of days: counts, with draws, a model, a rule, figures and made-up trials of their own.
//! - `simulate`: made-up trials with known truth, that judge the rule. `figures`: what they showed.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking"))]

mod audit;
mod bout;
mod chance;
pub mod days;
mod devices;
mod draw;
pub mod figures;
mod protocol;
mod rule;
mod schedule;
mod seed;
mod sensitivity;
pub mod simulate;

pub use audit::{Drawn, Mismatch, Revealed};
pub use bout::{Answer, Bout, BoutError, Done, Outcome, Pain};
pub use devices::{Dropped, Kept, kept};
pub use draw::{Baseline, Draw, DrawError, Eligible, Facts, NotAsPromised, NotEligible, Recorded, Trial};
pub use protocol::{Arm, MeasureId, Protocol, ProtocolError};
pub use rule::{Ending, Estimate, Pair, Report, Verdict, judge};
pub use seed::{Commitment, HexError, Seed};
pub use sensitivity::{Eyes, sensitivity};
