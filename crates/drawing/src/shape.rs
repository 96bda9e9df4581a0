//! Shapes: where they are, and how they look.

use crate::look::{Ink, Look, Stroke};
use kurbo::{BezPath, Point, Rect, Shape as _, Vec2};
use serde::{Deserialize, Serialize};

/// On which side of its point a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It has its middle there.
    Middle,
    /// It ends there.
    End,
}

/// Words in a drawing, on one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// On its baseline.
    pub at: Point,
    /// Which side of it.
    pub anchor: Anchor,
    /// The size of the letters, in units.
    pub size: f64,
    /// Whether the letters are bold.
    pub bold: bool,
    /// What it says.
    pub words: String,
}

impl Text {
    /// About where the letters are: how wide they are, only the face that sets them knows.
    fn bounds(&self) -> Rect {
        let width = 0.5 * self.size * self.words.chars().count() as f64;
        let left = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let x = self.at.x - left;
        Rect::new(x, self.at.y - 0.75 * self.size, x + width, self.at.y + 0.2 * self.size)
    }
}

/// A place along the width of a strip.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Along {
    /// So many units from the left edge.
    Units(f64),
    /// So much of the width, from 0 to 1.
    Share(f64),
}

impl Along {
    /// Where that is in a strip of this width.
    pub(crate) fn at(self, width: f64) -> f64 {
        match self {
            Along::Units(units) => units,
            Along::Share(share) => share * width,
        }
    }
}

/// The outline of a shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Form {
    /// A line in a strip: how far along, and how far down.
    Stretch((Along, f64), (Along, f64)),
    /// From one point to another.
    Line(Point, Point),
    /// Through points.
    Polyline(Vec<Point>),
    /// Curves.
    Path(BezPath),
    /// A box with corners of this radius.
    Rect(Rect, f64),
    /// A centre, and how far it reaches along x and y.
    Ellipse(Point, Vec2),
    /// Words.
    Text(Text),
}

/// One shape of a drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// Its outline.
    pub form: Form,
    /// With what it is drawn.
    pub look: Look,
    /// Its name, where a page dresses it by the name: because it moves, or follows what stands around it. Anywhere else
    /// its look holds.
    #[serde(skip)]
    pub name: Option<&'static str>,
}

impl Shape {
    fn new(form: Form) -> Shape {
        Shape { form, look: Look::filled(Ink::Text), name: None }
    }

    /// A line from one point to another.
    pub fn line(from: impl Into<Point>, to: impl Into<Point>) -> Shape {
        Shape::new(Form::Line(from.into(), to.into()))
    }

    /// A line in a strip, from one place to another: how far along, and how far down.
    pub fn stretch(from: (Along, f64), to: (Along, f64)) -> Shape {
        Shape::new(Form::Stretch(from, to))
    }

    /// A line through points.
    pub fn polyline(points: impl IntoIterator<Item = (f64, f64)>) -> Shape {
        Shape::new(Form::Polyline(points.into_iter().map(Point::from).collect()))
    }

    /// A shape of curves.
    pub fn path(path: BezPath) -> Shape {
        Shape::new(Form::Path(path))
    }

    /// A box by its corner, its size and the radius of its corners.
    pub fn bar(x: f64, y: f64, width: f64, height: f64, round: f64) -> Shape {
        Shape::new(Form::Rect(Rect::new(x, y, x + width, y + height), round))
    }

    /// A circle.
    pub fn circle(x: f64, y: f64, radius: f64) -> Shape {
        Shape::ellipse(x, y, radius, radius)
    }

    /// An ellipse.
    pub fn ellipse(x: f64, y: f64, across: f64, along: f64) -> Shape {
        Shape::new(Form::Ellipse(Point::new(x, y), Vec2::new(across, along)))
    }

    /// Words that begin at a point of their baseline.
    pub fn text(x: f64, y: f64, size: f64, words: impl Into<String>) -> Shape {
        let at = Point::new(x, y);
        Shape::new(Form::Text(Text { at, anchor: Anchor::Start, size, bold: false, words: words.into() }))
    }

    /// The same words on another side of their point.
    #[must_use]
    pub fn anchored(mut self, anchor: Anchor) -> Shape {
        if let Form::Text(text) = &mut self.form {
            text.anchor = anchor;
        }
        self
    }

    /// The same words, bold.
    #[must_use]
    pub fn bold(mut self) -> Shape {
        if let Form::Text(text) = &mut self.form {
            text.bold = true;
        }
        self
    }

    /// Filled with this ink.
    #[must_use]
    pub fn fill(mut self, ink: Ink) -> Shape {
        self.look.fill = Some(ink);
        self
    }

    /// With a line of this ink, so many units wide, and nothing inside unless it is filled afterwards.
    #[must_use]
    pub fn stroke(mut self, ink: Ink, width: f64) -> Shape {
        self.look.fill = None;
        self.look.stroke = Some(Stroke { ink, width, dash: Vec::new(), round: false });
        self
    }

    /// Its line in dashes: lengths of dash and gap in turn.
    #[must_use]
    pub fn dashed(mut self, dash: &[f64]) -> Shape {
        if let Some(stroke) = &mut self.look.stroke {
            stroke.dash = dash.to_vec();
        }
        self
    }

    /// Its line with round ends and corners.
    #[must_use]
    pub fn rounded(mut self) -> Shape {
        if let Some(stroke) = &mut self.look.stroke {
            stroke.round = true;
        }
        self
    }

    /// With a rim of this ink, so that it stands clear of what lies under it.
    #[must_use]
    pub fn halo(mut self, ink: Ink, width: f64) -> Shape {
        self.look.halo = true;
        self.look.stroke = Some(Stroke { ink, width: 2.0 * width, dash: Vec::new(), round: true });
        self
    }

    /// How much it covers, from 0 to 1.
    #[must_use]
    pub fn opacity(mut self, opacity: f64) -> Shape {
        self.look.opacity = opacity;
        self
    }

    /// With this look.
    #[must_use]
    pub fn with(mut self, look: Look) -> Shape {
        self.look = look;
        self
    }

    /// A shape that a page dresses by its name.
    #[must_use]
    pub fn named(mut self, name: &'static str) -> Shape {
        self.name = Some(name);
        self
    }

    /// What it covers, with its line. Of words it is about that; a line of a strip has its shares of one unit.
    pub fn bounds(&self) -> Rect {
        let outline = match &self.form {
            Form::Stretch(from, to) => Rect::new(from.0.at(1.0), from.1, to.0.at(1.0), to.1).abs(),
            Form::Line(from, to) => Rect::from_points(*from, *to),
            Form::Polyline(points) => around(points.iter().copied()),
            Form::Path(path) => path.bounding_box(),
            Form::Rect(rect, _) => *rect,
            Form::Ellipse(centre, reach) => Rect::from_points(*centre - *reach, *centre + *reach),
            Form::Text(text) => text.bounds(),
        };
        let reach = self.look.reach();
        outline.inflate(reach, reach)
    }
}

fn around(mut points: impl Iterator<Item = Point>) -> Rect {
    let first = points.next().unwrap_or_default();
    points.fold(Rect::from_points(first, first), |all, point| all.union_pt(point))
}
