//! The drawings of what the diary shows. Each says its finding in its label, and has its numbers in a table beside it.
//!
//! A thick bar is a likely link, a thin one a possible one, a pale one probably none, and dots are what cannot be told yet.

use crate::pages::diary::charts::{path, round};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use supple_insight::figures::{doublings, number};
use supple_insight::findings::{Frequency, Lasting, Trigger, Verdict};

/// How wide a drawing is.
const WIDE: f64 = 350.0;

/// Where a plot with a scale on its left begins, and ends.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 340.0;

/// Where such a plot begins at its top, and ends.
const TOP: f64 = 14.0;
const FOOT: f64 = 144.0;

/// The class of an interval.
fn strength(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Likely => "range likely",
        Verdict::Possible => "range possible",
        Verdict::ProbablyNot => "range weak",
        Verdict::CannotTell => "range unsure",
    }
}

/// A line of ratios: so many doublings to each side of "the same".
struct Ratios {
    doublings: f64,
    left: f64,
    right: f64,
}

impl Ratios {
    /// Wide enough for all of these, and never so wide that usual ones cannot be seen.
    fn over(all: impl Iterator<Item = f64>, left: f64, right: f64) -> Ratios {
        let widest = all.map(|ratio| doublings(ratio).abs()).filter(|wide| wide.is_finite()).fold(0.0, f64::max);
        Ratios { doublings: widest.ceil().clamp(2.0, 6.0), left, right }
    }

    fn x(&self, ratio: f64) -> f64 {
        let share = (doublings(ratio) / self.doublings).clamp(-1.0, 1.0);
        round(self.left + (self.right - self.left) * (share + 1.0) / 2.0)
    }

    /// The marks below the line: where, and what.
    fn marks(&self) -> Vec<(f64, String)> {
        let step = if self.doublings > 3.0 { 2 } else { 1 };
        let most = self.doublings as i32 / step * step;
        let marks = (-most..=most).step_by(step as usize);
        marks.map(|power| (self.x(2.0_f64.powi(power)), as_often(power))).collect()
    }
}

/// A power of two as a mark.
fn as_often(power: i32) -> String {
    match power {
        0 => "same".to_owned(),
        -1 => "½".to_owned(),
        -2 => "¼".to_owned(),
        -3 => "⅛".to_owned(),
        _ if power < 0 => format!("1/{}", 1_u32 << power.unsigned_abs()),
        _ => format!("{}×", 1_u32 << power),
    }
}

/// One interval of a drawing.
pub(super) struct Row {
    /// What it is.
    pub(super) words: &'static str,
    /// The estimate and its limits.
    pub(super) ratio: f64,
    pub(super) lower: f64,
    pub(super) upper: f64,
    /// How sure it is; none for one that is only for comparison.
    pub(super) verdict: Option<Verdict>,
}

/// Intervals on one line of ratios.
pub(super) fn intervals(rows: &[Row], label: &str) -> Markup {
    // What is only for comparison may run over the edge, so that it does not press what it is compared with together.
    let first = rows.iter().take(1).flat_map(|row| [row.lower, row.upper]);
    let line = Ratios::over(first.chain(rows.iter().map(|row| row.ratio)), 22.0, WIDE - 22.0);
    let foot = rows.len() * 46 + 8;
    html! {
        svg class="fig" viewBox={ "0 0 350 " (foot + 26) } role="img" aria-label=(label) {
            path class="same" d={ "M" (line.x(1.0)) " 4V" (foot) } {}
            path class="grid" d={ "M" (line.left) " " (foot) "H" (line.right) } {}
            @for (place, row) in rows.iter().enumerate() {
                @let y = place * 46 + 34;
                @let class = row.verdict.map_or("range check", strength);
                text class="small halo" x="4" y=(y - 15) { (row.words) }
                path class=(class) d={ "M" (line.x(row.lower)) " " (y) "H" (line.x(row.upper)) } {}
                circle class="middle" cx=(line.x(row.ratio)) cy=(y) r="6" {}
            }
            @for (x, words) in line.marks() {
                text class="small" text-anchor="middle" x=(x) y=(foot + 19) { (words) }
            }
        }
    }
}

