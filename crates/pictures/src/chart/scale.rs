//! Scales with round marks.

use supple_drawing::round;

/// A step of 1, 2 or 5 tenths, ones or tens that divides this into at most so many parts.
fn nice_step(most: f64, parts: f64) -> f64 {
    let mut step = 0.1;
    let mut factors = [2.0, 2.5, 2.0].into_iter().cycle();
    while most / step > parts {
        step *= factors.next().unwrap_or(2.0);
    }
    round(step)
}

/// The marks of a scale from 0 on.
pub(super) fn scale(most: f64, parts: f64) -> Vec<f64> {
    let step = nice_step(most, parts);
    (0..).map(|place| f64::from(place) * step).take_while(|mark| *mark <= most + 1e-9).collect()
}

/// The unit of a scale that reaches so many seconds, with its length, and the marks in that unit.
pub(super) fn time_scale(longest: f64) -> ((&'static str, f64), Vec<f64>) {
    let unit = match longest {
        ..120.0 => ("seconds", 1.0),
        ..7_200.0 => ("minutes", 60.0),
        ..172_800.0 => ("hours", 3_600.0),
        _ => ("days", 86_400.0),
    };
    (unit, scale(longest / unit.1, 5.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lasts_seconds_has_a_scale_of_seconds() {
        assert_eq!(time_scale(14.0), (("seconds", 1.0), vec![0.0, 5.0, 10.0]));
        assert_eq!(time_scale(600.0).0.0, "minutes");
        assert_eq!(time_scale(86_400.0).0.0, "hours");
        assert_eq!(time_scale(9.0 * 86_400.0).0.0, "days");
    }

    #[test]
    fn scales_have_round_marks() {
        assert_eq!(scale(3.5, 4.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(scale(37.0, 5.0), [0.0, 10.0, 20.0, 30.0]);
        assert_eq!(scale(0.4, 4.0), [0.0, 0.1, 0.2, 0.30000000000000004, 0.4]);
        assert_eq!(scale(380.0, 5.0), [0.0, 100.0, 200.0, 300.0]);
    }
}
