//! `supple stats` gives what R and statsmodels give on the same tables, and says what is wrong with a table by its line.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::Value;
use shared::{Home, fails};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../stats/tests/reference")
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

/// R has no log-log limits while the share is 1: there is no width on that scale.
#[test]
fn a_trial_of_two_measures_is_told_as_r_tells_it() {
    let told = stats(&["nof1", &input("nof1_a")]);
    assert_eq!(told["rows"], 12);
    let theirs = &expected("nof1_a")["bayes_grid"];
    for key in ["mean_delta", "sd_delta", "p_gt0", "p_gt1", "p_lt_m1", "mean_sigma", "mean_rho"] {
        close(key, &told["bayes_grid"][key], &theirs[key], 1e-9);
    }
    close("quantiles", &told["bayes_grid"]["q"]["x"], &theirs["q"]["x"], 1e-8);
}

#[test]
fn before_the_first_end_a_curve_has_no_limits_on_the_scale_of_log_log() {
    let home = Home::new();
    let file = home.write("table.csv", "time,status\n1,0\n2,1\n3,1\n4,0\n");
    let curve = home.json(&["stats", "km", &file, "--json"]);
    assert_eq!((&curve["surv"][0], &curve["std_err"][0]), (&1.0.into(), &0.0.into()));
    assert_eq!((&curve["lower"][0], &curve["upper"][0]), (&Value::Null, &Value::Null));
    assert!(curve["lower"][1].is_number() && curve["upper"][1].is_number());
    for scale in ["log", "plain"] {
        let curve = home.json(&["stats", "km", &file, "--limits", scale, "--json"]);
        assert_eq!((&curve["lower"][0], &curve["upper"][0]), (&1.0.into(), &1.0.into()), "{scale}");
    }
}

#[test]
fn the_order_of_gaps_is_that_of_r() {
    let home = Home::new();
    for case in expected("gap_order")["cases"].as_array().unwrap() {
        let gaps: Vec<String> = case["gaps"].as_array().unwrap().iter().map(Value::to_string).collect();
        let file = home.write("gaps.csv", format!("gap\n{}\n", gaps.join("\n")));
        let ours = home.json(&["stats", "gaps", &file, "--json"]);
        for key in ["p_shorter", "p_longer"] {
            let (ours, theirs) = (ours[key].as_f64().unwrap(), case[key].as_f64().unwrap());
            assert!((ours - theirs).abs() < 1e-12, "{key}: {ours} and {theirs}");
        }
    }
    let file = home.write("falling.csv", "gap\n9\n7\n6\n5\n3\n2\n1\n");
    assert!(home.done(&["stats", "gaps", &file]).contains("0.000198"));
}

