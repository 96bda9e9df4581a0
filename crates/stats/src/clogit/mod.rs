//! What goes with a spasm: exact conditional logistic regression.
//!
//! # The model
//! A *set* holds rows that are compared with one another only: the days at risk of one person in one stretch of the
//! calendar, say, or a patient with matched controls. A row is a *case* (y = 1) or not. Within a set of n rows with d
//! cases, the chance that exactly these rows are the cases, given that d of them are, is
//!
//! ```text
//! exp(sum over the cases of x'b) / sum over all choices of d rows of exp(sum over the chosen of x'b)
//! ```
//!
//! Everything that is the same within a set drops out: the person, the season, how often she logs. The coefficient b_j
//! is the log odds ratio for one unit of x_j, so `exp(b_j)` is how many times the odds of a case are with one more unit.
//! It has no unit of time.
//!
//! # Why exact
//! The denominator is the elementary symmetric polynomial B_d of u_i = exp(x_i'b). The usual shortcuts for it come from
//! survival analysis and are too small with several cases in a set, which a diary nearly always has: on 50 blocks of 28
//! days the first coefficient is 1.42 exactly, 1.22 by Efron and 1.02 by Breslow. They are here for comparison
//! ([`Ties`]); with one case in each set all three are the same. The recursion is that of Gail, Lubin and Rubinstein
//! (Biometrika 1981); `likelihood.rs` shows the form in which it neither overflows nor cancels.
//!
//! # Penalties
//! With few cases a trigger that only ever precedes spasms has no finite estimate (*separation*). The log-F(m, m) prior
//! ([`Penalty::LogF`]) adds `m/2 b - m ln(1 + e^b)` for each coefficient (Greenland and Mansournia, Stat. Med. 2015). It
//! is concave, so there is one best fit and it is finite; and it is the same as adding, for each column, m/2 matched
//! pairs in which the case was exposed and m/2 in which the control was. With m = 2 it says beforehand that an odds ratio
//! outside 1/39 to 39 is unlikely. One penalty fits all columns only if they are on one scale: leave 0/1 as it is, and
//! divide a number by two of its standard deviations.
//!
//! Firth's penalty (`1/2 ln |I|`; Heinze and Puhr, Stat. Med. 2010, for this likelihood) and a normal prior are there
//! for comparison.
//!
//! # Limits
//! 95 % profile limits: where twice the loss of (penalised) log likelihood, with the other coefficients at their best,
//! reaches 3.8415. Standard errors come from the inverse of the (penalised) information and are for plots only; with
//! Firth from the unpenalised information.
//!
//! # What it refuses, and what it leaves out with a warning
//! Values that are not finite, sets too large for the exact recursion, and data in which nothing can be compared, are
//! errors. Sets without a case, or with cases only, carry no information and are counted (Efron and Breslow take the
//! latter in, as they do elsewhere, with a warning). A column that varies in no
//! set, or (unpenalised) is a combination of others, or has no finite estimate, keeps its name and has no coefficient.
//!
//! What comes out is an association. It says nothing about causes.

mod added;
mod estimates;
mod exact;
mod firth;
mod fit;
mod likelihood;
mod newton;
mod profile;
mod sets;
mod unpacked;
mod warning;

pub use crate::penalty::Penalty;
pub use estimates::Estimates;
pub use exact::{ExactSets, Sums};
pub use fit::{Fit, Options};
pub use likelihood::{Derivatives, Ties};
pub use sets::{Rows, Sets};
pub use warning::Warning;

/// The most columns that one fit takes.
pub const MAX_COLUMNS: usize = 256;
