//! Trials over days of the person in words, on the first page and in their annex, and their numbers by name.

use crate::own_days::{DaysOutcome, OwnDaysTrial};
use crate::sheet::{Block, Fact};
use crate::tables::{Number, Table, or_empty};
use crate::told_trials::{Named, percent};
use crate::words::{dates, day};
use supple_trial::Verdict;
use supple_trial::days::{DaysEstimate, Period};
use supple_wording::count;

/// How it was made sure that chance chose.
pub(crate) const SEALED: &str =
    "Its seed and rules were sealed by a hash before the first day; `supple verify` derives each draw again.";

fn fact(name: &str, value: String) -> Fact {
    Fact { name: name.to_owned(), value }
}

/// What is told of a trial wherever it is.
pub(crate) fn facts(trial: &OwnDaysTrial) -> Vec<Fact> {
    let [_, with] = &trial.arms;
    let mut facts = vec![fact(&format!("{} or without", with.name), told(trial)), fact("Days in it", days(trial))];
    if let Some(outcome) = &trial.outcome {
        match &outcome.estimate {
            Some(estimate) => facts.push(fact("How sure", sure(trial, estimate))),
            None if !outcome.pairs.is_empty() => facts.push(fact("Pair by pair", pairs(trial, outcome))),
            None => {}
        }
    }
    facts
}

/// What the person was told, and that something is not as promised.
pub(crate) fn told(trial: &OwnDaysTrial) -> String {
    let told = trial.told.join(" ");
    match &trial.broken {
        None => told,
        Some(broken) => format!("{told} Not as promised: {broken}."),
    }
}

/// How many periods, and how they were kept.
pub(crate) fn days(trial: &OwnDaysTrial) -> String {
    let when = match trial.ended {
        Some(ended) if ended == trial.begun => day(ended),
        Some(ended) => dates(trial.begun, ended),
        None => format!("since {}", day(trial.begun)),
    };
    format!(
        "{} of up to {} periods of {} drawn, {when}; days as chance chose: {}, otherwise: {}, not told: {}",
        trial.drawn,
        trial.most,
        count(trial.period_days.into(), "day"),
        trial.as_drawn,
        trial.otherwise,
        trial.unknown
    )
}

fn sure(trial: &OwnDaysTrial, estimate: &DaysEstimate) -> String {
    let [_, with] = &trial.arms;
    let (less, by) = (percent(estimate.less_often), percent(estimate.less_by_margin));
    let more = percent(estimate.more_by_margin);
    format!("Fewer spasms {}: {less}; by more than a fifth: {by}; more by a quarter: {more}", with.named)
}

fn of_period(period: &Period) -> String {
    format!("{} in {}", count(period.spasms as usize, "spasm"), count(period.observed_days.into(), "day"))
}

fn pairs(trial: &OwnDaysTrial, outcome: &DaysOutcome) -> String {
    let [a, b] = trial.arms.each_ref().map(|arm| &arm.named);
    let pair = |[without, with]: &[Period; 2]| format!("{a} {}, {b} {}", of_period(without), of_period(with));
    outcome.pairs.iter().map(pair).collect::<Vec<_>>().join("; ")
}

/// A trial with all that is known of it.
pub(crate) fn whole(trial: &OwnDaysTrial) -> Vec<Block> {
    let [a, b] = &trial.arms;
    let arms = [("A", a), ("B", b)].map(|(side, arm)| fact(&format!("{side}: {}", arm.name), arm.does.clone()));
    let sealed = fact("Hash of seed and rules", trial.promised.clone());
    let facts = arms.into_iter().chain(facts(trial)).chain([sealed]).collect();
    let mut blocks = vec![Block::Heading(trial.title.clone()), Block::Facts(facts), Block::List(trial.goes.clone())];
    if let Some(outcome) = trial.outcome.as_ref().filter(|outcome| !outcome.pairs.is_empty()) {
        let row = |(at, [without, with]): (usize, &[Period; 2])| {
            vec![(at + 1).to_string(), of_period(without), of_period(with)]
        };
        let rows = outcome.pairs.iter().enumerate().map(row).collect();
        let head = vec!["Pair".to_owned(), a.name.clone(), b.name.clone()];
        blocks.push(Block::Table { caption: "Spasms, pair by pair".to_owned(), head, rows });
    }
    blocks
}

