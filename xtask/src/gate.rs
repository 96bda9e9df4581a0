//! `cargo xtask gate`: what must hold, and what was measured, as tables in `docs/gate.md`.
//!
//! A benchmark of divan prints times, and the limit stands here; others say themselves whether a limit is met. A command holds if
//! it passes. What was not run keeps its table, so that one part can be made anew.

use crate::process::{Outcome, cargo, root, spell};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A part of the gate.
struct Part {
    name: &'static str,
    title: &'static str,
    checks: &'static [Check],
}

enum Check {
    /// A benchmark of divan: its name, and of each function what it shows and the longest median.
    Times(&'static str, &'static [(&'static str, &'static str, Duration)]),
    /// A benchmark whose lines say whether a limit is met.
    Tells(&'static str),
    /// A task whose lines do.
    Says(&'static [&'static str]),
    /// What must pass: what it shows, and the command.
    Passes(&'static str, &'static [&'static str]),
}

use Check::{Passes, Says, Tells, Times};

const fn ms(many: u64) -> Duration {
    Duration::from_millis(many)
}

const fn us(many: u64) -> Duration {
    Duration::from_micros(many)
}

const PARTS: [Part; 5] = [
    Part {
        name: "speed",
        title: "Speed",
        checks: &[
            Times("verdict", &[("verdict_when_everything_is_no", "a verdict from answers", us(2))]),
            Times("plan", &[("the_fullest_plan", "a plan", us(20))]),
            Times("load", &[("decode_the_guidance", "the embedded guidance, read", ms(5))]),
            Times("fold", &[("load_and_fold", "100,000 entries, loaded and folded", ms(500))]),
            Times("open", &[("open_load_and_fold", "the same, from its database", ms(500))]),
            Tells("append"),
            Times(
                "pages",
                &[
                    ("the_first_screen", "the check as a page", us(200)),
                    ("the_longest_plan", "a plan as a page", us(300)),
                    ("a_day_of_a_hundred_thousand_entries", "a day of 100,000 entries as a page", ms(10)),
                    ("what_a_year_shows_at_first", "what a year shows, the first time", ms(50)),
                    ("what_a_hundred_thousand_entries_show_again", "what 100,000 entries show, again", ms(50)),
                    ("the_verdict_while_the_store_hangs", "the verdict, while the store hangs", ms(200)),
                    ("the_floor_while_the_store_hangs", "the floor, while the store hangs", ms(200)),
                ],
            ),
            Times(
                "findings",
                &[("a_year_of_one_person_with_20_exposures", "what a year of 20 exposures shows", ms(50))],
            ),
            Times(
                "clogit",
                &[
                    ("a_year_of_one_person_with_limits", "a year of one person, fitted, with profile limits", ms(100)),
                    ("pack_and_fit_50_000_sets_of_1_to_3", "50,000 sets, packed and fitted", ms(400)),
                ],
            ),
            Tells("diaries"),
            Tells("pool"),
            Tells("report"),
            Tells("under_load"),
            Says(&["xtask", "timings"]),
        ],
    },
    Part {
        name: "faults",
        title: "Faults",
        checks: &[
            Passes(
                "the diary lost in every way, its database locked, frozen, ended, damaged, filled, each call of the disk failing",
                &["xtask", "faults"],
            ),
            Passes("200 kills on both databases, and a full disk", &["xtask", "crash"]),
        ],
    },
    Part {
        name: "attack",
        title: "Attack",
        checks: &[
            Passes("every parser of outside bytes, for a minute each", &["xtask", "fuzz", "60"]),
            Passes("what speaks JSON, by requests that Schemathesis makes", &["xtask", "schema"]),
        ],
    },
    Part {
        name: "eye",
        title: "The eye",
        checks: &[
            Passes("every page in real Chromium: axe, keyboard, heights, script on and off", &["xtask", "browser"]),
            Passes("a picture of every page in seven looks", &["xtask", "screenshots"]),
        ],
    },
    Part {
        name: "mutants",
        title: "Mutants",
        checks: &[Passes(
            "each mutant of a rule of the check and of its evaluation is caught, or has its reason",
            &["xtask", "mutants", "triage"],
        )],
    },
];

/// The names of all parts, for the help.
pub(crate) const NAMES: &str = "speed, faults, attack, eye, mutants";

/// A line of a table.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    what: String,
    measured: String,
    limit: String,
    is_met: bool,
}

/// Runs these parts, or all of them, and writes their tables. It fails where a limit is not met.
pub(crate) fn run(wanted: &[String]) -> Outcome {
    if let Some(other) = wanted.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        return Err(format!("the gate has no part `{other}`: {NAMES}"));
    }
    let file = root()?.join("docs/gate.md");
    let mut missed = 0;
    for part in PARTS.iter().filter(|part| wanted.is_empty() || wanted.iter().any(|name| name == part.name)) {
        let rows: Vec<Row> = part.checks.iter().flat_map(Check::rows).collect();
        missed += rows.iter().filter(|row| !row.is_met).count();
        let table = table(&rows);
        println!("\n{}\n\n{table}", part.title);
        renew(&file, part.title, &table)?;
    }
    if missed == 0 { Ok(()) } else { Err(format!("{missed} limits are not met: see docs/gate.md")) }
}

