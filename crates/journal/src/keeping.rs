//! Where a diary is kept, as far as its machine can tell, and whether one that was here is gone.

use jiff::Timestamp;

/// Where the diary is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// On the machine that serves the pages.
    Server {
        /// The file or the database, in words. Never a password.
        place: Option<String>,
        /// Whether the part that works in a browser without the server is built in.
        offline: bool,
    },
    /// In the browser that shows the pages.
    Browser {
        /// Whether the browser has promised to keep it; none where it does not say.
        persisted: Option<bool>,
        /// How much this site has stored, in bytes.
        used: Option<u64>,
        /// How much it may store, in bytes.
        quota: Option<u64>,
        /// That a diary was here and is gone.
        lost: Option<Lost>,
    },
    /// Nowhere yet: the page comes from a host that only sends files, and the part of Supple that keeps a diary in the
    /// browser does not run yet.
    Site,
}

/// A diary was kept here, and what it was kept in is empty or gone: a mark outside of it says so.
///
/// It stays lost until [`Machine::begin_anew`](crate::Machine::begin_anew), whatever is written meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// When the last entry was written that is known of.
    pub since: Option<Timestamp>,
    /// How many entries there were then.
    pub entries: Option<u64>,
}

impl Default for Keeping {
    fn default() -> Keeping {
        Keeping::Server { place: None, offline: false }
    }
}

impl Keeping {
    /// What was lost here, if anything was.
    pub fn lost(&self) -> Option<Lost> {
        match self {
            Keeping::Browser { lost, .. } => *lost,
            Keeping::Server { .. } | Keeping::Site => None,
        }
    }
}
