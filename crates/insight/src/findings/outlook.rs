//! How often a spasm came so many days after the last one, where that told more of this person's days than their average.
//!
//! Each day with a check-in is forecast from the days before it alone, twice: by the share of all days with a spasm (the
//! base rate), and by the share of the days as long after the last spasm, drawn towards the base rate as if it had
//! [`DRAWN`] more days of it. The Brier score says which was nearer to what came: the squared error, summed. Scores are
//! taken by four weeks, since days that lie together are alike, and Student's t on these sums has to be above its one in
//! twenty. Otherwise nothing is told: a forecast that is no better than the average is none.
//!
//! Why no more goes into it: forecasts from triggers, tried on made-up people on a third of the days that they were not
//! made from, had a slope of 0.5 to 0.65, and were worse than the base rate where there were no triggers.

use crate::design::Days;
use serde::{Deserialize, Serialize};
use supple_stats::distributions::student_cdf;

/// The last day of each band after a spasm; what lies later is a band of its own.
const BANDS: [i64; 4] = [1, 3, 7, 14];

/// So many days of the base rate are added to each band. Our own choice: a band with a handful of days says little.
const DRAWN: f64 = 10.0;

/// Forecasts are scored once so many days, and so many with a spasm, have been seen.
const LEAST_SEEN: (u64, u64) = (28, 5);

/// Scores are taken by so many days, and of so many such stretches at least.
const STRETCH: i64 = 28;
const LEAST_STRETCHES: usize = 6;

/// A band is told of from so many days on, and only if it differs from all days by this factor.
const LEAST_DAYS: u64 = 10;
const APART: f64 = 1.5;

/// How often chance alone would let the forecast seem better.
const BY_CHANCE: f64 = 0.05;

/// Days as long after a spasm as the next day is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// How many days after the last spasm the band begins, in which the next day lies if no spasm comes before.
    pub from: i64,
    /// How many days after the last spasm the band ends; none where it does not.
    pub to: Option<i64>,
    /// Days of the band with a spasm.
    pub spasm_days: u64,
    /// Days of the band.
    pub days: u64,
    /// All days with a spasm that were looked at.
    pub all_spasm_days: u64,
    /// All days that were looked at.
    pub all_days: u64,
    /// By how much the forecasts were better than the base rate (Brier skill score; 1 is never wrong).
    pub skill: f64,
    /// How often chance alone would let them seem as much better.
    pub p: f64,
}

/// Days with a spasm, and days.
#[derive(Clone, Copy, Default)]
struct Seen(u64, u64);

impl Seen {
    fn share(self) -> f64 {
        (self.0 as f64 + 0.5) / (self.1 as f64 + 1.0)
    }
}

/// What is told of the next day; none where forecasts were not better than the base rate, or the next day is like any other.
pub(super) fn outlook(days: &Days) -> Option<Outlook> {
    let mut bands = [Seen::default(); BANDS.len() + 1];
    let mut all = Seen::default();
    let mut last: Option<i64> = None;
    // By stretch: how much nearer the forecast was, and how far the base rate was off.
    let mut scores: Vec<(i64, f64)> = Vec::new();
    let mut off = 0.0;
    for (number, day) in days.iter() {
        let place = last.map(|last| band(number - last));
        let came = day.bouts > 0;
        if let (true, Some(place)) = (day.is_known, place) {
            let seen = bands.get_mut(place)?;
            if all.1 >= LEAST_SEEN.0 && all.0 >= LEAST_SEEN.1 {
                let (base, y) = (all.share(), f64::from(u8::from(came)));
                let forecast = (seen.0 as f64 + DRAWN * base) / (seen.1 as f64 + DRAWN);
                let nearer = (base - y) * (base - y) - (forecast - y) * (forecast - y);
                off += (base - y) * (base - y);
                match scores.last_mut().filter(|(stretch, _)| *stretch == number / STRETCH) {
                    Some((_, sum)) => *sum += nearer,
                    None => scores.push((number / STRETCH, nearer)),
                }
            }
            *seen = Seen(seen.0 + u64::from(came), seen.1 + 1);
            all = Seen(all.0 + u64::from(came), all.1 + 1);
        }
        if came {
            last = Some(number);
        }
    }
    let p = chance(&scores).filter(|p| *p <= BY_CHANCE)?;
    let next = days.first + days.days.len() as i64;
    let place = band(next - last?);
    let seen = *bands.get(place)?;
    let ratio = seen.share() / all.share();
    let is_told = seen.1 >= LEAST_DAYS && (ratio >= APART || ratio <= 1.0 / APART);
    is_told.then(|| Outlook {
        from: place.checked_sub(1).and_then(|before| BANDS.get(before)).map_or(1, |last| last + 1),
        to: BANDS.get(place).copied(),
        spasm_days: seen.0,
        days: seen.1,
        all_spasm_days: all.0,
        all_days: all.1,
        skill: scores.iter().map(|(_, sum)| sum).sum::<f64>() / off,
        p,
    })
}

