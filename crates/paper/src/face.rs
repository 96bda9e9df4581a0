//! The embedded fonts: which letters they have, and how wide those are.

use crate::STAND_IN;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::cell::RefCell;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

static REGULAR: &[u8] = include_bytes!("../font/paper-regular.ttf");
static BOLD: &[u8] = include_bytes!("../font/paper-bold.ttf");

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Plain,
    Bold,
}

/// One font: its letters in order, each with its glyph and its width for letters of size 1.
struct Face {
    font: Font,
    letters: Vec<(char, u32, f32)>,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Option<Face> {
        let font = Font::new(bytes.into(), 0)?;
        let tables = FontRef::new(bytes).ok()?;
        let widths = tables.glyph_metrics(Size::new(1.0), LocationRef::default());
        let mut letters: Vec<(char, u32, f32)> = tables
            .charmap()
            .mappings()
            .filter_map(|(code, glyph)| Some((char::from_u32(code)?, glyph.to_u32(), widths.advance_width(glyph)?)))
            .collect();
        letters.sort_unstable_by_key(|(letter, ..)| *letter);
        Some(Face { font, letters })
    }

    fn of(&self, letter: char) -> Option<(u32, f32)> {
        let place = self.letters.binary_search_by_key(&letter, |(letter, ..)| *letter).ok()?;
        self.letters.get(place).map(|(_, glyph, width)| (*glyph, *width))
    }
}

/// Both fonts, and which letters were asked of them in vain.
pub(crate) struct Faces {
    plain: Face,
    bold: Face,
    missing: RefCell<BTreeSet<char>>,
}

impl Faces {
    pub(crate) fn new() -> Option<Faces> {
        let (plain, bold) = (Face::new(REGULAR)?, Face::new(BOLD)?);
        plain.of(STAND_IN).and(bold.of(STAND_IN))?;
        Some(Faces { plain, bold, missing: RefCell::default() })
    }

    fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Plain => &self.plain,
            Weight::Bold => &self.bold,
        }
    }

    pub(crate) fn font(&self, weight: Weight) -> Font {
        self.face(weight).font.clone()
    }

    /// The letters that had a stand-in, in order.
    pub(crate) fn missing(&self) -> Vec<char> {
        self.missing.borrow().iter().copied().collect()
    }

    /// The text in letters that both fonts have: accents joined with their letters, white space as spaces, what is never
    /// seen left out, and a stand-in for the rest. New lines stay.
    pub(crate) fn shown(&self, text: &str) -> String {
        let seen = text.nfc().filter(|letter| !is_ignorable(*letter));
        seen.map(|letter| match letter {
            '\n' | '\u{2028}' | '\u{2029}' => '\n',
            '\u{a0}' | '\u{202f}' => letter,
            _ if letter.is_whitespace() => ' ',
            _ if self.plain.of(letter).is_some() && self.bold.of(letter).is_some() => letter,
            _ => {
                self.missing.borrow_mut().insert(letter);
                STAND_IN
            }
        })
        .collect()
    }

    /// How wide a text is in letters of size 1. It is one that [`Faces::shown`] gave.
    pub(crate) fn width(&self, weight: Weight, text: &str) -> f32 {
        let face = self.face(weight);
        text.chars().filter_map(|letter| face.of(letter)).map(|(_, width)| width).sum()
    }

    pub(crate) fn glyphs(&self, weight: Weight, text: &str) -> Vec<KrillaGlyph> {
        let face = self.face(weight);
        let glyph = |(place, letter): (usize, char)| {
            let (glyph, width) = face.of(letter)?;
            let range = place..place + letter.len_utf8();
            Some(KrillaGlyph::new(GlyphId::new(glyph), width, 0.0, 0.0, 0.0, range, None))
        };
        text.char_indices().filter_map(glyph).collect()
    }
}

/// What only steers how other letters are shown (Default_Ignorable_Code_Point, without the Hangul fillers).
pub(crate) fn is_ignorable(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// A text for those parts of the file that no font shows: without control characters, and no longer than such a part may be.
pub(crate) fn unseen(text: &str) -> String {
    /// A string in a file for archives has at most 32,767 bytes; a letter has at most four.
    const LONGEST: usize = 8000;
    let mut letters = text.chars().map(|letter| match letter {
        _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => ' ',
        _ => letter,
    });
    let mut kept: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        kept.push('…');
    }
    kept.trim().to_owned()
}
