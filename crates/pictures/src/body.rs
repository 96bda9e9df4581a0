//! The back, seen from behind, in the pieces that a person can tap. Left is the left of the person.
//!
//! Each piece is a scene of its own, since each is the label of its answer; the arms lie behind them and the spine on top.

use supple_diary::Region;
use supple_drawing::{Area, Group, Ink, Look, Part, Path, Scene, Shape, Vec2};

/// The whole map: every piece has its place in it.
const WHOLE: (f64, f64) = (320.0, 718.0);

/// On which side of the spine a region lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// On the left.
    Left,
    /// On the right.
    Right,
    /// Across the middle.
    Middle,
}

/// The side of a region.
pub fn side(region: Region) -> Side {
    use Region::{
        LowLeft, LowRight, MiddleLeft, MiddleRight, Neck, SeatLeft, SeatRight, ThighLeft, ThighRight, UpperLeft,
        UpperRight,
    };
    match region {
        Neck => Side::Middle,
        UpperLeft | MiddleLeft | LowLeft | SeatLeft | ThighLeft => Side::Left,
        UpperRight | MiddleRight | LowRight | SeatRight | ThighRight => Side::Right,
    }
}

/// One region; half as wide as the map, or as wide where it lies across the middle.
pub fn piece(region: Region) -> Scene {
    use Region::{
        LowLeft, LowRight, MiddleLeft, MiddleRight, Neck, SeatLeft, SeatRight, ThighLeft, ThighRight, UpperLeft,
        UpperRight,
    };
    let (height, path) = match region {
        Neck => (156.0, "M122 86c12 12 24 16 38 16s26-4 38-16c0 34 4 48 24 56l26 10H72l26-10c20-8 24-22 24-56Z"),
        UpperLeft | UpperRight => (118.0, "M156 4 84 4C56 8 36 18 30 42 28 66 40 86 46 114L156 114Z"),
        MiddleLeft | MiddleRight => (92.0, "M156 2 47 2C50 30 55 58 56 88L156 88Z"),
        LowLeft | LowRight => (92.0, "M156 2 56 2C56 32 48 60 38 88L156 88Z"),
        SeatLeft | SeatRight => (110.0, "M156 2 37 2C26 34 24 66 27 98 66 110 120 112 156 96Z"),
        ThighLeft | ThighRight => {
            (150.0, "M152 6C120 22 66 20 27 10 28 60 38 104 46 146L126 146C140 104 150 54 152 6Z")
        }
    };
    let look = Look { fill: Some(Ink::DoSoft), ..Look::line(Ink::Do, 2.0).rounded() };
    let shape = Shape::path(Path(path).curves()).with(look.clone());
    let width = if side(region) == Side::Middle { WHOLE.0 } else { WHOLE.0 / 2.0 };
    let area = Area::window(0.0, 0.0, width, height);
    let mut scene = Scene::new(area, "A region of the back", format!("The region {}.", region.id())).drawn_with(look);
    match side(region) {
        Side::Middle => scene.add(Shape::ellipse(160.0, 46.0, 41.0, 48.0).fill(Ink::DoSoft).named("head")),
        Side::Left | Side::Right => {}
    }
    if side(region) == Side::Right {
        scene.add(Group { shift: Vec2::new(width, 0.0), mirrored: true, parts: vec![Part::Shape(shape)] });
    } else {
        scene.add(shape);
    }
    scene
}

/// The whole map in one, where nobody taps: what is marked is in the ink of what the body did.
pub fn map(marked: &[Region]) -> Scene {
    let names: Vec<&str> = marked.iter().map(|region| region.id()).collect();
    let says =
        if names.is_empty() { "No region is marked.".to_owned() } else { format!("Marked: {}.", names.join(", ")) };
    // The hands reach over the edge of what is tapped.
    let area = Area::window(-14.0, -4.0, WHOLE.0 + 28.0, WHOLE.1 + 8.0);
    let mut scene = Scene::new(area, "The back, seen from behind", says);
    scene.parts.extend(arms().parts);
    let (mut top, mut left_height) = (0.0, 0.0);
    for region in Region::ALL {
        let Scene { area: Area::Window(window), parts, look, .. } = piece(region) else { continue };
        let own = |part: Part| match part {
            Part::Shape(shape) if shape.look == look && marked.contains(&region) => {
                Part::Shape(shape.stroke(Ink::Body, 2.0).rounded().fill(Ink::Body))
            }
            part => part,
        };
        let parts = parts.into_iter().map(|part| match part {
            Part::Group(group) => Part::Group(Group { parts: group.parts.into_iter().map(own).collect(), ..group }),
            part => own(part),
        });
        let x = if side(region) == Side::Right { WHOLE.0 / 2.0 } else { 0.0 };
        scene.add(Group { shift: Vec2::new(x, top), mirrored: false, parts: parts.collect() });
        // A left piece and its right one stand in one row.
        match side(region) {
            Side::Left => left_height = window.height(),
            Side::Right => top += left_height,
            Side::Middle => top += window.height(),
        }
    }
    scene.parts.extend(spine().parts);
    scene
}

/// The arms, which lie behind the pieces.
pub fn arms() -> Scene {
    let arm = |points: [(f64, f64); 3]| Shape::polyline(points).stroke(Ink::DoSoft, 25.0).rounded();
    Scene::new(Area::window(0.0, 0.0, WHOLE.0, WHOLE.1), "The arms", "Both arms hang down.")
        .with(arm([(20.0, 206.0), (0.0, 318.0), (2.0, 414.0)]))
        .with(arm([(300.0, 206.0), (320.0, 318.0), (318.0, 414.0)]))
}

/// The spine, which lies on top: soft bars, as in the mark.
pub fn spine() -> Scene {
    let line = Shape::line((160.0, 166.0), (160.0, 494.0)).stroke(Ink::Do, 13.0).dashed(&[8.0, 6.0]);
    Scene::new(Area::window(0.0, 0.0, WHOLE.0, WHOLE.1), "The spine", "It runs down the middle of the back.").with(line)
}
