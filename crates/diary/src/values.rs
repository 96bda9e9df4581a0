//! The values that fields take. Each is checked when it is made, so that a value out of range cannot exist.

use crate::name::{is_seen, same_name, turning_mark};
use jiff::fmt::temporal::DateTimePrinter;
use jiff::{Timestamp, civil};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use uuid::Uuid;

/// Why a value is not taken, as the end of a sentence that begins with the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("takes {takes}, not {got}")]
pub struct ValueError {
    /// What the field takes.
    pub takes: String,
    /// What was given, cut to a length that fits one line.
    pub got: String,
}

impl ValueError {
    pub(crate) fn new(takes: impl Into<String>, got: impl fmt::Display) -> ValueError {
        ValueError { takes: takes.into(), got: shorten(&got.to_string()) }
    }
}

/// What someone wrote, cut to a length that fits into a message.
pub(crate) fn shorten(text: &str) -> String {
    supple_text::shorten(text, supple_text::IN_A_MESSAGE)
}

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Whole<const MIN: u32, const MAX: u32>(u32);

/// How strong, from 0 (none) to 10 (the worst imaginable).
///
/// ```
/// # use supple_diary::Level;
/// assert_eq!(Level::new(7).unwrap().get(), 7);
/// assert_eq!(Level::new(11).unwrap_err().to_string(), "takes a whole number from 0 to 10, not 11");
/// ```
pub type Level = Whole<0, 10>;

/// How long, in seconds: up to 31 days.
pub type Seconds = Whole<0, 2_678_400>;

/// How often something was repeated: up to 10,000 times.
pub type Repetitions = Whole<0, 10_000>;

/// A year of birth, from 1900.
pub type BirthYear = Whole<1900, 2100>;

impl<const MIN: u32, const MAX: u32> Whole<MIN, MAX> {
    /// The value, if it is in range.
    ///
    /// # Errors
    /// Says what would be in range.
    pub fn new(value: i64) -> Result<Self, ValueError> {
        whole(MIN, MAX, value).map(Whole)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// A whole number, if it is in this range: for a field that is known by its description alone.
///
/// ```
/// assert_eq!(supple_diary::whole(0, 10, 11).unwrap_err().to_string(), "takes a whole number from 0 to 10, not 11");
/// ```
///
/// # Errors
/// Says what would be in range.
pub fn whole(least: u32, most: u32, value: i64) -> Result<u32, ValueError> {
    match u32::try_from(value) {
        Ok(value) if (least..=most).contains(&value) => Ok(value),
        _ => Err(ValueError::new(whole_from(least, most), value)),
    }
}

fn whole_from(least: u32, most: u32) -> String {
    format!("a whole number from {least} to {most}")
}

impl<const MIN: u32, const MAX: u32> fmt::Display for Whole<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<const MIN: u32, const MAX: u32> Serialize for Whole<MIN, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

impl<'de, const MIN: u32, const MAX: u32> Deserialize<'de> for Whole<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<const MIN: u32, const MAX: u32>;
        impl<const MIN: u32, const MAX: u32> Visitor<'_> for Reader<MIN, MAX> {
            type Value = Whole<MIN, MAX>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&whole_from(MIN, MAX))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
                Whole::new(i64::try_from(value).unwrap_or(i64::MAX)).map_err(E::custom)
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
                Whole::new(value).map_err(E::custom)
            }
        }
        deserializer.deserialize_u32(Reader)
    }
}

/// A number from 0 to a million, with a fraction: milligrams, tablets, kilograms, hours.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Amount(f64);

impl Amount {
    /// The largest amount.
    pub const MAX: f64 = 1_000_000.0;

    const TAKES: &'static str = "a number from 0 to 1000000";

