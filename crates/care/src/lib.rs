//! What to do now, and what next.
//!
//! A [`Planner`] is made of the steps in the guidance. [`Planner::plan`] takes a verdict of the check, a [`Situation`]
//! (how far someone can move, what is at hand, what makes it worse, what must be minded), the [`Preferences`] where
//! sources disagree, and the time; it gives a [`Plan`]: help first where it is due, then steps for now, next and later,
//! what to avoid, what to watch for and when to look again. [`Floor`] leads someone who lies on the floor, one
//! instruction at a time.
//!
//! [`medicine_review()`] counts what was taken against what labels allow and says a plain stop, with the reason; it never says that
//! something is safe. [`activity()`] leads from the first moves back to work and sport.
//!
//! It is pure: no input or output, no clock, no chance. And it only leaves out: what is not known about a person never
//! adds a step, and no preference lifts a limit. A plan is never calmer than the check would be on what the situation
//! says; see [`Plan::recheck`]. Without a check of the day ([`known()`]) it has the steps of a plan for someone who should
//! call today, and leaves out that call alone; see [`Plan::owed`].
//!
//! # Modules
//! The plan:
//! - `planner`: makes the steps ready, and decides which a person can do and may do. Every test in it only takes steps
//!   away.
//! - `plan`: puts them in order: help, now, next with times, later; one step of a kind, with other ways to do the
//!   same.
//! - `checked`: what is known of warning signs: a check that counts, else the gate. `validity` has the windows as
//!   data.
//! - `situation`, `preferences`: what it is told. `stage`: where someone stands since the onset.
//! - `floor`: the floor script, one instruction at a time; it stops by itself.
//!
//! The medicine of a plan is data: a guard says what every step of a kind must carry, and the build refuses heat
//! without a limit.
//!
//! The medicines:
//! - `medicine`: `medicine_review`, the one function over doses, answers and now; `MedicineReview::is_calm` alone decides whether
//!   anything calm may be said. `limits` is its arithmetic (read its top), `medicine_words` its sentences.
//! - `pieces` cuts words into numbers, words and signs; `amount` reads how much they say, `names` which medicine and
//!   what is in it; `dose` puts both together.
//! - `about`: what a person said about themselves, and what a logged medicine answers.
//!
//! And:
//! - `activity`: which rung of the ladder, whether to go up, when to go a step back; `activity/step.rs` takes the
//!   step.
//! - `health`: the health profile, what the diary knows of the person and how long an answer holds.
//! - `keeping`: how safe the diary is kept.
//! - `profile`: each fact about the person once, when it was said, and which are asked again.
//! - `questionnaire`: what a questionnaire of others scores, and whether a change may be chance.
//! - `trials`: trials of one person, as the diary has them; which spasm takes part, and what the plan makes of a result.
//! - `moment`: all that pages and terminal make of a diary at one time, once.
//!
//! ```
//! use supple_care::{Preferences, Situation, embedded};
//! use supple_triage::Answers;
//!
//! let triage = supple_triage::embedded();
//! let mut answers = Answers::none_yet(triage);
//! answers.assume_no(triage);
//! let situation = Situation::from_json(embedded(), r#"{"mobility": "can-stand", "at-hand": ["heat"]}"#).unwrap();
//! let now = "2026-11-22T03:10:00+01:00[Europe/Berlin]".parse().unwrap();
//!
//! let plan = embedded().plan(&triage.verdict(&answers), &situation, &Preferences::default(), &now);
//! assert!(plan.help.is_empty(), "nothing in the check asks for help");
//! assert_eq!(plan.now[0].step.id, "breathe");
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod about;
mod activity;
mod amount;
mod checked;
mod dose;
mod floor;
pub mod health;
pub mod keeping;
mod limits;
mod medicine;
mod medicine_words;
pub mod moment;
mod names;
mod pieces;
mod plan;
mod planner;
mod preferences;
pub mod profile;
pub mod questionnaire;
mod situation;
mod stage;
pub mod trials;
mod validity;

pub use about::{About, AboutError, Truth};
pub use activity::{Activity, ActivityKnown, Criterion, REST, Standing, State, StepRefused, activity, take_step};
pub use amount::{how_many, milligrams, number};
pub use checked::{Asked, Checked, Known, check_counts, checked, found_counts, gate_counts, known, spoke_since};
pub use dose::{Dose, doses};
pub use floor::{Floor, FloorAnswer, FloorError, FloorState, Turn};
pub use medicine::{
    Ask, Concern, Counted, MedicineReview, Next, PainkillerDays, Stop, TooMuchTaken, Unknown, Which, Why,
    medicine_review, painkiller_days,
};
pub use medicine_words::{
    BEFORE, NO_LABEL, NO_LIMIT_PASSED, NOT_ALL_KNOWN, NOT_SURE, QUESTIONS_FIRST, SET_BY_A_DOCTOR, amount, headline,
    say_ask, say_counted, say_label, say_stop, say_too_much, say_unknown,
};
pub use names::{Found, Part, Substance, find};
pub use plan::{By, Decided, Plan, Planned, Recheck, Timer, When};
pub use planner::Planner;
pub use preferences::{PreferenceError, Preferences};
pub use situation::{Gate, MAX_JSON_BYTES, Situation, SituationError, Spasm};
pub use stage::stage;

use std::sync::LazyLock;

static EMBEDDED: LazyLock<Planner<'static>> = LazyLock::new(|| Planner::new(supple_guidance::embedded()));

/// The planner of the embedded guidance.
pub fn embedded() -> &'static Planner<'static> {
    &EMBEDDED
}
