//! How long: the share that lasts longer, by time.

use super::scale::time_scale;
use super::{FOOT, LEFT, RIGHT, SMALL, TOP, WIDE, level, level_mark, turn};
use supple_drawing::{Anchor, Area, Ink, Scene, Shape, round};
use supple_insight::figures::number;
use supple_insight::findings::{Lasted, Lasting};

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

/// From one stack of dots to the next, and from one dot up to the next.
const STACK: f64 = 14.0;
const STEP: f64 = 12.0;

/// How high stacks may be.
const HIGH: f64 = 100.0;

/// Each of the latest as a dot by how long it lasted, from nothing at the left to the longest at the right; a ring for what is
/// not over yet. None without any.
pub fn each(lasting: &Lasting, description: &str) -> Option<Scene> {
    let longest = lasting.latest.iter().map(|one| one.time).fold(0.0, f64::max);
    if lasting.latest.is_empty() {
        return None;
    }
    let stacks = (WIDE / STACK) as usize;
    let place = |one: &Lasted| match longest > 0.0 {
        true => ((one.time / longest * (stacks - 1) as f64).round() as usize).min(stacks - 1),
        false => 0,
    };
    let mut placed: Vec<Vec<&Lasted>> = vec![Vec::new(); stacks];
    for one in &lasting.latest {
        placed[place(one)].push(one);
    }
    let highest = placed.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let step = STEP.min(HIGH / highest as f64);
    let foot = 14.0 + step * (highest - 1) as f64;
    let mut scene = Scene::new(Area::window(0.0, 0.0, WIDE, foot + 8.0), "How long each lasted", description);
    scene.add(Shape::line((1.0, foot + 7.0), (WIDE - 1.0, foot + 7.0)).stroke(Ink::Faint, 2.0));
    for (stack, of) in placed.iter().enumerate() {
        for (above, one) in of.iter().enumerate() {
            let (x, y) = (round(stack as f64 * STACK + STACK / 2.0), round(foot - step * above as f64 - 1.0));
            scene.add(match one.ended {
                true => Shape::circle(x, y, 5.0).fill(Ink::Body),
                false => Shape::circle(x, y, 4.2).stroke(Ink::Body, 1.6),
            });
        }
    }
    Some(scene)
}