#[test]
fn a_table_is_read_as_whatever_program_wrote_it() {
    let home = Home::new();
    let fit = |table: &str, x: &str| {
        let file = home.write("table.csv", table);
        home.json(&["stats", "clogit", &file, "--set", "set", "--case", "y", "--x", x, "--penalty", "logf:2", "--json"])
    };
    let plain = fit("set,y,x1,x2\n1,1,1,0.5\n1,0,0,2\n2,1,0,1\n2,0,1,3\n3,1,1,4\n3,0,0,1\n", "x1,x2");
    assert_eq!(plain["informative_sets"], 3);
    for (what, table) in [
        (
            "a mark at the beginning and the line ends of Windows",
            "\u{feff}set,y,x1,x2\r\n1,1,1,0.5\r\n1,0,0,2\r\n2,1,0,1\r\n2,0,1,3\r\n3,1,1,4\r\n3,0,0,1\r\n",
        ),
        ("the line ends of old Macs", "set,y,x1,x2\r1,1,1,0.5\r1,0,0,2\r2,1,0,1\r2,0,1,3\r3,1,1,4\r3,0,0,1\r"),
        ("quotes", "\"set\",\"y\",\"x1\",\"x2\"\n\"1\",\"1\",1,0.5\n\"1\",0,0,2\n2,1,0,1\n2,0,1,3\n3,1,1,4\n3,0,0,1\n"),
        (
            "spaces, also before quotes",
            "set, \"y\", x1 , x2\n\"1\", \"1\", 1, 0.5\n 1, 0, 0, 2\n2, 1, 0, 1\n2, 0, 1, 3\n3, 1, 1, 4\n3, 0, 0, 1\n",
        ),
        (
            "empty lines, some with spaces",
            "set,y,x1,x2\n1,1,1,0.5\n\n1,0,0,2\n   \n2,1,0,1\n2,0,1,3\n3,1,1,4\n3,0,0,1\n\n",
        ),
        (
            "numbers with a point",
            "set,y,x1,x2\n1.0,1.0,1.0,0.5\n1,0.0,0.0,2.0\n2.0,1.0,0,1\n2,0,1,3\n03,1,1,4\n3,0,0,1e0\n",
        ),
        (
            "yes and no as R and Python write them",
            "set,y,x1,x2\n1,TRUE,True,0.5\n1,FALSE,False,2\n2,true,FALSE,1\n2,false,TRUE,3\n3,TRUE,TRUE,4\n3,FALSE,FALSE,1\n",
        ),
        (
            "rows and columns in another order, and one more column",
            "x2,note,y,set,x1\n4,\"a, b\",1,3,1\n2,,0,1,0\n1,,1,2,0\n0.5,,1,1,1\n3,,0,2,1\n1,,0,3,0\n",
        ),
        ("names of sets", "set,y,x1,x2\n1,1,1,0.5\n1,0,0,2\nann,1,0,1\nann,0,1,3\nbob 2,1,1,4\nbob 2,0,0,1\n"),
    ] {
        assert_eq!(fit(table, "x1,x2"), plain, "{what}");
    }
    assert_eq!(fit("set,y,x1,x2\n1,1,1,0.5\n1,0,0,2\n2,1,0,1\n2,0,1,3\n3,1,1,4\n3,0,0,1\n", "x1, x2"), plain);

    let trend = |table: &str| home.json(&["stats", "trend", &home.write("table.csv", table), "--json"]);
    assert_eq!(
        trend("week,days_observed,count\n0.0,7.0,2.0\n1.0,7.0,0.0\n2.0,6.0,3.0\n3.0,7.0,1.0\n"),
        trend("week,days_observed,count\n0,7,2\n1,7,0\n2,6,3\n3,7,1\n")
    );
    // Groups stand in their order, as in R, not in that of the rows.
    let test = |table: &str| {
        home.json(&["stats", "km", &home.write("table.csv", table), "--group", "g", "--json"])["logrank"].clone()
    };
    let sorted = test("time,status,g\n1,1,9\n4,0,9\n6,1,9\n2,1,10\n3,1,10\n5,1,10\n");
    assert_eq!(sorted["obs"], serde_json::json!([2.0, 3.0]));
    assert_eq!(test("time,status,g\n5,1,10\n6,1,9\n2,1,10\n4,0,9\n3,1,10\n1,1,9.0\n"), sorted);
    // Numbers that are too long to be told apart as numbers are names.
    let mcf = home.write("table.csv", "id,start,stop,event\n10000000000000001,0,5,1\n10000000000000000,0,6,0\n");
    assert_eq!(home.json(&["stats", "mcf", &mcf, "--json"])["n_risk"][0], 2);
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
    assert!(
        home.done(&["stats", "nof1", &input("nof1_a")]).contains("After B pain falls 0.85 points further than after A")
    );
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
    wrong(
        &["trend", "FILE"],
        "week,days_observed,count\n3,7,2\n1,7,3\n0,7,1\n1,7,1\n2,7,2\n",
        "line 5: each period has to come after the one before",
    );
    wrong(&clogit, "", "there is nothing in it; its first line names the columns");
    wrong(&clogit, "\n\n", "there is nothing in it; its first line names the columns");
    wrong(&clogit, "set,y,x1\r1,1,0\r1,0,abc\r", "line 3: x1 is \"abc\"");
    wrong(&clogit, "set,y,x1\n1,1,\"0\n1,0,0\n2,1,0\n", "line 2: x1 is \"0…\", which is no number");
    wrong(&["gaps", "FILE"], "gap\n9\n-7\n", "line 3: gap is below 0");
    wrong(&["km", "FILE"], "time,status\n3,1\n-2,1\n", "line 3: the time is below 0");
    wrong(&["mcf", "FILE"], "id,start,stop,event\n1,0,5,1\n1,4,6,0\n2,0,3,0\n", "line 3: this overlaps another row");
    wrong(&["mcf", "FILE"], "id,start,stop,event\na,5,5,1\n", "line 2: stop has to be after start");
    wrong(
        &["nof1", "FILE"],
        "day,arm,pain0,pain30\n1,0,5,3\n2,1,5,3\n1,1,6,2\n",
        "line 4: another row has the same time",
    );
    wrong(&["nof1", "FILE"], "day,arm,pain0,pain30\n1,0,5,3\n2,0,5,3\n", "only one of the two measures occurs");
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
