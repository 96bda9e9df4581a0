//! What a person says, as entries, chains and the diary that they make.

mod bad_input;
mod chain;
mod content;
mod episodes;
mod frozen;
mod names;
mod parts;
mod profile;
mod properties;
mod sealed_again;
mod stories;
mod told;
mod zones;
