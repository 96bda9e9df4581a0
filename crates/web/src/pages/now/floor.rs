//! Floor mode: for someone who lies on the floor. Help first, then one instruction and one large button.
//!
//! The button that goes on has the focus from the start, so the Enter key alone leads from the first instruction to the
//! last. Where someone is stands in the diary (see [`supple_care::moment::floor_run`]); the page says the rest: it is at `/floor` all
//! the way, and loading it again changes nothing.
//!
//! A limit that runs out while nobody taps shows by itself: the script loads the page again at that time, and where there
//! is no script, the page asks the browser to. With script it does not, since a reload would cut off what is read aloud.

use crate::forms::contact::{self, sms, tel};
use crate::http::fields::Fields;
use crate::http::headers::NO_STORE;
use crate::http::problem::{Problem, quoted};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::check::screens::Progress;
use crate::tell;
use crate::ui::assets;
use crate::ui::drawn::{figure, picture};
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::layout::{app_line, cite, installable, load};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use maud::{DOCTYPE, Markup, html};
use supple_care::moment::floor_run::{self, Over, Run, Say, Shown, Standing};
use supple_care::{FloorAnswer, Situation};
use supple_guidance::{FloorLimit, FloorStep, Rule, Thing, Track, Urgency, embedded};
use supple_pictures::pace::pace;
use supple_wording::profile as wording;

/// Where it is.
const PATH: &str = "/floor";

/// The fields of its forms.
mod field {
    /// What the person says.
    pub(super) const SAY: &str = "say";
    /// The entry that the page was made from: a form that comes twice, or too late, says nothing new.
    pub(super) const SEEN: &str = "seen";
    /// At the start: whether nobody is there.
    pub(super) const ALONE: &str = "alone";
    /// At the start: down for long already.
    pub(super) const HOUR: &str = "hour";
}

pub(crate) async fn page(visit: Visit) -> Response {
    let now = visit.now.at();
    match floor_run::standing(&visit.diary, now) {
        Standing::Start(known) => begin(&visit, &known),
        Standing::Over(over) => end(&visit, over),
        Standing::Going(run) => match run.shown(now) {
            Shown::Do(step) => instruction(&visit, &run, step),
            Shown::Check(limit) => back_to_the_check(&visit, &run, limit),
        },
    }
}

pub(crate) async fn answer(post: FormRequest) -> Response {
    let (visit, fields) = (&post.visit, &post.fields);
    let now = visit.now.at();
    let wanted = match wanted(fields) {
        Ok(wanted) => wanted,
        Err(problem) => return problem.page(visit.help),
    };
    let written = match (wanted, floor_run::standing(&visit.diary, now)) {
        // It was sent twice, or from a page that is no longer true. The page that follows shows what is.
        (Wanted::Start { .. }, Standing::Going(_)) | (Wanted::Say(_), Standing::Start(_) | Standing::Over(_)) => None,
        (Wanted::Start { alone, down_since }, standing) => {
            let mut known = match standing {
                Standing::Start(known) => known,
                Standing::Going(_) | Standing::Over(_) => Situation::default(),
            };
            known.alone = alone.or(known.alone);
            known.down_since = down_since.map(|ago| now - ago).or(known.down_since);
            // Whoever reads this page holds something to read it on: unless it was said what is at hand, it is a phone.
            if known.at_hand.is_empty() {
                known.at_hand.insert(Thing::Phone);
            }
            match floor_run::start(&visit.diary, known, now) {
                Some(plan) => Some(visit.keep_now(plan).await),
                None => None,
            }
        }
        (Wanted::Say(say), Standing::Going(run)) => {
            match run.say(say, now).filter(|_| fields.has(field::SEEN, &run.seen.to_string())) {
                Some(correction) => Some(visit.keep_now(correction).await),
                None => None,
            }
        }
    };
    match written {
        Some(Err(error)) => post.failed(&error),
        Some(Ok(())) | None => see_other(PATH),
    }
}

/// What a form wants.
#[derive(Clone, Copy)]
enum Wanted {
    Start { alone: Option<bool>, down_since: Option<SignedDuration> },
    Say(Say),
}

fn wanted(fields: &Fields) -> Result<Wanted, Problem> {
    let yes_no = |name: &str| match fields.get(name) {
        "" => Ok(None),
        "yes" => Ok(Some(true)),
        "no" => Ok(Some(false)),
        other => {
            Err(Problem::bad_form(format!("{} is neither yes nor no. Please open floor mode again.", quoted(other))))
        }
    };
    let (alone, hour) = (yes_no(field::ALONE)?, yes_no(field::HOUR)?);
    match fields.get(field::SAY) {
        "done" => Ok(Wanted::Say(Say::Answer(FloorAnswer::Done))),
        "not-yet" => Ok(Wanted::Say(Say::Answer(FloorAnswer::NotYet))),
        "worse" => Ok(Wanted::Say(Say::Answer(FloorAnswer::Worse))),
        "again" => Ok(Wanted::Say(Say::Again)),
        "up" => Ok(Wanted::Say(Say::Up)),
        // The buttons of the start say with whom, or for how long.
        "start" | "" if alone.is_some() || hour.is_some() || fields.has(field::SAY, "start") => Ok(Wanted::Start {
            alone,
            down_since: hour.filter(|hour| *hour).and_then(|_| Some(floor_run::long_down()?.1)),
        }),
        other => Err(Problem::bad_form(format!("{} is no answer. Please open floor mode again.", quoted(other)))),
    }
}

