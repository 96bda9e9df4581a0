//! What the rule of a trial over days finds, in round figures, for whoever asks whether to begin one.
//!
//! Of 1,000 made-up trials for each line (seed 1, rates that scatter by 0.4 from period to period, every day observed), as
//! `cargo run --release -p supple-trial --example days -- 1000` counts them, with `fortnights` behind it for periods of 14 days;
//! both tables stand in `docs/trials.md`. A test makes some of them again, and fails where these differ by more than chance.

/// How many of 100 trials find that a habit halves the spasms, where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many days a period has.
    pub period_days: u8,
    /// Spasms a day without the habit, in hundredths.
    pub per_day_hundredths: u16,
    /// Of 100, how many call the habit better by the end.
    pub of_100: u8,
}

/// A true halving.
pub const HALVING: [Found; 6] = [
    Found { period_days: 7, per_day_hundredths: 15, of_100: 2 },
    Found { period_days: 7, per_day_hundredths: 40, of_100: 17 },
    Found { period_days: 7, per_day_hundredths: 100, of_100: 40 },
    Found { period_days: 14, per_day_hundredths: 15, of_100: 10 },
    Found { period_days: 14, per_day_hundredths: 40, of_100: 38 },
    Found { period_days: 14, per_day_hundredths: 100, of_100: 63 },
];

/// Of 100 trials in which a fifth fewer spasms come with the habit, the most that find it in weeks, with up to one spasm a day.
pub const A_FIFTH: u8 = 6;

/// Of 100 trials of a habit that does nothing, the fewest that end with no clear difference.
pub const NOTHING_THERE: u8 = 96;

/// The most that was wrong in any setting that the rule is held to, of 100.
pub const MOST_WRONG: u8 = 5;

/// The line that fits best: of these periods, the one whose rate is nearest by its ratio. None for other periods.
pub fn halving(period_days: u8, per_day: f64) -> Option<Found> {
    let off =
        |found: &Found| (libm::log(per_day.max(0.01)) - libm::log(f64::from(found.per_day_hundredths) / 100.0)).abs();
    let of_period = HALVING.into_iter().filter(|found| found.period_days == period_days);
    of_period.min_by(|one, other| off(one).total_cmp(&off(other)))
}
