//! Makes the second table of `docs/trials.md`: how often the rule of a trial over days is right.
//! `cargo run --release -p supple-trial --example days -- TRIALS`; with `fortnights` behind it, of periods of two weeks.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use supple_trial::days::simulate::{fortnights, run, settings};
use supple_trial::simulate::Share;

fn main() -> Result<(), Box<dyn Error>> {
    let trials = std::env::args().nth(1).map_or(Ok(500), |text| text.parse::<u64>())?;
    let all = if std::env::args().nth(2).as_deref() == Some("fortnights") { fortnights() } else { settings() };
    println!(
        "| a day | ratio | scatter | correlation | drift | unobserved | wrong | right | about the same | undecided | pairs | coverage |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for one in all {
        let tally = run(&one, 1, 0, trials)?;
        let told = |share: Option<Share>| {
            share.map_or("–".to_owned(), |share| format!("{:.1} ± {:.1}", 100.0 * share.share, 100.0 * share.error))
        };
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {:.1} | {} |",
            one.per_day,
            one.ratio,
            one.scatter,
            one.correlation,
            one.drift,
            one.unobserved,
            told(tally.share(tally.wrong)),
            told(tally.share(tally.right)),
            told(tally.share(tally.same)),
            told(tally.share(tally.undecided)),
            tally.pairs as f64 / tally.trials as f64,
            told(tally.coverage()),
        );
    }
    Ok(())
}
