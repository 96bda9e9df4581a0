//! Small signs: on buttons and rooms, of the urgencies, of entries.
//!
//! All of them stand beside a word and say nothing that the word does not.

use supple_care::Standing;
use supple_diary::KindName;
use supple_drawing::{Area, Ink, Look, Path, Scene, Shape};
use supple_guidance::Urgency;
use supple_insight::findings::Map;

/// Signs on buttons are a line of two units; the line grows where the sign is drawn large.
fn sign(side: f64, what: &str) -> Scene {
    let line = Look::line(Ink::Text, 2.0).rounded();
    Scene::new(Area::window(0.0, 0.0, side, side), what, format!("{what}.")).drawn_with(line)
}

/// A shape in the sign's own line.
fn own(scene: &Scene, shape: Shape) -> Shape {
    shape.with(scene.look.clone())
}

fn line(what: &str, path: &'static str) -> Scene {
    let scene = sign(24.0, what);
    let shape = own(&scene, Shape::path(Path(path).curves()));
    scene.with(shape)
}

/// A telephone.
pub fn call() -> Scene {
    line(
        "A telephone",
        "M6 3h4l1.5 5L9 10a12 12 0 0 0 5 5l2-2.5 5 1.5v4c0 1.5-1 2.5-2.5 2.5C10.5 20.5 3.5 13.5 3.5 5.5 3.5 4 4.5 3 6 3Z",
    )
}

/// A house.
pub fn start() -> Scene {
    line("A house", "M4 11 12 4l8 7M6.5 9.5V20h11V9.5M10 20v-5h4v5")
}

/// A shield with a tick.
pub fn check() -> Scene {
    line("A shield with a tick", "M12 3 20 6v6c0 4.5-3 7.5-8 9-5-1.5-8-4.5-8-9V6ZM8.5 12l2.5 2.5 4.5-5")
}

/// A bubble with lines: words for someone else.
pub fn speech() -> Scene {
    line("A bubble with words", "M4 4h16v11h-8l-5 5v-5H4ZM8 8h8M8 11h5")
}

/// An open book.
pub fn guide() -> Scene {
    line("An open book", "M12 6C10 4.5 7 4 3 4v14c4 0 7 .5 9 2 2-1.5 5-2 9-2V4c-4 0-7 .5-9 2ZM12 6v14")
}

/// Two arrows, each its own way.
pub fn differ() -> Scene {
    line("Two arrows, each its own way", "M4 8h14l-4-4M20 16H6l4 4")
}

/// A curve that rests, rises and rests.
pub fn spasm() -> Scene {
    line("A curve that rests, rises and rests", "M1.5 12H7l2.5-8L14 20l3-8h5.5")
}

/// A notebook.
pub fn diary() -> Scene {
    line("A notebook", "M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2ZM9 9h6M9 13h6")
}

/// A range with what lies in its middle.
pub fn insight() -> Scene {
    let scene = line("A range with what lies in its middle", "M2 12h5M17 12h5M7 7v10M17 7v10");
    let middle = own(&scene, Shape::circle(12.0, 12.0, 2.5));
    scene.with(middle)
}

/// A capsule.
pub fn pill() -> Scene {
    line("A capsule", "M10.5 20a4.5 4.5 0 0 1-6.4-6.4l9.5-9.5a4.5 4.5 0 0 1 6.4 6.4ZM8.8 8.8l6.4 6.4")
}

/// Steps that lead up.
pub fn ladder() -> Scene {
    line("Steps that lead up", "M3 20h5v-5h5v-5h5V5h3")
}

/// An arrow that turns back.
pub fn undo() -> Scene {
    line("An arrow that turns back", "M9 7 4 12l5 5M4 12h11a5 5 0 0 1 0 10h-2")
}

/// An arrow to the left.
pub fn back() -> Scene {
    line("An arrow to the left", "M20 12H5M11 6l-6 6 6 6")
}

/// An arrow to the right.
pub fn onward() -> Scene {
    line("An arrow to the right", "M4 12h15M13 6l6 6-6 6")
}

/// Someone who lies on their back with the knees up.
pub fn lying() -> Scene {
    let scene = sign(48.0, "Someone who lies on their back with the knees up");
    let body = own(&scene, Shape::path(Path("M5 40h38M7 32c7-5 12-5 17-1l12-16 6 17").curves()));
    let head = own(&scene, Shape::circle(10.0, 23.0, 4.5));
    scene.with(body).with(head)
}

