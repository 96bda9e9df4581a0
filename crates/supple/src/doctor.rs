//! `supple doctor`: what this installation is, where everything is, and what is wrong with it.
//!
//! It looks and changes nothing: where there is no diary, none is made.

use crate::backup;
use crate::device_registry::DeviceRegistry;
use crate::machine::{self, ThisMachine};
use crate::offline;
use crate::outbox::NO_SERVER;
use crate::place::{Place, is_open_to_others};
use crate::problem::Problem;
use crate::reach::Desk;
use crate::remedy::Told as _;
use crate::sync_client;
use crate::terminal::Out;
use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use supple_care::keeping::safety;
use supple_diary::verify;
use supple_journal::{Devices as _, Env as _, Found, Here, Storage as _, facts};
use supple_reach::{State, Way};
use supple_web::desk::Stage;
use supple_wording::counted;
use supple_wording::keeping::{Held, advice, headline};
use ureq::Agent;

/// How long a server may take to answer: less than what whoever starts it again waits for.
const PATIENCE: Duration = Duration::from_secs(4);

/// A page that never waits for a diary.
const QUICK: &str = "/check";

/// Options of `supple doctor`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only say whether a server answers at this address, such as http://127.0.0.1:7878
    #[arg(long, value_name = "URL")]
    serving: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Condition {
    /// Nothing has to be done.
    Ok,
    /// It works, and someone should look at it.
    Attention,
    /// It does not work.
    Broken,
}

impl Condition {
    fn word(self) -> &'static str {
        match self {
            Condition::Ok => "ok",
            Condition::Attention => "attention",
            Condition::Broken => "broken",
        }
    }

    fn unless_empty<T>(list: &[T], otherwise: Condition) -> Condition {
        if list.is_empty() { Condition::Ok } else { otherwise }
    }
}

/// One line.
#[derive(Debug, Serialize)]
struct Finding {
    about: &'static str,
    condition: Condition,
    /// What is so and, where it is wrong, what to do.
    says: String,
}

impl Finding {
    fn new(about: &'static str, condition: Condition, says: impl Into<String>) -> Finding {
        Finding { about, condition, says: says.into() }
    }

    fn ok(about: &'static str, says: impl Into<String>) -> Finding {
        Finding::new(about, Condition::Ok, says)
    }

    fn broken(about: &'static str, says: impl Into<String>) -> Finding {
        Finding::new(about, Condition::Broken, says)
    }
}

/// Says what is found, a line each.
///
/// # Errors
/// If something is broken: after all lines.
pub(crate) fn run(
    options: &Options,
    place: impl FnOnce() -> Result<Place, Problem>,
    out: &mut Out,
) -> Result<(), Problem> {
    let findings = match &options.serving {
        Some(url) => vec![serving(url)],
        None => all(place),
    };
    let is_well = findings.iter().all(|finding| finding.condition != Condition::Broken);
    if options.json {
        out.json(&json!({ "well": is_well, "findings": findings }))?;
    } else {
        for Finding { about, condition, says } in &findings {
            out.line(&format!("{:<9}  {about}: {says}", condition.word()))?;
        }
    }
    if is_well { Ok(()) } else { Err(out.then_fail()) }
}

fn all(place: impl FnOnce() -> Result<Place, Problem>) -> Vec<Finding> {
    let mut findings = vec![version(), app(), zone()];
    match place() {
        Ok(place) => findings.extend(of_place(&place)),
        Err(problem) => findings.push(Finding::broken("diary", problem.to_string())),
    }
    findings
}

/// Whether a server answers there.
fn serving(url: &str) -> Finding {
    let config = Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).proxy(None).build();
    match Agent::from(config).get(format!("{}{QUICK}", url.trim_end_matches('/'))).call() {
        Ok(_) => Finding::ok("server", format!("it answers at {url}")),
        Err(error) => Finding::broken(
            "server",
            format!("none answers at {url} ({error}); start it with `supple serve`, or give the address that it says"),
        ),
    }
}

fn version() -> Finding {
    let how = match (cfg!(debug_assertions), cfg!(target_feature = "crt-static")) {
        (true, _) => ", not optimised",
        (false, true) => ", static",
        (false, false) => "",
    };
    Finding::ok("version", format!("Supple {}, built for {}{how}", env!("CARGO_PKG_VERSION"), env!("SUPPLE_TARGET")))
}

fn app() -> Finding {
    if offline::files().is_empty() {
        let says = "the part for use with no network is not in this program; `cargo xtask run` and `cargo xtask dist` build it in";
        return Finding::new("app", Condition::Attention, says);
    }
    Finding::ok("app", "the part for use with no network is in this program")
}

