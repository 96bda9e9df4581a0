//! With what a shape is drawn.

use serde::{Deserialize, Serialize};

/// A colour by what it means. Which colour that is, by day, by night and on paper, the face decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Ink {
    /// Words, and what is as plain as they are.
    Text,
    /// What the body did.
    Body,
    /// What to do, and the body as it is.
    Do,
    /// The pale ground of what to do.
    DoSoft,
    /// What is known less, or stands aside.
    Quiet,
    /// Lines to read along, and shades behind.
    Faint,
    /// What the drawing lies on.
    Ground,
    /// The page behind what it lies on.
    Page,
    /// Paper that stays white, for cameras.
    White,
    /// Print that stays black, for cameras.
    Black,
    /// Head, arms and legs of a figure: a colour that nobody has.
    Skin,
    /// The same of the far side.
    SkinFar,
    /// The shirt.
    Top,
    /// Its far sleeve.
    TopFar,
    /// The shorts.
    Shorts,
    /// Their far leg.
    ShortsFar,
    /// The hair, which tells the back of a head from its face.
    Hair,
    /// The bars of the spine on the shirt.
    Bars,
    /// Where a figure began.
    Ghost,
    /// What a figure lies on, holds or leans against.
    Thing,
}

impl Ink {
    /// Every ink.
    pub const ALL: [Ink; 20] = [
        Ink::Text,
        Ink::Body,
        Ink::Do,
        Ink::DoSoft,
        Ink::Quiet,
        Ink::Faint,
        Ink::Ground,
        Ink::Page,
        Ink::White,
        Ink::Black,
        Ink::Skin,
        Ink::SkinFar,
        Ink::Top,
        Ink::TopFar,
        Ink::Shorts,
        Ink::ShortsFar,
        Ink::Hair,
        Ink::Bars,
        Ink::Ghost,
        Ink::Thing,
    ];

    /// Its name, in stylesheets too.
    pub fn name(self) -> &'static str {
        match self {
            Ink::Text => "text",
            Ink::Body => "body",
            Ink::Do => "do",
            Ink::DoSoft => "do-soft",
            Ink::Quiet => "quiet",
            Ink::Faint => "faint",
            Ink::Ground => "ground",
            Ink::Page => "page",
            Ink::White => "white",
            Ink::Black => "black",
            Ink::Skin => "skin",
            Ink::SkinFar => "skin-far",
            Ink::Top => "top",
            Ink::TopFar => "top-far",
            Ink::Shorts => "shorts",
            Ink::ShortsFar => "shorts-far",
            Ink::Hair => "hair",
            Ink::Bars => "bars",
            Ink::Ghost => "ghost",
            Ink::Thing => "thing",
        }
    }
}

/// A line round a shape, or along it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// Its ink.
    pub ink: Ink,
    /// How wide, in units.
    pub width: f64,
    /// Lengths of dash and gap in turn, in units; whole where empty.
    pub dash: Vec<f64>,
    /// Whether ends and corners are round. Else they are cut off straight, and pointed.
    pub round: bool,
}

/// With what a shape is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// The ink inside; none where only its line is drawn.
    pub fill: Option<Ink>,
    /// The line.
    pub stroke: Option<Stroke>,
    /// Whether the line lies under the fill, so that only its outer half shows: a halo.
    pub halo: bool,
    /// How much it covers what lies under it, from 0 to 1.
    pub opacity: f64,
}

impl Look {
    /// Filled with one ink, and no line.
    pub const fn filled(ink: Ink) -> Look {
        Look { fill: Some(ink), stroke: None, halo: false, opacity: 1.0 }
    }

    /// A line and nothing inside.
    pub fn line(ink: Ink, width: f64) -> Look {
        let stroke = Stroke { ink, width, dash: Vec::new(), round: false };
        Look { fill: None, stroke: Some(stroke), halo: false, opacity: 1.0 }
    }

    /// Its line with round ends and corners.
    #[must_use]
    pub fn rounded(mut self) -> Look {
        if let Some(stroke) = &mut self.stroke {
            stroke.round = true;
        }
        self
    }

    /// How far it reaches beyond the outline of the shape, in units.
    pub(crate) fn reach(&self) -> f64 {
        self.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0)
    }
}
