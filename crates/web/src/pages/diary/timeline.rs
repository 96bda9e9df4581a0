//! The diary by day: the timeline with its filters, and each day by itself.

use crate::forms::when::days_before;
use crate::http::fields::date;
use crate::http::problem::Problem;
use crate::http::query::{part, query};
use crate::http::visit::{Visit, see_other};
use crate::names;
use crate::pages::diary::charts;
use crate::pages::diary::check_in;
use crate::pages::diary::entry;
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

type Pairs = Vec<(String, String)>;

/// How many days stand on a page of the timeline.
const DAYS: usize = 14;

/// How many entries of a day stand in the timeline; the page of the day has all of them.
const OF_A_DAY: usize = 12;

/// The kinds that the timeline can be narrowed down to.
const FILTERS: [KindName; 12] = [
    KindName::Spasm,
    KindName::Pain,
    KindName::Measure,
    KindName::Medicine,
    KindName::Exposure,
    KindName::Exercise,
    KindName::CheckIn,
    KindName::EpisodeMark,
    KindName::Symptom,
    KindName::Check,
    KindName::Plan,
    KindName::Note,
];

/// The address of a day.
pub(crate) fn address(date: Date) -> String {
    format!("/diary/day/{date}")
}

/// The ways to look at the diary.
const VIEWS: [(&str, &str); 4] =
    [("/diary", "Days"), ("/diary/calendar", "Calendar"), ("/diary/pain", "Pain"), ("/diary/episodes", "Episodes")];

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

/// What the timeline is narrowed down to.
struct Filter {
    kind: Option<KindName>,
    from: Option<Date>,
    to: Option<Date>,
}

impl Filter {
    fn read(pairs: &Pairs) -> Result<Filter, String> {
        let day = |name| Some(part(pairs, name)).filter(|text| !text.is_empty()).map(date).transpose();
        let kind = match part(pairs, "kind") {
            "" => None,
            id => match KindName::from_id(id).filter(|kind| FILTERS.contains(kind)) {
                Some(kind) => Some(kind),
                None => {
                    return Err(format!("There is nothing called {} in a diary.", crate::http::problem::quoted(id)));
                }
            },
        };
        Ok(Filter { kind, from: day("from")?, to: day("to")? })
    }

    fn takes(&self, item: &Item) -> bool {
        self.kind.map_or(item.name() != KindName::Profile, |kind| item.name() == kind)
    }

    fn is_set(&self) -> bool {
        self.kind.is_some() || self.from.is_some() || self.to.is_some()
    }

    /// The address of what is older than a day.
    fn older_than(&self, date: Date) -> String {
        let mut address = format!("/diary?to={}", days_before(date, 1));
        if let Some(from) = self.from {
            address += &format!("&from={from}");
        }
        if let Some(kind) = self.kind {
            address += &format!("&kind={kind}");
        }
        address
    }

    fn form(&self) -> Markup {
        let text = |date: Option<Date>| date.map_or(String::new(), |date| date.to_string());
        html! {
            details class="filter" open[self.is_set()] {
                summary { "Find something" }
                form class="row" method="get" action="/diary" {
                    label for="kind" { "What" }
                    select id="kind" name="kind" {
                        option value="" { "Everything" }
                        @for kind in FILTERS {
                            option value=(kind) selected[self.kind == Some(kind)] { (names::kind(kind)) }
                        }
                    }
                    label for="from" { "From" }
                    input id="from" type="date" name="from" value=(text(self.from));
                    label for="to" { "To" }
                    input id="to" type="date" name="to" value=(text(self.to));
                    button class="btn quiet" { "Show" }
                    @if self.is_set() { a class="btn quiet" href="/diary" { "Show everything" } }
                }
            }
        }
    }
}

pub(crate) async fn timeline(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let pairs = query(pairs);
    let filter = match Filter::read(&pairs) {
        Ok(filter) => filter,
        Err(line) => return Problem::bad_form(line).page(visit.help),
    };
    let mut days: Vec<(Date, Vec<&Item>)> = Vec::with_capacity(DAYS);
    let mut older = None;
    let (from, to) = (filter.from.unwrap_or(Date::MIN), filter.to.unwrap_or(Date::MAX));
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
            older = days.last().map(|(last, _)| filter.older_than(*last));
            break;
        }
        days.push((date, items));
    }
    let main = html! {
        div class="stack measure" {
            (rooms("/diary"))
            h1 { "My diary" }
            p class="lead" { (charts::summary(&visit, 14)) }
            @if !filter.is_set() {
                (charts::strip(&visit))
                (charts::legend())
            }
        }
        @if !filter.is_set() {
            div class="row" {
                form method="post" action="/spasm" { (visit.tap()) button class="btn fill-plum" { (icons::spasm()) "Spasm now" } }
                a class="btn quiet" href="/check-in" { "Check-in" }
                a class="btn quiet" href="/log" { "Write something else" }
                a class="btn quiet" href=(insight::ADDRESS) { "Patterns" }
                a class="btn quiet" href="/medicine" { "Medicines" }
                a class="btn quiet" href="/activity" { "Getting active" }
            }
            (open_questions(&visit))
        }
        (filter.form())
        @if days.is_empty() {
            p class="lead" {
                @if filter.is_set() { "Nothing like that is in your diary." }
                @else if visit.lost().is_some() { "Nothing was written since." }
                @else { "Nothing is written yet. One tap on “Spasm now” is enough to begin." }
            }
        }
        @for (date, items) in &days {
            section class="stack" {
                h2 { a href=(address(*date)) { (tell::day(*date, visit.today())) } }
                @if !items.is_empty() { (entries(items.iter().copied().take(OF_A_DAY), &visit)) }
                @if items.len() > OF_A_DAY {
                    p { a href=(address(*date)) { "And " (items.len() - OF_A_DAY) " more on this day" } }
                }
                @if filter.kind.is_none() { (newer(*date, &visit)) }
            }
        }
        @if let Some(older) = older { a class="btn quiet" href=(older) { "Older days" (icons::onward()) } }
        (losses::reminder(&visit))
        p class="soft" { a href="/profile" { "About you" } ": what is asked, your time zone, your country." }
        p class="soft" { a href=(copies::ADDRESS) { "Keep your diary safe" } ": where it is, copies, getting it back." }
    };
    visit.page("My diary", "/diary", &main)
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