/// The numbers of a trial, in their order: of one that runs, no outcome.
pub(crate) fn numbers(trial: &OwnDaysTrial) -> Vec<Named> {
    let named = |name: &str, id, value, unit| Named { name: name.to_owned(), is: Number { id, value, unit } };
    let counted = |name: &str, id, many: usize, unit| named(name, id, Some(many as f64), unit);
    let outcome = trial.outcome.as_ref();
    let estimate = outcome.and_then(|outcome| outcome.estimate.as_ref());
    let known = |name: &str, id, of: fn(&DaysEstimate) -> f64, unit| named(name, id, estimate.map(of), unit);
    let with = &trial.arms[1].named;
    let ratio = format!("How many times as often spasms come {with} as without");
    vec![
        counted("Days of a period", "period-days", trial.period_days.into(), "days"),
        counted("Most periods", "most", trial.most, "periods"),
        counted("Periods for which chance chose", "drawn", trial.drawn, "periods"),
        counted("Done as chance chose", "as-drawn", trial.as_drawn, "days"),
        counted("Done otherwise", "otherwise", trial.otherwise, "days"),
        counted("Not told whether it was done", "unknown", trial.unknown, "days"),
        counted("Draws of two devices that do not count", "dropped", trial.dropped, "periods"),
        named("Period after which it ended", "after", outcome.map(|outcome| outcome.after.into()), "periods"),
        known("Pairs that it rests on", "analysed", |known| known.pairs as f64, "pairs"),
        known(&ratio, "ratio", |known| known.mean, "times"),
        known(&format!("{ratio}: lower 95 % limit"), "lower", |known| known.low, "times"),
        known(&format!("{ratio}: upper 95 % limit"), "upper", |known| known.high, "times"),
        known(&format!("Probability of fewer spasms {with}"), "less-often", |known| known.less_often, "of 1"),
        known(&format!("Probability of a fifth fewer {with}"), "less-by-margin", |known| known.less_by_margin, "of 1"),
        known(&format!("Probability of a quarter more {with}"), "more-by-margin", |known| known.more_by_margin, "of 1"),
    ]
}

/// The counts of the pairs of a trial that is over, by name.
pub(crate) fn of_pairs(trial: &OwnDaysTrial) -> Vec<(String, f64, &'static str)> {
    let pairs = trial.outcome.iter().flat_map(|outcome| outcome.pairs.iter().enumerate());
    let each = pairs.flat_map(|(at, pair)| {
        trial.arms.iter().zip(pair).flat_map(move |(arm, period)| {
            let name = |what: &str| format!("Pair {}: {what} {}", at + 1, arm.named);
            [
                (name("spasms"), f64::from(period.spasms), "spasms"),
                (name("days known"), f64::from(period.observed_days), "days"),
            ]
        })
    });
    each.collect()
}

/// The trials over days, a row each.
pub(crate) fn table(trials: &[OwnDaysTrial]) -> Table {
    let rows = trials.iter().enumerate().map(|(at, trial)| {
        let verdict = match trial.outcome.as_ref().map(|outcome| outcome.verdict) {
            None | Some(Verdict::TooEarly | Verdict::GoesOn) => ["runs".to_owned(), String::new()],
            Some(Verdict::Better(arm)) => ["fewer-spasms".to_owned(), side(trial, arm)],
            Some(Verdict::AboutTheSame) => ["about-the-same".to_owned(), String::new()],
            Some(Verdict::NoClearDifference { leans }) => {
                ["no-clear-difference".to_owned(), or_empty(leans.map(|arm| side(trial, arm)))]
            }
            Some(Verdict::TooFewAnswers) => ["too-few-answers".to_owned(), String::new()],
            Some(Verdict::StoppedForHarm(_) | Verdict::StoppedByPerson) => {
                ["stopped-by-person".to_owned(), String::new()]
            }
        };
        let what = [(at + 1).to_string(), trial.id.clone(), trial.begun.to_string(), or_empty(trial.ended)];
        let numbers = numbers(trial).into_iter().map(|one| or_empty(one.is.value));
        let as_promised = if trial.broken.is_none() { "yes" } else { "no" }.to_owned();
        let told = [told(trial), trial.promised.clone(), as_promised];
        what.into_iter().chain(verdict).chain(numbers).chain(told).collect()
    });
    let head = &[
        "trial",
        "which",
        "begun",
        "ended",
        "verdict",
        "of",
        "period-days",
        "most",
        "drawn",
        "as-drawn",
        "otherwise",
        "unknown",
        "dropped",
        "after",
        "analysed",
        "ratio",
        "lower",
        "upper",
        "less-often",
        "less-by-margin",
        "more-by-margin",
        "told",
        "hash",
        "as-promised",
    ];
    Table { name: "trials-over-days", head, rows: rows.collect() }
}

fn side(trial: &OwnDaysTrial, arm: supple_trial::Arm) -> String {
    trial.arms[usize::from(arm == supple_trial::Arm::B)].measure.clone()
}

/// The pairs of those that are over.
pub(crate) fn pairs_table(trials: &[OwnDaysTrial]) -> Table {
    let over = trials.iter().enumerate().filter_map(|(at, trial)| Some((at + 1, trial.outcome.as_ref()?)));
    let rows = over.flat_map(|(trial, outcome)| {
        outcome.pairs.iter().enumerate().map(move |(at, [a, b])| {
            let counts = [a, b].map(|period| [period.spasms.to_string(), period.observed_days.to_string()]);
            [trial.to_string(), (at + 1).to_string()].into_iter().chain(counts.into_iter().flatten()).collect()
        })
    });
    let head = &["trial", "pair", "spasms-without", "days-without", "spasms-with", "days-with"];
    Table { name: "trials-over-days-pairs", head, rows: rows.collect() }
}
