//! How long a report takes from a diary in memory, and how much memory: a year as PDF and as FHIR, ten years with all pages.
//!
//! Limits: 150 ms and 60 MB for a year as PDF, 20 ms for it as FHIR, 1 s for ten years.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and speaks by printing")]

#[path = "../../research/benches/shared/peak.rs"]
mod peak;

use peak::peak;
use std::time::{Duration, Instant};
use supple_diary::Diary;
use supple_insight::simulate::{Person, person, settings};
use supple_report::print::Paper;
use supple_report::{Annex, Period, Request, Summary, heads};

/// So often each is timed; the middle one counts.
const TIMES: usize = 11;

/// The most memory, in kB.
const MOST_KB: u64 = 60_000;

fn main() {
    let (year, years) = (someone(365), someone(3_650));
    report("a year as PDF", Duration::from_millis(150), || pdf(&year, false));
    let peak = peak();
    println!("  at most {} MB: {}", peak / 1_000, met(peak < MOST_KB));
    report("a year as FHIR", Duration::from_millis(20), || fhir(&year));
    report("ten years as PDF, with all pages", Duration::from_secs(1), || pdf(&years, true));
}

/// Prints the middle time as a share of its limit.
fn report(name: &str, limit: Duration, run: impl Fn() -> usize) {
    let mut times = Vec::with_capacity(TIMES);
    let mut bytes = 0;
    for _ in 0..TIMES {
        let start = Instant::now();
        bytes = run();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let middle = times[TIMES / 2];
    let share = middle.as_secs_f64() / limit.as_secs_f64();
    println!("{name}: {:.1} ms of {} ({share:.2}), {bytes} bytes: {}", ms(middle), ms(limit), met(share < 1.0));
}

/// A made-up person with 20 exposures, over so many days.
fn someone(days: i64) -> (Person, Diary) {
    let mut setting = settings().into_iter().find(|setting| setting.name == "a year, 20 things, no trigger").unwrap();
    setting.days = days;
    let person = person(&setting, 1, 1).unwrap();
    let diary = Diary::fold(&person.log);
    (person, diary)
}

fn summary((person, diary): &(Person, Diary), is_whole: bool) -> Summary {
    let today = person.now.date();
    let first = diary.items().first().map_or(today, |item| item.happened().date());
    let mut request = Request::of(Period { from: first, to: today });
    if is_whole {
        request.annexes = Annex::ALL.into_iter().collect();
    }
    Summary::of(diary, &request, heads(&person.log), &person.now)
}

fn pdf(whose: &(Person, Diary), is_whole: bool) -> usize {
    let print = summary(whose, is_whole).print(Paper::A4).unwrap();
    supple_paper::pdf(&print).unwrap().bytes.len()
}

fn fhir(whose: &(Person, Diary)) -> usize {
    summary(whose, false).bundle_json().unwrap().len()
}

fn ms(time: Duration) -> f64 {
    1e3 * time.as_secs_f64()
}

fn met(is_met: bool) -> &'static str {
    if is_met { "limit met" } else { "LIMIT MISSED" }
}
