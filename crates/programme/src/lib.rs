//! The exercise programme of a day: walking first, then a few exercises, made for one person and their days.
//!
//! [`programme`] takes the guidance and what is known ([`Asked`]): facts about the person, where they stand since the last
//! spasm, where they are, what hurts, how long they have, and what they practised ([`Done`]). It gives a [`Programme`], or a
//! [`Pause`] with its reason. [`habits()`] says which habits are offered to the person, and why.
//!
//! It is pure: no input or output, no clock, no chance. And it is careful: what is not sure counts as so, what is not known
//! never leads up, and of two reasons the careful one counts. One step at a time, up or down.
//!
//! # Modules
//! - `asked`: what it is told. `fit`: which exercise a person can do and may do.
//! - `ladder`: the rung of an exercise from what was practised. The one place that decides up and down.
//! - `session`: which exercises, and how many, in the time there is. `walk`: the walk.
//! - `count`: what is done in which second. `practice`: what the diary
//!   keeps of an exercise. `habits`: which habits are offered. `day`: the programme of a diary, as pages and terminal share it.
//! - `trial`: trials over days of a habit or an exercise, read from a diary.
//!
//! ```
//! use std::collections::BTreeSet;
//! use supple_care::About;
//! use supple_guidance::{Urgency, embedded};
//! use supple_programme::{Asked, Pause, Phase, programme};
//!
//! let about = About::nothing_yet();
//! let hurts = BTreeSet::new();
//! let today = "2026-11-22".parse().unwrap();
//! let mut asked = Asked::well(&about, &hurts, 20, today);
//! assert_eq!(programme(embedded(), &asked), Err(Pause::CheckFirst), "the check comes first");
//!
//! asked.urgency = Some(Urgency::SelfCare);
//! let programme = programme(embedded(), &asked).unwrap();
//! assert!(programme.walk.is_some() && programme.exercises.len() >= 3);
//! assert!(programme.seconds() <= 20 * 60);
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod asked;
pub mod count;
pub mod day;
mod fit;
mod habits;
mod ladder;
pub mod practice;
mod session;
pub mod trial;
mod walk;

pub use asked::{Asked, Done, Phase};
pub use fit::{Changed, Out};
pub use habits::{Offered, habits, other_habits};
pub use ladder::{Step, Why};
pub use session::{Chosen, LeftOut, Pause, Programme, programme, single};
pub use walk::Walk;
