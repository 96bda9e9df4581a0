//! `supple stats`: the same statistics on a table of one's own, for people who check them.
//!
//! A table is a CSV file with a header. What is wrong with it is said with the line of the file.

use crate::problem::Problem;
use crate::remedy::Told;
use crate::sheet::{self, NotText, Row, Sheet, plain};
use crate::terminal::Out;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Map, Value, json};
use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use supple_stats::clogit::{Fit, Options, Penalty, Rows, Sets, Ties};
use supple_stats::rates::{GapLength, Week, gap_order, trend};
use supple_stats::times::{self, Interval, Observation, Survival, log_rank, mean_cumulative, survival};
use supple_stats::trial::{Allocated, difference};
use supple_stats::{RowError, StatsError};
use supple_text::shorten;

/// Below this each whole number is told apart from its neighbours: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Options of `supple stats`.
#[derive(Debug, Args)]
pub(crate) struct Stats {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Conditional logistic regression: what goes with being a case, within sets
    Clogit(Clogit),
    /// Whether counts of weeks grow or fall: columns week, days_observed, count
    Trend(File),
    /// Whether gaps get shorter or longer, in the order of the rows: column gap
    Gaps(File),
    /// How long until something ends, by Kaplan and Meier: columns time, status
    Km(Km),
    /// How many by when, over people: columns id, start, stop, event
    Mcf(File),
    /// Two measures compared by chance in one person: columns day, arm (1 for B, 0 for A), pain0 and pain30
    Nof1(File),
}

