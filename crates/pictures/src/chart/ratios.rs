//! Intervals on a line of ratios: how many times as often.

use super::{SMALL, WIDE};
use supple_drawing::{Anchor, Area, Ink, Scene, Shape, round};
use supple_insight::figures::{could_be, doublings};
use supple_insight::findings::{Trigger, Verdict};

/// A line of ratios: so many doublings to each side of "the same".
struct Ratios {
    doublings: f64,
    left: f64,
    right: f64,
}

impl Ratios {
    /// Wide enough for all of these, and never so wide that usual ones cannot be seen.
    fn over(all: impl Iterator<Item = f64>, left: f64, right: f64) -> Ratios {
        let widest = all.map(|ratio| doublings(ratio).abs()).filter(|wide| wide.is_finite()).fold(0.0, f64::max);
        Ratios { doublings: widest.ceil().clamp(2.0, 6.0), left, right }
    }

    fn x(&self, ratio: f64) -> f64 {
        let share = (doublings(ratio) / self.doublings).clamp(-1.0, 1.0);
        round(self.left + (self.right - self.left) * (share + 1.0) / 2.0)
    }

    /// The marks below the line: where, and what.
    fn marks(&self) -> Vec<(f64, String)> {
        let step = if self.doublings > 3.0 { 2 } else { 1 };
        let most = self.doublings as i32 / step * step;
        let marks = (-most..=most).step_by(step as usize);
        marks.map(|power| (self.x(2.0_f64.powi(power)), as_often(power))).collect()
    }

    /// The line of "the same".
    fn same(&self, top: f64, foot: f64) -> Shape {
        Shape::line((self.x(1.0), top), (self.x(1.0), foot)).stroke(Ink::Quiet, 2.0)
    }

    /// An interval: how it is drawn says how sure it is.
    fn range(&self, [lower, upper]: [f64; 2], y: f64, verdict: Option<Verdict>) -> Shape {
        let line = Shape::line((self.x(lower), y), (self.x(upper), y));
        match verdict {
            Some(Verdict::Likely) => line.stroke(Ink::Body, 12.0),
            Some(Verdict::ProbablyNot) => line.stroke(Ink::Quiet, 6.0),
            Some(Verdict::CannotTell) => line.stroke(Ink::Quiet, 4.0).dashed(&[2.0, 6.0]),
            None => line.stroke(Ink::Quiet, 3.0),
        }
    }

    /// The best guess.
    fn middle(&self, ratio: f64, y: f64) -> Shape {
        Shape::circle(self.x(ratio), y, 6.0).stroke(Ink::Text, 3.0).fill(Ink::Ground)
    }
}

/// A power of two as a mark.
fn as_often(power: i32) -> String {
    match power {
        0 => "same".to_owned(),
        -1 => "½".to_owned(),
        -2 => "¼".to_owned(),
        -3 => "⅛".to_owned(),
        _ if power < 0 => format!("1/{}", 1_u32 << power.unsigned_abs()),
        _ => format!("{}×", 1_u32 << power),
    }
}

/// One interval of a drawing.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What it is.
    pub words: &'static str,
    /// The estimate.
    pub ratio: f64,
    /// Its lower limit.
    pub lower: f64,
    /// Its upper limit.
    pub upper: f64,
    /// How sure it is; none for one that is only for comparison.
    pub verdict: Option<Verdict>,
}

/// Intervals on one line of ratios, the first above those that it is compared with.
pub fn intervals(rows: &[Row], description: &str) -> Scene {
    // What is only for comparison may run over the edge, so that it does not press what it is compared with together.
    let first = rows.iter().take(1).flat_map(|row| [row.lower, row.upper]);
    let line = Ratios::over(first.chain(rows.iter().map(|row| row.ratio)), 22.0, WIDE - 22.0);
    let foot = rows.len() as f64 * 46.0 + 8.0;
    let area = Area::window(0.0, 0.0, WIDE, foot + 26.0);
    let mut scene = Scene::new(area, "How many times as often", description);
    scene.add(line.same(4.0, foot));
    scene.add(Shape::line((line.left, foot), (line.right, foot)).stroke(Ink::Faint, 1.0));
    for (place, row) in rows.iter().enumerate() {
        let y = place as f64 * 46.0 + 34.0;
        scene.add(Shape::text(4.0, y - 15.0, SMALL, row.words).halo(Ink::Ground, 2.5));
        scene.add(line.range([row.lower, row.upper], y, row.verdict));
        scene.add(line.middle(row.ratio, y));
    }
    for (x, words) in line.marks() {
        scene.add(Shape::text(x, foot + 19.0, SMALL, words).anchored(Anchor::Middle));
    }
    scene
}

/// The interval of one exposure, to stand beside its numbers in words. None where it has none.
pub fn mini(trigger: &Trigger) -> Option<Scene> {
    let (ratio, lower, upper) = (trigger.told?, trigger.lower?, trigger.upper?);
    let line = Ratios { doublings: 3.0, left: 8.0, right: 292.0 };
    let says = could_be(lower, Some(upper));
    let scene = Scene::new(Area::window(0.0, 0.0, 300.0, 20.0), "How many times as often", says);
    Some(
        scene
            .with(line.same(1.0, 19.0))
            .with(line.range([lower, upper], 10.0, Some(trigger.verdict)))
            .with(line.middle(ratio, 10.0)),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_line_of_ratios_has_the_same_in_its_middle_and_holds_what_it_is_made_for() {
        let line = Ratios::over([0.3, 5.0].into_iter(), 0.0, 100.0);
        assert_eq!((line.doublings, line.x(1.0), line.x(8.0), line.x(0.125)), (3.0, 50.0, 100.0, 0.0));
        assert!(line.x(5.0) < 100.0 && line.x(0.3) > 0.0);
        let marks: Vec<String> = line.marks().into_iter().map(|(_, words)| words).collect();
        assert_eq!(marks, ["⅛", "¼", "½", "same", "2×", "4×", "8×"]);
        let wide = Ratios::over([1e-9, 1e9].into_iter(), 0.0, 100.0);
        assert_eq!(wide.marks().first().unwrap().1, "1/64");
        assert_eq!(wide.x(1e9), 100.0, "what is further out stands at the end");
    }
}
