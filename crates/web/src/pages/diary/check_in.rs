//! The check-in: the same short questions every day, on one screen, at most six taps whatever the day was.
//!
//! Three buttons store it. Two of them say what is left open: no to all of it, or yes to all of it. So whoever taps the
//! rarer answers of *n* yes-or-no questions needs at most *n* / 2 taps for them. With the spasm, six of every day and
//! two of the person's own that is 4, one for the pain, one to store: six. The third stores only what was tapped. What
//! was chosen on top ([`names::on_request`]) is a tap more on the days on which it is so.

use crate::forms::form::Form;
use crate::forms::when::days_before;
use crate::forms::written::{address, refused};
use crate::http::fields::{FieldError, Fields, Reader, date};
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::names;
use crate::pages::diary::entry_forms;
use crate::tell;
use crate::ui::icons;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::html;
use supple_diary::{CheckIn, CheckInState, KindName, Named, Said, Words};
use supple_insight::names::exposure;
use supple_journal::JournalError;

/// The address of the check-in of a day.
pub(crate) fn of(date: Date) -> String {
    format!("/check-in/{date}")
}

pub(crate) async fn today(visit: Visit) -> Response {
    let today = visit.today();
    asking(&visit, today, &known(&visit, today), &[])
}

pub(crate) async fn of_day(visit: Visit, Path(day): Path<String>) -> Response {
    match date(&day) {
        Ok(date) if date <= visit.today() => asking(&visit, date, &known(&visit, date), &[]),
        Ok(_) => Problem::bad_form("This day has not been yet. There is nothing to say about it.").page(visit.help),
        Err(_) => Problem::not_found().page(visit.help),
    }
}

/// What is known of the day already. Asking it again would be a defect.
fn known(visit: &Visit, date: Date) -> Fields {
    let mut fields = Fields::default();
    if let Some(day) = visit.diary.day(date) {
        fields.put("pain", day.pain.map_or(String::new(), |pain| pain.to_string()));
        match day.check_in {
            _ if day.spasms > 0 => fields.put("spasm", "yes"),
            CheckInState::Done { spasm } => fields.put("spasm", if spasm { "yes" } else { "no" }),
            CheckInState::Partial | CheckInState::None => {}
        }
        entry_forms::fill_answers(&mut fields, &day.answers);
    }
    fields
}

fn asking(visit: &Visit, date: Date, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: false };
    let today = visit.today();
    let title = match date {
        date if date == today => "Check-in".to_owned(),
        date => format!("Check-in for {}", tell::short_day(date, today)),
    };
    let spasms = visit.diary.day(date).map_or(0, |day| day.spasms);
    let path = if date == today { "/check-in".to_owned() } else { of(date) };
    let yesterday = days_before(today, 1);
    let main = html! {
        div class="stack measure" {
            div { p class="soft" { (tell::day(date, today)) } h1 { (title) } }
            (form.summary())
            @if spasms > 0 {
                p { (tell::count(spasms, "spasm")) " " @if spasms == 1 { "is" } @else { "are" } " in the diary already." }
            }
        }
        form class="stack says checkin" method="post" action=(path) novalidate {
            // The Enter key must not say no, nor yes.
            button name="rest" value="" hidden { "Save only what I tapped" }
            (form.level("pain", "Pain over the day", "0 is none, 10 the worst you know."))
            fieldset class="card" id="daily" {
                legend { "Was it so?" span { "The buttons below take the rest." } }
                (entry_forms::daily(form))
            }
            div class="ends" {
                button class="btn big" name="rest" value="no" { "Save: no to all the others" }
                button class="btn quiet" name="rest" value="yes" { "Save: yes to all the others" }
                button class="btn quiet" name="rest" value="" { "Save only what I tapped" }
            }
        }
        div class="row" {
            @if date == today && visit.diary.day(yesterday).is_none_or(|day| day.check_in == CheckInState::None) {
                a class="btn quiet" href=(of(yesterday)) { "Yesterday instead" }
            }
            a class="btn quiet" href="/profile#own" { "Choose what else is asked" }
            a class="btn quiet" href="/diary" { (icons::diary()) "My diary" }
        }
    };
    visit.page(&title, &path, &main)
}

pub(crate) async fn store_today(post: FormRequest) -> Response {
    let today = post.visit.today();
    store(&post, today).await
}

pub(crate) async fn store_day(Path(day): Path<String>, post: FormRequest) -> Response {
    match date(&day) {
        Ok(date) if date <= post.visit.today() => store(&post, date).await,
        Ok(_) => Problem::bad_form("This day has not been yet, so nothing was stored.").page(post.visit.help),
        Err(_) => Problem::not_found().page(post.visit.help),
    }
}

async fn store(post: &FormRequest, date: Date) -> Response {
    let visit = &post.visit;
    let mut reader = Reader::new(&post.fields);
    let (mut spasm, pain) = (reader.yes_no("spasm"), reader.level("pain"));
    let mut answers = entry_forms::answers(&mut reader, visit, None);
    match post.fields.get("rest") {
        "" => {}
        rest @ ("no" | "yes") => {
            let is = rest == "yes";
            spasm = spasm.or(Some(is));
            // A button for all the others takes no for what was chosen on top. It takes no yes: that would be a new beginning.
            let chosen = entry_forms::on_request(visit).filter(|_| !is).map(|(id, _)| id.to_owned());
            for id in asked(visit).into_iter().chain(chosen) {
                let said = answers.iter().any(|(said, _)| exposure(said) == exposure(&id));
                if let (false, Ok(id)) = (said, Words::new(id)) {
                    answers.insert(id, Said::Is(is));
                }
            }
        }
        other => reader.wrong("", format!("{} is none of the buttons.", crate::http::problem::quoted(other))),
    }
    if spasm.is_none() && pain.is_none() && answers.is_empty() && post.fields.get("rest").is_empty() {
        reader.wrong("pain", "Tap at least one answer.");
    }
    // What the diary knows already is not written a second time.
    let check_in = CheckIn { date, spasm, pain, answers };
    let troubles = match reader.done(Some(check_in)) {
        Ok(check_in) if says_nothing_new(visit, &check_in) => return see_other(&format!("/diary/day/{date}")),
        Ok(check_in) => match post.write_now(check_in).await {
            Ok(written) => return see_other(&address(written.entry().id())),
            Err(JournalError::Entry(error)) => vec![refused(&error)],
            Err(error) => return post.failed(&error),
        },
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, asking(visit, date, &post.fields, &troubles)).into_response()
}

/// The questions besides spasm and pain.
fn asked(visit: &Visit) -> Vec<String> {
    names::daily().map(|(id, _, _)| id.to_owned()).chain(entry_forms::own_exposures(visit)).collect()
}

fn says_nothing_new(visit: &Visit, check_in: &CheckIn) -> bool {
    let known = |answers: &Named<Said>| check_in.answers.iter().all(|(id, said)| answers.about(id) == Some(said));
    visit.diary.day(check_in.date).is_some_and(|day| {
        day.items.iter().any(|item| item.name() == KindName::CheckIn)
            && check_in.pain.is_none_or(|pain| day.pain == Some(pain))
            && check_in.spasm.is_none_or(|spasm| day.check_in == CheckInState::Done { spasm })
            && known(&day.answers)
    })
}
