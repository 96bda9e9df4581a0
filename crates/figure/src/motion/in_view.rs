//! A frame of a movement that is seen from the front.
//!
//! A limb whose end stays where it is keeps it there. Any other turns about its joint: a straight way from one picture to the
//! next would shorten it half way.

use super::{between as mixed, place};
use crate::geometry::{direction, length, point, toward, turn};
use crate::seen::{hip, shoulder};
use supple_drawing::{Point, Vec2};
use supple_guidance::figure::{Body, DrawnArm, DrawnLeg, Front, Movement};

/// A body between two positions.
pub(super) fn between(body: &Body, movement: &Movement, [first, last]: [&Front; 2], share: f64) -> Front {
    let mut front = Front {
        hip: place(first.hip, last.hip, share),
        trunk: mixed(first.trunk, last.trunk, share),
        hip_turn: mixed(first.hip_turn, last.hip_turn, share),
        turn: mixed(first.turn, last.turn, share),
        head_turn: mixed(first.head_turn, last.head_turn, share),
        blades: first.blades.zip(last.blades).map(|(from, to)| mixed(from, to, share)),
        ghost_legs: Vec::new(),
        ..last.clone()
    };
    let lift = movement.lift * libm::sin(core::f64::consts::PI * share);
    let leg = |from: &DrawnLeg, to: &DrawnLeg, side: f64| {
        let roots = [first, last, &front].map(|front| hip(front, body, side));
        let [knee, mut ankle] = limb(roots, [[from.knee, from.ankle], [to.knee, to.ankle]], share);
        if from.ankle != to.ankle {
            ankle[1] += lift;
        }
        let foot_share = mixed(from.foot_share, to.foot_share, share);
        DrawnLeg { knee, ankle, foot: mixed(from.foot, to.foot, share), foot_share, ..to.clone() }
    };
    let arm = |from: &DrawnArm, to: &DrawnArm, side: f64| {
        let roots = [first, last, &front].map(|front| shoulder(front, body, side));
        let [elbow, wrist] = limb(roots, [[from.elbow, from.wrist], [to.elbow, to.wrist]], share);
        let hand_share = mixed(from.hand_share, to.hand_share, share);
        DrawnArm { elbow, wrist, hand: mixed(from.hand, to.hand, share), hand_share, ..to.clone() }
    };
    let legs = [leg(&first.leg_left, &last.leg_left, 1.0), leg(&first.leg_right, &last.leg_right, -1.0)];
    let arms = [arm(&first.arm_left, &last.arm_left, 1.0), arm(&first.arm_right, &last.arm_right, -1.0)];
    [front.leg_left, front.leg_right] = legs;
    [front.arm_left, front.arm_right] = arms;
    front
}

/// The middle and the end of a limb between two, by its joint then, at last, and now.
fn limb([first, last, now]: [Point; 3], [from, to]: [[[f64; 2]; 2]; 2], share: f64) -> [[f64; 2]; 2] {
    if from[1] == to[1] {
        return [place(from[0], to[0], share), to[1]];
    }
    let turned = |root: Point, [from, to]: [Vec2; 2]| {
        let heading = direction(from) + turn(direction(to) - direction(from)) * share;
        root + toward(heading) * mixed(length(from), length(to), share)
    };
    let middle = turned(now, [point(from[0]) - first, point(to[0]) - last]);
    let end = turned(middle, [point(from[1]) - point(from[0]), point(to[1]) - point(to[0])]);
    [[middle.x, middle.y], [end.x, end.y]]
}
