//! A body seen from the front, from behind or from above, by its joints as they are drawn.

use crate::geometry::{direction, flipped, length, point, toward};
use crate::outline::{self, Outline};
use crate::side::{cut, path};
use crate::solve::beside;
use crate::things;
use supple_drawing::{Ink, Point, Scene, Shape};
use supple_guidance::figure::{Body, DrawnArm, DrawnLeg, Figures, Front, FrontPart, Pose};

const RIM: f64 = 0.95;

/// How far down the thigh shorts reach, and the upper arm a sleeve.
const SHORTS: f64 = 0.58;
const SLEEVE: f64 = 0.52;

/// Where the shirt begins along the trunk.
const WAIST: f64 = 5.0;

/// Adds the body of a pose.
pub(crate) fn add(scene: &mut Scene, figures: &Figures, pose: &Pose, front: &Front) {
    let body = &figures.body;
    for (ghost, side) in front.ghost_legs.iter().zip([1.0, -1.0]) {
        let parts = path(&leg_outlines(body, hip(front, body, side), ghost));
        scene.add(Shape::path(parts.clone()).stroke(Ink::Quiet, 1.3).dashed(&[2.4, 2.0]));
        scene.add(Shape::path(parts).fill(Ink::Ghost));
    }
    for part in &front.order {
        let is_far = front.far.contains(part);
        match part {
            FrontPart::LegLeft => add_leg(scene, body, hip(front, body, 1.0), &front.leg_left, is_far),
            FrontPart::LegRight => add_leg(scene, body, hip(front, body, -1.0), &front.leg_right, is_far),
            FrontPart::ArmLeft => add_arm(scene, body, shoulder(front, body, 1.0), &front.arm_left, is_far),
            FrontPart::ArmRight => add_arm(scene, body, shoulder(front, body, -1.0), &front.arm_right, is_far),
            FrontPart::Trunk => add_trunk(scene, body, front),
            FrontPart::Cushion => things::cushion(scene, pose),
        }
    }
    things::spots(scene, pose);
}

/// A hip joint; `side` is 1 on the left of the direction of the trunk.
pub(crate) fn hip(front: &Front, body: &Body, side: f64) -> Point {
    beside(point(front.hip), front.trunk + front.hip_turn, 0.0, side * body.length.hip_half_width)
}

/// A shoulder joint.
pub(crate) fn shoulder(front: &Front, body: &Body, side: f64) -> Point {
    beside(point(front.hip), front.trunk, body.length.shoulder[0], side * body.length.shoulder_half_width * 0.86)
}

