//! A share with its range, as a line of the page.

use supple_drawing::{Along, Area, Ink, Scene, Shape};
use supple_insight::findings::Share;

const HIGH: f64 = 22.0;

/// One share, from none at the left to `widest` at the right: what fits as a line, and the share itself as a dot. What stands out
/// is thick.
pub fn share(share: &Share, widest: f64, stands_out: bool) -> Scene {
    let along = |part: f64| Along::Share(0.06 + 0.88 * (part / widest.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0));
    let middle = along(share.spasm_days as f64 / share.days.max(1) as f64);
    let (ink, wide) = if stands_out { (Ink::Body, 8.0) } else { (Ink::Quiet, 3.0) };
    let y = HIGH / 2.0;
    let says = format!("{} of {}.", share.spasm_days, share.days);
    Scene::new(Area::Strip { height: HIGH }, "A share", says)
        .with(Shape::stretch((along(share.lower), y), (along(share.upper), y)).stroke(ink, wide).rounded())
        .with(Shape::stretch((middle, y), (middle, y)).stroke(Ink::Text, 12.0).rounded())
}
