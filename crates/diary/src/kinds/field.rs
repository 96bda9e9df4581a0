//! What the fields of a kind are, as data: tables, forms, options of `supple log` and the published JSON Schema follow from it.

use crate::contact::Contact;
use crate::draft::Draft;
use crate::kinds::{Health, Object, Phase};
use crate::label::{Id, Label};
use crate::moment::Moment;
use crate::region::Regions;
use crate::timer::Timer;
use crate::values::{Amount, Country, Named, Said, Text, Whole, Words};
use jiff::civil;
use uuid::Uuid;

/// A field of a kind of entry.
///
/// ```
/// use supple_diary::{KindName, Shape};
/// let level = &KindName::Pain.fields()[0];
/// assert_eq!((level.name, level.shape, level.required), ("level", Shape::Whole { least: 0, most: 10 }, true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the entry.
    pub name: &'static str,
    /// What it says, line by line.
    pub about: &'static [&'static str],
    /// The values that it takes.
    pub shape: Shape,
    /// The unit of a number.
    pub unit: Option<&'static str>,
    /// The words in which a form asks it; none where the form of the kind has words of its own, or asks it by its name.
    pub asked: Option<&'static str>,
    /// The name of its option on the command line, where that is not its own name.
    pub typed: Option<&'static str>,
    /// Whether it has to be there. Absent means not asked, which is never no.
    pub required: bool,
    /// The schema version that first had it.
    pub since: u64,
}

/// The values that a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text of up to so many characters.
    Text {
        /// The most characters.
        most: usize,
        /// Whether it may have several lines.
        lines: bool,
    },
    /// A whole number in this range.
    Whole {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// A number from 0 to a million.
    Amount,
    /// Yes or no.
    Truth,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The id of something that Supple knows.
    Id,
    /// Such an id, or own words: [`Label`].
    Label,
    /// A time with its zone.
    Moment,
    /// A day.
    Day,
    /// A country by its two letters.
    Country,
    /// Regions of the body, each once.
    Regions,
    /// Texts in order.
    List,
    /// Yes or no by name.
    Truths,
    /// Yes, no or a number by name.
    Answers,
    /// Words by name.
    Named,
    /// What was said of the person's health, by the id of a question.
    Health,
    /// Whom to reach: a name and a number.
    Contact,
    /// A timer with its state.
    Timer,
    /// A JSON object that another part of Supple reads.
    Object,
    /// The id of another entry.
    Entry,
    /// What an entry says: when, and a kind with its fields.
    Draft,
}

/// The type of a field.
pub(crate) trait Value {
    const SHAPE: Shape;

    const REQUIRED: bool = true;

    /// Whether it is left out of the line.
    fn is_absent(&self) -> bool {
        false
    }

    /// The schema version that this value needs, whatever the field.
    fn schema(&self) -> u64 {
        1
    }
}

impl<T: Value> Value for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = false;

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn schema(&self) -> u64 {
        self.as_ref().map_or(1, Value::schema)
    }
}

impl<const MAX: usize, const LINES: bool> Value for Text<MAX, LINES> {
    const SHAPE: Shape = Shape::Text { most: MAX, lines: LINES };
}

impl<const MIN: u32, const MAX: u32> Value for Whole<MIN, MAX> {
    const SHAPE: Shape = Shape::Whole { least: MIN, most: MAX };
}

