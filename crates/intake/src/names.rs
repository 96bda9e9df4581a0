//! A table that says something of each of many names: habits, symptoms, medicines, one a column or one a row.
//!
//! What a name becomes is asked of the person. It is proposed where the guidance knows the name, and nothing becomes of the
//! others until they are chosen.

use crate::becomes::{Becomes, Made, Said, Value};
use crate::columns::as_meant;
use crate::dates::{Clock, Dates, happened};
use crate::entry::Reader;
use crate::fields::Fields;
use crate::judge::Plan;
use crate::presets::{Preset, place};
use crate::sheet::Sheet;
use crate::why::Why;
use csv::StringRecord;
use std::collections::BTreeMap;
use supple_diary::{Draft, KindName, key};
use supple_guidance::embedded;
use supple_insight::names::{daily, known_exercise, known_exposure, known_measure};

/// Titles of columns that anyone may write, in the languages of the names of pain and spasms below.
const DAYS: [&str; 14] = [
    "date",
    "day",
    "datum",
    "tag",
    "when",
    "datetime",
    "date time",
    "date/time",
    "timestamp",
    "happened",
    "start",
    "start time",
    "fecha",
    "time",
];
const CLOCKS: [&str; 5] = ["time", "zeit", "uhrzeit", "heure", "hora"];
const NOTES: [&str; 12] = [
    "note",
    "notes",
    "comment",
    "comments",
    "remark",
    "remarks",
    "bemerkung",
    "bemerkungen",
    "notiz",
    "notizen",
    "kommentar",
    "remarque",
];
const PAINS: [&str; 10] = [
    "pain",
    "pain level",
    "pain score",
    "back pain",
    "level of pain",
    "nrs",
    "vas",
    "schmerz",
    "schmerzen",
    "rückenschmerzen",
];
const SPASMS: [&str; 8] =
    ["spasm", "spasms", "back spasm", "back spasms", "muscle spasm", "muscle spasms", "krampf", "muskelkrampf"];

/// The most names that are asked about.
const MOST_NAMES: usize = 200;

/// What the cells of a name look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Yes or no.
    Truths,
    /// Whole numbers from 0 to 10.
    Levels,
    /// Numbers.
    Numbers,
    /// Lengths of time.
    Lengths,
    /// Words, or several of these.
    Words,
}

impl Looks {
    /// The same in words.
    pub fn words(self) -> &'static str {
        match self {
            Looks::Truths => "yes or no",
            Looks::Levels => "0 to 10",
            Looks::Numbers => "numbers",
            Looks::Lengths => "lengths of time",
            Looks::Words => "words",
        }
    }
}

/// One name of a table.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name.
    pub name: String,
    /// How many cells say something of it.
    pub cells: usize,
    /// What they look like.
    pub looks: Looks,
    /// What becomes of it: what is proposed, until the person chooses.
    pub becomes: Becomes,
}

/// Where in a table the names stand.
#[derive(Debug, Default)]
struct Layout {
    times: Vec<usize>,
    notes: Vec<usize>,
    /// A column for each name.
    columns: Vec<(usize, String)>,
    /// The column with a name, and that with what is said of it, and the one with a label.
    named: Option<(usize, usize, Option<usize>)>,
    /// Columns with names, each of which was so.
    lists: Vec<usize>,
}

/// How a table of names is read.
#[derive(Debug)]
pub struct Names {
    /// The program that has written it, if it is known.
    pub preset: Option<&'static Preset>,
    /// The names.
    pub sources: Vec<Source>,
    places: BTreeMap<String, usize>,
    layout: Layout,
}

/// Why a table is not recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRecognised {
    /// It has no times.
    #[error("no column says when it happened")]
    NoTimes,
    /// It has nothing but times.
    #[error("no column says what happened")]
    NothingSaid,
    /// It has too many names.
    #[error("more than {MOST_NAMES} different things stand in it, so it is no diary of a person")]
    TooMany,
    /// Another file of the same program is wanted.
    #[error("{0}")]
    Instead(&'static str),
}

