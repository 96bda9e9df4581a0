//! A JSON object inside an entry.

use crate::values::ValueError;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A JSON object, kept as the text that another part of Supple wrote and reads: answers, a situation.
#[derive(Clone, Debug)]
pub struct Object(Box<RawValue>);

impl Object {
    /// An object from its text, on one line.
    ///
    /// # Errors
    /// Refuses what is no JSON object, and a text of several lines.
    pub fn new(json: &str) -> Result<Object, ValueError> {
        let wrong = || ValueError::new(OBJECT, crate::values::shorten(json));
        Object::from_raw(serde_json::from_str(json).map_err(|_| wrong())?)
    }

    /// The JSON text.
    pub fn json(&self) -> &str {
        self.0.get()
    }

    fn from_raw(raw: Box<RawValue>) -> Result<Object, ValueError> {
        let text = raw.get();
        if !text.starts_with('{') || text.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(ValueError::new(OBJECT, text));
        }
        Ok(Object(raw))
    }
}

const OBJECT: &str = "an object on one line, such as {\"stuck\": true}";

impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        self.json() == other.json()
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
        Object::from_raw(Box::<RawValue>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
