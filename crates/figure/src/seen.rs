//! A body seen from the front, from behind or from above: its joints, its outlines, where its weight is, and what can be
//! measured in it.

use crate::geometry::{at, direction, length, point, toward, turn};
use crate::outline::{self, Outline};
use crate::solve::{beside, middle_of};
use std::collections::BTreeMap;
use supple_drawing::Point;
use supple_guidance::figure::{Body, DrawnArm, DrawnLeg, Front, Seen};

/// How much nearer to each other the joints of the shoulders are than the widest place of the trunk.
const SHOULDERS: f64 = 0.86;

/// Between which places along the spine a turn of the chest comes about.
const TURNS: [f64; 2] = [4.0, 22.0];

/// A hip joint; `side` is 1 on the left of the direction of the trunk, and -1 on its right.
pub fn hip(front: &Front, body: &Body, side: f64) -> Point {
    beside(point(front.hip), front.trunk + front.hip_turn, 0.0, side * body.length.hip_half_width)
}

/// A shoulder joint.
pub(crate) fn shoulder(front: &Front, body: &Body, side: f64) -> Point {
    let across = toward(front.turn).x * body.length.shoulder_half_width * SHOULDERS;
    beside(point(front.hip), front.trunk, body.length.shoulder[0], side * across)
}

/// The trunk from one place to another, by its half widths. A chest that is turned is as wide as it then is.
pub(crate) fn trunk(body: &Body, front: &Front, [from, to]: [f64; 2]) -> Outline {
    let rows: Vec<[f64; 3]> = body.radius.trunk_front.iter().map(|row| [row[0], row[1], 0.0]).collect();
    let wide = |place: f64| {
        let share = ((place - TURNS[0]) / (TURNS[1] - TURNS[0])).clamp(0.0, 1.0);
        let turned = toward(front.turn * share);
        let deep = (at(&body.radius.trunk, place, 1) + at(&body.radius.trunk, place, 2)) / 2.0;
        libm::hypot(at(&rows, place, 1) * turned.x, deep * turned.y)
    };
    let mut places: Vec<f64> = rows.iter().map(|row| row[0]).filter(|place| *place > from && *place < to).collect();
    places.insert(0, from);
    places.push(to);
    let heading = |place: f64| front.trunk + front.hip_turn * (1.0 - (place / 12.0).clamp(0.0, 1.0));
    let edge = |place: f64, side: f64| {
        let middle = beside(point(front.hip), front.trunk, place, 0.0);
        beside(middle, heading(place), 0.0, side * wide(place))
    };
    let left = places.iter().map(|place| edge(*place, 1.0));
    let right = places.iter().rev().map(|place| edge(*place, -1.0));
    outline::turned(left.chain(right).collect())
}

/// The middle of the head.
pub(crate) fn head(body: &Body, front: &Front) -> Point {
    let lengths = &body.length;
    let beyond = lengths.pelvis + lengths.lumbar + lengths.thorax + lengths.neck + lengths.head[0];
    beside(point(front.hip), front.trunk, beyond, 0.0)
}

/// Thigh, shin and foot.
pub(crate) fn leg(body: &Body, root: Point, leg: &DrawnLeg) -> Vec<Outline> {
    let (knee, ankle) = (point(leg.knee), point(leg.ankle));
    let share = if leg.foot_share > 0.0 { leg.foot_share } else { 1.0 };
    let whole = [0.0, 1.0];
    vec![
        outline::segment(root, direction(knee - root), length(knee - root), &body.radius.thigh, whole),
        outline::segment(knee, direction(ankle - knee), length(ankle - knee), &body.radius.shin, whole),
        outline::foot(body, ankle, leg.foot, share, leg.seen),
    ]
}

