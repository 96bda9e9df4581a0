//! What is around a body: floor, bed and mat, pillow, chair and wall, packs, and the arrows that say what to do.

use crate::geometry::{at, direction, flipped, length, point, toward};
use crate::outline::foot;
use crate::side::path;
use crate::solve::Solved;
use supple_drawing::{BezPath, Ink, Point, Scene, Shape, Vec2};
use supple_guidance::figure::{Arrow, Body, FootSeen, FrontPart, Ground, Pose, Prop};

/// How wide the edge of a thing is.
const EDGE: f64 = 0.8;

/// A box by its extent, y up.
fn bar([left, right]: [f64; 2], [foot, top]: [f64; 2], round: f64) -> Shape {
    Shape::bar(left, -top, right - left, top - foot, round)
}

fn thing(shape: Shape) -> Shape {
    shape.stroke(Ink::Quiet, EDGE).fill(Ink::Thing)
}

fn shape_of(points: &[(f64, f64)]) -> BezPath {
    let mut path = BezPath::new();
    for (place, (x, y)) in points.iter().enumerate() {
        let to = flipped(Point::new(*x, *y));
        if place == 0 { path.move_to(to) } else { path.line_to(to) }
    }
    path.close_path();
    path
}

/// What the body is on.
pub(crate) fn ground(scene: &mut Scene, pose: &Pose) {
    let [left, right] = pose.span;
    match pose.ground {
        Ground::Floor => {
            let floor = [(left - 1.5, -0.4), (right - 5.0, -0.4), (right + 1.5, 3.4), (left + 5.0, 3.4)];
            scene.add(Shape::path(shape_of(&floor)).fill(Ink::Faint));
        }
        Ground::Bed(legs) => {
            let (left, right) = (left.max(-62.0), right.min(62.0));
            for x in [left + 3.0, right - 6.0] {
                scene.add(thing(bar([x, x + 3.0], [legs, -20.0], 0.8)));
            }
            let top = [(left, -6.0), (right, -6.0), (right - 6.0, 10.0), (left + 6.0, 10.0)];
            scene.add(Shape::path(shape_of(&top)).fill(Ink::Faint));
            scene.add(thing(bar([left, right], [-23.0, -6.0], 1.6)));
        }
        Ground::Mat([back, front]) => {
            let mat = [(left, front), (right - 7.0, front), (right, back), (left + 7.0, back)];
            scene.add(Shape::path(shape_of(&mat)).fill(Ink::Faint));
        }
        Ground::Above => scene.add(bar([left, right], [-50.0, 50.0], 5.0).fill(Ink::Faint)),
        Ground::None => {}
    }
}

/// What stands behind the body or below it.
pub(crate) fn behind(scene: &mut Scene, body: &Body, pose: &Pose) {
    for prop in &pose.props {
        match prop {
            Prop::Pillow { x, y } => scene.add(thing(bar(*x, *y, ((y[1] - y[0]) / 2.0).min(4.5)))),
            Prop::Chair { x, seat, left } => chair(scene, *x, *seat, *left),
            Prop::Wall { x, height } => scene.add(thing(bar([x - 4.0, *x], [0.0, *height], 0.6))),
            Prop::Wedge { corners } => {
                let corners: Vec<(f64, f64)> = corners.iter().map(|corner| (corner[0], corner[1])).collect();
                scene.add(Shape::path(shape_of(&corners)).stroke(Ink::Quiet, EDGE).rounded().fill(Ink::Thing));
            }
            Prop::Seat { x, seat } => seat_in_view(scene, *x, *seat),
            Prop::Backdrop { x, height } => {
                scene.add(bar(*x, [3.0, *height], 0.6).stroke(Ink::Faint, EDGE).fill(Ink::Thing));
            }
            Prop::Step { x } => {
                let sole = foot(body, Point::new(*x, body.length.ankle_height), 0.0, 1.0, FootSeen::Side);
                scene.add(Shape::path(path(&[sole])).stroke(Ink::Quiet, 1.0).dashed(&[2.0, 1.6]));
            }
            Prop::Table { x, top } => {
                for left in [x[0] + 2.0, x[1] - 4.6] {
                    scene.add(thing(bar([left, left + 2.6], [0.0, top - 1.0], 0.6)));
                }
                scene.add(thing(bar(*x, [top - 2.4, *top], 1.1)));
            }
            Prop::Screen { x, y, foot } => {
                scene.add(thing(bar([x + 2.0, x + 4.2], [*foot, y[0] + 6.0], 0.6)));
                scene.add(thing(bar([x - 2.0, x + 8.0], [*foot, foot + 1.4], 0.6)));
                scene.add(thing(bar([*x, x + 2.4], *y, 0.9)));
            }
            Prop::Box { .. } | Prop::Heat { .. } | Prop::Ice { .. } | Prop::Cushion { .. } => {}
        }
    }
    let is_before_it = pose.front.as_ref().is_some_and(|front| front.order.contains(&FrontPart::Held));
    if !is_before_it {
        boxes(scene, pose);
    }
}

/// Boxes, with a tape.
pub(crate) fn boxes(scene: &mut Scene, pose: &Pose) {
    for prop in &pose.props {
        if let Prop::Box { x, y } = prop {
            scene.add(thing(bar(*x, *y, 0.8)));
            let middle = f64::midpoint(x[0], x[1]);
            scene.add(bar([middle - 1.2, middle + 1.2], *y, 0.0).fill(Ink::Faint));
        }
    }
}

