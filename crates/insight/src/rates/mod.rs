//! Rates.
/// The largest count.
pub const MAX_COUNT: u64 = 1_000_000;
