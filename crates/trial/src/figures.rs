//! What the rule finds, in round figures, for whoever asks whether to begin a trial.
//!
//! Of 10,000 made-up trials for each line (seed 1, margin one point, independent errors, pain before from 5 to 9, a mean fall of
//! 2 points), as `cargo run --release -p supple-trial --example table -- --trials 10000 --group main` counts them; the whole
//! table stands in `docs/trials.md`. A test makes some of them again, and fails where these differ by more than chance.

/// After how many spasms [`Found::of_100`] counts.
pub const SPASMS: [u8; 3] = [12, 16, 20];

/// How many of 100 trials find a difference that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// How much further pain falls after one measure than after the other, in points.
    pub difference: u8,
    /// How far falls scatter: their standard deviation, in tenths of a point.
    pub scatter_tenths: u8,
    /// Of 100, how many call the better measure better after at most 12, 16 and 20 spasms.
    pub of_100: [u8; 3],
}

/// How 100 trials of two equal measures end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Equal {
    /// How far falls scatter: their standard deviation, in tenths of a point.
    pub scatter_tenths: u8,
    /// With no clear difference.
    pub no_clear_difference: u8,
    /// With "about the same".
    pub about_the_same: u8,
    /// With one of them called better, which is wrong.
    pub wrong: u8,
}

/// The scatter that is taken where none is known yet, in tenths of a point.
pub const USUAL_SCATTER_TENTHS: u8 = 15;

/// Differences that are there.
pub const FOUND: [Found; 9] = [
    Found { difference: 1, scatter_tenths: 10, of_100: [10, 19, 29] },
    Found { difference: 2, scatter_tenths: 10, of_100: [45, 72, 88] },
    Found { difference: 3, scatter_tenths: 10, of_100: [82, 97, 100] },
    Found { difference: 1, scatter_tenths: 15, of_100: [4, 8, 13] },
    Found { difference: 2, scatter_tenths: 15, of_100: [19, 35, 51] },
    Found { difference: 3, scatter_tenths: 15, of_100: [43, 71, 88] },
    Found { difference: 1, scatter_tenths: 25, of_100: [2, 3, 5] },
    Found { difference: 2, scatter_tenths: 25, of_100: [5, 10, 16] },
    Found { difference: 3, scatter_tenths: 25, of_100: [11, 23, 38] },
];

/// Two equal measures.
pub const EQUAL: [Equal; 3] = [
    Equal { scatter_tenths: 10, no_clear_difference: 83, about_the_same: 14, wrong: 3 },
    Equal { scatter_tenths: 15, no_clear_difference: 96, about_the_same: 1, wrong: 3 },
    Equal { scatter_tenths: 25, no_clear_difference: 98, about_the_same: 0, wrong: 2 },
];

/// The most that was wrong in any setting that the rule is held to, of 100.
pub const MOST_WRONG: u8 = 4;
