//! Whether the program can do its work within what its service allows, where no systemd runs: under another account, without
//! privileges, with a file system that is read-only but for one folder. What it asked of the kernel is written down, and compared with
//! what the unit lets through.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::tried::{Server, must, said};
use crate::process::{Outcome, run, stdout_of};
use crate::{apt, tools};

/// As in packaging/supple.service.
const ALLOWED: [&str; 1] = ["@system-service"];
const REFUSED: [&str; 2] = ["@privileged", "@resources"];
const FAMILIES: [&str; 3] = ["AF_INET", "AF_INET6", "AF_UNIX"];

/// Makes all but this folder read-only and goes on without a privilege, and with a list of what is asked of the kernel.
/// `$0` is the folder, `$1` the name of the list, the rest the program with its words.
const SCRIPT: &str = r#"
list="$0/asked.$1"
shift
mount --bind "$0" "$0"
mount -o remount,bind,ro /
exec setpriv --reuid=65532 --regid=65532 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
    strace --follow-forks --quiet=all --output="$list" "$@"
"#;

/// Serves, stores and reads under these restrictions.
pub(super) fn all(program: &Path) -> Outcome {
    let missing = ["unshare", "setpriv", "strace"].into_iter().find(|name| tools::on_path(name).is_none());
    if let Some(missing) = missing {
        println!("service: its restrictions were not tried, there is no {missing} here");
        return Ok(());
    }
    if apt::needs_sudo() {
        println!("service: its restrictions were not tried, which takes root");
        return Ok(());
    }
    let state = std::env::temp_dir().join(format!("supple-confined-{}", std::process::id()));
    fs::create_dir_all(&state).map_err(|error| format!("{} cannot be made: {error}", state.display()))?;
    run(Command::new("chown").arg("65532:65532").arg(&state))?;
    let tried = used(program, &state);
    let _ = fs::remove_dir_all(&state);
    let asked = tried?;
    println!("service: served, stored and read with {asked} kinds of system calls, all of which its unit allows");
    Ok(())
}

fn used(program: &Path, state: &Path) -> Outcome<usize> {
    // The program lies in a folder that root alone may enter.
    let copy = state.join("program");
    fs::copy(program, &copy).map_err(|error| format!("{} cannot be copied: {error}", program.display()))?;
    let command = |name: &str, words: &[&str]| {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation=private", "sh", "-e", "-c", SCRIPT]).arg(state).arg(name).arg(&copy);
        command.args(words).env("HOME", state).env_remove("XDG_DATA_HOME").env_remove("SUPPLE_DATABASE");
        command
    };
    let server = Server::start(&mut command("serve", &["serve", "--listen", "127.0.0.1:0"]))?;
    server.answers()?;
    for (name, words) in
        [("log", &["log", "spasm"][..]), ("diary", &["diary"]), ("pair", &["pair"]), ("doctor", &["doctor"])]
    {
        said(&mut command(name, words))?;
    }
    server.stop_watched()?;
    let mut asked = BTreeSet::new();
    for entry in fs::read_dir(state).map_err(|error| error.to_string())?.flatten() {
        if entry.file_name().to_string_lossy().starts_with("asked.") {
            let text = fs::read_to_string(entry.path()).map_err(|error| error.to_string())?;
            read(&text, &mut asked)?;
        }
    }
    must(asked.len() > 20, "nothing was written down of what was asked of the kernel")?;
    let mut allowed = BTreeSet::new();
    ALLOWED.iter().try_for_each(|group| gather(group, &mut allowed))?;
    let mut refused = BTreeSet::new();
    REFUSED.iter().try_for_each(|group| gather(group, &mut refused))?;
    let beyond: Vec<&String> =
        asked.iter().filter(|call| !allowed.contains(*call) || refused.contains(*call)).collect();
    must(beyond.is_empty(), &format!("the service asks for system calls that its unit refuses: {beyond:?}"))?;
    Ok(asked.len())
}

/// The system calls in a list of strace. Memory that is written and run, and other families of sockets, are refused at once.
fn read(list: &str, asked: &mut BTreeSet<String>) -> Outcome {
    for line in list.lines() {
        let call = line.split_once(' ').map_or("", |(_, call)| call.trim_start());
        let Some((name, arguments)) = call.split_once('(') else { continue };
        if name.is_empty()
            || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        {
            continue;
        }
        let runs = arguments.contains("PROT_EXEC");
        let is_refused = (name == "mprotect" && runs) || (name == "mmap" && runs && arguments.contains("PROT_WRITE"));
        must(!is_refused, &format!("the service makes memory that is written and run: {line}"))?;
        if name == "socket" {
            let family = arguments.split(',').next().unwrap_or_default();
            must(FAMILIES.contains(&family), &format!("the service opens a socket of another family: {line}"))?;
        }
        asked.insert(name.to_owned());
    }
    Ok(())
}

/// The system calls of a group, and of the groups in it.
fn gather(group: &str, calls: &mut BTreeSet<String>) -> Outcome {
    let list = stdout_of(Command::new("systemd-analyze").args(["syscall-filter", "--no-pager", group]))
        .ok_or_else(|| format!("systemd-analyze does not know {group}"))?;
    for line in list.lines().skip(1).map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with('@') {
            gather(line, calls)?;
        } else {
            calls.insert(line.to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_calls_are_read_from_a_list() {
        let mut asked = BTreeSet::new();
        let list = "12 openat(AT_FDCWD, \"/a\", O_RDONLY) = 3\n12 +++ exited with 0 +++\n13 <... futex resumed>) = 0\n\
                    13 socket(AF_INET, SOCK_STREAM, 0) = 4\n14 mmap(NULL, 5, PROT_READ|PROT_EXEC, MAP_PRIVATE, 3, 0) = 0x1\n";
        assert_eq!(read(list, &mut asked), Ok(()));
        assert_eq!(asked.iter().map(String::as_str).collect::<Vec<_>>(), ["mmap", "openat", "socket"]);
    }

    #[test]
    fn memory_that_is_written_and_run_is_refused_and_so_are_other_sockets() {
        for line in [
            "1 mprotect(0x1, 5, PROT_READ|PROT_EXEC) = 0",
            "1 mmap(NULL, 5, PROT_WRITE|PROT_EXEC, MAP_PRIVATE, -1, 0) = 0x1",
            "1 socket(AF_NETLINK, SOCK_RAW, 0) = 3",
        ] {
            assert!(read(line, &mut BTreeSet::new()).is_err(), "{line}");
        }
    }
}
