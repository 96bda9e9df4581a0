//! What may become of what a table says of one name, and how a cell is read for it.

use crate::columns::{number, truth};
use crate::entry::{Pairs, Reader};
use crate::presets::Preset;
use crate::why::Why;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use std::collections::BTreeMap;
use supple_diary::{Draft, KindName, Moment};

/// What becomes of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// A pain level.
    Pain,
    /// A spasm.
    Spasm,
    /// What might set one off.
    Exposure,
    /// Something done for relief.
    Measure,
    /// A medicine taken.
    Medicine,
    /// An exercise done.
    Exercise,
    /// An answer of the day, by its own name: yes, no or a number.
    Answer,
    /// A note.
    Note,
    /// Nothing.
    Nothing,
}

impl Becomes {
    /// All of them.
    pub const ALL: [Becomes; 9] = [
        Becomes::Pain,
        Becomes::Spasm,
        Becomes::Exposure,
        Becomes::Measure,
        Becomes::Medicine,
        Becomes::Exercise,
        Becomes::Answer,
        Becomes::Note,
        Becomes::Nothing,
    ];

    /// Its id, in forms and options.
    pub fn id(self) -> &'static str {
        match self {
            Becomes::Answer => "answer",
            Becomes::Nothing => "nothing",
            other => other.kind().map_or("nothing", KindName::id),
        }
    }

    /// What it is called where it is chosen.
    pub fn words(self) -> &'static str {
        match self {
            Becomes::Pain => "Pain, 0 to 10",
            Becomes::Spasm => "Spasm",
            Becomes::Exposure => "What may set it off",
            Becomes::Measure => "Done for relief",
            Becomes::Medicine => "Medicine",
            Becomes::Exercise => "Exercise",
            Becomes::Answer => "Number of the day",
            Becomes::Note => "Note",
            Becomes::Nothing => "Leave it out",
        }
    }

    /// That of this id.
    pub fn from_id(id: &str) -> Option<Becomes> {
        Becomes::ALL.into_iter().find(|one| one.id() == id)
    }

    /// The kind of the entry; none of what is left out.
    pub fn kind(self) -> Option<KindName> {
        match self {
            Becomes::Pain => Some(KindName::Pain),
            Becomes::Spasm => Some(KindName::Spasm),
            Becomes::Exposure => Some(KindName::Exposure),
            Becomes::Measure => Some(KindName::Measure),
            Becomes::Medicine => Some(KindName::Medicine),
            Becomes::Exercise => Some(KindName::Exercise),
            Becomes::Answer => Some(KindName::CheckIn),
            Becomes::Note => Some(KindName::Note),
            Becomes::Nothing => None,
        }
    }

    /// What it takes, for a message.
    fn takes(self) -> &'static str {
        match self {
            Becomes::Pain => "a pain level: a whole number from 0 to 10",
            Becomes::Spasm => "a spasm: yes, no, how strong (0 to 10) or how long (0:10:00)",
            Becomes::Exposure => "what may set it off: yes, no, a number or how long (0:10:00)",
            Becomes::Answer => "a number of the day: yes, no or a number",
            Becomes::Measure | Becomes::Medicine | Becomes::Exercise | Becomes::Note | Becomes::Nothing => "words",
        }
    }

    /// Whether an entry of it holds other words beside what it is.
    fn has_note(self) -> bool {
        !matches!(self, Becomes::Exposure | Becomes::Answer | Becomes::Nothing)
    }
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Nothing.
    Nothing,
    /// Yes or no.
    Truth(bool),
    /// A number, and the same as JSON.
    Number(f64, String),
    /// Seconds.
    Length(u64),
    /// Anything else.
    Words,
}

impl Value {
    /// Reads a cell as the program that wrote it means it: its value, and what stands behind it.
    pub(crate) fn read<'c>(cell: &'c str, preset: Option<&Preset>) -> (Value, &'c str) {
        let cell = cell.trim();
        let is = |of: &[&str]| of.iter().any(|one| one.eq_ignore_ascii_case(cell));
        if cell.is_empty() || preset.is_some_and(|preset| is(preset.nothing)) {
            return (Value::Nothing, "");
        }
        match preset {
            Some(preset) if is(preset.yes) => return (Value::Truth(true), ""),
            Some(preset) if is(preset.no) => return (Value::Truth(false), ""),
            Some(preset) if preset.has_labels => {
                if let Some((value, label)) = labelled(cell) {
                    return (value, label);
                }
            }
            _ => {}
        }
        (plain(cell), "")
    }
}