#[derive(Debug, Args)]
struct File {
    /// A CSV file with a header (- for standard input)
    file: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Clogit {
    #[command(flatten)]
    file: File,
    /// The column that says which rows are compared with one another
    #[arg(long, value_name = "COLUMN")]
    set: String,
    /// The column that is 1 for a case and 0 otherwise
    #[arg(long, value_name = "COLUMN")]
    case: String,
    /// The columns to look at
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', required = true)]
    x: Vec<String>,
    /// How sets with several cases are computed
    #[arg(long, value_enum, default_value_t)]
    ties: TiesBy,
    /// What is known beforehand: none, logf:M, normal:SD or firth
    #[arg(long, value_name = "PENALTY", default_value = "none", value_parser = penalty)]
    penalty: Penalty,
    /// Compute 95 % profile limits, too
    #[arg(long)]
    profile: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum TiesBy {
    #[default]
    Exact,
    Efron,
    Breslow,
}

#[derive(Debug, Args)]
struct Km {
    #[command(flatten)]
    file: File,
    /// A column by which to tell groups apart; they are compared by the log-rank test
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// The scale of the limits
    #[arg(long, value_enum, default_value_t)]
    limits: LimitsBy,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum LimitsBy {
    #[default]
    LogLog,
    Log,
    Plain,
}

fn penalty(text: &str) -> Result<Penalty, String> {
    let size = |size: &str| -> Result<f64, String> {
        let number: Option<f64> = size.parse().ok();
        number
            .filter(|size| *size > 0.0 && size.is_finite())
            .ok_or_else(|| format!("needs a number above 0 after the colon, not \"{size}\""))
    };
    match text.split_once(':') {
        None if text == "none" => Ok(Penalty::None),
        None if text == "firth" => Ok(Penalty::Firth),
        Some(("logf", m)) => Ok(Penalty::LogF(size(m)?)),
        Some(("normal", sd)) => Ok(Penalty::Normal(size(sd)?)),
        _ => Err("takes none, logf:M, normal:SD or firth".to_owned()),
    }
}

/// Computes one of the statistics.
pub(crate) fn run(options: &Stats, out: &mut Out) -> Result<(), Problem> {
    match &options.what {
        What::Clogit(options) => clogit(options, out),
        What::Trend(file) => trend_of(file, out),
        What::Gaps(file) => gaps(file, out),
        What::Km(options) => km(options, out),
        What::Mcf(file) => mcf(file, out),
        What::Nof1(file) => nof1(file, out),
    }
}

// ---------------------------------------------------------------- tables

/// A table as it was read.
struct Table {
    header: Vec<String>,
    /// The line of the file on which each row begins, and its cells. Tables can have millions of cells, which as strings of
    /// their own would take most of the time and the memory.
    rows: Vec<(u64, csv::StringRecord)>,
    is_comma: bool,
}

/// What a cell says as a number; the yes and no of R and Python are 1 and 0.
fn number(cell: &str) -> Option<f64> {
    match cell.parse() {
        Ok(number) => Some(number).filter(|number: &f64| number.is_finite()),
        Err(_) if cell.eq_ignore_ascii_case("true") => Some(1.0),
        Err(_) if cell.eq_ignore_ascii_case("false") => Some(0.0),
        Err(_) => None,
    }
}

/// So much of a cell as a message of one line can show.
fn shown(cell: &str) -> String {
    const MOST: usize = 40;
    let line = cell.lines().next().unwrap_or_default();
    let short = shorten(line, MOST);
    if line.len() < cell.len() && !short.ends_with('…') { short + "…" } else { short }
}

impl Table {
    fn read(path: &Path) -> Result<Table, Problem> {
        let Sheet { titles, rows: read, is_comma, .. } = sheet::read(path)?;
        let mut rows = Vec::with_capacity(read.len());
        for Row { line, cells } in read {
            let cells = cells.map_err(|NotText| {
                Problem::Cannot(format!("line {line}: this is not text in UTF-8; save the table as UTF-8"))
            })?;
            if cells.len() != titles.len() {
                return Err(Problem::Cannot(format!(
                    "line {line}: there are {} cells under {} columns; each row needs one cell for each column",
                    cells.len(),
                    titles.len()
                )));
            }
            rows.push((line, cells));
        }
        Ok(Table { header: titles, rows, is_comma })
    }

    /// What a cell says as a number. Where no comma separates the cells, it may be a decimal one; not before three digits,
    /// where it may also group thousands.
    fn number(&self, cell: &str) -> Option<f64> {
        number(cell).or_else(|| {
            let (whole, part) = cell.split_once(',').filter(|_| !self.is_comma)?;
            let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let is_decimal = is_digits(whole.trim_start_matches('-')) && is_digits(part) && part.len() != 3;
            number(&format!("{whole}.{part}")).filter(|_| is_decimal)
        })
    }

    /// The place of a column.
    fn place(&self, name: &str) -> Result<usize, Problem> {
        let mut places = self.header.iter().enumerate().filter(|(_, other)| *other == name).map(|(place, _)| place);
        match (places.next(), places.next()) {
            (Some(place), None) => Ok(place),
            (Some(_), Some(_)) => Err(Problem::Cannot(format!(
                "line 1: there are several columns \"{name}\"; give each a name of its own"
            ))),
            (None, _) => Err(Problem::Cannot(format!(
                "line 1: there is no column \"{name}\"; the columns are {}",
                self.header.join(", ")
            ))),
        }
    }

    /// The cells of a column, with their lines.
    fn cells(&self, name: &str) -> Result<impl Iterator<Item = (u64, &str)>, Problem> {
        let place = self.place(name)?;
        Ok(self.rows.iter().map(move |(line, cells)| (*line, plain(cells.get(place).unwrap_or_default()))))
    }

    fn numbers(&self, name: &str) -> Result<Vec<f64>, Problem> {
        self.numbers_of(&[name])
    }

    /// The numbers of several columns, row by row: the cells of a row lie together, those of a column far apart.
    fn numbers_of(&self, names: &[&str]) -> Result<Vec<f64>, Problem> {
        let places: Vec<usize> = names.iter().map(|name| self.place(name)).collect::<Result<_, _>>()?;
        let mut numbers = Vec::with_capacity(self.rows.len() * places.len());
        for (line, cells) in &self.rows {
            for (name, &place) in names.iter().zip(&places) {
                let cell = plain(cells.get(place).unwrap_or_default());
                let value = self.number(cell).ok_or_else(|| {
                    let cell = shown(cell);
                    Problem::Cannot(format!(
                        "line {line}: {name} is \"{cell}\", which is no number; correct it or leave the row out"
                    ))
                })?;
                numbers.push(value);
            }
        }
        Ok(numbers)
    }

    fn yes_no(&self, name: &str) -> Result<Vec<bool>, Problem> {
        let yes = |(line, cell): (u64, &str)| match self.number(cell) {
            Some(1.0) => Ok(true),
            Some(0.0) => Ok(false),
            _ => {
                let cell = shown(cell);
                Err(Problem::Cannot(format!("line {line}: {name} is \"{cell}\"; it takes 1 for yes and 0 for no")))
            }
        };
        self.cells(name)?.map(yes).collect()
    }

    fn counts(&self, name: &str) -> Result<Vec<u64>, Problem> {
        // Other programs write 3 as 3.0, too.
        let whole = |cell: &str| {
            let value: f64 = cell.parse().ok()?;
            (value.fract() == 0.0 && (0.0..EXACT).contains(&value)).then_some(value as u64)
        };
        let count = |(line, cell): (u64, &str)| {
            whole(cell).ok_or_else(|| {
                let cell = shown(cell);
                Problem::Cannot(format!("line {line}: {name} is \"{cell}\"; it takes a whole number of 0 or more"))
            })
        };
        self.cells(name)?.map(count).collect()
    }

    /// A number for each different label of a column, in the order of the labels: so the order of the rows has no say, to
    /// the last digit. In a column of numbers, 1 and 1.0 are the same label.
    fn labels<'t>(&'t self, name: &str) -> Result<(Vec<u64>, Vec<&'t str>), Problem> {
        let cells: Vec<(u64, &str)> = self.cells(name)?.collect();
        if let Some((line, _)) = cells.iter().find(|(_, cell)| cell.is_empty()) {
            return Err(Problem::Cannot(format!("line {line}: {name} is empty; correct it or leave the row out")));
        }
        let value = |(_, cell): &(u64, &str)| cell.parse().ok().filter(|value: &f64| value.abs() < EXACT);
        let values: Option<Vec<f64>> = cells.iter().map(value).collect();
        let compare = |a: usize, b: usize| match &values {
            Some(values) => values[a].partial_cmp(&values[b]).unwrap_or(Ordering::Equal),
            None => cells[a].1.cmp(cells[b].1),
        };
        let mut order: Vec<usize> = (0..cells.len()).collect();
        order.sort_by(|a, b| compare(*a, *b));
        let (mut labels, mut names) = (vec![0; cells.len()], Vec::new());
        for (place, &row) in order.iter().enumerate() {
            if place == 0 || compare(order[place - 1], row).is_ne() {
                names.push(cells[row].1);
            }
            labels[row] = names.len() as u64 - 1;
        }
        Ok((labels, names))
    }

    /// What the statistics say of a row, with its line in place of its number.
    fn explained<T>(&self, found: Result<T, StatsError>) -> Result<T, Problem> {
        found.map_err(|error| self.explain(&error))
    }

    fn explain(&self, error: &StatsError) -> Problem {
        if let StatsError::Row { row, error } = error
            && let Some((line, _)) = self.rows.get(*row)
        {
            return Problem::Cannot(format!("line {line}: {}", error.told()));
        }
        Problem::Cannot(error.told())
    }
}

// ---------------------------------------------------------------- the statistics

fn clogit(options: &Clogit, out: &mut Out) -> Result<(), Problem> {
    let table = Table::read(&options.file.file)?;
    let set = table.labels(&options.set)?.0;
    let case = table.yes_no(&options.case)?;
    let names: Vec<&str> = options.x.iter().map(|name| name.trim()).collect();
    let x = table.numbers_of(&names)?;
    let ties = match options.ties {
        TiesBy::Exact => Ties::Exact,
        TiesBy::Efron => Ties::Efron,
        TiesBy::Breslow => Ties::Breslow,
    };
    let wanted = Options { ties, penalty: options.penalty, profile: options.profile, adjusted: 0 };
    let fit = table.explained(
        Sets::new(&Rows { names: &names, set: &set, case: &case, x: &x }).and_then(|sets| sets.fit(&wanted)),
    )?;
    if options.file.json { out.json(&fit) } else { show_fit(&fit, out) }
}

fn show_fit(fit: &Fit, out: &mut Out) -> Result<(), Problem> {
    let number = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.4}"));
    let mut rows = vec![["", "coef", "se", "odds ratio", "lower 95 %", "upper 95 %"].map(str::to_owned)];
    for (place, name) in fit.names.iter().enumerate() {
        let odds = |b: Option<f64>| number(b.map(f64::exp));
        let limit = |list: &Option<Vec<Option<f64>>>| odds(list.as_ref().and_then(|list| list[place]));
        rows.push([
            name.clone(),
            number(fit.coef[place]),
            number(fit.se[place]),
            odds(fit.coef[place]),
            limit(&fit.profile95_lo),
            limit(&fit.profile95_hi),
        ]);
    }
    show(&rows, out)?;
    out.gap()?;
    out.say(&format!(
        "{} rows, {} sets of which {} can tell something, {} cases. Log likelihood {:.4}, with all coefficients 0 {:.4}.",
        fit.rows, fit.sets, fit.informative_sets, fit.cases, fit.loglik, fit.loglik_null
    ))?;
    fit.warnings.iter().try_for_each(|warning| out.item("! ", &warning.told()))
}

fn gaps(file: &File, out: &mut Out) -> Result<(), Problem> {
    let table = Table::read(&file.file)?;
    let gaps: Vec<GapLength> = table.numbers("gap")?.into_iter().map(GapLength::exact).collect();
    let found = table.explained(gap_order(&gaps))?;
    if file.json {
        return out.json(&found);
    }
    let chance = |p: f64| format!("{p:.6}");
    show(
        &[
            ["of the pairs, the later gap is", "pairs", "exact p"].map(str::to_owned),
            ["shorter".to_owned(), found.shorter.to_string(), chance(found.p_shorter)],
            ["longer".to_owned(), found.longer.to_string(), chance(found.p_longer)],
            ["(the most that could be)".to_owned(), found.pairs.to_string(), chance(found.p_reachable)],
        ],
        out,
    )
}

fn trend_of(file: &File, out: &mut Out) -> Result<(), Problem> {
    let table = Table::read(&file.file)?;
    let (week, days) = (table.numbers("week")?, table.numbers("days_observed")?);
    let count = table.counts("count")?;
    let weeks: Vec<Week> = week
        .into_iter()
        .zip(days)
        .zip(count)
        .map(|((week, days_observed), count)| Week { week, days_observed, count })
        .collect();
    let found = table.explained(trend(&weeks, Penalty::None))?;
    if file.json {
        return out.json(&found);
    }
    let row = |name: &str, coef: [f64; 2], se: [f64; 2]| {
        [
            name.to_owned(),
            format!("{:.4}", coef[0]),
            format!("{:.4}", se[0]),
            format!("{:.4}", coef[1]),
            format!("{:.4}", se[1]),
        ]
    };
    show(
        &[
            ["", "intercept", "se", "slope for 52 weeks", "se"].map(str::to_owned),
            row("Poisson", found.poisson.coef, found.poisson.se),
            row("quasi-Poisson", found.quasipoisson.coef, found.quasipoisson.se),
            row("negative binomial", found.negbin.coef, found.negbin.se),
        ],
        out,
    )?;
    out.gap()?;
    if let Some(change) = &found.changepoint {
        out.say(&format!(
            "A sudden change has the probability {:.3}; if there was one, most likely with week {}.",
            change.p_change, change.most_likely
        ))?;
    }
    found.warnings.iter().try_for_each(|warning| out.item("! ", &warning.to_string()))
}

fn km(options: &Km, out: &mut Out) -> Result<(), Problem> {
    let table = Table::read(&options.file.file)?;
    let (time, ended) = (table.numbers("time")?, table.yes_no("status")?);
    if let Some(row) = time.iter().position(|time| *time < 0.0) {
        return Err(table.explain(&StatsError::Row { row, error: RowError::Negative { column: "the time" } }));
    }
    let all: Vec<Observation> = time.into_iter().zip(ended).map(|(time, ended)| Observation { time, ended }).collect();
    let limits = match options.limits {
        LimitsBy::LogLog => times::Limits::LogLog,
        LimitsBy::Log => times::Limits::Log,
        LimitsBy::Plain => times::Limits::Plain,
    };
    let curve = |observations: &[Observation]| -> Result<Survival, Problem> {
        let mut curve = table.explained(survival(observations, limits))?;
        if limits == times::Limits::LogLog {
            // While the share is 1 there is no width on this scale, and R gives no limits.
            let ended = curve.surv.iter().take_while(|share| **share >= 1.0).count();
            curve.lower[..ended].fill(None);
            curve.upper[..ended].fill(None);
        }
        Ok(curve)
    };
    let Some(group) = &options.group else {
        let curve = curve(&all)?;
        if options.file.json {
            return out.json(&curve);
        }
        return show_curve(&curve.time, &curve.n_risk, &curve.n_event, &curve.surv, (&curve.lower, &curve.upper), out);
    };
    let (labels, names) = table.labels(group)?;
    let of = |label: usize| -> Vec<Observation> {
        all.iter().zip(&labels).filter(|(_, other)| **other == label as u64).map(|(one, _)| *one).collect()
    };
    let groups: Vec<Vec<Observation>> = (0..names.len()).map(of).collect();
    let curves: Vec<_> = groups.iter().map(|group| curve(group)).collect::<Result<_, _>>()?;
    if options.file.json {
        let mut by_name = Map::new();
        for (name, curve) in names.iter().zip(&curves) {
            let curve = serde_json::to_value(curve)?;
            by_name.insert((*name).to_owned(), curve);
        }
        let slices: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
        let test = match log_rank(&slices) {
            Ok(test) => serde_json::to_value(test)?,
            Err(_) => Value::Null,
        };
        return out.json(&json!({"groups": by_name, "logrank": test}));
    }
    for (name, curve) in names.iter().zip(&curves) {
        out.heading(&format!("{group} {name}"))?;
        show_curve(&curve.time, &curve.n_risk, &curve.n_event, &curve.surv, (&curve.lower, &curve.upper), out)?;
        out.gap()?;
    }
    Ok(())
}

fn mcf(file: &File, out: &mut Out) -> Result<(), Problem> {
    let table = Table::read(&file.file)?;
    let id = table.labels("id")?.0;
    let (start, stop, event) = (table.numbers("start")?, table.numbers("stop")?, table.yes_no("event")?);
    let intervals: Vec<Interval> = (0..id.len())
        .map(|row| Interval { id: id[row], start: start[row], stop: stop[row], event: event[row] })
        .collect();
    let found = table.explained(mean_cumulative(&intervals))?;
    if file.json {
        return out.json(&found);
    }
    show_curve(&found.time, &found.n_risk, &found.n_event, &found.mcf, (&found.lower, &found.upper), out)
}

fn nof1(file: &File, out: &mut Out) -> Result<(), Problem> {
    let table = Table::read(&file.file)?;
    let (day, is_b) = (table.numbers("day")?, table.yes_no("arm")?);
    let (before, after) = (table.numbers("pain0")?, table.numbers("pain30")?);
    let rows: Vec<Allocated> = (0..day.len())
        .map(|row| Allocated { time: day[row], is_b: is_b[row], before: before[row], fall: before[row] - after[row] })
        .collect();
    let found = table.explained(difference(&rows))?;
    if file.json {
        return out.json(&json!({"rows": rows.len(), "bayes_grid": found}));
    }
    let share = |share: f64| format!("{:.1} %", 100.0 * share);
    let [lower, .., upper] = found.q.x;
    out.say(&format!(
        "After B pain falls {:.2} points further than after A (95 % range {lower:.2} to {upper:.2}), from {} rows.",
        found.mean_delta,
        rows.len()
    ))?;
    out.say(&format!(
        "Better: B {}, A {}. Better by more than a point: B {}, A {}.",
        share(found.p_gt0),
        share(1.0 - found.p_gt0),
        share(found.p_gt1),
        share(found.p_lt_m1)
    ))
}

// ---------------------------------------------------------------- printing

fn show_curve(
    time: &[f64],
    at_risk: &[usize],
    events: &[usize],
    value: &[f64],
    limits: (&[Option<f64>], &[Option<f64>]),
    out: &mut Out,
) -> Result<(), Problem> {
    let limit = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.4}"));
    let mut rows = vec![["time", "at risk", "events", "value", "lower 95 %", "upper 95 %"].map(str::to_owned)];
    for place in 0..time.len() {
        rows.push([
            time[place].to_string(),
            at_risk[place].to_string(),
            events[place].to_string(),
            format!("{:.4}", value[place]),
            limit(limits.0[place]),
            limit(limits.1[place]),
        ]);
    }
    show(&rows, out)
}

/// Rows with their cells below one another.
pub(crate) fn show<const N: usize>(rows: &[[String; N]], out: &mut Out) -> Result<(), Problem> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in rows {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
        out.line(cells.join("  ").trim_end())?;
    }
    Ok(())
}
