//! Text files as editors and spreadsheets of any system write them.

use crate::problem::{Context, Problem};
use std::io::Read;
use std::path::Path;

/// The text in UTF-8, without the mark at its beginning: also of what is UTF-16 by its mark, as some programs of Windows
/// write it. An error is what follows the name of the file in a sentence.
pub(crate) fn decoded(bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        let text = String::from_utf16(&units).ok().filter(|_| rest.len().is_multiple_of(2));
        text.map(|text| text.trim_start_matches('\u{feff}').as_bytes().to_vec())
            .ok_or("is not UTF-8 text, nor whole UTF-16: save it as UTF-8 and try again")
    };
    match &bytes[..] {
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => Ok(rest.to_vec()),
        _ => Ok(bytes),
    }
}

/// Reads a file, or standard input for `-`: what it is called, and its bytes; none if there are more than `most`, which are
/// not read then.
pub(crate) fn bytes(path: &Path, most: usize) -> Result<(String, Option<Vec<u8>>), Problem> {
    let limit = most as u64 + 1;
    let mut bytes = Vec::new();
    let (name, done) = if path == Path::new("-") {
        ("standard input".to_owned(), std::io::stdin().lock().take(limit).read_to_end(&mut bytes))
    } else {
        let file = std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        (path.display().to_string(), file)
    };
    done.context(format_args!("{name} cannot be read"))?;
    Ok((name, Some(bytes).filter(|bytes| bytes.len() <= most)))
}

/// Reads a file, or standard input for `-`: what it is called, and its text; none if it has more bytes than `most`.
pub(crate) fn read(path: &Path, most: usize) -> Result<(String, Option<String>), Problem> {
    let (name, bytes) = bytes(path, most)?;
    let Some(bytes) = bytes else { return Ok((name, None)) };
    let bytes = decoded(bytes).map_err(|why| Problem::Cannot(format!("{name} {why}")))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok((name, Some(text))),
        Err(_) => Err(Problem::Cannot(format!("{name} is not UTF-8 text; save it as UTF-8 and try again"))),
    }
}
