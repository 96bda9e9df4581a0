//! A body seen from the side.
//!
//! From the lowest: the start as a pale ghost, the far limbs, trunk and head, the spine as the bars of the mark, the near
//! leg and the near arm. Near limbs have a rim in the colour of the ground, so that they stand clear.

use crate::geometry::{at, flipped, toward};
use crate::outline::{self, Outline, along};
use crate::solve::{Limb, Solved, solve};
use crate::things;
use supple_drawing::{BezPath, Ink, Point, Scene, Shape, Vec2};
use supple_guidance::figure::{Body, Contact, Figures, GhostPart, Pose, Side};

/// How wide the rim of a near limb is.
const RIM: f64 = 0.95;

/// From where on a limb has a rim: nearer to the trunk it would be a ring.
const RIM_FROM: [f64; 2] = [0.5, 0.6];

/// How far down the thigh shorts reach, and the upper arm a sleeve.
const SHORTS: f64 = 0.58;
const SLEEVE: f64 = 0.52;

/// Where the shirt begins along the spine, and ends.
const SHIRT: [f64; 2] = [5.6, 32.0];

/// Outlines as one path.
pub(crate) fn path(outlines: &[Outline]) -> BezPath {
    let mut whole = BezPath::new();
    for outline in outlines {
        let points: Vec<Point> = outline.iter().map(|point| flipped(*point)).collect();
        whole.extend(supple_drawing::outline(&points));
    }
    whole
}

fn moved(limb: &Limb, by: Vec2) -> Limb {
    Limb { root: limb.root + by, middle: limb.middle + by, end: limb.end + by, ..*limb }
}

/// Adds the body of a pose.
pub(crate) fn add(scene: &mut Scene, figures: &Figures, pose: &Pose, side: &Side) {
    let body = &figures.body;
    let solved = solve(body, side);
    let ghost = pose.ghost.as_deref().and_then(|id| figures.pose(id));
    if let Some(start) = ghost.and_then(|ghost| ghost.side.as_ref()) {
        add_ghost(scene, body, start, &pose.ghost_parts);
    }
    touches(scene, body, &solved, side);
    let [x, y] = body.length.far_shift;
    let far = Vec2::new(x, y);
    let thumb_far = side.arm_far.as_ref().unwrap_or(&side.arm_near).thumb;
    add_arm(scene, body, &moved(&solved.arms[1], far), thumb_far, [Ink::SkinFar, Ink::TopFar]);
    add_leg(scene, body, &moved(&solved.legs[1], far), [Ink::SkinFar, Ink::ShortsFar]);

    let trunk = [outline::trunk(body, &solved.spine, [0.0, SHIRT[1]])];
    scene.add(Shape::path(path(&trunk)).stroke(Ink::Ground, 2.0 * RIM).rounded());
    scene.add(Shape::path(path(&[outline::neck(body, &solved)])).fill(Ink::Skin));
    if !side.head_last {
        add_head(scene, body, &solved);
    }
    let shorts = outline::trunk(body, &solved.spine, [0.0, SHIRT[0] + 1.0]);
    scene.add(Shape::path(path(&[shorts])).fill(Ink::Shorts));
    let shirt = outline::trunk(body, &solved.spine, SHIRT);
    scene.add(Shape::path(path(&[shirt])).fill(Ink::Top));
    add_bars(scene, body, &solved);

    rim(scene, &near_leg_rim(body, &solved.legs[0]));
    add_leg(scene, body, &solved.legs[0], [Ink::Skin, Ink::Shorts]);
    rim(scene, &near_arm_rim(body, &solved.arms[0], side.arm_near.thumb));
    add_arm(scene, body, &solved.arms[0], side.arm_near.thumb, [Ink::Skin, Ink::Top]);
    if side.head_last {
        rim(scene, &[outline::head(body, &solved)[0].clone()]);
        add_head(scene, body, &solved);
    }
    things::packs(scene, body, &solved, pose);
}

fn rim(scene: &mut Scene, outlines: &[Outline]) {
    scene.add(Shape::path(path(outlines)).stroke(Ink::Ground, 2.0 * RIM).rounded());
}

fn near_leg_rim(body: &Body, leg: &Limb) -> Vec<Outline> {
    let mut parts = outline::leg(body, leg);
    parts[0] = outline::segment(leg.root, leg.upper(), body.length.thigh, &body.radius.thigh, [RIM_FROM[0], 1.0]);
    parts
}

fn near_arm_rim(body: &Body, arm: &Limb, thumb: f64) -> Vec<Outline> {
    let mut parts = outline::arm(body, arm, thumb);
    let length = body.length.upper_arm * arm.fore[0];
    parts[0] = outline::segment(arm.root, arm.upper(), length, &body.radius.upper_arm, [RIM_FROM[1], 1.0]);
    parts
}

fn add_leg(scene: &mut Scene, body: &Body, leg: &Limb, [skin, shorts]: [Ink; 2]) {
    scene.add(Shape::path(path(&outline::leg(body, leg))).fill(skin));
    let cloth = outline::segment(leg.root, leg.upper(), body.length.thigh, &body.radius.thigh, [0.0, SHORTS]);
    scene.add(
        Shape::path(path(&[cut(cloth, leg.root + toward(leg.upper()) * body.length.thigh * SHORTS, leg.upper())]))
            .fill(shorts),
    );
}

