//! The report as tables, a row for each thing that was counted: for a spreadsheet.

use crate::own_trials::{OwnHarm, OwnHarms};
use crate::request::Part;
use crate::summary::Summary;
use crate::words::ABILITY;
use crate::{told_days, told_trials};
use supple_care::questionnaire::error;
use supple_guidance::questionnaire::ScoreError;

/// A table: the name of its file without an ending, its headings, its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of its file, without an ending.
    pub name: &'static str,
    /// Its headings.
    pub head: &'static [&'static str],
    /// Its rows, each as long as `head`. What is not known is empty.
    pub rows: Vec<Vec<String>>,
}

/// A table of a summary.
type Told = fn(&Summary) -> Table;

/// The tables of the parts that were asked for: an empty one says that nothing was there. Those of trials are there only where a
/// trial is.
pub fn tables(summary: &Summary) -> Vec<Table> {
    let parts: [(Part, Told); 6] = [
        (Part::Course, weeks),
        (Part::Tried, tried),
        (Part::Tried, medicines),
        (Part::Check, answers),
        (Part::Life, abilities),
        (Part::Life, filled),
    ];
    let asked = parts.into_iter().filter(|(part, _)| summary.has(*part)).map(|(_, table)| table(summary));
    let has_trials = summary.has(Part::Tried) && !summary.trials.each.is_empty();
    let of_trials = has_trials.then(|| [trials(summary), pairs(summary), looks(summary), harms(summary)]);
    let over_days = &summary.trials.over_days;
    let has_days = summary.has(Part::Tried) && !over_days.is_empty();
    let of_days = has_days.then(|| [told_days::table(over_days), told_days::pairs_table(over_days)]);
    let of_trials = of_trials.into_iter().flatten().chain(of_days.into_iter().flatten());
    std::iter::once(numbers(summary)).chain(asked).chain(of_trials).collect()
}

pub(crate) fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A number over the whole period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// What it counts or measures.
    pub id: &'static str,
    /// The number, where it is known.
    pub value: Option<f64>,
    /// Its unit in words.
    pub unit: &'static str,
}

/// The numbers over the whole period, in their order: those that every report tells, and those of the parts that were asked for.
pub fn numbers_of(summary: &Summary) -> Vec<Number> {
    let (course, written) = (&summary.course, &summary.written);
    let stuck = course.stuck.iter().filter_map(|stuck| stuck.seconds).max().map(f64::from);
    let count = |id, many: usize, unit| Number { id, value: Some(many as f64), unit };
    let value = |id, value: Option<f64>, unit| Number { id, value, unit };
    let always = [
        count("days", usize::try_from(summary.period.days()).unwrap_or(usize::MAX), "days"),
        count("known-days", course.known_days, "days"),
        count("spasms", course.spasms, "spasms"),
        count("spasm-days", course.spasm_days, "days"),
        value("written-within-minutes", Some(f64::from(written.prompt_minutes)), "minutes"),
        count("written-at-once", written.prompt, "spasms"),
        count("written-later", written.later, "spasms"),
        count("corrected", written.corrected, "entries"),
        count("removed", written.removed, "entries"),
    ];
    let of_course = [
        value("median-seconds", course.seconds.map(|spread| spread.median), "seconds"),
        value("longest-seconds", course.seconds.map(|spread| spread.most), "seconds"),
        value("median-strength", course.strength.map(|spread| spread.median), "of 10"),
        value("median-pain", course.pain.map(|spread| spread.median), "of 10"),
        value("worst-pain", course.pain.map(|spread| spread.most), "of 10"),
        count("could-not-get-up", course.stuck.len(), "spasms"),
        value("could-not-get-up-longest-seconds", stuck, "seconds"),
    ];
    let of_life =
        [count("bad-nights", summary.nights.bad, "nights"), count("asked-nights", summary.nights.asked, "nights")];
    let mut numbers = always.to_vec();
    numbers.extend(of_course.into_iter().filter(|_| summary.has(Part::Course)));
    numbers.extend(of_life.into_iter().filter(|_| summary.has(Part::Life)));
    numbers
}

