//! The drawings of the diary. Each says its finding in its label, and has its numbers in a table beside it.
//!
//! A bar is a spasm, a dot is a quiet day, a dashed ring is a day that nobody knows: never drawn as quiet.

use crate::forms::when::days_before;
use crate::http::visit::Visit;
use crate::tell;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use supple_diary::{Day, Level, PainPoint, Spasm};

/// What is known of spasms on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Known {
    /// This many, the worst this strong where that is known. None recorded, but a check-in that says so, is 0.
    Spasms(usize, Option<Level>),
    /// A check-in says that there was none.
    Quiet,
    /// Nobody said.
    Unknown,
}

impl Known {
    pub(crate) fn of(day: Option<&Day>) -> Known {
        let Some(day) = day else { return Known::Unknown };
        match day.spasm() {
            Some(true) => Known::Spasms(day.spasms, worst(day)),
            Some(false) => Known::Quiet,
            None => Known::Unknown,
        }
    }

    /// In words, for tables.
    pub(crate) fn words(self) -> String {
        match self {
            Known::Spasms(0, _) => "a spasm".to_owned(),
            Known::Spasms(count, _) => tell::count(count, "spasm"),
            Known::Quiet => "quiet".to_owned(),
            Known::Unknown => "not known".to_owned(),
        }
    }
}

/// The strongest spasm of a day.
pub(crate) fn worst(day: &Day) -> Option<Level> {
    day.all::<Spasm>().filter_map(|(_, spasm)| spasm.intensity).max()
}

/// The days up to and with today, the oldest first, with what is known of each.
fn last_days(visit: &Visit, days: i32) -> Vec<(Date, Known)> {
    let today = visit.today();
    let dates = (0..days).rev().map(|back| days_before(today, back));
    dates.map(|date| (date, Known::of(visit.diary.day(date)))).collect()
}

/// How many spasms there were in so many days, in words.
pub(crate) fn summary(visit: &Visit, days: i32) -> String {
    let known = last_days(visit, days);
    let spasms: usize =
        known.iter().map(|(_, known)| if let Known::Spasms(count, _) = known { (*count).max(1) } else { 0 }).sum();
    let unknown = known.iter().filter(|(_, known)| *known == Known::Unknown).count();
    match (spasms, unknown) {
        // A diary that is gone is no new one.
        (0, unknown) if unknown == known.len() && visit.lost().is_some() => "Nothing was written since.".to_owned(),
        (0, unknown) if unknown == known.len() => "Nothing is written yet.".to_owned(),
        (0, 0) => format!("No spasm in {days} days."),
        (0, unknown) => format!("No spasm known in {days} days. {} not known.", are(unknown)),
        (spasms, _) => format!("{} in {days} days.", tell::count(spasms, "spasm")),
    }
}

fn are(days: usize) -> String {
    if days == 1 { "1 day is".to_owned() } else { format!("{days} days are") }
}

/// The last fourteen days as a strip: bars, dots and rings.
pub(crate) fn strip(visit: &Visit) -> Markup {
    let days = last_days(visit, 14);
    let unknown = days.iter().filter(|(_, known)| *known == Known::Unknown).count();
    let most = days.iter().filter_map(|(date, known)| match known {
        Known::Spasms(count, _) if *count > 0 => Some((*count, *date)),
        _ => None,
    });
    let mut label = summary(visit, 14);
    let most = most.max();
    if let Some((count, date)) = most {
        label += &format!(" Most on {}, with {count}.", tell::short_day(date, visit.today()));
    }
    if unknown > 0 && unknown < days.len() && !label.contains("not known") {
        label += &format!(" {} not known.", are(unknown));
    }
    let highest = most.map_or(1, |(count, _)| count.min(MOST_BARS));
    let top = (MOST_BARS - highest) * 11;
    html! {
        svg class="fig" viewBox={ "0 " (top) " 210 " (62 - top) } role="img" aria-label=(label) {
            @for (at, (_, known)) in days.iter().enumerate() {
                g transform={ "translate(" (at * 15) ",0)" } { (stack(*known)) }
            }
        }
    }
}

/// The most bars that are drawn for a day of the strip.
const MOST_BARS: usize = 5;

/// One day of the strip: as many bars as spasms, up to a few.
fn stack(known: Known) -> Markup {
    html! {
        @match known {
            Known::Spasms(count, _) => {
                @for bar in 0..count.clamp(1, MOST_BARS) { rect class="plum" x="1" y=(50 - bar * 11) width="13" height="8" rx="4" {} }
            }
            Known::Quiet => { circle class="ink" cx="7.5" cy="54" r="2.5" {} }
            Known::Unknown => { circle class="ring" cx="7.5" cy="54" r="4.5" {} }
        }
    }
}

