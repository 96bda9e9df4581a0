//! `supple check-on-me`: contacts are told if the person does not answer in time. What this sets up, the server that runs does.

use crate::machine;
use crate::outbox::{NO_SERVER, as_json, in_words, on_clock};
use crate::place::Place;
use crate::problem::Problem;
use crate::reach::{Desk, send_one};
use crate::terminal::Out;
use crate::when::read_length;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use supple_diary::Seconds;
use supple_reach::{Act, Begin, Check, Ending, Mail, NewWay, Security, To, Way};
use supple_web::desk::{Seen, Shown, Stage};

/// How long a dry run is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Options of `supple check-on-me`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
    /// Print one JSON object
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Begin: in a while you are asked, and if you do not answer, your contacts are told
    Start {
        /// After how long you are asked
        #[arg(long, value_name = "TIME", default_value = "30m", value_parser = length)]
        after: Seconds,
        /// How long after that your contacts are told
        #[arg(long, value_name = "TIME", default_value = "5m", value_parser = length)]
        grace: Seconds,
        /// What they are told
        #[arg(long, value_name = "WORDS", default_value = "My back is in spasm and I am on my own.")]
        say: String,
        /// Where you are
        #[arg(long, value_name = "WORDS", default_value = "")]
        place: String,
    },
    /// You are all right: it ends, and everyone who was told is told that
    AllRight,
    /// More time, from now
    More {
        /// How much
        #[arg(value_name = "TIME", default_value = "30m", value_parser = length)]
        time: Seconds,
    },
    /// How it stands
    Status,
    /// Send a test to everyone who is switched on, and say what became of it
    Test,
    /// Add a contact, or with --me a way to reach yourself
    Add {
        /// Who it is
        name: String,
        /// By e-mail, to this address
        #[arg(long, value_name = "ADDRESS")]
        mail: Option<String>,
        /// By ntfy, to this topic
        #[arg(long, value_name = "URL", conflicts_with = "mail")]
        ntfy: Option<String>,
        /// By a program, which takes JSON at this address
        #[arg(long, value_name = "URL", conflicts_with_all = ["mail", "ntfy"])]
        webhook: Option<String>,
        /// By a notification on this computer, for yourself alone
        #[arg(long, requires = "me", conflicts_with_all = ["mail", "ntfy", "webhook"], hide = !crate::reach::HAS_DESKTOP)]
        desktop: bool,
        /// A way to reach yourself, for the warning and for reminders
        #[arg(long)]
        me: bool,
    },
    /// Remove a contact or a way
    Remove {
        /// Its name or id
        name: String,
    },
    /// Set the account that sends e-mail. Its password is read from SUPPLE_MAIL_PASSWORD
    MailServer {
        /// The name of the server
        server: String,
        /// Your e-mail address
        #[arg(long, value_name = "ADDRESS")]
        from: String,
        /// Who signs in
        #[arg(long, value_name = "NAME")]
        user: Option<String>,
        /// The port, if it is another than usual
        #[arg(long, value_name = "NUMBER")]
        port: Option<u16>,
        /// How it is encrypted: tls, starttls, or none for a server on this machine
        #[arg(long, value_name = "HOW", default_value = "tls", value_parser = ["tls", "starttls", "none"])]
        security: String,
    },
    /// What messages call you, and under which address your contacts reach this server
    Say {
        /// Your name in messages
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// With its https:// before it; then a message has a link by which a contact says that they have seen it
        #[arg(long, value_name = "URL")]
        server: Option<String>,
    },
}

fn length(text: &str) -> Result<Seconds, String> {
    read_length(text).map_err(|error| error.to_string())
}