/// Recognises a table: one that `supple export` has written, one of a program that is known, or any that says when.
///
/// # Errors
/// If nothing in it can become an entry.
pub fn recognise(sheet: &Sheet, zone: &str) -> Result<Plan, NotRecognised> {
    if let Some(fields) = Fields::of_our_own(sheet) {
        return Ok(Plan::Fields(fields));
    }
    let preset = Preset::of(sheet);
    if let Some(instead) = preset.and_then(|preset| preset.instead) {
        return Err(NotRecognised::Instead(instead));
    }
    let layout = preset.map_or_else(|| of_any(sheet, zone), |preset| of_preset(sheet, preset));
    if layout.times.is_empty() {
        return Err(NotRecognised::NoTimes);
    }
    let mut names = Names { preset, sources: Vec::new(), places: BTreeMap::new(), layout };
    names.gather(sheet);
    match names.sources.len() {
        0 if names.layout.notes.is_empty() => Err(NotRecognised::NothingSaid),
        0..=MOST_NAMES => Ok(Plan::Names(names)),
        _ => Err(NotRecognised::TooMany),
    }
}

fn of_preset(sheet: &Sheet, preset: &Preset) -> Layout {
    let places = |titles: &[&str]| titles.iter().filter_map(|title| place(sheet, title)).collect::<Vec<_>>();
    let mut layout = Layout {
        times: places(preset.times),
        notes: places(preset.notes),
        lists: places(preset.lists),
        ..Layout::default()
    };
    layout.named = preset
        .named
        .and_then(|(name, value)| Some((place(sheet, name)?, place(sheet, value)?, place(sheet, preset.label))));
    let again = places(preset.again);
    let named = layout.named.iter().flat_map(|(name, value, label)| [Some(*name), Some(*value), *label]).flatten();
    let used: Vec<usize> =
        named.chain(layout.times.iter().chain(&layout.notes).chain(&layout.lists).chain(&again).copied()).collect();
    let rest = sheet.titles.iter().enumerate().filter(|(place, _)| !used.contains(place));
    layout.columns = rest.map(|(place, title)| (place, preset.called(as_meant(title)))).collect();
    layout
}

/// The layout of a table that anyone may have written.
fn of_any(sheet: &Sheet, zone: &str) -> Layout {
    let titles: Vec<String> = sheet.titles.iter().map(|title| key(as_meant(title)).into_owned()).collect();
    let first = |place: usize| {
        let cells = sheet.rows.iter().filter_map(|row| row.cells.as_ref().ok());
        cells.filter_map(|cells| cells.get(place)).map(|cell| as_meant(cell).trim()).find(|cell| !cell.is_empty())
    };
    let is_time = |text: &str| {
        [Dates::Dmy, Dates::Mdy].iter().any(|dates| happened(text, Clock { zone, dates: Some(*dates) }).is_ok())
    };
    let titled = |of: &[&str], place: &usize| titles.get(*place).is_some_and(|title| of.contains(&title.as_str()));
    let is_day = |place: &usize| first(*place).is_some_and(is_time);
    let all = 0..titles.len();
    let day = all.clone().filter(|place| titled(&DAYS, place)).find(is_day).or_else(|| all.clone().find(is_day));
    let Some(day) = day else { return Layout::default() };
    let is_clock = |place: &usize| {
        titled(&CLOCKS, place) && first(*place).is_some_and(|cell| is_time(&format!("2026-11-20 {cell}")))
    };
    let clock = all.clone().find(|place| *place != day && is_clock(place));
    let notes: Vec<usize> = all.clone().filter(|place| titled(&NOTES, place)).collect();
    let times: Vec<usize> = [day].into_iter().chain(clock).collect();
    let rest = all.filter(|place| !times.contains(place) && !notes.contains(place));
    let columns = rest.map(|place| (place, as_meant(&sheet.titles[place]).to_owned())).collect();
    Layout { times, notes, columns, ..Layout::default() }
}

/// What is counted of the cells of a name.
#[derive(Default)]
struct Counts {
    all: usize,
    truths: usize,
    /// Numbers, those that are levels, and those that are 0 or 1.
    numbers: [usize; 3],
    lengths: usize,
}

