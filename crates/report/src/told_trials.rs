//! Trials of the person in words, on the first page and in their annex, and their numbers by name.

use crate::own_trials::{Outcome, OwnHarm, OwnHarms, OwnTrial};
use crate::sheet::{Block, Fact};
use crate::summary::Summary;
use crate::tables::{Number, or_empty};
use crate::told_days;
use crate::words::{PAIN, dates, day};
use supple_care::questionnaire::error;
use supple_insight::figures::number;
use supple_trial::{Arm, Estimate};
use supple_wording::questionnaire::{measured_by, points};
use supple_wording::{count, lower, trial as wording, trial_harm};

/// Above them.
pub(crate) const HEADING: &str = "Compared by chance";

/// So many stand on the first page.
const TRIALS: usize = 2;

/// So many harms of a measure stand on the first page, where one trial does. Of more trials only how many were told does.
const HARMS: usize = 2;

/// The name of what harm was told.
pub(crate) const HARM: &str = "Harm that I told";

/// How it was made sure that chance chose.
pub(crate) const SEALED: &str =
    "Its seed and rules were sealed by a hash before the first spasm; `supple verify` derives each draw again.";

impl Summary {
    /// The trials on the first page.
    pub(crate) fn trials(&self) -> Vec<Block> {
        let trials = &self.trials;
        if trials.is_empty() && trials.untold == 0 {
            return Vec::new();
        }
        let over_days = trials.over_days.iter().map(told_days::facts);
        let harms = if trials.each.len() + trials.over_days.len() > 1 { 0 } else { HARMS };
        let each: Vec<Vec<Fact>> = trials.each.iter().map(|trial| facts(trial, harms)).chain(over_days).collect();
        let more = each.len().saturating_sub(TRIALS);
        let facts: Vec<Fact> = each.into_iter().take(TRIALS).flatten().collect();
        let mut small = Vec::new();
        if !facts.is_empty() {
            let (kind, sealed) = match trials.each.is_empty() {
                true => (supple_wording::trial_days::KIND, told_days::SEALED),
                false => (wording::KIND, SEALED),
            };
            small.push(format!("{kind}. Results are in the words in which I was told them. {sealed}"));
        }
        small.extend((more > 0).then(|| format!("{} more.", count(more, "trial"))));
        small.extend(untold(trials.untold));
        let facts = (!facts.is_empty()).then_some(Block::Facts(facts));
        std::iter::once(Block::Heading(HEADING.to_owned()))
            .chain(facts)
            .chain([Block::Small(small.join(" "))])
            .collect()
    }
}

fn untold(many: usize) -> Option<String> {
    (many > 0)
        .then(|| format!("{} more, not told: not readable here, or begun while another one ran.", count(many, "trial")))
}

/// What is compared.
fn compared(trial: &OwnTrial) -> String {
    let [a, b] = &trial.arms;
    format!("{} or {}", a.name, b.named)
}

/// The whole of what harm was told, in a line; nothing where nothing was told and the trial goes on.
pub(crate) fn all_harms(trial: &OwnTrial) -> Option<String> {
    let lines = harms(trial, None);
    let is_left = trial.outcome.is_some() && trial.harms.iter().any(|harms| harms.not_told > 0);
    let means = is_left.then(|| trial_harm::NOT_TOLD.to_owned());
    let lines: Vec<String> = lines.into_iter().chain(means).collect();
    (!lines.is_empty()).then(|| format!("{HARM}. {}", lines.join(" ")))
}

/// What is told of a trial wherever it is, with so many harms of a measure.
fn facts(trial: &OwnTrial, most: usize) -> Vec<Fact> {
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value };
    let mut facts = vec![fact(&compared(trial), told(trial)), fact("Spasms in it", spasms(trial))];
    if let Some(outcome) = &trial.outcome {
        match outcome.estimate.as_ref() {
            Some(estimate) => facts.push(fact("How sure", sure(trial, estimate))),
            None if !outcome.pairs.is_empty() => facts.push(fact("Pair by pair", pairs(trial, outcome))),
            None => {}
        }
    }
    if trial.harms.iter().any(|harms| !harms.told.is_empty()) {
        facts.push(fact(HARM, harms(trial, Some(most)).join(" ")));
    }
    facts
}

/// What harm was told, a line for each measure: all of it, or in short so many of each measure at most. Of how many spasms nothing was told stands there
/// once the trial is over.
pub(crate) fn harms(trial: &OwnTrial, most: Option<usize>) -> Vec<String> {
    let of = |harms: &OwnHarms| {
        let one = |harm: &OwnHarm| match most {
            Some(_) => trial_harm::one_in_short(&harm.what, harm.number, &day(harm.day)),
            None => trial_harm::one(&harm.what, harm.number, &day(harm.day)),
        };
        let most = most.unwrap_or(usize::MAX);
        let more = harms.told.len().saturating_sub(most);
        let more = (more > 0).then(|| format!("{more} {}", if most == 0 { "told" } else { "more" }));
        let told: Vec<String> = harms.told.iter().take(most).map(one).chain(more).collect();
        trial_harm::line(&harms.name, &told, trial.outcome.as_ref().map(|_| (harms.spasms, harms.not_told)))
    };
    trial.harms.iter().filter_map(of).collect()
}

