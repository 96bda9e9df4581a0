//! How many, one bar for each stretch of time: for paper, where nothing can be tapped.

use supple_drawing::{Anchor, Area, Ink, Scene, Shape, round};

/// A stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What stands below it.
    pub label: String,
    /// How many.
    pub count: usize,
    /// Whether nothing is known of it: it is not zero.
    pub is_unknown: bool,
}

// As wide as a column of paper, so that letters of 10 are read there.
const WIDE: f64 = 360.0;
const HIGH: f64 = 90.0;
const TOP: f64 = 16.0;
const FOOT: f64 = 72.0;
const LETTERS: f64 = 10.0;

/// How wide a text is at most, with what parts it from the next.
fn room(text: &str) -> f64 {
    6.0 * text.chars().count() as f64 + 3.0
}

/// Bars with their numbers, the oldest first. None where there is no stretch.
pub fn counts(bars: &[Bar], title: &str, description: &str) -> Option<Scene> {
    let highest = bars.iter().map(|bar| bar.count).max()?.max(1);
    let step = WIDE / bars.len() as f64;
    let wide = round((step * 0.62).clamp(1.5, 26.0));
    let label = bars.iter().map(|bar| room(&bar.label)).fold(0.0, f64::max);
    let every = ((label / step).ceil() as usize).max(1);
    let has_numbers = room(&highest.to_string()) <= step;
    let mut scene = Scene::new(Area::window(0.0, 0.0, WIDE, HIGH), title, description);
    scene.add(Shape::line((0.0, FOOT), (WIDE, FOOT)).stroke(Ink::Faint, 1.0));
    for (place, bar) in bars.iter().enumerate() {
        let middle = step * (place as f64 + 0.5);
        let high = (FOOT - TOP) * bar.count as f64 / highest as f64;
        if bar.count > 0 {
            let left = round(middle - wide / 2.0);
            scene.add(Shape::bar(left, round(FOOT - high), wide, round(high), 1.5).fill(Ink::Body));
        }
        if has_numbers {
            let number = if bar.is_unknown && bar.count == 0 { "?".to_owned() } else { bar.count.to_string() };
            let at = round(FOOT - high - 4.0);
            scene.add(Shape::text(round(middle), at, LETTERS, number).anchored(Anchor::Middle));
        }
        if place % every == 0 {
            let label = Shape::text(round(middle), HIGH - 5.0, LETTERS, bar.label.clone());
            scene.add(label.anchored(Anchor::Middle));
        }
    }
    Some(scene)
}
