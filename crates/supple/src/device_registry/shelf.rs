//! Where the list of devices is kept: a document of the outbox, beside the diary and never in it.
//!
//! Every server and every command of one database has the same list. It is changed by compare-and-swap: of two that change it at
//! once, one comes second and begins anew, so that none takes a change of another back.
//!
//! A Supple of before kept it in a file of this machine. As long as that is there it counts as well; the next change takes it over
//! in the transaction in which it is written, with the hash of what was taken over, and removes it then. So a takeover that was
//! cut off is neither lost nor done twice, also if a device was removed meanwhile.

use super::Known;
use crate::files::{hold, remove};
use crate::machine;
use crate::place::Place;
use crate::remedy::Told as _;
use std::fs;
use std::io::ErrorKind;
use supple_diary::LineHash;
use supple_store::StoreError;
use supple_store::outbox::{Change, Outbox};

/// The document that holds the list.
const DEVICES: &str = "devices";

/// How often a change is tried again that another was quicker than.
const TRIES: u32 = 100;

/// Why the list cannot be had.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    /// The store does not answer, or refuses.
    Store(StoreError),
    /// What stands there is no list: one sentence that says what to do.
    Unreadable(String),
}

impl Trouble {
    /// Whether it may be over in a moment, and says nothing of what the list holds.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Trouble::Store(error) if error.may_pass())
    }

    pub(super) fn told(self) -> String {
        match self {
            Trouble::Store(error) => error.told(),
            Trouble::Unreadable(line) => line,
        }
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        Trouble::Store(error)
    }
}

/// The list of a Supple of before, and what it is known by.
struct Before {
    known: Known,
    mark: LineHash,
}

/// The place where the list is kept. Each call blocks.
#[derive(Clone, Debug)]
pub(super) struct Shelf {
    place: Place,
    only_looks: bool,
}

impl Shelf {
    /// With `only_looks`, nothing is made: where there is no outbox, there is no list.
    pub(super) fn of(place: &Place, only_looks: bool) -> Shelf {
        Shelf { place: place.clone(), only_looks }
    }

    /// The list as it is.
    pub(super) fn read(&self) -> Result<Known, Trouble> {
        let before = self.before()?;
        let mut known = match self.document() {
            // The file was removed, as by an erase of another program: there may be another.
            Err(Trouble::Store(StoreError::Replaced { .. })) => {
                self.place.close_outbox();
                self.document()?
            }
            found => found?,
        };
        if let Some(before) = &before {
            known.take_over(&before.known, before.mark);
        }
        Ok(known)
    }

    /// Changes the list, and gives it as it is then. Of what changes nothing, nothing is written.
    pub(super) fn change<T>(&self, change: impl Fn(&mut Known) -> T) -> Result<(T, Known), Trouble> {
        match self.try_to_change(&change) {
            Err(Trouble::Store(StoreError::Replaced { .. })) => {
                self.place.close_outbox();
                self.try_to_change(&change)
            }
            done => done,
        }
    }

    fn try_to_change<T>(&self, change: impl Fn(&mut Known) -> T) -> Result<(T, Known), Trouble> {
        let file = self.place.paired_file();
        // Also from programs of before, which hold it while they write.
        let held = file.as_deref().filter(|file| file.exists()).map(hold).transpose().map_err(Trouble::Unreadable)?;
        let before = self.before()?;
        let outbox = self.place.open_outbox()?;
        for _ in 0..TRIES {
            let (found, revision) = read(&*outbox)?;
            let mut known = found.clone();
            if let Some(before) = &before {
                known.take_over(&before.known, before.mark);
            }
            let done = change(&mut known);
            if known != found {
                let text = serde_json::to_string(&known).map_err(|error| Trouble::Unreadable(error.to_string()))?;
                let change = Change { name: DEVICES, revision, value: Some(&text), lay: &[], cancel: &[] };
                if !outbox.commit(&change, machine::now().as_millisecond())? {
                    continue;
                }
            }
            if held.is_some() {
                // It is in the store. If it cannot be removed, it counts for nothing more.
                let lock = file.as_ref().map(|file| file.with_extension("paired-lock"));
                let _ = remove(file).and_then(|()| remove(lock));
            }
            drop(held);
            return Ok((done, known));
        }
        Err(Trouble::Unreadable("others change the list of devices all the time: try again".to_owned()))
    }

    /// What the store holds. Where there is no outbox, nothing.
    fn document(&self) -> Result<Known, Trouble> {
        let is_there = if self.only_looks { self.place.has_made_outbox()? } else { self.place.has_outbox() };
        if !is_there {
            return Ok(Known::default());
        }
        Ok(read(&*self.place.open_outbox()?)?.0)
    }

    /// The file of a Supple of before, if it is there.
    fn before(&self) -> Result<Option<Before>, Trouble> {
        let Some(file) = self.place.paired_file() else { return Ok(None) };
        match fs::read_to_string(&file) {
            Ok(text) => match serde_json::from_str(&text) {
                Ok(known) => Ok(Some(Before { known, mark: LineHash::of(&text) })),
                Err(error) => Err(Trouble::Unreadable(format!(
                    "{} cannot be read ({error}): delete it, and pair the devices again",
                    file.display()
                ))),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Trouble::Unreadable(format!("{} cannot be read: {error}", file.display()))),
        }
    }
}

/// The list with its revision.
fn read(outbox: &dyn Outbox) -> Result<(Known, u64), Trouble> {
    let Some(document) = outbox.document(DEVICES)? else { return Ok((Known::default(), 0)) };
    let known = serde_json::from_str(&document.value).map_err(|error| {
        let place = outbox.describe();
        Trouble::Unreadable(format!(
            "the list of devices in {place} cannot be read ({error}): a newer Supple may have written it, so update this one"
        ))
    })?;
    Ok((known, document.revision))
}

/// What stands in the store, as it stands there.
#[cfg(test)]
pub(super) fn document_of(place: &Place) -> Option<String> {
    place.open_outbox().ok()?.document(DEVICES).ok()?.map(|document| document.value)
}
