//! The pace of the breath: soft bars, one a second, that grow as it comes in. A ring rides on them where motion is wanted;
//! at rest it reads the same.

use supple_drawing::{Anchor, Area, Ink, Scene, Shape};

/// From one bar to the next.
const STEP: f64 = 36.0;
const LETTERS: f64 = 26.0;

/// Bars for so many seconds in, and so many out.
pub fn pace(inward: u8, outward: u8) -> Scene {
    let (first, second) = (f64::from(inward), f64::from(outward));
    let width = STEP * (first + second) + 4.0;
    let says = format!("Breathe in for {inward} seconds. Breathe out for {outward} seconds.");
    let mut scene = Scene::new(Area::window(0.0, 0.0, width, 156.0), "The pace of the breath", says);
    for second in 0..u16::from(inward) + u16::from(outward) {
        let place = f64::from(second);
        // From the least height to the full one and back again: the first and the last bar are dots.
        let height = if second < u16::from(inward) {
            26.0 + (63.0 * place / (f64::from(inward) - 1.0).max(1.0)).floor()
        } else {
            26.0 + (63.0 * (f64::from(inward) + f64::from(outward) - 1.0 - place) / f64::from(outward)).floor()
        };
        let ink = if second < u16::from(inward) { Ink::Body } else { Ink::Do };
        scene.add(Shape::bar(7.0 + STEP * place, 116.0 - height, 26.0, height, 13.0).fill(ink));
    }
    let mut ride = Shape::circle(20.0, 76.0, 11.0).stroke(Ink::Text, 6.0);
    ride.look.fill = Some(Ink::Page);
    scene
        .with(ride.named("ride"))
        .with(Shape::text(7.0, 148.0, LETTERS, format!("In, {inward}")).bold())
        .with(Shape::text(width - 9.0, 148.0, LETTERS, format!("Out, {outward}")).bold().anchored(Anchor::End))
}
