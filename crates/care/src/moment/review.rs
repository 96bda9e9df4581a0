//! The review of what was taken, and of what is about to be, on the person's day.

use crate::validity::{length, windows};
use crate::{Dose, MedicineReview, doses, health, medicine_review};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use supple_diary::{Diary, Item};
use supple_guidance::embedded;

/// What the guard says now, or of a dose that is about to be taken. `today` is the person's day.
pub fn review(diary: &Diary, today: Date, now: Timestamp, proposed: Option<&Dose>) -> MedicineReview<'static> {
    medicine_review(embedded(), &health::about(diary, today), &doses(diary), now, proposed)
}

/// The review beside an entry that tells of a dose.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// What the guard says.
    pub guard: MedicineReview<'static>,
    /// Whether it looks at now. Otherwise it looks at the day after a dose long past: what passed a limit then is told,
    /// what is to be done or asked now is not.
    pub is_recent: bool,
}

impl Beside {
    /// Whether something is against what was taken.
    pub fn is_against(&self) -> bool {
        !self.guard.too_much.is_empty() || !self.guard.stops.is_empty()
    }

    /// The questions that decide and have no answer.
    pub fn open_questions(&self) -> Vec<&'static str> {
        if self.is_recent { self.guard.open_questions() } else { Vec::new() }
    }
}

/// The late-dose policy, on the entry of a medicine; `None` for any other entry.
///
/// A dose within the time that the guard looks back is judged as of now. One that is written down later is judged with the
/// window that follows it, without what to do about too much: that is for the same day.
pub fn beside(diary: &Diary, item: &Item, today: Date, now: Timestamp) -> Option<Beside> {
    let dose = Dose::of(item)?;
    let add = |at: Timestamp, length: SignedDuration| at.checked_add(length).unwrap_or(at);
    let latest = add(dose.at, dose.within);
    let is_recent = now.duration_since(latest) <= length(&windows().passed_limit);
    let at = if is_recent { now } else { add(latest, length(&windows().late_dose)) };
    let mut guard = review(diary, today, at, None);
    if !is_recent {
        guard.too_much.clear();
    }
    Some(Beside { guard, is_recent })
}
