//! A sheet on paper: a PDF whose first part is one page, with tags for those who do not see it, and a file attached.
//!
//! The same print gives the same bytes, natively and in a browser: no clock, no chance. What a letter of no
//! embedded font would show is a visible stand-in, and [`Printed::missing`] names it.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod block;
mod face;
mod ink;
mod lines;
mod page;
mod picture;
mod table;
mod tree;
mod write;

use supple_report::print::{Paper, Print};

/// What stands for a letter that no embedded font has.
pub const STAND_IN: char = '□';

/// The sizes of the letters of the body, in points, the one that is tried first at the front.
pub const SIZES: [f32; 5] = [10.5, 10.0, 9.5, 9.0, 8.5];

/// Width and height, in points.
fn size(paper: Paper) -> (f32, f32) {
    match paper {
        Paper::A4 => (595.28, 841.89),
        Paper::Letter => (612.0, 792.0),
    }
}

/// A sheet that was set.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The size of the letters of the first page, in points; one of [`SIZES`].
    pub size: f32,
    /// The letters that no embedded font has, in order, each once. [`STAND_IN`] stands for them.
    pub missing: Vec<char>,
}

/// Why a sheet is not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A reader names a document by its title.
    #[error("the sheet has no title")]
    NoTitle,
    /// Of the form `type/subtype`, of letters, digits, `-`, `+` and `.`.
    #[error("the attachment's media type is none")]
    MediaType,
    /// An embedded font cannot be read.
    #[error("the fonts of the paper cannot be read")]
    Font,
    /// What the library that writes the file says.
    #[error("the file cannot be written: {0}")]
    Refused(String),
}

/// Sets a sheet.
///
/// What belongs on the first page is set in the largest of [`SIZES`] with which it is one page. Where none is small enough it goes
/// on over more pages, in the order in which it is read: paper that holds too much is of more use than none. Each annex begins on a
/// page of its own.
pub fn pdf(print: &Print) -> Result<Printed, PaperError> {
    let sheet = &print.sheet;
    if sheet.title.trim().is_empty() {
        return Err(PaperError::NoTitle);
    }
    let faces = face::Faces::new().ok_or(PaperError::Font)?;
    let frame = page::Frame::of(print.paper);
    let set = SIZES.iter().find_map(|size| page::set(sheet, &faces, frame, *size));
    let set = set.unwrap_or_else(|| page::over_pages(sheet, &faces, frame, SIZES[SIZES.len() - 1]));
    let (pages, size) = (set.pages, set.size);
    let bytes = write::write(print, &faces, frame, set)?;
    Ok(Printed { bytes, pages, size, missing: faces.missing() })
}
