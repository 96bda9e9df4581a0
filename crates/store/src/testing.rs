//! A throwaway PostgreSQL server, made of the installed Debian packages.
//!
//! It listens on a free port of this machine only, in a folder of its own, and ends with the program that started it,
//! also when that is killed: a small shell waits for the end of its input, which is a pipe from the program.

use postgres::NoTls;
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

/// The password of the user `supple`: one with characters that an address has to escape.
const PASSWORD: &str = "p@ss/w:rd";
const PASSWORD_IN_ADDRESS: &str = "p%40ss%2Fw%3Ard";

/// How long the server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the server and ends it when told to, or when nobody is left who could. The files `id` and `ended` in its
/// folder say which process the server is and that it has come to an end.
const GUARD: &str = r#"
trap '' INT
folder=$1; shift
(
    sh -c 'echo $$ >"$0/id"; exec "$@" >>"$0/log" 2>&1' "$folder" "$@" </dev/null
    : >"$folder/ended"
) &
read -r word
[ -e "$folder/ended" ] || kill -QUIT "$(cat "$folder/id")"
wait
[ "$word" = keep ] || rm -rf "$folder"
"#;

/// What messages call the database at an address, of which nothing is opened: for whoever tries odd addresses.
///
/// # Errors
/// As [`open`](crate::open), for an address that is not understood.
pub fn understood(address: &str) -> Result<String, crate::StoreError> {
    use crate::address::Address;
    Ok(match Address::parse(address)? {
        Address::Memory => "memory".to_owned(),
        Address::File(path) => path.display().to_string(),
        Address::Server(server) => server.place,
    })
}

/// A PostgreSQL server that ends when it is dropped.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    guard: Option<Child>,
    server: u32,
    databases: AtomicU32,
}

