//! The kinds of entries as tables: which columns each has, and how a cell becomes a field and a field a cell.

use crate::dates::{self, Clock};
use crate::text::read_length;
use crate::why::Why;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use supple_diary::{Field, Item, KindName, Label};

/// How the value of a field stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text as it is, also a word out of a list.
    Text,
    /// What something is, as it is called: whether it is known is found by its name.
    Label,
    /// A number.
    Number,
    /// Milligrams: a number in which a comma before three digits groups thousands.
    Milligrams,
    /// A length in seconds, or written as 15m.
    Length,
    /// true or false.
    Truth,
    /// A time.
    Moment,
    /// A day.
    Day,
    /// Regions with spaces between them.
    Regions,
    /// A column for each name, such as `came_with:fever`, with true or false.
    Truths,
    /// A column for each name, such as `answers:sleep`, with true, false or a number.
    Answers,
    /// What has parts of its own, as JSON.
    Json,
}

/// The fields of a kind, in the order of the entry, with how they stand in a cell.
pub fn fields(kind: KindName) -> impl Iterator<Item = (&'static str, Shape)> {
    // What changes other entries is no row of a table.
    let fields = if kind.is_change() { &[] } else { kind.fields() };
    fields.iter().map(|field| (field.name, Shape::of(field)))
}

impl Shape {
    fn of(field: &Field) -> Shape {
        use supple_diary::Shape as Value;
        match (field.shape, field.unit) {
            (Value::Whole { .. }, Some("s")) => Shape::Length,
            (Value::Amount, Some("mg")) => Shape::Milligrams,
            (Value::Whole { .. } | Value::Amount, _) => Shape::Number,
            (Value::Text { .. } | Value::Choice(_) | Value::Country | Value::Id, _) => Shape::Text,
            (Value::Label, _) => Shape::Label,
            (Value::Truth, _) => Shape::Truth,
            (Value::Moment, _) => Shape::Moment,
            (Value::Day, _) => Shape::Day,
            (Value::Regions, _) => Shape::Regions,
            (Value::Truths, _) => Shape::Truths,
            (Value::Answers, _) => Shape::Answers,
            (
                Value::List
                | Value::Named
                | Value::Health
                | Value::Contact
                | Value::Timer
                | Value::Object
                | Value::Entry
                | Value::Draft,
                _,
            ) => Shape::Json,
        }
    }
}

