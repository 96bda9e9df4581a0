//! The frames of a way from one position to another.
//!
//! The numbers of the pose are eased, and every frame is solved: a path that is bent from one picture to the next would
//! shorten limbs half way.

mod in_view;

use crate::geometry::{direction, length, point, toward};
use crate::solve::solve;
use supple_drawing::Point;
use supple_guidance::figure::{Arm, Body, Figures, Leg, Movement, Pose, Prop, Side};

/// How far a movement has come at a share of its time: it starts and ends gently.
pub fn eased(time: f64) -> f64 {
    (1.0 - libm::cos(core::f64::consts::PI * time)) / 2.0
}

fn between(from: f64, to: f64, share: f64) -> f64 {
    from + (to - from) * share
}

fn place(from: [f64; 2], to: [f64; 2], share: f64) -> [f64; 2] {
    [between(from[0], to[0], share), between(from[1], to[1], share)]
}

/// The frame of a movement at a share of its time, from 0 to 1. None where a position is missing, or where one is seen from
/// the side and the other from the front.
pub fn frame(figures: &Figures, movement: &Movement, time: f64) -> Option<Pose> {
    let (from, to) = (figures.pose(&movement.from)?, figures.pose(&movement.to)?);
    let (share, body) = (eased(time), &figures.body);
    let (mut side, mut front) = (None, None);
    match (&from.side, &to.side, &from.front, &to.front) {
        (Some(first), Some(last), _, _) => side = Some(from_side(body, movement, [first, last], share)),
        (_, _, Some(first), Some(last)) => front = Some(in_view::between(body, movement, [first, last], share)),
        _ => return None,
    }
    let props = to.props.iter().map(|prop| carried(&from.props, prop, share)).collect();
    Some(Pose { side, front, props, arrow: Vec::new(), ghost: None, ..to.clone() })
}

/// A thing of a position. A box moves with the hands that hold it.
fn carried(before: &[Prop], prop: &Prop, share: f64) -> Prop {
    let held = before.iter().find_map(|prop| if let Prop::Box { x, y } = prop { Some((x, y)) } else { None });
    match (prop, held) {
        (Prop::Box { x, y }, Some((from_x, from_y))) => {
            Prop::Box { x: place(*from_x, *x, share), y: place(*from_y, *y, share) }
        }
        _ => prop.clone(),
    }
}

/// A body seen from the side.
fn from_side(body: &Body, movement: &Movement, [first, last]: [&Side; 2], share: f64) -> Side {
    let mut side = Side {
        hip: place(first.hip, last.hip, share),
        pelvis: between(first.pelvis, last.pelvis, share),
        lumbar: between(first.lumbar, last.lumbar, share),
        thorax: between(first.thorax, last.thorax, share),
        neck: between(first.neck, last.neck, share),
        head: between(first.head, last.head, share),
        head_last: last.head_last,
        ..Side::default()
    };
    if movement.about_knee {
        side.hip = about_knee(body, first, last, share);
    }
    let lift = movement.lift * libm::sin(core::f64::consts::PI * share);
    side.leg_near = leg(&first.leg_near, &last.leg_near, share, lift);
    side.leg_far = Some(leg(far_leg(first), far_leg(last), share, lift));
    side.arm_near = arm(body, [first, last], [&first.arm_near, &last.arm_near], 0, &side, share);
    side.arm_far = Some(arm(body, [first, last], [far_arm(first), far_arm(last)], 1, &side, share));
    side
}

fn far_leg(side: &Side) -> &Leg {
    side.leg_far.as_ref().unwrap_or(&side.leg_near)
}

fn far_arm(side: &Side) -> &Arm {
    side.arm_far.as_ref().unwrap_or(&side.arm_near)
}

fn leg(from: &Leg, to: &Leg, share: f64, lift: f64) -> Leg {
    let mut ankle = place(from.ankle, to.ankle, share);
    if from.ankle != to.ankle {
        ankle[1] += lift;
    }
    Leg { ankle, foot: between(from.foot, to.foot, share) }
}

/// The hip on its arc about a knee that stays where it is: angle and radius are eased, not x and y.
fn about_knee(body: &Body, first: &Side, last: &Side, share: f64) -> [f64; 2] {
    let knee = |side: &Side| solve(body, side).legs[0].middle;
    let pivot: Point = knee(first).midpoint(knee(last));
    let (from, to) = (point(first.hip) - pivot, point(last.hip) - pivot);
    let heading = between(direction(from), direction(to), share);
    let at = pivot + toward(heading) * between(length(from), length(to), share);
    [at.x, at.y]
}

/// An arm between two. One that lies on the floor in both does so all the way; else its wrist moves.
fn arm(body: &Body, sides: [&Side; 2], [from, to]: [&Arm; 2], which: usize, now: &Side, share: f64) -> Arm {
    let hand = between(from.hand, to.hand, share);
    if from.floor.is_some() && to.floor.is_some() && from.left == to.left {
        let floor = between(from.floor.unwrap_or(0.0), to.floor.unwrap_or(0.0), share);
        return Arm { floor: Some(floor), hand, ..to.clone() };
    }
    let wrist = |side: &Side| {
        let end = solve(body, side).arms[which].end;
        [end.x, end.y]
    };
    let fore = |arm: &Arm| arm.fore.unwrap_or([1.0, 1.0]);
    let mut moved = Arm {
        wrist: Some(place(wrist(sides[0]), wrist(sides[1]), share)),
        floor: None,
        hand,
        fore: Some(place(fore(from), fore(to), share)),
        ..to.clone()
    };
    // An elbow that would sink rests on the floor, and the forearm points to the target.
    let mut tried = now.clone();
    tried.arm_near = moved.clone();
    let elbow = solve(body, &tried).arms[0].middle;
    let lowest = sides.map(|side| solve(body, side).arms[which].middle.y).into_iter().fold(f64::INFINITY, f64::min);
    if let Some(floor) = from.floor.or(to.floor).filter(|_| elbow.y < lowest - 0.1) {
        moved = Arm { wrist: None, floor: Some(floor), hand, ..to.clone() };
    }
    moved
}
