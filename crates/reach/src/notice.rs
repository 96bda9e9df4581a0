//! Which reminders are due, and who stays undisturbed.

use crate::letter::Letter;
use crate::words::{NoticeOf, notice_words};
use crate::{Effects, State};
use jiff::{SignedDuration, Timestamp, civil::Time};

/// A reminder that is later than this is not sent: a word at the wrong time is worse than none.
pub const LATE: SignedDuration = SignedDuration::from_mins(15);

/// How often it is written down up to when reminders were looked at, where there was none.
const NOTED: SignedDuration = SignedDuration::from_mins(10);

/// A reminder at its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub of: NoticeOf,
    /// The UID of the event in the calendar.
    pub uid: String,
    /// When it is due.
    pub at: Timestamp,
    /// The same on the person's own clock.
    pub on_clock: Time,
}

impl State {
    /// Lays letters for reminders that have become due since this was done last. What comes in quiet hours or in a pause is left
    /// out, and so is, in an episode, what does not help in one: exercises pause then, and nobody sits through a day.
    pub fn remind(&mut self, notices: &[Notice], now: Timestamp, in_episode: bool) -> Effects {
        let mut effects = Effects::default();
        // A clock that was set back must not make everything wait until it has caught up.
        let since = self.noticed.filter(|noticed| *noticed <= now);
        let Some(since) = since else {
            self.noticed = Some(now);
            return Effects { changed: true, ..effects };
        };
        let is_due = |notice: &&Notice| since < notice.at && notice.at <= now && now.duration_since(notice.at) <= LATE;
        for notice in notices.iter().filter(is_due) {
            let pauses = in_episode && matches!(notice.of, NoticeOf::Practice | NoticeOf::Break);
            if pauses || self.quiet.holds(notice.at, notice.on_clock) {
                continue;
            }
            let until = notice.at.checked_add(LATE).ok();
            effects.lay.extend(self.mine.iter().filter(|way| way.is_on && way.reminds).map(|way| Letter {
                key: format!("{}/reminder/{}/{}", way.id, notice.uid, notice.at.as_second()),
                way: way.id.clone(),
                to: way.to.clone(),
                due: notice.at,
                until,
                words: notice_words(notice.of),
            }));
        }
        effects.changed = !effects.lay.is_empty() || now.duration_since(since) >= NOTED;
        if effects.changed {
            self.noticed = Some(now);
        }
        effects
    }
}
