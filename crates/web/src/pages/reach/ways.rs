//! Ways to reach the person, contacts, and the mail server: what is set up once, and tried at once.

use crate::http::desk::{Seen, Shown};
use crate::http::fields::Fields;
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::reach::back::{Back, Typed};
use crate::pages::reach::{Asker, AtServer, channels, looked, push, tried};
use crate::pages::storage::devices::cannot;
use crate::tell;
use axum::Extension;
use axum::response::Response;
use maud::{Markup, html};
use supple_journal::leads_to_itself;
use supple_reach::{Act, Mail, NewWay, Quiet, Security, State, To, Way, WayFault, clock_time};

/// The address.
pub(crate) const ADDRESS: &str = "/channels/ways";

/// How a message can go: its id, its name, what its address looks like.
const KINDS: [(&str, &str, &str); 3] = [
    ("mail", "E-mail", "ann@example.org"),
    ("ntfy", "ntfy", "https://ntfy.sh/a-name-that-nobody-guesses"),
    ("webhook", "A program (webhook)", "https://example.org/hook"),
];

/// How a connection to a mail server is encrypted: id, name, usual port.
const SECURITY: [(&str, Security, &str); 3] = [
    ("tls", Security::Tls, "TLS (port 465)"),
    ("starttls", Security::StartTls, "STARTTLS (port 587)"),
    ("none", Security::None, "None (this machine only)"),
];

/// For how many hours everything can be paused.
const PAUSES: [(&str, &str); 4] = [("", "no pause"), ("24", "a day"), ("168", "a week"), ("336", "two weeks")];

pub(super) async fn page(visit: Visit, desk: AtServer, caller: Asker) -> Response {
    shown(&visit, &desk, &caller, Back::default()).await
}

async fn shown(visit: &Visit, desk: &AtServer, caller: &Asker, back: Back<'_>) -> Response {
    let main = match looked(desk).await {
        Ok(Some(seen)) => set_up(visit, &seen, caller.as_ref().map_or("", |Extension(caller)| &caller.address), back),
        Ok(None) => super::needs_a_server(),
        Err(line) => return cannot(visit, &line),
    };
    let main = html! { div class="stack measure" { h1 { "Who is reached, and how" } (back.note(part)) (main) } };
    visit.reach_answer("Who is reached, and how", ADDRESS, &main, back)
}

/// Where the form stands that does this.
fn part(fields: &Fields) -> &str {
    match fields.get("do") {
        "contact" => "contacts",
        "name" | "address" => "said",
        part @ ("mine" | "mail" | "test" | "quiet") => part,
        _ => "",
    }
}

pub(super) async fn send(desk: AtServer, caller: Asker, post: FormRequest) -> Response {
    let tried = match wanted(&post) {
        Ok(wanted) => tried(&desk, wanted).await,
        Err(line) => Err(line),
    };
    match tried {
        Ok(()) => {
            let part = part(&post.fields);
            see_other(&if part.is_empty() { ADDRESS.to_owned() } else { format!("{ADDRESS}#{part}") })
        }
        Err(line) => shown(&post.visit, &desk, &caller, Back::with(&post.fields, &line)).await,
    }
}

/// What the form asks for.
fn wanted(post: &FormRequest) -> Result<Act, String> {
    let fields = &post.fields;
    let id = || fields.get("id").to_owned();
    Ok(match fields.get("do") {
        "mine" => Act::AddMine(new_way(post).map_err(|fault| fault.to_string())?),
        "contact" => Act::AddContact(new_way(post).map_err(|fault| fault.to_string())?),
        "desktop" => Act::AddMine(NewWay { name: "The server’s computer".to_owned(), to: To::Desktop }),
        "on" => Act::Switch(id(), true),
        "off" => Act::Switch(id(), false),
        "reminds" => Act::Reminds(id(), true),
        "reminds-not" => Act::Reminds(id(), false),
        "remove" => Act::RemoveWay(id()),
        "name" => Act::Name(fields.get("name").to_owned()),
        "address" => Act::Address(fields.get("address").to_owned()),
        "mail" => Act::MailServer(mail(post)?),
        "quiet" => Act::Quiet(quiet(post)?),
        "test" => Act::Test,
        _ => return Err("this form is not complete".to_owned()),
    })
}

fn new_way(post: &FormRequest) -> Result<NewWay, WayFault> {
    let fields = &post.fields;
    let address = fields.get("to");
    let to = match fields.get("kind") {
        "ntfy" => To::ntfy(address),
        "webhook" => To::webhook(address),
        _ => To::mail(address),
    }?;
    let name = Some(fields.get("name").trim()).filter(|name| !name.is_empty());
    Ok(NewWay { name: name.map_or_else(|| to.shown(), str::to_owned), to })
}

