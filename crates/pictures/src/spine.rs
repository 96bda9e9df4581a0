//! The mark in numbers: a spine of soft bars. Drawn from here, and by the build of the pages, which makes the icons of the app.

/// The vertebrae: x, y and width of each bar, in a square of 40.
pub(crate) const SPINE: [(f32, f32, f32); 6] = [
    (13.5, 2.0, 13.0),
    (15.9, 8.4, 17.7),
    (12.6, 14.8, 20.6),
    (6.8, 21.2, 20.6),
    (6.4, 27.6, 17.7),
    (13.5, 34.0, 13.0),
];

/// How high a bar is; its ends are half circles.
pub(crate) const BAR: f32 = 4.4;
