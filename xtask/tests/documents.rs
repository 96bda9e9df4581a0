//! Documents are true of the repository: each link leads somewhere, and each test that a page names is there.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../src/documents.rs"]
#[allow(dead_code, reason = "the site needs more of it")]
mod documents;

use documents::{all, headings, is_document, links, target};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn a_link_is_known_in_prose_and_not_in_code() {
    let text = "[a](b.md), ![c](d.png) and `[e](f.md)`\n```\n[g](h.md)\n```\n[i](https://j) [k](#l-m)";
    assert_eq!(links(text), ["b.md", "d.png", "#l-m"]);
    let led = |link| target(Path::new("docs/decisions/x.md"), link);
    assert_eq!(led("../y.md#z"), Some(("docs/y.md".into(), Some("z".to_owned()))));
    assert_eq!(led("../../../y.md"), None, "out of the repository");
    assert!(headings("# A proxy, with `--host`!\n```\n# no\n```\n").contains("a-proxy-with---host"));
}

#[test]
fn each_relative_link_of_a_document_leads_to_a_file_and_to_a_heading_in_it() {
    let mut seen = 0;
    for document in all(&root()).unwrap() {
        for link in links(&read(&document)) {
            let (file, heading) = target(&document, &link).unwrap();
            assert!(root().join(&file).is_file(), "{}: {link} leads to no file", document.display());
            if let Some(heading) = heading.filter(|_| is_document(&file)) {
                assert!(headings(&read(&file)).contains(&heading), "{}: {link} has no heading", document.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} links were found");
}

#[test]
fn each_decision_is_in_the_list_of_decisions() {
    let list = Path::new("docs/decisions/README.md");
    let listed: BTreeSet<PathBuf> =
        links(&read(list)).iter().filter_map(|link| target(list, link)).map(|(file, _)| file).collect();
    for document in all(&root()).unwrap().into_iter().filter(|path| path.starts_with("docs/decisions") && path != list)
    {
        assert!(listed.contains(&document), "{} is not in {}", document.display(), list.display());
    }
}

/// The page that names tests, each with a number.
const SECURITY: &str = "docs/security.md";

/// The tests that the page names: the number, the file, and the name.
fn named(page: &str) -> Vec<(usize, PathBuf, String)> {
    let lines = page.split("## The tests\n").nth(1).unwrap().lines();
    lines
        .filter_map(|line| {
            let (number, rest) = line.split_once(". `")?;
            let (file, name) = rest.split_once("`: `")?;
            Some((number.parse().ok()?, file.into(), name.strip_suffix('`')?.to_owned()))
        })
        .collect()
}

/// Whether a file has a test of this name: a function behind its attribute, or what node's test runner is given. A name that goes on
/// with what differs from run to run ends before it.
fn has(source: &str, file: &Path, name: &str) -> bool {
    if file.extension().is_some_and(|end| end == "js") {
        let escaped = name.replace('\'', "\\'");
        return ["'", "`", "\""].iter().any(|quote| {
            [name, escaped.as_str()].iter().any(|name| {
                let begins = format!("test({quote}{name}");
                source.match_indices(&begins).any(|(at, _)| {
                    let rest = &source[at + begins.len()..];
                    rest.starts_with(quote) || rest.starts_with(": ${") || rest.starts_with("${")
                })
            })
        });
    }
    let begins = format!("fn {name}(");
    source.match_indices(&begins).any(|(at, _)| {
        let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = source[..line].lines().rev().map(str::trim);
        before.take_while(|line| line.starts_with("#[")).any(|line| line.ends_with("test]"))
    })
}

#[test]
fn a_test_is_known_by_its_name_and_its_attribute() {
    let source = "/// It.\n#[cfg(unix)]\n#[tokio::test]\nasync fn it_holds() {}\n\n#[test]\nfn it_stays() {}\n\nfn helper() {}\n";
    assert!(has(source, Path::new("a.rs"), "it_holds") && has(source, Path::new("a.rs"), "it_stays"));
    assert!(!has(source, Path::new("a.rs"), "helper") && !has(source, Path::new("a.rs"), "it"));
    let source = "test('a page opens', () => {});\n  test(`it holds: ${from}`, x);";
    assert!(has(source, Path::new("a.test.js"), "a page opens") && has(source, Path::new("a.test.js"), "it holds"));
    assert!(!has(source, Path::new("a.test.js"), "a page"));
}

#[test]
fn every_test_that_the_page_of_protections_names_is_there() {
    let tests = named(&read(Path::new(SECURITY)));
    assert!(tests.len() > 50, "{}", tests.len());
    for (at, (number, file, name)) in tests.iter().enumerate() {
        assert_eq!(*number, at + 1, "the tests of {SECURITY} are counted up: {name}");
        assert!(root().join(file).is_file(), "{SECURITY}, {number}: there is no file {}", file.display());
        assert!(has(&read(file), file, name), "{SECURITY}, {number}: {} has no test {name}", file.display());
    }
}

#[test]
fn every_protection_names_a_test_and_every_test_shows_a_protection() {
    let page = read(Path::new(SECURITY));
    let count = named(&page).len();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| threat"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    assert!(rows.len() > 15, "{}", rows.len());
    let mut shown = BTreeSet::new();
    for row in &rows {
        let [threat, _, tests, _] = row[..] else { panic!("{row:?} has four cells") };
        for number in tests.split(", ") {
            let number: usize = number.parse().unwrap_or_else(|_| panic!("{threat}: {number} is no number"));
            assert!((1..=count).contains(&number), "{threat}: there is no test {number}");
            shown.insert(number);
        }
    }
    assert_eq!(shown, (1..=count).collect(), "of {SECURITY}, which of its tests does a row lead to?");
}

/// What a document has in spans of code, and the lines of its blocks.
fn code(text: &str) -> Vec<String> {
    let mut is_block = false;
    let lines = text.lines().flat_map(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_block ^= is_fence;
        match (is_fence, is_block) {
            (true, _) => Vec::new(),
            (false, true) => vec![line.trim().to_owned()],
            (false, false) => line.split('`').skip(1).step_by(2).map(str::to_owned).collect(),
        }
    });
    lines.collect()
}

/// Why a command of cargo cannot be run here; none if it can, as far as its names tell.
fn unknown(command: &str) -> Option<String> {
    let words: Vec<&str> = command.split(' ').take_while(|word| !["#", ">"].contains(word)).collect();
    let behind = |names: &[&str]| {
        let at = words.iter().position(|word| names.contains(word))?;
        words.get(at + 1).copied()
    };
    let folder = match behind(&["-p", "--package"]) {
        Some("supple") => Some("crates/supple".to_owned()),
        Some(package) => Some(format!("crates/{}", package.strip_prefix("supple-").unwrap_or(package))),
        None => None,
    };
    if let Some(folder) = &folder
        && !root().join(folder).is_dir()
    {
        return Some(format!("there is no {folder}"));
    }
    for (option, below) in [("--bench", "benches"), ("--example", "examples"), ("--test", "tests")] {
        if let (Some(name), Some(folder)) = (behind(&[option]), &folder) {
            let ways = [format!("{folder}/{below}/{name}.rs"), format!("{folder}/{below}/{name}/main.rs")];
            if ways.iter().all(|way| !root().join(way).is_file()) {
                return Some(format!("there is no {}", ways[0]));
            }
        }
    }
    match words.as_slice() {
        ["cargo", "xtask", name, ..] => {
            let has = read(Path::new("xtask/src/main.rs")).contains(&format!("(\"{name}\", "));
            (!has).then(|| format!("the tasks have no {name}"))
        }
        _ => None,
    }
}

#[test]
fn every_command_of_cargo_that_a_document_names_has_what_it_names() {
    let mut seen = 0;
    for document in all(&root()).unwrap() {
        for command in code(&read(&document)).iter().filter(|line| line.starts_with("cargo ")) {
            assert_eq!(unknown(command), None, "{}: `{command}`", document.display());
            seen += 1;
        }
    }
    assert!(seen > 50, "only {seen} were found");
    assert!(unknown("cargo xtask nothing").is_some() && unknown("cargo bench -p supple-web --bench none").is_some());
    assert!(unknown("cargo test -p nothing").is_some() && unknown("cargo bench -p supple-web --bench pages").is_none());
}