// ---------------------------------------------------------------- the pages

/// The way in.
fn begin(visit: &Visit, known: &Situation) -> Response {
    let text = message(visit, None);
    let place = visit.diary.profile().place.is_some();
    let main = html! {
        form class="one" method="post" action=(PATH) {
            div class="stack" {
                h1 id="what" { "On the floor? One step at a time." }
                p id="how" { "Each step has one big button. If you feel in danger, call first." }
            }
            div class="answers" {
                @if known.alone.is_some() {
                    button class="btn big" name=(field::SAY) value="start" autofocus aria-describedby="what how" {
                        "Start"
                    }
                } @else {
                    button class="btn big" name=(field::ALONE) value="yes" autofocus aria-describedby="what how" {
                        "Start" small { "I am alone" }
                    }
                    button class="btn quiet" name=(field::ALONE) value="no" { "Start. Someone is here" }
                }
                @if let Some((said, _)) = floor_run::long_down() {
                    button class="btn quiet" name=(field::HOUR) value="yes" { (said) }
                }
            }
        }
        details class="reasons" {
            summary { "What the text says" }
            p { "“" (text) "”" }
            @if place {
                a class="btn quiet" href="/profile#place" { "Change where you are" }
            } @else {
                p { "It does not say where you are yet." }
                a class="btn quiet" href="/profile#place" { "Write down where you are" }
            }
            @if visit.diary.profile().contact.is_none() {
                a class="btn quiet" href=(contact::ADDRESS) { (wording::NAME_SOMEONE) }
            }
        }
    };
    Floor { visit, title: "Start", text: &text, deadline: None, aloud: "what how" }.around(&main)
}

/// One instruction.
fn instruction(visit: &Visit, run: &Run<'_>, step: &FloorStep) -> Response {
    let text = message(visit, Some(run));
    let number = visit.help.number();
    let main = html! {
        form class="one" method="post" action=(PATH) {
            input type="hidden" name=(field::SEEN) value=(run.seen);
            div class="stack" {
                h1 id="what" { (step.title) }
                p id="how" { (step.how) }
                (figure(supple_figure::of_floor(&step.id)))
                @if let Some((inward, outward)) = step.pace { (picture(&pace(inward, outward), "pace")) }
                @if step.track == Track::Wait {
                    a class="btn fill-red" href={ "tel:" (number) } { (icons::call()) "Call " (number) }
                }
            }
            div class="answers" {
                button class="btn big" name=(field::SAY) value="done" autofocus aria-describedby="what how" {
                    (step.yes)
                }
                button class="btn quiet" name=(field::SAY) value="not-yet" { (step.no) }
                button class="btn quiet worse" name=(field::SAY) value="worse" { "Worse, or new" }
            }
        }
        details class="reasons" {
            summary { "Who says so" }
            p { "From: " (cite(&step.sources)) }
            @if let Some(judgement) = &step.judgement { p { "Our own judgement: " (judgement) } }
        }
    };
    Floor { visit, title: &step.title, text: &text, deadline: run.deadline(visit.now.at()), aloud: "what how" }
        .around(&main)
}

/// A limit has run out: the page says so, and leads to the check with what is known.
fn back_to_the_check(visit: &Visit, run: &Run<'_>, limit: &FloorLimit) -> Response {
    let text = message(visit, Some(run));
    let number = visit.help.number();
    let rule = embedded().rules.iter().find(|rule| rule.id == limit.rule);
    let emergency = rule.is_some_and(|rule| rule.urgency == Urgency::Emergency);
    let main = html! {
        div class="one" {
            div class="stack" role="alert" {
                h1 id="what" { "Stop here. Get help." }
                p id="how" { (limit.says) }
                p id="since" { "You have been down since " b { (tell::recorded(run.down_since(), visit)) } "." }
            }
            div class="answers" {
                a class="btn big fill-red" href={ "tel:" (number) } autofocus[emergency] aria-describedby="what how" {
                    (icons::call()) "Call " (number)
                }
                form method="post" action="/check" {
                    (Progress::found(&limit.findings))
                    button class="btn big check" autofocus[!emergency] aria-describedby="what how" { "Do the check now" }
                }
                form class="answers" method="post" action=(PATH) {
                    input type="hidden" name=(field::SEEN) value=(run.seen);
                    @if !emergency {
                        button class="btn quiet" name=(field::SAY) value="again" { "Start again" }
                    }
                    button class="btn quiet" name=(field::SAY) value="up" { "I got up" }
                }
            }
        }
        details class="reasons" {
            summary { "Who says so" }
            @if let Some(rule) = rule { (because(rule)) }
            @if let Some(judgement) = &limit.judgement { p { "Our own judgement: " (judgement) } }
        }
    };
    let deadline = run.deadline(visit.now.at());
    Floor { visit, title: "Get help", text: &text, deadline, aloud: "what how since" }.around(&main)
}

