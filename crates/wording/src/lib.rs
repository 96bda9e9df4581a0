//! What Supple says, in words: one wording for pages, terminal and paper.
//!
//! Each module words one idea and is the only place that does: an entry ([`entry`]), a verdict ([`verdict`]), a plan
//! ([`plan`]), what limits of medicines say ([`medicine`]), what the diary shows ([`findings`]), how safe it is kept
//! ([`keeping`]), what is so of the person ([`profile`]), the exercises of a day ([`programme`]), what a questionnaire scores
//! ([`questionnaire`]), a trial of one person ([`trial`], [`trial_harm`]). It gives values with a
//! headline, lines, sources and a judgement; a face only renders them, as HTML or as lines of a terminal, and adds its own
//! ways on. Nothing here knows of addresses, buttons or commands.
//!
//! Sentences about health are data of the guidance. What stands here leads from one to the next. All of it is in one
//! [`LANGUAGE`]; another one is another guidance and another set of these modules behind the same values.
//!
//! `verdict` stands on `check`, `answers` and `urgency`; `names` has the words for ids, `time` times and lengths,
//! `text` small parts of sentences, `described` the words of a kind that has none of its own.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod answers;
pub mod check;
pub mod described;
pub mod entry;
pub mod findings;
pub mod keeping;
pub mod medicine;
pub mod names;
pub mod plan;
pub mod profile;
pub mod programme;
pub mod progress;
pub mod questionnaire;
pub mod reminders;
pub mod starts;
pub mod text;
pub mod time;
pub mod trial;
pub mod trial_days;
pub mod trial_harm;
pub mod urgency;
pub mod verdict;

pub use entry::{Fact, Told, all_facts, facts, headline, in_full, in_list, listed_time, mentioned, signs};
pub use text::{LANGUAGE, Line, answered, count, count_more, counted, in_words, lower, plain, running, sentence};
pub use time::{Here, clock, day, elsewhere, moment, offset, recorded, seconds, short_day};
