//! The whole of a drawing.

use crate::look::{Ink, Look};
use crate::shape::{Form, Shape};
use kurbo::{Affine, Point, Rect, Vec2};
use serde::{Deserialize, Serialize};

/// Where the shapes of a scene lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Area {
    /// A window on the units. It is shown at any size, and keeps its proportions.
    Window(Rect),
    /// As wide as the place where it is shown, and so many units high. A unit stays a unit; only [`crate::Form::Stretch`]
    /// goes along with the width.
    Strip {
        /// How high, in units.
        height: f64,
    },
}

impl Area {
    /// A window by its corner and its size.
    pub fn window(x: f64, y: f64, width: f64, height: f64) -> Area {
        Area::Window(Rect::new(x, y, x + width, y + height))
    }
}

/// Some shapes that are placed as one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// How far they are moved.
    pub shift: Vec2,
    /// Whether they are turned from left to right about x = 0, before they are moved.
    pub mirrored: bool,
    /// What is in it.
    pub parts: Vec<Part>,
}

impl Group {
    /// What is moved by so much.
    pub fn at(x: f64, y: f64, parts: impl IntoIterator<Item = Shape>) -> Group {
        Group { shift: Vec2::new(x, y), mirrored: false, parts: parts.into_iter().map(Part::from).collect() }
    }

    fn place(&self) -> Affine {
        let turn = if self.mirrored { Affine::FLIP_X } else { Affine::IDENTITY };
        Affine::translate(self.shift) * turn
    }
}

/// A shape, or a group of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Part {
    /// One shape.
    Shape(Shape),
    /// Several, placed as one.
    Group(Group),
}

impl From<Shape> for Part {
    fn from(shape: Shape) -> Part {
        Part::Shape(shape)
    }
}

impl From<Group> for Part {
    fn from(group: Group) -> Part {
        Part::Group(group)
    }
}

/// A drawing: its shapes from the lowest to the uppermost, and its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// Where its shapes lie.
    pub area: Area,
    /// What it is.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// How its shapes look where they do not say otherwise. In a page the stylesheet says it for a drawing of this class.
    pub look: Look,
    /// What is in it, the lowest first.
    pub parts: Vec<Part>,
}

impl Scene {
    /// An empty scene, in the ink of words.
    pub fn new(area: Area, title: impl Into<String>, description: impl Into<String>) -> Scene {
        let (title, description) = (title.into(), description.into());
        Scene { area, title, description, look: Look::filled(Ink::Text), parts: Vec::new() }
    }

    /// The same, where shapes look like this unless they say otherwise.
    #[must_use]
    pub fn drawn_with(mut self, look: Look) -> Scene {
        self.look = look;
        self
    }

    /// Puts something on top.
    pub fn add(&mut self, part: impl Into<Part>) {
        self.parts.push(part.into());
    }

    /// The same scene with this on top.
    #[must_use]
    pub fn with(mut self, part: impl Into<Part>) -> Scene {
        self.add(part);
        self
    }

    /// The same scene where a strip is so many units wide. A window stays as it is.
    #[must_use]
    pub fn at_width(&self, width: f64) -> Scene {
        let Area::Strip { height } = self.area else { return self.clone() };
        let mut scene = self.clone();
        scene.area = Area::window(0.0, 0.0, width, height);
        spread(&mut scene.parts, width);
        scene
    }

    /// What each shape covers, with its line, in the units of the area.
    pub fn bounds(&self) -> Vec<Rect> {
        let mut all = Vec::new();
        gather(&self.parts, Affine::IDENTITY, &mut all);
        all
    }

    /// What leaves the window, as its number in [`Scene::bounds`]. Of a strip ask at some width.
    pub fn outside(&self) -> Vec<usize> {
        let Area::Window(window) = self.area else { return Vec::new() };
        let window = window.inflate(0.05, 0.05);
        let is_in = |rect: &Rect| window.union(*rect) == window;
        self.bounds().iter().enumerate().filter(|(_, rect)| !is_in(rect)).map(|(place, _)| place).collect()
    }
}

fn spread(parts: &mut [Part], width: f64) {
    for part in parts {
        match part {
            Part::Group(group) => spread(&mut group.parts, width),
            Part::Shape(shape) => {
                if let Form::Stretch(from, to) = shape.form {
                    shape.form = Form::Line(Point::new(from.0.at(width), from.1), Point::new(to.0.at(width), to.1));
                }
            }
        }
    }
}

fn gather(parts: &[Part], place: Affine, all: &mut Vec<Rect>) {
    for part in parts {
        match part {
            Part::Shape(shape) => all.push(place.transform_rect_bbox(shape.bounds())),
            Part::Group(group) => gather(&group.parts, place * group.place(), all),
        }
    }
}
