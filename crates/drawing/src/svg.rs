//! A scene as SVG: for a page, whose stylesheet knows the inks by their classes, or as a file with colours of its own.
//!
//! No attribute `style` and no script: the policy of the pages forbids both.

use crate::look::{Ink, Look};
use crate::path::Grid;
use crate::scene::{Area, Group, Part, Scene};
use crate::shape::{Along, Anchor, Form, Shape};
use kurbo::{BezPath, Point};

/// What a drawing is for those who do not see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It says something of its own: its description is read out.
    Picture,
    /// Words beside it say all that it shows: it is passed over.
    Ornament,
}

/// A scene as a part of a page, with this class.
///
/// An ink is a class: `f-` with its name fills, `s-` is the line. What has the look of the whole scene is left to the
/// stylesheet, which gives it to a drawing of the class.
pub fn shown(scene: &Scene, class: &str, role: Role) -> String {
    let mut svg = Svg::new(scene, None);
    svg.text += "<svg";
    if !class.is_empty() {
        svg.attribute("class", class);
    }
    svg.area();
    match role {
        Role::Picture => {
            svg.attribute("role", "img");
            svg.attribute("aria-label", &scene.description);
        }
        Role::Ornament => svg.attribute("aria-hidden", "true"),
    }
    svg.text.push('>');
    svg.parts(&scene.parts);
    svg.text += "</svg>";
    svg.text
}

/// A scene as a file of its own. `colour` says what an ink is there, in the notation of CSS.
pub fn file(scene: &Scene, colour: &dyn Fn(Ink) -> &'static str) -> String {
    let mut svg = Svg::new(scene, Some(colour));
    svg.text += r#"<svg xmlns="http://www.w3.org/2000/svg""#;
    svg.area();
    let look = svg.look(&scene.look);
    svg.text += &look;
    svg.text += "><title>";
    svg.escaped(&scene.title);
    svg.text += "</title><desc>";
    svg.escaped(&scene.description);
    svg.text += "</desc>";
    svg.parts(&scene.parts);
    svg.text += "</svg>";
    svg.text
}

/// A scene as a file of its own that has the classes of [`shown`], and what a stylesheet says of them. `style` holds nothing
/// that XML reads as markup.
pub fn styled(scene: &Scene, style: &str) -> String {
    let mut svg = Svg::new(scene, None);
    svg.head(style);
    svg.parts(&scene.parts);
    svg.text += "</svg>";
    svg.text
}

/// A movement as a file of its own: from the first of these scenes to the last, and back, for ever. `seconds` says how long
/// it takes to get there, how long it stays, and how long it takes back. The scenes have the same parts, as the frames of a
/// figure have; a part that changes in more than its place is drawn as it is at first.
///
/// It moves by SMIL, which works in a file that a page shows as a picture. Who wants stillness is shown [`styled`] instead.
pub fn moving(frames: &[Scene], seconds: [f64; 3], style: &str) -> Option<String> {
    let first = frames.first()?;
    let mut svg = Svg::new(first, None);
    svg.head(style);
    let shapes: Vec<Vec<&Shape>> = frames.iter().map(shapes).collect();
    for (place, shape) in shapes.first()?.iter().enumerate() {
        let ways: Option<Vec<String>> = shapes.iter().map(|shapes| svg.way(shapes.get(place)?)).collect();
        let dress = svg.dress(shape).attributes;
        match ways {
            Some(ways) if ways.windows(2).any(|pair| pair.first() != pair.last()) => {
                svg.animated(&ways, seconds, &dress)
            }
            _ => svg.shape(shape, &dress),
        }
    }
    svg.text += "</svg>";
    Some(svg.text)
}

/// All shapes of a scene, the lowest first. Those of a group that is shifted or mirrored are not among them: they do not move.
fn shapes(scene: &Scene) -> Vec<&Shape> {
    fn shape(part: &Part) -> Option<&Shape> {
        match part {
            Part::Shape(shape) => Some(shape),
            Part::Group(_) => None,
        }
    }
    scene.parts.iter().filter_map(shape).collect()
}

/// How long a movement rests before it begins again, in seconds.
const REST: f64 = 0.8;

/// About how many units a strip is wide.
const WIDE: f64 = 300.0;

struct Svg<'s> {
    text: String,
    scene: &'s Scene,
    grid: Grid,
    colour: Option<&'s dyn Fn(Ink) -> &'static str>,
}

/// What a shape takes from one around it: written once for several in a row.
#[derive(Clone, Default, PartialEq)]
struct Dress {
    attributes: String,
    /// What lies over each other under one opacity is another picture than each under its own.
    alone: bool,
}