fn mail(post: &FormRequest) -> Result<Option<Mail>, String> {
    let fields = &post.fields;
    if fields.get("server").trim().is_empty() {
        return Ok(None);
    }
    let port = fields.get("port").trim();
    let security =
        SECURITY.iter().find(|(id, ..)| fields.has("security", id)).map_or(Security::Tls, |(_, how, _)| *how);
    let usual = match security {
        Security::Tls => 465,
        Security::StartTls => 587,
        Security::None => 25,
    };
    let port = if port.is_empty() { Ok(usual) } else { port.parse() };
    let port = port.map_err(|_| "a port is a number from 1 to 65535, such as 465".to_owned())?;
    let text = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.trim().is_empty());
    let mail = Mail {
        server: fields.get("server").to_owned(),
        port,
        security,
        user: text("user"),
        password: text("password"),
        from: fields.get("from").to_owned(),
    };
    mail.checked().map(Some).map_err(|fault| fault.to_string())
}

fn quiet(post: &FormRequest) -> Result<Quiet, String> {
    let fields = &post.fields;
    let time = |name: &str| {
        let text = fields.get(name).trim();
        let read = clock_time(text).ok_or_else(|| "a time of day looks like 22:00".to_owned());
        if text.is_empty() { Ok(None) } else { read.map(Some) }
    };
    let hours = match (time("from")?, time("to")?) {
        (Some(from), Some(to)) if from != to => Some((from, to)),
        _ => None,
    };
    let hours_of_rest = fields.get("snooze").parse::<i64>().ok().filter(|hours| (1..=24 * 14).contains(hours));
    let now = post.visit.now.at();
    let snoozed_until = hours_of_rest.and_then(|hours| now.checked_add(jiff::SignedDuration::from_hours(hours)).ok());
    Ok(Quiet { hours, snoozed_until })
}

fn set_up(visit: &Visit, seen: &Seen, here: &str, back: Back<'_>) -> Markup {
    let state = &seen.state;
    let of = |what: &str| back.typed(|fields| fields.has("do", what));
    let own = state.address.as_deref().unwrap_or(if leads_to_itself(here) { "" } else { here });
    let hours = state.quiet.hours.map(|(from, to)| [from, to].map(|time| time.strftime("%H:%M").to_string()));
    let [from, to] = hours.unwrap_or_default();
    html! {
        section class="card stack" id="contacts" {
            h2 { "Contacts, for “Check on me”" }
            (ways(&state.contacts, false))
            details open[state.contacts.is_empty() || of("contact").is_some()] { summary { "Add a contact" } (add("contact", "c", "Who?", of("contact"))) }
        }
        section class="card stack" id="mine" {
            h2 { "Ways to reach you" }
            p { "For reminders, and for the warning before your contacts are told." }
            (ways(&state.mine, true))
            details open[of("mine").is_some()] { summary { "Add a way" } (add("mine", "m", "What do you call it?", of("mine"))) }
            a class="btn quiet" href=(push::ADDRESS) { "Notifications of this browser" }
            @if seen.has_desktop && !state.mine.iter().any(|way| way.to == To::Desktop) {
                form method="post" action=(ADDRESS) { button class="btn quiet" name="do" value="desktop" { "Notifications on the computer of the server" } }
            }
        }
        section class="card stack" id="mail" {
            h2 { "Your mail server" }
            @match &state.mail {
                Some(mail) => p { "Letters go through " b { (mail.server) } ", from " (mail.from) "." },
                None => p { "E-mail needs an account at a mail server. Without one, no e-mail goes." },
            }
            details open[of("mail").is_some()] { summary { @if state.mail.is_some() { "Change it" } @else { "Set it up" } } (mail_form(state, of("mail"))) }
        }
        section class="card stack" id="test" {
            h2 { "Try it" }
            p { "A test goes to everyone who is switched on. It says that it is one." }
            form method="post" action=(ADDRESS) { button class="btn big wide" name="do" value="test" { "Send a test" } }
            ul class="lines" { @for shown in tests(seen) { li { (channels::line(visit, seen, shown)) } } }
        }
        div class="folds" {
            details id="said" open[of("name").is_some() || of("address").is_some()] {
                summary { "What messages call you, and where their links lead" }
                form class="stack" method="post" action=(ADDRESS) {
                    label for="name" { "Your name in messages" }
                    input id="name" type="text" name="name" maxlength="60" value=(of("name").or("name", &state.name)) autocomplete="name";
                    button class="btn quiet" name="do" value="name" { "Save" }
                }
                form class="stack" method="post" action=(ADDRESS) {
                    label for="address" { "Under which address your contacts reach this server" }
                    input id="address" type="text" name="address" inputmode="url" value=(of("address").or("address", own));
                    p class="soft" { "With one, a message has a link by which a contact says that they have seen it. Empty: messages have no links." }
                    button class="btn quiet" name="do" value="address" { "Save" }
                }
            }
            details id="quiet" open[of("quiet").is_some()] {
                summary { "When nothing rings" }
                form class="stack" method="post" action=(ADDRESS) {
                    p { "Reminders stay silent then. “Check on me” does not go by it." }
                    @if let Some(until) = state.quiet.snoozed_until.filter(|until| *until > visit.now.at()) {
                        p { b { "Everything is paused until " (tell::recorded(until, visit)) "." } }
                    }
                    label for="from" { "From" }
                    input id="from" type="time" name="from" value=(of("quiet").or("from", &from));
                    label for="to" { "To" }
                    input id="to" type="time" name="to" value=(of("quiet").or("to", &to));
                    label for="snooze" { "And pause everything for" }
                    select id="snooze" name="snooze" { @for (hours, words) in PAUSES { option value=(hours) selected[of("quiet").has("snooze", hours, false)] { (words) } } }
                    button class="btn quiet" name="do" value="quiet" { "Save" }
                }
            }
        }
    }
}

