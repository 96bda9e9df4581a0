//! The kinds of entries: what can be said about a spasm, a pain, a measure, …
//!
//! Everywhere a field that was not given is absent: it was not asked, which is never the same as no. Fields that are not
//! an `Option` must be given. The order of the fields is the order in which they are written.
//!
//! A kind is described once, in a file of its own ([`field::kind`]): struct, reader, table columns and the published JSON
//! Schema follow from it. The list below gives it its id.

mod ability;
mod check;
mod check_in;
mod chosen_start;
mod correction;
mod days_trial;
mod episode_mark;
mod exercise;
mod exposure;
pub(crate) mod field;
mod measure;
mod medicine;
mod note;
mod object;
mod pain;
mod plan;
mod profile;
mod questionnaire;
mod reminder;
mod removal;
mod return_step;
mod spasm;
mod symptom;
mod trial;

pub use ability::Ability;
pub use check::Check;
pub use check_in::CheckIn;
pub use chosen_start::ChosenStart;
pub use correction::Correction;
pub use days_trial::{DaysDone, DaysPeriod, DaysTrial};
pub use episode_mark::{EpisodeMark, Phase};
pub use exercise::Exercise;
pub use exposure::Exposure;
pub use field::{Field, Shape};
pub use measure::Measure;
pub use medicine::Medicine;
pub use note::Note;
pub use object::Object;
pub use pain::Pain;
pub use plan::Plan;
pub use profile::{Health, Profile, ProfileFact};
pub use questionnaire::Questionnaire;
pub use reminder::{Reminder, ReminderSkip};
pub use removal::Removal;
pub use return_step::ReturnStep;
pub use spasm::Spasm;
pub use symptom::Symptom;
pub use trial::{Trial, TrialDone, TrialDraw, TrialEnd, TrialHarm, TrialPain};

use crate::error::EntryError;
use field::Described;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};
use std::fmt;

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
                let kind = match name {
                    $(KindName::$name => $name::deserialize(fields).map(Kind::$name),)*
                };
                kind.map(Kind::in_newest)
            }

            /// The oldest schema version that has all that it says. The versions are listed at [`SCHEMA`](crate::SCHEMA).
            pub(crate) fn schema(&self) -> u64 {
                match self {
                    $(Kind::$name(content) => content.schema(),)*
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

            /// What an entry of the kind says, line by line.
            pub fn about(self) -> &'static [&'static str] {
                match self {
                    $(KindName::$name => $name::ABOUT,)*
                }
            }

            /// Its name on pages; none where `wording` has one.
            pub fn called(self) -> Option<&'static str> {
                match self {
                    $(KindName::$name => $name::CALLED,)*
                }
            }

            /// The schema version that first had the kind.
            pub fn since(self) -> u64 {
                match self {
                    $(KindName::$name => $name::SINCE,)*
                }
            }

            /// Its fields, in the order in which they are written.
            pub fn fields(self) -> &'static [Field] {
                match self {
                    $(KindName::$name => $name::FIELDS,)*
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
    /// How well something can be done that matters to the person.
    Ability "ability",
    /// A questionnaire of others, filled in.
    Questionnaire "questionnaire",
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
    /// A step of the return to activity.
    ReturnStep "return-step",
    /// A trial of one person that was begun.
    Trial "trial",
    /// Pain in a trial, before chance chooses or after.
    TrialPain "trial-pain",
    /// A measure that chance chose.
    TrialDraw "trial-draw",
    /// What was done in place of it.
    TrialDone "trial-done",
    /// A trial that the person stopped.
    TrialEnd "trial-end",
    /// Harm that its measure did.
    TrialHarm "trial-harm",
    /// A trial over days that was begun.
    DaysTrial "days-trial",
    /// A period of days for which chance chose.
    DaysPeriod "days-period",
    /// Whether its habit was done on a day.
    DaysDone "days-done",
    /// Something to be reminded of.
    Reminder "reminder",
    /// A day on which a reminder is left out.
    ReminderSkip "reminder-skip",
    /// A day that chance chose to begin with something.
    ChosenStart "chosen-start",
    /// Other content in place of an earlier entry's.
    Correction "correction",
    /// An earlier entry taken back.
    Removal "removal",
}

impl Kind {
    /// The fields that are there, with their values as they stand in the line.
    pub fn values(&self) -> Vec<(&'static Field, serde_json::Value)> {
        let Some(mut object) = crate::wire::fields_of(self) else { return Vec::new() };
        let fields = self.name().fields().iter();
        fields.filter_map(|field| Some((field, object.remove(field.name)?))).collect()
    }

    /// Whether criteria decide what it says, so that no form, edit, command or table may write it: what belongs to a trial
    /// or to a reminder, a step of the return to activity, also by the name that it had up to schema 2, and a correction into one.
    ///
    /// ```
    /// # use supple_diary::{Exercise, Kind, Label, Words};
    /// let what = Label::plain(Words::new("way-back:contact-sport").unwrap());
    /// assert!(Kind::from(Exercise::of(what)).is_decided());
    /// ```
    pub fn is_decided(&self) -> bool {
        match self {
            Kind::Exercise(exercise) => return_step::meant_by(exercise).is_some(),
            Kind::Correction(correction) => correction.entry.kind.is_decided(),
            _ => self.name().is_decided(),
        }
    }

    /// What it means in the newest schema version.
    fn in_newest(self) -> Kind {
        match &self {
            Kind::Exercise(exercise) => return_step::meant_by(exercise).map_or(self, Kind::ReturnStep),
            _ => self,
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

    /// Whether a person says it by a form of the diary: neither what changes another entry, nor what something else decides
    /// or keeps, nor what has a page of its own.
    pub fn is_said(self) -> bool {
        let elsewhere = matches!(self, KindName::Check | KindName::Plan | KindName::Profile | KindName::Questionnaire);
        !self.is_change() && !self.is_decided() && !elsewhere
    }

    /// What such an entry says, from its fields.
    ///
    /// ```
    /// # use supple_diary::{Kind, KindName, Level, Pain};
    /// let fields = serde_json::from_str(r#"{"level":7}"#).unwrap();
    /// assert!(matches!(KindName::Pain.read(&fields), Ok(Kind::Pain(pain)) if pain.level == Level::new(7).unwrap()));
    /// let none = KindName::Pain.read(&serde_json::Map::new()).unwrap_err();
    /// assert_eq!(none.to_string(), "the field \"level\" is missing");
    /// ```
    ///
    /// # Errors
    /// As [`Entry::parse`](crate::Entry::parse).
    pub fn read(self, fields: &serde_json::Map<String, serde_json::Value>) -> Result<Kind, EntryError> {
        crate::explain::kind(self, fields)
    }

    /// Whether criteria decide what it says, so that no form, edit, command or table may write one.
    pub fn is_decided(self) -> bool {
        matches!(self, KindName::ReturnStep | KindName::ChosenStart) || self.is_of_a_trial() || self.is_of_a_reminder()
    }

    /// Whether it belongs to a reminder.
    pub fn is_of_a_reminder(self) -> bool {
        matches!(self, KindName::Reminder | KindName::ReminderSkip)
    }

    /// Whether it belongs to a trial of one person.
    pub fn is_of_a_trial(self) -> bool {
        matches!(
            self,
            KindName::Trial
                | KindName::TrialPain
                | KindName::TrialDraw
                | KindName::TrialDone
                | KindName::TrialEnd
                | KindName::TrialHarm
                | KindName::DaysTrial
                | KindName::DaysPeriod
                | KindName::DaysDone
        )
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