impl Value for Vec<Words> {
    const SHAPE: Shape = Shape::List;
    const REQUIRED: bool = false;

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Value for Regions {
    const SHAPE: Shape = Shape::Regions;
    const REQUIRED: bool = false;

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Value for Label {
    const SHAPE: Shape = Shape::Label;

    fn schema(&self) -> u64 {
        Label::schema(self)
    }
}

impl Value for Box<Draft> {
    const SHAPE: Shape = Shape::Draft;

    fn schema(&self) -> u64 {
        Draft::schema(self)
    }
}

macro_rules! plain {
    ($($type:ty => $shape:expr,)*) => {
        $(impl Value for $type { const SHAPE: Shape = $shape; })*
    };
}

plain! {
    Amount => Shape::Amount,
    bool => Shape::Truth,
    Id => Shape::Id,
    Phase => Shape::Choice(&["onset", "recovery"]),
    Moment => Shape::Moment,
    civil::Date => Shape::Day,
    Country => Shape::Country,
    Box<Contact> => Shape::Contact,
    Box<Timer> => Shape::Timer,
    Timer => Shape::Timer,
    Object => Shape::Object,
    Uuid => Shape::Entry,
}

macro_rules! named {
    ($($type:ty => $shape:expr,)*) => {
        $(impl Value for Named<$type> {
            const SHAPE: Shape = $shape;
            const REQUIRED: bool = false;

            fn is_absent(&self) -> bool {
                self.is_empty()
            }
        })*
    };
}

named! {
    bool => Shape::Truths,
    Said => Shape::Answers,
    Words => Shape::Named,
    Health => Shape::Health,
}

/// What a kind is, as data.
pub(crate) trait Described {
    /// What an entry of the kind says, line by line.
    const ABOUT: &'static [&'static str];

    /// Its name on pages; none where `wording` has one.
    const CALLED: Option<&'static str>;

    /// The schema version that first had the kind.
    const SINCE: u64;

    /// Its fields, in the order in which they are written.
    const FIELDS: &'static [Field];

    /// The oldest schema version that has all that it says.
    fn schema(&self) -> u64;
}

/// The struct of a kind, with what describes it.
///
/// `[default]` stands before a field that may be absent; `as` gives its name in the entry, `unit` the unit of its
/// number, `since` the schema version that first had it, `typed` the name of its option on the command line, `asked` the
/// words in which a form asks it. `called` is the name of the kind on pages.
macro_rules! kind {
    (
        $(#[doc = $about:literal])+
        $(#[derive($($derive:ident),+)])?
        $kind:ident $(called $called:literal)? since $since:literal {
            $(
                $(#[doc = $doc:literal])+
                $(#[serde($($attribute:tt)+)])?
                $([$default:ident])? $field:ident $(as $name:literal)? $(unit $unit:literal)? $(since $added:literal)? $(typed $typed:literal)? $(asked $asked:literal)? : $type:ty,
            )*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize $($(, $derive)+)?)]
        #[serde(deny_unknown_fields)]
        pub struct $kind {
            $(
                $(#[doc = $doc])+
                $(#[serde($($attribute)+)])?
                $(#[serde($default, skip_serializing_if = "crate::kinds::field::Value::is_absent")])?
                $(#[serde(rename = $name)])?
                pub $field: $type,
            )*
        }

        impl $crate::kinds::field::Described for $kind {
            const ABOUT: &'static [&'static str] = &[$($about),+];
            const CALLED: Option<&'static str> = kind!(@some $($called)?);
            const SINCE: u64 = $since;
            const FIELDS: &'static [$crate::kinds::Field] = &[
                $($crate::kinds::Field {
                    name: kind!(@or stringify!($field) $(, $name)?),
                    about: &[$($doc),+],
                    shape: <$type as $crate::kinds::field::Value>::SHAPE,
                    unit: kind!(@some $($unit)?),
                    asked: kind!(@some $($asked)?),
                    typed: kind!(@some $($typed)?),
                    required: <$type as $crate::kinds::field::Value>::REQUIRED,
                    since: kind!(@or $since $(, $added)?),
                },)*
            ];

            fn schema(&self) -> u64 {
                use $crate::kinds::field::Value;
                [
                    $since,
                    $(if self.$field.is_absent() { 1 } else { self.$field.schema().max(kind!(@or $since $(, $added)?)) },)*
                ].into_iter().max().unwrap_or($since)
            }
        }
    };
    (@or $usual:expr) => { $usual };
    (@or $usual:expr, $given:literal) => { $given };
    (@some) => { None };
    (@some $given:literal) => { Some($given) };
}

pub(crate) use kind;
