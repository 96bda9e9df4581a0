//! What medicines ask about a person: asked once and kept in the profile. How long an answer holds, and how it is read
//! back, is [`supple_care::health`].

use crate::forms::form::{Form, place};
use crate::http::fields::{FieldError, Fields, Reader, date};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::names;
use crate::pages::medicine::review as medicine;
use crate::pages::start::country::safe_target;
use crate::tell;
use crate::ui::icons;
use crate::ui::layout::sentence;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use supple_care::health::{age_id, can_be_due, due, due_in_week, holds, latest_due, pregnancy, questions, week};
use supple_diary::{BirthYear, Health, Profile, ProfileFact, Words};
use supple_guidance::embedded;
use supple_guidance::validity::Pregnancy;
use supple_journal::JournalError;
use supple_triage::Answer;

/// The field that says where to go after the answers.
pub(crate) const TO: &str = "to";

/// Where what was said stands, with everything else about the person.
pub(crate) const KEPT: &str = "/profile#health";

/// The address.
pub(crate) const ADDRESS: &str = "/medicine/about-you";

// ---------------------------------------------------------------- the page

pub(crate) async fn page(visit: Visit) -> Response {
    asking(&visit, &known(&visit), &[])
}

/// What is known, as fields of a form.
pub(crate) fn known(visit: &Visit) -> Fields {
    let mut fields = Fields::default();
    for id in all() {
        let answer = match holds(&visit.diary, id, visit.today()) {
            Some(Answer::Yes) => "yes",
            Some(Answer::No) => "no",
            Some(Answer::Unsure) => "unsure",
            _ => "",
        };
        fields.put(field(id), answer);
    }
    if matches!(week(&visit.diary, visit.today()), Some(Answer::Number(_))) {
        fields.put("due", due(&visit.diary).map_or(String::new(), |due| due.to_string()));
    }
    fields
}

/// Whatever is asked about a person: what medicines ask, and what the check and the plan ask besides.
fn all() -> impl Iterator<Item = &'static str> {
    let asked = embedded().validity.person.asks().map(String::as_str);
    questions().chain(asked.filter(|id| !questions().any(|known| known == *id)))
}

/// What the names of the fields begin with that answer a question.
const IS: &str = "is.";

fn field(id: &str) -> String {
    format!("{IS}{id}")
}

fn asking(visit: &Visit, fields: &Fields, troubles: &[FieldError]) -> Response {
    let form = Form { fields, troubles, visit, edited: false };
    let born = visit.diary.profile().birth_year;
    let main = html! {
        div class="stack measure" {
            h1 { "Before a medicine" }
            (form.summary())
            p class="lead" { "Tap what is so. Each can be a reason to ask first, or not to take one at all." }
            p { "We ask once and keep it. “Not sure” is fine. What you leave out stays open. It never counts as a no." }
        }
        form class="stack asks" method="post" action=(ADDRESS) novalidate {
            button name="rest" value="" hidden { "Save what I tapped" }
            @if !fields.get(TO).is_empty() { input type="hidden" name=(TO) value=(fields.get(TO)); }
            div class="card" {
                @match born {
                    Some(born) => {
                        p { "You were born in " b { (born) } ". " a href="/profile" { "Change it" } }
                    }
                    None => (form.line("birth-year", "Year of birth", "numeric")),
                }
            }
            @for id in questions() { (one(form, id, None)) }
            (buttons("Save what I tapped", "Save"))
        }
        (medicine::links_back())
    };
    medicine::page(visit, "Before a medicine", ADDRESS, &main)
}

/// Questions beside a medicine, in this order, with the year of birth and the week of a pregnancy where they are asked.
///
/// The form says which it showed: "no to the others" is about these and no more.
pub(crate) fn some(form: Form<'_>, ids: &[&str]) -> Markup {
    html! {
        @for id in ids {
            input type="hidden" name=(SHOWN) value=(id);
            @match *id {
                id if id == age_id() => div class="card" { (form.line("birth-year", "Year of birth", "numeric")) },
                id if id == pregnancy().week => div class="card" { (when_due(form)) },
                id => (one(form, id, None)),
            }
        }
    }
}

/// The same questions on the page about the person: each says when it was answered.
pub(crate) fn dated(form: Form<'_>, ids: &[&'static str]) -> Markup {
    html! {
        @for id in ids.iter().copied() {
            input type="hidden" name=(SHOWN) value=(id);
            @let line = supple_wording::profile::of(&form.visit.diary, ProfileFact::Health(id), form.visit);
            (one(form, id, Some(line.and_then(|line| line.said).unwrap_or_default())))
        }
    }
}

