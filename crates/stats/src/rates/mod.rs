//! How often: rates that change, and the comparison of two.
//!
//! What is counted are bouts, not single spasms: spasms of one flare follow one another and would each count as news. The
//! rate is per day *with a check-in* ([`Counts::exposure`]): a day without one is unknown, not quiet.
//!
//! # The model
//! `ln(expected count) = a + b x + ln(exposure)`, so `exp(a)` is the rate per day at x = 0 and `exp(b)` how many times
//! the rate becomes with one unit of x. x may be time, for a trend, or 0 before and 1 after a known date, for a step.
//!
//! Three answers to how far counts stray from it:
//! - **Poisson**: bouts come independently. They do not; its limits are too narrow for clustered ones.
//! - **Quasi-Poisson**: the same estimate, its standard error widened by the spread that is seen.
//! - **Negative binomial** (the one to show): the rate itself varies from period to period, so that the variance is
//!   `mu + mu^2 / theta`. Theta is found by maximum likelihood together with a and b. Where no theta up to 10,000 is
//!   better than the next larger, there is no such spread and the Poisson fit stands.
//!
//! Standard errors come from the expected information at the estimate, with theta taken as known, as R's `glm` and
//! `glm.nb` have it; limits from the profile likelihood.
//!
//! # What it refuses
//! Periods without exposure, a single time, no event at all, and (without a prior on b) all events at one end of x,
//! where the best slope is infinite.

mod change_point;
mod clusters;
mod compare;
mod counts;
mod gaps;
mod negbin;
mod recurrence;
mod regression;
mod trend;
mod weeks;

pub use change_point::{
    ChangePoint, ChangePointProfile, LEAST_EVENTS_FOR_A_CHANGE, LEAST_WEEKS_FOR_A_CHANGE, change_point,
    change_point_profile,
};
pub use clusters::{Stretches, compare_stretches, dispersion};
pub use compare::{RateRatio, compare};
pub use counts::{Counts, MAX_COUNT};
pub use gaps::{GapLength, GapOrder, MOST_GAPS, gap_order, gap_orders};
pub use negbin::{MAX_THETA, NegativeBinomial, Slope, negative_binomial, p_increasing};
pub use recurrence::{Recurrence, recurrence};
pub use regression::{Poisson, QuasiPoisson, poisson, quasi_poisson};
pub use trend::{Trend, TrendWarning, trend};
pub use weeks::{Week, merge_thin_weeks};
