//! A body seen from the front, from behind or from above, by its joints as they are drawn.

use crate::geometry::{direction, flipped, length, point, toward};
use crate::outline;
use crate::seen::{self, hip, shoulder, trunk};
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

/// How far before the spine the neckline is.
const SCOOP: f64 = 2.0;

/// A shoulder blade: along the spine, and out from its inner side.
const BLADE: [[f64; 2]; 6] = [[27.2, 0.2], [28.0, 3.6], [26.0, 4.6], [22.0, 2.8], [18.6, 0.9], [21.5, -0.2]];

/// Adds the body of a pose.
pub(crate) fn add(scene: &mut Scene, figures: &Figures, pose: &Pose, front: &Front) {
    let body = &figures.body;
    for (ghost, (leg, side)) in front.ghost_legs.iter().zip([(&front.leg_left, 1.0), (&front.leg_right, -1.0)]) {
        // A leg that stays is not drawn twice.
        if ghost == leg {
            continue;
        }
        let parts = path(&seen::leg(body, hip(front, body, side), ghost));
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
            FrontPart::Held => things::boxes(scene, pose),
        }
    }
    things::spots(scene, pose);
}

fn add_trunk(scene: &mut Scene, body: &Body, front: &Front) {
    let hip = point(front.hip);
    let at = |along: f64| beside(hip, front.trunk, along, 0.0);
    let [head, hair] = outline::head_front(body, seen::head(body, front), front.trunk, front.turn + front.head_turn);
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
        for side in [1.0, -1.0] {
            let blade = front
                .blades
                .map(|apart| BLADE.map(|[along, out]| beside(hip, front.trunk, along, side * (apart + out))).to_vec());
            if let Some(blade) = blade {
                scene.add(Shape::path(path(&[outline::turned(blade)])).stroke(Ink::Bars, 0.9).rounded());
            }
        }
        scene.add(Shape::path(path(&[head])).fill(Ink::Hair));
    } else {
        // The neck shows above the shirt, and the shirt turns with the chest.
        let base = beside(at(30.6), front.trunk, 0.0, -SCOOP * toward(front.turn).y);
        let scoop = outline::segment(base, front.trunk, 4.0, &[[0.0, 3.4, 3.4], [1.0, 3.2, 3.2]], [0.0, 1.0]);
        scene.add(Shape::path(path(&[scoop])).fill(Ink::Skin));
        scene.add(Shape::path(path(&[head])).fill(Ink::Skin));
        scene.add(Shape::path(path(&[hair])).fill(Ink::Hair));
    }
}

fn add_leg(scene: &mut Scene, body: &Body, root: Point, leg: &DrawnLeg, is_far: bool) {
    let [skin, shorts] = if is_far { [Ink::SkinFar, Ink::ShortsFar] } else { [Ink::Skin, Ink::Shorts] };
    let parts = seen::leg(body, root, leg);
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
    let elbow = point(arm.elbow);
    let (heading, upper) = (direction(elbow - root), length(elbow - root));
    let part = |range: [f64; 2]| outline::segment(root, heading, upper, &body.radius.upper_arm, range);
    let parts = seen::arm(body, root, arm);
    if !is_far {
        let mut rim = parts.clone();
        rim[0] = part([0.6, 1.0]);
        scene.add(Shape::path(path(&rim)).stroke(Ink::Ground, 2.0 * RIM).rounded());
    }
    scene.add(Shape::path(path(&parts)).fill(skin));
    scene.add(
        Shape::path(path(&[cut(part([0.0, SLEEVE]), root + toward(heading) * upper * SLEEVE, heading)])).fill(top),
    );
}
