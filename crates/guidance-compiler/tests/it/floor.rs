//! The floor script: every way of spoiling it fails the build.

use crate::{spoil, spoiled};

#[test]
fn a_floor_script_that_leads_nowhere_fails() {
    let lost = "guidance/floor.toml: floor step \"knees\": leads to \"fly\", which does not exist";
    spoiled("floor.toml", "done = \"roll\"", "done = \"fly\"", lost);
}

#[test]
fn a_floor_script_that_asks_too_much_too_soon_fails() {
    spoiled(
        "floor.toml",
        "done = \"roll\"",
        "done = \"crawl\"",
        "guidance/floor.toml: floor step \"knees\": leads to \"crawl\", which needs more than it shows",
    );
}

#[test]
fn a_floor_script_that_moves_someone_who_waits_for_help_fails() {
    spoiled(
        "floor.toml",
        "done = \"wait-still\"",
        "done = \"toes\"",
        "guidance/floor.toml: floor step \"wait-breathe\": leads to \"toes\", which is another way",
    );
}

#[test]
fn a_floor_script_with_a_dead_end_or_a_step_that_nobody_reaches_fails() {
    spoiled(
        "floor.toml",
        "done = \"lean\"\nnot_yet = \"wait-for-a-chair\"",
        "done = \"crawl\"\nnot_yet = \"crawl\"",
        "guidance/floor.toml: floor step \"crawl\": is a dead end: no way leads up from it",
    );
    spoiled(
        "floor.toml",
        "not_yet = \"settle\"",
        "not_yet = \"breathe\"",
        "guidance/floor.toml: floor step \"settle\": is never reached",
    );
}

#[test]
fn a_floor_script_without_an_hour_fails() {
    let faults = spoil("floor.toml", "since = \"lying\"", "since = \"progress\"");
    assert!(
        faults.iter().any(|fault| fault.ends_with("is missing; without it the script would never stop")),
        "{faults:?}"
    );
}
