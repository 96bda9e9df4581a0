//! Every command that a document names is one that the program has, and those of the README do what they say.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::served::Server;
use shared::{Home, out};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use supple_diary::testing;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All documents, by their path.
fn documents() -> BTreeMap<PathBuf, String> {
    let folders = ["", "docs", "docs/decisions"].map(|folder| root().join(folder));
    let files = folders.iter().flat_map(|folder| folder.read_dir().unwrap()).map(|entry| entry.unwrap().path());
    let documents = files.filter(|path| path.extension().is_some_and(|end| end == "md"));
    documents.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The commands of a document: spans of code and lines of blocks that begin with the name of the program. A comment behind a
/// command, and where its output goes, are no part of it. `supple a, b` names two.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_block = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```") {
            is_block ^= true;
        } else if is_block {
            let mut line = line.trim().to_owned();
            while let Some(first) = line.strip_suffix('\\') {
                line = format!("{first}{}", lines.next().unwrap_or_default().trim());
            }
            found.push(line);
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    let found = found.iter().filter_map(|line| line.strip_prefix("supple "));
    let found = found.map(|line| line.split("  #").next().unwrap_or_default());
    let found = found.map(|line| line.split(" > ").next().unwrap_or_default().trim().trim_end_matches(';'));
    let many = |line: &str| match line.split_once(", ") {
        Some((one, other)) if !line.contains('"') => vec![one.to_owned(), other.to_owned()],
        _ => vec![line.to_owned()],
    };
    found.filter(|line| !line.is_empty() && !line.contains('…')).flat_map(many).collect()
}

/// The words of a command, with those in quotation marks whole.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = None;
    for letter in command.chars() {
        match letter {
            '"' | '\'' if quoted.is_none() => quoted = Some(letter),
            _ if quoted == Some(letter) => quoted = None,
            ' ' if quoted.is_none() => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn ran(home: &Home, arguments: &[String], input: &str) -> Output {
    home.run_with(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), input.as_bytes())
}

#[test]
fn a_command_is_read_from_spans_and_blocks() {
    let text =
        "Run `supple a, b`, `supply` or `supple log KIND --at \"x, y\"`.\n```\nsupple c \\\n  --d > e  # f\n# g\n```\n";
    assert_eq!(commands(text), ["a", "b", "log KIND --at \"x, y\"", "c --d"]);
    assert_eq!(words("log KIND --at \"x, y\""), ["log", "KIND", "--at", "x, y"]);
}

#[test]
fn the_program_knows_every_command_and_option_that_a_document_names() {
    let home = Home::new();
    let mut tried = BTreeMap::new();
    for (document, text) in documents() {
        for command in commands(&text) {
            tried.entry(command).or_insert_with(|| document.clone());
        }
    }
    assert!(tried.len() > 80, "only {} were found", tried.len());
    let numbers = [("N", "3"), ("KIND", "pain")];
    let mut refused = Vec::new();
    for (command, document) in tried {
        // Words that stand for a value become one, where the value has a form.
        let word = |word: String| {
            numbers.iter().find(|(name, _)| *name == word).map_or(word, |(_, value)| (*value).to_owned())
        };
        let mut arguments: Vec<String> = words(&command).into_iter().map(word).collect();
        arguments.push("--help".to_owned());
        let output = ran(&home, &arguments, "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // An option may be named without its value.
        if output.status.code() != Some(0) && !said.contains("a value is required for") {
            refused.push(format!("{}: `supple {command}`: {said}", document.display()));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join(""));
}

/// What a command of the README is given for the words that stand for something, and what is typed; `{}` is the folder of the
/// home. Whatever is not here runs as it stands.
const GIVEN: &[(&str, &str, &str)] = &[
    ("check --answers FILE", "check --answers {}/answers.json", ""),
    ("export", "export {}/all.jsonl", ""),
    ("import", "import {}/all.jsonl", ""),
    ("backup", "backup {}/copy.age --passphrase-file {}/passphrase", ""),
    ("restore", "restore {}/copy.age --passphrase-file {}/passphrase --database sqlite:{}/new.db", ""),
    ("site FOLDER", "site {}/site", ""),
    ("sync URL --code CODE", "sync {url} --code {code} --join", ""),
    ("erase", "erase --yes-erase-everything", ""),
    ("insight --since DAY", "insight --since 2026-09-01", ""),
    ("insight --begin WHAT", "insight --begin walks", ""),
    ("trial start NAME", "trial start heat-or-cold", ""),
    ("insight --pool FOLDER", "insight --pool {}/pool", ""),
    ("stats clogit FILE", "stats clogit {}/cases.csv --set set --case case --x heat", ""),
    (
        "report --questionnaire F --plan-definition F",
        "report --questionnaire {}/q.json --plan-definition {}/p.json",
        "",
    ),
    ("trial day", "trial day --done", ""),
];

/// What cannot be done here says so in one line: no trial over days runs, nobody would be told, and of one person a pool tells
/// nothing.
const REFUSED: [&str; 3] = ["trial day", "check-on-me start", "insight --pool FOLDER"];

/// The README's list of commands, from top to bottom, each run on one diary.
#[test]
fn every_command_of_the_readme_does_what_it_says() {
    let readme = &documents()[&root().join("README.md")];
    let block = readme.split("On the command line:\n").nth(1).unwrap();
    let block = format!("```{}```", block.split("```").nth(1).unwrap());
    let commands = commands(&block);
    assert!(commands.len() > 35, "only {} were found", commands.len());
    let unknown = GIVEN.iter().find(|(command, ..)| !commands.iter().any(|one| one == command));
    assert_eq!(unknown, None, "the README does not name it any more");

    let (home, other) = (Home::new(), Home::new());
    let lines: Vec<String> = testing::years(400, 1).iter().map(|entry| entry.line().to_owned()).collect();
    home.done(&["import", &home.write("diary.jsonl", lines.join("\n") + "\n")]);
    home.write("answers.json", "{}");
    home.write("passphrase", "four plain quiet words\n");
    home.write("cases.csv", "set,case,heat\n1,1,1\n1,0,0\n2,1,1\n2,0,0\n3,1,0\n3,0,1\n4,1,1\n4,0,0\n");
    fs::create_dir(home.path("pool")).unwrap();
    fs::write(home.path("pool/one.jsonl"), home.export()).unwrap();
    let server = Server::start(&other);
    other.done(&["log", "pain", "3"]);
    let code = other.json(&["pair", "--json"])["code"].as_str().unwrap().to_owned();
    let folder = home.folder.path().to_str().unwrap().to_owned();

    for command in commands {
        let (given, input) = GIVEN
            .iter()
            .find(|(name, ..)| *name == command)
            .map_or((command.as_str(), ""), |(_, given, input)| (*given, *input));
        let given = given.replace("{url}", &server.url).replace("{code}", &code).replace("{}", &folder);
        let output = ran(&home, &words(&given), input);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // A program that was built before the part for the browser has no files for a site.
        let is_bare = command == "site FOLDER" && said.contains("the offline part is not built");
        let ends = if is_bare || REFUSED.contains(&command.as_str()) { 1 } else { 0 };
        assert_eq!(output.status.code(), Some(ends), "`supple {command}` as `supple {given}`: {said}");
        assert_eq!(said.lines().count(), usize::try_from(ends).unwrap(), "`supple {command}`: {said}");
        assert!(
            ends == 1 || !out(&output).trim().is_empty() || command == "export",
            "`supple {command}` says something"
        );
    }
}
