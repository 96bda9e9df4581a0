//! What comes next of the programme: a count that runs, the next exercise, or the room where nothing is left.

use crate::http::query::{Pairs, query};
use crate::http::visit::{Visit, see_other};
use crate::pages::exercise::day::Day;
use crate::pages::exercise::{one, practice, room};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
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
    // Pain that rose ends the day: nothing leads on from there.
    let next =
        programme.as_ref().ok().filter(|_| !day::is_enough(&done)).and_then(|programme| day::next(programme, &done));
    see_other(&day.address(&next.map_or(room::ADDRESS.to_owned(), |part| one::address(part.id()))))
}
