//! What someone wrote, cut so that a message can show it.
//!
//! Every message that repeats input goes through here: it stays one line, and no control character reaches a terminal.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

/// So many characters of what someone wrote stand in a message, where nothing asks for fewer.
pub const IN_A_MESSAGE: usize = 60;

/// So many characters of what a reader of a format says stand in a message. It repeats what it stumbled over, such as the name of
/// a field that nobody knows, whatever stands in it and however long it is.
pub const OF_A_READER: usize = 400;

/// The beginning of a text, on one line: at most so many of its characters, and `…` where there are more. Control characters
/// stand escaped.
///
/// ```
/// use supple_text::shorten;
///
/// assert_eq!(shorten("äußerst", 7), "äußerst");
/// assert_eq!(shorten("äußerst", 6), "äußers…");
/// assert_eq!(shorten("a\nb\u{1b}[2J", 60), "a\\nb\\u{1b}[2J");
/// ```
pub fn shorten(text: &str, most: usize) -> String {
    let mut short = String::new();
    for (place, c) in text.chars().enumerate() {
        match c {
            _ if place == most => {
                short.push('…');
                break;
            }
            c if c.is_control() => short.extend(c.escape_debug()),
            c => short.push(c),
        }
    }
    short
}

/// What a reader of a format says, such as `unknown field "…" at line 1 column 7`, on one line of at most [`OF_A_READER`]
/// characters.
///
/// ```
/// use supple_text::told;
///
/// assert_eq!(told(&"unknown field `a\nb` at line 1 column 7"), "unknown field `a\\nb` at line 1 column 7");
/// assert_eq!(told(&"x".repeat(1_000)).chars().count(), supple_text::OF_A_READER + 1);
/// ```
pub fn told(error: &impl ToString) -> String {
    // Once more, since what is escaped is longer than it was.
    shorten(&shorten(&error.to_string(), OF_A_READER), OF_A_READER)
}
