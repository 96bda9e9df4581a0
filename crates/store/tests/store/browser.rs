//! Chromium with an empty page for stores of IndexedDB, told what to do over the pipe of its debugging protocol (CDP): messages of
//! JSON, each ended by a zero byte.
//!
//! No port is opened, and nothing is loaded from a network. Chromium ends with the program that started it, also when that is
//! killed, since that closes the pipe.

use crate::bridged::Bridged;
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak, mpsc};
use std::time::{Duration, Instant};
use std::{env, fs, thread};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// The address of the page. Nothing is asked for it: it is answered over the pipe. Its origin stays the same over a restart.
const PAGE: &str = "https://supple.test/";
const ORIGIN: &str = "https://supple.test";

/// The names of the programs, the lighter one first.
const PROGRAMS: [&str; 5] =
    ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// As the browser tests start it (`tests/browser/harness.js`).
const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
];

/// Chromium reads the protocol at 3 and writes it at 4.
const AT_ITS_PIPES: &str = r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

/// How long Chromium may take to start, and to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// The scripts of the service worker that make up its store, and the one that opens stores for these tests.
const SCRIPTS: [&str; 5] = [
    include_str!("../../../worker/js/spare_copy.js"),
    include_str!("../../../worker/js/indexed_db.js"),
    // The host carries what a sync asks for, too.
    include_str!("../../../worker/js/sync.js"),
    include_str!("../../../worker/js/host.js"),
    include_str!("../../../store-bridge/js/bridge.js"),
];

/// A Chromium that ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Browser {
    child: Mutex<Child>,
    pipe: Arc<Pipe>,
    session: String,
    count: AtomicU64,
    /// Its profile, if nobody else keeps it: it is removed after the end of all processes.
    own: Option<TempDir>,
}

