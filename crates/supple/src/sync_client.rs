//! `supple sync`: this diary and the one on a server become one.
//!
//! A place is remembered once it is paired: its token, which stays on this machine, and what it had the last time. A sync
//! that breaks off has kept everything that came so far; the next one goes on from there. What is asked, and what the
//! answers mean, the controller of `supple_journal` decides, as in a browser.

use crate::files::{Replace, in_place};
use crate::machine;
use crate::place::{Place, wait};
use crate::problem::{Context, Problem};
use crate::remedy::Told;
use crate::terminal::{Out, harmless};
use crate::tls;
use clap::Args;
use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::cmp::Ordering;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use supple_diary::SCHEMA;
use supple_journal::{
    Answer, Controller, Courier, Facts, Journal, MOST_ANSWER_BYTES, Outcome, Request, SCHEMA_HEADER, Stop,
    VersionVector, Ways, Wish,
};
use supple_wording::counted;
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// How long a place may take to answer one message.
const PATIENCE: Duration = Duration::from_secs(60);

/// Options of `supple sync`.
#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// The address of the other Supple, with its https:// before it; without it, every place that is known
    url: Option<String>,
    /// The code that the other one gave: for the first time
    #[arg(long, value_name = "CODE", requires = "url")]
    code: Option<String>,
    /// What this machine is called there
    #[arg(long, value_name = "NAME", requires = "code")]
    name: Option<String>,
    /// Make one diary of two: where both have entries and were never one
    #[arg(long, requires = "url")]
    join: bool,
    /// Trust the certificates in this PEM file, for a private network
    #[arg(long, value_name = "FILE", requires = "url")]
    ca: Option<PathBuf>,
    /// Send without encryption to another machine, where the network itself is private
    #[arg(long, requires = "url")]
    unencrypted: bool,
    /// Forget the place: it is not synced with any more
    #[arg(long, requires = "url", conflicts_with_all = ["code", "join"])]
    forget: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The places that are known.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Places {
    places: Vec<Remote>,
}

/// With which places this diary syncs, and when each last had the same.
///
/// # Errors
/// If the list of places cannot be read.
pub(crate) fn known(place: &Place) -> Result<Vec<(String, Option<Timestamp>)>, Problem> {
    Ok(Places::read(place)?.places.into_iter().map(|remote| (remote.url, remote.synced)).collect())
}

/// A place with which this diary syncs.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Remote {
    url: String,
    /// What is shown there; none where nobody has to be paired.
    token: Option<String>,
    ca: Option<PathBuf>,
    /// What it had the last time.
    theirs: Option<VersionVector>,
    /// When both last had the same.
    synced: Option<Timestamp>,
}

impl Places {
    fn read(place: &Place) -> Result<Places, Problem> {
        let Some(file) = place.places_file() else { return Ok(Places::default()) };
        match fs::read_to_string(&file) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| {
                Problem::Cannot(format!("{} cannot be read ({error}): delete it, and pair again", file.display()))
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Places::default()),
            Err(error) => Err(Problem::Cannot(format!("{} cannot be read: {error}", file.display()))),
        }
    }

    fn write(&self, place: &Place) -> Result<(), Problem> {
        let Some(file) = place.places_file() else { return Ok(()) };
        let text = serde_json::to_string_pretty(self)?;
        in_place(&file, format!("{text}\n").as_bytes(), Replace::Old)
            .context(format_args!("{} cannot be written", file.display()))
    }

    fn find(&self, url: &str) -> Option<Remote> {
        self.places.iter().find(|remote| remote.url == url).cloned()
    }

    /// Remembers a place, in place of what was known of it.
    fn put(place: &Place, remote: Remote) -> Result<(), Problem> {
        // Read anew: another program may have written meanwhile.
        let mut places = Places::read(place)?;
        match places.places.iter_mut().find(|known| known.url == remote.url) {
            Some(known) => *known = remote,
            None => places.places.push(remote),
        }
        places.write(place)
    }
}

