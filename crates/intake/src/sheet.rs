//! A table as some program wrote it: the one way in which one is read.
//!
//! Spreadsheets differ by country: the cells are separated by commas, semicolons or tabs, and the text is UTF-8 or UTF-16.
//! What a file says of itself counts; what may be read in two ways is not guessed.

use crate::text::decoded;
use csv::{ByteRecord, Position, StringRecord};

/// What may stand between cells, and what it is called.
const SEPARATORS: [(u8, &str); 3] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs")];

/// So many rows are looked at to find out what separates the cells.
const LOOKED_AT: usize = 50;

/// A table.
#[derive(Debug)]
pub struct Sheet {
    /// The names of the columns, without space or quotes around them.
    pub titles: Vec<String>,
    /// The rows below them; blank ones are left out.
    pub rows: Vec<Row>,
    /// Whether commas separate the cells: then none is a decimal point.
    pub is_comma: bool,
    /// Whether the first line ends with a separator.
    pub is_open: bool,
}

/// A row, and the line of the file on which it begins.
#[derive(Debug)]
pub struct Row {
    /// The line of the file.
    pub line: u64,
    /// Its cells.
    /// Tables can have millions of cells, which as strings of their own would take most of the time and the memory.
    pub cells: Result<StringRecord, NotText>,
}

/// A row that is not UTF-8.
#[derive(Clone, Copy, Debug)]
pub struct NotText;

/// A cell without the space around it, and without quotes: behind a space, CSV takes them for a part of the cell.
pub fn plain(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map_or(cell, str::trim)
}

impl Sheet {
    /// Reads a table.
    ///
    /// # Errors
    /// What follows the name of the file in a sentence.
    pub fn of(bytes: Vec<u8>) -> Result<Sheet, String> {
        let bytes = decoded(bytes).map_err(|why| format!(" {why}"))?;
        // UTF-16 without its mark.
        if bytes.iter().take(4).any(|byte| *byte == 0) {
            return Err(" is not UTF-8 text; save it as \"CSV UTF-8\" and try again".to_owned());
        }
        let (bytes, named) = match names_separator(&bytes) {
            Some((separator, rest)) => (rest, Some((separator, bytes.len() - rest.len()))),
            None => (&bytes[..], None),
        };
        let separator = match named {
            Some((separator, _)) => separator,
            None => separator(bytes)?,
        };
        let mut lines = Lines { bytes, at: 0, line: if named.is_some() { 2 } else { 1 } };
        let mut reader = reader(bytes, separator);
        let mut header = ByteRecord::new();
        let cannot = |error: csv::Error| format!(" cannot be read as a table: {error}");
        if !reader.read_byte_record(&mut header).map_err(cannot)? {
            return Err(": the file is empty, there is nothing in it; its first line names the columns".to_owned());
        }
        let header = StringRecord::from_byte_record(header)
            .map_err(|_| " is not UTF-8 text; save it as \"CSV UTF-8\" and try again".to_owned())?;
        let mut titles: Vec<String> = header.iter().map(|title| plain(title).to_owned()).collect();
        let named = titles.len();
        // Some programs end each line with a separator.
        while titles.len() > 1 && titles.last().is_some_and(String::is_empty) {
            titles.pop();
        }
        let mut rows = Vec::new();
        let mut record = ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(cannot)? {
            let line = record.position().map_or(0, |at| lines.of(at));
            // Nothing but separators and spaces.
            let is_blank = record.iter().all(|cell| cell.trim_ascii().is_empty());
            if is_blank && (titles.len() > 1 || record.len() > 1) {
                continue;
            }
            while record.len() > titles.len()
                && record.iter().next_back().is_some_and(|cell| cell.trim_ascii().is_empty())
            {
                record.truncate(record.len() - 1);
            }
            let cells = StringRecord::from_byte_record(record.clone()).map_err(|_| NotText);
            rows.push(Row { line, cells });
        }
        Ok(Sheet { is_open: titles.len() < named, titles, rows, is_comma: separator == b',' })
    }
}

fn reader(bytes: &[u8], separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(separator).from_reader(bytes)
}

/// A first line such as `sep=;`, by which a spreadsheet is told what separates the cells, and what follows it.
fn names_separator(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len());
    let (first, rest) = bytes.split_at(end);
    let first = first.trim_ascii_start();
    let first = first.strip_prefix(b"\"").and_then(|first| first.strip_suffix(b"\"")).unwrap_or(first);
    let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] = first else { return None };
    let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..)).unwrap_or_default();
    Some((*separator, rest))
}

