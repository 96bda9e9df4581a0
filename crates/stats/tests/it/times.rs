//! Durations and numbers of events, worked by hand and held to their definitions.

use proptest::collection::vec;
use proptest::prelude::*;
use supple_stats::times::{Interval, Limits, Observation, log_rank, mean_cumulative, survival};
use supple_stats::{RowError, StatsError};

fn of(rows: &[(f64, bool)]) -> Vec<Observation> {
    rows.iter().map(|(time, ended)| Observation { time: *time, ended: *ended }).collect()
}

fn intervals(rows: &[(u64, f64, f64, bool)]) -> Vec<Interval> {
    rows.iter()
        .map(|(id, start, stop, event)| Interval { id: *id, start: *start, stop: *stop, event: *event })
        .collect()
}

#[test]
fn the_curve_worked_by_hand() {
    // Ends at 1 and twice at 3 (one leaves unended at 3 too, after them), still going on at 5.
    let curve =
        survival(&of(&[(3.0, true), (1.0, true), (5.0, false), (3.0, false), (3.0, true)]), Limits::LogLog).unwrap();
    assert_eq!(curve.time, [1.0, 3.0, 5.0]);
    assert_eq!(curve.n_risk, [5, 4, 1]);
    assert_eq!(curve.n_event, [1, 2, 0]);
    for (ours, theirs) in curve.surv.iter().zip([0.8, 0.4, 0.4]) {
        assert!((ours - theirs).abs() < 1e-15);
    }
    // Greenwood: 0.4^2 (1/20 + 2/8).
    assert!((curve.std_err[1].unwrap() - 0.4 * 0.3_f64.sqrt()).abs() < 1e-15);
    // 0.4 to the power of e^(+-1.96 se / ln 0.4).
    let width = 1.959_963_984_540_054 * 0.3_f64.sqrt() / 0.4_f64.ln();
    assert!((curve.lower[1].unwrap() - 0.4_f64.powf((-width).exp())).abs() < 1e-14);
    assert!((curve.upper[1].unwrap() - 0.4_f64.powf(width.exp())).abs() < 1e-14);
    assert_eq!(curve.quantiles.q, [Some(3.0), Some(3.0), None]);
}

#[test]
fn the_median_of_a_level_stretch_is_its_middle() {
    let curve = survival(&of(&[(1.0, true), (2.0, true), (6.0, true), (7.0, true)]), Limits::LogLog).unwrap();
    assert_eq!(curve.quantiles.q, [Some(1.5), Some(4.0), Some(6.5)]);
    let curve = survival(&of(&[(1.0, true), (2.0, true), (6.0, false), (8.0, false)]), Limits::LogLog).unwrap();
    assert_eq!(curve.quantiles.q[1], Some(5.0), "level to the end of watching");
}

#[test]
fn once_all_have_ended_there_is_no_error_to_give() {
    let curve = survival(&of(&[(1.0, true), (2.0, true)]), Limits::LogLog).unwrap();
    assert_eq!((curve.surv[1], curve.std_err[1], curve.lower[1], curve.upper[1]), (0.0, None, None, None));
    assert_eq!(serde_json::to_value(&curve).unwrap()["lower"][1], serde_json::Value::Null);
}

#[test]
fn an_episode_that_goes_on_makes_all_look_longer_not_shorter() {
    let ended = of(&[(2.0, true), (4.0, true), (9.0, true)]);
    let mut with_one_going_on = ended.clone();
    with_one_going_on.push(Observation { time: 30.0, ended: false });
    let (a, b) = (survival(&ended, Limits::LogLog).unwrap(), survival(&with_one_going_on, Limits::LogLog).unwrap());
    assert!(a.surv.iter().zip(&b.surv).all(|(a, b)| a < b));
}

#[test]
fn the_mean_number_worked_by_hand() {
    // Two people watched from 0 to 3; one has an event at 1 and one at 2, the other none.
    let mcf = mean_cumulative(&intervals(&[
        (7, 0.0, 1.0, true),
        (9, 0.0, 3.0, false),
        (7, 1.0, 2.0, true),
        (7, 2.0, 3.0, false),
    ]))
    .unwrap();
    assert_eq!(mcf.time, [1.0, 2.0, 3.0]);
    assert_eq!(mcf.n_risk, [2, 2, 2]);
    assert_eq!(mcf.n_event, [1, 1, 0]);
    assert_eq!(mcf.mcf, [0.5, 1.0, 1.0]);
    // Each is off by 1/4 after the first event and by 1/2 after the second.
    assert!((mcf.std_err[0] - 0.125_f64.sqrt()).abs() < 1e-15);
    assert!((mcf.std_err[2] - 0.5_f64.sqrt()).abs() < 1e-15);
    assert!((mcf.poisson_se[2] - 0.5_f64.sqrt()).abs() < 1e-15);
    let width = 1.959_963_984_540_054 * 0.5_f64.sqrt();
    assert!((mcf.lower[2].unwrap() - (-width).exp()).abs() < 1e-14);
    assert!((mcf.upper[2].unwrap() - width.exp()).abs() < 1e-13);
}

#[test]
fn someone_who_comes_later_is_not_at_risk_before() {
    let mcf =
        mean_cumulative(&intervals(&[(1, 0.0, 4.0, true), (2, 0.1 + 0.2, 5.0, false), (3, 0.0, 0.3, true)])).unwrap();
    assert_eq!(mcf.time, [0.3, 4.0, 5.0]);
    assert_eq!(mcf.n_risk, [2, 2, 1], "0.1 + 0.2 is 0.3");
    assert_eq!(mcf.mcf, [0.5, 1.0, 1.0]);
}

