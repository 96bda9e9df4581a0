//! The outlines of the parts of a body, as points; y is up. All turn the same way, so that they can overlap in one path.

use crate::geometry::{at, toward};
use crate::solve::{Limb, Solved, Spine, beside};
use supple_drawing::Point;
use supple_guidance::figure::{Body, FootSeen, Place};

/// A closed outline.
pub(crate) type Outline = Vec<Point>;

/// The same outline, counter-clockwise.
pub(crate) fn turned(mut outline: Outline) -> Outline {
    let next = outline.iter().cycle().skip(1);
    let area: f64 = outline.iter().zip(next).map(|(one, other)| one.x * other.y - other.x * one.y).sum();
    if area < 0.0 {
        outline.reverse();
    }
    outline
}

/// A part of a limb, from one share of its length to another: its radii, with round ends.
///
/// The back of a leg is on its right as it points down, seen with the face to the right; that of an arm too.
pub(crate) fn segment(from: Point, heading: f64, length: f64, radii: &[[f64; 3]], [begin, end]: [f64; 2]) -> Outline {
    let mut shares: Vec<f64> = radii.iter().map(|row| row[0]).filter(|share| *share > begin && *share < end).collect();
    shares.insert(0, begin);
    shares.push(end);
    let back = |share: f64| beside(from, heading, share * length, -at(radii, share, 1));
    let front = |share: f64| beside(from, heading, share * length, at(radii, share, 2));
    let cap = |share: f64, way: f64| {
        let radius = (at(radii, share, 1) + at(radii, share, 2)) / 2.0;
        beside(from, heading, share * length + way * radius * 0.86, (at(radii, share, 2) - at(radii, share, 1)) / 2.0)
    };
    let mut outline = vec![cap(begin, -1.0)];
    outline.extend(shares.iter().map(|share| back(*share)));
    outline.push(cap(end, 1.0));
    outline.extend(shares.iter().rev().map(|share| front(*share)));
    turned(outline)
}

/// Points about a centre: along a direction, and across it to the right.
fn about(centre: Point, heading: f64, points: &[Place], size: f64) -> Outline {
    turned(points.iter().map(|[along, right]| beside(centre, heading, along * size, -right * size)).collect())
}

/// A foot, with the instep on its left, or on its right where it is flipped.
pub(crate) fn foot(body: &Body, ankle: Point, heading: f64, share: f64, seen: FootSeen) -> Outline {
    let points = match seen {
        FootSeen::Side => {
            body.outline.foot.iter().map(|[along, up]| beside(ankle, heading, along * share, *up)).collect()
        }
        FootSeen::Flip => {
            body.outline.foot.iter().map(|[along, up]| beside(ankle, heading, along * share, -*up)).collect()
        }
        FootSeen::Toe => {
            let length = 11.5 * share;
            let half = [(-2.0, 1.6), (1.5, 2.5), (length * 0.6, 3.2), (length - 0.6, 2.6)];
            let left = half.iter().map(|(along, wide)| beside(ankle, heading, *along, *wide));
            let right = half.iter().rev().map(|(along, wide)| beside(ankle, heading, *along, -*wide));
            left.chain(right).collect()
        }
    };
    turned(points)
}

/// A hand: a mitten with its thumb on one side, or tucked in.
pub(crate) fn hand(body: &Body, wrist: Point, heading: f64, share: f64, thumb: f64) -> Outline {
    let long = body.length.hand * share;
    let points = [
        (-1.2, 1.4),
        (2.4, 1.9),
        (6.2, 2.0),
        (9.0, 1.5),
        (10.4, 0.0),
        (9.0, -1.5),
        (6.2, -2.0),
        (2.4, -1.9),
        (-1.2, -1.4),
    ];
    let mut outline: Outline =
        points.iter().map(|(along, left)| beside(wrist, heading, along * long / 10.4, *left)).collect();
    if thumb != 0.0 {
        // Out of the side of the hand, and back into it.
        let side = thumb.signum();
        let thumb = [(2.2, 1.7), (4.6, 3.9), (6.0, 4.2), (5.6, 2.9), (4.4, 1.8)];
        let places: Vec<Point> =
            thumb.iter().map(|(along, out)| beside(wrist, heading, along * share, out * side)).collect();
        if side > 0.0 {
            outline.splice(1..2, places);
        } else {
            outline.splice(7..8, places.into_iter().rev());
        }
    }
    turned(outline)
}

/// No point stands closer to a cut: a curve leans by a sixth of the way to the next point.
const CLEAR: f64 = 1.5;

