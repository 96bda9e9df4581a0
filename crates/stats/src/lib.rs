//! The statistics: numbers in, numbers out.
//!
//! It knows nothing of diaries, of guidance or of words for people. It is pure (no input or output, no clock, no chance),
//! adds up in a fixed order and calls libm, never the machine's own mathematics: so a browser and a server give the same
//! digits. Results serialise to JSON with the names that R uses for them, and the tests hold them to R's.
//!
//! | question | here | its equal in R |
//! |---|---|---|
//! | what goes with being a case, within sets? | [`clogit`] | `survival::clogit(method = "exact")` |
//! | which of many links may be claimed? | [`discovery`] | `p.adjust(method = "BH")` |
//! | does a rate rise or fall? | [`rates::poisson`], [`rates::negative_binomial`] | `glm`, `MASS::glm.nb` |
//! | are two rates the same? | [`rates::compare`] | `poisson.test`, with beta limits |
//! | do gaps get shorter? | [`rates::gap_order`] | `cor.test(method = "kendall", exact = TRUE)` |
//! | how long until something ends? | [`times::survival()`] | `survival::survfit` |
//! | do groups differ in that? | [`times::log_rank`] | `survival::survdiff` |
//! | how many by when, over people? | [`times::mean_cumulative`] | `survival::survfit(id = )` |
//! | which of two measures, where chance chose? | [`trial::difference`], [`trial::posterior`] | `rjags`, for the same model |
//! | how many times as often, where chance chose the weeks? | [`trial::ratio()`] | `integrate` |
//! | a probability or a quantile | [`distributions`] | `pnorm`, `qbeta`, `qchisq`, `qt`, … |
//!
//! # Modules
//! Each module's comment has the derivation, the source, and what it refuses.
//! - `clogit`: exact conditional logistic regression. `sets.rs` sorts and packs rows once, a bit for each 0/1 column;
//!   `likelihood.rs` is the recursion, in a form that neither overflows nor cancels (read its top); `newton.rs`
//!   climbs, and tells a coefficient that runs off to infinity from one that is far out; `profile.rs` finds limits;
//!   `firth.rs` and the module `penalty` are what is known beforehand; `fit.rs` puts it together; `exact.rs` has
//!   single sets, for sums over people.
//! - `rates`: Poisson, quasi-Poisson and negative binomial trends on one concave core (`regression.rs`), the exact
//!   comparison of two rates, change points, drift in single times, and Kendall's exact test on the order of gaps
//!   (`gaps.rs`).
//! - `times`: Kaplan-Meier, log-rank, mean cumulative function.
//! - `trial`: two measures that chance chose between, in one person. `whitened.rs` has the rows with their errors made
//!   independent, `grid.rs` the mixture over what is not known; `ratio.rs` has counts over days. The command line has it for a table.
//! - `discovery`: which of many links may be claimed.
//!
//! `tests/reference` holds data with the results of R and statsmodels; `tests/it/*_reference.rs` hold the crate to
//! them.
//!
//! ```
//! use supple_stats::clogit::{Options, Rows, Sets};
//!
//! // Eight pairs of days: lifting on the day of the spasm only in six of them, on the other day only in two.
//! let set = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8];
//! let case = [true, false].repeat(8);
//! let x = [[1.0, 0.0].repeat(6), [0.0, 1.0].repeat(2)].concat();
//! let sets = Sets::new(&Rows { names: &["lifting"], set: &set, case: &case, x: &x })?;
//! let fit = sets.fit(&Options { profile: true, ..Options::default() })?;
//!
//! // The penalty adds a pair each way: 7 to 3.
//! let odds_ratio = fit.coef[0].map(f64::exp).unwrap();
//! assert!((odds_ratio - 7.0 / 3.0).abs() < 1e-9);
//! # Ok::<(), supple_stats::StatsError>(())
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking"))]

pub mod bits;
pub mod clogit;
pub mod discovery;
pub mod distributions;
mod error;
pub mod matrix;
pub mod number;
mod penalty;
pub mod rates;
pub mod times;
pub mod trial;

pub use error::{RowError, StatsError};
pub use matrix::Symmetric;
pub use penalty::Penalty;
