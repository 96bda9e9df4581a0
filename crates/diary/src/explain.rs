//! Why a line is no entry: it is read once more, by a reader whose errors have types.
//!
//! The first reading ([`serde_json`]) is quick and says in words what is wrong. This one is slow, and only done when that has
//! failed: a [`Deserializer`] over the same JSON, whose error keeps apart which field, what it takes and what was given.

use crate::entry::SCHEMA;
use crate::error::EntryError;
use crate::kinds::{Kind, KindName};
use crate::values::{ValueError, shorten};
use crate::wire::Wire;
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserializer, Expected, IntoDeserializer, MapAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::error::Category;
use serde_json::value::RawValue;
use serde_path_to_error::{Path, Segment};
use std::fmt;

/// Why a line cannot be read.
pub(crate) fn explain(line: &str) -> EntryError {
    #[derive(Deserialize)]
    struct Version {
        schema: u64,
    }

    if let Err(error) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line) {
        return EntryError::NotAnObject(match error.classify() {
            Category::Eof => "it ends too early".to_owned(),
            Category::Syntax => format!("it is not JSON from character {} on", error.column()),
            Category::Data | Category::Io => "it is something else in JSON".to_owned(),
        });
    }
    // What a newer Supple wrote may differ in every other way.
    if let Ok(Version { schema }) = serde_json::from_str(line)
        && schema > SCHEMA
    {
        return EntryError::Newer(schema);
    }
    let read = serde_json::from_str(line).map(|raw| serde_path_to_error::deserialize::<_, Wire>(Json(raw)));
    match read {
        Ok(Err(error)) => told(error.path(), error.inner()),
        Ok(Ok(_)) | Err(_) => EntryError::NotAnObject("it cannot be read".to_owned()),
    }
}

/// What an entry of a kind says, from its fields, read as a line is: the browser carries one reader and not two.
pub(crate) fn kind(name: KindName, fields: &serde_json::Map<String, serde_json::Value>) -> Result<Kind, EntryError> {
    let mut line = Wire::anyones(name);
    for (name, value) in fields {
        line.push_str(&format!(",{}:{value}", serde_json::Value::from(name.as_str())));
    }
    line.push('}');
    serde_json::from_str::<Wire>(&line).map(|wire| wire.kind).map_err(|_| explain(&line))
}

/// The error of a line, from what is wrong and where.
fn told(path: &Path, refusal: &Refusal) -> EntryError {
    let keys = path.iter().filter(|segment| matches!(segment, Segment::Map { .. } | Segment::Enum { .. }));
    let parts: Vec<String> = keys.map(ToString::to_string).collect();
    let field = shorten(&parts.join("."));
    // The field that a refusal names, with where it stands.
    let named = |name: &str| {
        let above = if parts.last().is_some_and(|last| last == name) { &parts[..parts.len() - 1] } else { &parts[..] };
        shorten(&above.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("."))
    };
    let problem = match refusal {
        // Before the kind is known, only the fields that every entry has are expected.
        Refusal::UnknownField { name, expected }
            if expected.contains(&"happened") || Wire::FIELDS.contains(&name.as_str()) =>
        {
            return EntryError::Order { field: named(name) };
        }
        Refusal::UnknownField { name, .. } => return EntryError::UnknownField { field: named(name) },
        Refusal::Missing(name) => return EntryError::Missing { field: named(name) },
        Refusal::Twice(name) => return EntryError::Twice { field: named(name) },
        Refusal::UnknownName { name, .. } if parts.last().is_some_and(|last| last == "kind") => {
            return EntryError::UnknownKind(shorten(name));
        }
        Refusal::UnknownName { name, expected } => ValueError::new(one_of(expected), format!("\"{name}\"")).to_string(),
        Refusal::Value { takes, got } => ValueError::new(takes.clone(), got).to_string(),
        Refusal::Own(problem) => problem.clone(),
    };
    match field.is_empty() {
        true => EntryError::NotAnObject(problem),
        false => EntryError::Value { field, problem },
    }
}

fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    match quoted.as_slice() {
        [one] => one.clone(),
        [one, other] => format!("{one} or {other}"),
        all => format!("one of {}", all.join(", ")),
    }
}

/// What is wrong with a field.
#[derive(Debug)]
enum Refusal {
    /// There is no such field.
    UnknownField { name: String, expected: &'static [&'static str] },
    /// A field is not there.
    Missing(&'static str),
    /// A field is there twice.
    Twice(&'static str),
    /// Not one of the names that there are.
    UnknownName { name: String, expected: &'static [&'static str] },
    /// The value is of another kind, or out of range.
    Value { takes: String, got: String },
    /// What a type of the diary says of it: "takes … , not …".
    Own(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    fn value(got: Unexpected<'_>, takes: &dyn Expected) -> Refusal {
        let got = match got {
            Unexpected::Bool(value) => format!("boolean {value}"),
            Unexpected::Unsigned(value) => format!("integer {value}"),
            Unexpected::Signed(value) => format!("integer {value}"),
            Unexpected::Float(value) => format!("floating point {value}"),
            Unexpected::Str(text) => format!("string {text:?}"),
            Unexpected::Unit => "null".to_owned(),
            other => other.to_string(),
        };
        Refusal::Value { takes: takes.to_string(), got }
    }
}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(problem: T) -> Refusal {
        Refusal::Own(problem.to_string())
    }

    fn invalid_type(got: Unexpected<'_>, takes: &dyn Expected) -> Refusal {
        Refusal::value(got, takes)
    }

    fn invalid_value(got: Unexpected<'_>, takes: &dyn Expected) -> Refusal {
        Refusal::value(got, takes)
    }

    fn invalid_length(got: usize, takes: &dyn Expected) -> Refusal {
        Refusal::Value { takes: takes.to_string(), got: format!("{got} of them") }
    }

    fn unknown_variant(name: &str, expected: &'static [&'static str]) -> Refusal {
        Refusal::UnknownName { name: name.to_owned(), expected }
    }

    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Refusal {
        Refusal::UnknownField { name: name.to_owned(), expected }
    }

    fn missing_field(name: &'static str) -> Refusal {
        Refusal::Missing(name)
    }

    fn duplicate_field(name: &'static str) -> Refusal {
        Refusal::Twice(name)
    }
}

/// A value of the line, as it stands.
#[derive(Clone, Copy)]
struct Json<'l>(&'l RawValue);

/// The members of an object in their order, so that a name that stands twice is seen.
struct Members<'l>(Vec<(String, Json<'l>)>);

impl<'l> Deserialize<'l> for Members<'l> {
    fn deserialize<D: Deserializer<'l>>(deserializer: D) -> Result<Members<'l>, D::Error> {
        struct Reader;
        impl<'l> Visitor<'l> for Reader {
            type Value = Members<'l>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Members<'l>, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry()? {
                    members.push((name, Json(value)));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

impl<'l> Json<'l> {
    /// The value as another type. Whoever calls this has seen what it begins with.
    fn read<T: Deserialize<'l>>(self) -> Result<T, Refusal> {
        serde_json::from_str(self.0.get()).map_err(|_| Refusal::Own("cannot be read".to_owned()))
    }

    fn begins_with(self, byte: u8) -> bool {
        self.0.get().as_bytes().first() == Some(&byte)
    }

    fn is_null(self) -> bool {
        self.0.get() == "null"
    }
}

impl<'l> IntoDeserializer<'l, Refusal> for Json<'l> {
    type Deserializer = Json<'l>;
    fn into_deserializer(self) -> Json<'l> {
        self
    }
}

/// How serde_json asks for a value as it stands ([`RawValue`]). A test fails if it ever asks otherwise.
const AS_IT_STANDS: &str = "$serde_json::private::RawValue";

