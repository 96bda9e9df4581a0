//! What a target says of an input.

use crate::chance::hash;

/// The longest line that someone is told, in characters. What they wrote is cut before.
const LONGEST_LINE: usize = 700;

/// What became of an input, in short. An input that shows something new is kept to be changed further: without
/// instrumented code, what is said is the nearest thing to the way that was gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen(u64);

impl Seen {
    /// Something that tells this way from others, such as a kind and a count.
    pub fn of(what: &str) -> Seen {
        Seen(hash(what.as_bytes()))
    }

    /// It was refused with this line, which has to be clear.
    ///
    /// # Panics
    /// If the line is none: see [`clear`].
    pub fn refused(line: &str) -> Seen {
        clear(line);
        Seen::of(&outline(line))
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Seen) -> Seen {
        Seen(self.0.rotate_left(7).wrapping_mul(0x0100_0000_01b3) ^ other.0)
    }
}

/// A line without what differs from input to input: what is quoted, and digits.
fn outline(line: &str) -> String {
    let parts = line.split(['"', '`', '\'']).step_by(2);
    parts.flat_map(str::chars).filter(|letter| !letter.is_numeric()).collect()
}

/// Sees that a line is one that a person can be shown: something is said, on one line, in at most 700 characters, without a
/// character that steers a terminal, and without names of Rust.
///
/// # Panics
/// If it is not.
pub fn clear(line: &str) {
    assert!(!line.trim().is_empty(), "nothing is said");
    assert!(!line.contains(char::is_control), "the line breaks, or steers a terminal: {line:?}");
    assert!(line.chars().count() <= LONGEST_LINE, "the line has {} characters: {line}", line.chars().count());
    for inner in ["Error(", "Some(", "None)", "unwrap", "panicked"] {
        assert!(!line.contains(inner), "the line shows what is inside: {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_that_differ_in_what_was_given_are_one_way() {
        let one = Seen::refused("\"level\" takes a whole number from 0 to 10, not 11");
        assert_eq!(one, Seen::refused("\"note\" takes a whole number from 0 to 10, not 200"));
        assert_ne!(one, Seen::refused("there is no finding \"x\""));
    }

    #[test]
    fn a_line_that_breaks_or_steers_or_says_nothing_is_not_clear() {
        for line in ["", "  ", "a\nb", "a\u{1b}[2Jb", "Error(\"x\", line: 1)"] {
            assert!(std::panic::catch_unwind(|| clear(line)).is_err(), "{line:?}");
        }
        clear("the file is empty");
    }
}
