//! Text files as editors and spreadsheets of any system write them.

use crate::problem::{Context, Problem};
use std::io::Read;
use std::path::Path;
pub(crate) use supple_intake::decoded;

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
