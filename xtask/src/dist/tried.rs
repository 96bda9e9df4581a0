//! `cargo xtask dist --check`: each thing that was made is started, used and removed, as a person would.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{booted, confined};
use crate::process::{Outcome, run, spell, stdout_of};
use crate::{apt, tools};

/// How exposed the service may be, in tenths, by `systemd-analyze security`; 100 is the worst.
const EXPOSURE: u32 = 15;

/// How long a server may take to end.
const END: Duration = Duration::from_secs(15);

/// Tries everything in this folder.
pub(super) fn all(dist: &Path) -> Outcome {
    let names = super::names(dist)?;
    let named = |is: &dyn Fn(&str) -> bool| names.iter().find(|name| is(name)).map(|name| dist.join(name));
    let archive = named(&|name| name.ends_with(".tar.gz") && !name.ends_with("-root.tar.gz"))
        .ok_or_else(|| format!("nothing was made in {}: run `cargo xtask dist`", dist.display()))?;
    let bench = Bench::new()?;
    for sums in names.iter().filter(|name| name.starts_with("SHA256SUMS")) {
        if tools::on_path("sha256sum").is_some() {
            run(Command::new("sha256sum").args(["--quiet", "--check", sums]).current_dir(dist))?;
        }
    }
    of_archive(&archive, &bench)?;
    if let Some(program) = named(&|name| name.starts_with("supple-") && name.ends_with("-linux-musl")) {
        of_program(&program, &bench)?;
    }
    if let Some(root) = named(&|name| name.ends_with("-root.tar.gz")) {
        of_container(&root, &bench)?;
    }
    match named(&|name| name.ends_with(".deb")) {
        Some(package) if tools::on_path("dpkg").is_some() => of_package(&package, &bench),
        Some(package) => {
            println!("{}: not tried, there is no dpkg here", package.display());
            Ok(())
        }
        None => Ok(()),
    }
}

/// A folder for what is tried. It is gone at the end.
struct Bench(PathBuf);

