//! Times that differ by rounding only are one time.

const CLOSE: f64 = 1.490_116_119_384_765_6e-8;

/// The distinct times, ascending; each is the smallest of its like.
pub(super) fn distinct(times: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = times.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    let mean = sorted.iter().map(|time| time.abs()).sum::<f64>() / sorted.len().max(1) as f64;
    let mut last = f64::NEG_INFINITY;
    sorted.retain(|time| {
        let step = *time - last;
        last = *time;
        step > CLOSE && step > CLOSE * mean
    });
    sorted
}

/// The place of a time among the distinct ones.
pub(super) fn place(distinct: &[f64], time: f64) -> usize {
    distinct.partition_point(|other| *other <= time).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_differ_by_rounding_are_one() {
        let times = [0.3, 0.1 + 0.2, 0.7, 0.1];
        let distinct = distinct(times.into_iter());
        assert_eq!(distinct, [0.1, 0.3, 0.7]);
        assert_eq!(times.map(|time| place(&distinct, time)), [1, 1, 2, 0]);
    }
}