/// Syncs with one place or with all.
pub(crate) fn run(options: &Sync, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let known = Places::read(place)?;
    let remotes = match &options.url {
        None if known.places.is_empty() => {
            return Err(Problem::WrongUse(
                "no place to sync with is known yet: give its address and the code that `supple pair` prints there"
                    .to_owned(),
            ));
        }
        None => known.places,
        Some(url) => {
            let url = tidy(url, options.unencrypted)?;
            let found = known.find(&url);
            if options.forget {
                return forget(&url, place, options.json, out);
            }
            let new = || Remote { url: url.clone(), token: None, ca: None, theirs: None, synced: None };
            let mut remote = found.unwrap_or_else(new);
            if let Some(ca) = &options.ca {
                remote.ca = Some(std::path::absolute(ca).unwrap_or_else(|_| ca.clone()));
            }
            vec![remote]
        }
    };
    let journal = place.open()?;
    let mut done = Vec::new();
    for mut remote in remotes {
        let synced = wait(async {
            if let Some(code) = &options.code {
                remote.pair(code, options.name.as_deref()).await?;
                // The code is used up: what it brought must not be lost with what follows.
                Places::put(place, remote.clone())?;
            }
            remote.sync(&journal, options.join).await
        });
        if synced.is_ok() {
            Places::put(place, remote.clone())?;
        }
        done.push((remote.url.clone(), synced));
    }
    tell(&done, options.json, out)
}

type Done = (String, Result<Outcome, Problem>);

fn tell(done: &[Done], as_json: bool, out: &mut Out) -> Result<(), Problem> {
    if let [(_, Err(problem))] = done {
        return Err(Problem::Cannot(problem.to_string()));
    }
    if as_json {
        let all: Vec<Value> = done
            .iter()
            .map(|(url, synced)| match synced {
                Ok(outcome) => {
                    let mut value = json!(outcome);
                    value["place"] = json!(url);
                    value["whole"] = json!(outcome.is_whole());
                    value
                }
                Err(problem) => json!({"place": url, "error": problem.to_string()}),
            })
            .collect();
        out.json(&all)?;
    } else {
        for (url, synced) in done {
            match synced {
                Ok(outcome) => say(url, outcome, out)?,
                Err(problem) => out.say(&format!("{url}: {problem}"))?,
            }
        }
    }
    let is_good = done.iter().all(|(_, synced)| synced.as_ref().is_ok_and(Outcome::is_whole));
    if is_good { Ok(()) } else { Err(out.then_fail()) }
}

fn say(url: &str, outcome: &Outcome, out: &mut Out) -> Result<(), Problem> {
    out.say(&summary(url, outcome))?;
    for refused in &outcome.refused {
        out.item("- ", &format!("not taken here: {}", refused.told()))?;
    }
    for refused in &outcome.refused_there {
        out.item("- ", &format!("not taken there: {}", refused.told()))?;
    }
    for stuck in &outcome.stuck {
        out.item("- ", &stuck.told())?;
    }
    for split in &outcome.forks {
        out.item("- ", &format!("{split}: `supple reconcile` brings both together, here or there"))?;
    }
    match outcome.schema_there.map(|there| there.cmp(&SCHEMA)) {
        Some(Ordering::Less) => {
            out.item(
                "- ",
                "there is an older Supple: it keeps all entries, and shows those that it knows; update it to see all",
            )?;
        }
        Some(Ordering::Greater) => {
            out.item("- ", "there is a newer Supple: its entries are kept here, and shown once this one is updated")?;
        }
        Some(Ordering::Equal) | None => {}
    }
    if outcome.has_given_up {
        out.item("- ", "it goes on saying that it has more and does not send it, so this sync was ended: try later")?;
    }
    Ok(())
}

fn summary(url: &str, outcome: &Outcome) -> String {
    let Outcome { taken, sent, pending, .. } = outcome;
    let waits = if *pending == 0 { String::new() } else { format!(", {} still to send", entries(*pending)) };
    let refused = outcome.refused.len() + outcome.refused_there.len();
    let refused = if refused == 0 { String::new() } else { format!(", {} refused", entries(refused)) };
    let waiting: usize = outcome.forks.iter().map(|split| split.entries).sum();
    let apart = if waiting == 0 { String::new() } else { format!(", {} to reconcile", entries(waiting)) };
    format!("{url}: {taken} taken, {sent} sent{waits}{refused}{apart}.")
}

fn entries(number: usize) -> String {
    counted(number, "entry", "entries")
}

fn forget(url: &str, place: &Place, as_json: bool, out: &mut Out) -> Result<(), Problem> {
    let mut places = Places::read(place)?;
    let before = places.places.len();
    places.places.retain(|remote| remote.url != url);
    if places.places.len() == before {
        return Err(Problem::Cannot(format!("{url} is not known; nothing was forgotten")));
    }
    places.write(place)?;
    if as_json {
        return out.json(&json!({"forgotten": url}));
    }
    out.say(&format!("{url} is forgotten. Remove this machine there with `supple devices --remove NAME`."))
}

