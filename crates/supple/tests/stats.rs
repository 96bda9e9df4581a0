//! `supple stats` gives what R and statsmodels give on the same tables, and says what is wrong with a table by its line.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::Value;
use shared::{Home, fails};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../insight/tests/reference")
}

fn input(name: &str) -> String {
    folder().join("input").join(name).with_extension("csv").to_str().unwrap().to_owned()
}

fn expected(name: &str) -> Value {
    let path = folder().join("expected").join(name).with_extension("json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn stats(arguments: &[&str]) -> Value {
    Home::new().json(&[&["stats"], arguments, &["--json"]].concat())
}

/// Each number of ours is theirs; none of ours is none of theirs.
#[track_caller]
fn close(what: &str, ours: &Value, theirs: &Value, tolerance: f64) {
    match (ours, theirs) {
        (Value::Array(ours), Value::Array(theirs)) => {
            assert_eq!(ours.len(), theirs.len(), "{what}");
            ours.iter().zip(theirs).for_each(|(ours, theirs)| close(what, ours, theirs, tolerance));
        }
        _ => match (ours.as_f64(), theirs.as_f64()) {
            (Some(ours), Some(theirs)) => assert!((ours - theirs).abs() <= tolerance, "{what}: {ours}, not {theirs}"),
            (None, None) => {}
            _ => panic!("{what}: {ours}, not {theirs}"),
        },
    }
}

fn clogit(data: &str, x: &str, more: &[&str]) -> Value {
    let file = input(data);
    stats(&[&["clogit", &file, "--set", "set", "--case", "y", "--x", x], more].concat())
}

#[test]
fn conditional_logistic_regression_is_that_of_survival() {
    for (data, x) in [
        ("infert", "spontaneous,induced"),
        ("cc_200x6", "x1,x2,x3,x4,x5,x6"),
        ("diary_40x8", "x1,x2,x3,x4,x5,x6,x7,x8"),
    ] {
        let theirs = expected(&format!("clogit_{data}"));
        for ties in ["exact", "efron", "breslow"] {
            let ours = clogit(data, x, &["--ties", ties]);
            for key in ["coef", "se", "cov", "loglik", "loglik_null"] {
                close(&format!("{data} {ties} {key}"), &ours[key], &theirs[ties][key], 1e-7);
            }
            assert_eq!(ours["names"], theirs[ties]["names"]);
            for key in ["rows", "sets", "informative_sets", "cases"] {
                assert_eq!(ours[key], theirs[key], "{data} {key}");
            }
            assert_eq!(ours["warnings"], Value::Array(vec![]));
        }
        let exact = clogit(data, x, &[]);
        close("exact is the default", &exact["coef"], &theirs["exact"]["coef"], 1e-7);
    }
}

#[test]
fn penalties_and_their_profiles_are_those_of_survival_and_others() {
    for (data, x) in [("cc_200x6", "x1,x2,x3,x4,x5,x6"), ("sep_small", "x1,x2,x3")] {
        let theirs = expected(&format!("penalised_{data}"));
        for m in [1, 2] {
            let ours = clogit(data, x, &["--penalty", &format!("logf:{m}"), "--profile"]);
            let theirs = &theirs[format!("logF_{m}_{m}")];
            for key in ["coef", "se", "profile95_lo", "profile95_hi"] {
                close(&format!("{data} {m} {key}"), &ours[key], &theirs[key], 1e-6);
            }
        }
        for sd in ["0.5", "1"] {
            let ours = clogit(data, x, &["--penalty", &format!("normal:{sd}")]);
            close(data, &ours["coef"], &theirs[format!("normal_sd{sd}")]["coef"], 1e-5);
        }
        let firth = clogit(data, x, &["--penalty", "firth"]);
        close(data, &firth["coef"], &theirs["firth"]["coef"], 1e-3);
    }
}

#[test]
fn separation_is_named() {
    let ours = clogit("sep_small", "x1,x2,x3", &["--profile"]);
    assert_eq!(ours["coef"][0], Value::Null);
    assert!(ours["warnings"][0].as_str().unwrap().contains("no finite estimate"), "{}", ours["warnings"]);
}

#[test]
fn the_trend_is_that_of_r_and_statsmodels() {
    let ours = stats(&["trend", &input("trend_a_weekly")]);
    let (r, python) = (expected("trend_a"), expected("py_trend_a"));
    for model in ["poisson", "quasipoisson", "negbin"] {
        for key in ["coef", "se"] {
            close(&format!("{model} {key}"), &ours[model][key], &r[model][key], 1e-6);
        }
    }
    close("theta", &ours["negbin"]["theta"], &r["negbin"]["theta"], 1e-4);
    for model in ["poisson", "negbin"] {
        close(model, &ours[model]["loglik"], &r[model]["loglik"], 1e-6);
        close(model, &ours[model]["coef"], &python[model]["coef"], 1e-6);
    }
    let (ours, r) = (&ours["changepoint_poisson"], &r["changepoint_poisson"]);
    for key in ["first_week", "profile_loglik", "loglik_null", "best_week"] {
        close(key, &ours[key], &r[key], 1e-8);
    }
}

#[test]
fn curves_are_those_of_survfit() {
    let km = stats(&["km", &input("aml")]);
    for key in ["time", "n_risk", "n_event", "surv", "std_err", "lower", "upper"] {
        close(key, &km[key], &expected("km_aml")["km_log-log"][key], 1e-10);
    }
    let groups = stats(&["km", &input("aml"), "--group", "grp", "--limits", "log"]);
    close("log-rank", &groups["logrank"]["chisq"], &expected("km_aml")["logrank"]["chisq"], 1e-10);
    let both: u64 = ["0", "1"].iter().map(|group| groups["groups"][group]["n_risk"][0].as_u64().unwrap()).sum();
    assert_eq!(Value::from(both), km["n_risk"][0]);
    for data in ["gap_12", "bladder2"] {
        let mcf = stats(&["mcf", &input(data)]);
        let theirs = expected(&format!("mcf_{data}"));
        for (key, their_key) in
            [("time", "time"), ("n_risk", "n_risk"), ("n_event", "n_event"), ("mcf", "mcf"), ("std_err", "robust_se")]
        {
            close(key, &mcf[key], &theirs[their_key], 1e-10);
        }
        assert_eq!(mcf["lower"].as_array().unwrap().len(), mcf["time"].as_array().unwrap().len());
    }
}

#[test]
fn without_json_it_is_a_table() {
    let home = Home::new();
    let text =
        home.done(&["stats", "clogit", &input("infert"), "--set", "set", "--case", "y", "--x", "spontaneous,induced"]);
    assert!(text.contains("spontaneous  1.9859") && text.contains("248 rows, 83 sets"), "{text}");
    assert!(home.done(&["stats", "trend", &input("trend_a_weekly")]).contains("negative binomial"));
    assert!(home.done(&["stats", "km", &input("aml"), "--group", "grp"]).contains("grp 1"));
    assert!(home.done(&["stats", "mcf", &input("gap_12")]).contains("at risk"));
}

#[test]
fn what_is_wrong_with_a_table_is_said_with_its_line() {
    let home = Home::new();
    let wrong = |command: &[&str], table: &str, says: &str| {
        let file = home.write("table.csv", table);
        let arguments: Vec<&str> =
            ["stats"].iter().chain(command).map(|word| if *word == "FILE" { file.as_str() } else { word }).collect();
        fails(&home.run(&arguments), 1, says);
    };
    let clogit = ["clogit", "FILE", "--set", "set", "--case", "y", "--x", "x1"];
    wrong(&clogit, "set,y,x1\n1,1,0\n1,0,abc\n", "line 3: x1 is \"abc\", which is no number");
    wrong(&clogit, "set,y,x1\n1,1,0\n\n1,0,\n", "line 4: x1 is \"\"");
    wrong(&clogit, "set,y,x1\n1,2,0\n", "line 2: y is \"2\"; it takes 1 for yes and 0 for no");
    wrong(&clogit, "set,y\n1,1\n", "line 1: there is no column \"x1\"; the columns are set, y");
    wrong(&clogit, "set,y,x1,x1\n1,1,0,0\n", "line 1: there are several columns \"x1\"");
    wrong(&clogit, "set,y,x1\n1,1,0\n1,0\n", "line 3: there are 2 cells under 3 columns");
    wrong(&clogit, "set,y,x1\n,1,0\n", "line 2: set is empty");
    wrong(&clogit, "set,y,x1\n1,1,1e300\n1,0,0\n", "line 2: the value of x1 is not a number between");
    wrong(&clogit, "set,y,x1\n1,1,1\n2,0,0\n", "no set has both a case and a row that is none");
    wrong(&clogit, "set,y,x1\n", "there are no rows");
    wrong(
        &["trend", "FILE"],
        "week,days_observed,count\n0,7,1\n1,0,2\n2,7,2\n",
        "line 3: the number of days has to be above 0",
    );
    wrong(
        &["trend", "FILE"],
        "week,days_observed,count\n0,7,1.5\n",
        "line 2: count is \"1.5\"; it takes a whole number",
    );
    wrong(&["km", "FILE"], "time,status\n3,1\n-2,1\n", "line 3: the time is below 0");
    wrong(&["mcf", "FILE"], "id,start,stop,event\n1,0,5,1\n1,4,6,0\n2,0,3,0\n", "line 3: this overlaps another row");
    wrong(&["mcf", "FILE"], "id,start,stop,event\na,5,5,1\n", "line 2: stop has to be after start");
}

#[test]
fn a_wrong_use_says_what_is_taken() {
    let home = Home::new();
    let file = input("infert");
    let with = |more: &[&str]| {
        home.run(&[&["stats", "clogit", &file, "--set", "set", "--case", "y", "--x", "induced"], more].concat())
    };
    fails(&with(&["--penalty", "lasso"]), 2, "takes none, logf:M, normal:SD or firth");
    fails(&with(&["--penalty", "logf:-1"]), 2, "needs a number above 0");
    fails(&with(&["--penalty", "firth", "--profile"]), 1, "without profile limits");
    fails(&home.run(&["stats", "km", "nowhere.csv"]), 1, "nowhere.csv cannot be read");
}