/// A chair from its front: the back behind, the seat and two legs.
fn seat_in_view(scene: &mut Scene, [left, right]: [f64; 2], seat: f64) {
    scene.add(thing(bar([left + 1.0, right - 1.0], [seat, seat + 29.0], 1.6)));
    for from in [left + 1.0, right - 3.6] {
        scene.add(thing(bar([from, from + 2.6], [0.0, seat - 1.0], 0.6)));
    }
    scene.add(thing(bar([left, right], [seat - 3.2, seat], 1.1)));
}

/// A chair from the side: its front edge, the height of its seat, and the side of its back.
fn chair(scene: &mut Scene, x: f64, seat: f64, left: bool) {
    let way = if left { -1.0 } else { 1.0 };
    let span = |from: f64, to: f64| {
        let ends = [x + way * from, x + way * to];
        [ends[0].min(ends[1]), ends[0].max(ends[1])]
    };
    for from in [1.0, 19.4] {
        scene.add(thing(bar(span(from, from + 2.6), [0.0, seat - 1.0], 0.6)));
    }
    scene.add(thing(bar(span(20.4, 23.0), [seat - 1.0, seat + 29.0], 1.1)));
    scene.add(thing(bar(span(0.0, 23.0), [seat - 2.6, seat], 1.1)));
}

/// A cushion between the legs.
pub(crate) fn cushion(scene: &mut Scene, pose: &Pose) {
    for prop in &pose.props {
        if let Prop::Cushion { from, to, radius } = prop {
            let line = || Shape::line(flipped(point(*from)), flipped(point(*to)));
            scene.add(line().stroke(Ink::Quiet, 2.0 * (radius + EDGE / 2.0)).rounded());
            scene.add(line().stroke(Ink::Thing, 2.0 * (radius - EDGE / 2.0)).rounded());
        }
    }
}

/// Packs on the back, with what they do: waves are warm, a flake is cold.
pub(crate) fn packs(scene: &mut Scene, body: &Body, solved: &Solved, pose: &Pose) {
    for prop in &pose.props {
        let (Prop::Heat { s } | Prop::Ice { s }) = prop else { continue };
        let places: Vec<f64> = (0..5).map(|step| s[0] + (s[1] - s[0]) * f64::from(step) / 4.0).collect();
        let out = |place: f64, by: f64| solved.spine.beside(place, -at(&body.radius.trunk, place, 1) - by);
        let inner = places.iter().map(|place| out(*place, -0.3));
        let outer = places.iter().rev().map(|place| out(*place, 2.6));
        let pack: Vec<Point> = inner.chain(outer).collect();
        scene.add(Shape::path(path(&[pack])).stroke(Ink::Quiet, EDGE).fill(Ink::Thing));
        let middle = f64::midpoint(s[0], s[1]);
        if let Prop::Heat { .. } = prop {
            for step in [-3.6, 0.0, 3.6] {
                let from = out(middle + step, 4.4);
                let up = solved.spine.at(middle).1 + 90.0;
                wave(scene, from, up);
            }
        } else {
            flake(scene, flipped(out(middle, 7.6)));
        }
    }
}

/// A wave that rises.
fn wave(scene: &mut Scene, from: Point, heading: f64) {
    let (up, side) = (toward(heading), toward(heading - 90.0));
    let mut line = BezPath::new();
    line.move_to(flipped(from));
    for step in 0..3 {
        let start = from + up * (4.0 * f64::from(step));
        let way = if step % 2 == 0 { 1.9 } else { -1.9 };
        let (one, two) = (start + up * 1.3 + side * way, start + up * 2.7 + side * way);
        line.curve_to(flipped(one), flipped(two), flipped(start + up * 4.0));
    }
    scene.add(Shape::path(line).stroke(Ink::Do, 1.7).rounded());
}

/// A flake of six arms.
fn flake(scene: &mut Scene, middle: Point) {
    let mut lines = BezPath::new();
    for arm in 0..6 {
        let way = toward(f64::from(arm) * 60.0 + 30.0);
        lines.move_to(middle);
        lines.line_to(middle + way * 5.0);
        for barb in [-1.0, 1.0] {
            let side = toward(f64::from(arm) * 60.0 + 30.0 + barb * 50.0);
            lines.move_to(middle + way * 2.7);
            lines.line_to(middle + way * 2.7 + side * 1.9);
        }
    }
    scene.add(Shape::path(lines).stroke(Ink::Do, 0.95).rounded());
}

/// How long the barbs of an arrow are.
const BARB: f64 = 4.2;

/// The arrows, on top of everything.
pub(crate) fn arrows(scene: &mut Scene, pose: &Pose) {
    for arrow in &pose.arrow {
        let line = || Shape::path(way(arrow));
        if arrow.over {
            scene.add(line().stroke(Ink::Ground, 4.6).rounded());
        }
        scene.add(line().stroke(Ink::Do, 1.8).rounded());
    }
}

fn way(arrow: &Arrow) -> BezPath {
    let (from, to) = (point(arrow.from), point(arrow.to));
    let straight = to - from;
    let left = Vec2::new(-straight.y, straight.x) / length(straight).max(0.1);
    let bend = from.midpoint(to) + left * (2.0 * arrow.bow);
    let mut path = BezPath::new();
    path.move_to(flipped(from));
    path.quad_to(flipped(bend), flipped(to));
    let heading = direction(to - bend);
    path.move_to(flipped(to - toward(heading + 30.0) * BARB));
    path.line_to(flipped(to));
    path.line_to(flipped(to - toward(heading - 30.0) * BARB));
    path
}

/// The places that are meant.
pub(crate) fn spots(scene: &mut Scene, pose: &Pose) {
    for spot in &pose.spot {
        scene.add(Shape::ellipse(spot.at[0], -spot.at[1], spot.reach[0], spot.reach[1]).fill(Ink::Body));
    }
}
