//! The program as a person meets it on the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::Value;
use shared::{Home, fails, out};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::Output;

/// Runs `supple` with this on its standard input, in a home of its own.
fn supple_with(arguments: &[&str], input: &[u8]) -> Output {
    Home::new().run_with(arguments, input)
}

fn supple(arguments: &[&str]) -> Output {
    supple_with(arguments, b"")
}

/// The answers through `check --answers - --json`.
fn check(json: &str, more: &[&str]) -> Value {
    let mut arguments = vec!["check", "--answers", "-", "--json"];
    arguments.extend(more);
    let output = supple_with(&arguments, json.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_verdict_as_json_has_the_documented_fields() {
    let verdict = check(r#"{"leg-pain": true, "side-pain": "unsure"}"#, &["--assume-no"]);
    assert_eq!(verdict["urgency"], "same-day");
    assert_eq!(verdict["certain"], false, "pain in the side could still make it an emergency");
    assert_eq!(verdict["unknown_answers"], serde_json::json!(["side-pain"]));
    let rule = &verdict["rules"][0];
    for field in ["id", "urgency", "alone", "because", "findings", "sources"] {
        assert!(!rule[field].is_null(), "{field} in {rule}");
    }
    assert!(verdict["open"].is_array());
}

#[test]
fn nothing_answered_leaves_everything_open() {
    let verdict = check("{}", &[]);
    assert_eq!(verdict["urgency"], "same-day");
    assert_eq!(verdict["certain"], false);
    assert!(verdict["open"].as_array().unwrap().len() > 50);
}

#[test]
fn assume_no_takes_the_rest_as_no_and_says_so() {
    assert_eq!(check("{}", &["--assume-no"])["urgency"], "self-care");
    let output = supple_with(&["check", "--answers", "-", "--assume-no"], b"{}");
    assert!(out(&output).contains("taken as no, as you asked"), "{}", out(&output));
}

#[test]
fn an_emergency_names_the_number_of_the_country_first() {
    let output = supple_with(&["check", "--answers", "-", "--country", "US"], br#"{"chest-pain": true}"#);
    assert_eq!(output.status.code(), Some(0), "a verdict is no failure");
    assert!(out(&output).trim_start().starts_with("EMERGENCY: call 911 now"), "{}", out(&output));
    let output = supple_with(&["check", "--answers", "-"], br#"{"chest-pain": true}"#);
    assert!(out(&output).contains("call 112 now"), "the language settings say Germany: {}", out(&output));
}

#[test]
fn a_time_zone_that_contradicts_the_language_leaves_the_country_unknown() {
    let call = |locale: &str, zone: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_supple"));
        command.args(["check", "--answers", "-"]).env("LC_ALL", locale).env("TZ", zone);
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let home = tempfile::tempdir().unwrap();
        let mut child = command.env("HOME", home.path()).env("XDG_DATA_HOME", home.path()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(br#"{"chest-pain": true}"#).unwrap();
        let text = out(&child.wait_with_output().unwrap());
        text.split("call ").nth(1).unwrap().split(' ').next().unwrap().to_owned()
    };
    assert_eq!(call("en_US.UTF-8", "Europe/Berlin"), "112");
    assert_eq!(call("en_US.UTF-8", "America/Chicago"), "911");
    assert_eq!(call("C.UTF-8", "Europe/London"), "999");
    assert_eq!(call("ja_JP.UTF-8", "Asia/Tokyo"), "119");
}

#[test]
fn what_to_say_and_who_says_so_come_with_the_verdict() {
    let output = supple_with(&["check", "--answers", "-"], br#"{"leg-weakness": true}"#);
    let text = out(&output);
    for part in [
        "Read this out",
        "One of my legs is weaker than usual.",
        "University Health News: emergency",
        "Symptom guide: see a doctor soon",
    ] {
        assert!(text.contains(part), "{part:?} in {text}");
    }
}

#[test]
fn bad_answers_get_one_line_and_exit_1() {
    let check = |input: &[u8]| supple_with(&["check", "--answers", "-"], input);
    fails(&check(br#"{"saddle": true}"#), 1, "there is no finding \"saddle\"");
    fails(&check(br#"{"stuck": 1}"#), 1, "\"stuck\" takes true, false or \"unsure\", not 1");
    fails(&check(br#"{"temperature": 99}"#), 1, "from 30 to 45");
    fails(&check(b"{\"stuck\": tr"), 1, "not a JSON object");
    fails(&check(b""), 1, "not a JSON object");
    fails(&check(&[0xff, 0xfe, 0x00]), 1, "not UTF-8");
    fails(&check(&vec![b' '; 200_000]), 1, "longer than 64 KiB");
    fails(&check("[".repeat(50_000).as_bytes()), 1, "not a JSON object");
    fails(&supple(&["check", "--answers", "/nowhere/at/all.json"]), 1, "/nowhere/at/all.json cannot be read");
}

#[test]
fn wrong_use_exits_2() {
    fails(&supple(&["check", "--country", "XX", "--list"]), 2, "no emergency number is known for \"XX\"");
    fails(&supple(&["guide", "nonsense"]), 2, "there is no chapter \"nonsense\"");
    fails(&supple(&["serve", "--listen", "nonsense"]), 2, "\"nonsense\" is no address to listen on");
    fails(&supple(&["no-such-command"]), 2, "unrecognized subcommand");
    fails(&supple(&["check", "--assume-no"]), 2, "--answers");
    fails(&supple(&["log", "pain"]), 2, "not provided: <LEVEL>");
}

#[test]
fn a_port_in_use_gets_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    fails(&supple(&["serve", "--listen", &address]), 1, "is in use");
}

#[test]
fn the_interview_with_nothing_wrong_ends_in_self_care_after_a_handful_of_lines() {
    // None of these, four times; days and pain with the third, the age with the fourth.
    let output = supple_with(&["check"], b"y\ny\ny\n1\n4\ny\n40\n");
    let text = out(&output);
    assert_eq!(output.status.code(), Some(0));
    assert!(text.contains("Part 4 of 4") && text.contains("SELF-CARE"), "{text}");
    assert!(text.contains("You said no to every warning sign that we asked about."), "{text}");
    assert!(text.contains("Try it: Touch there with a tissue"), "the test stands before the answer: {text}");
}

#[test]
fn a_verdict_in_words_never_says_what_was_not_said() {
    let output = supple_with(&["check", "--answers", "-", "--assume-no"], br#"{"belly-pain": true, "pain": 5}"#);
    let text = out(&output);
    assert!(
        text.contains("SELF-CARE") && text.contains("By what you told us, nothing needs a doctor today."),
        "{text}"
    );
    assert!(!text.contains("every warning sign"), "{text}");
    let output = supple_with(&["check", "--answers", "-", "--assume-no"], br#"{"widespread-muscle-pain": true}"#);
    let text = out(&output);
    assert!(text.contains("TODAY") && !text.contains("severe pain or weakness in many muscles;"), "{text}");
}

#[test]
fn a_weak_sign_alone_is_told_with_who_is_stricter() {
    let output = supple_with(&["check", "--answers", "-", "--assume-no"], br#"{"night-pain": true, "pain": 5}"#);
    let text = out(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("SEE A DOCTOR SOON"), "{text}");
    assert!(
        text.contains("call this a matter for today by itself. Studies or guidelines do not: Of 482 people"),
        "{text}"
    );
    assert!(text.contains("It would be a matter for today with any of these: an age of 60 or more;"), "{text}");
}

#[test]
fn the_table_of_single_answers_in_the_documentation_is_what_the_command_prints() {
    let printed = out(&supple(&["prove", "--single"]));
    let kept = include_str!("../../../docs/single-answers.md");
    assert_eq!(printed, kept, "make it anew: supple prove --single > docs/single-answers.md");
}

#[test]
fn the_interview_ends_at_once_on_an_emergency() {
    let output = supple_with(&["check"], b"n\nn\ny\n");
    let text = out(&output);
    assert!(text.contains("EMERGENCY") && text.contains("It is now hard for me to pee"), "{text}");
    assert!(!text.contains("Part 2"), "{text}");
}

#[test]
fn not_sure_is_first_helped_and_then_counted_as_a_yes_for_the_bladder() {
    let output = supple_with(&["check"], b"n\nn\ns\ns\n");
    let text = out(&output);
    assert!(text.contains("A quick way to find out: Try to pee now"), "{text}");
    assert!(text.contains("EMERGENCY"), "{text}");
}

#[test]
fn an_interview_that_breaks_off_says_what_is_known_so_far_and_is_not_self_care() {
    let output = supple_with(&["check", "--json"], b"y\ny\n");
    let verdict: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(verdict["urgency"], "same-day");
    assert_eq!(verdict["certain"], false);
}

#[test]
fn nonsense_in_the_interview_is_asked_again() {
    let output = supple_with(&["check"], b"maybe\ny\ny\ny\n1\n4\ny\nforty\n-3\n40\n");
    let text = out(&output);
    assert!(
        text.contains("Please type y") && text.contains("not understood") && text.contains("from 0 to 120"),
        "{text}"
    );
    assert!(text.contains("SELF-CARE"), "{text}");
}

#[test]
fn the_list_names_every_finding_and_rule() {
    let output = supple(&["check", "--list", "--json"]);
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let guidance = supple_guidance::embedded();
    assert_eq!(list["findings"].as_array().unwrap().len(), guidance.findings.len());
    assert_eq!(list["rules"].as_array().unwrap().len(), guidance.rules.len());
    assert!(out(&supple(&["check", "--list"])).contains("saddle-numbness"));
}

#[test]
fn the_proof_holds_and_prints_its_table() {
    let output = supple(&["prove", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let proof: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(proof["all"], true);
    for property in proof["properties"].as_array().unwrap() {
        assert_eq!(property["holds"], true);
        assert!(property["name"].is_string() && property["how"].is_string());
        assert!(property["states"].as_u64().unwrap() > 0);
    }
    assert!(out(&supple(&["prove"])).contains("Everything holds"));
}

#[test]
fn the_guide_covers_the_four_articles() {
    let output = supple(&["guide", "--coverage", "--json"]);
    let coverage: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(coverage["items"], 586);
    assert_eq!(coverage["uncovered"], serde_json::json!([]));
    let guidance = supple_guidance::embedded();
    let chapters = guidance.topics.iter().map(|topic| topic.id.as_str());
    let short = guidance.short_pages.iter().map(|page| page.id.as_str());
    for topic in chapters.chain(short).chain(["disagreements", "sources"]) {
        let text = out(&supple(&["guide", topic]));
        assert!(text.len() > 500, "{topic}: {text}");
        let json = supple(&["guide", topic, "--json"]);
        assert!(serde_json::from_slice::<Value>(&json.stdout).unwrap().is_array());
    }
}

#[test]
fn a_chapter_gives_the_answer_first_and_every_statement_below_its_heading() {
    let guidance = supple_guidance::embedded();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for topic in &guidance.topics {
        let text = words(&out(&supple(&["guide", &topic.id])));
        let mut rest = text.as_str();
        let mut next = |part: &str| {
            let part = words(part);
            let at = rest.find(&part).unwrap_or_else(|| panic!("{}: \"{part}\" is not there in its turn", topic.id));
            rest = &rest[at + part.len()..];
        };
        topic.answer.iter().for_each(|line| next(&line.text));
        for section in &topic.sections {
            next(&section.heading);
            for claim in section.claims.iter().map(|id| guidance.claim(id).unwrap()) {
                next(&claim.text);
                claim.caution.iter().chain(&claim.who).for_each(|more| next(more));
            }
        }
    }
}

#[test]
fn completions_are_printed_for_the_shell() {
    assert!(out(&supple(&["completions", "bash"])).contains("_supple"));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for arguments in ["guide disagreements", "completions bash", "check --list", "log --help", "--version"] {
        let home = Home::new();
        let mut child = home.command(&arguments.split(' ').collect::<Vec<_>>()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{arguments}");
    }
}

#[test]
fn serving_prints_its_address_and_answers_there() {
    let home = Home::new();
    let mut child = home.command(&["serve", "--listen", "127.0.0.1:0", "--host", "supple.home"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap().split(['.', ' ']).take(4).collect::<Vec<_>>().join(".");
    let ask = |host: &str| {
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        std::io::Read::read_to_string(&mut stream, &mut answer).unwrap();
        answer
    };
    let (answer, given) = (ask("localhost"), ask("supple.home:80"));
    // A site whose name was made to point at this machine.
    let foreign = ask("evil.example");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.to_lowercase().contains("content-security-policy: default-src 'none'"), "{answer}");
    assert!(given.starts_with("HTTP/1.1 200"), "{given}");
    assert!(foreign.starts_with("HTTP/1.1 421") && foreign.contains("--host evil.example"), "{foreign}");
    assert!(!foreign.contains("diary"), "{foreign}");
}