/// A value without a label.
fn plain(cell: &str) -> Value {
    if let Some(truth) = truth(cell) {
        return Value::Truth(truth);
    }
    if let Some(json) = number(cell)
        && let Ok(value) = json.parse::<f64>()
    {
        return Value::Number(value, json);
    }
    length(cell).map_or(Value::Words, Value::Length)
}

/// A value with a label behind it, such as `1.0:Left side` or `0:10:00:Left side`.
fn labelled(cell: &str) -> Option<(Value, &str)> {
    let ends = cell.match_indices(':').map(|(place, _)| place);
    for place in ends.collect::<Vec<_>>().into_iter().rev() {
        let (value, label) = (plain(&cell[..place]), &cell[place + 1..]);
        let is_length = matches!(plain(cell), Value::Length(_));
        if matches!(value, Value::Number(..) | Value::Length(_)) && !is_length {
            return Some((value, label.trim()));
        }
    }
    None
}

/// A length such as 1:02:03, in seconds.
fn length(cell: &str) -> Option<u64> {
    let parts: Vec<&str> = cell.split(':').collect();
    let [hours, minutes, seconds] = parts[..] else { return None };
    let number = |text: &str, longest: usize| -> Option<u64> {
        let is_one = (1..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_one { text.parse().ok() } else { None }
    };
    Some(number(hours, 4)? * 3_600 + number(minutes, 2)? * 60 + number(seconds, 2)?)
}

/// What a row says of one name.
#[derive(Debug)]
pub(crate) struct Said<'r> {
    /// The name.
    pub(crate) name: &'r str,
    /// What becomes of it.
    pub(crate) becomes: Becomes,
    /// The cell as it stands.
    pub(crate) cell: &'r str,
    /// What it says.
    pub(crate) value: Value,
}

/// An entry in the making.
pub(crate) struct Made {
    becomes: Becomes,
    fields: BTreeMap<&'static str, Box<RawValue>>,
    answers: Vec<(String, Box<RawValue>)>,
    note: Vec<String>,
}

impl Made {
    /// What is said becomes this; none if it says no, of something that was not done then.
    pub(crate) fn of(said: &Said<'_>, date: &str) -> Result<Option<Made>, Why> {
        let Said { name, becomes, cell, value } = said;
        let cell = cell.trim();
        let mut made = Made { becomes: *becomes, fields: BTreeMap::new(), answers: Vec::new(), note: Vec::new() };
        let not_for = || Why::NotFor { name: (*name).to_owned(), takes: becomes.takes(), cell: cell.to_owned() };
        match (becomes, value) {
            (Becomes::Nothing, _) | (_, Value::Nothing) => return Ok(None),
            (Becomes::Note, _) => made.note.push(format!("{name}: {cell}")),
            (Becomes::Pain, Value::Number(_, json)) => made.put_json("level", json)?,
            (Becomes::Pain, _) | (Becomes::Spasm | Becomes::Exposure | Becomes::Answer, Value::Words) => {
                return Err(not_for());
            }
            (Becomes::Exposure, value) => {
                made.put("what", name)?;
                made.put(
                    "present",
                    &match value {
                        Value::Truth(truth) => *truth,
                        Value::Number(number, _) => *number > 0.0,
                        Value::Length(seconds) => *seconds > 0,
                        Value::Nothing | Value::Words => false,
                    },
                )?;
                match value {
                    Value::Number(number, json) if *number != 0.0 => made.put_json("amount", json)?,
                    Value::Length(seconds) if *seconds > 0 => {
                        made.put_json("amount", &minutes(*seconds))?;
                        made.put("unit", &"min")?;
                    }
                    _ => {}
                }
            }
            (Becomes::Answer, value) => {
                let answer = match value {
                    Value::Truth(truth) => to_raw_value(truth)?,
                    Value::Number(_, json) => RawValue::from_string(json.clone())?,
                    Value::Length(_) | Value::Nothing | Value::Words => return Err(not_for()),
                };
                made.put("date", &date)?;
                made.answers.push(((*name).to_owned(), answer));
            }
            // Of what was not done there is no entry.
            (_, Value::Truth(false) | Value::Length(0)) => return Ok(None),
            (_, Value::Number(number, _)) if *number == 0.0 => return Ok(None),
            (Becomes::Spasm, Value::Number(_, json)) => made.put_json("intensity", json)?,
            (Becomes::Spasm, Value::Truth(_)) => {}
            (Becomes::Spasm, Value::Length(seconds)) => made.put("seconds", seconds)?,
            (Becomes::Measure | Becomes::Exercise, Value::Length(seconds)) => {
                made.put("what", name)?;
                made.put("seconds", seconds)?;
            }
            (Becomes::Measure | Becomes::Medicine | Becomes::Exercise, value) => {
                made.put("what", name)?;
                // Of what the number counts, the table says nothing: it is kept as it stands, and never counted.
                if !matches!(value, Value::Truth(_)) {
                    made.note.push(cell.to_owned());
                }
            }
        }
        Ok(Some(made))
    }