fn add_arm(scene: &mut Scene, body: &Body, arm: &Limb, thumb: f64, [skin, top]: [Ink; 2]) {
    scene.add(Shape::path(path(&outline::arm(body, arm, thumb))).fill(skin));
    let length = body.length.upper_arm * arm.fore[0];
    let sleeve = outline::segment(arm.root, arm.upper(), length, &body.radius.upper_arm, [0.0, SLEEVE]);
    scene.add(
        Shape::path(path(&[cut(sleeve, arm.root + toward(arm.upper()) * length * SLEEVE, arm.upper())])).fill(top),
    );
}

/// Cloth ends straight, and not round: what is beyond the cut is left out.
pub(crate) fn cut(cloth: Outline, end: Point, heading: f64) -> Outline {
    let along = |point: &Point| (*point - end).dot(toward(heading));
    let left: Outline = cloth.into_iter().filter(|point| along(point) <= 0.05).collect();
    let corners: Vec<Point> = left.iter().copied().filter(|point| along(point).abs() < 0.05).collect();
    outline::crisp(&left, &corners)
}

fn add_head(scene: &mut Scene, body: &Body, solved: &Solved) {
    let [head, hair] = outline::head(body, solved);
    scene.add(Shape::path(path(&[head])).fill(Ink::Skin));
    scene.add(Shape::path(path(&[hair])).fill(Ink::Hair));
}

/// How many bars the spine has, and how many of them are the low back.
const BARS: u8 = 10;
const LOW: u8 = 4;

/// The spine as soft bars: they fan out where the back is round, and close up where it is arched.
fn add_bars(scene: &mut Scene, body: &Body, solved: &Solved) {
    for bar in 0..BARS {
        let place = 7.2 + (29.7 - 7.2) * f64::from(bar) / f64::from(BARS - 1);
        let back = -at(&body.radius.trunk, place, 1);
        let ends = [back + 1.1, back + 4.6].map(|front| flipped(solved.spine.beside(place, front)));
        let shape = Shape::line(ends[0], ends[1]).stroke(Ink::Bars, 1.35).rounded();
        scene.add(if bar < LOW { shape } else { shape.opacity(0.5) });
    }
}

/// The start of a movement, pale and dashed.
fn add_ghost(scene: &mut Scene, body: &Body, side: &Side, parts: &[GhostPart]) {
    let solved = solve(body, side);
    let shows = |part: GhostPart| parts.is_empty() || parts.contains(&part);
    let mut outlines = Vec::new();
    if shows(GhostPart::Head) {
        outlines.push(outline::head(body, &solved)[0].clone());
    }
    if shows(GhostPart::Trunk) {
        outlines.push(outline::trunk(body, &solved.spine, [0.0, SHIRT[1]]));
    }
    if shows(GhostPart::LegNear) {
        outlines.extend(outline::leg(body, &solved.legs[0]));
    }
    if shows(GhostPart::ArmNear) {
        outlines.extend(outline::arm(body, &solved.arms[0], 0.0));
    }
    let whole = path(&outlines);
    scene.add(Shape::path(whole.clone()).stroke(Ink::Quiet, 1.3).dashed(&[2.4, 2.0]));
    scene.add(Shape::path(whole).fill(Ink::Ghost));
}

/// Where the body touches the floor: a bar below it.
fn touches(scene: &mut Scene, body: &Body, solved: &Solved, side: &Side) {
    let mut stretches: Vec<(f64, f64)> = Vec::new();
    for (contact, height) in &side.contact {
        if *height != 0.0 || *contact == Contact::Seat {
            continue;
        }
        for outline in touching(body, solved, *contact) {
            let low = along(&outline).into_iter().filter(|point| point.y < 1.1).map(|point| point.x);
            let (from, to) = low.fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), x| (from.min(x), to.max(x)));
            if to > from {
                stretches.push((from, to));
            }
        }
    }
    for (from, to) in stretches {
        scene.add(Shape::bar(from, 0.5, to - from, 1.4, 0.7).fill(Ink::Quiet));
    }
}

/// The outlines of a part that touches something.
pub(crate) fn touching(body: &Body, solved: &Solved, contact: Contact) -> Vec<Outline> {
    let leg = |place: usize, part: usize| vec![outline::leg(body, &solved.legs[place]).swap_remove(part)];
    let arm = |place: usize, part: usize| vec![outline::arm(body, &solved.arms[place], 0.0).swap_remove(part)];
    match contact {
        Contact::Seat => leg(0, 0),
        Contact::Trunk => vec![outline::trunk(body, &solved.spine, [0.0, SHIRT[1]])],
        Contact::Head => vec![outline::head(body, solved)[0].clone()],
        Contact::SoleNear | Contact::HeelNear | Contact::ToesNear => leg(0, 2),
        Contact::SoleFar | Contact::HeelFar | Contact::ToesFar => leg(1, 2),
        Contact::ShinNear => leg(0, 1),
        Contact::ShinFar => leg(1, 1),
        Contact::HandNear => arm(0, 2),
        Contact::HandFar => arm(1, 2),
        Contact::ElbowNear => arm(0, 1),
        Contact::ElbowFar => arm(1, 1),
    }
}
