//! Durations and numbers of events are those that survival gives.

use crate::common::{close, expected, table};
use serde_json::{Value, to_value};
use supple_stats::times::{Interval, Limits, Observation, log_rank, mean_cumulative, survival};

/// Time and group of each row; where there are intervals, their lengths.
fn observations(data: &str) -> Vec<(Observation, f64)> {
    let (header, rows) = table(data);
    let of = |row: &[f64], name: &str| header.iter().position(|other| other == name).map(|place| row[place]);
    let read = rows.iter().map(|row| {
        let time = of(row, "time").unwrap_or_else(|| of(row, "stop").unwrap() - of(row, "start").unwrap());
        let ended = of(row, "status").or_else(|| of(row, "event")).unwrap() == 1.0;
        (Observation { time, ended }, of(row, "grp").unwrap())
    });
    read.collect()
}

fn durations(data: &str) -> Vec<Observation> {
    observations(data).into_iter().map(|(observation, _)| observation).collect()
}

#[test]
fn the_curve_its_limits_and_quantiles_are_those_of_survfit() {
    for data in ["aml", "gap_12"] {
        let theirs = expected(&format!("km_{data}"));
        for (limits, name) in [(Limits::Log, "km_log"), (Limits::LogLog, "km_log-log"), (Limits::Plain, "km_plain")] {
            let ours = to_value(survival(&durations(data), limits).unwrap()).unwrap();
            for key in ["time", "n_risk", "n_event"] {
                assert_eq!(
                    crate::common::numbers(&ours[key]),
                    crate::common::numbers(&theirs[name][key]),
                    "{data} {name} {key}"
                );
            }
            for key in ["surv", "std_err", "lower", "upper"] {
                close(&format!("{data} {name} {key}"), &ours[key], &theirs[name][key], 1e-12);
            }
            for key in ["p", "q", "lower", "upper"] {
                close(
                    &format!("{data} {name} quantiles {key}"),
                    &ours["quantiles"][key],
                    &theirs[name]["quantiles"][key],
                    0.0,
                );
            }
        }
    }
}

#[test]
fn the_restricted_mean_is_that_of_survfit() {
    for data in ["aml", "gap_12"] {
        let theirs = &expected(&format!("km_{data}"))["rmst"];
        let curve = survival(&durations(data), Limits::LogLog).unwrap();
        let ours = to_value(curve.restricted_mean(theirs["tau"].as_f64().unwrap()).unwrap()).unwrap();
        for key in ["tau", "rmean", "se"] {
            close(&format!("{data} {key}"), &ours[key], &theirs[key], 1e-12);
        }
    }
}

#[test]
fn the_log_rank_test_is_that_of_survdiff() {
    for data in ["aml", "gap_12"] {
        let group = |wanted: f64| -> Vec<Observation> {
            observations(data)
                .into_iter()
                .filter(|(_, group)| *group == wanted)
                .map(|(observation, _)| observation)
                .collect()
        };
        let ours = to_value(log_rank(&[&group(0.0), &group(1.0)]).unwrap()).unwrap();
        for key in ["chisq", "obs", "exp"] {
            close(&format!("{data} {key}"), &ours[key], &expected(&format!("km_{data}"))["logrank"][key], 1e-12);
        }
    }
}

#[test]
fn the_mean_cumulative_function_is_that_of_survfit_by_id() {
    for data in ["gap_12", "bladder2"] {
        let (header, rows) = table(data);
        assert_eq!(header[..4], ["id", "start", "stop", "event"]);
        let intervals: Vec<Interval> = rows
            .iter()
            .map(|row| Interval { id: row[0] as u64, start: row[1], stop: row[2], event: row[3] == 1.0 })
            .collect();
        let ours = to_value(mean_cumulative(&intervals).unwrap()).unwrap();
        let theirs = expected(&format!("mcf_{data}"));
        for key in ["time", "n_risk", "n_event"] {
            assert_eq!(crate::common::numbers(&ours[key]), crate::common::numbers(&theirs[key]), "{data} {key}");
        }
        for key in ["mcf", "robust_se", "poisson_se"] {
            close(&format!("{data} {key}"), &ours[key], &theirs[key], 1e-12);
        }
        assert_eq!(ours["std_err"], ours["robust_se"]);
        assert_ne!(ours["std_err"], Value::Null);
    }
}
