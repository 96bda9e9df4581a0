//! Nothing leaves by itself: `strace` lists every address to which the server connects or sends.

use crate::hook::Hook;
use crate::person::{Person as _, SOON};
use crate::shared::Home;
use crate::shared::served::Server;
use std::collections::BTreeSet;
use std::fs;
use std::thread::sleep;
use std::time::Duration;

/// A server whose calls to the network are written down.
fn watched(home: &Home) -> Server {
    // Otherwise it tries out at its start whether it can tell accounts apart: by a connection to itself.
    let of = home.command(&["serve", "--listen", "127.0.0.1:0", "--anyone-on-this-machine"]);
    let mut command = std::process::Command::new("strace");
    // The server itself is the child of the test, and strace ends with it.
    command.args(["-D", "-f", "-qq", "-s", "256", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o"]);
    command.arg(home.path("calls")).arg(of.get_program()).args(of.get_args());
    for (name, value) in of.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Server::run(command)
}

/// The addresses of other programs that it called, and their ports.
fn called(home: &Home) -> BTreeSet<String> {
    let calls = fs::read_to_string(home.path("calls")).unwrap();
    assert!(!calls.contains("Operation not permitted"), "strace may watch");
    let address = |line: &str| {
        let port = line.split("htons(").nth(1)?.split(')').next()?;
        let ip = line.split_once("inet_addr(\"").or_else(|| line.split_once("inet_pton(AF_INET6, \""))?.1;
        Some(format!("{}:{port}", ip.split('"').next()?))
    };
    calls.lines().filter_map(address).collect()
}

/// Opens each page, and lets all that goes by the clock go by.
fn use_everything(server: &mut Server, length: Duration) {
    for path in supple_web::paths() {
        let answer = server.get(&path);
        assert!(answer.status < 500, "{path}: {}", answer.status);
    }
    server.post("/spasm", "");
    sleep(length);
}

/// Ends it as a system does, and waits until strace has written all that it saw.
fn end(mut server: Server) {
    assert!(server.terminate(SOON).is_some(), "it ends");
    sleep(Duration::from_secs(1));
}

#[test]
fn with_all_channels_off_no_connection_leaves_on_any_page_and_at_any_time() {
    let home = Home::new();
    let hook = Hook::start();
    // The clock runs: there was a channel once, and there are reminders.
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    home.on_me(&["remove", "Bob"]);
    home.done(&["reminders", "on", "break", "--at", "0:00", "--to", "23:59", "--every", "15"]);
    home.done(&["log", "pain", "4"]);
    let mut server = watched(&home);
    use_everything(&mut server, Duration::from_secs(60));
    end(server);
    assert_eq!(called(&home), BTreeSet::new());
}

#[test]
fn with_one_channel_on_connections_lead_to_its_address_and_nowhere_else() {
    let home = Home::new();
    let hook = Hook::start();
    home.contact("Bob", "--webhook", &hook.url("/bob"));
    let mut server = watched(&home);
    home.begin("1s", "1s");
    hook.wait("/bob", 1, SOON);
    use_everything(&mut server, Duration::from_secs(2));
    end(server);
    assert_eq!(called(&home), BTreeSet::from([hook.address.to_string()]), "that, and nothing else");
}
