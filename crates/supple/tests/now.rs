//! `supple now`: the plan for this moment, and one step at a time on the floor.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::json;
use shared::{Home, fails, out};
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdout, Stdio};
use std::time::{Duration, Instant};

/// A home with a check in its diary.
fn checked(answers: &str) -> Home {
    let home = Home::new();
    let file = home.write("answers.json", answers);
    home.done(&["check", "--answers", &file, "--assume-no", "--store"]);
    home
}

fn emergency() -> Home {
    checked(r#"{"stuck": true, "stuck-over-an-hour": true}"#)
}

/// The words without their line ends.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn without_a_check_the_plan_says_so_asks_the_gate_and_calls_nobody_for_nothing() {
    let home = Home::new();
    let text = flat(&home.done(&["now", "--can", "stand", "--at-hand", "heat"]));
    assert!(text.starts_with("Not checked for warning signs today."), "{text}");
    for sign in &supple_guidance::embedded().relief.gate.signs {
        assert!(text.contains(&sign.ask), "{}", sign.ask);
    }
    assert!(text.contains("`supple check` now. If you feel in danger, call 112."), "{text}");
    assert!(text.contains("Warm the muscle.") && !text.contains("Call a doctor or a health line today"), "{text}");
    let plan = home.json(&["now", "--json"]);
    assert_eq!(plan["urgency"], "same-day", "it may be so all the same");
    assert_eq!((&plan["owed"], &plan["asked"]), (&json!("self-care"), &json!("nothing")));
    assert_eq!(plan["not_said"], json!(["mobility", "place", "spasm", "onset"]));
    assert!(!home.diary().exists(), "it stores nothing");
}

#[test]
fn none_of_these_is_taken_for_what_it_is() {
    let home = Home::new();
    let gate = &supple_guidance::embedded().relief.gate;
    let text = flat(&home.done(&["now", "--can", "stand", "--none-of-these"]));
    assert!(text.starts_with(&gate.passed) && text.contains("`supple check`"), "{text}");
    assert!(!text.contains("SELF-CARE") && !text.contains(&gate.signs[0].ask), "{text}");
    let plan = home.json(&["now", "--can", "stand", "--none-of-these", "--json"]);
    assert_eq!((&plan["urgency"], &plan["asked"]), (&json!("same-day"), &json!("gate")));
    let plan = emergency().json(&["now", "--none-of-these", "--json"]);
    assert_eq!(
        (&plan["urgency"], &plan["owed"], &plan["asked"]),
        (&json!("emergency"), &json!("emergency"), &json!("check"))
    );
    let stuck = flat(&home.done(&["now", "--can", "turn", "--none-of-these"]));
    assert!(stuck.starts_with("TODAY: speak to a doctor"), "{stuck}");
}

#[test]
fn the_newest_check_says_how_soon() {
    let home = checked("{}");
    let text = flat(&home.done(&["now", "--can", "stand"]));
    assert!(text.starts_with("SELF-CARE") && text.contains("This plan stands on the check of "), "{text}");
    assert_eq!(home.json(&["now", "--can", "stand", "--json"])["urgency"], "self-care");
    let plan = emergency().json(&["now", "--json"]);
    assert_eq!(plan["urgency"], "emergency");
    assert_eq!(plan["help"][0]["id"], "call-emergency");
    assert!(plan["review_at"].is_null());
}

