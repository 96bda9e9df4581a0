//! How safe a diary is kept: the place where it is read, and what stands beside it. What is there is filled; what is old is
//! a dashed outline with little in it; what is not there is a dashed outline with nothing.

use supple_drawing::{Area, Ink, Path, Scene, Shape};

/// What stands beside the place where the diary is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    Nothing,
    /// Something that is old.
    Old,
    /// A new copy in a file.
    File,
    /// Another place that keeps up.
    Place,
}

/// How high and wide a device is, and where the right one begins.
const HIGH: f64 = 64.0;
const WIDE: f64 = 40.0;
const RIGHT: f64 = 84.0;

/// A sheet with a folded corner, where the right device would be.
const SHEET: Path = Path("M84 4H112L124 16V68H84ZM112 4V16H124");

/// The drawing; `says` is the sentence that stands with it.
pub fn safety(beside: Beside, says: &str) -> Scene {
    let mut scene = Scene::new(Area::window(0.0, 0.0, 128.0, 72.0), "How safe your diary is", says);
    scene.add(device(4.0).fill(Ink::DoSoft));
    scene.add(device(4.0).stroke(Ink::Do, 4.0));
    lines(&mut scene, 4.0, 3, Ink::Do);
    let way = Shape::line((52.0, 36.0), (76.0, 36.0));
    match beside {
        Beside::Nothing => scene.add(device(RIGHT).stroke(Ink::Quiet, 3.0).dashed(&[5.0, 5.0])),
        Beside::Old => {
            scene.add(way.stroke(Ink::Quiet, 3.0).dashed(&[4.0, 4.0]));
            scene.add(device(RIGHT).stroke(Ink::Quiet, 3.0).dashed(&[5.0, 5.0]));
            lines(&mut scene, RIGHT, 1, Ink::Quiet);
        }
        Beside::File => {
            scene.add(way.stroke(Ink::Do, 4.0));
            scene.add(Shape::path(SHEET.curves()).fill(Ink::DoSoft));
            scene.add(Shape::path(SHEET.curves()).stroke(Ink::Do, 4.0).rounded());
            lines(&mut scene, RIGHT, 3, Ink::Do);
        }
        Beside::Place => {
            scene.add(way.stroke(Ink::Do, 4.0));
            scene.add(device(RIGHT).fill(Ink::DoSoft));
            scene.add(device(RIGHT).stroke(Ink::Do, 4.0));
            lines(&mut scene, RIGHT, 3, Ink::Do);
        }
    }
    scene
}

fn device(left: f64) -> Shape {
    Shape::bar(left, 4.0, WIDE, HIGH, 8.0)
}

/// What is in it, as lines from the bottom.
fn lines(scene: &mut Scene, left: f64, count: u8, ink: Ink) {
    for line in 0..count {
        scene.add(Shape::bar(left + 9.0, 52.0 - 13.0 * f64::from(line), WIDE - 18.0, 6.0, 3.0).fill(ink));
    }
}