impl Browser {
    /// The one of this program's tests, started when the first asks and ended when the last is done with it.
    pub(crate) fn shared() -> Arc<Browser> {
        static SHARED: Mutex<Weak<Browser>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let browser = Arc::new(Browser::fresh());
            *shared = Arc::downgrade(&browser);
            browser
        })
    }

    /// One with a profile of its own.
    pub(crate) fn fresh() -> Browser {
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Browser::start(profile.path());
        browser.own = Some(profile);
        browser
    }

    /// Starts one on this profile: what another one has kept in it is there.
    pub(crate) fn start(profile: &Path) -> Browser {
        let (glue, code) = module().unwrap_or_else(|error| panic!("{error}"));
        let program = program().unwrap_or_else(|error| panic!("{error}"));
        let mut command = Command::new("sh");
        command.args(["-c", AT_ITS_PIPES, "sh"]).arg(program).args(ARGUMENTS);
        command.arg(format!("--user-data-dir={}", profile.display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().unwrap();
        let (pipe, events) = Pipe::new(child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut browser =
            Browser { child: Mutex::new(child), pipe, session: String::new(), count: AtomicU64::new(0), own: None };

        let target = browser.tell("Target.createTarget", &json!({"url": "about:blank"}));
        let attached = browser.tell("Target.attachToTarget", &json!({"targetId": target["targetId"], "flatten": true}));
        attached["sessionId"].as_str().unwrap().clone_into(&mut browser.session);
        browser.tell("Fetch.enable", &json!({"patterns": [{"urlPattern": format!("{PAGE}*")}]}));
        let navigated = browser.pipe.send(&browser.session, "Page.navigate", &json!({"url": PAGE}));
        let is_asked = |event: &Value| event["method"] == "Fetch.requestPaused";
        let request = loop {
            let event = events.recv_timeout(PATIENCE).expect("Chromium asks for the page");
            if is_asked(&event) {
                break event["params"]["requestId"].clone();
            }
        };
        let page = BASE64_STANDARD.encode("<!doctype html><title>Stores</title>");
        let headers = json!([{"name": "content-type", "value": "text/html"}]);
        let answer = json!({"requestId": request, "responseCode": 200, "responseHeaders": headers, "body": page});
        browser.tell("Fetch.fulfillRequest", &answer);
        answered(navigated.blocking_recv()).unwrap();
        for script in [glue.as_str()].iter().chain(&SCRIPTS) {
            browser.run(script);
        }
        browser.run(&format!("load({})", json!(BASE64_STANDARD.encode(code))));
        browser
    }

    /// The name of a database that nobody has used.
    pub(crate) fn fresh_database(&self) -> String {
        format!("d{}", self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// Another handle of a database.
    pub(crate) fn open(self: &Arc<Browser>, database: &str) -> Bridged {
        let handle = self.count.fetch_add(1, Ordering::Relaxed);
        self.run(&format!("open({handle}, {})", json!(database)));
        Bridged::new(Arc::clone(self), handle)
    }

    /// Does something to a database by other means: a function of the object stores `entry` and `fact`.
    pub(crate) fn tamper(&self, database: &str, change: &str) {
        self.run(&format!("tamper({}, {change})", json!(database)));
    }

    /// Lets the origin of the page have so many bytes, or as many as it had before.
    pub(crate) fn allow(&self, bytes: Option<u64>) {
        let mut quota = json!({"origin": ORIGIN});
        if let Some(bytes) = bytes {
            quota["quotaSize"] = bytes.into();
        }
        self.tell("Storage.overrideQuotaForOrigin", &quota);
    }

    /// Runs a script in the page and waits for what it gives.
    pub(crate) fn run(&self, script: &str) -> Value {
        given(self.begin(script).blocking_recv()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Has a script begin, and gives where the answer will be: see [`given`].
    pub(crate) fn begin(&self, script: &str) -> oneshot::Receiver<Value> {
        let arguments = json!({"expression": script, "awaitPromise": true, "returnByValue": true});
        self.pipe.send(&self.session, "Runtime.evaluate", &arguments)
    }

    fn tell(&self, method: &str, arguments: &Value) -> Value {
        answered(self.pipe.send(&self.session, method, arguments).blocking_recv())
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Ends all of its processes with this signal, at once. When this returns, none of them does anything any more.
    ///
    /// The child is often a script that has started the browser itself, so that its end says nothing of the others. One that is in
    /// the middle of a write lives on until the disk has it, and holds the lock of its databases: the next Chromium on the same
    /// profile could not open them.
    pub(crate) fn kill(&self, signal: &str) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let group = child.id();
        // One that has been waited for has ended, and its number may be another's.
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        Command::new("kill").args(["-s", signal, "--", &format!("-{group}")]).stderr(Stdio::null()).status().unwrap();
        let until = Instant::now() + PATIENCE;
        while matches!(child.try_wait(), Ok(None)) || is_at_work(group) {
            assert!(Instant::now() < until, "Chromium goes on after SIG{signal}");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Whether a process of this group still does something. One that has ended and that nobody collects stays listed as `Z`; with
/// `l` there is still a thread of it that has not ended.
fn is_at_work(group: u32) -> bool {
    let listed = Command::new("ps").args(["-A", "-o", "pgid=,stat="]).output().unwrap();
    assert!(listed.status.success(), "ps lists the processes: {}", String::from_utf8_lossy(&listed.stderr));
    let group = group.to_string();
    String::from_utf8_lossy(&listed.stdout).lines().any(|line| {
        let mut columns = line.split_whitespace();
        let (of, state) = (columns.next(), columns.next().unwrap_or_default());
        of == Some(group.as_str()) && (!state.starts_with('Z') || state.contains('l'))
    })
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.kill("KILL");
    }
}

/// What a message of the protocol was answered.
fn answered(answer: Result<Value, oneshot::error::RecvError>) -> Result<Value, String> {
    let mut answer = answer.map_err(|_| "Chromium has ended".to_owned())?;
    match answer.get("error") {
        Some(error) => Err(error.to_string()),
        None => Ok(answer["result"].take()),
    }
}

/// What a script gave.
pub(crate) fn given(answer: Result<Value, oneshot::error::RecvError>) -> Result<Value, String> {
    let mut outcome = answered(answer)?;
    match outcome.get("exceptionDetails") {
        Some(thrown) => Err(thrown["exception"]["description"].as_str().unwrap_or("the script failed").to_owned()),
        None => Ok(outcome["result"]["value"].take()),
    }
}

/// The two pipes: whoever sends a message gets the answer to it.
#[derive(Debug)]
struct Pipe {
    input: Mutex<ChildStdin>,
    count: AtomicU64,
    /// Who waits for which answer; nothing once Chromium has ended.
    waiting: Mutex<Option<BTreeMap<u64, oneshot::Sender<Value>>>>,
}

impl Pipe {
    /// The pipes, and the events that come by themselves.
    fn new(input: ChildStdin, output: ChildStdout) -> (Arc<Pipe>, mpsc::Receiver<Value>) {
        let waiting = Mutex::new(Some(BTreeMap::new()));
        let pipe = Arc::new(Pipe { input: Mutex::new(input), count: AtomicU64::new(1), waiting });
        let (event, events) = mpsc::channel();
        let listening = Arc::clone(&pipe);
        thread::spawn(move || listening.listen(output, &event));
        (pipe, events)
    }

    fn send(&self, session: &str, method: &str, arguments: &Value) -> oneshot::Receiver<Value> {
        let id = self.count.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({"id": id, "method": method, "params": arguments});
        if !session.is_empty() {
            message["sessionId"] = session.into();
        }
        let (answer, receiver) = oneshot::channel();
        if let Some(waiting) = self.waiting().as_mut() {
            waiting.insert(id, answer);
        }
        let mut input = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever waits hears of the end of Chromium from the other pipe.
        let _ = input.write_all(format!("{message}\0").as_bytes());
        receiver
    }

    fn listen(&self, output: ChildStdout, event: &mpsc::Sender<Value>) {
        let mut output = BufReader::new(output);
        let mut message = Vec::new();
        while output.read_until(0, &mut message).is_ok() && message.pop() == Some(0) {
            let read: Value = serde_json::from_slice(&message).unwrap_or_default();
            message.clear();
            match read["id"].as_u64() {
                Some(id) => {
                    if let Some(waits) = self.waiting().as_mut().and_then(|waiting| waiting.remove(&id)) {
                        let _ = waits.send(read);
                    }
                }
                None => drop(event.send(read)),
            }
        }
        *self.waiting() = None;
    }

    fn waiting(&self) -> MutexGuard<'_, Option<BTreeMap<u64, oneshot::Sender<Value>>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The module with the store of a browser, and the glue to it: `cargo xtask store-bridge` puts them into the target folder, which is
/// three levels above this program.
fn module() -> Result<(String, Vec<u8>), String> {
    let own = env::current_exe().unwrap();
    let folder = own.ancestors().nth(3).unwrap().join("store-bridge");
    let missing = |_| "the store of a browser is not built for its tests: run `cargo xtask store-bridge`".to_owned();
    let glue = fs::read_to_string(folder.join("bridge.js")).map_err(missing)?;
    Ok((glue, fs::read(folder.join("bridge.wasm")).map_err(missing)?))
}

/// The browser: that of `SUPPLE_CHROMIUM`, or the first one on the path.
fn program() -> Result<PathBuf, String> {
    if let Some(named) = env::var_os("SUPPLE_CHROMIUM").filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        let nowhere = || format!("SUPPLE_CHROMIUM names no file ({}): unset it, or name a Chromium", named.display());
        return if named.is_file() { Ok(named) } else { Err(nowhere()) };
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let all = PROGRAMS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter()
        .find(|file| file.is_file())
        .ok_or("Chromium is not installed: run `apt-get install chromium`".into())
}
