//! Whatever can be compared gets an answer: random data, mostly separated or collinear, at all scales.

use crate::common::Matched;
use proptest::collection::vec;
use proptest::prelude::*;
use supple_stats::StatsError;
use supple_stats::clogit::{Fit, Options, Penalty, Ties, Warning};

/// Up to 5 sets of rows with 1 to 5 columns: 0/1, whole and broken numbers, each on its own scale.
fn data() -> impl Strategy<Value = Matched> {
    let column = (0_u8..4, -6..=6_i32);
    let row = (0_u64..5, any::<bool>(), vec(any::<u16>(), 5));
    (vec(column, 1..=5), vec(row, 2..40)).prop_map(|(columns, rows)| Matched {
        names: (0..columns.len()).map(|place| format!("x{place}")).collect(),
        set: rows.iter().map(|row| row.0).collect(),
        case: rows.iter().map(|row| row.1).collect(),
        x: rows
            .iter()
            .flat_map(|row| {
                columns.iter().zip(&row.2).map(|((kind, scale), random)| match kind {
                    0 => f64::from(random % 2),
                    1 => f64::from(u8::from(random % 9 == 0)),
                    2 => f64::from(random % 4) * 10_f64.powi(*scale),
                    _ => (f64::from(*random) / 65536.0 - 0.5) * 10_f64.powi(*scale),
                })
            })
            .collect(),
    })
}

fn named(fit: &Fit, column: usize) -> bool {
    let name = &fit.names[column];
    fit.warnings.iter().any(|warning| match warning {
        Warning::Constant { column }
        | Warning::Combination { column, fitted: false }
        | Warning::Undetermined { column }
        | Warning::Separated { column, .. } => column == name,
        _ => false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_column_has_a_coefficient_or_a_warning_that_names_it(data in data()) {
        let sets = match data.try_sets() {
            Ok(sets) => sets,
            Err(error) => {
                prop_assert_eq!(error, StatsError::NothingToCompare);
                return Ok(());
            }
        };
        for ties in [Ties::Exact, Ties::Efron, Ties::Breslow] {
            for penalty in [Penalty::None, Penalty::LogF(2.0), Penalty::LogF(1.0), Penalty::Normal(1.0), Penalty::Firth] {
                let fit = match sets.fit(&Options { ties, penalty, profile: penalty != Penalty::Firth, adjusted: 0 }) {
                    Ok(fit) => fit,
                    Err(StatsError::NothingVaries) => continue,
                    // Its numerical derivatives are not made for columns that nearly follow from one another.
                    Err(StatsError::NotSettled(_)) if penalty == Penalty::Firth => continue,
                    Err(error) => return Err(TestCaseError::fail(format!("{ties:?} {penalty:?}: {error}"))),
                };
                for column in 0..fit.names.len() {
                    let context = format!("{ties:?} {penalty:?} x{column} {fit:?}");
                    match fit.coef[column] {
                        None => prop_assert!(named(&fit, column), "{}", context),
                        Some(b) => {
                            prop_assert!(b.is_finite() && fit.se[column].is_some_and(|se| se > 0.0 && se.is_finite()), "{}", context);
                            if let (Some(lo), Some(hi)) = (&fit.profile95_lo, &fit.profile95_hi) {
                                prop_assert!(lo[column].is_none_or(|lo| lo < b) && hi[column].is_none_or(|hi| hi > b), "{}", context);
                            }
                        }
                    }
                    if matches!(penalty, Penalty::LogF(_) | Penalty::Normal(_)) && fit.coef[column].is_some() {
                        prop_assert!(fit.prior_weight.as_ref().unwrap()[column].is_some_and(|w| (0.0..=1.0).contains(&w)), "{}", context);
                    }
                }
            }
        }
    }
}
