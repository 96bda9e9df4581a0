//! The service under a systemd that runs: a system is booted in a container of systemd-nspawn, above a copy of this one that is written
//! to memory and gone at the end. There the package is installed, its service started, probed, killed, stopped and purged.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::Outcome;
use crate::{apt, tools};

/// What is done inside.
const INSIDE: &str = include_str!("booted.sh");

/// What the service must not do, tried in its place.
const PROBE: &str = include_str!("probe.sh");

/// Starts [`INSIDE`] when the system is up, and ends the system after it.
const UNIT: &str = "\
[Unit]
Requires=basic.target
After=basic.target network.target

[Service]
Type=oneshot
ExecStart=/bin/sh -c 'sh /root/inside.sh > /root/told 2>&1'
ExecStopPost=/bin/systemctl poweroff --force
";

/// Lays the copy over this system and boots it. `$0` is a folder with the files of [`all`]. It ends with [`CANNOT`] where a copy
/// cannot be laid.
const OUTSIDE: &str = r#"
mount -t tmpfs -o size=1g,mode=0755 tmpfs "$0/over" || exit 77
mkdir "$0/over/upper" "$0/over/work" "$0/over/system"
mount -t overlay overlay -o "lowerdir=/,upperdir=$0/over/upper,workdir=$0/over/work" "$0/over/system" || exit 77
system="$0/over/system"
echo uninitialized > "$system/etc/machine-id"
cp "$0/supple.deb" "$0/inside.sh" "$system/root/"
cp "$0/probe.sh" "$system/usr/local/lib/"
cp "$0/tried.service" "$system/etc/systemd/system/"
timeout 150 systemd-nspawn --quiet --directory="$system" --boot --private-network --register=no --keep-unit --console=pipe \
    systemd.unit=tried.service < /dev/null > "$0/console" 2>&1 || { cat "$0/console"; exit 1; }
cat "$system/root/told"
"#;

/// The code of [`OUTSIDE`] where this machine lets nobody lay a copy of it.
const CANNOT: i32 = 77;

/// Tries the service of this package. `folder` is empty, and nobody else's.
pub(super) fn all(package: &Path, folder: &Path) -> Outcome {
    let missing = ["systemd-nspawn", "unshare", "perl"].into_iter().find(|name| tools::on_path(name).is_none());
    if let Some(missing) = missing {
        println!("service: no system was booted for it, there is no {missing} here");
        return Ok(());
    }
    if apt::needs_sudo() {
        println!("service: no system was booted for it, which takes root");
        return Ok(());
    }
    let place = |name: &str| folder.join(name);
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(place("over")).map_err(failed)?;
    fs::copy(package, place("supple.deb")).map_err(failed)?;
    for (name, text) in [("inside.sh", INSIDE), ("probe.sh", PROBE), ("tried.service", UNIT)] {
        fs::write(place(name), text).map_err(failed)?;
    }
    let mut boot = Command::new("unshare");
    boot.args(["--mount", "--propagation=private", "sh", "-c", OUTSIDE]).arg(folder);
    let output = boot.output().map_err(failed)?;
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.code() == Some(CANNOT) {
        println!("service: no system was booted for it, this machine does not allow that: {}", told.trim());
        return Ok(());
    }
    let refused = refused(&told).ok_or_else(|| format!("the service under a systemd that runs:\n{told}"))?;
    println!(
        "service: under a systemd that runs started, killed, restarted, stopped, purged; {refused} probes were refused"
    );
    Ok(())
}

/// How many probes were refused, if all went well.
fn refused(told: &str) -> Option<usize> {
    let mut lines = told.lines().rev();
    (lines.next()? == "all is well").then_some(())?;
    lines.next()?.strip_prefix("refused: ")?.parse().ok().filter(|many| *many > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trial_that_came_to_its_end_went_well() {
        assert_eq!(refused("refused: 13\nall is well\n"), Some(13));
        assert_eq!(refused("refused: 0\nall is well\n"), None);
        assert_eq!(refused("refused: 13\n"), None);
        assert_eq!(refused("FAILED: the service starts\n"), None);
        assert_eq!(refused(""), None);
    }
}