/// Upper arm, forearm and hand.
pub(crate) fn arm(body: &Body, root: Point, arm: &DrawnArm) -> Vec<Outline> {
    let (elbow, wrist) = (point(arm.elbow), point(arm.wrist));
    let share = if arm.hand_share > 0.0 { arm.hand_share } else { 1.0 };
    let whole = [0.0, 1.0];
    vec![
        outline::segment(root, direction(elbow - root), length(elbow - root), &body.radius.upper_arm, whole),
        outline::segment(elbow, direction(wrist - elbow), length(wrist - elbow), &body.radius.forearm, whole),
        outline::hand(body, wrist, arm.hand, share, arm.thumb),
    ]
}

/// The outline of each part.
pub(crate) fn parts(body: &Body, front: &Front) -> Vec<(&'static str, Outline)> {
    let mut parts = vec![("trunk", trunk(body, front, [-4.5, 33.0]))];
    for (side, one, other) in [(1.0, &front.leg_left, &front.arm_left), (-1.0, &front.leg_right, &front.arm_right)] {
        parts.extend(["thigh", "shin", "foot"].into_iter().zip(leg(body, hip(front, body, side), one)));
        parts.extend(["upper arm", "forearm", "hand"].into_iter().zip(arm(body, shoulder(front, body, side), other)));
    }
    parts
}

/// Where the weight of a body is, as it is seen.
pub fn centre_of_mass(body: &Body, front: &Front) -> Point {
    let (lengths, mass) = (&body.length, &body.mass);
    let waist = lengths.pelvis + lengths.lumbar;
    let on_spine = |along: f64| beside(point(front.hip), front.trunk, along, 0.0);
    let mut parts = vec![
        (mass.head, head(body, front)),
        (mass.pelvis, on_spine(lengths.pelvis / 2.0)),
        (mass.lumbar, on_spine(lengths.pelvis + lengths.lumbar / 2.0)),
        (mass.thorax, on_spine(waist + lengths.thorax / 2.0)),
    ];
    for (side, leg, arm) in [(1.0, &front.leg_left, &front.arm_left), (-1.0, &front.leg_right, &front.arm_right)] {
        let (knee, ankle) = (point(leg.knee), point(leg.ankle));
        parts.push((mass.thigh, hip(front, body, side).lerp(knee, 0.433)));
        parts.push((mass.shin, knee.lerp(ankle, 0.433)));
        parts.push((mass.foot, ankle));
        let (elbow, wrist) = (point(arm.elbow), point(arm.wrist));
        parts.push((mass.upper_arm, shoulder(front, body, side).lerp(elbow, 0.436)));
        parts.push((mass.forearm, elbow.lerp(wrist, 0.43)));
        parts.push((mass.hand, wrist + toward(arm.hand) * (lengths.hand / 2.0)));
    }
    middle_of(&parts)
}

/// Everything that can be measured in it: lengths in percent of its height, angles in degrees.
pub fn measures(body: &Body, front: &Front) -> BTreeMap<Seen, f64> {
    let (left, right) = (&front.leg_left, &front.leg_right);
    // Outward is away from the other leg.
    let spread = |leg: &DrawnLeg, side: f64| {
        let down = front.trunk + front.hip_turn + 180.0;
        -side * turn(direction(point(leg.knee) - hip(front, body, side)) - down)
    };
    let mut measures = BTreeMap::from([
        (Seen::Lean, turn(90.0 - front.trunk)),
        (Seen::HipTilt, turn(front.trunk + front.hip_turn - 90.0)),
        (Seen::ChestTurn, front.turn),
        (Seen::ThighLeft, spread(left, 1.0)),
        (Seen::ThighRight, spread(right, -1.0)),
        (Seen::KneeGap, length(point(left.knee) - point(right.knee))),
        (Seen::FootGap, length(point(left.ankle) - point(right.ankle))),
        (Seen::HipHeight, front.hip[1]),
        (Seen::HandHeight, front.arm_left.wrist[1].min(front.arm_right.wrist[1])),
    ]);
    measures.extend(front.blades.map(|apart| (Seen::BladeGap, apart)));
    measures
}
