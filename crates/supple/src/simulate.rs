//! `supple simulate`: made-up people with known truth, as diaries, or the method evaluated on them; and made-up trials.

mod kinds;

use crate::problem::{Context, Problem};
use crate::terminal::Out;
use clap::Args;
use kinds::{Kind, kinds};
use serde_json::json;
use std::path::PathBuf;
use std::thread;
use supple_insight::Settings;
use supple_insight::simulate::{Evaluation, People, evaluate, links, rates};
use supple_trial::simulate;
use supple_wording::counted;

/// Options of `supple simulate`.
#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// How many people of each kind
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    people: u64,
    /// The seed; the same one gives the same people
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Write a diary for each person into this folder, and the truth beside them
    #[arg(long, value_name = "DIR", required_unless_present_any = ["evaluate", "list", "trial"])]
    out: Option<PathBuf>,
    /// Go from each diary to the verdicts and print how often they are right, with Monte Carlo errors
    #[arg(long, conflicts_with = "out")]
    evaluate: bool,
    /// Only the kind of people of this number; --list shows them
    #[arg(long, value_name = "KIND")]
    kind: Option<usize>,
    /// Print the kinds of people
    #[arg(long, conflicts_with_all = ["evaluate", "out"])]
    list: bool,
    /// Make trials up in place of diaries: how often the rule of a trial is right, a row a setting, with so many trials each
    #[arg(long, conflicts_with_all = ["out", "evaluate", "list", "kind", "log_f"])]
    trial: bool,
    /// With --evaluate, the sizes of the log-F penalty to compare
    #[arg(long, value_name = "M", value_delimiter = ',', requires = "evaluate", value_parser = size)]
    log_f: Vec<f64>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn size(text: &str) -> Result<f64, String> {
    let size: Option<f64> = text.parse().ok();
    size.filter(|size| *size > 0.0 && size.is_finite()).ok_or_else(|| "takes a number above 0, such as 1".to_owned())
}

/// Makes people up.
pub(crate) fn run(options: &Simulate, out: &mut Out) -> Result<(), Problem> {
    if options.trial {
        return trials(options, out);
    }
    let all = kinds();
    if options.list {
        if options.json {
            return out.json(&all);
        }
        for (number, kind) in all.iter().enumerate() {
            out.item(&format!("{number} "), kind.name())?;
        }
        return Ok(());
    }
    let chosen: Vec<&Kind> = match options.kind {
        None => all.iter().collect(),
        Some(kind) => {
            let many = all.len() - 1;
            let wrong = || Problem::WrongUse(format!("there are the kinds 0 to {many}, not {kind}; --list shows them"));
            vec![all.get(kind).ok_or_else(wrong)?]
        }
    };
    match &options.out {
        Some(folder) => write(options, &chosen, folder, out),
        None => print(options, &chosen, out),
    }
}

/// Trials with known truth, judged by the rule that judges real ones. A trial is made from the seed and its number alone, and
/// parts are added in order, so that the number of threads changes no digit.
fn trials(options: &Simulate, out: &mut Out) -> Result<(), Problem> {
    let settings = simulate::settings();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut tallies: Vec<Option<_>> = settings.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let settings = &settings;
        let handles: Vec<_> = (0..threads)
            .map(|thread| {
                let mine = settings.iter().enumerate().skip(thread).step_by(threads);
                let made = move |(place, setting)| (place, simulate::run(setting, options.seed, 0, options.people));
                scope.spawn(move || mine.map(made).collect::<Vec<_>>())
            })
            .collect();
        for handle in handles {
            for (place, tally) in handle.join().unwrap_or_default() {
                tallies[place] = Some(tally);
            }
        }
    });
    let mut rows = Vec::with_capacity(settings.len());
    for (setting, tally) in settings.into_iter().zip(tallies) {
        let tally = tally.ok_or_else(|| Problem::Cannot("a part failed; run it again".to_owned()))?;
        rows.push((setting, tally.map_err(|error| Problem::Cannot(error.to_string()))?));
    }
    if options.json {
        let rows: Vec<_> = rows.iter().map(|(setting, tally)| json!({"setting": setting, "tally": tally})).collect();
        return out.json(&json!({"seed": options.seed, "trials": options.people, "rows": rows}));
    }
    simulate::table(&rows).trim_start().lines().try_for_each(|line| out.line(line))
}