fn numbers(summary: &Summary) -> Table {
    let known = numbers_of(summary).into_iter().map(|number| (number.id, or_empty(number.value)));
    let days = [("from", summary.period.from.to_string()), ("to", summary.period.to.to_string())];
    let rows: Vec<(&str, String)> =
        days.into_iter().chain(known).chain([("check-code", summary.proof.code())]).collect();
    let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    Table { name: "numbers", head: &["what", "value"], rows }
}

fn weeks(summary: &Summary) -> Table {
    let rows = summary.course.weeks.iter().map(|week| {
        let counts = [week.spasms.to_string(), week.known.to_string(), or_empty(week.worst)];
        [week.from.to_string(), week.to.to_string()].into_iter().chain(counts).collect()
    });
    Table { name: "weeks", head: &["from", "to", "spasms", "known-days", "worst-pain"], rows: rows.collect() }
}

fn tried(summary: &Summary) -> Table {
    let rows = summary.tried.iter().map(|tried| {
        let counts =
            [tried.times.to_string(), tried.first.to_string(), tried.last.to_string(), tried.compared.to_string()];
        let means = [or_empty(tried.before), or_empty(tried.after)];
        let helped = [tried.asked, tried.helped].map(|count| count.to_string());
        [tried.what.clone()].into_iter().chain(counts).chain(means).chain(helped).collect()
    });
    let head =
        &["what", "times", "first", "last", "compared", "pain-before", "pain-after", "asked-if-helped", "helped"];
    Table { name: "measures", head, rows: rows.collect() }
}

fn medicines(summary: &Summary) -> Table {
    let rows = summary.taken.iter().map(|taken| {
        vec![
            taken.what.clone(),
            taken.substance.clone().unwrap_or_default(),
            taken.times.to_string(),
            taken.days.to_string(),
            or_empty(taken.least),
            or_empty(taken.most),
            taken.first.to_string(),
            taken.last.to_string(),
            taken.compared.to_string(),
            or_empty(taken.before),
            or_empty(taken.after),
        ]
    });
    let head = &[
        "what",
        "substance",
        "doses",
        "days",
        "least-mg",
        "most-mg",
        "first",
        "last",
        "compared",
        "pain-before",
        "pain-after",
    ];
    Table { name: "medicines", head, rows: rows.collect() }
}

fn trials(summary: &Summary) -> Table {
    let rows = summary.trials.each.iter().enumerate().map(|(at, trial)| {
        let [a, b] = trial.arms.each_ref().map(|arm| arm.measure.clone());
        let [verdict, of] = told_trials::verdict(trial);
        let what = [(at + 1).to_string(), trial.id.clone(), a, b, trial.begun.to_string(), or_empty(trial.ended)];
        let numbers = told_trials::numbers(trial).into_iter().map(|one| or_empty(one.is.value));
        let as_promised = if trial.broken.is_none() { "yes" } else { "no" }.to_owned();
        let told = [told_trials::told(trial), trial.promised.clone(), as_promised];
        what.into_iter().chain([verdict, of]).chain(numbers).chain(told).collect()
    });
    let head = &[
        "trial",
        "which",
        "a",
        "b",
        "begun",
        "ended",
        "verdict",
        "of",
        "margin",
        "most",
        "drawn",
        "as-drawn",
        "other",
        "left-out",
        "unanswered",
        "late",
        "dropped",
        "a-done",
        "a-harm-told",
        "b-done",
        "b-harm-told",
        "after",
        "analysed",
        "difference",
        "lower",
        "upper",
        "b-better",
        "b-by-margin",
        "a-by-margin",
        "told",
        "hash",
        "as-promised",
    ];
    Table { name: "trials", head, rows: rows.collect() }
}