/// Begins, ends, sets up, or says how it stands.
pub(crate) fn run(options: &Options, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let desk = Desk::of(place);
    let act = |act: Act| desk.act(&act).map_err(Problem::Cannot);
    match &options.what {
        What::Start { after, grace, say, place } => act(Act::BeginCheck(Begin {
            minutes: 0,
            seconds: i64::from(after.get()),
            grace: Some(i64::from(grace.get())),
            said: say.clone(),
            place: place.clone(),
            zone: machine::zone(&machine::zoned()),
        }))?,
        What::AllRight => act(Act::AllRight)?,
        What::More { time } => act(Act::PutOff((i64::from(time.get()) + 59) / 60))?,
        What::Status => {}
        What::Test => return test(&desk, options.json, out),
        What::Add { name, mail, ntfy, webhook, desktop, me } => {
            let to = match (mail, ntfy, webhook) {
                (Some(mail), ..) => To::mail(mail),
                (_, Some(url), _) => To::ntfy(url),
                (.., Some(url)) => To::webhook(url),
                (None, None, None) if *desktop => Ok(To::Desktop),
                (None, None, None) => {
                    return Err(Problem::WrongUse("say how they are reached: --mail, --ntfy or --webhook".to_owned()));
                }
            };
            let to = to.map_err(|fault| Problem::WrongUse(fault.to_string()))?;
            let new = NewWay { name: name.clone(), to };
            act(if *me { Act::AddMine(new) } else { Act::AddContact(new) })?;
        }
        What::Remove { name } => {
            let state = desk.state().map_err(Problem::Cannot)?;
            let all = state.mine.iter().chain(&state.contacts);
            let gone: Vec<&Way> = all.filter(|way| way.id == *name || way.name == *name).collect();
            if gone.is_empty() {
                return Err(Problem::Cannot(format!(
                    "nobody is called \"{}\"; `supple check-on-me status` lists everyone",
                    crate::when::shorten(name)
                )));
            }
            gone.into_iter().try_for_each(|way| act(Act::RemoveWay(way.id.clone())))?;
        }
        What::MailServer { server, from, user, port, security } => {
            let (security, usual) = match security.as_str() {
                "starttls" => (Security::StartTls, 587),
                "none" => (Security::None, 25),
                _ => (Security::Tls, 465),
            };
            let password = std::env::var("SUPPLE_MAIL_PASSWORD").ok();
            let (server, user, from) = (server.clone(), user.clone(), from.clone());
            act(Act::MailServer(Some(Mail { server, port: port.unwrap_or(usual), security, user, password, from })))?;
        }
        What::Say { name, server } => {
            if let Some(name) = name {
                act(Act::Name(name.clone()))?;
            }
            if let Some(server) = server {
                act(Act::Address(server.clone()))?;
            }
        }
    }
    status(&desk, options.json, out)
}

/// Says how it stands, whatever was done.
fn status(desk: &Desk, json: bool, out: &mut Out) -> Result<(), Problem> {
    let seen = desk.look().map_err(Problem::Cannot)?;
    let is_alive = desk.is_alive();
    let state = &seen.state;
    if json {
        return out.json(&json!({
            "server_runs": is_alive,
            "check": state.check.as_ref().map(|check| check_as_json(&seen, check)),
            "contacts": state.contacts.iter().map(way_as_json).collect::<Vec<_>>(),
            "ways": state.mine.iter().map(way_as_json).collect::<Vec<_>>(),
            "mail_server": state.mail.as_ref().map(|mail| mail.server.clone()),
            "name": state.name,
            "address": state.address,
        }));
    }
    match &state.check {
        Some(check) => say_check(&seen, check, out)?,
        None => out.say("No check runs.")?,
    }
    list("Contacts", &state.contacts, out)?;
    list("Ways to reach you", &state.mine, out)?;
    if state.contacts.iter().all(|way| !way.is_on) {
        out.say("Nobody would be told: there is no contact that is switched on. `supple check-on-me add NAME --mail ADDRESS` adds one.")?;
    }
    let needs_mail = state.contacts.iter().chain(&state.mine).any(|way| way.is_on && matches!(way.to, To::Mail { .. }));
    if needs_mail && state.mail.is_none() {
        out.say("No e-mail can go: there is no mail server yet. `supple check-on-me mail-server` sets one.")?;
    }
    if !is_alive && (state.check.as_ref().is_some_and(Check::is_open)) {
        out.say(NO_SERVER)?;
    }
    Ok(())
}

