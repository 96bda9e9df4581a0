//! What a journal is handed of the machine that it runs on.

use crate::link::{Devices, Link};
use crate::near::Work;
use crate::storage_status::{Head, StorageStatus};
use jiff::Timestamp;
use std::fmt::Debug;
use std::time::Duration;
use supple_diary::{Moment, ValueError};
use supple_sync::Fork;

/// Clock, time zone and chance: all that a page or a test decides about the moment.
pub trait Env: Send + Sync + Debug {
    /// The time now.
    fn now(&self) -> Timestamp;

    /// The name of the person's time zone now, such as `Europe/Berlin`.
    fn zone(&self) -> String;

    /// Ten random bytes.
    fn random(&self) -> [u8; 10];

    /// The time now on the person's own clock.
    ///
    /// # Errors
    /// If the zone is not known.
    fn moment(&self) -> Result<Moment, ValueError> {
        Moment::in_zone(self.now(), &self.zone())
    }
}

/// What is known of the copies of the diary.
pub trait Copies: Send + Sync + Debug {
    /// What is known here of backups.
    fn backups(&self) -> Backups {
        Backups::NotKept
    }

    /// A copy of the whole diary was handed out then: from now on [`Copies::backups`] tells of it.
    ///
    /// It answers at once. What cannot be noted is not worth failing for: the copy is made.
    fn note_backup(&self, _at: Timestamp) {}
}

/// Where the diary is kept, and what is noted beside it.
pub trait Storage: Send + Sync + Debug {
    /// Where the diary is kept. Cheap: pages ask it each time.
    fn keeping(&self) -> StorageStatus {
        StorageStatus::default()
    }

    /// The diary has come this far: it is on the disk. What is noted tells later whether the diary lacks anything.
    ///
    /// It answers at once, and may forget: a head that is noted too low never says that something is missing.
    fn note_head(&self, _head: Head) {}

    /// The person knows that the diary that was here is lost, and goes on with what there is: [`Storage::keeping`] tells
    /// of no loss any more.
    fn begin_anew(&self) {}

    /// A chain goes another way here than on another side: [`Storage::forks`] tells of it, also to other programs.
    ///
    /// It answers at once. What cannot be noted is noticed again by the next sync.
    fn note_fork(&self, _fork: Fork) {}

    /// The forks that were noted here, by any program.
    fn forks(&self) -> Vec<Fork> {
        Vec::new()
    }

    /// Everything was erased: what is known beside the diary goes, too, so its backups, the id of this device, and any
    /// mark that there ever was one. An error is a sentence that says what is left.
    ///
    /// # Errors
    /// If something of it cannot be removed.
    fn forget(&self) -> Result<(), String> {
        Ok(())
    }
}

/// Waiting, and what goes on by itself.
pub trait Tasks: Send + Sync + Debug {
    /// A while, at whose end someone stops waiting. Where nothing tells the time that passes, it never ends.
    fn pause(&self, _length: Duration) -> Work {
        Box::pin(std::future::pending())
    }

    /// How long the answer to a request lingers that may have a twin on its way. Nothing lingers where nothing comes from
    /// outside of our own pages.
    fn linger(&self) -> Work {
        Box::pin(std::future::ready(()))
    }

    /// Goes on with something that nobody waits for any more. Where nothing can be done by itself, it is dropped.
    fn go_on(&self, _work: Work) {}
}

/// What a journal is handed of the machine that it runs on: its moment, and a port for each thing that only the machine
/// knows. A port that a machine does not have keeps its default.
pub trait Host: Env + Copies + Storage + Tasks {
    /// The devices that may come in, on a server.
    fn devices(&self) -> Option<&dyn Devices> {
        None
    }

    /// The server that this browser syncs with, in a browser.
    fn link(&self) -> Option<Link> {
        None
    }
}

/// What a machine knows of the backups of its diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backups {
    /// It does not keep track of them.
    NotKept,
    /// None was ever made here.
    Never,
    /// A page handed out the last one then. Whether the browser kept the file, no page learns.
    Last(Timestamp),
    /// The last one was written then, and read back.
    Made(Timestamp),
}
