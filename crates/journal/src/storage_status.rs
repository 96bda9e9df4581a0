//! Where a diary is kept, as far as its machine can tell, and whether one that was here is gone.

use jiff::Timestamp;
use supple_store::{Record, Store, StoreError, count_at, erased_between};
use uuid::Uuid;

/// Where the diary is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageStatus {
    /// On the machine that serves the pages.
    Server {
        /// The file or the database, in words. Never a password.
        place: Option<String>,
        /// Whether the part that works in a browser without the server is built in.
        offline: bool,
        /// That a diary was here and is gone, or lacks entries.
        lost: Option<DataLoss>,
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
        lost: Option<DataLoss>,
    },
    /// Nowhere yet: the page comes from a host that only sends files, and the part of Supple that keeps a diary in the
    /// browser does not run yet.
    Site,
}

/// A diary was kept here, and what it was kept in is gone, is empty or lacks entries: a mark outside of it says so.
///
/// It stays lost until [`Storage::begin_anew`](crate::Storage::begin_anew), whatever is written meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DataLoss {
    /// How it is lost.
    pub how: Loss,
    /// When the last entry was written that is known of.
    pub since: Option<Timestamp>,
    /// How many entries are lost.
    pub entries: Option<u64>,
}

/// In which way a diary is lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// The browser has deleted it.
    #[default]
    Deleted,
    /// Nothing of it is here any more.
    Gone,
    /// An older copy of it is here, which lacks the last entries.
    Older,
    /// Another diary is here, or the same one that went another way.
    Other,
}

/// How far a diary had come: its last entry, and where that stands. It is kept outside of the diary, to tell later
/// whether the diary still holds all that this machine knew of.
///
/// It says "at least": a diary that has grown since holds this entry, at this position or a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Head {
    /// A position in the store that the entry does not stand before.
    pub position: u64,
    /// The id of the entry.
    pub last: Uuid,
    /// When it was recorded.
    pub at: Timestamp,
}

/// What became of a diary since its [`Head`] was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// All that was there is there.
    Whole,
    /// It was erased, as a person can do from another device.
    Erased,
    /// It lacks entries: how, and how many where that is known.
    Lost(Loss, Option<u64>),
}

impl Head {
    /// How many entries there were at least.
    pub fn entries(&self) -> u64 {
        count_at(self.position)
    }

    /// What became of the diary whose last position is `position` now. `is_there` says whether the entry is found at
    /// the position of the head or behind it.
    ///
    /// ```
    /// # use supple_journal::{Head, Loss, Since};
    /// # let head = Head { position: 60, last: uuid::Uuid::from_u128(7), at: Default::default() };
    /// assert_eq!(head.since(60, true), Since::Whole);
    /// assert_eq!(head.since(75, true), Since::Whole);
    /// assert_eq!(head.since(43, false), Since::Lost(Loss::Older, Some(17)));
    /// assert_eq!(head.since(0, false), Since::Lost(Loss::Gone, Some(60)));
    /// assert_eq!(head.since(75, false), Since::Lost(Loss::Other, None));
    /// assert_eq!(head.since(1 << 32, false), Since::Erased);
    /// ```
    pub fn since(&self, position: u64, is_there: bool) -> Since {
        match (count_at(position), self.entries()) {
            _ if position > self.position && erased_between(self.position, position) => Since::Erased,
            _ if is_there => Since::Whole,
            (0, had) => Since::Lost(Loss::Gone, Some(had)),
            (now, had) if position < self.position && now < had => Since::Lost(Loss::Older, Some(had - now)),
            _ => Since::Lost(Loss::Other, None),
        }
    }

    /// What became of the diary in this store. Where it is whole and nothing was added, one record is read.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn compare(&self, store: &dyn Store) -> Result<Since, StoreError> {
        let position = store.position().await?;
        let behind = store.read(self.position.saturating_sub(1)).await?;
        Ok(self.since(position, behind.iter().any(|(_, record)| self.is(record))))
    }

    /// Whether its entry is in this store, wherever it stands: so a diary that was lost has come back. Reads all.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn is_in(&self, store: &dyn Store) -> Result<bool, StoreError> {
        Ok(store.read(0).await?.iter().any(|(_, record)| self.is(record)))
    }

    fn is(&self, record: &Record) -> bool {
        record.id == *self.last.as_bytes()
    }
}

impl Default for StorageStatus {
    fn default() -> StorageStatus {
        StorageStatus::Server { place: None, offline: false, lost: None }
    }
}

impl StorageStatus {
    /// What was lost here, if anything was.
    pub fn lost(&self) -> Option<DataLoss> {
        match self {
            StorageStatus::Browser { lost, .. } | StorageStatus::Server { lost, .. } => *lost,
            StorageStatus::Site => None,
        }
    }
}
