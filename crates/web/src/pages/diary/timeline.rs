//! The diary by day: the timeline, the day first and then what it is part of, and each day by itself.

use crate::forms::when::days_before;
use crate::http::fields::date;
use crate::http::problem::Problem;
use crate::http::query::{Pairs, query};
use crate::http::visit::{Visit, see_other};
use crate::names;
use crate::pages::diary::charts;
use crate::pages::diary::check_in;
use crate::pages::diary::entry;
use crate::pages::diary::find::{self, Filter};
use crate::pages::diary::log;
use crate::pages::insight;
use crate::pages::storage::copies;
use crate::pages::storage::losses;
use crate::tell;
use crate::ui::icons;
use crate::ui::layout::lower;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::SignedDuration;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeSet;
use supple_diary::{CheckInState, Day, Item, KindName, Measure};
use supple_pictures::chart::Known;

/// How many days stand on a page of the timeline.
const DAYS: usize = 14;

/// How many entries of a folded day, or of one that was looked for, stand in the timeline; the page of the day has all.
const OF_A_DAY: usize = 12;

/// How many entries of the first day stand above everything else.
const OF_THE_FIRST: usize = 6;

/// The address of a day.
pub(crate) fn address(date: Date) -> String {
    format!("/diary/day/{date}")
}

/// The ways to look at the diary.
const VIEWS: [(&str, &str); 5] = [
    ("/diary", "Days"),
    ("/diary/calendar", "Calendar"),
    ("/diary/pain", "Pain"),
    ("/diary/episodes", "Episodes"),
    (insight::ADDRESS, "Patterns"),
];

/// The ways to look at the diary, with the one that is shown.
pub(crate) fn rooms(here: &str) -> Markup {
    html! {
        nav class="views" aria-label="Ways to look back" {
            @for (address, name) in VIEWS {
                a href=(address) aria-current=[(address == here).then_some("page")] { (name) }
            }
        }
    }
}

/// A day of the timeline, with the entries that belong there.
type Shown<'v> = (Date, Vec<&'v Item>);

/// The newest days that a filter takes, and the way to those before them.
fn shown<'v>(visit: &'v Visit, filter: &Filter) -> (Vec<Shown<'v>>, Option<String>) {
    let mut days: Vec<Shown<'_>> = Vec::with_capacity(DAYS);
    let (from, to) = filter.range();
    let known = visit.diary.between(from, to).map(|day| day.date);
    let carried = visit.diary.newer().iter().map(|entry| entry.happened().date());
    let carried = carried.filter(|date| filter.kind.is_none() && (from..=to).contains(date));
    for date in known.chain(carried).collect::<BTreeSet<Date>>().into_iter().rev() {
        let items = visit.diary.day(date).map_or(&[][..], |day| &day.items);
        let items: Vec<&Item> = items.iter().rev().filter(|item| filter.takes(item)).collect();
        if items.is_empty() && (filter.kind.is_some() || visit.diary.newer_on(date).next().is_none()) {
            continue;
        }
        if days.len() == DAYS {
            let older = days.last().map(|(last, _)| filter.older_than(*last));
            return (days, older);
        }
        days.push((date, items));
    }
    (days, None)
}

pub(crate) async fn timeline(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let filter = match Filter::read(&query(pairs)) {
        Ok(filter) => filter,
        Err(line) => return Problem::bad_form(line).page(visit.help),
    };
    let (days, older) = shown(&visit, &filter);
    let title = filter.month.map_or("My diary".to_owned(), find::name);
    let older = html! {
        @if let Some(older) = older { a class="btn quiet" href=(older) { "Older days" (icons::onward()) } }
    };
    let body =
        if filter.is_set() { found(&filter, &days, &older, &visit) } else { lately(&filter, &days, &older, &visit) };
    let main = html! {
        h1 { (title) }
        div class="spread" { (body) }
        (losses::reminder(&visit))
        p class="soft" { a href="/medicine" { "Medicines" } " and " a href="/activity" { "getting active" } " have pages of their own." }
        p class="soft" { a href="/profile" { "About you" } ": what is asked, your time zone, your country." }
        p class="soft" { a href=(copies::ADDRESS) { "Keep your diary safe" } ": where it is, copies, getting it back." }
    };
    visit.page(&title, "/diary", &main)
}

