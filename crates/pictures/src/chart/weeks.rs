//! How often, week by week.

use super::scale::scale;
use super::{FOOT, LEFT, RIGHT, SMALL, TOP, WIDE, level, level_mark, turn};
use jiff::ToSpan;
use jiff::civil::Date;
use supple_drawing::{Anchor, Area, Ink, Scene, Shape, round};
use supple_insight::figures::number;
use supple_insight::findings::Frequency;

/// The day on which a week of the frequency begins.
pub fn week_of(frequency: &Frequency, week: f64) -> Option<Date> {
    frequency.first_week?.checked_add((week.round() as i64 * 7).days()).ok()
}

/// Spasms for 7 days with a check-in, by weeks, with the trend and a turn. None where there is no week.
pub fn weeks(frequency: &Frequency, description: &str) -> Option<Scene> {
    let weeks = &frequency.weeks;
    let (first, last) = (weeks.first()?, weeks.last()?);
    let rates: Vec<f64> = weeks.iter().map(|week| 7.0 * week.count as f64 / week.days_observed).collect();
    // The trend is told for 4 weeks, the bars are for one.
    let trend: Vec<f64> = frequency.trend.iter().map(|rate| rate / 4.0).collect();
    let highest = rates.iter().chain(&trend).copied().fold(1.0, f64::max);
    let span = (last.week - first.week).max(1.0);
    let wide = round(((RIGHT - LEFT - 12.0) / (span + 1.0) * 0.72).clamp(1.5, 14.0));
    let x = |week: f64| LEFT + 10.0 + (RIGHT - LEFT - 20.0) * (week - first.week) / span;
    let y = |rate: f64| FOOT - (FOOT - TOP) * rate / highest;
    let marks = [0.0, 1.0, 2.0, 3.0].map(|third| first.week + span * third / 3.0);

    let mut scene = Scene::new(Area::window(0.0, 0.0, WIDE, 174.0), "Week by week", description);
    let levels = scale(highest, 4.0);
    levels.iter().for_each(|mark| scene.add(level(round(y(*mark)))));
    levels.iter().for_each(|mark| scene.add(level_mark(round(y(*mark)), number(*mark))));
    if let Some(change) = &frequency.change {
        let [from, to] = change.range.map(|week| x(week.clamp(first.week, last.week)));
        let shade = Shape::bar(round(from), TOP, round((to - from).max(1.0)), FOOT - TOP, 0.0);
        scene.add(shade.fill(Ink::Faint).opacity(0.6));
        scene.add(turn(round(x(change.week)), TOP));
    }
    let placed = || weeks.iter().zip(&rates);
    for (week, rate) in placed().filter(|(_, rate)| **rate > 0.0) {
        let (left, top) = (round(x(week.week) - wide / 2.0), round(y(*rate)));
        scene.add(Shape::bar(left, top, wide, round(FOOT - y(*rate)), 1.5).fill(Ink::Body));
    }
    for (week, _) in placed().filter(|(_, rate)| **rate <= 0.0) {
        scene.add(Shape::circle(round(x(week.week)), FOOT - 2.5, 1.6));
    }
    if trend.len() == weeks.len() {
        let line = || Shape::polyline(weeks.iter().zip(&trend).map(|(week, rate)| (x(week.week), y(*rate))));
        scene.add(line().stroke(Ink::Ground, 7.0).rounded());
        scene.add(line().stroke(Ink::Do, 3.5).rounded());
    }
    for week in marks {
        if let Some(date) = week_of(frequency, week) {
            let at = round(x(week).clamp(60.0, 318.0));
            scene.add(Shape::text(at, 166.0, SMALL, date.strftime("%-d %b").to_string()).anchored(Anchor::Middle));
        }
    }
    Some(scene)
}
