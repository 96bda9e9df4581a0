//! How numbers are written: the same in sentences, tables and drawings, so that no two of them differ by a rounding.

use crate::number::ln;

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
    fn whole_numbers_have_no_point() {
        for (value, words) in [(3.0, "3"), (2.96, "3"), (0.04, "0"), (12.34, "12.3"), (99.96, "100"), (365.2, "365")] {
            assert_eq!(number(value), words, "{value}");
        }
    }
}
