//! What a row says, as the draft of an entry: read like a line of the diary, so that a table can say no more than a line.

use crate::columns::fields;
use crate::dates::{self, Clock};
use crate::why::Why;
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use supple_diary::{BirthYear, Draft, Entry, EntryError, KindName, Moment, Precision, SCHEMA};
use supple_insight::names::labelled;
use uuid::Uuid;

/// An entry as a line. It is not sealed: the place in a chain is made up, and only the draft counts.
#[derive(Serialize)]
struct Line {
    schema: u64,
    id: Uuid,
    device: Uuid,
    sequence: u64,
    previous: Option<String>,
    happened: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    precision: String,
    recorded: String,
    kind: String,
    /// The fields of the kind, in the order of the kind.
    #[serde(flatten)]
    fields: Pairs<&'static str>,
}

/// An object whose values are JSON. A name that stands twice is kept twice, for the entry to refuse.
pub(crate) struct Pairs<N>(pub(crate) Vec<(N, Box<RawValue>)>);

impl<N: Serialize> Serialize for Pairs<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// What the rows of a table are read by.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'z> {
    /// How times are written.
    pub clock: Clock<'z>,
    /// The time now.
    pub now: Timestamp,
    /// When the person was born, if it is known.
    pub birth_year: Option<BirthYear>,
}

impl Reader<'_> {
    /// When a row happened, and how exactly that is known, by what it says.
    pub(crate) fn time(&self, said: &str) -> Result<(Moment, &'static str), Why> {
        let (moment, known) = dates::happened(said, self.clock)?;
        // A time that is known to the day may be a little later than now, but not on a later day.
        let is_later = |now: Moment| moment.date() > now.date();
        if moment.at() > self.now && Moment::in_zone(self.now, self.clock.zone).is_ok_and(is_later) {
            return Err(Why::StillToCome(said.to_owned()));
        }
        let precision = match known {
            None => "",
            Some(Precision::Minute) => "minute",
            Some(Precision::Hour) => "hour",
            Some(Precision::Day) => "day",
        };
        Ok((moment, precision))
    }

    /// The draft of an entry with these fields. `said` takes a field out by its name. The year of birth is not asked
    /// for: what the diary has already is known, although it would be refused today.
    pub(crate) fn draft(
        &self,
        kind: KindName,
        (happened, precision): (&Moment, &str),
        mut said: impl FnMut(&'static str) -> Option<Box<RawValue>>,
    ) -> Result<Draft, Why> {
        let line = Line {
            schema: SCHEMA,
            id: Uuid::from_u64_pair(0x7000, 0x8000_0000_0000_0000),
            device: Uuid::nil(),
            sequence: 0,
            previous: None,
            happened: happened.to_string(),
            precision: precision.to_owned(),
            recorded: format!("{:.3}", self.now),
            kind: kind.to_string(),
            fields: Pairs(fields(kind).filter_map(|(name, _)| Some((name, said(name)?))).collect()),
        };
        let entry = Entry::parse(&serde_json::to_string(&line)?)?;
        entry.check(None)?;
        let draft = entry.draft().ok_or(Why::Newer)?;
        if draft.kind.is_decided() {
            return Err(Why::Entry(EntryError::Decided));
        }
        // A table cannot tell an id from own words.
        Ok(Draft { kind: labelled(draft.kind.clone()), ..draft.clone() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use serde_json::Value;

    #[test]
    fn names_and_values_of_a_table_can_say_nothing_but_what_they_are() {
        let raw = |json: &str| RawValue::from_string(json.to_owned()).unwrap();
        let line = Line {
            schema: SCHEMA,
            id: Uuid::nil(),
            device: Uuid::nil(),
            sequence: 0,
            previous: None,
            happened: "\",\"kind\":\"note".to_owned(),
            precision: String::new(),
            recorded: "now".to_owned(),
            kind: "check-in".to_owned(),
            fields: Pairs(vec![(
                "answers",
                serde_json::value::to_raw_value(&Pairs(vec![("a\"}", raw("1.50")), ("a\"}", raw("2"))])).unwrap(),
            )]),
        };
        let text = serde_json::to_string(&line).unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&read["happened"], &read["kind"]), (&"\",\"kind\":\"note".into(), &"check-in".into()));
        // A number stays as it was written, and a name that stands twice is there twice, for the entry to refuse.
        assert!(text.ends_with(r#""kind":"check-in","answers":{"a\"}":1.50,"a\"}":2}}"#), "{text}");
    }
}
