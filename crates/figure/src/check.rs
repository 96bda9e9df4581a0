//! Whether a body can be so: every fault of a position, in a line each.
//!
//! Targets in reach, limbs of one length, joints within their ranges, nothing below the floor or inside a thing, what bears
//! weight on its height, the centre of mass over its support, and the ranges that make it the position that it is named
//! after.

use crate::geometry::{length, point};
use crate::outline::{self, Outline, along};
use crate::seen::{self, hip, shoulder};
use crate::side::touching;
use crate::solve::{Solved, centre_of_mass, solve};
use supple_drawing::Point;
use supple_guidance::figure::{
    Body, Contact, DrawnArm, DrawnLeg, Figures, Front, Ground, Joint, Limits, Pose, Prop, Range, Side,
};

/// By how much a body may sink into what it lies on: flesh gives way.
const SOFT: f64 = 0.65;

/// The same on the way from one position to another.
const IN_MOTION: f64 = 0.9;

/// By how much what bears weight may be off its height.
const CONTACT: f64 = 1.0;

/// By how much a target may be out of reach, and a drawn limb longer than the real one.
const REACH: f64 = 0.05;

/// How far a joint turns.
fn range(limits: &Limits, joint: Joint) -> Range {
    match joint {
        Joint::Lumbar => limits.lumbar,
        Joint::Thorax => limits.thorax,
        Joint::Neck => limits.neck,
        Joint::HipNear | Joint::HipFar => limits.hip,
        Joint::KneeNear | Joint::KneeFar => limits.knee,
        Joint::AnkleNear | Joint::AnkleFar => limits.ankle,
        Joint::ShoulderNear | Joint::ShoulderFar => limits.shoulder,
        Joint::ElbowNear | Joint::ElbowFar => limits.elbow,
        Joint::WristNear | Joint::WristFar => limits.wrist,
    }
}

/// The faults of a position; none where a body can be so.
pub fn faults(figures: &Figures, pose: &Pose) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(side) = &pose.side {
        let solved = solve(&figures.body, side);
        faults.extend(body(figures, pose, &solved, SOFT));
        faults.extend(contacts(figures, side, &solved));
        faults.extend(stands(figures, side, &solved));
        faults.extend(meaning(side, &solved));
    }
    if let Some(front) = &pose.front {
        faults.extend(in_view(figures, pose, front, SOFT));
        faults.extend(means(front, &figures.body));
        let x = seen::centre_of_mass(&figures.body, front).x;
        faults.extend(front.support.and_then(|support| over(support, x)));
    }
    faults
}

/// The faults of a frame on the way from one position to another.
pub fn frame(figures: &Figures, pose: &Pose) -> Vec<String> {
    let side = pose.side.as_ref().map(|side| body(figures, pose, &solve(&figures.body, side), IN_MOTION));
    let front = pose.front.as_ref().map(|front| in_view(figures, pose, front, IN_MOTION));
    side.into_iter().chain(front).flatten().collect()
}

/// What holds in every frame of a movement too: reach, joints, and nothing inside anything.
fn body(figures: &Figures, pose: &Pose, solved: &Solved, soft: f64) -> Vec<String> {
    let mut faults: Vec<String> = Vec::new();
    for (limb, by) in solved.short.iter().filter(|(_, by)| *by > REACH) {
        faults.push(format!("the {limb} is {by:.2} short of its target"));
    }
    for (joint, angle) in &solved.angles {
        let [least, most] = range(&figures.limits, *joint);
        if *angle < least - 0.5 || *angle > most + 0.5 {
            faults.push(format!("{joint:?} is {angle:.0}, and turns from {least} to {most}"));
        }
    }
    let lengths = &figures.body.length;
    for (limb, [upper, lower]) in solved
        .legs
        .iter()
        .map(|leg| (leg, [lengths.thigh, lengths.shin]))
        .chain(solved.arms.iter().map(|arm| (arm, [lengths.upper_arm, lengths.forearm])))
    {
        for (drawn, real) in
            [(limb.middle - limb.root, upper * limb.fore[0]), (limb.end - limb.middle, lower * limb.fore[1])]
        {
            if (length(drawn) - real).abs() > REACH {
                faults.push(format!("a limb of {real:.1} is drawn {:.1} long", length(drawn)));
            }
        }
    }
    let side = pose.side.as_ref();
    for (name, outline) in parts(figures, solved) {
        let lowest = low(&outline);
        if lowest < -soft {
            faults.push(format!("the {name} is {:.1} below the floor", -lowest));
        }
        for prop in &pose.props {
            let is_held = side.is_some_and(|side| rests_on(side, prop, name));
            if let Some(depth) = inside(&outline, prop, is_held).filter(|depth| *depth > soft) {
                faults.push(format!("the {name} is {depth:.1} inside {}", called(prop)));
            }
        }
    }
    faults
}

