//! How it went, week by week: four small charts on one axis.

use super::days::ring;
use super::{LETTERS, SMALL, WIDE};
use supple_drawing::{Anchor, Area, Ink, Scene, Shape, round};
use supple_insight::figures::number;
use supple_insight::progress::{Progress, Week};

/// The height of a small chart, of its columns, and where its columns stand.
const HIGH: f64 = 118.0;
const COLUMN: f64 = 70.0;
const FOOT: f64 = 106.0;

/// A soft bar of a column that is counted, and the most that are drawn: a week has so many days.
const BAR: f64 = 7.6;
const STEP: f64 = 10.0;
const MOST_BARS: u32 = 7;

/// How wide a column is.
const BROAD: f64 = 18.0;

/// From one week to the next.
const WEEK: f64 = 29.0;

/// What stands in the place of a week.
enum Mark {
    /// Nothing was written.
    Nothing,
    /// Nobody knows.
    Unknown,
    /// It is known that there was none.
    None,
    /// So many of something.
    Bars(u32),
    /// This share of the whole height, with its number.
    Share(f64, String),
}

/// The weeks of each row, below its name.
pub fn progress(progress: &Progress, names: [&str; 4], description: &str) -> Scene {
    let most = progress.weeks.iter().map(|week| week.minutes_walked).fold(1.0, f64::max);
    let marks: [&dyn Fn(&Week) -> Mark; 4] = [
        &|week| match u32::try_from(week.practice_days) {
            Ok(0) => Mark::Nothing,
            days => Mark::Bars(days.unwrap_or(MOST_BARS)),
        },
        &|week| match week.minutes_walked {
            _ if week.walks == 0 => Mark::Nothing,
            minutes if minutes <= 0.0 => Mark::Unknown,
            minutes => Mark::Share(minutes / most, number(minutes.round())),
        },
        &|week| match week.pain {
            Some(pain) if pain <= 0.0 => Mark::None,
            Some(pain) => Mark::Share(pain / 10.0, number(pain)),
            None => Mark::Unknown,
        },
        &|week| match week.spasms {
            Some(0) => Mark::None,
            Some(spasms) => Mark::Bars(spasms),
            None => Mark::Unknown,
        },
    ];
    let area = Area::window(0.0, 0.0, WIDE, 4.0 * HIGH + 20.0);
    let mut scene = Scene::new(area, "Week by week", description);
    let inks = [Ink::Do, Ink::Do, Ink::Body, Ink::Body];
    for (row, ((name, mark), ink)) in names.into_iter().zip(marks).zip(inks).enumerate() {
        let foot = row as f64 * HIGH + FOOT;
        scene.add(Shape::text(1.0, foot - FOOT + 15.0, LETTERS, name));
        scene.add(Shape::line((1.0, foot), (WIDE - 1.0, foot)).stroke(Ink::Faint, 1.0));
        for (place, week) in progress.weeks.iter().enumerate() {
            let x = middle(place);
            match mark(week) {
                Mark::Nothing => {}
                Mark::Unknown => scene.add(ring(x, foot - 8.0, 4.5)),
                Mark::None => scene.add(Shape::circle(x, foot - 8.0, 2.5)),
                Mark::Bars(many) => {
                    let drawn = many.min(MOST_BARS);
                    for bar in 1..=drawn {
                        let y = foot - f64::from(bar) * STEP;
                        scene.add(Shape::bar(x - BROAD / 2.0, round(y), BROAD, BAR, BAR / 2.0).fill(ink));
                    }
                    scene.add(told(x, foot - f64::from(drawn) * STEP, many.to_string()));
                }
                Mark::Share(share, words) => {
                    let high = round((share * COLUMN).clamp(4.0, COLUMN));
                    scene.add(Shape::bar(x - BROAD / 2.0, foot - high, BROAD, high, 4.0).fill(ink));
                    scene.add(told(x, foot - high, words));
                }
            }
        }
    }
    for place in [0, progress.weeks.len() / 2, progress.weeks.len().saturating_sub(1)] {
        if let Some(week) = progress.weeks.get(place) {
            let at = middle(place).clamp(24.0, WIDE - 24.0);
            let words = week.from.strftime("%-d %b").to_string();
            scene.add(Shape::text(at, 4.0 * HIGH + 10.0, SMALL, words).anchored(Anchor::Middle));
        }
    }
    scene
}

/// The middle of the column of a week.
fn middle(place: usize) -> f64 {
    round(WEEK * (place as f64 + 0.5) + 1.0)
}

/// The number above a column.
fn told(x: f64, top: f64, words: String) -> Shape {
    Shape::text(x, top - 4.0, SMALL, words).anchored(Anchor::Middle)
}
