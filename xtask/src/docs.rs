//! `cargo xtask docs`: the documents as pages of a site, made by mdBook from the files that are there.
//!
//! Its sources are made anew each time, below the target folder: copies in which each `README.md` is called `index.md`, as
//! the first page of a folder is. Nothing is written twice by hand.

use crate::documents::{all, is_document, links, target, title};
use crate::process::{Outcome, root, run};
use crate::tools;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

/// The parts of the contents, and what stands in each, by what a reader comes for. The decisions are a part of their own.
const PARTS: [(&str, &[&str]); 3] = [
    ("To use it", &["docs/network.md", "docs/channels.md", "docs/tables.md", "docs/pool.md", "CHANGELOG.md"]),
    (
        "To trust it",
        &[
            "docs/security.md",
            "SECURITY.md",
            "docs/single-answers.md",
            "docs/mutants.md",
            "docs/evaluation.md",
            "docs/trials.md",
            "docs/trial-reporting.md",
        ],
    ),
    (
        "To change it",
        &[
            "ARCHITECTURE.md",
            "CONTRIBUTING.md",
            "docs/stories.md",
            "docs/figures.md",
            "docs/performance.md",
            "docs/gate.md",
            "docs/fuzzing.md",
        ],
    ),
];

/// The first page.
const FIRST: &str = "README.md";

/// The folder of the decisions, and the page that lists them.
const DECISIONS: &str = "docs/decisions";

/// How mdBook is to make it: nothing is loaded from elsewhere, and sections have no numbers.
const BOOK: &str = "\
[book]
title = \"Supple\"
description = \"A private companion for a person with back muscle spasms\"
language = \"en\"
src = \"src\"

[build]
create-missing = false

[output.html]
no-section-label = true
";

/// Makes the site, into the folder that is given, or below the target folder.
pub(crate) fn site(arguments: &[String]) -> Outcome {
    let into = match arguments {
        [] => tools::target()?.join("book"),
        [given] => absolute(given).map_err(|error| format!("{given} is no folder: {error}"))?,
        _ => return Err("name one folder: run `cargo xtask docs FOLDER`".to_owned()),
    };
    let sources = tools::target()?.join("book-src");
    write(&sources, &book(&root()?)?)?;
    if is_missing() {
        return Err(format!(
            "mdbook makes the site and is not here: run `cargo install mdbook --locked`, then this again (its sources are in {})",
            sources.display()
        ));
    }
    run(Command::new("mdbook").arg("build").arg(&sources).arg("--dest-dir").arg(&into))?;
    println!("Open this page: {}", into.join("index.html").display());
    Ok(())
}