/// The tests of the last time, as they stand.
fn tests(seen: &Seen) -> Vec<&Shown> {
    let run = |shown: &Shown| shown.letter.key.split_once("/test/").map(|(_, run)| (shown.letter.due, run.to_owned()));
    let last = seen.letters.iter().filter_map(run).max();
    seen.letters.iter().filter(|shown| last.is_some() && run(shown) == last).collect()
}

fn ways(ways: &[Way], are_mine: bool) -> Markup {
    html! {
        @for way in ways {
            form class="row" method="post" action=(ADDRESS) {
                input type="hidden" name="id" value=(way.id);
                p {
                    b { bdi { (way.name) } } ", " (way.to.called()) " " bdi { (way.to.shown()) } ". "
                    @if !way.is_on { b { "Off." } }
                    @else if are_mine && way.reminds { "Reminders and warnings." }
                    @else if are_mine { "Warnings only." }
                    @else { "On." }
                }
                @if way.is_on { button class="btn quiet" name="do" value="off" { "Off" } } @else { button class="btn quiet" name="do" value="on" { "On" } }
                @if are_mine && way.is_on {
                    @if way.reminds { button class="btn quiet" name="do" value="reminds-not" { "No reminders" } }
                    @else { button class="btn quiet" name="do" value="reminds" { "Reminders, too" } }
                }
                button class="btn quiet" name="do" value="remove" { "Remove" }
            }
        }
    }
}

fn add(what: &str, id: &str, asked: &str, typed: Typed<'_>) -> Markup {
    html! {
        form class="stack" method="post" action=(ADDRESS) {
            label for={ (id) "-name" } { (asked) }
            input id={ (id) "-name" } type="text" name="name" maxlength="60" value=(typed.or("name", ""));
            fieldset class="ticks" {
                legend { "By" }
                @for (at, (kind, name, like)) in KINDS.into_iter().enumerate() {
                    label class="tick" { input type="radio" name="kind" value=(kind) checked[typed.has("kind", kind, at == 0)]; span { (name) " " small { (like) } } }
                }
            }
            label for={ (id) "-to" } { "Address" }
            input id={ (id) "-to" } type="text" name="to" inputmode="email" autocapitalize="none" spellcheck="false" maxlength="1000" required value=(typed.or("to", ""));
            button class="btn" name="do" value=(what) { "Add" }
        }
    }
}

fn mail_form(state: &State, typed: Typed<'_>) -> Markup {
    let mail = state.mail.as_ref();
    let text = |name: &str, of: fn(&Mail) -> Option<&str>| typed.or(name, mail.and_then(of).unwrap_or_default());
    let port = mail.map(|mail| mail.port.to_string()).unwrap_or_default();
    let is = |how: Security| mail.map_or(how == Security::Tls, |mail| mail.security == how);
    html! {
        form class="stack" method="post" action=(ADDRESS) {
            label for="server" { "Server" }
            input id="server" type="text" name="server" autocapitalize="none" spellcheck="false" placeholder="smtp.example.org" value=(text("server", |mail| Some(&mail.server)));
            fieldset class="ticks" {
                legend { "Encryption" }
                @for (id, how, name) in SECURITY { label class="tick" { input type="radio" name="security" value=(id) checked[typed.has("security", id, is(how))]; span { (name) } } }
            }
            label for="port" { "Port, if it is another" }
            input id="port" type="text" name="port" inputmode="numeric" value=(typed.or("port", &port));
            label for="user" { "User" }
            input id="user" type="text" name="user" autocomplete="username" autocapitalize="none" value=(text("user", |mail| mail.user.as_deref()));
            label for="password" { "Password" }
            input id="password" type="password" name="password" autocomplete="current-password";
            p class="soft" { "It stays on this server, beside the diary and never in it. Better than your own: an app password of your mail account." }
            label for="from-address" { "Your e-mail address" }
            input id="from-address" type="text" name="from" inputmode="email" autocapitalize="none" value=(text("from", |mail| Some(&mail.from)));
            button class="btn" name="do" value="mail" { "Save" }
        }
    }
}