fn zone() -> Finding {
    match TimeZone::try_system() {
        Ok(_) => Finding::ok("time", format!("in the time zone {}", machine::zone(&machine::zoned()))),
        Err(_) => Finding::new(
            "time",
            Condition::Attention,
            format!(
                "this machine tells no time zone that Supple knows, so {} counts; set one for the machine, or in TZ, such as \
                 TZ=Europe/Berlin",
                machine::zone(&machine::zoned())
            ),
        ),
    }
}

fn of_place(place: &Place) -> Vec<Finding> {
    let (diary, found) = diary(place);
    // What a server of databases would be asked for next is known to fail.
    let can_go_on = place.in_words().is_some() || diary.condition != Condition::Broken;
    let is_begun = found.map(|found| !found.log.is_empty()).or(place.had_one().then_some(true));
    let is_known = diary.condition != Condition::Broken || is_begun.is_some();
    let mut findings = vec![diary];
    findings.extend(files(place));
    findings.extend(forks(place));
    // Of a diary that cannot be read, and that nobody knew before, nobody knows whether there is anything to copy.
    findings.push(match is_known {
        true => copies(place, is_begun.unwrap_or(false), can_go_on),
        false => copies_of_unread(place),
    });
    findings.extend(can_go_on.then(|| devices(place)));
    findings.push(sync(place));
    findings.extend(can_go_on.then(|| channels(place)));
    findings
}

/// The diary itself, and what is in it if it can be opened.
fn diary(place: &Place) -> (Finding, Option<Found>) {
    let finding = |condition, says: String| Finding::new("diary", condition, says);
    match place.is_there() {
        Err(problem) => return (finding(Condition::Broken, problem.to_string()), None),
        Ok(false) if place.had_one() => return (finding(Condition::Broken, place.no_diary().to_string()), None),
        Ok(false) => {
            let whither = place.in_words().map_or_else(|| "in this database".to_owned(), |file| format!("at {file}"));
            return (finding(Condition::Ok, format!("none yet; `supple log` begins one {whither}")), None);
        }
        Ok(true) => {}
    }
    let (found, at) = match place.found() {
        Ok(found) => found,
        Err(problem) => return (finding(Condition::Broken, problem.to_string()), None),
    };
    let (damaged, broken) = (&found.damaged, verify(found.log.iter()));
    let first = damaged.first().map(ToString::to_string).or_else(|| broken.first().map(ToString::to_string));
    let told = match (place.lost(), first) {
        (Some(lost), _) => finding(Condition::Broken, format!("{at}: {}; {}", lost.in_words(), place.way_back(&lost))),
        (None, Some(first)) => finding(
            Condition::Broken,
            format!(
                "{at} is not as it was written: {first}; `supple verify` tells more, and a backup may have it whole"
            ),
        ),
        (None, None) => finding(
            Condition::Ok,
            format!(
                "{} of {}, all as they were written, in {at}",
                counted(found.log.len(), "entry", "entries"),
                counted(backup::devices(&found.log), "device", "devices"),
            ),
        ),
    };
    (told, Some(found))
}

/// Whether this account may write them, and no other may read them.
fn files(place: &Place) -> Vec<Finding> {
    let Some(folder) = place.folder() else { return Vec::new() };
    let closed = place.closed();
    let can_write = match closed.first() {
        None => Finding::ok("files", format!("they may be written, in {}", folder.display())),
        Some(first) => Finding::broken(
            "files",
            format!("{} may not be written; give yourself the right to write to it and its folder", first.display()),
        ),
    };
    let open: Vec<PathBuf> = place.kept().into_iter().filter(|path| is_open_to_others(path)).collect();
    let says = match open.first() {
        None => "no other account may read them".to_owned(),
        Some(first) => format!(
            "other accounts of this machine may read {}; take that right away: chmod go= {}",
            first.display(),
            open.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ")
        ),
    };
    vec![can_write, Finding::new("privacy", Condition::unless_empty(&open, Condition::Attention), says)]
}

fn forks(place: &Place) -> Option<Finding> {
    let says = "this diary and that of another device go two ways; stop `supple serve`, run `supple reconcile` on the side that \
                was put back, and sync";
    (!place.forks().is_empty()).then(|| Finding::new("chains", Condition::Attention, says))
}

