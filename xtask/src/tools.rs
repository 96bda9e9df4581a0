//! Which of the tools that the tests need are on this machine.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Outcome, stdout_of};

/// The oldest Node.js that the packages in tests/browser run on.
pub(crate) const OLDEST_NODE: u32 = 18;

/// Chromium without what has a window. Measured on the tests of the check: 37 seconds of processor time in place of 70. It
/// knows no settings of a profile, so that a test of these takes the whole one.
pub(crate) const LIGHT_BROWSER: &str = "chromium-headless-shell";

/// Names that Chromium goes by on PATH.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where fonts are kept, on Linux and on macOS; `~` is the home folder.
const FONT_FOLDERS: [&str; 5] =
    ["/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/System/Library/Fonts"];

/// The browser to test with: `SUPPLE_CHROMIUM`'s, or the first one on PATH.
pub(crate) fn browser() -> Outcome<Option<PathBuf>> {
    match env::var_os("SUPPLE_CHROMIUM").filter(|it| !it.is_empty()) {
        None => Ok(BROWSERS.iter().find_map(|name| on_path(name))),
        Some(given) if Path::new(&given).is_file() => Ok(Some(given.into())),
        Some(given) => Err(format!(
            "SUPPLE_CHROMIUM names no file ({}): set it to a Chromium program, or unset it",
            Path::new(&given).display()
        )),
    }
}

/// The lighter browser, where it is here and no other was named.
pub(crate) fn light_browser() -> Option<PathBuf> {
    let is_named = env::var_os("SUPPLE_CHROMIUM").is_some_and(|it| !it.is_empty());
    on_path(LIGHT_BROWSER).filter(|_| !is_named)
}

/// The program called `name`, when it is on PATH.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Node's major version, when there is a node that runs.
pub(crate) fn node_version() -> Option<u32> {
    parse_major(&stdout_of(Command::new("node").arg("--version"))?)
}

/// Whether PostgreSQL's server programs are here. Debian keeps them off PATH, in a folder for each version.
pub(crate) fn has_postgres() -> bool {
    let debian = Path::new("/usr/lib/postgresql").read_dir().into_iter().flatten().flatten();
    on_path("initdb").is_some() || debian.into_iter().any(|version| version.path().join("bin/initdb").is_file())
}

/// Whether a compiler here builds WebAssembly: the one of this build has the target, or Debian's has the sources of the
/// library and a linker. `xtask/bundle/src/wasm.rs` chooses between the two in the same order.
pub(crate) fn builds_for_the_browser() -> bool {
    let mut own = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let target = stdout_of(own.args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]));
    let has_target = target.is_some_and(|folder| Path::new(&folder).is_dir());
    let debian = stdout_of(Command::new("/usr/bin/rustc").args(["--print", "sysroot"]));
    let has_sources =
        debian.is_some_and(|root| Path::new(&root).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file());
    has_target || (has_sources && on_path("wasm-ld").is_some())
}

/// The target folder, two levels above this task's own program: that holds wherever the folder is.
pub(crate) fn target() -> Outcome<PathBuf> {
    let own = env::current_exe().map_err(|error| format!("cannot find the build: {error}"))?;
    own.ancestors()
        .nth(2)
        .map(PathBuf::from)
        .ok_or_else(|| "cannot find the build: start the tasks as `cargo xtask COMMAND`".to_owned())
}

/// A program that `cargo test` has built. Asking cargo for it alone would build what it stands on once more, without the
/// features of the tests.
pub(crate) fn built(path: &str) -> Outcome<PathBuf> {
    Ok(target()?.join("debug").join(format!("{path}{}", env::consts::EXE_SUFFIX)))
}

/// Whether there is any font; without one, a page shows no text and has other sizes.
pub(crate) fn has_font() -> bool {
    let listed = stdout_of(&mut Command::new("fc-list"));
    listed.is_some_and(|fonts| !fonts.is_empty()) || font_folders_hold_one()
}

/// The same without fontconfig's help: its tools are not on every machine.
fn font_folders_hold_one() -> bool {
    let home = env::var("HOME").unwrap_or_default();
    FONT_FOLDERS.iter().any(|folder| holds_font(Path::new(&folder.replace('~', &home))))
}

fn holds_font(folder: &Path) -> bool {
    let Ok(entries) = folder.read_dir() else {
        return false;
    };
    entries.flatten().any(|entry| {
        let path = entry.path();
        is_font(&path) || (path.is_dir() && holds_font(&path))
    })
}

fn is_font(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| ["ttf", "otf", "ttc"].iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// The 20 of `v20.11.1`.
fn parse_major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_prints() {
        assert_eq!(parse_major("v20.11.1"), Some(20));
        assert_eq!(parse_major("v8"), Some(8));
        assert_eq!(parse_major("20.11.1"), None);
        assert_eq!(parse_major(""), None);
    }

    #[test]
    fn fonts_are_told_by_their_file_names() {
        assert!(is_font(Path::new("a/DejaVuSans.ttf")));
        assert!(is_font(Path::new("a/Helvetica.TTC")));
        assert!(!is_font(Path::new("a/fonts.dir")));
    }
}
