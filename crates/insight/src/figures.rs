//! How numbers are written: the same in sentences, tables and drawings, so that no two of them differ by a rounding.

use crate::findings::MEANINGLESS;
use supple_stats::number::ln;

/// How many times as often, to two digits: `0.42`, `2.8`, `14`.
pub fn times(ratio: f64) -> String {
    match ratio {
        _ if ratio >= 9.95 => format!("{ratio:.0}"),
        _ if ratio >= 0.995 => format!("{ratio:.1}"),
        _ => format!("{ratio:.2}"),
    }
}

/// How many times as often, as people say it: `about 3 times as often` goes without its "about".
///
/// ```
/// use supple_insight::figures::as_often;
///
/// let words = [0.21, 0.5, 0.93, 1.02, 1.1, 2.0, 3.04, 12.3].map(as_often);
/// assert_eq!(words[..4], ["a fifth as often", "half as often", "a little less often", "just as often"]);
/// assert_eq!(words[4..], ["a little more often", "twice as often", "3 times as often", "12 times as often"]);
/// ```
pub fn as_often(ratio: f64) -> String {
    /// Shares that have a name, from the middle between each and the next on.
    const NAMED: [(f64, &str); 9] = [
        (0.708, "three quarters"),
        (0.583, "two thirds"),
        (0.417, "half"),
        (0.292, "a third"),
        (0.225, "a quarter"),
        (0.183, "a fifth"),
        (0.146, "a sixth"),
        (0.112, "an eighth"),
        (0.085, "a tenth"),
    ];
    let close = match ratio {
        _ if ratio >= TOLD_APART => return format!("{} as often", how_many_times(ratio)),
        _ if ratio >= 1.05 => "a little more often",
        _ if ratio >= 0.95 => "just as often",
        _ if ratio >= 0.82 => "a little less often",
        _ => {
            let named = NAMED.iter().find(|(from, _)| ratio >= *from).map_or("less than a tenth", |(_, name)| name);
            return format!("{named} as often");
        }
    };
    close.to_owned()
}

/// From here on a ratio is told as a number.
const TOLD_APART: f64 = 1.15;

fn how_many_times(ratio: f64) -> String {
    match short(ratio) {
        two if two == "2" => "twice".to_owned(),
        many => format!("{many} times"),
    }
}

/// A ratio to two digits, without a nought after the point.
fn short(ratio: f64) -> String {
    times(ratio).trim_end_matches(".0").to_owned()
}

/// What fits, as a sentence: from how often to how often. A range so wide that it tells nothing is not told as one.
///
/// ```
/// use supple_insight::figures::could_be;
///
/// assert_eq!(could_be(1.4, Some(7.0)), "It could be 1.4 to 7 times as often.");
/// assert_eq!(could_be(0.5, Some(2.0)), "It could be anything from half as often to twice as often.");
/// assert_eq!(could_be(1.4, None), "It could be 1.4 times as often, or far more.");
/// assert_eq!(could_be(0.32, Some(134.0)), "That is too little to tell how much.");
/// ```
pub fn could_be(lower: f64, upper: Option<f64>) -> String {
    match upper {
        Some(upper) if upper <= lower * MEANINGLESS => {
            let (from, to) = (as_often(lower), as_often(upper));
            match () {
                () if from == to => format!("It is most likely {to}."),
                () if lower >= TOLD_APART => {
                    format!("It could be {} to {} times as often.", short(lower), short(upper))
                }
                () => format!("It could be anything from {from} to {to}."),
            }
        }
        _ if lower >= 1.0 => format!("It could be {}, or far more.", as_often(lower)),
        Some(upper) if upper <= 1.0 => format!("It could be {}, or far less.", as_often(upper)),
        _ => "That is too little to tell how much.".to_owned(),
    }
}