impl Bench {
    fn new() -> Outcome<Bench> {
        let folder = env::temp_dir().join(format!("supple-dist-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
        Ok(Bench(folder))
    }

    /// A new folder in it.
    fn folder(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.0.join(name);
        fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
        Ok(folder)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn of_archive(archive: &Path, bench: &Bench) -> Outcome {
    let began = Instant::now();
    let place = bench.folder("archive")?;
    run(Command::new("tar").arg("-xzf").arg(archive).current_dir(&place))?;
    let unpacked = super::names(&place)?.first().map(|name| place.join(name)).ok_or("the archive is empty")?;
    for file in ["LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY-NOTICES", "man/supple.1", "completions/supple.bash"] {
        must(unpacked.join(file).is_file(), &format!("the archive has no {file}"))?;
    }
    let program = unpacked.join(format!("supple{}", env::consts::EXE_SUFFIX));
    let first = used(&program, &bench.folder("archive-home")?)?;
    gone(&place)?;
    println!("archive: unpacked, started, used, removed; {}", waited(first - began));
    Ok(())
}

fn of_program(program: &Path, bench: &Bench) -> Outcome {
    let began = Instant::now();
    let place = bench.folder("program")?;
    let copy = place.join("supple");
    fs::copy(program, &copy).map_err(|error| format!("{} cannot be copied: {error}", program.display()))?;
    is_static(&copy)?;
    let home = bench.folder("program-home")?;
    let first = used(&copy, &home)?;
    must(super::names(&home)? == [".local"], "it wrote into the home folder beside its data folder")?;
    gone(&place)?;
    println!("program: static, started, used, removed; {}", waited(first - began));
    Ok(())
}

/// The file system of the container, with nothing else in it.
fn of_container(root: &Path, bench: &Bench) -> Outcome {
    let began = Instant::now();
    let place = bench.folder("container")?;
    let mut unpack = apt::as_root(apt::needs_sudo(), "tar");
    run(unpack.args(["--numeric-owner", "-xpzf"]).arg(root).arg("-C").arg(&place))?;
    must(
        super::names(&place)? == ["THIRD-PARTY-NOTICES", "data", "supple"],
        "the container has other files than its own",
    )?;
    let Some(chroot) = tools::on_path("chroot").filter(|_| !apt::needs_sudo()) else {
        println!("container: its files are right; only root can start it in a root of its own");
        return Ok(());
    };
    let inside = |words: &[&str]| {
        let mut inside = Command::new(&chroot);
        inside.arg("--userspec=65532:65532").arg(&place).arg("/supple").args(words);
        inside.env_clear().envs([("HOME", "/data"), ("SUPPLE_DATABASE", "sqlite:/data/diary.db")]);
        inside
    };
    let server = Server::start(&mut inside(&["serve", "--listen", "127.0.0.1:0"]))?;
    let first = server.answers()?;
    said(&mut inside(&["doctor", "--serving", &format!("http://{}", server.address)]))?;
    said(&mut inside(&["log", "spasm"]))?;
    said(&mut inside(&["doctor"]))?;
    server.stop()?;
    must(place.join("data/diary.db").is_file(), "the diary of the container is not in /data")?;
    gone(&place)?;
    println!("container: started alone in its root under its own account, used, removed; {}", waited(first - began));
    Ok(())
}

/// Installs it below a root of its own, with the scripts of the package, and removes and purges it.
fn of_package(package: &Path, bench: &Bench) -> Outcome {
    let root = bench.folder("debian")?;
    for folder in ["var/lib/dpkg/updates", "var/lib/dpkg/info", "var/log", "etc", "usr/bin"] {
        bench.folder(&format!("debian/{folder}"))?;
    }
    let empty = |name: &str| fs::write(root.join(name), "").map_err(|error| format!("{name}: {error}"));
    empty("var/lib/dpkg/status")?;
    empty("var/lib/dpkg/available")?;
    let dpkg = |words: &[&str]| {
        let mut dpkg = apt::as_root(apt::needs_sudo(), "dpkg");
        dpkg.arg(format!("--root={}", root.display()));
        dpkg.args(["--force-script-chrootless", "--force-architecture", "--log=/dev/null"]);
        said(dpkg.args(words))
    };
    let began = Instant::now();
    dpkg(&["--install", &package.display().to_string()])?;
    for file in [
        "usr/bin/supple",
        "usr/lib/systemd/system/supple.service",
        "usr/share/man/man1/supple.1",
        "usr/share/bash-completion/completions/supple",
        "usr/share/doc/supple/copyright",
    ] {
        must(root.join(file).is_file(), &format!("the package has no {file}"))?;
    }
    let first = used(&root.join("usr/bin/supple"), &bench.folder("package-home")?)?;
    of_service(&root)?;
    // The diary of the service, as one would be there after a while.
    let diary = root.join("var/lib/supple/.local/share/supple");
    run(apt::as_root(apt::needs_sudo(), "mkdir").arg("-p").arg(&diary))?;
    dpkg(&["--remove", "supple"])?;
    must(!root.join("usr/bin/supple").exists(), "the program is there after its package was removed")?;
    must(!root.join("usr/lib/systemd/system/supple.service").exists(), "the service stayed after the package")?;
    let told = dpkg(&["--purge", "supple"])?;
    must(diary.is_dir(), "a purge took the diary")?;
    must(told.contains("/var/lib/supple"), "a purge does not say where the diary stays")?;
    run(apt::as_root(apt::needs_sudo(), "rm").arg("-rf").arg(&root))?;
    println!("package: installed, started, used, removed; a purge leaves the diary; {}", waited(first - began));
    booted::all(package, &bench.folder("booted")?)
}

/// The service as the package installs it below `root`.
fn of_service(root: &Path) -> Outcome {
    if tools::on_path("systemd-analyze").is_none() {
        println!("service: not tried, there is no systemd here");
        return Ok(());
    }
    let accounts = fs::read_to_string(root.join("etc/passwd")).unwrap_or_default();
    let has_account = accounts.lines().any(|line| line.starts_with("supple:") && line.contains(":/var/lib/supple:"));
    must(has_account, "the package made no account supple whose home is /var/lib/supple")?;
    let units = root.join("usr/lib/systemd/system");
    // What the unit stands on is the system's.
    let targets = "cp -n /usr/lib/systemd/system/*.target /usr/lib/systemd/system/*.slice /usr/lib/systemd/system/*.mount \
                   /usr/lib/systemd/system/*.socket \"$0\"";
    run(apt::as_root(apt::needs_sudo(), "sh").args(["-c", targets]).arg(&units))?;
    let verify = ["verify", "--man=no"];
    run(Command::new("systemd-analyze").args(verify).arg(format!("--root={}", root.display())).arg("supple.service"))?;
    let unit = units.join("supple.service");
    let judged = said(
        Command::new("systemd-analyze")
            .args(["security", "--offline=yes", "--no-pager", &format!("--threshold={EXPOSURE}")])
            .arg(&unit),
    )?;
    let overall = judged.lines().find(|line| line.contains("Overall exposure")).unwrap_or_default();
    println!("service: {}", overall.trim_start_matches(['→', ' ']).trim());
    confined::all(&root.join("usr/bin/supple"))
}

/// How long a person waits who has the file.
fn waited(first: Duration) -> String {
    format!("the first page after {:.1} s", first.as_secs_f64())
}

/// Starts the program, asks it for pages, stores a spasm, and looks at what is stored. Gives when its first page was there.
fn used(program: &Path, home: &Path) -> Outcome<Instant> {
    let command = |words: &[&str]| {
        let mut command = Command::new(program);
        command.args(words);
        for name in ["HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"] {
            command.env(name, home);
        }
        for name in ["XDG_DATA_HOME", "SUPPLE_DATABASE", "SUPPLE_DATABASE_FILE"] {
            command.env_remove(name);
        }
        command
    };
    let server = Server::start(&mut command(&["serve", "--listen", "127.0.0.1:0"]))?;
    let first = server.answers()?;
    said(&mut command(&["doctor", "--serving", &format!("http://{}", server.address)]))?;
    said(&mut command(&["log", "spasm"]))?;
    let diary = said(&mut command(&["diary"]))?;
    must(diary.to_lowercase().contains("spasm"), "the diary does not have the spasm")?;
    said(&mut command(&["verify"]))?;
    said(&mut command(&["doctor"]))?;
    server.stop()?;
    Ok(first)
}

/// A server under test. It is ended whatever becomes of the test.
pub(super) struct Server {
    child: Child,
    /// Where it listens.
    pub(super) address: String,
}

impl Server {
    /// Starts it and waits for it to say where it is.
    pub(super) fn start(command: &mut Command) -> Outcome<Server> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("could not start `{}`: {error}", spell(command)))?;
        let mut line = String::new();
        let read = child.stdout.take().map(|told| BufReader::new(told).read_line(&mut line));
        let address =
            line.split("http://").nth(1).and_then(|rest| rest.split(". ").next()).map(|it| it.trim().to_owned());
        let mut server = Server { child, address: address.clone().unwrap_or_default() };
        if address.is_none() {
            let _ = server.child.kill();
            return Err(format!("`{}` does not say where it is ({read:?}): {line}", spell(command)));
        }
        Ok(server)
    }

    /// Whether it has the pages, and the part for the browser. Gives when its first page was there.
    pub(super) fn answers(&self) -> Outcome<Instant> {
        must(self.get("/")?.0.contains("text/html"), "the first page is none")?;
        let first = Instant::now();
        let script = self.get("/sw.js").map_err(|error| format!("the part for the browser is missing: {error}"))?.1;
        let script = String::from_utf8_lossy(&script).into_owned();
        let code = script.split("\"code\":\"").nth(1).and_then(|rest| rest.split('"').next());
        let module = self.get(code.ok_or("the script names no module")?)?.1;
        must(module.starts_with(b"\0asm"), "the part for the browser is no WebAssembly")?;
        Ok(first)
    }

    /// The head and the body of what it answers with 200.
    fn get(&self, path: &str) -> Outcome<(String, Vec<u8>)> {
        let cannot = |error: std::io::Error| format!("{path} cannot be asked for: {error}");
        let mut stream = TcpStream::connect(&self.address).map_err(cannot)?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).map_err(cannot)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).map_err(cannot)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(cannot)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("the answer has no end of its head")?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        must(head.starts_with("HTTP/1.1 200"), &format!("{path}: {}", head.lines().next().unwrap_or_default()))?;
        let mut body = answer.split_off(end + 4);
        if head.to_lowercase().contains("transfer-encoding: chunked") {
            // The length of the first piece stands before it; only how a body begins is looked at.
            let at = body.windows(2).position(|two| two == b"\r\n").map_or(0, |at| at + 2);
            body = body.split_off(at);
        }
        Ok((head, body))
    }