/// The outline of each part of a body.
fn parts(figures: &Figures, solved: &Solved) -> Vec<(&'static str, Outline)> {
    let body = &figures.body;
    let mut all = vec![
        ("trunk", outline::trunk(body, &solved.spine, [0.0, 32.0])),
        ("head", outline::head(body, solved).into_iter().next().unwrap_or_default()),
    ];
    for leg in &solved.legs {
        all.extend(["thigh", "shin", "foot"].into_iter().zip(outline::leg(body, leg)));
    }
    for arm in &solved.arms {
        all.extend(["upper arm", "forearm", "hand"].into_iter().zip(outline::arm(body, arm, 0.0)));
    }
    all
}

fn low(outline: &Outline) -> f64 {
    along(outline).iter().map(|point| point.y).fold(f64::INFINITY, f64::min)
}

fn called(prop: &Prop) -> &'static str {
    match prop {
        Prop::Pillow { .. } => "the pillow",
        Prop::Chair { .. } => "the chair",
        Prop::Wall { .. } => "the wall",
        Prop::Box { .. } => "the box",
        Prop::Wedge { .. } => "the wedge",
        Prop::Heat { .. } | Prop::Ice { .. } => "the pack",
        Prop::Cushion { .. } => "the cushion",
        Prop::Seat { .. } => "the seat",
        Prop::Backdrop { .. } => "the wall behind",
        Prop::Step { .. } => "the next step",
        Prop::Table { .. } => "the table",
        Prop::Screen { .. } => "the screen",
    }
}

/// Whether a part rests on a thing: a pillow gives way under it, and a hand lies flat on a seat.
fn rests_on(side: &Side, prop: &Prop, part: &str) -> bool {
    match prop {
        Prop::Chair { seat, .. } => {
            let touches = |contact: Contact| side.contact.get(&contact).is_some_and(|height| height == seat);
            match part {
                "trunk" | "thigh" => touches(Contact::Seat),
                "shin" | "foot" => touches(Contact::ShinNear),
                "hand" => touches(Contact::HandNear),
                _ => false,
            }
        }
        _ => false,
    }
}

/// How deep an outline is in a solid thing. Pillows and wedges are soft, and lie below what they hold.
fn inside(outline: &Outline, prop: &Prop, is_held: bool) -> Option<f64> {
    let deep = |left: f64, right: f64, foot: f64, top: f64| {
        let depth = |point: &Point| (point.x - left).min(right - point.x).min(point.y - foot).min(top - point.y);
        along(outline).iter().map(depth).fold(f64::NEG_INFINITY, f64::max)
    };
    match *prop {
        // The front of a seat: what rests on it may press into its edge by as much as flesh gives way.
        Prop::Chair { x, seat, left } => {
            let [from, to] = if left { [x - 23.0, x] } else { [x, x + 23.0] };
            let into_seat = deep(from, to, seat - 2.6, seat) - if is_held { 0.5 } else { 0.0 };
            let back = if left { [x - 23.0, x - 20.4] } else { [x + 20.4, x + 23.0] };
            Some(into_seat.max(deep(back[0], back[1], seat, seat + 29.0)))
        }
        Prop::Wall { x, height } => Some(deep(x - 30.0, x, 0.0, height)),
        Prop::Table { x, top } => Some(deep(x[0], x[1], top - 2.4, top)),
        Prop::Screen { x, y, .. } => Some(deep(x, x + 2.4, y[0], y[1])),
        // Hands hold a box at its sides.
        Prop::Box { x, y } if !is_held => Some(deep(x[0], x[1], y[0], y[1]) - 6.0),
        _ => None,
    }
}

/// What bears weight lies on its height.
fn contacts(figures: &Figures, side: &Side, solved: &Solved) -> Vec<String> {
    let mut faults = Vec::new();
    for (contact, height) in &side.contact {
        let body = &figures.body;
        let ends: Vec<f64> = match contact {
            // Both ends of a shin, the heel and the ball of a foot: one alone would be a limb that is lifted.
            Contact::ShinNear | Contact::ShinFar => {
                let leg = &solved.legs[usize::from(*contact == Contact::ShinFar)];
                let shin = touching(body, solved, *contact).into_iter().next().unwrap_or_default();
                let lowest = |near: Point| {
                    let here = along(&shin).into_iter().filter(|point| (point.x - near.x).abs() < 6.0);
                    here.map(|point| point.y).fold(f64::INFINITY, f64::min)
                };
                vec![lowest(leg.middle), lowest(leg.end)]
            }
            // The seat is the thigh below the hip: its knee may be as low.
            Contact::Seat => {
                let thigh = touching(body, solved, *contact).into_iter().next().unwrap_or_default();
                let hip = solved.legs[0].root;
                let here = along(&thigh).into_iter().filter(|point| (point.x - hip.x).abs() < 7.0);
                vec![here.map(|point| point.y).fold(f64::INFINITY, f64::min)]
            }
            Contact::SoleNear | Contact::SoleFar => {
                let leg = &solved.legs[usize::from(*contact == Contact::SoleFar)];
                let up = figures.body.length.ankle_height;
                let flat = crate::solve::beside(leg.end, leg.tip, 7.4, -up).y
                    - crate::solve::beside(leg.end, leg.tip, -2.8, -up + 0.1).y;
                let lowest = touching(body, solved, *contact).iter().map(low).fold(f64::INFINITY, f64::min);
                vec![lowest, lowest + flat.abs()]
            }
            _ => touching(body, solved, *contact).iter().map(low).collect(),
        };
        for end in ends {
            if (end - height).abs() > CONTACT {
                faults.push(format!("{contact:?} is at {end:.1}, and should touch at {height}"));
            }
        }
    }
    faults
}