/// What separates the cells: that by which all rows have as many cells as the first, or else that by which the first row
/// has the most. Two that fit equally well are not chosen from.
fn separator(bytes: &[u8]) -> Result<u8, String> {
    let looked_at = |(separator, name): (u8, &'static str)| {
        let mut reader = reader(bytes, separator);
        let lengths = reader.byte_records().take(LOOKED_AT).map_while(Result::ok).filter_map(|record| {
            let is_blank = record.iter().all(|cell| cell.trim_ascii().is_empty());
            let filled = record.iter().rposition(|cell| !cell.trim_ascii().is_empty()).map_or(0, |last| last + 1);
            (!is_blank).then_some((record.len(), filled))
        });
        let lengths: Vec<(usize, usize)> = lengths.collect();
        let columns = lengths.first().map_or(0, |first| first.1);
        let is_even = lengths.iter().all(|(all, filled)| *filled <= columns && *all >= columns);
        (separator, name, columns, is_even)
    };
    let found = SEPARATORS.map(looked_at);
    let fits: Vec<_> = found.iter().filter(|(.., columns, is_even)| *columns > 1 && *is_even).collect();
    let most = found.iter().map(|(.., columns, _)| *columns).max().unwrap_or_default();
    let fits = if fits.is_empty() { found.iter().filter(|(.., columns, _)| *columns == most).collect() } else { fits };
    match fits[..] {
        [(separator, ..)] => Ok(*separator),
        // There is one column only.
        _ if most <= 1 => Ok(b','),
        [(_, one, ..), (other, name, ..), ..] => Err(format!(
            ": its cells may be separated by {one} or by {name}; say which in a first line, such as sep={}",
            if *other == b'\t' { ',' } else { char::from(*other) }
        )),
        [] => Ok(b','),
    }
}

/// The lines of a file. What the reader says of where a row begins is before the empty lines above it.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which a row begins. Rows come in order.
    fn of(&mut self, row: &Position) -> u64 {
        let begins = usize::try_from(row.byte()).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at).filter(|byte| self.at < begins || matches!(byte, b'\r' | b'\n'))
        {
            let ends = *byte == b'\n' || *byte == b'\r' && self.bytes.get(self.at + 1) != Some(&b'\n');
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn read(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
        let sheet = Sheet::of(bytes.to_vec()).unwrap();
        let rows = sheet.rows.iter().map(|row| row.cells.as_ref().unwrap().iter().map(str::to_owned).collect());
        (sheet.titles, rows.collect())
    }

    fn utf16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    }

    #[test]
    fn a_table_says_the_same_however_a_spreadsheet_of_any_country_wrote_it() {
        let plain = read("Datum,Stärke,\"a;b;c;d\"\n2026-11-01,7,\"x, y\"\n2026-11-02,3,z\n".as_bytes());
        assert_eq!(plain.0, ["Datum", "Stärke", "a;b;c;d"]);
        assert_eq!(plain.1, [["2026-11-01", "7", "x, y"], ["2026-11-02", "3", "z"]]);
        let other = "Datum;Stärke;\"a;b;c;d\"\r\n2026-11-01;7;\"x, y\"\r\n2026-11-02;3;z\r\n";
        let tabs = "Datum\tStärke\ta;b;c;d\r\n2026-11-01\t7\tx, y\r\n2026-11-02\t3\tz\r\n";
        for text in [
            other.to_owned(),
            tabs.to_owned(),
            format!("sep=;\r\n{other}"),
            format!("\u{feff}\"sep=;\"\n{other}"),
            format!("SEP=\t\r\n{tabs}"),
            other.replace("\r\n", "\r"),
            other.replace("\r\n", ";\r\n"),
            other.replace("\r\n", ";;;\r\n"),
            format!("{other};;\r\n   \r\n;;;;\r\n"),
            other.replace("\r\n", ";\r\n").replacen(";\r\n", "\r\n", 1),
            other.replacen("\r\n", ";\r\n", 1),
            other.replace(';', "|").replace("a|b|c|d", "a;b;c;d").replacen("Datum", "sep=|\nDatum", 1),
        ] {
            assert_eq!(read(text.as_bytes()), plain, "{text:?}");
            assert_eq!(read(&utf16(&text, [0xff, 0xfe], u16::to_le_bytes)), plain, "{text:?}");
            assert_eq!(read(&utf16(&text, [0xfe, 0xff], u16::to_be_bytes)), plain, "{text:?}");
        }
    }

    #[test]
    fn cells_that_two_marks_may_separate_are_not_guessed() {
        for (text, said) in [
            ("a;b,c\n1;2,3\n", "commas or by semicolons"),
            ("a\tb;c\n1\t2;3\n", "semicolons or by tabs"),
            ("a;b,c\n", "commas or by semicolons"),
        ] {
            let why = Sheet::of(text.into()).unwrap_err();
            assert!(why.contains(said) && why.contains("sep="), "{why}");
            assert!(Sheet::of(format!("sep=;\n{text}").into()).is_ok());
        }
        // A decimal comma is none.
        assert_eq!(read(b"day;pain\n2026-11-01;3,5\n2026-11-02;4,5\n").1[0], ["2026-11-01", "3,5"]);
        assert_eq!(read(b"gap\n1\n2\n").0, ["gap"]);
    }

    #[test]
    fn a_line_is_counted_as_an_editor_counts_it() {
        let sheet = Sheet::of(b"sep=;\r\na;b\r\n\r\n1;\"x\r\ny\"\r\n;\r\n2;z\r\n".to_vec()).unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 7]);
    }
}
