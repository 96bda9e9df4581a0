//! The table of made-up trials, as Markdown.

use super::setting::{Alike, Group, Setting};
use super::tally::{Share, Tally};
use std::fmt::Write;

const COLUMNS: [&str; 13] = [
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

/// A row for each setting, under a heading for each group of them. Shares are in percent, with Monte Carlo standard errors.
pub fn table(rows: &[(Setting, Tally)]) -> String {
    let mut text = String::new();
    let mut last = None;
    for (setting, tally) in rows {
        if last != Some(setting.group) {
            last = Some(setting.group);
            // Writing to a text never fails.
            let _ = writeln!(text, "\n### {}\n\n| {} |", heading(setting.group), COLUMNS.join(" | "));
            let _ = writeln!(text, "|{}", COLUMNS.map(|_| "---|").concat());
        }
        let _ = writeln!(text, "{}", line(setting, tally));
    }
    text
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
