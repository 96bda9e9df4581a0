//! `cargo xtask setup`: installs what the tests need and this machine lacks.

use crate::process::Outcome;
use crate::tools::{self, OLDEST_NODE};
use crate::{apt, node, python};

/// Something the tests need from the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Need {
    /// The Debian package that brings it.
    package: &'static str,
    /// What it is called where there are no Debian packages.
    name: &'static str,
    why: &'static str,
}

/// Which packages are not there as their list wants them.
#[derive(Clone, Copy, Debug)]
struct Packages {
    npm: bool,
    pip: bool,
}

const BROWSER: Need = Need { package: "chromium", name: "Chromium or Chrome", why: "the browser that the tests drive" };
const NODE: Need = Need { package: "nodejs", name: "Node.js 18 or newer", why: "runs the browser tests" };
const NPM: Need = Need { package: "npm", name: "npm", why: "installs the browser tests' packages" };
const FONT: Need = Need { package: "fonts-dejavu-core", name: "any TrueType font", why: "lets the browser draw text" };
const RUSTC: Need = Need {
    package: "rustc-web",
    name: "the target wasm32-unknown-unknown (rustup target add wasm32-unknown-unknown)",
    why: "builds the part for the browser",
};
const RUST_SOURCES: Need =
    Need { package: "rust-web-src", name: "the sources of Rust's library", why: "it is built for the browser, too" };
const LINKER: Need = Need { package: "lld", name: "lld", why: "links the part for the browser" };
const POSTGRES: Need =
    Need { package: "postgresql", name: "PostgreSQL's server", why: "the tests start a throwaway one of their own" };

const QPDF: Need = Need { package: "qpdf", name: "qpdf", why: "says whether a report is a whole PDF" };
const POPPLER: Need = Need { package: "poppler-utils", name: "poppler's tools (pdftotext)", why: "read a report back" };
const OPENSSL: Need = Need { package: "openssl", name: "openssl", why: "derives the draws of a trial again" };
const STRACE: Need = Need { package: "strace", name: "strace", why: "lists what a server connects to" };
const FAKETIME: Need = Need { package: "faketime", name: "libfaketime", why: "sets the clock of a server" };
const FIU: Need = Need { package: "fiu-utils", name: "libfiu's tools", why: "let calls of the system fail" };
const PYTHON: Need = Need {
    package: "python3-venv",
    name: "Python 3 with venv",
    why: "runs what judges a report, a calendar and what is written as FHIR",
};

/// What `cargo xtask setup` does: all that is missing, and the lighter browser where the system has it.
pub(crate) fn run() -> Outcome {
    ensure()?;
    let is_given = std::env::var_os("SUPPLE_CHROMIUM").is_some_and(|it| !it.is_empty());
    if !is_given && tools::on_path(tools::LIGHT_BROWSER).is_none() && apt::is_here() {
        println!("Installing a lighter browser for the tests, with apt-get: {}", tools::LIGHT_BROWSER);
        if apt::install(&[tools::LIGHT_BROWSER]).is_err() {
            println!("There is none here; the one that is here does as well.");
        }
    }
    Ok(())
}

/// Installs whatever is missing, saying so first; does and says nothing when nothing is.
pub(crate) fn ensure() -> Outcome {
    let missing = missing()?;
    let packages = Packages { npm: !node::packages_are_current()?, pip: !python::JUDGES.is_current()? };
    if missing.is_empty() && !packages.npm && !packages.pip {
        return Ok(());
    }
    if !missing.is_empty() && !apt::is_here() {
        return Err(by_hand(&missing));
    }
    println!("{}", announcement(&missing, packages));
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|need| need.package).collect();
        apt::install(&names).map_err(|error| format!("{error}; {}", by_hand(&missing)))?;
        verify()?;
    }
    if packages.npm {
        node::install_packages()?;
    }
    if packages.pip {
        python::JUDGES.install()?;
    }
    Ok(())
}

/// Installs what builds the part for the browser, if it is missing, saying so first.
pub(crate) fn ensure_compiler() -> Outcome {
    if tools::builds_for_the_browser() {
        return Ok(());
    }
    if !apt::is_here() {
        return Err(by_hand(&[RUSTC]));
    }
    let needs = [RUSTC, RUST_SOURCES, LINKER];
    println!("Installing for the part that runs in the browser, with apt-get: {}", list(&needs, |need| need.package));
    apt::install(&needs.map(|need| need.package)).map_err(|error| format!("{error}; {}", by_hand(&[RUSTC])))?;
    if tools::builds_for_the_browser() { Ok(()) } else { Err(by_hand(&[RUSTC])) }
}

