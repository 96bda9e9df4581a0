//! What something is: one of the things that Supple knows, or the person's own words.

use crate::values::{ValueError, Words};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// The id of something that Supple knows: small letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Words);

impl Id {
    /// The id, if it can be one.
    ///
    /// # Errors
    /// Refuses what is not small letters and digits with single hyphens between them.
    pub fn new(id: &str) -> Result<Id, ValueError> {
        let refused = || ValueError::new("an id such as \"long-sitting\"", format!("\"{id}\""));
        if looks_like_an_id(id) { Words::new(id).map(Id) } else { Err(refused()) }
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Whether it can be an id: small letters and digits, with single hyphens between them.
pub(crate) fn looks_like_an_id(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.split('-').all(is_part)
}

/// What something is: an id of the guidance, or the person's own words.
///
/// Up to schema 2 both stood as one text, so "sport" in someone's own words became another thing on the day on which the
/// guidance got something with the id `sport`. Since schema 3 own words that look like an id are written as
/// `{"own":"sport"}`; what cannot be confused is written as before, so that older programs read it.
///
/// ```
/// # use supple_diary::{Label, Words};
/// let own = Label::Own(Words::new("sport").unwrap());
/// assert_eq!(serde_json::to_string(&own).unwrap(), r#"{"own":"sport"}"#);
/// let own = Label::Own(Words::new("my garden").unwrap());
/// assert_eq!(serde_json::to_string(&own).unwrap(), r#""my garden""#);
/// let known: Label = serde_json::from_str(r#""long-sitting""#).unwrap();
/// assert_eq!(known.known(), Some("long-sitting"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Something that Supple knows, or knew.
    Known(Id),
    /// The person's own words.
    Own(Words),
}

impl Label {
    /// What a text meant up to schema 2: an id if it looks like one, else own words.
    pub fn plain(text: Words) -> Label {
        if looks_like_an_id(text.as_str()) { Label::Known(Id(text)) } else { Label::Own(text) }
    }

    /// The id or the words.
    pub fn as_str(&self) -> &str {
        match self {
            Label::Known(id) => id.as_str(),
            Label::Own(words) => words.as_str(),
        }
    }

    /// The id, if it is something that Supple knows.
    pub fn known(&self) -> Option<&str> {
        match self {
            Label::Known(id) => Some(id.as_str()),
            Label::Own(_) => None,
        }
    }

    fn is_tagged(&self) -> bool {
        matches!(self, Label::Own(words) if looks_like_an_id(words.as_str()))
    }

    /// The oldest schema version that can say it.
    pub(crate) fn schema(&self) -> u64 {
        if self.is_tagged() { 3 } else { 1 }
    }
}

impl From<Id> for Label {
    fn from(id: Id) -> Label {
        Label::Known(id)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_tagged() {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry("own", self.as_str())?;
            map.end()
        } else {
            serializer.serialize_str(self.as_str())
        }
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Label, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Label;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text of up to 200 characters on one line, or {\"own\": such a text}")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Label, E> {
                Words::read(text).map(Label::plain).map_err(E::custom)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Label, A::Error> {
                #[derive(serde::Deserialize)]
                #[serde(field_identifier, rename_all = "lowercase")]
                enum Tag {
                    Own,
                }
                let Some(Tag::Own) = map.next_key()? else { return Err(A::Error::missing_field("own")) };
                let words = map.next_value()?;
                match map.next_key::<Tag>()? {
                    None => Ok(Label::Own(words)),
                    Some(Tag::Own) => Err(A::Error::duplicate_field("own")),
                }
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        let id = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Id::new(&id).map_err(D::Error::custom)
    }
}
