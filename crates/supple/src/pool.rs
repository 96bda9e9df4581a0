//! `supple insight --pool`: what many diaries show together, whole or in parts that add up.
//!
//! A folder of exports is read one diary at a time. `--partial` prints sums in place of a result, and `--combine` adds
//! such sums up: so several practices can look at all their diaries together, and none leaves its machine.

use crate::insight::Insight;
use crate::problem::{Context, Problem};
use crate::remedy::Told;
use crate::stats::show;
use crate::terminal::Out;
use crate::text::decoded;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use supple_diary::{Entry, LineHash, Log};
use supple_insight::Settings;
use supple_journal::Judged;
use supple_research::{
    Ask, Column, MessageError, Part, Person, Pool, Pooled, ResearchError, Round, Seen, combine, each, names, person,
};
use supple_stats::Penalty;
use supple_wording::counted;

/// Looks at the diaries of a folder.
pub(crate) fn run(options: &Insight, folder: &Path, out: &mut Out) -> Result<(), Problem> {
    let penalty = Penalty::LogF(Settings::default().log_f);
    let ask = match &options.partial {
        None => None,
        Some(None) => Some(Ask::first(&names(), penalty)?),
        Some(Some(file)) => Some(read_ask(file)?),
    };
    let (pool, found) = read(folder)?;
    match ask {
        Some(ask) => out.json(&pool.part(&ask).map_err(|error| match (error, &options.partial) {
            (error @ ResearchError::OtherQuestion, Some(Some(file))) => in_file(file, &error),
            (error, _) => in_file(folder, &error),
        })?),
        None => {
            let pooled = pool.fit(penalty).context(folder.display())?;
            tell(&pooled, Some(&found), options.json, out)
        }
    }
}

/// Adds parts up: prints the next question as JSON, or the result.
pub(crate) fn add_up(options: &Insight, files: &[PathBuf], out: &mut Out) -> Result<(), Problem> {
    let read = |file: &PathBuf| -> Result<Part, Problem> {
        read_message(file, Part::from_json, "`supple insight --pool FOLDER --partial` prints one")
    };
    let parts: Vec<Part> = files.iter().map(read).collect::<Result<_, _>>()?;
    let name = |place: usize| files.get(place).map_or_else(String::new, |file| file.display().to_string());
    let round = combine(&parts).map_err(|error| match error {
        ResearchError::Part { place, error } => Problem::Cannot(format!("{}: {}", name(place), error.told())),
        ResearchError::SamePart { first, second } => Problem::Cannot(format!(
            "{} and {} are the same; a diary may count only once, so leave one out",
            name(first),
            name(second)
        )),
        error => error.into(),
    })?;
    match round {
        Round::Next(ask) => out.json(&ask),
        Round::Done(pooled) => tell(&pooled, None, options.json, out),
    }
}

fn in_file(file: &Path, why: &dyn Told) -> Problem {
    Problem::Cannot(format!("{}: {}", file.display(), why.told()))
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(file).context(format_args!("{} cannot be read", file.display()))
}

/// Reads a message; where the file is none, a hint says where one comes from.
fn read_message<T>(file: &Path, read: impl Fn(&[u8]) -> Result<T, MessageError>, hint: &str) -> Result<T, Problem> {
    let bytes = decoded(bytes_of(file)?).context(file.display())?;
    read(&bytes).map_err(|error| {
        let remedy = match error {
            MessageError::Newer { .. } => "update Supple here",
            MessageError::Other { .. } => hint,
        };
        Problem::Cannot(format!("{} {error}; {remedy}", file.display()))
    })
}

fn read_ask(file: &Path) -> Result<Ask, Problem> {
    read_message(file, Ask::from_json, "`supple insight --combine PARTS` prints one, until it prints the result")
}

// ---------------------------------------------------------------- the folder

/// What there is in a folder.
struct Found {
    diaries: usize,
    /// The names of what is no diary by its name.
    others: Vec<String>,
}

