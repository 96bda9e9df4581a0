//! What comes next of the programme: a count that runs, the pain before, or the next exercise.

use crate::http::headers::NO_STORE;
use crate::http::query::{Pairs, query};
use crate::http::visit::{Visit, see_other};
use crate::pages::exercise::day::{Day, part};
use crate::pages::exercise::{one, practice, room};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use supple_programme::day;

pub(super) const ADDRESS: &str = "/exercise/go";

pub(super) async fn page(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    let day = Day::of_query(&query(pairs));
    let now = visit.zoned();
    if let Some((item, ..)) = day::under_way(&visit.diary, now.timestamp()) {
        return see_other(&day.address(&practice::address(item.id())));
    }
    let done = day::done_today(&visit.diary, &now);
    let programme = day::today(&visit.diary, &now, &day.said);
    let Some(part) = programme.as_ref().ok().and_then(|programme| day::next(programme, &done)) else {
        return see_other(&day.address(room::ADDRESS));
    };
    let to = one::address(part.id());
    if day.before.is_some() || day.unasked || day::pain(&visit.diary, now.timestamp()).is_some() {
        return see_other(&day.address(&to));
    }
    let unasked = Day { unasked: true, ..day.clone() };
    let main = html! {
        form class="stack measure" method="get" action=(to) {
            h1 { "How is your back now?" }
            p { "0 is no pain, 10 the worst you know. So you see afterwards what it did." }
            (day.carried(&[]))
            (levels(part::BEFORE))
            p { a href=(unasked.address(&to)) { "Go on without saying" } }
        }
    };
    (NO_STORE, room::frame(&visit, "How is your back now?", ADDRESS).around(&main)).into_response()
}

/// Eleven buttons, each of which is the answer.
pub(super) fn levels(name: &str) -> Markup {
    html! {
        div class="levels" role="group" aria-label="Pain from 0 to 10" {
            @for level in 0..=10 { button class="btn quiet" name=(name) value=(level) { (level) } }
        }
    }
}