/// How something stands that must be so: a tick, a cross, or an empty ring.
pub fn standing(standing: Standing) -> Scene {
    match standing {
        Standing::Met => line("A tick", "m5 12.5 5 5 9-11"),
        Standing::Unmet => line("A cross", "M6 6l12 12M18 6 6 18"),
        Standing::Open => {
            let scene = sign(24.0, "An empty ring");
            let ring = Shape::circle(12.0, 12.0, 8.0).stroke(Ink::Text, 2.0).rounded().dashed(&[3.0, 3.0]);
            scene.with(ring.named("dashed"))
        }
    }
}

/// A solid sign in a square of 48: filled, with a line that softens its corners.
fn solid(what: &str, shape: Shape) -> Scene {
    let look = Look { fill: Some(Ink::Text), ..Look::line(Ink::Text, 4.0).rounded() };
    let shape = shape.with(look.clone());
    Scene::new(Area::window(0.0, 0.0, 48.0, 48.0), what, format!("{what}.")).drawn_with(look).with(shape)
}

fn shape(path: &'static str) -> Shape {
    Shape::path(Path(path).curves())
}

/// What stands inside a solid sign: in the colour of what the sign lies on.
fn inside(path: &'static str) -> Shape {
    shape(path).stroke(Ink::Ground, 4.0).rounded().named("in")
}

/// The shape of an urgency: the sharper, the sooner.
pub fn urgency(urgency: Urgency) -> Scene {
    match urgency {
        Urgency::Emergency => {
            solid("A triangle with an exclamation mark", shape("M24 5 45 42H3Z")).with(inside("M24 18v11M24 35.5v.1"))
        }
        Urgency::SameDay => {
            solid("A diamond with a clock", shape("M24 4 44 24 24 44 4 24Z")).with(inside("M24 15v9l6 5"))
        }
        Urgency::SeeDoctor => {
            solid("A square with lines", shape("M7 6H41V42H7Z")).with(inside("M15 16h18M15 24h18M15 32h10"))
        }
        Urgency::SelfCare => {
            solid("A disc with a tick", Shape::circle(24.0, 24.0, 20.0)).with(inside("m14 25 7 7 13-15"))
        }
    }
}

/// The shape of a stop: eight corners and a bar across.
pub fn halt() -> Scene {
    solid("A stop sign", shape("M16 4h16l12 12v16L32 44H16L4 32V16Z")).with(inside("M14 24h20"))
}

/// Where something stands on the map of triggers: up, down, level, or not known.
pub fn map(place: Map) -> Scene {
    match place {
        Map::Raises => solid("A triangle that points up", shape("M24 6 44 40H4Z")),
        Map::Lowers => solid("A triangle that points down", shape("M24 42 4 8h40Z")),
        Map::NoLinkSeen => solid("Two level bars", shape("M6 14h36v6H6ZM6 29h36v6H6Z")),
        Map::NotYet => {
            let mut scene = solid("A dashed ring", Shape::circle(24.0, 24.0, 19.0));
            scene.parts.clear();
            scene.with(Shape::circle(24.0, 24.0, 19.0).stroke(Ink::Text, 5.0).dashed(&[9.0, 8.0]))
        }
    }
}

/// The mark of an entry in a list: a bar is what the body did, a disc what was done, a ring what was said.
pub fn entry(kind: KindName) -> Scene {
    let (what, shape) = match kind {
        KindName::Spasm => ("A bar", Shape::bar(2.0, 9.0, 24.0, 10.0, 5.0).fill(Ink::Body)),
        KindName::Measure | KindName::Medicine | KindName::Exercise => {
            ("A disc", Shape::circle(14.0, 14.0, 7.0).fill(Ink::Do))
        }
        KindName::Pain | KindName::Symptom | KindName::EpisodeMark => {
            ("A disc", Shape::circle(14.0, 14.0, 5.0).fill(Ink::Body))
        }
        _ => ("A ring", Shape::circle(14.0, 14.0, 6.0).stroke(Ink::Quiet, 3.0)),
    };
    Scene::new(Area::window(0.0, 0.0, 28.0, 28.0), what, format!("{what}.")).with(shape)
}
