//! Made-up people of many worlds, to judge the statistics by.
//!
//! Who makes a method knows its weak places, and may make up people who spare them. So these people are made apart from
//! the method: this crate sees nothing of it, and its mechanisms come from published work. In some worlds the method claims
//! to hold; in others it cannot, and the world says how a person would notice. Diaries are real entries, sealed like
//! anyone's.
//!
//! ```
//! let world = supple_worlds::worlds().into_iter().find(|world| world.id == "clean").unwrap();
//! let made = world.person(7, 0).unwrap();
//! assert_eq!(made.log.to_lines(), world.person(7, 0).unwrap().log.to_lines());
//! let diary = supple_diary::Diary::fold(&made.log);
//! assert!(diary.bouts().len() > 20);
//! assert!(made.truths.iter().any(|truth| truth.trigger));
//! ```
//!
//! # Modules
//! - `catalogue`: the worlds, with what they come from. `links.rs` has those of triggers, `records.rs` those of how a diary
//!   is kept, `rates.rs` those of how often spasms come.
//! - `model`: the parts that a world is put together from.
//! - `life`: what happens to a person. `habits.rs` has the things of a day, `hazard.rs` how many times the rate they make
//!   it, `calendar.rs` days and zones; `mod.rs` runs the point process of the spasms.
//! - `writing`: what the person writes down of it, when, and how truly.
//! - `world`: a world as others see it. `dice`: chance that is the same for the same seed.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking"))]

mod catalogue;
mod dice;
mod life;
mod model;
mod world;
mod writing;

pub use catalogue::worlds;
pub use world::{Claims, Course, Made, Truth, World};
