//! The pairs of a trial: how far pain fell after one measure and after the other, or how many spasms came without a habit and with
//! it.

use super::{FOOT, LEFT, RIGHT, SMALL, TOP, level, level_mark};
use supple_drawing::{Anchor, Area, Ink, Scene, Shape, round};

/// Points that pain can fall or rise.
const MOST: f64 = 10.0;

/// One pair after another: a dot and a square, joined by a line. `falls` are points of pain, below 0 where it rose; `names` are
/// those of the two measures.
pub fn pairs(falls: &[(i8, i8)], names: [&str; 2], says: &str) -> Scene {
    let falls: Vec<[f64; 2]> = falls.iter().map(|(a, b)| [f64::from(*a), f64::from(*b)]).collect();
    drawn(&falls, MOST, names, ["How far pain fell, pair by pair", "points that pain fell"], says)
}

/// The same of spasms a week, without a habit and with it. `names` are those of the two sides.
pub fn spasm_pairs(weeks: &[[f64; 2]], names: [&str; 2], says: &str) -> Scene {
    drawn(weeks, f64::MAX, names, ["Spasms a week, pair by pair", "spasms a week"], says)
}

fn drawn(each: &[[f64; 2]], most: f64, names: [&str; 2], [title, unit]: [&'static str; 2], says: &str) -> Scene {
    let mut scene = Scene::new(Area::window(0.0, 0.0, 350.0, 196.0), title, says);
    let all = || each.iter().flatten().copied();
    let high = all().fold(2.0, f64::max).min(most).ceil();
    let low = all().fold(0.0, f64::min).max(-most);
    let y = |points: f64| round(TOP + (high - points) / (high - low) * (FOOT - TOP));
    let marks = if low < 0.0 { vec![high, 0.0, low] } else { vec![high, 0.0] };
    for mark in marks {
        scene.add(level(y(mark)));
        scene.add(level_mark(y(mark), format!("{:.0}", mark.abs())));
    }
    for (place, [a, b]) in each.iter().enumerate() {
        let x = round(LEFT + (RIGHT - LEFT) * (place as f64 + 0.5) / each.len() as f64);
        let (a, b) = (y(*a), y(*b));
        scene.add(Shape::line((x - 5.0, a), (x + 5.0, b)).stroke(Ink::Quiet, 2.0));
        scene.add(Shape::circle(x - 5.0, a, 5.5).fill(Ink::Body));
        scene.add(Shape::bar(x, b - 5.0, 10.0, 10.0, 1.0).fill(Ink::Do));
    }
    let foot = FOOT + 40.0;
    scene
        .with(Shape::circle(LEFT + 6.0, foot - 5.0, 5.5).fill(Ink::Body))
        .with(Shape::text(LEFT + 18.0, foot, SMALL, names[0].to_owned()))
        .with(Shape::bar(LEFT + 150.0, foot - 10.0, 10.0, 10.0, 1.0).fill(Ink::Do))
        .with(Shape::text(LEFT + 166.0, foot, SMALL, names[1].to_owned()))
        .with(Shape::text(RIGHT, FOOT + 18.0, SMALL, unit).anchored(Anchor::End))
}
