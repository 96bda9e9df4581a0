//! Looking back: the calendar of a month, the pain curve, and the episodes with their course.

use crate::forms::when::days_before;
use crate::http::fields::date;
use crate::http::visit::Visit;
use crate::pages::diary::charts;
use crate::pages::diary::timeline::{self as diary, address};
use crate::tell;
use crate::ui::drawn::picture;
use crate::ui::icons;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use maud::{Markup, html};
use supple_diary::{Day, Episode, EpisodeState, KindName, Moment, PainPoint};
use supple_pictures::chart::{Curve, Known, month as month_of, worst};

type Pairs = Vec<(String, String)>;

/// The parts of an address after the question mark.
pub(crate) fn query(query: Result<Query<Pairs>, QueryRejection>) -> Pairs {
    query.map(|Query(pairs)| pairs).unwrap_or_default()
}

/// One part of an address after the question mark.
pub(crate) fn part<'q>(pairs: &'q Pairs, name: &str) -> &'q str {
    pairs.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value.trim())
}

// ---------------------------------------------------------------- the calendar

/// A month with what is known of each of its days.
pub(crate) async fn calendar(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let (pairs, today) = (query(pairs), visit.today());
    let asked = date(&format!("{}-01", part(&pairs, "month"))).ok();
    let month = asked.filter(|month| *month <= today).unwrap_or(today).first_of_month();
    let days = visit.diary.calendar(month);
    let name = month.strftime("%B %Y").to_string();
    let finding = month_finding(&days, today);
    let label = format!("{name}: {finding}");
    let rows: Vec<Vec<Markup>> = days
        .iter()
        .filter(|(date, _)| *date <= today)
        .map(|(date, day)| {
            let worst = day.and_then(worst).map_or("–".to_owned(), |worst| worst.to_string());
            let link = html! { a href=(address(*date)) { (date.strftime("%a %-d %B").to_string()) } };
            vec![link, html! { (charts::known(Known::of(*day))) }, html! { (worst) }]
        })
        .collect();
    let (before, after) = (month.saturating_sub(1.month()), month.saturating_add(1.month()));
    let main = html! {
        div class="stack measure" { (diary::rooms("/diary/calendar")) h1 { (name) } p class="lead" { (finding) } }
        section class="card chart" {
            @if let Some(month) = month_of(&days, today, &label) { (picture(&month, "fig")) }
            p class="src" {
                "A bar is a day with a spasm: the higher and fuller, the stronger. An open bar: nobody said how strong. "
                "A dot is a quiet day. A ring is a day that we do not know."
            }
            (charts::table(&["Day", "Spasms", "Worst"], &rows))
        }
        nav class="row" aria-label="Months" {
            a class="btn quiet" href={ "/diary/calendar?month=" (before.strftime("%Y-%m").to_string()) } {
                (icons::back()) (before.strftime("%B").to_string())
            }
            @if after <= today {
                a class="btn quiet" href={ "/diary/calendar?month=" (after.strftime("%Y-%m").to_string()) } {
                    (after.strftime("%B").to_string()) (icons::onward())
                }
            }
        }
    };
    visit.page(&name, "/diary/calendar", &main)
}

/// What the calendar of a month shows, in sentences.
fn month_finding(days: &[(Date, Option<&Day>)], today: Date) -> String {
    let known: Vec<(Date, Known)> =
        days.iter().filter(|(date, _)| *date <= today).map(|(date, day)| (*date, Known::of(*day))).collect();
    let count = |wanted: fn(Known) -> bool| known.iter().filter(|(_, known)| wanted(*known)).count();
    let with = count(|known| matches!(known, Known::Spasms(..)));
    let quiet = count(|known| known == Known::Quiet);
    let unknown = count(|known| known == Known::Unknown);
    let worst = known.iter().filter_map(|(date, known)| match known {
        Known::Spasms(_, Some(worst)) => Some((*worst, *date)),
        _ => None,
    });
    let mut label = format!("{} with a spasm, {quiet} quiet, {unknown} not known.", tell::count(with, "day"));
    if let Some((worst, date)) = worst.max() {
        label += &format!(" The strongest was {worst} of 10, on the {}.", ordinal(date.day()));
    }
    label
}

fn ordinal(day: i8) -> String {
    let end = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{day}{end}")
}

// ---------------------------------------------------------------- the pain curve

/// The stretches of time that the pain curve is offered for: days, words.
const STRETCHES: [(i32, &str); 4] = [(7, "A week"), (30, "A month"), (90, "Three months"), (365, "A year")];

