//! Forward kinematics: from the numbers of a pose to every joint.
//!
//! Which way a joint folds is never a choice. Seen with the face to the right, the shin is the thigh turned clockwise by the
//! angle of the knee, and the forearm is the upper arm turned counter-clockwise by that of the elbow.

use crate::geometry::{angle_between, at, direction, length, point, toward, turn};
use std::collections::BTreeMap;
use supple_drawing::{Point, Vec2};
use supple_guidance::figure::{Arm, Body, Joint, Leg, Side};

/// A link of the spine: where it begins, its direction, and how far along the spine that is.
#[derive(Clone, Copy, Debug)]
struct Link {
    from: Point,
    direction: f64,
    along: f64,
}

/// The line of the spine, from the hip joint to the base of the skull.
#[derive(Clone, Debug)]
pub struct Spine {
    links: Vec<Link>,
    end: Point,
    /// The direction of the head.
    pub head: f64,
}

impl Spine {
    fn of(body: &Body, side: &Side) -> Spine {
        let lengths = &body.length;
        let parts = [
            (lengths.pelvis, 0.0, 1_u8),
            (lengths.lumbar, side.lumbar, 4),
            (lengths.thorax, side.thorax, 6),
            (lengths.neck, side.neck, 3),
        ];
        let (mut from, mut heading, mut along) = (point(side.hip), side.pelvis, 0.0);
        let mut links = Vec::new();
        for (whole, bend, many) in parts {
            let step = whole / f64::from(many);
            // Each joint between two links takes its share: half of it before the first link, and half after the last.
            heading -= bend / f64::from(2 * many);
            for link in 0..many {
                if link > 0 {
                    heading -= bend / f64::from(many);
                }
                links.push(Link { from, direction: heading, along });
                from += toward(heading) * step;
                along += step;
            }
            heading -= bend / f64::from(2 * many);
        }
        Spine { links, end: from, head: heading - side.head }
    }

    /// The point so far along, and the direction there. Before the hip and beyond the neck it goes on straight.
    pub fn at(&self, along: f64) -> (Point, f64) {
        let link = self.links.iter().rev().find(|link| link.along <= along).or(self.links.first());
        link.map_or((self.end, self.head), |link| {
            (link.from + toward(link.direction) * (along - link.along), self.smooth(along))
        })
    }

    /// The direction without steps from link to link, so that outlines are smooth.
    fn smooth(&self, along: f64) -> f64 {
        let middles: Vec<(f64, f64)> = self
            .links
            .iter()
            .enumerate()
            .map(|(place, link)| {
                let end = self.links.get(place + 1).map_or(link.along, |next| next.along);
                ((link.along + end) / 2.0, link.direction)
            })
            .collect();
        let mut before = middles.first().copied().unwrap_or_default();
        for middle in &middles {
            if along <= middle.0 {
                let span = middle.0 - before.0;
                let share = if span > 0.0 { (along - before.0) / span } else { 1.0 };
                return before.1 + (middle.1 - before.1) * share;
            }
            before = *middle;
        }
        before.1
    }

    /// A point beside the spine: so far along, and so far towards the front.
    pub fn beside(&self, along: f64, front: f64) -> Point {
        let (middle, heading) = self.at(along);
        middle + toward(heading - 90.0) * front
    }
}

/// Three points of a limb and what is at its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limb {
    /// Hip or shoulder.
    pub root: Point,
    /// Knee or elbow.
    pub middle: Point,
    /// Ankle or wrist.
    pub end: Point,
    /// The direction of toes or fingers.
    pub tip: f64,
    /// The share of both parts that is drawn.
    pub fore: [f64; 2],
}

impl Limb {
    /// The direction of thigh or upper arm.
    pub fn upper(&self) -> f64 {
        direction(self.middle - self.root)
    }

    /// The direction of shin or forearm.
    pub fn lower(&self) -> f64 {
        direction(self.end - self.middle)
    }
}

