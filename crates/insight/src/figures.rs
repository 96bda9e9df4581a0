//! How numbers are written: the same in sentences, tables and drawings, so that no two of them differ by a rounding.

use supple_stats::number::ln;

/// How many times as often, to two digits: `0.42`, `2.8`, `14`.
pub fn times(ratio: f64) -> String {
    match ratio {
        _ if ratio >= 9.95 => format!("{ratio:.0}"),
        _ if ratio >= 0.995 => format!("{ratio:.1}"),
        _ => format!("{ratio:.2}"),
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