/// Whether something is wrong with one of these questions.
pub(crate) fn is_troubled(form: Form<'_>, ids: &[&str]) -> bool {
    let is_asked = |trouble: &FieldError| ids.iter().any(|id| field(id) == trouble.field);
    let of_pregnancy =
        ids.contains(&pregnancy().question.as_str()) && (form.has_trouble("due") || form.has_trouble("week"));
    of_pregnancy || form.troubles.iter().any(is_asked)
}

/// The field that names a question that was shown.
const SHOWN: &str = "shown";

/// The questions that a form showed or answers. What is none of ours is none.
pub(crate) fn shown(fields: &Fields) -> Vec<&'static str> {
    let ours = || all().chain([age_id(), &pregnancy().week]);
    let named = fields.all(SHOWN).chain(fields.under(IS).map(|(id, _)| id));
    let mut shown: Vec<&'static str> = named.filter_map(|named| ours().find(|id| *id == named)).collect();
    shown.sort_unstable();
    shown.dedup();
    shown
}

/// The buttons below such questions. The Enter key presses the first button of a form, which must not be one that says no.
pub(crate) fn buttons(some: &str, rest: &str) -> Markup {
    html! {
        button class="btn big deny" name="rest" value="no" {
            span class="none" { "None of these" (icons::onward()) small { "No to all of them." } }
            span class="others" { (rest) (icons::onward()) small { "No to all the others." } }
        }
        button class="btn quiet" name="rest" value="" { (some) }
    }
}

/// One question as a row that opens; what was said stands on it when it is closed. With `said` when it was said, which may be
/// nothing, it stays closed: it is there to be read.
fn one(form: Form<'_>, id: &str, said: Option<String>) -> Markup {
    let Some((ask, hint)) = names::asks(id) else { return html! {} };
    let (name, chosen) = (field(id), form.fields.get(&field(id)).to_owned());
    let troubled = form.has_trouble(&name)
        || (id == pregnancy().question && (form.has_trouble("due") || form.has_trouble("week")));
    html! {
        details class="ask" id=(place(&name)) open[troubled || (said.is_none() && !chosen.is_empty() && chosen != "no")] {
            summary { span { (ask) @if let Some(said) = said.filter(|said| !said.is_empty()) { small { (sentence(&said)) } } } }
            @if let Some(hint) = hint { p { (hint) } }
            (form.note(&name))
            div class="pick three" role="radiogroup" aria-label=(ask) {
                @for (value, words) in [("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")] {
                    label { input type="radio" name=(name) value=(value) checked[chosen == value]; span { (words) } }
                }
                label class="undo" { input type="radio" name=(name) value=""; span { "Take it back" } }
            }
            @if id == pregnancy().question { (when_due(form)) }
        }
    }
}

/// Asked of someone who may be pregnant: either of two, whichever is known.
fn when_due(form: Form<'_>) -> Markup {
    let week = embedded().medicines.question(&pregnancy().week);
    html! {
        div class="due stack" {
            (form.note("due"))
            (form.note("week"))
            div class="row" id="due" {
                label for="due-field" { "The day it is due" }
                input id="due-field" type="date" name="due" value=(form.fields.get("due"));
            }
            @if let Some(week) = week {
                div class="row" id="week" {
                    label for="week-field" { "Or: " (crate::ui::layout::lower(&week.ask)) }
                    input id="week-field" class="number" inputmode="decimal" name="week" autocomplete="off"
                        value=(form.fields.get("week"));
                }
                @if let Some(hint) = &week.hint { p class="soft" { (hint) } }
            }
            p class="soft" { "We keep the day, so that you are not asked each week. You can leave it out." }
        }
    }
}

pub(crate) async fn store(post: FormRequest) -> Response {
    let visit = &post.visit;
    let mut reader = Reader::new(&post.fields);
    // Without a word on what was shown it was all of them.
    let all = post.fields.get(SHOWN).is_empty();
    let asked = if all { questions().collect() } else { shown(&post.fields) };
    let wanted = read(&mut reader, visit, &asked);
    let to = post.fields.get(TO);
    let to = if to.is_empty() { medicine::ADDRESS } else { safe_target(Some(to)) };
    let troubles = match reader.done(Some(wanted)) {
        Ok(wanted) if wanted == Profile::default() => return see_other(to),
        Ok(wanted) => match post.write_now(wanted).await {
            Ok(_) => return see_other(to),
            Err(JournalError::Entry(error)) => vec![crate::forms::written::refused(&error)],
            Err(error) => return post.failed(&error),
        },
        Err(troubles) => troubles,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, asking(visit, &post.fields, &troubles)).into_response()
}

