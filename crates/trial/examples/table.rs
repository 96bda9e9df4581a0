//! Makes the table of `docs/trials.md`: how often the rule is right.
//! `cargo run --release -p supple-trial --example table -- --trials N [--seed S] [--group G] [--json FILE]`, which
//! prints it as Markdown, and writes all of it to a file as JSON.
#![allow(clippy::print_stdout, reason = "an example prints")]

use serde_json::json;
use std::error::Error;
use supple_trial::simulate::{Alike, Group, Setting, Share, Tally, run, settings};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|place| args.get(place + 1));
    let number = |name: &str, usual: u64| value(name).map_or(Ok(usual), |text| text.parse::<u64>());
    let (trials, seed) = (number("--trials", 1000)?, number("--seed", 1)?);
    let group =
        |setting: &Setting| serde_json::to_value(setting.group).map(|value| value.as_str().unwrap_or("").to_owned());
    let mut rows = Vec::new();
    let mut last = String::new();
    for setting in settings() {
        let of = group(&setting)?;
        if value("--group").is_some_and(|wanted| *wanted != of) {
            continue;
        }
        let tally = run(&setting, seed, 0, trials)?;
        rows.push(json!({"setting": setting, "tally": tally}));
        if of != last {
            let columns = [
                "difference",
                "correlation",
                "sd",
                "special",
                "wrong",
                "right",
                "about the same",
                "undecided",
                "of these leaning",
                "stopped: harm / person",
                "spasms",
                "right by 12 / 16 / 20",
                "coverage",
            ];
            println!("\n### {}\n\n| {} |", heading(setting.group), columns.join(" | "));
            println!("|{}", columns.map(|_| "---|").concat());
            last = of;
        }
        println!("{}", line(&setting, &tally));
    }
    if let Some(file) = value("--json") {
        std::fs::write(file, serde_json::to_string_pretty(&json!({"seed": seed, "rows": rows}))? + "\n")?;
    }
    Ok(())
}

fn heading(group: Group) -> &'static str {
    match group {
        Group::Main => "Difference, correlation and scatter",
        Group::Gaps => "Errors alike by time, and how far apart spasms are",
        Group::Life => "What else goes on in a life",
        Group::Margin => "Other margins",
        Group::Harm => "Measures after which pain does not fall",
        Group::Beyond => "Beyond what the rule is held to",
    }
}

fn line(setting: &Setting, tally: &Tally) -> String {
    let alike = match setting.alike {
        Alike::ByOrder(correlation) => format!("{correlation}"),
        Alike::ByTime(correlation) => format!("{correlation} a day"),
    };
    let mut special: Vec<String> = Vec::new();
    if !setting.special.is_empty() {
        special.push(setting.special.to_owned());
    }
    if setting.days_between != 1.0 || matches!(setting.alike, Alike::ByTime(_)) {
        special.push(format!("{} days apart", setting.days_between));
    }
    if setting.margin_tenths != 10 {
        special.push(format!("margin {}", f64::from(setting.margin_tenths) / 10.0));
    }
    let plain = |many: u64| tally.share(many).map_or("–".to_owned(), |share| format!("{:.0}", 100.0 * share.share));
    let told = |share: Option<Share>| {
        share.map_or("–".to_owned(), |share| format!("{:.1} ± {:.1}", 100.0 * share.share, 100.0 * share.error))
    };
    let spasms = tally.mean_spasms().map_or("–".to_owned(), |(mean, error)| format!("{mean:.1} ± {error:.1}"));
    [
        format!("{}", setting.difference),
        alike,
        format!("{}", setting.sd),
        special.join(", "),
        told(tally.share(tally.wrong)),
        told(tally.share(tally.right)),
        told(tally.share(tally.same)),
        told(tally.share(tally.undecided)),
        plain(tally.leans),
        format!("{} / {}", plain(tally.harm), plain(tally.stopped)),
        spasms,
        tally.right_by.map(plain).join(" / "),
        told(tally.coverage()),
    ]
    .iter()
    .fold("|".to_owned(), |line, cell| format!("{line} {cell} |"))
}