/// The people of a folder, and what it holds.
fn read(folder: &Path) -> Result<(Pool, Found), Problem> {
    let unread = format!("{} cannot be read", folder.display());
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder).context(&unread)? {
        let path = entry.context(&unread)?.path();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl")) {
            files.push(path);
        } else if let Some(name) = path.file_name() {
            others.push(name.to_string_lossy().into_owned());
        }
    }
    files.sort();
    others.sort();
    if files.is_empty() {
        return Err(in_file(folder, &"there is no file that ends in .jsonl; `supple export FILE.jsonl` writes one"));
    }
    let mut pool = Pool::new(&names())?;
    let mut known = BTreeMap::new();
    for ((place, file), read) in files.iter().enumerate().zip(each(&files, |file| of_file(file))) {
        let (firsts, person) = read?;
        // Who exported twice would count twice. The first entry of a device is in every export of a diary.
        for first in firsts {
            let other = known.insert(first, place).filter(|other| *other != place);
            if let Some(other) = other.and_then(|other: usize| files.get(other)) {
                return Err(Problem::Cannot(format!(
                    "{} and {} hold the same diary, which may count only once; keep the newer one",
                    other.display(),
                    file.display()
                )));
            }
        }
        pool.add(&person).context(file.display())?;
    }
    Ok((pool, Found { diaries: files.len(), others }))
}

/// The person of a file, and the first entries of the devices in it.
fn of_file(file: &Path) -> Result<(Vec<LineHash>, Person), Problem> {
    let log = log_of(file)?;
    let firsts = log.iter().filter(|entry| entry.previous().is_none()).map(Entry::hash);
    Ok((firsts.collect(), person(&log).context(file.display())?))
}

impl Found {
    /// A sentence, with a space behind it, on what was not read: a copy under another name should not be missed in silence.
    fn not_read(&self) -> String {
        const MOST: usize = 5;
        let (first, more) = self.others.split_at(self.others.len().min(MOST));
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        match first {
            [] => String::new(),
            [one] => format!("Not read, since its name does not end in .jsonl: {one}. "),
            _ => format!("Not read, since their names do not end in .jsonl: {}{more}. ", first.join(", ")),
        }
    }
}

fn log_of(file: &Path) -> Result<Log, Problem> {
    let judged = Judged::of(&bytes_of(file)?, &Log::new(), None);
    match judged.refused.told().first() {
        None => Ok(judged.good),
        Some(refused) => Err(in_file(
            file,
            &format!(
                "line {}: {}; mend it, or take the file out of the folder ({})",
                refused.line,
                refused.why,
                counted(judged.refused.len(), "line is refused", "lines are refused")
            ),
        )),
    }
}

// ---------------------------------------------------------------- printing

fn tell(pooled: &Pooled, found: Option<&Found>, json: bool, out: &mut Out) -> Result<(), Problem> {
    if json {
        return out.json(pooled);
    }
    out.heading("What many diaries show together")?;
    let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let from = match found {
        Some(found) => format!("{} read. {}", counted(found.diaries, "diary", "diaries"), found.not_read()),
        None => format!("{} added up. ", counted(pooled.parts, "part", "parts")),
    };
    out.say(&format!(
        "{from}{} with {} that can be compared with other days of the same person.",
        counted(pooled.people, "person", "people"),
        counted(whole(pooled.cases), "spasm", "spasms"),
    ))?;
    out.gap()?;
    let words = |one: &Column| {
        let known = supple_guidance::embedded().exposures.iter().find(|known| known.id == one.id);
        known.map(|known| known.words.clone())
    };
    let mut rows = vec![["", "people", "times as often", "95 % from", "to", ""].map(str::to_owned)];
    let mut withheld = Vec::new();
    for one in &pooled.columns {
        // What takes up missing check-ins is no exposure.
        let Some(words) = words(one) else { continue };
        if one.seen == Seen::TooFewPeople {
            withheld.push(words);
            continue;
        }
        let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"));
        let said = match one.seen {
            Seen::MoreOften => "more often with it",
            Seen::LessOften => "less often with it",
            Seen::NoStrongLink => "no strong link",
            Seen::CannotTell | Seen::TooFewPeople => "cannot tell",
        };
        rows.push([
            words,
            one.people.map_or_else(String::new, |people| people.to_string()),
            number(one.odds_ratio),
            number(one.lower),
            number(one.upper),
            said.to_owned(),
        ]);
    }
    if rows.len() > 1 {
        show(&rows, out)?;
        out.gap()?;
    }
    if !withheld.is_empty() {
        out.say(&format!("Not shown, since fewer than 10 people tell of it: {}.", withheld.join(", ")))?;
    }
    for warning in &pooled.warnings {
        out.item("- ", &warning.to_string())?;
    }
    out.say(
        "These are links in what people wrote down, not proof of a cause. Each person is compared only with themselves, \
         and the limits allow for days of one person being alike. What people add under a name of their own is left out.",
    )
}
