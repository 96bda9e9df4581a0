//! Typed ids: what names a finding cannot be taken for what names a rule.
//!
//! An id is text from the data, compared as it is. Each type is for one kind of entry; a field that refers to an entry has
//! the type of its id, so a reference to the wrong kind does not compile. What comes from outside (an answer, a link) is
//! text until it was found: lookups take `&str`, and give back an entry with its typed id.
//!
//! ```
//! use supple_guidance_schema::{FindingId, RuleId};
//! assert_eq!(FindingId::from("diabetes"), "diabetes");
//! assert_eq!(RuleId::from("diabetes"), "diabetes", "a rule may be named as its finding is");
//! ```
//!
//! ```compile_fail,E0277
//! use supple_guidance_schema::{FindingId, RuleId};
//! assert!(FindingId::from("diabetes") == RuleId::from("diabetes"));
//! ```

use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> $name {
                $name(id.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> $name {
                $name(id)
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl PartialEq<String> for $name {
            fn eq(&self, other: &String) -> bool {
                self.0 == *other
            }
        }

        impl PartialEq<$name> for str {
            fn eq(&self, other: &$name) -> bool {
                self == other.0
            }
        }

        impl PartialEq<$name> for &str {
            fn eq(&self, other: &$name) -> bool {
                *self == other.0
            }
        }

        impl PartialEq<$name> for String {
            fn eq(&self, other: &$name) -> bool {
                *self == other.0
            }
        }
    )+};
}

ids! {
    /// Names a finding of the check.
    FindingId,
    /// Names a rule of the check.
    RuleId,
    /// Names a step of the relief plan.
    StepId,
    /// Names a rung of the way back.
    RungId,
    /// Names what must be so before a rung.
    CriterionId,
    /// Names something that might set a spasm off.
    ExposureId,
    /// Names an exercise.
    ExerciseId,
    /// Names what exercises are for.
    ClassId,
    /// Names what leaves an exercise out or changes it.
    ConditionId,
}
