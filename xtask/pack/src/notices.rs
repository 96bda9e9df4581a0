//! Notices of what others wrote and the program holds: their licences ask that their texts go along.
//!
//! What goes in is what `cargo metadata` says of a target: the packages that a program is linked from, by their normal dependencies.
//! A text that several share stands once, above it who does.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// How files begin that hold a licence or ask to be kept.
const BEGINNINGS: [&str; 6] = ["license", "licence", "copying", "notice", "unlicense", "copyright"];

/// A package of others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Used {
    name: String,
    version: String,
    licence: String,
    repository: String,
    folder: String,
}

/// All notices of the programs of these names, each by the metadata of its target.
///
/// # Errors
/// Where the metadata is none of `cargo metadata`, has no such program, or a text cannot be read.
pub(crate) fn notices(programs: &[(&str, &str)]) -> Result<String, String> {
    let mut all: BTreeSet<Used> = BTreeSet::new();
    for (program, metadata) in programs {
        all.extend(linked(program, metadata)?);
    }
    let mut texts: BTreeMap<String, Vec<&Used>> = BTreeMap::new();
    let mut without = Vec::new();
    for used in &all {
        let found = texts_of(Path::new(&used.folder))?;
        if found.is_empty() {
            without.push(used);
        }
        for text in found {
            texts.entry(text).or_default().push(used);
        }
    }
    let mut out = String::from("Supple holds what others wrote. Their licences, and who is under each:\n");
    let named = |used: &Used| format!("{} {} ({})", used.name, used.version, used.licence);
    let mut each: Vec<(&String, &Vec<&Used>)> = texts.iter().collect();
    each.sort_by_key(|(_, of)| *of);
    for (text, of) in each {
        let line = "-".repeat(80);
        let _ = writeln!(
            out,
            "\n{line}\n{}\n{line}\n\n{}",
            of.iter().map(|used| named(used)).collect::<Vec<_>>().join("\n"),
            text.trim_end()
        );
    }
    if !without.is_empty() {
        let _ = writeln!(out, "\n{}\nWithout a text of their own:\n", "-".repeat(80));
        for used in without {
            let _ = writeln!(out, "{}: {}", named(used), used.repository);
        }
    }
    Ok(out)
}

/// What a program is linked from, but for what stands in the sources themselves.
fn linked(program: &str, metadata: &str) -> Result<BTreeSet<Used>, String> {
    let metadata: Value =
        serde_json::from_str(metadata).map_err(|error| format!("the metadata cannot be read: {error}"))?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|package| (text(&package["id"]), package)).collect();
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (text(&node["id"]), node)).collect();
    let is_program = |package: &&Value| package["name"] == program && package["source"].is_null();
    let first = packages.values().find(is_program).ok_or_else(|| format!("the metadata has no program {program}"))?;
    let mut seen = BTreeSet::new();
    let mut open = vec![text(&first["id"])];
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        for dependency in nodes.get(&id).map(|node| list(&node["deps"])).unwrap_or_default() {
            // What only builds, or only tests, is in no program.
            if list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                open.push(text(&dependency["pkg"]));
            }
        }
    }
    let of_others = seen.iter().filter_map(|id| packages.get(id)).filter(|package| !package["source"].is_null());
    let used = of_others.map(|package| Used {
        name: text(&package["name"]),
        version: text(&package["version"]),
        licence: package["license"].as_str().unwrap_or("see its text").to_owned(),
        repository: package["repository"].as_str().unwrap_or("no address").to_owned(),
        folder: Path::new(&text(&package["manifest_path"])).parent().unwrap_or(Path::new("")).display().to_string(),
    });
    Ok(used.collect())
}

/// The texts in a folder, in the order of their names, each with the line ends of Unix.
fn texts_of(folder: &Path) -> Result<Vec<String>, String> {
    let cannot = |error| format!("{} cannot be read: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_file() && BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)) && !name.ends_with(".rs") {
            files.push(path);
        }
    }
    files.sort();
    let read = |path: &std::path::PathBuf| {
        fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
    };
    files.iter().map(|path| Ok(String::from_utf8_lossy(&read(path)?).replace("\r\n", "\n"))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn what_is_linked_has_its_text_once_and_what_only_builds_has_none() {
        let place = std::env::temp_dir().join(format!("supple-notices-{}", std::process::id()));
        for (name, file) in
            [("one", Some("LICENSE-MIT")), ("two", Some("license.txt")), ("bare", None), ("tool", Some("LICENSE"))]
        {
            fs::create_dir_all(place.join(name)).unwrap();
            if let Some(file) = file {
                fs::write(
                    place.join(name).join(file),
                    if name == "tool" { "of the tool" } else { "Permission is granted.\r\n" },
                )
                .unwrap();
            }
        }
        let package = |name: &str, source: &str| {
            let manifest = place.join(name).join("Cargo.toml").display().to_string();
            format!(
                r#"{{"id":"{name}","name":"{name}","version":"1.0.0","license":"MIT","repository":"its place","source":{source},"manifest_path":{manifest:?}}}"#
            )
        };
        let registry = "\"registry\"";
        let packages = [
            package("supple", "null"),
            package("one", registry),
            package("two", registry),
            package("bare", registry),
            package("tool", registry),
            package("unused", registry),
        ];
        let deps = r#"{"id":"supple","deps":[
            {"pkg":"one","dep_kinds":[{"kind":null}]}, {"pkg":"tool","dep_kinds":[{"kind":"build"},{"kind":"dev"}]}]},
            {"id":"one","deps":[{"pkg":"two","dep_kinds":[{"kind":null}]},{"pkg":"bare","dep_kinds":[{"kind":"dev"},{"kind":null}]}]}"#;
        let metadata = format!(r#"{{"packages":[{}],"resolve":{{"nodes":[{deps}]}}}}"#, packages.join(","));
        let told = notices(&[("supple", &metadata)]).unwrap();
        assert_eq!(told.matches("Permission is granted.").count(), 1, "{told}");
        assert!(told.contains("one 1.0.0 (MIT)\ntwo 1.0.0 (MIT)\n"), "{told}");
        assert!(told.contains("Without a text of their own:\n\nbare 1.0.0 (MIT): its place"), "{told}");
        assert!(!told.contains("of the tool") && !told.contains("unused"), "{told}");
        assert!(notices(&[("supplier", &metadata)]).is_err() && notices(&[("supple", "{")]).is_err());
        fs::remove_dir_all(&place).unwrap();
    }
}