/// The pain of the last days.
pub(crate) async fn pain(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let pairs = query(pairs);
    let asked = part(&pairs, "days").parse().ok();
    let (days, words) = STRETCHES.into_iter().find(|(days, _)| Some(*days) == asked).unwrap_or((30, STRETCHES[1].1));
    let today = visit.today();
    let first = days_before(today, days - 1);
    let from = start_of(first, &visit);
    let to = start_of(today.tomorrow().unwrap_or(today), &visit);
    let pains = visit.diary.pains_in(from, to);
    let spasms = visit.diary.of(KindName::Spasm);
    let spasms: Vec<Timestamp> =
        spasms.iter().map(|item| item.happened().at()).filter(|at| (from..to).contains(at)).collect();
    let label = pain_label(words, pains, spasms.len(), &visit);
    let every = (days / 5).max(1);
    // From today backwards, so that the end of the line is always named.
    let marks = (0..days).rev().step_by(usize::try_from(every).unwrap_or(1)).map(|day| {
        let date = first.saturating_add(day.days());
        let form = if days <= 7 {
            "%a"
        } else if days <= 90 {
            "%-d %b"
        } else {
            "%b"
        };
        // The name of a single day stands in its middle.
        let at = start_of(date, &visit) + SignedDuration::from_hours(if days <= 7 { 12 } else { 0 });
        (at, date.strftime(form).to_string())
    });
    let curve = Curve { pains, spasms, from, to, marks: marks.collect() };
    let main = html! {
        div class="stack measure" { (diary::rooms("/diary/pain")) h1 { "Pain" } p class="lead" { (label) } }
        nav class="row" aria-label="How long" {
            @for (other, words) in STRETCHES {
                a class="btn quiet" href={ "/diary/pain?days=" (other) } aria-current=[(other == days).then_some("page")] {
                    (words)
                }
            }
        }
        section class="card chart" {
            (picture(&curve.scene(&label), "fig"))
            p class="src" {
                "The line is the pain from 0 to 10. It breaks where nothing was written for long. "
                "Each bar below it is a spasm."
            }
            (charts::table(&["Day", "Low", "High", "Spasms"], &pain_rows(&visit, first, days, pains)))
        }
    };
    visit.page("Pain", "/diary/pain", &main)
}

/// When a day begins for the person.
fn start_of(date: Date, visit: &Visit) -> Timestamp {
    Moment::around(date.at(0, 0, 0, 0), &visit.zone).map_or(visit.now.at(), |moment| moment.at())
}

fn pain_label(words: &str, pains: &[PainPoint], spasms: usize, visit: &Visit) -> String {
    let worst = pains.iter().max_by_key(|pain| pain.level);
    let (Some(worst), Some(least), Some(last)) = (worst, pains.iter().min_by_key(|pain| pain.level), pains.last())
    else {
        return format!("{words}: no pain level was written.");
    };
    let at = Moment::in_zone(worst.at, &visit.zone)
        .map_or(String::new(), |moment| format!(" on {}", tell::short_day(moment.date(), visit.today())));
    format!(
        "{words}: pain between {} and {}, strongest{at}, last {}. {}.",
        least.level,
        worst.level,
        last.level,
        tell::count(spasms, "spasm")
    )
}

fn pain_rows(visit: &Visit, first: Date, days: i32, pains: &[PainPoint]) -> Vec<Vec<Markup>> {
    let mut by_day: std::collections::BTreeMap<Date, (u32, u32)> = std::collections::BTreeMap::new();
    for pain in pains {
        if let Ok(moment) = Moment::in_zone(pain.at, &visit.zone) {
            let level = pain.level.get();
            let day = by_day.entry(moment.date()).or_insert((level, level));
            *day = (day.0.min(level), day.1.max(level));
        }
    }
    let dates = (0..days).map(|day| first.saturating_add(day.days()));
    let rows = dates.map(|date| {
        let (low, high) = match by_day.get(&date) {
            Some((low, high)) => (low.to_string(), high.to_string()),
            None => ("–".to_owned(), "–".to_owned()),
        };
        vec![
            html! { a href=(address(date)) { (tell::short_day(date, visit.today())) } },
            html! { (low) },
            html! { (high) },
            html! { (charts::known(Known::of(visit.diary.day(date)))) },
        ]
    });
    rows.collect()
}

// ---------------------------------------------------------------- the episodes

/// How many episodes stand on a page.
const EPISODES: usize = 10;