/// What the system lacks.
fn missing() -> Outcome<Vec<Need>> {
    let version = tools::node_version();
    refuse_old_node(version)?;
    let found = [
        (BROWSER, tools::browser()?.is_some()),
        (NODE, version.is_some()),
        (NPM, tools::on_path("npm").is_some()),
        (FONT, tools::has_font()),
        (POSTGRES, tools::has_postgres()),
        (QPDF, tools::on_path("qpdf").is_some()),
        (POPPLER, tools::on_path("pdftotext").is_some()),
        (OPENSSL, tools::on_path("openssl").is_some()),
        (STRACE, tools::on_path("strace").is_some()),
        (FAKETIME, tools::on_path("faketime").is_some()),
        (FIU, tools::on_path("fiu-ctrl").is_some()),
        (PYTHON, python::is_here()),
    ];
    let lacking = found.into_iter().filter(|(_, here)| !here);
    Ok(lacking.map(|(need, _)| need).collect())
}

/// An old Node.js is left alone: whoever installed it may need it as it is.
fn refuse_old_node(version: Option<u32>) -> Outcome {
    match version {
        Some(major) if major < OLDEST_NODE => Err(format!(
            "Node.js {major} is too old for the browser tests: install {OLDEST_NODE} or newer, \
             put it first on PATH, and run this again"
        )),
        _ => Ok(()),
    }
}

/// Some systems' packages of these names are empty or old, so that a success says little.
fn verify() -> Outcome {
    let still = missing()?;
    if still.is_empty() { Ok(()) } else { Err(by_hand(&still)) }
}

fn announcement(missing: &[Need], packages: Packages) -> String {
    let mut parts = Vec::new();
    if !missing.is_empty() {
        let list = list(missing, |need| need.package);
        parts.push(format!("with apt-get: {list}"));
    }
    if packages.pip {
        parts.push("with pip, into the target folder: what judges the files that Supple writes".to_owned());
    }
    if packages.npm {
        parts.push(
            "with npm, into tests/browser, tests/calendar and tests/fhir: the packages of their lock files".to_owned(),
        );
    }
    format!("Installing for the tests, {}", parts.join("; "))
}

fn by_hand(missing: &[Need]) -> String {
    let mut line = format!("install by hand, then run this again: {}", list(missing, |need| need.name));
    if missing.contains(&BROWSER) {
        line.push_str("; a browser that is not on PATH can be named with SUPPLE_CHROMIUM");
    }
    line
}

fn list(needs: &[Need], name: impl Fn(&Need) -> &'static str) -> String {
    let parts = needs.iter().map(|need| format!("{} ({})", name(need), need.why));
    parts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_announcement_is_one_line_that_says_what_and_why() {
        let line = announcement(&[BROWSER, NPM], Packages { npm: true, pip: false });
        assert!(!line.contains('\n'));
        assert!(line.contains("chromium (the browser that the tests drive)"), "{line}");
        assert!(line.contains("npm, into tests/browser, tests/calendar and tests/fhir"), "{line}");
        assert!(!line.contains("with pip"), "{line}");
        assert!(!announcement(&[], Packages { npm: false, pip: true }).contains("apt-get"));
    }

    #[test]
    fn without_apt_one_line_says_what_to_install_by_hand() {
        let line = by_hand(&[BROWSER, NODE]);
        assert!(!line.contains('\n'));
        assert!(line.contains("Node.js 18 or newer"), "{line}");
        assert!(line.contains("SUPPLE_CHROMIUM"), "{line}");
        assert!(!by_hand(&[FONT]).contains("SUPPLE_CHROMIUM"));
    }

    #[test]
    fn only_an_old_node_is_refused() {
        let old = refuse_old_node(Some(12));
        assert!(old.is_err_and(|message| message.contains("12 is too old")));
        assert_eq!(refuse_old_node(Some(OLDEST_NODE)), Ok(()));
        assert_eq!(refuse_old_node(None), Ok(()));
    }
}
