//! How an entry stands in its line.
//!
//! The fields that every entry has come first, then the kind, then the fields of that kind. That order lets one pass
//! read a line straight into the struct of its kind, and refuse what that struct does not know.

use crate::chain::LineHash;
use crate::draft::{Draft, once};
use crate::entry::SCHEMA;
use crate::kinds::{Kind, KindName};
use crate::moment::{Moment, Precision};
use crate::values::{ValueError, Words};
use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;
use uuid::Uuid;

/// What a line says.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub(crate) struct Wire {
    pub(crate) schema: u64,
    pub(crate) id: Uuid,
    pub(crate) device: Uuid,
    pub(crate) sequence: u64,
    pub(crate) previous: Option<LineHash>,
    pub(crate) happened: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) precision: Option<Precision>,
    #[serde(serialize_with = "crate::values::write_time")]
    pub(crate) recorded: Timestamp,
    #[serde(flatten)]
    pub(crate) kind: Kind,
}

impl Wire {
    /// The fields that every entry has.
    pub(crate) const FIELDS: [&'static str; 9] =
        ["schema", "id", "device", "sequence", "previous", "happened", "precision", "recorded", "kind"];

    /// The beginning of a line of this kind, up to its fields: whose and when is made up.
    pub(crate) fn anyones(kind: KindName) -> String {
        let nobody = Uuid::nil();
        format!(
            r#"{{"schema":{SCHEMA},"id":"{nobody}","device":"{nobody}","sequence":0,"previous":null,"happened":"2000-01-01T00:00:00Z","recorded":"2020-01-01T00:00:00.000Z","kind":"{kind}""#
        )
    }

    /// The part that the person said.
    pub(crate) fn into_draft(self) -> Draft {
        Draft { happened: self.happened, precision: self.precision, kind: self.kind }
    }
}

/// The fields of a line that says this, by way of the line: the browser carries one writer and not two.
pub(crate) fn fields_of(kind: &Kind) -> Option<serde_json::Map<String, serde_json::Value>> {
    let happened = Moment::parse("2000-01-01T00:00:00Z").ok()?;
    let (id, device) = (Uuid::nil(), Uuid::nil());
    let recorded = Timestamp::UNIX_EPOCH;
    let (previous, precision, kind) = (None, None, kind.clone());
    let wire = Wire { schema: SCHEMA, id, device, sequence: 0, previous, happened, precision, recorded, kind };
    serde_json::from_str(&serde_json::to_string(&wire).ok()?).ok()
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Field {
    Schema,
    Id,
    Device,
    Sequence,
    Previous,
    Happened,
    Precision,
    Recorded,
    Kind,
}

/// What every entry has, whatever its schema version, and whatever else stands in it.
#[derive(serde::Deserialize)]
pub(crate) struct Head {
    pub(crate) schema: u64,
    pub(crate) id: Uuid,
    pub(crate) device: Uuid,
    pub(crate) sequence: u64,
    #[serde(default)]
    pub(crate) previous: Option<LineHash>,
    pub(crate) happened: Moment,
    #[serde(deserialize_with = "crate::values::read_time")]
    pub(crate) recorded: Timestamp,
    pub(crate) kind: Words,
    /// The entry that a change is about. In another kind it may mean anything.
    #[serde(default, deserialize_with = "if_it_is_an_id")]
    pub(crate) of: Option<Uuid>,
}

fn if_it_is_an_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Uuid>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_str().and_then(|text| text.parse().ok()))
}

/// The fields of a line in their order, whatever they mean.
pub(crate) struct Fields(pub(crate) Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Fields;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an entry")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Time(#[serde(deserialize_with = "crate::values::read_time")] Timestamp);

#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Id(#[serde(deserialize_with = "crate::values::read_id")] Uuid);

/// The schema version. Each only adds to the one before it, so that one reader does for all of them.
struct Version(u64);

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Version, D::Error> {
        match u64::deserialize(deserializer)? {
            known @ 1..=SCHEMA => Ok(Version(known)),
            other => Err(D::Error::custom(ValueError::new(format!("a version from 1 to {SCHEMA}"), other))),
        }
    }
}

impl<'de> Deserialize<'de> for Wire {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Wire, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Wire;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an entry")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wire, A::Error> {
                let (mut schema, mut id, mut device, mut sequence) = (None, None, None, None);
                let (mut previous, mut happened, mut precision, mut recorded) = (None, None, None, None);
                loop {
                    match map.next_key()? {
                        Some(Field::Schema) => once(&mut schema, "schema", map.next_value::<Version>()?.0)?,
                        Some(Field::Id) => once(&mut id, "id", map.next_value::<Id>()?.0)?,
                        Some(Field::Device) => once(&mut device, "device", map.next_value::<Id>()?.0)?,
                        Some(Field::Sequence) => once(&mut sequence, "sequence", map.next_value()?)?,
                        Some(Field::Previous) => once(&mut previous, "previous", map.next_value()?)?,
                        Some(Field::Happened) => once(&mut happened, "happened", map.next_value()?)?,
                        Some(Field::Precision) => once(&mut precision, "precision", map.next_value()?)?,
                        Some(Field::Recorded) => once(&mut recorded, "recorded", map.next_value::<Time>()?.0)?,
                        Some(Field::Kind) => break,
                        None => return Err(A::Error::missing_field("kind")),
                    }
                }
                let name: KindName = map.next_value()?;
                fn given<T, E: Error>(value: Option<T>, field: &'static str) -> Result<T, E> {
                    value.ok_or_else(|| E::missing_field(field))
                }
                Ok(Wire {
                    schema: given(schema, "schema")?,
                    id: given(id, "id")?,
                    device: given(device, "device")?,
                    sequence: given(sequence, "sequence")?,
                    previous: given(previous, "previous")?,
                    happened: given(happened, "happened")?,
                    precision,
                    recorded: given(recorded, "recorded")?,
                    kind: Kind::read(name, map)?,
                })
            }
        }
        deserializer.deserialize_map(Reader)
    }
}