impl Remote {
    fn agent(&self) -> Result<Agent, Problem> {
        let mut config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // A token must not follow to another address.
            .max_redirects(0);
        if let Some(ca) = &self.ca {
            let trusted: Vec<_> =
                tls::certificates(ca)?.iter().map(|one| Certificate::from_der(one.as_ref()).to_owned()).collect();
            let roots = RootCerts::Specific(Arc::new(trusted));
            config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
        }
        Ok(config.build().into())
    }

    /// Asks the place. It blocks, so it is done on a thread that may.
    async fn ask(&self, agent: &Agent, sent: Sent) -> Result<Answer, Problem> {
        let (agent, url) = (agent.clone(), format!("{}{}", self.url, sent.path));
        let bearer = self.token.as_ref().map(|token| ("authorization", format!("Bearer {token}")));
        let asked = tokio::task::spawn_blocking(move || {
            let mut request = ureq::http::Request::builder().method(sent.method).uri(url);
            for (name, value) in sent.headers.into_iter().chain(bearer) {
                request = request.header(name, value);
            }
            let mut response = match sent.body {
                Some(body) => agent.run(request.body(body)?)?,
                None => agent.run(request.body(())?)?,
            };
            let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
            let schema = header(SCHEMA_HEADER).and_then(|value| value.parse().ok());
            let content_type = header("content-type").unwrap_or_default().to_owned();
            let status = response.status().as_u16();
            // What is longer than any of ours is read so far that it shows.
            let mut body = Vec::new();
            response.body_mut().as_reader().take(MOST_ANSWER_BYTES as u64 + 1).read_to_end(&mut body)?;
            Ok::<_, ureq::Error>(Answer { status, content_type, schema, body })
        });
        match asked.await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(self.unreachable(&error)),
            Err(_) => Err(Problem::Cannot(format!("the sync with {} broke off: try again", self.url))),
        }
    }

    fn unreachable(&self, error: &ureq::Error) -> Problem {
        let url = &self.url;
        let what = if is_about_a_certificate(error) {
            "see that the address is the name in its certificate, and give --ca FILE for a certificate of your own"
        } else {
            "see that it is running and that the address is right"
        };
        Problem::Cannot(format!("{url} cannot be reached ({error}): {what}; everything written here is kept"))
    }

    /// What to do where a message is not taken. The other side says what happened; what to do here, it cannot know.
    fn way_on(&self, status: u16) -> String {
        match status {
            401 => format!("; get a code there with `supple pair`, then run `supple sync {} --code CODE`", self.url),
            400 | 413 => "; update Supple on both sides".to_owned(),
            409 => format!("; to make one of the two, run `supple sync {} --join`", self.url),
            _ => String::new(),
        }
    }

    /// What stopped a sync, and what to do here.
    fn problem(&self, stop: &Stop) -> Problem {
        let url = &self.url;
        Problem::Cannot(match stop {
            // The carrier has said what to do.
            Stop::Unreachable(line) => line.clone(),
            Stop::NotTheServer { status: 200..=299 } => {
                format!("{url} does not answer like a Supple: see that the address is right")
            }
            Stop::NotTheServer { status } => format!("{url}: {}", not_a_supple(*status)),
            Stop::NotPaired => format!(
                "this machine is not paired with {url}: get a code there with `supple pair`, then run `supple sync {url} \
                 --code CODE`"
            ),
            Stop::OtherDiary { .. } => format!(
                "the diary at {url} is another one than the one here (it was erased there, or the two were never one): \
                 nothing was sent or taken; to make one of the two, run `supple sync {url} --join`"
            ),
            Stop::Refused { status, line } => format!("{url}: {line}{}", self.way_on(*status)),
            Stop::Unreadable(error) => format!("{url} answers what cannot be read: {}", error.told()),
            Stop::Here(error) => error.told(),
            Stop::GivenUp | Stop::NotNoted(_) => format!("{url}: {stop}"),
        })
    }

    /// Pairs this machine with a code.
    async fn pair(&mut self, code: &str, name: Option<&str>) -> Result<(), Problem> {
        let name = name.map_or_else(this_machine, str::to_owned);
        let in_form = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let form = format!("code={}&name={}", in_form(code), in_form(&name));
        let headers = vec![
            ("accept", "application/json".to_owned()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ];
        let answer =
            self.ask(&self.agent()?, Sent { path: "/pair", method: "POST", headers, body: Some(form) }).await?;
        let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
        match (answer.status, text("token")) {
            (200, Some(token)) => {
                self.token = Some(token);
                self.theirs = None;
                Ok(())
            }
            (status, _) => {
                let error = text("error").unwrap_or_else(|| not_a_supple(status));
                Err(Problem::Cannot(format!("{} did not pair this machine: {error}", self.url)))
            }
        }
    }

    /// Syncs until both sides have the same, or nothing moves any more.
    async fn sync(&mut self, journal: &Journal, join: bool) -> Result<Outcome, Problem> {
        let agent = self.agent()?;
        let mut controller = Controller::new(false, ToString::to_string);
        controller.recall(Facts { theirs: self.theirs.clone(), ..Facts::default() });
        let courier = Courier::new(Arc::new(Mutex::new(controller)));
        let wish = if join { Wish::JoinAny } else { Wish::Again };
        courier.wish(wish, journal, &Way { remote: self, agent }).await;
        let mut outcome = courier.outcome().await;
        let controller = courier.controller();
        match controller.stopped() {
            None => {}
            Some(Stop::GivenUp) => outcome.has_given_up = true,
            Some(stop) => return Err(self.problem(stop)),
        }
        self.theirs.clone_from(&controller.facts().theirs);
        outcome.schema_there = controller.link().schema;
        if outcome.is_whole() {
            self.synced = Some(machine::now());
        }
        Ok(outcome)
    }
}