/// The interval of one exposure, to stand beside its numbers in words.
pub(super) fn mini(trigger: &Trigger) -> Markup {
    let (Some(ratio), Some(lower), Some(upper)) = (trigger.odds_ratio, trigger.lower, trigger.upper) else {
        return html! {};
    };
    let line = Ratios { doublings: 3.0, left: 8.0, right: 292.0 };
    html! {
        svg class="mini" viewBox="0 0 300 20" aria-hidden="true" {
            path class="same" d={ "M" (line.x(1.0)) " 1V19" } {}
            path class=(strength(trigger.verdict)) d={ "M" (line.x(lower)) " 10H" (line.x(upper)) } {}
            circle class="middle" cx=(line.x(ratio)) cy="10" r="6" {}
        }
    }
}

/// A step of 1, 2 or 5 tenths, ones or tens that divides this into at most so many parts.
fn nice_step(most: f64, parts: f64) -> f64 {
    let mut step = 0.1;
    let mut factors = [2.0, 2.5, 2.0].into_iter().cycle();
    while most / step > parts {
        step *= factors.next().unwrap_or(2.0);
    }
    round(step)
}

/// The marks of a scale from 0 on.
fn scale(most: f64, parts: f64) -> Vec<f64> {
    let step = nice_step(most, parts);
    (0..).map(|place| f64::from(place) * step).take_while(|mark| *mark <= most + 1e-9).collect()
}

