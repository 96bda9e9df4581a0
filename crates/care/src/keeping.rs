//! How safe a diary is kept: by where it is, and by how new what is elsewhere is.
//!
//! [`safety`] is the one judge. A place counts only as far as it is known: one of which nobody knows when it last had the
//! diary counts as none, and so does one whose time lies in the future.

use crate::validity::{length, windows};
use jiff::Timestamp;

/// What holds the diary, or a copy of it, beside the place where it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The server that this device syncs with.
    Server,
    /// A device that syncs with this server.
    Device,
    /// A file that was written here, and read back.
    Backup,
    /// A file that a browser was given. No page learns whether the browser kept it.
    Copy,
}

impl Holder {
    /// Whether new entries go there by themselves.
    fn is_alive(self) -> bool {
        matches!(self, Holder::Server | Holder::Device)
    }
}

/// Another place, and how far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// What it is.
    pub holder: Holder,
    /// When it last had all that was here: the last sync, the last contact, the making of a copy.
    pub as_of: Timestamp,
    /// How many entries of here it lacks; none if that is not known.
    pub lacks: Option<usize>,
}

/// What is known of the places of a diary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether anything was ever written.
    pub is_begun: bool,
    /// Whether entries that were here are lost, or damaged.
    pub is_missing: bool,
    /// Whether nobody keeps track of copies here: then there may be one, or none.
    pub is_untold: bool,
    /// The other places. One that stands and falls with this machine is none.
    pub elsewhere: Vec<Elsewhere>,
}

/// How safe a diary is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// There is nothing to lose yet.
    Empty,
    /// Something of it is lost here already.
    Missing,
    /// It is here, and nobody knows whether it is anywhere else.
    Untold,
    /// It is here and nowhere else.
    OnePlace,
    /// It is here; what is elsewhere is old.
    Old {
        /// What is there.
        holder: Holder,
        /// How old it is, in whole days.
        days: i64,
    },
    /// It is here, and a new copy was made.
    Copied {
        /// A backup or a copy.
        holder: Holder,
        /// How old it is, in whole days.
        days: i64,
    },
    /// It is in several places that keep up with each other.
    Places {
        /// The other one that heard of it last.
        holder: Holder,
        /// How many there are, with this one.
        count: usize,
        /// How many entries that other one lacks, where that is known.
        lacks: Option<usize>,
    },
}

impl Safety {
    /// Whether nothing has to be done about it.
    pub fn is_calm(self) -> bool {
        matches!(self, Safety::Empty | Safety::Copied { .. } | Safety::Places { .. })
    }
}

/// How safe the diary is at this time.
///
/// ```
/// use supple_care::keeping::{Facts, Safety, safety};
/// let facts = Facts { is_begun: true, ..Facts::default() };
/// assert_eq!(safety(&facts, "2026-11-22T20:12:00Z".parse().unwrap()), Safety::OnePlace);
/// ```
pub fn safety(facts: &Facts, now: Timestamp) -> Safety {
    if facts.is_missing {
        return Safety::Missing;
    }
    if !facts.is_begun {
        return Safety::Empty;
    }
    let known = || facts.elsewhere.iter().filter(|place| place.as_of <= now);
    let is_new = |place: &&Elsewhere| now.duration_since(place.as_of) < length(&windows().kept_elsewhere);
    let days = |place: &Elsewhere| now.duration_since(place.as_of).as_hours() / 24;
    let alive = || known().filter(is_new).filter(|place| place.holder.is_alive());
    if let Some(last) = alive().max_by_key(|place| place.as_of) {
        return Safety::Places { holder: last.holder, count: 1 + alive().count(), lacks: last.lacks };
    }
    match known().max_by_key(|place| place.as_of) {
        Some(last) if is_new(&last) => Safety::Copied { holder: last.holder, days: days(last) },
        Some(last) => Safety::Old { holder: last.holder, days: days(last) },
        None if facts.is_untold => Safety::Untold,
        None => Safety::OnePlace,
    }
}
