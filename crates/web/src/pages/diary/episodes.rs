//! The episodes, each with its course.

use crate::http::query::{Pairs, part, query};
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
use maud::{Markup, html};
use supple_diary::{Episode, EpisodeState, KindName, Moment};
use supple_pictures::chart::Curve;

/// How many episodes stand on a page.
const EPISODES: usize = 7;

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
            @if let Some(scene) = curve.scene(&format!("{title}. {label}")) { (picture(&scene, "fig")) }
            @if !rows.is_empty() { (charts::table(&["Bout", "Spasms", "Worst"], &rows)) }
        }
    }
}

/// How many days from one to another, both counted.
fn day_count(from: Date, to: Date) -> usize {
    let days = from.until(to).map_or(0, |span| span.get_days());
    usize::try_from(days + 1).unwrap_or(1)
}
