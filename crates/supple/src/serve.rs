//! `supple serve`: the app for the browser on this machine.
#![expect(clippy::result_large_err, reason = "tower-http asks for the answer as it is")]

use crate::Serve;
use crate::account::{Asker, Trust};
use crate::auth::Gate;
use crate::connections;
use crate::device_registry::DeviceRegistry;
use crate::links::LinkRegistry;
use crate::offline;
use crate::place::Place;
use crate::problem::{Context, Problem};
use crate::reach::{self, Desk};
use crate::remedy::Told;
use crate::sync_client;
use crate::terminal::Out;
use crate::tls::TlsListener;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header, uri::Authority};
use axum::response::{IntoResponse, Response};
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;
use supple_journal::Devices;
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

/// How long the end waits for what is still with the database.
const END: Duration = Duration::from_secs(3);

/// Serves until it is stopped.
pub(crate) fn run(options: &Serve, place: &Place, out: &mut Out) -> Result<(), Problem> {
    let addresses = resolve(&options.listen)?;
    let tls = options.tls.config()?;
    let is_local = addresses.iter().all(|address| address.ip().is_loopback());
    let trust = trust(options, is_local)?;
    let is_own = is_local && options.host.is_empty();
    let paired = Arc::new(DeviceRegistry::served(place, trust.is_open()));
    let (journal, closed) = place.open_to_serve(Some(Arc::clone(&paired)))?;
    let journal = Arc::new(journal);
    if let Some(why) = closed {
        let mut aside = Out::aside();
        aside.line(&format!(
            "supple: your diary is not open, and the check, the guide and floor mode work without it: {}",
            why.told()
        ))?;
        aside.finish()?;
    }
    let keeper = options.schedule.keeper(place)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads())
        .enable_io()
        .enable_time()
        .build()
        .context("the server cannot start")?;
    let last = Arc::clone(&journal);
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(&addresses[..]).await.map_err(|error| taken(&options.listen, &error))?;
        let address = listener.local_addr().map_err(|error| taken(&options.listen, &error))?;
        let url = format!("{}://{address}", if tls.is_some() { "https" } else { "http" });
        let public = public_address(&options.host, address, tls.is_some()).filter(|_| !is_own);
        if public.is_some() || place.paired_file().is_some_and(|file| file.exists()) {
            DeviceRegistry::settle(&paired, public);
        }
        let who = match trust {
            Trust::Account(_) => " Only your own account on this computer sees the diary.",
            Trust::Anyone => " Every account and every program on this computer sees the diary.",
            Trust::Nobody => "",
        };
        writeln!(out, "Supple is at {url}. Press Ctrl-C to stop it.{who}")?;
        let mut door = url.clone();
        match trust {
            Trust::Account(_) | Trust::Anyone => {}
            Trust::Nobody if is_own && paired.paired().is_ok_and(|devices| devices.is_empty()) => {
                let code = paired.new_code().map_err(Problem::Cannot)?.code;
                door = format!("{url}/pair?code={code}");
                writeln!(out, "{CANNOT_TELL} open {door} (once, within ten minutes).")?;
            }
            Trust::Nobody if is_own => writeln!(out, "{CANNOT_TELL} `supple pair` gives a code.")?,
            Trust::Nobody => writeln!(out, "Each device has to be paired: `supple pair` gives a code.")?,
        }
        out.flush()?;
        if !is_local && tls.is_none() {
            let mut aside = Out::aside();
            aside.line(UNENCRYPTED)?;
            aside.finish()?;
        }
        if options.open && open::that_detached(&door).is_err() {
            writeln!(out, "No browser could be opened; type that address into one.")?;
            out.flush()?;
        }
        // A page that must not wait goes by what was read last: so it is read before anyone asks.
        let first = Arc::clone(&journal);
        tokio::spawn(async move { drop(first.diary().await) });
        if let Some(keeper) = keeper {
            tokio::spawn(keeper.keep(Arc::clone(&journal)));
        }
        if let Some(minutes) = options.sync_every {
            tokio::spawn(sync_client::Keeper::new(minutes, place).keep(Arc::clone(&journal)));
        }
        let hosts = Arc::new(Hosts(options.host.clone()));
        let shared = Arc::new(LinkRegistry::of(place));
        let desk = Arc::new(Desk::of(place));
        reach::keep_time(&desk, &journal, &tokio::runtime::Handle::current());
        let app = Gate::router(journal, paired, shared, desk, trust, tls.is_some()).merge(offline::routes()).layer(
            ServiceBuilder::new()
                .map_response(supple_web::with_headers)
                .layer(ValidateRequestHeaderLayer::custom(move |request: &mut Request| hosts.admit(request)))
                .map_response(IntoResponse::into_response)
                .layer(CompressionLayer::new())
                .layer(CatchPanicLayer::new()),
        );
        let who = Asker { trust, here: address };
        match tls {
            None => connections::serve(listener, app, who, stopped()).await,
            Some(config) => {
                let listener = TlsListener::new(listener, config).map_err(|error| taken(&options.listen, &error))?;
                connections::serve(listener, app, who, stopped()).await;
            }
        }
        Ok(())
    });
    within(END, move || drop((runtime, last)));
    served
}

/// Does something that a database which stands still may hold up, for no longer than this. Whatever was acknowledged is
/// stored by then.
fn within(length: Duration, work: impl FnOnce() + Send + 'static) {
    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        work();
        let _ = done.send(());
    });
    let _ = is_done.recv_timeout(length);
}

