//! Before and since a day: whether spasms come more or less often since someone began with something.

use super::{OFTEN, raised};
use crate::forms::form::Form;
use crate::forms::written::address;
use crate::http::fields::{FieldError, Fields, Reader, date};
use crate::http::headers::NO_STORE;
use crate::http::query::{part, query};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::tell;
use crate::ui::layout::{Frame, Room};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use supple_insight::figures::number;
use supple_insight::findings::{Since, SinceMethod, Stretch};
use supple_insight::starts;
use supple_wording::starts as wording;

pub(crate) const ADDRESS: &str = "/insight/since";

/// Where chance is asked.
pub(crate) const BEGIN: &str = "/insight/since/begin";

type Pairs = Vec<(String, String)>;

/// What changed since the day in the address; without one, or with one that is none, the form that asks for it.
pub(crate) async fn page(visit: Visit, pairs: Result<Query<Pairs>, QueryRejection>) -> Response {
    (NO_STORE, shown(&visit, pairs, &Fields::default(), &[])).into_response()
}

/// Has chance choose the first day of something, once.
pub(crate) async fn begin(post: FormRequest) -> Response {
    let visit = &post.visit;
    let mut reader = Reader::new(&post.fields);
    let what = reader.words("what");
    if what.is_none() {
        reader.wrong("what", "Say in a few words what you will begin with.");
    }
    let what = match reader.done(what) {
        Ok(what) => what,
        Err(troubles) => {
            return (StatusCode::UNPROCESSABLE_ENTITY, shown(visit, Ok(Query(Vec::new())), &post.fields, &troubles))
                .into_response();
        }
    };
    // Two taps on one button ask chance once; what it chose then is shown.
    if let Some(chosen) = starts::choose(&visit.diary, what, visit.journal.chance(), visit.today())
        && let Err(error) = post.write_decided(chosen).await
    {
        return post.failed(&error);
    }
    see_other(&format!("{ADDRESS}#{BEGINS}"))
}

/// The id of what lies ahead.
const BEGINS: &str = "begin";

fn shown(
    visit: &Visit,
    pairs: Result<Query<Pairs>, QueryRejection>,
    fields: &Fields,
    troubles: &[FieldError],
) -> Markup {
    let (pairs, today) = (query(pairs), visit.today());
    let asked = Some(part(&pairs, "date")).filter(|text| !text.is_empty()).map(date);
    let asked = asked.map(|read| match read {
        Ok(date) if date > today => Err("That day is yet to come. Name a day that is past.".to_owned()),
        read => read,
    });
    let since = asked.as_ref().and_then(|read| read.as_ref().ok());
    let since = since.map(|date| Since::of(&visit.diary, &visit.zoned(), *date));
    let wrong = asked.and_then(Result::err);
    let title = "Before and since a day";
    let main = html! {
        div class="stack measure" {
            p class="soft" { a href=(OFTEN) { "How often" } }
            h1 { (title) }
            @match &since {
                Some(since) => p class="lead" { (since.sentence()) },
                None => p class="lead" { "Did it change when you began with something? Name the first day of it." },
            }
        }
        @if let Some(since) = &since { (compared(since, today)) }
        section class="card measure stack" {
            @if since.is_some() { h2 { "Another day" } }
            (form(since.as_ref().map(|since| since.date), today, wrong.as_deref()))
            (come(visit))
        }
        @if since.is_none() { (chance(Form { fields, troubles, visit, edited: false })) }
    };
    Frame { title, room: Room::Patterns, path: ADDRESS, help: visit.help, lost: visit.lost() }.around(&main)
}

/// The starts that chance chose and that have come: each leads to what changed since.
fn come(visit: &Visit) -> Markup {
    let (today, all) = (visit.today(), starts::come(&visit.diary, visit.today()));
    html! {
        @if !all.is_empty() {
            h2 { (wording::COME) }
            ul {
                @for (_, chosen) in all {
                    li { a href={ (ADDRESS) "?date=" (chosen.start) } { (wording::come(chosen, today)) } }
                }
            }
        }
    }
}

/// The start that lies ahead, or the offer to have one chosen.
fn chance(form: Form<'_>) -> Markup {
    let visit = form.visit;
    html! {
        section class="card measure stack" id=(BEGINS) {
            @match starts::ahead(&visit.diary, visit.today()) {
                Some((item, chosen)) => {
                    h2 { (wording::ahead(chosen)) }
                    p { (wording::UNTIL) }
                    p class="soft" { a href=(address(item.id())) { "Take it back" } }
                }
                None => {
                    h2 { (wording::TITLE) }
                    p { (wording::WHY) }
                    form class="stack" method="post" action=(BEGIN) novalidate {
                        (form.line("what", wording::ASK, "text"))
                        button class="btn quiet" { (wording::CHOOSE) }
                    }
                    p class="src" { (wording::when()) " " (wording::NOT_FOR) }
                }
            }
        }
    }
}

/// Asks for the day.
pub(super) fn form(day: Option<Date>, today: Date, wrong: Option<&str>) -> Markup {
    html! {
        form class="stack" method="get" action=(ADDRESS) {
            label for="since" { "First day, such as of exercises or a new chair" }
            @if let Some(wrong) = wrong { p class="note" id="since-note" { (wrong) } }
            input id="since" type="date" name="date" required max=(today) value=[day]
                aria-describedby=[wrong.map(|_| "since-note")] aria-invalid=[wrong.map(|_| "true")];
            button class="btn quiet" { "Compare" }
        }
    }
}

/// What was compared, and what that can show.
fn compared(since: &Since, today: Date) -> Markup {
    let sides = [&since.before, &since.after];
    let dates = |stretch: &Stretch| match stretch.from <= stretch.to {
        true => format!("{} to {}", tell::short_day(stretch.from, today), tell::short_day(stretch.to, today)),
        false => "–".to_owned(),
    };
    let rates = since.ratio.is_some().then(|| sides.map(|side| side.rate.map_or("–".to_owned(), number)));
    // Where none of the stored ones stands on such a day, the sentence says so.
    let uses = sides.iter().any(|side| side.bouts > 0);
    let rows = [
        ("Days", Some(sides.map(dates))),
        ("With a check-in", Some(sides.map(|side| side.days.to_string()))),
        ("Spasms", Some(sides.map(|side| side.stored.to_string()))),
        ("On days with a check-in", uses.then(|| sides.map(|side| side.bouts.to_string()))),
        ("In 4 weeks", rates),
    ];
    html! {
        (raised(&since.answers))
        section class="card measure" {
            h2 { "What was counted" }
            div class="wide-table" tabindex="0" role="region" aria-label="What was counted" {
                table {
                    thead { tr { td {} th scope="col" { "Before" } th scope="col" { "Since" } } }
                    tbody {
                        @for (what, sides) in rows {
                            @if let Some([before, after]) = sides {
                                tr { th scope="row" { (what) } td { (before) } td { (after) } }
                            }
                        }
                    }
                }
            }
            p class="src" {
                "At most 26 weeks to each side, and only days with a check-in. Spasms less than 2 hours apart count as one."
                @if since.method == SinceMethod::Weeks {
                    " “In 4 weeks” is drawn a little towards no change, since a few weeks can look like much."
                }
            }
            p class="soft" {
                "This shows what came after that day, not what did it. "
                @match &since.chosen {
                    Some(chosen) => (wording::since_decided(chosen)),
                    None => "Name a day that you know, not one where the drawing looks good: there is always one that does.",
                }
            }
        }
    }
}
