//! A reminder: what the person wants to be reminded of, and when.

use crate::kinds::field::kind;
use crate::label::Id;
use crate::values::{Whole, Words};
use jiff::civil;
use uuid::Uuid;

kind! {
    /// Something that the person wants to be reminded of. What it means is `supple_reach`'s business.
    #[derive(Eq)]
    Reminder called "Reminder" since 7 {
        /// What: `practice`, `break`, `check-in`, `visit` or `trial`.
        what asked "Reminded of what?": Id,
        /// The entry that first set it, where this one changes it.
        #[serde(deserialize_with = "crate::values::read_some_id")]
        [default] changes asked "Which reminder does it change?": Option<Uuid>,
        /// Whether it is on.
        on asked "Is it on?": bool,
        /// The days of the week, such as `mon`. None: every day.
        [default] days asked "On which days?": Vec<Words>,
        /// The one day that it is for.
        [default] day asked "On which day?": Option<civil::Date>,
        /// When, or from when, in minutes after midnight on the person's clock.
        from unit "min" asked "At what time?": Whole<0, 1439>,
        /// Until when, in minutes after midnight.
        [default] to unit "min" asked "Until what time?": Option<Whole<0, 1439>>,
        /// After how many minutes again, between both.
        [default] every unit "min" asked "After how many minutes again?": Option<Whole<15, 480>>,
        /// The last day.
        [default] until asked "Until which day?": Option<civil::Date>,
        /// What the person calls it.
        [default] name asked "What is it called?": Option<Words>,
    }
}

kind! {
    /// A day on which a reminder is left out.
    #[derive(Eq)]
    ReminderSkip called "Reminder left out" since 7 {
        /// The entry that first set the reminder.
        #[serde(deserialize_with = "crate::values::read_id")]
        reminder asked "Which reminder?": Uuid,
        /// The day.
        day asked "On which day?": civil::Date,
    }
}
