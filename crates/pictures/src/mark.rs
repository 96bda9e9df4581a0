//! The mark: a spine of soft bars. The icons of the app are made from the same numbers.

use crate::spine::{BAR, SPINE};
use supple_drawing::{Area, Ink, Scene, Shape};

fn spine() -> impl Iterator<Item = Shape> {
    let wide = |number: f32| (f64::from(number) * 10.0).round() / 10.0;
    SPINE.into_iter().map(move |(x, y, width)| Shape::bar(wide(x), wide(y), wide(width), wide(BAR), wide(BAR) / 2.0))
}

/// The mark in a square of 40.
pub fn mark() -> Scene {
    let mut scene = Scene::new(Area::window(0.0, 0.0, 40.0, 40.0), "Supple", "A spine of soft bars.");
    spine().for_each(|bar| scene.add(bar));
    scene
}

/// The mark on a ground of its own, so that it shows in a light and in a dark browser.
pub fn on_ground() -> Scene {
    let mut scene = Scene::new(Area::window(-8.0, -8.0, 56.0, 56.0), "Supple", "A spine of soft bars.");
    scene.add(Shape::bar(-8.0, -8.0, 56.0, 56.0, 14.0).fill(Ink::Do));
    spine().for_each(|bar| scene.add(bar.fill(Ink::DoSoft)));
    scene
}
