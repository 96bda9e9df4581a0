//! The house: which file may know which, and how large a file may grow.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The most lines of a file outside tests: what one person can hold in the head.
const MOST_LINES: usize = 600;

/// A module by its path in the crate.
type Module = Vec<String>;

fn crates() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut found: Vec<PathBuf> = all.read_dir().unwrap().map(|entry| entry.unwrap().path().join("src")).collect();
    found.retain(|source| source.is_dir());
    assert!(found.len() > 10, "{found:?}");
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let (folders, plain): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    let rust = plain.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    rust.chain(folders.iter().flat_map(|folder| files(folder))).collect()
}

fn module(source: &Path, file: &Path) -> Module {
    let path = file.strip_prefix(source).unwrap().with_extension("");
    let mut parts: Module = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// The paths that a text names behind `crate::` or `super::`, without what stands in its tests.
fn named(text: &str, own: &Module) -> BTreeSet<Module> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let code: String = code.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
    let above = &own[..own.len().saturating_sub(1)];
    let mut found = BTreeSet::new();
    for (root, base) in [("crate::", &own[..0]), ("super::", above)] {
        for (at, _) in code.match_indices(root) {
            let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
            let rest = &code[at + root.len()..];
            let path: String = rest.chars().take_while(|letter| is_word(*letter)).collect();
            let parts =
                |text: &str| text.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            let whole = [base.to_vec(), parts(&path)].concat();
            if let Some(group) = rest[path.len()..].strip_prefix('{') {
                let group = group.split(';').next().unwrap();
                for item in group.split(|letter: char| !is_word(letter)) {
                    found.insert([whole.clone(), parts(item)].concat());
                }
            }
            found.insert(whole);
        }
    }
    found
}

/// Which modules each module of a crate names.
fn imports(source: &Path) -> BTreeMap<Module, BTreeSet<Module>> {
    let all: BTreeMap<Module, PathBuf> = files(source).into_iter().map(|file| (module(source, &file), file)).collect();
    let known = |mut path: Module| {
        while !path.is_empty() && !all.contains_key(&path) {
            path.pop();
        }
        Some(path).filter(|path| !path.is_empty())
    };
    all.iter()
        .map(|(own, file)| {
            let text = std::fs::read_to_string(file).unwrap();
            let named = named(&text, own).into_iter().filter_map(known).filter(|other| other != own);
            (own.clone(), named.collect())
        })
        .collect()
}

/// All that is reached from here.
fn reached<'i>(from: &Module, imports: &'i BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<&'i Module> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&Module> = imports[from].iter().collect();
    while let Some(one) = next.pop() {
        if found.insert(one) {
            next.extend(&imports[one]);
        }
    }
    found
}

#[test]
fn files_of_different_rooms_never_import_each_other_in_a_circle() {
    for source in crates() {
        let imports = imports(&source);
        for own in imports.keys().filter(|own| !own.is_empty()) {
            for other in reached(own, &imports) {
                let apart = own[..own.len() - 1] != other[..other.len() - 1];
                let back = apart && reached(other, &imports).contains(own);
                assert!(!back, "{}: {} and {} import each other", source.display(), own.join("::"), other.join("::"));
            }
        }
    }
}

/// The rooms of the pages, each of which imports only what stands before it.
const OF_THE_PAGES: [&str; 4] = ["ui", "http", "forms", "pages"];

#[test]
fn the_rooms_of_the_pages_import_only_what_stands_before_them() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/web/src");
    let rank = |module: &Module| OF_THE_PAGES.iter().position(|room| module.first().is_some_and(|first| first == room));
    let mut looked_at = 0;
    for (own, others) in imports(&web) {
        for (other, rank_of_other) in others.iter().filter_map(|other| Some((other, rank(other)?))) {
            let Some(rank_of_own) = rank(&own) else { continue };
            looked_at += 1;
            assert!(rank_of_other <= rank_of_own, "{} imports {}", own.join("::"), other.join("::"));
        }
    }
    assert!(looked_at > 100, "{looked_at}");
}

#[test]
fn no_file_outside_tests_is_longer_than_one_person_can_hold() {
    for file in crates().iter().flat_map(|source| files(source)) {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines; move a whole idea into a file of its own", file.display());
    }
}

#[test]
fn faces_show_scenes_and_draw_nothing_by_themselves() {
    for face in ["web", "supple", "worker", "wording"] {
        for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(face).join("src")) {
            let text = std::fs::read_to_string(&file).unwrap();
            for drawn in ["svg class", "svg viewBox", "viewBox=", "<svg", "path d=", "polyline "] {
                assert!(!text.contains(drawn), "{}: {drawn} belongs into `pictures`", file.display());
            }
        }
    }
}