impl<'de> Deserializer<'de> for Json<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.0.get().as_bytes().first() {
            Some(b'{') => visitor.visit_map(MapDeserializer::new(self.read::<Members<'_>>()?.0.into_iter())),
            Some(b'[') => visitor.visit_seq(SeqDeserializer::new(self.read::<Vec<&RawValue>>()?.into_iter().map(Json))),
            Some(b'"') => visitor.visit_string(self.read()?),
            Some(b't' | b'f') => visitor.visit_bool(self.read()?),
            Some(b'n') => visitor.visit_unit(),
            _ => {
                let number: serde_json::Number = self.read()?;
                match (number.as_u64(), number.as_i64(), number.as_f64()) {
                    (Some(whole), ..) => visitor.visit_u64(whole),
                    (_, Some(whole), _) => visitor.visit_i64(whole),
                    (.., number) => visitor.visit_f64(number.unwrap_or(f64::INFINITY)),
                }
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        if self.begins_with(b't') || self.begins_with(b'f') {
            return visitor.visit_bool(self.read()?);
        }
        self.refuse("true or false")
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.read() {
            Ok(whole) => visitor.visit_u64(whole),
            Err(_) => self.refuse("a whole number from 0"),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        if name == AS_IT_STANDS {
            return visitor.visit_map(MapDeserializer::new([(name, self.0.get())].into_iter()));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        if self.begins_with(b'"') {
            return self.read::<String>()?.into_deserializer().deserialize_enum(name, variants, visitor);
        }
        match self.begins_with(b'{').then(|| self.read::<Members<'_>>()).transpose()? {
            Some(Members(members)) if members.len() == 1 => {
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(members.into_iter())))
            }
            _ => self.refuse(&one_of(variants)),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }
}

impl Json<'_> {
    /// The refusal of a value that is of another kind than this.
    fn refuse<T>(self, takes: &str) -> Result<T, Refusal> {
        struct Nothing<'t>(&'t str);
        impl Visitor<'_> for Nothing<'_> {
            type Value = ();
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }
        match self.deserialize_any(Nothing(takes)) {
            Err(refusal) => Err(refusal),
            Ok(_) => Err(Refusal::Own(format!("takes {takes}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn wrong<T: for<'l> Deserialize<'l>>(json: &str) -> Refusal {
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        T::deserialize(Json(raw)).err().unwrap()
    }

    #[test]
    fn what_was_given_and_what_is_taken_are_kept_apart() {
        for (refusal, takes, got) in [
            (wrong::<bool>(r#""no, expected `a`""#), "true or false", r#"string "no, expected `a`""#),
            (wrong::<bool>("null"), "true or false", "null"),
            (wrong::<u64>("-1"), "a whole number from 0", "integer -1"),
            (wrong::<u64>("1.5"), "a whole number from 0", "floating point 1.5"),
            (wrong::<Vec<bool>>("[true,7]"), "true or false", "integer 7"),
        ] {
            match refusal {
                Refusal::Value { takes: found, got: given } => {
                    assert_eq!((found.as_str(), given.as_str()), (takes, got))
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn names_are_told_from_what_stands_in_them() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct One {
            #[allow(dead_code, reason = "only its reading is of interest")]
            name: Option<bool>,
        }
        assert!(
            matches!(wrong::<One>(r#"{"missing field `x`":1}"#), Refusal::UnknownField { name, .. } if name == "missing field `x`")
        );
        assert!(matches!(wrong::<One>(r#"{"name":null,"name":null}"#), Refusal::Twice("name")));
        assert!(
            matches!(wrong::<crate::Phase>(r#""middle""#), Refusal::UnknownName { name, expected } if name == "middle" && expected == ["onset", "recovery"])
        );
        assert!(
            matches!(wrong::<crate::Phase>("[]"), Refusal::Value { takes, got } if takes == "\"onset\" or \"recovery\"" && got == "sequence")
        );
    }

    /// By this name serde_json hands over a value as it stands; with another one the JSON of a check could not be read here.
    #[test]
    fn a_value_as_it_stands_is_read_as_it_stands() {
        let json = r#"{ "a" : [1.50, null] }"#;
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        let read = Box::<RawValue>::deserialize(Json(raw)).unwrap();
        assert_eq!(read.get(), json);
    }
}
