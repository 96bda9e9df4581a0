//! Colours on paper. Each tells apart from its neighbours in grey print too, and letters have a contrast of at least 4.5 to 1.

use krilla::color::rgb;
use krilla::paint::Paint;
use supple_drawing::Ink;

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour(u8, u8, u8);

impl From<Colour> for Paint {
    fn from(Colour(red, green, blue): Colour) -> Paint {
        rgb::Color::new(red, green, blue).into()
    }
}

/// Letters that are read first.
pub(crate) const BLACK: Colour = Colour(0, 0, 0);
/// Letters that stand aside.
pub(crate) const GREY: Colour = Colour(0x45, 0x45, 0x45);
/// Lines that part what is read.
pub(crate) const LINE: Colour = Colour(0x80, 0x80, 0x80);
/// Lines that lead the eye along.
pub(crate) const HAIR: Colour = Colour(0xd0, 0xd0, 0xd0);

/// The colour of an ink of a drawing.
pub(crate) fn colour(ink: Ink) -> Colour {
    let [red, green, blue] = match ink {
        Ink::Text | Ink::Black => [0, 0, 0],
        Ink::Body => [0x8e, 0x4a, 0x7c],
        Ink::Do => [0x0d, 0x4a, 0x3b],
        Ink::DoSoft => [0xd3, 0xe7, 0xdc],
        Ink::Quiet => [0x6b, 0x6b, 0x6b],
        Ink::Faint => [0xd0, 0xd0, 0xd0],
        Ink::Ground | Ink::Page | Ink::White | Ink::Bars => [0xff, 0xff, 0xff],
        Ink::Skin => [0x9a, 0xa8, 0xa2],
        Ink::SkinFar => [0xc4, 0xcd, 0xc8],
        Ink::Top => [0x2c, 0x66, 0x57],
        Ink::TopFar => [0x7d, 0xa3, 0x98],
        Ink::Shorts => [0x3a, 0x43, 0x5c],
        Ink::ShortsFar => [0x85, 0x8c, 0xa0],
        Ink::Hair => [0x2e, 0x2a, 0x28],
        Ink::Ghost => [0xdd, 0xdd, 0xdd],
        Ink::Thing => [0x8a, 0x7a, 0x62],
    };
    Colour(red, green, blue)
}