/// What an answer without words of a Supple tells.
fn not_a_supple(status: u16) -> String {
    format!("it answers {status}: look whether the address is that of a Supple")
}

/// What is sent to a place.
struct Sent {
    path: &'static str,
    method: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
}

/// The way to a place. What is to be known the next time is kept when the sync is over.
struct Way<'r> {
    remote: &'r Remote,
    agent: Agent,
}

impl Ways for Way<'_> {
    async fn ask(&self, request: &Request) -> Result<Answer, String> {
        let body = request.body().map(str::to_owned);
        let sent = Sent { path: request.path(), method: request.method(), headers: request.headers(), body };
        self.remote.ask(&self.agent, sent).await.map_err(|problem| problem.to_string())
    }
}

/// Syncs that `supple serve` makes by itself.
pub(crate) struct Keeper {
    every: Duration,
    place: Place,
}

impl Keeper {
    /// Syncs with every known place, so often.
    pub(crate) fn new(minutes: u32, place: &Place) -> Keeper {
        Keeper { every: Duration::from_secs(60 * u64::from(minutes.max(1))), place: place.clone() }
    }

    /// Until the server ends. Places that are paired meanwhile are synced with, too.
    pub(crate) async fn keep(self, journal: Arc<Journal>) {
        // What did not work is told once, not at each try.
        let mut told = std::collections::BTreeMap::new();
        loop {
            match Places::read(&self.place) {
                Ok(places) => {
                    for mut remote in places.places {
                        let url = remote.url.clone();
                        let line = match remote.sync(&journal, false).await {
                            Ok(outcome) => {
                                let kept = Places::put(&self.place, remote).err().map(|error| error.to_string());
                                let moved = outcome.taken + outcome.sent > 0 || !outcome.is_whole();
                                kept.or_else(|| moved.then(|| format!("Sync: {}", summary(&url, &outcome))))
                            }
                            Err(problem) => Some(format!("supple: no sync: {problem}")),
                        };
                        if let Some(line) = &line
                            && told.get(&url) != Some(line)
                        {
                            // If nobody reads it, the sync goes on all the same.
                            let mut err = std::io::stderr();
                            let _ = writeln!(err, "{}", harmless(line)).and_then(|()| err.flush());
                        }
                        match line {
                            Some(line) => drop(told.insert(url, line)),
                            None => drop(told.remove(&url)),
                        }
                    }
                }
                Err(problem) => {
                    let _ = writeln!(std::io::stderr(), "supple: no sync: {}", harmless(&problem.to_string()));
                }
            }
            tokio::time::sleep(self.every).await;
        }
    }
}

