//! What is done in a trial over days: it begins, a period begins, a day is told, it is stopped.

use crate::forms::trial_days::address;
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, see_other};
use axum::extract::Path;
use axum::response::Response;
use jiff::ToSpan;
use supple_diary::Kind;
use supple_guidance::embedded;
use supple_guidance::trial::DaysOf;
use supple_programme::trial::{self as days, PERIODS, Refused};
use supple_wording::trial_days as wording;

/// What is done in a trial over days.
pub(in crate::pages::insight) async fn act(Path((which, what)): Path<(String, String)>, post: FormRequest) -> Response {
    let Some(of) = embedded().trials.over_days(&which) else { return Problem::not_found().page(post.visit.help) };
    let entry = match what.as_str() {
        "begin" => begin(&post, of),
        "next" => days::next(&post.visit.diary, &post.visit.zoned()).map(Kind::from),
        "done" => day(&post),
        "stop" => days::stop(&post.visit.diary, &post.visit.zoned()).map(Kind::from),
        _ => return Problem::not_found().page(post.visit.help),
    };
    let entry = match entry {
        Ok(entry) => entry,
        // What stands against it is on the page itself, and two taps on one button are one.
        Err(Refused::NoTrial | Refused::Another | Refused::Holds(_) | Refused::GoesOn(_)) => {
            return see_other(&address(of));
        }
        Err(why) => return Problem::bad_form(wording::refused(&why, (&post.visit).into())).page(post.visit.help),
    };
    match post.write_decided(entry).await {
        // From the start one comes back to the start.
        Ok(_) if what == "done" && post.fields.get("from") == "start" => see_other("/"),
        Ok(_) => see_other(&address(of)),
        Err(error) => post.failed(&error),
    }
}

fn begin(post: &FormRequest, of: &'static DaysOf) -> Result<Kind, Refused> {
    let visit = &post.visit;
    let period = match post.fields.get("days") {
        "" => PERIODS[0],
        given => {
            let known = PERIODS.into_iter().find(|days| days.to_string() == given);
            known.ok_or_else(|| Refused::Value("tap one week or two".to_owned()))?
        }
    };
    days::begin(&visit.diary, of, period, visit.journal.seed(), &visit.zoned()).map(Kind::from)
}

fn day(post: &FormRequest) -> Result<Kind, Refused> {
    let visit = &post.visit;
    let day = match post.fields.get("day") {
        "yesterday" => visit.today().saturating_sub(1.day()),
        _ => visit.today(),
    };
    let did = match post.fields.get("did") {
        "yes" => true,
        "no" => false,
        _ => return Err(Refused::Value("tap done or not done".to_owned())),
    };
    days::day(&visit.diary, day, did, &visit.zoned()).map(Kind::from)
}
