//! Reminders: what the person wants to be reminded of, and when. They stand in the diary, so every device has them.

use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::reach::back::{Back, Typed};
use crate::pages::reach::{channels, feed, refused};
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use supple_diary::{Exercise, Id, Label, Reminder, ReminderSkip, Whole, Words};
use supple_reach::{Standing, clock_time};
use supple_wording::reminders as words;
use uuid::Uuid;

/// The address.
pub(crate) const ADDRESS: &str = "/reminders";

/// Where one is stopped.
pub(super) const STOP: &str = "/reminders/stop";

/// Where a day of one is left out.
pub(super) const SKIP: &str = "/reminders/skip";

/// Where a reminder to stand up leads.
pub(super) const BREAK: &str = "/reminders/break";

/// The habit that a break counts for.
const HABIT: &str = "break-up-sitting";

pub(super) async fn page(visit: Visit) -> Response {
    listed(&visit, Back::default())
}

fn listed(visit: &Visit, back: Back<'_>) -> Response {
    let new = |what: &str| back.typed(|fields| fields.has("what", what) && fields.get("changes").is_empty());
    let standing = supple_reach::reminders(&visit.diary);
    let on: Vec<_> = standing.iter().filter(|one| one.reminder.on && !is_over(one, visit.today())).collect();
    let main = html! {
        div class="stack measure" {
            h1 { "Reminders" }
            (back.note(|_| ""))
            @if on.is_empty() { p { "There is none. Each is off until you set it." } }
            @for one in &on { (shown(visit, one, back)) }
            p {
                "They come over " a href="/channels/ways" { "the ways that you switched on" } ", and stand in " a href=(feed::ADDRESS) { "your calendar" } "."
            }
        }
        section class="stack measure" id="add" {
            h2 { "Set one" }
            div class="folds" {
                @for (what, name, usual, asks) in NEW {
                    details open[new(what).is_some()] { summary { (name) } (form(what, usual, asks, new(what))) }
                }
            }
        }
        p class="measure" { a href=(channels::ADDRESS) { "All that reaches out" } }
    };
    visit.reach_answer("Reminders", ADDRESS, &main, back)
}

/// What can be set: its id, its name, its usual time and what is asked.
const NEW: [(&str, &str, &str, Asks); 5] = [
    ("practice", "Exercises", "18:00", Asks::Days),
    ("break", "Standing up", "09:00", Asks::Hours),
    ("check-in", "The daily question", "20:00", Asks::Days),
    ("visit", "A visit", "10:00", Asks::Day),
    ("trial", "My trial", "19:00", Asks::Day),
];

fn is_over(one: &Standing<'_>, today: Date) -> bool {
    let last = one.reminder.day.or(one.reminder.until);
    last.is_some_and(|last| last < today) || one.reminder.day.is_some_and(|day| one.skips.contains(&day))
}

fn shown(visit: &Visit, one: &Standing<'_>, back: Back<'_>) -> Markup {
    let typed = back.typed(|fields| fields.has("changes", &one.id.to_string()));
    let reminder = one.reminder;
    let today = visit.today();
    html! {
        section class="card stack" id={ "r-" (one.id) } {
            h2 { (words::what(reminder.what.as_str())) @if let Some(name) = &reminder.name { ": " bdi { (name.as_str()) } } }
            p { (words::when(reminder)) "." @if one.skips.contains(&today) { " Not today." } }
            div class="row" {
                @if reminder.day.is_none() && !one.skips.contains(&today) {
                    form method="post" action=(SKIP) { (visit.tap()) input type="hidden" name="reminder" value=(one.id); button class="btn quiet" { "Not today" } }
                }
                form method="post" action=(STOP) { (visit.tap()) input type="hidden" name="reminder" value=(one.id); button class="btn quiet" { "Stop it" } }
            }
            details open[typed.is_some()] {
                summary { "Change it" }
                form class="stack" method="post" action=(ADDRESS) {
                    (visit.tap())
                    input type="hidden" name="changes" value=(one.id);
                    input type="hidden" name="what" value=(reminder.what.as_str());
                    (fields(&one.id.to_string(), Some(reminder), &words::time(reminder.from), asks(reminder), typed))
                    button class="btn" { "Save" }
                }
            }
        }
    }
}