/// In which band lies what is so many days after a spasm.
fn band(after: i64) -> usize {
    BANDS.iter().position(|last| after <= *last).unwrap_or(BANDS.len())
}

/// How often sums that are 0 on average would be as far above it (Student's t, one-sided).
fn chance(scores: &[(i64, f64)]) -> Option<f64> {
    let many = scores.len();
    if many < LEAST_STRETCHES {
        return None;
    }
    let mean = scores.iter().map(|(_, sum)| sum).sum::<f64>() / many as f64;
    let spread = scores.iter().map(|(_, sum)| (sum - mean) * (sum - mean)).sum::<f64>() / (many - 1) as f64;
    if mean <= 0.0 || spread <= 0.0 {
        return None;
    }
    student_cdf(-mean / (spread / many as f64).sqrt(), (many - 1) as f64)
}

impl Outlook {
    /// The shares of the days with a spasm: of this band, and of all days.
    pub fn shares(&self) -> [f64; 2] {
        [Seen(self.spasm_days, self.days).share(), Seen(self.all_spasm_days, self.all_days).share()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Day;

    /// Numbers that look random, between 0 and 1.
    struct Dice(u64);

    impl Dice {
        fn next(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    /// Days of which each has a spasm by a chance that follows from how many days ago the last one was.
    fn days(many: usize, seed: u64, chance: impl Fn(usize) -> f64) -> Days {
        let (mut dice, mut since) = (Dice(seed), 1000);
        let day = |_| {
            let came = dice.next() < chance(since);
            since = if came { 1 } else { since + 1 };
            Day { is_known: dice.next() < 0.9, bouts: u32::from(came), ..Day::default() }
        };
        Days { first: 20_000, days: (0..many).map(day).collect() }
    }

    #[test]
    fn spasms_that_bring_the_next_are_told_of_and_the_numbers_are_those_of_the_days() {
        let flares = |since: usize| if since <= 3 { 0.45 } else { 0.04 };
        let found: Vec<Outlook> = (0..100).filter_map(|seed| outlook(&days(365, seed, flares))).collect();
        assert!(found.len() > 50, "{}", found.len());
        for one in &found {
            assert!(one.days >= LEAST_DAYS && one.days <= one.all_days && one.all_days > 150, "{one:?}");
            let [here, all] = one.shares();
            assert_eq!(here > all, one.from <= 3, "{one:?}");
            assert!((0.0..1.0).contains(&one.skill) && one.p <= BY_CHANCE, "{one:?}");
        }
    }

    #[test]
    fn where_days_are_all_alike_nothing_is_told() {
        let told = |chance: f64, many: usize| {
            (0..300).filter(|seed| outlook(&days(many, 1000 + seed, |_| chance)).is_some()).count()
        };
        for (chance, many) in [(0.05, 365), (0.15, 365), (0.3, 200), (0.1, 700)] {
            assert!(told(chance, many) <= 9, "{chance}, {many}: {}", told(chance, many));
        }
    }

    #[test]
    fn a_short_diary_and_one_without_a_spasm_tell_nothing() {
        assert_eq!(outlook(&days(120, 1, |since| if since <= 3 { 0.5 } else { 0.05 })), None);
        assert_eq!(outlook(&days(900, 1, |_| 0.0)), None);
        assert_eq!(outlook(&Days { first: 20_000, days: Vec::new() }), None);
    }
}