/// A number, with a digit after the point where it is small and has one: `0.4`, `3`, `120`.
pub fn number(value: f64) -> String {
    let text = if value.abs() >= 99.95 { format!("{value:.0}") } else { format!("{value:.1}") };
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// How long something lasts, in the units that fit: `10 seconds`, `2 minutes 30 seconds`, `9 days 3 hours`. It takes seconds.
///
/// Below two minutes it is told in seconds (but a whole minute), so that what lasts seconds is never none of a minute. From ten
/// of a unit on (hours apart) the next smaller one tells nothing more.
pub fn duration(seconds: f64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 3_600;
    const DAY: i64 = 86_400;
    let nearest = |step: i64| (seconds.clamp(0.0, 1e12) / step as f64).round() as i64 * step;
    let many = |count: i64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let two = |whole: i64, one: &str, rest: i64, other: &str| match rest {
        0 => many(whole, one),
        _ => format!("{} {}", many(whole, one), many(rest, other)),
    };
    let exact = nearest(1);
    let whole = if exact < 10 * MINUTE {
        exact
    } else if exact < DAY {
        nearest(MINUTE)
    } else if exact < 10 * DAY {
        nearest(HOUR)
    } else {
        nearest(DAY)
    };
    match whole {
        0 => "under 1 second".to_owned(),
        MINUTE => "1 minute".to_owned(),
        1..120 => many(whole, "second"),
        120..HOUR => two(whole / MINUTE, "minute", whole % MINUTE, "second"),
        HOUR..DAY => two(whole / HOUR, "hour", whole % HOUR / MINUTE, "minute"),
        _ => two(whole / DAY, "day", whole % DAY / HOUR, "hour"),
    }
}

/// From how long to how long, with the unit once where both share it: `8 to 12 seconds`.
pub fn durations(from: f64, to: f64) -> String {
    let (from, to) = (duration(from), duration(to));
    let unit = |words: &str| words.rsplit(' ').next().map(|unit| unit.trim_end_matches('s').to_owned());
    match from.split_once(' ') {
        Some((number, one)) if from.split(' ').count() == 2 && to.split(' ').count() == 2 && unit(one) == unit(&to) => {
            format!("{number} to {to}")
        }
        _ => format!("{from} to {to}"),
    }
}

/// About how many of ten, or of a hundred where that tells more: two shares that differ are told as two that do. The first of
/// what it gives is ten or a hundred.
///
/// ```
/// use supple_insight::figures::of_so_many;
///
/// assert_eq!(of_so_many([0.42, 0.11]), Some((10, [4, 1])));
/// assert_eq!(of_so_many([0.04, 0.02]), Some((100, [4, 2])));
/// assert_eq!(of_so_many([0.041, 0.042]), None);
/// ```
pub fn of_so_many(shares: [f64; 2]) -> Option<(usize, [usize; 2])> {
    let told = |of: usize| (of, shares.map(|share| (share * of as f64).round() as usize));
    let is_told = |(_, [one, other]): &(usize, [usize; 2])| one != other && *one.min(other) > 0;
    let [ten, hundred] = [told(10), told(100)];
    Some(ten).filter(is_told).or(Some(hundred).filter(|(_, [one, other])| one != other))
}

/// A chance as one time in so many, to two digits: `1 time in 5,000`.
pub fn one_in(chance: f64) -> String {
    let many = 1.0 / chance.max(1e-12);
    if many > 1e6 {
        return "less than 1 time in a million".to_owned();
    }
    let mut digit = 1.0;
    while many / digit >= 100.0 {
        digit *= 10.0;
    }
    let rounded = ((many / digit).round() * digit) as u64;
    match (rounded / 1_000, rounded % 1_000) {
        (1_000, _) => "1 time in a million".to_owned(),
        (0, ones) => format!("1 time in {ones}"),
        (thousands, ones) => format!("1 time in {thousands},{ones:03}"),
    }
}

/// How often a ratio doubles (or, below 0, halves) what it is taken of: the scale on which ratios are drawn. The same
/// digits natively and in a browser.
pub fn doublings(ratio: f64) -> f64 {
    ln(ratio) / ln(2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_digits() {
        for (ratio, words) in
            [(0.041, "0.04"), (0.994, "0.99"), (0.996, "1.0"), (2.75, "2.8"), (9.96, "10"), (77.4, "77")]
        {
            assert_eq!(times(ratio), words, "{ratio}");
        }
    }

    #[test]
    fn four_times_doubles_twice() {
        assert!((doublings(4.0) - 2.0).abs() < 1e-12 && (doublings(0.5) + 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_duration_is_told_in_the_units_that_fit_and_seconds_stay_seconds() {
        for (seconds, words) in [
            (0.0, "under 1 second"),
            (0.4, "under 1 second"),
            (1.0, "1 second"),
            (10.4, "10 seconds"),
            (60.0, "1 minute"),
            (90.0, "90 seconds"),
            (119.6, "2 minutes"),
            (150.0, "2 minutes 30 seconds"),
            (900.0, "15 minutes"),
            (3_599.0, "1 hour"),
            (5_400.0, "1 hour 30 minutes"),
            (86_399.0, "1 day"),
            (86_400.0, "1 day"),
            (180_000.0, "2 days 2 hours"),
            (9.0 * 86_400.0, "9 days"),
            (12.4 * 86_400.0, "12 days"),
        ] {
            assert_eq!(duration(seconds), words, "{seconds}");
        }
        assert_eq!(durations(8.0, 12.0), "8 to 12 seconds");
        assert_eq!(durations(1.0, 12.0), "1 to 12 seconds");
        assert_eq!(durations(50.0, 180.0), "50 seconds to 3 minutes");
        assert_eq!(durations(150.0, 180.0), "2 minutes 30 seconds to 3 minutes");
    }

    #[test]
    fn a_chance_is_one_time_in_so_many() {
        for (chance, words) in [
            (1.0 / 5040.0, "1 time in 5,000"),
            (1.0 / 120.0, "1 time in 120"),
            (0.0243, "1 time in 41"),
            (1.0, "1 time in 1"),
            (1.0 / 40_320.0, "1 time in 40,000"),
            (1e-6, "1 time in a million"),
            (1e-30, "less than 1 time in a million"),
        ] {
            assert_eq!(one_in(chance), words);
        }
    }

    #[test]
    fn whole_numbers_have_no_point() {
        for (value, words) in [(3.0, "3"), (2.96, "3"), (0.04, "0"), (12.34, "12.3"), (99.96, "100"), (365.2, "365")] {
            assert_eq!(number(value), words, "{value}");
        }
    }
}