/// The last day first, then what can be added, then how it was, then the days before it, each as a row that opens.
fn lately(filter: &Filter, days: &[Shown<'_>], older: &Markup, visit: &Visit) -> Markup {
    let first = days.first();
    html! {
        div class="stack" {
            @match first {
                Some((date, items)) => (whole(*date, items, OF_THE_FIRST, &newer(*date, visit), visit)),
                None => p class="lead" {
                    @if visit.lost().is_some() { "Nothing was written since." }
                    @else { "Nothing is written yet. One tap on “Spasm now” is enough to begin." }
                },
            }
            div class="row" {
                form method="post" action="/spasm" { (visit.tap()) button class="btn fill-plum" { (icons::spasm()) "Spasm now" } }
                a class="btn quiet" href="/check-in" { "Check-in" }
                a class="btn quiet" href="/log" { "Write something else" }
            }
            (open_questions(visit))
        }
        @if first.is_some() {
            section class="stack side" aria-labelledby="back" {
                h2 id="back" { "Looking back" }
                (charts::fortnight(visit))
                (rooms("/diary"))
                (filter.forms(visit))
            }
        }
        @if days.len() > 1 {
            div class="stack" {
                @for (date, items) in &days[1..] { (folded(*date, items, visit)) }
                (older)
            }
        }
    }
}

/// What was looked for: of a month each day as a row that opens, else the entries themselves.
fn found(filter: &Filter, days: &[Shown<'_>], older: &Markup, visit: &Visit) -> Markup {
    html! {
        section class="stack side" aria-label="Looking back" {
            (rooms("/diary"))
            (filter.forms(visit))
        }
        div class="stack" {
            @if days.is_empty() { p class="lead" { "Nothing like that is in your diary." } }
            @for (date, items) in days {
                @if filter.kind.is_some() { (whole(*date, items, OF_A_DAY, &html! {}, visit)) }
                @else if filter.searches() { (whole(*date, items, OF_A_DAY, &newer(*date, visit), visit)) }
                @else { (folded(*date, items, visit)) }
            }
            (older)
        }
    }
}

/// A day with its entries, and what stands below them.
fn whole(date: Date, items: &[&Item], most: usize, below: &Markup, visit: &Visit) -> Markup {
    html! { section class="stack" { (heading(date, visit)) (listed(date, items, most, visit)) (below) } }
}

/// A day whose entries open on a tap. The closed row says what is inside.
fn folded(date: Date, items: &[&Item], visit: &Visit) -> Markup {
    html! {
        section class="stack tight" {
            (heading(date, visit))
            @if !items.is_empty() {
                div class="folds" {
                    details { summary { (contents(visit.diary.day(date), items)) } (listed(date, items, OF_A_DAY, visit)) }
                }
            }
            (newer(date, visit))
        }
    }
}

fn heading(date: Date, visit: &Visit) -> Markup {
    html! { h2 { a href=(address(date)) { (tell::day(date, visit.today())) } } }
}

fn listed(date: Date, items: &[&Item], most: usize, visit: &Visit) -> Markup {
    html! {
        @if !items.is_empty() { (entries(items.iter().copied().take(most), visit)) }
        @if items.len() > most {
            p { a href=(address(date)) { "And " (items.len() - most) " more on this day" } }
        }
    }
}

/// What a day holds, in one line: its spasms, then the kinds of its other entries.
fn contents(day: Option<&Day>, items: &[&Item]) -> String {
    let spasms = match Known::of(day) {
        Known::Spasms(0, _) => Some("A spasm".to_owned()),
        Known::Spasms(1, Some(worst)) => Some(format!("1 spasm, {worst} of 10")),
        Known::Spasms(count, Some(worst)) => {
            Some(format!("{}, the strongest {worst} of 10", tell::count(count, "spasm")))
        }
        Known::Spasms(count, None) => Some(tell::count(count, "spasm")),
        Known::Quiet => Some("No spasm".to_owned()),
        Known::Unknown => None,
    };
    let kinds: BTreeSet<KindName> =
        items.iter().map(|item| item.name()).filter(|kind| *kind != KindName::Spasm).collect();
    let others = kinds.into_iter().map(|kind| match items.iter().filter(|item| item.name() == kind).count() {
        1 => names::kind(kind).to_owned(),
        count => format!("{} ×{count}", names::kind(kind)),
    });
    spasms.into_iter().chain(others).collect::<Vec<_>>().join(" · ")
}

/// What may still be said, without any hurry.
fn open_questions(visit: &Visit) -> Markup {
    let asked_for = supple_guidance::embedded().validity.window.did_it_help.length_in_minutes();
    let since = visit.now.at() - SignedDuration::from_mins(asked_for);
    let measures = visit.diary.all::<Measure>().rev();
    let open: Vec<(&Item, &Measure)> = measures
        .take_while(|(item, _)| item.happened().at() >= since)
        .filter(|(_, measure)| entry::is_open(measure))
        .take(3)
        .collect();
    let today = visit.today();
    let yesterday = days_before(today, 1);
    let began = visit.diary.days().keys().next().is_some_and(|first| *first < today);
    let missed = began && visit.diary.day(yesterday).is_none_or(|day| day.check_in == CheckInState::None);
    html! {
        @if !open.is_empty() || missed {
            ul class="links tiles" {
                @for (item, measure) in open {
                    li { a href={ "/log/" (item.id()) "/after" } {
                        b { "Did it help?" }
                        span { (names::label(&measure.what)) ", " (tell::moment(item.draft(), visit)) }
                    } }
                }
                @if missed {
                    li { a href=(check_in::of(yesterday)) {
                        b { "How was yesterday?" }
                        span { "There is no check-in for it. Without one the day stays unknown, which is fine." }
                    } }
                }
            }
        }
    }
}

/// Entries as a list, each with its time, its mark and its words.
pub(crate) fn entries<'i>(items: impl Iterator<Item = &'i Item>, visit: &Visit) -> Markup {
    let items: Vec<&Item> = items.collect();
    // Where clocks were set or the person travelled, one and the same time may come twice in a day.
    let mixed = items.windows(2).any(|pair| pair[0].happened().offset() != pair[1].happened().offset());
    html! {
        ol class="day" {
            @for item in items {
                @let happened = item.happened();
                li {
                    span class="at" {
                        @if let Some(clock) = tell::listed_time(item) {
                            time datetime=(happened.clock().strftime("%Y-%m-%dT%H:%M").to_string()) { (clock) }
                        } @else { "–" }
                        @if mixed { small { (tell::offset(happened.offset())) } }
                    }
                    (icons::entry(item.name()))
                    div {
                        @let told = tell::in_list(item.kind());
                        a dir=(direction(&told.headline)) href=(crate::forms::written::address(item.id())) { (told.headline) }
                        @let rest = told.rest();
                        @if !rest.is_empty() { p class="soft" dir=(direction(&rest)) { (rest) } }
                        @if let Some(place) = tell::elsewhere(happened, &visit.zone) { p class="soft" { (place) } }
                        @if entry::says_otherwise(item, visit) { p class="soft" { "Changed" } }
                    }
                }
            }
        }
    }
}

/// The direction of a line: that of the person's own words where there is nothing else, and that of the page where more
/// follows them.
fn direction(line: &str) -> &'static str {
    let goes_on = line.starts_with('\u{2068}')
        && line.find('\u{2069}').is_some_and(|end| end + '\u{2069}'.len_utf8() < line.len());
    if goes_on { "ltr" } else { "auto" }
}