/// How a line begins that says how to come in, where every account looks alike.
const CANNOT_TELL: &str = "This system does not tell which account asks, so pair your browser:";

/// What is said of plain HTTP for others.
const UNENCRYPTED: &str = "supple: without HTTPS, others on the network can read what is sent; give --certificate and --key, \
                           or listen to 127.0.0.1 behind a proxy that has a certificate (docs/network.md)";

/// Whom the server trusts without a word: its own account where only this machine can ask, and nobody said that others may.
fn trust(options: &Serve, is_local: bool) -> Result<Trust, Problem> {
    match (is_local, options.anyone_on_this_machine) {
        (true, true) => Ok(Trust::Anyone),
        (true, false) if options.host.is_empty() => Ok(Trust::own_account()),
        (_, false) => Ok(Trust::Nobody),
        (false, true) => Err(Problem::WrongUse(format!(
            "{} can be reached from other machines; --anyone-on-this-machine needs an address of this one, such as \
             127.0.0.1:7878",
            options.listen
        ))),
    }
}

/// How many threads answer. A file whose disk stands still holds whoever writes to it and whoever reads from it, one thread
/// each: so there are two more than the machine can use.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get) + 2
}

/// Under which address other devices reach the server, as far as can be told.
fn public_address(hosts: &[String], listen: SocketAddr, has_tls: bool) -> Option<String> {
    let (ip, port) = (listen.ip(), listen.port());
    match hosts.first() {
        // Others ask for a name, but only this machine can ask us: a proxy with a certificate stands in between.
        Some(host) if ip.is_loopback() && !has_tls && host.contains('.') => Some(format!("https://{host}")),
        Some(host) => Some(format!("{}://{host}:{port}", if has_tls { "https" } else { "http" })),
        None if ip.is_unspecified() => None,
        None => Some(format!("{}://{listen}", if has_tls { "https" } else { "http" })),
    }
}

/// The names under which the app may be asked for, besides `localhost` and bare addresses.
struct Hosts(Vec<String>);

impl Hosts {
    fn know(&self, authority: &Authority) -> bool {
        let host = authority.host();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let names = ["localhost"].into_iter().chain(self.0.iter().map(String::as_str));
        bare.parse::<IpAddr>().is_ok() || names.into_iter().any(|name| name.eq_ignore_ascii_case(host))
    }

    /// Refuses requests for a name that nobody gave. Otherwise any site could let its own name point at this machine, and
    /// read the diary as if it were its own page (DNS rebinding). An address cannot be made to point elsewhere.
    fn admit(&self, request: &Request) -> Result<(), Response> {
        let named = request.headers().get(header::HOST).map(HeaderValue::as_bytes);
        let authority = match (named, request.uri().authority()) {
            (Some(named), _) => Authority::try_from(named).ok(),
            (None, from_uri) => from_uri.cloned(),
        };
        match authority {
            Some(authority) if self.know(&authority) => Ok(()),
            Some(authority) => {
                let line = format!(
                    "Supple does not know the name {0} for itself. If it is yours, start it with: supple serve --host {0}\n",
                    authority.host()
                );
                Err((StatusCode::MISDIRECTED_REQUEST, line).into_response())
            }
            None => {
                let line = "The request does not say what it is for (no Host header).\n";
                Err((StatusCode::BAD_REQUEST, line).into_response())
            }
        }
    }
}

fn resolve(listen: &str) -> Result<Vec<SocketAddr>, Problem> {
    listen.to_socket_addrs().map(Iterator::collect).map_err(|_| {
        Problem::WrongUse(format!("\"{listen}\" is no address to listen on; give one such as 127.0.0.1:7878"))
    })
}

fn taken(listen: &str, error: &io::Error) -> Problem {
    Problem::Cannot(match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "{listen} is in use, perhaps by another Supple; open http://{listen} or choose another with --listen 127.0.0.1:0"
        ),
        io::ErrorKind::PermissionDenied => format!("this user may not listen on {listen}; choose a port above 1023"),
        _ => format!("cannot listen on {listen}: {error}"),
    })
}

/// Waits for Ctrl-C or, where there is such a thing, the signal to end.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn nobody_is_trusted_at_an_address_or_under_a_name_that_others_reach() {
        let of = |host: &[&str], anyone_on_this_machine, is_local| {
            let host = host.iter().map(|host| (*host).to_owned()).collect();
            trust(&Serve { host, anyone_on_this_machine, ..Serve::default() }, is_local).ok()
        };
        assert_eq!(of(&[], false, true), Some(Trust::own_account()));
        assert_eq!(of(&[], true, true), Some(Trust::Anyone));
        assert_eq!(of(&["supple.home"], false, true), Some(Trust::Nobody));
        assert_eq!(of(&[], false, false), Some(Trust::Nobody));
        assert_eq!(of(&[], true, false), None, "that would be everyone on the network");
    }

    #[test]
    fn only_addresses_localhost_and_given_names_are_known() {
        let hosts = Hosts(vec!["supple.example".to_owned()]);
        for known in
            ["127.0.0.1:7878", "localhost:7878", "LOCALHOST", "[::1]:7878", "192.168.0.7", "Supple.Example:443"]
        {
            assert!(hosts.know(&known.parse().unwrap()), "{known}");
        }
        for unknown in
            ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "supple.example.evil.example"]
        {
            assert!(!hosts.know(&unknown.parse().unwrap()), "{unknown}");
        }
    }
}