/// What a column of an import is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// When it happened.
    Happened,
    /// How exactly that is known.
    Precision,
    /// A field.
    Field(&'static str, Shape),
    /// A field of names, and the name.
    Named(&'static str, Shape, String),
}

impl Column {
    /// The column that is called this.
    pub fn find(kind: KindName, name: &str) -> Option<Column> {
        match name {
            "happened" => return Some(Column::Happened),
            "precision" => return Some(Column::Precision),
            _ => {}
        }
        let is_named = |shape| matches!(shape, Shape::Truths | Shape::Answers);
        if let Some((field, rest)) = name.split_once(':') {
            let (field, shape) = fields(kind).find(|(own, shape)| *own == field && is_named(*shape))?;
            return Some(Column::Named(field, shape, rest.to_owned()));
        }
        let (field, shape) = fields(kind).find(|(own, shape)| *own == name && !is_named(*shape))?;
        Some(Column::Field(field, shape))
    }

    /// Whether it is called this.
    pub fn is(&self, name: &str) -> bool {
        match self {
            Column::Happened => name == "happened",
            Column::Precision => name == "precision",
            Column::Field(field, _) => *field == name,
            Column::Named(field, _, part) => {
                name.strip_prefix(field).and_then(|rest| rest.strip_prefix(':')) == Some(part)
            }
        }
    }

    /// The names of the columns that a kind has, for a message.
    pub fn names(kind: KindName) -> String {
        let own = fields(kind).map(|(field, shape)| match shape {
            Shape::Truths | Shape::Answers => format!("{field}:NAME"),
            _ => field.to_owned(),
        });
        ["happened", "precision"].map(str::to_owned).into_iter().chain(own).collect::<Vec<_>>().join(", ")
    }
}

/// The items of one kind as rows, the first of which has the names of the columns.
///
/// # Errors
/// If an entry is no JSON, which none is.
pub fn rows(kind: KindName, items: &[Item]) -> Result<Vec<Vec<String>>, serde_json::Error> {
    let mut maps: Vec<BTreeMap<String, Box<RawValue>>> = Vec::with_capacity(items.len());
    for item in items {
        maps.push(serde_json::from_str(&serde_json::to_string(item.draft())?)?);
    }
    let mut columns: Vec<(String, &str, Shape, Option<String>)> = Vec::new();
    for (field, shape) in fields(kind) {
        if matches!(shape, Shape::Truths | Shape::Answers) {
            let mut names = BTreeSet::new();
            for object in maps.iter().filter_map(|map| map.get(field)) {
                names.extend(serde_json::from_str::<BTreeMap<String, Value>>(object.get())?.into_keys());
            }
            columns.extend(names.into_iter().map(|name| (format!("{field}:{name}"), field, shape, Some(name))));
        } else {
            columns.push((field.to_owned(), field, shape, None));
        }
    }
    let header = ["id", "recorded", "happened", "precision"].map(str::to_owned);
    let mut rows = vec![header.into_iter().chain(columns.iter().map(|(title, ..)| title.clone())).collect::<Vec<_>>()];
    for (item, map) in items.iter().zip(&maps) {
        let mut row = vec![
            item.id().to_string(),
            item.first().recorded().to_string(),
            item.happened().to_string(),
            map.get("precision").map(|raw| plain(raw.get())).transpose()?.unwrap_or_default(),
        ];
        for (_, field, shape, name) in &columns {
            row.push(match (map.get(*field), name) {
                (None, _) => String::new(),
                (Some(raw), Some(name)) => {
                    let object: BTreeMap<String, Value> = serde_json::from_str(raw.get())?;
                    object.get(name).map(ToString::to_string).unwrap_or_default()
                }
                (Some(raw), None) => match shape {
                    Shape::Text | Shape::Moment | Shape::Day => plain(raw.get())?,
                    Shape::Label => serde_json::from_str::<Label>(raw.get())?.to_string(),
                    Shape::Regions => serde_json::from_str::<Vec<String>>(raw.get())?.join(" "),
                    _ => raw.get().to_owned(),
                },
            });
        }
        rows.push(row);
    }
    Ok(rows)
}

fn plain(raw: &str) -> Result<String, serde_json::Error> {
    serde_json::from_str(raw)
}

/// A cell that no spreadsheet takes for a formula: an apostrophe goes before what would be one.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// What a cell said before it was made harmless.
pub fn as_meant(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_formula(cell: &str) -> bool {
    // Some programs drop what cannot be seen before they look: spaces, controls, and what only joins or turns letters.
    let unseen = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
            || matches!(letter, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}')
            || matches!(letter, '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    // Others take the wide and the small forms for the plain ones.
    let begins = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−'];
    cell.starts_with(['\t', '\r', '\n']) || cell.trim_start_matches(unseen).starts_with(begins)
}

/// The cell of a field as JSON. What does not fit the field becomes a text, which the entry then refuses by name.
///
/// # Errors
/// If the cell of a time or a length of time is none.
pub fn json(shape: Shape, cell: &str, clock: Clock<'_>) -> Result<String, Why> {
    let text = |text: &str| Value::String(text.to_owned()).to_string();
    let cell = if matches!(shape, Shape::Text | Shape::Label) { cell } else { cell.trim() };
    Ok(match shape {
        Shape::Text | Shape::Label => text(cell),
        Shape::Number => number(cell).unwrap_or_else(|| text(cell)),
        Shape::Milligrams => milligrams(cell).unwrap_or_else(|| text(cell)),
        Shape::Length => match cell.parse::<u64>() {
            Ok(seconds) => seconds.to_string(),
            Err(_) => read_length(cell).map_err(Why::Length)?.get().to_string(),
        },
        Shape::Truth | Shape::Truths => truth(cell)
            .or(match cell {
                "1" => Some(true),
                "0" => Some(false),
                _ => None,
            })
            .map_or_else(|| text(cell), |truth| truth.to_string()),
        Shape::Answers => {
            truth(cell).map(|truth| truth.to_string()).or_else(|| number(cell)).unwrap_or_else(|| text(cell))
        }
        Shape::Moment => text(&dates::happened(cell, clock)?.0.to_string()),
        Shape::Day => text(&dates::happened(cell, clock)?.0.date().to_string()),
        Shape::Regions => {
            let regions = cell.split([' ', ',', ';', '|']).filter(|region| !region.is_empty());
            Value::from(regions.collect::<Vec<_>>()).to_string()
        }
        Shape::Json => match serde_json::from_str::<&RawValue>(cell) {
            Ok(raw) => raw.get().to_owned(),
            Err(_) => text(cell),
        },
    })
}

pub(crate) fn truth(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "true" | "yes" | "y" => Some(true),
        "false" | "no" | "n" => Some(false),
        _ => None,
    }
}

/// Milligrams as JSON. "1,000" is a thousand; "1.000" may be one or a thousand, and no export of ours ends so: it is none.
fn milligrams(cell: &str) -> Option<String> {
    match supple_care::number(cell) {
        Some(value) => number(&value.to_string()),
        None if cell.contains('.') && cell.ends_with('0') => None,
        None => number(cell),
    }
}

/// A number as JSON: as it stands where it is one, and with a point where much of the world has a comma.
pub(crate) fn number(cell: &str) -> Option<String> {
    let pointed = cell.replace(',', ".");
    let whole = pointed.strip_suffix(".0").unwrap_or(&pointed);
    let shaped = whole.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let number: serde_json::Number = serde_json::from_str(whole).ok()?;
    shaped.then(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_harmless_and_comes_back_as_it_was() {
        for cell in [
            "=1+1",
            "+1",
            "-1",
            "@x",
            "\tx",
            "\rx",
            "'=x",
            "''@x",
            "＝1",
            " =1",
            "\u{a0}+1",
            "\u{feff}@x",
            "\u{200b}-1",
            "\u{3000}=1",
            "\u{2003}\u{202f}+1",
            " \t\u{200b}\u{feff}\u{a0}=1",
            "\u{2028}@x",
            "\u{202e}=1",
            "\u{2066}=1",
            "\u{180e}=1",
            "\u{0}=1",
            "\u{1b}=1",
            "\u{fe0f}=1",
            "\u{e0001}=1",
            "＋1",
            "－1",
            "＠x",
            "﹦1",
            "−1",
        ] {
            let safe = harmless(cell);
            assert!(safe.starts_with('\''), "{safe}");
            assert_eq!(as_meant(&safe), cell);
        }
        for cell in ["", "x", "'x", "don't", "a=b", "'", " x", "\u{200b}"] {
            assert_eq!(harmless(cell), cell);
            assert_eq!(as_meant(cell), cell);
        }
    }

    #[test]
    fn milligrams_are_never_read_a_thousand_times_too_small() {
        for (cell, read) in [("1,000", Some("1000")), ("1000", Some("1000")), ("0,5", Some("0.5")), ("1.000", None)] {
            assert_eq!(milligrams(cell).as_deref(), read, "{cell}");
        }
    }

    #[test]
    fn numbers_are_taken_with_a_point_or_a_comma() {
        assert_eq!(number("7").as_deref(), Some("7"));
        assert_eq!(number("7.0").as_deref(), Some("7"));
        assert_eq!(number("37,5").as_deref(), Some("37.5"));
        assert_eq!(number("-3").as_deref(), Some("-3"));
        for cell in ["", "seven", "1.2.3", "1e3", "NaN", "0x7", "07"] {
            assert_eq!(number(cell), None, "{cell}");
        }
    }
}