/// What the person was told, and that something is not as promised.
pub(crate) fn told(trial: &OwnTrial) -> String {
    let told = trial.told.join(" ");
    match &trial.broken {
        None => told,
        Some(broken) => format!("{told} Not as promised: {broken}."),
    }
}

/// How many spasms, and what was done in them.
pub(crate) fn spasms(trial: &OwnTrial) -> String {
    let when = match trial.ended {
        Some(ended) if ended == trial.begun => day(ended),
        Some(ended) => dates(trial.begun, ended),
        None => format!("since {}", day(trial.begun)),
    };
    let did = format!(
        "{} as chance chose, {} with the other measure, {} left out",
        trial.as_drawn, trial.other, trial.left_out
    );
    let answers = format!("{} without an answer, {} late", trial.unanswered, trial.late);
    let is_untold = trial.outcome.is_some() && trial.harms.iter().all(|harms| harms.told.is_empty());
    let harm = if is_untold { "; harm: not told" } else { "" };
    format!("{} of up to {} drawn, {when}: {did}; {answers}{harm}", trial.drawn, trial.most)
}

/// The probabilities, for the measure after which pain fell further.
fn sure(trial: &OwnTrial, estimate: &Estimate) -> String {
    let (better, by_margin) = match estimate.mean >= 0.0 {
        true => (Arm::B, estimate.b_by_margin),
        false => (Arm::A, estimate.a_by_margin),
    };
    let name = &trial.arm(better).name;
    let (better, by_margin) = (percent(estimate.better(better)), percent(by_margin));
    format!("{name} eases further: {better}; by more than {}: {by_margin}", of_points(trial.margin))
}

fn of_points(margin: f64) -> String {
    format!("{} {}", number(margin), if margin == 1.0 { "point" } else { "points" })
}

/// A probability; never said to be certain.
pub(crate) fn percent(probability: f64) -> String {
    match probability {
        _ if probability > 0.999 => "over 99.9 %".to_owned(),
        _ if probability < 0.001 => "under 0.1 %".to_owned(),
        _ => format!("{:.1} %", probability * 100.0),
    }
}

fn pairs(trial: &OwnTrial, outcome: &Outcome) -> String {
    let [a, b] = trial.arms.each_ref().map(|arm| &arm.named);
    let pair = |pair: &supple_trial::Pair| {
        format!("after {a} pain {}, after {b} {}", wording::fall(pair.a), wording::fall(pair.b))
    };
    outcome.pairs.iter().map(pair).collect::<Vec<_>>().join("; ")
}

/// Each trial with all that is known of it.
pub(crate) fn annex(summary: &Summary) -> Vec<Block> {
    let over_days = summary.trials.over_days.iter().flat_map(told_days::whole);
    summary.trials.each.iter().flat_map(whole).chain(over_days).collect()
}

fn whole(trial: &OwnTrial) -> Vec<Block> {
    let fact = |name: String, value: String| Fact { name, value };
    let [a, b] = &trial.arms;
    let arms = [("A", a), ("B", b)].map(|(side, arm)| fact(format!("{side}: {}", arm.name), arm.does.clone()));
    let counts = fact("A difference counts from".to_owned(), of_points(trial.margin));
    let sealed = fact("Hash of seed and rules".to_owned(), trial.promised.clone());
    let error = scale().map(|error| fact("The scale".to_owned(), error));
    let title = Block::Heading(trial.title.clone());
    let known = facts(trial, HARMS);
    let facts = arms.into_iter().chain([counts]).chain(known).chain(error).chain([sealed]).collect();
    let mut blocks = vec![title, Block::Facts(facts), Block::List(trial.goes.clone())];
    let told = harms(trial, None);
    if trial.harms.iter().any(|harms| harms.told.len() > HARMS) {
        blocks.push(Block::List(told));
    }
    let Some(outcome) = &trial.outcome else { return blocks };
    let strings = |row: [&str; 3]| row.map(str::to_owned).to_vec();
    if !outcome.pairs.is_empty() {
        let rows = outcome.pairs.iter().enumerate().map(|(at, pair)| wording::pair(at, pair).to_vec()).collect();
        let [first, second] = [a, b].map(|arm| format!("After {}", arm.named));
        let caption = "What pain did, in points, pair by pair".to_owned();
        blocks.push(Block::Table { caption, head: strings(["Pair", &first, &second]), rows });
    }
    if !outcome.looks.is_empty() {
        let rows = outcome.looks.iter().map(|look| look.told.to_vec()).collect();
        let head = ["If one looks so", "Then this is known"].map(str::to_owned).to_vec();
        blocks.push(Block::Table { caption: "Looked at in other ways, of which none decides".to_owned(), head, rows });
    }
    blocks
}

/// The error of what is measured.
pub(crate) fn scale() -> Option<String> {
    error(PAIN).map(|error| format!("The error of one pain level is {} ({}).", points(error), measured_by([error])))
}