fn is_missing() -> bool {
    Command::new("mdbook").arg("--version").output().is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// The sources of the site, by their paths.
type Sources = BTreeMap<PathBuf, Vec<u8>>;

/// Everything that the site is made from: the documents, and the files that they lead to.
fn book(root: &Path) -> Outcome<Sources> {
    let read =
        |path: &Path| fs::read(root.join(path)).map_err(|error| format!("{} cannot be read: {error}", path.display()));
    let mut left: BTreeSet<PathBuf> =
        all(root).map_err(|error| format!("the documents cannot be read: {error}"))?.into_iter().collect();
    let mut texts: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut sources = Sources::new();
    while let Some(path) = left.pop_first() {
        let bytes = read(&path)?;
        if !is_document(&path) {
            sources.insert(Path::new("src").join(path), bytes);
            continue;
        }
        let text = String::from_utf8(bytes).map_err(|_| format!("{} is no text in UTF-8", path.display()))?;
        let led = links(&text).into_iter().filter_map(|link| target(&path, &link)).map(|(file, _)| file);
        let new = led.filter(|file| !texts.contains_key(file) && *file != path && root.join(file).is_file());
        left.extend(new);
        texts.insert(path, text);
    }
    sources.insert("book.toml".into(), BOOK.into());
    sources.insert("src/SUMMARY.md".into(), summary(&texts)?.into_bytes());
    for (path, text) in &texts {
        sources.insert(Path::new("src").join(page(path)), paged(text).into_bytes());
    }
    Ok(sources)
}

/// Where a document stands in the site.
fn page(document: &Path) -> PathBuf {
    if document.ends_with(FIRST) { document.with_file_name("index.md") } else { document.to_owned() }
}

/// A document whose links lead to the pages of others.
fn paged(text: &str) -> String {
    let mut changed = text.to_owned();
    for link in links(text).iter().filter(|link| link.split('#').next().is_some_and(|file| file.ends_with(FIRST))) {
        changed = changed.replace(&format!("]({link})"), &format!("]({})", link.replace(FIRST, "index.md")));
    }
    changed
}

/// The contents. A document that is in no part, or is not there, is an error.
fn summary(texts: &BTreeMap<PathBuf, String>) -> Outcome<String> {
    let mut left: BTreeSet<&Path> = texts.keys().map(PathBuf::as_path).collect();
    let mut line = |indent: &str, path: &Path| {
        if !left.remove(path) {
            return Err(format!(
                "{} is in the contents and not there: mend PARTS in xtask/src/docs.rs",
                path.display()
            ));
        }
        let text = texts.get(path).map(String::as_str).unwrap_or_default();
        let name = title(text).ok_or_else(|| format!("{} has no title: begin it with `# `", path.display()))?;
        Ok(format!("{indent}- [{name}]({})\n", page(path).display()))
    };
    let mut summary = format!("# Contents\n\n{}", line("", Path::new(FIRST))?.trim_start_matches("- "));
    for (name, paths) in PARTS {
        summary.push_str(&format!("\n# {name}\n\n"));
        for path in paths {
            summary.push_str(&line("", Path::new(path))?);
        }
    }
    summary.push_str("\n# Why it is so\n\n");
    let list = Path::new(DECISIONS).join(FIRST);
    summary.push_str(&line("", &list)?);
    for path in texts.keys().filter(|path| path.starts_with(DECISIONS) && **path != list) {
        summary.push_str(&line("  ", path)?);
    }
    // What documents lead to beyond themselves, such as the notes beside a font.
    let beyond: Vec<PathBuf> = texts.keys().filter(|path| path.starts_with("crates")).cloned().collect();
    for path in &beyond {
        summary.push_str(&line("", path)?);
    }
    match left.first() {
        Some(path) => {
            Err(format!("{} is in no part of the contents: add it to PARTS in xtask/src/docs.rs", path.display()))
        }
        None => Ok(summary),
    }
}

/// Writes the sources in place of older ones.
fn write(folder: &Path, sources: &Sources) -> Outcome {
    // What is there no more must not be a page any more.
    let _ = fs::remove_dir_all(folder);
    for (path, bytes) in sources {
        let file = folder.join(path);
        let made = file.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&file, bytes))
            .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use crate::documents::headings;

    #[test]
    fn every_link_between_pages_leads_to_a_page_of_the_site_and_to_a_heading_of_it() {
        let sources = book(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()).unwrap();
        let mut seen = 0;
        for (path, bytes) in sources.iter().filter(|(path, _)| is_document(path)) {
            for link in links(std::str::from_utf8(bytes).unwrap()) {
                let (file, heading) = target(path, &link).unwrap();
                let there = sources.get(&file);
                assert!(there.is_some(), "{}: {link} leads to no page", path.display());
                let known = || headings(std::str::from_utf8(there.unwrap()).unwrap());
                assert!(heading.is_none_or(|heading| known().contains(&heading)), "{}: {link}", path.display());
                seen += 1;
            }
        }
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn the_first_page_of_a_folder_is_called_index_wherever_a_link_names_it() {
        let text = "[a](README.md) [b](docs/decisions/README.md#x) `[c](README.md)`";
        assert!(paged(text).starts_with("[a](index.md) [b](docs/decisions/index.md#x)"));
        assert_eq!(page(Path::new("docs/decisions/README.md")), Path::new("docs/decisions/index.md"));
    }

    #[test]
    fn a_document_in_no_part_of_the_contents_is_named() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut texts: BTreeMap<PathBuf, String> = all(root)
            .unwrap()
            .into_iter()
            .map(|path| (path.clone(), fs::read_to_string(root.join(path)).unwrap()))
            .collect();
        assert!(summary(&texts).is_ok_and(|text| text.contains("- [Channels are off")));
        texts.insert("docs/new.md".into(), "# New\n".into());
        assert!(summary(&texts).is_err_and(|line| line.contains("docs/new.md is in no part")));
    }
}
