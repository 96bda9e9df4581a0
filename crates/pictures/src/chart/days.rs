//! Days: the last ones as a strip, and a month as a calendar.

use super::{LETTERS, SMALL, WIDE};
use jiff::civil::Date;
use supple_diary::{Day, Level, Spasm};
use supple_drawing::{Anchor, Area, Ink, Scene, Shape};

/// What is known of spasms on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Known {
    /// This many, the worst this strong where that is known. None recorded, but a check-in that says so, is 0.
    Spasms(usize, Option<Level>),
    /// A check-in says that there was none.
    Quiet,
    /// Nobody said.
    Unknown,
}

impl Known {
    /// What a day says. A day that is not there says nothing.
    pub fn of(day: Option<&Day>) -> Known {
        let Some(day) = day else { return Known::Unknown };
        match day.spasm() {
            Some(true) => Known::Spasms(day.spasms, worst(day)),
            Some(false) => Known::Quiet,
            None => Known::Unknown,
        }
    }
}

/// The strongest spasm of a day.
pub fn worst(day: &Day) -> Option<Level> {
    day.all::<Spasm>().filter_map(|(_, spasm)| spasm.intensity).max()
}

/// A day that nobody knows.
pub(super) fn ring(x: f64, y: f64, radius: f64) -> Shape {
    Shape::circle(x, y, radius).stroke(Ink::Text, 1.6).dashed(&[2.4, 2.4])
}

/// The most bars that are drawn for a day of the strip.
const MOST_BARS: usize = 5;

/// From one day to the next, and from one bar up to the next.
const DAY: f64 = 15.0;
const BAR_STEP: f64 = 11.0;

/// Days as a strip, the oldest first: as many bars as spasms, up to a few.
pub fn strip(days: &[Known], description: &str) -> Scene {
    let bars = |known: &Known| match known {
        Known::Spasms(count, _) => (*count).clamp(1, MOST_BARS),
        Known::Quiet | Known::Unknown => 0,
    };
    let highest = days.iter().map(bars).max().unwrap_or(1).max(1);
    let top = (MOST_BARS - highest) as f64 * BAR_STEP;
    let area = Area::window(0.0, top, days.len() as f64 * DAY, 62.0 - top);
    let mut scene = Scene::new(area, "The last days", description);
    let placed = || days.iter().enumerate().map(|(at, known)| (at as f64 * DAY, known));
    for (x, known) in placed() {
        for bar in 0..bars(known) {
            scene.add(Shape::bar(x + 1.0, 50.0 - bar as f64 * BAR_STEP, 13.0, 8.0, 4.0).fill(Ink::Body));
        }
    }
    for (x, _) in placed().filter(|(_, known)| **known == Known::Quiet) {
        scene.add(Shape::circle(x + 7.5, 54.0, 2.5));
    }
    for (x, _) in placed().filter(|(_, known)| **known == Known::Unknown) {
        scene.add(ring(x + 7.5, 54.0, 4.5));
    }
    scene
}

/// The side of a day in the calendar.
const CELL: f64 = 50.0;

/// A month as a calendar: the height of a bar is the worst intensity of the day. None where there is no day.
pub fn month(days: &[(Date, Option<&Day>)], today: Date, description: &str) -> Option<Scene> {
    let (first, _) = days.first()?;
    let lead = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let weeks = (lead + days.len()).div_ceil(7);
    let area = Area::window(0.0, 0.0, WIDE, weeks as f64 * CELL + 26.0);
    let mut scene = Scene::new(area, "A month", description);
    for (at, name) in ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].iter().enumerate() {
        scene.add(Shape::text(at as f64 * CELL + 25.0, 16.0, LETTERS, *name).anchored(Anchor::Middle));
    }
    let corner = |at: usize| ((at % 7) as f64 * CELL, (at / 7) as f64 * CELL + 24.0);
    let placed = || days.iter().zip(lead..).map(|((date, day), at)| (date, Known::of(*day), corner(at)));
    for (date, _, (x, y)) in placed() {
        if *date == today {
            scene.add(Shape::bar(x + 2.0, y + 2.0, 46.0, 46.0, 9.0).stroke(Ink::Do, 2.5));
        }
    }
    for (date, _, (x, y)) in placed() {
        scene.add(Shape::text(x + 7.0, y + 17.0, SMALL, date.day().to_string()));
    }
    // What looks alike stands together: it is written once.
    let mut marks: Vec<(u8, Shape)> =
        placed().filter(|(date, ..)| **date <= today).map(|(_, known, (x, y))| mark(known, x, y)).collect();
    marks.sort_by_key(|(order, _)| *order);
    marks.into_iter().for_each(|(_, shape)| scene.add(shape));
    Some(scene)
}

/// One day of the calendar, and where it stands among its like.
fn mark(known: Known, x: f64, y: f64) -> (u8, Shape) {
    match known {
        Known::Spasms(_, Some(worst)) => {
            let height = 6.0 + f64::from(worst.get()) * 3.0;
            let (order, opacity) = match worst.get() {
                7.. => (0, 1.0),
                4..7 => (1, 0.72),
                ..4 => (2, 0.48),
            };
            let bar = Shape::bar(x + 26.0, y + 44.0 - height, 15.0, height, 3.0);
            (order, bar.fill(Ink::Body).opacity(opacity))
        }
        Known::Spasms(_, None) => (3, Shape::bar(x + 27.0, y + 27.0, 13.0, 16.0, 3.0).stroke(Ink::Body, 2.5)),
        Known::Quiet => (4, Shape::circle(x + 33.0, y + 38.0, 3.0)),
        Known::Unknown => (5, ring(x + 33.0, y + 36.0, 6.5)),
    }
}
