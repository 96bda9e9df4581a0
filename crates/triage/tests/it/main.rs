//! The check: its rules, its questions and its proof, each held to what was written down apart from it.

mod answers;
mod cases;
mod interview;
mod proof;
mod second_route;
mod signs_and_stories;
mod spoiled_rules_are_caught;
