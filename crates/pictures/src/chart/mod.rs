//! Charts of a diary and of what it shows. Each says its finding in its description.
//!
//! A bar is a spasm, a dot is a quiet day, a dashed ring is a day that nobody knows: never drawn as quiet. Of intervals, a
//! thick one is a likely link, a pale one probably no strong one, and dots are what cannot be told yet.

mod calendar;
mod counts;
mod days;
mod gaps;
mod lasting;
mod pain;
mod pairs;
mod progress;
mod ratios;
mod scale;
mod timing;
mod weeks;

pub use calendar::calendar;
pub use counts::{Bar, counts};
pub use days::{Known, month, strip, worst};
pub use gaps::{gap, gaps};
pub use lasting::{each, left};
pub use pain::Curve;
pub use pairs::{pairs, spasm_pairs};
pub use progress::progress;
pub use ratios::{Row, intervals, mini};
pub use timing::share;
pub use weeks::{week_of, weeks};

use supple_drawing::{Anchor, Ink, Shape};

/// The size of letters: names, and what stands along an axis.
const LETTERS: f64 = 15.0;
const SMALL: f64 = 13.5;

/// How wide a chart is.
const WIDE: f64 = 350.0;

/// Where a plot with a scale on its left begins, and ends.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 340.0;

/// Where such a plot begins at its top, and ends.
const TOP: f64 = 14.0;
const FOOT: f64 = 144.0;

/// A line to read along, across a plot.
fn level(y: f64) -> Shape {
    Shape::line((LEFT, y), (RIGHT, y)).stroke(Ink::Faint, 1.0)
}

/// The mark of such a line, on its left.
fn level_mark(y: f64, words: impl Into<String>) -> Shape {
    Shape::text(LEFT - 8.0, y + 5.0, SMALL, words).anchored(Anchor::End)
}

/// When something turned, or how long half of it takes.
fn turn(x: f64, top: f64) -> Shape {
    Shape::line((x, top), (x, FOOT)).stroke(Ink::Text, 2.0).dashed(&[5.0, 5.0])
}