fn because(rule: &Rule) -> Markup {
    html! {
        p { (rule.because) }
        p { "From: " (cite(&rule.sources)) }
    }
}

/// Up, or with help there.
fn end(visit: &Visit, over: Over) -> Response {
    let text = message(visit, None);
    let since = over.down_since.map(|since| tell::recorded(since, visit));
    let main = html! {
        form class="one" method="post" action=(PATH) {
            div class="stack" {
                @match over.track {
                    Track::Rise => {
                        h1 id="what" { "You are up." }
                        p id="how" { "Hold on for a moment. Next: what helps now." }
                    }
                    Track::Wait => {
                        h1 id="what" { "Help is here." }
                        p id="how" {
                            "Let them lead now."
                            @if let Some(since) = &since { " Tell them: down since " b { (since) } "." }
                        }
                    }
                }
            }
            div class="answers" {
                a class="btn big" href="/now" autofocus aria-describedby="what how" { "What now" (icons::onward()) }
                button class="btn quiet" name=(field::SAY) value="start" { "I am on the floor again" }
            }
        }
    };
    Floor { visit, title: "Done", text: &text, deadline: None, aloud: "what how" }.around(&main)
}

// ---------------------------------------------------------------- the text message

/// What the prepared text message says.
fn message(visit: &Visit, run: Option<&Run<'_>>) -> String {
    let waits = run.is_some_and(|run| run.track() == Track::Wait).then(|| visit.help.number());
    let since = run.map(|run| tell::recorded(run.down_since(), visit));
    wording::message_from_the_floor(visit.diary.profile(), waits, since.as_deref())
}

// ---------------------------------------------------------------- the frame

/// A page of floor mode: always dark, without rooms. Help is on top, and one quiet way out below.
struct Floor<'a> {
    visit: &'a Visit,
    title: &'a str,
    text: &'a str,
    /// When the page is no longer true.
    deadline: Option<Timestamp>,
    /// The ids of what is read aloud.
    aloud: &'a str,
}

impl Floor<'_> {
    fn around(&self, main: &Markup) -> Response {
        let help: Help = self.visit.help;
        let number = help.number();
        let contact = self.visit.diary.profile().contact.as_deref();
        // One second later, so that the page that comes is the one that follows.
        let left = self.deadline.map(|at| (at.duration_since(self.visit.now.at()).as_secs() + 1).max(1));
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="dark";
                    title { (self.title) " · Floor mode · Supple" }
                    (load(&assets::STYLE))
                    (load(&assets::FLOOR_STYLE))
                    (load(&assets::FLOOR_SCRIPT))
                    @if let Some(left) = left {
                        noscript { meta http-equiv="refresh" content=(left); }
                    }
                    (installable())
                }
                body class="floor" {
                    header class="top" {
                        a class="help" href={ "tel:" (number) } {
                            (icons::call()) span { "Call for help " b { (number) } }
                        }
                        a class="skip" href="#main" { "Skip to the step" }
                        a class="btn quiet" href=(sms(contact, self.text)) { span { (wording::write(contact)) } }
                    }
                    main id="main" tabindex="-1" data-left=[left] {
                        (main)
                        @if let Some(notice) = help.notice() { (notice.line()) }
                        div class="ways" {
                            button class="btn quiet" id="aloud" type="button" data-reads=(self.aloud) hidden {
                                "Read aloud"
                            }
                            @if let Some(contact) = contact {
                                a class="btn quiet" href=(tel(contact)) { (icons::call()) (wording::call(contact)) }
                            }
                            a class="btn quiet" href=(contact::CHECK_ON_ME) { "Have someone check on me" }
                            a class="btn quiet" href="/" { "Leave floor mode" }
                        }
                    }
                    (app_line())
                }
            }
        };
        (NO_STORE, page).into_response()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn the_ring_rides_at_the_pace_of_every_instruction() {
        // The stylesheet moves it: four seconds up, six down.
        let paces: Vec<_> = embedded().relief.floor.iter().filter_map(|step| step.pace).collect();
        assert!(!paces.is_empty() && paces.iter().all(|pace| *pace == (4, 6)), "{paces:?}");
        let style = include_str!("../../../assets/floor.css");
        assert!(style.contains("animation: ride 10s linear infinite") && style.contains("40% {"));
    }

    #[test]
    fn no_instruction_of_a_plan_is_taken_for_the_start_of_a_way_up() {
        let relief = &embedded().relief;
        for start in relief.floor.iter().filter(|step| step.start) {
            assert!(!relief.steps.iter().any(|step| step.id == start.id), "{}", start.id);
            assert!(!relief.floor_limits.iter().any(|limit| limit.id == start.id), "{}", start.id);
        }
    }
}