impl Counts {
    fn add(&mut self, value: &Value) {
        self.all += usize::from(*value != Value::Nothing);
        match value {
            Value::Truth(_) => self.truths += 1,
            Value::Number(number, _) => {
                let is_level = number.fract() == 0.0 && (0.0..=10.0).contains(number);
                let counts = [true, is_level, is_level && *number <= 1.0];
                self.numbers.iter_mut().zip(counts).for_each(|(number, counts)| *number += usize::from(counts));
            }
            Value::Length(_) => self.lengths += 1,
            Value::Nothing | Value::Words => {}
        }
    }

    fn looks(&self) -> Looks {
        let [numbers, levels, bits] = self.numbers;
        match self.all {
            all if all == self.truths + bits => Looks::Truths,
            all if all == levels => Looks::Levels,
            all if all == numbers => Looks::Numbers,
            all if all == self.lengths => Looks::Lengths,
            _ => Looks::Words,
        }
    }
}

impl Names {
    /// Sets what becomes of a name; gives whether there is such a name.
    pub fn choose(&mut self, name: &str, becomes: Becomes) -> bool {
        let source = self.places.get(name).and_then(|place| self.sources.get_mut(*place));
        source.map(|source| source.becomes = becomes).is_some()
    }

    /// The names, what their cells look like, and what is proposed for each.
    fn gather(&mut self, sheet: &Sheet) {
        let mut names: Vec<(String, Counts)> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        // A column that says nothing is there all the same.
        for (_, name) in &self.layout.columns {
            places.entry(name.clone()).or_insert_with(|| {
                names.push((name.clone(), Counts::default()));
                names.len() - 1
            });
        }
        for cells in sheet.rows.iter().filter_map(|row| row.cells.as_ref().ok()) {
            for (name, cell, _) in self.cells(cells) {
                let place = *places.entry(name.to_owned()).or_insert_with(|| {
                    names.push((name.to_owned(), Counts::default()));
                    names.len() - 1
                });
                if let (Some((_, counts)), Some(cell)) = (names.get_mut(place), cell) {
                    counts.add(&Value::read(cell, self.preset).0);
                } else if let Some((_, counts)) = names.get_mut(place) {
                    counts.add(&Value::Truth(true));
                }
                if names.len() > MOST_NAMES {
                    break;
                }
            }
        }
        let numbers = self.preset.map_or(Becomes::Nothing, |preset| preset.numbers);
        let proposed = |(name, counts): (String, Counts)| {
            // A pain that was never above 1 is a level all the same.
            let is_level = counts.truths == 0 && PAINS.contains(&&*key(&name));
            let looks = Some(counts.looks()).filter(|looks| *looks != Looks::Truths || !is_level);
            let looks = looks.unwrap_or(Looks::Levels);
            let becomes = if counts.all == 0 { Becomes::Nothing } else { propose(&name, looks, numbers) };
            Source { name, cells: counts.all, looks, becomes }
        };
        self.sources = names.into_iter().map(proposed).collect();
        self.places = places;
    }