#[test]
fn the_options_say_what_a_situation_in_a_file_says() {
    let home = checked("{}");
    let file = home.write(
        "situation.json",
        r#"{"mobility": "can-turn", "place": "bed", "at-hand": ["heat"], "alone": true, "worse": ["bending"]}"#,
    );
    let flags = ["--can", "turn", "--place", "bed", "--at-hand", "heat", "--alone", "--worse", "bending"];
    let from_file = home.json(&["now", "--situation", &file, "--json"]);
    let from_flags = home.json(&[&["now", "--json"][..], &flags].concat());
    let steps = |plan: &serde_json::Value| {
        ["now", "next", "later", "help"].map(|list| {
            plan[list]
                .as_array()
                .unwrap()
                .iter()
                .map(|step| step["id"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(steps(&from_file), steps(&from_flags));
    assert!(steps(&from_file)[0].contains(&"heat-pack".to_owned()), "{:?}", steps(&from_file));
    let more = home.json(&["now", "--situation", &file, "--at-hand", "ice", "--can", "stand", "--json"]);
    assert!(steps(&more)[0].len() > steps(&from_file)[0].len(), "what is said on top counts");
    let piped = home.run_with(&["now", "--situation", "-", "--json"], br#"{"mobility": "can-stand"}"#);
    assert_eq!(piped.status.code(), Some(0), "{piped:?}");
}

#[test]
fn the_time_of_the_onset_makes_the_stage() {
    let home = checked("{}");
    let stage = |onset: &str| home.json(&["now", "--can", "stand", "--onset", onset, "--json"])["stage"].clone();
    assert_eq!(stage("10m ago"), "first-minutes");
    assert_eq!(stage("5h ago"), "first-48-hours");
    assert_eq!(stage("60h ago"), "48-to-72-hours");
}

#[test]
fn a_decision_in_the_profile_decides() {
    let line = concat!(
        r#"{"schema":2,"id":"0193b3f0-6f2a-7c4e-8a51-3f9d2b7c6e10","device":"92a42474-3a46-45cf-9777-790099ac4e1a","#,
        r#""sequence":0,"previous":null,"happened":"2024-12-11T05:47:37+01:00[Europe/Berlin]","#,
        r#""recorded":"2024-12-11T04:47:37.000Z","kind":"profile","decisions":{"DECISION":"OPTION","gone":"x"}}"#
    );
    let planner = &supple_guidance::embedded().relief;
    let home = checked("{}");
    let before = home.json(&["now", "--can", "stand", "--at-hand", "heat,ice", "--json"]);
    let turns = before["decisions"][0]["id"].as_str().unwrap();
    assert_eq!(before["decisions"][0]["by_the_person"], false);
    let decision = planner.decisions.iter().find(|decision| decision.id == turns).unwrap();
    let other = decision.options.iter().find(|option| option.id != decision.default).unwrap();
    let line = line.replace("DECISION", turns).replace("OPTION", &other.id);
    let file = home.write("profile.jsonl", format!("{line}\n"));
    home.done(&["import", &file]);
    let after = home.json(&["now", "--can", "stand", "--at-hand", "heat,ice", "--json"]);
    let decided = after["decisions"].as_array().unwrap().iter().find(|decided| decided["id"] == turns).unwrap();
    assert_eq!(decided["option"], other.id.as_str());
    assert_eq!(decided["by_the_person"], true);
}

#[test]
fn a_diary_that_cannot_be_opened_keeps_nobody_from_help() {
    let home = Home::new();
    let address = format!("sqlite:{}", home.write("broken.db", "this is no database at all"));
    let output = home.run(&["now", "--can", "turn", "--database", &address]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(out(&output).contains("TODAY: speak to a doctor"), "someone who cannot get up should call");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("supple: your diary cannot be opened") && said.lines().count() == 1, "{said}");
}

#[test]
fn bad_input_gets_one_line() {
    let home = Home::new();
    fails(&home.run(&["now", "--can", "fly"]), 2, "give stand, turn or not-move");
    fails(&home.run(&["now", "--at-hand", "ice,sauna"]), 2, "there is no `sauna`");
    fails(&home.run(&["now", "--worse", "flying"]), 2, "there is no `flying`");
    fails(&home.run(&["now", "--onset", "tomorrow"]), 2, "is no time");
    fails(&home.run(&["now", "--down-since", "2999-01-01 03:00"]), 2, "is still to come");
    fails(&home.run(&["now", "--alone", "--with-someone"]), 2, "cannot be used with");
    fails(&home.run(&["now", "--floor", "--json"]), 2, "cannot be used with");
    fails(&home.run(&["now", "--floor", "--situation", "-"]), 2, "give --situation a file");
    fails(&home.run(&["now", "--situation", "nowhere.json"]), 1, "nowhere.json cannot be read");
    let file = home.write("situation.json", r#"{"mobility": "can-fly"}"#);
    fails(&home.run(&["now", "--situation", &file]), 1, "unknown variant `can-fly`");
    let file = home.write("long.json", " ".repeat(20_000));
    fails(&home.run(&["now", "--situation", &file]), 1, "longer than 16 KiB");
    let file = home.write("bytes.json", b"\xff");
    fails(&home.run(&["now", "--situation", &file]), 1, "not UTF-8");
}

// ---------------------------------------------------------------- on the floor

/// The titles of the instructions that a walk shows.
fn walk(home: &Home, more: &[&str], typed: &str) -> (Vec<&'static str>, String) {
    let output = home.run_with(&[&["now", "--floor"][..], more].concat(), typed.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = out(&output);
    assert!(text.lines().all(|line| line.chars().count() <= 80 || line.starts_with('[')), "wrapped: {text}");
    let titles = |line: &str| {
        let floor = &supple_guidance::embedded().relief.floor;
        floor.iter().find(|step| step.title == line).map(|step| step.title.as_str())
    };
    (text.lines().filter_map(titles).collect(), flat(&text))
}

#[test]
fn enter_alone_leads_from_the_first_instruction_to_standing() {
    let home = Home::new();
    let (way, text) = walk(&home, &["--at-hand", "phone"], &"\n".repeat(14));
    assert_eq!(way.len(), 14, "{way:?}");
    assert_eq!((way[0], way[13]), ("Call or text someone first", "Stand up slowly. Hold on."));
    assert!(text.ends_with("You are up. Hold on for a moment. Next: `supple now --can stand`."), "{text}");
    assert!(text.starts_with("One step at a time. If you feel in danger, call 112 now."), "{text}");
}

#[test]
fn not_yet_leads_back_and_worse_to_the_check() {
    let (way, text) = walk(&Home::new(), &["--alone"], "n\nn\nwhat\n\nw\n");
    assert_eq!(way[..2], ["Let someone hear you", "Breathe slowly"]);
    assert_eq!(way[2..], ["Let your head, arms and legs go loose", "Move your toes and feet"]);
    assert!(text.contains("Press Enter for done, n for not yet, w for worse, or q to stop."), "{text}");
    assert!(text.contains("Stop here. Get help.") && text.contains("It got worse."), "{text}");
    assert!(text.ends_with("Then do the check: `supple check`. If you cannot, call 112."), "{text}");
}

#[test]
fn an_hour_down_is_an_emergency_before_anything_else() {
    let (way, text) = walk(&Home::new(), &["--down-since", "61m ago"], "\n");
    assert!(way.is_empty(), "{way:?}");
    assert!(text.contains("You have been down for an hour. That is a warning sign by itself."), "{text}");
    assert!(emergency_first(&text), "{text}");
}

/// Whether the call is named before anything else is said of a limit.
fn emergency_first(text: &str) -> bool {
    let place = |words| text.find(words).expect(words);
    let call = place("EMERGENCY: call 112 now.");
    call > place("Stop here. Get help.") && call < place("You have been down") && call < place("Are you up?")
}

#[test]
fn in_an_emergency_it_waits_for_help() {
    let (way, text) = walk(&emergency(), &["--with-someone"], "\n\n\n");
    assert_eq!(way, ["Ask the person with you to call for help", "Breathe slowly", "Stay as you are. Keep warm."]);
    assert!(text.ends_with("Help is here. Let them lead now."), "{text}");
}

#[test]
fn when_the_input_ends_it_says_how_to_go_on() {
    for typed in ["", "\nq\n"] {
        let (_, text) = walk(&Home::new(), &[], typed);
        assert!(text.contains("You stopped here. If you are still down, call 112."), "{text}");
    }
}

/// Reads until a line holds these words.
fn until(reader: &mut BufReader<ChildStdout>, words: &str) {
    let mut line = String::new();
    while !line.contains(words) {
        line.clear();
        assert!(reader.read_line(&mut line).unwrap() > 0, "{words:?} never came");
    }
}

#[test]
fn the_hour_ends_while_nobody_types() {
    let home = Home::new();
    let down = jiff::Timestamp::now() - jiff::SignedDuration::from_secs(3_597);
    let file = home.write("situation.json", format!(r#"{{"down-since": "{down}"}}"#));
    let mut child = home.command(&["now", "--floor", "--situation", &file]).stdin(Stdio::piped()).spawn().unwrap();
    let mut typing = child.stdin.take().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let begun = Instant::now();
    typing.write_all(b"\n").unwrap();
    until(&mut reader, "Breathe slowly");
    until(&mut reader, "EMERGENCY: call 112 now.");
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    until(&mut reader, "You have been down for an hour.");
    assert_eq!(child.wait().unwrap().code(), Some(0), "the input was open all the time");
    drop(typing);
}

/// What a home's diary says it is told after a walk.
fn aside(home: &Home, more: &[&str], typed: &str) -> (String, String) {
    let output = home.run_with(&[&["now", "--floor"][..], more].concat(), typed.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    (flat(&out(&output)), flat(&String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn the_way_up_stands_in_the_diary_and_goes_on_where_it_was_left() {
    let home = Home::new();
    let (text, said) = aside(&home, &["--at-hand", "phone"], "\n\nq\n");
    assert!(text.contains("`supple now --floor` goes on from here."), "{text}");
    assert_eq!(said, "What you said here is in your diary.");
    let (way, text) = walk(&home, &[], "\n");
    assert_eq!(way[0], "Move your toes and feet", "the third instruction, not the first: {text}");
    assert!(text.contains("You began before. This is where you are."), "{text}");
    // One way up is one entry.
    assert_eq!(home.done(&["diary"]).matches("Plan for the moment").count(), 1, "{}", home.done(&["diary"]));
    // Whoever says something new begins anew with it.
    let (way, _) = walk(&home, &["--down-since", "61m ago"], "");
    assert!(way.is_empty(), "an hour is an emergency before anything else: {way:?}");
}

#[test]
fn after_a_limit_one_begins_again_or_says_that_one_got_up() {
    let home = Home::new();
    let (_, text) = walk(&home, &["--at-hand", "phone"], "\nw\n");
    assert!(text.contains("`supple now --floor --again`") && text.contains("`supple now --floor --up`"), "{text}");
    let (way, text) = walk(&home, &[], "");
    assert!(way.is_empty() && text.contains("It got worse."), "it stays so: {text}");
    let (way, _) = walk(&home, &["--again"], "");
    assert_eq!(way, ["Call or text someone first"]);
    let (_, text) = walk(&home, &["--up"], "");
    assert!(text.ends_with("You are up. Hold on for a moment. Next: `supple now --can stand`."), "{text}");
    let plan = home.json(&["now", "--json"]);
    assert!(!plan["not_said"].as_array().unwrap().contains(&json!("mobility")), "who got up can stand: {plan}");
    // In an emergency nothing moves the back any more.
    walk(&home, &["--down-since", "61m ago"], "");
    let (way, text) = walk(&home, &["--again"], "");
    assert!(way.is_empty() && emergency_first(&text), "{text}");
}

#[test]
fn on_the_floor_a_diary_that_cannot_be_opened_keeps_nobody_from_help() {
    let home = Home::new();
    let address = format!("sqlite:{}", home.write("broken.db", "this is no database at all"));
    let (text, said) = aside(&home, &["--database", &address], "\n\n");
    assert!(text.contains("Breathe slowly"), "{text}");
    assert!(said.starts_with("supple: your diary cannot be opened"), "{said}");
    assert!(said.ends_with("supple: what you said here is not in your diary"), "{said}");
}

#[test]
fn the_diary_says_when_it_began_and_what_lasts() {
    let home = Home::new();
    home.done(&["log", "spasm", "--where", "low-left", "--at", "10d ago"]);
    home.done(&["log", "episode", "onset", "--at", "10d ago"]);
    home.done(&["log", "spasm", "--at", "2h ago"]);
    let plan = home.json(&["now", "--can", "stand", "--json"]);
    assert!(!plan["not_said"].as_array().unwrap().contains(&json!("onset")), "{plan}");
    let said = home.json(&["now", "--can", "stand", "--onset", "10d ago", "--json"]);
    assert_eq!((&plan["stage"], &plan["now"]), (&said["stage"], &said["now"]));
    assert_ne!(plan["stage"], "first-48-hours", "day 10 has a plan of its own");
}