impl Check {
    fn rows(&self) -> Vec<Row> {
        match self {
            Times(bench, functions) => {
                let (printed, has_passed) = benched(bench);
                let row = |(function, what, limit): &(&str, &str, Duration)| {
                    let median = median(&printed, function).filter(|_| has_passed);
                    Row {
                        what: format!("{what} (`{bench}`)"),
                        measured: median.map_or_else(|| "nothing printed".to_owned(), spoken),
                        limit: spoken(*limit),
                        is_met: median.is_some_and(|median| median < *limit),
                    }
                };
                functions.iter().map(row).collect()
            }
            Tells(bench) => told(&format!("`{bench}`"), benched(bench)),
            Says(arguments) => told(&format!("`cargo {}`", arguments.join(" ")), printed(cargo().args(*arguments))),
            Passes(what, arguments) => {
                let began = Instant::now();
                let (_, has_passed) = printed(cargo().args(*arguments));
                let outcome = if has_passed { "passed" } else { "FAILED" };
                let told = format!("{outcome} in {} s", began.elapsed().as_secs());
                vec![Row::of_command(&format!("{what} (`cargo {}`)", arguments.join(" ")), &told, has_passed)]
            }
        }
    }
}

impl Row {
    fn of_command(what: &str, measured: &str, is_met: bool) -> Row {
        Row { what: what.to_owned(), measured: measured.to_owned(), limit: "passes".to_owned(), is_met }
    }
}

/// What a command prints, which the person at the terminal sees afterwards, and whether it passed.
fn printed(command: &mut Command) -> (String, bool) {
    println!("==> {}", spell(command));
    match command.stderr(Stdio::inherit()).output() {
        Ok(output) => {
            let printed = String::from_utf8_lossy(&output.stdout).into_owned();
            println!("{printed}");
            (printed, output.status.success())
        }
        Err(error) => (error.to_string(), false),
    }
}

/// What a benchmark prints, and whether it ended well. All of them are built at once: what is built alone has other features, and
/// most of the workspace would be built again for each.
fn benched(name: &str) -> (String, bool) {
    static BUILT: OnceLock<Outcome<String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let mut command = cargo();
        command.args(["bench", "--workspace", "--no-run"]);
        for name in benches() {
            command.args(["--bench", name]);
        }
        println!("==> {}", spell(&command));
        let output = command.output().map_err(|error| error.to_string())?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(told) } else { Err(told) }
    });
    let program = built.as_ref().map_err(Clone::clone).and_then(|told| {
        let program = executable(told, name).ok_or_else(|| format!("cargo names no benchmark `{name}`"))?;
        let root = root()?;
        let crates = fs::read_dir(root.join("crates")).map_err(|error| error.to_string())?;
        let folder =
            crates.flatten().map(|entry| entry.path()).find(|of| of.join(format!("benches/{name}.rs")).is_file());
        Ok((root.join(program), folder.unwrap_or(root)))
    });
    match program {
        // As cargo starts it: in the folder of its crate.
        Ok((program, folder)) => printed(Command::new(program).arg("--bench").current_dir(folder)),
        Err(told) => {
            eprintln!("{told}");
            (String::new(), false)
        }
    }
}

/// The names of all benchmarks of the gate.
fn benches() -> impl Iterator<Item = &'static str> {
    PARTS.iter().flat_map(|part| part.checks).filter_map(|check| match check {
        Times(name, _) | Tells(name) => Some(*name),
        Says(_) | Passes(..) => None,
    })
}

/// The program of a benchmark, in what cargo says where it builds and runs nothing: `Executable benches/NAME.rs (PATH)`.
fn executable<'t>(told: &'t str, name: &str) -> Option<&'t str> {
    let begins = format!("Executable benches/{name}.rs (");
    told.lines().find_map(|line| line.trim().strip_prefix(&begins)?.strip_suffix(')'))
}

/// The lines that say whether a limit is met.
fn told(what: &str, (printed, has_passed): (String, bool)) -> Vec<Row> {
    let mut rows: Vec<Row> = printed.lines().filter_map(said).collect();
    if rows.is_empty() || !has_passed {
        rows.push(Row::of_command(what, "did not end well", false));
    }
    rows
}

/// The median of a function, in what divan prints: `├─ NAME  fastest │ slowest │ median │ …`.
fn median(printed: &str, function: &str) -> Option<Duration> {
    let is_of = |line: &&str| line.split_whitespace().nth(1) == Some(function);
    let cells = printed.lines().find(is_of)?.split('│').nth(2)?;
    let (number, unit) = cells.trim().split_once(' ')?;
    let seconds = number.parse::<f64>().ok()?
        * match unit.trim() {
            "s" => 1.0,
            "ms" => 1e-3,
            "µs" => 1e-6,
            "ns" => 1e-9,
            _ => return None,
        };
    Some(Duration::from_secs_f64(seconds))
}

