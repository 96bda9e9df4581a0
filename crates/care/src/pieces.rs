//! Cuts what someone wrote into numbers, words and signs.
//!
//! Numbers are where most goes wrong: "1,500 mg" is fifteen hundred in Britain and America, "0,5 g" is half a gram in
//! most of Europe, and "1.500 mg" may be either. A number that can be read in two ways keeps both, and whoever uses it
//! decides what its unit makes of it. Nothing here guesses.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One piece of what was written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// A number.
    Number(Number),
    /// Letters, in lower case and without accents.
    Word(String),
    /// Anything else but white space.
    Sign(char),
}

/// A number, as it can be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    /// The smaller reading.
    pub(crate) low: f64,
    /// The larger reading; the same if there is only one.
    pub(crate) high: f64,
    /// Whether both readings come from one comma before three digits, which groups thousands wherever English is written.
    pub(crate) comma: bool,
    /// As it was written, with ASCII digits.
    text: String,
}

impl Number {
    /// A number with one reading, as words or fractions give it.
    pub(crate) fn exactly(value: f64) -> Number {
        Number { low: value, high: value, comma: false, text: String::new() }
    }

    /// The one reading, if there is only one.
    pub(crate) fn certain(&self) -> Option<f64> {
        (self.low.to_bits() == self.high.to_bits() && self.low.is_finite()).then_some(self.low)
    }
}

impl Piece {
    /// What of it counts when a name is looked for: letters, digits, and the signs that tell products apart.
    pub(crate) fn key(&self) -> String {
        match self {
            Piece::Number(number) => number.text.clone(),
            Piece::Word(word) if word == "and" => String::new(),
            Piece::Word(word) => word.clone(),
            Piece::Sign(sign @ ('%' | '#')) => sign.to_string(),
            Piece::Sign(_) => String::new(),
        }
    }

    /// The piece as it would be shown.
    pub(crate) fn shown(&self) -> String {
        match self {
            Piece::Number(number) => number.text.clone(),
            Piece::Word(word) => word.clone(),
            Piece::Sign(sign) => sign.to_string(),
        }
    }
}

/// The key of a whole name.
pub(crate) fn key(name: &str) -> String {
    cut(name).iter().map(Piece::key).collect()
}

/// A space that people set inside a number, never between two.
const HARD_SPACE: char = '\u{a0}';

/// Cuts text into pieces.
pub(crate) fn cut(text: &str) -> Vec<Piece> {
    let plain = plain(text);
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(&c) = plain.get(at) {
        let starts_number = c.is_ascii_digit()
            || (matches!(c, '.' | ',')
                && plain.get(at + 1).is_some_and(char::is_ascii_digit)
                && !at.checked_sub(1).and_then(|before| plain.get(before)).is_some_and(char::is_ascii_digit));
        if starts_number {
            let (number, end) = number(&plain, at);
            pieces.push(Piece::Number(number));
            at = end;
        } else if c.is_alphabetic() {
            let end = plain[at..].iter().position(|c| !c.is_alphabetic()).map_or(plain.len(), |more| at + more);
            pieces.push(Piece::Word(plain[at..end].iter().collect()));
            at = end;
        } else {
            if !c.is_whitespace() {
                pieces.push(Piece::Sign(c));
            }
            at += 1;
        }
    }
    pieces
}

/// Lower case, without accents, in the plain form of each character.
fn plain(text: &str) -> Vec<char> {
    if text.is_ascii() {
        return text.chars().map(|c| c.to_ascii_lowercase()).collect();
    }
    let mut plain = Vec::new();
    for c in text.chars() {
        match c {
            '\u{a0}' | '\u{2007}'..='\u{200a}' | '\u{202f}' => plain.push(HARD_SPACE),
            // Fractions stay one sign, and the frame of a picture of a digit is seen.
            '¼' | '½' | '¾' | '\u{20e3}' => plain.push(c),
            _ => {
                let letters = c.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
                plain.extend(letters.filter(|c| !matches!(c, '\u{200b}'..='\u{200d}')));
            }
        }
    }
    plain
}

