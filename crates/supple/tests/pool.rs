//! `supple insight --pool`: many diaries at once, whole and in parts.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::Value;
use shared::{Home, fails};
use std::path::{Path, PathBuf};

/// A home with made-up diaries of one kind of people in a folder.
fn home_with(people: &str) -> (Home, PathBuf) {
    let home = Home::new();
    let folder = home.path("people");
    let to = folder.to_str().unwrap();
    home.done(&["simulate", "--people", people, "--seed", "3", "--kind", "0", "--out", to]);
    (home, folder)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The diaries of a folder, by name.
fn diaries(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|it| it == "jsonl")).collect();
    files.sort();
    files
}

/// Moves some of the diaries into a folder of their own.
fn split(home: &Home, folder: &Path, name: &str, which: impl Fn(usize) -> bool) -> PathBuf {
    let other = home.path(name);
    std::fs::create_dir(&other).unwrap();
    for (_, file) in diaries(folder).iter().enumerate().filter(|(place, _)| which(*place)) {
        std::fs::rename(file, other.join(file.file_name().unwrap())).unwrap();
    }
    other
}

#[test]
fn a_true_link_is_seen_in_many_diaries_and_the_own_diary_is_not_touched() {
    let (home, folder) = home_with("24");
    let truth: Value = serde_json::from_slice(&std::fs::read(folder.join("truth.json")).unwrap()).unwrap();
    let found = home.json(&["insight", "--pool", text(&folder), "--json"]);
    assert_eq!((&found["format"], &found["people"]), (&"supple-pool-result".into(), &24.into()));
    let columns = found["columns"].as_array().unwrap();
    let mut looked_at = 0;
    for habit in truth["kinds"][0]["habits"].as_array().unwrap() {
        let Some(column) = columns.iter().find(|one| one["id"] == habit["id"]) else { continue };
        let ratio = habit["b"].as_f64().unwrap().exp();
        let (Some(lower), Some(upper)) = (column["lower"].as_f64(), column["upper"].as_f64()) else { continue };
        looked_at += 1;
        assert!(lower < ratio * 1.2 && upper > ratio / 1.2, "{ratio} in {column}");
        if ratio > 2.5 {
            assert_eq!(column["seen"], "more-often", "{column}");
        }
    }
    assert!(looked_at >= 3, "{found}");
    let asked = |one: &Value| one["people"].is_null() && one["odds_ratio"].is_null() && one["seen"] == "too-few-people";
    assert!(columns.iter().any(asked), "what nobody was asked is not told");

    let said = home.done(&["insight", "--pool", text(&folder)]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in
        ["24 diaries read. ", " 24 people with", "more often with it", "not proof of a cause", "fewer than 10 people"]
    {
        assert!(said.contains(part), "{part:?} in {said}");
    }
    assert!(!home.diary().exists());
}

#[test]
fn parts_of_two_places_give_the_same_as_one_folder_to_the_last_digit() {
    let (home, folder) = home_with("30");
    let whole = home.json(&["insight", "--pool", text(&folder), "--json"]);
    let other = split(&home, &folder, "elsewhere", |place| place % 2 == 0);
    let mut question: Option<String> = None;
    let mut rounds = 0;
    let result = loop {
        let parts: Vec<String> = [&folder, &other]
            .iter()
            .enumerate()
            .map(|(place, folder)| {
                let mut arguments = vec!["insight", "--pool", text(folder), "--partial"];
                arguments.extend(question.as_deref());
                home.write(&format!("part-{place}.json"), home.done(&arguments))
            })
            .collect();
        let next = home.done(&["insight", "--json", "--combine", &parts[1], &parts[0]]);
        rounds += 1;
        let value: Value = serde_json::from_str(&next).unwrap();
        if value["format"] == "supple-pool-result" {
            let said = home.done(&["insight", "--combine", &parts[0], &parts[1]]);
            assert!(said.contains("2 parts added up. 30 people"), "{said}");
            break value;
        }
        assert_eq!(value["format"], "supple-pool-ask");
        question = Some(home.write("question.json", next));
    };
    assert!(rounds > 3);
    assert_eq!((&result["parts"], &whole["parts"]), (&2.into(), &1.into()));
    for key in ["people", "sets", "rows", "cases", "rounds", "loglik", "columns", "warnings", "model"] {
        assert_eq!(result[key], whole[key], "{key}");
    }
}

#[test]
fn fewer_than_ten_people_are_told_of_neither_whole_nor_in_part() {
    let (home, folder) = home_with("9");
    for arguments in [vec!["--json"], vec!["--partial"], vec![]] {
        let output = home.run(&[&["insight", "--pool", text(&folder)][..], &arguments].concat());
        fails(&output, 1, "people: fewer than 10 people have spasm days");
    }
}

#[test]
fn the_same_diary_in_two_files_is_named() {
    let (home, folder) = home_with("2");
    let first = &diaries(&folder)[0];
    // An older export of the same diary is shorter, but begins alike.
    let is_old = |line: &&str| serde_json::from_str::<Value>(line).unwrap()["sequence"].as_u64().unwrap() < 40;
    let lines = std::fs::read_to_string(first).unwrap();
    let older: String = lines.lines().filter(is_old).map(|line| format!("{line}\n")).collect();
    std::fs::write(folder.join("zoe.jsonl"), older).unwrap();
    let output = home.run(&["insight", "--pool", text(&folder)]);
    fails(&output, 1, "kind-0-person-0000.jsonl and ");
    fails(&output, 1, "zoe.jsonl hold the same diary");
}

#[test]
fn what_is_not_read_is_named() {
    let (home, folder) = home_with("11");
    std::fs::rename(&diaries(&folder)[0], folder.join("ANN.JSONL")).unwrap();
    std::fs::write(folder.join("copy.age"), "sealed").unwrap();
    std::fs::create_dir(folder.join("more")).unwrap();
    let said = home.done(&["insight", "--pool", text(&folder)]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("11 diaries read. Not read, since their names do not end in .jsonl: copy.age, more, truth.json."),
        "{said}"
    );
}

#[test]
fn a_file_that_cannot_be_taken_is_named_with_its_line() {
    let (home, folder) = home_with("2");
    let second = &diaries(&folder)[1];
    let mut lines = std::fs::read_to_string(second).unwrap();
    lines.push_str("{\"no\": \"entry\"}\n");
    let last = lines.lines().count();
    std::fs::write(second, lines).unwrap();
    let output = home.run(&["insight", "--pool", text(&folder)]);
    fails(&output, 1, &format!("kind-0-person-0001.jsonl: line {last}: "));
    let empty = home.path("empty");
    std::fs::create_dir(&empty).unwrap();
    fails(&home.run(&["insight", "--pool", text(&empty)]), 1, "empty: there is no file that ends in .jsonl");
    fails(&home.run(&["insight", "--pool", text(&home.path("nowhere"))]), 1, "nowhere cannot be read");
}

#[test]
fn parts_that_do_not_belong_together_are_named_by_their_files() {
    let (home, folder) = home_with("20");
    let other = split(&home, &folder, "elsewhere", |place| place < 10);
    let part = |folder: &Path, name: &str, question: Option<&String>| {
        let mut arguments = vec!["insight", "--pool", text(folder), "--partial"];
        arguments.extend(question.map(String::as_str));
        home.write(name, home.done(&arguments))
    };
    let (a, b) = (part(&folder, "a.json", None), part(&other, "b.json", None));
    let question = home.write("question.json", home.done(&["insight", "--combine", &a, &b]));
    let late = part(&other, "late.json", Some(&question));
    let combine = |parts: &[&str]| home.run(&[&["insight", "--combine"], parts].concat());
    fails(&combine(&[&a, &late]), 1, "late.json: it belongs to another round");
    fails(&combine(&[&a, &b, &a]), 1, "a.json and ");
    fails(&combine(&[&a, &question]), 1, "question.json is no part of a pool");
    fails(&combine(&[&a, "nothing.json"]), 1, "nothing.json cannot be read");
    let changed = std::fs::read_to_string(&b).unwrap().replace("supple-pool-1", "supple-pool-0");
    let changed = home.write("changed.json", changed);
    fails(&combine(&[&a, &changed]), 1, "changed.json: it was made by another version");
    fails(&home.run(&["insight", "--pool", text(&folder), "--partial", &a]), 1, "a.json is no question of a pool");
    let newer = |file: &str, name: &str| {
        let mut message: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        message["protocol"] = 2.into();
        message["what only a newer version knows"] = 1.into();
        home.write(name, message.to_string())
    };
    let said = "was written by a newer version of Supple (protocol 2, this one reads 1); update Supple here";
    fails(&combine(&[&a, &newer(&b, "newer.json")]), 1, &format!("newer.json {said}"));
    let ask = newer(&question, "ask.json");
    let output = home.run(&["insight", "--pool", text(&folder), "--partial", &ask]);
    fails(&output, 1, &format!("ask.json {said}"));
    let old = std::fs::read_to_string(&question).unwrap().replace("supple-pool-1", "supple-pool-0");
    let old = home.write("old.json", old);
    fails(
        &home.run(&["insight", "--pool", text(&folder), "--partial", &old]),
        1,
        "old.json: this question was made by",
    );
    fails(&home.run(&["insight", "--partial"]), 2, "--pool");
    fails(&home.run(&["insight", "--combine", &a, &b, "--partial"]), 2, "--partial");
    fails(&home.run(&["insight", "--pool", text(&folder), "--combine", &a]), 2, "--combine");
}
