//! What editors, spreadsheets and people write: the text of a file, and a length of time.

use jiff::SignedDuration;
use supple_diary::Seconds;

/// The text in UTF-8, without the mark at its beginning: also of what is UTF-16 by its mark, as some programs of Windows
/// write it.
///
/// # Errors
/// What follows the name of the file in a sentence.
pub fn decoded(bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
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

/// Reads how long something took, such as `1h30m`.
///
/// # Errors
/// Says what to write.
pub fn read_length(text: &str) -> Result<Seconds, String> {
    let takes = || format!("\"{}\" is no length of time; write 30s, 15m, 2h or 1h30m", shorten(text));
    let span: SignedDuration = text.trim().to_lowercase().parse().map_err(|_| takes())?;
    Seconds::new(span.as_secs())
        .map_err(|_| format!("\"{}\" is too long or too short; write up to 31 days, such as 2h", shorten(text)))
}

/// What someone wrote, cut to a length that fits one line.
pub(crate) fn shorten(text: &str) -> String {
    supple_text::shorten(text, supple_text::IN_A_MESSAGE)
}