/// A number of a trial that is over.
pub(crate) struct Named {
    /// What it is, in words.
    pub(crate) name: String,
    /// The number, where it is known.
    pub(crate) is: Number,
}

/// The numbers of a trial, in their order: of one that runs, no outcome.
pub(crate) fn numbers(trial: &OwnTrial) -> Vec<Named> {
    let named = |name: &str, id, value, unit| Named { name: name.to_owned(), is: Number { id, value, unit } };
    let counted = |name: &str, id, many: usize| named(name, id, Some(many as f64), "spasms");
    let mut numbers = vec![
        named("Difference that counts", "margin", Some(trial.margin), "points"),
        counted("Most spasms", "most", trial.most),
        counted("Spasms for which chance chose", "drawn", trial.drawn),
        counted("Done as chance chose", "as-drawn", trial.as_drawn),
        counted("Done with the other measure", "other", trial.other),
        counted("Left out", "left-out", trial.left_out),
        counted("Without an answer", "unanswered", trial.unanswered),
        counted("With a late answer", "late", trial.late),
        counted("Draws of two devices that do not count", "dropped", trial.dropped),
    ];
    let outcome = trial.outcome.as_ref();
    let estimate = outcome.and_then(|outcome| outcome.estimate);
    let harm_ids = [["a-done", "a-harm-told"], ["b-done", "b-harm-told"]];
    for (at, (arm, ids)) in trial.arms.iter().zip(harm_ids).enumerate() {
        let harms = trial.harms.get(at).filter(|_| outcome.is_some());
        let many = [harms.map(|it| it.spasms as f64), harms.map(|it| it.spasms.saturating_sub(it.not_told) as f64)];
        let names = ["Spasms with", "Spasms with harm told after"].map(|name| format!("{name} {}", arm.named));
        numbers.extend(names.iter().zip(ids).zip(many).map(|((name, id), many)| named(name, id, many, "spasms")));
    }
    let [a, b] = trial.arms.each_ref().map(|arm| arm.named.as_str());
    let further = format!("How much further pain falls after {b} than after {a}");
    let known = |name: &str, id, of: fn(&Estimate) -> f64, unit| named(name, id, estimate.as_ref().map(of), unit);
    let margin = of_points(trial.margin);
    numbers.extend([
        named("Spasm after which it ended", "after", outcome.map(|outcome| outcome.after.into()), "spasms"),
        known("Spasms that it rests on", "analysed", |known| known.spasms as f64, "spasms"),
        known(&further, "difference", |known| known.mean, "points"),
        known(&format!("{further}: lower 95 % limit"), "lower", |known| known.low, "points"),
        known(&format!("{further}: upper 95 % limit"), "upper", |known| known.high, "points"),
        known(&format!("Probability that {b} eases further"), "b-better", |known| known.b_better, "of 1"),
        known(&format!("Probability of {b} by more than {margin}"), "b-by-margin", |known| known.b_by_margin, "of 1"),
        known(&format!("Probability of {a} by more than {margin}"), "a-by-margin", |known| known.a_by_margin, "of 1"),
    ]);
    numbers
}

/// The same of the trial with other eyes, each with what is looked at.
pub(crate) fn looks(outcome: &Outcome) -> Vec<(String, Vec<Number>)> {
    let look = |look: &crate::own_trials::Look| {
        let known = |id, of: fn(&Estimate) -> f64, unit| Number { id, value: look.estimate.as_ref().map(of), unit };
        let numbers = vec![
            known("analysed", |known| known.spasms as f64, "spasms"),
            known("difference", |known| known.mean, "points"),
            known("lower", |known| known.low, "points"),
            known("upper", |known| known.high, "points"),
            known("b-better", |known| known.b_better, "of 1"),
        ];
        (look.told[0].clone(), numbers)
    };
    outcome.looks.iter().map(look).collect()
}

/// What its rule says, as a word for tables.
pub(crate) fn verdict(trial: &OwnTrial) -> [String; 2] {
    use supple_trial::Verdict as Is;
    let Some(outcome) = &trial.outcome else { return ["runs".to_owned(), String::new()] };
    let side = |arm: Arm| trial.arm(arm).measure.clone();
    let (word, of) = match outcome.verdict {
        Is::TooEarly | Is::GoesOn => ("runs", None),
        Is::Better(arm) => ("better", Some(arm)),
        Is::AboutTheSame => ("about-the-same", None),
        Is::NoClearDifference { leans } => ("no-clear-difference", leans),
        Is::TooFewAnswers => ("too-few-answers", None),
        Is::StoppedForHarm(arm) => ("stopped-for-harm", Some(arm)),
        Is::StoppedByPerson => ("stopped-by-person", None),
    };
    [word.to_owned(), or_empty(of.map(side))]
}

/// What the arms are called in the rows of a pair.
pub(crate) fn of_pair(trial: &OwnTrial, place: usize) -> [String; 2] {
    trial.arms.each_ref().map(|arm| format!("Pair {}: fall of pain after {}", place + 1, lower(&arm.named)))
}
