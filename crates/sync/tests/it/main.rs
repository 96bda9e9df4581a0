//! Two diaries become one: what is sent, what is taken, and what is refused.

mod convergence;
mod forks;
mod limits;
mod refusals;
mod support;
