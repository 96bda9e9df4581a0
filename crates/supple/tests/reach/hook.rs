//! A small HTTP server that keeps what it is asked, and fails in the ways in which servers do.

use crate::person::until;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What becomes of the next requests.
#[derive(Clone, Debug)]
pub enum How {
    /// They are answered so.
    Answer(u16),
    /// Too many came: again after so many seconds.
    TooMany(u64),
    /// They are answered, but late.
    Slow(Duration),
    /// They are read, and the connection ends.
    Drop,
}

/// A request that came.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    /// Their names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Value,
    /// In seconds since 1970.
    pub at: f64,
    /// Whether it was answered with 200, or might have been.
    pub taken: bool,
}

impl Request {
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("{name}: {:?}", self.headers)).1
    }

    pub fn key(&self) -> &str {
        self.header("idempotency-key")
    }

    pub fn subject(&self) -> &str {
        self.body["subject"].as_str().unwrap()
    }
}

#[derive(Debug)]
struct Kept {
    how: Mutex<How>,
    requests: Mutex<Vec<Request>>,
    is_over: AtomicBool,
}

/// The server; it ends with the test.
pub struct Hook {
    pub address: SocketAddr,
    kept: Arc<Kept>,
}

impl Hook {
    pub fn start() -> Hook {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let kept = Kept { how: Mutex::new(How::Answer(200)), requests: Mutex::default(), is_over: false.into() };
        let kept = Arc::new(kept);
        let of = Arc::clone(&kept);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if of.is_over.load(Ordering::SeqCst) {
                    break;
                }
                let of = Arc::clone(&of);
                thread::spawn(move || of.serve(&stream));
            }
        });
        Hook { address, kept }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn how(&self, how: How) {
        *self.kept.how.lock().unwrap() = how;
    }

    /// All that came to this path, also what was refused.
    pub fn tries(&self, path: &str) -> Vec<Request> {
        self.kept.requests.lock().unwrap().iter().filter(|request| request.path == path).cloned().collect()
    }

    /// What was taken there.
    pub fn taken(&self, path: &str) -> Vec<Request> {
        self.tries(path).into_iter().filter(|request| request.taken).collect()
    }

    #[track_caller]
    pub fn wait(&self, path: &str, count: usize, within: Duration) -> Vec<Request> {
        until(&format!("{count} requests to {path}"), within, || {
            Some(self.taken(path)).filter(|requests| requests.len() >= count)
        })
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        self.kept.is_over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

impl Kept {
    fn serve(&self, stream: &TcpStream) -> Option<()> {
        let how = self.how.lock().unwrap().clone();
        let mut reader = BufReader::new(stream);
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).ok().map(|_| line.trim_end().to_owned())
        };
        let path = line()?.split(' ').nth(1)?.to_owned();
        let mut headers = Vec::new();
        while let Some((name, value)) = line()?.split_once(": ") {
            headers.push((name.to_lowercase(), value.to_owned()));
        }
        let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let body = serde_json::from_slice(&body).unwrap_or_default();
        let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
        let taken = matches!(how, How::Answer(200) | How::Slow(_) | How::Drop);
        self.requests.lock().unwrap().push(Request { path, headers, body, at, taken });
        let (status, more) = match how {
            How::Answer(status) => (status, String::new()),
            How::TooMany(wait) => (429, format!("retry-after: {wait}\r\n")),
            How::Slow(length) => {
                thread::sleep(length);
                (200, String::new())
            }
            How::Drop => return None,
        };
        let answer = format!("HTTP/1.1 {status} So\r\n{more}content-length: 0\r\nconnection: close\r\n\r\n");
        (&mut &*stream).write_all(answer.as_bytes()).ok()
    }
}