/// The episodes, the newest first, each with its course.
pub(crate) async fn episodes(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let pairs = query(pairs);
    let skip: usize = part(&pairs, "skip").parse().unwrap_or(0);
    let all = visit.diary.episodes();
    let shown = all.iter().rev().skip(skip).take(EPISODES);
    let main = html! {
        div class="stack measure" {
            (diary::rooms("/diary/episodes"))
            h1 { "Episodes" }
            p { "An episode goes from the first spasm to the day that you say it is over. Spasms less than 14 days apart stand together." }
            @if all.is_empty() { p class="lead" { "No episode is written yet." } }
            @if visit.diary.open_episode(visit.now.at()).is_some() {
                form method="post" action="/log/episode" {
                    (visit.tap())
                    input type="hidden" name="phase" value="recovery";
                    button class="btn quiet" { "It is over now" }
                }
            }
        }
        @for episode in shown { (course(episode, &visit)) }
        @if all.len() > skip + EPISODES {
            a class="btn quiet" href={ "/diary/episodes?skip=" (skip + EPISODES) } { "Older episodes" (icons::onward()) }
        }
    };
    visit.page("Episodes", "/diary/episodes", &main)
}

fn course(episode: &Episode, visit: &Visit) -> Markup {
    let today = visit.today();
    let onset = episode.onset.date();
    let spasms = visit.diary.of(KindName::Spasm).get(episode.spasms.clone()).unwrap_or_default();
    let pains = visit.diary.pains().get(episode.pains.clone()).unwrap_or_default();
    let bouts = visit.diary.bouts().get(episode.bouts.clone()).unwrap_or_default();
    let worst = bouts.iter().filter_map(|bout| bout.worst).max();
    let day = |date| tell::short_day(date, today);
    let state = episode.state(visit.now.at());
    let (title, end) = match &state {
        EpisodeState::Open => (format!("Since {}", day(onset)), visit.now.clone()),
        EpisodeState::Recovered(last) | EpisodeState::Passed(last) if last.date() == onset => {
            (day(onset), last.clone())
        }
        EpisodeState::Recovered(last) | EpisodeState::Passed(last) => {
            (format!("{} to {}", day(onset), day(last.date())), last.clone())
        }
        EpisodeState::Unsaid(last) => (format!("From {}", day(onset)), last.clone()),
    };
    let days = day_count(onset, end.date());
    let state = match &state {
        EpisodeState::Open if episode.said => {
            format!("It goes on, day {}.", day_count(episode.since.date(), end.date()))
        }
        // Nothing says that it went on between its spasms.
        EpisodeState::Open => "You have not said that it is over.".to_owned(),
        EpisodeState::Recovered(_) if days == 1 => "You said on the same day that it was over.".to_owned(),
        EpisodeState::Recovered(_) => format!("You said that it was over, on day {days}."),
        EpisodeState::Passed(_) if spasms.len() == 1 => "It was over by itself.".to_owned(),
        EpisodeState::Passed(last) => {
            format!("Each spasm was over by itself. The last was on {}.", day(last.date()))
        }
        EpisodeState::Unsaid(_) if spasms.is_empty() => "Nobody said when it was over.".to_owned(),
        EpisodeState::Unsaid(last) => {
            format!("Nobody said when it was over. The last spasm was on {}.", day(last.date()))
        }
    };
    let mut label = format!("{} in {}", tell::count(spasms.len(), "spasm"), tell::count(bouts.len(), "bout"));
    if let Some(worst) = worst {
        label += &format!(", the strongest {worst} of 10");
    }
    if let (Some(first), Some(last)) = (pains.first(), pains.last()) {
        label += &format!(". Pain {} at first, {} at last", first.level, last.level);
    }
    label.push('.');
    let to = pains.last().map_or(end.at(), |last| last.at.max(end.at()));
    let mark = |moment: &Moment| (moment.at(), moment.date().strftime("%-d %b").to_string());
    let mut marks = vec![mark(&episode.onset)];
    if days > 1 {
        marks.push(mark(&end));
    }
    let curve = Curve {
        pains,
        spasms: spasms.iter().map(|item| item.happened().at()).collect(),
        from: episode.onset.at(),
        to,
        marks,
    };
    let rows: Vec<Vec<Markup>> = bouts
        .iter()
        .rev()
        .take(200)
        .map(|bout| {
            let worst = bout.worst.map_or("–".to_owned(), |worst| worst.to_string());
            let onset = bout.onset.date();
            vec![
                html! { a href=(address(onset)) { (tell::short_day(onset, today)) ", " (tell::clock(&bout.onset, None)) } },
                html! { (bout.spasms.len()) },
                html! { (worst) },
            ]
        })
        .collect();
    html! {
        section class="card chart" {
            h2 { (title) }
            p { (state) " " (label) }
            @if !pains.is_empty() || spasms.len() > 1 { (picture(&curve.scene(&format!("{title}. {label}")), "fig")) }
            @if !rows.is_empty() { (charts::table(&["Bout", "Spasms", "Worst"], &rows)) }
        }
    }
}

/// How many days from one to another, both counted.
fn day_count(from: Date, to: Date) -> usize {
    let days = from.until(to).map_or(0, |span| span.get_days());
    usize::try_from(days + 1).unwrap_or(1)
}
