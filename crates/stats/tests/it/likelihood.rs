//! The likelihood and its derivatives, against the definition.

use crate::common::Matched;
use proptest::collection::vec;
use proptest::prelude::*;
use supple_stats::clogit::Ties;

/// The conditional log likelihood by its definition: all choices of d rows of each set, tried one by one.
fn by_enumeration(data: &Matched, b: &[f64]) -> f64 {
    let p = data.names.len();
    let eta = |row: usize| -> f64 { data.x[row * p..(row + 1) * p].iter().zip(b).map(|(x, b)| x * b).sum() };
    let mut labels = data.set.clone();
    labels.sort_unstable();
    labels.dedup();
    let mut sum = 0.0;
    for label in labels {
        let rows: Vec<usize> = (0..data.set.len()).filter(|row| data.set[*row] == label).collect();
        let d = rows.iter().filter(|row| data.case[**row]).count();
        let mut denominator = 0.0;
        for choice in 0_u32..1 << rows.len() {
            if choice.count_ones() as usize == d {
                let chosen = rows.iter().enumerate().filter(|(k, _)| choice >> k & 1 == 1);
                denominator += chosen.map(|(_, row)| eta(*row)).sum::<f64>().exp();
            }
        }
        let cases: f64 = rows.iter().filter(|row| data.case[**row]).map(|row| eta(*row)).sum();
        sum += cases - denominator.ln();
    }
    sum
}

/// Up to 4 sets of up to 9 rows, with two 0/1 columns and two of numbers, in any order.
fn data() -> impl Strategy<Value = Matched> {
    let row = (0_u64..4, any::<bool>(), any::<bool>(), any::<bool>(), -2.0..2.0_f64, 0_u8..4);
    vec(row, 8..=9 * 4)
        .prop_map(|rows| {
            let mut data = Matched {
                names: ["a", "b", "c", "d"].map(String::from).to_vec(),
                set: vec![],
                case: vec![],
                x: vec![],
            };
            for (set, case, a, b, c, d) in rows {
                if data.set.iter().filter(|other| **other == set).count() < 9 {
                    data.set.push(set);
                    data.case.push(case);
                    data.x.extend([f64::from(u8::from(a)), f64::from(u8::from(b)), c, f64::from(d)]);
                }
            }
            data
        })
        .prop_filter("something to compare", |data| data.try_sets().is_ok())
}

fn coefficients() -> impl Strategy<Value = Vec<f64>> {
    vec(-2.0..2.0_f64, 4)
}

/// Breslow's and Efron's approximations by their definitions.
fn approximation(data: &Matched, b: &[f64], efron: bool) -> f64 {
    let p = data.names.len();
    let eta = |row: &usize| -> f64 { data.x[row * p..(row + 1) * p].iter().zip(b).map(|(x, b)| x * b).sum() };
    let mut sum = 0.0;
    for set in 0..4 {
        let rows: Vec<usize> = (0..data.set.len()).filter(|row| data.set[*row] == set).collect();
        let cases: Vec<usize> = rows.iter().copied().filter(|row| data.case[*row]).collect();
        let (all, own) =
            (rows.iter().map(|row| eta(row).exp()).sum::<f64>(), cases.iter().map(|row| eta(row).exp()).sum::<f64>());
        for (k, case) in cases.iter().enumerate() {
            let left_out = if efron { k as f64 / cases.len() as f64 * own } else { 0.0 };
            sum += eta(case) - (all - left_out).ln();
        }
    }
    sum
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_approximations_are_what_their_definitions_say(data in data(), b in coefficients()) {
        let sets = data.sets();
        for (ties, efron) in [(Ties::Efron, true), (Ties::Breslow, false)] {
            let (ours, theirs) = (sets.evaluate(ties, &b).unwrap().loglik, approximation(&data, &b, efron));
            prop_assert!((ours - theirs).abs() < 1e-11 * (1.0 + theirs.abs()), "{ties:?} {ours} {theirs}");
        }
    }

    #[test]
    fn the_exact_likelihood_is_the_one_that_enumeration_gives(data in data(), b in coefficients()) {
        let ours = data.sets().evaluate(Ties::Exact, &b).unwrap().loglik;
        let theirs = by_enumeration(&data, &b);
        prop_assert!((ours - theirs).abs() < 1e-11 * (1.0 + theirs.abs()), "{ours} {theirs}");
    }

    #[test]
    fn the_score_is_the_slope_and_the_information_the_curvature(data in data(), b in coefficients()) {
        let sets = data.sets();
        for ties in [Ties::Exact, Ties::Efron, Ties::Breslow] {
            let at = sets.evaluate(ties, &b).unwrap();
            for j in 0..4 {
                let moved = |h: f64| {
                    let mut moved = b.clone();
                    moved[j] += h;
                    sets.evaluate(ties, &moved).unwrap()
                };
                // Differences at two distances, extrapolated: the error is of fourth order.
                let slope = |f: &dyn Fn(f64) -> f64| (8.0 * (f(1e-3) - f(-1e-3)) - (f(2e-3) - f(-2e-3))) / 12e-3;
                let score = slope(&|h| moved(h).loglik);
                prop_assert!((score - at.score[j]).abs() < 1e-8, "{ties:?} {j}: {score} {}", at.score[j]);
                for k in 0..4 {
                    let curvature = -slope(&|h| moved(h).score[k]);
                    let ours = at.information.get(j, k);
                    prop_assert!((curvature - ours).abs() < 1e-8, "{ties:?} {j} {k}: {curvature} {ours}");
                }
            }
        }
    }
}
