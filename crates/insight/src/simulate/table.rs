//! The evaluations as tables in Markdown: percentages with their Monte Carlo error.

use super::evaluate::{Evaluation, Share};
use super::truth::People;

/// What is said of links, a line for each evaluation.
pub fn links<P: People>(evaluations: &[Evaluation<P>]) -> String {
    let mut text = head(&[
        "people",
        "m",
        "spasm days",
        "with verdicts",
        "coverage: triggers",
        "coverage: others",
        "bias: triggers",
        "bias: others",
        "power at 24-39 / 40-59 / 60+",
        "likely, or so but for a doubt: triggers",
        "likely, or so but for a doubt: others",
        "probably not: triggers / others",
        "false discoveries",
        "any false",
        "nothing stands out",
    ]);
    for one in evaluations {
        let power = [&one.power_from_24, &one.power_from_40, &one.power_from_60].map(short);
        text.push_str(&line(&[
            one.setting.name().to_owned(),
            one.log_f.to_string(),
            format!("{:.0}", one.spasm_days.value().unwrap_or(0.0)),
            short(&one.with_verdicts),
            percent(&one.coverage_of_triggers),
            percent(&one.coverage_of_others),
            plain(&one.bias),
            plain(&one.bias_of_others),
            power.join(" / "),
            short(&one.seen),
            short(&one.noise),
            format!("{} / {}", short(&one.denied), short(&one.denied_rightly)),
            percent(&one.false_discoveries),
            percent(&one.any_false_of_all),
            percent(&one.nothing_stands_out),
        ]));
    }
    text
}

/// What is said of how often spasms come, a line for each evaluation. It depends on no penalty.
pub fn rates<P: People>(evaluations: &[Evaluation<P>]) -> String {
    let mut text = head(&["people", "more often", "less often", "turn", "more since", "less since", "closer", "apart"]);
    // Only the first of several penalties has them.
    for one in evaluations.iter().filter(|one| one.more_often.of() > 0.0) {
        let shares =
            [&one.more_often, &one.less_often, &one.turn, &one.more_since, &one.less_since, &one.closer, &one.apart];
        let cells = std::iter::once(one.setting.name().to_owned()).chain(shares.into_iter().map(percent));
        text.push_str(&line(&cells.collect::<Vec<_>>()));
    }
    text
}

fn head(columns: &[&str]) -> String {
    format!("| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()))
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn percent(share: &Share) -> String {
    match (share.value(), share.error()) {
        (Some(value), Some(error)) => format!("{:.1} ± {:.1} %", 100.0 * value, 100.0 * error),
        _ => "–".to_owned(),
    }
}

fn plain(share: &Share) -> String {
    match (share.value(), share.error()) {
        (Some(value), Some(error)) => format!("{value:+.2} ± {error:.2}"),
        _ => "–".to_owned(),
    }
}

fn short(share: &Share) -> String {
    share.value().map_or("–".to_owned(), |value| format!("{:.0} %", 100.0 * value))
}
