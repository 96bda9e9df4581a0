//! What is done in a trial: it begins, a spasm takes part, an answer is given, harm is told, it is stopped.

use super::harm;
use crate::forms::trial::address;
use crate::http::problem::Problem;
use crate::http::visit::{FormRequest, see_other};
use crate::tell;
use axum::extract::Path;
use axum::response::Response;
use supple_care::moment::clock::on_clock;
use supple_care::trials::{self, Refused, offered};
use supple_diary::{Level, Words};
use supple_guidance::trial::TrialOf;
use supple_journal::JournalError;
use uuid::Uuid;

/// Why nothing was written.
enum Not {
    /// The page says it: it is made anew.
    Shown,
    /// This line says it.
    Line(String),
    Journal(JournalError),
}

impl From<JournalError> for Not {
    fn from(error: JournalError) -> Not {
        Not::Journal(error)
    }
}

/// What stands against it is on the page itself, and two taps on one button are one.
impl From<Refused> for Not {
    fn from(refused: Refused) -> Not {
        match refused {
            Refused::Draw(error) => Not::Line(format!("{}. Nothing was drawn.", tell::sentence(&error.to_string()))),
            Refused::NoTrial
            | Refused::Pending
            | Refused::Holds(_)
            | Refused::NotAsked
            | Refused::NoSpasm
            | Refused::Told => Not::Shown,
        }
    }
}

/// What is done in a trial.
pub(in crate::pages::insight) async fn act(Path((which, what)): Path<(String, String)>, post: FormRequest) -> Response {
    let Some(of) = offered().get(&which) else { return Problem::not_found().page(post.visit.help) };
    let done = match what.as_str() {
        "begin" => begin(&post, of).await,
        "bout" => bout(&post).await,
        "after" => after(&post).await,
        "done" => other(&post).await,
        "stop" => stop(&post).await,
        // What was told stands in a card of its own.
        "harm" => match harm(&post, of).await {
            Ok(()) => return see_other(&format!("{}#{}", address(of), harm::CARD)),
            not => not,
        },
        _ => return Problem::not_found().page(post.visit.help),
    };
    match done {
        Ok(()) | Err(Not::Shown) => see_other(&address(of)),
        Err(Not::Line(line)) => Problem::bad_form(line).page(post.visit.help),
        Err(Not::Journal(error)) => post.failed(&error),
    }
}

async fn begin(post: &FormRequest, of: &'static TrialOf) -> Result<(), Not> {
    let visit = &post.visit;
    if trials::running(&visit.diary, visit.now.at()).is_some() {
        return Err(Not::Shown);
    }
    let margin = match post.fields.get("margin") {
        "" => trials::USUAL_MARGIN,
        given => given.parse().map_err(|_| Not::Line("Tap one of the margins.".to_owned()))?,
    };
    let begun = trials::begin(of, margin, visit.journal.seed()).map_err(|error| Not::Line(tell::sentence(&error)))?;
    post.write_decided(begun).await?;
    Ok(())
}

fn level(post: &FormRequest) -> Result<Level, Not> {
    let given = post.fields.get("level").parse().ok().and_then(|level| Level::new(level).ok());
    given.ok_or_else(|| Not::Line("Tap a number from 0 to 10.".to_owned()))
}

/// The pain before, then the draw: in this order, and only if the spasm takes part.
async fn bout(post: &FormRequest) -> Result<(), Not> {
    let visit = &post.visit;
    let level = level(post)?;
    let before = post.write_decided(trials::before(&visit.diary, level, &visit.zoned())?).await?;
    let stored = (before.entry().id(), before.entry().recorded());
    let diary = visit.journal.diary().await?;
    let now = on_clock(visit.journal.host().now(), &visit.zone);
    post.write_decided(trials::draw(&diary, stored, level, &now)?).await?;
    Ok(())
}

async fn after(post: &FormRequest) -> Result<(), Not> {
    let level = level(post)?;
    post.write_decided(trials::after(&post.visit.diary, level, post.visit.now.at())?).await?;
    Ok(())
}

async fn other(post: &FormRequest) -> Result<(), Not> {
    let done = trials::done(post.fields.get("done")).ok_or_else(|| Not::Line("Tap what you do instead.".to_owned()))?;
    post.write_decided(trials::did(&post.visit.diary, done, post.visit.now.at())?).await?;
    Ok(())
}

async fn stop(post: &FormRequest) -> Result<(), Not> {
    post.write_decided(trials::stop(&post.visit.diary, post.visit.now.at())?).await?;
    Ok(())
}

/// Harm that a measure did: one that is offered, or own words. Two that are given at once are not mixed up.
async fn harm(post: &FormRequest, of: &'static TrialOf) -> Result<(), Not> {
    let visit = &post.visit;
    let trial = trials::last(&visit.diary, of, visit.now.at()).ok_or(Not::Shown)?;
    let draw = Uuid::parse_str(post.fields.get(harm::DRAW)).map_err(|_| Not::Shown)?;
    let words = match (post.fields.get(harm::WHAT).trim(), post.fields.get(harm::WORDS).trim()) {
        ("", "") => return Err(Not::Line("Tap what it was, or write it in your own words.".to_owned())),
        (tapped, "") => tapped,
        ("", written) => written,
        _ => return Err(Not::Line("Tap what it was, or write it. One at a time.".to_owned())),
    };
    let words = Words::new(words).map_err(|error| Not::Line(tell::sentence(&error.to_string())))?;
    post.write_decided(trials::harm(&trial, draw, trials::harm_label(of, words))?).await?;
    Ok(())
}