/// How far pain fell after A and after B, of trials that are over.
fn pairs(summary: &Summary) -> Table {
    let over = summary.trials.each.iter().enumerate().filter_map(|(at, trial)| Some((at + 1, trial.outcome.as_ref()?)));
    let rows = over.flat_map(|(trial, outcome)| {
        let row = move |(at, pair): (usize, &supple_trial::Pair)| {
            vec![trial.to_string(), (at + 1).to_string(), pair.a.to_string(), pair.b.to_string()]
        };
        outcome.pairs.iter().enumerate().map(row)
    });
    Table { name: "trial-pairs", head: &["trial", "pair", "fall-after-a", "fall-after-b"], rows: rows.collect() }
}

fn looks(summary: &Summary) -> Table {
    let over = summary.trials.each.iter().enumerate().filter_map(|(at, trial)| Some((at + 1, trial.outcome.as_ref()?)));
    let rows = over.flat_map(|(trial, outcome)| {
        told_trials::looks(outcome).into_iter().map(move |(look, numbers)| {
            let numbers = numbers.into_iter().map(|number| or_empty(number.value));
            [trial.to_string(), look].into_iter().chain(numbers).collect()
        })
    });
    let head = &["trial", "look", "analysed", "difference", "lower", "upper", "b-better"];
    Table { name: "trial-looks", head, rows: rows.collect() }
}

/// What harm was told of a spasm: of what is not there nothing was told.
fn harms(summary: &Summary) -> Table {
    let rows = summary.trials.each.iter().enumerate().flat_map(|(at, trial)| {
        let of = move |harms: &OwnHarms| {
            let row = |harm: &OwnHarm| {
                let [spasm, day] = [harm.number.to_string(), harm.day.to_string()];
                vec![(at + 1).to_string(), spasm, day, harms.measure.clone(), harm.what.to_string()]
            };
            harms.told.iter().map(row).collect::<Vec<_>>()
        };
        trial.harms.iter().flat_map(of)
    });
    Table { name: "trial-harms", head: &["trial", "spasm", "day", "measure", "harm"], rows: rows.collect() }
}

fn answers(summary: &Summary) -> Table {
    let rows = summary.check.iter().flat_map(|check| &check.answers).map(|answer| {
        let is = match answer.is {
            crate::AnswerKind::Yes => "yes",
            crate::AnswerKind::No => "no",
            crate::AnswerKind::Unsure => "unsure",
        };
        vec![answer.id.clone(), answer.ask.clone(), is.to_owned(), answer.said.clone()]
    });
    Table { name: "check", head: &["id", "asked", "is", "said"], rows: rows.collect() }
}

fn abilities(summary: &Summary) -> Table {
    let rows = summary.abilities.iter().map(|ability| {
        let first = [ability.first.to_string(), ability.first_on.to_string()];
        let last = [ability.last.to_string(), ability.last_on.to_string()];
        let change = (ability.times > 1).then_some((ability.first, ability.last));
        let change = changed(change, error(ABILITY));
        let said = [ability.what.clone()].into_iter().chain(first).chain(last).chain([ability.times.to_string()]);
        said.chain(change).collect()
    });
    let head = &["what", "first", "first-on", "last", "last-on", "times", "change", "error-at-least", "error-at-most"];
    Table { name: "abilities", head, rows: rows.collect() }
}

fn filled(summary: &Summary) -> Table {
    let rows = summary.filled.iter().map(|filled| {
        let last = [filled.id.clone(), filled.points.to_string(), filled.of.to_string(), filled.on.to_string()];
        let before = [or_empty(filled.before.map(|(was, _)| was)), or_empty(filled.before.map(|(_, on)| on))];
        let change = changed(filled.before.map(|(was, _)| (was, filled.points)), error(&filled.id));
        last.into_iter().chain(before).chain(change).chain([filled.times.to_string()]).collect()
    });
    let head =
        &["which", "score", "of", "on", "before", "before-on", "change", "error-at-least", "error-at-most", "times"];
    Table { name: "questionnaires", head, rows: rows.collect() }
}

/// By how much a score changed, and the error of such a change.
fn changed(scores: Option<(u32, u32)>, error: Option<&ScoreError>) -> [String; 3] {
    let change = scores.map(|(from, to)| i64::from(to) - i64::from(from));
    [or_empty(change), or_empty(error.map(|error| error.least)), or_empty(error.map(|error| error.most))]
}