fn say_check(seen: &Seen, check: &Check, out: &mut Out) -> Result<(), Problem> {
    match (&check.ended, &check.seen) {
        (Some((at, Ending::AllRight)), _) => {
            let told = if check.is_telling() { "Everyone who was told is told that, too." } else { "Nobody was told." };
            return out.say(&format!("You said that you are all right, {}. {told}", on_clock(*at)));
        }
        (Some((at, Ending::NoAnswer)), _) => {
            out.say(&format!("Your contacts were told for a day, and nobody answered. It ended {}.", on_clock(*at)))?;
        }
        (None, Some((at, who))) => out.say(&format!("{who} has seen your message, {}.", on_clock(*at)))?,
        (None, None) if check.is_telling() => out.say("Your contacts are being told.")?,
        (None, None) if check.warned.is_some() => {
            out.say(&format!("Are you all right? Your contacts are told {}.", on_clock(check.tells_at())))?;
        }
        (None, None) => out.say(&format!(
            "You are asked {}. Your contacts are told {}.",
            on_clock(check.deadline),
            on_clock(check.tells_at())
        ))?,
    }
    for shown in seen.letters.iter().filter(|shown| shown.letter.key.contains(&format!("/check/{}/", check.id))) {
        out.item("- ", &in_words(&seen.state, shown))?;
    }
    out.say("`supple check-on-me all-right` ends it.")
}

fn list(title: &str, ways: &[Way], out: &mut Out) -> Result<(), Problem> {
    if ways.is_empty() {
        return Ok(());
    }
    out.heading(title)?;
    for way in ways {
        let off = if way.is_on { "" } else { " (off)" };
        out.item("- ", &format!("{}, {} {}{off}", way.name, way.to.called(), way.to.shown()))?;
    }
    Ok(())
}

/// Lays a test, sends it also where no server runs, and says what became of it.
fn test(desk: &Desk, json: bool, out: &mut Out) -> Result<(), Problem> {
    let keys = |seen: &Seen| -> Vec<String> { tests(seen).map(|shown| shown.letter.key.clone()).collect() };
    let look = || desk.look().map_err(Problem::Cannot);
    let before = keys(&look()?);
    desk.act(&Act::Test).map_err(Problem::Cannot)?;
    let outbox = desk.outbox().map_err(Problem::Cannot)?;
    let began = Instant::now();
    let seen = loop {
        while send_one(desk, &*outbox).map_err(Problem::Cannot)? {}
        let seen = look()?;
        let is_new = |shown: &&Shown| !before.contains(&shown.letter.key);
        let is_over = tests(&seen).filter(is_new).all(|shown| shown.tries > 0 && is_settled(shown));
        if is_over || began.elapsed() > PATIENCE {
            break seen;
        }
        std::thread::sleep(Duration::from_millis(200));
    };
    let new: Vec<&Shown> = tests(&seen).filter(|shown| !before.contains(&shown.letter.key)).collect();
    let all_sent = new.iter().all(|shown| matches!(shown.stage, Stage::Sent(_)));
    if json {
        out.json(&json!({ "tests": new.iter().map(|shown| as_json(&seen.state, shown)).collect::<Vec<_>>() }))?;
    } else if new.is_empty() {
        out.say("There is nobody to send a test to: no contact and no way is switched on.")?;
    } else {
        for shown in &new {
            out.item("- ", &in_words(&seen.state, shown))?;
        }
    }
    if all_sent && !new.is_empty() { Ok(()) } else { Err(out.then_fail()) }
}

fn tests(seen: &Seen) -> impl Iterator<Item = &Shown> {
    seen.letters.iter().filter(|shown| shown.letter.key.contains("/test/"))
}

/// Whether a try has come to an end: it went, or is known why not.
fn is_settled(shown: &Shown) -> bool {
    !matches!(shown.stage, Stage::Waiting { .. }) || shown.trouble.is_some()
}

fn way_as_json(way: &Way) -> Value {
    json!({ "id": way.id, "name": way.name, "channel": way.to.called(), "on": way.is_on, "reminders": way.reminds })
}

fn check_as_json(seen: &Seen, check: &Check) -> Value {
    let stage = match (check.ended, &check.seen) {
        (Some((_, Ending::AllRight)), _) => "all-right",
        (Some((_, Ending::NoAnswer)), _) => "no-answer",
        (None, Some(_)) => "seen",
        (None, None) if check.is_telling() => "telling",
        (None, None) if check.warned.is_some() => "warned",
        (None, None) => "counting",
    };
    let letters = seen.letters.iter().filter(|shown| shown.letter.key.contains(&format!("/check/{}/", check.id)));
    json!({
        "id": check.id,
        "stage": stage,
        "began": check.began,
        "asks": check.deadline,
        "tells": check.tells_at(),
        "seen_by": check.seen.as_ref().map(|(_, who)| who),
        "letters": letters.map(|shown| as_json(&seen.state, shown)).collect::<Vec<_>>(),
    })
}
