//! The last weeks as a calendar: a row a week, from Monday on.

use super::WIDE;
use super::days::ring;
use supple_drawing::{Area, Ink, Scene, Shape};
use supple_insight::findings::CalendarDay;

/// How high a week is, and how wide a day.
const WEEK: f64 = 24.0;
const DAY: f64 = WIDE / 7.0;

/// The most bars of a day.
const MOST_BARS: usize = 3;

/// The days of a calendar: a bar for each spasm, up to a few. None where there is no day. Its week days stand above it in
/// words.
pub fn calendar(days: &[CalendarDay]) -> Option<Scene> {
    let weeks = days.len().div_ceil(7);
    if weeks == 0 {
        return None;
    }
    let mut scene = Scene::new(Area::window(0.0, 0.0, WIDE, weeks as f64 * WEEK), "The last weeks", says(days, weeks));
    let middle = |at: usize| ((at % 7) as f64 * DAY + DAY / 2.0, (at / 7) as f64 * WEEK + WEEK / 2.0);
    let placed = |is: fn(&CalendarDay) -> bool| {
        days.iter().enumerate().filter(move |(_, day)| is(day)).map(move |(at, day)| (day, middle(at)))
    };
    for (day, (x, y)) in placed(|day| day.bouts > 0) {
        let bars = (day.bouts as usize).min(MOST_BARS);
        let (high, step) = if bars == 1 { (9.0, 0.0) } else { (6.0, 8.0) };
        let top = y - (step * (bars - 1) as f64 + high) / 2.0;
        for bar in 0..bars {
            scene.add(Shape::bar(x - 12.0, top + step * bar as f64, 24.0, high, high / 2.0).fill(Ink::Body));
        }
    }
    for (_, (x, y)) in placed(|day| day.bouts == 0 && day.is_known) {
        scene.add(Shape::circle(x, y, 3.0));
    }
    for (_, (x, y)) in placed(|day| day.bouts == 0 && !day.is_known) {
        scene.add(ring(x, y, 5.0));
    }
    Some(scene)
}

/// The same in words, for those who do not see it.
fn says(days: &[CalendarDay], weeks: usize) -> String {
    const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let many = |place: usize| days.iter().skip(place).step_by(7).filter(|day| day.bouts > 0).count();
    let by_day: Vec<String> = NAMES.iter().zip(0..).map(|(name, place)| format!("{name} {}", many(place))).collect();
    let unknown = days.iter().filter(|day| day.bouts == 0 && !day.is_known).count();
    format!("Days with a spasm in {weeks} weeks: {}. Days that are not known: {unknown}.", by_day.join(", "))
}
