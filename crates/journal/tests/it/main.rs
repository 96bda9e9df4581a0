//! The diary in a store: written, read, synced and damaged.

mod controller;
mod courier;
mod fork;
mod intake;
mod journal;
mod support;
mod sync;
mod walks;
