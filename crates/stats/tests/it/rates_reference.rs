//! Rates are those that R, MASS and statsmodels give.

use crate::common::{close, expected, table};
use serde_json::{Value, to_value};
use supple_stats::clogit::Penalty;
use supple_stats::rates::{Week, recurrence, trend};

fn weeks() -> Vec<Week> {
    let (header, rows) = table("trend_a_weekly");
    assert_eq!(header, ["week", "days_observed", "count"]);
    rows.iter().map(|row| Week { week: row[0], days_observed: row[1], count: row[2] as u64 }).collect()
}

#[test]
fn the_trend_is_that_of_r_and_mass() {
    let ours = to_value(trend(&weeks(), Penalty::None).unwrap()).unwrap();
    let theirs = expected("trend_a");
    for key in ["coef", "se", "loglik", "deviance", "pearson", "df"] {
        close(key, &ours["poisson"][key], &theirs["poisson"][key], 1e-9);
    }
    // Theirs are interpolated.
    close("limits", &ours["poisson"]["profile95_t"], &theirs["poisson"]["profile95_t"], 1e-3);
    for key in ["coef", "se", "dispersion"] {
        close(key, &ours["quasipoisson"][key], &theirs["quasipoisson"][key], 1e-9);
    }
    for key in ["coef", "se"] {
        close(key, &ours["negbin"][key], &theirs["negbin"][key], 1e-7);
    }
    close("theta", &ours["negbin"]["theta"], &theirs["negbin"]["theta"], 1e-6);
    close("theta_se", &ours["negbin"]["theta_se"], &theirs["negbin"]["theta_se"], 1e-6);
    close("loglik", &ours["negbin"]["loglik"], &theirs["negbin"]["loglik"], 1e-9);
}

#[test]
fn the_trend_is_that_of_statsmodels() {
    let ours = to_value(trend(&weeks(), Penalty::None).unwrap()).unwrap();
    let theirs = expected("py_trend_a");
    for key in ["coef", "se", "loglik", "deviance", "pearson"] {
        close(key, &ours["poisson"][key], &theirs["poisson"][key], 1e-9);
    }
    close("coef", &ours["negbin"]["coef"], &theirs["negbin"]["coef"], 1e-9);
    close("theta", &ours["negbin"]["theta"], &theirs["negbin"]["theta"], 1e-8);
    close("loglik", &ours["negbin"]["loglik"], &theirs["negbin"]["loglik"], 1e-10);
}

#[test]
fn the_profile_of_a_change_is_that_of_r() {
    let ours = to_value(trend(&weeks(), Penalty::None).unwrap()).unwrap();
    for key in ["first_week", "profile_loglik", "loglik_null", "best_week"] {
        close(key, &ours["changepoint_poisson"][key], &expected("trend_a")["changepoint_poisson"][key], 1e-9);
    }
}

#[test]
fn drift_in_event_times_is_that_of_r() {
    let times: Vec<f64> = table("trend_a_times").1.iter().map(|row| row[0]).collect();
    let ours = to_value(recurrence(&times, 365.0).unwrap()).unwrap();
    let theirs = &expected("trend_a")["times"];
    let mut compared = 0;
    for (key, value) in ours.as_object().unwrap() {
        // Their likelihood was maximised by a general optimiser.
        let tolerance = if key == "loglik_powerlaw" { 1e-6 } else { 1e-9 };
        close(key, value, &theirs[key], tolerance);
        compared += 1;
    }
    assert_eq!(compared, 13);
    assert_eq!(theirs["n"], Value::from(times.len()));
}