/// The trunk from one place to another, by its half widths.
fn trunk(body: &Body, front: &Front, [from, to]: [f64; 2]) -> Outline {
    let rows = &body.radius.trunk_front;
    let wide = |place: f64| {
        let mut before = rows.first().copied().unwrap_or_default();
        for row in rows {
            if place <= row[0] {
                let span = row[0] - before[0];
                let share = if span > 0.0 { (place - before[0]) / span } else { 1.0 };
                return before[1] + (row[1] - before[1]) * share;
            }
            before = *row;
        }
        before[1]
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

fn add_trunk(scene: &mut Scene, body: &Body, front: &Front) {
    let hip = point(front.hip);
    let at = |along: f64| beside(hip, front.trunk, along, 0.0);
    let lengths = &body.length;
    let beyond = lengths.pelvis + lengths.lumbar + lengths.thorax + lengths.neck + lengths.head[0];
    let [head, hair] = outline::head_front(body, at(beyond), front.trunk);
    let whole = trunk(body, front, [-4.5, 33.0]);
    scene.add(Shape::path(path(&[whole])).stroke(Ink::Ground, 2.0 * RIM).rounded());
    let neck = outline::segment(at(30.0), front.trunk, 8.0, &[[0.0, 3.6, 3.6], [1.0, 3.0, 3.0]], [0.0, 1.0]);
    scene.add(Shape::path(path(&[neck])).fill(Ink::Skin));
    scene.add(Shape::path(path(&[trunk(body, front, [-4.5, WAIST + 1.0])])).fill(Ink::Shorts));
    scene.add(Shape::path(path(&[trunk(body, front, [WAIST, 33.0])])).fill(Ink::Top));
    if front.behind {
        for bar in 0..10_u8 {
            let place = 7.2 + 2.5 * f64::from(bar);
            let [one, other] = [2.3, -2.3].map(|left| flipped(beside(hip, front.trunk, place, left)));
            let shape = Shape::line(one, other).stroke(Ink::Bars, 1.35).rounded();
            scene.add(if bar < 4 { shape } else { shape.opacity(0.5) });
        }
        scene.add(Shape::path(path(&[head])).fill(Ink::Hair));
    } else {
        // The neck shows above the shirt.
        let scoop = outline::segment(at(30.6), front.trunk, 4.0, &[[0.0, 3.4, 3.4], [1.0, 3.2, 3.2]], [0.0, 1.0]);
        scene.add(Shape::path(path(&[scoop])).fill(Ink::Skin));
        scene.add(Shape::path(path(&[head])).fill(Ink::Skin));
        scene.add(Shape::path(path(&[hair])).fill(Ink::Hair));
    }
}

fn leg_outlines(body: &Body, root: Point, leg: &DrawnLeg) -> Vec<Outline> {
    let (knee, ankle) = (point(leg.knee), point(leg.ankle));
    let share = if leg.foot_share > 0.0 { leg.foot_share } else { 1.0 };
    let whole = [0.0, 1.0];
    vec![
        outline::segment(root, direction(knee - root), length(knee - root), &body.radius.thigh, whole),
        outline::segment(knee, direction(ankle - knee), length(ankle - knee), &body.radius.shin, whole),
        outline::foot(body, ankle, leg.foot, share, leg.seen),
    ]
}

fn add_leg(scene: &mut Scene, body: &Body, root: Point, leg: &DrawnLeg, is_far: bool) {
    let [skin, shorts] = if is_far { [Ink::SkinFar, Ink::ShortsFar] } else { [Ink::Skin, Ink::Shorts] };
    let parts = leg_outlines(body, root, leg);
    let knee = point(leg.knee);
    let (heading, thigh) = (direction(knee - root), length(knee - root));
    if !is_far {
        let mut rim = parts.clone();
        rim[0] = outline::segment(root, heading, thigh, &body.radius.thigh, [0.5, 1.0]);
        scene.add(Shape::path(path(&rim)).stroke(Ink::Ground, 2.0 * RIM).rounded());
    }
    scene.add(Shape::path(path(&parts)).fill(skin));
    let cloth = outline::segment(root, heading, thigh, &body.radius.thigh, [0.0, SHORTS]);
    scene.add(Shape::path(path(&[cut(cloth, root + toward(heading) * thigh * SHORTS, heading)])).fill(shorts));
}

fn add_arm(scene: &mut Scene, body: &Body, root: Point, arm: &DrawnArm, is_far: bool) {
    let [skin, top] = if is_far { [Ink::SkinFar, Ink::TopFar] } else { [Ink::Skin, Ink::Top] };
    let (elbow, wrist) = (point(arm.elbow), point(arm.wrist));
    let share = if arm.hand_share > 0.0 { arm.hand_share } else { 1.0 };
    let (heading, upper) = (direction(elbow - root), length(elbow - root));
    let part = |range: [f64; 2]| outline::segment(root, heading, upper, &body.radius.upper_arm, range);
    let forearm =
        outline::segment(elbow, direction(wrist - elbow), length(wrist - elbow), &body.radius.forearm, [0.0, 1.0]);
    let hand = outline::hand(body, wrist, arm.hand, share, arm.thumb);
    if !is_far {
        let rim = [part([0.6, 1.0]), forearm.clone(), hand.clone()];
        scene.add(Shape::path(path(&rim)).stroke(Ink::Ground, 2.0 * RIM).rounded());
    }
    scene.add(Shape::path(path(&[part([0.0, 1.0]), forearm, hand])).fill(skin));
    scene.add(
        Shape::path(path(&[cut(part([0.0, SLEEVE]), root + toward(heading) * upper * SLEEVE, heading)])).fill(top),
    );
}
