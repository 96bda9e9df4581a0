//! The documents of the repository: which there are, and where their links lead.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// The documents at the root, each by its name.
pub(crate) const AT_THE_ROOT: [&str; 5] =
    ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];

/// Where all others are.
pub(crate) const FOLDERS: [&str; 2] = ["docs", "docs/decisions"];

/// The paths of all documents below the root, in order.
///
/// # Errors
/// If a folder cannot be read.
pub(crate) fn all(root: &Path) -> std::io::Result<BTreeSet<PathBuf>> {
    let mut found: BTreeSet<PathBuf> = AT_THE_ROOT.iter().map(PathBuf::from).collect();
    for folder in FOLDERS {
        for entry in root.join(folder).read_dir()? {
            let path = Path::new(folder).join(entry?.file_name());
            if is_document(&path) {
                found.insert(path);
            }
        }
    }
    Ok(found)
}

/// Whether a file is in Markdown.
pub(crate) fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "md")
}

/// The lines of a text that are no code, each without its code spans.
fn prose(text: &str) -> impl Iterator<Item = String> {
    let mut is_code = false;
    text.lines().filter_map(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        (!is_code && !is_fence).then(|| line.split('`').step_by(2).collect::<Vec<_>>().join(""))
    })
}

/// Where the links and pictures of a text lead, but for those to other hosts.
pub(crate) fn links(text: &str) -> Vec<String> {
    let targets = prose(text).flat_map(|line| {
        let behind = line.split("](").skip(1);
        behind.filter_map(|rest| rest.split(')').next().map(str::to_owned)).collect::<Vec<_>>()
    });
    targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:")).collect()
}

/// The file that a link of a document leads to, below the root, and the heading in it. None if it leads out of the root.
pub(crate) fn target(document: &Path, link: &str) -> Option<(PathBuf, Option<String>)> {
    let (file, heading) = match link.split_once('#') {
        Some((file, heading)) => (file, Some(heading.to_owned())),
        None => (link, None),
    };
    if file.is_empty() {
        return Some((document.to_owned(), heading));
    }
    let mut path = PathBuf::new();
    for part in document.parent()?.join(file).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir => path.pop().then_some(())?,
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some((path, heading))
}

/// What a link calls each heading: as GitHub and mdBook do.
#[cfg(test)]
pub(crate) fn headings(text: &str) -> BTreeSet<String> {
    // A code span stays in the name of a heading, so only fences are left out.
    let mut is_code = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && line.starts_with('#')
    });
    let named = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
        kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
    };
    lines.map(named).collect()
}

/// The first heading of a document.
pub(crate) fn title(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("# ")).map(str::trim)
}
