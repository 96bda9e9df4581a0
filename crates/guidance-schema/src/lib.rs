//! The schema of what Supple knows: the types that the guidance is made of, and their encoding inside the program.
//!
//! Three crates share the work. This one has the types; `supple-guidance-compiler` reads `guidance/*.toml` into them and
//! refuses what has no source; `supple-guidance` embeds the result, and re-exports everything here. It is pure: no input
//! or output, no clock, no chance.
//!
//! One module holds one idea; [`Guidance`] puts them together.
//!
//! Typed ids (`id`) make a reference to an entry of another kind a compile error; `codec` is the encoding (postcard).

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod activity;
pub mod codec;
mod coverage;
mod decision;
mod emergency;
pub mod exercise;
mod exposure;
pub mod figure;
mod finding;
mod floor;
mod gate;
mod guidance;
mod guide;
pub mod habit;
mod id;
mod inventory;
mod limit;
pub mod medicines;
pub mod offered;
mod promise;
pub mod questionnaire;
mod relief;
pub mod report;
mod rule;
mod situation;
mod step;
mod treatment;
pub mod trial;
mod urgency;
pub mod validity;
pub mod walking;

pub use coverage::Coverage;
pub use decision::{Decision, Instead, PlanOption};
pub use emergency::{Anywhere, EmergencyNumber};
pub use exposure::{Advice, Cycle, Exposure, Practice, When};
pub use finding::{Band, Choice, Finding, Kind, Number, Said, Screen};
pub use floor::{FloorLimit, FloorStep, Since, Track};
pub use gate::{Gate, Sign};
pub use guidance::Guidance;
pub use guide::{Answer, Claim, Disagreement, FirstQuestions, Section, ShortPage, Side, Source, Strength, Topic, Way};
pub use id::{ClassId, ConditionId, CriterionId, ExerciseId, ExposureId, FindingId, RuleId, RungId, StepId};
pub use inventory::{Conflict, Item, NotShown, Voice};
pub use limit::{Caution, Guard, Limit, Unknown};
pub use promise::{Opinion, Promise, RedFlag};
pub use relief::{Avoid, Recheck, Relief, Watch};
pub use rule::{Atom, Condition, Position, Rule, Test, Weak};
pub use situation::{Mobility, Part, Pattern, Place, Thing, Worse};
pub use step::{Stage, StageText, Step, StepKind, sureness};
pub use treatment::{Sort, Treatment};
pub use urgency::Urgency;