/// A line that says whether a limit is met: what it is about stands before the first colon.
fn said(line: &str) -> Option<Row> {
    let line = line.trim();
    let (told, is_met) = [("limit met", true), ("LIMIT MISSED", false)]
        .into_iter()
        .find_map(|(end, is_met)| Some((line.strip_suffix(end)?, is_met)))?;
    let told = told.trim_end_matches([' ', ':', ',']);
    let (what, measured) = told.split_once(": ").unwrap_or(("", told));
    let what = if what.is_empty() { told } else { what };
    Some(Row { what: what.to_owned(), measured: measured.to_owned(), limit: "in the line".to_owned(), is_met })
}

fn spoken(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (number, unit) = match seconds {
        _ if seconds >= 1.0 => (seconds, "s"),
        _ if seconds >= 1e-3 => (seconds * 1e3, "ms"),
        _ if seconds >= 1e-6 => (seconds * 1e6, "µs"),
        _ => (seconds * 1e9, "ns"),
    };
    let text = format!("{number:.2}");
    format!("{} {unit}", text.trim_end_matches('0').trim_end_matches('.'))
}

fn table(rows: &[Row]) -> String {
    let mut text = "| what | measured | limit | |\n|---|---|---|---|\n".to_owned();
    for Row { what, measured, limit, is_met } in rows {
        let met = if *is_met { "met" } else { "**not met**" };
        text.push_str(&format!("| {what} | {measured} | {limit} | {met} |\n"));
    }
    text
}

const HEAD: &str = "\
# The gate

What must hold before a release, and what was measured: `cargo xtask gate` makes these tables anew, `cargo xtask gate speed` one of
them. They are of one machine, and the limits are those of [how quick it is](performance.md). Whatever is measured is measured beside
nothing else.
";

/// Puts a table in the place of the one before, and leaves the others.
fn renew(file: &Path, title: &str, table: &str) -> Outcome {
    let before = fs::read_to_string(file).unwrap_or_default();
    fs::write(file, with(&before, title, table)).map_err(|error| format!("{}: {error}", file.display()))
}

fn with(before: &str, title: &str, table: &str) -> String {
    let mut text = HEAD.to_owned();
    for part in &PARTS {
        let heading = format!("\n## {}\n\n", part.title);
        let old = before.split_once(&heading).map(|(_, rest)| rest.split("\n## ").next().unwrap_or(rest).trim_end());
        let of = if part.title == title { Some(table.trim_end()) } else { old };
        if let Some(of) = of {
            text.push_str(&format!("{heading}{of}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_read_in_each_unit_and_of_the_function_that_is_asked_for() {
        let printed = "\
findings       fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ a_year      15.53 ms      │ 39.12 ms      │ 24.95 ms      │ 25 ms         │ 100     │ 100
╰─ a_year_on   1.5 s         │ 1.6 s         │ 1.55 s        │ 1.5 s         │ 100     │ 100
";
        assert_eq!(median(printed, "a_year"), Some(Duration::from_micros(24_950)));
        assert_eq!(median(printed, "a_year_on"), Some(Duration::from_millis(1_550)));
        assert_eq!(median(printed, "year"), None);
        assert_eq!(median("├─ a  1 ns │ 2 ns │ 417.3 ns │", "a").map(spoken), Some("417 ns".to_owned()));
    }

    #[test]
    fn a_line_that_says_whether_a_limit_is_met_is_a_row_and_no_other_is() {
        let row = |line: &str| said(line).map(|row| (row.what, row.measured, row.is_met));
        let of = |what: &str, measured: &str, is_met| Some((what.to_owned(), measured.to_owned(), is_met));
        assert_eq!(
            row("a year as FHIR: 19.0 ms of 20 (0.95): limit met"),
            of("a year as FHIR", "19.0 ms of 20 (0.95)", true)
        );
        assert_eq!(row("a year as PDF: 160 ms of 150: LIMIT MISSED"), of("a year as PDF", "160 ms of 150", false));
        assert_eq!(row("  one core     4.19 s"), None);
    }

    #[test]
    fn the_program_of_a_benchmark_is_found_by_its_name() {
        let told = "    Finished `bench`\n  Executable benches/open.rs (target/release/deps/open-6f)\n";
        assert_eq!(executable(told, "open"), Some("target/release/deps/open-6f"));
        assert_eq!(executable(told, "pen"), None);
    }

    #[test]
    fn a_table_takes_the_place_of_its_own_and_of_no_other() {
        let first = with("", "Faults", "| a |");
        let both = with(&first, "Speed", "| b |\n");
        assert!(
            both.starts_with("# The gate\n") && both.ends_with("\n## Speed\n\n| b |\n\n## Faults\n\n| a |\n"),
            "{both}"
        );
        assert_eq!(with(&both, "Speed", "| b |"), both);
        assert!(!with(&both, "Faults", "| c |").contains("| a |"));
    }
}
