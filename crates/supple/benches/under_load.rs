//! The program under load, on a diary of 10,000 entries: `cargo bench -p supple --bench under_load`.
//!
//! Limits: the check at 60 % of the rate of a route of axum that does nothing and answers with as many bytes, asked in the same way
//! in the same run, by turns, as the median of the turns; and at 500 requests a second the 99th percentile of the start, the check and a day under 10 ms. A request
//! counts from the moment at which it was due (open loop), so one that holds up the next ones counts for each of them.
//!
//! Client and server share the machine. Memory is what the system says of the server at rest and at its highest.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and fails by panicking")]

#[path = "../tests/shared/mod.rs"]
mod shared;

use axum::Router;
use axum::routing::get;
use shared::served::Server;
use shared::{Home, out};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};
use supple_diary::testing;

const ENTRIES: usize = 10_000;
const CLIENTS: u32 = 8;
const TURNS: usize = 9;
const TURN: Duration = Duration::from_secs(1);
const WHILE: Duration = Duration::from_secs(4);
const RATE: u32 = 500;
const LEAST_SHARE: f64 = 0.6;
const MOST: Duration = Duration::from_millis(10);

fn main() {
    let home = Home::new();
    let lines: Vec<String> = testing::years(ENTRIES, 1).iter().map(|entry| entry.line().to_owned()).collect();
    let file = home.write("diary.jsonl", lines.join("\n") + "\n");
    let imported = home.run(&["import", &file]);
    assert!(imported.status.success(), "{imported:?}");
    let last: serde_json::Value = serde_json::from_str(lines.last().unwrap()).unwrap();
    let day = &last["recorded"].as_str().unwrap()[..10];
    let server = Server::start(&home);
    let rest = memory(server.id(), "VmRSS");
    println!("A diary of {ENTRIES} entries, {CLIENTS} clients ({})", out(&imported).lines().next().unwrap_or_default());

    let address = server.address();
    let bytes = Client::new(address).get("/check");
    let empty = nothing(bytes);
    let mut turns: Vec<[f64; 3]> = (0..TURNS)
        .map(|_| {
            let (check, nothing) = (rate(address, "/check"), rate(empty, "/"));
            [check / nothing, check, nothing]
        })
        .collect();
    turns.sort_by(|one, other| one[0].total_cmp(&other[0]));
    let [share, check, nothing] = turns[TURNS / 2];
    let (least, most) = (turns[0][0], turns[TURNS - 1][0]);
    println!(
        "the check: {check:.0} requests a second, {share:.2} of {nothing:.0} of a route that does nothing ({least:.2} to {most:.2} \
         in {TURNS} turns), {bytes} bytes: {}",
        met(share >= LEAST_SHARE)
    );
    for path in ["/", "/check", &format!("/diary/day/{day}")] {
        let [middle, late] = latencies(address, path);
        println!(
            "{path} at {RATE} requests a second: median {:.1} ms, 99th percentile {:.1} ms of {}: {}",
            ms(middle),
            ms(late),
            ms(MOST),
            met(late < MOST)
        );
    }
    println!("memory: {} MB at rest, at most {} MB", rest / 1_000, memory(server.id(), "VmHWM") / 1_000);
}

/// A connection that is kept, and asked one thing after the other.
struct Client {
    from: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Client {
    fn new(to: SocketAddr) -> Client {
        let stream = TcpStream::connect(to).unwrap();
        stream.set_nodelay(true).unwrap();
        Client { from: BufReader::new(stream), body: Vec::new() }
    }

    /// Asks, and gives the length of the body. Anything but a page is the end of the benchmark.
    fn get(&mut self, path: &str) -> usize {
        let host = self.from.get_ref().peer_addr().unwrap();
        write!(self.from.get_mut(), "GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n").unwrap();
        let (mut line, mut length) = (String::new(), None);
        self.from.read_line(&mut line).unwrap();
        assert!(line.starts_with("HTTP/1.1 200"), "{path}: {line}");
        while line != "\r\n" {
            line.clear();
            self.from.read_line(&mut line).unwrap();
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok();
            }
        }
        self.body.resize(length.unwrap(), 0);
        self.from.read_exact(&mut self.body).unwrap();
        self.body.len()
    }
}

/// How many requests a second are answered, when each client asks again as soon as it was answered.
fn rate(to: SocketAddr, path: &str) -> f64 {
    let all: u64 = thread::scope(|scope| {
        let one = || {
            let mut client = Client::new(to);
            client.get(path);
            let began = Instant::now();
            let mut many = 0;
            while began.elapsed() < TURN {
                client.get(path);
                many += 1;
            }
            many
        };
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(one)).collect();
        clients.into_iter().map(|client| client.join().unwrap()).sum()
    });
    all as f64 / TURN.as_secs_f64()
}

/// The median and the 99th percentile, where requests come at a steady rate.
fn latencies(to: SocketAddr, path: &str) -> [Duration; 2] {
    let every = Duration::from_secs(1) * CLIENTS / RATE;
    let began = Instant::now() + Duration::from_millis(50);
    let mut all: Vec<Duration> = thread::scope(|scope| {
        let one = |client: u32| {
            let first = began + every * client / CLIENTS;
            move || {
                let mut client = Client::new(to);
                let due = (0..).map(|turn| first + every * turn).take_while(|due| *due < began + WHILE);
                let answered = due.map(|due| {
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    client.get(path);
                    due.elapsed()
                });
                answered.collect::<Vec<_>>()
            }
        };
        let clients: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(one(client))).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    all.sort_unstable();
    [all[all.len() / 2], all[all.len() * 99 / 100]]
}

/// A server whose one route answers with so many bytes.
fn nothing(bytes: usize) -> SocketAddr {
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        tokio::runtime::Runtime::new().unwrap().block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            let body: &'static str = " ".repeat(bytes).leak();
            axum::serve(listener, Router::new().route("/", get(async move || body))).await
        })
    });
    told.recv().unwrap()
}

/// What Linux says of a process, in KB; 0 elsewhere.
fn memory(process: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn met(is_met: bool) -> &'static str {
    if is_met { "limit met" } else { "LIMIT MISSED" }
}
