//! When two names that people wrote are one: the same trigger, the same measure, the same question.
//!
//! A phone begins with a capital letter, a keyboard composes an accent of two characters, and what was copied brings marks
//! that nobody sees. Entries keep what was written; only comparing goes by [`key`].

use crate::label::looks_like_an_id;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The form in which names are compared: compatible characters composed (NFKC), case folded, marks that are not seen left
/// out, hyphens as spaces, one space between words, no punctuation around them. Accents count: they make other words.
///
/// ```
/// # use supple_diary::key;
/// assert_eq!(key(" Long-sitting. "), key("long  sitting"));
/// assert_eq!(key("cafe\u{301}\u{200b}"), key("CAFÉ"));
/// assert_ne!(key("schon"), key("schön"));
/// ```
pub fn key(name: &str) -> Cow<'_, str> {
    if is_plain(name) {
        return Cow::Borrowed(name);
    }
    // By upper case, so that ß is ss and the two small sigmas are one; and that by lower case, since a capital ẞ stays one.
    let seen = name.nfkc().filter(|c| !is_unseen(*c));
    let folded: String = seen.flat_map(char::to_lowercase).flat_map(char::to_uppercase).collect();
    let folded: String = folded.to_lowercase().nfkc().map(plainly).collect();
    let words = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = words.trim_matches(|c: char| c == ' ' || is_outer(c));
    // What is nothing but signs is its own name.
    Cow::Owned(if bare.is_empty() { words } else { bare.to_owned() })
}

/// Whether two names are one.
pub fn same_name(one: &str, other: &str) -> bool {
    // Nearly all names are ids, and each id has a key of its own: they need no folding.
    one == other || !(looks_like_an_id(one) && looks_like_an_id(other)) && key(one) == key(other)
}

/// Whether a name is its own key: small letters and digits.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

fn plainly(c: char) -> char {
    match c {
        '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' => ' ',
        '\u{2018}' | '\u{2019}' | '\u{02bc}' => '\'',
        c => c,
    }
}

/// Punctuation that says nothing around a name. Signs such as `+` and `#` do.
fn is_outer(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '\\')
        || matches!(c, '«' | '»' | '‹' | '›' | '“' | '”' | '„' | '‚' | '…' | '·' | '¡' | '¿')
        || matches!(c, '。' | '、' | '「' | '」' | '،' | '؟' | '؛' | '।')
}

/// Whether nothing of a character is seen: control marks, and what Unicode calls default ignorable.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether anything of a text is seen.
pub(crate) fn is_seen(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !is_unseen(c))
}

/// The first mark in a text that turns the direction of what follows, beyond its own end: embeddings, overrides and
/// isolates (U+202A to U+202E, U+2066 to U+2069). U+200E, U+200F and U+061C only say how they stand themselves.
pub fn turning_mark(text: &str) -> Option<char> {
    text.chars().find(|c| turns(*c))
}

/// Names of which each counts once, the first writing that came in.
#[derive(Debug, Default)]
pub struct Names<'n> {
    /// What was seen as it stands: most names come again as they were.
    written: std::collections::BTreeSet<&'n str>,
    keys: std::collections::BTreeSet<Cow<'n, str>>,
}

impl<'n> Names<'n> {
    /// Adds a name. Says whether it is another one than all before.
    pub fn add(&mut self, name: &'n str) -> bool {
        self.written.insert(name) && self.keys.insert(key(name))
    }
}

/// A text of someone's own to stand within another one: what is written from right to left keeps to itself, and a mark that
/// would turn the direction of what follows is left out, as older entries may have one.
///
/// ```
/// # use supple_diary::isolated;
/// assert_eq!(isolated("cello"), "cello");
/// assert_eq!(isolated("שלום (5)"), "\u{2068}שלום (5)\u{2069}");
/// assert_eq!(isolated("\u{202e}cello"), "cello");
/// ```
pub fn isolated(text: &str) -> Cow<'_, str> {
    let is_rtl = |c: char| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    let text = match turning_mark(text) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.chars().filter(|c| !turns(*c)).collect()),
    };
    if text.contains(is_rtl) { Cow::Owned(format!("\u{2068}{text}\u{2069}")) } else { text }
}

fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
