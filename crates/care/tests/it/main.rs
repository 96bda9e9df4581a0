//! What to do now: plans, limits, medicines and the way back, held to tables and to the whole space of situations.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod amounts;
mod checked;
mod diary;
mod floor;
mod health;
mod keeping;
mod label_edges;
mod label_limits;
mod moment;
mod named_medicines;
mod never_low;
mod never_silent;
mod painkillers_often;
mod person;
mod plan_edges;
mod plans;
mod profile;
mod questionnaire;
mod reading;
mod reading_of_medicines;
mod return_to_activity;
mod shared;
mod start;
mod told_of_medicines;
mod trials;
mod trials_over;
mod way_back;
mod way_up;
mod whole_space;
mod written_amounts;
mod written_entries;
