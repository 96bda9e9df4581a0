//! The kinds of entries: what can be said about a spasm, a pain, a measure, …
//!
//! Everywhere a field that was not given is absent: it was not asked, which is never the same as no. Fields that are not
//! an `Option` must be given. The order of the fields is the order in which they are written.

use crate::draft::Draft;
use crate::moment::Moment;
use crate::region::Regions;
use crate::timer::Timer;
use crate::values::{Amount, BirthYear, Country, Level, Named, Prose, Repetitions, Said, Seconds, ValueError, Words};
use jiff::civil;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;
use uuid::Uuid;

/// A struct that is the content of one kind of entry: what `Diary::all` is asked for.
pub trait OfKind: Sized + 'static {
    /// The kind that it is the content of.
    const NAME: KindName;

    /// The content, if it is of this kind.
    fn of(kind: &Kind) -> Option<&Self>;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $id:literal,)*) => {
        /// What an entry says, by its kind.
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[serde(tag = "kind")]
        pub enum Kind {
            $($(#[$doc])* #[serde(rename = $id)] $name($name),)*
        }

        /// The kinds, without their content.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum KindName {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// Which kind it is.
            pub fn name(&self) -> KindName {
                match self {
                    $(Kind::$name(_) => KindName::$name,)*
                }
            }

            /// Reads the fields that follow the name of the kind.
            pub(crate) fn read<'de, A: MapAccess<'de>>(name: KindName, fields: A) -> Result<Kind, A::Error> {
                let fields = MapAccessDeserializer::new(fields);
                match name {
                    $(KindName::$name => $name::deserialize(fields).map(Kind::$name),)*
                }
            }
        }

        impl KindName {
            /// All kinds.
            pub const ALL: [KindName; [$($id),*].len()] = [$(KindName::$name),*];

            /// The id used in entries and pages, such as `check-in`.
            pub fn id(self) -> &'static str {
                match self {
                    $(KindName::$name => $id,)*
                }
            }
        }

        $(
            impl OfKind for $name {
                const NAME: KindName = KindName::$name;
                fn of(kind: &Kind) -> Option<&$name> {
                    match kind {
                        Kind::$name(content) => Some(content),
                        _ => None,
                    }
                }
            }

            impl From<$name> for Kind {
                fn from(content: $name) -> Kind {
                    Kind::$name(content)
                }
            }
        )*
    };
}

kinds! {
    /// One contraction.
    Spasm "spasm",
    /// A pain level.
    Pain "pain",
    /// The beginning or the end of an episode.
    EpisodeMark "episode",
    /// A symptom that is there or is not.
    Symptom "symptom",
    /// Something that might set a spasm off, done or not done.
    Exposure "exposure",
    /// Something done for relief.
    Measure "measure",
    /// A medicine taken.
    Medicine "medicine",
    /// An exercise done.
    Exercise "exercise",
    /// The short daily question.
    CheckIn "check-in",
    /// A safety check: answers and verdict.
    Check "check",
    /// Free words.
    Note "note",
    /// Facts about the person.
    Profile "profile",
    /// A plan for the moment: what was said of it, and what was shown.
    Plan "plan",
    /// Other content in place of an earlier entry's.
    Correction "correction",
    /// An earlier entry taken back.
    Removal "removal",
}

impl Kind {
    /// The oldest schema version that has all that it says. The versions are listed at [`SCHEMA`](crate::SCHEMA).
    pub(crate) fn schema(&self) -> u64 {
        match self {
            Kind::Plan(_) => 2,
            Kind::Measure(measure) if measure.timer.is_some() => 2,
            Kind::Profile(profile) if !profile.decisions.is_empty() || !profile.health.is_empty() => 2,
            Kind::Correction(correction) => correction.entry.schema(),
            _ => 1,
        }
    }
}

impl KindName {
    /// The kind with this id.
    pub fn from_id(id: &str) -> Option<KindName> {
        KindName::ALL.into_iter().find(|name| name.id() == id)
    }

    /// Whether it changes another entry instead of saying something new.
    pub fn is_change(self) -> bool {
        matches!(self, KindName::Correction | KindName::Removal)
    }
}

impl<'de> Deserialize<'de> for KindName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<KindName, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = KindName;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a kind of entry")
            }
            fn visit_str<E: Error>(self, id: &str) -> Result<KindName, E> {
                KindName::from_id(id).ok_or_else(|| E::unknown_variant(id, &[]))
            }
        }
        deserializer.deserialize_str(Reader)
    }
}

impl fmt::Display for KindName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// One contraction, seconds to hours. Happened-at is when it began.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spasm {
    /// How strong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intensity: Option<Level>,
    /// Where.
    #[serde(default, rename = "where", skip_serializing_if = "Regions::is_empty")]
    pub regions: Regions,
    /// How long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<Seconds>,
    /// What the person was doing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doing: Option<Words>,
    /// What came with it or did not, by the id of a finding or in the person's own word.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub came_with: Named<bool>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
}