#[test]
fn what_cannot_be_is_refused_with_the_row() {
    assert_eq!(survival(&[], Limits::LogLog), Err(StatsError::NoRows));
    assert!(matches!(
        survival(&of(&[(1.0, true), (f64::NAN, true)]), Limits::LogLog),
        Err(StatsError::Row { row: 1, error: RowError::NotANumber { .. } })
    ));
    assert!(matches!(
        survival(&of(&[(-1.0, true)]), Limits::LogLog),
        Err(StatsError::Row { row: 0, error: RowError::Negative { .. } })
    ));
    let some = of(&[(1.0, true)]);
    assert_eq!(log_rank(&[&some]), Err(StatsError::OneGroup));
    assert_eq!(log_rank(&[&some, &[]]), Err(StatsError::NoRows));
    assert_eq!(log_rank(&[&some, &some]).unwrap().chisq, None, "nobody is left to compare with");
    assert!(survival(&some, Limits::LogLog).unwrap().restricted_mean(2.0).is_err());

    let mcf = |rows: &[(u64, f64, f64, bool)]| mean_cumulative(&intervals(rows)).err().unwrap();
    assert_eq!(mcf(&[]), StatsError::NoRows);
    assert_eq!(mcf(&[(1, 0.0, 2.0, true)]), StatsError::OnePerson);
    assert_eq!(
        mcf(&[(1, 0.0, 2.0, true), (2, 1.0, 1.0, false)]),
        StatsError::Row { row: 1, error: RowError::EmptyInterval }
    );
    assert_eq!(
        mcf(&[(1, 0.0, 2.0, true), (2, 0.0, 1.0, false), (1, 1.0, 3.0, false)]),
        StatsError::Row { row: 2, error: RowError::Overlap }
    );
    assert!(matches!(
        mcf(&[(1, 0.0, f64::INFINITY, true)]),
        StatsError::Row { row: 0, error: RowError::NotANumber { .. } }
    ));
}

proptest! {
    #[test]
    fn without_anyone_lost_the_curve_is_the_share_and_its_area_the_mean(times in vec(1_u32..40, 1..30)) {
        let rows: Vec<Observation> = times.iter().map(|time| Observation { time: f64::from(*time), ended: true }).collect();
        let curve = survival(&rows, Limits::LogLog).unwrap();
        for (time, share) in curve.time.iter().zip(&curve.surv) {
            let longer = times.iter().filter(|other| f64::from(**other) > *time).count();
            prop_assert!((share - longer as f64 / times.len() as f64).abs() < 1e-12);
        }
        let tau = f64::from(*times.iter().max().unwrap());
        let (n, sum) = (times.len() as f64, times.iter().sum::<u32>());
        let mean = curve.restricted_mean(tau).unwrap();
        prop_assert!((mean.rmean - f64::from(sum) / n).abs() < 1e-10);
        let squares: f64 = times.iter().map(|time| (f64::from(*time) - f64::from(sum) / n).powi(2)).sum();
        prop_assert!((mean.se - squares.sqrt() / n).abs() < 1e-10);
    }

    #[test]
    fn the_share_never_rises_and_lies_within_its_limits(rows in vec((0.0..50.0_f64, any::<bool>()), 1..40)) {
        for limits in [Limits::LogLog, Limits::Log, Limits::Plain] {
            let curve = survival(&of(&rows), limits).unwrap();
            prop_assert!(curve.surv.windows(2).all(|pair| pair[1] <= pair[0]));
            for place in 0..curve.time.len() {
                if let (Some(lower), Some(upper)) = (curve.lower[place], curve.upper[place]) {
                    prop_assert!(0.0 <= lower && lower <= curve.surv[place] + 1e-12 && curve.surv[place] <= upper + 1e-12 && upper <= 1.0);
                }
            }
        }
    }

    #[test]
    fn robust_errors_are_those_of_the_definition(rows in vec((0_u64..5, 1_u32..20, any::<bool>()), 6..30)) {
        // Each person's intervals follow one another.
        let mut ends = [0_u32; 5];
        let mut all: Vec<Interval> = Vec::new();
        for (id, length, event) in rows {
            let start = ends[id as usize];
            ends[id as usize] += length;
            all.push(Interval { id, start: f64::from(start), stop: f64::from(ends[id as usize]), event });
        }
        prop_assume!(ends.iter().filter(|end| **end > 0).count() > 1);
        let mcf = mean_cumulative(&all).unwrap();
        for (place, until) in mcf.time.iter().enumerate() {
            let mut variance = 0.0;
            for id in 0..5 {
                let mut off = 0.0;
                for time in mcf.time.iter().filter(|time| *time <= until) {
                    let here = |own: bool| all.iter().filter(move |i| (!own || i.id == id) && i.start < *time && *time <= i.stop);
                    let events = |own: bool| here(own).filter(|i| i.event && i.stop == *time).count() as f64;
                    let (at_risk, own) = (here(false).count() as f64, here(true).count() as f64);
                    off += (events(true) - own * events(false) / at_risk) / at_risk;
                }
                variance += off * off;
            }
            prop_assert!((mcf.std_err[place] - variance.sqrt()).abs() < 1e-12);
        }
    }
}
