//! When something happened, on the person's own clock.
//!
//! A moment is read without any time-zone database: the offset that was written down says which time it was, and the
//! name of the zone is kept as text. So a change of the rules of a zone, or a zone that nobody knows any more, can never
//! move an entry to another time or another day. The database is only asked when a new moment is made.

use crate::values::{ValueError, shorten};
use jiff::civil;
use jiff::fmt::temporal::{Pieces, TimeZoneAnnotationKind};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, Zoned};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::sync::{Arc, LazyLock};

/// The zones that come with the program, so that server and browser know the same ones.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

const TAKES: &str = "a date and time with its offset, such as 2026-11-22T03:10:00+01:00[Europe/Berlin]";

/// The longest text that is read as a moment, in bytes. The longest name of a zone has 32.
const LONGEST: usize = 200;

/// A point in time, with the offset and the zone of the clock that it was read from.
///
/// Written `2026-11-22T03:10:00+01:00[Europe/Berlin]`. Two moments are equal if time, offset and zone are.
///
/// ```
/// # use supple_diary::Moment;
/// // The offset counts, also where the zone disagrees or is unknown.
/// let moment = Moment::parse("2026-07-01T23:30:00+09:00[Mars/Olympus]").unwrap();
/// assert_eq!(moment.at().to_string(), "2026-07-01T14:30:00Z");
/// assert_eq!(moment.date().to_string(), "2026-07-01");
/// assert_eq!(moment.zone(), Some("Mars/Olympus"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    at: Timestamp,
    offset: Offset,
    zone: Option<Arc<str>>,
}

impl Moment {
    /// Reads a moment in the notation of RFC 9557.
    ///
    /// # Errors
    /// Refuses what is no date and time, and a time without an offset.
    pub fn parse(text: &str) -> Result<Moment, ValueError> {
        let wrong = || ValueError::new(TAKES, format!("\"{}\"", shorten(text)));
        if text.len() > LONGEST {
            return Err(wrong());
        }
        let pieces = Pieces::parse(text).map_err(|_| wrong())?;
        let time = pieces.time().ok_or_else(wrong)?;
        let offset = pieces.to_numeric_offset().ok_or_else(wrong)?;
        let at = offset.to_timestamp(pieces.date().to_datetime(time)).map_err(|_| wrong())?;
        let zone = pieces.time_zone_annotation().and_then(|annotation| match annotation.kind() {
            TimeZoneAnnotationKind::Named(name) => Some(Arc::from(name.as_str())),
            _ => None,
        });
        Ok(Moment { at, offset, zone })
    }

    /// The moment at which it is this time in a zone, by its IANA name.
    ///
    /// # Errors
    /// Refuses a zone that is not in the database.
    pub fn in_zone(at: Timestamp, zone: &str) -> Result<Moment, ValueError> {
        Ok(Moment::from(&at.to_zoned(find_zone(zone)?)))
    }

    /// The moment at which a clock in a zone shows this date and time.
    ///
    /// A time that a clock shows twice (when it is set back) means the first; a time that it skips (when it is set
    /// forward) means as long after the change as the clock would have shown without it.
    ///
    /// # Errors
    /// Refuses a zone that is not in the database.
    pub fn on_clock(shown: civil::DateTime, zone: &str) -> Result<Moment, ValueError> {
        let zoned =
            find_zone(zone)?.to_ambiguous_zoned(shown).compatible().map_err(|_| ValueError::new(TAKES, shown))?;
        Ok(Moment::from(&zoned))
    }

    /// The point in time.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// What the person's clock was ahead of UTC.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// The name of the zone as it was written down; it may be one that nobody knows.
    pub fn zone(&self) -> Option<&str> {
        self.zone.as_deref()
    }

    /// What the person's clock showed.
    pub fn clock(&self) -> civil::DateTime {
        self.offset.to_datetime(self.at)
    }

    /// The day that it was for the person.
    pub fn date(&self) -> civil::Date {
        self.clock().date()
    }
}

/// A time without what is below a millisecond.
pub(crate) fn whole_millis(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

fn find_zone(name: &str) -> Result<TimeZone, ValueError> {
    ZONES.get(name).map_err(|_| ValueError::new("a time zone by its name, such as Europe/Berlin", format!("{name:?}")))
}

impl From<&Zoned> for Moment {
    fn from(zoned: &Zoned) -> Moment {
        Moment { at: zoned.timestamp(), offset: zoned.offset(), zone: zoned.time_zone().iana_name().map(Arc::from) }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.offset.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let (hours, minutes, rest) = (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
        write!(f, "{}{sign}{hours:02}:{minutes:02}", self.clock())?;
        // Some zones had such offsets until 1972.
        if rest != 0 {
            write!(f, ":{rest:02}")?;
        }
        match &self.zone {
            Some(zone) => write!(f, "[{zone}]"),
            None => Ok(()),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Moment;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(TAKES)
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Moment, E> {
                Moment::parse(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Reader)
    }
}

/// How exactly the time of an entry is known. An entry without one is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// To the minute.
    Minute,
    /// About this hour: "about 3 this morning".
    Hour,
    /// Some time this day.
    Day,
}

impl Precision {
    /// How far the true time may be off, in seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Precision::Minute => 60,
            Precision::Hour => 3_600,
            Precision::Day => 86_400,
        }
    }
}