    /// What a row says of which name, with a label; without a cell where the name itself says that it was so.
    fn cells<'r>(&'r self, cells: &'r StringRecord) -> Vec<(&'r str, Option<&'r str>, &'r str)> {
        let cell = |place: usize| cells.get(place).map_or("", |cell| as_meant(cell).trim());
        let mut said: Vec<_> =
            self.layout.columns.iter().map(|(place, name)| (name.as_str(), Some(cell(*place)), "")).collect();
        if let Some((name, value, label)) = self.layout.named {
            said.push((cell(name), Some(cell(value)), label.map_or("", cell)));
        }
        let listed = self.layout.lists.iter().flat_map(|place| cell(*place).split('|'));
        said.extend(listed.map(str::trim).filter(|name| !name.is_empty()).map(|name| (name, None, "")));
        said
    }

    /// The time of a row, as it is written.
    pub(crate) fn time(&self, cells: &StringRecord) -> Option<String> {
        let parts = self.layout.times.iter().filter_map(|place| cells.get(*place));
        let said: Vec<&str> = parts.map(|cell| as_meant(cell).trim()).filter(|cell| !cell.is_empty()).collect();
        Some(said.join(" ")).filter(|said| !said.is_empty())
    }

    /// The kinds of entries that may come of it.
    pub(crate) fn kinds(&self) -> Vec<KindName> {
        let chosen = |kind: &KindName| self.sources.iter().any(|source| source.becomes.kind() == Some(*kind));
        KindName::ALL.into_iter().filter(|kind| *kind == KindName::Note || chosen(kind)).collect()
    }

    /// One row as entries; none if it says nothing of what was chosen.
    pub(crate) fn row(&self, cells: &StringRecord, reader: &Reader<'_>) -> Result<Vec<Draft>, Why> {
        let time = self.time(cells);
        let when = time.as_deref().ok_or(Why::NoTime).and_then(|time| reader.time(time))?;
        let date = when.0.date().to_string();
        let note = self.layout.notes.iter().filter_map(|place| cells.get(*place));
        let note: Vec<&str> = note.map(|cell| as_meant(cell).trim()).filter(|cell| !cell.is_empty()).collect();
        let mut made: Vec<Made> = Vec::new();
        let mut is_left_out = self.layout.named.is_some();
        for (name, cell, label) in self.cells(cells) {
            let Some(source) = self.places.get(name).and_then(|place| self.sources.get(*place)) else { continue };
            is_left_out &= source.becomes == Becomes::Nothing;
            let (value, behind) = match cell {
                Some(cell) => Value::read(cell, self.preset),
                None => (Value::Truth(true), ""),
            };
            // Where all cells are 0 or 1, they say no and yes.
            let value = match value {
                Value::Number(number, _) if source.looks == Looks::Truths && source.becomes != Becomes::Pain => {
                    Value::Truth(number != 0.0)
                }
                value => value,
            };
            let said = Said { name, becomes: source.becomes, cell: cell.unwrap_or("yes"), value };
            let Some(mut one) = Made::of(&said, &date)? else { continue };
            let label: Vec<&str> = [behind, label].into_iter().filter(|label| !label.is_empty()).collect();
            let loose = if label.is_empty() || one.has_note() {
                label.iter().for_each(|label| one.add((*label).to_owned()));
                None
            } else {
                Some(Made::note(format!("{name}: {}", label.join(", "))))
            };
            let apart = made.iter_mut().try_fold(one, |one, other| other.join(one).ok_or(())).ok();
            made.extend(apart.into_iter().chain(loose));
        }
        // Where a row is about one name, its note goes with it.
        if !note.is_empty() && !is_left_out {
            match made.iter_mut().find(|one| one.has_note()) {
                Some(one) => one.add(note.join("\n")),
                None => made.push(Made::note(note.join("\n"))),
            }
        }
        let mut drafts = Vec::with_capacity(made.len());
        for one in made {
            drafts.extend(one.draft(reader, (&when.0, when.1))?);
        }
        Ok(drafts)
    }
}

/// What is proposed for a name.
fn propose(name: &str, looks: Looks, numbers: Becomes) -> Becomes {
    let key = key(name);
    let is = |of: &[&str]| of.contains(&&*key);
    let is_counted = looks != Looks::Words;
    let is_medicine = || supple_care::find(embedded(), None, name).is_known();
    if is(&SPASMS) && is_counted && looks != Looks::Numbers {
        Becomes::Spasm
    } else if is(&PAINS) && matches!(looks, Looks::Levels | Looks::Numbers) {
        Becomes::Pain
    } else if is_counted && known_exercise(name).is_some() {
        Becomes::Exercise
    } else if is_counted && known_measure(name).is_some() {
        Becomes::Measure
    } else if matches!(looks, Looks::Truths | Looks::Lengths) && is_exposure(name) {
        Becomes::Exposure
    } else if is_medicine() {
        Becomes::Medicine
    } else if matches!(looks, Looks::Levels | Looks::Numbers | Looks::Truths) {
        numbers
    } else {
        Becomes::Nothing
    }
}

/// Whether a yes to a name is something that might set a spasm off. Of the last question of a day it is the good.
fn is_exposure(name: &str) -> bool {
    known_exposure(name).is_some_and(|known| daily().last().is_none_or(|(id, ..)| id != known))
}