/// The trunk from the side, from one place along the spine to another.
pub(crate) fn trunk(body: &Body, spine: &Spine, [from, to]: [f64; 2]) -> Outline {
    let rows = &body.radius.trunk;
    let mut places: Vec<f64> =
        rows.iter().map(|row| row[0]).filter(|place| *place > from + CLEAR && *place < to - CLEAR).collect();
    places.insert(0, from);
    places.push(to);
    let back = places.iter().map(|place| spine.beside(*place, -at(rows, *place, 1)));
    let front = places.iter().rev().map(|place| spine.beside(*place, at(rows, *place, 2)));
    let mut outline: Outline = back.collect();
    outline.extend(front);
    // The seat is round, and a cut is not.
    let mut cuts = vec![to];
    if from <= 0.0 {
        outline.push(spine.beside(-4.4, 1.6));
        outline.push(spine.beside(-4.6, -3.6));
    } else {
        cuts.push(from);
    }
    let ends = |place: f64| [-at(rows, place, 1), at(rows, place, 2)].map(|front| spine.beside(place, front));
    let corners: Vec<Point> = cuts.into_iter().flat_map(ends).collect();
    crisp(&turned(outline), &corners)
}

/// The same outline with corners that stay corners. Points close before and behind each keep the curve from running over it.
pub(crate) fn crisp(outline: &[Point], corners: &[Point]) -> Outline {
    let many = outline.len();
    // A quarter of the way, where a curve leans by a sixth; and so close that nothing is left to lean.
    let near = |point: Point, other: Point| {
        let close = (0.15 / point.distance(other).max(0.6)).min(0.25);
        [0.25, close].map(|share| point.lerp(other, share))
    };
    let mut crisp = Vec::new();
    for (place, point) in outline.iter().enumerate() {
        let is_corner = corners.iter().any(|corner| corner.distance(*point) < 1e-6);
        if !is_corner {
            crisp.push(*point);
            continue;
        }
        crisp.extend(near(*point, outline[(place + many - 1) % many]));
        crisp.push(*point);
        crisp.extend(near(*point, outline[(place + 1) % many]).into_iter().rev());
    }
    crisp
}

/// The neck, from the chest into the head.
pub(crate) fn neck(body: &Body, solved: &Solved) -> Outline {
    let base = body.length.pelvis + body.length.lumbar + body.length.thorax;
    let places = [base - 3.0, base + 1.0, base + 5.0, base + 7.5];
    let back = places.iter().map(|place| solved.spine.beside(*place, -3.7));
    let front = places.iter().rev().map(|place| solved.spine.beside(*place, 3.3));
    turned(back.chain(front).collect())
}

/// The head from the side, and its hair.
pub(crate) fn head(body: &Body, solved: &Solved) -> [Outline; 2] {
    [&body.outline.head, &body.outline.hair].map(|points| about(solved.head, solved.spine.head, points, 1.0))
}

/// The head from the front, and its hair. A head that is turned goes over into that from the side, point by point.
pub(crate) fn head_front(body: &Body, centre: Point, heading: f64, turned: f64) -> [Outline; 2] {
    let (across, outline) = (toward(turned).y, &body.outline);
    [(&outline.head_front, &outline.head), (&outline.hair_front, &outline.hair)].map(|(front, side)| {
        let between = |(front, side): (&Place, &Place)| {
            let share = across.abs();
            [front[0] + (side[0] - front[0]) * share, (front[1] + (side[1] - front[1]) * share) * across.signum()]
        };
        let points: Vec<Place> = front.iter().zip(side).map(between).collect();
        about(centre, heading, &points, 1.0)
    })
}

/// A leg: thigh, shin and foot.
pub(crate) fn leg(body: &Body, leg: &Limb) -> Vec<Outline> {
    let whole = [0.0, 1.0];
    vec![
        segment(leg.root, leg.upper(), body.length.thigh, &body.radius.thigh, whole),
        segment(leg.middle, leg.lower(), body.length.shin, &body.radius.shin, whole),
        foot(body, leg.end, leg.tip, 1.0, FootSeen::Side),
    ]
}

/// An arm: upper arm, forearm and hand.
pub(crate) fn arm(body: &Body, arm: &Limb, thumb: f64) -> Vec<Outline> {
    let whole = [0.0, 1.0];
    let [upper, lower] = arm.fore;
    vec![
        segment(arm.root, arm.upper(), body.length.upper_arm * upper, &body.radius.upper_arm, whole),
        segment(arm.middle, arm.lower(), body.length.forearm * lower, &body.radius.forearm, whole),
        hand(body, arm.end, arm.tip, 1.0, thumb),
    ]
}

/// Points along a smooth outline, close enough to judge it by.
pub(crate) fn along(outline: &[Point]) -> Vec<Point> {
    let many = outline.len();
    let get = |place: usize| outline[place % many];
    let mut points = Vec::new();
    for place in 0..many {
        let (before, from, to, after) = (get(place + many - 1), get(place), get(place + 1), get(place + 2));
        let (one, two) = (from + (to - before) / 6.0, to - (after - from) / 6.0);
        for step in 0..4 {
            let share = f64::from(step) / 4.0;
            let (first, middle, last) = (from.lerp(one, share), one.lerp(two, share), two.lerp(to, share));
            points.push(first.lerp(middle, share).lerp(middle.lerp(last, share), share));
        }
    }
    points
}
