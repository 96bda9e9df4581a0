//! Changes of inputs: of their bytes, and of what they are built of.

mod bytes;
mod form;
mod json;
mod table;

use crate::chance::Dice;

/// What the inputs of a target look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Bytes, or a short text.
    Bytes,
    /// One value of JSON.
    Json,
    /// A line each, mostly of JSON.
    Lines,
    /// A table: rows of cells.
    Table,
    /// A request: its method and address on the first line, the fields of a form below.
    Form,
    /// A request as above, whose body is a form with files (RFC 7578); the boundary is `BOUNDARY`.
    Multipart,
}

/// The boundary of made forms with files.
pub(crate) const BOUNDARY: &str = "----supple";

/// What changes are made of: inputs that showed something new, and words that mean something.
#[derive(Debug)]
pub(crate) struct Pool {
    inputs: Vec<Vec<u8>>,
    tokens: &'static [&'static str],
}

impl Pool {
    pub(crate) fn new(tokens: &'static [&'static str]) -> Pool {
        Pool { inputs: Vec::new(), tokens }
    }

    pub(crate) fn add(&mut self, input: Vec<u8>) {
        self.inputs.push(input);
    }

    pub(crate) fn len(&self) -> usize {
        self.inputs.len()
    }

    /// One of the inputs: every other time one of the last, which showed what is newest.
    pub(crate) fn input(&self, dice: &mut Dice) -> &[u8] {
        let last = self.inputs.len().saturating_sub(32);
        let from = if dice.one_in(2) { last } else { 0 };
        dice.pick(&self.inputs[from..]).map_or(&[][..], Vec::as_slice)
    }

    /// A word of the target, or one that many parsers stumble over.
    pub(crate) fn token(&self, dice: &mut Dice) -> &'static [u8] {
        let of = if self.tokens.is_empty() || dice.one_in(3) { ODD } else { self.tokens };
        dice.pick(of).map_or(&[][..], |token| token.as_bytes())
    }
}

/// What many parsers stumble over: edges of numbers, marks that nobody sees, letters that change their length, ends of lines,
/// escapes, and the ends of what other formats are made of.
pub(crate) const ODD: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1e308",
    "1e-400",
    "1e999",
    "NaN",
    "inf",
    "0.1",
    "1.",
    ".5",
    "+1",
    "007",
    "255",
    "256",
    "65536",
    "2147483648",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "true",
    "false",
    "null",
    "{}",
    "[]",
    "\"\"",
    "\\u0000",
    "\\ud800",
    "\\\"",
    "\\",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u{b}",
    "\u{c}",
    "\0",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200e}",
    "\u{202e}",
    "\u{2028}",
    "\u{2066}",
    "\u{feff}",
    "\u{fffd}",
    "İ",
    "ß",
    "ŉ",
    "ﬃ",
    "e\u{301}",
    "é",
    "١٢",
    "７",
    "½",
    "，",
    "🙂",
    "👩\u{200d}👩",
    "𝟏",
    "=1+1",
    "@",
    "'",
    "\"",
    "`",
    "<b>",
    "&amp;",
    "%",
    "%00",
    "%ff",
    "%0d%0a",
    "+",
    "../",
    "9999-12-31",
    "0000-00-00",
    "-009999-01-01",
    "2026-02-30",
    "2026-03-29T02:30:00",
    "2026-10-25T02:30:00",
    "24:00",
    "23:59:60",
    "+25:00",
    "Z",
    "[Europe/Berlin]",
    "[Nowhere/Nothing]",
    "2026-W48-6",
    "29/02/2027",
    "00000000-0000-0000-0000-000000000000",
];

/// A changed input, of at most so many bytes.
pub(crate) fn mutated(pool: &Pool, shape: Shape, most: usize, dice: &mut Dice) -> Vec<u8> {
    let mut input = pool.input(dice).to_vec();
    let most_changes = if dice.one_in(4) { 12 } else { 3 };
    let changes = 1 + dice.below(most_changes);
    for _ in 0..changes {
        let by_structure = shape != Shape::Bytes && !dice.one_in(3);
        let changed = by_structure
            && match shape {
                Shape::Bytes => false,
                Shape::Json => json::change(&mut input, pool, dice),
                Shape::Lines => json::change_lines(&mut input, pool, dice),
                Shape::Table => table::change(&mut input, pool, dice),
                Shape::Form => form::change(&mut input, pool, dice),
                Shape::Multipart => form::change_parts(&mut input, pool, dice),
            };
        if !changed {
            bytes::change(&mut input, pool, dice);
        }
        input.truncate(most);
    }
    input
}