/// The unit of a scale that reaches so many seconds, with its length, and the marks in that unit.
fn time_scale(longest: f64) -> ((&'static str, f64), Vec<f64>) {
    let unit = match longest {
        ..120.0 => ("seconds", 1.0),
        ..7_200.0 => ("minutes", 60.0),
        ..172_800.0 => ("hours", 3_600.0),
        _ => ("days", 86_400.0),
    };
    (unit, scale(longest / unit.1, 5.0))
}

/// The day on which a week of the frequency begins.
pub(super) fn week_of(frequency: &Frequency, week: f64) -> Option<Date> {
    frequency.first_week?.checked_add((week.round() as i64 * 7).days()).ok()
}

/// Spasms for 7 days with a check-in, by weeks, with the trend and a turn.
pub(super) fn weeks(frequency: &Frequency, label: &str) -> Markup {
    let weeks = &frequency.weeks;
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { return html! {} };
    let rates: Vec<f64> = weeks.iter().map(|week| 7.0 * week.count as f64 / week.days_observed).collect();
    // The trend is told for 4 weeks, the bars are for one.
    let trend: Vec<f64> = frequency.trend.iter().map(|rate| rate / 4.0).collect();
    let highest = rates.iter().chain(&trend).copied().fold(1.0, f64::max);
    let span = (last.week - first.week).max(1.0);
    let wide = round(((RIGHT - LEFT - 12.0) / (span + 1.0) * 0.72).clamp(1.5, 14.0));
    let x = |week: f64| LEFT + 10.0 + (RIGHT - LEFT - 20.0) * (week - first.week) / span;
    let y = |rate: f64| FOOT - (FOOT - TOP) * rate / highest;
    let marks = [0.0, 1.0, 2.0, 3.0].map(|third| first.week + span * third / 3.0);
    html! {
        svg class="fig" viewBox="0 0 350 174" role="img" aria-label=(label) {
            @for mark in scale(highest, 4.0) {
                path class="grid" d={ "M" (LEFT) " " (round(y(mark))) "H" (RIGHT) } {}
                text class="small" text-anchor="end" x=(LEFT - 8.0) y=(round(y(mark) + 5.0)) { (number(mark)) }
            }
            @if let Some(change) = &frequency.change {
                @let [from, to] = change.range.map(|week| x(week.clamp(first.week, last.week)));
                rect class="shade" x=(round(from)) y=(TOP) width=(round((to - from).max(1.0))) height=(FOOT - TOP) {}
                path class="turn" d={ "M" (round(x(change.week))) " " (TOP) "V" (FOOT) } {}
            }
            @for (week, rate) in weeks.iter().zip(&rates) {
                @if *rate > 0.0 {
                    rect class="plum" x=(round(x(week.week) - wide / 2.0)) y=(round(y(*rate)))
                        width=(wide) height=(round(FOOT - y(*rate))) rx="1.5" {}
                } @else {
                    circle class="ink" cx=(round(x(week.week))) cy=(FOOT - 2.5) r="1.6" {}
                }
            }
            @if trend.len() == weeks.len() {
                @let line = path(weeks.iter().zip(&trend).map(|(week, rate)| (x(week.week), y(*rate))));
                path class="under" d=(line) {}
                path class="trend" d=(line) {}
            }
            @for week in marks {
                @if let Some(date) = week_of(frequency, week) {
                    text class="small" text-anchor="middle" x=(round(x(week).clamp(60.0, 318.0))) y="166" {
                        (date.strftime("%-d %b").to_string())
                    }
                }
            }
        }
    }
}

/// The share that lasts longer, by time, with its 95 % band and the time by which half have ended.
///
/// `seconds` is how long the unit of its numbers is; the scale has the unit that fits.
pub(super) fn left(lasting: &Lasting, seconds: f64, label: &str) -> Markup {
    let Some(last) = lasting.curve.last() else { return html! {} };
    let longest = if last.time > 0.0 { last.time } else { 1.0 };
    let (unit, marks) = time_scale(longest * seconds);
    let x = |time: f64| LEFT + (RIGHT - LEFT) * time / longest;
    let y = |share: f64| FOOT - (FOOT - TOP) * share;
    let stairs = |shares: &dyn Fn(usize) -> f64, many: usize| -> Vec<(f64, f64)> {
        let mut points = vec![(x(0.0), y(1.0))];
        let mut before = 1.0;
        for (place, step) in lasting.curve.iter().take(many).enumerate() {
            points.push((x(step.time), y(before)));
            before = shares(place);
            points.push((x(step.time), y(before)));
        }
        points
    };
    let curve = stairs(&|place| lasting.curve[place].left, lasting.curve.len());
    // The band ends where nothing is left, since it has no limits there.
    let banded = lasting.curve.iter().take_while(|step| step.lower.is_some() && step.upper.is_some()).count();
    let mut band = stairs(&|place| lasting.curve[place].upper.unwrap_or(0.0), banded);
    let lower = stairs(&|place| lasting.curve[place].lower.unwrap_or(0.0), banded);
    band.extend(lower.into_iter().rev());
    html! {
        svg class="fig" viewBox="0 0 350 188" role="img" aria-label=(label) {
            @for (share, words) in [(1.0, "all"), (0.5, "half"), (0.0, "none")] {
                path class="grid" d={ "M" (LEFT) " " (round(y(share))) "H" (RIGHT) } {}
                text class="small" text-anchor="end" x=(LEFT - 8.0) y=(round(y(share) + 5.0)) { (words) }
            }
            @if banded > 0 { path class="band" d={ (path(band.into_iter())) "Z" } {} }
            @if let Some(median) = lasting.median {
                path class="turn" d={ "M" (round(x(median))) " " (round(y(0.5))) "V" (FOOT) } {}
            }
            path class="curve" d=(path(curve.into_iter())) {}
            @for mark in marks {
                text class="small" text-anchor="middle" x=(round(x(mark * unit.1 / seconds).clamp(50.0, 330.0))) y="164" { (number(mark)) }
            }
            text class="small" text-anchor="end" x=(RIGHT) y="183" { (unit.0) }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_line_of_ratios_has_the_same_in_its_middle_and_holds_what_it_is_made_for() {
        let line = Ratios::over([0.3, 5.0].into_iter(), 0.0, 100.0);
        assert_eq!((line.doublings, line.x(1.0), line.x(8.0), line.x(0.125)), (3.0, 50.0, 100.0, 0.0));
        assert!(line.x(5.0) < 100.0 && line.x(0.3) > 0.0);
        let marks: Vec<String> = line.marks().into_iter().map(|(_, words)| words).collect();
        assert_eq!(marks, ["⅛", "¼", "½", "same", "2×", "4×", "8×"]);
        let wide = Ratios::over([1e-9, 1e9].into_iter(), 0.0, 100.0);
        assert_eq!(wide.marks().first().unwrap().1, "1/64");
        assert_eq!(wide.x(1e9), 100.0, "what is further out stands at the end");
    }

    #[test]
    fn what_lasts_seconds_has_a_scale_of_seconds() {
        assert_eq!(time_scale(14.0), (("seconds", 1.0), vec![0.0, 5.0, 10.0]));
        assert_eq!(time_scale(600.0).0.0, "minutes");
        assert_eq!(time_scale(86_400.0).0.0, "hours");
        assert_eq!(time_scale(9.0 * 86_400.0).0.0, "days");
    }

    #[test]
    fn scales_have_round_marks() {
        assert_eq!(scale(3.5, 4.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(scale(37.0, 5.0), [0.0, 10.0, 20.0, 30.0]);
        assert_eq!(scale(0.4, 4.0), [0.0, 0.1, 0.2, 0.30000000000000004, 0.4]);
        assert_eq!(scale(380.0, 5.0), [0.0, 100.0, 200.0, 300.0]);
    }
}