/// What a form asks for.
#[derive(Clone, Copy, PartialEq)]
enum Asks {
    Days,
    Hours,
    Day,
}

fn asks(reminder: &Reminder) -> Asks {
    match (reminder.day, reminder.every) {
        (Some(_), _) => Asks::Day,
        (None, Some(_)) => Asks::Hours,
        (None, None) => Asks::Days,
    }
}

fn form(what: &str, usual: &str, asks: Asks, typed: Typed<'_>) -> Markup {
    html! {
        form class="stack" method="post" action=(ADDRESS) {
            input type="hidden" name="what" value=(what);
            (fields(what, None, usual, asks, typed))
            button class="btn" { "Set it" }
        }
    }
}

fn fields(id: &str, of: Option<&Reminder>, from: &str, asks: Asks, typed: Typed<'_>) -> Markup {
    let has = |day: &str| match of {
        Some(reminder) => reminder.days.is_empty() || reminder.days.iter().any(|one| one.as_str() == day),
        None => asks == Asks::Days || !matches!(day, "sat" | "sun"),
    };
    let to = of.and_then(|reminder| reminder.to).map_or_else(|| "17:00".to_owned(), words::time);
    let every = of.and_then(|reminder| reminder.every).map_or(45, Whole::get).to_string();
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let (day, until) = (date(of.and_then(|reminder| reminder.day)), date(of.and_then(|reminder| reminder.until)));
    let name = of.and_then(|reminder| reminder.name.as_ref()).map_or("", Words::as_str);
    html! {
        @if asks == Asks::Day {
            label for={ "day-" (id) } { "On which day?" }
            input id={ "day-" (id) } type="date" name="day" required value=(typed.or("day", &day));
        } @else {
            fieldset class="ticks" {
                legend { "On which days?" }
                @for (day, name) in words::DAYS { label class="tick" { input type="checkbox" name="days" value=(day) checked[typed.has("days", day, has(day))]; span { (name) } } }
            }
        }
        label for={ "from-" (id) } { @if asks == Asks::Hours { "From" } @else { "At what time?" } }
        input id={ "from-" (id) } type="time" name="from" required value=(typed.or("from", from));
        @if asks == Asks::Hours {
            label for={ "to-" (id) } { "To" }
            input id={ "to-" (id) } type="time" name="to" required value=(typed.or("to", &to));
            label for={ "every-" (id) } { "Every how many minutes?" }
            input id={ "every-" (id) } type="number" name="every" min="15" max="480" required value=(typed.or("every", &every));
        }
        @if asks != Asks::Day {
            label for={ "until-" (id) } { "Until which day? It then ends by itself" }
            input id={ "until-" (id) } type="date" name="until" value=(typed.or("until", &until));
        }
        @if asks == Asks::Day {
            label for={ "name-" (id) } { "What is it called?" }
            input id={ "name-" (id) } type="text" name="name" maxlength="60" value=(typed.or("name", name));
        }
    }
}

pub(super) async fn send(post: FormRequest) -> Response {
    match read(&post) {
        Ok(reminder) => match post.write_decided(reminder).await {
            Ok(_) => see_other(ADDRESS),
            Err(error) => post.failed(&error),
        },
        Err(line) => listed(&post.visit, Back::with(&post.fields, &line)),
    }
}

