//! `supple serve` as a process, and a browser without scripts.

use super::Home;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use ureq::Agent;

/// A server of a home, ended with the test.
pub struct Server {
    child: Child,
    pub url: String,
    agent: Agent,
}

/// What it answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    /// How long it took.
    pub took: Duration,
}

impl Server {
    /// Starts it, and waits until it says where it is.
    pub fn start(home: &Home) -> Server {
        Server::run(home.command(&["serve", "--listen", "127.0.0.1:0"]))
    }

    /// The same from a command that leads to it.
    pub fn run(mut command: std::process::Command) -> Server {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some(url) = line.split_whitespace().find(|word| word.contains("://")) else {
            let mut error = String::new();
            child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
            panic!("the server did not start: {line}{error}");
        };
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = agent.timeout_global(Some(Duration::from_secs(60))).build().into();
        Server { url: url.trim_end_matches('.').to_owned(), child, agent }
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens.
    pub fn address(&self) -> std::net::SocketAddr {
        self.url.rsplit('/').next().unwrap().parse().unwrap()
    }

    pub fn get(&self, path: &str) -> Answer {
        let began = Instant::now();
        let mut response = self.agent.get(format!("{}{path}", self.url)).call().unwrap();
        let (status, body) = (response.status().as_u16(), response.body_mut().read_to_string().unwrap());
        Answer { status, body, took: began.elapsed() }
    }

    pub fn post(&self, path: &str, body: &str) -> Answer {
        let form = "application/x-www-form-urlencoded";
        let began = Instant::now();
        let request = self.agent.post(format!("{}{path}", self.url)).header("content-type", form);
        let mut response = request.send(body).unwrap();
        let (status, body) = (response.status().as_u16(), response.body_mut().read_to_string().unwrap());
        Answer { status, body, took: began.elapsed() }
    }

    /// Asks it to end as a system does (SIGTERM), and gives how it ended if it did within this time.
    #[cfg(unix)]
    pub fn terminate(&mut self, within: Duration) -> Option<ExitStatus> {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let until = Instant::now() + within;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = (self.child.kill(), self.child.wait());
    }
}
