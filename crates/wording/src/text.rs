//! Small parts of sentences: first letters, counts, quotations, names of sources.

use supple_diary::isolated;
use supple_guidance::embedded;

/// The language of every sentence of this crate and of the guidance, as a BCP 47 tag.
pub const LANGUAGE: &str = "en";

/// So much of a note stands in a list.
const BEGINNING: usize = 80;

/// A text with its first letter made small, to stand inside a sentence.
///
/// ```
/// assert_eq!(supple_wording::lower("Low left"), "low left");
/// assert_eq!(supple_wording::lower("I am there"), "I am there");
/// ```
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    if text.split(' ').next() == Some("I") {
        return text.to_owned();
    }
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A text with its first letter made large, to stand by itself.
///
/// ```
/// assert_eq!(supple_wording::sentence("ibuprofen"), "Ibuprofen");
/// ```
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A question with its answer, as one line.
///
/// ```
/// # use supple_wording::answered;
/// assert_eq!(answered("Slept badly?", "no"), "Slept badly? no");
/// assert_eq!(answered("Stress", "no"), "Stress: no");
/// ```
pub fn answered(ask: &str, answer: &str) -> String {
    if ask.ends_with('?') { format!("{ask} {answer}") } else { format!("{ask}: {answer}") }
}

/// Several sentences one behind the other, each with its end.
///
/// ```
/// # use supple_wording::running;
/// assert_eq!(running(["Low left", "It let go.", "Ice"]), "Low left. It let go. Ice");
/// ```
pub fn running<S: AsRef<str>>(sentences: impl IntoIterator<Item = S>) -> String {
    let mut text = String::new();
    for sentence in sentences {
        if !text.is_empty() {
            text.push_str(if text.ends_with(['.', '!', '?', '…']) { " " } else { ". " });
        }
        text.push_str(sentence.as_ref());
    }
    text
}

/// A count with its noun; most nouns take an s.
///
/// ```
/// # use supple_wording::count;
/// assert_eq!((count(1, "spasm").as_str(), count(3, "spasm").as_str()), ("1 spasm", "3 spasms"));
/// ```
pub fn count(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// How many more: "1 more day", "3 more days".
pub fn count_more(count: usize, one: &str) -> String {
    self::count(count, &format!("more {one}"))
}

/// A count that may be large, with commas between the thousands.
///
/// ```
/// # use supple_wording::counted;
/// assert_eq!(counted(12_345, "entry", "entries"), "12,345 entries");
/// ```
pub fn counted(number: usize, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number == 1 { one } else { many })
}

/// A count as it is written in running text.
pub fn in_words(count: usize) -> String {
    const WORDS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// The short names of sources; one that the guidance does not have stands as it is.
pub fn sources(ids: &[String]) -> String {
    let name = |id: &String| embedded().source(id).map_or(id.clone(), |source| source.short.clone());
    ids.iter().map(name).collect::<Vec<_>>().join("; ")
}

/// A text for a face that does not turn letters itself: without the marks that [`isolated`] puts round a person's words.
///
/// ```
/// assert_eq!(supple_wording::plain("\u{2068}שלום\u{2069}, 5 mg"), "שלום, 5 mg");
/// ```
pub fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

/// A line that begins with what it is about: "When to stop: …".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is about, without the colon.
    pub label: &'static str,
    /// What it says.
    pub text: String,
}

impl Line {
    /// A line.
    pub fn new(label: &'static str, text: impl Into<String>) -> Line {
        Line { label, text: text.into() }
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{}: {}", self.label, self.text)
    }
}

/// How much is given of a person's own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quote {
    /// The first words, for a list.
    Beginning,
    /// All of it, on one line.
    Whole,
}

impl Quote {
    pub(crate) fn of(self, text: &str) -> String {
        match self {
            Quote::Beginning => beginning(text),
            Quote::Whole => isolated(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned(),
        }
    }
}

/// The first words of a note.
fn beginning(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(BEGINNING).collect();
    let short =
        if short.len() == text.trim_end().len() { short } else { format!("{}…", short.trim_end_matches(['.', ' '])) };
    isolated(&short).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(counted(1, "entry", "entries"), "1 entry");
        assert_eq!(counted(1_000_000, "entry", "entries"), "1,000,000 entries");
        assert_eq!(count_more(1, "day"), "1 more day");
        assert_eq!(in_words(11), "11");
    }

    #[test]
    fn a_source_goes_by_its_short_name() {
        let source = &embedded().sources[0];
        assert_eq!(sources(&[source.id.clone(), "gone".to_owned()]), format!("{}; gone", source.short));
    }
}