fn print(options: &Simulate, chosen: &[&Kind], out: &mut Out) -> Result<(), Problem> {
    let usual = Settings::default();
    let sizes = if options.log_f.is_empty() { vec![usual.log_f] } else { options.log_f.clone() };
    let methods: Vec<Settings> = sizes.into_iter().map(|log_f| Settings { log_f, ..usual }).collect();
    let mut all = Vec::new();
    for kind in chosen {
        all.extend(in_parts(kind, &methods, options)?);
    }
    if options.json {
        return out.json(&all);
    }
    for line in links(&all).lines().chain([""]).chain(rates(&all).lines()) {
        out.line(line)?;
    }
    Ok(())
}

/// People are made up by their number, so parts can be looked at side by side. Parts have a fixed size and are added in
/// order, so that the number of threads changes no digit.
fn in_parts(kind: &Kind, methods: &[Settings], options: &Simulate) -> Result<Vec<Evaluation<Kind>>, Problem> {
    const PART: u64 = 25;
    let starts: Vec<u64> = (0..options.people).step_by(PART as usize).collect();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(starts.len().max(1));
    let one = |start: u64| evaluate(kind, methods, options.seed, start, PART.min(options.people - start));
    let mut parts: Vec<Option<_>> = starts.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let handles: Vec<_> = (0..threads)
            .map(|thread| {
                let mine: Vec<(usize, u64)> =
                    starts.iter().copied().enumerate().skip(thread).step_by(threads).collect();
                scope.spawn(move || mine.into_iter().map(|(place, start)| (place, one(start))).collect::<Vec<_>>())
            })
            .collect();
        for handle in handles {
            for (place, part) in handle.join().unwrap_or_default() {
                parts[place] = Some(part);
            }
        }
    });
    let mut whole: Option<Vec<Evaluation<Kind>>> = None;
    for part in parts {
        let part = part.ok_or_else(|| Problem::Cannot("a part of the evaluation failed; run it again".to_owned()))?;
        let part = part?;
        match &mut whole {
            None => whole = Some(part),
            Some(whole) => whole.iter_mut().zip(&part).for_each(|(whole, part)| whole.merge(part)),
        }
    }
    Ok(whole.unwrap_or_default())
}

fn write(options: &Simulate, chosen: &[&Kind], folder: &PathBuf, out: &mut Out) -> Result<(), Problem> {
    let unwritten = format!("{} cannot be written", folder.display());
    std::fs::create_dir_all(folder).context(&unwritten)?;
    let mut people = Vec::new();
    for (place, of) in chosen.iter().enumerate() {
        let kind = options.kind.unwrap_or(place);
        for number in 0..options.people {
            let person = of.known(options.seed, number)?;
            let name = format!("kind-{kind}-person-{number:04}.jsonl");
            std::fs::write(folder.join(&name), person.log.to_lines()).context(&unwritten)?;
            people
                .push(json!({"diary": name, "kind": kind, "now": person.now.to_string(), "entries": person.log.len()}));
        }
    }
    let truth = json!({"seed": options.seed, "kinds": chosen, "people": people});
    let text = serde_json::to_string_pretty(&truth)?;
    std::fs::write(folder.join("truth.json"), text + "\n").context(&unwritten)?;
    if options.json {
        return out.json(&truth);
    }
    out.say(&format!(
        "{} written to {}. truth.json says what is true of each kind: b, or log_ratio, is the log rate ratio, 0 where there is no link. \
         `supple import` takes a diary over.",
        counted(people.len(), "diary", "diaries"),
        folder.display()
    ))
}