/// The entries of a day that only a newer Supple can read.
fn newer(date: Date, visit: &Visit) -> Markup {
    html! {
        @for entry in visit.diary.newer_on(date) {
            p class="soft" {
                time datetime=(entry.happened().clock().strftime("%Y-%m-%dT%H:%M").to_string()) {
                    (tell::clock(entry.happened(), None))
                }
                ": " (lower(tell::entry::NEWER))
            }
        }
    }
}

pub(crate) async fn day(visit: Visit, Path(day): Path<String>) -> Response {
    let Ok(date) = date(&day) else { return Problem::not_found().page(visit.help) };
    if date.to_string() != day {
        return see_other(&address(date));
    }
    let today = visit.today();
    let known = visit.diary.day(date);
    let (before, after) = (days_before(date, 1), date.tomorrow().unwrap_or(date));
    let asked = known.is_some_and(|day| day.check_in != CheckInState::None);
    let main = html! {
        div class="stack measure" {
            p class="soft" { a href="/diary" { "My diary" } }
            h1 { (tell::day(date, today)) }
            p class="lead" { (finding(known, date, today)) }
        }
        @if let Some(day) = known {
            @let items: Vec<&Item> = day.items.iter().rev().collect();
            (entries(items.into_iter(), &visit))
        }
        (newer(date, &visit))
        @if date <= today && !asked { a class="btn quiet" href=(check_in::of(date)) { "Check-in for this day" } }
        @if date == today { (log::pain_now(&visit)) }
        nav class="row" aria-label="Days" {
            a class="btn quiet" href=(address(before)) { (icons::back()) (before.strftime("%-d %B").to_string()) }
            @if after <= today && after != date {
                a class="btn quiet" href=(address(after)) { (after.strftime("%-d %B").to_string()) (icons::onward()) }
            }
        }
    };
    visit.page(&tell::short_day(date, today), &address(date), &main)
}

/// What is known of a day, in a sentence or two.
fn finding(day: Option<&Day>, date: Date, today: Date) -> String {
    if date > today {
        return "This day has not been yet.".to_owned();
    }
    let spasms = match Known::of(day) {
        Known::Spasms(0, _) => "You said that there was a spasm.".to_owned(),
        Known::Spasms(count, Some(worst)) => format!("{}, the strongest {worst} of 10.", tell::count(count, "spasm")),
        Known::Spasms(count, None) => format!("{}.", tell::count(count, "spasm")),
        Known::Quiet => "A quiet day: you said that there was no spasm.".to_owned(),
        Known::Unknown => "Nobody said whether there was a spasm: not known, and not counted as quiet.".to_owned(),
    };
    match day.and_then(|day| day.pain) {
        Some(pain) => format!("{spasms} Pain over the day {pain} of 10."),
        None => spasms,
    }
}
