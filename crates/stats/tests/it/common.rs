//! Reads the reference data.
#![allow(dead_code, reason = "each test file uses a part of it")]

use serde_json::Value;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../stats/tests/reference")
}

/// What another tool found.
pub(crate) fn expected(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join("expected").join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A CSV file of numbers: its header and its rows.
pub(crate) fn table(name: &str) -> (Vec<String>, Vec<Vec<f64>>) {
    let text = std::fs::read_to_string(folder().join("input").join(format!("{name}.csv"))).unwrap();
    let mut lines = text.lines();
    let header = lines.next().unwrap().split(',').map(str::to_owned).collect();
    let rows = lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    (header, rows)
}

/// The numbers of a JSON array; NaN for null.
pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    let array = value.as_array().unwrap_or_else(|| panic!("not an array: {value}"));
    array.iter().map(|item| item.as_f64().unwrap_or(f64::NAN)).collect()
}

/// Fails unless two lists are the same but for this difference; missing where the other is missing.
#[track_caller]
pub(crate) fn close(what: &str, ours: &Value, theirs: &Value, tolerance: f64) {
    let list = |value: &Value| if value.is_array() { numbers(value) } else { vec![value.as_f64().unwrap_or(f64::NAN)] };
    let (ours, theirs) = (list(ours), list(theirs));
    assert_eq!(ours.len(), theirs.len(), "{what}: how many");
    assert!(!ours.is_empty(), "{what}: none to compare");
    for (place, (our, their)) in ours.iter().zip(&theirs).enumerate() {
        let same = (our - their).abs() <= tolerance || (our.is_nan() && their.is_nan());
        assert!(same, "{what}[{place}]: {our} and {their} differ by {:e}", (our - their).abs());
    }
}

/// Rows of a matched study, owned.
#[derive(Clone, Debug)]
pub(crate) struct Matched {
    pub(crate) names: Vec<String>,
    pub(crate) set: Vec<u64>,
    pub(crate) case: Vec<bool>,
    pub(crate) x: Vec<f64>,
}

impl Matched {
    /// A reference table with the columns set, y and then the rest.
    pub(crate) fn read(name: &str) -> Matched {
        let (header, rows) = table(name);
        assert_eq!(header[..2], ["set", "y"]);
        Matched {
            names: header[2..].to_vec(),
            set: rows.iter().map(|row| row[0] as u64).collect(),
            case: rows.iter().map(|row| row[1] == 1.0).collect(),
            x: rows.iter().flat_map(|row| row[2..].to_vec()).collect(),
        }
    }

    pub(crate) fn sets(&self) -> supple_stats::clogit::Sets {
        self.try_sets().unwrap()
    }

    pub(crate) fn try_sets(&self) -> Result<supple_stats::clogit::Sets, supple_stats::StatsError> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let rows = supple_stats::clogit::Rows { names: &names, set: &self.set, case: &self.case, x: &self.x };
        supple_stats::clogit::Sets::new(&rows)
    }
}
