//! How long: the share that lasts longer, by time.

use super::scale::time_scale;
use super::{FOOT, LEFT, RIGHT, SMALL, TOP, WIDE, level, level_mark, turn};
use supple_drawing::{Anchor, Area, Ink, Scene, Shape, round};
use supple_insight::figures::number;
use supple_insight::findings::Lasting;

/// The share that lasts longer, by time, with its 95 % band and the time by which half have ended. None without a curve.
///
/// `seconds` is how long the unit of its numbers is; the scale has the unit that fits.
pub fn left(lasting: &Lasting, seconds: f64, description: &str) -> Option<Scene> {
    let last = lasting.curve.last()?;
    let longest = if last.time > 0.0 { last.time } else { 1.0 };
    let (unit, marks) = time_scale(longest * seconds);
    let x = |time: f64| LEFT + (RIGHT - LEFT) * time / longest;
    let y = |share: f64| FOOT - (FOOT - TOP) * share;
    let stairs = |shares: &dyn Fn(usize) -> f64, many: usize| -> Vec<(f64, f64)> {
        let mut points = vec![(x(0.0), y(1.0))];
        let mut before = 1.0;
        for (place, step) in lasting.curve.iter().take(many).enumerate() {
            points.push((x(step.time), y(before)));
            before = shares(place);
            points.push((x(step.time), y(before)));
        }
        points
    };
    let curve = stairs(&|place| lasting.curve[place].left, lasting.curve.len());
    // The band ends where nothing is left, since it has no limits there.
    let banded = lasting.curve.iter().take_while(|step| step.lower.is_some() && step.upper.is_some()).count();
    let mut band = stairs(&|place| lasting.curve[place].upper.unwrap_or(0.0), banded);
    let lower = stairs(&|place| lasting.curve[place].lower.unwrap_or(0.0), banded);
    band.extend(lower.into_iter().rev());

    let mut scene = Scene::new(Area::window(0.0, 0.0, WIDE, 188.0), "How many are left as time goes by", description);
    let levels = [(1.0, "all"), (0.5, "half"), (0.0, "none")];
    levels.iter().for_each(|(share, _)| scene.add(level(round(y(*share)))));
    levels.iter().for_each(|(share, words)| scene.add(level_mark(round(y(*share)), *words)));
    if banded > 0 {
        scene.add(Shape::polyline(band).fill(Ink::Faint).opacity(0.6));
    }
    if let Some(median) = lasting.median {
        scene.add(turn(round(x(median)), round(y(0.5))));
    }
    scene.add(Shape::polyline(curve).stroke(Ink::Body, 3.0).rounded());
    for mark in marks {
        let at = round(x(mark * unit.1 / seconds).clamp(50.0, 330.0));
        scene.add(Shape::text(at, 164.0, SMALL, number(mark)).anchored(Anchor::Middle));
    }
    scene.add(Shape::text(RIGHT, 183.0, SMALL, unit.0).anchored(Anchor::End));
    Some(scene)
}