impl Exercise {
    /// What stands before the id of a step of the way back to work and sport. Such an entry says which step someone is on;
    /// the mark keeps it apart from an exercise of one's own that is called "sport".
    pub const WAY_BACK: &str = "way-back:";

    /// The id of the step of the way back, where this says that someone is on it.
    pub fn way_back(&self) -> Option<&str> {
        self.what.as_str().strip_prefix(Self::WAY_BACK)
    }
}

/// How much it hurts at this time.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pain {
    /// How much.
    pub level: Level,
    /// Where.
    #[serde(default, rename = "where", skip_serializing_if = "Regions::is_empty")]
    pub regions: Regions,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
}

/// The beginning or the end of an episode, as the person says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpisodeMark {
    /// Which of the two.
    pub phase: Phase,
}

/// The beginning or the end of an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It begins.
    Onset,
    /// It is over.
    Recovery,
}

/// A symptom that is there or is not.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Symptom {
    /// Which: the id of a finding, or the person's own word.
    pub what: Words,
    /// Whether it is there.
    pub present: bool,
}

/// Something that might set a spasm off, done or not done. Happened-at is when it began.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// What: the id of an exposure, or the person's own word.
    pub what: Words,
    /// Whether it was so.
    pub present: bool,
    /// How much, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The unit of `amount`, such as kg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Words>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
}

/// Something done for relief, with the pain before and after.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What: the id of a measure, or the person's own word.
    pub what: Words,
    /// How long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<Seconds>,
    /// Pain before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Level>,
    /// Pain after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Level>,
    /// Whether the person says that it helped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<bool>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
    /// The timer that it was done by. Since schema 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer: Option<Timer>,
}

/// A medicine taken.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medicine {
    /// Product or substance, as the person says it.
    pub what: Words,
    /// The substance, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substance: Option<Words>,
    /// How much of the substance, in milligrams, all units together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milligrams: Option<Amount>,
    /// How many tablets, drops, patches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<Amount>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
}

/// An exercise done.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Which: the id of an exercise, or the person's own word.
    pub what: Words,
    /// How long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<Seconds>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repetitions: Option<Repetitions>,
    /// Pain before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Level>,
    /// Pain after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Level>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
}

/// The short daily question. Several on one day add up; the later one wins where both say something.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckIn {
    /// The day that it is about. It may be filled in later than that.
    #[serde(deserialize_with = "crate::values::read_date")]
    pub date: civil::Date,
    /// Whether there was a spasm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spasm: Option<bool>,
    /// Pain over the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pain: Option<Level>,
    /// Sleep, stress, and whatever else is asked, by the id of the question.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub answers: Named<Said>,
}

/// A safety check, as it was answered and as it came out then.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What was answered: the JSON object that triage reads.
    pub answers: Object,
    /// How soon, as the verdict said it then.
    pub urgency: Words,
    /// The ids of the rules that fired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Words>,
}

/// Free words.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The words.
    pub text: Prose,
}

/// Facts about the person: any of them. A later profile wins field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Year of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_year: Option<BirthYear>,
    /// Where the person lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The usual time zone, by its IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Words>,
    /// Exposures of the person's own that are asked about, all of them: an empty list says that there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_exposures: Option<Vec<Words>>,
    /// Where help has to come to, for the help message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Words>,
    /// What the person decided where sources disagree: by the id of a decision, the id of an option. Since schema 2.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub decisions: Named<Words>,
    /// What was said about the person's health, by the id of a question. Since schema 2.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub health: Named<Health>,
}

/// An answer about the person's health that stays true for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    /// Yes or no.
    Is(bool),
    /// Not sure.
    Unsure,
    /// A day, such as the one on which a child is due.
    On(#[serde(deserialize_with = "crate::values::read_date")] civil::Date),
}

impl Profile {
    /// Takes over what a later profile says.
    pub(crate) fn update(&mut self, later: &Profile) {
        self.birth_year = later.birth_year.or(self.birth_year);
        self.country = later.country.or(self.country);
        for (mine, theirs) in [(&mut self.zone, &later.zone), (&mut self.place, &later.place)] {
            if theirs.is_some() {
                mine.clone_from(theirs);
            }
        }
        if later.own_exposures.is_some() {
            self.own_exposures.clone_from(&later.own_exposures);
        }
        self.decisions.update(&later.decisions);
        self.health.update(&later.health);
    }
}

/// A plan for the moment. Happened-at is when it was asked for. Since schema 2.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What was said of the moment: the JSON object that the planner reads.
    pub situation: Object,
    /// How soon help was due, as the plan said it then.
    pub urgency: Words,
    /// The ids of the steps that were shown for now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Words>,
}

/// Other content in place of an earlier entry's. The latest correction of an entry wins.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The id of the entry. Naming a correction means the entry that it corrects.
    #[serde(deserialize_with = "crate::values::read_id")]
    pub of: Uuid,
    /// What it should have said. This cannot be a correction or a removal itself.
    pub entry: Box<Draft>,
}

/// An earlier entry taken back. Taking back a removal restores; taking back a correction undoes it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// The id of the entry.
    #[serde(deserialize_with = "crate::values::read_id")]
    pub of: Uuid,
}

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
