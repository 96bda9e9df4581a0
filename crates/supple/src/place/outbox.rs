//! What reaches out of a place, and who may come in: one handle for the whole program, since an SQLite file must not be opened twice in one.

use super::Place;
use crate::files::remove;
use crate::problem::Problem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use supple_store::StoreError;
use supple_store::outbox::Outbox;

/// The outbox of a place, once it was opened; copies of a place share it.
pub(super) type OpenOutbox = Arc<Mutex<Option<Arc<dyn Outbox>>>>;

impl Place {
    /// What reaches out of this place; made where there is nothing yet.
    pub(crate) fn open_outbox(&self) -> Result<Arc<dyn Outbox>, StoreError> {
        let mut open = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(outbox) = &*open {
            return Ok(Arc::clone(outbox));
        }
        let outbox: Arc<dyn Outbox> = Arc::from(supple_store::open_outbox(&self.address)?);
        *open = Some(Arc::clone(&outbox));
        Ok(outbox)
    }

    /// Lets go of the outbox that was opened: its file is gone, or another one stands in its place.
    pub(crate) fn close_outbox(&self) {
        *self.outbox.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether anything was ever to reach out, or a device to come in. On a server of databases its tables are made when it is first asked.
    pub(crate) fn has_outbox(&self) -> bool {
        self.file.as_ref().is_none_or(|_| self.outbox_file().is_some_and(|file| file.exists()))
    }

    /// The file of the outbox, where the diary is a file.
    fn outbox_file(&self) -> Option<PathBuf> {
        self.file.as_ref().and_then(|_| self.named("outbox"))
    }

    /// Removes what reaches out, and who may come in: names and addresses tell of the person, too.
    pub(super) fn forget_outbox(&self) -> Result<(), Problem> {
        if self.has_outbox() {
            self.open_outbox()?.erase()?;
        }
        self.close_outbox();
        let files =
            ["outbox", "outbox-wal", "outbox-shm"].map(|name| self.outbox_file().and_then(|_| self.named(name)));
        files.into_iter().try_for_each(remove)
    }
}
