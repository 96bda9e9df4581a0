//! Places on the body, for signs where a place is meant. Seen from behind, like the map of the diary.

use supple_drawing::{Area, Ink, Path, Scene, Shape};

/// What the body is drawn in there: its outline.
const HIPS: Path = Path("M24 3C20 18 6 30 7 54 8 70 12 82 14 94H43L48 74 53 94H82C84 82 88 70 89 54 90 30 76 18 72 3Z");
const TRUNK: Path = Path(
    "M36 4C34 10 20 12 14 18 9 24 12 40 18 54 22 66 20 80 18 93H78C76 80 74 66 78 54 84 40 87 24 82 18 76 12 62 10 60 4Z",
);
const LEGS: Path =
    Path("M22 4H46L45 40 44 58 42 92H30L27 60C22 48 20 24 22 4ZM74 4H50L51 40 52 58 54 92H66L69 60C74 48 76 24 74 4Z");
const CALF: Path = Path("M36 3C34 16 24 28 25 46 26 62 36 72 37 93H56C57 76 69 64 70 46 71 28 62 16 60 3Z");

/// How wide a line is: the edge of the body, and a way along it.
const EDGE: f64 = 3.5;
const WAY: f64 = 9.0;

/// The drawing of the place with this name in the guidance, in a square of 96.
pub fn place(name: &str) -> Option<Scene> {
    let (what, outline, marks) = match name {
        "saddle" => (
            "The part that touches a saddle.",
            HIPS,
            vec![
                spot(Path(
                    "M31 42C38 36 58 36 65 42 74 50 74 62 70 70 66 78 64 86 63 94H53L48 74 43 94H33C32 86 30 78 26 70 22 62 22 50 31 42Z",
                )),
                edge(Path("M48 24V72")),
            ],
        ),
        "legs" => ("Down both legs.", LEGS, vec![way(Path("M33 14 35 46 36 82M63 14 61 46 60 82"))]),
        "leg" => ("Down one leg, past the fold under the buttock.", LEGS, vec![way(Path("M63 14 61 46 60 82"))]),
        "calf" => (
            "The back of the lower leg.",
            CALF,
            vec![spot(Path("M48 19C60 22 65 36 64 47 62 60 54 67 48 70 41 66 33 58 32 46 31 34 36 22 48 19Z"))],
        ),
        "upper-back" => (
            "Between and near the shoulder blades.",
            TRUNK,
            vec![Shape::ellipse(48.0, 33.0, 25.0, 15.0).fill(Ink::Body), edge(Path("M48 10V90"))],
        ),
        "side" => (
            "Between the lowest rib and the hip bone, to one side.",
            TRUNK,
            vec![Shape::ellipse(69.0, 62.0, 9.0, 15.0).fill(Ink::Body), edge(Path("M48 10V90"))],
        ),
        _ => return None,
    };
    let mut scene = Scene::new(Area::window(0.0, 0.0, 96.0, 96.0), "A place on the body, seen from behind", what);
    scene.add(Shape::path(outline.curves()).fill(Ink::DoSoft));
    marks.into_iter().for_each(|mark| scene.add(mark));
    scene.add(edge(outline));
    Some(scene)
}

fn spot(path: Path) -> Shape {
    Shape::path(path.curves()).fill(Ink::Body)
}

fn edge(path: Path) -> Shape {
    Shape::path(path.curves()).stroke(Ink::Do, EDGE).rounded()
}

fn way(path: Path) -> Shape {
    Shape::path(path.curves()).stroke(Ink::Body, WAY).rounded()
}
