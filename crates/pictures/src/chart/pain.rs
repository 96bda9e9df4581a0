//! The pain curve of a stretch of time.

use super::{SMALL, WIDE};
use jiff::{SignedDuration, Timestamp};
use supple_diary::PainPoint;
use supple_drawing::{Anchor, Area, Ink, Scene, Shape, round};

/// A stretch of time with pain in it.
#[derive(Clone, Debug)]
pub struct Curve<'a> {
    /// The pain levels in it, in order.
    pub pains: &'a [PainPoint],
    /// When spasms began.
    pub spasms: Vec<Timestamp>,
    /// From when.
    pub from: Timestamp,
    /// To when.
    pub to: Timestamp,
    /// The words under the axis, each with its time.
    pub marks: Vec<(Timestamp, String)>,
}

/// The pain between two known levels is not known for longer than this: the line breaks.
const GAP: SignedDuration = SignedDuration::from_hours(36);

/// Where the plot begins, and how wide and high it is.
const LEFT: f64 = 26.0;
const WIDTH: f64 = 316.0;
const HEIGHT: f64 = 120.0;

/// Where the bars of spasms begin, a little above them.
const FOOT: f64 = 132.0;

/// The fewest points that show a course.
const TELLING: usize = 2;

/// The most points that are drawn: a phone has no more pixels across.
const MOST_POINTS: usize = 320;

impl Curve<'_> {
    fn x(&self, at: Timestamp) -> f64 {
        let whole = self.to.duration_since(self.from).as_secs_f64().max(1.0);
        LEFT + WIDTH * (at.duration_since(self.from).as_secs_f64() / whole).clamp(0.0, 1.0)
    }

    /// The points to draw, with breaks where nothing is known for long. Of too many in one place the strongest stays.
    fn lines(&self) -> Vec<Vec<(f64, u32)>> {
        let mut lines: Vec<Vec<(f64, u32)>> = Vec::new();
        let mut last: Option<Timestamp> = None;
        let step = if self.pains.len() > MOST_POINTS { WIDTH / MOST_POINTS as f64 } else { 0.0 };
        for pain in self.pains {
            let (x, level) = (self.x(pain.at), pain.level.get());
            match lines.last_mut() {
                Some(line) if last.is_some_and(|last| pain.at.duration_since(last) <= self.gap()) => {
                    match line.last_mut() {
                        Some(before) if x - before.0 < step => before.1 = before.1.max(level),
                        _ => line.push((x, level)),
                    }
                }
                _ => lines.push(vec![(x, level)]),
            }
            last = Some(pain.at);
        }
        lines
    }

    /// Over a long time a single day is too narrow to show as a gap.
    fn gap(&self) -> SignedDuration {
        GAP.max(self.to.duration_since(self.from) / 60)
    }

    /// The drawing: the pain from 0 to 10, and a bar below it for each spasm. Without a pain level there is no scale.
    ///
    /// None where there are fewer than two levels and fewer than two spasms: one point shows no course.
    pub fn scene(&self, description: &str) -> Option<Scene> {
        if self.pains.len() < TELLING && self.spasms.len() < TELLING {
            return None;
        }
        let y = |level: u32| 10.0 + HEIGHT - f64::from(level) * HEIGHT / 10.0;
        let top = if self.pains.is_empty() { FOOT } else { 0.0 };
        let mut scene = Scene::new(Area::window(0.0, top, WIDE, 178.0 - top), "Pain", description);
        if !self.pains.is_empty() {
            for level in [0, 5, 10] {
                scene.add(Shape::line((LEFT, y(level)), (LEFT + WIDTH, y(level))).stroke(Ink::Faint, 1.0));
            }
            for level in [0, 5, 10] {
                scene.add(Shape::text(LEFT - 6.0, y(level) + 5.0, SMALL, level.to_string()).anchored(Anchor::End));
            }
        }
        for line in self.lines() {
            scene.add(match line.as_slice() {
                [(x, level)] => Shape::circle(round(*x), y(*level), 3.5).fill(Ink::Body),
                line => {
                    let points = line.iter().map(|(x, level)| (*x, y(*level)));
                    Shape::polyline(points).stroke(Ink::Body, 3.0).rounded()
                }
            });
        }
        for spasm in &self.spasms {
            scene.add(Shape::bar(round(self.x(*spasm) - 2.0), 138.0, 4.0, 13.0, 2.0).fill(Ink::Body));
        }
        for (at, words) in &self.marks {
            let x = round(self.x(*at).clamp(40.0, 322.0));
            scene.add(Shape::text(x, 172.0, SMALL, words).anchored(Anchor::Middle));
        }
        Some(scene)
    }
}