/// An address as it is kept: scheme, host and port. A diary never travels in the clear to another machine unless that was
/// asked for.
fn tidy(url: &str, unencrypted: bool) -> Result<String, Problem> {
    let wrong = |why: &str| {
        Problem::WrongUse(format!(
            "\"{}\" {why}; give an address such as https://supple.home",
            crate::when::shorten(url)
        ))
    };
    let (scheme, rest) = url.trim().split_once("://").ok_or_else(|| wrong("has no https:// before it"))?;
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.trim_end_matches('/').to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        return Err(wrong("is no web address"));
    }
    let authority: axum::http::uri::Authority = host.parse().map_err(|_| wrong("is no address of a server"))?;
    if host.contains('@') {
        return Err(wrong("holds a user name"));
    }
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    let is_here = name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if scheme == "http" && !is_here && !unencrypted {
        return Err(Problem::WrongUse(format!(
            "http://{host} would send the diary so that others on the way can read it; give https://, or --unencrypted \
             where the network itself is private"
        )));
    }
    Ok(format!("{scheme}://{host}"))
}

/// What this machine is called, to tell it from others.
fn this_machine() -> String {
    let names = [std::env::var("HOSTNAME").ok(), fs::read_to_string("/etc/hostname").ok()];
    let name = names.into_iter().flatten().map(|name| name.trim().to_owned()).find(|name| !name.is_empty());
    name.unwrap_or_else(|| "Computer".to_owned())
}

/// Whether the other one was reached, and its certificate was not taken.
fn is_about_a_certificate(error: &ureq::Error) -> bool {
    let tls = match error {
        ureq::Error::Rustls(tls) => Some(tls),
        // The handshake happens while reading, so its error comes inside one of reading.
        ureq::Error::Io(error) => error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()),
        _ => None,
    };
    matches!(tls, Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn an_error_of_a_certificate_is_known_by_its_type_and_not_by_its_words() {
        use rustls::CertificateError::UnknownIssuer;
        let of_tls = || rustls::Error::InvalidCertificate(UnknownIssuer);
        assert!(is_about_a_certificate(&ureq::Error::Rustls(of_tls())));
        let in_reading = std::io::Error::new(ErrorKind::InvalidData, of_tls());
        assert!(is_about_a_certificate(&ureq::Error::Io(in_reading)));
        let words = std::io::Error::other("no route to certificate.example");
        assert!(!is_about_a_certificate(&ureq::Error::Io(words)));
        assert!(!is_about_a_certificate(&ureq::Error::Rustls(rustls::Error::DecryptError)));
        assert!(!is_about_a_certificate(&ureq::Error::HostNotFound));
    }

    #[test]
    fn what_another_side_does_not_take_is_told_with_what_to_do_here() {
        let url = "https://supple.home".to_owned();
        let remote = Remote { url, token: None, ca: None, theirs: None, synced: None };
        assert!(remote.way_on(401).ends_with("then run `supple sync https://supple.home --code CODE`"));
        assert!(remote.way_on(409).ends_with("run `supple sync https://supple.home --join`"));
        assert_eq!(remote.way_on(413), "; update Supple on both sides");
        assert_eq!(remote.way_on(503), "", "what is wrong there is mended there");
    }

    #[test]
    fn an_address_is_kept_in_one_form_and_never_in_the_clear_by_accident() {
        for (given, kept) in [
            ("https://Supple.Home/", "https://supple.home"),
            ("HTTPS://supple.home:8443", "https://supple.home:8443"),
            ("http://127.0.0.1:7878", "http://127.0.0.1:7878"),
            ("http://[::1]:7878/", "http://[::1]:7878"),
            ("http://localhost:7878", "http://localhost:7878"),
        ] {
            assert_eq!(tidy(given, false).unwrap(), kept);
        }
        for wrong in
            ["supple.home", "ftp://supple.home", "https://", "https://a b", "https://me:x@supple.home", "https://a/b"]
        {
            assert!(matches!(tidy(wrong, true), Err(Problem::WrongUse(_))), "{wrong}");
        }
        let clear = tidy("http://supple.home", false).unwrap_err().to_string();
        assert!(clear.contains("others on the way can read it"), "{clear}");
        assert!(
            tidy("http://127.0.0.1.evil.example", false).is_err()
                && tidy("http://localhost.evil.example", false).is_err()
        );
        assert_eq!(tidy("http://10.0.0.7:7878", true).unwrap(), "http://10.0.0.7:7878");
    }
}