    /// A note of these words alone.
    pub(crate) fn note(words: String) -> Made {
        Made { becomes: Becomes::Note, fields: BTreeMap::new(), answers: Vec::new(), note: vec![words] }
    }

    /// Whether it holds other words.
    pub(crate) fn has_note(&self) -> bool {
        self.becomes.has_note()
    }

    /// Adds the answers of another of the same row; gives it back if one of the two is no answer.
    pub(crate) fn join(&mut self, other: Made) -> Option<Made> {
        if self.becomes != Becomes::Answer || other.becomes != Becomes::Answer {
            return Some(other);
        }
        self.answers.extend(other.answers);
        None
    }

    /// Adds other words.
    pub(crate) fn add(&mut self, words: String) {
        self.note.push(words);
    }

    fn put(&mut self, field: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), Why> {
        self.fields.insert(field, to_raw_value(value)?);
        Ok(())
    }

    fn put_json(&mut self, field: &'static str, json: &str) -> Result<(), Why> {
        self.fields.insert(field, RawValue::from_string(json.to_owned())?);
        Ok(())
    }

    /// The draft.
    pub(crate) fn draft(mut self, reader: &Reader<'_>, when: (&Moment, &str)) -> Result<Option<Draft>, Why> {
        let Some(kind) = self.becomes.kind() else { return Ok(None) };
        if !self.answers.is_empty() {
            let answers = Pairs(std::mem::take(&mut self.answers));
            self.put("answers", &answers)?;
        }
        if !self.note.is_empty() {
            let field = if self.becomes == Becomes::Note { "text" } else { "note" };
            let words = self.note.join("\n");
            self.put(field, &words)?;
        }
        reader.draft(kind, when, |name| self.fields.remove(name)).map(Some)
    }
}

/// Seconds as minutes, as JSON, to the hundredth.
fn minutes(seconds: u64) -> String {
    let hundredths = seconds * 100 / 60;
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        (whole, rest) => format!("{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_as_its_program_means_it() {
        let of = |id: &str| crate::PRESETS.iter().find(|preset| preset.id == id);
        let number = |value: f64, json: &str| Value::Number(value, json.to_owned());
        let track = of("track-and-graph");
        assert_eq!(Value::read("1.0:Left: low", track), (number(1.0, "1"), "Left: low"));
        assert_eq!(Value::read("2.5", track), (number(2.5, "2.5"), ""));
        assert_eq!(Value::read("0:10:30", track), (Value::Length(630), ""));
        assert_eq!(Value::read("0:10:30:slow", track), (Value::Length(630), "slow"));
        let loops = of("loop");
        for (cell, value) in [
            ("2", Value::Truth(true)),
            ("YES_MANUAL", Value::Truth(true)),
            ("0", Value::Truth(false)),
            ("1", Value::Nothing),
            ("-1", Value::Nothing),
            ("SKIP", Value::Nothing),
        ] {
            assert_eq!(Value::read(cell, loops), (value, ""), "{cell}");
        }
        assert_eq!(Value::read(" yes ", None), (Value::Truth(true), ""));
        assert_eq!(Value::read("3,5", None), (number(3.5, "3.5"), ""));
        assert_eq!(Value::read("7:30", None), (Value::Words, ""));
    }

    #[test]
    fn minutes_keep_what_they_can() {
        for (seconds, said) in [(60, "1"), (90, "1.5"), (605, "10.08"), (3_600, "60")] {
            assert_eq!(minutes(seconds), said);
        }
    }
}
