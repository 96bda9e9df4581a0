//! Medicine is data: no finding, rule or medicine is named in logic, and no length of time is written there.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The crates that decide or word something medical.
const LOGIC: [&str; 10] =
    ["care", "intake", "programme", "triage", "wording", "insight", "journal", "web", "supple", "worker"];

/// The files of the guidance whose ids no logic names, with their tables.
const NAMED: [(&str, &[&str]); 5] = [
    ("findings.toml", &["finding"]),
    ("rules.toml", &["rule"]),
    ("limits.toml", &["caution"]),
    ("medicines.toml", &["question", "group", "medicine"]),
    ("exercises.toml", &["question", "condition"]),
];

/// Ids that are everyday words as well: a unit, the kind of an entry, what someone does.
const EVERYDAY: [&str; 3] = ["days", "pain", "breathing"];

/// What means something else there, or is found out by the diary itself.
const EXCEPTIONS: [(&str, &str); 3] = [
    // The format of a sealed copy.
    ("web/src/pages/storage/copies.rs", "age"),
    // What the diary shows by itself, as answers of the check.
    ("insight/src/findings/mod.rs", "more-often"),
    ("insight/src/findings/mod.rs", "recurrent"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn ids() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (name, tables) in NAMED {
        let text = std::fs::read_to_string(root().join("guidance").join(name)).unwrap();
        let mut table = "";
        for line in text.lines() {
            table = line.strip_prefix("[[").and_then(|line| line.strip_suffix("]]")).unwrap_or(table);
            let id = line.strip_prefix("id = \"").and_then(|line| line.strip_suffix('"'));
            ids.extend(id.filter(|_| tables.contains(&table)).map(str::to_owned));
        }
    }
    ids.retain(|id| !EVERYDAY.contains(&id.as_str()));
    assert!(ids.len() > 150 && ids.contains("age") && ids.contains("numb-skin") && ids.contains("aspirin"), "{ids:?}");
    ids
}

/// The code of a file without its comments and its tests; nothing of a file that is a test altogether.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let name = file.file_stem().unwrap().to_str().unwrap();
    if name == "tests" || name == "testing" || text.contains("use proptest::") || is_of_tests(file) {
        return String::new();
    }
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    code.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// Whether a crate has this file for its tests alone.
fn is_of_tests(file: &Path) -> bool {
    let name = file.file_stem().unwrap().to_str().unwrap();
    let above = ["main.rs", "lib.rs", "mod.rs"].map(|above| file.with_file_name(above));
    let mut texts = above.iter().filter_map(|above| std::fs::read_to_string(above).ok());
    texts.any(|text| text.contains(&format!("#[cfg(test)]\nmod {name};")))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let (folders, plain): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    let rust = plain.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    rust.chain(folders.iter().flat_map(|folder| files(folder))).collect()
}

fn sources(crates: &[&str]) -> Vec<(String, String)> {
    let all = root().join("crates");
    let files = crates.iter().flat_map(|name| files(&all.join(name).join("src")));
    files.map(|file| (file.strip_prefix(&all).unwrap().display().to_string(), code(&file))).collect()
}

/// The texts between quotation marks.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.lines().flat_map(|line| line.split('"').skip(1).step_by(2))
}

#[test]
fn no_finding_rule_or_medicine_is_named_in_logic() {
    let ids = ids();
    let mut named = Vec::new();
    let mut excused = BTreeSet::new();
    for (file, code) in sources(&LOGIC) {
        for id in literals(&code).filter(|text| ids.contains(*text)) {
            if EXCEPTIONS.contains(&(file.as_str(), id)) {
                excused.insert((file.clone(), id.to_owned()));
            } else {
                named.push(format!("{file} names \"{id}\": let the guidance say it"));
            }
        }
    }
    assert!(named.is_empty(), "{}", named.join("\n"));
    assert_eq!(excused.len(), EXCEPTIONS.len(), "an exception that nothing needs: {excused:?}");
}

/// Lengths that are no medicine: a day of the calendar, and the last second of a minute for rounding.
const LENGTHS: [&str; 2] = ["from_hours(24)", "from_secs(59)"];

#[test]
fn no_length_of_time_is_written_in_the_logic_of_care() {
    let units = ["from_hours(", "from_mins(", "from_secs(", "from_millis("];
    let mut found = Vec::new();
    for (file, code) in sources(&["care", "programme", "triage", "wording"]) {
        for unit in units {
            for (at, _) in code.match_indices(unit) {
                let number: String = code[at + unit.len()..].chars().take_while(|letter| *letter != ')').collect();
                let written = format!("{unit}{number})");
                let is_plain = number.chars().all(|letter| letter.is_ascii_digit() || " _*".contains(letter));
                if is_plain && !LENGTHS.contains(&written.as_str()) {
                    found.push(format!("{file}: {written}: let guidance/validity.toml or steps.toml say it"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_written_in_a_test_or_a_comment_is_no_logic() {
    let code = |name: &str| code(&root().join("crates").join(name));
    assert!(code("supple/src/parity.rs").is_empty(), "it is there for tests alone");
    assert!(!code("care/src/stage.rs").contains("from_mins(15)"), "its tests are left out");
    assert!(code("care/src/stage.rs").contains("fn begins"));
    assert!(!code("care/src/medicine.rs").contains("Advil"), "its examples are left out");
    assert_eq!(literals("let x = [\"age\", \"b\"];").collect::<Vec<_>>(), ["age", "b"]);
}
