//! What to do now, and next.
//!
//! [`guard`] counts what was taken against what labels allow and says a plain stop, with the reason; it never says that
//! something is safe. [`activity`] leads from the first moves back to work and sport. Both are pure functions of their
//! arguments: no input or output, no clock, no chance. What they know is data of [`supple_guidance`].

mod about;
mod activity;
mod dose;
mod limits;
mod medicine;
mod medicine_words;
mod names;

pub use about::{About, AboutError, Truth};
pub use activity::{Activity, Criterion, Standing, State, activity};
pub use dose::{Dose, doses};
pub use limits::{LOOK_BACK, SITTING};
pub use medicine::{Ask, Counted, Guard, Next, Stop, TooMuchTaken, Unknown, Which, Why, guard};
pub use medicine_words::{
    NO_LIMIT_PASSED, SET_BY_A_DOCTOR, amount, headline, say_ask, say_counted, say_label, say_stop, say_unknown,
};
pub use names::{Found, Part, Substance, find};
