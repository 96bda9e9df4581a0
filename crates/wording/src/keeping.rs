//! How safe the diary is kept, in one sentence, and what to do about it.

use crate::text::in_words;
use supple_care::keeping::{Holder, Safety};

/// What would have to fail for the diary to be gone, if it is nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The browser on a device.
    Browser,
    /// A browser and its server on one computer.
    Computer,
    /// The machine of the server, or of the terminal.
    Machine,
}

impl Held {
    /// Its name, behind "this".
    pub fn name(self) -> &'static str {
        match self {
            Held::Browser => "browser",
            Held::Computer => "computer",
            Held::Machine => "machine",
        }
    }

    /// Where the diary is: in it, or on it.
    fn at(self) -> &'static str {
        match self {
            Held::Browser => "in this browser",
            Held::Computer => "on this computer",
            Held::Machine => "on this machine",
        }
    }
}

/// How safe the diary is.
pub fn headline(safety: Safety, held: Held) -> String {
    let (this, at) = (held.name(), held.at());
    match safety {
        Safety::Empty => "Your diary is empty. There is nothing to copy yet.".to_owned(),
        Safety::Missing => "Some of your diary is missing here.".to_owned(),
        Safety::Untold => "We cannot tell if there is a copy of your diary.".to_owned(),
        Safety::OnePlace => format!("No copy of your diary yet. If this {this} fails, it is gone."),
        Safety::Old { holder, days } => match holder {
            Holder::Server => format!("Your server has heard nothing from here for {days} days."),
            Holder::Device => format!("Your other devices have not been here for {days} days."),
            Holder::Backup | Holder::Copy => format!("The last copy of your diary is {days} days old."),
        },
        Safety::Copied { holder: Holder::Copy, days } => {
            format!("Your diary is {at}. You asked for a copy {}.", ago(days))
        }
        Safety::Copied { days, .. } => format!("Your diary is {at}. A backup was made {}.", ago(days)),
        Safety::Places { holder, count, lacks } => {
            let where_else = match (holder, count) {
                (Holder::Server, 2) => ": here and on your server".to_owned(),
                (_, 2) => ": here and on another device".to_owned(),
                _ => String::new(),
            };
            let behind = match lacks {
                None | Some(0) => String::new(),
                Some(1) => " The last entry is only here so far.".to_owned(),
                Some(entries) => format!(" The last {entries} entries are only here so far."),
            };
            format!("Your diary is in {} places{where_else}.{behind}", in_words(count))
        }
    }
}

/// What to do about it, if there is anything.
pub fn advice(safety: Safety) -> Option<&'static str> {
    match safety {
        Safety::Empty | Safety::Missing | Safety::Places { .. } => None,
        Safety::Untold | Safety::OnePlace | Safety::Old { .. } => Some("Save a copy, and put it on another device."),
        Safety::Copied { .. } => Some("Is that file on another device? If not, put it there."),
    }
}

/// How long ago, in whole days.
pub fn ago(days: i64) -> String {
    match days {
        ..=0 => "less than a day ago".to_owned(),
        1 => "a day ago".to_owned(),
        days => format!("{days} days ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_safety_is_one_short_line_and_asks_for_something_unless_it_is_calm() {
        let places = |holder, count, lacks| Safety::Places { holder, count, lacks };
        let copied = |holder, days| Safety::Copied { holder, days };
        for (safety, line) in [
            (Safety::Untold, "We cannot tell if there is a copy of your diary."),
            (Safety::OnePlace, "No copy of your diary yet. If this browser fails, it is gone."),
            (Safety::Old { holder: Holder::Copy, days: 45 }, "The last copy of your diary is 45 days old."),
            (Safety::Old { holder: Holder::Server, days: 45 }, "Your server has heard nothing from here for 45 days."),
            (Safety::Old { holder: Holder::Device, days: 45 }, "Your other devices have not been here for 45 days."),
            (copied(Holder::Copy, 0), "Your diary is in this browser. You asked for a copy less than a day ago."),
            (copied(Holder::Backup, 1), "Your diary is in this browser. A backup was made a day ago."),
            (places(Holder::Server, 2, Some(0)), "Your diary is in two places: here and on your server."),
            (places(Holder::Device, 2, None), "Your diary is in two places: here and on another device."),
            (places(Holder::Device, 3, None), "Your diary is in three places."),
            (
                places(Holder::Server, 2, Some(3)),
                "Your diary is in two places: here and on your server. The last 3 entries are only here so far.",
            ),
        ] {
            assert_eq!(headline(safety, Held::Browser), line);
            assert!(safety.is_calm() || advice(safety).is_some(), "{safety:?}");
        }
        assert!(headline(copied(Holder::Copy, 2), Held::Machine).starts_with("Your diary is on this machine."));
        assert!(headline(Safety::OnePlace, Held::Computer).contains("If this computer fails"));
    }
}
