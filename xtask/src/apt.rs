//! Installing Debian packages with apt-get.

use std::process::Command;

use crate::process::{Outcome, run, stdout_of};
use crate::tools::on_path;

/// Whether this system has apt-get at all.
pub(crate) fn is_here() -> bool {
    on_path("apt-get").is_some()
}

/// Installs `packages`, mending an interrupted installation and trying once more when it fails.
pub(crate) fn install(packages: &[&str]) -> Outcome {
    let sudo = needs_sudo();
    if sudo && on_path("sudo").is_none() {
        return Err(format!(
            "installing needs root and there is no sudo: run `apt-get install {}` as root",
            packages.join(" ")
        ));
    }
    try_install(sudo, packages).or_else(|_| {
        println!("Trying once more after mending the package system.");
        mend(sudo)?;
        try_install(sudo, packages)
    })
}

fn try_install(sudo: bool, packages: &[&str]) -> Outcome {
    // A fresh system has no package lists. A failed update may still leave good enough ones.
    let _ = run(apt_get(sudo).arg("update"));
    run(apt_get(sudo).args(["install", "-y", "--no-install-recommends"]).args(packages))
}

fn mend(sudo: bool) -> Outcome {
    run(as_root(sudo, "dpkg").args(["--configure", "-a"]))?;
    run(apt_get(sudo).args(["-f", "install", "-y"]))
}

/// apt-get, waiting a while for another one that holds the lock.
fn apt_get(sudo: bool) -> Command {
    let mut command = as_root(sudo, "apt-get");
    command.args(["-q", "-o", "DPkg::Lock::Timeout=120"]);
    command
}

/// `program` as root and asking no questions; `env` because sudo drops the caller's variables.
pub(crate) fn as_root(sudo: bool, program: &str) -> Command {
    let mut command = Command::new(if sudo { "sudo" } else { "env" });
    if sudo {
        command.arg("env");
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", program]);
    command
}

/// Whether this is not root.
pub(crate) fn needs_sudo() -> bool {
    stdout_of(Command::new("id").arg("-u")).is_none_or(|id| id != "0")
}
