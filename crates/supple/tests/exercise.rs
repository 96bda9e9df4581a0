//! `supple exercise`: today's practice from the diary, all exercises, and the habits.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::{Home, fails, out};

/// Someone who did the check today, with no warning sign.
fn checked() -> Home {
    let home = Home::new();
    let answers = home.write("answers.json", "{}");
    home.done(&["check", "--answers", &answers, "--assume-no", "--store"]);
    home
}

#[test]
fn without_a_check_it_says_so_and_with_one_it_walks_first() {
    let new = Home::new();
    assert!(new.done(&["exercise"]).contains("Do the check first"));
    assert!(!new.diary().exists(), "a command that reads makes no diary");
    let home = checked();
    let told = home.done(&["exercise", "--minutes", "30"]);
    let (walk, roll) = (told.find("Walk: 5 minutes.").unwrap(), told.find("supple log exercise").unwrap());
    assert!(walk < roll && told.contains("each held for"), "{told}");
    let today = home.json(&["exercise", "--minutes", "30", "--json"]);
    assert_eq!(today["exercises"].as_array().unwrap().len(), 4, "{today}");
    assert!(today["seconds"].as_u64().unwrap() <= 1800);
}

#[test]
fn what_was_too_much_is_less_the_next_time() {
    let home = checked();
    let all = |home: &Home| home.json(&["exercise", "--minutes", "60", "--json"]);
    let first = all(&home)["exercises"][0].clone();
    let (id, rung) = (first["id"].as_str().unwrap().to_owned(), first["dose"]["id"].as_str().unwrap().to_owned());
    home.done(&[
        "log",
        "exercise",
        &id,
        "--rung",
        &rung,
        "--sets",
        "1",
        "--times",
        "10",
        "--too-much",
        "yes",
        "--at",
        "yesterday 10:00",
    ]);
    let next = all(&home);
    let same = next["exercises"].as_array().unwrap().iter().find(|one| one["id"] == first["id"]).unwrap().clone();
    assert_ne!(same["dose"]["id"], first["dose"]["id"], "{next}");
    assert!(same["step"].as_str().unwrap().contains("too much"), "{same}");
    let diary = home.json(&["diary", "--json"]);
    let entry = diary.as_array().unwrap().iter().find(|entry| entry["kind"] == "exercise").unwrap();
    assert_eq!((entry["what"].as_str(), entry["too_much"].as_bool()), (Some(id.as_str()), Some(true)), "{entry}");
}

#[test]
fn a_place_what_hurts_and_what_is_put_aside_change_it() {
    let home = checked();
    let ids = |options: &[&str]| -> Vec<String> {
        let today = home.json(&[&["exercise", "--minutes", "60", "--json"], options].concat());
        today["exercises"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    let first = ids(&[]);
    assert!(ids(&["--not", &first.join(",")]).iter().all(|id| !first.contains(id)));
    assert!(!ids(&["--place", "chair"]).contains(&"bridge".to_owned()));
    assert!(!ids(&["--hurts", "turning,lying"]).contains(&"knee-roll".to_owned()));
    assert!(ids(&["--bad-day"]).len() <= 2);
    fails(&home.run(&["exercise", "--not", "headstand"]), 2, "there is no such exercise");
    fails(&home.run(&["exercise", "--place", "roof"]), 2, "there is no");
}

#[test]
fn the_list_has_every_exercise_and_the_habits_have_their_reasons() {
    let home = Home::new();
    let list = home.json(&["exercise", "--list", "--json"]);
    assert!(list["exercises"]["exercise"].as_array().unwrap().len() >= 24);
    assert!(list["walking"]["level"].as_array().unwrap().len() >= 10);
    let told = home.done(&["exercise", "--list"]);
    assert!(told.contains("(knee-hug)") && told.contains("Left out with: pregnant, fragile-bones"), "{told}");
    let habits = home.json(&["exercise", "--habits", "--json"]);
    assert!(habits.as_array().unwrap().iter().all(|habit| !habit["because"].as_str().unwrap().is_empty()));
    assert!(home.done(&["exercise", "--habits"]).contains("What is known: "));
}

#[test]
fn a_practice_at_the_terminal_is_in_the_diary_by_itself() {
    let home = checked();
    // Pain before; done; pain after; then too much, pain after; then no more.
    let said = out(&home.run_with(&["exercise", "--start", "--minutes", "30"], b"2\nd\n2\nt\n3\nq\n"));
    assert!(said.contains("How is your back now"), "{said}");
    let diary = home.json(&["diary", "--json"]);
    let practised: Vec<_> = diary.as_array().unwrap().iter().filter(|entry| entry["kind"] == "exercise").collect();
    assert_eq!(practised.len(), 2, "{diary}");
    let find =
        |what: bool| practised.iter().find(|entry| entry["too_much"].as_bool().unwrap_or(false) == what).unwrap();
    assert_eq!((find(false)["before"].as_u64(), find(false)["after"].as_u64()), (Some(2), Some(2)));
    assert_eq!((find(true)["before"].as_u64(), find(true)["after"].as_u64()), (Some(2), Some(3)));
}

#[test]
fn a_count_at_the_terminal_is_kept_as_far_as_it_came() {
    let home = checked();
    let said = out(&home.run_with(&["exercise", "--start", "--place", "chair"], b"2\n\nd\n2\nq\n"));
    assert!(said.contains("Get ready") || said.contains("minutes left"), "{said}");
    let diary = home.json(&["diary", "--json"]);
    let entry = diary.as_array().unwrap().iter().find(|entry| entry["kind"] == "exercise").unwrap().clone();
    assert!(entry["seconds"].as_u64().is_some_and(|seconds| seconds < 30), "{entry}");
    assert_eq!(entry["after"].as_u64(), Some(2), "{entry}");
}

#[test]
fn how_it_went_is_told_week_by_week_and_what_nobody_said_is_not_known() {
    let home = Home::new();
    assert!(home.done(&["exercise", "--progress"]).contains("Nothing is written of these weeks yet."));
    assert!(!home.diary().exists(), "a command that reads makes no diary");
    home.done(&["log", "exercise", "bridge"]);
    home.done(&["log", "exercise", "walking", "--for", "20 min", "--at", "8 days ago"]);
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = flat(home.done(&["exercise", "--progress"]));
    assert!(told.contains("Days with exercise: 1; minutes walked: –; pain: not known; spasms: not known."), "{told}");
    assert!(told.contains("Days with exercise: –; minutes walked: 20; pain: not known; spasms: not known."), "{told}");
    assert!(told.contains("You first wrote down exercise on "), "{told}");
    let json = home.json(&["exercise", "--progress", "--json"]);
    let weeks = json["weeks"].as_array().unwrap();
    assert_eq!((weeks.len(), &weeks[11]["practice_days"], &weeks[10]["minutes_walked"]), (12, &1.into(), &20.0.into()));
    assert!(weeks[11]["pain"].is_null() && weeks[11]["spasms"].is_null(), "{json}");
    assert_eq!(json["since"]["date"], json["began"]);
    fails(&home.run(&["exercise", "--progress", "--list"]), 2, "cannot be used with");
}
