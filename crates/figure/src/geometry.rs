//! Directions in degrees, counter-clockwise from the right, and points from them; y is up.

use supple_drawing::{Point, Vec2};

/// A step of length 1 in this direction.
pub(crate) fn toward(degrees: f64) -> Vec2 {
    let radians = degrees.to_radians();
    Vec2::new(libm::cos(radians), libm::sin(radians))
}

/// The direction of a step.
pub(crate) fn direction(step: Vec2) -> f64 {
    libm::atan2(step.y, step.x).to_degrees()
}

/// The same angle between -180 and 180.
pub(crate) fn turn(degrees: f64) -> f64 {
    let turned = (degrees + 180.0).rem_euclid(360.0) - 180.0;
    if turned == -180.0 { 180.0 } else { turned }
}

/// How long a step is.
pub(crate) fn length(step: Vec2) -> f64 {
    libm::sqrt(step.x * step.x + step.y * step.y)
}

/// The angle of a triangle between two sides, opposite to the third. Sides that make no triangle lie in one line.
pub(crate) fn angle_between(one: f64, other: f64, opposite: f64) -> f64 {
    let cosine = (one * one + other * other - opposite * opposite) / (2.0 * one * other);
    libm::acos(cosine.clamp(-1.0, 1.0)).to_degrees()
}

/// A place of the guidance as a point.
pub(crate) fn point(place: [f64; 2]) -> Point {
    Point::new(place[0], place[1])
}

/// A point as scenes have it, where y is down.
pub(crate) fn flipped(point: Point) -> Point {
    Point::new(point.x, -point.y)
}

/// Between the entries of a table, whose first column rises: the value of another column at a place.
pub(crate) fn at(table: &[[f64; 3]], place: f64, column: usize) -> f64 {
    let Some(first) = table.first() else { return 0.0 };
    let mut before = first;
    for row in table {
        if place <= row[0] {
            let span = row[0] - before[0];
            let share = if span > 0.0 { (place - before[0]) / span } else { 1.0 };
            return before[column] + (row[column] - before[column]) * share;
        }
        before = row;
    }
    before[column]
}