/// The copies, those that devices have among them, if these can be asked for.
fn copies(place: &Place, is_begun: bool, can_go_on: bool) -> Finding {
    let devices = can_go_on.then(|| Arc::new(DeviceRegistry::seen_at(place)));
    let machine = ThisMachine::at(place.clone(), devices);
    let here = Here { is_with_server: false, is_forked: !machine.forks().is_empty(), is_begun };
    let safety = safety(&facts(&machine, here), machine.now());
    let mut says = headline(safety, Held::Machine);
    let file = place.last_backup().and_then(|backup| backup.file);
    if let Some(file) = &file {
        let (is, gone) = if file.exists() { ("is", "") } else { ("was", ", and is not there now") };
        says.push_str(&format!(" It {is} {}{gone}.", file.display()));
    }
    let is_gone = file.is_some_and(|file| !file.exists());
    if safety.is_calm() && !is_gone {
        return Finding::ok("copies", says);
    }
    if let Some(advice) = advice(safety) {
        says.push_str(&format!(" {advice}"));
    }
    Finding::new("copies", Condition::Attention, format!("{says} `supple backup FILE` makes one."))
}

/// The copies of a diary that cannot be read: how much of it they hold is not known.
fn copies_of_unread(place: &Place) -> Finding {
    let file = place.last_backup().and_then(|backup| backup.file).filter(|file| file.exists());
    let says = match file {
        Some(file) => format!("the last one that this machine made is {}", file.display()),
        None => "whether there is one cannot be told while the diary cannot be read".to_owned(),
    };
    Finding::new("copies", Condition::Attention, says)
}

fn devices(place: &Place) -> Finding {
    match DeviceRegistry::seen_at(place).paired() {
        Err(error) => Finding::broken("devices", error),
        Ok(devices) if devices.is_empty() => {
            Finding::ok("devices", "none is paired; `supple pair` makes a code for one")
        }
        Ok(devices) => {
            let names: Vec<&str> = devices.iter().map(|device| device.name.as_str()).collect();
            let before = place.paired_file().filter(|file| file.exists()).map(|file| file.display().to_string());
            let at = before.or_else(|| place.open_outbox().ok().map(|outbox| outbox.describe()));
            let at = at.map(|at| format!(", in {at}")).unwrap_or_default();
            Finding::ok("devices", format!("{} may come in: {}{at}", devices.len(), names.join(", ")))
        }
    }
}

fn sync(place: &Place) -> Finding {
    match sync_client::known(place) {
        Err(problem) => Finding::broken("sync", problem.to_string()),
        Ok(places) if places.is_empty() => Finding::ok("sync", "with no other place"),
        Ok(places) => {
            let never: Vec<_> = places.iter().filter(|(_, synced)| synced.is_none()).collect();
            let told: Vec<String> = places
                .iter()
                .map(|(url, synced)| match synced {
                    Some(at) => format!("{url}, last {}", crate::outbox::on_clock(*at)),
                    None => format!("{url}, never yet: run `supple sync`"),
                })
                .collect();
            let condition = Condition::unless_empty(&never, Condition::Attention);
            Finding::new("sync", condition, format!("with {}", told.join("; ")))
        }
    }
}

const NEVER: &str = "all are off, and nothing was ever sent";

/// What reaches out: mail, ntfy, webhooks, notifications, secret addresses.
fn channels(place: &Place) -> Finding {
    match place.has_made_outbox() {
        Err(error) => return Finding::broken("channels", error.told()),
        Ok(false) => return Finding::ok("channels", NEVER),
        Ok(true) => {}
    }
    let desk = Desk::of(place);
    let seen = match desk.look() {
        Err(error) => return Finding::broken("channels", error),
        Ok(seen) => seen,
    };
    let state = &seen.state;
    if *state == State::default() && seen.letters.is_empty() {
        return Finding::ok("channels", NEVER);
    }
    let on = |ways: &[Way]| {
        let on: Vec<&str> = ways.iter().filter(|way| way.is_on).map(|way| way.to.called()).collect();
        if on.is_empty() { "none".to_owned() } else { on.join(", ") }
    };
    let mail = state.mail.as_ref().map_or_else(|| "none".to_owned(), |mail| format!("{}:{}", mail.server, mail.port));
    let says = format!(
        "to you: {}; to contacts: {}; mail server: {mail}; secret addresses: {}",
        on(&state.mine),
        on(&state.contacts),
        state.doors.len()
    );
    let waits = seen.letters.iter().filter(|shown| matches!(shown.stage, Stage::Waiting { .. })).count();
    let failed = seen.letters.iter().filter(|shown| matches!(shown.stage, Stage::GivenUp(_))).count();
    if waits > 0 && !desk.is_alive() {
        let waiting = counted(waits, "message waits", "messages wait");
        return Finding::new("channels", Condition::Attention, format!("{says}; {waiting}. {NO_SERVER}"));
    }
    if failed > 0 {
        let lost = counted(failed, "message", "messages");
        let says = format!("{says}; {lost} of the last 30 days did not go out: `supple outbox` says why");
        return Finding::new("channels", Condition::Attention, says);
    }
    Finding::ok("channels", format!("{says}; `supple outbox` lists what was sent"))
}