impl<'s> Svg<'s> {
    fn new(scene: &'s Scene, colour: Option<&'s dyn Fn(Ink) -> &'static str>) -> Svg<'s> {
        let width = match scene.area {
            Area::Window(window) => window.width(),
            Area::Strip { .. } => WIDE,
        };
        Svg { text: String::new(), scene, grid: Grid::of(width), colour }
    }

    /// How a file begins that has the classes of a stylesheet.
    fn head(&mut self, style: &str) {
        self.text += r#"<svg xmlns="http://www.w3.org/2000/svg""#;
        self.area();
        self.text += "><title>";
        self.escaped(&self.scene.title);
        self.text += "</title><desc>";
        self.escaped(&self.scene.description);
        self.text += "</desc><style>";
        self.text += style;
        self.text += "</style>";
    }

    /// The way along a shape, if it is one that can move.
    fn way(&self, shape: &Shape) -> Option<String> {
        match &shape.form {
            Form::Line(from, to) => Some(self.grid.moving_path(&through(&[*from, *to]))),
            Form::Polyline(points) => Some(self.grid.moving_path(&through(points))),
            Form::Path(path) => Some(self.grid.moving_path(path)),
            Form::Stretch(..) | Form::Rect(..) | Form::Ellipse(..) | Form::Text(_) => None,
        }
    }

    fn animated(&mut self, ways: &[String], seconds: [f64; 3], dress: &str) {
        let [there, stays, back] = seconds;
        let whole = there + stays + back + REST;
        let last = ways.len().saturating_sub(1);
        #[allow(clippy::cast_precision_loss, reason = "there are some frames")]
        let share = |place: usize| place as f64 / last.max(1) as f64;
        let forth = ways.iter().enumerate().map(|(place, way)| (there * share(place), way));
        let home = ways.iter().rev().enumerate().map(|(place, way)| (there + stays + back * share(place), way));
        let all: Vec<(f64, &String)> = forth.chain(home).chain(ways.first().map(|way| (whole, way))).collect();
        let times: Vec<String> = all.iter().map(|(at, _)| Grid::of(1.0).number(at / whole)).collect();
        let values: Vec<&str> = all.iter().map(|(_, way)| way.as_str()).collect();
        let first = ways.first().map(String::as_str).unwrap_or_default();
        self.text += &format!(
            "<path{dress} d=\"{first}\"><animate attributeName=\"d\" dur=\"{whole}s\" repeatCount=\"indefinite\""
        );
        self.attribute("keyTimes", &times.join(";"));
        self.attribute("values", &values.join(";"));
        self.text += "/></path>";
    }

    fn area(&mut self) {
        match self.scene.area {
            Area::Window(window) => {
                let numbers = [window.x0, window.y0, window.width(), window.height()];
                let numbers = numbers.map(|number| self.grid.number(number));
                self.attribute("viewBox", &numbers.join(" "));
            }
            Area::Strip { height } => {
                self.attribute("width", "100%");
                self.number("height", height);
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.text.push(' ');
        self.text += name;
        self.text += "=\"";
        self.escaped(value);
        self.text.push('"');
    }

    fn number(&mut self, name: &str, number: f64) {
        let number = self.grid.number(number);
        self.attribute(name, &number);
    }

    fn along(&mut self, name: &str, place: Along) {
        let place = match place {
            Along::Units(units) => self.grid.number(units),
            Along::Share(share) => format!("{}%", Grid::of(WIDE).number(100.0 * share)),
        };
        self.attribute(name, &place);
    }

    /// Words, with what would be read as markup written otherwise. A control character has no place in XML.
    fn escaped(&mut self, words: &str) {
        for letter in words.chars() {
            match letter {
                '&' => self.text += "&amp;",
                '<' => self.text += "&lt;",
                '>' => self.text += "&gt;",
                '"' => self.text += "&quot;",
                '\t' | '\n' | '\r' => self.text.push(' '),
                _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => self.text.push('\u{fffd}'),
                _ => self.text.push(letter),
            }
        }
    }

    fn parts(&mut self, parts: &[Part]) {
        let mut rest = parts;
        while let Some((first, after)) = rest.split_first() {
            match first {
                Part::Group(group) => {
                    self.group(group);
                    rest = after;
                }
                Part::Shape(shape) => {
                    let dress = self.dress(shape);
                    let same = |part: &Part| matches!(part, Part::Shape(other) if self.dress(other) == dress);
                    let alike = after.iter().take_while(|part| same(part)).count();
                    let saves = alike * dress.attributes.len() > "<g></g>".len();
                    let many = if saves && !dress.alone { alike + 1 } else { 1 };
                    let (run, after) = rest.split_at(many);
                    if many > 1 {
                        self.text += &format!("<g{}>", dress.attributes);
                    }
                    for part in run {
                        if let Part::Shape(shape) = part {
                            self.shape(shape, if many > 1 { "" } else { &dress.attributes });
                        }
                    }
                    if many > 1 {
                        self.text += "</g>";
                    }
                    rest = after;
                }
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let (x, y) = (self.grid.number(group.shift.x), self.grid.number(group.shift.y));
        let mut place = String::new();
        if (&*x, &*y) != ("0", "0") {
            place += &format!("translate({x},{y})");
        }
        if group.mirrored {
            place += "scale(-1,1)";
        }
        self.text += "<g";
        if !place.is_empty() {
            self.attribute("transform", &place);
        }
        self.text.push('>');
        self.parts(&group.parts);
        self.text += "</g>";
    }

    /// What a shape says of its look, as attributes.
    fn dress(&self, shape: &Shape) -> Dress {
        let mut attributes = match shape.name {
            Some(name) if self.colour.is_none() => format!(" class=\"{name}\""),
            _ if shape.look == self.scene.look => String::new(),
            _ => self.look(&shape.look),
        };
        if let Form::Text(text) = &shape.form {
            attributes += match text.anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            attributes += &format!(" font-size=\"{}\"", self.grid.number(text.size));
            if text.bold {
                attributes += " font-weight=\"bold\"";
            }
        }
        Dress { attributes, alone: shape.look.opacity < 1.0 }
    }

    fn look(&self, look: &Look) -> String {
        let mut classes = Vec::new();
        let mut attributes = String::new();
        let mut add = |name: &str, value: &str| attributes += &format!(" {name}=\"{value}\"");
        match (look.fill, self.colour) {
            (Some(ink), None) => classes.push(format!("f-{}", ink.name())),
            (Some(ink), Some(colour)) => add("fill", colour(ink)),
            // In a page the class of a line alone leaves its inside empty.
            (None, None) if look.stroke.is_some() => {}
            (None, _) => add("fill", "none"),
        }
        if let Some(stroke) = &look.stroke {
            match self.colour {
                None => classes.push(format!("s-{}", stroke.ink.name())),
                Some(colour) => add("stroke", colour(stroke.ink)),
            }
            // One unit is what SVG takes where nothing is said.
            if stroke.width != 1.0 || self.scene.look.stroke.is_some() {
                add("stroke-width", &self.grid.number(stroke.width));
            }
            if !stroke.dash.is_empty() {
                let dash: Vec<String> = stroke.dash.iter().map(|length| self.grid.number(*length)).collect();
                add("stroke-dasharray", &dash.join(" "));
            }
            if stroke.round {
                add("stroke-linecap", "round");
                add("stroke-linejoin", "round");
            }
            if look.halo {
                add("paint-order", "stroke");
            }
        } else if self.scene.look.stroke.is_some() {
            add("stroke", "none");
        }
        if look.opacity < 1.0 {
            add("opacity", &Grid::of(1.0).number(look.opacity));
        }
        if classes.is_empty() { attributes } else { format!(" class=\"{}\"{attributes}", classes.join(" ")) }
    }

    fn shape(&mut self, shape: &Shape, dress: &str) {
        let open = |svg: &mut Self, element: &str| svg.text += &format!("<{element}{dress}");
        match &shape.form {
            Form::Stretch(from, to) => {
                open(self, "line");
                self.along("x1", from.0);
                self.number("y1", from.1);
                self.along("x2", to.0);
                self.number("y2", to.1);
            }
            Form::Line(from, to) => self.curves(&through(&[*from, *to]), dress),
            Form::Polyline(points) => self.curves(&through(points), dress),
            Form::Path(path) => self.curves(path, dress),
            Form::Rect(rect, round) => {
                open(self, "rect");
                self.number("x", rect.x0);
                self.number("y", rect.y0);
                self.number("width", rect.width());
                self.number("height", rect.height());
                if *round > 0.0 {
                    self.number("rx", *round);
                }
            }
            Form::Ellipse(centre, reach) if reach.x == reach.y => {
                open(self, "circle");
                self.number("cx", centre.x);
                self.number("cy", centre.y);
                self.number("r", reach.x);
            }
            Form::Ellipse(centre, reach) => {
                open(self, "ellipse");
                self.number("cx", centre.x);
                self.number("cy", centre.y);
                self.number("rx", reach.x);
                self.number("ry", reach.y);
            }
            Form::Text(text) => {
                open(self, "text");
                self.number("x", text.at.x);
                self.number("y", text.at.y);
                self.text.push('>');
                self.escaped(&text.words);
                self.text += "</text>";
                return;
            }
        }
        self.text += "/>";
    }

    fn curves(&mut self, path: &BezPath, dress: &str) {
        self.text += &format!("<path{dress}");
        let path = self.grid.path(path);
        self.attribute("d", &path);
    }
}

fn through(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (place, point) in points.iter().enumerate() {
        if place == 0 { path.move_to(*point) } else { path.line_to(*point) }
    }
    path
}