/// What is new in a form that asks these questions: what holds already is not written a second time.
pub(crate) fn read(reader: &mut Reader<'_>, visit: &Visit, asked: &[&'static str]) -> Profile {
    let today = visit.today();
    let fields = reader.fields;
    for (id, _) in fields.under(IS) {
        if !all().any(|known| known == id) {
            reader.wrong("", format!("The form asks nothing about {}.", crate::http::problem::quoted(id)));
        }
    }
    let rest = match fields.get("rest") {
        "" => None,
        "no" => Some(Answer::No),
        other => {
            reader.wrong("", format!("{} is none of the buttons.", crate::http::problem::quoted(other)));
            None
        }
    };
    let mut profile = Profile::default();
    let Pregnancy { question: pregnancy_id, week: week_id, .. } = pregnancy();
    let mut pregnant = holds(&visit.diary, pregnancy_id, today);
    // Of a few questions the rest are those that were shown.
    for id in asked.iter().copied().filter(|id| all().any(|known| known == *id)) {
        let said = match fields.get(&field(id)) {
            "yes" => Some(Answer::Yes),
            "no" => Some(Answer::No),
            "unsure" => Some(Answer::Unsure),
            "" => rest.filter(|_| holds(&visit.diary, id, today).is_none()),
            other => {
                let line = format!("Tap yes, no or not sure. {} is none of them.", crate::http::problem::quoted(other));
                reader.wrong(&field(id), line);
                None
            }
        };
        if id == pregnancy().question {
            pregnant = said.or(pregnant);
        }
        let health = match said {
            Some(said) if Some(said) == holds(&visit.diary, id, today) => None,
            Some(Answer::Yes) => Some(Health::Is(true)),
            Some(Answer::No) => Some(Health::Is(false)),
            Some(_) => Some(Health::Unsure),
            None => None,
        };
        keep(&mut profile, id, health);
    }
    let asks_when = asked.contains(&pregnancy_id.as_str()) || asked.contains(&week_id.as_str());
    if asks_when && matches!(pregnant, Some(Answer::Yes | Answer::Unsure)) {
        let wanted = read_due(reader, today);
        let stands = due(&visit.diary).filter(|_| matches!(week(&visit.diary, today), Some(Answer::Number(_))));
        match wanted {
            Some(wanted) if Some(wanted) != stands => keep(&mut profile, week_id, Some(Health::On(wanted))),
            // It was taken out.
            None if stands.is_some() && fields.get("due").trim().is_empty() => {
                keep(&mut profile, week_id, Some(Health::Unsure));
            }
            _ => {}
        }
    }
    if visit.diary.profile().birth_year.is_none() {
        let born: Option<BirthYear> = reader.whole("birth-year", "A year of birth is a whole number from 1900");
        if born.is_some_and(|year| i64::from(year.get()) > i64::from(today.year())) {
            reader.wrong("birth-year", "This year has not been yet. Give the year in which you were born.");
        }
        profile.birth_year = born;
    }
    profile
}

fn keep(profile: &mut Profile, id: &str, health: Option<Health>) {
    if let (Some(health), Ok(id)) = (health, Words::new(id)) {
        profile.health.insert(id, health);
    }
}

/// The day on which the child is due: as given, or from the week.
fn read_due(reader: &mut Reader<'_>, today: Date) -> Option<Date> {
    let week = reader.amount("week").map(supple_diary::Amount::get);
    let given = reader.fields.get("due").trim().to_owned();
    let last = latest_due(today);
    // The day may stand there from before, so a week that is typed counts first.
    if let Some(week) = week {
        let range = embedded().medicines.question(&pregnancy().week).and_then(|question| question.number.as_ref());
        if range.is_some_and(|range| !(range.min..=range.max).contains(&week)) {
            reader.wrong("week", "A week of a pregnancy is a number from 0 to 45.");
            return None;
        }
        return Some(due_in_week(week, today));
    }
    if given.is_empty() {
        return None;
    }
    match date(&given) {
        Ok(due) if !can_be_due(due, today) => {
            let last = tell::short_day(last, today);
            reader.wrong("due", format!("Give a day from three weeks ago to {last}. Or leave it out."));
            None
        }
        Ok(due) => Some(due),
        Err(line) => {
            reader.wrong("due", line);
            None
        }
    }
}