fn read(post: &FormRequest) -> Result<Reminder, String> {
    let fields = &post.fields;
    let what = fields.get("what");
    if !words::WHATS.iter().any(|(known, ..)| *known == what) {
        return Err("this form is not complete".to_owned());
    }
    let minutes = |name: &str| {
        let text = fields.get(name).trim();
        let time = clock_time(text).ok_or_else(|| "a time of day looks like 18:00".to_owned())?;
        Whole::new(i64::from(time.hour()) * 60 + i64::from(time.minute())).map_err(|error| error.to_string())
    };
    let some_minutes = |name: &str| if fields.get(name).trim().is_empty() { Ok(None) } else { minutes(name).map(Some) };
    let date = |name: &str| {
        let text = fields.get(name).trim();
        let read = || text.parse::<Date>().map_err(|_| "a day looks like 2026-12-24".to_owned());
        if text.is_empty() { Ok(None) } else { read().map(Some) }
    };
    let every = fields.get("every").trim();
    let every = match every {
        "" => None,
        text => {
            let number = text.parse().ok().and_then(|number| Whole::new(number).ok());
            Some(number.ok_or_else(|| "between two breaks there are 15 to 480 minutes".to_owned())?)
        }
    };
    let (from, to) = (minutes("from")?, some_minutes("to")?);
    if to.is_some_and(|to| to < from) {
        return Err("it ends before it begins: let it end later on the same day".to_owned());
    }
    let days: Vec<&str> = words::DAYS.iter().map(|(id, _)| *id).filter(|id| fields.has("days", id)).collect();
    // All seven are every day, which is said by naming none.
    let days = if days.len() == words::DAYS.len() { Vec::new() } else { days };
    let day = date("day")?;
    if matches!(what, "visit") && day.is_none() {
        return Err("a visit needs its day".to_owned());
    }
    let changes = known(post, fields.get("changes"))?;
    let name = Some(fields.get("name").trim()).filter(|name| !name.is_empty());
    Ok(Reminder {
        what: Id::new(what).map_err(|error| error.to_string())?,
        changes,
        on: true,
        days: days.into_iter().map(Words::new).collect::<Result<_, _>>().map_err(|error| error.to_string())?,
        day,
        from,
        to: to.filter(|_| every.is_some()),
        every: every.filter(|_| to.is_some()),
        until: date("until")?,
        name: name.map(Words::new).transpose().map_err(|error| error.to_string())?,
    })
}

/// The reminder with this id; none where none is named.
fn known(post: &FormRequest, id: &str) -> Result<Option<Uuid>, String> {
    if id.is_empty() {
        return Ok(None);
    }
    let id = id.parse().ok();
    let standing = supple_reach::reminders(&post.visit.diary);
    let found = standing.iter().map(|one| one.id).find(|one| Some(*one) == id);
    found.map(Some).ok_or_else(|| "this reminder is not there any more".to_owned())
}

/// Stops a reminder: from then on it is called off in every calendar.
pub(super) async fn stop(post: FormRequest) -> Response {
    let standing = supple_reach::reminders(&post.visit.diary);
    let id: Option<Uuid> = post.fields.get("reminder").parse().ok();
    let Some(one) = standing.iter().find(|one| Some(one.id) == id) else {
        return refused(&post.visit, "this reminder is not there any more");
    };
    let off = Reminder { changes: Some(one.id), on: false, ..one.reminder.clone() };
    match post.write_decided(off).await {
        Ok(_) => see_other(ADDRESS),
        Err(error) => post.failed(&error),
    }
}

/// Leaves a reminder out today.
pub(super) async fn skip(post: FormRequest) -> Response {
    match known(&post, post.fields.get("reminder")) {
        Ok(Some(reminder)) => match post.write_decided(ReminderSkip { reminder, day: post.visit.today() }).await {
            Ok(_) => see_other(ADDRESS),
            Err(error) => post.failed(&error),
        },
        Ok(None) => refused(&post.visit, "this form is not complete"),
        Err(line) => refused(&post.visit, &line),
    }
}

/// Where a reminder to stand up leads: one tap, and nothing else.
pub(super) async fn break_page(visit: Visit) -> Response {
    let main = html! {
        div class="stack measure" {
            h1 { "Stand up" }
            p { "A minute or two on your feet. Walk to the window." }
            form method="post" action=(BREAK) { (visit.tap()) button class="btn big wide" { "I stood up" } }
            p { a href="/exercise/habits" { "Why this helps" } }
            p { a href=(ADDRESS) { "Change this reminder" } }
        }
    };
    visit.reach_page("Stand up", BREAK, &main)
}

/// A break was taken: it counts as a habit.
pub(super) async fn stood(post: FormRequest) -> Response {
    let what = Words::new(HABIT).map(Label::plain);
    let Ok(what) = what else { return see_other(BREAK) };
    match post.write_now(Exercise::of(what)).await {
        Ok(_) => see_other("/diary"),
        Err(error) => post.failed(&error),
    }
}