    /// The amount, if it is in range.
    ///
    /// # Errors
    /// Refuses a number below 0 or above a million, and what is no number.
    pub fn new(value: f64) -> Result<Amount, ValueError> {
        // A range never contains what is not a number.
        if (0.0..=Amount::MAX).contains(&value) {
            // Minus zero is zero.
            Ok(Amount(value.abs()))
        } else {
            Err(ValueError::new(Amount::TAKES, value))
        }
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_number(self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Amount;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(Amount::TAKES)
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Amount, E> {
                self.visit_f64(as_float(value))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Amount, E> {
                Err(E::custom(ValueError::new(Amount::TAKES, value)))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Amount, E> {
                Amount::new(value).map_err(E::custom)
            }
        }
        deserializer.deserialize_f64(Reader)
    }
}

/// What was said about something in a check-in: absent where it was not asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    /// Yes or no.
    Is(bool),
    /// A number, such as hours of sleep.
    Number(Amount),
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Said::Is(yes) => serializer.serialize_bool(*yes),
            Said::Number(number) => number.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Said, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Said;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "true, false or {}", Amount::TAKES)
            }
            fn visit_bool<E: Error>(self, yes: bool) -> Result<Said, E> {
                Ok(Said::Is(yes))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Said, E> {
                self.visit_f64(as_float(value))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Said, E> {
                Err(E::custom(ValueError::new(Amount::TAKES, value)))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Said, E> {
                Amount::new(value).map(Said::Number).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// A whole number as a float. Above 2^53 it is rounded, which is far out of every range here.
#[allow(clippy::cast_precision_loss, reason = "what is rounded is refused anyway")]
fn as_float(value: u64) -> f64 {
    value as f64
}

/// Writes 400 as `400`, not as `400.0`.
fn write_number<S: Serializer>(value: f64, serializer: S) -> Result<S::Ok, S::Error> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an amount fits")]
    let whole = value as u64;
    if value == as_float(whole) { serializer.serialize_u64(whole) } else { serializer.serialize_f64(value) }
}

/// A text of 1 to `MAX` characters; `LINES` says whether it may hold line breaks.
///
/// Other control characters are refused: nobody types them, and they break tables and terminals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const MAX: usize, const LINES: bool>(Box<str>);

/// A few words on one line: up to 200 characters.
pub type Words = Text<200, false>;

/// A longer text with line breaks: up to 20,000 characters.
pub type Prose = Text<20_000, true>;

impl<const MAX: usize, const LINES: bool> Text<MAX, LINES> {
    /// The text, if something of it is seen, it is not too long, and free of control characters and of marks that turn the
    /// direction of what follows.
    ///
    /// ```
    /// # use supple_diary::Words;
    /// assert_eq!(Words::new("tying shoes").unwrap().as_str(), "tying shoes");
    /// assert!(Words::new("").unwrap_err().to_string().ends_with("not an empty one"));
    /// ```
    ///
    /// # Errors
    /// Says what is wrong with the text.
    pub fn new(text: impl Into<Box<str>>) -> Result<Self, ValueError> {
        let text = Text::read(text)?;
        if !is_seen(&text.0) {
            return Err(ValueError::new(Self::takes(), "one of which nothing can be seen"));
        }
        match turning_mark(&text.0) {
            Some(c) => Err(ValueError::new(
                Self::takes(),
                format!("one with the hidden mark {}, which turns how the rest is read", code(c)),
            )),
            None => Ok(text),
        }
    }

    /// A text that was written down before: it stands as it is, whatever is refused by now.
    pub(crate) fn read(text: impl Into<Box<str>>) -> Result<Self, ValueError> {
        let text = text.into();
        if text.is_empty() {
            return Err(ValueError::new(Self::takes(), "an empty one"));
        }
        // A character has at least one byte, so counting is only needed for long texts.
        if text.len() > MAX && text.chars().count() > MAX {
            return Err(ValueError::new(Self::takes(), format!("{} characters", text.chars().count())));
        }
        let allowed = |c: char| !c.is_control() || (LINES && matches!(c, '\n' | '\r' | '\t'));
        if let Some(c) = text.chars().find(|c| !allowed(*c)) {
            return Err(ValueError::new(Self::takes(), format!("one with the control character {c:?}")));
        }
        Ok(Text(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn takes() -> String {
        let lines = if LINES { "" } else { " on one line" };
        format!("a text of up to {MAX} characters{lines}")
    }
}

impl<const MAX: usize, const LINES: bool> fmt::Display for Text<MAX, LINES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<const MAX: usize, const LINES: bool> Serialize for Text<MAX, LINES> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de, const MAX: usize, const LINES: bool> Deserialize<'de> for Text<MAX, LINES> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<const MAX: usize, const LINES: bool>;
        impl<const MAX: usize, const LINES: bool> Visitor<'_> for Reader<MAX, LINES> {
            type Value = Text<MAX, LINES>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&Text::<MAX, LINES>::takes())
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Text::read(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Reader)
    }
}

/// A character as people look it up.
fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A country by its two-letter code, such as `DE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// The country with this code, in either case.
    ///
    /// # Errors
    /// Refuses what is not two letters. Whether there is such a country is not asked.
    pub fn new(code: &str) -> Result<Country, ValueError> {
        match *code.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Country([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(ValueError::new("a country by its two letters, such as \"DE\"", format!("{code:?}"))),
        }
    }

    /// The code in capitals.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Country, D::Error> {
        let code = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Country::new(&code).map_err(D::Error::custom)
    }
}

/// The most names that one field takes.
const MOST_NAMES: usize = 200;

/// What was said about each of several things, by their name. A name that is absent was not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<V> {
    /// Sorted by name, each name once. There are few, so this is smaller than a map, and as fast.
    pairs: Vec<(Words, V)>,
}

impl<V> Named<V> {
    /// Nothing asked.
    pub fn new() -> Named<V> {
        Named { pairs: Vec::new() }
    }

    /// What was said about the thing of this name; `None` if it was not asked.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.place(name).ok().map(|place| &self.pairs[place].1)
    }

    /// What was said about the thing of this name, however it is written.
    pub fn about(&self, name: &str) -> Option<&V> {
        self.get(name)
            .or_else(|| self.pairs.iter().find(|(other, _)| same_name(other.as_str(), name)).map(|(_, value)| value))
    }

    /// Sets what was said, in place of what was said before of the same thing, however it was written.
    pub(crate) fn say(&mut self, name: Words, value: V) {
        if self.place(name.as_str()).is_err() && !self.pairs.is_empty() {
            self.pairs.retain(|(other, _)| !same_name(other.as_str(), name.as_str()));
        }
        self.insert(name, value);
    }

    /// All that was said, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub(crate) fn pairs(&self) -> &[(Words, V)] {
        &self.pairs
    }

    /// Sets what was said, in place of what was said before.
    pub fn insert(&mut self, name: Words, value: V) {
        match self.place(name.as_str()) {
            Ok(place) => self.pairs[place].1 = value,
            Err(place) => self.pairs.insert(place, (name, value)),
        }
    }

    /// Leaves only what is said of these names.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.pairs.retain(|(name, _)| keep(name.as_str()));
    }

    /// Takes over what was said later.
    pub(crate) fn update(&mut self, later: &Named<V>)
    where
        V: Clone,
    {
        for (name, value) in &later.pairs {
            self.insert(name.clone(), value.clone());
        }
    }

    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.pairs.binary_search_by(|(other, _)| other.as_str().cmp(name))
    }
}

impl<V> Default for Named<V> {
    fn default() -> Named<V> {
        Named::new()
    }
}

impl<V> FromIterator<(Words, V)> for Named<V> {
    fn from_iter<I: IntoIterator<Item = (Words, V)>>(pairs: I) -> Named<V> {
        let mut named = Named::new();
        pairs.into_iter().for_each(|(name, value)| named.insert(name, value));
        named
    }
}

impl<V: Serialize> Serialize for Named<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Named<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Named<V>, D::Error> {
        struct Reader<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Reader<V> {
            type Value = Named<V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object from name to answer")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<V>, A::Error> {
                let mut named = Named::new();
                while let Some((name, value)) = map.next_entry::<Words, V>()? {
                    if named.pairs.len() == MOST_NAMES {
                        return Err(A::Error::custom(format!("takes at most {MOST_NAMES} names, not more")));
                    }
                    if named.get(name.as_str()).is_some() {
                        return Err(A::Error::custom("takes each name once, not twice"));
                    }
                    named.insert(name, value);
                }
                named.pairs.shrink_to_fit();
                Ok(named)
            }
        }
        deserializer.deserialize_map(Reader(PhantomData))
    }
}

/// Reads a day.
pub(crate) fn read_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<civil::Date, D::Error> {
    read_text(deserializer, "a day such as 2026-11-22")
}

/// Times are recorded to the millisecond.
static PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// Writes a point in time.
pub(crate) fn write_time<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&PRINTER.timestamp_to_string(time))
}

/// Reads a point in time.
pub(crate) fn read_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    read_text(deserializer, "a time in UTC such as 2026-11-22T02:11:07.123Z")
}

/// Reads the id of an entry or of a device.
pub(crate) fn read_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
    read_text(deserializer, "an id such as 0193b3f0-6f2a-7c4e-8a51-3f9d2b7c6e10")
}

/// The same where it may be absent.
pub(crate) fn read_some_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Uuid>, D::Error> {
    read_id(deserializer).map(Some)
}

/// Reads what stands as text, and says what it takes if that fails.
pub(crate) fn read_text<'de, T: FromStr, D: Deserializer<'de>>(
    deserializer: D,
    takes: &'static str,
) -> Result<T, D::Error> {
    struct Reader<T>(&'static str, PhantomData<T>);
    impl<T: FromStr> Visitor<'_> for Reader<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(|_| E::custom(ValueError::new(self.0, format!("\"{}\"", shorten(text)))))
        }
    }
    deserializer.deserialize_str(Reader(takes, PhantomData))
}