/// What the marks mean.
pub(crate) fn legend() -> Markup {
    html! { p class="src" { "Bar: a spasm. Dot: a quiet day. Ring: not known." } }
}

/// A month as a calendar: the height of a bar is the worst intensity of the day.
pub(crate) fn month(days: &[(Date, Option<&Day>)], today: Date, label: &str) -> Markup {
    let Some((first, _)) = days.first() else { return html! {} };
    let lead = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let weeks = (lead + days.len()).div_ceil(7);
    html! {
        svg class="fig" viewBox={ "0 0 350 " (weeks * 50 + 26) } role="img" aria-label=(label) {
            @for (at, name) in ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].iter().enumerate() {
                text x=(at * 50 + 25) y="16" text-anchor="middle" { (name) }
            }
            @for (at, (date, day)) in days.iter().enumerate() {
                @let (x, y) = ((lead + at) % 7 * 50, (lead + at) / 7 * 50 + 24);
                g transform={ "translate(" (x) "," (y) ")" } {
                    @if *date == today { rect class="today" x="2" y="2" width="46" height="46" rx="9" {} }
                    text class="small" x="7" y="17" { (date.day()) }
                    @if *date <= today { (cell(Known::of(*day))) }
                }
            }
        }
    }
}

/// One day of the calendar, 50 by 50.
fn cell(known: Known) -> Markup {
    html! {
        @match known {
            Known::Spasms(_, Some(worst)) => {
                @let height = 6 + worst.get() * 3;
                @let shade = if worst.get() >= 7 { "plum" } else if worst.get() >= 4 { "plum mid" } else { "plum pale" };
                rect class=(shade) x="26" y=(44 - height) width="15" height=(height) rx="3" {}
            }
            Known::Spasms(_, None) => { rect class="hollow" x="27" y="27" width="13" height="16" rx="3" {} }
            Known::Quiet => { circle class="ink" cx="33" cy="38" r="3" {} }
            Known::Unknown => { circle class="ring" cx="33" cy="36" r="6.5" {} }
        }
    }
}

/// A stretch of time with pain in it.
pub(crate) struct Curve<'a> {
    /// The pain levels in it, in order.
    pub(crate) pains: &'a [PainPoint],
    /// When spasms began.
    pub(crate) spasms: Vec<Timestamp>,
    /// From when.
    pub(crate) from: Timestamp,
    /// To when.
    pub(crate) to: Timestamp,
    /// The words under the axis, each with its time.
    pub(crate) marks: Vec<(Timestamp, String)>,
}

/// The pain between two known levels is not known for longer than this: the line breaks.
const GAP: SignedDuration = SignedDuration::from_hours(36);

/// Where the plot begins, and how wide and high it is.
const LEFT: f64 = 26.0;
const WIDTH: f64 = 316.0;
const HEIGHT: f64 = 120.0;

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
        #[allow(clippy::cast_precision_loss, reason = "a few hundred")]
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

    /// The drawing; `label` says what it shows.
    pub(crate) fn draw(&self, label: &str) -> Markup {
        let y = |level: u32| 10.0 + HEIGHT - f64::from(level) * HEIGHT / 10.0;
        html! {
            svg class="fig" viewBox="0 0 350 178" role="img" aria-label=(label) {
                @for level in [0, 5, 10] {
                    path class="grid" d={ "M" (LEFT) " " (y(level)) "H" (LEFT + WIDTH) } {}
                    text class="small" text-anchor="end" x=(LEFT - 6.0) y=(y(level) + 5.0) { (level) }
                }
                @for line in self.lines() {
                    @match line.as_slice() {
                        [(x, level)] => { circle class="plum" cx=(round(*x)) cy=(y(*level)) r="3.5" {} },
                        line => {
                            path class="curve" d=(path(line.iter().map(|(x, level)| (*x, y(*level))))) {}
                        }
                    }
                }
                @for spasm in &self.spasms {
                    rect class="plum" x=(round(self.x(*spasm) - 2.0)) y="138" width="4" height="13" rx="2" {}
                }
                @for (at, words) in &self.marks {
                    text class="small" text-anchor="middle" x=(round(self.x(*at).clamp(40.0, 322.0))) y="172" { (words) }
                }
            }
        }
    }
}

/// To a tenth of a unit: no screen shows more.
pub(crate) fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// A line through points, as the `d` of a path.
pub(crate) fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (x, y) in points {
        path.push(if path.is_empty() { 'M' } else { 'L' });
        path.push_str(&format!("{} {}", round(x), round(y)));
    }
    path
}

/// The numbers behind a drawing.
pub(crate) fn table(heads: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        details {
            summary { "Show as a table" }
            div class="wide-table" tabindex="0" role="region" aria-label="Table" {
                table {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for row in rows {
                            tr {
                                @for (at, cell) in row.iter().enumerate() {
                                    @if at == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
