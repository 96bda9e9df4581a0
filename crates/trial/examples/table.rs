//! Makes the table of `docs/trials.md`: how often the rule is right.
//! `cargo run --release -p supple-trial --example table -- --trials N [--seed S] [--group G] [--json FILE]`, which
//! prints it as Markdown, and writes all of it to a file as JSON.
#![allow(clippy::print_stdout, reason = "an example prints")]

use serde_json::json;
use std::error::Error;
use supple_trial::simulate::{Setting, run, settings, table};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|place| args.get(place + 1));
    let number = |name: &str, usual: u64| value(name).map_or(Ok(usual), |text| text.parse::<u64>());
    let (trials, seed) = (number("--trials", 1000)?, number("--seed", 1)?);
    let group =
        |setting: &Setting| serde_json::to_value(setting.group).map(|value| value.as_str().unwrap_or("").to_owned());
    let mut rows = Vec::new();
    for setting in settings() {
        let of = group(&setting)?;
        if value("--group").is_none_or(|wanted| *wanted == of) {
            let tally = run(&setting, seed, 0, trials)?;
            rows.push((setting, tally));
        }
    }
    print!("{}", table(&rows));
    if let Some(file) = value("--json") {
        let rows: Vec<_> = rows.iter().map(|(setting, tally)| json!({"setting": setting, "tally": tally})).collect();
        std::fs::write(file, serde_json::to_string_pretty(&json!({"seed": seed, "rows": rows}))? + "\n")?;
    }
    Ok(())
}
