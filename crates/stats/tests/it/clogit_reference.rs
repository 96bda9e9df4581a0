//! The conditional logistic regression gives what R and statsmodels give.

use crate::common::{Matched, close, expected};
use serde_json::{Value, to_value};
use supple_stats::clogit::{Options, Penalty, Ties};

fn fit(data: &str, ties: Ties, penalty: Penalty, profile: bool) -> Value {
    to_value(Matched::read(data).sets().fit(&Options { ties, penalty, profile, adjusted: 0 }).unwrap()).unwrap()
}

#[test]
fn maximum_likelihood_is_that_of_survival() {
    for data in ["infert", "cc_200x6", "diary_40x8"] {
        let theirs = expected(&format!("clogit_{data}"));
        for (ties, name) in [(Ties::Exact, "exact"), (Ties::Efron, "efron"), (Ties::Breslow, "breslow")] {
            let ours = fit(data, ties, Penalty::None, false);
            let theirs_here = &theirs[name];
            for key in ["rows", "sets", "informative_sets", "cases"] {
                assert_eq!(ours[key], theirs[key], "{data} {name} {key}");
            }
            assert_eq!(ours["names"], theirs_here["names"]);
            for key in ["coef", "se"] {
                close(&format!("{data} {name} {key}"), &ours[key], &theirs_here[key], 1e-9);
            }
            for key in ["loglik", "loglik_null"] {
                let size = theirs_here[key].as_f64().unwrap().abs();
                close(&format!("{data} {name} {key}"), &ours[key], &theirs_here[key], 1e-11 * size);
            }
            for key in ["lr_chisq", "score_chisq", "wald_chisq"] {
                close(&format!("{data} {name} {key}"), &ours[key], &theirs_here[key], 1e-8);
            }
            for (row, theirs) in theirs_here["cov"].as_array().unwrap().iter().enumerate() {
                close(&format!("{data} {name} cov {row}"), &ours["cov"][row], theirs, 1e-9);
            }
            assert_eq!(ours["warnings"], Value::Array(vec![]), "{data} {name}");
        }
    }
}

#[test]
fn maximum_likelihood_is_that_of_statsmodels() {
    for data in ["infert", "cc_200x6", "diary_40x8"] {
        let theirs = expected(&format!("py_clogit_{data}"));
        let ours = fit(data, Ties::Exact, Penalty::None, false);
        close(data, &ours["coef"], &theirs["coef"], 1e-9);
        // Theirs come from a numerical Hessian.
        close(data, &ours["se"], &theirs["se"], 1e-5);
        close(data, &ours["loglik"], &theirs["loglik"], 1e-9);
    }
}

#[test]
fn log_f_is_that_of_survival_on_data_with_matched_pairs_added() {
    for data in ["cc_200x6", "sep_small"] {
        for m in [1, 2] {
            let theirs = &expected(&format!("penalised_{data}"))[format!("logF_{m}_{m}")];
            let ours = fit(data, Ties::Exact, Penalty::LogF(f64::from(m)), true);
            for (key, their_key) in [
                ("coef", "coef"),
                ("se", "se"),
                ("profile95_lo", "profile95_lo"),
                ("profile95_hi", "profile95_hi"),
                ("loglik", "loglik_at_coef"),
                ("log_penalty", "log_penalty_no_constant"),
            ] {
                close(&format!("{data} log-F({m},{m}) {key}"), &ours[key], &theirs[their_key], 1e-7);
            }
        }
    }
}

#[test]
fn normal_priors_are_those_of_a_general_optimiser() {
    for data in ["cc_200x6", "sep_small"] {
        for sd in [0.5, 1.0] {
            let theirs = &expected(&format!("penalised_{data}"))[format!("normal_sd{sd}")];
            let ours = fit(data, Ties::Exact, Penalty::Normal(sd), false);
            close(&format!("{data} {sd} coef"), &ours["coef"], &theirs["coef"], 1e-6);
            close(&format!("{data} {sd} se"), &ours["se"], &theirs["se"], 1e-6);
            close(&format!("{data} {sd} loglik"), &ours["loglik"], &theirs["loglik_at_coef"], 1e-6);
        }
    }
}

#[test]
fn firth_is_that_of_three_other_tools() {
    let pairs = fit("sep_small", Ties::Exact, Penalty::Firth, false);
    let theirs = expected("penalised_sep_small");
    close("brglm2 coef", &pairs["coef"], &theirs["firth_brglm2"]["coef"], 5e-7);
    close("brglm2 se", &pairs["se"], &theirs["firth_brglm2"]["se"], 5e-7);
    close("firthmodels", &pairs["coef"], &expected("py_firth_sep_small")["coef"], 1e-6);
    for data in ["cc_200x6", "sep_small"] {
        let ours = fit(data, Ties::Exact, Penalty::Firth, false);
        let theirs = &expected(&format!("penalised_{data}"))["firth"];
        close(data, &ours["coef"], &theirs["coef"], 1e-4);
        close(data, &ours["se"], &theirs["se"], 1e-4);
        let penalised = ours["loglik"].as_f64().unwrap() + ours["log_penalty"].as_f64().unwrap();
        close(data, &Value::from(penalised), &theirs["penalised_loglik"], 1e-7);
    }
}

#[test]
fn what_is_left_under_separation_is_the_limit_that_survival_approaches() {
    let ours = fit("sep_small", Ties::Exact, Penalty::None, true);
    let theirs = &expected("penalised_sep_small")["ml"];
    assert_eq!((&ours["coef"][0], &ours["coef"][1]), (&Value::Null, &Value::Null));
    close("coef", &ours["coef"][2], &theirs["coef"][2], 1e-6);
    close("se", &ours["se"][2], &theirs["se"][2], 1e-6);
    close("loglik", &ours["loglik"], &theirs["loglik"], 1e-8);
}