/// The number that begins here, and where it ends.
fn number(plain: &[char], from: usize) -> (Number, usize) {
    let digits = |at: usize| -> usize { plain[at..].iter().take_while(|c| c.is_ascii_digit()).count() };
    let text = |at: usize, len: usize| -> String { plain[at..at + len].iter().collect() };
    // Groups of digits, each with the mark before it.
    let mut groups: Vec<(char, String)> = Vec::new();
    let mut end = from;
    if plain[from].is_ascii_digit() {
        let len = digits(from);
        groups.push((' ', text(from, len)));
        end += len;
    } else {
        groups.push((' ', "0".to_owned()));
    }
    while let Some(&mark) = plain.get(end) {
        let len = if end + 1 < plain.len() { digits(end + 1) } else { 0 };
        let after_short = groups.last().is_some_and(|(_, group)| group.len() <= 3);
        let joins = match mark {
            '.' | ',' => len > 0,
            '\'' | '’' | HARD_SPACE => len == 3 && after_short,
            ' ' => len == 3 && after_short && groups.iter().skip(1).all(|(mark, _)| *mark == ' '),
            _ => false,
        };
        if !joins {
            break;
        }
        groups.push((mark, text(end + 1, len)));
        end += 1 + len;
    }
    let shown: String = plain[from..end].iter().filter(|c| !c.is_whitespace()).collect();
    (read(&groups, shown), end)
}

/// What groups of digits mean, by the marks between them.
fn read(groups: &[(char, String)], text: String) -> Number {
    let all = |groups: &[(char, String)]| groups.iter().map(|(_, digits)| digits.as_str()).collect::<String>();
    let value = |text: &str| text.parse::<f64>().unwrap_or(f64::INFINITY);
    let whole = value(&all(groups));
    let of_three =
        groups.len() > 1 && groups[1..].iter().all(|(_, digits)| digits.len() == 3) && groups[0].1.len() <= 3;
    let last = groups.len() - 1;
    let decimal = value(&format!("{}.{}", all(&groups[..last]), groups[last].1));
    let one = |value: f64| (value, value, false);
    let marks: Vec<char> = groups[1..].iter().map(|(mark, _)| *mark).collect();
    let (low, high, comma) = match marks.as_slice() {
        [] => one(whole),
        [mark @ ('.' | ',')] => match groups[1].1.len() {
            // Nobody writes a thousand as "0,500".
            3 if groups[0].1 != "0" && of_three => (decimal, whole, *mark == ','),
            1 | 2 => one(decimal),
            _ if groups[0].1 == "0" || *mark == '.' => one(decimal),
            _ => (decimal, whole, false),
        },
        // Two different marks: the last one is the decimal mark, if the others group.
        [before @ .., mark @ ('.' | ',')] if !before.contains(mark) => {
            let grouped = groups[1..last].iter().all(|(_, digits)| digits.len() == 3);
            if grouped { one(decimal) } else { (decimal, whole, false) }
        }
        marks if marks.iter().all(|mark| *mark == ' ') => {
            // "1 000" is one number; "2 500" may be two of 500.
            let zeros = groups[1..].iter().all(|(_, digits)| digits == "000");
            if zeros { one(whole) } else { (value(&groups[last].1), whole, false) }
        }
        marks if of_three && marks.iter().all(|mark| *mark == marks[0] || (*mark != '.' && *mark != ',')) => one(whole),
        _ => (value(&groups[0].1).min(whole), whole, false),
    };
    Number { low, high, comma, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(text: &str) -> Vec<(f64, f64)> {
        let pieces = cut(text);
        let number = |piece: &Piece| if let Piece::Number(n) = piece { Some((n.low, n.high)) } else { None };
        pieces.iter().filter_map(number).collect()
    }

    #[test]
    fn marks_that_group_are_told_from_decimal_marks() {
        for (text, value) in [
            ("1500", 1500.0),
            ("0,5", 0.5),
            (".5", 0.5),
            ("1,5", 1.5),
            ("1.25", 1.25),
            ("0.500", 0.5),
            ("1\u{a0}500", 1500.0),
            ("1\u{2009}500", 1500.0),
            ("1 000", 1000.0),
            ("1'500", 1500.0),
            ("1’500", 1500.0),
            ("1,000,000", 1_000_000.0),
            ("1.000,5", 1000.5),
            ("1,000.5", 1000.5),
            ("５００", 500.0),
        ] {
            assert_eq!(readings(text), [(value, value)], "{text}");
        }
    }

    #[test]
    fn a_number_that_can_be_read_in_two_ways_keeps_both() {
        assert_eq!(readings("1,500"), [(1.5, 1500.0)]);
        assert_eq!(readings("1.500"), [(1.5, 1500.0)]);
        assert_eq!(readings("2 500"), [(500.0, 2500.0)]);
    }

    #[test]
    fn letters_and_digits_part_and_accents_go() {
        assert_eq!(key("Ibu-profén 400MG"), "ibuprofen400mg");
        assert_eq!(key("Cold & Flu"), key("cold and flu"));
        assert_ne!(key("Tylenol #3"), key("Tylenol 3"));
        assert!(cut("2\u{fe0f}\u{20e3}").contains(&Piece::Sign('\u{20e3}')));
        assert!(cut("").is_empty());
    }
}
