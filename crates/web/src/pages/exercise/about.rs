//! What exercises ask about the person, beside what the check and the medicines know: asked once, and kept where everything
//! else about them stands.

use crate::forms::form::Form;
use crate::http::fields::{FieldError, Fields, Reader};
use crate::http::headers::NO_STORE;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::exercise::room;
use crate::pages::medicine::health_profile::{buttons, known, read, some};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use supple_care::health::{age_id, asked_for_exercise, holds};
use supple_diary::Profile;
use supple_journal::JournalError;

/// The address.
pub(super) const ADDRESS: &str = "/exercise/about-you";

/// What is asked, each once: the year of birth first.
fn asked() -> Vec<&'static str> {
    let mut asked = vec![age_id()];
    for id in asked_for_exercise() {
        if !asked.contains(&id) {
            asked.push(id);
        }
    }
    asked
}

/// How many of the questions have no answer that holds.
pub(super) fn open(visit: &Visit) -> usize {
    let is_open = |id: &&str| match *id {
        id if id == age_id() => visit.diary.profile().birth_year.is_none(),
        id => holds(&visit.diary, id, visit.today()).is_none(),
    };
    asked().iter().filter(|id| is_open(id)).count()
}

pub(super) async fn page(visit: Visit) -> Response {
    asking(&visit, &known(&visit), &[])
}

fn asking(visit: &Visit, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: false };
    let main = html! {
        div class="stack measure" {
            h1 { "What should we mind?" }
            (form.summary())
            p { "Tap what is so. It leaves out what may harm you, or makes it smaller. What you leave out stays open." }
        }
        form class="stack asks measure" method="post" action=(ADDRESS) novalidate {
            button name="rest" value="" hidden { "Save what I tapped" }
            (some(form, &asked()))
            (buttons("Save what I tapped", "Save"))
        }
    };
    (NO_STORE, room::frame(visit, "What should we mind?", ADDRESS).around(&main)).into_response()
}

pub(super) async fn store(post: FormRequest) -> Response {
    let visit = &post.visit;
    let mut reader = Reader::new(&post.fields);
    let wanted = read(&mut reader, visit, &asked());
    let troubles = match reader.done(Some(wanted)) {
        Ok(wanted) if wanted == Profile::default() => return see_other(room::ADDRESS),
        Ok(wanted) => match post.write_now(wanted).await {
            Ok(_) => return see_other(room::ADDRESS),
            Err(JournalError::Entry(error)) => vec![crate::forms::written::refused(&error)],
            Err(error) => return post.failed(&error),
        },
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, asking(visit, &post.fields, &troubles)).into_response()
}