    /// Ends it as a service is ended.
    pub(super) fn stop(self) -> Outcome {
        let id = self.child.id().to_string();
        self.stop_with(&id)
    }

    /// The same where another program watches it: the watched one is told.
    pub(super) fn stop_watched(self) -> Outcome {
        let watched = self.watched().ok_or("nothing is watched")?;
        self.stop_with(&watched)
    }

    /// The id of the program that this one watches, if it does.
    fn watched(&self) -> Option<String> {
        let id = self.child.id();
        let watched = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
        watched.split_whitespace().next().map(str::to_owned)
    }

    fn stop_with(mut self, id: &str) -> Outcome {
        if cfg!(unix) {
            run(Command::new("kill").args(["-TERM", id]))?;
            let since = Instant::now();
            while since.elapsed() < END {
                match self.child.try_wait() {
                    Ok(Some(status)) if status.success() => return Ok(()),
                    Ok(Some(status)) => return Err(format!("the server ended with {status}")),
                    _ => std::thread::sleep(Duration::from_millis(50)),
                }
            }
            return Err("the server does not end when it is told to".to_owned());
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that is watched goes on without its watcher.
        if let Some(watched) = self.watched() {
            let _ = Command::new("kill").args(["-KILL", &watched]).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// No library of the system is asked for.
fn is_static(program: &Path) -> Outcome {
    let Some(told) = stdout_of(Command::new("readelf").arg("--dynamic").arg("--program-headers").arg(program)) else {
        println!("program: not looked into, there is no readelf here");
        return Ok(());
    };
    must(!told.contains("(NEEDED)") && !told.contains("INTERP"), "the program asks for libraries of the system")
}

fn gone(folder: &Path) -> Outcome {
    fs::remove_dir_all(folder).map_err(|error| format!("{} cannot be removed: {error}", folder.display()))
}

/// What a command printed, all of it. What it printed stands in the error, too.
pub(super) fn said(command: &mut Command) -> Outcome<String> {
    let output = command.output().map_err(|error| format!("could not start `{}`: {error}", spell(command)))?;
    let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    if output.status.success() {
        Ok(told)
    } else {
        Err(format!("`{}` failed ({}): {}", spell(command), output.status, told.trim()))
    }
}

pub(super) fn must(holds: bool, otherwise: &str) -> Outcome {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}
