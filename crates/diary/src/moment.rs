//! When something happened, on the person's own clock.
//!
//! A moment is read without any time-zone database: the offset that was written down says which time it was, and the
//! name of the zone is kept as text. So a change of the rules of a zone, or a zone that nobody knows any more, can never
//! move an entry to another time or another day. The database is only asked when a new moment is made.

use crate::values::{ValueError, shorten};
use jiff::civil;
use jiff::fmt::temporal::{Pieces, TimeZoneAnnotationKind};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};
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
    /// # Errors
    /// Refuses a time that the clock shows twice or never, with what can be meant, and a zone that is not in the database.
    pub fn on_clock(shown: civil::DateTime, zone: &str) -> Result<Moment, Unclear> {
        on(&find_zone(zone)?, shown)
    }

    /// As [`Moment::on_clock`], for a time that nobody said to the minute, such as noon of a day.
    ///
    /// A time that the clock shows twice means the first; one that it skips means as long after the change as the clock
    /// would have shown without it.
    ///
    /// # Errors
    /// Refuses a day that was left out as a whole, and a zone that is not in the database.
    pub fn around(shown: civil::DateTime, zone: &str) -> Result<Moment, Unclear> {
        match Moment::on_clock(shown, zone) {
            Err(Unclear::Twice(twice)) => Ok(twice.first),
            Err(Unclear::Never(never)) => {
                let zoned = find_zone(zone)?.to_zoned(shown).map_err(|_| ValueError::new(TAKES, shown))?;
                let later = Moment::from(&zoned);
                if later.date() == shown.date() { Ok(later) } else { Err(Unclear::Never(never)) }
            }
            read => read,
        }
    }

    /// What someone means who sees this moment on the clock that it was read from, and writes another time in its place.
    ///
    /// The same time, to the minute, is the same moment, with its seconds and its offset. Where the zone is not known, or
    /// had another offset than was written down, the clock is taken to stand as it stood.
    ///
    /// # Errors
    /// As [`Moment::on_clock`].
    pub fn corrected(&self, shown: civil::DateTime) -> Result<Moment, Unclear> {
        let clock = self.clock();
        if shown == clock || Some(shown) == clock.with().second(0).subsec_nanosecond(0).build().ok() {
            return Ok(self.clone());
        }
        let named = self.zone().and_then(|zone| find_zone(zone).ok());
        match named.filter(|zone| zone.to_offset(self.at) == self.offset) {
            Some(zone) => on(&zone, shown),
            None => {
                let at = self.offset.to_timestamp(shown).map_err(|_| ValueError::new(TAKES, shown))?;
                Ok(Moment { at, ..self.clone() })
            }
        }
    }

    /// The same point in time on another clock: the one that another moment was read from.
    #[must_use]
    pub fn on_clock_of(&self, other: &Moment) -> Moment {
        let named = other.zone().and_then(|zone| find_zone(zone).ok());
        match named.filter(|zone| zone.to_offset(other.at) == other.offset) {
            Some(zone) => Moment::from(&self.at.to_zoned(zone)),
            None => Moment { at: self.at, ..other.clone() },
        }
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

/// Why a date and time on a clock names no moment, as a sentence without its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unclear {
    /// The clock was set back and showed it twice: which one is meant has to be asked.
    #[error(transparent)]
    Twice(Box<Twice>),
    /// The clock was set forward and left it out.
    #[error(transparent)]
    Never(Box<Never>),
    /// The zone is not in the database, or the time is out of every range.
    #[error("this {0}")]
    Unknown(#[from] ValueError),
}

impl Unclear {
    /// The first of two where the second is still to come: what has happened cannot have been then.
    ///
    /// # Errors
    /// Gives back what stays unclear.
    pub fn by(self, latest: Timestamp) -> Result<Moment, Unclear> {
        match self {
            Unclear::Twice(twice) if twice.second.at > latest => Ok(twice.first),
            unclear => Err(unclear),
        }
    }
}

/// A time that a clock showed twice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("on {} the clock{} showed {} twice", first.date(), of_zone(first.zone()), hour(first.clock()))]
pub struct Twice {
    /// When it showed it first.
    pub first: Moment,
    /// When it showed it again.
    pub second: Moment,
}

/// A time that a clock left out. The gap is as long as it was: half an hour, an hour, a whole day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "on {} the clock{} never showed {}: it went from {} to {}",
    shown.date(), of_zone(zone.as_deref()), hour(*shown), self.edge(*from), self.edge(*to)
)]
pub struct Never {
    /// The time that was given.
    pub shown: civil::DateTime,
    /// The first time that was left out.
    pub from: civil::DateTime,
    /// The first time that was shown again.
    pub to: civil::DateTime,
    zone: Option<Arc<str>>,
}

impl Never {
    /// What would do: a time before the first of these, or from the second on.
    pub fn edges(&self) -> (String, String) {
        (self.edge(self.from), self.edge(self.to))
    }

    /// With its day where the gap reaches over midnight.
    fn edge(&self, time: civil::DateTime) -> String {
        let same_day = self.from.date() == self.to.date() && self.from.date() == self.shown.date();
        if same_day { hour(time) } else { format!("{} {}", time.date(), hour(time)) }
    }
}

fn of_zone(zone: Option<&str>) -> String {
    zone.map_or(String::new(), |zone| format!(" in {zone}"))
}

fn hour(time: civil::DateTime) -> String {
    time.strftime(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()
}

/// The one place that decides what a date and time on a clock means.
fn on(zone: &TimeZone, shown: civil::DateTime) -> Result<Moment, Unclear> {
    let out_of_range = || ValueError::new(TAKES, shown);
    let name: Option<Arc<str>> = zone.iana_name().map(Arc::from);
    let with = |offset: Offset| -> Result<Moment, Unclear> {
        let at = offset.to_timestamp(shown).map_err(|_| out_of_range())?;
        Ok(Moment { at, offset, zone: name.clone() })
    };
    match zone.to_ambiguous_zoned(shown).offset() {
        AmbiguousOffset::Unambiguous { offset } => with(offset),
        AmbiguousOffset::Fold { before, after } => {
            Err(Unclear::Twice(Box::new(Twice { first: with(before)?, second: with(after)? })))
        }
        AmbiguousOffset::Gap { before, after } => {
            // By the later offset it would have been before the change; the next change is the one that left it out.
            let earlier = with(after)?.at;
            let change = zone.following(earlier).next().ok_or_else(out_of_range)?.timestamp();
            let (from, to) = (before.to_datetime(change), after.to_datetime(change));
            Err(Unclear::Never(Box::new(Never { shown, from, to, zone: name.clone() })))
        }
    }
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
