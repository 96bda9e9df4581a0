//! What someone wants to say, before it becomes an entry: when it happened, and what.

use crate::error::EntryError;
use crate::kinds::{Kind, KindName};
use crate::moment::{Moment, Precision};
use crate::values::BirthYear;
use jiff::{SignedDuration, Timestamp};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// How far a device's clock may be ahead of another's, in seconds.
pub const CLOCK_SKEW: i64 = 300;

/// The first year in which anything can have happened, where the year of birth is not known.
pub const FIRST_YEAR: u32 = 1900;

/// When something happened, and what.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Draft {
    /// When, on the person's own clock.
    pub happened: Moment,
    /// How exactly that is known; exact if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// What.
    #[serde(flatten)]
    pub kind: Kind,
}

impl Draft {
    /// Something that happened exactly then.
    pub fn new(happened: Moment, kind: impl Into<Kind>) -> Draft {
        Draft { happened, precision: None, kind: kind.into() }
    }

    /// The same, with how exactly the time is known.
    #[must_use]
    pub fn about(self, precision: Precision) -> Draft {
        Draft { precision: Some(precision), ..self }
    }

    /// The oldest schema version that has all that it says: what it is written in, so that older peers read it.
    pub fn schema(&self) -> u64 {
        self.kind.schema()
    }

    /// Checks that it lies within the life of someone born in this year, whenever it is written down.
    ///
    /// # Errors
    /// Refuses a time before the year of birth.
    ///
    /// ```
    /// # use supple_diary::{BirthYear, Draft, Level, Moment, Pain};
    /// let then = "1985-05-05T10:00:00Z".parse().unwrap();
    /// let pain = Pain { level: Level::new(1).unwrap(), regions: Default::default(), note: None };
    /// let draft = Draft::new(Moment::in_zone(then, "UTC").unwrap(), pain);
    /// assert!(draft.in_life_of(BirthYear::new(1980).ok()).is_ok());
    /// assert!(draft.in_life_of(BirthYear::new(1990).ok()).is_err());
    /// ```
    pub fn in_life_of(&self, birth_year: Option<BirthYear>) -> Result<(), EntryError> {
        self.check(Timestamp::MAX, birth_year.map_or(FIRST_YEAR, BirthYear::get))
    }

    /// Whether it can have been written down at this time by someone born in this year.
    ///
    /// A time that is only known to the hour or the day may be later than `recorded` by as much.
    pub(crate) fn check(&self, recorded: Timestamp, first_year: u32) -> Result<(), EntryError> {
        let slack = CLOCK_SKEW + self.precision.map_or(0, Precision::seconds);
        let latest = recorded.saturating_add(SignedDuration::from_secs(slack)).unwrap_or(Timestamp::MAX);
        let in_time = |field: &str, moment: &Moment| {
            if moment.at() > latest {
                return Err(EntryError::Future { field: field.to_owned(), at: moment.to_string() });
            }
            in_lifetime(field, moment.date(), first_year)
        };
        in_time("happened", &self.happened)?;
        match &self.kind {
            Kind::Exposure(exposure) => {
                if let Some(until) = &exposure.until {
                    in_time("until", until)?;
                    if until.at() < self.happened.at() {
                        return Err(EntryError::EndsBeforeStart);
                    }
                }
            }
            Kind::CheckIn(check_in) => {
                if check_in.date > self.happened.date() {
                    return Err(EntryError::Future { field: "date".to_owned(), at: check_in.date.to_string() });
                }
                in_lifetime("date", check_in.date, first_year)?;
            }
            Kind::Correction(correction) => correction.entry.check(recorded, first_year)?,
            _ => {}
        }
        Ok(())
    }
}

fn in_lifetime(field: &str, date: jiff::civil::Date, first_year: u32) -> Result<(), EntryError> {
    if u32::try_from(date.year()).is_ok_and(|year| year >= first_year) {
        Ok(())
    } else {
        Err(EntryError::BeforeBirth { field: field.to_owned(), year: date.year(), first_year })
    }
}

/// Reads the content of a correction: as an entry, without what only an entry has.
impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Draft, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(field_identifier, rename_all = "lowercase")]
        enum Field {
            Happened,
            Precision,
            Kind,
        }

        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Draft;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with \"happened\", \"kind\" and the fields of that kind")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Draft, A::Error> {
                let (mut happened, mut precision) = (None, None);
                loop {
                    match map.next_key()? {
                        Some(Field::Happened) => once(&mut happened, "happened", map.next_value()?)?,
                        Some(Field::Precision) => once(&mut precision, "precision", map.next_value()?)?,
                        Some(Field::Kind) => break,
                        None => return Err(A::Error::missing_field("kind")),
                    }
                }
                let name: KindName = map.next_value()?;
                if name.is_change() {
                    return Err(A::Error::custom("takes what an entry says, not a correction or a removal"));
                }
                let happened = happened.ok_or_else(|| A::Error::missing_field("happened"))?;
                Ok(Draft { happened, precision, kind: Kind::read(name, map)? })
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// Keeps the value of a field that may stand only once.
pub(crate) fn once<T, E: Error>(place: &mut Option<T>, field: &'static str, value: T) -> Result<(), E> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::duplicate_field(field)),
    }
}
