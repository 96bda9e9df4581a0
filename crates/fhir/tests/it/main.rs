//! What is written as FHIR, and what is read back.

mod questionnaire;
mod response;
mod study;
