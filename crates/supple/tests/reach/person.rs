//! A person with contacts, and waiting for what happens to them.

use crate::mail::MailServer;
use crate::shared::Home;
use serde_json::Value;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How soon whatever is due has happened, also on a busy machine.
pub const SOON: Duration = Duration::from_secs(30);

/// Longer than anyone holds a letter who died over it.
pub const AFTER_A_LEASE: Duration = Duration::from_secs(120);

/// Waits until it is there.
#[track_caller]
pub fn until<T>(what: &str, within: Duration, mut is_there: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + within;
    loop {
        if let Some(found) = is_there() {
            return found;
        }
        assert!(Instant::now() < end, "not within {within:?}: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// In seconds since 1970.
pub fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

/// What the commands do.
pub trait Person {
    fn on_me(&self, arguments: &[&str]) -> Value;
    fn contact(&self, name: &str, how: &str, address: &str);
    fn way(&self, name: &str, url: &str);
    fn mails_by(&self, server: &MailServer);
    fn begin(&self, after: &str, grace: &str);
    fn status(&self) -> Value;
    fn stage(&self) -> String;
    fn letters(&self) -> Vec<Value>;
    fn tells(&self) -> f64;
}

impl Person for Home {
    #[track_caller]
    fn on_me(&self, arguments: &[&str]) -> Value {
        self.json(&[&["check-on-me", "--json"], arguments].concat())
    }

    #[track_caller]
    fn contact(&self, name: &str, how: &str, address: &str) {
        self.on_me(&["add", name, how, address]);
    }

    #[track_caller]
    fn way(&self, name: &str, url: &str) {
        self.on_me(&["add", name, "--webhook", url, "--me"]);
    }

    #[track_caller]
    fn mails_by(&self, server: &MailServer) {
        let port = server.port.to_string();
        let from = ["--from", "sam@example.org", "--port", &port, "--security", "none"];
        self.on_me(&[&["mail-server", "127.0.0.1"], &from[..]].concat());
    }

    #[track_caller]
    fn begin(&self, after: &str, grace: &str) {
        self.on_me(&["start", "--after", after, "--grace", grace]);
    }

    #[track_caller]
    fn status(&self) -> Value {
        self.on_me(&["status"])
    }

    #[track_caller]
    fn stage(&self) -> String {
        self.status()["check"]["stage"].as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    fn letters(&self) -> Vec<Value> {
        self.json(&["outbox", "--json"])["letters"].as_array().unwrap().clone()
    }

    /// When contacts are told, in seconds since 1970.
    #[track_caller]
    fn tells(&self) -> f64 {
        let tells = self.status()["check"]["tells"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        tells.as_millisecond() as f64 / 1_000.0
    }
}
