//! An entry as it stands now.

use crate::draft::Draft;
use crate::entry::Entry;
use crate::kinds::{Correction, Kind, KindName, OfKind};
use crate::moment::{Moment, Precision};
use std::sync::Arc;
use uuid::Uuid;

/// An entry as it stands now: what was first written, or the correction that counts.
///
/// It is three pointers, cheap to clone.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    entry: Arc<Entry>,
    correction: Option<Arc<Entry>>,
    /// What it says now.
    draft: Arc<Draft>,
}

impl Item {
    /// None for an entry that only a newer Supple can read.
    pub(crate) fn new(entry: Arc<Entry>, correction: Option<Arc<Entry>>) -> Option<Item> {
        let corrected = correction.as_ref().and_then(|correction| correction.get::<Correction>());
        let written = entry.shared_draft()?;
        let draft = corrected.map_or_else(|| Arc::clone(written), |correction| Arc::new((*correction.entry).clone()));
        Some(Item { entry, correction, draft })
    }

    /// The id of the entry that was first written. It stays the same through corrections.
    pub fn id(&self) -> Uuid {
        self.entry.id()
    }

    /// The entry that was first written.
    pub fn first(&self) -> &Arc<Entry> {
        &self.entry
    }

    /// The correction that counts, if there is one.
    pub fn correction(&self) -> Option<&Arc<Entry>> {
        self.correction.as_ref()
    }

    /// When and what, as it stands now.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// When and what, as it was first written.
    pub fn as_written(&self) -> &Draft {
        self.entry.draft().unwrap_or(&self.draft)
    }

    /// When it happened.
    pub fn happened(&self) -> &Moment {
        &self.draft().happened
    }

    /// How exactly that is known; exact if `None`.
    pub fn precision(&self) -> Option<Precision> {
        self.draft().precision
    }

    /// What it says.
    pub fn kind(&self) -> &Kind {
        &self.draft().kind
    }

    /// Which kind it is.
    pub fn name(&self) -> KindName {
        self.kind().name()
    }

    /// What it says, if it is of this kind.
    pub fn get<K: OfKind>(&self) -> Option<&K> {
        K::of(self.kind())
    }
}