/// A body with all its joints.
#[derive(Clone, Debug)]
pub struct Solved {
    /// The spine.
    pub spine: Spine,
    /// The middle of the head.
    pub head: Point,
    /// Near and far leg.
    pub legs: [Limb; 2],
    /// Near and far arm.
    pub arms: [Limb; 2],
    /// The angle of every joint, bending positive.
    pub angles: BTreeMap<Joint, f64>,
    /// By how much a target was out of reach, of each limb that did not reach it.
    pub short: Vec<(&'static str, f64)>,
}

/// Solves a body.
pub fn solve(body: &Body, side: &Side) -> Solved {
    let lengths = &body.length;
    let spine = Spine::of(body, side);
    let mut short = Vec::new();
    let far_leg = side.leg_far.as_ref().unwrap_or(&side.leg_near);
    let far_arm = side.arm_far.as_ref().unwrap_or(&side.arm_near);
    let legs = [("near leg", &side.leg_near), ("far leg", far_leg)]
        .map(|(name, leg)| solve_leg(body, side, name, leg, &mut short));
    let shoulder = spine.beside(lengths.shoulder[0], lengths.shoulder[1]);
    let arms = [("near arm", &side.arm_near), ("far arm", far_arm)]
        .map(|(name, arm)| solve_arm(body, shoulder, name, arm, &mut short));

    let back = spine.at(lengths.shoulder[0]).1 - 180.0;
    let mut angles = BTreeMap::from([
        (Joint::Lumbar, side.lumbar),
        (Joint::Thorax, side.thorax),
        (Joint::Neck, side.neck + side.head),
    ]);
    let names = [
        [Joint::HipNear, Joint::KneeNear, Joint::AnkleNear, Joint::ShoulderNear, Joint::ElbowNear, Joint::WristNear],
        [Joint::HipFar, Joint::KneeFar, Joint::AnkleFar, Joint::ShoulderFar, Joint::ElbowFar, Joint::WristFar],
    ];
    for ((leg, arm), names) in legs.iter().zip(&arms).zip(names) {
        let values = [
            turn(leg.upper() - (side.pelvis - 180.0)),
            turn(leg.upper() - leg.lower()),
            turn(leg.tip - leg.lower() - 90.0),
            // An arm above the head is beyond 180, and not below it.
            turn(arm.upper() - back - 60.0) + 60.0,
            turn(arm.lower() - arm.upper()),
            turn(arm.tip - arm.lower()),
        ];
        angles.extend(names.into_iter().zip(values));
    }
    let head = spine.end + toward(spine.head) * lengths.head[0] + toward(spine.head - 90.0) * lengths.head[1];
    Solved { spine, head, legs, arms, angles, short }
}

fn solve_leg(body: &Body, side: &Side, name: &'static str, leg: &Leg, short: &mut Vec<(&'static str, f64)>) -> Limb {
    let (thigh, shin) = (body.length.thigh, body.length.shin);
    let (root, ankle) = (point(side.hip), point(leg.ankle));
    let (away, end) = reach(root, ankle, thigh + shin, name, short);
    let heading = direction(ankle - root) + angle_between(thigh, away, shin);
    Limb { root, middle: root + toward(heading) * thigh, end, tip: leg.foot, fore: [1.0, 1.0] }
}

fn solve_arm(body: &Body, root: Point, name: &'static str, arm: &Arm, short: &mut Vec<(&'static str, f64)>) -> Limb {
    let fore = arm.fore.unwrap_or([1.0, 1.0]);
    let (upper, lower) = (body.length.upper_arm * fore[0], body.length.forearm * fore[1]);
    if let Some(wrist) = arm.wrist {
        let wrist = point(wrist);
        let (away, end) = reach(root, wrist, upper + lower, name, short);
        let heading = direction(wrist - root) - angle_between(upper, away, lower);
        return Limb { root, middle: root + toward(heading) * upper, end, tip: arm.hand, fore };
    }
    // The elbow rests on the floor, and the forearm lies along it.
    let floor = arm.floor.unwrap_or(0.0);
    let side = if arm.left { -1.0 } else { 1.0 };
    let across = |whole: f64, down: f64| libm::sqrt((whole * whole - down * down).max(0.0));
    let elbow_height = floor + at(&body.radius.upper_arm, 1.0, 1);
    let down = root.y - elbow_height;
    if down > upper {
        short.push((name, down - upper));
    }
    let middle = Point::new(root.x + side * across(upper, down), root.y - down.min(upper));
    let wrist_height = floor + at(&body.radius.forearm, 1.0, 1) + 0.2;
    let end = Point::new(middle.x + side * across(lower, middle.y - wrist_height), wrist_height);
    Limb { root, middle, end, tip: arm.hand, fore }
}

/// How far away a target is, and where the limb ends: at the target, or as near as it gets.
fn reach(
    root: Point,
    target: Point,
    whole: f64,
    name: &'static str,
    short: &mut Vec<(&'static str, f64)>,
) -> (f64, Point) {
    let step = target - root;
    let away = length(step);
    if away <= whole {
        return (away, target);
    }
    short.push((name, away - whole));
    (whole, root + step * (whole / away))
}

/// A point along a line, and beside it: to the left where it is positive.
pub(crate) fn beside(from: Point, heading: f64, along: f64, left: f64) -> Point {
    from + toward(heading) * along + toward(heading + 90.0) * left
}

/// Where the weight of a body is.
pub fn centre_of_mass(body: &Body, solved: &Solved) -> Point {
    let (lengths, mass) = (&body.length, &body.mass);
    let waist = lengths.pelvis + lengths.lumbar;
    let mut parts: Vec<(f64, Point)> = vec![
        (mass.head, solved.head),
        (mass.pelvis, solved.spine.at(lengths.pelvis / 2.0).0),
        (mass.lumbar, solved.spine.at(lengths.pelvis + lengths.lumbar / 2.0).0),
        (mass.thorax, solved.spine.at(waist + lengths.thorax / 2.0).0),
    ];
    for leg in &solved.legs {
        parts.push((mass.thigh, leg.root.lerp(leg.middle, 0.433)));
        parts.push((mass.shin, leg.middle.lerp(leg.end, 0.433)));
        parts.push((mass.foot, leg.end + toward(leg.tip) * 4.0));
    }
    for arm in &solved.arms {
        parts.push((mass.upper_arm, arm.root.lerp(arm.middle, 0.436)));
        parts.push((mass.forearm, arm.middle.lerp(arm.end, 0.43)));
        parts.push((mass.hand, arm.end + toward(arm.tip) * (lengths.hand / 2.0)));
    }
    middle_of(&parts)
}

/// The middle of masses.
pub(crate) fn middle_of(parts: &[(f64, Point)]) -> Point {
    let whole: f64 = parts.iter().map(|(mass, _)| mass).sum();
    let sum = parts.iter().fold(Vec2::ZERO, |sum, (mass, point)| sum + point.to_vec2() * *mass);
    (sum / whole).to_point()
}
