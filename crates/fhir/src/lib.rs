//! The check, its rules and a report as FHIR R4 (4.0.1), the format in which health records are exchanged.
//!
//! - `questionnaire`: the check as a Questionnaire; `shown` is when a question is shown.
//! - `response`: answers as a QuestionnaireResponse; `read` takes one back, also of another program; `strict` is its JSON.
//! - `plan`: the rules as a PlanDefinition; `path` is a condition as FHIRPath.
//! - `content`: what a report holds, as plain data; `document` makes a Bundle of it, of the resources of `resource`;
//!   `study` is a trial of one person.
//! - `codes`: addresses and codes. `types`: the data types of the standard that are used.
//!
//! It is pure: time is an argument, and ids follow from what is written.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod codes;
pub mod content;
mod document;
mod path;
pub mod plan;
pub mod questionnaire;
mod read;
pub mod resource;
pub mod response;
mod shown;
mod strict;
mod study;
pub mod types;

pub use codes::{answers as answer_codes, version};
pub use document::{bundle, collection, paragraphs};
pub use plan::plan_definition;
pub use questionnaire::questionnaire;
pub use read::{MAX_BYTES, ResponseError, answers_of, authored, is_resource, read_response};
pub use response::response;