impl Cluster {
    /// The server of this program's tests, started when the first asks and ended when the last is done with it.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn shared() -> Result<Arc<Cluster>, String> {
        static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cluster) = shared.upgrade() {
            return Ok(cluster);
        }
        let cluster = Arc::new(Cluster::start()?);
        *shared = Arc::downgrade(&cluster);
        Ok(cluster)
    }

    /// Makes and starts a server.
    ///
    /// # Errors
    /// One line that says what to do, such as to install PostgreSQL.
    pub fn start() -> Result<Cluster, String> {
        let programs =
            find_programs().ok_or("PostgreSQL's server is not installed: run `apt-get install postgresql`")?;
        let folder = tempfile::Builder::new()
            .prefix("supple-postgresql-")
            .tempdir()
            .map_err(|error| format!("no temporary folder can be made: {error}"))?;
        fs::write(folder.path().join("password"), PASSWORD).map_err(|error| error.to_string())?;
        if is_root()? {
            // PostgreSQL refuses to run as root.
            run(Command::new("chown").args(["-R", "postgres:postgres"]).arg(folder.path()))?;
        }
        let mut cluster =
            Cluster { programs, folder: folder.keep(), port: 0, guard: None, server: 0, databases: AtomicU32::new(0) };
        let arguments = ["-U", "supple", "-A", "scram-sha-256", "--no-sync", "--locale=C.UTF-8", "-D"];
        run(cluster
            .command("initdb")?
            .args(arguments)
            .arg(cluster.data())
            .arg("--pwfile")
            .arg(cluster.folder.join("password")))?;
        // Another program may take the port before the server does.
        let mut started = Err(String::new());
        for _ in 0..5 {
            cluster.port = free_port().map_err(|error| format!("no port is free: {error}"))?;
            started = cluster.launch();
            if started.is_ok() {
                break;
            }
        }
        started.map(|()| cluster)
    }

    /// The address of a new, empty database, with the password.
    ///
    /// # Errors
    /// If the server does not make it.
    pub fn fresh_database(&self) -> Result<String, String> {
        let name = format!("d{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.run_sql(&format!("CREATE DATABASE {name}"))?;
        Ok(self.address(&name))
    }

    /// The address of a database, with the password.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://supple:{PASSWORD_IN_ADDRESS}@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs SQL as the owner of the server, in the database `postgres`.
    ///
    /// # Errors
    /// What the server says.
    pub fn run_sql(&self, sql: &str) -> Result<(), String> {
        self.client()?.batch_execute(sql).map_err(|error| format!("{error:?}"))
    }

    /// Has the server offer TLS from now on, with this certificate and its key, in PEM. What clients show of themselves is
    /// checked by the authorities, if there are any.
    ///
    /// # Errors
    /// What the system or the server says.
    pub fn offer_tls(&self, certificate: &str, key: &str, authorities: Option<&str>) -> Result<(), String> {
        self.write("server.crt", certificate)?;
        self.write("server.key", key)?;
        self.write("root.crt", authorities.unwrap_or_default())?;
        let by = if authorities.is_some() { "root.crt" } else { "" };
        self.run_sql(&format!("ALTER SYSTEM SET ssl_ca_file = '{by}'"))?;
        self.run_sql("ALTER SYSTEM SET ssl = on")?;
        self.reload()
    }

    /// Puts rules before those that the server has for who may come in (`pg_hba.conf`). The database `postgres` stays as it is.
    ///
    /// # Errors
    /// What the system or the server says.
    pub fn add_rules(&self, rules: &str) -> Result<(), String> {
        let there = fs::read_to_string(self.data().join("pg_hba.conf")).map_err(|error| error.to_string())?;
        let first = "host postgres all 127.0.0.1/32 scram-sha-256";
        self.write("pg_hba.conf", &format!("{first}\n{rules}\n{there}"))?;
        self.reload()
    }

    /// Writes a file of the server, for its eyes only.
    fn write(&self, name: &str, content: &str) -> Result<(), String> {
        let path = self.data().join(name);
        fs::write(&path, content).map_err(|error| error.to_string())?;
        run(Command::new("chmod").arg("600").arg(&path))?;
        if is_root()? { run(Command::new("chown").arg("postgres:postgres").arg(&path)) } else { Ok(()) }
    }

    /// Has the server read its files again. When this returns, each new connection goes by them.
    fn reload(&self) -> Result<(), String> {
        let read_at = |client: &mut postgres::Client| {
            let row = client.query_one("SELECT pg_conf_load_time()::text", &[]);
            row.map(|row| row.get::<_, String>(0)).map_err(|error| format!("{error:?}"))
        };
        let before = read_at(&mut self.client()?)?;
        self.run_sql("SELECT pg_reload_conf()")?;
        let until = Instant::now() + PATIENCE;
        while read_at(&mut self.client()?)? == before {
            if Instant::now() > until {
                return Err("PostgreSQL does not read its files again".to_owned());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// The port on which it listens, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder in which the server keeps its files.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Ends the server's first process with this signal, as if the machine had failed: `KILL` or `QUIT`. When this
    /// returns, none of its processes answers a connection any more.
    ///
    /// # Errors
    /// If it cannot be signalled, or does not end.
    pub fn kill(&self, signal: &str) -> Result<(), String> {
        let serving = children(self.server).map_err(|error| format!("no process can be found: {error}"))?;
        run(Command::new("kill").args(["-s", signal, "--", &self.server.to_string()]))?;
        let goes_on = || {
            let serves = |id: &String| Path::new("/proc").join(id).exists();
            !self.folder.join("ended").exists() || serving.iter().any(serves)
        };
        let until = Instant::now() + PATIENCE;
        while goes_on() {
            if Instant::now() > until {
                return Err(format!("PostgreSQL goes on after SIG{signal}"));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Stops all of the server's processes where they are, or lets them go on. Connections stay open all the while, and
    /// nothing is answered.
    ///
    /// # Errors
    /// If they cannot be signalled.
    pub fn freeze(&self, frozen: bool) -> Result<(), String> {
        let signal = if frozen { "STOP" } else { "CONT" };
        run(Command::new("kill").args(["-s", signal, "--", &self.server.to_string()]))?;
        // One that serves a connection may have ended by itself since it was listed.
        for child in children(self.server).map_err(|error| format!("no process can be found: {error}"))? {
            let _ = run(Command::new("kill").args(["-s", signal, "--", &child]));
        }
        Ok(())
    }

    /// Starts the server again, on the same port and the same files.
    ///
    /// # Errors
    /// If it does not come up.
    pub fn restart(&mut self) -> Result<(), String> {
        self.end("keep");
        self.launch()
    }

    fn client(&self) -> Result<postgres::Client, String> {
        postgres::Client::connect(&self.address("postgres"), NoTls).map_err(|error| format!("{error:?}"))
    }

    fn launch(&mut self) -> Result<(), String> {
        let until = Instant::now() + PATIENCE;
        loop {
            let log = self.folder.join("log");
            let said_before = fs::read(&log).map_or(0, |said| said.len());
            self.spawn()?;
            let has_ended = || self.folder.join("ended").exists();
            while !has_ended() && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(20));
                if self.client().is_ok() {
                    return Ok(());
                }
            }
            self.end("keep");
            let said = fs::read(&log).unwrap_or_default();
            let said = String::from_utf8_lossy(said.get(said_before..).unwrap_or_default());
            // After a kill, the processes that the server left behind need a moment to notice.
            if Instant::now() > until || !said.contains("is still in use") {
                return Err(format!("PostgreSQL does not start: {}", said.trim().replace('\n', " | ")));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn spawn(&mut self) -> Result<(), String> {
        let (id, ended) = (self.folder.join("id"), self.folder.join("ended"));
        let _ = (fs::remove_file(&id), fs::remove_file(&ended));
        let mut server = self.command("postgres")?;
        server.arg("-D").arg(self.data()).args(["-p", &self.port.to_string()]);
        server.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]);
        let mut guard = Command::new("sh");
        guard.args(["-c", GUARD, "guard"]).arg(&self.folder).arg(server.get_program()).args(server.get_args());
        let guard = guard.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.guard = Some(guard.map_err(|error| format!("sh cannot be started: {error}"))?);
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(id) = fs::read_to_string(&id).ok().and_then(|id| id.trim().parse().ok()) {
                self.server = id;
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err("sh does not start the server".to_owned())
    }

    /// Ends the server and waits for it.
    fn end(&mut self, word: &str) {
        if let Some(mut guard) = self.guard.take() {
            if let Some(mut input) = guard.stdin.take() {
                let _ = writeln!(input, "{word}");
            }
            let _ = guard.wait();
        }
    }

    /// One of PostgreSQL's programs, run as a user that it accepts.
    fn command(&self, program: &str) -> Result<Command, String> {
        let program = self.programs.join(program);
        let mut command = if is_root()? {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/");
        Ok(command)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.end("");
        // The guard has done it, if there was one.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The processes that this one has started.
fn children(parent: u32) -> std::io::Result<Vec<String>> {
    // The name of a program stands in brackets and may hold anything; its state and its parent follow.
    let is_child = |id: &String| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok();
        let parent_of = |stat: &str| stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok();
        stat.as_deref().and_then(parent_of) == Some(parent)
    };
    let names = fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.filter(|name| name.bytes().all(|byte| byte.is_ascii_digit())).filter(is_child).collect())
}

fn is_root() -> Result<bool, String> {
    let output = Command::new("id").arg("-u").output().map_err(|error| format!("id cannot be run: {error}"))?;
    Ok(output.stdout.trim_ascii() == b"0")
}

fn run(command: &mut Command) -> Result<(), String> {
    let output =
        command.output().map_err(|error| format!("{} cannot be run: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', " | ");
    Err(format!("{} failed: {said}", command.get_program().display()))
}

/// A free port of this machine. Free for now: another program may take it.
fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The folder of PostgreSQL's server programs: the newest of Debian's, what `pg_config` says, or one on the path.
fn find_programs() -> Option<PathBuf> {
    let has_server = |folder: &Path| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    let mut debian: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| has_server(folder))
        .collect();
    debian.sort();
    if let Some((_, newest)) = debian.pop() {
        return Some(newest);
    }
    let said = Command::new("pg_config").arg("--bindir").output().ok();
    let said = said.and_then(|output| Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim())));
    let path = std::env::var_os("PATH").unwrap_or_default();
    said.into_iter().chain(std::env::split_paths(&path)).find(|folder| has_server(folder))
}
