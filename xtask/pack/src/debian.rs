//! A package of Debian: deb(5), an archive of a version, of what dpkg reads, and of the files.

use crate::tree::Tree;
use std::fmt::Write;

/// What goes into a package.
pub(crate) struct Parts<'a> {
    pub(crate) version: &'a str,
    /// Debian's name of the machine.
    pub(crate) architecture: &'a str,
    /// Seconds since 1970: the time of every file.
    pub(crate) time: u64,
    pub(crate) program: Vec<u8>,
    /// Pages of the manual and completions, by their path.
    pub(crate) manual: &'a [(String, Vec<u8>)],
    /// The licences of what others wrote.
    pub(crate) notices: Vec<u8>,
    /// Reads a file of the sources.
    pub(crate) source: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
}

/// What Debian calls the machine of a static build for Linux. None for all others: they are no packages of Debian.
pub(crate) fn architecture(triple: &str) -> Option<&'static str> {
    match triple {
        "x86_64-unknown-linux-musl" => Some("amd64"),
        "aarch64-unknown-linux-musl" => Some("arm64"),
        _ => None,
    }
}

/// What dpkg runs before and after.
const SCRIPTS: [&str; 3] = ["postinst", "prerm", "postrm"];

/// The package as bytes.
///
/// # Errors
/// If a file of the sources cannot be read.
pub(crate) fn package(parts: &Parts<'_>) -> Result<Vec<u8>, String> {
    let files = files(parts)?;
    let mut control = Tree::default();
    control.file("control", control_file(parts, &files).into_bytes());
    for script in SCRIPTS {
        control.program(script, (parts.source)(&format!("packaging/debian/{script}"))?);
    }
    let mut archive = ar::Builder::new(Vec::new());
    for (name, content) in [
        ("debian-binary", b"2.0\n".to_vec()),
        ("control.tar.gz", control.packed("./", parts.time)?),
        ("data.tar.gz", files.packed("./", parts.time)?),
    ] {
        let mut header = ar::Header::new(name.as_bytes().to_vec(), content.len() as u64);
        header.set_mode(0o100_644);
        header.set_mtime(parts.time);
        archive.append(&header, &content[..]).map_err(|error| format!("the package cannot be written: {error}"))?;
    }
    archive.into_inner().map_err(|error| format!("the package cannot be written: {error}"))
}

/// Where each file goes.
fn files(parts: &Parts<'_>) -> Result<Tree, String> {
    let mut tree = Tree::default();
    tree.program("usr/bin/supple", parts.program.clone());
    tree.file("usr/lib/systemd/system/supple.service", (parts.source)("packaging/supple.service")?);
    tree.file("usr/lib/sysusers.d/supple.conf", (parts.source)("packaging/supple.sysusers")?);
    let papers = "usr/share/doc/supple";
    tree.file(&format!("{papers}/copyright"), (parts.source)("packaging/debian/copyright")?);
    for (name, from) in
        [("LICENSE-APACHE", "LICENSE-APACHE"), ("LICENSE-MIT", "LICENSE-MIT"), ("network.md", "docs/network.md")]
    {
        tree.file(&format!("{papers}/{name}"), (parts.source)(from)?);
    }
    tree.file(&format!("{papers}/{}", crate::NOTICES), parts.notices.clone());
    for (path, content) in parts.manual {
        let place = match path.rsplit_once('/') {
            Some(("completions", "supple.bash")) => "usr/share/bash-completion/completions/supple".to_owned(),
            Some(("completions", "supple.fish")) => "usr/share/fish/vendor_completions.d/supple.fish".to_owned(),
            Some(("completions", "_supple")) => "usr/share/zsh/vendor-completions/_supple".to_owned(),
            Some(("man", page)) => format!("usr/share/man/man1/{page}"),
            // Shells that Debian has no folder for.
            _ => continue,
        };
        tree.file(&place, content.clone());
    }
    Ok(tree)
}

fn control_file(parts: &Parts<'_>, files: &Tree) -> String {
    let kibibytes: usize = files.files().map(|(_, content)| content.len().div_ceil(1024)).sum();
    let Parts { version, architecture, .. } = parts;
    let mut text = String::new();
    for (field, value) in [
        ("Package", "supple"),
        ("Version", version),
        ("Architecture", architecture),
        ("Maintainer", "The contributors of Supple <supple@localhost>"),
        ("Installed-Size", &kibibytes.to_string()),
        ("Section", "misc"),
        ("Priority", "optional"),
        // The program needs nothing; the service needs what makes its account.
        ("Recommends", "systemd | systemd-standalone-sysusers"),
        ("Description", "private companion for back muscle spasms"),
    ] {
        let _ = writeln!(text, "{field}: {value}");
    }
    text.push_str(
        " Says in a bad minute whether this is an emergency and what to do, keeps a\n \
         diary on your own machine, and makes a report for a doctor.\n .\n \
         The service supple.service is not started by itself:\n \
         systemctl enable --now supple\n",
    );
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use std::io::Read;

    #[test]
    fn a_package_has_the_three_members_in_their_order_and_is_the_same_each_time() {
        let manual = [("man/supple.1".to_owned(), b"page".to_vec())];
        let make = || {
            let source = |name: &str| Ok(name.as_bytes().to_vec());
            package(&Parts {
                version: "1.2.3",
                architecture: "amd64",
                time: 5,
                program: b"program".to_vec(),
                manual: &manual,
                notices: b"Theirs.".to_vec(),
                source: &source,
            })
        };
        let made = make().unwrap();
        assert_eq!(make().unwrap(), made);
        let mut archive = ar::Archive::new(&made[..]);
        let mut names = Vec::new();
        while let Some(entry) = archive.next_entry() {
            let mut entry = entry.unwrap();
            names.push(String::from_utf8(entry.header().identifier().to_vec()).unwrap());
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            assert!(!content.is_empty());
        }
        assert_eq!(names, ["debian-binary", "control.tar.gz", "data.tar.gz"]);
    }

    #[test]
    fn only_a_static_build_for_linux_is_a_package() {
        assert_eq!(architecture("aarch64-unknown-linux-musl"), Some("arm64"));
        assert_eq!(architecture("x86_64-unknown-linux-gnu"), None);
        assert_eq!(architecture("aarch64-apple-darwin"), None);
    }
}
