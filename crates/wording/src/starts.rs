//! Starts that chance chose, in words: what is offered, and what was chosen.

use crate::names::own;
use crate::reminders;
use jiff::civil::Date;
use supple_diary::{ChosenStart, isolated};
use supple_guidance::embedded;

/// Above what is offered.
pub const TITLE: &str = "Not begun yet?";

/// Why anyone would let chance choose.
pub const WHY: &str = "Then let chance choose the day. Who begins when it is worst often sees it get better by itself, and thanks the wrong thing.";

/// What must not wait.
pub const NOT_FOR: &str = "What a doctor told you to do does not wait for this.";

/// Asked first.
pub const ASK: &str = "What will you begin with?";

/// The button.
pub const CHOOSE: &str = "Let chance choose the day";

/// Above the starts that have come.
pub const COME: &str = "Chance chose";

/// Until it comes.
pub const UNTIL: &str = "Until then leave it as it was, and do your check-ins.";

/// Chance is not asked twice.
pub const ONCE: &str =
    "Chance has chosen already. It is asked again once that day has come, or you have taken it back.";

/// Among which days chance chooses.
pub fn when() -> String {
    let start = &embedded().trials.start;
    let weeks = |days: u8| days.div_ceil(7);
    format!("It will be a day between {} and {} weeks from now.", weeks(start.wait), weeks(start.wait + start.among))
}

/// The start that lies ahead.
pub fn ahead(chosen: &ChosenStart) -> String {
    format!("Begin with \u{201c}{}\u{201d} on {}.", isolated(chosen.what.as_str()), reminders::day(chosen.start))
}

/// Why days before the decision are not compared.
pub fn since_decided(chosen: &ChosenStart) -> String {
    format!(
        "Chance chose this day for \u{201c}{}\u{201d}. So \u{201c}before\u{201d} begins on {}, when you decided: the days until then \
         may have been the worst.",
        isolated(chosen.what.as_str()),
        reminders::day(chosen.decided)
    )
}

/// A start that has come, in a list.
pub fn come(chosen: &ChosenStart, today: Date) -> String {
    format!("{}, since {}", own(chosen.what.as_str()), crate::short_day(chosen.start, today))
}