/// Whether it stands by itself.
fn stands(figures: &Figures, side: &Side, solved: &Solved) -> Option<String> {
    over(side.support?, centre_of_mass(&figures.body, solved).x)
}

/// Whether the centre of mass is over its support.
fn over([left, right]: Range, x: f64) -> Option<String> {
    (x < left || x > right).then(|| format!("the centre of mass is at {x:.1}, and its support from {left} to {right}"))
}

/// Whether it is the position that it is named after.
fn meaning(side: &Side, solved: &Solved) -> Vec<String> {
    let outside = side.must.iter().filter_map(|(joint, [least, most])| {
        let angle = *solved.angles.get(joint)?;
        (angle < least - 0.5 || angle > most + 0.5)
            .then(|| format!("{joint:?} is {angle:.0}; from {least} to {most} make this position"))
    });
    outside.collect()
}

/// The same of a body that is seen from the front.
fn means(front: &Front, body: &Body) -> Vec<String> {
    let measures = seen::measures(body, front);
    let outside = front.must.iter().filter_map(|(seen, [least, most])| {
        let Some(is) = measures.get(seen) else { return Some(format!("{seen:?} is not to be seen")) };
        (!(least..=most).contains(&is))
            .then(|| format!("{seen:?} is {is:.1}; from {least} to {most} make this position"))
    });
    outside.collect()
}

/// A body that is seen from the front: its limbs, and that none is inside a thing. A hand may lie on one.
fn in_view(figures: &Figures, pose: &Pose, front: &Front, soft: f64) -> Vec<String> {
    let mut faults = drawn(figures, front);
    let limits = &figures.limits;
    for (name, turn, [least, most]) in [("chest", front.turn, limits.turn), ("head", front.head_turn, limits.head_turn)]
    {
        if !(least..=most).contains(&turn) {
            faults.push(format!("the {name} is turned by {turn:.0}, and turns from {least} to {most}"));
        }
    }
    let lowest = front.leg_left.ankle[1].min(front.leg_right.ankle[1]);
    let off = lowest - figures.body.length.ankle_height;
    if pose.ground == Ground::Floor && !(-soft..=CONTACT).contains(&off) {
        faults.push(format!("the lower foot is {off:.1} above the floor"));
    }
    for (name, outline) in seen::parts(&figures.body, front).iter().filter(|(name, _)| *name != "hand") {
        for prop in &pose.props {
            if let Some(depth) = inside(outline, prop, true).filter(|depth| *depth > soft) {
                faults.push(format!("the {name} is {depth:.1} inside {}", called(prop)));
            }
        }
    }
    faults
}

/// No drawn limb is longer than the real one: it may only point at the viewer.
fn drawn(figures: &Figures, front: &Front) -> Vec<String> {
    let (body, lengths) = (&figures.body, &figures.body.length);
    let mut faults = Vec::new();
    let mut limb = |name: &str, drawn: f64, real: f64| {
        if drawn > real + 0.3 {
            faults.push(format!("the {name} is drawn {drawn:.1} long, and is {real:.1}"));
        }
        if drawn < 0.15 * real {
            faults.push(format!("the {name} is not to be seen"));
        }
    };
    let mut leg = |root: Point, leg: &DrawnLeg| {
        limb("thigh", length(point(leg.knee) - root), lengths.thigh);
        limb("shin", length(point(leg.ankle) - point(leg.knee)), lengths.shin);
    };
    leg(hip(front, body, 1.0), &front.leg_left);
    leg(hip(front, body, -1.0), &front.leg_right);
    for (ghost, side) in front.ghost_legs.iter().zip([1.0, -1.0]) {
        leg(hip(front, body, side), ghost);
    }
    let mut arm = |root: Point, arm: &DrawnArm| {
        limb("upper arm", length(point(arm.elbow) - root), lengths.upper_arm);
        limb("forearm", length(point(arm.wrist) - point(arm.elbow)), lengths.forearm);
    };
    arm(shoulder(front, body, 1.0), &front.arm_left);
    arm(shoulder(front, body, -1.0), &front.arm_right);
    faults
}
